/* bytes.c - numbers of fixed width into a buffer. */
#include "index/bytes.h"

ns_status buffer_append_bytes(struct buffer *buffer, uint64_t value, unsigned size, struct ns_error *err)
{
    uint8_t bytes[8];
    for (unsigned i = 0; i < size; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
    return buffer_append(buffer, bytes, size, err);
}

ns_status buffer_append_u32(struct buffer *buffer, uint32_t value, struct ns_error *err)
{
    return buffer_append_bytes(buffer, value, 4, err);
}

ns_status buffer_append_u64(struct buffer *buffer, uint64_t value, struct ns_error *err)
{
    return buffer_append_bytes(buffer, value, 8, err);
}

uint64_t bytes_hash(const uint8_t *data, size_t size)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ data[i]) * 1099511628211u;
    return hash;
}
