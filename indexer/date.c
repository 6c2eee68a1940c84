/* date.c - reads publication dates, and counts the days of the calendar without the C library, whose time functions heed the locale,
 * the time zone and the environment.
 *
 * Every rule here takes what it knows from the start of the rest of the text, or says no; who goes on after a no steps back first. A form
 * is such rules in a row; the date is known when one form takes the whole text.
 */
#include "indexer/date.h"

#include <string.h>
#include <strings.h>

#include "indexer/ascii.h"
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
    bool unplaced;            /* the zone has a name that several have, so the time is not known */
    enum date_precision precision;
};

/* Integers of this size are a year, or a day as 20210303, and no Unix time: that would be one of 1970, when nobody counted so. */
#define WRITTEN_FIRST_YEAR 1800
#define WRITTEN_LAST_YEAR 2199

static const struct article_date unknown = {0, DATE_UNKNOWN};

static size_t left(const struct scan *scan)
{
    return (size_t)(scan->end - scan->at);
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
    while (digits < left(scan) && digits <= max && ascii_is_digit(scan->at[digits]))
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

/* As many digits, whatever is behind them; the value is from least to most. */
static bool take_digits(struct scan *scan, size_t count, int least, int most, int *value)
{
    if (left(scan) < count) return false;
    struct scan alone = {scan->at, scan->at + count};
    if (!take_number(&alone, count, count, least, most, value)) return false;
    scan->at += count;
    return true;
}

/* A word in any letter case, no letter behind it. */
static bool take_word(struct scan *scan, const char *word)
{
    const size_t length = letters(scan);
    if (length != strlen(word) || strncasecmp(scan->at, word, length) != 0) return false;
    scan->at += length;
    return true;
}

/* "Wednesday", "Wed", "Wed." and whatever shorter form has three letters at least. */
static bool take_weekday(struct scan *scan)
{
    static const char *const names[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    const size_t length = letters(scan);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (length < 3 || length > strlen(names[i]) || strncasecmp(scan->at, names[i], length) != 0) continue;
        scan->at += length;
        if (length < strlen(names[i])) take_char(scan, '.');
        return true;
    }
    return false;
}

/* ---- The time ---- */

/* A fraction such as ".25" or ",25", which is dropped; nothing is fine too. */
static bool take_fraction(struct scan *scan)
{
    if (!take_char(scan, '.') && !take_char(scan, ',')) return true;
    const char *start = scan->at;
    while (scan->at < scan->end && ascii_is_digit(*scan->at))
        scan->at++;
    return scan->at > start;
}

/* ":30" and a fraction; nothing is fine too. A comma with no digit behind it is not the time's. */
static bool take_seconds(struct scan *scan, struct fields *fields)
{
    fields->precision = DATE_MINUTE;
    if (!take_char(scan, ':')) return true;
    if (!take_number(scan, 2, 2, 0, 59, &fields->second)) return false;
    fields->precision = DATE_SECOND;
    const bool comma = left(scan) >= 2 && *scan->at == ',' && !ascii_is_digit(scan->at[1]);
    return comma || take_fraction(scan);
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
    if (letters(&ahead) > 0) return true;
    if (dotted) take_char(&ahead, '.');
    if (fields->hour < 1 || fields->hour > 12) return false;
    fields->hour = fields->hour % 12 + (half == 'p' ? 12 : 0);
    *scan = ahead;
    return true;
}

/* "+05:30", "+0530" or "+05". */
static bool take_offset(struct scan *scan, struct fields *fields)
{
    const bool west = take_char(scan, '-');
    if (!west && !take_char(scan, '+')) return false;
    int hours = 0, minutes = 0;
    if (!take_digits(scan, 2, 0, 23, &hours)) return false;
    const bool colon = take_char(scan, ':');
    if ((colon || (scan->at < scan->end && ascii_is_digit(*scan->at))) && !take_number(scan, 2, 2, 0, 59, &minutes)) return false;
    fields->offset = (west ? -1 : 1) * (hours * 60 + minutes);
    return true;
}

/* "EST"; and behind a name of Greenwich's time an offset, as in "GMT+0100". */
static bool take_zone_name(struct scan *scan, struct fields *fields)
{
    enum { SEVERAL = 100 };
    static const struct {
        const char *name;
        int hours;
    } zones[] = {
        {"UTC", 0},   {"GMT", 0},   {"UT", 0},       {"Z", 0},        {"EST", -5},     {"EDT", -4},     {"CST", -6},
        {"CDT", -5},  {"MST", -7},  {"MDT", -6},     {"PST", -8},     {"PDT", -7},     {"BST", 1},      {"CET", 1},
        {"CEST", 2},  {"WET", 0},   {"WEST", 1},     {"EET", 2},      {"EEST", 3},     {"MSK", 3},      {"SAST", 2},
        {"PKT", 5},   {"SGT", 8},   {"HKT", 8},      {"JST", 9},      {"KST", 9},      {"AEST", 10},    {"AEDT", 11},
        {"NZST", 12}, {"NZDT", 13}, {"ET", SEVERAL}, {"CT", SEVERAL}, {"MT", SEVERAL}, {"PT", SEVERAL}, {"IST", SEVERAL},
    };
    if (letters(scan) == 0) return false;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        if (!take_word(scan, zones[i].name)) continue;
        fields->unplaced = zones[i].hours == SEVERAL;
        fields->offset = fields->unplaced ? 0 : zones[i].hours * 60;
        const bool signed_next = scan->at < scan->end && (*scan->at == '+' || *scan->at == '-');
        return !signed_next || zones[i].hours != 0 || take_offset(scan, fields);
    }
    return false;
}

