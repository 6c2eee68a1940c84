/* line_source.c - reads by the chunk, and waits for a chunk in a way that another thread can end: a pipe that stays open would keep a
 * program that nobody listens to for ever. */
#include "searcher/line_source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_BYTES 65536

static const char byte_order_mark[] = "\xef\xbb\xbf";

struct line_source {
    const char *name; /* borrowed */
    int fd;
    int stop_reads; /* a pipe: has something to read when the source is stopped */
    int stop_writes;
    uint64_t lines; /* that were begun */
    size_t at;      /* of the chunk's bytes, the first that was not given */
    size_t size;
    char chunk[CHUNK_BYTES];
};

/* ---- Chunks ---- */

/* Wait for something to read. Returns 1 when there is, 0 when the source is stopped, -1 with errno. */
static int wait_for_input(const struct line_source *source)
{
    struct pollfd wanted[] = {{.fd = source->fd, .events = POLLIN}, {.fd = source->stop_reads, .events = POLLIN}};
    int ready;
    do
        ready = poll(wanted, 2, -1);
    while (ready < 0 && errno == EINTR);
    if (ready < 0) return -1;
    return wanted[1].revents == 0;
}

/* Read the next chunk; it stays empty at the end. */
static ns_status read_chunk(struct line_source *source, struct ns_error *err)
{
    ssize_t got;
    source->at = source->size = 0;
    do {
        got = wait_for_input(source);
        if (got > 0) got = read(source->fd, source->chunk, sizeof source->chunk);
    } while (got < 0 && (errno == EINTR || errno == EAGAIN));
    if (got < 0) return ns_fail_errno(err, NS_ERR_IO, "%s: cannot read the queries", source->name);
    source->size = (size_t)got;
    return NS_OK;
}

/* ---- Lines ---- */

/* Give bytes to a line, unless it is too long already: then no more are kept. */
static ns_status keep(struct buffer *line, const char *bytes, size_t count, struct ns_error *err)
{
    enum { KEPT_MAX = LINE_BYTES_MAX + sizeof byte_order_mark + sizeof "\r" }; /* what is longer is too long, whatever is taken away */
    const size_t room = KEPT_MAX - line->size;
    return buffer_append(line, bytes, count < room ? count : room, err);
}

/* Collect bytes up to a line end, which is gone over, or to the end of all. */
static ns_status collect(struct line_source *source, struct buffer *line, struct ns_error *err)
{
    for (;;) {
        if (source->at == source->size) {
            const ns_status status = read_chunk(source, err);
            if (status != NS_OK || source->size == 0) return status;
        }
        const char *begin = source->chunk + source->at;
        const char *line_end = memchr(begin, '\n', source->size - source->at);
        const size_t count = line_end ? (size_t)(line_end - begin) : source->size - source->at;
        const ns_status status = keep(line, begin, count, err);
        source->at += count + (line_end != NULL);
        if (status != NS_OK || line_end) return status;
    }
}

static void trim(struct buffer *line, bool first)
{
    const size_t mark = sizeof byte_order_mark - 1;
    if (line->size > 0 && line->data[line->size - 1] == '\r') line->size--;
    if (!first || line->size < mark || memcmp(line->data, byte_order_mark, mark) != 0) return;
    line->size -= mark;
    memmove(line->data, line->data + mark, line->size);
}

ns_status line_source_next(struct line_source *source, struct buffer *line, uint64_t *number, bool *end, struct ns_error *err)
{
    line->size = 0;
    *end = false;
    ns_status status = source->at == source->size ? read_chunk(source, err) : NS_OK;
    if (status != NS_OK) return status;
    *end = source->size == 0;
    if (*end) return NS_OK;
    *number = ++source->lines;
    status = collect(source, line, err);
    if (status != NS_OK) return status;
    trim(line, *number == 1);
    if (line->size <= LINE_BYTES_MAX) return NS_OK;
    return ns_fail(err, NS_ERR_LIMIT, "the line is longer than %d bytes", LINE_BYTES_MAX);
}

/* ---- Opening, stopping, closing ---- */

static ns_status open_descriptors(struct line_source *source, const char *path, struct ns_error *err)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return ns_fail_errno(err, NS_ERR_IO, "%s: cannot wait for the queries", source->name);
    source->stop_reads = ends[0];
    source->stop_writes = ends[1];
    source->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    return source->fd >= 0 ? NS_OK : ns_fail_errno(err, NS_ERR_IO, "%s: cannot open the queries", source->name);
}

ns_status line_source_open(const char *path, struct line_source **out, struct ns_error *err)
{
    *out = NULL;
    struct line_source *source = malloc(sizeof *source);
    if (!source) return ns_fail_nomem(err);
    source->name = strcmp(path, "-") == 0 ? "standard input" : path;
    source->fd = source->stop_reads = source->stop_writes = -1;
    source->lines = 0;
    source->at = source->size = 0;
    const ns_status status = open_descriptors(source, path, err);
    if (status == NS_OK) {
        *out = source;
    } else {
        line_source_close(source);
    }
    return status;
}

void line_source_stop(struct line_source *source)
{
    /* A byte stays in the pipe, as nobody reads it; were the pipe full of them, it would say the same. */
    while (write(source->stop_writes, "", 1) < 0 && errno == EINTR)
        ;
}

const char *line_source_name(const struct line_source *source)
{
    return source->name;
}

static void close_descriptor(int fd)
{
    if (fd > STDERR_FILENO) close(fd);
}

void line_source_close(struct line_source *source)
{
    if (!source) return;
    close_descriptor(source->fd);
    close_descriptor(source->stop_reads);
    close_descriptor(source->stop_writes);
    free(source);
}
