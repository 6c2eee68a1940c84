/* json.h - simdjson as plain C: one text after another, and of each the values that are asked for.
 *
 * What xap.h says of exceptions, texts and free functions holds here too. The whole text is checked to be JSON (RFC 8259) in UTF-8, the
 * values that nobody asks for as well.
 */
#ifndef SHIM_JSON_H
#define SHIM_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes behind a text that may be read, whatever they are (simdjson's SIMDJSON_PADDING). */
#define JSON_PADDING 64

/* Levels of arrays and objects in one another (simdjson's DEFAULT_MAX_DEPTH). */
#define JSON_DEPTH_MAX 1024

enum json_status {
    JSON_OK,
    JSON_WRONG, /* the text is no JSON */
    JSON_NOMEM
};

enum json_type {
    JSON_ABSENT, /* there is no value */
    JSON_NULL,
    JSON_BOOL,
    JSON_INTEGER, /* that fits 64 bits, with or without a sign */
    JSON_NUMBER,  /* any other */
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

/* A value. What it points to is borrowed from the parser, and valid until that is used again. */
struct json_value {
    enum json_type type;
    bool negative; /* of an integer */
    union {
        const char *text;   /* of a string; it may hold NUL, and one follows */
        uint64_t magnitude; /* of an integer */
        double number;      /* of a number that is no integer */
        uint64_t tree;      /* of an array or object, for json_walk_begin() */
    };
    uint64_t length; /* of a string, bytes; of an array or object, for json_walk_begin() */
};

/* A way through the values of an array or object; as long as its value is valid. */
struct json_walk {
    bool named;
    uint64_t at[2], end[2];
};

/* Keeps its memory from text to text. One thread uses it at a time. */
typedef struct json_parser json_parser;

/* Returns a parser (transfer full; release with json_parser_free()), or NULL for want of memory. */
json_parser *json_parser_new(void);

void json_parser_free(json_parser *parser);

/* Read one JSON text.
 * @text   `length` bytes, with JSON_PADDING more behind them
 * @root   what the text is; JSON_ABSENT unless JSON_OK is returned
 * @what   on JSON_WRONG: what is wrong, valid for ever; else NULL */
enum json_status json_read(json_parser *parser, const char *text, size_t length, struct json_value *root, const char **what);

/* Begin with the values of an array, or the members of an object; a value of another type has none. */
void json_walk_begin(const struct json_value *container, struct json_walk *walk);

/* Go to the next value, in the order of the text. An object may have several members of one name.
 * @name  gets what the member is called, with a NUL behind its length bytes; NULL in an array
 * Returns false at the end. */
bool json_walk_next(struct json_walk *walk, const char **name, size_t *name_length, struct json_value *value);

#ifdef __cplusplus
}
#endif

#endif
