/* merge_queue.c - a binary heap of runs. */
#include "index/merge_queue.h"

#include <stdlib.h>

#include "index/sort_strings.h"

/* Whether a comes before b. */
static inline bool is_before(const struct merge_queue *queue, const struct merge_entry *a, const struct merge_entry *b)
{
    if (a->prefix != b->prefix) return a->prefix < b->prefix;
    const struct buffer *left = &queue->strings[a->run].text, *right = &queue->strings[b->run].text;
    const int order = bytes_compare(left->data, left->size, right->data, right->size);
    return order ? order < 0 : a->run < b->run;
}

/* Put an entry where `at` is, or as far down as it belongs. */
static void sift_down(struct merge_queue *queue, uint32_t at, struct merge_entry entry)
{
    for (;;) {
        uint32_t child = 2 * at + 1;
        if (child >= queue->count) break;
        if (child + 1 < queue->count && is_before(queue, &queue->heap[child + 1], &queue->heap[child])) child++;
        if (!is_before(queue, &queue->heap[child], &entry)) break;
        queue->heap[at] = queue->heap[child];
        at = child;
    }
    queue->heap[at] = entry;
}

/* Go on to the next string of a run. */
static ns_status advance(struct merge_queue *queue, uint32_t run, struct merge_entry *entry, struct ns_error *err)
{
    struct run_strings *strings = &queue->strings[run];
    const ns_status status = run_strings_next(strings, err);
    *entry = (struct merge_entry){.run = run};
    if (status == NS_OK) entry->prefix = string_prefix(strings->text.data, strings->text.size, 0);
    return status;
}

static uint32_t strings_of(const struct run *run, enum run_stream stream)
{
    return stream == RUN_FORMS ? run->forms : stream == RUN_GAPS ? run->gaps : run->stems;
}

ns_status merge_queue_open(struct merge_queue *queue, const struct run *runs, uint32_t run_count, enum run_stream stream,
                           struct ns_error *err)
{
    *queue = (struct merge_queue){.runs = runs, .stream = stream};
    queue->strings = calloc((size_t)run_count + 1, sizeof *queue->strings);
    queue->heap = calloc((size_t)run_count + 1, sizeof *queue->heap);
    if (!queue->strings || !queue->heap) return ns_fail_nomem(err);
    queue->run_count = run_count;
    for (uint32_t run = 0; run < run_count; run++) {
        run_strings_begin(&queue->strings[run], &runs[run].streams[stream], strings_of(&runs[run], stream));
        if (queue->strings[run].left == 0) continue;
        const ns_status status = advance(queue, run, &queue->heap[queue->count], err);
        if (status != NS_OK) return status;
        queue->count++;
    }
    for (uint32_t at = queue->count / 2; at-- > 0;)
        sift_down(queue, at, queue->heap[at]);
    return NS_OK;
}

void merge_queue_release(struct merge_queue *queue)
{
    for (uint32_t run = 0; run < queue->run_count; run++)
        run_strings_release(&queue->strings[run]);
    free(queue->strings);
    free(queue->heap);
    *queue = (struct merge_queue){0};
}

ns_status merge_queue_next(struct merge_queue *queue, struct ns_error *err)
{
    const uint32_t run = merge_queue_least(queue);
    struct merge_entry entry;
    if (queue->strings[run].left > 0) {
        const ns_status status = advance(queue, run, &entry, err);
        if (status != NS_OK) return status;
    } else {
        entry = queue->heap[--queue->count];
        if (queue->count == 0) return NS_OK;
    }
    sift_down(queue, 0, entry);
    return NS_OK;
}
