/* test_read_warc.c - archives good and bad: which records are articles, what is known of them, and where reading goes on behind damage. */
#include "tests/unit/warc_fixture.h"

#include "indexer/format_parts.h"
#include "indexer/warc.h"
#include "tests/unit/ugly_fixture.h"

#define HTML_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
#define PAGE(title)                                                                                                                        \
    "<html><head><title>" title "</title></head><body><article><p>The harbour of " title                                                   \
    " was closed on Tuesday, the port said, after a crane had fallen into the basin.</p><p>Ships waited outside until the evening, "       \
    "and some of them left for other ports of the coast.</p></article></body></html>"
#define ONE RESPONSE_FIELDS("one")
#define TWO RESPONSE_FIELDS("two")

static struct archive_text *archive_new(void)
{
    struct archive_text *archive = test_malloc(sizeof *archive);
    archive->size = 0;
    return archive;
}

static void read_archive(struct kept *kept, struct archive_text *archive)
{
    assert_int_equal(kept_read_bytes(kept, read_warc, archive->data, archive->size), NS_OK);
    test_free(archive);
}

static void assert_body_holds(const struct article *article, const char *words)
{
    const struct article_part *part = kept_part(article, PART_BODY);
    assert_non_null(part);
    if (!strstr(part->text, words)) fail_msg("\"%s\" does not hold \"%s\"", part->text, words);
}

static void test_page(void **state)
{
    struct archive_text *archive = archive_new();
    add_record(archive, "WARC-Type: warcinfo\r\n", "software: ours\r\n");
    add_record(archive, ONE, HTML_HEAD PAGE("Alba"));
    read_archive(*state, archive);
    const struct kept *kept = *state;
    assert_int_equal(kept->problem_count, 0);
    const struct article *article = kept_article(kept);
    assert_string_equal(article->id, "urn:uuid:one");
    assert_string_equal(article->url, "https://news.example/one");
    assert_string_equal(article->source, "news.example");
    assert_int_equal(article->date.precision, DATE_SECOND);
    assert_int_equal(article->date.seconds, 1614834367);
    assert_true(article->extracted);
    assert_int_equal(article->source_size, 4711);
    assert_part(article, PART_TITLE, "Alba");
    assert_body_holds(article, "The harbour of Alba was closed");
    for (size_t i = 0; i < article->part_count; i++) {
        assert_int_equal(article->parts[i].source_line, 8);
        assert_int_equal(article->parts[i].source_offset, 0);
        assert_int_equal(article->parts[i].source_column, 0);
    }
}

/* What a page says of itself stands before what the record says. */
static void test_page_that_knows_more(void **state)
{
    struct archive_text *archive = archive_new();
    add_record(
        archive, ONE,
        "HTTP/1.1 200 OK\r\nContent-Type: application/xhtml+xml\r\n\r\n<html><head><title>Alba</title>"
        "<meta property='article:published_time' content='2020-01-02T03:04:05Z'><meta property='og:site_name' content='The Alba Post'>"
        "<link rel='canonical' href='https://alba.example/story'></head><body><p>The harbour of Alba was closed on Tuesday, the port "
        "said, after a crane had fallen into the basin.</p></body></html>");
    read_archive(*state, archive);
    const struct article *article = kept_article(*state);
    assert_string_equal(article->source, "The Alba Post");
    assert_string_equal(article->url, "https://alba.example/story");
    assert_int_equal(article->date.seconds, 1577934245);
}

