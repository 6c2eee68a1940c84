/* warc.c - steps over records by their lengths, and looks for the next one where those are wrong. */
#include "indexer/warc.h"

#include <string.h>
#include <strings.h>

#include "indexer/format_parts.h"
#include "indexer/white.h"

#define VERSION "WARC/1."
#define VERSION_LENGTH (sizeof VERSION - 1)

static size_t skip_line_ends(const char *data, size_t size, size_t at)
{
    while (at < size && (data[at] == '\r' || data[at] == '\n'))
        at++;
    return at;
}

/* The bytes of the version line that the text begins with, with its end; 0 if it is none. */
static size_t version_line(const char *text, size_t size)
{
    size_t at = VERSION_LENGTH;
    if (size < at || memcmp(text, VERSION, at) != 0) return 0;
    while (at < size && text[at] >= '0' && text[at] <= '9')
        at++;
    if (at == VERSION_LENGTH) return 0;
    if (at < size && text[at] == '\r') at++;
    return at < size && text[at] == '\n' ? at + 1 : 0;
}

static bool begins_with(const char *text, size_t size, const char *word)
{
    const size_t length = strlen(word);
    return size >= length && strncasecmp(text, word, length) == 0;
}

/* Whether a record begins here, as far as its first two lines tell. */
static bool is_record(const char *text, size_t size)
{
    const size_t version = version_line(text, size);
    return version > 0 && (begins_with(text + version, size - version, "WARC-") || begins_with(text + version, size - version, "Content-"));
}

/* Where the next record begins whose version stands between two places, or `to`. */
static size_t find_record(const struct warc_cursor *cursor, size_t from, size_t to)
{
    while (from < to) {
        const char *found = memmem(cursor->data + from, to - from, VERSION, VERSION_LENGTH);
        if (!found) break;
        const size_t at = (size_t)(found - cursor->data);
        if (is_record(found, cursor->size - at)) return at;
        from = at + VERSION_LENGTH;
    }
    return to;
}

/* Whether a record may end here: two line ends follow as they have to, or the next record does, or the beginning of one, or nothing. */
static bool is_end(const struct warc_cursor *cursor, size_t at)
{
    size_t left = cursor->size - at;
    if (left >= 4 && memcmp(cursor->data + at, "\r\n\r\n", 4) == 0) return true;
    if (left >= 2 && memcmp(cursor->data + at, "\n\n", 2) == 0) return true;
    at = skip_line_ends(cursor->data, cursor->size, at);
    left = cursor->size - at;
    return memcmp(cursor->data + at, VERSION, left < VERSION_LENGTH ? left : VERSION_LENGTH) == 0;
}

/* Read the header whose record begins at `at`. Returns where the block begins; 0 when there is no empty line where it could be, or another
 * record begins before that. */
static size_t take_header(struct warc_cursor *cursor, size_t at, struct header *out)
{
    const char *data = cursor->data + at;
    if (cursor->empty <= at) {
        const size_t size = header_take(data, cursor->size - at, out);
        cursor->empty = size > 0 ? at + size : SIZE_MAX;
    }
    if (cursor->empty - at > WARC_HEADER_MAX) return 0;
    if (find_record(cursor, at + VERSION_LENGTH, cursor->empty) < cursor->empty) return 0;
    return at + header_take(data, cursor->empty - at, out);
}

/* Read the block that begins at `block`. Returns where the record ends, without the line ends behind it. */
static size_t take_block(struct warc_cursor *cursor, size_t block, struct warc_record *out)
{
    const size_t left = cursor->size - block;
    const bool large = out->has_length && out->length > WARC_BLOCK_MAX;
    out->beyond = out->has_length && out->length > left;
    out->state = large ? WARC_LARGE : WARC_WHOLE;
    size_t end = block + (out->has_length && !out->beyond ? (size_t)out->length : 0);
    if (!out->has_length || out->beyond || !is_end(cursor, end)) {
        end = find_record(cursor, block, cursor->size);
        if (!large) out->state = end < cursor->size ? WARC_MENDED : WARC_CUT;
    }
    if (out->state != WARC_WHOLE && out->state != WARC_MENDED) return end;
    out->block = cursor->data + block;
    out->block_size = end - block;
    while (out->state == WARC_MENDED && out->block_size > 0 && strchr("\r\n", out->block[out->block_size - 1]))
        out->block_size--;
    if (out->state == WARC_MENDED && out->block_size > WARC_BLOCK_MAX) out->state = WARC_LARGE;
    return end;
}

bool warc_next(struct warc_cursor *cursor, struct warc_record *out)
{
    const size_t begin = skip_line_ends(cursor->data, cursor->size, cursor->at);
    *out = (struct warc_record){.begin = begin};
    cursor->at = begin;
    if (begin == cursor->size) return false;
    if (!is_record(cursor->data + begin, cursor->size - begin)) {
        out->state = WARC_GARBAGE;
        cursor->at = find_record(cursor, begin, cursor->size);
        return true;
    }
    const size_t block = take_header(cursor, begin, &out->header);
    if (block == 0) {
        out->state = WARC_NO_HEAD;
        cursor->at = find_record(cursor, begin + VERSION_LENGTH, cursor->size);
        return true;
    }
    out->has_length = header_number(header_field(&out->header, "Content-Length"), &out->length);
    cursor->at = take_block(cursor, block, out);
    return true;
}

bool warc_recognise(const char *data, size_t size)
{
    size_t at = white_mark(data, size);
    while (at < size && strchr(" \t\r\n", data[at]) && data[at])
        at++;
    return version_line(data + at, size - at) > 0;
}

/* Up to the last record: the ones before are whole as the next one has begun, and what is wrong with them does not depend on what
 * follows, unless one says that it goes on behind these bytes. */
size_t warc_split(const char *data, size_t size)
{
    struct warc_cursor cursor = {.data = data, .size = size};
    struct warc_record record;
    size_t whole = 0;
    while (warc_next(&cursor, &record)) {
        whole = record.begin;
        if (record.beyond && record.state != WARC_LARGE) break;
    }
    return whole;
}
