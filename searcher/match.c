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
    void *items = list->items;
    const ns_status status = array_reserve(&items, &list->capacity, list->count + 1, sizeof *list->items, err);
    list->items = items;
    if (status == NS_OK) list->items[list->count++] = (struct interval){first, last};
    return status;
}

/* Words can stand in few places, but pairs of them make many. */
static ns_status add_joined(struct interval_list *list, uint32_t first, uint32_t last, struct ns_error *err)
{
    if (list->count < INTERVALS_MAX) return add_interval(list, first, last, err);
    return ns_fail(err, NS_ERR_LIMIT, "the words of the query stand near each other in over %u ways in one article; use smaller distances",
                   INTERVALS_MAX);
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
            status = add_joined(out, a->items[i].first, b->items[j].last, err);
        }
    }
    interval_list_order(out);
    return status;
}

/* Which ends have been joined to a beginning: for each word the number of the beginning, from 1, that last had it as an end. */
static ns_status new_ends(const struct interval_list *list, uint32_t **ends, struct ns_error *err)
{
    uint32_t last = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].last > last) last = list->items[i].last;
    }
    *ends = calloc((size_t)last + 1, sizeof **ends);
    return *ends ? NS_OK : ns_fail_nomem(err);
}

/* Each a, and the b that begin behind it within the distance; of these only the nearest, where that is enough. Where intervals lie in one
 * another, many pairs make the same one: each is made once. */
static ns_status join_within(const struct interval_list *a, const struct interval_list *b, uint32_t distance, bool nearest,
                             struct interval_list *out, struct ns_error *err)
{
    uint32_t *ends = NULL;
    uint32_t beginning = 0;
    size_t taken = 0; /* b before this have been joined to this beginning */
    ns_status status = nearest ? NS_OK : new_ends(b, &ends, err);
    for (size_t i = 0; status == NS_OK && i < a->count; i++) {
        const uint64_t last = a->items[i].last;
        if (i == 0 || a->items[i].first != a->items[i - 1].first) {
            beginning++;
            taken = 0;
        }
        size_t j = lower_bound(b, last + 1);
        if (j < taken) j = taken;
        for (; status == NS_OK && j < b->count && b->items[j].first - last <= distance; j++) {
            taken = j + 1;
            if (ends && ends[b->items[j].last] == beginning) continue;
            if (ends) ends[b->items[j].last] = beginning;
            status = add_joined(out, a->items[i].first, b->items[j].last, err);
            if (nearest) break;
        }
    }
    free(ends);
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

/* Join two operands of a phrase or proximity. */
static ns_status join(const struct match_node *node, const struct interval_list *a, const struct interval_list *b, bool smallest,
                      struct interval_list *out, struct ns_error *err)
{
    if (node->kind == MATCH_PHRASE) return join_adjacent(a, b, out, err);
    return join_near(a, b, node->distance, smallest, out, err);
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
        if (status == NS_OK) status = join(node, out, &next, smallest && last, &joined, err);
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

/* ---- Marking: which words made an interval ----
 *
 * A node is given all of its intervals whose words are wanted, and finds those of its children that make them. There are exponentially
 * many ways to make an interval, but no more intervals than pairs of words; so each is looked at once. */

static bool has_interval(const struct interval_list *list, struct interval interval)
{
    return list->count && bsearch(&interval, list->items, list->count, sizeof *list->items, by_first_then_last);
}

/* Find each a that begins the target, and the b behind it that ends it. */
static ns_status split_adjacent(const struct interval_list *a, const struct interval_list *b, struct interval target,
                                struct interval_list *a_wanted, struct interval_list *b_wanted, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = lower_bound(a, target.first); status == NS_OK && i < a->count && a->items[i].first == target.first; i++) {
        const struct interval head = a->items[i];
        if (head.last >= target.last || !has_interval(b, (struct interval){head.last + 1, target.last})) continue;
        status = add_interval(a_wanted, head.first, head.last, err);
        if (status == NS_OK) status = add_interval(b_wanted, head.last + 1, target.last, err);
    }
    return status;
}

/* The same where b may begin at a distance. */
static ns_status split_within(const struct interval_list *a, const struct interval_list *b, uint32_t distance, struct interval target,
                              struct interval_list *a_wanted, struct interval_list *b_wanted, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = lower_bound(a, target.first); status == NS_OK && i < a->count && a->items[i].first == target.first; i++) {
        const uint64_t last = a->items[i].last;
        for (size_t j = lower_bound(b, last + 1); status == NS_OK && j < b->count && b->items[j].first - last <= distance; j++) {
            if (b->items[j].last != target.last) continue;
            status = add_interval(a_wanted, a->items[i].first, a->items[i].last, err);
            if (status == NS_OK) status = add_interval(b_wanted, b->items[j].first, b->items[j].last, err);
        }
    }
    return status;
}

/* Find the intervals of a and b that a phrase or proximity makes the targets of. */
static ns_status split(const struct match_node *node, const struct interval_list *a, const struct interval_list *b,
                       const struct interval_list *targets, struct interval_list *a_wanted, struct interval_list *b_wanted,
                       struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < targets->count; i++) {
        const struct interval target = targets->items[i];
        if (node->kind == MATCH_PHRASE) {
            status = split_adjacent(a, b, target, a_wanted, b_wanted, err);
        } else {
            status = split_within(a, b, node->distance, target, a_wanted, b_wanted, err);
            if (status == NS_OK) status = split_within(b, a, node->distance, target, b_wanted, a_wanted, err);
        }
    }
    interval_list_order(a_wanted);
    interval_list_order(b_wanted);
    return status;
}

