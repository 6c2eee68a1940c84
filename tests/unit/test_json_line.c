/* test_json_line.c - simple lines of JSON: what is read is what jansson reads, and what jansson refuses is not read. */
#include "tests/unit/index_fixture.h"

#include <jansson.h>

#include "indexer/json_line.h"

/* Of a line that was read: every field is what jansson says. */
static void check_fields(const char *line, size_t length, const struct json_record *record)
{
    json_error_t cause;
    json_t *object = json_loadb(line, length, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &cause);
    if (!json_is_object(object)) fail_msg("read, but jansson says: %s: %.*s", cause.text, (int)length, line);
    for (int i = 0; i < JSON_FIELD_COUNT; i++) {
        const struct json_value *field = &record->fields[i];
        const json_t *value = json_object_get(object, json_field_name((enum json_field)i));
        switch (field->kind) {
        case JSON_KIND_NONE:
            assert_true(!value || json_is_null(value));
            break;
        case JSON_KIND_STRING:
            assert_true(json_is_string(value));
            assert_int_equal(field->length, json_string_length(value));
            assert_memory_equal(field->text, json_string_value(value), field->length + 1);
            break;
        case JSON_KIND_INTEGER:
            assert_true(json_is_integer(value));
            assert_int_equal(field->integer, json_integer_value(value));
            break;
        case JSON_KIND_BOOLEAN:
            assert_true(json_is_boolean(value));
            break;
        default:
            fail_msg("no simple line has such a field: %.*s", (int)length, line);
        }
    }
    json_decref(object);
}

/* Read a line that lies at the end of its memory, so that reading behind it is seen. Returns whether it was simple. */
static bool read_line(const char *text, size_t length)
{
    struct buffer store = BUFFER_INIT;
    struct json_record record;
    char *line = malloc(length + !length);
    assert_non_null(line);
    memcpy(line, text, length);
    const bool read = json_line_read(line, length, &store, &record);
    if (read) check_fields(line, length, &record);
    free(line);
    buffer_release(&store);
    return read;
}

static void test_simple_lines(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "{}",
        " { } \r",
        "{\"title\":\"a\"}",
        "{\"title\": \"caf\xc3\xa9 \xf0\x9f\x98\x80\", \"body\": \"line\\nline \\u00e9\\ud83d\\ude00\\/\\\\\\\"\", \"id\": 17}",
        "{ \"id\" : -9007199254740993 , \"date\" : null , \"other\" : true , \"source\" : false }\t",
        "{\"id\": 0, \"b\\u006fdy\": \"the name is spelled oddly\", \"section\": \"\"}",
        "{\"body\": \"\\b\\f\\t\\r 12345678901234567890 and a text that is longer than eight bytes at a time\"}",
        "{\"x\":123456789012345678,\"byline\":\"by\\u0041\"}",
    };
    for (size_t i = 0; i < COUNT(lines); i++) {
        if (!read_line(lines[i], strlen(lines[i]))) fail_msg("not read: %s", lines[i]);
    }
}

/* Right or wrong, these are left to jansson. */
static void test_other_lines(void **state)
{
    (void)state;
    static const char *const lines[] = {"",
                                        "[]",
                                        "{",
                                        "{\"a\"",
                                        "{\"a\":",
                                        "{\"a\":1",
                                        "{\"a\":1,",
                                        "{\"a\":1,}",
                                        "{,}",
                                        "{\"a\":1}}",
                                        "{\"a\":1} x",
                                        "{\"a\":01}",
                                        "{\"a\":-0}",
                                        "{\"a\":-}",
                                        "{\"a\":1.5}",
                                        "{\"a\":1e5}",
                                        "{\"a\":1234567890123456789}",
                                        "{\"a\":[1]}",
                                        "{\"a\":{}}",
                                        "{\"a\":nul}",
                                        "{\"a\":nullx}",
                                        "{\"a\":truefalse}",
                                        "{\"a\":\"\\u0000\"}",
                                        "{\"a\":\"\\ud83d\"}",
                                        "{\"a\":\"\\ud83d\\u0041\"}",
                                        "{\"a\":\"\\ude00\"}",
                                        "{\"a\":\"\\u00g0\"}",
                                        "{\"a\":\"\\x\"}",
                                        "{\"a\":\"\\",
                                        "{\"a\":\"tab\there\"}",
                                        "{\"a\":\"\xff\"}",
                                        "{\"a\":\"\xed\xa0\x80\"}",
                                        "{\"a\":\"\xc3\"}",
                                        "{\"a\":1,\"a\":2}",
                                        "{\"a\":1,\"\\u0061\":2}",
                                        "{a:1}",
                                        "{\"a\" 1}"};
    for (size_t i = 0; i < COUNT(lines); i++) {
        if (read_line(lines[i], strlen(lines[i]))) fail_msg("read: %s", lines[i]);
    }
}

