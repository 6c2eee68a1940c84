/* allocator.c - what a program defines by the names of malloc() and its kin, its libraries use as well, the C library included.
 *
 * The requests are passed on to the C library, or to the sanitizer that stands before it; this file is built without one, as it is called
 * before that has begun. The blocks that are held are in a table of their
 * own, for a block that was had before the counting began may be given back meanwhile, and must not be missed then.
 */
#include "tests/starve/allocator.h"

#include <errno.h>
#include <malloc.h>
#include <sched.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* A function of the C library, by the name that it has beside the usual one; or of a sanitizer, where there is one. */
#define BEHIND(result, name, ...)                                                                                                          \
    result __libc_##name(__VA_ARGS__);                                                                                                     \
    result __interceptor_##name(__VA_ARGS__) __attribute__((weak));

BEHIND(void *, malloc, size_t size)
BEHIND(void *, calloc, size_t count, size_t size)
BEHIND(void *, realloc, void *block, size_t size)
BEHIND(void *, memalign, size_t alignment, size_t size)
BEHIND(void, free, void *block)

#define GRANT(name) (__interceptor_##name ? __interceptor_##name : __libc_##name)

/* ---- What is held ---- */

#define SLOT_BITS 18
#define SLOTS (UINT32_C(1) << SLOT_BITS) /* more than any test holds at a time */

static struct held {
    void *block; /* NULL where there never was one */
    void *caller;
} table[SLOTS];

static char given_back; /* its address stands where a block was */
static atomic_flag locked = ATOMIC_FLAG_INIT; /* of all that follows, and the table */
static bool counting;
static long requests, first_refused, blocks;
static bool all_behind;

/* A mutex would be looked after by a sanitizer, which asks for memory before it has begun. */
static void lock(void)
{
    while (atomic_flag_test_and_set(&locked))
        sched_yield();
}

static void unlock(void)
{
    atomic_flag_clear(&locked);
}

static uint32_t slot_of(const void *block)
{
    return (uint32_t)(((uintptr_t)block >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> (64 - SLOT_BITS));
}

static struct held *find(const void *block)
{
    uint32_t at = slot_of(block);
    while (table[at].block && table[at].block != block)
        at = (at + 1) % SLOTS;
    return &table[at];
}

static struct held *find_room(const void *block)
{
    uint32_t at = slot_of(block);
    while (table[at].block && table[at].block != &given_back)
        at = (at + 1) % SLOTS;
    return &table[at];
}

/* A block is taken out before it is given back, as another thread may have it right behind that. */
static bool take_out(void *block)
{
    bool found = false;
    lock();
    if (counting && block) {
        struct held *held = find(block);
        found = held->block != NULL;
        if (found) held->block = &given_back;
        blocks -= found;
    }
    unlock();
    return found;
}

static void *put_in(void *block, void *caller)
{
    if (!block) return NULL;
    lock();
    if (counting) {
        *find_room(block) = (struct held){block, caller};
        blocks++;
    }
    unlock();
    return block;
}

static bool is_refused(void)
{
    lock();
    requests += counting;
    const bool refused = counting && first_refused > 0 && (requests == first_refused || (all_behind && requests > first_refused));
    unlock();
    if (refused) errno = ENOMEM;
    return refused;
}

void allocator_begin(long refused, bool and_all)
{
    lock();
    requests = blocks = 0;
    first_refused = refused;
    all_behind = and_all;
    counting = true;
    unlock();
}

long allocator_end(long *kept)
{
    lock();
    counting = false;
    *kept = blocks;
    unlock();
    return requests;
}

void allocator_tell_kept(int fd)
{
    for (uint32_t at = 0; at < SLOTS; at++) {
        if (table[at].block && table[at].block != &given_back) dprintf(fd, "kept: asked for at %p\n", table[at].caller);
    }
}

/* ---- The functions ---- */

#define CALLER __builtin_return_address(0)

void *malloc(size_t size)
{
    return is_refused() ? NULL : put_in(GRANT(malloc)(size), CALLER);
}

void *calloc(size_t count, size_t size)
{
    return is_refused() ? NULL : put_in(GRANT(calloc)(count, size), CALLER);
}

void *realloc(void *block, size_t size)
{
    if (is_refused()) return NULL;
    const bool was_in = take_out(block);
    void *moved = GRANT(realloc)(block, size);
    if (!moved && was_in && size > 0) put_in(block, CALLER);
    return put_in(moved, CALLER);
}

void *memalign(size_t alignment, size_t size)
{
    return is_refused() ? NULL : put_in(GRANT(memalign)(alignment, size), CALLER);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return is_refused() ? NULL : put_in(GRANT(memalign)(alignment, size), CALLER);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    if (is_refused()) return ENOMEM;
    *block = put_in(GRANT(memalign)(alignment, size), CALLER);
    return *block ? 0 : ENOMEM;
}

void free(void *block)
{
    take_out(block);
    GRANT(free)(block);
}
