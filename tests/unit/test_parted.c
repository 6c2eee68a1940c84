/* test_parted.c - that the postings of a word which is also met by its parts tell how often each passage has it, once they are amended, and
 * that they are not used where they do not. */
#include "tests/unit/parted_fixture.h"

#include "index/passage.h"
#include "searcher/decider.h"
#include "searcher/parted.h"
#include "searcher/postings.h"

struct parted_test {
    struct deciding deciding;
    uint64_t seed;
    size_t told, amended, untold; /* words whose postings tell as they are, once amended, and not */
    size_t looked;                /* passages that postings which look for the parts themselves loaded */
};

static int setup(void **state)
{
    return fixture_setup_in(state, sizeof(struct parted_test));
}

/* Plan a query of one word. */
static const struct plan_unit *plan_unit(struct parted_test *test, const char *word)
{
    assert_true(deciding_begin(&test->deciding, word));
    const struct plan *plan = test->deciding.plans[0];
    assert_int_equal(plan->unit_count, 1);
    return &plan->units[0];
}

/* ---- By hand ---- */

/* How often each passage has a word, by its postings; one for each article here. Not posted: "-". */
static void assert_postings(struct parted_test *test, const char *word, const char *wanted)
{
    struct ns_error err;
    const struct plan_unit *unit = plan_unit(test, word);
    char found[64] = "-";
    xap_entry entry = {0};
    if (unit->postings) found[0] = '\0';
    while (unit->postings && entry.document != XAP_END) {
        assert_ok(postings_take(unit->postings, &entry, &err), &err);
        if (entry.document != XAP_END) sprintf(found + strlen(found), "%u:%u ", entry.document, entry.wdf);
    }
    if (strcmp(found, wanted) != 0) fail_msg("%s: [%s], wanted [%s]", word, found, wanted);
}

static void test_parts_that_stand_in_compounds_only(void **state)
{
    static const char *const bodies[] = {"to-day and today", "day to night", "today", "to-day to-day"};
    struct parted_test *test = *state;
    fixture_bodies(test->deciding.fixture, bodies, COUNT(bodies));
    assert_postings(test, "today", "0:2 2:1 3:2 ");
    assert_int_equal(test->deciding.plans[0]->units[0].amendments.count, 0);
    assert_postings(test, "to-day", "0:2 2:1 3:2 ");
    assert_true(test->deciding.plans[0]->plain);
}

static void test_parts_that_stand_elsewhere(void **state)
{
    static const char *const bodies[] = {"to-day", "to day", "today, to days; to-day", "day to day", "to the day", "today"};
    struct parted_test *test = *state;
    fixture_bodies(test->deciding.fixture, bodies, COUNT(bodies));
    assert_postings(test, "today", "0:1 1:1 2:3 3:1 5:1 ");
    assert_int_equal(test->deciding.plans[0]->units[0].amendments.count, 3);
    assert_postings(test, "nightday", "");
    assert_postings(test, "the-day", "4:1 "); /* of which no passage has the whole */
}

/* The parts of a part of a chain stand side by side, too, but its compound is that of the whole chain. */
static void test_chains(void **state)
{
    static const char *const bodies[] = {"ma-ke", "ma-ke-up", "ma-ke up", "makeup", "well-ma-ke", "a-b-c-d-ma-ke"};
    struct parted_test *test = *state;
    fixture_bodies(test->deciding.fixture, bodies, COUNT(bodies));
    assert_postings(test, "make", "0:1 1:1 2:1 4:1 5:1 ");
    assert_postings(test, "makeup", "1:1 2:1 3:1 ");
}

static void test_letters_and_digits(void **state)
{
    static const char *const bodies[] = {"APT10", "APT-10", "APT 10 and APT-10", "10 APT"};
    struct parted_test *test = *state;
    fixture_bodies(test->deciding.fixture, bodies, COUNT(bodies));
    assert_postings(test, "apt10", "0:1 1:1 2:2 ");
    assert_postings(test, "apt-10", "0:1 1:1 2:2 ");
}

/* The compound sings-x has the stem of a part of it: where the smaller stands, the larger does not count. */
static void test_a_word_that_is_a_part_of_its_own(void **state)
{
    static const char *const bodies[] = {"sing-s", "sing s", "sing", "sings"};
    struct parted_test *test = *state;
    fixture_bodies(test->deciding.fixture, bodies, COUNT(bodies));
    assert_postings(test, "sing", "0:1 1:1 2:1 3:1 ");
}

/* Both spellings have the same postings, and each reads them for itself. */
static void test_two_units_of_one_word(void **state)
{
    static const char *const bodies[] = {"today", "to-day today", "tod ay", "night", "to day night"};
    struct parted_test *test = *state;
    struct fixture *fixture = test->deciding.fixture;
    fixture_bodies(fixture, bodies, COUNT(bodies));
    assert_true(deciding_begin(&test->deciding, "today tod-ay"));
    assert_int_equal(test->deciding.plans[0]->unit_count, 2);
    assert_true(test->deciding.plans[0]->plain);
    assert_int_equal(fixture_search(fixture, "today tod-ay", 10), 4);
    assert_int_equal(fixture_search(fixture, "today and tod-ay", 10), 3);
}

