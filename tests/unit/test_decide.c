/* test_decide.c - which articles a query holds in: the rules of lists and counts, and that postings and words tell the same. */
#include "tests/unit/decide_fixture.h"
#include "tests/unit/random_news.h"

#include <math.h>

static int setup(void **state)
{
    return fixture_setup_in(state, sizeof(struct deciding));
}

/* Returns whether it could be told: the words of a query may stand near each other in too many ways. */
static bool try_holds(struct deciding *deciding, uint32_t article, enum decide_by by, bool *held)
{
    struct ns_error err;
    const struct article_extent extent = extent_of(deciding->fixture, article);
    decider_begin(deciding->deciders[by], &extent, by);
    const ns_status status = decider_holds(deciding->deciders[by], held, &err);
    if (status != NS_ERR_LIMIT) assert_ok(status, &err);
    return status == NS_OK;
}

static bool holds(struct deciding *deciding, uint32_t article, enum decide_by by)
{
    bool held = false;
    assert_true(try_holds(deciding, article, by, &held));
    return held;
}

/* The articles in which a query holds, as digits; both ways tell the same. */
static void assert_holds(struct deciding *deciding, const char *query, const char *wanted)
{
    char found[64] = "";
    assert_true(deciding_begin(deciding, query));
    const uint64_t articles = index_reader_info(deciding->fixture->reader)->articles;
    for (uint32_t i = 0; i < articles; i++) {
        const bool held = holds(deciding, i, DECIDE_BY_WORDS);
        if (held != holds(deciding, i, DECIDE_BY_POSTINGS)) fail_msg("%s: postings and words differ in article %u", query, i);
        if (held) sprintf(found + strlen(found), "%u", i);
    }
    if (strcmp(found, wanted) != 0) fail_msg("%s holds in [%s], wanted [%s]", query, found, wanted);
}

static void put(struct fixture *f, const char *path, const char *section, const char *title, const char *body, int64_t day)
{
    const struct article article = {
        .path = path,
        .section = section,
        .byline = "Ann Lee, Beijing",
        .date = {day * 86400, day ? DATE_DAY : DATE_UNKNOWN},
        .parts = {{PART_TITLE, title, strlen(title), 0, 1, 1}, {PART_BODY, body, strlen(body), strlen(title) + 2, 3, 1}},
        .part_count = 2};
    fixture_put(f, &article);
}

/* Days 18628 and on are those of 2021, day 18687 is the first of March. */
static void put_articles(struct fixture *f)
{
    fixture_begin(f, "english");
    put(f, "news/a.txt", "WORLD / ASIA", "Vaccine makers", "The serum came. The serum stayed.\n\nSerum and vaccine, no panda.", 18687);
    put(f, "news/b.txt", "WORLD", "Stone panda", "The stone panda said that the serum is gone.", 18628);
    put(f, "old/c.txt", NULL, "Markets", "APT 10 and APT-10 are the panda, the cyberattack was a cyber attack.", 0);
    put(f, "old/d.txt", "BUSINESS", "Vaccines", "Nothing of note. Vaccines came and went.", 18700);
    fixture_end(f);
}

/* ---- Lists ---- */

static void test_lists(void **state)
{
    struct deciding *d = *state;
    put_articles(d->fixture);
    assert_holds(d, "", "");
    assert_holds(d, "serum panda", "012");
    assert_holds(d, "+serum panda", "01");
    assert_holds(d, "+serum +vaccine", "0");
    assert_holds(d, "-serum", "23");
    assert_holds(d, "panda -serum", "2");
    assert_holds(d, "-serum -panda", "3");
    assert_holds(d, "+serum -stone panda", "0");
    assert_holds(d, "+(serum markets) -vaccine", "12");
    assert_holds(d, "(+serum -vaccine) business markets", "12");
    assert_holds(d, "+unheard serum", "");
}

/* Filters restrict, and do not stand in for what is looked for: `vaccine +date:2021` without vaccine would be every article of 2021. */
static void test_filters_restrict(void **state)
{
    struct deciding *d = *state;
    put_articles(d->fixture);
    assert_holds(d, "vaccine +date:2021", "03");
    assert_holds(d, "vaccine date:2021", "03");
    assert_holds(d, "+date:2021 -vaccine", "1");
    assert_holds(d, "+date:2021", "013");
    assert_holds(d, "panda +section:world", "01");
    assert_holds(d, "panda vaccine section:world path:news/ date:2021-03", "0");
    assert_holds(d, "panda +(not serum)", "2"); /* NOT is a filter, too */
    assert_holds(d, "panda +(date:2021-01 or path:old/)", "12");
    assert_holds(d, "panda +(not serum and date:2021)", "");
    assert_holds(d, "panda +(serum and date:2021-01)", "1"); /* this is more than a filter */
    assert_holds(d, "vaccine +(serum and date:2021-01)", "1");
    assert_holds(d, "date:2021 section:world", "01");
}

