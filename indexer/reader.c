/* reader.c - what the readers have in common: byte order marks, dates, and how they tell a problem. */
#include "indexer/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "index/unicode.h"
#include "indexer/date.h"
#include "indexer/white.h"

/* Bytes of an unreadable date that its problem quotes. */
#define QUOTE_MAX 60

void reader_problem(const struct input *input, const struct reader_sink *sink, enum problem_kind kind, uint64_t line, const char *format,
                    ...)
{
    char what[512];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    for (char *at = what; *at; at++) {
        if ((unsigned char)*at < ' ' || *at == 0x7f) *at = '?';
    }
    sink->problem(sink->context, kind, input->path, line, what);
}

void reader_bad_places(const struct input *input, const struct reader_sink *sink, uint64_t line, size_t count)
{
    if (count == 0) return;
    reader_problem(input, sink, PROBLEM_BYTES, line,
                   count > 1 ? "%zu places that are no characters; each is U+FFFD now" : "%zu place that is no character; it is U+FFFD now",
                   count);
}

const char *reader_byline(const char *byline)
{
    if (!byline) return NULL;
    const size_t length = strlen(byline);
    const size_t indent = white_span(byline, length);
    if (length - indent < 3 || strncasecmp(byline + indent, "by", 2) != 0) return byline;
    size_t at = indent + 2;
    if (byline[at] == ':') at++;
    const size_t white = white_span(byline + at, length - at);
    return white > 0 && at + white < length ? byline + at + white : byline;
}

size_t reader_mark(const struct input *input)
{
    return input->lines_before == 0 ? white_mark(input->data, input->size) : 0;
}

struct article_date reader_date(const struct input *input, const struct reader_sink *sink, uint64_t line, const char *text, size_t length,
                                const char *example)
{
    const struct article_date date = date_parse(text, length);
    if (date.precision != DATE_UNKNOWN) return date;
    const size_t quoted = length > QUOTE_MAX ? utf8_cut(text, QUOTE_MAX) : length;
    reader_problem(input, sink, PROBLEM_DATE, line, "\"%.*s\" is no date that can be read; one such as \"%s\" was wanted", (int)quoted,
                   text, example);
    return date;
}
