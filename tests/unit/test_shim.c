/* test_shim.c - shim/, seen through its header: stemmer and reader, and what they do when something fails. */
#include "tests/unit/shim_fixture.h"

#include <fcntl.h>

/* ---- Statuses ---- */

static void test_status_texts(void **state)
{
    (void)state;
    assert_string_equal(xap_status_text(XAP_OK), "ok");
    assert_string_equal(xap_status_text(XAP_ERR_NOMEM), "out of memory");
    assert_string_equal(xap_status_text(XAP_ERR_CORRUPT), "damaged index");
    assert_string_equal(xap_status_text(XAP_ERR_INTERNAL), "internal error");
    assert_string_equal(xap_status_text((xap_status)(XAP_ERR_INTERNAL + 1)), "unknown status");
}

static void test_version(void **state)
{
    (void)state;
    unsigned major = 0, minor = 0;
    assert_int_equal(sscanf(xap_version(), "%u.%u", &major, &minor), 2);
    assert_true(major > 1 || (major == 1 && minor >= 4));
}

static void test_free_takes_null(void **state)
{
    (void)state;
    xap_stemmer_free(NULL);
    xap_writer_free(NULL);
    xap_reader_free(NULL);
    xap_query_free(NULL);
}

/* ---- Stemmer ---- */

static void assert_stem(struct fixture *f, const char *word, const char *wanted)
{
    const char *stem = NULL;
    size_t len = 0;
    assert_ok(f, xap_stem(f->stemmer, word, strlen(word), &stem, &len, &f->err));
    assert_int_equal(len, strlen(wanted));
    assert_memory_equal(stem, wanted, len);
}

static void test_stems_of_english(void **state)
{
    struct fixture *f = *state;
    assert_ok(f, xap_stemmer_open("english", &f->stemmer, &f->err));
    assert_stem(f, "vaccines", "vaccin");
    assert_stem(f, "vaccine", "vaccin");
    assert_stem(f, "running", "run");
    assert_stem(f, "", "");
    assert_stem(f, "covid19", "covid19");
}

static void test_language_codes(void **state)
{
    struct fixture *f = *state;
    assert_ok(f, xap_stemmer_open("de", &f->stemmer, &f->err));
    assert_stem(f, "impfungen", "impfung");
}

static void test_no_stemming(void **state)
{
    struct fixture *f = *state;
    assert_ok(f, xap_stemmer_open("none", &f->stemmer, &f->err));
    assert_stem(f, "vaccines", "vaccines");
}

/* Snowball's stem of this word is empty, which could not be a term. */
static void test_stem_is_never_lost(void **state)
{
    struct fixture *f = *state;
    assert_ok(f, xap_stemmer_open("english", &f->stemmer, &f->err));
    assert_stem(f, "''s", "''s");
}

static void test_stem_of_any_bytes(void **state)
{
    struct fixture *f = *state;
    const char *stem = NULL;
    size_t len = 0;
    assert_ok(f, xap_stemmer_open("english", &f->stemmer, &f->err));
    assert_ok(f, xap_stem(f->stemmer, "a\0b", 3, &stem, &len, &f->err));
    assert_int_equal(len, 3);
    assert_memory_equal(stem, "a\0b", 3);
    assert_ok(f, xap_stem(f->stemmer, "\xff\xc3ings\xe2", 7, &stem, &len, &f->err));
    assert_true(len > 0 && len <= 7);
    assert_ok(f, xap_stem(f->stemmer, NULL, 0, &stem, &len, &f->err));
    assert_int_equal(len, 0);
    assert_non_null(stem);
}

static void test_unknown_language(void **state)
{
    struct fixture *f = *state;
    f->stemmer = NULL;
    assert_failed(f, xap_stemmer_open("klingon", &f->stemmer, &f->err), XAP_ERR_ARG);
    assert_null(f->stemmer);
    assert_failed(f, xap_stemmer_open("", &f->stemmer, &f->err), XAP_ERR_ARG);
    assert_null(f->stemmer);
    assert_int_equal(xap_stemmer_open("klingon", &f->stemmer, NULL), XAP_ERR_ARG);
}

/* The text of an error that is too long is cut between two characters. */
static void test_long_error_text(void **state)
{
    struct fixture *f = *state;
    for (size_t shift = 0; shift < 2; shift++) {
        char language[600] = "x";
        for (size_t at = shift; at + 2 < sizeof language; at += 2)
            memcpy(language + at, "\xc3\xa9", 3);
        assert_int_equal(xap_stemmer_open(language, &f->stemmer, &f->err), XAP_ERR_ARG);
        size_t len = strlen(f->err.msg);
        assert_true(len + 2 >= sizeof f->err.msg);
        assert_int_equal((unsigned char)f->err.msg[len - 1], 0xa9);
    }
}

/* ---- Writing and reading back ---- */

static const char *const metals[] = {"iron", "zinc iron iron"};

