/* evaluate.c - leaves, gaps, any, phrases, within; and what joins are made of. */
#include "searcher/evaluate.h"

#include <stdlib.h>
#include <string.h>

#include "searcher/lower_bound.h"
#include "searcher/match_tree.h"

void match_memory_release(struct match_memory *memory)
{
    store_release(&memory->store);
    join_memory_release(&memory->join);
    interval_list_release(&memory->runs);
}

/* ---- Covers ---- */

/* What putting a run into its place in a cover costs, in steps. */
#define SORTING_STEPS 4

static ns_status add_runs(const struct evaluation *evaluation, const struct interval *runs, size_t count, struct interval_list *out)
{
    ns_status status = store_spend(&evaluation->memory->store, count * SORTING_STEPS, evaluation->err);
    for (size_t i = 0; status == NS_OK && i < count; i++)
        status = interval_list_add(out, runs[i].first, runs[i].last, evaluation->err);
    return status;
}

static const struct interval all_words = {0, UINT32_MAX};

/* What a negation keeps away is in no occurrence. */
static ns_status add_places(const struct evaluation *evaluation, const struct match_node *node, struct interval words,
                            struct interval_list *out)
{
    const struct match_text *text = evaluation->text;
    const size_t children = node->negated && node->child_count ? 1 : node->child_count;
    ns_status status = NS_OK;
    if (node->kind == MATCH_LEAF) {
        const struct interval_list *leaf = &text->leaves[node->leaf];
        const size_t from = lower_bound(leaf->items, leaf->count, sizeof *leaf->items, words.first);
        const size_t to = lower_bound(leaf->items, leaf->count, sizeof *leaf->items, (uint64_t)words.last + 1);
        if (to > from) status = add_runs(evaluation, leaf->items + from, to - from, out); /* without any, items may be NULL */
    }
    if (node->kind == MATCH_GAP && text->words) status = add_runs(evaluation, &(struct interval){0, text->words - 1}, 1, out);
    for (size_t i = 0; status == NS_OK && i < children; i++)
        status = add_places(evaluation, node->children[i], words, out);
    return status;
}

/* Bring runs in order, and make one of those that touch each other. */
static void unite_runs(struct interval_list *runs)
{
    size_t kept = 0;
    interval_list_order(runs);
    for (size_t i = 0; i < runs->count; i++) {
        const struct interval run = runs->items[i];
        if (kept == 0 || run.first > (uint64_t)runs->items[kept - 1].last + 1) {
            runs->items[kept++] = run;
        } else if (run.last > runs->items[kept - 1].last) {
            runs->items[kept - 1].last = run.last;
        }
    }
    runs->count = kept;
}

ns_status evaluate_places(const struct evaluation *evaluation, const struct match_node *node, struct interval words,
                          struct interval_list *runs)
{
    const ns_status status = add_places(evaluation, node, words, runs);
    unite_runs(runs);
    return status;
}

/* Make a cover of runs in any order. */
static ns_status make_cover(const struct evaluation *evaluation, struct interval_list *runs, struct cover *out)
{
    void *copy = NULL;
    unite_runs(runs);
    const size_t size = runs->count * sizeof *runs->items;
    const ns_status status = size ? store_take(&evaluation->memory->store, size, &copy, evaluation->err) : NS_OK;
    *out = (struct cover){copy, copy ? runs->count : 0};
    if (copy) memcpy(copy, runs->items, size);
    return status;
}

/* The words at which something could stand that is outside of a child of a near, same or sentence. */
static ns_status cover_outside_class(const struct evaluation *evaluation, const struct cover *outside, const struct match_class *classes,
                                     size_t count, size_t class, struct cover *out)
{
    struct interval_list *runs = &evaluation->memory->runs;
    runs->count = 0;
    ns_status status = add_runs(evaluation, outside->runs, outside->count, runs);
    for (size_t i = 0; status == NS_OK && i < count; i++) {
        if (i != class || classes[i].count > 1) status = add_places(evaluation, classes[i].node, all_words, runs);
    }
    return status == NS_OK ? make_cover(evaluation, runs, out) : status;
}

