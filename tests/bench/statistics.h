/* statistics.h - what the bench says of many measurements of one kind. */
#ifndef TESTS_BENCH_STATISTICS_H
#define TESTS_BENCH_STATISTICS_H

#include <stddef.h>

struct statistics {
    double mean, median, p90, p99; /* all 0 of no values */
};

/* A percentile is the value that so many of a hundred values do not exceed (nearest rank).
 * @values  are put into ascending order */
struct statistics statistics_of(double *values, size_t count);

#endif
