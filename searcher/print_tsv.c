/* print_tsv.c - a hit a line, its columns with tabs between: as --fields chooses them, below their names with --header. A value that has a
 * tab, a line end or a backslash has \t, \n, \r or \\ there; other characters that terminal.h forbids, and bytes that are no UTF-8, are
 * \xNN, byte by byte. So each value can be had back exactly as it was. */
#include "cli/terminal.h"
#include "searcher/format.h"
#include "searcher/print_facet.h"

static void write_value(FILE *out, const char *value, size_t length, bool alone)
{
    (void)alone;
    terminal_write(out, value, length, TERMINAL_NAME);
}

static void open_table(FILE *out, const struct print_options *options)
{
    if (!options->header) return;
    if (options->facet == FACET_NONE) {
        columns_write_names(out, &options->columns, '\t');
    } else {
        fprintf(out, "%svalue\tcount\n", options->batch ? "query_id\t" : "");
    }
}

static ns_status put_hit(struct printer *printer, const struct hit *hit, struct ns_error *err)
{
    return columns_write_hit(printer, hit, '\t', write_value, err);
}

const struct format format_tsv = {
    .name = "tsv", .copies = COPIES_ALWAYS, .has_columns = true, .open = open_table, .hit = put_hit, .facet = print_facet_tsv};
