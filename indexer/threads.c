/* threads.c - POSIX threads, as many as can be had. */
#include "indexer/threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

unsigned threads_processors(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    const int count = CPU_COUNT(&set);
    return count > 0 ? (unsigned)count : 1;
}

static void *run(void *context)
{
    const struct task *task = context;
    task->run(task->context);
    return NULL;
}

/* A thread that may not have been had. */
struct started {
    pthread_t thread;
    bool runs;
};

void threads_run(const struct task *tasks, size_t count)
{
    struct started *started = calloc(count, sizeof *started);
    for (size_t i = 0; started && i + 1 < count; i++)
        started[i].runs = pthread_create(&started[i].thread, NULL, run, (void *)(uintptr_t)&tasks[i]) == 0;
    if (count > 0) tasks[count - 1].run(tasks[count - 1].context);
    for (size_t i = 0; i + 1 < count; i++) {
        if (started && started[i].runs) {
            pthread_join(started[i].thread, NULL);
        } else {
            tasks[i].run(tasks[i].context);
        }
    }
    free(started);
}

void threads_run_both(const struct task *first, const struct task *second)
{
    const struct task tasks[] = {*first, *second};
    threads_run(tasks, 2);
}
