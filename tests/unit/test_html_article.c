/* test_html_article.c - fields of pages in their order of preference, charsets, and what is kept of markup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "indexer/html_article.h"
#include "indexer/json_ld.h"

#define PROSE "A paragraph of a page that has words enough to be told from what stands around it."
#define LD(json) "<script type=\"application/ld+json\">" json "</script>"

static html_reader *the_reader;

static int setup(void **state)
{
    (void)state;
    the_reader = html_reader_new();
    return the_reader ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    html_reader_free(the_reader);
    return 0;
}

static struct html_article read_bytes(const char *text, size_t size, const char *charset, const char *url)
{
    struct html_article article;
    struct ns_error err;
    char *padded = calloc(size + INPUT_PADDING, 1);
    assert_non_null(padded);
    memcpy(padded, text, size);
    const struct html_page page = {padded, size, charset, charset ? strlen(charset) : 0, url};
    assert_int_equal(html_article_read(the_reader, &page, &article, &err), NS_OK);
    free(padded);
    return article;
}

static struct html_article read_page(const char *text)
{
    return read_bytes(text, strlen(text), NULL, NULL);
}

static void assert_same(const char *found, const char *wanted)
{
    if (wanted) {
        assert_non_null(found);
        assert_string_equal(found, wanted);
    } else {
        assert_null(found);
    }
}

static void assert_title(const char *page, const char *wanted)
{
    assert_same(read_page(page).title, wanted);
}

static void assert_byline(const char *page, const char *wanted)
{
    assert_same(read_page(page).byline, wanted);
}

static void assert_text(const char *page, const char *wanted)
{
    const struct html_article article = read_page(page);
    assert_int_equal(article.text_length, strlen(wanted));
    if (*wanted) assert_memory_equal(article.text, wanted, strlen(wanted));
}

/* ---- Fields ---- */

static void test_title_order(void **state)
{
    (void)state;
    assert_title("", NULL);
    assert_title("<title> A \n B </title>", "A B");
    assert_title("<title>A</title><meta name='twitter:title' content='B'>", "B");
    assert_title("<meta name='twitter:title' content='B'><h1>C <b>d</b><br>e</h1>", "C d e");
    assert_title("<h1>C</h1><p itemprop=headline>D</p>", "D");
    assert_title("<h1>C</h1><meta property='og:title' content='E'>", "E");
    assert_title("<meta property='og:title' content='E'><meta name='Parsely-Title' content='F'>", "F");
    assert_title("<meta name='citation_title' content='F'>" LD("{\"@type\":\"NewsArticle\",\"headline\":\"G &amp; G&#8217;s\"}"),
                 "G & G\xe2\x80\x99s");
    assert_title("<title>A</title><h1> </h1>", "A");
}

static void test_name_of_the_site(void **state)
{
    (void)state;
    assert_title("<title>Rain in May - The Paper</title><meta property='og:site_name' content='The Paper'>", "Rain in May");
    assert_title("<title>The Paper | Rain in May</title><meta property='og:site_name' content='The Paper'>", "Rain in May");
    assert_title("<title>Rain in May - The Paper</title><div>Rain in May</div>", "Rain in May");
    assert_title("<title>Rain in May - The Paper</title>", "Rain in May - The Paper");
    assert_title("<meta property='og:title' content='Rain | Sun | Paper'><meta property='og:site_name' content='Paper'>", "Rain | Sun");
    assert_title("<title>Paper</title><meta property='og:site_name' content='Paper'>", "Paper");
}