/* None of these is anyone's problem. */
static void test_records_that_are_passed_over(void **state)
{
    struct archive_text *archive = archive_new();
    add_record(archive, "WARC-Type: request\r\nContent-Type: application/http\r\n", "GET / HTTP/1.1\r\n\r\n");
    add_record(archive, ONE, "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n" PAGE("Lost"));
    add_record(archive, ONE, "HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n" PAGE("Moved"));
    add_record(archive, ONE, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Encoding: br\r\n\r\n\x89PNG");
    add_record(archive, "WARC-Type: response\r\nWARC-Target-URI: https://n.example/robots.txt\r\n",
               "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\r\n");
    add_record(archive, "WARC-Type: response\r\nWARC-Target-URI: dns:n.example\r\nContent-Type: text/dns\r\n",
               "20210304\nn.example. A 1.2.3.4\n");
    add_record(archive, "WARC-Type: revisit\r\n", HTML_HEAD PAGE("Again"));
    add_record(archive, "WARC-Type: metadata\r\nContent-Type: text/html\r\n", PAGE("Meta"));
    add_record(archive, "WARC-Type: resource\r\nContent-Type: text/plain\r\nWARC-Target-URI: metadata://log\r\n", "a log");
    add_record(archive, "WARC-Type: conversion\r\nContent-Type: text/html\r\n", PAGE("Conversion"));
    add_record(archive, "WARC-Type: continuation\r\n", "the rest");
    add_record(archive, "", "no type");
    read_archive(*state, archive);
    const struct kept *kept = *state;
    assert_int_equal(kept->article_count, 0);
    assert_int_equal(kept->problem_count, 0);
}

static void test_plain_texts(void **state)
{
    struct archive_text *archive = archive_new();
    add_record(archive, "WARC-Type: conversion\r\nContent-Type: text/plain\r\nWARC-Target-URI: <http://USER@Www.N.example:80/a>\r\n",
               "Harbour closed\nThe harbour is closed.\n");
    add_record(archive, ONE,
               "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nCaf\xe9 closed\n\nThe caf\xe9 is closed.\n");
    add_record(archive, TWO, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n \n");
    read_archive(*state, archive);
    const struct kept *kept = *state;
    assert_int_equal(kept->article_count, 2);
    const struct article *article = &kept->articles[0];
    assert_string_equal(article->id, "line=1");
    assert_string_equal(article->url, "http://USER@Www.N.example:80/a");
    assert_string_equal(article->source, "www.n.example");
    assert_int_equal(article->date.precision, DATE_UNKNOWN);
    assert_part(article, PART_TITLE, "Harbour closed");
    assert_part(article, PART_BODY, "The harbour is closed.");
    assert_int_equal(article->parts[1].source_line, 1);
    article = &kept->articles[1];
    assert_part(article, PART_TITLE, "Caf\xc3\xa9 closed");
    assert_true(article->extracted);
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, 27, "empty");
}

static void test_resource(void **state)
{
    struct archive_text *archive = archive_new();
    add_record(archive, "WARC-Type: resource\r\nContent-Type: text/html\r\nWARC-Target-URI: file:///alba.html\r\n", PAGE("Alba"));
    read_archive(*state, archive);
    assert_part(kept_article(*state), PART_TITLE, "Alba");
    assert_null(kept_article(*state)->source);
}

static void test_codings(void **state)
{
    char squeezed[2000], block[3000];
    const size_t size = squeeze(PAGE("Alba"), strlen(PAGE("Alba")), 31, squeezed, sizeof squeezed);
    const int head =
        snprintf(block, sizeof block,
                 "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n%zx\r\n", size);
    memcpy(block + head, squeezed, size);
    memcpy(block + head + size, "\r\n0\r\n\r\n", 7);
    const size_t whole = (size_t)head + size + 7;
    struct archive_text *archive = archive_new();
    add_record_of(archive, ONE, block, whole, whole);
    add_record_of(archive, ONE, block, whole - 30, whole - 30);
    add_record(archive, ONE, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\nwhatever");
    add_record(archive, "WARC-Type: response\r\nWARC-Identified-Payload-Type: text/html\r\n", "HTTP/1.1 200 OK\r\n\r\n" PAGE("Two"));
    read_archive(*state, archive);
    const struct kept *kept = *state;
    assert_body_holds(&kept->articles[0], "The harbour of Alba was closed");
    assert_part(&kept->articles[kept->article_count - 1], PART_TITLE, "Two");
    assert_int_equal(kept->problem_count, 2);
    assert_problem(kept, 0, kept->problems[0].line, "cut off or damaged");
    assert_int_equal(kept->problems[1].kind, PROBLEM_FIELD);
    assert_problem(kept, 1, kept->problems[1].line, "Content-Encoding is \"br\", gzip or deflate was wanted");
}

/* ---- Damage ---- */

static void assert_damage(struct kept *kept, struct archive_text *archive, const char *problem, size_t articles, const char *last)
{
    read_archive(kept, archive);
    assert_int_equal(kept->article_count, articles);
    if (last) assert_part(&kept->articles[articles - 1], PART_TITLE, last);
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, kept->problems[0].line, problem);
}

static void test_wrong_lengths(void **state)
{
    static const char page[] = HTML_HEAD PAGE("Alba");
    const size_t right = sizeof page - 1;
    const size_t wrong[] = {0, 10, right - 5, right + 60, right + 100000, SIZE_MAX / 4, WARC_BLOCK_MAX + 1};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct archive_text *archive = archive_new();
        add_record_of(archive, ONE, page, right, wrong[i]);
        add_record(archive, TWO, HTML_HEAD PAGE("Bera"));
        const bool large = wrong[i] > WARC_BLOCK_MAX;
        assert_damage(*state, archive, large ? "a record of over 67108864 bytes" : "Content-Length is not what it has", large ? 1 : 2,
                      "Bera");
        if (!large) assert_part(&((struct kept *)*state)->articles[0], PART_TITLE, "Alba");
    }
}

