/* decide.h - decides articles: whether a plan holds in one, where, and what its passages weigh.
 *
 * Articles are decided by the postings as far as those tell, and on their words where they do not; which of them is read is left to the
 * decider. Both ways give the same, but the postings only go forward.
 */
#ifndef SEARCHER_DECIDE_H
#define SEARCHER_DECIDE_H

#include "index/index_reader.h"
#include "searcher/plan.h"

/* What closeness can add to the score of a passage: that much where the words of a phrase or proximity stand side by side, and the less the
 * longer the shortest stretch is that holds them (the words it needs at least, as a share of its length). It is less than any but the
 * commonest word weighs, and nothing for single words. */
#define CLOSENESS_MAX 1.0

/* A bound that was summed up in another order than decider_weigh()'s is multiplied by this, for the rounding. */
#define DECIDE_SLACK (1 + 1e-9)

struct decider;

/* What a word weighs in a passage. */
enum weighing {
    WEIGH_IN_ARTICLE, /* its BM25 there in part, and in part that in the whole article, articles being what is counted; a word without
                       * postings weighs in the passage alone */
    WEIGH_PASSAGE,    /* its BM25 there, passages being what is counted */
};

/* The article's part of the former. */
#define ARTICLE_SHARE 0.4

/* @reader, @plan  must outlive *out, and the plan is lent to it: its leaves' places are those of the article at hand.
 * @out  (transfer full) release with decider_free(). Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status decider_open(const struct index_reader *reader, struct plan *plan, enum weighing weighing, struct decider **out,
                       struct ns_error *err);

void decider_free(struct decider *decider);

/* How an article is decided. */
enum decide_by {
    DECIDE_BY_POSTINGS, /* and by words where they are needed; in ascending order only, but for what was put aside (prospects.h) */
    DECIDE_BY_WORDS,    /* alone; articles in any order */
};

/* Go to an article: the one at hand until the next call. By the postings of a plan that `meets` it may be a stretch (meeting.h), which then
 * is all that the following is about. */
void decider_begin(struct decider *decider, const struct article_extent *extent, enum decide_by by);

/* Whether the plan is `separate` (plan.h). */
bool decider_is_separate(const struct decider *decider);

/* Go to one passage of an article in which a plan that is `separate` holds, with as much behind it as its evidence can reach: all that
 * follows is about what is in that passage, which is number 0, and by its words. Far cheaper than the whole article.
 * What it weighs is not known, where articles count.
 * @article  the passage's. @passage  of the index */
void decider_begin_passage(struct decider *decider, const struct article_extent *article, uint32_t passage);

/* What no passage of the article can weigh more than, by the postings of its words. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM.
 */
ns_status decider_bound(struct decider *decider, double *bound, struct ns_error *err);

/* The same, with a wider bound and less to read: by the rarest word alone, for the others at their most. */
ns_status decider_quick_bound(struct decider *decider, const struct article_extent *extent, double *bound, struct ns_error *err);

/* Whether the plan holds in the article; of one passage, whether there is evidence in it. Returns NS_OK, NS_ERR_LIMIT, NS_ERR_CORRUPT,
 * NS_ERR_IO, NS_ERR_NOMEM. */
ns_status decider_holds(struct decider *decider, bool *holds, struct ns_error *err);

/* ---- Of the article at hand, in which the plan holds ---- */

/* The passages where its evidence begins: @passages[i] is set for number i of the article's. Without any evidence (NOT, dates, fields) it
 * is the first passage. @passages (borrowed) valid until the next article. */
ns_status decider_passages(struct decider *decider, const bool **passages, struct ns_error *err);

/* What a passage of the article weighs. Unless NULL, `lines` gets a line for each unit that weighs. */
struct weight_line {
    const struct plan_unit *unit; /* of the plan */
    uint32_t frequency;           /* how often the passage has it */
    double weight;                /* what that adds */
    uint64_t in_article;          /* how often the article has it; 0 where that does not count */
    double article_weight;        /* what that adds */
    double articles;              /* that have it, about */
};

struct weight_list { /* the owner's: begin with all zero, end with weight_list_release() */
    struct weight_line *lines;
    size_t count;
    size_t capacity;
    uint32_t length;       /* of the passage, in words (compounds counting once more) */
    double average_length; /* of all passages */
    uint32_t passages;     /* of all indexes */
    uint64_t article_length;
    double average_article;
    uint32_t articles;
    double closeness;      /* that was added */
};

void weight_list_release(struct weight_list *list);

/* @passage  number in the article. @list  may be NULL. Passages in ascending order when decided by postings. */
ns_status decider_weigh(struct decider *decider, uint32_t passage, double *score, struct weight_list *list, struct ns_error *err);

/* The evidence that begins in a passage, and the words that make it, each in order and in place of what the lists held, in words from the
 * beginning of what is at hand. Only for what is decided by words. */
ns_status decider_evidence(struct decider *decider, uint32_t passage, struct interval_list *evidence, struct interval_list *marks,
                           struct ns_error *err);

/* ---- Of any passage and article ---- */

/* What a unit adds in a passage of the index that has it so often. */
double decider_unit_weight(const struct decider *decider, uint32_t unit, uint32_t passage, uint32_t frequency);

/* What the length of the article with the passages from `begin` until before `end` takes from the weight of its words: for the next
 * function. */
double decider_article_norm(const struct decider *decider, uint32_t begin, uint32_t end);

/* What a unit adds in every passage of an article that has it so often; 0 where articles do not count. */
double decider_unit_article_weight(const struct decider *decider, uint32_t unit, double norm, uint64_t frequency);

/* What a unit never weighs more than, both together, and in an article alone. */
double decider_unit_most(const struct decider *decider, uint32_t unit);
double decider_unit_article_most(const struct decider *decider, uint32_t unit);

#endif
