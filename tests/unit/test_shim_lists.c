/* test_shim_lists.c - posting lists from the bytes of a file: as they were written, and as Xapian reads them from the same file. */
#include "tests/unit/lists_fixture.h"

#include "shim/glass.h"

/* ---- A term in both ways ---- */

/* The term as our reader and as Xapian has it, both at the same document. */
struct both {
    struct lists_fixture *f;
    xap_list list;
    xap_cursor *cursor;
};

static void seek_both(struct both *both, uint32_t document)
{
    xap_entry wanted = {77, 77};
    struct fixture *shim = both->f->shim;
    assert_ok(shim, xap_cursor_seek(both->cursor, document, &wanted, &shim->err));
    assert_ok(shim, xap_list_seek(&both->list, document, &shim->err));
    if (both->list.entry.document != wanted.document || both->list.entry.wdf != wanted.wdf)
        fail_msg("document %u of %u: %u (%u), wanted %u (%u)", document, both->list.counts.documents, both->list.entry.document,
                 both->list.entry.wdf, wanted.document, wanted.wdf);
}

/* Open a term, which is anything that Xapian may be asked for, at its first document. */
static void begin_both(struct both *both, struct lists_fixture *f, const void *name, size_t len)
{
    struct fixture *shim = f->shim;
    xap_term_counts wanted = {77, 77};
    both->f = f;
    assert_ok(shim, xap_reader_term(shim->reader, name, len, &wanted, &shim->err));
    assert_ok(shim, xap_cursor_open(shim->reader, name, len, &both->cursor, &shim->err));
    memset(&both->list, 0xa5, sizeof both->list);
    assert_ok(shim, xap_list_open(f->lists, name, len, &both->list, &shim->err));
    assert_int_equal(both->list.counts.documents, wanted.documents);
    assert_true(both->list.counts.occurrences == wanted.occurrences);
    seek_both(both, 0);
}

static void end_both(struct both *both)
{
    xap_cursor_free(both->cursor);
}

/* Every document of a term, by the shortest steps. */
static void check_entries(struct lists_fixture *f, const struct made_term *term)
{
    xap_list list;
    uint64_t occurrences = 0;
    assert_ok(f->shim, xap_list_open(f->lists, term->name, term->len, &list, &f->shim->err));
    assert_int_equal(list.counts.documents, term->count);
    for (size_t i = term->first; i < term->first + term->count; i++) {
        assert_int_equal(list.entry.document, f->made.entries[i].document);
        assert_int_equal(list.entry.wdf, f->made.entries[i].wdf);
        occurrences += list.entry.wdf;
        assert_ok(f->shim, xap_list_seek(&list, list.entry.document + 1, &f->shim->err));
    }
    assert_int_equal(list.entry.document, XAP_END);
    assert_int_equal(list.entry.wdf, 0);
    assert_true(list.counts.occurrences == occurrences);
}

/* Steps of a random length, some of them back. */
static void check_seeks(struct lists_fixture *f, const struct made_term *term, struct random_source *random, uint32_t stride)
{
    struct both both;
    begin_both(&both, f, term->name, term->len);
    for (uint64_t wanted = 0; wanted < (uint64_t)f->made.documents + stride; wanted += 1 + random_below(random, stride)) {
        const uint32_t back = random_below(random, 8) == 0 ? random_below(random, (uint32_t)wanted + 1) : 0;
        seek_both(&both, (uint32_t)wanted - back);
    }
    seek_both(&both, XAP_END);
    end_both(&both);
}

/* From the beginning at once to where a document is, and from there to another. */
static void check_leaps(struct lists_fixture *f, const struct made_term *term, struct random_source *random)
{
    const uint32_t documents = f->made.documents;
    for (int i = 0; i < 50; i++) {
        struct both both;
        const uint32_t first = random_below(random, documents);
        begin_both(&both, f, term->name, term->len);
        seek_both(&both, first);
        seek_both(&both, first + random_below(random, documents));
        seek_both(&both, i % 2 ? documents - 1 : UINT32_MAX - 1);
        seek_both(&both, XAP_END);
        end_both(&both);
    }
}

