/* records.h - the rows of the table of passages.
 *
 * A row of `passages`, of which the section `spans` says the rest:
 *   the first of a block only: varint offset in gap_codes, offset in the article's text, line ends in the text before it
 *   varint bytes of gap codes * 2 + (1 if it is the first of its article), bytes of text, line ends in the text
 */
#ifndef INDEX_RECORDS_H
#define INDEX_RECORDS_H

#include "index/table.h"

/* What a row of `passages` says. */
struct passage_row {
    uint64_t gaps_offset;
    uint64_t gaps_size;
    uint32_t text_offset;
    uint32_t text_size;
    uint32_t lines_before;
    uint32_t lines;
};

/* Append a passage's row. @first  whether it is the first of its article. Returns NS_OK, NS_ERR_NOMEM. */
ns_status passage_put(struct table_writer *table, bool first, const struct passage_row *row, struct ns_error *err);

/* Reads passages that stand near one another: the rows of a block are decoded as far as they are asked for, and each once. */
struct passage_rows {
    const struct table *table;
    struct cursor cursor; /* at the row that is decoded next */
    uint64_t block;
    uint32_t count; /* rows of the block that are decoded; 0 as long as no block is open */
    struct passage_row rows[TABLE_BLOCK];
};

/* Nothing to release; the table is borrowed. */
struct passage_rows passage_rows_over(const struct table *table);

/* Read a passage's row. @out (borrowed) valid until the next call. Returns NS_OK, NS_ERR_ARG (no such passage), NS_ERR_CORRUPT. */
ns_status passage_rows_get(struct passage_rows *rows, uint64_t number, const struct passage_row **out, struct ns_error *err);

/* Zigzag: signed numbers as unsigned ones, small for small magnitudes. */
uint64_t zigzag(int64_t value);
int64_t unzigzag(uint64_t value);

#endif
