/* test_unicode.c - decoding of UTF-8, good and bad, and what each code point is to the analyzer. */
#include "tests/unit/index_fixture.h"

#include "index/unicode.h"

/* ---- UTF-8 ---- */

static void test_decode_what_was_encoded(void **state)
{
    (void)state;
    static const uint32_t edges[] = {0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xfffe, 0xffff, 0x10000, 0x10ffff};
    static const size_t lengths[] = {1, 1, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4};
    for (size_t i = 0; i < COUNT_OF(edges); i++) {
        char bytes[4];
        uint32_t code_point = 1;
        assert_int_equal(utf8_encode(edges[i], bytes), lengths[i]);
        assert_int_equal(utf8_decode(bytes, bytes + lengths[i], &code_point), lengths[i]);
        assert_int_equal(code_point, edges[i]);
    }
}

static void test_decode_stops_at_the_end(void **state)
{
    (void)state;
    uint32_t code_point;
    static const char text[] = "\xf0\x9f\x98\x80"
                               "a";
    assert_int_equal(utf8_decode(text, text + 5, &code_point), 4);
    assert_int_equal(code_point, 0x1f600);
    for (int length = 1; length < 4; length++) {
        assert_int_equal(utf8_decode(text, text + length, &code_point), 1);
        assert_int_equal(code_point, CODE_POINT_INVALID);
    }
}

/* The first byte of each begins no valid sequence. */
static void test_decode_invalid(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "\x80",             /* goes on with nothing */
        "\xbf\x80",         /* likewise */
        "\xc0\xaf",         /* overlong: 2 bytes for one */
        "\xc1\xbf",         /* likewise */
        "\xe0\x80\xaf",     /* overlong: 3 bytes */
        "\xe0\x9f\xbf",     /* likewise, the largest */
        "\xf0\x80\x80\xaf", /* overlong: 4 bytes */
        "\xf0\x8f\xbf\xbf", /* likewise, the largest */
        "\xed\xa0\x80",     /* the first surrogate */
        "\xed\xbf\xbf",     /* the last */
        "\xf4\x90\x80\x80", /* U+110000 */
        "\xf5\x80\x80\x80", /* no such first byte */
        "\xf8\x88\x80\x80\x80",
        "\xfe",
        "\xff",
        "\xc3",     /* cut off */
        "\xc3(",    /* not gone on with */
        "\xe2\x82", /* cut off */
        "\xe2\x82(",
        "\xe2(\xa1",
        "\xf0\x9f\x98(",
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        uint32_t code_point = 0;
        assert_int_equal(utf8_decode(texts[i], texts[i] + strlen(texts[i]), &code_point), 1);
        if (code_point != CODE_POINT_INVALID) fail_msg("text %zu was decoded as U+%04X", i, (unsigned)code_point);
    }
}

/* Every sequence of two bytes, and every third one of three: what is decoded is encoded to the same bytes, all else is one bad byte. */
static void test_decode_every_short_sequence(void **state)
{
    (void)state;
    size_t valid = 0;
    for (uint32_t n = 0; n < 0x1000000; n += n < 0xe00000 ? 0x100 : 3) {
        const char bytes[3] = {(char)(n >> 16), (char)(n >> 8), (char)n};
        uint32_t code_point;
        const size_t length = utf8_decode(bytes, bytes + 3, &code_point);
        char again[4];
        if (code_point == CODE_POINT_INVALID) {
            assert_int_equal(length, 1);
            continue;
        }
        valid++;
        assert_int_equal(utf8_encode(code_point, again), length);
        assert_memory_equal(again, bytes, length);
    }
    assert_true(valid > 0x80 * 0x100 + 0x1000);
}

static void test_cut(void **state)
{
    (void)state;
    static const char text[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z"; /* 1 + 2 + 3 + 4 + 1 bytes */
    static const size_t wanted[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11};
    for (size_t size = 0; size < COUNT_OF(wanted); size++)
        assert_int_equal(utf8_cut(text, size), wanted[size]);
}

/* ---- Classes ---- */

struct row {
    uint32_t code_point;
    enum char_class class;
};

static void check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const enum char_class class = char_class(rows[i].code_point);
        if (class != rows[i].class) fail_msg("U+%04X is of class %d, not %d", (unsigned)rows[i].code_point, class, rows[i].class);
    }
}

static void test_ascii_classes(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 128; c++) {
        enum char_class wanted = CHAR_OTHER;
        if (c && strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", (int)c)) wanted = CHAR_LETTER;
        if (c && strchr("0123456789", (int)c)) wanted = CHAR_DIGIT;
        if (c && strchr(" \t\n\v\f\r", (int)c)) wanted = CHAR_SPACE;
        const struct row row = {c, wanted};
        check_rows(&row, 1);
    }
}

