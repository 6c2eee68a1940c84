/* print_csv.c - a hit a line, its columns with commas between: as --fields chooses them, below their names with --header. Values are quoted
 * as RFC 4180 says, those that need it; lines end with LF, for that is what the other tools of a shell read.
 *
 * A record is always one line, whatever reads it: in a value, white space of any kind is a space, and what else terminal.h forbids, and
 * bytes that are no UTF-8, are U+FFFD. Who needs values exactly as they are takes tsv or jsonl. A value that begins with =, +, - or @ is
 * written as it is: spreadsheets should be told that the columns are text. */
#include <string.h>

#include "cli/terminal.h"
#include "searcher/format.h"

static bool needs_quotes(const char *value, size_t length, bool alone)
{
    /* A record of one empty value would be an empty line, which many readers pass over. */
    if (length == 0) return alone;
    return memchr(value, ',', length) || memchr(value, '"', length);
}

static void write_value(FILE *out, const char *value, size_t length, bool alone)
{
    if (!needs_quotes(value, length, alone)) {
        terminal_write(out, value, length, TERMINAL_TEXT);
        return;
    }
    putc('"', out);
    for (const char *quote; length > 0 && (quote = memchr(value, '"', length));) {
        const size_t before = (size_t)(quote - value);
        terminal_write(out, value, before, TERMINAL_TEXT);
        fputs("\"\"", out);
        value += before + 1;
        length -= before + 1;
    }
    terminal_write(out, value, length, TERMINAL_TEXT);
    putc('"', out);
}

static void open_table(FILE *out, const struct print_options *options)
{
    if (options->header) columns_write_names(out, &options->columns, ',');
}

static ns_status put_hit(struct printer *printer, const struct hit *hit, struct ns_error *err)
{
    return columns_write_hit(printer, hit, ',', write_value, err);
}

const struct format format_csv = {.name = "csv", .copies = COPIES_ALWAYS, .has_columns = true, .open = open_table, .hit = put_hit};
