/* fuzz_warc.c - libFuzzer's way into the reader of WARC, whole and slice by slice. */
#include "tests/fuzz/fuzz_reader.h"

#include "indexer/format_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    warc_recognise((const char *)data, size);
    fuzz_read(read_warc, data, size, 0);
    fuzz_read_slices(read_warc, warc_split, (const char *)data, size);
    return 0;
}
