/* test_context.c - the sentences around the evidence of hits, by hand and against articles whose sentences the test has made. */
#include "tests/unit/search_fixture.h"

#include "searcher/snippet.h"

#define SHOWN_SIZE 8192

static void search_by_sentences(struct fixture *f, const char *query, uint32_t context)
{
    struct ns_error err;
    const struct search_options options = {.limit = ALL, .by_sentences = true, .context = context};
    assert_ok(fixture_parse(f, query, &err), &err);
    assert_ok(search_run(&f->collection, f->query, &options, &f->search, &err), &err);
}

/* The words of each run, with a | between two runs. */
static void show(const struct hit *hit, char shown[SHOWN_SIZE])
{
    struct snippet room;
    const struct shown_text text = snippet_shown(hit, &room);
    char *at = shown;
    for (size_t i = 0; i < text.run_count; i++) {
        assert_true(text.runs[i].first <= text.runs[i].last && text.runs[i].last < text.text->token_count);
        for (uint32_t word = text.runs[i].first; word <= text.runs[i].last; word++) {
            const struct token *token = &text.text->tokens[word];
            assert_true((size_t)(at - shown) + token->length + 4 < SHOWN_SIZE);
            at += sprintf(at, "%s%.*s",
                          at == shown                  ? ""
                          : word == text.runs[i].first ? " | "
                                                       : " ",
                          (int)token->length, text.text->text.data + token->offset);
        }
    }
    *at = '\0';
}

static void assert_shown(struct fixture *f, const char *query, uint32_t context, const char *wanted)
{
    char shown[SHOWN_SIZE] = "";
    search_by_sentences(f, query, context);
    if (search_count(f->search) != 1) fail_msg("%s has %zu hits", query, search_count(f->search));
    show(fixture_hit(f, 0), shown);
    if (strcmp(shown, wanted) != 0) fail_msg("%s, %u sentences: [%s], wanted [%s]", query, (unsigned)context, shown, wanted);
}

static const char *const body =
    "One is here. Two has alpha in it. Three is here.\n\nFour is \"here.\" Five has beta; six has gamma. Seven is the end";

static void test_sentences(void **state)
{
    struct fixture *f = *state;
    fixture_bodies(f, &body, 1);
    assert_shown(f, "alpha", 0, "Two has alpha in it");
    assert_shown(f, "alpha", 1, "One is here Two has alpha in it Three is here");
    assert_shown(f, "alpha", 2, "One is here Two has alpha in it Three is here Four is here");
    assert_shown(f, "gamma", 1, "Four is here Five has beta six has gamma Seven is the end");
    assert_shown(f, "seven", 0, "Seven is the end");
    assert_shown(f, "one", 0, "One is here");
    assert_shown(f, "gamma", CONTEXT_MAX,
                 "One is here Two has alpha in it Three is here Four is here Five has beta six has gamma Seven is the end");
}

static void test_several_evidences(void **state)
{
    struct fixture *f = *state;
    fixture_bodies(f, &body, 1);
    assert_shown(f, "alpha and gamma", 0, "Two has alpha in it | Five has beta six has gamma");
    assert_shown(f, "alpha and gamma", 1,
                 "One is here Two has alpha in it Three is here Four is here Five has beta six has gamma Seven is the end");
    assert_shown(f, "alpha near three", 0, "Two has alpha in it Three is here");
    assert_shown(f, "beta and gamma", 0, "Five has beta six has gamma");
}

/* What has no evidence is shown as it is without the option. */
static void test_no_evidence(void **state)
{
    struct fixture *f = *state;
    fixture_bodies(f, &body, 1);
    search_by_sentences(f, "not delta", 3);
    assert_int_equal(search_count(f->search), 1);
    const struct hit *hit = fixture_hit(f, 0);
    struct snippet room;
    assert_int_equal(hit->sentences.count, 0);
    assert_ptr_equal(snippet_shown(hit, &room).text, &hit->text);
    assert_ptr_equal(snippet_shown(hit, &room).runs, room.runs);
    assert_int_equal(fixture_search(f, "alpha", ALL), 1); /* nor without the option */
    assert_int_equal(fixture_hit(f, 0)->sentences.count, 0);
}

/* A title is shown above the text, so that it is only repeated where it has evidence. */
static void test_titles(void **state)
{
    struct fixture *f = *state;
    fixture_begin(f, "english");
    fixture_put(f, &(struct article){
                       .path = "a",
                       .parts = {{PART_TITLE, "Alpha comes", 11, 0, 1, 1}, {PART_BODY, "Beta was here. Gamma was not.", 29, 13, 3, 1}},
                       .part_count = 2});
    fixture_end(f);
    assert_shown(f, "beta", 0, "Beta was here");
    assert_shown(f, "gamma", 5, "Beta was here Gamma was not");
    assert_shown(f, "alpha", 0, "Alpha comes");
    assert_shown(f, "alpha", 1, "Alpha comes Beta was here");
    assert_shown(f, "alpha and gamma", 0, "Alpha comes | Gamma was not");
}