static void test_classes(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {0xe9, CHAR_LETTER},      /* é */
        {0xdf, CHAR_LETTER},      /* ß */
        {0x130, CHAR_LETTER},     /* I with a dot */
        {0x416, CHAR_LETTER},     /* Cyrillic */
        {0x5d0, CHAR_LETTER},     /* Hebrew */
        {0x627, CHAR_LETTER},     /* Arabic */
        {0x915, CHAR_LETTER},     /* Devanagari ka */
        {0xe01, CHAR_LETTER},     /* Thai */
        {0xac00, CHAR_LETTER},    /* Hangul syllable: Korean parts its words */
        {0x1100, CHAR_LETTER},    /* Hangul jamo */
        {0x3131, CHAR_LETTER},    /* Hangul compatibility jamo */
        {0x2160, CHAR_LETTER},    /* Roman numeral one */
        {0xfb01, CHAR_LETTER},    /* fi ligature */
        {0xff21, CHAR_LETTER},    /* fullwidth A */
        {0x2bc, CHAR_LETTER},     /* modifier apostrophe */
        {0xaa, CHAR_LETTER},      /* feminine ordinal */
        {0x1d400, CHAR_LETTER},   /* mathematical bold A */
        {0x660, CHAR_DIGIT},      /* Arabic-Indic 0 */
        {0x6f9, CHAR_DIGIT},      /* Persian 9 */
        {0x967, CHAR_DIGIT},      /* Devanagari 1 */
        {0xff15, CHAR_DIGIT},     /* fullwidth 5 */
        {0xb2, CHAR_DIGIT},       /* superscript two */
        {0xb9, CHAR_DIGIT},       /* superscript one */
        {0x2082, CHAR_DIGIT},     /* subscript two */
        {0x2460, CHAR_DIGIT},     /* circled 1 */
        {0x2469, CHAR_OTHER},     /* circled 10 stands for two digits */
        {0xbd, CHAR_OTHER},       /* one half */
        {0x2153, CHAR_OTHER},     /* one third */
        {0x301, CHAR_MARK},       /* combining acute */
        {0x93e, CHAR_MARK},       /* Devanagari aa */
        {0x94d, CHAR_MARK},       /* virama */
        {0x3099, CHAR_MARK},      /* combining voiced sound mark */
        {0x64e, CHAR_MARK},       /* fatha */
        {0x20dd, CHAR_MARK},      /* enclosing circle */
        {0x4e2d, CHAR_CJK},       /* Han */
        {0x3400, CHAR_CJK},       /* Han, extension A */
        {0x20000, CHAR_CJK},      /* Han, extension B */
        {0xf900, CHAR_CJK},       /* Han, compatibility */
        {0x3005, CHAR_CJK},       /* iteration mark */
        {0x3007, CHAR_CJK},       /* Han zero */
        {0x3042, CHAR_CJK},       /* Hiragana a */
        {0x30a2, CHAR_CJK},       /* Katakana a */
        {0x30fc, CHAR_CJK},       /* long vowel */
        {0xff71, CHAR_CJK},       /* half-width Katakana */
        {0x30fb, CHAR_OTHER},     /* Katakana middle dot */
        {0xad, CHAR_VANISHING},   /* soft hyphen */
        {0x200b, CHAR_VANISHING}, /* zero-width space */
        {0x200c, CHAR_VANISHING}, /* zero-width non-joiner */
        {0x200d, CHAR_VANISHING}, /* zero-width joiner */
        {0x200e, CHAR_VANISHING}, /* left-to-right mark */
        {0x2060, CHAR_VANISHING}, /* word joiner */
        {0xfe0f, CHAR_VANISHING}, /* variation selector */
        {0xfeff, CHAR_VANISHING}, /* byte order mark */
        {0xa0, CHAR_SPACE},       /* no-break space */
        {0x202f, CHAR_SPACE},     /* narrow no-break space */
        {0x2009, CHAR_SPACE},     /* thin space */
        {0x3000, CHAR_SPACE},     /* ideographic space */
        {0x2028, CHAR_SPACE},     /* line separator */
        {0x2029, CHAR_SPACE},     /* paragraph separator */
        {0x85, CHAR_SPACE},       /* next line */
        {0x81, CHAR_OTHER},       /* another control */
        {0x2019, CHAR_OTHER},     /* curly apostrophe */
        {0x2014, CHAR_OTHER},     /* em dash */
        {0x3002, CHAR_OTHER},     /* CJK full stop */
        {0x20ac, CHAR_OTHER},     /* euro */
        {0x1f600, CHAR_OTHER},    /* emoji */
        {0x1f1e8, CHAR_OTHER},    /* half a flag */
        {0xfffd, CHAR_OTHER},     /* replacement */
        {0xfffe, CHAR_OTHER},     /* no character */
        {0xe000, CHAR_OTHER},     /* private use */
        {0x10ffff, CHAR_OTHER},   {CODE_POINT_INVALID, CHAR_OTHER},
    };
    check_rows(rows, COUNT_OF(rows));
}

