/* parted.h - words that are also met by their parts side by side (plan.h): how often each passage has them.
 *
 * The postings of a word count its compounds too, those of today each to-day. Its parts stand side by side in few other places or in none.
 * A search that comes to few of a word's passages looks into those as it comes to them, by postings that know their parts (postings.h). For
 * any other, all are looked up before, so that the postings can be amended and then tell of the word as those of any other do.
 */
#ifndef SEARCHER_PARTED_H
#define SEARCHER_PARTED_H

#include "searcher/leaves.h"

/* Where the parts of one word may stand side by side, read forward. */
struct parted;

/* @leaves  must outlive *out; need not be prepared, and may be added to later
 * @any     of the word, and phrases of its parts; all of these are leaves. Must outlive *out
 * @out     (transfer full) release with parted_free()
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status parted_open(const struct index_reader *reader, const struct leaf_set *leaves, const struct match_node *any, struct parted **out,
                      struct ns_error *err);

void parted_free(struct parted *parted);

/* Passages that parted_seek() can give, at most. */
uint32_t parted_passages(const struct parted *parted);

/* The first passage at or behind `from`, which never goes back, where the parts may begin to stand side by side in one of the ways, or
 * XAP_END. Every compound of the word is in such a passage, as far as `any` has the ways in which it is parted.
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_IO. */
ns_status parted_seek(struct parted *parted, uint32_t from, uint32_t *passage, struct ns_error *err);

/* How often `any` begins in a passage, whatever the postings of the word say. It takes as long as thousand postings or so.
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status parted_count(struct parted *parted, uint32_t passage, uint32_t *count, struct ns_error *err);

/* Find the passages in which `any` begins more or less often than the postings of the word say.
 * @leaves, @any  as for parted_open()
 * @amendments    for the postings of the word
 * @posted        set to whether they then tell how often `any` begins in every passage. Where that would take long to find out, or is
 *                found not to be so, they do not, and the amendments are of no use.
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status parted_amend(const struct index_reader *reader, const struct leaf_set *leaves, const struct match_node *any,
                       struct entry_list *amendments, bool *posted, struct ns_error *err);

#endif
