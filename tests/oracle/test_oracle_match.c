/* test_oracle_match.c - the evaluator of searcher/match.h against an oracle that tries every way.
 *
 * The oracle is first held against cases worked out by hand, given in the notation of oracle_sample.h; then both get random trees, in which
 * everything that match.h has is mixed, and short random texts of few words, in which everything collides. Variants of a tree that mean the
 * same have to find the same.
 */
#include <ctype.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "index/analyzer.h"
#include "tests/oracle/oracle_match.h"
#include "tests/oracle/oracle_sample.h"
#include "tests/oracle/random.h"

#define TEXTS_A_TREE 3
#define LETTERS 6 /* words that leaves can have: A to F */

struct fixture {
    struct sample sample;
    struct match_node *variant;
    struct matcher matcher; /* one for all cases: memory that is used again is where faults hide */
    struct oracle_list occurrences;
    struct oracle_list others;
    struct oracle_table table;
    struct interval_list evidence;
    struct interval_list marks;
    struct interval_list all_marks;
    uint64_t seed; /* of the case at hand; 0 of one by hand */
    unsigned long trees, texts, found, skipped;
};

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    sample_release(&fixture->sample);
    match_node_free(fixture->variant);
    matcher_release(&fixture->matcher);
    oracle_list_release(&fixture->occurrences);
    oracle_list_release(&fixture->others);
    interval_list_release(&fixture->evidence);
    interval_list_release(&fixture->marks);
    interval_list_release(&fixture->all_marks);
    free(fixture);
    return 0;
}

/* ---- Telling of a failure ---- */

static void assert_ok(ns_status status, const struct ns_error *err)
{
    if (status != NS_OK) fail_msg("%s: %s", ns_status_text(status), err->msg);
}

static void print_words(uint64_t words)
{
    fputs("{", stderr);
    for (uint32_t place = 0; place < ORACLE_WORDS_MAX; place++) {
        if (words >> place & 1) fprintf(stderr, "%s%u", words & ((UINT64_C(1) << place) - 1) ? " " : "", (unsigned)place);
    }
    fputs("}", stderr);
}

static void print_intervals(const char *what, const struct interval_list *list)
{
    fprintf(stderr, "%s:", what);
    for (size_t i = 0; i < list->count; i++)
        fprintf(stderr, " %u-%u", (unsigned)list->items[i].first, (unsigned)list->items[i].last);
    fputs("\n", stderr);
}

static void print_table(const struct oracle_table *table)
{
    fputs("oracle's evidence and its marks:", stderr);
    for (uint32_t first = 0; first < ORACLE_WORDS_MAX; first++) {
        for (uint32_t last = first; last < ORACLE_WORDS_MAX; last++) {
            if (!oracle_is_evidence(table, first, last)) continue;
            fprintf(stderr, " %u-%u", (unsigned)first, (unsigned)last);
            print_words(table->words[first][last]);
        }
    }
    fputs("\n", stderr);
}

/* @tree    the one at fault: that of the sample or a variant of it
 * @marks   whether it is the marks that are at fault */
static void complain(const struct fixture *fixture, const struct match_node *tree, bool marks, const char *what)
{
    fprintf(stderr, "SEED=%" PRIu64 ": %s\n", fixture->seed, what);
    fputs("tree: ", stderr);
    sample_print_tree(&fixture->sample, fixture->sample.tree, stderr);
    if (tree != fixture->sample.tree) {
        fputs("\nits variant: ", stderr);
        sample_print_tree(&fixture->sample, tree, stderr);
    }
    fputs("\ntext: ", stderr);
    sample_print_text(&fixture->sample, stderr);
    putc('\n', stderr);
    print_table(&fixture->table);
    print_intervals("evaluator's evidence", &fixture->evidence);
    if (marks) print_intervals("evaluator's marks", &fixture->marks);
    fail();
}

/* ---- The evaluator against the oracle ---- */

static bool is_oracles_evidence(const struct oracle_table *table, const struct interval_list *evidence)
{
    size_t i = 0;
    for (uint32_t first = 0; first < ORACLE_WORDS_MAX; first++) {
        for (uint32_t last = first; last < ORACLE_WORDS_MAX; last++) {
            if (!oracle_is_evidence(table, first, last)) continue;
            if (i == evidence->count || evidence->items[i].first != first || evidence->items[i].last != last) return false;
            i++;
        }
    }
    return i == evidence->count;
}

