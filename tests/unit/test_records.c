/* test_records.c - passages and articles as rows, and back. */
#include "tests/unit/index_fixture.h"

#include "index/records.h"

/* ---- Zigzag ---- */

static void test_zigzag(void **state)
{
    (void)state;
    static const struct {
        int64_t value;
        uint64_t code;
    } rows[] = {
        {0, 0}, {-1, 1}, {1, 2}, {-2, 3}, {2, 4}, {INT64_MAX, UINT64_MAX - 1}, {INT64_MIN, UINT64_MAX}, {-62135596800, 124271193599}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_true(zigzag(rows[i].value) == rows[i].code);
        assert_true(unzigzag(rows[i].code) == rows[i].value);
    }
}

/* ---- Passages ---- */

enum { PASSAGES = 500 };

/* What is put of a passage. */
struct put_row {
    bool first; /* of its article */
    struct passage_row row;
};

static struct put_row *new_rows(struct fixture *fixture)
{
    fixture->own = calloc(PASSAGES, sizeof(struct put_row));
    fixture->release = free;
    assert_non_null(fixture->own);
    return fixture->own;
}

/* Rows as articles have them: each begins where the one before ended. Small ones have rows of about five bytes, as most have. */
static void invent_rows(struct random_source *random, struct put_row *rows, bool small)
{
    for (size_t i = 0; i < PASSAGES; i++) {
        struct passage_row *row = &rows[i].row;
        *row = (struct passage_row){0};
        rows[i].first = i == 0 || random_below(random, 4) == 0;
        if (i > 0) row->gaps_offset = rows[i - 1].row.gaps_offset + rows[i - 1].row.gaps_size;
        if (!rows[i].first) row->text_offset = rows[i - 1].row.text_offset + rows[i - 1].row.text_size;
        if (!rows[i].first) row->lines_before = rows[i - 1].row.lines_before + rows[i - 1].row.lines;
        row->gaps_size = random_magnitude(random, small ? 7 : 40);
        row->text_size = 1 + (uint32_t)random_magnitude(random, small ? 10 : 22);
        row->lines = (uint32_t)random_magnitude(random, small ? 5 : 22);
    }
}

static void open_rows(struct fixture *fixture, const struct put_row *rows, size_t count, struct table *table)
{
    struct table_writer writer = {0};
    for (size_t i = 0; i < count; i++)
        assert_int_equal(passage_put(&writer, rows[i].first, &rows[i].row, NULL), NS_OK);
    begin_section(fixture, fixture_path(fixture, "index"), SECTION_PASSAGES);
    assert_int_equal(table_put(&writer, fixture->writer, NULL), NS_OK);
    table_writer_release(&writer);
    end_index_file(fixture, SECTION_PASSAGES + 1, NULL);
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, "index")), NS_OK);
    assert_int_equal(table_open(fixture->file, SECTION_PASSAGES, table, NULL), NS_OK);
}

static void assert_row(struct passage_rows *rows, size_t number, const struct passage_row *wanted)
{
    const struct passage_row *found;
    assert_int_equal(passage_rows_get(rows, number, &found, NULL), NS_OK);
    assert_true(found->gaps_offset == wanted->gaps_offset && found->gaps_size == wanted->gaps_size);
    assert_int_equal(found->text_offset, wanted->text_offset);
    assert_int_equal(found->text_size, wanted->text_size);
    assert_int_equal(found->lines_before, wanted->lines_before);
    assert_int_equal(found->lines, wanted->lines);
}

static void test_random_passages(void **state)
{
    struct fixture *fixture = *state;
    struct put_row *put = new_rows(fixture);
    struct random_source random = {fixture_seed(fixture)};
    for (int round = 0; round < 5; round++) {
        struct table table;
        invent_rows(&random, put, round % 2);
        open_rows(fixture, put, PASSAGES, &table);
        assert_int_equal(table.count, PASSAGES);
        struct passage_rows rows = passage_rows_over(&table);
        for (size_t i = 0; i < 3 * PASSAGES; i++) { /* up, down, and in no order */
            const size_t pick = i < PASSAGES ? i : i < 2 * PASSAGES ? 2 * PASSAGES - 1 - i : random_below(&random, PASSAGES);
            assert_row(&rows, pick, &put[pick].row);
        }
    }
    fixture_passed(fixture);
}

