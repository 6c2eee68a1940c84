/* fuzz_like.c - libFuzzer's way into --like: the input's first line is what is asked for, and what is behind it stands on standard input.
 * How the hits are wanted is drawn by the number of bytes. */
#include "tests/fuzz/fuzz_index.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* No argument of a program has a NUL. */
static char *first_line(const char *data, size_t size)
{
    const char *end = memchr(data, '\n', size);
    return strndup(data, end ? (size_t)(end - data) : size);
}

static void ask(const char *what, size_t number)
{
    struct question_options options = fuzz_options(number % 9);
    ns_status status;
    options.like = true;
    options.expand = number % 3 == 0 ? 5 : 0;
    const bool found = fuzz_answer(fuzz_small_index(), what, strlen(what), &options, &status);
    fuzz_require(status == NS_OK || status == NS_ERR_ARG, "there are articles like it, or it is said why not");
    fuzz_require(status == NS_OK || !found, "what is not there has no answer");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    char *what = first_line((const char *)data, size);
    fuzz_require(what, "there is memory");
    const size_t line = strlen(what) < size ? strlen(what) + 1 : size;
    FILE *const input = stdin;
    if (size > line) stdin = fmemopen((void *)(data + line), size - line, "r");
    fuzz_require(stdin, "there is memory");
    if (strcmp(what, "-") != 0 || size > line) ask(what, size);
    if (stdin != input) fclose(stdin);
    stdin = input;
    free(what);
    return 0;
}
