/* test_plan.c - what a query becomes against one small index: its leaves, its parts and units, its candidates. */
#include "tests/unit/search_fixture.h"

#include "searcher/meeting.h"
#include "searcher/plan.h"

/* The state of a test. */
struct planning {
    struct fixture *fixture;
    struct plan *plan;
};

/* "common" is in four passages, "seldom" in two, "rare" in one. */
static const char *const bodies[] = {
    "common vaccine vaccines Vaccinated seldom",
    "common APT10 and APT-10, rare cyber-attack",
    "common cyberattack cyber attack seldom",
    "common co-operation cooperation",
};

static int setup(void **state)
{
    return fixture_setup_in(state, sizeof(struct planning));
}

static int teardown(void **state)
{
    struct planning *planning = *state;
    void *fixture = planning->fixture;
    plan_free(planning->plan);
    free(planning);
    return fixture_teardown(&fixture);
}

static ns_status plan_text(struct planning *planning, const char *text, struct ns_error *err)
{
    plan_free(planning->plan);
    planning->plan = NULL;
    if (!planning->fixture->reader) fixture_bodies(planning->fixture, bodies, COUNT(bodies));
    assert_ok(fixture_parse(planning->fixture, text, err), err);
    return plan_query(planning->fixture->query, &planning->fixture->collection, &planning->plan, err);
}

static const struct plan *plan(struct planning *planning, const char *text)
{
    struct ns_error err;
    assert_ok(plan_text(planning, text, &err), &err);
    return planning->plan;
}

/* Of a query that is one part: what is to be found. */
static const struct match_node *plan_root(struct planning *planning, const char *text)
{
    const struct plan *p = plan(planning, text);
    assert_int_equal(p->root->kind, PLAN_PART);
    assert_int_equal(p->part_count, 1);
    return p->parts[0].root;
}

/* ---- Leaves ---- */

static size_t count_forms(const struct plan *plan, uint32_t leaf)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->leaves.form_count; i++)
        count += plan->leaves.forms[i].leaf == leaf;
    return count;
}

static void test_a_word_is_all_forms_of_its_stem(void **state)
{
    const struct plan *p = plan(*state, "VACCINE");
    assert_int_equal(p->parts[0].root->kind, MATCH_LEAF);
    assert_int_equal(p->leaves.count, 1);
    assert_int_equal(count_forms(p, 0), 3);
}

static void test_a_word_that_comes_again_is_one_leaf(void **state)
{
    const struct plan *p = plan(*state, "vaccine common vaccines");
    assert_int_equal(p->leaves.count, 2);
    assert_int_equal(p->unit_count, 2);
    assert_int_equal(p->part_count, 3);
    assert_int_equal(p->parts[0].root->leaf, p->parts[2].root->leaf);
    assert_int_equal(p->parts[0].units[0], p->parts[2].units[0]);
    assert_int_equal(count_forms(p, p->parts[0].root->leaf), 3);
    p = plan(*state, "vacc* =common vacc* vaccine~1 vaccine =common vaccine~2");
    assert_int_equal(p->leaves.count, 5);
    assert_int_equal(p->unit_count, 5);
}

static void test_an_unknown_word_is_an_empty_leaf(void **state)
{
    static const char *const queries[] = {"unheard", "=unheard", "unheard*", "unheard~2", "=VACCINE"};
    for (size_t i = 0; i < COUNT(queries); i++) {
        const struct plan *p = plan(*state, queries[i]);
        assert_int_equal(p->parts[0].root->kind, MATCH_LEAF);
        assert_int_equal(count_forms(p, 0), 0);
        assert_int_equal(p->units[0].counts.documents, 0);
    }
}

static void test_exact_forms_patterns_and_near_spellings(void **state)
{
    assert_int_equal(count_forms(plan(*state, "=vaccine"), 0), 1);
    assert_int_equal(count_forms(plan(*state, "vaccin*"), 0), 3);
    assert_int_equal(count_forms(plan(*state, "vaccine?"), 0), 1);
    assert_int_equal(count_forms(plan(*state, "vacine~1"), 0), 1);
    assert_int_equal(count_forms(plan(*state, "vacines~1"), 0), 1);
    assert_int_equal(count_forms(plan(*state, "vacines~2"), 0), 2);
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
        assert_either(plan_root(*state, spellings[i]), 2);
    assert_either(plan_root(*state, "unheard-of"), 2);
    assert_either(plan_root(*state, "state-of-the-art"), 4);
    assert_int_equal(plan_root(*state, "common")->kind, MATCH_LEAF);
    assert_int_equal(plan_root(*state, "10")->kind, MATCH_LEAF);
    assert_int_equal(plan_root(*state, "10th")->kind, MATCH_LEAF); /* digits first: nobody writes "10 th" */
}

