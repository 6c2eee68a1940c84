/* merge_lexicon.c - the forms and gaps of all runs in one order, and their numbers. */
#include "index/merge_lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "index/form_kind.h"
#include "index/merge_queue.h"
#include "index/sort_counts.h"
#include "index/spelling.h"

static void free_each(uint32_t **arrays, uint32_t count)
{
    for (uint32_t i = 0; arrays && i < count; i++)
        free(arrays[i]);
    free(arrays);
}

void merged_lexicon_release(struct merged_lexicon *lexicon)
{
    spool_release(&lexicon->rows);
    free(lexicon->forms);
    free(lexicon->numbers);
    free_each(lexicon->form_numbers, lexicon->run_count);
    buffer_release(&lexicon->gap_keys);
    free(lexicon->gap_ends);
    free(lexicon->gap_order);
    free_each(lexicon->gap_numbers, lexicon->run_count);
    *lexicon = (struct merged_lexicon){0};
}

/* For each run an array that has room for its forms, or for its gaps. */
static ns_status make_maps(uint32_t ***out, const struct run *runs, uint32_t run_count, enum run_stream stream, struct ns_error *err)
{
    uint32_t **maps = calloc((size_t)run_count + 1, sizeof *maps);
    *out = maps;
    if (!maps) return ns_fail_nomem(err);
    for (uint32_t run = 0; run < run_count; run++) {
        const size_t count = stream == RUN_FORMS ? runs[run].forms : runs[run].gaps;
        maps[run] = calloc(count + 1, sizeof **maps);
        if (!maps[run]) return ns_fail_nomem(err);
    }
    return NS_OK;
}

/* What stands behind a string of a run. */
struct numbers {
    uint64_t count;
    uint32_t id;
    uint32_t stem; /* of forms only */
};

static ns_status read_numbers(struct merge_queue *queue, uint32_t run, struct numbers *numbers, struct ns_error *err)
{
    const bool forms = queue->stream == RUN_FORMS;
    const struct run *from = &queue->runs[run];
    struct spool_reader *reader = &queue->strings[run].reader;
    const ns_status status = spool_need(reader, 3 * VARINT_MAX, err);
    if (status != NS_OK) return status;
    numbers->count = cursor_varint(&reader->cursor);
    numbers->id = (uint32_t)cursor_varint_max(&reader->cursor, (forms ? from->forms : from->gaps) - 1);
    numbers->stem = forms ? (uint32_t)cursor_varint_max(&reader->cursor, from->stems - 1) : 0;
    return reader->cursor.failed ? spool_damaged(err) : NS_OK;
}

/* ---- Forms ---- */

/* The row at hand, which is written when it is known how often it occurs in all runs. */
struct form_merging {
    struct merged_lexicon *lexicon;
    struct merge_queue queue;
    struct buffer key;
    struct buffer before; /* the key of the row before */
    struct buffer row;
};

static size_t folded_length(const struct buffer *key)
{
    const char *end = key->size > 0 ? memchr(key->data, 0, key->size) : NULL;
    return end ? (size_t)(end - key->data) : key->size;
}

/* The byte that a row begins with, but for its count. */
static uint8_t form_kind(const struct merged_form *form, enum spelling spelling)
{
    return (uint8_t)(spelling | (form->count & RUN_FORM_IS_STEM ? FORM_IS_STEM : 0) |
                     (form->count & RUN_FORM_IS_COMPOUND ? FORM_IS_COMPOUND : 0));
}

/* Append the row at hand without its count and number; rows of a block lean on one another (table.h). */
static ns_status end_row(struct form_merging *merging, struct ns_error *err)
{
    struct merged_lexicon *lexicon = merging->lexicon;
    const struct buffer *key = &merging->key;
    struct buffer *row = &merging->row;
    const size_t number = lexicon->form_count - 1;
    const size_t folded_len = folded_length(key);
    if (folded_len == key->size) return spool_damaged(err);
    const char *form = key->data + folded_len + 1;
    const size_t form_len = key->size - folded_len - 1;
    const struct buffer *before = &merging->before;
    const enum spelling spelling = spelling_of(key->data, folded_len, form, form_len);
    row->size = 0;
    ns_status status = buffer_append_byte(row, form_kind(&lexicon->forms[number], spelling), err);
    if (status == NS_OK) {
        status = front_put(row, number % TABLE_BLOCK == 0, before->data, folded_length(before), key->data, folded_len, err);
    }
    if (status == NS_OK && spelling == SPELLING_EDITED) status = spelling_put_edit(row, key->data, folded_len, form, form_len, err);
    if (status == NS_OK) status = buffer_append_string(&lexicon->rows.buffer, row->data, row->size, err);
    return status == NS_OK ? spool_turn(&lexicon->rows, err) : status;
}

