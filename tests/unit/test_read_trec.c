/* test_read_trec.c - documents in the shapes of TREC's collections. */
#include "tests/unit/repeat_fixture.h"
#include "tests/unit/ugly_fixture.h"

#include "indexer/format_parts.h"

/* A newspaper of paragraphs in <P>, as the Los Angeles Times. */
static void test_paragraphs(void **state)
{
    struct kept *kept = *state;
    kept_read(
        kept, read_trec,
        "<DOC>\n<DOCNO> HP010289-0001 </DOCNO>\n<DATE>\n<P>\nJanuary 2, 1989, Home Edition\n</P>\n</DATE>\n"
        "<SECTION>\n<P>\nCoast; Part 1; Page 2\n</P>\n</SECTION>\n<LENGTH>\n<P>\n12 words\n</P>\n</LENGTH>\n"
        "<HEADLINE>\n<P>\nFERRY RUNS\nAGAIN\n</P>\n</HEADLINE>\n<BYLINE>\n<P>\nBy JO WRITER\n</P>\n</BYLINE>\n"
        "<TEXT>\n<P>\nThe ferry sailed\non time.\n</P>\n<P>\nIt came back.\n</P>\n</TEXT>\n<GRAPHIC><P>Photo</P></GRAPHIC>\n</DOC>\n");
    const struct article *article = kept_article(kept);
    assert_int_equal(kept->problem_count, 0);
    assert_string_equal(article->id, "HP010289-0001");
    assert_string_equal(article->section, "Coast; Part 1; Page 2");
    assert_string_equal(article->byline, "By JO WRITER");
    assert_int_equal(article->date.precision, DATE_DAY);
    assert_int_equal(article->date.seconds, 599702400);
    assert_int_equal(assert_part(article, PART_TITLE, "FERRY RUNS AGAIN")->source_line, 18);
    assert_int_equal(assert_part(article, PART_BODY, "The ferry sailed\non time.\n\nIt came back.")->source_line, 29);
}

/* A wire of indented lines, as AP. */
static void test_wire(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_trec,
              "<DOC>\n<DOCNO>AP890102-0007</DOCNO>\n<FILEID>AP-NR-01-02-89 0001EST</FILEID>\n<FIRST>r a PM-Ferry 01-02 0100</FIRST>\n"
              "<HEAD>Ferry Runs Again</HEAD>\n<HEAD>After a Week</HEAD>\n<BYLINE>By JO WRITER</BYLINE>\n<BYLINE>Harbour Writer</BYLINE>\n"
              "<DATELINE>OSTEND (AP) </DATELINE>\n<TEXT>\n   The ferry sailed\non time.\n   It came back.\n</TEXT>\n<TEXT>\n   "
              "More.\n</TEXT>\n</DOC>\n");
    const struct article *article = kept_article(kept);
    assert_int_equal(kept->problem_count, 0);
    assert_string_equal(article->byline, "By JO WRITER, Harbour Writer");
    assert_int_equal(article->date.seconds, 599702400);
    assert_part(article, PART_TITLE, "Ferry Runs Again");
    assert_part(article, PART_SUBTITLE, "After a Week");
    assert_part(article, PART_BODY, "OSTEND (AP) \xe2\x80\x94 The ferry sailed\non time.\n\nIt came back.\n\nMore.");
}

