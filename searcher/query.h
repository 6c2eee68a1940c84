/* query.h - what was typed, as a tree. news-query(7) tells the language; this tells its shape.
 *
 * Parts of a query are of two kinds. One that HOLDS AT PLACES is made of words: a word, exact form, pattern or near spelling, a phrase, a
 * proximity, `first/N`, `title:` and `body:`, and a LIST without signs or an OR of such parts. Every other one HOLDS IN ARTICLES: AND,
 * NOT, a LIST with signs, `N of`, `atleastN`, the fields that are not text, dates and paths.
 *
 * The operands of proximities, of `first/N` and of fields hold at places, and so does that of `atleastN`. Where something else was typed
 * it is spread out: (a and b) near c is (a near c) and (b near c); so nothing is lost, and a tree from query_parse() can be relied on.
 *   the operator's operand is       it becomes
 *   X and Y, X or Y, X Y            the same of the operator on each; an excluded or negated part stays as it is behind a proximity or
 *                                   `atleast`, and gets the operator, too, behind a field or `first/N`
 *   N of (X Y Z)                    N of the operator on each
 *   date:, path:, section: ...      that, and the operator on what is left
 *   atleastN X                      atleastN X, and the operator on X
 *
 * No typed text is an error; only over a limit it is. What was mended, and what could have been meant otherwise, is noted.
 */
#ifndef SEARCHER_QUERY_H
#define SEARCHER_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/buffer.h"
#include "index/error.h"

#define NEAR_DEFAULT 30
#define ADJ_DEFAULT 1
#define NUMBER_MAX 100000 /* a greater distance or count is this */
#define EDITS_MAX 2

/* Limits of one query; over them it is an error, so that no query takes for ever. */
#define QUERY_BYTES_MAX 10000
#define QUERY_LEAVES_MAX 1000 /* words, patterns and the like, paths and dates, after spreading out */
#define QUERY_DEPTH_MAX 64    /* of brackets and prefixes typed one in another, and levels of the tree */

enum query_kind {
    /* Leaves that hold at places: `text` is one token of the analyzer (analyzer.h); of a word also several that hyphens join. */
    QUERY_WORD,    /* any form of its stem */
    QUERY_EXACT,   /* this form */
    QUERY_PATTERN, /* a form that it fits: * stands for any characters or none, ? for one */
    QUERY_FUZZY,   /* a form that is at most `number` edits away, 1 to EDITS_MAX */
    QUERY_GAP,     /* any one word; in a phrase only, which has another child, too */
    /* Made of these. */
    QUERY_PHRASE,   /* 2 or more leaves side by side, in order */
    QUERY_NEAR,     /* 2 or more, in any order, each within `number` words of the next in the text */
    QUERY_ADJ,      /* 2, in order, the second within `number` words of the first */
    QUERY_SAME,     /* 2 or more in one paragraph */
    QUERY_SENTENCE, /* 2 or more in one sentence */
    QUERY_FIRST,    /* 1, within the first `number` words of the article */
    /* Holds at places or in articles. */
    QUERY_FIELD, /* 1, in `field` */
    QUERY_LIST,  /* 1 or more, as `sign` of each says: all that must hold, none that must not, and one of the others, if there are any,
                    unless something must that is more than a filter (a date, path, field, NOT, or made of these alone). None at all, only
                    in the whole query, matches nothing. (1 only if it has a sign.) */
    QUERY_OR,    /* 2 or more */
    /* Hold in articles. */
    QUERY_AND,     /* 2 or more */
    QUERY_NOT,     /* 1 */
    QUERY_ATLEAST, /* 1, at `number` places or more */
    QUERY_OF,      /* 1 or more, of which `number` or more hold */
    QUERY_PATH,    /* `text`: a glob */
    QUERY_DATE,    /* `text` as typed; `from` and `to` */
};

enum query_field {
    FIELD_TITLE, /* these two hold at places */
    FIELD_BODY,  /* all that is not title */
    FIELD_SECTION,
    FIELD_BYLINE,
    FIELD_SOURCE,
};

/* Of a child of a LIST. */
enum query_sign {
    SIGN_MAY,
    SIGN_MUST,
    SIGN_MUST_NOT,
};

struct query {
    enum query_kind kind;
    enum query_sign sign;
    enum query_field field;
    bool negated;    /* NEAR, ADJ, SAME, SENTENCE with 2 children: the places of the first that have no such second */
    double boost;    /* of a leaf: what it weighs is so much of what it would weigh; 1, unless a program changes that */
    bool aside;      /* of a leaf that is a child of a LIST: where it stands it weighs, but is no evidence; no typed query has any */
    uint32_t number; /* distance, words, edits or count; 0 to NUMBER_MAX */
    int64_t from;    /* of a date: seconds since 1970, from ... */
    int64_t to;      /* ... until before; INT64_MIN and INT64_MAX where it is open */
    char *text;      /* not terminated */
    size_t text_len;
    struct query **children; /* none is of the same kind where that would be the same: AND, OR, unsigned LIST are flat */
    size_t child_count;
    size_t child_capacity;
};

/* Lines on how a query was read. The caller's: begin with all zero, end with query_notes_release(). Text of the query stands in them as
 * it was typed. */
#define QUERY_NOTES_MAX 8 /* kept; of more there is only the count */

struct query_notes {
    struct buffer lines[QUERY_NOTES_MAX]; /* without line end; a NUL that `size` does not count ends them */
    size_t count;
};

void query_notes_release(struct query_notes *notes);

/* Read a query, in time linear in its length.
 * @text   any bytes
 * @out    (transfer full) release with query_free(); of an empty query a LIST with no children
 * @notes  notes are added; may be NULL
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status query_parse(const char *text, size_t length, struct query **out, struct query_notes *notes, struct ns_error *err);

/* Read a text as a phrase of its words, whatever it contains: nothing in it is an operator, a quote or a wildcard.
 * @out  (transfer full) what query_parse() reads the words to when they stand in quotes; of a text without a word a LIST with no children
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status query_literal(const char *text, size_t length, struct query **out, struct ns_error *err);

/* Read a text as a list of its words, whatever it contains, likewise; a hyphen parts words, for what they are each is all that counts.
 * @out  (transfer full) what query_parse() reads the words to when they stand side by side
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status query_words(const char *text, size_t length, struct query **out, struct ns_error *err);

/* Append the canonical form: it parses, without a note, to the same tree (unless it is longer than QUERY_BYTES_MAX, as it can come to be).
 * Operators are in capitals, distances are written out. Returns NS_OK, NS_ERR_NOMEM. */
ns_status query_print(const struct query *query, struct buffer *out, struct ns_error *err);

/* Whether a part holds at places. */
bool query_has_places(const struct query *query);

/* Nodes, for who makes trees. All take over the children that they are given, whatever the outcome; NULL is allowed to free. */
struct query *query_new(enum query_kind kind); /* NULL when memory is out */
ns_status query_add(struct query *query, struct query *child, struct ns_error *err);
ns_status query_set_text(struct query *query, const char *text, size_t length, struct ns_error *err);
ns_status query_copy(const struct query *query, struct query **out, struct ns_error *err);
void query_free(struct query *query);

#endif