static ns_status begin_row(struct form_merging *merging, uint32_t run, const struct numbers *numbers, struct ns_error *err)
{
    struct merged_lexicon *lexicon = merging->lexicon;
    if (lexicon->form_count >= UINT32_MAX - 1) return ns_fail(err, NS_ERR_LIMIT, "more than 4,294,967,294 distinct words");
    void *forms = lexicon->forms;
    ns_status status = array_reserve(&forms, &lexicon->form_capacity, lexicon->form_count + 1, sizeof *lexicon->forms, err);
    lexicon->forms = forms;
    if (status != NS_OK) return status;
    lexicon->forms[lexicon->form_count++] = (struct merged_form){numbers->count & RUN_FORM_TRAITS, run, numbers->stem};
    const struct buffer before = merging->before;
    merging->before = merging->key;
    merging->key = before;
    merging->key.size = 0;
    return buffer_append(&merging->key, merging->queue.strings[run].text.data, merging->queue.strings[run].text.size, err);
}

/* Take the least form of all runs. */
static ns_status take_form(struct form_merging *merging, struct ns_error *err)
{
    struct merged_lexicon *lexicon = merging->lexicon;
    const uint32_t run = merge_queue_least(&merging->queue);
    struct numbers numbers;
    ns_status status = read_numbers(&merging->queue, run, &numbers, err);
    if (status != NS_OK) return status;
    if (lexicon->form_count == 0 || !merge_queue_same(&merging->queue, run, &merging->key)) {
        if (lexicon->form_count > 0) status = end_row(merging, err);
        if (status == NS_OK) status = begin_row(merging, run, &numbers, err);
        if (status != NS_OK) return status;
    }
    lexicon->forms[lexicon->form_count - 1].count += numbers.count & ~(uint64_t)RUN_FORM_TRAITS;
    lexicon->form_numbers[run][numbers.id] = (uint32_t)(lexicon->form_count - 1);
    return merge_queue_next(&merging->queue, err);
}

static ns_status merge_forms(struct merged_lexicon *lexicon, const struct run *runs, uint32_t run_count, struct ns_error *err)
{
    struct form_merging merging = {.lexicon = lexicon};
    ns_status status = merge_queue_open(&merging.queue, runs, run_count, RUN_FORMS, err);
    while (status == NS_OK && merging.queue.count > 0)
        status = take_form(&merging, err);
    if (status == NS_OK && lexicon->form_count > 0) status = end_row(&merging, err);
    if (status == NS_OK) status = spool_complete(&lexicon->rows, err);
    merge_queue_release(&merging.queue);
    buffer_release(&merging.key);
    buffer_release(&merging.before);
    buffer_release(&merging.row);
    return status;
}

static ns_status number_forms(struct merged_lexicon *lexicon, struct ns_error *err)
{
    struct counted *order = malloc((lexicon->form_count + 1) * sizeof *order);
    lexicon->numbers = malloc((lexicon->form_count + 1) * sizeof *lexicon->numbers);
    ns_status status = order && lexicon->numbers ? NS_OK : ns_fail_nomem(err);
    for (size_t row = 0; status == NS_OK && row < lexicon->form_count; row++) {
        lexicon->numbers[row] = NO_NUMBER;
        const uint64_t count = lexicon->forms[row].count;
        if (!(count & RUN_FORM_IS_COMPOUND)) order[lexicon->numbered++] = (struct counted){count >> RUN_FORM_COUNT_SHIFT, (uint32_t)row};
    }
    if (status == NS_OK) status = sort_counts(order, lexicon->numbered, err);
    for (uint32_t number = 0; status == NS_OK && number < lexicon->numbered; number++)
        lexicon->numbers[order[number].id] = number;
    if (status == NS_OK) form_numbers_settle(lexicon->numbers, lexicon->form_count, lexicon->numbered);
    free(order);
    return status;
}

