/* text_stream.c - a stream of the C library's with a function of ours behind it. */
#include "searcher/text_stream.h"

/* What could not be kept once leaves a gap, which nothing may be put behind. */
static ssize_t take(void *context, const char *text, size_t size)
{
    struct text_stream *stream = context;
    if (stream->status == NS_OK) stream->status = buffer_append(&stream->text, text, size, NULL);
    return stream->status == NS_OK ? (ssize_t)size : 0;
}

ns_status text_stream_open(struct text_stream *stream, struct ns_error *err)
{
    stream->text.size = 0;
    stream->status = buffer_reserve(&stream->text, 1, err);
    if (stream->status != NS_OK) return stream->status;
    stream->file = fopencookie(stream, "w", (cookie_io_functions_t){.write = take});
    if (stream->file) return NS_OK;
    buffer_release(&stream->text);
    return ns_fail_nomem(err);
}

ns_status text_stream_close(struct text_stream *stream, struct ns_error *err)
{
    const bool closed = fclose(stream->file) == 0;
    stream->file = NULL;
    return closed && stream->status == NS_OK ? NS_OK : ns_fail_nomem(err);
}
