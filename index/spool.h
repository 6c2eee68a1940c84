/* spool.h - a run of bytes that is written in order and then read in order, and need not fit into memory.
 *
 * Bytes are appended to the spool's buffer. A spool that has a file moves them there when there are many, so that memory holds only the
 * last of them; one without a file keeps them all. Several spools may lie in one file, one behind the other: each has to be complete
 * before the next one moves its first bytes.
 */
#ifndef INDEX_SPOOL_H
#define INDEX_SPOOL_H

#include "index/buffer.h"
#include "index/index_file.h"
#include "index/scratch.h"

/* From this size on the buffer of a spool with a file is moved to it. */
#define SPOOL_PIECE ((size_t)256 << 10)

/* The owner's: spool_in_memory() or spool_in_file() begins it, spool_release() ends it. */
struct spool {
    struct buffer buffer; /* append here, then call spool_turn() */
    struct scratch *file; /* borrowed; NULL when all stays in memory */
    uint64_t offset;      /* where in the file the spool begins */
    uint64_t moved;       /* bytes that are in the file */
};

struct spool spool_in_memory(void);
struct spool spool_in_file(struct scratch *file);

void spool_release(struct spool *spool);

/* All bytes of the spool. */
uint64_t spool_size(const struct spool *spool);

/* To be called every now and then while bytes are appended: moves the buffer to the file when it has become large.
 * Returns NS_OK, NS_ERR_IO. */
ns_status spool_turn(struct spool *spool, struct ns_error *err);

/* Move all there is to the file, if there is one, and release the buffer. Returns NS_OK, NS_ERR_IO. */
ns_status spool_complete(struct spool *spool, struct ns_error *err);

/* Append all of the spool to the section of the index file that has been begun. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status spool_put(const struct spool *spool, struct index_file_writer *file, struct ns_error *err);

/* ---- Reading ---- */

/* Reads a spool from its beginning. Begin with spool_read(), end with spool_reader_release(). */
struct spool_reader {
    struct cursor cursor; /* over the bytes that are at hand */
    const struct spool *spool;
    uint64_t next; /* the place in the spool of the first byte that is not at hand */
    uint8_t *window;
    size_t window_size;
};

/* The spool is borrowed, and nothing is appended to it any more. */
struct spool_reader spool_read(const struct spool *spool);

void spool_reader_release(struct spool_reader *reader);

/* For spool_need() only. */
ns_status spool_fill(struct spool_reader *reader, size_t size, struct ns_error *err);

/* Have at least `size` bytes at hand, or all that are left; pointers into what was at hand are void.
 * Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
static inline ns_status spool_need(struct spool_reader *reader, size_t size, struct ns_error *err)
{
    return (size_t)(reader->cursor.end - reader->cursor.at) >= size ? NS_OK : spool_fill(reader, size, err);
}

/* Read `size` bytes, which are at hand until the next call on the reader. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM; where there are not so
 * many, *bytes is NULL and reader->cursor.failed is set. */
ns_status spool_bytes(struct spool_reader *reader, uint64_t size, const char **bytes, struct ns_error *err);

/* Read a string; *text is at hand until the next call on the reader. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM; what does not fit sets
 * reader->cursor.failed. */
ns_status spool_string(struct spool_reader *reader, const char **text, size_t *length, struct ns_error *err);

/* What was read makes no sense. Returns NS_ERR_IO. */
ns_status spool_damaged(struct ns_error *err);

#endif
