/* table.c - rows in blocks. */
#include "index/table.h"

#include <string.h>

#include "index/bytes.h"

ns_status table_begin_row(struct table_writer *table, bool *first, struct ns_error *err)
{
    *first = table->count % TABLE_BLOCK == 0;
    ns_status status = spool_turn(&table->rows, err);
    if (status == NS_OK && *first) status = buffer_append_u64(&table->offsets, spool_size(&table->rows), err);
    if (status == NS_OK) table->count++;
    return status;
}

ns_status table_put(struct table_writer *table, struct index_file_writer *file, struct ns_error *err)
{
    ns_status status = buffer_append_u64(&table->offsets, table->count, err);
    if (status == NS_OK) status = spool_put(&table->rows, file, err);
    if (status == NS_OK) status = index_file_append(file, table->offsets.data, table->offsets.size, err);
    if (status == NS_OK) index_file_end_section(file);
    return status;
}

void table_writer_release(struct table_writer *table)
{
    spool_release(&table->rows);
    buffer_release(&table->offsets);
    *table = (struct table_writer){0};
}

uint64_t table_blocks(const struct table *table)
{
    return table->count / TABLE_BLOCK + (table->count % TABLE_BLOCK != 0);
}

/* Where the rows end and the offsets of the blocks begin. */
static uint64_t rows_size(const struct table *table)
{
    return index_file_section_size(table->file, table->section) - 8 - table_blocks(table) * 8;
}

ns_status table_open(struct index_file *file, enum index_section section, struct table *out, struct ns_error *err)
{
    const uint64_t size = index_file_section_size(file, section);
    const uint8_t *data;
    if (size < 8) return index_file_damaged(file, section, "it is too short for a table", err);
    const ns_status status = index_file_bytes(file, section, size - 8, 8, &data, err);
    if (status != NS_OK) return status;
    const struct table table = {file, section, load_u64(data)};
    if (table.count > size || table_blocks(&table) * 8 > size - 8) {
        return index_file_damaged(file, section, "its number of rows does not fit its size", err);
    }
    *out = table;
    return NS_OK;
}

ns_status table_block(const struct table *table, uint64_t block, struct cursor *cursor, struct ns_error *err)
{
    const uint64_t rows_end = rows_size(table);
    const bool last = block + 1 == table_blocks(table);
    const uint8_t *offsets;
    ns_status status = index_file_bytes(table->file, table->section, rows_end + block * 8, last ? 8 : 16, &offsets, err);
    if (status != NS_OK) return status;
    const uint64_t begin = load_u64(offsets);
    const uint64_t end = last ? rows_end : load_u64(offsets + 8);
    if (begin > end || end > rows_end) return index_file_damaged(table->file, table->section, "a block lies outside it", err);
    const uint8_t *rows;
    status = index_file_bytes(table->file, table->section, begin, end - begin, &rows, err);
    if (status == NS_OK) *cursor = cursor_over(rows, end - begin);
    return status;
}

ns_status front_put(struct buffer *rows, bool first, const char *before, size_t before_len, const char *text, size_t length,
                    struct ns_error *err)
{
    size_t shared = 0;
    if (!first) {
        while (shared < before_len && shared < length && before[shared] == text[shared])
            shared++;
    }
    const ns_status status = buffer_append_varint(rows, shared, err);
    return status == NS_OK ? buffer_append_string(rows, text + shared, length - shared, err) : status;
}

ns_status front_get(struct cursor *cursor, struct buffer *text, struct ns_error *err)
{
    text->size = cursor_varint_max(cursor, text->size);
    size_t length;
    const char *rest = cursor_string(cursor, &length);
    return buffer_append(text, rest, length, err);
}
