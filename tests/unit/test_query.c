/* test_query.c - nodes of queries, dates, and what holds of every query: its canonical form is read without a note to the same tree. */
#include "tests/oracle/random.h"
#include "tests/unit/query_fixture.h"

#include "searcher/date_range.h"

/* ---- Nodes ---- */

static struct query *leaf(enum query_kind kind, const char *text)
{
    struct query *query = query_new(kind);
    assert_non_null(query);
    if (*text) assert_int_equal(query_set_text(query, text, strlen(text), NULL), NS_OK);
    return query;
}

static struct query *node(enum query_kind kind, struct query *first, struct query *second)
{
    struct query *query = query_new(kind);
    assert_non_null(query);
    assert_int_equal(query_add(query, first, NULL), NS_OK);
    if (second) assert_int_equal(query_add(query, second, NULL), NS_OK);
    return query;
}

static void test_free_of_nothing(void **state)
{
    (void)state;
    query_free(NULL);
    struct query_notes notes = {0};
    query_notes_release(&notes);
}

static void test_text_is_replaced(void **state)
{
    (void)state;
    struct query *query = leaf(QUERY_WORD, "panda");
    assert_int_equal(query_set_text(query, "", 0, NULL), NS_OK);
    assert_int_equal(query->text_len, 0);
    assert_int_equal(query_set_text(query, "a\0b", 3, NULL), NS_OK);
    assert_int_equal(query->text_len, 3);
    assert_memory_equal(query->text, "a\0b", 3);
    query_free(query);
}

static void test_copy_is_its_own(void **state)
{
    (void)state;
    struct query *query = node(QUERY_NEAR, leaf(QUERY_WORD, "a"), leaf(QUERY_FUZZY, "b"));
    query->number = 5;
    query->negated = true;
    query->children[1]->number = 2;
    query->children[1]->sign = SIGN_MUST;
    struct query *copy;
    assert_int_equal(query_copy(query, &copy, NULL), NS_OK);
    assert_true(trees_equal(query, copy));
    copy->children[0]->text[0] = 'x';
    assert_false(trees_equal(query, copy));
    query_free(query);
    assert_int_equal(copy->child_count, 2);
    query_free(copy);
}

static bool places_of(struct query *query)
{
    const bool places = query_has_places(query);
    query_free(query);
    return places;
}

static void test_what_has_places(void **state)
{
    (void)state;
    static const enum query_kind with[] = {QUERY_WORD, QUERY_EXACT, QUERY_PATTERN, QUERY_FUZZY, QUERY_GAP};
    for (size_t i = 0; i < COUNT(with); i++)
        assert_true(places_of(leaf(with[i], "a")));
    static const enum query_kind made[] = {QUERY_PHRASE,   QUERY_NEAR,  QUERY_ADJ,  QUERY_SAME,
                                           QUERY_SENTENCE, QUERY_FIRST, QUERY_LIST, QUERY_OR};
    for (size_t i = 0; i < COUNT(made); i++)
        assert_true(places_of(node(made[i], leaf(QUERY_WORD, "a"), leaf(QUERY_WORD, "b"))));
    static const enum query_kind without[] = {QUERY_AND, QUERY_NOT, QUERY_ATLEAST, QUERY_OF};
    for (size_t i = 0; i < COUNT(without); i++)
        assert_false(places_of(node(without[i], leaf(QUERY_WORD, "a"), NULL)));
    assert_false(places_of(leaf(QUERY_PATH, "a")));
    assert_false(places_of(leaf(QUERY_DATE, "2021")));
    assert_false(places_of(query_new(QUERY_LIST)));
}

static void test_what_has_places_by_its_children(void **state)
{
    (void)state;
    for (int field = FIELD_TITLE; field <= FIELD_SOURCE; field++) {
        struct query *query = node(QUERY_FIELD, leaf(QUERY_WORD, "a"), NULL);
        query->field = (enum query_field)field;
        assert_int_equal(places_of(query), field <= FIELD_BODY);
    }
    struct query *list = node(QUERY_LIST, leaf(QUERY_WORD, "a"), leaf(QUERY_WORD, "b"));
    list->children[1]->sign = SIGN_MUST;
    assert_false(places_of(list));
    assert_false(places_of(node(QUERY_OR, leaf(QUERY_WORD, "a"), leaf(QUERY_PATH, "b"))));
    assert_false(places_of(node(QUERY_LIST, leaf(QUERY_WORD, "a"), node(QUERY_NOT, leaf(QUERY_WORD, "b"), NULL))));
}

