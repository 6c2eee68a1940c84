/* lower_bound.h - binary search among structs that begin with the number that they are in order of. */
#ifndef SEARCHER_LOWER_BOUND_H
#define SEARCHER_LOWER_BOUND_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The first of `count` items whose number is at least `least`; `count` if there is none.
 * @items  each of item_size bytes, beginning with a uint32_t, in ascending order of these; may be NULL if there are none */
static inline size_t lower_bound(const void *items, size_t count, size_t item_size, uint64_t least)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        uint32_t number;
        memcpy(&number, (const char *)items + middle * item_size, sizeof number);
        if (number < least) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

#endif
