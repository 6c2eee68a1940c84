/* test_shim_writer.c - the writer of postings: what it writes, what it refuses, and what it does when the disk is full. */
#include "tests/unit/shim_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* ---- Bytes ---- */

/* The whole of a small file, in memory that the caller frees. */
static unsigned char *read_whole(int fd, size_t *size)
{
    struct stat info;
    assert_int_equal(fstat(fd, &info), 0);
    *size = (size_t)info.st_size;
    unsigned char *bytes = malloc(*size);
    assert_non_null(bytes);
    assert_int_equal(pread(fd, bytes, *size, 0), *size);
    return bytes;
}

static void test_equal_documents_give_equal_bytes(void **state)
{
    struct fixture *f = *state;
    size_t first_size, second_size;
    static const unsigned char zeros[16];
    unsigned char *first = read_whole(write_file(f, animals, COUNT(animals)), &first_size);
    unsigned char *second = read_whole(write_file(f, animals, COUNT(animals)), &second_size);
    bool equal = first_size == second_size && memcmp(first, second, first_size) == 0;
    bool unnamed = memcmp(first + 16, zeros, sizeof zeros) == 0;
    free(first);
    free(second);
    assert_true(equal);
    assert_true(unnamed);
}

static void test_other_documents_give_other_bytes(void **state)
{
    struct fixture *f = *state;
    static const char *const swapped[] = {"dog emu", "cat cat dog", "cat dog emu emu", ""};
    size_t first_size, second_size;
    unsigned char *first = read_whole(write_file(f, animals, COUNT(animals)), &first_size);
    unsigned char *second = read_whole(write_file(f, swapped, COUNT(swapped)), &second_size);
    bool equal = first_size == second_size && memcmp(first, second, first_size) == 0;
    free(first);
    free(second);
    assert_false(equal);
}

/* Positions, term lists and the like would only take room. */
static void test_only_postings_are_written(void **state)
{
    struct fixture *f = *state;
    struct glass_header header;
    read_header(write_file(f, animals, COUNT(animals)), &header);
    assert_int_equal(header.tables, 1);
}

/* ---- Terms ---- */

static void assert_occurrences(struct fixture *f, const char *term, size_t len, uint64_t occurrences)
{
    xap_term_counts counts;
    assert_ok(f, xap_reader_term(f->reader, term, len, &counts, &f->err));
    assert_int_equal(counts.occurrences, occurrences);
}

static void test_term_lengths(void **state)
{
    struct fixture *f = *state;
    static const uint32_t lengths[] = {5};
    char longest[XAP_TERM_MAX + 1], with_nul[XAP_TERM_MAX];
    memset(longest, 'a', sizeof longest);
    memset(with_nul, 'a', sizeof with_nul);
    with_nul[7] = '\0'; /* takes two bytes in the database */
    open_writer(f, lengths, 1);
    assert_failed(f, put_one(f, "", 0, 0, 1), XAP_ERR_ARG);
    assert_failed(f, put_one(f, NULL, 0, 0, 1), XAP_ERR_ARG);
    assert_failed(f, put_one(f, longest, XAP_TERM_MAX + 1, 0, 1), XAP_ERR_ARG);
    assert_failed(f, put_one(f, with_nul, XAP_TERM_MAX, 0, 1), XAP_ERR_ARG);
    assert_ok(f, put_one(f, with_nul, XAP_TERM_MAX - 1, 0, 3));
    assert_ok(f, put_one(f, longest, XAP_TERM_MAX, 0, 2));
    assert_ok(f, xap_reader_open(finish(f), &f->reader, &f->err));
    assert_occurrences(f, with_nul, XAP_TERM_MAX - 1, 3);
    assert_occurrences(f, longest, XAP_TERM_MAX, 2);
}

/* In order of their bytes. */
static const char odd_terms[][4] = {"\0\0\0", "\0\xff\0", "a\0\0", "a\0b", "a\0c", "\xff\xff\xff"};

static void test_terms_of_any_bytes(void **state)
{
    struct fixture *f = *state;
    static const uint32_t lengths[COUNT(odd_terms)] = {1, 2, 3, 4, 5, 6};
    open_writer(f, lengths, COUNT(lengths));
    for (uint32_t i = 0; i < COUNT(odd_terms); i++)
        assert_ok(f, put_one(f, odd_terms[i], 3, i, i + 1));
    assert_ok(f, xap_reader_open(finish(f), &f->reader, &f->err));
    for (uint32_t i = 0; i < COUNT(odd_terms); i++) {
        struct result result;
        xap_search_options options = options_for(10);
        assert_occurrences(f, odd_terms[i], 3, i + 1);
        set_query(f, NULL);
        assert_ok(f, xap_query_term(odd_terms[i], 3, &f->query, &f->err));
        search(f, &options, &result);
        assert_int_equal(result.count, 1);
        assert_int_equal(result.hits[0].document, i);
    }
}

