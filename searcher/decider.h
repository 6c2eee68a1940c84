/* decider.h - the inside of a decider, for decide.c, which decides, and weigh.c, which weighs. */
#ifndef SEARCHER_DECIDER_H
#define SEARCHER_DECIDER_H

#include "searcher/decide.h"
#include "searcher/view.h"

struct unit_state {
    double idf;         /* what counts of it in the passage, */
    double article_idf; /* and in the article */
    double articles;    /* that have it, about */
    uint64_t weighing; /* the last one that had it: parts share units, and each weighs once */
    bool loaded;
    const xap_entry *entries; /* how often each passage (of the index) of what is at hand has it; the postings', or: */
    size_t count;
    uint64_t in_article; /* how often all of the article has it */
    struct postings *whole; /* that tell it where the plan's do not go over all of it; else NULL */
    xap_entry *counted;
    size_t capacity;
};

struct part_state {
    bool decided;
    bool holds;
    bool counts;                   /* it holds where it makes the whole hold, and is no exclusion */
    struct interval_list evidence; /* unless the postings have decided it */
};

struct decider {
    const struct index_reader *reader;
    const struct spans *spans;
    const struct plan *plan;
    enum weighing weighing_by;
    struct normalizer *normalizer; /* for fields */
    struct token_list tokens;
    struct leaf_set *leaves; /* the plan's, whose places are of the article at hand */
    struct leaf_set *field_leaves;
    struct matcher matcher;
    struct view view;
    enum decide_by by;
    bool is_passage; /* it is one passage, and what its evidence can reach, of an article in which the plan holds */
    bool has_places; /* the leaves' are found */
    uint32_t words;  /* then: how many the article has */
    struct unit_state *units;
    struct part_state *parts;
    struct interval_list found; /* of one unit or field */
    bool *passages;
    size_t passage_capacity;
    double *sums; /* of what the posted units weigh in each passage */
    size_t sum_capacity;
    bool *wanted; /* the passages that are looked into, where not all are */
    size_t wanted_capacity;
    double average_length;
    double average_article;
    struct article_extent article; /* all of the one at hand, where articles count, */
    double article_norm;           /* and what its length takes */
    double norms[2 * SPAN_WORDS_MAX + 1]; /* of passages by their length */
    double unposted_bound;
    const struct plan_unit *rarest; /* of the posted ones; NULL if there is none */
    double others_bound;            /* of all but the rarest */
    uint64_t weighing;              /* the passage at hand, counted over all */
};

/* What is going to be at hand may be a stretch or a passage of an article, all of which counts where articles do. */
void decider_enter_article(struct decider *decider, const struct article_extent *extent);

/* Load a posted unit's entries in a stretch of the article that was entered, or in all of it, into *state: entries, count, in_article.
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status decider_load_postings(const struct decider *decider, const struct plan_unit *unit, const struct article_extent *extent,
                                struct unit_state *state, struct ns_error *err);

/* For decider_load_unit() only. */
ns_status decider_read_unit(struct decider *decider, uint32_t number, struct ns_error *err);

/* Find out how often a unit is in each passage of the article at hand, unless that is known. Returns NS_OK, NS_ERR_LIMIT, NS_ERR_CORRUPT,
 * NS_ERR_IO, NS_ERR_NOMEM. */
static inline ns_status decider_load_unit(struct decider *decider, uint32_t number, struct ns_error *err)
{
    return decider->units[number].loaded ? NS_OK : decider_read_unit(decider, number, err);
}

/* The evidence of a part that begins in a passage of the article at hand: from the number returned up to *end. After view_starts(). */
size_t decider_evidence_in(const struct decider *decider, uint32_t part, uint32_t passage, size_t *end);

/* Once the units' rareness is known: what they may weigh at most. */
void decider_find_bounds(struct decider *decider);

#endif
