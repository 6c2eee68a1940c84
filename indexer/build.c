/* build.c - threads that take jobs, read the articles in them and feed the index.
 *
 * There is no thread that only hands out: whoever has nothing to do cuts the next job off the supply for itself, while the others work on
 * theirs. So one thread does all that several do, and no job waits in memory for its turn.
 */
#include "indexer/build.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/threads.h"
#include "indexer/listing.h"
#include "indexer/report.h"
#include "indexer/supply.h"
#include "indexer/walk.h"

_Static_assert(BUILD_JOBS_MAX <= REPORT_AHEAD, "every thread can have a job");

struct build {
    const struct build_options *options;
    struct intake_options intake; /* of every source */
    struct index_writer *writer;
    struct progress progress;
    struct report report;
    pthread_mutex_t supply_lock;
    struct supply *supply; /* this and what follows: by whom has the lock */
    uint64_t next_job;
    bool supply_ended;
};

/* One thread, and the job that it does. */
struct builder {
    struct build *build;
    struct index_worker *worker; /* NULL when articles are only listed */
    struct job job;
    struct buffer store;               /* the file at hand */
    const struct input_format *format; /* of it */
    struct outcome *outcome;
    ns_status status; /* of its end */
    struct ns_error err;
};

static ns_status check_stop(const struct build *build, struct ns_error *err)
{
    if (!atomic_load_explicit(build->options->stop, memory_order_relaxed)) return NS_OK;
    return ns_fail(err, NS_ERR_STOPPED, "stopped; %s is as it was", build->options->output);
}

/* ---- One job ---- */

/* Tell of a problem; line 0 means the whole of path. */
static void on_problem(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    struct builder *builder = context;
    char message[6000];
    if (line) {
        snprintf(message, sizeof message, "%s:%llu: %s", path, (unsigned long long)line, what);
    } else {
        snprintf(message, sizeof message, "%s: %s", path, what);
    }
    outcome_tell(builder->outcome, kind, message);
}

static ns_status put_article(struct builder *builder, const struct article *article, struct ns_error *err)
{
    struct article named = *article;
    named.byline = reader_byline(article->byline);
    if (builder->worker) return index_worker_put(builder->worker, &named, err);
    const ns_status status = article_check_size(&named, err); /* as the worker does */
    return status == NS_OK ? listing_put(&builder->outcome->listing, builder->format->name, &named, err) : status;
}

/* An article that is over a limit is lost, and said to be; the others go on. */
static ns_status on_article(void *context, const struct article *article, struct ns_error *err)
{
    struct builder *builder = context;
    ns_status status = check_stop(builder->build, err);
    if (status == NS_OK) status = outcome_check(builder->outcome, err);
    if (status != NS_OK) return status;
    struct ns_error cause;
    status = put_article(builder, article, &cause);
    if (status == NS_ERR_LIMIT) {
        on_problem(builder, PROBLEM_LIMIT, article->path, article->part_count ? article->parts[0].source_line : 0, cause.msg);
        return NS_OK;
    }
    if (status != NS_OK) return ns_fail(err, status, "%s: %s", article->path, cause.msg);
    builder->outcome->articles++;
    return NS_OK;
}

static ns_status read_input(struct builder *builder, const struct input *input, const struct input_format *format, struct ns_error *err)
{
    const struct reader_sink sink = {on_article, on_problem, builder};
    struct input with_fields = *input;
    with_fields.fields = builder->build->options->fields;
    builder->format = format;
    return format->read(&with_fields, &sink, err);
}

static ns_status do_slice(struct builder *builder, const struct job_item *item, struct ns_error *err)
{
    const struct input input = job_input(&builder->job, item);
    builder->outcome->files += item->first;
    return read_input(builder, &input, item->format, err);
}

static void pass_over(struct builder *builder, enum problem_kind kind, const char *message, bool passed_over)
{
    builder->outcome->passed_over += passed_over;
    outcome_tell(builder->outcome, kind, message);
}

/* A file that cannot be loaded is passed over, even for want of memory, which a smaller one may not lack; what its reader returns ends the
 * build. */
static ns_status do_file(struct builder *builder, const struct job_item *item, struct ns_error *err)
{
    struct input input;
    const struct input_format *format;
    struct ns_error cause;
    const char *path = job_text(&builder->job, item);
    const ns_status loaded = intake_load(path, &builder->build->intake, &builder->store, &input, &format, &cause);
    if (loaded == NS_ERR_STOPPED) return check_stop(builder->build, err); /* where a pipe has taken the file's place */
    if (loaded != NS_OK) {
        pass_over(builder, problem_of_status(cause.code), cause.msg, true);
        return NS_OK;
    }
    builder->outcome->files++;
    return read_input(builder, &input, format, err);
}

