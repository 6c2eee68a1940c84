/* prospects.h - stretches of articles that may hold, put aside with what their postings say, to be decided best first.
 *
 * To decide a stretch costs far more than to find it, and once the best hits are known, most others need not be decided. So a hundred or
 * so are found before any is decided.
 */
#ifndef SEARCHER_PROSPECTS_H
#define SEARCHER_PROSPECTS_H

#include "searcher/decide.h"

/* So many are put aside at once. */
#define PROSPECTS_MAX 128

struct prospects;

/* @decider  must outlive *out. @out (transfer full) release with prospects_free(). Returns NS_OK, NS_ERR_NOMEM. */
ns_status prospects_open(struct decider *decider, struct prospects **out, struct ns_error *err);

void prospects_free(struct prospects *prospects);

void prospects_clear(struct prospects *prospects);

size_t prospects_count(const struct prospects *prospects);

/* Put the decider's stretch at hand aside; there is room for PROSPECTS_MAX.
 * @bound  decider_bound() of it. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status prospects_add(struct prospects *prospects, double bound, struct ns_error *err);

/* Bring them in order: the largest bound first, then by place. */
void prospects_order(struct prospects *prospects);

double prospects_bound(const struct prospects *prospects, size_t i);

/* Say that one of them is about to be decided, if there are so many. */
void prospects_expect(const struct prospects *prospects, size_t i);

/* Make one of them the decider's stretch at hand again, by what its postings said. What is returned (borrowed), and what the decider has at
 * hand, are valid until the next is added. */
const struct article_extent *prospects_begin(const struct prospects *prospects, size_t i);

#endif
