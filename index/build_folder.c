/* build_folder.c - makes hidden folders, and removes those whose process is dead. */
#include "index/build_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Another build that begins beside ours may remove a new folder before it is locked; hardly ever twice. */
#define MAKING_MOST 100

/* A build makes folders of at most this depth. */
#define DEPTH_MOST 8

struct build_folder {
    char *path;
    int fd;   /* of the folder, for its name may lead elsewhere by the time that it is removed */
    int lock; /* a descriptor */
};

/* Take a lock unless another holds it (EWOULDBLOCK), or there are no locks here. */
static bool take(int lock)
{
    int result;
    do
        result = flock(lock, LOCK_EX | LOCK_NB);
    while (result != 0 && errno == EINTR);
    return result == 0;
}

/* ---- Removing ---- */

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static int open_folder(int parent, const char *name)
{
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Remove all in the folder `fd`, which it closes, but for a name that is spared, or NULL. Links are removed and not followed. */
static void empty_folder(int fd, const char *spared, int depth)
{
    DIR *folder = fdopendir(fd);
    if (!folder) {
        close(fd);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(folder));) {
        const char *name = entry->d_name;
        if (is_dots(name) || (spared && strcmp(name, spared) == 0) || unlinkat(fd, name, 0) == 0 || depth == 0) continue;
        const int inner = open_folder(fd, name);
        if (inner < 0) continue;
        empty_folder(inner, NULL, depth - 1);
        unlinkat(fd, name, AT_REMOVEDIR);
    }
    closedir(folder);
}

/* What could not be emptied now gets a lock again that nobody holds, so that a later build tries. */
static void mark_dead(int fd)
{
    const int lock = openat(fd, BUILD_FOLDER_LOCK, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (lock >= 0) close(lock);
}

/* Remove the folder `fd`, which has a name in `parent` and whose lock is held by the descriptor `lock`; both are closed. NFS keeps a file
 * that is open under another name, so the lock is closed before the folder goes. */
static void remove_locked(int parent, const char *name, int fd, int lock)
{
    const int inside = dup(fd);
    if (inside >= 0) empty_folder(inside, BUILD_FOLDER_LOCK, DEPTH_MOST);
    unlinkat(fd, BUILD_FOLDER_LOCK, 0);
    close(lock);
    if (unlinkat(parent, name, AT_REMOVEDIR) != 0 && (errno == ENOTEMPTY || errno == EEXIST)) mark_dead(fd);
    close(fd);
}

/* The lock of a folder of ours that nobody uses, taken; or -1. Nobody else can have put a file into a folder that only we may enter, but
 * whoever may write in `parent` can have renamed another folder of ours: it has no such file. */
static int take_dead(int fd)
{
    struct stat known;
    const int lock = openat(fd, BUILD_FOLDER_LOCK, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (lock < 0) return -1;
    if (fstat(lock, &known) == 0 && S_ISREG(known.st_mode) && known.st_uid == geteuid() && take(lock)) return lock;
    close(lock);
    return -1;
}

/* Remove the folder `name` of `parent` if it is ours and dead. */
static void sweep_one(int parent, const char *name)
{
    struct stat known;
    const int fd = open_folder(parent, name);
    if (fd < 0) return;
    const bool ours = fstat(fd, &known) == 0 && known.st_uid == geteuid() && (known.st_mode & (S_IRWXG | S_IRWXO)) == 0;
    const int lock = ours ? take_dead(fd) : -1;
    if (lock >= 0) {
        remove_locked(parent, name, fd, lock);
        return;
    }
    close(fd);
    if (ours) unlinkat(parent, name, AT_REMOVEDIR); /* which only an empty one suffers, that was never locked or is half removed */
}

static bool is_build_folder(const char *name)
{
    const size_t prefix = strlen(BUILD_FOLDER_PREFIX);
    return strncmp(name, BUILD_FOLDER_PREFIX, prefix) == 0 && strlen(name) == prefix + 6;
}

void build_folder_sweep(const char *parent)
{
    DIR *folder = opendir(parent);
    if (!folder) return;
    for (const struct dirent *entry; (entry = readdir(folder));) {
        if (is_build_folder(entry->d_name)) sweep_one(dirfd(folder), entry->d_name);
    }
    closedir(folder);
}

/* ---- Making ---- */

enum locking {
    LOCKED,
    LOST,   /* somebody took the folder for a dead one */
    FAILED, /* errno says why */
};

/* Hold the lock file of a new folder. A file system that has no locks lets nobody else have one either. */
static enum locking hold(int lock)
{
    struct stat known;
    if (!take(lock)) return errno == EWOULDBLOCK ? LOST : LOCKED;
    return fstat(lock, &known) == 0 && known.st_nlink > 0 ? LOCKED : LOST;
}

static enum locking make_lock(struct build_folder *folder)
{
    folder->fd = open_folder(AT_FDCWD, folder->path);
    if (folder->fd < 0) return errno == ENOENT ? LOST : FAILED;
    folder->lock = openat(folder->fd, BUILD_FOLDER_LOCK, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (folder->lock < 0) return errno == ENOENT ? LOST : FAILED;
    return hold(folder->lock);
}

static void close_descriptors(struct build_folder *folder)
{
    if (folder->lock >= 0) close(folder->lock);
    if (folder->fd >= 0) close(folder->fd);
    folder->lock = folder->fd = -1;
}

/* Make the folder and hold its lock. On failure there is none, and errno says why. */
static enum locking make(const char *parent, struct build_folder *folder)
{
    free(folder->path);
    if (asprintf(&folder->path, "%s/" BUILD_FOLDER_PREFIX "XXXXXX", parent) < 0) {
        folder->path = NULL;
        return FAILED;
    }
    if (!mkdtemp(folder->path)) return FAILED;
    const enum locking locking = make_lock(folder);
    if (locking == LOCKED) return LOCKED;
    const int cause = errno;
    close_descriptors(folder);
    if (locking == FAILED) rmdir(folder->path);
    errno = cause;
    return locking;
}

ns_status build_folder_open(const char *parent, const char *name, struct build_folder **out, struct ns_error *err)
{
    *out = NULL;
    struct build_folder *folder = calloc(1, sizeof *folder);
    if (!folder) return ns_fail_nomem(err);
    folder->fd = folder->lock = -1;
    enum locking locking = LOST;
    for (int i = 0; i < MAKING_MOST && locking == LOST; i++)
        locking = make(parent, folder);
    if (locking == LOCKED) {
        *out = folder;
        return NS_OK;
    }
    if (locking == LOST) errno = EBUSY;
    const ns_status status = errno == ENOMEM ? ns_fail_nomem(err) : ns_fail_errno(err, NS_ERR_IO, "%s: cannot write in its folder", name);
    free(folder->path);
    free(folder);
    return status;
}

int build_folder_descriptor(const struct build_folder *folder)
{
    return folder->fd;
}

const char *build_folder_path(const struct build_folder *folder)
{
    return folder->path;
}

void build_folder_close(struct build_folder *folder)
{
    if (!folder) return;
    remove_locked(AT_FDCWD, folder->path, folder->fd, folder->lock);
    free(folder->path);
    free(folder);
}
