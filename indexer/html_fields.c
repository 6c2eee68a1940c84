/* html_fields.c - tables of names in order of preference, and how labels become clean. */
#include "indexer/html_fields.h"

#include <string.h>
#include <strings.h>

#include <libxml/globals.h>
#include <libxml/uri.h>

#include "index/unicode.h"
#include "indexer/date.h"
#include "indexer/tag_scanner.h"
#include "indexer/white.h"
#include "indexer/xml_library.h"

/* Longest label, in bytes; what is longer is no title and no name. */
#define LABEL_MAX 1000

/* Longest element that is taken for a byline, and how many elements may name an author each. */
#define BYLINE_MAX 100
#define AUTHORS_MAX 8

/* Blocks of a page that are compared with pieces of its title. */
#define TITLE_BLOCKS_MAX 2000u

/* A page whose fields are being read. */
struct form {
    struct html_fields *out;
    const struct html_tree *tree;
    const char *url;
    struct ns_error *err;
    ns_status status;
};

static const char *string_at(const struct html_tree *tree, uint32_t place)
{
    return tree->strings.data + place;
}

/* ---- Labels ---- */

static void append(struct form *form, const char *text, size_t length)
{
    if (form->status == NS_OK) form->status = buffer_append(&form->out->strings, text, length, form->err);
}

/* The character at the start of a text: how many bytes it takes there, and what is to be written for it; nothing for white space. */
static size_t next_character(const char *text, size_t length, char *written, size_t *written_length)
{
    uint32_t code_point;
    size_t used = reference_decode(text, length, &code_point);
    if (used == 0) {
        used = utf8_decode(text, text + length, &code_point);
        if (code_point != CODE_POINT_INVALID) code_point = reference_character(code_point);
    }
    const bool bad = code_point == CODE_POINT_INVALID;
    const bool blank = bad || code_point <= ' ' || char_class(code_point) == CHAR_SPACE || (code_point >= 0x7f && code_point < 0xa0);
    *written_length = blank ? 0 : utf8_encode(code_point, written);
    return used;
}

/* Append a text with single spaces, entities decoded; the bytes that became of it. */
static size_t append_clean(struct form *form, const char *text, size_t length)
{
    const size_t start = form->out->strings.size;
    bool space = false;
    while (length > 0 && form->status == NS_OK) {
        char written[4];
        size_t written_length;
        const size_t used = next_character(text, length, written, &written_length);
        if (written_length > 0) {
            if (space && form->out->strings.size > start) append(form, " ", 1);
            append(form, written, written_length);
        }
        space = written_length == 0;
        text += used;
        length -= used;
    }
    return form->out->strings.size - start;
}

/* Set a field to a text, when there is something in it. */
static bool set_field(struct form *form, enum html_field field, const char *text, size_t length)
{
    const size_t place = form->out->strings.size;
    if (length > LABEL_MAX || form->status != NS_OK) return false;
    if (append_clean(form, text, length) == 0) return false;
    append(form, "", 1);
    form->out->places[field] = place;
    return form->status == NS_OK;
}

static bool set_string(struct form *form, enum html_field field, const char *text)
{
    return text && set_field(form, field, text, strlen(text));
}

/* ---- Facts ---- */

/* The next fact of a name, from *at on; its value, or NULL. */
static const char *next_fact(const struct form *form, const char *name, size_t *at)
{
    const struct html_tree *tree = form->tree;
    while (*at < tree->fact_count) {
        const struct html_fact *fact = &tree->facts[(*at)++];
        if (strcmp(string_at(tree, fact->name), name) == 0) return string_at(tree, fact->value);
    }
    return NULL;
}

static const char *first_fact(const struct form *form, const char *name)
{
    size_t at = 0;
    return next_fact(form, name, &at);
}

/* Set a field to the first fact that has one of the names, which end with NULL. */
static bool set_by_names(struct form *form, enum html_field field, const char *const *names)
{
    for (; *names; names++) {
        if (set_string(form, field, first_fact(form, *names))) return true;
    }
    return false;
}

/* ---- Source, section ---- */

