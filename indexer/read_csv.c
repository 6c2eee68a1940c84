/* read_csv.c - reads comma-separated values: one article a record, below a header that names the columns.
 *
 * Separators are told by the header; cells are cut as csv.h says, and columns are fields by the names of fields.h. Of several columns for
 * one field each record takes the best that is not blank. Cells that a record lacks at its end are blank; a record with more cells than the
 * header has columns is damaged, for nobody could say which of them are which, unless the others are blank. Behind a damaged record, as far
 * as cells do not go over line ends, a record has to have as many cells as the header, as it may be a piece of another.
 *
 * A text is UTF-8, what its byte order mark says, or Windows-1252, see charset.h.
 */
#include "indexer/reader.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/charset.h"
#include "indexer/csv.h"
#include "indexer/format_parts.h"
#include "indexer/record.h"
#include "indexer/white.h"

/* What a header that is told by itself may have in a cell, bytes. */
#define HEADER_CELL_MAX 60

/* Bytes of names of columns that a problem quotes. */
#define QUOTE_MAX 200

/* What a column stands for. */
struct column {
    uint8_t slot; /* FIELD_SLOTS for nothing */
    unsigned rank;
};

struct header {
    struct csv_row row;
    size_t count; /* of columns, also of those that are over CSV_COLUMNS_MAX and stand for nothing */
    struct column columns[CSV_COLUMNS_MAX];
    bool known[FIELD_SLOTS];
};

/* A file that is being read. */
struct reading {
    struct record record;
    const struct field_map *map;
    struct field_map usual; /* when the input has none */
    struct csv_scan scan;
    struct csv_row row;
    struct header header;
    struct buffer text, head; /* recoded */
};

/* ---- The header ---- */

static void know_columns(struct header *header, const struct field_map *map)
{
    header->count = header->row.count;
    for (size_t i = 0; i < header->count && i < CSV_COLUMNS_MAX; i++) {
        size_t length;
        const char *name = csv_cell_text(&header->row, i, &length);
        const size_t indent = white_span(name, length);
        name += indent;
        length = white_trim_end(name, length - indent);
        const struct field_name *found = field_find(map, NULL, name, length);
        const bool stands = found && found->slot < FIELD_SLOTS;
        header->columns[i] = (struct column){stands ? found->slot : FIELD_SLOTS, stands ? field_rank(map, found, name, length) : 0};
        if (stands) header->known[found->slot] = true;
    }
}

static bool has_text(const struct header *header)
{
    return header->known[RECORD_TITLE] || header->known[RECORD_BODY];
}

/* Read the header that a scan begins with; the scan then stands behind it. *there is false when there is none. */
static ns_status read_header(struct csv_scan *scan, struct header *header, const struct field_map *map, bool *there, struct ns_error *err)
{
    scan->separator = csv_separator(&scan->at, scan->end, &scan->line);
    const ns_status status = csv_next(scan, &header->row, there, err);
    if (status == NS_OK && *there) know_columns(header, map);
    return status;
}

/* Say which columns there are. */
static void refuse_header(const struct reading *reading)
{
    const struct record *record = &reading->record;
    const struct csv_row *row = &reading->header.row;
    char names[QUOTE_MAX + 1];
    size_t used = 0;
    for (size_t i = 0; i < row->count; i++) {
        size_t length;
        const char *name = csv_cell_text(row, i, &length);
        if (used + length + 3 > QUOTE_MAX) break;
        if (i > 0) memcpy(names + used, ", ", 2), used += 2;
        memcpy(names + used, name, length);
        used += length;
    }
    names[used] = '\0';
    reader_problem(record->input, record->sink, PROBLEM_FIELD, row->line,
                   "no column is called as a title or a body is; there are: %s; --map can say which is which", names);
}

/* ---- The records ---- */

/* Whether all cells but those of the columns are blank. */
static bool others_blank(const struct reading *reading)
{
    for (size_t i = reading->header.count; i < reading->row.count; i++) {
        size_t length;
        const char *text = csv_cell_text(&reading->row, i, &length);
        if (!white_only(text, length)) return false;
    }
    return true;
}

