/* test_date_limits.c - what --since and --until are read to, at times that the test tells. */
#include "tests/unit/fixture.h"

#include "searcher/date_limits.h"
#include "searcher/date_range.h"

/* 2024-03-31 23:30 UTC, a Sunday on whose morning summer time began in Berlin, where it is the next day by now. */
#define NOW INT64_C(1711927800)

static int set_zone(const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
    return 0;
}

static int setup(void **state)
{
    (void)state;
    return set_zone("UTC");
}

static void assert_text(const char *since, const char *until, int64_t now, const char *wanted)
{
    struct date_limits limits;
    struct ns_error err;
    int64_t from, to;
    if (date_limits_read(since, until, now, &limits, &err) != NS_OK) fail_msg("%s", err.msg);
    assert_string_equal(limits.text, wanted);
    assert_true(date_range_read(wanted, strlen(wanted), &from, &to));
    assert_true(limits.from == from && limits.to == to);
}

static void assert_since(const char *since, const char *wanted)
{
    char range[DATE_LIMITS_SIZE];
    snprintf(range, sizeof range, "%s..", wanted);
    assert_text(since, NULL, NOW, range);
}

static void test_nothing(void **state)
{
    (void)state;
    struct date_limits limits;
    assert_int_equal(date_limits_read(NULL, NULL, NOW, &limits, NULL), NS_OK);
    assert_string_equal(limits.text, "");
    assert_true(limits.from == INT64_MIN && limits.to == INT64_MAX);
}

static void test_dates(void **state)
{
    (void)state;
    assert_since("2021", "2021");
    assert_since("2021-03", "2021-03");
    assert_since("2021-03-01", "2021-03-01");
    assert_text(NULL, "2021", NOW, "..2021");
    assert_text("2021-03", "2021-03", NOW, "2021-03..2021-03");
    assert_text("2021-03", "2021", NOW, "2021-03..2021");
    assert_text("9999-12-31", NULL, NOW, "9999-12-31..");
}

/* The whole of what --until names is part of it. */
static void test_ends(void **state)
{
    (void)state;
    struct date_limits limits;
    assert_int_equal(date_limits_read("2021-03-01", "2021-03-01", NOW, &limits, NULL), NS_OK);
    assert_int_equal(limits.from, 1614556800);
    assert_int_equal(limits.to, 1614556800 + 86400);
    assert_int_equal(date_limits_read(NULL, "2021", NOW, &limits, NULL), NS_OK);
    assert_int_equal(limits.to, 1640995200);
    assert_true(limits.from == INT64_MIN);
}

static void test_days_before_now(void **state)
{
    (void)state;
    assert_since("today", "2024-03-31");
    assert_since("yesterday", "2024-03-30");
    assert_since("0d", "2024-03-31");
    assert_since("1d", "2024-03-30");
    assert_since("31d", "2024-02-29");
    assert_since("2w", "2024-03-17");
    assert_since("0000w", "2024-03-31");
    assert_since("1y", "2023-03-31");
    assert_since("99999d", "1750-06-17");
    assert_text("7d", "yesterday", NOW, "2024-03-24..2024-03-30");
}

static void test_a_month_without_such_a_day(void **state)
{
    (void)state;
    assert_since("1m", "2024-02-29");
    assert_since("4m", "2023-11-30");
    assert_since("3m", "2023-12-31");
    assert_since("13m", "2023-02-28");
    assert_text("1y", NULL, 1709208000, "2023-02-28.."); /* 2024-02-29 */
    assert_text("4y", NULL, 1709208000, "2020-02-29..");
}

/* Today is the user's; and a day is a day where summer time begins in it. */
static void test_zones(void **state)
{
    (void)state;
    set_zone("CET-1CEST,M3.5.0,M10.5.0/3");
    assert_since("today", "2024-04-01");
    assert_since("yesterday", "2024-03-31");
    assert_since("1d", "2024-03-31");
    assert_since("1m", "2024-03-01");
    set_zone("PST8PDT,M3.2.0,M11.1.0");
    assert_since("today", "2024-03-31");
    set_zone("<+14>-14");
    assert_text("today", NULL, NOW - 12 * 3600, "2024-04-01..");
    assert_since("2021-03-01", "2021-03-01"); /* what is told by the calendar is the same everywhere */
    set_zone("no zone at all");
    assert_since("today", "2024-03-31");
}

static void assert_refused(const char *since, const char *until, const char *wanted)
{
    struct date_limits limits;
    struct ns_error err;
    assert_int_equal(date_limits_read(since, until, NOW, &limits, &err), NS_ERR_ARG);
    if (!strstr(err.msg, wanted)) fail_msg("\"%s\" has no \"%s\"", err.msg, wanted);
}

static void test_what_is_no_date(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",     " ",      "d",       "7",  "-7d",    "7 d", "7D",         "7dd",     "7h",         "999999d", "5000y",
        "now",  "Today",  "2021-",   "21", "2021..", "..",  "2021..2022", "2021-13", "2021-02-29", "0000",    "2021-03-01T10:00",
        "3m\n", "99999m", "2021-3-1"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        char begin[64];
        snprintf(begin, sizeof begin, "--since %s: wanted a date (2021", texts[i]);
        assert_refused(texts[i], NULL, begin);
        snprintf(begin, sizeof begin, "--until %s: wanted a date (2021", texts[i]);
        assert_refused("2021", texts[i], begin);
    }
}

static void test_an_end_before_the_beginning(void **state)
{
    (void)state;
    assert_refused("2021", "2020", "--since 2021 is later than --until 2020; wanted the earlier date behind --since");
    assert_refused("2021-03-02", "2021-03-01", "is later");
    assert_refused("1d", "1w", "--since 1d is later than --until 1w");
}

/* A clock that is far off: no year that a date can have, or none that the system can count. */
static void test_other_times(void **state)
{
    (void)state;
    struct date_limits limits;
    assert_text("today", NULL, 0, "1970-01-01..");
    assert_text("1d", NULL, -1, "1969-12-30..");
    assert_int_equal(date_limits_read("today", NULL, INT64_MAX, &limits, NULL), NS_ERR_ARG);
    assert_int_equal(date_limits_read("today", NULL, INT64_MIN, &limits, NULL), NS_ERR_ARG);
    assert_int_equal(date_limits_read("today", NULL, INT64_C(253402300800), &limits, NULL), NS_ERR_ARG);
    assert_text("1d", NULL, INT64_C(253402300800), "9999-12-31..");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_nothing, setup),
        cmocka_unit_test_setup(test_dates, setup),
        cmocka_unit_test_setup(test_ends, setup),
        cmocka_unit_test_setup(test_days_before_now, setup),
        cmocka_unit_test_setup(test_a_month_without_such_a_day, setup),
        cmocka_unit_test_setup(test_zones, setup),
        cmocka_unit_test_setup(test_what_is_no_date, setup),
        cmocka_unit_test_setup(test_an_end_before_the_beginning, setup),
        cmocka_unit_test_setup(test_other_times, setup),
    };
    return cmocka_run_group_tests_name("date_limits", tests, NULL, NULL);
}
