/* test_wildcard.c - wildcards and edit distance, by hand and against the plain recursion and the full table. */
#include "tests/unit/index_fixture.h"

#include "searcher/wildcard.h"

/* ---- Wildcards ---- */

static bool fits(const char *pattern, const char *text)
{
    return wildcard_match(pattern, strlen(pattern), text, strlen(text));
}

static void test_patterns(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
        bool fits;
    } cases[] = {
        {"vaccin*", "vaccine", true},
        {"vaccin*", "vaccin", true},
        {"vaccin*", "vacci", false},
        {"vaccin*", "antivaccine", false},
        {"wom?n", "woman", true},
        {"wom?n", "women", true},
        {"wom?n", "womn", false},
        {"wom?n", "womeen", false},
        {"*virus", "coronavirus", true},
        {"*virus", "virus", true},
        {"*virus", "viruses", false},
        {"w*n", "wn", true},
        {"w*n", "wan", true},
        {"w*n", "woman in", true},
        {"w*n", "wanes", false},
        {"*ab*ab", "abab", true},
        {"*ab*ab", "ab", false},
        {"*ab*ab", "xabyabzab", true},
        {"*ab?ab*", "abab_ab", true},
        {"a**b", "ab", true},
        {"a*?b", "ab", false},
        {"a?*b", "axb", true},
        {"*", "", true},
        {"*", "any", true},
        {"?", "", false},
        {"?*", "", false},
        {"", "", true},
        {"", "a", false},
        {"a", "", false},
        {"a", "A", false},
        {"**", "a*?", true},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        if (fits(cases[i].pattern, cases[i].text) != cases[i].fits) fail_msg("\"%s\", \"%s\"", cases[i].pattern, cases[i].text);
    }
}

static void test_characters_are_code_points(void **state)
{
    (void)state;
    assert_true(fits("caf?", "caf\xc3\xa9"));
    assert_false(fits("caf??", "caf\xc3\xa9"));
    assert_true(fits("?", "\xf0\x9f\xa6\xa0"));
    assert_true(fits("*\xe4\xba\xac", "\xe6\x9d\xb1\xe4\xba\xac"));
    /* The last byte of U+00E9 is also the last of U+0129: no star ends inside of a character. */
    assert_false(fits("*\xa9", "\xc4\xa9"));
}

static void test_bytes_that_are_no_utf8(void **state)
{
    (void)state;
    assert_true(fits("a?b", "a\xff"
                            "b"));
    assert_true(fits("\xff*", "\xff\xfe"));
    assert_false(fits("\xff", "\xfe"));
    assert_true(fits("??", "\xc3\xff"));
    assert_true(fits("?", "\xc3"));
    assert_true(wildcard_match("a?b", 3, "a\0b", 3));
    assert_true(wildcard_match("a\0*", 3, "a\0b", 3));
    assert_false(wildcard_match("a\0*", 3, "ab", 2));
}

/* What a pattern means, said plainly; for texts of one byte a character. */
static bool fits_plainly(const char *pattern, const char *text)
{
    if (!*pattern) return !*text;
    if (*pattern == '*') return fits_plainly(pattern + 1, text) || (*text && fits_plainly(pattern, text + 1));
    return *text && (*pattern == '?' || *pattern == *text) && fits_plainly(pattern + 1, text + 1);
}

/* A text of up to `most` characters out of a few. */
static void random_text(struct random_source *random, const char *characters, size_t most, char *out)
{
    size_t length = random_below(random, most + 1);
    while (length-- > 0)
        *out++ = characters[random_below(random, strlen(characters))];
    *out = '\0';
}

static void test_random_patterns(void **state)
{
    struct random_source random = {fixture_seed(*state)};
    size_t fitting = 0;
    for (int i = 0; i < 200000; i++) {
        char pattern[9], text[13];
        random_text(&random, i % 2 ? "ab*?" : "ab**", 8, pattern);
        random_text(&random, "ab", 12, text);
        const bool wanted = fits_plainly(pattern, text);
        fitting += wanted;
        if (fits(pattern, text) != wanted) fail_msg("\"%s\", \"%s\": wanted %d", pattern, text, wanted);
    }
    assert_in_range(fitting, 10000, 190000);
    fixture_passed(*state);
}

