/* test_verify.c - that an index as it was made is found undamaged, that every change of its bytes is found where it is, and so is, where
 * the sums were made right again, what then contradicts the rest. */
#include "tests/unit/index_fixture.h"

#include "index/form_kind.h"
#include "index/index_writer.h"
#include "index/verify.h"
#include "shim/glass.h"

#define ARTICLES 40

/* Compounds, words of every spelling, sentences, quotes, and some that are in all articles. */
static const char *const words[] = {"the",     "of",           "said",       "Serum",   "Institute", "APT-10",      "vaccine",
                                    "reports", "cyber-attack", "\"quoted\"", "India's", "U.S.",      "caf\xc3\xa9", "2,700"};

/* Some articles are one word for word, so that there are copies. */
static size_t make_body(struct random_source *random, char *body, size_t room)
{
    size_t used = 0;
    for (int i = 0; i < 300; i++) {
        const uint64_t pick = random_below(random, 3 * COUNT(words));
        const char *gap = i % 40 == 0 ? ".\n\n" : i % 9 == 0 ? ". " : i % 31 == 0 ? "\r\n" : " ";
        if (pick < COUNT(words)) used += (size_t)snprintf(body + used, room - used, "%s%s", words[pick], gap);
        if (pick >= COUNT(words)) used += (size_t)snprintf(body + used, room - used, "word%u%s", random_below(random, 200), gap);
    }
    return used;
}

static void put_article(struct index_writer *writer, uint64_t seed, int number)
{
    struct random_source random = {seed + (uint64_t)(number / 3)};
    char body[8000] = "", path[32];
    size_t used = number % 13 == 12 ? 0 : make_body(&random, body, sizeof body);
    if (number % 5 == 1) used += (size_t)snprintf(body + used, sizeof body - used, " aaa%d", number); /* a term of one document */
    snprintf(path, sizeof path, "news/%d.txt", number);
    const struct article article = {.path = path,
                                    .section = "WORLD",
                                    .date = {1609459200 + 86400 * number, (enum date_precision)(number % 6)},
                                    .parts = {{PART_TITLE, "A title", 7, 0, 1, 1}, {PART_BODY, body, used, 9, 3, 1}},
                                    .part_count = number % 5 ? 2 : 1};
    assert_int_equal(index_writer_put(writer, &article, NULL), NS_OK);
}

static const char *build(struct fixture *fixture, const struct index_writer_options *options, int articles)
{
    struct index_writer *writer;
    const char *path = fixture_path(fixture, "index");
    assert_int_equal(index_writer_open(path, options, &writer, NULL), NS_OK);
    for (int i = 0; i < articles; i++)
        put_article(writer, fixture->seed, i);
    assert_int_equal(index_writer_finish(writer, NULL, NULL), NS_OK);
    index_writer_free(writer);
    return path;
}

/* The bytes of an index of English, in fixture->bytes[0]. */
static const struct buffer *build_bytes(struct fixture *fixture)
{
    fixture_seed(fixture);
    read_file(build(fixture, &(struct index_writer_options){.language = "english"}, ARTICLES), &fixture->bytes[0]);
    return &fixture->bytes[0];
}

/* ---- Undamaged ---- */

static void test_undamaged(void **state)
{
    struct fixture *fixture = *state;
    const struct index_writer_options options[] = {{.language = "english"},
                                                   {.language = "none"},
                                                   {.language = "russian"},
                                                   {.language = "english", .postings = XAP_WRITER_API},
                                                   {.language = "english", .memory = 1}};
    static const int sizes[] = {0, 1, 2, 13, 200};
    fixture_seed(fixture);
    for (size_t i = 0; i < COUNT(options); i++) {
        for (size_t k = 0; k < COUNT(sizes); k++) {
            struct index_info info;
            struct ns_error err;
            const ns_status status = index_verify(build(fixture, &options[i], sizes[k]), &info, &err);
            if (status != NS_OK) fail_msg("%d articles, options %zu: %s", sizes[k], i, err.msg);
            assert_int_equal(info.articles, sizes[k]);
            assert_string_equal(info.language, options[i].language);
        }
    }
    fixture_passed(fixture);
}

static void test_no_index(void **state)
{
    struct fixture *fixture = *state;
    struct index_info info;
    struct ns_error err;
    assert_int_equal(index_verify(fixture_path(fixture, "missing"), &info, &err), NS_ERR_IO);
    write_file(fixture_path(fixture, "text"), "no index", 8);
    assert_int_equal(index_verify(fixture_path(fixture, "text"), &info, &err), NS_ERR_FORMAT);
    assert_int_equal(index_verify(fixture->folder, &info, &err), NS_ERR_FORMAT);
}

