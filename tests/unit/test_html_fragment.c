/* test_html_fragment.c - paragraphs out of fragments of HTML. */
#include "tests/unit/fixture.h"

#include "indexer/html_fragment.h"

static void assert_text(const char *html, const char *wanted)
{
    struct buffer out = BUFFER_INIT;
    struct block_text text = block_text_into(&out, NULL);
    html_fragment_put(&text, html, strlen(html));
    assert_int_equal(text.status, NS_OK);
    assert_int_equal(buffer_append_byte(&out, 0, NULL), NS_OK);
    assert_string_equal(out.data, wanted);
    buffer_release(&out);
}

static void test_paragraphs(void **state)
{
    (void)state;
    assert_text("", "");
    assert_text("<p></p> \n&nbsp;", "");
    assert_text("<p>One\n  two</p><p>Three</p>", "One two\n\nThree");
    assert_text("Lead<div>In a <b>bold</b> <em>div</em></div>tail", "Lead\n\nIn a bold div\n\ntail");
    assert_text("a<br>b<BR/>c", "a\nb\nc");
    assert_text("<p>a<p>b", "a\n\nb");
    assert_text("<ul><li>x</li><li>y</li></ul>", "x\n\ny");
    assert_text("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc");
    assert_text("no<span>space</span>here", "nospacehere");
}

static void test_what_is_left_out(void **state)
{
    (void)state;
    assert_text("a<script>var x = '<p>no</p>';</script>b", "ab");
    assert_text("a<style>p { }</style><!-- c -->b<script>never closed <p>x", "ab");
    assert_text("<img src='x.png' alt='no'>text<iframe src='y'>no</iframe>", "text");
    assert_text("<noscript>no</noscript><script></script><p>yes</p>", "yes");
}

static void test_references(void **state)
{
    (void)state;
    assert_text("AT&T &amp; caf&eacute; &lt;b&gt;", "AT&T & caf\xc3\xa9 <b>");
    assert_text("1 < 2 & 3 > 2", "1 < 2 & 3 > 2");
    assert_text("a\x01\x02z&#7;y", "a zy");
}

static void test_raw_text_keeps_its_lines(void **state)
{
    (void)state;
    struct buffer out = BUFFER_INIT;
    struct block_text text = block_text_into(&out, NULL);
    block_text_put(&text, "a", 1);
    block_text_put_raw(&text, " \n b\n  c \n", 10);
    block_text_put_raw(&text, " ", 1);
    block_text_put(&text, "d", 1);
    assert_int_equal(buffer_append_byte(&out, 0, NULL), NS_OK);
    assert_string_equal(out.data, "a\n\nb\n  c\n\nd");
    buffer_release(&out);
}

static void test_deep_nesting_costs_nothing(void **state)
{
    (void)state;
    const size_t count = 1000000;
    char *html = test_malloc(count * 7 + 2);
    for (size_t i = 0; i < count; i++) {
        memcpy(html + 3 * i, "<b>", 3);
        memcpy(html + 3 * count + 1 + 4 * i, "</i>", 4);
    }
    html[3 * count] = 'x';
    html[7 * count + 1] = '\0';
    const double begin = seconds_now();
    assert_text(html, "x");
    assert_true(seconds_now() - begin < 2.0 * slowdown());
    test_free(html);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paragraphs),
        cmocka_unit_test(test_what_is_left_out),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_raw_text_keeps_its_lines),
        cmocka_unit_test(test_deep_nesting_costs_nothing),
    };
    return cmocka_run_group_tests_name("html_fragment", tests, NULL, NULL);
}
