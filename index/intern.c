/* intern.c - a hash table from strings to dense numbers. */
#include "index/intern.h"

#include <stdlib.h>
#include <string.h>

void interner_release(struct interner *interner)
{
    buffer_release(&interner->arena);
    free(interner->strings);
    free(interner->slots);
    *interner = (struct interner){0};
}

size_t interner_memory(const struct interner *interner)
{
    return interner->arena.capacity + interner->capacity * sizeof *interner->strings + interner->slot_count * sizeof *interner->slots;
}

static inline uint64_t load_8(const char *at)
{
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

static inline uint32_t load_4(const char *at)
{
    uint32_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/* All bytes of a string of at most 8 in one number; some may be in it twice. */
static inline uint64_t short_string(const char *text, size_t length)
{
    if (length >= 4) return load_4(text) | (uint64_t)load_4(text + length - 4) << 32;
    if (length == 0) return 0;
    return (uint8_t)text[0] | (uint64_t)(uint8_t)text[length / 2] << 8 | (uint64_t)(uint8_t)text[length - 1] << 16;
}

/* Eight bytes at a time, for most strings are words: each is mixed in by a multiplication (with 2^64 over the golden ratio), whose high
 * half depends on all of them. */
static inline uint32_t hash_of(const char *text, size_t length)
{
    const uint64_t factor = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t hash = length * factor;
    size_t at = 0;
    for (; at + 8 < length; at += 8) {
        hash = (hash ^ load_8(text + at)) * factor;
        hash ^= hash >> 32;
    }
    hash = (hash ^ short_string(text + at, length - at)) * factor;
    hash ^= hash >> 32;
    return (uint32_t)((hash * factor) >> 32);
}

static inline bool same_string(const char *a, const char *b, size_t length)
{
    if (length > 16) return memcmp(a, b, length) == 0;
    if (length < 8) return short_string(a, length) == short_string(b, length);
    return load_8(a) == load_8(b) && load_8(a + length - 8) == load_8(b + length - 8);
}

/* Where the string is, or the free slot where it belongs. */
static inline size_t find_slot(const struct interner *interner, const char *text, size_t length, uint32_t hash)
{
    const size_t mask = interner->slot_count - 1;
    size_t slot = hash & mask;
    for (; interner->slots[slot].number; slot = (slot + 1) & mask) {
        if (interner->slots[slot].hash != hash) continue;
        const struct interned *known = &interner->strings[interner->slots[slot].number - 1];
        if (known->length == length && (length == 0 || same_string(interner->arena.data + known->offset, text, length))) break;
    }
    return slot;
}

/* Keep the table at most half full. */
static ns_status grow_slots(struct interner *interner, struct ns_error *err)
{
    const size_t slot_count = interner->slot_count ? interner->slot_count * 2 : 16;
    struct intern_slot *slots = calloc(slot_count, sizeof *slots);
    if (!slots) return ns_fail_nomem(err);
    for (size_t i = 0; i < interner->slot_count; i++) {
        const struct intern_slot old = interner->slots[i];
        if (old.number == 0) continue;
        size_t slot = old.hash & (slot_count - 1);
        while (slots[slot].number)
            slot = (slot + 1) & (slot_count - 1);
        slots[slot] = old;
    }
    free(interner->slots);
    interner->slots = slots;
    interner->slot_count = slot_count;
    return NS_OK;
}

static ns_status append_string(struct interner *interner, const char *text, size_t length, struct ns_error *err)
{
    if (interner->count >= UINT32_MAX - 1) return ns_fail(err, NS_ERR_LIMIT, "more than 4,294,967,294 distinct strings");
    void *strings = interner->strings;
    ns_status status = array_reserve(&strings, &interner->capacity, interner->count + 1, sizeof *interner->strings, err);
    interner->strings = strings;
    if (status != NS_OK) return status;
    const size_t offset = interner->arena.size;
    status = buffer_append(&interner->arena, text, length, err);
    if (status != NS_OK) return status;
    interner->strings[interner->count++] = (struct interned){offset, (uint32_t)length};
    return NS_OK;
}

uint32_t interner_hash(const char *text, size_t length)
{
    return hash_of(text, length);
}

ns_status interner_add(struct interner *interner, const char *text, size_t length, uint32_t *number, bool *added, struct ns_error *err)
{
    return interner_add_hashed(interner, text, length, hash_of(text, length), number, added, err);
}

ns_status interner_add_hashed(struct interner *interner, const char *text, size_t length, uint32_t hash, uint32_t *number, bool *added,
                              struct ns_error *err)
{
    ns_status status = NS_OK;
    if (interner->count >= interner->slot_count / 2) status = grow_slots(interner, err);
    if (status != NS_OK) return status;
    const size_t slot = find_slot(interner, text, length, hash);
    const bool is_new = interner->slots[slot].number == 0;
    if (is_new) {
        status = append_string(interner, text, length, err);
        if (status != NS_OK) return status;
        interner->slots[slot] = (struct intern_slot){hash, (uint32_t)interner->count};
    }
    *number = interner->slots[slot].number - 1;
    if (added) *added = is_new;
    return NS_OK;
}

const char *interner_get(const struct interner *interner, uint32_t number, size_t *length)
{
    *length = interner->strings[number].length;
    return interner->arena.data ? interner->arena.data + interner->strings[number].offset : "";
}
