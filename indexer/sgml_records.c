/* sgml_records.c - see sgml_records.h. */
#include "indexer/sgml_records.h"

#include <string.h>
#include <strings.h>

#include "index/unicode.h"
#include "indexer/charset.h"
#include "indexer/tag_scanner.h"
#include "indexer/white.h"

/* Spaces before a line that begin a paragraph. */
#define PARAGRAPH_INDENT 2

enum mark_kind { MARK_NONE, MARK_OPEN, MARK_CLOSE };

/* A tag of a record. */
struct mark {
    enum mark_kind kind;
    const char *at;
    const char *behind;
};

/* Bytes behind a tag's name within which it ends; one that does not ends with its name. */
#define MARK_MAX ((size_t)1000)

/* ---- Finding tags ---- */

/* The tag of a record that begins at `at`, where a `<` stands; MARK_NONE if none does. */
static struct mark mark_at(const char *at, const char *end, const char *name)
{
    const size_t length = strlen(name);
    const bool close = end - at > 1 && at[1] == '/';
    const char *own = at + (close ? 2 : 1);
    if ((size_t)(end - own) <= length || strncasecmp(own, name, length) != 0) return (struct mark){.kind = MARK_NONE};
    const char *behind = own + length;
    if (*behind != '>' && white_length(behind, 1) == 0) return (struct mark){.kind = MARK_NONE};
    const size_t left = (size_t)(end - behind);
    const char *stop = memchr(behind, '>', left < MARK_MAX ? left : MARK_MAX);
    return (struct mark){close ? MARK_CLOSE : MARK_OPEN, at, stop ? stop + 1 : behind};
}

/* The next tag of a record at or behind `at`; at the end one of MARK_NONE. */
static struct mark next_mark(const char *at, const char *end, const char *name)
{
    while (at < end && (at = memchr(at, '<', (size_t)(end - at)))) {
        const struct mark mark = mark_at(at, end, name);
        if (mark.kind != MARK_NONE) return mark;
        at++;
    }
    return (struct mark){MARK_NONE, end, end};
}

size_t sgml_records_split(const char *data, size_t size, const char *name)
{
    const char *end = data + size;
    const char *open = NULL; /* the last record's, which may go on behind these bytes */
    for (const char *at = end; (at = memrchr(data, '<', (size_t)(at - data)));) {
        const struct mark mark = mark_at(at, end, name);
        if (mark.kind == MARK_NONE) continue;
        if (open) return (size_t)(open - data);
        if (mark.kind == MARK_OPEN) open = at;
        if (mark.kind == MARK_CLOSE && mark.behind[-1] == '>')
            return (size_t)(mark.behind - data) + white_span(mark.behind, (size_t)(end - mark.behind));
    }
    return 0;
}

/* ---- Reading ---- */

/* A reading that is going on. */
struct reading {
    const struct sgml_reading *of;
    struct buffer store;
    const char *counted; /* how far lines were counted, and the line there */
    uint64_t line;
};

static uint64_t line_at(struct reading *reading, const char *place)
{
    reading->line += count_line_ends(reading->counted, (size_t)(place - reading->counted));
    reading->counted = place;
    return reading->line;
}

/* Tell a problem that names the records' tag. */
static void tell(const struct reading *reading, enum problem_kind kind, uint64_t line, const char *before, const char *behind)
{
    reader_problem(reading->of->input, reading->of->sink, kind, line, "%s%s>%s", before, reading->of->name, behind);
}

/* Make it UTF-8 and hand it on. */
static ns_status take_record(struct reading *reading, const char *begin, const char *end, uint64_t line, struct ns_error *err)
{
    const struct sgml_reading *of = reading->of;
    struct charset_text text;
    const ns_status status = charset_decode(begin, (size_t)(end - begin), NULL, 0, &reading->store, &text, err);
    if (status != NS_OK) return status;
    reader_bad_places(of->input, of->sink, line + count_line_ends(text.text, text.first_bad), text.bad);
    const struct sgml_record record = {text.text, text.size, line};
    return of->record(of->context, &record, err);
}

/* Read the record that begins with the tag `open`; returns where it ends in *behind. */
static ns_status read_record(struct reading *reading, const struct mark *open, const char *end, const char **behind, struct ns_error *err)
{
    const struct sgml_reading *of = reading->of;
    const struct mark next = next_mark(open->behind, end, of->name);
    const uint64_t line = line_at(reading, open->at);
    *behind = next.kind == MARK_CLOSE ? next.behind : next.at;
    const size_t size = (size_t)(*behind - open->at);
    if (size > SGML_RECORD_MAX) {
        reader_problem(of->input, of->sink, PROBLEM_LIMIT, line, "a record of %zu bytes, at most %zu were wanted; it is passed over", size,
                       SGML_RECORD_MAX);
        return NS_OK;
    }
    if (next.kind != MARK_CLOSE) tell(reading, PROBLEM_DAMAGED, line, "a record without </", "; it is taken up to where it breaks off");
    return take_record(reading, open->at, *behind, line, err);
}

/* Whether something other than tags, declarations and white space stands between two places. */
static bool holds_text(const char *at, const char *end)
{
    struct tag_scanner scanner = tag_scanner_over(at, (size_t)(end - at));
    struct tag tag;
    while (tag_scanner_next(&scanner, &tag)) {
        if (tag.kind == TAG_TEXT && !white_only(tag.text, tag.length)) return true;
    }
    return false;
}

static ns_status read_records(struct reading *reading, const char *at, const char *end, struct ns_error *err)
{
    size_t count = 0;
    ns_status status = NS_OK;
    while (status == NS_OK && at < end) {
        struct mark open = next_mark(at, end, reading->of->name);
        while (open.kind == MARK_CLOSE)
            open = next_mark(open.behind, end, reading->of->name);
        if (holds_text(at, open.at)) tell(reading, PROBLEM_DAMAGED, line_at(reading, at), "text outside of <", "; it is passed over");
        at = end;
        if (open.kind == MARK_OPEN) {
            status = read_record(reading, &open, end, &at, err);
            count++;
        }
    }
    const bool rest = reading->of->input->lines_before > 0; /* what is behind the last record of a file may be a slice */
    if (status == NS_OK && count == 0 && !rest) tell(reading, PROBLEM_EMPTY, 0, "no <", ", at least one was wanted");
    return status;
}

ns_status sgml_records_read(const struct sgml_reading *of, struct ns_error *err)
{
    const struct input *input = of->input;
    const char *begin = input->data + reader_mark(input);
    struct reading reading = {.of = of, .counted = begin, .line = input->lines_before + 1};
    const ns_status status = read_records(&reading, begin, input->data + input->size, err);
    buffer_release(&reading.store);
    return status;
}

/* ---- Text ---- */

void sgml_text_put(struct block_text *text, const char *data, size_t length)
{
    for (size_t at = 0; at < length;) {
        const size_t end = find_line_end(data, at, length);
        const size_t indent = white_span(data + at, end - at);
        if (at > 0) block_text_break(text, indent >= PARAGRAPH_INDENT || indent == end - at ? GAP_PARAGRAPH : GAP_LINE);
        block_text_put(text, data + at, end - at);
        at = end;
        if (at < length && data[at] == '\r') at++;
        if (at < length && data[at] == '\n') at++;
        if (at == length && end < length) block_text_break(text, GAP_LINE);
    }
}