/* "(Eastern Standard Time)", which may hold others; nothing is fine too. */
static bool take_comment(struct scan *scan)
{
    struct scan ahead = *scan;
    take_white(&ahead);
    if (!take_char(&ahead, '(')) return true;
    for (size_t depth = 1; depth > 0; ahead.at++) {
        if (ahead.at == ahead.end) return false;
        depth += *ahead.at == '(';
        depth -= *ahead.at == ')';
    }
    *scan = ahead;
    return true;
}

/* A zone and a comment behind it, white space before each or not; nothing is fine too. */
static bool take_zone(struct scan *scan, struct fields *fields)
{
    if (scan->at == scan->end) return true;
    struct scan ahead = *scan;
    take_white(&ahead);
    struct scan named = ahead;
    if (take_zone_name(&named, fields)) {
        *scan = named;
    } else if (take_offset(&ahead, fields)) {
        *scan = ahead;
    }
    return take_comment(scan);
}

/* "12:11:30 pm EST". */
static bool take_time(struct scan *scan, struct fields *fields)
{
    return take_clock(scan, 1, fields) && take_half_of_day(scan, fields) && take_zone(scan, fields);
}

/* What parts a day from a time: a comma, white space, "at", a dash or a bar. */
static bool take_parting(struct scan *scan)
{
    const char *start = scan->at;
    take_char(scan, ',');
    take_white(scan);
    if (!take_word(scan, "at") && !take_char(scan, '-')) take_char(scan, '|');
    take_white(scan);
    return scan->at > start;
}

/* The time behind a day; nothing is fine too. */
static bool take_time_behind(struct scan *scan, struct fields *fields)
{
    return scan->at == scan->end || (take_parting(scan) && take_time(scan, fields));
}

/* ---- Days in numbers ---- */

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
    if (!take_char(scan, 'T') && !take_char(scan, 't') && !take_white(scan)) return true;
    return take_clock(scan, 2, fields) && take_half_of_day(scan, fields) && take_zone(scan, fields);
}

/* "20210303", "20210303T1211", "20210303T121130Z" and "20210303121130". */
static bool take_basic(struct scan *scan, struct fields *fields)
{
    fields->precision = DATE_DAY;
    if (!take_digits(scan, 4, 1, 9999, &fields->year) || !take_digits(scan, 2, 1, 12, &fields->month)) return false;
    if (!take_digits(scan, 2, 1, 31, &fields->day)) return false;
    if (scan->at == scan->end) return true;
    const bool parted = take_char(scan, 'T') || take_char(scan, 't');
    if (!take_digits(scan, 2, 0, 23, &fields->hour) || !take_digits(scan, 2, 0, 59, &fields->minute)) return false;
    fields->precision = DATE_MINUTE;
    if (take_digits(scan, 2, 0, 59, &fields->second)) fields->precision = DATE_SECOND;
    if (!parted) return fields->precision == DATE_SECOND;
    return (fields->precision == DATE_MINUTE || take_fraction(scan)) && take_zone(scan, fields);
}

