/* fuzz_intake.c - libFuzzer's way into what comes before the readers: what an input is, its gzip, its slices. Whatever it is taken for is read
 * then. */
#include "tests/fuzz/fuzz_file.h"

#include "indexer/intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define INFLATED_MAX 200000

/* Slices of about so many bytes: a few an input. */
static void read_slices(const char *path, size_t wanted)
{
    const struct intake_options options = {.inflated_max = INFLATED_MAX};
    const struct reader_sink sink = {fuzz_article, fuzz_problem, NULL};
    struct intake intake;
    struct ns_error err;
    struct buffer store = BUFFER_INIT;
    uint64_t lines = 0;
    ns_status status = intake_open(&intake, path, &options, &err);
    fuzz_require(status == NS_OK, "a file is opened");
    while (status == NS_OK && !intake.ended) {
        struct slice slice;
        store.size = 0;
        status = intake_next(&intake, &store, wanted, &slice, &err);
        fuzz_require(status == NS_OK || status == NS_ERR_FORMAT || status == NS_ERR_LIMIT || status == NS_ERR_IO, "a slice is one or not");
        fuzz_require(slice.lines_before >= lines && slice.begin + slice.size <= store.size, "a slice is of what there is");
        lines = slice.lines_before;
        fuzz_require(buffer_pad(&store, INPUT_PADDING, &err) == NS_OK, "there is memory");
        const struct input input = intake_input(&intake, &store, &slice);
        fuzz_require(intake.format->read(&input, &sink, &err) == NS_OK, "a reader gets through");
    }
    intake_close(&intake);
    buffer_release(&store);
}

static void read_whole(const char *path)
{
    const struct intake_options options = {.inflated_max = INFLATED_MAX};
    const struct reader_sink sink = {fuzz_article, fuzz_problem, NULL};
    const struct input_format *format;
    struct input input;
    struct ns_error err;
    struct buffer store = BUFFER_INIT;
    if (intake_load(path, &options, &store, &input, &format, &err) == NS_OK)
        fuzz_require(format->read(&input, &sink, &err) == NS_OK, "a reader gets through");
    buffer_release(&store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct fuzz_file file = fuzz_file_open(data, size);
    read_whole(file.path);
    read_slices(file.path, 1);
    read_slices(file.path, 500);
    close(file.fd);
    return 0;
}
