/* supply.h - cuts the files that are to be indexed into jobs, in the order of the index. */
#ifndef INDEXER_SUPPLY_H
#define INDEXER_SUPPLY_H

#include "indexer/job.h"

/* About how large a job is, unless a single file or record is larger. */
#define JOB_COST (UINT64_C(1) << 20)

struct supply;

/* Files that are being made: the index, and the log of problems. */
#define SUPPLY_MADE 2

struct supply_options {
    const char *made[SUPPLY_MADE]; /* should one be among the files, it is none of them; NULL for none */
    struct intake_options intake;
};

/* @paths  (borrowed) count paths of files and folders, or "-" for standard input
 * @out    (transfer full) release with supply_close()
 * Returns what walk_open() does. */
ns_status supply_open(const char *const *paths, size_t count, const struct supply_options *options, struct supply **out,
                      struct ns_error *err);

/* Fill the next job; one without an item means that there is none. Containers are read here; other files are only named.
 * Returns NS_OK, NS_ERR_IO (a given path is gone), NS_ERR_STOPPED, NS_ERR_NOMEM; what is in the job then comes before that. */
ns_status supply_next(struct supply *supply, struct job *job, struct ns_error *err);

void supply_close(struct supply *supply);

#endif
