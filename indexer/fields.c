/* fields.c - the usual names, the user's, and a hash table of both.
 *
 * The names are what we know of the feeds, interfaces and data sets of news. Where a record has several names of one field, the one that is
 * earlier here is taken. What sums an article up is its body only when there is no other: its words are mostly those of the body, and
 * would count twice.
 */
#include "indexer/fields.h"

#include <string.h>

#define BODY_NAMES                                                                                                                         \
    "body", "text", "content", "content.rendered", "article", "maintext", "article_text", "full_text", "article_body", "body_text",        \
        "story", "article_content", "fields.body_text", "fields.body"
#define SUMMARY_NAMES "description", "summary", "abstract", "lead", "lead_paragraph", "snippet"

/* Of the names of a body, the first that is a summary's. */
#define SUMMARY_RANK (sizeof((const char *[]){BODY_NAMES}) / sizeof(const char *))

/* Names of a field, its own first. */
#define NAMES_MAX 24

static const char *const usual_names[FIELD_COUNT][NAMES_MAX] = {
    [RECORD_ID] = {"id", "id.$oid", "guid", "uuid", "article_id", "docid", "docno"},
    [RECORD_TITLE] = {"title", "title.rendered", "headline", "headline.main", "headline_main", "web_title", "article_title"},
    [RECORD_SUBTITLE] = {"subtitle", "subheadline", "subhead", "standfirst", "deck", "dek"},
    [RECORD_DATE] = {"date", "date.$date", "published", "published_at", "pub_date", "date_published", "published_date", "publication_date",
                     "publish_date", "date_publish", "datetime", "timestamp", "created_at", "web_publication_date", "seen_date"},
    [RECORD_BODY] = {BODY_NAMES, SUMMARY_NAMES},
    [RECORD_SECTION] = {"section", "category", "desk", "section_name", "topic", "topics", "news_desk", "categories"},
    [RECORD_BYLINE] = {"byline", "byline.original", "author", "authors", "creator", "writer", "by", "fields.byline"},
    [RECORD_SOURCE] = {"source", "publication", "publisher", "outlet", "newspaper", "source_name", "site_name", "site", "domain",
                       "source_domain", "media"},
    [RECORD_URL] = {"url", "link", "web_url", "canonical_url", "permalink", "uri"},
};

/* A name as it is compared, and its hash. */
struct key {
    char text[FIELD_NAME_MAX];
    size_t length;
    uint32_t hash; /* FNV-1a of what is in text */
};

#define HASH_START UINT32_C(2166136261)
#define HASH_FACTOR UINT32_C(16777619)

static void key_put(struct key *key, char c)
{
    key->text[key->length++] = c;
    key->hash = (key->hash ^ (uint8_t)c) * HASH_FACTOR;
}

/* Add what counts of a name to a key; false if there is no room. */
static bool key_add(struct key *key, const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const char c = name[i];
        if (c == '_' || c == '-' || c == ' ') continue;
        if (key->length == sizeof key->text) return false;
        key_put(key, c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
    }
    return true;
}

/* Where the name with a key is in the table, or could be. */
static size_t slot_of(const struct field_map *map, const struct key *key)
{
    const size_t mask = sizeof map->slots - 1;
    size_t slot = (key->hash ^ key->hash >> 15) & mask;
    for (; map->slots[slot]; slot = (slot + 1) & mask) {
        const struct field_name *name = &map->names[map->slots[slot] - 1];
        if (name->key_length == key->length && memcmp(map->text + name->key, key->text, key->length) == 0) break;
    }
    return slot;
}

static struct field_name *name_in(struct field_map *map, size_t slot)
{
    return map->slots[slot] ? &map->names[map->slots[slot] - 1] : NULL;
}

/* ---- Filling a map ---- */

static ns_status fail_full(struct ns_error *err)
{
    return ns_fail(err, NS_ERR_ARG, "--map has too many names");
}

static ns_status add_text(struct field_map *map, const char *text, size_t length, uint16_t *at, uint16_t *stored, struct ns_error *err)
{
    if (length > sizeof map->text - map->text_size) return fail_full(err);
    memcpy(map->text + map->text_size, text, length);
    *at = (uint16_t)map->text_size;
    *stored = (uint16_t)length;
    map->text_size += length;
    return NS_OK;
}

