/* test_text_stream.c - what is written to a stream is in its text when that is closed. */
#include "tests/unit/fixture.h"

#include "searcher/text_stream.h"

static void test_all_is_there(void **state)
{
    (void)state;
    struct text_stream stream = {.text = BUFFER_INIT};
    struct ns_error err;
    char wanted[70000];
    for (size_t i = 0; i < sizeof wanted; i++)
        wanted[i] = (char)(i * 7);
    assert_int_equal(text_stream_open(&stream, &err), NS_OK);
    for (size_t at = 0; at < sizeof wanted; at += 700)
        assert_int_equal(fwrite(wanted + at, 1, 700, stream.file), 700);
    assert_int_equal(text_stream_close(&stream, &err), NS_OK);
    assert_null(stream.file);
    assert_int_equal(stream.text.size, sizeof wanted);
    assert_memory_equal(stream.text.data, wanted, sizeof wanted);
    buffer_release(&stream.text);
}

static void test_nothing_is_a_text_too(void **state)
{
    (void)state;
    struct text_stream stream = {.text = BUFFER_INIT};
    struct ns_error err;
    assert_int_equal(text_stream_open(&stream, &err), NS_OK);
    assert_int_equal(text_stream_close(&stream, &err), NS_OK);
    assert_int_equal(stream.text.size, 0);
    assert_non_null(stream.text.data);
    buffer_release(&stream.text);
}

/* What is written again begins anew. */
static void test_opened_again(void **state)
{
    (void)state;
    struct text_stream stream = {.text = BUFFER_INIT};
    struct ns_error err;
    for (int i = 1; i <= 2; i++) {
        assert_int_equal(text_stream_open(&stream, &err), NS_OK);
        assert_true(fprintf(stream.file, "round %d", i) > 0);
        assert_int_equal(text_stream_close(&stream, &err), NS_OK);
        assert_int_equal(stream.text.size, 7);
        assert_int_equal(stream.text.data[6], '0' + i);
    }
    buffer_release(&stream.text);
}

/* A failure, here one that a test can make, is not forgotten by what is written behind it. */
static void test_a_gap_is_told(void **state)
{
    (void)state;
    struct text_stream stream = {.text = BUFFER_INIT};
    struct ns_error err;
    assert_int_equal(text_stream_open(&stream, &err), NS_OK);
    setvbuf(stream.file, NULL, _IONBF, 0);
    stream.status = NS_ERR_NOMEM;
    fputs("lost", stream.file);
    assert_int_equal(text_stream_close(&stream, &err), NS_ERR_NOMEM);
    assert_int_equal(err.code, NS_ERR_NOMEM);
    buffer_release(&stream.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_is_there),
        cmocka_unit_test(test_nothing_is_a_text_too),
        cmocka_unit_test(test_opened_again),
        cmocka_unit_test(test_a_gap_is_told),
    };
    return cmocka_run_group_tests_name("text_stream", tests, NULL, NULL);
}
