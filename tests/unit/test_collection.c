/* test_collection.c - that several indexes are searched as the one index of all their articles, and that articles as hits, other orders and
 * hits that are passed over are what comes of all hits when these are sorted by hand. */
#include "tests/unit/random_news.h"

#include <math.h>

#define PIECES_MAX 3

/* What is remembered of a hit. */
struct fact {
    char path[80];
    char id[20];
    struct article_date date;
    uint32_t first_token; /* of the passage */
    double score;
    uint64_t evidence; /* a hash of it, and of the marks */
    uint32_t others;
};

struct facts {
    struct fact *items;
    size_t count;
    size_t capacity;
};

/* The same articles in one index and in several. */
struct parting {
    struct fixture *whole;
    struct fixture *pieces[PIECES_MAX];
    struct index_reader *readers[PIECES_MAX];
    size_t count; /* of pieces */
    struct collection collection;
    struct search *search;
    struct facts all, wanted, found;
    uint64_t seed;
    size_t asked, answered, refused;
};

static int parting_setup(void **state)
{
    void *fixture;
    if (fixture_setup_in(state, sizeof(struct parting)) != 0) return -1;
    struct parting *parting = *state;
    for (size_t i = 0; i < PIECES_MAX; i++) {
        if (fixture_setup(&fixture) != 0) return -1;
        parting->pieces[i] = fixture;
    }
    return 0;
}

static int parting_teardown(void **state)
{
    struct parting *parting = *state;
    void *fixture = parting->whole;
    int failed = 0;
    search_free(parting->search);
    for (size_t i = 0; i < PIECES_MAX; i++) {
        void *piece = parting->pieces[i];
        failed |= fixture_teardown(&piece);
    }
    free(parting->all.items);
    free(parting->wanted.items);
    free(parting->found.items);
    free(parting);
    return failed | fixture_teardown(&fixture);
}

/* ---- Making ---- */

static void begin_pieces(struct parting *parting, size_t count)
{
    search_free(parting->search);
    parting->search = NULL;
    parting->count = count;
    fixture_begin(parting->whole, "english");
    for (size_t i = 0; i < count; i++)
        fixture_begin(parting->pieces[i], "english");
}

static void end_pieces(struct parting *parting)
{
    fixture_end(parting->whole);
    parting->collection = (struct collection){.readers = parting->readers, .count = parting->count};
    for (size_t i = 0; i < parting->count; i++) {
        fixture_end(parting->pieces[i]);
        const struct collection *piece = &parting->pieces[i]->collection;
        parting->readers[i] = parting->pieces[i]->reader;
        parting->collection.articles += piece->articles;
        parting->collection.passages += piece->passages;
        parting->collection.length += piece->length;
    }
    assert_int_equal(parting->collection.passages, parting->whole->collection.passages);
    assert_int_equal(parting->collection.length, parting->whole->collection.length);
}

/* Each article goes into the whole and, made of the same random numbers, into a piece. */
static void part_random_news(struct parting *parting, struct random_source *random, const struct random_words *words, size_t count)
{
    static const struct random_shape shape = {.articles = 30, .long_percent = 20, .words_max = 600};
    struct random_source choice = {random_next(random)};
    begin_pieces(parting, count);
    for (size_t i = 0; i < shape.articles; i++) {
        const struct random_source before = *random;
        free(random_article(parting->whole, random, words, &shape, i));
        *random = before;
        free(random_article(parting->pieces[random_below(&choice, (uint32_t)count)], random, words, &shape, i));
    }
    end_pieces(parting);
}

/* ---- Facts ---- */

static void complain(const struct parting *parting, const char *query, const char *what)
{
    fail_msg("SEED=%llu: %s: %s", (unsigned long long)parting->seed, query, what);
}

static uint64_t hash_intervals(uint64_t hash, const struct interval_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        hash = (hash ^ list->items[i].first) * UINT64_C(0x100000001b3);
        hash = (hash ^ list->items[i].last) * UINT64_C(0x100000001b3);
    }
    return hash + list->count;
}

