/* test_plan.c - what a query becomes against one small index: its leaves, its candidates, its anchors. */
#include "tests/unit/search_fixture.h"

#include "searcher/plan.h"

/* The state of a test. */
struct planning {
    struct fixture *fixture;
    struct query *query;
    struct plan *plan;
};

static void planning_clear(struct planning *planning)
{
    query_free(planning->query);
    plan_free(planning->plan);
    planning->query = NULL;
    planning->plan = NULL;
}

/* "common" is in four passages, "seldom" in two, "rare" in one. */
static const char *const bodies[] = {
    "common vaccine vaccines Vaccinated seldom",
    "common APT10 and APT-10, rare cyber-attack",
    "common cyberattack cyber attack seldom",
    "common co-operation cooperation",
};

static int setup(void **state)
{
    struct planning *planning = calloc(1, sizeof *planning);
    void *fixture;
    if (!planning || fixture_setup(&fixture) != 0) return -1;
    planning->fixture = fixture;
    *state = planning;
    return 0;
}

static int teardown(void **state)
{
    struct planning *planning = *state;
    void *fixture = planning->fixture;
    planning_clear(planning);
    free(planning);
    return fixture_teardown(&fixture);
}

static ns_status plan_text(struct planning *planning, const char *text, struct ns_error *err)
{
    planning_clear(planning);
    if (!planning->fixture->reader) fixture_bodies(planning->fixture, bodies, COUNT(bodies));
    assert_ok(query_parse(text, strlen(text), &planning->query, err), err);
    return plan_query(planning->query, planning->fixture->reader, &planning->plan, err);
}

static const struct plan *plan(struct planning *planning, const char *text)
{
    struct ns_error err;
    assert_ok(plan_text(planning, text, &err), &err);
    return planning->plan;
}

/* ---- Leaves ---- */

static size_t count_forms(const struct plan *plan, uint32_t leaf)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->matcher.form_count; i++)
        count += plan->matcher.forms[i].leaf == leaf;
    return count;
}

static void test_a_word_is_all_forms_of_its_stem(void **state)
{
    const struct plan *p = plan(*state, "VACCINE");
    assert_int_equal(p->matcher.root->kind, MATCH_LEAF);
    assert_int_equal(p->matcher.leaf_count, 1);
    assert_int_equal(count_forms(p, 0), 3);
}

static void test_a_word_that_comes_again_is_one_leaf(void **state)
{
    const struct plan *p = plan(*state, "vaccine common vaccines");
    assert_int_equal(p->matcher.leaf_count, 2);
    assert_int_equal(p->matcher.root->child_count, 3);
    assert_int_equal(p->matcher.root->children[0]->leaf, p->matcher.root->children[2]->leaf);
    assert_int_equal(count_forms(p, p->matcher.root->children[0]->leaf), 3);
}

static void test_an_unknown_word_is_an_empty_leaf(void **state)
{
    const struct plan *p = plan(*state, "unheard");
    assert_int_equal(p->matcher.root->kind, MATCH_LEAF);
    assert_int_equal(count_forms(p, 0), 0);
    assert_null(p->candidates);
}

static void assert_either(const struct match_node *node, size_t parts)
{
    assert_int_equal(node->kind, MATCH_ANY);
    assert_int_equal(node->child_count, 2);
    assert_int_equal(node->children[0]->kind, MATCH_LEAF);
    assert_int_equal(node->children[1]->kind, MATCH_PHRASE);
    assert_int_equal(node->children[1]->child_count, parts);
}

static void test_spellings_of_one_word(void **state)
{
    static const char *const spellings[] = {"APT10", "apt-10", "APT\xe2\x80\x91\x31\x30", "cyberattack", "cyber-attack", "cooperation"};
    for (size_t i = 0; i < COUNT(spellings); i++)
        assert_either(plan(*state, spellings[i])->matcher.root, 2);
    assert_either(plan(*state, "unheard-of")->matcher.root, 2);
    assert_either(plan(*state, "state-of-the-art")->matcher.root, 4);
    assert_int_equal(plan(*state, "common")->matcher.root->kind, MATCH_LEAF);
    assert_int_equal(plan(*state, "10")->matcher.root->kind, MATCH_LEAF);
    assert_int_equal(plan(*state, "10th")->matcher.root->kind, MATCH_LEAF); /* digits first: nobody writes "10 th" */
}

/* A compound is in the dictionary, but in no article is a word of it. */
static void test_compounds_are_no_words_of_articles(void **state)
{
    const struct plan *p = plan(*state, "apt10");
    assert_int_equal(count_forms(p, p->matcher.root->children[0]->leaf), 1);
    for (size_t i = 0; i < p->matcher.form_count; i++)
        assert_true(p->matcher.forms[i].form < index_reader_lexicon(((struct planning *)*state)->fixture->reader)->numbers);
}

