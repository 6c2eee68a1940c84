/* read_json.c - reads JSON documents: an article that is an object, an array of such, or an object that has an array of them.
 *
 * The document is cut by json_scan.h, and each object in it read by json_record.h. What is an object around a list of articles is told so:
 * it has an array of objects, the first of which has a title or a body, and no body of its own but perhaps a summary. Of several arrays the
 * largest is the list. An article with a list of others that it refers to has a body, and so is none.
 *
 * An object that is too large for an article comes in slices that end in its list; of the first, which has no end, the list is read.
 *
 * A document in UTF-16 or UTF-32 is known by its byte order mark; any other is UTF-8, and an object that is not valid as that is damaged.
 */
#include "indexer/reader.h"

#include <string.h>

#include "indexer/charset.h"
#include "indexer/format_parts.h"
#include "indexer/json_record.h"
#include "indexer/json_scan.h"
#include "indexer/white.h"

/* From this size on the beginning of an object is taken for one that json_split() has cut off behind the last element that JSONL_LINE_MAX
 * left room for. */
#define CUT_LEAST (JSONL_LINE_MAX / 2)

/* Where the reading of a document stands. */
struct reading {
    const struct input *input;
    const struct reader_sink *sink;
    struct json_records *records;
    const char *counted; /* up to here lines are counted */
    uint64_t line;       /* of that place */
    bool found;          /* something, if only a problem */
};

/* The line of a place, which is behind those asked for before. */
static uint64_t line_at(struct reading *reading, const char *place)
{
    const char *at;
    while ((at = memchr(reading->counted, '\n', (size_t)(place - reading->counted)))) {
        reading->counted = at + 1;
        reading->line++;
    }
    reading->counted = place;
    return reading->line;
}

static void refuse(struct reading *reading, const struct json_piece *piece)
{
    const uint64_t line = line_at(reading, piece->text);
    if (piece->kind == JSON_PIECE_OTHER) {
        reader_problem(reading->input, reading->sink, PROBLEM_DAMAGED, line, "no object, where one that is an article was wanted");
    } else if (piece->kind == JSON_PIECE_DAMAGED) {
        reader_problem(reading->input, reading->sink, PROBLEM_DAMAGED, line,
                       "an object without an end that fits; %zu bytes from here are passed over", piece->length);
    } else {
        reader_problem(reading->input, reading->sink, PROBLEM_LIMIT, line,
                       "an object of %zu bytes, at most %zu were wanted; it is passed over", piece->length, JSONL_LINE_MAX);
    }
}

static ns_status read_article(struct reading *reading, const struct json_piece *piece, struct ns_error *err)
{
    if (piece->kind == JSON_PIECE_OBJECT && piece->length <= JSONL_LINE_MAX) {
        return json_records_read(reading->records, piece->text, piece->length, line_at(reading, piece->text), err);
    }
    refuse(reading, piece);
    return NS_OK;
}

static ns_status outline(const struct reading *reading, const struct json_piece *piece, struct json_outline *out, struct ns_error *err)
{
    *out = (struct json_outline){false, false};
    if (piece->kind != JSON_PIECE_OBJECT || piece->length > JSONL_LINE_MAX) return NS_OK;
    return json_records_outline(reading->records, piece->text, piece->length, out, err);
}

/* Whether an object is there for the list of articles in it. */
static ns_status is_around_list(const struct reading *reading, const struct json_piece *piece, bool *around, struct ns_error *err)
{
    struct json_outline whole, first;
    struct json_piece element;
    *around = false;
    const bool cut = piece->kind == JSON_PIECE_DAMAGED && piece->list && piece->list_length > CUT_LEAST;
    if (!piece->list || (piece->kind == JSON_PIECE_DAMAGED && !cut)) return NS_OK;
    struct json_scan scan = json_scan_over(piece->list, piece->list_length);
    if (!json_scan_next(&scan, &element)) return NS_OK;
    ns_status status = outline(reading, &element, &first, err);
    if (status != NS_OK || !first.has_text) return status;
    status = outline(reading, piece, &whole, err);
    *around = !whole.has_body;
    return status;
}

