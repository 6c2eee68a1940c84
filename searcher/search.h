/* search.h - from a query to ranked hits. */
#ifndef SEARCHER_SEARCH_H
#define SEARCHER_SEARCH_H

#include "index/index_reader.h"
#include "searcher/match.h"

/* What stands in for a title. */
#define OPENING_WORDS 8

/* One passage that matches. */
struct hit {
    uint32_t rank; /* from 1 */
    double score;  /* BM25 */
    struct passage passage;
    struct article_record article;
    struct passage_text title;     /* empty if the article has none */
    struct passage_text opening;   /* then the article's first OPENING_WORDS words */
    struct passage_text text;      /* of the passages that this one and its evidence lie in */
    struct passage text_begin;     /* the first of these */
    uint32_t text_first;           /* token of the article with which `text` begins */
    struct interval_list evidence; /* in tokens of the article */
    struct interval_list marks;    /* the words that make the evidence, in order; likewise */
    uint64_t line;                 /* of the source, where the first evidence begins; 0 if not known */
    uint64_t source_offset;        /* byte of the source, likewise; of the article's text if that was extracted */
};

struct search;

/* Find the passages for a query, best first. Reads no text yet.
 * @reader  must outlive *out
 * @limit   hits wanted, from 1
 * @out     (transfer full) release with search_free()
 * Returns NS_OK (no hits is OK), NS_ERR_LIMIT (a query over a limit of query.h, plan.h or match.h), NS_ERR_CORRUPT, NS_ERR_IO,
 * NS_ERR_NOMEM. */
ns_status search_run(const struct index_reader *reader, const char *query, size_t query_len, uint32_t limit, struct search **out,
                     struct ns_error *err);

size_t search_count(const struct search *search);

/* Hit number `i`, below search_count(). @hit (borrowed) valid until the next call or search_free().
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status search_hit(struct search *search, size_t i, const struct hit **hit, struct ns_error *err);

void search_free(struct search *search);

#endif
