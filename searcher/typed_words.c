/* typed_words.c - from typed text to leaves. */
#include "searcher/typed_words.h"

#include <string.h>

#include "index/unicode.h"
#include "searcher/node.h"
#include "searcher/note.h"
#include "searcher/operator.h"

static bool is_wildcard(uint32_t c)
{
    return c == '*' || c == '?';
}

static bool is_word_char(uint32_t c)
{
    const enum char_class class = char_class(c);
    return class == CHAR_LETTER || class == CHAR_DIGIT || class == CHAR_CJK;
}

static void wild_text_release(struct wild_text *text)
{
    buffer_release(&text->typed);
    buffer_release(&text->scanned);
    token_list_release(&text->tokens);
}

void typed_words_release(struct typed_words *words)
{
    wild_text_release(&words->text);
    wild_text_release(&words->joined);
}

/* ---- Texts with wildcards ---- */

/* Add a byte. A wildcard behind a digit is read as a digit, so that 2,7?? is one number; any other as a letter. */
static ns_status wild_text_put(struct wild_text *text, char byte, struct ns_error *err)
{
    const size_t size = text->scanned.size;
    if (byte == '*' && size > 0 && text->typed.data[size - 1] == '*') return NS_OK;
    const char before = size > 0 ? text->scanned.data[size - 1] : ' ';
    const char stand_in = before >= '0' && before <= '9' ? '0' : 'x';
    ns_status status = buffer_append_byte(&text->typed, (uint8_t)byte, err);
    if (status == NS_OK) status = buffer_append_byte(&text->scanned, (uint8_t)(is_wildcard((uint8_t)byte) ? stand_in : byte), err);
    return status;
}

/* Put the tokens of a text in place of what was there.
 * @joining  whether hyphens are left out */
static ns_status wild_text_read(struct wild_text *text, const char *bytes, size_t length, bool joining, struct ns_error *err)
{
    text->typed.size = text->scanned.size = 0;
    text->tokens.count = 0;
    ns_status status = NS_OK;
    for (size_t at = 0; status == NS_OK && at < length;) {
        uint32_t c;
        const size_t behind = at + utf8_decode(bytes + at, bytes + length, &c);
        const bool left_out = joining && char_is_hyphen(c);
        for (; status == NS_OK && !left_out && at < behind; at++)
            status = wild_text_put(text, bytes[at], err);
        at = behind;
    }
    if (status == NS_OK) status = analyze(text->scanned.data, 0, text->scanned.size, &text->tokens, err);
    return status;
}

/* Whether all of the text is one token. */
static bool is_one_token(const struct wild_text *text)
{
    return text->tokens.count == 1 && text->tokens.items[0].offset == 0 && text->tokens.items[0].length == text->typed.size;
}

static size_t count_wildcards(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += is_wildcard((uint8_t)text[i]);
    return count;
}

/* Whether a pattern has a character to look for. */
static bool has_word_char(const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t c;
        at += utf8_decode(text + at, text + length, &c);
        if (is_word_char(c)) return true;
    }
    return false;
}

bool pattern_may_be_question(const char *pattern, size_t length)
{
    return length > 0 && pattern[length - 1] == '?' && count_wildcards(pattern, length) == 1;
}

/* ---- Leaves ---- */

/* A run of typed text without white space. */
struct run {
    const char *text;
    size_t length;        /* without its ~N */
    enum query_kind kind; /* of the leaves that are no patterns */
    uint32_t edits;
    bool ends; /* outside of quotes, or directly before the closing one */
};

static ns_status add_leaf(struct query *phrase, enum query_kind kind, const char *text, size_t length, uint32_t number,
                          struct ns_error *err)
{
    struct query *leaf;
    const ns_status status = node_leaf(kind, text, length, &leaf, err);
    if (status != NS_OK) return status;
    leaf->number = number;
    return query_add(phrase, leaf, err);
}

static ns_status note_left_out(struct typed_words *words, const char *text, size_t length, struct ns_error *err)
{
    return note_add(words->notes, err,
                    "\"%s\" has no letter or digit to look for, so it is left out; a * in quotes stands for any one word",
                    excerpt_of(text, length).text);
}