static void add_fact(struct facts *facts, const struct fact *fact)
{
    void *items = facts->items;
    assert_int_equal(array_reserve(&items, &facts->capacity, facts->count + 1, sizeof *facts->items, NULL), NS_OK);
    facts->items = items;
    facts->items[facts->count++] = *fact;
}

static void note_hit(struct facts *facts, const struct hit *hit, uint32_t rank)
{
    struct fact fact = {.date = hit->article.article.date,
                        .first_token = hit->passage.first_token,
                        .score = hit->score,
                        .evidence = hash_intervals(hash_intervals(0, &hit->evidence), &hit->marks),
                        .others = hit->others};
    assert_int_equal(hit->rank, rank);
    snprintf(fact.path, sizeof fact.path, "%s", hit->article.article.path);
    snprintf(fact.id, sizeof fact.id, "%s", hit->article.article.id ? hit->article.article.id : "");
    add_fact(facts, &fact);
}

/* What a search comes to. Returns whether the query could be searched. */
static bool ask(struct parting *parting, const struct collection *collection, const char *query, const struct search_options *options,
                struct facts *facts)
{
    struct ns_error err;
    search_free(parting->search);
    parting->search = NULL;
    facts->count = 0;
    ns_status status = search_run(collection, parting->whole->query, options, &parting->search, &err);
    const size_t count = status == NS_OK ? search_count(parting->search) : 0;
    for (size_t i = 0; status == NS_OK && i < count; i++) {
        const struct hit *hit;
        status = search_hit(parting->search, i, &hit, &err);
        if (status == NS_OK) note_hit(facts, hit, options->offset + (uint32_t)i + 1);
    }
    if (status != NS_OK && status != NS_ERR_LIMIT) complain(parting, query, err.msg);
    return status == NS_OK;
}

/* ---- By hand ---- */

static bool of_one_article(const struct fact *a, const struct fact *b)
{
    return strcmp(a->path, b->path) == 0 && strcmp(a->id, b->id) == 0;
}

/* Of hits by score the first of each article, with the number of the others. */
static void keep_articles(struct facts *facts)
{
    size_t kept = 0;
    for (size_t i = 0; i < facts->count; i++) {
        size_t j = 0;
        while (j < kept && !of_one_article(&facts->items[j], &facts->items[i]))
            j++;
        if (j < kept) facts->items[j].others++;
        if (j == kept) facts->items[kept++] = facts->items[i];
    }
    facts->count = kept;
}

static int date_order(const struct fact *a, const struct fact *b)
{
    const bool a_dated = a->date.precision != DATE_UNKNOWN, b_dated = b->date.precision != DATE_UNKNOWN;
    if (a_dated != b_dated) return a_dated ? -2 : 2;
    return a_dated ? (a->date.seconds > b->date.seconds) - (a->date.seconds < b->date.seconds) : 0;
}

/* What comes before the score; 2 and -2 part what has a date from what has none. */
static int first_order(const struct fact *a, const struct fact *b, enum rank_order order)
{
    const int dates = date_order(a, b);
    if (order == RANK_BY_PATH) return strcmp(a->path, b->path);
    if (order == RANK_NEWEST && abs(dates) < 2) return -dates;
    return order == RANK_BY_SCORE ? 0 : dates;
}

/* The order of equals stays that by score; insertion is stable. */
static void sort_facts(struct facts *facts, enum rank_order order)
{
    for (size_t i = 1; i < facts->count; i++) {
        const struct fact fact = facts->items[i];
        size_t j = i;
        for (; j > 0 && first_order(&facts->items[j - 1], &fact, order) > 0; j--)
            facts->items[j] = facts->items[j - 1];
        facts->items[j] = fact;
    }
}

static void cut_facts(struct facts *facts, const struct search_options *options)
{
    const size_t offset = options->offset < facts->count ? options->offset : facts->count;
    facts->count -= offset;
    if (facts->count > options->limit) facts->count = options->limit;
    if (facts->count > 0) memmove(facts->items, facts->items + offset, facts->count * sizeof *facts->items);
}

