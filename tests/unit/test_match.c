/* test_match.c - the matcher against its definition, worked out the long way on thousands of small articles. */
#include "tests/unit/search_fixture.h"

#include "searcher/match.h"

/* The words of the small articles, so that the words of an interval fit in the bits of a number. */
#define WORDS_MAX 25
#define FORMS_MAX 6

/* Leaves are nodes' numbers in order of their making; more than a tree of depth 4 can have. */
#define LEAVES 128

/* The form that no leaf has. */
#define FOREIGN FORMS_MAX

/* The state of a test: what it holds is released after a failure too. */
struct bench {
    struct matcher matcher;
    struct word_list words;
    struct interval_list evidence;
    struct interval_list marks;
};

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct bench));
    return *state ? 0 : -1;
}

static void bench_clear(struct bench *bench)
{
    matcher_release(&bench->matcher);
    word_list_release(&bench->words);
    interval_list_release(&bench->evidence);
    interval_list_release(&bench->marks);
}

static int teardown(void **state)
{
    bench_clear(*state);
    free(*state);
    return 0;
}

#define BENCH_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

/* ---- Making trees and articles ---- */

static void add_form(struct matcher *matcher, uint32_t form, uint32_t leaf)
{
    void *forms = matcher->forms;
    assert_int_equal(array_reserve(&forms, &matcher->form_capacity, matcher->form_count + 1, sizeof *matcher->forms, NULL), NS_OK);
    matcher->forms = forms;
    matcher->forms[matcher->form_count++] = (struct leaf_form){form, leaf};
}

/* A new leaf of the forms that have a bit in `forms`; form number 0 is bit 0. */
static struct match_node *leaf(struct bench *bench, uint32_t forms)
{
    struct match_node *node = match_node_new(MATCH_LEAF);
    assert_non_null(node);
    node->leaf = bench->matcher.leaf_count++;
    for (uint32_t form = 0; form < 32; form++) {
        if (forms >> form & 1) add_form(&bench->matcher, form, node->leaf);
    }
    return node;
}

/* The leaf of one form that is called by a letter: 'a' is form 0. */
static struct match_node *letter(struct bench *bench, char name)
{
    return leaf(bench, UINT32_C(1) << (name - 'a'));
}

static struct match_node *node_of(enum match_kind kind, uint32_t distance, struct match_node *a, struct match_node *b)
{
    struct match_node *node = match_node_new(kind);
    assert_non_null(node);
    node->distance = distance;
    assert_int_equal(match_node_add(node, a, NULL), NS_OK);
    assert_int_equal(match_node_add(node, b, NULL), NS_OK);
    return node;
}

static struct match_node *near(uint32_t distance, struct match_node *a, struct match_node *b)
{
    return node_of(MATCH_NEAR, distance, a, b);
}

static struct match_node *phrase(struct match_node *a, struct match_node *b)
{
    return node_of(MATCH_PHRASE, 0, a, b);
}

static struct match_node *any(struct match_node *a, struct match_node *b)
{
    return node_of(MATCH_ANY, 0, a, b);
}

static void prepare(struct bench *bench, struct match_node *root, uint32_t numbers)
{
    bench->matcher.root = root;
    assert_int_equal(matcher_prepare(&bench->matcher, numbers, NULL), NS_OK);
}

static void reserve_words(struct bench *bench, size_t count)
{
    void *items = bench->words.items;
    assert_int_equal(array_reserve(&items, &bench->words.capacity, count, sizeof *bench->words.items, NULL), NS_OK);
    bench->words.items = items;
    bench->words.count = count;
}

/* ---- The oracle: all intervals, by the definition ---- */

/* All intervals of a node in an article: for first and last word the bits of the words that make it, in any of the ways in which it
 * is made; 0 where there is none. */
struct ways {
    uint32_t words[WORDS_MAX][WORDS_MAX];
};

static void oracle_leaf(const struct bench *bench, uint32_t number, struct ways *out)
{
    for (size_t at = 0; at < bench->words.count; at++) {
        for (size_t i = 0; i < bench->matcher.form_count; i++) {
            const struct leaf_form *form = &bench->matcher.forms[i];
            if (form->leaf == number && form->form == bench->words.items[at]) out->words[at][at] = UINT32_C(1) << at;
        }
    }
}