/* A compound is in the dictionary, but in no article is a word of it. */
static void test_compounds_are_no_words_of_articles(void **state)
{
    const struct plan *p = plan(*state, "apt10");
    assert_int_equal(count_forms(p, p->parts[0].root->children[0]->leaf), 1);
    for (size_t i = 0; i < p->leaves.form_count; i++)
        assert_true(p->leaves.forms[i].form < index_reader_lexicon(((struct planning *)*state)->fixture->reader)->numbers);
}

/* Letters and digits make three leaves each. */
static void test_leaves_at_most(void **state)
{
    char text[QUERY_BYTES_MAX] = "";
    struct ns_error err;
    for (int i = 0; i < LEAVES_MAX / 3; i++)
        sprintf(text + strlen(text), "%c%c%cq%d ", 'a' + i / 676, 'a' + i / 26 % 26, 'a' + i % 26, 1000 + i);
    assert_ok(plan_text(*state, text, &err), &err);
    strcat(text, "zzzq7777 zzyq8888");
    assert_int_equal(plan_text(*state, text, &err), NS_ERR_LIMIT);
    assert_null(((struct planning *)*state)->plan);
    assert_non_null(strstr(err.msg, "different words"));
}

/* ---- Parts and what stands above them ---- */

/* The tree above the parts, written short. */
static void describe(const struct plan_node *node, FILE *out)
{
    static const char *const names[] = {
        [PLAN_PART] = "part",   [PLAN_ALL] = "all",         [PLAN_ANY] = "any", [PLAN_LIST] = "list", [PLAN_NOT] = "not",
        [PLAN_FIELD] = "field", [PLAN_ATLEAST] = "atleast", [PLAN_OF] = "of",   [PLAN_PATH] = "path", [PLAN_DATE] = "date"};
    static const char *const signs[] = {[SIGN_MAY] = "", [SIGN_MUST] = "+", [SIGN_MUST_NOT] = "-"};
    fprintf(out, "%s%s%s", signs[node->sign], node->filter ? "!" : "", names[node->kind]);
    if (node->kind == PLAN_ATLEAST || node->kind == PLAN_OF) fprintf(out, "%u", node->number);
    if (node->child_count == 0) return;
    for (size_t i = 0; i < node->child_count; i++) {
        fputc(i ? ' ' : '(', out);
        describe(node->children[i], out);
    }
    fputc(')', out);
}

static void assert_tree(struct planning *planning, const char *text, const char *wanted)
{
    char tree[512] = "";
    FILE *out = fmemopen(tree, sizeof tree, "w");
    assert_non_null(out);
    describe(plan(planning, text)->root, out);
    fclose(out);
    if (strcmp(tree, wanted) != 0) fail_msg("%s: %s, wanted %s", text, tree, wanted);
}

/* A filter (!) is what no evidence can come of; what is cheap to decide stands first. */
static void test_trees(void **state)
{
    assert_tree(*state, "", "!list");
    assert_tree(*state, "common near rare", "part");
    assert_tree(*state, "title:common", "part");
    assert_tree(*state, "common rare", "list(part part)");
    assert_tree(*state, "+common -rare seldom", "list(+part -part part)");
    assert_tree(*state, "common and not rare", "all(part !not(part))");
    assert_tree(*state, "\"common rare\" and seldom", "all(part part)");
    assert_tree(*state, "common or section:world", "any(part !field)");
    assert_tree(*state, "common date:2021 path:a/", "list(part +!date +!path)");
    assert_tree(*state, "date:2021 or path:a/", "!any(!date !path)");
    assert_tree(*state, "atleast2 common", "atleast2(part)");
    assert_tree(*state, "2 of (common seldom rare)", "of2(part part part)");
    assert_tree(*state, "not (common or date:2021)", "!not(any(part !date))");
    assert_tree(*state, "(common near rare) and (seldom near rare) and common and section:x and date:2021",
                "all(part !date !field part part)");
}

