/* bm25.c - the formula. */
#include "searcher/bm25.h"

#include <math.h>

/* The odds that a passage has not the term. Where more than a third has it, a gentler slope keeps the logarithm above 0. */
double bm25_idf(double documents, double total)
{
    double odds = (total - documents + 0.5) / (documents + 0.5);
    if (odds < 2) odds = odds * 0.5 + 1;
    return log(odds);
}

double bm25_article_idf(double articles, double total)
{
    const double odds = (total - articles + 0.5) / (articles + 0.5);
    return odds < M_E ? odds / M_E : log(odds);
}

double bm25_articles(double passages, double occurrences, double total, double share)
{
    const double clumps = passages * passages / occurrences;
    return fmax(-total * expm1(-clumps / total), total * share * share);
}

double bm25_most(double idf)
{
    return idf * (BM25_K1 + 1);
}

double bm25_norm(double length)
{
    return bm25_article_norm(length > BM25_MIN_LENGTH ? length : BM25_MIN_LENGTH);
}

double bm25_article_norm(double length)
{
    return BM25_K1 * (length * BM25_B + (1 - BM25_B));
}

double bm25_weight(double idf, double frequency, double norm)
{
    return idf * (BM25_K1 + 1) * frequency / (norm + frequency);
}
