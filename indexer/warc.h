/* warc.h - the records of a WARC file (ISO 28500:2009 and 2017, versions 1.0 and 1.1).
 *
 * A record is a line `WARC/1.0`, a header, an empty line, a block of as many bytes as Content-Length says, and two line ends. What is
 * written so is stepped over by its length, whatever its block holds. Where that does not fit, because a length is wrong, a record was cut
 * off, or something else stands between two of them, the next record is looked for: a version line, wherever it begins, and behind it a
 * field that begins with `WARC-` or `Content-`, as all fields of records do.
 */
#ifndef INDEXER_WARC_H
#define INDEXER_WARC_H

#include "indexer/header.h"

/* Bytes that a record's header may have: an address of some KB is the longest thing in it. */
#define WARC_HEADER_MAX ((size_t)64 << 10)

/* Bytes that the block of a record may have that is read: archives cut pages at far less, and what is larger is a film. */
#define WARC_BLOCK_MAX ((size_t)64 << 20)

enum warc_state {
    WARC_WHOLE,
    WARC_MENDED,  /* its length is wrong or absent: its block is taken to end where the next record begins */
    WARC_CUT,     /* the bytes end before it does */
    WARC_LARGE,   /* its block is over WARC_BLOCK_MAX */
    WARC_NO_HEAD, /* its header has no end, or the next record begins before that */
    WARC_GARBAGE, /* no record: bytes in front of the next one, or of the end */
};

struct warc_record {
    enum warc_state state;
    size_t begin; /* among the bytes, of its version line */
    struct header header;
    bool has_length;
    bool beyond;       /* it ends behind the bytes, if its length is right */
    uint64_t length;   /* as its header says */
    const char *block; /* NULL unless WARC_WHOLE or WARC_MENDED */
    size_t block_size;
};

/* A walk over the records; set data and size, and the rest to 0. */
struct warc_cursor {
    const char *data;
    size_t size;
    size_t at;
    size_t empty; /* behind the first empty line from `at` on, if that was looked for; so that no byte is searched twice */
};

/* Step to the next record, and behind it. Returns false at the end. All steps together take time that grows with the size alone. */
bool warc_next(struct warc_cursor *cursor, struct warc_record *out);

#endif
