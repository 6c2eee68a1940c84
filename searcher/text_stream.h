/* text_stream.h - a stream that writes into memory, and knows whether all of it is there. open_memstream() goes on behind what there was no
 * memory for, without an error that the stream would tell.
 */
#ifndef SEARCHER_TEXT_STREAM_H
#define SEARCHER_TEXT_STREAM_H

#include <stdio.h>

#include "index/buffer.h"

/* The caller's, which stays where it is while the stream is open. */
struct text_stream {
    FILE *file;         /* to write to; NULL when it is not open */
    struct buffer text; /* what was written, when the stream is closed, with data even if that is nothing; the caller's to release */
    ns_status status;
};

/* Open a stream whose text begins empty.
 * Returns NS_OK, or NS_ERR_NOMEM, and then holds nothing. */
ns_status text_stream_open(struct text_stream *stream, struct ns_error *err);

/* Close it.
 * Returns NS_OK when all that was written is in the text, NS_ERR_NOMEM when it is not. */
ns_status text_stream_close(struct text_stream *stream, struct ns_error *err);

#endif
