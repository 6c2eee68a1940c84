/* xml_prolog.h - what stands before and at the root element of XML, read without a parser.
 *
 * It tells formats apart by a file's first bytes, which may be cut anywhere, and takes the declaration of the document's type away from
 * the parser: what can be declared there is what XML bombs are made of, and no news needs more of it than a name for a character.
 *
 * Source: XML 1.0 (Fifth Edition), 2.8 and 4.2.
 */
#ifndef INDEXER_XML_PROLOG_H
#define INDEXER_XML_PROLOG_H

#include <stdbool.h>

#include "index/buffer.h"

/* Everything is borrowed from the text; NULL and 0 where there is nothing. */
struct xml_prolog {
    const char *encoding; /* as declared */
    size_t encoding_length;
    const char *doctype; /* the name that it gives */
    size_t doctype_length;
    const char *subset; /* the internal one, between its brackets */
    size_t subset_length;
    const char *root; /* its start tag; to the end of the text where that is cut */
    size_t root_length;
    const char *name; /* of the root, with its prefix */
    size_t name_length;
};

/* Read it. White space and a UTF-8 byte order mark may stand before. Returns false when the text is no XML: something else stands before
 * the first element, or nothing at all. */
bool xml_prolog_read(const char *text, size_t size, struct xml_prolog *prolog);

/* The same of the first bytes of a file, of which XML_PROLOG_ROOM are looked at; of UTF-16, what of them is ASCII.
 * @room  of XML_PROLOG_ROOM bytes, from which may be borrowed too */
#define XML_PROLOG_ROOM 4096
bool xml_prolog_recognise(const char *data, size_t size, char *room, struct xml_prolog *prolog);

/* Whether a name without its prefix is `local`. */
bool xml_name_is(const char *name, size_t length, const char *local);

/* Whether the root, or where that is not within the text the type that is declared, is called `local`. */
bool xml_prolog_is(const struct xml_prolog *prolog, const char *local);

/* Whether a run of bytes holds `wanted`. */
bool xml_holds(const char *text, size_t length, const char *wanted);

#endif