/* ---- Leaves, gaps, any ---- */

/* Find which words of a run count. */
static ns_status find_used(const struct evaluation *evaluation, const struct cover *outside, struct occurrence *occurrence)
{
    void *memory = NULL;
    uint32_t count = 0;
    for (uint32_t word = occurrence->first; word <= occurrence->last; word++)
        count += cover_has(outside, word);
    if (count == 0) return NS_OK;
    const ns_status status = store_take(&evaluation->memory->store, count * sizeof *occurrence->used, &memory, evaluation->err);
    if (status != NS_OK) return status;
    uint32_t *used = memory;
    for (uint32_t word = occurrence->first; word <= occurrence->last; word++) {
        if (cover_has(outside, word)) used[occurrence->used_count++] = word;
    }
    occurrence->used = used;
    return NS_OK;
}

static ns_status add_run(const struct evaluation *evaluation, const struct cover *outside, uint32_t first, uint32_t last,
                         struct occurrence_list *out)
{
    struct occurrence occurrence = {first, last, 0, NULL};
    const ns_status status = outside->count ? find_used(evaluation, outside, &occurrence) : NS_OK;
    return status == NS_OK ? occurrence_add(&evaluation->memory->store, out, occurrence, evaluation->err) : status;
}

static ns_status evaluate_leaf(const struct evaluation *evaluation, const struct match_node *node, const struct demand *demand,
                               struct occurrence_list *out)
{
    const struct interval_list *runs = &evaluation->text->leaves[node->leaf];
    size_t i = evaluation->begin ? lower_bound(runs->items, runs->count, sizeof *runs->items, evaluation->begin) : 0;
    ns_status status = NS_OK;
    for (; status == NS_OK && i < runs->count && runs->items[i].first < evaluation->end; i++) {
        if (runs->items[i].last >= evaluation->end) continue;
        status = add_run(evaluation, &demand->outside, runs->items[i].first, runs->items[i].last, out);
    }
    return status == NS_OK ? store_spend(&evaluation->memory->store, out->count, evaluation->err) : status;
}

static ns_status evaluate_gap(const struct evaluation *evaluation, const struct demand *demand, struct occurrence_list *out)
{
    ns_status status = NS_OK;
    for (uint32_t word = evaluation->begin; status == NS_OK && word < evaluation->end; word++)
        status = add_run(evaluation, &demand->outside, word, word, out);
    return status == NS_OK ? store_spend(&evaluation->memory->store, out->count, evaluation->err) : status;
}

static ns_status append_all(const struct evaluation *evaluation, const struct occurrence_list *list, struct occurrence_list *out)
{
    ns_status status = store_spend(&evaluation->memory->store, list->count, evaluation->err);
    for (size_t i = 0; status == NS_OK && i < list->count; i++)
        status = occurrence_add(&evaluation->memory->store, out, list->items[i], evaluation->err);
    return status;
}

static ns_status evaluate_any(const struct evaluation *evaluation, const struct match_node *node, struct demand demand,
                              struct occurrence_list *out)
{
    struct occurrence_list *child;
    ns_status status = store_take_list(&evaluation->memory->store, &child, evaluation->err);
    for (size_t i = 0; status == NS_OK && i < node->child_count; i++) {
        child->count = 0;
        status = evaluate(evaluation, node->children[i], demand, child);
        if (status == NS_OK) status = append_all(evaluation, child, out);
    }
    return status == NS_OK ? occurrence_list_order(&evaluation->memory->store, out, evaluation->err) : status;
}

/* ---- Phrases ---- */

/* Words of one occurrence and of another behind it, together. */
static ns_status join_used(const struct evaluation *evaluation, const struct occurrence *a, const struct occurrence *b,
                           struct occurrence *out)
{
    void *memory = NULL;
    const struct occurrence *only = a->used_count ? a : b;
    out->used_count = a->used_count + b->used_count;
    out->used = only->used;
    if (out->used_count == only->used_count) return NS_OK;
    const ns_status status = store_take(&evaluation->memory->store, out->used_count * sizeof *out->used, &memory, evaluation->err);
    if (status != NS_OK) return status;
    uint32_t *used = memory;
    memcpy(used, a->used, a->used_count * sizeof *used);
    memcpy(used + a->used_count, b->used, b->used_count * sizeof *used);
    out->used = used;
    return store_spend(&evaluation->memory->store, out->used_count, evaluation->err);
}

