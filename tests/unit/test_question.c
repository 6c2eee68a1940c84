/* test_question.c - an answer that was put together while somebody wrote to the index is an error, and after that nothing is answered. */
#include "tests/unit/search_fixture.h"

#include "searcher/format.h"
#include "searcher/question.h"

/* Where answers are printed to. */
struct paper {
    const char *index; /* which is written to when an answer comes; NULL for none */
    size_t bytes;      /* of answers */
};

static ssize_t take_answer(void *context, const char *text, size_t size)
{
    struct paper *paper = context;
    (void)text;
    paper->bytes += size;
    if (!paper->index) return (ssize_t)size;
    FILE *file = fopen(paper->index, "a");
    assert_non_null(file);
    assert_int_equal(putc('x', file), 'x');
    assert_int_equal(fclose(file), 0);
    return (ssize_t)size;
}

static ns_status ask(struct fixture *fixture, struct paper *paper, bool *found, struct ns_error *err)
{
    const struct question_options options = {.limit = 1, .print = {.format = &format_paths}};
    struct question question = {0};
    FILE *out = fopencookie(paper, "w", (cookie_io_functions_t){.write = take_answer});
    assert_non_null(out);
    setvbuf(out, NULL, _IONBF, 0);
    assert_int_equal(question_read(&question, &options, "word", 4, err), NS_OK);
    const ns_status status = question_answer(&question, &options, &fixture->collection, out, found, err);
    question_release(&question);
    assert_int_equal(fclose(out), 0);
    return status;
}

static void test_index_written_to_meanwhile(void **state)
{
    struct fixture *fixture = *state;
    struct paper paper = {0};
    struct ns_error err = {NS_OK, ""};
    bool found = false;
    fixture_begin(fixture, "english");
    fixture_put_body(fixture, "a.txt", "A word and more.");
    fixture_end(fixture);
    assert_ok(ask(fixture, &paper, &found, &err), &err);
    assert_true(found);
    assert_true(paper.bytes > 0);

    paper.index = fixture->path;
    assert_int_equal(ask(fixture, &paper, &found, &err), NS_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "was changed"));
    assert_false(found);

    paper = (struct paper){0};
    assert_int_equal(ask(fixture, &paper, &found, &err), NS_ERR_CORRUPT);
    assert_false(found);
    assert_int_equal(paper.bytes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_index_written_to_meanwhile),
    };
    return cmocka_run_group_tests_name("question", tests, NULL, NULL);
}
