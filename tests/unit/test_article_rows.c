/* test_article_rows.c - articles as rows, and back. */
#include "tests/unit/index_fixture.h"

#include "index/article_rows.h"
#include "index/records.h"

enum { ARTICLES = 200 };

/* What is put, and the texts it points to. */
struct invented {
    struct article_record records[ARTICLES];
    struct article_record found; /* used again and again, as its header allows */
    char texts[ARTICLES][6][40];
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

/* Extracted parts have no place in the source, and line ends come before a part only where another does. */
static void invent_parts(struct random_source *random, struct article_record *record)
{
    struct article *article = &record->article;
    uint32_t offset = 0;
    for (int kind = PART_TITLE; kind <= PART_BODY; kind++) {
        if (random_below(random, 2)) continue;
        struct article_part *part = &article->parts[article->part_count];
        part->kind = (enum part_kind)kind;
        part->length = random_magnitude(random, 30);
        part->source_line = (uint32_t)random_magnitude(random, 32);
        if (!article->extracted) part->source_offset = random_magnitude(random, 64);
        if (!article->extracted) part->source_column = (uint32_t)random_magnitude(random, 32);
        if (article->part_count > 0) record->part_lines[article->part_count] = (uint32_t)random_magnitude(random, 32);
        record->part_offset[article->part_count++] = offset;
        offset += (uint32_t)part->length + PART_SEPARATOR_LENGTH;
    }
}

/* Have an article share some of what it is known by with the one before. */
static void repeat_some(struct random_source *random, struct article *article, const struct article *before)
{
    if (random_below(random, 2)) article->path = before->path;
    if (random_below(random, 2)) article->id = before->id;
    if (random_below(random, 2)) article->section = before->section;
    if (random_below(random, 2)) article->byline = before->byline;
    if (random_below(random, 2)) article->source = before->source;
    if (random_below(random, 2)) article->url = before->url;
    if (random_below(random, 2)) article->source_size = before->source_size;
    if (random_below(random, 2)) article->source_mtime = before->source_mtime;
}

static void invent_article(struct random_source *random, struct article_record *record, char texts[6][40])
{
    const uint32_t first_passage = record->first_passage;
    *record = (struct article_record){.first_passage = first_passage};
    struct article *article = &record->article;
    snprintf(texts[0], 40, "news/%u/%llu.txt", random_below(random, 3), (unsigned long long)random_magnitude(random, 20));
    article->path = texts[0];
    article->id = invent_field(random, texts[1]);
    article->section = invent_field(random, texts[2]);
    article->byline = invent_field(random, texts[3]);
    article->source = invent_field(random, texts[4]);
    article->url = invent_field(random, texts[5]);
    article->date.precision = (enum date_precision)random_below(random, DATE_SECOND + 1);
    if (article->date.precision != DATE_UNKNOWN) article->date.seconds = unzigzag(random_magnitude(random, 64));
    article->source_size = random_magnitude(random, 64);
    article->source_mtime = unzigzag(random_magnitude(random, 64));
    article->extracted = random_below(random, 2);
    record->passages = (uint32_t)random_magnitude(random, 20);
    invent_parts(random, record);
}

static void invent_articles(struct random_source *random, struct invented *invented, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct article_record *record = &invented->records[i];
        record->first_passage = i > 0 ? record[-1].first_passage + record[-1].passages : random_below(random, 5);
        invent_article(random, record, invented->texts[i]);
        if (i > 0) repeat_some(random, &record->article, &record[-1].article);
    }
}

/* Append an article by way of a draft. */
static void put_article(struct article_writer *writer, const struct article_record *record)
{
    struct buffer bytes = BUFFER_INIT;
    struct article_record draft = {0};
    assert_int_equal(article_draft_put(&bytes, record, NULL), NS_OK);
    struct cursor cursor = cursor_over(bytes.data, bytes.size);
    assert_int_equal(article_draft_get(&cursor, &draft, NULL), NS_OK);
    assert_false(cursor.failed);
    assert_ptr_equal(cursor.at, cursor.end);
    assert_int_equal(article_put(writer, &draft, NULL), NS_OK);
    article_record_release(&draft);
    buffer_release(&bytes);
}

