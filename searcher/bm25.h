/* bm25.h - the weight of a term in a passage, or in an article: Robertson and Zaragoza 2009, section 3.5, in the form that Xapian has it
 * (docs/bm25.rst in xapian-core, with k2 and k3 at 0), which the tests hold it against. */
#ifndef SEARCHER_BM25_H
#define SEARCHER_BM25_H

#include <stdint.h>

#define BM25_K1 1.2
#define BM25_B 0.75
#define BM25_MIN_LENGTH 0.5 /* no passage counts as shorter than this share of the average length */

/* How much the term's rareness weighs. @documents  that have it, of `total` */
double bm25_idf(double documents, double total);

/* The same of a term that so many articles have, of `total`: the logarithm of the odds that one has it not (Robertson and Sparck Jones 1976),
 * which below the odds of e goes on as its tangent there, down to 0, so that of words which most articles have the rarer still tell more. */
double bm25_article_idf(double articles, double total);

/* About how many articles have a term, which passages do not say: a term that is often in the passages that it is in at all comes in as many
 * passages of an article (the burstiness of Church and Gale 1995), and such clumps are in as many articles as if thrown at them. That says
 * too few for words that are often in nearly every passage, as "the" is: there are no fewer than the square of the share of passages gives.
 * @passages     that have it, 1 or more
 * @occurrences  in these, as many or more
 * @total        articles
 * @share        of all passages that have it */
double bm25_articles(double passages, double occurrences, double total, double share);

/* What bm25_weight() never exceeds, whatever the passage. */
double bm25_most(double idf);

/* What the length of a passage takes from the weight of its terms. @length  of the passage, as a share of the average length */
double bm25_norm(double length);

/* The same of the length of an article, for which there is no least share. */
double bm25_article_norm(double length);

/* @frequency  of the term in the passage. @norm  bm25_norm() of the passage */
double bm25_weight(double idf, double frequency, double norm);

#endif