static bool oracle_joins(const struct match_node *node, int a_first, int a_last, int b_first, int b_last)
{
    if (node->kind == MATCH_PHRASE) return b_first == a_last + 1;
    const bool disjoint = a_last < b_first || b_last < a_first;
    const int gap = a_last < b_first ? b_first - a_last : a_first - b_last;
    return disjoint && gap <= (int)node->distance;
}

static void oracle_add(struct ways *out, int first, int last, uint32_t words)
{
    out->words[first][last] |= words;
}

/* Every interval of a with every one of b. */
static void oracle_join(const struct match_node *node, const struct ways *a, const struct ways *b, int count, struct ways *out)
{
    for (int a_first = 0; a_first < count; a_first++) {
        for (int a_last = a_first; a_last < count; a_last++) {
            if (!a->words[a_first][a_last]) continue;
            for (int b_first = 0; b_first < count; b_first++) {
                for (int b_last = b_first; b_last < count; b_last++) {
                    if (!b->words[b_first][b_last] || !oracle_joins(node, a_first, a_last, b_first, b_last)) continue;
                    oracle_add(out, a_first < b_first ? a_first : b_first, a_last > b_last ? a_last : b_last,
                               a->words[a_first][a_last] | b->words[b_first][b_last]);
                }
            }
        }
    }
}

static void oracle(const struct bench *bench, const struct match_node *node, struct ways *out)
{
    memset(out, 0, sizeof *out);
    if (node->kind == MATCH_LEAF) oracle_leaf(bench, node->leaf, out);
    for (size_t i = 0; i < node->child_count; i++) {
        struct ways child;
        const struct ways before = *out;
        oracle(bench, node->children[i], &child);
        if (i == 0) {
            *out = child;
        } else if (node->kind == MATCH_ANY) {
            for (int first = 0; first < WORDS_MAX; first++) {
                for (int last = first; last < WORDS_MAX; last++)
                    oracle_add(out, first, last, child.words[first][last]);
            }
        } else {
            memset(out, 0, sizeof *out);
            oracle_join(node, &before, &child, (int)bench->words.count, out);
        }
    }
}

/* Whether an interval contains another one. */
static bool oracle_contains(const struct ways *ways, int first, int last)
{
    for (int a = first; a <= last; a++) {
        for (int b = a; b <= last; b++) {
            if (ways->words[a][b] && (a != first || b != last)) return true;
        }
    }
    return false;
}

static void oracle_keep_smallest(struct ways *ways)
{
    const struct ways all = *ways;
    for (int first = 0; first < WORDS_MAX; first++) {
        for (int last = first; last < WORDS_MAX; last++) {
            if (oracle_contains(&all, first, last)) ways->words[first][last] = 0;
        }
    }
}

/* ---- What failed, for people ---- */

static void describe_node(FILE *out, const struct bench *bench, const struct match_node *node)
{
    static const char *const names[] = {"leaf", "phrase", "near", "any"};
    fprintf(out, "%s", names[node->kind]);
    if (node->kind == MATCH_NEAR) fprintf(out, "/%u", node->distance);
    putc('(', out);
    for (size_t i = 0; node->kind == MATCH_LEAF && i < bench->matcher.form_count; i++) {
        if (bench->matcher.forms[i].leaf == node->leaf) putc('a' + (int)bench->matcher.forms[i].form, out);
    }
    for (size_t i = 0; i < node->child_count; i++) {
        if (i > 0) putc(',', out);
        describe_node(out, bench, node->children[i]);
    }
    putc(')', out);
}

static void describe(const struct bench *bench, char *text, size_t size)
{
    FILE *out = fmemopen(text, size, "w");
    assert_non_null(out);
    describe_node(out, bench, bench->matcher.root);
    fputs(" in ", out);
    for (size_t i = 0; i < bench->words.count; i++)
        putc('a' + (int)bench->words.items[i], out);
    fputs(" gives", out);
    for (size_t i = 0; i < bench->evidence.count; i++)
        fprintf(out, " %u-%u", bench->evidence.items[i].first, bench->evidence.items[i].last);
    fclose(out);
    text[size - 1] = '\0';
}

/* ---- The comparison ---- */

static void check(const struct bench *bench, bool holds, uint64_t seed, const char *what)
{
    if (holds) return;
    char text[4096];
    describe(bench, text, sizeof text);
    fail_msg("SEED=%llu: %s: %s", (unsigned long long)seed, what, text);
}