static ns_status mark(const struct matcher *matcher, const struct match_node *node, const struct interval_list *targets,
                      struct interval_list *marks, struct ns_error *err);

/* Mark what child number i of a phrase or proximity and those behind it put into the targets.
 * @before  the intervals of the children before it, joined
 * @wanted  gets those of `before` that make a target */
static ns_status mark_chain(const struct matcher *matcher, const struct match_node *node, size_t i, const struct interval_list *before,
                            const struct interval_list *targets, struct interval_list *wanted, struct interval_list *marks,
                            struct ns_error *err)
{
    struct interval_list child = {0}, joined = {0}, joined_wanted = {0}, child_wanted = {0};
    const bool last = i + 1 == node->child_count;
    ns_status status = evaluate(matcher, node->children[i], false, &child, err);
    if (status == NS_OK && !last) status = join(node, before, &child, false, &joined, err);
    if (status == NS_OK && !last) status = mark_chain(matcher, node, i + 1, &joined, targets, &joined_wanted, marks, err);
    if (status == NS_OK) status = split(node, before, &child, last ? targets : &joined_wanted, wanted, &child_wanted, err);
    if (status == NS_OK) status = mark(matcher, node->children[i], &child_wanted, marks, err);
    interval_list_release(&child);
    interval_list_release(&joined);
    interval_list_release(&joined_wanted);
    interval_list_release(&child_wanted);
    return status;
}

static ns_status mark_joined(const struct matcher *matcher, const struct match_node *node, const struct interval_list *targets,
                             struct interval_list *marks, struct ns_error *err)
{
    if (node->child_count == 1) return mark(matcher, node->children[0], targets, marks, err);
    struct interval_list first = {0}, wanted = {0};
    ns_status status = evaluate(matcher, node->children[0], false, &first, err);
    if (status == NS_OK) status = mark_chain(matcher, node, 1, &first, targets, &wanted, marks, err);
    if (status == NS_OK) status = mark(matcher, node->children[0], &wanted, marks, err);
    interval_list_release(&first);
    interval_list_release(&wanted);
    return status;
}

static ns_status mark_any(const struct matcher *matcher, const struct match_node *node, const struct interval_list *targets,
                          struct interval_list *marks, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < node->child_count; i++) {
        struct interval_list child = {0}, wanted = {0};
        status = evaluate(matcher, node->children[i], false, &child, err);
        for (size_t j = 0; status == NS_OK && j < targets->count; j++) {
            const struct interval target = targets->items[j];
            if (has_interval(&child, target)) status = add_interval(&wanted, target.first, target.last, err);
        }
        if (status == NS_OK) status = mark(matcher, node->children[i], &wanted, marks, err);
        interval_list_release(&child);
        interval_list_release(&wanted);
    }
    return status;
}

/* Mark the words of all the ways in which a node makes the targets, which are in order and intervals of the node. */
static ns_status mark(const struct matcher *matcher, const struct match_node *node, const struct interval_list *targets,
                      struct interval_list *marks, struct ns_error *err)
{
    if (targets->count == 0) return NS_OK;
    switch (node->kind) {
    case MATCH_LEAF:
        return append_all(marks, targets, err);
    case MATCH_ANY:
        return mark_any(matcher, node, targets, marks, err);
    case MATCH_PHRASE:
    case MATCH_NEAR:
        return mark_joined(matcher, node, targets, marks, err);
    }
    return ns_fail(err, NS_ERR_INTERNAL, "a node of no kind");
}

/* Only the words inside an evidence can make it: it is decided again on these alone, however long the article is. */
ns_status matcher_mark(const struct matcher *matcher, const struct interval *evidence, struct interval_list *marks, struct ns_error *err)
{
    struct matcher inside = *matcher;
    inside.places = calloc((size_t)matcher->leaf_count + 1, sizeof *inside.places);
    if (!inside.places) return ns_fail_nomem(err);
    for (uint32_t i = 0; i < matcher->leaf_count; i++) {
        const struct interval_list *places = &matcher->places[i];
        const size_t begin = lower_bound(places, evidence->first);
        const size_t end = lower_bound(places, (uint64_t)evidence->last + 1);
        if (end > begin) inside.places[i] = (struct interval_list){places->items + begin, end - begin, 0};
    }
    struct interval target = *evidence;
    const struct interval_list targets = {&target, 1, 0};
    const ns_status status = mark(&inside, matcher->root, &targets, marks, err);
    free(inside.places); /* what they list is the matcher's */
    return status;
}

bool matcher_is_in(const struct matcher *matcher, uint32_t form, const uint8_t *leaves)
{
    for (size_t i = find_form(matcher, form); i < matcher->form_count && matcher->forms[i].form == form; i++) {
        const uint32_t leaf = matcher->forms[i].leaf;
        if (leaves[leaf / 8] & 1u << leaf % 8) return true;
    }
    return false;
}
