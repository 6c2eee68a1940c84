/* fuzz_indexer_options.c - libFuzzer's way into the command line of news-indexer, up to where it would begin to read. */
#include "tests/fuzz/fuzz_options.h"

int indexer_main(int argc, char **argv);
#define main indexer_main
#include "indexer/main.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct field_map fields;
    const struct settings before = {.output = "news.idx", .language = "english", .format = FORMAT_TOLD, .completion = COMPLETION_NONE};
    struct settings settings = before;
    struct fuzz_line line = {0};
    struct ns_error err;
    if (fuzz_line_parse(&line, &options, data, size, &settings)) {
        fuzz_check_settings(&options, &settings, &before);
        const ns_status status = field_map_init(&fields, settings.map.items, settings.map.count, &err);
        fuzz_require(status == NS_OK || (status == NS_ERR_ARG && *err.msg), "a mapping is taken, or it is said why not");
    }
    fuzz_line_release(&line);
    return 0;
}
