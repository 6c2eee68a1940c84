/* read_newsml.c - reads NewsML-G2: a newsItem is an article, alone in its file or with others in a newsMessage, where its guid is its id.
 * Packages and what else a message carries are passed over.
 *
 *   title    contentMeta/headline (one whose role speaks of "sub" is the subtitle), what the content calls itself, itemMeta/title, slugline
 *   body     contentSet: the first inlineXML or inlineData with text, else contentMeta/description
 *   date     itemMeta/versionCreated, contentMeta/contentCreated, itemMeta/firstCreated: of a wire each version is an item
 *   byline   contentMeta/by, creator
 *   section  contentMeta/subject, those that are no persons, places or organisations
 *   source   itemMeta/provider, contentMeta/infoSource, rightsInfo/copyrightHolder
 *   url      guid, where it is an address of the web
 *
 * Source: NewsML-G2 Specification, version 2.x (IPTC).
 */
#include "indexer/reader.h"

#include <string.h>
#include <strings.h>

#include "indexer/format_parts.h"
#include "indexer/html_fragment.h"
#include "indexer/markup_xml.h"
#include "indexer/nitf_article.h"
#include "indexer/xml_node.h"
#include "indexer/xml_prolog.h"
#include "indexer/xml_records.h"

#define NAMESPACE "http://iptc.org/std/nar/"
#define DATE_EXAMPLE "2021-03-03T12:11:00Z"

/* ---- Labels ---- */

/* What a concept is called: its name, what it says literally, or the code behind its scheme. */
static void add_concept(struct markup_article *article, enum markup_label label, const char *separator, const xmlNode *element)
{
    const xmlNode *name = xml_child(element, "name");
    if (name) {
        markup_label_add_element(article, label, separator, name);
        return;
    }
    const char *text = xml_attribute(element, "literal");
    if (!text && !markup_label(article, label) && label == LABEL_SOURCE) {
        text = xml_attribute(element, "qcode");
        const char *colon = text ? strchr(text, ':') : NULL;
        if (colon) text = colon + 1;
    }
    if (text) markup_label_add(article, label, separator, text, strlen(text));
}

static void set_concept(struct markup_article *article, enum markup_label label, const xmlNode *element)
{
    if (element && !markup_label(article, label)) add_concept(article, label, "", element);
}

/* Subjects also are persons, places and the like, which no section is. */
static bool is_topic(const xmlNode *subject)
{
    const char *type = xml_attribute(subject, "type");
    return !type || strstr(type, "abstract");
}

static void take_labels(struct markup_article *article, const xmlNode *item)
{
    const xmlNode *content = xml_child(item, "contentMeta");
    markup_label_of_attribute(article, LABEL_ID, item, "guid");
    const char *guid = xml_attribute(item, "guid");
    if (guid && strncasecmp(guid, "http", 4) == 0) markup_label_of_attribute(article, LABEL_URL, item, "guid");
    markup_label_of_element(article, LABEL_BYLINE, xml_child(content, "by"));
    set_concept(article, LABEL_BYLINE, xml_child(content, "creator"));
    markup_label_of_element(article, LABEL_DATELINE, xml_child(content, "dateline"));
    for (const xmlNode *subject = xml_child(content, "subject"); subject; subject = xml_next(subject, "subject")) {
        if (is_topic(subject)) add_concept(article, LABEL_SECTION, " / ", subject);
    }
    set_concept(article, LABEL_SOURCE, xml_path(item, "itemMeta/provider"));
    set_concept(article, LABEL_SOURCE, xml_child(content, "infoSource"));
    set_concept(article, LABEL_SOURCE, xml_path(item, "rightsInfo/copyrightHolder"));
}

static void take_dates(struct markup_article *article, const xmlNode *item, uint64_t line_before)
{
    static const char *const paths[] = {"itemMeta/versionCreated", "contentMeta/contentCreated", "itemMeta/firstCreated"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const xmlNode *element = xml_path(item, paths[i]);
        size_t length;
        const char *text = markup_text_of(article, element, &length);
        if (text) markup_article_date(article, text, length, line_before + (uint64_t)xmlGetLineNo(element), DATE_EXAMPLE);
    }
}

/* ---- Texts ---- */

