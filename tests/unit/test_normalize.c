/* test_normalize.c - which spellings are one word, and which are not. */
#include "tests/unit/index_fixture.h"

#include "index/normalize.h"
#include "index/unicode.h"

/* Three languages at hand, and the last answer, copied. */
struct normalizers {
    struct normalizer *english;
    struct normalizer *none;
    struct normalizer *german;
    char text[8192];
};

static int setup(void **state)
{
    struct normalizers *all = calloc(1, sizeof *all);
    if (!all) return -1;
    *state = all;
    const bool opened = normalizer_open("english", &all->english, NULL) == NS_OK && normalizer_open("none", &all->none, NULL) == NS_OK &&
                        normalizer_open("german", &all->german, NULL) == NS_OK;
    return opened ? 0 : -1;
}

static int teardown(void **state)
{
    struct normalizers *all = *state;
    normalizer_free(all->english);
    normalizer_free(all->none);
    normalizer_free(all->german);
    free(all);
    return 0;
}

typedef ns_status normalizer_function(struct normalizer *, const char *, size_t, const char **, size_t *, struct ns_error *);

static const char *call(struct normalizers *all, normalizer_function *function, struct normalizer *normalizer, const char *form)
{
    const char *text;
    size_t length;
    assert_int_equal(function(normalizer, form, strlen(form), &text, &length, NULL), NS_OK);
    assert_true(length > 0 && length < sizeof all->text);
    memcpy(all->text, text, length);
    all->text[length] = '\0';
    return all->text;
}

static void assert_folded(struct normalizers *all, struct normalizer *normalizer, const char *form, const char *folded)
{
    const char *text = call(all, normalizer_fold, normalizer, form);
    if (strcmp(text, folded) != 0) fail_msg("\"%s\" was folded to \"%s\", not \"%s\"", form, text, folded);
}

static void assert_term(struct normalizers *all, struct normalizer *normalizer, const char *form, const char *term)
{
    const char *text = call(all, normalizer_term, normalizer, form);
    if (strcmp(text, term) != 0) fail_msg("the term of \"%s\" is \"%s\", not \"%s\"", form, text, term);
}

/* Forms that are one word, whose folded form is the first column. */
static void test_one_word_however_spelled(void **state)
{
    static const char *const rows[][6] = {
        {"apt10", "APT10", "APT-10",
         "APT\xe2\x80\x91"
         "10",
         "Apt\xe2\x80\x90"
         "10"},
        {"us", "US", "U.S.", "U.S", "u.s.", "Us"},
        {"2700", "2,700", "2700"},
        {"1234567", "1,234,567"},
        {"covid19", "COVID-19", "Covid19", "covid-19", "Co\xc2\xadvid-19"},
        {"cyberattack", "cyber-attack", "cyberattack",
         "Cyber\xc2\xad"
         "attack"},
        {"cafe", "cafe", "caf\xc3\xa9", "CAF\xc3\x89", "cafe\xcc\x81", "CAFE\xcc\x81"},
        {"vaccine",
         "vac\xc2\xad"
         "cine",
         "vac\xe2\x80\x8b"
         "cine",
         "vac\xe2\x80\x8c"
         "cine",
         "vac\xe2\x80\x8d"
         "cine",
         "\xef\xbb\xbfvac\xe2\x81\xa0"
         "cine"},
        {"don't", "don't", "don\xe2\x80\x99t", "DON'T", "Don\xe2\x80\x99T", "don\xef\xbc\x87t"},
        {"phd", "PhD", "Ph.D"},
        {"who", "who", "WHO", "Who", "W.H.O."},
        {"strasse",
         "Stra\xc3\x9f"
         "e",
         "STRASSE",
         "STRA\xe1\xba\x9e"
         "E"},
        {"find", "\xef\xac\x81nd", "find", "FIND"},
        {"abc123", "\xef\xbc\xa1\xef\xbc\xa2\xef\xbc\xa3\xef\xbc\x91\xef\xbc\x92\xef\xbc\x93", "ABC-123"},
        {"istanbul", "\xc4\xb0stanbul", "Istanbul", "ISTANBUL"},
        {"co2", "CO\xe2\x82\x82", "CO2", "co2"},
        {"m2", "m\xc2\xb2"},
        {"1", "\xe2\x91\xa0"},
        {"\xcf\x83\xce\xbf\xcf\x86\xce\xbf\xcf\x83", "\xce\xa3\xce\x9f\xce\xa6\xce\x9f\xce\xa3",
         "\xcf\x83\xce\xbf\xcf\x86\xcf\x8c\xcf\x82"},                 /* a final sigma, an accent */
        {"\xd0\xb8\xd0\xb5", "\xd0\x99\xd0\x81", "\xd0\xb9\xd1\x91"}, /* the breve and the dots of Cyrillic */
        {"\xd9\x83\xd8\xaa\xd8\xa8", "\xd9\x83\xd8\xaa\xd8\xa8", "\xd9\x83\xd9\x8e\xd8\xaa\xd9\x8e\xd8\xa8"}, /* Arabic vowel points */
        {"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", "\xd7\xa9\xd6\xb8\xd7\x9c\xd7\x95\xd6\xb9\xd7\x9d"},
    };
    struct normalizers *all = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        for (size_t form = 1; form < COUNT_OF(rows[i]) && rows[i][form]; form++) {
            assert_folded(all, all->english, rows[i][form], rows[i][0]);
            assert_folded(all, all->none, rows[i][form], rows[i][0]);
        }
    }
}

