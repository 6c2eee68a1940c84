/* expand.h - which forms of an index an exact form, a pattern or a near spelling stands for.
 *
 * Patterns and near spellings look at folded forms (normalize.h), so that letter case, accents and hyphens do not matter; they are folded
 * themselves. A compound (COVID-19) that fits while none of its parts does is found as the run of its parts.
 */
#ifndef SEARCHER_EXPAND_H
#define SEARCHER_EXPAND_H

#include "index/analyzer.h"
#include "index/intern.h"
#include "index/lexicon.h"
#include "index/normalize.h"
#include "searcher/query.h"

/* Forms that one query may stand for, and those that it may look at; over that it is an error. */
#define EXPANDED_FORMS_MAX 100000
#define SCANNED_FORMS_MAX (UINT64_C(1) << 25)

/* A compound, as the numbers of the forms that it is made of. */
struct form_run {
    uint32_t forms[COMPOUND_MAX];
    uint32_t count; /* 2 to COMPOUND_MAX */
};

/* The owner's: begin with all zero, end with expansion_release(); used again for the next one. */
struct expansion {
    uint32_t *forms; /* numbers, ascending */
    size_t form_count;
    size_t form_capacity;
    struct form_run *runs; /* in order of their forms, each once */
    size_t run_count;
    size_t run_capacity;
    struct interner terms; /* the stems of all of them: the terms under which the postings have their passages */
    uint64_t occurrences;  /* of the forms and runs, in all articles */
    size_t total;          /* forms and runs of every expansion so far, for the limit */
    uint64_t scanned;      /* forms that were looked at, likewise */
};

void expansion_release(struct expansion *expansion);

/* Fold a pattern, which keeps its wildcards, or a spelling, in place of what the buffer held; what is left empty stands for nothing.
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status expand_fold(struct normalizer *normalizer, const char *text, size_t length, struct buffer *out, struct ns_error *err);

/* Each puts its forms in place of what the expansion held.
 * @text  one token (of a pattern: with * and ? in it, at least one character that is neither)
 * Returns NS_OK (perhaps none), NS_ERR_LIMIT (EXPANDED_FORMS_MAX or SCANNED_FORMS_MAX in all), NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status expand_exact(const struct lexicon *lexicon, struct normalizer *normalizer, const char *text, size_t length, struct expansion *out,
                       struct ns_error *err);
ns_status expand_pattern(const struct lexicon *lexicon, struct normalizer *normalizer, const char *text, size_t length,
                         struct expansion *out, struct ns_error *err);
ns_status expand_fuzzy(const struct lexicon *lexicon, struct normalizer *normalizer, const char *text, size_t length, uint32_t edits,
                       struct expansion *out, struct ns_error *err);

/* The same for a leaf of a query: QUERY_EXACT, _PATTERN or _FUZZY. */
ns_status expand_leaf(const struct lexicon *lexicon, struct normalizer *normalizer, const struct query *leaf, struct expansion *out,
                      struct ns_error *err);

#endif