/* ---- Dates ---- */

#define DAY INT64_C(86400)

static void test_dates(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t from, to;
    } examples[] = {
        {"1970", 0, 365 * DAY},
        {"1970-01", 0, 31 * DAY},
        {"1970-01-01", 0, DAY},
        {"1970-12-31", 364 * DAY, 365 * DAY},
        {"1969-12", -31 * DAY, 0},
        {"2021-03-01", INT64_C(1614556800), INT64_C(1614643200)}, /* date -u -d 2021-03-01 +%s */
        {"2020-02-29", INT64_C(1582934400), INT64_C(1583020800)},
        {"2000-02", INT64_C(949363200), INT64_C(951868800)},     /* 29 days */
        {"1900-02", INT64_C(-2206310400), INT64_C(-2203891200)}, /* 28 days */
        {"0001-01-01", INT64_C(-62135596800), INT64_C(-62135510400)},
        {"9999-12-31", INT64_C(253402214400), INT64_C(253402300800)},
        {"2021-03..2021-04", INT64_C(1614556800), INT64_C(1619827200)},
        {"2021-03-01..2021-03-01", INT64_C(1614556800), INT64_C(1614643200)},
        {"1970..", 0, INT64_MAX},
        {"..1969", INT64_MIN, 0},
        {"1971..1970", 365 * DAY, 365 * DAY},
    };
    for (size_t i = 0; i < COUNT(examples); i++) {
        int64_t from, to;
        if (!date_range_read(examples[i].text, strlen(examples[i].text), &from, &to)) fail_msg("%s is no date", examples[i].text);
        if (from != examples[i].from || to != examples[i].to)
            fail_msg("%s is from %lld to %lld", examples[i].text, (long long)from, (long long)to);
    }
}

static void test_what_is_no_date(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",        "..",      "...",        "march",        "21",         "02021",       "0000",       "2021-",      "2021-3",
        "2021-13", "2021-00", "2021-02-30", "2021-1-01",    "2021-01-00", "2021-01-01-", "2021-04-31", "1900-02-29", "2021...2022",
        "2021..x", "x..2021", "2021.2022",  "2021..2022..", "-2021",      "2021-01-01T", " 2021",      "+2021"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        int64_t from = 1, to = 2;
        if (date_range_read(texts[i], strlen(texts[i]), &from, &to)) fail_msg("%s is a date", texts[i]);
        assert_int_equal(from, 1);
        assert_int_equal(to, 2);
    }
}

/* ---- Random texts ---- */

static uint64_t first_seed(void)
{
    return environment_number("SEED", 20210301);
}

/* What queries are made of, and what is hardly one. */
static const char *const pieces[] = {
    "a",
    "b",
    "panda",
    "APT-10",
    "covid-19",
    "U.S.",
    "AT&T",
    "2,700",
    "2021",
    "\xe7\x96\xab\xe8\x8b\x97",
    "caf\xc3\xa9",
    "don't",
    "x.y.z",
    "two-three-four-five-six",
    "1998-99",
    "of",
    "first",
    "w",
    "pre",
    "atleast",
    "near",
    "NEAR",
    "near/5",
    "NEAR/5",
    "near/0",
    "NEAR/0",
    "near7",
    "w/5",
    "w/p",
    "w/s",
    "W/S",
    "adj",
    "ADJ",
    "adj/2",
    "adj2",
    "pre/3",
    "pre/0",
    "same",
    "SAME",
    "sentence",
    "SENTENCE",
    "and",
    "AND",
    "or",
    "OR",
    "not",
    "NOT",
    "Not",
    "first/50",
    "FIRST/0",
    "first/9999999",
    "atleast3",
    "atleast/2",
    "atleast0",
    "ATLEAST2",
    "2 of (",
    "3 OF (",
    "0 of (",
    "near/x",
    "first/x",
    "atleastx",
    "w/o",
    "title:",
    "body:",
    "section:",
    "by:",
    "byline:",
    "source:",
    "TITLE:",
    "path:",
    "path:\"",
    "date:",
    "date:2021",
    "date:2021-03..2021-01",
    "date:..2021",
    "date:x",
    "path:a/*.txt",
    "path:\"a \"\"b\"",
    "foo:",
    "http://",
    "=",
    "+",
    "-",
    "(",
    ")",
    "()",
    "\"",
    "\"",
    "\xe2\x80\x9c",
    "\xc2\xbb",
    "*",
    "?",
    "**",
    "vaccin*",
    "wom?n",
    "why?",
    "*virus",
    "a*-?b",
    "serum~",
    "serum~2",
    "~",
    "~0",
    "~3",
    "~x",
    "\"a b\"",
    "\"a * b\"",
    "\"* b\"",
    "=\"a b\"",
    "\"why? \"",
    "'",
    ".",
    ",",
    ":",
    "/",
    "!",
    "&&",
    "\xff",
    "\xc2\xad",
    "\xcc\x81",
    "\t",
    "\n",
};