/* Where every star has to be tried at every place, the cost is the product of the lengths. */
static void test_worst_patterns_cost_the_product(void **state)
{
    (void)state;
    enum { PATTERN = 4000, TEXT = 40000 };
    char *pattern = malloc(PATTERN), *text = malloc(TEXT);
    memset(text, 'a', TEXT);
    for (size_t i = 0; i < PATTERN; i += 2)
        memcpy(pattern + i, "*a", 2);
    pattern[PATTERN - 1] = 'b'; /* which the text has not */
    const double begin = seconds_now();
    const bool many_stars = wildcard_match(pattern, PATTERN, text, TEXT);
    memset(pattern + 1, 'a', PATTERN - 2);
    const bool one_star = wildcard_match(pattern, PATTERN, text, TEXT);
    const double spent = seconds_now() - begin;
    free(pattern);
    free(text);
    assert_false(many_stars);
    assert_false(one_star);
    /* 20 ns for each of the steps that the product allows for. */
    if (spent > 2.0 * PATTERN * TEXT * 20e-9 * slowdown()) fail_msg("%.2f seconds", spent);
}

/* ---- Edit distance ---- */

static bool within(const char *a, const char *b, uint32_t edits)
{
    const bool result = edits_within(a, strlen(a), b, strlen(b), edits);
    assert_int_equal(edits_within(b, strlen(b), a, strlen(a), edits), result);
    return result;
}

static void test_edits(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        uint32_t distance; /* 3 for more than 2 */
    } cases[] = {
        {"serum", "serum", 0},
        {"serum", "serums", 1},
        {"serum", "erum", 1},
        {"serum", "sarum", 1},
        {"serum", "esrum", 1},
        {"serum", "seurm", 1},
        {"serum", "sermu", 1},
        {"serum", "esrmu", 2},
        {"serum", "sreums", 2},
        {"serum", "mures", 3},
        {"serum", "seru", 1},
        {"serum", "ser", 2},
        {"serum", "se", 3},
        {"serum", "forum", 2},
        {"", "", 0},
        {"", "a", 1},
        {"", "ab", 2},
        {"", "abc", 3},
        {"ab", "ba", 1},
        /* Two neighbours that were swapped are not edited again: else this would be 2. */
        {"ca", "abc", 3},
        {"caf\xc3\xa9", "cafe", 1},
        {"\xe6\x9d\xb1\xe4\xba\xac", "\xe4\xba\xac\xe6\x9d\xb1", 1},
        {"a\xf0\x9f\xa6\xa0", "a", 1},
        {"a\xf0\x9f\xa6\xa0\xf0\x9f\xa6\xa0", "a", 2},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        for (uint32_t edits = 0; edits <= 2; edits++) {
            const bool wanted = cases[i].distance <= edits;
            if (within(cases[i].a, cases[i].b, edits) != wanted) fail_msg("\"%s\", \"%s\": %u", cases[i].a, cases[i].b, edits);
        }
    }
}

static void test_edits_of_bytes_that_are_no_utf8(void **state)
{
    (void)state;
    assert_true(within("a\xff", "a\xff", 0));
    assert_false(within("a\xff", "a\xfe", 0));
    assert_true(within("a\xff", "a\xfe", 1));
    assert_false(within("a\xff\xff\xff", "a", 2));
    assert_true(edits_within("a\0b", 3, "ab", 2, 1));
    assert_false(edits_within("a\0b", 3, "ab", 2, 0));
    assert_true(edits_within("", 0, "a", 1, 1));
}

static void test_edits_of_long_texts(void **state)
{
    (void)state;
    char a[4 * 241], b[4 * 241];
    memset(a, 'a', sizeof a);
    memset(b, 'a', sizeof b);
    assert_true(edits_within(a, 240, b, 240, 0));
    assert_true(edits_within(a, 240, b, 238, 2));
    assert_false(edits_within(a, 240, b, 237, 2));
    assert_false(edits_within(a, 241, b, 241, 0));
    assert_false(edits_within(a, 241, b, 240, 2));
    a[0] = b[239] = 'b';
    assert_true(edits_within(a, 240, b, 240, 2));
    assert_false(edits_within(a, 240, b, 240, 1));
    /* 240 code points may be 960 bytes. */
    for (size_t i = 0; i < sizeof a; i += 4)
        memcpy(a + i, "\xf0\x9f\xa6\xa0", 4);
    memcpy(b, a, sizeof a);
    assert_true(edits_within(a, 960, b, 956, 1));
    assert_false(edits_within(a, 964, b, 964, 1));
}

