/* test_near_copies.c - sketches of articles, what makes two of them copies, and clusters. */
#include "tests/unit/index_fixture.h"

#include "index/copies.h"
#include "index/near_copies.h"

#define WORDS_MAX 2000
#define ARTICLES_MAX 3000

/* Articles as hashes of words, their sketches and clusters. */
struct bench {
    struct copy_sketch sketches[ARTICLES_MAX];
    uint32_t next[ARTICLES_MAX];
    uint32_t count;
};

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct bench));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

#define BENCH_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

/* ---- Texts ---- */

struct words {
    uint32_t items[WORDS_MAX];
    size_t count;
};

static uint32_t word_of(uint64_t number)
{
    char text[24];
    return copy_word_hash(text, (size_t)snprintf(text, sizeof text, "w%c%c%c%c", (int)('a' + number % 26), (int)('a' + number / 26 % 26),
                                                 (int)('a' + number / 676 % 26), (int)('a' + number / 17576 % 26)));
}

static struct words text_of(uint64_t seed, size_t count)
{
    struct random_source random = {seed};
    struct words words = {.count = count};
    for (size_t i = 0; i < count; i++)
        words.items[i] = word_of(random_below(&random, 20000));
    return words;
}

/* The sketch of words, added in pieces of up to so many. */
static struct copy_sketch sketch_in(const struct words *words, size_t piece)
{
    static uint32_t places[WORDS_MAX];
    struct copy_signer signer;
    struct copy_sketch sketch;
    for (size_t i = 0; i < words->count; i++)
        places[i] = (uint32_t)i;
    copy_signer_begin(&signer, words->count < SHORT_WORDS);
    for (size_t i = 0; i < words->count; i += piece)
        copy_signer_add(&signer, words->items, places + i, words->count - i < piece ? words->count - i : piece);
    copy_signer_end(&signer, &sketch);
    return sketch;
}

static struct copy_sketch sketch_of(const struct words *words)
{
    return sketch_in(words, WORDS_MAX);
}

static void change(struct words *words, uint64_t seed, size_t times)
{
    struct random_source random = {seed};
    for (size_t i = 0; i < times; i++)
        words->items[random_below(&random, (uint32_t)words->count)] = word_of(20000 + random_below(&random, 20000));
}

static bool are_copies(const struct words *a, const struct words *b)
{
    const struct copy_sketch one = sketch_of(a), other = sketch_of(b);
    assert_int_equal(copy_sketches_similar(&one, &other), copy_sketches_similar(&other, &one));
    return copy_sketches_similar(&one, &other);
}

/* ---- Sketches ---- */

/* They are in index files' temporary runs of any machine, and decide what is in the index: they must not change unnoticed. */
static void test_known_hashes(void **state)
{
    (void)state;
    assert_int_equal(copy_word_hash("", 0) & 1, 0);
    assert_int_equal(copy_word_hash("panda", 5) & 1, 0);
    assert_int_equal(copy_word_hash("apt10", 5) & 1, 1);
    assert_int_equal(copy_word_hash("1.5", 3) & 1, 1);
    assert_int_equal(copy_word_hash("panda", 5), UINT32_C(1256899148));
    const struct words text = text_of(1, 100);
    const struct copy_sketch sketch = sketch_of(&text);
    static const uint8_t wanted[] = {57,  209, 232, 134, 30,  98,  244, 141, 85,  132, 128, 164, 36,  230, 245, 81,
                                     227, 64,  115, 55,  167, 162, 197, 74,  174, 72,  205, 193, 104, 16,  69,  166};
    assert_int_equal(sketch.words, 100);
    assert_memory_equal(sketch.slots, wanted, sizeof wanted);
}

/* Passages come one after another; where they end changes nothing. */
static void test_pieces(void **state)
{
    (void)state;
    for (size_t count = 0; count < 300; count += 13) {
        const struct words text = text_of(count, count);
        const struct copy_sketch whole = sketch_of(&text);
        for (size_t piece = 1; piece < 8; piece++) {
            const struct copy_sketch sketch = sketch_in(&text, piece);
            assert_memory_equal(&sketch, &whole, sizeof sketch);
        }
    }
}

static void test_what_clients_do(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        const struct words text = text_of(seed, 400);
        struct words copy = text;
        copy.count = 250; /* cut */
        assert_true(are_copies(&text, &copy));
        copy = text;
        change(&copy, seed, 8); /* two words in a hundred */
        assert_true(are_copies(&text, &copy));
        copy = text;
        memmove(copy.items + 100, copy.items + 140, (copy.count - 140) * sizeof *copy.items); /* a paragraph less */
        copy.count -= 40;
        assert_true(are_copies(&text, &copy));
        copy = text_of(seed + 1000, 400);
        assert_false(are_copies(&text, &copy));
        memcpy(copy.items, text.items, 100 * sizeof *copy.items); /* the background of a story, in another one */
        assert_false(are_copies(&text, &copy));
    }
}

