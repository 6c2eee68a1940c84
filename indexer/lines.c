/* lines.c - cuts what is read at the last line end, and keeps what is behind it for the next slice. */
#include "indexer/lines.h"

#include <string.h>

#include "indexer/reader.h"

ns_status line_stream_open(struct line_stream *stream, const char *path, struct ns_error *err)
{
    *stream = (struct line_stream){.rest = BUFFER_INIT};
    return input_open(path, NULL, &stream->input, err);
}

void line_stream_close(struct line_stream *stream)
{
    input_close(&stream->input);
    buffer_release(&stream->rest);
}

/* Move what is behind `end` in the store to the rest. */
static ns_status keep_rest(struct line_stream *stream, struct buffer *store, size_t end, struct ns_error *err)
{
    const ns_status status = buffer_append(&stream->rest, store->data + end, store->size - end, err);
    store->size = end;
    return status;
}

/* Go over a line that is too long, which begins at `begin` and whose end has not been read, and count its bytes. */
static ns_status leave_out(struct line_stream *stream, struct buffer *store, size_t begin, size_t wanted, uint64_t *left_out,
                           struct ns_error *err)
{
    ns_status status = NS_OK;
    const char *end = NULL;
    *left_out = store->size - begin;
    while (status == NS_OK && !end && !stream->input.ended) {
        store->size = begin;
        status = input_read(&stream->input, store, wanted, err);
        end = store->size > begin ? memchr(store->data + begin, '\n', store->size - begin) : NULL;
        *left_out += end ? (size_t)(end - store->data) - begin : store->size - begin;
    }
    if (status == NS_OK && end) status = keep_rest(stream, store, (size_t)(end - store->data) + 1, err);
    store->size = begin;
    return status;
}

/* The place behind the last line end at or behind `from`, or `begin` when there is none. */
static size_t lines_end(const struct buffer *store, size_t begin, size_t from)
{
    const char *last = store->size > from ? memrchr(store->data + from, '\n', store->size - from) : NULL;
    return last ? (size_t)(last - store->data) + 1 : begin;
}

/* Read until there is a line end, or too much without one. */
static ns_status read_lines(struct line_stream *stream, struct buffer *store, size_t begin, size_t wanted, uint64_t *left_out,
                            struct ns_error *err)
{
    size_t end = begin;
    while (end == begin) {
        const size_t from = store->size;
        const ns_status status = input_read(&stream->input, store, wanted, err);
        end = lines_end(store, begin, from);
        if (status != NS_OK) {
            store->size = end;
            return status;
        }
        if (stream->input.ended) return NS_OK;
        if (end == begin && store->size - begin > JSONL_LINE_MAX) return leave_out(stream, store, begin, wanted, left_out, err);
    }
    return keep_rest(stream, store, end, err);
}

static uint64_t count_lines(const char *text, size_t size)
{
    uint64_t lines = 0;
    const char *end = text + size;
    for (const char *at = text; at < end; lines++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        at = stop ? stop + 1 : end;
    }
    return lines;
}

ns_status line_stream_next(struct line_stream *stream, struct buffer *store, size_t wanted, struct line_slice *out, struct ns_error *err)
{
    const size_t begin = store->size;
    *out = (struct line_slice){.begin = begin, .lines_before = stream->lines};
    ns_status status = buffer_append(store, stream->rest.data, stream->rest.size, err);
    stream->rest.size = 0;
    if (status == NS_OK) status = read_lines(stream, store, begin, wanted, &out->left_out, err);
    if (status == NS_OK) status = buffer_pad(store, INPUT_PADDING, err);
    out->size = store->size - begin;
    stream->lines += count_lines(store->data + begin, out->size) + (out->left_out > 0);
    stream->ended = status != NS_OK || (stream->input.ended && stream->rest.size == 0);
    return status;
}
