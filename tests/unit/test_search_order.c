/* test_search_order.c - that the order in which a query is typed changes nothing, and that an OR inside of a proximity loses nothing. */
#include "tests/unit/random_news.h"

#include <math.h>

/* An evidence of a hit; of a hit without any, the whole of it is one. */
struct finding {
    uint32_t article;
    uint32_t passage; /* its first word */
    struct interval evidence;
    double score;
};

struct findings {
    struct finding *items;
    size_t count;
    size_t capacity;
};

enum { ANSWERS_MAX = 3 };

struct asking {
    struct fixture *fixture;
    struct findings answers[ANSWERS_MAX];
    uint64_t seed;
    size_t asked, answered, refused;
};

static int asking_setup(void **state)
{
    return fixture_setup_in(state, sizeof(struct asking));
}

static int asking_teardown(void **state)
{
    struct asking *asking = *state;
    void *fixture = asking->fixture;
    for (size_t i = 0; i < ANSWERS_MAX; i++)
        free(asking->answers[i].items);
    free(asking);
    return fixture_teardown(&fixture);
}

static int by_place(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    if (a->article != b->article) return a->article < b->article ? -1 : 1;
    if (a->passage != b->passage) return a->passage < b->passage ? -1 : 1;
    if (a->evidence.first != b->evidence.first) return a->evidence.first < b->evidence.first ? -1 : 1;
    return (a->evidence.last > b->evidence.last) - (a->evidence.last < b->evidence.last);
}

static void add_finding(struct findings *findings, struct finding finding)
{
    void *items = findings->items;
    assert_int_equal(array_reserve(&items, &findings->capacity, findings->count + 1, sizeof *findings->items, NULL), NS_OK);
    findings->items = items;
    findings->items[findings->count++] = finding;
}

/* All that a query finds, in order of the place. Returns whether it could be searched: where hardly a word but those of the query stands,
 * its words stand near each other in too many ways. */
static bool ask(struct asking *asking, size_t number, const char *query)
{
    struct findings *answer = &asking->answers[number];
    struct ns_error err;
    answer->count = 0;
    const ns_status status = fixture_try(asking->fixture, query, ALL, &err);
    asking->asked++;
    asking->refused += status == NS_ERR_LIMIT;
    if (status == NS_ERR_LIMIT) return false;
    if (status != NS_OK) fail_msg("SEED=%llu: %s: %s", (unsigned long long)asking->seed, query, err.msg);
    const size_t hits = search_count(asking->fixture->search);
    for (size_t i = 0; i < hits; i++) {
        const struct hit *hit = fixture_hit(asking->fixture, i);
        struct finding finding = {.article = hit->passage.article, .passage = hit->passage.first_token, .score = hit->score};
        if (hit->evidence.count == 0) add_finding(answer, finding);
        for (size_t j = 0; j < hit->evidence.count; j++) {
            finding.evidence = hit->evidence.items[j];
            add_finding(answer, finding);
        }
    }
    if (answer->count) qsort(answer->items, answer->count, sizeof *answer->items, by_place);
    asking->answered += answer->count > 0;
    return true;
}

static void complain(const struct asking *asking, const char *query, const char *other, const char *what)
{
    fail_msg("SEED=%llu: %s: %s: %s", (unsigned long long)asking->seed, query, other, what);
}

/* ---- Random operands ---- */

enum { OPERANDS_MAX = 4, OPERAND_SIZE = 400 };

struct operands {
    char texts[OPERANDS_MAX][OPERAND_SIZE];
    uint32_t count;
};

static struct operands random_operands(struct query_source *source, uint32_t count, uint32_t depth)
{
    struct operands operands = {.count = count};
    for (uint32_t i = 0; i < count; i++) {
        source->out = fmemopen(operands.texts[i], OPERAND_SIZE, "w");
        assert_non_null(source->out);
        random_places(source, depth);
        fclose(source->out);
    }
    return operands;
}

static void shuffle(struct operands *operands, struct random_source *random)
{
    for (uint32_t i = operands->count; i > 1; i--) {
        const uint32_t other = random_below(random, i);
        char text[OPERAND_SIZE];
        memcpy(text, operands->texts[other], OPERAND_SIZE);
        memcpy(operands->texts[other], operands->texts[i - 1], OPERAND_SIZE);
        memcpy(operands->texts[i - 1], text, OPERAND_SIZE);
    }
}

/* The operands in brackets, an operator between, and something in front of all. */
static void join(const struct operands *operands, const char *before, const char *between, char *query, size_t size)
{
    size_t used = (size_t)snprintf(query, size, "%s", before);
    for (uint32_t i = 0; i < operands->count; i++)
        used += (size_t)snprintf(query + used, size - used, "%s%s", i ? between : "(", operands->texts[i]);
    snprintf(query + used, size - used, ")");
}

/* ---- The tests ---- */

#define QUERY_SIZE 2400
#define COLLECTIONS 4

