/* index_file_writer.c - writes an index file under another name and renames it when it is whole. */
#include "index/index_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <zlib.h>

#include "index/build_folder.h"
#include "index/bytes.h"
#include "index/index_target.h"

#define READ_BACK_SIZE (128 * PAGE_SIZE)

/* In the folder of the build. */
#define FILE_NAME "index"
#define SCRATCH_NAME "scratch"

/* The extended attribute that Linux keeps an access control list in. */
#define ACL_NAME "system.posix_acl_access"

struct index_file_writer {
    char *name; /* of the target as it was given, for messages */
    struct index_target target;
    struct build_folder *build; /* in the target's folder; it holds the two below */
    char *file;
    char *scratch;
    int fd;
    uint64_t size;     /* of the sections that have been put */
    uint64_t appended; /* bytes of the section that comes next */
    enum index_section next;
    uint64_t offsets[SECTION_COUNT];
    uint64_t sizes[SECTION_COUNT];
};

/* ---- Beginning ---- */

static char *join(const char *folder, const char *name)
{
    char *path;
    return asprintf(&path, "%s/%s", folder, name) < 0 ? NULL : path;
}

static ns_status set_paths(struct index_file_writer *writer, const char *path, struct ns_error *err)
{
    writer->name = strdup(path);
    if (!writer->name) return ns_fail_nomem(err);
    return index_target_init(&writer->target, path, err);
}

