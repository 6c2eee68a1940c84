/* html_article.c - a page's charset, its tree, its fields and its main text, one after another, and the article of all that. */
#include "indexer/html_article.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "index/unicode.h"
#include "indexer/charset.h"
#include "indexer/format_parts.h"
#include "indexer/html_fields.h"
#include "indexer/html_fragment.h"
#include "indexer/html_text.h"
#include "indexer/html_tree.h"
#include "indexer/white.h"

/* Bytes of a page in which its charset is looked for; browsers look at 1024, but pages with long heads have it later. */
#define CHARSET_LENGTH 8192

/* Characters beyond ASCII from which valid UTF-8 is no accident. */
#define SURE_CHARACTERS 10

/* Memory that a reader keeps from one page to the next, bytes; what a large page took beyond it is given back. */
#define KEPT_MEMORY ((size_t)8 << 20)

struct html_reader {
    struct buffer decoded; /* when the page is not UTF-8 */
    struct buffer whole;   /* the page with a NUL behind it and none within */
    struct html_tree tree;
    struct html_text text;
    struct html_fields fields;
};

/* ---- What a page is written in, and whether a file is one ---- */

static bool begins(const char *at, const char *end, const char *word)
{
    const size_t length = strlen(word);
    return (size_t)(end - at) >= length && strncasecmp(at, word, length) == 0;
}

/* The charset in the tag of a meta element; NULL when it has none. */
static const char *charset_of_tag(const char *tag, const char *end, size_t *length)
{
    const char *close = memchr(tag, '>', (size_t)(end - tag));
    return charset_of_type(tag, (size_t)((close ? close : end) - tag), length);
}

/* The value of `encoding` in an XML declaration; NULL when there is none. */
static const char *charset_of_declaration(const char *text, const char *end, size_t *length)
{
    static const char word[] = "encoding";
    const char *close = memchr(text, '>', (size_t)(end - text));
    if (!close) return NULL;
    const char *at = memmem(text, (size_t)(close - text), word, strlen(word));
    const char *quote = at ? strpbrk(at, "\"'>") : NULL;
    if (!quote || quote >= close) return NULL;
    const char *behind = memchr(quote + 1, *quote, (size_t)(close - quote - 1));
    *length = behind ? (size_t)(behind - quote - 1) : 0;
    return *length > 0 ? quote + 1 : NULL;
}

/* The charset that a page declares for itself; NULL when it does not. */
static const char *declared_charset(const char *data, size_t size, size_t *length)
{
    const char *end = data + (size < CHARSET_LENGTH ? size : CHARSET_LENGTH);
    const char *start = data + white_span(data, (size_t)(end - data));
    if (begins(start, end, "<?xml")) {
        const char *charset = charset_of_declaration(start, end, length);
        if (charset) return charset;
    }
    for (const char *at = data; (at = memchr(at, '<', (size_t)(end - at))); at++) {
        const char *charset = begins(at, end, "<meta") ? charset_of_tag(at, end, length) : NULL;
        if (charset) return charset;
    }
    return NULL;
}

/* Whether a page is UTF-8 beyond doubt: its characters beyond ASCII are all valid, and there are some. Pages that were saved from a browser
 * or out of a database often are, and still declare what they were in before. */
static bool is_surely_utf8(const char *data, size_t size)
{
    size_t beyond = 0;
    for (const char *at = data, *end = data + size; at < end;) {
        uint32_t code_point;
        const size_t length = (unsigned char)*at < 0x80 ? 1 : utf8_decode(at, end, &code_point);
        if ((unsigned char)*at >= 0x80 && code_point == CODE_POINT_INVALID) return false;
        beyond += length > 1;
        at += length;
    }
    return beyond >= SURE_CHARACTERS;
}

/* Step over an XML declaration and comments; NULL when one of them is cut. */
static const char *skip_prolog(const char *at, const char *end)
{
    for (;;) {
        at += white_span(at, (size_t)(end - at));
        const bool comment = begins(at, end, "<!--");
        if (!comment && !begins(at, end, "<?xml")) return at;
        const char *close = comment ? memmem(at, (size_t)(end - at), "-->", 3) : memchr(at, '>', (size_t)(end - at));
        if (!close) return NULL;
        at = close + (comment ? 3 : 1);
    }
}

/* Whether a tag or declaration of this name stands at a place. */
static bool is_tag(const char *at, const char *end, const char *name)
{
    if (!begins(at, end, name)) return false;
    at += strlen(name);
    return at < end && (*at == '>' || *at == ' ' || (*at >= '\t' && *at <= '\r'));
}

bool html_recognise(const char *data, size_t size)
{
    const char *end = data + size;
    const char *at = skip_prolog(data + white_mark(data, size), end);
    if (!at) return false;
    if (is_tag(at, end, "<!doctype")) {
        at += strlen("<!doctype");
        at += white_span(at, (size_t)(end - at));
        return is_tag(at, end, "html");
    }
    return is_tag(at, end, "<html") || is_tag(at, end, "<head") || is_tag(at, end, "<body");
}

/* ---- The reader ---- */

html_reader *html_reader_new(void)
{
    return calloc(1, sizeof(html_reader));
}

void html_reader_free(html_reader *reader)
{
    if (!reader) return;
    buffer_release(&reader->decoded);
    buffer_release(&reader->whole);
    html_tree_release(&reader->tree);
    html_text_release(&reader->text);
    html_fields_release(&reader->fields);
    free(reader);
}

/* Give back what a large page took. */
static void shrink(html_reader *reader)
{
    if (reader->whole.capacity <= KEPT_MEMORY) return;
    buffer_release(&reader->decoded);
    buffer_release(&reader->whole);
    html_tree_release(&reader->tree);
    html_text_release(&reader->text);
    html_fields_release(&reader->fields);
}

