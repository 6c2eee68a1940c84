/* test_spool.c - bytes that come back in order, from memory and from a file, however they are asked for. */
#include "tests/unit/index_fixture.h"

#include <signal.h>
#include <sys/resource.h>

#include "index/spool.h"

static uint8_t byte_at(uint64_t seed, uint64_t place)
{
    uint64_t state = seed ^ place;
    return (uint8_t)splitmix64(&state);
}

/* Append so many bytes in pieces of any size. */
static void fill(struct random_source *random, struct spool *spool, uint64_t seed, size_t size)
{
    while (spool_size(spool) < size) {
        const size_t left = size - spool_size(spool);
        const size_t piece = random_below(random, 100000) % left + 1;
        for (size_t i = 0; i < piece; i++)
            assert_int_equal(buffer_append_byte(&spool->buffer, byte_at(seed, spool_size(spool)), NULL), NS_OK);
        assert_int_equal(spool_turn(spool, NULL), NS_OK);
        if (spool->file) assert_true(spool->buffer.size < SPOOL_PIECE);
    }
    assert_int_equal(spool_complete(spool, NULL), NS_OK);
}

/* Read it all, asking for any number of bytes at a time, more than a window holds too. */
static void check(struct random_source *random, const struct spool *spool, uint64_t seed)
{
    struct spool_reader reader = spool_read(spool);
    uint64_t place = 0;
    while (place < spool_size(spool)) {
        const size_t wanted = random_below(random, random_chance(random, 10) ? 300000 : 100) + 1;
        const uint64_t left = spool_size(spool) - place;
        assert_int_equal(spool_need(&reader, wanted, NULL), NS_OK);
        assert_true((size_t)(reader.cursor.end - reader.cursor.at) >= (wanted < left ? wanted : left));
        for (size_t i = 0; i < wanted && place < spool_size(spool); i++)
            assert_int_equal(cursor_byte(&reader.cursor), byte_at(seed, place++));
    }
    assert_int_equal(spool_need(&reader, 1, NULL), NS_OK);
    assert_false(reader.cursor.failed);
    cursor_byte(&reader.cursor);
    assert_true(reader.cursor.failed);
    spool_reader_release(&reader);
}

static void test_in_memory(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    struct spool spool = spool_in_memory();
    check(&random, &spool, 1);
    fill(&random, &spool, 2, 700000);
    assert_int_equal(spool.moved, 0);
    check(&random, &spool, 2);
    spool_release(&spool);
    fixture_passed(fixture);
}

/* Several in one file; two are read at the same time. */
static void test_in_file(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    struct scratch *scratch;
    struct spool spools[4];
    static const size_t sizes[] = {700000, 0, 5, 1000000};
    assert_int_equal(scratch_open(fixture->folder, "news.idx", &scratch, NULL), NS_OK);
    assert_int_equal(count_names(fixture), 0);
    for (size_t i = 0; i < COUNT(spools); i++) {
        spools[i] = spool_in_file(scratch);
        fill(&random, &spools[i], i, sizes[i]);
        assert_int_equal(spools[i].buffer.capacity, 0);
    }
    assert_int_equal(scratch_size(scratch), 1700005);
    for (size_t i = 0; i < COUNT(spools); i++)
        check(&random, &spools[i], i);
    struct spool_reader first = spool_read(&spools[0]), last = spool_read(&spools[3]);
    for (uint64_t place = 0; place < 700000; place++) {
        assert_int_equal(spool_need(&first, 1, NULL), NS_OK);
        assert_int_equal(spool_need(&last, 1, NULL), NS_OK);
        assert_int_equal(cursor_byte(&first.cursor), byte_at(0, place));
        assert_int_equal(cursor_byte(&last.cursor), byte_at(3, place));
    }
    spool_reader_release(&first);
    spool_reader_release(&last);
    for (size_t i = 0; i < COUNT(spools); i++)
        spool_release(&spools[i]);
    scratch_close(scratch);
    fixture_passed(fixture);
}

/* Strings across the edges of windows, and one that is longer than what is left. */
static void test_strings(void **state)
{
    struct fixture *fixture = *state;
    struct scratch *scratch;
    assert_int_equal(scratch_open(fixture->folder, "news.idx", &scratch, NULL), NS_OK);
    for (int in_file = 0; in_file < 2; in_file++) {
        struct spool spool = in_file ? spool_in_file(scratch) : spool_in_memory();
        const char *text;
        char bytes[1000];
        size_t length;
        for (size_t i = 0; i < 1000; i++) {
            memset(bytes, (int)i, i);
            assert_int_equal(buffer_append_string(&spool.buffer, bytes, i, NULL), NS_OK);
            assert_int_equal(spool_turn(&spool, NULL), NS_OK);
        }
        assert_int_equal(buffer_append(&spool.buffer, "\4abc", 4, NULL), NS_OK);
        assert_int_equal(spool_complete(&spool, NULL), NS_OK);
        struct spool_reader reader = spool_read(&spool);
        for (size_t i = 0; i < 1000; i++) {
            memset(bytes, (int)i, i);
            assert_int_equal(spool_string(&reader, &text, &length, NULL), NS_OK);
            assert_int_equal(length, i);
            assert_memory_equal(text, bytes, i);
        }
        assert_int_equal(spool_string(&reader, &text, &length, NULL), NS_OK);
        assert_true(reader.cursor.failed);
        assert_int_equal(length, 0);
        spool_reader_release(&reader);
        spool_release(&spool);
    }
    scratch_close(scratch);
}

