/* report.c - a ring of outcomes that wait for their turn. */
#include "indexer/report.h"

#include <stdlib.h>
#include <string.h>

void outcome_tell(struct outcome *outcome, const char *message)
{
    struct ns_error err;
    const ns_status status = buffer_append(&outcome->messages, message, strlen(message) + 1, &err);
    outcome->problems++;
    if (status == NS_OK || outcome->status != NS_OK) return;
    outcome->status = status;
    outcome->err = err;
}

static void outcome_free(struct outcome *outcome)
{
    if (!outcome) return;
    buffer_release(&outcome->messages);
    free(outcome);
}

void report_init(struct report *report, void (*problem)(const char *message), struct progress *progress)
{
    *report = (struct report){.problem = problem, .progress = progress};
    pthread_mutex_init(&report->lock, NULL);
    pthread_cond_init(&report->told, NULL);
}

void report_release(struct report *report)
{
    for (size_t i = 0; i < REPORT_AHEAD; i++)
        outcome_free(report->waiting[i]);
    pthread_cond_destroy(&report->told);
    pthread_mutex_destroy(&report->lock);
}

static void tell_messages(const struct report *report, const struct outcome *outcome)
{
    const char *end = outcome->messages.data + outcome->messages.size;
    if (outcome->messages.size == 0) return;
    progress_clear(report->progress);
    for (const char *message = outcome->messages.data; message < end; message += strlen(message) + 1)
        report->problem(message);
}

/* After a failure nothing is told any more, so that it does not matter what was done beyond it. */
static void tell(struct report *report, const struct outcome *outcome)
{
    struct outcome *sum = &report->sum;
    if (sum->status != NS_OK) return;
    tell_messages(report, outcome);
    sum->articles += outcome->articles;
    sum->files += outcome->files;
    sum->passed_over += outcome->passed_over;
    sum->problems += outcome->problems;
    sum->status = outcome->status;
    sum->err = outcome->err;
    report->progress->articles += outcome->articles;
    report->progress->bytes += outcome->bytes;
    progress_draw(report->progress);
}

void report_put(struct report *report, struct outcome *outcome)
{
    pthread_mutex_lock(&report->lock);
    report->waiting[outcome->job % REPORT_AHEAD] = outcome;
    for (struct outcome **turn; turn = &report->waiting[report->next % REPORT_AHEAD], *turn; report->next++) {
        tell(report, *turn);
        outcome_free(*turn);
        *turn = NULL;
    }
    pthread_cond_broadcast(&report->told);
    pthread_mutex_unlock(&report->lock);
}

bool report_may_begin(struct report *report, uint64_t job)
{
    pthread_mutex_lock(&report->lock);
    while (job - report->next >= REPORT_AHEAD)
        pthread_cond_wait(&report->told, &report->lock);
    const bool may = report->sum.status == NS_OK;
    pthread_mutex_unlock(&report->lock);
    return may;
}
