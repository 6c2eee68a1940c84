/* test_read_newsml.c - items of NewsML-G2, alone and in messages. */
#include "tests/unit/fixture.h"
#include "tests/unit/ugly_fixture.h"

#include "indexer/format_parts.h"

#define SPACE " xmlns=\"http://iptc.org/std/nar/2006-10-01/\""
#define ITEM "<newsItem guid='tag:post.example:1' version='2'" SPACE ">"

static void test_item_alone(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_newsml,
              "<?xml version=\"1.0\"?>\n" ITEM
              "\n<itemMeta><provider qcode='nprov:HPOST'/><versionCreated>2021-03-03T12:11:00Z</versionCreated>"
              "<firstCreated>2020-01-01T00:00:00Z</firstCreated></itemMeta>\n"
              "<contentMeta><contentCreated>2020-02-02</contentCreated><by>By Jo Writer</by><dateline>OSTEND</dateline>"
              "<headline>Ferry runs again</headline><headline role='hld:subHeadline'>After a week</headline>"
              "<subject type='cpnat:abstract' qcode='medtop:1'><name>transport</name></subject><subject literal='Sea'/>"
              "<subject type='cpnat:person'><name>Nobody</name></subject></contentMeta>\n"
              "<contentSet><inlineXML contenttype='application/xhtml+xml'><html "
              "xmlns='http://www.w3.org/1999/xhtml'><head><title>X</title></head>"
              "<body><p>The ferry sailed.</p><p>It came back.</p></body></html></inlineXML></contentSet></newsItem>");
    const struct article *article = kept_article(kept);
    assert_int_equal(kept->problem_count, 0);
    assert_null(article->id);
    assert_string_equal(article->section, "transport / Sea");
    assert_string_equal(article->byline, "By Jo Writer");
    assert_string_equal(article->source, "HPOST");
    assert_int_equal(article->date.seconds, 1614773460);
    assert_int_equal(assert_part(article, PART_TITLE, "Ferry runs again")->source_line, 4);
    assert_part(article, PART_SUBTITLE, "After a week");
    assert_int_equal(assert_part(article, PART_BODY, "OSTEND \xe2\x80\x94 The ferry sailed.\n\nIt came back.")->source_line, 5);
}

static void test_message(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_newsml,
              "<newsMessage" SPACE "><header><sent>x</sent></header><itemSet>\n"
              "<packageItem guid='p'><itemMeta><title>Package</title></itemMeta></packageItem>\n"
              "<newsItem guid='a'><itemMeta><title>One</title></itemMeta></newsItem>\n"
              "<newsItem><contentMeta><slugline>two</slugline><creator literal='Jo'/></contentMeta></newsItem></itemSet></newsMessage>");
    assert_int_equal(kept->problem_count, 0);
    assert_int_equal(kept->article_count, 2);
    assert_string_equal(kept->articles[0].id, "a");
    assert_part(&kept->articles[0], PART_TITLE, "One");
    assert_string_equal(kept->articles[1].id, "line=4");
    assert_string_equal(kept->articles[1].byline, "Jo");
    assert_part(&kept->articles[1], PART_TITLE, "two");
}

static void assert_content(struct kept *kept, const char *content, const char *title, const char *body)
{
    char text[2000];
    snprintf(text, sizeof text, ITEM "<contentSet>%s</contentSet></newsItem>", content);
    kept_read(kept, read_newsml, text);
    assert_part(kept_article(kept), PART_TITLE, title);
    assert_part(kept_article(kept), PART_BODY, body);
    assert_int_equal(kept->problem_count, 0);
}

static void test_contents(void **state)
{
    struct kept *kept = *state;
    assert_content(kept,
                   "<inlineXML><nitf xmlns='n'><body><body.head><hedline><hl1>H</hl1></hedline><dateline>X</dateline></body.head>"
                   "<body.content><p>a</p><p>b</p></body.content></body></nitf></inlineXML>",
                   "H", "X \xe2\x80\x94 a\n\nb");
    assert_content(kept,
                   "<inlineXML><h:html xmlns:h='http://www.w3.org/1999/xhtml'><h:head><h:title>T</h:title></h:head>"
                   "<h:body><h:p>a</h:p></h:body></h:html></inlineXML>",
                   "T", "a");
    assert_content(kept, "<inlineXML><story><p>a</p><p>b</p></story></inlineXML>", NULL, "a\n\nb");
    assert_content(kept, "<inlineData contenttype='text/plain'>\n a\n\n b\n</inlineData>", NULL, "a\n\n b");
    assert_content(kept, "<inlineData contenttype='text/html'>&lt;p&gt;a&lt;/p&gt;b</inlineData>", NULL, "a\n\nb");
    assert_content(kept, "<inlineData encoding='base64'>YQ==</inlineData><remoteContent href='x'/><inlineXML/><inlineData>c</inlineData>",
                   NULL, "c");
}

static void test_nothing_to_read(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_newsml, "<packageItem" SPACE "/>");
    assert_int_equal(kept->article_count, 0);
    assert_problem(kept, 0, 0, "no <newsItem>");
    kept_read(kept, read_newsml, ITEM "</newsItem>");
    assert_problem(kept, 0, 1, "no text");
}

static void test_recognise(void **state)
{
    (void)state;
    static const char *const items[] = {"<newsItem guid=", "<n:newsMessage xmlns:n='x'>", "<?xml version='1.0'?>\n" ITEM,
                                        "<packageItem" SPACE ">"};
    static const char *const others[] = {"newsItem", "<newsItems>", "<NewsML>", "<packageItem>", "<rss><newsItem>", ""};
    for (size_t i = 0; i < COUNT(items); i++)
        if (!newsml_recognise(items[i], strlen(items[i]))) fail_msg("%s", items[i]);
    for (size_t i = 0; i < COUNT(others); i++)
        if (newsml_recognise(others[i], strlen(others[i]))) fail_msg("%s", others[i]);
}

static void test_ugly_files(void **state)
{
    assert_true(read_ugly_files(*state, read_newsml, "tests/data/ugly/newsml") >= 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(test_item_alone),      KEPT_TEST(test_message),   KEPT_TEST(test_contents),
        KEPT_TEST(test_nothing_to_read), KEPT_TEST(test_recognise), KEPT_TEST(test_ugly_files),
    };
    return cmocka_run_group_tests_name("read_newsml", tests, NULL, NULL);
}
