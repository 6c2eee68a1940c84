/* peer.h - an engine of the bench as a program of its own: it makes an index of a source, and answers queries.
 *
 *   PEER build SOURCE passages|articles INDEX   make an index, a row a passage or an article
 *   PEER pack INDEX                             bring it into the form that is smallest and searched fastest
 *   PEER serve INDEX                            answer queries, a line each on standard input, until that ends
 *
 * `serve` first prints "ready", a tab and the engine's name and version, and for each query one line "HITS ARTICLES BYTES MICROSECONDS".
 * A query is "top", "best" or "all" and then what bench_query.h says. For top the 10 best are found, and their text is fetched: HITS of them, with
 * BYTES of text; for best they are found, and no text is. For all, HITS counts all matching rows without ranking and without text, and ARTICLES the articles these are of, or is -1
 * where the engine does not know. MICROSECONDS are those of the processor, in the thread that answers. Any other line is an error, which is
 * complained of on standard error; the program then ends with status 2.
 *
 * This is the one interface that the bench knows engines by, whatever language they are written in; for those in C and C++ the functions
 * below are all that there is to write.
 */
#ifndef TESTS_BENCH_PEER_H
#define TESTS_BENCH_PEER_H

#include <stdint.h>

#include "tests/bench/bench_query.h"
#include "tests/bench/source.h"

#define PEER_BEST 10

struct peer_answer {
    uint64_t hits;
    int64_t articles;
    uint64_t text_bytes;
};

/* Each returns a status as everywhere; a NULL stands for what the engine has no part in. */
struct peer_ops {
    const char *name; /* of the program, for messages */
    const char *(*version)(void);
    ns_status (*build)(struct source *source, const char *path, struct ns_error *err);
    ns_status (*pack)(const char *path, struct ns_error *err);
    ns_status (*open)(const char *path, void **out, struct ns_error *err);
    ns_status (*top)(void *engine, const struct bench_query *query, struct peer_answer *answer, struct ns_error *err);
    ns_status (*best)(void *engine, const struct bench_query *query, struct peer_answer *answer, struct ns_error *err);
    ns_status (*all)(void *engine, const struct bench_query *query, struct peer_answer *answer, struct ns_error *err);
    void (*close)(void *engine);
};

/* What such a program's main() does. Returns its exit status: 0, or 2 after a complaint. */
int peer_main(const struct peer_ops *ops, int argc, char **argv);

#endif
