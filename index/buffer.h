/* buffer.h - a growing run of bytes, and the variable-length numbers that our sections are made of.
 *
 * A buffer is the caller's struct: set it to BUFFER_INIT, end with buffer_release(). Every call that adds may fail with NS_ERR_NOMEM
 * and then leaves the buffer as it was.
 *
 * varint: groups of 7 bits, low group first, bit 7 set on every byte but the last (LEB128); at most 10 bytes for 64 bits.
 * pair: two numbers in a byte, 4 bits each, the first one the low ones. Where such 4 bits are 15, a varint of what the number has beyond 15
 * follows, the first number's first.
 */
#ifndef INDEX_BUFFER_H
#define INDEX_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/error.h"

struct buffer {
    char *data;
    size_t size;
    size_t capacity;
};

#define BUFFER_INIT                                                                                                                        \
    {                                                                                                                                      \
        NULL, 0, 0                                                                                                                         \
    }

#define VARINT_MAX 10
#define VARINT_32_MAX 5 /* of a 32-bit number */
#define PAIR_MAX (1 + 2 * VARINT_MAX)
#define PAIR_ESCAPE 15

void buffer_release(struct buffer *buffer);

/* For buffer_reserve() only. */
ns_status buffer_grow(struct buffer *buffer, size_t more, struct ns_error *err);

/* Make room for more bytes behind what is there. */
static inline ns_status buffer_reserve(struct buffer *buffer, size_t more, struct ns_error *err)
{
    return buffer->capacity - buffer->size >= more ? NS_OK : buffer_grow(buffer, more, err);
}

/* Have so many bytes that are 0 behind what is there, which do not become part of it. */
ns_status buffer_pad(struct buffer *buffer, size_t zeros, struct ns_error *err);

ns_status buffer_append(struct buffer *buffer, const void *data, size_t size, struct ns_error *err);
ns_status buffer_append_byte(struct buffer *buffer, uint8_t byte, struct ns_error *err);
ns_status buffer_append_varint(struct buffer *buffer, uint64_t value, struct ns_error *err);

ns_status buffer_append_pair(struct buffer *buffer, uint64_t first, uint64_t second, struct ns_error *err);

/* The varint of a string's length, then its bytes. */
ns_status buffer_append_string(struct buffer *buffer, const char *data, size_t size, struct ns_error *err);

/* For array_reserve() only. */
ns_status array_grow(void **items, size_t *capacity, size_t wanted, size_t item_size, struct ns_error *err);

/* Grow an array so that it holds at least `wanted` elements; doubles, so that adding one by one costs little.
 * On failure the array is as it was. */
static inline ns_status array_reserve(void **items, size_t *capacity, size_t wanted, size_t item_size, struct ns_error *err)
{
    return wanted <= *capacity ? NS_OK : array_grow(items, capacity, wanted, item_size, err);
}

/* malloc() for what grows with the text: memory that is large is asked for in large pages, where the system has them, for then filling it
 * costs less. NULL when there is none. */
void *large_alloc(size_t size);

/* Order of two strings, byte by byte, a prefix first: below, equal to or above 0. */
int bytes_compare(const char *a, size_t a_len, const char *b, size_t b_len);

/* Write value at out, which has room for its varint; returns the bytes used. */
static inline size_t varint_put(uint8_t *out, uint64_t value)
{
    size_t used = 0;
    for (; value >= 0x80; value >>= 7)
        out[used++] = (uint8_t)(value | 0x80);
    out[used++] = (uint8_t)value;
    return used;
}

/* A run of bytes that is read from its start and is not trusted: once something does not fit, `failed` stays set and every further
 * call gives 0 or empty, so that a row may be read whole and checked once. */
struct cursor {
    const uint8_t *at;
    const uint8_t *end;
    bool failed;
};

struct cursor cursor_over(const void *data, size_t size);

/* What was read makes no sense to the caller: from now on nothing fits. Returns 0. */
uint64_t cursor_fail(struct cursor *cursor);

static inline uint8_t cursor_byte(struct cursor *cursor)
{
    return cursor->at == cursor->end ? (uint8_t)cursor_fail(cursor) : *cursor->at++;
}

/* For cursor_varint() only: a varint of any length. */
uint64_t cursor_varint_long(struct cursor *cursor);

/* Most varints are of one byte, and tables are made of little else. */
static inline uint64_t cursor_varint(struct cursor *cursor)
{
    if (cursor->at < cursor->end && *cursor->at < 0x80) return *cursor->at++;
    return cursor_varint_long(cursor);
}

/* A varint that has to be at most max. */
static inline uint64_t cursor_varint_max(struct cursor *cursor, uint64_t max)
{
    const uint64_t value = cursor_varint(cursor);
    return value <= max ? value : cursor_fail(cursor);
}

/* A varint of a 32-bit number. */
static inline uint32_t cursor_u32(struct cursor *cursor)
{
    return (uint32_t)cursor_varint_max(cursor, UINT32_MAX);
}

/* What is left of a number of a pair, whose byte has `bits` of it. */
static inline uint64_t cursor_pair_rest(struct cursor *cursor, uint64_t bits)
{
    return bits < PAIR_ESCAPE ? bits : PAIR_ESCAPE + cursor_varint_max(cursor, UINT64_MAX - PAIR_ESCAPE);
}

static inline void cursor_pair(struct cursor *cursor, uint64_t *first, uint64_t *second)
{
    const uint8_t byte = cursor_byte(cursor);
    *first = cursor_pair_rest(cursor, byte & 15u);
    *second = cursor_pair_rest(cursor, byte >> 4);
}

/* size bytes (borrowed from the run), or NULL if there are not so many. */
const char *cursor_bytes(struct cursor *cursor, size_t size);

/* What buffer_append_string() wrote; *size is its length. */
const char *cursor_string(struct cursor *cursor, size_t *size);

#endif