static void test_byline_order(void **state)
{
    (void)state;
    assert_byline("<h1>T</h1>", NULL);
    assert_byline("<p class=byline>By Ann Dee</p>", "Ann Dee");
    assert_byline("<p class=byline>5 May</p>", NULL);
    assert_byline("<p class=byline>By Ann Dee 5 May</p>", NULL);
    assert_byline("<div rel=author><p>Ann</p><p>Dee</p></div>", "Ann Dee");
    assert_byline("<p class=byline>By Ann Dee</p><a rel=author href=x>Bo Eff</a> <span itemprop=author>Cy Gee</span>", "Bo Eff, Cy Gee");
    assert_byline("<a rel=author href=x>Bo Eff</a><meta property='article:author' content='https://x.example/bo'>", "Bo Eff");
    assert_byline("<meta name=author content='Di'><meta name=author content='Ed'><meta name=author content='Di'>", "Di, Ed");
    assert_byline("<meta name=author content='Di'><meta name='parsely-author' content='Flo'>", "Flo");
    assert_byline("<meta name=byl content='By Gus'>", "Gus");
    assert_byline("<meta name=author content='Di'>" LD("{\"@type\":\"Article\",\"author\":{\"name\":\"Hal\"}}"), "Hal");
    assert_byline(LD("{\"@type\":\"Article\",\"author\":[\"Hal\",{\"@type\":\"Person\",\"name\":\"Ida\"},{\"name\":\"\"},7]}"), "Hal, Ida");
}

static void test_date_order(void **state)
{
    (void)state;
    struct html_article article = read_page("<time datetime='2021-01-01'>x</time><time datetime='2021-01-02' pubdate>x</time>");
    assert_int_equal(article.date.seconds, 1609545600);
    article = read_page("<meta name=date content='2021-01-02'><meta property='article:published_time' content='2021-01-01T00:00:00Z'>");
    assert_int_equal(article.date.seconds, 1609459200);
    article = read_page("<meta name=date content='2021-01-02'>" LD("{\"@type\":\"Article\",\"datePublished\":\"2021-01-01\"}"));
    assert_int_equal(article.date.precision, DATE_DAY);
    assert_int_equal(article.date.seconds, 1609459200);
    article = read_page("<meta name=date content='2021-01-02'>" LD("{\"@type\":\"Article\",\"datePublished\":\"yesterday\"}"));
    assert_int_equal(article.date.seconds, 1609545600);
    assert_null(article.date_text);
    article =
        read_page("<meta name=date content='soon'><time datetime='later'></time>" LD("{\"@type\":\"Article\",\"dateModified\":\"2021\"}"));
    assert_int_equal(article.date.precision, DATE_UNKNOWN);
    assert_string_equal(article.date_text, "soon");
}

static void test_section_and_source(void **state)
{
    (void)state;
    struct html_article article = read_page("<meta property='article:section' content='World'><meta name=publisher content='P'>");
    assert_string_equal(article.section, "World");
    assert_string_equal(article.source, "P");
    article = read_page("<meta property='article:section' content='World'><meta property='og:site_name' content='P'>" LD(
        "{\"@type\":[\"Thing\",\"NewsArticle\"],\"articleSection\":[\"Health\",\"X\"],\"publisher\":{\"@id\":\"#p\"},"
        "\"x\":{\"@id\":\"#p\",\"name\":\"Q\"}}"));
    assert_string_equal(article.section, "Health");
    assert_string_equal(article.source, "Q");
}

static void assert_url(const char *page, const char *known, const char *wanted)
{
    assert_same(read_bytes(page, strlen(page), NULL, known).url, wanted);
}

static void test_url_order(void **state)
{
    (void)state;
    assert_url("", NULL, NULL);
    assert_url("", "http://a.example/1", "http://a.example/1");
    assert_url("<meta property='og:url' content='https://b.example/'>", "http://a.example/1", "https://b.example/");
    assert_url(
        "<meta property='og:url' content='https://b.example/'>" LD("{\"@type\":\"Article\",\"mainEntityOfPage\":{\"@id\":\"http://c/\"}}"),
        NULL, "http://c/");
    assert_url("<link rel=canonical href='/2'><meta property='og:url' content='https://b.example/'>", "http://a.example/1",
               "http://a.example/2");
    assert_url("<link rel=canonical href='/2'>", NULL, NULL);
    assert_url("<link rel=canonical href='javascript:x'>", "http://a.example/1", "http://a.example/1");
}

/* ---- JSON-LD ---- */

