/* match_fixture.h - trees and texts for the matcher, written short.
 *
 * A tree: a letter is a leaf, * a gap, any(a,b) an operator and near5(a,b) one with its distance; ! before an operator negates it. A text:
 * a letter is a word; behind it may stand . where a sentence ends, / where a paragraph does, | where the title does. Leaves are letters: a
 * to f stand where the text has that letter, U where it has a or b, V where it has b, and where it has b and then c, W where it has c and
 * then a. */
#ifndef TESTS_UNIT_MATCH_FIXTURE_H
#define TESTS_UNIT_MATCH_FIXTURE_H

#include "tests/unit/search_fixture.h"

#include "index/analyzer.h"
#include "searcher/match.h"

#define LETTERS 26
#define LEAF_COUNT (2 * LETTERS) /* small letters, then capital ones */

/* The state of a test: what it holds is released after a failure too. */
struct bench {
    struct matcher matcher;
    struct match_node *root;
    struct match_text text;
    struct interval_list leaves[LEAF_COUNT];
    uint8_t *gaps;
    struct interval_list evidence;
    struct interval_list marks;
};

static inline int setup(void **state)
{
    *state = calloc(1, sizeof(struct bench));
    return *state ? 0 : -1;
}

static inline int teardown(void **state)
{
    struct bench *bench = *state;
    matcher_release(&bench->matcher);
    match_node_free(bench->root);
    for (size_t i = 0; i < LEAF_COUNT; i++)
        interval_list_release(&bench->leaves[i]);
    interval_list_release(&bench->evidence);
    interval_list_release(&bench->marks);
    free(bench->gaps);
    free(bench);
    return 0;
}

#define BENCH_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

/* ---- Trees ---- */

static const struct kind_name {
    const char *name;
    enum match_kind kind;
} KINDS[] = {
    {"any", MATCH_ANY},           {"phrase", MATCH_PHRASE}, {"adj", MATCH_ADJ},   {"near", MATCH_NEAR},   {"same", MATCH_SAME},
    {"sentence", MATCH_SENTENCE}, {"title", MATCH_TITLE},   {"body", MATCH_BODY}, {"first", MATCH_FIRST},
};

static inline struct match_node *read_leaf(const char **at)
{
    struct match_node *node = match_node_new(**at == '*' ? MATCH_GAP : MATCH_LEAF);
    assert_non_null(node);
    node->leaf = (uint32_t)(**at >= 'a' ? **at - 'a' : **at == '*' ? 0 : LETTERS + **at - 'A');
    (*at)++;
    return node;
}

static inline struct match_node *read_tree(const char **at);

static inline void read_children(struct match_node *node, const char **at)
{
    node->distance = (uint32_t)strtoul(*at, (char **)at, 10);
    assert_int_equal(**at, '(');
    do {
        (*at)++;
        if (**at != ')') assert_int_equal(match_node_add(node, read_tree(at), NULL), NS_OK);
    } while (**at == ',');
    assert_int_equal(**at, ')');
    (*at)++;
}

static inline struct match_node *read_tree(const char **at)
{
    const bool negated = **at == '!';
    *at += negated;
    for (size_t i = 0; i < COUNT(KINDS); i++) {
        const size_t length = strlen(KINDS[i].name);
        if (strncmp(*at, KINDS[i].name, length) != 0) continue;
        struct match_node *node = match_node_new(KINDS[i].kind);
        assert_non_null(node);
        node->negated = negated;
        *at += length;
        read_children(node, at);
        return node;
    }
    return read_leaf(at);
}

static inline void use_tree(struct bench *bench, const char *tree)
{
    match_node_free(bench->root);
    bench->root = read_tree(&tree);
    assert_int_equal(*tree, '\0');
}

/* ---- Texts ---- */

static inline void add_place(struct bench *bench, char leaf, uint32_t first, uint32_t last)
{
    const int number = leaf >= 'a' ? leaf - 'a' : LETTERS + leaf - 'A';
    assert_int_equal(interval_list_add(&bench->leaves[number], first, last, NULL), NS_OK);
}

static inline void begin_text(struct bench *bench, size_t words)
{
    for (size_t i = 0; i < LEAF_COUNT; i++)
        bench->leaves[i].count = 0;
    free(bench->gaps);
    bench->gaps = calloc(words + 1, 1);
    assert_non_null(bench->gaps);
    bench->text = (struct match_text){bench->leaves, (uint32_t)words, 0, bench->gaps};
}

static inline void add_word(struct bench *bench, char word, char next, uint32_t at)
{
    add_place(bench, word, at, at);
    if (word == 'a' || word == 'b') add_place(bench, 'U', at, at);
    if (word == 'b') add_place(bench, 'V', at, at);
    if (word == 'b' && next == 'c') add_place(bench, 'V', at, at + 1);
    if (word == 'c' && next == 'a') add_place(bench, 'W', at, at + 1);
}

static inline void use_text(struct bench *bench, const char *text)
{
    char words[4096];
    uint8_t gaps[sizeof words] = {0};
    uint32_t count = 0, title = 0;
    assert_true(strlen(text) < sizeof words);
    for (; *text; text++) {
        if (*text == '|') {
            title = count;
        } else if (*text == '.' || *text == '/') {
            gaps[count - 1] = *text == '.' ? GAP_SENTENCE : GAP_PARAGRAPH;
        } else {
            words[count++] = *text;
        }
    }
    begin_text(bench, count);
    memcpy(bench->gaps, gaps, count);
    bench->text.title = title;
    for (uint32_t i = 0; i < count; i++)
        add_word(bench, words[i], i + 1 < count ? words[i + 1] : ' ', i);
}

/* A text of one word again and again. */
static inline void use_equal_words(struct bench *bench, uint32_t count)
{
    begin_text(bench, count);
    for (uint32_t i = 0; i < count; i++)
        add_place(bench, 'a', i, i);
}

static inline ns_status find(struct bench *bench, struct ns_error *err)
{
    return match_find(&bench->matcher, bench->root, &bench->text, &bench->evidence, err);
}

static inline ns_status mark(struct bench *bench, struct interval interval, struct ns_error *err)
{
    return match_mark(&bench->matcher, bench->root, &bench->text, interval, &bench->marks, err);
}

#endif
