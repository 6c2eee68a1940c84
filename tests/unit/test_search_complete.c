/* test_search_complete.c - that a search loses nothing: compared with the matcher over every article, and on damaged indexes. */
#include "tests/unit/search_fixture.h"

#include <math.h>
#include <unistd.h>

#include "indexer/input.h"
#include "indexer/walk.h"
#include "searcher/plan.h"

/* ---- Completeness: the search finds what the matcher finds in every article, each once ---- */

struct finding {
    uint32_t article;
    struct interval interval;
};

struct findings {
    struct finding *items;
    size_t count;
    size_t capacity;
};

/* What is needed to compare, and released at the end of a test. */
struct comparison {
    struct fixture *fixture;
    char **sources;          /* of each article, its source; NULL where that is not compared */
    struct word_list *words; /* of each article */
    size_t articles;
    struct findings found;
    struct findings wanted;
    struct interval_list evidence;
    struct query *query;
    struct plan *plan;
    size_t total; /* findings that were compared */
};

static int comparison_setup(void **state)
{
    struct comparison *comparison = calloc(1, sizeof *comparison);
    void *fixture;
    if (!comparison || fixture_setup(&fixture) != 0) return -1;
    comparison->fixture = fixture;
    *state = comparison;
    return 0;
}

static void forget_articles(struct comparison *comparison)
{
    for (size_t i = 0; i < comparison->articles; i++) {
        word_list_release(&comparison->words[i]);
        if (comparison->sources) free(comparison->sources[i]);
    }
    free(comparison->sources);
    free(comparison->words);
    comparison->sources = NULL;
    comparison->words = NULL;
    comparison->articles = 0;
}

static int comparison_teardown(void **state)
{
    struct comparison *comparison = *state;
    void *fixture = comparison->fixture;
    forget_articles(comparison);
    free(comparison->found.items);
    free(comparison->wanted.items);
    interval_list_release(&comparison->evidence);
    query_free(comparison->query);
    plan_free(comparison->plan);
    free(comparison);
    return fixture_teardown(&fixture);
}

static void add_findings(struct findings *findings, uint32_t article, const struct interval_list *list)
{
    void *items = findings->items;
    assert_int_equal(array_reserve(&items, &findings->capacity, findings->count + list->count, sizeof *findings->items, NULL), NS_OK);
    findings->items = items;
    for (size_t i = 0; i < list->count; i++)
        findings->items[findings->count++] = (struct finding){article, list->items[i]};
}

static int by_place(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    if (a->article != b->article) return a->article < b->article ? -1 : 1;
    if (a->interval.first != b->interval.first) return a->interval.first < b->interval.first ? -1 : 1;
    return (a->interval.last > b->interval.last) - (a->interval.last < b->interval.last);
}

/* Run the matcher over every article. */
static void find_the_long_way(struct comparison *c, const char *query)
{
    struct ns_error err;
    query_free(c->query);
    plan_free(c->plan);
    c->query = NULL;
    c->plan = NULL;
    assert_ok(query_parse(query, strlen(query), &c->query, &err), &err);
    assert_ok(plan_query(c->query, c->fixture->reader, &c->plan, &err), &err);
    c->wanted.count = 0;
    for (uint32_t i = 0; i < c->articles; i++) {
        assert_ok(matcher_run(&c->plan->matcher, &c->words[i], &c->evidence, &err), &err);
        add_findings(&c->wanted, i, &c->evidence);
    }
}

static void complain(const char *query, uint64_t seed, const char *what)
{
    fail_msg("SEED=%llu: %s: %s", (unsigned long long)seed, query, what);
}

/* Whether the text of a hit at its first evidence is what stands at its place in the source. */
static bool is_in_place(const struct hit *hit, const char *source)
{
    const struct token *token = &hit->text.tokens[hit->evidence.items[0].first - hit->text_first];
    return hit->line == line_at(source, hit->source_offset) &&
           memcmp(source + hit->source_offset, hit->text.text.data + token->offset, token->length) == 0;
}

/* What has to hold for every hit; NULL if it does. */
static const char *fault_of(const struct comparison *c, const struct hit *hit)
{
    const struct interval *evidence = hit->evidence.items;
    const uint64_t text_end = (uint64_t)hit->text_first + hit->text.token_count;
    if (hit->evidence.count == 0) return "a hit without evidence";
    for (size_t i = 0; i < hit->evidence.count; i++) {
        if (evidence[i].first < hit->text_first || evidence[i].last >= text_end) return "evidence outside of the text";
        if (i > 0 && (evidence[i].first <= evidence[i - 1].first || evidence[i].last <= evidence[i - 1].last))
            return "evidence in no order";
    }
    for (size_t i = 0; i < hit->marks.count; i++) {
        if (i > 0 && hit->marks.items[i].first <= hit->marks.items[i - 1].first) return "marks in no order";
    }
    if (hit->marks.count == 0 || hit->marks.items[0].first != evidence[0].first) return "evidence that does not begin with a mark";
    if (hit->marks.items[hit->marks.count - 1].last != evidence[hit->evidence.count - 1].last)
        return "evidence that does not end with a mark";
    if (c->sources && !is_in_place(hit, c->sources[hit->passage.article])) return "a place that is not that of the evidence";
    return NULL;
}

