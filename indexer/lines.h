/* lines.h - reads a file of JSON Lines slice by slice, each of whole lines, so that it is never in memory as a whole. */
#ifndef INDEXER_LINES_H
#define INDEXER_LINES_H

#include "indexer/input.h"

/* The owner's: line_stream_open() begins it, line_stream_close() ends it. */
struct line_stream {
    struct input_stream input;
    struct buffer rest; /* the beginning of a line that goes on behind what was read */
    uint64_t lines;     /* that were given */
    bool ended;         /* all of them were */
};

/* Some lines. */
struct line_slice {
    size_t begin; /* in the store, bytes */
    size_t size;
    uint64_t lines_before; /* in the file */
    uint64_t left_out;     /* bytes of a line behind these that is longer than JSONL_LINE_MAX and was not kept; 0 if there is none */
};

/* @path borrowed. Returns what input_open() does. */
ns_status line_stream_open(struct line_stream *stream, const char *path, struct ns_error *err);

/* Append the next lines to a store, about `wanted` bytes or the longest line, with INPUT_PADDING bytes behind them.
 * Returns what input_read() does. Then the stream has ended, and the slice has the whole lines that stand before the place that could not
 * be read. */
ns_status line_stream_next(struct line_stream *stream, struct buffer *store, size_t wanted, struct line_slice *out, struct ns_error *err);

void line_stream_close(struct line_stream *stream);

#endif