/* The same words about other numbers are another table. */
static void test_tables(void **state)
{
    (void)state;
    size_t same = 0;
    for (uint64_t seed = 0; seed < 200; seed++) {
        const struct words form = text_of(7, 80);
        struct words tables[2] = {form, form};
        struct random_source random = {seed};
        for (size_t i = 0; i < 80; i++) {
            char number[24];
            if (i % 4 == 3) continue;
            for (size_t j = 0; i % 4 == 0 && j < 2; j++)
                tables[j].items[i] = copy_word_hash(number, (size_t)snprintf(number, sizeof number, "%u", random_below(&random, 100000)));
        }
        same += are_copies(&tables[0], &tables[1]);
    }
    assert_int_equal(same, 0);
}

static void test_short_texts(void **state)
{
    (void)state;
    for (size_t count = 1; count < SHORT_WORDS; count++) {
        const struct words text = text_of(count, count);
        struct words copy = text;
        assert_true(are_copies(&text, &copy));
        copy.items[count / 2] = word_of(30000);
        assert_false(are_copies(&text, &copy));
        copy = text;
        copy.count--;
        assert_false(are_copies(&text, &copy));
    }
    const struct words nothing = {.count = 0};
    assert_false(are_copies(&nothing, &nothing));
}

/* A text of few words, with a long title, was taken for one of many: all of these were similar to one another. */
static void test_a_short_text_with_its_title(void **state)
{
    struct copy_sketch sketches[2];
    static const uint32_t places[SHORT_WORDS + 5];
    (void)state;
    for (uint32_t i = 0; i < 2; i++) {
        const uint32_t word = word_of(i);
        struct copy_signer signer;
        copy_signer_begin(&signer, true);
        copy_signer_add(&signer, &word, places, COUNT(places));
        copy_signer_end(&signer, &sketches[i]);
        assert_true(sketches[i].words < SHORT_WORDS);
    }
    assert_false(copy_sketches_similar(&sketches[0], &sketches[1]));
}

/* ---- Clusters ---- */

static void put(struct bench *bench, const struct words *words)
{
    assert_true(bench->count < ARTICLES_MAX);
    bench->sketches[bench->count++] = sketch_of(words);
}

static void find(struct bench *bench)
{
    assert_int_equal(copy_clusters_find(bench->sketches, bench->count, bench->next, NULL), NS_OK);
}

static bool are_together(const struct bench *bench, uint32_t a, uint32_t b)
{
    uint32_t at = a;
    do {
        if (at == b) return true;
        at = bench->next[at];
    } while (at != a);
    return false;
}

static void test_no_articles(void **state)
{
    struct bench *bench = *state;
    find(bench);
    put(bench, &(struct words){.count = 0});
    put(bench, &(struct words){.count = 0});
    find(bench);
    assert_int_equal(bench->next[0], 0);
    assert_int_equal(bench->next[1], 1);
}

/* Stories and their copies, in another order each time: each is with its own. */
static void test_stories(void **state)
{
    struct bench *bench = *state;
    enum { STORIES = 60, COPIES = 5 };
    for (uint32_t i = 0; i < STORIES * COPIES; i++) {
        const uint32_t story = i * 7 % STORIES;
        struct words text = text_of(story, 120 + story);
        if (i >= STORIES) change(&text, i, 2);
        put(bench, &text);
    }
    find(bench);
    for (uint32_t i = 0; i < bench->count; i++) {
        for (uint32_t j = 0; j < bench->count; j++)
            assert_int_equal(are_together(bench, i, j), i * 7 % STORIES == j * 7 % STORIES);
    }
}

/* Every one is a copy of the one before, but the story is another one in the end: no cluster has members that have nothing in common. */
static void test_a_chain_that_drifts(void **state)
{
    struct bench *bench = *state;
    struct words text = text_of(1, 200);
    for (uint32_t i = 0; i < 400; i++) {
        for (uint32_t j = 0; j < 10; j++)
            text.items[(i * 10 + j) % 200] = word_of(20000 + i * 10 + j);
        put(bench, &text);
    }
    find(bench);
    uint32_t clusters = 0;
    for (uint32_t i = 0; i < bench->count; i++) {
        uint32_t lowest = i, highest = i;
        for (uint32_t at = bench->next[i]; at != i; at = bench->next[at]) {
            lowest = at < lowest ? at : lowest;
            highest = at > highest ? at : highest;
        }
        assert_true(highest - lowest <= 20); /* behind that they share no word */
        clusters += lowest == i;
    }
    assert_in_range(clusters, 20, 200);
}

/* All the same, and none of them: neither is slow. */
static void test_time(void **state)
{
    struct bench *bench = *state;
    const double begin = seconds_now();
    const struct words text = text_of(1, 300);
    const struct copy_sketch sketch = sketch_of(&text);
    for (bench->count = 0; bench->count < ARTICLES_MAX; bench->count++)
        bench->sketches[bench->count] = sketch;
    find(bench);
    assert_true(are_together(bench, 0, ARTICLES_MAX - 1));
    for (uint32_t i = 0; i < ARTICLES_MAX; i++)
        bench->sketches[i].slots[i % SKETCH_SLOTS] ^= (uint8_t)(1 + i / SKETCH_SLOTS % 255);
    find(bench);
    assert_true(are_together(bench, 0, ARTICLES_MAX - 1));
    assert_true(seconds_now() - begin < 1 * slowdown());
}

