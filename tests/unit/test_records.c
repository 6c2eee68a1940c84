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
    file->data[offset + size - 8 - 8 - 1] = (char)0x80; /* the last byte of the rows */
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

/* ---- Articles ---- */

enum { ARTICLES = 200 };

/* What is put, and the texts it points to. */
struct invented {
    struct article_record records[ARTICLES];
    struct article_record found; /* used again and again, as its header allows */
    char texts[ARTICLES][5][40];
};

static void release_invented(void *own)
{
    struct invented *invented = own;
    article_record_release(&invented->found);
    free(invented);
}

static struct invented *new_invented(struct fixture *fixture)
{
    struct invented *invented = calloc(1, sizeof *invented);
    assert_non_null(invented);
    fixture->own = invented;
    fixture->release = release_invented;
    return invented;
}

/* A field that is not known, or of up to 39 bytes. */
static const char *invent_field(struct random_source *random, char text[40])
{
    static const char letters[] = "abc/. \xc3\xa9\xff\n";
    if (random_below(random, 3) == 0) return NULL;
    size_t length = random_below(random, 39);
    text[length] = '\0';
    while (length > 0)
        text[--length] = letters[random_below(random, sizeof letters - 1)];
    return text;
}

static void invent_parts(struct random_source *random, struct article_record *record)
{
    struct article *article = &record->article;
    uint32_t offset = 0;
    for (int kind = PART_TITLE; kind <= PART_BODY; kind++) {
        if (random_below(random, 2)) continue;
        struct article_part *part = &article->parts[article->part_count];
        part->kind = (enum part_kind)kind;
        part->length = random_magnitude(random, 30);
        part->source_offset = random_magnitude(random, 64);
        part->source_line = (uint32_t)random_magnitude(random, 32);
        part->source_column = (uint32_t)random_magnitude(random, 32);
        record->part_lines[article->part_count] = (uint32_t)random_magnitude(random, 32);
        record->part_offset[article->part_count++] = offset;
        offset += (uint32_t)part->length + PART_SEPARATOR_LENGTH;
    }
}

static void invent_article(struct random_source *random, struct article_record *record, char texts[5][40])
{
    *record = (struct article_record){0};
    struct article *article = &record->article;
    snprintf(texts[0], 40, "news/%u/%llu.txt", random_below(random, 3), (unsigned long long)random_magnitude(random, 20));
    article->path = texts[0];
    article->id = invent_field(random, texts[1]);
    article->section = invent_field(random, texts[2]);
    article->byline = invent_field(random, texts[3]);
    article->source = invent_field(random, texts[4]);
    article->date.precision = (enum date_precision)random_below(random, DATE_SECOND + 1);
    if (article->date.precision != DATE_UNKNOWN) article->date.seconds = unzigzag(random_magnitude(random, 64));
    article->source_size = random_magnitude(random, 64);
    article->source_mtime = unzigzag(random_magnitude(random, 64));
    article->extracted = random_below(random, 2);
    record->first_passage = (uint32_t)random_magnitude(random, 32);
    record->passages = (uint32_t)random_magnitude(random, 32);
    invent_parts(random, record);
}

/* Append an article by way of a draft. */
static void put_article(struct table_writer *table, const char *path_before, const struct article_record *record)
{
    const struct buffer before = {.data = (char *)(uintptr_t)path_before, .size = path_before ? strlen(path_before) : 0};
    struct buffer bytes = BUFFER_INIT;
    assert_int_equal(article_draft_put(&bytes, record, NULL), NS_OK);
    struct cursor cursor = cursor_over(bytes.data, bytes.size);
    const struct article_draft draft = article_draft_get(&cursor);
    assert_false(cursor.failed);
    assert_ptr_equal(cursor.at, cursor.end);
    assert_int_equal(article_put(table, &before, &draft, record->first_passage, NULL), NS_OK);
    buffer_release(&bytes);
}

static void open_articles(struct fixture *fixture, const struct article_record *records, size_t count, struct table *table)
{
    struct table_writer writer = {0};
    for (size_t i = 0; i < count; i++)
        put_article(&writer, i ? records[i - 1].article.path : "", &records[i]);
    begin_section(fixture, fixture_path(fixture, "index"), SECTION_ARTICLES);
    assert_int_equal(table_put(&writer, fixture->writer, NULL), NS_OK);
    table_writer_release(&writer);
    end_index_file(fixture, SECTION_ARTICLES + 1, NULL);
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, "index")), NS_OK);
    assert_int_equal(table_open(fixture->file, SECTION_ARTICLES, table, NULL), NS_OK);
}

