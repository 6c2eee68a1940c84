/* candidates.h - the articles that a part of a query may hold in, by the postings alone: all in which it holds, and others.
 *
 * A tree of cursors that only go forward, after the leapfrog joins of the literature (Veldhuizen 2014): those that must all hold jump over
 * what any of them lacks. A word's cursor is its posting list; a pattern's, which may stand for thousands of terms, is a set of passages
 * that is made once.
 */
#ifndef SEARCHER_CANDIDATES_H
#define SEARCHER_CANDIDATES_H

#include "index/intern.h"
#include "searcher/gate.h"
#include "searcher/postings.h"

struct candidates;

/* Makers. @out (transfer full) release with candidates_free().
 * Return NS_OK, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status candidates_every(const struct index_reader *reader, struct candidates **out, struct ns_error *err); /* every article */
ns_status candidates_terms(const struct index_reader *reader, const struct interner *terms, struct candidates **out,
                           struct ns_error *err); /* any of the terms; none of them, no article */

/* Articles that postings have. @postings  (transfer full, whatever the outcome) none gone over */
ns_status candidates_postings(const struct index_reader *reader, struct postings *postings, struct candidates **out, struct ns_error *err);

/* Articles in which all, or any, of the parts may hold. `parts` are taken over whatever the outcome; the array stays the caller's. */
ns_status candidates_all(const struct index_reader *reader, struct candidates **parts, size_t count, struct candidates **out,
                         struct ns_error *err);
ns_status candidates_any(const struct index_reader *reader, struct candidates **parts, size_t count, struct candidates **out,
                         struct ns_error *err);

/* The first article that has a passage at or behind this one; never back.
 * @end  set to whether there is none. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_IO. */
ns_status candidates_seek(struct candidates *candidates, uint32_t passage, struct article_extent *extent, bool *end, struct ns_error *err);

/* Set the gate of candidates_all(), which is asked of an article that the rarest part has come to, before the others are looked at; on any
 * other candidates it is never asked. */
void candidates_set_gate(struct candidates *candidates, stretch_gate *gate, void *context);

void candidates_free(struct candidates *candidates);

#endif
