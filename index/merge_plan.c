/* merge_plan.c - puts the extents of all runs in the order of their jobs. */
#include "index/merge_plan.h"

#include <stdlib.h>

static int by_job(const void *left, const void *right)
{
    const struct planned_extent *a = left, *b = right;
    return (a->extent->first_job > b->extent->first_job) - (a->extent->first_job < b->extent->first_job);
}

static ns_status order_extents(struct merge_plan *plan, struct ns_error *err)
{
    size_t count = 0;
    for (uint32_t run = 0; run < plan->run_count; run++)
        count += plan->runs[run].extent_count;
    plan->extents = malloc((count + 1) * sizeof *plan->extents);
    if (!plan->extents) return ns_fail_nomem(err);
    for (uint32_t run = 0; run < plan->run_count; run++) {
        for (size_t i = 0; i < plan->runs[run].extent_count; i++)
            plan->extents[plan->extent_count++] = (struct planned_extent){&plan->runs[run].extents[i], run};
    }
    qsort(plan->extents, plan->extent_count, sizeof *plan->extents, by_job);
    return NS_OK;
}

/* Of dates that are as new the first one counts, as everywhere. */
static ns_status sum_up(struct merge_plan *plan, struct ns_error *err)
{
    uint64_t passages = 0;
    for (size_t i = 0; i < plan->extent_count; i++) {
        const struct run_extent *extent = plan->extents[i].extent;
        passages += extent->passages;
        plan->articles += extent->articles;
        plan->words += extent->words;
        plan->text_bytes += extent->text_bytes;
        article_date_keep_newest(&plan->newest, &extent->newest);
    }
    if (passages > UINT32_MAX - 1) return ns_fail(err, NS_ERR_LIMIT, "more than 4,294,967,294 passages");
    plan->passage_count = (uint32_t)passages; /* and no more articles than that, as each has one */
    return NS_OK;
}

static ns_status number_passages(struct merge_plan *plan, struct ns_error *err)
{
    uint32_t *next = calloc((size_t)plan->run_count + 1, sizeof *next); /* passage of each run */
    plan->passages = calloc((size_t)plan->run_count + 1, sizeof *plan->passages);
    ns_status status = next && plan->passages ? NS_OK : ns_fail_nomem(err);
    for (uint32_t run = 0; status == NS_OK && run < plan->run_count; run++) {
        plan->passages[run] = malloc(((size_t)plan->runs[run].passages + 1) * sizeof **plan->passages);
        if (!plan->passages[run]) status = ns_fail_nomem(err);
    }
    uint32_t number = 0;
    for (size_t i = 0; status == NS_OK && i < plan->extent_count; i++) {
        const uint32_t run = plan->extents[i].run;
        for (uint32_t passage = 0; passage < plan->extents[i].extent->passages; passage++)
            plan->passages[run][next[run]++] = number++;
    }
    free(next);
    return status;
}

static ns_status read_lengths(struct merge_plan *plan, uint32_t run, struct ns_error *err)
{
    struct spool_reader reader = spool_read(&plan->runs[run].streams[RUN_PASSAGES]);
    ns_status status = NS_OK;
    for (uint32_t i = 0; status == NS_OK && i < plan->runs[run].passages; i++) {
        status = spool_need(&reader, 4 * VARINT_MAX, err);
        for (int skipped = 0; skipped < 3; skipped++)
            cursor_varint(&reader.cursor);
        plan->lengths[plan->passages[run][i]] = cursor_u32(&reader.cursor);
        if (status == NS_OK && reader.cursor.failed) status = spool_damaged(err);
    }
    spool_reader_release(&reader);
    return status;
}

ns_status merge_plan_make(struct merge_plan *plan, const struct run *runs, uint32_t run_count, struct ns_error *err)
{
    *plan = (struct merge_plan){.runs = runs, .run_count = run_count};
    ns_status status = order_extents(plan, err);
    if (status == NS_OK) status = sum_up(plan, err);
    if (status == NS_OK) status = number_passages(plan, err);
    if (status != NS_OK) return status;
    plan->lengths = malloc(((size_t)plan->passage_count + 1) * sizeof *plan->lengths);
    if (!plan->lengths) return ns_fail_nomem(err);
    for (uint32_t run = 0; status == NS_OK && run < plan->run_count; run++)
        status = read_lengths(plan, run, err);
    return status;
}

void merge_plan_release(struct merge_plan *plan)
{
    for (uint32_t run = 0; plan->passages && run < plan->run_count; run++)
        free(plan->passages[run]);
    free(plan->passages);
    free(plan->extents);
    free(plan->lengths);
    *plan = (struct merge_plan){0};
}
