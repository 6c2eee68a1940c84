/* test_facet.c - what articles are counted under, in which order, and how that is printed; then the same of all hits of a search. */
#include "tests/unit/search_fixture.h"

#include "cli/terminal.h"
#include "searcher/facet.h"
#include "searcher/format.h"
#include "searcher/print_facet.h"

/* Counts by a field, and how they are printed. */
struct tally {
    struct facet facet;
    struct print_options options;
    const char *id;
    char *printed;
    size_t size;
};

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct tally));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    struct tally *tally = *state;
    facet_release(&tally->facet);
    free(tally->printed);
    free(tally);
    return 0;
}

#define TALLY_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

static void begin(struct tally *tally, enum facet_field field)
{
    facet_release(&tally->facet);
    tally->facet.field = field;
}

static void add(struct tally *tally, const struct article *article, int times)
{
    struct ns_error err;
    for (int i = 0; i < times; i++)
        assert_ok(facet_add(&tally->facet, article, &err), &err);
}

static void add_section(struct tally *tally, const char *section, int times)
{
    add(tally, &(struct article){.path = "a", .section = section}, times);
}

static void add_date(struct tally *tally, int64_t seconds, enum date_precision precision, int times)
{
    add(tally, &(struct article){.path = "a", .date = {seconds, precision}}, times);
}

static const char *print(struct tally *tally, ns_status (*print_facet)(struct printer *, const struct facet *, struct ns_error *))
{
    free(tally->printed);
    tally->printed = NULL;
    FILE *out = open_memstream(&tally->printed, &tally->size);
    assert_non_null(out);
    struct printer printer = {.out = out, .options = &tally->options, .id = tally->id, .text = "x y", .text_length = 3};
    printer.id_length = tally->id ? strlen(tally->id) : 0;
    assert_int_equal(print_facet(&printer, &tally->facet, NULL), NS_OK);
    fclose(out);
    return tally->printed;
}

static void assert_text(struct tally *tally, const char *wanted)
{
    assert_string_equal(print(tally, print_facet_text), wanted);
}

/* ---- Values ---- */

static void test_most_first_then_by_bytes(void **state)
{
    struct tally *tally = *state;
    begin(tally, FACET_SECTION);
    add_section(tally, "b", 2);
    add_section(tally, "c", 11);
    add_section(tally, NULL, 1);
    add_section(tally, "a", 2);
    facet_finish(&tally->facet);
    assert_text(tally, "11  c\n 2  a\n 2  b\n 1  (unknown)\n");
    assert_int_equal(tally->facet.articles, 16);
    assert_int_equal(tally->facet.unknown, 1);
}

static void test_each_field(void **state)
{
    struct tally *tally = *state;
    const struct article article = {
        .path = "p", .id = "1", .section = "s", .byline = "b", .source = "q", .date = {1614773460, DATE_MINUTE}};
    static const char *const wanted[] = {
        [FACET_SECTION] = "1  s\n", [FACET_SOURCE] = "1  q\n",      [FACET_BYLINE] = "1  b\n",      [FACET_PATH] = "1  p\n",
        [FACET_YEAR] = "1  2021\n", [FACET_MONTH] = "1  2021-03\n", [FACET_DAY] = "1  2021-03-03\n"};
    for (int field = FACET_SECTION; field <= FACET_DAY; field++) {
        begin(tally, (enum facet_field)field);
        add(tally, &article, 1);
        facet_finish(&tally->facet);
        assert_text(tally, wanted[field]);
        assert_non_null(facet_names[field]);
    }
    assert_null(facet_names[FACET_DAY + 1]);
}

static void test_nothing_is_counted(void **state)
{
    struct tally *tally = *state;
    for (int field = FACET_SECTION; field <= FACET_DAY; field++) {
        begin(tally, (enum facet_field)field);
        facet_finish(&tally->facet);
        assert_int_equal(facet_fill(&tally->facet, NULL), NS_OK);
        assert_text(tally, "");
    }
}

static void test_all_are_unknown(void **state)
{
    struct tally *tally = *state;
    begin(tally, FACET_DAY);
    add_date(tally, 0, DATE_UNKNOWN, 2);
    add_date(tally, INT64_MAX, DATE_DAY, 1);
    facet_finish(&tally->facet);
    assert_int_equal(facet_fill(&tally->facet, NULL), NS_OK);
    assert_text(tally, "3  (unknown)\n");
}

/* ---- Dates ---- */