static ns_status read_list(struct reading *reading, const struct json_piece *around, struct ns_error *err)
{
    struct json_scan scan = json_scan_over(around->list, around->list_length);
    struct json_piece piece;
    ns_status status = NS_OK;
    while (status == NS_OK && json_scan_next(&scan, &piece))
        status = read_article(reading, &piece, err);
    return status;
}

static ns_status read_document(struct reading *reading, const char *text, size_t length, struct ns_error *err)
{
    struct json_scan scan = json_scan_over(text, length);
    struct json_piece piece;
    ns_status status = NS_OK;
    bool around;
    reading->counted = text;
    while (status == NS_OK && json_scan_next(&scan, &piece)) {
        reading->found = true;
        status = is_around_list(reading, &piece, &around, err);
        if (status == NS_OK) status = around ? read_list(reading, &piece, err) : read_article(reading, &piece, err);
        if (around && piece.to_the_end) break; /* the list was all of the rest */
    }
    return status;
}

/* UTF-8 as it is, anything else that a byte order mark tells recoded. */
static ns_status decode(const struct input *input, struct buffer *store, struct charset_text *out, struct ns_error *err)
{
    const size_t mark = reader_mark(input);
    *out = (struct charset_text){.text = input->data + mark, .size = input->size - mark};
    if (!charset_is_marked_wide(input->data, input->size)) return NS_OK;
    return charset_decode(input->data, input->size, NULL, 0, store, out, err);
}

/* Whether there are only closing brackets and braces, as behind the last object of a document that came in slices. */
static bool is_tail(const struct charset_text *text)
{
    const bool closing = text->size > 0 && (memchr(text->text, ']', text->size) || memchr(text->text, '}', text->size));
    return closing && !memchr(text->text, '[', text->size);
}

ns_status read_json(const struct input *input, const struct reader_sink *sink, struct ns_error *err)
{
    struct reading reading = {.input = input, .sink = sink, .line = input->lines_before + 1};
    struct buffer store = BUFFER_INIT;
    struct charset_text text;
    ns_status status = decode(input, &store, &text, err);
    if (status == NS_OK) status = json_records_new(input, sink, &reading.records, err);
    if (status == NS_OK) status = read_document(&reading, text.text, text.size, err);
    if (status == NS_OK && !reading.found && !is_tail(&text) && input->lines_before == 0) {
        reader_problem(input, sink, PROBLEM_EMPTY, 0, "empty: an object that is an article was wanted, or an array of them");
    }
    json_records_free(reading.records);
    buffer_release(&store);
    return status;
}

static const char *skip_white(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
        at++;
    return at;
}

/* Whether an object that is all of its line has another behind it: these are JSON Lines. */
static bool goes_on_as_lines(const char *object, const char *end)
{
    struct json_scan scan = json_scan_over(object, (size_t)(end - object));
    struct json_piece piece;
    if (!json_scan_next(&scan, &piece) || piece.kind != JSON_PIECE_OBJECT || memchr(object, '\n', piece.length)) return false;
    const char *behind = object + piece.length;
    const char *next = skip_white(behind, end);
    return next < end && *next == '{' && memchr(behind, '\n', (size_t)(next - behind));
}

bool json_recognise(const char *data, size_t size)
{
    const char *end = data + size;
    const char *at = skip_white(data + white_mark(data, size), end);
    const bool array = at < end && *at == '[';
    if (array) at = skip_white(at + 1, end);
    if (at == end || *at != '{') return false;
    const char *within = skip_white(at + 1, end);
    return (within == end || *within == '"' || *within == '}') && (array || !goes_on_as_lines(at, end));
}

size_t json_split(const char *data, size_t size)
{
    struct json_scan scan = json_scan_over(data, size);
    struct json_piece piece = {.length = 0};
    size_t whole = 0;
    while (json_scan_next(&scan, &piece) && !piece.to_the_end) {
        const bool sure = piece.kind == JSON_PIECE_OBJECT || (piece.kind == JSON_PIECE_DAMAGED && scan.at < scan.end);
        if (sure) whole = (size_t)(scan.at - data);
    }
    if (piece.to_the_end && (size_t)(data + size - piece.text) > JSONL_LINE_MAX && whole == 0)
        whole = (size_t)(piece.text - data) + piece.whole;
    while (whole > 0 && whole < size && (data[whole] == ',' || data[whole] == '\r' || data[whole] == '\n' || data[whole] == ' '))
        whole++;
    return whole;
}
