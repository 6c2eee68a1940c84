/* test_codes.c - the word code and the gap code of the streams. */
#include "tests/unit/index_fixture.h"

#include "index/codes.h"

/* ---- Words ---- */

static void check_word(uint32_t number, size_t length)
{
    uint8_t code[WORD_CODE_MAX];
    assert_int_equal(word_code_put(code, number), length);
    for (size_t i = 0; i < length; i++)
        assert_int_equal(code[i] < WORD_CODE_STOPPERS, i + 1 == length);
    struct cursor cursor = cursor_over(code, length);
    assert_int_equal(word_code_get(&cursor), number);
    assert_false(cursor.failed);
    assert_ptr_equal(cursor.at, cursor.end);
}

static void test_word_code_edges(void **state)
{
    (void)state;
    static const uint64_t counts[] = {192, 12288, 786432, 50331648, 3221225472u}; /* of the codes of 1, 2, ... bytes */
    check_word(0, 1);
    uint64_t edge = 0;
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        edge += counts[i];
        check_word((uint32_t)edge - 1, i + 1);
        check_word((uint32_t)edge, i + 2);
        check_word((uint32_t)edge + 1, i + 2);
    }
    check_word(UINT32_MAX, WORD_CODE_MAX);
    check_word(UINT32_MAX - 1, WORD_CODE_MAX);
}

/* Smaller numbers have no longer codes, and codes of one length are in the order of their numbers. */
static void test_word_code_order(void **state)
{
    (void)state;
    uint8_t before[WORD_CODE_MAX];
    size_t before_len = word_code_put(before, 0);
    for (uint32_t number = 1; number < 900000; number++) {
        uint8_t code[WORD_CODE_MAX];
        const size_t length = word_code_put(code, number);
        assert_true(length > before_len || (length == before_len && memcmp(before, code, length) < 0));
        memcpy(before, code, length);
        before_len = length;
    }
}

/* From any byte of a stream, the codes behind the next stopper are found, and the codes before it backwards. */
static void test_word_codes_find_their_step(void **state)
{
    struct fixture *fixture = *state;
    uint64_t random = fixture_seed(fixture);
    enum { COUNT = 5000 };
    static uint32_t numbers[COUNT];
    static uint8_t stream[COUNT * WORD_CODE_MAX];
    static size_t ends[COUNT];
    size_t size = 0;
    for (size_t i = 0; i < COUNT; i++) {
        numbers[i] = (uint32_t)random_magnitude(&random, 32);
        size += word_code_put(stream + size, numbers[i]);
        ends[i] = size;
    }
    size_t next = 0; /* the code that the byte is in */
    for (size_t at = 0; at < size; at++) {
        if (at == ends[next]) next++;
        size_t begin = at;
        while (begin > 0 && stream[begin - 1] >= WORD_CODE_STOPPERS)
            begin--;
        assert_int_equal(begin, next ? ends[next - 1] : 0);
        struct cursor cursor = cursor_over(stream + begin, size - begin);
        assert_int_equal(word_code_get(&cursor), numbers[next]);
        assert_ptr_equal(cursor.at, stream + ends[next]);
    }
    assert_int_equal(next, COUNT - 1);
    fixture_passed(fixture);
}

static void test_word_code_cut_off(void **state)
{
    (void)state;
    uint8_t code[WORD_CODE_MAX];
    const size_t length = word_code_put(code, UINT32_MAX);
    for (size_t cut = 0; cut < length; cut++) {
        struct cursor cursor = cursor_over(code, cut);
        assert_int_equal(word_code_get(&cursor), 0);
        assert_true(cursor.failed);
    }
}

