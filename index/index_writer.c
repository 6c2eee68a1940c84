/* index_writer.c - articles into segments, segments into runs, runs into an index file.
 *
 * Each worker collects in a segment. When that has grown over the worker's share of the memory it becomes a sorted run in a temporary
 * file, and the worker begins anew; the last ones stay in memory when they are small. In the end all runs are merged.
 */
#include "index/index_writer.h"

#include <stdlib.h>
#include <string.h>

#include "index/segment.h"

struct index_worker {
    const struct index_writer *writer;
    struct segment *segment; /* NULL when the worker is finished */
    struct scratch *scratch; /* for the runs that are not in memory; NULL as long as there are none */
    struct run *runs;
    size_t run_count;
    size_t run_capacity;
};

struct index_writer {
    char *language;
    struct index_writer_options options;
    struct index_file_writer *file;
    struct index_worker **workers;
    size_t worker_count;
    size_t worker_capacity;
    uint64_t next_job; /* of index_writer_put() */
};

/* ---- Beginning and end of a writer ---- */

/* That there is such a language is found out now, before anything is read. */
static ns_status open_parts(struct index_writer *writer, const char *path, struct ns_error *err)
{
    struct segment *segment;
    ns_status status = segment_new(writer->options.language, &segment, err);
    segment_free(segment);
    if (status != NS_OK) return status;
    writer->language = strdup(writer->options.language);
    if (!writer->language) return ns_fail_nomem(err);
    return index_file_create(path, &writer->file, err);
}

ns_status index_writer_open(const char *path, const struct index_writer_options *options, struct index_writer **out, struct ns_error *err)
{
    *out = NULL;
    struct index_writer *writer = calloc(1, sizeof *writer);
    if (!writer) return ns_fail_nomem(err);
    writer->options = *options;
    if (!writer->options.memory) writer->options.memory = INDEX_MEMORY;
    if (!writer->options.workers) writer->options.workers = 1;
    if (!writer->options.run_both) writer->options.run_both = run_in_turn;
    const ns_status status = open_parts(writer, path, err);
    writer->options.language = writer->language;
    if (status == NS_OK) {
        *out = writer;
    } else {
        index_writer_free(writer);
    }
    return status;
}

static void worker_free(struct index_worker *worker)
{
    segment_free(worker->segment);
    for (size_t i = 0; i < worker->run_count; i++)
        run_release(&worker->runs[i]);
    free(worker->runs);
    scratch_close(worker->scratch);
    free(worker);
}

void index_writer_free(struct index_writer *writer)
{
    if (!writer) return;
    for (size_t i = 0; i < writer->worker_count; i++)
        worker_free(writer->workers[i]);
    free(writer->workers);
    index_file_writer_free(writer->file);
    free(writer->language);
    free(writer);
}

/* ---- Workers ---- */

ns_status index_worker_open(struct index_writer *writer, struct index_worker **out, struct ns_error *err)
{
    *out = NULL;
    void *workers = writer->workers;
    ns_status status = array_reserve(&workers, &writer->worker_capacity, writer->worker_count + 1, sizeof *writer->workers, err);
    writer->workers = workers;
    if (status != NS_OK) return status;
    struct index_worker *worker = calloc(1, sizeof *worker);
    if (!worker) return ns_fail_nomem(err);
    worker->writer = writer;
    status = segment_new(writer->language, &worker->segment, err);
    if (status != NS_OK) {
        worker_free(worker);
        return status;
    }
    writer->workers[writer->worker_count++] = worker;
    *out = worker;
    return NS_OK;
}

/* Bytes that a segment may have: five eighths of the worker's share, as the text at hand and the sorting need some too. */
static uint64_t segment_limit(const struct index_worker *worker)
{
    return worker->writer->options.memory / worker->writer->options.workers / 8 * 5;
}

static ns_status open_scratch(struct index_worker *worker, struct ns_error *err)
{
    const struct index_file_writer *file = worker->writer->file;
    return scratch_open(index_file_scratch(file), index_file_name(file), &worker->scratch, err);
}

