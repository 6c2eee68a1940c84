/* feedback.h - the words that tell most of some texts: of the passages that a query finds first, or of an article like which others are wanted.
 *
 * Texts are read, counted and given a share each; a word weighs the sum of what it has in each, times its rareness (bm25_article_idf() of
 * bm25.h). What is one byte long is left out.
 */
#ifndef SEARCHER_FEEDBACK_H
#define SEARCHER_FEEDBACK_H

#include "searcher/collection.h"
#include "searcher/query.h"

struct feedback;

/* What a word has in a text in which it stands f times. */
enum feedback_measure {
    FEEDBACK_SATURATED, /* f / (f + 1): of several texts that agree */
    FEEDBACK_FREQUENCY, /* f: of one text */
};

struct feedback_word {
    struct buffer term; /* as the index has it */
    struct buffer form; /* that was read first: a word that a query may have */
    double weight;      /* more than 0, and 1 for the weightiest */
};

/* The owner's: begin with all zero, end with feedback_words_release(). */
struct feedback_words {
    struct feedback_word *items; /* the weightiest first, of equals the first in byte order */
    size_t count;
};

/* Make a leaf of a query for a word. @out (transfer full). Returns NS_OK, NS_ERR_NOMEM. */
ns_status feedback_leaf(const struct feedback_word *word, double boost, struct query **out, struct ns_error *err);

void feedback_words_release(struct feedback_words *words);

/* @collection  must outlive *out. @out (transfer full) release with feedback_free(). Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status feedback_open(const struct collection *collection, struct feedback **out, struct ns_error *err);

void feedback_free(struct feedback *feedback);

/* Add a passage of an index of the collection to the text at hand. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status feedback_read_passage(struct feedback *feedback, uint32_t index, uint32_t passage, struct ns_error *err);

/* The same of any bytes. Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status feedback_read_text(struct feedback *feedback, const char *text, size_t length, struct ns_error *err);

/* End the text at hand, and count it. @share  more than 0 */
void feedback_end_text(struct feedback *feedback, enum feedback_measure measure, double share);

/* The weightiest words of what was counted.
 * @fewest  passages of the collection that a word has to be in, 1 or more
 * @most    words that are wanted
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status feedback_pick(struct feedback *feedback, uint64_t fewest, size_t most, struct feedback_words *out, struct ns_error *err);

#endif
