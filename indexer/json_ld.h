/* json_ld.h - what a page's JSON-LD says of its article (schema.org Article and its kinds; JSON-LD 1.1 as far as pages of news use it).
 *
 * Scripts that cannot be read are passed over, after the mistakes that pages make have been mended: control characters in strings, commas
 * before closing brackets, comments and text around the JSON.
 */
#ifndef INDEXER_JSON_LD_H
#define INDEXER_JSON_LD_H

#include "index/buffer.h"
#include "shim/json.h"

/* Values that a script may have; large pages have some 2000. */
#define JSON_LD_VALUES_MAX 200000u

enum json_ld_field {
    JSON_LD_HEADLINE,
    JSON_LD_DATE,
    JSON_LD_AUTHOR, /* all names, with a comma and a space between */
    JSON_LD_SECTION,
    JSON_LD_PUBLISHER,
    JSON_LD_URL,
    JSON_LD_BODY,
    JSON_LD_FIELDS
};

struct json_node;

/* What was found. The owner's: set it to zeros, end with json_ld_release(). */
struct json_ld {
    struct buffer strings;
    size_t places[JSON_LD_FIELDS]; /* of C strings in `strings`; 0 when not known */
    bool found;                    /* an article was */
    bool fits;                     /* and it is the page's */
    json_parser *parser;
    struct buffer script;    /* the one at hand, */
    struct json_node *nodes; /* and its values */
    size_t node_count;
    size_t node_capacity;
};

/* Look through scripts.
 * @scripts  each with a NUL behind it; `size` bytes
 * @url      the page's address, or NULL
 * @title    the page's title, or NULL: of several articles the one is taken that has this address or headline, else the first
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status json_ld_read(struct json_ld *out, const char *scripts, size_t size, const char *url, const char *title, struct ns_error *err);

/* A field as a C string, valid until the next reading, or NULL. */
const char *json_ld_field(const struct json_ld *ld, enum json_ld_field field);

void json_ld_release(struct json_ld *ld);

#endif
