/* input.c - reads a file, and inflates it on the way when it is gzip.
 *
 * A file that is not compressed is read straight into the store. A compressed one goes through a small window, so that memory holds the
 * text only. The limits on what it may inflate to are checked while it grows, because what a gzip file says about its size is not to
 * be trusted.
 */
#include "indexer/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

/* Bytes of compressed input that are held at a time, and the least that a store grows by. */
#define WINDOW 65536

/* Up to this size the kernel reads ahead enough by itself, and a call to say so would only cost. */
#define ADVISE_FROM (256 * 1024)

/* A gzip file on its way into the store. */
struct inflation {
    bool ended; /* the file is */
    bool open;  /* a member has begun and not ended */
    z_stream stream;
    unsigned char window[WINDOW];
};

/* Wait until a pipe or the like has something to read, which may be that it has failed, or until it is asked to stop. A regular file always
 * has. */
static ns_status wait_for_bytes(const struct input_stream *stream, struct ns_error *err)
{
    struct pollfd waiting = {.fd = stream->fd, .events = POLLIN};
    int ready = 0;
    if (!stream->stop || S_ISREG(stream->stat.st_mode)) return NS_OK;
    while (ready == 0) {
        if (atomic_load_explicit(stream->stop, memory_order_relaxed)) return ns_fail(err, NS_ERR_STOPPED, "%s: stopped", stream->path);
        ready = poll(&waiting, 1, INPUT_STOP_INTERVAL);
        if (ready < 0 && errno == EINTR) ready = 0;
    }
    return NS_OK;
}

/* Read up to size bytes; *got is 0 at the end of the file. */
static ns_status file_read(struct input_stream *stream, void *data, size_t size, size_t *got, struct ns_error *err)
{
    *got = 0;
    const ns_status waited = wait_for_bytes(stream, err);
    if (waited != NS_OK) return waited;
    ssize_t done;
    do
        done = read(stream->fd, data, size);
    while (done < 0 && errno == EINTR);
    *got = done > 0 ? (size_t)done : 0;
    stream->taken += *got;
    return done < 0 ? ns_fail_errno(err, NS_ERR_IO, "%s: cannot be read", stream->path) : NS_OK;
}

/* ---- Files that are not compressed ---- */

static ns_status check_plain_size(const struct input_stream *stream, uint64_t size, struct ns_error *err)
{
    if (size <= INPUT_SIZE_MAX) return NS_OK;
    return ns_fail(err, NS_ERR_LIMIT, "%s: is larger than %llu bytes, which is the limit", stream->path,
                   (unsigned long long)INPUT_SIZE_MAX);
}

/* A read that gives less than there was room for has met the end, if the file has given all that it was said to have. */
static ns_status read_plain(struct input_stream *stream, struct buffer *store, size_t wanted, struct ns_error *err)
{
    const size_t before = store->size;
    ns_status status = buffer_reserve(store, wanted, err);
    while (status == NS_OK && !stream->ended && store->size - before < wanted) {
        const size_t room = wanted - (store->size - before);
        size_t got;
        status = file_read(stream, store->data + store->size, room, &got, err);
        store->size += got;
        stream->size += got;
        stream->ended = got == 0 || (got < room && stream->size == (uint64_t)stream->stat.st_size);
        if (status == NS_OK) status = check_plain_size(stream, stream->size, err);
    }
    return status;
}

/* ---- gzip ---- */

static ns_status check_size(const struct input_stream *stream, struct ns_error *err)
{
    if (stream->size > stream->inflated_max) {
        return ns_fail(err, NS_ERR_LIMIT, "%s: inflates to more than %llu bytes, which is the limit", stream->path,
                       (unsigned long long)stream->inflated_max);
    }
    const uint64_t on_disk = (uint64_t)stream->stat.st_size;
    const uint64_t compressed = stream->taken > on_disk ? stream->taken : on_disk;
    if (stream->size > INPUT_RATIO_FROM && stream->size / INPUT_RATIO_MAX >= compressed && stream->size > compressed * INPUT_RATIO_MAX) {
        return ns_fail(err, NS_ERR_LIMIT, "%s: inflates to more than %d times its size, which no text does", stream->path, INPUT_RATIO_MAX);
    }
    return NS_OK;
}

/* Have bytes in the window, unless the file has ended. */
static ns_status fill_window(struct input_stream *stream, struct ns_error *err)
{
    struct inflation *inflation = stream->inflation;
    z_stream *z = &inflation->stream;
    if (z->avail_in > 0 || inflation->ended) return NS_OK;
    size_t got;
    const ns_status status = file_read(stream, inflation->window, sizeof inflation->window, &got, err);
    if (status != NS_OK) return status;
    z->next_in = inflation->window;
    z->avail_in = (uInt)got;
    inflation->ended = got == 0;
    return NS_OK;
}

/* Inflate once from the window to the free end of the store. */
static ns_status inflate_some(struct input_stream *stream, struct buffer *store, struct ns_error *err)
{
    z_stream *z = &stream->inflation->stream;
    ns_status status = NS_OK;
    if (store->size == store->capacity) status = buffer_reserve(store, WINDOW, err);
    if (status != NS_OK) return status;
    const size_t room = store->capacity - store->size;
    z->next_out = (unsigned char *)store->data + store->size;
    z->avail_out = room < (1u << 30) ? (uInt)room : 1u << 30;
    const uInt offered = z->avail_out;
    const int result = inflate(z, Z_NO_FLUSH);
    store->size += offered - z->avail_out;
    stream->size += offered - z->avail_out;
    if (result == Z_MEM_ERROR) return ns_fail_nomem(err);
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
        return ns_fail(err, NS_ERR_FORMAT, "%s: damaged gzip: %s", stream->path, z->msg ? z->msg : "not readable");
    }
    stream->inflation->open = result != Z_STREAM_END;
    return check_size(stream, err);
}

