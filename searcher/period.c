/* period.c - between dates and the numbers of years, months and days. */
#include "searcher/period.h"

#include <limits.h>
#include <time.h>

#define SECONDS_A_DAY 86400
#define MONTHS_A_YEAR 12

/* The year that struct tm counts from. */
#define TM_YEAR 1900

int64_t period_divide(int64_t number, int64_t by)
{
    return number / by - (number % by < 0);
}

bool period_number(const struct article_date *date, enum date_precision unit, int64_t *number)
{
    const time_t seconds = (time_t)date->seconds;
    struct tm parts;
    if (date->precision < unit || date->precision == DATE_UNKNOWN || !gmtime_r(&seconds, &parts)) return false;
    const int64_t year = (int64_t)TM_YEAR + parts.tm_year;
    *number = unit == DATE_YEAR    ? year
              : unit == DATE_MONTH ? year * MONTHS_A_YEAR + parts.tm_mon
                                   : period_divide(date->seconds, SECONDS_A_DAY);
    return true;
}

/* The first second of a month. */
static bool month_begin(int64_t month, int64_t *seconds)
{
    const int64_t year = period_divide(month, MONTHS_A_YEAR) - TM_YEAR;
    if (year < INT_MIN || year > INT_MAX) return false;
    struct tm parts = {.tm_year = (int)year, .tm_mon = (int)(month - (year + TM_YEAR) * MONTHS_A_YEAR), .tm_mday = 1};
    *seconds = timegm(&parts);
    return true;
}

/* Years that fit an int are far from where the products would not fit. */
struct article_date period_date(enum date_precision unit, int64_t number)
{
    struct article_date date = {.precision = unit};
    const int64_t most = INT64_MAX / SECONDS_A_DAY;
    bool reached = number >= -most && number <= most;
    if (reached && unit == DATE_DAY) {
        date.seconds = number * SECONDS_A_DAY;
    } else if (reached) {
        reached = month_begin(unit == DATE_YEAR ? number * MONTHS_A_YEAR : number, &date.seconds);
    }
    return reached ? date : (struct article_date){0};
}

struct article_date period_of(const struct article_date *date, enum date_precision unit)
{
    const enum date_precision known = date->precision < unit ? date->precision : unit;
    int64_t number;
    return period_number(date, known, &number) ? period_date(known, number) : (struct article_date){0};
}
