/* read_jsonl.c - reads JSON Lines: one article a line, as an object.
 *
 * The fields are "id" (a string or an integer), "title", "date", "body", "section", "byline" and "source" (strings); others are passed
 * over. A field that is missing, null, or a string with nothing but white space is not known. A field of another type is a problem and not
 * known either. White space around a title or a body is left out; a NUL character within them is kept, but in the other fields, which
 * are addresses and labels, it is a problem and the field is not known. A date that cannot be read is a problem and stays unknown. A record
 * without a title and a body is passed over.
 *
 * Lines end with LF; a CR before it is white space to JSON. Blank lines are passed over, and so is a UTF-8 byte order mark at the
 * start. A line that is no JSON object, not UTF-8, nested too deep for jansson (2048 levels), longer than JSONL_LINE_MAX, or that has a
 * field twice (nobody could say which is meant) or a number that does not fit 64 bits is a problem, and the reading goes on behind it.
 */
#include "indexer/reader.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "indexer/white.h"

/* What the id of a record without one begins with; its line number follows. */
#define LINE_ID "line="

/* Room for the text of any 64-bit number with LINE_ID before it. */
#define ID_ROOM (sizeof LINE_ID + 20)

/* A line that is being read. */
struct record {
    const struct input *input;
    const struct reader_sink *sink;
    uint64_t line;
    const json_t *object;
};

static const char *type_name(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
    case JSON_FALSE:
        return "true or false";
    case JSON_NULL:
        return "null";
    }
    return "unknown";
}

/* The field of a type that is wanted, or NULL. */
static const json_t *field(const struct record *record, const char *name, bool integer_too)
{
    const json_t *value = json_object_get(record->object, name);
    if (!value || json_is_null(value)) return NULL;
    if (json_is_string(value) || (integer_too && json_is_integer(value))) return value;
    reader_problem(record->input, record->sink, record->line, "\"%s\" is %s, %s was wanted; it is passed over", name, type_name(value),
                   integer_too ? "a string or an integer" : "a string");
    return NULL;
}

/* A field that is a label: a string without NUL, valid as long as the record, or NULL. */
static const char *label(const struct record *record, const char *name, const json_t *value)
{
    if (!value) return NULL;
    const char *text = json_string_value(value);
    const size_t length = json_string_length(value);
    if (white_only(text, length)) return NULL;
    if (strlen(text) == length) return text;
    reader_problem(record->input, record->sink, record->line, "\"%s\" holds a NUL character, which it may not; it is passed over", name);
    return NULL;
}

static const char *label_field(const struct record *record, const char *name)
{
    return label(record, name, field(record, name, false));
}

/* Whether an id has the shape of one that stands for a line. */
static bool is_line_id(const char *id)
{
    const size_t length = sizeof LINE_ID - 1;
    if (strncmp(id, LINE_ID, length) != 0) return false;
    const size_t digits = strspn(id + length, "0123456789");
    return digits > 0 && id[length + digits] == '\0';
}

/* The record's id; one that is a number or has to be made up is written to room, which has ID_ROOM bytes. */
static const char *record_id(const struct record *record, char *room)
{
    const json_t *value = field(record, "id", true);
    if (value && json_is_integer(value)) {
        snprintf(room, ID_ROOM, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        return room;
    }
    const char *id = label(record, "id", value);
    if (id && !is_line_id(id)) return id;
    if (id) {
        reader_problem(record->input, record->sink, record->line,
                       "\"id\" has the shape " LINE_ID "NUMBER, which is kept for records without an id; it is passed over");
    }
    snprintf(room, ID_ROOM, LINE_ID "%" PRIu64, record->line);
    return room;
}

static struct article_date record_date(const struct record *record)
{
    const char *text = label_field(record, "date");
    if (!text) return (struct article_date){0, DATE_UNKNOWN};
    return reader_date(record->input, record->sink, record->line, text, strlen(text), "2021-03-03T12:11");
}

/* Add the part that a field holds, if it holds anything. */
static void put_part(const struct record *record, const char *name, enum part_kind kind, struct article *article)
{
    const json_t *value = field(record, name, false);
    if (!value) return;
    const char *text = json_string_value(value);
    size_t length = json_string_length(value);
    const size_t indent = white_span(text, length);
    text += indent;
    length = white_trim_end(text, length - indent);
    if (length == 0) return;
    article->parts[article->part_count++] = (struct article_part){kind, text, length, 0, (uint32_t)record->line, 0};
}

static ns_status put_record(const struct record *record, struct ns_error *err)
{
    char room[ID_ROOM];
    struct article article = {.path = record->input->path, .extracted = true};
    article.source_size = record->input->file_size;
    article.source_mtime = record->input->mtime;
    article.id = record_id(record, room);
    article.section = label_field(record, "section");
    article.byline = label_field(record, "byline");
    article.source = label_field(record, "source");
    article.date = record_date(record);
    put_part(record, "title", PART_TITLE, &article);
    put_part(record, "body", PART_BODY, &article);
    if (article.part_count > 0) return record->sink->article(record->sink->context, &article, err);
    reader_problem(record->input, record->sink, record->line, "no text: a \"body\" or a \"title\" was wanted");
    return NS_OK;
}

static void refuse_line(const struct record *record, uint64_t length)
{
    reader_problem(record->input, record->sink, record->line, "%" PRIu64 " bytes long, at most %zu were wanted; it is passed over", length,
                   JSONL_LINE_MAX);
}

/* jansson has a code for the want of memory, but mostly fails without any word when it lacks some. */
static bool lacked_memory(const json_error_t *cause)
{
    return !cause->text[0] || json_error_code(cause) == json_error_out_of_memory;
}

/* Read one line without its end. */
static ns_status read_line(struct record *record, const char *text, size_t length, struct ns_error *err)
{
    if (length > JSONL_LINE_MAX) {
        refuse_line(record, length);
        return NS_OK;
    }
    if (white_only(text, length)) return NS_OK;
    json_error_t cause;
    json_t *value = json_loadb(text, length, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &cause);
    ns_status status = NS_OK;
    if (value && json_is_object(value)) {
        record->object = value;
        status = put_record(record, err);
    } else if (value) {
        reader_problem(record->input, record->sink, record->line, "%s, an object was wanted", type_name(value));
    } else if (lacked_memory(&cause)) {
        status = ns_fail_nomem(err);
    } else {
        reader_problem(record->input, record->sink, record->line, "cannot be read as JSON: %s (at byte %d of the line)", cause.text,
                       cause.position);
    }
    json_decref(value);
    return status;
}

ns_status read_jsonl(const struct input *input, const struct reader_sink *sink, struct ns_error *err)
{
    const char *at = input->data + reader_mark(input);
    const char *end = input->data + input->size;
    struct record record = {.input = input, .sink = sink, .line = input->lines_before};
    ns_status status = NS_OK;
    while (at < end && status == NS_OK) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop) stop = end;
        record.line++;
        status = read_line(&record, at, (size_t)(stop - at), err);
        at = stop < end ? stop + 1 : end;
    }
    record.line++;
    if (status == NS_OK && input->left_out > 0) refuse_line(&record, input->left_out);
    return status;
}
