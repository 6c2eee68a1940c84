/* test_read_jsonl.c - records good and bad, one a line. */
#include "tests/unit/reader_fixture.h"

#include <stdio.h>

#include "indexer/fields.h"

static void test_whole_record(void **state)
{
    struct kept *kept = *state;
    kept_read(
        kept, read_jsonl,
        "{\"id\":\"a-1\",\"title\":\"Caf\xc3\xa9\",\"date\":\"2021-03-03T12:11\",\"body\":\"One.\\n\\nTwo \\u20ac.\",\"section\":\"SEA\","
        "\"byline\":\"A. Writer\",\"source\":\"The Paper\",\"url\":\"https://paper.example/1\",\"more\":[1,{}]}\n");
    const struct article *article = kept_article(kept);
    assert_int_equal(kept->problem_count, 0);
    assert_string_equal(article->path, "the/path");
    assert_string_equal(article->id, "a-1");
    assert_string_equal(article->section, "SEA");
    assert_string_equal(article->byline, "A. Writer");
    assert_string_equal(article->source, "The Paper");
    assert_string_equal(article->url, "https://paper.example/1");
    assert_int_equal(article->date.precision, DATE_MINUTE);
    assert_int_equal(article->date.seconds, 1614773460);
    assert_int_equal(article->source_size, 4711);
    assert_int_equal(article->source_mtime, 1614773460);
    assert_true(article->extracted);
    assert_int_equal(article->part_count, 2);
    const struct article_part *part = assert_part(article, PART_TITLE, "Caf\xc3\xa9");
    assert_int_equal(part->source_line, 1);
    assert_int_equal(part->source_offset, 0);
    assert_int_equal(part->source_column, 0);
    part = assert_part(article, PART_BODY, "One.\n\nTwo \xe2\x82\xac.");
    assert_int_equal(part->source_line, 1);
    assert_int_equal(part->source_offset, 0);
    assert_int_equal(part->source_column, 0);
}

static void test_lines_are_counted(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_jsonl, "\xef\xbb\xbf{\"body\":\"1\"}\r\n\n  \r\n{\"body\":\"4\"}\n{\"body\":\"5\"}");
    assert_int_equal(kept->problem_count, 0);
    assert_int_equal(kept->article_count, 3);
    static const uint32_t lines[] = {1, 4, 5};
    static const char *const ids[] = {"line=1", "line=4", "line=5"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(kept->articles[i].parts[0].source_line, lines[i]);
        assert_string_equal(kept->articles[i].id, ids[i]);
    }
}

static void test_fields_that_are_not_known(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_jsonl,
              "{\"body\":\"B\"}\n"
              "{\"id\":null,\"title\":null,\"date\":null,\"body\":\"B\",\"section\":null,\"byline\":null,\"source\":null,\"url\":null}\n"
              "{\"id\":\"\",\"title\":\" "
              "\",\"date\":\"\",\"body\":\"B\",\"section\":\"\\u00a0\",\"byline\":\"\",\"source\":\"\",\"url\":\" \"}\n");
    assert_int_equal(kept->problem_count, 0);
    assert_int_equal(kept->article_count, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct article *article = &kept->articles[i];
        assert_null(article->section);
        assert_null(article->byline);
        assert_null(article->source);
        assert_null(article->url);
        assert_int_equal(article->date.precision, DATE_UNKNOWN);
        assert_int_equal(article->part_count, 1);
        assert_part(article, PART_BODY, "B");
        assert_memory_equal(article->id, "line=", 5);
    }
}

static void assert_id(struct kept *kept, const char *id_field, const char *id, size_t problems)
{
    char text[200];
    snprintf(text, sizeof text, "\n{\"id\":%s,\"body\":\"B\"}", id_field);
    kept_read(kept, read_jsonl, text);
    assert_string_equal(kept_article(kept)->id, id);
    assert_int_equal(kept->problem_count, problems);
}

