/* test_read_json.c - documents of JSON: whole, around lists, damaged and cut. */
#include "tests/unit/reader_fixture.h"

#include <stdio.h>

#include "indexer/format_parts.h"
#include "tests/unit/ugly_fixture.h"

/* The bodies of all that was read, in order, and the lines of the records. */
static void assert_bodies(const struct kept *kept, size_t count, const char *const *bodies, const uint32_t *lines)
{
    assert_int_equal(kept->article_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_part(&kept->articles[i], PART_BODY, bodies[i]);
        if (lines) assert_int_equal(kept->articles[i].parts[0].source_line, lines[i]);
    }
}

static const char *const one_to_three[] = {"1", "2", "3"};

static void test_one_object(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_json, "\xef\xbb\xbf\n{\n  \"id\": 7,\n  \"title\": \"T\",\n  \"body\": \"1\"\n}\n");
    assert_bodies(kept, 1, one_to_three, (const uint32_t[]){2});
    assert_string_equal(kept_article(kept)->id, "7");
    assert_int_equal(kept->problem_count, 0);
    assert_true(kept_article(kept)->extracted);
}

static void test_arrays(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_json, "[{\"body\":\"1\"},{\"body\":\"2\"} , {\"body\":\"3\"}]");
    assert_bodies(kept, 3, one_to_three, (const uint32_t[]){1, 1, 1});
    kept_read(kept, read_json,
              "[\n  {\n    \"body\": \"1\"\n  },\n  {\n    \"body\": \"2\", \"id\": \"}{\\\"[\"\n  },\n  {\"body\": \"3\"}\n]\n");
    assert_bodies(kept, 3, one_to_three, (const uint32_t[]){2, 5, 8});
    assert_int_equal(kept->problem_count, 0);
    assert_string_equal(kept->articles[0].id, "line=2");
    assert_string_equal(kept->articles[1].id, "}{\"[");
}

static void test_texts_behind_one_another(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_json, "{\"body\":\"1\"}{\"body\":\"2\"}\n[{\"body\":\"3\"}]");
    assert_bodies(kept, 3, one_to_three, (const uint32_t[]){1, 1, 2});
    assert_int_equal(kept->problem_count, 0);
}

/* Whatever the list is called, and where it stands. */
static void test_lists_in_objects(void **state)
{
    static const char *const texts[] = {
        "{\"status\":\"ok\",\"total\":3,\"articles\":[\n{\"body\":\"1\"},\n{\"body\":\"2\"},\n{\"body\":\"3\"}]}",
        "{\"response\":{\"docs\":[\n{\"body\":\"1\"},\n{\"body\":\"2\"},\n{\"body\":\"3\"}],\"meta\":{\"hits\":3}}}",
        "{\"title\":\"A feed\",\"description\":\"Of "
        "news\",\"authors\":[{\"name\":\"A\"}],\"items\":[\n{\"body\":\"1\"},\n{\"body\":\"2\"},\n"
        "{\"body\":\"3\"}]}",
    };
    struct kept *kept = *state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        kept_read(kept, read_json, texts[i]);
        assert_bodies(kept, 3, one_to_three, (const uint32_t[]){2, 3, 4});
        assert_int_equal(kept->problem_count, 0);
    }
}

/* An article that has lists of other things, and of other articles, is one. */
static void test_lists_in_articles(void **state)
{
    struct kept *kept = *state;
    kept_read(
        kept, read_json,
        "{\"body\":\"1\",\"related\":[{\"title\":\"Other\",\"body\":\"x\"}]}\n{\"title\":\"T\",\"media\":[{\"width\":1}],\"text\":\"2\"}\n"
        "{\"body\":\"3\",\"tags\":[[{\"body\":\"x\"}]],\"a\":{\"b\":{\"c\":[{\"body\":\"x\"}]}}}");
    assert_bodies(kept, 3, one_to_three, NULL);
    assert_int_equal(kept->problem_count, 0);
}

/* As systems that make pages hand articles out: fields within objects, and bodies of HTML. */
static void test_rendered_fields(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_json,
              "[{\"id\":5,\"title\":{\"rendered\":\"T\"},\"content\":{\"rendered\":\"<p>One.</p>\\n<p>Two.</p>\",\"protected\":false}},\n"
              "{\"webTitle\":\"T\",\"fields\":{\"body\":\"<p>B</p>\"}}]");
    assert_int_equal(kept->article_count, 2);
    assert_int_equal(kept->problem_count, 0);
    assert_part(&kept->articles[0], PART_TITLE, "T");
    assert_part(&kept->articles[0], PART_BODY, "One.\n\nTwo.");
    assert_part(&kept->articles[1], PART_BODY, "B");
}

