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
    struct buffer gaps;
    struct found_words found;
};

static void release(void *own)
{
    struct reading *reading = own;
    index_reader_close(reading->reader);
    article_record_release(&reading->record);
    passage_text_release(&reading->text);
    word_list_release(&reading->words);
    buffer_release(&reading->gaps);
    found_words_release(&reading->found);
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
    static const struct index_writer_options options = {.language = "english"};
    struct index_writer *writer;
    assert_int_equal(index_writer_open(path, &options, &writer, NULL), NS_OK);
    for (size_t i = 0; i < count; i++) {
        const struct article article = {.path = "a/b.txt",
                                        .part_count = 2,
                                        .parts = {{PART_TITLE, "A title", 7, 0, 1, 1}, {PART_BODY, texts[i], strlen(texts[i]), 0, 3, 1}}};
        assert_int_equal(index_writer_put(writer, &article, NULL), NS_OK);
    }
    assert_int_equal(index_writer_finish(writer, NULL, NULL), NS_OK);
    index_writer_free(writer);
}

#define SENTENCE "one two. Three, four-five \"six\" "
#define TEN(text) text text text text text text text text text text
#define HUNDRED(text) TEN(TEN(text))

/* An index of three articles: a small one, one of some passages, one that is only a title. */
static void write_small(struct fixture *fixture)
{
    static const char *const texts[] = {"WHO said vaccines work.\n\n\"China-backed APT-10\", they said; caf\xc3\xa9!",
                                        TEN(SENTENCE) TEN(SENTENCE) TEN(SENTENCE) TEN(SENTENCE) TEN(SENTENCE), ""};
    write_index(fixture_path(fixture, "index"), texts, COUNT_OF(texts));
}

/* Every third form. The caller releases it. */
static struct word_set third_forms(uint32_t numbers)
{
    struct word_set set = {0};
    for (uint32_t form = 0; form < numbers; form += 3)
        assert_int_equal(word_set_add(&set, form, 0, NULL), NS_OK);
    return set;
}

/* Finding words refuses nothing that reading them all does not; what it finds is then among them. */
static ns_status find_words(struct reading *reading, const struct article_extent *extent, ns_status read)
{
    const struct word_list *words = &reading->words;
    const struct found_words *found = &reading->found;
    struct word_set set = third_forms(index_reader_lexicon(reading->reader)->numbers);
    const ns_status status = index_reader_find_words(reading->reader, extent, &set, NULL, &reading->found, NULL);
    word_set_release(&set);
    assert_true(status == NS_OK || status == NS_ERR_CORRUPT);
    if (read != NS_OK) return status;
    assert_int_equal(status, NS_OK);
    assert_int_equal(found->words, words->count);
    size_t next = 0;
    for (uint32_t place = 0; place < words->count; place++) {
        if (words->items[place] % 3 != 0) continue;
        assert_true(next < found->count);
        assert_int_equal(found->items[next].form, words->items[place]);
        assert_int_equal(found->items[next++].place, place);
    }
    assert_int_equal(next, found->count);
    return NS_OK;
}

/* Around anchors that are all of the set, nothing else is found than without; in damaged articles nothing outside of them. */
static void find_around(struct reading *reading, const struct article_extent *extent, ns_status found_status)
{
    struct ns_error err;
    struct found_words around = {0};
    const struct found_words *found = &reading->found;
    struct word_set set = third_forms(index_reader_lexicon(reading->reader)->numbers);
    bool *wanted = malloc(extent->passages + 1);
    assert_non_null(wanted);
    memset(wanted, true, extent->passages);
    for (uint32_t reach = 0; reach < 4; reach++) {
        const struct anchors anchors = {&set, reach, wanted};
        const ns_status status = index_reader_find_around(reading->reader, extent, &set, &anchors, &around, &err);
        assert_true(status == NS_OK || status == NS_ERR_CORRUPT);
        if (status != NS_OK || found_status != NS_OK) continue;
        assert_int_equal(around.words, found->words);
        assert_int_equal(around.count, found->count);
        if (found->count > 0) assert_memory_equal(around.items, found->items, found->count * sizeof *found->items);
    }
    free(wanted);
    found_words_release(&around);
    word_set_release(&set);
}

