/* read_warc.c - reads WARC: which records are articles, and what their headers know of them.
 *
 * A record is read in three steps: what it holds (take_record), the bytes of its page (http_decode), and the article in them, by
 * html_article_put() or read_text(). Both of these hand it to a sink of ours, which adds what the record knows and passes it on.
 */
#include "indexer/reader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "indexer/charset.h"
#include "indexer/date.h"
#include "indexer/html_article.h"
#include "indexer/http.h"
#include "indexer/warc.h"
#include "indexer/white.h"

/* Bytes of an address or an id that are kept: the longest that browsers take. */
#define LABEL_MAX 8192

/* Room for a host's name; DNS has 253 bytes at most. */
#define HOST_ROOM 256

enum page_kind { PAGE_NONE, PAGE_HTML, PAGE_TEXT };

/* What is kept from record to record. */
struct archive {
    const struct input *input;
    const struct reader_sink *sink;
    html_reader *html;
    struct http_store http;
    struct buffer recoded;
    struct warc_record record;
    uint64_t line;  /* of the record, in the file */
    size_t counted; /* bytes whose lines `line` has counted */
    bool first;     /* the record is the first of the slice */
    struct article known;
    char id[LABEL_MAX + 1];
    char url[LABEL_MAX + 1];
    char host[HOST_ROOM];
};

/* A page's bytes and what is declared of them. */
struct page {
    enum page_kind kind;
    const char *data;
    size_t size;
    struct header_value charset;
};

/* ---- What a record knows ---- */

static struct header_value field(const struct archive *archive, const char *name)
{
    return header_field(&archive->record.header, name);
}

/* Keep a value without the angle brackets that may be around it as a C string; false if it is absent, longer than LABEL_MAX, or has
 * characters that no address and no id has. */
static bool keep_label(struct header_value value, char *room)
{
    if (value.length >= 2 && value.text[0] == '<' && value.text[value.length - 1] == '>') {
        value.text++;
        value.length -= 2;
    }
    *room = '\0';
    if (value.length == 0 || value.length > LABEL_MAX) return false;
    for (size_t i = 0; i < value.length; i++) {
        if ((unsigned char)value.text[i] <= ' ' || value.text[i] == 0x7f) return false;
    }
    memcpy(room, value.text, value.length);
    room[value.length] = '\0';
    return true;
}

/* The place in an address behind `https://`, or NULL if it is none of the web. */
static const char *behind_scheme(const char *url)
{
    if (strncasecmp(url, "http://", 7) == 0) return url + 7;
    return strncasecmp(url, "https://", 8) == 0 ? url + 8 : NULL;
}

/* Keep the host of the address, without user and port, in lower case; false if it has none. */
static bool keep_host(struct archive *archive)
{
    const char *host = behind_scheme(archive->url);
    if (!host) return false;
    size_t length = strcspn(host, "/?#");
    const char *user_end = memrchr(host, '@', length);
    if (user_end) {
        length -= (size_t)(user_end + 1 - host);
        host = user_end + 1;
    }
    const char *port = memchr(host, ':', length);
    if (port && *host != '[') length = (size_t)(port - host);
    if (length == 0 || length >= HOST_ROOM) return false;
    for (size_t i = 0; i < length; i++)
        archive->host[i] = (char)(host[i] >= 'A' && host[i] <= 'Z' ? host[i] | 0x20 : host[i]);
    archive->host[length] = '\0';
    return true;
}

static void keep_known(struct archive *archive)
{
    const struct header_value date = field(archive, "WARC-Date");
    struct article *known = &archive->known;
    *known = (struct article){.path = archive->input->path, .extracted = true};
    known->source_size = archive->input->file_size;
    known->source_mtime = archive->input->mtime;
    if (!keep_label(field(archive, "WARC-Record-ID"), archive->id) || article_id_is_line(archive->id))
        article_line_id(archive->line, archive->id);
    known->id = archive->id;
    if (keep_label(field(archive, "WARC-Target-URI"), archive->url)) known->url = archive->url;
    if (known->url && keep_host(archive)) known->source = archive->host;
    if (date.length > 0)
        known->date = reader_date(archive->input, archive->sink, archive->line, date.text, date.length, "2021-03-03T12:11:30Z");
}

/* ---- Articles on their way ---- */

