/* test_mime.c - encodings, encoded words, and which parts of a mail are its text. */
#include "tests/unit/fixture.h"

#include "indexer/mime.h"

/* ---- Encodings ---- */

static void assert_decoded(enum mime_encoding encoding, const char *data, const char *text, size_t wrong)
{
    struct buffer out = BUFFER_INIT;
    size_t bad = 0;
    assert_int_equal(mime_decode(data, strlen(data), encoding, &out, &bad, NULL), NS_OK);
    assert_int_equal(out.size, strlen(text));
    assert_memory_equal(out.size > 0 ? out.data : "", text, out.size);
    assert_int_equal(bad, wrong);
    buffer_release(&out);
}

static void test_base64(void **state)
{
    (void)state;
    assert_decoded(MIME_BASE64, "", "", 0);
    assert_decoded(MIME_BASE64, "SGFyYm91cg==", "Harbour", 0);
    assert_decoded(MIME_BASE64, "SGFy\r\nYm91\r\ncg\r\n==\r\n", "Harbour", 0);
    assert_decoded(MIME_BASE64, "SGFyYm91cg", "Harbour", 0);
    assert_decoded(MIME_BASE64, "SGE=SGE=", "HaHa", 0);
    assert_decoded(MIME_BASE64, "SG!Fy\xff", "Har", 2);
    assert_decoded(MIME_BASE64, "====", "", 0);
    assert_decoded(MIME_BASE64, "S", "", 0);
}

static void test_quoted(void **state)
{
    (void)state;
    assert_decoded(MIME_QUOTED, "", "", 0);
    assert_decoded(MIME_QUOTED, "caf=C3=a9 =3D 1", "caf\xc3\xa9 = 1", 0);
    assert_decoded(MIME_QUOTED, "one =\r\ntwo=\n three= \t\r\nfour=", "one two threefour", 0);
    assert_decoded(MIME_QUOTED, "a=ZZ b=4", "a=ZZ b=4", 2);
    assert_decoded(MIME_QUOTED, "= x", "= x", 1);
    assert_decoded(MIME_QUOTED, "a=  ", "a", 0);
}

static void assert_words(const char *value, const char *text)
{
    struct mime_words words = {.bytes = BUFFER_INIT, .recoded = BUFFER_INIT};
    struct buffer out = BUFFER_INIT;
    assert_int_equal(mime_words_decode(&words, (struct header_value){value, strlen(value)}, &out, NULL), NS_OK);
    assert_string_equal(out.data, text);
    assert_int_equal(out.size, strlen(text));
    mime_words_release(&words);
    buffer_release(&out);
}

static void test_words(void **state)
{
    (void)state;
    assert_words("", "");
    assert_words("Harbour closed", "Harbour closed");
    assert_words(" Harbour\r\n\tclosed \x01 x ", "Harbour closed x");
    assert_words("=?utf-8?Q?Caf=C3=A9_closed?=", "Caf\xc3\xa9 closed");
    assert_words("Re: =?UTF-8?b?Q2Fmw6k=?= closed", "Re: Caf\xc3\xa9 closed");
    assert_words("=?iso-8859-1?q?caf=E9?= =?iso-8859-1?q?_caf=E9?=", "caf\xc3\xa9 caf\xc3\xa9");
    assert_words("=?iso-8859-1?q?caf=E9?=\r\n =?utf-8*en?q?=C3=A9?=", "caf\xc3\xa9\xc3\xa9");
    assert_words("=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c");
    assert_words("caf\xe9", "caf\xc3\xa9");
    assert_words("=?utf-8?q?a=00b?=", "a b");
}

/* There are mailers that cut a character in two. */
static void test_character_in_two_words(void **state)
{
    (void)state;
    assert_words("=?utf-8?q?caf=C3?= =?UTF-8?q?=A9?=", "caf\xc3\xa9");
    assert_words("=?utf-8?b?Y2Fmww==?= =?utf-8?b?qQ==?=", "caf\xc3\xa9");
}

static void test_words_that_are_none(void **state)
{
    (void)state;
    static const char *const values[] = {"=?", "=??q?a?=", "=?utf-8?x?a?=", "=?utf-8?q?a", "=?utf-8?q", "a =? b ?= c", "=?utf-8"};
    for (size_t i = 0; i < COUNT(values); i++)
        assert_words(values[i], values[i]);
}

/* ---- Parts ---- */

static struct mime_mail mail_of(const char *text)
{
    struct mime_mail mail;
    mime_read(text, strlen(text), &mail);
    return mail;
}

static void assert_text(const struct mime_mail *mail, size_t number, const char *text)
{
    assert_true(number < mail->text_count);
    assert_int_equal(mail->texts[number].size, strlen(text));
    assert_memory_equal(mail->texts[number].data, text, strlen(text));
}

static void test_single(void **state)
{
    (void)state;
    struct mime_mail mail = mail_of("Subject: S\r\n\r\nbody\r\n");
    assert_int_equal(mail.text_count, 1);
    assert_text(&mail, 0, "body\r\n");
    assert_false(mail.texts[0].html);
    mail = mail_of("Content-Type: text/HTML; charset=\"koi8-r\"\nContent-Transfer-Encoding: Base64\n\nx");
    assert_true(mail.texts[0].html);
    assert_int_equal(mail.texts[0].encoding, MIME_BASE64);
    assert_memory_equal(mail.texts[0].charset.text, "koi8-r", 6);
    mail = mail_of("Content-Type: text/plain; format=Flowed; DelSp=Yes\n\nx");
    assert_true(mail.texts[0].flowed && mail.texts[0].delete_space);
    assert_int_equal(mail_of("Content-Type: image/png\n\nx").text_count, 0);
    assert_int_equal(mail_of("Content-Type: text/plain\nContent-Disposition: attachment; filename=a\n\nx").text_count, 0);
    mail = mail_of("Subject: no body");
    assert_text(&mail, 0, "");
    assert_int_equal(mail_of("").text_count, 1);
}

