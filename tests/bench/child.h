/* child.h - programs that the bench starts: to be measured from start to end, or to be talked to line by line. */
#ifndef TESTS_BENCH_CHILD_H
#define TESTS_BENCH_CHILD_H

#include <stdio.h>
#include <sys/types.h>

#include "index/error.h"

/* What a program took. */
struct child_cost {
    double seconds;    /* by the clock, from before it was started until it was waited for */
    double processor;  /* seconds of all its threads, and of programs that it started and waited for */
    double peak_bytes; /* of resident memory, at the worst moment; mapped files count */
    int status;        /* its exit status, or 128 and a signal's number */
};

/* Run a program to its end.
 * @argv    ends with NULL; looked for in PATH
 * @output  a descriptor for its standard output, or -1 to share ours
 * Returns NS_OK (whatever its exit status), NS_ERR_IO. */
ns_status child_run(char *const *argv, int output, struct child_cost *cost, struct ns_error *err);

/* A program that answers lines with lines. The caller's: begin with all zero, end with child_stop(). */
struct child {
    const char *name; /* borrowed from argv */
    pid_t pid;
    FILE *to, *from;
    char *line; /* the last that it said, without line end */
    size_t capacity;
};

/* Start it and read its first line. Returns NS_OK, NS_ERR_IO. */
ns_status child_start(char *const *argv, struct child *child, struct ns_error *err);

/* Say a line, "FIRST SECOND", and read the answer into child->line. Returns NS_OK, NS_ERR_IO (also where it has ended). */
ns_status child_ask(struct child *child, const char *first, const char *second, struct ns_error *err);

/* Its memory that no file stands behind, in bytes. Returns NS_OK, NS_ERR_IO. */
ns_status child_private_bytes(const struct child *child, double *bytes, struct ns_error *err);

/* End its input and wait for it. Returns NS_OK, NS_ERR_IO if it did not end well. */
ns_status child_stop(struct child *child, struct ns_error *err);

#endif
