/* test_buffer.c - growing memory, varints, numbers of fixed width, and the reader of bytes that are not trusted. */
#include "tests/unit/index_fixture.h"

#include "index/bytes.h"

/* Past where memory is had in large pages. */
#define APPENDED 9000000u

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct buffer));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    buffer_release(*state);
    free(*state);
    return 0;
}

static void test_append_grows(void **state)
{
    struct buffer *buffer = *state;
    for (unsigned i = 0; i < APPENDED; i++) {
        assert_int_equal(buffer_append_byte(buffer, (uint8_t)(i * 7), NULL), NS_OK);
        assert_int_equal(buffer->size, i + 1);
        assert_true(buffer->capacity >= buffer->size);
    }
    for (unsigned i = 0; i < APPENDED; i++)
        assert_int_equal((uint8_t)buffer->data[i], (uint8_t)(i * 7));
    buffer_release(buffer);
    assert_null(buffer->data);
    assert_int_equal(buffer->size + buffer->capacity, 0);
}

static void test_append_of_nothing(void **state)
{
    struct buffer *buffer = *state;
    assert_int_equal(buffer_append(buffer, NULL, 0, NULL), NS_OK);
    assert_int_equal(buffer->size, 0);
    assert_int_equal(buffer_append(buffer, "ab", 2, NULL), NS_OK);
    assert_int_equal(buffer_append(buffer, NULL, 0, NULL), NS_OK);
    assert_int_equal(buffer->size, 2);
    assert_memory_equal(buffer->data, "ab", 2);
}

static void test_reserve_keeps_what_is_there(void **state)
{
    struct buffer *buffer = *state;
    assert_int_equal(buffer_append(buffer, "word", 4, NULL), NS_OK);
    assert_int_equal(buffer_reserve(buffer, 1000000, NULL), NS_OK);
    assert_int_equal(buffer->size, 4);
    assert_true(buffer->capacity >= 1000004);
    assert_memory_equal(buffer->data, "word", 4);
    const char *data = buffer->data;
    assert_int_equal(buffer_append(buffer, "s", 1, NULL), NS_OK);
    assert_ptr_equal(buffer->data, data);
}

/* What cannot be had leaves the buffer as it was. */
static void test_impossible_sizes(void **state)
{
    struct buffer *buffer = *state;
    struct ns_error err = {NS_OK, ""};
    assert_int_equal(buffer_append(buffer, "word", 4, NULL), NS_OK);
    const struct buffer before = *buffer;
    assert_int_equal(buffer_reserve(buffer, SIZE_MAX, &err), NS_ERR_NOMEM);
    assert_int_equal(err.code, NS_ERR_NOMEM);
    assert_int_equal(buffer_reserve(buffer, SIZE_MAX - 4, NULL), NS_ERR_NOMEM);
    assert_memory_equal(buffer, &before, sizeof before);
    assert_memory_equal(buffer->data, "word", 4);
}

static void test_array_reserve(void **state)
{
    (void)state;
    void *items = NULL;
    size_t capacity = 0;
    assert_int_equal(array_reserve(&items, &capacity, 0, 8, NULL), NS_OK);
    assert_null(items);
    assert_int_equal(array_reserve(&items, &capacity, 5, 8, NULL), NS_OK);
    assert_true(capacity >= 5);
    memset(items, 1, capacity * 8);
    void *same = items;
    assert_int_equal(array_reserve(&items, &capacity, capacity, 8, NULL), NS_OK);
    assert_ptr_equal(items, same);
    const size_t before = capacity;
    assert_int_equal(array_reserve(&items, &capacity, SIZE_MAX / 8 + 1, 8, NULL), NS_ERR_NOMEM);
    assert_int_equal(capacity, before);
    assert_ptr_equal(items, same);
    assert_int_equal(array_reserve(&items, &capacity, before + 1, 8, NULL), NS_OK);
    assert_int_equal(capacity, before * 2);
    free(items);
}

/* ---- Varints ---- */

