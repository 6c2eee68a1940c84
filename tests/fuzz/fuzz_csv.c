/* fuzz_csv.c - libFuzzer's way into the reader of comma-separated values, whole and slice by slice. */
#include "tests/fuzz/fuzz_reader.h"

#include "indexer/format_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    csv_recognise((const char *)data, size);
    fuzz_require(csv_head((const char *)data, size) <= size, "a head is of what there is");
    fuzz_read(read_csv, data, size, 0);
    fuzz_read_slices(read_csv, csv_split, (const char *)data, size);
    return 0;
}
