/* merge.c - the order in which the sections are made and written.
 *
 * The postings take about as long as all the rest, and need nothing of it but the plan: so the two are made at the same time, and what the
 * two have to do with each other, the stems' forms, comes last.
 */
#include "index/merge.h"

#include <string.h>

#include "index/analyzer.h"
#include "index/merge_copies.h"
#include "index/merge_postings.h"
#include "index/merge_streams.h"
#include "index/records.h"

/* Temporary files that a merge may need. */
#define FILES_MOST 8

struct merge {
    const struct merge_options *options;
    const struct run *runs;
    uint32_t run_count;
    struct index_file_writer *file;
    struct scratch *files[FILES_MOST];
    unsigned file_count;

    struct merge_plan plan;
    struct merged_stems stems;
    struct merged_lexicon lexicon;
    struct merged_streams streams;
    struct table_writer form_table;
    struct table_writer stem_table;
    struct table_writer gap_table;
    struct buffer copies;
    uint64_t copy_count;

    uint64_t postings_size;
    ns_status postings_status; /* of the two tasks */
    ns_status streams_status;
    struct ns_error postings_err;
    struct ns_error streams_err;
};

/* Have a spool that grows with the text lie in a file, if that was asked for. */
static ns_status place(struct merge *merge, struct spool *spool, struct ns_error *err)
{
    if (!merge->options->in_files) return NS_OK;
    struct scratch **file = &merge->files[merge->file_count++];
    const ns_status status = scratch_open(index_file_scratch(merge->file), index_file_name(merge->file), file, err);
    if (status == NS_OK) *spool = spool_in_file(*file);
    return status;
}

static ns_status place_all(struct merge *merge, struct ns_error *err)
{
    struct spool *const spools[FILES_MOST] = {
        &merge->stems.texts,     &merge->lexicon.rows,    &merge->streams.words,         &merge->streams.gaps,
        &merge->form_table.rows, &merge->stem_table.rows, &merge->streams.passages.rows, &merge->streams.articles.table.rows};
    ns_status status = NS_OK;
    for (int i = 0; status == NS_OK && i < FILES_MOST; i++)
        status = place(merge, spools[i], err);
    return status;
}

static void release(struct merge *merge)
{
    merge_plan_release(&merge->plan);
    merged_stems_release(&merge->stems);
    merged_lexicon_release(&merge->lexicon);
    merged_streams_release(&merge->streams);
    table_writer_release(&merge->form_table);
    table_writer_release(&merge->stem_table);
    table_writer_release(&merge->gap_table);
    buffer_release(&merge->copies);
    for (unsigned i = 0; i < merge->file_count; i++)
        scratch_close(merge->files[i]);
}

/* ---- The two tasks ---- */

static ns_status write_postings(struct merge *merge, struct ns_error *err)
{
    const xap_writer_options options = {.kind = merge->options->postings,
                                        .fd = index_file_descriptor(merge->file),
                                        .scratch = index_file_scratch(merge->file),
                                        .lengths = merge->plan.lengths,
                                        .documents = merge->plan.passage_count};
    xap_writer *writer;
    xap_error cause;
    const xap_status opened = xap_writer_open(&options, &writer, &cause);
    if (opened != XAP_OK) return ns_fail_xap(err, opened, &cause, index_file_name(merge->file));
    const ns_status status = merge_postings(&merge->stems, &merge->plan, writer, index_file_name(merge->file), err);
    const xap_status written = status == NS_OK ? xap_writer_finish(writer, &merge->postings_size, &cause) : XAP_OK;
    xap_writer_free(writer);
    return written == XAP_OK ? status : ns_fail_xap(err, written, &cause, index_file_name(merge->file));
}

static void postings_task(void *context)
{
    struct merge *merge = context;
    merge->postings_status = write_postings(merge, &merge->postings_err);
}

static ns_status make_streams(struct merge *merge, struct ns_error *err)
{
    ns_status status = merge_copies(&merge->plan, &merge->copies, &merge->copy_count, err);
    if (status == NS_OK) status = merge_lexicon(&merge->lexicon, merge->runs, merge->run_count, err);
    if (status == NS_OK) status = merge_streams(&merge->streams, &merge->plan, &merge->lexicon, err);
    if (status == NS_OK) status = merged_lexicon_put_forms(&merge->lexicon, &merge->form_table, err);
    return status == NS_OK ? merged_lexicon_put_gaps(&merge->lexicon, &merge->gap_table, err) : status;
}

static void streams_task(void *context)
{
    struct merge *merge = context;
    merge->streams_status = make_streams(merge, &merge->streams_err);
}

