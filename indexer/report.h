/* report.h - what the jobs came to, told in their order whatever the order in which they end.
 *
 * Several threads may call at the same time.
 */
#ifndef INDEXER_REPORT_H
#define INDEXER_REPORT_H

#include <pthread.h>

#include "index/buffer.h"
#include "indexer/progress.h"

/* What a job came to. */
struct outcome {
    uint64_t job;
    struct buffer messages; /* each with a NUL */
    uint64_t articles;
    uint64_t files;       /* that were read */
    uint64_t passed_over; /* files that could not be read */
    uint64_t problems;    /* messages */
    uint64_t bytes;       /* on the disk */
    ns_status status;     /* but for NS_OK nothing comes behind this job */
    struct ns_error err;
};

/* Append a message; one that there is no memory for ends the build. */
void outcome_tell(struct outcome *outcome, const char *message);

/* How far the jobs that are handed out may be ahead of the first that has not ended. */
#define REPORT_AHEAD 256

/* The owner's: report_init() begins it, report_release() ends it. What is not for the lock is read when all threads have ended. */
struct report {
    pthread_mutex_t lock;
    pthread_cond_t told; /* a job was */
    uint64_t next;       /* the job to be told next */
    struct outcome *waiting[REPORT_AHEAD];
    void (*problem)(const char *message);
    struct progress *progress;
    struct outcome sum; /* of all that was told: its status is the first that was not NS_OK */
};

void report_init(struct report *report, void (*problem)(const char *message), struct progress *progress);
void report_release(struct report *report);

/* Take what a job came to, and tell it and all that has waited for it.
 * @outcome  (transfer full) from malloc() */
void report_put(struct report *report, struct outcome *outcome);

/* Wait until a job may be begun. Returns whether it may; it may not when one before it has failed. */
bool report_may_begin(struct report *report, uint64_t job);

#endif