static void test_fields(void **state)
{
    struct deciding *d = *state;
    put_articles(d->fixture);
    assert_holds(d, "section:world", "01");
    assert_holds(d, "section:worlds", "01"); /* by stems as in the text */
    assert_holds(d, "section:=world", "");
    assert_holds(d, "section:=WORLD", "01");
    assert_holds(d, "section:wor*", "01");
    assert_holds(d, "section:wrold~1", "01");
    assert_holds(d, "section:\"world asia\"", "0");
    assert_holds(d, "section:(world adj/1 asia)", "0");
    assert_holds(d, "section:(asia adj/1 world)", "");
    assert_holds(d, "section:(asia near/1 world)", "0");
    assert_holds(d, "section:(world not near asia)", "1");
    assert_holds(d, "section:(asia or business)", "03");
    assert_holds(d, "section:(world and not asia)", "1");
    assert_holds(d, "by:(lee adj beijing)", "0123");
    assert_holds(d, "by:\"lee * beijing\"", "");
    assert_holds(d, "by:(first/1 ann)", "0123");
    assert_holds(d, "source:ann", "");
    assert_holds(d, "not section:world", "23"); /* 2 has none */
    assert_holds(d, "section:serum", "");
}

static void test_boolean_operators(void **state)
{
    struct deciding *d = *state;
    put_articles(d->fixture);
    assert_holds(d, "serum and vaccine", "0");
    assert_holds(d, "serum or vaccine", "013");
    assert_holds(d, "serum not vaccine", "1");
    assert_holds(d, "not serum", "23");
    assert_holds(d, "not (serum or vaccine)", "2");
    assert_holds(d, "not (serum and vaccine)", "123");
    assert_holds(d, "not not serum", "01");
    assert_holds(d, "2 of (serum panda vaccine)", "01");
    assert_holds(d, "3 of (serum panda vaccine)", "0");
    assert_holds(d, "1 of (unheard stone)", "1");
    assert_holds(d, "2 of (unheard stone)", "");
    assert_holds(d, "2 of (serum date:2021-03 path:old/)", "03");
}

static void test_counts(void **state)
{
    struct deciding *d = *state;
    put_articles(d->fixture);
    assert_holds(d, "atleast3 serum", "0");
    assert_holds(d, "atleast4 serum", "");
    assert_holds(d, "atleast2 vaccine", "03");
    assert_holds(d, "atleast2 =Vaccines", "3");
    assert_holds(d, "atleast2 apt10", "2");
    assert_holds(d, "atleast3 apt10", "");
    assert_holds(d, "atleast2 cyber-attack", "2");
    assert_holds(d, "atleast4 (serum or vaccine)", "0");
    assert_holds(d, "atleast6 (serum or vaccine)", "");
    assert_holds(d, "atleast2 \"the serum\"", "0");
    assert_holds(d, "atleast2 title:vaccine", "");
}

static void test_parts_and_fields_of_the_text(void **state)
{
    struct deciding *d = *state;
    put_articles(d->fixture);
    assert_holds(d, "title:vaccine", "03");
    assert_holds(d, "body:vaccine", "03");
    assert_holds(d, "body:panda title:panda", "012");
    assert_holds(d, "title:panda and body:panda", "1");
    assert_holds(d, "first/3 serum", "");
    assert_holds(d, "first/4 serum", "0");
    assert_holds(d, "stone sentence serum", "1");
    assert_holds(d, "panda same serum", "01");
    assert_holds(d, "came same stayed", "0");
    assert_holds(d, "came sentence stayed", "");
    assert_holds(d, "serum not near/1 the", "0");
    assert_holds(d, "title:panda near body:said", "1");
}

/* ---- Passages and weight ---- */

/* A hit without evidence is the article's first passage. */
static void test_passages_without_evidence(void **state)
{
    static const char *const queries[] = {"not unheard", "section:world", "path:a", "-unheard"};
    struct deciding *d = *state;
    char *long_body = calloc(1, 8000);
    assert_non_null(long_body);
    for (int i = 0; i < 600; i++)
        strcat(long_body, "word ");
    fixture_begin(d->fixture, "english");
    put(d->fixture, "a", "WORLD", "T", long_body, 0);
    fixture_end(d->fixture);
    free(long_body);
    for (size_t i = 0; i < COUNT(queries); i++) {
        const bool *passages;
        struct ns_error err;
        assert_true(deciding_begin(d, queries[i]) && holds(d, 0, DECIDE_BY_POSTINGS));
        assert_ok(decider_passages(d->deciders[DECIDE_BY_POSTINGS], &passages, &err), &err);
        assert_true(passages[0]);
        for (uint32_t j = 1; j < extent_of(d->fixture, 0).passages; j++)
            assert_false(passages[j]);
        double score = 1;
        assert_ok(decider_weigh(d->deciders[DECIDE_BY_POSTINGS], 0, &score, NULL, &err), &err);
        assert_true(score == 0);
    }
}

