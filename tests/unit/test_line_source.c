/* test_line_source.c - lines of files and pipes: where they end, which are too long, and that one comes as soon as it is there. */
#include <pthread.h>

#include "tests/unit/fixture.h"

#include "searcher/line_source.h"

/* The state of a test: a source on a file of its own, and the last line of it. */
struct reading {
    char folder[512];
    char path[600];
    struct line_source *source;
    struct buffer line;
    uint64_t number;
    bool end;
    struct ns_error err;
};

static int setup(void **state)
{
    struct reading *reading = calloc(1, sizeof *reading);
    *state = reading;
    if (!reading || !make_own_folder(reading->folder, sizeof reading->folder)) return -1;
    snprintf(reading->path, sizeof reading->path, "%s/queries", reading->folder);
    return 0;
}

static int teardown(void **state)
{
    struct reading *reading = *state;
    line_source_close(reading->source);
    buffer_release(&reading->line);
    const int removed = remove_folder(reading->folder);
    free(reading);
    return removed;
}

static void open_path(struct reading *reading)
{
    line_source_close(reading->source);
    if (line_source_open(reading->path, &reading->source, &reading->err) != NS_OK) fail_msg("%s", reading->err.msg);
}

static void open_bytes(struct reading *reading, const char *bytes, size_t size)
{
    FILE *file = fopen(reading->path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    open_path(reading);
}

static void open_text(struct reading *reading, const char *text)
{
    open_bytes(reading, text, strlen(text));
}

static ns_status next(struct reading *reading)
{
    return line_source_next(reading->source, &reading->line, &reading->number, &reading->end, &reading->err);
}

static void assert_line(struct reading *reading, uint64_t number, const char *bytes, size_t size)
{
    assert_int_equal(next(reading), NS_OK);
    assert_false(reading->end);
    assert_int_equal(reading->number, number);
    if (bytes_compare(reading->line.data, reading->line.size, bytes, size) != 0)
        fail_msg("line %d is [%.*s]", (int)number, (int)reading->line.size, reading->line.data);
}

static void assert_end(struct reading *reading)
{
    assert_int_equal(next(reading), NS_OK);
    assert_true(reading->end);
}

static void assert_lines(struct reading *reading, const char *text, const char *const *lines)
{
    open_text(reading, text);
    for (uint64_t number = 1; *lines; lines++, number++)
        assert_line(reading, number, *lines, strlen(*lines));
    assert_end(reading);
    assert_end(reading);
}

#define LINES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void test_line_ends(void **state)
{
    assert_lines(*state, "", LINES(NULL));
    assert_lines(*state, "a", LINES("a"));
    assert_lines(*state, "a\n", LINES("a"));
    assert_lines(*state, "a\n\nb", LINES("a", "", "b"));
    assert_lines(*state, "\n", LINES(""));
    assert_lines(*state, "a\r\nb\r\n\r\n", LINES("a", "b", ""));
    assert_lines(*state, "a\rb\r\r\n", LINES("a\rb\r"));
    assert_lines(*state, "a\r", LINES("a"));
}

static void test_byte_order_mark(void **state)
{
    assert_lines(*state,
                 "\xef\xbb\xbf"
                 "a\n\xef\xbb\xbf"
                 "b",
                 LINES("a", "\xef\xbb\xbf"
                            "b"));
    assert_lines(*state, "\xef\xbb\xbf\r\n", LINES(""));
    assert_lines(*state, "\xef\xbb", LINES("\xef\xbb"));
}

static void test_any_bytes(void **state)
{
    struct reading *reading = *state;
    open_bytes(reading, "a\0b\n\xff\t\0", 7);
    assert_line(reading, 1, "a\0b", 3);
    assert_line(reading, 2, "\xff\t\0", 3);
    assert_end(reading);
}

/* A line that is as long as one may be, with all that is taken away from it, and one that is longer by a byte. */
static void test_long_lines(void **state)
{
    struct reading *reading = *state;
    enum { LARGE = 3 * LINE_BYTES_MAX };
    char *text = malloc(LARGE);
    assert_non_null(text);
    memset(text, 'a', LARGE);
    memcpy(text, "\xef\xbb\xbf", 3);
    memcpy(text + 3 + LINE_BYTES_MAX, "\r\n", 2);
    text[LARGE - 3] = '\n';
    open_bytes(reading, text, LARGE);
    assert_line(reading, 1, text + 3, LINE_BYTES_MAX);
    assert_int_equal(next(reading), NS_ERR_LIMIT);
    assert_int_equal(reading->number, 2);
    assert_false(reading->end);
    assert_string_equal(reading->err.msg, "the line is longer than 65536 bytes");
    assert_line(reading, 3, "aa", 2);
    assert_end(reading);
    open_bytes(reading, text + 4, LINE_BYTES_MAX + 1);
    assert_line(reading, 1, text + 4, LINE_BYTES_MAX - 1);
    open_bytes(reading, text + 5 + LINE_BYTES_MAX, LINE_BYTES_MAX + 1);
    assert_int_equal(next(reading), NS_ERR_LIMIT);
    assert_end(reading);
    free(text);
}

/* Lines of every length up to many chunks are the ones that were written. */
static void test_chunks(void **state)
{
    struct reading *reading = *state;
    struct buffer text = BUFFER_INIT;
    for (size_t length = 0; length < 700; length++) {
        for (size_t i = 0; i < length; i++)
            assert_int_equal(buffer_append_byte(&text, (uint8_t)('a' + (length + i) % 26), NULL), NS_OK);
        assert_int_equal(buffer_append_byte(&text, '\n', NULL), NS_OK);
    }
    open_bytes(reading, text.data, text.size);
    for (size_t length = 0, at = 0; length < 700; at += length + 1, length++)
        assert_line(reading, length + 1, text.data + at, length);
    assert_end(reading);
    buffer_release(&text);
}

static void test_what_cannot_be_read(void **state)
{
    struct reading *reading = *state;
    struct line_source *source;
    char wanted[700];
    assert_int_equal(line_source_open(reading->path, &source, &reading->err), NS_ERR_IO);
    assert_null(source);
    snprintf(wanted, sizeof wanted, "%s: cannot open the queries: No such file or directory", reading->path);
    assert_string_equal(reading->err.msg, wanted);
    snprintf(reading->path, sizeof reading->path, "%s", reading->folder);
    open_path(reading);
    assert_int_equal(next(reading), NS_ERR_IO);
    snprintf(wanted, sizeof wanted, "%s: cannot read the queries: Is a directory", reading->path);
    assert_string_equal(reading->err.msg, wanted);
}

static void test_names(void **state)
{
    struct reading *reading = *state;
    open_text(reading, "");
    assert_string_equal(line_source_name(reading->source), reading->path);
    line_source_close(reading->source);
    assert_int_equal(line_source_open("-", &reading->source, NULL), NS_OK);
    assert_string_equal(line_source_name(reading->source), "standard input");
}

/* ---- Pipes ---- */

/* Open a pipe as a source. Returns where to write into it. */
static int open_pipe(struct reading *reading)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    snprintf(reading->path, sizeof reading->path, "/dev/fd/%d", ends[0]);
    open_path(reading);
    close(ends[0]);
    return ends[1];
}