/* ---- What is refused ---- */

static void assert_term_counts(struct fixture *f, const char *term, uint32_t documents, uint64_t occurrences)
{
    xap_term_counts counts;
    assert_ok(f, xap_reader_term(f->reader, term, strlen(term), &counts, &f->err));
    assert_int_equal(counts.documents, documents);
    assert_int_equal(counts.occurrences, occurrences);
}

static void test_terms_out_of_order(void **state)
{
    struct fixture *f = *state;
    static const uint32_t lengths[] = {4};
    open_writer(f, lengths, 1);
    assert_ok(f, put_one(f, "dog", 3, 0, 1));
    assert_failed(f, put_one(f, "dog", 3, 0, 1), XAP_ERR_ARG);
    assert_failed(f, put_one(f, "do", 2, 0, 1), XAP_ERR_ARG);
    assert_failed(f, put_one(f, "cat", 3, 0, 1), XAP_ERR_ARG);
    assert_failed(f, put_one(f, "\0zoo", 4, 0, 1), XAP_ERR_ARG);
    assert_ok(f, put_one(f, "dog\0", 4, 0, 1));
    assert_ok(f, put_one(f, "dogs", 4, 0, 1));
    assert_ok(f, put_one(f, "\xc3\xa4", 2, 0, 1)); /* bytes are compared without a sign */
    assert_ok(f, xap_reader_open(finish(f), &f->reader, &f->err));
    assert_counts(f, f->reader, 1, 4);
}

/* A refused term leaves no trace: neither a place in the order nor a count. */
static void test_entries_refused(void **state)
{
    struct fixture *f = *state;
    static const uint32_t lengths[] = {1, 7, 0};
    static const xap_entry twice[] = {{0, 1}, {1, 1}, {1, 1}}, backwards[] = {{1, 1}, {0, 1}}, zero[] = {{0, 1}, {1, 0}};
    static const xap_entry absent[] = {{0, 1}, {3, 1}}, at_end[] = {{0, 1}, {XAP_END, 1}}, good[] = {{0, 1}, {1, 5}};
    open_writer(f, lengths, COUNT(lengths));
    assert_failed(f, put(f, "cat", 3, NULL, 0), XAP_ERR_ARG);
    assert_failed(f, put(f, "dog", 3, twice, COUNT(twice)), XAP_ERR_ARG);
    assert_failed(f, put(f, "dog", 3, backwards, COUNT(backwards)), XAP_ERR_ARG);
    assert_failed(f, put(f, "dog", 3, zero, COUNT(zero)), XAP_ERR_ARG);
    assert_failed(f, put(f, "dog", 3, absent, COUNT(absent)), XAP_ERR_ARG);
    assert_failed(f, put(f, "dog", 3, at_end, COUNT(at_end)), XAP_ERR_ARG);
    assert_ok(f, put(f, "cat", 3, good, COUNT(good)));
    assert_ok(f, put_one(f, "dog", 3, 1, 2));
    assert_ok(f, xap_reader_open(finish(f), &f->reader, &f->err));
    assert_counts(f, f->reader, 3, 8);
    assert_term_counts(f, "cat", 2, 6);
    assert_term_counts(f, "dog", 1, 2);
}

/* These sums are kept in 32 bits and would wrap round; and Xapian's writer drops a document of length 2^32 - 1 without a word. */
static void test_sums_that_do_not_fit(void **state)
{
    struct fixture *f = *state;
    static const uint32_t lengths[] = {UINT32_MAX - 1, 4};
    static const xap_entry too_many[] = {{0, UINT32_MAX - 2}, {1, 3}}, most[] = {{0, UINT32_MAX - 2}, {1, 2}};
    open_writer(f, lengths, COUNT(lengths));
    assert_failed(f, put_one(f, "ant", 3, 0, UINT32_MAX), XAP_ERR_ARG);
    assert_failed(f, put(f, "cat", 3, too_many, 2), XAP_ERR_ARG);
    assert_ok(f, put(f, "cat", 3, most, 2));
    assert_failed(f, put_one(f, "dog", 3, 0, 2), XAP_ERR_ARG);
    assert_ok(f, put_one(f, "dog", 3, 0, 1));
    assert_ok(f, put_one(f, "emu", 3, 1, 2));
    assert_ok(f, xap_reader_open(finish(f), &f->reader, &f->err));
    assert_counts(f, f->reader, 2, (uint64_t)UINT32_MAX + 3);
    assert_term_counts(f, "cat", 2, UINT32_MAX);
    uint32_t length;
    assert_ok(f, xap_reader_length(f->reader, 0, &length, &f->err));
    assert_int_equal(length, UINT32_MAX - 1);
}

