/* reader.c - what the readers have in common: how one is chosen, and how they tell a problem. */
#include "indexer/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

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

void reader_problem(const struct input *input, const struct reader_sink *sink, uint64_t line, const char *format, ...)
{
    char what[512];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    for (char *at = what; *at; at++) {
        if ((unsigned char)*at < ' ' || *at == 0x7f) *at = '?';
    }
    sink->problem(sink->context, input->path, line, what);
}