/* The bug: a code of more than 32 bits was refused, but what stands behind it could still be read. */
static void test_word_code_too_large(void **state)
{
    (void)state;
    uint8_t code[16];
    word_code_put(code, UINT32_MAX);
    code[WORD_CODE_MAX - 1]++; /* 2^32: the next code of its length */
    code[WORD_CODE_MAX] = 1;
    struct cursor cursor = cursor_over(code, WORD_CODE_MAX + 1);
    assert_int_equal(word_code_get(&cursor), 0);
    assert_true(cursor.failed);
    assert_int_equal(word_code_get(&cursor), 0);
    assert_int_equal(cursor_byte(&cursor), 0);
    for (size_t length = 1; length <= sizeof code; length++) {
        memset(code, 0xff, sizeof code);
        code[length - 1] = 5;
        cursor = cursor_over(code, sizeof code);
        word_code_get(&cursor);
        assert_int_equal(cursor.failed, length > 5);
        if (cursor.failed) assert_int_equal(cursor_byte(&cursor), 0);
    }
}

/* Any bytes are words or a failure, and what was read is written to the same bytes. */
static void test_word_codes_of_random_bytes(void **state)
{
    struct fixture *fixture = *state;
    uint64_t random = fixture_seed(fixture);
    for (int i = 0; i < 100000; i++) {
        uint8_t bytes[8];
        const uint64_t value = random_next(&random) | random_next(&random); /* many high bits */
        memcpy(bytes, &value, sizeof bytes);
        struct cursor cursor = cursor_over(bytes, sizeof bytes);
        const uint32_t number = word_code_get(&cursor);
        uint8_t code[WORD_CODE_MAX];
        if (cursor.failed) {
            assert_int_equal(number, 0);
            continue;
        }
        const size_t length = (size_t)(cursor.at - bytes);
        assert_int_equal(word_code_put(code, number), length);
        assert_memory_equal(code, bytes, length);
    }
    fixture_passed(fixture);
}

/* ---- Gaps ---- */

static void put_gaps(struct buffer *out, const uint32_t *gaps, size_t count)
{
    struct gap_encoder encoder = {0};
    out->size = 0;
    for (size_t i = 0; i < count; i++) {
        if (gaps[i] == GAP_IMPLIED) {
            gap_put_implied(&encoder);
        } else {
            assert_int_equal(gap_put(&encoder, out, gaps[i], NULL), NS_OK);
        }
    }
}

static void check_gaps(struct buffer *out, const uint32_t *gaps, size_t count)
{
    put_gaps(out, gaps, count);
    struct gap_decoder decoder = gap_decoder_over(out->data, out->size);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(gap_get(&decoder), gaps[i]);
    assert_ptr_equal(decoder.cursor.at, decoder.cursor.end);
    for (int past = 0; past < 40; past++)
        assert_int_equal(gap_get(&decoder), GAP_IMPLIED);
    assert_false(decoder.cursor.failed);
}

/* What each is in bytes, as codes.h draws it. */
static void test_gap_code_bytes(void **state)
{
    struct fixture *fixture = *state;
    struct buffer *out = &fixture->bytes[0];
    static const struct {
        size_t implied;
        uint32_t number;
        const char *bytes;
        size_t size;
    } rows[] = {
        {0, 0, "\x00", 1},
        {0, 14, "\x0e", 1},
        {0, 15, "\x0f\x00", 2},
        {0, 16, "\x0f\x01", 2},
        {3, 2, "\x32", 1},
        {14, 14, "\xee", 1},
        {15, 0, "\xf0\x00", 2},
        {16, 0, "\xf1\x00", 2},
        {30, 1, "\xff\x01", 2},
        {31, 1, "\xff\x11", 2},
        {44, 1, "\xff\xe1", 2},
        {45, 1, "\xff\xf0\x01", 3},
        {60, 1, "\xff\xff\x01", 3},
        {14, 15 + 128, "\xef\x80\x01", 3},
        {0, UINT32_MAX - 1, "\x0f\xef\xff\xff\xff\x0f", 6},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        uint32_t gaps[64];
        for (size_t gap = 0; gap < rows[i].implied; gap++)
            gaps[gap] = GAP_IMPLIED;
        gaps[rows[i].implied] = rows[i].number;
        check_gaps(out, gaps, rows[i].implied + 1);
        assert_int_equal(out->size, rows[i].size);
        assert_memory_equal(out->data, rows[i].bytes, out->size);
    }
}

