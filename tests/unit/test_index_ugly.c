/* test_index_ugly.c - articles such as no newsroom writes are indexed and read as any other. */
#include "tests/unit/collection_fixture.h"

/* ---- Ugly articles ---- */

static void test_nothing_at_all(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    begin(collection, "index");
    finish(collection);
    check(collection, "index");
    assert_int_equal(index_reader_info(collection->reader)->newest.precision, DATE_UNKNOWN);
}

/* An article without a word is one passage without a word. */
static void test_articles_without_words(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    const struct article bare = {.path = "bare"};
    begin(collection, "index");
    put(collection, &bare);
    put_string(collection, "");
    put_string(collection, "...");
    put_string(collection, " \n\n\t ");
    put_text(collection, "\0\0\0", 3);
    put_string(collection, "\xff\xfe");
    finish(collection);
    check(collection, "index");
    assert_int_equal(collection->totals.passages, 6);
    assert_int_equal(collection->totals.words, 0);
}

static void test_parts(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    struct article article = {.path = "parts/1",
                              .id = "17",
                              .section = "CHINA / SOCIETY",
                              .byline = "A. Writer",
                              .source = "The Paper",
                              .url = "https://paper.example/2021/17?a=1&b=2",
                              .date = {1614773460, DATE_MINUTE},
                              .source_size = UINT64_MAX,
                              .source_mtime = -5,
                              .part_count = 3,
                              .parts = {{PART_TITLE, "A title\nof two lines-", 21, 11, 2, 4},
                                        {PART_SUBTITLE, "-and what is below", 18, 40, 5, UINT32_MAX},
                                        {PART_BODY, "One. Two\n\nThree", 15, UINT64_MAX, UINT32_MAX, 0}}};
    begin(collection, "index");
    put(collection, &article);
    article.path = "parts/2";
    article.part_count = 1; /* a title only */
    article.date = (struct article_date){1700000000, DATE_DAY};
    put(collection, &article);
    article.path = "parts/3";
    article.extracted = true;
    article.date = (struct article_date){-62135596800, DATE_YEAR};
    article.parts[0].length = 0;
    article.part_count = 3; /* an empty title */
    for (size_t i = 0; i < article.part_count; i++)
        article.parts[i].source_offset = article.parts[i].source_column = 0;
    put(collection, &article);
    finish(collection);
    check(collection, "index");
    const struct index_info *info = index_reader_info(collection->reader);
    assert_true(info->newest.seconds == 1700000000);
    assert_int_equal(info->newest.precision, DATE_DAY);
}

/* Titles without a word, of one passage and more, and beside a body that follows without a space. */
static void test_titles(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    struct buffer *many = &collection->fixture->bytes[0];
    for (int i = 0; i < 700; i++)
        assert_int_equal(buffer_append(many, "Word of it. ", 12, NULL), NS_OK);
    const struct article_part titles[] = {{PART_TITLE, "?!", 2, 0, 1, 1},
                                          {PART_TITLE, "\"Quoted\"", 8, 0, 1, 1},
                                          {PART_TITLE, "a\n\nb-c", 6, 0, 1, 1},
                                          {PART_TITLE, many->data, many->size, 0, 1, 1},
                                          {PART_TITLE, many->data, many->size - 1, 0, 1, 1}};
    static const struct article_part bodies[] = {
        {PART_BODY, "(Body) text.", 12, 0, 1, 1}, {PART_BODY, "...", 3, 0, 1, 1}, {PART_BODY, "", 0, 0, 1, 1}};
    begin(collection, "index");
    for (size_t i = 0; i < COUNT_OF(titles); i++) {
        put(collection, &(struct article){.path = "a", .part_count = 1, .parts = {titles[i]}});
        for (size_t body = 0; body < COUNT_OF(bodies); body++)
            put(collection, &(struct article){.path = "a", .part_count = 2, .parts = {titles[i], bodies[body]}});
    }
    finish(collection);
    check(collection, "index");
}

/* Dates before 1970 are dates too, and those that are not known are not the newest. */
static void test_newest_of_old_dates(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    static const struct article_date dates[] = {{-900, DATE_DAY}, {99, DATE_UNKNOWN}, {-500, DATE_SECOND}, {-700, DATE_YEAR}};
    begin(collection, "index");
    for (size_t i = 0; i < COUNT_OF(dates); i++) {
        const struct article article = {.path = "a", .date = dates[i]};
        assert_int_equal(index_writer_put(collection->writer, &article, NULL), NS_OK);
    }
    finish(collection);
    assert_int_equal(index_reader_open(fixture_path(*state, "index"), &collection->reader, NULL), NS_OK);
    const struct article_date *newest = &index_reader_info(collection->reader)->newest;
    assert_int_equal(newest->seconds, -500);
    assert_int_equal(newest->precision, DATE_SECOND);
}

