/* fuzz_limits.c - libFuzzer's way into --since and --until, a line each, behind eight bytes that tell the time. What they come to is a date of
 * the query language. */
#include <time.h>

#include "tests/fuzz/fuzz_reader.h"

#include "searcher/date_limits.h"
#include "searcher/date_range.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy of the bytes with a NUL behind them; NULL for none. */
static char *text_of(const uint8_t *data, size_t size)
{
    if (size == 0) return NULL;
    char *text = calloc(1, size + 1);
    fuzz_require(text, "there is memory");
    return memcpy(text, data, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t now = 0;
    if (size < sizeof now) return 0;
    memcpy(&now, data, sizeof now);
    data += sizeof now, size -= sizeof now;
    const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
    const size_t first = end ? (size_t)(end - data) : size;
    char *since = text_of(data, first), *until = end ? text_of(end + 1, size - first - 1) : NULL;
    struct date_limits limits;
    struct ns_error err;
    int64_t from, to;
    const int64_t year_9998 = INT64_C(253370764800);
    const ns_status status = date_limits_read(since, until, (int64_t)(now % (uint64_t)year_9998), &limits, &err);
    fuzz_require(status == NS_OK || (status == NS_ERR_ARG && *err.msg), "limits are taken, or it is said why not");
    if (status == NS_OK && limits.text[0]) {
        fuzz_require(memchr(limits.text, 0, sizeof limits.text), "the text ends");
        fuzz_require(date_range_read(limits.text, strlen(limits.text), &from, &to), "they are a date of a query");
        fuzz_require(from == limits.from && to == limits.to && from < to, "and of the same time");
    }
    free(since);
    free(until);
    return 0;
}
