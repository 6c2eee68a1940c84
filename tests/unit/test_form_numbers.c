/* test_form_numbers.c - numbers and rows against a plain list of both, and the section damaged. */
#include "tests/unit/index_fixture.h"

#include "index/form_numbers.h"

/* The first number of each tier: behind 192 codes of one byte and 64 times as many of two; and 64 times as many again. */
enum { TIER_3 = 12480, TIER_4 = 798912 };

struct list {
    uint32_t *numbers; /* of each row */
    uint64_t rows;
    uint32_t count; /* of numbers */
    struct form_numbers read;
};

static void release(void *own)
{
    struct list *list = own;
    free(list->numbers);
    free(list);
}

static int setup(void **state)
{
    if (fixture_setup(state) != 0) return -1;
    struct fixture *fixture = *state;
    fixture->own = calloc(1, sizeof(struct list));
    fixture->release = release;
    return fixture->own ? 0 : -1;
}

/* Ranks in random order for so many of the rows. */
static void make_ranks(struct list *list, struct random_source *random, uint64_t rows, uint32_t count)
{
    free(list->numbers);
    list->numbers = malloc((rows + 1) * sizeof *list->numbers);
    assert_non_null(list->numbers);
    list->rows = rows;
    list->count = count;
    for (uint64_t row = 0; row < rows; row++)
        list->numbers[row] = row < count ? (uint32_t)row : NO_NUMBER;
    for (uint64_t left = rows; left > 1; left--) {
        const uint64_t other = random_below(random, left);
        const uint32_t rank = list->numbers[left - 1];
        list->numbers[left - 1] = list->numbers[other];
        list->numbers[other] = rank;
    }
}

static unsigned tier_of(uint32_t number)
{
    return number < TIER_3 ? 0 : number < TIER_4 ? 1 : 2;
}

/* What form_numbers_settle() has to make of ranks: a number below 12,480 stays; the others ascend within their tier. */
static void settle_and_check(struct list *list)
{
    uint32_t *ranks = malloc((list->rows + 1) * sizeof *ranks);
    uint32_t next[] = {0, TIER_3, TIER_4};
    assert_non_null(ranks);
    memcpy(ranks, list->numbers, list->rows * sizeof *ranks);
    form_numbers_settle(list->numbers, list->rows, list->count);
    for (uint64_t row = 0; row < list->rows; row++) {
        const unsigned tier = tier_of(ranks[row]);
        const uint32_t wanted = ranks[row] == NO_NUMBER || tier == 0 ? ranks[row] : next[tier]++;
        if (list->numbers[row] != wanted) fail_msg("row %llu: %u, not %u", (unsigned long long)row, list->numbers[row], wanted);
    }
    free(ranks);
}

static void write_and_open(struct fixture *fixture)
{
    struct list *list = fixture->own;
    struct buffer *section = &fixture->bytes[0];
    section->size = 0;
    assert_int_equal(form_numbers_put(section, list->numbers, list->rows, list->count, NULL), NS_OK);
    begin_section(fixture, fixture_path(fixture, "index"), SECTION_FORM_ROWS);
    assert_int_equal(index_file_put(fixture->writer, section->data, section->size, NULL), NS_OK);
    end_index_file(fixture, SECTION_FORM_ROWS + 1, NULL);
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, "index")), NS_OK);
    assert_int_equal(form_numbers_open(fixture->file, list->rows, &list->read, NULL), NS_OK);
    assert_int_equal(list->read.count, list->count);
}

