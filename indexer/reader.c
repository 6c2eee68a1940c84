/* reader.c - what the readers have in common: how one is chosen, byte order marks, dates, and how they tell a problem. */
#include "indexer/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "index/unicode.h"
#include "indexer/date.h"

/* Bytes of an unreadable date that its problem quotes. */
#define QUOTE_MAX 60

/* Whether the first length bytes of path end with the suffix, in any letter case. */
static bool ends_with(const char *path, size_t length, const char *suffix)
{
    const size_t wanted = strlen(suffix);
    return length >= wanted && strncasecmp(path + length - wanted, suffix, wanted) == 0;
}

reader_function *reader_for(const char *path)
{
    static const char gz[] = ".gz";
    size_t length = strlen(path);
    if (ends_with(path, length, gz)) length -= sizeof gz - 1;
    if (ends_with(path, length, ".jsonl") || ends_with(path, length, ".ndjson")) return read_jsonl;
    return read_text;
}

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

size_t reader_mark(const struct input *input)
{
    static const char mark[] = "\xef\xbb\xbf";
    const size_t length = sizeof mark - 1;
    return input->lines_before == 0 && input->size >= length && memcmp(input->data, mark, length) == 0 ? length : 0;
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