static void test_json_ld_shapes(void **state)
{
    (void)state;
    assert_title(LD("[{\"@type\":\"WebSite\",\"headline\":\"no\"},{\"@type\":\"BlogPosting\",\"headline\":\"yes\"}]"), "yes");
    assert_title(LD("{\"@graph\":[{\"@type\":\"Person\"},{\"@type\":\"ReportageNewsArticle\",\"headline\":\"yes\"}]}"), "yes");
    assert_title(LD("{\"@type\":\"WebPage\",\"mainEntity\":{\"@type\":\"LiveBlogPosting\",\"headline\":\"yes\"}}"), "yes");
    assert_title(LD("{\"@type\":\"http://schema.org/NewsArticle\",\"headline\":[\"yes\"]}"), "yes");
    assert_title(LD("{\"@type\":\"JobPosting\",\"headline\":\"no\"}"), NULL);
    assert_title(LD("{\"headline\":\"no\"}"), NULL);
    assert_title(LD("{\"@type\":\"Article\",\"headline\":7}"), NULL);
}

static void test_json_ld_broken(void **state)
{
    (void)state;
    assert_title(LD("{") LD("x") LD("{\"@type\":\"Article\",\"headline\":\"yes\"}"), "yes");
    assert_title(LD("<!-- {\"@type\":\"Article\",\"headline\":\"a\nb\",} -->"), "a b");
    assert_title(LD("//<![CDATA[\n{\"@type\":\"Article\",\"list\":[1,2, ],\"headline\":\"a \\\", ]\"}\n//]]>;"), "a \", ]");
    assert_title(LD("{\"@type\":\"Article\",\"headline\":\"yes\"") "<h1>cut</h1>", "cut");
}

/* A script has so many values at most; one with more is passed over, the next one is read. */
static void test_json_ld_of_many_values(void **state)
{
    (void)state;
    static const char begin[] = "<script type=\"application/ld+json\">{\"@type\":\"Article\",\"headline\":\"Many\",\"x\":[0";
    static const char end[] = "]}</script>" LD("{\"@type\":\"Article\",\"headline\":\"Few\"}");
    for (size_t over = 0; over < 2; over++) {
        const size_t more = JSON_LD_VALUES_MAX - 5 + over; /* beside the object, its three members and the first 0 */
        char *page = malloc(sizeof begin + 2 * more + sizeof end);
        assert_non_null(page);
        strcpy(page, begin);
        for (size_t i = 0; i < more; i++)
            memcpy(page + sizeof begin - 1 + 2 * i, ",0", 2);
        strcpy(page + sizeof begin - 1 + 2 * more, end);
        assert_title(page, over ? "Few" : "Many");
        free(page);
    }
}

static void test_json_ld_of_several_articles(void **state)
{
    (void)state;
    static const char two[] = LD("[{\"@type\":\"Article\",\"headline\":\"one\",\"url\":\"http://x/1\"},"
                                 "{\"@type\":\"Article\",\"headline\":\"two\",\"url\":\"http://x/2\"}]");
    assert_title(two, "one");
    assert_string_equal(read_bytes(two, strlen(two), NULL, "http://x/2").title, "two");
    char page[600];
    snprintf(page, sizeof page, "<meta property='og:title' content='TWO'>%s", two);
    assert_title(page, "two");
}

/* The whole script was searched for each author that refers to nobody: a page of 800 KB took 40 seconds. */
static void test_many_references_to_nobody(void **state)
{
    (void)state;
    static const char begin[] = "<script type=\"application/ld+json\">{\"@type\":\"Article\",\"headline\":\"T\",\"author\":[";
    static const char one[] = "{\"@id\":\"#nobody\"},", end[] = "{\"name\":\"late\"}]}</script>";
    enum { COUNT = 60000 };
    char *page = malloc(sizeof begin + COUNT * (sizeof one - 1) + sizeof end);
    assert_non_null(page);
    char *at = stpcpy(page, begin);
    for (int i = 0; i < COUNT; i++)
        at = stpcpy(at, one);
    at = stpcpy(at, end);
    const clock_t start = clock();
    const struct html_article article = read_bytes(page, (size_t)(at - page), NULL, NULL);
    free(page);
    assert_string_equal(article.title, "T");
    assert_null(article.byline);
    assert_true((clock() - start) / CLOCKS_PER_SEC < 10);
}