/* Add a pattern, a gap, or, where there is nothing to look for, nothing. */
static ns_status add_pattern(struct typed_words *words, struct query *phrase, const char *text, size_t length, struct ns_error *err)
{
    if (length == 1 && text[0] == '*') return add_leaf(phrase, QUERY_GAP, NULL, 0, 0, err);
    if (!has_word_char(text, length)) return note_left_out(words, text, length, err);
    return add_leaf(phrase, QUERY_PATTERN, text, length, 0, err);
}

static ns_status add_token(struct typed_words *words, struct query *phrase, const struct run *run, const struct token *token,
                           struct ns_error *err)
{
    const char *text = words->text.typed.data + token->offset;
    if (count_wildcards(text, token->length) == 0) return add_leaf(phrase, run->kind, text, token->length, run->edits, err);
    /* A stand-in depends on what is in front of it, and there a token that is too long may have been cut. */
    const ns_status status = wild_text_read(&words->joined, text, token->length, false, err);
    if (status != NS_OK) return status;
    if (!is_one_token(&words->joined)) return note_left_out(words, text, token->length, err);
    return add_pattern(words, phrase, text, token->length, err);
}

/* Add the words that hyphens join, if they make one leaf. *added is whether they do. */
static ns_status add_compound(struct typed_words *words, struct query *phrase, const struct run *run, const struct token *first,
                              size_t count, bool *added, struct ns_error *err)
{
    const struct token *last = first + count - 1;
    const char *text = words->text.typed.data + first->offset;
    const size_t length = last->offset + last->length - first->offset;
    const bool wild = count_wildcards(text, length) > 0;
    *added = !wild && run->kind == QUERY_WORD;
    if (*added) return add_leaf(phrase, QUERY_WORD, text, length, 0, err);
    if (!wild && run->kind == QUERY_EXACT) return NS_OK;
    struct wild_text *joined = &words->joined;
    const ns_status status = wild_text_read(joined, text, length, true, err);
    *added = status == NS_OK && is_one_token(joined);
    if (!*added) return status;
    if (wild) return add_pattern(words, phrase, joined->typed.data, joined->typed.size, err);
    return add_leaf(phrase, QUERY_FUZZY, joined->typed.data, joined->typed.size, run->edits, err);
}

static ns_status add_leaves(struct typed_words *words, struct query *phrase, const struct run *run, struct ns_error *err)
{
    const struct token_list *tokens = &words->text.tokens;
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < tokens->count;) {
        const size_t joined = token_compound(words->text.scanned.data, tokens, i);
        bool added = false;
        if (joined) status = add_compound(words, phrase, run, &tokens->items[i], joined, &added, err);
        if (status == NS_OK && !added) status = add_token(words, phrase, run, &tokens->items[i], err);
        i += added ? joined : 1;
    }
    return status;
}

/* ---- Near spellings ---- */

/* Find a ~ with perhaps a number behind it and no other word. Returns its place, or the length if there is none. */
static size_t find_tilde(const char *text, size_t length, size_t *number_end)
{
    size_t tilde = length;
    for (size_t at = 0; at < length;) {
        uint32_t c;
        const size_t size = utf8_decode(text + at, text + length, &c);
        if (c == '~') {
            tilde = at;
            *number_end = at + 1;
        } else if (tilde < length && c >= '0' && c <= '9' && at == *number_end) {
            *number_end = at + 1;
        } else if (is_word_char(c) || is_wildcard(c)) {
            tilde = length;
        }
        at += size;
    }
    return tilde;
}

/* The edits that a typed ~N asks for; 0 for none. */
static ns_status read_edits(struct typed_words *words, const char *text, size_t length, uint32_t *edits, struct ns_error *err)
{
    *edits = 1;
    if (length == 1 || !number_read(text + 1, length - 1, edits)) return NS_OK;
    if (*edits == 0) return note_add(words->notes, err, "~0 asks for the word itself; ~1 and ~2 find spellings that are 1 or 2 edits away");
    if (*edits <= EDITS_MAX) return NS_OK;
    *edits = EDITS_MAX;
    return note_add(words->notes, err, "\"%s\" is read as ~%d: spellings further away would be other words", excerpt_of(text, length).text,
                    EDITS_MAX);
}

