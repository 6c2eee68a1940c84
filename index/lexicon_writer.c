/* lexicon_writer.c - the dictionary sections of an index file; index_file.h draws them. */
#include "index/lexicon_writer.h"

#include <stdlib.h>
#include <string.h>

#include "index/bytes.h"
#include "index/spelling.h"
#include "index/table.h"

void lexicon_writer_release(struct lexicon_writer *lexicon)
{
    interner_release(&lexicon->forms);
    interner_release(&lexicon->stems);
    interner_release(&lexicon->gaps);
    buffer_release(&lexicon->folded);
    buffer_release(&lexicon->gap_key);
    free(lexicon->form_infos);
    free(lexicon->gap_infos);
    free(lexicon->order);
    *lexicon = (struct lexicon_writer){0};
}

/* ---- Collecting ---- */

/* What a form is, worked out once for all its occurrences. */
static ns_status describe_form(struct lexicon_writer *lexicon, const char *form, size_t length, bool compound, struct ns_error *err)
{
    void *infos = lexicon->form_infos;
    ns_status status = array_reserve(&infos, &lexicon->form_capacity, lexicon->forms.count, sizeof *lexicon->form_infos, err);
    lexicon->form_infos = infos;
    if (status != NS_OK) return status;

    struct form_info info = {.compound = compound, .folded = lexicon->folded.size};
    const char *text;
    size_t text_len;
    status = normalizer_fold(lexicon->normalizer, form, length, &text, &text_len, err);
    if (status == NS_OK) status = buffer_append(&lexicon->folded, text, text_len, err);
    if (status != NS_OK) return status;
    info.folded_len = (uint32_t)text_len;
    status = normalizer_term(lexicon->normalizer, form, length, &text, &text_len, err);
    if (status == NS_OK) status = interner_add(&lexicon->stems, text, text_len, &info.stem, NULL, err);
    if (status == NS_OK) lexicon->form_infos[lexicon->forms.count - 1] = info;
    return status;
}

ns_status lexicon_add_form(struct lexicon_writer *lexicon, const char *form, size_t length, bool compound, uint32_t *id,
                           struct ns_error *err)
{
    bool added;
    ns_status status = interner_add(&lexicon->forms, form, length, id, &added, err);
    if (status == NS_OK && added) status = describe_form(lexicon, form, length, compound, err);
    if (status == NS_OK) lexicon->form_infos[*id].occurrences++;
    return status;
}

ns_status lexicon_add_gap(struct lexicon_writer *lexicon, const char *gap, size_t length, enum gap_class class, uint32_t *id,
                          struct ns_error *err)
{
    struct buffer *key = &lexicon->gap_key;
    bool added;
    key->size = 0;
    ns_status status = buffer_append_byte(key, (uint8_t) class, err);
    if (status == NS_OK) status = buffer_append(key, gap, length, err);
    if (status == NS_OK) status = interner_add(&lexicon->gaps, key->data, key->size, id, &added, err);
    if (status != NS_OK) return status;
    void *infos = lexicon->gap_infos;
    status = array_reserve(&infos, &lexicon->gap_capacity, lexicon->gaps.count, sizeof *lexicon->gap_infos, err);
    lexicon->gap_infos = infos;
    if (status != NS_OK) return status;
    if (added) lexicon->gap_infos[*id] = (struct gap_info){0};
    lexicon->gap_infos[*id].occurrences++;
    return NS_OK;
}

/* ---- Orders ---- */

/* qsort() gives its comparison no context: each element carries all it is compared by. */
struct sorted_form {
    const char *folded, *form;
    size_t folded_len, form_len;
    uint64_t occurrences;
    uint32_t id;
    uint32_t row;
};

static int by_folded_then_form(const void *left, const void *right)
{
    const struct sorted_form *a = left, *b = right;
    const int order = bytes_compare(a->folded, a->folded_len, b->folded, b->folded_len);
    return order ? order : bytes_compare(a->form, a->form_len, b->form, b->form_len);
}

static int by_occurrences_then_row(const void *left, const void *right)
{
    const struct sorted_form *a = left, *b = right;
    if (a->occurrences != b->occurrences) return a->occurrences < b->occurrences ? 1 : -1;
    return (a->row > b->row) - (a->row < b->row);
}

