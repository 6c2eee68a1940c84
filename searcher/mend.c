/* mend.c - makes lexemes a query that can be parsed without a mistake: first the brackets, then the prefixes from the last to the first,
 * since what a prefix stands in front of may be one that became a word, then the operators between two operands. */
#include "searcher/mend.h"

#include <stdio.h>
#include <string.h>

#include "searcher/note.h"
#include "searcher/operator.h"

/* ---- Brackets ---- */

struct brackets {
    size_t open;   /* open now */
    bool unclosed; /* what was seen so far */
    bool unopened;
    bool empty;
    bool fields; /* there were fields in front of empty ones */
};

/* Take away the fields in front of a bracket that was taken away. */
static void drop_trailing_fields(struct lexeme_list *list, struct brackets *brackets)
{
    for (; list->count > 0 && list->items[list->count - 1].kind == LEX_FIELD; list->count--)
        brackets->fields = true;
}

/* Put a lexeme behind those that are kept, which are never more than were read. */
static void keep(struct lexeme_list *list, struct lexeme lexeme, struct brackets *brackets)
{
    const bool behind_open = list->count > 0 && list->items[list->count - 1].kind == LEX_OPEN;
    if (lexeme.kind == LEX_OPEN) brackets->open++;
    if (lexeme.kind == LEX_CLOSE && brackets->open == 0) {
        brackets->unopened = true;
        return;
    }
    if (lexeme.kind == LEX_CLOSE) brackets->open--;
    if (lexeme.kind == LEX_CLOSE && behind_open) {
        brackets->empty = true;
        list->count--;
        drop_trailing_fields(list, brackets);
        return;
    }
    list->items[list->count++] = lexeme;
}

static ns_status close_brackets(struct lexeme_list *list, struct brackets *brackets, struct ns_error *err)
{
    ns_status status = NS_OK;
    brackets->unclosed = brackets->open > 0;
    for (; status == NS_OK && brackets->open > 0; brackets->open--) {
        if (list->items[list->count - 1].kind == LEX_OPEN) {
            list->count--;
            drop_trailing_fields(list, brackets);
        } else {
            status = lexeme_list_add(list, (struct lexeme){.kind = LEX_CLOSE}, err);
        }
    }
    return status;
}

static ns_status mend_brackets(struct lexeme_list *list, struct query_notes *notes, struct ns_error *err)
{
    struct brackets brackets = {0};
    const size_t count = list->count;
    list->count = 0;
    for (size_t i = 0; i < count; i++)
        keep(list, list->items[i], &brackets);
    ns_status status = close_brackets(list, &brackets, err);
    if (status == NS_OK && brackets.unclosed)
        status = note_add(notes, err, "a bracket is not closed; it is taken to close at the end of the query");
    if (status == NS_OK && brackets.unopened)
        status = note_add(notes, err, "a closing bracket that nothing opened is ignored; in quotes it is part of the text");
    if (status == NS_OK && brackets.empty && (list->count > 0 || brackets.fields))
        status = note_add(notes, err, "empty brackets are ignored");
    return status;
}

/* ---- Words that look like operators ---- */

static bool is_binary(const struct lexeme_list *list, size_t i)
{
    if (i >= list->count) return false;
    const enum lexeme_kind kind = list->items[i].kind;
    return kind == LEX_AND || kind == LEX_OR || kind == LEX_PROXIMITY;
}

static bool ends_operand(const struct lexeme_list *list, size_t i)
{
    if (i >= list->count) return false; /* in front of the first, which is SIZE_MAX */
    const struct lexeme *lexeme = &list->items[i];
    return lexeme->kind == LEX_CLOSE || (lexeme->kind == LEX_OPERAND && !lexeme->was_operator);
}

static bool begins_operand(const struct lexeme_list *list, size_t i)
{
    return i < list->count && list->items[i].kind != LEX_CLOSE && !is_binary(list, i);
}

/* Make an operator the words that it is written with. */
static ns_status make_words(struct lexeme *lexeme, struct typed_words *words, struct ns_error *err)
{
    const bool prefix = lexeme->kind == LEX_FIRST || lexeme->kind == LEX_ATLEAST;
    ns_status status = note_add(words->notes, err, "\"%s\" is read as %s, since %s", excerpt_of(lexeme->text, lexeme->length).text,
                                lexeme->bare ? "a word" : "words",
                                prefix || lexeme->kind == LEX_NOT ? "nothing stands behind it that it could be for"
                                                                  : "an operator has something to join on either side");
    if (status == NS_OK) status = typed_words_run(words, lexeme->text, lexeme->length, false, &lexeme->node, err);
    lexeme->kind = LEX_OPERAND;
    lexeme->was_operator = !prefix;
    return status;
}

/* ---- Prefixes ---- */