/* What the dead have left goes first: the disk may be full of it. */
static ns_status make_files(struct index_file_writer *writer, struct ns_error *err)
{
    build_folder_sweep(writer->target.folder);
    const ns_status status = build_folder_open(writer->target.folder, writer->name, &writer->build, err);
    if (status != NS_OK) return status;
    writer->file = join(build_folder_path(writer->build), FILE_NAME);
    writer->scratch = join(build_folder_path(writer->build), SCRATCH_NAME);
    if (!writer->file || !writer->scratch) return ns_fail_nomem(err);
    if (mkdir(writer->scratch, 0700) != 0) return ns_fail_errno(err, NS_ERR_IO, "%s", writer->scratch);
    writer->fd = open(writer->file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    return writer->fd < 0 ? ns_fail_errno(err, NS_ERR_IO, "%s", writer->file) : NS_OK;
}

ns_status index_file_create(const char *path, struct index_file_writer **out, struct ns_error *err)
{
    *out = NULL;
    ns_status status = index_target_check(path, path, 0, err);
    if (status != NS_OK) return status;
    struct index_file_writer *writer = calloc(1, sizeof *writer);
    if (!writer) return ns_fail_nomem(err);
    writer->fd = -1;
    status = set_paths(writer, path, err);
    if (status == NS_OK) status = make_files(writer, err);
    if (status == NS_OK) {
        *out = writer;
    } else {
        index_file_writer_free(writer);
    }
    return status;
}

const char *index_file_scratch(const struct index_file_writer *writer)
{
    return writer->scratch;
}

const char *index_file_name(const struct index_file_writer *writer)
{
    return writer->name;
}

int index_file_descriptor(const struct index_file_writer *writer)
{
    return writer->fd;
}

/* ---- Sections ---- */

void index_file_skip(struct index_file_writer *writer, uint64_t size)
{
    writer->offsets[writer->next] = writer->size;
    writer->sizes[writer->next++] = size;
    writer->size += size;
}

void index_file_end_section(struct index_file_writer *writer)
{
    index_file_skip(writer, writer->appended);
    writer->appended = 0;
}

ns_status index_file_append(struct index_file_writer *writer, const void *data, size_t size, struct ns_error *err)
{
    const char *from = data;
    while (size > 0) {
        const ssize_t written = pwrite(writer->fd, from, size, (off_t)(writer->size + writer->appended));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return ns_fail_errno(err, NS_ERR_IO, "%s: cannot write", writer->name);
        from += written;
        size -= (size_t)written;
        writer->appended += (uint64_t)written;
    }
    return NS_OK;
}

ns_status index_file_put(struct index_file_writer *writer, const void *data, size_t size, struct ns_error *err)
{
    const ns_status status = index_file_append(writer, data, size, err);
    if (status == NS_OK) index_file_end_section(writer);
    return status;
}

/* ---- Ending ---- */

static ns_status read_all(const struct index_file_writer *writer, uint64_t at, uint8_t *data, size_t size, struct ns_error *err)
{
    while (size > 0) {
        const ssize_t got = pread(writer->fd, data, size, (off_t)at);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return ns_fail_errno(err, NS_ERR_IO, "%s: cannot read what was written", writer->name);
        if (got == 0) return ns_fail(err, NS_ERR_IO, "%s: what was written is not there", writer->name);
        data += got;
        size -= (size_t)got;
        at += (uint64_t)got;
    }
    return NS_OK;
}

/* Some of the pages, and their sums. */
struct page_range {
    const struct index_file_writer *writer;
    uint64_t begin; /* bytes, a multiple of PAGE_SIZE */
    uint64_t end;
    uint8_t *sums; /* where those of the range go */
    ns_status status;
    struct ns_error err;
};

static void store_sums(const struct page_range *range, const uint8_t *bytes, uint64_t at, size_t size)
{
    uint8_t *sum = range->sums + (at - range->begin) / PAGE_SIZE * 4;
    for (size_t page = 0; page < size; page += PAGE_SIZE, sum += 4) {
        const size_t length = size - page < PAGE_SIZE ? size - page : PAGE_SIZE;
        const uint32_t crc = (uint32_t)crc32_z(0, bytes + page, length);
        for (int i = 0; i < 4; i++)
            sum[i] = (uint8_t)(crc >> (8 * i));
    }
}

/* A task. The bytes are read back from the file, so that whatever wrote them, what is summed is what a reader will find. */
static void sum_range(void *context)
{
    struct page_range *range = context;
    uint8_t *bytes = malloc(READ_BACK_SIZE);
    range->status = bytes ? NS_OK : ns_fail_nomem(&range->err);
    for (uint64_t at = range->begin; range->status == NS_OK && at < range->end; at += READ_BACK_SIZE) {
        const size_t size = range->end - at < READ_BACK_SIZE ? (size_t)(range->end - at) : READ_BACK_SIZE;
        range->status = read_all(range->writer, at, bytes, size, &range->err);
        if (range->status == NS_OK) store_sums(range, bytes, at, size);
    }
    free(bytes);
}

/* The CRC of each page, one half of them beside the other. */
static ns_status sum_pages(const struct index_file_writer *writer, run_both_function *run_both, struct buffer *sums, struct ns_error *err)
{
    const uint64_t pages = (writer->size + PAGE_SIZE - 1) / PAGE_SIZE;
    const uint64_t half = pages / 2 * PAGE_SIZE;
    const ns_status status = buffer_reserve(sums, pages * 4, err);
    if (status != NS_OK) return status;
    sums->size = pages * 4;
    uint8_t *data = (uint8_t *)sums->data;
    struct page_range low = {.writer = writer, .end = half, .sums = data};
    struct page_range high = {.writer = writer, .begin = half, .end = writer->size, .sums = data + half / PAGE_SIZE * 4};
    const struct task sum_low = {sum_range, &low}, sum_high = {sum_range, &high};
    run_both(&sum_low, &sum_high);
    const struct page_range *failed = low.status != NS_OK ? &low : &high;
    if (failed->status != NS_OK && err) *err = failed->err;
    return failed->status;
}

static ns_status build_footer(const struct index_file_writer *writer, const struct buffer *sums, struct buffer *footer,
                              struct ns_error *err)
{
    ns_status status = NS_OK;
    for (int i = 0; status == NS_OK && i < SECTION_COUNT; i++) {
        status = buffer_append_u64(footer, writer->offsets[i], err);
        if (status == NS_OK) status = buffer_append_u64(footer, writer->sizes[i], err);
    }
    if (status == NS_OK) status = buffer_append_u64(footer, bytes_hash((const uint8_t *)sums->data, sums->size), err);
    if (status == NS_OK) status = buffer_append_u64(footer, writer->size + INDEX_FOOTER_SIZE, err);
    if (status == NS_OK) status = buffer_append_u32(footer, INDEX_VERSION, err);
    if (status != NS_OK) return status;
    const uint32_t pages = (uint32_t)crc32_z(0, (const uint8_t *)sums->data, sums->size);
    const uint32_t all = (uint32_t)crc32_z(pages, (const uint8_t *)footer->data, footer->size);
    status = buffer_append_u32(footer, all, err);
    if (status == NS_OK) status = buffer_append(footer, INDEX_MAGIC, INDEX_MAGIC_SIZE, err);
    return status;
}

/* Also where the file has none, or the system knows of none. */
static bool remove_acl(int fd)
{
    return fremovexattr(fd, ACL_NAME) == 0 || errno == ENODATA || errno == ENOTSUP;
}

/* Give the new file the access control list of the old one. A list that tells what another group may do is not given. Where none is, one
 * that the folder gave goes: it would say again what it says as soon as the owner lets the group in. Returns whether the new file has what
 * the old one had. */
static bool take_acl(const struct index_file_writer *writer, bool same_group)
{
    char acl[XATTR_SIZE_MAX];
    const ssize_t size = getxattr(writer->target.path, ACL_NAME, acl, sizeof acl);
    const bool had_none = size < 0 && (errno == ENODATA || errno == ENOTSUP);
    if (size >= 0 && same_group && fsetxattr(writer->fd, ACL_NAME, acl, (size_t)size, 0) == 0) return true;
    return remove_acl(writer->fd) && had_none;
}

/* Where the new file has another group than the old one, the group and all others get no more than what both had. Without the access
 * control list the permissions would say something else, and are left to the owner alone. */
static mode_t kept_mode(const struct stat *old, const struct stat *new, bool has_acl)
{
    mode_t mode = old->st_mode & 0777;
    const mode_t both = mode >> 3 & mode & S_IRWXO;
    if (new->st_gid != old->st_gid) mode = (mode & S_IRWXU) | both << 3 | both;
    return has_acl ? mode : mode & S_IRWXU;
}

/* An index that takes another's place is for the same people: it gets the owner, the group, the access control list and the permissions of
 * that, as far as the system lets us give them. */
static ns_status take_rights(const struct index_file_writer *writer, struct ns_error *err)
{
    struct stat old, new;
    if (stat(writer->target.path, &old) != 0) return NS_OK; /* there is none: ours is as the umask says */
    int refused = fchown(writer->fd, old.st_uid, old.st_gid);
    if (refused) refused = fchown(writer->fd, (uid_t)-1, old.st_gid);
    (void)refused; /* what it has now is what counts */
    if (fstat(writer->fd, &new) != 0) return ns_fail_errno(err, NS_ERR_IO, "%s: cannot keep its permissions", writer->name);
    const bool has_acl = take_acl(writer, new.st_gid == old.st_gid);
    const mode_t mode = kept_mode(&old, &new, has_acl);
    if ((new.st_mode & 0777) == mode) return NS_OK;
    return fchmod(writer->fd, mode) == 0 ? NS_OK : ns_fail_errno(err, NS_ERR_IO, "%s: cannot keep its permissions", writer->name);
}

/* Returns whether the file has got a place where nothing stood. What comes there at the last moment stays; not all file systems can see to
 * that. */
static bool take_free_place(const struct index_file_writer *writer)
{
    struct stat known;
    const char *place = writer->target.path;
    return lstat(place, &known) != 0 && renameat2(AT_FDCWD, writer->file, AT_FDCWD, place, RENAME_NOREPLACE) == 0;
}

/* What stands there may have come since the build began, and is looked at just before it is replaced: that is as late as can be. */
static ns_status put_in_place(const struct index_file_writer *writer, struct ns_error *err)
{
    if (take_free_place(writer)) return NS_OK;
    const ns_status checked = index_target_check(writer->target.path, writer->name, AT_SYMLINK_NOFOLLOW, err);
    if (checked != NS_OK) return checked;
    return rename(writer->file, writer->target.path) == 0 ? NS_OK
                                                          : ns_fail_errno(err, NS_ERR_IO, "%s: cannot put it in place", writer->name);
}

/* On the disk before the rename, and the rename on the disk too: after a power cut the target is the old file or the new one, whole. */
static ns_status rename_synced(struct index_file_writer *writer, struct ns_error *err)
{
    if (fsync(writer->fd) != 0) return ns_fail_errno(err, NS_ERR_IO, "%s: cannot bring it to the disk", writer->name);
    const ns_status placed = put_in_place(writer, err);
    if (placed != NS_OK) return placed;
    const int folder = open(writer->target.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return NS_OK; /* the folder may be written but not listed: the file stands, the rename is the system's to save */
    const ns_status status = fsync(folder) == 0 || errno == EINVAL || errno == EROFS
                                 ? NS_OK
                                 : ns_fail_errno(err, NS_ERR_IO, "%s: stands, but its folder cannot be brought to the disk", writer->name);
    close(folder);
    return status;
}

ns_status index_file_commit(struct index_file_writer *writer, run_both_function *run_both, uint64_t *size, struct ns_error *err)
{
    struct buffer sums = BUFFER_INIT;
    struct buffer footer = BUFFER_INIT;
    ns_status status = sum_pages(writer, run_both, &sums, err);
    if (status == NS_OK) status = index_file_put(writer, sums.data, sums.size, err);
    if (status == NS_OK) status = build_footer(writer, &sums, &footer, err);
    if (status == NS_OK) status = index_file_append(writer, footer.data, footer.size, err);
    if (status == NS_OK) status = take_rights(writer, err);
    if (status == NS_OK) status = rename_synced(writer, err);
    if (status == NS_OK) *size = writer->size + footer.size;
    buffer_release(&sums);
    buffer_release(&footer);
    return status;
}

void index_file_writer_free(struct index_file_writer *writer)
{
    if (!writer) return;
    if (writer->fd >= 0) close(writer->fd);
    /* By their names, for to look what is in the folder takes memory, and there may be none. */
    if (writer->build) {
        unlinkat(build_folder_descriptor(writer->build), FILE_NAME, 0);
        unlinkat(build_folder_descriptor(writer->build), SCRATCH_NAME, AT_REMOVEDIR);
    }
    build_folder_close(writer->build);
    if (writer->target.folder) build_folder_sweep(writer->target.folder); /* of one that was still dying when this build began */
    free(writer->name);
    index_target_release(&writer->target);
    free(writer->file);
    free(writer->scratch);
    free(writer);
}