static void test_ids(void **state)
{
    struct kept *kept = *state;
    assert_id(kept, "17", "17", 0);
    assert_id(kept, "-9223372036854775808", "-9223372036854775808", 0);
    assert_id(kept, "18446744073709551615", "18446744073709551615", 0);
    assert_id(kept, "\"17\"", "17", 0);
    assert_id(kept, "\"x#y\"", "x#y", 0);
    assert_id(kept, "1.5", "line=2", 1);
    assert_problem(kept, 0, 2, "\"id\" is a number, a string or an integer was wanted");
    assert_id(kept, "true", "line=2", 1);
    assert_id(kept, "\"a\\u0000b\"", "line=2", 1);
    assert_problem(kept, 0, 2, "\"id\" holds a NUL");
    kept_read(kept, read_jsonl, "{\"id\":\"a\",\"body\":\"1\"}\n{\"id\":\"a\",\"body\":\"2\"}");
    assert_int_equal(kept->article_count, 2);
    assert_int_equal(kept->problem_count, 0);
}

/* An id that could be taken for that of another line is not kept. */
static void test_id_in_the_shape_of_a_line(void **state)
{
    struct kept *kept = *state;
    assert_id(kept, "\"line=1\"", "line=2", 1);
    assert_problem(kept, 0, 2, "the shape line=NUMBER");
    assert_id(kept, "\"line=\"", "line=", 0);
    assert_id(kept, "\"line=1a\"", "line=1a", 0);
    assert_id(kept, "\"Line=1\"", "Line=1", 0);
}

static void test_fields_of_another_type(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_jsonl, "\n{\"title\":1,\"date\":[1],\"body\":\"B\",\"section\":{\"a\":1},\"byline\":true,\"source\":1.5}");
    assert_part(kept_article(kept), PART_TITLE, NULL);
    assert_part(kept_article(kept), PART_BODY, "B");
    assert_int_equal(kept->problem_count, 5);
    assert_problem(kept, 0, 2, "\"title\" is a number, a string was wanted");
    assert_problem(kept, 1, 2, "\"date\" is an array, a string or a number was wanted");
    assert_problem(kept, 2, 2, "\"byline\" is true or false, a string was wanted");
    assert_problem(kept, 3, 2, "\"source\" is a number, a string was wanted");
    assert_problem(kept, 4, 2, "\"section\" is an object, a string was wanted");
}

/* The paragraphs of such a body were lost without a word where its name was not "body". */
static void test_body_of_paragraphs(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_jsonl,
              "{\"content\":[\"One.\",\"\",\"Two.\",null],\"summary\":\"S\"}\n"
              "{\"content\":[{\"text\":\"B\"}],\"summary\":\"S\"}\n"
              "{\"body\":[],\"summary\":\"S\"}");
    assert_int_equal(kept->problem_count, 0);
    assert_int_equal(kept->article_count, 3);
    assert_part(&kept->articles[0], PART_BODY, "One.\n\nTwo.");
    assert_part(&kept->articles[1], PART_BODY, "S");
    assert_part(&kept->articles[2], PART_BODY, "S");
}

static void test_body_of_another_type(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_jsonl, "{\"title\":\"T\",\"body\":[{\"text\":\"B\"}]}");
    assert_part(kept_article(kept), PART_TITLE, "T");
    assert_part(kept_article(kept), PART_BODY, NULL);
    assert_problem(kept, 0, 1, "\"body\" is an array, a string was wanted");
    kept_read(kept, read_jsonl, "{\"body\":7}\n{\"body\":\"next\"}");
    assert_part(kept_article(kept), PART_BODY, "next");
    assert_problem(kept, 0, 1, "\"body\" is a number");
    assert_problem(kept, 1, 1, "no text");
}

static void test_no_text(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_jsonl, "{}\n{\"body\":\"\"}\n{\"title\":\"\",\"body\":\" \\n\\u3000\"}\n{\"id\":1}\n{\"title\":\"T\"}");
    assert_int_equal(kept->article_count, 1);
    assert_int_equal(kept->problem_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_problem(kept, i, i + 1, "no text");
    assert_part(kept_article(kept), PART_TITLE, "T");
    kept_read(kept, read_jsonl, "");
    assert_int_equal(kept->article_count + kept->problem_count, 0);
}

