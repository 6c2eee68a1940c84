/* test_spelling.c - a form as a code and an edit behind its folded form. */
#include "tests/unit/index_fixture.h"

#include "index/spelling.h"

/* The spelling and the edit of a form, and the form again from them. */
static void check(struct fixture *fixture, const char *folded, const char *form, enum spelling spelling, const char *edit, size_t edit_len)
{
    struct buffer *out = &fixture->bytes[0];
    struct buffer *again = &fixture->bytes[1];
    const size_t folded_len = strlen(folded), form_len = strlen(form);
    out->size = 0;
    again->size = 0;
    assert_int_equal(spelling_of(folded, folded_len, form, form_len), spelling);
    if (spelling == SPELLING_EDITED) assert_int_equal(spelling_put_edit(out, folded, folded_len, form, form_len, NULL), NS_OK);
    if (edit) assert_int_equal(out->size, edit_len);
    if (edit_len > 0) assert_memory_equal(out->data, edit, edit_len);
    struct cursor cursor = cursor_over(out->data, out->size), passing = cursor;
    assert_int_equal(buffer_append(again, "x", 1, NULL), NS_OK); /* the form is appended */
    assert_int_equal(spelling_get(&cursor, spelling, folded, folded_len, again, NULL), NS_OK);
    assert_false(cursor.failed);
    assert_ptr_equal(cursor.at, cursor.end);
    assert_int_equal(again->size, 1 + form_len);
    assert_memory_equal(again->data + 1, form, form_len);
    if (spelling != SPELLING_EDITED) return;
    spelling_pass_edit(&passing);
    assert_false(passing.failed);
    assert_ptr_equal(passing.at, passing.end);
}

static void test_capitals(void **state)
{
    check(*state, "who", "who", SPELLING_FOLDED, "", 0);
    check(*state, "who", "Who", SPELLING_CAPITAL, "", 0);
    check(*state, "who", "WHO", SPELLING_CAPITALS, "", 0);
    check(*state, "apt10", "APT10", SPELLING_CAPITALS, "", 0);
    check(*state, "apt10", "Apt10", SPELLING_CAPITAL, "", 0);
    check(*state, "2700", "2700", SPELLING_FOLDED, "", 0);
    check(*state, "a", "A", SPELLING_CAPITAL, "", 0);
    check(*state, "10th", "10TH", SPELLING_CAPITALS, "", 0);
    check(*state, "\xe4\xb8\xad", "\xe4\xb8\xad", SPELLING_FOLDED, "", 0);
    check(*state, "don't", "DON'T", SPELLING_CAPITALS, "", 0);
    check(*state, "don't", "Don't", SPELLING_CAPITAL, "", 0);
}

/* Varint 3 * kept + spelling, a nibble of removed bytes below one of inserted ones, and these. */
static void test_edits(void **state)
{
    check(*state, "who", "wHo", SPELLING_EDITED, "\x03\x11H", 3);
    check(*state, "china", "China's", SPELLING_EDITED, "\x10\x20's", 4);
    check(*state, "china", "china's", SPELLING_EDITED, "\x0f\x20's", 4);
    check(*state, "us", "U.S.", SPELLING_EDITED, "\x04\x31.S.", 5);
    check(*state, "apt10", "APT-10", SPELLING_EDITED, "\x0b\x10-", 3);
    check(*state, "chinabacked", "China-backed", SPELLING_EDITED, "\x10\x10-", 3);
    check(*state, "asiapacific", "Asia-Pacific", SPELLING_EDITED, "\x0d\x21-P", 4);
    check(*state, "2700", "2,700", SPELLING_EDITED, "\x03\x10,", 3);
    check(*state, "10th", "10Th", SPELLING_EDITED, "\x06\x11T", 3);
    check(*state, "cafe", "caf\xc3\xa9", SPELLING_EDITED, "\x09\x21\xc3\xa9", 4);
    check(*state, "\xd0\xb8", "\xd0\x98", SPELLING_EDITED, "\x03\x11\x98", 3); /* capitals beyond ASCII are spelled out */
    check(*state, "fi", "f", SPELLING_EDITED, "\x03\x01", 2);
    check(*state, "aaa", "aa", SPELLING_EDITED, "\x06\x01", 2); /* what is kept at the beginning is not kept again at the end */
    check(*state, "aa", "aaa", SPELLING_EDITED,
          "\x06\x10"
          "a",
          3);
    check(*state, "", "x", SPELLING_EDITED, "\x00\x10x", 3);
}

