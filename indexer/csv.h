/* csv.h - records of comma-separated values (RFC 4180), and of other separators, cut into cells.
 *
 * A record ends with LF, CRLF or a lone CR. A cell that begins with a quote goes to the quote that the separator, a line end or the end
 * follows; separators and line ends within are its text, and two quotes are one. A quote anywhere else is text, so that what was quoted
 * carelessly comes through; but where a cell within quotes has one that looks as if it began another cell, its own has no end.
 *
 * A record of over CSV_RECORD_MAX bytes, or one whose quote has no end, is damaged. It is then taken to end with its first line, and as far
 * as its end was looked for no cell goes over a line end, so that the time taken grows with the length.
 */
#ifndef INDEXER_CSV_H
#define INDEXER_CSV_H

#include "index/buffer.h"

/* Bytes of a record. One article is far smaller; the rest of a file behind a quote without its end is not. */
#define CSV_RECORD_MAX ((size_t)16 << 20)

/* Columns that may stand for a field. */
#define CSV_COLUMNS_MAX 1000

/* A cell, its quotes taken off, with a NUL behind it. */
struct csv_cell {
    size_t begin; /* in the text of its row */
    size_t length;
};

/* A record. The owner's: begin with all zero, end with csv_row_release(). */
struct csv_row {
    struct buffer text;
    struct csv_cell *cells;
    size_t capacity;
    size_t count;  /* of cells */
    uint64_t line; /* where it begins */
    bool damaged;
    bool alone; /* no cell could go over a line end */
};

/* Where the reading is. */
struct csv_scan {
    const char *at, *end;
    char separator;
    uint64_t line;         /* of `at`, from 1 */
    const char *line_wise; /* NULL, or up to here no cell goes over a line end */
};

/* Read the next record that is not an empty line. *more is false at the end. Returns NS_OK, NS_ERR_NOMEM. */
ns_status csv_next(struct csv_scan *scan, struct csv_row *row, bool *more, struct ns_error *err);

/* The text of a cell; NULL when the row has not so many. */
const char *csv_cell_text(const struct csv_row *row, size_t number, size_t *length);

void csv_row_release(struct csv_row *row);

/* The first record's separator: the one of comma, semicolon, tab and bar that it has most of outside of quotes. A line "sep=;" before it
 * says which, and is stepped over: *at and *line go behind it. */
char csv_separator(const char **at, const char *end, uint64_t *line);

#endif