static void test_parts(void **state)
{
    static const struct {
        const char *query;
        bool posted, close, gaps, title;
        uint32_t words;
    } cases[] = {
        {"common", true, false, false, false, 1},
        {"=common", false, false, false, false, 1},
        {"apt10", true, false, false, false, 1},
        {"\"common rare\"", false, true, false, false, 2},
        {"common near rare near seldom", false, true, false, false, 3},
        {"common same rare", false, true, true, false, 2},
        {"common sentence rare", false, true, true, false, 2},
        {"title:common", false, false, false, true, 1},
        {"body:(common near rare)", false, true, false, true, 2},
        {"first/5 common", false, false, false, false, 1},
        {"first/5 (common adj rare)", false, true, false, false, 2},
        {"common not near rare", false, false, false, false, 1},
        {"\"common rare\" not same seldom", false, true, true, false, 2},
        {"common near (rare or \"seldom common\")", false, true, false, false, 2},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct plan_part *part = &plan(*state, cases[i].query)->parts[0];
        if (part->posted != cases[i].posted || part->close != cases[i].close || part->needs_gaps != cases[i].gaps ||
            part->needs_title != cases[i].title || part->least_words != cases[i].words)
            fail_msg("%s: posted %d, close %d, gaps %d, title %d, words %u", cases[i].query, part->posted, part->close, part->needs_gaps,
                     part->needs_title, part->least_words);
    }
}

/* ---- Units ---- */

static void assert_unit(const struct plan *plan, size_t i, const char *name, bool posted, uint64_t documents)
{
    const struct plan_unit *unit = &plan->units[i];
    assert_true(i < plan->unit_count);
    assert_int_equal(unit->name.size, strlen(name));
    assert_memory_equal(unit->name.data, name, strlen(name));
    assert_int_equal(unit->postings != NULL, posted);
    if (unit->counts.documents != documents) fail_msg("%s: %llu documents", name, (unsigned long long)unit->counts.documents);
}

static void test_units(void **state)
{
    const struct plan *p = plan(*state, "+Vaccines -vaccine (common near Vaccinated) =common commo* vacine~ apt-10");
    assert_int_equal(p->unit_count, 6);
    assert_unit(p, 0, "Vaccines", true, 1);
    assert_unit(p, 1, "common", true, 4);
    assert_unit(p, 2, "=common", false, 4);
    assert_unit(p, 3, "commo*", false, 4);
    assert_unit(p, 4, "vacine~1", false, 1);
    assert_unit(p, 5, "apt-10", true, 1);
}

/* Words of other fields are no words of the text, and what must not stand near another does not weigh. */
static void test_what_is_no_unit(void **state)
{
    const struct plan *p = plan(*state, "(common not near (rare or seldom)) and section:\"world news\" and by:smith and path:a");
    assert_int_equal(p->unit_count, 1);
    assert_unit(p, 0, "common", true, 4);
    assert_int_equal(p->leaves.count, 3);
    assert_int_equal(p->field_leaves.count, 3);
}

/* A word whose whole no passage has is as rare as the rarer of its parts. */
static void test_documents_of_a_word_in_parts(void **state)
{
    assert_unit(plan(*state, "rare-common"), 0, "rare-common", true, 1);
    assert_unit(plan(*state, "common-seldom"), 0, "common-seldom", true, 2);
    assert_unit(plan(*state, "common-unheard"), 0, "common-unheard", true, 4); /* what is nowhere says nothing */
    assert_unit(plan(*state, "cyberattack"), 0, "cyberattack", true, 2);
}

static void test_what_needs_no_deciding(void **state)
{
    static const char *const plain[] = {"common", "common seldom unheard", "common or seldom", "common (seldom or unheard)",
                                        "apt10",  "cyberattack or common"};
    static const char *const others[] = {"common near seldom", "\"common seldom\"", "common \"common seldom\"", "\"common seldom\" common",
                                         "common and seldom",  "+common seldom",    "common -seldom",           "common date:2021",
                                         "title:common",       "=common",           "common or commo*",         "atleast1 common",
                                         "1 of (common rare)", "not common"};
    for (size_t i = 0; i < COUNT(plain); i++)
        assert_true(plan(*state, plain[i])->plain);
    for (size_t i = 0; i < COUNT(others); i++)
        assert_false(plan(*state, others[i])->plain);
}

/* ---- Candidates ---- */

static ns_status pass_nothing_over(void *context, const struct article_extent *stretch, bool *pass_over, struct ns_error *err)
{
    (void)context, (void)stretch, (void)err;
    *pass_over = false;
    return NS_OK;
}

