/* arena.h - memory for many small things that are all given up at once. */
#ifndef INDEX_ARENA_H
#define INDEX_ARENA_H

#include <stddef.h>

#include "index/error.h"

struct arena_block;

/* The owner's: begin with all zero, end with arena_release(). */
struct arena {
    struct arena_block *last;
    size_t left; /* bytes that are free in the last block */
    size_t size; /* of all blocks */
};

/* Take some bytes, aligned for any pointer or 64-bit number; their content is undefined. They stay where they are until the release.
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status arena_take(struct arena *arena, size_t size, void **out, struct ns_error *err);

void arena_release(struct arena *arena);

#endif
