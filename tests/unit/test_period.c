/* test_period.c - the numbers of years, months and days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "searcher/period.h"

#define DAY 86400

static int64_t number_of(int64_t seconds, enum date_precision unit)
{
    const struct article_date date = {seconds, DATE_SECOND};
    int64_t number = 0;
    assert_true(period_number(&date, unit, &number));
    return number;
}

static void test_known_numbers(void **state)
{
    (void)state;
    assert_int_equal(number_of(1614773460, DATE_YEAR), 2021);
    assert_int_equal(number_of(1614773460, DATE_MONTH), 2021 * 12 + 2);
    assert_int_equal(number_of(1614773460, DATE_DAY), 1614773460 / DAY);
    assert_int_equal(number_of(-1, DATE_YEAR), 1969);
    assert_int_equal(number_of(-1, DATE_DAY), -1);
    assert_int_equal(number_of(-DAY, DATE_DAY), -1);
}

/* The first second of each period gives its number, the second before it the one before. */
static void test_periods_follow_one_another(void **state)
{
    (void)state;
    for (int unit = DATE_YEAR; unit <= DATE_DAY; unit++) {
        const int64_t middle = number_of(0, (enum date_precision)unit);
        for (int64_t number = middle - 3000; number < middle + 3000; number++) {
            const struct article_date date = period_date((enum date_precision)unit, number);
            assert_int_equal(date.precision, unit);
            assert_int_equal(number_of(date.seconds, (enum date_precision)unit), number);
            assert_int_equal(number_of(date.seconds - 1, (enum date_precision)unit), number - 1);
        }
    }
}

static void test_what_is_not_known(void **state)
{
    (void)state;
    int64_t number = 7;
    assert_false(period_number(&(struct article_date){0, DATE_UNKNOWN}, DATE_YEAR, &number));
    assert_false(period_number(&(struct article_date){0, DATE_YEAR}, DATE_MONTH, &number));
    assert_false(period_number(&(struct article_date){0, DATE_MONTH}, DATE_DAY, &number));
    assert_int_equal(number, 7);
}

/* A forged index may have any number for a date. */
static void test_where_the_calendar_ends(void **state)
{
    (void)state;
    int64_t number;
    assert_false(period_number(&(struct article_date){INT64_MAX, DATE_SECOND}, DATE_YEAR, &number));
    assert_false(period_number(&(struct article_date){INT64_MIN, DATE_SECOND}, DATE_DAY, &number));
    assert_int_equal(period_of(&(struct article_date){INT64_MIN, DATE_SECOND}, DATE_DAY).precision, DATE_UNKNOWN);
    for (int unit = DATE_YEAR; unit <= DATE_DAY; unit++) {
        assert_int_equal(period_date((enum date_precision)unit, INT64_MAX).precision, DATE_UNKNOWN);
        assert_int_equal(period_date((enum date_precision)unit, INT64_MIN).precision, DATE_UNKNOWN);
    }
    assert_int_equal(period_date(DATE_YEAR, INT64_C(3000000000)).precision, DATE_UNKNOWN);
}

static void test_no_more_than_the_unit_or_than_is_known(void **state)
{
    (void)state;
    const struct article_date date = {1614773460, DATE_MINUTE};
    const struct article_date day = period_of(&date, DATE_DAY);
    assert_int_equal(day.seconds, 1614729600);
    assert_int_equal(day.precision, DATE_DAY);
    const struct article_date month = period_of(&(struct article_date){1614773460, DATE_MONTH}, DATE_DAY);
    assert_int_equal(month.seconds, 1614556800);
    assert_int_equal(month.precision, DATE_MONTH);
    assert_int_equal(period_of(&(struct article_date){0, DATE_UNKNOWN}, DATE_DAY).precision, DATE_UNKNOWN);
}

static void test_division(void **state)
{
    (void)state;
    assert_int_equal(period_divide(7, 7), 1);
    assert_int_equal(period_divide(6, 7), 0);
    assert_int_equal(period_divide(-1, 7), -1);
    assert_int_equal(period_divide(-7, 7), -1);
    assert_int_equal(period_divide(-8, 7), -2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_numbers),
        cmocka_unit_test(test_periods_follow_one_another),
        cmocka_unit_test(test_what_is_not_known),
        cmocka_unit_test(test_where_the_calendar_ends),
        cmocka_unit_test(test_no_more_than_the_unit_or_than_is_known),
        cmocka_unit_test(test_division),
    };
    return cmocka_run_group_tests_name("period", tests, NULL, NULL);
}
