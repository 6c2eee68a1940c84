/* http.c - takes a response apart, puts its chunks together, and inflates it. */
#include "indexer/http.h"

#include <string.h>
#include <zlib.h>

#include "indexer/ascii.h"
#include "indexer/reader.h"

/* The least that is inflated at a time. */
#define PIECE 65536

void http_store_release(struct http_store *store)
{
    buffer_release(&store->chunks);
    buffer_release(&store->inflated);
}

/* `HTTP/1.1 200 OK`; HTTP/2 has no such line, but archives write one. */
bool http_read(const char *data, size_t size, struct http_response *out)
{
    static const char name[] = "HTTP/";
    size_t at = sizeof name - 1;
    *out = (struct http_response){0};
    if (size < at || memcmp(data, name, at) != 0) return false;
    while (at < size && (ascii_is_digit(data[at]) || data[at] == '.'))
        at++;
    while (at < size && data[at] == ' ')
        at++;
    if (size - at < 3 || !ascii_is_digit(data[at]) || !ascii_is_digit(data[at + 1]) || !ascii_is_digit(data[at + 2])) return false;
    out->status = (unsigned)((data[at] - '0') * 100 + (data[at + 1] - '0') * 10 + (data[at + 2] - '0'));
    const char *stop = memchr(data + at, '\n', size - at);
    const size_t line = stop ? (size_t)(stop - data) + 1 : size;
    const size_t header = header_take(data + line, size - line, &out->header);
    const size_t before = header > 0 ? line + header : size;
    out->body = data + before;
    out->body_size = size - before;
    return true;
}

/* ---- Chunks ---- */

struct span {
    const char *data;
    size_t size;
};

/* Step over the line with the size of a chunk; false if there is none. A size over what is left is cut to one byte more than that. */
static bool take_chunk_size(struct span *rest, size_t *size)
{
    size_t at = 0;
    *size = 0;
    for (; at < rest->size && ascii_hex_value(rest->data[at]) >= 0; at++) {
        *size = *size * 16 + (size_t)ascii_hex_value(rest->data[at]);
        if (*size > rest->size) *size = rest->size + 1;
    }
    if (at == 0) return false;
    const char *stop = memchr(rest->data + at, '\n', rest->size - at);
    if (!stop || (rest->data[at] != ';' && rest->data[at] != '\r' && rest->data[at] != '\n' && rest->data[at] != ' ')) return false;
    rest->size -= (size_t)(stop + 1 - rest->data);
    rest->data = stop + 1;
    return true;
}

/* Step over the line end behind a chunk, if it is there. */
static void skip_line_end(struct span *rest)
{
    if (rest->size > 0 && *rest->data == '\r') rest->data++, rest->size--;
    if (rest->size > 0 && *rest->data == '\n') rest->data++, rest->size--;
}

/* Put the chunks together; what does not begin as they do is in none. */
static ns_status join_chunks(struct span *body, struct buffer *store, enum http_body_state *state, struct ns_error *err)
{
    struct span rest = *body;
    size_t size;
    ns_status status = NS_OK;
    if (!take_chunk_size(&rest, &size)) return NS_OK;
    bool more = true;
    store->size = 0;
    while (status == NS_OK && more && size > 0) {
        const size_t got = size < rest.size ? size : rest.size;
        status = buffer_append(store, rest.data, got, err);
        rest.data += got;
        rest.size -= got;
        skip_line_end(&rest);
        more = got == size && take_chunk_size(&rest, &size);
    }
    if (!more) *state = HTTP_CUT;
    if (status == NS_OK) status = buffer_pad(store, INPUT_PADDING, err);
    *body = (struct span){store->data, store->size};
    return status;
}

/* ---- Codings ---- */

