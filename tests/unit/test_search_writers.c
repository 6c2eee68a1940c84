/* test_search_writers.c - that it is the same for searches who wrote an index's postings: our own writer, or Xapian's API. */
#include "tests/unit/random_news.h"

enum { COLLECTIONS = 5, QUERIES = 100 / FEWER };

/* A hit; or the end of a query's hits, which has none of this but the number of them. */
struct finding {
    uint32_t article;
    uint32_t first_token; /* of the passage in it */
    double score;
    size_t hits;
};

struct findings {
    struct finding *items;
    size_t count;
    size_t capacity;
};

struct comparison {
    struct fixture *fixture;
    struct findings before; /* all hits of all queries, in the index that was written first */
};

static int comparison_setup(void **state)
{
    return fixture_setup_in(state, sizeof(struct comparison));
}

static int comparison_teardown(void **state)
{
    struct comparison *comparison = *state;
    void *fixture = comparison->fixture;
    free(comparison->before.items);
    free(comparison);
    return fixture_teardown(&fixture);
}

static void remember(struct findings *findings, struct finding finding)
{
    void *items = findings->items;
    assert_int_equal(array_reserve(&items, &findings->capacity, findings->count + 1, sizeof *findings->items, NULL), NS_OK);
    findings->items = items;
    findings->items[findings->count++] = finding;
}

/* Search, and add the hits to the findings. A query that is too much for a search has none. */
static void find(struct fixture *fixture, const char *query, struct findings *findings)
{
    struct ns_error err;
    const ns_status status = fixture_try(fixture, query, 20, &err);
    const size_t hits = status == NS_OK ? search_count(fixture->search) : 0;
    if (status != NS_ERR_LIMIT) assert_ok(status, &err);
    for (size_t i = 0; i < hits; i++) {
        const struct hit *hit = fixture_hit(fixture, i);
        remember(findings, (struct finding){hit->passage.article, hit->passage.first_token, hit->score, 0});
    }
    remember(findings, (struct finding){.hits = hits});
}

/* Index a collection of this seed, and search it. */
static void find_all(struct fixture *fixture, xap_writer_kind kind, uint64_t seed, struct findings *findings)
{
    struct random_source random = {seed};
    struct random_words words = random_words_of(&random);
    struct query_source source = random_queries(&words, &random);
    const struct random_shape shape = {.articles = 20 + random_below(&random, 150), .long_percent = 20, .words_max = 700};
    fixture->postings = kind;
    random_collection(fixture, &random, &words, &shape, NULL);
    for (int i = 0; i < QUERIES; i++) {
        char query[RANDOM_QUERY_SIZE];
        random_query_text(&source, query);
        find(fixture, query, findings);
    }
}

static void test_same_hits(void **state)
{
    struct comparison *comparison = *state;
    size_t hits = 0;
    for (uint64_t seed = first_seed(); seed < first_seed() + COLLECTIONS; seed++) {
        struct findings *before = &comparison->before, after = {0};
        before->count = 0;
        find_all(comparison->fixture, XAP_WRITER_API, seed, before);
        find_all(comparison->fixture, XAP_WRITER_BULK, seed, &after);
        bool same = before->count == after.count;
        for (size_t i = 0; same && i < after.count; i++) {
            const struct finding *a = &before->items[i], *b = &after.items[i];
            same = a->article == b->article && a->first_token == b->first_token && a->score == b->score && a->hits == b->hits;
            hits += b->hits;
        }
        free(after.items);
        if (!same) fail_msg("SEED=%llu: the hits differ", (unsigned long long)seed);
    }
    assert_true(hits > QUERIES); /* or there was nothing to compare */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_same_hits, comparison_setup, comparison_teardown),
    };
    return cmocka_run_group_tests_name("search_writers", tests, NULL, NULL);
}
