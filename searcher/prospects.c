/* prospects.c - copies of postings, and an order. */
#include "searcher/prospects.h"

#include <stdlib.h>
#include <string.h>

#include "searcher/decider.h"

struct prospect {
    double bound;
    struct article_extent stretch;
    size_t first_unit; /* in `units`, where the plan's units have an element each */
};

/* What the postings of a unit say of a stretch. */
struct kept_unit {
    size_t first; /* in `entries` */
    size_t count;
    uint64_t in_article;
};

struct prospects {
    struct decider *decider;
    struct prospect items[PROSPECTS_MAX];
    size_t count;
    struct kept_unit *units;
    size_t unit_count;
    size_t unit_capacity;
    xap_entry *entries;
    size_t entry_count;
    size_t entry_capacity;
};

ns_status prospects_open(struct decider *decider, struct prospects **out, struct ns_error *err)
{
    *out = malloc(sizeof **out);
    if (!*out) return ns_fail_nomem(err);
    (*out)->decider = decider;
    (*out)->units = NULL;
    (*out)->entries = NULL;
    (*out)->unit_capacity = (*out)->entry_capacity = 0;
    prospects_clear(*out);
    return NS_OK;
}

void prospects_free(struct prospects *prospects)
{
    if (!prospects) return;
    free(prospects->units);
    free(prospects->entries);
    free(prospects);
}

void prospects_clear(struct prospects *prospects)
{
    prospects->count = prospects->unit_count = prospects->entry_count = 0;
}

size_t prospects_count(const struct prospects *prospects)
{
    return prospects->count;
}

static ns_status keep_unit(struct prospects *prospects, const struct unit_state *unit, struct ns_error *err)
{
    void *entries = prospects->entries;
    const size_t first = prospects->entry_count;
    const ns_status status = array_reserve(&entries, &prospects->entry_capacity, first + unit->count, sizeof *prospects->entries, err);
    prospects->entries = entries;
    if (status != NS_OK) return status;
    if (unit->count > 0) memcpy(prospects->entries + first, unit->entries, unit->count * sizeof *unit->entries);
    prospects->entry_count += unit->count;
    prospects->units[prospects->unit_count++] = (struct kept_unit){first, unit->count, unit->in_article};
    return NS_OK;
}

ns_status prospects_add(struct prospects *prospects, double bound, struct ns_error *err)
{
    struct decider *decider = prospects->decider;
    const size_t units = decider->plan->unit_count;
    const struct prospect prospect = {bound, decider->view.extent, prospects->unit_count};
    void *kept = prospects->units;
    ns_status status = array_reserve(&kept, &prospects->unit_capacity, prospects->unit_count + units, sizeof *prospects->units, err);
    prospects->units = kept;
    for (uint32_t i = 0; status == NS_OK && i < units; i++) {
        status = decider_load_unit(decider, i, err);
        if (status == NS_OK) status = keep_unit(prospects, &decider->units[i], err);
    }
    if (status == NS_OK) prospects->items[prospects->count++] = prospect;
    return status;
}

static bool is_better(const struct prospect *a, const struct prospect *b)
{
    if (a->bound != b->bound) return a->bound > b->bound;
    return a->stretch.first_passage < b->stretch.first_passage;
}

/* After Shell 1959, with the steps that Ciura 2001 found: for so few items faster than what calls a function to compare. */
void prospects_order(struct prospects *prospects)
{
    static const size_t steps[] = {57, 23, 10, 4, 1};
    for (const size_t *step = steps; step < steps + sizeof steps / sizeof *steps; step++) {
        for (size_t i = *step; i < prospects->count; i++) {
            const struct prospect moved = prospects->items[i];
            size_t at = i;
            for (; at >= *step && is_better(&moved, &prospects->items[at - *step]); at -= *step)
                prospects->items[at] = prospects->items[at - *step];
            prospects->items[at] = moved;
        }
    }
}

double prospects_bound(const struct prospects *prospects, size_t i)
{
    return prospects->items[i].bound;
}

void prospects_expect(const struct prospects *prospects, size_t i)
{
    if (i < prospects->count) index_reader_expect_words(prospects->decider->reader, &prospects->items[i].stretch);
}

const struct article_extent *prospects_begin(const struct prospects *prospects, size_t i)
{
    struct decider *decider = prospects->decider;
    const struct prospect *prospect = &prospects->items[i];
    decider_begin(decider, &prospect->stretch, DECIDE_BY_POSTINGS);
    for (size_t unit = 0; unit < decider->plan->unit_count; unit++) {
        const struct kept_unit *kept = &prospects->units[prospect->first_unit + unit];
        decider->units[unit].entries = prospects->entries + kept->first;
        decider->units[unit].count = kept->count;
        decider->units[unit].in_article = kept->in_article;
        decider->units[unit].loaded = true;
    }
    return &prospect->stretch;
}
