/* oracle_match.c - where a query holds, by brute force.
 *
 * Leaf, gap and any list their occurrences; every other kind chooses one occurrence of each child, in all ways, and asks whether the chosen
 * ones stand as the kind wants them to. That question is written as match.h puts it. All but the distance of near can be asked as soon as
 * a part is chosen, for parts that do not stand so will not do so with one more; this keeps the choices few enough.
 */
#include "tests/oracle/oracle_match.h"

#include <stdlib.h>
#include <string.h>

#include "index/analyzer.h"
#include "index/buffer.h"

/* ---- Sets of words ---- */

static uint32_t first_of(uint64_t words)
{
    return (uint32_t)__builtin_ctzll(words);
}

static uint32_t last_of(uint64_t words)
{
    return 63 - (uint32_t)__builtin_clzll(words);
}

static uint64_t run_of(uint32_t first, uint32_t last)
{
    uint64_t words = 0;
    for (uint32_t place = first; place <= last; place++)
        words |= UINT64_C(1) << place;
    return words;
}

/* ---- Lists of them ---- */

static int by_mask(const void *a, const void *b)
{
    const uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

static void list_order(struct oracle_list *list)
{
    if (list->count == 0) return;
    qsort(list->items, list->count, sizeof *list->items, by_mask);
    size_t kept = 1;
    for (size_t i = 1; i < list->count; i++) {
        if (list->items[i] != list->items[kept - 1]) list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

/* The same set is often found in many ways: before a list grows, those that it has twice go. */
static ns_status list_make_room(struct oracle_list *list, struct ns_error *err)
{
    if (list->count < list->capacity) return NS_OK;
    list_order(list);
    if (list->count > ORACLE_OCCURRENCES_MAX) return ns_fail(err, NS_ERR_LIMIT, "more than %d occurrences", ORACLE_OCCURRENCES_MAX);
    if (list->count < list->capacity / 2) return NS_OK;
    return array_reserve((void **)&list->items, &list->capacity, list->capacity + 64, sizeof *list->items, err);
}

static ns_status list_add(struct oracle_list *list, uint64_t words, struct ns_error *err)
{
    const ns_status status = list_make_room(list, err);
    if (status == NS_OK) list->items[list->count++] = words;
    return status;
}

void oracle_list_release(struct oracle_list *list)
{
    free(list->items);
    *list = (struct oracle_list){0};
}

/* ---- How parts have to stand ---- */

static bool share_no_word(const uint64_t *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (parts[i] & parts[j]) return false;
        }
    }
    return true;
}

/* The number of the paragraph or sentence that a word is in: that of the ends before it. */
static uint32_t unit_of(const struct match_text *text, uint32_t place, enum gap_class end)
{
    uint32_t unit = 0;
    for (uint32_t i = 0; i < place; i++)
        unit += text->gaps[i] >= end;
    return unit;
}

static bool are_in_one_unit(const struct match_text *text, const uint64_t *parts, size_t count, enum gap_class end)
{
    uint64_t words = 0;
    for (size_t i = 0; i < count; i++)
        words |= parts[i];
    const uint32_t unit = unit_of(text, first_of(words), end);
    for (uint32_t place = 0; place < text->words; place++) {
        if (words >> place & 1 && unit_of(text, place, end) != unit) return false;
    }
    return true;
}

static bool are_side_by_side(const uint64_t *parts, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (first_of(parts[i]) != last_of(parts[i - 1]) + 1) return false;
    }
    return true;
}

static bool follows(const uint64_t *parts, size_t count, uint32_t distance)
{
    if (count < 2) return true;
    return first_of(parts[1]) > last_of(parts[0]) && first_of(parts[1]) - last_of(parts[0]) <= distance;
}

static bool lies_in(const uint64_t *parts, uint32_t begin, uint32_t end)
{
    return first_of(parts[0]) >= begin && last_of(parts[0]) < end;
}