/* An empty field comes back as one that is not known. */
static void assert_field(const char *found, const char *wanted)
{
    if (!wanted || !*wanted) {
        assert_null(found);
    } else {
        assert_non_null(found);
        assert_string_equal(found, wanted);
    }
}

static void assert_parts(const struct article_record *found, const struct article_record *wanted)
{
    assert_int_equal(found->article.part_count, wanted->article.part_count);
    for (size_t i = 0; i < wanted->article.part_count; i++) {
        const struct article_part *a = &found->article.parts[i], *b = &wanted->article.parts[i];
        assert_int_equal(a->kind, b->kind);
        assert_int_equal(a->length, b->length);
        assert_true(a->source_offset == b->source_offset);
        assert_int_equal(a->source_line, b->source_line);
        assert_int_equal(a->source_column, b->source_column);
        assert_int_equal(found->part_offset[i], wanted->part_offset[i]);
        assert_int_equal(found->part_lines[i], wanted->part_lines[i]);
    }
}

static void assert_record(const struct article_record *found, const struct article_record *wanted)
{
    const struct article *a = &found->article, *b = &wanted->article;
    assert_string_equal(a->path, b->path);
    assert_field(a->id, b->id);
    assert_field(a->section, b->section);
    assert_field(a->byline, b->byline);
    assert_field(a->source, b->source);
    assert_int_equal(a->date.precision, b->date.precision);
    assert_true(a->date.seconds == b->date.seconds);
    assert_true(a->source_size == b->source_size);
    assert_true(a->source_mtime == b->source_mtime);
    assert_int_equal(a->extracted, b->extracted);
    assert_int_equal(found->first_passage, wanted->first_passage);
    assert_int_equal(found->passages, wanted->passages);
    assert_parts(found, wanted);
}

static void test_random_articles(void **state)
{
    struct fixture *fixture = *state;
    struct invented *invented = new_invented(fixture);
    struct random_source random = {fixture_seed(fixture)};
    for (int round = 0; round < 5; round++) {
        struct table table;
        for (size_t i = 0; i < ARTICLES; i++)
            invent_article(&random, &invented->records[i], invented->texts[i]);
        open_articles(fixture, invented->records, ARTICLES, &table);
        assert_int_equal(table.count, ARTICLES);
        for (size_t i = 0; i < 2 * ARTICLES; i++) {
            const size_t number = i < ARTICLES ? i : random_below(&random, ARTICLES);
            assert_int_equal(article_get(&table, number, &invented->found, NULL), NS_OK);
            assert_record(&invented->found, &invented->records[number]);
        }
    }
    fixture_passed(fixture);
}

/* Every precision, with times before and after 1970; a date that is not known has no seconds. */
static void test_dates(void **state)
{
    static const int64_t seconds[] = {0, 1614773460, -1, -62135596800, INT64_MAX, INT64_MIN};
    struct invented *invented = new_invented(*state);
    size_t count = 0;
    for (int precision = DATE_UNKNOWN; precision <= DATE_SECOND; precision++) {
        for (size_t i = 0; i < COUNT_OF(seconds); i++) {
            struct article *article = &invented->records[count++].article;
            article->path = "a";
            article->date = (struct article_date){seconds[i], (enum date_precision)precision};
            article->source_mtime = seconds[i];
        }
    }
    struct table table;
    open_articles(*state, invented->records, count, &table);
    for (size_t i = 0; i < count; i++) {
        struct article *article = &invented->records[i].article;
        if (article->date.precision == DATE_UNKNOWN) article->date.seconds = 0;
        assert_int_equal(article_get(&table, i, &invented->found, NULL), NS_OK);
        assert_record(&invented->found, &invented->records[i]);
    }
}

/* The bug: the first path may follow anything, but a NULL was measured. */
static void test_first_article_behind_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct invented *invented = new_invented(fixture);
    struct table_writer writer = {0};
    invented->records[0].article.path = "a.txt";
    put_article(&writer, NULL, &invented->records[0]);
    assert_memory_equal(writer.rows.buffer.data, "\0\5a.txt", 7);
    table_writer_release(&writer);
}

