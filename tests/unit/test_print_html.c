/* test_print_html.c - hits made by hand, and what a page has of them; text that means harm; charts. */
#include "tests/unit/page_fixture.h"

#include "searcher/html.h"

/* ---- Text ---- */

static void assert_html(const char *text, size_t length, const char *wanted)
{
    char *written;
    size_t size;
    FILE *out = open_memstream(&written, &size);
    assert_non_null(out);
    html_write(out, text, length);
    fclose(out);
    assert_string_equal(written, wanted);
    free(written);
}

static void test_text_is_escaped(void **state)
{
    (void)state;
    assert_html("", 0, "");
    assert_html("plain caf\xc3\xa9", 11, "plain caf\xc3\xa9");
    assert_html("<a b=\"c\" d='e'>&amp;", 20, "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;");
    assert_html("a\n\tb\0c", 6, "a  b" REPLACEMENT "c");
    assert_html("\033\xe2\x80\xae\xc2\x9b", 6, REPLACEMENT REPLACEMENT REPLACEMENT);
    assert_html("\xe2\x80<\xff&\xc3", 6, REPLACEMENT REPLACEMENT "&lt;" REPLACEMENT "&amp;" REPLACEMENT);
}

/* ---- Hits ---- */

static const char *print(struct page *page)
{
    const struct print_options options = {.explain = page->explain};
    return print_hit(page, &format_html, &options);
}

static void test_a_hit(void **state)
{
    struct page *page = *state;
    begin(page, "A harbour opens", "The harbour, so long closed, is open.");
    page->hit.passage.first_token = 100;
    add_word(page, 101);
    page->hit.article.article.date = (struct article_date){1614773460, DATE_MINUTE};
    page->hit.article.article.source = "The <Post>";
    page->hit.article.article.byline = "A & B";
    page->hit.article.article.section = "World";
    page->hit.article.article.id = "a1";
    page->hit.others = 2;
    assert_string_equal(
        print(page),
        "<li value=\"1\"><article>\n<h3 dir=\"auto\">A harbour opens</h3>\n"
        "<p class=\"meta\"><time datetime=\"2021-03-03T12:11\">2021-03-03 12:11</time> <span><bdi>The &lt;Post&gt;</bdi></span> "
        "<span><bdi>World</bdi></span> <span><bdi>A &amp; B</bdi></span> <span class=\"place\"><bdi>news/a.txt#a1</bdi>:7 (not found from here) +2 more</span>"
        "</p>\n<div class=\"passage\"><p dir=\"auto\">The <mark>harbour</mark>, so long closed, is open.</p></div>\n"
        "</article></li>\n");
}

static void test_nothing_is_known(void **state)
{
    struct page *page = *state;
    begin(page, "", "");
    page->hit.line = 0;
    assert_string_equal(print(page), "<li value=\"1\"><article>\n<h3 dir=\"auto\">(untitled)</h3>\n"
                                     "<p class=\"meta\"><span class=\"place\"><bdi>news/a.txt</bdi> (not found from here)</span></p>\n</article></li>\n");
}

static void test_an_article_without_a_title(void **state)
{
    struct page *page = *state;
    begin(page, "", "A bridge is closed.");
    set_text(&page->hit.opening, "A <bridge> is closed.");
    assert_non_null(strstr(print(page), "<h3 dir=\"auto\">A &lt;bridge&gt; is closed \u2026</h3>"));
}

static void test_copies(void **state)
{
    struct page *page = *state;
    begin(page, "A harbour", "x");
    assert_null(strstr(print(page), "cop"));
    page->hit.copies.others = 1;
    page->hit.copies.first.article = (struct article){.path = "news/<b>.txt", .id = "b&1"};
    assert_non_null(strstr(print(page), "<span>+1 copy, first <bdi>news/&lt;b&gt;.txt#b&amp;1</bdi></span> <span class=\"place\">"));
    page->hit.copies.others = 3;
    page->hit.copies.first.article.source = "The <Post>";
    page->hit.copies.first.article.date = (struct article_date){1614773460, DATE_DAY};
    assert_non_null(strstr(print(page), "<span>+3 copies, first <time datetime=\"2021-03-03\">2021-03-03</time> "
                                        "<bdi>The &lt;Post&gt;</bdi></span> "));
}

