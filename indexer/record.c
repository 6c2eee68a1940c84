/* record.c - the rules that the fields of all records are under. */
#include "indexer/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "indexer/html_fragment.h"
#include "indexer/white.h"

void record_clear(struct record *record)
{
    memset(record->values, 0, sizeof record->values);
    record->date = (struct article_date){0, DATE_UNKNOWN};
}

void record_release(struct record *record)
{
    buffer_release(&record->joined);
    buffer_release(&record->plain);
}

/* The text of a field that is a label: a string without NUL, or NULL. */
static const char *label(const struct record *record, enum field field)
{
    const struct record_value *value = &record->values[field];
    if (!value->text || white_only(value->text, value->length)) return NULL;
    if (strlen(value->text) == value->length) return value->text;
    reader_problem(record->input, record->sink, PROBLEM_FIELD, record->line,
                   "\"%s\" holds a NUL character, which it may not; it is passed over", value->name);
    return NULL;
}

/* The record's id; one that has to be made up is written to room, which has ARTICLE_LINE_ID_ROOM bytes. */
static const char *record_id(const struct record *record, char *room)
{
    const char *id = label(record, RECORD_ID);
    if (id && !article_id_is_line(id)) return id;
    if (id) {
        reader_problem(record->input, record->sink, PROBLEM_FIELD, record->line,
                       "\"%s\" has the shape " ARTICLE_LINE_ID "NUMBER, which is kept for records without an id; it is passed over",
                       record->values[RECORD_ID].name);
    }
    article_line_id(record->line, room);
    return room;
}

static struct article_date record_date(const struct record *record)
{
    if (record->date.precision != DATE_UNKNOWN) return record->date;
    const char *text = label(record, RECORD_DATE);
    if (!text) return record->date;
    return reader_date(record->input, record->sink, record->line, text, strlen(text), "2021-03-03T12:11");
}

/* Add the part that a value holds, if it holds anything. */
static void put_part(const struct record *record, const struct record_value *value, enum part_kind kind, struct article *article)
{
    if (!value->text) return;
    const size_t indent = white_span(value->text, value->length);
    const char *text = value->text + indent;
    const size_t length = white_trim_end(text, value->length - indent);
    if (length == 0) return;
    article->parts[article->part_count++] = (struct article_part){kind, text, length, 0, (uint32_t)record->line, 0};
}

/* Join the values that are a body into one. */
static ns_status join_body(struct record *record, struct record_value *body, struct ns_error *err)
{
    static const char parting[] = "\n\n";
    ns_status status = NS_OK;
    size_t joined = 0;
    *body = record->values[RECORD_BODY];
    record->joined.size = 0;
    for (size_t slot = 0; status == NS_OK && slot < FIELD_SLOTS; slot++) {
        const struct record_value *value = &record->values[slot];
        if (field_of_slot(slot) != RECORD_BODY || !value->text || white_only(value->text, value->length)) continue;
        *body = *value;
        if (joined++ > 0) status = buffer_append(&record->joined, parting, sizeof parting - 1, err);
        if (status == NS_OK) status = buffer_append(&record->joined, value->text, value->length, err);
    }
    if (status == NS_OK && joined > 1) *body = (struct record_value){record->joined.data, record->joined.size, body->name};
    return status;
}

/* Whether a body is HTML: it has a tag that ends a paragraph or a line, as no text that speaks of a < b has. */
static bool is_html(const char *text, size_t length)
{
    static const char *const tags[] = {"</p>", "</div>", "</li>", "<br>", "<br/>", "<br />"};
    const char *end = text + length;
    for (const char *at = text; (at = memchr(at, '<', (size_t)(end - at))); at++) {
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
            const size_t size = strlen(tags[i]);
            if ((size_t)(end - at) >= size && strncasecmp(at, tags[i], size) == 0) return true;
        }
    }
    return false;
}

/* Make plain text of a body that is HTML. */
static ns_status take_markup_off(struct record *record, struct record_value *body, struct ns_error *err)
{
    if (!body->text || !is_html(body->text, body->length)) return NS_OK;
    record->plain.size = 0;
    struct block_text text = block_text_into(&record->plain, err);
    html_fragment_put(&text, body->text, body->length);
    *body = (struct record_value){record->plain.data, record->plain.size, body->name};
    return text.status;
}

static bool has_several(const struct record *record)
{
    for (size_t slot = FIELD_COUNT; slot < FIELD_SLOTS; slot++) {
        if (record->values[slot].text) return true;
    }
    return false;
}

ns_status record_put(struct record *record, struct ns_error *err)
{
    char room[ARTICLE_LINE_ID_ROOM];
    struct article article = {.path = record->input->path, .extracted = true};
    struct record_value body = record->values[RECORD_BODY];
    article.source_size = record->input->file_size;
    article.source_mtime = record->input->mtime;
    article.id = record_id(record, room);
    article.section = label(record, RECORD_SECTION);
    article.byline = label(record, RECORD_BYLINE);
    article.source = label(record, RECORD_SOURCE);
    article.url = label(record, RECORD_URL);
    article.date = record_date(record);
    ns_status status = has_several(record) ? join_body(record, &body, err) : NS_OK;
    if (status == NS_OK) status = take_markup_off(record, &body, err);
    if (status != NS_OK) return status;
    put_part(record, &record->values[RECORD_TITLE], PART_TITLE, &article);
    put_part(record, &record->values[RECORD_SUBTITLE], PART_SUBTITLE, &article);
    put_part(record, &body, PART_BODY, &article);
    if (article.part_count > 0) return record->sink->article(record->sink->context, &article, err);
    reader_problem(record->input, record->sink, PROBLEM_EMPTY, record->line, "no text: a \"body\" or a \"title\" was wanted");
    return NS_OK;
}