static void read_source(struct form *form)
{
    static const char *const names[] = {
        "og:site_name", "citation_journal_title", "dc.publisher", "dcterms.publisher", "publisher", "application-name", NULL};
    if (!set_string(form, HTML_FIELD_SOURCE, json_ld_field(&form->out->ld, JSON_LD_PUBLISHER)))
        set_by_names(form, HTML_FIELD_SOURCE, names);
}

static void read_section(struct form *form)
{
    static const char *const names[] = {
        "article:section", "parsely-section", "sailthru.section", "dc.subject.section", "section", "category", NULL};
    if (!set_string(form, HTML_FIELD_SECTION, json_ld_field(&form->out->ld, JSON_LD_SECTION)))
        set_by_names(form, HTML_FIELD_SECTION, names);
}

/* ---- Title ---- */

/* A run of a title between separators. */
struct piece {
    const char *text;
    size_t length;
};

/* The bytes of what parts the title of an article from the name of a site, at a place of a title; 0 when nothing does there. */
static size_t separator_at(const char *at)
{
    static const char *const separators[] = {" | ", " - ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " :: ", " \xc2\xbb ",    " \xc2\xb7 ",
                                             "_",   " / ", "\xef\xbc\x9a",   "\xef\xbd\x9c",   ": ",   " \xe2\x80\xa2 "};
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        if (strncmp(at, separators[i], strlen(separators[i])) == 0) return strlen(separators[i]);
    }
    return 0;
}

static bool is_piece(struct piece piece, const char *text)
{
    return text && strlen(text) == piece.length && strncasecmp(piece.text, text, piece.length) == 0;
}

/* Whether a block of the body is just this. */
static bool is_block(const struct form *form, struct piece piece)
{
    const struct html_tree *tree = form->tree;
    for (size_t i = 0; i < tree->block_count && i < TITLE_BLOCKS_MAX; i++) {
        const struct html_block *block = &tree->blocks[i];
        if (tree->nodes[block->node].kind == HTML_TITLE || block->length != piece.length || block->link_length > 0) continue;
        if (strncasecmp(tree->text.data + block->text, piece.text, piece.length) == 0) return true;
    }
    return false;
}

/* A title without the name of its site: what is left when the one side of a separator is the site's name, or the other a block of the
 * page. */
static struct piece without_site(const struct form *form, struct piece title)
{
    const char *site = html_field(form->out, HTML_FIELD_SOURCE);
    for (size_t at = 1; at < title.length; at++) {
        const size_t length = separator_at(title.text + at);
        if (length == 0 || at + length >= title.length) continue;
        const struct piece before = {title.text, at};
        const struct piece behind = {title.text + at + length, title.length - at - length};
        if (is_piece(behind, site) || is_block(form, before)) return before;
        if (is_piece(before, site) || is_block(form, behind)) return behind;
    }
    return title;
}

/* Set the title to a text that may hold the site's name; `line` is where it stands in the page. */
static bool set_title(struct form *form, const char *text, size_t length, uint32_t line)
{
    if (!set_field(form, HTML_FIELD_TITLE, text, length)) return false;
    const char *title = html_field(form->out, HTML_FIELD_TITLE);
    const struct piece piece = without_site(form, (struct piece){title, strlen(title)});
    const size_t skipped = (size_t)(piece.text - title);
    form->out->strings.data[form->out->places[HTML_FIELD_TITLE] + skipped + piece.length] = '\0';
    form->out->places[HTML_FIELD_TITLE] += skipped;
    form->out->title_line = line;
    return true;
}

/* Set the title to the text of the first node of a kind, or with a mark. */
static bool set_title_of_node(struct form *form, enum html_kind kind, unsigned mark)
{
    const struct html_tree *tree = form->tree;
    for (size_t i = 0; i < tree->node_count; i++) {
        const struct html_node *node = &tree->nodes[i];
        const bool wanted = mark ? (node->marks & mark) != 0 : node->kind == kind;
        if (!wanted || node->text == node->text_end) continue;
        const uint32_t line = node->first_block < tree->block_count ? tree->blocks[node->first_block].line : 0;
        if (set_title(form, tree->text.data + node->text, node->text_end - node->text, line)) return true;
    }
    return false;
}

