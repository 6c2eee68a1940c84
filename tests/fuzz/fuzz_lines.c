/* fuzz_lines.c - libFuzzer's way into the lines of a batch: they are those that a plain search for line ends finds, the first without a byte order mark. */
#include "tests/fuzz/fuzz_file.h"

#include "searcher/line_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The next line of what is left, without its end; false where nothing is left. */
static bool plain_line(const uint8_t **at, const uint8_t *end, const uint8_t **line, size_t *length)
{
    if (*at == end) return false;
    const uint8_t *feed = memchr(*at, '\n', (size_t)(end - *at));
    const uint8_t *line_end = feed ? feed : end;
    *line = *at;
    *at = feed ? feed + 1 : end;
    if (line_end > *line && line_end[-1] == '\r') line_end--;
    *length = (size_t)(line_end - *line);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct fuzz_file file = fuzz_file_open(data, size);
    const uint8_t *at = data, *end = data + size;
    struct line_source *source;
    struct buffer line = BUFFER_INIT;
    struct ns_error err;
    fuzz_require(line_source_open(file.path, &source, &err) == NS_OK, "a file is opened");
    for (uint64_t wanted = 1;; wanted++) {
        const uint8_t *plain = at;
        size_t length = 0;
        uint64_t number;
        bool ended;
        const bool more = plain_line(&at, end, &plain, &length);
        if (wanted == 1 && length >= 3 && memcmp(plain, "\xef\xbb\xbf", 3) == 0) plain += 3, length -= 3;
        const ns_status status = line_source_next(source, &line, &number, &ended, &err);
        fuzz_require(status == (length > LINE_BYTES_MAX ? NS_ERR_LIMIT : NS_OK), "only too long a line is refused");
        if (!more) fuzz_require(ended, "it ends where nothing is left");
        if (!more) break;
        fuzz_require(number == wanted, "lines are counted");
        if (status != NS_OK) continue;
        fuzz_require(!ended && line.size == length && (length == 0 || memcmp(line.data, plain, length) == 0), "a line is the line");
    }
    line_source_close(source);
    buffer_release(&line);
    close(file.fd);
    return 0;
}
