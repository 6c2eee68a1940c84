/* match.h - where a query holds in the words of a text.
 *
 * An OCCURRENCE of a node is a set of words (places in the text, counted from 0); its interval reaches from the first of them to the last.
 *
 *   leaf      a run of words at which the leaf stands (struct match_text)
 *   gap       any one word
 *   any       an occurrence of any child
 *   phrase    one of each child, each beginning at the word behind the last one of the child before
 *
 *   adj       one of each of two children, the second beginning behind the end of the first, at most `distance` words from it; the next
 *             word is 1 away
 *
 *   near      one of each child, no two sharing a word; in order of where they begin, each begins at most `distance` words behind the
 *             furthest end of those before it, so that one may stand inside of another's interval, between its words
 *
 *   same      one of each child, no two sharing a word, all in one paragraph
 *   sentence  the same in one sentence
 *   within    one of the child whose interval lies in the title, in the rest, or in the first `distance` words
 *
 * A near, adj, same or sentence of two children that is negated has the occurrences of the first child to which no occurrence of the
 * second stands so. The words of an occurrence are those of its parts, together (of a negated one: those of the first child).
 *
 * The EVIDENCE of a node is the smallest of its intervals: those that contain no other. That is the minimal-interval semantics of Clarke,
 * Cormack and Burkowski 1995; but inside of an operator all intervals count and not only the smallest, so that nothing is lost there.
 */
#ifndef SEARCHER_MATCH_H
#define SEARCHER_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/error.h"

/* Leaves of one query. */
#define LEAVES_MAX 2048

/* Different children of one near, same or sentence; equal ones count once. */
#define NEAR_CHILDREN_MAX 12

/* What it may cost to find the hits of one query in one index, in steps of a few nanoseconds, in all articles together, and to read one
 * hit; over that it is an error and not a wait. */
#define MATCH_STEPS_MAX (UINT64_C(1) << 30)

enum match_kind {
    MATCH_LEAF,
    MATCH_GAP,
    MATCH_ANY,
    MATCH_PHRASE,
    MATCH_ADJ,
    MATCH_NEAR,
    MATCH_SAME,
    MATCH_SENTENCE,
    MATCH_TITLE, /* the three kinds of within: 1 child */
    MATCH_BODY,
    MATCH_FIRST,
};

struct match_node {
    enum match_kind kind;
    bool negated;
    bool word;         /* of any: it is one word to the postings (plan.h), and each occurrence has a word in a passage of theirs */
    uint32_t unit;     /* of such a word: its number among the plan's units */
    uint32_t leaf;     /* of a leaf: its number */
    uint32_t distance; /* of near, adj and first */
    struct match_node **children;
    size_t child_count;
    size_t child_capacity;
};

/* Make a node. Returns NULL when memory is out. */
struct match_node *match_node_new(enum match_kind kind);

/* Add a child; it is freed if that fails. Returns NS_OK, NS_ERR_NOMEM. */
ns_status match_node_add(struct match_node *node, struct match_node *child, struct ns_error *err);

void match_node_free(struct match_node *node);

/* Words first..last of a text, counted from 0, both inside. */
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
ns_status interval_list_add(struct interval_list *list, uint32_t first, uint32_t last, struct ns_error *err);

/* Bring a list in order of (first, last), each interval once. */
void interval_list_order(struct interval_list *list);

/* A text as the nodes see it. */
struct match_text {
    const struct interval_list *leaves; /* by number: the runs of words, in order and each once, at which the leaf stands */
    uint32_t words;                     /* in the text */
    uint32_t title;                     /* words of the title, which are the first ones */
    const uint8_t *gaps; /* for each word enum gap_class (analyzer.h): what ends behind it; needed by same and sentence only */
};

/* Memory that is used again from text to text, and what was spent. The owner's: begin with all zero, end with matcher_release(). */
struct matcher {
    uint64_t steps;
    struct match_memory *memory;
};

void matcher_release(struct matcher *matcher);

/* Hold a tree against the limits before it is used. Returns NS_OK, NS_ERR_LIMIT (NEAR_CHILDREN_MAX). */
ns_status match_check(const struct match_node *root, struct ns_error *err);

/* Find the evidence of a node in a text, in order, in place of what the list held.
 * Returns NS_OK, NS_ERR_LIMIT (over MATCH_STEPS_MAX), NS_ERR_NOMEM. */
ns_status match_find(struct matcher *matcher, const struct match_node *root, const struct match_text *text, struct interval_list *evidence,
                     struct ns_error *err);

/* Add to `marks`, in order, every word of every occurrence of the node whose interval is exactly this one, of its evidence.
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status match_mark(struct matcher *matcher, const struct match_node *root, const struct match_text *text, struct interval evidence,
                     struct interval_list *marks, struct ns_error *err);

/* The most words that an interval can span, for leaves of one word, of a node that is made of leaves, and of any that are a `word`, by
 * phrase, adj and near alone, none of them negated; so every occurrence has a word of each. 0 for any other node, and where it would be
 * over 2^31. */
uint32_t match_most_words(const struct match_node *root);

/* The fewest words that an occurrence can have, for leaves of one word. */
uint32_t match_least_words(const struct match_node *root);

#endif
