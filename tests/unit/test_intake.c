/* test_intake.c - a file of lines in slices is the file, whatever the size of the slices; lines that are too long, and files that are
 * damaged. */
#include "tests/unit/index_fixture.h"

#include "indexer/intake.h"

/* What a file came to in slices. */
struct sliced {
    struct buffer store;
    uint64_t lines;
    uint64_t left_out; /* of the last line that was */
    size_t slices;
    ns_status status;
    struct ns_error err;
};

static size_t lines_in(const char *text, size_t size)
{
    size_t lines = 0;
    for (size_t i = 0; i < size; i++)
        lines += text[i] == '\n' || i + 1 == size;
    return lines;
}

/* Read a file in slices of about so many bytes, one behind the other in the store. */
static void slice(struct sliced *sliced, const char *path, size_t wanted)
{
    struct intake stream;
    *sliced = (struct sliced){.store = BUFFER_INIT};
    sliced->status = intake_open(&stream, path, NULL, &sliced->err);
    while (sliced->status == NS_OK && !stream.ended) {
        struct slice part;
        const size_t before = sliced->store.size;
        sliced->status = intake_next(&stream, &sliced->store, wanted, &part, &sliced->err);
        assert_int_equal(part.begin, before);
        assert_int_equal(part.size, sliced->store.size - before);
        assert_int_equal(part.lines_before, sliced->lines);
        sliced->lines += lines_in(sliced->store.data + before, part.size) + (part.left_out > 0);
        assert_int_equal(stream.lines, sliced->lines);
        if (!stream.ended && part.size > 0) assert_int_equal(sliced->store.data[sliced->store.size - 1], '\n');
        if (part.left_out > 0) sliced->left_out = part.left_out;
        sliced->slices++;
    }
    intake_close(&stream);
}

static void make_lines(struct random_source *random, struct buffer *out, size_t count)
{
    out->size = 0;
    for (size_t i = 0; i < count; i++) {
        for (uint64_t left = random_below(random, random_chance(random, 5) ? 5000 : 30); left > 0; left--)
            assert_int_equal(buffer_append_byte(out, (uint8_t)('a' + random_below(random, 26)), NULL), NS_OK);
        if (i + 1 < count || random_chance(random, 50)) assert_int_equal(buffer_append_byte(out, '\n', NULL), NS_OK);
    }
}

static void write_gzip(const char *path, const char *data, size_t size)
{
    gzFile file = gzopen(path, "w");
    assert_non_null(file);
    assert_int_equal(gzwrite(file, data, (unsigned)size), size);
    assert_int_equal(gzclose(file), Z_OK);
}

static void test_any_size(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    struct buffer *text = &fixture->bytes[0];
    const char *path = fixture_path(fixture, "a.jsonl");
    for (int round = 0; round < 60; round++) {
        struct sliced sliced;
        make_lines(&random, text, random_below(&random, 800));
        if (round % 2 && text->size > 0) {
            write_gzip(path, text->data, text->size);
        } else {
            write_file(path, text->size ? text->data : "", text->size);
        }
        slice(&sliced, path, 1 + random_below(&random, 20000));
        assert_int_equal(sliced.status, NS_OK);
        assert_int_equal(sliced.store.size, text->size);
        if (text->size > 0) assert_memory_equal(sliced.store.data, text->data, text->size);
        assert_int_equal(sliced.lines, lines_in(text->data, text->size));
        buffer_release(&sliced.store);
    }
    fixture_passed(fixture);
}

/* A line over the limit is left out, whatever stands before and behind it, and is counted. */
static void test_line_that_is_too_long(void **state)
{
    struct fixture *fixture = *state;
    const char *path = fixture_path(fixture, "a.jsonl");
    const size_t size = JSONL_LINE_MAX + 3000000;
    for (int way = 0; way < 4; way++) {
        struct sliced sliced;
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        if (way & 1) fputs("before\n", file);
        assert_int_equal(fseek(file, (long)size, SEEK_CUR), 0); /* NULs, which the disk need not hold */
        fputs(way & 2 ? "x\nbehind\nand more" : "x", file);
        assert_int_equal(fclose(file), 0);
        slice(&sliced, path, 1 << 20);
        const char *wanted = way == 0 ? "" : way == 1 ? "before\n" : way == 2 ? "behind\nand more" : "before\nbehind\nand more";
        assert_int_equal(sliced.status, NS_OK);
        assert_int_equal(sliced.left_out, size + 1);
        assert_int_equal(sliced.store.size, strlen(wanted));
        if (*wanted) assert_memory_equal(sliced.store.data, wanted, strlen(wanted));
        assert_true(sliced.store.capacity < 2 * size + (8 << 20));
        buffer_release(&sliced.store);
    }
}

/* Of a file that is cut off the whole lines before that are given, however it was sliced. */
static void test_damaged_file(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    struct buffer *text = &fixture->bytes[0];
    const char *path = fixture_path(fixture, "a.jsonl.gz");
    make_lines(&random, text, 20000);
    write_gzip(path, text->data, text->size);
    struct stat known;
    assert_int_equal(stat(path, &known), 0);
    assert_int_equal(truncate(path, known.st_size / 2), 0);
    size_t whole = 0;
    for (size_t wanted = 1000; wanted < 10000000; wanted *= 10) {
        struct sliced sliced;
        slice(&sliced, path, wanted);
        assert_int_equal(sliced.status, NS_ERR_FORMAT);
        assert_non_null(strstr(sliced.err.msg, "truncated gzip"));
        assert_true(sliced.store.size > text->size / 4 && sliced.store.size < text->size);
        assert_memory_equal(sliced.store.data, text->data, sliced.store.size);
        assert_int_equal(sliced.store.data[sliced.store.size - 1], '\n');
        if (whole > 0) assert_int_equal(sliced.store.size, whole);
        whole = sliced.store.size;
        buffer_release(&sliced.store);
    }
    fixture_passed(fixture);
}

static void test_no_file(void **state)
{
    struct sliced sliced;
    slice(&sliced, fixture_path(*state, "none.jsonl"), 1000);
    assert_int_equal(sliced.status, NS_ERR_IO);
    assert_non_null(strstr(sliced.err.msg, "none.jsonl"));
    buffer_release(&sliced.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_any_size),
        FIXTURE_TEST(test_line_that_is_too_long),
        FIXTURE_TEST(test_damaged_file),
        FIXTURE_TEST(test_no_file),
    };
    return cmocka_run_group_tests_name("intake", tests, NULL, NULL);
}