/* Read a whole article, and its title. */
static ns_status read_article(struct reading *reading, const struct article_extent *extent)
{
    const struct index_reader *reader = reading->reader;
    uint32_t title;
    ns_status status = index_reader_article_words(reader, extent, &reading->words, NULL);
    for (size_t i = 0; status == NS_OK && i < reading->words.count; i++)
        assert_true(reading->words.items[i] < index_reader_lexicon(reader)->numbers);
    find_around(reading, extent, find_words(reading, extent, status));
    if (status == NS_OK) status = index_reader_article_gaps(reader, extent, &reading->gaps, NULL);
    if (status == NS_OK) assert_int_equal(reading->gaps.size, reading->words.count);
    for (size_t i = 0; status == NS_OK && i < reading->gaps.size; i++)
        assert_in_range(reading->gaps.data[i], GAP_WORD, GAP_PARAGRAPH);
    if (status == NS_OK) status = index_reader_article(reader, extent->article, &reading->record, NULL);
    if (status == NS_OK) status = index_reader_title_words(reader, &reading->record, &title, NULL);
    if (status == NS_OK) assert_in_range(title, 0, reading->words.count);
    return status;
}

/* The article around a passage. */
static ns_status read_around(struct reading *reading, uint32_t passage)
{
    struct article_extent extent;
    const ns_status status = index_reader_extent(reading->reader, passage, &extent, NULL);
    assert_true(status == NS_OK || status == NS_ERR_CORRUPT);
    if (status != NS_OK) return status;
    assert_in_range(passage, extent.first_passage, extent.first_passage + extent.passages - 1);
    assert_true((uint64_t)extent.first_passage + extent.passages <= index_reader_info(reading->reader)->passages);
    return read_article(reading, &extent);
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
        if (status == NS_OK) status = read_around(reading, i);
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
    struct random_source random = {fixture_seed(fixture)};
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

/* A gap far behind the last word: its class has no place. */
static void test_more_gaps_than_words(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    struct buffer *file = &fixture->bytes[0];
    struct article_extent extent;
    struct passage passage;
    struct ns_error err;
    write_small(fixture);
    read_file(fixture_path(fixture, "index"), file);
    assert_int_equal(open_changed(reading, &err), NS_OK);
    assert_int_equal(index_reader_passage(reading->reader, 0, &passage, NULL), NS_OK);
    assert_in_range(passage.gaps_size, 3, 100);
    char *codes = file->data + section_offset(file, SECTION_GAP_CODES, NULL);
    memset(codes, 0xff, passage.gaps_size - 1); /* 30 implied gaps each */
    codes[passage.gaps_size - 1] = 1;
    assert_int_equal(open_changed(reading, &err), NS_ERR_CORRUPT);
    assert_int_equal(index_reader_extent(reading->reader, 0, &extent, NULL), NS_OK);
    assert_int_equal(index_reader_article_gaps(reading->reader, &extent, &reading->gaps, &err), NS_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "a passage has too many gaps"));
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

/* Change the row of a passage of `index`, and open the index that is otherwise the same. Of the first row of a block, what is told of the
 * rows behind it changes with it; of another row only its sizes and whether it is the first of its article are written at all. */
static void open_with_passage(struct fixture *fixture, uint32_t number, void (*change)(bool *first, struct passage_row *row))
{
    struct reading *reading = fixture->own;
    struct table_writer table = {0};
    index_reader_close(reading->reader);
    assert_int_equal(index_reader_open(fixture_path(fixture, "index"), &reading->reader, NULL), NS_OK);
    const uint64_t count = index_reader_info(reading->reader)->passages;
    assert_true(number < count);
    for (uint32_t i = 0; i < count; i++) {
        struct passage passage;
        assert_int_equal(index_reader_passage(reading->reader, i, &passage, NULL), NS_OK);
        struct passage_row row = {passage.gaps_offset, passage.gaps_size,    passage.text_offset,
                                  passage.text_size,   passage.lines_before, passage.lines};
        bool first = passage.first_token == 0;
        if (i == number) change(&first, &row);
        assert_int_equal(passage_put(&table, first, &row, NULL), NS_OK);
    }
    assert_int_equal(buffer_append(&table.rows.buffer, table.offsets.data, table.offsets.size, NULL), NS_OK);
    assert_int_equal(buffer_append_byte(&table.rows.buffer, 8, NULL), NS_OK);
    assert_int_equal(buffer_append_u64(&table.rows.buffer, count, NULL), NS_OK);
    copy_with_section(fixture, fixture_path(fixture, "index"), fixture_path(fixture, "mixed"), SECTION_PASSAGES,
                      (const uint8_t *)table.rows.buffer.data, table.rows.buffer.size);
    table_writer_release(&table);
    index_reader_close(reading->reader);
    assert_int_equal(index_reader_open(fixture_path(fixture, "mixed"), &reading->reader, NULL), NS_OK);
}

/* Open `index` with a change in the section of spans. */
static ns_status open_with_spans(struct fixture *fixture, size_t at, uint8_t flip, struct ns_error *err)
{
    struct reading *reading = fixture->own;
    struct buffer *file = &fixture->bytes[0];
    size_t size;
    read_file(fixture_path(fixture, "index"), file);
    char *spans = file->data + section_offset(file, SECTION_SPANS, &size);
    assert_true(at < size);
    spans[at] = (char)(spans[at] ^ flip);
    mend_sums(file);
    write_file(fixture_path(fixture, "changed"), file->data, file->size);
    index_reader_close(reading->reader);
    return index_reader_open(fixture_path(fixture, "changed"), &reading->reader, err);
}

/* What a block of spans has behind its article, as spans.h draws it: bits, an offset, ends, counts. */
enum { SPAN_BITS = 4, SPAN_OFFSET = 8, SPAN_ENDS = 16, SPAN_WORDS = SPAN_ENDS + 2 * SPANS_BLOCK };

static size_t spans_at(uint32_t passage, size_t field)
{
    return (size_t)passage / SPANS_BLOCK * SPANS_BLOCK_SIZE + field;
}

/* Read the words of the article of a passage, in every way there is: each says that they are not there, and makes no room for them. */
static void assert_no_words(struct reading *reading, uint32_t number)
{
    struct passage passage;
    struct article_extent extent;
    const struct index_reader *reader = reading->reader;
    struct word_set set = third_forms(index_reader_lexicon(reader)->numbers);
    word_list_release(&reading->words);
    passage_text_release(&reading->text);
    buffer_release(&reading->gaps);
    assert_int_equal(index_reader_passage(reader, number, &passage, NULL), NS_OK);
    assert_int_equal(index_reader_words(reader, &passage, &reading->words, NULL), NS_ERR_CORRUPT);
    assert_int_equal(index_reader_text(reader, &passage, &reading->text, NULL), NS_ERR_CORRUPT);
    assert_int_equal(reading->words.capacity + reading->text.token_capacity, 0);
    assert_int_equal(index_reader_extent(reader, number, &extent, NULL), NS_OK);
    assert_int_equal(index_reader_article_words(reader, &extent, &reading->words, NULL), NS_ERR_CORRUPT);
    assert_int_equal(index_reader_article_gaps(reader, &extent, &reading->gaps, NULL), NS_ERR_CORRUPT);
    assert_int_equal(index_reader_find_words(reader, &extent, &set, NULL, &reading->found, NULL), NS_ERR_CORRUPT);
    word_set_release(&set);
}

/* A passage cannot have more words than bytes of them: no room is made for so many. */
static void test_passage_of_too_many_words(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    struct passage passage;
    write_small(fixture);
    assert_int_equal(open_with_spans(fixture, spans_at(0, SPAN_WORDS), 0x80, NULL), NS_OK);
    assert_int_equal(index_reader_passage(reading->reader, 0, &passage, NULL), NS_OK);
    assert_in_range(passage.tokens, 129, SPAN_WORDS_MAX);
    assert_no_words(reading, 0);
    assert_int_equal(reading->words.capacity + reading->gaps.capacity, 0);
}

/* ---- Articles of several passages ---- */

enum { LONG_ARTICLE = 3 }; /* the passages before it are one each of LONG_ARTICLE articles */

/* Three short articles, one of over two blocks of the table, and a short one. Returns how many passages the long one has. */
static uint32_t write_long(struct fixture *fixture)
{
    static const char *const texts[] = {"one", "two", "three", TEN(HUNDRED(SENTENCE)), "five"};
    struct reading *reading = fixture->own;
    struct article_extent extent;
    write_index(fixture_path(fixture, "index"), texts, COUNT_OF(texts));
    assert_int_equal(index_reader_open(fixture_path(fixture, "index"), &reading->reader, NULL), NS_OK);
    assert_int_equal(index_reader_extent(reading->reader, LONG_ARTICLE, &extent, NULL), NS_OK);
    assert_int_equal(extent.article, LONG_ARTICLE);
    assert_int_equal(extent.first_passage, LONG_ARTICLE);
    assert_in_range(extent.passages, 2 * TABLE_BLOCK, 4 * TABLE_BLOCK);
    assert_int_equal(index_reader_info(reading->reader)->passages, LONG_ARTICLE + extent.passages + 1);
    return extent.passages;
}

static ns_status extent_of(const struct reading *reading, uint32_t passage, struct ns_error *err)
{
    struct article_extent extent;
    return index_reader_extent(reading->reader, passage, &extent, err);
}

static void skip_a_byte(bool *first, struct passage_row *row)
{
    (void)first;
    row->text_offset++;
}

static void begin_again(bool *first, struct passage_row *row)
{
    (void)first;
    row->text_offset = 0;
}

static void end_later(bool *first, struct passage_row *row)
{
    (void)first;
    row->text_size++;
}

static void turn_first(bool *first, struct passage_row *row)
{
    (void)row;
    *first = !*first;
}

/* Read the words of the article around a passage, and what ends behind them. Returns what both return. */
static ns_status words_around(struct reading *reading, uint32_t passage, struct ns_error *err)
{
    struct article_extent extent;
    const struct index_reader *reader = reading->reader;
    const ns_status status = index_reader_extent(reader, passage, &extent, err);
    if (status != NS_OK) return status;
    assert_int_equal(index_reader_article_gaps(reader, &extent, &reading->gaps, NULL),
                     index_reader_article_words(reader, &extent, &reading->words, NULL));
    const ns_status read = index_reader_article_words(reader, &extent, &reading->words, err);
    assert_int_equal(find_words(reading, &extent, read), NS_OK); /* where a text stands is nothing that it asks for */
    return read;
}

/* The first row of a block tells its place anew. When it is not where the row before it ends, the words of its article are not read;
 * articles that do not touch it are. */
static void test_blocks_that_do_not_fit(void **state)
{
    static void (*const changes[])(bool *first, struct passage_row *row) = {skip_a_byte, begin_again};
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    struct ns_error err;
    const uint32_t passages = write_long(fixture);
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        for (uint32_t head = TABLE_BLOCK; head < passages; head += TABLE_BLOCK) {
            open_with_passage(fixture, head, changes[i]);
            for (uint32_t passage = LONG_ARTICLE; passage < LONG_ARTICLE + passages; passage++) {
                assert_int_equal(words_around(reading, passage, &err), NS_ERR_CORRUPT);
                assert_non_null(strstr(err.msg, "damaged index: section passages: "));
            }
            for (uint32_t passage = 0; passage < LONG_ARTICLE; passage++)
                assert_int_equal(words_around(reading, passage, NULL), NS_OK);
        }
    }
}