/* A word of several parts weighs once, one that is excluded not at all. */
static void test_lines_of_weight(void **state)
{
    static const struct {
        const char *query;
        uint32_t article;
        const char *units; /* name and frequency */
    } cases[] = {
        {"serum", 0, "serum=3"},
        {"+serum (serum near came) body:serum atleast2 serums", 0, "serum=3 came=1"},
        {"serum -stone", 0, "serum=3"},
        {"serum and not (stone or markets)", 0, "serum=3"},
        {"serum not near stone", 0, "serum=3"},
        {"serum or stone", 0, "serum=3"}, /* a word that is not there is no line */
        {"apt10", 2, "apt10=2"},
        {"apt-10 APT10", 2, "apt-10=2"},
        {"panda (=panda pand* pandas)", 1, "panda=2 =panda=2 pand*=2"},
        {"title:vaccine", 0, "vaccine=2"}, /* the word weighs by the whole passage */
        {"section:world serum", 1, "serum=1"},
        {"date:2021", 1, ""},
    };
    struct deciding *d = *state;
    put_articles(d->fixture);
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (int by = DECIDE_BY_POSTINGS; by <= DECIDE_BY_WORDS; by++) {
            struct weight_list list = {0};
            struct ns_error err;
            double score;
            const bool *passages;
            char units[256] = "";
            assert_true(deciding_begin(d, cases[i].query));
            if (!holds(d, cases[i].article, (enum decide_by)by)) fail_msg("%s does not hold", cases[i].query);
            assert_ok(decider_passages(d->deciders[by], &passages, &err), &err);
            assert_ok(decider_weigh(d->deciders[by], 0, &score, &list, &err), &err);
            for (size_t line = 0; line < list.count; line++) {
                const struct plan_unit *unit = list.lines[line].unit;
                sprintf(units + strlen(units), "%s%.*s=%u", line ? " " : "", (int)unit->name.size, unit->name.data,
                        list.lines[line].frequency);
            }
            weight_list_release(&list);
            if (strcmp(units, cases[i].units) != 0) fail_msg("%s weighs [%s], wanted [%s]", cases[i].query, units, cases[i].units);
        }
    }
}

/* ---- Random queries: both ways are the same ---- */

static void complain(const char *query, uint64_t seed, const char *what)
{
    fail_msg("SEED=%llu: %s: %s", (unsigned long long)seed, query, what);
}

/* What no passage of an article weighs more than, by each of the ways to tell. */
struct bounds {
    double quick, whole;
};

/* As a search asks: before it knows whether the article is one. */
static struct bounds find_bounds(struct deciding *d, uint32_t article)
{
    struct ns_error err;
    struct bounds bounds = {0};
    struct decider *decider = d->deciders[DECIDE_BY_POSTINGS];
    const struct article_extent extent = extent_of(d->fixture, article);
    assert_ok(decider_quick_bound(decider, &extent, &bounds.quick, &err), &err);
    decider_begin(decider, &extent, DECIDE_BY_POSTINGS);
    assert_ok(decider_bound(decider, &bounds.whole, &err), &err);
    return bounds;
}

static void compare_passages(struct deciding *d, uint32_t article, struct bounds bounds, const char *query, uint64_t seed)
{
    struct ns_error err;
    const bool *passages[2];
    for (int by = DECIDE_BY_POSTINGS; by <= DECIDE_BY_WORDS; by++)
        assert_ok(decider_passages(d->deciders[by], &passages[by], &err), &err);
    for (uint32_t i = 0; i < extent_of(d->fixture, article).passages; i++) {
        if (passages[0][i] != passages[1][i]) complain(query, seed, "postings and words give other passages");
        double scores[2];
        for (int by = DECIDE_BY_POSTINGS; by <= DECIDE_BY_WORDS; by++)
            assert_ok(decider_weigh(d->deciders[by], i, &scores[by], NULL, &err), &err);
        if (fabs(scores[0] - scores[1]) > 1e-9) complain(query, seed, "postings and words give other scores");
        if (scores[0] > bounds.whole) complain(query, seed, "a score over the bound");
        if (scores[0] > bounds.quick) complain(query, seed, "a score over the quick bound");
    }
}

/* What a passage shows and weighs. */
struct shown {
    double score;
    struct interval_list evidence, marks;
};

/* Of the passage that a decider calls by this number, in words from the beginning of what it has at hand. */
static void find_shown(struct deciding *d, uint32_t number, struct shown *shown)
{
    struct ns_error err;
    bool held = false;
    struct decider *decider = d->deciders[DECIDE_BY_WORDS];
    assert_ok(decider_holds(decider, &held, &err), &err);
    assert_true(held);
    assert_ok(decider_weigh(decider, number, &shown->score, NULL, &err), &err);
    assert_ok(decider_evidence(decider, number, &shown->evidence, &shown->marks, &err), &err);
}

