/* sort_counts.c - a radix sort, lowest digit first: most counts are small, so that two rounds do. */
#include "index/sort_counts.h"

#include <stdlib.h>
#include <string.h>

#define DIGIT_BITS 11
#define DIGITS (1 << DIGIT_BITS)

/* A larger digit comes first. */
static inline size_t digit_of(const struct counted *item, unsigned shift)
{
    return DIGITS - 1 - (size_t)(item->count >> shift) % DIGITS;
}

static void sort_by_digit(const struct counted *from, struct counted *to, size_t count, unsigned shift)
{
    size_t places[DIGITS + 1] = {0};
    for (size_t i = 0; i < count; i++)
        places[digit_of(&from[i], shift) + 1]++;
    for (size_t digit = 0; digit < DIGITS; digit++)
        places[digit + 1] += places[digit];
    for (size_t i = 0; i < count; i++)
        to[places[digit_of(&from[i], shift)]++] = from[i];
}

ns_status sort_counts(struct counted *items, size_t count, struct ns_error *err)
{
    uint64_t most = 0;
    for (size_t i = 0; i < count; i++)
        most = items[i].count > most ? items[i].count : most;
    struct counted *room = malloc((count + 1) * sizeof *room);
    if (!room) return ns_fail_nomem(err);
    struct counted *from = items, *to = room;
    for (unsigned shift = 0; shift < 64 && most >> shift > 0; shift += DIGIT_BITS) {
        sort_by_digit(from, to, count, shift);
        struct counted *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != items) memcpy(items, from, count * sizeof *items);
    free(room);
    return NS_OK;
}
