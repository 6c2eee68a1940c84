/* test_bm25.c - the weight of a term: by hand, and against Xapian's own, whose formula it is; and the sum of what a hit is made of. */
#include "tests/unit/random_news.h"
#include "tests/unit/xapian_fixture.h"

#include <math.h>

#include "searcher/bm25.h"

static void assert_close(double value, double wanted)
{
    if (fabs(value - wanted) > 1e-12) fail_msg("%.15f, wanted %.15f", value, wanted);
}

/* ---- By hand ---- */

static void test_rareness(void **state)
{
    (void)state;
    assert_close(bm25_idf(1, 10), log(9.5 / 1.5));
    assert_close(bm25_idf(3, 10), log(7.5 / 3.5));
    assert_close(bm25_idf(5, 10), log(0.5 * (5.5 / 5.5) + 1)); /* where more than a third has it, the slope is gentler */
    assert_close(bm25_idf(10, 10), log(0.5 * (0.5 / 10.5) + 1));
    assert_close(bm25_idf(0, 10), log(10.5 / 0.5));
    for (double documents = 0; documents < 1000; documents++)
        assert_true(bm25_idf(documents, 1000) > bm25_idf(documents + 1, 1000));
    assert_true(bm25_idf(1000, 1000) > 0);
    assert_true(bm25_idf(UINT32_MAX, UINT32_MAX) > 0);
    assert_true(bm25_idf(1, 1) > 0);
}

static void test_weights(void **state)
{
    (void)state;
    assert_close(bm25_weight(1, 1, bm25_norm(1)), 2.2 / 2.2);
    assert_close(bm25_weight(2, 1, bm25_norm(1)), 2);
    assert_close(bm25_weight(1, 3, bm25_norm(1)), 2.2 * 3 / 4.2);
    assert_close(bm25_weight(1, 1, bm25_norm(2)), 2.2 / (1.2 * (2 * 0.75 + 0.25) + 1));
    assert_close(bm25_weight(1, 1, bm25_norm(0.5)), 2.2 / (1.2 * (0.5 * 0.75 + 0.25) + 1));
    assert_close(bm25_weight(1, 1, bm25_norm(0.1)), bm25_weight(1, 1, bm25_norm(0.5))); /* no passage counts as shorter */
    assert_close(bm25_weight(1, 0, bm25_norm(1)), 0);
    for (double frequency = 0; frequency < 1000; frequency++) {
        assert_true(bm25_weight(1.5, frequency, bm25_norm(0.2)) <= bm25_most(1.5));
        assert_true(bm25_weight(1.5, frequency, bm25_norm(3)) < bm25_weight(1.5, frequency + 1, bm25_norm(3)));
    }
}

static void test_articles(void **state)
{
    (void)state;
    assert_close(bm25_article_idf(1, 10), log(9.5 / 1.5));
    assert_close(bm25_article_idf(5, 10), 1 / M_E);
    assert_close(bm25_article_idf(10, 10), 0.5 / 10.5 / M_E);
    for (double articles = 0; articles < 1000; articles++)
        assert_true(bm25_article_idf(articles, 1000) > bm25_article_idf(articles + 1, 1000));
    assert_true(bm25_article_idf(1e6, 1e6) > 0);
    assert_close(bm25_article_norm(1), 1.2);
    assert_close(bm25_article_norm(0), 1.2 * 0.25);
    assert_close(bm25_article_norm(2), 1.2 * 1.75);
}

/* One passage of many articles is in one of them; as clumps meet in an article they are in fewer; never in more than there are. */
static void test_articles_that_have_a_term(void **state)
{
    (void)state;
    assert_true(fabs(bm25_articles(1, 1, 1e6, 0) - 1) < 1e-6);
    assert_true(fabs(bm25_articles(100, 400, 1e9, 0) - 25) < 1e-5);
    assert_close(bm25_articles(10, 10, 10, 0.5), 10 * (1 - exp(-1)));
    assert_close(bm25_articles(66, 700, 30, 1), 30); /* in every passage, and in each often */
    assert_true(bm25_articles(4e9, 4e9, 1000, 1) <= 1000);
    for (double passages = 1; passages < 1000; passages++) {
        assert_true(bm25_articles(passages, passages, 500, 0) < bm25_articles(passages + 1, passages + 1, 500, 0));
        assert_true(bm25_articles(passages, 2 * passages, 500, 0) < bm25_articles(passages, passages, 500, 0));
    }
}

