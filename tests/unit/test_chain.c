/* test_chain.c - postings that are counted one by one come back as they were, and an arena gives each its own bytes. */
#include "tests/unit/index_fixture.h"

#include "index/chain.h"

#define DOCUMENTS 3000
#define STEMS 200

/* How often each stem is in each document. */
static uint32_t counts[STEMS][DOCUMENTS];

static void count_all(struct random_source *random, struct chain *chains, struct arena *arena)
{
    memset(counts, 0, sizeof counts);
    for (uint32_t document = 0; document < DOCUMENTS; document++) {
        const uint64_t words = random_below(random, 200);
        for (uint64_t i = 0; i < words; i++) {
            const uint64_t stem = random_below(random, 1 + random_below(random, STEMS));
            assert_int_equal(chain_count(&chains[stem], arena, document, NULL), NS_OK);
            counts[stem][document]++;
        }
    }
}

static void check_stem(struct spool_reader *reader, uint32_t stem)
{
    xap_entry entries[DOCUMENTS];
    size_t count, at = 0;
    assert_int_equal(chain_read(reader, DOCUMENTS, entries, &count, NULL), NS_OK);
    assert_false(reader->cursor.failed);
    for (uint32_t document = 0; document < DOCUMENTS; document++) {
        if (counts[stem][document] == 0) continue;
        assert_true(at < count);
        assert_int_equal(entries[at].document, document);
        assert_int_equal(entries[at++].wdf, counts[stem][document]);
    }
    assert_int_equal(at, count);
}

static void test_random_counts(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    struct chain chains[STEMS] = {0};
    struct arena arena = {0};
    struct spool spool = spool_in_memory();
    count_all(&random, chains, &arena);
    for (uint32_t stem = 0; stem < STEMS; stem++)
        assert_int_equal(chain_write(&chains[stem], &spool, NULL), NS_OK);
    struct spool_reader reader = spool_read(&spool);
    for (uint32_t stem = 0; stem < STEMS; stem++)
        check_stem(&reader, stem);
    assert_ptr_equal(reader.cursor.at, reader.cursor.end);
    spool_reader_release(&reader);
    spool_release(&spool);
    arena_release(&arena);
    assert_int_equal(arena.size, 0);
    fixture_passed(fixture);
}

static void write_one(struct chain *chain, struct buffer *out)
{
    struct spool spool = spool_in_memory();
    assert_int_equal(chain_write(chain, &spool, NULL), NS_OK);
    assert_int_equal(buffer_append(out, spool.buffer.data, spool.buffer.size, NULL), NS_OK);
    spool_release(&spool);
}

/* The bytes are those that the header draws. */
static void test_bytes(void **state)
{
    struct fixture *fixture = *state;
    struct arena arena = {0};
    struct chain none = {0}, some = {0};
    static const uint32_t documents[] = {0, 1, 1, 1, 200, UINT32_MAX - 1};
    static const char wanted[] = "\0\2\3\3\x8e\3\xec\xfc\xff\xff\x1f\0";
    write_one(&none, &fixture->bytes[0]);
    for (size_t i = 0; i < COUNT(documents); i++)
        assert_int_equal(chain_count(&some, &arena, documents[i], NULL), NS_OK);
    write_one(&some, &fixture->bytes[0]);
    assert_int_equal(fixture->bytes[0].size, sizeof wanted - 1);
    assert_memory_equal(fixture->bytes[0].data, wanted, sizeof wanted - 1);
    arena_release(&arena);
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
        assert_int_equal(chain_read(&reader, 10, entries, &count, NULL), NS_OK);
        assert_true(reader.cursor.failed);
        assert_int_equal(count, 0);
        spool_reader_release(&reader);
        spool_release(&spool);
    }
}

static void test_arena(void **state)
{
    (void)state;
    struct arena arena = {0};
    unsigned char *taken[2000];
    size_t sum = 0;
    for (size_t i = 0; i < COUNT(taken); i++) {
        const size_t size = i % 500 == 499 ? 1000000 : i % 97;
        void *memory;
        assert_int_equal(arena_take(&arena, size, &memory, NULL), NS_OK);
        assert_int_equal((uintptr_t)memory % 8, 0);
        taken[i] = memory;
        memset(memory, (int)i, size);
        sum += size;
    }
    assert_true(arena.size >= sum);
    for (size_t i = 0; i < COUNT(taken); i++) {
        if (i % 97 > 0) assert_int_equal(taken[i][0], (unsigned char)i);
    }
    void *memory = &arena;
    assert_int_equal(arena_take(&arena, SIZE_MAX, &memory, NULL), NS_ERR_NOMEM);
    assert_int_equal(arena_take(&arena, SIZE_MAX - 8, &memory, NULL), NS_ERR_NOMEM);
    assert_null(memory);
    arena_release(&arena);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_random_counts),
        FIXTURE_TEST(test_bytes),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_arena),
    };
    return cmocka_run_group_tests_name("chain", tests, NULL, NULL);
}