static void test_a_line_comes_when_it_is_there(void **state)
{
    struct reading *reading = *state;
    const int end = open_pipe(reading);
    assert_int_equal(write(end, "one\ntw", 6), 6);
    assert_line(reading, 1, "one", 3);
    assert_int_equal(write(end, "o\n", 2), 2);
    assert_line(reading, 2, "two", 3);
    close(end);
    assert_end(reading);
}

static void *stop(void *source)
{
    line_source_stop(source);
    return NULL;
}

/* The pipe stays open, and nothing comes out of it. */
static void test_waiting_can_be_stopped(void **state)
{
    struct reading *reading = *state;
    const int end = open_pipe(reading);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, stop, reading->source), 0);
    assert_end(reading);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_end(reading);
    close(end);
}

#define READING_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        READING_TEST(test_line_ends),
        READING_TEST(test_byte_order_mark),
        READING_TEST(test_any_bytes),
        READING_TEST(test_long_lines),
        READING_TEST(test_chunks),
        READING_TEST(test_what_cannot_be_read),
        READING_TEST(test_names),
        READING_TEST(test_a_line_comes_when_it_is_there),
        READING_TEST(test_waiting_can_be_stopped),
    };
    return cmocka_run_group_tests_name("line_source", tests, NULL, NULL);
}
