/* test_shim_search.c - queries and search of shim/, compared with what the documents themselves say: the BM25 formula term by term, and a
 * walk over every document. */
#include "tests/unit/shim_fixture.h"

#include <math.h>

static xap_query *combine(struct fixture *f, xap_op op, xap_query *a, xap_query *b)
{
    xap_query *parts[] = {a, b};
    xap_query *query = NULL;
    assert_ok(f, xap_query_combine(op, parts, 2, &query, &f->err));
    assert_non_null(query);
    return query;
}

/* ---- Queries ---- */

static void test_queries_refused(void **state)
{
    struct fixture *f = *state;
    xap_query *parts[2] = {NULL, NULL};
    assert_failed(f, xap_query_term("", 0, &f->query, &f->err), XAP_ERR_ARG);
    assert_null(f->query);
    assert_failed(f, xap_query_combine(XAP_AND, NULL, 0, &f->query, &f->err), XAP_ERR_ARG);
    assert_null(f->query);
    parts[0] = term_query(f, "cat"); /* freed by the call that fails */
    assert_failed(f, xap_query_combine(XAP_AND, parts, 2, &f->query, &f->err), XAP_ERR_ARG);
    assert_null(f->query);
    parts[0] = term_query(f, "cat");
    assert_failed(f, xap_query_combine((xap_op)(XAP_AND_MAYBE + 1), parts, 1, &f->query, &f->err), XAP_ERR_ARG);
    assert_null(f->query);
}

static void test_factors_refused(void **state)
{
    struct fixture *f = *state;
    const double factors[] = {-1, NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < COUNT(factors); i++) {
        set_query(f, term_query(f, "cat"));
        assert_failed(f, xap_query_scale(&f->query, factors[i], &f->err), XAP_ERR_ARG);
        assert_null(f->query);
    }
}

static void test_query_described(void **state)
{
    struct fixture *f = *state;
    char text[200];
    char cut[8];
    set_query(f, combine(f, XAP_OR, term_query(f, "cat"), term_query(f, "dog")));
    assert_ok(f, xap_query_scale(&f->query, 2.5, &f->err));
    assert_ok(f, xap_query_describe(f->query, text, sizeof text, &f->err));
    assert_non_null(strstr(text, "cat OR dog"));
    assert_non_null(strstr(text, "2.5"));
    assert_ok(f, xap_query_describe(f->query, cut, sizeof cut, &f->err));
    assert_int_equal(strlen(cut), sizeof cut - 1);
    assert_memory_equal(cut, text, sizeof cut - 1);
    assert_ok(f, xap_query_describe(f->query, NULL, 0, &f->err));
}

/* ---- What a search should find, from the documents themselves ---- */

static double bm25_weight(const char *const *documents, size_t count, const char *word, size_t document, const xap_bm25 *bm25)
{
    double total = 0;
    double holders = 0;
    for (size_t d = 0; d < count; d++) {
        total += length_of(documents[d]);
        holders += count_of(documents[d], word) > 0;
    }
    double odds = ((double)count - holders + 0.5) / (holders + 0.5);
    if (odds < 2) odds = odds / 2 + 1; /* Xapian keeps the weights of common terms above 0 */
    double share = length_of(documents[document]) / (total / (double)count);
    if (share < bm25->min_length) share = bm25->min_length;
    double wdf = count_of(documents[document], word);
    return log(odds) * (bm25->k1 + 1) * wdf / (bm25->k1 * ((1 - bm25->b) + bm25->b * share) + wdf);
}

static void assert_near(double value, double wanted)
{
    if (!(fabs(value - wanted) <= 1e-9 * (1 + fabs(wanted)))) fail_msg("%.17g instead of %.17g", value, wanted);
}

/* ---- Ranking ---- */

static const char *const texts[] = {
    "rain rain wind", "wind", "rain wind wind snow snow snow hail", "sun", "rain sun sun sun sun sun sun sun sun", "hail",
    "sun wind hail",  "rain",
};

