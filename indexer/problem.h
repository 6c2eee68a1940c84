/* problem.h - what can be wrong with what is read, and how it is told. */
#ifndef INDEXER_PROBLEM_H
#define INDEXER_PROBLEM_H

#include <stdbool.h>
#include <stdint.h>

#include "index/error.h"

/* Kinds of problems, for who sums them up: name, what one is, what several are. */
#define PROBLEM_KIND_LIST(X)                                                                                                               \
    X(PROBLEM_UNREADABLE, "file that cannot be read", "files that cannot be read")                                                         \
    X(PROBLEM_SPECIAL, "name that is no file", "names that are no files")                                                                  \
    X(PROBLEM_DAMAGED, "damaged record or file", "damaged records or files")                                                               \
    X(PROBLEM_EMPTY, "record or file without text", "records or files without text")                                                       \
    X(PROBLEM_FIELD, "field that is not what was wanted", "fields that are not what was wanted")                                           \
    X(PROBLEM_DATE, "date that cannot be read", "dates that cannot be read")                                                               \
    X(PROBLEM_BYTES, "text with bytes of no character", "texts with bytes of no character")                                                \
    X(PROBLEM_LIMIT, "article or file over a limit", "articles or files over a limit")

enum problem_kind {
#define PROBLEM_KIND_NAME(name, one, several) name,
    PROBLEM_KIND_LIST(PROBLEM_KIND_NAME)
#undef PROBLEM_KIND_NAME
        PROBLEM_KINDS
};

/* "1 damaged record or file", "2 damaged records or files". */
const char *problem_kind_name(enum problem_kind kind, bool several);

/* The kind of what kept a file from being read. */
enum problem_kind problem_of_status(ns_status status);

/* Told of something that was passed over or repaired.
 * @line  in the file, from 1; 0 when all of it is meant
 * @what  what is wrong and what was wanted, no line end */
typedef void problem_function(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what);

#endif
