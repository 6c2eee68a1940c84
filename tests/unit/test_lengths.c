/* test_lengths.c - lengths of passages and extents of articles, as they were put. */
#include "tests/unit/index_fixture.h"

#include "index/lengths.h"

enum { PASSAGES = 300 };

struct invented {
    struct article_extent extents[PASSAGES]; /* of the article of each passage */
    uint32_t lengths[PASSAGES];
    struct buffer bytes;
};

static void release(void *own)
{
    struct invented *invented = own;
    buffer_release(&invented->bytes);
    free(invented);
}

static struct invented *new_invented(struct fixture *fixture)
{
    fixture->own = calloc(1, sizeof(struct invented));
    fixture->release = release;
    assert_non_null(fixture->own);
    return fixture->own;
}

/* Put passages of articles of up to so many. Returns how many articles there are. */
static uint32_t invent(struct random_source *random, struct invented *invented, uint32_t passages, uint32_t most)
{
    uint32_t articles = 0;
    invented->bytes.size = 0;
    for (uint32_t passage = 0; passage < passages;) {
        const uint32_t left = passages - passage;
        const uint32_t own = 1 + random_below(random, most < left ? most : left);
        const struct article_extent extent = {articles++, passage, own};
        for (uint32_t i = 0; i < own; i++, passage++) {
            invented->extents[passage] = extent;
            invented->lengths[passage] = (uint32_t)random_magnitude(random, 15);
            assert_int_equal(lengths_put(&invented->bytes, passage, extent.article, invented->lengths[passage], i == 0, NULL), NS_OK);
        }
    }
    return articles;
}

static void open_section(struct fixture *fixture, const struct buffer *bytes)
{
    begin_section(fixture, fixture_path(fixture, "index"), SECTION_LENGTHS);
    assert_int_equal(index_file_put(fixture->writer, bytes->data, bytes->size, NULL), NS_OK);
    end_index_file(fixture, SECTION_LENGTHS + 1, NULL);
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, "index")), NS_OK);
}

static void test_random_lengths(void **state)
{
    struct fixture *fixture = *state;
    struct invented *invented = new_invented(fixture);
    struct random_source random = {fixture_seed(fixture)};
    for (int round = 0; round < 60; round++) {
        const uint32_t passages = round < 35 ? (uint32_t)round : 1 + random_below(&random, PASSAGES);
        const uint32_t articles = invent(&random, invented, passages, round % 3 ? 1 + (uint32_t)round : 2);
        struct lengths lengths;
        open_section(fixture, &invented->bytes);
        assert_int_equal(lengths_open(fixture->file, passages, articles, &lengths, NULL), NS_OK);
        for (uint32_t i = 0; i < passages; i++) {
            struct article_extent extent;
            assert_int_equal(lengths_get(&lengths, i), invented->lengths[i]);
            assert_true(lengths_extent(&lengths, i, &extent));
            assert_int_equal(extent.article, invented->extents[i].article);
            assert_int_equal(extent.first_passage, invented->extents[i].first_passage);
            assert_int_equal(extent.passages, invented->extents[i].passages);
        }
    }
    fixture_passed(fixture);
}

/* The bytes that index_file.h draws. */
static void test_bytes(void **state)
{
    struct buffer *out = &((struct fixture *)*state)->bytes[0];
    assert_int_equal(lengths_put(out, 0, 7, 1, true, NULL), NS_OK);
    assert_int_equal(lengths_put(out, 1, 7, LENGTH_MAX, false, NULL), NS_OK);
    assert_int_equal(lengths_put(out, 2, 8, 0, true, NULL), NS_OK);
    assert_int_equal(out->size, 10);
    assert_memory_equal(out->data, "\7\0\0\0\3\0\xfe\xff\1\0", 10);
    for (uint32_t i = 3; i <= LENGTHS_BLOCK; i++)
        assert_int_equal(lengths_put(out, i, 0x04030201, 0, false, NULL), NS_OK);
    assert_int_equal(out->size, LENGTHS_BLOCK_SIZE + 4 + 2);
    assert_memory_equal(out->data + LENGTHS_BLOCK_SIZE, "\1\2\3\4\0\0", 6);
}

