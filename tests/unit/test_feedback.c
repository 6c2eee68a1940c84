/* test_feedback.c - the words that tell most of texts, and the queries that they make: broader ones, and those for more like a text. */
#include "tests/unit/search_fixture.h"

#include <math.h>

#include "searcher/bm25.h"
#include "searcher/broaden.h"
#include "searcher/like.h"

/* ---- Words ---- */

static const char *const bodies[] = {
    "alpha alpha beta", "Beta gammas x", "beta gamma delta", "epsilon", "zeta zeta eta", "theta",
};

static struct feedback *open_feedback(struct fixture *f)
{
    struct feedback *feedback;
    struct ns_error err;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_ok(feedback_open(&f->collection, &feedback, &err), &err);
    return feedback;
}

/* Pick words, and compare. @wanted  forms, with a space behind each */
static struct feedback_words pick(struct feedback *feedback, uint64_t fewest, size_t most, const char *wanted)
{
    struct feedback_words words;
    struct ns_error err;
    char shown[256] = "";
    assert_ok(feedback_pick(feedback, fewest, most, &words, &err), &err);
    for (size_t i = 0; i < words.count; i++) {
        strncat(shown, words.items[i].form.data, words.items[i].form.size);
        strcat(shown, " ");
    }
    assert_string_equal(shown, wanted);
    return words;
}

/* Of a term of passages with one occurrence each, of 6 articles of one passage. */
static double rareness(double passages, double occurrences)
{
    return bm25_article_idf(bm25_articles(passages, occurrences, 6, passages / 6), 6);
}

static void test_words_of_passages(void **state)
{
    struct ns_error err;
    struct feedback *feedback = open_feedback(*state);
    assert_ok(feedback_read_passage(feedback, 0, 0, &err), &err);
    feedback_end_text(feedback, FEEDBACK_SATURATED, 1);
    assert_ok(feedback_read_passage(feedback, 0, 1, &err), &err);
    feedback_end_text(feedback, FEEDBACK_SATURATED, 0.5);
    struct feedback_words words = pick(feedback, 1, 10, "alpha beta gammas ");
    const double alpha = 2 / 3.0 * rareness(1, 2), beta = (0.5 + 0.25) * rareness(3, 3), gamma = 0.25 * rareness(2, 2);
    assert_true(words.items[0].weight == 1);
    assert_true(fabs(words.items[1].weight - beta / alpha) < 1e-12);
    assert_true(fabs(words.items[2].weight - gamma / alpha) < 1e-12);
    assert_memory_equal(words.items[2].term.data, "gamma", words.items[2].term.size);
    feedback_words_release(&words);
    words = pick(feedback, 2, 10, "beta gammas ");
    feedback_words_release(&words);
    words = pick(feedback, 1, 1, "alpha ");
    feedback_words_release(&words);
    feedback_free(feedback);
}

static void test_words_of_a_text(void **state)
{
    static const char text[] = "Eta? \xff zeta eta\n\nunknown q eta";
    struct ns_error err;
    struct feedback *feedback = open_feedback(*state);
    assert_ok(feedback_read_text(feedback, text, sizeof text - 1, &err), &err);
    feedback_end_text(feedback, FEEDBACK_FREQUENCY, 1);
    struct feedback_words words = pick(feedback, 1, 10, "Eta zeta ");
    assert_true(fabs(words.items[1].weight - rareness(1, 2) / (3 * rareness(1, 1))) < 1e-12);
    feedback_words_release(&words);
    feedback_free(feedback);
    feedback = open_feedback(*state);
    words = pick(feedback, 1, 10, "");
    feedback_words_release(&words);
    feedback_free(feedback);
}

/* ---- Broader queries ---- */

/* Broaden by two words. @wanted  the canonical form; @told  what is told of it, NULL for nothing, "" for whatever it is */
static void assert_broadened(struct fixture *f, const char *query, const char *wanted, const char *told)
{
    struct ns_error err;
    struct buffer text = BUFFER_INIT, line = BUFFER_INIT;
    assert_ok(fixture_parse(f, query, &err), &err);
    assert_ok(broaden(&f->collection, &(struct broaden_options){.words = 2}, &f->query, &line, &err), &err);
    assert_ok(query_print(f->query, &text, &err), &err);
    assert_ok(buffer_pad(&text, 1, &err), &err);
    if (strcmp(text.data, wanted) != 0) fail_msg("%s: %s, wanted %s", query, text.data, wanted);
    if (!told) assert_int_equal(line.size, 0);
    if (told && *told && strcmp(line.data, told) != 0) fail_msg("%s: %s, wanted %s", query, line.data, told);
    buffer_release(&text);
    buffer_release(&line);
}