static void assert_term(struct fixture *f, xap_reader *reader, const char *word, uint32_t documents, uint64_t occurrences)
{
    xap_term_counts counts = {.documents = 77, .occurrences = 77};
    assert_ok(f, xap_reader_term(reader, word, strlen(word), &counts, &f->err));
    assert_int_equal(counts.documents, documents);
    assert_int_equal(counts.occurrences, occurrences);
}

static void test_counts_are_read_back(void **state)
{
    struct fixture *f = *state;
    make_database(f, animals, COUNT(animals));
    assert_counts(f, f->reader, 4, 9);
    assert_term(f, f->reader, "cat", 2, 3);
    assert_term(f, f->reader, "dog", 3, 3);
    assert_term(f, f->reader, "emu", 2, 3);
    assert_term(f, f->reader, "elk", 0, 0);
    assert_term(f, f->reader, "", 0, 0);
}

static void test_two_databases_at_once(void **state)
{
    struct fixture *f = *state;
    make_database(f, animals, COUNT(animals));
    assert_ok(f, xap_reader_open(write_file(f, metals, COUNT(metals)), &f->second, &f->err));
    assert_counts(f, f->reader, 4, 9);
    assert_counts(f, f->second, 2, 4);
    assert_term(f, f->reader, "iron", 0, 0);
    assert_term(f, f->second, "iron", 2, 3);
    xap_reader_free(f->reader);
    f->reader = NULL;
    assert_term(f, f->second, "zinc", 1, 1);
}

static void test_empty_database(void **state)
{
    struct fixture *f = *state;
    struct result result;
    make_database(f, NULL, 0);
    assert_counts(f, f->reader, 0, 0);
    assert_term(f, f->reader, "cat", 0, 0);
    set_query(f, term_query(f, "cat"));
    xap_search_options options = options_for(10);
    search(f, &options, &result);
    assert_int_equal(result.count, 0);
    assert_int_equal(result.matches, 0);
}

static void test_only_empty_documents(void **state)
{
    struct fixture *f = *state;
    static const char *const nothing[] = {"", "", ""};
    struct result result;
    make_database(f, nothing, COUNT(nothing));
    assert_counts(f, f->reader, 3, 0);
    set_query(f, term_query(f, "cat"));
    xap_search_options options = options_for(10);
    search(f, &options, &result);
    assert_int_equal(result.count, 0);
}

/* An empty document takes a number like any other. */
static void test_documents_keep_their_numbers(void **state)
{
    struct fixture *f = *state;
    static const char *const documents[] = {"", "a", "", "", "b a"};
    struct result result;
    make_database(f, documents, COUNT(documents));
    set_query(f, term_query(f, "b"));
    xap_search_options options = options_for(10);
    search(f, &options, &result);
    assert_int_equal(result.count, 1);
    assert_int_equal(result.hits[0].document, 4);
}

static void test_bytes_after_the_database(void **state)
{
    struct fixture *f = *state;
    char junk[5000];
    int fd = write_file(f, animals, COUNT(animals));
    memset(junk, 'x', sizeof junk);
    assert_true(lseek(fd, 0, SEEK_END) > 0);
    assert_int_equal(write(fd, junk, sizeof junk), sizeof junk);
    assert_ok(f, xap_reader_open(fd, &f->reader, &f->err));
    assert_counts(f, f->reader, 4, 9);
    assert_term(f, f->reader, "emu", 2, 3);
}

/* Readers of one descriptor do not disturb each other, wherever its offset stands, and outlive it. */
static void test_reader_needs_the_descriptor_only_to_open(void **state)
{
    struct fixture *f = *state;
    int fd = dup(write_file(f, animals, COUNT(animals)));
    assert_int_equal(lseek(fd, 777, SEEK_SET), 777);
    xap_status first = xap_reader_open(fd, &f->reader, &f->err);
    xap_status second = xap_reader_open(fd, &f->second, &f->err);
    close(fd);
    assert_ok(f, first);
    assert_ok(f, second);
    assert_term(f, f->reader, "cat", 2, 3);
    assert_term(f, f->second, "cat", 2, 3);
}

/* A term that no database could hold is merely not there. */
static void test_looking_for_an_overlong_term(void **state)
{
    struct fixture *f = *state;
    char term[1000];
    xap_term_counts counts;
    struct result result;
    xap_search_options options = options_for(10);
    memset(term, 'c', sizeof term);
    make_database(f, animals, COUNT(animals));
    assert_ok(f, xap_reader_term(f->reader, term, sizeof term, &counts, &f->err));
    assert_int_equal(counts.documents, 0);
    assert_ok(f, xap_query_term(term, sizeof term, &f->query, &f->err));
    search(f, &options, &result);
    assert_int_equal(result.count, 0);
}

/* ---- Files that are no database ---- */

static int file_with(struct fixture *f, const void *content, size_t size)
{
    int fd = new_file(f);
    assert_int_equal(write(fd, content, size), size);
    return fd;
}

