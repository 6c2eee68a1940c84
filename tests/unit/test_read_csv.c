/* test_read_csv.c - tables of articles, with all that spreadsheets and exports do to them. */
#include "tests/unit/reader_fixture.h"

#include <stdio.h>

#include "indexer/fields.h"
#include "indexer/csv.h"
#include "indexer/format_parts.h"
#include "tests/unit/ugly_fixture.h"

static void test_whole_table(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_csv,
              "\xef\xbb\xbfid,Headline,pub_date,text,Category,author,publication,views\r\n"
              "a-1,Rain,2021-03-03,\"It \"\"really\"\" rained,\r\n\r\nall day.\",World,A. Writer,The Paper,7\r\n"
              "\r\n"
              ",Sun,1614773460,It shone., Local ,,,\r\n");
    assert_int_equal(kept->problem_count, 0);
    assert_int_equal(kept->article_count, 2);
    const struct article *article = &kept->articles[0];
    assert_string_equal(article->id, "a-1");
    assert_part(article, PART_TITLE, "Rain");
    assert_part(article, PART_BODY, "It \"really\" rained,\r\n\r\nall day.");
    assert_string_equal(article->section, "World");
    assert_string_equal(article->byline, "A. Writer");
    assert_string_equal(article->source, "The Paper");
    assert_int_equal(article->date.precision, DATE_DAY);
    assert_int_equal(article->parts[0].source_line, 2);
    assert_true(article->extracted);
    article = &kept->articles[1];
    assert_string_equal(article->id, "line=6");
    assert_int_equal(article->parts[0].source_line, 6);
    assert_int_equal(article->date.seconds, 1614773460);
    assert_string_equal(article->section, "Local");
    assert_null(article->byline);
}

static void test_separators(void **state)
{
    static const char *const texts[] = {"title;body\nA, b;C, d\n",
                                        "title\tbody\nA, b\tC, d\n",
                                        "title|body\nA, b|C, d",
                                        "sep=;\ntitle;body\nA, b;C, d\n",
                                        "title,body\n\"A, b\",\"C, d\"\n",
                                        "title;body\rA, b;C, d\r",
                                        "\"title\";\"body, all of it\";text\nA, b;x;C, d\n"};
    struct kept *kept = *state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        kept_read(kept, read_csv, texts[i]);
        assert_int_equal(kept->problem_count, 0);
        assert_part(kept_article(kept), PART_TITLE, "A, b");
        assert_part(kept_article(kept), PART_BODY, "C, d");
    }
}

static void test_quotes(void **state)
{
    static const struct {
        const char *cell, *text;
    } cases[] = {
        {"\"a\"", "a"},         {"\"a\"\"b\"", "a\"b"},         {"\"\"\"a\"\"\"", "\"a\""}, {"5\" pipe", "5\" pipe"},
        {"a \"b\"", "a \"b\""}, {"\"a \"b\" c\"", "a \"b\" c"}, {"\"a\nb\"", "a\nb"},       {"\"a\"b", NULL},
        {"\"a\"b\"", "a\"b"},   {"\"a\"\"\"", "a\""},
    };
    struct kept *kept = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200];
        snprintf(text, sizeof text, "body,id\n%s,7\n", cases[i].cell);
        kept_read(kept, read_csv, text);
        assert_int_equal(kept->problem_count, cases[i].text ? 0 : 1);
        if (!cases[i].text) continue;
        assert_part(kept_article(kept), PART_BODY, cases[i].text);
        assert_string_equal(kept_article(kept)->id, "7");
    }
}

static void test_best_column(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_csv, "description,Title,body,headline\nD,T,B,H\nD,,,H\n");
    assert_part(&kept->articles[0], PART_TITLE, "T");
    assert_part(&kept->articles[0], PART_BODY, "B");
    assert_part(&kept->articles[1], PART_TITLE, "H");
    assert_part(&kept->articles[1], PART_BODY, "D");
}

static void test_numbers_of_fields(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_csv, "id,title,body\n1,A\n2,B,b,c\n3,C,c,, ,\n4\n");
    assert_int_equal(kept->article_count, 2);
    assert_part(&kept->articles[0], PART_TITLE, "A");
    assert_part(&kept->articles[1], PART_TITLE, "C");
    assert_int_equal(kept->problem_count, 2);
    assert_problem(kept, 0, 3, "4 fields, the header has 3");
    assert_problem(kept, 1, 5, "no text");
}

