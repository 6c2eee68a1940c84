/* xml_node.h - asking a tree of libxml2 for what elements hold.
 *
 * Names of elements are written as in "title" or "dc:creator". A name without a prefix stands for an element of the vocabulary of the
 * document itself: one without a prefix, or in the namespace of its parent. A name with a prefix stands for an element in the namespace
 * that the prefix commonly has, whatever its own prefix is; or with that prefix, when its namespace is not one that is known here, for
 * feeds misspell the addresses of namespaces, or forget to declare them.
 */
#ifndef INDEXER_XML_NODE_H
#define INDEXER_XML_NODE_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "indexer/block_text.h"

/* Whether an element has this name. */
bool xml_is(const xmlNode *element, const char *name);

/* The first child, and the next sibling of a child, that is an element of this name; any element with a name that is NULL. NULL when there
 * is none, also for a parent that is NULL. */
const xmlNode *xml_child(const xmlNode *parent, const char *name);
const xmlNode *xml_next(const xmlNode *child, const char *name);

/* The first element at the end of a path such as "body/body.head/hedline": of every step the first that has it. */
const xmlNode *xml_path(const xmlNode *parent, const char *path);

/* The name without a prefix, and its length. */
const char *xml_local_name(const xmlNode *element, size_t *length);

/* The value of an attribute, whatever its namespace, valid as long as the tree; NULL when it is absent or empty. */
const char *xml_attribute(const xmlNode *element, const char *name);

/* Put the text in an element into a text, as its elements part it, without its own effect. */
void xml_put_blocks(const xmlNode *element, struct block_text *text);

/* Append the characters in an element, of all its descendants, as they are. */
ns_status xml_append_text(const xmlNode *element, struct buffer *out, struct ns_error *err);

#endif
