/* intern.c - a hash table from strings to dense numbers. */
#include "index/intern.h"

#include <stdlib.h>

void interner_release(struct interner *interner)
{
    buffer_release(&interner->arena);
    free(interner->strings);
    free(interner->counts);
    free(interner->slots);
    *interner = (struct interner){0};
}

size_t interner_memory(const struct interner *interner)
{
    return interner->arena.capacity + interner->capacity * sizeof *interner->strings + interner->count_capacity * sizeof *interner->counts +
           interner->slot_count * sizeof *interner->slots;
}

/* Eight bytes at a time; the last eight may have some of those before in them. */
uint64_t intern_hash_rest(const char *text, size_t length, uint64_t hash)
{
    for (size_t at = 8; at + 8 < length; at += 8)
        hash = intern_mix(hash ^ intern_load(text + at));
    return intern_mix(hash ^ intern_load(text + length - 8));
}

static struct intern_key key_of(const char *text, size_t length)
{
    uint64_t prefix = 0;
    if (length > 0) memcpy(&prefix, text, length < 8 ? length : 8);
    return intern_key_of(prefix, text, length);
}

/* Put a string that is not there where the search for it will find it. */
static void put_slot(struct intern_slot *slots, size_t slot_count, const struct intern_slot *slot)
{
    size_t at = slot->hash & (slot_count - 1);
    while (slots[at].number != INTERN_FREE)
        at = (at + 1) & (slot_count - 1);
    slots[at] = *slot;
}

/* More slots, into which the ones that were go in their order: so these come to be in two rows, and little memory is at work at a time.
 * The slots are written to before they are read: a page that is read first costs the system twice. */
static ns_status grow_slots(struct interner *interner, struct ns_error *err)
{
    const size_t slot_count = interner->slot_count ? interner->slot_count * 2 : 16;
    struct intern_slot *slots = large_alloc(slot_count * sizeof *slots);
    if (!slots) return ns_fail_nomem(err);
    memset(slots, 0xff, slot_count * sizeof *slots); /* INTERN_FREE */
    for (size_t i = 0; i < interner->slot_count; i++) {
        if (interner->slots[i].number != INTERN_FREE) put_slot(slots, slot_count, &interner->slots[i]);
    }
    free(interner->slots);
    interner->slots = slots;
    interner->slot_count = slot_count;
    return NS_OK;
}

static ns_status append_string(struct interner *interner, const char *text, size_t length, struct ns_error *err)
{
    if (interner->count >= UINT32_MAX - 1) return ns_fail(err, NS_ERR_LIMIT, "more than 4,294,967,294 distinct strings");
    void *strings = interner->strings, *counts = interner->counts;
    const size_t needed = interner->count + 1;
    ns_status status = array_reserve(&strings, &interner->capacity, needed, sizeof *interner->strings, err);
    interner->strings = strings;
    if (status == NS_OK) status = array_reserve(&counts, &interner->count_capacity, needed, sizeof *interner->counts, err);
    interner->counts = counts;
    const size_t offset = interner->arena.size;
    if (status == NS_OK) status = buffer_append(&interner->arena, text, length, err);
    if (status != NS_OK) return status;
    interner->strings[interner->count] = (struct interned){.offset = offset, .length = (uint32_t)length};
    interner->counts[interner->count++] = 0;
    return NS_OK;
}

/* The table is kept at most two thirds full. */
ns_status interner_put(struct interner *interner, const char *text, size_t length, const struct intern_key *key, struct ns_error *err)
{
    ns_status status = NS_OK;
    if (interner->count >= interner->slot_count / 3 * 2) status = grow_slots(interner, err);
    if (status == NS_OK) status = append_string(interner, text, length, err);
    if (status != NS_OK) return status;
    const struct intern_slot slot = {key->prefix, key->hash, (uint32_t)interner->count - 1};
    put_slot(interner->slots, interner->slot_count, &slot);
    return NS_OK;
}

ns_status interner_add(struct interner *interner, const char *text, size_t length, uint32_t *number, bool *added, struct ns_error *err)
{
    const struct intern_key key = key_of(text, length);
    *number = interner_find(interner, text, length, &key);
    const bool is_new = *number == INTERN_FREE;
    if (is_new) {
        const ns_status status = interner_put(interner, text, length, &key, err);
        if (status != NS_OK) return status;
        *number = (uint32_t)interner->count - 1;
    }
    interner->counts[*number]++;
    if (added) *added = is_new;
    return NS_OK;
}

const char *interner_get(const struct interner *interner, uint32_t number, size_t *length)
{
    *length = interner->strings[number].length;
    return interner->arena.data ? interner->arena.data + interner->strings[number].offset : "";
}
