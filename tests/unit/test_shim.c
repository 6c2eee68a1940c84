/* test_shim.c - shim/, seen through its header.
 *
 * Documents are written here as plain strings of words, so that what is expected of a search can be computed from the same strings in
 * the most obvious way: the BM25 formula term by term, and a walk over every document. Everything a test opens hangs on its fixture,
 * because a failing assertion jumps over whatever the test would have freed.
 */
#define _GNU_SOURCE /* nftw */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shim/xap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- Fixture ---- */

struct fixture {
    char folder[256];
    char scratch[280];
    int files[16]; /* descriptors to close */
    size_t file_count;
    xap_writer *writer;
    xap_reader *reader;
    xap_reader *second;
    xap_query *query;
    xap_stemmer *stemmer;
    xap_error err;
    uint32_t seed; /* of a random test that has not passed (yet); 0 for none */
};

static int setup(void **state)
{
    const char *base = getenv("TMPDIR");
    struct fixture *f = calloc(1, sizeof *f);
    if (f == NULL) return -1;
    *state = f;
    snprintf(f->folder, sizeof f->folder, "%s/test-shim-XXXXXX", base != NULL && *base != '\0' ? base : "/tmp");
    if (mkdtemp(f->folder) == NULL) return -1;
    snprintf(f->scratch, sizeof f->scratch, "%s/scratch", f->folder);
    return mkdir(f->scratch, 0700);
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    if (f->seed != 0) print_error("to repeat this: SEED=%u\n", f->seed);
    xap_writer_free(f->writer);
    xap_reader_free(f->reader);
    xap_reader_free(f->second);
    xap_query_free(f->query);
    xap_stemmer_free(f->stemmer);
    for (size_t i = 0; i < f->file_count; i++)
        close(f->files[i]);
    int status = nftw(f->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    free(f);
    return status;
}

static int keep(struct fixture *f, int fd)
{
    assert_true(fd >= 0);
    assert_true(f->file_count < COUNT(f->files));
    f->files[f->file_count++] = fd;
    return fd;
}

/* A new, empty file that has no name any more. */
static int new_file(struct fixture *f)
{
    char path[300];
    snprintf(path, sizeof path, "%s/file-XXXXXX", f->folder);
    int fd = keep(f, mkstemp(path));
    assert_int_equal(unlink(path), 0);
    return fd;
}

static size_t entries_in(const char *folder)
{
    size_t entries = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir))
        entries += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    return entries;
}

static void assert_ok(const struct fixture *f, xap_status status)
{
    if (status != XAP_OK) fail_msg("status %d (%s): %s", (int)status, xap_status_text(status), f->err.msg);
}

/* A failure says what went wrong, and says the same status twice. */
static void assert_failed(struct fixture *f, xap_status status, xap_status wanted)
{
    if (status != wanted) fail_msg("status %d instead of %d: %s", (int)status, (int)wanted, f->err.msg);
    assert_int_equal(f->err.code, wanted);
    assert_true(strlen(f->err.msg) > 0);
    memset(&f->err, 0, sizeof f->err);
}

/* ---- Documents as strings of words ---- */

#define MAX_WORDS 64
#define MAX_WORD 16

struct words {
    size_t count;
    char text[MAX_WORDS][MAX_WORD];
};

/* The next word of a document, and where to go on; NULL at its end. */
static const char *next_word(const char *at, char word[MAX_WORD])
{
    at += strspn(at, " ");
    size_t len = strcspn(at, " ");
    if (len == 0) return NULL;
    assert_true(len < MAX_WORD);
    memcpy(word, at, len);
    word[len] = '\0';
    return at + len;
}

static uint32_t length_of(const char *document)
{
    char word[MAX_WORD];
    uint32_t length = 0;
    while ((document = next_word(document, word)) != NULL)
        length++;
    return length;
}

static uint32_t count_of(const char *document, const char *wanted)
{
    char word[MAX_WORD];
    uint32_t count = 0;
    while ((document = next_word(document, word)) != NULL)
        count += strcmp(word, wanted) == 0;
    return count;
}

