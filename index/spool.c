/* spool.c - bytes in memory, or behind one another in a temporary file and read back through a window. */
#include "index/spool.h"

#include <stdlib.h>
#include <string.h>

/* The least that is read at once. */
#define WINDOW ((size_t)16 << 10)

struct spool spool_in_memory(void)
{
    return (struct spool){.buffer = BUFFER_INIT};
}

struct spool spool_in_file(struct scratch *file)
{
    return (struct spool){.buffer = BUFFER_INIT, .file = file};
}

void spool_release(struct spool *spool)
{
    buffer_release(&spool->buffer);
    *spool = spool_in_memory();
}

uint64_t spool_size(const struct spool *spool)
{
    return spool->moved + spool->buffer.size;
}

static ns_status move(struct spool *spool, struct ns_error *err)
{
    if (spool->moved == 0) spool->offset = scratch_size(spool->file);
    const ns_status status = scratch_append(spool->file, spool->buffer.data, spool->buffer.size, err);
    if (status != NS_OK) return status;
    spool->moved += spool->buffer.size;
    spool->buffer.size = 0;
    return NS_OK;
}

ns_status spool_turn(struct spool *spool, struct ns_error *err)
{
    return spool->file && spool->buffer.size >= SPOOL_PIECE ? move(spool, err) : NS_OK;
}

ns_status spool_complete(struct spool *spool, struct ns_error *err)
{
    if (!spool->file) return NS_OK;
    const ns_status status = move(spool, err);
    if (status == NS_OK) buffer_release(&spool->buffer);
    return status;
}

/* ---- Reading ---- */

struct spool_reader spool_read(const struct spool *spool)
{
    struct spool_reader reader = {.cursor = cursor_over(NULL, 0), .spool = spool};
    if (spool->moved > 0) return reader;
    reader.cursor = cursor_over(spool->buffer.data, spool->buffer.size);
    reader.next = spool->buffer.size;
    return reader;
}

void spool_reader_release(struct spool_reader *reader)
{
    free(reader->window);
    *reader = (struct spool_reader){0};
}

/* Make room for `size` bytes in the window, the ones that are at hand at its beginning. */
static ns_status make_window(struct spool_reader *reader, size_t size, size_t left, struct ns_error *err)
{
    if (size > reader->window_size) {
        const size_t window_size = size > WINDOW ? size : WINDOW;
        uint8_t *window = malloc(window_size);
        if (!window) return ns_fail_nomem(err);
        if (left > 0) memcpy(window, reader->cursor.at, left);
        free(reader->window);
        reader->window = window;
        reader->window_size = window_size;
    } else if (left > 0) {
        memmove(reader->window, reader->cursor.at, left);
    }
    return NS_OK;
}

/* Bytes from a place on: of the file, and behind it of the buffer. */
static ns_status read_at(const struct spool *spool, uint64_t place, uint8_t *out, size_t size, struct ns_error *err)
{
    size_t filed = 0;
    if (place < spool->moved) {
        filed = spool->moved - place < size ? (size_t)(spool->moved - place) : size;
        const ns_status status = scratch_read(spool->file, spool->offset + place, out, filed, err);
        if (status != NS_OK) return status;
    }
    if (filed < size) memcpy(out + filed, spool->buffer.data + (place + filed - spool->moved), size - filed);
    return NS_OK;
}

ns_status spool_fill(struct spool_reader *reader, size_t size, struct ns_error *err)
{
    const size_t left = (size_t)(reader->cursor.end - reader->cursor.at);
    const uint64_t behind = spool_size(reader->spool) - reader->next;
    if (behind == 0 || reader->cursor.failed) return NS_OK;
    ns_status status = make_window(reader, size, left, err);
    if (status != NS_OK) return status;
    const size_t room = reader->window_size - left;
    const size_t more = behind < room ? (size_t)behind : room;
    status = read_at(reader->spool, reader->next, reader->window + left, more, err);
    if (status != NS_OK) return status;
    reader->next += more;
    reader->cursor = cursor_over(reader->window, left + more);
    return NS_OK;
}

ns_status spool_bytes(struct spool_reader *reader, uint64_t size, const char **bytes, struct ns_error *err)
{
    struct cursor *cursor = &reader->cursor;
    const uint64_t left = spool_size(reader->spool) - reader->next;
    *bytes = NULL;
    if (size > left + (size_t)(cursor->end - cursor->at)) {
        cursor_fail(cursor);
        return NS_OK;
    }
    const ns_status status = spool_need(reader, (size_t)size, err);
    if (status == NS_OK) *bytes = cursor_bytes(cursor, (size_t)size);
    return status;
}

ns_status spool_string(struct spool_reader *reader, const char **text, size_t *length, struct ns_error *err)
{
    *text = NULL;
    *length = 0;
    ns_status status = spool_need(reader, VARINT_MAX, err);
    if (status != NS_OK) return status;
    const uint64_t size = cursor_varint(&reader->cursor);
    status = spool_bytes(reader, size, text, err);
    if (*text) *length = (size_t)size;
    return status;
}

ns_status spool_damaged(struct ns_error *err)
{
    return ns_fail(err, NS_ERR_IO, "a temporary file does not hold what was written to it");
}

ns_status spool_put(const struct spool *spool, struct index_file_writer *file, struct ns_error *err)
{
    struct spool_reader reader = spool_read(spool);
    ns_status status = NS_OK;
    do {
        struct cursor *cursor = &reader.cursor;
        if (cursor->at < cursor->end) status = index_file_append(file, cursor->at, (size_t)(cursor->end - cursor->at), err);
        cursor->at = cursor->end;
        if (status == NS_OK) status = spool_need(&reader, SPOOL_PIECE, err);
    } while (status == NS_OK && reader.cursor.at < reader.cursor.end);
    spool_reader_release(&reader);
    return status;
}
