/* repeat_fixture.h - holds a reader to a time that grows with the size of its input: a piece that means harm, repeated over and over. */
#ifndef TESTS_UNIT_REPEAT_FIXTURE_H
#define TESTS_UNIT_REPEAT_FIXTURE_H

#include "tests/unit/fixture.h"

#include "indexer/reader.h"

#define REPEAT_SIZE ((size_t)1 << 18)

static inline ns_status count_article(void *context, const struct article *article, struct ns_error *err)
{
    (void)article, (void)err;
    ++*(size_t *)context;
    return NS_OK;
}

static inline void count_problem(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    (void)kind, (void)path, (void)line, (void)what;
    ++*(size_t *)context;
}

/* Read what begins so and then repeats a piece up to REPEAT_SIZE. */
static inline void assert_time_of_repeats(reader_function *reader, const char *begin, const char *piece)
{
    char *text = test_malloc(REPEAT_SIZE + INPUT_PADDING);
    const size_t head = strlen(begin);
    const size_t length = strlen(piece);
    memcpy(text, begin, head);
    for (size_t at = head; at < REPEAT_SIZE; at++)
        text[at] = piece[(at - head) % length];
    size_t count = 0;
    const struct input input = {.path = "p", .data = text, .size = REPEAT_SIZE};
    const struct reader_sink sink = {count_article, count_problem, &count};
    const double start = seconds_now();
    assert_int_equal(reader(&input, &sink, NULL), NS_OK);
    if (seconds_now() - start > 1.5 * slowdown()) fail_msg("\"%s\" took %.1f seconds", piece, seconds_now() - start);
    assert_true(count > 0); /* something was said */
    test_free(text);
}

#endif