/* The shapes of FT and WSJ, of FBIS, and of Gigaword. */
static void test_other_shapes(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_trec,
              "<DOC><DOCNO>FT1</DOCNO><DATE>890102\n</DATE><HEADLINE>FT  02 JAN 89 / Ferry &amp; bridge</HEADLINE>"
              "<TEXT>One.</TEXT><PUB>The Financial Post\n</PUB></DOC>\n"
              "<DOC><DOCNO> WSJ1 </DOCNO><HL> Ferry:\n  Again </HL><DD> 01/02/89 </DD><SO> WALL POST </SO><LP> "
              "Lead.</LP>\n<TEXT>\nRest.</TEXT></DOC>\n"
              "<DOC><DOCNO> FB-1 </DOCNO><HEADER><DATE1>  2 January 1989 </DATE1> Type: x <H3> <TI> Ferry </TI></H3></HEADER>"
              "<TEXT><F P=105> Dutch </F>\n  One&hyph;two. </TEXT></DOC>\n"
              "<DOC id=\"GW_1\" type=\"story\" >\n<HEADLINE>\nT\n</HEADLINE>\n<TEXT>\n<P>\nB\n</P>\n</TEXT>\n</DOC>\n"
              "<DOC><DOCNO>AQ1</DOCNO><DATE_TIME> 01/02/1989 00:10:00 </DATE_TIME><BODY><HEADLINE>T</HEADLINE><TEXT>B</TEXT></BODY></DOC>");
    assert_int_equal(kept->problem_count, 0);
    assert_int_equal(kept->article_count, 5);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(kept->articles[i].date.seconds, 599702400);
    assert_string_equal(kept->articles[0].source, "The Financial Post");
    assert_part(&kept->articles[0], PART_TITLE, "FT 02 JAN 89 / Ferry & bridge");
    assert_string_equal(kept->articles[1].source, "WALL POST");
    assert_part(&kept->articles[1], PART_BODY, "Lead.\n\nRest.");
    assert_part(&kept->articles[2], PART_TITLE, "Ferry");
    assert_part(&kept->articles[2], PART_BODY, "Dutch\n\nOne-two.");
    assert_string_equal(kept->articles[3].id, "GW_1");
    assert_int_equal(kept->articles[4].date.seconds, 599702400 + 600);
}

static void test_dates_that_are_none(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_trec,
              "<DOC><DOCNO>1</DOCNO><DATE>999999</DATE><TEXT>B</TEXT></DOC>\n<DOC>\n<DOCNO>2</DOCNO><DATE>soon, or, "
              "so</DATE><TEXT>B</TEXT></DOC>");
    assert_int_equal(kept->article_count, 2);
    assert_int_equal(kept->articles[0].date.precision, DATE_UNKNOWN);
    assert_int_equal(kept->problem_count, 2);
    assert_problem(kept, 0, 1, "is no date");
    assert_problem(kept, 1, 3, "\"soon, or, so\" is no date");
}

static void test_damaged_documents(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_trec,
              "rest of "
              "one</TEXT></DOC>\n<DOC><DOCNO>1</DOCNO><TEXT>One\n<DOC><DOCNO>2</DOCNO><TEXT>Two</TEXT></DOC>\n</DOC>\n<DOC><DOCNO>3</"
              "DOCNO><TEXT>Thr");
    assert_int_equal(kept->article_count, 3);
    assert_part(&kept->articles[0], PART_BODY, "One");
    assert_part(&kept->articles[1], PART_BODY, "Two");
    assert_part(&kept->articles[2], PART_BODY, "Thr");
    assert_int_equal(kept->problem_count, 3);
    assert_problem(kept, 0, 1, "text outside of <DOC>");
    assert_problem(kept, 1, 2, "a record without </DOC>");
    assert_problem(kept, 2, 5, "a record without </DOC>");
}

static void test_ids_and_nothing(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_trec, "\n<doc><text>B</text></doc>\n<doc></doc>");
    assert_string_equal(kept_article(kept)->id, "line=2");
    assert_problem(kept, 0, 3, "no text");
    kept_read(kept, read_trec, "");
    assert_problem(kept, 0, 0, "no <DOC>");
}

static void test_charset_is_a_documents_own(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_trec,
              "<DOC><TEXT>caf\xe9</TEXT></DOC><DOC><TEXT>caf\xc3\xa9</TEXT></DOC>\n<DOC>\n<TEXT>\xc3\xa9\xc3\xa9\xff</TEXT></DOC>");
    assert_int_equal(kept->article_count, 3);
    assert_part(&kept->articles[0], PART_BODY, "caf\xc3\xa9");
    assert_part(&kept->articles[1], PART_BODY, "caf\xc3\xa9");
    assert_part(&kept->articles[2], PART_BODY, "\xc3\xa9\xc3\xa9\xef\xbf\xbd");
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, 3, "1 place that is no character");
}

