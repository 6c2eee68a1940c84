/* arena.c - blocks that are filled from their end. */
#include "index/arena.h"

#include <stdint.h>
#include <stdlib.h>

/* The first block is small, so that many small arenas cost little. */
#define BLOCK_LEAST ((size_t)4 << 10)
#define BLOCK_MOST ((size_t)256 << 10)

struct arena_block {
    struct arena_block *before;
    uint64_t bytes[];
};

static ns_status add_block(struct arena *arena, size_t size, struct ns_error *err)
{
    size_t room = arena->size < BLOCK_LEAST ? BLOCK_LEAST : arena->size > BLOCK_MOST ? BLOCK_MOST : arena->size;
    if (room < size) room = size;
    if (room > SIZE_MAX - sizeof(struct arena_block)) return ns_fail_nomem(err);
    struct arena_block *block = malloc(sizeof *block + room);
    if (!block) return ns_fail_nomem(err);
    block->before = arena->last;
    arena->last = block;
    arena->left = room;
    arena->size += room;
    return NS_OK;
}

ns_status arena_take(struct arena *arena, size_t size, void **out, struct ns_error *err)
{
    *out = NULL;
    if (size > SIZE_MAX - 7) return ns_fail_nomem(err);
    size = size ? (size + 7) & ~(size_t)7 : 8;
    if (size > arena->left) {
        const ns_status status = add_block(arena, size, err);
        if (status != NS_OK) return status;
    }
    arena->left -= size;
    *out = (char *)arena->last->bytes + arena->left;
    return NS_OK;
}

void arena_release(struct arena *arena)
{
    while (arena->last) {
        struct arena_block *before = arena->last->before;
        free(arena->last);
        arena->last = before;
    }
    *arena = (struct arena){0};
}
