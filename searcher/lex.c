/* lex.c - from typed text to lexemes. One pass; each character is looked at a few times at most. */
#include "searcher/lex.h"

#include <stdlib.h>
#include <string.h>

#include "index/unicode.h"
#include "searcher/date_range.h"
#include "searcher/node.h"
#include "searcher/note.h"
#include "searcher/operator.h"

struct lexer {
    const char *text;
    size_t length;
    size_t at;
    bool begins; /* a run may begin here with a sign: behind white space or an open bracket */
    struct typed_words *words;
    struct lexeme_list *list;
};

void lexeme_list_release(struct lexeme_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        query_free(list->items[i].node);
    free(list->items);
    *list = (struct lexeme_list){0};
}

ns_status lexeme_list_add(struct lexeme_list *list, struct lexeme lexeme, struct ns_error *err)
{
    void *items = list->items;
    const ns_status status = array_reserve(&items, &list->capacity, list->count + 1, sizeof *list->items, err);
    list->items = items;
    if (status == NS_OK) {
        list->items[list->count++] = lexeme;
    } else {
        query_free(lexeme.node);
    }
    return status;
}

/* ---- Characters ---- */

static bool is_quote(uint32_t c)
{
    return c == '"' || c == 0x201c || c == 0x201d || c == 0x201e || c == 0xab || c == 0xbb;
}

static bool is_word_begin(uint32_t c)
{
    const enum char_class class = char_class(c);
    return class == CHAR_LETTER || class == CHAR_DIGIT || class == CHAR_CJK || c == '*' || c == '?';
}

/* The code point at a place, and its length; 0 and 0 at the end. */
static uint32_t char_at(const struct lexer *lexer, size_t at, size_t *size)
{
    uint32_t c = 0;
    *size = at < lexer->length ? utf8_decode(lexer->text + at, lexer->text + lexer->length, &c) : 0;
    return c;
}

static uint32_t peek(const struct lexer *lexer, size_t at)
{
    size_t size;
    return char_at(lexer, at, &size);
}

/* What ends a run, as far as it matters. */
enum stop {
    STOP_SPACE = 1,
    STOP_QUOTE = 2,
    STOP_OPEN = 4,
    STOP_CLOSE = 8,
    STOP_ASCII_QUOTE = 16,
};

static size_t find_stop(const struct lexer *lexer, size_t at, unsigned stops)
{
    size_t size;
    for (; at < lexer->length; at += size) {
        const uint32_t c = char_at(lexer, at, &size);
        const unsigned stop = (c == '(' ? STOP_OPEN : 0) | (c == ')' ? STOP_CLOSE : 0) | (is_quote(c) ? STOP_QUOTE : 0) |
                              (c == '"' ? STOP_ASCII_QUOTE : 0) | (char_class(c) == CHAR_SPACE ? STOP_SPACE : 0);
        if (stop & stops) break;
    }
    return at;
}

static size_t run_end(const struct lexer *lexer, size_t at)
{
    return find_stop(lexer, at, STOP_SPACE | STOP_QUOTE | STOP_OPEN | STOP_CLOSE);
}

/* ---- Operands ---- */

static ns_status add_operand(struct lexer *lexer, size_t begin, size_t end, enum query_sign sign, struct query *node, struct ns_error *err)
{
    if (!node) return NS_OK;
    const struct lexeme lexeme = {.kind = LEX_OPERAND, .sign = sign, .text = lexer->text + begin, .length = end - begin, .node = node};
    return lexeme_list_add(lexer->list, lexeme, err);
}

/* Add the words of a run that has no prefix. */
static ns_status add_words(struct lexer *lexer, size_t begin, size_t end, bool exact, enum query_sign sign, struct ns_error *err)
{
    struct query *node;
    const ns_status status = typed_words_run(lexer->words, lexer->text + begin, end - begin, exact, &node, err);
    return status == NS_OK ? add_operand(lexer, begin, end, sign, node, err) : status;
}

