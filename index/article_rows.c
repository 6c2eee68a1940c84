/* article_rows.c - articles as rows that lean on one another. */
#include "index/article_rows.h"

#include <string.h>

#include "index/records.h"

/* What a row's first byte says, behind a bit for each field. */
#define HAS_SOURCE_STATE 32
#define IS_EXTRACTED 64

void article_record_release(struct article_record *record)
{
    buffer_release(&record->path);
    for (int i = 0; i < ARTICLE_FIELDS; i++)
        buffer_release(&record->fields[i]);
    *record = (struct article_record){0};
}

size_t article_part_at(const struct article_record *record, uint64_t text_offset)
{
    size_t i = record->article.part_count;
    while (i > 1 && record->part_offset[i - 1] > text_offset)
        i--;
    return i - 1;
}

void article_writer_release(struct article_writer *writer)
{
    table_writer_release(&writer->table);
    article_record_release(&writer->before);
}

/* Make a record what the first row of a block leans on. */
static void forget(struct article_record *record)
{
    record->path.size = 0;
    for (int i = 0; i < ARTICLE_FIELDS; i++)
        record->fields[i].size = 0;
    record->article = (struct article){0};
    record->first_passage = record->passages = 0;
}

/* The line that the next row's or part's is told by its distance from. */
static uint32_t last_line(const struct article *article)
{
    return article->part_count ? article->parts[article->part_count - 1].source_line : 0;
}

static const char *field_of(const struct article *article, int field)
{
    const char *const fields[ARTICLE_FIELDS] = {article->id, article->section, article->byline, article->source, article->url};
    return fields[field] ? fields[field] : "";
}

/* ---- Writing ---- */

static bool is_same(const struct buffer *before, const char *text)
{
    return before->size == strlen(text) && memcmp(before->data ? before->data : "", text, before->size) == 0;
}

/* Write a string as it differs from the one before, and put it in that one's place. */
static ns_status put_leaning(struct buffer *out, struct buffer *before, const char *text, struct ns_error *err)
{
    const size_t length = strlen(text);
    ns_status status = front_put(out, before->size == 0, before->data, before->size, text, length, err);
    before->size = 0;
    return status == NS_OK ? buffer_append(before, text, length, err) : status;
}

static ns_status put_flags(struct buffer *out, const struct article *article, const struct article_record *before, uint8_t *flags,
                           struct ns_error *err)
{
    uint8_t parts = 0;
    *flags = article->extracted ? IS_EXTRACTED : 0;
    for (int i = 0; i < ARTICLE_FIELDS; i++)
        *flags |= (uint8_t)(!is_same(&before->fields[i], field_of(article, i)) << i);
    if (article->source_size != before->article.source_size || article->source_mtime != before->article.source_mtime)
        *flags |= HAS_SOURCE_STATE;
    for (size_t i = 0; i < article->part_count; i++)
        parts |= (uint8_t)(1u << article->parts[i].kind);
    const ns_status status = buffer_append_byte(out, *flags, err);
    return status == NS_OK ? buffer_append_byte(out, (uint8_t)(parts | article->date.precision << ARTICLE_PARTS_MAX), err) : status;
}

/* Differences wrap round where the numbers are as far apart as can be, and so do the sums again. */
static uint64_t difference(int64_t value, int64_t before)
{
    return zigzag((int64_t)((uint64_t)value - (uint64_t)before));
}

static ns_status put_numbers(struct buffer *out, const struct article_record *record, const struct article *before, uint8_t flags,
                             struct ns_error *err)
{
    const struct article *article = &record->article;
    ns_status status = NS_OK;
    if (article->date.precision != DATE_UNKNOWN)
        status = buffer_append_varint(out, difference(article->date.seconds, before->date.seconds), err);
    if (status == NS_OK && (flags & HAS_SOURCE_STATE)) status = buffer_append_varint(out, article->source_size, err);
    if (status == NS_OK && (flags & HAS_SOURCE_STATE)) status = buffer_append_varint(out, zigzag(article->source_mtime), err);
    return status == NS_OK ? buffer_append_varint(out, record->passages, err) : status;
}

static ns_status put_parts(struct buffer *out, const struct article_record *record, uint32_t line, struct ns_error *err)
{
    const struct article *article = &record->article;
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < article->part_count; i++) {
        const struct article_part *part = &article->parts[i];
        status = buffer_append_varint(out, part->length, err);
        if (status == NS_OK) status = buffer_append_varint(out, difference(part->source_line, line), err);
        if (status == NS_OK && !article->extracted) status = buffer_append_varint(out, part->source_offset, err);
        if (status == NS_OK && !article->extracted) status = buffer_append_varint(out, part->source_column, err);
        if (status == NS_OK && i > 0) status = buffer_append_varint(out, record->part_lines[i], err);
        line = part->source_line;
    }
    return status;
}

/* Write a row, and put the record in the place of the one before. */
static ns_status put_row(struct buffer *out, bool first, const struct article_record *record, struct article_record *before,
                         struct ns_error *err)
{
    uint8_t flags;
    const struct article *article = &record->article;
    if (first) forget(before);
    ns_status status = first ? buffer_append_varint(out, record->first_passage, err) : NS_OK;
    if (status == NS_OK) status = put_leaning(out, &before->path, article->path, err);
    if (status == NS_OK) status = put_flags(out, article, before, &flags, err);
    for (int i = 0; status == NS_OK && i < ARTICLE_FIELDS; i++) {
        if (flags & 1u << i) status = put_leaning(out, &before->fields[i], field_of(article, i), err);
    }
    if (status == NS_OK) status = put_numbers(out, record, &before->article, flags, err);
    if (status == NS_OK) status = put_parts(out, record, last_line(&before->article), err);
    const int64_t seconds = article->date.precision != DATE_UNKNOWN ? article->date.seconds : before->article.date.seconds;
    before->article = *article;
    before->article.date.seconds = seconds;
    return status;
}

