/* batch.c - a ring of lines in work, which threads take in order, answer in any order, and write out in order.
 *
 * There is no thread that only reads or only writes. Whoever has nothing to do takes the next line, waiting for it if it must; whoever has
 * answered one writes out all that are due, unless another is at that. So one thread does all that several do, an answer never waits for
 * the next line, and a slow reader of the answers holds the others up only when the ring is full.
 */
#include "searcher/batch.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "cli/terminal.h"
#include "cli/threads.h"
#include "searcher/format.h"
#include "searcher/line_source.h"
#include "searcher/text_stream.h"

/* Lines in work for each thread, so that one that takes long does not leave the other threads without work. */
#define LINES_PER_JOB 16

/* One line, from being taken to being written out. */
struct batch_line {
    struct buffer text;
    uint64_t number;
    char number_text[24]; /* the id of a line without one */
    const char *id;       /* in `text` or `number_text` */
    size_t id_length;
    const char *query; /* in `text` */
    size_t query_length;
    struct question question;
    struct text_stream answer;
    bool found;
    ns_status status;
    struct ns_error err;
    bool done; /* under batch->lock, or by who is writing */
};

struct batch {
    const struct batch_options *options;
    uint64_t *generations; /* of the indexes */
    size_t index_count;    /* that are open, each once */
    struct batch_line *ring;
    size_t ring_size;

    pthread_mutex_t input_lock; /* of whoever takes a line: */
    struct line_source *source;
    bool input_ended;
    ns_status status; /* of reading */
    struct ns_error err;

    pthread_mutex_t lock; /* of the rest, but for what whoever is `writing` uses */
    pthread_cond_t room;  /* in the ring, or none is needed any more */
    uint64_t taken;       /* lines; changed by who has both locks */
    uint64_t written;
    bool writing;
    bool enough;  /* a line has found something, and nothing else is asked for: no more are taken */
    bool stopped; /* nothing is written any more */
    bool printed; /* an answer; of who writes, as is the result */
    struct batch_result *result;
};

struct batch_worker {
    struct batch *batch;
    struct collection collection; /* opened when the worker begins, or before; without readers until then */
};

/* ---- Taking a line ---- */

/* Find the id and the query in a line. */
static void split_line(struct batch_line *line)
{
    const char *text = line->text.data;
    const size_t length = line->text.size;
    const char *tab = memchr(text, '\t', length);
    line->id = text;
    line->id_length = tab ? (size_t)(tab - text) : 0;
    line->query = tab ? tab + 1 : text;
    line->query_length = length - (size_t)(line->query - text);
    if (line->id_length > 0) return;
    line->id = line->number_text;
    line->id_length = (size_t)snprintf(line->number_text, sizeof line->number_text, "%" PRIu64, line->number);
}

/* Read the next line that is not empty. Returns whether there is one. */
static bool read_line(struct batch *batch, struct batch_line *line)
{
    bool end = false;
    do {
        line->status = line_source_next(batch->source, &line->text, &line->number, &end, &line->err);
    } while (line->status == NS_OK && !end && line->text.size == 0);
    if (line->status == NS_OK && !end) split_line(line);
    if (line->status == NS_OK || line->status == NS_ERR_LIMIT) return !end;
    batch->status = line->status;
    batch->err = line->err;
    return false;
}

/* Wait until the ring has room for one more. Returns whether it is wanted. */
static bool wait_for_room(struct batch *batch)
{
    pthread_mutex_lock(&batch->lock);
    while (!batch->stopped && !batch->enough && batch->taken - batch->written == batch->ring_size)
        pthread_cond_wait(&batch->room, &batch->lock);
    const bool wanted = !batch->stopped && !batch->enough;
    pthread_mutex_unlock(&batch->lock);
    return wanted;
}

/* The next line, or NULL when there is none. */
static struct batch_line *take_line(struct batch *batch)
{
    struct batch_line *line = NULL;
    pthread_mutex_lock(&batch->input_lock);
    if (!batch->input_ended && wait_for_room(batch)) {
        line = &batch->ring[batch->taken % batch->ring_size];
        if (!read_line(batch, line)) line = NULL;
    }
    if (line) {
        pthread_mutex_lock(&batch->lock);
        batch->taken++;
        pthread_mutex_unlock(&batch->lock);
    }
    batch->input_ended = !line;
    pthread_mutex_unlock(&batch->input_lock);
    return line;
}

