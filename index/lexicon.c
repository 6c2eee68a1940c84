/* lexicon.c - looking up forms, stems and gaps. */
#include "index/lexicon.h"

#include <stdlib.h>

#include "index/bytes.h"
#include "index/spelling.h"

ns_status lexicon_open(struct index_file *file, struct lexicon *out, struct ns_error *err)
{
    struct lexicon lexicon = {.file = file};
    ns_status status = table_open(file, SECTION_FORMS, &lexicon.forms, err);
    if (status == NS_OK) status = table_open(file, SECTION_STEMS, &lexicon.stems, err);
    if (status == NS_OK) status = table_open(file, SECTION_GAPS, &lexicon.gaps, err);
    if (status != NS_OK) return status;
    const uint64_t numbers = index_file_section_size(file, SECTION_FORM_ROWS) / 4;
    if (numbers >= NO_FORM) return index_file_damaged(file, SECTION_FORM_ROWS, "it is too long", err);
    lexicon.numbers = (uint32_t)numbers;
    *out = lexicon;
    return NS_OK;
}

void form_record_release(struct form_record *record)
{
    buffer_release(&record->folded);
    buffer_release(&record->form);
}

void row_list_release(struct row_list *rows)
{
    free(rows->items);
    *rows = (struct row_list){0};
}

static ns_status read_form(struct cursor *cursor, struct form_record *record, struct ns_error *err)
{
    record->form.size = 0;
    ns_status status = front_get(cursor, &record->folded, err);
    if (status == NS_OK) status = spelling_get(cursor, record->folded.data, record->folded.size, &record->form, err);
    record->occurrences = cursor_varint(cursor);
    const uint64_t number = cursor_varint_max(cursor, NO_FORM);
    record->number = number ? (uint32_t)(number - 1) : NO_FORM;
    return status;
}

/* Go to a row below the count: the cursor stands at it, the record holds the row before it in its block. */
static ns_status open_row(const struct lexicon *lexicon, uint64_t row, struct cursor *cursor, struct form_record *record,
                          struct ns_error *err)
{
    ns_status status = table_block(&lexicon->forms, row / TABLE_BLOCK, cursor, err);
    record->folded.size = 0;
    for (uint64_t i = 0; status == NS_OK && i < row % TABLE_BLOCK; i++)
        status = read_form(cursor, record, err);
    return status;
}

/* Read the row at the cursor, and look whether it makes sense. */
static ns_status read_row(const struct lexicon *lexicon, struct cursor *cursor, struct form_record *record, struct ns_error *err)
{
    const ns_status status = read_form(cursor, record, err);
    if (status != NS_OK) return status;
    if (!cursor->failed && (record->number == NO_FORM || record->number < lexicon->numbers)) return NS_OK;
    return index_file_damaged(lexicon->file, SECTION_FORMS, "a row makes no sense", err);
}

ns_status lexicon_form(const struct lexicon *lexicon, uint64_t row, struct form_record *out, struct ns_error *err)
{
    if (row >= lexicon->forms.count) return ns_fail(err, NS_ERR_ARG, "form %llu: there is none", (unsigned long long)row);
    struct cursor cursor;
    const ns_status status = open_row(lexicon, row, &cursor, out, err);
    return status == NS_OK ? read_row(lexicon, &cursor, out, err) : status;
}

struct lexicon_scan lexicon_scan_from(const struct lexicon *lexicon, uint64_t row)
{
    return (struct lexicon_scan){.lexicon = lexicon, .row = row};
}

ns_status lexicon_scan_next(struct lexicon_scan *scan, bool *end, struct ns_error *err)
{
    *end = scan->row >= scan->lexicon->forms.count;
    if (*end) return NS_OK;
    const bool opened = scan->cursor.at && scan->row % TABLE_BLOCK != 0;
    ns_status status = opened ? NS_OK : open_row(scan->lexicon, scan->row, &scan->cursor, &scan->form, err);
    if (status == NS_OK) status = read_row(scan->lexicon, &scan->cursor, &scan->form, err);
    if (status == NS_OK) scan->row++;
    return status;
}

ns_status lexicon_scan_read(struct lexicon_scan *scan, uint64_t row, struct ns_error *err)
{
    const bool near = row >= scan->row && row / TABLE_BLOCK == scan->row / TABLE_BLOCK;
    if (!near) {
        scan->row = row;
        scan->cursor.at = NULL;
    }
    ns_status status = NS_OK;
    bool end = false;
    while (status == NS_OK && !end && scan->row <= row)
        status = lexicon_scan_next(scan, &end, err);
    return status == NS_OK && end ? ns_fail(err, NS_ERR_ARG, "form %llu: there is none", (unsigned long long)row) : status;
}

void lexicon_scan_release(struct lexicon_scan *scan)
{
    form_record_release(&scan->form);
}

