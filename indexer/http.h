/* http.h - an HTTP response as archives keep it: status, header, and the body as its sender had it.
 *
 * RFC 9110 and 9112. A body may be in chunks (Transfer-Encoding: chunked) and in one of the codings gzip and deflate; deflate with or
 * without the frame of zlib, as both are about. Archives also hold bodies that were decoded before and still have the header that says
 * otherwise: what does not begin as chunks do is in none, and what begins as markup is not coded.
 */
#ifndef INDEXER_HTTP_H
#define INDEXER_HTTP_H

#include "index/buffer.h"
#include "indexer/header.h"

/* Bytes that a body may have when it is decoded: a page of news has some 100 KB. */
#define HTTP_BODY_MAX ((size_t)16 << 20)

/* What inflates to over HTTP_RATIO_FROM bytes may not be over HTTP_RATIO_MAX times what it was: markup does not shrink so far. */
#define HTTP_RATIO_MAX 200
#define HTTP_RATIO_FROM ((size_t)1 << 20)

struct http_response {
    unsigned status; /* 200 */
    struct header header;
    const char *body; /* as it stands there */
    size_t body_size;
};

/* How a body came out. */
enum http_body_state {
    HTTP_WHOLE,
    HTTP_CUT,    /* it ends too early, or is damaged: what stands before that is there */
    HTTP_CODING, /* it is in a coding that is not read */
    HTTP_LARGE,  /* it is over a limit */
};

/* Where bodies are decoded, kept from one to the next so that they cost no allocation. Begin it with HTTP_STORE_INIT, end with
 * http_store_release(). */
struct http_store {
    struct buffer chunks;
    struct buffer inflated;
};

#define HTTP_STORE_INIT                                                                                                                    \
    {                                                                                                                                      \
        BUFFER_INIT, BUFFER_INIT                                                                                                           \
    }

struct http_body {
    enum http_body_state state;
    const char *data; /* valid until the store is used again; INPUT_PADDING bytes behind it may be read, if that holds of the response */
    size_t size;      /* 0 if it is HTTP_CODING or HTTP_LARGE */
};

/* Returns false if the bytes are no response. */
bool http_read(const char *data, size_t size, struct http_response *out);

/* Returns NS_OK, NS_ERR_NOMEM. */
ns_status http_decode(const struct http_response *response, struct http_store *store, struct http_body *out, struct ns_error *err);

void http_store_release(struct http_store *store);

#endif
