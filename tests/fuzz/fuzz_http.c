/* fuzz_http.c - libFuzzer's way into responses of HTTP: headers, chunks and codings. */
#include "tests/fuzz/fuzz_reader.h"

#include "indexer/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct http_response response;
    struct http_body body;
    struct http_store store = HTTP_STORE_INIT;
    if (!http_read((const char *)data, size, &response)) return 0;
    fuzz_require(response.status <= 999 && response.body_size <= size, "a response is of what there is");
    fuzz_require(http_decode(&response, &store, &body, NULL) == NS_OK, "a body is decoded");
    fuzz_require(body.data && body.size <= HTTP_BODY_MAX, "a body is not over the limit");
    http_store_release(&store);
    return 0;
}