static void test_different_words(void **state)
{
    struct normalizers *all = *state;
    assert_folded(all, all->english, "3.5", "3.5");
    assert_folded(all, all->english, "35", "35");
    assert_folded(all, all->english, "1.2.3", "1.2.3");
    assert_folded(all, all->english, "\xef\xbc\x93.\xef\xbc\x95", "3.5"); /* fullwidth digits */
    assert_folded(all, all->english, "1,234.50", "1234.50");
    assert_folded(all, all->english, "its", "its");
    assert_folded(all, all->english, "it's", "it");
    assert_folded(all, all->english, "O'Brien", "o'brien");
}

static void test_possessive(void **state)
{
    struct normalizers *all = *state;
    static const char *const forms[] = {"China's", "China\xe2\x80\x99s", "CHINA'S", "CHINA\xe2\x80\x99S"};
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        assert_folded(all, all->english, forms[i], "china");
        assert_folded(all, all->none, forms[i], "china's");
        assert_folded(all, all->german, forms[i], "china's");
    }
    assert_folded(all, all->english, "Caf\xc3\xa9\xe2\x80\x99s", "cafe");
    assert_folded(all, all->english, "U.S.'s", "us");
    assert_folded(all, all->english, "U.S.\xe2\x80\x99s", "us");
    assert_folded(all, all->english, "'s", "'s"); /* there would be nothing left */
    struct normalizer *en;
    assert_int_equal(normalizer_open("en", &en, NULL), NS_OK);
    const char *folded = call(all, normalizer_fold, en, "China's");
    normalizer_free(en);
    assert_string_equal(folded, "china");
}

/* The vowel signs of Indic scripts and of Thai are letters to their readers. */
static void test_marks_that_are_letters(void **state)
{
    struct normalizers *all = *state;
    static const char *const forms[] = {
        "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80", /* Hindi */
        "\xe0\xb8\x81\xe0\xb8\xb3\xe0\xb8\x97\xe0\xb8\xb5\xe0\xb9\x88",             /* Thai; its U+0E33 is taken apart */
        "\xe0\xae\xa4\xe0\xae\xae\xe0\xae\xbf\xe0\xae\xb4\xe0\xaf\x8d",             /* Tamil */
    };
    static const char *const folded[] = {
        "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80",
        "\xe0\xb8\x81\xe0\xb9\x8d\xe0\xb8\xb2\xe0\xb8\x97\xe0\xb8\xb5\xe0\xb9\x88",
        "\xe0\xae\xa4\xe0\xae\xae\xe0\xae\xbf\xe0\xae\xb4\xe0\xaf\x8d",
    };
    for (size_t i = 0; i < COUNT_OF(forms); i++)
        assert_folded(all, all->none, forms[i], folded[i]);
}