/* All lists one after another: the lengths, which are the sums of the wdf, and each term that was made and has documents. */
static void check_walk(struct lists_fixture *f)
{
    xap_walk walk;
    bool end;
    size_t next = 0;
    xap_error *err = &f->shim->err;
    assert_ok(f->shim, xap_lists_check(f->lists, err));
    xap_walk_begin(f->lists, &walk);
    for (bool first = true;; first = false) {
        assert_ok(f->shim, xap_walk_next(&walk, &end, err));
        if (end) break;
        while (!first && f->made.terms[next].count == 0)
            next++;
        const struct made_term *term = first ? NULL : &f->made.terms[next++];
        const uint32_t count = first ? f->made.documents : (uint32_t)term->count;
        assert_int_equal(walk.term_len, first ? 0 : term->len);
        if (term) assert_memory_equal(walk.term, term->name, term->len);
        if (term) assert_int_equal(walk.list.counts.documents, count);
        for (uint32_t i = 0; i < count; i++) {
            const xap_entry wanted = first ? (xap_entry){i, f->shim->lengths[i]} : f->made.entries[term->first + i];
            assert_int_equal(walk.list.entry.document, wanted.document);
            assert_int_equal(walk.list.entry.wdf, wanted.wdf);
            if (!xap_list_step(&walk.list)) assert_ok(f->shim, xap_list_seek(&walk.list, wanted.document + 1, err));
        }
        assert_int_equal(walk.list.entry.document, XAP_END);
    }
    while (next < f->made.term_count && f->made.terms[next].count == 0)
        next++;
    assert_int_equal(next, f->made.term_count);
}

/* Xapian's ranking trusts these. */
static void check_bounds(const struct lists_fixture *f)
{
    uint32_t shortest = UINT32_MAX, longest = 0, wdf = 0;
    for (uint32_t i = 0; i < f->made.documents; i++) {
        const uint32_t length = f->shim->lengths[i];
        if (length > 0 && length < shortest) shortest = length;
        if (length > longest) longest = length;
    }
    for (size_t i = 0; i < f->made.entry_count; i++)
        wdf = f->made.entries[i].wdf > wdf ? f->made.entries[i].wdf : wdf;
    const xap_bounds bounds = xap_lists_bounds(f->lists);
    assert_int_equal(bounds.wdf_max, wdf);
    assert_in_range(bounds.length_min, 1, shortest);
    assert_true(bounds.length_max >= longest);
}

/* ---- A few documents ---- */

static void assert_seek(struct lists_fixture *f, xap_list *list, uint32_t document, uint32_t found, uint32_t wdf)
{
    assert_ok(f->shim, xap_list_seek(list, document, &f->shim->err));
    assert_int_equal(list->entry.document, found);
    assert_int_equal(list->entry.wdf, wdf);
}

static void test_steps(void **state)
{
    struct lists_fixture *f = *state;
    xap_list list;
    open_both(f, write_file(f->shim, animals, COUNT(animals)));
    const xap_counts counts = xap_lists_counts(f->lists);
    assert_int_equal(counts.documents, COUNT(animals));
    assert_int_equal(counts.total_length, 9);
    assert_ok(f->shim, xap_list_open(f->lists, "cat", 3, &list, &f->shim->err));
    assert_int_equal(list.counts.documents, 2);
    assert_int_equal(list.counts.occurrences, 3);
    assert_int_equal(list.entry.document, 0);
    assert_int_equal(list.entry.wdf, 2);
    assert_seek(f, &list, 0, 0, 2); /* it is there already */
    assert_seek(f, &list, 1, 2, 1);
    assert_seek(f, &list, 2, 2, 1);
    assert_seek(f, &list, 0, 2, 1); /* and does not go back */
    assert_seek(f, &list, 3, XAP_END, 0);
    assert_seek(f, &list, 0, XAP_END, 0);
    assert_seek(f, &list, XAP_END, XAP_END, 0);
    assert_int_equal(list.counts.documents, 2);
}

static void test_past_the_end(void **state)
{
    static const uint32_t far[] = {4, 5, 1000000, UINT32_MAX - 1, XAP_END};
    struct lists_fixture *f = *state;
    open_both(f, write_file(f->shim, animals, COUNT(animals)));
    for (size_t i = 0; i < COUNT(far); i++) {
        xap_list list;
        assert_ok(f->shim, xap_list_open(f->lists, "emu", 3, &list, &f->shim->err));
        assert_seek(f, &list, far[i], XAP_END, 0);
        assert_seek(f, &list, 0, XAP_END, 0);
    }
}

static void assert_nowhere(struct lists_fixture *f, const void *name, size_t len)
{
    xap_list list;
    memset(&list, 0xa5, sizeof list);
    assert_ok(f->shim, xap_list_open(f->lists, name, len, &list, &f->shim->err));
    assert_int_equal(list.counts.documents, 0);
    assert_int_equal(list.counts.occurrences, 0);
    assert_int_equal(list.entry.wdf, 0);
    assert_seek(f, &list, 0, XAP_END, 0);
    assert_seek(f, &list, 1000, XAP_END, 0);
    assert_seek(f, &list, XAP_END, XAP_END, 0);
}