/* ---- Against Xapian, on lists of words ---- */

#define WORDS_MAX 6
#define HITS_MAX 2000
#define CASES_A_COLLECTION 100

static void complain(const char *query, uint64_t seed, const char *what)
{
    fail_msg("SEED=%llu: %s: %s", (unsigned long long)seed, query, what);
}

/* Words that stand in the collection as they are or as a part of a word with hyphens, each once, as a query of ours and as one of Xapian's.
 */
static xap_query *random_list(struct random_source *random, char *text)
{
    static const char *const words[] = {"the",   "serum", "vaccine", "said", "panda",  "China",
                                        "stone", "WHO",   "apt",     "10",   "seldom", "unheard"};
    xap_query *parts[WORDS_MAX], *query;
    size_t count = 0;
    struct normalizer *normalizer;
    const uint32_t first = random_below(random, COUNT(words));
    assert_int_equal(normalizer_open("english", &normalizer, NULL), NS_OK);
    *text = '\0';
    for (uint32_t left = 1 + random_below(random, WORDS_MAX); left > 0; left--) {
        const char *word = words[(first + 5 * left) % COUNT(words)]; /* 5 and the number of words share no divisor */
        const char *term;
        size_t length;
        assert_int_equal(normalizer_term(normalizer, word, strlen(word), &term, &length, NULL), NS_OK);
        assert_int_equal(xap_query_term(term, length, &parts[count++], NULL), XAP_OK);
        sprintf(text + strlen(text), "%s ", word);
    }
    normalizer_free(normalizer);
    assert_int_equal(xap_query_combine(XAP_OR, parts, count, &query, NULL), XAP_OK);
    return query;
}

/* The score that Xapian gives a passage; below 0 if it does not find it. */
static double weight_of(const xap_hit *hits, size_t count, uint32_t passage)
{
    for (size_t i = 0; i < count; i++) {
        if (hits[i].document == passage) return hits[i].weight;
    }
    return -1;
}

static uint32_t passage_of(const struct fixture *fixture, const struct hit *hit)
{
    uint32_t passage = hit->article.first_passage;
    struct passage found = {0};
    struct ns_error err;
    for (;; passage++) {
        assert_ok(index_reader_passage(fixture->reader, passage, &found, &err), &err);
        if (found.first_token == hit->passage.first_token) return passage;
    }
}

static void compare_with_xapian(struct fixture *f, uint64_t seed)
{
    static xap_hit hits[HITS_MAX];
    struct random_source random = {seed};
    char text[256];
    f->weighing = WEIGH_PASSAGE;
    xap_query *query = random_list(&random, text);
    const xap_search_options options = {.bm25 = {BM25_K1, BM25_B, BM25_MIN_LENGTH}, .limit = HITS_MAX};
    size_t count = 0;
    uint64_t matches = 0;
    xap_error err;
    xap_reader *reader = open_with_xapian(f->path);
    const xap_status done = xap_search(reader, query, &options, hits, &count, &matches, &err);
    xap_query_free(query);
    xap_reader_free(reader);
    if (done != XAP_OK) complain(text, seed, err.msg);
    if (fixture_search(f, text, ALL) != count) complain(text, seed, "another number of hits");
    for (size_t i = 0; i < count; i++) {
        const struct hit *hit = fixture_hit(f, i);
        if (fabs(hit->score - hits[i].weight) > 1e-9) complain(text, seed, "another score, or another order");
        if (fabs(weight_of(hits, count, passage_of(f, hit)) - hit->score) > 1e-9) complain(text, seed, "another passage");
    }
}

/* The collection of a case is that of all cases around it, so that one that failed can be had again by its seed. */
static void make_collection(struct fixture *f, const struct random_words *words, size_t articles, uint64_t seed)
{
    struct random_source random = {seed - seed % CASES_A_COLLECTION};
    random_collection(f, &random, words, &(struct random_shape){articles, .long_percent = 20, .words_max = 700}, NULL);
}

