/* hit.h - reads what there is to show of a ranked passage. Used by search.c alone. */
#ifndef SEARCHER_HIT_H
#define SEARCHER_HIT_H

#include "searcher/search.h"

/* Read a hit but for its rank, score and others. `hit` begins with all zero and is used again.
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status hit_read(struct hit *hit, const struct index_reader *reader, struct decider *decider, uint32_t passage, struct ns_error *err);

/* Count the passages of the article that match beside the one that was read last, whose article the decider has at hand.
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status hit_count_others(struct hit *hit, struct decider *decider, struct ns_error *err);

void hit_release(struct hit *hit);

#endif
