/* fixture.h - what the tests of every folder share: the clock, random numbers that can be had again, and a folder that goes away. */
#ifndef TESTS_UNIT_FIXTURE_H
#define TESTS_UNIT_FIXTURE_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- Time ---- */

/* Sanitizers make everything slower: only what is quadratic fails at a bound there, and fewer random cases are tried. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SLOWED 1
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SLOWED 1
#endif
#if defined(SLOWED) || !defined(__OPTIMIZE__)
#define SLOWDOWN 60
#define FEWER 5
#else
#define SLOWDOWN 1
#define FEWER 1
#endif

/* valgrind cannot be seen when compiling. */
static inline double slowdown(void)
{
    const char *preload = getenv("LD_PRELOAD");
    return preload && strstr(preload, "vgpreload") ? 120 : SLOWDOWN;
}

/* Of the processor, so that what else the machine does costs nothing. */
static inline double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* ---- Random numbers: splitmix64 (Steele, Lea and Flood 2014) ---- */

static inline uint64_t splitmix64(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* The number that the environment has under a name, or another where it has none. */
static inline uint64_t environment_number(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

/* ---- A folder of its own ---- */

/* Make one below TMPDIR. @path  gets its path. Returns whether that worked. */
static inline bool make_own_folder(char *path, size_t size)
{
    const char *base = getenv("TMPDIR");
    snprintf(path, size, "%s/news-search-test.XXXXXX", base && *base ? base : "/tmp");
    return mkdtemp(path) != NULL;
}

static inline int remove_entry(const char *path, const struct stat *known, int type, struct FTW *place)
{
    (void)known, (void)type, (void)place;
    return remove(path);
}

/* Remove it and all below it. Returns 0, or another number if that failed. */
static inline int remove_folder(const char *path)
{
    return nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

#endif