/* Of two errors the first task's is told. */
static ns_status run_tasks(struct merge *merge, struct ns_error *err)
{
    const struct task postings = {postings_task, merge}, streams = {streams_task, merge};
    merge->options->run_both(&postings, &streams);
    const struct ns_error *told = merge->postings_status != NS_OK ? &merge->postings_err : &merge->streams_err;
    const ns_status status = merge->postings_status != NS_OK ? merge->postings_status : merge->streams_status;
    if (status != NS_OK && err) *err = *told;
    return status;
}

/* ---- Writing ---- */

static ns_status put_form_rows(const struct merge *merge, struct ns_error *err)
{
    struct buffer rows = BUFFER_INIT;
    ns_status status = merged_lexicon_put_form_rows(&merge->lexicon, &rows, err);
    if (status == NS_OK) status = index_file_put(merge->file, rows.data, rows.size, err);
    buffer_release(&rows);
    return status;
}

static ns_status put_spool(const struct merge *merge, const struct spool *spool, struct ns_error *err)
{
    const ns_status status = spool_put(spool, merge->file, err);
    if (status == NS_OK) index_file_end_section(merge->file);
    return status;
}

static ns_status put_meta(const struct merge *merge, struct ns_error *err)
{
    const struct merge_plan *plan = &merge->plan;
    const char *language = merge->options->language;
    const uint64_t counts[] = {plan->articles, plan->passage_count, plan->words, plan->text_bytes};
    struct buffer meta = BUFFER_INIT;
    ns_status status = buffer_append_varint(&meta, ANALYZER_VERSION, err);
    if (status == NS_OK) status = buffer_append_string(&meta, language, strlen(language), err);
    for (size_t i = 0; status == NS_OK && i < sizeof counts / sizeof *counts; i++)
        status = buffer_append_varint(&meta, counts[i], err);
    if (status == NS_OK) status = buffer_append_byte(&meta, (uint8_t)plan->newest.precision, err);
    if (status == NS_OK) status = buffer_append_varint(&meta, zigzag(plan->newest.seconds), err);
    if (status == NS_OK) status = index_file_put(merge->file, meta.data, meta.size, err);
    buffer_release(&meta);
    return status;
}

static ns_status put_sections(struct merge *merge, struct ns_error *err)
{
    struct merged_streams *streams = &merge->streams;
    index_file_skip(merge->file, merge->postings_size);
    ns_status status = table_put(&merge->form_table, merge->file, err);
    if (status == NS_OK) status = put_form_rows(merge, err);
    if (status == NS_OK) status = merged_stems_put(&merge->stems, &merge->lexicon, &merge->stem_table, err);
    if (status == NS_OK) status = table_put(&merge->stem_table, merge->file, err);
    if (status == NS_OK) status = table_put(&merge->gap_table, merge->file, err);
    if (status == NS_OK) status = put_spool(merge, &streams->words, err);
    if (status == NS_OK) status = put_spool(merge, &streams->gaps, err);
    if (status == NS_OK) status = index_file_put(merge->file, streams->spans.data, streams->spans.size, err);
    if (status == NS_OK) status = table_put(&streams->passages, merge->file, err);
    if (status == NS_OK) status = table_put(&streams->articles.table, merge->file, err);
    if (status == NS_OK) status = index_file_put(merge->file, merge->copies.data, merge->copies.size, err);
    return status == NS_OK ? put_meta(merge, err) : status;
}

static void sum_up(const struct merge *merge, struct index_totals *totals)
{
    const struct merge_plan *plan = &merge->plan;
    *totals = (struct index_totals){.articles = plan->articles,
                                    .copies = merge->copy_count,
                                    .passages = plan->passage_count,
                                    .words = plan->words,
                                    .text_bytes = plan->text_bytes};
}

ns_status merge_runs(const struct merge_options *options, const struct run *runs, uint32_t run_count, struct index_file_writer *file,
                     struct index_totals *totals, struct ns_error *err)
{
    struct merge merge = {.options = options, .runs = runs, .run_count = run_count, .file = file};
    ns_status status = place_all(&merge, err);
    if (status == NS_OK) status = merge_plan_make(&merge.plan, runs, run_count, err);
    if (status == NS_OK) status = run_tasks(&merge, err);
    if (status == NS_OK) status = put_sections(&merge, err);
    sum_up(&merge, totals);
    release(&merge);
    return status == NS_OK ? index_file_commit(file, options->run_both, &totals->file_bytes, err) : status;
}
