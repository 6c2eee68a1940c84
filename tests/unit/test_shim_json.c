/* test_shim_json.c - what a JSON text holds comes out as it is, and nothing is read that is not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "shim/json.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const names[] = {"a", "b", "a b", ""};

struct result {
    enum json_status status;
    enum json_type root;
    struct json_value values[COUNT(names)]; /* of the members with these names, the last of each */
    const char *what;
};

static void keep_named(struct result *result, const char *name, size_t length, const struct json_value *value)
{
    for (size_t i = 0; i < COUNT(names); i++) {
        if (length == strlen(names[i]) && memcmp(name, names[i], length) == 0) result->values[i] = *value;
    }
}

/* Read some bytes, which end where the memory that may be read ends. The values are the parser's. */
static struct result read_bytes(json_parser *parser, const char *text, size_t length)
{
    struct result result = {.status = JSON_OK};
    struct json_value root, value;
    struct json_walk walk;
    const char *name;
    size_t name_length;
    char *padded = malloc(length + JSON_PADDING);
    assert_non_null(padded);
    memcpy(padded, text, length);
    memset(padded + length, '}', JSON_PADDING);
    result.status = json_read(parser, padded, length, &root, &result.what);
    free(padded);
    result.root = root.type;
    json_walk_begin(&root, &walk);
    while (json_walk_next(&walk, &name, &name_length, &value)) {
        assert_int_equal(name != NULL, root.type == JSON_OBJECT);
        if (name) keep_named(&result, name, name_length, &value);
    }
    return result;
}

static struct result read_text(json_parser *parser, const char *text)
{
    return read_bytes(parser, text, strlen(text));
}

static int setup(void **state)
{
    *state = json_parser_new();
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    json_parser_free(*state);
    return 0;
}

static void test_types(void **state)
{
    static const struct {
        const char *text;
        enum json_type type;
    } cases[] = {{"null", JSON_NULL},  {"true", JSON_BOOL},  {"false", JSON_BOOL},  {"0", JSON_INTEGER},    {"-1", JSON_INTEGER},
                 {"1.0", JSON_NUMBER}, {"1e3", JSON_NUMBER}, {"\"\"", JSON_STRING}, {"[1,[]]", JSON_ARRAY}, {"{\"a\":1}", JSON_OBJECT}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[100] = " {\"b\" : ";
        struct result result = read_text(*state, cases[i].text);
        assert_int_equal(result.status, JSON_OK);
        assert_int_equal(result.root, cases[i].type);
        result = read_text(*state, strcat(strcat(text, cases[i].text), " } "));
        assert_int_equal(result.status, JSON_OK);
        assert_int_equal(result.root, JSON_OBJECT);
        assert_int_equal(result.values[0].type, JSON_ABSENT); /* that of an object within does not count */
        assert_int_equal(result.values[1].type, cases[i].type);
        assert_null(result.what);
    }
}

static void test_strings(void **state)
{
    const struct result result = read_text(*state, "{\"a b\":\"x\\u0000\\n\\ud83d\\ude00\",\"\\u0061\":\"caf\xc3\xa9\",\"\":\"\"}");
    assert_int_equal(result.status, JSON_OK);
    assert_int_equal(result.values[2].length, 7);
    assert_memory_equal(result.values[2].text, "x\0\n\xf0\x9f\x98\x80", 8);
    assert_string_equal(result.values[0].text, "caf\xc3\xa9");
    assert_int_equal(result.values[0].length, 5);
    assert_int_equal(result.values[3].type, JSON_STRING);
    assert_string_equal(result.values[3].text, "");
    assert_int_equal(result.values[1].type, JSON_ABSENT);
}

static void assert_integer(json_parser *parser, const char *text, bool negative, uint64_t magnitude)
{
    char object[100] = "{\"a\":";
    const struct result result = read_text(parser, strcat(strcat(object, text), "}"));
    assert_int_equal(result.status, JSON_OK);
    assert_int_equal(result.values[0].type, JSON_INTEGER);
    assert_int_equal(result.values[0].negative, negative);
    assert_true(result.values[0].magnitude == magnitude);
}

static void test_integers(void **state)
{
    assert_integer(*state, "0", false, 0);
    assert_integer(*state, "-17", true, 17);
    assert_integer(*state, "9223372036854775807", false, INT64_MAX);
    assert_integer(*state, "-9223372036854775808", true, (uint64_t)INT64_MAX + 1);
    assert_integer(*state, "18446744073709551615", false, UINT64_MAX);
}

