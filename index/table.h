/* table.h - numbered rows of any length, the form of most sections.
 *
 * Rows stand one after another in blocks of TABLE_BLOCK rows; a row is found by going to its block and reading the rows before it there. So
 * a row may lean on the one before it in its block, as front coding does. A table is:
 *  - the blocks, one after another;
 *  - for each block its offset in the section, in as few bytes as all of them can have;
 *  - u8 how many bytes that are, 1 to 8;
 *  - u64 the number of rows.
 */
#ifndef INDEX_TABLE_H
#define INDEX_TABLE_H

#include "index/buffer.h"
#include "index/index_file.h"
#include "index/spool.h"

#define TABLE_BLOCK 16

/* The caller's: set it to all zero, which keeps the rows in memory, or but for `rows`, which may be begun as a spool in a file; end with
 * table_writer_release(). */
struct table_writer {
    struct spool rows;     /* append each row to its buffer, after table_begin_row() */
    struct buffer offsets; /* of the blocks, u64 each */
    uint64_t count;
};

/* Begin the next row. *first says whether it is the first of a block. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status table_begin_row(struct table_writer *table, bool *first, struct ns_error *err);

/* Write the table as the next section of the file. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status table_put(const struct table_writer *table, struct index_file_writer *file, struct ns_error *err);

void table_writer_release(struct table_writer *table);

/* A table of an index file; borrows the file. */
struct table {
    struct index_file *file;
    enum index_section section;
    uint64_t count; /* of rows */
    uint64_t size;  /* of all blocks, which the offsets stand behind */
    unsigned width; /* bytes of an offset */
};

/* Returns NS_OK, NS_ERR_CORRUPT. */
ns_status table_open(struct index_file *file, enum index_section section, struct table *out, struct ns_error *err);

/* Go to the first row of a block.
 * @block   below table_blocks()
 * @cursor  over the block's rows, valid as long as the file is open
 * Returns NS_OK, NS_ERR_CORRUPT. */
ns_status table_block(const struct table *table, uint64_t block, struct cursor *cursor, struct ns_error *err);

uint64_t table_blocks(const struct table *table);

/* Front coding: a string as the pair (buffer.h) of how many bytes it shares with the one before it in the block, and how many follow, and
 * these. */
ns_status front_put(struct buffer *rows, bool first, const char *before, size_t before_len, const char *text, size_t length,
                    struct ns_error *err);

/* Turn the string before, in `text`, into the one that comes next; at the beginning of a block `text` is empty. Damage sets cursor->failed.
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status front_get(struct cursor *cursor, struct buffer *text, struct ns_error *err);

#endif