/* ---- Answering it ---- */

static void answer_line(const struct batch_worker *worker, struct batch_line *line)
{
    struct question_options options = *worker->batch->options->questions;
    struct question *question = &line->question;
    if (line->status != NS_OK) return;
    line->status = text_stream_open(&line->answer, &line->err);
    if (line->status != NS_OK) return;
    FILE *out = line->answer.file;
    question->id = line->id;
    question->id_length = line->id_length;
    options.suggest = options.suggest && line->number <= BATCH_SUGGEST_LINES;
    if (options.parse) print_id(out, line->id, line->id_length); /* without a search there is no format to do it */
    line->status = question_read(question, &options, line->query, line->query_length, &line->err);
    if (line->status == NS_OK) line->status = question_answer(question, &options, &worker->collection, out, &line->found, &line->err);
    const ns_status closed = text_stream_close(&line->answer, line->status == NS_OK ? &line->err : NULL);
    if (line->status == NS_OK) line->status = closed;
}

/* ---- Writing it out ---- */

/* Empty a place of the ring; the memory of the text is used again. */
static void clear_line(struct batch_line *line)
{
    question_release(&line->question);
    buffer_release(&line->answer.text);
    line->found = line->done = false;
}

static void complain(const struct batch *batch, const struct batch_line *line)
{
    const char *name = line_source_name(batch->source);
    if (!batch->options->no_notes) question_tell_notes(&line->question, batch->options->program, name, line->number);
    question_tell_findings(&line->question, batch->options->program, name, line->number);
    if (line->status != NS_OK) terminal_complain_at(batch->options->program, name, line->number, line->err.msg);
}

/* Write out what a line came to, by who is writing. */
static enum terminal_output write_line(struct batch *batch, const struct batch_line *line)
{
    const char *program = batch->options->program;
    complain(batch, line);
    if (line->status != NS_OK) {
        batch->result->failed = true;
        return TERMINAL_SENT;
    }
    batch->result->found = batch->result->found || line->found;
    const struct question_options *questions = batch->options->questions;
    if (questions->silent && line->found) return TERMINAL_CLOSED;
    const char *between = questions->print.format->between;
    const bool parted = between && batch->printed && !questions->parse && !questions->silent;
    batch->printed = true;
    const enum terminal_output output = parted ? terminal_put(program, between, strlen(between)) : TERMINAL_SENT;
    return output == TERMINAL_SENT ? terminal_put(program, line->answer.text.data, line->answer.text.size) : output;
}

/* The line that is to be written next, if it is answered. */
static struct batch_line *due_line(const struct batch *batch)
{
    struct batch_line *line = &batch->ring[batch->written % batch->ring_size];
    return line->done ? line : NULL;
}

/* No more answers are wanted, nobody reads them, or they cannot be written: end, also whoever waits for a line or for room. */
static void stop(struct batch *batch, enum terminal_output output)
{
    if (output == TERMINAL_FAILED) batch->result->failed = true;
    batch->result->closed = true;
    batch->stopped = true;
    pthread_cond_broadcast(&batch->room);
    line_source_stop(batch->source);
}

/* Write out all that is due, and when nothing more is, send it. The lock is given back while that is done. */
static void write_due(struct batch *batch)
{
    bool sent = true;
    while (!batch->stopped) {
        struct batch_line *line = due_line(batch);
        if (!line && sent) return;
        pthread_mutex_unlock(&batch->lock);
        const enum terminal_output output = line ? write_line(batch, line) : terminal_flush(batch->options->program);
        if (line) clear_line(line);
        sent = !line;
        pthread_mutex_lock(&batch->lock);
        if (output != TERMINAL_SENT) stop(batch, output);
        batch->written += line != NULL;
        pthread_cond_signal(&batch->room);
    }
}

/* Take no more lines; those before the one that has found something are still waited for, for what there is to say of them. */
static void take_no_more(struct batch *batch)
{
    batch->enough = true;
    pthread_cond_broadcast(&batch->room);
    line_source_stop(batch->source);
}

static void put_line(struct batch *batch, struct batch_line *line)
{
    pthread_mutex_lock(&batch->lock);
    line->done = true;
    if (batch->options->questions->silent && line->found) take_no_more(batch);
    if (!batch->writing) {
        batch->writing = true;
        write_due(batch);
        batch->writing = false;
    }
    pthread_mutex_unlock(&batch->lock);
}