/* With all words but the marked ones gone, the interval is still there, and nothing else is. */
static void check_marked_alone(struct bench *bench, struct interval interval, uint32_t marked, uint64_t seed)
{
    uint32_t words[WORDS_MAX];
    memcpy(words, bench->words.items, bench->words.count * sizeof *words);
    const struct word_list alone = {words, bench->words.count, 0};
    for (size_t i = 0; i < alone.count; i++) {
        if (!(marked >> i & 1)) words[i] = FOREIGN;
    }
    struct interval_list *found = &bench->marks; /* they have been read by now */
    check(bench, matcher_run(&bench->matcher, &alone, found, NULL) == NS_OK, seed, "the marked words cannot be decided");
    const bool same = found->count == 1 && found->items[0].first == interval.first && found->items[0].last == interval.last;
    check(bench, same, seed, "the marked words alone are not the evidence");
    found->count = 0;
    check(bench, matcher_run(&bench->matcher, &bench->words, found, NULL) == NS_OK, seed, "what was decided cannot be decided again");
}

/* Every word of `wanted` is marked, and no other. */
static void check_marks(struct bench *bench, struct interval interval, uint32_t wanted, uint64_t seed)
{
    uint32_t marked = 0;
    bench->marks.count = 0;
    check(bench, matcher_mark(&bench->matcher, &interval, &bench->marks, NULL) == NS_OK, seed, "marking failed");
    for (size_t i = 0; i < bench->marks.count; i++) {
        const struct interval *mark = &bench->marks.items[i];
        check(bench, mark->first == mark->last, seed, "a mark is no word");
        check(bench, mark->first >= interval.first && mark->last <= interval.last, seed, "a mark lies outside of the evidence");
        marked |= UINT32_C(1) << mark->first;
    }
    check(bench, (marked >> interval.first & 1) && (marked >> interval.last & 1), seed, "an end of the evidence is not marked");
    check(bench, marked == wanted, seed, "other words are marked than make the evidence");
    check_marked_alone(bench, interval, marked, seed);
}

/* Compare the matcher with the oracle. Returns how many intervals there are. */
static size_t compare(struct bench *bench, uint64_t seed)
{
    static struct ways ways;
    oracle(bench, bench->matcher.root, &ways);
    oracle_keep_smallest(&ways);
    check(bench, matcher_run(&bench->matcher, &bench->words, &bench->evidence, NULL) == NS_OK, seed, "it cannot be decided");
    size_t found = 0;
    for (uint32_t first = 0; first < WORDS_MAX; first++) {
        for (uint32_t last = first; last < WORDS_MAX; last++) {
            if (!ways.words[first][last]) continue;
            check(bench, found < bench->evidence.count, seed, "an interval is missing");
            const struct interval interval = bench->evidence.items[found++];
            check(bench, interval.first == first && interval.last == last, seed, "an interval is wrong");
            check_marks(bench, interval, ways.words[first][last], seed);
        }
    }
    check(bench, found == bench->evidence.count, seed, "there is an interval too many");
    return found;
}

/* ---- Random cases ---- */

static struct match_node *random_node(struct bench *bench, struct random_source *random, uint32_t forms, uint32_t depth)
{
    const uint32_t kind = depth ? random_below(random, 5) : 0;
    if (kind == 0) {
        uint32_t set = UINT32_C(1) << random_below(random, forms);
        if (random_below(random, 3) == 0) set |= UINT32_C(1) << random_below(random, forms);
        return leaf(bench, random_below(random, 20) ? set : 0);
    }
    struct match_node *node = match_node_new(kind == 1 ? MATCH_ANY : kind == 2 ? MATCH_PHRASE : MATCH_NEAR);
    assert_non_null(node);
    const uint32_t children = node->kind == MATCH_NEAR ? 2 : 1 + random_below(random, 3);
    node->distance = node->kind == MATCH_NEAR ? 1 + random_below(random, 6) : 0;
    for (uint32_t i = 0; i < children; i++) {
        struct match_node *child = random_node(bench, random, forms, depth - 1);
        assert_int_equal(match_node_add(node, child, NULL), NS_OK);
    }
    return node;
}