static void compare_evidence(struct fixture *fixture, const struct match_node *tree)
{
    struct ns_error err = {0};
    fixture->matcher.steps = 0; /* each is a query of its own */
    ns_status status = match_check(tree, &err);
    if (status == NS_OK) status = match_find(&fixture->matcher, tree, &fixture->sample.text, &fixture->evidence, &err);
    if (status != NS_OK) complain(fixture, tree, false, err.msg);
    if (!is_oracles_evidence(&fixture->table, &fixture->evidence)) complain(fixture, tree, false, "other evidence");
}

/* The words of a list of marks; 0 where it is in no order or reaches outside of a text. */
static uint64_t marked_words(const struct interval_list *marks)
{
    uint64_t words = 0;
    for (size_t i = 0; i < marks->count; i++) {
        const struct interval mark = marks->items[i];
        if (mark.first > mark.last || mark.last >= ORACLE_WORDS_MAX || (words >> mark.first) != 0) return 0;
        for (uint32_t place = mark.first; place <= mark.last; place++)
            words |= UINT64_C(1) << place;
    }
    return words;
}

static void mark(struct fixture *fixture, struct interval evidence, struct interval_list *marks)
{
    struct ns_error err = {0};
    const struct match_node *tree = fixture->sample.tree;
    if (match_mark(&fixture->matcher, tree, &fixture->sample.text, evidence, marks, &err) != NS_OK) complain(fixture, tree, true, err.msg);
}

/* Mark each evidence by itself, and all into one list, which has to keep what it held. */
static void compare_marks(struct fixture *fixture)
{
    struct interval_list *all = &fixture->all_marks;
    uint64_t wanted = 0, found = 0;
    all->count = 0;
    for (size_t i = 0; i < fixture->evidence.count; i++) {
        const struct interval evidence = fixture->evidence.items[i];
        const uint64_t words = fixture->table.words[evidence.first][evidence.last];
        fixture->marks.count = 0;
        mark(fixture, evidence, &fixture->marks);
        if (marked_words(&fixture->marks) != words) complain(fixture, fixture->sample.tree, true, "other marks");
        mark(fixture, evidence, all);
        wanted |= words;
    }
    for (size_t i = 0; i < all->count; i++) {
        for (uint32_t place = all->items[i].first; place <= all->items[i].last; place++)
            found |= UINT64_C(1) << place;
    }
    if (found != wanted) complain(fixture, fixture->sample.tree, true, "marks of several intervals are not kept");
}

/* ---- Cases by hand ---- */

/* Sets of places, a digit each, in any order of the sets. */
struct known_case {
    const char *text;
    const char *tree;
    const char *occurrences;
    const char *marks; /* of each evidence, which reaches from its first mark to its last */
};

