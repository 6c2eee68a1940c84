/* sgml_records.h - finds records such as <DOC> ... </DOC> in files of SGML, as collections for research have them, and their text.
 *
 * Such files have neither a root nor a declared charset, and are not valid by any DTD. A record begins with its start tag and ends with its
 * end tag, or where the next one begins, or the file ends; then it is told as damaged and taken as it is. Each record is made UTF-8 by
 * itself, so that it does not matter how a file was cut into slices.
 */
#ifndef INDEXER_SGML_RECORDS_H
#define INDEXER_SGML_RECORDS_H

#include "indexer/block_text.h"
#include "indexer/reader.h"

/* Bytes of a record: the largest of the collections known have some 3 MB. */
#define SGML_RECORD_MAX ((size_t)64 << 20)

/* A record: UTF-8, from its start tag on, end tag included where it has one. */
struct sgml_record {
    const char *text;
    size_t size;
    uint64_t line; /* of its start tag in the file */
};

struct sgml_reading {
    const struct input *input;
    const struct reader_sink *sink;
    const char *name; /* of the records' tag; letter case does not matter */

    /* Takes a record, which is valid during the call. What it returns other than NS_OK ends the reading. */
    ns_status (*record)(void *context, const struct sgml_record *record, struct ns_error *err);
    void *context;
};

/* Read an input. One without a record is a problem (PROBLEM_EMPTY), and text that stands outside of records is told.
 * Returns NS_OK, NS_ERR_NOMEM, or what the function returned. */
ns_status sgml_records_read(const struct sgml_reading *reading, struct ns_error *err);

/* How many of these bytes are whole records for sure; for X_split() of format_parts.h. */
size_t sgml_records_split(const char *data, size_t size, const char *name);

/* Put text of a wire, whose lines are wrapped: line ends are kept, and an empty line or an indent of two spaces or more begins a paragraph.
 * References have been decoded. */
void sgml_text_put(struct block_text *text, const char *data, size_t length);

#endif