/* Fill a text with pieces to the size, and put it. */
static void test_ugly_texts(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    char word[301];
    memset(word, 'w', 300);
    word[300] = '\0';
    begin(collection, "index");
    put_text(collection, "a\0b\0\0c d", 8);
    put_string(collection, "caf\xe9 \xff\xfe n\xc3 x\xe2\x82");
    put_string(collection, word);
    put_repeated(collection, word, 5000);
    put_repeated(collection, "\xe4\xb8\xad\xe5\x9b\xbd\xe3\x80\x82", 9000);
    put_repeated(collection, "\xe3\x81\x8b\xe3\x82\x99", 3000);
    put_repeated(collection, "a-b-c ", 3000);
    put_repeated(collection, "a-b-c-", 3000);
    put_repeated(collection, "word\n", 3000);
    put_repeated(collection, "word\r\n\r\n", 3000);
    put_repeated(collection, "word\rword\r\rword\n\r", 6000);
    put_repeated(collection, "\xe2\x80\x9cOne two. Three.\xe2\x80\x9d ", 9000);
    put_repeated(collection, "x (\"one\") ", 9000);
    put_repeated(collection, "x\n\n\"Said so.\" ", 9000);
    put_repeated(collection, "x\xc2\xad\xe2\x80\x8b \xc2\xa0y ", 9000);
    put_repeated(collection, "!?\n", 9000);
    put_string(collection, "\xef\xbb\xbf\"First\" and last. ");
    finish(collection);
    check(collection, "index");
}

/* More gaps than fit the short codes. */
static void test_ten_thousand_gaps(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    struct buffer *text = &collection->fixture->bytes[0];
    static const char marks[] = "!?.,;:()/ \n";
    for (int i = 0; i < 10000; i++) {
        assert_int_equal(buffer_append_byte(text, 'w', NULL), NS_OK);
        for (int rest = i + 11; rest > 0; rest /= 11)
            assert_int_equal(buffer_append_byte(text, (uint8_t)marks[rest % 11], NULL), NS_OK);
    }
    begin(collection, "index");
    put_text(collection, text->data, text->size);
    put_text(collection, text->data, text->size / 3);
    finish(collection);
    check(collection, "index");
    assert_true(index_reader_lexicon(collection->reader)->gaps.count > 9000);
}

/* The opening quote at a passage's edge belongs to what it opens. */
static void test_quotes_at_the_edges_of_passages(void **state)
{
    struct collection *collection = ((struct fixture *)*state)->own;
    struct buffer *text = &collection->fixture->bytes[0];
    struct passage passage;
    for (int i = 0; i < 400; i++)
        assert_int_equal(buffer_append(text, i % 100 == 99 ? "end.\"\n\n(\"" : "word ", i % 100 == 99 ? 9 : 5, NULL), NS_OK);
    begin(collection, "index");
    put_text(collection, text->data, text->size);
    finish(collection);
    check(collection, "index");
    assert_int_equal(collection->totals.passages, 4);
    collection->text.text.size = collection->text.token_count = 0;
    assert_int_equal(index_reader_passage(collection->reader, 1, &passage, NULL), NS_OK);
    assert_int_equal(index_reader_text(collection->reader, &passage, &collection->text, NULL), NS_OK);
    assert_memory_equal(collection->text.text.data, "(\"word ", 7);
    assert_memory_equal(collection->text.text.data + collection->text.text.size - 7, "end.\"\n\n", 7);
}

static void put_random_text(struct collection *collection, struct random_source *random)
{
    static const char *const pieces[] = {"the ",
                                         "WHO ",
                                         "vaccine",
                                         "-",
                                         "APT-10 ",
                                         ". ",
                                         "\n\n",
                                         "\n",
                                         "\"",
                                         "U.S. ",
                                         "\xe4\xb8\xad",
                                         "\xcc\x81",
                                         "\xc2\xad",
                                         "caf\xc3\xa9 ",
                                         "'s ",
                                         "2,700 ",
                                         ", ",
                                         "\r\n",
                                         "\xe2\x80\x94",
                                         "\xff",
                                         " ",
                                         "Mr. ",
                                         "a",
                                         "Z",
                                         "9",
                                         "\t",
                                         "\f"};
    struct buffer *text = &collection->fixture->bytes[0];
    const bool bytes = random_below(random, 4) == 0;
    text->size = 0;
    for (uint64_t left = random_magnitude(random, 11); left > 0; left--) {
        const char *piece = pieces[random_below(random, COUNT_OF(pieces))];
        if (bytes) {
            assert_int_equal(buffer_append_byte(text, (uint8_t)random_next(random), NULL), NS_OK);
        } else {
            assert_int_equal(buffer_append(text, piece, strlen(piece), NULL), NS_OK);
        }
    }
    put_text(collection, text->data ? text->data : "", text->size);
}

static void test_random_articles(void **state)
{
    struct fixture *fixture = *state;
    struct collection *collection = fixture->own;
    struct random_source random = {fixture_seed(fixture)};
    for (int round = 0; round < 3; round++) {
        begin(collection, "index");
        for (int i = 0; i < 200; i++)
            put_random_text(collection, &random);
        finish(collection);
        check(collection, "index");
    }
    fixture_passed(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        COLLECTION_TEST(test_nothing_at_all),
        COLLECTION_TEST(test_articles_without_words),
        COLLECTION_TEST(test_parts),
        COLLECTION_TEST(test_titles),
        COLLECTION_TEST(test_newest_of_old_dates),
        COLLECTION_TEST(test_ugly_texts),
        COLLECTION_TEST(test_ten_thousand_gaps),
        COLLECTION_TEST(test_quotes_at_the_edges_of_passages),
        COLLECTION_TEST(test_random_articles),
    };
    return cmocka_run_group_tests_name("index_ugly", tests, NULL, NULL);
}
