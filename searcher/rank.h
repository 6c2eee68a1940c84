/* rank.h - keeps the best passages: the higher score first; of equal ones the newer article (one without a date last), then the path in
 * byte order, then the place in the source. */
#ifndef SEARCHER_RANK_H
#define SEARCHER_RANK_H

#include "index/index_reader.h"

struct ranked {
    uint32_t passage;
    uint32_t article;
    double score;
};

struct ranking;

/* @limit  passages kept, from 1. @out (transfer full) release with ranking_free(). Returns NS_OK, NS_ERR_NOMEM. */
ns_status ranking_open(const struct index_reader *reader, size_t limit, struct ranking **out, struct ns_error *err);

/* Whether as many are kept as shall be. */
bool ranking_is_full(const struct ranking *ranking);

/* Whether a score is too low to be kept, whatever else. */
bool ranking_is_below(const struct ranking *ranking, double score);

/* Offer a passage. Records of articles are read only where scores are equal. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status ranking_offer(struct ranking *ranking, const struct ranked *ranked, struct ns_error *err);

/* Bring them in order, best first. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status ranking_finish(struct ranking *ranking, struct ns_error *err);

/* Once finished. */
size_t ranking_count(const struct ranking *ranking);
const struct ranked *ranking_get(const struct ranking *ranking, size_t i);

void ranking_free(struct ranking *ranking);

#endif