/* A row that says that it is the first of its article, and is not, or the other way round. The first of a block tells its place anew, so
 * that nothing is made of what it says of this. */
static void test_rows_that_begin_wrongly(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    const uint32_t all = LONG_ARTICLE + write_long(fixture) + 1;
    for (uint32_t passage = 0; passage < all; passage++) {
        open_with_passage(fixture, passage, turn_first);
        assert_int_equal(words_around(reading, passage, NULL), passage % TABLE_BLOCK ? NS_ERR_CORRUPT : NS_OK);
    }
}

/* A text that is not as long as its words and gaps are. */
static void test_texts_that_do_not_fit(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    struct passage passage;
    const uint32_t passages = write_long(fixture);
    for (uint32_t number = 0; number < LONG_ARTICLE + passages; number++) {
        open_with_passage(fixture, number, end_later);
        assert_int_equal(index_reader_passage(reading->reader, number, &passage, NULL), NS_OK);
        reading->text.text.size = reading->text.token_count = 0;
        assert_int_equal(index_reader_text(reading->reader, &passage, &reading->text, NULL), NS_ERR_CORRUPT);
    }
    open_with_passage(fixture, 0, skip_a_byte);
    assert_int_equal(words_around(reading, 0, NULL), NS_ERR_CORRUPT);
}