/* The runs' numbers led to rows; now they lead to numbers. */
static void renumber_forms(struct merged_lexicon *lexicon, const struct run *runs)
{
    for (uint32_t run = 0; run < lexicon->run_count; run++) {
        uint32_t *numbers = lexicon->form_numbers[run];
        for (uint32_t id = 0; id < runs[run].forms; id++)
            numbers[id] = lexicon->numbers[numbers[id]];
    }
}

/* ---- Gaps ---- */

/* Gaps, with how often they occur in all runs. */
struct gap_merging {
    struct merged_lexicon *lexicon;
    struct merge_queue queue;
    struct counted *counts;
    size_t capacity; /* of counts */
    struct buffer key;
};

static ns_status begin_gap(struct gap_merging *merging, uint32_t run, struct ns_error *err)
{
    struct merged_lexicon *lexicon = merging->lexicon;
    const struct buffer *text = &merging->queue.strings[run].text;
    if (lexicon->gap_count >= UINT32_MAX - 1) return ns_fail(err, NS_ERR_LIMIT, "more than 4,294,967,294 distinct gaps");
    if (text->size == 0) return spool_damaged(err);
    void *ends = lexicon->gap_ends, *counts = merging->counts;
    ns_status status = array_reserve(&ends, &lexicon->gap_capacity, lexicon->gap_count + 1, sizeof *lexicon->gap_ends, err);
    lexicon->gap_ends = ends;
    if (status == NS_OK) status = array_reserve(&counts, &merging->capacity, lexicon->gap_count + 1, sizeof *merging->counts, err);
    merging->counts = counts;
    merging->key.size = 0;
    if (status == NS_OK) status = buffer_append(&merging->key, text->data, text->size, err);
    if (status == NS_OK) status = buffer_append(&lexicon->gap_keys, text->data, text->size, err);
    if (status != NS_OK) return status;
    merging->counts[lexicon->gap_count] = (struct counted){0, (uint32_t)lexicon->gap_count};
    lexicon->gap_ends[lexicon->gap_count++] = lexicon->gap_keys.size;
    return NS_OK;
}

static ns_status take_gap(struct gap_merging *merging, struct ns_error *err)
{
    struct merged_lexicon *lexicon = merging->lexicon;
    const uint32_t run = merge_queue_least(&merging->queue);
    struct numbers numbers;
    ns_status status = read_numbers(&merging->queue, run, &numbers, err);
    if (status != NS_OK) return status;
    if (lexicon->gap_count == 0 || !merge_queue_same(&merging->queue, run, &merging->key)) status = begin_gap(merging, run, err);
    if (status != NS_OK) return status;
    merging->counts[lexicon->gap_count - 1].count += numbers.count;
    lexicon->gap_numbers[run][numbers.id] = (uint32_t)(lexicon->gap_count - 1);
    return merge_queue_next(&merging->queue, err);
}

/* Sort the gaps by their counts, and turn the runs' numbers, which led to gaps, into the numbers of these. */
static ns_status number_gaps(struct gap_merging *merging, struct ns_error *err)
{
    struct merged_lexicon *lexicon = merging->lexicon;
    const size_t count = lexicon->gap_count;
    uint32_t *numbers = malloc((count + 1) * sizeof *numbers);
    lexicon->gap_order = malloc((count + 1) * sizeof *lexicon->gap_order);
    ns_status status = numbers && lexicon->gap_order ? sort_counts(merging->counts, count, err) : ns_fail_nomem(err);
    for (uint32_t number = 0; status == NS_OK && number < count; number++) {
        lexicon->gap_order[number] = merging->counts[number].id;
        numbers[merging->counts[number].id] = number;
    }
    for (uint32_t run = 0; status == NS_OK && run < lexicon->run_count; run++) {
        for (uint32_t id = 0; id < merging->queue.runs[run].gaps; id++)
            lexicon->gap_numbers[run][id] = numbers[lexicon->gap_numbers[run][id]];
    }
    free(numbers);
    return status;
}

