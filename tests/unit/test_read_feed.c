/* test_read_feed.c - items of RSS and Atom, whole and damaged, and what is told about XML that means harm. */
#include "tests/unit/repeat_fixture.h"
#include "tests/unit/ugly_fixture.h"

#include "indexer/format_parts.h"
#include "indexer/xml_records.h"

#define RSS "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">"
#define CHANNEL RSS "<channel><title>The Harbour Post</title>"
#define END "</channel></rss>"
#define ATOM "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>The Harbour Post</title>"

static void test_rss_item(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_feed,
              "<?xml version='1.0'?>\n" CHANNEL "\n"
              "<item><title>Ferry &amp;amp; bridge</title>\n"
              "<link> http://post.example/1 </link><guid isPermaLink='false'>g-1</guid>\n"
              "<pubDate>2021-03-03T12:11Z</pubDate><dc:creator>A. Writer</dc:creator><dc:creator>B. Other</dc:creator>\n"
              "<category>World</category><category><![CDATA[Sea &amp; Coast]]></category><category> </category>\n"
              "<description>Short.</description>\n"
              "<content:encoded><![CDATA[<p>First.</p><p>Second &eacute;.</p>]]></content:encoded></item>" END);
    const struct article *article = kept_article(kept);
    assert_int_equal(kept->problem_count, 0);
    assert_string_equal(article->id, "g-1");
    assert_string_equal(article->section, "World / Sea &amp; Coast");
    assert_string_equal(article->byline, "A. Writer, B. Other");
    assert_string_equal(article->source, "The Harbour Post");
    assert_string_equal(article->path, "the/path");
    assert_true(article->extracted);
    assert_int_equal(article->source_size, 4711);
    assert_int_equal(article->date.precision, DATE_MINUTE);
    assert_int_equal(article->date.seconds, 1614773460);
    assert_int_equal(assert_part(article, PART_TITLE, "Ferry & bridge")->source_line, 3);
    assert_int_equal(assert_part(article, PART_BODY, "First.\n\nSecond \xc3\xa9.")->source_line, 8);
}

static void assert_rss(struct kept *kept, const char *inside, const char *title, const char *body)
{
    char text[2000];
    snprintf(text, sizeof text, CHANNEL "<item>%s</item>" END, inside);
    kept_read(kept, read_feed, text);
    assert_part(kept_article(kept), PART_TITLE, title);
    assert_part(kept_article(kept), PART_BODY, body);
}

static void test_rss_texts(void **state)
{
    struct kept *kept = *state;
    assert_rss(kept, "<title>T</title>", "T", NULL);
    assert_rss(kept, "<description>&lt;p&gt;a&lt;/p&gt;&lt;p&gt;b&lt;/p&gt;</description>", NULL, "a\n\nb");
    assert_rss(kept, "<description><p>a</p><p>b</p></description>", NULL, "a\n\nb");
    assert_rss(kept, "<content:encoded> </content:encoded><description>d</description>", NULL, "d");
    assert_rss(kept, "<title>a\n  b&#160;</title>", "a b", NULL);
    assert_rss(kept, "<title>T</title><x:title xmlns:x='http://search.yahoo.com/mrss/'>no</x:title>", "T", NULL);
    assert_rss(kept, "<dc:title>T</dc:title>", "T", NULL);
    assert_int_equal(kept->problem_count, 0);
}

/* What the prefix is does not matter, and where its namespace is not declared it is enough. */
static void test_namespaces(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_feed,
              "<rss><channel><item><c:encoded xmlns:c='http://purl.org/rss/1.0/modules/content/'>B</c:encoded>"
              "<dc:creator>W</dc:creator></item></channel></rss>");
    assert_part(kept_article(kept), PART_BODY, "B");
    assert_string_equal(kept_article(kept)->byline, "W");
    kept_read(kept, read_feed, "<rss xmlns='http://backend.example/rss2'><channel><item><title>T</title></item></channel></rss>");
    assert_part(kept_article(kept), PART_TITLE, "T");
    kept_read(kept, read_feed, "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:title>T</a:title></a:entry></a:feed>");
    assert_part(kept_article(kept), PART_TITLE, "T");
    assert_int_equal(kept->problem_count, 0);
}

