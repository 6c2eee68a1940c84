/* csv.c - cuts records of comma-separated values. */
#include "indexer/csv.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "index/unicode.h"

static const char separators[] = ",;\t|";

static bool ends_line(char c)
{
    return c == '\n' || c == '\r';
}

/* Step over a line end, if there is one. */
static void skip_line_end(struct csv_scan *scan)
{
    if (scan->at == scan->end || !ends_line(*scan->at)) return;
    if (*scan->at++ == '\r' && scan->at < scan->end && *scan->at == '\n') scan->at++;
    scan->line++;
}

/* Where what may belong to the record at `begin` ends. */
static const char *limit_of(const struct csv_scan *scan, const char *begin)
{
    return (size_t)(scan->end - begin) > CSV_RECORD_MAX ? begin + CSV_RECORD_MAX : scan->end;
}

/* ---- Cells ---- */

static ns_status begin_cell(struct csv_row *row, struct ns_error *err)
{
    void *cells = row->cells;
    const ns_status status = array_reserve(&cells, &row->capacity, row->count + 1, sizeof *row->cells, err);
    row->cells = cells;
    if (status == NS_OK) row->cells[row->count] = (struct csv_cell){row->text.size, 0};
    return status;
}

static ns_status end_cell(struct csv_row *row, struct ns_error *err)
{
    struct csv_cell *cell = &row->cells[row->count++];
    cell->length = row->text.size - cell->begin;
    return buffer_append_byte(&row->text, 0, err);
}

/* Read a cell without quotes around it. */
static ns_status take_plain(struct csv_scan *scan, struct csv_row *row, const char *limit, struct ns_error *err)
{
    const char *begin = scan->at;
    while (scan->at < limit && *scan->at != scan->separator && !ends_line(*scan->at))
        scan->at++;
    row->damaged |= scan->at == limit && limit < scan->end;
    return buffer_append(&row->text, begin, (size_t)(scan->at - begin), err);
}

/* Where a cell's quotes may be looked for: to the end of the line where cells do not go over it. */
static const char *quote_limit(const struct csv_scan *scan, const char *limit)
{
    if (!scan->line_wise || scan->at >= scan->line_wise) return limit;
    const char *at = scan->at;
    while (at < limit && !ends_line(*at))
        at++;
    return at;
}

static bool ends_cell(const struct csv_scan *scan, const char *behind)
{
    return behind == scan->end || *behind == scan->separator || ends_line(*behind);
}

/* Read a cell that begins with a quote. */
static ns_status take_quoted(struct csv_scan *scan, struct csv_row *row, const char *limit, struct ns_error *err)
{
    const char *begin = ++scan->at;
    const char *stop = quote_limit(scan, limit);
    ns_status status = NS_OK;
    while (status == NS_OK) {
        const char *quote = memchr(scan->at, '"', (size_t)(stop - scan->at));
        const bool last = quote && ends_cell(scan, quote + 1);
        const bool doubled = quote && !last && quote[1] == '"';
        row->damaged = !quote || (!last && !doubled && quote > begin && ends_cell(scan, quote - 1));
        if (row->damaged) {
            scan->at = quote ? quote : stop;
            return NS_OK;
        }
        status = buffer_append(&row->text, scan->at, (size_t)(quote - scan->at) + !last, err);
        scan->at = quote + 1 + (doubled && quote + 1 < stop);
        if (last) break;
    }
    scan->line += count_line_ends(begin, (size_t)(scan->at - begin));
    return status;
}

/* ---- Records ---- */

static ns_status take_row(struct csv_scan *scan, struct csv_row *row, const char *limit, struct ns_error *err)
{
    ns_status status = NS_OK;
    bool more = true;
    while (status == NS_OK && more) {
        status = begin_cell(row, err);
        if (status != NS_OK) return status;
        const bool quoted = scan->at < limit && *scan->at == '"';
        status = quoted ? take_quoted(scan, row, limit, err) : take_plain(scan, row, limit, err);
        if (status == NS_OK && row->damaged) return NS_OK;
        if (status == NS_OK) status = end_cell(row, err);
        more = scan->at < scan->end && *scan->at == scan->separator;
        if (more) scan->at++;
    }
    return status;
}

/* Go behind the first line of a record that is damaged, as the place that has been come to shows. */
static void give_up(struct csv_scan *scan, const char *begin, uint64_t line)
{
    if (!scan->line_wise || scan->line_wise < scan->at) scan->line_wise = scan->at;
    scan->at = begin;
    scan->line = line;
    while (scan->at < scan->end && !ends_line(*scan->at))
        scan->at++;
    skip_line_end(scan);
}

ns_status csv_next(struct csv_scan *scan, struct csv_row *row, bool *more, struct ns_error *err)
{
    while (scan->at < scan->end && ends_line(*scan->at))
        skip_line_end(scan);
    const char *begin = scan->at;
    const char *limit = limit_of(scan, begin);
    row->text.size = row->count = 0;
    row->line = scan->line;
    row->damaged = false;
    row->alone = scan->line_wise && begin < scan->line_wise;
    *more = begin < scan->end;
    if (!*more) return NS_OK;
    const ns_status status = take_row(scan, row, limit, err);
    if (status != NS_OK) return status;
    if (row->damaged) {
        give_up(scan, begin, row->line);
    } else {
        skip_line_end(scan);
    }
    return NS_OK;
}

const char *csv_cell_text(const struct csv_row *row, size_t number, size_t *length)
{
    if (number >= row->count) return NULL;
    *length = row->cells[number].length;
    return row->text.data + row->cells[number].begin;
}

void csv_row_release(struct csv_row *row)
{
    buffer_release(&row->text);
    free(row->cells);
    *row = (struct csv_row){0};
}

/* ---- Separators ---- */

/* "sep=;", which Excel writes and takes. */
static char declared_separator(const char *at, const char *end)
{
    static const char word[] = "sep=";
    const size_t length = sizeof word - 1;
    if ((size_t)(end - at) <= length || strncasecmp(at, word, length) != 0) return 0;
    const char *behind = at + length + 1;
    return strchr(separators, at[length]) && at[length] && (behind == end || ends_line(*behind)) ? at[length] : 0;
}

/* Those of a kind in a record. */
static size_t count_of(char separator, const char *at, const char *end)
{
    size_t count = 0;
    bool quoted = false;
    for (; at < end && (quoted || !ends_line(*at)); at++) {
        if (*at == '"') quoted = !quoted;
        count += !quoted && *at == separator;
    }
    return count;
}

char csv_separator(const char **at, const char *end, uint64_t *line)
{
    struct csv_scan scan = {.at = *at, .end = end, .line = *line};
    while (scan.at < end && ends_line(*scan.at))
        skip_line_end(&scan);
    const char declared = declared_separator(scan.at, end);
    char best = separators[0];
    size_t most = 0;
    if (declared) {
        scan.at += strlen("sep=") + 1;
        skip_line_end(&scan);
        *at = scan.at;
        *line = scan.line;
        return declared;
    }
    const char *limit = limit_of(&scan, scan.at);
    for (const char *separator = separators; *separator; separator++) {
        const size_t count = count_of(*separator, scan.at, limit);
        if (count <= most) continue;
        most = count;
        best = *separator;
    }
    return best;
}