/* Every hit has the weight that the formula gives, and the best come first. */
static void assert_ranking(struct fixture *f, const char *word, const xap_bm25 *bm25)
{
    struct result result;
    xap_search_options options = {.bm25 = *bm25, .limit = MAX_HITS};
    size_t holders = 0;
    for (size_t d = 0; d < COUNT(texts); d++)
        holders += count_of(texts[d], word) > 0;
    set_query(f, term_query(f, word));
    search(f, &options, &result);
    assert_int_equal(result.count, holders);
    assert_int_equal(result.matches, holders);
    for (size_t i = 0; i < result.count; i++) {
        assert_true(count_of(texts[result.hits[i].document], word) > 0);
        assert_near(result.hits[i].weight, bm25_weight(texts, COUNT(texts), word, result.hits[i].document, bm25));
        assert_true(i == 0 || result.hits[i - 1].weight >= result.hits[i].weight);
    }
}

static void test_weights_of_bm25(void **state)
{
    struct fixture *f = *state;
    static const xap_bm25 settings[] = {
        {.k1 = 1.2, .b = 0.75, .min_length = 0.5}, {.k1 = 1.2, .b = 0.75, .min_length = 0}, {.k1 = 2, .b = 1, .min_length = 1.5},
        {.k1 = 0.9, .b = 0, .min_length = 0},      {.k1 = 0, .b = 0.4, .min_length = 0},
    };
    make_database(f, texts, COUNT(texts));
    for (size_t i = 0; i < COUNT(settings); i++) {
        assert_ranking(f, "rain", &settings[i]);
        assert_ranking(f, "wind", &settings[i]);
        assert_ranking(f, "snow", &settings[i]);
    }
}

/* Worked out on paper: 8 documents, 4 of them with rain, 26 words; document 7 is one word long. */
static void test_weight_worked_out_by_hand(void **state)
{
    struct fixture *f = *state;
    struct result result;
    xap_search_options options = {.bm25 = {.k1 = 1, .b = 1, .min_length = 0}, .limit = 10};
    make_database(f, texts, COUNT(texts));
    assert_counts(f, f->reader, 8, 26);
    set_query(f, term_query(f, "rain"));
    search(f, &options, &result);
    assert_int_equal(result.count, 4);
    assert_int_equal(result.hits[0].document, 7);
    assert_near(result.hits[0].weight, log(1.5) * 2 * 1 / (8.0 / 26.0 + 1));
}

static void test_equal_weights_go_by_number(void **state)
{
    struct fixture *f = *state;
    static const char *const same[] = {"b", "a", "b a", "a", "c", "a", "a"};
    static const uint32_t wanted[] = {1, 3, 5, 6, 2};
    struct result result;
    make_database(f, same, COUNT(same));
    set_query(f, term_query(f, "a"));
    for (uint32_t limit = 1; limit <= COUNT(wanted); limit++) {
        xap_search_options options = options_for(limit);
        search(f, &options, &result);
        assert_int_equal(result.count, limit);
        for (uint32_t i = 0; i < limit; i++)
            assert_int_equal(result.hits[i].document, wanted[i]);
    }
}

static void test_search_options_refused(void **state)
{
    struct fixture *f = *state;
    static const xap_search_options bad[] = {
        {.bm25 = {.k1 = 1, .b = 0.5, .min_length = 0}, .limit = 0},   {.bm25 = {.k1 = -1, .b = 0.5, .min_length = 0}, .limit = 1},
        {.bm25 = {.k1 = NAN, .b = 0.5, .min_length = 0}, .limit = 1}, {.bm25 = {.k1 = 1, .b = -0.1, .min_length = 0}, .limit = 1},
        {.bm25 = {.k1 = 1, .b = 1.1, .min_length = 0}, .limit = 1},   {.bm25 = {.k1 = 1, .b = NAN, .min_length = 0}, .limit = 1},
        {.bm25 = {.k1 = 1, .b = 0.5, .min_length = -1}, .limit = 1},  {.bm25 = {.k1 = 1, .b = 0.5, .min_length = NAN}, .limit = 1},
    };
    struct result result;
    make_database(f, animals, COUNT(animals));
    set_query(f, term_query(f, "cat"));
    for (size_t i = 0; i < COUNT(bad); i++) {
        result.count = 77;
        result.matches = 77;
        assert_failed(f, xap_search(f->reader, f->query, &bad[i], result.hits, &result.count, &result.matches, &f->err), XAP_ERR_ARG);
        assert_int_equal(result.count, 0);
        assert_int_equal(result.matches, 0);
    }
}