/* As many bytes as are there, and more than that. */
static void test_bytes(void **state)
{
    static const uint64_t too_many[] = {3, 4, UINT64_MAX};
    (void)state;
    struct spool spool = spool_in_memory();
    assert_int_equal(buffer_append(&spool.buffer, "abcd", 4, NULL), NS_OK);
    for (size_t i = 0; i < COUNT_OF(too_many); i++) {
        struct spool_reader reader = spool_read(&spool);
        const char *bytes;
        assert_int_equal(spool_bytes(&reader, 2, &bytes, NULL), NS_OK);
        assert_memory_equal(bytes, "ab", 2);
        assert_int_equal(spool_bytes(&reader, too_many[i], &bytes, NULL), NS_OK);
        assert_null(bytes);
        assert_true(reader.cursor.failed);
        spool_reader_release(&reader);
    }
    spool_release(&spool);
}

/* Spools as sections of an index file. */
static void test_into_an_index_file(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    struct scratch *scratch;
    assert_int_equal(scratch_open(fixture->folder, "news.idx", &scratch, NULL), NS_OK);
    struct spool kept = spool_in_memory(), moved = spool_in_file(scratch), empty = spool_in_memory();
    fill(&random, &kept, 1, 300000);
    fill(&random, &moved, 2, 900000);
    begin_section(fixture, fixture_path(fixture, "index"), SECTION_FORMS);
    const struct spool *const spools[] = {&kept, &moved, &empty};
    for (size_t i = 0; i < COUNT(spools); i++) {
        assert_int_equal(spool_put(spools[i], fixture->writer, NULL), NS_OK);
        index_file_end_section(fixture->writer);
    }
    end_index_file(fixture, SECTION_FORMS + 3, NULL);
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, "index")), NS_OK);
    for (size_t i = 0; i < COUNT(spools); i++) {
        const enum index_section section = SECTION_FORMS + (int)i;
        const uint8_t *data;
        const uint64_t size = index_file_section_size(fixture->file, section);
        assert_int_equal(size, spool_size(spools[i]));
        assert_int_equal(index_file_bytes(fixture->file, section, 0, size, &data, NULL), NS_OK);
        for (uint64_t place = 0; place < size; place++)
            assert_int_equal(data[place], byte_at(i + 1, place));
    }
    spool_release(&kept);
    spool_release(&moved);
    scratch_close(scratch);
    fixture_passed(fixture);
}

static int write_with_limit(struct fixture *fixture, size_t number)
{
    const struct rlimit limit = {number, number};
    struct scratch *scratch;
    struct ns_error err = {NS_OK, ""};
    static const char bytes[1000];
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return CHILD_COULD_NOT;
    ns_status status = scratch_open(fixture->folder, "news.idx", &scratch, &err);
    for (int i = 0; status == NS_OK && i < 10; i++)
        status = scratch_append(scratch, bytes, sizeof bytes, &err);
    scratch_close(scratch);
    return status == NS_OK || strstr(err.msg, "news.idx: cannot write") ? (int)status : CHILD_COULD_NOT + 1;
}

static void test_full_disk(void **state)
{
    assert_int_equal(in_child(*state, write_with_limit, 9999), NS_ERR_IO);
    assert_int_equal(in_child(*state, write_with_limit, 10000), NS_OK);
}

static void test_no_folder(void **state)
{
    struct scratch *scratch;
    struct ns_error err;
    assert_int_equal(scratch_open(fixture_path(*state, "none"), "news.idx", &scratch, &err), NS_ERR_IO);
    assert_null(scratch);
    assert_non_null(strstr(err.msg, "news.idx: cannot make"));
    scratch_close(NULL);
}

/* A file that somebody else cut off is an error, not an end. */
static void test_past_the_end(void **state)
{
    struct fixture *fixture = *state;
    struct scratch *scratch;
    char bytes[8];
    assert_int_equal(scratch_open(fixture->folder, "news.idx", &scratch, NULL), NS_OK);
    assert_int_equal(scratch_append(scratch, "1234", 4, NULL), NS_OK);
    assert_int_equal(scratch_read(scratch, 1, bytes, 3, NULL), NS_OK);
    assert_memory_equal(bytes, "234", 3);
    assert_int_equal(scratch_read(scratch, 1, bytes, 4, NULL), NS_ERR_IO);
    scratch_close(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_in_memory),          FIXTURE_TEST(test_in_file),   FIXTURE_TEST(test_strings),   cmocka_unit_test(test_bytes),
        FIXTURE_TEST(test_into_an_index_file), FIXTURE_TEST(test_full_disk), FIXTURE_TEST(test_no_folder), FIXTURE_TEST(test_past_the_end),
    };
    return cmocka_run_group_tests_name("spool", tests, NULL, NULL);
}