/* Whether the run is one word, or one that hyphens join, so that it has near spellings. */
static ns_status is_one_word(struct typed_words *words, bool *one, struct ns_error *err)
{
    const struct token_list *tokens = &words->text.tokens;
    *one = tokens->count == 1;
    if (tokens->count < 2 || token_compound(words->text.scanned.data, tokens, 0) != tokens->count) return NS_OK;
    const struct token *last = &tokens->items[tokens->count - 1];
    const size_t begin = tokens->items[0].offset;
    const ns_status status = wild_text_read(&words->joined, words->text.typed.data + begin, last->offset + last->length - begin, true, err);
    *one = status == NS_OK && is_one_token(&words->joined);
    return status;
}

/* Read the run that is left when its ~ is taken away, and what that asks of it. */
static ns_status read_fuzzy(struct typed_words *words, struct run *run, const char *tilde, size_t length, struct ns_error *err)
{
    bool one = false;
    ns_status status = is_one_word(words, &one, err);
    if (status != NS_OK) return status;
    if (!one || count_wildcards(run->text, run->length) > 0) {
        return note_add(words->notes, err, "the ~ behind \"%s\" is ignored; it takes one word without wildcards",
                        excerpt_of(run->text, run->length).text);
    }
    uint32_t edits;
    status = read_edits(words, tilde, length, &edits, err);
    if (status != NS_OK || edits == 0) return status;
    run->kind = QUERY_FUZZY;
    run->edits = edits;
    return NS_OK;
}

/* ---- Runs ---- */

static ns_status note_question(struct typed_words *words, const struct run *run, struct ns_error *err)
{
    const struct token_list *tokens = &words->text.tokens;
    if (!run->ends || tokens->count == 0) return NS_OK;
    const struct buffer *typed = &words->text.typed;
    const struct token *last = &tokens->items[tokens->count - 1];
    if (count_wildcards(typed->data, typed->size) != 1 || typed->data[last->offset + last->length - 1] != '?' || last->length == 1)
        return NS_OK;
    return note_add(words->notes, err,
                    "\"%s\" is read as a pattern, in which ? stands for one character; leave it out if it is a question mark",
                    excerpt_of(run->text, run->length).text);
}

static ns_status add_run(struct typed_words *words, struct query *phrase, struct run run, struct ns_error *err)
{
    const size_t whole = run.length;
    size_t tilde_end = 0;
    run.length = find_tilde(run.text, whole, &tilde_end);
    ns_status status = wild_text_read(&words->text, run.text, run.length, false, err);
    if (status == NS_OK && run.length < whole) {
        if (words->text.tokens.count > 0) {
            status = read_fuzzy(words, &run, run.text + run.length, tilde_end - run.length, err);
        } else { /* ~5 is the word 5 */
            run.length = whole;
            status = wild_text_read(&words->text, run.text, whole, false, err);
        }
    }
    if (status == NS_OK) status = note_question(words, &run, err);
    if (status == NS_OK) status = add_leaves(words, phrase, &run, err);
    return status;
}

/* A phrase of one leaf is that leaf; one with nothing to look for is nothing. */
static ns_status finish_phrase(struct typed_words *words, struct query *phrase, const char *text, size_t length, struct query **out,
                               struct ns_error *err)
{
    size_t gaps = 0;
    for (size_t i = 0; i < phrase->child_count; i++)
        gaps += phrase->children[i]->kind == QUERY_GAP;
    if (gaps == phrase->child_count) {
        query_free(phrase);
        return gaps > 0 ? note_left_out(words, text, length, err) : NS_OK;
    }
    *out = phrase;
    if (phrase->child_count == 1) *out = node_only_child(phrase);
    return NS_OK;
}

