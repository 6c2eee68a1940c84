/* statistics.c - means, medians and percentiles. */
#include "tests/bench/statistics.h"

#include <stdlib.h>

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* @values  ascending, at least one */
static double percentile(const double *values, size_t count, size_t percent)
{
    const size_t rank = (count * percent + 99) / 100;
    return values[rank > 0 ? rank - 1 : 0];
}

struct statistics statistics_of(double *values, size_t count)
{
    struct statistics result = {0};
    if (count == 0) return result;
    qsort(values, count, sizeof *values, ascending);
    for (size_t i = 0; i < count; i++)
        result.mean += values[i] / (double)count;
    result.median = (values[(count - 1) / 2] + values[count / 2]) / 2;
    result.p90 = percentile(values, count, 90);
    result.p99 = percentile(values, count, 99);
    return result;
}
