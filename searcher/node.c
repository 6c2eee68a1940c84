/* node.c - steps in which trees of queries are built and changed. */
#include "searcher/node.h"

ns_status node_made(ns_status status, struct query **out)
{
    if (status == NS_OK) return NS_OK;
    query_free(*out);
    *out = NULL;
    return status;
}

ns_status node_leaf(enum query_kind kind, const char *text, size_t length, struct query **out, struct ns_error *err)
{
    *out = query_new(kind);
    if (!*out) return ns_fail_nomem(err);
    return node_made(text ? query_set_text(*out, text, length, err) : NS_OK, out);
}

struct query *node_take(struct query *query, size_t i)
{
    struct query *child = query->children[i];
    query->children[i] = NULL;
    return child;
}

void node_close(struct query *query)
{
    size_t kept = 0;
    for (size_t i = 0; i < query->child_count; i++) {
        if (query->children[i]) query->children[kept++] = query->children[i];
    }
    query->child_count = kept;
}

struct query *node_only_child(struct query *query)
{
    struct query *child = node_take(query, 0);
    query->child_count = 0;
    query_free(query);
    child->sign = SIGN_MAY;
    return child;
}

ns_status node_like(const struct query *like, struct query **out, struct ns_error *err)
{
    *out = query_new(like->kind);
    if (!*out) return ns_fail_nomem(err);
    (*out)->number = like->number;
    (*out)->field = like->field;
    (*out)->negated = like->negated;
    return NS_OK;
}

ns_status node_put(const struct query *like, struct query *child, struct query **out, struct ns_error *err)
{
    ns_status status = node_like(like, out, err);
    if (status != NS_OK) {
        query_free(child);
        return status;
    }
    status = query_add(*out, child, err);
    return node_made(status, out);
}

ns_status node_adopt(struct query **node, struct query *child, struct ns_error *err)
{
    const ns_status status = query_add(*node, child, err);
    if (status != NS_OK) {
        query_free(*node);
        *node = NULL;
    }
    return status;
}
