/* test_read_html.c - pages as inputs: what becomes an article, what is a problem, and pages that are broken. */
#include "tests/unit/reader_fixture.h"

#include <glob.h>
#include <stdio.h>

#include "indexer/format_parts.h"
#include "indexer/html_tree.h"

#define PROSE "A paragraph of a page that has words enough to be told from what stands around it."

static void test_whole_page(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_html,
              "<!DOCTYPE html>\n<html><head><title>Head - Paper</title><meta property='og:site_name' content='Paper'>\n"
              "<meta name=author content='A. Writer'><meta property='article:section' content='World'>\n"
              "<link rel=canonical href='https://paper.example/1'><meta property='article:published_time' "
              "content='2021-03-03T12:11:00Z'></head>\n"
              "<body><nav><a href=/>Home</a></nav>\n<h1>Caf\xc3\xa9 &amp;\n bar</h1>\n<p>" PROSE "</p>\n<p>Two &euro;&nbsp;only.</p>"
              "<footer>Imprint</footer></body></html>");
    const struct article *article = kept_article(kept);
    assert_int_equal(kept->problem_count, 0);
    assert_string_equal(article->path, "the/path");
    assert_null(article->id);
    assert_string_equal(article->section, "World");
    assert_string_equal(article->byline, "A. Writer");
    assert_string_equal(article->source, "Paper");
    assert_string_equal(article->url, "https://paper.example/1");
    assert_int_equal(article->date.precision, DATE_SECOND);
    assert_int_equal(article->date.seconds, 1614773460);
    assert_int_equal(article->source_size, 4711);
    assert_int_equal(article->source_mtime, 1614773460);
    assert_true(article->extracted);
    const struct article_part *part = assert_part(article, PART_TITLE, "Caf\xc3\xa9 & bar");
    assert_int_equal(part->source_line, 6);
    part = assert_part(article, PART_BODY, PROSE "\n\nTwo \xe2\x82\xac only.");
    assert_int_equal(part->source_line, 8);
    assert_int_equal(part->source_offset, 0);
    assert_int_equal(part->source_column, 0);
}

static void assert_one_problem(struct kept *kept, const char *page, enum problem_kind kind, const char *holds)
{
    kept_read(kept, read_html, page);
    assert_int_equal(kept->problem_count, 1);
    assert_int_equal(kept->problems[0].kind, kind);
    assert_problem(kept, 0, 0, holds);
}

static void test_problems(void **state)
{
    struct kept *kept = *state;
    assert_one_problem(kept, "", PROBLEM_EMPTY, "without a title or a text");
    assert_int_equal(kept->article_count, 0);
    assert_one_problem(kept, "<html><body><img src=x></body></html>", PROBLEM_EMPTY, "without a title or a text");
    assert_int_equal(kept->article_count, 0);
    assert_one_problem(kept, "<meta name=date content='last week'><h1>T</h1><p>" PROSE, PROBLEM_DATE, "\"last week\" is no date");
    assert_int_equal(kept_article(kept)->date.precision, DATE_UNKNOWN);
    assert_one_problem(kept, "<meta charset=utf-8><h1>Caf\xe9</h1><p>" PROSE, PROBLEM_BYTES, "1 place that is no character");
    assert_part(kept_article(kept), PART_TITLE, "Caf\xef\xbf\xbd");
}

static void test_title_alone(void **state)
{
    kept_read(*state, read_html, "<title>Only a title</title>");
    assert_part(kept_article(*state), PART_TITLE, "Only a title");
    assert_part(kept_article(*state), PART_BODY, NULL);
}

static void test_sink_ends_the_reading(void **state)
{
    struct kept *kept = *state;
    kept->answer = NS_ERR_IO;
    assert_int_equal(kept_read_bytes(kept, read_html, "<h1>T</h1>", 10), NS_ERR_IO);
}

/* ---- What is behind limits ---- */

static void read_repeated(struct kept *kept, const char *before, const char *unit, size_t times, const char *behind)
{
    const size_t length = strlen(unit), start = strlen(before);
    const size_t size = start + length * times + strlen(behind);
    char *text = malloc(size + 1);
    assert_non_null(text);
    memcpy(text, before, start);
    for (size_t i = 0; i < times; i++)
        memcpy(text + start + i * length, unit, length);
    memcpy(text + start + times * length, behind, strlen(behind));
    assert_int_equal(kept_read_bytes(kept, read_html, text, size), NS_OK);
    free(text);
}

/* However deep a page is, the text behind is read. */
static void test_depth(void **state)
{
    static const char *const units[] = {"<div>", "<font>", "<b>", "<table><tr><td>", "<ul><li>", "<x>"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        read_repeated(*state, "<html><body><h1>Deep</h1>", units[i], 100000, "<p>" PROSE "</p>");
        assert_part(kept_article(*state), PART_BODY, PROSE);
    }
}

