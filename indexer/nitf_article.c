/* nitf_article.c - see nitf_article.h. */
#include "indexer/nitf_article.h"

#include <string.h>

#include "indexer/markup_xml.h"
#include "indexer/xml_node.h"

#define DATE_EXAMPLE "20210303T121100Z"

static void take_date(struct markup_article *article, const xmlNode *element, const char *attribute, uint64_t line_before)
{
    const char *text = element ? xml_attribute(element, attribute) : NULL;
    if (text) markup_article_date(article, text, strlen(text), line_before + (uint64_t)xmlGetLineNo(element), DATE_EXAMPLE);
}

static void take_dates(struct markup_article *article, const xmlNode *nitf, uint64_t line_before)
{
    take_date(article, xml_path(nitf, "head/docdata/date.issue"), "norm", line_before);
    take_date(article, xml_path(nitf, "head/docdata/date.release"), "norm", line_before);
    take_date(article, xml_path(nitf, "head/pubdata"), "date.publication", line_before);
    take_date(article, xml_path(nitf, "body/body.head/dateline/story.date"), "norm", line_before);
}

static void take_section(struct markup_article *article, const xmlNode *head)
{
    const xmlNode *object = xml_child(head, "tobject");
    markup_label_of_attribute(article, LABEL_SECTION, xml_child(head, "pubdata"), "position.section");
    markup_label_of_attribute(article, LABEL_SECTION, xml_child(object, "tobject.subject"), "tobject.subject.type");
    markup_label_of_attribute(article, LABEL_SECTION, xml_child(object, "tobject.property"), "tobject.property.type");
    markup_label_of_attribute(article, LABEL_SECTION, object, "tobject.type");
}

static void take_labels(struct markup_article *article, const xmlNode *nitf)
{
    const xmlNode *head = xml_child(nitf, "head");
    const xmlNode *top = xml_path(nitf, "body/body.head");
    if (!markup_label(article, LABEL_BYLINE)) {
        for (const xmlNode *byline = xml_child(top, "byline"); byline; byline = xml_next(byline, "byline"))
            markup_label_add_element(article, LABEL_BYLINE, ", ", byline);
    }
    take_section(article, head);
    markup_label_of_element(article, LABEL_SOURCE, xml_child(top, "distributor"));
    markup_label_of_attribute(article, LABEL_SOURCE, xml_child(head, "pubdata"), "name");
    markup_label_of_attribute(article, LABEL_SOURCE, xml_path(head, "docdata/doc.copyright"), "holder");
    markup_label_of_element(article, LABEL_DATELINE, xml_child(top, "dateline"));
    markup_label_of_attribute(article, LABEL_ID, xml_path(head, "docdata/doc-id"), "id-string");
    markup_label_of_attribute(article, LABEL_URL, xml_child(head, "pubdata"), "ex-ref");
}

static void take_title(struct markup_article *article, const xmlNode *nitf, uint64_t line_before)
{
    const xmlNode *headline = xml_path(nitf, "body/body.head/hedline");
    if (markup_part_empty(article, PART_TITLE)) markup_part_of_element(article, PART_TITLE, xml_child(headline, "hl1"), line_before);
    if (markup_part_empty(article, PART_TITLE)) markup_part_of_element(article, PART_TITLE, xml_path(nitf, "head/title"), line_before);
    if (!markup_part_empty(article, PART_SUBTITLE)) return;
    for (const xmlNode *line = xml_child(headline, "hl2"); line; line = xml_next(line, "hl2"))
        markup_part_of_element(article, PART_SUBTITLE, line, line_before);
}

static void take_body(struct markup_article *article, const xmlNode *nitf, uint64_t line_before)
{
    const xmlNode *body = xml_child(nitf, "body");
    if (!markup_part_empty(article, PART_BODY)) return;
    for (const xmlNode *content = xml_child(body, "body.content"); content; content = xml_next(content, "body.content"))
        markup_part_of_element(article, PART_BODY, content, line_before);
    if (markup_part_empty(article, PART_BODY))
        markup_part_of_element(article, PART_BODY, xml_path(body, "body.head/abstract"), line_before);
}

void nitf_article_take(struct markup_article *article, const xmlNode *nitf, uint64_t line_before)
{
    take_title(article, nitf, line_before);
    take_body(article, nitf, line_before);
    take_labels(article, nitf);
    take_dates(article, nitf, line_before);
}