static void grow_text(bool *first, struct passage_row *row)
{
    (void)first;
    row->text_size = ARTICLE_TEXT_MAX + 1;
}

static void grow_gaps(bool *first, struct passage_row *row)
{
    (void)first;
    row->gaps_size = 2000; /* of a passage of ten words or so */
}

/* The bug: a text was made as long as a row said, up to 4 GiB of it, out of gaps that may each be as long as the file; and gaps were gone
 * over to the end of the section for each passage that said so. */
static void test_sizes_that_none_has(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    struct passage passage;
    struct article_extent extent;
    struct ns_error err;
    write_long(fixture);
    open_with_passage(fixture, 0, grow_text);
    assert_int_equal(index_reader_passage(reading->reader, 0, &passage, &err), NS_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "section passages: a text is of a length that none has"));
    open_with_passage(fixture, 0, grow_gaps);
    assert_int_equal(index_reader_passage(reading->reader, 0, &passage, NULL), NS_OK);
    assert_int_equal(index_reader_text(reading->reader, &passage, &reading->text, &err), NS_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "section passages: a passage has more gaps than there can be"));
    assert_int_equal(index_reader_extent(reading->reader, 0, &extent, NULL), NS_OK);
    assert_int_equal(index_reader_article_gaps(reading->reader, &extent, &reading->gaps, NULL), NS_ERR_CORRUPT);
}

