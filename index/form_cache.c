/* form_cache.c - texts behind one another, and where each begins. */
#include "index/form_cache.h"

#include <stdlib.h>

void form_cache_release(struct form_cache *cache)
{
    free(cache->slots);
    free(cache->bytes);
    *cache = (struct form_cache){0};
}

static ns_status make_room(struct form_cache *cache, struct ns_error *err)
{
    if (!cache->slots) cache->slots = calloc(FORM_CACHE_SLOTS, sizeof *cache->slots);
    if (!cache->bytes) cache->bytes = malloc(FORM_CACHE_BYTES);
    return cache->slots && cache->bytes ? NS_OK : ns_fail_nomem(err);
}

static void forget_all(struct form_cache *cache)
{
    memset(cache->slots, 0, FORM_CACHE_SLOTS * sizeof *cache->slots);
    cache->size = 0;
}

/* Behind each text there is room for what is read beyond the last one. */
ns_status form_cache_put(struct form_cache *cache, uint32_t number, const char *text, size_t length, struct ns_error *err)
{
    if (length > FORM_CACHE_TEXT_MAX) return NS_OK;
    const ns_status status = make_room(cache, err);
    if (status != NS_OK) return status;
    if (cache->size + FORM_CACHE_TEXT + length + FORM_CACHE_ROOM > FORM_CACHE_BYTES) forget_all(cache);
    uint8_t *entry = cache->bytes + cache->size;
    memcpy(entry, &number, sizeof number);
    entry[FORM_CACHE_LENGTH] = (uint8_t)length;
    memcpy(entry + FORM_CACHE_TEXT, text, length);
    memset(entry + FORM_CACHE_TEXT + length, 0, FORM_CACHE_ROOM);
    cache->slots[number % FORM_CACHE_SLOTS] = cache->size + 1;
    cache->size += (uint32_t)(FORM_CACHE_TEXT + length);
    return NS_OK;
}
