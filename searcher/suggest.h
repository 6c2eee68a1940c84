/* suggest.h - for words of a query that the indexes do not have, the nearest that they have.
 *
 * A word is one that they do not have if no form of its stem stands in an article. Looked at are plain words and exact forms, by
 * themselves, in phrases and proximities, and in titles and bodies: neither numbers and what hyphens join, nor what stands in another field or
 * must not occur.
 */
#ifndef SEARCHER_SUGGEST_H
#define SEARCHER_SUGGEST_H

#include "searcher/collection.h"
#include "searcher/query.h"

/* Words of a query that something is offered for; each costs a few milliseconds in a large index. */
#define SUGGESTIONS_MAX 4

/* A line for each of them: "vacine" is not in the index; nearest are: vaccine, vaccines. The owner's: begin with all zero, end with
 * suggestions_release(). */
struct suggestions {
    struct buffer lines[SUGGESTIONS_MAX]; /* without line end; a NUL that `size` does not count ends them */
    size_t count;
};

void suggestions_release(struct suggestions *suggestions);

/* Find them, in the order of the words. A word that nothing is near to has no line.
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM; there are no lines then. */
ns_status suggest(const struct collection *collection, const struct query *query, struct suggestions *out, struct ns_error *err);

#endif