/* A title is a link where the article's URL is one of the web, and nothing but text otherwise. */
static void test_a_link(void **state)
{
    static const char *const links[] = {"http://a.example/", "HTTPS://a.example/?q=1", "https://a.example/\u00e9"};
    static const char *const others[] = {"javascript:alert(1)", "data:text/html,x", "//a.example/", "http:/a", " http://a.example/", "",
                                         "http://a.example/ b", "http://a.example/\nb", "https://a.example/\177"};
    struct page *page = *state;
    begin(page, "A <harbour>", "x");
    page->hit.article.article.url = "https://a.example/?q=\"><script>'&b";
    assert_non_null(strstr(print(page), "<h3 dir=\"auto\"><a href=\"https://a.example/?q=&quot;&gt;&lt;script&gt;&#39;&amp;b\">"
                                        "A &lt;harbour&gt;</a></h3>\n"));
    for (size_t i = 0; i < COUNT(links); i++) {
        page->hit.article.article.url = links[i];
        assert_non_null(strstr(print(page), "</a></h3>"));
    }
    for (size_t i = 0; i < COUNT(others); i++) {
        page->hit.article.article.url = others[i];
        assert_null(strstr(print(page), "<a "));
    }
}

/* What HTML cannot say as a date is shown all the same. */
static void test_a_year_before_the_first(void **state)
{
    struct page *page = *state;
    begin(page, "T", "x");
    page->hit.article.article.date = (struct article_date){INT64_C(-62167219200), DATE_YEAR};
    assert_non_null(strstr(print(page), "<span>0000</span> "));
    page->hit.article.article.date.seconds -= 400;
    assert_non_null(strstr(print(page), "<span>-0001</span> "));
}

static void test_a_mark_that_spans_words(void **state)
{
    struct page *page = *state;
    begin(page, "", "a \"harbour\" (so-called) b");
    add_word(page, 1);
    add_word(page, 2);
    assert_non_null(strstr(print(page), "a &quot;<mark>harbour&quot; (so</mark>-called) b</p>"));
}

/* A title is shown once: its evidence is marked where it stands as the heading. */
static void test_evidence_in_the_title(void **state)
{
    struct page *page = *state;
    begin(page, "A harbour (opens)", "A harbour (opens)\n\nThe harbour is open.");
    add_word(page, 2);
    add_word(page, 4);
    const char *printed = print(page);
    assert_non_null(strstr(printed, "<h3 dir=\"auto\">A harbour (<mark>opens</mark>)</h3>"));
    assert_non_null(strstr(printed, "<p dir=\"auto\">The <mark>harbour</mark> is open.</p></div>"));
    begin(page, "A harbour", "A harbour");
    add_word(page, 1);
    assert_null(strstr(print(page), "passage"));
    assert_non_null(strstr(page->printed, "<h3 dir=\"auto\">A <mark>harbour</mark></h3>"));
}

/* A title of several paragraphs made paragraphs of the heading. */
static void test_a_title_of_paragraphs(void **state)
{
    struct page *page = *state;
    begin(page, "One.\n\nTwo", "One.\n\nTwo\n\nThree");
    add_word(page, 0);
    assert_non_null(strstr(print(page), "<h3 dir=\"auto\"><mark>One</mark>.  Two</h3>"));
}

/* A title longer than its passage is too long for marks. */
static void test_a_title_that_goes_on(void **state)
{
    struct page *page = *state;
    begin(page, "A harbour opens", "A harbour ");
    add_word(page, 1);
    assert_non_null(strstr(print(page), "<h3 dir=\"auto\">A harbour opens</h3>"));
}