static void test_lists_of_words_as_xapian_has_them(void **state)
{
    const struct random_words words = all_words();
    for (uint64_t i = 0; i < 200 / FEWER; i++) {
        const uint64_t seed = first_seed() + i;
        if (i == 0 || seed % CASES_A_COLLECTION == 0) make_collection(*state, &words, 80, seed);
        compare_with_xapian(*state, seed);
    }
}

/* ---- What a hit is made of ---- */

/* The parts make the score, whichever way it was come by, and every hit weighs at least its evidence. */
static void check_sums(struct fixture *f, const char *query, uint64_t seed)
{
    const size_t count = search_count(f->search);
    for (size_t i = 0; i < count; i++) {
        const struct hit *hit = fixture_hit(f, i);
        double sum = hit->weights.closeness;
        for (size_t line = 0; line < hit->weights.count; line++) {
            const struct weight_line *part = &hit->weights.lines[line];
            if (part->weight + part->article_weight <= 0) complain(query, seed, "a line that weighs nothing");
            if ((part->frequency > 0) != (part->weight > 0)) complain(query, seed, "a word weighs where it is not");
            if (f->weighing == WEIGH_PASSAGE && part->article_weight > 0) complain(query, seed, "an article weighs that does not count");
            sum += part->weight + part->article_weight;
        }
        if (fabs(sum - hit->score) > 1e-9) complain(query, seed, "the parts are not the whole");
        if (hit->weights.closeness < 0 || hit->weights.closeness > CLOSENESS_MAX) complain(query, seed, "closeness out of bounds");
        if (hit->evidence.count > 0 && !(hit->score > 0)) complain(query, seed, "evidence that weighs nothing");
    }
}

/* The best few are the first of all, whatever was passed over to find them. */
static void check_limit(struct fixture *f, const char *query, uint32_t limit, uint64_t seed)
{
    struct ranked_hit {
        char path[64];
        uint32_t first_token;
        double score;
    } best[20];
    const size_t count = fixture_search(f, query, limit);
    for (size_t i = 0; i < count; i++) {
        const struct hit *hit = fixture_hit(f, i);
        best[i] = (struct ranked_hit){.first_token = hit->passage.first_token, .score = hit->score};
        snprintf(best[i].path, sizeof best[i].path, "%s", hit->article.article.path);
    }
    const size_t all = fixture_search(f, query, ALL);
    if (count != (all < limit ? all : limit)) complain(query, seed, "a limit gives another number of hits");
    for (size_t i = 0; i < count; i++) {
        const struct hit *hit = fixture_hit(f, i);
        if (strcmp(hit->article.article.path, best[i].path) != 0 || hit->passage.first_token != best[i].first_token ||
            hit->score != best[i].score)
            complain(query, seed, "a limit gives other hits");
    }
}

/* Returns how many hits the query of a case has. */
static size_t check_query(struct fixture *f, struct random_words *words, uint64_t seed)
{
    char query[RANDOM_QUERY_SIZE];
    struct random_source random = {seed};
    struct query_source source = random_queries(words, &random);
    struct ns_error err;
    f->weighing = seed % 2 ? WEIGH_IN_ARTICLE : WEIGH_PASSAGE;
    random_query_text(&source, query);
    const ns_status status = fixture_try(f, query, ALL, &err);
    if (status == NS_ERR_LIMIT) return 0;
    assert_ok(status, &err);
    check_sums(f, query, seed);
    check_limit(f, query, 1 + random_below(&random, 20), seed);
    return search_count(f->search);
}

static void test_sums_of_random_queries(void **state)
{
    size_t hits = 0;
    struct random_words words = all_words();
    for (uint64_t i = 0; i < 500 / FEWER; i++) {
        const uint64_t seed = first_seed() + i;
        if (i == 0 || seed % CASES_A_COLLECTION == 0) make_collection(*state, &words, 60, seed);
        hits += check_query(*state, &words, seed);
    }
    assert_true(hits > 500 / FEWER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_articles),
        cmocka_unit_test(test_articles_that_have_a_term),
        cmocka_unit_test(test_rareness),
        cmocka_unit_test(test_weights),
        FIXTURE_TEST(test_lists_of_words_as_xapian_has_them),
        FIXTURE_TEST(test_sums_of_random_queries),
    };
    return cmocka_run_group_tests_name("bm25", tests, NULL, NULL);
}