/* The name with a key; it is added when it is not there, and then stands for nothing yet. */
static ns_status intern(struct field_map *map, const struct key *key, struct field_name **out, struct ns_error *err)
{
    const size_t slot = slot_of(map, key);
    *out = name_in(map, slot);
    if (*out) return NS_OK;
    if (map->count == FIELD_NAMES_MAX) return fail_full(err);
    struct field_name *name = &map->names[map->count];
    *name = (struct field_name){.slot = FIELD_SLOTS};
    const ns_status status = add_text(map, key->text, key->length, &name->key, &name->key_length, err);
    if (status != NS_OK) return status;
    map->slots[slot] = (uint8_t)++map->count;
    *out = name;
    return NS_OK;
}

/* Let every name that a key begins with, up to a dot, lead on. */
static ns_status add_leading(struct field_map *map, const struct key *key, struct ns_error *err)
{
    struct key front = {.hash = HASH_START};
    for (size_t i = 0; i < key->length; i++) {
        struct field_name *name;
        if (key->text[i] == '.' && i > 0) {
            const ns_status status = intern(map, &front, &name, err);
            if (status != NS_OK) return status;
            name->leads = true;
        }
        key_put(&front, key->text[i]);
    }
    return NS_OK;
}

/* Add a name whose key is known; *taken says whether it stands for a slot already, and is left so. */
static ns_status add_name(struct field_map *map, const struct key *key, const char *exact, size_t exact_length, size_t slot, size_t rank,
                          bool *taken, struct ns_error *err)
{
    struct field_name *name;
    ns_status status = intern(map, key, &name, err);
    *taken = status == NS_OK && name->slot != FIELD_SLOTS;
    if (status != NS_OK || *taken) return status;
    name->slot = (uint8_t)slot;
    name->rank = (uint8_t)rank;
    status = add_text(map, exact, exact_length, &name->exact, &name->exact_length, err);
    return status == NS_OK ? add_leading(map, key, err) : status;
}

static ns_status add_usual(struct field_map *map, enum field field, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t rank = 0; status == NS_OK && rank < NAMES_MAX && usual_names[field][rank]; rank++) {
        const char *name = usual_names[field][rank];
        struct key key = {.hash = HASH_START};
        bool taken;
        key_add(&key, name, strlen(name));
        status = add_name(map, &key, name, strlen(name), field, rank, &taken, err);
    }
    return status;
}

/* ---- What the user says ---- */

/* A part of a mapping. */
struct slice {
    const char *at;
    size_t length;
};

/* Cut the slice at the first `c`: what is before is returned, *rest gets what is behind, at NULL if there is none. */
static struct slice cut(struct slice whole, char c, struct slice *rest)
{
    const char *found = memchr(whole.at, c, whole.length);
    *rest = (struct slice){NULL, 0};
    if (!found) return whole;
    const size_t length = (size_t)(found - whole.at);
    *rest = (struct slice){found + 1, whole.length - length - 1};
    return (struct slice){whole.at, length};
}

static ns_status find_field(struct slice name, const char *mapping, enum field *out, struct ns_error *err)
{
    for (size_t field = 0; field < FIELD_COUNT; field++) {
        const char *label = field_label((enum field)field);
        if (name.length != strlen(label) || memcmp(name.at, label, name.length) != 0) continue;
        *out = (enum field)field;
        return NS_OK;
    }
    return ns_fail(err, NS_ERR_ARG,
                   "--map %s: \"%.*s\" is no field; wanted id, title, subtitle, date, body, section, byline, source or url", mapping,
                   (int)name.length, name.at);
}

static bool too_deep(const struct key *key)
{
    size_t dots = 0;
    for (size_t i = 0; i < key->length; i++)
        dots += key->text[i] == '.';
    return dots >= FIELD_DEPTH_MAX;
}

