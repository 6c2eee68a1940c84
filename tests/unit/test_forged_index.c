/* test_forged_index.c - indexes whose bytes were changed. Where the sums tell of it, every answer is the right one or an error. Where they
 * were made right again, searching may give any answer or an error, but never reads or writes where it should not. */
#include "tests/unit/index_fixture.h"

#include "index/index_writer.h"
#include "searcher/format.h"
#include "searcher/html.h"
#include "searcher/print_facet.h"
#include "searcher/search.h"

#define ARTICLES 40

static const char *const queries[] = {"vaccine serum",
                                      "apt10 near serum",
                                      "\"serum institute\"",
                                      "the near/5 of near/9 said",
                                      "cyber-attack",
                                      "word17",
                                      "wor*1 and =India's",
                                      "serun~2 or \"the * of\"",
                                      "the same serum sentence said",
                                      "title:title and body:(vaccine not near/3 the)",
                                      "+first/50 of +section:world -path:*7.txt",
                                      "atleast3 serum date:2021",
                                      "2 of (word1 word2 vaccine apt10)",
                                      "not word3"};

/* An article of several passages, whose words the queries ask for. */
static void put_article(struct index_writer *writer, struct random_source *random, int number)
{
    static const char *const words[] = {"the",    "of",      "said",         "Serum",      "Institute",
                                        "APT-10", "vaccine", "cyber-attack", "\"quoted\"", "India's"};
    char body[8000] = "";
    char path[32];
    size_t used = 0;
    for (int i = 0; i < 400; i++) {
        const uint64_t pick = random_below(random, 30);
        const char *word = pick < 10 ? words[pick] : NULL;
        const char *gap = i % 40 == 0 ? ".\n\n" : i % 9 == 0 ? ". " : " ";
        if (word) used += (size_t)snprintf(body + used, sizeof body - used, "%s%s", word, gap);
        if (!word) used += (size_t)snprintf(body + used, sizeof body - used, "word%d%s", i % 50, gap);
    }
    snprintf(path, sizeof path, "news/%d.txt", number);
    const struct article article = {.path = path,
                                    .section = "WORLD",
                                    .date = {1609459200 + 86400 * number, (enum date_precision)(number % 6)},
                                    .parts = {{PART_TITLE, "A title", 7, 0, 1, 1}, {PART_BODY, body, used, 9, 3, 1}},
                                    .part_count = number % 5 ? 2 : 1};
    assert_int_equal(index_writer_put(writer, &article, NULL), NS_OK);
}

static void build(struct fixture *fixture, struct random_source *random)
{
    const struct index_writer_options options = {.language = "english"};
    struct index_writer *writer;
    assert_int_equal(index_writer_open(fixture_path(fixture, "index"), &options, &writer, NULL), NS_OK);
    for (int i = 0; i < ARTICLES; i++)
        put_article(writer, random, i);
    assert_int_equal(index_writer_finish(writer, NULL, NULL), NS_OK);
    index_writer_free(writer);
}

/* The only failure that there may be is damage, which is told. */
static bool is_answer(ns_status status, const struct ns_error *err)
{
    if (status == NS_OK) return true;
    if (status != NS_ERR_CORRUPT) fail_msg("%s: %s", ns_status_text(status), err->msg);
    assert_true(strlen(err->msg) > 0);
    return false;
}

/* Returns whether there was no error. */
static bool count_by(enum facet_field field, const struct search *search, const struct collection *collection, struct printer *printer)
{
    struct facet facet = {.field = field};
    struct ns_error err;
    const bool counted = is_answer(facet_count(&facet, search, collection, &err), &err);
    if (counted) assert_int_equal(facet_fill(&facet, NULL), NS_OK);
    if (counted) print_facet_text(printer, &facet, NULL);
    if (counted && field == FACET_DAY) html_write_chart(printer->out, &facet);
    facet_release(&facet);
    return counted;
}

