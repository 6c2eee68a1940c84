/* walk_each.h - a walk that hands each file to a function. */
#ifndef TESTS_UNIT_WALK_EACH_H
#define TESTS_UNIT_WALK_EACH_H

#include "indexer/walk.h"

/* What the function returns other than NS_OK ends the walk. */
struct walk_sink {
    ns_status (*file)(void *context, const char *path, struct ns_error *err);
    problem_function *problem;
    void *context;
};

static inline ns_status walk_each(const char *const *paths, size_t count, const struct walk_sink *sink, struct ns_error *err)
{
    struct walk *walk;
    struct stat found;
    const char *path = "";
    ns_status status = walk_open(paths, count, sink->problem, sink->context, &walk, err);
    while (status == NS_OK && path) {
        status = walk_next(walk, &path, &found, err);
        if (status == NS_OK && path) status = sink->file(sink->context, path, err);
    }
    walk_close(walk);
    return status;
}

#endif
