/* weigh.c - what the passages of an article weigh, and what they can weigh at most. */
#include <math.h>
#include <stdlib.h>

#include "searcher/bm25.h"
#include "searcher/decider.h"
#include "searcher/lower_bound.h"

/* How often a passage of the index, which is one of the article's, has a unit. */
static uint32_t frequency_in(const struct unit_state *unit, uint32_t passage)
{
    const size_t i = lower_bound(unit->entries, unit->count, sizeof *unit->entries, passage);
    return i < unit->count && unit->entries[i].document == passage ? unit->entries[i].wdf : 0;
}

/* ---- Weight ---- */

void weight_list_release(struct weight_list *list)
{
    free(list->lines);
    *list = (struct weight_list){0};
}

static ns_status add_line(struct weight_list *list, struct weight_line line, struct ns_error *err)
{
    void *lines = list->lines;
    const ns_status status = array_reserve(&lines, &list->capacity, list->count + 1, sizeof *list->lines, err);
    list->lines = lines;
    if (status == NS_OK) list->lines[list->count++] = line;
    return status;
}

double decider_unit_weight(const struct decider *decider, uint32_t unit, uint32_t passage, uint32_t frequency)
{
    return bm25_weight(decider->units[unit].idf, frequency, decider->norms[spans_length(decider->spans, passage)]);
}

double decider_article_norm(const struct decider *decider, uint32_t begin, uint32_t end)
{
    if (decider->weighing_by == WEIGH_PASSAGE) return 1;
    return bm25_article_norm((double)spans_length_of(decider->spans, begin, end) / decider->average_article);
}

double decider_unit_article_weight(const struct decider *decider, uint32_t unit, double norm, uint64_t frequency)
{
    const double idf = decider->units[unit].article_idf;
    return idf > 0 ? bm25_weight(idf, (double)frequency, norm) : 0;
}

double decider_unit_most(const struct decider *decider, uint32_t unit)
{
    return bm25_most(decider->units[unit].idf + decider->units[unit].article_idf);
}

/* What a passage's words weigh in it, and in its article. */
struct weight {
    double passage;
    double article;
};

double decider_unit_article_most(const struct decider *decider, uint32_t unit)
{
    return bm25_most(decider->units[unit].article_idf);
}

static ns_status weigh_part(struct decider *decider, uint32_t number, uint32_t passage, struct weight *sum, struct weight_list *list,
                            struct ns_error *err)
{
    const struct plan_part *part = &decider->plan->parts[number];
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < part->unit_count; i++) {
        const uint32_t unit = part->units[i];
        if (decider->units[unit].weighing == decider->weighing) continue;
        decider->units[unit].weighing = decider->weighing;
        status = decider_load_unit(decider, unit, err);
        const uint32_t in_index = decider->view.extent.first_passage + passage;
        if (status != NS_OK) break;
        const uint32_t frequency = frequency_in(&decider->units[unit], in_index);
        const uint64_t in_article = decider->units[unit].article_idf > 0 ? decider->units[unit].in_article : 0;
        const struct weight weight = {frequency > 0 ? decider_unit_weight(decider, unit, in_index, frequency) : 0,
                                      decider_unit_article_weight(decider, unit, decider->article_norm, in_article)};
        sum->passage += weight.passage;
        sum->article += weight.article;
        if (!list || frequency + in_article == 0) continue;
        const struct weight_line line = {&decider->plan->units[unit], frequency, weight.passage, in_article, weight.article,
                                         decider->units[unit].articles};
        status = add_line(list, line, err);
    }
    return status;
}

/* How closely the words of a part stand in a passage, at best: from 0 to 1. Single words, which some parts can do with, are not close. */
static double closeness_of(const struct decider *decider, uint32_t part, uint32_t passage)
{
    size_t end;
    double best = 0;
    for (size_t i = decider_evidence_in(decider, part, passage, &end); i < end; i++) {
        const struct interval *interval = &decider->parts[part].evidence.items[i];
        if (interval->first == interval->last) continue;
        const double share = decider->plan->parts[part].least_words / ((double)interval->last - interval->first + 1);
        if (share > best) best = share;
    }
    return best < 1 ? best : 1;
}

static ns_status find_closeness(struct decider *decider, uint32_t passage, double *closeness, struct ns_error *err)
{
    ns_status status = NS_OK;
    *closeness = 0;
    for (uint32_t i = 0; status == NS_OK && i < decider->plan->part_count; i++) {
        if (!decider->parts[i].counts || !decider->plan->parts[i].close) continue;
        status = view_starts(&decider->view, err);
        const double share = status == NS_OK ? closeness_of(decider, i, passage) : 0;
        if (share * CLOSENESS_MAX > *closeness) *closeness = share * CLOSENESS_MAX;
    }
    return status;
}

