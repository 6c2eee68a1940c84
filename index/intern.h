/* intern.h - gives every distinct string a number, in order of first appearance.
 *
 * A hash table with open addressing over an arena of bytes; the number finds the string again.
 */
#ifndef INDEX_INTERN_H
#define INDEX_INTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/buffer.h"

struct interned {
    size_t offset; /* in the arena */
    uint32_t length;
};

/* A place of the hash table. The hash is here too, so that another string is passed over without looking at it. */
struct intern_slot {
    uint32_t hash;
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

/* The hash of a string, for the calls below. */
uint32_t interner_hash(const char *text, size_t length);

/* The number of a string, which is added if it is new.
 * @text    any bytes, up to 4 GiB; copied
 * @added   may be NULL; set to whether it was new
 * Returns NS_OK, NS_ERR_LIMIT (over 2^32 - 2 strings), NS_ERR_NOMEM. */
ns_status interner_add(struct interner *interner, const char *text, size_t length, uint32_t *number, bool *added, struct ns_error *err);

/* The same, for a string whose hash is known. */
ns_status interner_add_hashed(struct interner *interner, const char *text, size_t length, uint32_t hash, uint32_t *number, bool *added,
                              struct ns_error *err);

/* Many strings are looked up faster when memory is asked for what they need before it is needed: first the places of all their hashes, then
 * what these lead to, then the strings one after another. Nothing changes but the time. */
static inline void interner_fetch_slot(const struct interner *interner, uint32_t hash)
{
    if (interner->slot_count > 0) __builtin_prefetch(&interner->slots[hash & (interner->slot_count - 1)]);
}

/* Returns the number of the string that is looked at first for this hash; 0 when there is none. */
static inline uint32_t interner_fetch_string(const struct interner *interner, uint32_t hash)
{
    const uint32_t number = interner->slot_count > 0 ? interner->slots[hash & (interner->slot_count - 1)].number : 0;
    if (number == 0) return 0;
    __builtin_prefetch(&interner->strings[number - 1]);
    return number - 1;
}

/* Bytes of memory that it takes. */
size_t interner_memory(const struct interner *interner);

/* The string of a number below interner->count; valid until the next interner_add(). Not terminated. */
const char *interner_get(const struct interner *interner, uint32_t number, size_t *length);

#endif