/* Add what the record knows to an article that does not know it itself. */
static ns_status pass_article(void *context, const struct article *article, struct ns_error *err)
{
    const struct archive *archive = context;
    struct article whole = *article;
    whole.id = archive->known.id;
    whole.extracted = true;
    if (!whole.url) whole.url = archive->known.url;
    if (!whole.source) whole.source = archive->known.source;
    if (whole.date.precision == DATE_UNKNOWN) whole.date = archive->known.date;
    for (size_t i = 0; i < whole.part_count; i++) {
        whole.parts[i].source_offset = 0;
        whole.parts[i].source_line = (uint32_t)archive->line;
        whole.parts[i].source_column = 0;
    }
    return archive->sink->article(archive->sink->context, &whole, err);
}

static void pass_problem(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    const struct archive *archive = context;
    (void)line; /* within the page */
    archive->sink->problem(archive->sink->context, kind, path, archive->line, what);
}

/* What the record knows of date, source and address only stands in for what the page tells, so it is added behind (pass_article). */
static ns_status put_html(struct archive *archive, const struct page *page, const struct reader_sink *sink, struct ns_error *err)
{
    struct article known = archive->known;
    known.source = known.url = NULL;
    known.date = (struct article_date){0, DATE_UNKNOWN};
    const struct html_page html = {page->data, page->size, page->charset.text, page->charset.length, archive->known.url};
    return html_article_put(archive->html, &html, &known, archive->line, archive->input, sink, err);
}

static ns_status put_text(struct archive *archive, const struct page *page, const struct reader_sink *sink, struct ns_error *err)
{
    struct charset_text text;
    const ns_status status =
        charset_decode(page->data, page->size, page->charset.text, page->charset.length, &archive->recoded, &text, err);
    if (status != NS_OK) return status;
    reader_bad_places(archive->input, archive->sink, archive->line, text.bad);
    struct input input = *archive->input;
    input.data = text.text;
    input.size = text.size;
    input.lines_before = 0;
    return read_text(&input, sink, err);
}

static ns_status put_page(struct archive *archive, const struct page *page, struct ns_error *err)
{
    const struct reader_sink sink = {pass_article, pass_problem, archive};
    return page->kind == PAGE_HTML ? put_html(archive, page, &sink, err) : put_text(archive, page, &sink, err);
}

/* ---- What a record holds ---- */

static void tell(const struct archive *archive, enum problem_kind kind, const char *what)
{
    reader_problem(archive->input, archive->sink, kind, archive->line, "%s", what);
}

static enum page_kind kind_of(struct header_value type)
{
    const struct header_value name = header_main(type);
    if (header_is(name, "text/html") || header_is(name, "application/xhtml+xml")) return PAGE_HTML;
    return header_is(name, "text/plain") ? PAGE_TEXT : PAGE_NONE;
}

static bool is_robots(const struct archive *archive)
{
    const char *host = behind_scheme(archive->url);
    return host && strcmp(host + strcspn(host, "/"), "/robots.txt") == 0;
}

static void tell_body(const struct archive *archive, const struct http_response *response, enum http_body_state state)
{
    const struct header_value coding = header_field(&response->header, "Content-Encoding");
    if (state == HTTP_CUT) tell(archive, PROBLEM_DAMAGED, "its HTTP body is cut off or damaged; it is read up to there");
    if (state == HTTP_CODING) {
        reader_problem(archive->input, archive->sink, PROBLEM_FIELD, archive->line,
                       "Content-Encoding is \"%.*s\", gzip or deflate was wanted; the page is passed over",
                       coding.length < 40 ? (int)coding.length : 40, coding.text);
    }
    if (state == HTTP_LARGE) {
        reader_problem(archive->input, archive->sink, PROBLEM_LIMIT, archive->line,
                       "a page of over %zu bytes, or one that inflates to over %d times its size; it is passed over", HTTP_BODY_MAX,
                       HTTP_RATIO_MAX);
    }
}

