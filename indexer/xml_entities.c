/* xml_entities.c - see xml_entities.h. */
#include "indexer/xml_entities.h"

#include <string.h>

#include <libxml/HTMLparser.h>

#include "index/unicode.h"
#include "indexer/tag_scanner.h"
#include "indexer/white.h"

/* Whether a text needs nothing but its own character references to be decoded. */
static bool is_plain(const char *text, size_t length)
{
    for (size_t at = 0; at < length; at++) {
        if (text[at] == '<' || text[at] == '%') return false;
        if (text[at] == '&' && (at + 1 == length || text[at + 1] != '#')) return false;
    }
    return true;
}

static ns_status declare(struct xml_entities *entities, const char *name, size_t name_length, const char *text, size_t length,
                         struct ns_error *err)
{
    if (entities->count == XML_ENTITIES_MAX || length > XML_ENTITY_TEXT_MAX || !is_plain(text, length)) return NS_OK;
    const size_t place = entities->texts.size;
    ns_status status = reference_append(&entities->texts, text, length, err);
    if (status == NS_OK) status = buffer_append_byte(&entities->texts, 0, err);
    if (status == NS_OK) entities->declared[entities->count++] = (struct xml_declared){name, name_length, place};
    return status;
}

/* Read ` name "text"`, which stands behind the word ENTITY. */
static ns_status read_declaration(struct xml_entities *entities, const char *at, const char *end, struct ns_error *err)
{
    at += white_span(at, (size_t)(end - at));
    const char *name = at;
    while (at < end && !white_length(at, (size_t)(end - at)) && *at != '"' && *at != '\'')
        at++;
    const size_t name_length = (size_t)(at - name);
    at += white_span(at, (size_t)(end - at));
    if (name_length == 0 || *name == '%' || at == end || (*at != '"' && *at != '\'')) return NS_OK;
    const char *text = at + 1;
    const char *close = memchr(text, *at, (size_t)(end - text));
    return close ? declare(entities, name, name_length, text, (size_t)(close - text), err) : NS_OK;
}

ns_status xml_entities_read(struct xml_entities *entities, const char *subset, size_t length, struct ns_error *err)
{
    static const char word[] = "<!ENTITY";
    const char *end = subset + length;
    ns_status status = NS_OK;
    while (status == NS_OK && length > 0 && entities->count < XML_ENTITIES_MAX) {
        const char *found = memmem(subset, (size_t)(end - subset), word, sizeof word - 1);
        if (!found) break;
        subset = found + sizeof word - 1;
        const char *stop = memchr(subset, '>', (size_t)(end - subset));
        status = read_declaration(entities, subset, stop ? stop : end, err);
    }
    return status;
}

void xml_entities_release(struct xml_entities *entities)
{
    buffer_release(&entities->texts);
}

/* The text of a name, or NULL. */
static const char *text_of(struct xml_entities *entities, const char *name)
{
    const size_t length = strlen(name);
    for (size_t i = 0; i < entities->count; i++) {
        const struct xml_declared *declared = &entities->declared[i];
        if (declared->name_length == length && memcmp(declared->name, name, length) == 0) return entities->texts.data + declared->text;
    }
    const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)name);
    if (!known) return NULL;
    entities->character[utf8_encode(known->value, entities->character)] = '\0';
    return entities->character;
}

xmlEntity *xml_entities_find(struct xml_entities *entities, const char *name)
{
    const char *text = text_of(entities, name);
    if (!text) return NULL;
    /* The parser takes the text of a predefined entity for characters and for nothing else. */
    memset(&entities->entity, 0, sizeof entities->entity);
    entities->entity.type = XML_ENTITY_DECL;
    entities->entity.etype = XML_INTERNAL_PREDEFINED_ENTITY;
    entities->entity.name = (const xmlChar *)name;
    entities->entity.content = (xmlChar *)(uintptr_t)text;
    entities->entity.length = (int)strlen(text);
    return &entities->entity;
}
