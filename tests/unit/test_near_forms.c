/* test_near_forms.c - which words of a dictionary are near to one, by hand and against a plain look at every form. */
#include "tests/unit/search_fixture.h"

#include "index/normalize.h"
#include "searcher/near_forms.h"
#include "searcher/wildcard.h"

#define SHOWN_SIZE 1024

static const struct lexicon *lexicon_of(const struct fixture *f)
{
    return index_reader_lexicon(f->reader);
}

static void assert_near(const struct fixture *f, const char *word, const char *wanted)
{
    struct near_forms found = {0};
    char shown[SHOWN_SIZE] = "";
    assert_int_equal(near_forms_find(lexicon_of(f), word, strlen(word), &found, NULL), NS_OK);
    for (size_t i = 0; i < found.count; i++) {
        assert_int_equal(strlen(found.items[i].form.data), found.items[i].form.size);
        snprintf(shown + strlen(shown), SHOWN_SIZE - strlen(shown), "%s%s %u %llu", i ? ", " : "", found.items[i].form.data,
                 (unsigned)found.items[i].edits, (unsigned long long)found.items[i].occurrences);
    }
    /* Another index with the same words adds to what was found, and nothing to the list. */
    struct near_form before[NEAR_FORMS_MAX];
    memcpy(before, found.items, sizeof before);
    const size_t count = found.count;
    assert_int_equal(near_forms_find(lexicon_of(f), word, strlen(word), &found, NULL), NS_OK);
    assert_int_equal(found.count, count);
    uint64_t sum = 0, twice = 0;
    for (size_t i = 0; i < count; i++) {
        twice += 2 * before[i].occurrences;
        sum += found.items[i].occurrences;
    }
    if (count < NEAR_FORMS_MAX) assert_int_equal(sum, twice);
    near_forms_release(&found);
    if (strcmp(shown, wanted) != 0) fail_msg("near %s there is [%s], wanted [%s]", word, shown, wanted);
}

static void index_text(struct fixture *f, const char *text)
{
    fixture_bodies(f, &text, 1);
}

static void test_the_nearest_come_first(void **state)
{
    struct fixture *f = *state;
    index_text(f, "vaccine vaccine vaccines vaccines vaccines vaccination machine machine medicine routine routine");
    assert_near(f, "vacine", "vaccine 1 2, vaccines 2 3, machine 2 2");
    assert_near(f, "vaccinne", "vaccine 1 2, vaccines 2 3");
    assert_near(f, "unheardof", "");
}

/* What was written once may be a mistake itself. */
static void test_words_that_occur_once_come_last(void **state)
{
    struct fixture *f = *state;
    index_text(f, "harbor harbour harbour harbours harbours");
    assert_near(f, "harbur", "harbour 1 2, harbours 2 2, harbor 1 1");
}

static void test_the_most_frequent_spelling_is_offered(void **state)
{
    struct fixture *f = *state;
    index_text(f, "CHINA China China china Covid-19 Caf\xc3\xa9 cafe cafes");
    assert_near(f, "chian", "China 1 4");
    assert_near(f, "covid18", "Covid-19 1 1, Covid 2 1");
    assert_near(f, "cafe", "cafes 1 1"); /* not what is spelled so */
}

static void test_at_most_so_many(void **state)
{
    struct fixture *f = *state;
    index_text(f, "case cafe cafe cafe cage cage care care care care cake cane came came came came came");
    assert_near(f, "cade", "came 1 5, care 1 4, cafe 1 3, cage 1 2, cake 1 1");
}

