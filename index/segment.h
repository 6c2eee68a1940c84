/* segment.h - articles as they come in, one worker's since it began or since it last closed a run.
 *
 * A segment belongs to one thread. It grows with the articles that are put; what it takes is told by segment_memory(), so that its owner
 * can close it in time. Closing makes a run of it and leaves it empty, ready for more.
 */
#ifndef INDEX_SEGMENT_H
#define INDEX_SEGMENT_H

#include "index/article.h"
#include "index/run.h"

struct segment;

/* @language  a Snowball language, such as "english", or "none"
 * @out       (transfer full) release with segment_free()
 * Returns NS_OK, NS_ERR_ARG (no such language), NS_ERR_NOMEM. */
ns_status segment_new(const char *language, struct segment **out, struct ns_error *err);

void segment_free(struct segment *segment);

/* The articles that are put from now on belong to this job, whose number is above those of the jobs before.
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status segment_begin_job(struct segment *segment, uint64_t job, struct ns_error *err);

/* Add an article; everything in it is copied.
 * Returns NS_OK, NS_ERR_LIMIT (its text is over ARTICLE_TEXT_MAX, or a field over 64 KiB; the article is not added and the segment can go
 * on), NS_ERR_NOMEM, NS_ERR_INTERNAL (the segment is full: 2^32 passages or distinct words; it can then only be freed). */
ns_status segment_put(struct segment *segment, const struct article *article, struct ns_error *err);

/* Bytes of memory that what was put takes. */
size_t segment_memory(const struct segment *segment);

/* Make a run of what was put.
 * @file  where the run is written to, or NULL: it stays in memory
 * @out   (transfer full) release with run_release()
 * Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM; but for NS_OK the segment can only be freed. */
ns_status segment_close(struct segment *segment, struct scratch *file, struct run *out, struct ns_error *err);

#endif