/* A factor of 0 leaves the matches and takes their weight. */
static void test_factor_of_zero(void **state)
{
    struct fixture *f = *state;
    struct result result;
    xap_search_options options = options_for(10);
    make_database(f, animals, COUNT(animals));
    set_query(f, term_query(f, "dog"));
    assert_ok(f, xap_query_scale(&f->query, 0, &f->err));
    search(f, &options, &result);
    assert_int_equal(result.count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(result.hits[i].document, i);
        assert_true(result.hits[i].weight == 0);
    }
}

/* A term that is asked for twice counts twice. */
static void test_part_given_twice(void **state)
{
    struct fixture *f = *state;
    struct result result;
    xap_search_options options = options_for(10);
    make_database(f, animals, COUNT(animals));
    set_query(f, combine(f, XAP_OR, term_query(f, "cat"), term_query(f, "cat")));
    search(f, &options, &result);
    assert_int_equal(result.count, 2);
    for (size_t i = 0; i < result.count; i++)
        assert_near(result.hits[i].weight, 2 * bm25_weight(animals, COUNT(animals), "cat", result.hits[i].document, &usual));
}

/* A search that stopped early missed the best document here: after document 1 the weight to beat is more than "a" can give, so Xapian
 * went on with "a AND b", but behind document 2, where "b" stood already. */
static void test_hit_that_an_early_stop_would_miss(void **state)
{
    struct fixture *f = *state;
    static const char *const documents[] = {"a b", "a", "a b b b", "c", "c", "c", "c", "c", "c", "c", "c", "c"};
    struct result result;
    xap_search_options options = options_for(1);
    make_database(f, documents, COUNT(documents));
    set_query(f, combine(f, XAP_AND_MAYBE, term_query(f, "a"), term_query(f, "b")));
    search(f, &options, &result);
    assert_int_equal(result.count, 1);
    assert_int_equal(result.hits[0].document, 2);
    assert_int_equal(result.matches, 3);
}

/* ---- Predicates ---- */

struct watcher {
    uint32_t calls[MAX_HITS]; /* by document */
    uint32_t total;
    uint32_t refuse_modulo; /* refuse documents that this divides; 0 refuses none */
    uint32_t stop_after;    /* calls; 0 for never */
};

static int watch(void *context, uint32_t document)
{
    struct watcher *watcher = context;
    watcher->calls[document]++;
    watcher->total++;
    if (watcher->stop_after > 0 && watcher->total > watcher->stop_after) return -1;
    return watcher->refuse_modulo == 0 || document % watcher->refuse_modulo != 0;
}

static xap_search_options watched(struct watcher *watcher, uint32_t limit)
{
    xap_search_options options = options_for(limit);
    options.predicate = watch;
    options.context = watcher;
    return options;
}

static void test_predicate_chooses(void **state)
{
    struct fixture *f = *state;
    struct watcher watcher = {.refuse_modulo = 2};
    struct result result;
    make_database(f, texts, COUNT(texts));
    set_query(f, term_query(f, "rain")); /* documents 0, 2, 4 and 7 */
    xap_search_options options = watched(&watcher, 10);
    search(f, &options, &result);
    assert_int_equal(watcher.total, 4);
    assert_int_equal(result.count, 1);
    assert_int_equal(result.matches, 1);
    assert_int_equal(result.hits[0].document, 7);
}

static void test_predicate_refuses_all(void **state)
{
    struct fixture *f = *state;
    struct watcher watcher = {.refuse_modulo = 1};
    struct result result;
    make_database(f, texts, COUNT(texts));
    set_query(f, term_query(f, "rain"));
    xap_search_options options = watched(&watcher, 10);
    search(f, &options, &result);
    assert_int_equal(watcher.total, 4);
    assert_int_equal(result.count, 0);
    assert_int_equal(result.matches, 0);
}

static void test_predicate_stops(void **state)
{
    struct fixture *f = *state;
    struct watcher watcher = {.stop_after = 2};
    struct result result = {.count = 77, .matches = 77};
    make_database(f, texts, COUNT(texts));
    set_query(f, term_query(f, "rain"));
    xap_search_options options = watched(&watcher, 10);
    xap_status status = xap_search(f->reader, f->query, &options, result.hits, &result.count, &result.matches, &f->err);
    assert_failed(f, status, XAP_ERR_STOPPED);
    assert_int_equal(watcher.total, 3);
    assert_int_equal(result.count, 0);
    assert_int_equal(result.matches, 0);
    watcher.stop_after = 0; /* the reader and the query are as good as before */
    search(f, &options, &result);
    assert_int_equal(result.count, 4);
}

