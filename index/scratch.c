/* scratch.c - a file that is unlinked as soon as it is open. */
#include "index/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct scratch {
    char *name; /* for messages */
    int fd;
    uint64_t size;
};

static ns_status make_file(struct scratch *scratch, const char *folder, struct ns_error *err)
{
    char *path;
    if (asprintf(&path, "%s/XXXXXX", folder) < 0) return ns_fail_nomem(err);
    scratch->fd = mkostemp(path, O_CLOEXEC);
    const ns_status status = scratch->fd >= 0 && unlink(path) == 0
                                 ? NS_OK
                                 : ns_fail_errno(err, NS_ERR_IO, "%s: cannot make a temporary file beside it", scratch->name);
    free(path);
    return status;
}

ns_status scratch_open(const char *folder, const char *name, struct scratch **out, struct ns_error *err)
{
    *out = NULL;
    struct scratch *scratch = calloc(1, sizeof *scratch);
    if (!scratch) return ns_fail_nomem(err);
    scratch->fd = -1;
    scratch->name = strdup(name);
    const ns_status status = scratch->name ? make_file(scratch, folder, err) : ns_fail_nomem(err);
    if (status == NS_OK) {
        *out = scratch;
    } else {
        scratch_close(scratch);
    }
    return status;
}

ns_status scratch_append(struct scratch *scratch, const void *data, size_t size, struct ns_error *err)
{
    const char *at = data;
    while (size > 0) {
        const ssize_t written = pwrite(scratch->fd, at, size, (off_t)scratch->size);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return ns_fail_errno(err, NS_ERR_IO, "%s: cannot write a temporary file beside it", scratch->name);
        at += written;
        size -= (size_t)written;
        scratch->size += (uint64_t)written;
    }
    return NS_OK;
}

uint64_t scratch_size(const struct scratch *scratch)
{
    return scratch->size;
}

ns_status scratch_read(const struct scratch *scratch, uint64_t offset, void *data, size_t size, struct ns_error *err)
{
    char *at = data;
    while (size > 0) {
        const ssize_t got = pread(scratch->fd, at, size, (off_t)offset);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return ns_fail_errno(err, NS_ERR_IO, "%s: cannot read a temporary file beside it", scratch->name);
        if (got == 0) return ns_fail(err, NS_ERR_IO, "%s: a temporary file beside it has lost its end", scratch->name);
        at += got;
        size -= (size_t)got;
        offset += (uint64_t)got;
    }
    return NS_OK;
}

void scratch_close(struct scratch *scratch)
{
    if (!scratch) return;
    if (scratch->fd >= 0) close(scratch->fd);
    free(scratch->name);
    free(scratch);
}
