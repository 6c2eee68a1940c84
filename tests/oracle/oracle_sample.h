/* oracle_sample.h - a tree of searcher/match.h and a short text for it, and the notation in which both are given and told.
 *
 * In a text a capital letter is a word, `x` a word that no leaf has, `.` and `/` end a sentence and a paragraph behind a word, and `|`
 * stands behind the title. In a tree `A|BC` is a leaf that stands at each A and at each B followed by C, `*` is a gap, and the rest is like
 * near/3(A, not-same(B, C)). Leaves are the same when their notation is; a stroke at the end makes A' one that stands where A does.
 *
 * Every function here fails the test that it is called from where memory is out or a notation is not one.
 */
#ifndef TESTS_ORACLE_ORACLE_SAMPLE_H
#define TESTS_ORACLE_ORACLE_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "searcher/match.h"

#define SAMPLE_WORDS_MAX 64
#define SAMPLE_LEAVES_MAX 8
#define SAMPLE_LEAF_SIZE 16 /* bytes of a leaf's notation, with the 0 at its end */

/* The owner's: begin with all zero, end with sample_release(). */
struct sample {
    struct match_node *tree;
    char leaves[SAMPLE_LEAVES_MAX][SAMPLE_LEAF_SIZE]; /* by number: their notation */
    size_t leaf_count;
    struct interval_list places[SAMPLE_LEAVES_MAX];
    char words[SAMPLE_WORDS_MAX];
    uint8_t gaps[SAMPLE_WORDS_MAX]; /* enum gap_class */
    struct match_text text;         /* the same as the nodes see it; sample_finish_text() makes it */
};

void sample_release(struct sample *sample);

/* Put a tree, or NULL, in place of the one that there is. */
void tree_set(struct match_node **place, struct match_node *tree);

struct match_node *tree_copy(const struct match_node *node);

/* match_node_new() and match_node_add() that cannot fail. */
struct match_node *tree_node(enum match_kind kind);
void tree_add(struct match_node *node, struct match_node *child);

/* Whether nodes of a kind have a distance. */
bool tree_has_distance(enum match_kind kind);

/* The number of the leaf of this notation, a new one if there was none. */
uint32_t sample_leaf(struct sample *sample, const char *notation, size_t length);

/* Read a tree and a text, in place of those that there were. */
void sample_read(struct sample *sample, const char *tree, const char *text);

/* Make the text as the nodes see it out of words, gaps and the numbers text.words and text.title. It has gaps only if the tree needs them.
 */
void sample_finish_text(struct sample *sample);

/* Write a tree of the sample's leaves, or the text, in its notation. */
void sample_print_tree(const struct sample *sample, const struct match_node *tree, FILE *out);
void sample_print_text(const struct sample *sample, FILE *out);

#endif
