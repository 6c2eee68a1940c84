/* chart.h - articles over time, in equal steps: what a bar chart shows. */
#ifndef SEARCHER_CHART_H
#define SEARCHER_CHART_H

#include "searcher/facet.h"

/* More bars than this are not told apart on a telephone. */
#define CHART_BARS_MAX 60

/* What a bar stands for. */
struct chart_step {
    enum date_precision unit; /* period.h */
    int64_t length;           /* in units */
    const char *name;         /* "week" */
    const char *begin;        /* what the date is called that a bar begins with: "Week from" */
};

struct chart {
    const struct chart_step *step;
    int64_t first; /* the number of the first bar */
    uint64_t bars[CHART_BARS_MAX];
    size_t count; /* of bars; 0 when there is no date, or they lie too far apart */
    size_t tallest;
    uint64_t vague; /* articles whose dates are not known so exactly; they are in no bar */
};

/* The finest steps that the dates from the first to the last fit into: days, weeks from Monday, months, quarters, years, and rounder
 * numbers of years; but none so fine that over a tenth of the dates are not known so exactly. So there are 8 bars or more, unless there are
 * only so few days. Articles without a date are in no bar.
 * @days  a finished facet of FACET_DAY, filled or not */
struct chart chart_of(const struct facet *days);

/* The date that a bar begins with. */
struct article_date chart_date(const struct chart *chart, size_t bar);

#endif
