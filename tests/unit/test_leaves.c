/* test_leaves.c - where leaves stand in articles, by the numbers of their forms, and in fields, by comparing. */
#include "tests/unit/search_fixture.h"

#include "searcher/leaves.h"

/* The state of a test. */
struct bench {
    struct leaf_set set;
    struct word_list words;
    struct normalizer *normalizer;
    struct token_list tokens;
};

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    *state = bench;
    return bench && normalizer_open("english", &bench->normalizer, NULL) == NS_OK ? 0 : -1;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    leaf_set_release(&bench->set);
    word_list_release(&bench->words);
    token_list_release(&bench->tokens);
    normalizer_free(bench->normalizer);
    free(bench);
    return 0;
}

/* ---- Making ---- */

static uint32_t add(struct bench *bench, enum query_kind kind, uint32_t edits, const char *text, bool is_new)
{
    struct ns_error err;
    uint32_t number = 99;
    bool added = !is_new;
    assert_ok(leaf_set_add(&bench->set, kind, edits, text, strlen(text), &number, &added, &err), &err);
    assert_int_equal(added, is_new);
    return number;
}

static void prepare(struct bench *bench)
{
    struct ns_error err;
    assert_ok(leaf_set_prepare(&bench->set, &err), &err);
}

static void test_equal_leaves_are_one(void **state)
{
    struct bench *b = *state;
    assert_int_equal(add(b, QUERY_WORD, 0, "serum", true), 0);
    assert_int_equal(add(b, QUERY_EXACT, 0, "serum", true), 1);
    assert_int_equal(add(b, QUERY_FUZZY, 1, "serum", true), 2);
    assert_int_equal(add(b, QUERY_FUZZY, 2, "serum", true), 3);
    assert_int_equal(add(b, QUERY_WORD, 0, "seru", true), 4);
    assert_int_equal(add(b, QUERY_WORD, 0, "serum", false), 0);
    assert_int_equal(add(b, QUERY_FUZZY, 2, "serum", false), 3);
    assert_int_equal(b->set.count, 5);
    assert_int_equal(b->set.items[3].edits, 2);
    assert_int_equal(b->set.items[3].kind, QUERY_FUZZY);
    assert_memory_equal(b->set.items[4].text.data, "seru", 4);
}

static void test_leaves_at_most(void **state)
{
    struct bench *b = *state;
    struct ns_error err;
    char text[16];
    uint32_t number;
    bool added;
    for (int i = 0; i < LEAVES_MAX; i++) {
        sprintf(text, "w%d", i);
        add(b, QUERY_WORD, 0, text, true);
    }
    assert_int_equal(leaf_set_add(&b->set, QUERY_WORD, 0, "one more", 8, &number, &added, &err), NS_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "2048"));
}

/* ---- In articles ---- */

static void set_words(struct bench *bench, const uint32_t *forms, size_t count)
{
    void *items = bench->words.items;
    assert_int_equal(array_reserve(&items, &bench->words.capacity, count, sizeof *forms, NULL), NS_OK);
    bench->words.items = items;
    if (count) memcpy(bench->words.items, forms, count * sizeof *forms);
    bench->words.count = count;
}

static void find(struct bench *bench)
{
    struct ns_error err;
    assert_ok(leaf_set_find(&bench->set, &bench->words, &err), &err);
}

/* The places of a leaf, such as "0-0 3-4". */
static void assert_places(const struct bench *bench, uint32_t leaf, const char *wanted)
{
    char places[256] = "";
    const struct interval_list *list = &bench->set.places[leaf];
    for (size_t i = 0; i < list->count; i++)
        sprintf(places + strlen(places), "%s%u-%u", i ? " " : "", list->items[i].first, list->items[i].last);
    if (strcmp(places, wanted) != 0) fail_msg("leaf %u stands at [%s], wanted [%s]", leaf, places, wanted);
}

static void add_forms(struct bench *bench, uint32_t leaf, const uint32_t *forms, size_t count)
{
    struct ns_error err;
    for (size_t i = 0; i < count; i++)
        assert_ok(leaf_set_add_form(&bench->set, leaf, forms[i], &err), &err);
}

static void add_run(struct bench *bench, uint32_t leaf, uint32_t count, uint32_t a, uint32_t b, uint32_t c)
{
    struct ns_error err;
    const struct form_run run = {.count = count, .forms = {a, b, c}};
    assert_ok(leaf_set_add_run(&bench->set, leaf, &run, &err), &err);
}

