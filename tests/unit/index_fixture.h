/* index_fixture.h - what the tests of index/ share: a temporary folder, files in it, random numbers, and index files that are put
 * together by hand. */
#ifndef TESTS_UNIT_INDEX_FIXTURE_H
#define TESTS_UNIT_INDEX_FIXTURE_H

#include "tests/oracle/random.h"
#include "tests/unit/fixture.h"

#include <dirent.h>
#include <sys/wait.h>
#include <zlib.h>

#include "index/bytes.h"
#include "index/index_file.h"

#define COUNT_OF(array) COUNT(array)

/* ---- Random numbers ---- */

/* Numbers of every length in bits alike. */
static inline uint64_t random_magnitude(struct random_source *random, unsigned bits)
{
    const uint64_t length = random_below(random, bits + 1);
    return length ? random_next(random) >> (64 - length) : 0;
}

/* ---- A folder for one test ---- */

struct fixture {
    char folder[256];
    uint64_t seed;          /* of a random test that has not passed (yet); 0 for none */
    struct buffer bytes[2]; /* files as they were read */
    struct index_file *file;
    struct index_file_writer *writer;
    void *own; /* what the test wants released */
    void (*release)(void *own);
};

static inline int fixture_setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture) return -1;
    *state = fixture;
    return make_own_folder(fixture->folder, sizeof fixture->folder) ? 0 : -1;
}

static inline int fixture_teardown(void **state)
{
    struct fixture *fixture = *state;
    if (fixture->seed != 0) print_error("to repeat this: SEED=%llu\n", (unsigned long long)fixture->seed);
    if (fixture->release) fixture->release(fixture->own);
    index_file_close(fixture->file);
    index_file_writer_free(fixture->writer);
    buffer_release(&fixture->bytes[0]);
    buffer_release(&fixture->bytes[1]);
    const int result = remove_folder(fixture->folder);
    free(fixture);
    return result;
}

/* A test whose state is a struct fixture of its own. */
#define FIXTURE_TEST(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

/* The seed of a random test: the same in every run, unless SEED asks for another; told when the test fails. */
static inline uint64_t fixture_seed(struct fixture *fixture)
{
    fixture->seed = environment_number("SEED", 20210304);
    return fixture->seed;
}

static inline void fixture_passed(struct fixture *fixture)
{
    fixture->seed = 0;
}

/* The path of a name in the folder; a few of them are valid at a time. */
static inline const char *fixture_path(const struct fixture *fixture, const char *name)
{
    static char paths[8][512];
    static unsigned turn;
    char *path = paths[turn++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", fixture->folder, name);
    return path;
}

static inline void write_file(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

/* A whole file, in place of what the buffer held. */
static inline void read_file(const char *path, struct buffer *out)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char chunk[8192];
    out->size = 0;
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, file)) > 0;)
        assert_int_equal(buffer_append(out, chunk, got, NULL), NS_OK);
    assert_int_equal(fclose(file), 0);
}

static inline void assert_file_holds(struct fixture *fixture, const char *path, const void *data, size_t size)
{
    read_file(path, &fixture->bytes[1]);
    assert_int_equal(fixture->bytes[1].size, size);
    if (size) assert_memory_equal(fixture->bytes[1].data, data, size);
}

/* The names in the fixture's folder, hidden ones too. */
static inline size_t count_names(const struct fixture *fixture)
{
    DIR *folder = opendir(fixture->folder);
    assert_non_null(folder);
    size_t names = 0;
    while (readdir(folder))
        names++;
    closedir(folder);
    return names - 2; /* . and .. */
}

/* ---- In another process ---- */

/* Run a check in a child, which may give up rights that this process needs. Returns what the check returned. */
static inline int in_child(struct fixture *fixture, int (*check)(struct fixture *fixture, size_t number), size_t number)
{
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) _exit(check(fixture, number));
    int ended;
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    return WEXITSTATUS(ended);
}