ns_status article_put(struct article_writer *writer, const struct article_record *record, struct ns_error *err)
{
    bool first;
    const ns_status status = table_begin_row(&writer->table, &first, err);
    return status == NS_OK ? put_row(&writer->table.rows.buffer, first, record, &writer->before, err) : status;
}

ns_status article_draft_put(struct buffer *out, const struct article_record *record, struct ns_error *err)
{
    struct article_record nothing = {0};
    const ns_status status = put_row(out, true, record, &nothing, err);
    article_record_release(&nothing);
    return status;
}

/* ---- Reading ---- */

static int64_t cursor_sum(struct cursor *cursor, int64_t before)
{
    return (int64_t)((uint64_t)before + (uint64_t)unzigzag(cursor_varint(cursor)));
}

static void read_parts(struct cursor *cursor, struct article_record *record, unsigned kinds, uint32_t line)
{
    struct article *article = &record->article;
    uint64_t offset = 0;
    article->part_count = 0;
    for (int kind = PART_TITLE; kind <= PART_BODY; kind++) {
        if (!(kinds & 1u << kind)) continue;
        const size_t i = article->part_count++;
        struct article_part *part = &article->parts[i];
        *part = (struct article_part){.kind = (enum part_kind)kind, .length = cursor_u32(cursor)};
        const int64_t source_line = cursor_sum(cursor, line);
        if (source_line < 0 || source_line > UINT32_MAX || offset > UINT32_MAX) cursor_fail(cursor);
        part->source_line = line = (uint32_t)source_line;
        if (!article->extracted) part->source_offset = cursor_varint(cursor);
        if (!article->extracted) part->source_column = cursor_u32(cursor);
        record->part_lines[i] = i > 0 ? cursor_u32(cursor) : 0;
        record->part_offset[i] = (uint32_t)offset;
        offset += part->length + PART_SEPARATOR_LENGTH;
    }
}

/* Turn the record before into the one of the row that comes next; of what it points to, only its buffers. */
static ns_status read_row(struct cursor *cursor, bool first, struct article_record *record, struct ns_error *err)
{
    struct article *article = &record->article;
    if (first) forget(record);
    const uint32_t line = last_line(article);
    record->first_passage = first ? cursor_u32(cursor) : record->first_passage + record->passages;
    ns_status status = front_get(cursor, &record->path, err);
    const uint8_t flags = cursor_byte(cursor);
    const uint8_t kinds = cursor_byte(cursor);
    for (int i = 0; status == NS_OK && i < ARTICLE_FIELDS; i++) {
        if (flags & 1u << i) status = front_get(cursor, &record->fields[i], err);
    }
    if (kinds >> ARTICLE_PARTS_MAX > DATE_SECOND) cursor_fail(cursor);
    article->date.precision = (enum date_precision)(kinds >> ARTICLE_PARTS_MAX);
    article->extracted = flags & IS_EXTRACTED;
    if (article->date.precision != DATE_UNKNOWN) article->date.seconds = cursor_sum(cursor, article->date.seconds);
    if (flags & HAS_SOURCE_STATE) article->source_size = cursor_varint(cursor);
    if (flags & HAS_SOURCE_STATE) article->source_mtime = unzigzag(cursor_varint(cursor));
    record->passages = cursor_u32(cursor);
    read_parts(cursor, record, kinds, line);
    return status;
}

/* End the buffers' strings, and have the article point to them; an empty field is not known. */
static ns_status point(struct article_record *record, struct ns_error *err)
{
    struct article *article = &record->article;
    const char **const fields[ARTICLE_FIELDS] = {&article->id, &article->section, &article->byline, &article->source, &article->url};
    ns_status status = buffer_append_byte(&record->path, 0, err);
    for (int i = 0; status == NS_OK && i < ARTICLE_FIELDS; i++) {
        status = buffer_append_byte(&record->fields[i], 0, err);
        *fields[i] = record->fields[i].size > 1 ? record->fields[i].data : NULL;
    }
    article->path = record->path.data;
    if (article->date.precision == DATE_UNKNOWN) article->date.seconds = 0;
    return status;
}

ns_status article_get(const struct table *table, uint64_t number, struct article_record *out, struct ns_error *err)
{
    if (number >= table->count) return ns_fail(err, NS_ERR_ARG, "article %llu: there is none", (unsigned long long)number);
    struct cursor cursor;
    ns_status status = table_block(table, number / TABLE_BLOCK, &cursor, err);
    for (uint64_t row = 0; status == NS_OK && row <= number % TABLE_BLOCK; row++)
        status = read_row(&cursor, row == 0, out, err);
    if (status != NS_OK) return status;
    if (cursor.failed) return index_file_damaged(table->file, table->section, "a row is cut off or makes no sense", err);
    return point(out, err);
}

ns_status article_draft_get(struct cursor *cursor, struct article_record *out, struct ns_error *err)
{
    const ns_status status = read_row(cursor, true, out, err);
    return status == NS_OK ? point(out, err) : status;
}