static void read_title(struct form *form)
{
    static const char *const names[] = {"citation_title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", NULL};
    if (set_string(form, HTML_FIELD_TITLE, json_ld_field(&form->out->ld, JSON_LD_HEADLINE))) return;
    if (set_by_names(form, HTML_FIELD_TITLE, names)) return;
    const char *og = first_fact(form, "og:title");
    if (og && set_title(form, og, strlen(og), 0)) return;
    if (set_title_of_node(form, HTML_INLINE, HTML_IS_HEADLINE) || set_title_of_node(form, HTML_H1, 0)) return;
    const char *twitter = first_fact(form, "twitter:title");
    if (twitter && set_title(form, twitter, strlen(twitter), 0)) return;
    set_title_of_node(form, HTML_TITLE, 0);
}

/* ---- Byline ---- */

static bool is_address(const char *text)
{
    return strncasecmp(text, "http:", 5) == 0 || strncasecmp(text, "https:", 6) == 0 || strncmp(text, "//", 2) == 0 ||
           strncasecmp(text, "www.", 4) == 0;
}

/* Bytes of "By " before the name. */
static size_t by_length(const char *text, size_t length)
{
    return length > 3 && strncasecmp(text, "by ", 3) == 0 ? 3 : 0;
}

/* Whether a name is one of a list with commas. */
static bool has_name(const char *list, const char *name)
{
    const size_t length = strlen(name);
    for (const char *at = list; (at = strstr(at, name)); at++) {
        if ((at == list || at[-1] == ' ') && (at[length] == '\0' || at[length] == ',') && (at < list + 2 || at[-2] == ',')) return true;
    }
    return false;
}

/* Add a name to the byline, unless it stands there. */
static void add_name(struct form *form, const char *text, size_t length)
{
    char name[LABEL_MAX + 1];
    const char *before = html_field(form->out, HTML_FIELD_BYLINE);
    const size_t by = by_length(text, length);
    text += by;
    length -= by;
    if (length == 0 || length > LABEL_MAX) return;
    memcpy(name, text, length);
    name[length] = '\0';
    if (is_address(name) || (before && has_name(before, name))) return;
    if (!before) {
        set_field(form, HTML_FIELD_BYLINE, name, length);
    } else if (form->status == NS_OK) {
        form->out->strings.size--; /* the byline is the last string, and goes on */
        append(form, ", ", 2);
        append_clean(form, name, length);
        append(form, "", 1);
    }
}

static bool names_by_facts(struct form *form)
{
    static const char *const names[] = {"parsely-author",
                                        "sailthru.author",
                                        "citation_author",
                                        "author",
                                        "dc.creator",
                                        "dcterms.creator",
                                        "byl",
                                        "article:author",
                                        "itemprop:author",
                                        NULL};
    for (const char *const *name = names; *name; name++) {
        size_t at = 0, count = 0;
        for (const char *value; count < AUTHORS_MAX && (value = next_fact(form, *name, &at)); count++)
            add_name(form, value, strlen(value));
        if (form->out->places[HTML_FIELD_BYLINE]) return true;
    }
    return false;
}

/* Whether a byline may hold a date too, which is no name. */
static bool has_digit(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] >= '0' && text[i] <= '9') return true;
    }
    return false;
}

/* Names of elements that are said to name an author, or of one of class byline that begins with "By". */
static void names_by_marks(struct form *form, unsigned mark, bool by, size_t most)
{
    const struct html_tree *tree = form->tree;
    for (size_t i = 0, count = 0; i < tree->node_count && count < most; i++) {
        const struct html_node *node = &tree->nodes[i];
        const char *text = tree->text.data + node->text;
        size_t length = node->text_end - node->text;
        if (!(node->marks & mark) || length == 0 || length > BYLINE_MAX) continue;
        const size_t blank = white_span(text, length);
        text += blank;
        length -= blank;
        if (by && (by_length(text, length) == 0 || has_digit(text, length))) continue;
        add_name(form, text, length);
        count++;
    }
}

static void read_byline(struct form *form)
{
    if (set_string(form, HTML_FIELD_BYLINE, json_ld_field(&form->out->ld, JSON_LD_AUTHOR)) || names_by_facts(form)) return;
    names_by_marks(form, HTML_IS_AUTHOR, false, AUTHORS_MAX);
    if (!form->out->places[HTML_FIELD_BYLINE]) names_by_marks(form, HTML_IS_BYLINE, true, 1);
}

