/* test_spelling.c - a form as a code behind its folded form. */
#include "tests/unit/index_fixture.h"

#include "index/spelling.h"

/* The code of a form, and the form again from it. */
static void check(struct fixture *fixture, const char *folded, const char *form, const char *code, size_t code_len)
{
    struct buffer *out = &fixture->bytes[0];
    struct buffer *again = &fixture->bytes[1];
    out->size = 0;
    again->size = 0;
    assert_int_equal(spelling_put(out, folded, strlen(folded), form, strlen(form), NULL), NS_OK);
    assert_int_equal(out->size, code_len);
    assert_memory_equal(out->data, code, code_len);
    assert_int_equal(buffer_append(again, "x", 1, NULL), NS_OK); /* the form is appended */
    struct cursor cursor = cursor_over(out->data, out->size);
    assert_int_equal(spelling_get(&cursor, folded, strlen(folded), again, NULL), NS_OK);
    assert_false(cursor.failed);
    assert_ptr_equal(cursor.at, cursor.end);
    assert_int_equal(again->size, 1 + strlen(form));
    assert_memory_equal(again->data + 1, form, strlen(form));
}

static void test_codes(void **state)
{
    check(*state, "who", "who", "\0", 1);
    check(*state, "who", "Who", "\1", 1);
    check(*state, "who", "WHO", "\2", 1);
    check(*state, "who", "wHo", "\3\3wHo", 5);
    check(*state, "china", "China's", "\3\7China's", 9);
    check(*state, "apt10", "APT10", "\2", 1);
    check(*state, "apt10", "Apt10", "\1", 1);
    check(*state, "apt10", "APT-10", "\3\6APT-10", 8);
    check(*state, "2700", "2700", "\0", 1);
    check(*state, "a", "A", "\1", 1);
    check(*state, "10th", "10TH", "\2", 1);
    check(*state, "10th", "10Th",
          "\3\4"
          "10Th",
          6);
    check(*state, "\xe4\xb8\xad", "\xe4\xb8\xad", "\0", 1);
    check(*state, "cafe", "caf\xc3\xa9", "\3\5caf\xc3\xa9", 7);
    check(*state, "\xd0\xb8", "\xd0\x98", "\3\2\xd0\x98", 4); /* capitals beyond ASCII are spelled out */
    check(*state, "don't", "DON'T", "\2", 1);
    check(*state, "don't", "Don't", "\1", 1);
}

static void test_long_forms(void **state)
{
    struct fixture *fixture = *state;
    char folded[241], form[241], code[1 + 2 + 240];
    memset(folded, 'a', 240);
    memset(form, 'A', 240);
    folded[240] = form[240] = '\0';
    check(fixture, folded, form, "\2", 1);
    form[239] = 'b';
    memcpy(code, "\3\xf0\x01", 3);
    memcpy(code + 3, form, 240);
    check(fixture, folded, form, code, sizeof code);
}

static void test_damage(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *code;
        size_t size;
    } rows[] = {{"", 0}, {"\4", 1}, {"\xff", 1}, {"\3", 1}, {"\3\5abc", 5}, {"\3\xff\xff", 3}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct cursor cursor = cursor_over(rows[i].code, rows[i].size);
        fixture->bytes[0].size = 0;
        assert_int_equal(spelling_get(&cursor, "who", 3, &fixture->bytes[0], NULL), NS_OK);
        assert_true(cursor.failed);
    }
}

/* The bug: behind a spelling that does not exist, more was read. */
static void test_nothing_is_read_behind_damage(void **state)
{
    struct fixture *fixture = *state;
    struct cursor cursor = cursor_over("\4\5", 2);
    assert_int_equal(spelling_get(&cursor, "who", 3, &fixture->bytes[0], NULL), NS_OK);
    assert_true(cursor.failed);
    assert_int_equal(cursor_byte(&cursor), 0);
}

/* A damaged table may have an empty folded form. */
static void test_empty_folded_form(void **state)
{
    struct fixture *fixture = *state;
    for (char code = 0; code < 3; code++) {
        struct cursor cursor = cursor_over(&code, 1);
        assert_int_equal(spelling_get(&cursor, NULL, 0, &fixture->bytes[0], NULL), NS_OK);
        assert_false(cursor.failed);
        assert_int_equal(fixture->bytes[0].size, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_codes),
        FIXTURE_TEST(test_long_forms),
        FIXTURE_TEST(test_damage),
        FIXTURE_TEST(test_nothing_is_read_behind_damage),
        FIXTURE_TEST(test_empty_folded_form),
    };
    return cmocka_run_group_tests_name("spelling", tests, NULL, NULL);
}
