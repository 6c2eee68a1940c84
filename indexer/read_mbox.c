/* read_mbox.c - finds the mails in an mbox.
 *
 * A mail begins behind a line `From sender Wed Mar  3 12:11:30 2021`, which stands at the beginning or behind an empty line, and which has
 * a time of day and a year, and a header behind it: a sentence that begins with "From" has not, whoever forgot to quote it.
 */
#include "indexer/mail.h"

#include <string.h>

#include "indexer/ascii.h"
#include "indexer/format_parts.h"
#include "indexer/header.h"
#include "indexer/white.h"

/* Longest line in front of a mail. */
#define MARK_LINE_MAX 1000

static const char mark_word[] = "From ";
#define MARK_WORD_LENGTH (sizeof mark_word - 1)

/* Whether a line has a time of day, as 12:11, and a year, four digits that stand alone, behind the sender. */
static bool has_time(const char *line, size_t length)
{
    bool time = false, year = false;
    size_t digits = 0;
    for (size_t at = MARK_WORD_LENGTH; at <= length; at++) {
        const char c = at < length ? line[at] : ' ';
        const char before = line[at - digits - 1];
        if (ascii_is_digit(c)) {
            digits++;
            continue;
        }
        if (digits == 2 && c == ':' && length - at > 2 && ascii_is_digit(line[at + 1]) && ascii_is_digit(line[at + 2])) time = true;
        if (digits == 4 && before == ' ' && (c == ' ' || c == '\r')) year = true;
        digits = 0;
    }
    return time && year;
}

/* The bytes of the line in front of a mail, with its end, if one begins here; 0 if none does or too little is there to say. */
static size_t mark_line(const char *data, size_t size)
{
    if (size < MARK_WORD_LENGTH || memcmp(data, mark_word, MARK_WORD_LENGTH) != 0) return 0;
    const char *stop = memchr(data, '\n', size < MARK_LINE_MAX ? size : MARK_LINE_MAX);
    if (!stop || !has_time(data, (size_t)(stop - data))) return 0;
    const char *next = stop + 1;
    const size_t left = size - (size_t)(next - data);
    return header_is_field(next, left < MARK_LINE_MAX ? left : MARK_LINE_MAX) ? (size_t)(next - data) : 0;
}

/* Whether the line in front of a place is empty. */
static bool behind_empty_line(const char *data, size_t at)
{
    if (at < 2 || data[at - 1] != '\n') return false;
    return data[at - 2] == '\n' || (data[at - 2] == '\r' && (at == 2 || data[at - 3] == '\n'));
}

/* Where the next mail begins, at `from` or behind it, or the end. */
static size_t find_mark(const char *data, size_t size, size_t from)
{
    while (from < size) {
        const char *place = memmem(data + from, size - from, mark_word, MARK_WORD_LENGTH);
        if (!place) break;
        const size_t at = (size_t)(place - data);
        if ((at == 0 || behind_empty_line(data, at)) && mark_line(place, size - at) > 0) return at;
        from = at + MARK_WORD_LENGTH;
    }
    return size;
}

bool mbox_recognise(const char *data, size_t size)
{
    const size_t begin = white_lead(data, size);
    return mark_line(data + begin, size - begin) > 0;
}

/* Up to the last mail that has begun: it may go on. */
size_t mbox_split(const char *data, size_t size)
{
    size_t last = 0;
    for (size_t at = find_mark(data, size, 1); at < size; at = find_mark(data, size, at + 1))
        last = at;
    return last;
}

/* Where the first mail begins; what stands in front of it is a problem, unless it goes on with what an earlier slice began. */
static size_t find_first(const struct input *input, const struct reader_sink *sink)
{
    const size_t blank = white_lead(input->data, input->size);
    if (mark_line(input->data + blank, input->size - blank) > 0) return blank;
    const size_t first = find_mark(input->data, input->size, 0);
    if (input->lines_before == 0 && blank < input->size) {
        reader_problem(input, sink, PROBLEM_DAMAGED, 1,
                       "does not begin with a line such as "
                       "\"From sender Wed Mar  3 12:11:30 2021\"; what stands before the first one is passed over");
    }
    return first;
}

static ns_status read_mails(mail_reader *reader, const struct input *input, size_t at, struct ns_error *err)
{
    uint64_t line = input->lines_before + 1 + white_line_ends(input->data, at);
    ns_status status = NS_OK;
    while (status == NS_OK && at < input->size) {
        const size_t mark = mark_line(input->data + at, input->size - at);
        const size_t next = find_mark(input->data, input->size, at + mark);
        const struct mail mail = {.data = input->data + at + mark, .size = next - at - mark, .line = line + 1, .mark = line};
        status = mail_put(reader, &mail, err);
        line += white_line_ends(input->data + at, next - at);
        at = next;
    }
    return status;
}

ns_status read_mbox(const struct input *input, const struct reader_sink *sink, struct ns_error *err)
{
    const size_t first = find_first(input, sink);
    mail_reader *reader = mail_reader_new(input, sink);
    const ns_status status = reader ? read_mails(reader, input, first, err) : ns_fail_nomem(err);
    mail_reader_free(reader);
    return status;
}
