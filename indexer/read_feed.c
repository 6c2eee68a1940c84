/* read_feed.c - reads feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0.
 *
 * Of several elements that say the same the first of these is taken:
 *
 *             RSS                                                            Atom
 *   id        guid, rdf:about, link, the line                                id, link, the line
 *   title     title, dc:title                                                title
 *   body      content:encoded, atom:content, xhtml:body, description         content, summary
 *   date      pubDate, dc:date, dcterms:issued, atom:published, atom:updated published, issued, updated, modified, created
 *   byline    dc:creator, author (of `address (name)` the name), itunes:author    author/name; the feed's
 *   section   category, else dc:subject                                      category's label, else its term
 *   source    source; the channel's title                                    source/title; the feed's title
 *   url       feedburner:origLink, link, guid unless it is no permalink, rdf:about    feedburner:origLink, link rel=alternate, link
 *
 * Text of RSS is HTML, escaped or not; that of Atom is what its type says. Pictures and other media are passed over.
 *
 * Sources: RSS 2.0 Specification (RSS Advisory Board), RDF Site Summary 1.0, RFC 4287, The Atom Syndication Format 0.3.
 */
#include "indexer/reader.h"

#include <string.h>
#include <strings.h>

#include "indexer/format_parts.h"
#include "indexer/html_fragment.h"
#include "indexer/markup_xml.h"
#include "indexer/xml_node.h"
#include "indexer/xml_prolog.h"
#include "indexer/xml_records.h"

/* A feed that is being read. */
struct feed {
    struct markup_article article;
    struct buffer title;  /* of the feed, a C string when it is not empty */
    struct buffer author; /* of the feed */
    uint64_t line_before;
};

/* How the text in an element is written. */
enum writing { WRITING_PLAIN, WRITING_HTML, WRITING_TREE, WRITING_OTHER };

/* ---- Texts ---- */

static uint64_t line_of(const struct feed *feed, const xmlNode *element)
{
    return feed->line_before + (uint64_t)xmlGetLineNo(element);
}

/* Put the text of an element into a text. */
static void put_text(struct feed *feed, const xmlNode *element, enum writing writing, bool lines, struct block_text *text)
{
    struct buffer *scratch = &feed->article.scratch;
    if (writing == WRITING_OTHER) return;
    if (writing == WRITING_TREE) {
        xml_put_blocks(element, text);
        return;
    }
    scratch->size = 0;
    if (text->status == NS_OK) text->status = xml_append_text(element, scratch, text->err);
    if (text->status != NS_OK || scratch->size == 0) return;
    if (writing == WRITING_HTML) html_fragment_put(text, scratch->data, scratch->size);
    if (writing == WRITING_PLAIN && lines) block_text_put_raw(text, scratch->data, scratch->size);
    if (writing == WRITING_PLAIN && !lines) block_text_put(text, scratch->data, scratch->size);
}

/* Take a part from an element, unless there is one already. */
static void take_part(struct feed *feed, enum part_kind kind, const xmlNode *element, enum writing writing)
{
    if (!element || !markup_part_empty(&feed->article, kind)) return;
    struct block_text text = markup_part_begin(&feed->article, kind, line_of(feed, element));
    put_text(feed, element, writing, kind == PART_BODY, &text);
    markup_part_end(&feed->article, &text);
}

static void set_label(struct feed *feed, enum markup_label label, const xmlNode *element)
{
    markup_label_of_element(&feed->article, label, element);
}

static void set_label_to(struct feed *feed, enum markup_label label, const char *text)
{
    if (text) markup_label_set(&feed->article, label, text, strlen(text));
}

/* Add the text of each child of a name to a label. */
static void add_labels(struct feed *feed, enum markup_label label, const xmlNode *record, const char *name, const char *separator)
{
    for (const xmlNode *child = xml_child(record, name); child; child = xml_next(child, name))
        markup_label_add_element(&feed->article, label, separator, child);
}

/* Take the date of the first child of these names that has one. */
static void take_date(struct feed *feed, const xmlNode *record, const char *const *names, const char *example)
{
    for (; *names; names++) {
        const xmlNode *child = xml_child(record, *names);
        size_t length;
        const char *text = markup_text_of(&feed->article, child, &length);
        if (text) markup_article_date(&feed->article, text, length, line_of(feed, child), example);
    }
}

static bool is_address(const char *text, size_t length)
{
    return (length > 7 && strncasecmp(text, "http://", 7) == 0) || (length > 8 && strncasecmp(text, "https://", 8) == 0);
}

