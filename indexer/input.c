/* input.c - reads a file whole, and inflates it on the way when it is gzip.
 *
 * A file that is not compressed is read straight into the store. A compressed one goes through a small window, so that memory holds the
 * text only. The limits on what it may inflate to are checked while it grows, because what a gzip file says about its size is not to
 * be trusted.
 */
#include "indexer/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* Bytes of compressed input that are held at a time, and the least that a store grows by. */
#define WINDOW 65536

/* Up to this size the kernel reads ahead enough by itself, and a call to say so would only cost. */
#define ADVISE_FROM (256 * 1024)

/* A file that is being read. */
struct file {
    const char *path;
    int fd;
    struct stat stat;
};

static ns_status file_open(const char *path, struct file *file, struct ns_error *err)
{
    file->path = path;
    file->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK); /* so that a FIFO without a writer cannot hold us */
    if (file->fd < 0) return ns_fail_errno(err, NS_ERR_IO, "%s: cannot be opened", path);
    if (fstat(file->fd, &file->stat) != 0) return ns_fail_errno(err, NS_ERR_IO, "%s: cannot be examined", path);
    if (!S_ISREG(file->stat.st_mode)) return ns_fail(err, NS_ERR_IO, "%s: is not a regular file", path);
    if (file->stat.st_size >= ADVISE_FROM) posix_fadvise(file->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    return NS_OK;
}

/* Read up to size bytes; *got is 0 at the end of the file. */
static ns_status file_read(const struct file *file, void *data, size_t size, size_t *got, struct ns_error *err)
{
    ssize_t done;
    do
        done = read(file->fd, data, size);
    while (done < 0 && errno == EINTR);
    *got = done > 0 ? (size_t)done : 0;
    return done < 0 ? ns_fail_errno(err, NS_ERR_IO, "%s: cannot be read", file->path) : NS_OK;
}

/* Read the first bytes of the file into the store: enough to tell what it is. */
static ns_status read_first(const struct file *file, struct buffer *store, struct ns_error *err)
{
    size_t got;
    const ns_status status = buffer_reserve(store, WINDOW, err);
    if (status != NS_OK) return status;
    const ns_status done = file_read(file, store->data, WINDOW, &got, err);
    store->size = got;
    return done;
}

static bool is_gzip(const struct buffer *store)
{
    return store->size >= 2 && memcmp(store->data, "\x1f\x8b", 2) == 0;
}

/* Text holds no NUL; JSON Lines are judged by their reader, a line at a time. */
static ns_status check_text(const char *path, const struct buffer *store, size_t from, struct ns_error *err)
{
    const char *nul = store->size > from && reader_for(path) != read_jsonl ? memchr(store->data + from, 0, store->size - from) : NULL;
    if (!nul) return NS_OK;
    return ns_fail(err, NS_ERR_FORMAT, "%s: binary: a NUL byte at offset %zu", path, (size_t)(nul - store->data));
}

/* Read the rest of the file into the store. There is always room for one byte more than is expected, so that the end of the file is met
 * without growing. */
static ns_status read_rest(const struct file *file, struct buffer *store, struct ns_error *err)
{
    const size_t size = (size_t)file->stat.st_size;
    ns_status status = size >= store->size ? buffer_reserve(store, size + 1 - store->size, err) : NS_OK;
    for (size_t got = 1; status == NS_OK && got > 0 && store->size <= INPUT_SIZE_MAX; store->size += got) {
        got = 0;
        if (store->size == store->capacity) status = buffer_reserve(store, WINDOW, err);
        if (status == NS_OK) status = file_read(file, store->data + store->size, store->capacity - store->size, &got, err);
    }
    return status;
}

static ns_status check_plain_size(const char *path, uint64_t size, struct ns_error *err)
{
    if (size <= INPUT_SIZE_MAX) return NS_OK;
    return ns_fail(err, NS_ERR_LIMIT, "%s: is larger than %llu bytes, which is the limit", path, (unsigned long long)INPUT_SIZE_MAX);
}

/* A file that is not compressed. What is no text, or too much of it, is found out before the rest is read. */
static ns_status read_plain(const struct file *file, struct buffer *store, struct ns_error *err)
{
    const size_t first = store->size;
    ns_status status = check_text(file->path, store, 0, err);
    if (status == NS_OK) status = check_plain_size(file->path, (uint64_t)file->stat.st_size, err);
    if (status == NS_OK) status = read_rest(file, store, err);
    if (status == NS_OK) status = check_plain_size(file->path, store->size, err);
    return status == NS_OK ? check_text(file->path, store, first, err) : status;
}

/* A gzip file on its way into the store. */
struct inflation {
    const struct file *file;
    struct buffer *store;
    uint64_t inflated_max;
    uint64_t taken; /* bytes read from the file */
    bool ended;     /* the file is */
    bool open;      /* a member has begun and not ended */
    z_stream stream;
    unsigned char window[WINDOW];
};

