/* rank.h - keeps the best passages: the higher score first; of equal ones the newer article (one without a date last), then the path in
 * byte order, then the order of the indexes, then the place in the source. Or by date or path first, and then as this.
 *
 * Where articles are ranked, the best passage of each stands for it, and none of its others is kept beside that. Where copies are kept
 * once, the best passage of all articles of a cluster (copies.h) stands for all of them; clusters are of one index.
 */
#ifndef SEARCHER_RANK_H
#define SEARCHER_RANK_H

#include "searcher/collection.h"

/* What comes before the score. */
enum rank_order {
    RANK_BY_SCORE, /* nothing */
    RANK_OLDEST,   /* the article's date; those without one last */
    RANK_NEWEST,   /* likewise */
    RANK_BY_PATH,  /* in byte order */
};

struct ranked {
    uint32_t passage; /* of its index */
    uint32_t article; /* likewise */
    double score;
    uint32_t index; /* in the collection */
};

/* An article of a collection. */
struct article_place {
    uint32_t index;
    uint32_t article; /* of that index */
};

struct rank_options {
    size_t limit;    /* passages, or articles, that are kept; 0: they are only counted */
    bool by_article; /* articles are ranked */
    bool unique;     /* copies are kept once */
    const struct article_place *without; /* no passage of it is kept, or counted; NULL for none */
    enum rank_order order;
};

struct ranking;

/* @collection  must outlive *out. @out (transfer full) release with ranking_free(). Returns NS_OK, NS_ERR_CORRUPT,
 * NS_ERR_NOMEM. */
ns_status ranking_open(const struct collection *collection, const struct rank_options *options, struct ranking **out, struct ns_error *err);

/* Whether a score can be too low to be kept, whatever else: as many are kept as shall be, and the score comes first. */
bool ranking_has_threshold(const struct ranking *ranking);

/* The score below which none is kept; minus infinity as long as there is none such. It only grows. */
double ranking_threshold(const struct ranking *ranking);

/* Whether a score is too low to be kept. */
bool ranking_is_below(const struct ranking *ranking, double score);

/* Offer a passage. Records of articles are read only where scores are equal or do not come first.
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status ranking_offer(struct ranking *ranking, const struct ranked *ranked, struct ns_error *err);

/* Bring them in order, best first. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status ranking_finish(struct ranking *ranking, struct ns_error *err);

/* Once finished: how many are kept, or were counted. */
size_t ranking_count(const struct ranking *ranking);
const struct ranked *ranking_get(const struct ranking *ranking, size_t i);

void ranking_free(struct ranking *ranking);

#endif