static void test_numbers(void **state)
{
    const struct result result = read_text(*state, "{\"a\":-1.5,\"b\":1e300}");
    assert_int_equal(result.values[0].type, JSON_NUMBER);
    assert_true(result.values[0].number == -1.5);
    assert_true(result.values[1].number == 1e300);
}

/* Every value of a text, in its order: an object in an array in an object, and what stands behind it. */
static void test_walk(void **state)
{
    static const char text[] = "{\"a\":[1,{\"x\":\"y\",\"x\":[]},[]],\"b\":2}";
    struct result result = read_text(*state, text);
    struct json_walk walk, within;
    struct json_value value;
    const char *name;
    size_t length;
    json_walk_begin(&result.values[0], &walk);
    assert_true(json_walk_next(&walk, &name, &length, &value));
    assert_null(name);
    assert_int_equal(value.magnitude, 1);
    assert_true(json_walk_next(&walk, &name, &length, &value));
    json_walk_begin(&value, &within);
    assert_true(json_walk_next(&within, &name, &length, &value));
    assert_string_equal(name, "x");
    assert_int_equal(length, 1);
    assert_string_equal(value.text, "y");
    assert_true(json_walk_next(&within, &name, &length, &value));
    assert_string_equal(name, "x");
    assert_int_equal(value.type, JSON_ARRAY);
    assert_false(json_walk_next(&within, &name, &length, &value));
    assert_true(json_walk_next(&walk, &name, &length, &value));
    json_walk_begin(&value, &within);
    assert_false(json_walk_next(&within, &name, &length, &value));
    assert_false(json_walk_next(&walk, &name, &length, &value));
    assert_false(json_walk_next(&walk, &name, &length, &value));
    json_walk_begin(&result.values[1], &walk);
    assert_false(json_walk_next(&walk, &name, &length, &value));
}

static void test_no_json(void **state)
{
    static const char *const texts[] = {
        "",    " ",  "{",   "}",       "{\"a\":}",         "{\"a\" 1}", "{a:1}",        "[1,]",     "nul",
        "01",  "1.", "\"",  "\"\\x\"", "\"\t\"",           "{} {}",     "\xef\xbb\xbf", "\"\xe9\"", "\"\\ud800\"",
        "'a'", "+1", "NaN", "// x\n1", "\"\xed\xa0\x80\"", "1e999"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        const struct result result = read_text(*state, texts[i]);
        if (result.status != JSON_WRONG) fail_msg("%s: taken for JSON", texts[i]);
        assert_int_equal(result.root, JSON_ABSENT);
        assert_int_equal(result.values[0].type, JSON_ABSENT);
        assert_true(strlen(result.what) > 0);
    }
    assert_int_equal(read_bytes(*state, "{}\0", 3).status, JSON_WRONG);
    assert_int_equal(read_text(*state, "{\"a\":1}").status, JSON_OK); /* the parser is as good as new */
}

/* Nesting to the limit, and a level more. */
static void test_depth(void **state)
{
    for (size_t depth = JSON_DEPTH_MAX - 2; depth <= JSON_DEPTH_MAX + 1; depth++) {
        char text[2 * (JSON_DEPTH_MAX + 1) + 1];
        memset(text, '[', depth);
        text[depth] = '1';
        memset(text + depth + 1, ']', depth);
        const struct result result = read_bytes(*state, text, 2 * depth + 1);
        assert_int_equal(result.status, depth < JSON_DEPTH_MAX ? JSON_OK : JSON_WRONG);
    }
}

/* Texts of all lengths around the steps in which they are read, larger and smaller ones by turns. */
static void test_lengths(void **state)
{
    for (size_t length = 0; length < 3000; length++) {
        const size_t size = length % 2 ? length : 3000 - length;
        char text[3100] = "{\"a\":\"";
        memset(text + 6, 'x', size);
        strcpy(text + 6 + size, "\"}");
        const struct result result = read_text(*state, text);
        assert_int_equal(result.status, JSON_OK);
        assert_int_equal(result.values[0].length, size);
    }
}

#define JSON_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        JSON_TEST(test_types), JSON_TEST(test_strings), JSON_TEST(test_integers), JSON_TEST(test_numbers),
        JSON_TEST(test_walk),  JSON_TEST(test_no_json), JSON_TEST(test_depth),    JSON_TEST(test_lengths),
    };
    return cmocka_run_group_tests_name("shim_json", tests, NULL, NULL);
}
