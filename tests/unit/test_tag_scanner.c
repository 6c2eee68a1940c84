/* test_tag_scanner.c - tags and texts of what is no XML, references, and how long hostile ones take. */
#include "tests/unit/fixture.h"

#include "indexer/tag_scanner.h"

/* Everything that a scanner finds, in one line: open tags as <name>, closing ones as </name>, texts in brackets. */
static void assert_scan(const char *text, const char *found)
{
    char all[1000] = "";
    struct tag_scanner scanner = tag_scanner_over(text, strlen(text));
    struct tag tag;
    while (tag_scanner_next(&scanner, &tag)) {
        const size_t used = strlen(all);
        if (tag.kind == TAG_TEXT) snprintf(all + used, sizeof all - used, "[%.*s]", (int)tag.length, tag.text);
        if (tag.kind == TAG_OPEN) snprintf(all + used, sizeof all - used, "<%.*s>", (int)tag.name_length, tag.name);
        if (tag.kind == TAG_CLOSE) snprintf(all + used, sizeof all - used, "</%.*s>", (int)tag.name_length, tag.name);
    }
    assert_string_equal(all, found);
}

static void test_tags_and_texts(void **state)
{
    (void)state;
    assert_scan("", "");
    assert_scan("plain", "[plain]");
    assert_scan("<p>One</p> <br/>two", "<p>[One]</p>[ ]<br>[two]");
    assert_scan("<a href=\"x>y\" b='>'>t</a\n>", "<a>[t]</a>");
    assert_scan("<a title=don't>t", "<a>[t]");
    assert_scan("<!DOCTYPE lewis SYSTEM \"x\"><?go?><!-- <p> > -->t", "[t]");
    assert_scan("a<!-- b -->c", "[a][c]");
}

static void test_what_is_no_tag_is_text(void **state)
{
    (void)state;
    assert_scan("1 < 2 <3 <", "[1 < 2 <3 <]");
    assert_scan("x <y and <b>z</b>", "[x <y and ]<b>[z]</b>");
    assert_scan("<p", "[<p]");
    assert_scan("<a b=\"c>d", "[<a b=\"c>d]");
    assert_scan("<!-- no end <b>x", "[x]"); /* a comment without an end goes to the next > */
}

static void test_attributes(void **state)
{
    (void)state;
    static const char text[] = "<REUTERS TOPICS=\"YES\" NEWID = '17' bare x=y z>";
    struct tag_scanner scanner = tag_scanner_over(text, strlen(text));
    struct tag tag;
    size_t length;
    assert_true(tag_scanner_next(&scanner, &tag));
    assert_true(tag_is(&tag, "reuters"));
    assert_false(tag_is(&tag, "reuter"));
    assert_memory_equal(tag_attribute(&tag, "topics", &length), "YES", 3);
    assert_int_equal(length, 3);
    assert_memory_equal(tag_attribute(&tag, "newid", &length), "17", 2);
    assert_int_equal(length, 2);
    assert_memory_equal(tag_attribute(&tag, "x", &length), "y", 1);
    assert_null(tag_attribute(&tag, "bare", &length));
    assert_null(tag_attribute(&tag, "y", &length));
}

static void assert_decoded(const char *text, const char *decoded)
{
    struct buffer out = BUFFER_INIT;
    assert_int_equal(reference_append(&out, text, strlen(text), NULL), NS_OK);
    assert_int_equal(buffer_append_byte(&out, 0, NULL), NS_OK);
    assert_string_equal(out.data, decoded);
    buffer_release(&out);
}

static void test_references(void **state)
{
    (void)state;
    assert_decoded("a &lt;b&gt; &amp;amp; &#233;&#xE9;", "a <b> &amp; \xc3\xa9\xc3\xa9");
    assert_decoded("caf&eacute;&nbsp;&hellip;", "caf\xc3\xa9\xc2\xa0\xe2\x80\xa6");
    assert_decoded("&#2;x&#3;&#0;", "x");
    assert_decoded("&#146;&#x80;", "\xe2\x80\x99\xe2\x82\xac");
    assert_decoded("well&hyph;known", "well-known");
    assert_decoded("&#99999999999;&#xd800;", "\xef\xbf\xbd\xef\xbf\xbd");
    assert_decoded("AT&T &; & &# &#x; &nosuchthing; &averyveryverylongname;", "AT&T &; & &# &#x; &nosuchthing; &averyveryverylongname;");
}

static void test_skip_goes_before_the_closing_tag(void **state)
{
    (void)state;
    static const char text[] = "<script>if (a</b) c</scripts></SCRIPT >t";
    struct tag_scanner scanner = tag_scanner_over(text, strlen(text));
    struct tag tag;
    assert_true(tag_scanner_next(&scanner, &tag));
    tag_scanner_skip(&scanner, tag.name, tag.name_length);
    assert_true(tag_scanner_next(&scanner, &tag));
    assert_int_equal(tag.kind, TAG_CLOSE);
    assert_true(tag_is(&tag, "script"));
    tag_scanner_skip(&scanner, "none", 4);
    assert_false(tag_scanner_next(&scanner, &tag));
}

/* Each of these repeated is what a scanner that looks ahead may take the square of the size for. */
static void test_time_grows_with_the_size(void **state)
{
    (void)state;
    static const char *const pieces[] = {"<a ", "<a b=\"", "<a b='<c d=\"", "<!--", "<!", "</", "<a x='\"<b y=", "<", "&#", "<a =\">"};
    const size_t size = (size_t)4 << 20;
    char *text = test_malloc(size);
    for (size_t i = 0; i < COUNT(pieces); i++) {
        const size_t length = strlen(pieces[i]);
        for (size_t at = 0; at < size; at++)
            text[at] = pieces[i][at % length];
        const double begin = seconds_now();
        struct tag_scanner scanner = tag_scanner_over(text, size);
        struct tag tag;
        while (tag_scanner_next(&scanner, &tag))
            continue;
        assert_true(seconds_now() - begin < 1.0 * slowdown());
    }
    test_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tags_and_texts),
        cmocka_unit_test(test_what_is_no_tag_is_text),
        cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_skip_goes_before_the_closing_tag),
        cmocka_unit_test(test_time_grows_with_the_size),
    };
    return cmocka_run_group_tests_name("tag_scanner", tests, NULL, NULL);
}
