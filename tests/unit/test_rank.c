/* test_rank.c - which passages are kept, and in which order: against sorting all of them. */
#include "tests/unit/search_fixture.h"

#include "searcher/rank.h"

/* What decides about the articles of the fixture: date, path, place. */
struct standing {
    struct article_date date;
    char path[16];
    uint32_t first_passage;
    uint32_t passages;
};

#define ARTICLES_MAX 60
#define OFFERS_MAX 400

struct bench {
    struct fixture *fixture;
    struct standing articles[ARTICLES_MAX];
    size_t article_count;
    struct ranking *ranking;
};

static int setup(void **state)
{
    return fixture_setup_in(state, sizeof(struct bench));
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    void *fixture = bench->fixture;
    ranking_free(bench->ranking);
    free(bench);
    return fixture_teardown(&fixture);
}

/* ---- Articles ---- */

static void put(struct bench *bench, const char *path, int64_t seconds, enum date_precision precision)
{
    struct standing *standing = &bench->articles[bench->article_count++];
    standing->date = (struct article_date){seconds, precision};
    snprintf(standing->path, sizeof standing->path, "%s", path);
    char body[4000] = "";
    const size_t words = 1 + bench->article_count % 3 * 240; /* of one passage to three */
    const char word[] = {'w', 'o', 'r', 'd', (char)('a' + bench->article_count % 20), ' ', '\0'};
    for (size_t i = 0; i < words; i++)
        strcat(body, word);
    fixture_put(bench->fixture,
                &(struct article){
                    .path = standing->path, .date = standing->date, .parts = {{PART_BODY, body, strlen(body), 0, 1, 1}}, .part_count = 1});
}

static void end_articles(struct bench *bench)
{
    struct ns_error err;
    struct article_record record = {0};
    fixture_end(bench->fixture);
    for (uint32_t i = 0; i < bench->article_count; i++) {
        assert_ok(index_reader_article(bench->fixture->reader, i, &record, &err), &err);
        bench->articles[i].first_passage = record.first_passage;
        bench->articles[i].passages = record.passages;
    }
    article_record_release(&record);
}

/* ---- Ranking ---- */

static void open_ranking_as(struct bench *bench, const struct rank_options *options)
{
    struct ns_error err;
    ranking_free(bench->ranking);
    bench->ranking = NULL;
    assert_ok(ranking_open(&bench->fixture->collection, options, &bench->ranking, &err), &err);
}

static void open_ranking(struct bench *bench, size_t limit)
{
    open_ranking_as(bench, &(struct rank_options){.limit = limit});
}

static void offer(struct bench *bench, uint32_t article, uint32_t passage, double score)
{
    struct ns_error err;
    const struct ranked ranked = {bench->articles[article].first_passage + passage, article, score, 0};
    assert_ok(ranking_offer(bench->ranking, &ranked, &err), &err);
}

