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

/* How many bytes the offsets need. */
static unsigned offset_width(uint64_t rows_size)
{
    unsigned width = 1;
    while (width < 8 && rows_size >> (8 * width) > 0)
        width++;
    return width;
}

/* What stands behind the rows. */
static ns_status make_end(const struct table_writer *table, struct buffer *end, struct ns_error *err)
{
    const unsigned width = offset_width(spool_size(&table->rows));
    const uint8_t *offsets = (const uint8_t *)table->offsets.data;
    ns_status status = buffer_reserve(end, table->offsets.size / 8 * width + 9, err);
    for (size_t at = 0; status == NS_OK && at < table->offsets.size; at += 8)
        status = buffer_append_bytes(end, load_u64(offsets + at), width, err);
    if (status == NS_OK) status = buffer_append_byte(end, (uint8_t)width, err);
    return status == NS_OK ? buffer_append_u64(end, table->count, err) : status;
}

ns_status table_put(const struct table_writer *table, struct index_file_writer *file, struct ns_error *err)
{
    struct buffer end = BUFFER_INIT;
    ns_status status = make_end(table, &end, err);
    if (status == NS_OK) status = spool_put(&table->rows, file, err);
    if (status == NS_OK) status = index_file_append(file, end.data, end.size, err);
    if (status == NS_OK) index_file_end_section(file);
    buffer_release(&end);
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

/* What stands behind the offsets. */
#define TABLE_END 9

ns_status table_open(struct index_file *file, enum index_section section, struct table *out, struct ns_error *err)
{
    const uint64_t size = index_file_section_size(file, section);
    const uint8_t *data;
    if (size < TABLE_END) return index_file_damaged(file, section, "it is too short for a table", err);
    const ns_status status = index_file_bytes(file, section, size - TABLE_END, TABLE_END, &data, err);
    if (status != NS_OK) return status;
    struct table table = {.file = file, .section = section, .count = load_u64(data + 1), .width = data[0]};
    if (table.width < 1 || table.width > 8) return index_file_damaged(file, section, "its offsets have no width", err);
    if (table.count > size || table_blocks(&table) * table.width > size - TABLE_END) {
        return index_file_damaged(file, section, "its number of rows does not fit its size", err);
    }
    table.size = size - TABLE_END - table_blocks(&table) * table.width;
    *out = table;
    return NS_OK;
}

/* The offset at this place. Behind the last of them stands more than the longest has, so that eight bytes can be read of each. */
static uint64_t load_offset(const uint8_t *at, unsigned width)
{
    return load_u64(at) & UINT64_MAX >> (64 - 8 * width);
}

ns_status table_block(const struct table *table, uint64_t block, struct cursor *cursor, struct ns_error *err)
{
    const unsigned width = table->width;
    const bool last = block + 1 == table_blocks(table);
    const uint8_t *offsets;
    ns_status status = index_file_bytes(table->file, table->section, table->size + block * width, last ? width : 2 * width, &offsets, err);
    if (status != NS_OK) return status;
    const uint64_t begin = load_offset(offsets, width);
    const uint64_t end = last ? table->size : load_offset(offsets + width, width);
    if (begin > end || end > table->size) return index_file_damaged(table->file, table->section, "a block lies outside it", err);
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
    const ns_status status = buffer_append_pair(rows, shared, length - shared, err);
    return status == NS_OK ? buffer_append(rows, text + shared, length - shared, err) : status;
}

ns_status front_get(struct cursor *cursor, struct buffer *text, struct ns_error *err)
{
    uint64_t shared, length;
    cursor_pair(cursor, &shared, &length);
    if (shared > text->size || length > (uint64_t)(cursor->end - cursor->at)) cursor_fail(cursor);
    if (cursor->failed) return NS_OK;
    text->size = (size_t)shared;
    if (length > text->capacity - shared) {
        const ns_status status = buffer_reserve(text, (size_t)length, err);
        if (status != NS_OK) return status;
    }
    if (length > 0) memcpy(text->data + shared, cursor->at, (size_t)length);
    text->size += (size_t)length;
    cursor->at += length;
    return NS_OK;
}
