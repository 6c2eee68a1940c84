/* fuzz_mail.c - libFuzzer's way into the readers of mails: one, an mbox, and an mbox slice by slice. */
#include "tests/fuzz/fuzz_reader.h"

#include "indexer/format_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mail_recognise((const char *)data, size);
    mbox_recognise((const char *)data, size);
    fuzz_read(read_mail, data, size, 0);
    fuzz_read(read_mbox, data, size, 0);
    fuzz_read_slices(read_mbox, mbox_split, (const char *)data, size);
    return 0;
}
