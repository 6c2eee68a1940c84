/* match.c - evidence and marks. */
#include "searcher/match.h"

#include <stdlib.h>

#include "index/buffer.h"
#include "searcher/evaluate.h"
#include "searcher/match_tree.h"

/* ---- Lists of intervals ---- */

void interval_list_release(struct interval_list *list)
{
    free(list->items);
    *list = (struct interval_list){0};
}

ns_status interval_list_add(struct interval_list *list, uint32_t first, uint32_t last, struct ns_error *err)
{
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

static bool is_ordered(const struct interval_list *list)
{
    for (size_t i = 1; i < list->count; i++) {
        if (by_first_then_last(&list->items[i - 1], &list->items[i]) >= 0) return false;
    }
    return true;
}

/* Most lists are in order as they were made. */
void interval_list_order(struct interval_list *list)
{
    if (is_ordered(list)) return;
    qsort(list->items, list->count, sizeof *list->items, by_first_then_last);
    size_t kept = 1;
    for (size_t i = 1; i < list->count; i++) {
        if (by_first_then_last(&list->items[i], &list->items[kept - 1]) != 0) list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

/* ---- The matcher ---- */

static void release_memory(struct matcher *matcher)
{
    if (matcher->memory) match_memory_release(matcher->memory);
    free(matcher->memory);
    matcher->memory = NULL;
}

void matcher_release(struct matcher *matcher)
{
    release_memory(matcher);
    *matcher = (struct matcher){0};
}

static ns_status prepare(struct matcher *matcher, const struct match_text *text, struct evaluation *out, struct ns_error *err)
{
    if (!matcher->memory) matcher->memory = calloc(1, sizeof *matcher->memory);
    if (!matcher->memory) return ns_fail_nomem(err);
    struct store *store = &matcher->memory->store;
    store->steps = &matcher->steps;
    store_empty(store);
    *out = (struct evaluation){.memory = matcher->memory, .text = text, .end = text->words, .err = err};
    return NS_OK;
}

/* ---- Evidence ---- */

/* Add the intervals that contain no other. They end in the order in which they begin; so one that begins before the next to be added, and
 * ends no earlier, contains it. */
static ns_status add_smallest(const struct occurrence_list *list, struct interval_list *evidence, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < list->count; i++) {
        const struct occurrence *next = &list->items[i];
        const bool same_first = evidence->count && evidence->items[evidence->count - 1].first == next->first;
        if (same_first) continue;
        while (evidence->count && evidence->items[evidence->count - 1].last >= next->last)
            evidence->count--;
        status = interval_list_add(evidence, next->first, next->last, err);
    }
    return status;
}

ns_status match_find(struct matcher *matcher, const struct match_node *root, const struct match_text *text, struct interval_list *evidence,
                     struct ns_error *err)
{
    struct evaluation evaluation;
    struct occurrence_list *found;
    const struct demand demand = {WANTED_SMALLEST, {NULL, 0}};
    evidence->count = 0;
    ns_status status = prepare(matcher, text, &evaluation, err);
    if (status == NS_OK) status = store_take_list(&evaluation.memory->store, &found, err);
    if (status == NS_OK) status = evaluate(&evaluation, root, demand, found);
    if (status == NS_OK) status = add_smallest(found, evidence, err);
    if (status != NS_OK) release_memory(matcher); /* it may have become large */
    return status;
}

/* ---- Marks ----
 *
 * To ask whether a word is one of an occurrence's, we say that something outside could stand there: then it counts. */

static ns_status is_used(const struct evaluation *evaluation, const struct match_node *root, uint32_t word, bool *used)
{
    const struct interval run = {word, word};
    const struct demand demand = {WANTED_TARGET, {&run, 1}};
    struct occurrence_list *found;
    store_empty(&evaluation->memory->store);
    ns_status status = store_take_list(&evaluation->memory->store, &found, evaluation->err);
    if (status == NS_OK) status = evaluate(evaluation, root, demand, found);
    *used = false;
    for (size_t i = 0; status == NS_OK && i < found->count; i++) {
        const struct occurrence *occurrence = &found->items[i];
        const bool is_target = occurrence->first == evaluation->target.first && occurrence->last == evaluation->target.last;
        if (is_target && occurrence->used_count) *used = true;
    }
    return status;
}

/* All words are certain of a solid one. */
static ns_status mark_all(struct interval words, struct interval_list *marks, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (uint64_t word = words.first; status == NS_OK && word <= words.last; word++)
        status = interval_list_add(marks, (uint32_t)word, (uint32_t)word, err);
    return status;
}

/* Its first and last word are certain; of the others those may be used where a leaf or gap stands. */
static ns_status mark_words(const struct evaluation *evaluation, const struct match_node *root, const struct interval_list *stands,
                            struct interval_list *marks)
{
    const struct interval target = evaluation->target;
    const struct cover cover = {stands->items, stands->count};
    ns_status status = NS_OK;
    for (uint32_t word = target.first; status == NS_OK && word <= target.last; word++) {
        bool used = word == target.first || word == target.last;
        if (!used && cover_has(&cover, word)) status = is_used(evaluation, root, word, &used);
        if (status == NS_OK && used) status = interval_list_add(marks, word, word, evaluation->err);
    }
    return status;
}

ns_status match_mark(struct matcher *matcher, const struct match_node *root, const struct match_text *text, struct interval evidence,
                     struct interval_list *marks, struct ns_error *err)
{
    struct evaluation evaluation;
    struct interval_list stands = {0};
    if (match_is_solid(root)) return mark_all(evidence, marks, err);
    ns_status status = prepare(matcher, text, &evaluation, err);
    if (status != NS_OK) return status;
    evaluation.begin = evidence.first;
    evaluation.end = evidence.last + 1;
    evaluation.target = evidence;
    status = evaluate_places(&evaluation, root, evidence, &stands);
    if (status == NS_OK) status = mark_words(&evaluation, root, &stands, marks);
    interval_list_release(&stands);
    if (status != NS_OK) release_memory(matcher);
    return status;
}
