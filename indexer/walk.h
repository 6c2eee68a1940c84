/* walk.h - finds the files to index below the paths that the user gave.
 *
 * The order is fixed: the given paths in their order, a folder's names in the order of their bytes, what is below a folder at the
 * folder's place. The order in which the file system lists a folder does not matter, so that the same files give the same index.
 *
 * - A regular file that is given itself is always visited, under the path as it was given.
 * - Below a folder, names that begin with '.' are passed over, and so are files named README or README.* (in capitals): these speak
 *   about the folder and are not articles.
 * - Symbolic links are followed. A real folder (device and inode) is visited once in a walk, under the first path that leads there, so
 *   that loops end; a file that can be reached by two paths is visited under both.
 * - FIFOs, sockets and devices are never opened; they are a problem, and so are links that lead nowhere, folders that cannot be
 *   read, and paths that are longer than the system takes (on Linux 4096 bytes). That is the only bound on the depth of folders: one
 *   folder is open at a time and nothing recurses.
 * - The slashes at the end of a given folder are dropped: "corpus/" gives "corpus/a.txt", "/" gives "/a.txt". The folder "." is not
 *   written: it gives "a.txt".
 * - "-" among the given paths is standard input: it is visited without being looked at.
 *
 * Paths are bytes without NUL; they may hold line ends and need not be UTF-8.
 */
#ifndef INDEXER_WALK_H
#define INDEXER_WALK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "index/error.h"
#include "indexer/problem.h"

struct walk;

/* Begin a walk.
 * @paths    (borrowed) count paths of files and folders, all of which are looked at now
 * @problem  called with the context during walk_next()
 * @out      (transfer full) release with walk_close()
 * Returns NS_OK, NS_ERR_IO when a given path does not exist or cannot be examined, NS_ERR_NOMEM. */
ns_status walk_open(const char *const *paths, size_t count, problem_function *problem, void *context, struct walk **out,
                    struct ns_error *err);

/* Go on to the next regular file.
 * @path   (borrowed) valid until the next call; NULL at the end
 * @found  what the system says of it; all zero for standard input
 * Returns NS_OK, NS_ERR_IO (a given path is gone), NS_ERR_NOMEM. */
ns_status walk_next(struct walk *walk, const char **path, struct stat *found, struct ns_error *err);

/* NULL is allowed. */
void walk_close(struct walk *walk);

#endif
