/* markup_xml.h - taking pieces of an article out of elements of XML. An element that is NULL is taken for an empty one. */
#ifndef INDEXER_MARKUP_XML_H
#define INDEXER_MARKUP_XML_H

#include <libxml/tree.h>

#include "indexer/markup_article.h"
#include "indexer/xml_records.h"

/* Take a label from an element's text, or from an attribute of it, unless there is one already. */
void markup_label_of_element(struct markup_article *article, enum markup_label label, const xmlNode *element);
void markup_label_of_attribute(struct markup_article *article, enum markup_label label, const xmlNode *element, const char *name);

/* Add the text of an element to a label. */
void markup_label_add_element(struct markup_article *article, enum markup_label label, const char *separator, const xmlNode *element);

/* Add what is in an element to a part, as its elements part it. */
void markup_part_of_element(struct markup_article *article, enum part_kind kind, const xmlNode *element, uint64_t line_before);

/* The characters in an element without the white space around them, in article->scratch; NULL when there are none. */
const char *markup_text_of(struct markup_article *article, const xmlNode *element, size_t *length);

/* Read an input whose articles are elements of one name: the only one there has no id, several have theirs.
 * @take  gets a struct markup_article as its context */
ns_status markup_xml_read(const struct input *input, const struct reader_sink *sink, const char *name, xml_record_function *take,
                          struct ns_error *err);

#endif
