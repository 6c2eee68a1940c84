/* test_meeting.c - that stretches lose no evidence, are apart from each other, and can be read when they are told. */
#include "tests/unit/meeting_fixture.h"

#include "searcher/decider.h"

/* ---- The state of a test ---- */

struct stretches {
    struct article_extent *items;
    size_t count;
    size_t capacity;
};

/* All postings of one word. */
struct all_entries {
    xap_entry *items;
    size_t count;
    size_t capacity;
};

struct meeting_test {
    struct deciding deciding;    /* by words; the meeting has the plan of the other decider */
    struct stretches all, asked; /* without a gate, and those that a gate was asked for */
    struct all_entries words[MEETING_WORDS_MAX];
    uint64_t seed;
    char query[RANDOM_QUERY_SIZE];
    size_t evidence; /* that was found in all */
};

static int setup(void **state)
{
    return fixture_setup_in(state, sizeof(struct meeting_test));
}

static int teardown(void **state)
{
    struct meeting_test *test = *state;
    free(test->all.items);
    free(test->asked.items);
    for (size_t i = 0; i < COUNT(test->words); i++)
        free(test->words[i].items);
    return deciding_teardown(state);
}

static const struct index_reader *reader_of(const struct meeting_test *test)
{
    return test->deciding.fixture->reader;
}

static void complain(const struct meeting_test *test, const char *what, uint32_t passage)
{
    fail_msg("SEED=%llu: %s: %s: passage %u", (unsigned long long)test->seed, test->query, what, passage);
}

static uint32_t last_of(const struct article_extent *stretch)
{
    return stretch->first_passage + stretch->passages - 1;
}

static void add_stretch(struct stretches *stretches, struct article_extent stretch)
{
    void *items = stretches->items;
    assert_int_equal(array_reserve(&items, &stretches->capacity, stretches->count + 1, sizeof *stretches->items, NULL), NS_OK);
    stretches->items = items;
    stretches->items[stretches->count++] = stretch;
}

/* ---- Postings, read one by one ---- */

static void read_entries(const struct index_reader *reader, const struct leaf *leaf, struct all_entries *all)
{
    struct ns_error err;
    struct postings *postings;
    size_t length;
    const char *term = interner_get(&leaf->terms, 0, &length);
    xap_entry entry;
    all->count = 0;
    assert_ok(postings_open(reader, term, length, &postings, &err), &err);
    assert_ok(postings_take(postings, &entry, &err), &err);
    while (entry.document != XAP_END) {
        void *items = all->items;
        assert_int_equal(array_reserve(&items, &all->capacity, all->count + 1, sizeof *all->items, NULL), NS_OK);
        all->items = items;
        all->items[all->count++] = entry;
        assert_ok(postings_take(postings, &entry, &err), &err);
    }
    postings_free(postings);
}

static void read_words(struct meeting_test *test)
{
    const struct plan *plan = test->deciding.plans[0];
    assert_true(plan->unit_count <= COUNT(test->words));
    for (size_t i = 0; i < plan->unit_count; i++)
        read_entries(reader_of(test), &plan->leaves.items[plan->units[i].root->leaf], &test->words[i]);
}

/* That a word's postings can be loaded for a stretch: just those of its passages. */
static void check_loaded(const struct meeting_test *test, size_t word, const struct article_extent *stretch)
{
    struct ns_error err;
    const xap_entry *entries;
    size_t count, met = 0;
    assert_ok(postings_load(test->deciding.plans[0]->units[word].postings, stretch, &entries, &count, &err), &err);
    for (size_t i = 0; i < test->words[word].count; i++) {
        const xap_entry *wanted = &test->words[word].items[i];
        if (wanted->document < stretch->first_passage || wanted->document > last_of(stretch)) continue;
        if (met == count || entries[met].document != wanted->document || entries[met].wdf != wanted->wdf)
            complain(test, "a posting that is not loaded", wanted->document);
        met++;
    }
    if (met != count) complain(test, "a posting that is none", entries[met].document);
    if (met == 0) complain(test, "a stretch without one of the words", stretch->first_passage);
}

static void check_all_loaded(const struct meeting_test *test, const struct article_extent *stretch)
{
    for (size_t i = 0; i < test->deciding.plans[0]->unit_count; i++)
        check_loaded(test, i, stretch);
}

/* ---- Reach ---- */

/* Whether evidence of so many words could have one in each of two passages of an article, and some more: with the words between them alone
 * it is shorter. */
static bool reaches(const struct index_reader *reader, uint32_t a, uint32_t b, uint32_t most_words)
{
    uint32_t between = 0;
    for (uint32_t i = (a < b ? a : b) + 1; i < (a < b ? b : a); i++)
        between += spans_words(index_reader_spans(reader), i);
    return a == b || between < most_words;
}

