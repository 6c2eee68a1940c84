/* test_print_json.c - hits as JSON: each member, what is not known, and that it is JSON whatever the bytes. */
#include "tests/unit/page_fixture.h"

#include <jansson.h>
#include <math.h>

static const char *print(struct page *page)
{
    const struct print_options options = {.explain = page->explain};
    return print_hit(page, &format_jsonl, &options);
}

static void begin_with_query(struct page *page, const char *title, const char *text)
{
    begin(page, title, text);
    set_query(page, "harbour long");
}

static void test_a_hit_with_little(void **state)
{
    struct page *page = *state;
    begin_with_query(page, "", "x\n \t\n");
    page->hit.line = 0;
    assert_string_equal(print(page), "{\"version\":1,\"query\":\"harbour long\",\"rank\":1,\"score\":12.345,\"path\":\"news/a.txt\","
                                     "\"state\":\"unknown\",\"passage\":\"x\",\"evidence\":[]}\n");
}

static void test_a_hit_with_all(void **state)
{
    static const struct hit_place places[] = {{7, 5, 1004, 1011}, {8, 0, 1020, 1033}};
    struct page *page = *state;
    begin_with_query(page, "A \"harbour\"", "The harbour, so long\n closed, is open.\n");
    page->id = "q\t1";
    page->explain = true;
    page->hit.rank = 3;
    page->hit.score = 3.5;
    page->hit.passage.first_token = 40;
    page->hit.article.article.id = "a1";
    page->hit.article.article.date = (struct article_date){1614773460, DATE_MINUTE};
    page->hit.article.article.section = "WORLD";
    page->hit.article.article.byline = "By A";
    page->hit.article.article.source = "Paper";
    page->hit.article.article.url = "https://paper.example/a?b=\"";
    page->hit.article.article.extracted = true;
    page->hit.copies.others = 3;
    page->hit.copies.number = 17;
    page->hit.copies.first.article = (struct article){.path = "news/b.txt", .id = "b1", .source = "Agency", .date = {1614773460, DATE_DAY}};
    add_interval(&page->hit.evidence, 41, 41);
    add_interval(&page->hit.evidence, 43, 44);
    set_places(page, places, COUNT(places));
    add_weight(page, "harbour", 2, 17, 1.25);
    add_weight(page, "long\033~1", 1, 3, 2);
    page->hit.weights.lines[1].articles = 2.5;
    page->hit.weights.lines[1].in_article = 1;
    page->hit.weights.passages = 66;
    page->hit.weights.length = 12;
    page->hit.weights.average_length = 10.5;
    page->hit.weights.articles = 30;
    page->hit.weights.article_length = 24;
    page->hit.weights.average_article = 21.5;
    page->hit.weights.closeness = 0.25;
    assert_string_equal(print(page),
                        "{\"version\":1,\"query_id\":\"q\\t1\",\"query\":\"harbour long\",\"rank\":3,\"score\":3.5,\"path\":\"news/a.txt\","
                        "\"id\":\"a1\",\"title\":\"A \\\"harbour\\\"\",\"date\":\"2021-03-03T12:11\",\"section\":\"WORLD\","
                        "\"byline\":\"By A\",\"source\":\"Paper\",\"url\":\"https://paper.example/a?b=\\\"\",\"cluster\":{\"number\":17,\"copies\":3,\"first_path\":\"news/b.txt\","
                        "\"first_id\":\"b1\",\"first_date\":\"2021-03-03\",\"first_source\":\"Agency\"},\"line\":7,\"state\":\"unknown\",\"extracted\":true,"
                        "\"passage\":\"The harbour, so long\\n closed, is open.\",\"evidence\":["
                        "{\"text\":\"harbour\",\"begin\":1004,\"end\":1011,\"line\":7,\"column\":5},"
                        "{\"text\":\"long\\n closed\",\"begin\":1020,\"end\":1033,\"line\":8}],"
                        "\"weights\":[{\"term\":\"harbour\",\"weight\":1.25,\"tf\":2,\"df\":17,"
                        "\"article_weight\":0.0,\"article_tf\":0},"
                        "{\"term\":\"long\\u001B~1\",\"weight\":2.0,\"tf\":1,\"df\":3,\"article_weight\":0.0,"
                        "\"article_tf\":1,\"article_df\":2.5}],\"statistics\":{\"passages\":66,\"length\":12,\"average_length\":10.5,"
                        "\"articles\":30,\"article_length\":24,\"average_article_length\":21.5},\"closeness\":0.25}\n");
}