/* The whole table of the definition (Boytsov 2011, section 2.2.1), for texts of one byte a character. */
static uint32_t distance_plainly(const char *a, const char *b)
{
    enum { MOST = 12 };
    uint32_t table[MOST + 1][MOST + 1];
    const size_t a_len = strlen(a), b_len = strlen(b);
    for (size_t i = 0; i <= a_len; i++) {
        for (size_t j = 0; j <= b_len; j++) {
            uint32_t best = i == 0 ? (uint32_t)j : (uint32_t)i;
            if (i > 0 && j > 0) {
                const uint32_t parts[] = {table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] != b[j - 1])};
                best = UINT32_MAX;
                for (size_t part = 0; part < COUNT_OF(parts); part++)
                    best = parts[part] < best ? parts[part] : best;
                const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if (swapped && table[i - 2][j - 2] + 1 < best) best = table[i - 2][j - 2] + 1;
            }
            table[i][j] = best;
        }
    }
    return table[a_len][b_len];
}

/* Change a text in a few places, so that near spellings are not too rare. */
static void change(struct random_source *random, const char *text, char *out)
{
    strcpy(out, text);
    for (uint64_t left = random_below(random, 4); left > 0 && strlen(out) > 1 && strlen(out) < 12; left--) {
        char *at = out + random_below(random, strlen(out) - 1);
        const char next = at[1];
        switch (random_below(random, 4)) {
        case 0:
            memmove(at, at + 1, strlen(at));
            break;
        case 1:
            memmove(at + 1, at, strlen(at) + 1);
            break;
        case 2:
            at[1] = at[0];
            at[0] = next;
            break;
        default:
            *at = (char)('a' + random_below(random, 3));
        }
    }
}

static void test_random_edits(void **state)
{
    struct random_source random = {fixture_seed(*state)};
    size_t near[4] = {0};
    for (int i = 0; i < 200000; i++) {
        char a[13], b[13];
        random_text(&random, "abc", 12, a);
        change(&random, a, b);
        const uint32_t wanted = distance_plainly(a, b);
        near[wanted < 3 ? wanted : 3]++;
        for (uint32_t edits = 0; edits <= 2; edits++) {
            if (within(a, b, edits) != (wanted <= edits)) fail_msg("\"%s\", \"%s\", %u: distance %u", a, b, edits, wanted);
        }
    }
    for (size_t i = 0; i < COUNT_OF(near); i++)
        assert_true(near[i] > 1000);
    fixture_passed(*state);
}

/* A near spelling is held against every form of a dictionary. */
static void test_edits_are_fast(void **state)
{
    struct random_source random = {fixture_seed(*state)};
    enum { FORMS = 4096, ROUNDS = 100 };
    char(*forms)[16] = malloc(FORMS * sizeof *forms);
    for (size_t i = 0; i < FORMS; i++) {
        random_text(&random, "abcdefghijklmnopqrstuvwxyz", 8, forms[i]);
        memcpy(forms[i] + strlen(forms[i]), "tions", 6);
    }
    size_t found = 0;
    const double begin = seconds_now();
    for (size_t i = 0; i < FORMS * ROUNDS; i++)
        found += edits_within("operations", 10, forms[i % FORMS], strlen(forms[i % FORMS]), 2);
    const double spent = seconds_now() - begin;
    free(forms);
    assert_true(found < FORMS * ROUNDS / 2);
    /* 500 ns each. */
    if (spent > FORMS * ROUNDS * 500e-9 * slowdown()) fail_msg("%.0f ns each", spent / (FORMS * ROUNDS) * 1e9);
    fixture_passed(*state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_patterns),
        cmocka_unit_test(test_characters_are_code_points),
        cmocka_unit_test(test_bytes_that_are_no_utf8),
        FIXTURE_TEST(test_random_patterns),
        cmocka_unit_test(test_worst_patterns_cost_the_product),
        cmocka_unit_test(test_edits),
        cmocka_unit_test(test_edits_of_bytes_that_are_no_utf8),
        cmocka_unit_test(test_edits_of_long_texts),
        FIXTURE_TEST(test_random_edits),
        FIXTURE_TEST(test_edits_are_fast),
    };
    return cmocka_run_group_tests_name("wildcard", tests, NULL, NULL);
}
