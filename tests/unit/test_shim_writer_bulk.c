/* test_shim_writer_bulk.c - our own writer of databases held against Xapian's: whatever is put into both, readers find the same.
 *
 * Collections are made of terms and documents that are hard on the format. Both writers' files are compared with the collection itself and
 * with each other: through the shim, by Xapian's own tools, and by searching. What the header states of a collection is counted again,
 * because no tool sees a bound there that is wrong, and because Xapian leaves out documents where one is.
 */
#include "tests/unit/shim_fixture.h"

#include <fcntl.h>

/* ---- Collections ---- */

struct term {
    char *text;
    size_t len;
    xap_entry *entries;
    size_t count;
};

struct collection {
    uint32_t documents;
    uint32_t *lengths;
    struct term *terms; /* in order */
    size_t count;
    size_t capacity;
};

static struct collection *new_collection(uint32_t documents, size_t capacity)
{
    struct collection *collection = calloc(1, sizeof *collection);
    assert_non_null(collection);
    *collection = (struct collection){.documents = documents, .capacity = capacity};
    collection->lengths = calloc((size_t)documents + 1, sizeof *collection->lengths);
    collection->terms = calloc(capacity + 1, sizeof *collection->terms);
    assert_true(collection->lengths && collection->terms);
    return collection;
}

static void free_collection(struct collection *collection)
{
    for (size_t i = 0; i < collection->count; i++) {
        free(collection->terms[i].text);
        free(collection->terms[i].entries);
    }
    free(collection->lengths);
    free(collection->terms);
    free(collection);
}

/* Add a term with room for so many entries. */
static struct term *add_term(struct collection *collection, const char *text, size_t len, size_t capacity)
{
    assert_true(collection->count < collection->capacity);
    struct term *term = &collection->terms[collection->count++];
    *term = (struct term){malloc(len), len, calloc(capacity, sizeof *term->entries), 0};
    assert_true(term->text && term->entries);
    memcpy(term->text, text, len);
    return term;
}

static void add_entry(struct collection *collection, struct term *term, uint32_t document, uint32_t wdf)
{
    term->entries[term->count++] = (xap_entry){document, wdf};
    collection->lengths[document] += wdf;
}

/* ---- Random collections ---- */

static int by_text(const void *left, const void *right)
{
    const struct term *a = left, *b = right;
    const int order = memcmp(a->text, b->text, a->len < b->len ? a->len : b->len);
    return order ? order : (a->len > b->len) - (a->len < b->len);
}

/* What the format writes in its own way, or might take for something else; put together they begin one another. */
static size_t random_term(struct random_source *random, char text[XAP_TERM_MAX])
{
    static const char *const parts[] = {"a", "b", "\xff", "\xfe", "\x01", "\xe7\x96\xab", "\xe8\x8b\x97", "serum"};
    const size_t most = random_chance(random, 5) ? XAP_TERM_MAX : 1 + random_below(random, 8);
    size_t len = 0, size = 0; /* in bytes, and as the format counts */
    do {
        const uint32_t drawn = random_below(random, COUNT(parts) + 1);
        const char *part = drawn < COUNT(parts) ? parts[drawn] : "";
        const size_t part_len = drawn < COUNT(parts) ? strlen(part) : 1;
        size += drawn < COUNT(parts) ? part_len : 2;
        if (size > XAP_TERM_MAX) break;
        memcpy(text + len, part, part_len);
        len += part_len;
    } while (size < most);
    return len;
}

/* Mostly small; sometimes of any length in bits. */
static uint32_t random_wdf(struct random_source *random)
{
    if (random_chance(random, 90)) return 1 + random_below(random, 3);
    return 1 + (uint32_t)(random_next(random) >> (44 + random_below(random, 20)));
}

/* No word is in the first documents, in the last, and in a stretch between. */
static bool stays_empty(const struct collection *collection, uint32_t document)
{
    const uint32_t all = collection->documents;
    return document < all / 50 || document >= all - all / 50 || (document > all / 3 && document < all / 3 + all / 50);
}

