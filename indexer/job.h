/* job.h - a piece of the work of building: some files, or some records of one, that follow one another in the order of the index. */
#ifndef INDEXER_JOB_H
#define INDEXER_JOB_H

#include "indexer/intake.h"

enum job_item_kind {
    JOB_FILE,    /* a file that is to be loaded and read */
    JOB_SLICE,   /* records of a file that have been read, or all of it */
    JOB_PROBLEM, /* something to tell when all before has been done */
};

struct job_item {
    enum job_item_kind kind;
    size_t text;        /* where in the job's texts the path stands, or what is to be told */
    struct input input; /* of a slice, but for what is borrowed: */
    const struct input_format *format;
    size_t data; /* where in the job's data it begins, */
    size_t head; /* and the head of its source */
    bool first;  /* of the slices of its file */
    enum problem_kind problem;
    bool passed_over; /* of a problem: it is a file of which nothing could be read */
};

/* The owner's: begin with all zero, end with job_release(). It may be filled again and again. */
struct job {
    uint64_t number;     /* from 0 */
    struct buffer texts; /* each with a NUL */
    struct buffer data;  /* slices and heads */
    struct job_item *items;
    size_t item_count;
    size_t item_capacity;
    uint64_t cost;  /* about so many bytes are to be read, a file's opening counted as some */
    uint64_t bytes; /* on the disk */
};

void job_clear(struct job *job, uint64_t number);
void job_release(struct job *job);

/* Append an item, whose text is copied. Returns NS_OK, NS_ERR_NOMEM. */
ns_status job_add(struct job *job, struct job_item item, const char *text, struct ns_error *err);

/* The text of an item; valid until the next one is added. */
const char *job_text(const struct job *job, const struct job_item *item);

/* What a slice holds; valid as long. */
struct input job_input(const struct job *job, const struct job_item *item);

#endif
