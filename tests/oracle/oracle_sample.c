/* oracle_sample.c - reads and writes the notation of trees and texts, and handles trees. */
#include "tests/oracle/oracle_sample.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "index/analyzer.h"

#define LEAF_LETTERS "ABCDEF"

/* ---- Trees ---- */

static const struct kind_name {
    const char *name;
    bool has_distance;
} kind_names[] = {
    [MATCH_LEAF] = {"", false},       [MATCH_GAP] = {"*", false},
    [MATCH_ANY] = {"any", false},     [MATCH_PHRASE] = {"phrase", false},
    [MATCH_ADJ] = {"adj", true},      [MATCH_NEAR] = {"near", true},
    [MATCH_SAME] = {"same", false},   [MATCH_SENTENCE] = {"sentence", false},
    [MATCH_TITLE] = {"title", false}, [MATCH_BODY] = {"body", false},
    [MATCH_FIRST] = {"first", true},
};

bool tree_has_distance(enum match_kind kind)
{
    return kind_names[kind].has_distance;
}

struct match_node *tree_node(enum match_kind kind)
{
    struct match_node *node = match_node_new(kind);
    assert_non_null(node);
    return node;
}

void tree_add(struct match_node *node, struct match_node *child)
{
    assert_int_equal(match_node_add(node, child, NULL), NS_OK);
}

void tree_set(struct match_node **place, struct match_node *tree)
{
    match_node_free(*place);
    *place = tree;
}

struct match_node *tree_copy(const struct match_node *node)
{
    struct match_node *copy = tree_node(node->kind);
    copy->negated = node->negated;
    copy->leaf = node->leaf;
    copy->distance = node->distance;
    for (size_t i = 0; i < node->child_count; i++)
        tree_add(copy, tree_copy(node->children[i]));
    return copy;
}

void sample_release(struct sample *sample)
{
    match_node_free(sample->tree);
    for (size_t i = 0; i < SAMPLE_LEAVES_MAX; i++)
        interval_list_release(&sample->places[i]);
}

/* ---- Notation of trees ---- */

void sample_print_tree(const struct sample *sample, const struct match_node *tree, FILE *out)
{
    if (tree->kind == MATCH_LEAF) {
        fputs(sample->leaves[tree->leaf], out);
        return;
    }
    fprintf(out, "%s%s", tree->negated ? "not-" : "", kind_names[tree->kind].name);
    if (tree_has_distance(tree->kind)) fprintf(out, "/%u", (unsigned)tree->distance);
    if (tree->kind == MATCH_GAP) return;
    putc('(', out);
    for (size_t i = 0; i < tree->child_count; i++) {
        if (i > 0) fputs(", ", out);
        sample_print_tree(sample, tree->children[i], out);
    }
    putc(')', out);
}

uint32_t sample_leaf(struct sample *sample, const char *notation, size_t length)
{
    for (uint32_t i = 0; i < sample->leaf_count; i++) {
        if (strlen(sample->leaves[i]) == length && memcmp(sample->leaves[i], notation, length) == 0) return i;
    }
    assert_true(sample->leaf_count < SAMPLE_LEAVES_MAX && length < SAMPLE_LEAF_SIZE);
    memcpy(sample->leaves[sample->leaf_count], notation, length);
    sample->leaves[sample->leaf_count][length] = 0;
    return (uint32_t)sample->leaf_count++;
}

static enum match_kind read_kind(const char **at)
{
    const size_t length = strspn(*at, "abcdefghijklmnopqrstuvwxyz*");
    for (size_t i = 0; i < sizeof kind_names / sizeof *kind_names; i++) {
        if (strlen(kind_names[i].name) != length || strncmp(kind_names[i].name, *at, length) != 0) continue;
        *at += length;
        return (enum match_kind)i;
    }
    fail_msg("no kind of node: %s", *at);
    return MATCH_LEAF;
}

static struct match_node *read_node(struct sample *sample, const char **at);