static void test_unreadable_date(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_jsonl, "{\"body\":\"B\",\"date\":\"last\\nweek\"}\n{\"body\":\"B\",\"date\":\"x\"}");
    assert_int_equal(kept->article_count, 2);
    assert_int_equal(kept->articles[0].date.precision, DATE_UNKNOWN);
    assert_int_equal(kept->problem_count, 2);
    assert_problem(kept, 0, 1, "\"last?week\" is no date");
    assert_problem(kept, 1, 2, "\"x\" is no date");
}

static void test_white_space_around_parts(void **state)
{
    kept_read(*state, read_jsonl, "{\"title\":\" T\\u00a0\",\"body\":\"\\n B \\n\\nC\\n\"}");
    assert_part(kept_article(*state), PART_TITLE, "T");
    assert_part(kept_article(*state), PART_BODY, "B \n\nC");
}

static void test_nul_in_text_is_kept(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_jsonl, "{\"\\u0000\":1,\"title\":\"a\\u0000b\",\"body\":\"\\u0000\",\"section\":\"S\\u0000T\"}");
    const struct article *article = kept_article(kept);
    assert_int_equal(article->parts[0].length, 3);
    assert_memory_equal(article->parts[0].text, "a\0b", 3);
    assert_int_equal(article->parts[1].length, 1);
    assert_null(article->section);
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, 1, "\"section\" holds a NUL");
}

/* What is not UTF-8 is read as Windows-1252, or with the bytes that are no character told. */
static void test_other_charsets(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_jsonl, "{\"body\":\"caf\xe9\"}\n{\"body\":\"caf\xc3\xa9 \xff\"}");
    assert_int_equal(kept->article_count, 2);
    assert_part(&kept->articles[0], PART_BODY, "caf\xc3\xa9");
    assert_part(&kept->articles[1], PART_BODY, "caf\xc3\xa9 \xef\xbf\xbd");
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, 2, "1 place that is no character");
}

/* Systems that make pages hand out bodies as HTML; what only has an angle bracket is text. */
static void test_markup(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_jsonl,
              "{\"body\":\"<p>One &amp; <b>two</b>.</p>\\n<p>Three.</p>\"}\n{\"body\":\"Line<BR/>and line\"}\n"
              "{\"body\":\"<ABC> UP & a < b, <p and <brand>\"}\n{\"title\":\"T\",\"body\":\"<p></p>\"}");
    assert_int_equal(kept->article_count, 4);
    assert_int_equal(kept->problem_count, 0);
    assert_part(&kept->articles[0], PART_BODY, "One & two.\n\nThree.");
    assert_part(&kept->articles[1], PART_BODY, "Line\nand line");
    assert_part(&kept->articles[2], PART_BODY, "<ABC> UP & a < b, <p and <brand>");
    assert_part(&kept->articles[3], PART_BODY, NULL);
}

/* Each is a problem of its own line, and the record behind it is read. */
static void test_bad_lines(void **state)
{
    static const struct {
        const char *line, *problem;
    } bad[] = {
        {"{", "cannot be read as JSON: "},
        {"{\"body\":\"B\"", "cannot be read as JSON: a comma, colon, bracket"},
        {"{\"body\":\"B\"} x", "cannot be read as JSON: a comma, colon, bracket"},
        {"{\"body\":\"B\"}{\"body\":\"B\"}", "cannot be read as JSON: a comma, colon, bracket"},
        {"{\"body\":\"caf\xe9}", "cannot be read as JSON: a string that has no end"},
        {"{\"body\":\"a\tb\"}", "cannot be read as JSON: a control character in a string"},
        {"{\"body\":\"B\",\"body\":\"C\"}", "has \"body\" twice, once was wanted"},
        {"{\"body\":\"\\ud800\"}", "cannot be read as JSON: a bad escape in a string"},
        {"{\"id\":99999999999999999999,\"body\":\"B\"}", "cannot be read as JSON: a number that is none, or is too large"},
        {"{\"body\":nil}", "cannot be read as JSON: a word that is not true, false or null"},
        {"{\"body\":\"B", "cannot be read as JSON: a string that has no end"},
        {"{\"more\":[1,{\"a\":tru}],\"body\":\"B\"}", "cannot be read as JSON: a word that is not"},
        {"plain text", "cannot be read as JSON: "},
        {"\"text\"", "a string, an object was wanted"},
        {"[{\"body\":\"B\"}]", "an array, an object was wanted"},
    };
    struct kept *kept = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[200];
        snprintf(text, sizeof text, "\n%s\n{\"body\":\"next\"}\n", bad[i].line);
        kept_read(kept, read_jsonl, text);
        assert_int_equal(kept->problem_count, 1);
        assert_problem(kept, 0, 2, bad[i].problem);
        assert_part(kept_article(kept), PART_BODY, "next");
    }
}