static void test_forms_and_runs(void **state)
{
    struct bench *b = *state;
    static const uint32_t words[] = {5, 1, 2, 5, 1, 2, 3, 1, 17, 1};
    const uint32_t one = add(b, QUERY_WORD, 0, "one", true), two = add(b, QUERY_WORD, 0, "two", true);
    const uint32_t three = add(b, QUERY_PATTERN, 0, "three", true), none = add(b, QUERY_WORD, 0, "none", true);
    add_forms(b, one, (const uint32_t[]){17, 1}, 2);
    add_forms(b, two, (const uint32_t[]){1}, 1); /* a form of two leaves */
    add_run(b, three, 3, 1, 2, 3);
    add_run(b, three, 2, 1, 2, 0);
    add_run(b, three, 2, 17, 1, 0);
    add_run(b, two, 2, 5, 1, 0);
    prepare(b);
    set_words(b, words, COUNT(words));
    find(b);
    assert_places(b, one, "1-1 4-4 7-7 8-8 9-9");
    assert_places(b, two, "0-1 1-1 3-4 4-4 7-7 9-9");
    assert_places(b, three, "1-2 4-5 4-6 8-9");
    assert_places(b, none, "");
    set_words(b, words, 1); /* a run that the text is too short for */
    find(b);
    assert_places(b, one, "");
    assert_places(b, two, "");
    set_words(b, words, 0);
    find(b);
    assert_places(b, two, "");
}

static void test_a_set_without_leaves(void **state)
{
    struct bench *b = *state;
    prepare(b);
    set_words(b, (const uint32_t[]){1, 9}, 2);
    find(b);
    leaf_set_release(&b->set);
    prepare(b);
    set_words(b, NULL, 0);
    find(b);
}

/* ---- In articles, against looking at every word ---- */

#define FORMS 12
#define LEAVES 5
#define WORDS 60

struct sample {
    uint16_t forms[LEAVES]; /* a bit a form */
    struct form_run runs[LEAVES][3];
    size_t run_count[LEAVES];
};

static void random_leaves(struct bench *b, struct sample *sample, struct random_source *random)
{
    const bool has_runs = random_chance(random, 70);
    memset(sample, 0, sizeof *sample);
    leaf_set_release(&b->set);
    for (uint32_t leaf = 0; leaf < LEAVES; leaf++) {
        const char name[2] = {(char)('a' + leaf), '\0'};
        add(b, QUERY_WORD, 0, name, true);
        for (uint32_t form = 0; form < FORMS; form++) {
            if (!random_chance(random, 15)) continue;
            sample->forms[leaf] |= (uint16_t)(1u << form);
            add_forms(b, leaf, &form, 1);
        }
        for (uint32_t left = has_runs ? random_below(random, 4) : 0; left > 0; left--) {
            struct form_run run = {.count = 2 + random_below(random, COMPOUND_MAX - 1)};
            for (uint32_t i = 0; i < run.count; i++)
                run.forms[i] = random_below(random, 3);
            sample->runs[leaf][sample->run_count[leaf]++] = run; /* perhaps twice the same */
            assert_int_equal(leaf_set_add_run(&b->set, leaf, &run, NULL), NS_OK);
        }
    }
    prepare(b);
}

/* Whether the words first..last are a run of the leaf, or its form. */
static bool stands(const struct sample *sample, uint32_t leaf, const uint32_t *words, uint32_t first, uint32_t last)
{
    if (first == last && sample->forms[leaf] & 1u << words[first]) return true;
    for (size_t i = 0; i < sample->run_count[leaf]; i++) {
        const struct form_run *run = &sample->runs[leaf][i];
        if (run->count == last - first + 1 && memcmp(run->forms, words + first, run->count * sizeof *words) == 0) return true;
    }
    return false;
}

/* A set without runs finds the same from just its words, wherever the others stand. */
static void compare_with_found_words(struct bench *b, const struct sample *sample, const uint32_t *words, uint32_t count, uint64_t seed)
{
    struct found_word items[WORDS];
    struct found_words found = {.items = items, .words = count};
    struct ns_error err;
    for (uint32_t leaf = 0; leaf < LEAVES; leaf++) {
        if (sample->run_count[leaf]) return;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t first;
        if (word_set_find(&b->set.words, words[i], &first)) items[found.count++] = (struct found_word){i, words[i]};
    }
    assert_ok(leaf_set_place(&b->set, &found, &err), &err);
    for (uint32_t leaf = 0; leaf < LEAVES; leaf++) {
        size_t stood = 0;
        for (uint32_t i = 0; i < count; i++) {
            if (!(sample->forms[leaf] & 1u << words[i])) continue;
            const struct interval *place = &b->set.places[leaf].items[stood++];
            if (stood > b->set.places[leaf].count || place->first != i || place->last != i)
                fail_msg("SEED=%llu: leaf %u is not found at %u", (unsigned long long)seed, leaf, i);
        }
        assert_int_equal(stood, b->set.places[leaf].count);
    }
}