static void assert_order(struct bench *bench, const uint32_t *articles, size_t count)
{
    struct ns_error err;
    assert_ok(ranking_finish(bench->ranking, &err), &err);
    assert_int_equal(ranking_count(bench->ranking), count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(ranking_get(bench->ranking, i)->article, articles[i]);
}

/* Offer the first passage of each article with one score, forwards or backwards, with every limit. */
static void check_ties(struct bench *bench, const uint32_t *wanted, size_t count)
{
    for (size_t limit = 1; limit <= count + 1; limit++) {
        for (int backwards = 0; backwards < 2; backwards++) {
            open_ranking(bench, limit);
            for (uint32_t i = 0; i < count; i++)
                offer(bench, backwards ? (uint32_t)count - 1 - i : i, 0, 1.5);
            assert_order(bench, wanted, limit < count ? limit : count);
        }
    }
}

static void test_scores_come_first(void **state)
{
    struct bench *bench = *state;
    fixture_begin(bench->fixture, "english");
    put(bench, "a", 5000, DATE_SECOND);
    put(bench, "b", 9000, DATE_SECOND);
    put(bench, "c", 0, DATE_UNKNOWN);
    end_articles(bench);
    open_ranking(bench, 3);
    offer(bench, 0, 0, 2);
    offer(bench, 1, 0, 1);
    offer(bench, 2, 0, 3);
    assert_order(bench, (const uint32_t[]){2, 0, 1}, 3);
}

static void test_ties_newest_first(void **state)
{
    struct bench *bench = *state;
    fixture_begin(bench->fixture, "english");
    put(bench, "a", -86400, DATE_DAY);
    put(bench, "b", 0, DATE_UNKNOWN);
    put(bench, "c", 1609459200, DATE_YEAR);
    put(bench, "d", 1609459201, DATE_SECOND);
    put(bench, "e", 0, DATE_SECOND);
    put(bench, "a0", 9000, DATE_UNKNOWN); /* what stands beside no date says nothing */
    end_articles(bench);
    check_ties(bench, (const uint32_t[]){3, 2, 4, 0, 5, 1}, 6);
}

static void test_ties_by_path_then_place(void **state)
{
    struct bench *bench = *state;
    fixture_begin(bench->fixture, "english");
    put(bench, "b", 0, DATE_DAY);
    put(bench, "a/b", 0, DATE_DAY);
    put(bench, "\xc3\xa9", 0, DATE_DAY); /* bytes, not signed characters */
    put(bench, "a", 0, DATE_DAY);
    put(bench, "b", 0, DATE_SECOND);
    put(bench, "B", 0, DATE_DAY);
    end_articles(bench);
    check_ties(bench, (const uint32_t[]){5, 3, 1, 0, 4, 2}, 6);
}

static void test_passages_of_one_article(void **state)
{
    struct bench *bench = *state;
    fixture_begin(bench->fixture, "english");
    put(bench, "a", 0, DATE_DAY);
    put(bench, "b", 86400, DATE_DAY);
    end_articles(bench);
    assert_true(bench->articles[1].passages >= 2);
    open_ranking(bench, 3);
    offer(bench, 1, 1, 1);
    offer(bench, 0, 0, 1);
    offer(bench, 1, 0, 1);
    assert_order(bench, (const uint32_t[]){1, 1, 0}, 3);
    assert_int_equal(ranking_get(bench->ranking, 0)->passage + 1, ranking_get(bench->ranking, 1)->passage);
}

static void test_what_is_below(void **state)
{
    struct bench *bench = *state;
    fixture_begin(bench->fixture, "english");
    put(bench, "a", 0, DATE_UNKNOWN);
    put(bench, "b", 0, DATE_UNKNOWN);
    end_articles(bench);
    open_ranking(bench, 2);
    assert_false(ranking_is_below(bench->ranking, 0));
    offer(bench, 0, 0, 3);
    assert_false(ranking_is_below(bench->ranking, 0));
    assert_false(ranking_has_threshold(bench->ranking));
    offer(bench, 1, 0, 2);
    assert_true(ranking_has_threshold(bench->ranking));
    assert_true(ranking_is_below(bench->ranking, 1.999));
    assert_false(ranking_is_below(bench->ranking, 2));
    offer(bench, 1, 1, 2.5);
    assert_true(ranking_is_below(bench->ranking, 2));
}

static void test_nothing_offered(void **state)
{
    struct bench *bench = *state;
    fixture_begin(bench->fixture, "english");
    put(bench, "a", 0, DATE_UNKNOWN);
    end_articles(bench);
    open_ranking(bench, 1);
    assert_order(bench, NULL, 0);
    ranking_free(NULL);
}

/* An article is kept once, by its best passage, whether that comes first or last, and another takes the place of one that is worse. */
static void test_articles(void **state)
{
    struct bench *bench = *state;
    fixture_begin(bench->fixture, "english");
    put(bench, "a", 0, DATE_UNKNOWN);
    put(bench, "b", 0, DATE_UNKNOWN);
    put(bench, "c", 0, DATE_UNKNOWN);
    end_articles(bench);
    open_ranking_as(bench, &(struct rank_options){.limit = 2, .by_article = true});
    offer(bench, 0, 0, 5);
    offer(bench, 0, 1, 6);
    assert_false(ranking_has_threshold(bench->ranking)); /* two passages are one article */
    offer(bench, 0, 1, 1);
    offer(bench, 1, 0, 2);
    assert_true(ranking_is_below(bench->ranking, 1.9));
    offer(bench, 2, 0, 3);
    assert_true(ranking_is_below(bench->ranking, 2.9));
    offer(bench, 1, 1, 4); /* its article was given up, and comes again */
    assert_true(ranking_is_below(bench->ranking, 3.9));
    assert_order(bench, (const uint32_t[]){0, 1}, 2);
    assert_true(ranking_get(bench->ranking, 0)->score == 6);
    assert_true(ranking_get(bench->ranking, 1)->score == 4);
}

/* Without a limit nothing is kept, and all is counted: no score is too low for that. */
static void test_counting(void **state)
{
    struct bench *bench = *state;
    fixture_begin(bench->fixture, "english");
    put(bench, "a", 0, DATE_UNKNOWN);
    put(bench, "b", 0, DATE_UNKNOWN);
    end_articles(bench);
    for (int by_article = 0; by_article < 2; by_article++) {
        struct ns_error err;
        open_ranking_as(bench, &(struct rank_options){.limit = 0, .by_article = by_article});
        assert_false(ranking_is_below(bench->ranking, 0));
        for (uint32_t i = 0; i < 4; i++)
            offer(bench, i > 2, i % 2, 3 - i);
        assert_false(ranking_is_below(bench->ranking, 0));
        assert_ok(ranking_finish(bench->ranking, &err), &err);
        assert_int_equal(ranking_count(bench->ranking), by_article ? 2 : 4);
    }
}

static void check_order(struct bench *bench, enum rank_order order, const uint32_t *wanted)
{
    for (size_t limit = 1; limit <= 4; limit++) {
        open_ranking_as(bench, &(struct rank_options){.limit = limit, .order = order});
        for (uint32_t i = 0; i < 4; i++)
            offer(bench, i, 0, 1 + i);
        assert_false(ranking_is_below(bench->ranking, 0)); /* a low score may be of the first */
        assert_order(bench, wanted, limit);
    }
}

static void test_other_orders(void **state)
{
    struct bench *bench = *state;
    fixture_begin(bench->fixture, "english");
    put(bench, "b", 86400, DATE_DAY);
    put(bench, "d", 0, DATE_UNKNOWN);
    put(bench, "a", 172800, DATE_DAY);
    put(bench, "c", 86400, DATE_SECOND);
    end_articles(bench);
    check_order(bench, RANK_OLDEST, (const uint32_t[]){3, 0, 2, 1});
    check_order(bench, RANK_NEWEST, (const uint32_t[]){2, 3, 0, 1});
    check_order(bench, RANK_BY_PATH, (const uint32_t[]){2, 0, 3, 1});
}

/* Of copies the best passage is kept, and of other articles as many as there are. */
static void test_unique(void **state)
{
    struct bench *bench = *state;
    fixture_begin(bench->fixture, "english");
    for (size_t i = 0; i < 22; i++)
        put(bench, i % 2 ? "a" : "b", (int64_t)i, DATE_SECOND);
    end_articles(bench); /* numbers 1 and 21 are of one word, 481 times and 241 */
    open_ranking_as(bench, &(struct rank_options){.limit = 3, .unique = true});
    offer(bench, 1, 0, 5);
    offer(bench, 21, 1, 6);
    offer(bench, 1, 1, 7);
    assert_false(ranking_has_threshold(bench->ranking));
    offer(bench, 0, 0, 4);
    offer(bench, 0, 1, 4.5);
    assert_true(ranking_is_below(bench->ranking, 3.9));
    offer(bench, 21, 0, 8);
    assert_order(bench, (const uint32_t[]){21, 0, 0}, 3);
    open_ranking_as(bench, &(struct rank_options){.limit = 3, .unique = true, .order = RANK_BY_PATH});
    offer(bench, 0, 0, 1);
    offer(bench, 1, 1, 6);
    offer(bench, 21, 0, 6);
    assert_order(bench, (const uint32_t[]){21, 0}, 2);
    open_ranking_as(bench, &(struct rank_options){.limit = 0, .unique = true});
    for (uint32_t i = 0; i < 4; i++)
        offer(bench, i < 2 ? 0 : i == 2 ? 1 : 21, i % 2, 1);
    assert_int_equal(ranking_count(bench->ranking), 3);
}

/* ---- Random offers, against sorting ---- */

static const struct bench *sorting; /* what qsort() has no argument for */
static enum rank_order sorting_order;

static int date_order(const struct standing *x, const struct standing *y, bool newest)
{
    const bool x_dated = x->date.precision != DATE_UNKNOWN, y_dated = y->date.precision != DATE_UNKNOWN;
    if (x_dated != y_dated) return x_dated ? -1 : 1;
    if (!x_dated || x->date.seconds == y->date.seconds) return 0;
    return (x->date.seconds > y->date.seconds) == newest ? -1 : 1;
}

static int by_rank(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    const struct standing *x = &sorting->articles[a->article], *y = &sorting->articles[b->article];
    const bool dates = sorting_order == RANK_OLDEST || sorting_order == RANK_NEWEST;
    if (dates && date_order(x, y, sorting_order == RANK_NEWEST)) return date_order(x, y, sorting_order == RANK_NEWEST);
    if (sorting_order == RANK_BY_PATH && strcmp(x->path, y->path) != 0) return strcmp(x->path, y->path);
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    if (date_order(x, y, true)) return date_order(x, y, true);
    if (strcmp(x->path, y->path) != 0) return strcmp(x->path, y->path);
    return a->passage < b->passage ? -1 : 1;
}

/* Of passages in order, the first of each article. Returns how many are left. */
static size_t first_of_each_article(struct ranked *offers, size_t count)
{
    bool met[ARTICLES_MAX] = {false};
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!met[offers[i].article]) offers[kept++] = offers[i];
        met[offers[i].article] = true;
    }
    return kept;
}

