/* record.c - the rules that the fields of all records are under. */
#include "indexer/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "indexer/white.h"

/* Room for the text of any 64-bit number with ARTICLE_LINE_ID before it. */
#define ID_ROOM (sizeof ARTICLE_LINE_ID + 20)

void record_clear(struct record *record)
{
    memset(record->values, 0, sizeof record->values);
    record->date = (struct article_date){0, DATE_UNKNOWN};
}

void record_release(struct record *record)
{
    buffer_release(&record->joined);
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

/* The record's id; one that has to be made up is written to room, which has ID_ROOM bytes. */
static const char *record_id(const struct record *record, char *room)
{
    const char *id = label(record, RECORD_ID);
    if (id && !article_id_is_line(id)) return id;
    if (id) {
        reader_problem(record->input, record->sink, PROBLEM_FIELD, record->line,
                       "\"%s\" has the shape " ARTICLE_LINE_ID "NUMBER, which is kept for records without an id; it is passed over",
                       record->values[RECORD_ID].name);
    }
    snprintf(room, ID_ROOM, ARTICLE_LINE_ID "%" PRIu64, record->line);
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

static bool has_several(const struct record *record)
{
    for (size_t slot = FIELD_COUNT; slot < FIELD_SLOTS; slot++) {
        if (record->values[slot].text) return true;
    }
    return false;
}

ns_status record_put(struct record *record, struct ns_error *err)
{
    char room[ID_ROOM];
    struct article article = {.path = record->input->path, .extracted = true};
    struct record_value body = record->values[RECORD_BODY];
    article.source_size = record->input->file_size;
    article.source_mtime = record->input->mtime;
    article.id = record_id(record, room);
    article.section = label(record, RECORD_SECTION);
    article.byline = label(record, RECORD_BYLINE);
    article.source = label(record, RECORD_SOURCE);
    article.date = record_date(record);
    if (has_several(record)) {
        const ns_status status = join_body(record, &body, err);
        if (status != NS_OK) return status;
    }
    put_part(record, &record->values[RECORD_TITLE], PART_TITLE, &article);
    put_part(record, &record->values[RECORD_SUBTITLE], PART_SUBTITLE, &article);
    put_part(record, &body, PART_BODY, &article);
    if (article.part_count > 0) return record->sink->article(record->sink->context, &article, err);
    reader_problem(record->input, record->sink, PROBLEM_EMPTY, record->line, "no text: a \"body\" or a \"title\" was wanted");
    return NS_OK;
}
