/* chart.c - choosing the steps, and counting what falls into each. */
#include "searcher/chart.h"

#include "searcher/period.h"

#define DAYS_A_WEEK 7

/* The day 0, 1970-01-01, was the Thursday of its week. */
#define DAYS_FROM_MONDAY 3

static const struct chart_step steps[] = {
    {DATE_DAY, 1, "day", "Day"},
    {DATE_DAY, DAYS_A_WEEK, "week", "Week from"},
    {DATE_MONTH, 1, "month", "Month"},
    {DATE_MONTH, 3, "quarter", "Quarter from"},
    {DATE_YEAR, 1, "year", "Year"},
    {DATE_YEAR, 5, "five years", "Five years from"},
    {DATE_YEAR, 10, "decade", "Decade from"},
    {DATE_YEAR, 50, "fifty years", "Fifty years from"},
    {DATE_YEAR, 100, "hundred years", "Hundred years from"},
    {DATE_YEAR, 1000, "thousand years", "Thousand years from"},
};

#define STEPS (sizeof steps / sizeof *steps)

static int64_t origin_of(const struct chart_step *step)
{
    return step->length == DAYS_A_WEEK ? DAYS_FROM_MONDAY : 0;
}

/* The number of the bar that a row's articles are in. Returns whether its date is known so exactly. */
static bool find_bar(const struct chart_step *step, const struct facet_row *row, int64_t *bar)
{
    int64_t number;
    if (!period_number(&row->date, step->unit, &number)) return false;
    *bar = period_divide(number + origin_of(step), step->length);
    return true;
}

/* Find the first bar and how many there are up to the last. Returns whether they are few enough, and enough articles are in them. */
static bool fits(const struct facet *days, const struct chart_step *step, struct chart *chart)
{
    const uint64_t dated = days->articles - days->unknown;
    int64_t bar, last = 0;
    bool found = false;
    *chart = (struct chart){.step = step};
    for (size_t i = 0; i < days->count; i++) {
        if (!find_bar(step, &days->rows[i], &bar)) {
            chart->vague += days->rows[i].articles;
            continue;
        }
        if (!found || bar < chart->first) chart->first = bar;
        if (!found || bar > last) last = bar;
        found = true;
    }
    if (!found || last - chart->first >= CHART_BARS_MAX || chart->vague > dated / 10) return false;
    chart->count = (size_t)(last - chart->first) + 1;
    return true;
}

struct chart chart_of(const struct facet *days)
{
    struct chart chart;
    for (size_t i = 0; i < STEPS && !fits(days, &steps[i], &chart); i++)
        ;
    for (size_t i = 0; chart.count > 0 && i < days->count; i++) {
        int64_t bar;
        if (find_bar(chart.step, &days->rows[i], &bar)) chart.bars[bar - chart.first] += days->rows[i].articles;
    }
    for (size_t i = 0; i < chart.count; i++) {
        if (chart.bars[i] > chart.bars[chart.tallest]) chart.tallest = i;
    }
    return chart;
}

struct article_date chart_date(const struct chart *chart, size_t bar)
{
    const struct chart_step *step = chart->step;
    return period_date(step->unit, (chart->first + (int64_t)bar) * step->length - origin_of(step));
}
