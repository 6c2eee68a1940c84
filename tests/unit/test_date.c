/* test_date.c - the forms of dates that are read, those that are not, and the calendar against a count of every day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/date.h"

static void assert_date(const char *text, enum date_precision precision, int64_t seconds)
{
    const struct article_date date = date_parse(text, strlen(text));
    if (date.precision == precision && date.seconds == seconds) return;
    fail_msg("\"%s\": got precision %d, %lld seconds; wanted %d, %lld", text, (int)date.precision, (long long)date.seconds, (int)precision,
             (long long)seconds);
}

static void assert_unknown(const char *text)
{
    assert_date(text, DATE_UNKNOWN, 0);
}

/* The seconds wanted here are from `date -u -d ... +%s`. */
static void test_month_first(void **state)
{
    (void)state;
    assert_date("Mar 03, 2021 12:11 PM", DATE_MINUTE, 1614773460);
    assert_date("Mar 07, 2021 10:33 PM", DATE_MINUTE, 1615156380);
    assert_date("March 3, 2021", DATE_DAY, 1614729600);
    assert_date("MARCH 3 2021", DATE_DAY, 1614729600);
    assert_date("mar 3,2021", DATE_DAY, 1614729600);
    assert_date("Mar. 3, 2021", DATE_DAY, 1614729600);
    assert_date("Sept. 5, 2021", DATE_DAY, 1630800000);
    assert_date("Mar 3, 2021, 12:11", DATE_MINUTE, 1614773460);
    assert_date("Mar 3, 2021 12:11:30", DATE_SECOND, 1614773490);
}

static void test_day_first(void **state)
{
    (void)state;
    assert_date("3 March 2021", DATE_DAY, 1614729600);
    assert_date("03 mar 2021 12:11 pm", DATE_MINUTE, 1614773460);
    assert_date("3 Mar. 2021, 9:05", DATE_MINUTE, 1614762300);
}

static void test_iso(void **state)
{
    (void)state;
    assert_date("2021", DATE_YEAR, 1609459200);
    assert_date("2021-03", DATE_MONTH, 1614556800);
    assert_date("2021-03-03", DATE_DAY, 1614729600);
    assert_date("2021-03-03T12:11", DATE_MINUTE, 1614773460);
    assert_date("2021-03-03 12:11", DATE_MINUTE, 1614773460);
    assert_date("2021-03-03T12:11:30", DATE_SECOND, 1614773490);
    assert_date("2021-03-03T12:11:30.999999999999999999999Z", DATE_SECOND, 1614773490);
    assert_date("2021-03-03t12:11:30,5z", DATE_SECOND, 1614773490);
}

static void test_zones(void **state)
{
    (void)state;
    assert_date("2021-03-03T17:41+05:30", DATE_MINUTE, 1614773460);
    assert_date("2021-03-03T17:41:00+0530", DATE_SECOND, 1614773460);
    assert_date("2021-03-03T07:11-05:00", DATE_MINUTE, 1614773460);
    assert_date("2021-01-01T00:00+14:00", DATE_MINUTE, 1609459200 - 14 * 3600);
    assert_unknown("2021-03-03T12:11+5:30");
    assert_unknown("2021-03-03T12:11+05");
    assert_unknown("2021-03-03T12:11+05:60");
    assert_unknown("2021-03-03T12:11+24:00");
    assert_unknown("2021-03-03T12:11+");
    assert_unknown("2021-03-03Z");
}

static void test_halves_of_the_day(void **state)
{
    (void)state;
    assert_date("Mar 3, 2021 12:00 AM", DATE_MINUTE, 1614729600);
    assert_date("Mar 3, 2021 12:00 PM", DATE_MINUTE, 1614772800);
    assert_date("Mar 3, 2021 1:00am", DATE_MINUTE, 1614733200);
    assert_date("Mar 3, 2021 1:00 p.m.", DATE_MINUTE, 1614776400);
    assert_date("Mar 3, 2021 1:00\xe2\x80\xafPM", DATE_MINUTE, 1614776400);
    assert_unknown("Mar 3, 2021 13:00 PM");
    assert_unknown("Mar 3, 2021 0:00 AM");
    assert_unknown("Mar 3, 2021 12 PM");
    assert_unknown("2021-03-03 12:11 PM");
}

