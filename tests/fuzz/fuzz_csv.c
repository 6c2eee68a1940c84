/* fuzz_csv.c - libFuzzer's way into the reader of comma-separated values, whole and slice by slice. */
#include "tests/fuzz/fuzz_reader.h"

#include "indexer/format_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Read what is behind the header as a slice that has the header as its head. */
static void read_behind_head(const char *data, size_t size)
{
    const size_t head = csv_head(data, size);
    char *padded = malloc(size - head + INPUT_PADDING);
    fuzz_require(padded, "there is memory");
    memcpy(padded, data + head, size - head);
    memset(padded + size - head, '"', INPUT_PADDING);
    const struct input input = {.path = "p", .data = padded, .size = size - head, .head = data, .head_size = head, .lines_before = 1};
    const struct reader_sink sink = {fuzz_article, fuzz_problem, NULL};
    struct ns_error err;
    fuzz_require(read_csv(&input, &sink, &err) == NS_OK, "a reader gets through");
    free(padded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    csv_recognise((const char *)data, size);
    fuzz_require(csv_head((const char *)data, size) <= size, "a head is of what there is");
    fuzz_read(read_csv, data, size, 0);
    if (size > 0) read_behind_head((const char *)data, size);
    fuzz_read_slices(read_csv, csv_split, (const char *)data, size);
    return 0;
}
