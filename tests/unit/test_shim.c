/* test_shim.c - shim/, seen through its header: stemmer, writer, reader, and what they do when something fails. */
#include "tests/unit/shim_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

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

static int file_with(struct fixture *f, const void *content, size_t size)
{
    int fd = new_file(f);
    assert_int_equal(write(fd, content, size), size);
    return fd;
}

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

/* One root info of a glass header: six numbers of 7-bit groups, the last one the length of the bytes that follow it. */
static size_t skip_number(const unsigned char *header, size_t at)
{
    while (header[at] & 0x80)
        at++;
    return at + 1;
}

/* Positions, term lists and the like would only take room. The second number of a table that does not exist is 3. */
static void test_only_postings_are_written(void **state)
{
    struct fixture *f = *state;
    unsigned char header[256];
    assert_int_equal(pread(write_file(f, animals, COUNT(animals)), header, sizeof header, 0), sizeof header);
    assert_memory_equal(header, "\x0f\x0dXapian Glass\x04\x6e", 16);
    size_t at = skip_number(header, 32);
    for (int table = 0; table < 6; table++) {
        size_t shape = skip_number(header, at);
        assert_true((header[shape] == 3) == (table > 0));
        size_t list = shape;
        for (int number = 0; number < 4; number++)
            list = skip_number(header, list);
        at = list + 1 + header[list];
    }
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

/* ---- What the writer refuses ---- */

static xap_status add_term(struct fixture *f, const char *term, size_t len)
{
    return xap_writer_add_term(f->writer, term, len, &f->err);
}

static void test_term_lengths(void **state)
{
    struct fixture *f = *state;
    char longest[XAP_TERM_MAX + 1];
    memset(longest, 'a', sizeof longest);
    open_writer(f);
    assert_failed(f, add_term(f, "", 0), XAP_ERR_ARG);
    assert_failed(f, add_term(f, NULL, 0), XAP_ERR_ARG);
    assert_failed(f, add_term(f, longest, XAP_TERM_MAX + 1), XAP_ERR_ARG);
    assert_ok(f, add_term(f, longest, XAP_TERM_MAX));
    longest[7] = '\0'; /* takes two bytes in the database */
    assert_failed(f, add_term(f, longest, XAP_TERM_MAX), XAP_ERR_ARG);
    assert_ok(f, add_term(f, longest, XAP_TERM_MAX - 1));
    xap_posting postings[] = {{.term = 0, .wdf = 2}, {.term = 1, .wdf = 3}};
    assert_ok(f, xap_writer_add_document(f->writer, postings, 2, &f->err));
    assert_ok(f, xap_reader_open(finish(f), &f->reader, &f->err));
    xap_term_counts counts;
    assert_ok(f, xap_reader_term(f->reader, longest, XAP_TERM_MAX - 1, &counts, &f->err));
    assert_int_equal(counts.occurrences, 3);
    longest[7] = 'a';
    assert_ok(f, xap_reader_term(f->reader, longest, XAP_TERM_MAX, &counts, &f->err));
    assert_int_equal(counts.occurrences, 2);
}

static void test_terms_of_any_bytes(void **state)
{
    struct fixture *f = *state;
    static const char terms[][4] = {"a\0b", "a\0c", "a\0\0", "\0\0\0", "\xff\xff\xff", "\0\xff\0"};
    open_writer(f);
    for (uint32_t i = 0; i < COUNT(terms); i++) {
        xap_posting posting = {.term = i, .wdf = i + 1};
        assert_ok(f, add_term(f, terms[i], 3));
        assert_ok(f, xap_writer_add_document(f->writer, &posting, 1, &f->err));
    }
    assert_ok(f, xap_reader_open(finish(f), &f->reader, &f->err));
    for (uint32_t i = 0; i < COUNT(terms); i++) {
        xap_term_counts counts;
        struct result result;
        xap_search_options options = options_for(10);
        assert_ok(f, xap_reader_term(f->reader, terms[i], 3, &counts, &f->err));
        assert_int_equal(counts.documents, 1);
        assert_int_equal(counts.occurrences, i + 1);
        set_query(f, NULL);
        assert_ok(f, xap_query_term(terms[i], 3, &f->query, &f->err));
        search(f, &options, &result);
        assert_int_equal(result.count, 1);
        assert_int_equal(result.hits[0].document, i);
    }
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

static xap_status add_document(struct fixture *f, const xap_posting *postings, size_t count)
{
    return xap_writer_add_document(f->writer, postings, count, &f->err);
}

/* A refused document leaves no trace: neither a number nor a count, and its terms can be used again. */
static void test_documents_refused(void **state)
{
    struct fixture *f = *state;
    const xap_posting twice[] = {{.term = 0, .wdf = 1}, {.term = 1, .wdf = 1}, {.term = 0, .wdf = 1}};
    const xap_posting zero[] = {{.term = 0, .wdf = 1}, {.term = 1, .wdf = 0}};
    const xap_posting unknown[] = {{.term = 1, .wdf = 1}, {.term = 2, .wdf = 1}};
    const xap_posting good[] = {{.term = 1, .wdf = 5}, {.term = 0, .wdf = 1}};
    open_writer(f);
    assert_failed(f, add_document(f, good, 2), XAP_ERR_ARG); /* no term has been added so far */
    assert_ok(f, add_term(f, "cat", 3));
    assert_ok(f, add_term(f, "dog", 3));
    assert_failed(f, add_document(f, twice, 3), XAP_ERR_ARG);
    assert_failed(f, add_document(f, zero, 2), XAP_ERR_ARG);
    assert_failed(f, add_document(f, unknown, 2), XAP_ERR_ARG);
    assert_ok(f, add_document(f, good, 2));
    assert_ok(f, add_document(f, good, 1));
    assert_ok(f, xap_reader_open(finish(f), &f->reader, &f->err));
    assert_counts(f, f->reader, 2, 11);
    assert_term(f, f->reader, "cat", 1, 1);
    assert_term(f, f->reader, "dog", 2, 10);
}

/* Xapian keeps these sums in 32 bits and would let them wrap round. */
static void test_sums_that_do_not_fit(void **state)
{
    struct fixture *f = *state;
    const xap_posting too_long[] = {{.term = 0, .wdf = UINT32_MAX}, {.term = 1, .wdf = 1}};
    const xap_posting longest[] = {{.term = 0, .wdf = UINT32_MAX - 1}, {.term = 1, .wdf = 1}};
    const xap_posting two = {.term = 0, .wdf = 2};
    const xap_posting one = {.term = 0, .wdf = 1};
    open_writer(f);
    assert_ok(f, add_term(f, "cat", 3));
    assert_ok(f, add_term(f, "dog", 3));
    assert_failed(f, add_document(f, too_long, 2), XAP_ERR_ARG);
    assert_ok(f, add_document(f, longest, 2));
    assert_failed(f, add_document(f, &two, 1), XAP_ERR_ARG);
    assert_ok(f, add_document(f, &one, 1));
    assert_ok(f, xap_reader_open(finish(f), &f->reader, &f->err));
    assert_counts(f, f->reader, 2, (uint64_t)UINT32_MAX + 1);
    assert_term(f, f->reader, "cat", 2, UINT32_MAX);
    assert_term(f, f->reader, "dog", 1, 1);
}

static void test_finished_writer(void **state)
{
    struct fixture *f = *state;
    uint64_t size = 77;
    open_writer(f);
    add_documents(f, animals, COUNT(animals));
    assert_ok(f, xap_writer_finish(f->writer, new_file(f), &size, &f->err));
    assert_failed(f, add_term(f, "elk", 3), XAP_ERR_ARG);
    assert_failed(f, add_document(f, NULL, 0), XAP_ERR_ARG);
    assert_failed(f, xap_writer_finish(f->writer, new_file(f), &size, &f->err), XAP_ERR_ARG);
    assert_int_equal(size, 0);
}

static void test_file_that_is_not_empty(void **state)
{
    struct fixture *f = *state;
    uint64_t size = 77;
    open_writer(f);
    add_documents(f, animals, COUNT(animals));
    assert_failed(f, xap_writer_finish(f->writer, file_with(f, "text", 4), &size, &f->err), XAP_ERR_ARG);
    assert_int_equal(size, 0);
    assert_ok(f, xap_reader_open(finish(f), &f->reader, &f->err)); /* nothing was lost by asking */
    assert_counts(f, f->reader, 4, 9);
}

/* ---- Scratch files ---- */

static void test_scratch_folder_that_is_missing(void **state)
{
    struct fixture *f = *state;
    char missing[300];
    snprintf(missing, sizeof missing, "%s/nowhere", f->folder);
    assert_failed(f, xap_writer_open(missing, &f->writer, &f->err), XAP_ERR_IO);
    assert_null(f->writer);
}

/* Two writers in one folder would be a mistake of the caller, and must not cost the first one its files. */
static void test_scratch_folder_in_use(void **state)
{
    struct fixture *f = *state;
    xap_writer *second = NULL;
    open_writer(f);
    assert_failed(f, xap_writer_open(f->scratch, &second, &f->err), XAP_ERR_IO);
    assert_null(second);
    add_documents(f, animals, COUNT(animals));
    assert_ok(f, xap_reader_open(finish(f), &f->reader, &f->err));
    assert_counts(f, f->reader, 4, 9);
}

/* Enough documents for Xapian to write some of them out on its own. */
static void test_freeing_an_unfinished_writer(void **state)
{
    struct fixture *f = *state;
    const xap_posting posting = {.term = 0, .wdf = 1};
    open_writer(f);
    assert_ok(f, add_term(f, "cat", 3));
    for (int i = 0; i < 10100; i++)
        assert_ok(f, add_document(f, &posting, 1));
    assert_true(entries_in(f->scratch) > 0);
    xap_writer_free(f->writer);
    f->writer = NULL;
    assert_int_equal(entries_in(f->scratch), 0);
}

/* ---- Full disks: in a child, as a limit on the size of files would outlive the test ---- */

/* What act() returned in a child. The child ends by a signal, because Xapian 1.4 loses some memory when compacting fails: a leak
 * checker that works at exit would make a failure of that. */
static xap_status in_child(struct fixture *f, xap_status (*act)(const struct fixture *f))
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

/* Add documents, each of them one term that no other has, until one fails. */
static xap_status add_many(xap_writer *writer, uint32_t count)
{
    xap_status status = XAP_OK;
    for (uint32_t i = 0; i < count && status == XAP_OK; i++) {
        char name[100];
        xap_posting posting = {.term = i, .wdf = 1};
        snprintf(name, sizeof name, "%u a long name, so that a few terms take many blocks of a database", i);
        status = xap_writer_add_term(writer, name, strlen(name), NULL);
        if (status == XAP_OK) status = xap_writer_add_document(writer, &posting, 1, NULL);
    }
    return status;
}

static void limit_files(rlim_t size)
{
    struct rlimit limit = {.rlim_cur = size, .rlim_max = size};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
}

static xap_status finish_on_full_disk(const struct fixture *f)
{
    uint64_t size = 77;
    xap_writer *writer = NULL;
    int full = open("/dev/full", O_RDWR);
    xap_status status = xap_writer_open(f->scratch, &writer, NULL);
    if (status == XAP_OK) status = add_many(writer, 500);
    if (status == XAP_OK) status = xap_writer_finish(writer, full, &size, NULL);
    xap_writer_free(writer);
    return size == 0 ? status : XAP_OK;
}

static void test_finishing_on_a_full_disk(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(in_child(f, finish_on_full_disk), XAP_ERR_IO);
    assert_int_equal(entries_in(f->scratch), 0);
}

static xap_status finish_with_limit(const struct fixture *f)
{
    char path[300];
    uint64_t size = 77;
    xap_writer *writer = NULL;
    snprintf(path, sizeof path, "%s/limited", f->folder);
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
    xap_status status = xap_writer_open(f->scratch, &writer, NULL);
    if (status == XAP_OK) status = add_many(writer, 2000);
    limit_files(20000);
    if (status == XAP_OK) status = xap_writer_finish(writer, fd, &size, NULL);
    xap_writer_free(writer);
    return size == 0 ? status : XAP_OK;
}

static void test_finishing_with_a_full_scratch_folder(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(in_child(f, finish_with_limit), XAP_ERR_IO);
    assert_int_equal(entries_in(f->scratch), 0);
}

/* When adding fails, Xapian forgets the documents before. The writer must not go on as if it had them. */
static xap_status add_with_limit(const struct fixture *f)
{
    xap_writer *writer = NULL;
    uint64_t size = 77;
    setenv("XAPIAN_FLUSH_THRESHOLD", "500", 1);
    xap_status status = xap_writer_open(f->scratch, &writer, NULL);
    limit_files(20000);
    if (status == XAP_OK) status = add_many(writer, 5000);
    if (xap_writer_add_term(writer, "cat", 3, NULL) != XAP_ERR_ARG) status = XAP_OK;
    if (xap_writer_add_document(writer, NULL, 0, NULL) != XAP_ERR_ARG) status = XAP_OK;
    if (xap_writer_finish(writer, f->files[0], &size, NULL) != XAP_ERR_ARG) status = XAP_OK;
    xap_writer_free(writer);
    return status;
}

static void test_adding_with_a_full_scratch_folder(void **state)
{
    struct fixture *f = *state;
    int fd = new_file(f);
    struct stat info;
    assert_int_equal(in_child(f, add_with_limit), XAP_ERR_IO);
    assert_int_equal(entries_in(f->scratch), 0);
    assert_int_equal(fstat(fd, &info), 0);
    assert_int_equal(info.st_size, 0);
}

static void test_finishing_into_a_file_open_for_reading(void **state)
{
    struct fixture *f = *state;
    char path[300];
    uint64_t size = 77;
    snprintf(path, sizeof path, "%s/empty", f->folder);
    assert_int_equal(close(open(path, O_WRONLY | O_CREAT | O_EXCL, 0400)), 0);
    int fd = keep(f, open(path, O_RDONLY));
    open_writer(f);
    assert_failed(f, xap_writer_finish(f->writer, fd, &size, &f->err), XAP_ERR_IO);
    assert_int_equal(size, 0);
}

/* ---- Files that are no database ---- */

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

/* A file that shrinks after it was opened: what Xapian reads later fails then. */
static void test_damage_found_while_reading(void **state)
{
    struct fixture *f = *state;
    struct result result;
    xap_term_counts counts = {.documents = 77, .occurrences = 77};
    xap_search_options options = options_for(10);
    const char *term = "1999 a long name, so that a few terms take many blocks of a database";
    open_writer(f);
    assert_int_equal(add_many(f->writer, 2000), XAP_OK);
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
        SHIM_TEST(test_equal_documents_give_equal_bytes),
        SHIM_TEST(test_other_documents_give_other_bytes),
        SHIM_TEST(test_only_postings_are_written),
        SHIM_TEST(test_bytes_after_the_database),
        SHIM_TEST(test_reader_needs_the_descriptor_only_to_open),
        SHIM_TEST(test_term_lengths),
        SHIM_TEST(test_terms_of_any_bytes),
        SHIM_TEST(test_looking_for_an_overlong_term),
        SHIM_TEST(test_documents_refused),
        SHIM_TEST(test_sums_that_do_not_fit),
        SHIM_TEST(test_finished_writer),
        SHIM_TEST(test_file_that_is_not_empty),
        SHIM_TEST(test_scratch_folder_that_is_missing),
        SHIM_TEST(test_scratch_folder_in_use),
        SHIM_TEST(test_freeing_an_unfinished_writer),
        SHIM_TEST(test_finishing_on_a_full_disk),
        SHIM_TEST(test_finishing_with_a_full_scratch_folder),
        SHIM_TEST(test_adding_with_a_full_scratch_folder),
        SHIM_TEST(test_finishing_into_a_file_open_for_reading),
        SHIM_TEST(test_files_that_are_no_database),
        SHIM_TEST(test_truncated_database),
        SHIM_TEST(test_other_format_version),
        SHIM_TEST(test_descriptors_that_are_no_file),
        SHIM_TEST(test_damage_found_while_reading),
    };
    return cmocka_run_group_tests_name("shim", tests, NULL, NULL);
}
