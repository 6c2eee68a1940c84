/* engines.h - what the bench's measuring programs share. The engines of a run stand on the command line behind the program's own arguments,
 * each as "-- NAME WORD COMMAND...". */
#ifndef TESTS_BENCH_ENGINES_H
#define TESTS_BENCH_ENGINES_H

#include "tests/bench/bench_query.h"

#define ENGINES_MAX 12

struct engine {
    const char *name;
    const char *word; /* what the program does with it */
    char **argv;      /* the command; ends with NULL */
    size_t argc;
};

struct engine_list {
    struct engine items[ENGINES_MAX];
    size_t count;
};

/* Read them; the marks between them become NULL.
 * @argv  from the first "--" on. Returns NS_OK, NS_ERR_ARG. */
ns_status engines_parse(int argc, char **argv, struct engine_list *out, struct ns_error *err);

/* The queries of a file, as draw prints them. */
struct bench_query_list {
    struct bench_query *items;
    size_t count;
    size_t capacity;
};

/* @out  begins with all zero; the caller frees its items. Returns NS_OK, NS_ERR_IO, NS_ERR_FORMAT, NS_ERR_NOMEM. */
ns_status bench_queries_read(const char *path, struct bench_query_list *out, struct ns_error *err);

/* Print one figure as a line of the bench's table: PART, COLLECTION, CASE, ENGINE, FIGURE, VALUE with tabs between. */
void print_figure(const char *part, const char *collection, const char *case_name, const char *engine, const char *figure, double value);

#endif