/* A root's tag that is too long to be copied is not; prefixes still tell. */
static void test_long_root(void **state)
{
    struct kept *kept = *state;
    char *text = test_malloc(10000);
    memset(text, ' ', 9000);
    memcpy(text, "<rss", 4);
    strcpy(text + 9000, "><channel><title>Post</title><item><title>T</title><dc:creator>W</dc:creator></item></channel></rss>");
    kept_read(kept, read_feed, text);
    assert_part(kept_article(kept), PART_TITLE, "T");
    assert_string_equal(kept_article(kept)->byline, "W");
    assert_string_equal(kept_article(kept)->source, "Post");
    assert_int_equal(kept->problem_count, 0);
    test_free(text);
}

static void test_rss_ids(void **state)
{
    struct kept *kept = *state;
    assert_rss(kept, "<title>T</title><link>http://l.example/</link>", "T", NULL);
    assert_string_equal(kept_article(kept)->id, "http://l.example/");
    assert_rss(kept, "\n<title>T</title>", "T", NULL);
    assert_string_equal(kept_article(kept)->id, "line=1");
    assert_rss(kept, "<title>T</title><guid>line=7</guid>", "T", NULL);
    assert_string_equal(kept_article(kept)->id, "line=1");
}

static void test_rss_authors(void **state)
{
    struct kept *kept = *state;
    assert_rss(kept, "<title>T</title><author>jo@post.example (Jo Writer)</author>", "T", NULL);
    assert_string_equal(kept_article(kept)->byline, "Jo Writer");
    assert_rss(kept, "<title>T</title><author>Jo Writer (Paris)</author>", "T", NULL);
    assert_string_equal(kept_article(kept)->byline, "Jo Writer (Paris)");
    assert_rss(kept, "<title>T</title><author>jo@post.example</author><dc:creator>Jo</dc:creator>", "T", NULL);
    assert_string_equal(kept_article(kept)->byline, "Jo");
}

static void test_rss_1(void **state)
{
    struct kept *kept = *state;
    kept_read(
        kept, read_feed,
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
        " xmlns:dc='http://purl.org/dc/elements/1.1/'>\n"
        "<channel rdf:about='http://post.example/'><title>Post</title><items><rdf:Seq><rdf:li resource='x'/></rdf:Seq></items></channel>\n"
        "<item rdf:about='http://post.example/7'><title>T</title><dc:date>2021-03-03</dc:date><dc:subject>Sea</dc:subject></item>\n"
        "<item><title>U</title></item></rdf:RDF>");
    assert_int_equal(kept->problem_count, 0);
    assert_int_equal(kept->article_count, 2);
    assert_string_equal(kept->articles[0].id, "http://post.example/7");
    assert_string_equal(kept->articles[0].section, "Sea");
    assert_string_equal(kept->articles[0].source, "Post");
    assert_int_equal(kept->articles[0].date.precision, DATE_DAY);
    assert_string_equal(kept->articles[1].id, "line=4");
}

static void test_atom_entry(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_feed,
              ATOM "<author><name>The Desk</name></author>\n"
                   "<entry><id>urn:1</id><title type='html'>A &lt;b&gt;b&lt;/b&gt;</title><updated>2021-03-04T00:00:00Z</updated>"
                   "<published>2021-03-03T12:11:00Z</published><author><name>Jo</name></author><author><name>Al</name></author>"
                   "<category term='sea' label='Sea'/><category term='port'/><summary>S</summary>"
                   "<link rel='self' href='http://x.example/'/><link href='http://post.example/1'/>"
                   "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>One</p><p>Two</p></div></content></entry>\n"
                   "<entry><title>1 &lt; 2 &lt;b&gt;</title><summary>S\n\nT</summary><source><title>Other</title></source></entry></feed>");
    assert_int_equal(kept->problem_count, 0);
    assert_int_equal(kept->article_count, 2);
    const struct article *article = &kept->articles[0];
    assert_string_equal(article->id, "urn:1");
    assert_string_equal(article->byline, "Jo, Al");
    assert_string_equal(article->section, "Sea / port");
    assert_string_equal(article->source, "The Harbour Post");
    assert_int_equal(article->date.seconds, 1614773460);
    assert_part(article, PART_TITLE, "A b");
    assert_part(article, PART_BODY, "One\n\nTwo");
    article = &kept->articles[1];
    assert_string_equal(article->byline, "The Desk");
    assert_string_equal(article->source, "Other");
    assert_part(article, PART_TITLE, "1 < 2 <b>");
    assert_part(article, PART_BODY, "S\n\nT");
}

