/* fuzz_query.c - libFuzzer's way into the query parser: any bytes are read, printed, and read again.
 *
 *   clang -std=c11 -g -O1 -I. -D_GNU_SOURCE -fsanitize=fuzzer,address,undefined tests/fuzz/fuzz_query.c (the sources of searcher's query,
 *   and index/) -lutf8proc
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/query_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct query *query = NULL;
    struct query_notes notes = {0};
    struct ns_error err;
    const ns_status status = query_parse((const char *)data, size, &query, &notes, &err);
    if (status != NS_OK && (status != NS_ERR_LIMIT || query)) {
        fprintf(stderr, "status %d\n", (int)status);
        abort();
    }
    const char *wrong = query ? what_is_wrong(query) : NULL;
    if (wrong) {
        fprintf(stderr, "%s\n", wrong);
        abort();
    }
    query_free(query);
    query_notes_release(&notes);
    return 0;
}
