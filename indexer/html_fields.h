/* html_fields.h - what the head of a page, and marks in its body, say of the article: html_article.h has the order of preference. */
#ifndef INDEXER_HTML_FIELDS_H
#define INDEXER_HTML_FIELDS_H

#include "index/article.h"
#include "indexer/html_tree.h"
#include "indexer/json_ld.h"

enum html_field {
    HTML_FIELD_TITLE,
    HTML_FIELD_BYLINE,
    HTML_FIELD_SECTION,
    HTML_FIELD_SOURCE,
    HTML_FIELD_URL,
    HTML_FIELD_DATE, /* as it is written, when nobody can read it */
    HTML_FIELDS
};

/* The owner's: set it to zeros, end with html_fields_release(). */
struct html_fields {
    struct buffer strings;
    size_t places[HTML_FIELDS]; /* of C strings in `strings`; 0 when not known */
    uint32_t title_line;        /* of the page; 0 when not known */
    struct article_date date;
    struct json_ld ld;
};

/* Read the fields.
 * @url  of the page, or NULL
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status html_fields_read(struct html_fields *out, const struct html_tree *tree, const char *url, struct ns_error *err);

/* A field as a C string without control characters, with single spaces, valid until the next reading; or NULL. */
const char *html_field(const struct html_fields *fields, enum html_field field);

void html_fields_release(struct html_fields *fields);

#endif