static void test_nul_byte_in_a_line(void **state)
{
    struct kept *kept = *state;
    static const char text[] = "{\"body\":\"B\"}\0\n{\"body\":\"next\"}\n{\"body\":\"a\0b\"}\n\0";
    assert_int_equal(kept_read_bytes(kept, read_jsonl, text, sizeof text - 1), NS_OK);
    assert_part(kept_article(kept), PART_BODY, "next");
    assert_int_equal(kept->problem_count, 3);
    assert_problem(kept, 0, 1, "cannot be read as JSON");
    assert_problem(kept, 1, 3, "cannot be read as JSON");
    assert_problem(kept, 2, 4, "cannot be read as JSON");
}

static void test_deep_nesting(void **state)
{
    struct kept *kept = *state;
    const size_t depth = 1000000;
    char *text = test_malloc(depth);
    memset(text, '[', depth / 2);
    memset(text + depth / 2, ']', depth / 2);
    assert_int_equal(kept_read_bytes(kept, read_jsonl, text, depth), NS_OK);
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, 1, "nested too deep");
    test_free(text);
}

/* A record of 64 MiB is read, one of a byte more is not, and the next line is. */
static void test_long_line(void **state)
{
    static const char tail[] = "\"}\n{\"body\":\"next\"}";
    struct kept *kept = *state;
    const size_t limit = (size_t)64 << 20;
    char *text = malloc(limit + sizeof tail);
    assert_non_null(text);
    for (size_t length = limit; length <= limit + 1; length++) {
        memset(text, 'x', length);
        memcpy(text, "{\"body\":\"", 9);
        memcpy(text + length - 2, tail, sizeof tail - 1);
        assert_int_equal(kept_read_bytes(kept, read_jsonl, text, length - 2 + sizeof tail - 1), NS_OK);
        assert_int_equal(kept->article_count, length == limit ? 2 : 1);
        assert_part(&kept->articles[kept->article_count - 1], PART_BODY, "next");
        assert_int_equal(kept->problem_count, length == limit ? 0 : 1);
    }
    assert_problem(kept, 0, 1, "67108865 bytes long");
    free(text);
}

static void test_sink_ends_the_reading(void **state)
{
    struct kept *kept = *state;
    static const char text[] = "{\"body\":\"1\"}\n{\"body\":\"2\"}\n";
    kept->answer = NS_ERR_IO;
    assert_int_equal(kept_read_bytes(kept, read_jsonl, text, sizeof text - 1), NS_ERR_IO);
    assert_int_equal(kept->article_count, 1);
}

/* ---- Other names, and other types ---- */

static void test_usual_names(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_jsonl,
              "{\"GUID\":\"g\",\"Headline\":\"H\",\"standfirst\":\"S\",\"published_at\":\"2021-03-03\",\"text\":\"T\",\"category\":\"C\","
              "\"author\":\"A\",\"publisher\":\"P\",\"media\":[1],\"views\":7,\"abstract\":\"No body.\"}");
    const struct article *article = kept_article(kept);
    assert_int_equal(kept->problem_count, 0);
    assert_string_equal(article->id, "g");
    assert_part(article, PART_TITLE, "H");
    assert_part(article, PART_SUBTITLE, "S");
    assert_part(article, PART_BODY, "T");
    assert_string_equal(article->section, "C");
    assert_string_equal(article->byline, "A");
    assert_string_equal(article->source, "P");
    assert_int_equal(article->date.precision, DATE_DAY);
}

