/* search_fixture.h - an index of a few articles in a folder of its own, and searches in it: what the tests of the searcher share. */
#ifndef TESTS_UNIT_SEARCH_FIXTURE_H
#define TESTS_UNIT_SEARCH_FIXTURE_H

#include "tests/oracle/random.h"
#include "tests/unit/fixture.h"

#include "index/index_reader.h"
#include "index/index_writer.h"
#include "indexer/intake.h"
#include "indexer/reader.h"
#include "tests/unit/walk_each.h"
#include "searcher/search.h"

/* More hits than any test has. */
#define ALL 1000000

/* The seed of the first case: SEED of the environment, or one that is always the same, so that a failure stays one. Case number i has
 * the seed after it by i, so that a case that failed is the first when SEED is what the failure told. */
static inline uint64_t first_seed(void)
{
    return environment_number("SEED", 20210301);
}

/* ---- An index in a folder of its own ---- */

struct fixture {
    char folder[512];
    char path[600];           /* of the index */
    xap_writer_kind postings; /* who writes them */
    struct index_writer *writer;
    struct index_worker *worker; /* who takes the articles; NULL for the writer itself */
    struct index_reader *reader;
    struct collection collection; /* of the reader alone */
    enum weighing weighing;       /* of the next search */
    struct query *query;          /* the last one */
    struct search *search;        /* for it */
};

static inline int fixture_setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture) return -1;
    *state = fixture;
    if (!make_own_folder(fixture->folder, sizeof fixture->folder)) return -1;
    snprintf(fixture->path, sizeof fixture->path, "%s/news.idx", fixture->folder);
    return 0;
}

static inline int fixture_teardown(void **state)
{
    struct fixture *fixture = *state;
    query_free(fixture->query);
    search_free(fixture->search);
    index_reader_close(fixture->reader);
    index_writer_free(fixture->writer);
    const int removed = remove_folder(fixture->folder);
    free(fixture);
    return removed;
}

/* For a state that is more: a struct of `size` bytes, all zero, that begins with a struct fixture *. */
static inline int fixture_setup_in(void **state, size_t size)
{
    struct fixture **whole = calloc(1, size);
    void *fixture;
    if (!whole || fixture_setup(&fixture) != 0) return -1;
    *whole = fixture;
    *state = whole;
    return 0;
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
    const struct index_writer_options options = {.language = language, .postings = fixture->postings};
    assert_ok(index_writer_open(fixture->path, &options, &fixture->writer, &err), &err);
}

static inline void fixture_put(struct fixture *fixture, const struct article *article)
{
    struct ns_error err;
    struct index_worker *worker = fixture->worker;
    assert_ok(worker ? index_worker_put(worker, article, &err) : index_writer_put(fixture->writer, article, &err), &err);
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

static inline void fixture_problem(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    (void)context, (void)kind;
    fail_msg("%s:%llu: %s", path, (unsigned long long)line, what);
}

/* The articles of a file with this path and text. */
static inline void fixture_read(struct fixture *fixture, const char *path, const char *text)
{
    struct buffer store = BUFFER_INIT;
    assert_int_equal(buffer_append(&store, text, strlen(text), NULL), NS_OK);
    assert_int_equal(buffer_pad(&store, INPUT_PADDING, NULL), NS_OK);
    const struct input input = {.path = path, .data = store.data, .size = store.size, .file_size = store.size};
    const struct reader_sink sink = {fixture_take, fixture_problem, fixture};
    struct ns_error err;
    assert_ok(input_format_of(path, input.data, input.size)->read(&input, &sink, &err), &err);
    buffer_release(&store);
}

static inline void fixture_end(struct fixture *fixture)
{
    struct ns_error err;
    assert_ok(index_writer_finish(fixture->writer, NULL, &err), &err);
    index_writer_free(fixture->writer);
    fixture->writer = NULL;
    assert_ok(index_reader_open(fixture->path, &fixture->reader, &err), &err);
    fixture->collection = collection_of(&fixture->reader);
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

/* Parse; the query before is gone, and so is the search for it. */
static inline ns_status fixture_parse(struct fixture *fixture, const char *text, struct ns_error *err)
{
    search_free(fixture->search);
    query_free(fixture->query);
    fixture->search = NULL;
    fixture->query = NULL;
    return query_parse(text, strlen(text), &fixture->query, NULL, err);
}

/* Search; the search before is gone. */
static inline ns_status fixture_try(struct fixture *fixture, const char *query, uint32_t limit, struct ns_error *err)
{
    const struct search_options options = {.limit = limit, .weighing = fixture->weighing, .explain = true};
    const ns_status status = fixture_parse(fixture, query, err);
    return status == NS_OK ? search_run(&fixture->collection, fixture->query, &options, &fixture->search, err) : status;
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
    const struct article_extent extent = {article, record.first_passage, record.passages};
    if (status == NS_OK) status = index_reader_article_words(fixture->reader, &extent, words, &err);
    article_record_release(&record);
    assert_ok(status, &err);
}

/* ---- Files on the disk ---- */

static inline ns_status fixture_take_file(void *context, const char *path, struct ns_error *err)
{
    struct fixture *fixture = context;
    struct buffer store = BUFFER_INIT;
    struct input input;
    const struct input_format *format;
    ns_status status = intake_load(path, NULL, &store, &input, &format, err);
    const struct reader_sink sink = {fixture_take, fixture_problem, fixture};
    if (status == NS_OK) status = format->read(&input, &sink, err);
    buffer_release(&store);
    return status;
}

/* An English index of the articles below a folder. */
static inline void fixture_index(struct fixture *fixture, const char *folder)
{
    struct ns_error err;
    const struct walk_sink sink = {fixture_take_file, fixture_problem, fixture};
    fixture_begin(fixture, "english");
    assert_ok(walk_each(&folder, 1, &sink, &err), &err);
    fixture_end(fixture);
}

#endif
