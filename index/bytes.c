/* bytes.c - numbers of fixed width into a buffer. */
#include "index/bytes.h"

ns_status buffer_append_u64(struct buffer *buffer, uint64_t value, struct ns_error *err)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
    return buffer_append(buffer, bytes, sizeof bytes, err);
}

ns_status buffer_append_u32(struct buffer *buffer, uint32_t value, struct ns_error *err)
{
    uint8_t bytes[4];
    for (int i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
    return buffer_append(buffer, bytes, sizeof bytes, err);
}