/* One edit in a short word, none in one that is near to any other, and none in what is too long to be a word. */
static void test_lengths(void **state)
{
    struct fixture *f = *state;
    char text[200] = "to two twos house houses ";
    char typed[64] = "";
    memset(typed, 'x', NEAR_POINTS_MAX + 1);
    strcat(text, typed);
    index_text(f, text);
    assert_near(f, "tw", "");
    assert_near(f, "", "");
    assert_near(f, "twoss", "twos 1 1");
    assert_near(f, "tows", "twos 1 1");
    assert_near(f, "toss", "");
    assert_near(f, "huose", "house 1 1");
    assert_near(f, "huoses", "houses 1 1, house 2 1");
    assert_near(f, typed, "");
    typed[NEAR_POINTS_MAX] = '\0';
    typed[0] = 'y';
    assert_int_equal(strlen(typed), NEAR_POINTS_MAX);
    char wanted[80];
    snprintf(wanted, sizeof wanted, "x%sx 2 1", typed + 1);
    assert_near(f, typed, wanted);
}

static void test_other_scripts(void **state)
{
    struct fixture *f = *state;
    index_text(f, "\xd0\xbc\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0 \xd0\xbc\xd0\xb0\xd1\x81\xd0\xba\xd0\xb0 "
                  "\xec\x84\x9c\xec\x9a\xb8\xec\x8b\x9c \xf0\x9d\x94\x98x");
    assert_near(f, "\xd0\xbc\xd0\xb0\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0",
                "\xd0\xbc\xd0\xb0\xd1\x81\xd0\xba\xd0\xb0 1 1, \xd0\xbc\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0 1 1");
    assert_near(f, "\xff\xff\xff\xff", "");
    assert_near(f, "\xd0\xbc\xd0\xb0\xd1\x81\xd0\xba\xff", "");
}

static void test_an_empty_index(void **state)
{
    struct fixture *f = *state;
    index_text(f, "");
    assert_near(f, "vaccine", "");
}

/* ---- Against a plain look ---- */

/* All that is near, in the order in which it is offered, of which only the first are kept. */
static void look_at_all(const struct lexicon *lexicon, const char *word, char shown[SHOWN_SIZE])
{
    struct plain {
        char folded[64];
        uint64_t occurrences;
        unsigned edits;
    } best[NEAR_FORMS_MAX + 1] = {0};
    size_t count = 0;
    struct lexicon_scan scan = lexicon_scan_from(lexicon, 0);
    struct plain now = {0};
    const unsigned most = strlen(word) < NEAR_TWO_EDITS ? 1 : 2;
    for (bool end = false; !end;) {
        assert_int_equal(lexicon_scan_next(&scan, &end, NULL), NS_OK);
        const struct buffer *folded = &scan.form.folded;
        if (!end && bytes_compare(folded->data, folded->size, now.folded, strlen(now.folded)) == 0) {
            now.occurrences += scan.form.occurrences;
            continue;
        }
        size_t at = count;
        for (; now.edits && at > 0; at--) {
            const struct plain *other = &best[at - 1];
            const bool once = now.occurrences == 1, other_once = other->occurrences == 1;
            if (once != other_once ? once : now.edits != other->edits ? now.edits > other->edits : now.occurrences <= other->occurrences)
                break;
            best[at] = *other;
        }
        if (now.edits) best[at] = now;
        if (now.edits && count < NEAR_FORMS_MAX) count++;
        if (end) break;
        now = (struct plain){.occurrences = scan.form.occurrences};
        snprintf(now.folded, sizeof now.folded, "%.*s", (int)folded->size, folded->data);
        for (unsigned edits = most; edits > 0; edits--)
            if (edits_within(word, strlen(word), folded->data, folded->size, edits)) now.edits = edits;
        if (strcmp(word, now.folded) == 0) now.edits = 0;
    }
    lexicon_scan_release(&scan);
    *shown = '\0';
    for (size_t i = 0; i < count; i++)
        snprintf(shown + strlen(shown), SHOWN_SIZE - strlen(shown), "%s%s %u %llu", i ? ", " : "", best[i].folded, best[i].edits,
                 (unsigned long long)best[i].occurrences);
}

