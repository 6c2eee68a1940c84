/* test_shim_lists_damaged.c - posting lists from bytes that are damaged, forged or not vouched for: a failure that says so, or an answer
 * that goes forward; nothing is looked at that is outside the bytes or was not vouched for, and everything comes to an end.
 *
 * The bytes are in memory of just their size, so that a tool that watches memory sees what is read behind them. */
#include "tests/unit/lists_fixture.h"

/* ---- What is damaged ---- */

/* Lists of one chunk and of many, cut ones too, over leaves and a level or two above them. */
static void make_collection(struct lists_fixture *f, struct random_source *random)
{
    static const uint32_t gaps[] = {1, 2, 7, 300};
    char name[240];
    f->made.documents = 9000;
    for (uint32_t i = 0; i < 80; i++) {
        memset(name, 'a' + (int)(i % 20), sizeof name);
        make_term(&f->made, name, i < 60 ? sizeof name - i / 20 : 1 + i % 3);
        const uint32_t gap = i % 16 ? 2000 : gaps[i / 16 % COUNT(gaps)];
        for (uint32_t document = random_below(random, gap); document < f->made.documents; document += 1 + random_below(random, gap))
            make_entry(&f->made, document, 1 + random_below(random, i % 5 ? 100 : 40000));
    }
}

static void write_collection(struct lists_fixture *f, struct random_source *random)
{
    make_collection(f, random);
    open_made(f);
    assert_pieces(f, 5);
    assert_in_range(tree_level(f), 1, 2);
}

/* ---- Reading all of it ---- */

enum { SEEKS = 400, VOUCHED_MOST = 100000 };

/* The only failure that there may be is damage, which is told. */
static bool is_answer(struct fixture *shim, xap_status status)
{
    if (status == XAP_OK) return true;
    assert_failed(shim, status, XAP_ERR_CORRUPT);
    return false;
}

static bool check_list(struct lists_fixture *f, const struct made_term *term, struct random_source *random)
{
    xap_list list;
    struct fixture *shim = f->shim;
    const uint32_t documents = xap_lists_counts(f->lists).documents, stride = 1u << random_below(random, 14);
    if (!is_answer(shim, xap_list_open(f->lists, term->name, term->len, &list, &shim->err))) return false;
    assert_true(list.entry.document == XAP_END || list.entry.document < documents);
    for (int i = 0; i < SEEKS && list.entry.document != XAP_END; i++) {
        const uint32_t before = list.entry.document, wanted = before + 1 + random_below(random, stride);
        const uint64_t vouched = f->vouched;
        if (!is_answer(shim, xap_list_seek(&list, wanted, &shim->err))) return false;
        assert_true(list.entry.document >= wanted);
        assert_true(list.entry.document == XAP_END || list.entry.document < documents);
        assert_true(f->vouched - vouched < VOUCHED_MOST);
    }
    return is_answer(shim, xap_list_seek(&list, XAP_END, &shim->err));
}

/* Whether the tree is found to be in order; whether it is or not, going over all lists comes to an end, and goes up. */
static bool walk_lists(struct lists_fixture *f)
{
    struct fixture *shim = f->shim;
    xap_walk walk;
    bool end = false, refused = false;
    const bool sound = is_answer(shim, xap_lists_check(f->lists, &shim->err));
    const uint32_t documents = xap_lists_counts(f->lists).documents;
    xap_walk_begin(f->lists, &walk);
    while (!refused && !end) {
        refused = !is_answer(shim, xap_walk_next(&walk, &end, &shim->err));
        for (xap_list *list = &walk.list; !refused && !end && list->entry.document != XAP_END;) {
            const uint32_t before = list->entry.document;
            assert_true(before < documents);
            if (!xap_list_step(list)) refused = !is_answer(shim, xap_list_seek(list, before + 1, &shim->err));
            assert_true(refused || list->entry.document > before);
        }
        if (!sound) break; /* it might go round */
    }
    return sound && !refused;
}

/* Every term, and some that are not there. Returns whether nothing was refused. */
static bool check_lists(struct lists_fixture *f, struct random_source *random)
{
    static const struct made_term others[] = {{"\1", 1, 0, 0}, {"ab", 2, 0, 0}, {"zzzzz", 5, 0, 0}, {"\xff", 1, 0, 0}};
    bool whole = true;
    for (size_t i = 0; i < f->made.term_count; i++)
        whole = check_list(f, &f->made.terms[i], random) && whole;
    for (size_t i = 0; i < COUNT(others); i++)
        whole = check_list(f, &others[i], random) && whole;
    return walk_lists(f) && whole;
}

