/* lex.h - from typed text to lexemes: operands, brackets, operators and field prefixes.
 *
 * A run ends at white space, a bracket or a quote. One that looks like an operator is one here; whether it stands where an operator can is
 * for mend.h to say. What has nothing to look for (punctuation, empty quotes) makes no lexeme.
 */
#ifndef SEARCHER_LEX_H
#define SEARCHER_LEX_H

#include "searcher/query.h"
#include "searcher/typed_words.h"

enum lexeme_kind {
    LEX_OPERAND,
    LEX_OPEN,
    LEX_CLOSE,
    LEX_AND,
    LEX_OR,
    LEX_NOT,
    LEX_PROXIMITY,
    LEX_FIRST, /* these three stand in front of an operand; a field is joined to what follows it */
    LEX_ATLEAST,
    LEX_FIELD,
};

struct lexeme {
    enum lexeme_kind kind;
    enum query_sign sign;      /* typed directly in front: of an operand, OPEN, FIRST, ATLEAST, FIELD */
    enum query_kind proximity; /* of a proximity */
    bool negated;              /* of a proximity: it has a `not` in front, which is part of its text */
    bool bare;                 /* of an operator: an everyday word; of an operand: a run outside of quotes, without prefix or = */
    bool was_operator;         /* of an operand: it looked like an operator that is an everyday word */
    enum query_field field;
    uint32_t number;  /* of an operator; NUMBER_MAX + 1 when it is over that */
    const char *text; /* as typed (borrowed), without sign; NULL of a CLOSE that was not typed */
    size_t length;
    struct query *node; /* of an operand: owned */
};

/* The owner's: begin with all zero, end with lexeme_list_release(). */
struct lexeme_list {
    struct lexeme *items;
    size_t count;
    size_t capacity;
};

void lexeme_list_release(struct lexeme_list *list);

/* Add a lexeme, whose node is freed if that fails. Returns NS_OK, NS_ERR_NOMEM. */
ns_status lexeme_list_add(struct lexeme_list *list, struct lexeme lexeme, struct ns_error *err);

/* Find the lexemes of a text. They borrow from it.
 * @words  to read operands with; its notes are added to
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status lex_query(const char *text, size_t length, struct typed_words *words, struct lexeme_list *list, struct ns_error *err);

/* Whether a text needs quotes to be a word: without them it is, or looks like, an operator. */
bool lex_needs_quotes(const char *word, size_t length);

/* Whether a path needs quotes to be read whole. */
bool lex_path_needs_quotes(const char *path, size_t length);

/* The name of a field, as it is typed in front of a colon. */
const char *lex_field_name(enum query_field field);

#endif