static const struct known_case known_cases[] = {
    /* Leaf, gap and any. */
    {"ABA", "A", "0 2", "0 2"},
    {"ABA", "A|AB", "0 01 2", "0 2"},
    {"ABA", "*", "0 1 2", "0 1 2"},
    {"ABC", "any(A, C, A)", "0 2", "0 2"},
    {"ABC", "any(AB, B, BC)", "01 1 12", "1"},
    {"A", "any()", "", ""},
    {"", "any(A, *)", "", ""},
    /* Phrase: side by side, in order. */
    {"ABAB", "phrase(A, B)", "01 23", "01 23"},
    {"ABCAC", "phrase(A, *, C)", "012", "012"},
    {"BA", "phrase(A, *)", "", ""},
    {"BAA", "phrase(*, A)", "01 12", "01 12"},
    {"ABC", "phrase(A|AB, C)", "012", "012"},
    {"AAA", "phrase(A, A)", "01 12", "01 12"},
    {"CAAB", "phrase(C, adj/9(A, B))", "013", "013"}, /* the smallest of the second, 2 and 3, is not behind C */
    /* Adj: in order, the next word is 1 away. */
    {"AB", "adj/1(A, B)", "01", "01"},
    {"BA", "adj/1(A, B)", "", ""},
    {"AxB", "adj/1(A, B)", "", ""},
    {"AxB", "adj/2(A, B)", "02", "02"},
    {"AB", "adj/0(A, B)", "", ""},
    {"AAA", "adj/2(A, A)", "01 12 02", "01 12"},
    {"ABC", "adj/9(near/2(A, C), B)", "", ""}, /* B stands inside, not behind */
    {"ABC", "adj/4294967295(near/2(A, C), B)", "", ""},
    {"ABxC", "adj/2(AB, C)", "013", "013"}, /* the distance counts from the end */
    /* Near: in either order, no word shared. */
    {"BA", "near/1(A, B)", "01", "01"},
    {"AxB", "near/1(A, B)", "", ""},
    {"AxB", "near/4294967295(A, B)", "02", "02"},
    {"A", "near/9(A, A)", "", ""},
    {"A", "near/0(A)", "0", "0"},
    {"AB", "near/0(A, B)", "", ""},
    {"AAAA", "near/1(A, A, A)", "012 123", "012 123"},
    {"ABC", "near/9(near/9(A, B), near/9(A, C))", "", ""},
    {"AABC", "near/9(near/9(A, B), near/9(A, C))", "0123", "0123"},
    {"ABC", "near/5(AB, BC)", "", ""},
    {"ABB", "near/5(AB, B)", "012", "012"},
    {"BA", "near/1(A, *)", "01", "01"},
    /* Near: one inside of another's interval, chains, the furthest end. */
    {"ACB", "near/20(near/5(A, B), C)", "012", "012"},
    {"ACB", "near/0(near/2(A, B), C)", "012", "012"},
    {"ACB", "near/1(A, B, C)", "012", "012"},
    {"ABxC", "near/1(A, B, C)", "", ""},
    {"ABxC", "near/2(A, B, C)", "013", "013"},
    {"ABxDE", "near/1(near/4(A, D), B, E)", "0134", "0134"}, /* E is next to D, which is further than B's end */
    {"ABC", "near/1(any(A, phrase(A, B)), C)", "012", "012"},
    {"ABBC", "near/3(A, B, C)", "013 023", "0123"}, /* two ways to the same interval */
    {"AABC", "near/9(A, C)", "03 13", "13"},
    /* Same and sentence: in one unit, however far. */
    {"AB/C", "same(A, B)", "01", "01"},
    {"AB/C", "same(A, C)", "", ""},
    {"AA/A", "same(A, A)", "01", "01"},
    {"A.B/C", "same(A, B)", "01", "01"},
    {"A.B/C", "sentence(A, B)", "", ""},
    {"A/B", "sentence(A, B)", "", ""},
    {"AxxxB.A", "sentence(B, A)", "04", "04"},
    {"A.BC", "sentence(near/1(A, B), C)", "", ""},
    {"A/B", "same(near/1(A, B))", "", ""},
    {"ABC", "same(AB, BC)", "", ""},
    {"AB.B", "sentence(AB, B)", "", ""},
    /* Within. */
    {"A|A", "title(A)", "0", "0"},
    {"A|A", "body(A)", "1", "1"},
    {"A|B", "any(title(near/1(A, B)), body(near/1(A, B)))", "", ""},
    {"AB", "body(near/1(A, B))", "01", "01"},
    {"AB|", "title(near/1(A, B))", "01", "01"},
    {"AxA", "first/2(A)", "0", "0"},
    {"AxA", "first/3(A)", "0 2", "0 2"},
    {"A", "first/0(A)", "", ""},
    {"xAB", "first/2(phrase(A, B))", "", ""},
    {"ABA", "phrase(first/1(A), B)", "01", "01"},
    /* Negated: those of the first to which no second stands so. */
    {"AxxBA", "not-near/1(A, B)", "0", "0"},
    {"A", "not-near/9(A, A)", "0", "0"},
    {"AA", "not-near/9(A, A)", "", ""},
    {"AB", "not-near/9(phrase(A, B), A)", "01", "01"}, /* the only A is a word of the first */
    {"ABA", "not-near/9(phrase(A, B), A)", "", ""},
    {"ABBA", "not-adj/1(A, B)", "3", "3"},
    {"AB/A", "not-same(A, B)", "2", "2"},
    {"A.B", "not-sentence(A, B)", "0", "0"},
    {"A/BC", "not-same(near/1(A, B), C)", "01", "01"}, /* no C is in one paragraph with both */
    {"ABC", "not-near/1(near/2(A, C), B)", "", ""},
    {"AB", "near/1(not-near/9(A, C), B)", "01", "01"},
    {"ABC", "near/1(not-near/2(A, C), B)", "", ""},
    {"AB", "not-near/9(A, not-near/9(B, A))", "0", "0"},
};

