/* xml_node.c - see xml_node.h. Trees are walked without recursion, though the parser bounds their depth. */
#include "indexer/xml_node.h"

#include <string.h>

/* Namespaces that are known by a prefix. Atom is here for its elements in RSS. */
static const struct {
    const char *prefix, *address;
} namespaces[] = {
    {"atom", "http://www.w3.org/2005/Atom"},
    {"content", "http://purl.org/rss/1.0/modules/content/"},
    {"dc", "http://purl.org/dc/elements/1.1/"},
    {"dcterms", "http://purl.org/dc/terms/"},
    {"feedburner", "http://rssnamespace.org/feedburner/ext/1.0"},
    {"itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"},
    {"media", "http://search.yahoo.com/mrss/"},
    {"xhtml", "http://www.w3.org/1999/xhtml"},
};

/* The prefix that a namespace is known by, or NULL. */
static const char *known_prefix(const char *address)
{
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++) {
        if (strcmp(namespaces[i].address, address) == 0) return namespaces[i].prefix;
    }
    return NULL;
}

const char *xml_local_name(const xmlNode *element, size_t *length)
{
    const char *name = (const char *)element->name;
    const char *colon = strchr(name, ':'); /* the parser leaves a prefix that is not declared */
    if (colon) name = colon + 1;
    *length = strlen(name);
    return name;
}

/* Whether the namespace of an element is the one that a prefix of `length` bytes stands for. */
static bool has_prefix(const xmlNode *element, const char *prefix, size_t length)
{
    const char *own = (const char *)element->name;
    size_t own_length = strcspn(own, ":");
    if (element->ns) {
        const char *known = element->ns->href ? known_prefix((const char *)element->ns->href) : NULL;
        own = known ? known : (const char *)element->ns->prefix;
        if (!own) return false;
        own_length = strlen(own);
    } else if (own[own_length] == '\0') {
        return false;
    }
    return own_length == length && memcmp(own, prefix, length) == 0;
}

/* Whether an element is of the document's own vocabulary. */
static bool is_own(const xmlNode *element)
{
    if (!element->ns) return !strchr((const char *)element->name, ':');
    if (!element->ns->prefix) return true;
    const xmlNode *parent = element->parent;
    return parent && parent->type == XML_ELEMENT_NODE && parent->ns && xmlStrEqual(element->ns->href, parent->ns->href);
}

bool xml_is(const xmlNode *element, const char *name)
{
    const char *colon = strchr(name, ':');
    size_t length;
    const char *local = xml_local_name(element, &length);
    if (strcmp(local, colon ? colon + 1 : name) != 0) return false;
    return colon ? has_prefix(element, name, (size_t)(colon - name)) : is_own(element);
}

static const xmlNode *first_of(const xmlNode *node, const char *name)
{
    while (node && (node->type != XML_ELEMENT_NODE || (name && !xml_is(node, name))))
        node = node->next;
    return node;
}

const xmlNode *xml_child(const xmlNode *parent, const char *name)
{
    return parent ? first_of(parent->children, name) : NULL;
}

const xmlNode *xml_next(const xmlNode *child, const char *name)
{
    return first_of(child->next, name);
}

const xmlNode *xml_path(const xmlNode *parent, const char *path)
{
    char name[64];
    for (;;) {
        const size_t length = strcspn(path, "/");
        memcpy(name, path, length); /* paths are written in our sources */
        name[length] = '\0';
        parent = xml_child(parent, name);
        if (!parent || path[length] == '\0') return parent;
        path += length + 1;
    }
}

/* The node behind `node` and all that is in it, within `top`; NULL at the end. */
static const xmlNode *behind(const xmlNode *node, const xmlNode *top)
{
    while (node != top && !node->next)
        node = node->parent;
    return node == top ? NULL : node->next;
}

static const xmlNode *following(const xmlNode *node, const xmlNode *top)
{
    return node->type == XML_ELEMENT_NODE && node->children ? node->children : behind(node, top);
}

const char *xml_attribute(const xmlNode *element, const char *name)
{
    for (const xmlAttr *attribute = element->properties; attribute; attribute = attribute->next) {
        if (strcmp((const char *)attribute->name, name) != 0) continue;
        const xmlNode *value = attribute->children;
        return value && value->content && *value->content ? (const char *)value->content : NULL;
    }
    return NULL;
}

static bool is_text(const xmlNode *node)
{
    return (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content;
}

/* Tell that `node` ends, and every element that ends with it, up to `top`. */
static const xmlNode *close_up(const xmlNode *node, const xmlNode *top, struct block_text *text)
{
    for (;; node = node->parent) {
        if (node == top) return NULL;
        if (node->type == XML_ELEMENT_NODE) {
            size_t length;
            const char *name = xml_local_name(node, &length);
            block_text_close(text, name, length);
        }
        if (node->next) return node->next;
    }
}

void xml_put_blocks(const xmlNode *element, struct block_text *text)
{
    const xmlNode *node = element->children;
    while (node && text->status == NS_OK) {
        if (is_text(node)) block_text_put(text, (const char *)node->content, strlen((const char *)node->content));
        if (node->type == XML_ELEMENT_NODE) {
            size_t length;
            const char *name = xml_local_name(node, &length);
            block_text_open(text, name, length);
        }
        const bool down = node->type == XML_ELEMENT_NODE && node->children;
        node = down ? node->children : close_up(node, element, text);
    }
}

ns_status xml_append_text(const xmlNode *element, struct buffer *out, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (const xmlNode *node = element; node && status == NS_OK; node = following(node, element)) {
        if (is_text(node)) status = buffer_append(out, node->content, strlen((const char *)node->content), err);
    }
    return status;
}