static void make_wanted(struct parting *parting, const struct search_options *options)
{
    parting->wanted.count = 0;
    for (size_t i = 0; i < parting->all.count; i++)
        add_fact(&parting->wanted, &parting->all.items[i]);
    if (options->by_article) keep_articles(&parting->wanted);
    sort_facts(&parting->wanted, options->order);
    cut_facts(&parting->wanted, options);
}

static void compare(const struct parting *parting, const char *query, const char *what)
{
    const struct facts *wanted = &parting->wanted, *found = &parting->found;
    char text[500];
    for (size_t i = 0; i < wanted->count && i < found->count; i++) {
        const struct fact *a = &wanted->items[i], *b = &found->items[i];
        const bool same = of_one_article(a, b) && a->first_token == b->first_token && fabs(a->score - b->score) <= 1e-9 &&
                          a->evidence == b->evidence && a->others == b->others;
        snprintf(text, sizeof text, "%s: number %zu of %zu: wanted %s:%u %.12f +%u, found %s:%u %.12f +%u", what, i + 1, wanted->count,
                 a->path, a->first_token, a->score, a->others, b->path, b->first_token, b->score, b->others);
        if (!same) complain(parting, query, text);
    }
    snprintf(text, sizeof text, "%s: wanted %zu hits, found %zu", what, wanted->count, found->count);
    if (wanted->count != found->count) complain(parting, query, text);
}

/* ---- Random queries ---- */

static struct search_options random_options(struct random_source *random)
{
    static const uint32_t limits[] = {1, 3, 10, ALL};
    return (struct search_options){.limit = limits[random_below(random, COUNT(limits))],
                                   .offset = random_chance(random, 30) ? random_below(random, 12) : 0,
                                   .by_article = random_chance(random, 40),
                                   .order =
                                       random_chance(random, 40) ? (enum rank_order)random_below(random, RANK_BY_PATH + 1) : RANK_BY_SCORE};
}

/* Without a limit hits are only counted. */
static void check_count(struct parting *parting, const char *query)
{
    struct ns_error err;
    for (int by_article = 0; by_article < 2; by_article++) {
        const struct search_options options = {.limit = 0, .by_article = by_article};
        make_wanted(parting, &(struct search_options){.limit = ALL, .by_article = by_article});
        search_free(parting->search);
        parting->search = NULL;
        const ns_status status = search_run(&parting->collection, parting->whole->query, &options, &parting->search, &err);
        if (status == NS_OK && search_count(parting->search) != parting->wanted.count) complain(parting, query, "another count");
    }
}

static void check_query(struct parting *parting, const char *query, struct random_source *random)
{
    static const struct search_options everything = {.limit = ALL};
    struct ns_error err;
    parting->asked++;
    if (fixture_parse(parting->whole, query, &err) != NS_OK ||
        !ask(parting, &parting->whole->collection, query, &everything, &parting->all)) {
        parting->refused++;
        return;
    }
    parting->answered += parting->all.count > 0;
    check_count(parting, query);
    for (int i = 0; i < 2; i++) {
        const struct search_options options = random_options(random);
        make_wanted(parting, &options);
        if (ask(parting, &parting->whole->collection, query, &options, &parting->found)) compare(parting, query, "in one index");
        if (ask(parting, &parting->collection, query, &options, &parting->found)) compare(parting, query, "in several indexes");
    }
}

static void test_random_pieces(void **state)
{
    struct parting *parting = *state;
    for (uint64_t i = 0; i < 8; i++) {
        struct random_source random = {parting->seed = first_seed() + i};
        struct random_words words = random_words_of(&random);
        struct query_source source = random_queries(&words, &random);
        part_random_news(parting, &random, &words, 2 + i % 2);
        for (int j = 0; j < 250 / FEWER; j++) {
            char query[RANDOM_QUERY_SIZE] = "";
            random_query_text(&source, query);
            check_query(parting, query, &random);
        }
    }
    assert_true(parting->answered * 3 > parting->asked);
    assert_true(parting->refused * 20 < parting->asked);
}

