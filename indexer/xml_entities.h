/* xml_entities.h - the names that a document may use for characters.
 *
 * Those of HTML 4 are known everywhere, for old feeds use them and name the DTD that declares them, which is not read. Those that the
 * document's type declares are known when their text is plain: neither markup nor another entity, which is what bombs are made of.
 */
#ifndef INDEXER_XML_ENTITIES_H
#define INDEXER_XML_ENTITIES_H

#include <libxml/tree.h>

#include "index/buffer.h"

/* How many may be declared, and how long their texts may be: they name characters and short phrases. */
#define XML_ENTITIES_MAX 256
#define XML_ENTITY_TEXT_MAX 1000

struct xml_declared {
    const char *name; /* borrowed from the subset */
    size_t name_length;
    size_t text; /* place of a C string in `texts` */
};

struct xml_entities {
    struct xml_declared declared[XML_ENTITIES_MAX];
    size_t count;
    struct buffer texts;
    xmlEntity entity; /* the one that was asked for last, as the parser wants it */
    char character[8];
};

/* Read what an internal subset declares.
 * @entities  all zero; release with xml_entities_release(), also after a failure
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status xml_entities_read(struct xml_entities *entities, const char *subset, size_t length, struct ns_error *err);

void xml_entities_release(struct xml_entities *entities);

/* The entity of a name, valid until the next call; NULL when nobody knows it. */
xmlEntity *xml_entities_find(struct xml_entities *entities, const char *name);

#endif