static bool are_same(const struct interval_list *a, const struct interval_list *b, uint32_t behind)
{
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++) {
        if (a->items[i].first != b->items[i].first + behind || a->items[i].last != b->items[i].last + behind) return false;
    }
    return true;
}

/* A passage alone shows and weighs what it does in its article, in which the query holds. */
static void compare_alone(struct deciding *d, uint32_t article, const char *query, uint64_t seed)
{
    struct shown in_article = {0}, alone = {0};
    struct decider *decider = d->deciders[DECIDE_BY_WORDS];
    const struct article_extent extent = extent_of(d->fixture, article);
    uint32_t first_word = 0;
    if (!decider_is_separate(decider)) return;
    for (uint32_t i = 0; i < extent.passages; i++) {
        decider_begin(decider, &extent, DECIDE_BY_WORDS);
        find_shown(d, i, &in_article);
        if (in_article.evidence.count > 0) {
            decider_begin_passage(decider, &extent, extent.first_passage + i);
            find_shown(d, 0, &alone);
            if (d->weighing == WEIGH_PASSAGE && alone.score != in_article.score) complain(query, seed, "a passage weighs something else alone");
            if (!are_same(&in_article.evidence, &alone.evidence, first_word)) complain(query, seed, "a passage has other evidence alone");
            if (!are_same(&in_article.marks, &alone.marks, first_word)) complain(query, seed, "a passage has other marks alone");
            d->alone++;
        }
        first_word += spans_words(index_reader_spans(d->fixture->reader), extent.first_passage + i);
    }
    interval_list_release(&in_article.evidence);
    interval_list_release(&in_article.marks);
    interval_list_release(&alone.evidence);
    interval_list_release(&alone.marks);
}

/* Every article, some of them passed over, so that cursors jump. Returns in how many the query holds. */
static size_t compare_ways(struct deciding *d, struct random_source *random, struct random_words *words, uint64_t seed)
{
    char query[RANDOM_QUERY_SIZE];
    size_t held = 0;
    struct query_source source = random_queries(words, random);
    random_query_text(&source, query);
    if (!deciding_begin(d, query)) return 0;
    const uint32_t passed_over = random_below(random, 3) * 30;
    for (uint32_t i = 0; i < index_reader_info(d->fixture->reader)->articles; i++) {
        if (random_chance(random, passed_over)) continue;
        const struct bounds bounds = find_bounds(d, i);
        bool by_words, by_postings;
        if (!try_holds(d, i, DECIDE_BY_WORDS, &by_words) || !try_holds(d, i, DECIDE_BY_POSTINGS, &by_postings)) {
            d->refused++;
            break;
        }
        if (by_words != by_postings) complain(query, seed, "postings and words decide otherwise");
        if (by_words) compare_passages(d, i, bounds, query, seed);
        if (by_words) compare_alone(d, i, query, seed);
        held += by_words;
    }
    return held;
}

#define QUERIES_A_COLLECTION 400

/* Of short articles, and of articles of several passages. */
static void make_collection(struct deciding *d, const struct random_words *words, uint64_t seed)
{
    static const struct random_shape shape = {.articles = 60, .long_percent = 25, .words_max = 700};
    struct random_source random = {seed};
    deciding_forget(d); /* what the deciders read is about to go */
    random_collection(d->fixture, &random, words, &shape, NULL);
}

static void test_random_queries(void **state)
{
    struct deciding *d = *state;
    struct random_words words = all_words();
    size_t held = 0;
    for (uint64_t i = 0; i < 4000 / FEWER; i++) {
        const uint64_t seed = first_seed() + i, place = seed % QUERIES_A_COLLECTION;
        struct random_source random = {seed};
        if (i == 0 || place == 0) make_collection(d, &words, seed - place);
        held += compare_ways(d, &random, &words, seed);
    }
    assert_true(held > 4000 / FEWER);
    assert_true(d->refused * 100 <= 4000 / FEWER);
    assert_true(d->alone > 4000 / FEWER);
}

#define DECIDE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, deciding_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DECIDE_TEST(test_lists),
        DECIDE_TEST(test_filters_restrict),
        DECIDE_TEST(test_fields),
        DECIDE_TEST(test_boolean_operators),
        DECIDE_TEST(test_counts),
        DECIDE_TEST(test_parts_and_fields_of_the_text),
        DECIDE_TEST(test_passages_without_evidence),
        DECIDE_TEST(test_lines_of_weight),
        DECIDE_TEST(test_random_queries),
    };
    return cmocka_run_group_tests_name("decide", tests, NULL, NULL);
}