static void random_word(struct random_source *random, char *word, const char *const *letters, size_t count)
{
    *word = '\0';
    for (uint32_t left = 1 + random_below(random, 9); left > 0; left--)
        strcat(word, letters[random_below(random, (uint32_t)count)]);
}

static void test_random_dictionaries(void **state)
{
    static const char *const letters[] = {"a", "b", "c", "d", "e", "n", "o", "r", "s", "t", "1"};
    struct fixture *f = *state;
    for (uint64_t i = 0; i < 30; i++) {
        struct random_source random = {first_seed() + i};
        const size_t used = 2 + random_below(&random, COUNT(letters) - 1);
        const uint32_t words = 1 + random_below(&random, 3000 / FEWER);
        char *text = calloc(words, 16), word[64], wanted[SHOWN_SIZE];
        assert_non_null(text);
        char *at = text;
        for (uint32_t left = words; left > 0; left--) {
            random_word(&random, word, letters, used);
            at = stpcpy(stpcpy(at, word), " ");
        }
        index_text(f, text);
        free(text);
        for (int turn = 0; turn < 100 / FEWER; turn++) {
            random_word(&random, word, letters, COUNT(letters));
            if (strlen(word) < NEAR_POINTS_MIN) continue;
            look_at_all(lexicon_of(f), word, wanted);
            assert_near(f, word, wanted);
        }
    }
}

/* ---- Time ---- */

#define MANY_WORDS (450000 / FEWER)

/* Words of syllables, so that they begin alike as those of a language do. */
static void syllables(struct random_source *random, char *word)
{
    static const char *const first[] = {"b", "c", "ch", "d", "f", "g",  "h", "k",  "l", "m",
                                        "n", "p", "qu", "r", "s", "st", "t", "tr", "v", "w"};
    static const char *const second[] = {"a", "ai", "an", "e", "en", "er", "i", "in", "o", "on", "ou", "u"};
    *word = '\0';
    for (uint32_t left = 2 + random_below(random, 3); left > 0; left--)
        strcat(strcat(word, first[random_below(random, COUNT(first))]), second[random_below(random, COUNT(second))]);
}

/* A look at every form took 30 ms. */
static void test_a_large_dictionary(void **state)
{
    static const char *const typed[] = {"vaccine", "quenstana",  "recieved", "trandetraivou",
                                        "stanen",  "0123456789", "zzzzzz",   "\xd0\xbc\xd0\xb0\xd1\x81"};
    struct fixture *f = *state;
    struct random_source random = {first_seed()};
    struct near_forms found = {0};
    char *text = calloc(MANY_WORDS, 20), *at = text;
    assert_non_null(text);
    for (size_t i = 0; i < MANY_WORDS; i++) {
        char word[32];
        syllables(&random, word);
        at = stpcpy(stpcpy(at, word), " ");
    }
    index_text(f, text);
    free(text);
    for (size_t i = 0; i < COUNT(typed); i++) {
        const double begin = seconds_now();
        assert_int_equal(near_forms_find(lexicon_of(f), typed[i], strlen(typed[i]), &found, NULL), NS_OK);
        const double seconds = seconds_now() - begin;
        if (seconds > 0.020 * slowdown()) fail_msg("%s: %.1f ms", typed[i], seconds * 1e3);
    }
    near_forms_release(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_the_nearest_come_first),
        FIXTURE_TEST(test_words_that_occur_once_come_last),
        FIXTURE_TEST(test_the_most_frequent_spelling_is_offered),
        FIXTURE_TEST(test_at_most_so_many),
        FIXTURE_TEST(test_lengths),
        FIXTURE_TEST(test_other_scripts),
        FIXTURE_TEST(test_an_empty_index),
        FIXTURE_TEST(test_random_dictionaries),
        FIXTURE_TEST(test_a_large_dictionary),
    };
    return cmocka_run_group_tests_name("near_forms", tests, NULL, NULL);
}