/* Behind a phrase or a bracket ~ says nothing. */
static ns_status skip_tilde(struct lexer *lexer, struct ns_error *err)
{
    if (peek(lexer, lexer->at) != '~') return NS_OK;
    const size_t begin = lexer->at++;
    while (lexer->at < lexer->length && lexer->text[lexer->at] >= '0' && lexer->text[lexer->at] <= '9')
        lexer->at++;
    return note_add(lexer->words->notes, err, "\"%s\" behind quotes or a bracket is ignored; it takes one word",
                    excerpt_of(lexer->text + begin, lexer->at - begin).text);
}

static ns_status note_open_quote(const struct lexer *lexer, size_t begin, struct ns_error *err)
{
    enum { SHOWN = 10 };
    const size_t length = lexer->length - begin;
    const size_t shown = length > SHOWN ? utf8_cut(lexer->text + begin, SHOWN) : length;
    return note_add(lexer->words->notes, err, "the quote that begins with %.*s%s is not closed; it is taken to end with the query",
                    (int)shown, lexer->text + begin, shown < length ? "..." : "");
}

/* Go over quoted text at the place of its opening quote. Any quote closes. */
static ns_status take_quoted(struct lexer *lexer, size_t *begin, size_t *end, struct ns_error *err)
{
    size_t size;
    char_at(lexer, lexer->at, &size);
    *begin = lexer->at + size;
    *end = find_stop(lexer, *begin, STOP_QUOTE);
    if (*end == lexer->length) {
        const ns_status status = note_open_quote(lexer, lexer->at, err);
        lexer->at = lexer->length;
        return status;
    }
    char_at(lexer, *end, &size);
    lexer->at = *end + size;
    return skip_tilde(lexer, err);
}

static ns_status lex_quoted(struct lexer *lexer, bool exact, enum query_sign sign, struct ns_error *err)
{
    const size_t quote = lexer->at;
    size_t begin, end;
    struct query *node = NULL;
    ns_status status = take_quoted(lexer, &begin, &end, err);
    if (status == NS_OK) status = typed_words_quoted(lexer->words, lexer->text + begin, end - begin, exact, &node, err);
    return status == NS_OK ? add_operand(lexer, quote, lexer->at, sign, node, err) : status;
}

static ns_status lex_open(struct lexer *lexer, enum query_sign sign, struct ns_error *err)
{
    const struct lexeme lexeme = {.kind = LEX_OPEN, .sign = sign, .text = lexer->text + lexer->at, .length = 1};
    lexer->at++;
    lexer->begins = true;
    return lexeme_list_add(lexer->list, lexeme, err);
}

static ns_status lex_close(struct lexer *lexer, struct ns_error *err)
{
    const struct lexeme lexeme = {.kind = LEX_CLOSE, .text = lexer->text + lexer->at, .length = 1};
    lexer->at++;
    lexer->begins = false;
    const ns_status status = lexeme_list_add(lexer->list, lexeme, err);
    return status == NS_OK ? skip_tilde(lexer, err) : status;
}

/* ---- Fields ---- */

enum prefix_kind {
    PREFIX_NONE,
    PREFIX_FIELD,
    PREFIX_PATH,
    PREFIX_DATE,
};

struct prefix {
    const char *name;
    enum prefix_kind kind;
    enum query_field field;
};

static const struct prefix prefixes[] = {
    {"title", PREFIX_FIELD, FIELD_TITLE},
    {"body", PREFIX_FIELD, FIELD_BODY},
    {"section", PREFIX_FIELD, FIELD_SECTION},
    {"by", PREFIX_FIELD, FIELD_BYLINE},
    {"byline", PREFIX_FIELD, FIELD_BYLINE},
    {"source", PREFIX_FIELD, FIELD_SOURCE},
    {"path", PREFIX_PATH, 0},
    {"date", PREFIX_DATE, 0},
};

const char *lex_field_name(enum query_field field)
{
    size_t i = 0;
    while (prefixes[i].field != field)
        i++;
    return prefixes[i].name;
}

/* The letters of ASCII at a place that a colon follows; 0 if none does. */
static size_t name_length(const struct lexer *lexer, size_t at, size_t end)
{
    size_t next = at;
    while (next < end && (lexer->text[next] | 0x20) >= 'a' && (lexer->text[next] | 0x20) <= 'z')
        next++;
    return next < end && lexer->text[next] == ':' ? next - at : 0;
}

