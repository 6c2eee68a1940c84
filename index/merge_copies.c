/* merge_copies.c - brings the sketches of all runs into the order of the index, and has the clusters found and written. */
#include "index/merge_copies.h"

#include <stdlib.h>
#include <string.h>

#include "index/copies.h"
#include "index/records.h"

/* What is read of the runs. */
struct copies_merging {
    struct spool_reader *readers; /* of each run */
    struct copy_sketch *sketches; /* of each article of the index, */
    int64_t *seconds;             /* likewise, */
    uint32_t *next;               /* likewise: the rings of clusters */
    uint32_t count;
};

static ns_status read_sketch(struct copies_merging *merging, struct spool_reader *reader, struct ns_error *err)
{
    struct copy_sketch *sketch = &merging->sketches[merging->count];
    const char *slots;
    ns_status status = spool_bytes(reader, SKETCH_SLOTS, &slots, err);
    if (status != NS_OK || !slots) return status == NS_OK ? spool_damaged(err) : status;
    memcpy(sketch->slots, slots, SKETCH_SLOTS);
    status = spool_need(reader, 2 * VARINT_MAX, err);
    sketch->words = cursor_u32(&reader->cursor);
    merging->seconds[merging->count++] = unzigzag(cursor_varint(&reader->cursor));
    return status == NS_OK && reader->cursor.failed ? spool_damaged(err) : status;
}

static ns_status read_sketches(struct copies_merging *merging, const struct merge_plan *plan, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (uint32_t run = 0; run < plan->run_count; run++)
        merging->readers[run] = spool_read(&plan->runs[run].streams[RUN_SKETCHES]);
    for (size_t i = 0; status == NS_OK && i < plan->extent_count; i++) {
        struct spool_reader *reader = &merging->readers[plan->extents[i].run];
        for (uint64_t article = 0; status == NS_OK && article < plan->extents[i].extent->articles; article++)
            status = read_sketch(merging, reader, err);
    }
    for (uint32_t run = 0; run < plan->run_count; run++)
        spool_reader_release(&merging->readers[run]);
    return status;
}

ns_status merge_copies(const struct merge_plan *plan, struct buffer *out, uint64_t *copies, struct ns_error *err)
{
    const size_t articles = (size_t)plan->articles + 1;
    struct copies_merging merging = {.readers = calloc((size_t)plan->run_count + 1, sizeof *merging.readers),
                                     .sketches = malloc(articles * sizeof *merging.sketches),
                                     .seconds = malloc(articles * sizeof *merging.seconds),
                                     .next = malloc(articles * sizeof *merging.next)};
    const bool made = merging.readers && merging.sketches && merging.seconds && merging.next;
    ns_status status = made ? read_sketches(&merging, plan, err) : ns_fail_nomem(err);
    if (status == NS_OK) status = copy_clusters_find(merging.sketches, merging.count, merging.next, err);
    if (status == NS_OK) status = copies_write(merging.next, merging.seconds, merging.count, out, copies, err);
    free(merging.readers);
    free(merging.sketches);
    free(merging.seconds);
    free(merging.next);
    return status;
}