/* Every number leads to its row, and every row of no common number to its number. */
static void check_all(const struct list *list)
{
    struct block_numbers block;
    uint32_t found;
    for (uint64_t row = 0; row < list->rows; row++) {
        const uint32_t number = list->numbers[row];
        if (row % TABLE_BLOCK == 0) assert_int_equal(form_numbers_block(&list->read, row / TABLE_BLOCK, &block, NULL), NS_OK);
        const uint32_t wanted = form_number_is_common(number) ? NO_NUMBER : number;
        assert_int_equal(form_numbers_get(&list->read, &block, row % TABLE_BLOCK), wanted);
        if (number == NO_NUMBER) continue;
        assert_int_equal(form_numbers_row(&list->read, number, &found, NULL), NS_OK);
        assert_int_equal(found, row);
    }
    assert_int_equal(form_numbers_row(&list->read, list->count, &found, NULL), NS_ERR_CORRUPT);
    assert_int_equal(form_numbers_row(&list->read, NO_NUMBER, &found, NULL), NS_ERR_CORRUPT);
}

static void test_any_sizes(void **state)
{
    static const struct {
        uint64_t rows;
        uint32_t count;
    } sizes[] = {{0, 0},         {1, 0},         {1, 1},         {300, 255},     {12480, 12480}, {12481, 12481}, {12999, 12479},
                 {20000, 12480}, {20000, 12481}, {20000, 12482}, {20000, 20000}, {20224, 15000}, {40000, 14000}};
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        make_ranks(fixture->own, &random, sizes[i].rows, sizes[i].count);
        settle_and_check(fixture->own);
        write_and_open(fixture);
        check_all(fixture->own);
    }
    fixture_passed(fixture);
}

/* So many forms that some have codes of four bytes. */
static void test_two_tiers(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    make_ranks(fixture->own, &random, 1000000, 900000);
    settle_and_check(fixture->own);
    write_and_open(fixture);
    assert_int_equal(((struct list *)fixture->own)->read.tiers, 2);
    check_all(fixture->own);
    fixture_passed(fixture);
}

/* A tier whose rows all stand together, behind and before long stretches that have none of it. */
static void test_uneven_rows(void **state)
{
    struct fixture *fixture = *state;
    struct list *list = fixture->own;
    struct random_source random = {fixture_seed(fixture)};
    for (uint64_t begin = 0; begin <= 20000; begin += 10000) {
        make_ranks(list, &random, 0, 0);
        list->numbers = realloc(list->numbers, 40000 * sizeof *list->numbers);
        assert_non_null(list->numbers);
        list->rows = 40000;
        list->count = TIER_3 + 7000;
        for (uint64_t row = 0; row < list->rows; row++)
            list->numbers[row] = row >= begin && row < begin + list->count ? (uint32_t)(row - begin) : NO_NUMBER;
        settle_and_check(list);
        write_and_open(fixture);
        check_all(list);
    }
    fixture_passed(fixture);
}

/* The bytes of two common numbers, and of one behind all of them. */
static void test_layout(void **state)
{
    struct fixture *fixture = *state;
    struct buffer *section = &fixture->bytes[0];
    static const uint32_t few[] = {1, NO_NUMBER, 0};
    assert_int_equal(form_numbers_put(section, few, 3, 2, NULL), NS_OK);
    assert_int_equal(section->size, 12);
    assert_memory_equal(section->data, "\2\0\0\0\0\0\0\0\2\0\0\0", 12);
    uint32_t many[TIER_3 + 1];
    for (uint32_t row = 0; row <= TIER_3; row++)
        many[row] = row == 259 ? TIER_3 : row < 259 ? row : row - 1;
    section->size = 0;
    assert_int_equal(form_numbers_put(section, many, TIER_3 + 1, TIER_3 + 1, NULL), NS_OK);
    assert_int_equal(section->size, TIER_3 * 4 + 49 * 36 + 4);
    char group[2 * 36] = {0};
    memcpy(group, "\xc0\x30\0\0", 4);
    memcpy(group + 36, "\xc0\x30\0\0\x08", 5);
    assert_memory_equal(section->data + TIER_3 * 4, group, sizeof group);
    assert_memory_equal(section->data + section->size - 4, "\xc1\x30\0\0", 4);
}

/* ---- Damage ---- */

