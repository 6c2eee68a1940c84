/* date_limits.h - the span of time that all articles have to be of, as --since and --until tell it.
 *
 * Each is a date as the query language has it (2021, 2021-03, 2021-03-01) or a day that is told from now: today, yesterday, or 7d, 2w, 3m,
 * 1y: so many days, weeks, months or years before today; where a month has no such day, its last. The span begins with the first second of
 * --since and ends with the last one of --until, whose whole day, month or year is part of it.
 *
 * Dates in an index have no zone: they are days of the calendar as the article gives them. So today is the date that the calendar of the
 * user shows now (TZ), and its day begins at 00:00 of the articles' dates, wherever they were written. TZ decides nothing else.
 */
#ifndef SEARCHER_DATE_LIMITS_H
#define SEARCHER_DATE_LIMITS_H

#include <stdbool.h>
#include <stdint.h>

#include "index/error.h"

/* Two dates, .. between them, and a NUL. */
#define DATE_LIMITS_SIZE 32

struct date_limits {
    char text[DATE_LIMITS_SIZE]; /* what date: takes for it, such as 2021-03-01..2021-05; empty where nothing is asked for */
    int64_t from;                /* seconds since 1970, from ... */
    int64_t to;                  /* ... until before; INT64_MIN and INT64_MAX where it is open */
};

/* @since, @until  NULL where they are not given
 * @now            seconds since 1970-01-01 00:00 UTC
 * Returns NS_OK; NS_ERR_ARG: one is no such date, or --since is later than --until. */
ns_status date_limits_read(const char *since, const char *until, int64_t now, struct date_limits *out, struct ns_error *err);

#endif