/* "2021/3/3". */
static bool take_year_slashes(struct scan *scan, struct fields *fields)
{
    fields->precision = DATE_DAY;
    return take_year(scan, fields) && take_char(scan, '/') && take_number(scan, 1, 2, 1, 12, &fields->month) && take_char(scan, '/') &&
           take_number(scan, 1, 2, 1, 31, &fields->day) && take_time_behind(scan, fields);
}

/* "25/12/2021" or "12/25/2021", where the number over 12 is the day. Nobody could say which it is without one, but for "03/03/2021". */
static bool take_year_last(struct scan *scan, struct fields *fields)
{
    int first, second;
    fields->precision = DATE_DAY;
    if (!take_number(scan, 1, 2, 1, 31, &first) || scan->at == scan->end) return false;
    const char parting = *scan->at;
    if (parting != '/' && parting != '.' && parting != '-') return false;
    scan->at++;
    if (!take_number(scan, 1, 2, 1, 31, &second) || !take_char(scan, parting) || !take_year(scan, fields)) return false;
    const bool same = first == second && first <= 12;
    if (!same && (first > 12) == (second > 12)) return false;
    fields->day = first > 12 ? first : second;
    fields->month = first > 12 ? second : first;
    return take_time_behind(scan, fields);
}

/* ---- Days with a month's name ---- */

/* "3", "03" or "3rd". */
static bool take_day(struct scan *scan, struct fields *fields)
{
    if (!take_number(scan, 1, 2, 1, 31, &fields->day)) return false;
    if (!take_word(scan, "st") && !take_word(scan, "nd") && !take_word(scan, "rd")) take_word(scan, "th");
    return true;
}

/* "March 3, 2021"; the comma may be missing. */
static bool take_month_first(struct scan *scan, struct fields *fields)
{
    if (!take_month(scan, &fields->month)) return false;
    take_white(scan);
    if (!take_day(scan, fields)) return false;
    const bool comma = take_char(scan, ',');
    const bool white = take_white(scan);
    return (comma || white) && take_year(scan, fields);
}

/* A year of four digits, or of two by the rule of RFC 2822, 4.3: those up to 49 are of this century. */
static bool take_any_year(struct scan *scan, struct fields *fields)
{
    if (take_year(scan, fields)) return true;
    if (!take_number(scan, 2, 2, 0, 99, &fields->year)) return false;
    fields->year += fields->year < 50 ? 2000 : 1900;
    return true;
}

/* "3 March 2021", "3rd of March, 2021" or "03-Mar-21". */
static bool take_day_first(struct scan *scan, struct fields *fields)
{
    if (!take_day(scan, fields)) return false;
    const bool dash = take_char(scan, '-');
    if (!dash && !take_white(scan)) return false;
    if (!dash && take_word(scan, "of")) take_white(scan);
    if (!take_month(scan, &fields->month)) return false;
    if (dash) return take_char(scan, '-') && take_any_year(scan, fields);
    take_char(scan, ',');
    return take_white(scan) && take_any_year(scan, fields);
}

/* A weekday and what parts it from the day; nothing is fine too. */
static void take_weekday_before(struct scan *scan)
{
    struct scan ahead = *scan;
    if (!take_weekday(&ahead)) return;
    const bool comma = take_char(&ahead, ',');
    if (take_white(&ahead) || comma) *scan = ahead;
}

/* A weekday behind the day; nothing is fine too. */
static void take_weekday_behind(struct scan *scan)
{
    struct scan ahead = *scan;
    take_char(&ahead, ',');
    if (take_white(&ahead) && take_weekday(&ahead)) *scan = ahead;
}

/* A day with a month's name and a weekday before or behind it. */
static bool take_named_day(struct scan *scan, struct fields *fields)
{
    take_weekday_before(scan);
    const struct scan start = *scan;
    if (!take_month_first(scan, fields)) {
        *scan = start;
        if (!take_day_first(scan, fields)) return false;
    }
    take_weekday_behind(scan);
    return true;
}

/* "Wednesday, March 3, 2021 at 12:11 pm EST". */
static bool take_named(struct scan *scan, struct fields *fields)
{
    fields->precision = DATE_DAY;
    return take_named_day(scan, fields) && take_time_behind(scan, fields);
}