/* Numbers that a damaged index may have, and JSON may not. */
static void test_numbers_that_json_has_not(void **state)
{
    static const struct hit_place place = {UINT64_MAX, UINT64_MAX, 3, UINT64_MAX};
    struct page *page = *state;
    begin_with_query(page, "", "x");
    page->hit.score = NAN;
    page->hit.line = UINT64_MAX;
    add_word(page, 0);
    set_places(page, &place, 1);
    assert_non_null(strstr(print(page), "\"rank\":1,\"path\":\"news/a.txt\",\"state\":"));
    assert_non_null(strstr(page->printed, "\"evidence\":[{\"text\":\"x\",\"begin\":3}]"));
    page->hit.score = INFINITY;
    assert_null(strstr(print(page), "score"));
}

static void test_controls_are_escaped(void **state)
{
    struct page *page = *state;
    begin_with_query(page, WILD, WILD);
    page->hit.article.article.path = "dir\n/" WILD;
    page->hit.article.article.id = WILD "\t";
    page->id = WILD;
    print(page);
    assert_tame(page->printed, page->size);
    assert_non_null(strstr(page->printed, "\"title\":\"a\\u001B[31mb\\u0007c\\u009Bd\\u202Ee\\u2066f\\u007Fg" REPLACEMENT
                                          "h\\u061Ci\\u200Fj\\r\\nk\\bl\\u202Am\\u2028n\""));
}

/* ---- Documents ---- */

static char *print_document(struct page *page, unsigned hits, unsigned answers)
{
    const struct print_options options = {0};
    free(page->printed);
    FILE *out = open_memstream(&page->printed, &page->size);
    assert_non_null(out);
    format_json.open(out, &options);
    for (unsigned i = 0; i < answers; i++) {
        struct printer printer = {.out = out, .options = &options, .query = page->query};
        if (i > 0) fputs(format_json.between, out);
        assert_int_equal(format_json.begin(&printer, NULL), NS_OK);
        for (; printer.hits < hits; printer.hits++)
            assert_int_equal(format_json.hit(&printer, &page->hit, NULL), NS_OK);
        assert_int_equal(format_json.end(&printer, NULL), NS_OK);
    }
    format_json.close(out, &options);
    fclose(out);
    return page->printed;
}

static void test_documents(void **state)
{
    struct page *page = *state;
    begin_with_query(page, "", "x");
    assert_string_equal(print_document(page, 0, 0), "{\"version\":1,\"answers\":[\n]}\n");
    assert_string_equal(print_document(page, 0, 1), "{\"version\":1,\"answers\":[\n{\"query\":\"harbour long\",\"hits\":[]}\n]}\n");
    for (unsigned hits = 0; hits < 4; hits++) {
        json_t *document = json_loads(print_document(page, hits, 3), 0, NULL);
        const json_t *answers = json_object_get(document, "answers");
        assert_int_equal(json_integer_value(json_object_get(document, "version")), 1);
        assert_int_equal(json_array_size(answers), 3);
        assert_int_equal(json_array_size(json_object_get(json_array_get(answers, 2), "hits")), hits);
        json_decref(document);
    }
}

/* ---- Any bytes ---- */

/* A member that was made of bytes which are UTF-8 is the same; of others nothing is lost but the bytes that are not. */
static void check_member(const json_t *object, const char *key, const char *wanted, uint64_t seed)
{
    json_t *string = json_stringn(wanted, strlen(wanted));
    const json_t *member = json_object_get(object, key);
    if (!member) fail_msg("SEED=%llu: no %s", (unsigned long long)seed, key);
    if (string && !json_equal(string, member)) fail_msg("SEED=%llu: %s is another", (unsigned long long)seed, key);
    json_decref(string);
}