/* Whether a body begins as markup does, which nothing coded does. */
static bool is_markup(const struct span *body)
{
    size_t at = 0;
    while (at < body->size && (body->data[at] == ' ' || (body->data[at] >= '\t' && body->data[at] <= '\r')))
        at++;
    if (body->size - at < 2 || body->data[at] != '<') return false;
    const char next = (char)(body->data[at + 1] | 0x20);
    return body->data[at + 1] == '!' || body->data[at + 1] == '?' || (next >= 'a' && next <= 'z');
}

/* How zlib is told what is in front of the data: gzip, its own frame, or nothing. */
static int window_bits(const struct span *body, bool gzip)
{
    const unsigned char first = body->size > 0 ? (unsigned char)body->data[0] : 0;
    const unsigned char second = body->size > 1 ? (unsigned char)body->data[1] : 0;
    if (gzip || (first == 0x1f && second == 0x8b)) return 15 + 16;
    return (first & 15) == Z_DEFLATED && (first * 256 + second) % 31 == 0 ? 15 : -15;
}

static bool over_limit(const struct span *body, size_t size)
{
    return size > HTTP_BODY_MAX || (size > HTTP_RATIO_FROM && size / HTTP_RATIO_MAX > body->size);
}

/* Inflate until the end, damage, or a limit. */
static ns_status inflate_all(z_stream *z, const struct span *body, struct buffer *store, enum http_body_state *state, struct ns_error *err)
{
    ns_status status = NS_OK;
    int result = Z_OK;
    while (status == NS_OK && result == Z_OK) {
        status = buffer_reserve(store, PIECE, err);
        if (status != NS_OK) break;
        const size_t room = store->capacity - store->size;
        z->next_out = (unsigned char *)store->data + store->size;
        z->avail_out = room < HTTP_BODY_MAX ? (uInt)room : (uInt)HTTP_BODY_MAX;
        const uInt offered = z->avail_out;
        result = inflate(z, Z_NO_FLUSH);
        store->size += offered - z->avail_out;
        if (over_limit(body, store->size)) {
            *state = HTTP_LARGE;
            return NS_OK;
        }
    }
    if (result == Z_MEM_ERROR) return ns_fail_nomem(err);
    if (result != Z_STREAM_END) *state = HTTP_CUT;
    return status;
}

static ns_status inflate_body(struct span *body, bool gzip, struct buffer *store, enum http_body_state *state, struct ns_error *err)
{
    z_stream z = {.next_in = (unsigned char *)body->data, .avail_in = (uInt)body->size}; /* zlib does not write to it */
    if (inflateInit2(&z, window_bits(body, gzip)) != Z_OK) return ns_fail_nomem(err);
    store->size = 0;
    ns_status status = inflate_all(&z, body, store, state, err);
    inflateEnd(&z);
    if (status == NS_OK) status = buffer_pad(store, INPUT_PADDING, err);
    *body = (struct span){store->data, store->size};
    return status;
}

ns_status http_decode(const struct http_response *response, struct http_store *store, struct http_body *out, struct ns_error *err)
{
    const struct header_value coding = header_field(&response->header, "Content-Encoding");
    struct span body = {response->body, response->body_size};
    ns_status status = NS_OK;
    *out = (struct http_body){.state = HTTP_WHOLE, .data = ""};
    if (header_is(header_field(&response->header, "Transfer-Encoding"), "chunked")) {
        status = join_chunks(&body, &store->chunks, &out->state, err);
    }
    const bool gzip = header_is(coding, "gzip") || header_is(coding, "x-gzip");
    const bool plain = coding.length == 0 || header_is(coding, "identity") || body.size == 0 || is_markup(&body);
    if (body.size > HTTP_BODY_MAX) {
        out->state = HTTP_LARGE;
    } else if (status == NS_OK && !plain && (gzip || header_is(coding, "deflate"))) {
        status = inflate_body(&body, gzip, &store->inflated, &out->state, err);
    } else if (!plain) {
        out->state = HTTP_CODING;
    }
    if (status != NS_OK || out->state == HTTP_CODING || out->state == HTTP_LARGE) return status;
    out->data = body.data;
    out->size = body.size;
    return NS_OK;
}