static void test_paragraphs(void **state)
{
    struct page *page = *state;
    begin(page, "", "One two.\n\n\xe2\x80\x9cThree\n four) \n\n five");
    page->hit.passage.first_token = 50;
    add_interval(&page->hit.evidence, 51, 52);
    add_interval(&page->hit.marks, 51, 51);
    add_interval(&page->hit.marks, 52, 52);
    assert_non_null(strstr(print(page),
                           "<p dir=\"auto\">One <mark>two.</mark></p>\n<p dir=\"auto\"><mark>\xe2\x80\x9cThree</mark>  four)</p>\n"
                           "<p dir=\"auto\">five</p></div>"));
}

static void test_cut_text(void **state)
{
    struct page *page = *state;
    char text[2000] = "";
    for (int i = 0; i < 200; i++)
        strcat(text, i == 199 ? "last." : "word ");
    begin(page, "", text);
    add_word(page, 30);
    add_word(page, 150);
    const char *printed = print(page);
    assert_non_null(strstr(printed, "<p dir=\"auto\">\u2026 word"));
    assert_non_null(strstr(printed, "word \u2026 word"));
    assert_non_null(strstr(printed, "word \u2026</p></div>"));
}

static void test_explanation(void **state)
{
    struct page *page = *state;
    begin(page, "T", "A <harbour> opens");
    page->hit.passage.first_token = 10;
    page->explain = true;
    add_word(page, 11);
    add_weight(page, "\"<b>\"", 2, 30, 1.5);
    set_places(page, &(struct hit_place){.line = 7, .begin = 1, .end = 9}, 1);
    const char *printed = print(page);
    assert_non_null(strstr(printed, "<pre>\n    score 12.345000000\n      1.500000000  &quot;&lt;b&gt;&quot;: tf 2"));
    assert_non_null(strstr(printed, "news/a.txt:7: bytes 1-9: harbour\n</pre></details>\n"));
}

/* ---- Text that means harm ---- */

#define DEEPEST 8

/* Every < begins an element of ours, they are closed in order, and nothing else of what makes markup stands there. */
static void check_markup(const char *printed, uint64_t seed)
{
    static const char *const elements[] = {"a", "li", "article", "h3", "p", "time", "span", "bdi", "div", "mark", "details", "summary", "pre"};
    const char *open[DEEPEST];
    size_t depth = 0;
    for (const char *at = strchr(printed, '<'); at; at = strchr(at, '<')) {
        const bool closes = *++at == '/';
        const size_t length = strcspn(at + closes, " >");
        size_t i = 0;
        while (i < COUNT(elements) && (strlen(elements[i]) != length || memcmp(elements[i], at + closes, length) != 0))
            i++;
        if (i == COUNT(elements)) fail_msg("SEED=%llu: not ours: <%.40s", (unsigned long long)seed, at);
        if (closes ? depth == 0 || open[--depth] != elements[i] : depth == DEEPEST)
            fail_msg("SEED=%llu: not in order: <%.40s", (unsigned long long)seed, at);
        if (!closes) open[depth++] = elements[i];
    }
    if (depth > 0) fail_msg("SEED=%llu: left open: %s", (unsigned long long)seed, open[depth - 1]);
}

static void random_text(struct random_source *random, char *text, size_t size)
{
    static const char *const pieces[] = {"<script>", "</p>", "\">", "'", "&lt;", "</mark>", "<!--", "]]>", "<svg/onload=x>", "\n\n", " "};
    size_t used = 0;
    while (used + 200 < size) {
        used += random_bytes(random, text + used, 60);
        used += (size_t)sprintf(text + used, "%s", pieces[random_below(random, COUNT(pieces))]);
    }
}