/* Some terms are nearly everywhere, most nearly nowhere. */
static void draw_entries(struct random_source *random, struct collection *collection, struct term *term)
{
    static const uint32_t strides[] = {1, 2, 7, 40, 300, 2000, 2000, 2000};
    const uint32_t stride = strides[random_below(random, COUNT(strides))];
    for (uint32_t document = random_below(random, stride); document < collection->documents; document += 1 + random_below(random, stride)) {
        if (!stays_empty(collection, document)) add_entry(collection, term, document, random_wdf(random));
    }
}

static struct collection *random_collection(struct random_source *random, uint32_t documents, size_t terms)
{
    struct collection *collection = new_collection(documents, terms);
    for (size_t i = 0; i < terms; i++) {
        char text[XAP_TERM_MAX];
        add_term(collection, text, random_term(random, text), documents);
    }
    qsort(collection->terms, terms, sizeof *collection->terms, by_text);
    collection->count = 0;
    for (size_t i = 0; i < terms; i++) {
        struct term term = collection->terms[i];
        if (collection->count == 0 || by_text(&collection->terms[collection->count - 1], &term) != 0)
            draw_entries(random, collection, &term);
        if (term.count > 0) {
            collection->terms[collection->count++] = term;
        } else { /* it has no document, or is there already */
            free(term.text);
            free(term.entries);
        }
    }
    return collection;
}

/* ---- Writing one, and what its file must hold ---- */

static int write_collection(struct fixture *f, const struct collection *collection, xap_writer_kind kind)
{
    f->kind = kind;
    open_writer(f, collection->lengths, collection->documents);
    for (size_t i = 0; i < collection->count; i++) {
        const struct term *term = &collection->terms[i];
        assert_ok(f, put(f, term->text, term->len, term->entries, term->count));
    }
    return finish(f);
}

static uint64_t occurrences_of(const struct term *term)
{
    uint64_t occurrences = 0;
    for (size_t i = 0; i < term->count; i++)
        occurrences += term->entries[i].wdf;
    return occurrences;
}

/* Every bound is the best one. */
static void check_statistics(const struct collection *collection, int fd)
{
    struct glass_header header;
    uint64_t shortest = 0, longest = 0, total = 0, largest_wdf = 0;
    for (uint32_t d = 0; d < collection->documents; d++) {
        const uint64_t length = collection->lengths[d];
        if (length > 0 && (shortest == 0 || length < shortest)) shortest = length;
        if (length > longest) longest = length;
        total += length;
    }
    for (size_t i = 0; i < collection->count; i++) {
        for (size_t k = 0; k < collection->terms[i].count; k++)
            if (collection->terms[i].entries[k].wdf > largest_wdf) largest_wdf = collection->terms[i].entries[k].wdf;
    }
    read_header(fd, &header);
    const uint64_t wanted[STATISTICS] = {collection->documents, 0, shortest, largest_wdf, longest - largest_wdf, 0, total, 0};
    for (size_t i = 0; i < STATISTICS; i++)
        if (header.statistics[i] != wanted[i])
            fail_msg("statistic %zu is %llu instead of %llu", i, (unsigned long long)header.statistics[i], (unsigned long long)wanted[i]);
}

static void check_term(struct fixture *f, const struct term *term)
{
    xap_term_counts counts;
    xap_cursor *cursor;
    xap_entry entry;
    assert_ok(f, xap_reader_term(f->reader, term->text, term->len, &counts, &f->err));
    assert_int_equal(counts.documents, term->count);
    assert_int_equal(counts.occurrences, occurrences_of(term));
    assert_ok(f, xap_cursor_open(f->reader, term->text, term->len, &cursor, &f->err));
    uint32_t next = 0;
    for (size_t i = 0; i < term->count; i++, next = entry.document + 1) {
        assert_ok(f, xap_cursor_seek(cursor, next, &entry, &f->err));
        assert_int_equal(entry.document, term->entries[i].document);
        assert_int_equal(entry.wdf, term->entries[i].wdf);
    }
    assert_ok(f, xap_cursor_seek(cursor, next, &entry, &f->err));
    assert_int_equal(entry.document, XAP_END);
    xap_cursor_free(cursor);
}

