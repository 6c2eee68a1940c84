/* tasks.h - two pieces of work that may be done at the same time.
 *
 * index/ knows nothing of threads: whoever has some gives it a function that runs two tasks.
 */
#ifndef INDEX_TASKS_H
#define INDEX_TASKS_H

struct task {
    void (*run)(void *context);
    void *context;
};

/* Runs both tasks, in any order or at the same time, and returns when both are done. The tasks share nothing that either changes. */
typedef void run_both_function(const struct task *first, const struct task *second);

/* One after the other. */
static inline void run_in_turn(const struct task *first, const struct task *second)
{
    first->run(first->context);
    second->run(second->context);
}

#endif
