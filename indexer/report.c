/* report.c - a ring of outcomes that wait for their turn. */
#include "indexer/report.h"

#include <stdlib.h>
#include <string.h>

static void end_outcome(struct outcome *outcome, ns_status status, const struct ns_error *err)
{
    if (outcome->status != NS_OK) return;
    outcome->status = status;
    outcome->err = *err;
}

void outcome_tell(struct outcome *outcome, enum problem_kind kind, const char *message)
{
    struct ns_error err;
    if (outcome->status != NS_OK) return;
    if (outcome->strict) {
        end_outcome(outcome, ns_fail(&err, NS_ERR_FORMAT, "%s; nothing is passed over, so this is the end", message), &err);
        return;
    }
    ns_status status = buffer_append_byte(&outcome->messages, (uint8_t)kind, &err);
    if (status == NS_OK) status = buffer_append(&outcome->messages, message, strlen(message) + 1, &err);
    outcome->problems[kind]++;
    if (status != NS_OK) end_outcome(outcome, status, &err);
}

ns_status outcome_check(const struct outcome *outcome, struct ns_error *err)
{
    if (outcome->status != NS_OK && err) *err = outcome->err;
    return outcome->status;
}

static void outcome_free(struct outcome *outcome)
{
    if (!outcome) return;
    buffer_release(&outcome->messages);
    buffer_release(&outcome->listing);
    free(outcome);
}

void report_init(struct report *report, const struct listener *listener, struct progress *progress)
{
    *report = (struct report){.listener = listener, .progress = progress};
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
    for (const char *at = outcome->messages.data; at < end; at += 1 + strlen(at + 1) + 1)
        report->listener->problem(report->listener->context, (enum problem_kind)(uint8_t)*at, at + 1);
}

/* After a failure nothing is told any more, so that it does not matter what was done beyond it. */
static void tell(struct report *report, const struct outcome *outcome)
{
    struct outcome *sum = &report->sum;
    if (sum->status != NS_OK) return;
    tell_messages(report, outcome);
    const struct listener *listener = report->listener;
    if (outcome->listing.size > 0) listener->list(listener->context, outcome->listing.data, outcome->listing.size);
    sum->articles += outcome->articles;
    sum->files += outcome->files;
    sum->passed_over += outcome->passed_over;
    for (int kind = 0; kind < PROBLEM_KINDS; kind++)
        sum->problems[kind] += outcome->problems[kind];
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