/* The bug: of a passage with few words and a long run of codes, all of the run was gone over, of each passage the same one. */
static void test_codes_of_too_few_words(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    struct article_extent extent;
    struct ns_error err;
    write_small(fixture);
    assert_int_equal(open_with_spans(fixture, spans_at(0, SPAN_ENDS) + 1, 1, NULL), NS_OK);
    struct word_set set = third_forms(index_reader_lexicon(reading->reader)->numbers);
    assert_int_equal(index_reader_extent(reading->reader, 0, &extent, NULL), NS_OK);
    assert_int_equal(index_reader_find_words(reading->reader, &extent, &set, NULL, &reading->found, &err), NS_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "section spans: a count makes no sense"));
    word_set_release(&set);
}

/* The bug: an article could be said to have all passages, and so words without end, for all of which room was made. */
static void test_articles_of_too_many_words(void **state)
{
    enum { PASSAGES = ARTICLE_TEXT_MAX / SPAN_WORDS_MAX + 100 };
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    struct buffer *file = &fixture->bytes[0];
    struct article_extent extent;
    struct ns_error err;
    const char **texts = calloc(PASSAGES, sizeof *texts);
    bool *wanted = calloc(PASSAGES, sizeof *wanted);
    assert_true(texts && wanted);
    for (size_t i = 0; i < PASSAGES; i++)
        texts[i] = "word";
    write_index(fixture_path(fixture, "index"), texts, PASSAGES);
    read_file(fixture_path(fixture, "index"), file);
    size_t size;
    uint8_t *spans = (uint8_t *)file->data + section_offset(file, SECTION_SPANS, &size);
    for (size_t block = 0; block < size; block += SPANS_BLOCK_SIZE) {
        memset(spans + block + SPAN_BITS, 0, 4);
        memset(spans + block + SPAN_WORDS, SPAN_WORDS_MAX, SPANS_BLOCK);
    }
    spans[SPAN_BITS] = 1;
    mend_sums(file);
    write_file(fixture_path(fixture, "changed"), file->data, file->size);
    assert_int_equal(index_reader_open(fixture_path(fixture, "changed"), &reading->reader, NULL), NS_OK);
    assert_int_equal(index_reader_extent(reading->reader, 5, &extent, NULL), NS_OK);
    assert_int_equal(extent.passages, PASSAGES);
    struct word_set set = third_forms(index_reader_lexicon(reading->reader)->numbers);
    const struct anchors anchors = {&set, 3, wanted}; /* none of the passages, so that nothing else is wrong with what is read */
    assert_int_equal(index_reader_find_words(reading->reader, &extent, &set, wanted, &reading->found, &err), NS_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "section spans: an article has more words than there can be"));
    assert_int_equal(index_reader_find_around(reading->reader, &extent, &set, &anchors, &reading->found, &err), NS_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "section spans: an article has more words than there can be"));
    word_set_release(&set);
    free(texts);
    free(wanted);
}

