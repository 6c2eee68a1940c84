/* read_jsonl.c - reads JSON Lines: one article a line, as an object.
 *
 * The fields are "id" (a string or an integer), "title", "date", "body", "section", "byline", "source" and "url" (strings); others are
 * passed over. A field that is missing, null, or a string with nothing but white space is not known. A field of another type is a problem and not
 * known either. White space around a title or a body is left out; a NUL character within them is kept, but in the other fields, which
 * are addresses and labels, it is a problem and the field is not known. A date that cannot be read is a problem and stays unknown. A record
 * without a title and a body is passed over.
 *
 * Lines end with LF; a CR before it is white space to JSON. Blank lines are passed over, and so is a UTF-8 byte order mark at the
 * start. A line that is no JSON object, not UTF-8, nested over JSON_DEPTH_MAX levels deep, longer than JSONL_LINE_MAX, or that has one of
 * the fields twice (nobody could say which is meant) or a number too large for its type is a problem, and the reading goes on behind it.
 */
#include "indexer/reader.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "indexer/white.h"
#include "shim/json.h"

/* Room for the text of any 64-bit number with ARTICLE_LINE_ID before it. */
#define ID_ROOM (sizeof ARTICLE_LINE_ID + 20)

_Static_assert(INPUT_PADDING >= JSON_PADDING, "the last line of an input can be read too");

/* The fields that are taken. */
enum field { FIELD_ID, FIELD_TITLE, FIELD_DATE, FIELD_BODY, FIELD_SECTION, FIELD_BYLINE, FIELD_SOURCE, FIELD_URL, FIELD_COUNT };

static const char *const field_names[FIELD_COUNT] = {"id", "title", "date", "body", "section", "byline", "source", "url"};

/* A line that is being read. */
struct record {
    const struct input *input;
    const struct reader_sink *sink;
    json_parser *parser;
    uint64_t line;
    struct json_value values[FIELD_COUNT];
};

static const char *type_name(enum json_type type)
{
    switch (type) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
    case JSON_NUMBER:
        return "a number";
    case JSON_BOOL:
        return "true or false";
    case JSON_NULL:
        return "null";
    case JSON_ABSENT:
        break;
    }
    return "nothing";
}

/* The value of a field, if it has a type that is wanted, or NULL. */
static const struct json_value *value_of(const struct record *record, enum field field, bool integer_too)
{
    const struct json_value *value = &record->values[field];
    if (value->type == JSON_ABSENT || value->type == JSON_NULL) return NULL;
    if (value->type == JSON_STRING || (integer_too && value->type == JSON_INTEGER)) return value;
    reader_problem(record->input, record->sink, PROBLEM_FIELD, record->line, "\"%s\" is %s, %s was wanted; it is passed over",
                   field_names[field], type_name(value->type), integer_too ? "a string or an integer" : "a string");
    return NULL;
}

/* The text of a field that is a label: a string without NUL, valid as long as the record, or NULL. */
static const char *label(const struct record *record, enum field field, const struct json_value *value)
{
    if (!value || white_only(value->text, value->length)) return NULL;
    if (strlen(value->text) == value->length) return value->text;
    reader_problem(record->input, record->sink, PROBLEM_FIELD, record->line,
                   "\"%s\" holds a NUL character, which it may not; it is passed over", field_names[field]);
    return NULL;
}

static const char *label_field(const struct record *record, enum field field)
{
    return label(record, field, value_of(record, field, false));
}

/* The record's id; one that is a number or has to be made up is written to room, which has ID_ROOM bytes. */
static const char *record_id(const struct record *record, char *room)
{
    const struct json_value *value = value_of(record, FIELD_ID, true);
    if (value && value->type == JSON_INTEGER) {
        snprintf(room, ID_ROOM, "%s%" PRIu64, value->negative ? "-" : "", value->magnitude);
        return room;
    }
    const char *id = label(record, FIELD_ID, value);
    if (id && !article_id_is_line(id)) return id;
    if (id) {
        reader_problem(record->input, record->sink, PROBLEM_FIELD, record->line,
                       "\"id\" has the shape " ARTICLE_LINE_ID "NUMBER, which is kept for records without an id; it is passed over");
    }
    snprintf(room, ID_ROOM, ARTICLE_LINE_ID "%" PRIu64, record->line);
    return room;
}

