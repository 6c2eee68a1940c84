/* merge_copies.h - finds the copies among the articles of all runs. */
#ifndef INDEX_MERGE_COPIES_H
#define INDEX_MERGE_COPIES_H

#include "index/merge_plan.h"

/* Make the section `copies` (copies.h). Some 75 bytes of memory an article are taken while that goes on.
 * @out     appended to
 * @copies  gets how many articles are copies of one that came before
 * Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status merge_copies(const struct merge_plan *plan, struct buffer *out, uint64_t *copies, struct ns_error *err);

#endif