/* Words are found in any run of passages, counted from where it begins: in those that are wanted. */
static void test_words_of_stretches(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    const struct found_words *found = &reading->found;
    struct random_source random = {fixture_seed(fixture)};
    const uint32_t passages = write_long(fixture);
    const struct index_reader *reader = reading->reader;
    struct word_set set = third_forms(index_reader_lexicon(reader)->numbers);
    for (int round = 0; round < 100; round++) {
        const uint32_t from = random_below(&random, passages), count = 1 + random_below(&random, passages - from);
        const struct article_extent stretch = {LONG_ARTICLE, LONG_ARTICLE + from, count};
        bool wanted[4 * TABLE_BLOCK];
        size_t next = 0;
        uint32_t place = 0;
        for (uint32_t i = 0; i < count; i++)
            wanted[i] = random_below(&random, 2);
        assert_int_equal(index_reader_find_words(reader, &stretch, &set, wanted, &reading->found, NULL), NS_OK);
        for (uint32_t i = 0; i < count; i++) {
            struct passage passage;
            reading->words.count = 0;
            assert_int_equal(index_reader_passage(reader, LONG_ARTICLE + from + i, &passage, NULL), NS_OK);
            assert_int_equal(index_reader_words(reader, &passage, &reading->words, NULL), NS_OK);
            for (uint32_t word = 0; word < passage.tokens; word++, place++) {
                if (!wanted[i] || reading->words.items[word] % 3 != 0) continue;
                assert_true(next < found->count);
                assert_int_equal(found->items[next].place, place);
                assert_int_equal(found->items[next++].form, reading->words.items[word]);
            }
        }
        assert_int_equal(next, found->count);
        assert_int_equal(place, found->words);
    }
    word_set_release(&set);
    fixture_passed(fixture);
}