static ns_status do_item(struct builder *builder, const struct job_item *item, struct ns_error *err)
{
    ns_status status = check_stop(builder->build, err);
    if (status == NS_OK) status = outcome_check(builder->outcome, err);
    if (status != NS_OK) return status;
    switch (item->kind) {
    case JOB_FILE:
        return do_file(builder, item, err);
    case JOB_SLICE:
        return do_slice(builder, item, err);
    case JOB_PROBLEM:
        pass_over(builder, item->problem, job_text(&builder->job, item), item->passed_over);
    }
    return NS_OK;
}

/* Do what is in the job. An error that is in the outcome already, of the supply, comes behind that. Returns the outcome's status. */
static ns_status do_job(struct builder *builder)
{
    struct outcome *outcome = builder->outcome;
    struct ns_error err;
    ns_status status = builder->worker ? index_worker_begin(builder->worker, builder->job.number, &err) : NS_OK;
    for (size_t i = 0; status == NS_OK && i < builder->job.item_count; i++)
        status = do_item(builder, &builder->job.items[i], &err);
    if (status == NS_OK && builder->worker) status = index_worker_end(builder->worker, &err);
    outcome->bytes = builder->job.bytes;
    if (status == NS_OK) return outcome->status;
    outcome->status = status;
    outcome->err = err;
    return status;
}

/* ---- Threads ---- */

/* Cut the next job off the supply. Returns whether there is one. */
static bool take_job(struct builder *builder)
{
    struct build *build = builder->build;
    struct outcome *outcome = builder->outcome;
    pthread_mutex_lock(&build->supply_lock);
    bool taken = !build->supply_ended && report_may_begin(&build->report, build->next_job);
    if (taken) {
        job_clear(&builder->job, build->next_job);
        outcome->job = build->next_job;
        outcome->status = check_stop(build, &outcome->err);
        if (outcome->status == NS_OK) outcome->status = supply_next(build->supply, &builder->job, &outcome->err);
        if (outcome->status == NS_ERR_STOPPED) outcome->status = check_stop(build, &outcome->err); /* which tells of the index */
        taken = outcome->status != NS_OK || builder->job.item_count > 0;
        build->supply_ended = outcome->status != NS_OK || !taken;
        build->next_job += taken;
    }
    pthread_mutex_unlock(&build->supply_lock);
    return taken;
}

/* Do jobs until there are none, or one fails: what that left of the worker is good for nothing. */
static ns_status do_jobs(struct builder *builder, struct ns_error *err)
{
    ns_status done = NS_OK;
    while (done == NS_OK) {
        builder->outcome = calloc(1, sizeof *builder->outcome);
        if (!builder->outcome) return ns_fail_nomem(err);
        builder->outcome->strict = builder->build->options->strict;
        if (!take_job(builder)) {
            free(builder->outcome);
            return NS_OK;
        }
        done = do_job(builder);
        if (done != NS_OK) *err = builder->outcome->err;
        report_put(&builder->build->report, builder->outcome);
    }
    return done;
}

/* A task: do jobs, then sort what they came to, if there is to be an index. */
static void work(void *context)
{
    struct builder *builder = context;
    builder->status = do_jobs(builder, &builder->err);
    if (builder->status == NS_OK) builder->status = check_stop(builder->build, &builder->err);
    if (builder->status == NS_OK && builder->worker) builder->status = index_worker_finish(builder->worker, &builder->err);
}

static void builder_release(struct builder *builder)
{
    job_release(&builder->job);
    buffer_release(&builder->store);
}

static void run_task(void *task)
{
    const struct task *at_hand = task;
    at_hand->run(at_hand->context);
}

/* For those who know nothing of threads. */
static void run_both(const struct task *first, const struct task *second)
{
    struct task tasks[] = {*first, *second};
    threads_run(run_task, tasks, sizeof *tasks, 2);
}

/* The first error of a job counts before one that came when all jobs were done. */
static ns_status first_error(const struct build *build, const struct builder *builders, size_t count, struct ns_error *err)
{
    ns_status status = build->report.sum.status;
    const struct ns_error *told = &build->report.sum.err;
    for (size_t i = 0; status == NS_OK && i < count; i++) {
        status = builders[i].status;
        told = &builders[i].err;
    }
    if (status != NS_OK && err) *err = *told;
    return status;
}