/* Going straight to an entry finds the chunk that it is in. */
static void check_seeking(struct fixture *f, const struct term *term)
{
    xap_cursor *cursor;
    xap_entry entry;
    const size_t stride = 1 + term->count / 7;
    assert_ok(f, xap_cursor_open(f->reader, term->text, term->len, &cursor, &f->err));
    for (size_t i = stride - 1; i < term->count; i += stride) {
        const uint32_t before = i == 0 ? 0 : term->entries[i - 1].document + 1;
        assert_ok(f, xap_cursor_seek(cursor, before, &entry, &f->err));
        assert_int_equal(entry.document, term->entries[i].document);
        assert_int_equal(entry.wdf, term->entries[i].wdf);
    }
    xap_cursor_free(cursor);
}

static void check_content(struct fixture *f, const struct collection *collection)
{
    uint64_t total = 0;
    for (uint32_t d = 0; d < collection->documents; d++) {
        uint32_t length;
        assert_ok(f, xap_reader_length(f->reader, d, &length, &f->err));
        assert_int_equal(length, collection->lengths[d]);
        total += length;
    }
    assert_counts(f, f->reader, collection->documents, total);
    for (size_t i = 0; i < collection->count; i++) {
        check_term(f, &collection->terms[i]);
        check_seeking(f, &collection->terms[i]);
    }
}

/* ---- The blocks of our own writer ---- */

enum { BLOCK = 8192, FRAME = 11, ITEM_MAX = (BLOCK - 19) / 4, KEY_MAX = 254 };

static uint32_t number_at(const unsigned char *at)
{
    return (uint32_t)at[0] << 8 | at[1];
}

/* Four items fit into a leaf: readers count on that, though xapian-check does not look. */
static void check_leaf(const unsigned char *block, bool last)
{
    const uint32_t directory_end = number_at(block + 9);
    for (uint32_t entry = FRAME; entry < directory_end; entry += 2) {
        const unsigned char *item = block + number_at(block + entry);
        const uint32_t flags = number_at(item);
        assert_int_equal(flags & 0xe000, 0x6000);
        assert_in_range((flags & 0x1fff) + 3, 3, ITEM_MAX);
        assert_in_range(item[2], entry == FRAME ? 0 : 1, KEY_MAX);
    }
    /* A list is cut where a leaf ends, rather than leave more than a little of it free. */
    if (!last) assert_in_range(number_at(block + 7), 0, 128 + 5 + KEY_MAX);
}

static void check_branch(const unsigned char *block)
{
    const unsigned char *first = block + number_at(block + FRAME);
    assert_int_equal(first[4], 0);
    assert_int_equal(number_at(first + 5), 0);
}

static void check_block(const unsigned char *block, bool last_leaf)
{
    const uint32_t directory_end = number_at(block + 9), gap = number_at(block + 5);
    assert_in_range(directory_end, FRAME + 2, BLOCK);
    assert_int_equal(gap, number_at(block + 7));
    for (uint32_t i = 0; i < gap; i++)
        assert_int_equal(block[directory_end + i], 0);
    if (block[4] == 0) check_leaf(block, last_leaf);
    if (block[4] > 0) check_branch(block);
}

/* Blocks are written as they get full: behind the last leaf there are the last of the branches, one a level. */
static void check_blocks(int fd)
{
    unsigned char block[BLOCK];
    struct glass_header header;
    struct stat info;
    read_header(fd, &header);
    assert_int_equal(fstat(fd, &info), 0);
    const off_t last_leaf = info.st_size / BLOCK - 1 - (off_t)header.level;
    for (off_t number = 1; number * BLOCK < info.st_size; number++) {
        assert_int_equal(pread(fd, block, sizeof block, number * BLOCK), sizeof block);
        check_block(block, number == last_leaf);
    }
}

/* ---- Xapian's tools ---- */

/* The files have no names, but the tools can reach them through this process: in the command, $1 and $2. */
static void run_tool(const char *command, int first, int second)
{
    char whole[500];
    const int pid = (int)getpid();
    snprintf(whole, sizeof whole, "set -- /proc/%d/fd/%d /proc/%d/fd/%d; %s", pid, first, pid, second, command);
    if (system(whole) != 0) fail_msg("failed: %s", whole);
}