/* The place of a passage is remembered, and counted on from: it is the same in whatever order passages are asked for. */
static void test_places_in_any_order(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    struct random_source random = {fixture_seed(fixture)};
    uint32_t places[4 * TABLE_BLOCK + LONG_ARTICLE + 1] = {0};
    struct passage passage;
    const uint32_t all = LONG_ARTICLE + write_long(fixture) + 1;
    assert_true(all <= COUNT_OF(places));
    for (uint32_t i = LONG_ARTICLE + 1; i + 1 < all; i++)
        places[i] = places[i - 1] + spans_words(index_reader_spans(reading->reader), i - 1);
    for (int round = 0; round < 5000; round++) {
        const uint32_t number = random_below(&random, all);
        assert_int_equal(index_reader_passage(reading->reader, number, &passage, NULL), NS_OK);
        assert_int_equal(passage.first_token, places[number]);
    }
    fixture_passed(fixture);
}

/* An extent or a record that is not the article's own, and does not begin or end with an article. */
static void test_extents_of_other_articles(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    const uint32_t passages = write_long(fixture);
    const struct article_extent wrong[] = {{LONG_ARTICLE, LONG_ARTICLE, passages + 1},
                                           {LONG_ARTICLE, LONG_ARTICLE + 1, passages - 1},
                                           {LONG_ARTICLE, LONG_ARTICLE - 1, passages}};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_int_equal(index_reader_article_words(reading->reader, &wrong[i], &reading->words, NULL), NS_ERR_CORRUPT);
        assert_int_equal(index_reader_article_gaps(reading->reader, &wrong[i], &reading->gaps, NULL), NS_ERR_CORRUPT);
    }
    uint32_t title = 77;
    struct article_record *record = &reading->record;
    assert_int_equal(index_reader_article(reading->reader, 0, record, NULL), NS_OK);
    assert_int_equal(index_reader_title_words(reading->reader, record, &title, NULL), NS_OK);
    assert_int_equal(title, 2);
    record->article.parts[0].length = 9; /* with what parts it from the body */
    assert_int_equal(index_reader_title_words(reading->reader, record, &title, NULL), NS_OK);
    assert_int_equal(title, 2);
    record->article.parts[0].length = 12; /* and the body's three bytes: all of the text */
    assert_int_equal(index_reader_title_words(reading->reader, record, &title, NULL), NS_OK);
    assert_int_equal(title, 3);
    record->article.parts[0].length = 13;
    assert_int_equal(index_reader_title_words(reading->reader, record, &title, NULL), NS_ERR_CORRUPT);
    assert_int_equal(title, 0);
    record->article.parts[0].length = 7;
    record->passages++;
    assert_int_equal(index_reader_title_words(reading->reader, record, &title, NULL), NS_ERR_CORRUPT);
    assert_int_equal(index_reader_article(reading->reader, LONG_ARTICLE, record, NULL), NS_OK);
    record->first_passage++;
    assert_int_equal(index_reader_title_words(reading->reader, record, &title, NULL), NS_ERR_CORRUPT);
}

/* After a failure the same questions have the same answers as before it. */
static void test_answers_after_a_failure(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    const uint32_t passages = write_long(fixture);
    open_with_passage(fixture, TABLE_BLOCK, skip_a_byte);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(words_around(reading, 0, NULL), NS_OK);
        assert_int_equal(words_around(reading, LONG_ARTICLE + 1, NULL), NS_ERR_CORRUPT);
        assert_int_equal(words_around(reading, LONG_ARTICLE + passages, NULL), NS_OK);
        assert_int_equal(words_around(reading, LONG_ARTICLE + passages + 1, NULL), NS_ERR_ARG);
    }
}

/* ---- Spans ---- */

/* An article that is parted where it goes on, or goes on where another begins: the text of what is behind does not begin where it should.
 */
