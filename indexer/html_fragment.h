/* html_fragment.h - plain text of a piece of HTML as it stands in a feed or a news item: paragraphs with an empty line between.
 *
 * Whole pages are read by html_article.h; a fragment has no head and nothing around its text, so that all of it is taken, but for scripts
 * and the like (block_text.h). Text without any markup is a fragment too: its references are decoded, its white space is not told from any
 * other.
 */
#ifndef INDEXER_HTML_FRAGMENT_H
#define INDEXER_HTML_FRAGMENT_H

#include "indexer/block_text.h"

/* Put a fragment, length bytes of UTF-8, into a text. */
void html_fragment_put(struct block_text *text, const char *html, size_t length);

#endif