static void test_damage_inside_an_object(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_json,
              "[{\"body\":\"1\"},\n{\"body\":\"x\",},\n{\"body\":\"caf\xe9\",},\n{\"body\":\"2\"},{\"body\" \"x\"},{\"body\":\"3\"}]");
    assert_bodies(kept, 3, one_to_three, NULL);
    assert_int_equal(kept->problem_count, 3);
    assert_problem(kept, 0, 2, "cannot be read as JSON");
    assert_problem(kept, 1, 3, "cannot be read as JSON");
    assert_problem(kept, 2, 4, "cannot be read as JSON");
}

/* A quote or a bracket that is missing costs its object, where the next one begins a line. */
static void test_objects_without_an_end(void **state)
{
    static const char *const damaged[] = {
        "{\"body\":\"x}", "{\"body\":\"x\"", "{\"body\":[\"x\"}", "{\"body\":\"x\",\n    \"a\": {\"b\":1}", "{\"body\":\"a\nb\"}",
    };
    struct kept *kept = *state;
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        char text[300];
        snprintf(text, sizeof text, "[\n  {\"body\":\"1\"},\n  %s,\n  {\"body\":\"2\"},\n  {\n    \"body\":\"3\"}\n]\n", damaged[i]);
        kept_read(kept, read_json, text);
        assert_bodies(kept, 3, one_to_three, NULL);
        assert_int_equal(kept->problem_count, 1);
        assert_problem(kept, 0, 3, "without an end that fits");
    }
}

static void test_what_is_no_object(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_json, "[1, \"{\", null,\n{\"body\":\"1\"}, true, {\"body\":\"2\"}]");
    assert_bodies(kept, 2, one_to_three, NULL);
    assert_int_equal(kept->problem_count, 2);
    assert_problem(kept, 0, 1, "no object");
    assert_problem(kept, 1, 2, "no object");
    kept_read(kept, read_json, "plain text");
    assert_problem(kept, 0, 1, "no object");
    static const char *const empty[] = {"", " \n", "[]", "\xef\xbb\xbf", "[ ]\n"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        kept_read(kept, read_json, empty[i]);
        assert_int_equal(kept->article_count, 0);
        assert_int_equal(kept->problem_count, 1);
        assert_problem(kept, 0, 0, "empty");
    }
}

static void test_slices(void **state)
{
    struct kept *kept = *state;
    kept->lines_before = 10;
    kept_read(kept, read_json, ",\n{\"body\":\"1\"},{\"body\":\"2\"}\n");
    assert_bodies(kept, 2, one_to_three, (const uint32_t[]){12, 12});
    kept_read(kept, read_json, "\n]\n");
    assert_int_equal(kept->article_count + kept->problem_count, 0);
}

/* Cut at every byte, the whole is what its parts are. */
static void test_split(void **state)
{
    static const char text[] = "[{\"body\":\"1, {\"},\n {\"body\":\"2\"}, 7,\n{\"body\":\"3\",\"a\":[{}]}]\n";
    (void)state;
    size_t before = 0;
    for (size_t size = 0; size < sizeof text; size++) {
        const size_t whole = json_split(text, size);
        assert_true(whole <= size && whole >= before);
        if (whole != before) assert_non_null(strchr("},\n ", text[whole - 1]));
        before = whole;
    }
    assert_string_equal(text + before, "]\n");
    assert_int_equal(json_split("{\"a\":1", 6), 0);
    assert_int_equal(json_split("{\"a\":1}{\"a", 10), 7);
    assert_int_equal(json_split("{\"a\":1]\n{\"a\":2}\n{", 18), 16);
}