/* Sketches of any bytes come to rings that are whole, and hold only such as are similar to one of them. */
static void test_random_sketches(void **state)
{
    struct bench *bench = *state;
    for (uint64_t round = 0; round < 30; round++) {
        struct random_source random = {environment_number("SEED", 20210304) + round};
        bench->count = 300;
        for (uint32_t i = 0; i < bench->count; i++) {
            struct copy_sketch *sketch = &bench->sketches[i];
            for (size_t j = 0; j < SKETCH_SLOTS; j++)
                sketch->slots[j] = (uint8_t)random_below(&random, 3);
            sketch->words = (uint32_t)random_magnitude(&random, 32);
        }
        find(bench);
        bool met[300] = {false};
        for (uint32_t i = 0; i < bench->count; i++) {
            assert_in_range(bench->next[i], 0, bench->count - 1);
            assert_false(met[bench->next[i]]);
            met[bench->next[i]] = true;
        }
    }
}

/* ---- The section ---- */

static void open_section(struct fixture *fixture, const void *data, size_t size)
{
    begin_section(fixture, fixture_path(fixture, "index"), SECTION_COPIES);
    assert_int_equal(index_file_put(fixture->writer, data, size, NULL), NS_OK);
    end_index_file(fixture, SECTION_COPIES + 1, NULL);
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, "index")), NS_OK);
}

static void test_section(void **state)
{
    static const uint32_t next[] = {0, 4, 6, 3, 5, 1, 2, 7};
    static const int64_t seconds[] = {0, COPY_UNDATED, 9, 0, 5, 5, 9, 0};
    static const uint8_t wanted[] = {2, 1, 1, 1, 2, 0, 0, 0, 1, 3};
    struct fixture *fixture = *state;
    struct copies copies = {0};
    struct copy_cluster cluster;
    struct buffer bytes = BUFFER_INIT;
    uint64_t count;
    assert_int_equal(copies_write(next, seconds, 8, &bytes, &count, NULL), NS_OK);
    assert_int_equal(count, 3);
    assert_int_equal(bytes.size, sizeof wanted);
    assert_memory_equal(bytes.data, wanted, sizeof wanted);
    open_section(fixture, bytes.data, bytes.size);
    buffer_release(&bytes);
    assert_int_equal(copies_read(fixture->file, 8, &copies, NULL), NS_OK);
    assert_int_equal(copies_count(&copies), 3);
    assert_false(copies_find(&copies, 0, &cluster));
    assert_true(copies_find(&copies, 5, &cluster));
    assert_int_equal(cluster.count, 3);
    assert_int_equal(cluster.members[0], 1);
    assert_int_equal(cluster.members[2], 5);
    assert_int_equal(cluster.first, 4);
    assert_true(copies_find(&copies, 2, &cluster));
    assert_int_equal(cluster.first, 2);
    copies_release(&copies);
}

/* Whatever stands there is read without harm, and what makes no sense is damage. */
static void test_damaged_section(void **state)
{
    static const struct {
        uint8_t bytes[9];
        size_t size;
    } cases[] = {
        {{0}, 0},                         /* nothing */
        {{0, 0}, 2},                      /* more than there should be */
        {{5}, 1},                         /* more clusters than articles can make */
        {{1, 0, 2, 0, 0}, 5},             /* the first is none of two */
        {{1, 0, 0, 7, 0}, 5},             /* beyond the last article */
        {{2, 0, 0, 0, 0, 0, 0, 1, 0}, 8}, /* an article in two */
        {{1, 9, 0, 0, 0}, 5},             /* cut off */
    };
    struct fixture *fixture = *state;
    struct ns_error err;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct copies copies = {0};
        open_section(fixture, cases[i].bytes, cases[i].size);
        assert_int_equal(copies_read(fixture->file, 8, &copies, &err), NS_ERR_CORRUPT);
        assert_non_null(strstr(err.msg, "copies"));
        copies_release(&copies);
        index_file_close(fixture->file);
        fixture->file = NULL;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_hashes),    cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_what_clients_do), cmocka_unit_test(test_tables),
        cmocka_unit_test(test_short_texts),     cmocka_unit_test(test_a_short_text_with_its_title),
        BENCH_TEST(test_no_articles),           BENCH_TEST(test_stories),
        BENCH_TEST(test_a_chain_that_drifts),   BENCH_TEST(test_time),
        BENCH_TEST(test_random_sketches),       FIXTURE_TEST(test_section),
        FIXTURE_TEST(test_damaged_section),
    };
    return cmocka_run_group_tests_name("near_copies", tests, NULL, NULL);
}
