/* cold.c - times engines that are started anew for every query: cold COLLECTION QUERIES ROUNDS -- NAME DIALECT COMMAND...
 *
 * In the command {} stands for the query, put in the dialect (bench_query.h). Files are in the system's cache; a time is from before the
 * start to the end, by the clock, with the output going into memory. Of each query the least time of the rounds counts, and the engines
 * take turns with every query. Prints, for each kind and engine, lines of the bench's table: mean, median, p90 and p99 in microseconds.
 *
 * An engine is expected to end with 0, or with 1 where it found nothing.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/bench/child.h"
#include "tests/bench/engines.h"
#include "tests/bench/statistics.h"

#define PART "cold"

struct run {
    const char *collection;
    struct engine_list engines;
    enum bench_dialect dialects[ENGINES_MAX];
    struct bench_query_list queries;
    double *times[ENGINES_MAX]; /* by engine, then by query: the least, microseconds */
    int output;                 /* what the engines print goes there */
};

static void run_release(struct run *run)
{
    for (size_t i = 0; i < run->engines.count; i++)
        free(run->times[i]);
    free(run->queries.items);
    if (run->output >= 0) close(run->output);
}

/* The command with the query in it.
 * @typed  the query, ending with a NUL. @out  ends with NULL; the caller frees it, but not what it points to */
static ns_status fill_command(const struct engine *engine, char *typed, char ***out, struct ns_error *err)
{
    *out = calloc(engine->argc + 1, sizeof **out);
    if (!*out) return ns_fail_nomem(err);
    for (size_t i = 0; i < engine->argc; i++)
        (*out)[i] = strcmp(engine->argv[i], "{}") == 0 ? typed : engine->argv[i];
    return NS_OK;
}

static ns_status time_command(const struct run *run, char *const *argv, double *time, struct ns_error *err)
{
    struct child_cost cost;
    if (ftruncate(run->output, 0) != 0 || lseek(run->output, 0, SEEK_SET) != 0)
        return ns_fail_errno(err, NS_ERR_IO, "the output of %s", argv[0]);
    const ns_status status = child_run(argv, run->output, &cost, err);
    if (status != NS_OK) return status;
    if (cost.status > 1) return ns_fail(err, NS_ERR_IO, "%s: ended with status %d", argv[0], cost.status);
    if (cost.seconds * 1e6 < *time) *time = cost.seconds * 1e6;
    return NS_OK;
}

static ns_status time_query(const struct run *run, size_t engine, size_t query, struct ns_error *err)
{
    struct buffer typed = BUFFER_INIT;
    char **argv = NULL;
    ns_status status = bench_query_write(&run->queries.items[query], run->dialects[engine], &typed, err);
    if (status == NS_OK) status = buffer_append_byte(&typed, 0, err);
    if (status == NS_OK) status = fill_command(&run->engines.items[engine], typed.data, &argv, err);
    if (status == NS_OK) status = time_command(run, argv, &run->times[engine][query], err);
    free(argv);
    buffer_release(&typed);
    return status;
}

static ns_status time_all(const struct run *run, size_t rounds, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t round = 0; round < rounds; round++) {
        for (size_t query = 0; query < run->queries.count; query++) {
            for (size_t i = 0; status == NS_OK && i < run->engines.count; i++)
                status = time_query(run, (i + round + query) % run->engines.count, query, err);
        }
    }
    return status;
}

static void print_kind(const struct run *run, size_t engine, enum bench_kind kind, double *room)
{
    size_t count = 0;
    const char *name = run->engines.items[engine].name;
    for (size_t i = 0; i < run->queries.count; i++) {
        if (run->queries.items[i].kind == kind) room[count++] = run->times[engine][i];
    }
    if (count == 0) return;
    const struct statistics statistics = statistics_of(room, count);
    print_figure(PART, run->collection, bench_kind_name(kind), name, "mean", statistics.mean);
    print_figure(PART, run->collection, bench_kind_name(kind), name, "median", statistics.median);
    print_figure(PART, run->collection, bench_kind_name(kind), name, "p90", statistics.p90);
    print_figure(PART, run->collection, bench_kind_name(kind), name, "p99", statistics.p99);
}

static ns_status print_all(const struct run *run, struct ns_error *err)
{
    double *room = calloc(run->queries.count + 1, sizeof *room);
    if (!room) return ns_fail_nomem(err);
    for (int kind = 0; kind < BENCH_KINDS; kind++) {
        for (size_t engine = 0; engine < run->engines.count; engine++)
            print_kind(run, engine, (enum bench_kind)kind, room);
    }
    free(room);
    return NS_OK;
}

static ns_status prepare(struct run *run, struct ns_error *err)
{
    ns_status status = NS_OK;
    run->output = memfd_create("output", MFD_CLOEXEC);
    if (run->output < 0) return ns_fail_errno(err, NS_ERR_IO, "memory for output");
    for (size_t i = 0; status == NS_OK && i < run->engines.count; i++) {
        status = bench_dialect_named(run->engines.items[i].word, &run->dialects[i], err);
        run->times[i] = calloc(run->queries.count + 1, sizeof *run->times[i]);
        if (!run->times[i]) return ns_fail_nomem(err);
        for (size_t query = 0; query < run->queries.count; query++)
            run->times[i][query] = INFINITY;
    }
    return status;
}

int main(int argc, char **argv)
{
    struct ns_error err;
    struct run run = {.output = -1};
    if (argc < 5) {
        fprintf(stderr, "usage: cold COLLECTION QUERIES ROUNDS -- NAME DIALECT COMMAND...\n");
        return 2;
    }
    run.collection = argv[1];
    ns_status status = engines_parse(argc - 4, argv + 4, &run.engines, &err);
    if (status == NS_OK) status = bench_queries_read(argv[2], &run.queries, &err);
    if (status == NS_OK) status = prepare(&run, &err);
    if (status == NS_OK) status = time_all(&run, strtoul(argv[3], NULL, 10), &err);
    if (status == NS_OK) status = print_all(&run, &err);
    if (status != NS_OK) fprintf(stderr, "cold: %s\n", err.msg);
    run_release(&run);
    return status == NS_OK ? 0 : 2;
}
