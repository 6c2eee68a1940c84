/* test_charset.c - what a text is written in, and that it comes out as UTF-8 whatever that is. */
#include "tests/unit/index_fixture.h"

#include "indexer/charset.h"
#include "tests/oracle/random.h"

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

static struct charset_text decode(struct buffer *store, const char *data, size_t size, const char *declared)
{
    struct charset_text out;
    assert_int_equal(charset_decode(data, size, declared, declared ? strlen(declared) : 0, store, &out, NULL), NS_OK);
    return out;
}

struct expected {
    const char *data;
    size_t size;
    const char *declared;
    const char *text;
    bool recoded;
    size_t bad;
};

#define BYTES(text) text, sizeof text - 1

static void test_charsets(void **state)
{
    static const struct expected cases[] = {
        {BYTES("plain"), NULL, "plain", false, 0},
        {BYTES(""), NULL, "", false, 0},
        {BYTES("caf\xc3\xa9"), NULL, "caf\xc3\xa9", false, 0},
        {BYTES("\xef\xbb\xbf"
               "caf\xc3\xa9"),
         NULL, "caf\xc3\xa9", false, 0},
        {BYTES("caf\xe9 \x93quoted\x94"), NULL, "caf\xc3\xa9 \xe2\x80\x9cquoted\xe2\x80\x9d", true, 0},
        {BYTES("caf\xe9"), "iso-8859-1", "caf\xc3\xa9", true, 0},
        {BYTES("\x93x\x94"), "Latin1", "\xe2\x80\x9cx\xe2\x80\x9d", true, 0},
        {BYTES("\xcf\xf0\xe0\xe2\xe4\xe0"), "windows-1251", "\xd0\x9f\xd1\x80\xd0\xb0\xd0\xb2\xd0\xb4\xd0\xb0", true, 0},
        {BYTES("\x93\xfa\x96{"), " \"Shift_JIS\" ", "\xe6\x97\xa5\xe6\x9c\xac", true, 0},
        {BYTES("\x87\x40"), "Shift_JIS", "\xe2\x91\xa0", true, 0}, /* as Windows has it */
        {BYTES("\x96\x4e"), "gb2312", "\xe6\x9c\x9c", true, 0},    /* as GBK has it */
        {BYTES("caf\xc3\xa9"), "no-such-charset", "caf\xc3\xa9", false, 0},
        {BYTES("caf\xc3\xa9"), "../../etc/passwd", "caf\xc3\xa9", false, 0},
        {BYTES("caf\xc3\xa9 \xff caf\xc3\xa9"), NULL, "caf\xc3\xa9 \xef\xbf\xbd caf\xc3\xa9", true, 1},
        {BYTES("a\xff"
               "b"),
         "utf-8",
         "a\xef\xbf\xbd"
         "b",
         true, 1},
        {BYTES("\xff\xfe"
               "a\0\xe9\0"),
         NULL, "a\xc3\xa9", true, 0},
        {BYTES("\xfe\xff\0a\0\xe9"), NULL, "a\xc3\xa9", true, 0},
        {BYTES("\xff\xfe\0\0a\0\0\0"), NULL, "a", true, 0},
        {BYTES("a"), "utf-16", "a", false, 0},
        {BYTES("\xfe\xff\0a\xd8\0\0b"), NULL,
         "a\xef\xbf\xbd"
         "b",
         true, 1},
        {BYTES("\xfe\xff\0a\0"), NULL, "a\xef\xbf\xbd", true, 1},
        {BYTES("\xa4\xa2\xa4"), "euc-jp", "\xe3\x81\x82\xef\xbf\xbd", true, 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct charset_text out = decode(*state, cases[i].data, cases[i].size, cases[i].declared);
        assert_int_equal(out.size, strlen(cases[i].text));
        assert_memory_equal(out.text, cases[i].text, out.size);
        assert_int_equal(out.recoded, cases[i].recoded);
        assert_int_equal(out.bad, cases[i].bad);
        if (out.bad > 0) assert_memory_equal(out.text + out.first_bad, "\xef\xbf\xbd", 3);
    }
}

/* Every byte string comes out as valid UTF-8, whatever is declared. */
static void test_any_bytes(void **state)
{
    static const char *const declared[] = {NULL, "utf-8", "utf-16le", "utf-32", "gb18030", "iso-2022-jp", "windows-1253", "utf-7", "x"};
    struct buffer again = BUFFER_INIT;
    struct random_source random = {20261122};
    for (int round = 0; round < 20000; round++) {
        char bytes[40];
        const size_t size = random_below(&random, sizeof bytes);
        for (size_t i = 0; i < size; i++)
            bytes[i] = (char)random_below(&random, 256);
        const struct charset_text out = decode(*state, bytes, size, declared[random_below(&random, COUNT(declared))]);
        const struct charset_text checked = decode(&again, out.text, out.size, "utf-8");
        assert_int_equal(checked.bad, 0);
    }
    buffer_release(&again);
}

/* A text that grows to several times its size, and does not fit what was reserved for it. */
static void test_growing(void **state)
{
    enum { SIZE = 100000 };
    char *bytes = malloc(SIZE);
    assert_non_null(bytes);
    memset(bytes, 0x80, SIZE); /* the euro sign: three bytes */
    const struct charset_text out = decode(*state, bytes, SIZE, NULL);
    assert_int_equal(out.size, 3 * SIZE);
    for (size_t i = 0; i < out.size; i += 3)
        assert_memory_equal(out.text + i, "\xe2\x82\xac", 3);
    free(bytes);
}

static void test_types(void **state)
{
    static const struct {
        const char *type;
        const char *charset;
    } cases[] = {{"text/html; charset=utf-8", "utf-8"},
                 {"text/html;charset=\"ISO-8859-1\"", "ISO-8859-1"},
                 {"text/html; CHARSET = koi8-r; x=y", "koi8-r"},
                 {"text/html", NULL},
                 {"text/html; charset=", NULL},
                 {"charset", NULL}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t length = 0;
        const char *charset = charset_of_type(cases[i].type, strlen(cases[i].type), &length);
        assert_int_equal(charset != NULL, cases[i].charset != NULL);
        if (!charset) continue;
        assert_int_equal(length, strlen(cases[i].charset));
        assert_memory_equal(charset, cases[i].charset, length);
    }
}

#define CHARSET_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHARSET_TEST(test_charsets),
        CHARSET_TEST(test_any_bytes),
        CHARSET_TEST(test_growing),
        cmocka_unit_test(test_types),
    };
    return cmocka_run_group_tests_name("charset", tests, NULL, NULL);
}
