/* merge_postings.c - for each stem, the lists of the runs that have it, joined into one. */
#include "index/merge_postings.h"

#include <stdlib.h>
#include <string.h>

#include "index/merge_queue.h"
#include "index/records.h"
#include "index/run_postings.h"

/* One run's part of a stem's postings, in ascending order. */
struct part {
    const xap_entry *at;
    const xap_entry *end;
};

struct postings_merging {
    const struct merge_plan *plan;
    struct merged_stems *stems;
    xap_writer *writer;
    const char *name; /* of the index, for messages */
    struct merge_queue queue;
    struct spool_reader *readers; /* of the postings of each run, at the next stem's */
    struct part *parts;           /* of the stem at hand */
    uint32_t part_count;
    xap_entry *entries; /* of all parts, one behind the other */
    size_t entry_count;
    xap_entry *joined;
    struct buffer stem;
};

void merged_stems_release(struct merged_stems *stems)
{
    spool_release(&stems->texts);
    for (uint32_t run = 0; stems->numbers && run < stems->run_count; run++)
        free(stems->numbers[run]);
    free(stems->numbers);
    *stems = (struct merged_stems){0};
}

/* ---- Beginning and end ---- */

static ns_status begin(struct postings_merging *merging, struct ns_error *err)
{
    const struct merge_plan *plan = merging->plan;
    struct merged_stems *stems = merging->stems;
    stems->numbers = calloc((size_t)plan->run_count + 1, sizeof *stems->numbers);
    stems->run_count = plan->run_count;
    merging->readers = calloc((size_t)plan->run_count + 1, sizeof *merging->readers);
    merging->parts = calloc((size_t)plan->run_count + 1, sizeof *merging->parts);
    merging->entries = malloc(((size_t)plan->passage_count + 1) * sizeof *merging->entries);
    merging->joined = malloc(((size_t)plan->passage_count + 1) * sizeof *merging->joined);
    if (!stems->numbers || !merging->readers || !merging->parts || !merging->entries || !merging->joined) return ns_fail_nomem(err);
    for (uint32_t run = 0; run < plan->run_count; run++) {
        merging->readers[run] = spool_read(&plan->runs[run].streams[RUN_POSTINGS]);
        stems->numbers[run] = calloc((size_t)plan->runs[run].stems + 1, sizeof **stems->numbers);
        if (!stems->numbers[run]) return ns_fail_nomem(err);
    }
    return merge_queue_open(&merging->queue, plan->runs, plan->run_count, RUN_STEMS, err);
}

static void end(struct postings_merging *merging)
{
    for (uint32_t run = 0; merging->readers && run < merging->plan->run_count; run++)
        spool_reader_release(&merging->readers[run]);
    free(merging->readers);
    free(merging->parts);
    free(merging->entries);
    free(merging->joined);
    merge_queue_release(&merging->queue);
    buffer_release(&merging->stem);
}

/* ---- One stem ---- */

/* Read the next part of a run, and number its passages as the index does. Entries have room for every passage once, and a passage is in
 * one run. */
static ns_status read_part(struct postings_merging *merging, uint32_t run, struct ns_error *err)
{
    const uint32_t *passages = merging->plan->passages[run];
    xap_entry *entries = merging->entries + merging->entry_count;
    size_t count;
    const ns_status status = run_postings_get(&merging->readers[run], merging->plan->runs[run].passages, entries, &count, err);
    if (status != NS_OK) return status;
    if (count == 0) return spool_damaged(err);
    for (size_t i = 0; i < count; i++)
        entries[i].document = passages[entries[i].document];
    merging->parts[merging->part_count++] = (struct part){entries, entries + count};
    merging->entry_count += count;
    return NS_OK;
}