/* ---- RSS ---- */

/* RSS's author is an address of mail, with the name in brackets behind it; many write a name only. */
static void take_rss_author(struct feed *feed, const xmlNode *author)
{
    size_t length;
    const char *text = markup_text_of(&feed->article, author, &length);
    if (!text) return;
    const char *open = memchr(text, '(', length);
    if (open && memchr(text, '@', (size_t)(open - text))) {
        length -= (size_t)(open + 1 - text);
        text = open + 1;
        const char *close = memchr(text, ')', length);
        if (close) length = (size_t)(close - text);
    }
    markup_label_set(&feed->article, LABEL_BYLINE, text, length);
}

static void take_rss_labels(struct feed *feed, const xmlNode *item)
{
    add_labels(feed, LABEL_BYLINE, item, "dc:creator", ", ");
    take_rss_author(feed, xml_child(item, "author"));
    set_label(feed, LABEL_BYLINE, xml_child(item, "itunes:author"));
    add_labels(feed, LABEL_SECTION, item, "category", " / ");
    if (!markup_label(&feed->article, LABEL_SECTION)) add_labels(feed, LABEL_SECTION, item, "dc:subject", " / ");
    set_label(feed, LABEL_SOURCE, xml_child(item, "source"));
}

static void take_rss_addresses(struct feed *feed, const xmlNode *item)
{
    const xmlNode *guid = xml_child(item, "guid");
    const char *permanent = guid ? xml_attribute(guid, "isPermaLink") : NULL;
    size_t length;
    set_label(feed, LABEL_URL, xml_child(item, "feedburner:origLink"));
    set_label(feed, LABEL_URL, xml_child(item, "link"));
    const char *text = markup_text_of(&feed->article, guid, &length);
    if (text && is_address(text, length) && !(permanent && strcasecmp(permanent, "false") == 0))
        markup_label_set(&feed->article, LABEL_URL, text, length);
    set_label_to(feed, LABEL_URL, xml_attribute(item, "about"));
    set_label(feed, LABEL_ID, guid);
    set_label_to(feed, LABEL_ID, xml_attribute(item, "about"));
    set_label(feed, LABEL_ID, xml_child(item, "link"));
}

/* Text of RSS is HTML that was escaped; but some do not escape it. */
static void take_rss_part(struct feed *feed, enum part_kind kind, const xmlNode *element)
{
    take_part(feed, kind, element, xml_child(element, NULL) ? WRITING_TREE : WRITING_HTML);
}

static void take_rss_item(struct feed *feed, const xmlNode *item)
{
    static const char *const titles[] = {"title", "dc:title"};
    static const char *const bodies[] = {"content:encoded", "atom:content", "xhtml:body", "description"};
    static const char *const dates[] = {"pubDate", "dc:date", "dcterms:issued", "atom:published", "atom:updated", NULL};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        take_rss_part(feed, PART_TITLE, xml_child(item, titles[i]));
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        take_rss_part(feed, PART_BODY, xml_child(item, bodies[i]));
    take_date(feed, item, dates, "Wed, 03 Mar 2021 12:11:00 GMT");
    take_rss_labels(feed, item);
    take_rss_addresses(feed, item);
}

/* ---- Atom ---- */

static enum writing atom_writing(const xmlNode *element)
{
    const char *type = xml_attribute(element, "type");
    if (!type || strcasecmp(type, "text") == 0 || strcasecmp(type, "text/plain") == 0) return WRITING_PLAIN;
    if (strcasecmp(type, "html") == 0 || strcasecmp(type, "text/html") == 0) return xml_child(element, NULL) ? WRITING_TREE : WRITING_HTML;
    if (strcasecmp(type, "xhtml") == 0 || strcasecmp(type, "application/xhtml+xml") == 0) return WRITING_TREE;
    return WRITING_OTHER;
}

static void take_atom_part(struct feed *feed, enum part_kind kind, const xmlNode *element)
{
    if (element) take_part(feed, kind, element, atom_writing(element));
}

static void take_atom_links(struct feed *feed, const xmlNode *entry)
{
    set_label(feed, LABEL_URL, xml_child(entry, "feedburner:origLink"));
    const char *any = NULL;
    for (const xmlNode *link = xml_child(entry, "link"); link; link = xml_next(link, "link")) {
        const char *relation = xml_attribute(link, "rel");
        const char *address = xml_attribute(link, "href");
        if (!relation || strcasecmp(relation, "alternate") == 0) set_label_to(feed, LABEL_URL, address);
        if (!any) any = address;
    }
    set_label_to(feed, LABEL_URL, any);
    set_label(feed, LABEL_ID, xml_child(entry, "id"));
    set_label_to(feed, LABEL_ID, markup_label(&feed->article, LABEL_URL));
}

