/* test_date.c - the forms of dates that are read, those that are not, and the calendar against a count of every day. */
#include <math.h>
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
        "Marc 3, 2021",
        "Ma 3, 2021",
        "3/4/2021",
        "03.04.2021",
        "21-03-03",
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

/* A form of a date; the seconds wanted are those of calendar.timegm() of Python. */
static void test_forms(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum date_precision precision;
        int64_t seconds;
    } forms[] = {
        /* ISO 8601 and RFC 3339. */
        {"2021-03-03T12:11:30+00:00", DATE_SECOND, 1614773490},
        {"2021-03-03T12:11:30-00:00", DATE_SECOND, 1614773490},
        {"2021-03-03T12:11:30+05", DATE_SECOND, 1614755490},
        {"2021-03-03T12:11:30.123456+0100", DATE_SECOND, 1614769890},
        {"2021-03-03 12:11:30 UTC", DATE_SECOND, 1614773490},
        {"2021-03-03 12:11:30 +0530", DATE_SECOND, 1614753690},
        {"2021-03-03  12:11 Z", DATE_MINUTE, 1614773460},
        {"2021-03-03 12:11 PM", DATE_MINUTE, 1614773460},
        {"2021-03-03 23:30 EST", DATE_MINUTE, 1614832200},
        {"2021-03-03 12:11:30.25 gmt", DATE_SECOND, 1614773490},
        {"20210303", DATE_DAY, 1614729600},
        {"20210303T1211", DATE_MINUTE, 1614773460},
        {"20210303T121100Z", DATE_SECOND, 1614773460},
        {"20210303t121100+0530", DATE_SECOND, 1614753660},
        {"20210303T121100.5-05:00", DATE_SECOND, 1614791460},
        {"20210303121130", DATE_SECOND, 1614773490},
        {"19890303", DATE_DAY, 604886400},
        {"2021/03/03", DATE_DAY, 1614729600},
        {"2021/3/3 9:05", DATE_MINUTE, 1614762300},
        {"2021/12/25 12:11:30 GMT", DATE_SECOND, 1640434290},
        /* RFC 822, 2822 and 5322. */
        {"Wed, 03 Mar 2021 12:11:00 GMT", DATE_SECOND, 1614773460},
        {"Wed, 3 Mar 2021 12:11:00 +0530", DATE_SECOND, 1614753660},
        {"wed, 03 mar 2021 12:11:00 -0500", DATE_SECOND, 1614791460},
        {"Wed,03 Mar 2021 12:11 UT", DATE_MINUTE, 1614773460},
        {"03 Mar 2021 12:11:00 Z", DATE_SECOND, 1614773460},
        {"03 Mar 21 12:11:00 EST", DATE_SECOND, 1614791460},
        {"03 Mar 89 12:11:00 EDT", DATE_SECOND, 604944660},
        {"03 Mar 49 12:11 GMT", DATE_MINUTE, 2498386260},
        {"03 Mar 50 12:11 GMT", DATE_MINUTE, -625837740},
        {"3 Mar 21", DATE_DAY, 1614729600},
        {"Wed, 03 Mar 2021 12:11:00 CST", DATE_SECOND, 1614795060},
        {"Wed, 03 Mar 2021 12:11:00 CDT", DATE_SECOND, 1614791460},
        {"Wed, 03 Mar 2021 12:11:00 MST", DATE_SECOND, 1614798660},
        {"Wed, 03 Mar 2021 12:11:00 MDT", DATE_SECOND, 1614795060},
        {"Wed, 03 Mar 2021 12:11:00 PST", DATE_SECOND, 1614802260},
        {"Wed, 03 Mar 2021 12:11:00 PDT", DATE_SECOND, 1614798660},
        {"Wed, 03 Mar 2021 12:11:00 -0800 (PST)", DATE_SECOND, 1614802260},
        {"Wed, 03 Mar 2021 12:11:00 +0100 (Berlin (in winter))", DATE_SECOND, 1614769860},
        {"Thu, 03 Mar 2021 12:11:00 GMT", DATE_SECOND, 1614773460},
        {"Wed, 03 Mar 2021 00:11:00 +0200", DATE_SECOND, 1614723060},
        /* RFC 850, asctime(), date(1), JavaScript. */
        {"Wednesday, 03-Mar-21 12:11:00 GMT", DATE_SECOND, 1614773460},
        {"Friday, 03-Mar-89 12:11:00 GMT", DATE_SECOND, 604930260},
        {"Wed Mar  3 12:11:00 2021", DATE_SECOND, 1614773460},
        {"Wed Mar 13 12:11:00 UTC 2021", DATE_SECOND, 1615637460},
        {"Wed Mar 03 12:11:00 +0000 2021", DATE_SECOND, 1614773460},
        {"Mar 3 12:11 CET 2021", DATE_MINUTE, 1614769860},
        {"Wed Mar 03 2021 12:11:00 GMT+0100 (Central European Standard Time)", DATE_SECOND, 1614769860},
        /* What pages print. */
        {"March 3rd, 2021", DATE_DAY, 1614729600},
        {"March 1st 2021", DATE_DAY, 1614556800},
        {"3rd March, 2021", DATE_DAY, 1614729600},
        {"3rd of March 2021", DATE_DAY, 1614729600},
        {"22ND MARCH 2021", DATE_DAY, 1616371200},
        {"Wednesday, March 3, 2021", DATE_DAY, 1614729600},
        {"Wednesday March 3 2021", DATE_DAY, 1614729600},
        {"Wed. March 3, 2021", DATE_DAY, 1614729600},
        {"Thurs., March 4, 2021", DATE_DAY, 1614816000},
        {"Wednesday 3 March 2021", DATE_DAY, 1614729600},
        {"March 3, 1989, Friday", DATE_DAY, 604886400},
        {"3 March 1989, Friday", DATE_DAY, 604886400},
        {"Friday, March 5, 2021 at 12:11 pm EST", DATE_MINUTE, 1614964260},
        {"March 5, 2021 at 12:11pm", DATE_MINUTE, 1614946260},
        {"Mar 3, 2021, 12:11 p.m. EST", DATE_MINUTE, 1614791460},
        {"March 3, 2021 - 12:11", DATE_MINUTE, 1614773460},
        {"March 3, 2021 | 12:11 AM", DATE_MINUTE, 1614730260},
        {"3 March 2021, 12:11 BST", DATE_MINUTE, 1614769860},
        {"3 March 2021 12:11 CEST", DATE_MINUTE, 1614766260},
        {"3 March 2021 12:11 UTC+05:30", DATE_MINUTE, 1614753660},
        {"12:11 PM, March 3, 2021", DATE_MINUTE, 1614773460},
        {"12:11, 3 March 2021", DATE_MINUTE, 1614773460},
        {"12:11:30, 3 March 2021", DATE_SECOND, 1614773490},
        {"12:11 GMT, 3 March 2021", DATE_MINUTE, 1614773460},
        {"9:05 a.m. EST on Wednesday, March 3, 2021", DATE_MINUTE, 1614780300},
        {"March 2021", DATE_MONTH, 1614556800},
        {"Mar. 2021", DATE_MONTH, 1614556800},
        {"MARCH, 2021", DATE_MONTH, 1614556800},
        /* What wires and archives write. */
        {"26-FEB-1987 15:01:01.79", DATE_SECOND, 541350061},
        {" 8-APR-1987 06:10:19.00", DATE_SECOND, 544860619},
        {"26-FEB-87", DATE_DAY, 541296000},
        {"25/12/2021", DATE_DAY, 1640390400},
        {"12/25/2021 9:05 PM", DATE_MINUTE, 1640466300},
        {"25.12.2021, 12:11", DATE_MINUTE, 1640434260},
        {"25-12-2021 12:11:30", DATE_SECOND, 1640434290},
        {"03/03/2021", DATE_DAY, 1614729600},
        {"3.3.2021 12:11", DATE_MINUTE, 1614773460},
        {"March 3, 2021 8:11 PM SGT", DATE_MINUTE, 1614773460},
        {"2021-03-03 23:11 AEDT", DATE_MINUTE, 1614773460},
        {"1614773460", DATE_SECOND, 1614773460},
        {"1614773460123", DATE_SECOND, 1614773460},
        {"1000000000", DATE_SECOND, 1000000000},
        /* Zones that stand for more than one offset leave the day. */
        {"March 3, 2021 12:11 p.m. ET", DATE_DAY, 1614729600},
        {"March 3, 2021, 11:11 pm PT", DATE_DAY, 1614729600},
        {"03 Mar 2021 12:11:00 IST", DATE_DAY, 1614729600},
        {"2021-03-03 12:11 CT", DATE_DAY, 1614729600},
        {"12:11 PM MT, March 3, 2021", DATE_DAY, 1614729600},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        assert_date(forms[i].text, forms[i].precision, forms[i].seconds);
}

