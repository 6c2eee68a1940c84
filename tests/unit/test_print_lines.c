/* test_print_lines.c - hits as the lines that editors and evaluations read: grep and trec. */
#include "tests/unit/page_fixture.h"

static const struct print_options plain = {0};

/* ---- grep ---- */

static void add_evidence(struct page *page, uint32_t first, uint32_t last)
{
    add_interval(&page->hit.evidence, first, last);
}

static void test_a_line_for_each_evidence(void **state)
{
    static const struct hit_place places[] = {{7, 5, 4, 11}, {8, 1, 22, 28}, {9, 8, 50, 60}};
    struct page *page = *state;
    begin(page, "T", "The harbour, so long\nclosed, is open.\r\nIt is a harbour\nat sea again.\n\nMore.");
    add_evidence(page, 1, 1);
    add_evidence(page, 4, 4);
    add_evidence(page, 10, 11);
    set_places(page, places, COUNT(places));
    assert_string_equal(print_hit(page, &format_grep, &plain), "news/a.txt:7:5:The harbour, so long\n"
                                                               "news/a.txt:8:1:closed, is open.\n"
                                                               "news/a.txt:9:8:It is a harbour at sea again.\n");
}

static void test_a_hit_without_evidence(void **state)
{
    struct page *page = *state;
    begin(page, "T", "\n\nThe harbour\nopens.");
    assert_string_equal(print_hit(page, &format_grep, &plain), "news/a.txt:7:1:The harbour\n");
    begin(page, "T", "");
    page->hit.line = 0;
    assert_string_equal(print_hit(page, &format_grep, &plain), "news/a.txt:1:1:\n");
}

/* What was taken out of JSON has no column, and its line is that of its record. */
static void test_places_that_are_not_known(void **state)
{
    static const struct hit_place places[] = {{3, 0, 4, 11}, {0, 0, 4, 11}};
    struct page *page = *state;
    begin(page, "T", "The harbour");
    page->hit.article.article.id = "a1";
    page->hit.article.article.path = "all.jsonl";
    add_evidence(page, 1, 1);
    add_evidence(page, 1, 1);
    set_places(page, places, COUNT(places));
    assert_string_equal(print_hit(page, &format_grep, &plain), "all.jsonl:3:1:The harbour\nall.jsonl:1:1:The harbour\n");
}

static void test_controls_never_come_out(void **state)
{
    static const struct hit_place place = {7, 5, 4, 11};
    struct page *page = *state;
    begin(page, "T", WILD " word " WILD);
    page->hit.article.article.path = "a\\b\nc";
    add_evidence(page, 0, 0);
    set_places(page, &place, 1);
    print_hit(page, &format_grep, &plain);
    assert_tame(page->printed, page->size);
    assert_non_null(strstr(page->printed, "a\\b\\nc:7:5:a" REPLACEMENT "[31mb"));
    assert_ptr_equal(strchr(page->printed, '\n'), page->printed + page->size - 1);
}

/* ---- trec ---- */

/* A run of one answer with hits of these articles, each weighing one less than the one before. */
static const char *print_run(struct page *page, const char *id, const struct article *articles, size_t count)
{
    FILE *out = open_memstream(&page->printed, &page->size);
    assert_non_null(out);
    struct printer printer = {.out = out, .options = &plain, .id = id, .id_length = id ? strlen(id) : 0};
    for (size_t i = 0; i < count; i++) {
        page->hit.article.article = articles[i];
        page->hit.rank = (uint32_t)i + 1;
        page->hit.score = 10 - (double)i;
        assert_int_equal(format_trec.hit(&printer, &page->hit, NULL), NS_OK);
    }
    printer_release(&printer);
    fclose(out);
    return page->printed;
}

/* An article's docid is its own id, or where it stands: hits are articles, each of which comes once. */
static void test_names_of_articles(void **state)
{
    static const struct article articles[] = {
        {.path = "a.txt"}, {.path = "all.jsonl", .id = "x1"}, {.path = "all.jsonl", .id = "line=3"}, {.path = "more.jsonl", .id = "line=3"}};
    assert_string_equal(print_run(*state, NULL, articles, COUNT(articles)), "1 Q0 a.txt 1 10.000000 news-search\n"
                                                                            "1 Q0 x1 2 9.000000 news-search\n"
                                                                            "1 Q0 all.jsonl#line=3 3 8.000000 news-search\n"
                                                                            "1 Q0 more.jsonl#line=3 4 7.000000 news-search\n");
    assert_true(format_trec.by_article);
}

static void test_six_columns(void **state)
{
    static const struct article articles[] = {{.path = "my news/a b.txt"}, {.path = "x", .id = "a\tb\xc2\xa0\\c\xff"}};
    assert_string_equal(print_run(*state, "q 1", articles, COUNT(articles)),
                        "q\\x201 Q0 my\\x20news/a\\x20b.txt 1 10.000000 news-search\n"
                        "q\\x201 Q0 a\\x09b\\xc2\\xa0\\\\c\\xff 2 9.000000 news-search\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PAGE_TEST(test_a_line_for_each_evidence), PAGE_TEST(test_a_hit_without_evidence),       PAGE_TEST(test_places_that_are_not_known),
        PAGE_TEST(test_controls_never_come_out),  PAGE_TEST(test_names_of_articles), PAGE_TEST(test_six_columns),
    };
    return cmocka_run_group_tests_name("print_lines", tests, NULL, NULL);
}