/* An entry alone is a document too, and pictures in one are no text. */
static void test_atom_alone(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_feed,
              "\xef\xbb\xbf\n<entry xmlns='http://www.w3.org/2005/Atom'><title>T</title>"
              "<content type='image/png'>aGVsbG8=</content><summary>S</summary></entry>");
    assert_part(kept_article(kept), PART_BODY, "S");
    assert_string_equal(kept_article(kept)->id, "line=2");
}

static void test_unreadable_date(void **state)
{
    struct kept *kept = *state;
    assert_rss(kept, "<title>T</title><pubDate>soon</pubDate>", "T", NULL);
    assert_int_equal(kept->problem_count, 1);
    assert_int_equal(kept->problems[0].kind, PROBLEM_DATE);
    assert_int_equal(kept_article(kept)->date.precision, DATE_UNKNOWN);
    assert_rss(kept, "<title>T</title><pubDate>soon</pubDate><dc:date>2021</dc:date>", "T", NULL);
    assert_int_equal(kept_article(kept)->date.precision, DATE_YEAR);
}

static void test_empty_feeds(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_feed, CHANNEL END);
    assert_int_equal(kept->article_count, 0);
    assert_problem(kept, 0, 0, "no <item>");
    kept_read(kept, read_feed, CHANNEL "\n<item><link>x</link></item><item/>" END);
    assert_int_equal(kept->article_count, 0);
    assert_problem(kept, 0, 2, "no text");
    kept_read(kept, read_feed, "");
    assert_problem(kept, 0, 0, "no element of XML");
}

/* ---- Damage ---- */

/* What is wrong with one item is told once, with its line, and costs no other. */
static void test_damaged_items(void **state)
{
    static const char *const bad[] = {
        "<title>T &amp; &nosuch; and &lt;b&gt;more&lt;/b&gt;</title>",
        "<title>T & U < V &lt;b&gt;W&lt;/b&gt;</title>",
        "<title>T</b></title></item></channel></rss>",
        "<title>T",
        "<title>T</title><description><![CDATA[x",
        "<title>T</title><description x='1' x='2'>y</description>",
        "<title>T</title><description></p></p></p></p></description>",
    };
    struct kept *kept = *state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        char text[2000];
        snprintf(text, sizeof text, CHANNEL "\n<item><title>before</title></item>\n<item>%s\n<item><title>behind</title></item>" END,
                 bad[i]);
        kept_read(kept, read_feed, text);
        assert_true(kept->article_count >= 2);
        assert_part(&kept->articles[0], PART_TITLE, "before");
        assert_memory_equal(kept_part(&kept->articles[1], PART_TITLE)->text, "T", 1);
        assert_int_equal(kept->problem_count, 1);
        assert_int_equal(kept->problems[0].kind, PROBLEM_DAMAGED);
        assert_problem(kept, 0, kept->problems[0].line, "not well-formed XML");
        assert_true(kept->problems[0].line == 3 || kept->problems[0].line == 4);
        if (kept->article_count == 3) assert_part(&kept->articles[2], PART_TITLE, "behind");
        assert_true(kept->article_count == 3 || strstr(bad[i], "CDATA"));
    }
}

