/* build_folder.h - the hidden folder in which an index is made, and what becomes of it when its process dies.
 *
 * It stands in the folder of the target, so that the finished file can be renamed into its place, and is called BUILD_FOLDER_PREFIX and six
 * letters and digits. Only its owner may enter it. Its first file, BUILD_FOLDER_LOCK, is held with flock(2) as long as the folder is in
 * use: the system lets go of it with the process, however that ends. So a folder whose lock is free, or which is empty, is nobody's any
 * more, and the next build beside it removes it.
 *
 *   Who makes one retries with another name where somebody removed it between the making and the lock.
 *   Who removes one holds its lock meanwhile, and removes it last: two that clean up at once, or one that is killed on the way, are safe.
 *   Folders of other users, those that others may enter, symbolic links, and whatever else has such a name are left alone, without a word.
 *   Where the file system has no such locks, folders are made and left alone. Over a network the locks have to reach from machine to
 *   machine (NFS does that unless it is mounted with local locks): else a build on one machine takes that on another for dead. Then the
 *   other cannot put its index in place, and says so; the target is whole all the same.
 */
#ifndef INDEX_BUILD_FOLDER_H
#define INDEX_BUILD_FOLDER_H

#include "index/error.h"

#define BUILD_FOLDER_PREFIX ".news-index."
#define BUILD_FOLDER_LOCK "news-index.lock"

struct build_folder;

/* Make one in the folder `parent`.
 * @name  of what is being made, for messages
 * @out   (transfer full) release with build_folder_close()
 * Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status build_folder_open(const char *parent, const char *name, struct build_folder **out, struct ns_error *err);

/* The folder itself, whatever its path has come to lead to; valid as long as it is open. */
int build_folder_descriptor(const struct build_folder *folder);

/* Its path; valid as long as it is open. */
const char *build_folder_path(const struct build_folder *folder);

/* Remove it and all that is in it. NULL is allowed. */
void build_folder_close(struct build_folder *folder);

/* Remove those in `parent` that the dead have left of ours, as far as that can be done: what cannot be removed harms no build. It costs a
 * look at each name in `parent`. */
void build_folder_sweep(const char *parent);

#endif