/* The articles that may hold, as digits. Each here is one passage, and so one stretch at most. */
static void assert_candidates(struct planning *planning, const char *text, const char *wanted)
{
    const struct plan *p = plan(planning, text);
    struct article_extent extent;
    struct ns_error err;
    bool end = false;
    char found[16] = "";
    if (!p->candidates && !p->meets) fail_msg("%s needs no deciding", text);
    struct meeting meeting = p->meets ? meeting_of(planning->fixture->reader, p) : (struct meeting){0};
    for (uint32_t passage = 0; !end; passage = extent.first_passage + extent.passages) {
        if (p->meets) {
            assert_ok(meeting_next(&meeting, pass_nothing_over, NULL, &extent, &end, &err), &err);
        } else {
            assert_ok(candidates_seek(p->candidates, passage, &extent, &end, &err), &err);
        }
        if (!end) sprintf(found + strlen(found), "%u", extent.article);
    }
    if (strcmp(found, wanted) != 0) fail_msg("%s: [%s], wanted [%s]", text, found, wanted);
}

static void test_candidates(void **state)
{
    assert_candidates(*state, "common near rare", "1");
    assert_candidates(*state, "rare near common", "1");
    assert_candidates(*state, "\"common seldom rare\"", "");
    assert_candidates(*state, "common near seldom", "02");
    assert_candidates(*state, "common near unheard", "");
    assert_candidates(*state, "\"common unheard\"", "");
    assert_candidates(*state, "common near seldom near unsaid", "");
    assert_candidates(*state, "common not near seldom", "0123");
    assert_candidates(*state, "seldom not near common", "02");
    assert_candidates(*state, "\"* seldom\"", "02");
    assert_candidates(*state, "rare and =seldom", "");
    assert_candidates(*state, "rare or =seldom", "012");
    assert_candidates(*state, "rare or vaccin*", "01");
    assert_candidates(*state, "+seldom common", "02");
    assert_candidates(*state, "+seldom +common -rare", "02");
    assert_candidates(*state, "rare date:2021", "1");
    assert_candidates(*state, "+date:2021 -rare", "0123");
    assert_candidates(*state, "+date:2021 rare", "1");
    assert_candidates(*state, "rare or date:2021", "0123");
    assert_candidates(*state, "not rare", "0123");
    assert_candidates(*state, "seldom and not rare", "02");
    assert_candidates(*state, "2 of (rare seldom cooperation)", "0123");
    assert_candidates(*state, "2 of (rare common)", "1");
    assert_candidates(*state, "atleast2 seldom", "02");
    assert_candidates(*state, "title:seldom", "02");
    assert_candidates(*state, "first/3 \"common seldom\"", "02");
    assert_candidates(*state, "+apt10 common", "1");
    assert_candidates(*state, "atleast1 cyber-attack", "12");
    assert_candidates(*state, "cyber-attack near seldom", "2");
    assert_candidates(*state, "+unheard common", "");
    assert_candidates(*state, "path:nowhere", "0123");
}

static void test_what_cannot_hold_has_no_candidates(void **state)
{
    static const char *const queries[] = {"=unheard",      "unheard*",         "unheard and =common",  "common unheard-of*x +unsaid",
                                          "title:unheard", "atleast2 unheard", "2 of (unheard common)"};
    for (size_t i = 0; i < COUNT(queries); i++)
        assert_candidates(*state, queries[i], "");
}

/* One part that needs each of its words, and each once, holds where its words meet: candidates are not asked for. */
static void test_what_meets(void **state)
{
    static const char *const meeting[] = {"common near rare",    "\"common seldom rare\"",
                                          "common near unheard", "common near/3 seldom near rare",
                                          "common near apt10",   "\"rare cyber-attack\""};
    static const char *const others[] = {
        "common seldom",      "common and seldom", "common not near rare",    "common near =rare",          "common near (rare or seldom)",
        "common near common", "common near rar*",  "title:\"common seldom\"", "+(common near seldom) rare", "atleast2 seldom",
        "\"* seldom\""};
    for (size_t i = 0; i < COUNT(meeting); i++) {
        const struct plan *p = plan(*state, meeting[i]);
        if (!p->meets || p->candidates) fail_msg("%s does not meet", meeting[i]);
    }
    for (size_t i = 0; i < COUNT(others); i++) {
        const struct plan *p = plan(*state, others[i]);
        if (p->meets || !p->candidates != (p->plain || p->gathers)) fail_msg("%s meets", others[i]);
    }
}

