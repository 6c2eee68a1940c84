/* source.h - the text of a collection as bench_dump lays it out for the engines that ours is measured beside: articles in passages that
 * are ours, so that all engines rank the same units.
 *
 * A source is a file of articles. Each begins with a line, "SIZE SIZE ...\tPATH": the bytes of each of its passages, and where its text is.
 * If PATH is "-", the passages' text follows at once; else it is the file PATH, relative to the folder of the source.
 */
#ifndef TESTS_BENCH_SOURCE_H
#define TESTS_BENCH_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "index/error.h"

struct source;

/* What one row of an engine's table is. */
enum source_unit {
    SOURCE_PASSAGES,
    SOURCE_ARTICLES,
};

/* @out  (transfer full) release with source_close(). Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status source_open(const char *path, enum source_unit unit, struct source **out, struct ns_error *err);

void source_close(struct source *source);

enum source_unit source_unit(const struct source *source);

/* Read the next row.
 * @text  (borrowed) valid until the next call; NULL at the end, where *size is 0
 * Returns NS_OK, NS_ERR_IO, NS_ERR_FORMAT, NS_ERR_NOMEM. */
ns_status source_next(struct source *source, const char **text, size_t *size, struct ns_error *err);

#endif