static const struct prefix *find_prefix(const struct lexer *lexer, size_t at, size_t name)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (ascii_is(lexer->text + at, name, prefixes[i].name)) return &prefixes[i];
    }
    return NULL;
}

/* A prefix with nothing behind it is a word. */
static ns_status add_lone_prefix(struct lexer *lexer, size_t name, enum query_sign sign, struct ns_error *err)
{
    const size_t begin = lexer->at;
    lexer->at += name + 1;
    const ns_status status = note_add(lexer->words->notes, err,
                                      "\"%s\" is read as a word, since nothing is joined to it; write title:word or title:(some words)",
                                      excerpt_of(lexer->text + begin, name + 1).text);
    return status == NS_OK ? add_words(lexer, begin, lexer->at, false, sign, err) : status;
}

/* Take a path in straight quotes, in which two quotes are one. */
static ns_status take_quoted_path(struct lexer *lexer, struct buffer *path, struct ns_error *err)
{
    const size_t opening = lexer->at++;
    for (;;) {
        const size_t end = find_stop(lexer, lexer->at, STOP_ASCII_QUOTE);
        ns_status status = buffer_append(path, lexer->text + lexer->at, end - lexer->at, err);
        lexer->at = end;
        if (status == NS_OK && end == lexer->length) return note_open_quote(lexer, opening, err);
        lexer->at++;
        if (status != NS_OK) return status;
        if (lexer->at == lexer->length || lexer->text[lexer->at] != '"') return skip_tilde(lexer, err);
        status = buffer_append_byte(path, '"', err);
        lexer->at++;
        if (status != NS_OK) return status;
    }
}

/* Take the path behind `path:`, in quotes or not. */
static ns_status take_path(struct lexer *lexer, struct buffer *path, struct ns_error *err)
{
    const uint32_t c = peek(lexer, lexer->at);
    if (c == '"') return take_quoted_path(lexer, path, err);
    size_t begin = lexer->at;
    size_t end = find_stop(lexer, begin, STOP_SPACE | STOP_CLOSE);
    ns_status status = NS_OK;
    if (is_quote(c)) {
        status = take_quoted(lexer, &begin, &end, err);
    } else {
        lexer->at = end;
    }
    return status == NS_OK ? buffer_append(path, lexer->text + begin, end - begin, err) : status;
}

bool lex_path_needs_quotes(const char *path, size_t length)
{
    const struct lexer lexer = {.text = path, .length = length};
    return length == 0 || find_stop(&lexer, 0, STOP_SPACE | STOP_QUOTE | STOP_OPEN | STOP_CLOSE) < length;
}

static ns_status lex_path(struct lexer *lexer, size_t name, enum query_sign sign, struct ns_error *err)
{
    const size_t begin = lexer->at;
    struct buffer path = BUFFER_INIT;
    struct query *node = NULL;
    lexer->at += name + 1;
    ns_status status = take_path(lexer, &path, err);
    if (status == NS_OK && path.size > 0) {
        status = node_leaf(QUERY_PATH, path.data, path.size, &node, err);
        if (status == NS_OK) status = add_operand(lexer, begin, lexer->at, sign, node, err);
    } else if (status == NS_OK) {
        const size_t end = lexer->at;
        lexer->at = begin;
        status = add_lone_prefix(lexer, name, sign, err);
        lexer->at = end;
    }
    buffer_release(&path);
    return status;
}

/* The length of a date without the commas and the like behind it. */
static size_t trim_date(const char *text, size_t length)
{
    while (length > 0 && strchr(",;:!?", text[length - 1]) && text[length - 1] != '\0')
        length--;
    return length;
}