static void random_hit(struct page *page, uint64_t seed)
{
    struct random_source random = {seed};
    static const struct hit_place place = {1, 1, 0, 1};
    char text[400], id[60], path[60], field[60], query_id[60];
    begin_with_query(page, "", "");
    const size_t length = random_bytes(&random, text, sizeof text);
    random_bytes(&random, id, sizeof id);
    random_bytes(&random, path, sizeof path);
    random_bytes(&random, field, sizeof field);
    random_bytes(&random, query_id, sizeof query_id);
    set_bytes(&page->hit.text, text, length);
    set_bytes(&page->hit.title, text, length);
    page->hit.article.article.path = path;
    page->hit.article.article.id = id;
    page->hit.article.article.section = page->hit.article.article.byline = field;
    page->id = query_id;
    if (page->hit.text.token_count > 0) {
        add_word(page, 0);
        set_places(page, &place, 1);
    }
    print(page);
    json_t *object = json_loadb(page->printed, page->size, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, NULL);
    if (!object) fail_msg("SEED=%llu: no JSON: %s", (unsigned long long)seed, page->printed);
    if (memchr(page->printed, '\n', page->size) != page->printed + page->size - 1)
        fail_msg("SEED=%llu: more than a line", (unsigned long long)seed);
    assert_tame(page->printed, page->size);
    check_member(object, "id", id, seed);
    check_member(object, "path", path, seed);
    check_member(object, "section", field, seed);
    check_member(object, "byline", field, seed);
    check_member(object, "query_id", query_id, seed);
    json_decref(object);
}

static void test_random_bytes(void **state)
{
    for (uint64_t i = 0; i < 20000 / FEWER; i++)
        random_hit(*state, first_seed() + i);
}

/* ---- Want of memory ---- */

/* Requests of the library until it gets no more. */
static size_t granted;

static void *scarce_malloc(size_t size)
{
    return granted > 0 && granted-- > 0 ? malloc(size) : NULL;
}

/* Print the page's hit with so much memory. What cannot be printed for want of it is not printed in part either, so that a document can be
 * closed behind it. */
static ns_status print_scarcely(struct page *page, const struct format *format, size_t requests)
{
    static const struct print_options options = {.explain = true};
    struct ns_error err = {0};
    free(page->printed);
    FILE *out = open_memstream(&page->printed, &page->size);
    assert_non_null(out);
    struct printer printer = {.out = out, .options = &options, .query = page->query, .hits = 1};
    granted = requests;
    json_set_alloc_funcs(scarce_malloc, free);
    ns_status status = format->begin ? format->begin(&printer, &err) : NS_OK;
    const long begun = ftell(out);
    if (status != NS_OK) assert_int_equal(begun, 0);
    if (status == NS_OK) status = format->hit(&printer, &page->hit, &err);
    if (status != NS_OK) assert_int_equal(ftell(out), begun);
    json_set_alloc_funcs(malloc, free);
    fclose(out);
    assert_int_equal(err.code, status);
    return status;
}

static void test_no_memory(void **state)
{
    static const struct format *const formats[] = {&format_json, &format_jsonl};
    static const struct hit_place place = {1, 1, 0, 1};
    struct page *page = *state;
    begin_with_query(page, "T", "x y");
    add_word(page, 0);
    set_places(page, &place, 1);
    add_weight(page, "x", 1, 1, 1);
    for (size_t i = 0; i < COUNT(formats); i++) {
        size_t requests = 0;
        for (ns_status status; (status = print_scarcely(page, formats[i], requests)) != NS_OK; requests++)
            assert_int_equal(status, NS_ERR_NOMEM);
        assert_in_range(requests, 30, 1000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PAGE_TEST(test_a_hit_with_little),
        PAGE_TEST(test_a_hit_with_all),
        PAGE_TEST(test_numbers_that_json_has_not),
        PAGE_TEST(test_controls_are_escaped),
        PAGE_TEST(test_documents),
        PAGE_TEST(test_random_bytes),
        PAGE_TEST(test_no_memory),
    };
    return cmocka_run_group_tests_name("print_json", tests, NULL, NULL);
}