ns_status decider_weigh(struct decider *decider, uint32_t passage, double *score, struct weight_list *list, struct ns_error *err)
{
    double closeness = 0;
    struct weight sum = {0, 0};
    ns_status status = NS_OK;
    decider->weighing++;
    if (list) list->count = 0;
    for (uint32_t i = 0; status == NS_OK && i < decider->plan->part_count; i++) {
        if (decider->parts[i].counts) status = weigh_part(decider, i, passage, &sum, list, err);
    }
    if (status == NS_OK) status = find_closeness(decider, passage, &closeness, err);
    *score = sum.passage + sum.article + closeness;
    if (!list) return status;
    list->length = index_reader_length(decider->reader, decider->view.extent.first_passage + passage);
    list->average_length = decider->average_length;
    list->passages = (uint32_t)decider->plan->collection->passages;
    list->article_length = spans_length_of(decider->spans, decider->article.first_passage,
                                           decider->article.first_passage + decider->article.passages);
    list->average_article = decider->average_article;
    list->articles = (uint32_t)decider->plan->collection->articles;
    list->closeness = closeness;
    return status;
}

/* ---- Bounds ---- */

/* What every passage may weigh: closeness, and the most of each unit that the postings do not tell. */
static double unposted_bound(const struct decider *decider)
{
    double bound = 0;
    for (size_t i = 0; i < decider->plan->part_count; i++) {
        if (decider->plan->parts[i].close) bound = CLOSENESS_MAX;
    }
    for (size_t i = 0; i < decider->plan->unit_count; i++) {
        if (!decider->plan->units[i].postings) bound += decider_unit_most(decider, (uint32_t)i);
    }
    return bound;
}

void decider_find_bounds(struct decider *decider)
{
    const struct plan *plan = decider->plan;
    decider->unposted_bound = unposted_bound(decider);
    double all = decider->unposted_bound;
    for (size_t i = 0; i < plan->unit_count; i++) {
        const struct plan_unit *unit = &plan->units[i];
        if (!unit->postings) continue;
        all += decider_unit_most(decider, (uint32_t)i);
        const bool rarer = !decider->rarest || postings_documents(unit->postings) < postings_documents(decider->rarest->postings);
        if (rarer) decider->rarest = unit;
    }
    decider->others_bound = all - (decider->rarest ? decider_unit_most(decider, (uint32_t)(decider->rarest - plan->units)) : 0);
}

/* Add up what the posted units weigh in each passage, and in the article, whether the parts that they belong to hold or not. */
static ns_status sum_posted(struct decider *decider, double *in_article, struct ns_error *err)
{
    const struct article_extent *extent = &decider->view.extent;
    void *sums = decider->sums;
    ns_status status = array_reserve(&sums, &decider->sum_capacity, extent->passages, sizeof *decider->sums, err);
    decider->sums = sums;
    if (status != NS_OK) return status;
    for (uint32_t i = 0; i < extent->passages; i++)
        decider->sums[i] = 0;
    *in_article = 0;
    for (uint32_t i = 0; status == NS_OK && i < decider->plan->unit_count; i++) {
        if (!decider->plan->units[i].postings) continue;
        status = decider_load_unit(decider, i, err);
        const struct unit_state *unit = &decider->units[i];
        if (status == NS_OK) *in_article += decider_unit_article_weight(decider, i, decider->article_norm, unit->in_article);
        for (size_t j = 0; status == NS_OK && j < unit->count; j++) {
            const xap_entry *entry = &unit->entries[j];
            decider->sums[entry->document - extent->first_passage] += decider_unit_weight(decider, i, entry->document, entry->wdf);
        }
    }
    return status;
}

ns_status decider_bound(struct decider *decider, double *bound, struct ns_error *err)
{
    double in_article = 0, most = 0;
    const ns_status status = sum_posted(decider, &in_article, err);
    for (uint32_t i = 0; status == NS_OK && i < decider->view.extent.passages; i++)
        most = decider->sums[i] > most ? decider->sums[i] : most;
    *bound = (most + in_article + decider->unposted_bound) * DECIDE_SLACK;
    return status;
}

/* The rarest unit is read for itself: its postings may be at articles that are never decided. */
ns_status decider_quick_bound(struct decider *decider, const struct article_extent *extent, double *bound, struct ns_error *err)
{
    *bound = INFINITY;
    if (!decider->rarest) return NS_OK;
    struct unit_state state = decider->units[decider->rarest - decider->plan->units];
    decider_enter_article(decider, extent);
    const ns_status status = decider_load_postings(decider, decider->rarest, extent, &state, err);
    if (status != NS_OK) return status;
    const uint32_t rarest = (uint32_t)(decider->rarest - decider->plan->units);
    double most = 0;
    for (size_t i = 0; i < state.count; i++) {
        const double weight = decider_unit_weight(decider, rarest, state.entries[i].document, state.entries[i].wdf);
        if (weight > most) most = weight;
    }
    most += decider_unit_article_weight(decider, rarest, decider->article_norm, state.in_article);
    *bound = (most + decider->others_bound) * DECIDE_SLACK;
    return NS_OK;
}
