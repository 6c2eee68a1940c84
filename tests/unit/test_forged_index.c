/* test_forged_index.c - indexes whose bytes were changed and whose sums were made right again: searching them may give any answer or an
 * error, but never reads or writes where it should not. The postings are left as they are: Xapian makes no such promise. */
#include "tests/unit/index_fixture.h"

#include "index/index_writer.h"
#include "searcher/printer.h"
#include "searcher/search.h"

#define ARTICLES 40

static const char *const queries[] = {
    "vaccine serum", "apt10 near serum", "\"serum institute\"", "the near/5 of near/9 said", "cyber-attack", "word17"};

/* An article of several passages, whose words the queries ask for. */
static void put_article(struct index_writer *writer, uint64_t *seed, int number)
{
    static const char *const words[] = {"the",    "of",      "said",         "Serum",      "Institute",
                                        "APT-10", "vaccine", "cyber-attack", "\"quoted\"", "India's"};
    char body[8000] = "";
    char path[32];
    size_t used = 0;
    for (int i = 0; i < 400; i++) {
        const uint64_t pick = random_below(seed, 30);
        const char *word = pick < 10 ? words[pick] : NULL;
        const char *gap = i % 40 == 0 ? ".\n\n" : i % 9 == 0 ? ". " : " ";
        if (word) used += (size_t)snprintf(body + used, sizeof body - used, "%s%s", word, gap);
        if (!word) used += (size_t)snprintf(body + used, sizeof body - used, "word%d%s", i % 50, gap);
    }
    snprintf(path, sizeof path, "news/%d.txt", number);
    const struct article article = {.path = path,
                                    .section = "WORLD",
                                    .parts = {{PART_TITLE, "A title", 7, 0, 1}, {PART_BODY, body, used, 9, 3}},
                                    .part_count = number % 5 ? 2 : 1};
    assert_int_equal(index_writer_put(writer, &article, NULL), NS_OK);
}

static void build(struct fixture *fixture, uint64_t *seed)
{
    const struct index_writer_options options = {"english"};
    struct index_writer *writer;
    assert_int_equal(index_writer_open(fixture_path(fixture, "index"), &options, &writer, NULL), NS_OK);
    for (int i = 0; i < ARTICLES; i++)
        put_article(writer, seed, i);
    assert_int_equal(index_writer_finish(writer, NULL, NULL), NS_OK);
    index_writer_free(writer);
}

static void search_all(const char *path, FILE *out)
{
    const struct printer printer = {out, true, 80};
    struct index_reader *reader;
    if (index_reader_open(path, &reader, NULL) != NS_OK) return;
    for (size_t q = 0; q < sizeof queries / sizeof *queries; q++) {
        struct search *search;
        const struct hit *hit;
        if (search_run(reader, queries[q], strlen(queries[q]), 10, &search, NULL) != NS_OK) continue;
        for (size_t i = 0; i < search_count(search); i++) {
            if (search_hit(search, i, &hit, NULL) == NS_OK) print_text(&printer, hit);
        }
        search_free(search);
    }
    index_reader_close(reader);
}

/* Change one to three bytes of a section. */
static void forge(struct buffer *file, uint64_t *seed)
{
    const enum index_section section = (enum index_section)(SECTION_FORMS + random_below(seed, SECTION_PAGES - SECTION_FORMS));
    size_t size;
    const size_t offset = section_offset(file, section, &size);
    for (uint64_t i = random_below(seed, 3) + 1; i > 0 && size > 0; i--) {
        file->data[offset + random_below(seed, size)] = (char)random_below(seed, 256);
    }
    mend_sums(file);
}

/* The bugs: numbers of forms and of passages were taken as they came, and led out of the memory that was meant for them. */
static void test_forged_bytes(void **state)
{
    struct fixture *fixture = *state;
    uint64_t seed = fixture_seed(fixture);
    build(fixture, &seed);
    read_file(fixture_path(fixture, "index"), &fixture->bytes[0]);
    FILE *out = fopen("/dev/null", "w");
    assert_non_null(out);
    search_all(fixture_path(fixture, "index"), out);
    assert_true(ftell(out) > 1000); /* the index as it is has hits to print */
    for (int i = 0; i < 1500; i++) {
        fixture->bytes[1].size = 0;
        assert_int_equal(buffer_append(&fixture->bytes[1], fixture->bytes[0].data, fixture->bytes[0].size, NULL), NS_OK);
        forge(&fixture->bytes[1], &seed);
        write_file(fixture_path(fixture, "forged"), fixture->bytes[1].data, fixture->bytes[1].size);
        search_all(fixture_path(fixture, "forged"), out);
    }
    fclose(out);
    fixture_passed(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_forged_bytes, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests_name("forged_index", tests, NULL, NULL);
}