static void random_case(struct bench *b, uint64_t seed)
{
    struct random_source random = {seed};
    struct sample sample;
    uint32_t words[WORDS], count = random_below(&random, WORDS + 1);
    random_leaves(b, &sample, &random);
    for (uint32_t i = 0; i < count; i++)
        words[i] = random_chance(&random, 70) ? random_below(&random, 3) : random_below(&random, FORMS);
    set_words(b, words, count);
    find(b);
    for (uint32_t leaf = 0; leaf < LEAVES; leaf++) {
        const struct interval_list *places = &b->set.places[leaf];
        size_t found = 0;
        for (uint32_t first = 0; first < count; first++) {
            for (uint32_t last = first; last < count && last < first + COMPOUND_MAX; last++) {
                if (!stands(&sample, leaf, words, first, last)) continue;
                if (found >= places->count || places->items[found].first != first || places->items[found].last != last)
                    fail_msg("SEED=%llu: leaf %u does not stand at %u-%u", (unsigned long long)seed, leaf, first, last);
                found++;
            }
        }
        if (found != places->count) fail_msg("SEED=%llu: leaf %u stands at too many places", (unsigned long long)seed, leaf);
    }
    compare_with_found_words(b, &sample, words, count, seed);
}

static void test_random_words(void **state)
{
    for (uint64_t i = 0; i < 5000 / FEWER; i++)
        random_case(*state, first_seed() + i);
}

/* ---- In texts ---- */

static void find_in(struct bench *bench, const char *text)
{
    struct ns_error err;
    assert_ok(leaf_set_find_in_text(&bench->set, bench->normalizer, text, strlen(text), &bench->tokens, &err), &err);
}

static void test_in_a_text(void **state)
{
    struct bench *b = *state;
    const uint32_t word = add(b, QUERY_WORD, 0, "vaccin", true), exact = add(b, QUERY_EXACT, 0, "WHO", true);
    const uint32_t pattern = add(b, QUERY_PATTERN, 0, "ap*0", true), fuzzy = add(b, QUERY_FUZZY, 1, "serum", true);
    const uint32_t compound = add(b, QUERY_WORD, 0, "apt10", true), accent = add(b, QUERY_WORD, 0, "cafe", true);
    prepare(b);
    find_in(b, "Vaccines, WHO who APT-10 apt10 Serun caf\xc3\xa9 vaccination seru");
    assert_int_equal(b->tokens.count, 10);
    assert_places(b, word, "0-0 8-8");
    assert_places(b, exact, "1-1");
    assert_places(b, pattern, "3-4 5-5");
    assert_places(b, fuzzy, "6-6 9-9");
    assert_places(b, compound, "3-4 5-5");
    assert_places(b, accent, "7-7");
    find_in(b, "");
    assert_int_equal(b->tokens.count, 0);
    assert_places(b, word, "");
    find_in(b, "\xff\xfe WHO\x80");
    assert_places(b, exact, "0-0");
}

/* The bug: a compound of which a word fits, too, made that word reach as far as the compound, which in articles it does not. */
static void test_a_compound_and_a_word_of_it(void **state)
{
    struct bench *b = *state;
    const uint32_t first = add(b, QUERY_PATTERN, 0, "c*", true), last = add(b, QUERY_PATTERN, 0, "*k", true);
    const uint32_t inner = add(b, QUERY_PATTERN, 0, "*rat*", true), fuzzy = add(b, QUERY_FUZZY, 2, "10", true);
    prepare(b);
    find_in(b, "cyber-attack; APT-10, a-10");
    assert_places(b, first, "0-0");
    assert_places(b, last, "1-1");
    assert_places(b, inner, "0-1");
    assert_places(b, fuzzy, "3-3 4-4 5-5");
}

/* What folds to nothing stands for nothing, and not for every word. */
static void test_an_empty_leaf(void **state)
{
    struct bench *b = *state;
    const uint32_t leaves[] = {add(b, QUERY_PATTERN, 0, "", true), add(b, QUERY_FUZZY, 2, "", true), add(b, QUERY_EXACT, 0, "", true)};
    prepare(b);
    find_in(b, "a b ab");
    for (size_t i = 0; i < COUNT(leaves); i++)
        assert_places(b, leaves[i], "");
}

