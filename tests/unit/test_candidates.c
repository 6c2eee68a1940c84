/* test_candidates.c - trees of candidates, and the postings they are made of, against brute force over all articles. */
#include "tests/unit/search_fixture.h"

#include "searcher/candidates.h"
#include "searcher/postings.h"

/* Terms are the letters a to h; passages have few of them, articles are of one to four passages. */
#define TERMS 8
#define ARTICLES_MAX 80

/* The state of a test. */
struct bench {
    struct fixture *fixture;
    uint32_t terms_of[ARTICLES_MAX]; /* a bit a term */
    uint32_t article_count;
    struct candidates *candidates;
    struct postings *postings;
};

static int setup(void **state)
{
    return fixture_setup_in(state, sizeof(struct bench));
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    void *fixture = bench->fixture;
    candidates_free(bench->candidates);
    postings_free(bench->postings);
    free(bench);
    return fixture_teardown(&fixture);
}

/* ---- Articles ---- */

/* An article whose passages are as long as they may be, with some of the terms somewhere in each. */
static void put_article(struct bench *bench, const char *const *passages, size_t count)
{
    char path[16], body[8192] = "";
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t terms = strlen(passages[i]);
        for (size_t word = 0; word < (i + 1 < count ? 250 : terms + 1); word++) {
            const char text[2] = {word < terms ? passages[i][word] : 'x', '\0'};
            used += (size_t)sprintf(body + used, "%s%s ", text, "q"); /* aq: no stem is cut from it */
            if (word < terms) bench->terms_of[bench->article_count] |= 1u << (passages[i][word] - 'a');
        }
    }
    sprintf(path, "%u", bench->article_count++);
    fixture_put_body(bench->fixture, path, body);
}

static void begin_articles(struct bench *bench)
{
    bench->article_count = 0;
    memset(bench->terms_of, 0, sizeof bench->terms_of);
    fixture_begin(bench->fixture, "english");
}

static void random_articles(struct bench *bench, struct random_source *random)
{
    begin_articles(bench);
    for (uint32_t left = 1 + random_below(random, ARTICLES_MAX); left > 0; left--) {
        char terms[4][TERMS + 1] = {{0}};
        const char *passages[4];
        const uint32_t count = random_chance(random, 70) ? 1 : 2 + random_below(random, 3), percent = 5 + random_below(random, 40);
        for (uint32_t i = 0; i < count; i++) {
            for (uint32_t term = 0, used = 0; term < TERMS; term++)
                if (random_chance(random, percent / (1 + term / 2))) terms[i][used++] = (char)('a' + term);
            passages[i] = terms[i];
        }
        put_article(bench, passages, count);
    }
    fixture_end(bench->fixture);
}

/* ---- Trees, and what they mean ---- */

/* Of an article with these terms, whether the tree says that it may hold. */
struct tree {
    enum { EVERY, TERMS_OF, ALL_OF, ANY_OF } kind;
    uint32_t terms;
    struct tree *children[4];
    size_t child_count;
};

static void tree_free(struct tree *tree)
{
    for (size_t i = 0; i < tree->child_count; i++)
        tree_free(tree->children[i]);
    free(tree);
}

static struct tree *random_tree(struct random_source *random, uint32_t depth)
{
    struct tree *tree = calloc(1, sizeof *tree);
    assert_non_null(tree);
    const uint32_t pick = random_below(random, 20);
    tree->kind = pick == 0 ? EVERY : depth == 0 || pick < 8 ? TERMS_OF : pick < 14 ? ALL_OF : ANY_OF;
    if (tree->kind == TERMS_OF) {
        tree->terms = 1u << random_below(random, TERMS);
        if (random_chance(random, 30)) tree->terms = random_below(random, 1u << TERMS); /* of many, or none */
    } else if (tree->kind != EVERY) {
        for (uint32_t left = random_below(random, 5); left > 0; left--)
            tree->children[tree->child_count++] = random_tree(random, depth - 1);
    }
    return tree;
}

static bool may_hold(const struct tree *tree, uint32_t terms)
{
    if (tree->kind == EVERY) return true;
    if (tree->kind == TERMS_OF) return (tree->terms & terms) != 0;
    for (size_t i = 0; i < tree->child_count; i++) {
        if (may_hold(tree->children[i], terms) != (tree->kind == ALL_OF)) return tree->kind == ANY_OF;
    }
    return tree->kind == ALL_OF;
}