/* A page without a type of its own has the one that the crawler saw, if it said so. */
static ns_status put_response(struct archive *archive, struct ns_error *err)
{
    struct http_response response;
    struct http_body body;
    if (!http_read(archive->record.block, archive->record.block_size, &response) || response.status != 200) return NS_OK;
    struct header_value type = header_field(&response.header, "Content-Type");
    struct page page = {.charset = header_parameter(type, "charset")};
    if (type.length == 0) type = field(archive, "WARC-Identified-Payload-Type");
    page.kind = kind_of(type);
    if (page.kind == PAGE_NONE) return NS_OK;
    keep_known(archive);
    if (page.kind == PAGE_TEXT && is_robots(archive)) return NS_OK;
    const ns_status status = http_decode(&response, &archive->http, &body, err);
    if (status != NS_OK) return status;
    tell_body(archive, &response, body.state);
    if (body.size == 0 && body.state != HTTP_WHOLE) return NS_OK;
    page.data = body.data;
    page.size = body.size;
    return put_page(archive, &page, err);
}

static ns_status put_block(struct archive *archive, enum page_kind wanted, struct ns_error *err)
{
    const struct header_value type = field(archive, "Content-Type");
    struct page page = {.kind = kind_of(type), .charset = header_parameter(type, "charset")};
    if (page.kind != wanted) return NS_OK;
    keep_known(archive);
    page.data = archive->record.block;
    page.size = archive->record.block_size;
    if (page.size <= HTTP_BODY_MAX) return put_page(archive, &page, err);
    reader_problem(archive->input, archive->sink, PROBLEM_LIMIT, archive->line,
                   "a page of %zu bytes, at most %zu were wanted; it is passed over", page.size, HTTP_BODY_MAX);
    return NS_OK;
}

static ns_status take_record(struct archive *archive, struct ns_error *err)
{
    const struct header_value type = field(archive, "WARC-Type");
    if (header_is(type, "response")) return put_response(archive, err);
    if (header_is(type, "resource")) return put_block(archive, PAGE_HTML, err);
    return header_is(type, "conversion") ? put_block(archive, PAGE_TEXT, err) : NS_OK;
}

/* ---- The archive ---- */

/* Tell what is wrong with a record. */
static void tell_state(const struct archive *archive)
{
    const struct warc_record *record = &archive->record;
    const bool goes_on = archive->first && archive->input->lines_before > 0;
    switch (record->state) {
    case WARC_WHOLE:
        break;
    case WARC_MENDED:
        tell(archive, PROBLEM_DAMAGED, "its Content-Length is not what it has, or is no number; it is read up to the next record");
        break;
    case WARC_CUT:
        tell(archive, PROBLEM_DAMAGED, "a record that is cut off, or whose Content-Length is wrong; it is passed over");
        break;
    case WARC_LARGE:
        reader_problem(archive->input, archive->sink, PROBLEM_LIMIT, archive->line, "a record of over %zu bytes; it is passed over",
                       WARC_BLOCK_MAX);
        break;
    case WARC_NO_HEAD:
        tell(archive, PROBLEM_DAMAGED, "a record whose header has no end; it is passed over");
        break;
    case WARC_GARBAGE:
        if (!goes_on) tell(archive, PROBLEM_DAMAGED, "what stands here is no record, \"WARC/1.0\" was wanted; it is passed over");
        break;
    }
}

static ns_status read_records(struct archive *archive, struct ns_error *err)
{
    struct warc_cursor cursor = {.data = archive->input->data, .size = archive->input->size, .at = reader_mark(archive->input)};
    ns_status status = NS_OK;
    while (status == NS_OK && warc_next(&cursor, &archive->record)) {
        const size_t counted = archive->record.begin;
        archive->line += white_line_ends(archive->input->data + archive->counted, counted - archive->counted);
        archive->counted = counted;
        tell_state(archive);
        archive->first = false;
        if (archive->record.block) status = take_record(archive, err);
    }
    return status;
}

ns_status read_warc(const struct input *input, const struct reader_sink *sink, struct ns_error *err)
{
    struct archive *archive = calloc(1, sizeof *archive);
    if (!archive) return ns_fail_nomem(err);
    archive->input = input;
    archive->sink = sink;
    archive->line = input->lines_before + 1;
    archive->first = true;
    archive->html = html_reader_new();
    const ns_status status = archive->html ? read_records(archive, err) : ns_fail_nomem(err);
    html_reader_free(archive->html);
    http_store_release(&archive->http);
    buffer_release(&archive->recoded);
    free(archive);
    return status;
}