static size_t find_word(const struct words *words, const char *word)
{
    size_t i = 0;
    while (i < words->count && strcmp(words->text[i], word) != 0)
        i++;
    return i;
}

/* The words get their numbers in the order of their first occurrence. */
static void collect_words(struct words *words, const char *const *documents, size_t count)
{
    char word[MAX_WORD];
    words->count = 0;
    for (size_t d = 0; d < count; d++) {
        for (const char *at = documents[d]; (at = next_word(at, word)) != NULL;) {
            if (find_word(words, word) < words->count) continue;
            assert_true(words->count < MAX_WORDS);
            strcpy(words->text[words->count++], word);
        }
    }
}

static void add_documents(struct fixture *f, const char *const *documents, size_t count)
{
    struct words words;
    collect_words(&words, documents, count);
    for (size_t i = 0; i < words.count; i++)
        assert_ok(f, xap_writer_add_term(f->writer, words.text[i], strlen(words.text[i]), &f->err));
    for (size_t d = 0; d < count; d++) {
        xap_posting postings[MAX_WORDS];
        size_t used = 0;
        for (size_t i = 0; i < words.count; i++) {
            uint32_t wdf = count_of(documents[d], words.text[i]);
            if (wdf > 0) postings[used++] = (xap_posting){.term = (uint32_t)i, .wdf = wdf};
        }
        assert_ok(f, xap_writer_add_document(f->writer, postings, used, &f->err));
    }
}

/* Finish the fixture's writer into a new file. */
static int finish(struct fixture *f)
{
    int fd = new_file(f);
    uint64_t size = 0;
    struct stat info;
    assert_ok(f, xap_writer_finish(f->writer, fd, &size, &f->err));
    assert_int_equal(fstat(fd, &info), 0);
    assert_int_equal(size, info.st_size);
    assert_true(size > 0 && size % 2048 == 0);
    assert_int_equal(entries_in(f->scratch), 0);
    xap_writer_free(f->writer);
    f->writer = NULL;
    return fd;
}

static void open_writer(struct fixture *f)
{
    assert_ok(f, xap_writer_open(f->scratch, &f->writer, &f->err));
    assert_non_null(f->writer);
}

static int write_file(struct fixture *f, const char *const *documents, size_t count)
{
    open_writer(f);
    add_documents(f, documents, count);
    return finish(f);
}

/* Write the documents and open them as the fixture's reader. */
static void make_database(struct fixture *f, const char *const *documents, size_t count)
{
    assert_ok(f, xap_reader_open(write_file(f, documents, count), &f->reader, &f->err));
    assert_non_null(f->reader);
}

static xap_query *term_query(struct fixture *f, const char *word)
{
    xap_query *query = NULL;
    assert_ok(f, xap_query_term(word, strlen(word), &query, &f->err));
    assert_non_null(query);
    return query;
}

static xap_query *combine(struct fixture *f, xap_op op, xap_query *a, xap_query *b)
{
    xap_query *parts[] = {a, b};
    xap_query *query = NULL;
    assert_ok(f, xap_query_combine(op, parts, 2, &query, &f->err));
    assert_non_null(query);
    return query;
}

static void set_query(struct fixture *f, xap_query *query)
{
    xap_query_free(f->query);
    f->query = query;
}

static const xap_bm25 usual = {.k1 = 1.2, .b = 0.75, .min_length = 0.5};

static xap_search_options options_for(uint32_t limit)
{
    return (xap_search_options){.bm25 = usual, .limit = limit};
}

#define MAX_HITS 512

struct result {
    xap_hit hits[MAX_HITS];
    size_t count;
    uint64_t matches;
};

static void search(struct fixture *f, const xap_search_options *options, struct result *result)
{
    assert_true(options->limit <= MAX_HITS);
    assert_ok(f, xap_search(f->reader, f->query, options, result->hits, &result->count, &result->matches, &f->err));
    assert_true(result->count <= options->limit);
    assert_true(result->matches >= result->count);
}

/* ---- What a search should find, from the documents themselves ---- */