/* ---- Words that one index knows and another does not ---- */

static void put_bodies(struct parting *parting, const char *const *bodies, size_t count)
{
    begin_pieces(parting, 2);
    for (size_t i = 0; i < count; i++) {
        char path[32];
        snprintf(path, sizeof path, "%zu.txt", i);
        fixture_put_body(parting->whole, path, bodies[i]);
        fixture_put_body(parting->pieces[i % 2], path, bodies[i]);
    }
    end_pieces(parting);
}

/* Known with a hyphen to the first index alone, a word is found by its parts in the second, too; likewise a compound that a pattern or a
 * near spelling fits, and the stem of a form. */
static void test_words_of_one_index(void **state)
{
    static const char *const bodies[] = {
        "A cyber-attack and COVID-19 in print",
        "One cyber attack, and COVID 19 here",
        "Vaccines were WHO made",
        "A vaccine that who made",
        "The state-of-the-art is the art",
        "A state of the art, a cyberattack",
        "COVID-19 or Covid-19 of the WHO",
        "covid 19 in the state of the attacks",
    };
    static const char *const queries[] = {
        "cyberattack",
        "cyber-attack",
        "\"cyberattack and\"",
        "covid19",
        "covid*19",
        "covid1?",
        "covid18~",
        "=WHO",
        "=who",
        "vaccin*",
        "stateoftheart",
        "state-of-the-art",
        "stateofthe*",
        "+covid* -cyberattack",
        "cyberattack near/3 covid*",
        "=COVID-19",
        "title:covid1?",
        "ATLEAST2 covid1*",
        "cyberattacks OR stateofthear?",
    };
    struct parting *parting = *state;
    struct random_source random = {first_seed()};
    put_bodies(parting, bodies, COUNT(bodies));
    for (size_t i = 0; i < COUNT(queries); i++) {
        for (int j = 0; j < 20; j++)
            check_query(parting, queries[i], &random);
    }
    assert_int_equal(parting->refused, 0);
    assert_true(parting->answered * 10 > parting->asked * 9);
    fixture_parse(parting->whole, "cyberattack", NULL);
    assert_true(ask(parting, &parting->collection, "cyberattack", &(struct search_options){.limit = ALL}, &parting->found));
    assert_int_equal(parting->found.count, 3);
}

/* That the first index has none of the words changes nothing of what a compound weighs: its passages are those of both. */
static void test_compound_of_the_second_index(void **state)
{
    static const char *const bodies[] = {"nothing", "Unit-42 and Unit-42", "some more", "the Unit 42", "other words", "a third"};
    struct parting *parting = *state;
    struct random_source random = {first_seed()};
    put_bodies(parting, bodies, COUNT(bodies));
    for (int i = 0; i < 20; i++)
        check_query(parting, "unit4?", &random);
    assert_int_equal(parting->all.count, 2);
}

/* An index without articles, of all or beside another. */
static void test_empty_index(void **state)
{
    static const char *const bodies[] = {"one cyber-attack of three"};
    static const char *const queries[] = {"cyberattack", "three~", "thr*", "NOT four", "one NEAR three", "the"};
    struct parting *parting = *state;
    struct random_source random = {first_seed()};
    for (size_t count = 0; count <= 1; count++) {
        put_bodies(parting, bodies, count);
        for (size_t i = 0; i < COUNT(queries); i++)
            check_query(parting, queries[i], &random);
        assert_int_equal(parting->answered, count * (COUNT(queries) - 1));
    }
}

/* ---- The sample articles ---- */

static ns_status take_file(void *context, const char *path, struct ns_error *err)
{
    struct parting *parting = context;
    const ns_status status = fixture_take_file(parting->whole, path, err);
    return status == NS_OK ? fixture_take_file(parting->pieces[parting->asked++ % parting->count], path, err) : status;
}