static void open_articles(struct fixture *fixture, const struct article_record *records, size_t count, struct table *table)
{
    struct article_writer writer = {0};
    for (size_t i = 0; i < count; i++)
        put_article(&writer, &records[i]);
    begin_section(fixture, fixture_path(fixture, "index"), SECTION_ARTICLES);
    assert_int_equal(table_put(&writer.table, fixture->writer, NULL), NS_OK);
    article_writer_release(&writer);
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
    assert_field(a->url, b->url);
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
        invent_articles(&random, invented, ARTICLES);
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

/* The bytes that article_rows.h draws. */
static void test_article_bytes(void **state)
{
    (void)state;
    const struct article_record first = {.article = {.path = "ab",
                                                     .id = "7",
                                                     .date = {-1, DATE_DAY},
                                                     .source_size = 300,
                                                     .source_mtime = 2,
                                                     .part_count = 1,
                                                     .parts = {{PART_BODY, NULL, 5, 6, 7, 8}}},
                                         .first_passage = 3,
                                         .passages = 4};
    struct article_record second = first;
    second.article.path = "ac";
    second.article.section = "x";
    second.article.url = "u";
    second.article.date = (struct article_date){1, DATE_SECOND};
    second.article.extracted = true;
    second.article.part_count = 2;
    second.article.parts[0] = (struct article_part){PART_TITLE, NULL, 9, 0, 6, 0};
    second.article.parts[1] = (struct article_part){PART_BODY, NULL, 10, 0, 8, 0};
    second.part_lines[1] = 11;
    second.first_passage = 7;
    static const uint8_t wanted[] = {3,           2 << 4,
                                     'a',         'b',
                                     1 | 32,      4 | DATE_DAY << 3,
                                     1 << 4,      '7',
                                     1,           0xac,
                                     2,           4,
                                     4,           5,
                                     14,          6,
                                     8, /* */
                                     1 | 1 << 4,  'c',
                                     2 | 16 | 64, 1 | 4 | DATE_SECOND << 3,
                                     1 << 4,      'x',
                                     1 << 4,      'u',
                                     4,           4,
                                     9,           1,
                                     10,          4,
                                     11};
    struct article_writer writer = {0};
    put_article(&writer, &first);
    put_article(&writer, &second);
    assert_int_equal(writer.table.rows.buffer.size, sizeof wanted);
    assert_memory_equal(writer.table.rows.buffer.data, wanted, sizeof wanted);
    article_writer_release(&writer);
}

/* A draft that is cut off anywhere is damage. */
static void test_draft_cut_off(void **state)
{
    (void)state;
    const struct article_record record = {.article = {.path = "path", .id = "7"}, .passages = 300};
    struct article_record found = {0};
    struct buffer bytes = BUFFER_INIT;
    assert_int_equal(article_draft_put(&bytes, &record, NULL), NS_OK);
    for (size_t size = 0; size < bytes.size; size++) {
        struct cursor cursor = cursor_over(bytes.data, size);
        assert_int_equal(article_draft_get(&cursor, &found, NULL), NS_OK);
        assert_true(cursor.failed);
    }
    article_record_release(&found);
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
    invent_articles(&random, invented, 20);
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
        FIXTURE_TEST(test_random_articles),   FIXTURE_TEST(test_dates),
        cmocka_unit_test(test_article_bytes), FIXTURE_TEST(test_no_such_article),
        FIXTURE_TEST(test_damaged_articles),  cmocka_unit_test(test_draft_cut_off),
    };
    return cmocka_run_group_tests_name("article_rows", tests, NULL, NULL);
}
