/* mend.h - makes lexemes a query that can be parsed without a mistake.
 *
 * Brackets are in pairs and hold something; a prefix has an operand behind it; and, or and proximities have one on either side. What stood
 * elsewhere was left out or became words, which is noted.
 */
#ifndef SEARCHER_MEND_H
#define SEARCHER_MEND_H

#include "searcher/lex.h"

/* Mend a list of lexemes in place.
 * @words  to read operators with that are words; its notes are added to
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status mend_lexemes(struct lexeme_list *list, struct typed_words *words, struct ns_error *err);

#endif
