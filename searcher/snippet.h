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

/* What is shown of a hit, for every format alike: the sentences that the search was asked for, else a snippet. */
struct shown_text {
    const struct passage_text *text; /* this and the runs are borrowed from the hit, or the runs from `room` */
    uint32_t first_token;            /* the number in the article of the text's first token */
    const struct interval *runs;     /* in tokens of the text, in order and apart from each other */
    size_t run_count;                /* 0 when the text has no word */
};

/* @room  for the runs of a snippet; has to stay as long as what is returned */
struct shown_text snippet_shown(const struct hit *hit, struct snippet *room);

/* ---- Its text, for who prints it ---- */

/* Whether a word of the article is one of those that make the hit's evidence. */
bool snippet_is_marked(const struct hit *hit, uint32_t place);

/* Where in a text a run begins that has this first token: with the opening quote or bracket right before it, if there is one. */
size_t snippet_run_begin(const struct passage_text *text, uint32_t first);

/* Where a run ends that has this last token: with the point or quote right behind it, if there is one. */
size_t snippet_run_end(const struct passage_text *text, uint32_t last);

/* Whether the text goes on before a run with this first token, or behind one with this last token, in the same sentence. */
bool snippet_is_cut_before(const struct passage_text *text, uint32_t first);
bool snippet_is_cut_behind(const struct passage_text *text, uint32_t last);

/* The bytes up to the next white space or the end. */
size_t snippet_word_length(const char *text, const char *end);

#endif