/* Make a run of what the segment has. */
static ns_status close_segment(struct index_worker *worker, bool in_file, struct ns_error *err)
{
    void *runs = worker->runs;
    ns_status status = array_reserve(&runs, &worker->run_capacity, worker->run_count + 1, sizeof *worker->runs, err);
    worker->runs = runs;
    if (status == NS_OK && in_file && !worker->scratch) status = open_scratch(worker, err);
    struct run *run = &worker->runs[worker->run_count];
    if (status == NS_OK) status = segment_close(worker->segment, in_file ? worker->scratch : NULL, run, err);
    if (status == NS_OK) worker->run_count++;
    return status;
}

ns_status index_worker_begin(struct index_worker *worker, uint64_t job, struct ns_error *err)
{
    return segment_begin_job(worker->segment, job, err);
}

ns_status index_worker_put(struct index_worker *worker, const struct article *article, struct ns_error *err)
{
    return segment_put(worker->segment, article, err);
}

ns_status index_worker_end(struct index_worker *worker, struct ns_error *err)
{
    return segment_memory(worker->segment) > segment_limit(worker) ? close_segment(worker, true, err) : NS_OK;
}

/* A run in memory is made beside the segment, so that there has to be room for both. */
ns_status index_worker_finish(struct index_worker *worker, struct ns_error *err)
{
    if (!worker->segment) return NS_OK;
    const bool in_file = worker->scratch || segment_memory(worker->segment) > segment_limit(worker) / 2;
    const ns_status status = close_segment(worker, in_file, err);
    segment_free(worker->segment);
    worker->segment = NULL;
    return status;
}

ns_status index_writer_put(struct index_writer *writer, const struct article *article, struct ns_error *err)
{
    struct index_worker *worker = writer->worker_count > 0 ? writer->workers[0] : NULL;
    ns_status status = worker ? NS_OK : index_worker_open(writer, &worker, err);
    if (status == NS_OK) status = index_worker_begin(worker, writer->next_job++, err);
    if (status == NS_OK) status = index_worker_put(worker, article, err);
    return status == NS_OK ? index_worker_end(worker, err) : status;
}

/* ---- The whole ---- */

/* All runs of all workers in one array. They are still the workers'. */
static ns_status collect_runs(const struct index_writer *writer, struct run **out, uint32_t *count, bool *in_files, struct ns_error *err)
{
    size_t total = 0;
    *count = 0;
    *in_files = false;
    for (size_t i = 0; i < writer->worker_count; i++) {
        total += writer->workers[i]->run_count;
        *in_files = *in_files || writer->workers[i]->scratch;
    }
    *out = malloc((total + 1) * sizeof **out);
    if (!*out || total > UINT32_MAX) return ns_fail_nomem(err);
    for (size_t i = 0; i < writer->worker_count; i++) {
        for (size_t run = 0; run < writer->workers[i]->run_count; run++)
            (*out)[(*count)++] = writer->workers[i]->runs[run];
    }
    return NS_OK;
}

static ns_status merge_all(struct index_writer *writer, struct index_totals *totals, struct ns_error *err)
{
    struct merge_options options = {
        .language = writer->language, .postings = writer->options.postings, .run_both = writer->options.run_both};
    struct run *runs;
    uint32_t run_count;
    ns_status status = collect_runs(writer, &runs, &run_count, &options.in_files, err);
    if (status == NS_OK) status = merge_runs(&options, runs, run_count, writer->file, totals, err);
    free(runs);
    return status;
}

ns_status index_writer_finish(struct index_writer *writer, struct index_totals *totals, struct ns_error *err)
{
    struct index_totals unused;
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < writer->worker_count; i++)
        status = index_worker_finish(writer->workers[i], err);
    return status == NS_OK ? merge_all(writer, totals ? totals : &unused, err) : status;
}
