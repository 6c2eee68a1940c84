/* random.h - random numbers that can be had again, for tests that compare with what is obviously right. */
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

#endif
