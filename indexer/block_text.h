/* block_text.h - makes plain text of what stands in elements: paragraphs with an empty line between.
 *
 * Elements and texts are told one after another, in the order in which they stand. Runs of white space become one space; what an element
 * makes of the text between depends on its name, those of HTML and of NITF: a block (p, div, li, h1, hl2 and others) begins and ends a
 * paragraph, br and table rows a line, a cell is parted by a space, and of scripts, styles, forms' choices and the like nothing is
 * taken. Every other element is as if it were not there.
 */
#ifndef INDEXER_BLOCK_TEXT_H
#define INDEXER_BLOCK_TEXT_H

#include "index/buffer.h"

enum block_gap { GAP_NONE, GAP_SPACE, GAP_LINE, GAP_PARAGRAPH };

/* A text that is being made. Begin with block_text_into(). The first failure stays, and what is told after it is passed over. */
struct block_text {
    struct buffer *out;
    size_t begin;       /* of the text in `out` */
    enum block_gap gap; /* what stands between what is there and what comes */
    size_t silent;      /* open elements of which nothing is taken */
    ns_status status;
    struct ns_error *err;
};

/* A text behind what `out` holds. */
struct block_text block_text_into(struct buffer *out, struct ns_error *err);

/* An element begins or ends.
 * @name  length bytes, without a prefix, in any letter case */
void block_text_open(struct block_text *text, const char *name, size_t length);
void block_text_close(struct block_text *text, const char *name, size_t length);

/* Text, UTF-8, as it is: references are decoded. Control characters are white space, but for those from 128 to
 * 159 that are characters of Windows-1252. */
void block_text_put(struct block_text *text, const char *data, size_t length);

/* Text as it stands, lines and all, but without the white space around it; a paragraph of its own. */
void block_text_put_raw(struct block_text *text, const char *data, size_t length);

/* Have at least such a gap before what comes. */
void block_text_break(struct block_text *text, enum block_gap gap);

#endif