static void test_case(void **state)
{
    (void)state;
    static const uint32_t upper[] = {'A', 'Z', 0xc9, 0x130, 0x416, 0x1c5 /* titlecase */, 0xff21};
    static const uint32_t lower[] = {'a', 'z', 0xe9, 0xdf, 0x436, 0xff41};
    static const uint32_t neither[] = {0, '@', '[', '`', '{', '5', ' ', 0x4e2d, 0x627, 0x301, 0x10ffff, CODE_POINT_INVALID};
    for (size_t i = 0; i < COUNT_OF(upper); i++)
        assert_true(char_is_upper(upper[i]) && !char_is_lower(upper[i]));
    for (size_t i = 0; i < COUNT_OF(lower); i++)
        assert_true(char_is_lower(lower[i]) && !char_is_upper(lower[i]));
    for (size_t i = 0; i < COUNT_OF(neither); i++)
        assert_true(!char_is_lower(neither[i]) && !char_is_upper(neither[i]));
}

static void test_hyphens_and_apostrophes(void **state)
{
    (void)state;
    static const uint32_t hyphens[] = {'-', 0x2010, 0x2011};
    static const uint32_t others[] = {0xad, 0x2012, 0x2013, 0x2014, 0x2212, '_', 'a', 0, CODE_POINT_INVALID};
    for (size_t i = 0; i < COUNT_OF(hyphens); i++)
        assert_true(char_is_hyphen(hyphens[i]) && !char_is_apostrophe(hyphens[i]));
    for (size_t i = 0; i < COUNT_OF(others); i++)
        assert_true(!char_is_hyphen(others[i]) && !char_is_apostrophe(others[i]));
    assert_true(char_is_apostrophe('\'') && char_is_apostrophe(0x2019));
    assert_false(char_is_apostrophe(0x2018) || char_is_apostrophe('"') || char_is_apostrophe('`'));
}

static void test_line_ends(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t lines;
    } rows[] = {{"", 0},     {"a", 0},       {"\n", 1},     {"a\nb\n", 2},       {"\r\n", 1},           {"a\r\nb", 1},
                {"\r", 1},   {"a\rb\rc", 2}, {"\r\r\n", 2}, {"\n\r", 2},         {"\r\n\r\n", 2},       {"a\f\v b", 0},
                {"\n\n", 2}, {"a\r", 1},     {"\n\r\n", 2}, {"\xe2\x80\xa8", 0}, {"\xe2\x80\xa9\n", 1}, {"\xc2\x85", 0}};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(count_line_ends(rows[i].text, strlen(rows[i].text)), rows[i].lines);
    assert_false(is_line_end("\r\n", 0, 2)); /* with what is behind it it is one */
    assert_true(is_line_end("\r\n", 0, 1));
    assert_true(is_line_end("\r\n", 1, 2));
}

/* The first line end is found wherever it stands, also where a text is gone over in steps. */
static void test_find_line_end(void **state)
{
    (void)state;
    char text[2000];
    assert_int_equal(find_line_end("x", 0, 0), 0);
    for (size_t first = 0; first < sizeof text; first++) {
        memset(text, 'x', sizeof text);
        text[first] = first % 2 ? '\r' : '\n';
        text[first + (sizeof text - first) / 2] = '\n';
        assert_int_equal(find_line_end(text, 0, sizeof text), first);
        assert_int_equal(find_line_end(text, first / 3, sizeof text), first);
        assert_int_equal(find_line_end(text, 0, first), first);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decode_what_was_encoded),
        cmocka_unit_test(test_decode_stops_at_the_end),
        cmocka_unit_test(test_decode_invalid),
        cmocka_unit_test(test_decode_every_short_sequence),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_find_line_end),
        cmocka_unit_test(test_ascii_classes),
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_case),
        cmocka_unit_test(test_hyphens_and_apostrophes),
        cmocka_unit_test(test_line_ends),
    };
    return cmocka_run_group_tests_name("unicode", tests, NULL, NULL);
}
