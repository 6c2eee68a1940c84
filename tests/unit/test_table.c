/* test_table.c - numbered rows in blocks, front coding, and tables that are damaged. */
#include "tests/unit/index_fixture.h"

#include "index/table.h"

/* The section that the tables of these tests stand in. */
#define SECTION SECTION_STEMS

static size_t row_text(char out[32], uint64_t row)
{
    return (size_t)snprintf(out, 32, "%06llu-%llu", (unsigned long long)(row / 3), (unsigned long long)row);
}

/* Write an index file with a table of so many rows, each a front-coded string. */
static void write_table(struct fixture *fixture, uint64_t count)
{
    struct table_writer table = {0};
    char before[32], text[32];
    size_t before_len = 0;
    for (uint64_t row = 0; row < count; row++) {
        bool first;
        const size_t length = row_text(text, row);
        assert_int_equal(table_begin_row(&table, &first, NULL), NS_OK);
        assert_int_equal(first, row % TABLE_BLOCK == 0);
        assert_int_equal(front_put(&table.rows.buffer, first, before, before_len, text, length, NULL), NS_OK);
        memcpy(before, text, length);
        before_len = length;
    }
    assert_int_equal(table.count, count);
    begin_section(fixture, fixture_path(fixture, "index"), SECTION);
    assert_int_equal(table_put(&table, fixture->writer, NULL), NS_OK);
    table_writer_release(&table);
    assert_null(table.rows.buffer.data);
    end_index_file(fixture, SECTION + 1, NULL);
}

static void check_table(struct fixture *fixture, uint64_t count)
{
    write_table(fixture, count);
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, "index")), NS_OK);
    struct table table;
    assert_int_equal(table_open(fixture->file, SECTION, &table, NULL), NS_OK);
    assert_int_equal(table.count, count);
    assert_int_equal(table_blocks(&table), (count + TABLE_BLOCK - 1) / TABLE_BLOCK);
    struct buffer *text = &fixture->bytes[0];
    struct cursor cursor = {0};
    for (uint64_t row = 0; row < count; row++) {
        char wanted[32];
        if (row % TABLE_BLOCK == 0) {
            assert_ptr_equal(cursor.at, cursor.end); /* the block before held these rows and nothing else */
            assert_int_equal(table_block(&table, row / TABLE_BLOCK, &cursor, NULL), NS_OK);
            text->size = 0;
        }
        assert_int_equal(front_get(&cursor, text, NULL), NS_OK);
        assert_false(cursor.failed);
        assert_int_equal(text->size, row_text(wanted, row));
        assert_memory_equal(text->data, wanted, text->size);
    }
    assert_ptr_equal(cursor.at, cursor.end);
}

static void test_tables_of_all_sizes(void **state)
{
    static const uint64_t counts[] = {0, 1, 15, 16, 17, 31, 32, 33, 1000};
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        check_table(*state, counts[i]);
}

/* ---- Front coding ---- */

static void test_front_coding(void **state)
{
    struct fixture *fixture = *state;
    struct buffer *rows = &fixture->bytes[0];
    struct buffer *text = &fixture->bytes[1];
    static const char *const strings[] = {"", "a", "a", "ab", "abcdef", "abx", "b", "", "caf\xc3\xa9", "caf\xc3\xa8"};
    for (size_t i = 0; i < COUNT_OF(strings); i++) {
        const char *before = i ? strings[i - 1] : "anything";
        assert_int_equal(front_put(rows, i == 0, before, strlen(before), strings[i], strlen(strings[i]), NULL), NS_OK);
    }
    assert_memory_equal(rows->data,
                        "\x00"
                        "\x10"
                        "a"
                        "\x01"
                        "\x11"
                        "b"
                        "\x42"
                        "cdef"
                        "\x12"
                        "x"
                        "\x10"
                        "b"
                        "\x00",
                        1 + 2 + 1 + 2 + 5 + 2 + 2 + 1);
    struct cursor cursor = cursor_over(rows->data, rows->size);
    for (size_t i = 0; i < COUNT_OF(strings); i++) {
        assert_int_equal(front_get(&cursor, text, NULL), NS_OK);
        assert_int_equal(text->size, strlen(strings[i]));
        if (text->size) assert_memory_equal(text->data, strings[i], text->size);
    }
    assert_false(cursor.failed);
    assert_ptr_equal(cursor.at, cursor.end);
}