/* Words all of which an article has to have are gathered from the postings: candidates are not asked for. */
static void test_what_gathers(void **state)
{
    static const char *const gathering[] = {"common and seldom", "+common +seldom +rare", "common and apt10", "common and common",
                                            "+common +unheard"};
    static const char *const others[] = {"common",
                                         "common seldom",
                                         "+common seldom",
                                         "+common -seldom",
                                         "common or rare",
                                         "common and =rare",
                                         "common and (rare near seldom)",
                                         "common and not rare",
                                         "+common +date:2021",
                                         "2 of (common rare)",
                                         "+common +(rare seldom)"};
    for (size_t i = 0; i < COUNT(gathering); i++) {
        const struct plan *p = plan(*state, gathering[i]);
        if (!p->gathers || p->candidates) fail_msg("%s does not gather", gathering[i]);
    }
    for (size_t i = 0; i < COUNT(others); i++) {
        if (plan(*state, others[i])->gathers) fail_msg("%s gathers", others[i]);
    }
}

/* What a passage shows is told by its own words, where no other passage has a say in which words weigh. */
static void test_what_is_separate(void **state)
{
    static const char *const separate[] = {"common",           "common seldom",  "+common seldom", "common and rare", "\"common seldom\"",
                                           "common near rare", "common or apt10"};
    static const char *const others[] = {
        "common -rare", "common and not rare", "=common",         "\"common seldom\" rare", "common date:2021",
        "title:common", "2 of (common rare)",  "atleast2 common", "common not near rare",   "common same rare"};
    for (size_t i = 0; i < COUNT(separate); i++) {
        if (!plan(*state, separate[i])->separate) fail_msg("%s is not separate", separate[i]);
    }
    for (size_t i = 0; i < COUNT(others); i++) {
        if (plan(*state, others[i])->separate) fail_msg("%s is separate", others[i]);
    }
}

/* The rarest word of a short phrase is what is looked for first. */
static void test_anchors(void **state)
{
    const struct plan *p = plan(*state, "\"common rare\"");
    assert_ptr_equal(p->anchor, &p->units[1]);
    assert_true(p->anchors.count > 0);
    p = plan(*state, "rare adj/2 common");
    assert_ptr_equal(p->anchor, &p->units[0]);
    assert_null(plan(*state, "common near rare")->anchor); /* too far around it */
    assert_null(plan(*state, "common and rare")->anchor);
    assert_null(plan(*state, "\"common rare\" seldom")->anchor);
    p = plan(*state, "\"rare cyber-attack\""); /* a word that is met by parts, too, is none */
    assert_ptr_equal(p->anchor, &p->units[0]);
}

static void test_the_plan_borrows_nothing_of_the_query(void **state)
{
    struct planning *planning = *state;
    const struct plan *p = plan(planning, "(\"common seldom\" near apt10) or path:abc or section:\"one two\"");
    query_free(planning->fixture->query);
    planning->fixture->query = NULL;
    assert_int_equal(p->unit_count, 3);
    assert_unit(p, 2, "apt10", true, 1);
    assert_memory_equal(p->root->children[0]->text.data, "abc", 3);
    plan_free(NULL);
}

#define PLAN_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLAN_TEST(test_a_word_is_all_forms_of_its_stem),
        PLAN_TEST(test_a_word_that_comes_again_is_one_leaf),
        PLAN_TEST(test_an_unknown_word_is_an_empty_leaf),
        PLAN_TEST(test_exact_forms_patterns_and_near_spellings),
        PLAN_TEST(test_spellings_of_one_word),
        PLAN_TEST(test_compounds_are_no_words_of_articles),
        PLAN_TEST(test_leaves_at_most),
        PLAN_TEST(test_trees),
        PLAN_TEST(test_parts),
        PLAN_TEST(test_units),
        PLAN_TEST(test_what_is_no_unit),
        PLAN_TEST(test_documents_of_a_word_in_parts),
        PLAN_TEST(test_what_needs_no_deciding),
        PLAN_TEST(test_candidates),
        PLAN_TEST(test_what_cannot_hold_has_no_candidates),
        PLAN_TEST(test_what_meets),
        PLAN_TEST(test_what_gathers),
        PLAN_TEST(test_what_is_separate),
        PLAN_TEST(test_anchors),
        PLAN_TEST(test_the_plan_borrows_nothing_of_the_query),
    };
    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