/* Search, and look at every hit. */
static void find_by_searching(struct comparison *c, const char *query, uint64_t seed)
{
    const size_t count = fixture_search(c->fixture, query, ALL);
    c->found.count = 0;
    double score = INFINITY;
    uint32_t passage = 0;
    for (size_t i = 0; i < count; i++) {
        const struct hit *hit = fixture_hit(c->fixture, i);
        const uint32_t number = hit->article.first_passage;
        const char *fault = fault_of(c, hit);
        if (fault) complain(query, seed, fault);
        if (hit->rank != i + 1 || hit->score > score) complain(query, seed, "hits in no order");
        if (hit->score == score && number < passage) complain(query, seed, "equal hits in no order");
        score = hit->score;
        passage = number;
        add_findings(&c->found, hit->passage.article, &hit->evidence);
    }
}

static void compare(struct comparison *c, const char *query, uint64_t seed)
{
    find_the_long_way(c, query);
    find_by_searching(c, query, seed);
    if (c->found.count) qsort(c->found.items, c->found.count, sizeof *c->found.items, by_place);
    for (size_t i = 0; i < c->found.count && i < c->wanted.count; i++) {
        if (by_place(&c->found.items[i], &c->wanted.items[i]) != 0) complain(query, seed, "what is found is not what there is");
    }
    if (c->found.count != c->wanted.count) complain(query, seed, "not as much is found as there is, or some of it twice");
    c->total += c->found.count;
}

static void read_all_words(struct comparison *c)
{
    c->words = calloc(c->articles, sizeof *c->words);
    assert_non_null(c->words);
    for (uint32_t i = 0; i < c->articles; i++)
        fixture_words(c->fixture, i, &c->words[i]);
}

/* ---- Random articles and queries ---- */

static const char *const vocabulary[] = {"the",          "of",          "serum",
                                         "vaccine",      "said",        "vaccines",
                                         "panda",        "stone",       "APT10",
                                         "institute",    "APT-10",      "China's",
                                         "vaccinated",   "APT 10",      "x",
                                         "cyber-attack", "cyberattack", "cyber attack",
                                         "China",        "a",           "near",
                                         "U.S.",         "US",          "apt",
                                         "10",           "2,700",       "China-backed",
                                         "2700",         "caf\xc3\xa9", "cafe",
                                         "COVID-19",     "AT&T",        "state-of-the-art",
                                         "covid19",      "don't",       "attack",
                                         "cyber",        "bbc.com",     "\xe7\x96\xab\xe8\x8b\x97",
                                         "\xe7\x96\xab", "Mr. Li",      "co-operation",
                                         "cooperation"};

/* A word; those that stand first come more often. */
static const char *random_word(struct random_source *random)
{
    const uint32_t a = random_below(random, COUNT(vocabulary)), b = random_below(random, COUNT(vocabulary));
    return vocabulary[a < b ? a : b];
}

static char *random_article(struct random_source *random)
{
    static const char *const gaps[] = {" ",  " ", " ", " ", " ", " ", ", ", ". ", ".\n\n", "\r\n", "\n", " \xe2\x80\x9c", ".\xe2\x80\x9d ",
                                       " - "};
    const uint32_t words = random_below(random, 8) ? 1 + random_below(random, 30) : 200 + random_below(random, 400);
    const bool sentences = random_below(random, 3);
    char *text = calloc(words + 1, 24);
    assert_non_null(text);
    for (uint32_t i = 0, used = 0; i < words; i++)
        used += (uint32_t)sprintf(text + used, "%s%s", random_word(random), gaps[random_below(random, sentences ? COUNT(gaps) : 6)]);
    return text;
}

static void random_operand(struct random_source *random, FILE *out)
{
    const uint32_t words = random_below(random, 5) < 3 ? 1 : 2 + random_below(random, 2);
    if (words > 1) putc('"', out);
    for (uint32_t i = 0; i < words; i++)
        fprintf(out, "%s%s", i ? " " : "", random_below(random, 60) ? random_word(random) : "unheard");
    if (words > 1) putc('"', out);
}

