/* test_header.c - fields, folds and parameters. */
#include "tests/unit/fixture.h"

#include <string.h>

#include "indexer/header.h"

static struct header header_of(const char *text)
{
    struct header header;
    header_take(text, strlen(text), &header);
    return header;
}

static void assert_value(struct header_value value, const char *text)
{
    if (!text) {
        assert_null(value.text);
        return;
    }
    assert_non_null(value.text);
    assert_int_equal(value.length, strlen(text));
    assert_memory_equal(value.text, text, value.length);
}

static void test_take(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t taken, size;
    } cases[] = {
        {"A: 1\r\n\r\nbody", 8, 6}, {"A: 1\n\nbody", 6, 5}, {"\r\nbody", 2, 0}, {"\nbody", 1, 0},
        {"A: 1\r\n", 0, 6},         {"A: 1", 0, 4},         {"", 0, 0},         {"A: 1\n \r\n\r\n", 10, 8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct header header;
        assert_int_equal(header_take(cases[i].text, strlen(cases[i].text), &header), cases[i].taken);
        assert_int_equal(header.size, cases[i].size);
    }
}

static void test_fields(void **state)
{
    (void)state;
    const struct header header =
        header_of("HTTP/1.1 200 OK\r\nOne:1\r\ntwo : a\r\n\tb \r\nOnes: x\r\nOne: 2\r\nEmpty:\r\nno colon\r\nLast:  z");
    assert_value(header_field(&header, "one"), "1");
    assert_value(header_field(&header, "TWO"), "a\r\n\tb");
    assert_value(header_field(&header, "Ones"), "x");
    assert_value(header_field(&header, "On"), NULL);
    assert_value(header_field(&header, "Empty"), "");
    assert_value(header_field(&header, "Last"), "z");
    assert_value(header_field(&header, "no colon"), NULL);
}

static void test_shape(void **state)
{
    (void)state;
    static const char *const fields[] = {"A:", "WARC-Type: x", "X-1_2: 3"};
    static const char *const others[] = {"", ":", "A", "A b: c", " A: b", "caf\xc3\xa9: x", "A\tb: c"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        assert_true(header_is_field(fields[i], strlen(fields[i])));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(header_is_field(others[i], strlen(others[i])));
}

static void test_parameters(void **state)
{
    (void)state;
    const struct header header = header_of("T: text/html; a=1;\r\n b = \"x;y\\\"z\" ; charset=utf-8;;empty=;c=\"open\nN: a;n=\"\n");
    const struct header_value value = header_field(&header, "T");
    assert_value(header_main(value), "text/html");
    assert_value(header_parameter(value, "A"), "1");
    assert_value(header_parameter(value, "b"), "x;y\\\"z");
    assert_value(header_parameter(value, "charset"), "utf-8");
    assert_value(header_parameter(value, "empty"), "");
    assert_value(header_parameter(value, "c"), "open");
    assert_value(header_parameter(value, "x"), NULL);
    assert_value(header_parameter(value, "text/html"), NULL);
    assert_value(header_parameter(header_field(&header, "N"), "n"), "");
    assert_value(header_parameter((struct header_value){NULL, 0}, "n"), NULL);
    assert_true(header_is(header_main(value), "TEXT/html"));
    assert_false(header_is(header_main(value), "text/htm"));
    assert_false(header_is((struct header_value){NULL, 0}, ""));
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        uint64_t number;
    } cases[] = {{"0", true, 0},
                 {"0017", true, 17},
                 {"9223372036854775799", true, 9223372036854775799},
                 {"9223372036854775808", false, 0},
                 {"", false, 0},
                 {"-1", false, 0},
                 {"99999999999999999999999", false, 0},
                 {"1 2", false, 0},
                 {"0x1", false, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t number;
        assert_int_equal(header_number((struct header_value){cases[i].text, strlen(cases[i].text)}, &number), cases[i].good);
        if (cases[i].good) assert_true(number == cases[i].number);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_take),       cmocka_unit_test(test_fields),  cmocka_unit_test(test_shape),
        cmocka_unit_test(test_parameters), cmocka_unit_test(test_numbers),
    };
    return cmocka_run_group_tests_name("header", tests, NULL, NULL);
}