/* The lengths are in the file before the first term comes, so that wrong ones cannot be mended. */
static void test_lengths_that_are_wrong(void **state)
{
    struct fixture *f = *state;
    static const uint32_t wrong[][3] = {{2, 0, 2}, {2, 0, 0}, {1, 0, 1}, {2, 1, 1}};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        uint64_t size = 77;
        open_writer(f, wrong[i], 3);
        assert_ok(f, put_one(f, "cat", 3, 0, 2));
        assert_ok(f, put_one(f, "dog", 3, 2, 1));
        assert_failed(f, xap_writer_finish(f->writer, &size, &f->err), XAP_ERR_ARG);
        assert_int_equal(size, 0);
        assert_failed(f, xap_writer_finish(f->writer, &size, &f->err), XAP_ERR_ARG);
        xap_writer_free(f->writer);
        f->writer = NULL;
        assert_failed(f, xap_reader_open(f->fd, &f->reader, &f->err), XAP_ERR_CORRUPT);
    }
}

static void test_finished_writer(void **state)
{
    struct fixture *f = *state;
    uint64_t size = 77;
    put_documents(f, animals, COUNT(animals));
    assert_ok(f, xap_writer_finish(f->writer, &size, &f->err));
    assert_failed(f, put_one(f, "fox", 3, 0, 1), XAP_ERR_ARG);
    assert_failed(f, xap_writer_finish(f->writer, &size, &f->err), XAP_ERR_ARG);
    assert_int_equal(size, 0);
    assert_ok(f, xap_reader_open(f->fd, &f->reader, &f->err));
    assert_counts(f, f->reader, 4, 9);
}

static void test_file_that_is_not_empty(void **state)
{
    struct fixture *f = *state;
    const int fd = new_file(f);
    assert_int_equal(write(fd, "text", 4), 4);
    assert_failed(f, open_writer_into(f, fd, NULL, 0), XAP_ERR_ARG);
    assert_null(f->writer);
    assert_int_equal(entries_in(f->scratch), 0);
}

static void test_descriptor_that_is_not_open(void **state)
{
    struct fixture *f = *state;
    assert_failed(f, open_writer_into(f, -1, NULL, 0), XAP_ERR_IO);
    assert_null(f->writer);
}

/* ---- Scratch files ---- */

static void test_scratch_folder_that_is_missing(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(rmdir(f->scratch), 0);
    assert_failed(f, open_writer_into(f, new_file(f), NULL, 0), XAP_ERR_IO);
    assert_null(f->writer);
}

/* Two writers in one folder would be a mistake of the caller, and must not cost the first one its files. */
static void test_scratch_folder_in_use(void **state)
{
    struct fixture *f = *state;
    const xap_writer_options options = {.kind = f->kind, .fd = new_file(f), .scratch = f->scratch};
    xap_writer *second = (xap_writer *)f;
    put_documents(f, animals, COUNT(animals));
    assert_failed(f, xap_writer_open(&options, &second, &f->err), XAP_ERR_IO);
    assert_null(second);
    assert_ok(f, xap_reader_open(finish(f), &f->reader, &f->err));
    assert_counts(f, f->reader, 4, 9);
}

static void test_freeing_an_unfinished_writer(void **state)
{
    struct fixture *f = *state;
    put_documents(f, animals, COUNT(animals));
    xap_writer_free(f->writer);
    f->writer = NULL;
    assert_int_equal(entries_in(f->scratch), 0);
    assert_failed(f, xap_reader_open(f->fd, &f->reader, &f->err), XAP_ERR_CORRUPT);
}

/* ---- Full disks: in a child, as a limit on the size of files would outlive the test ---- */

/* What act() returned in a child. The child ends by a signal, because Xapian 1.4 loses some memory when compacting fails: a leak
 * checker that works at exit would make a failure of that. */
