/* test_snippet.c - which words of a hit are shown, for hits made by hand: only their numbers count, not their text. */
#include "tests/unit/search_fixture.h"

#include "searcher/snippet.h"

#define TOKENS_MAX 600
#define EVIDENCE_MAX 40

/* The words that a run may grow by at each end to meet a sentence's. */
#define SENTENCE_REACH 12

/* A hit, and the room for what it lists. */
struct sample {
    struct hit hit;
    struct token tokens[TOKENS_MAX];
    struct interval evidence[EVIDENCE_MAX];
};

/* A text of so many words without a sentence's end but the last. */
static void sample_init(struct sample *sample, uint32_t count)
{
    memset(sample, 0, sizeof *sample);
    sample->hit.text.tokens = sample->tokens;
    sample->hit.text.token_count = count;
    sample->hit.evidence.items = sample->evidence;
    if (count) sample->tokens[count - 1].gap = GAP_PARAGRAPH;
}

static void add_evidence(struct sample *sample, uint32_t first, uint32_t last)
{
    sample->evidence[sample->hit.evidence.count++] = (struct interval){first, last};
}

static void assert_run(const struct snippet *snippet, size_t i, uint32_t first, uint32_t last)
{
    assert_true(i < snippet->count);
    assert_int_equal(snippet->runs[i].first, first);
    assert_int_equal(snippet->runs[i].last, last);
}

static void assert_only_run(const struct hit *hit, uint32_t first, uint32_t last)
{
    const struct snippet snippet = snippet_of(hit);
    assert_int_equal(snippet.count, 1);
    assert_run(&snippet, 0, first, last);
}

/* ---- Cases made by hand ---- */

static void test_no_words(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 0);
    assert_int_equal(snippet_of(&s.hit).count, 0);
}

static void test_short_text_is_shown_whole(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, SNIPPET_WORDS);
    assert_only_run(&s.hit, 0, SNIPPET_WORDS - 1);
    add_evidence(&s, 50, 50);
    assert_only_run(&s.hit, 0, SNIPPET_WORDS - 1);
    sample_init(&s, 1);
    add_evidence(&s, 0, 0);
    assert_only_run(&s.hit, 0, 0);
}

static void test_one_word_has_words_around_it(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 300);
    add_evidence(&s, 100, 100);
    const struct snippet snippet = snippet_of(&s.hit);
    assert_int_equal(snippet.count, 1);
    assert_run(&snippet, 0, 100 - (SNIPPET_WORDS - 1) / 2, 100 + (SNIPPET_WORDS - 1) / 2);
}

static void test_places_are_the_articles(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 300);
    s.hit.passage.first_token = 1000;
    add_evidence(&s, 1100, 1100);
    assert_only_run(&s.hit, 100 - (SNIPPET_WORDS - 1) / 2, 100 + (SNIPPET_WORDS - 1) / 2);
}

static void test_a_sentence_nearby_is_whole(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 300);
    add_evidence(&s, 100, 100);
    s.tokens[65].gap = GAP_SENTENCE; /* a sentence of 66 to 135; the run alone would be 71 to 129 */
    s.tokens[135].gap = GAP_SENTENCE;
    assert_only_run(&s.hit, 66, 135);
    s.tokens[135].gap = GAP_PARAGRAPH;
    assert_only_run(&s.hit, 66, 135);
    s.tokens[135].gap = s.tokens[65].gap = GAP_WORD;
    s.tokens[71 - SENTENCE_REACH - 2].gap = s.tokens[129 + SENTENCE_REACH + 1].gap = GAP_SENTENCE; /* too far */
    assert_only_run(&s.hit, 71, 129);
}

static void test_the_beginning_of_the_text_begins_a_sentence(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 300);
    add_evidence(&s, 35, 35);
    assert_only_run(&s.hit, 0, 64);
    sample_init(&s, 300);
    add_evidence(&s, 262, 262);
    assert_only_run(&s.hit, 233, 299);
}

static void test_long_evidence_is_shown_whole(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 400);
    add_evidence(&s, 50, 250);
    assert_only_run(&s.hit, 50, 250);
    add_evidence(&s, 300, 301); /* for this there is no room */
    assert_only_run(&s.hit, 50, 250);
}

static void test_runs_far_apart(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 500);
    add_evidence(&s, 50, 50);
    add_evidence(&s, 200, 201);
    add_evidence(&s, 400, 400);
    const struct snippet snippet = snippet_of(&s.hit); /* 56 words are left: 9 to each side of each */
    assert_int_equal(snippet.count, 3);
    assert_run(&snippet, 0, 41, 59);
    assert_run(&snippet, 1, 191, 210);
    assert_run(&snippet, 2, 391, 409);
}

static void test_runs_that_touch_are_one(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 500);
    add_evidence(&s, 100, 100);
    add_evidence(&s, 110, 110);
    assert_only_run(&s.hit, 86, 124);
    sample_init(&s, 500);
    add_evidence(&s, 100, 103);
    add_evidence(&s, 102, 105);
    add_evidence(&s, 106, 106);
    assert_only_run(&s.hit, 74, 132);
}

static void test_runs_at_most(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 500);
    for (uint32_t i = 0; i < 10; i++)
        add_evidence(&s, 20 + 45 * i, 20 + 45 * i);
    assert_int_equal(snippet_of(&s.hit).count, SNIPPET_RUNS_MAX);
}