/* One value: its length, its bytes as LEB128 has them, and the value again. */
static void check_varint(struct buffer *buffer, uint64_t value, size_t length)
{
    uint8_t bytes[VARINT_MAX];
    assert_int_equal(varint_put(bytes, value), length);
    for (size_t i = 0; i < length; i++)
        assert_int_equal(bytes[i], ((value >> (7 * i)) & 0x7f) | (i + 1 < length ? 0x80u : 0u));
    buffer->size = 0;
    assert_int_equal(buffer_append_varint(buffer, value, NULL), NS_OK);
    assert_int_equal(buffer->size, length);
    assert_memory_equal(buffer->data, bytes, length);
    struct cursor cursor = cursor_over(buffer->data, buffer->size);
    assert_true(cursor_varint(&cursor) == value);
    assert_false(cursor.failed);
    assert_ptr_equal(cursor.at, cursor.end);
}

static void test_varint_edges(void **state)
{
    check_varint(*state, 0, 1);
    for (unsigned groups = 1; groups <= 9; groups++) {
        const uint64_t edge = UINT64_C(1) << (7 * groups);
        check_varint(*state, edge - 1, groups);
        check_varint(*state, edge, groups + 1);
        check_varint(*state, edge + 1, groups + 1);
    }
    check_varint(*state, UINT64_MAX - 1, 10);
    check_varint(*state, UINT64_MAX, 10);
}

/* Cut off at any byte, a varint is no number. */
static void test_varint_cut_off(void **state)
{
    (void)state;
    uint8_t bytes[VARINT_MAX];
    const size_t length = varint_put(bytes, UINT64_MAX);
    for (size_t cut = 0; cut < length; cut++) {
        struct cursor cursor = cursor_over(bytes, cut);
        assert_int_equal(cursor_varint(&cursor), 0);
        assert_true(cursor.failed);
    }
}

/* A number of more than 64 bits, and one of more than 10 bytes. */
static void test_varint_too_long(void **state)
{
    (void)state;
    static const uint8_t texts[][12] = {
        {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02, 0},
        {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0},
        {0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0},
        {0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x81, 0},
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct cursor cursor = cursor_over(texts[i], sizeof texts[i]);
        assert_int_equal(cursor_varint(&cursor), 0);
        assert_true(cursor.failed);
    }
}

static void test_varint_max(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {0xac, 0x02, 0x05};
    struct cursor cursor = cursor_over(bytes, sizeof bytes);
    assert_int_equal(cursor_varint_max(&cursor, 300), 300);
    assert_int_equal(cursor_varint_max(&cursor, 5), 5);
    assert_false(cursor.failed);
    cursor = cursor_over(bytes, sizeof bytes);
    assert_int_equal(cursor_varint_max(&cursor, 299), 0);
    assert_true(cursor.failed);
    assert_int_equal(cursor_varint_max(&cursor, 300), 0); /* the 5 is there, but nothing is read any more */
    assert_true(cursor.failed);
}

/* ---- Cursors ---- */

static void assert_all_empty(struct cursor *cursor)
{
    size_t length = 9;
    assert_true(cursor->failed);
    assert_int_equal(cursor_byte(cursor), 0);
    assert_int_equal(cursor_varint(cursor), 0);
    assert_int_equal(cursor_varint_max(cursor, UINT64_MAX), 0);
    assert_null(cursor_bytes(cursor, 1));
    cursor_string(cursor, &length);
    assert_int_equal(length, 0);
    assert_true(cursor->failed);
}

static void test_failure_stays(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {1, 2, 3, 4, 0x80, 9, 9, 9};
    struct cursor cursor = cursor_over(bytes, 4);
    assert_null(cursor_bytes(&cursor, 5));
    assert_all_empty(&cursor);
    cursor = cursor_over(bytes, sizeof bytes);
    assert_int_equal(cursor_varint_max(&cursor, 0), 0);
    assert_all_empty(&cursor);
    cursor = cursor_over(bytes, 0);
    assert_int_equal(cursor_byte(&cursor), 0);
    assert_all_empty(&cursor);
    cursor = cursor_over(bytes + 3, 5); /* a string of 4 bytes, of which all are there; then one of 9 that is not */
    size_t length;
    assert_ptr_equal(cursor_string(&cursor, &length), bytes + 4);
    assert_int_equal(length, 4);
    assert_false(cursor.failed);
    cursor = cursor_over(bytes + 5, 3);
    cursor_string(&cursor, &length);
    assert_int_equal(length, 0);
    assert_all_empty(&cursor);
}