static ns_status number_forms(struct lexicon_writer *lexicon, struct ns_error *err)
{
    const size_t count = lexicon->forms.count;
    struct sorted_form *sorted = malloc((count + 1) * sizeof *sorted);
    lexicon->order = malloc((count + 1) * sizeof *lexicon->order);
    if (!sorted || !lexicon->order) {
        free(sorted);
        return ns_fail_nomem(err);
    }
    for (size_t i = 0; i < count; i++) {
        const struct form_info *info = &lexicon->form_infos[i];
        struct sorted_form *entry = &sorted[i];
        *entry = (struct sorted_form){.folded = lexicon->folded.data + info->folded, .folded_len = info->folded_len, .id = (uint32_t)i};
        entry->form = interner_get(&lexicon->forms, (uint32_t)i, &entry->form_len);
        entry->occurrences = info->occurrences;
    }
    qsort(sorted, count, sizeof *sorted, by_folded_then_form);
    for (size_t row = 0; row < count; row++) {
        lexicon->order[row] = sorted[row].id;
        sorted[row].row = (uint32_t)row;
    }
    qsort(sorted, count, sizeof *sorted, by_occurrences_then_row);
    uint32_t number = 0;
    for (size_t i = 0; i < count; i++) {
        struct form_info *info = &lexicon->form_infos[sorted[i].id];
        info->number = info->compound ? UINT32_MAX : number++;
    }
    free(sorted);
    return NS_OK;
}

struct sorted_gap {
    const char *key; /* the class and the text */
    size_t length;
    uint64_t occurrences;
    uint32_t id;
};

static int by_occurrences_then_key(const void *left, const void *right)
{
    const struct sorted_gap *a = left, *b = right;
    if (a->occurrences != b->occurrences) return a->occurrences < b->occurrences ? 1 : -1;
    return bytes_compare(a->key, a->length, b->key, b->length);
}

static ns_status number_gaps(struct lexicon_writer *lexicon, struct ns_error *err)
{
    const size_t count = lexicon->gaps.count;
    struct sorted_gap *sorted = malloc((count + 1) * sizeof *sorted);
    if (!sorted) return ns_fail_nomem(err);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = (struct sorted_gap){.occurrences = lexicon->gap_infos[i].occurrences, .id = (uint32_t)i};
        sorted[i].key = interner_get(&lexicon->gaps, (uint32_t)i, &sorted[i].length);
    }
    qsort(sorted, count, sizeof *sorted, by_occurrences_then_key);
    for (size_t number = 0; number < count; number++)
        lexicon->gap_infos[sorted[number].id].number = (uint32_t)number;
    free(sorted);
    return NS_OK;
}

ns_status lexicon_number(struct lexicon_writer *lexicon, struct ns_error *err)
{
    const ns_status status = number_forms(lexicon, err);
    return status == NS_OK ? number_gaps(lexicon, err) : status;
}

/* ---- Writing ---- */

static ns_status put_form(struct table_writer *table, const struct lexicon_writer *lexicon, size_t row, struct ns_error *err)
{
    bool first;
    ns_status status = table_begin_row(table, &first, err);
    if (status != NS_OK) return status;
    const struct form_info *info = &lexicon->form_infos[lexicon->order[row]];
    const struct form_info *before = first ? info : &lexicon->form_infos[lexicon->order[row - 1]];
    const char *folded = lexicon->folded.data;
    size_t form_len;
    const char *form = interner_get(&lexicon->forms, lexicon->order[row], &form_len);

    status = front_put(&table->rows, first, folded + before->folded, before->folded_len, folded + info->folded, info->folded_len, err);
    if (status == NS_OK) status = spelling_put(&table->rows, folded + info->folded, info->folded_len, form, form_len, err);
    if (status == NS_OK) status = buffer_append_varint(&table->rows, info->occurrences, err);
    if (status == NS_OK) status = buffer_append_varint(&table->rows, info->compound ? 0 : (uint64_t)info->number + 1, err);
    return status;
}

static ns_status write_forms(const struct lexicon_writer *lexicon, struct index_file_writer *file, struct ns_error *err)
{
    struct table_writer table = {0};
    ns_status status = NS_OK;
    for (size_t row = 0; status == NS_OK && row < lexicon->forms.count; row++)
        status = put_form(&table, lexicon, row, err);
    if (status == NS_OK) status = table_put(&table, file, err);
    table_writer_release(&table);
    return status;
}

static ns_status write_form_rows(const struct lexicon_writer *lexicon, struct index_file_writer *file, struct ns_error *err)
{
    size_t numbered = 0;
    uint32_t *rows = malloc((lexicon->forms.count + 1) * sizeof *rows);
    if (!rows) return ns_fail_nomem(err);
    for (size_t row = 0; row < lexicon->forms.count; row++) {
        const struct form_info *info = &lexicon->form_infos[lexicon->order[row]];
        if (info->compound) continue;
        rows[info->number] = (uint32_t)row;
        numbered++;
    }
    struct buffer bytes = BUFFER_INIT;
    ns_status status = NS_OK;
    for (size_t number = 0; status == NS_OK && number < numbered; number++)
        status = buffer_append_u32(&bytes, rows[number], err);
    if (status == NS_OK) status = index_file_put(file, bytes.data, bytes.size, err);
    buffer_release(&bytes);
    free(rows);
    return status;
}

