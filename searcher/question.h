/* question.h - one query from its text to its printed answer: how it is read, what is said of that, the search, the hits. */
#ifndef SEARCHER_QUESTION_H
#define SEARCHER_QUESTION_H

#include <stdio.h>

#include "searcher/broaden.h"
#include "searcher/printer.h"
#include "searcher/query.h"
#include "searcher/rewrite.h"
#include "searcher/suggest.h"

/* How all questions are asked. */
struct question_options {
    uint32_t limit;  /* hits wanted, from 1 */
    uint32_t offset; /* so many of the first are passed over */
    bool by_article; /* hits are articles, as they also are where the format wants them so */
    bool unique;     /* of the hits in copies of one article only the best is one */
    enum rank_order order;
    enum weighing weighing;
    bool by_sentences; /* show the sentences with the evidence, and ... */
    uint32_t context;  /* ... so many on either side, up to CONTEXT_MAX */
    uint32_t expand;   /* broaden each query by so many words, up to BROADEN_WORDS_MAX; 0: by none */
    bool like;         /* the text is what more is wanted like, as like.h has it, which is looked up when the answer is wanted; */
    bool literal;      /* or a phrase, whatever it contains; */
    bool words;        /* or a list of words */
    bool parse;        /* only print how it is read */
    bool strict;       /* do not search what could be read otherwise or was mended */
    bool silent;       /* only find out whether there is a hit, and print nothing */
    bool suggest;      /* where there is none, look for the nearest words in place of those that the index does not have */
    struct rewrite_options rewrite;
    struct print_options print;
};

/* A query as it was read. The owner's: begin with all zero but `id`, end with question_release(). */
struct question {
    const char *id; /* as in struct printer */
    size_t id_length;
    const char *text; /* borrowed from whom question_read() got it */
    size_t text_length;
    struct query *query;     /* NULL until the answer is wanted, where it is like something */
    struct query *broadened; /* that was searched in its place; NULL for none */
    struct buffer broadening; /* what it was broadened by, to be told where explanations are wanted; a line with a NUL behind it, or empty */
    struct query_notes notes;
    struct suggestions suggestions;
};

/* @text  any bytes. Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM; notes may be there after a failure, too. */
ns_status question_read(struct question *question, const struct question_options *options, const char *text, size_t length,
                        struct ns_error *err);

/* Complain of what could be read otherwise or was mended, as terminal_complain_at() does. */
void question_tell_notes(const struct question *question, const char *program, const char *file, uint64_t line);

/* The same of what the answer was broadened by, and of what it found to suggest. */
void question_tell_findings(const struct question *question, const char *program, const char *file, uint64_t line);

/* Print the answer: the hits, or with options->parse the query's canonical form, which comes before it is refused by options->strict.
 * @collection  to search; it may be empty with options->parse
 * @found       set to whether there was something to print
 * Returns what search_run() and search_hit() do, NS_ERR_ARG when the question is refused, and NS_ERR_CORRUPT when an index was written over
 * since it was opened. After a failure the answer, or a part of it, may have been printed. */
ns_status question_answer(struct question *question, const struct question_options *options, const struct collection *collection,
                          FILE *out, bool *found, struct ns_error *err);

void question_release(struct question *question);

#endif