static double bm25_weight(const char *const *documents, size_t count, const char *word, size_t document, const xap_bm25 *bm25)
{
    double total = 0;
    double holders = 0;
    for (size_t d = 0; d < count; d++) {
        total += length_of(documents[d]);
        holders += count_of(documents[d], word) > 0;
    }
    double odds = ((double)count - holders + 0.5) / (holders + 0.5);
    if (odds < 2) odds = odds / 2 + 1; /* Xapian keeps the weights of common terms above 0 */
    double share = length_of(documents[document]) / (total / (double)count);
    if (share < bm25->min_length) share = bm25->min_length;
    double wdf = count_of(documents[document], word);
    return log(odds) * (bm25->k1 + 1) * wdf / (bm25->k1 * ((1 - bm25->b) + bm25->b * share) + wdf);
}

static bool near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * (1 + fabs(b));
}

static void assert_near(double value, double wanted)
{
    if (!near(value, wanted)) fail_msg("%.17g instead of %.17g", value, wanted);
}

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

static const char *const animals[] = {"cat cat dog", "dog emu", "cat dog emu emu", ""};
static const char *const metals[] = {"iron", "zinc iron iron"};

static void assert_term(struct fixture *f, xap_reader *reader, const char *word, uint32_t documents, uint64_t occurrences)
{
    xap_term_counts counts = {.documents = 77, .occurrences = 77};
    assert_ok(f, xap_reader_term(reader, word, strlen(word), &counts, &f->err));
    assert_int_equal(counts.documents, documents);
    assert_int_equal(counts.occurrences, occurrences);
}