static void take_atom_labels(struct feed *feed, const xmlNode *entry)
{
    for (const xmlNode *author = xml_child(entry, "author"); author; author = xml_next(author, "author"))
        add_labels(feed, LABEL_BYLINE, author, "name", ", ");
    if (feed->author.size > 0) set_label_to(feed, LABEL_BYLINE, feed->author.data);
    for (const xmlNode *category = xml_child(entry, "category"); category; category = xml_next(category, "category")) {
        const char *text = xml_attribute(category, "label");
        if (!text) text = xml_attribute(category, "term");
        if (text) markup_label_add(&feed->article, LABEL_SECTION, " / ", text, strlen(text));
    }
    set_label(feed, LABEL_SOURCE, xml_path(entry, "source/title"));
}

static void take_atom_entry(struct feed *feed, const xmlNode *entry)
{
    static const char *const dates[] = {"published", "issued", "updated", "modified", "created", NULL};
    take_atom_part(feed, PART_TITLE, xml_child(entry, "title"));
    take_atom_part(feed, PART_BODY, xml_child(entry, "content"));
    take_atom_part(feed, PART_BODY, xml_child(entry, "summary"));
    take_date(feed, entry, dates, "2021-03-03T12:11:00Z");
    take_atom_labels(feed, entry);
    take_atom_links(feed, entry);
}

/* ---- The feed ---- */

/* Keep a text of the feed itself as a C string. */
static ns_status keep(struct feed *feed, const xmlNode *element, struct buffer *kept, struct ns_error *err)
{
    struct block_text text = block_text_into(kept, err);
    if (!element) return NS_OK;
    put_text(feed, element, WRITING_HTML, false, &text);
    return text.status == NS_OK ? buffer_pad(kept, 1, err) : text.status;
}

static ns_status take_head(void *context, const xmlNode *root, struct ns_error *err)
{
    struct feed *feed = context;
    const xmlNode *channel = xml_child(root, "channel");
    if (!channel) channel = root;
    const ns_status status = keep(feed, xml_child(channel, "title"), &feed->title, err);
    return status == NS_OK ? keep(feed, xml_path(channel, "author/name"), &feed->author, err) : status;
}

static ns_status take_record(void *context, const xmlNode *record, uint64_t line_before, struct ns_error *err)
{
    struct feed *feed = context;
    (void)err;
    size_t length;
    const char *name = xml_local_name(record, &length);
    feed->line_before = line_before;
    markup_article_begin(&feed->article, line_of(feed, record));
    if (strcmp(name, "entry") == 0) {
        take_atom_entry(feed, record);
    } else {
        take_rss_item(feed, record);
    }
    if (feed->title.size > 0) set_label_to(feed, LABEL_SOURCE, feed->title.data);
    return markup_article_put(&feed->article);
}

ns_status read_feed(const struct input *input, const struct reader_sink *sink, struct ns_error *err)
{
    static const char *const names[] = {"item", "entry", NULL};
    struct feed feed = {.article = {.input = input, .sink = sink, .err = err}};
    const struct xml_reading reading = {input, sink, names, take_head, take_record, &feed};
    const ns_status status = xml_records_read(&reading, err);
    markup_article_release(&feed.article);
    buffer_release(&feed.title);
    buffer_release(&feed.author);
    return status;
}

bool feed_recognise(const char *data, size_t size)
{
    char room[XML_PROLOG_ROOM];
    struct xml_prolog prolog;
    if (!xml_prolog_recognise(data, size, room, &prolog)) return false;
    if (xml_prolog_is(&prolog, "rss")) return true;
    if (!prolog.root) return false;
    if (xml_prolog_is(&prolog, "RDF")) {
        return xml_holds(prolog.root, prolog.root_length, "http://purl.org/rss/1.0/") ||
               xml_holds(prolog.root, prolog.root_length, "http://my.netscape.com/rdf/simple/0.9/");
    }
    return (xml_prolog_is(&prolog, "feed") || xml_prolog_is(&prolog, "entry")) &&
           (xml_holds(prolog.root, prolog.root_length, "http://www.w3.org/2005/Atom") ||
            xml_holds(prolog.root, prolog.root_length, "http://purl.org/atom/ns#"));
}
