/* spread.h - brings a tree into the shape that query.h promises: operators that need places stand on what has some, and parts of one kind
 * in each other are one. */
#ifndef SEARCHER_SPREAD_H
#define SEARCHER_SPREAD_H

#include "searcher/query.h"

/* Spread a tree out.
 * @query  (transfer full) as it was typed
 * @out    (transfer full)
 * @notes  may be NULL; one tells the outcome if an operator was spread
 * Returns NS_OK, NS_ERR_LIMIT (over QUERY_LEAVES_MAX or QUERY_DEPTH_MAX), NS_ERR_NOMEM. */
ns_status query_spread(struct query *query, struct query **out, struct query_notes *notes, struct ns_error *err);

/* Whether a part restricts the articles wherever it stands in a list: a date, a path, a field that is not text. */
bool query_is_filter(const struct query *query);

/* Whether a part only filters, and so does not make the optional parts beside it needless when it must hold (query.h, QUERY_LIST): a
 * filter, a NOT, or what is made of these alone. */
bool query_only_filters(const struct query *query);

/* Whether a tree has more levels than `levels`. Goes down no further than that. */
bool query_deeper_than(const struct query *query, size_t levels);

#endif