static void test_many_fields(void **state)
{
    (void)state;
    char line[2000] = "{";
    for (int i = 0; i < 24; i++)
        sprintf(line + strlen(line), "%s\"field %d\": %d", i ? "," : "", i, i);
    const size_t length = strlen(line);
    strcpy(line + length, "}");
    assert_true(read_line(line, length + 1));
    strcpy(line + length, ", \"one more\": 1}");
    assert_false(read_line(line, strlen(line)));
}

/* Pieces of JSON in any order: few lines are right, and those that are read are. */
static void test_random_pieces(void **state)
{
    static const char *const pieces[] = {"{",
                                         "}",
                                         "[",
                                         "]",
                                         ",",
                                         ":",
                                         "\"",
                                         "\"title\"",
                                         "\"body\"",
                                         "\"id\"",
                                         "\"a\"",
                                         "\"\\n\"",
                                         "null",
                                         "true",
                                         "1",
                                         "-",
                                         "0",
                                         ".",
                                         "e",
                                         " ",
                                         "\\",
                                         "u00e9",
                                         "\\ud83d",
                                         "\xc3\xa9",
                                         "\xa9",
                                         "\x1f",
                                         "\\u0000",
                                         "abcdefghi",
                                         "\"title\": \"x\"",
                                         "\"id\": 3"};
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    size_t read = 0;
    for (int i = 0; i < 300000 / FEWER; i++) {
        char line[400] = "{";
        const uint64_t count = random_below(&random, 8);
        for (uint64_t piece = 0; piece < count; piece++)
            strcat(line, pieces[random_below(&random, random_chance(&random, 60) ? COUNT(pieces) : 7)]);
        if (random_chance(&random, 80)) strcat(line, "}");
        read += read_line(line, strlen(line));
    }
    assert_true(read > 100);
    fixture_passed(fixture);
}

/* Lines that jansson wrote, with a few bytes changed or cut off. */
static void test_changed_lines(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    size_t read = 0;
    for (int i = 0; i < 60000 / FEWER; i++) {
        char text[200];
        const size_t size = random_below(&random, sizeof text);
        for (size_t at = 0; at < size; at++)
            text[at] = (char)(random_chance(&random, 90) ? 32 + random_below(&random, 95) : random_below(&random, 128));
        json_t *object = json_pack("{s:i, s:s, s:n}", "id", i, "title", "\xc3\xa9 t", "date");
        json_object_set_new(object, "body", json_stringn(text, size));
        char *line = json_dumps(object, random_chance(&random, 50) ? JSON_ENSURE_ASCII : JSON_COMPACT);
        size_t length = strlen(line);
        if (random_chance(&random, 50)) line[random_below(&random, length)] = (char)random_below(&random, 256);
        if (random_chance(&random, 10)) length = random_below(&random, length);
        read += read_line(line, length);
        free(line);
        json_decref(object);
    }
    assert_true(read > 20000 / FEWER);
    fixture_passed(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simple_lines), cmocka_unit_test(test_other_lines), cmocka_unit_test(test_many_fields),
        FIXTURE_TEST(test_random_pieces),    FIXTURE_TEST(test_changed_lines),
    };
    return cmocka_run_group_tests_name("json_line", tests, NULL, NULL);
}
