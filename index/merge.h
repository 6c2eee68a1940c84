/* merge.h - makes an index file of runs. What is in the file does not depend on how the articles were spread over them. */
#ifndef INDEX_MERGE_H
#define INDEX_MERGE_H

#include "index/run.h"
#include "index/tasks.h"

struct merge_options {
    const char *language;
    xap_writer_kind postings;
    bool in_files; /* what grows with the text goes to temporary files until its place in the index is known */
    run_both_function *run_both;
};

/* What an index came to. */
struct index_totals {
    uint64_t articles;
    uint64_t copies; /* articles that are copies of one that came before (near_copies.h) */
    uint64_t passages;
    uint64_t words;      /* tokens in all articles */
    uint64_t text_bytes; /* of all articles' text */
    uint64_t file_bytes; /* of the index */
};

/* Write all sections, and commit the file.
 * In memory are, whatever the options: of each distinct form some 40 bytes and of each run's forms and stems 4 each, the distinct gaps, of
 * each passage some 30 bytes, of each article for a while some 75 (merge_copies.h), and of each run in a file some windows of 16 KiB.
 * Returns NS_OK, NS_ERR_LIMIT (more passages or distinct words than an index can have), NS_ERR_IO, NS_ERR_NOMEM. */
ns_status merge_runs(const struct merge_options *options, const struct run *runs, uint32_t run_count, struct index_file_writer *file,
                     struct index_totals *totals, struct ns_error *err);

#endif