/* ---- Both ways are the same: a section with the words of the title holds what the title holds ---- */

static void put_twins(struct fixture *f, struct random_source *random, uint32_t number)
{
    static const char *const words[] = {"the",          "serum",  "vaccine",       "Vaccines",    "China's", "APT10", "APT-10",
                                        "cyber-attack", "APT 10", "WHO",           "U.S.",        "who",     "apt",   "10",
                                        "stone",        "panda",  "one-two-three", "caf\xc3\xa9", "said"};
    static const char *const gaps[] = {" ", " ", " ", ", ", ". ", " / "};
    char text[512] = "", path[16];
    for (uint32_t left = 1 + random_below(random, 14); left > 0; left--) {
        strcat(text, random_pick(random, words, COUNT(words)));
        strcat(text, left > 1 ? random_pick(random, gaps, COUNT(gaps)) : "");
    }
    sprintf(path, "%u", number);
    const struct article article = {.path = path,
                                    .section = text,
                                    .parts = {{PART_TITLE, text, strlen(text), 0, 1, 1}, {PART_BODY, "x", 1, 600, 3, 1}},
                                    .part_count = 2};
    fixture_put(f, &article);
}

/* A query that holds at places, of words whose hyphens are seen without a dictionary. */
static void random_places(struct random_source *random, uint32_t depth, FILE *out)
{
    static const char *const leaves[] = {
        "the",    "serum",           "vaccine",   "apt10",          "apt-10", "=WHO",         "who",           "vacc*", "*1*",
        "serun~", "\"the * serum\"", "=Vaccines", "china",          "cafe",   "cyber-attack", "one-two-three", "?pt*",  "pandas~2",
        "us",     "onetwo*",         "c*",        "\"stone panda\""};
    static const char *const operators[] = {"NEAR/2", "ADJ/2", "OR", "NOT NEAR/2", "SENTENCE", "NOT SENTENCE", "SAME", "NOT ADJ/3"};
    if (depth == 0 || random_chance(random, 20)) {
        fputs(leaves[random_below(random, COUNT(leaves))], out);
        return;
    }
    fputs(random_chance(random, 15) ? "(first/5 (" : "((", out);
    random_places(random, depth - 1, out);
    fprintf(out, " %s ", operators[random_below(random, COUNT(operators))]);
    random_places(random, depth - 1, out);
    fputs("))", out);
}

static void articles_found(struct fixture *f, const char *field, const char *places, bool *found, size_t count)
{
    char query[2000];
    snprintf(query, sizeof query, "%s:(%s)", field, places);
    const size_t hits = fixture_search(f, query, ALL);
    memset(found, 0, count * sizeof *found);
    for (size_t i = 0; i < hits; i++)
        found[fixture_hit(f, i)->passage.article] = true;
}

#define TWINS 60

static void test_fields_are_read_as_titles_are(void **state)
{
    struct fixture *f = *state;
    size_t held = 0;
    for (uint64_t i = 0; i < 2000 / FEWER; i++) {
        struct random_source random = {first_seed() + i};
        if (i % 200 == 0) {
            fixture_begin(f, "english");
            for (uint32_t number = 0; number < TWINS; number++)
                put_twins(f, &random, number);
            fixture_end(f);
        }
        char places[1500] = "";
        FILE *out = fmemopen(places, sizeof places, "w");
        random_places(&random, random_below(&random, 4), out);
        fclose(out);
        bool in_title[TWINS], in_section[TWINS];
        articles_found(f, "title", places, in_title, TWINS);
        articles_found(f, "section", places, in_section, TWINS);
        for (size_t article = 0; article < TWINS; article++) {
            if (in_title[article] != in_section[article])
                fail_msg("SEED=%llu: %s in %zu holds in the %s only", (unsigned long long)(first_seed() + i), places, article,
                         in_title[article] ? "title" : "section");
            held += in_title[article];
        }
    }
    assert_true(held > 2000 / FEWER);
}

#define LEAVES_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEAVES_TEST(test_equal_leaves_are_one),        LEAVES_TEST(test_leaves_at_most), LEAVES_TEST(test_forms_and_runs),
        LEAVES_TEST(test_a_set_without_leaves),        LEAVES_TEST(test_random_words),   LEAVES_TEST(test_in_a_text),
        LEAVES_TEST(test_a_compound_and_a_word_of_it), LEAVES_TEST(test_an_empty_leaf),  FIXTURE_TEST(test_fields_are_read_as_titles_are),
    };
    return cmocka_run_group_tests_name("leaves", tests, NULL, NULL);
}