static struct candidates *candidates_of_terms(const struct bench *bench, uint32_t terms)
{
    struct interner names = {0};
    struct candidates *out = NULL;
    struct ns_error err;
    for (uint32_t i = 0; i < TERMS; i++) {
        const char name[2] = {(char)('a' + i), 'q'};
        if (terms & 1u << i) assert_ok(interner_add(&names, name, 2, &(uint32_t){0}, NULL, &err), &err);
    }
    const ns_status status = candidates_terms(bench->fixture->reader, &names, &out, &err);
    interner_release(&names);
    assert_ok(status, &err);
    return out;
}

static struct candidates *candidates_of(const struct bench *bench, const struct tree *tree)
{
    struct candidates *parts[4], *out = NULL;
    struct ns_error err;
    const struct index_reader *reader = bench->fixture->reader;
    if (tree->kind == TERMS_OF) return candidates_of_terms(bench, tree->terms);
    for (size_t i = 0; i < tree->child_count; i++)
        parts[i] = candidates_of(bench, tree->children[i]);
    if (tree->kind == EVERY) {
        assert_ok(candidates_every(reader, &out, &err), &err);
    } else if (tree->kind == ALL_OF) {
        assert_ok(candidates_all(reader, parts, tree->child_count, &out, &err), &err);
    } else {
        assert_ok(candidates_any(reader, parts, tree->child_count, &out, &err), &err);
    }
    return out;
}

/* ---- Going forward ---- */

static bool seek(struct bench *bench, uint32_t passage, struct article_extent *extent)
{
    struct ns_error err;
    bool end = false;
    assert_ok(candidates_seek(bench->candidates, passage, extent, &end, &err), &err);
    return !end;
}

/* The number of the article, or the number of articles behind the last, that brute force says comes next from a passage on. */
static uint32_t next_article(const struct bench *bench, const struct tree *tree, uint32_t passage)
{
    struct article_extent extent = {0};
    struct ns_error err;
    if (passage >= index_reader_info(bench->fixture->reader)->passages) return bench->article_count;
    assert_ok(index_reader_extent(bench->fixture->reader, passage, &extent, &err), &err);
    uint32_t article = extent.article;
    while (article < bench->article_count && !may_hold(tree, bench->terms_of[article]))
        article++;
    return article;
}

static void complain(uint64_t seed, const char *what)
{
    fail_msg("SEED=%llu: %s", (unsigned long long)seed, what);
}

/* One after another: each article that may hold comes, in order, once. */
static void check_each_in_order(struct bench *bench, const struct tree *tree, uint64_t seed)
{
    struct article_extent extent = {0};
    uint32_t passage = 0;
    candidates_free(bench->candidates);
    bench->candidates = candidates_of(bench, tree);
    for (uint32_t article = 0; article < bench->article_count; article++) {
        if (!may_hold(tree, bench->terms_of[article])) continue;
        if (!seek(bench, passage, &extent)) complain(seed, "an end before the last article");
        if (extent.article != article) complain(seed, "another article");
        struct article_extent again;
        if (!seek(bench, passage, &again) || again.article != article) complain(seed, "the same question has another answer");
        passage = extent.first_passage + extent.passages;
    }
    if (seek(bench, passage, &extent)) complain(seed, "an article behind the last");
    if (seek(bench, passage, &extent)) complain(seed, "an article behind the end");
}

/* With jumps over articles that may hold. */
static void check_jumps(struct bench *bench, const struct tree *tree, struct random_source *random, uint64_t seed)
{
    struct article_extent extent = {0};
    candidates_free(bench->candidates);
    bench->candidates = candidates_of(bench, tree);
    for (uint32_t article = 0; article < bench->article_count; article += 1 + random_below(random, 6)) {
        struct article_record record = {0};
        struct ns_error err;
        assert_ok(index_reader_article(bench->fixture->reader, article, &record, &err), &err);
        const uint32_t passage = record.first_passage;
        article_record_release(&record);
        const uint32_t wanted = next_article(bench, tree, passage);
        if (seek(bench, passage, &extent) != (wanted < bench->article_count)) complain(seed, "a jump to another end");
        if (wanted < bench->article_count && extent.article != wanted) complain(seed, "a jump to another article");
        if (wanted > article) article = wanted - 1;
    }
}

static void random_case(struct bench *bench, uint64_t seed)
{
    struct random_source random = {seed};
    struct tree *tree = random_tree(&random, random_below(&random, 4));
    check_each_in_order(bench, tree, seed);
    check_jumps(bench, tree, &random, seed);
    tree_free(tree);
}

