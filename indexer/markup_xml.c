/* markup_xml.c - see markup_xml.h. */
#include "indexer/markup_xml.h"

#include <string.h>

#include "indexer/white.h"
#include "indexer/xml_node.h"

const char *markup_text_of(struct markup_article *article, const xmlNode *element, size_t *length)
{
    struct buffer *scratch = &article->scratch;
    scratch->size = 0;
    *length = 0;
    if (!element || article->status != NS_OK) return NULL;
    article->status = xml_append_text(element, scratch, article->err);
    if (article->status != NS_OK || scratch->size == 0) return NULL;
    const size_t indent = white_span(scratch->data, scratch->size);
    *length = white_trim_end(scratch->data + indent, scratch->size - indent);
    return *length > 0 ? scratch->data + indent : NULL;
}

/* The text of a label, in which what stands in blocks or cells of its own is parted; NULL when there is none. */
static const char *label_text_of(struct markup_article *article, const xmlNode *element, size_t *length)
{
    struct buffer *scratch = &article->scratch;
    scratch->size = 0;
    if (!element || article->status != NS_OK) return NULL;
    struct block_text text = block_text_into(scratch, article->err);
    xml_put_blocks(element, &text);
    article->status = text.status;
    *length = scratch->size;
    return article->status == NS_OK && *length > 0 ? scratch->data : NULL;
}

void markup_label_of_element(struct markup_article *article, enum markup_label label, const xmlNode *element)
{
    size_t length;
    const char *text = label_text_of(article, element, &length);
    if (text) markup_label_set(article, label, text, length);
}

void markup_label_of_attribute(struct markup_article *article, enum markup_label label, const xmlNode *element, const char *name)
{
    const char *text = element ? xml_attribute(element, name) : NULL;
    if (text) markup_label_set(article, label, text, strlen(text));
}

void markup_label_add_element(struct markup_article *article, enum markup_label label, const char *separator, const xmlNode *element)
{
    size_t length;
    const char *text = label_text_of(article, element, &length);
    if (text) markup_label_add(article, label, separator, text, length);
}

void markup_part_of_element(struct markup_article *article, enum part_kind kind, const xmlNode *element, uint64_t line_before)
{
    if (!element) return;
    struct block_text text = markup_part_begin(article, kind, line_before + (uint64_t)xmlGetLineNo(element));
    xml_put_blocks(element, &text);
    markup_part_end(article, &text);
}

/* ---- Whole inputs ---- */

/* Only called when something stands around the records. */
static ns_status take_head(void *context, const xmlNode *root, struct ns_error *err)
{
    struct markup_article *article = context;
    (void)root;
    (void)err;
    article->single = false;
    return NS_OK;
}

ns_status markup_xml_read(const struct input *input, const struct reader_sink *sink, const char *name, xml_record_function *take,
                          struct ns_error *err)
{
    const char *const names[] = {name, NULL};
    struct markup_article article = {.input = input, .sink = sink, .single = true, .err = err};
    const struct xml_reading reading = {input, sink, names, take_head, take, &article};
    const ns_status status = xml_records_read(&reading, err);
    markup_article_release(&article);
    return status;
}
