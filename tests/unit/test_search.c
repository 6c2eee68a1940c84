/* test_search.c - small indexes, what is found in them, and in which order. */
#include "tests/unit/search_fixture.h"

#include <math.h>

/* ---- Which articles are found ---- */

/* The articles that have hits, as numbers in order. */
static void assert_found(struct fixture *fixture, const char *query, const char *wanted)
{
    char found[512] = "";
    bool has_hit[64] = {false};
    const size_t count = fixture_search(fixture, query, ALL);
    for (size_t i = 0; i < count; i++)
        has_hit[fixture_hit(fixture, i)->passage.article] = true;
    for (size_t i = 0; i < COUNT(has_hit); i++) {
        const size_t used = strlen(found);
        if (has_hit[i]) snprintf(found + used, sizeof found - used, "%s%zu", used ? " " : "", i);
    }
    if (strcmp(found, wanted) != 0) fail_msg("%s finds [%s], wanted [%s]", query, found, wanted);
}

static void test_spellings_of_a_name_with_digits(void **state)
{
    static const char *const bodies[] = {"the APT10 group",
                                         "the APT-10 group",
                                         "the apt\xe2\x80\x91\x31\x30 group",
                                         "the APT 10 group",
                                         "the Apt\xe2\x80\x90\x31\x30's group",
                                         "the APT11 group",
                                         "the 10 APT group",
                                         "APT, and number 10"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_found(f, "APT10", "0 1 2 3 4");
    assert_found(f, "apt-10", "0 1 2 3 4");
    assert_found(f, "APT\xe2\x80\x91\x31\x30", "0 1 2 3 4");
    assert_found(f, "\"the APT10 group\"", "0 1 2 3 4");
    assert_found(f, "the near/1 APT10", "0 1 2 3 4");
    assert_found(f, "APT10 near/1 group", "0 1 2 3 4");
    /* Two words, as typed here, are no other spelling of one. */
    assert_found(f, "\"APT 10\"", "1 2 3 4");
    assert_found(f, "APT", "1 2 3 4 6 7");
    fixture_bodies(f, (const char *const[]){"APT10", "APT 10"}, 2); /* no article has the hyphen */
    assert_found(f, "apt10", "0 1");
}

static void test_spellings_of_a_compound(void **state)
{
    static const char *const bodies[] = {"a cyber-attack",    "a cyberattack",      "a cyber attack",
                                         "two Cyber-Attacks", "an attack on cyber", "a cyber\xc2\xad-attack"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_found(f, "cyber-attack", "0 1 2 3 5");
    assert_found(f, "cyberattack", "0 1 2 3 5");
    assert_found(f, "cyberattacks", "0 1 2 3 5");
    assert_found(f, "\"a cyber-attack\"", "0 1 2 5");
    assert_found(f, "attack", "0 2 3 4 5");
    fixture_bodies(f, bodies + 1, 2); /* where no article has the hyphen, no one knows where to part the word */
    assert_found(f, "cyberattack", "0");
    assert_found(f, "cyber-attack", "0 1");
}

static void test_long_compounds(void **state)
{
    static const char *const bodies[] = {"state-of-the-art ships", "state of the art ships", "stateoftheart", "one-two-three-four-five",
                                         "one two three four five"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_found(f, "state-of-the-art", "0 1 2");
    assert_found(f, "stateoftheart", "0 1 2");
    assert_found(f, "one-two-three-four-five", "3 4");
    assert_found(f, "\"state of the art ship\"", "0 1");
}

static void test_other_spellings(void **state)
{
    static const char *const bodies[] = {"The U.S. said",  "The US said",     "2,700 people",  "2700 people", "COVID-19 spread",
                                         "COVID19 spread", "Covid 19 spread", "a Caf\xc3\xa9", "a cafe",      "a cafe\xcc\x81"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_found(f, "US", "0 1");
    assert_found(f, "U.S.", "0 1");
    assert_found(f, "2,700", "2 3");
    assert_found(f, "2700", "2 3");
    assert_found(f, "COVID-19", "4 5 6");
    assert_found(f, "covid19", "4 5 6");
    assert_found(f, "cafe", "7 8 9");
    assert_found(f, "CAF\xc3\x89", "7 8 9");
}

static void test_parts_and_stems(void **state)
{
    static const char *const bodies[] = {"China-backed hackers", "China's hackers", "the vaccines", "vaccinated",
                                         "a vaccination",        "Chinese",         "AT&T said",    "at T minus five"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_found(f, "china", "0 1");
    assert_found(f, "backed", "0");
    assert_found(f, "hacker", "0 1");
    assert_found(f, "vaccine", "2 3 4");
    assert_found(f, "\"backed hackers\"", "0");
    assert_found(f, "AT&T", "6 7"); /* the two words side by side, whatever stands between them */
    assert_found(f, "5", "");
}

/* The bug: parts that share a word shared the place in its postings, and the one that had looked ahead lost the other an article. */
static void test_parts_that_share_a_word(void **state)
{
    static const char *const bodies[] = {"alpha beta", "alpha gamma", "alpha x", "alpha beta gamma", "alpha", "gamma beta", "alpha beta"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_found(f, "(alpha near gamma) or (alpha near beta)", "0 1 3 6");
    assert_found(f, "(alpha near beta) or (alpha near gamma)", "0 1 3 6");
    assert_found(f, "\"alpha gamma\" or \"alpha beta\" or (beta near gamma)", "0 1 3 5 6");
    assert_found(f, "(alpha and gamma) or (alpha and beta)", "0 1 3 6");
    assert_found(f, "2 of ((alpha near beta) (alpha near gamma) alpha)", "0 1 3 6");
    assert_found(f, "alpha not ((alpha near gamma) or (beta near gamma))", "0 2 4 6");
}

static void test_nothing_found(void **state)
{
    static const char *const bodies[] = {"alpha beta", "gamma"};
    static const char *const queries[] = {"",
                                          "delta",
                                          "alpha near delta",
                                          "\"beta alpha\"",
                                          "alpha near gamma",
                                          "...",
                                          "\xcc\x81",
                                          "alpha and gamma",
                                          "alpha adj delta",
                                          "alph",
                                          "atleast2 alpha",
                                          "2 of (alpha gamma delta)",
                                          "title:alpha",
                                          "date:2021",
                                          "path:nowhere/",
                                          "section:world",
                                          "gamm*x",
                                          "beta~1 and gamma"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    for (size_t i = 0; i < COUNT(queries); i++)
        assert_int_equal(fixture_search(f, queries[i], ALL), 0);
}

static void test_articles_without_words(void **state)
{
    static const char *const bodies[] = {"", "...", "alpha", " \n\n "};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, 1);
    assert_int_equal(fixture_search(f, "alpha", 10), 0);
    assert_int_equal(fixture_search(f, "alpha near beta", 10), 0);
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_found(f, "alpha", "2");
    fixture_begin(f, "english");
    fixture_put(f, &(struct article){.path = "of/no/part"});
    fixture_end(f);
    assert_int_equal(fixture_search(f, "alpha", 10), 0);
}

static void test_other_language(void **state)
{
    struct fixture *f = *state;
    fixture_begin(f, "none");
    fixture_put_body(f, "a", "vaccines");
    fixture_put_body(f, "b", "the vaccine");
    fixture_end(f);
    assert_found(f, "vaccine", "1");
    assert_found(f, "vaccines", "0");
}

static void test_a_query_over_a_limit(void **state)
{
    static const char *const bodies[] = {"alpha"};
    char query[10002];
    struct ns_error err;
    struct fixture *f = *state;
    fixture_bodies(f, bodies, 1);
    memset(query, ' ', sizeof query - 1);
    query[sizeof query - 1] = '\0';
    assert_int_equal(fixture_try(f, query, 10, &err), NS_ERR_LIMIT);
    assert_null(f->search);
}

/* ---- Ranking ---- */

/* BM25 of one word in one passage as Xapian computes it: its weight never falls below 0, however frequent the word. */
static double bm25(double passages, double with_word, double length, double average, double count)
{
    const double k1 = 1.2, b = 0.75;
    double odds = (passages - with_word + 0.5) / (with_word + 0.5);
    if (odds < 2) odds = odds / 2 + 1;
    const double norm = length / average > 0.5 ? length / average : 0.5;
    return log(odds) * (k1 + 1) * count / (k1 * (norm * b + 1 - b) + count);
}

static void assert_score(struct fixture *fixture, size_t i, uint32_t article, double score)
{
    const struct hit *hit = fixture_hit(fixture, i);
    assert_int_equal(hit->passage.article, article);
    assert_int_equal(hit->rank, i + 1);
    if (fabs(hit->score - score) > 1e-9) fail_msg("article %u scores %.12f, wanted %.12f", article, hit->score, score);
}

static void test_scores(void **state)
{
    static const char *const bodies[] = {
        "alpha beta gamma delta",                     /* 4 words */
        "alpha alpha alphas gamma",                   /* 4, a stem counts whatever its ending */
        "alpha x1 x2 x3 x4 x5 x6 x7 x8 x9 beta beta", /* 12 */
        "gamma",
        "delta",                  /* 1, and so short that it counts as longer */
        "beta y1 y2 y3 y4 y5 y6", /* 7 */
        "z1 z2 z3",               /* 3 */
    };
    struct fixture *f = *state;
    f->weighing = WEIGH_PASSAGE;
    fixture_bodies(f, bodies, COUNT(bodies));
    const double n = COUNT(bodies), average = 32 / n;
    assert_int_equal(fixture_search(f, "alpha beta", ALL), 4);
    const double one = bm25(n, 3, 4, average, 3);
    const double zero = 2 * bm25(n, 3, 4, average, 1);
    const double two = bm25(n, 3, 12, average, 1) + bm25(n, 3, 12, average, 2);
    const double five = bm25(n, 3, 7, average, 1);
    assert_true(zero > one && one > two && two > five);
    assert_score(f, 0, 0, zero);
    assert_score(f, 1, 1, one);
    assert_score(f, 2, 2, two);
    assert_score(f, 3, 5, five);
    assert_int_equal(fixture_search(f, "delta", ALL), 2);
    assert_score(f, 0, 4, bm25(n, 2, 1, average, 1));
    assert_score(f, 1, 0, bm25(n, 2, 4, average, 1));
}

/* The words of a proximity weigh as much as they would alone, and closeness adds what the shortest stretch is worth. */
static void test_scores_of_near(void **state)
{
    static const char *const bodies[] = {"alpha beta", "alpha gamma beta beta", "beta", "delta", "epsilon zeta eta"};
    struct fixture *f = *state;
    f->weighing = WEIGH_PASSAGE;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_int_equal(fixture_search(f, "alpha near beta", ALL), 2);
    const double n = COUNT(bodies), average = 11 / n;
    assert_score(f, 0, 0, bm25(n, 2, 2, average, 1) + bm25(n, 3, 2, average, 1) + CLOSENESS_MAX);
    assert_score(f, 1, 1, bm25(n, 2, 4, average, 1) + bm25(n, 3, 4, average, 2) + CLOSENESS_MAX * 2 / 3);
}

/* The weight in an article of a word that `articles` have, of `n`, at the norm of a passage or an article. */
static double in_article(double n, double articles, double norm, double count)
{
    const double odds = (n - articles + 0.5) / (articles + 0.5);
    return (odds < M_E ? odds / M_E : log(odds)) * 2.2 * count / (1.2 * (norm * 0.75 + 0.25) + count);
}

/* A word weighs 0.6 in the passage and 0.4 in its article, also in a passage that has it not. */
static void test_scores_in_articles(void **state)
{
    char beta[400 * 5 + 40] = "alpha alpha\n\n"; /* two passages and more */
    struct fixture *f = *state;
    for (size_t i = 0; i < 400; i++)
        strcat(beta, "beta ");
    strcat(beta, "gamma");
    fixture_bodies(f, (const char *const[]){beta, "alpha delta", "delta", "epsilon", "zeta"}, 5);
    assert_int_equal(fixture_search(f, "alpha gamma", ALL), 3);
    const double average = 408 / 5.0, passage = fixture_hit(f, 0)->weights.average_length;
    const double alphas = 5 * (1 - exp(-4.0 / 3 / 5)), gammas = 5 * (1 - exp(-1 / 5.0));
    const double whole = 0.4 * in_article(5, alphas, 403 / average, 2) + 0.4 * in_article(5, gammas, 403 / average, 1);
    for (size_t i = 0; i < 3; i++) {
        const struct hit *hit = fixture_hit(f, i);
        const double norm = fmax(hit->weights.length / passage, 0.5);
        double wanted = 0;
        if (hit->passage.article == 1)
            wanted = 0.6 * in_article(5, alphas, norm, 1) + 0.4 * in_article(5, alphas, 2 / average, 1);
        else if (hit->passage.first_token == 0)
            wanted = 0.6 * in_article(5, alphas, norm, 2) + whole;
        else
            wanted = 0.6 * in_article(5, gammas, norm, 1) + whole;
        assert_score(f, i, hit->passage.article, wanted);
    }
}

/* A compound counts as a word beside its parts; who asks for it gets the parts side by side at the same weight. */
static void test_scores_of_compounds(void **state)
{
    static const char *const bodies[] = {"the cyber-attack", "one two cyber attack", "one", "two", "three"};
    struct fixture *f = *state;
    f->weighing = WEIGH_PASSAGE;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_int_equal(fixture_search(f, "cyber-attack", ALL), 2);
    assert_score(f, 0, 0, bm25(5, 1, 4, 11 / 5.0, 1));
    assert_score(f, 1, 1, bm25(5, 1, 4, 11 / 5.0, 1));
}

/* The bug: where no passage had the word in one, it weighed nothing. */
static void test_scores_of_a_name_that_is_written_in_two(void **state)
{
    static const char *const bodies[] = {"APT 10 came", "APT came 10 times APT", "one", "two", "three"};
    struct fixture *f = *state;
    f->weighing = WEIGH_PASSAGE;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_int_equal(fixture_search(f, "APT10", ALL), 1);
    assert_score(f, 0, 0, bm25(5, 2, 3, 11 / 5.0, 1)); /* as rare as the rarer of its parts */
    fixture_bodies(f, (const char *const[]){"APT 10 came APT-10", "APT10", "one", "two", "three"}, 5);
    assert_int_equal(fixture_search(f, "APT10", ALL), 2);
    assert_score(f, 1, 0, bm25(5, 2, 6, 10 / 5.0, 2)); /* both spellings count */
}

/* Parts that share a word have it once; excluded words have no weight, nor has a field's. */
static void test_what_weighs(void **state)
{
    static const char *const bodies[] = {"alpha beta gamma", "delta epsilon", "delta", "epsilon", "zeta eta theta"};
    static const char *const queries[] = {
        "alpha",
        "+alpha -delta",
        "alpha and not delta",
        "alpha alphas",
        "alpha and (alphas or delta)",
        "title:zeta or alpha",
        "2 of (alpha alphas zeta)",
        "body:alpha",
        "first/3 alpha",
        "atleast1 alpha",
        "alpha not delta",
        "+alpha section:world -zeta",
    };
    struct fixture *f = *state;
    f->weighing = WEIGH_PASSAGE;
    fixture_begin(f, "english");
    for (size_t i = 0; i < COUNT(bodies); i++) {
        const struct article article = {.path = "a",
                                        .section = "WORLD",
                                        .parts = {{.kind = PART_BODY, .text = bodies[i], .length = strlen(bodies[i])}},
                                        .part_count = 1};
        fixture_put(f, &article);
    }
    fixture_end(f);
    for (size_t i = 0; i < COUNT(queries); i++) {
        if (fixture_search(f, queries[i], ALL) != 1) fail_msg("%s has %zu hits", queries[i], search_count(f->search));
        const struct hit *hit = fixture_hit(f, 0);
        const double wanted = bm25(5, 1, 3, 10 / 5.0, 1);
        if (fabs(hit->score - wanted) > 1e-9) fail_msg("%s scores %.12f, wanted %.12f", queries[i], hit->score, wanted);
        assert_int_equal(hit->weights.count, 1);
    }
}

/* Single words are not close to anything: the bug was that one without another near it got all that closeness can add. */
static void test_no_closeness_of_single_words(void **state)
{
    static const char *const bodies[] = {"alpha beta gamma", "delta epsilon", "delta", "epsilon", "zeta eta theta"};
    static const char *const queries[] = {"alpha not near zeta",
                                          "alpha not adj gamma",
                                          "atleast1 (alpha or \"delta zeta\")",
                                          "alpha or delta near zeta",
                                          "alpha \"delta zeta\"",
                                          "alpha not near (delta near epsilon)",
                                          "title:alpha or body:(alpha or \"delta zeta\")"};
    struct fixture *f = *state;
    f->weighing = WEIGH_PASSAGE;
    fixture_bodies(f, bodies, COUNT(bodies));
    for (size_t i = 0; i < COUNT(queries); i++) {
        if (fixture_search(f, queries[i], ALL) != 1) fail_msg("%s has %zu hits", queries[i], search_count(f->search));
        const struct hit *hit = fixture_hit(f, 0);
        if (hit->weights.closeness != 0) fail_msg("%s: closeness %f", queries[i], hit->weights.closeness);
        assert_score(f, 0, 0, bm25(5, 1, 3, 10 / 5.0, 1));
    }
}

static void test_ties_by_path(void **state)
{
    static const char *const bodies[] = {"x", "alpha b", "alpha c", "y alpha", "z", "alpha beta", "alpha beta"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    for (int i = 0; i < 2; i++) {
        assert_int_equal(fixture_search(f, i ? "\"alpha\"" : "alpha", ALL), 5);
        const uint32_t order[] = {1, 2, 3, 5, 6};
        for (size_t hit = 0; hit < COUNT(order); hit++)
            assert_int_equal(fixture_hit(f, hit)->passage.article, order[hit]);
    }
    assert_int_equal(fixture_search(f, "alpha near beta", ALL), 2);
    assert_int_equal(fixture_hit(f, 0)->passage.article, 5);
    assert_int_equal(fixture_hit(f, 1)->passage.article, 6);
}

static void test_limit(void **state)
{
    static const char *const bodies[] = {"alpha", "alpha alpha b", "alpha c d", "alpha e f g"};
    static const char *const queries[] = {"alpha", "alpha near/1 alpha alpha", "\"alpha\" b"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    for (size_t q = 0; q < COUNT(queries); q++) {
        uint32_t order[4];
        assert_int_equal(fixture_search(f, queries[q], UINT32_MAX), 4);
        for (size_t i = 0; i < 4; i++)
            order[i] = fixture_hit(f, i)->passage.article;
        for (uint32_t limit = 1; limit <= 5; limit++) {
            assert_int_equal(fixture_search(f, queries[q], limit), limit < 4 ? limit : 4);
            for (size_t i = 0; i < search_count(f->search); i++)
                assert_int_equal(fixture_hit(f, i)->passage.article, order[i]);
        }
    }
}

static void assert_interval(struct interval interval, uint32_t first, uint32_t last)
{
    assert_int_equal(interval.first, first);
    assert_int_equal(interval.last, last);
}

/* Hits can be read in any order and more than once. */
static void test_hits_in_any_order(void **state)
{
    static const char *const bodies[] = {"alpha beta", "alpha alpha beta", "beta alpha alpha alpha"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_int_equal(fixture_search(f, "alpha near beta", ALL), 3);
    for (size_t i = 0; i < 12; i++) {
        const struct hit *hit = fixture_hit(f, i * 7 % 3);
        const uint32_t article = hit->passage.article;
        assert_int_equal(hit->rank, i * 7 % 3 + 1);
        assert_int_equal(hit->evidence.count, 1);
        assert_interval(hit->evidence.items[0], article == 1 ? 1 : 0, article == 1 ? 2 : 1);
        assert_int_equal(hit->text.token_count, article + 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_spellings_of_a_name_with_digits),
        FIXTURE_TEST(test_spellings_of_a_compound),
        FIXTURE_TEST(test_long_compounds),
        FIXTURE_TEST(test_other_spellings),
        FIXTURE_TEST(test_parts_and_stems),
        FIXTURE_TEST(test_parts_that_share_a_word),
        FIXTURE_TEST(test_nothing_found),
        FIXTURE_TEST(test_articles_without_words),
        FIXTURE_TEST(test_other_language),
        FIXTURE_TEST(test_a_query_over_a_limit),
        FIXTURE_TEST(test_scores),
        FIXTURE_TEST(test_scores_of_near),
        FIXTURE_TEST(test_scores_in_articles),
        FIXTURE_TEST(test_scores_of_compounds),
        FIXTURE_TEST(test_scores_of_a_name_that_is_written_in_two),
        FIXTURE_TEST(test_what_weighs),
        FIXTURE_TEST(test_no_closeness_of_single_words),
        FIXTURE_TEST(test_ties_by_path),
        FIXTURE_TEST(test_limit),
        FIXTURE_TEST(test_hits_in_any_order),
    };
    return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
