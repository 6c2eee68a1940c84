/* typed_words.h - from typed text to leaves: words, exact forms, patterns, near spellings.
 *
 * The analyzer finds the tokens, with a letter or digit in the place of each wildcard. Words that hyphens join are one leaf: as typed if
 * they are plain, without the hyphens if a wildcard or ~ is there, since the index knows compounds under their joined form; exact forms are
 * those of single tokens. What is several leaves is a phrase. In a phrase a * alone is a gap.
 */
#ifndef SEARCHER_TYPED_WORDS_H
#define SEARCHER_TYPED_WORDS_H

#include "index/analyzer.h"
#include "searcher/query.h"

/* A text with wildcards, as the analyzer may see it; memory that is used again. */
struct wild_text {
    struct buffer typed;   /* several * side by side made one */
    struct buffer scanned; /* the same, with a stand-in for each wildcard */
    struct token_list tokens;
};

/* The owner's: begin with all zero but for `notes` (may be NULL), end with typed_words_release(). */
struct typed_words {
    struct wild_text text;
    struct wild_text joined; /* a part of it by itself */
    struct query_notes *notes;
};

void typed_words_release(struct typed_words *words);

/* Read text that stands outside of quotes, without white space; ~ or ~N at its end asks for near spellings.
 * @exact  its words are exact forms
 * @out    (transfer full) a leaf or a phrase, or NULL if there is nothing to look for, which is noted if something was left out
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status typed_words_run(struct typed_words *words, const char *text, size_t length, bool exact, struct query **out, struct ns_error *err);

/* The same of text that stood in quotes and may have white space. */
ns_status typed_words_quoted(struct typed_words *words, const char *text, size_t length, bool exact, struct query **out,
                             struct ns_error *err);

/* Read text in which nothing but words means anything: wildcards and ~ only part them.
 * @kind  of what several words become: QUERY_PHRASE or QUERY_LIST
 * @out   (transfer full) a word or several, or NULL if there is none
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status typed_words_plain(enum query_kind kind, const char *text, size_t length, struct query **out, struct ns_error *err);

/* Whether a wildcard stands at the end of a pattern and is a ? and its only one, so that it may be meant as a question mark. */
bool pattern_may_be_question(const char *pattern, size_t length);

#endif