static void test_alternatives(void **state)
{
    (void)state;
    struct mime_mail mail =
        mail_of("Content-Type: multipart/alternative; boundary=b\n\npreamble\n--b\nContent-Type: text/html\n\n<p>1\n--b\n\n2\n--b--\n"
                "epilogue");
    assert_int_equal(mail.text_count, 1);
    assert_text(&mail, 0, "2");
    mail = mail_of("Content-Type: multipart/alternative; boundary=b\n\n--b\n\n \n--b\nContent-Type: text/html\n\n<p>1\n--b--\n");
    assert_int_equal(mail.text_count, 1);
    assert_text(&mail, 0, "<p>1");
    mail = mail_of("Content-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n--b\nContent-Type: multipart/related; boundary=c\n\n"
                   "--c\nContent-Type: text/html\n\n<p>1\n--c\nContent-Type: image/png\n\nx\n--c--\n--b--\n");
    assert_int_equal(mail.text_count, 1);
    assert_text(&mail, 0, "plain");
}

static void test_mixed(void **state)
{
    (void)state;
    struct mime_mail mail =
        mail_of("Content-Type: multipart/mixed;\r\n boundary=\"a b\"\r\n\r\n--a b  \r\n\r\n1\r\n\r\n--a bc\r\n--a b\r\n"
                "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninner\r\n--a b\r\nContent-Type: text/calendar\r\n\r\nx\r\n"
                "--a b\r\nContent-Disposition: attachment\r\n\r\nx\r\n--a b\r\n\r\n2\r\n--a b--\r\n--a b\r\n\r\n3");
    assert_int_equal(mail.text_count, 2);
    assert_text(&mail, 0, "1\r\n\r\n--a bc");
    assert_text(&mail, 1, "2");
    assert_null(mail.damage);
}

/* The last part of a mail that was cut off, and a part that is not closed before the one around it. */
static void test_parts_without_end(void **state)
{
    (void)state;
    struct mime_mail mail = mail_of("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n1\n--b\n\n2 is cut o");
    assert_text(&mail, 1, "2 is cut o");
    mail =
        mail_of("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\n1\n--b\n\n2\n--b--");
    assert_text(&mail, 0, "1");
    assert_text(&mail, 1, "2");
    mail = mail_of("Content-Type: multipart/mixed; boundary=b\n\n--b");
    assert_int_equal(mail.text_count, 1);
    mail = mail_of("Content-Type: multipart/mixed; boundary=b\n\n--b--");
    assert_int_equal(mail.text_count, 0);
}

static void test_boundary_that_is_not_there(void **state)
{
    (void)state;
    static const char *const types[] = {"multipart/mixed", "multipart/mixed; boundary=\"\"", "multipart/alternative; boundary=other"};
    for (size_t i = 0; i < COUNT(types); i++) {
        char text[200];
        snprintf(text, sizeof text, "Content-Type: %s\n\n--b\n\ntext\n", types[i]);
        const struct mime_mail mail = mail_of(text);
        assert_non_null(mail.damage);
        assert_text(&mail, 0, "--b\n\ntext\n");
    }
}

static char *repeat(const char *head, const char *unit, size_t times, const char *tail)
{
    char *text = test_malloc(strlen(head) + times * strlen(unit) + strlen(tail) + 1);
    char *at = stpcpy(text, head);
    for (size_t i = 0; i < times; i++)
        at = stpcpy(at, unit);
    strcpy(at, tail);
    return text;
}

static void test_deep_nesting(void **state)
{
    (void)state;
    const size_t depth = 10000;
    char *text = test_malloc(depth * 80);
    char *at = text;
    for (size_t i = 0; i < depth; i++)
        at += sprintf(at, "Content-Type: multipart/mixed; boundary=b%zu\n\n--b%zu\n", i, i);
    strcpy(at, "\ndeep");
    const struct mime_mail mail = mail_of(text);
    assert_int_equal(mail.text_count, 0);
    assert_non_null(strstr(mail.limit, "nested over 16 deep"));
    test_free(text);
}

static void test_many_parts(void **state)
{
    (void)state;
    char *text = repeat("Content-Type: multipart/mixed; boundary=b\n\n", "--b\nContent-Type: a/b\n\n\n", 100000, "--b\n\ntext");
    struct mime_mail mail = mail_of(text);
    assert_int_equal(mail.text_count, 0);
    assert_non_null(strstr(mail.limit, "more than 1000 parts"));
    test_free(text);
    text = repeat("Content-Type: multipart/alternative; boundary=b\n\n", "--b\n\nx\n", 900, "--b--");
    mail = mail_of(text);
    assert_int_equal(mail.text_count, 1);
    assert_null(mail.limit);
    test_free(text);
    text = repeat("Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\nx\n", 900, "--b--");
    mail = mail_of(text);
    assert_int_equal(mail.text_count, MIME_TEXTS_MAX);
    assert_non_null(strstr(mail.limit, "more than 32 texts"));
    test_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base64),
        cmocka_unit_test(test_quoted),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_character_in_two_words),
        cmocka_unit_test(test_words_that_are_none),
        cmocka_unit_test(test_single),
        cmocka_unit_test(test_alternatives),
        cmocka_unit_test(test_mixed),
        cmocka_unit_test(test_parts_without_end),
        cmocka_unit_test(test_boundary_that_is_not_there),
        cmocka_unit_test(test_deep_nesting),
        cmocka_unit_test(test_many_parts),
    };
    return cmocka_run_group_tests_name("mime", tests, NULL, NULL);
}