/* Tell what is wrong with a row; false if nothing is. */
static bool refuse_row(const struct reading *reading)
{
    const struct record *record = &reading->record;
    const struct csv_row *row = &reading->row;
    const size_t columns = reading->header.count;
    if (row->damaged) {
        reader_problem(record->input, record->sink, PROBLEM_DAMAGED, row->line,
                       "a quote without its end, or a record of over %zu bytes; the reading goes on behind its first line", CSV_RECORD_MAX);
        return true;
    }
    if (row->alone ? row->count == columns : others_blank(reading)) return false;
    reader_problem(record->input, record->sink, PROBLEM_DAMAGED, row->line, "%zu fields, the header has %zu; it is passed over", row->count,
                   columns);
    return true;
}

/* A cell without the white space around it, and a NUL at its new end. */
static struct record_value value_of(struct csv_row *row, size_t number, enum field field)
{
    size_t length;
    const char *text = csv_cell_text(row, number, &length);
    const size_t indent = white_span(text, length);
    length = white_trim_end(text + indent, length - indent);
    row->text.data[row->cells[number].begin + indent + length] = '\0';
    return (struct record_value){text + indent, length, field_label(field)};
}

static ns_status put_row(struct reading *reading, struct ns_error *err)
{
    struct record *record = &reading->record;
    unsigned ranks[FIELD_SLOTS];
    const size_t count = reading->row.count < CSV_COLUMNS_MAX ? reading->row.count : CSV_COLUMNS_MAX;
    record_clear(record);
    record->line = reading->row.line;
    for (size_t i = 0; i < count && i < reading->header.count; i++) {
        const struct column *column = &reading->header.columns[i];
        if (column->slot == FIELD_SLOTS) continue;
        const struct record_value value = value_of(&reading->row, i, field_of_slot(column->slot));
        struct record_value *best = &record->values[column->slot];
        if (value.length == 0 || (best->text && ranks[column->slot] <= column->rank)) continue;
        *best = value;
        ranks[column->slot] = column->rank;
    }
    return record_put(record, err);
}

static ns_status read_rows(struct reading *reading, struct ns_error *err)
{
    bool more = true;
    ns_status status = NS_OK;
    while (status == NS_OK) {
        status = csv_next(&reading->scan, &reading->row, &more, err);
        if (status != NS_OK || !more) break;
        if (!refuse_row(reading)) status = put_row(reading, err);
    }
    return status;
}

/* ---- The file ---- */

static ns_status decode(const struct reading *reading, const char *data, size_t size, struct buffer *store, struct charset_text *out,
                        struct ns_error *err)
{
    const struct record *record = &reading->record;
    const ns_status status = charset_decode(data, size, NULL, 0, store, out, err);
    if (status == NS_OK) reader_bad_places(record->input, record->sink, 0, out->bad);
    return status;
}

/* Read the header, from the head of the file if the input does not begin with it. */
static ns_status begin(struct reading *reading, bool *there, struct ns_error *err)
{
    const struct input *input = reading->record.input;
    struct charset_text text, head;
    ns_status status = decode(reading, input->data, input->size, &reading->text, &text, err);
    if (status != NS_OK) return status;
    reading->scan = (struct csv_scan){.at = text.text, .end = text.text + text.size, .line = input->lines_before + 1};
    if (input->lines_before == 0) return read_header(&reading->scan, &reading->header, reading->map, there, err);
    status = charset_decode(input->head ? input->head : "", input->head_size, NULL, 0, &reading->head, &head, err);
    if (status != NS_OK) return status;
    struct csv_scan scan = {.at = head.text, .end = head.text + head.size, .line = 1};
    status = read_header(&scan, &reading->header, reading->map, there, err);
    reading->scan.separator = scan.separator;
    return status;
}

static ns_status read_all(struct reading *reading, struct ns_error *err)
{
    const struct record *record = &reading->record;
    bool there = false;
    const ns_status status = begin(reading, &there, err);
    if (status != NS_OK) return status;
    if (there && has_text(&reading->header)) return read_rows(reading, err);
    if (record->input->lines_before > 0) return NS_OK; /* the first slice has told it */
    if (there) refuse_header(reading);
    if (!there) reader_problem(record->input, record->sink, PROBLEM_EMPTY, 0, "empty: a header that names the columns was wanted");
    return NS_OK;
}

static void reading_free(struct reading *reading)
{
    record_release(&reading->record);
    csv_row_release(&reading->row);
    csv_row_release(&reading->header.row);
    buffer_release(&reading->text);
    buffer_release(&reading->head);
    free(reading);
}