static void test_refusals(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "890303",
        "030389",
        "210303",
        "2021030",
        "202103031",
        "2021030312",
        "202103031211",
        "20211303",
        "20210300",
        "20210303T",
        "20210303T12",
        "20210303T121",
        "20210303 1211",
        "20210303126000",
        "03/04/2021",
        "3.4.2021",
        "13/13/2021",
        "0/13/2021",
        "25/12/21",
        "25/12-2021",
        "25/12.2021",
        "31/04/2021",
        "2021/13/01",
        "2021/02/30",
        "12/25",
        "30 Feb 2021 12:11:00 GMT",
        "29 Feb 21",
        "Wed, 31 Apr 2021 12:11:00 GMT",
        "31-APR-1987 15:01:01.79",
        "February 29th, 2021",
        "Wed, 03 Mar 2021 12:11:00 XYZ",
        "Wed, 03 Mar 2021 12:11:00 A",
        "Wed, 03 Mar 2021 12:11:00 GMT extra",
        "Wed, 03 Mar 2021 25:11:00 GMT",
        "Wed, 03 Mar 2021 12:11:00 +05300",
        "Wed, 03 Mar 2021 12:11:00 GMT (open",
        "Wed, 03 Mar 2021 12:11:00 GMT+",
        "Wed, 03 Mar",
        "Wed",
        "Wednesday, ",
        "Wednesdays, March 3, 2021",
        "We, 03 Mar 2021",
        "Xyz, 03 Mar 2021",
        "3 Mar 021",
        "3 Mar 2",
        "3-Mar 2021",
        "3 Mar-2021",
        "Mar 3rdx, 2021",
        "3 of of March 2021",
        "March 3, 2021 at",
        "March 3, 2021 at noon",
        "March 3, 2021 at at 12:11",
        "March 3, 2021 12:11 13:12",
        "March 3, 2021, Home Edition",
        "12:11",
        "12:11 PM",
        "12:11 March",
        "Mar 2021 12:11",
        "1899999999999999",
        "1900000000",
        "0999999999",
        "16147734600",
        "-1614773460",
        "1614773460.5",
        "1e9",
        "2021-W09-3",
        "2021-062",
        "0",
        "1",
        "Wed 3 Mar 12:11:00 GMT 2021",
        "3 March 2021 12:11 UTC+5:30",
        "Updated 12:11 GMT, 3 March 2021",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_unknown(texts[i]);
}

