/* build.h - the way from paths to an index file: walk, load, read, put, finish. */
#ifndef INDEXER_BUILD_H
#define INDEXER_BUILD_H

#include <stdatomic.h>

#include "index/index_writer.h"
#include "indexer/report.h"
#include "indexer/intake.h"

/* The most threads. Each may have a temporary file and an article's open at once, and a process commonly may have 1024 files. */
#define BUILD_JOBS_MAX 256

struct field_map;

struct build_options {
    const char *output;
    const char *language;
    unsigned jobs;                     /* threads; 0 for one a processor; over BUILD_JOBS_MAX is that */
    uint64_t memory;                   /* bytes that the articles may take before they go to temporary files; 0 for INDEX_MEMORY */
    xap_writer_kind postings;          /* who writes them */
    const struct field_map *fields;    /* how records call what; NULL for the usual names */
    bool progress;                     /* draw a bar on standard error if that is a terminal */
    const atomic_int *stop;            /* not 0: end before the next article, though none may come, the target as it was; a signal
                                          handler may set it */
    const struct input_format *format; /* what every source is; NULL to be told by itself */
    uint64_t inflated_max;             /* bytes that a source may inflate to; 0 for INPUT_INFLATED_MAX */
    const char *log;                   /* the file that problems are written to, which is no input; NULL for none */
    bool strict;                       /* the first problem ends the build */
    bool list;                         /* make no index, but tell the rows of the articles */
    struct listener listener;
};

struct build_result {
    struct index_totals totals;
    uint64_t files;                   /* that were read */
    uint64_t passed_over;             /* files that could not be read, or hold no text */
    uint64_t problems[PROBLEM_KINDS]; /* told, those of the files passed over too */
    double seconds;
};

/* Make an index of the articles at and below the paths. What is in it and what is told do not depend on the number of threads or the
 * memory.
 * Returns NS_OK, or what went wrong; the target is then as it was. Finding no article at all, and in a strict build the first
 * problem, is NS_ERR_FORMAT, a stop NS_ERR_STOPPED. */
ns_status build_index(const struct build_options *options, const char *const *paths, size_t count, struct build_result *result,
                      struct ns_error *err);

#endif