static bool have_tools(void)
{
    const bool there = system("command -v xapian-check >/dev/null && command -v xapian-delve >/dev/null") == 0;
    if (!there) fprintf(stderr, "SKIPPED: what xapian-check and xapian-delve say: they are not installed\n");
    return there;
}

static void check_structure(int fd)
{
    if (have_tools()) run_tool("xapian-check $1 >/dev/null", fd, fd);
}

/* All terms in order with their counts and bounds, and all that is known of the whole. */
static void compare_listings(int bulk, int api)
{
    if (!have_tools()) return;
    run_tool("test \"$(xapian-delve -a -1 -v -v $1 | cksum)\" = \"$(xapian-delve -a -1 -v -v $2 | cksum)\"", bulk, api);
    run_tool("test \"$(xapian-delve -v $1)\" = \"$(xapian-delve -v $2)\"", bulk, api);
}

/* ---- Searching ---- */

static xap_query *random_query(struct fixture *f, struct random_source *random, const struct collection *collection, unsigned depth)
{
    static const xap_op ops[] = {XAP_AND, XAP_OR, XAP_AND_MAYBE};
    xap_query *query = NULL;
    if (depth == 0 || random_chance(random, 20)) {
        const struct term *term = &collection->terms[random_below(random, (uint32_t)collection->count)];
        assert_ok(f, xap_query_term(term->text, term->len, &query, &f->err));
        return query;
    }
    xap_query *parts[4];
    const size_t count = 2 + random_below(random, 3);
    for (size_t i = 0; i < count; i++)
        parts[i] = random_query(f, random, collection, depth - 1);
    assert_ok(f, xap_query_combine(ops[random_below(random, COUNT(ops))], parts, count, &query, &f->err));
    return query;
}

static void compare_search(struct fixture *f, const xap_search_options *options)
{
    xap_hit hits[2][50];
    size_t counts[2];
    uint64_t matches[2];
    xap_reader *const readers[] = {f->reader, f->second};
    for (int i = 0; i < 2; i++)
        assert_ok(f, xap_search(readers[i], f->query, options, hits[i], &counts[i], &matches[i], &f->err));
    assert_int_equal(matches[0], matches[1]);
    assert_int_equal(counts[0], counts[1]);
    for (size_t i = 0; i < counts[0]; i++) {
        assert_int_equal(hits[0][i].document, hits[1][i].document);
        assert_memory_equal(&hits[0][i].weight, &hits[1][i].weight, sizeof hits[0][i].weight);
    }
}

static void compare_searches(struct fixture *f, struct random_source *random, const struct collection *collection, int queries)
{
    for (int i = 0; collection->count > 0 && i < queries; i++) {
        const xap_search_options options = options_for(1 + random_below(random, 50));
        set_query(f, random_query(f, random, collection, 2));
        compare_search(f, &options);
    }
}

/* ---- The comparison ---- */

static void open_reader(struct fixture *f, int fd)
{
    xap_reader_free(f->reader);
    assert_ok(f, xap_reader_open(fd, &f->reader, &f->err));
}

/* Write a collection with both; it must be in both files, and the files must not differ for a reader. */
static void compare_writers(struct fixture *f, struct random_source *random, struct collection *collection, int queries)
{
    int files[2];
    const xap_writer_kind kinds[] = {XAP_WRITER_BULK, XAP_WRITER_API};
    for (int i = 0; i < 2; i++) {
        files[i] = write_collection(f, collection, kinds[i]);
        check_structure(files[i]);
        check_statistics(collection, files[i]);
        open_reader(f, files[i]);
        check_content(f, collection);
    }
    check_blocks(files[0]);
    compare_listings(files[0], files[1]);
    xap_reader_free(f->second);
    assert_ok(f, xap_reader_open(files[0], &f->second, &f->err));
    compare_searches(f, random, collection, queries);
    free_collection(collection);
    for (; f->file_count > 0; f->file_count--)
        close(f->files[f->file_count - 1]);
}