/* A tree, and some articles for it. Returns how many intervals were compared. */
static size_t random_case(struct bench *bench, uint64_t seed)
{
    struct random_source random = {seed};
    const uint32_t forms = 4 + random_below(&random, FORMS_MAX - 3);
    const uint32_t depth = random_below(&random, 5);
    prepare(bench, random_node(bench, &random, forms, depth), FORMS_MAX + 1);
    assert_true(bench->matcher.leaf_count <= LEAVES);
    size_t compared = 0;
    for (int article = 0; article < 3; article++) {
        reserve_words(bench, random_below(&random, WORDS_MAX + 1));
        for (size_t i = 0; i < bench->words.count; i++)
            bench->words.items[i] = random_below(&random, forms);
        compared += compare(bench, seed);
    }
    bench_clear(bench);
    return compared;
}

static void test_random_cases(void **state)
{
    const uint64_t first = first_seed();
    const uint64_t cases = 25000 / FEWER;
    size_t compared = 0;
    for (uint64_t i = 0; i < cases; i++)
        compared += random_case(*state, first + i);
    assert_true(getenv("SEED") || compared > cases); /* else there was nothing to compare */
}

/* ---- Cases made by hand ---- */

static void read_words(struct bench *bench, const char *letters)
{
    reserve_words(bench, strlen(letters));
    for (size_t i = 0; i < bench->words.count; i++)
        bench->words.items[i] = (uint32_t)(letters[i] - 'a');
}

/* The evidence in an article whose words are letters, written like "0-2 5-5"; the tree is used up. */
static void assert_evidence(struct bench *bench, struct match_node *root, const char *letters, const char *wanted)
{
    char found[4096] = "";
    prepare(bench, root, 26);
    read_words(bench, letters);
    assert_int_equal(matcher_run(&bench->matcher, &bench->words, &bench->evidence, NULL), NS_OK);
    for (size_t i = 0; i < bench->evidence.count; i++) {
        const struct interval *interval = &bench->evidence.items[i];
        const size_t used = strlen(found);
        snprintf(found + used, sizeof found - used, "%s%u-%u", i ? " " : "", interval->first, interval->last);
    }
    assert_string_equal(found, wanted);
    bench_clear(bench);
}

static void test_leaf(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, letter(b, 'a'), "abca", "0-0 3-3");
    assert_evidence(b, letter(b, 'a'), "bbb", "");
    assert_evidence(b, letter(b, 'a'), "", "");
    assert_evidence(b, leaf(b, 5), "abc", "0-0 2-2");
    assert_evidence(b, leaf(b, 0), "abc", "");
}

static void test_adjacent_words_are_1_apart(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, near(1, letter(b, 'a'), letter(b, 'b')), "ab", "0-1");
    assert_evidence(b, near(1, letter(b, 'a'), letter(b, 'b')), "axb", "");
    assert_evidence(b, near(2, letter(b, 'a'), letter(b, 'b')), "axb", "0-2");
    assert_evidence(b, near(2, letter(b, 'a'), letter(b, 'b')), "axxb", "");
    assert_evidence(b, near(30, letter(b, 'a'), letter(b, 'b')), "axxxxxxxxxxxxxxxxxxxxxxxxxxxxxb", "0-30");
    assert_evidence(b, near(29, letter(b, 'a'), letter(b, 'b')), "axxxxxxxxxxxxxxxxxxxxxxxxxxxxxb", "");
}

static void test_operands_share_no_word(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, near(5, letter(b, 'a'), letter(b, 'a')), "xax", "");
    assert_evidence(b, near(5, letter(b, 'a'), letter(b, 'a')), "xaxa", "1-3");
    assert_evidence(b, near(5, phrase(letter(b, 'a'), letter(b, 'b')), letter(b, 'b')), "ab", "");
    assert_evidence(b, near(5, phrase(letter(b, 'a'), letter(b, 'b')), letter(b, 'b')), "abb", "0-2");
    assert_evidence(b, near(5, near(5, letter(b, 'a'), letter(b, 'a')), letter(b, 'a')), "axa", "");
    assert_evidence(b, near(5, near(5, letter(b, 'a'), letter(b, 'a')), letter(b, 'a')), "axaxa", "0-4");
}

/* Published engines measured from the beginning of the first operand, or from the middle of nowhere. */
static void test_distance_is_from_the_nearer_ends(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, near(1, phrase(letter(b, 'a'), letter(b, 'b')), letter(b, 'c')), "abc", "0-2");
    assert_evidence(b, near(1, phrase(letter(b, 'a'), letter(b, 'b')), letter(b, 'c')), "cab", "0-2");
    assert_evidence(b, near(1, phrase(letter(b, 'a'), letter(b, 'b')), letter(b, 'c')), "cxab", "");
    assert_evidence(b, near(2, phrase(letter(b, 'a'), letter(b, 'b')), letter(b, 'c')), "abxc", "0-3");
    assert_evidence(b, near(1, near(9, letter(b, 'a'), letter(b, 'b')), letter(b, 'c')), "axxxbc", "0-5");
}