/* Letters and digits make three leaves each. */
static void test_leaves_at_most(void **state)
{
    char text[QUERY_BYTES_MAX] = "";
    struct ns_error err;
    for (int i = 0; i < LEAVES_MAX / 3; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%c%c%c%d ", 'b' + i / 20, 'b' + i % 20, 'q', 100 + i);
    assert_ok(plan_text(*state, text, &err), &err);
    strcat(text, "bqqqqx7777 bqqqqz8888");
    assert_int_equal(plan_text(*state, text, &err), NS_ERR_LIMIT);
    assert_null(((struct planning *)*state)->plan);
    assert_non_null(strstr(err.msg, "distinct words"));
}

/* ---- Candidates ---- */

static void assert_candidates(struct planning *planning, const char *text, const char *wanted)
{
    char description[512] = "";
    const struct plan *p = plan(planning, text);
    assert_non_null(p->candidates);
    assert_int_equal(xap_query_describe(p->candidates, description, sizeof description, NULL), XAP_OK);
    if (!strstr(description, wanted)) fail_msg("%s: %s, wanted %s", text, description, wanted);
}

static void test_the_rarest_gives_the_candidates(void **state)
{
    assert_candidates(*state, "common near rare", "rare AND_MAYBE common");
    assert_candidates(*state, "rare near common", "rare AND_MAYBE common");
    assert_candidates(*state, "\"common seldom rare\"", "rare AND_MAYBE");
    assert_candidates(*state, "common near seldom near rare", "rare AND_MAYBE (seldom AND_MAYBE common)");
    assert_candidates(*state, "common seldom", "OR");
}

static void test_what_cannot_hold_has_no_candidates(void **state)
{
    static const char *const queries[] = {"",       "unheard",        "common near unheard",           "\"common unheard\"",
                                          "... --", "unheard unsaid", "common near seldom near unsaid"};
    for (size_t i = 0; i < COUNT(queries); i++)
        assert_null(plan(*state, queries[i])->candidates);
    assert_candidates(*state, "unheard common", "common");
}

static void test_what_needs_no_deciding(void **state)
{
    assert_true(plan(*state, "common")->exact);
    assert_true(plan(*state, "common seldom unheard")->exact);
    assert_false(plan(*state, "common near seldom")->exact);
    assert_false(plan(*state, "\"common seldom\"")->exact);
    assert_false(plan(*state, "common \"common seldom\"")->exact);
    assert_false(plan(*state, "\"common seldom\" common")->exact);
    assert_false(plan(*state, "apt10")->exact);
}

/* ---- Anchors ---- */

static bool is_anchor(const struct plan *plan, uint32_t leaf)
{
    return plan->anchors[leaf / 8] >> leaf % 8 & 1;
}

static void test_anchors_are_leaves_of_the_rarest(void **state)
{
    const struct plan *p = plan(*state, "common near rare");
    assert_false(is_anchor(p, p->matcher.root->children[0]->leaf));
    assert_true(is_anchor(p, p->matcher.root->children[1]->leaf));
    p = plan(*state, "\"rare common\"");
    assert_true(is_anchor(p, p->matcher.root->children[0]->leaf));
    assert_false(is_anchor(p, p->matcher.root->children[1]->leaf));
    p = plan(*state, "common rare");
    assert_true(is_anchor(p, p->matcher.root->children[0]->leaf));
    assert_true(is_anchor(p, p->matcher.root->children[1]->leaf));
}

static void test_the_plan_borrows_nothing_of_the_query(void **state)
{
    struct planning *planning = *state;
    plan(planning, "\"common seldom\" near apt10");
    query_free(planning->query);
    planning->query = NULL;
    assert_candidates(planning, "\"common apt10\"", "common");
    plan_free(NULL);
}

#define PLAN_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLAN_TEST(test_a_word_is_all_forms_of_its_stem),
        PLAN_TEST(test_a_word_that_comes_again_is_one_leaf),
        PLAN_TEST(test_an_unknown_word_is_an_empty_leaf),
        PLAN_TEST(test_spellings_of_one_word),
        PLAN_TEST(test_compounds_are_no_words_of_articles),
        PLAN_TEST(test_leaves_at_most),
        PLAN_TEST(test_the_rarest_gives_the_candidates),
        PLAN_TEST(test_what_cannot_hold_has_no_candidates),
        PLAN_TEST(test_what_needs_no_deciding),
        PLAN_TEST(test_anchors_are_leaves_of_the_rarest),
        PLAN_TEST(test_the_plan_borrows_nothing_of_the_query),
    };
    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
