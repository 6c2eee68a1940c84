/* hit_json.h - a query and a hit as members of JSON objects: what the formats json and jsonl share, and the one place that tells them.
 *
 *   query_id  of a line of a batch: its id, or its number if it has none
 *   query     its canonical form
 *
 *   rank      from 1
 *   score
 *   path      of the file, as it was given to the indexer
 *   id        of the article in a file of several
 *   title, section, byline, source, url
 *   date      as ISO 8601 has it, of which as much as is known: 2021, 2021-03, 2021-03-03, 2021-03-03T12:11, 2021-03-03T12:11:05
 *   others    where hits are articles: how many more of its passages match
 *   cluster   where articles are copies of this one (near_copies.h) an object:
 *     number     of the cluster: hits with the same number, of one index, are in articles that are copies of one another. Another set of
 *                indexes, and an index built again, may have other numbers
 *     copies     how many articles there are in the cluster beside this one, whether they match or not
 *     first_path, first_id, first_date, first_source
 *                of the one that came first, as path, id, date and source are above
 *   line      of the file, where the first evidence begins, or the passage if there is none
 *   state     of the file (source_state.h): same, changed, gone or unknown
 *   extracted true if the text was taken out of JSON: `begin` and `end` then count in the article's text (its parts with an empty line
 *             between), and there is no column; absent otherwise
 *   passage   its text, without white space at the end
 *   evidence  an array of {text, begin, end, line, column}: bytes of the file from `begin` up to `end`, of gzip those that it inflates to;
 *             line and column, in bytes, where it begins, both from 1
 *
 * and where explanations are asked for
 *
 *   weights   an array of {term, weight, tf, df, article_weight, article_tf, article_df}: what a term adds, how often the passage has it,
 *             how many passages have it; what it adds for the article, how often that has it, and about how many articles have it, which
 *             is absent where it adds nothing; and, of a query that was broadened or is for more like something, boost: what the word
 *             weighs, of what it would if it was typed
 *   statistics
 *             {passages, length, average_length, articles, article_length, average_article_length}: how many passages there are in all,
 *             and the words of this one and of one on average; the same of articles, where these count
 *   closeness what is added for it; all weights and this make the score
 *
 * What is not known is absent, and never null; only `state` says that it is unknown, since it is asked when the hit is printed, and a
 * script that relies on a place should not take a missing answer for a good one. Arrays are there also when they are empty.
 */
#ifndef SEARCHER_HIT_JSON_H
#define SEARCHER_HIT_JSON_H

#include "searcher/json_text.h"
#include "searcher/printer.h"

/* The version of all this: another one if a member is taken away or comes to mean something else. New ones may come at any time. */
#define HIT_JSON_VERSION 1

/* Add the members to an object, which may be NULL for want of memory. Returns false when memory is out. */
bool query_json_put(json_t *object, const struct printer *printer);
bool hit_json_put(json_t *object, const struct printer *printer, const struct hit *hit);

#endif