/* References were passed over once an error had been found. */
static void test_references_behind_an_error(void **state)
{
    struct kept *kept = *state;
    assert_rss(kept, "<title>A &nosuch; B</title><description>&lt;p&gt;a &amp;amp; b&lt;/p&gt;&lt;p&gt;c&lt;/p&gt;</description>", "A B",
               "a & b\n\nc");
    assert_int_equal(kept->problem_count, 1);
}

/* The parser left out the letters behind a bare ampersand and a bare `<`: "AT&T" was "AT", and addresses lost what parts their parameters.
 */
static void test_characters_that_stand_for_themselves(void **state)
{
    struct kept *kept = *state;
    assert_rss(kept,
               "<title>AT&T, R&D and 1 < 2 <3 &#233;</title><link>https://a.example/?x=1&y=2</link><description><![CDATA[a & b &amp; "
               "c]]></description><!-- & < -->",
               "AT&T, R&D and 1 < 2 <3 \xc3\xa9", "a & b & c");
    assert_string_equal(kept->articles[0].url, "https://a.example/?x=1&y=2");
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, 1, "\"&\" that begins no reference; it is taken for itself");
    assert_rss(kept, "\n<title>1 < 2</title>", "1 < 2", NULL);
    assert_problem(kept, 0, 2, "\"<\" that begins no tag");
    assert_rss(kept, "<title>T</title><description>a &lt; b</description><!-- & -->", "T", "a < b");
    assert_int_equal(kept->problem_count, 0);
}

/* Such references were control characters: "don&#146;t" did not have the letters of don't. */
static void test_references_to_windows_1252(void **state)
{
    struct kept *kept = *state;
    assert_rss(kept, "<title>Don&#146;t &#151; a&#129;b</title><author>O&#146;Neil</author>", "Don\xe2\x80\x99t \xe2\x80\x94 a b", NULL);
    assert_string_equal(kept->articles[0].byline, "O\xe2\x80\x99Neil");
}

/* The text of a section that a cut feed ends in was left out. */
static void test_section_that_is_cut(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_feed, CHANNEL "<item><title>T</title><description><![CDATA[half of a");
    assert_int_equal(kept->article_count, 1);
    assert_part(&kept->articles[0], PART_BODY, "half of a");
    assert_int_equal(kept->problem_count, 1);
}

static void test_control_characters_are_white_space(void **state)
{
    static const char text[] = CHANNEL "<item><title>a\0b\x0b"
                                       "c</title><description><![CDATA[x\x1fy\0z]]></description></item>" END;
    struct kept *kept = *state;
    assert_int_equal(kept_read_bytes(kept, read_feed, text, sizeof text - 1), NS_OK);
    assert_part(kept_article(kept), PART_TITLE, "a b c");
    assert_part(kept_article(kept), PART_BODY, "x y z");
    assert_int_equal(kept->problem_count, 0);
}

/* A tag of an item in a comment or in CDATA is none. */
static void test_items_that_are_none(void **state)
{
    struct kept *kept = *state;
    kept_read(
        kept, read_feed,
        CHANNEL
        "<!-- <item><title>no</title></item> --><item><title>T</title><description><![CDATA[<item>x</item>]]></description></item>" END);
    assert_part(kept_article(kept), PART_TITLE, "T");
    assert_part(kept_article(kept), PART_BODY, "x");
    assert_int_equal(kept->problem_count, 0);
    assert_rss(kept, "<g:item xmlns:g='u:g'>no</g:item><title>T</title><entry>no</entry>", "T", NULL);
    assert_int_equal(kept->problem_count, 0);
}

/* ---- Charsets ---- */

