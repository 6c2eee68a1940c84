/* ask.c - asks engines the same queries and compares times and counts: ask PART COLLECTION QUERIES ROUNDS -- NAME top|best|all COMMAND...
 *
 * COMMAND is a peer's `serve` (peer.h): all engines stay open side by side. In each round every engine is asked all queries of a kind in a
 * row, so that it finds the processor's caches as its own last query left them; in the next round another one is the first. Of each query
 * the least time of all rounds counts. Prints, for each kind and engine, lines of the bench's table (engines.h):
 *
 *   mean, median, p90, p99  microseconds a query
 *   text                    bytes of text with the hits, mean
 *   hits, articles          all that match, means; articles of the queries where both this engine and the first one know
 *   other hits, other articles  per cent of these queries where the engine counts another number than the first one does
 *   private MB              the engine's memory after the last round, of the kind "memory"
 */
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/child.h"
#include "tests/bench/engines.h"
#include "tests/bench/statistics.h"

/* What an engine said to one query. */
struct sample {
    double time; /* the least, microseconds */
    unsigned long long text_bytes;
    unsigned long long hits; /* all of them */
    long long articles;      /* -1 where not known */
};

struct run {
    const char *part, *collection;
    struct engine_list engines;
    struct bench_query_list queries;
    struct child children[ENGINES_MAX];
    struct sample *samples[ENGINES_MAX]; /* by engine, then by query */
};

static void run_release(struct run *run)
{
    for (size_t i = 0; i < run->engines.count; i++) {
        child_stop(&run->children[i], NULL);
        free(run->samples[i]);
    }
    free(run->queries.items);
}

/* ---- Asking ---- */

static ns_status ask(struct child *child, const char *verb, const struct bench_query *query, struct sample *answer, struct ns_error *err)
{
    struct buffer line = BUFFER_INIT;
    ns_status status = bench_query_write(query, DIALECT_LINE, &line, err);
    if (status == NS_OK) status = buffer_append_byte(&line, 0, err);
    if (status == NS_OK) status = child_ask(child, verb, line.data, err);
    buffer_release(&line);
    if (status != NS_OK) return status;
    const int fields = sscanf(child->line, "%llu %lld %llu %lf", &answer->hits, &answer->articles, &answer->text_bytes, &answer->time);
    return fields == 4 ? NS_OK : ns_fail(err, NS_ERR_FORMAT, "%s: said \"%.80s\"; wanted four numbers", child->name, child->line);
}

/* Ask an engine all queries of a kind once. */
static ns_status ask_kind(struct run *run, size_t engine, enum bench_kind kind, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < run->queries.count; i++) {
        struct sample answer;
        struct sample *best = &run->samples[engine][i];
        if (run->queries.items[i].kind != kind) continue;
        status = ask(&run->children[engine], run->engines.items[engine].word, &run->queries.items[i], &answer, err);
        if (status == NS_OK && answer.time < best->time) *best = answer;
    }
    return status;
}

static ns_status ask_round(struct run *run, size_t round, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (int kind = 0; kind < BENCH_KINDS; kind++) {
        for (size_t i = 0; status == NS_OK && i < run->engines.count; i++)
            status = ask_kind(run, (i + round) % run->engines.count, (enum bench_kind)kind, err);
    }
    return status;
}

/* Count all that match. */
static ns_status count_all(struct run *run, size_t engine, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < run->queries.count; i++) {
        struct sample answer;
        struct sample *sample = &run->samples[engine][i];
        status = ask(&run->children[engine], "all", &run->queries.items[i], &answer, err);
        if (status != NS_OK) break;
        sample->hits = answer.hits;
        sample->articles = answer.articles;
    }
    return status;
}

/* ---- Telling ---- */

static void print(const struct run *run, const char *kind, size_t engine, const char *figure, double value)
{
    print_figure(run->part, run->collection, kind, run->engines.items[engine].name, figure, value);
}

static void print_times(const struct run *run, size_t engine, const char *kind, double *times, size_t count)
{
    const struct statistics statistics = statistics_of(times, count);
    print(run, kind, engine, "mean", statistics.mean);
    print(run, kind, engine, "median", statistics.median);
    print(run, kind, engine, "p90", statistics.p90);
    print(run, kind, engine, "p99", statistics.p99);
}

/* What an engine found for the queries of one kind. */
struct tally {
    double text, hits, articles;       /* sums */
    size_t queries, article_queries;   /* all, and those of which both this engine and the first know the articles */
    size_t other_hits, other_articles; /* queries */
};

