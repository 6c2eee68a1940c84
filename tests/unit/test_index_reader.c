/* test_index_reader.c - indexes that are damaged although all their sums are right: the reader trusts nothing that it finds. */
#include "tests/unit/index_fixture.h"

#include "index/index_reader.h"
#include "index/index_writer.h"

/* What reading an index takes. */
struct reading {
    struct fixture *fixture;
    struct index_reader *reader;
    struct article_record record;
    struct passage_text text;
    struct word_list words;
};

static void release(void *own)
{
    struct reading *reading = own;
    index_reader_close(reading->reader);
    article_record_release(&reading->record);
    passage_text_release(&reading->text);
    word_list_release(&reading->words);
    free(reading);
}

static int setup(void **state)
{
    struct reading *reading = calloc(1, sizeof *reading);
    if (!reading || fixture_setup(state) != 0) return -1;
    struct fixture *fixture = *state;
    fixture->own = reading;
    fixture->release = release;
    reading->fixture = fixture;
    return 0;
}

static void write_index(const char *path, const char *const *texts, size_t count)
{
    static const struct index_writer_options options = {"english"};
    struct index_writer *writer;
    assert_int_equal(index_writer_open(path, &options, &writer, NULL), NS_OK);
    for (size_t i = 0; i < count; i++) {
        const struct article article = {.path = "a/b.txt", .part_count = 1, .parts = {{PART_BODY, texts[i], strlen(texts[i]), 0, 1}}};
        assert_int_equal(index_writer_put(writer, &article, NULL), NS_OK);
    }
    assert_int_equal(index_writer_finish(writer, NULL, NULL), NS_OK);
    index_writer_free(writer);
}

#define SENTENCE "one two. Three, four-five \"six\" "
#define TEN(text) text text text text text text text text text text

/* An index of three articles: a small one, one of some passages, an empty one. */
static void write_small(struct fixture *fixture)
{
    static const char *const texts[] = {"WHO said vaccines work.\n\n\"China-backed APT-10\", they said; caf\xc3\xa9!",
                                        TEN(SENTENCE) TEN(SENTENCE) TEN(SENTENCE) TEN(SENTENCE) TEN(SENTENCE), ""};
    write_index(fixture_path(fixture, "index"), texts, COUNT_OF(texts));
}

/* Read everything. Returns the first thing that is wrong. */
static ns_status read_everything(struct reading *reading)
{
    struct index_reader *reader = reading->reader;
    const struct index_info *info = index_reader_info(reader);
    ns_status first = NS_OK;
    for (uint32_t i = 0; i < info->articles; i++) {
        const ns_status status = index_reader_article(reader, i, &reading->record, NULL);
        assert_true(status == NS_OK || status == NS_ERR_CORRUPT);
        if (first == NS_OK) first = status;
    }
    for (uint32_t i = 0; i < info->passages; i++) {
        struct passage passage;
        ns_status status = index_reader_passage(reader, i, &passage, NULL);
        reading->words.count = reading->text.text.size = reading->text.token_count = 0;
        if (status == NS_OK) status = index_reader_words(reader, &passage, &reading->words, NULL);
        for (size_t word = 0; status == NS_OK && word < reading->words.count; word++)
            assert_true(reading->words.items[word] < index_reader_lexicon(reader)->numbers);
        if (status == NS_OK) status = index_reader_text(reader, &passage, &reading->text, NULL);
        assert_true(status == NS_OK || status == NS_ERR_CORRUPT);
        if (first == NS_OK) first = status;
    }
    return first;
}

/* Open what is in bytes[0] under sums that are right, and read everything. */
static ns_status open_changed(struct reading *reading, struct ns_error *err)
{
    struct buffer *file = &reading->fixture->bytes[0];
    const char *path = fixture_path(reading->fixture, "changed");
    mend_sums(file);
    write_file(path, file->data, file->size);
    index_reader_close(reading->reader);
    const ns_status status = index_reader_open(path, &reading->reader, err);
    if (status != NS_OK) {
        assert_null(reading->reader);
        assert_true(status == NS_ERR_CORRUPT || status == NS_ERR_FORMAT);
        if (!strstr(err->msg, path)) fail_msg("\"%s\" does not name %s", err->msg, path);
    }
    return status == NS_OK ? read_everything(reading) : status;
}

/* Every byte but those of the postings, which are Xapian's, in turn: an answer or a failure, and nothing outside is touched. */
static void test_every_byte_damaged(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    struct buffer *file = &fixture->bytes[0];
    uint64_t random = fixture_seed(fixture);
    struct ns_error err;
    size_t refused = 0;
    write_small(fixture);
    read_file(fixture_path(fixture, "index"), file);
    const size_t begins = section_offset(file, SECTION_FORMS, NULL);
    const size_t ends = section_offset(file, SECTION_PAGES, NULL);
    for (size_t at = begins; at < ends; at++) {
        const char before = file->data[at];
        file->data[at] = (char)(before ^ (1 + random_below(&random, 255)));
        refused += open_changed(reading, &err) != NS_OK;
        file->data[at] = before;
    }
    assert_in_range(refused, (ends - begins) / 4, ends - begins);
    assert_int_equal(open_changed(reading, &err), NS_OK);
    fixture_passed(fixture);
}

