/* merge_postings.h - brings the postings of all runs together, stem by stem, in the order of the index. */
#ifndef INDEX_MERGE_POSTINGS_H
#define INDEX_MERGE_POSTINGS_H

#include "index/merge_lexicon.h"
#include "index/merge_plan.h"

/* The owner's: begin with all zero but for the spool, which may be in a file; end with merged_stems_release(). */
struct merged_stems {
    struct spool texts; /* strings: the stems */
    uint32_t count;
    uint32_t **numbers; /* for each run: what the place of a stem in RUN_STEMS becomes */
    uint32_t run_count;
};

/* Put every stem with its postings to a writer, which has been opened for the passages of the plan.
 * @name  of the index, for messages
 * Returns NS_OK, NS_ERR_LIMIT (2^32 - 1 distinct stems), NS_ERR_IO, NS_ERR_NOMEM; release the stems in any case. */
ns_status merge_postings(struct merged_stems *stems, const struct merge_plan *plan, xap_writer *writer, const char *name,
                         struct ns_error *err);

void merged_stems_release(struct merged_stems *stems);

/* Append the rows of `stems`: of those that are not the folded form of all their forms. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status merged_stems_put(const struct merged_stems *stems, const struct merged_lexicon *lexicon, struct table_writer *table,
                           struct ns_error *err);

#endif