/* Read a set of places and step behind it; 0 at the end. */
static uint64_t read_words(const char **at)
{
    uint64_t words = 0;
    for (*at += strspn(*at, " "); isdigit((unsigned char)**at); ++*at)
        words |= UINT64_C(1) << (**at - '0');
    return words;
}

static bool is_listed(const char *sets, uint64_t words)
{
    for (uint64_t one; (one = read_words(&sets)) != 0;) {
        if (one == words) return true;
    }
    return false;
}

static size_t count_sets(const char *sets)
{
    size_t count = 0;
    while (read_words(&sets))
        count++;
    return count;
}

static void find_by_oracle(struct fixture *fixture)
{
    struct ns_error err;
    assert_ok(oracle_find(fixture->sample.tree, &fixture->sample.text, &fixture->occurrences, &err), &err);
    oracle_table_fill(&fixture->table, &fixture->occurrences);
}

/* Whether the evidence of the table, and its marks, are these. */
static bool has_marks(const struct oracle_table *table, const char *marks)
{
    size_t count = 0;
    for (uint32_t first = 0; first < ORACLE_WORDS_MAX; first++) {
        for (uint32_t last = first; last < ORACLE_WORDS_MAX; last++) {
            if (!oracle_is_evidence(table, first, last)) continue;
            if (!is_listed(marks, table->words[first][last])) return false;
            count++;
        }
    }
    return count == count_sets(marks);
}

static void test_oracle_by_hand(void **state)
{
    struct fixture *fixture = *state;
    for (size_t i = 0; i < COUNT(known_cases); i++) {
        const struct known_case *known = &known_cases[i];
        sample_read(&fixture->sample, known->tree, known->text);
        find_by_oracle(fixture);
        bool right = fixture->occurrences.count == count_sets(known->occurrences);
        for (size_t j = 0; j < fixture->occurrences.count; j++)
            right = right && is_listed(known->occurrences, fixture->occurrences.items[j]);
        if (!right) fail_msg("the oracle has other occurrences of %s in %s", known->tree, known->text);
        if (!has_marks(&fixture->table, known->marks)) fail_msg("the oracle has other evidence of %s in %s", known->tree, known->text);
    }
}

/* What is known to be right of the oracle is asked of the evaluator, too. */
static void test_evaluator_by_hand(void **state)
{
    struct fixture *fixture = *state;
    for (size_t i = 0; i < COUNT(known_cases); i++) {
        sample_read(&fixture->sample, known_cases[i].tree, known_cases[i].text);
        find_by_oracle(fixture);
        compare_evidence(fixture, fixture->sample.tree);
        compare_marks(fixture);
    }
}

/* ---- Random trees and texts ---- */

/* One of A to F; those that stand first come more often, so that leaves and texts meet. */
static char random_letter(struct random_source *random, uint32_t letters)
{
    const uint32_t letter = random_below(random, letters);
    return (char)('A' + random_below(random, letter + 1));
}

/* One to three words or pairs of words; sometimes the same as another leaf, but by another number. */
static uint32_t random_leaf(struct sample *sample, struct random_source *random)
{
    if (sample->leaf_count == SAMPLE_LEAVES_MAX || (sample->leaf_count && random_chance(random, 40)))
        return random_below(random, (uint32_t)sample->leaf_count);
    char notation[SAMPLE_LEAF_SIZE];
    size_t length = 0;
    for (uint32_t runs = 1 + (random_chance(random, 60) ? random_below(random, 3) : 0); runs > 0; runs--) {
        for (uint32_t words = random_chance(random, 15) ? 2 : 1; words > 0; words--)
            notation[length++] = random_letter(random, LETTERS);
        if (runs > 1) notation[length++] = '|';
    }
    if (random_chance(random, 10)) notation[length++] = '\'';
    return sample_leaf(sample, notation, length);
}

static uint32_t random_distance(struct random_source *random)
{
    if (random_chance(random, 2)) return UINT32_MAX - random_below(random, 2);
    return random_chance(random, 25) ? random_below(random, 20) : random_below(random, 6);
}

static enum match_kind random_kind(struct random_source *random)
{
    static const enum match_kind kinds[] = {MATCH_LEAF,   MATCH_LEAF, MATCH_ANY,   MATCH_ANY,      MATCH_ANY,     MATCH_ANY,  MATCH_PHRASE,
                                            MATCH_PHRASE, MATCH_ADJ,  MATCH_ADJ,   MATCH_ADJ,      MATCH_NEAR,    MATCH_NEAR, MATCH_NEAR,
                                            MATCH_NEAR,   MATCH_NEAR, MATCH_NEAR,  MATCH_SAME,     MATCH_SAME,    MATCH_SAME, MATCH_TITLE,
                                            MATCH_BODY,   MATCH_BODY, MATCH_FIRST, MATCH_SENTENCE, MATCH_SENTENCE};
    return kinds[random_below(random, COUNT(kinds))];
}

