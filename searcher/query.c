/* query.c - reads what was typed. One pass, and never an error but for the limits. */
#include "searcher/query.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "index/analyzer.h"
#include "index/buffer.h"
#include "index/unicode.h"

/* ---- Nodes ---- */

static struct query *query_new(enum query_kind kind)
{
    struct query *query = calloc(1, sizeof *query);
    if (query) query->kind = kind;
    return query;
}

void query_free(struct query *query)
{
    if (!query) return;
    for (size_t i = 0; i < query->child_count; i++)
        query_free(query->children[i]);
    free(query->children);
    free(query->text);
    free(query);
}

/* Takes the child over, whatever the outcome. */
static ns_status add_child(struct query *query, struct query *child, struct ns_error *err)
{
    void *children = query->children;
    const ns_status status = array_reserve(&children, &query->child_capacity, query->child_count + 1, sizeof *query->children, err);
    query->children = children;
    if (status == NS_OK) {
        query->children[query->child_count++] = child;
    } else {
        query_free(child);
    }
    return status;
}

static ns_status add_word(struct query *query, const char *text, size_t length, struct ns_error *err)
{
    struct query *word = query_new(QUERY_WORD);
    if (word) word->text = malloc(length);
    if (!word || !word->text) {
        query_free(word);
        return ns_fail_nomem(err);
    }
    memcpy(word->text, text, length);
    word->text_len = length;
    return add_child(query, word, err);
}

/* A node with one child is that child. */
static struct query *unwrap(struct query *query)
{
    if (query->child_count != 1) return query;
    struct query *child = query->children[0];
    query->child_count = 0;
    query_free(query);
    return child;
}

/* ---- Items: operands and operators, in the order typed ---- */

struct item {
    struct query *operand; /* NULL for what looks like an operator, unless that turns out to be a word */
    const char *text;
    size_t length;
    bool looks_like_operator;
    uint32_t distance; /* then */
};

struct parsing {
    struct item *items;
    size_t count;
    size_t capacity;
    struct token_list tokens;
    size_t words;
};

static void parsing_release(struct parsing *parsing)
{
    for (size_t i = 0; i < parsing->count; i++)
        query_free(parsing->items[i].operand);
    free(parsing->items);
    token_list_release(&parsing->tokens);
}

/* The operand that a run of text is: its words side by side; NULL if it has none. */
static ns_status read_operand(struct parsing *parsing, const char *text, size_t length, struct query **out, struct ns_error *err)
{
    *out = NULL;
    struct token_list *tokens = &parsing->tokens;
    tokens->count = 0;
    struct query *phrase = query_new(QUERY_PHRASE);
    ns_status status = phrase ? analyze(text, 0, length, tokens, err) : ns_fail_nomem(err);
    parsing->words += tokens->count;
    if (status == NS_OK && parsing->words > QUERY_WORDS_MAX) {
        status = ns_fail(err, NS_ERR_LIMIT, "the query has over %d words", QUERY_WORDS_MAX);
    }
    for (size_t i = 0; status == NS_OK && i < tokens->count;) {
        const size_t joined = token_compound(text, tokens, i);
        const size_t last = joined ? i + joined - 1 : i;
        const struct token *first = &tokens->items[i];
        status = add_word(phrase, text + first->offset, tokens->items[last].offset + tokens->items[last].length - first->offset, err);
        i = last + 1;
    }
    if (status != NS_OK || phrase->child_count == 0) {
        query_free(phrase);
        return status;
    }
    *out = unwrap(phrase);
    return NS_OK;
}

static ns_status add_item(struct parsing *parsing, struct item item, struct ns_error *err)
{
    void *items = parsing->items;
    const ns_status status = array_reserve(&items, &parsing->capacity, parsing->count + 1, sizeof *parsing->items, err);
    parsing->items = items;
    if (status == NS_OK) {
        parsing->items[parsing->count++] = item;
    } else {
        query_free(item.operand);
    }
    return status;
}

/* Whether a text is near, near/N or nearN, and its distance; near/0, which nothing is within, too. */
static bool is_near(const char *text, size_t length, uint32_t *distance)
{
    static const char near[] = "near";
    const size_t name = sizeof near - 1;
    if (length < name) return false;
    for (size_t i = 0; i < name; i++) {
        if ((text[i] | 0x20) != near[i]) return false;
    }
    *distance = PROXIMITY_DEFAULT;
    if (length == name) return true;
    size_t at = name + (text[name] == '/');
    if (at == length) return false;
    for (*distance = 0; at < length; at++) {
        if (text[at] < '0' || text[at] > '9') return false;
        *distance = *distance * 10 + (uint32_t)(text[at] - '0');
        if (*distance > PROXIMITY_MAX) *distance = PROXIMITY_MAX;
    }
    return true;
}

