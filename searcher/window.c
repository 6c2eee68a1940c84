/* window.c - looks only where all words of a part are near enough to each other, passage by passage. The articles that have all the words
 * of a query are mostly long ones, and few of their passages can have them together. */
#include "searcher/window.h"

#include <string.h>

#include "searcher/lower_bound.h"

/* At least so many words has a passage: its length counts compounds once more, and each has two words or more. */
static uint64_t least_words(const struct decider *decider, uint32_t passage)
{
    return index_reader_length(decider->reader, decider->view.extent.first_passage + passage) * UINT64_C(2) / 3;
}

/* The passages from which evidence that has a word in this one can reach here: no more words lie between than it spans. */
static struct interval reach_around(const struct decider *decider, uint32_t passage, uint32_t most_words)
{
    struct interval reach = {passage, passage};
    for (uint64_t between = 0; reach.first > 0 && between < most_words; between += least_words(decider, reach.first))
        reach.first--;
    for (uint64_t between = 0; reach.last + 1 < decider->view.extent.passages && between < most_words;
         between += least_words(decider, reach.last))
        reach.last++;
    return reach;
}

/* The first entry of a unit at or behind a passage. */
static size_t entry_from(const struct unit_state *unit, uint32_t passage)
{
    return lower_bound(unit->entries, unit->count, sizeof *unit->entries, passage);
}

static bool have_all(const struct decider *decider, const struct plan_part *part, struct interval reach)
{
    for (size_t i = 0; i < part->unit_count; i++) {
        const struct unit_state *unit = &decider->units[part->units[i]];
        const size_t entry = entry_from(unit, reach.first);
        if (entry == unit->count || unit->entries[entry].passage > reach.last) return false;
    }
    return true;
}

static void want_all(struct decider *decider, const struct plan_part *part, struct interval reach)
{
    for (size_t i = 0; i < part->unit_count; i++) {
        const struct unit_state *unit = &decider->units[part->units[i]];
        for (size_t j = entry_from(unit, reach.first); j < unit->count && unit->entries[j].passage <= reach.last; j++)
            decider->wanted[unit->entries[j].passage] = true;
    }
}

/* Every evidence has a word of each unit, so that one unit's passages are all that have to be looked around in. */
static ns_status choose_for(struct decider *decider, const struct plan_part *part, struct ns_error *err)
{
    const struct unit_state *rarest = &decider->units[part->units[0]];
    for (size_t i = 0; i < part->unit_count; i++) {
        const ns_status status = decider_load_unit(decider, part->units[i], err);
        if (status != NS_OK) return status;
        if (decider->units[part->units[i]].count < rarest->count) rarest = &decider->units[part->units[i]];
    }
    for (size_t i = 0; i < rarest->count; i++) {
        const struct interval reach = reach_around(decider, rarest->entries[i].passage, part->most_words);
        if (have_all(decider, part, reach)) want_all(decider, part, reach);
    }
    return NS_OK;
}

ns_status window_choose(struct decider *decider, struct ns_error *err)
{
    const uint32_t passages = decider->view.extent.passages;
    void *wanted = decider->wanted;
    ns_status status = array_reserve(&wanted, &decider->wanted_capacity, passages, sizeof *decider->wanted, err);
    decider->wanted = wanted;
    if (status != NS_OK) return status;
    memset(decider->wanted, 0, passages * sizeof *decider->wanted);
    for (size_t i = 0; status == NS_OK && i < decider->plan->part_count; i++) {
        const struct plan_part *part = &decider->plan->parts[i];
        if (!part->posted) status = choose_for(decider, part, err);
    }
    return status;
}
