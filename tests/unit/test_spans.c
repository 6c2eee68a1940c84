/* test_spans.c - words of passages and extents of articles, as they were put. */
#include "tests/unit/index_fixture.h"

#include "index/codes.h"
#include "index/spans.h"

enum { PASSAGES = 300 };

struct invented {
    struct article_extent extents[PASSAGES]; /* of the article of each passage */
    struct span spans[PASSAGES];
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

/* A passage whose codes begin there: mostly of some words, sometimes of none, and sometimes as large as there are. */
static struct span invent_span(struct random_source *random, uint64_t offset)
{
    struct span span = {.words_offset = offset, .words = SPAN_WORDS_MAX, .compounds = SPAN_WORDS_MAX};
    const bool largest = random_below(random, 3) == 0;
    if (!largest) span.words = (uint32_t)random_magnitude(random, 8);
    if (!largest) span.compounds = (uint32_t)random_magnitude(random, 8);
    span.words_size = largest ? SPAN_WORDS_MAX * WORD_CODE_MAX : span.words + random_below(random, span.words * (WORD_CODE_MAX - 1) + 1);
    return span;
}

/* Put passages of articles of up to so many. Returns how many articles there are. */
static uint32_t invent(struct random_source *random, struct invented *invented, uint32_t passages, uint32_t most)
{
    uint32_t articles = 0;
    uint64_t offset = 0;
    invented->bytes.size = 0;
    for (uint32_t passage = 0; passage < passages;) {
        const uint32_t left = passages - passage;
        const uint32_t own = 1 + random_below(random, most < left ? most : left);
        const struct article_extent extent = {articles++, passage, own};
        for (uint32_t i = 0; i < own; i++, passage++) {
            invented->extents[passage] = extent;
            invented->spans[passage] = invent_span(random, offset);
            offset += invented->spans[passage].words_size;
            assert_int_equal(spans_put(&invented->bytes, passage, extent.article, i == 0, &invented->spans[passage], NULL), NS_OK);
        }
    }
    return articles;
}

static void open_section(struct fixture *fixture, const struct buffer *bytes)
{
    begin_section(fixture, fixture_path(fixture, "index"), SECTION_SPANS);
    assert_int_equal(index_file_put(fixture->writer, bytes->data, bytes->size, NULL), NS_OK);
    end_index_file(fixture, SECTION_SPANS + 1, NULL);
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, "index")), NS_OK);
}

static void check_passage(const struct spans *spans, uint32_t passage, const struct invented *invented)
{
    const struct span *wanted = &invented->spans[passage], found = spans_get(spans, passage);
    assert_true(found.words_offset == wanted->words_offset);
    assert_int_equal(found.words_size, wanted->words_size);
    assert_int_equal(found.words, wanted->words);
    assert_int_equal(found.compounds, wanted->compounds);
    assert_int_equal(spans_words(spans, passage), wanted->words);
    assert_int_equal(spans_length(spans, passage), wanted->words + wanted->compounds);
    struct article_extent extent;
    assert_true(spans_extent(spans, passage, &extent));
    assert_int_equal(extent.article, invented->extents[passage].article);
    assert_int_equal(extent.first_passage, invented->extents[passage].first_passage);
    assert_int_equal(extent.passages, invented->extents[passage].passages);
}

static void test_random_spans(void **state)
{
    struct fixture *fixture = *state;
    struct invented *invented = new_invented(fixture);
    struct random_source random = {fixture_seed(fixture)};
    for (int round = 0; round < 140; round++) {
        const uint32_t passages = round < 70 ? (uint32_t)round : 1 + random_below(&random, PASSAGES);
        const uint32_t articles = invent(&random, invented, passages, round % 3 ? 1 + (uint32_t)round : 2);
        struct spans spans;
        open_section(fixture, &invented->bytes);
        assert_int_equal(spans_open(fixture->file, passages, articles, &spans, NULL), NS_OK);
        for (uint32_t i = 0; i < passages; i++)
            check_passage(&spans, i, invented);
    }
    fixture_passed(fixture);
}

/* The bytes that spans.h draws. */
static void test_bytes(void **state)
{
    enum { ENDS = 16, WORDS = ENDS + 2 * SPANS_BLOCK, COMPOUNDS = WORDS + SPANS_BLOCK };
    struct buffer *out = &((struct fixture *)*state)->bytes[0];
    uint8_t wanted[2 * SPANS_BLOCK_SIZE] = {7, 0, 0, 0, 5, 0, 0, 0, 0, 1, 0, 0, 2};
    wanted[ENDS] = 3, wanted[ENDS + 2] = 3, wanted[ENDS + 4] = 0x2c, wanted[ENDS + 5] = 1;
    wanted[WORDS] = 2, wanted[WORDS + 2] = 255;
    wanted[COMPOUNDS] = 1, wanted[COMPOUNDS + 2] = 254;
    const uint64_t begin = UINT64_C(0x0200000100);
    assert_int_equal(spans_put(out, 0, 7, true, &(struct span){begin, 3, 2, 1}, NULL), NS_OK);
    assert_int_equal(spans_put(out, 1, 7, false, &(struct span){begin + 3, 0, 0, 0}, NULL), NS_OK);
    assert_int_equal(spans_put(out, 2, 8, true, &(struct span){begin + 3, 297, 255, 254}, NULL), NS_OK);
    assert_int_equal(out->size, SPANS_BLOCK_SIZE);
    assert_memory_equal(out->data, wanted, SPANS_BLOCK_SIZE);
    for (uint32_t i = 3; i <= SPANS_BLOCK; i++)
        assert_int_equal(spans_put(out, i, 0x04030201, false, &(struct span){begin + 300, 0, 0, 0}, NULL), NS_OK);
    for (uint32_t i = 3; i < SPANS_BLOCK; i++)
        wanted[ENDS + 2 * i] = 0x2c, wanted[ENDS + 2 * i + 1] = 1;
    memcpy(wanted + SPANS_BLOCK_SIZE, "\1\2\3\4\0\0\0\0\x2c\2\0\0\2", 13);
    assert_int_equal(out->size, sizeof wanted);
    assert_memory_equal(out->data, wanted, sizeof wanted);
}