/* ---- Borders of passages ---- */

/* Append so many words that have no sentence end. */
static void fill(struct buffer *body, uint32_t words)
{
    for (uint32_t i = 0; i < words; i++)
        append_text(body, "river ");
}

static void put_body(struct parted_test *test, struct buffer *body)
{
    assert_int_equal(buffer_append_byte(body, '\0', NULL), NS_OK);
    fixture_bodies(test->deciding.fixture, (const char *const[]){body->data}, 1);
    buffer_release(body);
}

/* The first part is in many passages, the other in one alone, where it is the first word. */
static void test_parts_in_two_passages(void **state)
{
    struct parted_test *test = *state;
    struct buffer body = BUFFER_INIT;
    append_text(&body, "ma ");
    fill(&body, 3 * PASSAGE_MAX - 3);
    append_text(&body, "amber ma ke ");
    fill(&body, PASSAGE_MAX);
    put_body(test, &body);
    assert_postings(test, "ma-ke", "2:1 ");
    assert_int_equal(fixture_search(test->deciding.fixture, "\"amber ma-ke\"", 10), 1);
    assert_int_equal(fixture_search(test->deciding.fixture, "ma-ke near/1 amber", 10), 1);
    assert_int_equal(fixture_search(test->deciding.fixture, "(amber near/1 ma-ke) and river", 10), 5);
}

static void test_compounds_in_two_passages(void **state)
{
    struct parted_test *test = *state;
    struct buffer body = BUFFER_INIT;
    fill(&body, PASSAGE_MAX - 1);
    append_text(&body, "ma-ke ");
    fill(&body, PASSAGE_MAX);
    put_body(test, &body);
    assert_postings(test, "make", "0:1 ");
    assert_int_equal(test->deciding.plans[0]->units[0].amendments.count, 0);
}

/* A passage that is no more than the parts, between the other words of a phrase. */
static void test_parts_that_are_a_passage(void **state)
{
    struct parted_test *test = *state;
    struct buffer body = BUFFER_INIT;
    fill(&body, PASSAGE_MAX - 1);
    append_text(&body, "amber.\n\nma ke up.\n\nbirch ");
    fill(&body, PASSAGE_MAX);
    put_body(test, &body);
    assert_postings(test, "ma-ke-up", "1:1 ");
    assert_int_equal(fixture_search(test->deciding.fixture, "\"amber ma-ke-up birch\"", 10), 1);
}

/* ---- Limits ---- */

enum { LOOKS = 1000 };

/* Articles in which the parts of a word stand side by side. */
static void put_parts(struct fixture *fixture, int count)
{
    fixture_begin(fixture, "english");
    for (int i = 0; i < count; i++) {
        char path[32];
        snprintf(path, sizeof path, "%d.txt", i);
        fixture_put_body(fixture, path, "to day");
    }
    fixture_end(fixture);
}

static void test_looks_at_most(void **state)
{
    struct parted_test *test = *state;
    put_parts(test->deciding.fixture, LOOKS);
    assert_non_null(plan_unit(test, "to-day")->postings);
    assert_int_equal(fixture_search(test->deciding.fixture, "to-day", 2 * LOOKS), LOOKS);
    put_parts(test->deciding.fixture, LOOKS + 1);
    assert_null(plan_unit(test, "to-day")->postings);
    assert_int_equal(fixture_search(test->deciding.fixture, "to-day", 2 * LOOKS), LOOKS + 1);
}

/* ---- At random ---- */

static void complain(const struct parted_test *test, const char *word, const char *what, uint32_t passage)
{
    fail_msg("SEED=%llu: %s: %s: passage %u", (unsigned long long)test->seed, word, what, passage);
}

/* What the words of an article have. */
static const struct unit_state *wanted_in(struct parted_test *test, const struct article_extent *extent)
{
    struct ns_error err;
    struct decider *decider = test->deciding.deciders[1];
    decider_begin(decider, extent, DECIDE_BY_WORDS);
    assert_ok(decider_load_unit(decider, 0, &err), &err);
    return &decider->units[0];
}

static void check_entries(const struct parted_test *test, const char *word, const struct unit_state *wanted, const xap_entry *entries,
                          size_t count)
{
    const uint32_t first = count > 0 ? entries[0].document : wanted->count > 0 ? wanted->entries[0].document : 0;
    if (count != wanted->count) complain(test, word, "not as many passages as wanted", first);
    if (count > 0 && memcmp(entries, wanted->entries, count * sizeof *entries) != 0) complain(test, word, "others", first);
}

static void check_taken(struct parted_test *test, const char *word, struct postings *postings, const struct article_extent *extent)
{
    struct ns_error err;
    struct entry_list taken = {0};
    assert_ok(postings_take_before(postings, extent->first_passage + extent->passages, &taken, &err), &err);
    check_entries(test, word, wanted_in(test, extent), taken.items, taken.count);
    entry_list_release(&taken);
}