static void check_reach(const struct index_reader *reader, uint32_t passage, uint32_t most_words)
{
    struct article_extent extent;
    assert_int_equal(index_reader_extent(reader, passage, &extent, NULL), NS_OK);
    const struct reach reach = meeting_reach(index_reader_spans(reader), passage, most_words);
    assert_in_range(reach.first, extent.first_passage, passage);
    assert_in_range(reach.last, passage, last_of(&extent));
    for (uint32_t i = extent.first_passage; i <= last_of(&extent); i++)
        assert_int_equal(i >= reach.first && i <= reach.last, reaches(reader, passage, i, most_words));
}

static void test_reach(void **state)
{
    static const uint32_t most_words[] = {1, 2, 3, 4, 5, 30, 119, 249, 250, 251, 252, 253, 254, 255, 500, 600, 1200, INT32_MAX};
    struct fixture *fixture = ((struct meeting_test *)*state)->deciding.fixture;
    struct random_source random = {first_seed()};
    const struct random_words words = meeting_words(FILLERS);
    meeting_collection(fixture, &random, &words, 12, 8);
    const uint32_t passages = (uint32_t)index_reader_info(fixture->reader)->passages;
    uint32_t few = 0;
    for (uint32_t i = 0; i < passages; i++) {
        few += spans_words(index_reader_spans(fixture->reader), i) < 15;
        for (size_t j = 0; j < COUNT(most_words); j++)
            check_reach(fixture->reader, i, most_words[j]);
    }
    assert_true(few * 10 > passages);
}

/* ---- Stretches ---- */

/* All stretches of the query at hand are found, with no gate; they are in order, apart from each other, and each in one article. */
static void find_stretches(struct meeting_test *test)
{
    struct article_extent stretch, extent;
    struct meeting meeting = meeting_of(reader_of(test), test->deciding.plans[0]);
    uint32_t behind = 0;
    test->all.count = 0;
    while (meeting_any(&meeting, &stretch)) {
        if (stretch.passages == 0 || stretch.first_passage < behind) complain(test, "a stretch in no order", stretch.first_passage);
        behind = last_of(&stretch) + 1;
        assert_int_equal(index_reader_extent(reader_of(test), stretch.first_passage, &extent, NULL), NS_OK);
        if (stretch.article != extent.article) complain(test, "a stretch of another article", stretch.first_passage);
        if (last_of(&stretch) > last_of(&extent)) complain(test, "a stretch that its article ends in", stretch.first_passage);
        check_all_loaded(test, &stretch);
        add_stretch(&test->all, stretch);
    }
}

/* The passage that a word of an article is in. */
static uint32_t passage_of(const struct meeting_test *test, const struct article_extent *article, uint32_t word)
{
    uint32_t passage = article->first_passage;
    for (; word >= spans_words(index_reader_spans(reader_of(test)), passage); passage++)
        word -= spans_words(index_reader_spans(reader_of(test)), passage);
    return passage;
}

/* That evidence lies in one of the stretches. */
static void check_evidence(const struct meeting_test *test, const struct article_extent *article, struct interval evidence)
{
    const uint32_t first = passage_of(test, article, evidence.first), last = passage_of(test, article, evidence.last);
    for (size_t i = 0; i < test->all.count; i++) {
        const struct article_extent *stretch = &test->all.items[i];
        if (first >= stretch->first_passage && last <= last_of(stretch)) return;
    }
    complain(test, "evidence in no stretch", first);
}

/* Find all evidence, by the words of all articles. */
static void check_all_evidence(struct meeting_test *test)
{
    struct ns_error err;
    struct decider *decider = test->deciding.deciders[DECIDE_BY_WORDS];
    const uint64_t articles = index_reader_info(reader_of(test))->articles;
    for (uint32_t i = 0; i < articles; i++) {
        bool holds;
        const struct article_extent article = extent_of(test->deciding.fixture, i);
        decider_begin(decider, &article, DECIDE_BY_WORDS);
        assert_ok(decider_holds(decider, &holds, &err), &err);
        const struct interval_list *evidence = &decider->parts[0].evidence;
        for (size_t j = 0; j < evidence->count; j++)
            check_evidence(test, &article, evidence->items[j]);
        test->evidence += evidence->count;
    }
}

/* ---- Gates ---- */

/* What a gate knows, and what it has answered last. */
struct asking {
    struct meeting_test *test;
    const struct meeting *meeting;
    struct random_source *random;
    uint32_t percent; /* so many of a hundred stretches are passed over */
    bool passed_over;
};

static bool is_same(const struct article_extent *a, const struct article_extent *b)
{
    return a->first_passage == b->first_passage && a->passages == b->passages;
}

/* It is asked for all stretches, one by one, and reads the postings of the rarest word. */
static ns_status pass_over_some(void *context, const struct article_extent *stretch, bool *pass_over, struct ns_error *err)
{
    (void)err;
    struct asking *asking = context;
    struct meeting_test *test = asking->test;
    const size_t asked = test->asked.count;
    if (asked >= test->all.count || !is_same(stretch, &test->all.items[asked]))
        complain(test, "what was passed over has changed a stretch", stretch->first_passage);
    add_stretch(&test->asked, *stretch);
    for (size_t i = 0; i < test->deciding.plans[0]->unit_count; i++) {
        if (test->deciding.plans[0]->units[i].postings == asking->meeting->rarest) check_loaded(test, i, stretch);
    }
    *pass_over = asking->passed_over = random_chance(asking->random, asking->percent);
    return NS_OK;
}

