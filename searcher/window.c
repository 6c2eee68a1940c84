/* window.c - looks only where all words of a part are near enough to each other, passage by passage. The articles that have all the words
 * of a query are mostly long ones, and few of their passages can have them together. */
#include "searcher/window.h"

#include <string.h>

#include "searcher/lower_bound.h"
#include "searcher/meeting.h"

/* As meeting_reach(), as far as the article or stretch at hand goes. */
static struct reach reach_around(const struct decider *decider, uint32_t passage, uint32_t most_words)
{
    const struct article_extent *extent = &decider->view.extent;
    const struct reach reach = meeting_reach(index_reader_spans(decider->reader), passage, most_words);
    const uint32_t last = extent->first_passage + extent->passages - 1;
    return (struct reach){reach.first > extent->first_passage ? reach.first : extent->first_passage, reach.last < last ? reach.last : last};
}

/* The first entry of a unit at or behind a passage. */
static size_t entry_from(const struct unit_state *unit, uint32_t passage)
{
    return lower_bound(unit->entries, unit->count, sizeof *unit->entries, passage);
}

static bool have_all(const struct decider *decider, const struct plan_part *part, struct reach reach)
{
    for (size_t i = 0; i < part->unit_count; i++) {
        const struct unit_state *unit = &decider->units[part->units[i]];
        const size_t entry = entry_from(unit, reach.first);
        if (entry == unit->count || unit->entries[entry].document > reach.last) return false;
    }
    return true;
}

static void want_all(struct decider *decider, const struct plan_part *part, struct reach reach)
{
    const uint32_t first = decider->view.extent.first_passage;
    if (part->wide) { /* the parts of a word may stand where its postings have none */
        memset(decider->wanted + (reach.first - first), true, (reach.last - reach.first + 1) * sizeof *decider->wanted);
        return;
    }
    for (size_t i = 0; i < part->unit_count; i++) {
        const struct unit_state *unit = &decider->units[part->units[i]];
        for (size_t j = entry_from(unit, reach.first); j < unit->count && unit->entries[j].document <= reach.last; j++)
            decider->wanted[unit->entries[j].document - first] = true;
    }
}

/* Every evidence has a word of the anchor, so that its passages are all that have to be looked into for that. */
static ns_status choose_anchors(struct decider *decider, const struct plan_part *part, struct ns_error *err)
{
    const struct unit_state *anchor = &decider->units[decider->plan->anchor - decider->plan->units];
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < part->unit_count; i++)
        status = decider_load_unit(decider, part->units[i], err);
    for (size_t i = 0; status == NS_OK && i < anchor->count; i++) {
        const uint32_t passage = anchor->entries[i].document;
        const struct reach reach = reach_around(decider, passage, part->most_words);
        decider->wanted[passage - decider->view.extent.first_passage] = have_all(decider, part, reach);
    }
    return status;
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
        const struct reach reach = reach_around(decider, rarest->entries[i].document, part->most_words);
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
    /* A single passage that came so far has all the words. */
    memset(decider->wanted, passages == 1, passages * sizeof *decider->wanted);
    for (size_t i = 0; status == NS_OK && passages > 1 && i < decider->plan->part_count; i++) {
        const struct plan_part *part = &decider->plan->parts[i];
        if (part->posted) continue;
        status = decider->plan->anchor ? choose_anchors(decider, part, err) : choose_for(decider, part, err);
    }
    return status;
}
