/* test_index.c - an index is written and read, and is what was written: every byte of text, every word, every count; and what happens where
 * it cannot be. */
#include <signal.h>
#include <sys/resource.h>

#include "tests/unit/collection_fixture.h"

#include "indexer/intake.h"
#include "indexer/reader.h"
#include "tests/unit/walk_each.h"

/* ---- The sample corpus ---- */

static ns_status take_article(void *context, const struct article *article, struct ns_error *err)
{
    (void)err;
    put(context, article);
    return NS_OK;
}

static void take_problem(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    (void)kind;
    (void)context;
    fail_msg("%s:%llu: %s", path, (unsigned long long)line, what);
}

static ns_status take_file(void *context, const char *path, struct ns_error *err)
{
    struct collection *collection = context;
    struct input input;
    const struct input_format *format;
    const struct reader_sink sink = {take_article, take_problem, collection};
    const ns_status status = intake_load(path, NULL, &collection->store, &input, &format, err);
    return status == NS_OK ? format->read(&input, &sink, err) : status;
}

static void index_corpus(struct collection *collection, const char *name)
{
    static const char *const paths[] = {"corpus"};
    const struct walk_sink sink = {take_file, take_problem, collection};
    struct ns_error err;
    if (access("corpus", R_OK) != 0) {
        fprintf(stderr, "SKIPPED: there is no corpus/ (the tests run in the project's own folder)\n");
        skip();
    }
    begin(collection, name);
    if (walk_each(paths, 1, &sink, &err) != NS_OK) fail_msg("%s", err.msg);
    finish(collection);
}

/* A part that is no extract is the source's bytes. */
static void check_sources(struct collection *collection)
{
    size_t compared = 0;
    for (size_t i = 0; i < collection->count; i++) {
        const struct known *known = &collection->articles[i];
        struct input input;
        const struct input_format *format;
        if (known->article.extracted) continue;
        assert_int_equal(intake_load(known->article.path, NULL, &collection->store, &input, &format, NULL), NS_OK);
        for (size_t part = 0; part < known->article.part_count; part++) {
            const struct article_part *place = &known->article.parts[part];
            assert_true(place->source_offset + place->length <= input.size);
            assert_memory_equal(input.data + place->source_offset, known->text.data + known->part_begin[part], place->length);
            assert_int_equal(place->source_line, 1 + count_lines(input.data, place->source_offset));
            compared++;
        }
    }
    assert_true(compared >= collection->count);
}

static void test_corpus(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    index_corpus(collection, "index");
    assert_true(collection->count >= 20);
    check(collection, "index");
    check_sources(collection);
    assert_int_equal(count_names(*state), 1);
}

static void test_same_input_same_bytes(void **state)
{
    struct fixture *fixture = *state;
    index_corpus(fixture->own, "one");
    index_corpus(fixture->own, "two");
    read_file(fixture_path(fixture, "one"), &fixture->bytes[0]);
    assert_file_holds(fixture, fixture_path(fixture, "two"), fixture->bytes[0].data, fixture->bytes[0].size);
}

static void test_other_languages(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    static const char *const languages[] = {"none", "german", "en"};
    for (size_t i = 0; i < COUNT_OF(languages); i++) {
        collection->language = languages[i];
        index_corpus(collection, "index");
        check(collection, "index");
    }
}

/* ---- Limits and failures ---- */

/* What is refused leaves no trace, and the writer goes on. */
static void test_put_over_a_limit(void **state)
{
    struct fixture *fixture = *state;
    struct collection *collection = fixture->own;
    struct ns_error err;
    char *field = malloc(65538);
    assert_non_null(field);
    memset(field, 'f', 65537);
    field[65537] = '\0';
    struct article article = {.path = "long", .part_count = 1, .parts = {{PART_BODY, "text", UINT32_MAX, 0, 1, 1}}};
    begin(collection, "index");
    put_string(collection, "the first article");
    const ns_status too_long = index_writer_put(collection->writer, &article, &err); /* never read: it is refused by its length */
    article.parts[0].length = 4;
    article.byline = field;
    const ns_status too_long_field = index_writer_put(collection->writer, &article, &err);
    article.byline = field + 1; /* 65536 bytes */
    article.url = field;
    const ns_status too_long_url = index_writer_put(collection->writer, &article, &err);
    article.url = field + 1;
    put(collection, &article);
    free(field);
    put_string(collection, "the last article");
    finish(collection);
    assert_int_equal(too_long, NS_ERR_LIMIT);
    assert_int_equal(too_long_field, NS_ERR_LIMIT);
    assert_int_equal(too_long_url, NS_ERR_LIMIT);
    check(collection, "index");
    assert_int_equal(collection->totals.articles, 3);
}