enum { CHILD_COULD_NOT = 100 };

/* ---- Index files put together by hand ---- */

/* How every index file begins: as a Xapian database whose UUID is zero. */
#define INDEX_BEGIN "\x0f\x0dXapian Glass\x04\x6e\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define INDEX_BEGIN_SIZE (sizeof INDEX_BEGIN - 1)

/* Begin an index file, with `postings` bytes in the place of the postings: what Xapian finds there is not looked at. */
static inline void begin_index_file(struct fixture *fixture, const char *path, const void *postings, size_t size)
{
    assert_int_equal(index_file_create(path, &fixture->writer, NULL), NS_OK);
    assert_int_equal(pwrite(index_file_descriptor(fixture->writer), postings, size, 0), size);
    index_file_skip(fixture->writer, size);
}

/* The rest of the sections, empty, and the end of the file. */
static inline void end_index_file(struct fixture *fixture, enum index_section next, uint64_t *size)
{
    uint64_t file_size = 0;
    for (int section = (int)next; section < SECTION_PAGES; section++)
        assert_int_equal(index_file_put(fixture->writer, "", 0, NULL), NS_OK);
    assert_int_equal(index_file_commit(fixture->writer, run_in_turn, &file_size, NULL), NS_OK);
    index_file_writer_free(fixture->writer);
    fixture->writer = NULL;
    if (size) *size = file_size;
}

/* Begin an index file whose next section is this one; those before it are empty. */
static inline void begin_section(struct fixture *fixture, const char *path, enum index_section section)
{
    begin_index_file(fixture, path, INDEX_BEGIN, INDEX_BEGIN_SIZE);
    for (int before = SECTION_POSTINGS + 1; before < (int)section; before++)
        assert_int_equal(index_file_put(fixture->writer, "", 0, NULL), NS_OK);
}

/* Open a file as fixture->file, in place of what was open there. */
static inline ns_status open_index_file(struct fixture *fixture, const char *path)
{
    index_file_close(fixture->file);
    fixture->file = NULL;
    return index_file_open(path, &fixture->file, NULL);
}

/* Where a section stands in the bytes of an index file, and its size. */
static inline size_t section_offset(const struct buffer *file, enum index_section section, size_t *size)
{
    const uint8_t *entry = (const uint8_t *)file->data + file->size - INDEX_FOOTER_SIZE + 16 * (size_t)section;
    if (size) *size = load_u64(entry + 8);
    return load_u64(entry);
}

static inline void store_u32(char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (char)(value >> (8 * i));
}

/* Make the sum of the page sums and the footer right again. */
static inline void mend_footer(struct buffer *file)
{
    const size_t pages = section_offset(file, SECTION_PAGES, NULL);
    const size_t end = file->size - INDEX_MAGIC_SIZE - 4;
    store_u32(file->data + end, (uint32_t)crc32(0, (const Bytef *)file->data + pages, (uInt)(end - pages)));
}

/* Make all sums in the bytes of an index file right again, and the generation, so that a change in them is damage that only a reader of the
 * section can see. */
static inline void mend_sums(struct buffer *file)
{
    size_t sums_size;
    const size_t pages = section_offset(file, SECTION_PAGES, &sums_size);
    for (size_t page = 0; page * PAGE_SIZE < pages; page++) {
        const size_t size = pages - page * PAGE_SIZE < PAGE_SIZE ? pages - page * PAGE_SIZE : PAGE_SIZE;
        store_u32(file->data + pages + 4 * page, (uint32_t)crc32(0, (const Bytef *)file->data + page * PAGE_SIZE, (uInt)size));
    }
    const uint64_t generation = bytes_hash((const uint8_t *)file->data + pages, sums_size);
    char *at = file->data + file->size - INDEX_FOOTER_SIZE + 16 * SECTION_COUNT;
    store_u32(at, (uint32_t)generation);
    store_u32(at + 4, (uint32_t)(generation >> 32));
    mend_footer(file);
}

#endif
