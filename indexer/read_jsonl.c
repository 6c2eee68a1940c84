/* read_jsonl.c - reads JSON Lines: one article a line, as an object, of which json_record.h says what is taken.
 *
 * Lines end with LF; a CR before it is white space to JSON. Blank lines are passed over, and so is a UTF-8 byte order mark at the
 * start. A line that is no JSON object, nested over JSON_DEPTH_MAX levels deep, longer than JSONL_LINE_MAX, or that has one of
 * the fields twice or a number too large for its type is a problem, and the reading goes on behind it.
 */
#include "indexer/reader.h"

#include <inttypes.h>
#include <string.h>

#include "indexer/json_record.h"
#include "indexer/white.h"

/* Where the reading of lines stands. */
struct reading {
    const struct input *input;
    const struct reader_sink *sink;
    struct json_records *records;
    uint64_t line;
};

static void refuse_line(const struct reading *reading, uint64_t length)
{
    reader_problem(reading->input, reading->sink, PROBLEM_LIMIT, reading->line,
                   "%" PRIu64 " bytes long, at most %zu were wanted; it is passed over", length, JSONL_LINE_MAX);
}

/* Read one line without its end. */
static ns_status read_line(const struct reading *reading, const char *text, size_t length, struct ns_error *err)
{
    if (length > JSONL_LINE_MAX) {
        refuse_line(reading, length);
        return NS_OK;
    }
    return white_only(text, length) ? NS_OK : json_records_read(reading->records, text, length, reading->line, err);
}

static ns_status read_lines(struct reading *reading, struct ns_error *err)
{
    const struct input *input = reading->input;
    const char *at = input->data + reader_mark(input);
    const char *end = input->data + input->size;
    ns_status status = NS_OK;
    while (at < end && status == NS_OK) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop) stop = end;
        reading->line++;
        status = read_line(reading, at, (size_t)(stop - at), err);
        at = stop < end ? stop + 1 : end;
    }
    reading->line++;
    if (status == NS_OK && input->left_out > 0) refuse_line(reading, input->left_out);
    return status;
}

ns_status read_jsonl(const struct input *input, const struct reader_sink *sink, struct ns_error *err)
{
    struct reading reading = {.input = input, .sink = sink, .line = input->lines_before};
    ns_status status = json_records_new(input, sink, &reading.records, err);
    if (status == NS_OK) status = read_lines(&reading, err);
    json_records_free(reading.records);
    return status;
}