static void test_article_body_is_the_last_resort(void **state)
{
    (void)state;
    assert_text(LD("{\"@type\":\"Article\",\"articleBody\":\" One.\\r\\n\\r\\n Two. \"}") "<div id=app></div>", "One.\n\nTwo.");
    assert_text(LD("{\"@type\":\"Article\",\"articleBody\":\"wrong\"}") "<h1>T</h1><p>" PROSE, PROSE);
}

/* References to the characters of Windows-1252 by number were white space: "don&#146;t" was "don t". */
static void test_references_to_windows_1252(void **state)
{
    (void)state;
    static const char prose[] = "<p>The mayor said &#147;we don&#x92;t go&#148; on Monday &#151; for &#128;5.&#129;</p>";
    assert_text(prose, "The mayor said \xe2\x80\x9cwe don\xe2\x80\x99t go\xe2\x80\x9d on Monday \xe2\x80\x94 for \xe2\x82\xac\x35.");
    assert_title("<h1>Don&#146;t</h1>", "Don\xe2\x80\x99t");
    assert_title("<meta property='og:title' content='Don&#146;t'>", "Don\xe2\x80\x99t");
    assert_title(LD("{\"@type\":\"Article\",\"headline\":\"Don&#146;t\"}"), "Don\xe2\x80\x99t");
}

/* A name that is a part of another was taken for it. */
static void test_names_within_names(void **state)
{
    (void)state;
    static const char page[] = "<h1>T</h1><meta name=author content='Mary Jane Roe'><meta name=author content='Jane Roe'>"
                               "<meta name=author content='Mary Jane'><meta name=author content='Jane Roe'>";
    assert_string_equal(read_bytes(page, strlen(page), NULL, NULL).byline, "Mary Jane Roe, Jane Roe, Mary Jane");
}

/* Markup, references and control characters of such a body came out as they stand there. */
static void test_article_body_with_markup(void **state)
{
    (void)state;
    assert_text(LD("{\"@type\":\"Article\",\"articleBody\":\"<p>A caf&eacute;\\n&amp; bar.</p><p>Two<br>lines.</p>\"}"),
                "A caf\xc3\xa9 & bar.\n\nTwo\nlines.");
    assert_text(LD("{\"@type\":\"Article\",\"articleBody\":\"A &amp; b,\\t1 < 2.\\nTwo.\"}"), "A & b, 1 < 2.\n\nTwo.");
}

/* ---- Charsets ---- */

static void test_charsets(void **state)
{
    (void)state;
    assert_title("<meta charset='windows-1251'><h1>\xcc\xee\xf1\xf2</h1>", "\xd0\x9c\xd0\xbe\xd1\x81\xd1\x82");
    assert_title("<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'><h1>\x93x\x94</h1>", "\xe2\x80\x9cx\xe2\x80\x9d");
    assert_title("<?xml version='1.0' encoding='koi8-r'?><html><h1>\xed\xcf\xd3\xd4</h1>", "\xd0\x9c\xd0\xbe\xd1\x81\xd1\x82");
    assert_title("\xef\xbb\xbf<meta charset=windows-1251><h1>\xc3\xa9</h1>", "\xc3\xa9");
    assert_title("<h1>caf\xe9</h1>", "caf\xc3\xa9");
    assert_title(
        "<meta "
        "charset=gb2312><h1>"
        "\xe6\x9c\x9d\xe5\xb8\x82\xe3\x81\x8c\xe6\x9c\x9d\xe5\xb8\x82\xe6\x9c\x9d\xe5\xb8\x82\xe6\x9c\x9d\xe5\xb8\x82\xe3\x81\x8c</h1>",
        "\xe6\x9c\x9d\xe5\xb8\x82\xe3\x81\x8c\xe6\x9c\x9d\xe5\xb8\x82\xe6\x9c\x9d\xe5\xb8\x82\xe6\x9c\x9d\xe5\xb8\x82\xe3\x81\x8c");
    static const char page[] = "<meta charset=utf-8><h1>\xcc\xee\xf1\xf2</h1>";
    assert_string_equal(read_bytes(page, strlen(page), "windows-1251", NULL).title, "\xd0\x9c\xd0\xbe\xd1\x81\xd1\x82");
}