ns_status read_csv(const struct input *input, const struct reader_sink *sink, struct ns_error *err)
{
    struct reading *reading = calloc(1, sizeof *reading);
    if (!reading) return ns_fail_nomem(err);
    reading->record = (struct record){.input = input, .sink = sink};
    reading->map = input->fields ? input->fields : &reading->usual;
    ns_status status = input->fields ? NS_OK : field_map_init(&reading->usual, NULL, 0, err);
    if (status == NS_OK) status = read_all(reading, err);
    reading_free(reading);
    return status;
}

/* ---- What it looks like, and where it can be cut ---- */

/* Whether a first line can be a header at all: short cells, two at least, and a line behind it. */
static bool looks_like_header(const char *at, const char *end, char separator)
{
    size_t cells = 1, length = 0;
    for (; at < end && *at != '\n' && *at != '\r'; at++) {
        length = *at == separator ? 0 : length + 1;
        cells += *at == separator;
        if (length > HEADER_CELL_MAX) return false;
    }
    return cells >= 2 && at < end;
}

static bool knows_enough(const char *data, size_t size)
{
    struct reading *reading = calloc(1, sizeof *reading);
    bool there = false;
    if (!reading) return false;
    reading->scan = (struct csv_scan){.at = data, .end = data + size, .line = 1};
    bool enough = field_map_init(&reading->usual, NULL, 0, NULL) == NS_OK &&
                  read_header(&reading->scan, &reading->header, &reading->usual, &there, NULL) == NS_OK && there &&
                  !reading->header.row.damaged && has_text(&reading->header);
    size_t known = 0;
    for (size_t slot = 0; slot < FIELD_SLOTS; slot++)
        known += reading->header.known[slot];
    reading_free(reading);
    return enough && known >= 2;
}

bool csv_recognise(const char *data, size_t size)
{
    struct buffer store = BUFFER_INIT;
    struct charset_text text = {.text = data, .size = size};
    bool recognised = false;
    const bool wide = charset_is_marked_wide(data, size);
    if (!wide && memchr(data, 0, size)) return false;
    const size_t mark = white_mark(data, size);
    text.text += mark;
    text.size -= mark;
    if (!wide || charset_decode(data, size, NULL, 0, &store, &text, NULL) == NS_OK) {
        const char *at = text.text;
        const char *end = at + text.size;
        uint64_t line = 1;
        const char separator = csv_separator(&at, end, &line);
        while (at < end && (*at == '\n' || *at == '\r'))
            at++;
        recognised = looks_like_header(at, end, separator) && knows_enough(text.text, text.size);
    }
    buffer_release(&store);
    return recognised;
}

static bool is_separating(char c)
{
    return c == ',' || c == ';' || c == '\t' || c == '|' || c == '\n' || c == '\r';
}

size_t csv_split(const char *data, size_t size)
{
    if (charset_is_marked_wide(data, size)) return 0;
    bool quoted = false;
    size_t whole = 0;
    for (size_t at = 0; at < size; at++) {
        const char c = data[at];
        if (quoted && c == '"' && at + 1 < size && data[at + 1] == '"') {
            at++;
        } else if (quoted && c == '"') {
            quoted = at + 1 < size && !is_separating(data[at + 1]);
        } else if (!quoted && c == '"') {
            quoted = at == 0 || is_separating(data[at - 1]);
        } else if (!quoted && c == '\n') {
            whole = at + 1;
        }
    }
    if (size - whole <= CSV_RECORD_MAX) return whole;
    /* The reader takes it for damaged, and goes on line by line. */
    const char *last = memrchr(data, '\n', size);
    return last ? (size_t)(last - data) + 1 : 0;
}

size_t csv_head(const char *data, size_t size)
{
    if (charset_is_marked_wide(data, size)) return 0;
    struct csv_scan scan = {.at = data + white_mark(data, size), .end = data + size, .line = 1};
    struct csv_row row = {.count = 0};
    bool there = false;
    scan.separator = csv_separator(&scan.at, scan.end, &scan.line);
    const bool read = csv_next(&scan, &row, &there, NULL) == NS_OK && there && !row.damaged;
    csv_row_release(&row);
    return read ? (size_t)(scan.at - data) : 0;
}
