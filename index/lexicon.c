/* lexicon.c - looking up forms, stems and gaps. */
#include "index/lexicon.h"

#include <stdlib.h>

#include "index/form_kind.h"
#include "index/records.h"
#include "index/spelling.h"

ns_status lexicon_open(struct index_file *file, struct lexicon *out, struct ns_error *err)
{
    struct lexicon lexicon = {.file = file};
    ns_status status = table_open(file, SECTION_FORMS, &lexicon.forms, err);
    if (status == NS_OK) status = table_open(file, SECTION_STEMS, &lexicon.stems, err);
    if (status == NS_OK) status = table_open(file, SECTION_GAPS, &lexicon.gaps, err);
    if (status == NS_OK) status = form_numbers_open(file, lexicon.forms.count, &lexicon.form_numbers, err);
    if (status != NS_OK) return status;
    lexicon.numbers = lexicon.form_numbers.count;
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

static enum spelling spelling_in(uint8_t kind)
{
    return (enum spelling)(kind & FORM_SPELLING);
}

/* Read what stands behind a form; its number is known only if it is common. */
static void read_counts(struct cursor *cursor, uint8_t kind, struct form_record *record)
{
    const unsigned count = kind >> FORM_COUNT_SHIFT;
    record->number = NO_FORM;
    record->occurrences = count;
    if (count == FORM_COUNT_MORE) record->occurrences += cursor_varint_max(cursor, UINT64_MAX - FORM_COUNT_MORE);
    if (count != FORM_COMMON) return;
    record->number = cursor_u32(cursor);
    record->occurrences = cursor_varint(cursor);
}

/* Go past a row, of which no more is needed than its kind and its folded form. Inline, for rows are passed far more often than read. */
static inline ns_status pass_form(struct cursor *cursor, uint8_t *kind, struct buffer *folded, struct ns_error *err)
{
    *kind = cursor_byte(cursor);
    const ns_status status = front_get(cursor, folded, err);
    const unsigned count = *kind >> FORM_COUNT_SHIFT;
    if (spelling_in(*kind) == SPELLING_EDITED) spelling_pass_edit(cursor);
    if (count == FORM_COMMON || count == FORM_COUNT_MORE) cursor_varint(cursor);
    if (count == FORM_COMMON) cursor_varint(cursor);
    return status;
}

/* Read a row, but for a number that is not common. */
static ns_status read_form(struct cursor *cursor, struct form_record *record, uint8_t *kind, struct ns_error *err)
{
    record->form.size = 0;
    *kind = cursor_byte(cursor);
    record->is_stem = *kind & FORM_IS_STEM;
    ns_status status = front_get(cursor, &record->folded, err);
    if (status != NS_OK) return status;
    status = spelling_get(cursor, spelling_in(*kind), record->folded.data, record->folded.size, &record->form, err);
    read_counts(cursor, *kind, record);
    return status;
}

static ns_status damaged_row(const struct lexicon *lexicon, struct ns_error *err)
{
    return index_file_damaged(lexicon->file, SECTION_FORMS, "a row makes no sense", err);
}

/* Go to a row below the count: the cursor stands at it, the buffer holds the folded form of the row before it in its block. */
static ns_status open_row(const struct lexicon *lexicon, uint64_t row, struct cursor *cursor, struct buffer *folded, struct ns_error *err)
{
    uint8_t kind;
    ns_status status = table_block(&lexicon->forms, row / TABLE_BLOCK, cursor, err);
    folded->size = 0;
    for (uint64_t i = 0; status == NS_OK && i < row % TABLE_BLOCK; i++)
        status = pass_form(cursor, &kind, folded, err);
    return status;
}

/* Read the row at the cursor, and look whether it makes sense. @block  the numbers of its block */
static ns_status read_row(const struct lexicon *lexicon, struct cursor *cursor, unsigned place, const struct block_numbers *block,
                          struct form_record *record, struct ns_error *err)
{
    uint8_t kind;
    const ns_status status = read_form(cursor, record, &kind, err);
    if (status != NS_OK) return status;
    const bool compound = kind & FORM_IS_COMPOUND;
    const bool common = kind >> FORM_COUNT_SHIFT == FORM_COMMON;
    if (!compound && !common) record->number = form_numbers_get(&lexicon->form_numbers, block, place);
    const bool sound = compound ? !common : record->number < lexicon->numbers;
    return sound && !cursor->failed ? NS_OK : damaged_row(lexicon, err);
}

ns_status lexicon_form(const struct lexicon *lexicon, uint64_t row, struct form_record *out, struct ns_error *err)
{
    if (row >= lexicon->forms.count) return ns_fail(err, NS_ERR_ARG, "form %llu: there is none", (unsigned long long)row);
    struct cursor cursor;
    struct block_numbers block;
    ns_status status = form_numbers_block(&lexicon->form_numbers, row / TABLE_BLOCK, &block, err);
    if (status == NS_OK) status = open_row(lexicon, row, &cursor, &out->folded, err);
    return status == NS_OK ? read_row(lexicon, &cursor, row % TABLE_BLOCK, &block, out, err) : status;
}

ns_status lexicon_word(const struct lexicon *lexicon, uint32_t number, struct form_record *out, struct ns_error *err)
{
    struct cursor cursor;
    uint32_t row = 0;
    uint8_t kind = 0;
    ns_status status = form_numbers_row(&lexicon->form_numbers, number, &row, err);
    if (status == NS_OK) status = open_row(lexicon, row, &cursor, &out->folded, err);
    if (status == NS_OK) status = read_form(&cursor, out, &kind, err);
    if (status != NS_OK) return status;
    const bool common = kind >> FORM_COUNT_SHIFT == FORM_COMMON;
    const bool fits = common ? out->number == number : !form_number_is_common(number);
    out->number = number;
    return fits && !(kind & FORM_IS_COMPOUND) && !cursor.failed ? NS_OK : damaged_row(lexicon, err);
}

struct lexicon_scan lexicon_scan_from(const struct lexicon *lexicon, uint64_t row)
{
    return (struct lexicon_scan){.lexicon = lexicon, .row = row};
}

/* Go to the row that comes next. */
static ns_status open_scan(struct lexicon_scan *scan, struct ns_error *err)
{
    const struct lexicon *lexicon = scan->lexicon;
    const ns_status status = form_numbers_block(&lexicon->form_numbers, scan->row / TABLE_BLOCK, &scan->numbers, err);
    return status == NS_OK ? open_row(lexicon, scan->row, &scan->cursor, &scan->form.folded, err) : status;
}

/* Whether the row that comes next can be read on from the one before. */
static bool stands_in_block(const struct lexicon_scan *scan)
{
    return scan->cursor.at && scan->row % TABLE_BLOCK != 0;
}

ns_status lexicon_scan_next(struct lexicon_scan *scan, bool *end, struct ns_error *err)
{
    *end = scan->row >= scan->lexicon->forms.count;
    if (*end) return NS_OK;
    ns_status status = stands_in_block(scan) ? NS_OK : open_scan(scan, err);
    const unsigned place = scan->row % TABLE_BLOCK;
    if (status == NS_OK) status = read_row(scan->lexicon, &scan->cursor, place, &scan->numbers, &scan->form, err);
    if (status == NS_OK) scan->row++;
    return status;
}

ns_status lexicon_scan_read(struct lexicon_scan *scan, uint64_t row, struct ns_error *err)
{
    const bool near = stands_in_block(scan) && row >= scan->row && row / TABLE_BLOCK == scan->row / TABLE_BLOCK;
    if (!near) {
        scan->row = row;
        scan->cursor.at = NULL;
    }
    ns_status status = NS_OK;
    bool end = false;
    uint8_t kind;
    for (; status == NS_OK && scan->row < row; scan->row++)
        status = pass_form(&scan->cursor, &kind, &scan->form.folded, err);
    if (status == NS_OK) status = lexicon_scan_next(scan, &end, err);
    return status == NS_OK && end ? ns_fail(err, NS_ERR_ARG, "form %llu: there is none", (unsigned long long)row) : status;
}

void lexicon_scan_release(struct lexicon_scan *scan)
{
    form_record_release(&scan->form);
}

ns_status lexicon_row(const struct lexicon *lexicon, uint32_t number, uint32_t *row, struct ns_error *err)
{
    return form_numbers_row(&lexicon->form_numbers, number, row, err);
}

/* The first string of a block, which is whole there. @skipped  bytes that stand before it */
static ns_status first_string(const struct table *table, uint64_t block, size_t skipped, const char **text, size_t *length,
                              struct ns_error *err)
{
    struct cursor cursor;
    const ns_status status = table_block(table, block, &cursor, err);
    if (status != NS_OK) return status;
    uint64_t shared, size;
    cursor_bytes(&cursor, skipped);
    cursor_pair(&cursor, &shared, &size);
    *text = cursor_bytes(&cursor, size);
    *length = (size_t)size;
    if (!cursor.failed && shared == 0) return NS_OK;
    return index_file_damaged(table->file, table->section, "a row makes no sense", err);
}

/* The last block of a front-coded table whose first string is before the text, or the same where that is allowed; the first block if
 * there is none. */
static ns_status find_block(const struct table *table, size_t skipped, bool or_same, const char *text, size_t length, uint64_t *block,
                            struct ns_error *err)
{
    uint64_t low = 0;
    uint64_t high = table_blocks(table);
    while (high - low > 1) {
        const uint64_t middle = low + (high - low) / 2;
        const char *first;
        size_t first_len;
        const ns_status status = first_string(table, middle, skipped, &first, &first_len, err);
        if (status != NS_OK) return status;
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

/* Goes over rows of which no more is needed than their kinds and their folded forms. */
struct form_walk {
    const struct lexicon *lexicon;
    uint64_t row; /* of what was read last; the number of rows behind the last one */
    struct cursor cursor;
    uint8_t kind;
    struct buffer folded;
};

/* Read the row at walk->row. */
static ns_status walk_read(struct form_walk *walk, struct ns_error *err)
{
    const struct lexicon *lexicon = walk->lexicon;
    ns_status status = NS_OK;
    if (walk->row >= lexicon->forms.count) return NS_OK;
    if (walk->row % TABLE_BLOCK == 0) status = open_row(lexicon, walk->row, &walk->cursor, &walk->folded, err);
    if (status == NS_OK) status = pass_form(&walk->cursor, &walk->kind, &walk->folded, err);
    return status == NS_OK && walk->cursor.failed ? damaged_row(lexicon, err) : status;
}

static int walk_compare(const struct form_walk *walk, const char *folded, size_t length)
{
    if (walk->row >= walk->lexicon->forms.count) return 1;
    return bytes_compare(walk->folded.data, walk->folded.size, folded, length);
}

/* Forms that are folded alike may fill the end of one block and the start of the next: the first of them is looked for. */
static ns_status walk_to(struct form_walk *walk, const char *folded, size_t length, struct ns_error *err)
{
    uint64_t block = 0;
    ns_status status = find_block(&walk->lexicon->forms, 1, false, folded, length, &block, err);
    walk->row = block * TABLE_BLOCK;
    if (status == NS_OK) status = walk_read(walk, err);
    while (status == NS_OK && walk_compare(walk, folded, length) < 0) {
        walk->row++;
        status = walk_read(walk, err);
    }
    return status;
}

ns_status lexicon_seek(const struct lexicon *lexicon, const char *folded, size_t length, uint64_t *row, struct ns_error *err)
{
    struct form_walk walk = {.lexicon = lexicon};
    const ns_status status = walk_to(&walk, folded, length, err);
    *row = walk.row;
    buffer_release(&walk.folded);
    return status;
}

static ns_status add_row(struct row_list *rows, uint64_t row, struct ns_error *err)
{
    void *items = rows->items;
    const ns_status status = array_reserve(&items, &rows->capacity, rows->count + 1, sizeof *rows->items, err);
    rows->items = items;
    if (status == NS_OK) rows->items[rows->count++] = (uint32_t)row;
    return status;
}

/* Read the rows of one stem's forms; into the list if they are wanted.
 * @first  the first row of the stem before in the block, which becomes this one's */
static ns_status read_rows(const struct lexicon *lexicon, struct cursor *cursor, bool wanted, uint64_t *first, struct row_list *rows,
                           struct ns_error *err)
{
    ns_status status = NS_OK;
    uint64_t left, step, steps[2];
    cursor_pair(cursor, &left, &step);
    uint64_t row = *first += (uint64_t)unzigzag(step);
    for (unsigned turn = 0; left > 0 && status == NS_OK; turn ^= 1) {
        if (row >= lexicon->forms.count) cursor_fail(cursor);
        if (cursor->failed) return NS_OK;
        if (wanted) status = add_row(rows, row, err);
        if (--left > 0 && turn == 0) cursor_pair(cursor, &steps[0], &steps[1]);
        if (left > 0 && steps[turn] >= lexicon->forms.count) cursor_fail(cursor);
        if (left > 0) row += steps[turn] + 1;
    }
    return status;
}

/* Look for a stem among those that have rows. Rows are in order, so that behind its place nothing has to be read. */
static ns_status find_stem(const struct lexicon *lexicon, const char *stem, size_t length, bool *found, struct row_list *rows,
                           struct ns_error *err)
{
    const struct table *stems = &lexicon->stems;
    uint64_t block = 0, first = 0;
    struct cursor cursor = {0};
    if (stems->count == 0) return NS_OK;
    ns_status status = find_block(stems, 0, true, stem, length, &block, err);
    if (status == NS_OK) status = table_block(stems, block, &cursor, err);
    struct buffer text = BUFFER_INIT;
    int order = -1;
    for (uint64_t row = block * TABLE_BLOCK; status == NS_OK && order < 0 && row < stems->count && row / TABLE_BLOCK == block; row++) {
        status = front_get(&cursor, &text, err);
        if (status == NS_OK) order = bytes_compare(text.data, text.size, stem, length);
        if (status == NS_OK) status = read_rows(lexicon, &cursor, order == 0, &first, rows, err);
        if (cursor.failed) status = index_file_damaged(lexicon->file, SECTION_STEMS, "a row makes no sense", err);
    }
    *found = order == 0;
    buffer_release(&text);
    return status;
}

/* The forms that are the stem when they are folded, if that is their stem. */
static ns_status find_folded(const struct lexicon *lexicon, const char *stem, size_t length, struct row_list *rows, struct ns_error *err)
{
    struct form_walk walk = {.lexicon = lexicon};
    ns_status status = walk_to(&walk, stem, length, err);
    while (status == NS_OK && walk_compare(&walk, stem, length) == 0 && walk.kind & FORM_IS_STEM) {
        status = add_row(rows, walk.row++, err);
        if (status == NS_OK) status = walk_read(&walk, err);
    }
    buffer_release(&walk.folded);
    return status;
}

ns_status lexicon_stem(const struct lexicon *lexicon, const char *stem, size_t length, struct row_list *rows, struct ns_error *err)
{
    bool found = false;
    rows->count = 0;
    const ns_status status = find_stem(lexicon, stem, length, &found, rows, err);
    return status == NS_OK && !found ? find_folded(lexicon, stem, length, rows, err) : status;
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
