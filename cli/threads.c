/* threads.c - POSIX threads, as many as can be had. */
#include "cli/threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>

unsigned threads_processors(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    const int count = CPU_COUNT(&set);
    return count > 0 ? (unsigned)count : 1;
}

/* A thread that may not have been had. */
struct started {
    pthread_t thread;
    bool runs;
    void (*work)(void *worker);
    void *worker;
};

static void *run(void *context)
{
    const struct started *started = context;
    started->work(started->worker);
    return NULL;
}

void threads_run(void (*work)(void *worker), void *workers, size_t size, size_t count)
{
    char *worker = workers;
    struct started *started = calloc(count, sizeof *started);
    for (size_t i = 0; started && i + 1 < count; i++) {
        started[i].work = work;
        started[i].worker = worker + i * size;
        started[i].runs = pthread_create(&started[i].thread, NULL, run, &started[i]) == 0;
    }
    if (count > 0) work(worker + (count - 1) * size);
    for (size_t i = 0; i + 1 < count; i++) {
        if (started && started[i].runs) {
            pthread_join(started[i].thread, NULL);
        } else {
            work(worker + i * size);
        }
    }
    free(started);
}
