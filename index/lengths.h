/* lengths.h - the section `lengths`: how long each passage is, and where each article begins. index_file.h draws it.
 *
 * All of it is of fixed width, so that what is asked of every candidate of a query takes some loads and nothing is decoded.
 */
#ifndef INDEX_LENGTHS_H
#define INDEX_LENGTHS_H

#include "index/bytes.h"
#include "index/index_file.h"

#define LENGTHS_BLOCK 16
#define LENGTHS_BLOCK_SIZE (4 + LENGTHS_BLOCK * 2)

/* The longest length that there is room for. */
#define LENGTH_MAX 32767

/* Append the length, at most LENGTH_MAX, of the passage that comes next.
 * @number   of the passage; they are put from 0 on
 * @article  that it belongs to
 * @first    whether it is the first of that article
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status lengths_put(struct buffer *out, uint32_t number, uint32_t article, uint32_t length, bool first, struct ns_error *err);

/* The section of an open file; borrows the file. */
struct lengths {
    const uint8_t *data;
    uint32_t passages;
    uint32_t articles;
};

/* All bytes of the section are checked here, so that nothing can fail later.
 * @passages, @articles  how many the index has
 * Returns NS_OK, NS_ERR_CORRUPT. */
ns_status lengths_open(struct index_file *file, uint64_t passages, uint64_t articles, struct lengths *out, struct ns_error *err);

/* The length of a passage that is there. */
uint32_t lengths_get(const struct lengths *lengths, uint32_t passage);

/* The passages of one article. */
struct article_extent {
    uint32_t article;
    uint32_t first_passage;
    uint32_t passages;
};

/* The article of a passage that is there. Returns whether there are so many articles. */
bool lengths_extent(const struct lengths *lengths, uint32_t passage, struct article_extent *out);

#endif
