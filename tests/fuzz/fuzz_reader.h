/* fuzz_reader.h - lets a reader read bytes that a fuzzer made, and aborts where what comes out of it is no article. */
#ifndef TESTS_FUZZ_FUZZ_READER_H
#define TESTS_FUZZ_FUZZ_READER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/reader.h"

static inline void fuzz_require(bool good, const char *what)
{
    if (good) return;
    fprintf(stderr, "not so: %s\n", what);
    abort();
}

static inline ns_status fuzz_article(void *context, const struct article *article, struct ns_error *err)
{
    (void)context, (void)err;
    size_t sum = 1;
    const char *const labels[] = {article->id, article->section, article->byline, article->source, article->url};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        sum += labels[i] ? strlen(labels[i]) + 1 : 0;
    fuzz_require(article->path, "an article has a path");
    fuzz_require(article->part_count > 0 && article->part_count <= ARTICLE_PARTS_MAX, "an article has one to three parts");
    for (size_t i = 0; i < article->part_count; i++) {
        fuzz_require(article->parts[i].length > 0, "a part has text");
        fuzz_require(i == 0 || article->parts[i - 1].kind < article->parts[i].kind, "parts are in order");
        for (size_t at = 0; at < article->parts[i].length; at++)
            sum += (unsigned char)article->parts[i].text[at];
    }
    return sum > 0 ? NS_OK : NS_ERR_INTERNAL; /* so that all of it is read */
}

static inline void fuzz_problem(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    (void)context, (void)path, (void)line;
    fuzz_require(kind < PROBLEM_KINDS && strpbrk(what, "\r\n") == NULL, "a problem is one line");
}

/* Read bytes that have INPUT_PADDING and not a byte more behind them, of records whose fields are called as a map says (NULL: as usual). */
static inline void fuzz_read_mapped(reader_function *reader, const struct field_map *fields, const void *data, size_t size,
                                    uint64_t lines_before)
{
    char *padded = malloc(size + INPUT_PADDING);
    fuzz_require(padded, "there is memory");
    if (size > 0) memcpy(padded, data, size);
    memset(padded + size, '<', INPUT_PADDING);
    const struct input input = {
        .path = "p", .data = padded, .size = size, .file_size = size, .lines_before = lines_before, .fields = fields};
    const struct reader_sink sink = {fuzz_article, fuzz_problem, NULL};
    struct ns_error err;
    fuzz_require(reader(&input, &sink, &err) == NS_OK, "a reader gets through");
    free(padded);
}

static inline void fuzz_read(reader_function *reader, const void *data, size_t size, uint64_t lines_before)
{
    fuzz_read_mapped(reader, NULL, data, size, lines_before);
}

/* Read bytes slice by slice, as large files are. */
static inline void fuzz_read_slices(reader_function *reader, size_t (*split)(const char *, size_t), const char *data, size_t size)
{
    for (uint64_t slices = 0; size > 0; slices++) {
        char *part = malloc(size); /* without padding, as nothing says that there is any */
        fuzz_require(part, "there is memory");
        memcpy(part, data, size);
        size_t whole = split(part, size);
        free(part);
        fuzz_require(whole <= size, "a slice is of what there is");
        if (whole == 0) whole = size;
        fuzz_read(reader, data, whole, slices);
        data += whole;
        size -= whole;
    }
}

#endif
