/* parted.h - words that are also met by their parts side by side (plan.h): how often each passage has them.
 *
 * The postings of a word count its compounds too, those of today each to-day. Its parts stand side by side in few other places or in none;
 * these are looked up, so that the postings can be amended and then tell of the word as those of any other do.
 */
#ifndef SEARCHER_PARTED_H
#define SEARCHER_PARTED_H

#include "searcher/leaves.h"

/* Find the passages in which `any` begins more or less often than the postings of the word say.
 * @leaves      need not be prepared
 * @any         of the word, and phrases of its parts; all of these are leaves
 * @amendments  for the postings of the word
 * @posted      set to whether they then tell how often `any` begins in every passage. Where that would take long to find out, or is found
 *              not to be so, they do not, and the amendments are of no use.
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status parted_amend(const struct index_reader *reader, const struct leaf_set *leaves, const struct match_node *any,
                       struct amendments *amendments, bool *posted, struct ns_error *err);

#endif
