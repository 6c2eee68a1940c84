/* intern.c - a hash table from strings to dense numbers. */
#include "index/intern.h"

#include <stdlib.h>

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

/* Whether two strings that agree in the first eight bytes agree in the rest; longer than eight bytes. */
static inline bool same_rest(const char *a, const char *b, size_t length)
{
    if (length > 16) return memcmp(a + 8, b + 8, length - 8) == 0;
    return intern_load(a + length - 8) == intern_load(b + length - 8);
}

static inline bool is_string(const struct interner *interner, uint32_t number, const char *text, size_t length, uint64_t prefix)
{
    const struct interned *known = &interner->strings[number];
    if (known->prefix != prefix || known->length != length) return false;
    return length <= 8 || same_rest(interner->arena.data + known->offset, text, length);
}

/* Where the string is, or the free slot where it belongs. */
static inline struct intern_slot *find_slot(const struct interner *interner, const char *text, size_t length, const struct intern_key *key)
{
    const size_t mask = interner->slot_count - 1;
    for (size_t at = key->place & mask;; at = (at + 1) & mask) {
        struct intern_slot *slot = &interner->slots[at];
        if (slot->number == INTERN_FREE) return slot;
        if (slot->tag == key->tag && is_string(interner, slot->number, text, length, key->prefix)) return slot;
    }
}

/* All strings again, in their order, into more slots. The slots are written to before they are read: a page that is read first costs the
 * system twice. */
static ns_status grow_slots(struct interner *interner, struct ns_error *err)
{
    const size_t slot_count = interner->slot_count ? interner->slot_count * 2 : 16;
    struct intern_slot *slots = malloc(slot_count * sizeof *slots);
    if (!slots) return ns_fail_nomem(err);
    memset(slots, 0xff, slot_count * sizeof *slots); /* INTERN_FREE */
    for (size_t i = 0; i < interner->count; i++) {
        size_t length;
        const char *text = interner_get(interner, (uint32_t)i, &length);
        const struct intern_key key = intern_key_of(interner->strings[i].prefix, text, length);
        size_t at = key.place & (slot_count - 1);
        while (slots[at].number != INTERN_FREE)
            at = (at + 1) & (slot_count - 1);
        slots[at] = (struct intern_slot){key.tag, (uint32_t)i};
    }
    free(interner->slots);
    interner->slots = slots;
    interner->slot_count = slot_count;
    return NS_OK;
}

static ns_status append_string(struct interner *interner, const char *text, size_t length, uint64_t prefix, struct ns_error *err)
{
    if (interner->count >= UINT32_MAX - 1) return ns_fail(err, NS_ERR_LIMIT, "more than 4,294,967,294 distinct strings");
    void *strings = interner->strings;
    ns_status status = array_reserve(&strings, &interner->capacity, interner->count + 1, sizeof *interner->strings, err);
    interner->strings = strings;
    if (status != NS_OK) return status;
    const size_t offset = interner->arena.size;
    status = buffer_append(&interner->arena, text, length, err);
    if (status != NS_OK) return status;
    interner->strings[interner->count++] = (struct interned){.prefix = prefix, .offset = offset, .length = (uint32_t)length};
    return NS_OK;
}

ns_status interner_add(struct interner *interner, const char *text, size_t length, uint32_t *number, bool *added, struct ns_error *err)
{
    const struct intern_key key = key_of(text, length);
    return interner_add_key(interner, text, length, &key, number, added, err);
}

/* The table is kept at most two thirds full. */
ns_status interner_add_key(struct interner *interner, const char *text, size_t length, const struct intern_key *key, uint32_t *number,
                           bool *added, struct ns_error *err)
{
    ns_status status = NS_OK;
    if (interner->count >= interner->slot_count / 3 * 2) status = grow_slots(interner, err);
    if (status != NS_OK) return status;
    struct intern_slot *slot = find_slot(interner, text, length, key);
    const bool is_new = slot->number == INTERN_FREE;
    if (is_new) {
        status = append_string(interner, text, length, key->prefix, err);
        if (status != NS_OK) return status;
        *slot = (struct intern_slot){key->tag, (uint32_t)interner->count - 1};
    }
    *number = slot->number;
    interner->strings[slot->number].count++;
    if (added) *added = is_new;
    return NS_OK;
}

const char *interner_get(const struct interner *interner, uint32_t number, size_t *length)
{
    *length = interner->strings[number].length;
    return interner->arena.data ? interner->arena.data + interner->strings[number].offset : "";
}