/* Put the dates of a range that ends before it begins the other way round. */
static ns_status turn_range(struct lexer *lexer, struct query *date, struct ns_error *err)
{
    struct buffer turned = BUFFER_INIT;
    const char *points = memmem(date->text, date->text_len, "..", 2);
    const size_t first = (size_t)(points - date->text);
    ns_status status = buffer_append(&turned, points + 2, date->text_len - first - 2, err);
    if (status == NS_OK) status = buffer_append(&turned, "..", 2, err);
    if (status == NS_OK) status = buffer_append(&turned, date->text, first, err);
    if (status == NS_OK) status = query_set_text(date, turned.data, turned.size, err);
    buffer_release(&turned);
    if (status != NS_OK) return status;
    date_range_read(date->text, date->text_len, &date->from, &date->to);
    return note_add_query(lexer->words->notes, "a range begins with its earlier date; this one is read as ", date, err);
}

/* Make a date node, if the text is a date. */
static ns_status read_date(struct lexer *lexer, const char *text, size_t length, struct query **out, struct ns_error *err)
{
    int64_t from, to;
    *out = NULL;
    length = trim_date(text, length);
    if (!date_range_read(text, length, &from, &to)) return NS_OK;
    ns_status status = node_leaf(QUERY_DATE, text, length, out, err);
    if (status != NS_OK) return status;
    (*out)->from = from;
    (*out)->to = to;
    if (from >= to) status = turn_range(lexer, *out, err);
    return node_made(status, out);
}

static size_t skip_space(const struct lexer *lexer, size_t at)
{
    size_t size;
    while (at < lexer->length && char_class(char_at(lexer, at, &size)) == CHAR_SPACE)
        at += size;
    return at;
}

static bool has_points(const struct lexer *lexer, size_t at)
{
    return lexer->length - at >= 2 && memcmp(lexer->text + at, "..", 2) == 0;
}

/* Where a date that ends at `end` goes on to, as a range with white space in it: `2021-03-01 .. 2021-03-07`. */
static size_t spaced_range_end(const struct lexer *lexer, size_t begin, size_t end)
{
    size_t next = skip_space(lexer, end);
    const bool points_behind = has_points(lexer, next);
    if (!points_behind && !(end - begin > 2 && has_points(lexer, end - 2))) return end;
    if (points_behind) {
        end = run_end(lexer, next);
        if (end - next > 2) return end;
        next = skip_space(lexer, end);
    }
    const uint32_t c = peek(lexer, next);
    return c >= '0' && c <= '9' ? run_end(lexer, next) : end;
}

/* Read a range with white space in it, and go behind it; *out stays NULL if there is none. */
static ns_status take_spaced_range(struct lexer *lexer, size_t begin, size_t end, struct query **out, struct ns_error *err)
{
    const size_t range_end = spaced_range_end(lexer, begin, end);
    struct buffer dense = BUFFER_INIT;
    ns_status status = NS_OK;
    for (size_t at = begin; status == NS_OK && range_end > end && at < range_end; at++) {
        if ((uint8_t)lexer->text[at] > ' ') status = buffer_append_byte(&dense, (uint8_t)lexer->text[at], err);
    }
    if (status == NS_OK && dense.size > 0) status = read_date(lexer, dense.data, dense.size, out, err);
    if (status == NS_OK && *out) {
        lexer->at = range_end;
        status = note_add_query(lexer->words->notes, "a range of dates has no spaces; this one is read as ", *out, err);
    }
    buffer_release(&dense);
    return status;
}

static ns_status lex_date(struct lexer *lexer, size_t name, size_t end, enum query_sign sign, struct ns_error *err)
{
    const size_t prefix = lexer->at;
    size_t begin = prefix + name + 1;
    const bool quoted = begin == end && is_quote(peek(lexer, end));
    if (begin == end && !quoted) return add_lone_prefix(lexer, name, sign, err);
    lexer->at = end;
    struct query *node = NULL;
    ns_status status = quoted ? take_quoted(lexer, &begin, &end, err) : NS_OK;
    if (status == NS_OK && !quoted) status = take_spaced_range(lexer, begin, end, &node, err);
    if (status == NS_OK && !node) status = read_date(lexer, lexer->text + begin, end - begin, &node, err);
    if (status == NS_OK && node) return add_operand(lexer, prefix, lexer->at, sign, node, err);
    if (status != NS_OK) {
        query_free(node);
        return status;
    }
    status =
        note_add(lexer->words->notes, err, "\"%s\" is read as words; dates are 2021, 2021-03, 2021-03-01, or two of them: 2021-03..2021-05",
                 excerpt_of(lexer->text + prefix, lexer->at - prefix).text);
    if (status == NS_OK && quoted) status = typed_words_quoted(lexer->words, lexer->text + begin, end - begin, false, &node, err);
    if (status == NS_OK && !quoted) return add_words(lexer, begin, end, false, sign, err);
    return status == NS_OK ? add_operand(lexer, begin, end, sign, node, err) : status;
}

