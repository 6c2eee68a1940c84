/* html_text.h - the main text of a page: which of its blocks are the article.
 *
 * Three published ideas are put together:
 * - A block's own shallow features, its number of words and how much of it is links, tell prose from boilerplate, with those of its
 *   neighbours (C. Kohlschuetter, P. Fankhauser, W. Nejdl: Boilerplate Detection using Shallow Text Features, WSDM 2010).
 * - Prose gives its weight to the elements around it, and the one with the most holds the article (as Arc90's Readability did, 2009).
 * - The article is the part of the page with the greatest sum, when boilerplate counts below zero (J. Pasternack, D. Roth: Extracting
 *   Article Text from the Web with Maximum Subsequence Segmentation, WWW 2009); here the parts are elements.
 *
 * First goes what a tag, a class or a heading says is not the article: navigation, asides, what is hidden, readers' comments, lists of
 * related links. An element that holds the headline or the article's text, or that would take nearly all prose with it, stays whatever its
 * class is. Then the element that holds most prose is looked for, and its ancestors are taken while each adds much. Of that element the
 * blocks are kept that are prose, or stand among prose and are no links. What stands between the headline and the element, as standfirsts
 * do, is asked too. Of pages with several articles, each with an h1, the first is kept. Captions of pictures are left out. The headline
 * itself is left out, as it is the title.
 *
 * Time and memory grow with the size of the page alone.
 */
#ifndef INDEXER_HTML_TEXT_H
#define INDEXER_HTML_TEXT_H

#include "indexer/html_tree.h"

/* What is found, and the memory for finding it. The owner's: set it to zeros, end with html_text_release(). */
struct html_text {
    struct buffer text; /* blocks with an empty line between; cells of a row in one line; no NUL behind it */
    uint32_t line;      /* of the first block; 0 when there is none */
    uint32_t headline;  /* line of the headline; 0 when there is none */
    struct html_mass *masses;
    size_t mass_capacity;
    double *weights;
    size_t weight_capacity;
    uint8_t *states;
    size_t state_capacity;
    double *votes;
    size_t vote_capacity;
};

/* Find the main text.
 * @title  of the article, a C string, or NULL; a block that is just this is left out
 * Returns NS_OK, also when there is no text; NS_ERR_NOMEM. */
ns_status html_text_find(struct html_text *out, const struct html_tree *tree, const char *title, struct ns_error *err);

void html_text_release(struct html_text *text);

#endif
