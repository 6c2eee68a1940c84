/* fuzz_reuters.c - libFuzzer's way into the reader of stories of Reuters-21578, whole and slice by slice. */
#include "tests/fuzz/fuzz_reader.h"

#include "indexer/format_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reuters_recognise((const char *)data, size);
    fuzz_read(read_reuters, data, size, 0);
    fuzz_read_slices(read_reuters, reuters_split, (const char *)data, size);
    return 0;
}
