/* test_snippet.c - which words of a hit are shown, for hits made by hand: only their numbers count, not their text. */
#include "tests/unit/search_fixture.h"

#include "searcher/snippet.h"

#define TOKENS_MAX 600
#define EVIDENCE_MAX 40

/* The words on either side of evidence in a sentence that is cut. */
#define MARGIN_WORDS 5

/* Each word is one letter of these, or in random hits up to three. */
static char letters[] = "abcdefghijklmnopqrstuvwxyz";
#define WORDS_MAX ((26 - 2) * 3)

/* A hit, and the room for what it lists. */
struct sample {
    struct hit hit;
    struct token tokens[TOKENS_MAX];
    struct interval evidence[EVIDENCE_MAX];
};

/* A text of so many words, each an "a", without a sentence's end but the last. */
static void sample_init(struct sample *sample, uint32_t count)
{
    memset(sample, 0, sizeof *sample);
    sample->hit.text.tokens = sample->tokens;
    sample->hit.text.token_count = count;
    sample->hit.text.text.data = letters;
    sample->hit.evidence.items = sample->hit.marks.items = sample->evidence;
    for (uint32_t i = 0; i < count; i++)
        sample->tokens[i].length = 1;
    if (count) sample->tokens[count - 1].gap = GAP_PARAGRAPH;
}

static void add_evidence(struct sample *sample, uint32_t first, uint32_t last)
{
    sample->evidence[sample->hit.evidence.count++] = (struct interval){first, last};
    sample->hit.marks.count = sample->hit.evidence.count;
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

/* Sentences of so many words each, of which the last may be shorter. */
static void set_sentences(struct sample *sample, uint32_t words)
{
    for (uint32_t i = words - 1; i + 1 < sample->hit.text.token_count; i += words)
        sample->tokens[i].gap = GAP_SENTENCE;
}

static void test_sentences_are_whole(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 300);
    set_sentences(&s, SNIPPET_WORDS);
    add_evidence(&s, 100, 100);
    assert_only_run(&s.hit, 60, 119);
    s.tokens[59].gap = s.tokens[119].gap = GAP_PARAGRAPH;
    assert_only_run(&s.hit, 60, 119);
    s.evidence[0] = (struct interval){110, 125}; /* in two sentences */
    assert_only_run(&s.hit, 60, 179);
}

static void test_neighbours_come_where_they_fit(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 300);
    set_sentences(&s, 20);
    add_evidence(&s, 105, 105);
    assert_only_run(&s.hit, 80, 139);
    sample_init(&s, 300);
    set_sentences(&s, 25); /* for the sentence before there is no room */
    add_evidence(&s, 105, 105);
    assert_only_run(&s.hit, 100, 149);
    sample_init(&s, 300);
    set_sentences(&s, 25);
    s.tokens[134].gap = GAP_SENTENCE; /* now there is */
    add_evidence(&s, 105, 105);
    assert_only_run(&s.hit, 75, 134);
    add_evidence(&s, 299, 299); /* of the same word: its sentence comes before those without evidence */
    const struct snippet snippet = snippet_of(&s.hit);
    assert_int_equal(snippet.count, 2);
    assert_run(&snippet, 0, 100, 134);
    assert_run(&snippet, 1, 275, 299);
}

/* A sentence that is too long for the room is shown from its beginning or up to its end where that is near. */
static void test_a_long_sentence_is_cut(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 300);
    s.tokens[99].gap = s.tokens[99 + SNIPPET_WORDS + 1].gap = GAP_SENTENCE;
    add_evidence(&s, 105, 105);
    assert_only_run(&s.hit, 100, 134);
    s.evidence[0] = (struct interval){158, 158};
    assert_only_run(&s.hit, 129, 160);
    s.evidence[0] = (struct interval){130, 130};
    assert_only_run(&s.hit, 101, 159);
}

static void test_long_evidence_is_shown_whole(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 400);
    add_evidence(&s, 50, 250);
    assert_only_run(&s.hit, 50 - MARGIN_WORDS, 250 + MARGIN_WORDS);
    add_evidence(&s, 300, 301); /* for this there is no room, and it has no other words */
    assert_only_run(&s.hit, 50 - MARGIN_WORDS, 250 + MARGIN_WORDS);
    s.tokens[301].offset = 1;
    const struct snippet snippet = snippet_of(&s.hit);
    assert_int_equal(snippet.count, 2);
    assert_run(&snippet, 1, 300 - MARGIN_WORDS, 301 + MARGIN_WORDS);
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