/* ---- Text ---- */

static void test_blocks(void **state)
{
    (void)state;
    assert_text("<h1>T</h1><p>" PROSE "</p><h2>Sub</h2><ul><li>One</li><li>Two</li></ul><blockquote>Said.</blockquote><p>" PROSE "</p>",
                PROSE "\n\nSub\n\nOne\n\nTwo\n\nSaid.\n\n" PROSE);
    assert_text("<p>" PROSE "<br>Line\n two<br><br>Next paragraph of <i>th</i>is page.</p><p>" PROSE "</p>",
                PROSE "\nLine two\n\nNext paragraph of this page.\n\n" PROSE);
    assert_text("<p>" PROSE "</p><pre>a  b\n c</pre><p>" PROSE "</p>", PROSE "\n\na b\nc\n\n" PROSE);
    assert_text("<p>" PROSE "</p><table><tr><td>a<td>1<tr><td>b<td>2</table><p>" PROSE "</p>", PROSE "\n\na 1\n\nb 2\n\n" PROSE);
    assert_text("<div>" PROSE "<script>x</script><style>y</style> more &lt;b&gt;</div>", PROSE " more <b>");
}

/* A heading or a title that is the article's is no text of it. */
static void test_title_is_no_text(void **state)
{
    (void)state;
    assert_text("<title>Head</title><div>Head</div><div><p>" PROSE "</p></div>", PROSE);
    assert_text("<h1>Head</h1><p>" PROSE "</p>", PROSE);
}

static void test_what_stands_around(void **state)
{
    (void)state;
    static const char *const around[] = {
        "<nav><p>" PROSE "</p></nav>",
        "<footer><p>" PROSE "</p></footer>",
        "<aside><p>" PROSE "</p></aside>",
        "<div hidden>" PROSE "</div>",
        "<div style='display: none'>" PROSE "</div>",
        "<div class=comments>" PROSE "</div>",
        "<div id=relatedLinks>" PROSE "</div>",
        "<div role=navigation>" PROSE "</div>",
        "<noscript>" PROSE "</noscript>",
        "<p class='newsletter-box'>" PROSE "</p>",
        "<figcaption>" PROSE "</figcaption>",
        "<span hidden>" PROSE "</span>",
    };
    char page[1000];
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        snprintf(page, sizeof page, "<body class=has-comments><div><h1>T</h1><p>One. " PROSE "</p>%s<p>Two. " PROSE "</p></div>",
                 around[i]);
        assert_text(page, "One. " PROSE "\n\nTwo. " PROSE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_title_order),
        cmocka_unit_test(test_name_of_the_site),
        cmocka_unit_test(test_byline_order),
        cmocka_unit_test(test_date_order),
        cmocka_unit_test(test_section_and_source),
        cmocka_unit_test(test_url_order),
        cmocka_unit_test(test_json_ld_shapes),
        cmocka_unit_test(test_json_ld_broken),
        cmocka_unit_test(test_json_ld_of_many_values),
        cmocka_unit_test(test_json_ld_of_several_articles),
        cmocka_unit_test(test_many_references_to_nobody),
        cmocka_unit_test(test_article_body_is_the_last_resort),
        cmocka_unit_test(test_article_body_with_markup),
        cmocka_unit_test(test_names_within_names),
        cmocka_unit_test(test_references_to_windows_1252),
        cmocka_unit_test(test_charsets),
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_title_is_no_text),
        cmocka_unit_test(test_what_stands_around),
    };
    return cmocka_run_group_tests_name("html_article", tests, setup, teardown);
}
