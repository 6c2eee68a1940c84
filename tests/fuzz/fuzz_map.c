/* fuzz_map.c - libFuzzer's way into the mapping of fields: the first line is what --map is given, the rest is read as records of JSON and CSV. */
#include "tests/fuzz/fuzz_reader.h"

#include "indexer/fields.h"
#include "indexer/format_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct field_map map;
    const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
    const size_t length = end ? (size_t)(end - data) : size;
    char *mapping = calloc(1, length + 1);
    struct ns_error err;
    fuzz_require(mapping, "there is memory");
    if (length > 0) memcpy(mapping, data, length);
    const char *mappings[] = {mapping};
    const ns_status status = field_map_init(&map, mappings, 1, &err);
    fuzz_require(status == NS_OK || (status == NS_ERR_ARG && *err.msg), "a mapping is taken, or it is said why not");
    if (status == NS_OK && end) {
        const size_t left = size - length - 1;
        fuzz_read_mapped(read_jsonl, &map, end + 1, left, 0);
        fuzz_read_mapped(read_json, &map, end + 1, left, 0);
        fuzz_read_mapped(read_csv, &map, end + 1, left, 0);
    }
    free(mapping);
    return 0;
}
