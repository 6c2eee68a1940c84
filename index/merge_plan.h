/* merge_plan.h - where in the index the articles of each run go: the order of the jobs, and what follows from it. */
#ifndef INDEX_MERGE_PLAN_H
#define INDEX_MERGE_PLAN_H

#include "index/run.h"

/* An extent of a run in its place. */
struct planned_extent {
    const struct run_extent *extent;
    uint32_t run;
};

/* The owner's: begin with all zero, end with merge_plan_release(). */
struct merge_plan {
    const struct run *runs; /* borrowed */
    uint32_t run_count;
    struct planned_extent *extents; /* in the order of the index */
    size_t extent_count;
    uint32_t **passages; /* for each run: the number in the index of each of its passages */
    uint32_t *lengths;   /* of each passage of the index */
    uint32_t passage_count;
    uint64_t articles;
    uint64_t words;
    uint64_t text_bytes;
    struct article_date newest;
};

/* Returns NS_OK, NS_ERR_LIMIT (more passages or articles than an index can have), NS_ERR_IO, NS_ERR_NOMEM; release it in any case. */
ns_status merge_plan_make(struct merge_plan *plan, const struct run *runs, uint32_t run_count, struct ns_error *err);

void merge_plan_release(struct merge_plan *plan);

#endif
