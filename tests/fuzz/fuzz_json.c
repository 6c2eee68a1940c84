/* fuzz_json.c - libFuzzer's way into the readers of JSON documents, whole and slice by slice, and of JSON Lines. */
#include "tests/fuzz/fuzz_reader.h"

#include "indexer/format_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_recognise((const char *)data, size);
    fuzz_read(read_json, data, size, 0);
    fuzz_read(read_jsonl, data, size, 0);
    fuzz_read_slices(read_json, json_split, (const char *)data, size);
    return 0;
}
