/* warc_fixture.h - writes records of WARC and responses of HTTP for the tests of what reads them. */
#ifndef TESTS_UNIT_WARC_FIXTURE_H
#define TESTS_UNIT_WARC_FIXTURE_H

#include <stdio.h>
#include <zlib.h>

#include "tests/unit/reader_fixture.h"

/* A text of any bytes that grows. */
struct archive_text {
    char data[1 << 18];
    size_t size;
};

static inline void add_bytes(struct archive_text *archive, const char *data, size_t size)
{
    assert_true(sizeof archive->data - archive->size > size);
    memcpy(archive->data + archive->size, data, size);
    archive->size += size;
    archive->data[archive->size] = '\0';
}

static inline void add_text(struct archive_text *archive, const char *text)
{
    add_bytes(archive, text, strlen(text));
}

/* Add a record; `fields` are whole lines, and `length` is what its Content-Length says. */
static inline void add_record_of(struct archive_text *archive, const char *fields, const char *block, size_t size, size_t length)
{
    char head[2000];
    snprintf(head, sizeof head, "WARC/1.0\r\n%sContent-Length: %zu\r\n\r\n", fields, length);
    add_text(archive, head);
    add_bytes(archive, block, size);
    add_text(archive, "\r\n\r\n");
}

#define RESPONSE_FIELDS(number)                                                                                                            \
    "WARC-Type: response\r\nWARC-Record-ID: <urn:uuid:" number ">\r\nWARC-Target-URI: https://news.example/" number                        \
    "\r\nWARC-Date: 2021-03-04T05:06:07Z\r\nContent-Type: application/http; msgtype=response\r\n"

static inline void add_record(struct archive_text *archive, const char *fields, const char *block)
{
    add_record_of(archive, fields, block, strlen(block), strlen(block));
}

/* gzip (window 31), zlib (15) or raw deflate (-15). Returns the bytes written. */
static inline size_t squeeze(const char *data, size_t size, int window, char *out, size_t room)
{
    z_stream z = {.next_in = (unsigned char *)data, .avail_in = (uInt)size, .next_out = (unsigned char *)out, .avail_out = (uInt)room};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return room - z.avail_out;
}

#endif