/* A copy of the bytes, or of the first of them. */
static uint8_t *copy_bytes(const struct lists_fixture *f, uint64_t size)
{
    uint8_t *copy = malloc((size_t)size + (size == 0));
    assert_non_null(copy);
    memcpy(copy, f->data, (size_t)size);
    return copy;
}

/* Open bytes and read everything in them. Returns whether nothing was refused. */
static bool check_bytes(struct lists_fixture *f, const uint8_t *data, uint64_t size, struct random_source *random)
{
    if (!is_answer(f->shim, open_bytes(f, data, size))) {
        assert_null(f->lists);
        return false;
    }
    return check_lists(f, random);
}

/* ---- Random damage ---- */

/* Change a byte of some kind: of the header, of what a block begins with, of an item's first bytes, or any. */
static void change_byte(uint8_t *data, uint64_t size, struct random_source *random)
{
    uint64_t block = BLOCK_SIZE * (1 + random_below(random, (uint32_t)(size / BLOCK_SIZE) - 1));
    uint64_t at = random_below(random, (uint32_t)size);
    switch (random_below(random, 5)) {
    case 0:
        at = random_below(random, 100);
        break;
    case 1:
        at = block + random_below(random, 11);
        break;
    case 2:
        at = block + 11 + random_below(random, 2 + (uint32_t)(data[block + 9] << 8 | data[block + 10]) % 600);
        break;
    case 3:
        at = block + (data[block + 11] << 8 | data[block + 12]) % BLOCK_SIZE + random_below(random, 8) % 8;
        break;
    default:
        break;
    }
    if (at >= size) at = size - 1;
    data[at] = random_below(random, 2) ? (uint8_t)random_next(random) : (uint8_t)(data[at] ^ 1u << random_below(random, 8));
}

static void test_changed_bytes(void **state)
{
    struct lists_fixture *f = *state;
    struct random_source random = {f->shim->seed = environment_number("SEED", 20210304)};
    size_t refused = 0;
    const size_t rounds = 4000 / FEWER;
    write_collection(f, &random);
    assert_true(check_bytes(f, f->data, f->size, &random));
    alarm(120 * SLOWDOWN); /* a loop without end is a failure too */
    for (size_t round = 0; round < rounds; round++) {
        uint8_t *copy = copy_bytes(f, f->size);
        for (uint32_t left = 1 + random_below(&random, 6); left > 0; left--)
            change_byte(copy, f->size, &random);
        refused += !check_bytes(f, copy, f->size, &random);
        free(copy);
    }
    alarm(0);
    assert_in_range(refused, rounds / 4, rounds);
    f->shim->seed = 0;
}

/* A file of any length, of which the header is whole or not. */
static void test_cut_off(void **state)
{
    struct lists_fixture *f = *state;
    struct random_source random = {f->shim->seed = environment_number("SEED", 20210304)};
    write_collection(f, &random);
    for (int round = 0; round < 600 / FEWER; round++) {
        const uint64_t size = random_below(&random, round % 3 ? (uint32_t)f->size : 300);
        uint8_t *copy = copy_bytes(f, size);
        assert_false(check_bytes(f, copy, size, &random));
        free(copy);
    }
    f->shim->seed = 0;
}

/* Blocks that are whole, each in the place of another. */
static void test_blocks_in_disorder(void **state)
{
    struct lists_fixture *f = *state;
    struct random_source random = {f->shim->seed = environment_number("SEED", 20210304)};
    write_collection(f, &random);
    const uint32_t blocks = (uint32_t)(f->size / BLOCK_SIZE);
    size_t refused = 0;
    alarm(120 * SLOWDOWN);
    for (int round = 0; round < 300 / FEWER; round++) {
        uint8_t *copy = copy_bytes(f, f->size);
        for (uint32_t left = 1 + random_below(&random, 5); left > 0; left--)
            memcpy(copy + (uint64_t)BLOCK_SIZE * (1 + random_below(&random, blocks - 1)),
                   f->data + (uint64_t)BLOCK_SIZE * (1 + random_below(&random, blocks - 1)), BLOCK_SIZE);
        refused += !check_bytes(f, copy, f->size, &random);
        free(copy);
    }
    alarm(0);
    assert_true(refused > 100 / FEWER);
    f->shim->seed = 0;
}

/* ---- Headers ---- */

