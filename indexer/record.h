/* record.h - makes an article of the fields of a record, whatever it was that held them. */
#ifndef INDEXER_RECORD_H
#define INDEXER_RECORD_H

#include "index/buffer.h"
#include "indexer/fields.h"
#include "indexer/reader.h"

/* A value as the record has it. */
struct record_value {
    const char *text; /* with a NUL behind it; NULL when there is none */
    size_t length;    /* it may hold NUL too */
    const char *name; /* what the record calls it, for problems */
};

/* A record that is being read. The owner sets input and sink, and the rest to zero; then record_clear() and record_put() by turns, and
 * record_release(). */
struct record {
    const struct input *input;
    const struct reader_sink *sink;
    uint64_t line; /* in the file, where it begins */
    struct record_value values[FIELD_SLOTS];
    struct article_date date; /* when the record has it as a number; else values[RECORD_DATE] is read */
    struct buffer joined;     /* a body of several values */
    struct buffer plain;      /* a body without its markup */
};

/* Forget the values. */
void record_clear(struct record *record);

/* Hand the article to the sink. A value with nothing but white space is not known. White space around a title, a subtitle or a body
 * is left out; a NUL character within them is kept, but in the other fields, which are addresses and labels, it is a problem and the field
 * is not known. So is an id in the shape that ids of lines have; a record without an id gets such a one. The values of a body's slots are
 * joined with a blank line between them. A body that is HTML becomes plain text. A record without a text is a problem and passed over.
 * Returns NS_OK, NS_ERR_NOMEM, what the sink returned. */
ns_status record_put(struct record *record, struct ns_error *err);

void record_release(struct record *record);

#endif
