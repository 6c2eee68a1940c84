/* page.c - pieces of markup, written one behind the other. */
#include "tests/bench/page.h"

#include <stdio.h>
#include <string.h>

/* A page on its way; after a failure nothing more is appended. */
struct page {
    struct buffer *out;
    ns_status status;
    struct ns_error *err;
};

static void put(struct page *page, const char *text)
{
    if (page->status == NS_OK) page->status = buffer_append(page->out, text, strlen(text), page->err);
}

static void put_numbered(struct page *page, const char *before, uint64_t number, const char *behind)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    put(page, before);
    put(page, digits);
    put(page, behind);
}

static void put_escaped(struct page *page, const char *text, size_t size)
{
    for (size_t i = 0; page->status == NS_OK && i < size; i++) {
        if (text[i] == '<') {
            put(page, "&lt;");
        } else if (text[i] == '&') {
            put(page, "&amp;");
        } else {
            page->status = buffer_append_byte(page->out, (uint8_t)text[i], page->err);
        }
    }
}

static void put_links(struct page *page, const char *kind, unsigned count, uint64_t number)
{
    put(page, "<div class=\"");
    put(page, kind);
    put(page, "\"><ul>\n");
    for (unsigned i = 0; i < count; i++) {
        put_numbered(page, "<li class=\"item\"><a href=\"/story/", number * 100 + i, ".html\" data-track=\"link\">");
        put_numbered(page, "Read story number ", number * 100 + i, "</a></li>\n");
    }
    put(page, "</ul></div>\n");
}

static void put_scripts(struct page *page, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        put_numbered(page, "<script>window.q = window.q || []; for (var i = 0; i < ", i,
                     "; i++) { q.push([\"track\", i < 3]); }</script>\n");
}

static void put_paragraphs(struct page *page, const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        const char *stop = memchr(text + at, '\n', size - at);
        const size_t length = stop ? (size_t)(stop - text) - at : size - at;
        if (length > 0) {
            put(page, "<p class=\"story-text\">");
            put_escaped(page, text + at, length);
            put(page, "</p>\n");
        }
        at += length + 1;
    }
}

static void put_comments(struct page *page, unsigned count)
{
    put(page, "<section id=\"comments\"><h2>Comments</h2>\n");
    for (unsigned i = 0; i < count; i++)
        put_numbered(page, "<div class=\"comment\"><span class=\"user\">reader", i,
                     "</span><p>What a story, who would have thought.</p></div>\n");
    put(page, "</section>\n");
}

ns_status page_make(const char *text, size_t size, uint64_t number, struct buffer *out, struct ns_error *err)
{
    struct page page = {out, NS_OK, err};
    out->size = 0;
    put(&page, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
    put_numbered(&page, "<title>Story ", number, " - The Bench</title>\n");
    put_numbered(&page, "<meta property=\"og:title\" content=\"Story ", number, "\">\n");
    put(&page, "<meta property=\"article:published_time\" content=\"2021-03-03T12:11:00Z\">\n");
    put_scripts(&page, 20);
    put(&page, "</head><body>\n");
    put_links(&page, "nav-main", 40, number);
    put_numbered(&page, "<main><article><h1>Story ", number, "</h1>\n");
    put_paragraphs(&page, text, size);
    put(&page, "</article></main>\n");
    put_links(&page, "related-stories", 20, number + 1);
    put_comments(&page, 10);
    put_links(&page, "footer-links", 20, number + 2);
    put(&page, "<footer>All rights reserved.</footer></body></html>\n");
    return page.status;
}
