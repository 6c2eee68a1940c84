/* bench_query.c - queries of the bench: reading their lines, and putting them in the engines' languages.
 *
 * A language is a row of a table: for each kind what stands before the words, between them and behind them. Where a distance has to be
 * said, each engine counts it in its own way: FTS5 and Recoll count the words between.
 */
#include "tests/bench/bench_query.h"

#include <stdbool.h>
#include <string.h>

static const char *const kind_names[BENCH_KINDS] = {"and", "or", "phrase", "near"};
static const char *const dialect_names[DIALECTS] = {"line", "ours", "fts5", "sql", "xapian", "recoll", "regex"};

/* How one kind is put. */
struct shape {
    const char *before, *between, *behind;
};

#define SQL_BEFORE "SELECT body FROM t WHERE t MATCH '"
#define SQL_BEHIND "' ORDER BY rank LIMIT 10"

static const struct shape shapes[DIALECTS][BENCH_KINDS] = {
    [DIALECT_LINE] = {{"and ", " ", ""}, {"or ", " ", ""}, {"phrase ", " ", ""}, {"near ", " ", ""}},
    [DIALECT_OURS] = {{"\"", "\" and \"", "\""}, {"\"", "\" or \"", "\""}, {"\"", " ", "\""}, {"\"", "\" near/10 \"", "\""}},
    [DIALECT_FTS5] = {{"\"", "\" AND \"", "\""}, {"\"", "\" OR \"", "\""}, {"\"", " ", "\""}, {"NEAR(\"", "\" \"", "\", 9)"}},
    [DIALECT_SQL] = {{SQL_BEFORE "\"", "\" AND \"", "\"" SQL_BEHIND},
                     {SQL_BEFORE "\"", "\" OR \"", "\"" SQL_BEHIND},
                     {SQL_BEFORE "\"", " ", "\"" SQL_BEHIND},
                     {SQL_BEFORE "NEAR(\"", "\" \"", "\", 9)" SQL_BEHIND}},
    [DIALECT_XAPIAN] = {{"", " AND ", ""}, {"", " OR ", ""}, {"\"", " ", "\""}, {"", " NEAR/10 ", ""}},
    [DIALECT_RECOLL] = {{"", " AND ", ""}, {"", " OR ", ""}, {"\"", " ", "\""}, {"\"", " ", "\"p9"}},
    [DIALECT_REGEX] = {[BENCH_OR] = {"\\b(?:", "|", ")\\b"}, [BENCH_PHRASE] = {"\\b", "\\W+", "\\b"}},
};

const char *bench_kind_name(enum bench_kind kind)
{
    return kind_names[kind];
}

static size_t position_of(const char *name, size_t length, const char *const *names, size_t count)
{
    size_t i = 0;
    while (i < count && (strlen(names[i]) != length || memcmp(names[i], name, length) != 0))
        i++;
    return i;
}

ns_status bench_dialect_named(const char *name, enum bench_dialect *out, struct ns_error *err)
{
    const size_t position = position_of(name, strlen(name), dialect_names, DIALECTS);
    if (position == DIALECTS)
        return ns_fail(err, NS_ERR_ARG, "%s: no dialect; wanted line, ours, fts5, sql, xapian, recoll or regex", name);
    *out = (enum bench_dialect)position;
    return NS_OK;
}

/* ---- Reading ---- */

static bool is_word(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!(text[i] >= 'a' && text[i] <= 'z') && !(text[i] >= '0' && text[i] <= '9')) return false;
    }
    return length > 0 && length <= BENCH_WORD_BYTES;
}

/* Take the words at the end of a line, each behind a space. Returns whether there are some, and nothing else. */
static bool take_words(const char *at, struct bench_query *out)
{
    while (*at == ' ') {
        const size_t length = strcspn(++at, " \n");
        if (out->count == BENCH_WORDS_MAX || !is_word(at, length)) return false;
        memcpy(out->words[out->count++], at, length);
        at += length;
    }
    return out->count > 0 && (*at == 0 || strcmp(at, "\n") == 0);
}

ns_status bench_query_parse(const char *line, struct bench_query *out, struct ns_error *err)
{
    const size_t length = strcspn(line, " \n");
    const size_t kind = position_of(line, length, kind_names, BENCH_KINDS);
    if (kind == BENCH_KINDS)
        return ns_fail(err, NS_ERR_FORMAT, "query \"%.80s\": begins with no kind; wanted and, or, phrase or near", line);
    *out = (struct bench_query){.kind = (enum bench_kind)kind};
    const bool whole = take_words(line + length, out);
    if (whole && (kind != BENCH_NEAR_PAIR || out->count == 2)) return NS_OK;
    return ns_fail(err, NS_ERR_FORMAT, "query \"%.80s\": wanted up to %d words of a-z and 0-9 behind the kind, near with two", line,
                   BENCH_WORDS_MAX);
}

/* ---- Writing ---- */

static ns_status append(struct buffer *out, const char *text, struct ns_error *err)
{
    return buffer_append(out, text, strlen(text), err);
}

/* The words in an order, as a shape has them. */
static ns_status write_shape(const struct bench_query *query, const size_t *order, const struct shape *shape, struct buffer *out,
                             struct ns_error *err)
{
    ns_status status = append(out, shape->before, err);
    for (size_t i = 0; status == NS_OK && i < query->count; i++) {
        if (i > 0) status = append(out, shape->between, err);
        if (status == NS_OK) status = append(out, query->words[order[i]], err);
    }
    return status == NS_OK ? append(out, shape->behind, err) : status;
}

/* A regular expression says "in any order" only by all the orders there are. */
static ns_status write_orders(const struct bench_query *query, const struct shape *shape, struct buffer *out, struct ns_error *err)
{
    static const size_t orders[][BENCH_WORDS_MAX] = {{0, 1, 2}, {1, 0, 2}, {0, 2, 1}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    static const size_t order_count[BENCH_WORDS_MAX + 1] = {0, 1, 2, 6};
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < order_count[query->count]; i++) {
        if (i > 0) status = append(out, "|", err);
        if (status == NS_OK) status = write_shape(query, orders[i], shape, out, err);
    }
    return status;
}

ns_status bench_query_write(const struct bench_query *query, enum bench_dialect dialect, struct buffer *out, struct ns_error *err)
{
    static const size_t as_typed[BENCH_WORDS_MAX] = {0, 1, 2};
    static const struct shape both = {"\\b", "\\b.*\\b", "\\b"};
    static const struct shape close = {"\\b", "\\W+(?:\\w+\\W+){0,9}", "\\b"};
    if (dialect == DIALECT_REGEX && query->kind == BENCH_AND) return write_orders(query, &both, out, err);
    if (dialect == DIALECT_REGEX && query->kind == BENCH_NEAR_PAIR) return write_orders(query, &close, out, err);
    return write_shape(query, as_typed, &shapes[dialect][query->kind], out, err);
}