/* Longer than any: in NUL bytes too, each of which takes two in the file. */
static void assert_none_overlong(struct lists_fixture *f)
{
    static const char bytes[] = {'\0', '\1', 'x', '\xff'};
    char overlong[1000];
    for (size_t i = 0; i < COUNT(bytes); i++) {
        memset(overlong, bytes[i], sizeof overlong);
        for (size_t len = (bytes[i] ? XAP_TERM_MAX : XAP_TERM_MAX / 2) + 1; len <= sizeof overlong; len++)
            assert_nowhere(f, overlong, len);
    }
}

/* Before the first, behind the last, and between. */
static void assert_unknown(struct lists_fixture *f)
{
    static const char *const unknown[] = {"\1", "ca", "cats", "zebra", "\xff", "\xff\xff"};
    for (size_t i = 0; i < COUNT(unknown); i++)
        assert_nowhere(f, unknown[i], strlen(unknown[i]));
    assert_nowhere(f, "\0", 1);
    assert_nowhere(f, "cat\0", 4);
    assert_none_overlong(f);
}

static void test_terms_without_documents(void **state)
{
    struct lists_fixture *f = *state;
    xap_list list;
    open_both(f, write_file(f->shim, animals, COUNT(animals)));
    assert_unknown(f);
    assert_failed(f->shim, xap_list_open(f->lists, "", 0, &list, &f->shim->err), XAP_ERR_ARG);
    assert_int_equal(xap_list_open(f->lists, "", 0, &list, NULL), XAP_ERR_ARG);
    assert_int_equal(list.counts.documents, 0);
    assert_int_equal(list.entry.document, XAP_END);
    xap_lists_free(NULL);
}

/* With no documents at all, and with documents that have no term. */
static void test_databases_without_terms(void **state)
{
    static const char *const empty[] = {"", "", ""};
    struct lists_fixture *f = *state;
    for (size_t documents = 0; documents <= COUNT(empty); documents += COUNT(empty)) {
        open_both(f, write_file(f->shim, empty, documents));
        assert_int_equal(xap_lists_counts(f->lists).documents, documents);
        assert_int_equal(xap_lists_counts(f->lists).total_length, 0);
        assert_unknown(f);
        f->made.documents = (uint32_t)documents;
        check_walk(f);
    }
}

/* ---- Awkward terms ---- */

/* Make the documents of the last term: so many on average, as far apart as that makes them. */
static void make_entries(struct made *made, struct random_source *random, uint32_t gap, unsigned wdf_bits)
{
    for (uint64_t document = random_below(random, gap); document < made->documents; document += 1 + random_below(random, gap)) {
        const uint64_t wdf = 1 + (random_next(random) & ((UINT64_C(1) << random_below(random, wdf_bits + 1)) - 1));
        make_entry(made, (uint32_t)document, (uint32_t)wdf);
    }
}

/* Terms that are the beginning of one another, that have the bytes which part term and document in a key, of every length up to the
 * longest. */
static void make_awkward(struct made *made, struct random_source *random)
{
    static const struct {
        const char *name;
        size_t len;
    } rows[] = {{"\0", 1},         {"\0\0", 2},        {"\0\1", 2},    {"\0\xff", 2},   {"\0\xe0", 2}, {"\0\xc0", 2},
                {"\0\xd8\0\1", 4}, {"\xff", 1},        {"\xff\0", 2},  {"\xff\xff", 2}, {"a", 1},      {"a\0", 2},
                {"a\0\0", 3},      {"a\0\xff", 3},     {"a\0b", 3},    {"a\0\1\1", 4},  {"a\1", 2},    {"a\xff", 2},
                {"ab", 2},         {"a\xff\0\xff", 4}, {"a\x7f\1", 3}, {"cat", 3},      {"cats", 4},   {"\xe4\xb8\xad", 3}};
    static const uint32_t gaps[] = {1, 4, 200, 30000};
    char name[XAP_TERM_MAX];
    made->documents = 30000;
    for (size_t i = 0; i < COUNT(rows); i++) {
        make_term(made, rows[i].name, rows[i].len);
        make_entries(made, random, gaps[i % COUNT(gaps)], 5);
    }
    for (size_t len = 235; len <= XAP_TERM_MAX; len++) {
        memset(name, 'x', len);
        make_term(made, name, len);
        make_entries(made, random, 3, 9);
    }
    for (size_t len = 118; len <= XAP_TERM_MAX / 2; len++) {
        memset(name, '\0', len);
        make_term(made, name, len);
        make_entries(made, random, 3, 9);
    }
}

