/* html_cues.h - words by which blocks of a page tell what they are, where no tag and no class does. */
#ifndef INDEXER_HTML_CUES_H
#define INDEXER_HTML_CUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum html_cue {
    HTML_CUE_NONE,
    HTML_CUE_COMMENTS, /* "Comments (5)": readers' words follow */
    HTML_CUE_RELATED,  /* "Read next", "Subscribe to continue": what follows is of other articles, or sells this one */
    HTML_CUE_REPLY,    /* "Reply": what stands beside it is a reader's comment */
    HTML_CUE_ALONE,    /* "Advertisement", "Share this", "(c) 2020": is itself no part of an article */
};

/* What a block begins with, letter case of ASCII apart. Only short ones, as said by their number of words, are cues: headings and labels.
 */
enum html_cue html_cue_of(const char *text, size_t length, uint32_t words);

/* Whether a block asks for consent to cookies and the like: at least two of the words of such notices stand in it. */
bool html_cue_consent(const char *text, size_t length);

/* Whether a short block is a line that tells who wrote an article or when: it begins with "By" or has the digits of a year or a time. */
bool html_cue_dateline(const char *text, size_t length, uint32_t words);

#endif
