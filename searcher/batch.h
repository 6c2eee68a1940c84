/* batch.h - answers many queries, one a line, in one process: threads answer different ones side by side, and the answers come out in
 * the order of the lines, the same bytes whatever the number of threads.
 *
 * A line is "id TAB query", or only the query, whose id is then the number of the line; empty lines are passed over. An answer comes out as
 * soon as those before it did, so that whoever asks through a pipe that stays open gets each when it is there. It is whole: of a line that
 * cannot be answered (a query over a limit, one that is refused) nothing is printed; it is complained of, and the others go on.
 *
 * Where nothing is to be printed (questions->silent) the first line that finds something is the end: no more is read.
 */
#ifndef SEARCHER_BATCH_H
#define SEARCHER_BATCH_H

#include "searcher/question.h"

/* More threads than anyone has processors. */
#define BATCH_JOBS_MAX 1024

/* For words that are not in the index something is suggested up to this line: nobody reads more of that, and in a large index it takes a
 * thousand times what it takes to find nothing. */
#define BATCH_SUGGEST_LINES 1000

struct batch_options {
    const char *program;        /* who complains */
    const char *queries;        /* path of the lines; - for standard input */
    const char *const *indexes; /* paths; not opened if questions->parse */
    size_t index_count;
    uint32_t jobs; /* threads, 1 to BATCH_JOBS_MAX */
    bool no_notes; /* on how the queries were read */
    const struct question_options *questions;
};

/* What the lines came to. */
struct batch_result {
    bool found;  /* at least one of them found something */
    bool failed; /* one could not be answered, or the answers could not be written; that was complained of */
    bool closed; /* nothing more can be written, as nobody reads it or for a failure */
};

/* Answer all lines to standard output, which is flushed then.
 * Returns NS_OK, also where lines failed; NS_ERR_IO (the lines cannot be read: those before that place are answered); what
 * collection_open() does. */
ns_status batch_run(const struct batch_options *options, struct batch_result *result, struct ns_error *err);

#endif