static void test_articles_of_other_extents(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    struct article_extent extent;
    const uint32_t passages = write_long(fixture) + LONG_ARTICLE + 1;
    for (uint32_t passage = 1; passage < passages; passage++) {
        const size_t at = spans_at(passage, SPAN_BITS) + passage % SPANS_BLOCK / 8;
        assert_int_equal(open_with_spans(fixture, at, (uint8_t)(1u << passage % 8), NULL), NS_OK);
        for (uint32_t other = 0; other < passages; other++) {
            const ns_status status = index_reader_extent(reading->reader, other, &extent, NULL);
            if (status == NS_OK) assert_true(other - extent.first_passage < extent.passages);
            assert_true(status == NS_OK || status == NS_ERR_CORRUPT);
        }
        assert_int_equal(words_around(reading, passage, NULL), NS_ERR_CORRUPT);
        const bool parted = passage > LONG_ARTICLE && passage + 1 < passages;
        assert_int_equal(words_around(reading, passage - 1, NULL), parted ? NS_OK : NS_ERR_CORRUPT);
    }
}

/* The number of an article is none that there is, or the first passage of all is the first of none. */
static void test_spans_of_no_articles(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    struct passage passage;
    struct ns_error err;
    write_long(fixture);
    assert_int_equal(open_with_spans(fixture, spans_at(0, 3), 0xff, NULL), NS_OK);
    assert_int_equal(extent_of(reading, LONG_ARTICLE + 1, &err), NS_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "it names an article that is not there"));
    assert_int_equal(index_reader_passage(reading->reader, LONG_ARTICLE + 1, &passage, NULL), NS_ERR_CORRUPT);
    assert_int_equal(open_with_spans(fixture, spans_at(0, SPAN_BITS), 1, &err), NS_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "the first passage begins no article"));
}

/* Words that would be outside of all there are, or would end before they begin. */
static void test_spans_of_no_words(void **state)
{
    struct fixture *fixture = *state;
    struct reading *reading = fixture->own;
    write_long(fixture);
    for (size_t byte = 4; byte < 8; byte++) {
        assert_int_equal(open_with_spans(fixture, spans_at(0, SPAN_OFFSET + byte), 0xff, NULL), NS_OK);
        assert_no_words(reading, 0);
        assert_no_words(reading, SPANS_BLOCK - 1);
        assert_int_equal(read_around(reading, SPANS_BLOCK), NS_ERR_CORRUPT);
    }
    assert_int_equal(open_with_spans(fixture, spans_at(0, SPAN_ENDS + 2 * 5 + 1), 0x80, NULL), NS_OK);
    assert_no_words(reading, 5);
    assert_no_words(reading, 6);
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
    static const enum index_section sections[] = {SECTION_POSTINGS, SECTION_PASSAGES, SECTION_SPANS, SECTION_ARTICLES, SECTION_META};
    static const char *const other_texts[] = {TEN(HUNDRED(SENTENCE))};
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
        READER_TEST(test_every_byte_damaged),         READER_TEST(test_word_that_no_form_has),
        READER_TEST(test_more_gaps_than_words),       READER_TEST(test_passage_of_too_many_words),
        READER_TEST(test_other_analyzer_version),     READER_TEST(test_sections_of_another_index),
        READER_TEST(test_blocks_that_do_not_fit),     READER_TEST(test_rows_that_begin_wrongly),
        READER_TEST(test_texts_that_do_not_fit),      READER_TEST(test_words_of_stretches),
        READER_TEST(test_places_in_any_order),        READER_TEST(test_extents_of_other_articles),
        READER_TEST(test_answers_after_a_failure),    READER_TEST(test_articles_of_other_extents),
        READER_TEST(test_spans_of_no_articles),       READER_TEST(test_spans_of_no_words),
        READER_TEST(test_sizes_that_none_has),        READER_TEST(test_codes_of_too_few_words),
        READER_TEST(test_articles_of_too_many_words),
    };
    return cmocka_run_group_tests_name("index_reader", tests, NULL, NULL);
}
