/* collection.h - the indexes that are searched as one, and what is counted over all of them.
 *
 * Passages are weighed by these counts, so that ranks and scores are those of one index over all the articles. A collection belongs to one
 * thread at a time, as its readers do.
 */
#ifndef SEARCHER_COLLECTION_H
#define SEARCHER_COLLECTION_H

#include "index/index_reader.h"
#include "index/normalize.h"

/* The owner's: begin with all zero, end with collection_release(). */
struct collection {
    struct index_reader **readers;
    size_t count;
    uint64_t articles; /* below 2^32 */
    uint64_t passages; /* below 2^32 */
    uint64_t length;   /* of all passages, as BM25 counts it */
};

/* Open indexes. A file that is named twice, by whatever path, is opened once.
 * @paths  `count` of them, at least 1
 * Returns what index_reader_open() does; NS_ERR_ARG (the indexes are of different languages), NS_ERR_LIMIT (over 2^32 - 1 passages). After
 * a failure the collection is empty. */
ns_status collection_open(struct collection *collection, const char *const *paths, size_t count, struct ns_error *err);

void collection_release(struct collection *collection);

/* A collection of one index. @reader  borrowed, and so there is nothing to release */
struct collection collection_of(struct index_reader **reader);

/* Whether what was read of all of them is still in the files, as index_file_check_unchanged(). Returns NS_OK, NS_ERR_CORRUPT. */
ns_status collection_check_unchanged(const struct collection *collection, struct ns_error *err);

/* Open a normalizer of the indexes' language. @out (transfer full). Returns NS_OK, NS_ERR_CORRUPT (there is no such language),
 * NS_ERR_NOMEM. */
ns_status collection_normalizer(const struct collection *collection, struct normalizer **out, struct ns_error *err);

/* How many passages have a word, and how often they have it in all, as far as that is known: at least once each. */
struct unit_counts {
    uint64_t documents;
    uint64_t occurrences;
};

/* Add what the postings of a term count in all indexes. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_IO. */
ns_status collection_count(const struct collection *collection, const char *term, size_t length, struct unit_counts *counts,
                           struct ns_error *err);

/* About how many articles have a word: bm25_articles(); 0 where no passage has it. */
double collection_articles_with(const struct collection *collection, const struct unit_counts *counts);

/* The average length of a passage, as BM25 counts it; 1 where there is none. */
double collection_average_length(const struct collection *collection);

/* The same of an article. */
double collection_average_article(const struct collection *collection);

#endif