static void test_random_trees(void **state)
{
    for (uint64_t i = 0; i < 6000 / FEWER; i++) {
        if (i % 300 == 0) {
            struct random_source random = {first_seed() + i};
            struct bench *bench = *state;
            candidates_free(bench->candidates);
            bench->candidates = NULL;
            random_articles(bench, &random);
        }
        random_case(*state, first_seed() + i);
    }
}

/* ---- Postings of one term ---- */

#define PASSAGES_MAX (4 * ARTICLES_MAX)

static void open_postings(struct bench *bench, uint32_t term)
{
    const char name[2] = {(char)('a' + term), 'q'};
    struct ns_error err;
    postings_free(bench->postings);
    bench->postings = NULL;
    assert_ok(postings_open(bench->fixture->reader, name, sizeof name, &bench->postings, &err), &err);
}

/* All of them, one by one: how often each passage has the term. */
static void take_all(struct bench *bench, uint32_t *frequencies)
{
    struct ns_error err;
    uint32_t count = 0;
    xap_entry entry;
    memset(frequencies, 0, PASSAGES_MAX * sizeof *frequencies);
    for (;;) {
        assert_ok(postings_take(bench->postings, &entry, &err), &err);
        if (entry.document == XAP_END) break;
        frequencies[entry.document] = entry.wdf;
        count++;
    }
    assert_int_equal(count, postings_documents(bench->postings));
}

/* Of some articles, what is loaded and what is sought, twice and from within, are the same entries. */
static void check_articles(struct bench *bench, const uint32_t *frequencies, struct random_source *random, uint64_t seed)
{
    struct ns_error err;
    struct article_extent extent;
    const uint32_t passages = (uint32_t)index_reader_info(bench->fixture->reader)->passages;
    for (uint32_t passage = 0; passage < passages; passage = extent.first_passage + extent.passages) {
        assert_ok(index_reader_extent(bench->fixture->reader, passage, &extent, &err), &err);
        if (random_chance(random, 30)) continue;
        for (int again = 0; again < 2; again++) {
            const xap_entry *entries;
            size_t count = 0, at = 0;
            assert_ok(postings_load(bench->postings, &extent, &entries, &count, &err), &err);
            for (uint32_t i = extent.first_passage; i < extent.first_passage + extent.passages; i++) {
                if (frequencies[i] == 0) continue;
                if (at == count || entries[at].document != i || entries[at].wdf != frequencies[i]) complain(seed, "another entry");
                at++;
            }
            if (at != count) complain(seed, "an entry too many");
        }
        const uint32_t from = extent.first_passage + random_below(random, extent.passages);
        uint32_t found = 0, wanted = from;
        while (wanted < passages && frequencies[wanted] == 0)
            wanted++;
        assert_ok(postings_seek(bench->postings, from, &found, &err), &err);
        if (found != (wanted < passages ? wanted : XAP_END)) complain(seed, "another passage is found");
    }
}

static void test_postings(void **state)
{
    struct bench *bench = *state;
    uint32_t frequencies[PASSAGES_MAX];
    for (uint64_t i = 0; i < 200 / FEWER; i++) {
        struct random_source random = {first_seed() + i};
        postings_free(bench->postings);
        bench->postings = NULL;
        random_articles(bench, &random);
        for (uint32_t term = 0; term < TERMS; term++) {
            open_postings(bench, term);
            take_all(bench, frequencies);
            open_postings(bench, term);
            check_articles(bench, frequencies, &random, first_seed() + i);
        }
    }
}

/* ---- By hand ---- */

static void assert_articles(struct bench *bench, struct candidates *candidates, const char *wanted)
{
    struct article_extent extent;
    char found[64] = "";
    candidates_free(bench->candidates);
    bench->candidates = candidates;
    for (uint32_t passage = 0; seek(bench, passage, &extent); passage = extent.first_passage + extent.passages)
        sprintf(found + strlen(found), "%u", extent.article);
    assert_string_equal(found, wanted);
}

static struct candidates *join(const struct bench *bench, bool all, struct candidates *first, struct candidates *second)
{
    struct candidates *parts[] = {first, second}, *out;
    struct ns_error err;
    const struct index_reader *reader = bench->fixture->reader;
    const ns_status status = all ? candidates_all(reader, parts, 2, &out, &err) : candidates_any(reader, parts, 2, &out, &err);
    assert_ok(status, &err);
    return out;
}