static void assert_counts(struct fixture *f, xap_reader *reader, uint32_t documents, uint64_t total_length)
{
    xap_counts counts = {.documents = 77, .total_length = 77};
    assert_ok(f, xap_reader_counts(reader, &counts, &f->err));
    assert_int_equal(counts.documents, documents);
    assert_int_equal(counts.total_length, total_length);
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
    options.exact_count = true;
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

/* ---- Queries ---- */

static void test_queries_refused(void **state)
{
    struct fixture *f = *state;
    xap_query *parts[2] = {NULL, NULL};
    assert_failed(f, xap_query_term("", 0, &f->query, &f->err), XAP_ERR_ARG);
    assert_null(f->query);
    assert_failed(f, xap_query_combine(XAP_AND, NULL, 0, &f->query, &f->err), XAP_ERR_ARG);
    assert_null(f->query);
    parts[0] = term_query(f, "cat"); /* freed by the call that fails */
    assert_failed(f, xap_query_combine(XAP_AND, parts, 2, &f->query, &f->err), XAP_ERR_ARG);
    assert_null(f->query);
    parts[0] = term_query(f, "cat");
    assert_failed(f, xap_query_combine((xap_op)(XAP_AND_MAYBE + 1), parts, 1, &f->query, &f->err), XAP_ERR_ARG);
    assert_null(f->query);
}

static void test_factors_refused(void **state)
{
    struct fixture *f = *state;
    const double factors[] = {-1, NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < COUNT(factors); i++) {
        set_query(f, term_query(f, "cat"));
        assert_failed(f, xap_query_scale(&f->query, factors[i], &f->err), XAP_ERR_ARG);
        assert_null(f->query);
    }
}

static void test_query_described(void **state)
{
    struct fixture *f = *state;
    char text[200];
    char cut[8];
    set_query(f, combine(f, XAP_OR, term_query(f, "cat"), term_query(f, "dog")));
    assert_ok(f, xap_query_scale(&f->query, 2.5, &f->err));
    assert_ok(f, xap_query_describe(f->query, text, sizeof text, &f->err));
    assert_non_null(strstr(text, "cat OR dog"));
    assert_non_null(strstr(text, "2.5"));
    assert_ok(f, xap_query_describe(f->query, cut, sizeof cut, &f->err));
    assert_int_equal(strlen(cut), sizeof cut - 1);
    assert_memory_equal(cut, text, sizeof cut - 1);
    assert_ok(f, xap_query_describe(f->query, NULL, 0, &f->err));
}

/* ---- Ranking ---- */

static const char *const texts[] = {
    "rain rain wind", "wind", "rain wind wind snow snow snow hail", "sun", "rain sun sun sun sun sun sun sun sun", "hail",
    "sun wind hail",  "rain",
};

/* Every hit has the weight that the formula gives, and the best come first. */
static void assert_ranking(struct fixture *f, const char *word, const xap_bm25 *bm25)
{
    struct result result;
    xap_search_options options = {.bm25 = *bm25, .limit = MAX_HITS, .exact_count = true};
    size_t holders = 0;
    for (size_t d = 0; d < COUNT(texts); d++)
        holders += count_of(texts[d], word) > 0;
    set_query(f, term_query(f, word));
    search(f, &options, &result);
    assert_int_equal(result.count, holders);
    assert_int_equal(result.matches, holders);
    for (size_t i = 0; i < result.count; i++) {
        assert_true(count_of(texts[result.hits[i].document], word) > 0);
        assert_near(result.hits[i].weight, bm25_weight(texts, COUNT(texts), word, result.hits[i].document, bm25));
        assert_true(i == 0 || result.hits[i - 1].weight >= result.hits[i].weight);
    }
}

static void test_weights_of_bm25(void **state)
{
    struct fixture *f = *state;
    static const xap_bm25 settings[] = {
        {.k1 = 1.2, .b = 0.75, .min_length = 0.5}, {.k1 = 1.2, .b = 0.75, .min_length = 0}, {.k1 = 2, .b = 1, .min_length = 1.5},
        {.k1 = 0.9, .b = 0, .min_length = 0},      {.k1 = 0, .b = 0.4, .min_length = 0},
    };
    make_database(f, texts, COUNT(texts));
    for (size_t i = 0; i < COUNT(settings); i++) {
        assert_ranking(f, "rain", &settings[i]);
        assert_ranking(f, "wind", &settings[i]);
        assert_ranking(f, "snow", &settings[i]);
    }
}

/* Worked out on paper: 8 documents, 4 of them with rain, 26 words; document 7 is one word long. */
static void test_weight_worked_out_by_hand(void **state)
{
    struct fixture *f = *state;
    struct result result;
    xap_search_options options = {.bm25 = {.k1 = 1, .b = 1, .min_length = 0}, .limit = 10};
    make_database(f, texts, COUNT(texts));
    assert_counts(f, f->reader, 8, 26);
    set_query(f, term_query(f, "rain"));
    search(f, &options, &result);
    assert_int_equal(result.count, 4);
    assert_int_equal(result.hits[0].document, 7);
    assert_near(result.hits[0].weight, log(1.5) * 2 * 1 / (8.0 / 26.0 + 1));
}

static void test_equal_weights_go_by_number(void **state)
{
    struct fixture *f = *state;
    static const char *const same[] = {"b", "a", "b a", "a", "c", "a", "a"};
    static const uint32_t wanted[] = {1, 3, 5, 6, 2};
    struct result result;
    make_database(f, same, COUNT(same));
    set_query(f, term_query(f, "a"));
    for (uint32_t limit = 1; limit <= COUNT(wanted); limit++) {
        xap_search_options options = options_for(limit);
        search(f, &options, &result);
        assert_int_equal(result.count, limit);
        for (uint32_t i = 0; i < limit; i++)
            assert_int_equal(result.hits[i].document, wanted[i]);
    }
}

static void test_search_options_refused(void **state)
{
    struct fixture *f = *state;
    static const xap_search_options bad[] = {
        {.bm25 = {.k1 = 1, .b = 0.5, .min_length = 0}, .limit = 0},   {.bm25 = {.k1 = -1, .b = 0.5, .min_length = 0}, .limit = 1},
        {.bm25 = {.k1 = NAN, .b = 0.5, .min_length = 0}, .limit = 1}, {.bm25 = {.k1 = 1, .b = -0.1, .min_length = 0}, .limit = 1},
        {.bm25 = {.k1 = 1, .b = 1.1, .min_length = 0}, .limit = 1},   {.bm25 = {.k1 = 1, .b = NAN, .min_length = 0}, .limit = 1},
        {.bm25 = {.k1 = 1, .b = 0.5, .min_length = -1}, .limit = 1},  {.bm25 = {.k1 = 1, .b = 0.5, .min_length = NAN}, .limit = 1},
    };
    struct result result;
    make_database(f, animals, COUNT(animals));
    set_query(f, term_query(f, "cat"));
    for (size_t i = 0; i < COUNT(bad); i++) {
        result.count = 77;
        result.matches = 77;
        assert_failed(f, xap_search(f->reader, f->query, &bad[i], result.hits, &result.count, &result.matches, &f->err), XAP_ERR_ARG);
        assert_int_equal(result.count, 0);
        assert_int_equal(result.matches, 0);
    }
}

/* A factor of 0 leaves the matches and takes their weight. */
static void test_factor_of_zero(void **state)
{
    struct fixture *f = *state;
    struct result result;
    xap_search_options options = options_for(10);
    make_database(f, animals, COUNT(animals));
    set_query(f, term_query(f, "dog"));
    assert_ok(f, xap_query_scale(&f->query, 0, &f->err));
    search(f, &options, &result);
    assert_int_equal(result.count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(result.hits[i].document, i);
        assert_true(result.hits[i].weight == 0);
    }
}

/* A term that is asked for twice counts twice. */
static void test_part_given_twice(void **state)
{
    struct fixture *f = *state;
    struct result result;
    xap_search_options options = options_for(10);
    make_database(f, animals, COUNT(animals));
    set_query(f, combine(f, XAP_OR, term_query(f, "cat"), term_query(f, "cat")));
    search(f, &options, &result);
    assert_int_equal(result.count, 2);
    for (size_t i = 0; i < result.count; i++)
        assert_near(result.hits[i].weight, 2 * bm25_weight(animals, COUNT(animals), "cat", result.hits[i].document, &usual));
}

/* Xapian's early stop misses the best document here: after document 1 the weight to beat is more than "a" can give, so it goes on with
 * "a AND b", but behind document 2, where "b" stands already. Looking at every match must not miss it. */
static void test_hit_that_an_early_stop_misses(void **state)
{
    struct fixture *f = *state;
    static const char *const documents[] = {"a b", "a", "a b b b", "c", "c", "c", "c", "c", "c", "c", "c", "c"};
    struct result result;
    xap_search_options options = options_for(1);
    options.exact_count = true;
    make_database(f, documents, COUNT(documents));
    set_query(f, combine(f, XAP_AND_MAYBE, term_query(f, "a"), term_query(f, "b")));
    search(f, &options, &result);
    assert_int_equal(result.count, 1);
    assert_int_equal(result.hits[0].document, 2);
    assert_int_equal(result.matches, 3);
}

/* ---- Predicates ---- */

struct watcher {
    uint32_t calls[MAX_HITS]; /* by document */
    uint32_t total;
    uint32_t refuse_modulo; /* refuse documents that this divides; 0 refuses none */
    uint32_t stop_after;    /* calls; 0 for never */
};

static int watch(void *context, uint32_t document)
{
    struct watcher *watcher = context;
    watcher->calls[document]++;
    watcher->total++;
    if (watcher->stop_after > 0 && watcher->total > watcher->stop_after) return -1;
    return watcher->refuse_modulo == 0 || document % watcher->refuse_modulo != 0;
}

static xap_search_options watched(struct watcher *watcher, uint32_t limit)
{
    xap_search_options options = options_for(limit);
    options.exact_count = true;
    options.predicate = watch;
    options.context = watcher;
    return options;
}

static void test_predicate_chooses(void **state)
{
    struct fixture *f = *state;
    struct watcher watcher = {.refuse_modulo = 2};
    struct result result;
    make_database(f, texts, COUNT(texts));
    set_query(f, term_query(f, "rain")); /* documents 0, 2, 4 and 7 */
    xap_search_options options = watched(&watcher, 10);
    search(f, &options, &result);
    assert_int_equal(watcher.total, 4);
    assert_int_equal(result.count, 1);
    assert_int_equal(result.matches, 1);
    assert_int_equal(result.hits[0].document, 7);
}

static void test_predicate_refuses_all(void **state)
{
    struct fixture *f = *state;
    struct watcher watcher = {.refuse_modulo = 1};
    struct result result;
    make_database(f, texts, COUNT(texts));
    set_query(f, term_query(f, "rain"));
    xap_search_options options = watched(&watcher, 10);
    search(f, &options, &result);
    assert_int_equal(watcher.total, 4);
    assert_int_equal(result.count, 0);
    assert_int_equal(result.matches, 0);
}

static void test_predicate_stops(void **state)
{
    struct fixture *f = *state;
    struct watcher watcher = {.stop_after = 2};
    struct result result = {.count = 77, .matches = 77};
    make_database(f, texts, COUNT(texts));
    set_query(f, term_query(f, "rain"));
    xap_search_options options = watched(&watcher, 10);
    xap_status status = xap_search(f->reader, f->query, &options, result.hits, &result.count, &result.matches, &f->err);
    assert_failed(f, status, XAP_ERR_STOPPED);
    assert_int_equal(watcher.total, 3);
    assert_int_equal(result.count, 0);
    assert_int_equal(result.matches, 0);
    watcher.stop_after = 0; /* the reader and the query are as good as before */
    search(f, &options, &result);
    assert_int_equal(result.count, 4);
}

/* Once the hits wanted are found, the predicate is not asked about documents that cannot come before them, unless all are to be counted. */
static void test_predicate_is_spared(void **state)
{
    struct fixture *f = *state;
    struct watcher watcher = {.total = 0};
    struct result result;
    make_database(f, texts, COUNT(texts));
    set_query(f, term_query(f, "sun")); /* documents 3, 4 and 6 */
    xap_search_options options = watched(&watcher, 1);
    options.bm25 = (xap_bm25){.k1 = 0, .b = 0, .min_length = 0};
    search(f, &options, &result);
    assert_int_equal(watcher.total, 3);
    assert_int_equal(result.matches, 3);
    watcher = (struct watcher){.total = 0};
    options.bm25 = (xap_bm25){.k1 = 100, .b = 1, .min_length = 0};
    options.exact_count = false;
    search(f, &options, &result);
    assert_int_equal(result.hits[0].document, 3);
    assert_true(watcher.total < 3);
}

/* ---- Random queries, compared with a walk over every document ---- */

#define MANY 400

struct collection {
    char text[MANY][128];
    const char *documents[MANY];
    uint32_t random;
};

static uint32_t below(struct collection *c, uint32_t limit)
{
    c->random = c->random * 1664525u + 1013904223u;
    return (uint32_t)(((uint64_t)c->random * limit) >> 32);
}

/* Words a to p, the early ones far more often; one document in ten is empty. */
static void generate(struct collection *c, uint32_t seed)
{
    c->random = seed;
    for (size_t d = 0; d < MANY; d++) {
        uint32_t length = below(c, 10) == 0 ? 0 : 1 + below(c, 40);
        char *to = c->text[d];
        for (uint32_t i = 0; i < length; i++) {
            *to++ = (char)('a' + below(c, 1 + below(c, 16)));
            *to++ = ' ';
        }
        *to = '\0';
        c->documents[d] = c->text[d];
    }
}

struct tree {
    enum { LEAF, AND, OR, AND_MAYBE } kind;
    char word[2];
    double factor;
    struct tree *parts[2];
};

struct forest {
    struct tree trees[64];
    size_t used;
};

static struct tree *grow(struct collection *c, struct forest *forest, int depth)
{
    static const double factors[] = {1, 1, 0.5, 3, 0};
    struct tree *tree = &forest->trees[forest->used++];
    tree->kind = depth == 0 || below(c, 3) == 0 ? LEAF : AND + below(c, 3);
    tree->factor = factors[below(c, COUNT(factors))];
    tree->word[0] = (char)('a' + below(c, 17)); /* the last one is in no document */
    tree->word[1] = '\0';
    for (int i = 0; i < 2 && tree->kind != LEAF; i++)
        tree->parts[i] = grow(c, forest, depth - 1);
    return tree;
}

static xap_query *query_of(struct fixture *f, const struct tree *tree)
{
    static const xap_op ops[] = {[AND] = XAP_AND, [OR] = XAP_OR, [AND_MAYBE] = XAP_AND_MAYBE};
    xap_query *query = tree->kind == LEAF ? term_query(f, tree->word)
                                          : combine(f, ops[tree->kind], query_of(f, tree->parts[0]), query_of(f, tree->parts[1]));
    if (tree->factor != 1) assert_ok(f, xap_query_scale(&query, tree->factor, &f->err));
    return query;
}

/* Whether a document matches; if so, its weight is added to *weight. */
static bool holds(const struct tree *tree, double weights[][17], size_t document, double *weight)
{
    double sum = 0;
    bool yes;
    if (tree->kind == LEAF) {
        sum = weights[document][tree->word[0] - 'a'];
        yes = sum > 0;
    } else {
        bool first = holds(tree->parts[0], weights, document, &sum);
        bool second = holds(tree->parts[1], weights, document, &sum);
        yes = tree->kind == OR ? first || second : tree->kind == AND ? first && second : first;
    }
    if (yes) *weight += tree->factor * sum;
    return yes;
}

static int by_weight(const void *a, const void *b)
{
    const xap_hit *x = a, *y = b;
    if (x->weight != y->weight) return x->weight < y->weight ? 1 : -1;
    return x->document < y->document ? -1 : x->document > y->document;
}

static size_t walk(const struct tree *tree, double weights[][17], const struct watcher *watcher, xap_hit *hits)
{
    size_t count = 0;
    for (uint32_t d = 0; d < MANY; d++) {
        double weight = 0;
        if (!holds(tree, weights, d, &weight)) continue;
        if (watcher != NULL && watcher->refuse_modulo > 0 && d % watcher->refuse_modulo == 0) continue;
        hits[count++] = (xap_hit){.document = d, .weight = weight};
    }
    qsort(hits, count, sizeof *hits, by_weight);
    return count;
}

/* Whether the hits are the best there are. Whatever they are, they match, have their true weights, and stand in order. Two ways of
 * adding up can differ in the last bit, and so swap two documents: hence the n-th best WEIGHT is compared. */
static bool are_best(const struct result *result, const xap_hit *wanted, size_t wanted_count, const xap_search_options *options)
{
    bool best = true;
    bool seen[MANY] = {false};
    double weight_of[MANY];
    for (size_t d = 0; d < MANY; d++)
        weight_of[d] = -1;
    for (size_t i = 0; i < wanted_count; i++)
        weight_of[wanted[i].document] = wanted[i].weight;
    assert_int_equal(result->count, wanted_count < options->limit ? wanted_count : options->limit);
    if (options->exact_count) assert_int_equal(result->matches, wanted_count);
    for (size_t i = 0; i < result->count; i++) {
        const xap_hit *hit = &result->hits[i];
        assert_true(hit->document < MANY && !seen[hit->document]);
        seen[hit->document] = true;
        assert_near(hit->weight, weight_of[hit->document]);
        assert_true(hit->weight <= wanted[i].weight || near(hit->weight, wanted[i].weight));
        assert_true(i == 0 || by_weight(&result->hits[i - 1], hit) < 0);
        best = best && near(hit->weight, wanted[i].weight);
    }
    return best;
}

/* Whether an early stop must not miss anything. */
static bool is_sure(const struct tree *tree)
{
    return tree->kind == LEAF || (tree->kind == AND && is_sure(tree->parts[0]) && is_sure(tree->parts[1]));
}

/* Whether the search missed a hit, which only an early stop may. */
static bool try_one_query(struct fixture *f, struct collection *c, double weights[][17])
{
    static const uint32_t limits[] = {1, 3, 20, MAX_HITS};
    struct forest forest = {.used = 0};
    struct watcher watcher = {.refuse_modulo = below(c, 4)};
    struct result result;
    xap_hit wanted[MANY];
    const struct tree *tree = grow(c, &forest, 3);
    bool with_predicate = below(c, 2) == 0;
    xap_search_options options = watched(&watcher, limits[below(c, COUNT(limits))]);
    options.exact_count = below(c, 2) == 0;
    if (!with_predicate) options.predicate = NULL;
    set_query(f, query_of(f, tree));
    search(f, &options, &result);
    size_t count = walk(tree, weights, with_predicate ? &watcher : NULL, wanted);
    bool best = are_best(&result, wanted, count, &options);
    assert_true(best || !(options.exact_count || is_sure(tree)));
    for (size_t d = 0; d < MANY; d++)
        assert_true(watcher.calls[d] <= 1);
    if (with_predicate && options.exact_count) {
        for (size_t i = 0; i < count; i++)
            assert_int_equal(watcher.calls[wanted[i].document], 1);
    }
    return !best;
}

static void test_random_queries(void **state)
{
    struct fixture *f = *state;
    static struct collection c;
    static double weights[MANY][17];
    const char *given = getenv("SEED");
    uint32_t seed = given != NULL ? (uint32_t)strtoul(given, NULL, 10) : 20240229;
    f->seed = seed;
    generate(&c, seed);
    for (size_t d = 0; d < MANY; d++) {
        for (int w = 0; w < 17; w++) {
            const char word[2] = {(char)('a' + w), '\0'};
            weights[d][w] = count_of(c.documents[d], word) == 0 ? 0 : bm25_weight(c.documents, MANY, word, d, &usual);
        }
    }
    make_database(f, c.documents, MANY);
    int missed = 0;
    for (int i = 0; i < 3000; i++)
        missed += try_one_query(f, &c, weights);
    assert_true(missed <= 3000 / 100);
    f->seed = 0;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status_texts),
        cmocka_unit_test(test_version),
        cmocka_unit_test(test_free_takes_null),
        TEST(test_stems_of_english),
        TEST(test_language_codes),
        TEST(test_no_stemming),
        TEST(test_stem_is_never_lost),
        TEST(test_stem_of_any_bytes),
        TEST(test_unknown_language),
        TEST(test_long_error_text),
        TEST(test_counts_are_read_back),
        TEST(test_two_databases_at_once),
        TEST(test_empty_database),
        TEST(test_only_empty_documents),
        TEST(test_documents_keep_their_numbers),
        TEST(test_equal_documents_give_equal_bytes),
        TEST(test_other_documents_give_other_bytes),
        TEST(test_only_postings_are_written),
        TEST(test_bytes_after_the_database),
        TEST(test_reader_needs_the_descriptor_only_to_open),
        TEST(test_term_lengths),
        TEST(test_terms_of_any_bytes),
        TEST(test_looking_for_an_overlong_term),
        TEST(test_documents_refused),
        TEST(test_sums_that_do_not_fit),
        TEST(test_finished_writer),
        TEST(test_file_that_is_not_empty),
        TEST(test_scratch_folder_that_is_missing),
        TEST(test_scratch_folder_in_use),
        TEST(test_freeing_an_unfinished_writer),
        TEST(test_finishing_on_a_full_disk),
        TEST(test_finishing_with_a_full_scratch_folder),
        TEST(test_adding_with_a_full_scratch_folder),
        TEST(test_finishing_into_a_file_open_for_reading),
        TEST(test_files_that_are_no_database),
        TEST(test_truncated_database),
        TEST(test_other_format_version),
        TEST(test_descriptors_that_are_no_file),
        TEST(test_damage_found_while_reading),
        TEST(test_queries_refused),
        TEST(test_factors_refused),
        TEST(test_query_described),
        TEST(test_weights_of_bm25),
        TEST(test_weight_worked_out_by_hand),
        TEST(test_equal_weights_go_by_number),
        TEST(test_search_options_refused),
        TEST(test_factor_of_zero),
        TEST(test_part_given_twice),
        TEST(test_hit_that_an_early_stop_misses),
        TEST(test_predicate_chooses),
        TEST(test_predicate_refuses_all),
        TEST(test_predicate_stops),
        TEST(test_predicate_is_spared),
        TEST(test_random_queries),
    };
    return cmocka_run_group_tests_name("shim", tests, NULL, NULL);
}
