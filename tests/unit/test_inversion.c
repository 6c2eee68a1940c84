/* test_inversion.c - words come back as the postings of their stems, and postings as they were written. */
#include "tests/unit/index_fixture.h"

#include "index/inversion.h"
#include "index/run_postings.h"

#define DOCUMENTS 3000
#define STEMS 200
#define FORMS 500

/* A segment's words, and how often each stem is in each document. */
struct words {
    struct buffer words;
    struct buffer passages;
    struct run_compound compounds[DOCUMENTS];
    size_t compound_count;
    uint32_t stems[FORMS];
    uint64_t occurrences[STEMS];
    uint32_t counts[STEMS][DOCUMENTS];
};

static void count_form(struct words *all, uint64_t form, uint32_t document)
{
    all->occurrences[all->stems[form]]++;
    all->counts[all->stems[form]][document]++;
}

/* Words at random, of which some forms have a stem in common and some stems do not occur; and a compound in every third document. */
static struct words *make_words(struct random_source *random)
{
    struct words *all = calloc(1, sizeof *all);
    assert_non_null(all);
    for (size_t form = 0; form < FORMS; form++)
        all->stems[form] = (uint32_t)random_below(random, STEMS - 10);
    for (uint32_t document = 0; document < DOCUMENTS; document++) {
        const uint64_t words = random_chance(random, 10) ? 0 : random_below(random, 200);
        const uint64_t row[] = {words << 1 | random_below(random, 2), random_below(random, 5000), random_below(random, 9), words};
        for (size_t i = 0; i < COUNT(row); i++)
            assert_int_equal(buffer_append_varint(&all->passages, row[i], NULL), NS_OK);
        for (uint64_t i = 0; i < words; i++) {
            const uint64_t form = random_below(random, 1 + random_below(random, FORMS));
            assert_int_equal(buffer_append_varint(&all->words, form, NULL), NS_OK);
            count_form(all, form, document);
        }
        if (document % 3) continue;
        const struct run_compound compound = {document, (uint32_t)random_below(random, FORMS)};
        all->compounds[all->compound_count++] = compound;
        count_form(all, compound.form, document);
    }
    return all;
}

static void check_stem(struct spool_reader *reader, const uint32_t *counts)
{
    xap_entry entries[DOCUMENTS];
    size_t count, at = 0;
    assert_int_equal(run_postings_get(reader, DOCUMENTS, entries, &count, NULL), NS_OK);
    assert_false(reader->cursor.failed);
    for (uint32_t document = 0; document < DOCUMENTS; document++) {
        if (counts[document] == 0) continue;
        assert_true(at < count);
        assert_int_equal(entries[at].document, document);
        assert_int_equal(entries[at++].wdf, counts[document]);
    }
    assert_int_equal(at, count);
}

static void test_random_words(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    struct words *all = make_words(&random);
    const struct inversion inversion = {.words = &all->words,
                                        .passages = &all->passages,
                                        .passage_count = DOCUMENTS,
                                        .compounds = all->compounds,
                                        .compound_count = all->compound_count,
                                        .stems = all->stems,
                                        .occurrences = all->occurrences,
                                        .stem_count = STEMS};
    struct spool spool = spool_in_memory();
    assert_int_equal(invert(&inversion, &spool, NULL), NS_OK);
    struct spool_reader reader = spool_read(&spool);
    for (uint32_t stem = 0; stem < STEMS; stem++)
        check_stem(&reader, all->counts[stem]);
    assert_ptr_equal(reader.cursor.at, reader.cursor.end);
    spool_reader_release(&reader);
    spool_release(&spool);
    buffer_release(&all->words);
    buffer_release(&all->passages);
    free(all);
    fixture_passed(fixture);
}

static void test_nothing(void **state)
{
    (void)state;
    const struct buffer none = BUFFER_INIT;
    const struct inversion inversion = {.words = &none, .passages = &none};
    struct spool spool = spool_in_memory();
    assert_int_equal(invert(&inversion, &spool, NULL), NS_OK);
    assert_int_equal(spool_size(&spool), 0);
    spool_release(&spool);
}

/* The bytes are those that the header draws. */
static void test_bytes(void **state)
{
    (void)state;
    static const uint32_t documents[] = {0, 1, 1, 1, 200, UINT32_MAX - 1};
    static const char wanted[] = "\0\2\3\3\x8e\3\xec\xfc\xff\xff\x1f\0";
    struct spool spool = spool_in_memory();
    assert_int_equal(run_postings_put(&spool, NULL, 0, NULL), NS_OK);
    assert_int_equal(run_postings_put(&spool, documents, COUNT(documents), NULL), NS_OK);
    assert_int_equal(spool.buffer.size, sizeof wanted - 1);
    assert_memory_equal(spool.buffer.data, wanted, sizeof wanted - 1);
    spool_release(&spool);
}

/* What is cut off, goes backwards or beyond the documents is refused. */
static void test_damage(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
    } damaged[] = {{"", 0}, {"\2", 1}, {"\3", 1}, {"\1\2", 2}, {"\x16\0", 2}, {"\xff", 1}, {"\x0a\x0c\0", 3}};
    for (size_t i = 0; i < COUNT(damaged); i++) {
        xap_entry entries[10];
        size_t count;
        struct spool spool = spool_in_memory();
        assert_int_equal(buffer_append(&spool.buffer, damaged[i].bytes, damaged[i].size, NULL), NS_OK);
        struct spool_reader reader = spool_read(&spool);
        assert_int_equal(run_postings_get(&reader, 10, entries, &count, NULL), NS_OK);
        assert_true(reader.cursor.failed);
        assert_int_equal(count, 0);
        spool_reader_release(&reader);
        spool_release(&spool);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_random_words),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_damage),
    };
    return cmocka_run_group_tests_name("inversion", tests, NULL, NULL);
}
