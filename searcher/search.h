/* search.h - from a query to ranked hits.
 *
 * A hit is a passage in which evidence begins (match.h), of an article in which the whole query holds. It weighs the BM25 (bm25.h) of the
 * words of the query's parts that hold there, in it and in its article, and what their closeness adds (decide.h). Articles whose passages cannot be among the
 * best, by their words' weights alone, are not decided.
 */
#ifndef SEARCHER_SEARCH_H
#define SEARCHER_SEARCH_H

#include "searcher/collection.h"
#include "searcher/decide.h"
#include "searcher/match.h"
#include "searcher/query.h"
#include "searcher/rank.h"

/* What stands in for a title. */
#define OPENING_WORDS 8

/* Where an evidence is in the source of its article. */
struct hit_place {
    uint64_t line;   /* from 1; 0 if not known */
    uint64_t column; /* in bytes from 1; 0 if not known, as in text taken out of JSON */
    uint64_t begin;  /* bytes of the source, from `begin` ... */
    uint64_t end;    /* ... up to `end`; of the article's text if that was extracted */
};

/* The articles that a hit's is a copy of, or that are copies of it. */
struct hit_copies {
    uint32_t others; /* in its cluster, whether they match or not; 0: it is alone, or nobody asked, and nothing else is told */
    uint64_t number; /* of the cluster in the collection */
    struct article_record first; /* the one that came first, which may be the hit's own */
};

/* One passage that matches. */
struct hit {
    uint32_t rank; /* from 1 */
    double score;
    bool is_article;            /* articles are ranked, and ... */
    uint32_t others;            /* ... so many more passages of it match */
    struct weight_list weights; /* that make the score, where that was asked for; valid as long as the search */
    struct passage passage;
    struct article_record article;
    struct passage_text title;     /* empty if the article has none */
    struct passage_text opening;   /* then the article's first OPENING_WORDS words */
    struct passage_text text;      /* of the passage, and of those behind it that its evidence lies in */
    bool is_cut;                   /* the text begins within a sentence, which has to be longer than a passage for that */
    struct interval_list evidence; /* in tokens of the article */
    struct interval_list marks;    /* the words that make the evidence, in order; likewise */
    struct hit_place *places;      /* of each evidence */
    size_t place_capacity;
    /* Of a search by sentences: runs of whole sentences with the evidence, in order and apart, as tokens of a text; and that text, which
     * may reach over the ends of the passage. No runs where there is no evidence. */
    struct interval_list sentences;
    struct passage_text sentence_text;
    uint32_t sentence_first; /* the number in the article of its first token */
    bool sentence_is_cut;    /* it begins within a sentence */
    struct hit_copies copies;
    uint64_t line; /* of the source, where the first evidence begins, or the passage if there is none; 0 if not known */
};

struct search;

/* More sentences than a hit has any use for. */
#define CONTEXT_MAX 1000

struct search_options {
    uint32_t limit;  /* hits wanted; 0: they are only counted */
    uint32_t offset; /* so many of the first are passed over */
    bool by_article; /* a hit is an article, shown by its best passage */
    bool unique;     /* of the hits in articles that are copies of one another only the best is one */
    bool copies;     /* read what hit.copies tells */
    const struct article_place *without; /* whose passages are no hits; NULL for none */
    enum rank_order order;
    enum weighing weighing;
    bool explain;      /* fill in hit.weights */
    bool by_sentences; /* read the sentences that have the evidence, and ... */
    uint32_t context;  /* ... so many on either side; up to CONTEXT_MAX */
};

/* Find the passages for a query in all indexes of a collection, in the order of rank.h. Reads no text yet.
 * @collection  must outlive *out
 * @query       borrowed for the call
 * @out         (transfer full) release with search_free()
 * Returns NS_OK (no hits is OK), NS_ERR_LIMIT (a query over a limit of query.h, plan.h or match.h), NS_ERR_CORRUPT, NS_ERR_IO,
 * NS_ERR_NOMEM. */
ns_status search_run(const struct collection *collection, const struct query *query, const struct search_options *options,
                     struct search **out, struct ns_error *err);

/* How many hits there are behind those that are passed over, at most the limit; or how many were counted. */
size_t search_count(const struct search *search);

/* All that was ranked, those that are passed over too: how many, and each, in the order of the hits. They cost nothing, unlike search_hit().
 * What they return is borrowed from the search. */
size_t search_matches(const struct search *search);
const struct ranked *search_match(const struct search *search, size_t i);

/* Hit number `i`, below search_count(), where they are not only counted. @hit (borrowed) valid until the next call or search_free().
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status search_hit(struct search *search, size_t i, const struct hit **hit, struct ns_error *err);

void search_free(struct search *search);

#endif
