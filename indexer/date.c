/* date.c - reads publication dates, and counts the days of the calendar without the C library, whose time functions heed the locale,
 * the time zone and the environment.
 *
 * Every rule here takes what it knows from the start of the rest of the text, or leaves the rest as it was and says no. A form is such
 * rules in a row; the date is known when one form takes the whole text.
 */
#include "indexer/date.h"

#include <string.h>
#include <strings.h>

#include "indexer/white.h"

/* What is left of the text. */
struct scan {
    const char *at;
    const char *end;
};

/* The fields of a date as it is written. */
struct fields {
    int year, month, day;     /* month and day from 1 */
    int hour, minute, second; /* 24 hours */
    int offset;               /* of the zone, minutes east of UTC */
    enum date_precision precision;
};

static size_t left(const struct scan *scan)
{
    return (size_t)(scan->end - scan->at);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool take_char(struct scan *scan, char wanted)
{
    if (scan->at == scan->end || *scan->at != wanted) return false;
    scan->at++;
    return true;
}

/* At least one character of white space. */
static bool take_white(struct scan *scan)
{
    const size_t span = white_span(scan->at, left(scan));
    scan->at += span;
    return span > 0;
}

/* A number of min to max digits, no digit behind it, whose value is from least to most. */
static bool take_number(struct scan *scan, size_t min, size_t max, int least, int most, int *value)
{
    size_t digits = 0;
    int number = 0;
    while (digits < left(scan) && digits <= max && is_digit(scan->at[digits]))
        number = number * 10 + (scan->at[digits++] - '0');
    if (digits < min || digits > max || number < least || number > most) return false;
    scan->at += digits;
    *value = number;
    return true;
}

/* The letters of ASCII at the start of the rest. */
static size_t letters(const struct scan *scan)
{
    size_t length = 0;
    while (length < left(scan) && ((scan->at[length] | 0x20) >= 'a' && (scan->at[length] | 0x20) <= 'z'))
        length++;
    return length;
}

/* The number of a month, from 1, by its name or a short form of it; 0 if it is none. */
static int month_number(const char *name, size_t length)
{
    static const char *const names[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};
    for (int i = 0; i < 12; i++) {
        const bool whole = length == strlen(names[i]);
        const bool cut = length == 3 || (length == 4 && i == 8);
        if ((whole || cut) && strncasecmp(name, names[i], length) == 0) return i + 1;
    }
    return 0;
}

static bool take_month(struct scan *scan, int *month)
{
    const size_t length = letters(scan);
    *month = month_number(scan->at, length);
    if (*month == 0) return false;
    scan->at += length;
    if (length <= 4) take_char(scan, '.');
    return true;
}

/* ":30" and a fraction such as ".25"; nothing is fine too. */
static bool take_seconds(struct scan *scan, struct fields *fields)
{
    fields->precision = DATE_MINUTE;
    if (!take_char(scan, ':')) return true;
    if (!take_number(scan, 2, 2, 0, 59, &fields->second)) return false;
    fields->precision = DATE_SECOND;
    if (!take_char(scan, '.') && !take_char(scan, ',')) return true;
    const char *start = scan->at;
    while (scan->at < scan->end && is_digit(*scan->at))
        scan->at++;
    return scan->at > start;
}

/* "12:11" or "12:11:30". */
static bool take_clock(struct scan *scan, size_t hour_digits, struct fields *fields)
{
    return take_number(scan, hour_digits, 2, 0, 23, &fields->hour) && take_char(scan, ':') &&
           take_number(scan, 2, 2, 0, 59, &fields->minute) && take_seconds(scan, fields);
}

/* "AM", "pm", "p.m."; nothing is fine too, and the hour then counts to 24. */
static bool take_half_of_day(struct scan *scan, struct fields *fields)
{
    struct scan ahead = *scan;
    take_white(&ahead);
    if (ahead.at == ahead.end) return true;
    const char half = (char)(*ahead.at++ | 0x20);
    if (half != 'a' && half != 'p') return true;
    const bool dotted = take_char(&ahead, '.');
    if (!take_char(&ahead, 'm') && !take_char(&ahead, 'M')) return true;
    if (dotted) take_char(&ahead, '.');
    if (fields->hour < 1 || fields->hour > 12) return false;
    fields->hour = fields->hour % 12 + (half == 'p' ? 12 : 0);
    *scan = ahead;
    return true;
}

/* "Z", "+05:30" or "+0530"; nothing is fine too. */
static bool take_zone(struct scan *scan, struct fields *fields)
{
    if (take_char(scan, 'Z') || take_char(scan, 'z')) return true;
    const bool west = take_char(scan, '-');
    if (!west && !take_char(scan, '+')) return true;
    int hours = 0, minutes = 0;
    if (left(scan) < 4) return false;
    struct scan pair = {scan->at, scan->at + 2}; /* alone, as a digit may follow */
    if (!take_number(&pair, 2, 2, 0, 23, &hours)) return false;
    scan->at += 2;
    take_char(scan, ':');
    if (!take_number(scan, 2, 2, 0, 59, &minutes)) return false;
    fields->offset = (west ? -1 : 1) * (hours * 60 + minutes);
    return true;
}

static bool take_year(struct scan *scan, struct fields *fields)
{
    return take_number(scan, 4, 4, 1, 9999, &fields->year);
}

/* "2021" to "2021-03-03T12:11:30.5+05:30": the text may end behind any field but the hour. */
static bool take_iso(struct scan *scan, struct fields *fields)
{
    fields->precision = DATE_YEAR;
    if (!take_year(scan, fields)) return false;
    if (!take_char(scan, '-')) return true;
    fields->precision = DATE_MONTH;
    if (!take_number(scan, 2, 2, 1, 12, &fields->month)) return false;
    if (!take_char(scan, '-')) return true;
    fields->precision = DATE_DAY;
    if (!take_number(scan, 2, 2, 1, 31, &fields->day)) return false;
    if (!take_char(scan, 'T') && !take_char(scan, 't') && !take_char(scan, ' ')) return true;
    return take_clock(scan, 2, fields) && take_zone(scan, fields);
}

/* "March 3, 2021"; the comma may be missing. */
static bool take_month_first(struct scan *scan, struct fields *fields)
{
    if (!take_month(scan, &fields->month)) return false;
    take_white(scan);
    if (!take_number(scan, 1, 2, 1, 31, &fields->day)) return false;
    const bool comma = take_char(scan, ',');
    const bool white = take_white(scan);
    return (comma || white) && take_year(scan, fields);
}

/* "3 March 2021"; a comma may follow the month. */
static bool take_day_first(struct scan *scan, struct fields *fields)
{
    if (!take_number(scan, 1, 2, 1, 31, &fields->day) || !take_white(scan)) return false;
    if (!take_month(scan, &fields->month)) return false;
    take_char(scan, ',');
    return take_white(scan) && take_year(scan, fields);
}

/* A date with a month's name, and the time if there is one. */
static bool take_named(struct scan *scan, struct fields *fields)
{
    const struct scan start = *scan;
    fields->precision = DATE_DAY;
    if (!take_month_first(scan, fields)) {
        *scan = start;
        if (!take_day_first(scan, fields)) return false;
    }
    const bool comma = take_char(scan, ',');
    if (!take_white(scan)) return !comma;
    return take_clock(scan, 1, fields) && take_half_of_day(scan, fields);
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool day_exists(const struct fields *fields)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return fields->day <= days[fields->month - 1] + (fields->month == 2 && is_leap(fields->year));
}

/* Days from 1970-01-01 to a day of the Gregorian calendar, by days_from_civil() of Howard Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms" (https://howardhinnant.github.io/date_algorithms.html), for years from 1. The year is counted from March, so that the
 * leap day is its last; an era is the 400 years after which the calendar repeats, 146097 days. */
static int64_t days_from_civil(int year, int month, int day)
{
    const int march_year = month <= 2 ? year - 1 : year;
    const int era = march_year / 400;
    const int year_of_era = march_year % 400;
    const int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int64_t)era * 146097 + day_of_era - 719468;
}

static int64_t seconds_since_1970(const struct fields *fields)
{
    const int64_t days = days_from_civil(fields->year, fields->month, fields->day);
    return ((days * 24 + fields->hour) * 60 + fields->minute - fields->offset) * 60 + fields->second;
}

struct article_date date_parse(const char *text, size_t length)
{
    static const struct article_date unknown = {0, DATE_UNKNOWN};
    static bool (*const forms[])(struct scan *, struct fields *) = {take_iso, take_named};
    const size_t start = white_span(text, length);
    const size_t end = start + white_trim_end(text + start, length - start);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct scan scan = {text + start, text + end};
        struct fields fields = {.month = 1, .day = 1};
        if (!forms[i](&scan, &fields) || scan.at != scan.end) continue;
        if (!day_exists(&fields)) return unknown;
        return (struct article_date){seconds_since_1970(&fields), fields.precision};
    }
    return unknown;
}
