/* sort_counts.h - puts numbered things in order of their counts. */
#ifndef INDEX_SORT_COUNTS_H
#define INDEX_SORT_COUNTS_H

#include <stddef.h>
#include <stdint.h>

#include "index/error.h"

struct counted {
    uint64_t count;
    uint32_t id;
};

/* Sort by count, the largest first; those of the same count stay as they stand. The time it takes grows with their number alone.
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status sort_counts(struct counted *items, size_t count, struct ns_error *err);

#endif