static void test_corpus(void **state)
{
    static const char *const queries[] = {
        "apt10 near serum",
        "cyberattack",
        "\"supply chain\" near/10 attack",
        "vaccin* -india",
        "=WHO",
        "china by:agency",
        "serum~ institute",
        "date:2021-03 hack*",
        "\"suez canal\"",
        "the of and",
        "china india vaccine",
        "2 of (china india vaccine)",
        "title:china",
        "cyber-attack",
    };
    struct parting *parting = *state;
    struct random_source random = {parting->seed = first_seed()};
    struct ns_error err;
    const char *folder = "corpus";
    const struct walk_sink sink = {take_file, fixture_problem, parting};
    begin_pieces(parting, 3);
    assert_ok(walk_each(&folder, 1, &sink, &err), &err);
    end_pieces(parting);
    parting->asked = 0;
    for (size_t i = 0; i < COUNT(queries); i++) {
        for (int j = 0; j < 5; j++)
            check_query(parting, queries[i], &random);
    }
    struct random_words words = all_words();
    struct query_source source = random_queries(&words, &random);
    for (int i = 0; i < 300 / FEWER; i++) {
        char query[RANDOM_QUERY_SIZE] = "";
        random_query_text(&source, query);
        check_query(parting, query, &random);
    }
    assert_true(parting->answered * 4 > parting->asked);
}

/* ---- Opening ---- */

static void write_index(struct fixture *fixture, const char *name, const char *language, const char *body)
{
    snprintf(fixture->path, sizeof fixture->path, "%s/%s", fixture->folder, name);
    fixture_begin(fixture, language);
    fixture_put_body(fixture, "a.txt", body);
    fixture_end(fixture);
}

static void test_open(void **state)
{
    struct fixture *fixture = *state;
    struct ns_error err;
    struct collection collection;
    char one[700], two[700], other_name[700], missing[700];
    snprintf(one, sizeof one, "%s/one", fixture->folder);
    snprintf(two, sizeof two, "%s/two", fixture->folder);
    snprintf(other_name, sizeof other_name, "%s/one.link", fixture->folder);
    snprintf(missing, sizeof missing, "%s/missing", fixture->folder);
    write_index(fixture, "one", "english", "one two three");
    write_index(fixture, "two", "english", "four five");
    assert_int_equal(symlink(one, other_name), 0);

    const char *const paths[] = {one, two, one, other_name};
    assert_ok(collection_open(&collection, paths, 4, &err), &err);
    assert_int_equal(collection.count, 2);
    assert_int_equal(collection.articles, 2);
    assert_int_equal(collection.passages, 2);
    assert_int_equal(collection.length, 5);
    assert_true(collection_average_length(&collection) == 2.5);
    collection_release(&collection);
    assert_int_equal(collection.count, 0);
    collection_release(&collection);

    assert_int_equal(collection_open(&collection, (const char *const[]){one, missing}, 2, &err), NS_ERR_IO);
    assert_non_null(strstr(err.msg, "missing"));
    assert_null(collection.readers);
}

static void test_languages(void **state)
{
    struct fixture *fixture = *state;
    struct ns_error err;
    struct collection collection;
    char one[700], two[700], wanted[2000];
    snprintf(one, sizeof one, "%s/one", fixture->folder);
    snprintf(two, sizeof two, "%s/two", fixture->folder);
    write_index(fixture, "one", "english", "one");
    write_index(fixture, "two", "german", "zwei");
    assert_int_equal(collection_open(&collection, (const char *const[]){one, two}, 2, &err), NS_ERR_ARG);
    snprintf(wanted, sizeof wanted, "%s: its language is german, but that of %s is english; wanted indexes of one language", two, one);
    assert_string_equal(err.msg, wanted);
    assert_int_equal(collection.count, 0);
}

#define PARTING_TEST(test) cmocka_unit_test_setup_teardown(test, parting_setup, parting_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_open),
        FIXTURE_TEST(test_languages),
        PARTING_TEST(test_words_of_one_index),
        PARTING_TEST(test_compound_of_the_second_index),
        PARTING_TEST(test_empty_index),
        PARTING_TEST(test_random_pieces),
        PARTING_TEST(test_corpus),
    };
    return cmocka_run_group_tests_name("collection", tests, NULL, NULL);
}