/* What can be asked of the parts that are chosen so far. */
static bool may_stand(const struct match_node *node, const struct match_text *text, const uint64_t *parts, size_t count)
{
    switch (node->kind) {
    case MATCH_PHRASE:
        return are_side_by_side(parts, count);
    case MATCH_ADJ:
        return follows(parts, count, node->distance);
    case MATCH_NEAR:
        return share_no_word(parts, count);
    case MATCH_SAME:
        return share_no_word(parts, count) && are_in_one_unit(text, parts, count, GAP_PARAGRAPH);
    case MATCH_SENTENCE:
        return share_no_word(parts, count) && are_in_one_unit(text, parts, count, GAP_SENTENCE);
    case MATCH_TITLE:
        return lies_in(parts, 0, text->title);
    case MATCH_BODY:
        return lies_in(parts, text->title, text->words);
    case MATCH_FIRST:
        return lies_in(parts, 0, node->distance);
    case MATCH_LEAF:
    case MATCH_GAP:
    case MATCH_ANY:
        break;
    }
    return true;
}

static int by_first(const void *a, const void *b)
{
    const uint32_t left = first_of(*(const uint64_t *)a), right = first_of(*(const uint64_t *)b);
    return (left > right) - (left < right);
}

/* In order of where they begin, whether each begins at most `distance` words behind the furthest end of those before it. */
static bool is_chain(const uint64_t *parts, size_t count, uint32_t distance)
{
    uint64_t sorted[ORACLE_CHILDREN_MAX];
    memcpy(sorted, parts, count * sizeof *parts);
    qsort(sorted, count, sizeof *sorted, by_first);
    uint64_t furthest = last_of(sorted[0]);
    for (size_t i = 1; i < count; i++) {
        if (first_of(sorted[i]) > furthest + distance) return false;
        if (last_of(sorted[i]) > furthest) furthest = last_of(sorted[i]);
    }
    return true;
}

/* What can be asked of one part of each child. */
static bool stand(const struct match_node *node, const struct match_text *text, const uint64_t *parts, size_t count)
{
    return may_stand(node, text, parts, count) && (node->kind != MATCH_NEAR || is_chain(parts, count, node->distance));
}

/* ---- Evaluation ---- */

struct evaluation {
    const struct match_text *text;
    uint64_t trials;
};

/* One operator's choice of an occurrence of each of its children. */
struct choice {
    struct evaluation *evaluation;
    const struct match_node *node;
    struct oracle_list lists[ORACLE_CHILDREN_MAX]; /* by child: its occurrences */
    uint64_t parts[ORACLE_CHILDREN_MAX];           /* by child: the one that is chosen */
    struct oracle_list *out;
};

static ns_status count_trial(struct evaluation *evaluation, struct ns_error *err)
{
    if (++evaluation->trials <= ORACLE_TRIALS_MAX) return NS_OK;
    return ns_fail(err, NS_ERR_LIMIT, "more than %d trials", ORACLE_TRIALS_MAX);
}

/* Take the parts that are chosen if they stand as the node wants them to. */
static ns_status take_parts(struct choice *choice, struct ns_error *err)
{
    const size_t count = choice->node->child_count;
    if (!stand(choice->node, choice->evaluation->text, choice->parts, count)) return NS_OK;
    uint64_t words = 0;
    for (size_t i = 0; i < count; i++)
        words |= choice->parts[i];
    return list_add(choice->out, words, err);
}

/* Choose for this child and all behind it, in all ways. */
static ns_status choose_from(struct choice *choice, size_t child, struct ns_error *err)
{
    if (child == choice->node->child_count) return take_parts(choice, err);
    const struct oracle_list *list = &choice->lists[child];
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < list->count; i++) {
        choice->parts[child] = list->items[i];
        status = count_trial(choice->evaluation, err);
        if (status == NS_OK && may_stand(choice->node, choice->evaluation->text, choice->parts, child + 1))
            status = choose_from(choice, child + 1, err);
    }
    return status;
}

/* The occurrences of the first child to which none of the second stands so. */
static ns_status choose_without(struct choice *choice, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < choice->lists[0].count; i++) {
        bool alone = true;
        choice->parts[0] = choice->lists[0].items[i];
        for (size_t j = 0; status == NS_OK && j < choice->lists[1].count; j++) {
            choice->parts[1] = choice->lists[1].items[j];
            status = count_trial(choice->evaluation, err);
            if (stand(choice->node, choice->evaluation->text, choice->parts, 2)) alone = false;
        }
        if (status == NS_OK && alone) status = list_add(choice->out, choice->parts[0], err);
    }
    return status;
}