static void test_gaps_are_filled(void **state)
{
    struct tally *tally = *state;
    begin(tally, FACET_MONTH);
    add_date(tally, 1614773460, DATE_SECOND, 1);
    add_date(tally, 1606000000, DATE_DAY, 2);
    facet_finish(&tally->facet);
    assert_text(tally, "2  2020-11\n1  2021-03\n");
    assert_int_equal(facet_fill(&tally->facet, NULL), NS_OK);
    assert_text(tally, "2  2020-11\n0  2020-12\n0  2021-01\n0  2021-02\n1  2021-03\n");
}

/* What is known of a date is shown, and no more; gaps are between those that are known well enough. */
static void test_a_date_that_is_known_less_exactly(void **state)
{
    struct tally *tally = *state;
    begin(tally, FACET_DAY);
    add_date(tally, 1614729600, DATE_DAY, 1);
    add_date(tally, 1614556800, DATE_DAY, 1);
    add_date(tally, 1614556800, DATE_MONTH, 3);
    add_date(tally, 1609459200, DATE_YEAR, 1);
    facet_finish(&tally->facet);
    assert_int_equal(facet_fill(&tally->facet, NULL), NS_OK);
    assert_text(tally, "1  2021\n3  2021-03\n1  2021-03-01\n0  2021-03-02\n1  2021-03-03\n");
}

static void test_wide_gaps_stay(void **state)
{
    struct tally *tally = *state;
    begin(tally, FACET_DAY);
    add_date(tally, 0, DATE_DAY, 1);
    add_date(tally, (int64_t)(FACET_FILLED_MAX - 1) * 86400, DATE_DAY, 1);
    facet_finish(&tally->facet);
    assert_int_equal(facet_fill(&tally->facet, NULL), NS_OK);
    assert_int_equal(tally->facet.count, FACET_FILLED_MAX);
    begin(tally, FACET_DAY);
    add_date(tally, 0, DATE_DAY, 1);
    add_date(tally, (int64_t)FACET_FILLED_MAX * 86400, DATE_DAY, 1);
    facet_finish(&tally->facet);
    assert_int_equal(facet_fill(&tally->facet, NULL), NS_OK);
    assert_text(tally, "1  1970-01-01\n1  1972-09-27\n");
}

/* ---- Lines ---- */

static void test_others(void **state)
{
    struct tally *tally = *state;
    begin(tally, FACET_SECTION);
    for (char name[] = "a"; *name <= 'v'; ++*name)
        add_section(tally, name, 1);
    add_section(tally, NULL, 1);
    facet_finish(&tally->facet);
    assert_non_null(strstr(print(tally, print_facet_text), "1  t\n2  (2 others)\n1  (unknown)\n"));
    tally->options.facet_rows = 21;
    assert_non_null(strstr(print(tally, print_facet_text), "1  u\n1  (1 other)\n1  (unknown)\n"));
    tally->options.facet_rows = 22;
    assert_non_null(strstr(print(tally, print_facet_text), "1  v\n1  (unknown)\n"));
    tally->options.facet_rows = 1;
    assert_text(tally, " 1  a\n21  (21 others)\n 1  (unknown)\n");
    assert_string_equal(print(tally, print_facet_tsv), "a\t1\n\t1\n");
}

static void test_the_last_dates(void **state)
{
    struct tally *tally = *state;
    begin(tally, FACET_YEAR);
    for (int year = 0; year < 30; year++)
        add_date(tally, (year * INT64_C(36525) + 18000) * 864, DATE_DAY, 1);
    facet_finish(&tally->facet);
    tally->options.facet_rows = 2;
    assert_text(tally, " 1  1998\n 1  1999\n28  (28 others)\n");
    tally->options.facet_rows = 0;
    assert_int_equal(strncmp(print(tally, print_facet_text), "1  1970\n", 8), 0);
}

static void test_a_line_of_a_batch(void **state)
{
    struct tally *tally = *state;
    begin(tally, FACET_SECTION);
    add_section(tally, "a", 1);
    facet_finish(&tally->facet);
    tally->id = "q\t1";
    assert_text(tally, "# q\\t1\tx y\n1  a\n");
    assert_string_equal(print(tally, print_facet_tsv), "q\\t1\ta\t1\n");
}

static void test_values_that_mean_harm(void **state)
{
    struct tally *tally = *state;
    begin(tally, FACET_SECTION);
    add_section(tally, "\033[31m\tred\n\xe2\x80\xae\\", 1);
    facet_finish(&tally->facet);
    assert_text(tally, "1  \xef\xbf\xbd[31m red \xef\xbf\xbd\\\n");
    assert_string_equal(print(tally, print_facet_tsv), "\\x1b[31m\\tred\\n\\xe2\\x80\\xae\\\\\t1\n");
}