/* Damage in the parts of a header that say what kind of file this is is told when it is opened. */
static void test_headers(void **state)
{
    struct lists_fixture *f = *state;
    struct fixture *shim = f->shim;
    open_both(f, write_file(shim, animals, COUNT(animals)));
    for (uint32_t at = 0; at < 16; at++) {
        f->data[at] ^= 1;
        assert_failed(shim, open_bytes(f, f->data, f->size), XAP_ERR_CORRUPT);
        assert_null(f->lists);
        f->data[at] ^= 1;
    }
    const uint8_t shape = f->data[34], units = f->data[36];
    for (int level = 10; level < 32; level++) {
        f->data[34] = (uint8_t)(level << 2);
        assert_failed(shim, open_bytes(f, f->data, f->size), XAP_ERR_CORRUPT);
    }
    f->data[34] = shape | 1; /* the tree has no root */
    assert_failed(shim, open_bytes(f, f->data, f->size), XAP_ERR_CORRUPT);
    f->data[34] = shape;
    for (uint8_t other = 0; other < 128; other++) {
        f->data[36] = other;
        const xap_status wanted = other == 0 || other > 32 || (other & (other - 1)) ? XAP_ERR_CORRUPT : XAP_OK;
        const xap_status status = open_bytes(f, f->data, f->size);
        if (wanted == XAP_OK) assert_ok(shim, status);
        if (wanted != XAP_OK) assert_failed(shim, status, wanted);
    }
    f->data[36] = units;
    assert_ok(shim, open_bytes(f, f->data, f->size));
    assert_failed(shim, open_bytes(f, f->data, 2047), XAP_ERR_CORRUPT);
    assert_null(f->lists);
}

/* ---- Trees that would take for ever ---- */

static void put_big(uint8_t *at, uint32_t value, int size)
{
    for (int i = size; i > 0; i--, value >>= 8)
        at[i - 1] = (uint8_t)value;
}

/* A block whose directory names one item, and then another again and again, as often as there is room. */
static void forge_block(uint8_t *block, uint8_t level, const uint8_t first[10], const uint8_t other[10])
{
    const uint32_t begin = BLOCK_SIZE - 20, end = (begin - 11) / 2 * 2 + 11;
    memset(block, 0, BLOCK_SIZE);
    block[4] = level;
    put_big(block + 9, end, 2);
    for (uint32_t at = 11; at < end; at += 2)
        put_big(block + at, at == 11 ? begin : begin + 10, 2);
    memcpy(block + begin, first, 10);
    memcpy(block + begin + 10, other, 10);
}

/* Each block of a level has one and the same child several thousand times, so that there are more ways down than can be gone. By their
 * dividing keys the first one is the way to what is asked for; the leaf has only entries that come before that, or pieces of them. */
static void forge_tree(uint8_t *data, uint32_t levels, bool pieces)
{
    static const uint8_t entry[10] = {0x60, 7, 3, 'a', 'a', 'a', 0, 2, 0, 0}, piece[10] = {0, 7, 3, 'a', 'a', 'a', 0, 2, 0, 0};
    forge_block(data + BLOCK_SIZE, 0, entry, pieces ? piece : entry);
    for (uint32_t level = 1; level < levels; level++) {
        uint8_t branch[10] = {0, 0, 0, 0, 3, 'z', 'z', 'z', 0, 1};
        put_big(branch, level, 4); /* the block of the level below */
        forge_block(data + (uint64_t)BLOCK_SIZE * (level + 1), (uint8_t)level, branch, branch);
    }
}

static void test_trees_without_end(void **state)
{
    enum { LEVELS = 10 };
    struct lists_fixture *f = *state;
    struct fixture *shim = f->shim;
    static const char *const words[] = {"aa", "aaa", "aaaa", "b", "zzz", "\xff"};
    open_both(f, write_file(shim, animals, COUNT(animals)));
    uint8_t *data = calloc(LEVELS + 1, BLOCK_SIZE);
    assert_non_null(data);
    memcpy(data, f->data, BLOCK_SIZE);
    free(f->data);
    f->data = data; /* released with the fixture */
    alarm(20 * SLOWDOWN);
    for (uint8_t levels = 1; levels <= LEVELS; levels++) {
        data[33] = levels;                       /* the root */
        data[34] = (uint8_t)((levels - 1) << 2); /* its level */
        data[40] = LEVELS + 1;                   /* the blocks of the file, in what is said of free ones */
        for (int pieces = 0; pieces < 2; pieces++) {
            forge_tree(data, levels, pieces);
            assert_ok(shim, open_bytes(f, data, (uint64_t)BLOCK_SIZE * (LEVELS + 1)));
            for (size_t i = 0; i < COUNT(words); i++) {
                xap_list list;
                is_answer(shim, xap_list_open(f->lists, words[i], strlen(words[i]), &list, &shim->err));
            }
        }
    }
    alarm(0);
    assert_true(f->vouched < VOUCHED_MOST);
}

