/* broaden.h - a query with more words, taken from the passages that it finds first (RM3: Abdul-Jaleel et al. 2004).
 *
 * The BROADEN_PASSAGES best passages count by how likely each is what was asked for, as far as scores, which are logarithms of odds, say: e to
 * the power of its score. The words that tell most of them (feedback.h) weigh at most BROADEN_SHARE of what they would if they were typed,
 * as much less as they tell less; a word of the query gains as much. So tried on judged collections: tests/quality/README.md.
 *
 * The words are added to a plain list as more of its words, so that passages which have only them are found, too. Where a query says what has
 * to be in an article, or side by side, that still holds and is still all of the evidence; the words only weigh where they are.
 */
#ifndef SEARCHER_BROADEN_H
#define SEARCHER_BROADEN_H

#include "searcher/feedback.h"
#include "searcher/search.h"

#define BROADEN_PASSAGES 10
#define BROADEN_SHARE 0.5
#define BROADEN_WORDS 30 /* unless somebody wants another number */
#define BROADEN_WORDS_MAX 200

struct broaden_options {
    enum weighing weighing; /* of the passages */
    size_t words;           /* wanted, 1 to BROADEN_WORDS_MAX; there may be fewer, or none */
    const struct article_place *without; /* whose passages are not looked at, nor words that only one passage has; NULL for none */
};

/* Broaden a query of a collection.
 * @query     (in, out) taken over; one that finds nothing, has nothing to rank by, or has some hundred words, stays as it is; after a failure
 *            it is what it was, or NULL
 * @told      gets a line without line end of what was added, with a NUL that `size` does not count; empty if nothing was
 * Returns what search_run() does. */
ns_status broaden(const struct collection *collection, const struct broaden_options *options, struct query **query, struct buffer *told,
                  struct ns_error *err);

#endif