/* Each a, and each b that begins right behind it. */
static ns_status join_adjacent(const struct evaluation *evaluation, const struct occurrence_list *a, const struct occurrence_list *b,
                               struct occurrence_list *out)
{
    size_t from = 0; /* of b; ends of a mostly go up, as beginnings do */
    ns_status status = store_spend(&evaluation->memory->store, a->count + b->count, evaluation->err);
    for (size_t i = 0; status == NS_OK && i < a->count; i++) {
        const uint64_t next = (uint64_t)a->items[i].last + 1;
        if (from > 0 && b->items[from - 1].first >= next) from = occurrence_lower_bound(b, next);
        while (from < b->count && b->items[from].first < next)
            from++;
        for (size_t j = from; status == NS_OK && j < b->count && b->items[j].first == next; j++) {
            struct occurrence made = {a->items[i].first, b->items[j].last, 0, NULL};
            status = join_used(evaluation, &a->items[i], &b->items[j], &made);
            if (status == NS_OK) status = occurrence_add(&evaluation->memory->store, out, made, evaluation->err);
        }
    }
    if (status == NS_OK) status = store_spend(&evaluation->memory->store, out->count, evaluation->err);
    return status == NS_OK ? occurrence_list_order(&evaluation->memory->store, out, evaluation->err) : status;
}

/* Put `before` words and `behind` words, any ones, to each occurrence that has so much room. */
static ns_status widen(const struct evaluation *evaluation, const struct cover *outside, uint64_t before, uint64_t behind,
                       struct occurrence_list *list)
{
    size_t kept = 0;
    ns_status status = store_spend(&evaluation->memory->store, list->count * (1 + (outside->count ? before + behind : 0)), evaluation->err);
    for (size_t i = 0; status == NS_OK && i < list->count; i++) {
        const struct occurrence middle = list->items[i];
        if (middle.first - (uint64_t)evaluation->begin < before || evaluation->end - 1 - (uint64_t)middle.last < behind) continue;
        struct occurrence wide = {middle.first - (uint32_t)before, middle.last + (uint32_t)behind, middle.used_count, middle.used};
        if (before && outside->count) {
            struct occurrence left = {wide.first, middle.first - 1, 0, NULL};
            status = find_used(evaluation, outside, &left);
            if (status == NS_OK) status = join_used(evaluation, &left, &middle, &wide);
        }
        if (status == NS_OK && behind && outside->count) {
            struct occurrence right = {middle.last + 1, wide.last, 0, NULL};
            const struct occurrence left = wide;
            status = find_used(evaluation, outside, &right);
            if (status == NS_OK) status = join_used(evaluation, &left, &right, &wide);
        }
        list->items[kept++] = wide;
    }
    list->count = kept;
    return status;
}

/* How many of the children from `from` on are gaps, until one is not. */
static size_t count_gaps(const struct match_node *node, size_t from)
{
    size_t count = 0;
    while (from + count < node->child_count && node->children[from + count]->kind == MATCH_GAP)
        count++;
    return count;
}

/* Put the children from `from` on to what those before it make. */
static ns_status continue_phrase(const struct evaluation *evaluation, const struct match_node *node, struct demand demand, size_t from,
                                 struct occurrence_list *made)
{
    struct occurrence_list *next, *joined;
    ns_status status = store_take_list(&evaluation->memory->store, &next, evaluation->err);
    if (status == NS_OK) status = store_take_list(&evaluation->memory->store, &joined, evaluation->err);
    for (size_t i = from; status == NS_OK && i < node->child_count && made->count; i++) {
        const size_t gaps = count_gaps(node, i);
        if (gaps) {
            status = widen(evaluation, &demand.outside, 0, gaps, made);
            i += gaps - 1;
            continue;
        }
        next->count = joined->count = 0;
        status = evaluate(evaluation, node->children[i], demand, next);
        if (status == NS_OK) status = join_adjacent(evaluation, made, next, joined);
        const struct occurrence_list before = *made;
        *made = *joined;
        *joined = before;
    }
    return status;
}