static void test_declared_charsets(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_feed, "<?xml version='1.0' encoding=\"ISO-8859-1\"?>" CHANNEL "<item><title>caf\xe9 \x80</title></item>" END);
    assert_part(kept_article(kept), PART_TITLE, "caf\xc3\xa9 \xe2\x82\xac");
    kept_read(kept, read_feed, "<?xml version='1.0' encoding='UTF-8'?>" CHANNEL "<item><title>caf\xe9</title></item>" END);
    assert_part(kept_article(kept), PART_TITLE, "caf\xc3\xa9");
    kept_read(kept, read_feed, "<?xml version='1.0' encoding='UTF-16'?>" CHANNEL "<item><title>caf\xc3\xa9</title></item>" END);
    assert_part(kept_article(kept), PART_TITLE, "caf\xc3\xa9");
    kept_read(kept, read_feed, "<?xml version='1.0' encoding='x-nobody-knows'?>" CHANNEL "<item><title>caf\xc3\xa9</title></item>" END);
    assert_part(kept_article(kept), PART_TITLE, "caf\xc3\xa9");
    kept_read(kept, read_feed, "<?xml version='1.0' encoding='koi8-r'?>" CHANNEL "<item><title>\xc1</title></item>" END);
    assert_part(kept_article(kept), PART_TITLE, "\xd0\xb0");
    assert_int_equal(kept->problem_count, 0);
}

static void test_utf_16(void **state)
{
    static const char text[] = CHANNEL "<item><title>T</title></item>" END;
    char wide[2 * sizeof text + 2];
    struct kept *kept = *state;
    for (size_t marked = 0; marked < 2; marked++) {
        memcpy(wide, "\xff\xfe", 2);
        for (size_t i = 0; i < sizeof text - 1; i++) {
            wide[2 * marked + 2 * i] = text[i];
            wide[2 * marked + 2 * i + 1] = '\0';
        }
        const size_t size = 2 * (sizeof text - 1 + marked);
        assert_true(feed_recognise(wide, size));
        assert_int_equal(kept_read_bytes(kept, read_feed, wide, size), NS_OK);
        assert_part(kept_article(kept), PART_TITLE, "T");
        assert_int_equal(kept->problem_count, 0);
    }
}

static void test_bytes_of_no_character(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_feed, CHANNEL "\n<item><title>caf\xc3\xa9 \xc3\xa9 \xff</title></item>" END);
    assert_part(kept_article(kept), PART_TITLE, "caf\xc3\xa9 \xc3\xa9 \xef\xbf\xbd");
    assert_int_equal(kept->problem_count, 1);
    assert_int_equal(kept->problems[0].kind, PROBLEM_BYTES);
    assert_problem(kept, 0, 2, "1 place that is no character");
}

/* ---- Harm ---- */

static void test_entities(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_feed,
              "<!DOCTYPE rss PUBLIC '-//X//DTD' 'http://dtd.example/x.dtd' [<!-- ]> --><!ENTITY post \"The &#80;ost\"><!ENTITY f SYSTEM "
              "'file:///etc/passwd'><!ENTITY % p 'x'> %p; <!ENTITY m '<b>x</b>'>]>" RSS
              "<channel><item><title>&post; &eacute;&hellip;</title></item>\n<item><title>a&f;b</title></item>\n"
              "<item><title>a&m;b</title></item></channel></rss>");
    assert_int_equal(kept->article_count, 3);
    assert_part(&kept->articles[0], PART_TITLE, "The Post \xc3\xa9\xe2\x80\xa6");
    assert_part(&kept->articles[1], PART_TITLE, "ab");
    assert_part(&kept->articles[2], PART_TITLE, "ab");
    assert_int_equal(kept->problem_count, 2);
    assert_problem(kept, 0, 2, "Entity 'f' not defined");
    assert_problem(kept, 1, 3, "Entity 'm' not defined");
}

static void test_entity_bombs(void **state)
{
    struct kept *kept = *state;
    const double begin = seconds_now();
    kept_read(kept, read_feed,
              "<!DOCTYPE rss [<!ENTITY a 'haha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>"
              "<!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY g '&e;&e;&e;&e;&e;&e;'>]>" RSS
              "<channel><item><title>&g;</title><description>left</description></item></channel></rss>");
    assert_part(kept_article(kept), PART_TITLE, NULL);
    assert_part(kept_article(kept), PART_BODY, "left");
    assert_problem(kept, 0, 1, "Entity 'g' not defined");
    assert_true(seconds_now() - begin < 0.1 * slowdown());
}

