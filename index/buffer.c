/* buffer.c - growing memory, varints, and a reader of bytes that are not trusted. */
#include "index/buffer.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* The large pages of most processors. */
#define LARGE_PAGE ((size_t)2 << 20)

void buffer_release(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct buffer)BUFFER_INIT;
}

void *large_alloc(size_t size)
{
    void *data = malloc(size);
    const size_t skipped = (LARGE_PAGE - (uintptr_t)data % LARGE_PAGE) % LARGE_PAGE;
    if (data && size >= skipped + LARGE_PAGE) madvise((char *)data + skipped, (size - skipped) / LARGE_PAGE * LARGE_PAGE, MADV_HUGEPAGE);
    return data;
}

/* realloc(), but what is large comes from large_alloc(). */
static void *move_items(void *items, size_t size, size_t grown)
{
    if (grown < 2 * LARGE_PAGE) return realloc(items, grown);
    void *moved = large_alloc(grown);
    if (!moved) return NULL;
    if (size > 0) memcpy(moved, items, size);
    free(items);
    return moved;
}

ns_status array_grow(void **items, size_t *capacity, size_t wanted, size_t item_size, struct ns_error *err)
{
    if (wanted <= *capacity) return NS_OK;
    size_t grown = *capacity ? *capacity : 16;
    while (grown < wanted) {
        if (grown > SIZE_MAX / 2 / item_size) return ns_fail_nomem(err);
        grown *= 2;
    }
    void *moved = move_items(*items, *capacity * item_size, grown * item_size);
    if (!moved) return ns_fail_nomem(err);
    *items = moved;
    *capacity = grown;
    return NS_OK;
}

ns_status buffer_grow(struct buffer *buffer, size_t more, struct ns_error *err)
{
    if (more > SIZE_MAX - buffer->size) return ns_fail_nomem(err);
    void *data = buffer->data;
    const ns_status status = array_reserve(&data, &buffer->capacity, buffer->size + more, 1, err);
    buffer->data = data;
    return status;
}

ns_status buffer_pad(struct buffer *buffer, size_t zeros, struct ns_error *err)
{
    const ns_status status = buffer_reserve(buffer, zeros, err);
    if (status == NS_OK) memset(buffer->data + buffer->size, 0, zeros);
    return status;
}

ns_status buffer_append(struct buffer *buffer, const void *data, size_t size, struct ns_error *err)
{
    const ns_status status = buffer_reserve(buffer, size, err);
    if (status != NS_OK || size == 0) return status;
    memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
    return NS_OK;
}

ns_status buffer_append_byte(struct buffer *buffer, uint8_t byte, struct ns_error *err)
{
    return buffer_append(buffer, &byte, 1, err);
}

ns_status buffer_append_varint(struct buffer *buffer, uint64_t value, struct ns_error *err)
{
    const ns_status status = buffer_reserve(buffer, VARINT_MAX, err);
    if (status == NS_OK) buffer->size += varint_put((uint8_t *)buffer->data + buffer->size, value);
    return status;
}

ns_status buffer_append_pair(struct buffer *buffer, uint64_t first, uint64_t second, struct ns_error *err)
{
    uint8_t bytes[PAIR_MAX];
    const uint8_t low = first < PAIR_ESCAPE ? (uint8_t)first : PAIR_ESCAPE;
    const uint8_t high = second < PAIR_ESCAPE ? (uint8_t)second : PAIR_ESCAPE;
    size_t used = 1;
    bytes[0] = (uint8_t)(high << 4 | low);
    if (low == PAIR_ESCAPE) used += varint_put(bytes + used, first - PAIR_ESCAPE);
    if (high == PAIR_ESCAPE) used += varint_put(bytes + used, second - PAIR_ESCAPE);
    return buffer_append(buffer, bytes, used, err);
}

ns_status buffer_append_string(struct buffer *buffer, const char *data, size_t size, struct ns_error *err)
{
    ns_status status = buffer_reserve(buffer, VARINT_MAX + size, err);
    if (status == NS_OK) status = buffer_append_varint(buffer, size, err);
    if (status == NS_OK) status = buffer_append(buffer, data, size, err);
    return status;
}

int bytes_compare(const char *a, size_t a_len, const char *b, size_t b_len)
{
    const size_t shared = a_len < b_len ? a_len : b_len;
    const int order = shared ? memcmp(a, b, shared) : 0; /* what is empty may be NULL */
    return order ? order : (a_len > b_len) - (a_len < b_len);
}

struct cursor cursor_over(const void *data, size_t size)
{
    const uint8_t *at = data;
    return (struct cursor){at, at ? at + size : at, false};
}

uint64_t cursor_fail(struct cursor *cursor)
{
    cursor->failed = true;
    cursor->at = cursor->end;
    return 0;
}

uint64_t cursor_varint_long(struct cursor *cursor)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && cursor->at < cursor->end; shift += 7) {
        const uint8_t byte = *cursor->at++;
        if (shift == 63 && byte > 1) break;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80)) return value;
    }
    return cursor_fail(cursor);
}

const char *cursor_bytes(struct cursor *cursor, size_t size)
{
    if (size > (size_t)(cursor->end - cursor->at)) {
        cursor_fail(cursor);
        return NULL;
    }
    const uint8_t *at = cursor->at;
    if (size > 0) cursor->at += size; /* a run of nothing may be at NULL */
    return (const char *)at;
}

const char *cursor_string(struct cursor *cursor, size_t *size)
{
    *size = (size_t)cursor_varint_max(cursor, SIZE_MAX);
    const char *data = cursor_bytes(cursor, *size);
    if (!data) *size = 0;
    return data;
}