/* What lies next to a term is another one, or none: asked for in both ways. */
static void check_neighbours(struct lists_fixture *f, const struct made_term *term)
{
    struct both both;
    char name[XAP_TERM_MAX];
    const size_t len = term->len;
    memcpy(name, term->name, len);
    for (int change = 0; change < 256; change += change < 3 ? 1 : 50) {
        name[len - 1] = (char)(term->name[len - 1] + change);
        begin_both(&both, f, name, len);
        end_both(&both);
        if (len > 1) begin_both(&both, f, name, len - 1);
        if (len > 1) end_both(&both);
        if (len == XAP_TERM_MAX) continue;
        name[len] = (char)change;
        begin_both(&both, f, name, len + 1);
        end_both(&both);
    }
}

static void test_awkward_terms(void **state)
{
    struct lists_fixture *f = *state;
    struct random_source random = {f->shim->seed = environment_number("SEED", 20210304)};
    make_awkward(&f->made, &random);
    open_made(f);
    assert_pieces(f, 20);
    assert_in_range(tree_level(f), 1, 2);
    for (size_t i = 0; i < f->made.term_count; i++) {
        check_entries(f, &f->made.terms[i]);
        check_neighbours(f, &f->made.terms[i]);
        check_seeks(f, &f->made.terms[i], &random, 300);
    }
    assert_none_overlong(f);
    check_walk(f);
    check_bounds(f);
    f->shim->seed = 0;
}

/* ---- Many documents ---- */

/* Lists from one that has every document, over many leaves, to some that have one; each under a short name, and under one so long that its
 * chunks are cut. */
static void make_long_lists(struct made *made, struct random_source *random)
{
    static const struct {
        uint32_t gap;
        unsigned wdf_bits;
    } rows[] = {{1, 0}, {2, 7}, {9, 3}, {200, 8}, {1000, 15}, {17000, 22}, {40000, 25}, {200000, 30}};
    char name[240];
    made->documents = 200000 / FEWER;
    for (size_t i = 0; i < COUNT(rows); i++) {
        memset(name, 'a' + (int)i, sizeof name);
        make_term(made, name, 1);
        make_entries(made, random, rows[i].gap, rows[i].wdf_bits);
        make_term(made, name, sizeof name);
        make_entries(made, random, rows[i].gap, rows[i].wdf_bits);
    }
}

static void test_long_lists(void **state)
{
    static const uint32_t strides[] = {5, 300, 9000, 70000};
    struct lists_fixture *f = *state;
    struct random_source random = {f->shim->seed = environment_number("SEED", 20210304)};
    make_long_lists(&f->made, &random);
    open_made(f);
    assert_pieces(f, 100);
    assert_true(f->size / BLOCK_SIZE > 200 / FEWER);
    for (size_t i = 0; i < f->made.term_count; i++) {
        const struct made_term *term = &f->made.terms[i];
        check_entries(f, term);
        check_leaps(f, term, &random);
        for (size_t s = 0; s < COUNT(strides); s++)
            check_seeks(f, term, &random, strides[s]);
    }
    check_walk(f);
    check_bounds(f);
    f->shim->seed = 0;
}

/* To go far costs no more than to find a leaf: what lies between is not looked at. */
static void test_leaves_between_are_not_looked_at(void **state)
{
    struct lists_fixture *f = *state;
    xap_list list;
    f->made.documents = 200000 / FEWER;
    make_term(&f->made, "everywhere", 10);
    for (uint32_t document = 0; document < f->made.documents; document++)
        make_entry(&f->made, document, 1);
    open_made(f);
    assert_true(f->size / BLOCK_SIZE > 80 / FEWER);
    assert_ok(f->shim, xap_list_open(f->lists, "everywhere", 10, &list, &f->shim->err));
    const uint64_t opened = f->vouched;
    assert_seek(f, &list, f->made.documents / 2, f->made.documents / 2, 1);
    assert_in_range(f->vouched - opened, 1, 2 * (tree_level(f) + 1));
    assert_seek(f, &list, f->made.documents - 1, f->made.documents - 1, 1);
    assert_in_range(f->vouched - opened, 1, 4 * (tree_level(f) + 1));
    const uint64_t seeked = f->vouched;
    assert_seek(f, &list, XAP_END, XAP_END, 0);
    assert_int_equal(f->vouched, seeked);
}

