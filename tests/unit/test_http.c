/* test_http.c - responses, chunks and codings, good and bad. */
#include "tests/unit/warc_fixture.h"

#include "indexer/http.h"

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct http_store));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    http_store_release(*state);
    free(*state);
    return 0;
}

static void test_status_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned status; /* 0: none */
    } cases[] = {
        {"HTTP/1.1 200 OK\r\n\r\n", 200},
        {"HTTP/1.0 404\n\n", 404},
        {"HTTP/2 200\r\nA: b\r\n\r\n", 200},
        {"HTTP/1.1  301 X", 301},
        {"HTTP/1.1 20", 0},
        {"HTTP/", 0},
        {"HTTP", 0},
        {"", 0},
        {"GET / HTTP/1.1\r\n\r\n", 0},
        {"HTTP/1.1 abc\r\n", 0},
        {"ICY 200 OK\r\n", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct http_response response;
        assert_int_equal(http_read(cases[i].text, strlen(cases[i].text), &response), cases[i].status > 0);
        assert_int_equal(response.status, cases[i].status);
    }
}

static struct http_body decode(struct http_store *store, const char *fields, const char *body, size_t size, enum http_body_state state)
{
    static char text[1 << 17]; /* outlives the body, which may lie in it */
    struct http_response response;
    struct http_body out;
    const int head = snprintf(text, sizeof text, "HTTP/1.1 200 OK\r\n%s\r\n", fields);
    memcpy(text + head, body, size);
    assert_true(http_read(text, (size_t)head + size, &response));
    assert_int_equal(http_decode(&response, store, &out, NULL), NS_OK);
    assert_int_equal(out.state, state);
    return out;
}

static void assert_decoded(struct http_store *store, const char *fields, const char *body, enum http_body_state state, const char *text)
{
    const struct http_body out = decode(store, fields, body, strlen(body), state);
    assert_int_equal(out.size, strlen(text));
    assert_memory_equal(out.data, text, out.size);
}

#define CHUNKED "Transfer-Encoding: chunked\r\n"

static void test_bodies(void **state)
{
    assert_decoded(*state, "", "body", HTTP_WHOLE, "body");
    assert_decoded(*state, "", "", HTTP_WHOLE, "");
    assert_decoded(*state, "Content-Type: a;\r\n b=c\r\nContent-Encoding: identity\r\n", "body", HTTP_WHOLE, "body");
    assert_decoded(*state, "Content-Encoding: \r\n", "body", HTTP_WHOLE, "body");
}

static void test_chunks(void **state)
{
    assert_decoded(*state, CHUNKED, "4\r\nWiki\r\n6;name=x\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\n\r\n", HTTP_WHOLE,
                   "Wikipedia in \r\n\r\nchunks.");
    assert_decoded(*state, CHUNKED, "4\nWiki\n0\n\n", HTTP_WHOLE, "Wiki");
    assert_decoded(*state, CHUNKED, "0004 \r\nWiki\r\n0\r\nTrailer: x\r\n\r\n", HTTP_WHOLE, "Wiki");
    assert_decoded(*state, CHUNKED, "0\r\n\r\n", HTTP_WHOLE, "");
}

static void test_damaged_chunks(void **state)
{
    assert_decoded(*state, CHUNKED, "4\r\nWiki\r\n", HTTP_CUT, "Wiki");
    assert_decoded(*state, CHUNKED, "4\r\nWiki\r\nxyz\r\n", HTTP_CUT, "Wiki");
    assert_decoded(*state, CHUNKED, "9\r\nWiki", HTTP_CUT, "Wiki");
    assert_decoded(*state, CHUNKED, "ffffffffffffffff\r\nWiki", HTTP_CUT, "Wiki");
    assert_decoded(*state, CHUNKED, "10000000000000004\r\nWiki\r\n0\r\n", HTTP_CUT, "Wiki\r\n0\r\n");
    assert_decoded(*state, CHUNKED, "4\r\nWiki\r\n1", HTTP_CUT, "Wiki");
}