static void take_headlines(struct markup_article *article, const xmlNode *item, uint64_t line_before)
{
    const xmlNode *content = xml_child(item, "contentMeta");
    for (const xmlNode *line = xml_child(content, "headline"); line; line = xml_next(line, "headline")) {
        const char *role = xml_attribute(line, "role");
        const enum part_kind kind = role && strcasestr(role, "sub") ? PART_SUBTITLE : PART_TITLE;
        if (markup_part_empty(article, kind)) markup_part_of_element(article, kind, line, line_before);
    }
}

/* The first of these elements that says anything is the part, unless there is one. */
static void take_first(struct markup_article *article, enum part_kind kind, const xmlNode *item, const char *const *paths,
                       uint64_t line_before)
{
    for (; *paths; paths++) {
        if (markup_part_empty(article, kind)) markup_part_of_element(article, kind, xml_path(item, *paths), line_before);
    }
}

/* XHTML: its title where there is none, and its body. */
static void take_page(struct markup_article *article, const xmlNode *page, uint64_t line_before)
{
    static const char *const titles[] = {"head/title", NULL};
    const xmlNode *body = xml_child(page, "body");
    take_first(article, PART_TITLE, page, titles, line_before);
    markup_part_of_element(article, PART_BODY, body ? body : page, line_before);
}

static void take_inline_xml(struct markup_article *article, const xmlNode *content, uint64_t line_before)
{
    const xmlNode *root = xml_child(content, NULL);
    size_t length;
    const char *name = root ? xml_local_name(root, &length) : "";
    if (strcmp(name, "nitf") == 0) {
        nitf_article_take(article, root, line_before);
    } else if (strcmp(name, "html") == 0) {
        take_page(article, root, line_before);
    } else {
        markup_part_of_element(article, PART_BODY, content, line_before);
    }
}

/* Text as it is, or HTML that was escaped; what is encoded is no text. */
static void take_inline_data(struct markup_article *article, const xmlNode *content, uint64_t line_before)
{
    const char *type = xml_attribute(content, "contenttype");
    size_t length;
    if (xml_attribute(content, "encoding") || (type && strncasecmp(type, "text/", 5) != 0)) return;
    const char *data = markup_text_of(article, content, &length);
    if (!data) return;
    struct block_text text = markup_part_begin(article, PART_BODY, line_before + (uint64_t)xmlGetLineNo(content));
    if (type && strncasecmp(type, "text/html", 9) == 0) {
        html_fragment_put(&text, data, length);
    } else {
        block_text_put_raw(&text, data, length);
    }
    markup_part_end(article, &text);
}

static void take_content(struct markup_article *article, const xmlNode *item, uint64_t line_before)
{
    const xmlNode *content = xml_child(xml_child(item, "contentSet"), NULL);
    for (; content && markup_part_empty(article, PART_BODY); content = xml_next(content, NULL)) {
        if (xml_is(content, "inlineXML")) take_inline_xml(article, content, line_before);
        if (xml_is(content, "inlineData")) take_inline_data(article, content, line_before);
    }
}

/* ---- The whole ---- */

static ns_status take_record(void *context, const xmlNode *item, uint64_t line_before, struct ns_error *err)
{
    static const char *const titles[] = {"itemMeta/title", "contentMeta/slugline", NULL};
    static const char *const bodies[] = {"contentMeta/description", NULL};
    struct markup_article *article = context;
    (void)err;
    markup_article_begin(article, line_before + (uint64_t)xmlGetLineNo(item));
    take_labels(article, item);
    take_dates(article, item, line_before);
    take_headlines(article, item, line_before);
    take_content(article, item, line_before);
    take_first(article, PART_TITLE, item, titles, line_before);
    take_first(article, PART_BODY, item, bodies, line_before);
    return markup_article_put(article);
}

ns_status read_newsml(const struct input *input, const struct reader_sink *sink, struct ns_error *err)
{
    return markup_xml_read(input, sink, "newsItem", take_record, err);
}

bool newsml_recognise(const char *data, size_t size)
{
    char room[XML_PROLOG_ROOM];
    struct xml_prolog prolog;
    if (!xml_prolog_recognise(data, size, room, &prolog) || !prolog.root) return false;
    if (xml_prolog_is(&prolog, "newsMessage") || xml_prolog_is(&prolog, "newsItem")) return true;
    return xml_prolog_is(&prolog, "packageItem") && xml_holds(prolog.root, prolog.root_length, NAMESPACE);
}