/* What has no end is cut off after so many words, which may be where a passage begins. */
static void test_a_sentence_without_end(void **state)
{
    struct fixture *f = *state;
    char text[3500] = "";
    const char *const bodies[] = {text};
    for (size_t i = 0; i < 600; i++)
        strcat(text, i == 350 ? "alpha " : i == 360 ? "beta " : "word ");
    fixture_bodies(f, bodies, 1);
    search_by_sentences(f, "alpha", 0);
    const struct hit *hit = fixture_hit(f, 0);
    struct snippet room;
    struct shown_text shown = snippet_shown(hit, &room);
    assert_int_equal(shown.first_token, 250);
    assert_true(snippet_is_cut_before(&shown, shown.runs[0].first) && shown.runs[0].first == 0);
    assert_true(snippet_is_cut_behind(&shown, shown.runs[0].last));
    search_by_sentences(f, "beta", 0);
    shown = snippet_shown(fixture_hit(f, 0), &room);
    assert_true(snippet_is_cut_before(&shown, shown.runs[0].first) && shown.runs[0].first == 10);
}

/* ---- Random articles ---- */

#define SENTENCES 120

/* An article, and the words of each of its sentences. */
struct draft {
    char text[SENTENCES * 200];
    char words[SENTENCES][200];
    bool has_target[SENTENCES];
};

static void draw(struct draft *draft, struct random_source *random)
{
    const uint32_t rarity = 2 + random_below(random, 40);
    char *at = draft->text;
    for (uint32_t i = 0; i < SENTENCES; i++) {
        char *word = draft->words[i];
        draft->has_target[i] = random_below(random, rarity) == 0;
        word += sprintf(word, "Sentence%u", (unsigned)i);
        for (uint32_t more = random_below(random, 18); more > 0; more--)
            word += sprintf(word, " word%u", (unsigned)random_below(random, 10));
        sprintf(word, "%s", draft->has_target[i] ? " target ends" : " ends");
        at += sprintf(at, "%s.%s", draft->words[i], random_below(random, 4) ? " " : "\n\n");
    }
}

/* Whether a sentence is shown for one that has the target. */
static bool is_wanted(const struct draft *draft, uint32_t sentence, const bool *in_passage, uint32_t context)
{
    for (uint32_t i = 0; i < SENTENCES; i++) {
        const uint32_t apart = i < sentence ? sentence - i : i - sentence;
        if (draft->has_target[i] && in_passage[i] && apart <= context) return true;
    }
    return false;
}

/* The sentences whose target begins in the hit's passage: their first words tell which they are. */
static void find_sentences(const struct hit *hit, bool in_passage[SENTENCES])
{
    memset(in_passage, 0, SENTENCES * sizeof *in_passage);
    for (size_t i = 0; i < hit->evidence.count; i++) {
        for (uint32_t word = hit->evidence.items[i].first - hit->passage.first_token;; word--) {
            const struct token *token = &hit->text.tokens[word];
            const char *text = hit->text.text.data + token->offset;
            if (strncmp(text, "Sentence", 8) != 0) continue;
            in_passage[strtoul(text + 8, NULL, 10)] = true;
            break;
        }
    }
}

static void assert_right(const struct draft *draft, const struct hit *hit, uint32_t context)
{
    bool in_passage[SENTENCES];
    char shown[SHOWN_SIZE * 2] = "", wanted[SENTENCES * 200 + 4 * SENTENCES] = "";
    char *at = wanted;
    bool before = false;
    find_sentences(hit, in_passage);
    for (uint32_t i = 0; i < SENTENCES; i++) {
        const bool now = is_wanted(draft, i, in_passage, context);
        if (now) at += sprintf(at, "%s%s", at == wanted ? "" : before ? " " : " | ", draft->words[i]);
        before = now;
    }
    if (strlen(wanted) + 8 >= SHOWN_SIZE) return; /* longer than what shows it */
    show(hit, shown);
    if (strcmp(shown, wanted) != 0) fail_msg("%u sentences: [%s], wanted [%s]", (unsigned)context, shown, wanted);
}

/* Whatever passages the sentences fall into. */
static void test_random_articles(void **state)
{
    struct fixture *f = *state;
    static struct draft draft;
    for (uint64_t i = 0; i < 40 / FEWER; i++) {
        struct random_source random = {first_seed() + i};
        draw(&draft, &random);
        const char *const bodies[] = {draft.text};
        fixture_bodies(f, bodies, 1);
        for (uint32_t context = 0; context < 20; context += 1 + context / 3) {
            search_by_sentences(f, "target", context);
            for (size_t hit = 0; hit < search_count(f->search); hit++)
                assert_right(&draft, fixture_hit(f, hit), context);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_sentences), FIXTURE_TEST(test_several_evidences),      FIXTURE_TEST(test_no_evidence),
        FIXTURE_TEST(test_titles),    FIXTURE_TEST(test_a_sentence_without_end), FIXTURE_TEST(test_random_articles),
    };
    return cmocka_run_group_tests_name("context", tests, NULL, NULL);
}