static void test_random_collections(void **state)
{
    struct fixture *f = *state;
    struct random_source random = {f->seed = environment_number("SEED", 20210304)};
    compare_writers(f, &random, random_collection(&random, 4000 / FEWER, 1500 / FEWER), 500);
    for (int i = 0; i < 40 / FEWER; i++) {
        const uint32_t documents = 1 + random_below(&random, 300);
        compare_writers(f, &random, random_collection(&random, documents, 1 + random_below(&random, 100)), 20);
    }
    f->seed = 0;
}

static void test_no_documents(void **state)
{
    compare_writers(*state, NULL, new_collection(0, 0), 0);
}

/* Their lengths are all there is: in one chunk, at the end of one, in many. */
static void test_only_empty_documents(void **state)
{
    static const uint32_t counts[] = {1, 2, 1000, 1020, 5000, 40000};
    for (size_t i = 0; i < COUNT(counts); i++)
        compare_writers(*state, NULL, new_collection(counts[i], 0), 0);
}

/* The smallest list and the largest, beside each other. */
static void test_one_posting_and_a_million(void **state)
{
    enum { ALL = 1000000 / FEWER };
    struct fixture *f = *state;
    struct random_source random = {1};
    struct collection *collection = new_collection(ALL, 3);
    struct term *everywhere = add_term(collection, "a", 1, ALL);
    for (uint32_t d = 0; d < ALL; d++)
        add_entry(collection, everywhere, d, d % 1000 == 999 ? d : 1 + d % 2);
    add_entry(collection, add_term(collection, "a\0", 2, 1), ALL - 1, 1);
    add_entry(collection, add_term(collection, "b", 1, 1), 0, 7);
    compare_writers(f, &random, collection, 10);
}

/* Lists and lengths of every size around that of a chunk and of a block. */
static void test_lists_of_every_size(void **state)
{
    enum { LONGEST = 4200, TERMS = 300 };
    struct fixture *f = *state;
    struct random_source random = {2};
    struct collection *collection = new_collection(LONGEST, TERMS);
    for (uint32_t i = 0; i < TERMS; i++) {
        char text[20];
        struct term *term = add_term(collection, text, (size_t)snprintf(text, sizeof text, "%04u", i), LONGEST);
        const uint32_t count = i % 3 == 0 ? 1 + random_below(&random, LONGEST) : 900 + i;
        for (uint32_t d = 0; d < count; d++)
            add_entry(collection, term, d, 1 + d % 200);
    }
    compare_writers(f, &random, collection, 50);
}

/* Keys as long as they can be and the same nearly to their end, so that few fit into a block. */
static void test_deep_tree(void **state)
{
    enum { MANY = FEWER == 1 ? 36000 : 2000 };
    struct fixture *f = *state;
    struct random_source random = {3};
    struct collection *collection = new_collection(1, MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        char text[XAP_TERM_MAX + 1];
        memset(text, 'x', XAP_TERM_MAX);
        snprintf(text + XAP_TERM_MAX - 8, 9, "%08u", i);
        add_entry(collection, add_term(collection, text, XAP_TERM_MAX, 1), 0, 1);
    }
    struct glass_header header;
    read_header(write_collection(f, collection, XAP_WRITER_BULK), &header);
    assert_int_equal(header.level, FEWER == 1 ? 3 : 2);
    assert_int_equal(header.entries, MANY + 1);
    compare_writers(f, &random, collection, 5);
}

static void test_largest_counts(void **state)
{
    struct fixture *f = *state;
    struct random_source random = {4};
    struct collection *collection = new_collection(4, 2);
    struct term *term = add_term(collection, "cat", 3, 2);
    add_entry(collection, term, 1, UINT32_MAX - 2);
    add_entry(collection, term, 2, 2);
    term = add_term(collection, "dog", 3, 3);
    add_entry(collection, term, 0, 1);
    add_entry(collection, term, 1, 1);
    add_entry(collection, term, 2, UINT32_MAX - 3);
    compare_writers(f, &random, collection, 20);
}

