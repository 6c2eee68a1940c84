/* xml_records.h - cuts XML into records, and hands each to its reader as a tree.
 *
 * A record is an element such as `item` of a feed. It is found by its tags in the text, comments and CDATA sections passed over, and parsed
 * by itself, below a copy of the root's start tag, which declares the namespaces. So what is wrong with one record costs nothing
 * of another, not even when it was cut off in the middle, and no more than one is in memory as a tree. The parser is libxml2's; it
 * mends what it can, and what was wrong is told once a record. It leaves out text around a `&` that begins no reference (`AT&T`), a `<`
 * that begins no tag, and a CDATA section that is cut off; so those are mended before.
 *
 * It is not trusted: it reads nothing but the record (no network, no files, no DTD), and no entity but plain ones (xml_entities.h). The
 * type's declaration is not given to it. The limits below bound what one record costs; a record that passes one is read up to there, or not
 * at all, and told.
 */
#ifndef INDEXER_XML_RECORDS_H
#define INDEXER_XML_RECORDS_H

#include <libxml/tree.h>

#include "indexer/reader.h"

/* Bytes of a record. News items have some 10 KB; those that carry pictures in them a few MB. */
#define XML_RECORD_MAX ((size_t)16 << 20)

/* Bytes before the first record that are read for what they say of the whole. */
#define XML_HEAD_MAX ((size_t)64 << 10)

/* Bytes of the root's start tag, which is copied before every record. Records below a longer one lose what it declares. */
#define XML_ROOT_MAX ((size_t)4 << 10)

/* Attributes of an element: the parser compares each with each. */
#define XML_ATTRIBUTES_MAX 500

/* Elements and attributes of a record, for each takes some 100 bytes of memory. */
#define XML_NODES_MAX 500000

/* Namespaces in scope, as the parser goes through them at every element. */
#define XML_NAMESPACES_MAX 200

/* Bytes that entities may add to a record. */
#define XML_ENTITY_BYTES_MAX ((size_t)1 << 20)

/* Bytes of text between one tag and the next: the parser itself gives up at 10,000,000. */
#define XML_TEXT_MAX 9000000

/* Errors in a record behind which nothing of it is read: it is no XML. */
#define XML_ERRORS_MAX 1000

/* Takes one record, which is valid during the call.
 * @line_before  added to xmlGetLineNo() of a node it is the node's line in the file
 * What it returns other than NS_OK ends the reading. */
typedef ns_status xml_record_function(void *context, const xmlNode *record, uint64_t line_before, struct ns_error *err);

/* What is read, and who takes it. */
struct xml_reading {
    const struct input *input;
    const struct reader_sink *sink;
    const char *const *names; /* that records may have, without a prefix; NULL ends the list. All have that of the first, and its prefix */

    /* Told once, before the records, of what stands before the first: the root with what was open there. May be NULL. */
    ns_status (*head)(void *context, const xmlNode *root, struct ns_error *err);

    xml_record_function *record;
    void *context;
};

/* Read an input, of whatever charset: what its mark says counts, then what it declares, then what its bytes look like; UTF-8 that
 * is declared and is not UTF-8 counts for nothing. An input without a record is a problem (PROBLEM_EMPTY).
 * Returns NS_OK, NS_ERR_NOMEM, or what a function of `reading` returned. */
ns_status xml_records_read(const struct xml_reading *reading, struct ns_error *err);

#endif
