/* occurrence.c - lists of occurrences, and the memory that they are in. */
#include "searcher/occurrence.h"

#include <stdlib.h>
#include <string.h>

#include "index/buffer.h"
#include "searcher/lower_bound.h"

/* A text that needs more is as hopeless as one that takes too long. */
#define STORE_BYTES_MAX ((size_t)1 << 29)

#define CHUNK_BYTES ((size_t)1 << 16)

struct store_chunk {
    char *data;
    size_t size;
};

/* ---- Memory ---- */

void store_release(struct store *store)
{
    for (size_t i = 0; i < store->list_count; i++) {
        free(store->lists[i]->items);
        free(store->lists[i]);
    }
    for (size_t i = 0; i < store->chunk_count; i++)
        free(store->chunks[i].data);
    free(store->lists);
    free(store->chunks);
    *store = (struct store){0};
}

void store_empty(struct store *store)
{
    store->taken = 0;
    store->chunk = 0;
    store->chunk_used = 0;
}

static ns_status too_much(struct ns_error *err)
{
    return ns_fail(err, NS_ERR_LIMIT,
                   "the words of the query stand near each other in too many ways; use smaller distances or fewer words");
}

ns_status store_spend(struct store *store, uint64_t steps, struct ns_error *err)
{
    *store->steps += steps;
    return *store->steps <= MATCH_STEPS_MAX ? NS_OK : too_much(err);
}

ns_status store_reserve(struct store *store, void **items, size_t *capacity, size_t wanted, size_t item_size, struct ns_error *err)
{
    const size_t before = *capacity;
    if (wanted <= before) return NS_OK;
    if (store->bytes > STORE_BYTES_MAX || wanted > (STORE_BYTES_MAX - store->bytes) / item_size) return too_much(err);
    const ns_status status = array_reserve(items, capacity, wanted, item_size, err);
    if (status != NS_OK) return status;
    store->bytes += (*capacity - before) * item_size;
    return store->bytes <= STORE_BYTES_MAX ? NS_OK : too_much(err);
}

static ns_status add_chunk(struct store *store, size_t size, struct ns_error *err)
{
    struct store_chunk chunk = {NULL, 0};
    void *data = NULL, *chunks = store->chunks;
    ns_status status = store_reserve(store, &chunks, &store->chunk_capacity, store->chunk_count + 1, sizeof chunk, err);
    store->chunks = chunks;
    if (status == NS_OK) status = store_reserve(store, &data, &chunk.size, size > CHUNK_BYTES ? size : CHUNK_BYTES, 1, err);
    chunk.data = data;
    if (status == NS_OK) {
        store->chunks[store->chunk_count++] = chunk;
    } else {
        free(data);
    }
    return status;
}

ns_status store_take(struct store *store, size_t size, void **out, struct ns_error *err)
{
    size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    while (store->chunk < store->chunk_count && store->chunks[store->chunk].size - store->chunk_used < size) {
        store->chunk++;
        store->chunk_used = 0;
    }
    const ns_status status = store->chunk < store->chunk_count ? NS_OK : add_chunk(store, size, err);
    *out = status == NS_OK ? store->chunks[store->chunk].data + store->chunk_used : NULL;
    if (status == NS_OK) store->chunk_used += size;
    return status;
}

static ns_status make_list(struct store *store, struct ns_error *err)
{
    void *lists = store->lists;
    const ns_status status = store_reserve(store, &lists, &store->list_capacity, store->list_count + 1, sizeof *store->lists, err);
    store->lists = lists;
    if (status != NS_OK) return status;
    struct occurrence_list *list = calloc(1, sizeof *list);
    if (!list) return ns_fail_nomem(err);
    store->lists[store->list_count++] = list;
    return NS_OK;
}

ns_status store_take_list(struct store *store, struct occurrence_list **out, struct ns_error *err)
{
    const ns_status status = store->taken < store->list_count ? NS_OK : make_list(store, err);
    *out = status == NS_OK ? store->lists[store->taken++] : NULL;
    if (*out) (*out)->count = 0;
    return status;
}

ns_status store_grow_list(struct store *store, struct occurrence_list *list, struct ns_error *err)
{
    void *items = list->items;
    const ns_status status = store_reserve(store, &items, &list->capacity, list->count + 1, sizeof *list->items, err);
    list->items = items;
    return status;
}

/* ---- Lists ---- */

static int compare_words(const struct occurrence *a, const struct occurrence *b)
{
    const uint32_t common = a->used_count < b->used_count ? a->used_count : b->used_count;
    for (uint32_t i = 0; i < common; i++) {
        if (a->used[i] != b->used[i]) return a->used[i] < b->used[i] ? -1 : 1;
    }
    return (a->used_count > b->used_count) - (a->used_count < b->used_count);
}

static int compare(const struct occurrence *a, const struct occurrence *b)
{
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    if (a->last != b->last) return a->last < b->last ? -1 : 1;
    return compare_words(a, b);
}

/* Where the run that begins at `from`, and is in order, ends. */
static size_t run_end(const struct occurrence_list *list, size_t from)
{
    size_t i = from + 1;
    while (i < list->count && compare(&list->items[i - 1], &list->items[i]) < 0)
        i++;
    return i < list->count ? i : list->count;
}

/* Merge every two runs of a list to one in another list. */
static ns_status merge_runs(struct store *store, const struct occurrence_list *list, struct occurrence_list *out, struct ns_error *err)
{
    ns_status status = NS_OK;
    size_t end;
    for (size_t i = 0; status == NS_OK && i < list->count; i = end) {
        const size_t middle = run_end(list, i);
        size_t j = middle;
        end = middle < list->count ? run_end(list, middle) : middle;
        while (status == NS_OK && (i < middle || j < end)) {
            const int order = i == middle ? 1 : j == end ? -1 : compare(&list->items[i], &list->items[j]);
            status = occurrence_add(store, out, list->items[order <= 0 ? i : j], err);
            i += order <= 0;
            j += order >= 0;
        }
    }
    return status;
}

/* Lists are made of few runs that are in order, most of one. */
ns_status occurrence_list_order(struct store *store, struct occurrence_list *list, struct ns_error *err)
{
    if (run_end(list, 0) == list->count) return NS_OK;
    struct occurrence_list *merged;
    ns_status status = store_take_list(store, &merged, err);
    while (status == NS_OK && run_end(list, 0) < list->count) {
        merged->count = 0;
        status = store_spend(store, list->count, err);
        if (status == NS_OK) status = merge_runs(store, list, merged, err);
        const struct occurrence_list before = *list;
        *list = *merged;
        *merged = before;
    }
    if (merged) store->taken--;
    return status;
}

size_t occurrence_lower_bound(const struct occurrence_list *list, uint64_t first)
{
    return lower_bound(list->items, list->count, sizeof *list->items, first);
}

bool occurrence_list_is_nested(const struct occurrence_list *list)
{
    for (size_t i = 1; i < list->count; i++) {
        if (list->items[i].first == list->items[i - 1].first || list->items[i].last <= list->items[i - 1].last) return true;
    }
    return false;
}

/* ---- Words ---- */

bool words_meet(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count)
{
    size_t i = 0, j = 0;
    while (i < a_count && j < b_count) {
        if (a[i] == b[j]) return true;
        if (a[i] < b[j]) {
            i++;
        } else {
            j++;
        }
    }
    return false;
}

bool cover_has(const struct cover *cover, uint32_t word)
{
    size_t low = 0;
    size_t high = cover->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (cover->runs[middle].last < word) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < cover->count && cover->runs[low].first <= word;
}