/* Accents and vowel points fall away; the digits and letters next to them in their blocks do not. */
static void test_optional_marks(void **state)
{
    struct normalizers *all = *state;
    static const uint32_t optional[] = {0x300,  0x36f,  0x591,  0x5bf,  0x5c7,  0x64b,  0x65f, 0x670,
                                        0x1ab0, 0x1dc0, 0x1dff, 0x20d0, 0x20f0, 0xfe20, 0xfe2f};
    static const uint32_t kept[] = {0x5d0, 0x660, 0x671, 0x93f, 0x94d, 0xe31, 0x3099};
    for (size_t i = 0; i < COUNT_OF(optional) + COUNT_OF(kept); i++) {
        const bool is_kept = i >= COUNT_OF(optional);
        char form[6] = "a";
        utf8_encode(is_kept ? kept[i - COUNT_OF(optional)] : optional[i], form + 1);
        assert_folded(all, all->none, form, is_kept ? form : "a");
    }
}

/* Decomposed and composed again, Korean and Japanese are what they were; the half-width kinds are the usual ones. */
static void test_composition(void **state)
{
    struct normalizers *all = *state;
    assert_folded(all, all->english, "\xec\x84\x9c\xec\x9a\xb8", "\xec\x84\x9c\xec\x9a\xb8");
    assert_folded(all, all->english, "\xe1\x84\x89\xe1\x85\xa5\xe1\x84\x8b\xe1\x85\xae\xe1\x86\xaf", "\xec\x84\x9c\xec\x9a\xb8");
    assert_folded(all, all->english, "\xe3\x81\x8c", "\xe3\x81\x8c");             /* ga */
    assert_folded(all, all->english, "\xe3\x81\x8b\xe3\x82\x99", "\xe3\x81\x8c"); /* ka and the voiced sound mark */
    assert_folded(all, all->english, "\xef\xbd\xb1", "\xe3\x82\xa2");
    assert_folded(all, all->english, "\xe6\xb1\x89", "\xe6\xb1\x89");
    assert_folded(all, all->english, "\xef\xa4\x80", "\xe8\xb1\x88"); /* a compatibility Han */
}

/* A form made only of what falls away is its own folded form. */
static void test_never_empty(void **state)
{
    struct normalizers *all = *state;
    static const char *const forms[] = {"\xcc\x81", "-", ".", "\xc2\xad", "\xe2\x80\x8b", ","};
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        assert_folded(all, all->english, forms[i], forms[i]);
        assert_term(all, all->none, forms[i], forms[i]);
    }
}

static void test_terms(void **state)
{
    struct normalizers *all = *state;
    assert_term(all, all->english, "vaccines", "vaccin");
    assert_term(all, all->english, "vaccine", "vaccin");
    assert_term(all, all->english, "Vaccine's", "vaccin");
    assert_term(all, all->english, "VACCINE\xe2\x80\x99S", "vaccin");
    assert_term(all, all->english, "who", "who");
    assert_term(all, all->english, "WHO", "who");
    assert_term(all, all->english, "APT-10", "apt10");
    assert_term(all, all->none, "vaccines", "vaccines");
    assert_term(all, all->none, "Vaccines", "vaccines");
    assert_term(all, all->german, "H\xc3\xa4user", "haus"); /* the dots fall away before the stemmer sees them */
}

/* ---- Lengths ---- */

static const char *repeated(struct normalizers *all, const char *piece, size_t size)
{
    const size_t length = strlen(piece);
    size_t used = 0;
    for (; used + length <= size; used += length)
        memcpy(all->text + used, piece, length);
    all->text[used] = '\0';
    return all->text;
}

/* U+FDFA is three bytes and comes to 18 code points: no other code point grows so much. */
static void test_longest_growth(void **state)
{
    struct normalizers *all = *state;
    char form[FORM_MAX + 1];
    strcpy(form, repeated(all, "\xef\xb7\xba", FORM_MAX));
    assert_int_equal(strlen(form), FORM_MAX);
    char one[100];
    strcpy(one, call(all, normalizer_fold, all->none, "\xef\xb7\xba"));
    assert_int_equal(strlen(one), 15 * 2); /* its three spaces fall away */
    const char *folded = call(all, normalizer_fold, all->none, form);
    assert_int_equal(strlen(folded), FORM_MAX / 3 * strlen(one));
    for (size_t i = 0; i < FORM_MAX / 3; i++)
        assert_memory_equal(folded + i * strlen(one), one, strlen(one));
    const char *term = call(all, normalizer_term, all->english, form);
    assert_int_equal(strlen(term), XAP_TERM_MAX - 1); /* two bytes a letter */
}

