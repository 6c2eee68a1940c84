/* passage.h - cuts an article into passages, the unit that is ranked and shown.
 *
 * A passage is a run of whole paragraphs, about PASSAGE_TARGET words long and never longer than PASSAGE_MAX: short paragraphs are
 * joined, a long one is cut at a sentence end, and a sentence only where it is longer than a passage may be. Passages do not overlap
 * and together are the article.
 */
#ifndef INDEX_PASSAGE_H
#define INDEX_PASSAGE_H

#include <stddef.h>

#include "index/analyzer.h"

#define PASSAGE_TARGET 120
#define PASSAGE_MAX 250

/* Where the passage that begins at token `first` ends.
 * @first  below tokens->count
 * Returns the number of the token behind it, first + 1 to first + PASSAGE_MAX, at most tokens->count. */
size_t passage_end(const struct token_list *tokens, size_t first);

#endif
