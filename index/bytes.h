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

/* The `size` lowest bytes of a value, 1 to 8. */
ns_status buffer_append_bytes(struct buffer *buffer, uint64_t value, unsigned size, struct ns_error *err);

ns_status buffer_append_u32(struct buffer *buffer, uint32_t value, struct ns_error *err);
ns_status buffer_append_u64(struct buffer *buffer, uint64_t value, struct ns_error *err);

#endif
