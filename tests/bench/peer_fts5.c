/* peer_fts5.c - SQLite's FTS5 as an engine of the bench: a table of passages, or of articles, stemmed as ours is, with the text in it.
 *
 * It is given what suits it: no journal while building and one fsync at the end, and when searching room in memory for all of the table,
 * so that it is as easy for it as for an index that is mapped.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sqlite3.h>

#include "tests/bench/peer.h"

#define CREATE                                                                                                                             \
    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000;"                                                          \
    "CREATE VIRTUAL TABLE t USING fts5(body, tokenize='porter unicode61'); BEGIN"
#define MARK_ARTICLES "PRAGMA user_version=1" /* that a row is an article is kept in the database */
#define PACK "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; INSERT INTO t(t) VALUES ('optimize'); VACUUM"
#define SEARCH "PRAGMA cache_size=-200000; PRAGMA mmap_size=4000000000"

enum select {
    SELECT_TOP,
    SELECT_BEST,
    SELECT_ALL,
    SELECTS,
};

static const char *const selects[SELECTS] = {"SELECT body FROM t WHERE t MATCH ? ORDER BY rank LIMIT 10",
                                             "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 10",
                                             "SELECT rowid FROM t WHERE t MATCH ?"};

struct fts5 {
    sqlite3 *database;
    sqlite3_stmt *selects[SELECTS];
    struct buffer typed;
    bool rows_are_articles;
};

static ns_status check(sqlite3 *database, bool done, struct ns_error *err)
{
    return done ? NS_OK : ns_fail(err, NS_ERR_IO, "SQLite: %s", sqlite3_errmsg(database));
}

static ns_status execute(sqlite3 *database, const char *sql, struct ns_error *err)
{
    return check(database, sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK, err);
}

static ns_status prepare(sqlite3 *database, const char *sql, sqlite3_stmt **out, struct ns_error *err)
{
    return check(database, sqlite3_prepare_v2(database, sql, -1, out, NULL) == SQLITE_OK, err);
}

/* ---- Building ---- */

