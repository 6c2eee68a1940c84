/* records.h - the rows of the tables of passages and articles.
 *
 * A row of `passages`, of which the section `spans` says the rest:
 *   the first of a block only: varint offset in gap_codes, offset in the article's text, line ends in the text before it
 *   varint bytes of gap codes * 2 + (1 if it is the first of its article), bytes of text, line ends in the text
 * A row of `articles`:
 *   front-coded path (table.h)
 *   string id, section, byline, source; empty when not known
 *   u8 date precision; unless unknown, zigzag varint seconds
 *   varint source size, zigzag varint source mtime, u8 1 if extracted
 *   varint first passage, varint passages
 *   varint parts; each: u8 kind, varint length, source offset, source line, source column, line ends in the article's text before it
 */
#ifndef INDEX_RECORDS_H
#define INDEX_RECORDS_H

#include "index/article.h"
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

/* An article as an index knows it. The parts of `article` have no text: it is in the streams. */
struct article_record {
    struct article article;
    uint32_t first_passage;
    uint32_t passages;
    uint32_t part_offset[ARTICLE_PARTS_MAX]; /* where the part begins in the article's text */
    uint32_t part_lines[ARTICLE_PARTS_MAX];  /* line ends in the article's text before it */
    struct buffer strings;                   /* what the fields of `article` point to */
    struct buffer path;
};

/* The owner's: begin with all zero, end with article_record_release(). */
void article_record_release(struct article_record *record);

/* An article that waits for its row, since the number of its first passage is not known yet. Its bytes are borrowed. */
struct article_draft {
    const char *path;
    size_t path_len;
    const char *head; /* of the row, behind the path */
    size_t head_len;
    uint32_t passages;
    const char *tail; /* of the row, behind the passages */
    size_t tail_len;
};

/* Write a draft of all that is in a record but its first passage. Returns NS_OK, NS_ERR_NOMEM. */
ns_status article_draft_put(struct buffer *out, const struct article_record *record, struct ns_error *err);

/* Read what article_draft_put() wrote; damage sets cursor->failed. */
struct article_draft article_draft_get(struct cursor *cursor);

/* Append an article; the path before is the one put last, or anything for the first. Returns NS_OK, NS_ERR_NOMEM. */
ns_status article_put(struct table_writer *table, const struct buffer *path_before, const struct article_draft *draft,
                      uint32_t first_passage, struct ns_error *err);

/* Read an article. `out` may hold another one, whose memory is used again.
 * Returns NS_OK, NS_ERR_ARG (no such article), NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status article_get(const struct table *table, uint64_t number, struct article_record *out, struct ns_error *err);

/* Zigzag: signed numbers as unsigned ones, small for small magnitudes. */
uint64_t zigzag(int64_t value);
int64_t unzigzag(uint64_t value);

#endif
