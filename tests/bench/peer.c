/* peer.c - the command line and the conversation of an engine's program. */
#include "tests/bench/peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Of this thread alone, so that neither the bench that waits for the answer nor what else the machine does is counted. */
static double microseconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec * 1e-3;
}

static ns_status build(const struct peer_ops *ops, const char *source_path, const char *unit, const char *path, struct ns_error *err)
{
    struct source *source = NULL;
    if (!ops->build) return ns_fail(err, NS_ERR_ARG, "builds nothing");
    ns_status status = source_open(source_path, strcmp(unit, "articles") == 0 ? SOURCE_ARTICLES : SOURCE_PASSAGES, &source, err);
    if (status == NS_OK) status = ops->build(source, path, err);
    source_close(source);
    return status;
}

typedef ns_status answerer(void *engine, const struct bench_query *query, struct peer_answer *answer, struct ns_error *err);

/* Who answers the verb that a line begins with, or NULL. Sets *rest to what is behind it. */
static answerer *answerer_of(const struct peer_ops *ops, const char *line, const char **rest)
{
    const struct {
        const char *verb;
        answerer *answer;
    } verbs[] = {{"top ", ops->top}, {"best ", ops->best}, {"all ", ops->all}};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        *rest = line + strlen(verbs[i].verb);
        if (strncmp(line, verbs[i].verb, strlen(verbs[i].verb)) == 0) return verbs[i].answer;
    }
    return NULL;
}

/* Answer one line. */
static ns_status answer_line(const struct peer_ops *ops, void *engine, const char *line, struct ns_error *err)
{
    struct bench_query query;
    struct peer_answer answer = {.articles = -1};
    const char *rest;
    answerer *answer_query = answerer_of(ops, line, &rest);
    if (!answer_query) return ns_fail(err, NS_ERR_FORMAT, "\"%.80s\": wanted top, best or all and a query", line);
    ns_status status = bench_query_parse(rest, &query, err);
    if (status != NS_OK) return status;
    const double begin = microseconds_now();
    status = answer_query(engine, &query, &answer, err);
    const double time = microseconds_now() - begin;
    if (status != NS_OK) return status;
    printf("%llu %lld %llu %.3f\n", (unsigned long long)answer.hits, (long long)answer.articles, (unsigned long long)answer.text_bytes,
           time);
    return fflush(stdout) == 0 ? NS_OK : ns_fail_errno(err, NS_ERR_IO, "standard output");
}

static ns_status serve(const struct peer_ops *ops, const char *path, struct ns_error *err)
{
    void *engine = NULL;
    char *line = NULL;
    size_t capacity = 0;
    ns_status status = ops->open(path, &engine, err);
    if (status != NS_OK) return status;
    printf("ready\t%s\n", ops->version());
    fflush(stdout);
    while (status == NS_OK && getline(&line, &capacity, stdin) > 0)
        status = answer_line(ops, engine, line, err);
    free(line);
    ops->close(engine);
    return status;
}

int peer_main(const struct peer_ops *ops, int argc, char **argv)
{
    struct ns_error err;
    ns_status status;
    if (argc == 5 && strcmp(argv[1], "build") == 0) {
        status = build(ops, argv[2], argv[3], argv[4], &err);
    } else if (argc == 3 && strcmp(argv[1], "pack") == 0) {
        status = ops->pack ? ops->pack(argv[2], &err) : ns_fail(&err, NS_ERR_ARG, "packs nothing");
    } else if (argc == 3 && strcmp(argv[1], "serve") == 0) {
        status = serve(ops, argv[2], &err);
    } else {
        status = ns_fail(&err, NS_ERR_ARG, "wanted build SOURCE passages|articles INDEX, pack INDEX or serve INDEX");
    }
    if (status != NS_OK) fprintf(stderr, "%s: %s\n", ops->name, err.msg);
    return status == NS_OK ? 0 : 2;
}