static void test_white_space_around(void **state)
{
    (void)state;
    assert_date(" \t2021\r\n", DATE_YEAR, 1609459200);
    assert_date("\xc2\xa0March\xc2\xa0 3,\xc2\xa0"
                "2021\xc2\xa0",
                DATE_DAY, 1614729600);
}

static void test_nonsense_is_unknown(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        " ",
        "yesterday",
        "Mar",
        "Mar 3",
        "Mar 2021",
        "Marc 3, 2021",
        "Ma 3, 2021",
        "3/3/2021",
        "03.03.2021",
        "21-03-03",
        "20210303",
        "12021",
        "2021-3-3",
        "2021-13",
        "2021-00",
        "2021-01-00",
        "2021-01-32",
        "0000-01-01",
        "2021-",
        "2021-03-",
        "2021-03-03T",
        "-2021",
        "+2021",
        "2021 AD",
        "2021-03-03x",
        "Mar 3, 2021 x",
        "Mar 0, 2021",
        "Mar 32, 2021",
        "Mar 3, 21",
        "Mar 003, 2021",
        "Mar 3, 2021 24:00",
        "Mar 3, 2021 12:60",
        "2021-03-03T1:11",
        "2021-03-03T12:11:60",
        "2021-03-03T12:11:30.",
        "2021-03-03T12",
        "Mar 3, 2021,",
        "99999999999999999999999999",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_unknown(texts[i]);
    const struct article_date date = date_parse("2021\0", 5);
    assert_int_equal(date.precision, DATE_UNKNOWN);
}

/* Every start of a whole date is read or refused, and none reads behind its end (a sanitizer would tell). */
static void test_cut_texts(void **state)
{
    (void)state;
    static const char *const texts[] = {"2021-03-03T12:11:30.5+05:30", "Sept. 30, 2021, 12:11:30 p.m."};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (size_t length = 0; length <= strlen(texts[i]); length++) {
            char *cut = test_malloc(length + 1);
            memcpy(cut, texts[i], length);
            date_parse(cut, length);
            test_free(cut);
        }
    }
}

static void test_days_that_do_not_exist(void **state)
{
    (void)state;
    assert_unknown("Feb 30, 2021");
    assert_unknown("2021-02-29");
    assert_unknown("1900-02-29");
    assert_unknown("2021-04-31");
    assert_date("2000-02-29", DATE_DAY, 951782400);
    assert_date("2020-02-29", DATE_DAY, 1582934400);
}

/* Written apart from the code under test: the days of a month by the rules of the Gregorian reform. */
static int days_in_month(int year, int month)
{
    if (month == 2) return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* By hand, since printf() would take most of the time of 3.6 million dates. */
static void put_digits(char *at, int count, int number)
{
    for (; count > 0; number /= 10)
        at[--count] = (char)('0' + number % 10);
}

static void test_every_day_from_year_1_to_9999(void **state)
{
    (void)state;
    int64_t seconds = INT64_C(-62135596800); /* date -u -d 0001-01-01 +%s */
    for (int year = 1; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= days_in_month(year, month); day++, seconds += 86400) {
                char text[] = "0000-00-00";
                put_digits(text, 4, year);
                put_digits(text + 5, 2, month);
                put_digits(text + 8, 2, day);
                assert_date(text, DATE_DAY, seconds);
            }
        }
    }
    assert_true(seconds == INT64_C(253402300800)); /* date -u -d '9999-12-31 + 1 day' +%s */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_month_first),
        cmocka_unit_test(test_day_first),
        cmocka_unit_test(test_iso),
        cmocka_unit_test(test_zones),
        cmocka_unit_test(test_halves_of_the_day),
        cmocka_unit_test(test_white_space_around),
        cmocka_unit_test(test_nonsense_is_unknown),
        cmocka_unit_test(test_cut_texts),
        cmocka_unit_test(test_days_that_do_not_exist),
        cmocka_unit_test(test_every_day_from_year_1_to_9999),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