static xap_status in_child(struct fixture *f, xap_status (*act)(struct fixture *f))
{
    int ends[2];
    xap_status status = XAP_OK;
    assert_int_equal(pipe(ends), 0);
    keep(f, ends[0]);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        status = act(f);
        if (write(ends[1], &status, sizeof status) == (ssize_t)sizeof status) raise(SIGKILL);
        _exit(1);
    }
    close(ends[1]);
    ssize_t got = read(ends[0], &status, sizeof status);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(got, sizeof status);
    return status;
}

enum { MANY = 2000 };

/* Write terms of one document each into a file, until something fails. */
static xap_status write_many(struct fixture *f, int fd)
{
    static uint32_t lengths[MANY];
    uint64_t size = 0;
    for (uint32_t i = 0; i < MANY; i++)
        lengths[i] = 1;
    xap_status status = open_writer_into(f, fd, lengths, MANY);
    for (uint32_t i = 0; i < MANY && status == XAP_OK; i++) {
        char name[100];
        snprintf(name, sizeof name, "%08u a long name, so that a few terms take many blocks of a database", i);
        status = put_one(f, name, strlen(name), i, 1);
    }
    if (status == XAP_OK) status = xap_writer_finish(f->writer, &size, &f->err);
    /* Nothing is said to be written, and nothing may be made of what is left. */
    if (status != XAP_OK && f->writer) {
        if (put_one(f, "zebra", 5, 0, 1) != XAP_ERR_ARG) status = XAP_OK;
        if (xap_writer_finish(f->writer, &size, NULL) != XAP_ERR_ARG || size != 0) status = XAP_OK;
    }
    xap_writer_free(f->writer);
    f->writer = NULL;
    return status;
}

static xap_status write_on_full_disk(struct fixture *f)
{
    return write_many(f, open("/dev/full", O_RDWR));
}

static void test_full_disk(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(in_child(f, write_on_full_disk), XAP_ERR_IO);
    assert_int_equal(entries_in(f->scratch), 0);
}

static xap_status write_with_limit(struct fixture *f)
{
    struct rlimit limit = {.rlim_cur = 20000, .rlim_max = 20000};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    return write_many(f, new_file(f));
}

static void test_limit_on_files(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(in_child(f, write_with_limit), XAP_ERR_IO);
    assert_int_equal(entries_in(f->scratch), 0);
}

static void test_file_open_for_reading(void **state)
{
    struct fixture *f = *state;
    char path[300];
    snprintf(path, sizeof path, "%s/empty", f->folder);
    assert_int_equal(close(open(path, O_WRONLY | O_CREAT | O_EXCL, 0400)), 0);
    assert_int_equal(write_many(f, keep(f, open(path, O_RDONLY))), XAP_ERR_IO);
}

/* ---- All of them ---- */

static int setup_api(void **state)
{
    const int status = shim_setup(state);
    if (status == 0) ((struct fixture *)*state)->kind = XAP_WRITER_API;
    return status;
}

/* A test of what every writer does. */
#define BULK_AND_API(test)                                                                                                                 \
    {#test " (bulk)", test, shim_setup, shim_teardown, NULL},                                                                              \
    {                                                                                                                                      \
#test " (API)", test, setup_api, shim_teardown, NULL                                                                               \
    }

#define API_ALONE(test) cmocka_unit_test_setup_teardown(test, setup_api, shim_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BULK_AND_API(test_equal_documents_give_equal_bytes),
        BULK_AND_API(test_other_documents_give_other_bytes),
        BULK_AND_API(test_only_postings_are_written),
        BULK_AND_API(test_term_lengths),
        BULK_AND_API(test_terms_of_any_bytes),
        BULK_AND_API(test_terms_out_of_order),
        BULK_AND_API(test_entries_refused),
        BULK_AND_API(test_sums_that_do_not_fit),
        BULK_AND_API(test_lengths_that_are_wrong),
        BULK_AND_API(test_finished_writer),
        BULK_AND_API(test_file_that_is_not_empty),
        BULK_AND_API(test_descriptor_that_is_not_open),
        API_ALONE(test_scratch_folder_that_is_missing),
        API_ALONE(test_scratch_folder_in_use),
        BULK_AND_API(test_freeing_an_unfinished_writer),
        BULK_AND_API(test_full_disk),
        BULK_AND_API(test_limit_on_files),
        BULK_AND_API(test_file_open_for_reading),
    };
    return cmocka_run_group_tests_name("shim_writer", tests, NULL, NULL);
}
