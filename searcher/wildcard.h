/* wildcard.h - whether a text fits a pattern, and how far two spellings are apart. Both look at code points of UTF-8; a byte that is
 * none counts as one of its own. */
#ifndef SEARCHER_WILDCARD_H
#define SEARCHER_WILDCARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether all of a text fits a pattern: * stands for any characters or none, ? for one, any other for itself. At most
 * pattern_len * text_len steps. */
bool wildcard_match(const char *pattern, size_t pattern_len, const char *text, size_t text_len);

/* Whether two texts are at most `edits` edits apart: a character more, less or another, or two neighbours swapped, none of which is
 * edited again (the optimal string alignment distance: Damerau 1964; Boytsov 2011, section 2.2.1).
 * @edits  0 to 2. Texts of more than 240 code points are apart. */
bool edits_within(const char *a, size_t a_len, const char *b, size_t b_len, uint32_t edits);

#endif
