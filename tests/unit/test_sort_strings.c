/* test_sort_strings.c - strings of any bytes in order, those that agree far and those that are equal too. */
#include "tests/unit/index_fixture.h"

#include "index/sort_strings.h"

#define STRINGS 3000
#define LENGTH_MOST 40

static void check(const struct sorted_string *strings, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct sorted_string *a = &strings[i - 1], *b = &strings[i];
        assert_true(bytes_compare(a->text, a->length, b->text, b->length) <= 0);
    }
}

/* Few different bytes make many strings that agree for long; NUL is one of them. */
static void test_random_strings(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    static char bytes[STRINGS][LENGTH_MOST];
    static struct sorted_string strings[STRINGS];
    for (int round = 0; round < 60; round++) {
        const uint64_t alphabet = 1 + random_below(&random, round % 2 ? 256 : 3);
        const size_t count = random_below(&random, STRINGS + 1);
        const size_t longest = random_below(&random, LENGTH_MOST + 1);
        bool seen[STRINGS] = {false};
        for (size_t i = 0; i < count; i++) {
            const size_t length = random_below(&random, (uint32_t)longest + 1);
            for (size_t at = 0; at < length; at++)
                bytes[i][at] = (char)(random_chance(&random, 90) ? 0 : random_below(&random, alphabet));
            strings[i] = (struct sorted_string){bytes[i], (uint32_t)length, (uint32_t)i, 0};
        }
        assert_int_equal(sort_strings(strings, count, NULL), NS_OK);
        check(strings, count);
        for (size_t i = 0; i < count; i++)
            seen[strings[i].id] = true;
        for (size_t i = 0; i < count; i++)
            assert_true(seen[i]);
    }
    fixture_passed(fixture);
}

/* Long strings that differ only in their length. */
static void test_long_strings(void **state)
{
    (void)state;
    const uint32_t longest = 3000000;
    char *text = malloc(longest);
    struct sorted_string strings[100];
    assert_non_null(text);
    memset(text, '-', longest);
    for (uint32_t i = 0; i < COUNT(strings); i++)
        strings[i] = (struct sorted_string){text, longest - i * 7919 % 100, i, 0};
    const ns_status status = sort_strings(strings, COUNT(strings), NULL);
    free(text);
    assert_int_equal(status, NS_OK);
    for (uint32_t i = 0; i < COUNT(strings); i++)
        assert_int_equal(strings[i].length, longest - COUNT(strings) + 1 + i);
}

static void test_prefix(void **state)
{
    (void)state;
    assert_int_equal(string_prefix("abcdefghij", 10, 0), UINT64_C(0x6162636465666768));
    assert_int_equal(string_prefix("abcdefghij", 10, 8), UINT64_C(0x696a000000000000));
    assert_int_equal(string_prefix("abcdefghij", 10, 10), 0);
    assert_int_equal(string_prefix("", 0, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {FIXTURE_TEST(test_random_strings), cmocka_unit_test(test_long_strings),
                                       cmocka_unit_test(test_prefix)};
    return cmocka_run_group_tests_name("sort_strings", tests, NULL, NULL);
}