/* The predicate is asked about documents that cannot come before the hits found, too, as they are counted. */
static void test_predicate_is_asked_about_every_match(void **state)
{
    struct fixture *f = *state;
    struct watcher watcher = {.total = 0};
    struct result result;
    make_database(f, texts, COUNT(texts));
    set_query(f, term_query(f, "sun")); /* documents 3, 4 and 6 */
    xap_search_options options = watched(&watcher, 1);
    options.bm25 = (xap_bm25){.k1 = 100, .b = 1, .min_length = 0};
    search(f, &options, &result);
    assert_int_equal(result.hits[0].document, 3); /* no other can have as much */
    assert_int_equal(watcher.total, 3);
    assert_int_equal(result.matches, 3);
}

/* ---- Random queries, compared with a walk over every document ---- */

#define MANY 400

struct collection {
    char text[MANY][128];
    const char *documents[MANY];
    struct random_source random;
};

/* Words a to p, the early ones far more often; one document in ten is empty. */
static void generate(struct collection *c, uint64_t seed)
{
    c->random = (struct random_source){seed};
    for (size_t d = 0; d < MANY; d++) {
        uint32_t length = random_below(&c->random, 10) == 0 ? 0 : 1 + random_below(&c->random, 40);
        char *to = c->text[d];
        for (uint32_t i = 0; i < length; i++) {
            *to++ = (char)('a' + random_below(&c->random, 1 + random_below(&c->random, 16)));
            *to++ = ' ';
        }
        *to = '\0';
        c->documents[d] = c->text[d];
    }
}

struct tree {
    enum { LEAF, AND, OR, AND_MAYBE } kind;
    char word[2];
    double factor;
    struct tree *parts[2];
};

struct forest {
    struct tree trees[64];
    size_t used;
};

static struct tree *grow(struct collection *c, struct forest *forest, int depth)
{
    static const double factors[] = {1, 1, 0.5, 3, 0};
    struct tree *tree = &forest->trees[forest->used++];
    tree->kind = depth == 0 || random_below(&c->random, 3) == 0 ? LEAF : AND + random_below(&c->random, 3);
    tree->factor = factors[random_below(&c->random, COUNT(factors))];
    tree->word[0] = (char)('a' + random_below(&c->random, 17)); /* the last one is in no document */
    tree->word[1] = '\0';
    for (int i = 0; i < 2 && tree->kind != LEAF; i++)
        tree->parts[i] = grow(c, forest, depth - 1);
    return tree;
}

static xap_query *query_of(struct fixture *f, const struct tree *tree)
{
    static const xap_op ops[] = {[AND] = XAP_AND, [OR] = XAP_OR, [AND_MAYBE] = XAP_AND_MAYBE};
    xap_query *query = tree->kind == LEAF ? term_query(f, tree->word)
                                          : combine(f, ops[tree->kind], query_of(f, tree->parts[0]), query_of(f, tree->parts[1]));
    if (tree->factor != 1) assert_ok(f, xap_query_scale(&query, tree->factor, &f->err));
    return query;
}

/* Whether a document matches; if so, its weight is added to *weight. */
static bool holds(const struct tree *tree, double weights[][17], size_t document, double *weight)
{
    double sum = 0;
    bool yes;
    if (tree->kind == LEAF) {
        sum = weights[document][tree->word[0] - 'a'];
        yes = sum > 0;
    } else {
        bool first = holds(tree->parts[0], weights, document, &sum);
        bool second = holds(tree->parts[1], weights, document, &sum);
        yes = tree->kind == OR ? first || second : tree->kind == AND ? first && second : first;
    }
    if (yes) *weight += tree->factor * sum;
    return yes;
}

static int by_weight(const void *a, const void *b)
{
    const xap_hit *x = a, *y = b;
    if (x->weight != y->weight) return x->weight < y->weight ? 1 : -1;
    return x->document < y->document ? -1 : x->document > y->document;
}

