/* test_prospects.c - that stretches which were put aside come back in order, with what was known of them, and are decided as they would
 * have been at once. */
#include "tests/unit/meeting_fixture.h"

#include "searcher/decider.h"
#include "searcher/prospects.h"

/* ---- The state of a test ---- */

/* A stretch as the decider had it when it was put aside. */
struct aside {
    struct article_extent stretch;
    double bound;
    xap_entry *entries[MEETING_WORDS_MAX];
    size_t counts[MEETING_WORDS_MAX];
};

/* The first decider decides at once, the second one what was put aside. */
enum { AT_ONCE, PUT_ASIDE };

struct prospects_test {
    struct deciding deciding;
    struct prospects *prospects;
    struct aside aside[PROSPECTS_MAX]; /* in order of place */
    size_t count;
    double *scores[2]; /* of each passage, by each decider; less than 0 where it is no hit */
    size_t decided;    /* hits */
    uint64_t seed;
    char query[RANDOM_QUERY_SIZE];
};

static int setup(void **state)
{
    return fixture_setup_in(state, sizeof(struct prospects_test));
}

static void forget_aside(struct prospects_test *test)
{
    for (size_t i = 0; i < test->count; i++) {
        for (size_t j = 0; j < COUNT(test->aside[i].entries); j++)
            free(test->aside[i].entries[j]);
    }
    test->count = 0;
}

static int teardown(void **state)
{
    struct prospects_test *test = *state;
    prospects_free(test->prospects);
    forget_aside(test);
    free(test->scores[AT_ONCE]);
    free(test->scores[PUT_ASIDE]);
    return deciding_teardown(state);
}

static void complain(const struct prospects_test *test, const char *what, uint32_t passage)
{
    fail_msg("SEED=%llu: %s: %s: passage %u", (unsigned long long)test->seed, test->query, what, passage);
}

static struct meeting meeting_for(const struct prospects_test *test, size_t decider)
{
    return meeting_of(test->deciding.fixture->reader, test->deciding.plans[decider]);
}

/* ---- Putting aside ---- */

static void remember(struct prospects_test *test, const struct article_extent *stretch, double bound)
{
    struct ns_error err;
    struct aside *aside = &test->aside[test->count++];
    struct decider *decider = test->deciding.deciders[PUT_ASIDE];
    *aside = (struct aside){.stretch = *stretch, .bound = bound};
    for (uint32_t i = 0; i < decider->plan->unit_count; i++) {
        assert_ok(decider_load_unit(decider, i, &err), &err);
        const struct unit_state *unit = &decider->units[i];
        aside->counts[i] = unit->count;
        aside->entries[i] = malloc((unit->count + 1) * sizeof *unit->entries);
        assert_non_null(aside->entries[i]);
        if (unit->count > 0) memcpy(aside->entries[i], unit->entries, unit->count * sizeof *unit->entries);
    }
}

/* Put the next stretches aside, as many as there is room for, with their own bounds or with random ones of which many are the same; of some
 * of them more than the bound was asked before, as of those that are decided soon after. */
static void put_aside(struct prospects_test *test, struct meeting *meeting, struct random_source *random)
{
    struct ns_error err;
    struct article_extent stretch;
    struct decider *decider = test->deciding.deciders[PUT_ASIDE];
    const bool own_bounds = random_chance(random, 50);
    forget_aside(test);
    prospects_clear(test->prospects);
    assert_int_equal(prospects_count(test->prospects), 0);
    while (test->count < PROSPECTS_MAX && meeting_any(meeting, &stretch)) {
        double bound = random_below(random, 5);
        decider_begin(decider, &stretch, DECIDE_BY_POSTINGS);
        if (own_bounds) assert_ok(decider_bound(decider, &bound, &err), &err);
        if (random_chance(random, 50)) {
            remember(test, &stretch, bound);
            assert_ok(prospects_add(test->prospects, bound, &err), &err);
        } else {
            assert_ok(prospects_add(test->prospects, bound, &err), &err);
            remember(test, &stretch, bound);
        }
        assert_int_equal(prospects_count(test->prospects), test->count);
    }
}

/* ---- What comes back ---- */

static void check_order(const struct prospects_test *test, size_t i, const struct article_extent *stretch, uint32_t before)
{
    if (i == 0) return;
    const double bound = prospects_bound(test->prospects, i), last = prospects_bound(test->prospects, i - 1);
    if (bound > last || (bound == last && stretch->first_passage <= before)) complain(test, "it comes too late", stretch->first_passage);
}

/* The one that began with this passage. */
static const struct aside *aside_of(const struct prospects_test *test, uint32_t passage)
{
    for (size_t i = 0; i < test->count; i++) {
        if (test->aside[i].stretch.first_passage == passage) return &test->aside[i];
    }
    complain(test, "it was not put aside", passage);
    return NULL;
}

static void check_kept(const struct prospects_test *test, size_t i, const struct article_extent *stretch)
{
    const struct decider *decider = test->deciding.deciders[PUT_ASIDE];
    const struct aside *aside = aside_of(test, stretch->first_passage);
    assert_memory_equal(stretch, &aside->stretch, sizeof *stretch);
    assert_memory_equal(&decider->view.extent, stretch, sizeof *stretch);
    assert_true(prospects_bound(test->prospects, i) == aside->bound);
    for (size_t j = 0; j < decider->plan->unit_count; j++) {
        const struct unit_state *unit = &decider->units[j];
        assert_true(unit->loaded);
        assert_int_equal(unit->count, aside->counts[j]);
        if (unit->count > 0) assert_memory_equal(unit->entries, aside->entries[j], unit->count * sizeof *unit->entries);
    }
}