static ns_status merge_gaps(struct merged_lexicon *lexicon, const struct run *runs, uint32_t run_count, struct ns_error *err)
{
    struct gap_merging merging = {.lexicon = lexicon};
    ns_status status = merge_queue_open(&merging.queue, runs, run_count, RUN_GAPS, err);
    while (status == NS_OK && merging.queue.count > 0)
        status = take_gap(&merging, err);
    if (status == NS_OK) status = number_gaps(&merging, err);
    merge_queue_release(&merging.queue);
    free(merging.counts);
    buffer_release(&merging.key);
    return status;
}

ns_status merge_lexicon(struct merged_lexicon *lexicon, const struct run *runs, uint32_t run_count, struct ns_error *err)
{
    lexicon->run_count = run_count;
    ns_status status = make_maps(&lexicon->form_numbers, runs, run_count, RUN_FORMS, err);
    if (status == NS_OK) status = make_maps(&lexicon->gap_numbers, runs, run_count, RUN_GAPS, err);
    if (status == NS_OK) status = merge_forms(lexicon, runs, run_count, err);
    if (status == NS_OK) status = number_forms(lexicon, err);
    if (status == NS_OK) renumber_forms(lexicon, runs);
    return status == NS_OK ? merge_gaps(lexicon, runs, run_count, err) : status;
}

/* ---- Writing ---- */

/* Append a row, of which all but count and number is given. */
static ns_status put_form(struct buffer *out, const char *text, size_t length, const struct merged_form *form, uint32_t number,
                          struct ns_error *err)
{
    const uint64_t occurrences = form->count >> RUN_FORM_COUNT_SHIFT;
    const bool common = form_number_is_common(number);
    const unsigned count = common ? FORM_COMMON : occurrences < FORM_COUNT_MORE ? (unsigned)occurrences : FORM_COUNT_MORE;
    ns_status status = buffer_append_byte(out, (uint8_t)((uint8_t)text[0] | count << FORM_COUNT_SHIFT), err);
    if (status == NS_OK) status = buffer_append(out, text + 1, length - 1, err);
    if (status == NS_OK && common) status = buffer_append_varint(out, number, err);
    if (status == NS_OK && common) status = buffer_append_varint(out, occurrences, err);
    if (status == NS_OK && count == FORM_COUNT_MORE) status = buffer_append_varint(out, occurrences - FORM_COUNT_MORE, err);
    return status;
}

ns_status merged_lexicon_put_forms(const struct merged_lexicon *lexicon, struct table_writer *table, struct ns_error *err)
{
    struct spool_reader reader = spool_read(&lexicon->rows);
    ns_status status = NS_OK;
    for (size_t row = 0; status == NS_OK && row < lexicon->form_count; row++) {
        const char *text;
        size_t length;
        bool first;
        status = spool_string(&reader, &text, &length, err);
        if (status == NS_OK && (reader.cursor.failed || length == 0)) status = spool_damaged(err);
        if (status == NS_OK) status = table_begin_row(table, &first, err);
        if (status == NS_OK) status = put_form(&table->rows.buffer, text, length, &lexicon->forms[row], lexicon->numbers[row], err);
    }
    spool_reader_release(&reader);
    return status;
}

ns_status merged_lexicon_put_form_rows(const struct merged_lexicon *lexicon, struct buffer *out, struct ns_error *err)
{
    return form_numbers_put(out, lexicon->numbers, lexicon->form_count, lexicon->numbered, err);
}

ns_status merged_lexicon_put_gaps(const struct merged_lexicon *lexicon, struct table_writer *table, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t number = 0; status == NS_OK && number < lexicon->gap_count; number++) {
        const uint32_t gap = lexicon->gap_order[number];
        const size_t begin = gap > 0 ? lexicon->gap_ends[gap - 1] : 0;
        const char *key = lexicon->gap_keys.data + begin;
        const size_t length = lexicon->gap_ends[gap] - begin;
        bool first;
        status = table_begin_row(table, &first, err);
        if (status == NS_OK) status = buffer_append_byte(&table->rows.buffer, (uint8_t)key[0], err);
        if (status == NS_OK) status = buffer_append_string(&table->rows.buffer, key + 1, length - 1, err);
    }
    return status;
}