/* What is told is what the gate was asked for last, and has not passed over; of some of that nothing is read. */
static void check_gate(struct meeting_test *test, struct random_source *random)
{
    struct ns_error err;
    struct article_extent stretch;
    struct meeting meeting = meeting_of(reader_of(test), test->deciding.plans[0]);
    struct asking asking = {.test = test, .meeting = &meeting, .random = random, .percent = random_below(random, 101)};
    bool end = false;
    test->asked.count = 0;
    for (;;) {
        const size_t asked = test->asked.count;
        assert_ok(meeting_next(&meeting, pass_over_some, &asking, &stretch, &end, &err), &err);
        if (end) break;
        if (test->asked.count == asked || asking.passed_over)
            complain(test, "a stretch that the gate did not let through", stretch.first_passage);
        const struct article_extent *last = &test->all.items[test->asked.count - 1];
        if (!is_same(&stretch, last) || stretch.article != last->article) complain(test, "another stretch", stretch.first_passage);
        if (random_chance(random, 50)) check_all_loaded(test, &stretch);
    }
    if (test->asked.count != test->all.count) complain(test, "a stretch that the gate was not asked for", 0);
}

static void check_query(struct meeting_test *test, struct random_source *random, const struct random_words *words)
{
    meeting_query(random, words, test->query);
    meeting_begin(&test->deciding, test->query);
    read_words(test);
    find_stretches(test);
    check_all_evidence(test);
    for (int i = 0; i < 2; i++) {
        meeting_begin(&test->deciding, test->query);
        check_gate(test, random);
    }
}

enum { COLLECTIONS = 30, QUERIES = 60 / FEWER };

static void test_random_meetings(void **state)
{
    struct meeting_test *test = *state;
    size_t stretches = 0;
    for (uint64_t i = 0; i < COLLECTIONS; i++) {
        struct random_source random = {test->seed = first_seed() + i};
        const struct random_words words = meeting_words(2 + random_below(&random, FILLERS - 1));
        deciding_forget(&test->deciding);
        meeting_collection(test->deciding.fixture, &random, &words, 1 + random_below(&random, 20), 12);
        for (int j = 0; j < QUERIES; j++) {
            check_query(test, &random, &words);
            stretches += test->all.count;
        }
    }
    assert_true(stretches > COLLECTIONS * QUERIES * 3);
    assert_true(test->evidence > COLLECTIONS * QUERIES * 3);
}

/* ---- Ends ---- */

static const char *const few_bodies[] = {"amber birch", "amber", "birch cedar amber"};

static void begin_few(struct meeting_test *test, const char *query)
{
    if (!test->deciding.fixture->reader) fixture_bodies(test->deciding.fixture, few_bodies, COUNT(few_bodies));
    meeting_begin(&test->deciding, query);
}

static void test_words_that_are_not_there(void **state)
{
    struct article_extent stretch;
    struct meeting_test *test = *state;
    static const char *const queries[] = {"amber NEAR daisy", "daisy NEAR amber", "\"fern hazel\"", "cedar NEAR amber NEAR fern"};
    for (size_t i = 0; i < COUNT(queries); i++) {
        begin_few(test, queries[i]);
        struct meeting meeting = meeting_of(reader_of(test), test->deciding.plans[0]);
        for (int again = 0; again < 3; again++)
            assert_false(meeting_any(&meeting, &stretch));
    }
}

static void test_no_articles(void **state)
{
    struct article_extent stretch;
    struct meeting_test *test = *state;
    fixture_bodies(test->deciding.fixture, NULL, 0);
    begin_few(test, "amber NEAR birch");
    struct meeting meeting = meeting_of(reader_of(test), test->deciding.plans[0]);
    assert_false(meeting_any(&meeting, &stretch));
}

static ns_status refuse(void *context, const struct article_extent *stretch, bool *pass_over, struct ns_error *err)
{
    (void)context, (void)stretch;
    *pass_over = true;
    return ns_fail(err, NS_ERR_IO, "no more");
}

/* What goes wrong in a gate is what goes wrong, even where it says that the stretch is to be passed over. */
static void test_failing_gate(void **state)
{
    struct ns_error err;
    struct article_extent stretch;
    struct meeting_test *test = *state;
    bool end;
    begin_few(test, "amber NEAR birch");
    struct meeting meeting = meeting_of(reader_of(test), test->deciding.plans[0]);
    assert_int_equal(meeting_next(&meeting, refuse, NULL, &stretch, &end, &err), NS_ERR_IO);
    assert_string_equal(err.msg, "no more");
}

#define MEETING_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        MEETING_TEST(test_reach),       MEETING_TEST(test_random_meetings), MEETING_TEST(test_words_that_are_not_there),
        MEETING_TEST(test_no_articles), MEETING_TEST(test_failing_gate),
    };
    return cmocka_run_group_tests_name("meeting", tests, NULL, NULL);
}