static ns_status note_unknown_field(struct lexer *lexer, size_t end, struct ns_error *err)
{
    const size_t name = name_length(lexer, lexer->at, end);
    if (name == 0) return NS_OK;
    const size_t behind = lexer->at + name + 1;
    const uint32_t next = peek(lexer, behind);
    if (behind == end && !is_quote(next) && next != '(') return NS_OK;
    if (end - behind >= 2 && memcmp(lexer->text + behind, "//", 2) == 0) return NS_OK;
    return note_add(lexer->words->notes, err,
                    "\"%s\" is no field and is read as a word; there are title: body: section: by: source: path: date:",
                    excerpt_of(lexer->text + lexer->at, name + 1).text);
}

/* ---- Runs ---- */

/* Whether quotes or a bracket begin at a place. */
static bool opens(const struct lexer *lexer, size_t at)
{
    const uint32_t c = peek(lexer, at);
    return is_quote(c) || c == '(';
}

static bool is_sign(uint32_t c)
{
    return c == '+' || c == '-';
}

/* Take a sign. It stands at the beginning of a run, directly in front of what it is of. */
static enum query_sign take_sign(struct lexer *lexer)
{
    const uint32_t c = peek(lexer, lexer->at);
    if (!lexer->begins || !is_sign(c)) return SIGN_MAY;
    const uint32_t next = peek(lexer, lexer->at + 1);
    if (lexer->at + 1 == lexer->length || !(is_word_begin(next) || next == '=' || opens(lexer, lexer->at + 1))) return SIGN_MAY;
    lexer->at++;
    return c == '+' ? SIGN_MUST : SIGN_MUST_NOT;
}

/* Add a run that looks like an operator. Behind a sign only prefixes are; *taken is whether it was. */
static ns_status lex_operator(struct lexer *lexer, size_t end, enum query_sign sign, bool *taken, struct ns_error *err)
{
    static const enum lexeme_kind kinds[] = {
        [OPERATOR_AND] = LEX_AND,     [OPERATOR_OR] = LEX_OR,           [OPERATOR_NOT] = LEX_NOT, [OPERATOR_PROXIMITY] = LEX_PROXIMITY,
        [OPERATOR_FIRST] = LEX_FIRST, [OPERATOR_ATLEAST] = LEX_ATLEAST,
    };
    const char *text = lexer->text + lexer->at;
    const size_t length = end - lexer->at;
    const struct operator_reading found = operator_read(text, length);
    *taken = false;
    if (found.kind == OPERATOR_NONE) return NS_OK;
    if (found.kind == OPERATOR_MALFORMED) {
        return note_add(lexer->words->notes, err,
                        "\"%s\" is read as words; an operator has a number there, as in near/5, first/50, atleast3",
                        excerpt_of(text, length).text);
    }
    if (sign != SIGN_MAY && found.kind != OPERATOR_FIRST && found.kind != OPERATOR_ATLEAST) return NS_OK;
    *taken = true;
    lexer->at = end;
    return lexeme_list_add(lexer->list,
                           (struct lexeme){.kind = kinds[found.kind],
                                           .sign = sign,
                                           .proximity = found.proximity,
                                           .bare = found.bare,
                                           .number = found.number,
                                           .text = text,
                                           .length = length},
                           err);
}

bool lex_needs_quotes(const char *word, size_t length)
{
    return operator_read(word, length).kind != OPERATOR_NONE;
}