static void test_best_of_several_names(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_jsonl,
              "{\"headline\":\"3\",\"Title\":\"2\",\"title\":\"1\",\"description\":\"4\",\"content\":\"2\",\"text\":\"1\"}");
    assert_part(kept_article(kept), PART_TITLE, "1");
    assert_part(kept_article(kept), PART_BODY, "1");
    kept_read(kept, read_jsonl, "{\"body\":null,\"content\":\" \",\"text\":\"\",\"description\":\"D\",\"authors\":[],\"writer\":\"W\"}");
    assert_part(kept_article(kept), PART_BODY, "D");
    assert_string_equal(kept_article(kept)->byline, "W");
    kept_read(kept, read_jsonl, "{\"body\":7,\"text\":\"T\",\"headline\":8}");
    assert_part(kept_article(kept), PART_BODY, "T");
    assert_part(kept_article(kept), PART_TITLE, NULL);
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, 1, "\"body\" is a number");
}

static void test_names_twice(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_jsonl,
              "{\"text\":\"1\",\"text\":\"2\"}\n{\"text\":\"1\",\"text\":\"2\",\"body\":\"B\"}\n{\"Body\":\"1\",\"BODY\":\"2\"}");
    assert_int_equal(kept->article_count, 2);
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, 1, "has \"text\" twice");
    assert_part(&kept->articles[0], PART_BODY, "B");
    assert_part(&kept->articles[1], PART_BODY, "1");
}

static void assert_labels(struct kept *kept, const char *members, const char *section, const char *byline, const char *source)
{
    char text[500];
    snprintf(text, sizeof text, "{\"body\":\"B\",%s}", members);
    kept_read(kept, read_jsonl, text);
    const struct article *article = kept_article(kept);
    assert_int_equal(kept->problem_count, 0);
    assert_string_equal(article->section ? article->section : "", section);
    assert_string_equal(article->byline ? article->byline : "", byline);
    assert_string_equal(article->source ? article->source : "", source);
}

static void test_lists_and_objects(void **state)
{
    struct kept *kept = *state;
    assert_labels(kept, "\"authors\":[\"A. Writer\",\"\",{\"id\":1,\"name\":\"B. Editor\"},7,null]", "", "A. Writer, B. Editor", "");
    assert_labels(kept, "\"author\":{\"@type\":\"Person\",\"name\":\"A. Writer\"}", "", "A. Writer", "");
    assert_labels(kept, "\"section\":[\"World\",\"Asia\"],\"source\":{\"id\":null,\"name\":\"The Paper\"}", "World / Asia", "",
                  "The Paper");
    assert_labels(kept, "\"section\":[],\"byline\":{},\"source\":{}", "", "", "");
    kept_read(kept, read_jsonl,
              "{\"body\":\"B\",\"byline\":[1,[\"A\"],{\"x\":\"y\"}],\"source\":{\"name\":1},\"section\":[\"a\\u0000b\"]}");
    assert_null(kept_article(kept)->byline);
    assert_int_equal(kept->problem_count, 3);
    assert_problem(kept, 0, 1, "\"byline\" is an array, a string was wanted");
    assert_problem(kept, 1, 1, "\"source\" is an object, a string was wanted");
    assert_problem(kept, 2, 1, "\"section\" holds a NUL");
}

/* As the archive of a large newsroom has its records. */
static void test_names_within_objects(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_jsonl,
              "{\"_id\":\"x:1\",\"headline\":{\"main\":\"M\",\"kicker\":null},\"byline\":{\"original\":\"By A. Writer\",\"person\":[]},"
              "\"pub_date\":\"2021-03-03T12:11:00+0000\",\"section_name\":\"World\",\"snippet\":\"S\",\"lead_paragraph\":\"L\"}\n"
              "{\"_id\":{\"$oid\":\"5f\"},\"headline\":{\"main\":null},\"byline\":{\"original\":null},\"date\":{\"$date\":1614773460000},"
              "\"body\":\"B\"}\n{\"headline.main\":\"flat\",\"headline\":\"H\"}");
    assert_int_equal(kept->problem_count, 0);
    assert_int_equal(kept->article_count, 3);
    const struct article *article = &kept->articles[0];
    assert_string_equal(article->id, "x:1");
    assert_part(article, PART_TITLE, "M");
    assert_part(article, PART_BODY, "L");
    assert_string_equal(article->byline, "By A. Writer");
    assert_int_equal(article->date.seconds, 1614773460);
    article = &kept->articles[1];
    assert_string_equal(article->id, "5f");
    assert_part(article, PART_TITLE, NULL);
    assert_null(article->byline);
    assert_int_equal(article->date.seconds, 1614773460);
    assert_part(&kept->articles[2], PART_TITLE, "H");
}