static const char *const news[] = {
    "panda hackers serum", "panda hackers vaccine", "locust swarm", "ship canal", "bank rates", "storm snow", "vote count",
};

/* The best passage says most, and the query's own words are none of those that are added. */
static void test_broader_queries(void **state)
{
    struct fixture *f = *state;
    fixture_bodies(f, news, COUNT(news));
    assert_broadened(f, "panda", "panda hackers serum", "broadened by: hackers 0.50, serum 0.40");
    assert_broadened(f, "pandas hackers", "pandas hackers serum vaccine", "");
    assert_broadened(f, "panda or ship", "(panda OR ship) canal hackers", "");
    assert_broadened(f, "panda -serum", "panda -serum vaccine hackers", "");
    assert_broadened(f, "panda date:..2021", "panda +date:..2021", NULL);
    assert_broadened(f, "\"panda hackers\"", "+\"panda hackers\" serum vaccine", "");
    assert_broadened(f, "panda and serum", "+(panda AND serum) hackers", "");
    assert_broadened(f, "\"panda hackers\" -ship", "+\"panda hackers\" -ship serum vaccine", "");
    assert_broadened(f, "+path:*.txt \"panda hackers\"", "+path:*.txt +\"panda hackers\" serum vaccine", "");
    assert_broadened(f, "not serum", "NOT serum", NULL);
    assert_broadened(f, "path:*.txt", "path:*.txt", NULL);
    assert_broadened(f, "+path:*.txt -serum", "+path:*.txt -serum", NULL);
    assert_broadened(f, "nothing here", "nothing here", NULL);
    assert_broadened(f, "", "()", NULL);
}

/* Words that are added find passages where any word would do, and only weigh where something must be. */
static void test_what_broader_queries_find(void **state)
{
    const struct {
        const char *query;
        size_t hits;
    } cases[] = {{"serum", 2}, {"+serum +panda", 1}, {"panda and serum", 1}, {"\"hackers serum\"", 1}, {"panda near serum", 1}};
    struct fixture *f = *state;
    fixture_bodies(f, news, COUNT(news));
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buffer told = BUFFER_INIT;
        struct ns_error err;
        const struct search_options options = {.limit = 10, .explain = true};
        assert_ok(fixture_parse(f, cases[i].query, &err), &err);
        assert_ok(broaden(&f->collection, &(struct broaden_options){.words = 5}, &f->query, &told, &err), &err);
        assert_ok(search_run(&f->collection, f->query, &options, &f->search, &err), &err);
        if (search_count(f->search) != cases[i].hits) fail_msg("%s: %zu hits", cases[i].query, search_count(f->search));
        const struct hit *hit = fixture_hit(f, 0);
        double sum = hit->weights.closeness;
        for (size_t j = 0; j < hit->weights.count; j++)
            sum += hit->weights.lines[j].weight + hit->weights.lines[j].article_weight;
        assert_true(fabs(sum - hit->score) < 1e-9);
        assert_int_equal(hit->weights.count, 3);
        if (cases[i].query[0] == '"') assert_int_equal(hit->evidence.count, 1);
        buffer_release(&told);
    }
}

/* ---- Like a text ---- */

static void assert_like(struct fixture *f, const char *what, const char *wanted, uint32_t article)
{
    struct like like;
    struct buffer text = BUFFER_INIT;
    struct ns_error err;
    assert_ok(like_read(&f->collection, what, &like, &err), &err);
    assert_ok(query_print(like.query, &text, &err), &err);
    assert_ok(buffer_pad(&text, 1, &err), &err);
    if (strcmp(text.data, wanted) != 0) fail_msg("%s: %s, wanted %s", what, text.data, wanted);
    assert_true(like.is_article);
    assert_int_equal(like.place.article, article);
    buffer_release(&text);
    query_free(like.query);
}

static void assert_not_like(struct fixture *f, const char *what, const char *message)
{
    struct like like;
    struct ns_error err;
    assert_int_equal(like_read(&f->collection, what, &like, &err), NS_ERR_ARG);
    assert_null(like.query);
    if (!strstr(err.msg, message)) fail_msg("%s: %s", what, err.msg);
}

