/* filter.h - what is known of an article beside its text: fields, path, date. */
#ifndef SEARCHER_FILTER_H
#define SEARCHER_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "index/article.h"
#include "searcher/query.h"

/* The text of a field that is not in the article's text; NULL if it is not known. */
const char *filter_field(const struct article *article, enum query_field field);

/* Whether a path fits a glob (wildcard.h), as a whole or from behind one of its slashes on; a glob that ends with a slash is a folder,
 * which any path below it fits. */
bool filter_path(const char *glob, size_t glob_len, const char *path);

/* Whether all that a date may be, by what is known of it, lies in a range: seconds from `from` until before `to`. What is unknown never
 * does. */
bool filter_date(const struct article_date *date, int64_t from, int64_t to);

#endif