/* Ids of documents take 2 to 4 bytes in keys. Through the API so many documents would take too long. */
static void test_ids_of_every_size(void **state)
{
    static const uint32_t edges[] = {0,       (1 << 15) - 2, (1 << 15) - 1, 1 << 15,       (1 << 21) - 1,
                                     1 << 21, (1 << 22) - 2, (1 << 22) - 1, (1 << 22) + 1, 4300000 - 1};
    struct fixture *f = *state;
    struct collection *collection = new_collection(4300000, 2);
    struct term *often = add_term(collection, "a", 1, collection->documents);
    for (uint32_t d = 0; d < collection->documents; d += 1 + d % 2)
        add_entry(collection, often, d, 1);
    struct term *seldom = add_term(collection, "b", 1, COUNT(edges));
    for (size_t i = 0; i < COUNT(edges); i++)
        add_entry(collection, seldom, edges[i], 300);
    const int fd = write_collection(f, collection, XAP_WRITER_BULK);
    check_structure(fd);
    check_statistics(collection, fd);
    open_reader(f, fd);
    check_term(f, often);
    check_seeking(f, often);
    check_term(f, seldom);
    for (size_t i = 0; i < COUNT(edges); i++) {
        uint32_t length;
        assert_ok(f, xap_reader_length(f->reader, edges[i], &length, &f->err));
        assert_int_equal(length, collection->lengths[edges[i]]);
    }
    free_collection(collection);
}

/* ---- Bytes ---- */

/* The one leaf of a small database, byte for byte as the format has it. */
static void test_bytes_of_a_leaf(void **state)
{
    static const char *const documents[] = {"cat cat dog", "dog emu", "cat dog emu emu"};
    static const unsigned char frame[] = {0,    0,    0,    1,    0,          /* revision, level */
                                          0x1f, 0xad, 0x1f, 0xad, 0,    0x15, /* free, free, end of the directory */
                                          0x1f, 0xfd, 0x1f, 0xee, 0x1f, 0xe0, 0x1f, 0xd0, 0x1f, 0xc2};
    static const unsigned char items[] = "\x60\x0b\x03"
                                         "emu\x02\x03\x01"
                                         "1\x01\x01\x00\x02"
                                         "\x60\x0d\x03"
                                         "dog\x03\x03\x00"
                                         "1\x02\x01\x00\x01\x00\x01"
                                         "\x60\x0b\x03"
                                         "cat\x02\x03\x00"
                                         "1\x02\x02\x01\x01"
                                         "\x60\x0c\x02\x00\xe0\x00\x00\x00"
                                         "1\x02\x03\x00\x02\x00\x04"
                                         "\x60\x00";
    struct fixture *f = *state;
    unsigned char leaf[8192];
    assert_int_equal(pread(write_file(f, documents, COUNT(documents)), leaf, sizeof leaf, sizeof leaf), sizeof leaf);
    const size_t begin = sizeof leaf - sizeof items;
    assert_memory_equal(leaf + begin, items, sizeof items);
    for (size_t i = sizeof frame; i < begin; i++)
        assert_int_equal(leaf[i], 0);
    assert_memory_equal(leaf, frame, sizeof frame);
}

static void test_same_postings_give_same_bytes(void **state)
{
    struct fixture *f = *state;
    struct random_source random = {5};
    struct collection *collection = random_collection(&random, 500, 300);
    const int first = write_collection(f, collection, XAP_WRITER_BULK);
    const int second = write_collection(f, collection, XAP_WRITER_BULK);
    free_collection(collection);
    run_tool("cmp -s $1 $2", first, second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHIM_TEST(test_random_collections),   SHIM_TEST(test_no_documents),
        SHIM_TEST(test_only_empty_documents), SHIM_TEST(test_one_posting_and_a_million),
        SHIM_TEST(test_lists_of_every_size),  SHIM_TEST(test_deep_tree),
        SHIM_TEST(test_largest_counts),       SHIM_TEST(test_ids_of_every_size),
        SHIM_TEST(test_bytes_of_a_leaf),      SHIM_TEST(test_same_postings_give_same_bytes),
    };
    return cmocka_run_group_tests_name("shim_writer_bulk", tests, NULL, NULL);
}
