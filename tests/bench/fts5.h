/* fts5.h - SQLite's FTS5 as the other side of the bench: a table of articles, stemmed as ours are, and two ways to ask it. */
#ifndef TESTS_BENCH_FTS5_H
#define TESTS_BENCH_FTS5_H

#include <stddef.h>
#include <stdint.h>

#include "index/error.h"

struct fts5;

enum fts5_order {
    FTS5_ALL,  /* every matching row, in order of rows */
    FTS5_BEST, /* the 10 best by its bm25() */
    FTS5_ORDERS,
};

/* Make a database.
 * @path  of a file that is not there yet
 * @out   (transfer full) release with fts5_free(), which leaves the file
 * Returns NS_OK, NS_ERR_IO (SQLite's message), NS_ERR_NOMEM. */
ns_status fts5_create(const char *path, struct fts5 **out, struct ns_error *err);

void fts5_free(struct fts5 *fts5);

/* Add an article's text, any bytes. Returns NS_OK, NS_ERR_IO. */
ns_status fts5_put(struct fts5 *fts5, const char *text, size_t size, struct ns_error *err);

/* Say that no article follows: the table is brought into one piece and can be asked. Returns NS_OK, NS_ERR_IO. */
ns_status fts5_finish(struct fts5 *fts5, struct ns_error *err);

/* Ask a query in FTS5's language, by a statement that is prepared, and go through its rows. @rows gets their number.
 * Returns NS_OK, NS_ERR_IO. */
ns_status fts5_ask(struct fts5 *fts5, const char *query, enum fts5_order order, uint64_t *rows, struct ns_error *err);

/* SQLite's version, such as "3.40.1"; valid for ever. */
const char *fts5_version(void);

#endif