static void test_length_that_is_none(void **state)
{
    static const char *const lengths[] = {"", "Content-Length: many\r\n", "Content-Length: -1\r\n",
                                          "Content-Length: 99999999999999999999999\r\n"};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct archive_text *archive = archive_new();
        add_text(archive, "WARC/1.1\r\n" ONE);
        add_text(archive, lengths[i]);
        add_text(archive, "\r\n" HTML_HEAD PAGE("Alba") "\r\n\r\n");
        add_record(archive, TWO, HTML_HEAD PAGE("Bera"));
        assert_damage(*state, archive, "Content-Length is not what it has, or is no number", 2, "Bera");
    }
}

/* A record that was cut off anywhere, with another one behind it or not. */
static void test_half_a_record(void **state)
{
    struct archive_text *whole = archive_new();
    add_record(whole, ONE, HTML_HEAD PAGE("Alba"));
    for (size_t size = 1; size < whole->size - 4; size += 7) {
        struct archive_text *archive = archive_new();
        add_bytes(archive, whole->data, size);
        read_archive(*state, archive);
        struct kept *kept = *state;
        assert_int_equal(kept->problem_count, 1);
        assert_int_equal(kept->problems[0].kind, PROBLEM_DAMAGED);
        assert_int_equal(kept->article_count, 0);
        archive = archive_new();
        add_bytes(archive, whole->data, size);
        add_record(archive, TWO, HTML_HEAD PAGE("Bera"));
        read_archive(kept, archive);
        assert_in_range(kept->problem_count, 1, 2); /* half a page may be one without text */
        assert_part(&kept->articles[kept->article_count - 1], PART_TITLE, "Bera");
        assert_string_equal(kept->articles[kept->article_count - 1].id, "urn:uuid:two");
    }
    test_free(whole);
}

static void test_garbage(void **state)
{
    struct archive_text *archive = archive_new();
    add_record(archive, ONE, HTML_HEAD PAGE("Alba"));
    add_text(archive, "no record\nWARC/1.0 neither\nWARC/1.0\r\nnor this\r\n\r\n");
    add_record(archive, TWO, HTML_HEAD PAGE("Bera"));
    assert_damage(*state, archive, "what stands here is no record", 2, "Bera");
    archive = archive_new();
    add_record(archive, ONE, HTML_HEAD PAGE("Alba"));
    add_bytes(archive, "\0\0\0", 3);
    assert_damage(*state, archive, "what stands here is no record", 1, "Alba");
    archive = archive_new();
    add_text(archive, "plain text");
    assert_damage(*state, archive, "what stands here is no record", 0, NULL);
}

static void test_header_without_end(void **state)
{
    struct archive_text *archive = archive_new();
    add_text(archive, "WARC/1.0\r\nWARC-Type: response\r\n");
    for (size_t i = 0; i < WARC_HEADER_MAX / 10; i++)
        add_text(archive, "WARC-X: y\r\n");
    add_record(archive, TWO, HTML_HEAD PAGE("Bera"));
    assert_damage(*state, archive, "header has no end", 1, "Bera");
}

/* Nothing of an archive is looked at again and again. */
static void test_many_beginnings(void **state)
{
    static const char unit[] = "WARC/1.0\r\nWARC-A:b\n";
    const size_t size = (size_t)2 << 20;
    char *text = test_malloc(size);
    for (size_t i = 0; i < size; i++)
        text[i] = unit[i % (sizeof unit - 1)];
    struct warc_cursor cursor = {.data = text, .size = size};
    struct warc_record record;
    size_t count = 0;
    while (warc_next(&cursor, &record))
        count++;
    assert_true(count > 100000);
    test_free(text);
    (void)state;
}

/* An archive within an archive is a block like any other. */
static void test_archive_in_a_page(void **state)
{
    struct archive_text *inner = archive_new();
    add_text(inner, "HTTP/1.1 200 OK\r\nContent-Type: application/warc\r\n\r\n");
    add_record(inner, ONE, HTML_HEAD PAGE("Inner"));
    struct archive_text *archive = archive_new();
    add_record_of(archive, ONE, inner->data, inner->size, inner->size);
    add_record(archive, TWO, HTML_HEAD PAGE("Bera"));
    read_archive(*state, archive);
    assert_part(kept_article(*state), PART_TITLE, "Bera");
    test_free(inner);
}

static void test_lines_ends_alone(void **state)
{
    struct archive_text *archive = archive_new();
    add_text(archive, "\xef\xbb\xbf\nWARC/1.0\nWARC-Type: conversion\nContent-Type: text/plain\nContent-Length: 9\n\nHarbour.\n\n\n\n\n");
    read_archive(*state, archive);
    assert_part(kept_article(*state), PART_BODY, "Harbour.");
    assert_string_equal(kept_article(*state)->id, "line=2");
    kept_read(*state, read_warc, "");
    assert_int_equal(((struct kept *)*state)->problem_count, 0);
}

