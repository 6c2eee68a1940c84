/* allocator.c - what a program defines by the names of malloc() and its kin, its libraries use as well, the C library included.
 *
 * The requests are passed on to the C library, or to the sanitizer that stands before it. The blocks that are held are in a table of their
 * own, for a block that was had before the counting began may be given back meanwhile, and must not be missed then.
 */
#include "tests/starve/allocator.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(SANITIZED) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define GRANT(name) __interceptor_##name
#else
#define GRANT(name) __libc_##name
#endif

void *GRANT(malloc)(size_t size);
void *GRANT(calloc)(size_t count, size_t size);
void *GRANT(realloc)(void *block, size_t size);
void *GRANT(memalign)(size_t alignment, size_t size);
void GRANT(free)(void *block);

/* ---- What is held ---- */

#define SLOT_BITS 18
#define SLOTS (UINT32_C(1) << SLOT_BITS) /* more than any test holds at a time */

static struct held {
    void *block; /* NULL where there never was one */
    void *caller;
} table[SLOTS];

static char given_back; /* its address stands where a block was */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of all that follows, and the table */
static bool counting;
static long requests, first_refused, blocks;
static bool all_behind;

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
    pthread_mutex_lock(&lock);
    if (counting && block) {
        struct held *held = find(block);
        found = held->block != NULL;
        if (found) held->block = &given_back;
        blocks -= found;
    }
    pthread_mutex_unlock(&lock);
    return found;
}

static void *put_in(void *block, void *caller)
{
    if (!block) return NULL;
    pthread_mutex_lock(&lock);
    if (counting) {
        *find_room(block) = (struct held){block, caller};
        blocks++;
    }
    pthread_mutex_unlock(&lock);
    return block;
}

static bool is_refused(void)
{
    pthread_mutex_lock(&lock);
    requests += counting;
    const bool refused = counting && first_refused > 0 && (requests == first_refused || (all_behind && requests > first_refused));
    pthread_mutex_unlock(&lock);
    if (refused) errno = ENOMEM;
    return refused;
}

void allocator_begin(long refused, bool and_all)
{
    pthread_mutex_lock(&lock);
    requests = blocks = 0;
    first_refused = refused;
    all_behind = and_all;
    counting = true;
    pthread_mutex_unlock(&lock);
}

long allocator_end(long *kept)
{
    pthread_mutex_lock(&lock);
    counting = false;
    *kept = blocks;
    pthread_mutex_unlock(&lock);
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