static void test_title_is_left_out(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 40);
    s.hit.title.token_count = 8;
    assert_only_run(&s.hit, 8, 39);
    add_evidence(&s, 20, 20);
    assert_only_run(&s.hit, 8, 39);
    s.hit.passage.first_token = 100; /* not at the article's beginning, so the title is not there */
    s.evidence[0] = (struct interval){120, 120};
    assert_only_run(&s.hit, 0, 39);
    sample_init(&s, 300);
    s.hit.title.token_count = 8;
    assert_int_equal(snippet_of(&s.hit).runs[0].first, 8);
    add_evidence(&s, 20, 20);
    assert_int_equal(snippet_of(&s.hit).runs[0].first, 8);
}

static void test_title_is_shown_as_evidence(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 40);
    s.hit.title.token_count = 8;
    add_evidence(&s, 7, 9);
    assert_only_run(&s.hit, 0, 39);
    sample_init(&s, 300);
    s.hit.title.token_count = 8;
    add_evidence(&s, 3, 3);
    assert_int_equal(snippet_of(&s.hit).runs[0].first, 0);
}

static void test_a_title_alone_is_shown(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 8);
    s.hit.title.token_count = 8;
    assert_only_run(&s.hit, 0, 7);
}

/* ---- Random hits ---- */

static void random_sample(struct sample *s, struct random_source *random)
{
    sample_init(s, 1 + random_below(random, TOKENS_MAX));
    const uint32_t count = (uint32_t)s->hit.text.token_count;
    const uint32_t sentence = 2 + random_below(random, 40);
    for (uint32_t i = 0; i + 1 < count; i++)
        s->tokens[i].gap = random_below(random, sentence) ? GAP_WORD : random_below(random, 2) ? GAP_SENTENCE : GAP_PARAGRAPH;
    s->hit.passage.first_token = random_below(random, 2) ? 0 : random_below(random, 1000);
    s->hit.title.token_count = random_below(random, 3) ? random_below(random, 15) : 0;
    uint32_t first = random_below(random, count), last = first;
    const uint32_t step = 1 + random_below(random, 80);
    for (uint32_t i = random_below(random, EVIDENCE_MAX); i > 0 && last < count; i--) {
        add_evidence(s, s->hit.passage.first_token + first, s->hit.passage.first_token + last);
        first += 1 + random_below(random, step);
        last = (first > last ? first : last + 1) + (random_below(random, 3) ? 0 : random_below(random, step));
    }
}

/* What is wrong with a snippet; NULL if nothing is. */
static const char *fault_of(const struct hit *hit, const struct snippet *snippet)
{
    const size_t count = hit->text.token_count;
    size_t words = 0, least = 0;
    if (snippet->count < 1 || snippet->count > SNIPPET_RUNS_MAX) return "a count out of bounds";
    for (size_t i = 0; i < snippet->count; i++) {
        const struct interval *run = &snippet->runs[i];
        if (run->first > run->last || run->last >= count) return "a run outside of the text";
        if (i > 0 && run->first <= snippet->runs[i - 1].last + 1) return "runs that touch";
        words += run->last - run->first + 1;
    }
    if (hit->evidence.count) {
        const uint32_t first = hit->evidence.items[0].first - hit->passage.first_token, last = hit->evidence.items[0].last - hit->passage.first_token;
        if (first < snippet->runs[0].first || last > snippet->runs[0].last) return "the first evidence is not in the first run";
        least = last - first + 1;
    }
    const size_t most = (least > SNIPPET_WORDS ? least : SNIPPET_WORDS) + SNIPPET_RUNS_MAX * 2 * SENTENCE_REACH;
    if (words > most) return "too many words";
    const bool titled = hit->passage.first_token == 0 && hit->title.token_count < count;
    const bool in_title = hit->evidence.count && hit->evidence.items[0].first < hit->title.token_count;
    if (titled && !in_title && snippet->runs[0].first < hit->title.token_count) return "a title that is no evidence";
    return NULL;
}

static void test_random_hits(void **state)
{
    (void)state;
    static struct sample s;
    for (uint64_t i = 0; i < 100000 / FEWER; i++) {
        struct random_source random = {first_seed() + i};
        random_sample(&s, &random);
        const struct snippet snippet = snippet_of(&s.hit);
        const char *fault = fault_of(&s.hit, &snippet);
        if (fault) fail_msg("SEED=%llu: %s", (unsigned long long)(first_seed() + i), fault);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_words),
        cmocka_unit_test(test_short_text_is_shown_whole),
        cmocka_unit_test(test_one_word_has_words_around_it),
        cmocka_unit_test(test_places_are_the_articles),
        cmocka_unit_test(test_a_sentence_nearby_is_whole),
        cmocka_unit_test(test_the_beginning_of_the_text_begins_a_sentence),
        cmocka_unit_test(test_long_evidence_is_shown_whole),
        cmocka_unit_test(test_runs_far_apart),
        cmocka_unit_test(test_runs_that_touch_are_one),
        cmocka_unit_test(test_runs_at_most),
        cmocka_unit_test(test_title_is_left_out),
        cmocka_unit_test(test_title_is_shown_as_evidence),
        cmocka_unit_test(test_a_title_alone_is_shown),
        cmocka_unit_test(test_random_hits),
    };
    return cmocka_run_group_tests_name("snippet", tests, NULL, NULL);
}
