/* planner.h - the words of a plan's parts: from the leaves of a query to match nodes, leaves and units. Used by plan.c alone. */
#ifndef SEARCHER_PLANNER_H
#define SEARCHER_PLANNER_H

#include "searcher/plan.h"
#include "searcher/shared_words.h"

struct planner {
    const struct index_reader *reader;
    size_t index;                /* of the reader */
    struct shared_words *shared; /* borrowed; NULL when there is one index */
    const struct plan *first;    /* that of the first index; NULL for itself */
    struct normalizer *normalizer;
    struct plan *plan;
    struct plan_part *part;   /* that is being planned; it gets the units */
    bool in_field;            /* the words are those of a field's text and not of the index: no units, other leaves */
    bool alone;               /* the plan is one part, of words in their places: most of their passages are never come to */
    bool left_out;            /* of the word that was planned last there is a parting that is not tried */
    bool unweighed;           /* the words are those that must not stand near others: no units */
    struct row_list rows;     /* what follows is memory that is used again */
    struct buffer compounds;  /* of the stem that was looked up last: strings */
    struct lexicon_scan scan; /* of the dictionary, for reading forms */
    struct token_list tokens;
    struct expansion expansion;
};

void planner_release(struct planner *planner);

/* Make the match node of a query that holds at places. @out (transfer full).
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status planner_places(struct planner *planner, const struct query *query, struct match_node **out, struct ns_error *err);

#endif
