/* report.h - what the jobs came to, told in their order whatever the order in which they end.
 *
 * Several threads may call at the same time.
 */
#ifndef INDEXER_REPORT_H
#define INDEXER_REPORT_H

#include <pthread.h>

#include "index/buffer.h"
#include "indexer/problem.h"
#include "indexer/progress.h"

/* Who is told of what the jobs came to: in their order, by one thread at a time. */
struct listener {
    /* @message  "path:line: what is wrong" or "path: ..."; an escaped line is not the caller's concern */
    void (*problem)(void *context, enum problem_kind kind, const char *message);

    /* Rows of articles (listing.h), some at a time. */
    void (*list)(void *context, const char *rows, size_t size);
    void *context;
};

/* What a job came to. */
struct outcome {
    uint64_t job;
    struct buffer messages; /* of each problem: its kind, a byte, and what to tell, with a NUL */
    struct buffer listing;  /* rows (listing.h) */
    bool strict;            /* the first problem is the end */
    uint64_t articles;
    uint64_t files;       /* that were read */
    uint64_t passed_over; /* files that could not be read */
    uint64_t problems[PROBLEM_KINDS];
    uint64_t bytes;   /* on the disk */
    ns_status status; /* but for NS_OK nothing comes behind this job */
    struct ns_error err;
};

/* Append a problem; one that there is no memory for, and in a strict build any, is the outcome's end. */
void outcome_tell(struct outcome *outcome, enum problem_kind kind, const char *message);

/* Returns what has ended the outcome; NS_OK if nothing has. */
ns_status outcome_check(const struct outcome *outcome, struct ns_error *err);

/* How far the jobs that are handed out may be ahead of the first that has not ended. */
#define REPORT_AHEAD 256

/* The owner's: report_init() begins it, report_release() ends it. What is not for the lock is read when all threads have ended. */
struct report {
    pthread_mutex_t lock;
    pthread_cond_t told; /* a job was */
    uint64_t next;       /* the job to be told next */
    struct outcome *waiting[REPORT_AHEAD];
    const struct listener *listener;
    struct progress *progress;
    struct outcome sum; /* of all that was told: its status is the first that was not NS_OK */
};

void report_init(struct report *report, const struct listener *listener, struct progress *progress);
void report_release(struct report *report);

/* Take what a job came to, and tell it and all that has waited for it.
 * @outcome  (transfer full) from malloc() */
void report_put(struct report *report, struct outcome *outcome);

/* Wait until a job may be begun. Returns whether it may; it may not when one before it has failed. */
bool report_may_begin(struct report *report, uint64_t job);

#endif