static void test_dates_that_are_numbers(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_jsonl,
              "{\"body\":\"B\",\"timestamp\":1614773460}\n{\"body\":\"B\",\"date\":1614773460123}\n{\"body\":\"B\",\"date\":1614773460.5}\n"
              "{\"body\":\"B\",\"date\":20210303}\n{\"body\":\"B\",\"date\":0}\n{\"body\":\"B\",\"date\":20210230}\n"
              "{\"body\":\"B\",\"date\":18446744073709551615}\n");
    assert_int_equal(kept->article_count, 7);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(kept->articles[i].date.seconds, 1614773460);
    assert_int_equal(kept->articles[3].date.precision, DATE_DAY);
    for (size_t i = 4; i < 7; i++)
        assert_int_equal(kept->articles[i].date.precision, DATE_UNKNOWN);
    assert_int_equal(kept->problem_count, 2);
    assert_problem(kept, 0, 6, "the number of \"date\" is no date");
    assert_problem(kept, 1, 7, "the number of \"date\" is no date");
}

static void test_mapped_names(void **state)
{
    static const char *const mapping = "title=doc.head,body=lead+content,byline=who";
    struct kept *kept = *state;
    struct field_map map;
    assert_int_equal(field_map_init(&map, &mapping, 1, NULL), NS_OK);
    kept->fields = &map;
    kept_read(
        kept, read_jsonl,
        "{\"title\":\"no\",\"doc\":{\"head\":\"H\"},\"content\":\"C\",\"lead\":\" L\",\"body\":\"no\",\"author\":\"no\",\"source\":\"S\"}\n"
        "{\"doc\":{\"head\":\"H\"},\"content\":\" C\",\"lead\":\" \"}\n{\"doc\":{\"head\":7},\"lead\":\"L\"}");
    assert_int_equal(kept->article_count, 3);
    assert_part(&kept->articles[0], PART_TITLE, "H");
    assert_part(&kept->articles[0], PART_BODY, "L\n\nC");
    assert_null(kept->articles[0].byline);
    assert_string_equal(kept->articles[0].source, "S");
    assert_part(&kept->articles[1], PART_BODY, "C");
    assert_part(&kept->articles[2], PART_BODY, "L");
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, 3, "\"head\" is a number, a string was wanted");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(test_whole_record),
        KEPT_TEST(test_lines_are_counted),
        KEPT_TEST(test_fields_that_are_not_known),
        KEPT_TEST(test_ids),
        KEPT_TEST(test_id_in_the_shape_of_a_line),
        KEPT_TEST(test_fields_of_another_type),
        KEPT_TEST(test_body_of_paragraphs),
        KEPT_TEST(test_body_of_another_type),
        KEPT_TEST(test_no_text),
        KEPT_TEST(test_unreadable_date),
        KEPT_TEST(test_white_space_around_parts),
        KEPT_TEST(test_nul_in_text_is_kept),
        KEPT_TEST(test_other_charsets),
        KEPT_TEST(test_markup),
        KEPT_TEST(test_bad_lines),
        KEPT_TEST(test_nul_byte_in_a_line),
        KEPT_TEST(test_deep_nesting),
        KEPT_TEST(test_long_line),
        KEPT_TEST(test_sink_ends_the_reading),
        KEPT_TEST(test_usual_names),
        KEPT_TEST(test_best_of_several_names),
        KEPT_TEST(test_names_twice),
        KEPT_TEST(test_lists_and_objects),
        KEPT_TEST(test_names_within_objects),
        KEPT_TEST(test_dates_that_are_numbers),
        KEPT_TEST(test_mapped_names),

    };
    return cmocka_run_group_tests_name("read_jsonl", tests, NULL, NULL);
}
