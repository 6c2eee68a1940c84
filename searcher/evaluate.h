/* evaluate.h - the occurrences of any node of a tree (match.h) in a text. */
#ifndef SEARCHER_EVALUATE_H
#define SEARCHER_EVALUATE_H

#include "searcher/join.h"
#include "searcher/match.h"
#include "searcher/occurrence.h"

/* The owner's: begin with all zero, end with match_memory_release(). */
struct match_memory {
    struct store store;
    struct join_memory join;
    struct interval_list runs; /* of a cover that is being made */
};

void match_memory_release(struct match_memory *memory);

/* What an evaluation is of. */
struct evaluation {
    struct match_memory *memory; /* its store is told where to count steps */
    const struct match_text *text;
    uint32_t begin; /* occurrences are wanted of the words from here ... */
    uint32_t end;   /* ... until before here, which is in the text; but what a negation looks for may stand anywhere */
    struct interval target;
    struct ns_error *err;
};

/* What is asked of one node. */
struct demand {
    enum join_wanted wanted; /* of the target: evaluation->target */
    struct cover outside;    /* the words at which something outside of the node could stand: they count */
};

/* Put the occurrences of a node, in order and each once, into an empty list. Their words are in the store.
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status evaluate(const struct evaluation *evaluation, const struct match_node *node, struct demand demand, struct occurrence_list *out);

/* Add all of some words at which leaves and gaps of a node stand that can be in its occurrences, and make a cover of the list: runs in
 * order that do not touch each other. Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status evaluate_places(const struct evaluation *evaluation, const struct match_node *node, struct interval words,
                          struct interval_list *runs);

#endif