static uint32_t random_child_count(enum match_kind kind, struct random_source *random)
{
    switch (kind) {
    case MATCH_LEAF:
    case MATCH_GAP:
        return 0;
    case MATCH_TITLE:
    case MATCH_BODY:
    case MATCH_FIRST:
        return 1;
    case MATCH_ADJ:
        return 2;
    default:
        if (random_chance(random, 3)) return 1;
        return random_chance(random, 60) ? 2 : 2 + random_below(random, 4);
    }
}

static bool can_be_negated(const struct match_node *node)
{
    return node->child_count == 2 &&
           (node->kind == MATCH_ADJ || node->kind == MATCH_NEAR || node->kind == MATCH_SAME || node->kind == MATCH_SENTENCE);
}

static struct match_node *random_tree(struct sample *sample, struct random_source *random, uint32_t depth)
{
    const enum match_kind leaf_kind = random_chance(random, 6) ? MATCH_GAP : MATCH_LEAF;
    struct match_node *node = tree_node(depth == 0 ? leaf_kind : random_kind(random));
    if (node->kind == MATCH_LEAF) node->leaf = random_leaf(sample, random);
    if (tree_has_distance(node->kind)) node->distance = random_distance(random);
    for (uint32_t count = random_child_count(node->kind, random); count > 0; count--) {
        const bool equal = node->child_count > 0 && random_chance(random, 20);
        const uint32_t twin = equal ? random_below(random, (uint32_t)node->child_count) : 0;
        tree_add(node, equal ? tree_copy(node->children[twin]) : random_tree(sample, random, depth - 1));
    }
    if (can_be_negated(node)) node->negated = random_chance(random, 20);
    return node;
}

/* Mostly a short text of few words, so that everything collides; sometimes a long one in which the words of leaves are rare. */
static void random_text(struct sample *sample, struct random_source *random)
{
    const bool is_long = random_chance(random, 5);
    const uint32_t words = is_long ? 1 + random_below(random, ORACLE_WORDS_MAX) : 4 + random_below(random, 11);
    const uint32_t letters = 2 + random_below(random, LETTERS - 1);
    for (uint32_t i = 0; i < words; i++) {
        const uint32_t gap = random_below(random, 100);
        sample->words[i] = is_long && random_chance(random, 80) ? 'x' : random_letter(random, letters);
        sample->gaps[i] = gap < 80 ? GAP_WORD : gap < 92 ? GAP_SENTENCE : GAP_PARAGRAPH;
    }
    sample->text.words = words;
    sample->text.title = random_chance(random, 20) ? 0 : random_below(random, words + 1);
    sample_finish_text(sample);
}

/* ---- Trees that mean the same ---- */

/* Bring the children of nodes to which their order is nothing into another one. */
static void shuffle(struct match_node *node, struct random_source *random)
{
    const bool is_free = node->kind == MATCH_ANY || node->kind == MATCH_NEAR || node->kind == MATCH_SAME || node->kind == MATCH_SENTENCE;
    for (size_t i = 0; i < node->child_count; i++)
        shuffle(node->children[i], random);
    for (size_t i = node->child_count; is_free && !node->negated && i > 1; i--) {
        const uint32_t other = random_below(random, (uint32_t)i);
        struct match_node *child = node->children[i - 1];
        node->children[i - 1] = node->children[other];
        node->children[other] = child;
    }
}

/* Spread an operator over the first `any` among its children: near(any(a, b), c) is any(near(a, c), near(b, c)), and so it is with every
 * operator but for the second child of a negated one. Takes the node and returns what is to stand in its place. */
static struct match_node *spread(struct match_node *node)
{
    const size_t count = node->negated ? 1 : node->child_count;
    size_t at = 0;
    while (at < count && node->children[at]->kind != MATCH_ANY)
        at++;
    if (node->kind == MATCH_ANY || at == count) return node;
    struct match_node *any = tree_node(MATCH_ANY);
    for (size_t i = 0; i < node->children[at]->child_count; i++) {
        struct match_node *copy = tree_copy(node);
        struct match_node *part = tree_copy(node->children[at]->children[i]);
        tree_set(&copy->children[at], part);
        tree_add(any, copy);
    }
    match_node_free(node);
    return any;
}