/* Take the part that begins first up to where another one has to go on; so that parts that hardly mix are joined in long runs. */
static xap_entry *join_some(struct postings_merging *merging, xap_entry *out)
{
    struct part *parts = merging->parts;
    uint32_t first = 0;
    uint32_t limit = UINT32_MAX; /* the least passage of the other parts */
    for (uint32_t i = 1; i < merging->part_count; i++) {
        if (parts[i].at->document < parts[first].at->document) {
            limit = parts[first].at->document;
            first = i;
        } else if (parts[i].at->document < limit) {
            limit = parts[i].at->document;
        }
    }
    while (parts[first].at < parts[first].end && parts[first].at->document < limit)
        *out++ = *parts[first].at++;
    if (parts[first].at == parts[first].end) parts[first] = parts[--merging->part_count];
    return out;
}

/* The postings of the stem at hand in order. */
static const xap_entry *join_parts(struct postings_merging *merging)
{
    if (merging->part_count == 1) return merging->entries;
    xap_entry *out = merging->joined;
    while (merging->part_count > 0)
        out = join_some(merging, out);
    return merging->joined;
}

static ns_status put_text(struct postings_merging *merging, struct ns_error *err)
{
    struct merged_stems *stems = merging->stems;
    const ns_status status = buffer_append_string(&stems->texts.buffer, merging->stem.data, merging->stem.size, err);
    stems->count++;
    return status == NS_OK ? spool_turn(&stems->texts, err) : status;
}

/* Take the least stem of all runs, with its postings. */
static ns_status take_stem(struct postings_merging *merging, struct ns_error *err)
{
    struct merge_queue *queue = &merging->queue;
    struct merged_stems *stems = merging->stems;
    const struct buffer *text = &queue->strings[merge_queue_least(queue)].text;
    if (stems->count >= UINT32_MAX - 1) return ns_fail(err, NS_ERR_LIMIT, "more than 4,294,967,294 distinct stems");
    merging->stem.size = 0;
    merging->part_count = 0;
    merging->entry_count = 0;
    ns_status status = buffer_append(&merging->stem, text->data, text->size, err);
    while (status == NS_OK && queue->count > 0 && merge_queue_same(queue, merge_queue_least(queue), &merging->stem)) {
        const uint32_t run = merge_queue_least(queue);
        const uint32_t place = merging->plan->runs[run].stems - 1 - queue->strings[run].left;
        stems->numbers[run][place] = stems->count;
        status = read_part(merging, run, err);
        if (status == NS_OK) status = merge_queue_next(queue, err);
    }
    return status;
}

static ns_status put_stem(struct postings_merging *merging, struct ns_error *err)
{
    xap_error cause;
    const size_t count = merging->entry_count;
    const xap_status put = xap_writer_put(merging->writer, merging->stem.data, merging->stem.size, join_parts(merging), count, &cause);
    return put == XAP_OK ? put_text(merging, err) : ns_fail_xap(err, put, &cause, merging->name);
}

ns_status merge_postings(struct merged_stems *stems, const struct merge_plan *plan, xap_writer *writer, const char *name,
                         struct ns_error *err)
{
    struct postings_merging merging = {.plan = plan, .stems = stems, .writer = writer, .name = name};
    ns_status status = begin(&merging, err);
    while (status == NS_OK && merging.queue.count > 0) {
        status = take_stem(&merging, err);
        if (status == NS_OK) status = put_stem(&merging, err);
    }
    if (status == NS_OK) status = spool_complete(&stems->texts, err);
    end(&merging);
    return status;
}

/* ---- Writing ---- */

/* The rows of `forms` by their stems: those of a stem are rows[ends[stem - 1]] up to rows[ends[stem]], ascending. */
struct stem_rows {
    uint32_t *rows;
    uint32_t *ends; /* behind a 0 for what is before the first */
};

static uint32_t stem_of(const struct merged_stems *stems, const struct merged_form *form)
{
    return stems->numbers[form->run][form->stem];
}

