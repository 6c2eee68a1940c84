/* fields.h - by which names records call the fields of an article, and what the user says of that.
 *
 * Names are compared without regard to the letter case of ASCII and to '_', '-' and spaces: "pubDate", "pub_date" and "Pub Date" are one.
 * A dot leads into an object: "headline.main" is the member "main" of the member "headline", or a member or column of that whole name.
 */
#ifndef INDEXER_FIELDS_H
#define INDEXER_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/error.h"

/* The fields that are taken; their own names are "id", "title" and so on. */
enum field {
    RECORD_ID,
    RECORD_TITLE,
    RECORD_SUBTITLE,
    RECORD_DATE,
    RECORD_BODY,
    RECORD_SECTION,
    RECORD_BYLINE,
    RECORD_SOURCE,
    RECORD_URL,
    FIELD_COUNT
};

/* Names that a body may be joined of. */
#define FIELD_PARTS_MAX 8

/* Where a value is kept until the article is put together: each field has a slot of its own number, and the parts of a body behind its
 * first have those from FIELD_COUNT on. */
#define FIELD_SLOTS (FIELD_COUNT + FIELD_PARTS_MAX - 1)

/* Bytes of a name, its dots and the names around it counted; longer ones are none of ours. And names in one another, so that looking into
 * objects has an end. */
#define FIELD_NAME_MAX 120
#define FIELD_DEPTH_MAX 8

/* Names that a map may hold. */
#define FIELD_NAMES_MAX 200

struct field_name {
    uint16_t key, key_length;     /* in the map's text: as it is compared */
    uint16_t exact, exact_length; /* and as it is in the list, or as the user wrote it */
    uint8_t slot;                 /* FIELD_SLOTS for one that only leads to others */
    uint8_t rank;                 /* place in the list of its field, from 0, which is the field's own name or one that the user gave */
    bool leads;                   /* other names begin with it and a dot */
};

/* All names that are known. The owner's: field_map_init() fills it, and nothing has to be released. It is not changed then, so threads may
 * share it. */
struct field_map {
    struct field_name names[FIELD_NAMES_MAX];
    size_t count;
    uint8_t slots[1024]; /* open addressing by the hash of the key: number of a name, from 1 */
    char text[8192];
    size_t text_size;
    bool mapped[FIELD_COUNT]; /* the user gave its names */
};

/* The field's own name. */
const char *field_label(enum field field);

/* The field whose values are kept in a slot. */
static inline enum field field_of_slot(size_t slot)
{
    return slot < FIELD_COUNT ? (enum field)slot : RECORD_BODY;
}

/* Fill a map with the usual names, but for fields that the mappings name: these are known by the names given there alone, which then stand
 * for no other field.
 * @mappings  count strings such as "title=headline,body=lead+content": a field's own name, what it is called, and so on; a body may be
 *            joined of several names. NULL when count is 0
 * Returns NS_OK, NS_ERR_ARG (the message quotes the mapping and says what was wanted). */
ns_status field_map_init(struct field_map *map, const char *const *mappings, size_t count, struct ns_error *err);

/* Find a name.
 * @within  the name that led here, or NULL for a member of the record itself
 * Returns it, or NULL when it is none of ours. The time taken is that of `length` up to FIELD_NAME_MAX. */
const struct field_name *field_find(const struct field_map *map, const struct field_name *within, const char *name, size_t length);

/* How well a name that was found stands for its field: the lowest number is to be taken. The field's own name comes first, the others in
 * the order of the list, and each when it is written just so before its other spellings. `name` is what was asked for, within or not. */
unsigned field_rank(const struct field_map *map, const struct field_name *found, const char *name, size_t length);

/* Whether a value under this name is meant for its field for sure, so that one of a wrong type is worth telling; under a usual name
 * that is not the field's own it may be something else altogether. */
bool field_is_sure(const struct field_name *found);

/* Whether it is a body's only where there is no other, as it sums the article up. */
bool field_is_summary(const struct field_map *map, const struct field_name *found);

#endif
