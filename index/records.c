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

static uint32_t cursor_u32(struct cursor *cursor)
{
    return (uint32_t)cursor_varint_max(cursor, UINT32_MAX);
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

/* ---- Articles ---- */

void article_record_release(struct article_record *record)
{
    buffer_release(&record->strings);
    buffer_release(&record->path);
    *record = (struct article_record){0};
}

static ns_status put_field(struct buffer *out, const char *text, struct ns_error *err)
{
    return buffer_append_string(out, text ? text : "", text ? strlen(text) : 0, err);
}

static ns_status put_date(struct buffer *out, const struct article_date *date, struct ns_error *err)
{
    const ns_status status = buffer_append_byte(out, (uint8_t)date->precision, err);
    if (status != NS_OK || date->precision == DATE_UNKNOWN) return status;
    return buffer_append_varint(out, zigzag(date->seconds), err);
}

static ns_status put_head(struct buffer *out, const struct article *article, struct ns_error *err)
{
    ns_status status = put_field(out, article->id, err);
    if (status == NS_OK) status = put_field(out, article->section, err);
    if (status == NS_OK) status = put_field(out, article->byline, err);
    if (status == NS_OK) status = put_field(out, article->source, err);
    if (status == NS_OK) status = put_date(out, &article->date, err);
    if (status == NS_OK) status = buffer_append_varint(out, article->source_size, err);
    if (status == NS_OK) status = buffer_append_varint(out, zigzag(article->source_mtime), err);
    return status == NS_OK ? buffer_append_byte(out, article->extracted, err) : status;
}

static ns_status put_tail(struct buffer *out, const struct article_record *record, struct ns_error *err)
{
    const struct article *article = &record->article;
    ns_status status = buffer_append_varint(out, article->part_count, err);
    for (size_t i = 0; status == NS_OK && i < article->part_count; i++) {
        const struct article_part *part = &article->parts[i];
        const uint64_t numbers[] = {part->length, part->source_offset, part->source_line, part->source_column, record->part_lines[i]};
        status = buffer_append_byte(out, (uint8_t)part->kind, err);
        if (status == NS_OK) status = put_varints(out, numbers, sizeof numbers / sizeof *numbers, err);
    }
    return status;
}

/* A draft is: string path, varint bytes of the head, varint passages, the head, the tail up to the end. */
ns_status article_draft_put(struct buffer *out, const struct article_record *record, struct ns_error *err)
{
    struct buffer head = BUFFER_INIT;
    ns_status status = put_head(&head, &record->article, err);
    if (status == NS_OK) status = put_field(out, record->article.path, err);
    if (status == NS_OK) status = buffer_append_varint(out, head.size, err);
    if (status == NS_OK) status = buffer_append_varint(out, record->passages, err);
    if (status == NS_OK) status = buffer_append(out, head.data, head.size, err);
    if (status == NS_OK) status = put_tail(out, record, err);
    buffer_release(&head);
    return status;
}

struct article_draft article_draft_get(struct cursor *cursor)
{
    struct article_draft draft = {0};
    draft.path = cursor_string(cursor, &draft.path_len);
    draft.head_len = (size_t)cursor_varint_max(cursor, SIZE_MAX);
    draft.passages = cursor_u32(cursor);
    draft.head = cursor_bytes(cursor, draft.head_len);
    draft.tail_len = (size_t)(cursor->end - cursor->at);
    draft.tail = cursor_bytes(cursor, draft.tail_len);
    return draft;
}

ns_status article_put(struct table_writer *table, const struct buffer *path_before, const struct article_draft *draft,
                      uint32_t first_passage, struct ns_error *err)
{
    struct buffer *out = &table->rows.buffer;
    bool first;
    ns_status status = table_begin_row(table, &first, err);
    if (status == NS_OK) status = front_put(out, first, path_before->data, path_before->size, draft->path, draft->path_len, err);
    if (status == NS_OK) status = buffer_append(out, draft->head, draft->head_len, err);
    if (status == NS_OK) status = buffer_append_varint(out, first_passage, err);
    if (status == NS_OK) status = buffer_append_varint(out, draft->passages, err);
    return status == NS_OK ? buffer_append(out, draft->tail, draft->tail_len, err) : status;
}

/* Where the strings of a row are, until the record's own copies can be pointed at. */
struct field {
    const char *text;
    size_t length;
};

enum { FIELD_ID, FIELD_SECTION, FIELD_BYLINE, FIELD_SOURCE, FIELD_COUNT };

static void read_parts(struct cursor *cursor, struct article_record *record)
{
    struct article *article = &record->article;
    article->part_count = (size_t)cursor_varint_max(cursor, ARTICLE_PARTS_MAX);
    uint64_t offset = 0;
    for (size_t i = 0; i < article->part_count; i++) {
        struct article_part *part = &article->parts[i];
        const uint8_t kind = cursor_byte(cursor);
        if (kind > PART_BODY || offset > UINT32_MAX) cursor_fail(cursor);
        part->kind = (enum part_kind)kind;
        part->length = cursor_u32(cursor);
        part->source_offset = cursor_varint(cursor);
        part->source_line = cursor_u32(cursor);
        part->source_column = cursor_u32(cursor);
        record->part_lines[i] = cursor_u32(cursor);
        record->part_offset[i] = (uint32_t)offset;
        offset += part->length + PART_SEPARATOR_LENGTH;
    }
}

static void read_fixed(struct cursor *cursor, struct article_record *record)
{
    struct article *article = &record->article;
    const uint8_t precision = cursor_byte(cursor);
    if (precision > DATE_SECOND) cursor_fail(cursor);
    article->date.precision = (enum date_precision)precision;
    article->date.seconds = precision == DATE_UNKNOWN ? 0 : unzigzag(cursor_varint(cursor));
    article->source_size = cursor_varint(cursor);
    article->source_mtime = unzigzag(cursor_varint(cursor));
    article->extracted = cursor_byte(cursor) == 1;
    record->first_passage = cursor_u32(cursor);
    record->passages = cursor_u32(cursor);
    read_parts(cursor, record);
}

/* Reads one row; the path goes on from the row before. */
static ns_status read_article(struct cursor *cursor, struct article_record *record, struct field fields[FIELD_COUNT], struct ns_error *err)
{
    const ns_status status = front_get(cursor, &record->path, err);
    for (int i = 0; i < FIELD_COUNT; i++)
        fields[i].text = cursor_string(cursor, &fields[i].length);
    read_fixed(cursor, record);
    return status;
}

static ns_status copy_fields(struct article_record *record, const struct field fields[FIELD_COUNT], struct ns_error *err)
{
    size_t needed = 0;
    for (int i = 0; i < FIELD_COUNT; i++)
        needed += fields[i].length + 1;
    record->strings.size = 0;
    ns_status status = buffer_reserve(&record->strings, needed, err); /* so that no later growth moves what is pointed at */
    if (status == NS_OK) status = buffer_append_byte(&record->path, 0, err);
    if (status != NS_OK) return status;
    const char *copies[FIELD_COUNT];
    for (int i = 0; i < FIELD_COUNT; i++) {
        copies[i] = fields[i].length ? record->strings.data + record->strings.size : NULL;
        status = buffer_append(&record->strings, fields[i].text, fields[i].length, err);
        if (status == NS_OK) status = buffer_append_byte(&record->strings, 0, err);
        if (status != NS_OK) return status;
    }
    record->article.path = record->path.data;
    record->article.id = copies[FIELD_ID];
    record->article.section = copies[FIELD_SECTION];
    record->article.byline = copies[FIELD_BYLINE];
    record->article.source = copies[FIELD_SOURCE];
    return NS_OK;
}

ns_status article_get(const struct table *table, uint64_t number, struct article_record *out, struct ns_error *err)
{
    if (number >= table->count) return ns_fail(err, NS_ERR_ARG, "article %llu: there is none", (unsigned long long)number);
    struct cursor cursor;
    ns_status status = table_block(table, number / TABLE_BLOCK, &cursor, err);
    if (status != NS_OK) return status;
    out->path.size = 0;
    struct field fields[FIELD_COUNT];
    for (uint64_t row = 0; status == NS_OK && row <= number % TABLE_BLOCK; row++)
        status = read_article(&cursor, out, fields, err);
    if (status != NS_OK) return status;
    if (cursor.failed) return index_file_damaged(table->file, table->section, "a row is cut off or makes no sense", err);
    return copy_fields(out, fields, err);
}
