/* index_target.c - follows links, and looks what stands at their end. */
#include "index/index_target.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* How an index file begins: the magic of a Xapian glass database and its format version (16 bytes), then a UUID of zeros, which
 * no database that Xapian itself made has. */
#define INDEX_BEGIN                                                                                                                        \
    "\x0f\x0d"                                                                                                                             \
    "Xapian Glass"                                                                                                                         \
    "\x04\x6e"                                                                                                                             \
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define INDEX_BEGIN_SIZE (sizeof INDEX_BEGIN - 1)

/* ---- Where it is ---- */

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash) return strdup(".");
    return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

/* Where the symbolic link at path leads, or NULL with errno set. */
static char *read_link(const char *path)
{
    char text[PATH_MAX];
    const ssize_t length = readlink(path, text, sizeof text - 1);
    if (length < 0) return NULL;
    text[length] = '\0';
    if (*text == '/') return strdup(text);
    char *folder = folder_of(path);
    char *joined;
    if (!folder || asprintf(&joined, "%s/%s", folder, text) < 0) joined = NULL;
    free(folder);
    return joined;
}

/* What the links at a path lead to, or NULL with errno set. */
static char *resolve(const char *path)
{
    char *resolved = realpath(path, NULL);
    if (resolved || errno != ENOENT) return resolved;
    char *next = read_link(path);
    if (!next) return errno == ENOMEM ? NULL : strdup(path);
    resolved = resolve(next);
    free(next);
    return resolved;
}

ns_status index_target_init(struct index_target *target, const char *path, struct ns_error *err)
{
    *target = (struct index_target){.path = resolve(path)};
    if (!target->path) return errno == ENOMEM ? ns_fail_nomem(err) : ns_fail_errno(err, NS_ERR_IO, "%s", path);
    target->folder = folder_of(target->path);
    if (target->folder) return NS_OK;
    index_target_release(target);
    return ns_fail_nomem(err);
}

void index_target_release(struct index_target *target)
{
    free(target->path);
    free(target->folder);
    *target = (struct index_target){NULL, NULL};
}

/* ---- What stands there ---- */

/* A FIFO that has come to the path since it was looked at is not waited for. */
static int open_to_look(const char *path)
{
    return open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

/* Whether the regular file fd, which is closed, begins as an index does. One that cannot be read may well be an index; fd is -1 where errno
 * says why it could not even be opened. */
static ns_status read_begin(int fd, const char *name, bool *is_index, struct ns_error *err)
{
    char begin[INDEX_BEGIN_SIZE];
    const ssize_t got = fd < 0 ? -1 : pread(fd, begin, sizeof begin, 0);
    const ns_status status = got < 0 ? ns_fail_errno(err, NS_ERR_IO, "%s: cannot see whether it is an index", name) : NS_OK;
    if (fd >= 0) close(fd);
    *is_index = got == (ssize_t)sizeof begin && memcmp(begin, INDEX_BEGIN, sizeof begin) == 0;
    return status;
}

ns_status index_target_check(const char *path, const char *name, int flags, struct ns_error *err)
{
    struct stat known;
    bool is_index;
    if (!*path) return ns_fail(err, NS_ERR_ARG, "an index needs a name");
    if (fstatat(AT_FDCWD, path, &known, flags) != 0) return errno == ENOENT ? NS_OK : ns_fail_errno(err, NS_ERR_IO, "%s", name);
    if (S_ISDIR(known.st_mode)) return ns_fail(err, NS_ERR_ARG, "%s: is a folder; an index is one file", name);
    if (!S_ISREG(known.st_mode)) return ns_fail(err, NS_ERR_ARG, "%s: is not a regular file", name);
    if (known.st_size == 0) return NS_OK;
    const ns_status status = read_begin(open_to_look(path), name, &is_index, err);
    if (status != NS_OK || is_index) return status;
    return ns_fail(err, NS_ERR_ARG, "%s: exists and is not an index; it is left as it is", name);
}

ns_status index_target_is_index(const char *path, bool *is_index, struct ns_error *err)
{
    struct stat known;
    *is_index = false;
    if (stat(path, &known) != 0 || !S_ISREG(known.st_mode) || known.st_size == 0) return NS_OK;
    const int fd = open_to_look(path);
    return fd < 0 && errno == EACCES ? NS_OK : read_begin(fd, path, is_index, err);
}

/* ---- Whether it is the same ---- */

static bool are_one(const char *a, const char *b)
{
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

static const char *last_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

ns_status index_target_same(const char *a, const char *b, bool *same, struct ns_error *err)
{
    struct index_target first = {NULL, NULL}, second = {NULL, NULL};
    *same = are_one(a, b);
    if (*same) return NS_OK;
    ns_status status = index_target_init(&first, a, NULL);
    if (status == NS_OK) status = index_target_init(&second, b, NULL);
    *same = status == NS_OK && strcmp(last_name(first.path), last_name(second.path)) == 0 && are_one(first.folder, second.folder);
    index_target_release(&first);
    index_target_release(&second);
    return status == NS_ERR_NOMEM ? ns_fail_nomem(err) : NS_OK;
}