static size_t append(char *text, size_t size, const char *piece)
{
    const size_t length = strlen(piece);
    memcpy(text + size, piece, length);
    return size + length;
}

static size_t random_text(struct random_source *source, char *text)
{
    size_t size = 0;
    const uint32_t spaces = random_below(source, 101);
    for (uint32_t left = 1 + random_below(source, random_chance(source, 10) ? 60 : 14); left > 0; left--) {
        size = append(text, size, pieces[random_below(source, COUNT(pieces))]);
        if (random_chance(source, spaces)) text[size++] = ' ';
        if (random_chance(source, 1)) text[size++] = '\0';
    }
    return size;
}

static void check_text(const char *text, size_t size, uint64_t seed)
{
    struct query *query;
    struct query_notes notes = {0};
    struct ns_error err;
    const ns_status status = query_parse(text, size, &query, &notes, &err);
    if (status != NS_OK && status != NS_ERR_LIMIT) fail_msg("SEED=%llu: status %d", (unsigned long long)seed, (int)status);
    const char *wrong = status == NS_OK ? what_is_wrong(query) : NULL;
    query_notes_release(&notes);
    query_free(query);
    if (wrong) fail_msg("SEED=%llu: %s: [%.*s]", (unsigned long long)seed, wrong, (int)size, text);
}

static void test_random_texts(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 60000 / FEWER; i++) {
        struct random_source source = {first_seed() + i};
        char text[60 * 32];
        check_text(text, random_text(&source, text), first_seed() + i);
    }
}

static void test_random_bytes(void **state)
{
    (void)state;
    static const char alphabet[] = "ab1 \"()*?~+-=:/.~N \xe2\x80\x9c";
    for (uint64_t i = 0; i < 60000 / FEWER; i++) {
        struct random_source source = {first_seed() + i};
        char text[64];
        const size_t size = random_below(&source, sizeof text);
        for (size_t k = 0; k < size; k++)
            text[k] = random_chance(&source, 3) ? (char)random_next(&source) : alphabet[random_below(&source, sizeof alphabet - 1)];
        check_text(text, size, first_seed() + i);
    }
}

/* ---- Random trees ---- */

static struct query *random_tree(struct random_source *source, uint32_t levels);

static struct query *random_leaf(struct random_source *source)
{
    static const struct {
        enum query_kind kind;
        const char *text;
        uint32_t number;
    } leaves[] = {
        {QUERY_WORD, "a", 0},       {QUERY_WORD, "of", 0},          {QUERY_WORD, "2", 0},      {QUERY_WORD, "APT-10", 0},
        {QUERY_WORD, "near", 0},    {QUERY_WORD, "NOT", 0},         {QUERY_WORD, "adj3", 0},   {QUERY_WORD, "atleastx", 0},
        {QUERY_WORD, "title", 0},   {QUERY_EXACT, "and", 0},        {QUERY_EXACT, "U.S.", 0},  {QUERY_PATTERN, "vac*n", 0},
        {QUERY_PATTERN, "why?", 0}, {QUERY_PATTERN, "near*", 0},    {QUERY_FUZZY, "near5", 1}, {QUERY_FUZZY, "serum", 2},
        {QUERY_PATTERN, "?x", 0},   {QUERY_PATTERN, "atleast?", 0},
    };
    const uint32_t i = random_below(source, COUNT(leaves));
    struct query *query = leaf(leaves[i].kind, leaves[i].text);
    query->number = leaves[i].number;
    return query;
}

static struct query *random_filter(struct random_source *source)
{
    static const char *const paths[] = {"a/*.txt", "a b", "\"", "a\"b\"", "(x)", "~/a:b", "\xe2\x80\x9cq\xe2\x80\x9d"};
    static const char *const dates[] = {"2021", "2021-03..", "..2021", "2020..2021", "2021-03-01"};
    if (random_chance(source, 50)) return leaf(QUERY_PATH, paths[random_below(source, COUNT(paths))]);
    struct query *date = leaf(QUERY_DATE, dates[random_below(source, COUNT(dates))]);
    assert_true(date_range_read(date->text, date->text_len, &date->from, &date->to));
    return date;
}