/* The same somewhere in a tree, or in several places of it. */
static struct match_node *spread_some(struct match_node *node, struct random_source *random)
{
    for (size_t i = 0; i < node->child_count; i++)
        node->children[i] = spread_some(node->children[i], random);
    return random_chance(random, 60) ? spread(node) : node;
}

/* A variant has the same evidence; and the same occurrences, which holds the oracle against itself. */
static void compare_variant(struct fixture *fixture)
{
    struct ns_error err;
    const struct oracle_list *wanted = &fixture->occurrences, *others = &fixture->others;
    compare_evidence(fixture, fixture->variant);
    const ns_status status = oracle_find(fixture->variant, &fixture->sample.text, &fixture->others, &err);
    if (status == NS_ERR_LIMIT) return;
    assert_ok(status, &err);
    if (others->count != wanted->count || (wanted->count && memcmp(others->items, wanted->items, wanted->count * sizeof *wanted->items)))
        complain(fixture, fixture->variant, false, "the oracle is at odds with itself");
}

static void compare_variants(struct fixture *fixture, struct random_source *random)
{
    tree_set(&fixture->variant, tree_copy(fixture->sample.tree));
    shuffle(fixture->variant, random);
    compare_variant(fixture);
    fixture->variant = spread_some(fixture->variant, random);
    compare_variant(fixture);
}

/* ---- Random comparison ---- */

/* No occurrence has fewer words than the tree is said to need. */
static void check_least_words(const struct fixture *fixture)
{
    const uint32_t least = match_least_words(fixture->sample.tree);
    for (size_t i = 0; i < fixture->occurrences.count; i++) {
        if ((uint32_t)__builtin_popcountll(fixture->occurrences.items[i]) < least)
            complain(fixture, fixture->sample.tree, false, "an occurrence of fewer words than the least");
    }
}

static void compare_text(struct fixture *fixture, struct random_source *random)
{
    struct ns_error err;
    fixture->texts++;
    random_text(&fixture->sample, random);
    const ns_status status = oracle_find(fixture->sample.tree, &fixture->sample.text, &fixture->occurrences, &err);
    if (status == NS_ERR_LIMIT) {
        fixture->skipped++;
        return;
    }
    assert_ok(status, &err);
    oracle_table_fill(&fixture->table, &fixture->occurrences);
    fixture->found += fixture->occurrences.count > 0;
    check_least_words(fixture);
    compare_evidence(fixture, fixture->sample.tree);
    compare_marks(fixture);
    compare_variants(fixture, random);
}

static void compare_tree(struct fixture *fixture, uint64_t seed)
{
    struct random_source random = {seed};
    struct sample *sample = &fixture->sample;
    fixture->seed = seed;
    fixture->trees++;
    sample->leaf_count = 0;
    tree_set(&sample->tree, NULL);
    sample->tree = random_tree(sample, &random, 1 + random_below(&random, 4));
    for (size_t i = 0; i < TEXTS_A_TREE; i++)
        compare_text(fixture, &random);
}

static double wall_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* SEED of the environment is the seed of the first tree, and every tree has the next seed, so that a tree that failed is the first one when
 * SEED is what the failure told; SECONDS is for how long to go on. */
static void test_random_trees(void **state)
{
    struct fixture *fixture = *state;
    const uint64_t seed = environment_number("SEED", 20210301);
    const double end = wall_seconds() + (double)environment_number("SECONDS", 20);
    do
        compare_tree(fixture, seed + fixture->trees);
    while (wall_seconds() < end);
    print_message("%lu trees in %lu texts: %lu with evidence, %lu skipped\n", fixture->trees, fixture->texts, fixture->found,
                  fixture->skipped);
    if (fixture->trees < 1000) return; /* shares of so few say nothing */
    assert_true(fixture->found * 10 >= fixture->texts * 3);
    assert_true(fixture->skipped * 100 <= fixture->texts);
}

#define ORACLE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ORACLE_TEST(test_oracle_by_hand),
        ORACLE_TEST(test_evaluator_by_hand),
        ORACLE_TEST(test_random_trees),
    };
    return cmocka_run_group_tests_name("oracle_match", tests, NULL, NULL);
}