/* A text of `count` times `piece` between what begins a feed and what ends it. */
static char *repeated(const char *begin, const char *piece, size_t count, const char *end)
{
    const size_t length = strlen(piece);
    char *text = test_malloc(strlen(begin) + length * count + strlen(end) + 1);
    char *at = stpcpy(text, begin);
    for (size_t i = 0; i < count; i++)
        at = stpcpy(at, piece);
    strcpy(at, end);
    return text;
}

/* What passes a limit is told, the item is read as far as that or not at all, and the next one is read. */
static void assert_limit(struct kept *kept, const char *begin, const char *piece, size_t count, const char *problem)
{
    static const char next[] = "</description></item><item><title>next</title></item>" END;
    char *text = repeated(begin, piece, count, next);
    const double start = seconds_now();
    kept_read(kept, read_feed, text);
    assert_true(seconds_now() - start < 3.0 * slowdown());
    assert_true(kept->article_count >= 1);
    assert_part(&kept->articles[kept->article_count - 1], PART_TITLE, "next");
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, 1, problem);
    test_free(text);
}

static void test_limits(void **state)
{
    struct kept *kept = *state;
    static const char begin[] = CHANNEL "<item><title>T</title><description>";
    assert_limit(kept, begin, "<p>", 100000, "Excessive depth");
    assert_limit(kept, begin, "<p/>", 600000, "more elements than a record may have");
    assert_limit(kept, begin, "0123456789abcdef", 1100000, "a record of 17600");
    assert_limit(kept, CHANNEL "<item><title>T</title><description x='1'", " a='1'", 1000, "more than 500 attributes");
    assert_limit(kept,
                 "<!DOCTYPE rss [<!ENTITY x '0123456789012345678901234567890123456789012345678901234567890123456789'>]>" CHANNEL
                 "<item><title>T</title><description>",
                 "&x;", 100000, "more text of entities");
}

/* A text over the parser's own limit made it say that there was no memory. */
static void test_long_text(void **state)
{
    struct kept *kept = *state;
    static const char begin[] = CHANNEL "<item><title>T</title><description>";
    assert_limit(kept, begin, "0123456789", 1000000, "a longer text than an element may have");
    assert_int_equal(kept->problems[0].kind, PROBLEM_LIMIT);
    assert_int_equal(kept->article_count, 2);
    assert_true(kept_part(&kept->articles[0], PART_BODY)->length > 8000000);
}

static void test_many_errors(void **state)
{
    struct kept *kept = *state;
    const double start = seconds_now();
    assert_limit(kept, CHANNEL "<item><title>T</title><description>", "&x;", 3000000, "Entity 'x' not defined");
    assert_true(seconds_now() - start < 1.0 * slowdown());
}

/* Namespaces that are declared at every level are all in scope. */
static void test_too_many_namespaces(void **state)
{
    char piece[3000] = "<p";
    for (int i = 0; i < 100; i++)
        snprintf(piece + strlen(piece), sizeof piece - strlen(piece), " xmlns:n%d='u:%d'", i, i);
    strcat(piece, ">");
    assert_limit(*state, CHANNEL "<item><title>T</title><description>", piece, 50, "more namespaces");
}

/* Escaped HTML has more of what looks like attributes than an element may have. */
static void test_escaped_html_has_no_attributes(void **state)
{
    char *text = repeated(CHANNEL "<item><description>", "&lt;a href=\"x\"&gt;y", 2000, "</description></item>" END);
    kept_read(*state, read_feed, text);
    assert_int_equal(((struct kept *)*state)->problem_count, 0);
    assert_int_equal(kept_part(kept_article(*state), PART_BODY)->length, 2000);
    test_free(text);
}

