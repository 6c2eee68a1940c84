/* supply.h - cuts the files that are to be indexed into jobs, in the order of the index. */
#ifndef INDEXER_SUPPLY_H
#define INDEXER_SUPPLY_H

#include "indexer/job.h"

/* About how large a job is, unless a single file or line is larger. */
#define JOB_COST (UINT64_C(1) << 20)

struct supply;

/* @paths   (borrowed) count paths of files and folders
 * @target  the index that is being made: should it be among the files, it is none of them
 * @out     (transfer full) release with supply_close()
 * Returns what walk_open() does. */
ns_status supply_open(const char *const *paths, size_t count, const char *target, struct supply **out, struct ns_error *err);

/* Fill the next job; one without an item means that there is none. Files of JSON Lines are read here; others are only named.
 * Returns NS_OK, NS_ERR_IO (a given path is gone), NS_ERR_NOMEM; what is in the job then comes before that. */
ns_status supply_next(struct supply *supply, struct job *job, struct ns_error *err);

void supply_close(struct supply *supply);

#endif