/* The bytes that records.h draws. */
static void test_article_bytes(void **state)
{
    (void)state;
    const struct article_record record = {.article = {.path = "a",
                                                      .id = "7",
                                                      .date = {-1, DATE_DAY},
                                                      .source_size = 300,
                                                      .source_mtime = 2,
                                                      .part_count = 1,
                                                      .parts = {{PART_BODY, NULL, 5, 6, 7, 8}}},
                                          .first_passage = 3,
                                          .passages = 4,
                                          .part_lines = {9}};
    static const uint8_t wanted[] = {0, 1, 'a', 1, '7', 0, 0, 0, DATE_DAY, 1, 0xac, 2, 4, 0, 3, 4, 1, PART_BODY, 5, 6, 7, 8, 9};
    struct table_writer table = {0};
    put_article(&table, NULL, &record);
    assert_int_equal(table.rows.buffer.size, sizeof wanted);
    assert_memory_equal(table.rows.buffer.data, wanted, sizeof wanted);
    table_writer_release(&table);
}

/* A draft that is cut off anywhere before its tail is damage. */
static void test_draft_cut_off(void **state)
{
    (void)state;
    const struct article_record record = {.article = {.path = "path", .id = "7"}, .passages = 300};
    struct buffer bytes = BUFFER_INIT;
    assert_int_equal(article_draft_put(&bytes, &record, NULL), NS_OK);
    for (size_t size = 0; size < bytes.size; size++) {
        struct cursor cursor = cursor_over(bytes.data, size);
        const struct article_draft draft = article_draft_get(&cursor);
        assert_true(cursor.failed || draft.tail_len == 0);
        assert_true(cursor.failed || size == bytes.size - 1); /* the tail is a byte: no parts */
    }
    buffer_release(&bytes);
}

static void test_no_such_article(void **state)
{
    struct invented *invented = new_invented(*state);
    struct table table;
    struct ns_error err;
    invented->records[0].article.path = "a.txt";
    open_articles(*state, invented->records, 1, &table);
    assert_int_equal(article_get(&table, 1, &invented->found, &err), NS_ERR_ARG);
    assert_string_equal(err.msg, "article 1: there is none");
    assert_int_equal(article_get(&table, 0, &invented->found, NULL), NS_OK);
    assert_string_equal(invented->found.article.path, "a.txt");
    assert_int_equal(invented->found.article.part_count, 0);
}

/* ---- Damage ---- */

/* Read every row; what is read is used, so that a tool that watches memory sees it. Returns the rows that were refused. */
static size_t read_rows(struct fixture *fixture, struct article_record *record)
{
    struct table table;
    size_t refused = 0, used = 0;
    if (table_open(fixture->file, SECTION_ARTICLES, &table, NULL) != NS_OK) return 1;
    for (uint64_t i = 0; i < table.count; i++) {
        const ns_status status = article_get(&table, i, record, NULL);
        assert_true(status == NS_OK || status == NS_ERR_CORRUPT);
        refused += status != NS_OK;
        if (status != NS_OK) continue;
        assert_true(record->article.part_count <= ARTICLE_PARTS_MAX);
        used += strlen(record->article.path) + (record->article.source ? strlen(record->article.source) : 0);
    }
    return refused + (used > SIZE_MAX / 2);
}

static void test_damaged_articles(void **state)
{
    struct fixture *fixture = *state;
    struct invented *invented = new_invented(fixture);
    struct buffer *file = &fixture->bytes[0];
    struct table table;
    struct random_source random = {fixture_seed(fixture)};
    size_t refused = 0;
    for (size_t i = 0; i < 20; i++)
        invent_article(&random, &invented->records[i], invented->texts[i]);
    open_articles(fixture, invented->records, 20, &table);
    read_file(fixture_path(fixture, "index"), file);
    size_t size;
    const size_t begin = section_offset(file, SECTION_ARTICLES, &size);
    for (size_t at = begin; at < begin + size; at++) {
        const char before = file->data[at];
        file->data[at] = (char)(before ^ (1 + random_below(&random, 255)));
        mend_sums(file);
        write_file(fixture_path(fixture, "changed"), file->data, file->size);
        assert_int_equal(open_index_file(fixture, fixture_path(fixture, "changed")), NS_OK);
        refused += read_rows(fixture, &invented->found) > 0;
        file->data[at] = before;
    }
    assert_in_range(refused, size / 10, size);
    fixture_passed(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zigzag),        FIXTURE_TEST(test_random_passages), cmocka_unit_test(test_passage_bytes),
        FIXTURE_TEST(test_largest_passages),  FIXTURE_TEST(test_no_such_passage), FIXTURE_TEST(test_passage_cut_off),
        FIXTURE_TEST(test_random_articles),   FIXTURE_TEST(test_dates),           FIXTURE_TEST(test_first_article_behind_nothing),
        cmocka_unit_test(test_article_bytes), FIXTURE_TEST(test_no_such_article), FIXTURE_TEST(test_damaged_articles),
        cmocka_unit_test(test_draft_cut_off),
    };
    return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
