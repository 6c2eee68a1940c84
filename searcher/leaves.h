/* leaves.h - the leaves of a query: which words of a text each of them stands for.
 *
 * A leaf is a word in any form of its stem, an exact form, a pattern or a near spelling. In an article it is found by the numbers of its
 * forms, which are looked up in the index once; in the text of a field, which is in no lexicon, by comparing.
 */
#ifndef SEARCHER_LEAVES_H
#define SEARCHER_LEAVES_H

#include "index/index_reader.h"
#include "searcher/expand.h"
#include "searcher/match.h"
#include "searcher/postings.h"
#include "searcher/query.h"

struct leaf {
    enum query_kind kind;  /* QUERY_WORD, _EXACT, _PATTERN or _FUZZY */
    uint32_t edits;        /* of QUERY_FUZZY */
    struct buffer text;    /* the stem of a word, the exact form, else the folded text */
    struct interner terms; /* under which the postings have the passages where it may stand; none: it stands nowhere */
    uint64_t occurrences;  /* in all articles; of a word not known here, and 0 */
    uint64_t compounds;    /* of a word: how many compounds of its stem its postings count */
};

struct leaf_form {
    uint32_t form;
    uint32_t leaf;
};

struct leaf_run {
    struct form_run run;
    uint32_t leaf;
};

/* The owner's: begin with all zero, end with leaf_set_release(). */
struct leaf_set {
    struct leaf *items;
    size_t count;
    size_t capacity;
    struct interner keys;    /* of the leaves, in order of their numbers */
    struct leaf_form *forms; /* once prepared, in order of (form, leaf) */
    size_t form_count;
    size_t form_capacity;
    struct leaf_run *runs; /* likewise by the first form of the run */
    size_t run_count;
    size_t run_capacity;
    struct word_set words; /* what a leaf has or a run begins with; the value is where in `forms` the first with it is, or form_count */
    struct interval_list *places; /* of each leaf in the text at hand */
};

void leaf_set_release(struct leaf_set *set);

/* The number of a leaf, which is added, without forms and terms, if it is new.
 * @text  as in struct leaf. Returns NS_OK, NS_ERR_LIMIT (LEAVES_MAX), NS_ERR_NOMEM. */
ns_status leaf_set_add(struct leaf_set *set, enum query_kind kind, uint32_t edits, const char *text, size_t length, uint32_t *number,
                       bool *added, struct ns_error *err);

/* Open the postings of a leaf that has one term, as postings_open() does. */
ns_status leaf_postings(const struct leaf *leaf, const struct index_reader *reader, struct postings **out, struct ns_error *err);

/* Say which forms and runs of forms belong to a leaf. Returns NS_OK, NS_ERR_NOMEM. */
ns_status leaf_set_add_form(struct leaf_set *set, uint32_t leaf, uint32_t form, struct ns_error *err);
ns_status leaf_set_add_run(struct leaf_set *set, uint32_t leaf, const struct form_run *run, struct ns_error *err);

/* Make ready to look at texts. Returns NS_OK, NS_ERR_NOMEM. */
ns_status leaf_set_prepare(struct leaf_set *set, struct ns_error *err);

/* Find where the leaves stand in an article's words, into set->places. Returns NS_OK, NS_ERR_NOMEM. */
ns_status leaf_set_find(struct leaf_set *set, const struct word_list *words, struct ns_error *err);

/* The same from just the words of set->words that an article has, which is far less to read: for sets without runs.
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status leaf_set_place(struct leaf_set *set, const struct found_words *found, struct ns_error *err);

/* The same in a text of its own. @tokens, @normalizer  lent for the work; `tokens` is left with the text's.
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status leaf_set_find_in_text(struct leaf_set *set, struct normalizer *normalizer, const char *text, size_t length,
                                struct token_list *tokens, struct ns_error *err);

#endif
