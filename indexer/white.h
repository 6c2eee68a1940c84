/* white.h - white space as newsrooms' exports hold it: ASCII's, and Unicode's in UTF-8, no-break spaces before all.
 *
 * White space is what char_class() of index/unicode.h calls CHAR_SPACE. Texts are length bytes, any bytes: what is not UTF-8 is not
 * white.
 */
#ifndef INDEXER_WHITE_H
#define INDEXER_WHITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bytes of the white space character at the start of text, 1 to 3; 0 when there is none. */
size_t white_length(const char *text, size_t length);

/* The bytes of the run of white space at the start of text. */
size_t white_span(const char *text, size_t length);

/* The bytes that remain when the white space at the end of text is left out. */
size_t white_trim_end(const char *text, size_t length);

/* The bytes of the byte order mark of UTF-8 at the start of text; 0 when there is none. */
size_t white_mark(const char *text, size_t length);

/* The bytes that stand in front of a file's first character that is not white: a byte order mark of UTF-8 and white space. */
size_t white_lead(const char *text, size_t length);

/* How many line ends (LF) there are. */
uint64_t white_line_ends(const char *text, size_t length);

/* Whether there is nothing but white space; true for no bytes. */
bool white_only(const char *text, size_t length);

#endif
