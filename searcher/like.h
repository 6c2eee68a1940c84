/* like.h - the query for more like a text: its words that tell most (feedback.h), each weighing as much as it tells.
 *
 * The text is an article of the index, one of its passages, or what stands on standard input. The passages of the article are no hits.
 */
#ifndef SEARCHER_LIKE_H
#define SEARCHER_LIKE_H

#include "searcher/feedback.h"
#include "searcher/rank.h"

#define LIKE_WORDS 40

/* What is taken of standard input. */
#define LIKE_INPUT_MAX (16 << 20)

struct like {
    struct query *query; /* a plain list of words, which may be empty */
    bool is_article;     /* of the collection: */
    struct article_place place;
};

/* @what   an address as hits have it, of the first index that has it: PATH, PATH#ID or ID, or with :LINE behind it, the line being in the
 *         passage that is meant, or where its article's record is; or "-" for standard input, all of it
 * @out    (transfer full) release its query with query_free()
 * Returns NS_OK, NS_ERR_ARG (there is no such article, or several), NS_ERR_LIMIT (over LIKE_INPUT_MAX), NS_ERR_CORRUPT, NS_ERR_IO,
 * NS_ERR_NOMEM. */
ns_status like_read(const struct collection *collection, const char *what, struct like *out, struct ns_error *err);

#endif