static void test_order_does_not_matter_for_near(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, near(2, letter(b, 'a'), letter(b, 'b')), "bxaxb", "0-2 2-4");
    assert_evidence(b, near(2, letter(b, 'b'), letter(b, 'a')), "bxaxb", "0-2 2-4");
    assert_evidence(b, near(1, letter(b, 'c'), phrase(letter(b, 'a'), letter(b, 'b'))), "abc", "0-2");
}

static void test_order_matters_for_phrases(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, phrase(letter(b, 'a'), letter(b, 'b')), "baab", "2-3");
    assert_evidence(b, phrase(letter(b, 'a'), letter(b, 'b')), "axb", "");
    assert_evidence(b, phrase(letter(b, 'a'), letter(b, 'a')), "aaa", "0-1 1-2");
    assert_evidence(b, phrase(phrase(letter(b, 'a'), letter(b, 'b')), letter(b, 'c')), "abcabxc", "0-2");
}

/* APT-10 in a phrase is one word or two. */
static void test_phrase_over_lengths(void **state)
{
    struct bench *b = *state;
    struct match_node *either = any(letter(b, 'a'), phrase(letter(b, 'b'), letter(b, 'c')));
    assert_evidence(b, phrase(either, letter(b, 'd')), "adbcdbd", "0-1 2-4");
    either = any(letter(b, 'a'), phrase(letter(b, 'a'), letter(b, 'a')));
    assert_evidence(b, phrase(either, letter(b, 'd')), "aad", "1-2");
    either = any(letter(b, 'b'), phrase(letter(b, 'b'), letter(b, 'c')));
    struct match_node *end = any(letter(b, 'd'), phrase(letter(b, 'c'), letter(b, 'd')));
    assert_evidence(b, phrase(either, end), "bcd", "0-2");
}

static void test_only_the_smallest(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, near(9, letter(b, 'a'), letter(b, 'b')), "aab", "1-2");
    assert_evidence(b, near(9, letter(b, 'a'), letter(b, 'b')), "abab", "0-1 1-2 2-3");
    assert_evidence(b, any(letter(b, 'a'), near(9, letter(b, 'a'), letter(b, 'b'))), "ab", "0-0");
    assert_evidence(b, any(phrase(letter(b, 'a'), letter(b, 'b')), letter(b, 'b')), "ab", "1-1");
}

/* The smallest a-b leaves out the c, a longer one does not: what is inside another operator may not be only the smallest. */
static void test_longer_intervals_inside(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, phrase(near(9, letter(b, 'a'), letter(b, 'b')), letter(b, 'c')), "abxbc", "0-4");
    assert_evidence(b, near(1, near(4, letter(b, 'a'), letter(b, 'b')), letter(b, 'c')), "caxabc", "0-4 3-5");
    assert_evidence(b, near(1, near(9, letter(b, 'a'), letter(b, 'b')), letter(b, 'c')), "axbxxbc", "0-6");
}

static void test_empty_any(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, match_node_new(MATCH_ANY), "abc", "");
}

static void test_is_in(void **state)
{
    struct bench *b = *state;
    struct match_node *ab = leaf(b, 3), *bc = leaf(b, 6);
    prepare(b, any(ab, bc), 26);
    const uint8_t first[LEAVES_MAX / 8] = {1}, second[LEAVES_MAX / 8] = {2}, none[LEAVES_MAX / 8] = {0};
    assert_true(matcher_is_in(&b->matcher, 0, first));
    assert_false(matcher_is_in(&b->matcher, 0, second));
    assert_true(matcher_is_in(&b->matcher, 1, first));
    assert_true(matcher_is_in(&b->matcher, 1, second));
    assert_false(matcher_is_in(&b->matcher, 2, first));
    assert_false(matcher_is_in(&b->matcher, 1, none));
    assert_false(matcher_is_in(&b->matcher, 25, first));
}