/* The size says how many passages there are, to the byte; and there are no more articles than that. */
static void test_sizes(void **state)
{
    struct fixture *fixture = *state;
    struct invented *invented = new_invented(fixture);
    struct random_source random = {fixture_seed(fixture)};
    struct lengths lengths;
    for (uint32_t passages = 0; passages < 40; passages++) {
        const uint32_t articles = invent(&random, invented, passages, 3);
        static const int changes[] = {-4, -2, -1, 1, 2, 4};
        open_section(fixture, &invented->bytes);
        for (uint32_t other = 0; other < 40; other++)
            assert_int_equal(lengths_open(fixture->file, other, other, &lengths, NULL), other == passages ? NS_OK : NS_ERR_CORRUPT);
        assert_int_equal(lengths_open(fixture->file, passages, passages + 1, &lengths, NULL), NS_ERR_CORRUPT);
        assert_int_equal(lengths_open(fixture->file, passages + (UINT64_C(1) << 62), articles, &lengths, NULL), NS_ERR_CORRUPT);
        for (size_t i = 0; i < COUNT_OF(changes); i++) {
            struct buffer *bytes = &fixture->bytes[0];
            const size_t size = invented->bytes.size + (size_t)changes[i];
            bytes->size = 0;
            if (changes[i] < 0 && invented->bytes.size < 4) continue;
            assert_int_equal(buffer_append(bytes, invented->bytes.data, invented->bytes.size, NULL), NS_OK);
            assert_int_equal(buffer_append(bytes, "\0\0\0\0", 4, NULL), NS_OK);
            bytes->size = size;
            open_section(fixture, bytes);
            assert_int_equal(lengths_open(fixture->file, passages, articles, &lengths, NULL), NS_ERR_CORRUPT);
        }
    }
    fixture_passed(fixture);
}

/* Whatever the bytes say, an extent holds its passage, is the same from each of its passages, and is inside the section; its article is one
 * that there is, or it is refused. */
static void test_random_bytes(void **state)
{
    struct fixture *fixture = *state;
    struct invented *invented = new_invented(fixture);
    struct random_source random = {fixture_seed(fixture)};
    for (int round = 0; round < 200; round++) {
        const uint32_t passages = 1 + random_below(&random, PASSAGES), articles = 1 + random_below(&random, passages);
        struct lengths lengths;
        struct article_extent extent, other;
        invent(&random, invented, passages, 3);
        for (size_t i = 0; i < invented->bytes.size; i++)
            invented->bytes.data[i] = (char)(random_next(&random) & random_next(&random) & (round % 2 ? 0xff : 0x7f));
        invented->bytes.data[4] |= 1;
        if (round % 4 == 0) memset(invented->bytes.data, 0xff, 4); /* the largest of numbers, to which some are added */
        open_section(fixture, &invented->bytes);
        assert_int_equal(lengths_open(fixture->file, passages, articles, &lengths, NULL), NS_OK);
        for (uint32_t i = 0; i < passages; i++) {
            const bool found = lengths_extent(&lengths, i, &extent);
            if (found) assert_true(extent.article < articles);
            assert_true(extent.first_passage <= i && i - extent.first_passage < extent.passages);
            assert_true(extent.passages <= passages - extent.first_passage);
            assert_int_equal(lengths_extent(&lengths, extent.first_passage, &other), found);
            assert_memory_equal(&extent, &other, sizeof extent);
            if (round % 4 == 0 && i < LENGTHS_BLOCK) assert_false(found);
        }
        invented->bytes.data[4] ^= 1;
        open_section(fixture, &invented->bytes);
        assert_int_equal(lengths_open(fixture->file, passages, articles, &lengths, NULL), NS_ERR_CORRUPT);
    }
    fixture_passed(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_random_lengths),
        FIXTURE_TEST(test_bytes),
        FIXTURE_TEST(test_sizes),
        FIXTURE_TEST(test_random_bytes),
    };
    return cmocka_run_group_tests_name("lengths", tests, NULL, NULL);
}