/* ---- Bytes that are not vouched for ---- */

/* A copy of the bytes of which no page can be read but those vouched for. */
struct guarded {
    uint8_t *data;
    uint64_t size;
    uint64_t refused; /* the place of a block that is not vouched for; 0: none */
    size_t asked;
};

static void guard_bytes(struct guarded *guarded, const struct lists_fixture *f)
{
    *guarded = (struct guarded){.size = f->size};
    guarded->data = mmap(NULL, (size_t)f->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(guarded->data != MAP_FAILED);
    memcpy(guarded->data, f->data, (size_t)f->size);
    assert_int_equal(mprotect(guarded->data, (size_t)f->size, PROT_NONE), 0);
}

static bool vouch_by_page(void *context, uint64_t offset, uint64_t size)
{
    struct guarded *guarded = context;
    const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    guarded->asked++;
    assert_true(offset <= guarded->size && size <= guarded->size - offset);
    if (guarded->refused > 0 && offset == guarded->refused) return false;
    const uint64_t begin = offset / page * page;
    assert_int_equal(mprotect(guarded->data + begin, (size_t)(offset + size - begin), PROT_READ), 0);
    return true;
}

static void open_guarded(struct lists_fixture *f, struct guarded *guarded)
{
    xap_lists_free(f->lists);
    const xap_bytes bytes = {.data = guarded->data, .size = guarded->size, .vouch = vouch_by_page, .context = guarded};
    assert_ok(f->shim, xap_lists_open(&bytes, &f->lists, &f->shim->err));
}

/* Opening and each list look at what was vouched for and at nothing else: it could not be read. */
static void test_only_what_is_vouched_for(void **state)
{
    struct lists_fixture *f = *state;
    struct random_source random = {f->shim->seed = environment_number("SEED", 20210304)};
    write_collection(f, &random);
    for (size_t i = 0; i < f->made.term_count; i++) {
        struct guarded guarded;
        guard_bytes(&guarded, f);
        open_guarded(f, &guarded);
        assert_int_equal(guarded.asked, 1);
        assert_true(check_list(f, &f->made.terms[i], &random));
        assert_true(guarded.asked > tree_level(f));
        munmap(guarded.data, (size_t)guarded.size);
    }
    f->shim->seed = 0;
}

/* A block that is not vouched for is damage to those lists that need it, and to no other. */
static void test_blocks_not_vouched_for(void **state)
{
    struct lists_fixture *f = *state;
    struct random_source random = {f->shim->seed = environment_number("SEED", 20210304)};
    write_collection(f, &random);
    for (uint64_t block = BLOCK_SIZE; block < f->size; block += BLOCK_SIZE) {
        struct guarded guarded;
        size_t refused = 0;
        guard_bytes(&guarded, f);
        guarded.refused = block;
        open_guarded(f, &guarded);
        for (size_t i = 0; i < f->made.term_count; i++)
            refused += !check_list(f, &f->made.terms[i], &random);
        if (f->data[block + 4] == tree_level(f)) assert_int_equal(refused, f->made.term_count); /* the root */
        if (f->data[block + 4] == 0) assert_true(refused < f->made.term_count);
        munmap(guarded.data, (size_t)guarded.size);
    }
    f->shim->seed = 0;
}

static bool vouch_for_none(void *context, uint64_t offset, uint64_t size)
{
    (void)context, (void)offset, (void)size;
    return false;
}

static void test_header_not_vouched_for(void **state)
{
    struct lists_fixture *f = *state;
    xap_lists *lists = (xap_lists *)f;
    open_both(f, write_file(f->shim, animals, COUNT(animals)));
    const xap_bytes bytes = {.data = f->data, .size = f->size, .vouch = vouch_for_none};
    assert_failed(f->shim, xap_lists_open(&bytes, &lists, &f->shim->err), XAP_ERR_CORRUPT);
    assert_null(lists);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LISTS_TEST(test_changed_bytes),
        LISTS_TEST(test_cut_off),
        LISTS_TEST(test_blocks_in_disorder),
        LISTS_TEST(test_headers),
        LISTS_TEST(test_only_what_is_vouched_for),
        LISTS_TEST(test_blocks_not_vouched_for),
        LISTS_TEST(test_header_not_vouched_for),
        LISTS_TEST(test_trees_without_end),
    };
    return cmocka_run_group_tests_name("shim_lists_damaged", tests, NULL, NULL);
}
