/* all_words.c - goes through the articles of the rarest word.
 *
 * What the words weigh in a passage is added in the order of the units, as decider_weigh() does, so that passages which have the same words
 * weigh the same to the last bit, and come in the order that rank.h gives to equals.
 */
#include "searcher/all_words.h"

#include <stdlib.h>
#include <string.h>

struct word {
    struct postings *postings;
    uint32_t unit;
    struct entry_list entries; /* in the article at hand */
    uint64_t frequency;        /* there */
};

struct all_words {
    const struct index_reader *reader;
    uint32_t index; /* of the reader */
    const struct decider *decider;
    struct ranking *ranking;
    uint32_t passages;    /* of the index */
    struct word *words;   /* by unit */
    struct word **rarest; /* the same, the rarest first */
    size_t count;
    double others_most; /* what all but the rarest can weigh together */
    struct article_extent extent;
    double norm;       /* of the article */
    double in_article; /* what the words weigh there */
    double *sums;      /* and in each of its passages */
    size_t sum_capacity;
};

/* ---- Opening ---- */

static int rarest_first(const void *left, const void *right)
{
    const struct word *const *a = left, *const *b = right;
    const uint32_t in_a = postings_documents((*a)->postings), in_b = postings_documents((*b)->postings);
    if (in_a != in_b) return in_a < in_b ? -1 : 1;
    return (*a)->unit < (*b)->unit ? -1 : 1;
}

static ns_status open_words(struct all_words *all, const struct plan *plan, struct ns_error *err)
{
    all->words = calloc(plan->unit_count, sizeof *all->words);
    all->rarest = calloc(plan->unit_count, sizeof *all->rarest);
    if (!all->words || !all->rarest) return ns_fail_nomem(err);
    all->count = plan->unit_count;
    for (uint32_t i = 0; i < all->count; i++) {
        all->words[i].postings = plan->units[i].postings;
        all->words[i].unit = i;
        all->rarest[i] = &all->words[i];
    }
    qsort(all->rarest, all->count, sizeof *all->rarest, rarest_first);
    for (size_t i = 1; i < all->count; i++)
        all->others_most += decider_unit_most(all->decider, all->rarest[i]->unit);
    return NS_OK;
}

static void release(struct all_words *all)
{
    for (size_t i = 0; i < all->count; i++)
        entry_list_release(&all->words[i].entries);
    free(all->words);
    free(all->rarest);
    free(all->sums);
}

/* ---- Articles ---- */

/* The passage behind the article at hand. */
static uint32_t end_of(const struct article_extent *extent)
{
    return extent->first_passage + extent->passages;
}

/* Take the word's entries in the article at hand, before which there are none left. */
static ns_status take_entries(const struct all_words *all, struct word *word, struct ns_error *err)
{
    const ns_status status = postings_take_before(word->postings, end_of(&all->extent), &word->entries, err);
    word->frequency = 0;
    for (size_t i = 0; i < word->entries.count; i++)
        word->frequency += word->entries.items[i].wdf;
    return status;
}

static double weight_in_article(const struct all_words *all, const struct word *word)
{
    return decider_unit_article_weight(all->decider, word->unit, all->norm, word->frequency);
}

/* Whether no passage can be among the best, by what the rarest word weighs in the article. */
static bool is_hopeless(const struct all_words *all)
{
    double most = 0;
    if (!ranking_has_threshold(all->ranking)) return false;
    for (size_t i = 0; i < all->rarest[0]->entries.count; i++) {
        const xap_entry *entry = &all->rarest[0]->entries.items[i];
        const double weight = decider_unit_weight(all->decider, all->rarest[0]->unit, entry->document, entry->wdf);
        if (weight > most) most = weight;
    }
    return ranking_is_below(all->ranking, (most + weight_in_article(all, all->rarest[0]) + all->others_most) * DECIDE_SLACK);
}

