/* listing.h - what an article would be in an index, as a line for people and scripts.
 *
 * A row is a line of columns with a tab between: the address (path, and behind a # the id), the format, the date as ISO 8601 as far as it
 * is known, the title, and the number of words. A tab, a line end or a backslash in a column is written \\t, \\n, \\r or \\\\.
 */
#ifndef INDEXER_LISTING_H
#define INDEXER_LISTING_H

#include "index/article.h"
#include "index/buffer.h"

/* Append the row of an article.
 * @format  what it was read as
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status listing_put(struct buffer *rows, const char *format, const struct article *article, struct ns_error *err);

#endif