static ns_status add_text(struct parsing *parsing, const char *text, size_t length, bool quoted, struct ns_error *err)
{
    struct item item = {.text = text, .length = length};
    item.looks_like_operator = !quoted && is_near(text, length, &item.distance);
    if (item.looks_like_operator) return add_item(parsing, item, err);
    const ns_status status = read_operand(parsing, text, length, &item.operand, err);
    return status == NS_OK && item.operand ? add_item(parsing, item, err) : status;
}

static bool is_quote(uint32_t c)
{
    return c == '"' || c == 0x201c || c == 0x201d;
}

/* The end of the run that begins at `at`: at the next quote, or outside of quotes at white space; *size is that of what ends it. */
static size_t run_end(const char *text, size_t at, size_t length, bool quoted, size_t *size)
{
    *size = 0;
    while (at < length) {
        uint32_t c;
        *size = utf8_decode(text + at, text + length, &c);
        if (is_quote(c) || (!quoted && char_class(c) == CHAR_SPACE)) return at;
        at += *size;
    }
    *size = 0;
    return at;
}

static ns_status read_items(struct parsing *parsing, const char *text, size_t length, struct ns_error *err)
{
    ns_status status = NS_OK;
    bool quoted = false;
    for (size_t at = 0; status == NS_OK && at < length;) {
        size_t ender;
        const size_t end = run_end(text, at, length, quoted, &ender);
        if (end > at) status = add_text(parsing, text + at, end - at, quoted, err);
        uint32_t c = 0;
        if (end < length) utf8_decode(text + end, text + length, &c);
        if (is_quote(c)) quoted = !quoted;
        at = end + ender;
    }
    return status;
}

/* ---- The tree ---- */

/* What looks like an operator is one between two operands; else it is a word. */
static bool is_operator(const struct parsing *parsing, size_t i)
{
    const struct item *items = parsing->items;
    return items[i].looks_like_operator && i > 0 && i + 1 < parsing->count && !items[i - 1].looks_like_operator &&
           !items[i + 1].looks_like_operator;
}

static ns_status make_words(struct parsing *parsing, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < parsing->count; i++) {
        struct item *item = &parsing->items[i];
        if (item->looks_like_operator && !is_operator(parsing, i))
            status = read_operand(parsing, item->text, item->length, &item->operand, err);
    }
    return status;
}

/* Put `left near right` in the place of right. */
static ns_status bind(struct item *left, const struct item *operator, struct item * right, struct ns_error *err)
{
    struct query *near = query_new(QUERY_NEAR);
    if (!near) return ns_fail_nomem(err);
    near->distance = operator->distance;
    ns_status status = add_child(near, left->operand, err);
    left->operand = NULL;
    if (status == NS_OK) {
        status = add_child(near, right->operand, err);
        right->operand = NULL;
    }
    if (status == NS_OK) {
        right->operand = near;
    } else {
        query_free(near);
    }
    return status;
}

static ns_status build_tree(struct parsing *parsing, struct query *any, struct ns_error *err)
{
    struct item *items = parsing->items;
    ns_status status = make_words(parsing, err);
    for (size_t i = 0; status == NS_OK && i < parsing->count; i++) {
        if (!items[i].operand) status = bind(&items[i - 1], &items[i], &items[i + 1], err);
    }
    for (size_t i = 0; status == NS_OK && i < parsing->count; i++) {
        if (!items[i].operand) continue;
        status = add_child(any, items[i].operand, err);
        items[i].operand = NULL;
    }
    return status;
}

ns_status query_parse(const char *text, size_t length, struct query **out, struct ns_error *err)
{
    *out = NULL;
    if (length > QUERY_BYTES_MAX) return ns_fail(err, NS_ERR_LIMIT, "the query is longer than %d bytes", QUERY_BYTES_MAX);
    struct query *any = query_new(QUERY_ANY);
    if (!any) return ns_fail_nomem(err);
    struct parsing parsing = {0};
    ns_status status = read_items(&parsing, text, length, err);
    if (status == NS_OK) status = build_tree(&parsing, any, err);
    parsing_release(&parsing);
    if (status == NS_OK) {
        *out = unwrap(any);
    } else {
        query_free(any);
    }
    return status;
}
