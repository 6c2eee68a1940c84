/* match_tree.h - what can be said of the nodes of a tree (match.h) without a text. */
#ifndef SEARCHER_MATCH_TREE_H
#define SEARCHER_MATCH_TREE_H

#include "searcher/match.h"

/* A child of a near, same or sentence, and how many of the children are the same as it. */
struct match_class {
    const struct match_node *node;
    uint32_t count;
};

/* Sort the children of a node into classes, in order of the first child of each.
 * @classes  room for NEAR_CHILDREN_MAX
 * @steps    what comparing them cost is added
 * Returns NS_OK, NS_ERR_LIMIT (more classes than that). */
ns_status match_classify(const struct match_node *node, struct match_class *classes, size_t *count, uint64_t *steps, struct ns_error *err);

/* Whether the words of each of its occurrences are all those of the interval. Two solid nodes share a word just where they overlap. */
bool match_is_solid(const struct match_node *node);

#endif