/* ---- Deciding ---- */

/* Decide the stretch at hand, and remember what its passages weigh that are hits. */
static void decide_stretch(struct prospects_test *test, size_t which, const struct article_extent *stretch)
{
    struct ns_error err;
    struct decider *decider = test->deciding.deciders[which];
    const bool *passages;
    bool holds;
    assert_ok(decider_holds(decider, &holds, &err), &err);
    if (holds) assert_ok(decider_passages(decider, &passages, &err), &err);
    for (uint32_t i = 0; holds && i < stretch->passages; i++) {
        if (passages[i]) assert_ok(decider_weigh(decider, i, &test->scores[which][stretch->first_passage + i], NULL, &err), &err);
        test->decided += passages[i];
    }
}

static void decide_at_once(struct prospects_test *test)
{
    struct article_extent stretch;
    struct meeting meeting = meeting_for(test, AT_ONCE);
    while (meeting_any(&meeting, &stretch)) {
        decider_begin(test->deciding.deciders[AT_ONCE], &stretch, DECIDE_BY_POSTINGS);
        decide_stretch(test, AT_ONCE, &stretch);
    }
}

/* They come back in order; that another was asked for before changes nothing. */
static void decide_aside(struct prospects_test *test, struct random_source *random)
{
    uint32_t before = 0;
    prospects_order(test->prospects);
    assert_int_equal(prospects_count(test->prospects), test->count);
    for (size_t i = 0; i < test->count; i++) {
        if (random_chance(random, 20)) prospects_begin(test->prospects, random_below(random, (uint32_t)test->count));
        const struct article_extent *stretch = prospects_begin(test->prospects, i);
        check_order(test, i, stretch, before);
        check_kept(test, i, stretch);
        before = stretch->first_passage;
        decide_stretch(test, PUT_ASIDE, stretch);
    }
}

/* ---- The tests ---- */

static void begin(struct prospects_test *test)
{
    struct ns_error err;
    const uint64_t passages = index_reader_info(test->deciding.fixture->reader)->passages;
    prospects_free(test->prospects);
    test->prospects = NULL;
    meeting_begin(&test->deciding, test->query);
    assert_ok(prospects_open(test->deciding.deciders[PUT_ASIDE], &test->prospects, &err), &err);
    for (size_t i = 0; i < COUNT(test->scores); i++) {
        free(test->scores[i]);
        test->scores[i] = calloc(passages + 1, sizeof *test->scores[i]);
        assert_non_null(test->scores[i]);
        for (uint64_t j = 0; j < passages; j++)
            test->scores[i][j] = -1;
    }
}

/* Put all stretches of a query aside, so many at a time, and decide them. Returns how often there was no room for more. */
static size_t check_query(struct prospects_test *test, struct random_source *random, const struct random_words *words)
{
    size_t full = 0;
    meeting_query(random, words, test->query);
    begin(test);
    decide_at_once(test);
    struct meeting meeting = meeting_for(test, PUT_ASIDE);
    do {
        put_aside(test, &meeting, random);
        decide_aside(test, random);
        full += test->count == PROSPECTS_MAX;
    } while (test->count > 0);
    const uint64_t passages = index_reader_info(test->deciding.fixture->reader)->passages;
    for (uint32_t i = 0; i < passages; i++) {
        if (test->scores[AT_ONCE][i] != test->scores[PUT_ASIDE][i]) complain(test, "it is decided otherwise", i);
    }
    return full;
}

enum { COLLECTIONS = 6, QUERIES = 100 / FEWER };

static void test_random_prospects(void **state)
{
    struct prospects_test *test = *state;
    size_t full = 0;
    for (uint64_t i = 0; i < COLLECTIONS; i++) {
        struct random_source random = {test->seed = first_seed() + i};
        const struct random_words words = meeting_words(10 + random_below(&random, FILLERS - 9));
        prospects_free(test->prospects);
        test->prospects = NULL;
        deciding_forget(&test->deciding);
        meeting_collection(test->deciding.fixture, &random, &words, 150, 6);
        for (int j = 0; j < QUERIES; j++)
            full += check_query(test, &random, &words);
    }
    assert_true(full > COLLECTIONS * QUERIES / 10);
    assert_true(test->decided > COLLECTIONS * QUERIES * 3);
}

static void test_nothing_put_aside(void **state)
{
    static const char *const bodies[] = {"amber birch"};
    struct prospects_test *test = *state;
    fixture_bodies(test->deciding.fixture, bodies, COUNT(bodies));
    strcpy(test->query, "amber NEAR birch");
    begin(test);
    prospects_order(test->prospects);
    assert_int_equal(prospects_count(test->prospects), 0);
    prospects_free(NULL);
}

#define PROSPECTS_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROSPECTS_TEST(test_random_prospects),
        PROSPECTS_TEST(test_nothing_put_aside),
    };
    return cmocka_run_group_tests_name("prospects", tests, NULL, NULL);
}
