/* test_sift.c - the bytes that may end a code, found in two ways, and in the most obvious one. */
#include "tests/unit/index_fixture.h"

#include "index/codes.h"
#include "index/sift.h"

enum { SIZE_MAX_TRIED = 600, OFFSETS = 17 };

/* What goes into one sifting, and what comes out; all of it is in memory of just its size, so that a byte too far is seen. */
struct sifting {
    uint8_t *codes;
    size_t size;
    struct sifted *out;
    size_t count;
    uint32_t place;
};

static void begin_sifting(struct sifting *sifting, size_t size, uint32_t place)
{
    *sifting = (struct sifting){.size = size, .place = place};
    sifting->codes = malloc(size + (size == 0));
    sifting->out = malloc((size + 1) * sizeof *sifting->out);
    assert_non_null(sifting->codes);
    assert_non_null(sifting->out);
}

static void end_sifting(struct sifting *sifting)
{
    free(sifting->codes);
    free(sifting->out);
}

/* The bytes that are in a set. */
struct obvious {
    bool last[256];
    bool before[256];
};

/* Byte by byte: a code ends with a byte below WORD_CODE_STOPPERS. */
static void check_obvious(const struct sifting *sifting, const uint8_t *codes, size_t size, const struct obvious *has, uint32_t place)
{
    size_t next = 0;
    for (size_t i = 0; i < size; i++) {
        if (has->last[codes[i]] && (i == 0 || has->before[codes[i - 1]])) {
            assert_true(next < sifting->count);
            assert_int_equal(sifting->out[next].place, place);
            assert_int_equal(sifting->out[next++].offset, i);
        }
        place += codes[i] < WORD_CODE_STOPPERS;
    }
    assert_int_equal(next, sifting->count);
    assert_int_equal(sifting->place, place);
}

/* The last `size` bytes of the codes, so that they begin anywhere and end where the memory does. */
static void check_both(struct sifting *sifting, size_t size, const struct end_set *set, const struct obvious *has)
{
    const uint8_t *codes = sifting->codes + sifting->size - size;
    const uint32_t place = sifting->place;
    static sifter *const ways[] = {sift_plain, sift};
    for (size_t i = 0; i < COUNT(ways); i++) {
        sifting->place = place;
        sifting->count = ways[i](codes, size, set, &sifting->place, sifting->out);
        check_obvious(sifting, codes, size, has, place);
    }
    sifting->place = place;
}

/* Let a byte be behind any. */
static void add_byte(struct end_set *set, struct obvious *has, uint8_t byte)
{
    byte_set_add(&set->last, byte);
    has->last[byte] = true;
    for (unsigned before = 0; before < 256; before++) {
        byte_set_add(&set->before, (uint8_t)before);
        has->before[before] = true;
    }
}

/* Add the end of a code of one byte, or of more. */
static void add_code(struct end_set *set, struct obvious *has, struct random_source *random)
{
    uint8_t code[WORD_CODE_MAX];
    const uint32_t number = (uint32_t)random_next(random) >> random_below(random, 32);
    const size_t size = word_code_put(code, number);
    end_set_add(set, code, size);
    has->last[code[size - 1]] = true;
    if (size > 1) has->before[code[size - 2]] = true;
    for (unsigned before = 0; size == 1 && before < WORD_CODE_STOPPERS; before++)
        has->before[before] = true;
}

/* Bytes of one kind of stream: of all values, mostly of codes of a byte, or nearly only of bytes that go on. */
static uint8_t random_byte(struct random_source *random, uint32_t kind)
{
    const uint8_t byte = (uint8_t)random_next(random);
    if (kind == 0) return byte;
    const bool goes_on = random_below(random, 8) == 0;
    return goes_on == (kind == 1) ? (uint8_t)(byte | 0xc0) : (uint8_t)(byte % WORD_CODE_STOPPERS);
}

/* A set of the ends of no code, of one or some, or of all bytes; one has bytes that end no code too, as the set says nothing about that. */
static void choose_set(struct end_set *set, struct obvious *has, struct random_source *random)
{
    static const uint32_t counts[] = {0, 1, 1, 3, 20, 200};
    memset(set, 0, sizeof *set);
    memset(has, 0, sizeof *has);
    for (uint32_t left = counts[random_below(random, COUNT(counts))]; left > 0; left--)
        add_code(set, has, random);
    if (random_below(random, 8) == 0) add_byte(set, has, (uint8_t)random_below(random, 256));
    if (random_below(random, 20) > 0) return;
    for (unsigned byte = 0; byte < 256; byte++)
        add_byte(set, has, (uint8_t)byte);
}

static void check_random(struct random_source *random)
{
    struct sifting sifting;
    struct end_set set;
    struct obvious has;
    choose_set(&set, &has, random);
    begin_sifting(&sifting, random_below(random, SIZE_MAX_TRIED + 1), (uint32_t)random_next(random));
    const uint32_t kind = random_below(random, 3);
    for (size_t i = 0; i < sifting.size; i++)
        sifting.codes[i] = random_byte(random, kind);
    for (size_t less = 0; less < OFFSETS && less <= sifting.size; less++)
        check_both(&sifting, sifting.size - less, &set, &has);
    end_sifting(&sifting);
}

static void test_random_streams(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    for (int round = 0; round < 20000 / FEWER; round++)
        check_random(&random);
    fixture_passed(fixture);
}

/* Each byte alone in a set, in a stream of all bytes; of every size from none on. */
static void test_every_byte(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        struct end_set set = {0};
        struct obvious has = {0};
        struct sifting sifting;
        add_byte(&set, &has, (uint8_t)byte);
        begin_sifting(&sifting, 256, 7);
        for (unsigned i = 0; i < 256; i++)
            sifting.codes[i] = (uint8_t)i;
        for (size_t size = 0; size <= 256; size++)
            check_both(&sifting, size, &set, &has);
        assert_int_equal(sift(sifting.codes, 256, &set, &sifting.place, sifting.out), 1);
        assert_int_equal(sifting.out[0].offset, byte);
        end_sifting(&sifting);
    }
}

/* Adding a byte twice changes nothing, and the two forms of a set say the same. */
static void test_sets(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        struct byte_set set = {0};
        byte_set_add(&set, (uint8_t)byte);
        byte_set_add(&set, (uint8_t)byte);
        for (unsigned other = 0; other < 256; other++) {
            assert_int_equal(set.has[other], other == byte);
            assert_int_equal(set.rows[other / 128][other % 16] >> other / 16 % 8 & 1, other == byte);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_random_streams),
        cmocka_unit_test(test_every_byte),
        cmocka_unit_test(test_sets),
    };
    return cmocka_run_group_tests_name("sift", tests, NULL, NULL);
}