/* The page as UTF-8 in `whole`; NUL bytes within it become spaces. */
static ns_status decode(html_reader *reader, const struct html_page *page, struct html_article *out, struct ns_error *err)
{
    struct charset_text decoded;
    const size_t size = page->size <= HTML_PAGE_MAX ? page->size : HTML_PAGE_MAX;
    size_t length = page->charset_length;
    const char *charset = page->charset;
    if (!charset && !is_surely_utf8(page->data, size)) charset = declared_charset(page->data, size, &length);
    ns_status status = charset_decode(page->data, size, charset, charset ? length : 0, &reader->decoded, &decoded, err);
    if (status != NS_OK) return status;
    reader->whole.size = 0;
    status = buffer_append(&reader->whole, decoded.text, decoded.size, err);
    if (status == NS_OK) status = buffer_pad(&reader->whole, 1, err);
    if (status != NS_OK) return status;
    char *end = reader->whole.data + reader->whole.size;
    for (char *at = reader->whole.data; (at = memchr(at, 0, (size_t)(end - at))); at++)
        *at = ' ';
    out->bad = decoded.bad;
    if (page->size > size) out->limit = "a page of more bytes than are read";
    return NS_OK;
}

/* JSON-LD's text of the article, when the page shows none. Many put their markup there; else paragraphs are its lines, references and all.
 */
static ns_status take_body(html_reader *reader, const char *body, struct ns_error *err)
{
    if (!body) return NS_OK;
    struct block_text text = block_text_into(&reader->text.text, err);
    const bool markup = strstr(body, "</") || strcasestr(body, "<p>") || strcasestr(body, "<br");
    for (const char *line = body; *line && text.status == NS_OK;) {
        const size_t length = markup ? strlen(line) : strcspn(line, "\r\n");
        block_text_break(&text, GAP_PARAGRAPH);
        html_fragment_put(&text, line, length);
        line += length + strspn(line + length, "\r\n");
    }
    return text.status;
}

/* Put together what was read. */
static void fill(html_reader *reader, struct html_article *out)
{
    const struct html_fields *fields = &reader->fields;
    out->title = html_field(fields, HTML_FIELD_TITLE);
    out->title_line = reader->text.headline ? reader->text.headline : fields->title_line;
    out->text = reader->text.text.data;
    out->text_length = reader->text.text.size;
    out->text_line = reader->text.line;
    out->section = html_field(fields, HTML_FIELD_SECTION);
    out->byline = html_field(fields, HTML_FIELD_BYLINE);
    out->source = html_field(fields, HTML_FIELD_SOURCE);
    out->url = html_field(fields, HTML_FIELD_URL);
    out->date = fields->date;
    out->date_text = html_field(fields, HTML_FIELD_DATE);
    if (reader->tree.limit) out->limit = reader->tree.limit;
}

ns_status html_article_read(html_reader *reader, const struct html_page *page, struct html_article *out, struct ns_error *err)
{
    memset(out, 0, sizeof *out);
    shrink(reader);
    ns_status status = decode(reader, page, out, err);
    if (status == NS_OK) status = html_tree_read(&reader->tree, reader->whole.data, reader->whole.size, err);
    if (status == NS_OK) status = html_fields_read(&reader->fields, &reader->tree, page->url, err);
    if (status != NS_OK) return status;
    status = html_text_find(&reader->text, &reader->tree, html_field(&reader->fields, HTML_FIELD_TITLE), err);
    if (status == NS_OK && reader->text.text.size == 0) status = take_body(reader, json_ld_field(&reader->fields.ld, JSON_LD_BODY), err);
    if (status == NS_OK) fill(reader, out);
    return status;
}

/* ---- The article ---- */

static void tell_problems(const struct html_article *read, const struct article *known, uint64_t line, const struct input *input,
                          const struct reader_sink *sink)
{
    if (read->limit) reader_problem(input, sink, PROBLEM_LIMIT, line, "%s; what is behind is passed over", read->limit);
    reader_bad_places(input, sink, line, read->bad);
    if (read->date_text && known->date.precision == DATE_UNKNOWN)
        reader_date(input, sink, line, read->date_text, strlen(read->date_text), "2021-03-03T12:11:00Z");
}

static void put_part(struct article *article, enum part_kind kind, const char *text, size_t length, uint64_t line)
{
    const uint32_t source_line = line <= UINT32_MAX ? (uint32_t)line : 0;
    if (length > 0) article->parts[article->part_count++] = (struct article_part){kind, text, length, 0, source_line, 0};
}

ns_status html_article_put(html_reader *reader, const struct html_page *page, const struct article *known, uint64_t line,
                           const struct input *input, const struct reader_sink *sink, struct ns_error *err)
{
    struct html_article read;
    const ns_status status = html_article_read(reader, page, &read, err);
    if (status != NS_OK) return status;
    tell_problems(&read, known, line, input, sink);
    struct article article = *known;
    if (!article.section) article.section = read.section;
    if (!article.byline) article.byline = read.byline;
    if (!article.source) article.source = read.source;
    if (!article.url) article.url = read.url;
    if (article.date.precision == DATE_UNKNOWN) article.date = read.date;
    article.extracted = true;
    article.part_count = 0;
    if (read.title) put_part(&article, PART_TITLE, read.title, strlen(read.title), line ? line : read.title_line);
    put_part(&article, PART_BODY, read.text, read.text_length, line ? line : read.text_line);
    if (article.part_count > 0) return sink->article(sink->context, &article, err);
    reader_problem(input, sink, PROBLEM_EMPTY, line, "a page without a title or a text");
    return NS_OK;
}
