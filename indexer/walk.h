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
 *
 * Paths are bytes without NUL; they may hold line ends and need not be UTF-8.
 */
#ifndef INDEXER_WALK_H
#define INDEXER_WALK_H

#include <stddef.h>
#include <stdint.h>

#include "index/error.h"

struct walk_sink {
    /* Takes the path of one regular file, which is only valid during the call. What it returns other than NS_OK ends the walk. */
    ns_status (*file)(void *context, const char *path, struct ns_error *err);

    /* Something was passed over. It has the shape of the problem function of struct reader_sink, so that one function can be both.
     * @line  always 0: the whole file or folder is meant
     * @what  what is wrong, no line end */
    void (*problem)(void *context, const char *path, uint64_t line, const char *what);
    void *context;
};

/* Visit the files at and below paths.
 * @paths  count paths of files and folders
 * Returns NS_OK, NS_ERR_IO when a given path does not exist or cannot be examined (all are looked at before the first file is
 * visited), NS_ERR_NOMEM, or what sink->file returned. */
ns_status walk_files(const char *const *paths, size_t count, const struct walk_sink *sink, struct ns_error *err);

#endif
