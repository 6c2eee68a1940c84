/* search_fixture.h - an index of a few articles in a folder of its own, random numbers that can be had again, and the clock: what the
 * tests of the searcher share. */
#ifndef TESTS_UNIT_SEARCH_FIXTURE_H
#define TESTS_UNIT_SEARCH_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <ftw.h>

#include <cmocka.h>

#include "index/index_reader.h"
#include "index/index_writer.h"
#include "indexer/reader.h"
#include "searcher/search.h"

/* More hits than any test has. */
#define ALL 1000000

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- Time ---- */

/* Sanitizers make everything slower: a bound on time is wider there, and fewer random cases are tried. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SLOWED 1
#endif
#endif
#if defined(SLOWED) || defined(__SANITIZE_ADDRESS__) || !defined(__OPTIMIZE__)
#define SLOWDOWN 20
#define FEWER 5
#else
#define SLOWDOWN 1
#define FEWER 1
#endif

static inline double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* ---- Random numbers: splitmix64 (Steele, Lea and Flood 2014) ---- */

struct random_source {
    uint64_t state;
};

static inline uint64_t random_next(struct random_source *source)
{
    uint64_t z = source->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* A number below a bound of at least 1. */
static inline uint32_t random_below(struct random_source *source, uint32_t bound)
{
    return (uint32_t)(random_next(source) % bound);
}

/* The seed of the first case: SEED of the environment, or one that is always the same, so that a failure stays one. Case number i has
 * the seed after it by i, so that a case that failed is the first when SEED is what the failure told. */
static inline uint64_t first_seed(void)
{
    const char *seed = getenv("SEED");
    return seed ? strtoull(seed, NULL, 10) : 20210301;
}

/* ---- An index in a folder of its own ---- */

struct fixture {
    char folder[512];
    char path[600]; /* of the index */
    struct index_writer *writer;
    struct index_reader *reader;
    struct search *search; /* the last one */
};

static inline int fixture_setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture) return -1;
    *state = fixture;
    const char *parent = getenv("TMPDIR");
    snprintf(fixture->folder, sizeof fixture->folder, "%s/search-XXXXXX", parent && *parent ? parent : "/tmp");
    if (!mkdtemp(fixture->folder)) return -1;
    snprintf(fixture->path, sizeof fixture->path, "%s/news.idx", fixture->folder);
    return 0;
}

static inline int remove_entry(const char *path, const struct stat *known, int type, struct FTW *place)
{
    (void)known, (void)type, (void)place;
    return remove(path);
}

static inline int fixture_teardown(void **state)
{
    struct fixture *fixture = *state;
    search_free(fixture->search);
    index_reader_close(fixture->reader);
    index_writer_free(fixture->writer);
    const int removed = nftw(fixture->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    free(fixture);
    return removed;
}

/* A test whose state is a struct fixture of its own. */
#define FIXTURE_TEST(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

static inline void assert_ok(ns_status status, const struct ns_error *err)
{
    if (status != NS_OK) fail_msg("%s: %s", ns_status_text(status), err->msg);
}

/* Begin an index, in place of the one that is open if there is one. */
static inline void fixture_begin(struct fixture *fixture, const char *language)
{
    struct ns_error err;
    search_free(fixture->search);
    index_reader_close(fixture->reader);
    index_writer_free(fixture->writer);
    fixture->search = NULL;
    fixture->reader = NULL;
    fixture->writer = NULL;
    const struct index_writer_options options = {language};
    assert_ok(index_writer_open(fixture->path, &options, &fixture->writer, &err), &err);
}

static inline void fixture_put(struct fixture *fixture, const struct article *article)
{
    struct ns_error err;
    assert_ok(index_writer_put(fixture->writer, article, &err), &err);
}

/* An article that is no more than a body, at the beginning of its source. */
static inline void fixture_put_body(struct fixture *fixture, const char *path, const char *body)
{
    const struct article article = {
        .path = path, .parts = {{.kind = PART_BODY, .text = body, .length = strlen(body), .source_line = 1}}, .part_count = 1};
    fixture_put(fixture, &article);
}

static inline ns_status fixture_take(void *context, const struct article *article, struct ns_error *err)
{
    struct fixture *fixture = context;
    return index_writer_put(fixture->writer, article, err);
}

static inline void fixture_problem(void *context, const char *path, uint64_t line, const char *what)
{
    (void)context;
    fail_msg("%s:%llu: %s", path, (unsigned long long)line, what);
}

/* The articles of a file with this path and text. */
static inline void fixture_read(struct fixture *fixture, const char *path, const char *text)
{
    const struct input input = {path, text, strlen(text), strlen(text), 0};
    const struct reader_sink sink = {fixture_take, fixture_problem, fixture, NULL};
    struct ns_error err;
    assert_ok(reader_for(path)(&input, &sink, &err), &err);
}

static inline void fixture_end(struct fixture *fixture)
{
    struct ns_error err;
    assert_ok(index_writer_finish(fixture->writer, NULL, &err), &err);
    index_writer_free(fixture->writer);
    fixture->writer = NULL;
    assert_ok(index_reader_open(fixture->path, &fixture->reader, &err), &err);
}

/* An English index of articles that are no more than a body. */
static inline void fixture_bodies(struct fixture *fixture, const char *const *bodies, size_t count)
{
    fixture_begin(fixture, "english");
    for (size_t i = 0; i < count; i++) {
        char path[32];
        snprintf(path, sizeof path, "%zu.txt", i);
        fixture_put_body(fixture, path, bodies[i]);
    }
    fixture_end(fixture);
}

/* Search; the search before it is gone. */
static inline ns_status fixture_try(struct fixture *fixture, const char *query, uint32_t limit, struct ns_error *err)
{
    search_free(fixture->search);
    fixture->search = NULL;
    return search_run(fixture->reader, query, strlen(query), limit, &fixture->search, err);
}

/* The same where it has to succeed. Returns how many hits there are. */
static inline size_t fixture_search(struct fixture *fixture, const char *query, uint32_t limit)
{
    struct ns_error err;
    assert_ok(fixture_try(fixture, query, limit, &err), &err);
    return search_count(fixture->search);
}

static inline const struct hit *fixture_hit(struct fixture *fixture, size_t i)
{
    struct ns_error err;
    const struct hit *hit;
    assert_ok(search_hit(fixture->search, i, &hit, &err), &err);
    return hit;
}

/* The line of a byte of a source. */
static inline uint64_t line_at(const char *source, size_t offset)
{
    uint64_t line = 1;
    for (size_t i = 0; i < offset; i++)
        line += source[i] == '\n' || (source[i] == '\r' && source[i + 1] != '\n');
    return line;
}

/* The words of a whole article, in place of what the list held. */
static inline void fixture_words(const struct fixture *fixture, uint32_t article, struct word_list *words)
{
    struct ns_error err;
    struct article_record record = {0};
    ns_status status = index_reader_article(fixture->reader, article, &record, &err);
    words->count = 0;
    for (uint32_t i = 0; status == NS_OK && i < record.passages; i++) {
        struct passage passage;
        status = index_reader_passage(fixture->reader, record.first_passage + i, &passage, &err);
        if (status == NS_OK) status = index_reader_words(fixture->reader, &passage, words, &err);
    }
    article_record_release(&record);
    assert_ok(status, &err);
}

#endif