/* ---- Bars ---- */

static void test_bars_on_a_terminal(void **state)
{
    struct tally *tally = *state;
    begin(tally, FACET_SECTION);
    add_section(tally, "half of it", 8);
    add_section(tally, "the whole of it", 16);
    add_section(tally, "least", 1);
    add_section(tally, NULL, 1);
    facet_finish(&tally->facet);
    tally->options.terminal = true;
    tally->options.width = 26;
    assert_text(tally, "16  the whole>  ##########\n 8  half of it  #####\n 1  least       #\n 1  (unknown)\n");
    tally->options.utf8 = true;
    assert_text(tally, "16  the whole\u2026  \u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\u2588\n"
                       " 8  half of it  \u2588\u2588\u2588\u2588\u2588\n 1  least       \u258b\n 1  (unknown)\n");
    tally->options.width = 25;
    assert_text(tally, "16  the whole of it\n 8  half of it\n 1  least\n 1  (unknown)\n");
}

/* Every line of counts fits, whatever the width, and the largest fills it. */
static void test_bars_fit(void **state)
{
    struct tally *tally = *state;
    begin(tally, FACET_SECTION);
    add_section(tally, "\xe7\x96\xab\xe8\x8b\x97 of a long name", 1000);
    add_section(tally, "b", 1);
    facet_finish(&tally->facet);
    tally->options = (struct print_options){.terminal = true};
    for (int utf8 = 0; utf8 < 2; utf8++) {
        tally->options.utf8 = utf8;
        for (tally->options.width = 28; tally->options.width < 200; tally->options.width++) {
            const char *printed = print(tally, print_facet_text);
            const size_t first = strcspn(printed, "\n");
            const size_t second = strcspn(printed + first + 1, "\n");
            assert_int_equal(terminal_columns(printed, first), tally->options.width);
            assert_true(terminal_columns(printed + first + 1, second) <= tally->options.width);
        }
    }
}

/* ---- All hits of a search ---- */

static void test_articles_count_once(void **state)
{
    struct fixture *fixture = *state;
    struct facet facet = {.field = FACET_PATH};
    struct ns_error err;
    char *body = calloc(1, 20000);
    for (int i = 0; i < 2000; i++)
        strcat(body + i * 6, i % 100 == 99 ? "end.\n\n" : "panda ");
    fixture_begin(fixture, "english");
    fixture_put_body(fixture, "a.txt", body);
    fixture_put_body(fixture, "b.txt", "no bear");
    for (int i = 0; i < 50; i++)
        fixture_put_body(fixture, i % 2 ? "c.txt" : "d.txt", "one panda");
    fixture_end(fixture);
    free(body);
    assert_true(fixture_search(fixture, "panda", ALL) > 55);
    assert_ok(facet_count(&facet, fixture->search, &fixture->collection, &err), &err);
    assert_int_equal(facet.articles, 51);
    assert_int_equal(facet.count, 3);
    size_t length;
    assert_memory_equal(facet_value(&facet, &facet.rows[0], &length), "c.txt", 5);
    assert_int_equal(facet.rows[0].articles, 25);
    assert_int_equal(facet.rows[2].articles, 1);
    facet_release(&facet);
    facet.field = FACET_PATH;
    assert_int_equal(fixture_search(fixture, "lion", ALL), 0);
    assert_ok(facet_count(&facet, fixture->search, &fixture->collection, &err), &err);
    assert_int_equal(facet.count, 0);
    facet_release(&facet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TALLY_TEST(test_most_first_then_by_bytes),
        TALLY_TEST(test_each_field),
        TALLY_TEST(test_nothing_is_counted),
        TALLY_TEST(test_all_are_unknown),
        TALLY_TEST(test_gaps_are_filled),
        TALLY_TEST(test_a_date_that_is_known_less_exactly),
        TALLY_TEST(test_wide_gaps_stay),
        TALLY_TEST(test_others),
        TALLY_TEST(test_the_last_dates),
        TALLY_TEST(test_a_line_of_a_batch),
        TALLY_TEST(test_values_that_mean_harm),
        TALLY_TEST(test_bars_on_a_terminal),
        TALLY_TEST(test_bars_fit),
        FIXTURE_TEST(test_articles_count_once),
    };
    return cmocka_run_group_tests_name("facet", tests, NULL, NULL);
}
