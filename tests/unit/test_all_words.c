/* test_all_words.c - that the best passages of articles that have all of some words are those that deciding each article by its words, and
 * weighing all of its passages, gives. */
#include "tests/unit/meeting_fixture.h"

#include "index/passage.h"
#include "searcher/all_words.h"

/* The first decider is of the plan that gathers; the second decides articles by their words. */
enum { GATHERED, DECIDED };

struct all_words_test {
    struct deciding deciding;
    struct ranking *rankings[2];
    uint64_t seed;
    char query[RANDOM_QUERY_SIZE];
    size_t hits, hitless; /* of random queries: passages, and queries without any */
};

static int setup(void **state)
{
    return fixture_setup_in(state, sizeof(struct all_words_test));
}

static void forget_rankings(struct all_words_test *test)
{
    for (size_t i = 0; i < COUNT(test->rankings); i++) {
        ranking_free(test->rankings[i]);
        test->rankings[i] = NULL;
    }
}

static int teardown(void **state)
{
    forget_rankings(*state);
    return deciding_teardown(state);
}

static void complain(const struct all_words_test *test, const char *what, size_t number)
{
    fail_msg("SEED=%llu: %s: %s: %zu", (unsigned long long)test->seed, test->query, what, number);
}

/* ---- Both ways ---- */

/* Decide an article by its words, and offer each passage that evidence begins in. */
static void decide_article(const struct all_words_test *test, uint32_t article)
{
    struct ns_error err;
    struct decider *decider = test->deciding.deciders[DECIDED];
    const struct article_extent extent = extent_of(test->deciding.fixture, article);
    bool holds = false;
    const bool *passages;
    decider_begin(decider, &extent, DECIDE_BY_WORDS);
    assert_ok(decider_holds(decider, &holds, &err), &err);
    if (!holds) return;
    assert_ok(decider_passages(decider, &passages, &err), &err);
    for (uint32_t i = 0; i < extent.passages; i++) {
        struct ranked ranked = {.passage = extent.first_passage + i, .article = article};
        if (!passages[i]) continue;
        assert_ok(decider_weigh(decider, i, &ranked.score, NULL, &err), &err);
        assert_ok(ranking_offer(test->rankings[DECIDED], &ranked, &err), &err);
    }
}

/* Rank in both ways. Returns whether the query's plan gathers: of a word that is given twice it does not. */
static bool rank(struct all_words_test *test, const struct rank_options *options)
{
    struct ns_error err;
    struct fixture *fixture = test->deciding.fixture;
    forget_rankings(test);
    assert_true(deciding_begin(&test->deciding, test->query));
    const struct plan *plan = test->deciding.plans[GATHERED];
    if (!plan->gathers) return false;
    for (size_t i = 0; i < COUNT(test->rankings); i++)
        assert_ok(ranking_open(&fixture->collection, options, &test->rankings[i], &err), &err);
    assert_ok(all_words_run(&fixture->collection, 0, plan, test->deciding.deciders[GATHERED], test->rankings[GATHERED], &err), &err);
    for (uint32_t i = 0; i < index_reader_info(fixture->reader)->articles; i++)
        decide_article(test, i);
    for (size_t i = 0; i < COUNT(test->rankings); i++)
        assert_ok(ranking_finish(test->rankings[i], &err), &err);
    return true;
}

/* That both rankings are one, to the last bit of the scores. */
static void check_rankings(const struct all_words_test *test, bool only_counted)
{
    const size_t count = ranking_count(test->rankings[DECIDED]);
    if (ranking_count(test->rankings[GATHERED]) != count) complain(test, "not as many hits", count);
    for (size_t i = 0; i < count && !only_counted; i++) {
        const struct ranked *gathered = ranking_get(test->rankings[GATHERED], i), *decided = ranking_get(test->rankings[DECIDED], i);
        if (gathered->passage != decided->passage || gathered->article != decided->article) complain(test, "another hit", i);
        if (gathered->score != decided->score || gathered->index != decided->index) complain(test, "another score", i);
    }
}

