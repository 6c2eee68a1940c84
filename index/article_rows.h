/* article_rows.h - the rows of the table of articles.
 *
 * A row leans on the one before it in its block, for the articles of one source have much in common; the first of a block on one of which
 * everything is empty or 0. A row of `articles`:
 *   the first of a block only: varint first passage; else it is the one behind the passages of the row before
 *   front-coded path (table.h)
 *   u8 what follows: 1 an id, 2 a section, 4 a byline, 8 a source, 16 a URL, each front-coded on the one before, where it is not the same;
 *      32 the source's size and modification time, where they are not the same. 64 says that the parts are extracted.
 *   u8 the parts there are, 1 for each by its kind, and date precision * 8
 *   unless the date is unknown, zigzag varint seconds less those of the row before
 *   of the source, as said above: varint size, zigzag varint mtime
 *   varint passages
 *   for each part: varint length, zigzag varint source line less that of the part before or of the last part of the row before;
 *      unless extracted varint source offset, varint source column; but for the first varint line ends in the article's text before it
 */
#ifndef INDEX_ARTICLE_ROWS_H
#define INDEX_ARTICLE_ROWS_H

#include "index/article.h"
#include "index/table.h"

/* The fields of an article that are front-coded. */
enum article_field {
    ARTICLE_ID,
    ARTICLE_SECTION,
    ARTICLE_BYLINE,
    ARTICLE_SOURCE,
    ARTICLE_URL,
    ARTICLE_FIELDS
};

/* An article as an index knows it. The parts of `article` have no text: it is in the streams. */
struct article_record {
    struct article article;
    uint32_t first_passage;
    uint32_t passages;
    uint32_t part_offset[ARTICLE_PARTS_MAX]; /* where the part begins in the article's text */
    uint32_t part_lines[ARTICLE_PARTS_MAX];  /* line ends in the article's text before it */
    struct buffer path;                      /* what the fields of `article` point to, once it has been read */
    struct buffer fields[ARTICLE_FIELDS];
};

/* The owner's: begin with all zero, end with article_record_release(). */
void article_record_release(struct article_record *record);

/* Which part of an article, which has one or more, a byte of its text is in; what stands between two is the first one's. */
size_t article_part_at(const struct article_record *record, uint64_t text_offset);

/* Writes the table. The owner's: begin with all zero but for table.rows, which may be begun as a spool in a file; end with
 * article_writer_release(). */
struct article_writer {
    struct table_writer table;
    struct article_record before;
};

void article_writer_release(struct article_writer *writer);

/* Append an article, whose passages follow those of the one before. Extracted parts have no source offset or column.
 * Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status article_put(struct article_writer *writer, const struct article_record *record, struct ns_error *err);

/* Read an article. `out` may hold another one, whose memory is used again.
 * Returns NS_OK, NS_ERR_ARG (no such article), NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status article_get(const struct table *table, uint64_t number, struct article_record *out, struct ns_error *err);

/* Append a record to a buffer and read it again: as the first row of a block, so that it leans on nothing.
 * Damage sets cursor->failed. Return NS_OK, NS_ERR_NOMEM. */
ns_status article_draft_put(struct buffer *out, const struct article_record *record, struct ns_error *err);
ns_status article_draft_get(struct cursor *cursor, struct article_record *out, struct ns_error *err);

#endif
