/* markup_article.c - see markup_article.h. */
#include "indexer/markup_article.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "indexer/white.h"

#define DASH "\xe2\x80\x94"

void markup_article_release(struct markup_article *article)
{
    for (size_t i = 0; i < LABEL_COUNT; i++)
        buffer_release(&article->labels[i]);
    for (size_t i = 0; i < ARTICLE_PARTS_MAX; i++)
        buffer_release(&article->parts[i]);
    buffer_release(&article->scratch);
}

void markup_article_begin(struct markup_article *article, uint64_t line)
{
    for (size_t i = 0; i < LABEL_COUNT; i++)
        article->labels[i].size = 0;
    for (size_t i = 0; i < ARTICLE_PARTS_MAX; i++)
        article->parts[i].size = 0;
    article->line = line;
    article->date = (struct article_date){0, DATE_UNKNOWN};
}

/* ---- Labels; each ends with a NUL that is not part of it ---- */

static void end_label(struct markup_article *article, struct buffer *label)
{
    if (article->status == NS_OK) article->status = buffer_pad(label, 1, article->err);
}

/* Append a text with its white space made one space each; a control character is white too. */
static void append_label(struct markup_article *article, struct buffer *label, const char *text, size_t length)
{
    struct block_text line = block_text_into(label, article->err);
    block_text_put(&line, text, length);
    if (article->status == NS_OK) article->status = line.status;
    end_label(article, label);
}

void markup_label_set(struct markup_article *article, enum markup_label label, const char *text, size_t length)
{
    if (article->labels[label].size == 0) append_label(article, &article->labels[label], text, length);
}

void markup_label_add(struct markup_article *article, enum markup_label label, const char *separator, const char *text, size_t length)
{
    struct buffer *to = &article->labels[label];
    const size_t before = to->size;
    if (before > 0 && article->status == NS_OK) article->status = buffer_append(to, separator, strlen(separator), article->err);
    const size_t begin = to->size;
    append_label(article, to, text, length);
    if (to->size > begin) return;
    to->size = before;
    end_label(article, to);
}

const char *markup_label(const struct markup_article *article, enum markup_label label)
{
    return article->labels[label].size > 0 ? article->labels[label].data : NULL;
}

/* ---- Parts ---- */

struct block_text markup_part_begin(struct markup_article *article, enum part_kind kind, uint64_t line)
{
    struct buffer *part = &article->parts[kind];
    if (part->size == 0) article->part_lines[kind] = line;
    struct block_text text = block_text_into(part, article->err);
    text.begin = 0;
    block_text_break(&text, GAP_PARAGRAPH);
    text.status = article->status;
    return text;
}

void markup_part_end(struct markup_article *article, const struct block_text *text)
{
    if (article->status == NS_OK) article->status = text->status;
}

bool markup_part_empty(const struct markup_article *article, enum part_kind kind)
{
    return article->parts[kind].size == 0;
}

void markup_article_date(struct markup_article *article, const char *text, size_t length, uint64_t line, const char *example)
{
    if (article->date.precision != DATE_UNKNOWN || white_only(text, length)) return;
    article->date = reader_date(article->input, article->sink, line, text, length, example);
}

/* ---- The whole ---- */

/* What stands between a dateline and the text, as its end has it or has it not. */
static const char *dateline_gap(const struct buffer *dateline)
{
    static const char *const dashes[] = {"-", "\xe2\x80\x93", DASH};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        const size_t length = strlen(dashes[i]);
        if (dateline->size >= length && memcmp(dateline->data + dateline->size - length, dashes[i], length) == 0) return " ";
    }
    return " " DASH " ";
}

static void put_dateline(struct markup_article *article)
{
    const struct buffer *dateline = &article->labels[LABEL_DATELINE];
    struct buffer *body = &article->parts[PART_BODY];
    if (dateline->size == 0 || body->size == 0 || article->status != NS_OK) return;
    if (body->size >= dateline->size && strncasecmp(body->data, dateline->data, dateline->size) == 0) return;
    const char *gap = dateline_gap(dateline);
    const size_t more = dateline->size + strlen(gap);
    article->status = buffer_reserve(body, more, article->err);
    if (article->status != NS_OK) return;
    memmove(body->data + more, body->data, body->size);
    memcpy(body->data, dateline->data, dateline->size);
    memcpy(body->data + dateline->size, gap, strlen(gap));
    body->size += more;
}

/* The id: its own, unless that has the shape that is kept for lines. */
static void put_id(struct markup_article *article)
{
    char room[ARTICLE_LINE_ID_ROOM];
    struct buffer *id = &article->labels[LABEL_ID];
    if (id->size > 0 && article_id_is_line(id->data)) id->size = 0;
    markup_label_set(article, LABEL_ID, room, article_line_id(article->line, room));
}

static void take_parts(const struct markup_article *from, struct article *to)
{
    for (int kind = 0; kind < ARTICLE_PARTS_MAX; kind++) {
        const struct buffer *part = &from->parts[kind];
        const uint64_t line = from->part_lines[kind];
        if (part->size == 0) continue;
        to->parts[to->part_count++] =
            (struct article_part){(enum part_kind)kind, part->data, part->size, 0, line <= UINT32_MAX ? (uint32_t)line : 0, 0};
    }
}

ns_status markup_article_put(struct markup_article *article)
{
    put_dateline(article);
    if (!article->single) put_id(article);
    if (article->status != NS_OK) return article->status;
    struct article whole = {.path = article->input->path, .extracted = true, .date = article->date};
    whole.source_size = article->input->file_size;
    whole.source_mtime = article->input->mtime;
    whole.id = article->single ? NULL : markup_label(article, LABEL_ID);
    whole.section = markup_label(article, LABEL_SECTION);
    whole.byline = markup_label(article, LABEL_BYLINE);
    whole.source = markup_label(article, LABEL_SOURCE);
    whole.url = markup_label(article, LABEL_URL);
    take_parts(article, &whole);
    if (whole.part_count > 0) return article->sink->article(article->sink->context, &whole, article->err);
    reader_problem(article->input, article->sink, PROBLEM_EMPTY, article->line, "no text: a title or a body was wanted");
    return NS_OK;
}