/* What was put together before, as some archives have it. */
static void test_header_that_is_not_true(void **state)
{
    assert_decoded(*state, CHUNKED, "<p>plain", HTTP_WHOLE, "<p>plain");
    assert_decoded(*state, CHUNKED, "-4\r\nWiki", HTTP_WHOLE, "-4\r\nWiki");
    assert_decoded(*state, CHUNKED, "added later", HTTP_WHOLE, "added later");
    assert_decoded(*state, CHUNKED "Content-Encoding: gzip\r\n", "\n <!doctype html>", HTTP_WHOLE, "\n <!doctype html>");
    assert_decoded(*state, "Content-Encoding: br\r\n", "<html>", HTTP_WHOLE, "<html>");
}

static void test_codings(void **state)
{
    static const struct {
        const char *fields;
        int window;
    } cases[] = {{"Content-Encoding: gzip\r\n", 31},
                 {"content-encoding:X-GZIP\r\n", 31},
                 {"Content-Encoding: deflate\r\n", 15},
                 {"Content-Encoding: deflate\r\n", -15},
                 {"Content-Encoding: deflate\r\n", 31}};
    char squeezed[500];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const size_t size = squeeze("<p>inflated", 11, cases[i].window, squeezed, sizeof squeezed);
        const struct http_body body = decode(*state, cases[i].fields, squeezed, size, HTTP_WHOLE);
        assert_int_equal(body.size, 11);
        assert_memory_equal(body.data, "<p>inflated", 11);
    }
}

static void test_coding_in_chunks(void **state)
{
    char squeezed[500], body[600];
    const size_t size = squeeze("inflated", 8, 31, squeezed, sizeof squeezed);
    int used = snprintf(body, sizeof body, "5\r\n");
    memcpy(body + used, squeezed, 5);
    used += 5;
    used += snprintf(body + used, sizeof body - (size_t)used, "\r\n%zx\r\n", size - 5);
    memcpy(body + used, squeezed + 5, size - 5);
    used += (int)size - 5;
    used += snprintf(body + used, sizeof body - (size_t)used, "\r\n0\r\n\r\n");
    const struct http_body out = decode(*state, CHUNKED "Content-Encoding: gzip\r\n", body, (size_t)used, HTTP_WHOLE);
    assert_int_equal(out.size, 8);
    assert_memory_equal(out.data, "inflated", 8);
}

static void test_damaged_codings(void **state)
{
    char squeezed[500];
    const size_t size = squeeze("inflated text that is long enough to be cut", 43, 31, squeezed, sizeof squeezed);
    const struct http_body body = decode(*state, "Content-Encoding: gzip\r\n", squeezed, size - 12, HTTP_CUT);
    assert_true(body.size > 0 && body.size <= 43);
    assert_decoded(*state, "Content-Encoding: gzip\r\n", "no gzip", HTTP_CUT, "");
    assert_decoded(*state, "Content-Encoding: br\r\n", "whatever", HTTP_CODING, "");
    assert_decoded(*state, "Content-Encoding: gzip, gzip\r\n", "whatever", HTTP_CODING, "");
}

/* A small body that fills memory. */
static void test_bombs(void **state)
{
    const size_t room = (size_t)64 << 20;
    char *zeros = calloc(1, room);
    char *squeezed = malloc(1 << 17);
    assert_true(zeros && squeezed);
    const size_t size = squeeze(zeros, room, 31, squeezed, 1 << 17);
    assert_int_equal(decode(*state, "Content-Encoding: gzip\r\n", squeezed, size, HTTP_LARGE).size, 0);
    const struct http_store *store = *state;
    assert_true(store->inflated.capacity <= 2 * HTTP_BODY_MAX);
    struct http_response large = {.status = 200, .body = zeros, .body_size = HTTP_BODY_MAX + 1};
    struct http_body out;
    assert_int_equal(http_decode(&large, *state, &out, NULL), NS_OK);
    assert_int_equal(out.state, HTTP_LARGE);
    large.body_size--;
    assert_int_equal(http_decode(&large, *state, &out, NULL), NS_OK);
    assert_int_equal(out.state, HTTP_WHOLE);
    free(zeros);
    free(squeezed);
}

#define STORE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_status_lines),
        STORE_TEST(test_bodies),
        STORE_TEST(test_chunks),
        STORE_TEST(test_damaged_chunks),
        STORE_TEST(test_header_that_is_not_true),
        STORE_TEST(test_codings),
        STORE_TEST(test_coding_in_chunks),
        STORE_TEST(test_damaged_codings),
        STORE_TEST(test_bombs),
    };
    return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