/* Make `not near` one operator, if that is what stands at i; the proximity takes both places. */
static bool join_not(struct lexeme_list *list, size_t i)
{
    struct lexeme *negation = &list->items[i];
    struct lexeme *proximity = negation + 1;
    if (!is_binary(list, i + 1) || proximity->kind != LEX_PROXIMITY || !ends_operand(list, i - 1) || !begins_operand(list, i + 2))
        return false;
    proximity->length += (size_t)(proximity->text - negation->text);
    proximity->text = negation->text;
    proximity->negated = true;
    *negation = *proximity;
    return true;
}

static ns_status mend_prefixes(struct lexeme_list *list, struct typed_words *words, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = list->count; status == NS_OK && i-- > 0;) {
        struct lexeme *lexeme = &list->items[i];
        if (lexeme->kind != LEX_FIRST && lexeme->kind != LEX_ATLEAST && lexeme->kind != LEX_NOT) continue;
        if (lexeme->kind == LEX_NOT && join_not(list, i)) continue;
        if (!begins_operand(list, i + 1)) status = make_words(lexeme, words, err);
    }
    size_t kept = 0; /* without the second places of `not near` */
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0 && list->items[i].negated && list->items[i - 1].negated && list->items[i - 1].text == list->items[i].text) continue;
        list->items[kept++] = list->items[i];
    }
    list->count = kept;
    return status;
}

/* ---- Operators ---- */

static ns_status mend_operators(struct lexeme_list *list, struct typed_words *words, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < list->count; i++) {
        if (is_binary(list, i) && !(ends_operand(list, i - 1) && begins_operand(list, i + 1)))
            status = make_words(&list->items[i], words, err);
    }
    return status;
}

/* A number that is over the limit, or that nothing can be within. */
static ns_status mend_number(struct lexeme *lexeme, struct query_notes *notes, struct ns_error *err)
{
    const struct excerpt typed = excerpt_of(lexeme->text, lexeme->length);
    if (lexeme->number > NUMBER_MAX) {
        lexeme->number = NUMBER_MAX;
        return note_add(notes, err, "\"%s\" is over the limit and is read with %d", typed.text, NUMBER_MAX);
    }
    if (lexeme->number > 0) return NS_OK;
    if (lexeme->kind == LEX_ATLEAST) {
        lexeme->number = 1;
        return note_add(notes, err, "\"%s\" is read as atleast1, since everything holds at no place or more", typed.text);
    }
    if (ascii_is_capital(lexeme->text, lexeme->length)) return NS_OK;
    if (lexeme->kind == LEX_FIRST) return note_add(notes, err, "\"%s\" holds nowhere; first/1 is the first word", typed.text);
    if (lexeme->proximity == QUERY_ADJ) return note_add(notes, err, "\"%s\" holds nowhere; adj/1 is the next word", typed.text);
    if (lexeme->proximity != QUERY_NEAR) return NS_OK;
    return note_add(notes, err, "\"%s\" wants words that overlap; near/1 is side by side", typed.text);
}

/* Add the operators that are everyday words, each once, to the line that tells them. */
static void list_bare(const struct lexeme *lexeme, char *line, size_t size, size_t *listed)
{
    char quoted[EXCERPT_BYTES + 8];
    snprintf(quoted, sizeof quoted, "\"%s\"", excerpt_of(lexeme->text, lexeme->length).text);
    const size_t used = strlen(line);
    if (strstr(line, quoted) || used + strlen(quoted) + sizeof ", " > size) return;
    snprintf(line + used, size - used, "%s%s", used > 0 ? ", " : "", quoted);
    ++*listed;
}

/* Tell of operators that may have been meant as words. */
static ns_status note_bare(const struct lexeme_list *list, struct query_notes *notes, struct ns_error *err)
{
    char line[160] = "";
    size_t listed = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct lexeme *lexeme = &list->items[i];
        const bool is_operator = is_binary(list, i) || lexeme->kind == LEX_NOT;
        if (is_operator && lexeme->bare && !ascii_is_capital(lexeme->text, lexeme->length)) list_bare(lexeme, line, sizeof line, &listed);
    }
    if (listed == 0) return NS_OK;
    char *comma = listed > 1 ? strrchr(line, ',') : NULL;
    if (comma) *comma = '\0';
    return note_add(notes, err, "%s%s%s %s; in quotes %s, in capitals %s without this note", line, comma ? " and" : "",
                    comma ? comma + 1 : "", comma ? "are read as operators" : "is read as an operator",
                    comma ? "they are words" : "it is a word", comma ? "they are operators" : "it is one");
}

ns_status mend_lexemes(struct lexeme_list *list, struct typed_words *words, struct ns_error *err)
{
    ns_status status = mend_brackets(list, words->notes, err);
    if (status == NS_OK) status = mend_prefixes(list, words, err);
    if (status == NS_OK) status = mend_operators(list, words, err);
    for (size_t i = 0; status == NS_OK && i < list->count; i++) {
        const enum lexeme_kind kind = list->items[i].kind;
        if (kind == LEX_PROXIMITY || kind == LEX_FIRST || kind == LEX_ATLEAST) status = mend_number(&list->items[i], words->notes, err);
    }
    return status == NS_OK ? note_bare(list, words->notes, err) : status;
}
