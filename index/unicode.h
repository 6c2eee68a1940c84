/* unicode.h - code points and what the analyzer wants to know of them.
 *
 * The tables are utf8proc's; ASCII, which is nearly all of the text, is answered from a table of bytes.
 */
#ifndef INDEX_UNICODE_H
#define INDEX_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a code point is to the analyzer. */
enum char_class {
    CHAR_OTHER, /* punctuation, symbols, controls, bytes that are no UTF-8 */
    CHAR_SPACE, /* white space, line ends too */
    CHAR_LETTER,
    CHAR_DIGIT,     /* decimal digits, and their raised, lowered and encircled kinds */
    CHAR_MARK,      /* combining; goes on with a word but begins none */
    CHAR_CJK,       /* Han, Hiragana, Katakana: each a word of its own */
    CHAR_VANISHING, /* soft hyphen, zero-width characters: as if they were not there */
};

/* The class of each byte that is a code point by itself; of others BYTE_BEYOND_ASCII. */
#define BYTE_BEYOND_ASCII 0xff
extern const uint8_t byte_class[256];

/* What stands for a byte that is not part of valid UTF-8. */
#define CODE_POINT_INVALID UINT32_MAX

/* Decode the code point at `at`, before `end` (at < end).
 * Returns its length in bytes, 1 to 4; a byte that begins no valid sequence has length 1 and is CODE_POINT_INVALID. */
size_t utf8_decode(const char *at, const char *end, uint32_t *code_point);

/* Its length, 1 to 4, written at out, which has room for 4 bytes. The code point is valid. */
size_t utf8_encode(uint32_t code_point, char *out);

/* The largest length up to `size` that does not cut a code point of the text in two. The byte at `size` is looked at. */
size_t utf8_cut(const char *text, size_t size);

enum char_class char_class(uint32_t code_point);

/* Whether a line ends with the byte at `at`, below `end`: LF, or a CR with no LF behind it. */
bool is_line_end(const char *text, size_t at, size_t end);

/* The place of the first CR or LF at or behind `at`, or `end`. */
size_t find_line_end(const char *text, size_t at, size_t end);

/* The line ends in a text. */
uint32_t count_line_ends(const char *text, size_t length);

bool char_is_upper(uint32_t code_point);
bool char_is_lower(uint32_t code_point);

/* - and its Unicode kinds that join the parts of one word (hyphen, non-breaking hyphen), not dashes. */
bool char_is_hyphen(uint32_t code_point);

/* ' and its curly kind, as in "don't". */
bool char_is_apostrophe(uint32_t code_point);

#endif