/* Inflate member after member until there is enough or the file ends. Bytes behind the last member that are no member are damage. */
static ns_status read_gzip(struct input_stream *stream, struct buffer *store, size_t wanted, struct ns_error *err)
{
    struct inflation *inflation = stream->inflation;
    const size_t begin = store->size;
    while (store->size - begin < wanted) {
        ns_status status = fill_window(stream, err);
        if (status != NS_OK) return status;
        stream->ended = inflation->ended && !inflation->open;
        if (stream->ended) break;
        if (!inflation->open) inflateReset(&inflation->stream);
        const size_t before = store->size;
        status = inflate_some(stream, store, err);
        if (status != NS_OK) return status;
        if (inflation->ended && inflation->open && store->size == before) {
            return ns_fail(err, NS_ERR_FORMAT, "%s: truncated gzip: the file ends before its data does", stream->path);
        }
    }
    return NS_OK;
}

/* @data  what has been read of the file, at most WINDOW bytes */
static ns_status begin_gzip(struct input_stream *stream, const char *data, size_t size, struct ns_error *err)
{
    struct inflation *inflation = calloc(1, sizeof *inflation);
    if (!inflation) return ns_fail_nomem(err);
    inflation->open = true;
    memcpy(inflation->window, data, size);
    inflation->stream.next_in = inflation->window;
    inflation->stream.avail_in = (uInt)size;
    if (inflateInit2(&inflation->stream, 15 + 16) != Z_OK) { /* the largest window, and gzip only */
        free(inflation);
        return ns_fail_nomem(err);
    }
    stream->inflation = inflation;
    return NS_OK;
}

/* ---- Either ---- */

ns_status input_open(const char *path, const struct input_options *options, struct input_stream *out, struct ns_error *err)
{
    *out = (struct input_stream){.path = path, .stop = options ? options->stop : NULL};
    out->inflated_max = options && options->inflated_max ? options->inflated_max : INPUT_INFLATED_MAX;
    const bool standard = strcmp(path, INPUT_STANDARD) == 0;
    /* A FIFO without a writer cannot hold us; standard input is waited for. */
    out->fd = standard ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (out->fd < 0) return ns_fail_errno(err, NS_ERR_IO, "%s: cannot be opened", path);
    ns_status status = NS_OK;
    if (fstat(out->fd, &out->stat) != 0) {
        status = ns_fail_errno(err, NS_ERR_IO, "%s: cannot be examined", path);
    } else if (S_ISDIR(out->stat.st_mode) || (!standard && !S_ISREG(out->stat.st_mode))) {
        status = ns_fail(err, NS_ERR_IO, "%s: is not a regular file", path);
    } else if (out->stat.st_size >= ADVISE_FROM) {
        posix_fadvise(out->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
    if (status != NS_OK) input_close(out);
    return status;
}

/* Read up to WINDOW bytes. A pipe gives few at a time: it is asked until there are enough, or no more. */
static ns_status file_read_first(struct input_stream *stream, char *data, size_t *got, struct ns_error *err)
{
    size_t more;
    ns_status status = file_read(stream, data, WINDOW, got, err);
    if (S_ISREG(stream->stat.st_mode)) return status;
    for (more = *got; status == NS_OK && more > 0 && *got < WINDOW; *got += more)
        status = file_read(stream, data + *got, WINDOW - *got, &more, err);
    return status;
}

/* The first bytes tell what the file is; and what is no text, or too much of it, is found out before the rest is read. */
static ns_status read_first(struct input_stream *stream, struct buffer *store, size_t *gained, struct ns_error *err)
{
    const size_t before = store->size;
    stream->begun = true;
    ns_status status = buffer_reserve(store, WINDOW, err);
    if (status != NS_OK) return status;
    size_t got;
    status = file_read_first(stream, store->data + before, &got, err);
    if (status != NS_OK) return status;
    if (got >= 2 && memcmp(store->data + before, "\x1f\x8b", 2) == 0) return begin_gzip(stream, store->data + before, got, err);
    *gained = got;
    store->size += got;
    stream->size = got;
    stream->ended = got == 0 || (got < WINDOW && got == (uint64_t)stream->stat.st_size);
    return check_plain_size(stream, (uint64_t)stream->stat.st_size, err);
}

ns_status input_read(struct input_stream *stream, struct buffer *store, size_t wanted, struct ns_error *err)
{
    size_t gained = 0;
    ns_status status = stream->begun ? NS_OK : read_first(stream, store, &gained, err);
    if (status != NS_OK || stream->ended || gained >= wanted) return status;
    return stream->inflation ? read_gzip(stream, store, wanted, err) : read_plain(stream, store, wanted - gained, err);
}

void input_close(struct input_stream *stream)
{
    if (stream->inflation) inflateEnd(&stream->inflation->stream);
    free(stream->inflation);
    if (stream->fd >= 0) close(stream->fd);
    *stream = (struct input_stream){.fd = -1};
}