static void test_order_of_a_list(void **state)
{
    struct bench *b = *state;
    struct interval_list *list = &b->marks;
    interval_list_order(list);
    assert_int_equal(list->count, 0);
    static const struct interval mixed[] = {{5, 6}, {1, 9}, {5, 5}, {1, 9}, {0, 2}, {5, 6}};
    static const struct interval ordered[] = {{0, 2}, {1, 9}, {5, 5}, {5, 6}};
    list->items = calloc(COUNT(mixed), sizeof *mixed);
    assert_non_null(list->items);
    memcpy(list->items, mixed, sizeof mixed);
    list->count = list->capacity = COUNT(mixed);
    interval_list_order(list);
    assert_int_equal(list->count, COUNT(ordered));
    assert_memory_equal(list->items, ordered, sizeof ordered);
}

/* ---- What is large ---- */

static void equal_words(struct bench *bench, size_t count)
{
    reserve_words(bench, count);
    memset(bench->words.items, 0, count * sizeof *bench->words.items);
}

static void assert_quick(double start, double seconds)
{
    const double took = seconds_now() - start;
    if (took > seconds * SLOWDOWN) fail_msg("it took %.2f s", took);
}

static void test_a_million_equal_words(void **state)
{
    struct bench *b = *state;
    prepare(b, near(30, letter(b, 'a'), letter(b, 'a')), 26);
    equal_words(b, 1000000);
    const double start = seconds_now();
    assert_int_equal(matcher_run(&b->matcher, &b->words, &b->evidence, NULL), NS_OK);
    assert_quick(start, 0.8);
    assert_int_equal(b->evidence.count, 999999);
    assert_true(b->evidence.capacity <= 4 * 1000000);
    for (uint32_t i = 0; i < 999999; i++)
        assert_true(b->evidence.items[i].first == i && b->evidence.items[i].last == i + 1);
}

/* Any word within 30 of any other, and that near a third: about 30 ways a word. */
static void test_too_many_intervals(void **state)
{
    struct bench *b = *state;
    struct ns_error err;
    prepare(b, near(30, near(30, letter(b, 'a'), letter(b, 'a')), letter(b, 'a')), 26);
    equal_words(b, 1000000);
    const double start = seconds_now();
    assert_int_equal(matcher_run(&b->matcher, &b->words, &b->evidence, &err), NS_ERR_LIMIT);
    assert_quick(start, 5);
    assert_int_equal(err.code, NS_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "smaller distances"));
    /* What failed once does not spoil what comes after it. */
    equal_words(b, 3);
    assert_int_equal(matcher_run(&b->matcher, &b->words, &b->evidence, &err), NS_OK);
    assert_int_equal(b->evidence.count, 1);
    assert_int_equal(b->evidence.items[0].last, 2);
}

/* Every way to make an evidence was gone through, and each made its operands' anew: 2^18 ways of 19 words, each of which evaluated the
 * whole query again, so that a query that a person could type did not end. */
static void test_marking_a_chain(void **state)
{
    struct bench *b = *state;
    struct match_node *chain = letter(b, 'a');
    for (int i = 0; i < 18; i++)
        chain = near(30, chain, letter(b, 'a'));
    prepare(b, chain, 26);
    equal_words(b, 40);
    const double start = seconds_now();
    assert_int_equal(matcher_run(&b->matcher, &b->words, &b->evidence, NULL), NS_OK);
    assert_int_equal(b->evidence.count, 22);
    for (size_t i = 0; i < b->evidence.count; i++)
        assert_int_equal(matcher_mark(&b->matcher, &b->evidence.items[i], &b->marks, NULL), NS_OK);
    assert_quick(start, 1);
    interval_list_order(&b->marks);
    assert_int_equal(b->marks.count, 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_leaf),
        BENCH_TEST(test_adjacent_words_are_1_apart),
        BENCH_TEST(test_operands_share_no_word),
        BENCH_TEST(test_distance_is_from_the_nearer_ends),
        BENCH_TEST(test_order_does_not_matter_for_near),
        BENCH_TEST(test_order_matters_for_phrases),
        BENCH_TEST(test_phrase_over_lengths),
        BENCH_TEST(test_only_the_smallest),
        BENCH_TEST(test_longer_intervals_inside),
        BENCH_TEST(test_empty_any),
        BENCH_TEST(test_is_in),
        BENCH_TEST(test_order_of_a_list),
        BENCH_TEST(test_random_cases),
        BENCH_TEST(test_a_million_equal_words),
        BENCH_TEST(test_too_many_intervals),
        BENCH_TEST(test_marking_a_chain),
    };
    return cmocka_run_group_tests_name("match", tests, NULL, NULL);
}
