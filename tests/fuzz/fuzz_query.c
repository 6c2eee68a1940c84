/* fuzz_query.c - libFuzzer's way into the query parser, and to the answers: any bytes are read, printed, and read again to the same query,
 * and then searched for in a small index. How the hits are wanted is drawn by the number of bytes. */
#include "tests/fuzz/fuzz_index.h"
#include "tests/unit/query_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* To be answered takes most of the time: one in so many is. */
#define ANSWERED 4

static void answer(const char *text, size_t length)
{
    struct question_options options = fuzz_options(length / ANSWERED % 9);
    options.rewrite.all = length % 5 == 1;
    options.rewrite.near = length % 7 == 1 ? 3 : 0;
    options.unique = options.unique || length % 11 == 1;
    options.expand = length % 13 == 1 ? 5 : 0;
    ns_status status;
    fuzz_answer(fuzz_small_index(), text, length, &options, &status);
    fuzz_require(status == NS_OK || status == NS_ERR_LIMIT, "a query is answered, or it is over a limit");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct query *query = NULL;
    struct query_notes notes = {0};
    struct ns_error err;
    const ns_status status = query_parse((const char *)data, size, &query, &notes, &err);
    fuzz_require(status == NS_OK || (status == NS_ERR_LIMIT && !query), "a query is read, or over a limit");
    const char *wrong = query ? what_is_wrong(query) : NULL;
    fuzz_require(!wrong, wrong);
    query_free(query);
    query_notes_release(&notes);
    if (size % ANSWERED == 0) answer((const char *)data, size);
    return 0;
}