/* Do something with many collections. */
static void with_collections(struct asking *asking, void (*check)(struct asking *asking, struct query_source *source))
{
    static const struct random_shape shape = {.articles = 60, .long_percent = 10, .words_max = 150};
    for (uint64_t i = 0; i < COLLECTIONS; i++) {
        struct random_source random = {asking->seed = first_seed() + i};
        struct random_words words = random_words_of(&random);
        struct query_source source = random_queries(&words, &random);
        random_collection(asking->fixture, &random, &words, &shape, NULL);
        for (int j = 0; j < 200 / FEWER; j++)
            check(asking, &source);
    }
    assert_true(asking->answered * 3 > asking->asked);
    assert_true(asking->refused * 50 < asking->asked);
}

static void check_order(struct asking *asking, struct query_source *source)
{
    static const struct {
        const char *before, *between;
    } forms[] = {{"", " "},          {"", " OR "},        {"", " AND "},      {"", " NEAR/5 "}, {"", " NEAR/40 "},
                 {"", " SAME "},     {"", " SENTENCE "},  {"2 OF ", " "},     {"3 OF ", " "},   {"ATLEAST2 ", " OR "},
                 {"title:", " OR "}, {"body:", " SAME "}, {"FIRST/30 ", " "}, {"NOT ", " AND "}};
    char query[QUERY_SIZE], other[QUERY_SIZE];
    const size_t form = random_below(source->random, COUNT(forms));
    struct operands operands = random_operands(source, 2 + random_below(source->random, OPERANDS_MAX - 1), random_below(source->random, 2));
    join(&operands, forms[form].before, forms[form].between, query, sizeof query);
    shuffle(&operands, source->random);
    join(&operands, forms[form].before, forms[form].between, other, sizeof other);
    const struct findings *one = asking->answers, *two = one + 1;
    if (!ask(asking, 0, query) || !ask(asking, 1, other)) return;
    if (one->count != two->count) complain(asking, query, other, "not as many findings");
    for (size_t i = 0; i < one->count; i++) {
        if (by_place(&one->items[i], &two->items[i]) != 0) complain(asking, query, other, "other findings");
        if (fabs(one->items[i].score - two->items[i].score) > 1e-9) complain(asking, query, other, "other scores");
    }
}

static void test_order_of_operands(void **state)
{
    with_collections(*state, check_order);
}

/* Whether an evidence of the answer lies in a finding. */
static bool is_covered(const struct findings *answer, const struct finding *finding)
{
    for (size_t i = 0; i < answer->count; i++) {
        const struct finding *other = &answer->items[i];
        if (other->article == finding->article && other->evidence.first >= finding->evidence.first &&
            other->evidence.last <= finding->evidence.last)
            return true;
    }
    return false;
}

static bool is_among(const struct findings *answer, const struct finding *finding)
{
    return answer->count > 0 && bsearch(finding, answer->items, answer->count, sizeof *finding, by_place) != NULL;
}

/* (a OR b) near c is what a near c and b near c are, but for those that contain a smaller one. */
static void check_or(struct asking *asking, struct query_source *source)
{
    static const char *const operators[] = {"NEAR/4", "NEAR/30", "ADJ/3", "SAME", "SENTENCE", "NOT NEAR/4", "NOT SENTENCE"};
    const char *between = operators[random_below(source->random, COUNT(operators))];
    const bool behind = random_chance(source->random, 50) && strncmp(between, "NOT", 3) != 0;
    const struct operands operands = random_operands(source, 3, random_below(source->random, 2));
    char queries[3][QUERY_SIZE];
    for (size_t i = 0; i < 3; i++) {
        char joined[2 * OPERAND_SIZE + 8];
        snprintf(joined, sizeof joined, "(%s%s%s)", operands.texts[i % 2], i == 2 ? " OR " : "", i == 2 ? operands.texts[1] : "");
        snprintf(queries[i], QUERY_SIZE, "%s %s %s", behind ? operands.texts[2] : joined, between, behind ? joined : operands.texts[2]);
        if (!ask(asking, i, queries[i])) return;
    }
    const struct findings *apart = asking->answers, *joined = &asking->answers[2];
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < apart[i].count; j++) {
            if (!is_covered(joined, &apart[i].items[j])) complain(asking, queries[2], queries[i], "something is lost");
        }
    }
    for (size_t j = 0; j < joined->count; j++) {
        const bool known = is_among(&apart[0], &joined->items[j]) || is_among(&apart[1], &joined->items[j]);
        if (!known) complain(asking, queries[2], queries[1], "something is invented");
    }
}

static void test_or_in_proximity(void **state)
{
    with_collections(*state, check_or);
}

#define ASKING_TEST(test) cmocka_unit_test_setup_teardown(test, asking_setup, asking_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ASKING_TEST(test_order_of_operands),
        ASKING_TEST(test_or_in_proximity),
    };
    return cmocka_run_group_tests_name("search_order", tests, NULL, NULL);
}
