/* chain.c - chunks of postings that double in size, for most stems are rare and most postings are of frequent ones. */
#include "index/chain.h"

#include <string.h>

/* Bytes of a chunk with its pointer. */
#define CHUNK_LEAST 16
#define CHUNK_MOST 1024

struct chain_chunk {
    struct chain_chunk *next;
    uint8_t bytes[];
};

static ns_status add_chunk(struct chain *chain, struct arena *arena, struct ns_error *err)
{
    void *memory;
    const uint16_t size = chain->size == 0 ? CHUNK_LEAST : chain->size < CHUNK_MOST ? (uint16_t)(chain->size * 2) : CHUNK_MOST;
    const ns_status status = arena_take(arena, size, &memory, err);
    if (status != NS_OK) return status;
    struct chain_chunk *chunk = memory;
    chunk->next = NULL;
    if (chain->first) {
        struct chain_chunk *last = (void *)(chain->at - chain->size); /* which is full */
        last->next = chunk;
    } else {
        chain->first = chunk;
    }
    chain->at = chunk->bytes;
    chain->size = size;
    chain->left = (uint16_t)(size - sizeof *chunk);
    return NS_OK;
}

/* The last document as it is written out. Returns its bytes. */
static size_t encode(const struct chain *chain, uint8_t *out)
{
    const uint64_t step = (uint64_t)chain->last_document + 1 - chain->before;
    const size_t used = varint_put(out, step << 1 | (chain->occurrences > 1));
    return chain->occurrences > 1 ? used + varint_put(out + used, chain->occurrences) : used;
}

ns_status chain_flush(struct chain *chain, struct arena *arena, struct ns_error *err)
{
    uint8_t bytes[CHAIN_ENTRY_MAX];
    const size_t size = encode(chain, bytes);
    for (size_t i = 0; i < size; i++) {
        if (chain->left == 0) {
            const ns_status status = add_chunk(chain, arena, err);
            if (status != NS_OK) return status;
        }
        *chain->at++ = bytes[i];
        chain->left--;
    }
    chain->before = chain->last_document + 1;
    chain->occurrences = 0;
    return NS_OK;
}

ns_status chain_write(const struct chain *chain, struct spool *out, struct ns_error *err)
{
    uint8_t bytes[CHAIN_ENTRY_MAX + 1];
    size_t last = chain->occurrences > 0 ? encode(chain, bytes) : 0;
    bytes[last++] = 0;
    ns_status status = NS_OK;
    uint32_t size = CHUNK_LEAST;
    for (const struct chain_chunk *chunk = chain->first; status == NS_OK && chunk; chunk = chunk->next) {
        const uint8_t *end = chunk->next ? (const uint8_t *)chunk + size : chain->at;
        status = buffer_append(&out->buffer, chunk->bytes, (size_t)(end - chunk->bytes), err);
        if (size < CHUNK_MOST) size *= 2;
    }
    if (status == NS_OK) status = buffer_append(&out->buffer, bytes, last, err);
    return status == NS_OK ? spool_turn(out, err) : status;
}

ns_status chain_read(struct spool_reader *reader, uint32_t limit, xap_entry *entries, size_t *count, struct ns_error *err)
{
    struct cursor *cursor = &reader->cursor;
    uint64_t next = 0; /* the document before, + 1 */
    size_t read = 0;
    for (;;) {
        const ns_status status = spool_need(reader, CHAIN_ENTRY_MAX, err);
        if (status != NS_OK) return status;
        if (cursor->at == cursor->end) cursor_fail(cursor);
        const uint64_t step = cursor_varint(cursor);
        if (step == 0) break;
        next += step >> 1;
        const uint64_t occurrences = step & 1 ? cursor_varint_max(cursor, UINT32_MAX) : 1;
        if (step == 1 || step >> 1 > limit || next > limit) cursor_fail(cursor);
        if (cursor->failed) break;
        entries[read++] = (xap_entry){(uint32_t)(next - 1), (uint32_t)occurrences};
    }
    *count = cursor->failed ? 0 : read;
    return NS_OK;
}
