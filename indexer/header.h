/* header.h - a header as WARC records, HTTP messages and mails have it: `Name: value` a line, and an empty line behind the last.
 *
 * Lines end with CRLF or LF. A line that begins with a space or a tab goes on with the value before it (ISO 28500, 4; RFC 5322, 2.2.3; RFC
 * 9112, 5.2). Names are compared in any letter case; of fields of one name the first counts. A line without a colon is passed over.
 * Everything is borrowed from the bytes that were given, which may be any.
 */
#ifndef INDEXER_HEADER_H
#define INDEXER_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The lines of a header without the empty one. */
struct header {
    const char *data;
    size_t size;
};

/* The value of a field, or a part of one, without white space around it; a folded one has its line ends in it. text is NULL when there is
 * no such field. */
struct header_value {
    const char *text;
    size_t length;
};

/* The header that bytes begin with. Returns how many bytes it has with the empty line; 0 when there is no empty line, and then *out has all
 * the bytes. */
size_t header_take(const char *data, size_t size, struct header *out);

struct header_value header_field(const struct header *header, const char *name);

/* Whether a line, or the beginning of one, has the shape of a field: a name of printable ASCII without a space, and a colon. */
bool header_is_field(const char *line, size_t size);

/* The value in front of its first semicolon, as the type in `text/html; charset=utf-8`. */
struct header_value header_main(struct header_value value);

/* A parameter, as charset in `text/html; charset="utf-8"`, without its quotes. */
struct header_value header_parameter(struct header_value value, const char *name);

/* Whether a value is a word, in any letter case; one that is absent is none. */
bool header_is(struct header_value value, const char *word);

/* Read a value that is a whole number of decimal digits; false if it is not, or does not fit into 63 bits. */
bool header_number(struct header_value value, uint64_t *number);

#endif
