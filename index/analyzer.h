/* analyzer.h - finds the words of a text, and where its sentences and paragraphs end.
 *
 * A token is one position: proximity counts tokens. It is a run of letters, digits and marks of any script, and
 *  - an apostrophe between letters: don't, O'Brien, China's;
 *  - the points of an abbreviation of single letters, and a possessive behind them: U.S., e.g., J.K., U.S.'s;
 *  - a point between digits, and a comma between digits where three follow: 3.5, 2,700;
 *  - characters that vanish (soft hyphen, zero-width) inside a word.
 * A Han, Hiragana or Katakana character, with the marks on it, is a token by itself. A run longer than FORM_MAX bytes is cut into several
 * tokens.
 *
 * A hyphen parts tokens, so that "China-backed" is met by China, and bulk-manufacturing counts as two words. But the token before it is
 * marked, so that the words it joins are also known as one: see token_compound(). APT-10 is thus found as APT10, APT-10, APT 10 and 10.
 *
 * The version of these rules is ANALYZER_VERSION: an index remembers it, for a query must be analyzed as the text was.
 */
#ifndef INDEX_ANALYZER_H
#define INDEX_ANALYZER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/error.h"

#define ANALYZER_VERSION 1

/* Most tokens that a compound joins; longer chains of hyphens are no word that anyone would look for. */
#define COMPOUND_MAX 4

/* What ends in the gap behind a token. The numbers are in the index file. */
enum gap_class {
    GAP_WORD = 0,
    GAP_SENTENCE = 1,
    GAP_PARAGRAPH = 2,
};

struct token {
    uint32_t offset; /* in the text, bytes */
    uint32_t length; /* bytes, 1 to FORM_MAX */
    uint8_t gap;     /* enum gap_class: what ends behind it */
    bool hyphen;     /* joined to the next token by one hyphen and nothing else */
};

/* The caller's: set it to all zero, end with token_list_release(). */
struct token_list {
    struct token *items;
    size_t count;
    size_t capacity;
};

void token_list_release(struct token_list *list);

/* Add the tokens of a run of text to the list. The run's end ends a paragraph. A line end is a space, an empty line ends a paragraph;
 * in a text that has no empty line and whose lines are too long to have been wrapped, every line end does.
 * @text        the whole text; the tokens' offsets count from here
 * @begin, end  the run: bytes from begin up to end, end at most UINT32_MAX. Any bytes.
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status analyze(const char *text, size_t begin, size_t end, struct token_list *list, struct ns_error *err);

/* How many tokens from `first` on are joined by hyphens and make one compound word: 2 to COMPOUND_MAX, or 0 when the token is not the
 * first of such a word. A word of digits alone (1998-99) is no compound, nor is one longer than FORM_MAX bytes. */
size_t token_compound(const char *text, const struct token_list *list, size_t first);

#endif
