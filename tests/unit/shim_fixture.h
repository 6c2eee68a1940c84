/* shim_fixture.h - what the tests of shim/ share: databases of documents that are plain strings of words, and searches in them.
 *
 * What is expected of a database or a search can be computed from the same strings in the most obvious way. Everything a test opens
 * hangs on its fixture, because a failing assertion jumps over whatever the test would have freed.
 */
#ifndef TESTS_UNIT_SHIM_FIXTURE_H
#define TESTS_UNIT_SHIM_FIXTURE_H

#include "tests/oracle/random.h"
#include "tests/unit/fixture.h"

#include <dirent.h>

#include "shim/xap.h"

/* ---- Fixture ---- */

struct fixture {
    char folder[256];
    char scratch[280];
    int files[16]; /* descriptors to close */
    size_t file_count;
    xap_writer_kind kind;
    xap_writer *writer;
    uint32_t *lengths; /* of the writer's documents */
    int fd;            /* of the file that the writer writes */
    xap_reader *reader;
    xap_reader *second;
    xap_query *query;
    xap_stemmer *stemmer;
    xap_error err;
    uint64_t seed; /* of a random test that has not passed (yet); 0 for none */
};

static inline int shim_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    if (f == NULL) return -1;
    *state = f;
    if (!make_own_folder(f->folder, sizeof f->folder)) return -1;
    snprintf(f->scratch, sizeof f->scratch, "%s/scratch", f->folder);
    return mkdir(f->scratch, 0700);
}

static inline int shim_teardown(void **state)
{
    struct fixture *f = *state;
    if (f->seed != 0) print_error("to repeat this: SEED=%llu\n", (unsigned long long)f->seed);
    xap_writer_free(f->writer);
    free(f->lengths);
    xap_reader_free(f->reader);
    xap_reader_free(f->second);
    xap_query_free(f->query);
    xap_stemmer_free(f->stemmer);
    for (size_t i = 0; i < f->file_count; i++)
        close(f->files[i]);
    int status = remove_folder(f->folder);
    free(f);
    return status;
}

/* A test whose state is a struct fixture of its own. */
#define SHIM_TEST(test) cmocka_unit_test_setup_teardown(test, shim_setup, shim_teardown)

static inline int keep(struct fixture *f, int fd)
{
    assert_true(fd >= 0);
    assert_true(f->file_count < COUNT(f->files));
    f->files[f->file_count++] = fd;
    return fd;
}

/* A new, empty file that has no name any more. */
static inline int new_file(struct fixture *f)
{
    char path[300];
    snprintf(path, sizeof path, "%s/file-XXXXXX", f->folder);
    int fd = keep(f, mkstemp(path));
    assert_int_equal(unlink(path), 0);
    return fd;
}

static inline size_t entries_in(const char *folder)
{
    size_t entries = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir))
        entries += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    return entries;
}

static inline void assert_ok(const struct fixture *f, xap_status status)
{
    if (status != XAP_OK) fail_msg("status %d (%s): %s", (int)status, xap_status_text(status), f->err.msg);
}

/* A failure says what went wrong, and says the same status twice. */
static inline void assert_failed(struct fixture *f, xap_status status, xap_status wanted)
{
    if (status != wanted) fail_msg("status %d instead of %d: %s", (int)status, (int)wanted, f->err.msg);
    assert_int_equal(f->err.code, wanted);
    assert_true(strlen(f->err.msg) > 0);
    memset(&f->err, 0, sizeof f->err);
}

/* ---- Documents as strings of words ---- */

static const char *const animals[] = {"cat cat dog", "dog emu", "cat dog emu emu", ""};

#define MAX_WORDS 64
#define MAX_WORD 16

struct words {
    size_t count;
    char text[MAX_WORDS][MAX_WORD];
};

/* The next word of a document, and where to go on; NULL at its end. */
static inline const char *next_word(const char *at, char word[MAX_WORD])
{
    at += strspn(at, " ");
    size_t len = strcspn(at, " ");
    if (len == 0) return NULL;
    assert_true(len < MAX_WORD);
    memcpy(word, at, len);
    word[len] = '\0';
    return at + len;
}

static inline uint32_t count_of(const char *document, const char *wanted)
{
    char word[MAX_WORD];
    uint32_t count = 0;
    while ((document = next_word(document, word)) != NULL)
        count += strcmp(word, wanted) == 0;
    return count;
}

static inline size_t find_word(const struct words *words, const char *word)
{
    size_t i = 0;
    while (i < words->count && strcmp(words->text[i], word) != 0)
        i++;
    return i;
}

static inline uint32_t length_of(const char *document)
{
    char word[MAX_WORD];
    uint32_t length = 0;
    while ((document = next_word(document, word)) != NULL)
        length++;
    return length;
}

static inline int by_bytes(const void *left, const void *right)
{
    return strcmp(left, right);
}

/* The words of all documents, in order. */
static inline void collect_words(struct words *words, const char *const *documents, size_t count)
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
    qsort(words->text, words->count, sizeof *words->text, by_bytes);
}

/* ---- Writing ---- */

static inline xap_status open_writer_into(struct fixture *f, int fd, const uint32_t *lengths, uint32_t documents)
{
    const xap_writer_options options = {
        .kind = f->kind, .fd = fd, .scratch = f->scratch, .lengths = lengths, .documents = documents};
    f->fd = fd;
    return xap_writer_open(&options, &f->writer, &f->err);
}

/* Open the fixture's writer on a new file. @lengths  the caller's, until the writer is finished */
static inline void open_writer(struct fixture *f, const uint32_t *lengths, uint32_t documents)
{
    assert_ok(f, open_writer_into(f, new_file(f), lengths, documents));
    assert_non_null(f->writer);
}

