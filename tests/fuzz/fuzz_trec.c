/* fuzz_trec.c - libFuzzer's way into the reader of documents of TREC, whole and slice by slice. */
#include "tests/fuzz/fuzz_reader.h"

#include "indexer/format_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    trec_recognise((const char *)data, size);
    fuzz_read(read_trec, data, size, 0);
    fuzz_read_slices(read_trec, trec_split, (const char *)data, size);
    return 0;
}
