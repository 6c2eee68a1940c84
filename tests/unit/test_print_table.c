/* test_print_table.c - hits as rows of tsv and csv, and the columns that are chosen. */
#include "tests/unit/page_fixture.h"

#define ALL_COLUMNS "rank,score,path,id,line,column,begin,end,date,title,section,byline,source,url,passage,evidence,state,others,cluster,copies," \
                    "first_date,first_source,first_path,first_id,query_id,query"

static const char *print(struct page *page, const struct format *format, const char *columns)
{
    struct print_options options = {0};
    assert_int_equal(column_list_read(columns, &options.columns, NULL), NS_OK);
    return print_hit(page, format, &options);
}

static void make_hit(struct page *page)
{
    static const struct hit_place places[] = {{7, 5, 1004, 1011}, {8, 1, 1020, 1033}};
    begin(page, "A \"harbour\"", "The harbour, so long\n closed, is open.\n");
    set_query(page, "harbour, \"so long\"");
    page->hit.article.article.id = "a1";
    page->hit.article.article.date = (struct article_date){1614773460, DATE_DAY};
    page->hit.article.article.section = "WORLD";
    page->hit.article.article.byline = "By A, B";
    page->hit.article.article.source = "Paper";
    page->hit.article.article.url = "https://paper.example/a,b";
    page->id = "q 1";
    page->hit.is_article = true;
    page->hit.others = 2;
    page->hit.copies.others = 3;
    page->hit.copies.number = 17;
    page->hit.copies.first.article =
        (struct article){.path = "news/b.txt", .id = "b1", .source = "Agency, The", .date = {1614773460, DATE_MINUTE}};
    add_word(page, 1);
    add_interval(&page->hit.evidence, 3, 4);
    set_places(page, places, COUNT(places));
}

static void test_all_columns(void **state)
{
    struct page *page = *state;
    make_hit(page);
    assert_string_equal(print(page, &format_tsv, ALL_COLUMNS),
                        "1\t12.345000\tnews/a.txt\ta1\t7\t5\t1004\t1011\t2021-03-03\tA \"harbour\"\tWORLD\tBy A, B\tPaper\thttps://paper.example/a,b\t"
                        "The harbour, so long\\n closed, is open.\tharbour\tunknown\t2\t17\t3\t2021-03-03T12:11\tAgency, The\tnews/b.txt\tb1\tq 1\tharbour \"so long\"\n");
    assert_string_equal(print(page, &format_csv, ALL_COLUMNS),
                        "1,12.345000,news/a.txt,a1,7,5,1004,1011,2021-03-03,\"A \"\"harbour\"\"\",WORLD,\"By A, B\",Paper,\"https://paper.example/a,b\","
                        "\"The harbour, so long  closed, is open.\",harbour,unknown,2,17,3,2021-03-03T12:11,\"Agency, The\",news/b.txt,b1,q 1,\"harbour \"\"so long\"\"\"\n");
}

static void test_what_is_not_known_is_empty(void **state)
{
    struct page *page = *state;
    begin(page, "", "");
    set_query(page, "");
    page->hit.line = 0;
    assert_string_equal(print(page, &format_tsv, ALL_COLUMNS), "1\t12.345000\tnews/a.txt\t\t\t\t\t\t\t\t\t\t\t\t\t\tunknown\t\t\t\t\t\t\t\t\t()\n");
    assert_string_equal(print(page, &format_csv, ALL_COLUMNS), "1,12.345000,news/a.txt,,,,,,,,,,,,,,unknown,,,,,,,,,()\n");
}

static void test_chosen_columns(void **state)
{
    struct page *page = *state;
    make_hit(page);
    assert_string_equal(print(page, &format_tsv, "title,rank"), "A \"harbour\"\t1\n");
    assert_string_equal(print(page, &format_csv, "title"), "\"A \"\"harbour\"\"\"\n");
}

/* A record of one empty value was an empty line, which readers of CSV pass over. */
static void test_one_empty_value(void **state)
{
    struct page *page = *state;
    begin(page, "", "x");
    assert_string_equal(print(page, &format_csv, "title"), "\"\"\n");
    assert_string_equal(print(page, &format_csv, "title,id"), ",\n");
    assert_string_equal(print(page, &format_tsv, "title"), "\n");
}

static void test_values_that_need_escapes(void **state)
{
    struct page *page = *state;
    begin(page, WILD "\"", "x");
    page->hit.article.article.path = "a\tb\nc\rd\\e";
    assert_string_equal(print(page, &format_tsv, "path,rank"), "a\\tb\\nc\\rd\\\\e\t1\n");
    assert_string_equal(print(page, &format_csv, "path,rank"), "a b c d\\e,1\n");
    assert_string_equal(print(page, &format_tsv, "title"),
                        "a\\x1b[31mb\\x07c\\xc2\\x9bd\\xe2\\x80\\xaee\\xe2\\x81\\xa6f\\x7fg\\xffh\\xd8\\x9ci\\xe2\\x80\\x8fj\\r\\nk\\x08l"
                        "\\xe2\\x80\\xaam\\xe2\\x80\\xa8n\"\n");
    assert_non_null(strstr(print(page, &format_csv, "title"), "g" REPLACEMENT "h"));
    assert_tame(page->printed, page->size);
}

