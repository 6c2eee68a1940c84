/* match.c - intervals. */
#include "searcher/match.h"

#include <stdlib.h>
#include <string.h>

/* ---- Nodes ---- */

struct match_node *match_node_new(enum match_kind kind)
{
    struct match_node *node = calloc(1, sizeof *node);
    if (node) node->kind = kind;
    return node;
}

ns_status match_node_add(struct match_node *node, struct match_node *child, struct ns_error *err)
{
    void *children = node->children;
    const ns_status status = array_reserve(&children, &node->child_capacity, node->child_count + 1, sizeof *node->children, err);
    node->children = children;
    if (status == NS_OK) {
        node->children[node->child_count++] = child;
    } else {
        match_node_free(child);
    }
    return status;
}

void match_node_free(struct match_node *node)
{
    if (!node) return;
    for (size_t i = 0; i < node->child_count; i++)
        match_node_free(node->children[i]);
    free(node->children);
    free(node);
}

/* ---- Lists of intervals ---- */

void interval_list_release(struct interval_list *list)
{
    free(list->items);
    *list = (struct interval_list){0};
}

static ns_status add_interval(struct interval_list *list, uint32_t first, uint32_t last, struct ns_error *err)
{
    if (list->count >= INTERVALS_MAX) {
        return ns_fail(err, NS_ERR_LIMIT, "the query matches in over %u ways in one article; use smaller distances", INTERVALS_MAX);
    }
    void *items = list->items;
    const ns_status status = array_reserve(&items, &list->capacity, list->count + 1, sizeof *list->items, err);
    list->items = items;
    if (status == NS_OK) list->items[list->count++] = (struct interval){first, last};
    return status;
}

static int by_first_then_last(const void *left, const void *right)
{
    const struct interval *a = left, *b = right;
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    return (a->last > b->last) - (a->last < b->last);
}

void interval_list_order(struct interval_list *list)
{
    if (list->count == 0) return;
    qsort(list->items, list->count, sizeof *list->items, by_first_then_last);
    size_t kept = 1;
    for (size_t i = 1; i < list->count; i++) {
        if (by_first_then_last(&list->items[i], &list->items[kept - 1]) != 0) list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

/* Keep the intervals that contain no other. From the back, an interval contains another if one that begins no earlier ends no later. */
static void keep_smallest(struct interval_list *list)
{
    size_t kept = list->count;
    for (size_t i = list->count; i-- > 0;) {
        const bool shadowed_later = kept < list->count && list->items[i].last >= list->items[kept].last;
        const bool shadowed_before = i > 0 && list->items[i - 1].first == list->items[i].first;
        if (!shadowed_later && !shadowed_before) list->items[--kept] = list->items[i];
    }
    if (kept == 0) return; /* nothing to close up, perhaps no memory at all */
    list->count -= kept;
    memmove(list->items, list->items + kept, list->count * sizeof *list->items);
}

/* The first interval that begins at `first` or later. */
static size_t lower_bound(const struct interval_list *list, uint64_t first)
{
    size_t low = 0;
    size_t high = list->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (list->items[middle].first < first) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_nested(const struct interval_list *list)
{
    for (size_t i = 1; i < list->count; i++) {
        if (list->items[i].first == list->items[i - 1].first || list->items[i].last <= list->items[i - 1].last) return true;
    }
    return false;
}

/* ---- Operators; their operands are in order ---- */

static ns_status append_all(struct interval_list *out, const struct interval_list *list, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < list->count; i++)
        status = add_interval(out, list->items[i].first, list->items[i].last, err);
    return status;
}

/* Each a, and each b that begins right behind it. */
static ns_status join_adjacent(const struct interval_list *a, const struct interval_list *b, struct interval_list *out,
                               struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < a->count; i++) {
        const uint64_t next = (uint64_t)a->items[i].last + 1;
        for (size_t j = lower_bound(b, next); status == NS_OK && j < b->count && b->items[j].first == next; j++) {
            status = add_interval(out, a->items[i].first, b->items[j].last, err);
        }
    }
    interval_list_order(out);
    return status;
}

/* Each a, and the b that begin behind it within the distance; of these only the nearest, where that is enough. */
static ns_status join_within(const struct interval_list *a, const struct interval_list *b, uint32_t distance, bool nearest,
                             struct interval_list *out, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < a->count; i++) {
        const uint64_t last = a->items[i].last;
        for (size_t j = lower_bound(b, last + 1); status == NS_OK && j < b->count && b->items[j].first - last <= distance; j++) {
            status = add_interval(out, a->items[i].first, b->items[j].last, err);
            if (nearest) break;
        }
    }
    return status;
}

