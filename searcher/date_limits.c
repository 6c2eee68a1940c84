/* date_limits.c - from --since and --until to a range of the query language. */
#include "searcher/date_limits.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "searcher/date_range.h"

/* A date without its NUL, 2021-03-01, and the digits of the number in 99999d. */
#define DATE_LENGTH 10
#define NUMBER_DIGITS 5

/* What is read of one option: a date of the query language. */
struct date_text {
    char text[DATE_LENGTH + 1];
};

/* The day that the user's calendar shows. Only the day: a time of it would move with summer time. */
static bool local_day(int64_t now, struct tm *day)
{
    const time_t seconds = (time_t)now;
    struct tm local;
    if (!localtime_r(&seconds, &local)) return false;
    *day = (struct tm){.tm_year = local.tm_year, .tm_mon = local.tm_mon, .tm_mday = local.tm_mday};
    return true;
}

/* Where a month is shorter than the day's number, the day is its last. */
static void clamp_day(struct tm *day)
{
    struct tm last = {.tm_year = day->tm_year, .tm_mon = day->tm_mon + 1, .tm_mday = 0};
    timegm(&last);
    if (day->tm_mday > last.tm_mday) day->tm_mday = last.tm_mday;
}

/* Go back from a day. Returns whether there is such a unit. */
static bool go_back(struct tm *day, int number, char unit)
{
    if (unit == 'd') day->tm_mday -= number;
    if (unit == 'w') day->tm_mday -= 7 * number;
    if (unit == 'm') day->tm_mon -= number;
    if (unit == 'y') day->tm_year -= number;
    if (unit == 'm' || unit == 'y') clamp_day(day);
    return strchr("dwmy", unit) != NULL;
}

/* Read a number of digits and one letter, which are the whole text. */
static bool read_distance(const char *text, int *number, char *unit)
{
    const size_t digits = strspn(text, "0123456789");
    if (digits < 1 || digits > NUMBER_DIGITS || !text[digits] || text[digits + 1]) return false;
    *number = 0;
    for (size_t i = 0; i < digits; i++)
        *number = *number * 10 + (text[i] - '0');
    *unit = text[digits];
    return true;
}

/* Read a day that is told from now. Years are from 0001 to 9999, as in the query language. */
static bool read_relative(const char *text, int64_t now, struct date_text *out)
{
    int number = 0;
    char unit = 'd';
    struct tm day;
    if (strcmp(text, "yesterday") == 0) {
        number = 1;
    } else if (strcmp(text, "today") != 0 && !read_distance(text, &number, &unit)) {
        return false;
    }
    if (!local_day(now, &day) || !go_back(&day, number, unit)) return false;
    timegm(&day);
    if (day.tm_year < 1 - 1900 || day.tm_year > 9999 - 1900) return false;
    strftime(out->text, sizeof out->text, "%Y-%m-%d", &day);
    return true;
}

/* Read a date of the query language, but no range of two. */
static bool read_date(const char *text, struct date_text *out)
{
    int64_t from, to;
    const size_t length = strlen(text);
    if (length > DATE_LENGTH || strspn(text, "0123456789-") != length || !date_range_read(text, length, &from, &to)) return false;
    memcpy(out->text, text, length + 1);
    return true;
}

static ns_status read_option(const char *option, const char *text, int64_t now, struct date_text *out, struct ns_error *err)
{
    *out = (struct date_text){.text = ""};
    if (!text || read_date(text, out) || read_relative(text, now, out)) return NS_OK;
    return ns_fail(err, NS_ERR_ARG,
                   "%s %s: wanted a date (2021, 2021-03 or 2021-03-01), a time before today (7d, 2w, 3m or 1y), today or yesterday", option,
                   text);
}

ns_status date_limits_read(const char *since, const char *until, int64_t now, struct date_limits *out, struct ns_error *err)
{
    struct date_text first, last;
    *out = (struct date_limits){.from = INT64_MIN, .to = INT64_MAX};
    ns_status status = read_option("--since", since, now, &first, err);
    if (status == NS_OK) status = read_option("--until", until, now, &last, err);
    if (status != NS_OK || (!since && !until)) return status;
    snprintf(out->text, sizeof out->text, "%s..%s", first.text, last.text);
    if (date_range_read(out->text, strlen(out->text), &out->from, &out->to) && out->from < out->to) return NS_OK;
    return ns_fail(err, NS_ERR_ARG, "--since %s is later than --until %s; wanted the earlier date behind --since", since, until);
}
