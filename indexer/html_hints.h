/* html_hints.h - what names of elements and of their classes tell. */
#ifndef INDEXER_HTML_HINTS_H
#define INDEXER_HTML_HINTS_H

#include "indexer/html_tree.h"

/* What an element is for, by its name in small letters. */
enum html_kind html_kind_of(const char *name);

/* What the value of a class, id or role says: marks of enum html_mark. It is parted into words where letters end or a capital follows a
 * small letter ("relatedLinks", "related-links"); words and pairs of neighbours are looked up. A class that says what its element has or
 * has not
 * ("has-sidebar", "no-comments") says nothing of it. */
uint16_t html_hints_of(const char *value);

#endif
