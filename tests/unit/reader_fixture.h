/* reader_fixture.h - a sink that keeps all that a reader says, and an input around a string: what the tests of the readers share. */
#ifndef TESTS_UNIT_READER_FIXTURE_H
#define TESTS_UNIT_READER_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/reader.h"

#define KEPT_MAX 64

struct kept_problem {
    enum problem_kind kind;
    uint64_t line;
    char *what;
};

/* What a reader said. The parts are copied, as articles only live as long as the call. */
struct kept {
    struct article articles[KEPT_MAX];
    size_t article_count;
    struct kept_problem problems[KEPT_MAX];
    size_t problem_count;
    ns_status answer;               /* what the sink returns for an article */
    const struct field_map *fields; /* of the input, as is what follows */
    const char *head;
    uint64_t lines_before;
    bool forget; /* only look at what comes: there may be more than KEPT_MAX */
};

static inline char *keep_string(const char *text)
{
    return text ? strdup(text) : NULL;
}

static inline ns_status keep_article(void *context, const struct article *article, struct ns_error *err)
{
    struct kept *kept = context;
    for (size_t i = 1; i < article->part_count; i++)
        assert_true(article->parts[i - 1].kind < article->parts[i].kind);
    if (kept->forget) return NS_OK;
    assert_true(kept->article_count < KEPT_MAX);
    struct article *copy = &kept->articles[kept->article_count++];
    *copy = *article;
    copy->id = keep_string(article->id);
    copy->section = keep_string(article->section);
    copy->byline = keep_string(article->byline);
    copy->source = keep_string(article->source);
    copy->url = keep_string(article->url);
    for (size_t i = 0; i < copy->part_count; i++) {
        char *text = malloc(copy->parts[i].length + 1);
        assert_non_null(text);
        memcpy(text, article->parts[i].text, copy->parts[i].length);
        text[copy->parts[i].length] = '\0';
        copy->parts[i].text = text;
    }
    return kept->answer == NS_OK ? NS_OK : ns_fail(err, kept->answer, "told to stop");
}

static inline void keep_problem(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    struct kept *kept = context;
    assert_string_equal(path, "the/path");
    assert_null(strpbrk(what, "\r\n"));
    if (kept->forget) return;
    assert_true(kept->problem_count < KEPT_MAX);
    kept->problems[kept->problem_count++] = (struct kept_problem){kind, line, strdup(what)};
}

static inline void kept_clear(struct kept *kept)
{
    for (size_t i = 0; i < kept->article_count; i++) {
        struct article *article = &kept->articles[i];
        free((char *)article->id);
        free((char *)article->section);
        free((char *)article->byline);
        free((char *)article->source);
        free((char *)article->url);
        for (size_t part = 0; part < article->part_count; part++)
            free((char *)article->parts[part].text);
    }
    for (size_t i = 0; i < kept->problem_count; i++)
        free(kept->problems[i].what);
    memset(kept, 0, sizeof *kept);
}

/* Forget what was kept, and let a reader read size bytes. */
static inline ns_status kept_read_bytes(struct kept *kept, reader_function *reader, const char *data, size_t size)
{
    const struct kept before = *kept;
    kept_clear(kept);
    kept->answer = before.answer;
    kept->fields = before.fields;
    kept->head = before.head;
    kept->lines_before = before.lines_before;
    kept->forget = before.forget;
    char *padded = malloc(size + INPUT_PADDING); /* and not a byte more, so that one that is read behind it shows */
    assert_non_null(padded);
    memcpy(padded, data, size);
    memset(padded + size, '"', INPUT_PADDING);
    const struct input input = {.path = "the/path",
                                .data = padded,
                                .size = size,
                                .file_size = 4711,
                                .mtime = 1614773460,
                                .lines_before = before.lines_before,
                                .head = before.head,
                                .head_size = before.head ? strlen(before.head) : 0,
                                .fields = before.fields};
    const struct reader_sink sink = {keep_article, keep_problem, kept};
    struct ns_error err;
    const ns_status status = reader(&input, &sink, &err);
    free(padded);
    return status;
}

/* The same for a string that has to be read without a failure. */
static inline void kept_read(struct kept *kept, reader_function *reader, const char *text)
{
    assert_int_equal(kept_read_bytes(kept, reader, text, strlen(text)), NS_OK);
}

/* The only article that was read. */
static inline const struct article *kept_article(const struct kept *kept)
{
    assert_int_equal(kept->article_count, 1);
    return &kept->articles[0];
}

/* The part of a kind, or NULL. */
static inline const struct article_part *kept_part(const struct article *article, enum part_kind kind)
{
    for (size_t i = 0; i < article->part_count; i++) {
        if (article->parts[i].kind == kind) return &article->parts[i];
    }
    return NULL;
}

/* Check that a part is there, or with NULL that it is not. */
static inline const struct article_part *assert_part(const struct article *article, enum part_kind kind, const char *text)
{
    const struct article_part *part = kept_part(article, kind);
    if (!text) {
        assert_null(part);
        return NULL;
    }
    assert_non_null(part);
    assert_string_equal(part->text, text);
    assert_int_equal(part->length, strlen(text));
    return part;
}

/* Check one problem: its line, and what its text has to hold. */
static inline void assert_problem(const struct kept *kept, size_t number, uint64_t line, const char *holds)
{
    assert_true(number < kept->problem_count);
    assert_int_equal(kept->problems[number].line, line);
    if (!strstr(kept->problems[number].what, holds)) fail_msg("\"%s\" does not hold \"%s\"", kept->problems[number].what, holds);
}

static inline int kept_setup(void **state)
{
    *state = calloc(1, sizeof(struct kept));
    return *state ? 0 : -1;
}

static inline int kept_teardown(void **state)
{
    kept_clear(*state);
    free(*state);
    return 0;
}

/* A test whose state is a struct kept of its own. */
#define KEPT_TEST(test) cmocka_unit_test_setup_teardown(test, kept_setup, kept_teardown)

#endif