static void random_page(struct page *page, uint64_t seed)
{
    struct random_source random = {seed};
    char title[300], text[3000], field[300], url[310];
    random_text(&random, title, random_below(&random, 2) ? 201 : sizeof title);
    random_text(&random, text, 201 + random_below(&random, sizeof text - 201));
    random_text(&random, field, sizeof field);
    if (random_below(&random, 3) == 0) memcpy(title, text, sizeof title - 1), title[sizeof title - 1] = '\0';
    begin(page, title, text);
    page->hit.passage.first_token = random_below(&random, 2);
    page->hit.article.article.path = page->hit.article.article.id = page->hit.article.article.section = field;
    page->hit.article.article.byline = page->hit.article.article.source = field;
    memcpy(url, "http://", 7);
    snprintf(url + 7, sizeof url - 7, "%s", field);
    page->hit.article.article.url = random_below(&random, 2) ? url : field;
    const uint32_t count = (uint32_t)page->hit.text.token_count;
    for (uint32_t at = random_below(&random, 10); at < count; at += 1 + random_below(&random, 20))
        add_word(page, at + page->hit.passage.first_token);
    print(page);
    check_markup(page->printed, seed);
    assert_tame(page->printed, page->size);
}

static void test_random_pages(void **state)
{
    for (uint64_t i = 0; i < 2000 / FEWER; i++)
        random_page(*state, first_seed() + i);
}

/* ---- Charts ---- */

static char *chart_between(int64_t first, int64_t last, int undated)
{
    struct facet days = {.field = FACET_DAY};
    struct ns_error err;
    char *written;
    size_t size;
    FILE *out = open_memstream(&written, &size);
    assert_non_null(out);
    assert_ok(facet_add(&days, &(struct article){.path = "a", .date = {first, DATE_DAY}}, &err), &err);
    assert_ok(facet_add(&days, &(struct article){.path = "a", .date = {last, DATE_DAY}}, &err), &err);
    for (int i = 0; i < undated; i++)
        assert_ok(facet_add(&days, &(struct article){.path = "a"}, &err), &err);
    facet_finish(&days);
    html_write_chart(out, &days);
    facet_release(&days);
    fclose(out);
    return written;
}

static void test_charts(void **state)
{
    (void)state;
    char *chart = chart_between(0, 4 * 86400, 2);
    assert_non_null(strstr(chart, "<figcaption>Articles by day, at most 1. 2 articles have no date.</figcaption>"));
    assert_non_null(strstr(chart, "<desc>5 bars from 1970-01-01 to 1970-01-05; the tallest, of 1970-01-01, stands for 1 article."));
    assert_non_null(
        strstr(chart, "<rect x=\"1\" y=\"0.0\" width=\"8\" height=\"100.0\"><title>1970-01-01: 1</title></rect>\n<rect x=\"41\""));
    assert_non_null(strstr(chart, "<tr><th scope=\"row\">1970-01-02</th><td>0</td></tr>"));
    free(chart);
    chart = chart_between(0, 0, 1);
    assert_string_equal(chart,
                        "<figure style=\"--bars:1\">\n<figcaption>Date of the articles: 1970-01-01. 1 article has no date.</figcaption>\n"
                        "</figure>\n");
    free(chart);
    chart = chart_between(-INT64_C(40000000000000), 0, 0);
    assert_non_null(strstr(chart, "<figcaption>The dates of the articles lie too far apart for a chart.</figcaption>\n</figure>"));
    free(chart);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_is_escaped),
        PAGE_TEST(test_a_hit),
        PAGE_TEST(test_nothing_is_known),
        PAGE_TEST(test_an_article_without_a_title),
        PAGE_TEST(test_a_link),
        PAGE_TEST(test_copies),
        PAGE_TEST(test_a_year_before_the_first),
        PAGE_TEST(test_a_mark_that_spans_words),
        PAGE_TEST(test_evidence_in_the_title),
        PAGE_TEST(test_a_title_of_paragraphs),
        PAGE_TEST(test_a_title_that_goes_on),
        PAGE_TEST(test_paragraphs),
        PAGE_TEST(test_cut_text),
        PAGE_TEST(test_explanation),
        PAGE_TEST(test_random_pages),
        cmocka_unit_test(test_charts),
    };
    return cmocka_run_group_tests_name("print_html", tests, NULL, NULL);
}