/* The bug: a word's number that no form has was given back, though the header says that each is below lexicon.numbers. */
static void test_word_that_no_form_has(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    struct buffer *file = &fixture->bytes[0];
    struct passage passage;
    write_small(fixture);
    read_file(fixture_path(fixture, "index"), file);
    file->data[section_offset(file, SECTION_WORD_CODES, NULL)] = (char)191;
    struct ns_error err;
    assert_int_equal(open_changed(reading, &err), NS_ERR_CORRUPT);
    assert_int_equal(index_reader_passage(reading->reader, 0, &passage, NULL), NS_OK);
    reading->words.count = 0;
    assert_int_equal(index_reader_words(reading->reader, &passage, &reading->words, NULL), NS_ERR_CORRUPT);
}

/* Copy an index, with other bytes in one section. */
static void copy_with_section(struct fixture *fixture, const char *from, const char *to, enum index_section section, const uint8_t *data,
                              uint64_t size)
{
    assert_int_equal(open_index_file(fixture, from), NS_OK);
    for (int i = 0; i < SECTION_PAGES; i++) {
        const uint8_t *bytes = data;
        const uint64_t length = i == (int)section ? size : index_file_section_size(fixture->file, i);
        if (i != (int)section) assert_int_equal(index_file_bytes(fixture->file, i, 0, length, &bytes, NULL), NS_OK);
        if (i == SECTION_POSTINGS) {
            begin_index_file(fixture, to, bytes, length);
        } else {
            assert_int_equal(index_file_put(fixture->writer, bytes, length, NULL), NS_OK);
        }
    }
    end_index_file(fixture, SECTION_PAGES, NULL);
}

/* A passage cannot have more words than bytes of them: no room is made for so many. */
static void test_passage_of_too_many_words(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    struct table_writer table = {0};
    struct passage passages[2] = {0};
    write_small(fixture);
    assert_int_equal(index_reader_open(fixture_path(fixture, "index"), &reading->reader, NULL), NS_OK);
    const uint64_t count = index_reader_info(reading->reader)->passages;
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(index_reader_passage(reading->reader, i, &passages[i % 2], NULL), NS_OK);
        if (i == 0) passages[0].tokens = UINT32_MAX;
        assert_int_equal(passage_put(&table, &passages[(i + 1) % 2], &passages[i % 2], NULL), NS_OK);
    }
    assert_int_equal(buffer_append(&table.rows, table.offsets.data, table.offsets.size, NULL), NS_OK);
    assert_int_equal(buffer_append_u64(&table.rows, count, NULL), NS_OK);
    copy_with_section(fixture, fixture_path(fixture, "index"), fixture_path(fixture, "mixed"), SECTION_PASSAGES,
                      (const uint8_t *)table.rows.data, table.rows.size);
    table_writer_release(&table);
    index_reader_close(reading->reader);
    assert_int_equal(index_reader_open(fixture_path(fixture, "mixed"), &reading->reader, NULL), NS_OK);
    assert_int_equal(index_reader_passage(reading->reader, 0, &passages[0], NULL), NS_OK);
    assert_int_equal(passages[0].tokens, UINT32_MAX);
    assert_int_equal(index_reader_words(reading->reader, &passages[0], &reading->words, NULL), NS_ERR_CORRUPT);
    assert_int_equal(index_reader_text(reading->reader, &passages[0], &reading->text, NULL), NS_ERR_CORRUPT);
    assert_int_equal(reading->words.capacity + reading->text.token_capacity, 0);
}

/* The bug: the message did not say which of several indexes it was. */
static void test_other_analyzer_version(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    struct buffer *file = &fixture->bytes[0];
    struct ns_error err;
    write_small(fixture);
    read_file(fixture_path(fixture, "index"), file);
    file->data[section_offset(file, SECTION_META, NULL)] = ANALYZER_VERSION + 1;
    assert_int_equal(open_changed(reading, &err), NS_ERR_FORMAT);
    assert_non_null(strstr(err.msg, "analyzer version 2"));
}

/* The sections of another index are whole, but do not belong to this one. */
static void test_sections_of_another_index(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    struct buffer *other = &fixture->bytes[1];
    static const enum index_section sections[] = {SECTION_POSTINGS, SECTION_PASSAGES, SECTION_ARTICLES, SECTION_META};
    static const char *const other_texts[] = {"something else"};
    write_index(fixture_path(fixture, "other"), other_texts, 1);
    read_file(fixture_path(fixture, "other"), other);
    write_small(fixture);
    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        size_t size;
        const size_t at = section_offset(other, sections[i], &size);
        copy_with_section(fixture, fixture_path(fixture, "index"), fixture_path(fixture, "mixed"), sections[i],
                          (const uint8_t *)other->data + at, size);
        assert_int_equal(index_reader_open(fixture_path(fixture, "mixed"), &reading->reader, NULL), NS_ERR_CORRUPT);
    }
}

#define READER_TEST(test) cmocka_unit_test_setup_teardown(test, setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        READER_TEST(test_every_byte_damaged),     READER_TEST(test_word_that_no_form_has),     READER_TEST(test_passage_of_too_many_words),
        READER_TEST(test_other_analyzer_version), READER_TEST(test_sections_of_another_index),
    };
    return cmocka_run_group_tests_name("index_reader", tests, NULL, NULL);
}