/* ---- Changed bytes ---- */

static ns_status verify_bytes(struct fixture *fixture, const struct buffer *bytes, struct ns_error *err)
{
    struct index_info info;
    const char *path = fixture_path(fixture, "changed");
    write_file(path, bytes->data, bytes->size);
    const ns_status status = index_verify(path, &info, err);
    if (status != NS_OK) assert_int_equal(info.articles, 0);
    return status;
}

/* A section whose bytes have changed is named, and the page; others are not. */
static void test_sections_are_named(void **state)
{
    struct fixture *fixture = *state;
    build_bytes(fixture);
    struct buffer *bytes = &fixture->bytes[0];
    struct ns_error err;
    char wanted[100];
    for (int section = 0; section < SECTION_PAGES; section++) {
        size_t size;
        const size_t at = section_offset(bytes, (enum index_section)section, &size) + size / 2;
        bytes->data[at] ^= 1;
        assert_int_equal(verify_bytes(fixture, bytes, &err), NS_ERR_CORRUPT);
        snprintf(wanted, sizeof wanted, "section %s: 1 of its ", index_section_name((enum index_section)section));
        if (!strstr(err.msg, wanted)) fail_msg("\"%s\" is not in: %s", wanted, err.msg);
        snprintf(wanted, sizeof wanted, " at byte %zu;", at / PAGE_SIZE * PAGE_SIZE);
        if (!strstr(err.msg, wanted)) fail_msg("\"%s\" is not in: %s", wanted, err.msg);
        bytes->data[at] ^= 1;
    }
    bytes->data[0] ^= 1;
    bytes->data[section_offset(bytes, SECTION_META, NULL)] ^= 1;
    assert_int_equal(verify_bytes(fixture, bytes, &err), NS_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "section postings: 1 of its"));
    assert_non_null(strstr(err.msg, "; section meta: 1 of its 1 pages"));
    fixture_passed(fixture);
}

/* ---- Contradictions ---- */

/* Verify the bytes with one of them changed to this, and the sums made right. */
static ns_status verify_forged(struct fixture *fixture, size_t at, char to, struct ns_error *err)
{
    struct buffer *bytes = &fixture->bytes[0];
    const char was = bytes->data[at];
    bytes->data[at] = to;
    mend_sums(bytes);
    const ns_status status = verify_bytes(fixture, bytes, err);
    bytes->data[at] = was;
    return status;
}

static void assert_found(struct fixture *fixture, size_t at, char to, const char *wanted)
{
    struct ns_error err;
    assert_int_equal(verify_forged(fixture, at, to, &err), NS_ERR_CORRUPT);
    if (!strstr(err.msg, wanted)) fail_msg("\"%s\" is not in: %s", wanted, err.msg);
}

static void test_generation(void **state)
{
    struct fixture *fixture = *state;
    build_bytes(fixture);
    struct buffer *bytes = &fixture->bytes[0];
    struct ns_error err;
    bytes->data[bytes->size - INDEX_FOOTER_SIZE + 16 * SECTION_COUNT] ^= 1;
    mend_footer(bytes);
    assert_int_equal(verify_bytes(fixture, bytes, &err), NS_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "section pages: the generation"));
    fixture_passed(fixture);
}

/* What searching does not look at, or takes as it is: counts, bounds, and whether what is said of articles is so. */
static void test_contradictions(void **state)
{
    struct fixture *fixture = *state;
    build_bytes(fixture);
    const char *bytes = fixture->bytes[0].data;
    size_t size;
    const size_t spans = section_offset(&fixture->bytes[0], SECTION_SPANS, NULL);
    assert_found(fixture, spans + 112, (char)(bytes[spans + 112] + 1), "section spans: passage 0: it has another number of compounds");
    const size_t forms = section_offset(&fixture->bytes[0], SECTION_FORMS, NULL);
    assert_found(fixture, forms, (char)(bytes[forms] ^ FORM_IS_STEM), "section forms: row 0: its stem is told wrongly");
    const size_t copies = section_offset(&fixture->bytes[0], SECTION_COPIES, NULL);
    assert_int_equal(bytes[copies + 2], 1); /* of the first cluster the second member came first: the first has no date */
    assert_found(fixture, copies + 2, 0, "section copies: other articles are copies of one another");
    const size_t meta = section_offset(&fixture->bytes[0], SECTION_META, &size);
    assert_found(fixture, meta + size - 1, (char)(bytes[meta + size - 1] ^ 1), "section meta: its totals are not those of the articles");
    fixture_passed(fixture);
}

