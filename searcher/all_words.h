/* all_words.h - the best passages for some words all of which an article has to have: the postings decide that by themselves.
 *
 * The rarest word leads from article to article, and the others are only asked for where its weight leaves a passage a chance to be among
 * the best; the first of them that is not there says how far the rarest may go on.
 */
#ifndef SEARCHER_ALL_WORDS_H
#define SEARCHER_ALL_WORDS_H

#include "searcher/decide.h"
#include "searcher/rank.h"

/* Offer the passages of a plan that `gathers` (plan.h).
 * @index    of the plan in the collection that is ranked
 * @decider  of the plan, for what a unit weighs
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status all_words_run(const struct collection *collection, uint32_t index, const struct plan *plan, const struct decider *decider,
                        struct ranking *ranking, struct ns_error *err);

#endif