static void check_word(struct parted_test *test, const char *word)
{
    const struct plan_unit *unit = plan_unit(test, word);
    const uint64_t articles = index_reader_info(test->deciding.fixture->reader)->articles;
    test->untold += !unit->postings;
    if (!unit->postings) return;
    *(unit->amendments.count > 0 ? &test->amended : &test->told) += 1;
    for (uint32_t i = 0; i < articles; i++) {
        const struct article_extent extent = extent_of(test->deciding.fixture, i);
        check_taken(test, word, unit->postings, &extent);
    }
    if (postings_next(unit->postings) != XAP_END) complain(test, word, "postings are left", postings_next(unit->postings));
}

/* Open postings that look for the parts themselves, for the word that is planned. */
static struct postings *open_looking(const struct parted_test *test)
{
    struct ns_error err;
    struct postings *postings;
    struct parted *parted;
    const struct plan *plan = test->deciding.plans[0];
    const struct match_node *any = plan->units[0].root;
    const struct index_reader *reader = test->deciding.fixture->reader;
    assert_ok(leaf_postings(&plan->leaves.items[any->children[0]->leaf], reader, &postings, &err), &err);
    assert_ok(parted_open(reader, &plan->leaves, any, &parted, &err), &err);
    assert_ok(postings_part(postings, parted, &err), &err);
    return postings;
}

static void check_loaded(struct parted_test *test, const char *word, struct postings *postings, const struct article_extent *extent)
{
    struct ns_error err;
    const xap_entry *entries;
    size_t count;
    uint32_t found;
    const struct unit_state *wanted = wanted_in(test, extent);
    assert_ok(postings_seek(postings, extent->first_passage, &found, &err), &err);
    if (wanted->count > 0 && found > wanted->entries[0].document) complain(test, word, "it is passed over", found);
    assert_ok(postings_load(postings, extent, &entries, &count, &err), &err);
    check_entries(test, word, wanted, entries, count);
    test->looked += count;
}

static void check_found(struct parted_test *test, const char *word, struct postings *postings, const struct article_extent *extent)
{
    struct ns_error err;
    xap_entry found;
    const struct unit_state *wanted = wanted_in(test, extent);
    for (size_t i = 0; i < wanted->count; i++) {
        assert_ok(postings_find(postings, wanted->entries[i].document, &found, &err), &err);
        check_entries(test, word, &(struct unit_state){.entries = &wanted->entries[i], .count = 1}, &found, 1);
    }
}

/* Of a word of more partings than are tried they do not tell. */
static void check_looking(struct parted_test *test, struct random_source *random, const char *word)
{
    if (test->deciding.plans[0]->units[0].root->kind != MATCH_ANY || strcmp(word, "abcdefgh") == 0) return;
    struct postings *some = open_looking(test), *all = open_looking(test), *one = open_looking(test);
    for (uint32_t i = 0; i < index_reader_info(test->deciding.fixture->reader)->articles; i++) {
        const struct article_extent extent = extent_of(test->deciding.fixture, i);
        if (random_chance(random, 70)) check_loaded(test, word, some, &extent);
        check_taken(test, word, all, &extent);
        check_found(test, word, one, &extent);
    }
    postings_free(some);
    postings_free(all);
    postings_free(one);
}

static void check_collection(struct parted_test *test, uint64_t seed)
{
    static const char *const sought[] = {"make", "makes",    "ma-ke", "today",   "to-day",   "apt10",   "apt-10",
                                         "kema", "daytoday", "up-ma", "toda-ys", "abcdefgh", "river-up"};
    struct random_source random = {test->seed = seed};
    const struct random_words words = parted_words(&random, random_chance(&random, 50));
    meeting_collection(test->deciding.fixture, &random, &words, 1 + random_below(&random, 16), 4);
    for (size_t i = 0; i < COUNT(sought); i++) {
        check_word(test, sought[i]);
        check_looking(test, &random, sought[i]);
    }
}

static void test_random_articles(void **state)
{
    struct parted_test *test = *state;
    for (uint64_t i = 0; i < 150; i++)
        check_collection(test, first_seed() + i);
    const size_t words = test->told + test->amended + test->untold;
    if (test->told * 20 < words || test->amended * 2 < words || test->untold * 100 < words)
        fail_msg("%zu told, %zu amended, %zu untold", test->told, test->amended, test->untold);
    if (test->looked < 1000) fail_msg("%zu passages looked into", test->looked);
}

#define PARTED_TEST(test) cmocka_unit_test_setup_teardown(test, setup, deciding_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PARTED_TEST(test_parts_that_stand_in_compounds_only),
        PARTED_TEST(test_parts_that_stand_elsewhere),
        PARTED_TEST(test_chains),
        PARTED_TEST(test_letters_and_digits),
        PARTED_TEST(test_a_word_that_is_a_part_of_its_own),
        PARTED_TEST(test_two_units_of_one_word),
        PARTED_TEST(test_parts_in_two_passages),
        PARTED_TEST(test_compounds_in_two_passages),
        PARTED_TEST(test_parts_that_are_a_passage),
        PARTED_TEST(test_looks_at_most),
        PARTED_TEST(test_random_articles),
    };
    return cmocka_run_group_tests_name("parted", tests, NULL, NULL);
}
