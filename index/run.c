/* run.c - what is common to all that reads runs. */
#include "index/run.h"

#include <stdlib.h>

void run_release(struct run *run)
{
    for (int i = 0; i < RUN_STREAM_COUNT; i++)
        spool_release(&run->streams[i]);
    free(run->extents);
    *run = (struct run){0};
}

void run_strings_begin(struct run_strings *strings, const struct spool *stream, uint32_t count)
{
    *strings = (struct run_strings){.reader = spool_read(stream), .left = count};
}

void run_strings_release(struct run_strings *strings)
{
    spool_reader_release(&strings->reader);
    buffer_release(&strings->text);
}

/* Whether a string that shares some bytes with the one before, and goes on like this, comes behind it. */
static bool goes_up(const struct buffer *before, size_t shared, const char *rest, size_t length)
{
    return length > 0 && (shared == before->size || (uint8_t)rest[0] > (uint8_t)before->data[shared]);
}

ns_status run_strings_next(struct run_strings *strings, struct ns_error *err)
{
    const char *rest;
    struct spool_reader *reader = &strings->reader;
    ns_status status = spool_need(reader, PAIR_MAX, err);
    if (status != NS_OK) return status;
    uint64_t shared, length;
    cursor_pair(&reader->cursor, &shared, &length);
    status = spool_bytes(reader, length, &rest, err);
    if (status != NS_OK) return status;
    if (reader->cursor.failed || shared > strings->text.size || !goes_up(&strings->text, (size_t)shared, rest, (size_t)length))
        return spool_damaged(err);
    strings->text.size = (size_t)shared;
    strings->left--;
    return buffer_append(&strings->text, rest, (size_t)length, err);
}
