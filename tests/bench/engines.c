/* engines.c - what the bench's measuring programs share: their command lines, their queries and the form of what they print. */
#include "tests/bench/engines.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_mark(const char *argument)
{
    return strcmp(argument, "--") == 0;
}

ns_status engines_parse(int argc, char **argv, struct engine_list *out, struct ns_error *err)
{
    *out = (struct engine_list){0};
    for (int i = 0; i < argc;) {
        struct engine *engine = &out->items[out->count];
        if (out->count++ == ENGINES_MAX || argc - i < 4 || !is_mark(argv[i]))
            return ns_fail(err, NS_ERR_ARG, "wanted up to %d engines, each -- NAME WORD COMMAND", ENGINES_MAX);
        argv[i] = NULL;
        *engine = (struct engine){argv[i + 1], argv[i + 2], argv + i + 3, 0};
        for (i += 3; i < argc && !is_mark(argv[i]); i++)
            engine->argc++;
    }
    return out->count > 0 ? NS_OK : ns_fail(err, NS_ERR_ARG, "wanted an engine: -- NAME WORD COMMAND");
}

ns_status bench_queries_read(const char *path, struct bench_query_list *out, struct ns_error *err)
{
    char *line = NULL;
    size_t capacity = 0;
    ns_status status = NS_OK;
    FILE *file = fopen(path, "re");
    if (!file) return ns_fail_errno(err, NS_ERR_IO, "%s", path);
    while (status == NS_OK && getline(&line, &capacity, file) > 0) {
        status = array_reserve((void **)&out->items, &out->capacity, out->count + 1, sizeof *out->items, err);
        if (status == NS_OK) status = bench_query_parse(line, &out->items[out->count], err);
        if (status == NS_OK) out->count++;
    }
    free(line);
    fclose(file);
    return status;
}

void print_figure(const char *part, const char *collection, const char *case_name, const char *engine, const char *figure, double value)
{
    printf("%s\t%s\t%s\t%s\t%s\t%.6g\n", part, collection, case_name, engine, figure, value);
}
