/* node.h - steps in which trees of queries are built and changed, beside those of query.h. */
#ifndef SEARCHER_NODE_H
#define SEARCHER_NODE_H

#include "searcher/query.h"

/* What ends a maker: unless it has gone well, what it made so far is freed, and *out is NULL. Returns the status. */
ns_status node_made(ns_status status, struct query **out);

/* Make a leaf. @text  NULL for one without. Returns NS_OK, NS_ERR_NOMEM. */
ns_status node_leaf(enum query_kind kind, const char *text, size_t length, struct query **out, struct ns_error *err);

/* Take a child out of a node, which is left with NULL in its place. */
struct query *node_take(struct query *query, size_t i);

/* Close the places of the children that were taken out. */
void node_close(struct query *query);

/* The only child of a node, which is freed. The child has no sign any more. */
struct query *node_only_child(struct query *query);

/* Add a child, which is taken over, to *node; that is freed, and NULL then, if it fails. Returns NS_OK, NS_ERR_NOMEM. */
ns_status node_adopt(struct query **node, struct query *child, struct ns_error *err);

/* Make a node of the same kind, number, field and negation as another, without children. Returns NS_OK, NS_ERR_NOMEM. */
ns_status node_like(const struct query *like, struct query **out, struct ns_error *err);

/* Make such a node of one child, which is taken over. Returns NS_OK, NS_ERR_NOMEM. */
ns_status node_put(const struct query *like, struct query *child, struct query **out, struct ns_error *err);

#endif