/* What would cost time that grows with the square of it. */
static void test_traps(void **state)
{
    static const struct {
        const char *before, *unit, *behind;
    } traps[] = {{"<b ", "a=1 ", "><p>" PROSE},
                 {"", "</b>", "<p>" PROSE},
                 {"", "<p x='", "'>" PROSE},
                 {"<p>", "&amp;", PROSE},
                 {"", "<!-- ", PROSE},
                 {"<script>", "</x", PROSE},
                 {"", "<a href=x>", PROSE},
                 {"<title>", "<b>", PROSE},
                 {"", "<br>", "<p>" PROSE},
                 {"", "<h1>Comments", PROSE},
                 {"", "Read next<br><br>", PROSE},
                 {"", "<meta name=a content=b>", "<p>" PROSE},
                 {"<script type='ld+json'>", "{\"a\":", PROSE},
                 {"", "<h2><a href=x>a</a></h2>", "<p>" PROSE},
                 {"", "<article><h1>a</h1><p>" PROSE, "</p>"}};
    struct kept *kept = *state;
    for (size_t i = 0; i < sizeof traps / sizeof *traps; i++)
        read_repeated(kept, traps[i].before, traps[i].unit, 100000, traps[i].behind);
}

static void test_many_elements(void **state)
{
    struct kept *kept = *state;
    read_repeated(kept, "<h1>Many</h1><p>" PROSE "</p>", "<p></p>", HTML_NODES_MAX, "<p>" PROSE "</p>");
    assert_part(kept_article(kept), PART_BODY, PROSE);
    assert_int_equal(kept->problem_count, 1);
    assert_int_equal(kept->problems[0].kind, PROBLEM_LIMIT);
    assert_problem(kept, 0, 0, "more elements than are read");
}

/* ---- What is a page ---- */

static bool is_page(const char *text)
{
    return html_recognise(text, strlen(text));
}

static void test_recognise(void **state)
{
    (void)state;
    assert_true(is_page("<!DOCTYPE html>"));
    assert_true(is_page("\xef\xbb\xbf \r\n<!doctype HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">"));
    assert_true(is_page("<html>"));
    assert_true(is_page("<HTML lang=en>"));
    assert_true(is_page("<!-- saved -->\n<html><head>"));
    assert_true(is_page("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\">"));
    assert_true(is_page("<head>\n<title>"));
    assert_true(is_page("<body bgcolor=white>"));
    assert_false(is_page(""));
    assert_false(is_page("\xef\xbb\xbf"));
    assert_false(is_page("<"));
    assert_false(is_page("<html"));
    assert_false(is_page("<htmlx>"));
    assert_false(is_page("<!DOCTYPE nitf>"));
    assert_false(is_page("<?xml version=\"1.0\"?><rss version=\"2.0\">"));
    assert_false(is_page("<?xml version=\"1.0\"?><newsItem>"));
    assert_false(is_page("<!-- never closed <html>"));
    assert_false(is_page("<DOC>\n<DOCNO>1</DOCNO>"));
    assert_false(is_page("Text about <html>"));
    assert_false(is_page("{\"body\":\"<html>\"}"));
}

/* ---- Broken pages ---- */

static void read_ugly(struct kept *kept, const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    static char data[1 << 20];
    const size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    if (kept_read_bytes(kept, read_html, data, size) != NS_OK) fail_msg("%s is not read", path);
    assert_true(kept->article_count <= 1);
    assert_true(kept->article_count + kept->problem_count >= 1);
}

static void test_ugly_files(void **state)
{
    glob_t paths;
    assert_int_equal(glob("tests/data/ugly/html/*.html", 0, NULL, &paths), 0);
    assert_true(paths.gl_pathc >= 25);
    for (size_t i = 0; i < paths.gl_pathc; i++)
        read_ugly(*state, paths.gl_pathv[i]);
    globfree(&paths);
}

static void assert_ugly(struct kept *kept, const char *path, const char *title, const char *body)
{
    read_ugly(kept, path);
    assert_part(kept_article(kept), PART_TITLE, title);
    assert_part(kept_article(kept), PART_BODY, body);
}

static void test_ugly_text(void **state)
{
    struct kept *kept = *state;
    assert_ugly(kept, "tests/data/ugly/html/nul.html", "Nul byte",
                "A page with a NUL byte in its text, and one in a tag, which is read all the same.");
    assert_ugly(kept, "tests/data/ugly/html/truncated-tag.html", "Cut in a tag",
                "The text of this page ends, as it seems, in the middle of an attribute.");
    assert_ugly(kept, "tests/data/ugly/html/deep-div.html", "Deep",
                "This paragraph stands below twenty thousand elements, and is the text.");
    assert_ugly(kept, "tests/data/ugly/html/utf16le.html", "Wide", "Each character of this page has two bytes, as its mark says.");
    assert_ugly(kept, "tests/data/ugly/html/unknown-charset.html", "Charset",
                "Nobody knows the charset that this page declares, and it is read all the same.");
    assert_ugly(kept, "tests/data/ugly/html/bad-json.html", "A line break",
                "Of two scripts the first is broken, the second has mistakes that many pages make.");
    read_ugly(kept, "tests/data/ugly/html/deep-font.html");
    assert_non_null(strstr(kept_part(kept_article(kept), PART_BODY)->text, "Line 0 of a page"));
    read_ugly(kept, "tests/data/ugly/html/empty.html");
    assert_int_equal(kept->article_count, 0);
    read_ugly(kept, "tests/data/ugly/html/only-links.html");
    assert_int_equal(kept->article_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(test_whole_page), KEPT_TEST(test_problems),  KEPT_TEST(test_title_alone),   KEPT_TEST(test_sink_ends_the_reading),
        KEPT_TEST(test_depth),      KEPT_TEST(test_traps),     KEPT_TEST(test_many_elements), cmocka_unit_test(test_recognise),
        KEPT_TEST(test_ugly_files), KEPT_TEST(test_ugly_text),
    };
    return cmocka_run_group_tests_name("read_html", tests, NULL, NULL);
}
