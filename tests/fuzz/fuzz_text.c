/* fuzz_text.c - libFuzzer's way into the reader of plain text. */
#include "tests/fuzz/fuzz_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_read(read_text, data, size, 0);
    return 0;
}
