/* sgml_fields.h - goes through a record of SGML by its fields: <DATE>, <HEADLINE>, <TEXT> and the like, each with what it says.
 *
 * A field is what stands between one of the tags that are asked for and its end tag, or the tag of another field. Text of an article
 * (FIELD_TEXT) is told piece by piece, with the tags in it; all other fields are told once, at their end, without their tags.
 */
#ifndef INDEXER_SGML_FIELDS_H
#define INDEXER_SGML_FIELDS_H

#include "indexer/markup_article.h"
#include "indexer/sgml_records.h"
#include "indexer/tag_scanner.h"

/* What a field says. FIELD_NONE ends a table. */
enum sgml_field {
    FIELD_NONE,
    FIELD_ID,
    FIELD_TITLE,
    FIELD_DATE,
    FIELD_BYLINE,
    FIELD_SECTION,
    FIELD_SOURCE,
    FIELD_DATELINE,
    FIELD_TEXT,
};

/* A tag, and the field that it begins. */
struct sgml_field_name {
    const char *name;
    enum sgml_field field;
};

struct sgml_fields {
    const struct sgml_field_name *names; /* the last one's field is FIELD_NONE */

    /* Turns the text of a date into one that can be read; may be NULL. Returns its length, at most that of room.
     * @room  SGML_DATE_ROOM bytes */
    size_t (*date)(const char *text, size_t length, char *room);
    const char *date_example;
};

#define SGML_DATE_ROOM 100

/* Take all fields of a record. A second title is a subtitle; bylines and texts add up, of what else comes twice the first counts, but that
 * of dates the first that can be read. */
void sgml_fields_take(const struct sgml_fields *fields, const struct sgml_record *record, struct markup_article *article);

#endif
