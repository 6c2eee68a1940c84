/* fuzz_searcher_options.c - libFuzzer's way into the command line of news-searcher, up to where it would open an index: with --parse the whole
 * way. */
#include "tests/fuzz/fuzz_options.h"

int searcher_main(int argc, char **argv);
#define main searcher_main
#include "searcher/main.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_query(const struct settings *settings, const struct fuzz_line *line)
{
    char *text = join(line->operands, line->operand_count);
    const struct question_options asked = question_options(settings, text);
    struct question question = {0};
    struct ns_error err;
    fuzz_require(text, "there is memory");
    const ns_status status = question_read(&question, &asked, text, strlen(text), &err);
    fuzz_require(status == NS_OK || (status == NS_ERR_LIMIT && *err.msg), "a query is read, or over a limit");
    question_release(&question);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct settings before = {.context = CONTEXT_BY_WORDS, .completion = COMPLETION_NONE, .format = FORMAT_NOT_SAID};
    struct settings settings = before;
    struct fuzz_line line = {0};
    struct ns_error err;
    if (fuzz_line_parse(&line, &options, data, size, &settings)) {
        fuzz_check_settings(&options, &settings, &before);
        const char *conflict = find_conflict(&settings, line.operand_count);
        ns_status status = choose_columns(&settings, &err);
        if (status == NS_OK) status = date_limits_read(settings.since, settings.until, 1614600000, &settings.dates, &err);
        fuzz_require(status == NS_OK || (status == NS_ERR_ARG && *err.msg), "what is chosen is taken, or it is said why not");
        if (status == NS_OK && !conflict) read_query(&settings, &line);
    }
    fuzz_line_release(&line);
    return 0;
}