/* Of passages in order, the first of each cluster of copies, and all of other articles. Returns how many are left. */
static size_t first_of_each_cluster(const struct bench *bench, struct ranked *offers, size_t count)
{
    bool met[ARTICLES_MAX] = {false};
    const struct copies *copies;
    size_t kept = 0;
    assert_int_equal(index_reader_copies(bench->fixture->reader, &copies, NULL), NS_OK);
    assert_true(copies_count(copies) > 0);
    for (size_t i = 0; i < count; i++) {
        struct copy_cluster cluster;
        const bool found = copies_find(copies, offers[i].article, &cluster);
        if (!found || !met[cluster.first]) offers[kept++] = offers[i];
        if (found) met[cluster.first] = true;
    }
    return kept;
}

static void random_articles(struct bench *bench, struct random_source *random)
{
    static const char *const paths[] = {"a", "b", "a/b", "B", "\xc3\xa9"};
    bench->article_count = 0;
    fixture_begin(bench->fixture, "english");
    while (bench->article_count < ARTICLES_MAX)
        put(bench, paths[random_below(random, COUNT(paths))], 86400 * ((int64_t)random_below(random, 4) - 2),
            (enum date_precision)random_below(random, DATE_SECOND + 1));
    end_articles(bench);
}

/* Some of the passages, each once, in any order, with few different scores; returns how many. */
static size_t random_offers(const struct bench *bench, struct random_source *random, struct ranked *offers)
{
    const uint32_t scores = 1 + random_below(random, 6);
    size_t count = 0;
    for (uint32_t article = 0; article < bench->article_count; article++) {
        for (uint32_t i = 0; i < bench->articles[article].passages; i++) {
            if (!random_chance(random, 70)) continue;
            offers[count++] = (struct ranked){bench->articles[article].first_passage + i, article, random_below(random, scores) * 0.1, 0};
        }
    }
    for (size_t i = count; i > 1; i--) {
        const size_t other = random_below(random, (uint32_t)i);
        const struct ranked kept = offers[i - 1];
        offers[i - 1] = offers[other];
        offers[other] = kept;
    }
    return count;
}

