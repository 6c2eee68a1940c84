/* any_word.h - the best passages for a plain list of words: any of them will do, and nothing needs to be decided.
 *
 * MaxScore (Turtle and Flood 1995): once enough hits are known, the words that cannot lift a passage among the best by themselves are no
 * longer gone through, only asked for in the passages that the others have. The others are added up for some thousand passages at a time.
 */
#ifndef SEARCHER_ANY_WORD_H
#define SEARCHER_ANY_WORD_H

#include "searcher/decide.h"
#include "searcher/rank.h"

/* Offer the passages of a plan that is plain.
 * @index    of the plan in the collection that is ranked
 * @decider  of the plan, for what a unit weighs
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status any_word_run(const struct collection *collection, uint32_t index, const struct plan *plan, const struct decider *decider,
                       struct ranking *ranking, struct ns_error *err);

#endif
