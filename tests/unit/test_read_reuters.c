/* test_read_reuters.c - stories in the shape of Reuters-21578. */
#include "tests/unit/fixture.h"
#include "tests/unit/ugly_fixture.h"

#include "indexer/format_parts.h"

static const char stories[] =
    "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n"
    "<REUTERS TOPICS=\"YES\" LEWISSPLIT=\"TRAIN\" CGISPLIT=\"TRAINING-SET\" OLDID=\"5544\" NEWID=\"1\">\n"
    "<DATE> 3 March 2021</DATE>\n"
    "<TOPICS><D>ship</D><D>trade</D></TOPICS>\n<PLACES><D>belgium</D></PLACES>\n<PEOPLE></PEOPLE>\n"
    "<UNKNOWN>&#5;&#5;&#5;C T\n</UNKNOWN>\n"
    "<TEXT>&#2;\n<TITLE>FERRY &lt;FER> RUNS AGAIN</TITLE>\n<AUTHOR>    By Jo Writer, Reuters</AUTHOR>\n"
    "<DATELINE>    OSTEND, March 3 - </DATELINE><BODY>The ferry sailed\non time.\n    It came back.\n Reuter\n&#3;</BODY></TEXT>\n"
    "</REUTERS>\n"
    "<REUTERS TOPICS=\"NO\" NEWID=\"2\">\n<DATE> 3 March 2021</DATE>\n<TOPICS></TOPICS>\n"
    "<TEXT TYPE=\"BRIEF\">&#2;\n<TITLE>FERRY LATE</TITLE>Blah blah\n&#3;</TEXT>\n</REUTERS>\n"
    "<REUTERS NEWID=\"3\">\n<TEXT TYPE=\"UNPROC\">&#2;\nFERRY\n    A table\n    of ferries\n&#3;</TEXT>\n</REUTERS>\n";

static void test_stories(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_reuters, stories);
    assert_int_equal(kept->problem_count, 0);
    assert_int_equal(kept->article_count, 3);
    const struct article *article = &kept->articles[0];
    assert_string_equal(article->id, "1");
    assert_string_equal(article->section, "ship / trade");
    assert_string_equal(article->byline, "By Jo Writer, Reuters");
    assert_string_equal(article->source, "Reuters");
    assert_int_equal(article->date.seconds, 1614729600);
    assert_int_equal(assert_part(article, PART_TITLE, "FERRY <FER> RUNS AGAIN")->source_line, 10);
    const struct article_part *body =
        assert_part(article, PART_BODY, "OSTEND, March 3 - The ferry sailed\non time.\n\nIt came back.\nReuter");
    assert_int_equal(body->source_line, 12);
    article = &kept->articles[1];
    assert_string_equal(article->id, "2");
    assert_null(article->section);
    assert_part(article, PART_TITLE, "FERRY LATE");
    assert_part(article, PART_BODY, NULL);
    article = &kept->articles[2];
    assert_string_equal(article->id, "3");
    assert_part(article, PART_TITLE, NULL);
    assert_part(article, PART_BODY, "FERRY\n\nA table\n\nof ferries");
}

static void test_damaged_stories(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_reuters,
              "<REUTERS>\n<DATE>31-MAR-1987 605:12</DATE><TEXT><BODY>One</REUTERS>\n<REUTERS NEWID=\"5\"><TEXT></TEXT></REUTERS>\n<REUTERS "
              "NEWID=6><TITLE>T");
    assert_int_equal(kept->article_count, 2);
    assert_string_equal(kept->articles[0].id, "line=1");
    assert_part(&kept->articles[0], PART_BODY, "One");
    assert_string_equal(kept->articles[1].id, "6");
    assert_int_equal(kept->problem_count, 3);
    assert_problem(kept, 0, 2, "is no date");
    assert_problem(kept, 1, 3, "no text");
    assert_problem(kept, 2, 4, "a record without </REUTERS>");
}

static void test_split(void **state)
{
    (void)state;
    const size_t size = sizeof stories - 1;
    const char *second = strstr(stories, "</REUTERS>\n<REUTERS TOPICS=\"NO\"") + strlen("</REUTERS>");
    assert_int_equal(reuters_split(stories, size), size - 1);
    assert_int_equal(reuters_split(stories, (size_t)(second - stories)), second - stories);
    assert_int_equal(reuters_split(stories, (size_t)(second - stories) - 1), 0);
    assert_int_equal(reuters_split(stories, (size_t)(second - stories) + 100), second - stories + 1); /* with the line end */
    assert_int_equal(reuters_split(stories, 200), 0);
}

/* However a file is cut into whole records, what is read is the same. */
static void test_slices_read_as_the_whole(void **state)
{
    struct kept *kept = *state;
    const struct reader_sink sink = {keep_article, keep_problem, kept};
    char padded[sizeof stories + INPUT_PADDING] = {0};
    memcpy(padded, stories, sizeof stories);
    size_t at = 0;
    uint64_t lines = 0;
    for (size_t end = 1; end < sizeof stories; end++) {
        const size_t size = reuters_split(padded + at, end - at);
        if (size == 0) continue;
        const struct input input = {.path = "the/path", .data = padded + at, .size = size, .lines_before = lines};
        assert_int_equal(read_reuters(&input, &sink, NULL), NS_OK);
        for (; end > at + size; end--)
            continue;
        for (size_t i = 0; i < size; i++)
            lines += padded[at + i] == '\n';
        at += size;
    }
    assert_int_equal(kept->article_count, 3);
    assert_int_equal(kept->problem_count, 0);
    assert_int_equal(kept_part(&kept->articles[0], PART_TITLE)->source_line, 10);
    assert_int_equal(kept_part(&kept->articles[2], PART_BODY)->source_line, 26);
}

static void test_recognise(void **state)
{
    (void)state;
    static const char *const others[] = {
        "", "REUTERS", "<REUTERS>", "<REUTERS NEWID=", "<!DOCTYPE html>", "<p><REUTERS NEWID=\"1\">", "<!DOCTYPE lewi"};
    assert_true(reuters_recognise(stories, sizeof stories - 1));
    assert_true(reuters_recognise("<!DOCTYPE lewis SYSTEM", 22));
    assert_true(reuters_recognise("\n<reuters newid='7'>", 20));
    for (size_t i = 0; i < COUNT(others); i++)
        if (reuters_recognise(others[i], strlen(others[i]))) fail_msg("%s", others[i]);
}

static void test_ugly_files(void **state)
{
    assert_true(read_ugly_files(*state, read_reuters, "tests/data/ugly/reuters") >= 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(test_stories),   KEPT_TEST(test_damaged_stories), KEPT_TEST(test_split), KEPT_TEST(test_slices_read_as_the_whole),
        KEPT_TEST(test_recognise), KEPT_TEST(test_ugly_files),
    };
    return cmocka_run_group_tests_name("read_reuters", tests, NULL, NULL);
}