/* Terms in different passages of an article meet, too, in whatever order they stand. */
static void test_terms_in_other_passages(void **state)
{
    struct bench *bench = *state;
    begin_articles(bench);
    put_article(bench, (const char *const[]){"a", "", "b"}, 3);
    put_article(bench, (const char *const[]){"a"}, 1);
    put_article(bench, (const char *const[]){"", "b", "a"}, 3);
    put_article(bench, (const char *const[]){"b"}, 1);
    put_article(bench, (const char *const[]){"abc"}, 1);
    fixture_end(bench->fixture);
    enum { A = 1, B = 2, C = 4 };
    assert_articles(bench, join(bench, true, candidates_of_terms(bench, A), candidates_of_terms(bench, B)), "024");
    assert_articles(bench, join(bench, true, candidates_of_terms(bench, B), candidates_of_terms(bench, A)), "024");
    assert_articles(bench, join(bench, false, candidates_of_terms(bench, A), candidates_of_terms(bench, B)), "01234");
    assert_articles(bench, join(bench, true, candidates_of_terms(bench, A | B), candidates_of_terms(bench, C)), "4");
    assert_articles(bench, join(bench, true, candidates_of_terms(bench, A), candidates_of_terms(bench, A)), "0124");
    assert_articles(bench, candidates_of_terms(bench, A | B | C), "01234");
}

static void test_nothing_and_everything(void **state)
{
    struct bench *bench = *state;
    struct candidates *every, *all, *any;
    struct ns_error err;
    begin_articles(bench);
    put_article(bench, (const char *const[]){"a"}, 1);
    put_article(bench, (const char *const[]){"", "b"}, 2);
    fixture_end(bench->fixture);
    const struct index_reader *reader = bench->fixture->reader;
    assert_ok(candidates_every(reader, &every, &err), &err);
    assert_ok(candidates_all(reader, NULL, 0, &all, &err), &err);
    assert_ok(candidates_any(reader, NULL, 0, &any, &err), &err);
    assert_articles(bench, every, "01");
    assert_articles(bench, all, "01");
    assert_articles(bench, any, "");
    assert_articles(bench, candidates_of_terms(bench, 0), "");
    assert_articles(bench, candidates_of_terms(bench, 1u << 7), "");
    candidates_free(NULL);
    begin_articles(bench);
    candidates_free(bench->candidates);
    bench->candidates = NULL;
    fixture_end(bench->fixture);
    assert_ok(candidates_every(bench->fixture->reader, &every, &err), &err);
    assert_articles(bench, every, "");
    assert_articles(bench, candidates_of_terms(bench, 3), "");
}

/* Notes the articles that it is asked of, and passes over every second. */
static ns_status note_article(void *context, const struct article_extent *extent, bool *pass_over, struct ns_error *err)
{
    char *asked = context;
    (void)err;
    *pass_over = strlen(asked) % 2;
    asked[strlen(asked)] = (char)('0' + extent->article);
    return NS_OK;
}

/* Only the articles of the rarest part are asked for, in whatever order the parts were given. */
static void test_gate(void **state)
{
    struct bench *bench = *state;
    begin_articles(bench);
    for (int i = 0; i < 9; i++)
        put_article(bench, (const char *const[]){i % 3 ? "a" : "ab"}, 1);
    fixture_end(bench->fixture);
    for (unsigned first = 1; first <= 2; first++) {
        char asked[20] = "";
        bench->candidates = join(bench, true, candidates_of_terms(bench, first), candidates_of_terms(bench, 3 - first));
        candidates_set_gate(bench->candidates, note_article, asked);
        struct article_extent extent = {0};
        bool end = false;
        size_t found = 0;
        for (uint32_t from = 0; !end; from = extent.first_passage + extent.passages) {
            assert_int_equal(candidates_seek(bench->candidates, from, &extent, &end, NULL), NS_OK);
            found += !end;
        }
        assert_string_equal(asked, "036");
        assert_int_equal(found, 2);
        candidates_free(bench->candidates);
        bench->candidates = NULL;
    }
}

#define CANDIDATES_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CANDIDATES_TEST(test_terms_in_other_passages),
        CANDIDATES_TEST(test_nothing_and_everything),
        CANDIDATES_TEST(test_random_trees),
        CANDIDATES_TEST(test_postings),
        CANDIDATES_TEST(test_gate),
    };
    return cmocka_run_group_tests_name("candidates", tests, NULL, NULL);
}