/* The bug: an address of some thousand bytes left no room for what is wrong with it. */
static void check_long_address(struct fixture *f)
{
    char what[6000] = "a";
    for (size_t at = 1; at + 2 < sizeof what; at += 2)
        memcpy(what + at, "\xc3\xa4", 2);
    struct like like;
    struct ns_error err;
    assert_int_equal(like_read(&f->collection, what, &like, &err), NS_ERR_ARG);
    assert_non_null(strstr(err.msg, "\xc3\xa4...: there is no such article"));
}

static void test_addresses(void **state)
{
    struct fixture *f = *state;
    fixture_begin(f, "english");
    fixture_put_body(f, "a.txt", "panda");
    fixture_put_body(f, "a.txt:7", "panda serum serum");
    fixture_read(f, "b.jsonl",
                 "{\"id\":\"x\",\"body\":\"locust locust serum\"}\n\n{\"id\":\"y#1:2\",\"body\":\"locust bank\"}\n{\"body\":\"bank\"}\n");
    fixture_end(f);
    assert_like(f, "a.txt", "panda", 0);
    assert_like(f, "a.txt:3", "panda", 0);
    assert_like(f, "a.txt:7", "serum panda", 1);
    assert_like(f, "a.txt:7:1", "serum panda", 1);
    assert_like(f, "b.jsonl#x", "locust serum", 2);
    assert_like(f, "x", "locust serum", 2);
    assert_like(f, "b.jsonl:1", "locust serum", 2);
    assert_like(f, "b.jsonl#y#1:2", "locust bank", 3);
    assert_like(f, "b.jsonl:3", "locust bank", 3);
    assert_like(f, "b.jsonl#line=4", "bank", 4);
    assert_not_like(f, "b.jsonl", "3 articles");
    assert_not_like(f, "b.jsonl:2", "no such article");
    assert_not_like(f, "b.jsonl#z", "no such article");
    assert_not_like(f, "a.tx", "no such article");
    assert_not_like(f, "a.txt:0", "no such article");
    assert_not_like(f, "a.txt:99999999999", "no such article");
    assert_not_like(f, "", "no such article");
    check_long_address(f);
}

/* A line means the passage that it is in. */
static void test_lines(void **state)
{
    char body[3000] = "panda\n\n";
    struct fixture *f = *state;
    for (size_t i = 0; i < 300; i++)
        strcat(body, "zebra ");
    strcat(body, "\n\nlocust");
    fixture_begin(f, "english");
    fixture_put_body(f, "a", body);
    fixture_put_body(f, "b", "panda locust");
    fixture_end(f);
    struct like like;
    struct ns_error err;
    struct buffer text = BUFFER_INIT;
    assert_ok(like_read(&f->collection, "a:1", &like, &err), &err);
    assert_ok(query_print(like.query, &text, &err), &err);
    assert_ok(buffer_pad(&text, 1, &err), &err);
    assert_non_null(strstr(text.data, "panda"));
    assert_null(strstr(text.data, "locust"));
    query_free(like.query);
    text.size = 0;
    assert_ok(like_read(&f->collection, "a:5", &like, &err), &err);
    assert_ok(query_print(like.query, &text, &err), &err);
    assert_ok(buffer_pad(&text, 1, &err), &err);
    assert_non_null(strstr(text.data, "locust"));
    assert_null(strstr(text.data, "panda"));
    buffer_release(&text);
    query_free(like.query);
}

/* The article itself is no hit. */
static void test_without_the_article(void **state)
{
    const struct article_place place = {0, 1};
    struct search_options options = {.limit = 10, .without = &place};
    struct fixture *f = *state;
    struct ns_error err;
    fixture_bodies(f, news, COUNT(news));
    assert_ok(fixture_parse(f, "panda", &err), &err);
    for (options.limit = 10;; options.limit = 0) {
        assert_ok(search_run(&f->collection, f->query, &options, &f->search, &err), &err);
        assert_int_equal(search_matches(f->search), 1);
        if (options.limit == 0) return;
        assert_int_equal(search_match(f->search, 0)->article, 0);
        search_free(f->search);
        f->search = NULL;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_words_of_passages), FIXTURE_TEST(test_words_of_a_text),           FIXTURE_TEST(test_broader_queries),
        FIXTURE_TEST(test_addresses),         FIXTURE_TEST(test_what_broader_queries_find), FIXTURE_TEST(test_lines),
        FIXTURE_TEST(test_without_the_article),
    };
    return cmocka_run_group_tests_name("feedback", tests, NULL, NULL);
}
