/* match.h - decides a query on the words of an article.
 *
 * A leaf is a set of forms. Where its forms stand are intervals of one word; each other node makes intervals of its children's:
 *   any     all of them
 *   phrase  one of each child, each beginning at the word behind the end of the one before
 *   near    one of each of the two, sharing no word, the later beginning at most `distance` words behind the end of the earlier
 * (after Clarke, Cormack and Burkowski 1995, but keeping all intervals and not only the smallest, so that nothing is lost where one
 * operator is inside another). The evidence is the smallest intervals of the whole: those that contain no other.
 */
#ifndef SEARCHER_MATCH_H
#define SEARCHER_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/error.h"
#include "index/index_reader.h"

/* Leaves of one query; each is a bit of a set. */
#define LEAVES_MAX 1024

/* Intervals that joining two operands may make in one article; over that a query is too much for it. */
#define INTERVALS_MAX (UINT32_C(1) << 22)

enum match_kind {
    MATCH_LEAF,
    MATCH_PHRASE,
    MATCH_NEAR,
    MATCH_ANY,
};

struct match_node {
    enum match_kind kind;
    uint32_t leaf;     /* of a leaf: its number */
    uint32_t distance; /* of near */
    struct match_node **children;
    size_t child_count;
    size_t child_capacity;
};

/* Words first..last of an article, counted from 0, both inside. */
struct interval {
    uint32_t first;
    uint32_t last;
};

/* The owner's: begin with all zero, end with interval_list_release(). */
struct interval_list {
    struct interval *items;
    size_t count;
    size_t capacity;
};

void interval_list_release(struct interval_list *list);

/* Which leaves a form belongs to: pairs in order of (form, leaf). */
struct leaf_form {
    uint32_t form;
    uint32_t leaf;
};

/* What there is to decide. */
struct matcher {
    struct match_node *root;
    struct leaf_form *forms;
    size_t form_count;
    size_t form_capacity;
    uint8_t *wanted; /* a bit a form number: it is in some leaf */
    uint32_t leaf_count;
    struct interval_list *places; /* of each leaf, in the article at hand */
};

/* Make a node. Returns NULL when memory is out. */
struct match_node *match_node_new(enum match_kind kind);

/* Add a child; it is freed if that fails. Returns NS_OK, NS_ERR_NOMEM. */
ns_status match_node_add(struct match_node *node, struct match_node *child, struct ns_error *err);

void match_node_free(struct match_node *node);

/* Make ready to decide: root, forms (in any order) and leaf_count are set.
 * @numbers  form numbers are below this
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status matcher_prepare(struct matcher *matcher, uint32_t numbers, struct ns_error *err);

void matcher_release(struct matcher *matcher);

/* Find the evidence in a run of words, in order of its place. `evidence` gives up what it held.
 * Returns NS_OK, NS_ERR_LIMIT (over INTERVALS_MAX), NS_ERR_NOMEM. */
ns_status matcher_run(struct matcher *matcher, const struct word_list *words, struct interval_list *evidence, struct ns_error *err);

/* Add to `marks`, in no stated order, the words that make an interval of evidence: those that its operands stand at, and none of the others
 * that it spans. Only for evidence of the last matcher_run(). Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status matcher_mark(const struct matcher *matcher, const struct interval *evidence, struct interval_list *marks, struct ns_error *err);

/* Bring a list in order of place, each interval once. */
void interval_list_order(struct interval_list *list);

/* Whether the form of a number belongs to a leaf of which `leaves` has the bit, a byte for each 8 leaves. */
bool matcher_is_in(const struct matcher *matcher, uint32_t form, const uint8_t *leaves);

#endif
