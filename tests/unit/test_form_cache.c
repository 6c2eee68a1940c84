/* test_form_cache.c - texts of forms that are kept, replaced and forgotten. */
#include "tests/unit/index_fixture.h"

#include "index/form_cache.h"

static void put(struct form_cache *cache, uint32_t number, const char *text)
{
    struct ns_error err;
    assert_int_equal(form_cache_put(cache, number, text, strlen(text), &err), NS_OK);
}

static void check(const struct form_cache *cache, uint32_t number, const char *text)
{
    size_t length = 0;
    const char *found = form_cache_get(cache, number, &length);
    assert_non_null(found);
    assert_int_equal(length, strlen(text));
    assert_memory_equal(found, text, length);
}

static void check_absent(const struct form_cache *cache, uint32_t number)
{
    size_t length;
    assert_null(form_cache_get(cache, number, &length));
}

static void test_what_was_put_is_there(void **state)
{
    (void)state;
    struct form_cache cache = {0};
    check_absent(&cache, 0);
    put(&cache, 0, "the");
    put(&cache, 7, "");
    put(&cache, UINT32_MAX - 1, "vaccination");
    check(&cache, 0, "the");
    check(&cache, 7, "");
    check(&cache, UINT32_MAX - 1, "vaccination");
    check_absent(&cache, 1);
    form_cache_release(&cache);
}

static void test_two_of_one_slot(void **state)
{
    (void)state;
    struct form_cache cache = {0};
    put(&cache, 3, "first");
    put(&cache, 3 + FORM_CACHE_SLOTS, "second");
    check_absent(&cache, 3);
    check(&cache, 3 + FORM_CACHE_SLOTS, "second");
    put(&cache, 3, "first");
    check(&cache, 3, "first");
    form_cache_release(&cache);
}

static void test_lengths(void **state)
{
    (void)state;
    struct form_cache cache = {0};
    struct ns_error err;
    char text[FORM_CACHE_TEXT_MAX + 1];
    memset(text, 'x', sizeof text);
    assert_int_equal(form_cache_put(&cache, 1, text, FORM_CACHE_TEXT_MAX + 1, &err), NS_OK);
    check_absent(&cache, 1);
    text[FORM_CACHE_TEXT_MAX] = 0;
    put(&cache, 1, text);
    check(&cache, 1, text);
    form_cache_release(&cache);
}

/* More is put than there is room for: what came last is there, and nothing that is there is wrong. */
static void test_all_are_forgotten(void **state)
{
    (void)state;
    enum { FORMS = FORM_CACHE_SLOTS, LENGTH = 60 };
    struct form_cache cache = {0};
    char text[LENGTH + 1];
    uint32_t there = 0;
    for (uint32_t number = 0; number < FORMS; number++) {
        snprintf(text, sizeof text, "%0*u", LENGTH, number);
        put(&cache, number, text);
        check(&cache, number, text);
        assert_true(cache.size <= FORM_CACHE_BYTES);
    }
    for (uint32_t number = 0; number < FORMS; number++) {
        size_t length;
        if (!form_cache_get(&cache, number, &length)) continue;
        snprintf(text, sizeof text, "%0*u", LENGTH, number);
        check(&cache, number, text);
        there++;
    }
    assert_in_range(there, 1, FORMS - 1);
    form_cache_release(&cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_was_put_is_there),
        cmocka_unit_test(test_two_of_one_slot),
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_all_are_forgotten),
    };
    return cmocka_run_group_tests_name("form_cache", tests, NULL, NULL);
}