/* The size says how many blocks of passages there are, to the byte; and there are no more articles than passages. */
static void test_sizes(void **state)
{
    struct fixture *fixture = *state;
    struct invented *invented = new_invented(fixture);
    struct random_source random = {fixture_seed(fixture)};
    static const char padding[SPANS_BLOCK_SIZE];
    static const int changes[] = {-SPANS_BLOCK_SIZE, -4, -1, 1, 4, SPANS_BLOCK_SIZE};
    struct spans spans;
    for (uint32_t passages = 0; passages < 4 * SPANS_BLOCK; passages += 1 + passages / 3) {
        const uint32_t articles = invent(&random, invented, passages, 3);
        const uint32_t blocks = (passages + SPANS_BLOCK - 1) / SPANS_BLOCK;
        open_section(fixture, &invented->bytes);
        for (uint32_t other = 0; other < 5 * SPANS_BLOCK; other++) {
            const bool fits = (other + SPANS_BLOCK - 1) / SPANS_BLOCK == blocks;
            assert_int_equal(spans_open(fixture->file, other, 0, &spans, NULL), fits ? NS_OK : NS_ERR_CORRUPT);
        }
        assert_int_equal(spans_open(fixture->file, passages, passages + 1, &spans, NULL), NS_ERR_CORRUPT);
        assert_int_equal(spans_open(fixture->file, passages + (UINT64_C(1) << 32), articles, &spans, NULL), NS_ERR_CORRUPT);
        assert_int_equal(spans_open(fixture->file, UINT64_MAX, articles, &spans, NULL), NS_ERR_CORRUPT);
        for (size_t i = 0; i < COUNT_OF(changes); i++) {
            struct buffer *bytes = &fixture->bytes[0];
            if (changes[i] < 0 && passages == 0) continue;
            bytes->size = 0;
            assert_int_equal(buffer_append(bytes, invented->bytes.data, invented->bytes.size, NULL), NS_OK);
            assert_int_equal(buffer_append(bytes, padding, sizeof padding, NULL), NS_OK);
            bytes->size = invented->bytes.size + (size_t)changes[i];
            open_section(fixture, bytes);
            assert_int_equal(spans_open(fixture->file, passages, articles, &spans, NULL), NS_ERR_CORRUPT);
        }
    }
    fixture_passed(fixture);
}

/* Whatever the bytes say, an extent holds its passage, is the same from each of its passages, and is inside the section; its article is one
 * that there is, or it is refused. */
static void check_extents(const struct spans *spans, uint32_t passages, uint32_t articles, bool any)
{
    struct article_extent extent, other;
    for (uint32_t i = 0; i < passages; i++) {
        const bool found = spans_extent(spans, i, &extent);
        if (found) assert_true(extent.article < articles);
        assert_true(extent.first_passage <= i && i - extent.first_passage < extent.passages);
        assert_true(extent.passages <= passages - extent.first_passage);
        assert_int_equal(spans_extent(spans, extent.first_passage, &other), found);
        assert_memory_equal(&extent, &other, sizeof extent);
        if (!any && extent.first_passage < SPANS_BLOCK) assert_false(found);
        const struct span span = spans_get(spans, i);
        assert_int_equal(spans_words(spans, i), span.words);
        assert_int_equal(spans_length(spans, i), span.words + span.compounds);
    }
}

static void test_random_bytes(void **state)
{
    struct fixture *fixture = *state;
    struct invented *invented = new_invented(fixture);
    struct random_source random = {fixture_seed(fixture)};
    for (int round = 0; round < 200; round++) {
        const uint32_t passages = 1 + random_below(&random, PASSAGES), articles = 1 + random_below(&random, passages);
        struct spans spans;
        const bool many = round % 2; /* articles */
        invent(&random, invented, passages, 3);
        for (size_t i = 0; i < invented->bytes.size; i++)
            invented->bytes.data[i] = (char)(random_next(&random) & (many ? 0xff : random_next(&random) & random_next(&random) & 0x7f));
        invented->bytes.data[4] |= 1;
        if (round % 4 == 0) memset(invented->bytes.data, 0xff, 4); /* the largest of numbers, to which some are added */
        open_section(fixture, &invented->bytes);
        assert_int_equal(spans_open(fixture->file, passages, articles, &spans, NULL), NS_OK);
        check_extents(&spans, passages, articles, round % 4 != 0);
        invented->bytes.data[4] ^= 1;
        open_section(fixture, &invented->bytes);
        assert_int_equal(spans_open(fixture->file, passages, articles, &spans, NULL), NS_ERR_CORRUPT);
    }
    fixture_passed(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_random_spans),
        FIXTURE_TEST(test_bytes),
        FIXTURE_TEST(test_sizes),
        FIXTURE_TEST(test_random_bytes),
    };
    return cmocka_run_group_tests_name("spans", tests, NULL, NULL);
}
