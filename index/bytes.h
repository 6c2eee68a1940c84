/* bytes.h - numbers of fixed width, little-endian, in memory of any alignment. */
#ifndef INDEX_BYTES_H
#define INDEX_BYTES_H

#include <stdint.h>

#include "index/buffer.h"

static inline uint32_t load_u16(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8;
}

static inline uint32_t load_u32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static inline uint64_t load_u64(const uint8_t *at)
{
    return (uint64_t)load_u32(at) | (uint64_t)load_u32(at + 4) << 32;
}

/* FNV-1a, 64 bits (Fowler, Noll and Vo; draft-eastlake-fnv, section 2). */
uint64_t bytes_hash(const uint8_t *data, size_t size);

/* A varint, read faster where its length cannot be foreseen: one of at most four bytes without a branch for that. One that is longer, or
 * nearer to the end of what is at hand than eight bytes, is read as any other. */
static inline uint64_t cursor_id(struct cursor *cursor)
{
    if (cursor->end - cursor->at < 8) return cursor_varint(cursor);
    const uint32_t bytes = load_u32(cursor->at);
    const uint32_t stops = ~bytes & UINT32_C(0x80808080);
    if (stops == 0) return cursor_varint(cursor);
    const uint32_t own = bytes & (stops ^ (stops - 1)); /* up to and with the lowest stop */
    cursor->at += (unsigned)__builtin_ctz(stops) / 8 + 1;
    return (own & 0x7f) | (own >> 1 & 0x3f80) | (own >> 2 & 0x1fc000) | (own >> 3 & 0xfe00000);
}

/* The `size` lowest bytes of a value, 1 to 8. */
ns_status buffer_append_bytes(struct buffer *buffer, uint64_t value, unsigned size, struct ns_error *err);

ns_status buffer_append_u32(struct buffer *buffer, uint32_t value, struct ns_error *err);
ns_status buffer_append_u64(struct buffer *buffer, uint64_t value, struct ns_error *err);

#endif