static size_t walk(const struct tree *tree, double weights[][17], const struct watcher *watcher, xap_hit *hits)
{
    size_t count = 0;
    for (uint32_t d = 0; d < MANY; d++) {
        double weight = 0;
        if (!holds(tree, weights, d, &weight)) continue;
        if (watcher != NULL && watcher->refuse_modulo > 0 && d % watcher->refuse_modulo == 0) continue;
        hits[count++] = (xap_hit){.document = d, .weight = weight};
    }
    qsort(hits, count, sizeof *hits, by_weight);
    return count;
}

/* The hits are the best there are: they match, have their true weights, and stand in order. Two ways of adding up can differ in the last
 * bit, and so swap two documents: hence the n-th best WEIGHT is compared. */
static void assert_best(const struct result *result, const xap_hit *wanted, size_t wanted_count, uint32_t limit)
{
    bool seen[MANY] = {false};
    double weight_of[MANY];
    for (size_t d = 0; d < MANY; d++)
        weight_of[d] = -1;
    for (size_t i = 0; i < wanted_count; i++)
        weight_of[wanted[i].document] = wanted[i].weight;
    assert_int_equal(result->count, wanted_count < limit ? wanted_count : limit);
    assert_int_equal(result->matches, wanted_count);
    for (size_t i = 0; i < result->count; i++) {
        const xap_hit *hit = &result->hits[i];
        assert_true(hit->document < MANY && !seen[hit->document]);
        seen[hit->document] = true;
        assert_near(hit->weight, weight_of[hit->document]);
        assert_near(hit->weight, wanted[i].weight);
        assert_true(i == 0 || by_weight(&result->hits[i - 1], hit) < 0);
    }
}

static void try_one_query(struct fixture *f, struct collection *c, double weights[][17])
{
    static const uint32_t limits[] = {1, 3, 20, MAX_HITS};
    struct forest forest = {.used = 0};
    struct watcher watcher = {.refuse_modulo = random_below(&c->random, 4)};
    struct result result;
    xap_hit wanted[MANY];
    const struct tree *tree = grow(c, &forest, 3);
    bool with_predicate = random_below(&c->random, 2) == 0;
    xap_search_options options = watched(&watcher, limits[random_below(&c->random, COUNT(limits))]);
    if (!with_predicate) options.predicate = NULL;
    set_query(f, query_of(f, tree));
    search(f, &options, &result);
    size_t count = walk(tree, weights, with_predicate ? &watcher : NULL, wanted);
    assert_best(&result, wanted, count, options.limit);
    for (size_t d = 0; d < MANY; d++)
        assert_true(watcher.calls[d] <= 1);
    for (size_t i = 0; i < count && with_predicate; i++)
        assert_int_equal(watcher.calls[wanted[i].document], 1);
}

static void test_random_queries(void **state)
{
    struct fixture *f = *state;
    static struct collection c;
    static double weights[MANY][17];
    f->seed = environment_number("SEED", 20240229);
    generate(&c, f->seed);
    for (size_t d = 0; d < MANY; d++) {
        for (int w = 0; w < 17; w++) {
            const char word[2] = {(char)('a' + w), '\0'};
            weights[d][w] = count_of(c.documents[d], word) == 0 ? 0 : bm25_weight(c.documents, MANY, word, d, &usual);
        }
    }
    make_database(f, c.documents, MANY);
    for (int i = 0; i < 3000; i++)
        try_one_query(f, &c, weights);
    f->seed = 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHIM_TEST(test_queries_refused),
        SHIM_TEST(test_factors_refused),
        SHIM_TEST(test_query_described),
        SHIM_TEST(test_weights_of_bm25),
        SHIM_TEST(test_weight_worked_out_by_hand),
        SHIM_TEST(test_equal_weights_go_by_number),
        SHIM_TEST(test_search_options_refused),
        SHIM_TEST(test_factor_of_zero),
        SHIM_TEST(test_part_given_twice),
        SHIM_TEST(test_hit_that_an_early_stop_would_miss),
        SHIM_TEST(test_predicate_chooses),
        SHIM_TEST(test_predicate_refuses_all),
        SHIM_TEST(test_predicate_stops),
        SHIM_TEST(test_predicate_is_asked_about_every_match),
        SHIM_TEST(test_random_queries),
    };
    return cmocka_run_group_tests_name("shim search", tests, NULL, NULL);
}