/* Go with a word to the article at hand. *next is its first passage from there on. */
static ns_status find_word(const struct all_words *all, const struct word *word, uint32_t *next, struct ns_error *err)
{
    xap_entry entry;
    const ns_status status = postings_find(word->postings, all->extent.first_passage, &entry, err);
    *next = entry.document;
    return status;
}

/* The article has no passage of a word: go on with the rarest to the article where that word is next. */
static ns_status skip_to(struct all_words *all, uint32_t passage, struct ns_error *err)
{
    struct article_extent extent;
    xap_entry entry;
    if (passage >= all->passages) return postings_find(all->rarest[0]->postings, XAP_END, &entry, err);
    const ns_status status = index_reader_extent(all->reader, passage, &extent, err);
    return status == NS_OK ? postings_find(all->rarest[0]->postings, extent.first_passage, &entry, err) : status;
}

/* Go with all words but the rarest to the article. @found  set to whether it has them all */
static ns_status find_others(struct all_words *all, bool *found, struct ns_error *err)
{
    *found = false;
    for (size_t i = 1; i < all->count; i++) {
        uint32_t next = 0;
        const ns_status status = find_word(all, all->rarest[i], &next, err);
        if (status != NS_OK) return status;
        if (next >= end_of(&all->extent)) return skip_to(all, next, err);
    }
    *found = true;
    return NS_OK;
}

/* ---- Passages ---- */

static ns_status add_up(struct all_words *all, struct ns_error *err)
{
    void *sums = all->sums;
    ns_status status = array_reserve(&sums, &all->sum_capacity, all->extent.passages, sizeof *all->sums, err);
    all->sums = sums;
    if (status != NS_OK) return status;
    memset(all->sums, 0, all->extent.passages * sizeof *all->sums);
    all->in_article = 0;
    for (struct word *word = all->words; status == NS_OK && word < all->words + all->count; word++) {
        if (word != all->rarest[0]) status = take_entries(all, word, err);
        if (status == NS_OK) all->in_article += weight_in_article(all, word);
        for (size_t i = 0; status == NS_OK && i < word->entries.count; i++) {
            const xap_entry *entry = &word->entries.items[i];
            const double weight = decider_unit_weight(all->decider, word->unit, entry->document, entry->wdf);
            all->sums[entry->document - all->extent.first_passage] += weight;
        }
    }
    return status;
}

/* What weighs nothing has no word. */
static ns_status offer_passages(struct all_words *all, struct ns_error *err)
{
    ns_status status = add_up(all, err);
    for (uint32_t i = 0; status == NS_OK && i < all->extent.passages; i++) {
        const double score = all->sums[i] + all->in_article;
        if (all->sums[i] == 0 || ranking_is_below(all->ranking, score)) continue;
        const struct ranked ranked = {all->extent.first_passage + i, all->extent.article, score, all->index};
        status = ranking_offer(all->ranking, &ranked, err);
    }
    return status;
}

/* ---- The whole ---- */

static ns_status take_article(struct all_words *all, struct ns_error *err)
{
    bool found = false;
    ns_status status = take_entries(all, all->rarest[0], err);
    all->norm = decider_article_norm(all->decider, all->extent.first_passage, end_of(&all->extent));
    if (status == NS_OK && !is_hopeless(all)) status = find_others(all, &found, err);
    return status == NS_OK && found ? offer_passages(all, err) : status;
}

ns_status all_words_run(const struct collection *collection, uint32_t index, const struct plan *plan, const struct decider *decider,
                        struct ranking *ranking, struct ns_error *err)
{
    const struct index_reader *reader = collection->readers[index];
    struct all_words all = {.reader = reader,
                            .index = index,
                            .decider = decider,
                            .ranking = ranking,
                            .passages = (uint32_t)index_reader_info(reader)->passages};
    ns_status status = open_words(&all, plan, err);
    while (status == NS_OK && postings_next(all.rarest[0]->postings) < all.passages) {
        status = index_reader_extent(reader, postings_next(all.rarest[0]->postings), &all.extent, err);
        if (status == NS_OK) status = take_article(&all, err);
    }
    release(&all);
    return status;
}
