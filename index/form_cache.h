/* form_cache.h - the texts of forms that were read, by their numbers, since most words of a text have been met before.
 *
 * A place for each of FORM_CACHE_SLOTS numbers, which those that are as far apart share; the texts stand behind one another in the order in
 * which they came, so that those of one text are near each other. It takes at most FORM_CACHE_BYTES and 4 bytes a slot, of which the system
 * gives what is touched: once the texts are full, all are forgotten.
 */
#ifndef INDEX_FORM_CACHE_H
#define INDEX_FORM_CACHE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "index/error.h"

#define FORM_CACHE_SLOTS (1u << 18) /* forms are numbered by frequency: those of nearly every word of a collection of 100 MB */
#define FORM_CACHE_BYTES (1u << 21)

/* Longer texts are not kept. */
#define FORM_CACHE_TEXT_MAX 255

/* So many bytes can be read from where a text begins, though it may be shorter: few texts are longer, and a copy of fixed size is cheap. */
#define FORM_CACHE_ROOM 16

/* The owner's: begin with all zero, end with form_cache_release(). */
struct form_cache {
    uint32_t *slots; /* where in `bytes` the entry begins, and 1; 0: there is none. NULL until the first form is put */
    uint8_t *bytes;  /* of each entry its number, in 4 bytes, its length and its text */
    uint32_t size;
};

/* Of an entry. */
enum { FORM_CACHE_LENGTH = sizeof(uint32_t), FORM_CACHE_TEXT };

void form_cache_release(struct form_cache *cache);

/* Put a form that is not there, in place of the one that has its slot. Returns NS_OK, NS_ERR_NOMEM. */
ns_status form_cache_put(struct form_cache *cache, uint32_t number, const char *text, size_t length, struct ns_error *err);

/* The text of a form, valid until the next is put, or NULL if it is not there. FORM_CACHE_ROOM bytes of it can be read. */
static inline const char *form_cache_get(const struct form_cache *cache, uint32_t number, size_t *length)
{
    const uint32_t slot = cache->slots ? cache->slots[number % FORM_CACHE_SLOTS] : 0;
    if (slot == 0) return NULL;
    const uint8_t *entry = cache->bytes + slot - 1;
    uint32_t found;
    memcpy(&found, entry, sizeof found);
    *length = entry[FORM_CACHE_LENGTH];
    return found == number ? (const char *)entry + FORM_CACHE_TEXT : NULL;
}

/* Say which forms are about to be asked for: they lie far apart in memory, and what is asked for together comes together. */
static inline void form_cache_expect(const struct form_cache *cache, const uint32_t *numbers, size_t count)
{
    for (size_t i = 0; cache->slots && i < count; i++)
        __builtin_prefetch(cache->bytes + cache->slots[numbers[i] % FORM_CACHE_SLOTS]);
}

#endif
