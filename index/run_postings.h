/* run_postings.h - the postings of one stem as a run has them.
 *
 * For each document in ascending order: varint (document - the one before it) * 2 + (1 if the stem occurs more than once there: then varint
 * the count follows), where the one before the first is -1; then a byte 0.
 */
#ifndef INDEX_RUN_POSTINGS_H
#define INDEX_RUN_POSTINGS_H

#include "index/spool.h"

/* Append the postings of a stem.
 * @documents  of each occurrence, ascending; a document stands as often as the stem occurs in it, less than 2^32 times
 * Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status run_postings_put(struct spool *spool, const uint32_t *documents, size_t count, struct ns_error *err);

/* Read the next stem's postings into `entries`, which has room for `limit`. *count gets how many there are; documents that are not
 * ascending or not below `limit` set reader->cursor.failed. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status run_postings_get(struct spool_reader *reader, uint32_t limit, xap_entry *entries, size_t *count, struct ns_error *err);

#endif
