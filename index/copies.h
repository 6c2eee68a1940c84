/* copies.h - the section `copies`: which articles are copies of one another (near_copies.h), and which of each cluster came first.
 *
 * An article that is alone takes nothing. The section:
 *   varint clusters
 *   for each, in order of its lowest member:
 *     varint members less 2
 *     varint how many of the members are below the one that came first
 *     varint its lowest member less that of the cluster before, or less 0
 *     for each other member, ascending: varint its number less that of the one before, less 1
 */
#ifndef INDEX_COPIES_H
#define INDEX_COPIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/article.h"
#include "index/buffer.h"
#include "index/index_file.h"

/* The time of an article without a date: it came last. */
#define COPY_UNDATED INT64_MAX

/* The time of an article with this date. */
int64_t copy_seconds(const struct article_date *date);

/* Write the section.
 * @next     the clusters as rings, as copy_clusters_find() tells them
 * @seconds  of each article its date's, or COPY_UNDATED: the earliest of a cluster came first, and of those that are as early the lowest
 * @out      appended to
 * @copies   gets how many articles are copies of one that came before
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status copies_write(const uint32_t *next, const int64_t *seconds, uint32_t count, struct buffer *out, uint64_t *copies,
                       struct ns_error *err);

/* The section as it is asked: some 4 bytes an article, and 4 a member. The owner's: begin with all zero, end with copies_release(). */
struct copies {
    uint32_t *clusters; /* of each article: the number of its cluster, from 1; 0 if it is alone. NULL if all are */
    uint32_t articles;
    uint32_t *begins; /* of each cluster, where its members are; and where the last ones end */
    uint32_t *firsts; /* of each cluster */
    uint32_t *members;
    uint32_t count; /* of clusters */
};

void copies_release(struct copies *copies);

/* Read the section of an open file.
 * @articles  that the index has
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM; release it in any case. */
ns_status copies_read(struct index_file *file, uint32_t articles, struct copies *out, struct ns_error *err);

/* How many articles are copies of one that came before. */
uint64_t copies_count(const struct copies *copies);

/* A cluster; valid as long as the copies. */
struct copy_cluster {
    const uint32_t *members; /* ascending */
    uint32_t count;          /* from 2 */
    uint32_t first;          /* the one that came first */
};

/* The cluster of an article, which is below articles. Returns false if the article is alone. */
bool copies_find(const struct copies *copies, uint32_t article, struct copy_cluster *out);

#endif
