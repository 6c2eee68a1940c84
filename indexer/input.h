/* input.h - brings a file into memory, whole or piece by piece, inflated when it is gzip. */
#ifndef INDEXER_INPUT_H
#define INDEXER_INPUT_H

#include <stdatomic.h>
#include <stdint.h>
#include <sys/stat.h>

#include "index/buffer.h"
#include "index/error.h"
#include "indexer/reader.h"

/* The path that stands for standard input. A file of that name is ./- */
#define INPUT_STANDARD "-"

/* Bytes that a gzip file may inflate to unless the caller says otherwise. */
#define INPUT_INFLATED_MAX (UINT64_C(1) << 30)

/* Bytes that a file may have that is not compressed. */
#define INPUT_SIZE_MAX (UINT64_C(4) << 30)

/* What inflates to over INPUT_RATIO_FROM bytes may not be over INPUT_RATIO_MAX times its size on the disk: text does not shrink so far,
 * only a file that was made to fill memory does. */
#define INPUT_RATIO_MAX 200
#define INPUT_RATIO_FROM (UINT64_C(16) << 20)

/* Milliseconds after which who waits looks again whether to stop: the signal may have gone to another thread. */
#define INPUT_STOP_INTERVAL 50

struct input_options {
    uint64_t inflated_max;  /* bytes; 0 for INPUT_INFLATED_MAX */
    const atomic_int *stop; /* borrowed; not 0: wait no longer for what may never come, as through a pipe; NULL to wait for ever */
};

struct inflation;

/* A file that is being read. The caller's: all zero but for an fd of -1 is one that is not open; end it with input_close(). */
struct input_stream {
    const char *path; /* borrowed */
    int fd;
    struct stat stat; /* of the file when it was opened */
    uint64_t inflated_max;
    const atomic_int *stop;
    uint64_t size;               /* bytes of text so far */
    uint64_t taken;              /* bytes of the file so far */
    bool begun;                  /* it has been seen whether it is gzip */
    bool ended;                  /* the file is at its end */
    struct inflation *inflation; /* NULL when it is not gzip */
};

/* Open a regular file (links are followed), or standard input, whatever that is. A file is read to its end as it stands then, even if its
 * size changes meanwhile. gzip (RFC 1952) is told by its first two bytes, 1f 8b, whatever the name; its members, one behind the other, are
 * one text.
 * @path     borrowed by *out, so it must outlive it; INPUT_STANDARD for standard input
 * @options  NULL for the defaults
 * Returns NS_OK, NS_ERR_IO (cannot be opened, or is not a regular file; such a file is never waited for), NS_ERR_NOMEM. Every message names
 * the file. */
ns_status input_open(const char *path, const struct input_options *options, struct input_stream *out, struct ns_error *err);

/* Append the next bytes of the text to store: at least `wanted`, unless the stream has `ended` then, and seldom many more. On failure what
 * could be read before is in the store.
 * Returns NS_OK, NS_ERR_IO, NS_ERR_FORMAT (gzip that is damaged or ends too early), NS_ERR_LIMIT (gzip that inflates to too much, or a file
 * that is too large), NS_ERR_STOPPED (it is no regular file, and is asked to stop, at most INPUT_STOP_INTERVAL ago) or NS_ERR_NOMEM. */
ns_status input_read(struct input_stream *stream, struct buffer *store, size_t wanted, struct ns_error *err);

void input_close(struct input_stream *stream);

#endif