/* One (stem, form) pair; sorted by the stem's text, then the form's row. */
struct stem_form {
    const char *stem;
    size_t stem_len;
    uint32_t row;
};

static int by_stem_then_row(const void *left, const void *right)
{
    const struct stem_form *a = left, *b = right;
    const int order = bytes_compare(a->stem, a->stem_len, b->stem, b->stem_len);
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

/* Stems are interned, so that equal stems are the same bytes. */
static size_t run_of_stem(const struct stem_form *pairs, size_t count)
{
    size_t run = 1;
    while (run < count && pairs[run].stem == pairs[0].stem)
        run++;
    return run;
}

static ns_status put_stem(struct table_writer *table, const struct stem_form *before, const struct stem_form *pairs, size_t run,
                          struct ns_error *err)
{
    bool first;
    ns_status status = table_begin_row(table, &first, err);
    if (status == NS_OK) status = front_put(&table->rows, first, before->stem, before->stem_len, pairs->stem, pairs->stem_len, err);
    if (status == NS_OK) status = buffer_append_varint(&table->rows, run, err);
    uint32_t last = 0;
    for (size_t i = 0; status == NS_OK && i < run; i++) {
        status = buffer_append_varint(&table->rows, pairs[i].row - last, err);
        last = pairs[i].row;
    }
    return status;
}

static ns_status write_stems(const struct lexicon_writer *lexicon, struct index_file_writer *file, struct ns_error *err)
{
    const size_t count = lexicon->forms.count;
    struct stem_form *pairs = malloc((count + 1) * sizeof *pairs);
    if (!pairs) return ns_fail_nomem(err);
    for (size_t row = 0; row < count; row++) {
        pairs[row].stem = interner_get(&lexicon->stems, lexicon->form_infos[lexicon->order[row]].stem, &pairs[row].stem_len);
        pairs[row].row = (uint32_t)row;
    }
    qsort(pairs, count, sizeof *pairs, by_stem_then_row);

    struct table_writer table = {0};
    ns_status status = NS_OK;
    const struct stem_form *before = pairs;
    for (size_t at = 0; status == NS_OK && at < count;) {
        const size_t run = run_of_stem(pairs + at, count - at);
        status = put_stem(&table, before, pairs + at, run, err);
        before = pairs + at;
        at += run;
    }
    if (status == NS_OK) status = table_put(&table, file, err);
    table_writer_release(&table);
    free(pairs);
    return status;
}

static ns_status put_gap(struct table_writer *table, const struct lexicon_writer *lexicon, uint32_t id, struct ns_error *err)
{
    bool first;
    size_t length;
    const char *key = interner_get(&lexicon->gaps, id, &length);
    ns_status status = table_begin_row(table, &first, err);
    if (status == NS_OK) status = buffer_append_byte(&table->rows, (uint8_t)key[0], err);
    if (status == NS_OK) status = buffer_append_string(&table->rows, key + 1, length - 1, err);
    return status;
}

static ns_status write_gaps(const struct lexicon_writer *lexicon, struct index_file_writer *file, struct ns_error *err)
{
    const size_t count = lexicon->gaps.count;
    uint32_t *ids = malloc((count + 1) * sizeof *ids);
    if (!ids) return ns_fail_nomem(err);
    for (size_t id = 0; id < count; id++)
        ids[lexicon->gap_infos[id].number] = (uint32_t)id;
    struct table_writer table = {0};
    ns_status status = NS_OK;
    for (size_t number = 0; status == NS_OK && number < count; number++)
        status = put_gap(&table, lexicon, ids[number], err);
    if (status == NS_OK) status = table_put(&table, file, err);
    table_writer_release(&table);
    free(ids);
    return status;
}

ns_status lexicon_write(const struct lexicon_writer *lexicon, struct index_file_writer *file, struct ns_error *err)
{
    ns_status status = write_forms(lexicon, file, err);
    if (status == NS_OK) status = write_form_rows(lexicon, file, err);
    if (status == NS_OK) status = write_stems(lexicon, file, err);
    if (status == NS_OK) status = write_gaps(lexicon, file, err);
    return status;
}