static struct article_date record_date(const struct record *record)
{
    const char *text = label_field(record, FIELD_DATE);
    if (!text) return (struct article_date){0, DATE_UNKNOWN};
    return reader_date(record->input, record->sink, record->line, text, strlen(text), "2021-03-03T12:11");
}

/* Add the part that a field holds, if it holds anything. */
static void put_part(const struct record *record, enum field field, enum part_kind kind, struct article *article)
{
    const struct json_value *value = value_of(record, field, false);
    if (!value) return;
    const size_t indent = white_span(value->text, value->length);
    const char *text = value->text + indent;
    const size_t length = white_trim_end(text, value->length - indent);
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
    article.section = label_field(record, FIELD_SECTION);
    article.byline = label_field(record, FIELD_BYLINE);
    article.source = label_field(record, FIELD_SOURCE);
    article.url = label_field(record, FIELD_URL);
    article.date = record_date(record);
    put_part(record, FIELD_TITLE, PART_TITLE, &article);
    put_part(record, FIELD_BODY, PART_BODY, &article);
    if (article.part_count > 0) return record->sink->article(record->sink->context, &article, err);
    reader_problem(record->input, record->sink, PROBLEM_EMPTY, record->line, "no text: a \"body\" or a \"title\" was wanted");
    return NS_OK;
}

static void refuse_line(const struct record *record, uint64_t length)
{
    reader_problem(record->input, record->sink, PROBLEM_LIMIT, record->line,
                   "%" PRIu64 " bytes long, at most %zu were wanted; it is passed over", length, JSONL_LINE_MAX);
}

/* The name of a field that the record has twice, or NULL. */
static const char *field_twice(const struct record *record)
{
    for (int field = 0; field < FIELD_COUNT; field++) {
        if (record->values[field].twice) return field_names[field];
    }
    return NULL;
}

/* Take what a line has been read as. */
static ns_status take_root(const struct record *record, enum json_type root, struct ns_error *err)
{
    const char *twice = field_twice(record);
    if (root == JSON_OBJECT && !twice) return put_record(record, err);
    if (twice) {
        reader_problem(record->input, record->sink, PROBLEM_DAMAGED, record->line, "has \"%s\" twice, once was wanted", twice);
    } else {
        reader_problem(record->input, record->sink, PROBLEM_DAMAGED, record->line, "%s, an object was wanted", type_name(root));
    }
    return NS_OK;
}

/* Read one line without its end. */
static ns_status read_line(struct record *record, const char *text, size_t length, struct ns_error *err)
{
    enum json_type root;
    const char *what;
    if (length > JSONL_LINE_MAX) {
        refuse_line(record, length);
        return NS_OK;
    }
    if (white_only(text, length)) return NS_OK;
    switch (json_read(record->parser, text, length, &root, field_names, FIELD_COUNT, record->values, &what)) {
    case JSON_OK:
        return take_root(record, root, err);
    case JSON_WRONG:
        reader_problem(record->input, record->sink, PROBLEM_DAMAGED, record->line, "cannot be read as JSON: %s", what);
        return NS_OK;
    case JSON_NOMEM:
        break;
    }
    return ns_fail_nomem(err);
}

static ns_status read_lines(struct record *record, struct ns_error *err)
{
    const struct input *input = record->input;
    const char *at = input->data + reader_mark(input);
    const char *end = input->data + input->size;
    ns_status status = NS_OK;
    while (at < end && status == NS_OK) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop) stop = end;
        record->line++;
        status = read_line(record, at, (size_t)(stop - at), err);
        at = stop < end ? stop + 1 : end;
    }
    record->line++;
    if (status == NS_OK && input->left_out > 0) refuse_line(record, input->left_out);
    return status;
}

ns_status read_jsonl(const struct input *input, const struct reader_sink *sink, struct ns_error *err)
{
    struct record record = {.input = input, .sink = sink, .line = input->lines_before};
    record.parser = json_parser_new();
    const ns_status status = record.parser ? read_lines(&record, err) : ns_fail_nomem(err);
    json_parser_free(record.parser);
    return status;
}
