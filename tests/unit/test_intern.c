/* test_intern.c - strings to numbers and back. */
#include "tests/unit/index_fixture.h"

#include "index/intern.h"

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct interner));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    interner_release(*state);
    free(*state);
    return 0;
}

static uint32_t add(struct interner *interner, const char *text, size_t length, bool is_new)
{
    uint32_t number = UINT32_MAX;
    bool added = !is_new;
    assert_int_equal(interner_add(interner, text, length, &number, &added, NULL), NS_OK);
    assert_int_equal(added, is_new);
    size_t found;
    const char *again = interner_get(interner, number, &found);
    assert_int_equal(found, length);
    assert_non_null(again);
    if (length) assert_memory_equal(again, text, length);
    return number;
}

static void test_numbers_in_order_of_appearance(void **state)
{
    assert_int_equal(add(*state, "one", 3, true), 0);
    assert_int_equal(add(*state, "two", 3, true), 1);
    assert_int_equal(add(*state, "one", 3, false), 0);
    assert_int_equal(add(*state, "three", 5, true), 2);
    assert_int_equal(add(*state, "two", 3, false), 1);
    uint32_t number;
    assert_int_equal(interner_add(*state, "three", 5, &number, NULL, NULL), NS_OK);
    assert_int_equal(number, 2);
    assert_int_equal(((struct interner *)*state)->count, 3);
}

/* Lengths count, NUL bytes too, and a string need not end with one. */
static void test_any_bytes(void **state)
{
    assert_int_equal(add(*state, "a\0b", 3, true), 0);
    assert_int_equal(add(*state, "a\0c", 3, true), 1);
    assert_int_equal(add(*state, "a", 1, true), 2);
    assert_int_equal(add(*state, "a\0", 2, true), 3);
    assert_int_equal(add(*state, "", 0, true), 4);
    assert_int_equal(add(*state, "", 0, false), 4);
    assert_int_equal(add(*state, "a\0b", 3, false), 0);
}

/* The bug: while there was nothing but the empty string, it was compared with NULL. */
static void test_empty_string_alone(void **state)
{
    assert_int_equal(add(*state, "", 0, true), 0);
    assert_int_equal(add(*state, "", 0, false), 0);
    assert_int_equal(add(*state, "a", 1, true), 1);
    assert_int_equal(add(*state, "", 0, false), 0);
}

/* Enough to make the table grow many times. */
static void test_many(void **state)
{
    char text[32];
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < 200000; i++) {
            const size_t length = (size_t)snprintf(text, sizeof text, "%u", i * 2654435761u);
            assert_int_equal(add(*state, text, length, round == 0), i);
        }
    }
}

/* Find a string by its key, or put it. */
static uint32_t put(struct interner *interner, const char *text, size_t length, const struct intern_key *key, bool is_new)
{
    const uint32_t found = interner_find(interner, text, length, key);
    assert_int_equal(found == INTERN_FREE, is_new);
    if (!is_new) return found;
    assert_int_equal(interner_put(interner, text, length, key, NULL), NS_OK);
    assert_int_equal(interner_find(interner, text, length, key), interner->count - 1);
    return (uint32_t)interner->count - 1;
}

/* Long strings that their keys cannot tell apart: the key of one is given for all. */
static void test_equal_keys(void **state)
{
    struct interner *interner = *state;
    static const char *const texts[] = {"a prefix, and one", "a prefix, and two", "a prefix that is long and goes on",
                                        "a prefix that is long and goes up"};
    const struct intern_key key = intern_key_padded(texts[0], strlen(texts[0]) - INTERN_PADDING);
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < COUNT(texts); i++)
            assert_int_equal(put(interner, texts[i], strlen(texts[i]), &key, round == 0), i);
    }
}

/* A key made from a padded text is the same as one that is made without looking behind the text. */
static void test_padded_keys(void **state)
{
    struct interner *interner = *state;
    char text[64];
    memset(text, 'x', sizeof text);
    for (uint32_t length = 1; length <= sizeof text - 7; length++) {
        const struct intern_key key = intern_key_padded(text, length);
        assert_int_equal(add(interner, text, length, true), length - 1);
        assert_int_equal(put(interner, text, length, &key, false), length - 1);
    }
}

/* Strings of every length that differ in one byte only, at the ends and in between. */
static void test_every_length(void **state)
{
    char text[64];
    for (size_t length = 1; length <= sizeof text; length++) {
        memset(text, 'a', sizeof text);
        add(*state, text, length, true);
        for (size_t i = 0; i < length; i++) {
            text[i] = 'b';
            add(*state, text, length, true);
            text[i] = 'a';
        }
        add(*state, text, length, false);
    }
}

/* What is added is counted; what is put is not. */
static void test_counts(void **state)
{
    struct interner *interner = *state;
    const struct intern_key key = intern_key_padded("put\0and padded", 3);
    put(interner, "put", 3, &key, true);
    for (int times = 1; times <= 3; times++)
        add(interner, "added", 5, times == 1);
    assert_int_equal(interner->counts[0], 0);
    assert_int_equal(interner->counts[1], 3);
    add(interner, "put", 3, false);
    assert_int_equal(interner->counts[0], 1);
}

static void test_long_string(void **state)
{
    const size_t size = 3000000;
    char *text = calloc(1, size);
    assert_non_null(text);
    uint32_t first = 9, second = 9;
    ns_status status = interner_add(*state, text, size, &first, NULL, NULL);
    text[size - 1] = 1;
    if (status == NS_OK) status = interner_add(*state, text, size, &second, NULL, NULL);
    free(text);
    assert_int_equal(status, NS_OK);
    assert_int_equal(first, 0);
    assert_int_equal(second, 1);
}

#define INTERN_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        INTERN_TEST(test_numbers_in_order_of_appearance),
        INTERN_TEST(test_any_bytes),
        INTERN_TEST(test_empty_string_alone),
        INTERN_TEST(test_many),
        INTERN_TEST(test_equal_keys),
        INTERN_TEST(test_padded_keys),
        INTERN_TEST(test_every_length),
        INTERN_TEST(test_counts),
        INTERN_TEST(test_long_string),
    };
    return cmocka_run_group_tests_name("intern", tests, NULL, NULL);
}
