/* test_read_nitf.c - articles of NITF. */
#include "tests/unit/fixture.h"
#include "tests/unit/ugly_fixture.h"

#include "indexer/format_parts.h"

static const char whole[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<!DOCTYPE nitf SYSTEM \"nitf-3-3.dtd\">\n"
    "<nitf>\n"
    "<head><title>Not this title</title>\n"
    "<tobject tobject.type=\"news\"><tobject.subject tobject.subject.type=\"Transport\"/></tobject>\n"
    "<docdata><doc-id id-string=\"doc-9\"/><date.issue norm=\"2021-03-03T12:11:00Z\"/></docdata>\n"
    "<pubdata name=\"The Harbour Post\" position.section=\"Coast\"/></head>\n"
    "<body><body.head><hedline><hl1>Ferry runs <em>again</em></hl1><hl2>After a week</hl2><hl2>of storms</hl2></hedline>\n"
    "<byline>By <person>Jo Writer</person>,\n <byttl>Staff</byttl></byline><dateline><location>OSTEND</location></dateline>\n"
    "<abstract><p>In short.</p></abstract></body.head>\n"
    "<body.content><block><p>The ferry sailed.</p><p>It came back.</p></block>"
    "<media media-type=\"image\"><media-reference source=\"x.jpg\"/><media-caption>A ferry.</media-caption>"
    "<media-producer>Somebody</media-producer></media></body.content>\n"
    "<body.end><tagline>Jo Writer writes.</tagline></body.end></body></nitf>\n";

static void test_whole_file(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_nitf, whole);
    const struct article *article = kept_article(kept);
    assert_int_equal(kept->problem_count, 0);
    assert_null(article->id);
    assert_string_equal(article->section, "Coast");
    assert_string_equal(article->byline, "By Jo Writer, Staff");
    assert_string_equal(article->source, "The Harbour Post");
    assert_int_equal(article->date.seconds, 1614773460);
    assert_true(article->extracted);
    assert_int_equal(assert_part(article, PART_TITLE, "Ferry runs again")->source_line, 8);
    assert_part(article, PART_SUBTITLE, "After a week\n\nof storms");
    const struct article_part *body = assert_part(article, PART_BODY, "OSTEND \xe2\x80\x94 The ferry sailed.\n\nIt came back.\n\nA ferry.");
    assert_int_equal(body->source_line, 12);
}

/* What names the writer and what he is, and place and date, ran into one word: "Jo WriterStaff". */
static void test_parts_of_labels_are_parted(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_nitf,
              "<nitf><body><body.head><hedline><hl1>T</hl1></hedline><byline><person>Jo Writer</person><byttl>Staff</byttl></byline>"
              "<dateline><location>OSTEND</location><story.date>March 3</story.date></dateline></body.head>"
              "<body.content><p>Text.</p></body.content></body></nitf>");
    assert_string_equal(kept_article(kept)->byline, "Jo Writer Staff");
    assert_part(kept_article(kept), PART_BODY, "OSTEND March 3 \xe2\x80\x94 Text.");
}

static void read_parts(struct kept *kept, const char *head, const char *top, const char *content)
{
    char text[2000];
    snprintf(text, sizeof text, "<nitf><head>%s</head><body><body.head>%s</body.head><body.content>%s</body.content></body></nitf>", head,
             top, content);
    kept_read(kept, read_nitf, text);
    assert_int_equal(kept->problem_count, 0);
}

static void test_what_stands_in_for_what_is_missing(void **state)
{
    struct kept *kept = *state;
    read_parts(
        kept,
        "<title>T</title><tobject tobject.type='news'/><docdata><date.release norm='2021-03-03'/><doc.copyright holder='H'/></docdata>",
        "<abstract>A</abstract>", " ");
    const struct article *article = kept_article(kept);
    assert_part(article, PART_TITLE, "T");
    assert_part(article, PART_BODY, "A");
    assert_string_equal(article->section, "news");
    assert_string_equal(article->source, "H");
    read_parts(kept, "", "<distributor>D</distributor><dateline>X <story.date norm='2021-03-03'>March 3</story.date></dateline>", "B");
    assert_string_equal(kept_article(kept)->source, "D");
    assert_int_equal(kept_article(kept)->date.precision, DATE_DAY);
    assert_part(kept_article(kept), PART_BODY, "X March 3 \xe2\x80\x94 B");
}

static void test_datelines(void **state)
{
    struct kept *kept = *state;
    read_parts(kept, "", "<dateline>OSTEND (HP) --</dateline>", "<p>Text</p>");
    assert_part(kept_article(kept), PART_BODY, "OSTEND (HP) -- Text");
    read_parts(kept, "", "<dateline>Ostend</dateline>", "<p>OSTEND - Text</p>");
    assert_part(kept_article(kept), PART_BODY, "OSTEND - Text");
    read_parts(kept, "<title>T</title>", "<dateline>Ostend</dateline>", "");
    assert_part(kept_article(kept), PART_BODY, NULL);
}

static void test_several_below_another_root(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_nitf,
              "<day>\n<nitf><head><docdata><doc-id "
              "id-string='a'/></docdata><title>1</title></head></nitf>\n<nitf><head><title>2</title></head></nitf></day>");
    assert_int_equal(kept->article_count, 2);
    assert_string_equal(kept->articles[0].id, "a");
    assert_string_equal(kept->articles[1].id, "line=3");
}

static void test_nothing_to_read(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_nitf, "<nitf/>");
    assert_int_equal(kept->article_count, 0);
    assert_problem(kept, 0, 1, "no text");
    kept_read(kept, read_nitf, "<other/>");
    assert_problem(kept, 0, 0, "no <nitf>");
    kept_read(kept, read_nitf, "no markup");
    assert_problem(kept, 0, 0, "no element of XML");
}

/* What was read until a file breaks off is an article. */
static void test_truncated(void **state)
{
    struct kept *kept = *state;
    assert_int_equal(kept_read_bytes(kept, read_nitf, whole, (size_t)(strstr(whole, "sailed") - whole)), NS_OK);
    assert_part(kept_article(kept), PART_BODY, "OSTEND \xe2\x80\x94 The ferry");
    assert_int_equal(kept->problem_count, 1);
    assert_int_equal(kept->problems[0].kind, PROBLEM_DAMAGED);
}

static void test_recognise(void **state)
{
    (void)state;
    assert_true(nitf_recognise(whole, 60)); /* of the root's tag nothing is left, but its type is declared */
    assert_true(nitf_recognise(whole, sizeof whole - 1));
    assert_true(nitf_recognise("<nitf version='x'", 17));
    assert_false(nitf_recognise("<nitfs>", 7));
    assert_false(nitf_recognise("<p><nitf>", 9));
    assert_false(nitf_recognise("nitf", 4));
}

static void test_ugly_files(void **state)
{
    assert_true(read_ugly_files(*state, read_nitf, "tests/data/ugly/nitf") >= 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(test_whole_file),
        KEPT_TEST(test_parts_of_labels_are_parted),
        KEPT_TEST(test_what_stands_in_for_what_is_missing),
        KEPT_TEST(test_datelines),
        KEPT_TEST(test_several_below_another_root),
        KEPT_TEST(test_nothing_to_read),
        KEPT_TEST(test_truncated),
        KEPT_TEST(test_recognise),
        KEPT_TEST(test_ugly_files),
    };
    return cmocka_run_group_tests_name("read_nitf", tests, NULL, NULL);
}
