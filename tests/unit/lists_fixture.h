/* lists_fixture.h - what the tests of posting lists share: terms with their documents, a database of them, and its bytes in memory. */
#ifndef TESTS_UNIT_LISTS_FIXTURE_H
#define TESTS_UNIT_LISTS_FIXTURE_H

#include "tests/unit/shim_fixture.h"

#include <sys/mman.h>

/* ---- Terms and their documents ---- */

/* A term, and where its documents are in `entries` of the collection. */
struct made_term {
    char name[XAP_TERM_MAX];
    size_t len;
    size_t first;
    size_t count;
};

struct made {
    uint32_t documents;
    struct made_term *terms;
    size_t term_count, term_capacity;
    xap_entry *entries;
    size_t entry_count, entry_capacity;
};

/* What a test of lists has: the database in a file and in memory, and both readers of it. */
struct lists_fixture {
    struct fixture *shim;
    struct made made;
    uint8_t *data; /* malloc'ed, of just the size */
    uint64_t size;
    xap_lists *lists;
    uint64_t vouched; /* blocks that were asked for */
};

static inline int lists_setup(void **state)
{
    struct lists_fixture *f = calloc(1, sizeof *f);
    void *shim = NULL;
    if (!f || shim_setup(&shim) != 0) return -1;
    f->shim = shim;
    *state = f;
    return 0;
}

/* The same, with databases that Xapian's API writes: it cuts chunks that are too long for an item into pieces. */
static inline int lists_setup_api(void **state)
{
    const int status = lists_setup(state);
    if (status == 0) ((struct lists_fixture *)*state)->shim->kind = XAP_WRITER_API;
    return status;
}

static inline void forget_lists(struct lists_fixture *f)
{
    xap_lists_free(f->lists);
    f->lists = NULL;
    free(f->data);
    f->data = NULL;
}

static inline int lists_teardown(void **state)
{
    struct lists_fixture *f = *state;
    void *shim = f->shim;
    forget_lists(f);
    free(f->made.terms);
    free(f->made.entries);
    free(f);
    return shim_teardown(&shim);
}

/* A test whose state is a struct lists_fixture of its own. */
#define LISTS_TEST(test) \
    cmocka_unit_test_setup_teardown(test, lists_setup, lists_teardown), {#test "_of_api", test, lists_setup_api, lists_teardown, NULL}

static inline void *grown(void *items, size_t *capacity, size_t needed, size_t size)
{
    if (needed <= *capacity) return items;
    *capacity = 2 * needed;
    items = realloc(items, *capacity * size);
    assert_non_null(items);
    return items;
}

/* Begin a term; its entries follow. */
static inline void make_term(struct made *made, const void *name, size_t len)
{
    assert_in_range(len, 1, XAP_TERM_MAX);
    made->terms = grown(made->terms, &made->term_capacity, made->term_count + 1, sizeof *made->terms);
    struct made_term *term = &made->terms[made->term_count++];
    *term = (struct made_term){.len = len, .first = made->entry_count};
    memcpy(term->name, name, len);
}

/* The next document of the term that was made last. */
static inline void make_entry(struct made *made, uint32_t document, uint32_t wdf)
{
    assert_true(document < made->documents && made->term_count > 0);
    made->entries = grown(made->entries, &made->entry_capacity, made->entry_count + 1, sizeof *made->entries);
    made->entries[made->entry_count++] = (xap_entry){document, wdf};
    made->terms[made->term_count - 1].count++;
}

static inline int compare_terms(const void *left, const void *right)
{
    const struct made_term *a = left, *b = right;
    const int order = memcmp(a->name, b->name, a->len < b->len ? a->len : b->len);
    return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
}

/* Write all terms, in order of their bytes. Returns the file. */
static inline int write_made(struct fixture *f, const struct made *made)
{
    if (made->term_count) qsort(made->terms, made->term_count, sizeof *made->terms, compare_terms);
    free(f->lengths);
    f->lengths = calloc(made->documents + (size_t)1, sizeof *f->lengths);
    assert_non_null(f->lengths);
    for (size_t i = 0; i < made->entry_count; i++)
        f->lengths[made->entries[i].document] += made->entries[i].wdf;
    open_writer(f, f->lengths, made->documents);
    for (const struct made_term *term = made->terms; term < made->terms + made->term_count; term++) {
        /* A term that no document has is none of the database's, as those are that were never made. */
        if (term->count > 0) assert_ok(f, put(f, term->name, term->len, made->entries + term->first, term->count));
    }
    return finish(f);
}

/* ---- Bytes ---- */

static inline bool vouch_for_all(void *context, uint64_t offset, uint64_t size)
{
    (void)offset, (void)size;
    ++*(uint64_t *)context;
    return true;
}

static inline void read_bytes(struct lists_fixture *f, int fd)
{
    struct stat info;
    assert_int_equal(fstat(fd, &info), 0);
    f->size = (uint64_t)info.st_size;
    f->data = malloc((size_t)f->size);
    assert_non_null(f->data);
    assert_int_equal(pread(fd, f->data, (size_t)f->size, 0), info.st_size);
}

static inline xap_status open_bytes(struct lists_fixture *f, const uint8_t *data, uint64_t size)
{
    const xap_bytes bytes = {.data = data, .size = size, .vouch = vouch_for_all, .context = &f->vouched};
    xap_lists_free(f->lists);
    return xap_lists_open(&bytes, &f->lists, &f->shim->err);
}

/* Open a file in both ways: from its bytes, and as Xapian does. */
static inline void open_both(struct lists_fixture *f, int fd)
{
    forget_lists(f);
    read_bytes(f, fd);
    assert_ok(f->shim, open_bytes(f, f->data, f->size));
    xap_reader_free(f->shim->reader);
    f->shim->reader = NULL;
    assert_ok(f->shim, xap_reader_open(fd, &f->shim->reader, &f->shim->err));
}

static inline void open_made(struct lists_fixture *f)
{
    open_both(f, write_made(f->shim, &f->made));
}

/* ---- The shape of the tree, as the header has it ---- */

enum { HEADER_NUMBERS = 32, BLOCK_SIZE = 8192 };

/* The number of that place among those in the header: 0 the revision, 1 the root, 2 the level and two flags. */
static inline uint64_t header_number(const struct lists_fixture *f, int place)
{
    const uint8_t *at = f->data + HEADER_NUMBERS;
    uint64_t number = 0;
    for (int i = 0; i <= place; i++) {
        unsigned shift = 0;
        number = 0;
        do {
            number |= (uint64_t)(*at & 0x7f) << shift;
            shift += 7;
        } while (*at++ & 0x80);
    }
    return number;
}

/* How many levels of blocks stand above the leaves. */
static inline uint32_t tree_level(const struct lists_fixture *f)
{
    return (uint32_t)(header_number(f, 2) >> 2);
}

/* That more than so many of the leaves' items are a piece of an entry and not all of it. */
static inline void assert_pieces(const struct lists_fixture *f, size_t least)
{
    size_t pieces = 0;
    for (const uint8_t *block = f->data + BLOCK_SIZE; block < f->data + f->size; block += BLOCK_SIZE) {
        for (int at = 11; block[4] == 0 && at < (block[9] << 8 | block[10]); at += 2)
            pieces += (block[block[at] << 8 | block[at + 1]] & 0x60) != 0x60;
    }
    assert_true(f->shim->kind == XAP_WRITER_API ? pieces > least : pieces == 0);
}

#endif