static struct query *random_phrase(struct random_source *source)
{
    struct query *phrase = node(QUERY_PHRASE, random_leaf(source), random_leaf(source));
    for (uint32_t more = random_below(source, 3); more > 0; more--)
        query_add(phrase, random_chance(source, 50) ? leaf(QUERY_GAP, "") : random_leaf(source), NULL);
    return phrase;
}

/* A node of any kind, on any children, in whatever order they stand: most are not in shape. */
static struct query *random_tree(struct random_source *source, uint32_t levels)
{
    if (levels == 0 || random_chance(source, 15)) return random_chance(source, 80) ? random_leaf(source) : random_filter(source);
    if (random_chance(source, 10)) return random_phrase(source);
    static const enum query_kind kinds[] = {QUERY_NEAR, QUERY_ADJ, QUERY_SAME, QUERY_SENTENCE, QUERY_FIRST,   QUERY_FIELD,
                                            QUERY_LIST, QUERY_OR,  QUERY_AND,  QUERY_NOT,      QUERY_ATLEAST, QUERY_OF};
    const enum query_kind kind = kinds[random_below(source, COUNT(kinds))];
    const bool single = kind == QUERY_FIRST || kind == QUERY_FIELD || kind == QUERY_NOT || kind == QUERY_ATLEAST;
    struct query *query = node(kind, random_tree(source, levels - 1), single ? NULL : random_tree(source, levels - 1));
    for (uint32_t more = random_below(source, 3); !single && kind != QUERY_ADJ && more > 0; more--)
        query_add(query, random_tree(source, levels - 1), NULL);
    query->field = (enum query_field)random_below(source, FIELD_SOURCE + 1);
    query->number =
        kind == QUERY_SAME || kind == QUERY_SENTENCE ? 0 : random_below(source, 5) + (kind == QUERY_ATLEAST || kind == QUERY_OF);
    query->negated = is_proximity(query) && query->child_count == 2 && random_chance(source, 30);
    for (size_t i = 0; kind == QUERY_LIST && i < query->child_count; i++)
        query->children[i]->sign = (enum query_sign)random_below(source, SIGN_MUST_NOT + 1);
    return query;
}

static void test_random_trees(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 30000 / FEWER; i++) {
        struct random_source source = {first_seed() + i};
        struct query *tree = random_tree(&source, 1 + random_below(&source, 5));
        struct buffer printed = BUFFER_INIT;
        assert_int_equal(query_print(tree, &printed, NULL), NS_OK);
        query_free(tree);
        if (printed.size <= QUERY_BYTES_MAX) check_text(printed.data, printed.size, first_seed() + i);
        buffer_release(&printed);
    }
}

/* A tree that is in shape is what its printed form is read to, without a note. */
static void test_random_trees_are_read_again(void **state)
{
    (void)state;
    size_t in_shape = 0;
    for (uint64_t i = 0; i < 30000 / FEWER; i++) {
        struct random_source source = {first_seed() + i};
        struct query *tree = random_tree(&source, 1 + random_below(&source, 3));
        struct buffer printed = BUFFER_INIT;
        struct query_notes notes = {0};
        struct query *read = NULL;
        assert_int_equal(query_print(tree, &printed, NULL), NS_OK);
        if (query_parse(printed.data, printed.size, &read, &notes, NULL) != NS_OK) { /* spread out it is too large */
            query_free(tree);
            query_notes_release(&notes);
            buffer_release(&printed);
            continue;
        }
        /* What the parser itself says of a shape: it is kept. Then all of it is, so that nothing may be noted. */
        const bool same = trees_equal(tree, read);
        in_shape += same;
        if (same && notes.count > 0)
            fail_msg("SEED=%llu: [%.*s]: %.*s", (unsigned long long)(first_seed() + i), (int)printed.size, printed.data,
                     (int)notes.lines[0].size, notes.lines[0].data);
        query_free(tree);
        query_free(read);
        query_notes_release(&notes);
        buffer_release(&printed);
    }
    assert_true(in_shape > 3000 / FEWER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_free_of_nothing),
        cmocka_unit_test(test_text_is_replaced),
        cmocka_unit_test(test_copy_is_its_own),
        cmocka_unit_test(test_what_has_places),
        cmocka_unit_test(test_what_has_places_by_its_children),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_what_is_no_date),
        cmocka_unit_test(test_random_texts),
        cmocka_unit_test(test_random_bytes),
        cmocka_unit_test(test_random_trees),
        cmocka_unit_test(test_random_trees_are_read_again),
    };
    return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
