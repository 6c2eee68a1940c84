/* fts5.c - all that knows SQLite. */
#include "tests/bench/fts5.h"

#include <stdbool.h>
#include <stdlib.h>

#include <sqlite3.h>

/* All of the table has room in memory: it shall be as easy for FTS5 as it is for an index that is mapped. */
#define CREATE                                                                                                                             \
    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000; PRAGMA mmap_size=1000000000;"                             \
    "CREATE VIRTUAL TABLE t USING fts5(body, tokenize='porter unicode61'); BEGIN"

struct fts5 {
    sqlite3 *database;
    sqlite3_stmt *insert;
    sqlite3_stmt *selects[FTS5_ORDERS];
};

static const char *const selects[FTS5_ORDERS] = {"SELECT rowid FROM t WHERE t MATCH ?",
                                                 "SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT 10"};

static ns_status check(const struct fts5 *fts5, bool done, struct ns_error *err)
{
    return done ? NS_OK : ns_fail(err, NS_ERR_IO, "SQLite: %s", sqlite3_errmsg(fts5->database));
}

static ns_status execute(struct fts5 *fts5, const char *sql, struct ns_error *err)
{
    return check(fts5, sqlite3_exec(fts5->database, sql, NULL, NULL, NULL) == SQLITE_OK, err);
}

static ns_status prepare(struct fts5 *fts5, const char *sql, sqlite3_stmt **out, struct ns_error *err)
{
    return check(fts5, sqlite3_prepare_v2(fts5->database, sql, -1, out, NULL) == SQLITE_OK, err);
}

ns_status fts5_create(const char *path, struct fts5 **out, struct ns_error *err)
{
    *out = NULL;
    struct fts5 *fts5 = calloc(1, sizeof *fts5);
    if (!fts5) return ns_fail_nomem(err);
    ns_status status = check(fts5, sqlite3_open(path, &fts5->database) == SQLITE_OK, err);
    if (status == NS_OK) status = execute(fts5, CREATE, err);
    if (status == NS_OK) status = prepare(fts5, "INSERT INTO t(body) VALUES (?)", &fts5->insert, err);
    if (status == NS_OK) {
        *out = fts5;
    } else {
        fts5_free(fts5);
    }
    return status;
}

void fts5_free(struct fts5 *fts5)
{
    if (!fts5) return;
    sqlite3_finalize(fts5->insert);
    for (int order = 0; order < FTS5_ORDERS; order++)
        sqlite3_finalize(fts5->selects[order]);
    sqlite3_close(fts5->database);
    free(fts5);
}

ns_status fts5_put(struct fts5 *fts5, const char *text, size_t size, struct ns_error *err)
{
    bool done = sqlite3_bind_text64(fts5->insert, 1, size ? text : "", size, SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK;
    done = done && sqlite3_step(fts5->insert) == SQLITE_DONE;
    return check(fts5, sqlite3_reset(fts5->insert) == SQLITE_OK && done, err);
}

ns_status fts5_finish(struct fts5 *fts5, struct ns_error *err)
{
    ns_status status = execute(fts5, "COMMIT; INSERT INTO t(t) VALUES ('optimize')", err);
    for (int order = 0; status == NS_OK && order < FTS5_ORDERS; order++)
        status = prepare(fts5, selects[order], &fts5->selects[order], err);
    return status;
}

ns_status fts5_ask(struct fts5 *fts5, const char *query, enum fts5_order order, uint64_t *rows, struct ns_error *err)
{
    sqlite3_stmt *select = fts5->selects[order];
    *rows = 0;
    bool done = sqlite3_bind_text(select, 1, query, -1, SQLITE_STATIC) == SQLITE_OK;
    int stepped = SQLITE_DONE;
    while (done && (stepped = sqlite3_step(select)) == SQLITE_ROW)
        ++*rows;
    return check(fts5, sqlite3_reset(select) == SQLITE_OK && done && stepped == SQLITE_DONE, err);
}

const char *fts5_version(void)
{
    return sqlite3_libversion();
}