/* The bug: of a form without a byte, whose buffer is none, the end was asked for. */
static void test_empty_form(void **state)
{
    struct fixture *fixture = *state;
    struct buffer *bytes = &fixture->bytes[0];
    struct ns_error err;
    build_bytes(fixture);
    memcpy(bytes->data + section_offset(bytes, SECTION_FORMS, NULL), "\x18\0", 2); /* a compound that is its folded form, of no byte */
    mend_sums(bytes);
    assert_int_equal(verify_bytes(fixture, bytes, &err), NS_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "section forms: row 0: what stands there can be no form"));
    fixture_passed(fixture);
}

/* Where in the header the statistics are: behind the revision and six tables, each with five numbers and a list. */
static size_t header_statistics(const char *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes + GLASS_MAGIC_SIZE + GLASS_UUID_SIZE;
    struct cursor cursor = cursor_over(at, 256);
    cursor_varint(&cursor);
    for (int table = 0; table < GLASS_TABLES; table++) {
        for (int i = 0; i < 5; i++)
            cursor_varint(&cursor);
        size_t size;
        cursor_string(&cursor, &size);
    }
    assert_false(cursor.failed);
    return (size_t)((const char *)cursor.at - bytes);
}

/* A bound that does not hold makes documents vanish from what Xapian's own tools find. Those of the header: documents, unused ids, the
 * shortest length, the largest wdf, the largest length less that, changes, total length. */
static void test_bounds(void **state)
{
    struct fixture *fixture = *state;
    build_bytes(fixture);
    const char *bytes = fixture->bytes[0].data;
    const size_t at = header_statistics(bytes);
    uint8_t *numbers = (uint8_t *)fixture->bytes[0].data + at;
    struct cursor cursor = cursor_over(numbers, 64);
    uint64_t values[7];
    size_t places[7];
    for (int i = 0; i < 7; i++) {
        places[i] = at + (size_t)(cursor.at - numbers);
        values[i] = cursor_varint(&cursor);
    }
    assert_true(values[2] > 0 && values[3] > 0 && values[4] > 0);
    assert_found(fixture, places[2], (char)(bytes[places[2]] + 1), "section postings: its header has bounds that do not hold");
    assert_found(fixture, places[3], (char)(bytes[places[3]] - 1), "section postings: its header has bounds that do not hold");
    assert_true(bytes[places[4]] & 0x7f);
    assert_found(fixture, places[4], (char)(bytes[places[4]] - 1), "section postings: its header has bounds that do not hold");
    assert_found(fixture, places[6], (char)(bytes[places[6]] ^ 1), "section postings: its header has another total length");
    fixture_passed(fixture);
}

/* ---- Every byte that says something ---- */

/* Change a bit of some of the bytes of a part of the file, which all mean something. */
static void change_all(struct fixture *fixture, struct random_source *random, const char *name, size_t begin, size_t end)
{
    const size_t step = 8 * FEWER;
    for (size_t at = begin + random_below(random, (uint32_t)step); at < end; at += step) {
        struct ns_error err;
        const char to = (char)(fixture->bytes[0].data[at] ^ (char)(1u << random_below(random, 8)));
        const ns_status status = verify_forged(fixture, at, to, &err);
        if (status == NS_ERR_FORMAT && strstr(err.msg, "analyzer")) continue;
        if (status != NS_ERR_CORRUPT) fail_msg("%s, byte %zu to %02x: %s", name, at - begin, (uint8_t)to, ns_status_text(status));
    }
}

/* Of the other sections some bytes are free to be another: what is typed of an article, the capitals of a word, what stands between two. */
static void test_sections_without_freedom(void **state)
{
    struct fixture *fixture = *state;
    static const enum index_section sections[] = {SECTION_FORM_ROWS, SECTION_WORD_CODES, SECTION_COPIES, SECTION_META};
    build_bytes(fixture);
    struct random_source random = {fixture->seed};
    for (size_t i = 0; i < COUNT(sections); i++) {
        size_t size;
        const size_t begin = section_offset(&fixture->bytes[0], sections[i], &size);
        change_all(fixture, &random, index_section_name(sections[i]), begin, begin + size);
    }
    fixture_passed(fixture);
}

