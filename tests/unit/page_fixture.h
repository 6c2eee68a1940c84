/* page_fixture.h - hits made by hand, and what a format prints of them: what the tests of the formats share. */
#ifndef TESTS_UNIT_PAGE_FIXTURE_H
#define TESTS_UNIT_PAGE_FIXTURE_H

#include "tests/unit/search_fixture.h"

#include "index/analyzer.h"
#include "searcher/format.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* A hit, and what was printed of it. */
struct page {
    struct hit hit;
    struct plan_unit units[2]; /* what its weights are of */
    bool explain;
    const char *id; /* of a line of a batch; NULL for a single query */
    struct query *query;
    char *printed;
    size_t size;
};

static inline void page_clear(struct page *page)
{
    passage_text_release(&page->hit.title);
    passage_text_release(&page->hit.opening);
    passage_text_release(&page->hit.text);
    interval_list_release(&page->hit.evidence);
    interval_list_release(&page->hit.marks);
    weight_list_release(&page->hit.weights);
    free(page->hit.places);
    buffer_release(&page->units[0].name);
    buffer_release(&page->units[1].name);
    query_free(page->query);
    free(page->printed);
    memset(page, 0, sizeof *page);
}

static inline int setup(void **state)
{
    *state = calloc(1, sizeof(struct page));
    return *state ? 0 : -1;
}

static inline int teardown(void **state)
{
    page_clear(*state);
    free(*state);
    return 0;
}

#define PAGE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

/* ---- Making hits ---- */

static inline void set_bytes(struct passage_text *out, const char *text, size_t length)
{
    struct token_list tokens = {0};
    assert_int_equal(buffer_append(&out->text, text, length, NULL), NS_OK);
    assert_int_equal(analyze(text, 0, length, &tokens, NULL), NS_OK);
    out->tokens = tokens.items;
    out->token_count = tokens.count;
}

static inline void set_text(struct passage_text *out, const char *text)
{
    set_bytes(out, text, strlen(text));
}

static inline void set_query(struct page *page, const char *query)
{
    assert_int_equal(query_parse(query, strlen(query), &page->query, NULL, NULL), NS_OK);
}

static inline void add_interval(struct interval_list *list, uint32_t first, uint32_t last)
{
    assert_int_equal(interval_list_add(list, first, last, NULL), NS_OK);
}

/* A word is evidence, and so marked. */
static inline void add_word(struct page *page, uint32_t word)
{
    add_interval(&page->hit.evidence, word, word);
    add_interval(&page->hit.marks, word, word);
}

static inline void begin(struct page *page, const char *title, const char *text)
{
    page_clear(page);
    page->hit.rank = 1;
    page->hit.score = 12.345;
    page->hit.article.article.path = "news/a.txt";
    page->hit.line = 7;
    set_text(&page->hit.title, title);
    set_text(&page->hit.text, text);
}

static inline const char *print_hit(struct page *page, const struct format *format, const struct print_options *options)
{
    free(page->printed);
    page->printed = NULL;
    FILE *out = open_memstream(&page->printed, &page->size);
    assert_non_null(out);
    struct printer printer = {.out = out, .options = options, .id = page->id, .query = page->query, .hits = page->hit.rank - 1};
    if (page->id) printer.id_length = strlen(page->id);
    assert_int_equal(format->hit(&printer, &page->hit, NULL), NS_OK);
    fclose(out);
    printer_release(&printer);
    return page->printed;
}

/* A line of the score: a unit of this name and what it weighs. */
static inline void add_weight(struct page *page, const char *name, uint32_t frequency, uint64_t documents, double weight)
{
    struct weight_list *list = &page->hit.weights;
    struct plan_unit *unit = &page->units[list->count];
    unit->boost = 1;
    assert_true(list->count < COUNT(page->units));
    assert_int_equal(buffer_append(&unit->name, name, strlen(name), NULL), NS_OK);
    unit->counts.documents = documents;
    if (!list->lines) list->lines = calloc(COUNT(page->units), sizeof *list->lines);
    assert_non_null(list->lines);
    list->lines[list->count++] = (struct weight_line){.unit = unit, .frequency = frequency, .weight = weight};
}

static inline void set_places(struct page *page, const struct hit_place *places, size_t count)
{
    page->hit.places = calloc(count, sizeof *places);
    assert_non_null(page->hit.places);
    memcpy(page->hit.places, places, count * sizeof *places);
}

/* Nothing that a terminal would act on: below space only line ends, and, with colours, the sequences of our own. */
static inline void assert_tame(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        const uint8_t byte = (uint8_t)text[i];
        if ((byte < 0x20 && byte != '\n') || byte == 0x7f) fail_msg("byte 0x%02x at %zu", byte, i);
        if (byte == 0xc2 && (uint8_t)text[i + 1] < 0xa0) fail_msg("a C1 control at %zu", i);
    }
    static const char *const marks[] = {"\xe2\x80\xae", "\xe2\x80\xaa", "\xe2\x81\xa6", "\xe2\x80\x8f", "\xd8\x9c", "\xe2\x80\xa8"};
    for (size_t i = 0; i < COUNT(marks); i++)
        assert_null(strstr(text, marks[i]));
}

/* Bytes of any kind, often such as matter to a format or a terminal. Returns how many. */
static inline size_t random_bytes(struct random_source *random, char *bytes, size_t size)
{
    static const char *const pieces[] = {"a",
                                         " ",
                                         "word",
                                         "\t",
                                         "\n",
                                         "\r\n",
                                         "\\",
                                         "\"",
                                         ",",
                                         "\033[2J",
                                         "\xc2\x9b",
                                         "\xe2\x80\xae",
                                         "\xe2\x80\xa8",
                                         "\xff",
                                         "\xc3",
                                         "\xed\xa0\x80",
                                         "\xf0\x9f\x98\x80",
                                         "\xe7\x96\xab",
                                         "\x7f",
                                         "\xef\xbf\xbe"};
    const size_t wanted = random_below(random, (uint32_t)size - 8);
    size_t used = 0;
    while (used < wanted) {
        const char *piece = pieces[random_below(random, COUNT(pieces))];
        if (random_chance(random, 40)) {
            bytes[used++] = (char)random_next(random);
        } else {
            used += (size_t)(stpcpy(bytes + used, piece) - (bytes + used));
        }
    }
    bytes[used] = '\0';
    return used;
}

#define WILD                                                                                                                               \
    "a\033[31mb\007c\xc2\x9b"                                                                                                              \
    "d\xe2\x80\xae"                                                                                                                        \
    "e\xe2\x81\xa6"                                                                                                                        \
    "f\x7fg\xff"                                                                                                                           \
    "h\xd8\x9c"                                                                                                                            \
    "i\xe2\x80\x8f"                                                                                                                        \
    "j\r\nk\bl\xe2\x80\xaam\xe2\x80\xa8n"

#endif
