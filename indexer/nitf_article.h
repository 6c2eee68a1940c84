/* nitf_article.h - what an article in NITF says, wherever that stands: a file of its own, or within NewsML-G2.
 *
 *   title    body.head/hedline/hl1, head/title
 *   subtitle body.head/hedline/hl2
 *   body     body.content, or where that says nothing body.head/abstract; dateline before its first paragraph
 *   date     docdata/date.issue, docdata/date.release, pubdata date.publication, dateline/story.date
 *   byline   body.head/byline
 *   section  pubdata position.section, tobject.subject's type, tobject.property's and tobject's type
 *   source   body.head/distributor, pubdata name, doc.copyright's holder
 *   id       docdata/doc-id
 *   url      pubdata ex-ref
 *
 * Taglines, producers of pictures and what else stands behind the text are passed over; captions are text.
 *
 * Source: News Industry Text Format, version 3.6 (IPTC).
 */
#ifndef INDEXER_NITF_ARTICLE_H
#define INDEXER_NITF_ARTICLE_H

#include <libxml/tree.h>

#include "indexer/markup_article.h"

/* Take all that a <nitf> says and the article does not know yet.
 * @line_before  added to a node's line it is the line in the file */
void nitf_article_take(struct markup_article *article, const xmlNode *nitf, uint64_t line_before);

#endif