static void test_cursor_over_nothing(void **state)
{
    (void)state;
    struct cursor cursor = cursor_over(NULL, 0);
    assert_false(cursor.failed);
    assert_ptr_equal(cursor.at, cursor.end);
    assert_int_equal(cursor_byte(&cursor), 0);
    assert_all_empty(&cursor);
}

static void test_bytes_to_the_end(void **state)
{
    (void)state;
    struct cursor cursor = cursor_over("abcd", 4);
    assert_int_equal(cursor_byte(&cursor), 'a');
    const char *rest = cursor_bytes(&cursor, 3);
    assert_non_null(rest);
    assert_memory_equal(rest, "bcd", 3);
    assert_ptr_equal(cursor.at, cursor.end);
    assert_non_null(cursor_bytes(&cursor, 0));
    assert_false(cursor.failed);
}

/* A length near the maximum must not wrap round. */
static void test_string_of_the_longest_length(void **state)
{
    struct buffer *buffer = *state;
    assert_int_equal(buffer_append_varint(buffer, UINT64_MAX, NULL), NS_OK);
    assert_int_equal(buffer_append(buffer, "abc", 3, NULL), NS_OK);
    struct cursor cursor = cursor_over(buffer->data, buffer->size);
    size_t length = 1;
    cursor_string(&cursor, &length);
    assert_int_equal(length, 0);
    assert_all_empty(&cursor);
}

static void test_strings(void **state)
{
    struct buffer *buffer = *state;
    char text[300];
    memset(text, 'x', sizeof text);
    static const size_t lengths[] = {0, 1, 127, 128, 300};
    for (size_t i = 0; i < COUNT_OF(lengths); i++)
        assert_int_equal(buffer_append_string(buffer, text, lengths[i], NULL), NS_OK);
    assert_int_equal(buffer->size, 0 + 1 + 127 + 128 + 300 + 1 + 1 + 1 + 2 + 2);
    struct cursor cursor = cursor_over(buffer->data, buffer->size);
    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        size_t length;
        const char *string = cursor_string(&cursor, &length);
        assert_non_null(string);
        assert_int_equal(length, lengths[i]);
        assert_memory_equal(string, text, length);
    }
    assert_false(cursor.failed);
    assert_ptr_equal(cursor.at, cursor.end);
}

/* ---- Pairs ---- */

/* A number takes no byte of its own up to 14. */
static void test_pairs(void **state)
{
    static const uint64_t numbers[] = {0, 1, 14, 15, 16, 142, 143, 300, UINT64_MAX - 1, UINT64_MAX};
    static const size_t sizes[] = {0, 0, 0, 1, 1, 1, 2, 2, 10, 10};
    struct buffer *buffer = *state;
    for (size_t i = 0; i < COUNT_OF(numbers) * COUNT_OF(numbers); i++) {
        const size_t one = i / COUNT_OF(numbers), other = i % COUNT_OF(numbers);
        uint64_t first, second;
        buffer->size = 0;
        assert_int_equal(buffer_append_pair(buffer, numbers[one], numbers[other], NULL), NS_OK);
        assert_int_equal(buffer->size, 1 + sizes[one] + sizes[other]);
        assert_true(buffer->size <= PAIR_MAX);
        struct cursor cursor = cursor_over(buffer->data, buffer->size);
        cursor_pair(&cursor, &first, &second);
        assert_true(first == numbers[one] && second == numbers[other]);
        assert_false(cursor.failed);
        assert_ptr_equal(cursor.at, cursor.end);
        cursor = cursor_over(buffer->data, buffer->size - 1);
        cursor_pair(&cursor, &first, &second);
        assert_true(cursor.failed);
    }
}

static void test_pair_bytes(void **state)
{
    struct buffer *buffer = *state;
    assert_int_equal(buffer_append_pair(buffer, 3, 14, NULL), NS_OK);
    assert_int_equal(buffer_append_pair(buffer, 16, 2, NULL), NS_OK);
    assert_int_equal(buffer_append_pair(buffer, 16, 315, NULL), NS_OK);
    assert_int_equal(buffer->size, 1 + 2 + 4);
    assert_memory_equal(buffer->data, "\xe3\x2f\x01\xff\x01\xac\x02", 7);
}