/* ---- Date ---- */

/* Take a date when it can be read; the first that cannot is kept as it is written. */
static bool take_date(struct form *form, const char *text)
{
    if (!text) return false;
    form->out->date = date_parse(text, strlen(text));
    if (form->out->date.precision != DATE_UNKNOWN) return true;
    if (!form->out->places[HTML_FIELD_DATE]) set_string(form, HTML_FIELD_DATE, text);
    return false;
}

static void read_date(struct form *form)
{
    static const char *const names[] = {"article:published_time",
                                        "og:published_time",
                                        "itemprop:datepublished",
                                        "parsely-pub-date",
                                        "sailthru.date",
                                        "citation_publication_date",
                                        "citation_online_date",
                                        "citation_date",
                                        "dcterms.issued",
                                        "dcterms.created",
                                        "dcterms.date",
                                        "dc.date.issued",
                                        "dc.date",
                                        "article.published",
                                        "publish-date",
                                        "publishdate",
                                        "publication_date",
                                        "pubdate",
                                        "date",
                                        "time:published",
                                        "time",
                                        NULL};
    form->out->date = (struct article_date){0, DATE_UNKNOWN};
    bool taken = take_date(form, json_ld_field(&form->out->ld, JSON_LD_DATE));
    for (const char *const *name = names; *name && !taken; name++)
        taken = take_date(form, first_fact(form, *name));
    if (taken) form->out->places[HTML_FIELD_DATE] = 0;
}

/* ---- Address ---- */

/* An address, and that of the page which it is to be taken from. */
struct address {
    const char *text, *base;
    xmlChar *whole;
};

static void make_whole(void *context)
{
    struct address *address = context;
    address->whole = xmlBuildURI((const xmlChar *)address->text, (const xmlChar *)address->base);
}

/* Set the address to one that is whole, or is taken from the page's. */
static bool set_url(struct form *form, const char *text)
{
    if (!text || strlen(text) > LABEL_MAX) return false;
    if (strncasecmp(text, "http:", 5) == 0 || strncasecmp(text, "https:", 6) == 0) return set_string(form, HTML_FIELD_URL, text);
    if (!form->url) return false;
    struct address address = {.text = text, .base = form->url};
    if (form->status == NS_OK) form->status = xml_library_run(make_whole, &address, form->err);
    if (form->status != NS_OK) return false;
    const bool http = address.whole && strncasecmp((const char *)address.whole, "http", 4) == 0;
    const bool set = http && set_string(form, HTML_FIELD_URL, (const char *)address.whole);
    xmlFree(address.whole);
    return set;
}

static void read_url(struct form *form)
{
    if (set_url(form, first_fact(form, "link:canonical"))) return;
    if (set_url(form, json_ld_field(&form->out->ld, JSON_LD_URL)) || set_url(form, first_fact(form, "og:url"))) return;
    set_string(form, HTML_FIELD_URL, form->url);
}

/* ---- All ---- */

ns_status html_fields_read(struct html_fields *out, const struct html_tree *tree, const char *url, struct ns_error *err)
{
    struct form form = {.out = out, .tree = tree, .url = url, .err = err};
    const char *canonical = first_fact(&form, "link:canonical");
    memset(out->places, 0, sizeof out->places);
    out->title_line = 0;
    out->strings.size = 0;
    append(&form, "", 1); /* so that no place is 0 */
    if (form.status == NS_OK) {
        form.status =
            json_ld_read(&out->ld, tree->scripts.data, tree->scripts.size, canonical ? canonical : url, first_fact(&form, "og:title"), err);
    }
    read_source(&form);
    read_section(&form);
    read_title(&form);
    read_byline(&form);
    read_date(&form);
    read_url(&form);
    return form.status;
}

const char *html_field(const struct html_fields *fields, enum html_field field)
{
    return fields->places[field] ? fields->strings.data + fields->places[field] : NULL;
}

void html_fields_release(struct html_fields *fields)
{
    buffer_release(&fields->strings);
    json_ld_release(&fields->ld);
    memset(fields, 0, sizeof *fields);
}