static inline xap_status put(struct fixture *f, const char *term, size_t len, const xap_entry *entries, size_t count)
{
    return xap_writer_put(f->writer, term, len, entries, count, &f->err);
}

/* Put a term that is in one document. */
static inline xap_status put_one(struct fixture *f, const char *term, size_t len, uint32_t document, uint32_t wdf)
{
    const xap_entry entry = {document, wdf};
    return put(f, term, len, &entry, 1);
}

static inline void put_word(struct fixture *f, const char *word, const char *const *documents, size_t count)
{
    xap_entry *entries = calloc(count, sizeof *entries);
    size_t used = 0;
    assert_non_null(entries);
    for (size_t d = 0; d < count; d++) {
        const uint32_t wdf = count_of(documents[d], word);
        if (wdf > 0) entries[used++] = (xap_entry){(uint32_t)d, wdf};
    }
    const xap_status status = put(f, word, strlen(word), entries, used);
    free(entries);
    assert_ok(f, status);
}

/* Open the fixture's writer and put all that is in the documents. */
static inline void put_documents(struct fixture *f, const char *const *documents, size_t count)
{
    struct words words;
    collect_words(&words, documents, count);
    free(f->lengths);
    f->lengths = calloc(count + 1, sizeof *f->lengths);
    assert_non_null(f->lengths);
    for (size_t d = 0; d < count; d++)
        f->lengths[d] = length_of(documents[d]);
    open_writer(f, f->lengths, (uint32_t)count);
    for (size_t i = 0; i < words.count; i++)
        put_word(f, words.text[i], documents, count);
}

/* Finish the fixture's writer. Returns the file. */
static inline int finish(struct fixture *f)
{
    uint64_t size = 0;
    struct stat info;
    assert_ok(f, xap_writer_finish(f->writer, &size, &f->err));
    assert_int_equal(fstat(f->fd, &info), 0);
    assert_int_equal(size, info.st_size);
    assert_true(size > 0 && size % 2048 == 0);
    xap_writer_free(f->writer);
    f->writer = NULL;
    assert_int_equal(entries_in(f->scratch), 0);
    return f->fd;
}

static inline int write_file(struct fixture *f, const char *const *documents, size_t count)
{
    put_documents(f, documents, count);
    return finish(f);
}

/* ---- The header of a database ---- */

/* The numbers at its end: how many there are of documents and of ids without one; the least length and the largest wdf; the largest length,
 * less that wdf; 0; the sum of all lengths; 0. */
enum { STATISTICS = 8 };

struct glass_header {
    size_t tables; /* those that are there */
    uint64_t level; /* of the root of the postings */
    uint64_t entries;
    uint64_t statistics[STATISTICS];
};

/* A number in groups of 7 bits, the low ones first. */
static inline uint64_t read_number(const unsigned char **at, const unsigned char *end)
{
    uint64_t number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        assert_true(*at < end);
        const unsigned char byte = *(*at)++;
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) return number;
    }
    fail_msg("a number in the header does not end");
    return 0;
}

static inline void read_header(int fd, struct glass_header *header)
{
    unsigned char bytes[256];
    const unsigned char *at = bytes + 32, *end = bytes + sizeof bytes;
    *header = (struct glass_header){0};
    assert_int_equal(pread(fd, bytes, sizeof bytes, 0), sizeof bytes);
    assert_memory_equal(bytes, "\x0f\x0dXapian Glass\x04\x6e", 16);
    assert_int_equal(read_number(&at, end), 1); /* revision */
    for (int table = 0; table < 6; table++) {
        uint64_t numbers[6]; /* root; level * 4 + flags, 3 for a table that is not there; entries; block size; compression; bytes to come */
        for (size_t i = 0; i < COUNT(numbers); i++)
            numbers[i] = read_number(&at, end);
        at += numbers[5];
        header->tables += numbers[1] != 3;
        if (table > 0) continue;
        header->level = numbers[1] / 4;
        header->entries = numbers[2];
    }
    for (int i = 0; i < STATISTICS; i++)
        header->statistics[i] = read_number(&at, end);
}

/* ---- Reading ---- */

/* Write the documents and open them as the fixture's reader. */
static inline void make_database(struct fixture *f, const char *const *documents, size_t count)
{
    assert_ok(f, xap_reader_open(write_file(f, documents, count), &f->reader, &f->err));
    assert_non_null(f->reader);
}

static inline void assert_counts(struct fixture *f, xap_reader *reader, uint32_t documents, uint64_t total_length)
{
    xap_counts counts = {.documents = 77, .total_length = 77};
    assert_ok(f, xap_reader_counts(reader, &counts, &f->err));
    assert_int_equal(counts.documents, documents);
    assert_int_equal(counts.total_length, total_length);
}

static inline xap_query *term_query(struct fixture *f, const char *word)
{
    xap_query *query = NULL;
    assert_ok(f, xap_query_term(word, strlen(word), &query, &f->err));
    assert_non_null(query);
    return query;
}

static inline void set_query(struct fixture *f, xap_query *query)
{
    xap_query_free(f->query);
    f->query = query;
}

static const xap_bm25 usual = {.k1 = 1.2, .b = 0.75, .min_length = 0.5};

static inline xap_search_options options_for(uint32_t limit)
{
    return (xap_search_options){.bm25 = usual, .limit = limit};
}

#define MAX_HITS 512

struct result {
    xap_hit hits[MAX_HITS];
    size_t count;
    uint64_t matches;
};

static inline void search(struct fixture *f, const xap_search_options *options, struct result *result)
{
    assert_true(options->limit <= MAX_HITS);
    assert_ok(f, xap_search(f->reader, f->query, options, result->hits, &result->count, &result->matches, &f->err));
    assert_true(result->count <= options->limit);
    assert_true(result->matches >= result->count);
}

#endif
