/* fuzz_date.c - libFuzzer's way into dates: what is read lies in the years that there are, and nothing is read behind the end. */
#include <stdlib.h>
#include <string.h>

#include "indexer/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const int64_t day = 86400; /* a zone may lead out of the years by so much */
    char *text = malloc(size + (size == 0));
    if (!text) abort();
    if (size > 0) memcpy(text, data, size);
    const struct article_date date = date_parse(text, size);
    free(text);
    if (date.precision > DATE_SECOND || (date.precision == DATE_UNKNOWN && date.seconds != 0)) abort();
    if (date.seconds < INT64_C(-62135596800) - day || date.seconds > INT64_C(253402300800) + day) abort();
    return 0;
}