/* Gaps come last, for they stand everywhere. */
static ns_status evaluate_phrase(const struct evaluation *evaluation, const struct match_node *node, struct demand demand,
                                 struct occurrence_list *out)
{
    const size_t gaps = count_gaps(node, 0);
    const size_t start = gaps < node->child_count ? gaps : 0;
    if (node->child_count == 0) return NS_OK;
    demand.wanted = WANTED_ALL; /* a part is not the whole */
    ns_status status = evaluate(evaluation, node->children[start], demand, out);
    if (status == NS_OK && start) status = widen(evaluation, &demand.outside, start, 0, out);
    return status == NS_OK ? continue_phrase(evaluation, node, demand, start + 1, out) : status;
}

/* ---- Near, same, sentence, adj ---- */

static struct join begin_join(const struct evaluation *evaluation, const struct match_node *node, const struct demand *demand)
{
    return (struct join){
        .kind = node->kind,
        .distance = node->distance,
        .wanted = demand->wanted,
        .target = evaluation->target,
        .outside = demand->outside,
        .text = evaluation->text,
    };
}

/* The children of an adj are kept in order, and do not share words whatever they are. */
static ns_status classify(const struct evaluation *evaluation, const struct match_node *node, struct match_class *classes, size_t *count)
{
    if (node->kind != MATCH_ADJ) return match_classify(node, classes, count, evaluation->memory->store.steps, evaluation->err);
    if (node->child_count != 2) return ns_fail(evaluation->err, NS_ERR_INTERNAL, "an adj of %zu operands", node->child_count);
    for (*count = 0; *count < 2; (*count)++)
        classes[*count] = (struct match_class){node->children[*count], 1};
    return NS_OK;
}

static bool are_solid(const struct match_class *classes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!match_is_solid(classes[i].node)) return false;
    }
    return true;
}

/* Whether an occurrence of one operand could stand in another's way by a word. */
static bool may_share(const struct join *join)
{
    return !join->solid && join->kind != MATCH_ADJ;
}

/* Evaluate the children of a join. Where one stands nowhere, join->operand_count is left 0. */
static ns_status evaluate_operands(const struct evaluation *evaluation, const struct match_class *classes, size_t count, struct join *join)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < count; i++) {
        struct demand demand = {WANTED_ALL, join->outside};
        struct occurrence_list *list = NULL;
        if (may_share(join)) status = cover_outside_class(evaluation, &join->outside, classes, count, i, &demand.outside);
        if (status == NS_OK) status = store_take_list(&evaluation->memory->store, &list, evaluation->err);
        if (status == NS_OK) status = evaluate(evaluation, classes[i].node, demand, list);
        if (status == NS_OK && list->count < classes[i].count) return NS_OK;
        join->operands[i] = (struct join_operand){list, classes[i].count};
    }
    join->operand_count = count;
    return status;
}

static ns_status evaluate_join(const struct evaluation *evaluation, const struct match_node *node, struct demand demand,
                               struct occurrence_list *out)
{
    struct match_class classes[NEAR_CHILDREN_MAX];
    struct join join = begin_join(evaluation, node, &demand);
    size_t count = 0;
    ns_status status = classify(evaluation, node, classes, &count);
    if (status != NS_OK) return status;
    join.solid = are_solid(classes, count);
    status = evaluate_operands(evaluation, classes, count, &join);
    if (status != NS_OK || join.operand_count == 0) return status;
    return join_run(&join, &evaluation->memory->join, &evaluation->memory->store, out, evaluation->err);
}

/* The first operand's words count where the second could stand, and the other way round; words of the second do not go outside. */
static ns_status demand_of_negated(const struct evaluation *evaluation, const struct match_class *classes, const struct join *join,
                                   struct demand *first, struct demand *second)
{
    const struct cover none = {NULL, 0};
    *first = (struct demand){join->wanted == WANTED_TARGET ? WANTED_TARGET : WANTED_ALL, join->outside};
    *second = (struct demand){WANTED_ALL, none};
    if (!may_share(join)) return NS_OK;
    const ns_status status = cover_outside_class(evaluation, &join->outside, classes, 2, 0, &first->outside);
    return status == NS_OK ? cover_outside_class(evaluation, &none, classes, 2, 1, &second->outside) : status;
}