/* Patterns and near spellings are found in any letter case. */
static ns_status note_inexact(struct typed_words *words, const struct query *query, const char *text, size_t length, struct ns_error *err)
{
    if (!query || (query->kind != QUERY_PATTERN && query->kind != QUERY_FUZZY)) return NS_OK;
    return note_add(words->notes, err, "the = before \"%s\" is ignored: patterns and near spellings are found in any letter case",
                    excerpt_of(text, length).text);
}

/* In other languages a ! behind the beginning of a word stands for any ending. */
static ns_status note_exclamation(struct typed_words *words, const char *text, size_t length, struct ns_error *err)
{
    const bool behind_letter = length > 1 && text[length - 1] == '!' && char_class((uint8_t)text[length - 2]) == CHAR_LETTER;
    if (!behind_letter) return NS_OK;
    return note_add(words->notes, err, "the ! behind \"%s\" is ignored; * stands for any ending", excerpt_of(text, length - 1).text);
}

ns_status typed_words_run(struct typed_words *words, const char *text, size_t length, bool exact, struct query **out, struct ns_error *err)
{
    *out = NULL;
    struct query *phrase = query_new(QUERY_PHRASE);
    if (!phrase) return ns_fail_nomem(err);
    const struct run run = {text, length, exact ? QUERY_EXACT : QUERY_WORD, 0, true};
    ns_status status = add_run(words, phrase, run, err);
    if (status != NS_OK) {
        query_free(phrase);
        return status;
    }
    status = finish_phrase(words, phrase, text, length, out, err);
    if (status == NS_OK) status = note_exclamation(words, text, length, err);
    if (status == NS_OK && exact) status = note_inexact(words, *out, text, length, err);
    return node_made(status, out);
}

/* The place of the next character that is white space or not, as wanted; the length if there is none. */
static size_t find_space(const char *text, size_t at, size_t length, bool wanted)
{
    while (at < length) {
        uint32_t c;
        const size_t size = utf8_decode(text + at, text + length, &c);
        if ((char_class(c) == CHAR_SPACE) == wanted) return at;
        at += size;
    }
    return at;
}

ns_status typed_words_quoted(struct typed_words *words, const char *text, size_t length, bool exact, struct query **out,
                             struct ns_error *err)
{
    *out = NULL;
    struct query *phrase = query_new(QUERY_PHRASE);
    if (!phrase) return ns_fail_nomem(err);
    ns_status status = NS_OK;
    for (size_t at = find_space(text, 0, length, false); status == NS_OK && at < length;) {
        const size_t end = find_space(text, at, length, true);
        const struct run run = {text + at, end - at, exact ? QUERY_EXACT : QUERY_WORD, 0, end == length};
        status = add_run(words, phrase, run, err);
        at = find_space(text, end, length, false);
    }
    if (status == NS_OK) return finish_phrase(words, phrase, text, length, out, err);
    query_free(phrase);
    return status;
}

/* Add each word; in a phrase the words that hyphens join are one. */
static ns_status add_plain_words(struct query *words, const char *text, const struct token_list *tokens, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < tokens->count;) {
        const size_t joined = words->kind == QUERY_PHRASE ? token_compound(text, tokens, i) : 0;
        const size_t count = joined ? joined : 1;
        const struct token *first = &tokens->items[i];
        const struct token *last = first + count - 1;
        status = add_leaf(words, QUERY_WORD, text + first->offset, last->offset + last->length - first->offset, 0, err);
        i += count;
    }
    return status;
}

ns_status typed_words_plain(enum query_kind kind, const char *text, size_t length, struct query **out, struct ns_error *err)
{
    *out = NULL;
    struct token_list tokens = {0};
    struct query *words = query_new(kind);
    ns_status status = words ? analyze(text, 0, length, &tokens, err) : ns_fail_nomem(err);
    if (status == NS_OK) status = add_plain_words(words, text, &tokens, err);
    token_list_release(&tokens);
    if (status == NS_OK && words->child_count > 0) {
        *out = words->child_count == 1 ? node_only_child(words) : words;
    } else {
        query_free(words);
    }
    return status;
}