/* The bug: a block's dividing key is cut short, so that it may stand before documents of the leaf before, and those were passed over. */
static void test_every_place_from_the_beginning(void **state)
{
    struct lists_fixture *f = *state;
    f->made.documents = 200000 / FEWER;
    make_term(&f->made, "a", 1);
    for (uint32_t document = 0; document < f->made.documents; document += 1 + document % 2)
        make_entry(&f->made, document, 1);
    open_made(f);
    for (size_t i = 0; i < f->made.entry_count; i += 13) {
        xap_list list;
        const uint32_t document = f->made.entries[i].document;
        assert_ok(f->shim, xap_list_open(f->lists, "a", 1, &list, &f->shim->err));
        assert_seek(f, &list, document, document, 1);
    }
}

/* The bug: the number behind the highest wrapped round to the first document, and the list was called damaged. */
static void test_end_of_a_list_of_many_leaves(void **state)
{
    struct lists_fixture *f = *state;
    f->made.documents = 20000;
    make_term(&f->made, "everywhere", 10);
    for (uint32_t document = 0; document < f->made.documents; document++)
        make_entry(&f->made, document, 200);
    open_made(f);
    for (uint32_t from = 0; from < f->made.documents; from += 500) {
        xap_list list;
        assert_ok(f->shim, xap_list_open(f->lists, "everywhere", 10, &list, &f->shim->err));
        assert_seek(f, &list, from, from, 200);
        assert_seek(f, &list, XAP_END, XAP_END, 0);
    }
}

/* ---- Many terms ---- */

/* So long and so much alike that few of them go into a block, of the leaves or above them. Some have more than a document. */
static void make_alike(struct made *made, struct random_source *random, uint32_t terms)
{
    char name[XAP_TERM_MAX + 1];
    made->documents = 1000;
    for (uint32_t i = 0; i < terms; i++) {
        snprintf(name, sizeof name, "%0*u", (int)(XAP_TERM_MAX - i % 3), 3 * i);
        make_term(made, name, strlen(name));
        make_entries(made, random, i % 100 ? 1000 : 3, 4);
        if (made->terms[made->term_count - 1].count == 0) make_entry(made, 0, 1);
    }
}

/* Of terms that are all there, and of such as would stand between them. */
static void test_trees(void **state)
{
    static const struct {
        uint32_t terms, level;
    } rows[] = {{10, 0}, {500, 1}, {5000, 2}, {40000, 3}};
    struct lists_fixture *f = *state;
    struct random_source random = {f->shim->seed = environment_number("SEED", 20210304)};
    for (size_t row = 0; row < COUNT(rows) - (FEWER > 1); row++) {
        f->made.term_count = f->made.entry_count = 0;
        make_alike(&f->made, &random, rows[row].terms);
        open_made(f);
        assert_int_equal(tree_level(f), rows[row].level);
        for (size_t i = 0; i < f->made.term_count; i++)
            check_entries(f, &f->made.terms[i]);
        for (size_t i = 0; i < 2000; i++)
            check_neighbours(f, &f->made.terms[random_below(&random, (uint32_t)f->made.term_count)]);
        check_walk(f);
    }
    f->shim->seed = 0;
}

/* No test makes as many documents as it takes for the longest of them. */
static void test_ids_in_keys(void **state)
{
    (void)state;
    static const struct {
        uint32_t docid;
        const char *bytes;
        size_t size;
    } ids[] = {{1, "\0\1", 2},
               {0x7fff, "\x7f\xff", 2},
               {0x8000, "\x80\x80\0", 3},
               {0x3fffff, "\xbf\xff\xff", 3},
               {0x400000, "\xc0\x40\0\0", 4},
               {0x1fffffff, "\xdf\xff\xff\xff", 4},
               {0x20000000, "\xe0\x20\0\0\0", 5},
               {UINT32_MAX, "\xe0\xff\xff\xff\xff", 5}};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        uint8_t key[GLASS_DOCID_MAX];
        assert_int_equal(glass_put_docid(ids[i].docid, key), ids[i].size);
        assert_memory_equal(key, ids[i].bytes, ids[i].size);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LISTS_TEST(test_steps),
        LISTS_TEST(test_past_the_end),
        LISTS_TEST(test_terms_without_documents),
        LISTS_TEST(test_databases_without_terms),
        LISTS_TEST(test_awkward_terms),
        LISTS_TEST(test_long_lists),
        LISTS_TEST(test_leaves_between_are_not_looked_at),
        LISTS_TEST(test_every_place_from_the_beginning),
        LISTS_TEST(test_end_of_a_list_of_many_leaves),
        LISTS_TEST(test_trees),
        cmocka_unit_test(test_ids_in_keys),
    };
    return cmocka_run_group_tests_name("shim_lists", tests, NULL, NULL);
}