/* More shared than there is, and a rest that is not there. */
static void test_damaged_front_coding(void **state)
{
    struct fixture *fixture = *state;
    struct buffer *text = &fixture->bytes[0];
    static const char *const rows[] = {"\x14x", "\x21x", "\xf1\xff", "\xff", "\xff\1\1", ""};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text->size = 0;
        assert_int_equal(buffer_append(text, "abc", 3, NULL), NS_OK);
        struct cursor cursor = cursor_over(rows[i], strlen(rows[i]));
        assert_int_equal(front_get(&cursor, text, NULL), NS_OK);
        assert_true(cursor.failed);
        assert_true(text->size <= 3);
    }
}

/* ---- Damage ---- */

/* Read what can be read of a table. Returns what is wrong. */
static ns_status read_table(struct fixture *fixture)
{
    struct table table;
    ns_status status = table_open(fixture->file, SECTION, &table, NULL);
    const uint64_t blocks = status == NS_OK ? table_blocks(&table) : 0;
    struct buffer *text = &fixture->bytes[1];
    for (uint64_t block = 0; status == NS_OK && block < blocks; block++) {
        struct cursor cursor;
        status = table_block(&table, block, &cursor, NULL);
        text->size = 0;
        for (uint64_t row = block * TABLE_BLOCK; status == NS_OK && row < table.count && row / TABLE_BLOCK == block; row++) {
            assert_int_equal(front_get(&cursor, text, NULL), NS_OK);
            if (cursor.failed) status = NS_ERR_CORRUPT;
        }
    }
    return status;
}

/* Give the table's section other bytes, under sums that are right, and read it. */
static ns_status read_changed(struct fixture *fixture, struct buffer *file, size_t at, uint8_t flip)
{
    const char *path = fixture_path(fixture, "changed");
    file->data[at] = (char)(file->data[at] ^ flip);
    mend_sums(file);
    write_file(path, file->data, file->size);
    assert_int_equal(open_index_file(fixture, path), NS_OK);
    const ns_status status = read_table(fixture);
    file->data[at] = (char)(file->data[at] ^ flip);
    return status;
}

/* Any byte may be wrong, and the sums right: there is an answer or a failure, and nothing outside is touched. */
static void test_every_byte_damaged(void **state)
{
    struct fixture *fixture = *state;
    struct buffer *file = &fixture->bytes[0];
    static const uint8_t flips[] = {0x01, 0x10, 0x80, 0xff};
    size_t corrupt = 0;
    write_table(fixture, 40);
    read_file(fixture_path(fixture, "index"), file);
    size_t size;
    const size_t begin = section_offset(file, SECTION, &size);
    for (size_t at = begin; at < begin + size; at++) {
        for (size_t flip = 0; flip < COUNT_OF(flips); flip++) {
            const ns_status status = read_changed(fixture, file, at, flips[flip]);
            assert_true(status == NS_OK || status == NS_ERR_CORRUPT);
            corrupt += status == NS_ERR_CORRUPT;
        }
    }
    assert_in_range(corrupt, size / 2, size * COUNT_OF(flips));
    assert_int_equal(read_changed(fixture, file, begin, 0), NS_OK);
}

/* The offsets of the blocks, their width and the number of rows, one by one. */
static void test_damaged_places(void **state)
{
    struct fixture *fixture = *state;
    struct buffer *file = &fixture->bytes[0];
    write_table(fixture, 40);
    read_file(fixture_path(fixture, "index"), file);
    size_t size;
    const size_t end = section_offset(file, SECTION, &size) + size;
    assert_int_equal(file->data[end - 9], 1);                                     /* the rows are shorter than 256 bytes */
    assert_int_equal(read_changed(fixture, file, end - 1, 0x80), NS_ERR_CORRUPT); /* rows beyond all reason */
    assert_int_equal(read_changed(fixture, file, end - 7, 0x01), NS_ERR_CORRUPT); /* 296 rows */
    assert_int_equal(read_changed(fixture, file, end - 8, 0x08),
                     NS_ERR_CORRUPT); /* 32 rows: the blocks are not where they are looked for */
    assert_int_equal(read_changed(fixture, file, end - 9, 0x01), NS_ERR_CORRUPT);  /* offsets of no bytes */
    assert_int_equal(read_changed(fixture, file, end - 9, 0x03), NS_ERR_CORRUPT);  /* of 2 */
    assert_int_equal(read_changed(fixture, file, end - 9, 0x08), NS_ERR_CORRUPT);  /* of 9 */
    assert_int_equal(read_changed(fixture, file, end - 9, 0xff), NS_ERR_CORRUPT);  /* of 254 */
    assert_int_equal(read_changed(fixture, file, end - 10, 0x80), NS_ERR_CORRUPT); /* the last block elsewhere */
    assert_int_equal(read_changed(fixture, file, end - 12, 0xff), NS_ERR_CORRUPT); /* the first block not at the beginning */
}