static ns_status insert(sqlite3_stmt *statement, const char *text, size_t size, struct ns_error *err)
{
    bool done = sqlite3_bind_text64(statement, 1, text, size, SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK;
    done = done && sqlite3_step(statement) == SQLITE_DONE;
    return check(sqlite3_db_handle(statement), sqlite3_reset(statement) == SQLITE_OK && done, err);
}

static ns_status insert_all(sqlite3 *database, struct source *source, struct ns_error *err)
{
    sqlite3_stmt *statement = NULL;
    const char *text = "";
    size_t size;
    ns_status status = prepare(database, "INSERT INTO t(body) VALUES (?)", &statement, err);
    while (status == NS_OK && text) {
        status = source_next(source, &text, &size, err);
        if (status == NS_OK && text) status = insert(statement, text, size, err);
    }
    sqlite3_finalize(statement);
    return status;
}

static ns_status sync_file(const char *path, struct ns_error *err)
{
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && fsync(descriptor) == 0;
    const ns_status status = synced ? NS_OK : ns_fail_errno(err, NS_ERR_IO, "%s", path);
    if (descriptor >= 0) close(descriptor);
    return status;
}

static ns_status fts5_build(struct source *source, const char *path, struct ns_error *err)
{
    sqlite3 *database = NULL;
    ns_status status = check(database, sqlite3_open(path, &database) == SQLITE_OK, err);
    if (status == NS_OK) status = execute(database, CREATE, err);
    if (status == NS_OK && source_unit(source) == SOURCE_ARTICLES) status = execute(database, MARK_ARTICLES, err);
    if (status == NS_OK) status = insert_all(database, source, err);
    if (status == NS_OK) status = execute(database, "COMMIT", err);
    sqlite3_close(database);
    return status == NS_OK ? sync_file(path, err) : status;
}

static ns_status fts5_pack(const char *path, struct ns_error *err)
{
    sqlite3 *database = NULL;
    ns_status status = check(database, sqlite3_open(path, &database) == SQLITE_OK, err);
    if (status == NS_OK) status = execute(database, PACK, err);
    sqlite3_close(database);
    return status;
}

/* ---- Searching ---- */

static void fts5_close(void *engine)
{
    struct fts5 *fts5 = engine;
    if (!fts5) return;
    for (int i = 0; i < SELECTS; i++)
        sqlite3_finalize(fts5->selects[i]);
    sqlite3_close(fts5->database);
    buffer_release(&fts5->typed);
    free(fts5);
}

static ns_status read_unit(struct fts5 *fts5, struct ns_error *err)
{
    sqlite3_stmt *statement = NULL;
    ns_status status = prepare(fts5->database, "PRAGMA user_version", &statement, err);
    if (status == NS_OK) status = check(fts5->database, sqlite3_step(statement) == SQLITE_ROW, err);
    if (status == NS_OK) fts5->rows_are_articles = sqlite3_column_int(statement, 0) == 1;
    sqlite3_finalize(statement);
    return status;
}

static ns_status fts5_open(const char *path, void **out, struct ns_error *err)
{
    struct fts5 *fts5 = calloc(1, sizeof *fts5);
    *out = NULL;
    if (!fts5) return ns_fail_nomem(err);
    ns_status status = check(fts5->database, sqlite3_open_v2(path, &fts5->database, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK, err);
    if (status == NS_OK) status = execute(fts5->database, SEARCH, err);
    if (status == NS_OK) status = read_unit(fts5, err);
    for (int i = 0; status == NS_OK && i < SELECTS; i++)
        status = prepare(fts5->database, selects[i], &fts5->selects[i], err);
    if (status == NS_OK) {
        *out = fts5;
    } else {
        fts5_close(fts5);
    }
    return status;
}

/* Go through the rows of a query, and count them and the bytes of what they have. */
static ns_status ask(struct fts5 *fts5, enum select which, const struct bench_query *query, struct peer_answer *answer,
                     struct ns_error *err)
{
    sqlite3_stmt *statement = fts5->selects[which];
    fts5->typed.size = 0;
    const ns_status status = bench_query_write(query, DIALECT_FTS5, &fts5->typed, err);
    if (status != NS_OK) return status;
    bool done = sqlite3_bind_text(statement, 1, fts5->typed.data, (int)fts5->typed.size, SQLITE_STATIC) == SQLITE_OK;
    int stepped = SQLITE_DONE;
    while (done && (stepped = sqlite3_step(statement)) == SQLITE_ROW) {
        answer->hits++;
        if (which == SELECT_TOP && sqlite3_column_text(statement, 0)) answer->text_bytes += (uint64_t)sqlite3_column_bytes(statement, 0);
    }
    return check(fts5->database, sqlite3_reset(statement) == SQLITE_OK && done && stepped == SQLITE_DONE, err);
}

static ns_status fts5_top(void *engine, const struct bench_query *query, struct peer_answer *answer, struct ns_error *err)
{
    return ask(engine, SELECT_TOP, query, answer, err);
}

static ns_status fts5_best(void *engine, const struct bench_query *query, struct peer_answer *answer, struct ns_error *err)
{
    return ask(engine, SELECT_BEST, query, answer, err);
}

static ns_status fts5_all(void *engine, const struct bench_query *query, struct peer_answer *answer, struct ns_error *err)
{
    const struct fts5 *fts5 = engine;
    const ns_status status = ask(engine, SELECT_ALL, query, answer, err);
    if (fts5->rows_are_articles) answer->articles = (int64_t)answer->hits;
    return status;
}

static const char *fts5_version(void)
{
    static char text[80];
    snprintf(text, sizeof text, "SQLite %s, FTS5", sqlite3_libversion());
    return text;
}

int main(int argc, char **argv)
{
    static const struct peer_ops ops = {.name = "peer_fts5",
                                        .version = fts5_version,
                                        .build = fts5_build,
                                        .pack = fts5_pack,
                                        .open = fts5_open,
                                        .top = fts5_top,
                                        .best = fts5_best,
                                        .all = fts5_all,
                                        .close = fts5_close};
    return peer_main(&ops, argc, argv);
}
