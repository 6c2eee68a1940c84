/* intern.h - gives every distinct string a number, in order of first appearance.
 *
 * A hash table with open addressing over an arena of bytes; the number finds the string again. Most strings are short words: the first
 * eight bytes of each stand in the table itself, so that a short one is found without looking anywhere else.
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
};

/* What a string is looked up by. */
struct intern_key {
    uint64_t prefix; /* its first eight bytes, 0 behind its end */
    uint32_t place;  /* where the search for it begins */
    uint32_t tag;    /* its length, 255 for all from there on, below other bits of its hash */
};

/* A place of the hash table. */
struct intern_slot {
    uint64_t prefix;
    uint32_t tag;
    uint32_t number; /* + 1; 0 when the place is free */
};

/* The caller's: set it to all zero, end with interner_release(). */
struct interner {
    struct buffer arena;
    struct interned *strings;
    size_t count;
    size_t capacity;
    struct intern_slot *slots;
    size_t slot_count;
};

void interner_release(struct interner *interner);

/* The number of a string, which is added if it is new.
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
 * Many strings are looked up faster when memory is asked early for what each will need: first make the keys of all, then fetch each, then
 * add each. */

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
static inline uint64_t intern_mix(uint64_t hash)
{
    hash *= UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

static inline struct intern_key intern_key_of(uint64_t prefix, const char *text, size_t length)
{
    uint64_t hash = intern_mix(prefix ^ length * UINT64_C(0xd6e8feb86659fd93));
    if (length > 8) hash = intern_hash_rest(text, length, hash);
    hash *= UINT64_C(0x9e3779b97f4a7c15);
    const uint32_t shown = length < 255 ? (uint32_t)length : 255;
    return (struct intern_key){prefix, (uint32_t)(hash >> 32), ((uint32_t)(hash >> 8) & ~UINT32_C(0xff)) | shown};
}

/* The key of a string of 1 byte or more, behind whose first byte there are 7 more that may be read, whatever they are. */
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
    if (interner->slot_count > 0) __builtin_prefetch(&interner->slots[key->place & (interner->slot_count - 1)]);
}

/* As interner_add(), with the string's key. */
ns_status interner_add_key(struct interner *interner, const char *text, size_t length, const struct intern_key *key, uint32_t *number,
                           bool *added, struct ns_error *err);

#endif
