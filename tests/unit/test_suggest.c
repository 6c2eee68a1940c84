/* test_suggest.c - which words of a query something is offered for. */
#include "tests/unit/search_fixture.h"

#include "searcher/suggest.h"

static int setup(void **state)
{
    static const char *const bodies[] = {"The vaccine was made by vaccine makers in 2020 of the Serum Institute, two serum makers said.",
                                         "Vaccines, serums and a well-known institute, an institute of serum."};
    if (fixture_setup(state) != 0) return -1;
    fixture_bodies(*state, bodies, COUNT(bodies));
    return 0;
}

#define SUGGEST_TEST(test) cmocka_unit_test_setup_teardown(test, setup, fixture_teardown)

/* @wanted  the lines, with \n behind each */
static void assert_suggested(struct fixture *f, const char *query, const char *wanted)
{
    struct suggestions suggestions = {0};
    char shown[1024] = "";
    struct ns_error err;
    assert_ok(fixture_parse(f, query, &err), &err);
    assert_ok(suggest(&f->collection, f->query, &suggestions, &err), &err);
    for (size_t i = 0; i < suggestions.count; i++) {
        assert_int_equal(strlen(suggestions.lines[i].data), suggestions.lines[i].size);
        strcat(strcat(shown, suggestions.lines[i].data), "\n");
    }
    suggestions_release(&suggestions);
    if (strcmp(shown, wanted) != 0) fail_msg("%s: [%s], wanted [%s]", query, shown, wanted);
}

#define VACINE "\"vacine\" is not in the index; nearest are: vaccine, Vaccines\n"
#define SERRUM "\"serrum\" is not in the index; nearest are: serum, serums\n"

static void test_a_word(void **state)
{
    assert_suggested(*state, "vacine", VACINE);
    assert_suggested(*state, "=vacine", VACINE);
    assert_suggested(*state, "Vacine", "\"Vacine\" is not in the index; nearest are: vaccine, Vaccines\n");
    assert_suggested(*state, "welknown", "\"welknown\" is not in the index; nearest are: well-known\n");
}

static void test_words_anywhere(void **state)
{
    assert_suggested(*state, "vacine serrum", VACINE SERRUM);
    assert_suggested(*state, "serrum near (vacine or institute)", SERRUM VACINE);
    assert_suggested(*state, "\"serrum institute\"", SERRUM);
    assert_suggested(*state, "vacine and atleast2 serrum", VACINE SERRUM);
    assert_suggested(*state, "+vacine date:2021", VACINE);
}

static void test_a_word_is_told_once(void **state)
{
    assert_suggested(*state, "vacine near/3 (serum and vacine) vacine", VACINE);
}

static void test_words_that_are_there(void **state)
{
    assert_suggested(*state, "vaccine", "");
    assert_suggested(*state, "vaccinate", ""); /* of the same stem as vaccine */
    assert_suggested(*state, "VACCINES", "");
    assert_suggested(*state, "=Vaccine", "");
    assert_suggested(*state, "serum +vaccine", "");
    assert_suggested(*state, "", "");
}

static void test_what_is_not_looked_at(void **state)
{
    assert_suggested(*state, "-vacine", "");
    assert_suggested(*state, "serum -vacine", "");
    assert_suggested(*state, "not vacine", "");
    assert_suggested(*state, "serum not near/3 vacine", "");
    assert_suggested(*state, "path:vacine section:vacine by:(vacine serrum)", "");
    assert_suggested(*state, "vacin*", "");
    assert_suggested(*state, "vacine~", "");
    assert_suggested(*state, "well-knwn", "");
    assert_suggested(*state, "path:vacine", "");
    assert_suggested(*state, "2021 2,021", "");
}

static void test_nothing_is_near(void **state)
{
    assert_suggested(*state, "unheardofword", "");
    assert_suggested(*state, "xy", "");
    assert_suggested(*state, "\xe5\x8c\x97", "");
}

static void test_at_most_so_many(void **state)
{
    assert_suggested(*state, "vacine serrum vaxine serumm vacccine",
                     VACINE SERRUM "\"vaxine\" is not in the index; nearest are: vaccine\n"
                                   "\"serumm\" is not in the index; nearest are: serum, serums\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SUGGEST_TEST(test_a_word),
        SUGGEST_TEST(test_words_anywhere),
        SUGGEST_TEST(test_a_word_is_told_once),
        SUGGEST_TEST(test_words_that_are_there),
        SUGGEST_TEST(test_what_is_not_looked_at),
        SUGGEST_TEST(test_nothing_is_near),
        SUGGEST_TEST(test_at_most_so_many),
    };
    return cmocka_run_group_tests_name("suggest", tests, NULL, NULL);
}