static void assert_unreadable(struct fixture *f, int fd, xap_status wanted)
{
    size_t open_files = entries_in("/proc/self/fd");
    f->reader = NULL;
    assert_failed(f, xap_reader_open(fd, &f->reader, &f->err), wanted);
    assert_null(f->reader);
    assert_int_equal(entries_in("/proc/self/fd"), open_files);
}

static void test_files_that_are_no_database(void **state)
{
    struct fixture *f = *state;
    char text[4096];
    memset(text, 't', sizeof text);
    assert_unreadable(f, new_file(f), XAP_ERR_CORRUPT);
    assert_unreadable(f, file_with(f, text, 10), XAP_ERR_CORRUPT);
    assert_unreadable(f, file_with(f, text, sizeof text), XAP_ERR_CORRUPT);
}

static void test_truncated_database(void **state)
{
    struct fixture *f = *state;
    int fd = write_file(f, animals, COUNT(animals));
    assert_int_equal(ftruncate(fd, 100), 0);
    assert_unreadable(f, fd, XAP_ERR_CORRUPT);
}

static void test_other_format_version(void **state)
{
    struct fixture *f = *state;
    int fd = write_file(f, animals, COUNT(animals));
    assert_int_equal(pwrite(fd, "\x6f", 1, 15), 1);
    assert_unreadable(f, fd, XAP_ERR_CORRUPT);
}

static void test_descriptors_that_are_no_file(void **state)
{
    struct fixture *f = *state;
    int ends[2];
    assert_unreadable(f, -1, XAP_ERR_IO);
    assert_unreadable(f, keep(f, open(f->folder, O_RDONLY)), XAP_ERR_IO);
    assert_int_equal(pipe(ends), 0);
    keep(f, ends[0]);
    keep(f, ends[1]);
    assert_unreadable(f, ends[0], XAP_ERR_IO);
}

/* Put terms of one document each. */
static void put_many(struct fixture *f, uint32_t count)
{
    free(f->lengths);
    f->lengths = calloc(count, sizeof *f->lengths);
    assert_non_null(f->lengths);
    for (uint32_t i = 0; i < count; i++)
        f->lengths[i] = 1;
    open_writer(f, f->lengths, count);
    for (uint32_t i = 0; i < count; i++) {
        char name[100];
        snprintf(name, sizeof name, "%08u a long name, so that a few terms take many blocks of a database", i);
        assert_ok(f, put_one(f, name, strlen(name), i, 1));
    }
}

/* A file that shrinks after it was opened: what Xapian reads later fails then. */
static void test_damage_found_while_reading(void **state)
{
    struct fixture *f = *state;
    struct result result;
    xap_term_counts counts = {.documents = 77, .occurrences = 77};
    xap_search_options options = options_for(10);
    const char *term = "00001999 a long name, so that a few terms take many blocks of a database";
    put_many(f, 2000);
    int fd = finish(f);
    assert_ok(f, xap_reader_open(fd, &f->reader, &f->err));
    assert_ok(f, xap_reader_open(fd, &f->second, &f->err));
    assert_term(f, f->second, term, 1, 1);
    assert_int_equal(ftruncate(fd, 8192), 0);
    assert_failed(f, xap_reader_term(f->reader, term, strlen(term), &counts, &f->err), XAP_ERR_CORRUPT);
    assert_int_equal(counts.documents, 0);
    assert_int_equal(counts.occurrences, 0);
    set_query(f, term_query(f, term));
    result.count = 77;
    result.matches = 77;
    assert_failed(f, xap_search(f->reader, f->query, &options, result.hits, &result.count, &result.matches, &f->err), XAP_ERR_CORRUPT);
    assert_int_equal(result.count, 0);
    assert_int_equal(result.matches, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status_texts),
        cmocka_unit_test(test_version),
        cmocka_unit_test(test_free_takes_null),
        SHIM_TEST(test_stems_of_english),
        SHIM_TEST(test_language_codes),
        SHIM_TEST(test_no_stemming),
        SHIM_TEST(test_stem_is_never_lost),
        SHIM_TEST(test_stem_of_any_bytes),
        SHIM_TEST(test_unknown_language),
        SHIM_TEST(test_long_error_text),
        SHIM_TEST(test_counts_are_read_back),
        SHIM_TEST(test_two_databases_at_once),
        SHIM_TEST(test_empty_database),
        SHIM_TEST(test_only_empty_documents),
        SHIM_TEST(test_documents_keep_their_numbers),
        SHIM_TEST(test_bytes_after_the_database),
        SHIM_TEST(test_reader_needs_the_descriptor_only_to_open),
        SHIM_TEST(test_looking_for_an_overlong_term),
        SHIM_TEST(test_files_that_are_no_database),
        SHIM_TEST(test_truncated_database),
        SHIM_TEST(test_other_format_version),
        SHIM_TEST(test_descriptors_that_are_no_file),
        SHIM_TEST(test_damage_found_while_reading),
    };
    return cmocka_run_group_tests_name("shim", tests, NULL, NULL);
}