static void test_lines_before_a_slice_are_counted(void **state)
{
    struct kept *kept = *state;
    static const char text[] = "\n<DOC><TEXT>B</TEXT></DOC>";
    char padded[sizeof text + INPUT_PADDING] = {0};
    memcpy(padded, text, sizeof text);
    const struct input input = {.path = "the/path", .data = padded, .size = sizeof text - 1, .lines_before = 100};
    const struct reader_sink sink = {keep_article, keep_problem, kept};
    assert_int_equal(read_trec(&input, &sink, NULL), NS_OK);
    assert_string_equal(kept_article(kept)->id, "line=102");
    assert_int_equal(kept_part(kept_article(kept), PART_BODY)->source_line, 102);
}

/* What stands behind the last record may come as a slice of its own, and has none. */
static void test_rest_of_a_file(void **state)
{
    struct kept *kept = *state;
    static const char text[4 + INPUT_PADDING] = "\n\nx ";
    struct input input = {.path = "the/path", .data = text, .size = 2, .lines_before = 100};
    const struct reader_sink sink = {keep_article, keep_problem, kept};
    assert_int_equal(read_trec(&input, &sink, NULL), NS_OK);
    assert_int_equal(kept->problem_count, 0);
    input.size = 4;
    assert_int_equal(read_trec(&input, &sink, NULL), NS_OK);
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, 101, "text outside of <DOC>");
}

static void test_split(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t whole;
    } cases[] = {
        {"", 0},
        {"<DOC>", 0},
        {"<DOC>x</DOC", 0},
        {"<DOC>x</DOC>", 12},
        {"<DOC>x</DOC>\n<DO", 13},
        {"<DOC>x</DOC>\n \n", 15},
        {"<DOC>x</DOC>\n<DOC>y</DOC>\n<DOC>", 26},
        {"<DOC>x</DOC>\n<DOC>y</DOC>\n<DOC><DOCNO>1</DOCNO>", 26},
        {"<DOC>x<DOC>", 6},
        {"<DOC>x<DOC>y<DOC>z", 12},
        {"no tags", 0},
        {"<DOCNO></DOCNO>", 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(trec_split(cases[i].text, strlen(cases[i].text)), cases[i].whole);
}

/* Tags without an end were looked for to the end of the file, each. */
static void test_time_grows_with_the_size(void **state)
{
    (void)state;
    static const char *const pieces[] = {"<DOC <", "<DOC></DOC ", "<DOC x=\"", "<DOC><TEXT", "</DOC ", "<DOC><!--", "<DOC><TEXT>x"};
    for (size_t i = 0; i < COUNT(pieces); i++)
        assert_time_of_repeats(read_trec, "", pieces[i]);
}

static void test_recognise(void **state)
{
    (void)state;
    static const char *const documents[] = {"<DOC>\n<DOCNO> A", "\xef\xbb\xbf\n <doc><docno>1</docno>", "<DOC id=\"x\" type=\"story\">",
                                            "<DOC>\n<DOCNO>"};
    static const char *const others[] = {"",         "<DOC>", "<DOC>text<DOCNO>", "<DOCS><DOCNO>", "DOC DOCNO", "<html><DOC><DOCNO>",
                                         "<doc><p>", "<DOC"};
    for (size_t i = 0; i < COUNT(documents); i++)
        if (!trec_recognise(documents[i], strlen(documents[i]))) fail_msg("%s", documents[i]);
    for (size_t i = 0; i < COUNT(others); i++)
        if (trec_recognise(others[i], strlen(others[i]))) fail_msg("%s", others[i]);
}

static void test_ugly_files(void **state)
{
    assert_true(read_ugly_files(*state, read_trec, "tests/data/ugly/trec") >= 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(test_paragraphs),
        KEPT_TEST(test_wire),
        KEPT_TEST(test_other_shapes),
        KEPT_TEST(test_dates_that_are_none),
        KEPT_TEST(test_damaged_documents),
        KEPT_TEST(test_ids_and_nothing),
        KEPT_TEST(test_charset_is_a_documents_own),
        KEPT_TEST(test_lines_before_a_slice_are_counted),
        KEPT_TEST(test_rest_of_a_file),
        KEPT_TEST(test_split),
        KEPT_TEST(test_time_grows_with_the_size),
        KEPT_TEST(test_recognise),
        KEPT_TEST(test_ugly_files),
    };
    return cmocka_run_group_tests_name("read_trec", tests, NULL, NULL);
}
