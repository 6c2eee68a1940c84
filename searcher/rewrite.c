/* rewrite.c - changes at the top of a tree, which is then brought into shape again. */
#include "searcher/rewrite.h"

#include <string.h>

#include "searcher/node.h"
#include "searcher/note.h"
#include "searcher/spread.h"

/* ---- Plain lists ---- */

static bool has_list(const struct query *query)
{
    for (size_t i = 0; i < query->child_count; i++) {
        if (query->children[i]->kind == QUERY_LIST) return true;
    }
    return false;
}

/* Whether an operator at the top says otherwise than --all or --near. */
static bool has_operator(const struct query *query, bool near)
{
    switch (query->kind) {
    case QUERY_OR:
    case QUERY_OF:
        return true;
    case QUERY_AND:
        return near || has_list(query);
    case QUERY_NEAR:
    case QUERY_ADJ:
    case QUERY_SAME:
    case QUERY_SENTENCE:
        return near;
    default:
        return false;
    }
}

static void demand_all(struct query *list)
{
    for (size_t i = 0; i < list->child_count; i++) {
        if (list->children[i]->sign == SIGN_MAY) list->children[i]->sign = SIGN_MUST;
    }
}

static bool is_joined(const struct query *child)
{
    return child->sign != SIGN_MUST_NOT && !query_is_filter(child);
}

static size_t count_joined(const struct query *list)
{
    size_t count = 0;
    for (size_t i = 0; i < list->child_count; i++)
        count += is_joined(list->children[i]);
    return count;
}

/* Put the operands that are joined under one node, which comes first in the list. */
static ns_status join(struct query *list, uint32_t number, struct ns_error *err)
{
    struct query *near = query_new(QUERY_NEAR);
    if (!near) return ns_fail_nomem(err);
    near->number = number;
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < list->child_count; i++) {
        if (!is_joined(list->children[i])) continue;
        list->children[i]->sign = SIGN_MAY;
        status = query_add(near, node_take(list, i), err);
    }
    node_close(list);
    if (status != NS_OK) {
        query_free(near);
        return status;
    }
    status = query_add(list, near, err);
    if (status != NS_OK) return status;
    memmove(list->children + 1, list->children, (list->child_count - 1) * sizeof *list->children);
    list->children[0] = near;
    return NS_OK;
}

static ns_status rewrite_list(const struct rewrite_options *options, struct query *query, struct query_notes *notes, struct ns_error *err)
{
    if (has_operator(query, options->near > 0)) {
        const char *before = options->near ? "--near is for words side by side, and leaves a query with operators as it is: "
                                           : "--all is for words side by side, and leaves a query with operators as it is: ";
        return note_add_query(notes, before, query, err);
    }
    if (query->kind != QUERY_LIST) return NS_OK;
    if (options->near == 0) demand_all(query);
    return options->near && count_joined(query) > 1 ? join(query, options->near, err) : NS_OK;
}

/* ---- Dates ---- */

static ns_status new_date(const struct date_limits *dates, struct query **out, struct ns_error *err)
{
    const ns_status status = node_leaf(QUERY_DATE, dates->text, strlen(dates->text), out, err);
    if (status != NS_OK) return status;
    (*out)->from = dates->from;
    (*out)->to = dates->to;
    (*out)->sign = SIGN_MUST;
    return NS_OK;
}

/* A date beside an operator that is no list is joined to it by AND, which knows no signs. */
static ns_status add_date(const struct date_limits *dates, struct query **query, struct ns_error *err)
{
    struct query *date;
    const enum query_kind kind = (*query)->kind;
    const bool logic = kind == QUERY_AND || kind == QUERY_OR || kind == QUERY_NOT;
    const struct query like = {.kind = logic ? QUERY_AND : QUERY_LIST};
    ns_status status = NS_OK;
    if (kind != QUERY_LIST) {
        struct query *whole = *query;
        status = node_put(&like, whole, query, err);
    }
    if (status == NS_OK) status = new_date(dates, &date, err);
    if (status != NS_OK) return status;
    if (logic) date->sign = SIGN_MAY;
    return query_add(*query, date, err);
}

/* ---- The whole ---- */

ns_status query_rewrite(const struct rewrite_options *options, struct query **query, struct query_notes *notes, struct ns_error *err)
{
    const bool dated = options->dates.text[0];
    const bool empty = (*query)->kind == QUERY_LIST && (*query)->child_count == 0;
    if (empty || (!options->all && !options->near && !dated)) return NS_OK;
    ns_status status = options->all || options->near ? rewrite_list(options, *query, notes, err) : NS_OK;
    if (status == NS_OK && dated) status = add_date(&options->dates, query, err);
    if (status != NS_OK) return node_made(status, query);
    struct query *changed = *query;
    return query_spread(changed, query, notes, err);
}