/* Do all jobs with so many threads. */
static ns_status run_threads(struct build *build, size_t count, struct ns_error *err)
{
    struct builder *builders = calloc(count, sizeof *builders);
    ns_status status = builders ? NS_OK : ns_fail_nomem(err);
    for (size_t i = 0; status == NS_OK && i < count; i++) {
        builders[i].build = build;
        if (build->writer) status = index_worker_open(build->writer, &builders[i].worker, err);
    }
    if (status == NS_OK) {
        threads_run(work, builders, sizeof *builders, count);
        status = first_error(build, builders, count, err);
    }
    for (size_t i = 0; builders && i < count; i++)
        builder_release(&builders[i]);
    free(builders);
    return status;
}

/* ---- How much there is to do, for the bar ---- */

static void ignore_problem(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    (void)context, (void)kind, (void)path, (void)line, (void)what;
}

static ns_status start_progress(struct progress *progress, bool wanted, const char *const *paths, size_t count, struct ns_error *err)
{
    struct walk *walk;
    struct stat found;
    const char *path = "";
    progress->began = progress_clock();
    progress->shown = wanted && isatty(STDERR_FILENO);
    if (!progress->shown) return NS_OK;
    ns_status status = walk_open(paths, count, ignore_problem, NULL, &walk, err);
    while (status == NS_OK && path) {
        status = walk_next(walk, &path, &found, err);
        if (status == NS_OK && path) progress->total_bytes += (uint64_t)found.st_size;
    }
    walk_close(walk);
    return status;
}

/* ---- The build ---- */

static ns_status open_writer(struct build *build, unsigned jobs, struct ns_error *err)
{
    const struct build_options *options = build->options;
    const struct index_writer_options writer_options = {.language = options->language,
                                                        .postings = options->postings,
                                                        .memory = options->memory,
                                                        .workers = jobs,
                                                        .run_both = jobs > 1 ? run_both : NULL};
    return index_writer_open(options->output, &writer_options, &build->writer, err);
}

static ns_status read_all(struct build *build, const char *const *paths, size_t count, unsigned jobs, struct ns_error *err)
{
    const struct build_options *options = build->options;
    const struct supply_options supply_options = {.made = {options->list ? NULL : options->output, options->log}, .intake = build->intake};
    ns_status status = supply_open(paths, count, &supply_options, &build->supply, err);
    if (status == NS_OK) status = run_threads(build, jobs, err);
    if (status == NS_OK && build->report.sum.articles == 0) {
        status = ns_fail(err, NS_ERR_FORMAT, "%s: holds no article%s", count == 1 ? paths[0] : "what was given",
                         options->list ? "" : "; no index is written");
    }
    if (status == NS_OK) status = check_stop(build, err); /* a signal that other threads did not see has reached this one by now */
    return status;
}

static ns_status run(struct build *build, const char *const *paths, size_t count, struct build_result *result, struct ns_error *err)
{
    const struct build_options *options = build->options;
    const unsigned wanted = options->jobs ? options->jobs : threads_processors();
    const unsigned jobs = wanted < BUILD_JOBS_MAX ? wanted : BUILD_JOBS_MAX;
    ns_status status = start_progress(&build->progress, options->progress, paths, count, err);
    if (status == NS_OK && !options->list) status = open_writer(build, jobs, err);
    if (status == NS_OK) status = read_all(build, paths, count, jobs, err);
    return status == NS_OK && build->writer ? index_writer_finish(build->writer, &result->totals, err) : status;
}

ns_status build_index(const struct build_options *options, const char *const *paths, size_t count, struct build_result *result,
                      struct ns_error *err)
{
    struct build build = {.options = options,
                          .intake = {.format = options->format, .inflated_max = options->inflated_max, .stop = options->stop}};
    pthread_mutex_init(&build.supply_lock, NULL);
    report_init(&build.report, &options->listener, &build.progress);
    const ns_status status = run(&build, paths, count, result, err);
    progress_clear(&build.progress);
    result->files = build.report.sum.files;
    result->passed_over = build.report.sum.passed_over;
    for (int kind = 0; kind < PROBLEM_KINDS; kind++)
        result->problems[kind] = build.report.sum.problems[kind];
    result->seconds = progress_clock() - build.progress.began;
    supply_close(build.supply);
    index_writer_free(build.writer);
    report_release(&build.report);
    pthread_mutex_destroy(&build.supply_lock);
    return status;
}
