/* fuzz_feed.c - libFuzzer's way into the reader of feeds. */
#include "tests/fuzz/fuzz_reader.h"

#include "indexer/format_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    feed_recognise((const char *)data, size);
    fuzz_read(read_feed, data, size, 0);
    return 0;
}
