/* intern.h - gives every distinct string a number, in order of first appearance, and counts it.
 *
 * A hash table with open addressing over an arena of bytes; the number finds the string again. A short string is known from its slot alone.
 * The strings that come often come early, so that their counts, and what is known of those that are long, stand together.
 */
#ifndef INDEX_INTERN_H
#define INDEX_INTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "index/buffer.h"

struct interned {
    size_t offset; /* in the arena */
    uint32_t length;
    uint32_t value; /* the owner's; 0 at first */
};

/* Strings of up to so many bytes are wholly in their keys. */
#define INTERN_SHORT 8

/* The bit of a hash that says that the string is longer. */
#define INTERN_LONG (UINT32_C(1) << 31)

/* What a string is looked up by: all of a short string, and of a long one what tells it from most others. */
struct intern_key {
    uint64_t prefix; /* its first INTERN_SHORT bytes, 0 behind its end */
    uint32_t hash;   /* the search for it begins at the place that the lower bits say */
};

#define INTERN_FREE UINT32_MAX

/* A place of the hash table. */
struct intern_slot {
    uint64_t prefix; /* of the string that is here, */
    uint32_t hash;   /* likewise */
    uint32_t number; /* INTERN_FREE when there is none */
};

/* The caller's: set it to all zero, end with interner_release(). */
struct interner {
    struct buffer arena;
    struct interned *strings;
    uint64_t *counts; /* how often each was met */
    size_t count;     /* of strings */
    size_t capacity;
    size_t count_capacity; /* of counts */
    struct intern_slot *slots;
    size_t slot_count;
};

void interner_release(struct interner *interner);

/* The number of a string, which is added if it is new, and counted.
 * @text    any bytes, up to 4 GiB; copied
 * @added   may be NULL; set to whether it was new
 * Returns NS_OK, NS_ERR_LIMIT (over 2^32 - 2 strings), NS_ERR_NOMEM. */
ns_status interner_add(struct interner *interner, const char *text, size_t length, uint32_t *number, bool *added, struct ns_error *err);

/* Bytes of memory that it takes. */
size_t interner_memory(const struct interner *interner);

/* The string of a number below interner->count; valid until the next interner_add(). Not terminated. */
const char *interner_get(const struct interner *interner, uint32_t number, size_t *length);

/* ---- In two steps ----
 *
 * Many strings are looked up faster when memory is asked early for what each will need: first make the keys of all and
 * fetch each, then fetch more of each and, where they are long, the rest, then add each. */

/* For keys of strings longer than eight bytes: the hash of the rest, mixed into that of the first eight. */
uint64_t intern_hash_rest(const char *text, size_t length, uint64_t hash);

/* Eight bytes from a place that has as many. */
static inline uint64_t intern_load(const char *at)
{
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/* Mixing is by multiplication with 2^64 over the golden ratio. */
#define INTERN_MIXER UINT64_C(0x9e3779b97f4a7c15)

static inline uint64_t intern_mix(uint64_t hash)
{
    hash *= INTERN_MIXER;
    return hash ^ hash >> 32;
}

/* Short strings of the same prefix differ in length, and so in the hash; and no short string has the hash of a long one. */
static inline struct intern_key intern_key_of(uint64_t prefix, const char *text, size_t length)
{
    uint64_t hash = intern_mix(prefix);
    if (length > INTERN_SHORT) {
        hash = intern_hash_rest(text, length, hash ^ length);
        return (struct intern_key){prefix, (uint32_t)(hash * INTERN_MIXER >> 32) | INTERN_LONG};
    }
    return (struct intern_key){prefix, ((uint32_t)(hash * INTERN_MIXER >> 32) & ~INTERN_LONG) ^ (uint32_t)length};
}

/* Bytes behind a string that intern_key_padded() may read. */
#define INTERN_PADDING 7

/* The key of a string of 1 byte or more, behind which INTERN_PADDING more may be read, whatever they are. */
static inline struct intern_key intern_key_padded(const char *text, size_t length)
{
    const unsigned unused = length < 8 ? 8 * (8 - (unsigned)length) : 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const uint64_t prefix = intern_load(text) << unused >> unused;
#else
    const uint64_t prefix = intern_load(text) >> unused << unused;
#endif
    return intern_key_of(prefix, text, length);
}

static inline void interner_fetch(const struct interner *interner, const struct intern_key *key)
{
    if (interner->slot_count > 0) __builtin_prefetch(&interner->slots[key->hash & (interner->slot_count - 1)]);
}

/* The number of the first string with the same key, from the place `at` of the table on; INTERN_FREE when there is none. *at
 * gets the place behind it. */
static inline uint32_t interner_like(const struct interner *interner, const struct intern_key *key, size_t *at)
{
    const size_t mask = interner->slot_count - 1;
    for (;;) {
        const struct intern_slot *slot = &interner->slots[*at & mask];
        ++*at;
        if (slot->number == INTERN_FREE || (slot->prefix == key->prefix && slot->hash == key->hash)) return slot->number;
    }
}

/* The second fetch of the key of a long string: of what the first one leads to. Returns the string that the key most likely stands for;
 * NULL when there is none. */
static inline const struct interned *interner_fetch_more(const struct interner *interner, const struct intern_key *key)
{
    size_t at = key->hash;
    const uint32_t number = interner->slot_count > 0 ? interner_like(interner, key, &at) : INTERN_FREE;
    if (number == INTERN_FREE) return NULL;
    __builtin_prefetch(&interner->strings[number]);
    return &interner->strings[number];
}

/* The third: of the rest of what the second one returned. */
static inline void interner_fetch_rest(const struct interner *interner, const struct interned *guess)
{
    if (guess) __builtin_prefetch(interner->arena.data + guess->offset);
}

/* Whether two long strings of the same first bytes are the same. */
static inline bool intern_same(const struct interner *interner, uint32_t number, const char *text, size_t length)
{
    const struct interned *known = &interner->strings[number];
    if (known->length != length) return false;
    const char *bytes = interner->arena.data + known->offset;
    if (length > 2 * INTERN_SHORT) return memcmp(bytes + INTERN_SHORT, text + INTERN_SHORT, length - INTERN_SHORT) == 0;
    return intern_load(bytes + length - 8) == intern_load(text + length - 8);
}

/* The number of a string that has been added, by its key; INTERN_FREE when it has not. */
static inline uint32_t interner_find(const struct interner *interner, const char *text, size_t length, const struct intern_key *key)
{
    size_t at = key->hash;
    uint32_t number = interner->slot_count > 0 ? interner_like(interner, key, &at) : INTERN_FREE;
    if (length <= INTERN_SHORT) return number;
    while (number != INTERN_FREE && !intern_same(interner, number, text, length))
        number = interner_like(interner, key, &at);
    return number;
}

/* Ask memory for the count of a string. */
static inline void interner_fetch_count(const struct interner *interner, uint32_t number)
{
    __builtin_prefetch(&interner->counts[number], 1);
}

/* Add a string that interner_find() does not find, without counting it; its number is the highest.
 * Returns NS_OK, NS_ERR_LIMIT (over 2^32 - 2 strings), NS_ERR_NOMEM. */
ns_status interner_put(struct interner *interner, const char *text, size_t length, const struct intern_key *key, struct ns_error *err);

#endif