/* Read what is left of a run behind its prefixes: = and words. */
static ns_status lex_rest(struct lexer *lexer, size_t end, enum query_sign sign, bool prefixed, struct ns_error *err)
{
    ns_status status = NS_OK;
    const bool exact =
        peek(lexer, lexer->at) == '=' && (lexer->at + 1 == end ? opens(lexer, end) : is_word_begin(peek(lexer, lexer->at + 1)));
    if (exact) {
        lexer->at++;
    } else {
        status = note_unknown_field(lexer, end, err);
    }
    if (status != NS_OK) return status;
    if (lexer->at == end && is_quote(peek(lexer, end))) return lex_quoted(lexer, exact, sign, err);
    if (lexer->at == end && peek(lexer, end) == '(') {
        if (exact) status = note_add(lexer->words->notes, err, "= in front of a bracket is ignored; it takes a word or a phrase");
        return status == NS_OK ? lex_open(lexer, sign, err) : status;
    }
    const size_t before = lexer->list->count;
    status = add_words(lexer, lexer->at, end, exact, sign, err);
    if (lexer->list->count > before) lexer->list->items[before].bare = !exact && !prefixed;
    lexer->at = end;
    return status;
}

/* Take away the fields behind which nothing came that could be looked for. */
static ns_status drop_fields(struct lexer *lexer, size_t begin, struct ns_error *err)
{
    struct lexeme_list *list = lexer->list;
    if (list->count == 0 || list->items[list->count - 1].kind != LEX_FIELD) return NS_OK;
    while (list->count > 0 && list->items[list->count - 1].kind == LEX_FIELD)
        list->count--;
    return note_add(lexer->words->notes, err, "\"%s\" has no word to look for, so it is left out",
                    excerpt_of(lexer->text + begin, lexer->at - begin).text);
}

/* A sign behind a field is one of the whole. @field  the number of the first field's lexeme */
static ns_status move_sign(struct lexer *lexer, size_t field, struct ns_error *err)
{
    lexer->begins = true;
    const size_t begin = lexer->at;
    const enum query_sign sign = take_sign(lexer);
    lexer->begins = false;
    struct lexeme *first = &lexer->list->items[field];
    if (sign == SIGN_MAY) return NS_OK;
    if (first->sign == SIGN_MAY) first->sign = sign;
    return note_add(lexer->words->notes, err, "the sign behind \"%s\" is read as if it stood in front of it",
                    excerpt_of(first->text, (size_t)(lexer->text + begin - first->text)).text);
}

/* Read what stands behind fields. Of operators, first/N may. */
static ns_status lex_behind_fields(struct lexer *lexer, size_t field, size_t end, struct ns_error *err)
{
    const ns_status status = move_sign(lexer, field, err);
    if (status != NS_OK) return status;
    const struct operator_reading found = operator_read(lexer->text + lexer->at, end - lexer->at);
    bool taken = false;
    if (found.kind == OPERATOR_FIRST) return lex_operator(lexer, end, SIGN_MAY, &taken, err);
    ns_status noted = NS_OK;
    if (found.kind == OPERATOR_NOT || found.kind == OPERATOR_ATLEAST) {
        noted = note_add(lexer->words->notes, err, "\"%s\" directly behind a field is read as a word; brackets make it an operator",
                         excerpt_of(lexer->text + lexer->at, end - lexer->at).text);
    }
    return noted == NS_OK ? lex_rest(lexer, end, SIGN_MAY, true, err) : noted;
}

static ns_status note_dropped_fields(struct lexer *lexer, size_t begin, struct ns_error *err)
{
    if (lexer->at == begin) return NS_OK;
    return note_add(lexer->words->notes, err, "\"%s\" is ignored in front of path: and date:, which are no text",
                    excerpt_of(lexer->text + begin, lexer->at - begin).text);
}

