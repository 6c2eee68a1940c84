/* hit.h - reads what there is to show of a ranked passage. Used by search.c alone. */
#ifndef SEARCHER_HIT_H
#define SEARCHER_HIT_H

#include "searcher/search.h"

/* Read a hit but for its rank, score and others. `hit` begins with all zero and is used again.
 * @explain  whether its weights are wanted
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status hit_read(struct hit *hit, const struct index_reader *reader, struct decider *decider, uint32_t passage, bool explain,
                   struct ns_error *err);

/* Count the passages of the article that match beside the one that was read last, whose article the decider has at hand.
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status hit_count_others(struct hit *hit, struct decider *decider, struct ns_error *err);

/* Read what there is to tell of the copies of an article, which is that of the hit.
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status hit_read_copies(struct hit *hit, const struct collection *collection, uint32_t index, uint32_t article, struct ns_error *err);

void hit_release(struct hit *hit);

#endif
