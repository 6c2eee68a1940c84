/* threads.h - runs workers at the same time. */
#ifndef CLI_THREADS_H
#define CLI_THREADS_H

#include <stddef.h>

/* Processors that this process may use, at least 1. */
unsigned threads_processors(void);

/* Call work() with each of `count` workers, each in a thread of its own but for the last, which has this one; returns when all have come
 * back. A worker for which no thread can be had works behind the others, and so none may wait for what only another one does.
 * @workers  an array of structs of `size` bytes */
void threads_run(void (*work)(void *worker), void *workers, size_t size, size_t count);

#endif
