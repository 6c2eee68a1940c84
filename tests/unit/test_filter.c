/* test_filter.c - paths against globs, dates of each precision against ranges, and the fields of an article. */
#include "tests/unit/search_fixture.h"

#include "searcher/filter.h"

/* ---- Paths ---- */

static void check_path(const char *glob, const char *path, bool wanted)
{
    if (filter_path(glob, strlen(glob), path) != wanted) fail_msg("%s %s %s", glob, wanted ? "does not fit" : "fits", path);
}

static void test_paths(void **state)
{
    (void)state;
    check_path("news/2021/a.txt", "news/2021/a.txt", true);
    check_path("2021/a.txt", "news/2021/a.txt", true);
    check_path("a.txt", "news/2021/a.txt", true);
    check_path("a.txt", "a.txt", true);
    check_path("a.txt", "/news/a.txt", true);
    check_path("/news/a.txt", "/news/a.txt", true);
    check_path("/a.txt", "/news/a.txt", false);
    check_path(".txt", "news/a.txt", false);
    check_path("021/a.txt", "news/2021/a.txt", false);
    check_path("a.tx", "news/a.txt", false);
    check_path("news", "news/a.txt", false);
    check_path("A.txt", "news/a.txt", false);
    check_path("", "news/a.txt", false);
    check_path("", "news/", true); /* what stands behind its last slash */
}

static void test_folders(void **state)
{
    (void)state;
    check_path("news/", "news/a.txt", true);
    check_path("news/", "news/2021/a.txt", true);
    check_path("2021/", "news/2021/a.txt", true);
    check_path("news/2021/", "/srv/news/2021/03/a.txt", true);
    check_path("/srv/", "/srv/news/a.txt", true);
    check_path("/", "/srv/news/a.txt", true);
    check_path("news/", "news", false);
    check_path("news/", "old-news/a.txt", false);
    check_path("ews/", "news/a.txt", false);
    check_path("news/2021/", "news/a/2021/a.txt", false);
    check_path("/news/", "/srv/news/a.txt", false);
    check_path("a.txt/", "news/a.txt", false);
}

static void test_wildcards_in_paths(void **state)
{
    (void)state;
    check_path("*.txt", "news/a.txt", true);
    check_path("*.txt", "news/a.jsonl", false);
    check_path("news/*.txt", "news/2021/a.txt", true); /* any characters, slashes too */
    check_path("?.txt", "news/a.txt", true);
    check_path("?.txt", "news/\xc3\xa9.txt", true); /* a character, not a byte */
    check_path("?.txt", "news/ab.txt", false);
    check_path("2021-?3-*", "news/2021-03-01-a.txt", true);
    check_path("20*/", "news/2021/a.txt", true);
    check_path("n?ws/", "/srv/news/a.txt", true);
    check_path("*/a.txt", "a.txt", false);
    check_path("*", "a.txt", true);
    check_path("*/", "a.txt", false);
    check_path("*/", "news/a.txt", true);
    check_path("[a].txt", "a.txt", false); /* no other sign is special */
    check_path("\\*.txt", "*.txt", false);
}

/* ---- Dates ---- */

#define DAY INT64_C(86400)
#define START_2021 INT64_C(1609459200)
#define START_2022 (START_2021 + 365 * DAY)
#define START_MARCH (START_2021 + 59 * DAY)
#define END_MARCH (START_MARCH + 31 * DAY)

static bool lies_in(int64_t seconds, enum date_precision precision, int64_t from, int64_t to)
{
    return filter_date(&(struct article_date){seconds, precision}, from, to);
}

/* A date lies in a range when all that it may be does. */
static void test_dates_of_each_precision(void **state)
{
    (void)state;
    assert_true(lies_in(START_2021, DATE_YEAR, START_2021, START_2022));
    assert_false(lies_in(START_2021, DATE_YEAR, START_2021, START_2022 - 1));
    assert_false(lies_in(START_2021, DATE_YEAR, START_2021 + 1, START_2022));
    assert_false(lies_in(START_2021, DATE_YEAR, START_MARCH, END_MARCH));
    assert_false(lies_in(START_2021, DATE_YEAR, START_2021, START_MARCH));
    assert_true(lies_in(START_MARCH, DATE_MONTH, START_MARCH, END_MARCH));
    assert_true(lies_in(START_MARCH, DATE_MONTH, START_2021, START_2022));
    assert_false(lies_in(START_MARCH, DATE_MONTH, START_MARCH, END_MARCH - 1));
    assert_true(lies_in(START_2021 + 334 * DAY, DATE_MONTH, START_2021, START_2022)); /* December ends with the year */
    assert_true(lies_in(END_MARCH - DAY, DATE_DAY, START_MARCH, END_MARCH));
    assert_false(lies_in(END_MARCH, DATE_DAY, START_MARCH, END_MARCH));
    assert_false(lies_in(START_MARCH - DAY, DATE_DAY, START_MARCH, END_MARCH));
    assert_true(lies_in(END_MARCH - 60, DATE_MINUTE, START_MARCH, END_MARCH));
    assert_false(lies_in(END_MARCH - 60, DATE_MINUTE, START_MARCH, END_MARCH - 1));
    assert_true(lies_in(END_MARCH - 1, DATE_SECOND, START_MARCH, END_MARCH));
    assert_false(lies_in(END_MARCH, DATE_SECOND, START_MARCH, END_MARCH));
    assert_false(lies_in(START_MARCH - 1, DATE_SECOND, START_MARCH, END_MARCH));
}

