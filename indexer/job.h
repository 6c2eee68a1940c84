/* job.h - a piece of the work of building: some files, or some lines of one, that follow one another in the order of the index. */
#ifndef INDEXER_JOB_H
#define INDEXER_JOB_H

#include "index/buffer.h"

enum job_item_kind {
    JOB_FILE,    /* a file that is to be loaded and read */
    JOB_LINES,   /* lines of a file that have been read */
    JOB_PROBLEM, /* something to tell when all before has been done */
};

struct job_item {
    enum job_item_kind kind;
    size_t text;  /* where in the job's texts the path stands, or what is to be told */
    size_t begin; /* of the lines in the job's lines */
    size_t size;
    uint64_t lines_before; /* in the file */
    uint64_t left_out;     /* see struct input */
    uint64_t file_size;
    int64_t mtime;
    bool first;       /* of the lines: they are the first of their file */
    bool passed_over; /* of a problem: it is a file of which nothing could be read */
};

/* The owner's: begin with all zero, end with job_release(). It may be filled again and again. */
struct job {
    uint64_t number;     /* from 0 */
    struct buffer texts; /* each with a NUL */
    struct buffer lines;
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

#endif
