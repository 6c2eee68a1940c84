/* print_facet.c - counts by a field, for people and for tools. */
#include "searcher/print_facet.h"

#include <inttypes.h>

#include "cli/terminal.h"
#include "searcher/bar.h"
#include "searcher/format.h"

#define UNKNOWN "(unknown)"

/* Columns for values and bars; in fewer neither can be told. */
#define LEAST_COLUMNS 20

struct facet_part facet_part_of(const struct facet *facet, uint32_t wanted)
{
    const size_t count = wanted > 0 && wanted < facet->count ? wanted : facet->count;
    const size_t begin = facet_is_dated(facet->field) ? facet->count - count : 0;
    struct facet_part part = {.begin = begin, .end = begin + count, .others = facet->articles - facet->unknown};
    for (size_t i = part.begin; i < part.end; i++)
        part.others -= facet->rows[i].articles;
    return part;
}

/* ---- Text ---- */

/* The columns of a line. */
struct layout {
    int count;            /* digits */
    size_t value;         /* columns that values are cut or filled up to; 0: no bars follow, and they stay as they are */
    struct bar_scale bar; /* what is left */
};

static int digits_of(uint64_t number)
{
    int digits = 1;
    for (; number >= 10; number /= 10)
        digits++;
    return digits;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* On a terminal the longest value makes the column of the values, as long as half of the line is left for the bars. */
static struct layout layout_of(const struct printer *printer, const struct facet *facet, const struct facet_part *part)
{
    const struct print_options *options = printer->options;
    struct layout layout = {.bar = {.utf8 = options->utf8}};
    uint64_t columns = 1;
    for (size_t i = part->begin; i < part->end; i++) {
        size_t length;
        const char *value = facet_value(facet, &facet->rows[i], &length);
        columns = larger(columns, terminal_columns(value, length));
        layout.bar.most = larger(layout.bar.most, facet->rows[i].articles);
    }
    layout.count = digits_of(larger(layout.bar.most, larger(part->others, facet->unknown)));
    const size_t gaps = (size_t)layout.count + 4;
    if (!options->terminal || options->width < gaps + LEAST_COLUMNS) return layout;
    const size_t room = (options->width - gaps) / 2;
    layout.value = columns < room ? (size_t)columns : room;
    layout.bar.columns = options->width - gaps - layout.value;
    return layout;
}

/* Write a value in just so many columns. */
static void put_column(FILE *out, const char *value, size_t length, size_t columns, bool utf8)
{
    const size_t all = terminal_columns(value, length);
    const size_t kept = all <= columns ? length : terminal_cut(value, length, columns - 1);
    const size_t used = terminal_columns(value, kept) + (kept < length);
    terminal_write(out, value, kept, TERMINAL_TEXT);
    if (kept < length) fputs(utf8 ? "\u2026" : ">", out);
    fprintf(out, "%*s", (int)(columns - used), "");
}

static void put_row(const struct printer *printer, const struct facet *facet, const struct facet_row *row, const struct layout *layout)
{
    FILE *out = printer->out;
    size_t length;
    const char *value = facet_value(facet, row, &length);
    fprintf(out, "%*" PRIu64 "  ", layout->count, row->articles);
    if (layout->value > 0 && row->articles > 0) {
        put_column(out, value, length, layout->value, layout->bar.utf8);
        fputs("  ", out);
        bar_write(out, &layout->bar, row->articles);
    } else {
        terminal_write(out, value, length, TERMINAL_TEXT);
    }
    putc('\n', out);
}

ns_status print_facet_text(struct printer *printer, const struct facet *facet, struct ns_error *err)
{
    const uint32_t usual = facet_is_dated(facet->field) ? 0 : FACET_TEXT_ROWS;
    const struct facet_part part = facet_part_of(facet, printer->options->facet_rows ? printer->options->facet_rows : usual);
    const struct layout layout = layout_of(printer, facet, &part);
    const size_t others = facet->count - (part.end - part.begin);
    const ns_status status = format_text.begin(printer, err);
    for (size_t i = part.begin; i < part.end; i++)
        put_row(printer, facet, &facet->rows[i], &layout);
    if (others > 0) fprintf(printer->out, "%*" PRIu64 "  (%zu other%s)\n", layout.count, part.others, others, others == 1 ? "" : "s");
    if (facet->unknown > 0) fprintf(printer->out, "%*" PRIu64 "  " UNKNOWN "\n", layout.count, facet->unknown);
    return status;
}

/* ---- Tab-separated values ---- */

static void put_values(const struct printer *printer, const char *value, size_t length, uint64_t articles)
{
    FILE *out = printer->out;
    print_id(out, printer->id, printer->id_length);
    terminal_write(out, value, length, TERMINAL_NAME);
    fprintf(out, "\t%" PRIu64 "\n", articles);
}

ns_status print_facet_tsv(struct printer *printer, const struct facet *facet, struct ns_error *err)
{
    (void)err;
    const struct facet_part part = facet_part_of(facet, printer->options->facet_rows);
    for (size_t i = part.begin; i < part.end; i++) {
        size_t length;
        const char *value = facet_value(facet, &facet->rows[i], &length);
        put_values(printer, value, length, facet->rows[i].articles);
    }
    if (facet->unknown > 0) put_values(printer, "", 0, facet->unknown);
    return NS_OK;
}