static void test_open_and_empty_ranges(void **state)
{
    (void)state;
    for (int precision = DATE_YEAR; precision <= DATE_SECOND; precision++) {
        assert_true(lies_in(START_2021, (enum date_precision)precision, INT64_MIN, INT64_MAX));
        assert_true(lies_in(START_2021, (enum date_precision)precision, START_2021, INT64_MAX));
        assert_true(lies_in(START_2021, (enum date_precision)precision, INT64_MIN, START_2022));
        assert_false(lies_in(START_2021, (enum date_precision)precision, START_2022, INT64_MAX));
        assert_false(lies_in(START_2021, (enum date_precision)precision, START_2022, START_2021));
        assert_false(lies_in(START_2021, (enum date_precision)precision, START_2021, START_2021));
    }
}

static void test_an_unknown_date_lies_nowhere(void **state)
{
    (void)state;
    assert_false(lies_in(START_2021, DATE_UNKNOWN, INT64_MIN, INT64_MAX));
    assert_false(lies_in(0, DATE_UNKNOWN, 0, DAY));
}

static void test_dates_before_1970(void **state)
{
    (void)state;
    const int64_t start_1960 = -INT64_C(315619200), start_1961 = start_1960 + 366 * DAY;
    assert_true(lies_in(start_1960, DATE_YEAR, start_1960, start_1961));
    assert_false(lies_in(start_1960, DATE_YEAR, start_1960, start_1961 - 1));
    assert_true(lies_in(start_1960 + 31 * DAY, DATE_MONTH, start_1960, start_1960 + 60 * DAY)); /* a February of 29 days */
    assert_false(lies_in(start_1960 + 31 * DAY, DATE_MONTH, start_1960, start_1960 + 59 * DAY));
    assert_true(lies_in(-DAY, DATE_DAY, -DAY, 0));
    assert_true(lies_in(-1, DATE_SECOND, -1, 0));
    assert_false(lies_in(-1, DATE_SECOND, 0, DAY));
    assert_false(lies_in(-DAY, DATE_DAY, INT64_MIN, -1));
}

/* The bug: the year behind the last one that the system can count was taken for 1970, or counted past what a number holds. */
static void test_dates_that_no_calendar_has(void **state)
{
    (void)state;
    static const int64_t seconds[] = {INT64_MIN, INT64_MAX, INT64_C(67767976233532800), INT64_C(67768036191676799),
                                      INT64_C(-67768040609740800)};
    for (size_t i = 0; i < COUNT(seconds); i++) {
        for (int precision = DATE_YEAR; precision <= DATE_SECOND; precision++)
            assert_false(lies_in(seconds[i], (enum date_precision)precision, START_2021, START_2022));
    }
    assert_false(lies_in(INT64_C(67768036191676799), DATE_YEAR, 0, START_2022));
    assert_false(lies_in(INT64_C(67768036191676799), DATE_MONTH, 0, START_2022));
}

/* ---- In queries ---- */

/* A known year lies in that year, and in no month of it. */
static void test_dates_in_queries(void **state)
{
    struct fixture *f = *state;
    static const struct article_date dates[] = {
        {START_2021, DATE_YEAR}, {START_MARCH, DATE_MONTH}, {START_MARCH, DATE_DAY}, {START_MARCH + 60, DATE_MINUTE}, {0, DATE_UNKNOWN}};
    static const struct {
        const char *query;
        const char *found;
    } cases[] = {
        {"date:2021", "0123"},
        {"date:2021-03", "123"},
        {"date:2021-03-01", "23"},
        {"date:2021-03-02", ""},
        {"date:2020..2021", "0123"},
        {"date:2021-02..2021-03", "123"},
        {"date:..2020", ""},
        {"date:2022..", ""},
        {"alpha date:2021-03", "123"},
        {"not date:2021-03", "04"},
        {"alpha not date:2021", "4"},

        {"date:2020..2022", "0123"},
        {"+alpha -date:2021-03", "04"},
        {"date:2021-03-01 or date:2022", "23"},
    };
    fixture_begin(f, "english");
    for (size_t i = 0; i < COUNT(dates); i++) {
        char path[16];
        sprintf(path, "%zu", i);
        fixture_put(f, &(struct article){.path = path, .date = dates[i], .parts = {{PART_BODY, "alpha", 5, 0, 1, 1}}, .part_count = 1});
    }
    fixture_end(f);
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool has_hit[COUNT(dates)] = {false};
        char found[16] = "";
        const size_t count = fixture_search(f, cases[i].query, ALL);
        for (size_t hit = 0; hit < count; hit++)
            has_hit[fixture_hit(f, hit)->passage.article] = true;
        for (size_t article = 0; article < COUNT(dates); article++)
            if (has_hit[article]) sprintf(found + strlen(found), "%zu", article);
        if (strcmp(found, cases[i].found) != 0) fail_msg("%s finds [%s], wanted [%s]", cases[i].query, found, cases[i].found);
    }
}

/* ---- Fields ---- */

static void test_fields(void **state)
{
    (void)state;
    const struct article article = {.path = "p", .section = "s", .byline = "b"};
    assert_string_equal(filter_field(&article, FIELD_SECTION), "s");
    assert_string_equal(filter_field(&article, FIELD_BYLINE), "b");
    assert_null(filter_field(&article, FIELD_SOURCE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_folders),
        cmocka_unit_test(test_wildcards_in_paths),
        cmocka_unit_test(test_dates_of_each_precision),
        cmocka_unit_test(test_open_and_empty_ranges),
        cmocka_unit_test(test_an_unknown_date_lies_nowhere),
        cmocka_unit_test(test_dates_before_1970),
        cmocka_unit_test(test_dates_that_no_calendar_has),
        FIXTURE_TEST(test_dates_in_queries),
        cmocka_unit_test(test_fields),
    };
    return cmocka_run_group_tests_name("filter", tests, NULL, NULL);
}