/* Add one name of a mapped field. */
static ns_status map_name(struct field_map *map, size_t slot, struct slice name, const char *mapping, struct ns_error *err)
{
    struct key key = {.hash = HASH_START};
    bool taken;
    const bool fits = key_add(&key, name.at, name.length);
    if (!fits || name.length > FIELD_NAME_MAX || too_deep(&key)) {
        return ns_fail(err, NS_ERR_ARG, "--map %s: a name has over %d bytes or %d parts between dots", mapping, FIELD_NAME_MAX,
                       FIELD_DEPTH_MAX);
    }
    if (key.length == 0) {
        return ns_fail(err, NS_ERR_ARG, "--map %s: \"%s\" has no name behind it; wanted such as %s=NAME", mapping,
                       field_label(field_of_slot(slot)), field_label(field_of_slot(slot)));
    }
    const ns_status status = add_name(map, &key, name.at, name.length, slot, 0, &taken, err);
    if (status != NS_OK || !taken) return status;
    return ns_fail(err, NS_ERR_ARG, "--map %s: \"%.*s\" is given twice, and can be one field only", mapping, (int)name.length, name.at);
}

/* Add "lead+content". */
static ns_status map_names(struct field_map *map, enum field field, struct slice names, const char *mapping, struct ns_error *err)
{
    ns_status status = NS_OK;
    struct slice rest = names;
    for (size_t part = 0; status == NS_OK && rest.at; part++) {
        const struct slice name = cut(rest, '+', &rest);
        if (part > 0 && field != RECORD_BODY) {
            return ns_fail(err, NS_ERR_ARG, "--map %s: only a body can be joined of several names", mapping);
        }
        if (part == FIELD_PARTS_MAX) {
            return ns_fail(err, NS_ERR_ARG, "--map %s: a body can be joined of %d names at most", mapping, FIELD_PARTS_MAX);
        }
        status = map_name(map, part == 0 ? (size_t)field : FIELD_COUNT + part - 1, name, mapping, err);
    }
    return status;
}

/* Add "title=headline". */
static ns_status map_field(struct field_map *map, struct slice pair, const char *mapping, struct ns_error *err)
{
    struct slice names;
    enum field field = RECORD_ID;
    const struct slice left = cut(pair, '=', &names);
    if (!names.at) return ns_fail(err, NS_ERR_ARG, "--map %s: wanted FIELD=NAME, such as title=headline", mapping);
    const ns_status status = find_field(left, mapping, &field, err);
    if (status != NS_OK) return status;
    if (map->mapped[field]) return ns_fail(err, NS_ERR_ARG, "--map %s: \"%s\" is mapped twice", mapping, field_label(field));
    map->mapped[field] = true;
    return map_names(map, field, names, mapping, err);
}

ns_status field_map_init(struct field_map *map, const char *const *mappings, size_t count, struct ns_error *err)
{
    ns_status status = NS_OK;
    memset(map, 0, sizeof *map);
    for (size_t i = 0; i < count; i++) {
        struct slice rest = {mappings[i], strlen(mappings[i])};
        while (status == NS_OK && rest.at)
            status = map_field(map, cut(rest, ',', &rest), mappings[i], err);
    }
    for (size_t field = 0; status == NS_OK && field < FIELD_COUNT; field++) {
        if (!map->mapped[field]) status = add_usual(map, (enum field)field, err);
    }
    return status;
}

/* ---- Asking ---- */

const char *field_label(enum field field)
{
    return usual_names[field][0];
}

const struct field_name *field_find(const struct field_map *map, const struct field_name *within, const char *name, size_t length)
{
    struct key key;
    key.length = 0;
    key.hash = HASH_START;
    if (within) {
        if (within->key_length == sizeof key.text || !key_add(&key, map->text + within->key, within->key_length)) return NULL;
        key_put(&key, '.');
    }
    if (!key_add(&key, name, length)) return NULL;
    const uint8_t number = map->slots[slot_of(map, &key)];
    return number ? &map->names[number - 1] : NULL;
}

unsigned field_rank(const struct field_map *map, const struct field_name *found, const char *name, size_t length)
{
    const char *end = map->text + found->exact + found->exact_length;
    const bool exact = found->exact_length >= length && memcmp(end - length, name, length) == 0 &&
                       (found->exact_length == length || end[-(ptrdiff_t)length - 1] == '.');
    return found->rank * 2u + !exact;
}

bool field_is_sure(const struct field_name *found)
{
    return found->rank == 0;
}

bool field_is_summary(const struct field_map *map, const struct field_name *found)
{
    return found->slot == RECORD_BODY && !map->mapped[RECORD_BODY] && found->rank >= SUMMARY_RANK;
}
