/* bench_query.h - a query of the bench: a few plain words of one kind, and how each engine's language puts it.
 *
 * As a line it is the kind and the words, with single spaces between: "near stone panda". Words are lower-case letters and digits of
 * ASCII, so that every engine takes each for one token and none needs escaping.
 */
#ifndef TESTS_BENCH_BENCH_QUERY_H
#define TESTS_BENCH_BENCH_QUERY_H

#include <stddef.h>

#include "index/buffer.h"

#define BENCH_NEAR 10 /* furthest distance of near; adjacent words are 1 apart */
#define BENCH_WORDS_MAX 3
#define BENCH_WORD_BYTES 40
#define BENCH_LINE_BYTES 192 /* room for any query's line, and a word before it */

enum bench_kind {
    BENCH_AND,
    BENCH_OR,
    BENCH_PHRASE,
    BENCH_NEAR_PAIR,
    BENCH_KINDS,
};

struct bench_query {
    enum bench_kind kind;
    size_t count;
    char words[BENCH_WORDS_MAX][BENCH_WORD_BYTES + 1];
};

/* In which language a query is put. */
enum bench_dialect {
    DIALECT_LINE,   /* as above */
    DIALECT_OURS,   /* news-query(7) */
    DIALECT_FTS5,   /* behind MATCH */
    DIALECT_SQL,    /* a whole statement for a table t(body): the text of the 10 best */
    DIALECT_XAPIAN, /* that of Xapian's QueryParser */
    DIALECT_RECOLL, /* recollq's */
    DIALECT_REGEX,  /* a regular expression for a line that is an article */
    DIALECTS,
};

/* The name of a kind in a line, such as "near"; valid for ever. */
const char *bench_kind_name(enum bench_kind kind);

/* The dialect of a name: line, ours, fts5, sql, xapian, recoll, regex. Returns NS_OK, NS_ERR_ARG. */
ns_status bench_dialect_named(const char *name, enum bench_dialect *out, struct ns_error *err);

/* Read a line, with or without its line end. Returns NS_OK, NS_ERR_FORMAT. */
ns_status bench_query_parse(const char *line, struct bench_query *out, struct ns_error *err);

/* Append a query in a dialect. No NUL is added. Returns NS_OK, NS_ERR_NOMEM. */
ns_status bench_query_write(const struct bench_query *query, enum bench_dialect dialect, struct buffer *out, struct ns_error *err);

#endif