/* What is beyond 15 must not wrap round. */
static void test_pair_too_large(void **state)
{
    (void)state;
    uint64_t first, second;
    struct cursor cursor = cursor_over("\x0f\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11);
    cursor_pair(&cursor, &first, &second);
    assert_true(cursor.failed);
}

/* ---- The rest ---- */

static int sign(int value)
{
    return (value > 0) - (value < 0);
}

static void test_bytes_compare(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int order;
    } rows[] = {
        {"", "", 0}, {"", "a", -1}, {"a", "", 1}, {"a", "a", 0}, {"a", "ab", -1}, {"ab", "a", 1}, {"ab", "b", -1}, {"z", "\xc3\xa9", -1},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_int_equal(sign(bytes_compare(rows[i].a, strlen(rows[i].a), rows[i].b, strlen(rows[i].b))), rows[i].order);
        assert_int_equal(sign(bytes_compare(rows[i].b, strlen(rows[i].b), rows[i].a, strlen(rows[i].a))), -rows[i].order);
    }
    assert_int_equal(sign(bytes_compare("a\0b", 3, "a\0c", 3)), -1);
}

/* The bug: an empty buffer has no memory, and comparing it was undefined. */
static void test_compare_of_empty_buffers(void **state)
{
    (void)state;
    assert_int_equal(bytes_compare(NULL, 0, NULL, 0), 0);
    assert_int_equal(sign(bytes_compare(NULL, 0, "a", 1)), -1);
    assert_int_equal(sign(bytes_compare("a", 1, NULL, 0)), 1);
}

static void test_fixed_width(void **state)
{
    struct buffer *buffer = *state;
    assert_int_equal(buffer_append_byte(buffer, 0xee, NULL), NS_OK); /* so that the numbers stand at odd places */
    assert_int_equal(buffer_append_u32(buffer, 0x04030201u, NULL), NS_OK);
    assert_int_equal(buffer_append_u64(buffer, 0x8c0b0a0908070605u, NULL), NS_OK);
    assert_int_equal(buffer_append_u32(buffer, UINT32_MAX, NULL), NS_OK);
    assert_int_equal(buffer_append_u64(buffer, UINT64_MAX, NULL), NS_OK);
    assert_int_equal(buffer->size, 1 + 4 + 8 + 4 + 8);
    assert_memory_equal(buffer->data, "\xee\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x8c", 13);
    const uint8_t *data = (const uint8_t *)buffer->data;
    assert_int_equal(load_u32(data + 1), 0x04030201u);
    assert_true(load_u64(data + 5) == 0x8c0b0a0908070605u);
    assert_int_equal(load_u32(data + 13), UINT32_MAX);
    assert_true(load_u64(data + 17) == UINT64_MAX);
}

#define BUFFER_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BUFFER_TEST(test_append_grows),
        BUFFER_TEST(test_append_of_nothing),
        BUFFER_TEST(test_reserve_keeps_what_is_there),
        BUFFER_TEST(test_impossible_sizes),
        cmocka_unit_test(test_array_reserve),
        BUFFER_TEST(test_varint_edges),
        cmocka_unit_test(test_varint_cut_off),
        cmocka_unit_test(test_varint_too_long),
        cmocka_unit_test(test_varint_max),
        cmocka_unit_test(test_failure_stays),
        cmocka_unit_test(test_cursor_over_nothing),
        cmocka_unit_test(test_bytes_to_the_end),
        BUFFER_TEST(test_string_of_the_longest_length),
        BUFFER_TEST(test_strings),
        BUFFER_TEST(test_pairs),
        BUFFER_TEST(test_pair_bytes),
        cmocka_unit_test(test_pair_too_large),
        cmocka_unit_test(test_bytes_compare),
        cmocka_unit_test(test_compare_of_empty_buffers),
        BUFFER_TEST(test_fixed_width),
    };
    return cmocka_run_group_tests_name("buffer", tests, NULL, NULL);
}