static ns_status join_near(const struct interval_list *a, const struct interval_list *b, uint32_t distance, bool smallest,
                           struct interval_list *out, struct ns_error *err)
{
    /* Where no operand lies in another, the nearest partner makes the smallest interval, and no other does. */
    const bool nearest = smallest && !is_nested(a) && !is_nested(b);
    ns_status status = join_within(a, b, distance, nearest, out, err);
    if (status == NS_OK) status = join_within(b, a, distance, nearest, out, err);
    interval_list_order(out);
    return status;
}

/* ---- Evaluation ---- */

static ns_status evaluate(const struct matcher *matcher, const struct match_node *node, bool smallest, struct interval_list *out,
                          struct ns_error *err);

static ns_status evaluate_any(const struct matcher *matcher, const struct match_node *node, bool smallest, struct interval_list *out,
                              struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < node->child_count; i++) {
        struct interval_list child = {0};
        status = evaluate(matcher, node->children[i], smallest, &child, err);
        if (status == NS_OK) status = append_all(out, &child, err);
        interval_list_release(&child);
    }
    interval_list_order(out);
    return status;
}

/* Phrase and near, child by child from the left. */
static ns_status evaluate_chain(const struct matcher *matcher, const struct match_node *node, bool smallest, struct interval_list *out,
                                struct ns_error *err)
{
    ns_status status = evaluate(matcher, node->children[0], false, out, err);
    for (size_t i = 1; status == NS_OK && i < node->child_count && out->count > 0; i++) {
        struct interval_list next = {0};
        struct interval_list joined = {0};
        const bool last = i + 1 == node->child_count;
        status = evaluate(matcher, node->children[i], false, &next, err);
        if (status == NS_OK && node->kind == MATCH_PHRASE) status = join_adjacent(out, &next, &joined, err);
        if (status == NS_OK && node->kind == MATCH_NEAR) status = join_near(out, &next, node->distance, smallest && last, &joined, err);
        interval_list_release(&next);
        interval_list_release(out);
        *out = joined;
    }
    return status;
}

/* @smallest  only the smallest intervals are wanted; others may be given too */
static ns_status evaluate(const struct matcher *matcher, const struct match_node *node, bool smallest, struct interval_list *out,
                          struct ns_error *err)
{
    switch (node->kind) {
    case MATCH_LEAF:
        return append_all(out, &matcher->places[node->leaf], err);
    case MATCH_ANY:
        return evaluate_any(matcher, node, smallest, out, err);
    case MATCH_PHRASE:
    case MATCH_NEAR:
        return evaluate_chain(matcher, node, smallest, out, err);
    }
    return ns_fail(err, NS_ERR_INTERNAL, "a node of no kind");
}

/* ---- The matcher ---- */

static int by_form_then_leaf(const void *left, const void *right)
{
    const struct leaf_form *a = left, *b = right;
    if (a->form != b->form) return a->form < b->form ? -1 : 1;
    return (a->leaf > b->leaf) - (a->leaf < b->leaf);
}

ns_status matcher_prepare(struct matcher *matcher, uint32_t numbers, struct ns_error *err)
{
    matcher->wanted = calloc(numbers / 8 + 1, 1);
    matcher->places = calloc((size_t)matcher->leaf_count + 1, sizeof *matcher->places);
    if (!matcher->wanted || !matcher->places) return ns_fail_nomem(err);
    if (matcher->form_count) qsort(matcher->forms, matcher->form_count, sizeof *matcher->forms, by_form_then_leaf);
    for (size_t i = 0; i < matcher->form_count; i++)
        matcher->wanted[matcher->forms[i].form / 8] |= (uint8_t)(1u << matcher->forms[i].form % 8);
    return NS_OK;
}

void matcher_release(struct matcher *matcher)
{
    for (uint32_t i = 0; matcher->places && i < matcher->leaf_count; i++)
        interval_list_release(&matcher->places[i]);
    free(matcher->places);
    free(matcher->wanted);
    free(matcher->forms);
    match_node_free(matcher->root);
    *matcher = (struct matcher){0};
}

