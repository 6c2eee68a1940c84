/* merge_queue.h - takes strings that several runs have in order, the least of all first. */
#ifndef INDEX_MERGE_QUEUE_H
#define INDEX_MERGE_QUEUE_H

#include "index/run.h"

/* A run's string at hand. */
struct merge_entry {
    uint64_t prefix; /* of the string (sort_strings.h) */
    uint32_t run;
};

/* The owner's: merge_queue_open() begins it, merge_queue_release() ends it. */
struct merge_queue {
    const struct run *runs;
    uint32_t run_count;
    enum run_stream stream;
    struct run_strings *strings; /* of each run: what it has at hand; the numbers behind it are the caller's to read */
    struct merge_entry *heap;
    uint32_t count; /* runs that have a string at hand */
};

/* Begin to merge one of the streams of strings of all runs, which must outlive the queue.
 * Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM; release the queue in any case. */
ns_status merge_queue_open(struct merge_queue *queue, const struct run *runs, uint32_t run_count, enum run_stream stream,
                           struct ns_error *err);

void merge_queue_release(struct merge_queue *queue);

/* The run that has the least string at hand; of those that have the same one, the first. There is one as long as queue->count is not 0. */
static inline uint32_t merge_queue_least(const struct merge_queue *queue)
{
    return queue->heap[0].run;
}

/* Whether a run's string is the same as one that was kept. */
static inline bool merge_queue_same(const struct merge_queue *queue, uint32_t run, const struct buffer *kept)
{
    const struct buffer *text = &queue->strings[run].text;
    return bytes_compare(text->data, text->size, kept->data, kept->size) == 0;
}

/* Have the run with the least string go on to its next one. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status merge_queue_next(struct merge_queue *queue, struct ns_error *err);

#endif