/* ---- By hand ---- */

/* The passages of a query's hits, best first. */
static void assert_passages(struct all_words_test *test, const char *query, size_t limit, const char *wanted)
{
    char found[64] = "";
    snprintf(test->query, sizeof test->query, "%s", query);
    assert_true(rank(test, &(struct rank_options){.limit = limit}));
    check_rankings(test, false);
    for (size_t i = 0; i < ranking_count(test->rankings[GATHERED]); i++)
        sprintf(found + strlen(found), "%u ", ranking_get(test->rankings[GATHERED], i)->passage);
    assert_string_equal(found, wanted);
}

static void test_articles_that_have_all(void **state)
{
    static const char *const bodies[] = {"amber birch river river", "amber", "birch birch", "amber amber birch birch", "cedar", "river"};
    struct all_words_test *test = *state;
    fixture_bodies(test->deciding.fixture, bodies, COUNT(bodies));
    assert_passages(test, "amber and birch", 10, "3 0 ");
    assert_passages(test, "+birch +amber", 10, "3 0 ");
    assert_passages(test, "amber and birch", 1, "3 ");
    assert_passages(test, "amber and birch and river", 10, "0 ");
    assert_passages(test, "amber and cedar", 10, "");
    assert_passages(test, "amber and unheardofword", 10, "");
}

/* The words need not be in one passage, and those that have one of them are hits. */
static void test_passages_that_have_some(void **state)
{
    struct all_words_test *test = *state;
    struct buffer body = BUFFER_INIT;
    append_text(&body, "amber ");
    for (int i = 1; i < 3 * PASSAGE_MAX; i++)
        append_text(&body, i == 2 * PASSAGE_MAX ? "birch birch " : "river ");
    assert_int_equal(buffer_append_byte(&body, '\0', NULL), NS_OK);
    fixture_bodies(test->deciding.fixture, (const char *const[]){"birch", body.data, "amber"}, 3);
    buffer_release(&body);
    assert_passages(test, "amber and birch", 10, "3 1 ");
}

/* ---- At random ---- */

static void choose_query(struct all_words_test *test, struct random_source *random, const struct random_words *words)
{
    const uint32_t count = 2 + random_below(random, 3);
    const bool signs = random_chance(random, 50);
    char *end = test->query;
    for (uint32_t i = 0; i < count; i++) {
        const char *word = random_chance(random, 80) ? sought_word(random, words) : random_word(random, words);
        end += sprintf(end, "%s%s%s", i == 0 ? "" : signs ? " " : " and ", signs ? "+" : "", word);
    }
}

static void check_query(struct all_words_test *test, struct random_source *random, const struct random_words *words)
{
    static const size_t limits[] = {0, 1, 2, 5, 20, ALL};
    const size_t limit = limits[random_below(random, COUNT(limits))];
    choose_query(test, random, words);
    if (!rank(test, &(struct rank_options){.limit = limit, .by_article = random_chance(random, 30)})) return;
    check_rankings(test, limit == 0);
    const size_t count = ranking_count(test->rankings[GATHERED]);
    test->hits += count;
    test->hitless += count == 0;
}

static void test_random_articles(void **state)
{
    struct all_words_test *test = *state;
    for (uint64_t i = 0; i < 100; i++) {
        struct random_source random = {test->seed = first_seed() + i};
        const struct random_words words = meeting_words(1 + random_below(&random, FILLERS));
        meeting_collection(test->deciding.fixture, &random, &words, 1 + random_below(&random, 16), 4);
        for (int query = 0; query < 10; query++)
            check_query(test, &random, &words);
    }
    if (test->hits < 500 || test->hitless < 5) fail_msg("%zu hits, %zu queries without any", test->hits, test->hitless);
}

#define ALL_WORDS_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ALL_WORDS_TEST(test_articles_that_have_all),
        ALL_WORDS_TEST(test_passages_that_have_some),
        ALL_WORDS_TEST(test_random_articles),
    };
    return cmocka_run_group_tests_name("all_words", tests, NULL, NULL);
}
