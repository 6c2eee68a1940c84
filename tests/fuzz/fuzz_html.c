/* fuzz_html.c - libFuzzer's way into the reader of pages: any bytes are read, and what comes out has to be whole UTF-8 text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "index/unicode.h"
#include "indexer/format_parts.h"
#include "indexer/html_article.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* No control character but line feeds, and nothing that is not UTF-8. */
static void check_text(const char *text, size_t length, bool lines)
{
    for (const char *at = text, *end = text + length; at < end;) {
        uint32_t code_point;
        at += utf8_decode(at, end, &code_point);
        const bool control = code_point < ' ' || (code_point >= 0x7f && code_point < 0xa0);
        if (code_point == CODE_POINT_INVALID || (control && !(lines && code_point == '\n'))) abort();
    }
}

static ns_status take_article(void *context, const struct article *article, struct ns_error *err)
{
    (void)context;
    (void)err;
    if (!article->extracted || article->part_count == 0 || article->part_count > 2) abort();
    for (size_t i = 0; i < article->part_count; i++) {
        const struct article_part *part = &article->parts[i];
        if (part->length == 0) abort();
        check_text(part->text, part->length, part->kind == PART_BODY);
    }
    const char *const labels[] = {article->section, article->byline, article->source};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (labels[i]) check_text(labels[i], strlen(labels[i]), false);
    }
    return NS_OK;
}

static void take_problem(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    (void)context;
    (void)path;
    (void)line;
    if (kind >= PROBLEM_KINDS || *what == '\0') abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *padded = calloc(size + INPUT_PADDING, 1);
    if (!padded) return 0;
    memcpy(padded, data, size);
    const struct input input = {.path = "page", .data = padded, .size = size, .file_size = size};
    const struct reader_sink sink = {take_article, take_problem, NULL};
    struct ns_error err;
    html_recognise(padded, size);
    if (read_html(&input, &sink, &err) != NS_OK) abort();
    free(padded);
    return 0;
}