static ns_status evaluate(struct evaluation *evaluation, const struct match_node *node, struct oracle_list *out, struct ns_error *err);

static ns_status evaluate_operator(struct evaluation *evaluation, const struct match_node *node, struct oracle_list *out,
                                   struct ns_error *err)
{
    if (node->child_count == 0 || node->child_count > ORACLE_CHILDREN_MAX)
        return ns_fail(err, NS_ERR_LIMIT, "an operator of %zu children", node->child_count);
    struct choice choice = {.evaluation = evaluation, .node = node, .out = out};
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < node->child_count; i++)
        status = evaluate(evaluation, node->children[i], &choice.lists[i], err);
    if (status == NS_OK) status = node->negated ? choose_without(&choice, err) : choose_from(&choice, 0, err);
    for (size_t i = 0; i < node->child_count; i++)
        oracle_list_release(&choice.lists[i]);
    return status;
}

static ns_status evaluate_leaf(const struct evaluation *evaluation, const struct match_node *node, struct oracle_list *out,
                               struct ns_error *err)
{
    const struct interval_list *places = &evaluation->text->leaves[node->leaf];
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < places->count; i++)
        status = list_add(out, run_of(places->items[i].first, places->items[i].last), err);
    return status;
}

static ns_status evaluate_gap(const struct evaluation *evaluation, struct oracle_list *out, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (uint32_t place = 0; status == NS_OK && place < evaluation->text->words; place++)
        status = list_add(out, run_of(place, place), err);
    return status;
}

static ns_status evaluate_any(struct evaluation *evaluation, const struct match_node *node, struct oracle_list *out, struct ns_error *err)
{
    struct oracle_list list = {0};
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < node->child_count; i++) {
        status = evaluate(evaluation, node->children[i], &list, err);
        for (size_t j = 0; status == NS_OK && j < list.count; j++)
            status = list_add(out, list.items[j], err);
    }
    oracle_list_release(&list);
    return status;
}

static ns_status evaluate_kind(struct evaluation *evaluation, const struct match_node *node, struct oracle_list *out, struct ns_error *err)
{
    switch (node->kind) {
    case MATCH_LEAF:
        return evaluate_leaf(evaluation, node, out, err);
    case MATCH_GAP:
        return evaluate_gap(evaluation, out, err);
    case MATCH_ANY:
        return evaluate_any(evaluation, node, out, err);
    default:
        return evaluate_operator(evaluation, node, out, err);
    }
}

/* All occurrences of a node, in place of what the list held. */
static ns_status evaluate(struct evaluation *evaluation, const struct match_node *node, struct oracle_list *out, struct ns_error *err)
{
    out->count = 0;
    const ns_status status = evaluate_kind(evaluation, node, out, err);
    list_order(out);
    if (status == NS_OK && out->count > ORACLE_OCCURRENCES_MAX)
        return ns_fail(err, NS_ERR_LIMIT, "more than %d occurrences", ORACLE_OCCURRENCES_MAX);
    return status;
}

ns_status oracle_find(const struct match_node *root, const struct match_text *text, struct oracle_list *out, struct ns_error *err)
{
    out->count = 0;
    if (text->words > ORACLE_WORDS_MAX) return ns_fail(err, NS_ERR_LIMIT, "a text of %u words", (unsigned)text->words);
    struct evaluation evaluation = {text, 0};
    return evaluate(&evaluation, root, out, err);
}

/* ---- Evidence ---- */

void oracle_table_fill(struct oracle_table *table, const struct oracle_list *occurrences)
{
    *table = (struct oracle_table){0};
    for (size_t i = 0; i < occurrences->count; i++) {
        const uint64_t words = occurrences->items[i];
        table->words[first_of(words)][last_of(words)] |= words;
    }
}

bool oracle_is_evidence(const struct oracle_table *table, uint32_t first, uint32_t last)
{
    if (!table->words[first][last]) return false;
    for (uint32_t begin = first; begin <= last; begin++) {
        for (uint32_t end = begin; end <= last; end++) {
            const bool itself = begin == first && end == last;
            if (!itself && table->words[begin][end]) return false;
        }
    }
    return true;
}
