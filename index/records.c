/* records.c - passages and articles as rows. */
#include "index/records.h"

#include <string.h>

#include "index/bytes.h"

uint64_t zigzag(int64_t value)
{
    return ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0);
}

int64_t unzigzag(uint64_t value)
{
    return (int64_t)((value >> 1) ^ (value & 1 ? UINT64_MAX : 0));
}

static ns_status put_varints(struct buffer *out, const uint64_t *values, size_t count, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < count; i++)
        status = buffer_append_varint(out, values[i], err);
    return status;
}

/* ---- Passages ---- */

ns_status passage_put(struct table_writer *table, bool first, const struct passage_row *row, struct ns_error *err)
{
    bool begins_block;
    ns_status status = table_begin_row(table, &begins_block, err);
    const uint64_t place[] = {row->gaps_offset, row->text_offset, row->lines_before};
    const uint64_t sizes[] = {row->gaps_size << 1 | first, row->text_size, row->lines};
    if (status == NS_OK && begins_block) status = put_varints(&table->rows.buffer, place, sizeof place / sizeof *place, err);
    return status == NS_OK ? put_varints(&table->rows.buffer, sizes, sizeof sizes / sizeof *sizes, err) : status;
}

static void read_place(struct cursor *cursor, struct passage_row *row)
{
    row->gaps_offset = cursor_varint(cursor);
    row->text_offset = cursor_u32(cursor);
    row->lines_before = cursor_u32(cursor);
}

/* Go from one passage's place to the next one's. Sums of damaged numbers may wrap round; they are checked where they are used. */
static void step_place(struct passage_row *row, bool begins_article)
{
    row->gaps_offset += row->gaps_size;
    row->text_offset = begins_article ? 0 : row->text_offset + row->text_size;
    row->lines_before = begins_article ? 0 : row->lines_before + row->lines;
}

struct passage_rows passage_rows_over(const struct table *table)
{
    return (struct passage_rows){.table = table};
}

static ns_status open_block(struct passage_rows *rows, uint64_t block, struct ns_error *err)
{
    rows->count = 0;
    rows->block = block;
    return table_block(rows->table, block, &rows->cursor, err);
}

/* Decode the next row of the block. */
static void read_row(struct passage_rows *rows)
{
    struct cursor *cursor = &rows->cursor;
    struct passage_row *row = &rows->rows[rows->count];
    if (rows->count == 0) {
        read_place(cursor, row);
    } else {
        *row = row[-1];
    }
    const uint64_t gaps = cursor_varint(cursor);
    if (rows->count > 0) step_place(row, gaps & 1);
    row->gaps_size = gaps >> 1;
    row->text_size = cursor_u32(cursor);
    row->lines = cursor_u32(cursor);
    rows->count++;
}

ns_status passage_rows_get(struct passage_rows *rows, uint64_t number, const struct passage_row **out, struct ns_error *err)
{
    if (number >= rows->table->count) return ns_fail(err, NS_ERR_ARG, "passage %llu: there is none", (unsigned long long)number);
    const uint64_t block = number / TABLE_BLOCK;
    ns_status status = NS_OK;
    if (rows->count == 0 || rows->block != block) status = open_block(rows, block, err);
    if (status != NS_OK) return status;
    while (rows->count <= number % TABLE_BLOCK)
        read_row(rows);
    *out = &rows->rows[number % TABLE_BLOCK];
    if (!rows->cursor.failed) return NS_OK;
    rows->count = 0; /* so that what is asked for next does not depend on what was asked for before */
    return index_file_damaged(rows->table->file, rows->table->section, "a row is cut off", err);
}