static void random_query(struct random_source *random, char *query, size_t size)
{
    FILE *out = fmemopen(query, size, "w");
    assert_non_null(out);
    for (uint32_t parts = 1 + random_below(random, 2); parts > 0; parts--) {
        random_operand(random, out);
        for (uint32_t more = random_below(random, 3); more > 0; more--) {
            fputs(" near", out);
            if (random_below(random, 4)) fprintf(out, "/%u", 1 + random_below(random, 10));
            putc(' ', out);
            random_operand(random, out);
        }
        putc(' ', out);
    }
    fclose(out);
}

#define RANDOM_ARTICLES 200

static void random_corpus(struct comparison *c, uint64_t seed)
{
    struct random_source random = {seed};
    forget_articles(c);
    c->sources = calloc(RANDOM_ARTICLES, sizeof *c->sources);
    assert_non_null(c->sources);
    fixture_begin(c->fixture, "english");
    for (; c->articles < RANDOM_ARTICLES; c->articles++) {
        char path[32];
        snprintf(path, sizeof path, "%zu", c->articles);
        c->sources[c->articles] = random_article(&random);
        fixture_put_body(c->fixture, path, c->sources[c->articles]);
    }
    fixture_end(c->fixture);
    read_all_words(c);
    for (int i = 0; i < 500 / FEWER; i++) {
        char query[512];
        random_query(&random, query, sizeof query);
        compare(c, query, seed);
    }
}

static void test_random_corpora(void **state)
{
    struct comparison *c = *state;
    for (uint64_t i = 0; i < 4; i++)
        random_corpus(c, first_seed() + i);
    assert_true(c->total > 1000);
}

/* ---- The sample corpus ---- */

static ns_status on_file(void *context, const char *path, struct ns_error *err)
{
    struct comparison *c = context;
    struct buffer store = BUFFER_INIT;
    struct input input;
    ns_status status = input_load(path, NULL, &store, &input, err);
    const struct reader_sink sink = {fixture_take, fixture_problem, c->fixture, NULL};
    if (status == NS_OK) status = reader_for(path)(&input, &sink, err);
    buffer_release(&store);
    return status;
}

static void index_corpus(struct comparison *c)
{
    static const char *const paths[] = {"corpus"};
    struct ns_error err;
    const struct walk_sink sink = {on_file, fixture_problem, c};
    fixture_begin(c->fixture, "english");
    assert_ok(walk_files(paths, 1, &sink, &err), &err);
    fixture_end(c->fixture);
    c->articles = index_reader_info(c->fixture->reader)->articles;
    read_all_words(c);
}

/* A word of an article as it is written there. */
static void word_at(const struct comparison *c, uint32_t article, uint32_t at, struct form_record *form)
{
    const struct lexicon *lexicon = index_reader_lexicon(c->fixture->reader);
    struct ns_error err;
    uint32_t row = 0;
    assert_ok(lexicon_row(lexicon, c->words[article].items[at], &row, &err), &err);
    assert_ok(lexicon_form(lexicon, row, form, &err), &err);
}

/* A query of words that stand together: a phrase, or two words near each other. */
static void draw_query(const struct comparison *c, uint32_t article, uint32_t first, uint32_t count, bool near, char *query, size_t size)
{
    struct form_record form = {0};
    snprintf(query, size, "%s", near ? "" : "\"");
    for (uint32_t i = 0; i < count; i++) {
        if (near && i > 0 && i + 1 < count) continue;
        word_at(c, article, first + i, &form);
        const size_t used = strlen(query);
        const char *space = i == 0 ? "" : near ? " near " : " ";
        snprintf(query + used, size - used, "%s%.*s", space, (int)form.form.size, form.form.data);
    }
    if (!near) strcat(query, "\"");
    form_record_release(&form);
}

/* A phrase that an article holds is found there. */
static void check_phrase_is_found(const struct comparison *c, uint32_t article, uint32_t first, uint32_t count, const char *query,
                                  uint64_t seed)
{
    const struct finding wanted = {article, {first, first + count - 1}};
    if (!bsearch(&wanted, c->found.items, c->found.count, sizeof wanted, by_place))
        complain(query, seed, "it is not found where it stands");
}

static void test_sample_corpus(void **state)
{
    struct comparison *c = *state;
    index_corpus(c);
    for (uint64_t i = 0; i < 1500 / FEWER; i++) {
        const uint64_t seed = first_seed() + i;
        struct random_source random = {seed};
        const uint32_t article = random_below(&random, (uint32_t)c->articles);
        const uint32_t words = (uint32_t)c->words[article].count;
        const bool near = random_below(&random, 2);
        const uint32_t count = 1 + random_below(&random, near ? 31 : 5);
        const uint32_t first = random_below(&random, words - count);
        char query[1024];
        draw_query(c, article, first, count, near, query, sizeof query);
        compare(c, query, seed);
        if (!near) check_phrase_is_found(c, article, first, count, query, seed);
    }
}

