/* threads.h - runs tasks at the same time. */
#ifndef INDEXER_THREADS_H
#define INDEXER_THREADS_H

#include <stddef.h>

#include "index/tasks.h"

/* Processors that this process may use, at least 1. */
unsigned threads_processors(void);

/* Run all tasks, each in a thread of its own but for the last, which is this one's; returns when all are done. A task for which no thread
 * can be had is run behind the others. */
void threads_run(const struct task *tasks, size_t count);

/* The same with two, for those who know nothing of threads. */
run_both_function threads_run_both;

#endif