static void tally_add(struct tally *tally, const struct sample *sample, const struct sample *first)
{
    tally->queries++;
    tally->text += (double)sample->text_bytes;
    tally->hits += (double)sample->hits;
    tally->other_hits += sample->hits != first->hits;
    if (sample->articles < 0 || first->articles < 0) return;
    tally->article_queries++;
    tally->articles += (double)sample->articles;
    tally->other_articles += sample->articles != first->articles;
}

/* An engine that knows articles may have rows of another kind than the first engine, whose number says little. */
static void print_tally(const struct run *run, size_t engine, const char *kind, const struct tally *tally)
{
    const double queries = (double)tally->queries, known = (double)tally->article_queries;
    print(run, kind, engine, "text", tally->text / queries);
    print(run, kind, engine, "hits", tally->hits / queries);
    if (engine > 0 && known == 0) print(run, kind, engine, "other hits", 100 * (double)tally->other_hits / queries);
    if (known > 0) print(run, kind, engine, "articles", tally->articles / known);
    if (engine > 0 && known > 0) print(run, kind, engine, "other articles", 100 * (double)tally->other_articles / known);
}

/* @times  room for all queries */
static void print_kind(const struct run *run, size_t engine, enum bench_kind kind, double *times)
{
    struct tally tally = {0};
    for (size_t i = 0; i < run->queries.count; i++) {
        if (run->queries.items[i].kind != kind) continue;
        times[tally.queries] = run->samples[engine][i].time;
        tally_add(&tally, &run->samples[engine][i], &run->samples[0][i]);
    }
    if (tally.queries == 0) return;
    print_times(run, engine, bench_kind_name(kind), times, tally.queries);
    print_tally(run, engine, bench_kind_name(kind), &tally);
}

static ns_status print_all(const struct run *run, struct ns_error *err)
{
    double *times = calloc(run->queries.count + 1, sizeof *times);
    if (!times) return ns_fail_nomem(err);
    for (int kind = 0; kind < BENCH_KINDS; kind++) {
        for (size_t engine = 0; engine < run->engines.count; engine++)
            print_kind(run, engine, (enum bench_kind)kind, times);
    }
    free(times);
    return NS_OK;
}

/* ---- The run ---- */

static ns_status start(struct run *run, size_t engine, struct ns_error *err)
{
    run->samples[engine] = calloc(run->queries.count + 1, sizeof *run->samples[engine]);
    if (!run->samples[engine]) return ns_fail_nomem(err);
    for (size_t i = 0; i < run->queries.count; i++)
        run->samples[engine][i].time = INFINITY;
    const ns_status status = child_start(run->engines.items[engine].argv, &run->children[engine], err);
    if (status == NS_OK) fprintf(stderr, "  %s: %s\n", run->engines.items[engine].name, run->children[engine].line);
    return status;
}

static ns_status run_all(struct run *run, size_t rounds, struct ns_error *err)
{
    ns_status status = NS_OK;
    double bytes;
    for (size_t i = 0; status == NS_OK && i < run->engines.count; i++)
        status = start(run, i, err);
    for (size_t round = 0; status == NS_OK && round < rounds; round++)
        status = ask_round(run, round, err);
    for (size_t i = 0; status == NS_OK && i < run->engines.count; i++) {
        status = child_private_bytes(&run->children[i], &bytes, err);
        if (status == NS_OK) print(run, "memory", i, "private MB", bytes / 1e6);
        if (status == NS_OK) status = count_all(run, i, err);
    }
    return status == NS_OK ? print_all(run, err) : status;
}

int main(int argc, char **argv)
{
    struct ns_error err;
    struct run run = {0};
    if (argc < 6) {
        fprintf(stderr, "usage: ask PART COLLECTION QUERIES ROUNDS -- NAME top|best|all COMMAND...\n");
        return 2;
    }
    /* An engine that has ended is an error that writing reports. */
    signal(SIGPIPE, SIG_IGN);
    run.part = argv[1];
    run.collection = argv[2];
    ns_status status = engines_parse(argc - 5, argv + 5, &run.engines, &err);
    if (status == NS_OK) status = bench_queries_read(argv[3], &run.queries, &err);
    if (status == NS_OK) status = run_all(&run, strtoul(argv[4], NULL, 10), &err);
    if (status != NS_OK) fprintf(stderr, "ask: %s\n", err.msg);
    run_release(&run);
    return status == NS_OK ? 0 : 2;
}
