/* json_record.h - makes articles of objects of JSON, which JSON Lines and JSON documents have in common.
 *
 * Which members are the fields is told by fields.h. Of several that stand for one field the one of the least field_rank() is taken that has
 * something to say: null, a string of white space and what holds nothing do not count. What a value may be:
 *  - a string, for every field;
 *  - an integer, for an id;
 *  - a number, for a date (see date_of_integer() and date_of_seconds());
 *  - an object whose "name" is a string, for a byline, a section or a source;
 *  - an array of strings and such objects, for a byline (which joins them with ", ") or a section (" / ");
 *  - an array that begins with a string, for a body: its paragraphs.
 * Anything else under the field's own name, or one that the user mapped, is a problem and passed over; under another name it is passed over
 * without a word, as it may be meant otherwise. A record that has the name that is taken twice is damaged, as nobody could say which is
 * meant.
 */
#ifndef INDEXER_JSON_RECORD_H
#define INDEXER_JSON_RECORD_H

#include "indexer/record.h"

struct json_records;

/* @input, sink  borrowed
 * @out          (transfer full) release with json_records_free()
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status json_records_new(const struct input *input, const struct reader_sink *sink, struct json_records **out, struct ns_error *err);

/* Read one object, and hand its article to the sink. What is no object, or no JSON, is told as a problem of its line.
 * @text  length bytes, with INPUT_PADDING more behind them
 * @line  in the file, where it begins
 * Returns what record_put() does. */
ns_status json_records_read(struct json_records *records, const char *text, size_t length, uint64_t line, struct ns_error *err);

/* What an object is, by the names of its members. */
struct json_outline {
    bool has_text; /* a title or a body that says something */
    bool has_body; /* and that is more than a summary */
};

/* Look at a text without making an article of it, or telling problems; what is no object has nothing. Returns NS_OK, NS_ERR_NOMEM. */
ns_status json_records_outline(struct json_records *records, const char *text, size_t length, struct json_outline *out,
                               struct ns_error *err);

void json_records_free(struct json_records *records);

#endif