static void assert_number(struct article_date date, enum date_precision precision, int64_t seconds)
{
    assert_int_equal(date.precision, precision);
    assert_true(date.seconds == seconds);
}

static void test_numbers(void **state)
{
    (void)state;
    assert_number(date_of_integer(1614773460), DATE_SECOND, 1614773460);
    assert_number(date_of_integer(INT64_C(1614773460999)), DATE_SECOND, 1614773460);
    assert_number(date_of_integer(INT64_C(1614773460999999)), DATE_SECOND, 1614773460);
    assert_number(date_of_integer(INT64_C(1614773460000000000)), DATE_SECOND, 1614773460);
    assert_number(date_of_integer(-86400), DATE_SECOND, -86400);
    assert_number(date_of_integer(INT64_C(-1614773460001)), DATE_SECOND, -1614773461);
    assert_number(date_of_integer(1), DATE_SECOND, 1);
    assert_number(date_of_integer(0), DATE_UNKNOWN, 0);
    assert_number(date_of_integer(2021), DATE_YEAR, 1609459200);
    assert_number(date_of_integer(2200), DATE_SECOND, 2200);
    assert_number(date_of_integer(20210303), DATE_DAY, 1614729600);
    assert_number(date_of_integer(20210230), DATE_UNKNOWN, 0);
    assert_number(date_of_integer(20211301), DATE_UNKNOWN, 0);
    assert_number(date_of_integer(20210300), DATE_UNKNOWN, 0);
    assert_number(date_of_integer(22000101), DATE_SECOND, 22000101);
    assert_number(date_of_integer(INT64_MIN), DATE_SECOND, -9223372037);
    assert_number(date_of_seconds(1614773460.75), DATE_SECOND, 1614773460);
    assert_number(date_of_seconds(-0.5), DATE_SECOND, -1);
    assert_number(date_of_seconds(1e30), DATE_UNKNOWN, 0);
    assert_number(date_of_seconds(NAN), DATE_UNKNOWN, 0);
    assert_number(date_of_seconds(-INFINITY), DATE_UNKNOWN, 0);
}

/* Every start of a whole date is read or refused, and none reads behind its end (a sanitizer would tell). */
static void test_cut_texts(void **state)
{
    (void)state;
    static const char *const texts[] = {"2021-03-03T12:11:30.5+05:30",
                                        "Sept. 30, 2021, 12:11:30 p.m.",
                                        "Wed, 03 Mar 2021 12:11:00 GMT+0100 (CET)",
                                        "12:11 p.m. EST on Wednesday, March 3rd, 2021",
                                        "20210303T121130.5+0530",
                                        "12/25/2021 at 9:05 PM"};
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
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_cut_texts),
        cmocka_unit_test(test_days_that_do_not_exist),
        cmocka_unit_test(test_every_day_from_year_1_to_9999),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
