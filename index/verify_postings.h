/* verify_postings.h - checks the postings of an index against its words. For verify.c and its parts only.
 *
 * Words come passage by passage, and postings term by term. So that neither has to be turned into the other's order, a number is kept for
 * each stem, to which every occurrence adds what its passage is scattered to: the postings have to come to the same. Two lists that differ
 * come to the same number once in 2^64, unless somebody has made them for that.
 */
#ifndef INDEX_VERIFY_POSTINGS_H
#define INDEX_VERIFY_POSTINGS_H

#include "index/index_reader.h"
#include "index/intern.h"

struct posting_sum {
    uint64_t scattered;
    uint64_t occurrences;
};

/* What the occurrences in a passage add. The last steps of splitmix64 (Steele, Lea and Flood 2014), which mix all bits. */
static inline uint64_t posting_scatter(uint32_t passage)
{
    uint64_t z = (passage + UINT64_C(1)) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* @sums   of each stem, all words and compounds of the index
 * @stems  the terms, by their numbers
 * Returns NS_OK, NS_ERR_CORRUPT. */
ns_status verify_postings(const struct index_reader *reader, const struct index_file *file, const struct posting_sum *sums,
                          const struct interner *stems, struct ns_error *err);

#endif