/* The first pair of a form. */
static size_t find_form(const struct matcher *matcher, uint32_t form)
{
    size_t low = 0;
    size_t high = matcher->form_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (matcher->forms[middle].form < form) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static ns_status find_places(struct matcher *matcher, const struct word_list *words, struct ns_error *err)
{
    for (uint32_t i = 0; i < matcher->leaf_count; i++)
        matcher->places[i].count = 0;
    ns_status status = NS_OK;
    for (size_t at = 0; status == NS_OK && at < words->count; at++) {
        const uint32_t form = words->items[at];
        if (!(matcher->wanted[form / 8] & 1u << form % 8)) continue;
        for (size_t i = find_form(matcher, form); status == NS_OK && i < matcher->form_count && matcher->forms[i].form == form; i++) {
            status = add_interval(&matcher->places[matcher->forms[i].leaf], (uint32_t)at, (uint32_t)at, err);
        }
    }
    return status;
}

ns_status matcher_run(struct matcher *matcher, const struct word_list *words, struct interval_list *evidence, struct ns_error *err)
{
    evidence->count = 0;
    ns_status status = find_places(matcher, words, err);
    if (status == NS_OK) status = evaluate(matcher, matcher->root, true, evidence, err);
    if (status == NS_OK) keep_smallest(evidence);
    return status;
}

/* ---- Marking: which words made an interval ---- */

static ns_status mark(const struct matcher *matcher, const struct match_node *node, struct interval target, bool *made,
                      struct interval_list *marks, struct ns_error *err);

/* Mark what child number i, and for a phrase the children behind it, put from target.first up to target.last. */
static ns_status mark_phrase(const struct matcher *matcher, const struct match_node *node, size_t i, struct interval target, bool *made,
                             struct interval_list *marks, struct ns_error *err)
{
    struct interval_list child = {0};
    ns_status status = evaluate(matcher, node->children[i], false, &child, err);
    const bool last = i + 1 == node->child_count;
    for (size_t j = lower_bound(&child, target.first); status == NS_OK && j < child.count && child.items[j].first == target.first; j++) {
        const struct interval head = child.items[j];
        bool rest = last ? head.last == target.last : false;
        if (!last && head.last < target.last) {
            status = mark_phrase(matcher, node, i + 1, (struct interval){head.last + 1, target.last}, &rest, marks, err);
        }
        if (status == NS_OK && rest) status = mark(matcher, node->children[i], head, made, marks, err);
    }
    interval_list_release(&child);
    return status;
}

/* Mark each pair of an interval of `left` that begins the target and one of `right` that ends it. */
static ns_status mark_pair(const struct matcher *matcher, const struct match_node *left, const struct match_node *right, uint32_t distance,
                           struct interval target, bool *made, struct interval_list *marks, struct ns_error *err)
{
    struct interval_list a = {0};
    struct interval_list b = {0};
    ns_status status = evaluate(matcher, left, false, &a, err);
    if (status == NS_OK) status = evaluate(matcher, right, false, &b, err);
    for (size_t i = lower_bound(&a, target.first); status == NS_OK && i < a.count && a.items[i].first == target.first; i++) {
        const uint64_t last = a.items[i].last;
        for (size_t j = lower_bound(&b, last + 1); status == NS_OK && j < b.count && b.items[j].first - last <= distance; j++) {
            if (b.items[j].last != target.last) continue;
            status = mark(matcher, left, a.items[i], made, marks, err);
            if (status == NS_OK) status = mark(matcher, right, b.items[j], made, marks, err);
        }
    }
    interval_list_release(&a);
    interval_list_release(&b);
    return status;
}

static ns_status mark_any(const struct matcher *matcher, const struct match_node *node, struct interval target, bool *made,
                          struct interval_list *marks, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < node->child_count; i++)
        status = mark(matcher, node->children[i], target, made, marks, err);
    return status;
}

static bool has_place(const struct interval_list *places, struct interval target)
{
    const size_t i = lower_bound(places, target.first);
    return target.first == target.last && i < places->count && places->items[i].first == target.first;
}

/* Mark the words of all the ways in which a node makes the target; *made says whether there is one. */
static ns_status mark(const struct matcher *matcher, const struct match_node *node, struct interval target, bool *made,
                      struct interval_list *marks, struct ns_error *err)
{
    switch (node->kind) {
    case MATCH_LEAF:
        if (!has_place(&matcher->places[node->leaf], target)) return NS_OK;
        *made = true;
        return add_interval(marks, target.first, target.last, err);
    case MATCH_ANY:
        return mark_any(matcher, node, target, made, marks, err);
    case MATCH_PHRASE:
        return mark_phrase(matcher, node, 0, target, made, marks, err);
    case MATCH_NEAR: {
        const struct match_node *a = node->children[0], *b = node->children[1];
        const ns_status status = mark_pair(matcher, a, b, node->distance, target, made, marks, err);
        return status == NS_OK ? mark_pair(matcher, b, a, node->distance, target, made, marks, err) : status;
    }
    }
    return ns_fail(err, NS_ERR_INTERNAL, "a node of no kind");
}

ns_status matcher_mark(const struct matcher *matcher, const struct interval *evidence, struct interval_list *marks, struct ns_error *err)
{
    bool made = false;
    return mark(matcher, matcher->root, *evidence, &made, marks, err);
}

bool matcher_is_in(const struct matcher *matcher, uint32_t form, const uint8_t *leaves)
{
    for (size_t i = find_form(matcher, form); i < matcher->form_count && matcher->forms[i].form == form; i++) {
        const uint32_t leaf = matcher->forms[i].leaf;
        if (leaves[leaf / 8] & 1u << leaf % 8) return true;
    }
    return false;
}