/* The term of a form that folds to more than a term may be ends at a whole character. */
static void test_long_terms_are_cut_at_a_character(void **state)
{
    struct normalizers *all = *state;
    char form[FORM_MAX + 1] = "";
    /* U+0149 is two bytes and folds to three, U+02BC and n; an a in front moves the places at which it may be cut. */
    for (size_t shift = 0; shift < 3; shift++) {
        memset(form, 'a', shift);
        strcpy(form + shift, repeated(all, "\xc5\x89", FORM_MAX - 3));
        const char *term = call(all, normalizer_term, all->none, form);
        const size_t length = strlen(term);
        assert_true(length <= XAP_TERM_MAX && length >= XAP_TERM_MAX - 1);
        assert_memory_equal(term, "aaa", shift);
        const size_t rest = (length - shift) % 3;
        assert_true(rest == 0 || rest == 2); /* behind the n, or between the U+02BC and it */
    }
}

/* Every code point that is alone a form, and many after a letter: nothing fails, nothing is empty, and folding what is folded changes
 * nothing. */
static void test_every_code_point(void **state)
{
    struct normalizers *all = *state;
    for (uint32_t c = 1; c < 0x30000; c++) {
        if (c >= 0xd800 && c < 0xe000) continue;
        char form[5] = "";
        char once[200];
        utf8_encode(c, form);
        strcpy(once, call(all, normalizer_fold, all->none, form));
        const char *twice = call(all, normalizer_fold, all->none, once);
        if (strcmp(once, twice) != 0) fail_msg("U+%04X is folded to \"%s\", and that to \"%s\"", (unsigned)c, once, twice);
    }
}

static void test_random_forms(void **state)
{
    struct normalizers *all = *state;
    struct random_source random = {environment_number("SEED", 20210304)};
    static const char *const pieces[] = {"a",        "S",        "'s",           "\xe2\x80\x99", "\xcc\x81", "\xef\xb7\xba",     "-",
                                         "\xc4\xb0", "\xc3\x9f", "\xef\xac\x83", "\xe4\xb8\xad", "\xc2\xad", "\xf0\x9d\x90\x80", "7"};
    for (int i = 0; i < 20000; i++) {
        char form[FORM_MAX + 1] = "";
        size_t length = 0;
        for (uint64_t left = 1 + random_below(&random, 80); left > 0; left--) {
            const char *piece = pieces[random_below(&random, COUNT_OF(pieces))];
            if (length + strlen(piece) > FORM_MAX) break;
            strcpy(form + length, piece);
            length += strlen(piece);
        }
        const char *term;
        size_t term_len;
        assert_int_equal(normalizer_term(all->english, form, length, &term, &term_len, NULL), NS_OK);
        assert_true(term_len >= 1 && term_len <= XAP_TERM_MAX);
    }
}

/* ---- Languages ---- */

static void test_unknown_language(void **state)
{
    (void)state;
    static const char *const languages[] = {"klingon", "", "English?", "xx"};
    for (size_t i = 0; i < COUNT_OF(languages); i++) {
        struct ns_error err = {NS_OK, ""};
        struct normalizer *normalizer = (struct normalizer *)&err;
        assert_int_equal(normalizer_open(languages[i], &normalizer, &err), NS_ERR_ARG);
        assert_int_equal(err.code, NS_ERR_ARG);
        assert_null(normalizer);
        assert_non_null(strstr(err.msg, languages[i]));
    }
    normalizer_free(NULL);
}

#define NORMALIZE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        NORMALIZE_TEST(test_one_word_however_spelled),
        NORMALIZE_TEST(test_different_words),
        NORMALIZE_TEST(test_possessive),
        NORMALIZE_TEST(test_marks_that_are_letters),
        NORMALIZE_TEST(test_optional_marks),
        NORMALIZE_TEST(test_composition),
        NORMALIZE_TEST(test_never_empty),
        NORMALIZE_TEST(test_terms),
        NORMALIZE_TEST(test_longest_growth),
        NORMALIZE_TEST(test_long_terms_are_cut_at_a_character),
        NORMALIZE_TEST(test_every_code_point),
        NORMALIZE_TEST(test_random_forms),
        cmocka_unit_test(test_unknown_language),
    };
    return cmocka_run_group_tests_name("normalize", tests, NULL, NULL);
}