/* ---- Choosing columns ---- */

static void assert_refused(const char *names, const char *wanted)
{
    struct column_list list;
    struct ns_error err;
    assert_int_equal(column_list_read(names, &list, &err), NS_ERR_ARG);
    if (!strstr(err.msg, wanted)) fail_msg("[%s], wanted [%s]", err.msg, wanted);
}

static void test_columns_that_there_are_not(void **state)
{
    char name[8000];
    (void)state;
    assert_refused("rank,size",
                   "--fields: \"size\" is no column; wanted some of rank, score, path, id, line, column, begin, end, date, title, "
                   "section, byline, source, url, passage, evidence, state, others, cluster, copies, first_date, first_source, first_path, "
                   "first_id, query_id, query, with commas between");
    assert_refused("", "--fields: \"\" is no column");
    assert_refused("rank,", "--fields: \"\" is no column");
    assert_refused(",rank", "--fields: \"\" is no column");
    assert_refused("Rank", "--fields: \"Rank\" is no column");
    assert_refused("ran", "--fields: \"ran\" is no column");
    assert_refused("rank, path", "--fields: \" path\" is no column");
    assert_refused("rank,path,rank", "--fields: rank stands there twice; wanted each column once");
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_refused(name, "xxx\" is no column; wanted some of rank");
}

/* Each column once is all that a list can have. */
static void test_the_default_columns(void **state)
{
    struct column_list list;
    (void)state;
    assert_int_equal(column_list_read(ALL_COLUMNS, &list, NULL), NS_OK);
    assert_int_equal(list.count, COLUMNS_MAX);
    assert_refused(ALL_COLUMNS ",rank", "twice");
    assert_int_equal(column_list_read(COLUMNS_DEFAULT, &list, NULL), NS_OK);
    assert_int_equal(column_list_read(COLUMNS_DEFAULT_BATCH, &list, NULL), NS_OK);
}

static void test_header(void **state)
{
    struct page *page = *state;
    struct print_options options = {0};
    assert_int_equal(column_list_read("rank,query_id", &options.columns, NULL), NS_OK);
    for (int header = 0; header <= 1; header++) {
        options.header = header;
        free(page->printed);
        FILE *out = open_memstream(&page->printed, &page->size);
        assert_non_null(out);
        format_tsv.open(out, &options);
        format_csv.open(out, &options);
        fclose(out);
        assert_string_equal(page->printed, header ? "rank\tquery_id\nrank,query_id\n" : "");
    }
}

/* ---- Any bytes ---- */

/* What a value of tsv was, in place; it ends with a tab or a line end. Returns where it ends. */
static const char *unescape(const char *at, char *out)
{
    for (; *at != '\t' && *at != '\n'; at++) {
        unsigned byte = (uint8_t)*at;
        if (byte == '\\' && *++at == 'x') {
            assert_int_equal(sscanf(at + 1, "%2x", &byte), 1);
            at += 2;
        } else if (byte == '\\') {
            byte = *at == 'n' ? '\n' : *at == 't' ? '\t' : *at == 'r' ? '\r' : (uint8_t)*at;
        }
        *out++ = (char)byte;
    }
    *out = '\0';
    return at;
}

/* The values of a record of csv: how many commas stand outside of quotes, and that quotes are closed. */
static unsigned csv_commas(const char *record, uint64_t seed)
{
    bool quoted = false;
    unsigned commas = 0;
    for (; *record != '\n'; record++) {
        if (*record == '"') quoted = !quoted;
        commas += *record == ',' && !quoted;
    }
    if (quoted || record[1]) fail_msg("SEED=%llu: a record that is not one line", (unsigned long long)seed);
    return commas;
}

static void random_row(struct page *page, uint64_t seed)
{
    struct random_source random = {seed};
    char path[60], id[60], back[60];
    begin(page, "", "");
    random_bytes(&random, path, sizeof path);
    random_bytes(&random, id, sizeof id);
    page->hit.article.article.path = path;
    page->hit.article.article.id = id;
    const char *at = unescape(print(page, &format_tsv, "path,id"), back);
    if (strcmp(back, path) != 0 || *at != '\t') fail_msg("SEED=%llu: another path", (unsigned long long)seed);
    at = unescape(at + 1, back);
    if (strcmp(back, id) != 0 || *at != '\n' || at[1]) fail_msg("SEED=%llu: another id", (unsigned long long)seed);
    assert_int_equal(csv_commas(print(page, &format_csv, "path,id,rank"), seed), 2);
    assert_tame(page->printed, page->size);
}

static void test_random_bytes(void **state)
{
    for (uint64_t i = 0; i < 20000 / FEWER; i++)
        random_row(*state, first_seed() + i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PAGE_TEST(test_all_columns),
        PAGE_TEST(test_what_is_not_known_is_empty),
        PAGE_TEST(test_chosen_columns),
        PAGE_TEST(test_one_empty_value),
        PAGE_TEST(test_values_that_need_escapes),
        PAGE_TEST(test_columns_that_there_are_not),
        PAGE_TEST(test_the_default_columns),
        PAGE_TEST(test_header),
        PAGE_TEST(test_random_bytes),
    };
    return cmocka_run_group_tests_name("print_table", tests, NULL, NULL);
}
