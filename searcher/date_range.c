/* date_range.c - the span of time that a date of a query stands for. */
#include "searcher/date_range.h"

#define SECONDS_A_DAY 86400

/* Read a number of just so many digits at `*at`, from least to most, and go behind it. */
static bool take_number(const char **at, const char *end, int digits, int least, int most, int *number)
{
    if (end - *at < digits) return false;
    *number = 0;
    for (int i = 0; i < digits; i++) {
        const char digit = (*at)[i];
        if (digit < '0' || digit > '9') return false;
        *number = *number * 10 + (digit - '0');
    }
    *at += digits;
    return *number >= least && *number <= most;
}

/* Days before a year, counted from the beginning of year 1. */
static int64_t days_before_year(int year)
{
    const int64_t past = year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = days_before_year(year + 1) - days_before_year(year) == 366;
    return days[month - 1] + (month == 2 && leap);
}

/* The beginning of a day, in seconds. A month of 13 is the January that follows. */
static int64_t day_begin(int year, int month, int day)
{
    int64_t days = days_before_year(year) - days_before_year(1970) + day - 1;
    for (int before = 1; before < month; before++)
        days += days_in_month(year, before);
    return days * SECONDS_A_DAY;
}

/* Read one date, which takes the whole text. */
static bool read_date(const char *at, const char *end, int64_t *from, int64_t *to)
{
    int year, month, day;
    if (!take_number(&at, end, 4, 1, 9999, &year)) return false;
    *from = day_begin(year, 1, 1);
    *to = day_begin(year, 13, 1);
    if (at == end) return true;
    if (*at++ != '-' || !take_number(&at, end, 2, 1, 12, &month)) return false;
    *from = day_begin(year, month, 1);
    *to = day_begin(year, month + 1, 1);
    if (at == end) return true;
    if (*at++ != '-' || !take_number(&at, end, 2, 1, days_in_month(year, month), &day)) return false;
    *from = day_begin(year, month, day);
    *to = *from + SECONDS_A_DAY;
    return at == end;
}

/* The .. between two dates; the end of the text if there is none. */
static const char *find_points(const char *at, const char *end)
{
    for (; end - at >= 2; at++) {
        if (at[0] == '.' && at[1] == '.') return at;
    }
    return end;
}

bool date_range_read(const char *text, size_t length, int64_t *from, int64_t *to)
{
    const char *end = text + length;
    const char *points = find_points(text, end);
    int64_t first = INT64_MIN, last = INT64_MAX, unused;
    if (points == end) {
        if (!read_date(text, end, &first, &last)) return false;
    } else {
        if (length == 2) return false;
        if (points > text && !read_date(text, points, &first, &unused)) return false;
        if (points + 2 < end && !read_date(points + 2, end, &unused, &last)) return false;
    }
    *from = first;
    *to = last;
    return true;
}
