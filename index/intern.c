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

/* FNV-1a, 32 bits (Fowler, Noll and Vo; draft-eastlake-fnv, section 2). */
static uint32_t hash_of(const char *text, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (uint8_t)text[i]) * 16777619u;
    return hash;
}

/* Where the string is, or the free slot where it belongs. */
static size_t find_slot(const struct interner *interner, const char *text, size_t length, uint32_t hash)
{
    const size_t mask = interner->slot_count - 1;
    size_t slot = hash & mask;
    for (; interner->slots[slot]; slot = (slot + 1) & mask) {
        const struct interned *known = &interner->strings[interner->slots[slot] - 1];
        if (known->hash != hash || known->length != length) continue;
        if (length == 0 || memcmp(interner->arena.data + known->offset, text, length) == 0) break;
    }
    return slot;
}

/* Keep the table at most half full. */
static ns_status grow_slots(struct interner *interner, struct ns_error *err)
{
    if (interner->count < interner->slot_count / 2) return NS_OK;
    const size_t slot_count = interner->slot_count ? interner->slot_count * 2 : 16;
    uint32_t *slots = calloc(slot_count, sizeof *slots);
    if (!slots) return ns_fail_nomem(err);
    for (size_t i = 0; i < interner->count; i++) {
        size_t slot = interner->strings[i].hash & (slot_count - 1);
        while (slots[slot])
            slot = (slot + 1) & (slot_count - 1);
        slots[slot] = (uint32_t)i + 1;
    }
    free(interner->slots);
    interner->slots = slots;
    interner->slot_count = slot_count;
    return NS_OK;
}

static ns_status append_string(struct interner *interner, const char *text, size_t length, uint32_t hash, struct ns_error *err)
{
    if (interner->count >= UINT32_MAX - 1) return ns_fail(err, NS_ERR_LIMIT, "more than 4,294,967,294 distinct strings");
    void *strings = interner->strings;
    ns_status status = array_reserve(&strings, &interner->capacity, interner->count + 1, sizeof *interner->strings, err);
    interner->strings = strings;
    if (status != NS_OK) return status;
    const size_t offset = interner->arena.size;
    status = buffer_append(&interner->arena, text, length, err);
    if (status != NS_OK) return status;
    interner->strings[interner->count++] = (struct interned){offset, (uint32_t)length, hash};
    return NS_OK;
}

ns_status interner_add(struct interner *interner, const char *text, size_t length, uint32_t *number, bool *added, struct ns_error *err)
{
    ns_status status = grow_slots(interner, err);
    if (status != NS_OK) return status;
    const uint32_t hash = hash_of(text, length);
    const size_t slot = find_slot(interner, text, length, hash);
    const bool is_new = interner->slots[slot] == 0;
    if (is_new) {
        status = append_string(interner, text, length, hash, err);
        if (status != NS_OK) return status;
        interner->slots[slot] = (uint32_t)interner->count;
    }
    *number = interner->slots[slot] - 1;
    if (added) *added = is_new;
    return NS_OK;
}

const char *interner_get(const struct interner *interner, uint32_t number, size_t *length)
{
    *length = interner->strings[number].length;
    return interner->arena.data ? interner->arena.data + interner->strings[number].offset : "";
}