enum { BLOCK = 8192 };

/* A key in a branch that does not part what it should: a term is then there, but not found. */
static void test_branches_that_divide_wrongly(void **state)
{
    struct fixture *fixture = *state;
    size_t size, dividers = 0;
    build_bytes(fixture);
    section_offset(&fixture->bytes[0], SECTION_POSTINGS, &size);
    for (size_t block = BLOCK; block < size; block += BLOCK) {
        const uint8_t *frame = (const uint8_t *)fixture->bytes[0].data + block;
        if (frame[GLASS_FRAME_LEVEL] == 0) continue;
        const size_t end = glass_get_u16(frame + GLASS_FRAME_DIRECTORY_END);
        for (size_t at = GLASS_FRAME_SIZE + GLASS_DIRECTORY_ENTRY; at < end; at += GLASS_DIRECTORY_ENTRY) {
            const size_t key = glass_get_u16(frame + at) + 5;
            assert_found(fixture, block + key, (char)0xff, "section postings: a branch divides wrongly");
            assert_found(fixture, block + key, 0x01, "section postings: a branch divides wrongly");
            dividers++;
        }
    }
    assert_true(dividers > 1);
    fixture_passed(fixture);
}

/* The bug: what stood in a chunk behind its one document was passed over, but Xapian takes it for more documents. */
static void test_chunk_that_goes_on(void **state)
{
    struct fixture *fixture = *state;
    size_t found = 0;
    build_bytes(fixture);
    const uint8_t *leaf = (const uint8_t *)fixture->bytes[0].data + BLOCK; /* with the first terms */
    assert_int_equal(leaf[GLASS_FRAME_LEVEL], 0);
    const size_t end = glass_get_u16(leaf + GLASS_FRAME_DIRECTORY_END);
    for (size_t at = GLASS_FRAME_SIZE; at < end && found < 5; at += GLASS_DIRECTORY_ENTRY) {
        const size_t begin = glass_get_u16(leaf + at);
        const uint8_t *item = leaf + begin;
        const uint8_t *tag = item + GLASS_LEAF_ITEM_FRAME + item[2];
        const size_t behind = begin + GLASS_LEAF_ITEM_FRAME + (glass_get_u16(item) & GLASS_ITEM_SIZE_MASK);
        if (item[2] < 3 || tag[0] != 1 || behind == BLOCK) continue; /* not of a term with one document, or nothing is behind it */
        assert_found(fixture, BLOCK + begin + 1, (char)(item[1] + 1), "section postings: a chunk makes no sense");
        found++;
    }
    assert_true(found > 0);
    fixture_passed(fixture);
}

/* The items of leaves stand at the end of their blocks, without a gap. */
static void test_items_of_postings(void **state)
{
    struct fixture *fixture = *state;
    size_t size, leaves = 0;
    build_bytes(fixture);
    struct random_source random = {fixture->seed};
    section_offset(&fixture->bytes[0], SECTION_POSTINGS, &size);
    for (size_t block = BLOCK; block < size; block += BLOCK) {
        const uint8_t *frame = (const uint8_t *)fixture->bytes[0].data + block;
        if (frame[GLASS_FRAME_LEVEL] != 0) continue;
        size_t lowest = BLOCK;
        for (size_t at = GLASS_FRAME_SIZE; at < glass_get_u16(frame + GLASS_FRAME_DIRECTORY_END); at += GLASS_DIRECTORY_ENTRY) {
            const size_t place = glass_get_u16(frame + at);
            if (place < lowest) lowest = place;
        }
        change_all(fixture, &random, "leaf", block + lowest, block + BLOCK);
        leaves++;
    }
    assert_true(leaves > 1);
    fixture_passed(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(test_undamaged),
        FIXTURE_TEST(test_no_index),
        FIXTURE_TEST(test_sections_are_named),
        FIXTURE_TEST(test_generation),
        FIXTURE_TEST(test_contradictions),
        FIXTURE_TEST(test_bounds),
        FIXTURE_TEST(test_empty_form),
        FIXTURE_TEST(test_sections_without_freedom),
        FIXTURE_TEST(test_branches_that_divide_wrongly),
        FIXTURE_TEST(test_chunk_that_goes_on),
        FIXTURE_TEST(test_items_of_postings),
    };
    return cmocka_run_group_tests_name("verify", tests, NULL, NULL);
}