static void test_gaps_that_are_all_implied(void **state)
{
    struct fixture *fixture = *state;
    static const uint32_t gaps[] = {GAP_IMPLIED, GAP_IMPLIED, GAP_IMPLIED};
    check_gaps(&fixture->bytes[0], gaps, 3);
    assert_int_equal(fixture->bytes[0].size, 0);
    check_gaps(&fixture->bytes[0], gaps, 0);
}

static void test_long_run_of_implied_gaps(void **state)
{
    struct fixture *fixture = *state;
    struct gap_encoder encoder = {0};
    for (int i = 0; i < 1000000; i++)
        gap_put_implied(&encoder);
    assert_int_equal(gap_put(&encoder, &fixture->bytes[0], 7, NULL), NS_OK);
    assert_int_equal(gap_put(&encoder, &fixture->bytes[0], 8, NULL), NS_OK);
    assert_in_range(fixture->bytes[0].size, 1000000 / 30, 1000000 / 30 + 4);
    struct gap_decoder decoder = gap_decoder_over(fixture->bytes[0].data, fixture->bytes[0].size);
    for (int i = 0; i < 1000000; i++)
        assert_int_equal(gap_get(&decoder), GAP_IMPLIED);
    assert_int_equal(gap_get(&decoder), 7);
    assert_int_equal(gap_get(&decoder), 8);
    assert_int_equal(gap_get(&decoder), GAP_IMPLIED);
    assert_false(decoder.cursor.failed);
}

static void test_random_gaps(void **state)
{
    struct fixture *fixture = *state;
    uint64_t random = fixture_seed(fixture);
    enum { COUNT = 400 };
    uint32_t gaps[COUNT];
    for (int i = 0; i < 3000; i++) {
        const uint64_t rare = 1 + random_magnitude(&random, 7);
        const unsigned bits = 1 + (unsigned)random_below(&random, 32);
        const size_t count = random_below(&random, COUNT + 1);
        for (size_t gap = 0; gap < count; gap++) {
            const uint32_t number = (uint32_t)random_magnitude(&random, bits);
            gaps[gap] = random_below(&random, rare) ? GAP_IMPLIED : number == UINT32_MAX ? 0 : number;
        }
        if (count && gaps[count - 1] == GAP_IMPLIED) gaps[count - 1] = 3; /* so that the code ends with the last gap */
        check_gaps(&fixture->bytes[0], gaps, count);
    }
    fixture_passed(fixture);
}

/* Cut off in a number, or with one that is too large: the failure is told, and nothing runs on for ever. */
static void test_damaged_gaps(void **state)
{
    (void)state;
    static const char *const texts[] = {"\x0f",        "\x0f\x80", "\x0f\xff", "\x0f\xf0\xff\xff\xff\x0f", "\x0f\xff\xff\xff\xff\x1f",
                                        "\xff\xff\x3f"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct gap_decoder decoder = gap_decoder_over(texts[i], strlen(texts[i]));
        for (int gap = 0; gap < 100; gap++)
            gap_get(&decoder);
        assert_true(decoder.cursor.failed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_word_code_edges),
        cmocka_unit_test(test_word_code_order),
        FIXTURE_TEST(test_word_codes_find_their_step),
        cmocka_unit_test(test_word_code_cut_off),
        cmocka_unit_test(test_word_code_too_large),
        FIXTURE_TEST(test_word_codes_of_random_bytes),
        FIXTURE_TEST(test_gap_code_bytes),
        FIXTURE_TEST(test_gaps_that_are_all_implied),
        FIXTURE_TEST(test_long_run_of_implied_gaps),
        FIXTURE_TEST(test_random_gaps),
        cmocka_unit_test(test_damaged_gaps),
    };
    return cmocka_run_group_tests_name("codes", tests, NULL, NULL);
}