/* ---- Damage ---- */

static const char *const damage_queries[] = {"vaccine serum", "apt10 near serum", "\"serum institute\"", "the near/5 of said"};

/* All that a search says, as text, so that two answers can be compared. */
static ns_status answer(struct fixture *fixture, const char *path, FILE *out)
{
    struct ns_error err;
    search_free(fixture->search);
    fixture->search = NULL;
    index_reader_close(fixture->reader);
    fixture->reader = NULL;
    ns_status status = index_reader_open(path, &fixture->reader, &err);
    for (size_t q = 0; status == NS_OK && q < COUNT(damage_queries); q++) {
        status = fixture_try(fixture, damage_queries[q], 20, &err);
        for (size_t i = 0; status == NS_OK && i < search_count(fixture->search); i++) {
            const struct hit *hit;
            status = search_hit(fixture->search, i, &hit, &err);
            if (status != NS_OK) break;
            fprintf(out, "%u %.9f %s:%llu %zu\n", hit->rank, hit->score, hit->article.article.path, (unsigned long long)hit->line,
                    hit->evidence.count);
            fprintf(out, "%.*s\n", (int)hit->title.text.size, hit->title.text.size ? hit->title.text.data : "");
            fprintf(out, "%.*s\n", (int)hit->text.text.size, hit->text.text.data);
        }
    }
    return status;
}

static void write_file(const char *path, const char *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void read_index(const char *path, struct buffer *store)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char block[8192];
    size_t size;
    while ((size = fread(block, 1, sizeof block, file)) > 0)
        assert_int_equal(buffer_append(store, block, size, NULL), NS_OK);
    fclose(file);
}

static void build_damage_index(struct fixture *fixture)
{
    struct random_source random = {first_seed()};
    fixture_begin(fixture, "english");
    for (int i = 0; i < 60; i++) {
        char path[32];
        snprintf(path, sizeof path, "%d", i);
        char *text = random_article(&random);
        fixture_put_body(fixture, path, text);
        free(text);
    }
    fixture_end(fixture);
}

/* Ask a damaged copy. An answer, if there is one, is the same as before the damage. Returns whether there was one. */
static bool ask_damaged(struct fixture *fixture, const struct buffer *copy, const char *wanted, uint64_t seed)
{
    char path[700], *text;
    size_t size;
    snprintf(path, sizeof path, "%s.damaged", fixture->path);
    write_file(path, copy->data, copy->size);
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    const ns_status status = answer(fixture, path, out);
    fclose(out);
    const bool same = strcmp(text, wanted) == 0;
    free(text);
    if (status == NS_OK && !same) fail_msg("SEED=%llu: a damaged index gives another answer", (unsigned long long)seed);
    const bool expected = status == NS_OK || status == NS_ERR_CORRUPT || status == NS_ERR_FORMAT;
    if (!expected) fail_msg("SEED=%llu: a damaged index is %s", (unsigned long long)seed, ns_status_text(status));
    return status == NS_OK;
}

static void test_damaged_index(void **state)
{
    struct fixture *f = *state;
    struct buffer copy = BUFFER_INIT;
    char *wanted;
    size_t size, answered = 0;
    build_damage_index(f);
    FILE *out = open_memstream(&wanted, &size);
    assert_int_equal(answer(f, f->path, out), NS_OK);
    fclose(out);
    assert_true(size > 1000);
    read_index(f->path, &copy);
    alarm(120 * SLOWDOWN); /* a loop without end is a failure too */
    const uint64_t cases = 800 / FEWER;
    for (uint64_t i = 0; i < cases; i++) {
        struct random_source random = {first_seed() + i};
        const size_t at = (size_t)((double)copy.size * (double)i / (double)cases) + random_below(&random, (uint32_t)(copy.size / cases));
        const char was = copy.data[at];
        copy.data[at] = (char)(was ^ (1 + random_below(&random, 255)));
        answered += ask_damaged(f, &copy, wanted, first_seed() + i);
        copy.data[at] = was;
    }
    alarm(0);
    assert_true(answered < cases / 2);
    free(wanted);
    buffer_release(&copy);
}

#define COMPARISON_TEST(test) cmocka_unit_test_setup_teardown(test, comparison_setup, comparison_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        COMPARISON_TEST(test_random_corpora),
        COMPARISON_TEST(test_sample_corpus),
        FIXTURE_TEST(test_damaged_index),
    };
    return cmocka_run_group_tests_name("search_complete", tests, NULL, NULL);
}
