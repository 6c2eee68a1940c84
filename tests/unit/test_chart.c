/* test_chart.c - which steps a chart has, and what falls into each bar. */
#include "tests/unit/search_fixture.h"

#include "searcher/chart.h"
#include "searcher/printer.h"

#define DAY 86400

/* 2021-03-03, a Wednesday. */
#define WEDNESDAY INT64_C(1614729600)

static int setup(void **state)
{
    struct facet *days = calloc(1, sizeof *days);
    if (days) days->field = FACET_DAY;
    *state = days;
    return days ? 0 : -1;
}

static int teardown(void **state)
{
    facet_release(*state);
    free(*state);
    return 0;
}

#define DAYS_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

static void add(struct facet *days, int64_t seconds, enum date_precision precision)
{
    struct ns_error err;
    assert_ok(facet_add(days, &(struct article){.path = "a", .date = {seconds, precision}}, &err), &err);
}

/* Finish with articles of two dates. */
static struct chart chart_between(struct facet *days, int64_t first, int64_t last)
{
    facet_release(days);
    days->field = FACET_DAY;
    add(days, last, DATE_MINUTE);
    add(days, first, DATE_DAY);
    facet_finish(days);
    return chart_of(days);
}

static void assert_begins(const struct chart *chart, size_t bar, const char *wanted)
{
    char text[DATE_TEXT_SIZE];
    const struct article_date date = chart_date(chart, bar);
    assert_string_equal(date_text(&date, 'T', text), wanted);
}

static void test_steps(void **state)
{
    struct facet *days = *state;
    static const struct {
        int64_t days; /* from the first to the last */
        const char *step;
        size_t bars;
        const char *begin;
    } examples[] = {
        {0, "day", 1, "2021-03-03"},
        {59, "day", 60, "2021-03-03"},
        {60, "week", 9, "2021-03-01"},
        {417, "week", 60, "2021-03-01"},
        {418, "month", 14, "2021-03"},
        {1820, "month", 60, "2021-03"},
        {1830, "quarter", 21, "2021-01"},
        {365 * 15, "year", 16, "2021"},
        {366 * 60, "five years", 13, "2020"},
        {366 * 350, "decade", 36, "2020"},
        {366 * 700, "fifty years", 15, "2000"},
        {366 * 5000, "hundred years", 51, "2000"},
        {366 * 10000, "thousand years", 11, "2000"},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        const struct chart chart = chart_between(days, WEDNESDAY, WEDNESDAY + examples[i].days * DAY);
        assert_string_equal(chart.step->name, examples[i].step);
        assert_int_equal(chart.count, examples[i].bars);
        assert_begins(&chart, 0, examples[i].begin);
    }
}

static void test_weeks_begin_on_monday(void **state)
{
    struct facet *days = *state;
    struct chart chart = chart_between(days, 1614556800 - 10 * 7 * DAY, 1614556800 - 1); /* until the end of a Sunday */
    assert_int_equal(chart.count, 10);
    chart = chart_between(days, 1614556800 - 10 * 7 * DAY, 1614556800);
    assert_int_equal(chart.count, 11);
    assert_begins(&chart, 10, "2021-03-01");
    chart = chart_between(days, -100 * DAY, 0);
    assert_begins(&chart, chart.count - 1, "1969-12-29");
}

static void test_each_article_is_in_one_bar(void **state)
{
    struct facet *days = *state;
    for (int day = 0; day < 200; day++) {
        for (int i = 0; i <= day / 100; i++)
            add(days, WEDNESDAY + day * DAY, DATE_DAY);
    }
    add(days, 0, DATE_UNKNOWN);
    facet_finish(days);
    const struct chart chart = chart_of(days);
    uint64_t articles = 0;
    for (size_t i = 0; i < chart.count; i++)
        articles += chart.bars[i];
    assert_int_equal(articles, 300);
    assert_int_equal(chart.bars[0], 5);
    assert_int_equal(chart.bars[chart.tallest], 14);
}

/* The few that are known less exactly are left out; where they are many, the bars are made coarser for them. */
static void test_dates_that_are_less_exact(void **state)
{
    struct facet *days = *state;
    for (uint64_t vague = 1; vague <= 2; vague++) {
        facet_release(days);
        days->field = FACET_DAY;
        for (int day = 0; day < 10; day++)
            add(days, WEDNESDAY + day * DAY, DATE_DAY);
        for (uint64_t i = 0; i < vague; i++)
            add(days, WEDNESDAY, DATE_MONTH);
        facet_finish(days);
        const struct chart chart = chart_of(days);
        assert_string_equal(chart.step->name, vague == 1 ? "day" : "month");
        assert_int_equal(chart.vague, vague == 1 ? 1 : 0);
        assert_int_equal(chart.bars[0], vague == 1 ? 1 : 12);
    }
}

static void test_no_chart(void **state)
{
    struct facet *days = *state;
    assert_int_equal(chart_of(days).count, 0);
    add(days, 0, DATE_UNKNOWN);
    facet_finish(days);
    assert_int_equal(chart_of(days).count, 0);
    assert_int_equal(chart_between(days, -INT64_C(366) * DAY * 100000, 0).count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DAYS_TEST(test_steps),
        DAYS_TEST(test_weeks_begin_on_monday),
        DAYS_TEST(test_each_article_is_in_one_bar),
        DAYS_TEST(test_dates_that_are_less_exact),
        DAYS_TEST(test_no_chart),
    };
    return cmocka_run_group_tests_name("chart", tests, NULL, NULL);
}