static void read_children(struct sample *sample, struct match_node *node, const char **at)
{
    ++*at; /* behind the bracket */
    while (**at != ')') {
        tree_add(node, read_node(sample, at));
        if (**at == ')') break;
        if (strncmp(*at, ", ", 2) != 0) fail_msg("neither a comma nor a bracket: %s", *at);
        *at += 2;
    }
    ++*at;
}

static struct match_node *read_node(struct sample *sample, const char **at)
{
    const bool negated = strncmp(*at, "not-", 4) == 0;
    if (negated) *at += 4;
    struct match_node *node = tree_node(read_kind(at));
    node->negated = negated;
    if (node->kind == MATCH_LEAF) {
        const size_t length = strspn(*at, LEAF_LETTERS "|'");
        node->leaf = sample_leaf(sample, *at, length);
        *at += length;
    }
    if (**at == '/') {
        char *end;
        node->distance = (uint32_t)strtoul(*at + 1, &end, 10);
        *at = end;
    }
    if (**at == '(') read_children(sample, node, at);
    return node;
}

/* ---- Notation of texts ---- */

void sample_print_text(const struct sample *sample, FILE *out)
{
    static const char *const ends[] = {[GAP_WORD] = "", [GAP_SENTENCE] = ".", [GAP_PARAGRAPH] = "/"};
    for (uint32_t i = 0; i < sample->text.words; i++) {
        fprintf(out, "%c%s", sample->words[i], ends[sample->gaps[i]]);
        if (i + 1 == sample->text.title) putc('|', out);
    }
}

static void read_text(struct sample *sample, const char *at)
{
    sample->text.words = sample->text.title = 0;
    for (; *at; at++) {
        if (*at == '|') {
            sample->text.title = sample->text.words;
        } else if (isalpha((unsigned char)*at)) {
            assert_true(sample->text.words < SAMPLE_WORDS_MAX);
            sample->gaps[sample->text.words] = GAP_WORD;
            sample->words[sample->text.words++] = *at;
        } else {
            assert_true(sample->text.words > 0 && (*at == '/' || *at == '.'));
            sample->gaps[sample->text.words - 1] = *at == '/' ? GAP_PARAGRAPH : GAP_SENTENCE;
        }
    }
}

/* Whether one of a leaf's runs has this length and stands here. */
static bool leaf_is_at(const struct sample *sample, const char *notation, uint32_t place, size_t length)
{
    for (const char *run = notation; *run; run += strspn(run, "|'")) {
        const size_t run_length = strspn(run, LEAF_LETTERS);
        if (run_length == length && memcmp(run, sample->words + place, length) == 0) return true;
        run += run_length;
    }
    return false;
}

static void find_places(const struct sample *sample, const char *notation, struct interval_list *places)
{
    places->count = 0;
    for (uint32_t first = 0; first < sample->text.words; first++) {
        for (uint32_t last = first; last < sample->text.words; last++) {
            if (!leaf_is_at(sample, notation, first, last - first + 1)) continue;
            assert_int_equal(interval_list_add(places, first, last, NULL), NS_OK);
        }
    }
}

static bool wants_gaps(const struct match_node *node)
{
    bool wanted = node->kind == MATCH_SAME || node->kind == MATCH_SENTENCE;
    for (size_t i = 0; i < node->child_count; i++)
        wanted = wanted || wants_gaps(node->children[i]);
    return wanted;
}

void sample_finish_text(struct sample *sample)
{
    for (size_t i = 0; i < sample->leaf_count; i++)
        find_places(sample, sample->leaves[i], &sample->places[i]);
    sample->text.leaves = sample->places;
    sample->text.gaps = wants_gaps(sample->tree) ? sample->gaps : NULL;
}

void sample_read(struct sample *sample, const char *tree, const char *text)
{
    sample->leaf_count = 0;
    tree_set(&sample->tree, NULL);
    sample->tree = read_node(sample, &tree);
    assert_string_equal(tree, "");
    read_text(sample, text);
    sample_finish_text(sample);
}
