/* shared_words.h - what the words of one query stand for in all indexes of a collection together, looked up once for all of its plans.
 *
 * A form is known to an index or not, and so is that cyberattack is also written with a hyphen; a search in several indexes shall know in
 * each what any of them knows.
 */
#ifndef SEARCHER_SHARED_WORDS_H
#define SEARCHER_SHARED_WORDS_H

#include "searcher/collection.h"
#include "searcher/expand.h"
#include "searcher/query.h"

struct shared_words;

/* @collection  must outlive *out; of one language, as collection_open() makes sure
 * @out         (transfer full) release with shared_words_free(). Returns NS_OK, NS_ERR_CORRUPT (there is no such language), NS_ERR_NOMEM.
 */
ns_status shared_words_open(const struct collection *collection, struct shared_words **out, struct ns_error *err);

void shared_words_free(struct shared_words *words);

/* Append the compounds of a stem, each once, as strings in the order that one dictionary would have them in.
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status shared_words_compounds(struct shared_words *words, const char *stem, size_t length, struct buffer *out, struct ns_error *err);

/* What an exact form, a pattern or a near spelling stands for.
 * @out  (borrowed) the forms and runs of one index; the terms and occurrences of all. Valid until the next call.
 * Returns what expand_exact() does; its limits are those of one index. */
ns_status shared_words_expand(struct shared_words *words, const struct query *leaf, size_t index, const struct expansion **out,
                              struct ns_error *err);

#endif