/* ---- Threads ---- */

static bool has_ended(struct batch *batch)
{
    pthread_mutex_lock(&batch->input_lock);
    const bool ended = batch->input_ended;
    pthread_mutex_unlock(&batch->input_lock);
    return ended;
}

/* Whether the indexes are those that were opened first. */
static bool are_the_same(const struct batch *batch, const struct collection *collection)
{
    bool same = collection->count == batch->index_count;
    for (size_t i = 0; same && i < collection->count; i++)
        same = index_reader_info(collection->readers[i])->generation == batch->generations[i];
    return same;
}

/* Open the indexes, unless the worker has them or needs none. Ones that cannot be opened again, or are others by now, are no error: the
 * workers that have the first ones answer all lines. */
static bool open_indexes(struct batch_worker *worker)
{
    struct batch *batch = worker->batch;
    const struct batch_options *options = batch->options;
    if (worker->collection.count > 0 || options->questions->parse) return true;
    if (has_ended(batch) || collection_open(&worker->collection, options->indexes, options->index_count, NULL) != NS_OK) return false;
    return are_the_same(batch, &worker->collection);
}

static void work(void *context)
{
    struct batch_worker *worker = context;
    struct batch_line *line;
    if (!open_indexes(worker)) return;
    while ((line = take_line(worker->batch))) {
        answer_line(worker, line);
        put_line(worker->batch, line);
    }
}

/* @collection  the indexes, or none if none are needed; taken over by the worker that has this thread */
static ns_status run_threads(struct batch *batch, struct collection *collection, struct ns_error *err)
{
    const size_t count = batch->options->jobs;
    struct batch_worker *workers = calloc(count, sizeof *workers);
    if (!workers) {
        collection_release(collection);
        return ns_fail_nomem(err);
    }
    for (size_t i = 0; i < count; i++)
        workers[i].batch = batch;
    workers[count - 1].collection = *collection;
    threads_run(work, workers, sizeof *workers, count);
    for (size_t i = 0; i < count; i++)
        collection_release(&workers[i].collection);
    free(workers);
    if (batch->status != NS_OK && err) *err = batch->err;
    return batch->status;
}

/* ---- The whole ---- */

static ns_status note_generations(struct batch *batch, const struct collection *collection, struct ns_error *err)
{
    batch->generations = calloc(collection->count + 1, sizeof *batch->generations);
    if (!batch->generations) return ns_fail_nomem(err);
    batch->index_count = collection->count;
    for (size_t i = 0; i < collection->count; i++)
        batch->generations[i] = index_reader_info(collection->readers[i])->generation;
    return NS_OK;
}

static ns_status open_all(struct batch *batch, struct collection *collection, struct ns_error *err)
{
    const struct batch_options *options = batch->options;
    ns_status status = line_source_open(options->queries, &batch->source, err);
    if (status == NS_OK && !options->questions->parse) {
        status = collection_open(collection, options->indexes, options->index_count, err);
    }
    if (status == NS_OK) status = note_generations(batch, collection, err);
    if (status != NS_OK) return status;
    batch->ring_size = options->jobs * (size_t)LINES_PER_JOB;
    batch->ring = calloc(batch->ring_size, sizeof *batch->ring);
    return batch->ring ? NS_OK : ns_fail_nomem(err);
}

static void release(struct batch *batch)
{
    for (size_t i = 0; batch->ring && i < batch->ring_size; i++) {
        clear_line(&batch->ring[i]);
        buffer_release(&batch->ring[i].text);
    }
    free(batch->ring);
    free(batch->generations);
    line_source_close(batch->source);
    pthread_cond_destroy(&batch->room);
    pthread_mutex_destroy(&batch->lock);
    pthread_mutex_destroy(&batch->input_lock);
}

ns_status batch_run(const struct batch_options *options, struct batch_result *result, struct ns_error *err)
{
    struct batch batch = {.options = options, .result = result};
    struct collection collection = {0};
    *result = (struct batch_result){0};
    pthread_mutex_init(&batch.input_lock, NULL);
    pthread_mutex_init(&batch.lock, NULL);
    pthread_cond_init(&batch.room, NULL);
    ns_status status = open_all(&batch, &collection, err);
    if (status == NS_OK) {
        status = run_threads(&batch, &collection, err);
    } else {
        collection_release(&collection);
    }
    release(&batch);
    return status;
}
