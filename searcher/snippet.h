/* snippet.h - what of a hit's text is shown: the words around its evidence. */
#ifndef SEARCHER_SNIPPET_H
#define SEARCHER_SNIPPET_H

#include "index/passage.h"
#include "searcher/search.h"

/* Words shown, unless the sentences that it takes to show the words of the evidence are longer. */
#define SNIPPET_WORDS 60

/* Runs of the hit's text, in order and apart from each other. As evidence begins in the hit's passage, there are no more. */
#define SNIPPET_RUNS_MAX (PASSAGE_MAX / 2)

/* Tokens first..last of hit->text, counted from its first token. */
struct snippet {
    struct interval runs[SNIPPET_RUNS_MAX];
    size_t count; /* 0 when the text has no word */
};

/* Choose the runs: whole sentences, the first that has evidence and as many others as show each of the words that make the evidence at
 * least once; in the room that these leave, those with more evidence, and then those around. Only in a sentence longer than SNIPPET_WORDS a
 * run begins or ends elsewhere, near evidence. Without evidence the text's beginning is shown. */
struct snippet snippet_of(const struct hit *hit);

/* What is shown of a hit, for every format alike: the sentences that the search was asked for, else a snippet. */
struct shown_text {
    const struct passage_text *text; /* this and the runs are borrowed from the hit, or the runs from `room` */
    uint32_t first_token;            /* the number in the article of the text's first token */
    const struct interval *runs;     /* in tokens of the text, in order and apart from each other */
    size_t run_count;                /* 0 when the text has no word */
    bool is_cut;                     /* the text begins within a sentence */
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
bool snippet_is_cut_before(const struct shown_text *shown, uint32_t first);
bool snippet_is_cut_behind(const struct shown_text *shown, uint32_t last);

/* The bytes up to the next white space or the end. */
size_t snippet_word_length(const char *text, const char *end);

#endif