/* The beginning of a slice that goes on with a record that was too long was told before. */
static void test_slice_that_goes_on(void **state)
{
    struct kept *kept = *state;
    struct archive_text *archive = archive_new();
    add_text(archive, "\r\nthe rest of a film\r\n");
    add_record(archive, TWO, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nHarbour closed\n");
    add_bytes(archive, "padding behind the input, which is read by nobody but the JSON reader", INPUT_PADDING);
    const struct input input = {.path = "the/path", .data = archive->data, .size = archive->size - INPUT_PADDING, .lines_before = 100};
    const struct reader_sink sink = {keep_article, keep_problem, kept};
    assert_int_equal(read_warc(&input, &sink, NULL), NS_OK);
    assert_int_equal(kept->problem_count, 0);
    assert_int_equal(kept_article(kept)->parts[0].source_line, 103);
    test_free(archive);
}

/* ---- The format ---- */

static void test_recognise(void **state)
{
    (void)state;
    static const char *const good[] = {"WARC/1.0\r\nWARC-Type: x\r\n", "WARC/1.1\n", "\xef\xbb\xbf\r\n WARC/1.0\r\n"};
    static const char *const bad[] = {
        "", "WARC", "WARC/1.0", "WARC/1.0 is a format\n", "WARC/2.0\r\n", "<html>", "{\"WARC/1.0\":1}", "A WARC/1.0\r\n"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(warc_recognise(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(warc_recognise(bad[i], strlen(bad[i])));
}

/* Wherever the bytes end that are there already, what is split off are whole records. */
static void test_split(void **state)
{
    (void)state;
    struct archive_text *archive = archive_new();
    size_t ends[5];
    add_record(archive, ONE, HTML_HEAD PAGE("Alba"));
    ends[0] = archive->size;
    add_record(archive, TWO, HTML_HEAD "WARC/1.0\r\nWARC-Type: response\r\n\r\n");
    ends[1] = archive->size;
    add_record_of(archive, ONE, HTML_HEAD PAGE("Bera"), 200, 190);
    ends[2] = archive->size;
    add_text(archive, "garbage\r\n");
    ends[3] = archive->size;
    add_record(archive, TWO, HTML_HEAD PAGE("Cora"));
    ends[4] = archive->size;
    for (size_t size = 0; size <= archive->size; size++) {
        const size_t split = warc_split(archive->data, size);
        bool whole = split == 0;
        for (size_t i = 0; i < 5; i++)
            whole = whole || (split == ends[i] && split < size);
        if (!whole) fail_msg("%zu bytes were split at %zu", size, split);
    }
    assert_int_equal(warc_split(archive->data, archive->size), ends[3]);
    assert_int_equal(warc_split(archive->data, ends[1] + 20), ends[1]);
    test_free(archive);
}

static void test_sink_ends_the_reading(void **state)
{
    struct kept *kept = *state;
    struct archive_text *archive = archive_new();
    add_record(archive, ONE, HTML_HEAD PAGE("Alba"));
    add_record(archive, TWO, HTML_HEAD PAGE("Bera"));
    kept->answer = NS_ERR_IO;
    assert_int_equal(kept_read_bytes(kept, read_warc, archive->data, archive->size), NS_ERR_IO);
    assert_int_equal(kept->article_count, 1);
    test_free(archive);
}

static void test_ugly_files(void **state)
{
    assert_true(read_ugly_files(*state, read_warc, "tests/data/ugly/warc") >= 20);
    read_ugly_files(*state, read_warc, "tests/data/ugly/http");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(test_page),
        KEPT_TEST(test_page_that_knows_more),
        KEPT_TEST(test_records_that_are_passed_over),
        KEPT_TEST(test_plain_texts),
        KEPT_TEST(test_resource),
        KEPT_TEST(test_codings),
        KEPT_TEST(test_wrong_lengths),
        KEPT_TEST(test_length_that_is_none),
        KEPT_TEST(test_half_a_record),
        KEPT_TEST(test_garbage),
        KEPT_TEST(test_header_without_end),
        KEPT_TEST(test_many_beginnings),
        KEPT_TEST(test_archive_in_a_page),
        KEPT_TEST(test_lines_ends_alone),
        KEPT_TEST(test_slice_that_goes_on),
        KEPT_TEST(test_recognise),
        KEPT_TEST(test_split),
        KEPT_TEST(test_sink_ends_the_reading),
        KEPT_TEST(test_ugly_files),
    };
    return cmocka_run_group_tests_name("read_warc", tests, NULL, NULL);
}