/* The parts together may be too long. */
static void test_parts_over_the_limit(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    const size_t half = (size_t)1 << 31;
    const struct article article = {
        .path = "long", .part_count = 2, .parts = {{PART_TITLE, "text", half, 0, 1, 1}, {PART_BODY, "text", half, 0, 1, 1}}};
    begin(collection, "index");
    assert_int_equal(index_writer_put(collection->writer, &article, NULL), NS_ERR_LIMIT);
    put_string(collection, "text");
    finish(collection);
    check(collection, "index");
}

static void test_freed_before_the_end(void **state)
{
    struct fixture *fixture = *state;
    struct collection *collection = fixture->own;
    begin(collection, "index");
    index_writer_free(collection->writer);
    begin(collection, "index");
    put_repeated(collection, "many words ", 100000);
    assert_int_equal(count_names(fixture), 1);
    index_writer_free(collection->writer);
    collection->writer = NULL;
    assert_int_equal(count_names(fixture), 0);
    index_writer_free(NULL);
    index_reader_close(NULL);
}

static void test_what_cannot_be_opened(void **state)
{
    struct fixture *fixture = *state;
    const struct index_writer_options english = {.language = "english"}, klingon = {.language = "klingon"};
    struct index_writer *writer = (struct index_writer *)fixture;
    struct index_reader *reader = (struct index_reader *)fixture;
    struct ns_error err;
    assert_int_equal(index_writer_open(fixture_path(fixture, "index"), &klingon, &writer, &err), NS_ERR_ARG);
    assert_null(writer);
    assert_non_null(strstr(err.msg, "klingon"));
    assert_int_equal(count_names(fixture), 0);
    assert_int_equal(index_writer_open(fixture->folder, &english, &writer, &err), NS_ERR_ARG);
    assert_int_equal(index_writer_open(fixture_path(fixture, "none/index"), &english, &writer, &err), NS_ERR_IO);
    assert_int_equal(index_reader_open(fixture_path(fixture, "none"), &reader, &err), NS_ERR_IO);
    assert_null(reader);
}

/* With room for so many bytes in a file, in a child: what finishing an index says. */
static int finish_with_limit(struct fixture *fixture, size_t number)
{
    const struct index_writer_options options = {.language = "english"};
    const struct rlimit limit = {number, number};
    struct index_writer *writer;
    struct ns_error err = {NS_OK, ""};
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return CHILD_COULD_NOT;
    ns_status status = index_writer_open(fixture_path(fixture, "index"), &options, &writer, &err);
    const struct article article = {
        .path = "a", .part_count = 1, .parts = {{PART_BODY, fixture->bytes[0].data, fixture->bytes[0].size, 0, 1, 1}}};
    for (int i = 0; status == NS_OK && i < 5; i++)
        status = index_writer_put(writer, &article, &err);
    if (status == NS_OK) status = index_writer_finish(writer, NULL, &err);
    index_writer_free(writer);
    return status == NS_OK || strstr(err.msg, "index") ? (int)status : CHILD_COULD_NOT + 1;
}

/* What was there stays, whole, and nothing is left beside it. */
static void test_full_disk(void **state)
{
    struct fixture *fixture = *state;
    struct collection *collection = fixture->own;
    begin(collection, "index");
    put_string(collection, "the old index");
    finish(collection);
    for (int i = 0; i < 20000; i++)
        assert_int_equal(buffer_append_varint(&fixture->bytes[0], (uint64_t)i * 7919 % 20011 * 64 + 0x20616161, NULL), NS_OK);
    for (size_t limit = 0; limit < 50000; limit += 1 + limit * 3 / 2) {
        assert_int_equal(in_child(fixture, finish_with_limit, limit), NS_ERR_IO);
        assert_int_equal(count_names(fixture), 1);
        check(collection, "index");
    }
    assert_int_equal(in_child(fixture, finish_with_limit, 100000000), NS_OK);
    forget_checks(collection);
    assert_int_equal(index_reader_open(fixture_path(fixture, "index"), &collection->reader, NULL), NS_OK);
    assert_int_equal(index_reader_info(collection->reader)->articles, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        COLLECTION_TEST(test_corpus),
        COLLECTION_TEST(test_same_input_same_bytes),
        COLLECTION_TEST(test_other_languages),
        COLLECTION_TEST(test_put_over_a_limit),
        COLLECTION_TEST(test_parts_over_the_limit),
        COLLECTION_TEST(test_freed_before_the_end),
        COLLECTION_TEST(test_what_cannot_be_opened),
        COLLECTION_TEST(test_full_disk),
    };
    return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