static ns_status check_size(const struct inflation *inflation, struct ns_error *err)
{
    const uint64_t size = inflation->store->size;
    const char *path = inflation->file->path;
    if (size > inflation->inflated_max) {
        return ns_fail(err, NS_ERR_LIMIT, "%s: inflates to more than %llu bytes, which is the limit", path,
                       (unsigned long long)inflation->inflated_max);
    }
    const uint64_t on_disk = (uint64_t)inflation->file->stat.st_size;
    const uint64_t compressed = inflation->taken > on_disk ? inflation->taken : on_disk;
    if (size > INPUT_RATIO_FROM && size / INPUT_RATIO_MAX >= compressed && size > compressed * INPUT_RATIO_MAX) {
        return ns_fail(err, NS_ERR_LIMIT, "%s: inflates to more than %d times its size, which no text does", path, INPUT_RATIO_MAX);
    }
    return NS_OK;
}

/* Have bytes in the window, unless the file has ended. */
static ns_status fill_window(struct inflation *inflation, struct ns_error *err)
{
    z_stream *stream = &inflation->stream;
    if (stream->avail_in > 0 || inflation->ended) return NS_OK;
    size_t got;
    const ns_status status = file_read(inflation->file, inflation->window, sizeof inflation->window, &got, err);
    if (status != NS_OK) return status;
    stream->next_in = inflation->window;
    stream->avail_in = (uInt)got;
    inflation->taken += got;
    inflation->ended = got == 0;
    return NS_OK;
}

/* Inflate once from the window to the free end of the store. */
static ns_status inflate_some(struct inflation *inflation, struct ns_error *err)
{
    z_stream *stream = &inflation->stream;
    struct buffer *store = inflation->store;
    ns_status status = NS_OK;
    if (store->size == store->capacity) status = buffer_reserve(store, WINDOW, err);
    if (status != NS_OK) return status;
    const size_t room = store->capacity - store->size;
    stream->next_out = (unsigned char *)store->data + store->size;
    stream->avail_out = room < (1u << 30) ? (uInt)room : 1u << 30;
    const uInt offered = stream->avail_out;
    const int result = inflate(stream, Z_NO_FLUSH);
    store->size += offered - stream->avail_out;
    if (result == Z_MEM_ERROR) return ns_fail_nomem(err);
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
        return ns_fail(err, NS_ERR_FORMAT, "%s: damaged gzip: %s", inflation->file->path, stream->msg ? stream->msg : "not readable");
    }
    inflation->open = result != Z_STREAM_END;
    return check_size(inflation, err);
}

/* Inflate member after member until the file ends. Bytes behind the last member that are no member are damage. */
static ns_status inflate_members(struct inflation *inflation, struct ns_error *err)
{
    for (;;) {
        ns_status status = fill_window(inflation, err);
        if (status != NS_OK) return status;
        if (inflation->ended && !inflation->open) return NS_OK;
        if (!inflation->open) inflateReset(&inflation->stream);
        const size_t before = inflation->store->size;
        status = inflate_some(inflation, err);
        if (status == NS_OK) status = check_text(inflation->file->path, inflation->store, before, err);
        if (status != NS_OK) return status;
        if (inflation->ended && inflation->open && inflation->store->size == before) {
            return ns_fail(err, NS_ERR_FORMAT, "%s: truncated gzip: the file ends before its data does", inflation->file->path);
        }
    }
}

/* A gzip file, from its first byte on. */
static ns_status read_gzip(const struct file *file, uint64_t inflated_max, struct buffer *store, struct ns_error *err)
{
    struct inflation inflation = {.file = file, .store = store, .inflated_max = inflated_max, .open = true};
    store->size = 0;
    if (lseek(file->fd, 0, SEEK_SET) != 0) return ns_fail_errno(err, NS_ERR_IO, "%s: cannot be read", file->path);
    if (inflateInit2(&inflation.stream, 15 + 16) != Z_OK) return ns_fail_nomem(err); /* the largest window, and gzip only */
    const ns_status status = inflate_members(&inflation, err);
    inflateEnd(&inflation.stream);
    return status;
}

ns_status input_load(const char *path, const struct input_options *options, struct buffer *store, struct input *out, struct ns_error *err)
{
    const uint64_t inflated_max = options && options->inflated_max ? options->inflated_max : INPUT_INFLATED_MAX;
    struct file file;
    *out = (struct input){.path = path, .data = ""};
    store->size = 0;
    ns_status status = file_open(path, &file, err);
    if (status == NS_OK) status = read_first(&file, store, err);
    if (status == NS_OK) status = is_gzip(store) ? read_gzip(&file, inflated_max, store, err) : read_plain(&file, store, err);
    if (file.fd >= 0) close(file.fd);
    if (status != NS_OK) return status;
    *out = (struct input){path, store->data, store->size, (uint64_t)file.stat.st_size, (int64_t)file.stat.st_mtime};
    return NS_OK;
}
