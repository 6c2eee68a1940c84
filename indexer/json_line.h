/* json_line.h - one line of JSON Lines as the fields of an article.
 *
 * Nearly all lines are simple: an object of strings, numbers, true, false and null. These are read here, several times faster than a
 * general reader of JSON does it. Of all others json_line_read() says that it cannot judge them, and jansson does.
 */
#ifndef INDEXER_JSON_LINE_H
#define INDEXER_JSON_LINE_H

#include "index/buffer.h"

/* The fields that articles have. */
#define JSON_FIELD_LIST(X)                                                                                                                 \
    X(JSON_ID, "id")                                                                                                                       \
    X(JSON_TITLE, "title")                                                                                                                 \
    X(JSON_DATE, "date")                                                                                                                   \
    X(JSON_BODY, "body")                                                                                                                   \
    X(JSON_SECTION, "section")                                                                                                             \
    X(JSON_BYLINE, "byline")                                                                                                               \
    X(JSON_SOURCE, "source")

enum json_field {
#define JSON_FIELD_ENUM(name, text) name,
    JSON_FIELD_LIST(JSON_FIELD_ENUM)
#undef JSON_FIELD_ENUM
        JSON_FIELD_COUNT
};

/* The name of a field; valid for ever. */
const char *json_field_name(enum json_field field);

enum json_kind {
    JSON_KIND_NONE, /* missing, or null */
    JSON_KIND_STRING,
    JSON_KIND_INTEGER,
    JSON_KIND_REAL,
    JSON_KIND_BOOLEAN,
    JSON_KIND_ARRAY,
    JSON_KIND_OBJECT,
};

struct json_value {
    enum json_kind kind;
    const char *text; /* of a string: UTF-8, a NUL behind it */
    size_t length;    /* of the text, bytes */
    int64_t integer;
};

struct json_record {
    struct json_value fields[JSON_FIELD_COUNT];
};

/* Read a line without its end, if it is simple and right.
 * @store  the caller's, for what the fields point to; what it held is overwritten
 * Returns whether it was: else it may be right or wrong, and `out` is undefined. */
bool json_line_read(const char *text, size_t length, struct buffer *store, struct json_record *out);

#endif
