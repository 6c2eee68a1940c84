/* fuzz_newsml.c - libFuzzer's way into the reader of NewsML-G2. */
#include "tests/fuzz/fuzz_reader.h"

#include "indexer/format_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    newsml_recognise((const char *)data, size);
    fuzz_read(read_newsml, data, size, 0);
    return 0;
}