static void test_headers(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_csv, "\na,b c,\"d\"\n1,2,3\n");
    assert_int_equal(kept->article_count, 0);
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, 2, "there are: a, b c, d; --map");
    kept_read(kept, read_csv, "id,date\n1,2021\n");
    assert_problem(kept, 0, 1, "there are: id, date;");
    kept_read(kept, read_csv, "");
    assert_problem(kept, 0, 0, "empty");
    kept_read(kept, read_csv, "title,body\n");
    assert_int_equal(kept->article_count + kept->problem_count, 0);
    static const char *const mapping = "title=b c,body=d+a";
    struct field_map map;
    assert_int_equal(field_map_init(&map, &mapping, 1, NULL), NS_OK);
    kept->fields = &map;
    kept_read(kept, read_csv, "a,B C,d,body\n1,2,3,4\n");
    assert_part(kept_article(kept), PART_TITLE, "2");
    assert_part(kept_article(kept), PART_BODY, "3\n\n1");
}

/* A quote without its end costs its line, and what follows is read if it has all its fields. */
static void test_quote_without_end(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_csv, "id,title,body\n1,A,\"a\n2,B,b\n3,C,\"c\nmore\n4,D,\"d\"\n");
    assert_int_equal(kept->article_count, 2);
    assert_string_equal(kept->articles[0].id, "2");
    assert_string_equal(kept->articles[1].id, "4");
    assert_int_equal(kept->problem_count, 3);
    assert_problem(kept, 0, 2, "a quote without its end");
    assert_problem(kept, 1, 4, "a quote without its end");
    assert_problem(kept, 2, 5, "1 fields, the header has 3");
}

static void test_large_records(void **state)
{
    static const char head[] = "id,body\n1,\"";
    static const char tail[] = "\"\n2,next\n";
    struct kept *kept = *state;
    const size_t size = CSV_RECORD_MAX + sizeof head + sizeof tail;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, 'x', size);
    memcpy(text, head, sizeof head - 1);
    memcpy(text + CSV_RECORD_MAX, tail, sizeof tail - 1);
    assert_int_equal(kept_read_bytes(kept, read_csv, text, CSV_RECORD_MAX + sizeof tail - 1), NS_OK);
    assert_int_equal(kept->article_count, 2);
    memset(text + CSV_RECORD_MAX, 'x', 20);
    memcpy(text + size - sizeof tail, tail, sizeof tail - 1);
    assert_int_equal(kept_read_bytes(kept, read_csv, text, size - 1), NS_OK);
    assert_int_equal(kept->article_count, 1);
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, 2, "over 16777216 bytes");
    free(text);
}

static void test_charsets(void **state)
{
    struct kept *kept = *state;
    static const char wide[] = "\xff\xfet\0i\0t\0l\0e\0\t\0b\0o\0d\0y\0\r\0\n\0\xe9\0\t\0x\0\r\0\n";
    assert_int_equal(kept_read_bytes(kept, read_csv, wide, sizeof wide), NS_OK);
    assert_part(kept_article(kept), PART_TITLE, "\xc3\xa9");
    kept_read(kept, read_csv, "title;body\nCaf\xe9;\x93Open\x94\n");
    assert_part(kept_article(kept), PART_TITLE, "Caf\xc3\xa9");
    assert_part(kept_article(kept), PART_BODY, "\xe2\x80\x9cOpen\xe2\x80\x9d");
    assert_int_equal(kept->problem_count, 0);
    kept_read(kept, read_csv, "title;body\nCaf\xc3\xa9;\xff\n");
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, 0, "1 place that is no character");
    static const char nul[] = "title,section\nA\0b,S\0\n";
    assert_int_equal(kept_read_bytes(kept, read_csv, nul, sizeof nul - 1), NS_OK);
    assert_int_equal(kept_article(kept)->parts[0].length, 3);
    assert_problem(kept, 0, 2, "\"section\" holds a NUL");
}

