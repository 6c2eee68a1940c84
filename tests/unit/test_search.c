/* test_search.c - small indexes, and what is found in them. */
#include "tests/unit/search_fixture.h"

#include <math.h>

/* ---- Which articles are found ---- */

/* The articles that have hits, as numbers in order. */
static void assert_found(struct fixture *fixture, const char *query, const char *wanted)
{
    char found[512] = "";
    bool has_hit[64] = {false};
    const size_t count = fixture_search(fixture, query, ALL);
    for (size_t i = 0; i < count; i++)
        has_hit[fixture_hit(fixture, i)->passage.article] = true;
    for (size_t i = 0; i < COUNT(has_hit); i++) {
        const size_t used = strlen(found);
        if (has_hit[i]) snprintf(found + used, sizeof found - used, "%s%zu", used ? " " : "", i);
    }
    if (strcmp(found, wanted) != 0) fail_msg("%s finds [%s], wanted [%s]", query, found, wanted);
}

static void test_spellings_of_a_name_with_digits(void **state)
{
    static const char *const bodies[] = {"the APT10 group",
                                         "the APT-10 group",
                                         "the apt\xe2\x80\x91\x31\x30 group",
                                         "the APT 10 group",
                                         "the Apt\xe2\x80\x90\x31\x30's group",
                                         "the APT11 group",
                                         "the 10 APT group",
                                         "APT, and number 10"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_found(f, "APT10", "0 1 2 3 4");
    assert_found(f, "apt-10", "0 1 2 3 4");
    assert_found(f, "APT\xe2\x80\x91\x31\x30", "0 1 2 3 4");
    assert_found(f, "\"the APT10 group\"", "0 1 2 3 4");
    assert_found(f, "the near/1 APT10", "0 1 2 3 4");
    assert_found(f, "APT10 near/1 group", "0 1 2 3 4");
    /* Two words, as typed here, are no other spelling of one. */
    assert_found(f, "\"APT 10\"", "1 2 3 4");
    assert_found(f, "APT", "1 2 3 4 6 7");
    fixture_bodies(f, (const char *const[]){"APT10", "APT 10"}, 2); /* no article has the hyphen */
    assert_found(f, "apt10", "0 1");
}

static void test_spellings_of_a_compound(void **state)
{
    static const char *const bodies[] = {"a cyber-attack",    "a cyberattack",      "a cyber attack",
                                         "two Cyber-Attacks", "an attack on cyber", "a cyber\xc2\xad-attack"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_found(f, "cyber-attack", "0 1 2 3 5");
    assert_found(f, "cyberattack", "0 1 2 3 5");
    assert_found(f, "cyberattacks", "0 1 2 3 5");
    assert_found(f, "\"a cyber-attack\"", "0 1 2 5");
    assert_found(f, "attack", "0 2 3 4 5");
    fixture_bodies(f, bodies + 1, 2); /* where no article has the hyphen, no one knows where to part the word */
    assert_found(f, "cyberattack", "0");
    assert_found(f, "cyber-attack", "0 1");
}

static void test_long_compounds(void **state)
{
    static const char *const bodies[] = {"state-of-the-art ships", "state of the art ships", "stateoftheart", "one-two-three-four-five",
                                         "one two three four five"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_found(f, "state-of-the-art", "0 1 2");
    assert_found(f, "stateoftheart", "0 1 2");
    assert_found(f, "one-two-three-four-five", "3 4");
    assert_found(f, "\"state of the art ship\"", "0 1");
}

static void test_other_spellings(void **state)
{
    static const char *const bodies[] = {"The U.S. said",  "The US said",     "2,700 people",  "2700 people", "COVID-19 spread",
                                         "COVID19 spread", "Covid 19 spread", "a Caf\xc3\xa9", "a cafe",      "a cafe\xcc\x81"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_found(f, "US", "0 1");
    assert_found(f, "U.S.", "0 1");
    assert_found(f, "2,700", "2 3");
    assert_found(f, "2700", "2 3");
    assert_found(f, "COVID-19", "4 5 6");
    assert_found(f, "covid19", "4 5 6");
    assert_found(f, "cafe", "7 8 9");
    assert_found(f, "CAF\xc3\x89", "7 8 9");
}

static void test_parts_and_stems(void **state)
{
    static const char *const bodies[] = {"China-backed hackers", "China's hackers", "the vaccines", "vaccinated",
                                         "a vaccination",        "Chinese",         "AT&T said",    "at T minus five"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_found(f, "china", "0 1");
    assert_found(f, "backed", "0");
    assert_found(f, "hacker", "0 1");
    assert_found(f, "vaccine", "2 3 4");
    assert_found(f, "\"backed hackers\"", "0");
    assert_found(f, "AT&T", "6 7"); /* the two words side by side, whatever stands between them */
    assert_found(f, "5", "");
}

static void test_nothing_found(void **state)
{
    static const char *const bodies[] = {"alpha beta", "gamma"};
    static const char *const queries[] = {"", "delta", "alpha near delta", "\"beta alpha\"", "alpha near gamma", "..."};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    for (size_t i = 0; i < COUNT(queries); i++)
        assert_int_equal(fixture_search(f, queries[i], ALL), 0);
}

static void test_articles_without_words(void **state)
{
    static const char *const bodies[] = {"", "...", "alpha", " \n\n "};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, 1);
    assert_int_equal(fixture_search(f, "alpha", 10), 0);
    assert_int_equal(fixture_search(f, "alpha near beta", 10), 0);
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_found(f, "alpha", "2");
    fixture_begin(f, "english");
    fixture_put(f, &(struct article){.path = "of/no/part"});
    fixture_end(f);
    assert_int_equal(fixture_search(f, "alpha", 10), 0);
}

static void test_other_language(void **state)
{
    struct fixture *f = *state;
    fixture_begin(f, "none");
    fixture_put_body(f, "a", "vaccines");
    fixture_put_body(f, "b", "the vaccine");
    fixture_end(f);
    assert_found(f, "vaccine", "1");
    assert_found(f, "vaccines", "0");
}

static void test_a_query_over_a_limit(void **state)
{
    static const char *const bodies[] = {"alpha"};
    char query[10002];
    struct ns_error err;
    struct fixture *f = *state;
    fixture_bodies(f, bodies, 1);
    memset(query, ' ', sizeof query - 1);
    query[sizeof query - 1] = '\0';
    assert_int_equal(fixture_try(f, query, 10, &err), NS_ERR_LIMIT);
    assert_null(f->search);
}

/* ---- Across the edges of passages ---- */

/* A text of so many words; without a sentence's end its passages are as long as they may be. */
static char *long_text(size_t words)
{
    char *text = test_malloc(words * 8 + 1);
    size_t used = 0;
    for (size_t i = 0; i < words; i++)
        used += (size_t)sprintf(text + used, "w%05zu ", i);
    return text;
}

/* Put another word of six letters in the place of a word. */
static void put_word(char *text, size_t at, const char *word)
{
    memcpy(text + at * 7, word, 6);
}

static void assert_interval(struct interval interval, uint32_t first, uint32_t last)
{
    assert_int_equal(interval.first, first);
    assert_int_equal(interval.last, last);
}

static void assert_one_hit(struct fixture *fixture, const char *query, uint32_t first, uint32_t last)
{
    assert_int_equal(fixture_search(fixture, query, ALL), 1);
    const struct hit *hit = fixture_hit(fixture, 0);
    assert_int_equal(hit->evidence.count, 1);
    assert_interval(hit->evidence.items[0], first, last);
    assert_int_equal(hit->marks.count, 2);
    assert_interval(hit->marks.items[0], first, first);
    assert_interval(hit->marks.items[1], last, last);
}

static void test_hits_across_an_edge(void **state)
{
    struct fixture *f = *state;
    char *text = long_text(700);
    put_word(text, 249, "stonex");
    put_word(text, 250, "pandax");
    put_word(text, 490, "alphax");
    put_word(text, 510, "betaxx");
    const char *const bodies[] = {text};
    fixture_bodies(f, bodies, 1);
    test_free(text);
    assert_int_equal(index_reader_info(f->reader)->passages, 3);
    assert_one_hit(f, "\"stonex pandax\"", 249, 250);
    assert_one_hit(f, "stonex near pandax", 249, 250);
    assert_one_hit(f, "pandax near/1 stonex", 249, 250);
    assert_one_hit(f, "alphax near/20 betaxx", 490, 510);
    assert_int_equal(fixture_search(f, "alphax near/19 betaxx", ALL), 0);
    const struct hit *hit = (fixture_search(f, "alphax near/20 betaxx", ALL), fixture_hit(f, 0));
    assert_int_equal(hit->text_first, 250); /* both passages, as the evidence lies in both */
    assert_int_equal(hit->text.token_count, 450);
    assert_memory_equal(hit->text.text.data + hit->text.tokens[510 - 250].offset, "betaxx", 6);
}

/* A hit of a plain word belongs to its own passage only. */
static void test_each_evidence_has_one_passage(void **state)
{
    struct fixture *f = *state;
    char *text = long_text(700);
    put_word(text, 10, "alphax");
    put_word(text, 249, "alphax");
    put_word(text, 250, "alphax");
    const char *const bodies[] = {text};
    fixture_bodies(f, bodies, 1);
    test_free(text);
    assert_int_equal(fixture_search(f, "alphax", ALL), 2);
    const struct hit *hit = fixture_hit(f, 0); /* twice in this passage */
    assert_int_equal(hit->passage.first_token, 0);
    assert_int_equal(hit->evidence.count, 2);
    assert_interval(hit->evidence.items[0], 10, 10);
    assert_interval(hit->evidence.items[1], 249, 249);
    assert_int_equal(hit->text.token_count, 250);
    hit = fixture_hit(f, 1);
    assert_int_equal(hit->passage.first_token, 250);
    assert_int_equal(hit->evidence.count, 1);
    assert_interval(hit->evidence.items[0], 250, 250);
    assert_int_equal(hit->text_first, 250);
}

/* ---- Where in the source ---- */

/* The only hit begins where a word, the only one of its kind, stands in the source. */
static void assert_place(struct fixture *fixture, const char *source, const char *query, const char *begin)
{
    assert_int_equal(fixture_search(fixture, query, ALL), 1);
    const struct hit *hit = fixture_hit(fixture, 0);
    const size_t offset = (size_t)(strstr(source, begin) - source);
    assert_int_equal(hit->source_offset, offset);
    assert_int_equal(hit->line, line_at(source, offset));
}

static const char export_text[] = "SEA / PORTS\n"
                                  "A harbour opens\n"
                                  "Ships wait\n"
                                  "Published: Mar 03, 2021 12:11 PM\n"
                                  "Caption here\n\n"
                                  "Caption here\n\n"
                                  "The second\nbasin is \xe2\x80\x9c"
                                  "deep\xe2\x80\x9d.\n"
                                  "\n  Cranes were bought.\n";

static void assert_export_places(struct fixture *f, const char *source)
{
    fixture_begin(f, "english");
    fixture_read(f, "a.txt", source);
    fixture_end(f);
    assert_place(f, source, "harbour", "harbour");
    assert_place(f, source, "ships", "Ships");
    assert_place(f, source, "second", "second");
    assert_place(f, source, "\"second basin\"", "second");
    assert_place(f, source, "basin", "basin");
    assert_place(f, source, "deep", "deep");
    assert_place(f, source, "crane near deep", "deep");
    assert_place(f, source, "bought", "bought");
    assert_place(f, source, "opens near/1 ship", "opens");
}

static void test_places_in_text(void **state)
{
    assert_export_places(*state, export_text);
}

/* The same text with other line ends. */
static void with_line_ends(const char *text, const char *line_end, char *out)
{
    for (; *text; text++)
        out += sprintf(out, "%.*s", *text == '\n' ? 2 : 1, *text == '\n' ? line_end : text);
}

static void test_places_with_carriage_returns(void **state)
{
    char source[2 * sizeof export_text];
    with_line_ends(export_text, "\r\n", source);
    assert_export_places(*state, source);
}

/* A lone CR was no line end to the places, though the reader and the analyzer take it for one. */
static void test_places_with_carriage_returns_alone(void **state)
{
    char source[2 * sizeof export_text];
    with_line_ends(export_text, "\r", source);
    assert_export_places(*state, source);
}

static void test_places_behind_a_passage(void **state)
{
    struct fixture *f = *state;
    char source[20000] = "Title\n\n";
    for (int i = 0; i < 600; i++)
        sprintf(source + strlen(source), "w%03d%s", i, i % 7 ? " " : i % 3 ? ".\n" : ".\r\n\r\n");
    fixture_begin(f, "english");
    fixture_read(f, "a.txt", source);
    fixture_end(f);
    assert_true(index_reader_info(f->reader)->passages > 3);
    for (int i = 0; i < 599; i += 3) {
        char query[32];
        snprintf(query, sizeof query, "\"w%03d w%03d\"", i, i + 1);
        assert_place(f, source, query, (char[]){'w', query[2], query[3], query[4], 0});
    }
}

static void test_places_of_extracted_articles(void **state)
{
    static const char source[] = "{\"id\": \"a1\", \"title\": \"A harbour\", \"body\": \"Ships.\\n\\nCranes came.\"}\n"
                                 "\n"
                                 "{\"id\": \"a2\", \"body\": \"Basins.\"}\n";
    struct fixture *f = *state;
    fixture_begin(f, "english");
    fixture_read(f, "a.jsonl", source);
    fixture_end(f);
    assert_int_equal(fixture_search(f, "cranes", ALL), 1);
    const struct hit *hit = fixture_hit(f, 0);
    assert_int_equal(hit->line, 1);
    assert_int_equal(hit->source_offset, strlen("A harbour\n\nShips.\n\n"));
    assert_string_equal(hit->article.article.path, "a.jsonl");
    assert_string_equal(hit->article.article.id, "a1");
    assert_int_equal(fixture_search(f, "basins", ALL), 1);
    hit = fixture_hit(f, 0);
    assert_int_equal(hit->line, 3);
    assert_int_equal(hit->source_offset, 0);
    assert_string_equal(hit->article.article.id, "a2");
}

/* The lines before a word were counted even where no one knew the line that they were counted from. */
static void test_line_that_is_not_known(void **state)
{
    static const char body[] = "alpha\nbeta\ngamma";
    struct fixture *f = *state;
    fixture_begin(f, "english");
    fixture_put(f, &(struct article){.path = "a", .parts = {{PART_BODY, body, sizeof body - 1, 100, 0}}, .part_count = 1});
    fixture_end(f);
    assert_int_equal(fixture_search(f, "gamma", ALL), 1);
    assert_int_equal(fixture_hit(f, 0)->line, 0);
    assert_int_equal(fixture_hit(f, 0)->source_offset, 111);
}

/* ---- Titles ---- */

static void test_titles(void **state)
{
    struct fixture *f = *state;
    fixture_begin(f, "english");
    fixture_read(f, "a.txt", "A harbour: open!\n\nThe basin is deep.\n");
    fixture_read(f, "b.txt", "The text alone is a sentence.\n");
    fixture_end(f);
    assert_int_equal(fixture_search(f, "harbour", ALL), 1);
    const struct hit *hit = fixture_hit(f, 0);
    assert_int_equal(hit->title.text.size, strlen("A harbour: open!"));
    assert_memory_equal(hit->title.text.data, "A harbour: open!", hit->title.text.size);
    assert_int_equal(hit->title.token_count, 3);
    assert_interval(hit->evidence.items[0], 1, 1);
    assert_int_equal(fixture_search(f, "open near basin", ALL), 1);
    assert_int_equal(fixture_search(f, "sentence", ALL), 1);
    assert_int_equal(fixture_hit(f, 0)->title.text.size, 0);
    assert_int_equal(fixture_hit(f, 0)->title.token_count, 0);
}

/* A hit far behind has the title too, also where it is longer than a passage. */
static void test_title_of_a_later_passage(void **state)
{
    struct fixture *f = *state;
    char *title = long_text(300);
    char *body = long_text(600);
    put_word(body, 590, "alphax");
    const struct article article = {
        .path = "a", .parts = {{PART_TITLE, title, strlen(title), 0, 1}, {PART_BODY, body, strlen(body), 9000, 2}}, .part_count = 2};
    fixture_begin(f, "english");
    fixture_put(f, &article);
    fixture_end(f);
    assert_int_equal(fixture_search(f, "alphax", ALL), 1);
    const struct hit *hit = fixture_hit(f, 0);
    assert_int_equal(hit->title.text.size, strlen(title));
    assert_memory_equal(hit->title.text.data, title, strlen(title));
    assert_int_equal(hit->title.token_count, 300);
    assert_int_equal(hit->source_offset, 9000 + 590 * 7);
    test_free(title);
    test_free(body);
}

/* ---- Ranking ---- */

/* BM25 of one word in one passage as Xapian computes it: its weight never falls below 0, however frequent the word. */
static double bm25(double passages, double with_word, double length, double average, double count)
{
    const double k1 = 1.2, b = 0.75;
    double odds = (passages - with_word + 0.5) / (with_word + 0.5);
    if (odds < 2) odds = odds / 2 + 1;
    const double norm = length / average > 0.5 ? length / average : 0.5;
    return log(odds) * (k1 + 1) * count / (k1 * (norm * b + 1 - b) + count);
}

static void assert_score(struct fixture *fixture, size_t i, uint32_t article, double score)
{
    const struct hit *hit = fixture_hit(fixture, i);
    assert_int_equal(hit->passage.article, article);
    assert_int_equal(hit->rank, i + 1);
    if (fabs(hit->score - score) > 1e-9) fail_msg("article %u scores %.12f, wanted %.12f", article, hit->score, score);
}

static void test_scores(void **state)
{
    static const char *const bodies[] = {
        "alpha beta gamma delta",                     /* 4 words */
        "alpha alpha alphas gamma",                   /* 4, a stem counts whatever its ending */
        "alpha x1 x2 x3 x4 x5 x6 x7 x8 x9 beta beta", /* 12 */
        "gamma",
        "delta",                  /* 1, and so short that it counts as longer */
        "beta y1 y2 y3 y4 y5 y6", /* 7 */
        "z1 z2 z3",               /* 3 */
    };
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    const double n = COUNT(bodies), average = 32 / n;
    assert_int_equal(fixture_search(f, "alpha beta", ALL), 4);
    const double one = bm25(n, 3, 4, average, 3);
    const double zero = 2 * bm25(n, 3, 4, average, 1);
    const double two = bm25(n, 3, 12, average, 1) + bm25(n, 3, 12, average, 2);
    const double five = bm25(n, 3, 7, average, 1);
    assert_true(zero > one && one > two && two > five);
    assert_score(f, 0, 0, zero);
    assert_score(f, 1, 1, one);
    assert_score(f, 2, 2, two);
    assert_score(f, 3, 5, five);
    assert_int_equal(fixture_search(f, "delta", ALL), 2);
    assert_score(f, 0, 4, bm25(n, 2, 1, average, 1));
    assert_score(f, 1, 0, bm25(n, 2, 4, average, 1));
}

/* The words of a proximity weigh as much as they would alone. */
static void test_scores_of_near(void **state)
{
    static const char *const bodies[] = {"alpha beta", "alpha gamma beta beta", "beta", "delta", "epsilon zeta eta"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_int_equal(fixture_search(f, "alpha near beta", ALL), 2);
    const double n = COUNT(bodies), average = 11 / n;
    assert_score(f, 0, 0, bm25(n, 2, 2, average, 1) + bm25(n, 3, 2, average, 1));
    assert_score(f, 1, 1, bm25(n, 2, 4, average, 1) + bm25(n, 3, 4, average, 2));
}

/* A compound counts as a word beside its parts, and a query for it weighs by it alone. */
static void test_scores_of_compounds(void **state)
{
    static const char *const bodies[] = {"the cyber-attack", "one two cyber attack", "one", "two", "three"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_int_equal(fixture_search(f, "cyber-attack", ALL), 2);
    assert_score(f, 0, 0, bm25(5, 1, 4, 11 / 5.0, 1));
    assert_score(f, 1, 1, 0);
}

static void test_ties_by_passage(void **state)
{
    static const char *const bodies[] = {"x", "alpha b", "alpha c", "y alpha", "z", "alpha beta", "alpha beta"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    for (int i = 0; i < 2; i++) {
        assert_int_equal(fixture_search(f, i ? "\"alpha\"" : "alpha", ALL), 5);
        const uint32_t order[] = {1, 2, 3, 5, 6};
        for (size_t hit = 0; hit < COUNT(order); hit++)
            assert_int_equal(fixture_hit(f, hit)->passage.article, order[hit]);
    }
    assert_int_equal(fixture_search(f, "alpha near beta", ALL), 2);
    assert_int_equal(fixture_hit(f, 0)->passage.article, 5);
    assert_int_equal(fixture_hit(f, 1)->passage.article, 6);
}

static void test_limit(void **state)
{
    static const char *const bodies[] = {"alpha", "alpha alpha b", "alpha c d", "alpha e f g"};
    static const char *const queries[] = {"alpha", "alpha near/1 alpha alpha", "\"alpha\" b"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    for (size_t q = 0; q < COUNT(queries); q++) {
        uint32_t order[4];
        assert_int_equal(fixture_search(f, queries[q], UINT32_MAX), 4);
        for (size_t i = 0; i < 4; i++)
            order[i] = fixture_hit(f, i)->passage.article;
        for (uint32_t limit = 1; limit <= 5; limit++) {
            assert_int_equal(fixture_search(f, queries[q], limit), limit < 4 ? limit : 4);
            for (size_t i = 0; i < search_count(f->search); i++)
                assert_int_equal(fixture_hit(f, i)->passage.article, order[i]);
        }
    }
}

/* Hits can be read in any order and more than once. */
static void test_hits_in_any_order(void **state)
{
    static const char *const bodies[] = {"alpha beta", "alpha alpha beta", "beta alpha alpha alpha"};
    struct fixture *f = *state;
    fixture_bodies(f, bodies, COUNT(bodies));
    assert_int_equal(fixture_search(f, "alpha near beta", ALL), 3);
    for (size_t i = 0; i < 12; i++) {
        const struct hit *hit = fixture_hit(f, i * 7 % 3);
        const uint32_t article = hit->passage.article;
        assert_int_equal(hit->rank, i * 7 % 3 + 1);
        assert_int_equal(hit->evidence.count, 1);
        assert_interval(hit->evidence.items[0], article == 1 ? 1 : 0, article == 1 ? 2 : 1);
        assert_int_equal(hit->text.token_count, article + 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_spellings_of_a_name_with_digits),
        FIXTURE_TEST(test_spellings_of_a_compound),
        FIXTURE_TEST(test_long_compounds),
        FIXTURE_TEST(test_other_spellings),
        FIXTURE_TEST(test_parts_and_stems),
        FIXTURE_TEST(test_nothing_found),
        FIXTURE_TEST(test_articles_without_words),
        FIXTURE_TEST(test_other_language),
        FIXTURE_TEST(test_a_query_over_a_limit),
        FIXTURE_TEST(test_hits_across_an_edge),
        FIXTURE_TEST(test_each_evidence_has_one_passage),
        FIXTURE_TEST(test_places_in_text),
        FIXTURE_TEST(test_places_with_carriage_returns),
        FIXTURE_TEST(test_places_with_carriage_returns_alone),
        FIXTURE_TEST(test_places_behind_a_passage),
        FIXTURE_TEST(test_places_of_extracted_articles),
        FIXTURE_TEST(test_line_that_is_not_known),
        FIXTURE_TEST(test_titles),
        FIXTURE_TEST(test_title_of_a_later_passage),
        FIXTURE_TEST(test_scores),
        FIXTURE_TEST(test_scores_of_near),
        FIXTURE_TEST(test_scores_of_compounds),
        FIXTURE_TEST(test_ties_by_passage),
        FIXTURE_TEST(test_limit),
        FIXTURE_TEST(test_hits_in_any_order),
    };
    return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