/* Words are told apart but for their case, and a sentence with more of those that are not shown yet comes before others. */
static void test_every_word_is_shown(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s, 400);
    set_sentences(&s, 50);
    for (uint32_t i = 0; i < 5; i++)
        add_evidence(&s, 10 + 50 * i, 10 + 50 * i);
    assert_only_run(&s.hit, 0, 49);
    add_evidence(&s, 220, 220);
    s.tokens[60].offset = s.tokens[210].offset = 1; /* one "b" in the second sentence; another, and a "c", in the fifth */
    s.tokens[220].offset = 2;
    const struct snippet snippet = snippet_of(&s.hit);
    assert_int_equal(snippet.count, 2);
    assert_run(&snippet, 0, 0, 49);
    assert_run(&snippet, 1, 200, 249);
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
    sample_init(&s, 300);
    s.hit.title.token_count = 8;
    s.tokens[7].gap = GAP_PARAGRAPH;
    s.tokens[30].gap = GAP_SENTENCE;
    add_evidence(&s, 10, 10);
    assert_only_run(&s.hit, 8, 30);
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
    const uint32_t words = 1 + random_below(random, WORDS_MAX);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t word = random_below(random, words);
        s->tokens[i].offset = word / 3;
        s->tokens[i].length = 1 + word % 3;
    }
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

static bool is_shown(const struct snippet *snippet, uint32_t token)
{
    for (size_t i = 0; i < snippet->count; i++) {
        if (token >= snippet->runs[i].first && token <= snippet->runs[i].last) return true;
    }
    return false;
}

/* Whether one that is the same word as this token, and is one of the words of the evidence too, is shown. */
static bool word_is_shown(const struct hit *hit, const struct snippet *snippet, uint32_t token)
{
    const struct token *tokens = hit->text.tokens;
    for (uint32_t i = 0; i < hit->text.token_count; i++) {
        if (tokens[i].offset != tokens[token].offset || tokens[i].length != tokens[token].length || !is_shown(snippet, i)) continue;
        if (snippet_is_marked(hit, hit->passage.first_token + i)) return true;
    }
    return false;
}

/* Whether a run that begins or ends at a token does so where a sentence does, or in one that is too long. */
static bool may_cut(const struct hit *hit, uint32_t floor, uint32_t token, bool begins)
{
    const struct token *tokens = hit->text.tokens;
    uint32_t first = token, last = token;
    while (first > floor && tokens[first - 1].gap == GAP_WORD)
        first--;
    while (last + 1 < hit->text.token_count && tokens[last].gap == GAP_WORD)
        last++;
    return token == (begins ? first : last) || last - first + 1 > SNIPPET_WORDS;
}

/* What is wrong with a snippet; NULL if nothing is. */
static const char *fault_of(const struct hit *hit, const struct snippet *snippet)
{
    const size_t count = hit->text.token_count;
    const bool titled = hit->passage.first_token == 0 && hit->title.token_count < count;
    const bool in_title = hit->evidence.count && hit->evidence.items[0].first < hit->title.token_count;
    const uint32_t floor = titled && !in_title ? (uint32_t)hit->title.token_count : 0;
    if (snippet->count < 1 || snippet->count > SNIPPET_RUNS_MAX) return "a count out of bounds";
    for (size_t i = 0; i < snippet->count; i++) {
        const struct interval *run = &snippet->runs[i];
        if (run->first > run->last || run->last >= count) return "a run outside of the text";
        if (i > 0 && run->first <= snippet->runs[i - 1].last + 1) return "runs that touch";
        if (!may_cut(hit, floor, run->first, true) || !may_cut(hit, floor, run->last, false)) return "a sentence that is cut";
    }
    if (snippet->runs[0].first < floor) return "a title that is no evidence";
    for (size_t i = 0; i < hit->evidence.count; i++) {
        const uint32_t first = hit->evidence.items[i].first - hit->passage.first_token,
                       last = hit->evidence.items[i].last - hit->passage.first_token;
        for (uint32_t token = first; token <= last; token++) {
            if (i == 0 && !is_shown(snippet, token)) return "a first evidence that is not shown";
            if (!word_is_shown(hit, snippet, token)) return "a word of the evidence that is not shown";
        }
    }
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
        cmocka_unit_test(test_sentences_are_whole),
        cmocka_unit_test(test_neighbours_come_where_they_fit),
        cmocka_unit_test(test_a_long_sentence_is_cut),
        cmocka_unit_test(test_long_evidence_is_shown_whole),
        cmocka_unit_test(test_runs_far_apart),
        cmocka_unit_test(test_runs_that_touch_are_one),
        cmocka_unit_test(test_every_word_is_shown),
        cmocka_unit_test(test_title_is_left_out),
        cmocka_unit_test(test_title_is_shown_as_evidence),
        cmocka_unit_test(test_a_title_alone_is_shown),
        cmocka_unit_test(test_random_hits),
    };
    return cmocka_run_group_tests_name("snippet", tests, NULL, NULL);
}