ns_status lexicon_row(const struct lexicon *lexicon, uint32_t number, uint32_t *row, struct ns_error *err)
{
    const uint8_t *data;
    const ns_status status = index_file_bytes(lexicon->file, SECTION_FORM_ROWS, (uint64_t)number * 4, 4, &data, err);
    if (status != NS_OK) return status;
    *row = load_u32(data);
    if (*row < lexicon->forms.count) return NS_OK;
    return index_file_damaged(lexicon->file, SECTION_FORM_ROWS, "it names a form that is not there", err);
}

/* The last block of a front-coded table whose first string is before the text, or the same where that is allowed; the first block if
 * there is none. */
static ns_status find_block(const struct table *table, bool or_same, const char *text, size_t length, uint64_t *block, struct ns_error *err)
{
    uint64_t low = 0;
    uint64_t high = table_blocks(table);
    while (high - low > 1) {
        const uint64_t middle = low + (high - low) / 2;
        struct cursor cursor;
        const ns_status status = table_block(table, middle, &cursor, err);
        if (status != NS_OK) return status;
        size_t first_len;
        const uint64_t shared = cursor_varint(&cursor);
        const char *first = cursor_string(&cursor, &first_len);
        if (cursor.failed || shared != 0) return index_file_damaged(table->file, table->section, "a row makes no sense", err);
        const int order = bytes_compare(first, first_len, text, length);
        if (order < 0 || (or_same && order == 0)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    *block = low;
    return NS_OK;
}

/* Forms that are folded alike may fill the end of one block and the start of the next: the first of them is looked for. */
ns_status lexicon_seek(const struct lexicon *lexicon, const char *folded, size_t length, uint64_t *row, struct ns_error *err)
{
    uint64_t block = 0;
    ns_status status = find_block(&lexicon->forms, false, folded, length, &block, err);
    struct lexicon_scan scan = lexicon_scan_from(lexicon, block * TABLE_BLOCK);
    bool found = false;
    while (status == NS_OK && !found) {
        bool end;
        *row = scan.row;
        status = lexicon_scan_next(&scan, &end, err);
        found = end || bytes_compare(scan.form.folded.data, scan.form.folded.size, folded, length) >= 0;
    }
    lexicon_scan_release(&scan);
    return status;
}

/* Read the rows of one stem's forms; into the list if they are wanted. */
static ns_status read_rows(const struct lexicon *lexicon, struct cursor *cursor, bool wanted, struct row_list *rows, struct ns_error *err)
{
    uint64_t row = 0;
    for (uint64_t left = cursor_varint(cursor); left > 0 && !cursor->failed; left--) {
        row += cursor_varint_max(cursor, UINT32_MAX);
        if (row >= lexicon->forms.count) cursor_fail(cursor);
        if (!wanted || cursor->failed) continue;
        void *items = rows->items;
        const ns_status status = array_reserve(&items, &rows->capacity, rows->count + 1, sizeof *rows->items, err);
        rows->items = items;
        if (status != NS_OK) return status;
        rows->items[rows->count++] = (uint32_t)row;
    }
    return NS_OK;
}

ns_status lexicon_stem(const struct lexicon *lexicon, const char *stem, size_t length, struct row_list *rows, struct ns_error *err)
{
    rows->count = 0;
    if (lexicon->stems.count == 0) return NS_OK;
    uint64_t block = 0;
    struct cursor cursor = {0};
    ns_status status = find_block(&lexicon->stems, true, stem, length, &block, err);
    if (status == NS_OK) status = table_block(&lexicon->stems, block, &cursor, err);
    struct buffer text = BUFFER_INIT;
    bool found = false;
    for (uint64_t row = block * TABLE_BLOCK; status == NS_OK && !found && row < lexicon->stems.count && row / TABLE_BLOCK == block; row++) {
        status = front_get(&cursor, &text, err);
        found = status == NS_OK && bytes_compare(text.data, text.size, stem, length) == 0;
        if (status == NS_OK) status = read_rows(lexicon, &cursor, found, rows, err);
        if (cursor.failed) status = index_file_damaged(lexicon->file, SECTION_STEMS, "a row makes no sense", err);
    }
    buffer_release(&text);
    return status;
}

ns_status lexicon_gap(const struct lexicon *lexicon, uint32_t number, enum gap_class *class, const char **text, size_t *length,
                      struct ns_error *err)
{
    if (number >= lexicon->gaps.count) return index_file_damaged(lexicon->file, SECTION_GAP_CODES, "it names a gap that is not there", err);
    struct cursor cursor;
    const ns_status status = table_block(&lexicon->gaps, number / TABLE_BLOCK, &cursor, err);
    if (status != NS_OK) return status;
    uint8_t kind = 0;
    for (uint32_t i = 0; i <= number % TABLE_BLOCK; i++) {
        kind = cursor_byte(&cursor);
        *text = cursor_string(&cursor, length);
    }
    if (cursor.failed || kind > GAP_PARAGRAPH) return index_file_damaged(lexicon->file, SECTION_GAPS, "a row makes no sense", err);
    *class = (enum gap_class)kind;
    return NS_OK;
}