/* Read the fields at the beginning of a run, then the rest of it. */
static ns_status lex_prefixed(struct lexer *lexer, size_t end, enum query_sign sign, struct ns_error *err)
{
    const size_t begin = lexer->at;
    const size_t field_number = lexer->list->count;
    ns_status status = NS_OK;
    while (status == NS_OK) {
        const size_t name = name_length(lexer, lexer->at, end);
        const struct prefix *prefix = name ? find_prefix(lexer, lexer->at, name) : NULL;
        if (!prefix && lexer->at > begin) {
            status = lex_behind_fields(lexer, field_number, end, err);
            break;
        }
        if (!prefix) {
            status = lex_rest(lexer, end, sign, false, err);
            break;
        }
        if (prefix->kind != PREFIX_FIELD) status = note_dropped_fields(lexer, begin, err);
        if (status != NS_OK) break;
        if (prefix->kind == PREFIX_PATH) return lex_path(lexer, name, sign, err);
        if (prefix->kind == PREFIX_DATE) {
            status = lex_date(lexer, name, end, sign, err);
            break;
        }
        if (lexer->at + name + 1 == end && !opens(lexer, end)) return add_lone_prefix(lexer, name, sign, err);
        const struct lexeme field = {
            .kind = LEX_FIELD, .sign = sign, .field = prefix->field, .text = lexer->text + lexer->at, .length = name + 1};
        status = lexeme_list_add(lexer->list, field, err);
        lexer->at += name + 1;
        sign = SIGN_MAY;
    }
    return status == NS_OK ? drop_fields(lexer, begin, err) : status;
}

/* Signs in a row, as in --a, are none. */
static ns_status note_signs(struct lexer *lexer, struct ns_error *err)
{
    size_t end = lexer->at;
    while (is_sign(peek(lexer, end)))
        end++;
    if (!lexer->begins || end - lexer->at < 2 || !is_word_begin(peek(lexer, end))) return NS_OK;
    return note_add(lexer->words->notes, err, "\"%s\" is ignored; one + or - is a sign",
                    excerpt_of(lexer->text + lexer->at, end - lexer->at).text);
}

static ns_status lex_run(struct lexer *lexer, struct ns_error *err)
{
    const ns_status noted = note_signs(lexer, err);
    if (noted != NS_OK) return noted;
    const enum query_sign sign = take_sign(lexer);
    const size_t end = run_end(lexer, lexer->at);
    bool taken = false;
    lexer->begins = false; /* an open bracket sets it again */
    const ns_status status = lex_operator(lexer, end, sign, &taken, err);
    return status == NS_OK && !taken ? lex_prefixed(lexer, end, sign, err) : status;
}

/* Several words that end with a ?, and have no other wildcard, are a question: the length without it. A path may end with one. */
static size_t question_length(const struct lexer *lexer)
{
    size_t end = lexer->length;
    while (end > 0 && (uint8_t)lexer->text[end - 1] <= ' ')
        end--;
    if (end == 0 || memchr(lexer->text, '?', lexer->length) != lexer->text + end - 1) return lexer->length;
    if (memchr(lexer->text, '*', lexer->length)) return lexer->length;
    size_t begin = end - 1;
    while (begin > 0 && (uint8_t)lexer->text[begin - 1] > ' ' && lexer->text[begin - 1] != '(')
        begin--;
    const bool alone = skip_space(lexer, 0) >= begin || memchr(lexer->text + begin, ':', end - begin);
    return alone || end - begin < 2 ? lexer->length : end - 1;
}

ns_status lex_query(const char *text, size_t length, struct typed_words *words, struct lexeme_list *list, struct ns_error *err)
{
    struct lexer lexer = {.text = text, .length = length, .begins = true, .words = words, .list = list};
    ns_status status = NS_OK;
    const size_t shorter = question_length(&lexer);
    if (shorter < length) {
        length = lexer.length = shorter;
        status = note_add(words->notes, err, "the ? at the end is read as a question mark; in brackets, (word?), it is any character");
    }
    while (status == NS_OK && lexer.at < length) {
        size_t size;
        const uint32_t c = char_at(&lexer, lexer.at, &size);
        if (char_class(c) == CHAR_SPACE) {
            lexer.at += size;
            lexer.begins = true;
        } else if (c == ')') {
            status = lex_close(&lexer, err);
        } else {
            status = lex_run(&lexer, err);
        }
    }
    return status;
}
