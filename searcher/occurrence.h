/* occurrence.h - lists of occurrences (match.h), and the memory that they are in.
 *
 * An occurrence is kept as its interval and those of its words that COUNT: the ones at which something else in the tree could stand, too.
 * Of the others nobody asks again; so two occurrences that differ in them only are one, and most are plain intervals.
 */
#ifndef SEARCHER_OCCURRENCE_H
#define SEARCHER_OCCURRENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/error.h"
#include "searcher/match.h"

struct occurrence {
    uint32_t first;
    uint32_t last;
    uint32_t used_count;
    const uint32_t *used; /* its words that count, ascending */
};

struct occurrence_list {
    struct occurrence *items;
    size_t count;
    size_t capacity;
};

/* Words of a text, as runs in order that do not touch each other. */
struct cover {
    const struct interval *runs;
    size_t count;
};

bool cover_has(const struct cover *cover, uint32_t word);

/* Memory of the matcher: lists, which are taken and given back as a stack, and a store of everything else, which is emptied as a whole. It
 * is used again from text to text. Begin with all zero, end with store_release(). */
struct store {
    struct occurrence_list **lists;
    size_t list_count; /* made */
    size_t list_capacity;
    size_t taken;
    struct store_chunk *chunks;
    size_t chunk_count;
    size_t chunk_capacity;
    size_t chunk;      /* the one in use */
    size_t chunk_used; /* bytes of it */
    size_t bytes;      /* held in all */
    uint64_t *steps;   /* of the matcher */
};

void store_release(struct store *store);

/* Give back all lists, and forget what store_take() gave. */
void store_empty(struct store *store);

/* Count steps. Returns NS_OK, NS_ERR_LIMIT (over MATCH_STEPS_MAX). */
ns_status store_spend(struct store *store, uint64_t steps, struct ns_error *err);

/* array_reserve() on account of the store. Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status store_reserve(struct store *store, void **items, size_t *capacity, size_t wanted, size_t item_size, struct ns_error *err);

/* Memory that does not move, until store_empty(). Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status store_take(struct store *store, size_t size, void **out, struct ns_error *err);

/* An empty list. All lists taken since `taken` had a value are given back by setting it to that again.
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status store_take_list(struct store *store, struct occurrence_list **out, struct ns_error *err);

ns_status store_grow_list(struct store *store, struct occurrence_list *list, struct ns_error *err);

static inline ns_status occurrence_add(struct store *store, struct occurrence_list *list, struct occurrence item, struct ns_error *err)
{
    const ns_status status = list->count < list->capacity ? NS_OK : store_grow_list(store, list, err);
    if (status == NS_OK) list->items[list->count++] = item;
    return status;
}

/* Bring a list in order of (first, last, used), each occurrence once. Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status occurrence_list_order(struct store *store, struct occurrence_list *list, struct ns_error *err);

/* The first occurrence, in a list in order, that begins at `first` or later. */
size_t occurrence_lower_bound(const struct occurrence_list *list, uint64_t first);

/* Whether one interval of a list in order contains another, or is it. */
bool occurrence_list_is_nested(const struct occurrence_list *list);

/* Whether two ascending runs of words have one in common. */
bool words_meet(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count);

#endif