static void test_long_forms(void **state)
{
    struct fixture *fixture = *state;
    char folded[241], form[241], code[64];
    memset(folded, 'a', 240);
    memset(form, 'A', 240);
    folded[240] = form[240] = '\0';
    check(fixture, folded, form, SPELLING_CAPITALS, "", 0);
    form[239] = 'b';
    check(fixture, folded, form, SPELLING_EDITED,
          "\xcf\x05\x11"
          "b",
          4); /* 239 * 3 + 2 */
    memset(form + 100, 'b', 40);
    form[239] = 'A';
    memcpy(code, "\xae\x02\xff\x19\x19", 5); /* 100 * 3 + 2, and 25 more than 15 of either */
    memset(code + 5, 'b', 40);
    check(fixture, folded, form, SPELLING_EDITED, code, 45);
}

/* Any two strings are a form and its folded form. */
static void test_random_forms(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    static const char letters[] = "aAbB-'\xc3\xa9z1";
    size_t edited = 0;
    for (int i = 0; i < 20000; i++) {
        char folded[24], form[24];
        const size_t folded_len = random_below(&random, 20), form_len = random_below(&random, 20);
        for (size_t at = 0; at < folded_len; at++)
            folded[at] = letters[random_below(&random, sizeof letters - 1)];
        for (size_t at = 0; at < form_len; at++) /* much as in the folded form */
            form[at] = at < folded_len && random_below(&random, 8) > 0 ? folded[at] : letters[random_below(&random, sizeof letters - 1)];
        folded[folded_len] = form[form_len] = '\0';
        const enum spelling spelling = spelling_of(folded, folded_len, form, form_len);
        edited += spelling == SPELLING_EDITED;
        check(fixture, folded, form, spelling, NULL, 0);
    }
    assert_in_range(edited, 10000, 19990);
    fixture_passed(fixture);
}

/* Cut off, and edits of more than there is. */
static void test_damage(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *code;
        size_t size;
    } rows[] = {{"", 0},
                {"\x03", 1},
                {"\x03\x50"
                 "abc",
                 5},
                {"\x03\xf0\xff\xff", 4},
                {"\xff", 1},
                {"\x0c\x00", 2},
                {"\x03\x03", 2},
                {"\x00\x0f\x01", 3},
                {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x00", 11}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct cursor cursor = cursor_over(rows[i].code, rows[i].size);
        fixture->bytes[0].size = 0;
        assert_int_equal(spelling_get(&cursor, SPELLING_EDITED, "who", 3, &fixture->bytes[0], NULL), NS_OK);
        assert_true(cursor.failed);
        assert_int_equal(fixture->bytes[0].size, 0);
        assert_int_equal(cursor_byte(&cursor), 0); /* nothing is read behind damage */
    }
}

/* A damaged table may have an empty folded form. */
static void test_empty_folded_form(void **state)
{
    struct fixture *fixture = *state;
    for (enum spelling spelling = SPELLING_FOLDED; spelling < SPELLING_EDITED; spelling++) {
        struct cursor cursor = cursor_over("", 0);
        assert_int_equal(spelling_get(&cursor, spelling, NULL, 0, &fixture->bytes[0], NULL), NS_OK);
        assert_false(cursor.failed);
        assert_int_equal(fixture->bytes[0].size, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_capitals),     FIXTURE_TEST(test_edits),  FIXTURE_TEST(test_long_forms),
        FIXTURE_TEST(test_random_forms), FIXTURE_TEST(test_damage), FIXTURE_TEST(test_empty_folded_form),
    };
    return cmocka_run_group_tests_name("spelling", tests, NULL, NULL);
}
