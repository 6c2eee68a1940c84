/* date_range.h - the span of time that a date of a query stands for. */
#ifndef SEARCHER_DATE_RANGE_H
#define SEARCHER_DATE_RANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Read 2021, 2021-03, 2021-03-01, or two such dates with .. between them, one of which may be missing: 2021-03..2021-05, 2021.., ..2021.
 * Years are from 0001 to 9999, and a day has to be in the calendar (Gregorian, for all years).
 * @from, @to  seconds since 1970-01-01 00:00 UTC: the beginning of the first date, and the end of the last, which is no part of the
 *             span; INT64_MIN and INT64_MAX where a date is missing. A first date that is later than the last makes to <= from.
 * Returns false, and sets nothing, when the text is no such thing. */
bool date_range_read(const char *text, size_t length, int64_t *from, int64_t *to);

#endif
