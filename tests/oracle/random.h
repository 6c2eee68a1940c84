/* random.h - random numbers that can be had again: the one source of them for all tests and benchmarks. */
#ifndef TESTS_ORACLE_RANDOM_H
#define TESTS_ORACLE_RANDOM_H

#include "tests/unit/fixture.h"

struct random_source {
    uint64_t state;
};

static inline uint64_t random_next(struct random_source *source)
{
    return splitmix64(&source->state);
}

/* A number below a bound of at least 1. */
static inline uint32_t random_below(struct random_source *source, uint32_t bound)
{
    return (uint32_t)(random_next(source) % bound);
}

/* True so many times in a hundred. */
static inline bool random_chance(struct random_source *source, uint32_t percent)
{
    return random_below(source, 100) < percent;
}

/* One of the items; those that stand first come more often. @count  at least 1 */
static inline const char *random_pick(struct random_source *source, const char *const *items, uint32_t count)
{
    const uint32_t a = random_below(source, count), b = random_below(source, count);
    return items[a < b ? a : b];
}

#endif