static void compare_with_sorting(struct bench *bench, uint64_t seed)
{
    struct random_source random = {seed};
    static struct ranked offers[OFFERS_MAX];
    struct ns_error err;
    size_t count = random_offers(bench, &random, offers);
    const size_t limit = 1 + random_below(&random, (uint32_t)count + 10);
    const struct rank_options options = {.limit = limit,
                                         .by_article = random_chance(&random, 50),
                                         .unique = random_chance(&random, 50),
                                         .order = (enum rank_order)random_below(&random, RANK_BY_PATH + 1)};
    open_ranking_as(bench, &options);
    for (size_t i = 0; i < count; i++) {
        if (!ranking_is_below(bench->ranking, offers[i].score)) assert_ok(ranking_offer(bench->ranking, &offers[i], &err), &err);
    }
    assert_ok(ranking_finish(bench->ranking, &err), &err);
    sorting = bench;
    sorting_order = options.order;
    qsort(offers, count, sizeof *offers, by_rank);
    if (options.unique) count = first_of_each_cluster(bench, offers, count);
    if (options.by_article) count = first_of_each_article(offers, count);
    if (ranking_count(bench->ranking) != (limit < count ? limit : count)) fail_msg("SEED=%llu: another count", (unsigned long long)seed);
    for (size_t i = 0; i < ranking_count(bench->ranking); i++) {
        const struct ranked *got = ranking_get(bench->ranking, i);
        if (got->passage != offers[i].passage || got->article != offers[i].article || got->score != offers[i].score)
            fail_msg("SEED=%llu: number %zu of %zu, limit %zu", (unsigned long long)seed, i, count, limit);
    }
}

static void test_random_offers(void **state)
{
    struct random_source random = {first_seed()};
    random_articles(*state, &random);
    for (uint64_t i = 0; i < 3000 / FEWER; i++)
        compare_with_sorting(*state, first_seed() + i);
}

#define RANK_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RANK_TEST(test_scores_come_first),
        RANK_TEST(test_ties_newest_first),
        RANK_TEST(test_ties_by_path_then_place),
        RANK_TEST(test_passages_of_one_article),
        RANK_TEST(test_what_is_below),
        RANK_TEST(test_articles),
        RANK_TEST(test_counting),
        RANK_TEST(test_other_orders),
        RANK_TEST(test_nothing_offered),
        RANK_TEST(test_unique),
        RANK_TEST(test_random_offers),
    };
    return cmocka_run_group_tests_name("rank", tests, NULL, NULL);
}
