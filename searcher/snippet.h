/* snippet.h - what of a hit's text is shown: the words around its evidence. */
#ifndef SEARCHER_SNIPPET_H
#define SEARCHER_SNIPPET_H

#include "searcher/search.h"

/* Words shown, unless the evidence itself is longer. */
#define SNIPPET_WORDS 60

/* Runs of the hit's text, in order and apart from each other. */
#define SNIPPET_RUNS_MAX 4

/* Tokens first..last of hit->text, counted from its first token. */
struct snippet {
    struct interval runs[SNIPPET_RUNS_MAX];
    size_t count; /* 0 when the text has no word */
};

/* Choose the runs. A text that is short enough is one run; else each of the first evidences has a run, the words that are left go
 * to what stands around them, and runs that touch are one. A run begins and ends with a sentence where one does nearby. */
struct snippet snippet_of(const struct hit *hit);

/* ---- Its text, for who prints it ---- */

/* Whether a token of the hit's text is one of the words that make its evidence. */
bool snippet_is_marked(const struct hit *hit, uint32_t token);

/* Where in the hit's text a run begins that has this first token: with the opening quote or bracket right before it, if there is one. */
size_t snippet_run_begin(const struct hit *hit, uint32_t first);

/* Where a run ends that has this last token: with the point or quote right behind it, if there is one. */
size_t snippet_run_end(const struct hit *hit, uint32_t last);

/* Whether a sentence, or more, is left out before a run, and behind the last one. Of a snippet that has runs. */
bool snippet_is_cut_before(const struct hit *hit, const struct snippet *snippet, size_t run);
bool snippet_is_cut_behind(const struct hit *hit, const struct snippet *snippet);

/* The bytes up to the next white space or the end. */
size_t snippet_word_length(const char *text, const char *end);

#endif
