/* operator.h - which words are operators when they stand alone between white space, brackets and quotes.
 *
 *   and  or  not  near  adj  same  sentence     in any letter case
 *   near/N nearN w/N  adj/N adjN pre/N          distances
 *   w/p  w/s                                    same, sentence
 *   first/N  atleastN atleast/N                 prefixes
 * What begins as one of these with a number, but has no number there, is malformed, and so are /N and n/N, which are operators in other
 * languages: a user may have meant the operator.
 */
#ifndef SEARCHER_OPERATOR_H
#define SEARCHER_OPERATOR_H

#include "searcher/query.h"

enum operator_kind {
    OPERATOR_NONE,      /* a word */
    OPERATOR_MALFORMED, /* a word, too, but it looks like an operator */
    OPERATOR_AND,
    OPERATOR_OR,
    OPERATOR_NOT,
    OPERATOR_PROXIMITY,
    OPERATOR_FIRST,
    OPERATOR_ATLEAST,
};

struct operator_reading {
    enum operator_kind kind;
    enum query_kind proximity; /* then: QUERY_NEAR, QUERY_ADJ, QUERY_SAME or QUERY_SENTENCE */
    bool bare;                 /* it is an everyday word: and, near */
    uint32_t number;           /* NUMBER_MAX + 1 when it is over NUMBER_MAX */
};

struct operator_reading operator_read(const char *text, size_t length);

/* Read a number of digits alone; one over NUMBER_MAX is NUMBER_MAX + 1. Returns whether the text is one. */
bool number_read(const char *text, size_t length, uint32_t *number);

/* Whether a text is a word of ASCII, which is given in lower case, in any letter case. */
bool ascii_is(const char *text, size_t length, const char *word);

/* Whether no letter of ASCII is a small one: who types an operator in capitals means it. */
bool ascii_is_capital(const char *text, size_t length);

#endif
