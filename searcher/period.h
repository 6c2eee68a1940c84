/* period.h - the years, months and days of the calendar, numbered, so that they can be counted and stepped through.
 *
 * A unit is DATE_YEAR, DATE_MONTH or DATE_DAY. Numbers of one unit follow one another in time; a year's is the year. Time is UTC, the
 * calendar the Gregorian one for all years.
 */
#ifndef SEARCHER_PERIOD_H
#define SEARCHER_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

#include "index/article.h"

/* The number of the period that a date is in.
 * Returns false, and sets nothing, if the date is not known so exactly, or lies where the system's calendar does not reach. */
bool period_number(const struct article_date *date, enum date_precision unit, int64_t *number);

/* The date that says just this period; of unknown precision if the calendar does not reach there. */
struct article_date period_date(enum date_precision unit, int64_t number);

/* As much of a date as the unit asks for, or as is known if that is less; of unknown precision if the calendar does not reach there. */
struct article_date period_of(const struct article_date *date, enum date_precision unit);

/* Division that rounds down, for numbers below 0 too. @by  above 0 */
int64_t period_divide(int64_t number, int64_t by);

#endif