static void test_time_grows_with_the_size(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "<item>",    "<item ", "<item><![CDATA[", "<item><!--", "</item>",     "<item></a>", "<item </item ",
        "<item a='", "<a ",    "<!-- ",           "<item>&",    "<!DOCTYPE [",
    };
    for (size_t i = 0; i < COUNT(pieces); i++) {
        assert_time_of_repeats(read_feed, CHANNEL, pieces[i]);
        assert_time_of_repeats(read_feed, "", pieces[i]);
        assert_time_of_repeats(read_feed, "<!DOCTYPE rss [", pieces[i]);
    }
}

static void test_sink_ends_the_reading(void **state)
{
    struct kept *kept = *state;
    static const char text[] = CHANNEL "<item><title>1</title></item><item><title>2</title></item>" END;
    kept->answer = NS_ERR_IO;
    assert_int_equal(kept_read_bytes(kept, read_feed, text, sizeof text - 1), NS_ERR_IO);
    assert_int_equal(kept->article_count, 1);
}

static void test_recognise(void **state)
{
    (void)state;
    static const char *const feeds[] = {
        "<rss>",
        "\xef\xbb\xbf \n<?xml version='1.0'?><!-- x --><?go?><rss version='0.91'>",
        "<!DOCTYPE rss PUBLIC 'a' 'b'>",
        "<rss version",
        "<rdf:RDF xmlns:rdf='r' xmlns='http://purl.org/rss/1.0/'>",
        "<RDF xmlns='http://my.netscape.com/rdf/simple/0.9/'>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\" x",
        "<feed xmlns='http://purl.org/atom/ns#'>",
    };
    static const char *const others[] = {
        "",
        "rss",
        "<",
        "<rs",
        "<rss",
        "<html><rss>",
        "text <rss>",
        "<!DOCTYPE html><html><rss>",
        "{\"a\":1}",
        "<feed>",
        "<rdf:RDF xmlns:rdf='x'>",
        "<rssx>",
        "<nitf>",
        "<!-- <rss> -->",
        "<!-- ",
        "<?xml",
    };
    for (size_t i = 0; i < COUNT(feeds); i++)
        if (!feed_recognise(feeds[i], strlen(feeds[i]))) fail_msg("%s", feeds[i]);
    for (size_t i = 0; i < COUNT(others); i++)
        if (feed_recognise(others[i], strlen(others[i]))) fail_msg("%s", others[i]);
}

static void test_ugly_files(void **state)
{
    assert_true(read_ugly_files(*state, read_feed, "tests/data/ugly/feed") >= 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(test_rss_item),
        KEPT_TEST(test_rss_texts),
        KEPT_TEST(test_namespaces),
        KEPT_TEST(test_long_root),
        KEPT_TEST(test_rss_ids),
        KEPT_TEST(test_rss_authors),
        KEPT_TEST(test_rss_1),
        KEPT_TEST(test_atom_entry),
        KEPT_TEST(test_atom_alone),
        KEPT_TEST(test_unreadable_date),
        KEPT_TEST(test_empty_feeds),
        KEPT_TEST(test_damaged_items),
        KEPT_TEST(test_references_behind_an_error),
        KEPT_TEST(test_characters_that_stand_for_themselves),
        KEPT_TEST(test_section_that_is_cut),
        KEPT_TEST(test_references_to_windows_1252),
        KEPT_TEST(test_control_characters_are_white_space),
        KEPT_TEST(test_items_that_are_none),
        KEPT_TEST(test_declared_charsets),
        KEPT_TEST(test_utf_16),
        KEPT_TEST(test_bytes_of_no_character),
        KEPT_TEST(test_entities),
        KEPT_TEST(test_entity_bombs),
        KEPT_TEST(test_limits),
        KEPT_TEST(test_long_text),
        KEPT_TEST(test_many_errors),
        KEPT_TEST(test_too_many_namespaces),
        KEPT_TEST(test_escaped_html_has_no_attributes),
        KEPT_TEST(test_time_grows_with_the_size),
        KEPT_TEST(test_sink_ends_the_reading),
        KEPT_TEST(test_recognise),
        KEPT_TEST(test_ugly_files),
    };
    return cmocka_run_group_tests_name("read_feed", tests, NULL, NULL);
}
