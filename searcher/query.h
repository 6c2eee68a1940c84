/* query.h - what was typed, as a tree.
 *
 * The language so far, in any letter case:
 *   vaccine makers      any of the words
 *   "stone panda"       the words side by side
 *   a near b            within PROXIMITY_DEFAULT words of each other, in either order; adjacent words are 1 apart
 *   a near/N b, nearN   within N words; N is a number, from PROXIMITY_MAX on the same as that, and within 0 words is nothing
 * `near` binds its two neighbours, words or phrases, before the rest; a near b near c is (a near b) near c.
 *
 * No typed text is an error: an open quote ends with the query, and `near` first, last or beside another is a word. A run of characters
 * that is several tokens to the analyzer (AT&T, bbc.com) is those tokens side by side.
 */
#ifndef SEARCHER_QUERY_H
#define SEARCHER_QUERY_H

#include <stddef.h>
#include <stdint.h>

#include "index/error.h"

#define PROXIMITY_DEFAULT 30
#define PROXIMITY_MAX 100000

/* Limits of one query; over them it is an error, so that no query takes for ever. */
#define QUERY_BYTES_MAX 10000
#define QUERY_WORDS_MAX 1000

enum query_kind {
    QUERY_WORD,   /* text: one token, or tokens that hyphens join */
    QUERY_PHRASE, /* children side by side, in order */
    QUERY_NEAR,   /* two children within `distance` words, in either order */
    QUERY_ANY,    /* any of the children; none at all matches nothing */
};

struct query {
    enum query_kind kind;
    char *text; /* of a word, as typed */
    size_t text_len;
    uint32_t distance; /* of near */
    struct query **children;
    size_t child_count;
    size_t child_capacity;
};

/* Read a query. @out (transfer full) release with query_free(). Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status query_parse(const char *text, size_t length, struct query **out, struct ns_error *err);

void query_free(struct query *query);

#endif
