/* read_nitf.c - reads files of NITF, one article each. Where several stand in one file, below some other root, each has its doc-id for an
 * id. */
#include "indexer/reader.h"

#include "indexer/format_parts.h"
#include "indexer/markup_xml.h"
#include "indexer/nitf_article.h"
#include "indexer/xml_prolog.h"

static ns_status take_record(void *context, const xmlNode *record, uint64_t line_before, struct ns_error *err)
{
    struct markup_article *article = context;
    (void)err;
    markup_article_begin(article, line_before + (uint64_t)xmlGetLineNo(record));
    nitf_article_take(article, record, line_before);
    return markup_article_put(article);
}

ns_status read_nitf(const struct input *input, const struct reader_sink *sink, struct ns_error *err)
{
    return markup_xml_read(input, sink, "nitf", take_record, err);
}

bool nitf_recognise(const char *data, size_t size)
{
    char room[XML_PROLOG_ROOM];
    struct xml_prolog prolog;
    return xml_prolog_recognise(data, size, room, &prolog) && xml_prolog_is(&prolog, "nitf");
}