/* Returns whether there was no error. */
static bool search_for(const struct collection *collection, const char *text, FILE *out)
{
    const struct print_options printing = {.colored = true, .width = 80, .explain = true};
    struct printer printer = {.out = out, .options = &printing};
    const struct search_options options = {.limit = 10};
    struct query *query = NULL;
    struct search *search = NULL;
    struct ns_error err;
    const struct hit *hit;
    assert_int_equal(query_parse(text, strlen(text), &query, NULL, &err), NS_OK);
    bool answered = is_answer(search_run(collection, query, &options, &search, &err), &err);
    for (size_t i = 0; search && i < search_count(search); i++) {
        const bool read = is_answer(search_hit(search, i, &hit, &err), &err);
        if (read) format_text.hit(&printer, hit, NULL);
        if (read) format_html.hit(&printer, hit, NULL);
        answered = answered && read;
    }
    for (int field = FACET_SECTION; search && field <= FACET_DAY; field++)
        answered = count_by((enum facet_field)field, search, collection, &printer) && answered;
    search_free(search);
    query_free(query);
    return answered;
}

/* Returns whether all of the answers are there, and no error. */
static bool search_all(const char *path, FILE *out)
{
    struct index_reader *reader;
    struct ns_error err;
    const ns_status status = index_reader_open(path, &reader, &err);
    if (status == NS_ERR_FORMAT) return false;
    bool answered = is_answer(status, &err);
    const struct collection collection = status == NS_OK ? collection_of(&reader) : (struct collection){0};
    for (size_t q = 0; status == NS_OK && q < COUNT(queries); q++)
        answered = search_for(&collection, queries[q], out) && answered;
    index_reader_close(reader);
    return answered;
}

/* Change one to three bytes of a section. */
static void forge(struct buffer *file, struct random_source *random)
{
    const enum index_section section = (enum index_section)random_below(random, SECTION_PAGES);
    size_t size;
    const size_t offset = section_offset(file, section, &size);
    for (uint64_t i = random_below(random, 3) + 1; i > 0 && size > 0; i--) {
        file->data[offset + random_below(random, size)] = (char)random_below(random, 256);
    }
    mend_sums(file);
}

/* Where the sums tell, nothing wrong is ever said: an error, or the answers of the index as it was. */
static void test_damaged_bytes(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    char *wanted, *said;
    size_t wanted_size, said_size, answered = 0;
    build(fixture, &random);
    read_file(fixture_path(fixture, "index"), &fixture->bytes[0]);
    FILE *out = open_memstream(&wanted, &wanted_size);
    assert_true(search_all(fixture_path(fixture, "index"), out));
    fclose(out);
    assert_true(wanted_size > 10000); /* the index as it is has hits to print */
    const size_t cases = 400 / FEWER;
    for (size_t i = 0; i < cases; i++) {
        const size_t share = fixture->bytes[0].size / cases, at = i * share + random_below(&random, share);
        const char was = fixture->bytes[0].data[at];
        fixture->bytes[0].data[at] = (char)(was ^ (1 + random_below(&random, 255)));
        write_file(fixture_path(fixture, "damaged"), fixture->bytes[0].data, fixture->bytes[0].size);
        fixture->bytes[0].data[at] = was;
        out = open_memstream(&said, &said_size);
        const bool whole = search_all(fixture_path(fixture, "damaged"), out);
        fclose(out);
        if (whole && strcmp(said, wanted) != 0) fail_msg("byte %zu: another answer", at);
        answered += whole;
        free(said);
    }
    free(wanted);
    assert_true(answered < cases / 2);
    fixture_passed(fixture);
}

/* The bugs: numbers of forms and of passages were taken as they came, and led out of the memory that was meant for them. */
static void test_forged_bytes(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    build(fixture, &random);
    read_file(fixture_path(fixture, "index"), &fixture->bytes[0]);
    FILE *out = fopen("/dev/null", "w");
    assert_non_null(out);
    assert_true(search_all(fixture_path(fixture, "index"), out));
    for (int i = 0; i < 700 / FEWER; i++) {
        fixture->bytes[1].size = 0;
        assert_int_equal(buffer_append(&fixture->bytes[1], fixture->bytes[0].data, fixture->bytes[0].size, NULL), NS_OK);
        forge(&fixture->bytes[1], &random);
        write_file(fixture_path(fixture, "forged"), fixture->bytes[1].data, fixture->bytes[1].size);
        search_all(fixture_path(fixture, "forged"), out);
    }
    fclose(out);
    fixture_passed(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_damaged_bytes),
        FIXTURE_TEST(test_forged_bytes),
    };
    return cmocka_run_group_tests_name("forged_index", tests, NULL, NULL);
}
