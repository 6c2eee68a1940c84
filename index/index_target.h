/* index_target.h - the place that an index is to have, and what may stand there before it.
 *
 * An index may take the place of an index, of an empty file and of nothing; never of a file that somebody named by mistake. A symbolic link
 * stays, and what it leads to is replaced, or made if it is not there yet.
 */
#ifndef INDEX_INDEX_TARGET_H
#define INDEX_INDEX_TARGET_H

#include <stdbool.h>

#include "index/error.h"

/* The owner's: index_target_init() begins it, index_target_release() ends it. */
struct index_target {
    char *path;   /* no symbolic link when it was looked at */
    char *folder; /* of it */
};

/* Follow the symbolic links at a path, also those that lead to nothing yet. On failure it holds nothing.
 * Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status index_target_init(struct index_target *target, const char *path, struct ns_error *err);

/* One of all zero is allowed. */
void index_target_release(struct index_target *target);

/* Look whether an index may take the place of what stands at a path.
 * @name   of the target as it was given, for messages
 * @flags  as fstatat(2) has them: with AT_SYMLINK_NOFOLLOW a symbolic link is refused
 * Returns NS_OK, NS_ERR_ARG (there is something else, or the path is empty), NS_ERR_IO (that cannot be seen). */
ns_status index_target_check(const char *path, const char *name, int flags, struct ns_error *err);

/* Whether a file at a path begins as an index does. What is no regular file is none and is not opened; what this user may write and not
 * read, as some logs, is taken for none.
 * Returns NS_OK, NS_ERR_IO (there is a file, which cannot be read for another reason). */
ns_status index_target_is_index(const char *path, bool *is_index, struct ns_error *err);

/* Whether two paths lead to one file, or would once it is made. A path that leads nowhere is the same as none.
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status index_target_same(const char *a, const char *b, bool *same, struct ns_error *err);

#endif
