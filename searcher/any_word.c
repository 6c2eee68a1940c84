/* any_word.c - windows of passages, in which the words are added up, the weightiest first.
 *
 * What the words weigh is always added in the same order, so that passages which have the same words weigh the same to the last bit, and
 * come in the order that rank.h gives to equals.
 */
#include "searcher/any_word.h"

#include <stdlib.h>
#include <string.h>

/* Passages that are added up at a time: their sums stay in the processor's nearest memory. */
#define WINDOW 2048

/* What is added for the rounding of sums that were made in another order. */
#define SLACK (1 + 1e-9)

struct word {
    struct postings *postings;
    uint32_t unit;
    double most;       /* that it can weigh */
    double most_below; /* that it and the lighter ones can weigh together */
};

struct any_word {
    const struct index_reader *reader;
    uint32_t index; /* of the reader */
    const struct decider *decider;
    struct ranking *ranking;
    uint32_t passages;  /* of the index */
    struct word *words; /* the lightest first */
    size_t count;
    size_t light; /* so many of the first cannot lift a passage among the best together */
    double sums[WINDOW];
    uint64_t met[WINDOW / 64]; /* a bit a passage: it has one of the heavier words */
};

static int lightest_first(const void *left, const void *right)
{
    const struct word *a = left, *b = right;
    if (a->most != b->most) return a->most < b->most ? -1 : 1;
    return a->unit < b->unit ? -1 : 1;
}

static ns_status collect_words(struct any_word *any, const struct plan *plan, struct ns_error *err)
{
    any->words = calloc(plan->unit_count + 1, sizeof *any->words);
    if (!any->words) return ns_fail_nomem(err);
    for (uint32_t i = 0; i < plan->unit_count; i++)
        any->words[any->count++] = (struct word){plan->units[i].postings, i, decider_unit_most(any->decider, i), 0};
    qsort(any->words, any->count, sizeof *any->words, lightest_first);
    double below = 0;
    for (size_t i = 0; i < any->count; i++)
        any->words[i].most_below = below += any->words[i].most;
    return NS_OK;
}

/* ---- The heavier words ---- */

/* The first passage that any of them has. */
static uint32_t next_passage(const struct any_word *any)
{
    uint32_t next = any->passages;
    for (size_t i = any->light; i < any->count; i++) {
        const uint32_t passage = postings_next(any->words[i].postings);
        if (passage < next) next = passage;
    }
    return next;
}

/* Add what a word weighs in the passages of a window. */
static ns_status add_word(struct any_word *any, const struct word *word, uint32_t begin, uint32_t end, struct ns_error *err)
{
    ns_status status = NS_OK;
    xap_entry entry;
    while (status == NS_OK && postings_next(word->postings) < end) {
        status = postings_take(word->postings, &entry, err);
        const uint32_t at = entry.document - begin;
        any->sums[at] += decider_unit_weight(any->decider, word->unit, entry.document, entry.wdf);
        any->met[at / 64] |= UINT64_C(1) << at % 64;
    }
    return status;
}

/* ---- The lighter words ---- */

/* Add what the lighter words weigh in a passage, as long as they can still lift it among the best. */
static ns_status add_light(const struct any_word *any, uint32_t passage, double *sum, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = any->light; status == NS_OK && i > 0; i--) {
        const struct word *word = &any->words[i - 1];
        xap_entry entry;
        if (ranking_is_below(any->ranking, (*sum + word->most_below) * SLACK)) break;
        status = postings_find(word->postings, passage, &entry, err);
        if (status == NS_OK && entry.document == passage) *sum += decider_unit_weight(any->decider, word->unit, passage, entry.wdf);
    }
    return status;
}

static ns_status offer(const struct any_word *any, uint32_t passage, double sum, struct ns_error *err)
{
    struct article_extent extent;
    const ns_status status = index_reader_extent(any->reader, passage, &extent, err);
    const struct ranked ranked = {passage, extent.article, sum, any->index};
    return status == NS_OK ? ranking_offer(any->ranking, &ranked, err) : status;
}

static ns_status take_passage(const struct any_word *any, uint32_t passage, double sum, struct ns_error *err)
{
    const ns_status status = add_light(any, passage, &sum, err);
    if (status != NS_OK || ranking_is_below(any->ranking, sum)) return status;
    return offer(any, passage, sum, err);
}

/* ---- Windows ---- */

static ns_status take_window(struct any_word *any, uint32_t begin, struct ns_error *err)
{
    const uint32_t end = any->passages - begin < WINDOW ? any->passages : begin + WINDOW;
    ns_status status = NS_OK;
    memset(any->sums, 0, sizeof any->sums);
    memset(any->met, 0, sizeof any->met);
    for (size_t i = any->count; status == NS_OK && i > any->light; i--)
        status = add_word(any, &any->words[i - 1], begin, end, err);
    for (uint32_t i = 0; i < WINDOW / 64; i++) {
        for (uint64_t left = any->met[i]; status == NS_OK && left; left &= left - 1) {
            const uint32_t at = i * 64 + (uint32_t)__builtin_ctzll(left);
            status = take_passage(any, begin + at, any->sums[at], err);
        }
    }
    return status;
}

/* With every hit it takes more to be among the best, and more words become too light. */
static void weigh_words(struct any_word *any)
{
    while (any->light < any->count && ranking_is_below(any->ranking, any->words[any->light].most_below * SLACK))
        any->light++;
}

ns_status any_word_run(const struct collection *collection, uint32_t index, const struct plan *plan, const struct decider *decider,
                       struct ranking *ranking, struct ns_error *err)
{
    struct any_word *any = malloc(sizeof *any);
    if (!any) return ns_fail_nomem(err);
    any->reader = collection->readers[index];
    any->index = index;
    any->decider = decider;
    any->ranking = ranking;
    any->passages = (uint32_t)index_reader_info(any->reader)->passages;
    any->count = any->light = 0;
    ns_status status = collect_words(any, plan, err);
    for (uint32_t next = 0; status == NS_OK;) {
        weigh_words(any);
        next = next_passage(any);
        if (next >= any->passages) break;
        status = take_window(any, next, err);
    }
    free(any->words);
    free(any);
    return status;
}