/* The bytes that records.h draws: the place before the first of a block only, and a bit for the first of an article. */
static void test_passage_bytes(void **state)
{
    (void)state;
    const struct passage_row first = {9, 1, 7, 40, 3, 2}, second = {10, 0, 47, 30, 5, 1}, third = {10, 2, 0, 20, 0, 0};
    struct table_writer table = {0};
    assert_int_equal(passage_put(&table, false, &first, NULL), NS_OK);
    assert_int_equal(passage_put(&table, false, &second, NULL), NS_OK);
    assert_int_equal(passage_put(&table, true, &third, NULL), NS_OK);
    assert_int_equal(table.rows.buffer.size, 3 + 3 + 3 + 3);
    assert_memory_equal(table.rows.buffer.data,
                        "\11\7\3"
                        "\2\50\2"
                        "\0\36\1"
                        "\5\24\0",
                        12);
    table_writer_release(&table);
}

/* The size of gap codes shares its number with a bit. */
static void test_largest_passages(void **state)
{
    const struct passage_row largest = {UINT64_MAX, UINT64_MAX >> 1, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX};
    struct put_row put[] = {{true, largest}, {true, largest}, {false, largest}};
    put[1].row.gaps_offset = (UINT64_MAX >> 1) - 1; /* sums wrap round, as records.h does not say that they fit */
    put[1].row.text_offset = put[1].row.lines_before = 0;
    put[2].row.gaps_offset = UINT64_MAX - 2;
    struct table table;
    open_rows(*state, put, COUNT_OF(put), &table);
    struct passage_rows rows = passage_rows_over(&table);
    for (size_t i = 0; i < COUNT_OF(put); i++)
        assert_row(&rows, i, &put[i].row);
}

static void test_no_such_passage(void **state)
{
    const struct put_row put = {true, {.text_size = 1}};
    const struct passage_row *found;
    struct table table;
    struct ns_error err;
    open_rows(*state, &put, 1, &table);
    struct passage_rows rows = passage_rows_over(&table);
    for (int i = 0; i < 2; i++) {
        assert_row(&rows, 0, &put.row);
        assert_int_equal(passage_rows_get(&rows, 1, &found, &err), NS_ERR_ARG);
        assert_string_equal(err.msg, "passage 1: there is none");
        assert_int_equal(passage_rows_get(&rows, UINT64_MAX, &found, NULL), NS_ERR_ARG);
    }
    open_rows(*state, NULL, 0, &table);
    rows = passage_rows_over(&table);
    assert_int_equal(passage_rows_get(&rows, 0, &found, NULL), NS_ERR_ARG);
}

/* A row that is cut off fails, and those before it do not, whichever was asked for first. */
static void test_passage_cut_off(void **state)
{
    struct fixture *fixture = *state;
    const struct put_row put[2] = {{true, {.text_size = 5}}, {true, {.text_size = 300}}};
    const struct passage_row *found;
    struct buffer *file = &fixture->bytes[0];
    struct table table;
    struct ns_error err;
    open_rows(fixture, put, COUNT_OF(put), &table);
    read_file(fixture_path(fixture, "index"), file);
    size_t size;
    const size_t offset = section_offset(file, SECTION_PASSAGES, &size);
    file->data[offset + size - 9 - 1 - 1] = (char)0x80; /* the last byte of the rows */
    mend_sums(file);
    write_file(fixture_path(fixture, "changed"), file->data, file->size);
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, "changed")), NS_OK);
    assert_int_equal(table_open(fixture->file, SECTION_PASSAGES, &table, NULL), NS_OK);
    struct passage_rows rows = passage_rows_over(&table);
    for (int i = 0; i < 2; i++) {
        assert_row(&rows, 0, &put[0].row);
        assert_int_equal(passage_rows_get(&rows, 1, &found, &err), NS_ERR_CORRUPT);
        assert_non_null(strstr(err.msg, "a row is cut off"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zigzag),       FIXTURE_TEST(test_random_passages), cmocka_unit_test(test_passage_bytes),
        FIXTURE_TEST(test_largest_passages), FIXTURE_TEST(test_no_such_passage), FIXTURE_TEST(test_passage_cut_off),
    };
    return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