/* An object around a list that is larger than an article may be is cut in the list, and its slices are read. */
static void test_large_list(void **state)
{
    static const char begin[] = "{\"status\":\"ok\",\"articles\":[";
    static const char elements[] = "{\"body\":\"1\"},\n{\"body\":\"2\"},{\"bod";
    struct kept *kept = *state;
    const size_t white = JSONL_LINE_MAX;
    const size_t size = sizeof begin - 1 + white + sizeof elements - 1;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, ' ', size);
    memcpy(text, begin, sizeof begin - 1);
    memcpy(text + size - (sizeof elements - 1), elements, sizeof elements - 1);
    assert_int_equal(json_split(text, JSONL_LINE_MAX / 2), 0);
    const size_t whole = json_split(text, size);
    assert_int_equal(whole, size - strlen("{\"bod"));
    assert_int_equal(kept_read_bytes(kept, read_json, text, whole), NS_OK);
    assert_bodies(kept, 2, one_to_three, (const uint32_t[]){1, 2});
    assert_int_equal(kept->problem_count, 0);
    kept_read(kept, read_json, "{\"body\":\"1\"},{\"body\":\"2\"}]}\n");
    assert_bodies(kept, 2, one_to_three, NULL);
    kept_read(kept, read_json, "]}\n");
    assert_int_equal(kept->problem_count, 0);
    free(text);
}

static void test_recognise(void **state)
{
    static const char *const yes[] = {"[{\"a\":1}]", " \n[\n {\n  \"a\"", "{\n\"a\": 1", "\xef\xbb\xbf{ \"a\":\n{}}", "[{", "{",
                                      "{\"a\":1}",   "{\"a\":1}\n",       "[{}"};
    static const char *const no[] = {"",
                                     "text",
                                     "[1,2]",
                                     "[x]",
                                     "{{template}}",
                                     "{a:1}",
                                     "{\"a\":1}\n{\"a\":2}",
                                     "[",
                                     "[[",
                                     "<a>",
                                     "[sic] {\"a\"",
                                     "\"a\"",
                                     "{\"a\":1}\r\n{\"b",
                                     "[[{",
                                     "{ % tex }"};
    (void)state;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (!json_recognise(yes[i], strlen(yes[i]))) fail_msg("%s", yes[i]);
    }
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
        if (json_recognise(no[i], strlen(no[i]))) fail_msg("%s", no[i]);
    }
}

static void test_wide_text(void **state)
{
    struct kept *kept = *state;
    static const char text[] = "\xff\xfe[\0\n\0{\0\"\0b\0o\0d\0y\0\"\0:\0\"\0\xe9\0\"\0}\0]";
    assert_int_equal(kept_read_bytes(kept, read_json, text, sizeof text), NS_OK);
    assert_part(kept_article(kept), PART_BODY, "\xc3\xa9");
    assert_int_equal(kept_article(kept)->parts[0].source_line, 2);
}

/* What would take quadratic time, if anything did: a second is far too much. */
static void test_hostile_texts(void **state)
{
    static const char *const pieces[] = {"{", "[", "{\n", "{\"a\":[\n",      "\"",      "\"\\", "{}\n{", "{\"", " {\n",
                                         "]", "}", "{}x", "{\"a\":[{\"a\":", "\n\t{]{}"};
    struct kept *kept = *state;
    const size_t size = 1 << 20;
    char *text = malloc(size);
    assert_non_null(text);
    kept->forget = true;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        const size_t length = strlen(pieces[i]);
        for (size_t at = 0; at < size; at++)
            text[at] = pieces[i][at % length];
        assert_int_equal(kept_read_bytes(kept, read_json, text, size), NS_OK);
        assert_true(json_split(text, size) <= size);
        json_recognise(text, 4096);
    }
    free(text);
}

static void test_ugly_files(void **state)
{
    struct kept *kept = *state;
    kept->forget = true;
    assert_true(read_ugly_files(kept, read_json, "tests/data/ugly/json") >= 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(test_one_object),
        KEPT_TEST(test_arrays),
        KEPT_TEST(test_texts_behind_one_another),
        KEPT_TEST(test_lists_in_objects),
        KEPT_TEST(test_lists_in_articles),
        KEPT_TEST(test_rendered_fields),
        KEPT_TEST(test_damage_inside_an_object),
        KEPT_TEST(test_objects_without_an_end),
        KEPT_TEST(test_what_is_no_object),
        KEPT_TEST(test_slices),
        KEPT_TEST(test_split),
        KEPT_TEST(test_large_list),
        KEPT_TEST(test_recognise),
        KEPT_TEST(test_wide_text),
        KEPT_TEST(test_hostile_texts),
        KEPT_TEST(test_ugly_files),
    };
    return cmocka_run_group_tests_name("read_json", tests, NULL, NULL);
}