static ns_status evaluate_negated(const struct evaluation *evaluation, const struct match_node *node, struct demand demand,
                                  struct occurrence_list *out)
{
    if (node->child_count != 2) return ns_fail(evaluation->err, NS_ERR_INTERNAL, "a negation of %zu operands", node->child_count);
    const struct match_class classes[2] = {{node->children[0], 1}, {node->children[1], 1}};
    struct store *store = &evaluation->memory->store;
    struct join join = begin_join(evaluation, node, &demand);
    struct evaluation whole = *evaluation; /* the second operand may stand outside of what the first is wanted from */
    struct demand first, second;
    struct occurrence_list *a, *b;
    whole.begin = 0;
    whole.end = evaluation->text->words;
    join.solid = are_solid(classes, 2);
    ns_status status = demand_of_negated(evaluation, classes, &join, &first, &second);
    if (status == NS_OK) status = store_take_list(store, &a, evaluation->err);
    if (status == NS_OK) status = store_take_list(store, &b, evaluation->err);
    if (status == NS_OK) status = evaluate(evaluation, node->children[0], first, a);
    if (status == NS_OK && a->count) status = evaluate(&whole, node->children[1], second, b);
    if (status != NS_OK) return status;
    join.operands[0] = (struct join_operand){a, 1};
    join.operands[1] = (struct join_operand){b, 1};
    join.operand_count = 2;
    return join_negated(&join, store, out, evaluation->err);
}

/* ---- Within, and all kinds ---- */

/* Wherever a part of an occurrence lies, the whole lies around it: so looking at the words inside only is enough. */
static ns_status evaluate_within(const struct evaluation *evaluation, const struct match_node *node, struct demand demand,
                                 struct occurrence_list *out)
{
    if (node->child_count != 1) return ns_fail(evaluation->err, NS_ERR_INTERNAL, "a within of %zu operands", node->child_count);
    struct evaluation within = *evaluation;
    const uint32_t limit = node->kind == MATCH_FIRST ? node->distance : evaluation->text->title;
    if (node->kind == MATCH_BODY) {
        if (within.begin < limit) within.begin = limit;
    } else {
        if (within.end > limit) within.end = limit;
    }
    return within.begin < within.end ? evaluate(&within, node->children[0], demand, out) : NS_OK;
}

static ns_status evaluate_kind(const struct evaluation *evaluation, const struct match_node *node, struct demand demand,
                               struct occurrence_list *out)
{
    switch (node->kind) {
    case MATCH_LEAF:
        return evaluate_leaf(evaluation, node, &demand, out);
    case MATCH_GAP:
        return evaluate_gap(evaluation, &demand, out);
    case MATCH_ANY:
        return evaluate_any(evaluation, node, demand, out);
    case MATCH_PHRASE:
        return evaluate_phrase(evaluation, node, demand, out);
    case MATCH_ADJ:
    case MATCH_NEAR:
    case MATCH_SAME:
    case MATCH_SENTENCE:
        return node->negated ? evaluate_negated(evaluation, node, demand, out) : evaluate_join(evaluation, node, demand, out);
    case MATCH_TITLE:
    case MATCH_BODY:
    case MATCH_FIRST:
        return evaluate_within(evaluation, node, demand, out);
    }
    return ns_fail(evaluation->err, NS_ERR_INTERNAL, "a node of no kind");
}

ns_status evaluate(const struct evaluation *evaluation, const struct match_node *node, struct demand demand, struct occurrence_list *out)
{
    struct store *store = &evaluation->memory->store;
    const size_t taken = store->taken;
    ns_status status = store_spend(store, 1, evaluation->err);
    if (status == NS_OK) status = evaluate_kind(evaluation, node, demand, out);
    store->taken = taken;
    return status;
}