/* A counting sort: rows stay in order within a stem. */
static ns_status sort_rows(const struct merged_stems *stems, const struct merged_lexicon *lexicon, struct stem_rows *sorted,
                           struct ns_error *err)
{
    sorted->rows = malloc((lexicon->form_count + 1) * sizeof *sorted->rows);
    sorted->ends = calloc((size_t)stems->count + 2, sizeof *sorted->ends);
    if (!sorted->rows || !sorted->ends) return ns_fail_nomem(err);
    uint32_t *places = sorted->ends + 1; /* where each stem's rows begin, and in the end where they end */
    for (size_t row = 0; row < lexicon->form_count; row++)
        places[stem_of(stems, &lexicon->forms[row]) + 1]++;
    for (uint32_t stem = 0; stem < stems->count; stem++)
        places[stem + 1] += places[stem];
    for (size_t row = 0; row < lexicon->form_count; row++)
        sorted->rows[places[stem_of(stems, &lexicon->forms[row])]++] = (uint32_t)row;
    return NS_OK;
}

/* Whether the stem of these rows is the folded form of all of them: then it is found by that. */
static bool is_folded(const struct merged_lexicon *lexicon, const uint32_t *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!(lexicon->forms[rows[i]].count & RUN_FORM_IS_STEM)) return false;
    }
    return true;
}

/* The row at hand, and what it leans on. */
struct stem_writing {
    struct table_writer *table;
    struct buffer before; /* the stem of the row before */
    uint32_t first;       /* and its first row in `forms` */
};

/* What stands behind a stem: how many forms it has, and their rows. */
static ns_status put_rows(struct stem_writing *writing, bool begins_block, const uint32_t *rows, size_t count, struct ns_error *err)
{
    struct buffer *out = &writing->table->rows.buffer;
    const int64_t step = (int64_t)rows[0] - (begins_block ? 0 : writing->first);
    ns_status status = buffer_append_pair(out, count, zigzag(step), err);
    for (size_t i = 1; status == NS_OK && i < count; i += 2) {
        const uint32_t behind = i + 1 < count ? rows[i + 1] - rows[i] - 1 : 0;
        status = buffer_append_pair(out, rows[i] - rows[i - 1] - 1, behind, err);
    }
    writing->first = rows[0];
    return status;
}

static ns_status put_stem_row(struct stem_writing *writing, const char *text, size_t length, const uint32_t *rows, size_t count,
                              struct ns_error *err)
{
    bool first;
    struct buffer *before = &writing->before;
    ns_status status = table_begin_row(writing->table, &first, err);
    if (status == NS_OK) status = front_put(&writing->table->rows.buffer, first, before->data, before->size, text, length, err);
    if (status == NS_OK) status = put_rows(writing, first, rows, count, err);
    before->size = 0;
    return status == NS_OK ? buffer_append(before, text, length, err) : status;
}

static ns_status put_all(const struct merged_stems *stems, const struct merged_lexicon *lexicon, const struct stem_rows *sorted,
                         struct stem_writing *writing, struct ns_error *err)
{
    struct spool_reader reader = spool_read(&stems->texts);
    ns_status status = NS_OK;
    for (uint32_t stem = 0; status == NS_OK && stem < stems->count; stem++) {
        const char *text;
        size_t length;
        const uint32_t *rows = sorted->rows + sorted->ends[stem];
        const size_t count = sorted->ends[stem + 1] - sorted->ends[stem];
        status = spool_string(&reader, &text, &length, err);
        if (status == NS_OK && reader.cursor.failed) status = spool_damaged(err);
        if (status == NS_OK && !is_folded(lexicon, rows, count)) status = put_stem_row(writing, text, length, rows, count, err);
    }
    spool_reader_release(&reader);
    return status;
}

ns_status merged_stems_put(const struct merged_stems *stems, const struct merged_lexicon *lexicon, struct table_writer *table,
                           struct ns_error *err)
{
    struct stem_rows sorted = {0};
    struct stem_writing writing = {.table = table};
    ns_status status = sort_rows(stems, lexicon, &sorted, err);
    if (status == NS_OK) status = put_all(stems, lexicon, &sorted, &writing, err);
    buffer_release(&writing.before);
    free(sorted.rows);
    free(sorted.ends);
    return status;
}
