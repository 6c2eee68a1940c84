/* html_chart.c - articles over time as bars, as a sentence, and as a table.
 *
 * The bars are stretched to the width of the page, which text must not be; so its labels stand below them as text of the page. */
#include <inttypes.h>

#include "searcher/chart.h"
#include "searcher/html.h"
#include "searcher/printer.h"

#define BAR_PITCH 10
#define BAR_GAP 2
#define CHART_HEIGHT 100

/* What one article has, and thousands have not: a height that is seen. */
#define LEAST_HEIGHT 1.5

/* Labels below the bars; more would touch on a telephone. */
#define LABELS_MAX 4
#define TWO_LABELS 44 /* hundredths of the width that two of them take there */

/* As the page says it. */
static const char *bar_text(const struct chart *chart, size_t bar, char text[DATE_TEXT_SIZE])
{
    const struct article_date date = chart_date(chart, bar);
    return date_text(&date, 'T', text);
}

static const char *plural(uint64_t number)
{
    return number == 1 ? "" : "s";
}

static void put_bar(FILE *out, const struct chart *chart, size_t bar)
{
    const uint64_t articles = chart->bars[bar];
    const double share = (double)articles / (double)chart->bars[chart->tallest] * CHART_HEIGHT;
    const double height = share < LEAST_HEIGHT ? LEAST_HEIGHT : share;
    char date[DATE_TEXT_SIZE];
    if (articles == 0) return;
    fprintf(out, "<rect x=\"%zu\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"><title>%s: %" PRIu64 "</title></rect>\n",
            bar * BAR_PITCH + BAR_GAP / 2, CHART_HEIGHT - height, BAR_PITCH - BAR_GAP, height, bar_text(chart, bar, date), articles);
}

static void put_bars(FILE *out, const struct chart *chart)
{
    char first[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE], tallest[DATE_TEXT_SIZE];
    fprintf(out,
            "<svg role=\"img\" viewBox=\"0 0 %zu %d\" preserveAspectRatio=\"none\">\n<title>Articles that match, by %s</title>\n"
            "<desc>%zu bars from %s to %s; the tallest, of %s, stands for %" PRIu64
            " article%s. The numbers are in the table below.</desc>\n",
            chart->count * BAR_PITCH, CHART_HEIGHT, chart->step->name, chart->count, bar_text(chart, 0, first),
            bar_text(chart, chart->count - 1, last), bar_text(chart, chart->tallest, tallest), chart->bars[chart->tallest],
            plural(chart->bars[chart->tallest]));
    for (size_t i = 0; i < chart->count; i++)
        put_bar(out, chart, i);
    fputs("</svg>\n", out);
}

/* A label begins where its bar does, and has the room up to the next; behind the last one the last bar has a label that ends where it does,
 * if there is room. The table says all that they say. */
static void put_labels(FILE *out, const struct chart *chart)
{
    const size_t every = (chart->count + LABELS_MAX - 1) / LABELS_MAX;
    char date[DATE_TEXT_SIZE];
    size_t i = 0;
    fputs("<p class=\"labels\" aria-hidden=\"true\">", out);
    for (; i + every <= chart->count; i += every)
        fprintf(out, "<span style=\"left:%.2f%%\">%s</span>", 100.0 * (double)i / (double)chart->count, bar_text(chart, i, date));
    if (i < chart->count && 100 * (every + chart->count - i) >= TWO_LABELS * chart->count)
        fprintf(out, "<span class=\"last\">%s</span>", bar_text(chart, chart->count - 1, date));
    fputs("</p>\n", out);
}

static void put_table(FILE *out, const struct chart *chart)
{
    char date[DATE_TEXT_SIZE];
    fprintf(
        out,
        "<details><summary>The numbers</summary>\n<table><thead><tr><th scope=\"col\">%s</th><th scope=\"col\">Articles</th></tr></thead>\n"
        "<tbody>\n",
        chart->step->begin);
    for (size_t i = 0; i < chart->count; i++)
        fprintf(out, "<tr><th scope=\"row\">%s</th><td>%" PRIu64 "</td></tr>\n", bar_text(chart, i, date), chart->bars[i]);
    fputs("</tbody></table></details>\n", out);
}

static void put_rest(FILE *out, uint64_t articles, const char *what)
{
    if (articles > 0) fprintf(out, " %" PRIu64 " article%s %s.", articles, plural(articles), what);
}

/* One bar says nothing that a sentence does not. */
static void put_caption(FILE *out, const struct chart *chart, const struct facet *days)
{
    char date[DATE_TEXT_SIZE];
    const uint64_t most = chart->count > 0 ? chart->bars[chart->tallest] : 0;
    if (chart->count == 1) {
        fprintf(out, "Date of the article%s: %s.", plural(most), bar_text(chart, 0, date));
    } else if (chart->count > 1) {
        fprintf(out, "Articles by %s, at most %" PRIu64 ".", chart->step->name, most);
    } else if (days->count > 0) {
        fputs("The dates of the articles lie too far apart for a chart.", out);
    }
    if (chart->count > 0) put_rest(out, chart->vague, chart->vague == 1 ? "has a less exact date" : "have less exact dates");
    put_rest(out, days->unknown, days->unknown == 1 ? "has no date" : "have no date");
}

void html_write_chart(FILE *out, const struct facet *days)
{
    const struct chart chart = chart_of(days);
    if (days->articles == 0) return;
    fprintf(out, "<figure style=\"--bars:%zu\">\n<figcaption>", chart.count);
    put_caption(out, &chart, days);
    fputs("</figcaption>\n", out);
    if (chart.count > 1) {
        put_bars(out, &chart);
        put_labels(out, &chart);
        put_table(out, &chart);
    }
    fputs("</figure>\n", out);
}