/* "12:11 pm EST, March 3, 2021". */
static bool take_time_first(struct scan *scan, struct fields *fields)
{
    if (!take_time(scan, fields)) return false;
    const bool comma = take_char(scan, ',');
    const bool white = take_white(scan);
    if (take_word(scan, "on") && !take_white(scan)) return false;
    return (comma || white) && take_named_day(scan, fields);
}

/* "March 2021". */
static bool take_named_month(struct scan *scan, struct fields *fields)
{
    fields->precision = DATE_MONTH;
    if (!take_month(scan, &fields->month)) return false;
    take_char(scan, ',');
    return take_white(scan) && take_year(scan, fields);
}

/* "Wed Mar  3 12:11:00 2021", a zone before the year or not. */
static bool take_asctime(struct scan *scan, struct fields *fields)
{
    take_weekday_before(scan);
    if (!take_month(scan, &fields->month) || !take_white(scan) || !take_day(scan, fields) || !take_white(scan)) return false;
    return take_clock(scan, 1, fields) && take_zone(scan, fields) && take_white(scan) && take_year(scan, fields);
}

/* ---- The calendar ---- */

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

/* What is known of fields that a form took. */
static struct article_date date_of(struct fields fields)
{
    if (!day_exists(&fields)) return unknown;
    if (fields.unplaced) {
        fields.hour = fields.minute = fields.second = 0;
        fields.precision = DATE_DAY;
    }
    return (struct article_date){seconds_since_1970(&fields), fields.precision};
}

/* ---- Unix times ---- */

struct article_date date_of_seconds(double seconds)
{
    static const double least = -62135596800.0, behind = 253402300800.0; /* the years 0001 to 9999 */
    static const double milli = 1e11, micro = 1e14, nano = 1e17;
    const double size = seconds < 0 ? -seconds : seconds;
    double whole = seconds;
    if (size >= milli) whole /= size < micro ? 1e3 : size < nano ? 1e6 : 1e9;
    if (!(whole >= least && whole < behind) || whole == 0) return unknown;
    int64_t floor = (int64_t)whole;
    floor -= (double)floor > whole;
    return (struct article_date){floor, DATE_SECOND};
}

struct article_date date_of_integer(int64_t number)
{
    struct fields fields = {.month = 1, .day = 1, .precision = DATE_YEAR};
    if (number >= WRITTEN_FIRST_YEAR && number <= WRITTEN_LAST_YEAR) {
        fields.year = (int)number;
        return date_of(fields);
    }
    fields.year = (int)(number / 10000 % 10000);
    fields.month = (int)(number / 100 % 100);
    fields.day = (int)(number % 100);
    fields.precision = DATE_DAY;
    const bool written = number >= WRITTEN_FIRST_YEAR * 10000 && number < (WRITTEN_LAST_YEAR + 1) * 10000;
    if (!written) return date_of_seconds((double)number);
    return fields.month >= 1 && fields.month <= 12 && fields.day >= 1 ? date_of(fields) : unknown;
}

/* "1614773460" or "1614773460000": a Unix time of the years that nobody could take for a day and an hour written in digits. */
static struct article_date unix_digits(const char *text, size_t length)
{
    struct scan scan = {text, text + length};
    int first, second, third;
    if (length != 10 && length != 13) return unknown;
    if (!take_digits(&scan, 5, 10000, 18999, &first) || !take_digits(&scan, 5, 0, 99999, &second)) return unknown;
    if (length == 13 && !take_digits(&scan, 3, 0, 999, &third)) return unknown;
    return (struct article_date){(int64_t)first * 100000 + second, DATE_SECOND};
}

struct article_date date_parse(const char *text, size_t length)
{
    static bool (*const forms[])(struct scan *, struct fields *) = {take_iso,       take_named,      take_basic,   take_year_slashes,
                                                                    take_year_last, take_time_first, take_asctime, take_named_month};
    const size_t start = white_span(text, length);
    const size_t size = white_trim_end(text + start, length - start);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct scan scan = {text + start, text + start + size};
        struct fields fields = {.month = 1, .day = 1};
        if (forms[i](&scan, &fields) && scan.at == scan.end) return date_of(fields);
    }
    return unix_digits(text + start, size);
}
