/* tag_scanner.h - cuts marked-up text that is not XML (SGML as collections have it, fragments of HTML) into tags and the text between.
 *
 * There is no grammar: a tag is what looks like one, wherever it stands, and whatever is open. So nothing is an error and no text is lost:
 * a `<` that begins no tag is text, and so is one whose tag does not end. Comments (`<!-- -->`), declarations (`<! >`) and processing
 * instructions (`<? >`) are passed over. The time taken grows with the size of the text, whatever it is.
 *
 * Text is UTF-8; slices are borrowed from what was scanned.
 */
#ifndef INDEXER_TAG_SCANNER_H
#define INDEXER_TAG_SCANNER_H

#include <stdbool.h>
#include <stdint.h>

#include "index/buffer.h"

/* Bytes of the longest tag: pictures that stand in an attribute have some 100 KB. What is longer is text. */
#define TAG_MAX ((size_t)1 << 20)

enum tag_kind { TAG_NONE, TAG_TEXT, TAG_OPEN, TAG_CLOSE };

struct tag {
    enum tag_kind kind;
    const char *text; /* of the whole tag or the whole text */
    size_t length;
    const char *name; /* of a tag; NULL of a text */
    size_t name_length;
};

/* Where a scanner stands. Begin with tag_scanner_over(). */
struct tag_scanner {
    const char *at;
    const char *end;
    size_t wasted; /* bytes that were looked at for nothing */
    bool endless;  /* no comment behind `at` has an end */
};

struct tag_scanner tag_scanner_over(const char *text, size_t size);

/* Take the next tag or text. Returns false, and a tag of TAG_NONE, at the end. */
bool tag_scanner_next(struct tag_scanner *scanner, struct tag *tag);

/* Go on before the closing tag of a name (length bytes), or at the end of all if there is none: so text of scripts is passed over, in which
 * tags are none. */
void tag_scanner_skip(struct tag_scanner *scanner, const char *name, size_t length);

/* Whether a tag has this name, in any letter case. */
bool tag_is(const struct tag *tag, const char *name);

/* The value of an attribute of a tag, its references not decoded, and its length; NULL and 0 when the tag does not have it. */
const char *tag_attribute(const struct tag *tag, const char *name, size_t *length);

/* The character that a reference by number stands for: of numbers 128 to 159 that of Windows-1252, if there is one; U+FFFD of what is no
 * character, and 0 of a control character. */
uint32_t reference_character(uint32_t number);

/* Decode the character reference (`&lt;`, `&#38;`, `&#x26;`; names of HTML 4, and hyph and blank, which TREC's files use) that a text
 * begins with. Numbers are those of
 * reference_character().
 * @code_point  0 for a reference to a control character, which stands for nothing
 * Returns its length, 0 when there is none. */
size_t reference_decode(const char *text, size_t length, uint32_t *code_point);

/* Append a text with its references decoded. */
ns_status reference_append(struct buffer *out, const char *text, size_t length, struct ns_error *err);

#endif