/* A block that ends among the offsets: it alone is refused. */
static void test_block_that_ends_behind_the_rows(void **state)
{
    struct fixture *fixture = *state;
    struct buffer *file = &fixture->bytes[0];
    struct table table;
    struct cursor cursor;
    size_t size;
    write_table(fixture, 40);
    read_file(fixture_path(fixture, "index"), file);
    const size_t begin = section_offset(file, SECTION, &size);
    const size_t rows = size - 9 - 3;
    file->data[begin + rows + 1] = (char)(rows + 1);
    mend_sums(file);
    write_file(fixture_path(fixture, "changed"), file->data, file->size);
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, "changed")), NS_OK);
    assert_int_equal(table_open(fixture->file, SECTION, &table, NULL), NS_OK);
    assert_int_equal(table_block(&table, 0, &cursor, NULL), NS_ERR_CORRUPT);
    assert_int_equal(table_block(&table, 1, &cursor, NULL), NS_ERR_CORRUPT);
    assert_int_equal(table_block(&table, 2, &cursor, NULL), NS_OK);
}

/* Offsets have as many bytes as the rows need: the last ones are at the end of the section but for what stands behind all of them. */
static void test_width_of_offsets(void **state)
{
    static const uint64_t counts[] = {1, 40, 1000, 16000};
    struct fixture *fixture = *state;
    unsigned widest = 0;
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        struct table table;
        uint8_t last[8] = {0};
        const uint8_t *data;
        check_table(fixture, counts[i]);
        assert_int_equal(table_open(fixture->file, SECTION, &table, NULL), NS_OK);
        assert_true(table.width == 1 || table.size >> (8 * (table.width - 1)) > 0);
        assert_int_equal(table.size >> (8 * table.width), 0);
        assert_int_equal(index_file_section_size(fixture->file, SECTION), table.size + table_blocks(&table) * table.width + 9);
        const uint64_t offset = table.size + (table_blocks(&table) - 1) * table.width;
        assert_int_equal(index_file_bytes(fixture->file, SECTION, offset, table.width, &data, NULL), NS_OK);
        memcpy(last, data, table.width);
        assert_true(load_u64(last) < table.size);
        if (table.width > widest) widest = table.width;
    }
    assert_int_equal(widest, 3);
}

static void test_sections_that_are_no_tables(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *bytes;
        size_t size;
    } rows[] = {{"", 0},
                {"\1\0\0\0\0\0\0\0", 8},
                {"\0\0\0\0\0\0\0\0\0", 9},
                {"\1\1\0\0\0\0\0\0\0", 9},
                {"\0\0\0\0\0\0\0\0\10\40\0\0\0\0\0\0\0", 17},
                {"\1\xff\xff\xff\xff\xff\xff\xff\xff", 9},
                {"\10\0\0\0\0\0\0\0\x80", 9}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *path = fixture_path(fixture, "index");
        struct table table;
        struct ns_error err;
        begin_section(fixture, path, SECTION);
        assert_int_equal(index_file_put(fixture->writer, rows[i].bytes, rows[i].size, NULL), NS_OK);
        end_index_file(fixture, SECTION + 1, NULL);
        assert_int_equal(open_index_file(fixture, path), NS_OK);
        assert_int_equal(table_open(fixture->file, SECTION, &table, &err), NS_ERR_CORRUPT);
        assert_non_null(strstr(err.msg, "section stems"));
        assert_non_null(strstr(err.msg, path));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_tables_of_all_sizes),  FIXTURE_TEST(test_front_coding),
        FIXTURE_TEST(test_damaged_front_coding), FIXTURE_TEST(test_every_byte_damaged),
        FIXTURE_TEST(test_damaged_places),       FIXTURE_TEST(test_block_that_ends_behind_the_rows),
        FIXTURE_TEST(test_width_of_offsets),     FIXTURE_TEST(test_sections_that_are_no_tables),
    };
    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
