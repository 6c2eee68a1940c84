/* test_input.c - files as they are, gzip good and bad, limits, and what is no text. */
#include "tests/unit/fixture.h"

#include <fcntl.h>
#include <pthread.h>
#include <zlib.h>

#include "indexer/intake.h"

/* A folder for one test, which is the working folder meanwhile, and what was loaded. */
struct fixture {
    char folder[256];
    int home; /* the working folder before */
    struct buffer store;
    struct input input;
    const struct input_format *format;
    struct ns_error err;
    struct buffer scratch;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture) return -1;
    fixture->home = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *state = fixture;
    return fixture->home >= 0 && make_own_folder(fixture->folder, sizeof fixture->folder) && chdir(fixture->folder) == 0 ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    int result = fchdir(fixture->home);
    if (remove_folder(fixture->folder) != 0) result = -1;
    close(fixture->home);
    buffer_release(&fixture->store);
    buffer_release(&fixture->scratch);
    free(fixture);
    return result;
}

static void write_file(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

/* Append a gzip member that holds data. */
static void add_member(struct buffer *out, const void *data, size_t size)
{
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(buffer_reserve(out, deflateBound(&stream, size), NULL), NS_OK);
    stream.next_in = (unsigned char *)data;
    stream.avail_in = (uInt)size;
    stream.next_out = (unsigned char *)out->data + out->size;
    stream.avail_out = (uInt)(out->capacity - out->size);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out->size += stream.total_out;
    deflateEnd(&stream);
}

static void write_gzip(struct fixture *fixture, const char *path, const void *data, size_t size)
{
    fixture->scratch.size = 0;
    add_member(&fixture->scratch, data, size);
    write_file(path, fixture->scratch.data, fixture->scratch.size);
}

static ns_status load(struct fixture *fixture, const char *path, uint64_t inflated_max)
{
    const struct intake_options options = {.inflated_max = inflated_max};
    fixture->err = (struct ns_error){NS_OK, ""};
    return intake_load(path, inflated_max ? &options : NULL, &fixture->store, &fixture->input, &fixture->format, &fixture->err);
}

static void assert_loaded(struct fixture *fixture, const char *path, const void *data, size_t size)
{
    if (load(fixture, path, 0) != NS_OK) fail_msg("%s", fixture->err.msg);
    assert_string_equal(fixture->input.path, path);
    assert_non_null(fixture->input.data);
    assert_int_equal(fixture->input.size, size);
    assert_memory_equal(fixture->input.data, data, size);
}

/* A failure has a status, a text that names the file, and leaves an empty input. */
static void assert_refused(struct fixture *fixture, const char *path, uint64_t inflated_max, ns_status status, const char *holds)
{
    assert_int_equal(load(fixture, path, inflated_max), status);
    assert_int_equal(fixture->err.code, status);
    assert_int_equal(fixture->input.size, 0);
    assert_non_null(strstr(fixture->err.msg, path));
    if (!strstr(fixture->err.msg, holds)) fail_msg("\"%s\" does not hold \"%s\"", fixture->err.msg, holds);
}

/* size bytes that hardly compress, the same each time, without NUL; or one byte over and over. */
static char *make_text(size_t size, bool dull)
{
    char *text = test_malloc(size);
    uint32_t number = 1;
    for (size_t i = 0; i < size; i++) {
        number = number * 1664525u + 1013904223u; /* Numerical Recipes, 2nd edition, section 7.1 */
        text[i] = dull ? 'a' : (char)(number >> 24 | 1);
    }
    return text;
}

static void test_plain_file(void **state)
{
    struct fixture *fixture = *state;
    write_file("a.txt", "some text\n", 10);
    const struct timespec times[2] = {{1614773460, 0}, {1614773460, 0}};
    assert_int_equal(utimensat(AT_FDCWD, "a.txt", times, 0), 0);
    assert_loaded(fixture, "a.txt", "some text\n", 10);
    assert_int_equal(fixture->input.file_size, 10);
    assert_int_equal(fixture->input.mtime, 1614773460);
}

static void test_empty_file(void **state)
{
    write_file("a.txt", "", 0);
    assert_loaded(*state, "a.txt", "", 0);
}

static void test_one_byte(void **state)
{
    write_file("a.txt", "\x1f", 1);
    assert_loaded(*state, "a.txt", "\x1f", 1);
}

/* A large file and then a small one: what is left of the first must not show, and the store is not allocated again. */
static void test_store_is_used_again(void **state)
{
    struct fixture *fixture = *state;
    const size_t size = 3 << 20;
    char *text = make_text(size, false);
    write_file("large.txt", text, size);
    write_file("small.txt", "small", 5);
    assert_loaded(fixture, "large.txt", text, size);
    const char *data = fixture->input.data;
    assert_loaded(fixture, "small.txt", "small", 5);
    assert_ptr_equal(fixture->input.data, data);
    test_free(text);
}

/* The kernel says 0 bytes of this file, so it stands for one that grows while it is read. */
static void test_file_larger_than_it_says(void **state)
{
    struct fixture *fixture = *state;
    struct stat status;
    if (stat("/proc/self/status", &status) != 0) {
        fprintf(stderr, "SKIPPED: test_file_larger_than_it_says: no /proc here\n");
        skip();
    }
    assert_int_equal(status.st_size, 0);
    assert_int_equal(load(fixture, "/proc/self/status", 0), NS_OK);
    assert_true(fixture->input.size > 100);
}

static void test_link_is_followed(void **state)
{
    write_file("a.txt", "text", 4);
    assert_int_equal(symlink("a.txt", "link"), 0);
    assert_loaded(*state, "link", "text", 4);
}

static void test_what_cannot_be_opened(void **state)
{
    assert_refused(*state, "none.txt", 0, NS_ERR_IO, "No such file");
    assert_refused(*state, ".", 0, NS_ERR_IO, "not a regular file");
    assert_int_equal(mkfifo("fifo", 0666), 0);
    alarm(20); /* ends the program if the FIFO is waited for */
    assert_refused(*state, "fifo", 0, NS_ERR_IO, "not a regular file");
    alarm(0);
    assert_refused(*state, "/dev/null", 0, NS_ERR_IO, "not a regular file");
}

/* ---- What may never come ---- */

/* Standard input is a pipe for one test. */
struct pipe_input {
    int kept; /* what standard input was */
    int to;   /* what is written here is read */
    atomic_int stop;
    struct input_stream stream;
    struct buffer store;
};

static void pipe_begin(struct pipe_input *input)
{
    int ends[2];
    alarm(20); /* ends the program if the pipe is waited for, or has no room for what is written */
    *input = (struct pipe_input){.kept = dup(STDIN_FILENO), .store = BUFFER_INIT};
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    input->to = ends[1];
    const struct input_options options = {.stop = &input->stop};
    assert_int_equal(input_open(INPUT_STANDARD, &options, &input->stream, NULL), NS_OK);
}

static void pipe_end(struct pipe_input *input)
{
    input_close(&input->stream);
    buffer_release(&input->store);
    assert_int_equal(dup2(input->kept, STDIN_FILENO), STDIN_FILENO);
    close(input->kept);
    close(input->to);
    alarm(0);
}

static void *stop_soon(void *context)
{
    atomic_int *stop = context;
    nanosleep(&(struct timespec){0, 100000000}, NULL);
    *stop = 1;
    return NULL;
}

/* Read what the pipe gives, until another thread says that it is enough. */
static void check_stopped(struct pipe_input *input, size_t wanted)
{
    pthread_t other;
    struct ns_error err;
    assert_int_equal(pthread_create(&other, NULL, stop_soon, &input->stop), 0);
    assert_int_equal(input_read(&input->stream, &input->store, wanted, &err), NS_ERR_STOPPED);
    assert_int_equal(pthread_join(other, NULL), 0);
    assert_memory_equal(err.msg, "-: ", 3);
    input->stop = 0;
}

/* The bug: who waited for a pipe that gave nothing did not hear that the build was to end. */
static void test_pipe_that_gives_nothing(void **state)
{
    (void)state;
    struct pipe_input input;
    pipe_begin(&input);
    check_stopped(&input, 1);
    pipe_end(&input);
}

/* In the first bytes, in the first that are wanted behind them, and in a gzip file. */
static void test_pipe_that_stalls(void **state)
{
    struct fixture *fixture = *state;
    struct pipe_input input;
    char *text = make_text(100000, false);
    for (size_t given = 10; given <= 60010; given += 60000) {
        pipe_begin(&input);
        assert_int_equal(write(input.to, text, given), given);
        check_stopped(&input, 1);
        pipe_end(&input);
    }
    pipe_begin(&input);
    assert_int_equal(write(input.to, text, 65536), 65536);
    assert_int_equal(input_read(&input.stream, &input.store, 1, NULL), NS_OK);
    assert_int_equal(write(input.to, text, 10), 10);
    check_stopped(&input, 100);
    assert_int_equal(input.store.size, 65546);
    pipe_end(&input);
    add_member(&fixture->scratch, text, 100000);
    pipe_begin(&input);
    assert_true(fixture->scratch.size > 65536);
    assert_int_equal(write(input.to, fixture->scratch.data, 65536), 65536);
    check_stopped(&input, 110000);
    pipe_end(&input);
    test_free(text);
}

/* A pipe that gives and ends is read to its end, and a regular file even when it is asked to stop. */
static void test_stop_is_for_who_waits(void **state)
{
    (void)state;
    struct pipe_input input;
    pipe_begin(&input);
    assert_int_equal(write(input.to, "text", 4), 4);
    close(input.to);
    assert_int_equal(input_read(&input.stream, &input.store, 100, NULL), NS_OK);
    assert_true(input.stream.ended);
    assert_int_equal(input.store.size, 4);
    input_close(&input.stream);
    input.stop = 1;
    write_file("a.txt", "text", 4);
    const struct input_options options = {.stop = &input.stop};
    assert_int_equal(input_open("a.txt", &options, &input.stream, NULL), NS_OK);
    assert_int_equal(input_read(&input.stream, &input.store, 100, NULL), NS_OK);
    assert_int_equal(input.store.size, 8);
    input.to = -1;
    pipe_end(&input);
}

/* ---- gzip ---- */

static void test_gzip_whatever_the_name(void **state)
{
    struct fixture *fixture = *state;
    write_gzip(fixture, "a.txt", "inflated\n", 9);
    assert_loaded(fixture, "a.txt", "inflated\n", 9);
    assert_int_equal(fixture->input.file_size, fixture->scratch.size);
    write_file("b.txt.gz", "not compressed", 14);
    assert_loaded(fixture, "b.txt.gz", "not compressed", 14);
    write_gzip(fixture, "c.gz", "", 0);
    assert_loaded(fixture, "c.gz", "", 0);
}

/* Larger than the window through which it is read, and than a store that begins empty. */
static void test_large_gzip(void **state)
{
    const size_t size = 5 << 20;
    char *text = make_text(size, false);
    write_gzip(*state, "a.gz", text, size);
    assert_loaded(*state, "a.gz", text, size);
    test_free(text);
}

static void test_members_are_one_text(void **state)
{
    struct fixture *fixture = *state;
    add_member(&fixture->scratch, "one ", 4);
    add_member(&fixture->scratch, "", 0);
    add_member(&fixture->scratch, "two", 3);
    write_file("a.gz", fixture->scratch.data, fixture->scratch.size);
    assert_loaded(fixture, "a.gz", "one two", 7);
}

/* Many small members: the ends of members meet the ends of the window at all places. */
static void test_many_members(void **state)
{
    struct fixture *fixture = *state;
    struct buffer wanted = BUFFER_INIT;
    for (int i = 0; i < 6000; i++) {
        char text[16];
        const size_t size = (size_t)snprintf(text, sizeof text, "%d\n", i);
        add_member(&fixture->scratch, text, size);
        assert_int_equal(buffer_append(&wanted, text, size, NULL), NS_OK);
    }
    write_file("a.gz", fixture->scratch.data, fixture->scratch.size);
    assert_loaded(fixture, "a.gz", wanted.data, wanted.size);
    buffer_release(&wanted);
}

/* Cut at every byte, and so in the header, in the data and in the check sum; a cut between members would be no cut. */
static void test_truncated_gzip(void **state)
{
    struct fixture *fixture = *state;
    add_member(&fixture->scratch, "a text that is long enough to be cut", 36);
    for (size_t size = 2; size < fixture->scratch.size; size++) {
        write_file("a.gz", fixture->scratch.data, size);
        assert_refused(fixture, "a.gz", 0, NS_ERR_FORMAT, "truncated gzip");
    }
    const size_t whole = fixture->scratch.size;
    add_member(&fixture->scratch, "another", 7);
    for (size_t size = whole + 1; size < fixture->scratch.size; size++) {
        write_file("a.gz", fixture->scratch.data, size);
        assert_refused(fixture, "a.gz", 0, NS_ERR_FORMAT, "truncated gzip");
    }
}

static void test_damaged_gzip(void **state)
{
    struct fixture *fixture = *state;
    struct buffer *gzip = &fixture->scratch;
    add_member(gzip, "a text with a check sum", 23);
    gzip->data[gzip->size - 6] ^= 1; /* in the CRC-32 */
    write_file("crc.gz", gzip->data, gzip->size);
    assert_refused(fixture, "crc.gz", 0, NS_ERR_FORMAT, "damaged gzip");
    gzip->data[gzip->size - 6] ^= 1;
    gzip->data[2] = 7; /* a method of compression that does not exist */
    write_file("method.gz", gzip->data, gzip->size);
    assert_refused(fixture, "method.gz", 0, NS_ERR_FORMAT, "damaged gzip");
    gzip->data[2] = 8;
    assert_int_equal(buffer_append(gzip, "rubbish", 7, NULL), NS_OK);
    write_file("behind.gz", gzip->data, gzip->size);
    assert_refused(fixture, "behind.gz", 0, NS_ERR_FORMAT, "damaged gzip");
}

/* Whatever bit is wrong, the file is refused or read (some bits of the header mean nothing), and memory is left alone. */
static void test_flipped_bits(void **state)
{
    struct fixture *fixture = *state;
    struct buffer *gzip = &fixture->scratch;
    add_member(gzip, "a text whose bits are turned one by one, one by one", 51);
    for (size_t bit = 0; bit < gzip->size * 8; bit++) {
        gzip->data[bit / 8] ^= (char)(1 << bit % 8);
        write_file("a.jsonl", gzip->data, gzip->size);
        load(fixture, "a.jsonl", 0);
        gzip->data[bit / 8] ^= (char)(1 << bit % 8);
    }
}

static void test_size_limit(void **state)
{
    struct fixture *fixture = *state;
    const size_t size = 300000;
    char *text = make_text(size, true);
    write_gzip(fixture, "a.gz", text, size);
    assert_refused(fixture, "a.gz", size - 1, NS_ERR_LIMIT, "more than 299999 bytes");
    assert_int_equal(load(fixture, "a.gz", size), NS_OK);
    assert_int_equal(fixture->input.size, size);
    write_file("plain.txt", text, size); /* the limit is on what is inflated */
    assert_int_equal(load(fixture, "plain.txt", 10), NS_OK);
    test_free(text);
}

static void test_ratio_limit(void **state)
{
    struct fixture *fixture = *state;
    const size_t size = INPUT_RATIO_FROM;
    char *text = make_text(size + 1, true);
    write_gzip(fixture, "a.gz", text, size);
    assert_true(fixture->scratch.size * INPUT_RATIO_MAX < size);
    assert_int_equal(load(fixture, "a.gz", 0), NS_OK);
    assert_int_equal(fixture->input.size, size);
    write_gzip(fixture, "b.gz", text, size + 1);
    assert_refused(fixture, "b.gz", 0, NS_ERR_LIMIT, "200 times its size");
    test_free(text);
}

static void test_binary(void **state)
{
    struct fixture *fixture = *state;
    write_file("a.txt", "text\0text", 9);
    assert_refused(fixture, "a.txt", 0, NS_ERR_FORMAT, "binary: a NUL byte at offset 4");
    write_gzip(fixture, "a.gz", "\0", 1);
    assert_refused(fixture, "a.gz", 0, NS_ERR_FORMAT, "binary: a NUL byte at offset 0");
}

/* With its mark, text may be of characters of several bytes. */
static void test_wide_text(void **state)
{
    static const char wide[] = "\xff\xfe"
                               "a\0b";
    write_file("utf16.txt", wide, sizeof wide);
    assert_loaded(*state, "utf16.txt", wide, sizeof wide);
}

static void test_jsonl_may_hold_nul(void **state)
{
    struct fixture *fixture = *state;
    write_file("a.jsonl", "{}\0\n", 4);
    assert_loaded(fixture, "a.jsonl", "{}\0\n", 4);
    write_gzip(fixture, "a.NDJSON.gz", "{}\0\n", 4);
    assert_loaded(fixture, "a.NDJSON.gz", "{}\0\n", 4);
}

static void test_format_is_told_by_the_end_of_the_path(void **state)
{
    (void)state;
    assert_true(input_format_of("a.jsonl", "", 0)->read == read_jsonl);
    assert_true(input_format_of("x/a.JSONL.GZ", "", 0)->read == read_jsonl);
    assert_true(input_format_of("a.ndjson", "", 0)->read == read_jsonl);
    assert_true(input_format_of("a.NdJson.gz", "", 0)->read == read_jsonl);
    assert_true(input_format_of("a.txt", "", 0)->read == read_text);
    assert_true(input_format_of("a.jsonl.txt", "", 0)->read == read_text);
    assert_true(input_format_of("a.jsonl.gz.gz", "", 0)->read == read_text);
    assert_true(input_format_of("a.jsonl/b", "", 0)->read == read_text);
    assert_true(input_format_of("jsonl", "", 0)->read == read_text);
    assert_true(input_format_of("", "", 0)->read == read_text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_plain_file, setup, teardown),
        cmocka_unit_test_setup_teardown(test_empty_file, setup, teardown),
        cmocka_unit_test_setup_teardown(test_one_byte, setup, teardown),
        cmocka_unit_test_setup_teardown(test_store_is_used_again, setup, teardown),
        cmocka_unit_test_setup_teardown(test_file_larger_than_it_says, setup, teardown),
        cmocka_unit_test_setup_teardown(test_link_is_followed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_what_cannot_be_opened, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pipe_that_gives_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pipe_that_stalls, setup, teardown),
        cmocka_unit_test_setup_teardown(test_stop_is_for_who_waits, setup, teardown),
        cmocka_unit_test_setup_teardown(test_gzip_whatever_the_name, setup, teardown),
        cmocka_unit_test_setup_teardown(test_large_gzip, setup, teardown),
        cmocka_unit_test_setup_teardown(test_members_are_one_text, setup, teardown),
        cmocka_unit_test_setup_teardown(test_many_members, setup, teardown),
        cmocka_unit_test_setup_teardown(test_truncated_gzip, setup, teardown),
        cmocka_unit_test_setup_teardown(test_damaged_gzip, setup, teardown),
        cmocka_unit_test_setup_teardown(test_flipped_bits, setup, teardown),
        cmocka_unit_test_setup_teardown(test_size_limit, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ratio_limit, setup, teardown),
        cmocka_unit_test_setup_teardown(test_binary, setup, teardown),
        cmocka_unit_test_setup_teardown(test_wide_text, setup, teardown),
        cmocka_unit_test_setup_teardown(test_jsonl_may_hold_nul, setup, teardown),
        cmocka_unit_test(test_format_is_told_by_the_end_of_the_path),
    };
    return cmocka_run_group_tests_name("input", tests, NULL, NULL);
}