/* Give the section other bytes, under sums that are right, and ask for everything. Returns the answers that were refused. */
static size_t ask_changed(struct fixture *fixture, struct buffer *file, size_t at, uint8_t flip)
{
    struct list *list = fixture->own;
    const char *path = fixture_path(fixture, "changed");
    size_t refused = 0;
    file->data[at] = (char)(file->data[at] ^ flip);
    mend_sums(file);
    write_file(path, file->data, file->size);
    file->data[at] = (char)(file->data[at] ^ flip);
    assert_int_equal(open_index_file(fixture, path), NS_OK);
    if (form_numbers_open(fixture->file, list->rows, &list->read, NULL) != NS_OK) return 1;
    for (uint32_t number = 0; number < list->count; number++) {
        uint32_t row = 0;
        const ns_status status = form_numbers_row(&list->read, number, &row, NULL);
        assert_true(status == NS_OK || status == NS_ERR_CORRUPT);
        assert_true(row < list->rows);
        refused += status != NS_OK;
    }
    for (uint64_t row = 0; row < list->rows; row++) {
        struct block_numbers block;
        assert_int_equal(form_numbers_block(&list->read, row / TABLE_BLOCK, &block, NULL), NS_OK);
        const uint32_t number = form_numbers_get(&list->read, &block, row % TABLE_BLOCK);
        assert_true(number == NO_NUMBER || number < list->count);
    }
    return refused;
}

static void test_damaged_bytes(void **state)
{
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    struct buffer *file = &fixture->bytes[1];
    size_t size, refused = 0;
    make_ranks(fixture->own, &random, 16000, 15000);
    settle_and_check(fixture->own);
    write_and_open(fixture);
    read_file(fixture_path(fixture, "index"), file);
    const size_t begin = section_offset(file, SECTION_FORM_ROWS, &size);
    assert_int_equal(ask_changed(fixture, file, begin, 0), 0);
    for (int i = 0; i < 400 / FEWER; i++) {
        const size_t from = i % 2 ? begin : begin + TIER_3 * 4;
        const size_t at = from + random_below(&random, begin + size - from);
        refused += ask_changed(fixture, file, at, (uint8_t)(1 + random_below(&random, 255))) > 0;
    }
    assert_in_range(refused, 20 / FEWER, 400 / FEWER);
    for (size_t at = begin + size - 3; at < begin + size; at++)
        assert_int_equal(ask_changed(fixture, file, at, 0x40), 1); /* more numbers than rows */
    fixture_passed(fixture);
}

static void test_sections_that_do_not_fit(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        uint64_t rows;
    } sections[] = {{"", 0, 0},
                    {"\0\0\0", 3, 0},
                    {"\0\0\0\0\0", 5, 0},
                    {"\1\0\0\0", 4, 1},
                    {"\0\0\0\0\1\0\0\0", 8, 0},
                    {"\xff\xff\xff\xff", 4, 5},
                    {"\0\0\0\0", 4, NO_NUMBER}};
    struct fixture *fixture = *state;
    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        const char *path = fixture_path(fixture, "index");
        struct form_numbers numbers;
        struct ns_error err;
        begin_section(fixture, path, SECTION_FORM_ROWS);
        assert_int_equal(index_file_put(fixture->writer, sections[i].bytes, sections[i].size, NULL), NS_OK);
        end_index_file(fixture, SECTION_FORM_ROWS + 1, NULL);
        assert_int_equal(open_index_file(fixture, path), NS_OK);
        assert_int_equal(form_numbers_open(fixture->file, sections[i].rows, &numbers, &err), NS_ERR_CORRUPT);
        assert_non_null(strstr(err.msg, "section form_rows"));
    }
}

#define NUMBERS_TEST(test) cmocka_unit_test_setup_teardown(test, setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        NUMBERS_TEST(test_any_sizes), NUMBERS_TEST(test_two_tiers),     NUMBERS_TEST(test_uneven_rows),
        NUMBERS_TEST(test_layout),    NUMBERS_TEST(test_damaged_bytes), NUMBERS_TEST(test_sections_that_do_not_fit),
    };
    return cmocka_run_group_tests_name("form_numbers", tests, NULL, NULL);
}
