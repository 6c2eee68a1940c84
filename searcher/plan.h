/* plan.h - a query against one index: which passages can match, what they weigh, and what decides exactly.
 *
 * A typed word becomes the set of all forms of its stem. Spelled with a hyphen, or known with one to the index, it is also met by its parts
 * side by side: APT10 and APT-10 by APT 10, cyberattack by cyber attack. Where the parts stand unjoined they are found but add no
 * weight, for the postings know nothing of them as one word. The candidates are the passages that hold the rarest operand of
 * each phrase or proximity; the other words only add weight. A plain list of words needs no more than its BM25.
 */
#ifndef SEARCHER_PLAN_H
#define SEARCHER_PLAN_H

#include "index/index_reader.h"
#include "searcher/match.h"
#include "searcher/query.h"

struct plan {
    xap_query *candidates; /* NULL: nothing can match */
    bool exact;            /* every candidate is a match, so that there is nothing to decide */
    struct matcher matcher;
    uint8_t anchors[LEAVES_MAX / 8]; /* a bit a leaf: a match belongs to the passage where the first of these leaves in it stands */
};

/* Plan a query. The plan borrows nothing of the query. @out (transfer full) release with plan_free().
 * Returns NS_OK, NS_ERR_LIMIT (over LEAVES_MAX), NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status plan_query(const struct query *query, const struct index_reader *reader, struct plan **out, struct ns_error *err);

void plan_free(struct plan *plan);

#endif