static void test_slices(void **state)
{
    static const char text[] = "\xef\xbb\xbf"
                               "id;title\n1;A\n2;\"B\n\"\n3;C\n";
    struct kept *kept = *state;
    assert_int_equal(csv_head(text, sizeof text - 1), 12);
    assert_int_equal(csv_head("sep=;\nid;title\n1;A\n", 19), 15);
    assert_int_equal(csv_head("", 0), 0);
    kept->head = "\xef\xbb\xbfid;title\n";
    kept->lines_before = 2;
    kept_read(kept, read_csv, text + 16);
    assert_int_equal(kept->article_count, 2);
    assert_string_equal(kept->articles[0].id, "2");
    assert_int_equal(kept->articles[1].parts[0].source_line, 5);
    kept->head = NULL; /* nobody knows the columns, which was told with the first slice */
    kept_read(kept, read_csv, "id,title\n");
    assert_int_equal(kept->article_count + kept->problem_count, 0);
}

/* Wherever a text is cut, its whole records are those that are read from all of it. */
static void test_split(void **state)
{
    static const char text[] = "id,body\n1,\"a\n\"\"b\"\", \n\"\n2,5\" pipe\n3,\"x\ny\"\n";
    (void)state;
    for (size_t size = 0; size < sizeof text; size++) {
        const size_t whole = csv_split(text, size);
        static const size_t ends[] = {0, 8, 23, 33, 41};
        bool is_end = false;
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            is_end |= whole == ends[i] && whole <= size && (i == 4 || size < ends[i + 1]);
        if (!is_end) fail_msg("%zu of %zu", whole, size);
    }
    assert_int_equal(csv_split("\xff\xfe\n\0\n\0", 6), 0);
}

static void test_recognise(void **state)
{
    static const char *const yes[] = {"title,body\nA,B\n", "id;headline;date\n1;A;2021\n", "\xef\xbb\xbf\"Title\"\t\"Author\"\r\nx\ty\r\n",
                                      "sep=|\ntitle|url\n", "\xff\xfet\0i\0t\0l\0e\0,\0b\0o\0d\0y\0\n\0"};
    static const char *const no[] = {"",
                                     "title",
                                     "title,body",
                                     "Rain, sun and a headline\n\nBody, of it.\n",
                                     "id,date\n1,2\n",
                                     "title,views\n1,2\n",
                                     "{\"title\":1,\"body\":2}\n",
                                     "Title: x, By: y\n",
                                     "title, body and the long tale of what came of it all in the end, at last\n",
                                     "From,To\n",
                                     "SECTION\n\ntitle,body\n"};
    (void)state;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        const size_t size = yes[i][0] == '\xff' ? 24 : strlen(yes[i]);
        if (!csv_recognise(yes[i], size)) fail_msg("%s", yes[i]);
    }
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
        if (csv_recognise(no[i], strlen(no[i]))) fail_msg("%s", no[i]);
    }
}

/* What would take quadratic time, if anything did. */
static void test_hostile_texts(void **state)
{
    static const char *const pieces[] = {"\"", "\"\n", "\"a\n",      ",\"",        "\"\"",  ",",
                                         "\n", "\r",   "a\"b,\"c\n", "\",\"a\n\"", ";,\t|", "\"\"\"\n"};
    struct kept *kept = *state;
    const size_t size = 1 << 21;
    char *text = malloc(size);
    assert_non_null(text);
    kept->forget = true;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        const size_t length = strlen(pieces[i]);
        for (size_t at = 0; at < size; at++)
            text[at] = pieces[i][at % length];
        memcpy(text, "title,body\n", 11);
        assert_int_equal(kept_read_bytes(kept, read_csv, text, size), NS_OK);
        assert_true(csv_split(text, size) <= size);
        assert_true(csv_head(text, size) <= size);
        csv_recognise(text + 11, 4096);
    }
    free(text);
}

static void test_ugly_files(void **state)
{
    struct kept *kept = *state;
    kept->forget = true;
    assert_true(read_ugly_files(kept, read_csv, "tests/data/ugly/csv") >= 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(test_whole_table),
        KEPT_TEST(test_separators),
        KEPT_TEST(test_quotes),
        KEPT_TEST(test_best_column),
        KEPT_TEST(test_numbers_of_fields),
        KEPT_TEST(test_headers),
        KEPT_TEST(test_quote_without_end),
        KEPT_TEST(test_large_records),
        KEPT_TEST(test_charsets),
        KEPT_TEST(test_slices),
        KEPT_TEST(test_split),
        KEPT_TEST(test_recognise),
        KEPT_TEST(test_hostile_texts),
        KEPT_TEST(test_ugly_files),
    };
    return cmocka_run_group_tests_name("read_csv", tests, NULL, NULL);
}
