/* print_query.c - the canonical form of a query. A printed query is read without a note, so that words which look like operators are in
 * quotes, operators are in capitals, and brackets stand wherever a reader could be told of another reading. */
#include "searcher/query.h"

#include <stdio.h>
#include <string.h>

#include "searcher/date_range.h"
#include "searcher/lex.h"
#include "searcher/operator.h"
#include "searcher/typed_words.h"

static ns_status print(const struct query *query, struct buffer *out, struct ns_error *err);

static ns_status put(struct buffer *out, const char *text, struct ns_error *err)
{
    return buffer_append(out, text, strlen(text), err);
}

static ns_status put_number(struct buffer *out, const char *before, uint32_t number, const char *behind, struct ns_error *err)
{
    char text[64];
    snprintf(text, sizeof text, "%s%u%s", before, number, behind);
    return put(out, text, err);
}

static ns_status put_in(struct buffer *out, const char *before, const char *text, size_t length, const char *behind, struct ns_error *err)
{
    ns_status status = put(out, before, err);
    if (status == NS_OK) status = buffer_append(out, text, length, err);
    return status == NS_OK ? put(out, behind, err) : status;
}

/* ---- Leaves ---- */

/* Whether a ? at the end of a leaf would be taken for a question mark. In quotes it is not where a space stands behind it. */
static bool may_be_question(const struct query *leaf)
{
    return leaf->kind == QUERY_PATTERN && pattern_may_be_question(leaf->text, leaf->text_len);
}

static ns_status print_in_phrase(const struct query *leaf, struct buffer *out, struct ns_error *err)
{
    if (leaf->kind == QUERY_GAP) return put(out, "*", err);
    ns_status status = buffer_append(out, leaf->text, leaf->text_len, err);
    if (status == NS_OK && leaf->kind == QUERY_FUZZY) status = put_number(out, "~", leaf->number, "", err);
    return status;
}

static ns_status print_phrase(const struct query *query, struct buffer *out, struct ns_error *err)
{
    bool exact = false, plain = false;
    for (size_t i = 0; i < query->child_count; i++) {
        exact = exact || query->children[i]->kind == QUERY_EXACT;
        plain = plain || query->children[i]->kind == QUERY_WORD;
    }
    ns_status status = put(out, exact && !plain ? "=\"" : "\"", err);
    for (size_t i = 0; status == NS_OK && i < query->child_count; i++) {
        if (i > 0) status = put(out, " ", err);
        if (status == NS_OK) status = print_in_phrase(query->children[i], out, err);
    }
    const bool question = query->child_count > 0 && may_be_question(query->children[query->child_count - 1]);
    return status == NS_OK ? put(out, question ? " \"" : "\"", err) : status;
}

static ns_status print_word(const struct query *query, struct buffer *out, struct ns_error *err)
{
    const char *quote = lex_needs_quotes(query->text, query->text_len) ? "\"" : "";
    return put_in(out, quote, query->text, query->text_len, quote, err);
}

static ns_status print_pattern(const struct query *query, struct buffer *out, struct ns_error *err)
{
    const bool question = may_be_question(query);
    return put_in(out, question ? "\"" : "", query->text, query->text_len, question ? " \"" : "", err);
}

/* A quote in a path that is in quotes is two. */
static ns_status print_path(const struct query *query, struct buffer *out, struct ns_error *err)
{
    if (!lex_path_needs_quotes(query->text, query->text_len)) return put_in(out, "path:", query->text, query->text_len, "", err);
    ns_status status = put(out, "path:\"", err);
    for (size_t i = 0; status == NS_OK && i < query->text_len; i++) {
        if (query->text[i] == '"') status = buffer_append_byte(out, '"', err);
        if (status == NS_OK) status = buffer_append_byte(out, (uint8_t)query->text[i], err);
    }
    return status == NS_OK ? put(out, "\"", err) : status;
}

/* ---- Operators ---- */

/* How tightly a part holds together; one needs brackets in a part that does so more tightly. */
enum strength {
    STRENGTH_OR,
    STRENGTH_AND,
    STRENGTH_NOT,
    STRENGTH_LIST,
    STRENGTH_ITEM, /* of a list: atleastN, N of, */
    STRENGTH_PROXIMITY,
    STRENGTH_PRIMARY,
};

static enum strength strength_of(const struct query *query)
{
    switch (query->kind) {
    case QUERY_OR:
        return STRENGTH_OR;
    case QUERY_AND:
        return STRENGTH_AND;
    case QUERY_NOT:
        return STRENGTH_NOT;
    case QUERY_LIST:
        return STRENGTH_LIST;
    case QUERY_ATLEAST:
    case QUERY_OF:
        return STRENGTH_ITEM;
    case QUERY_NEAR:
    case QUERY_ADJ:
    case QUERY_SAME:
    case QUERY_SENTENCE:
        return STRENGTH_PROXIMITY;
    default:
        return STRENGTH_PRIMARY;
    }
}

/* How tightly a child of a part has to hold together. */
static enum strength strength_in(const struct query *parent, size_t i)
{
    const struct query *child = parent->children[i];
    switch (strength_of(parent)) {
    case STRENGTH_OR:
        return child->kind == QUERY_LIST ? STRENGTH_ITEM : STRENGTH_AND;
    case STRENGTH_AND:
    case STRENGTH_NOT:
        return child->kind == QUERY_LIST ? STRENGTH_ITEM : STRENGTH_NOT;
    case STRENGTH_LIST:
    case STRENGTH_ITEM: /* other words beside a proximity could be taken for a part of it */
        return strength_of(child) == STRENGTH_PROXIMITY ? STRENGTH_PRIMARY : STRENGTH_ITEM;
    case STRENGTH_PROXIMITY:
        if (i == 0 && parent->kind == QUERY_ADJ && !parent->negated && child->kind == QUERY_ADJ && !child->negated)
            return STRENGTH_PROXIMITY;
        return STRENGTH_PRIMARY;
    case STRENGTH_PRIMARY:
        break;
    }
    /* Right behind its colon a field takes no operator. */
    return STRENGTH_PRIMARY;
}

static bool needs_brackets(const struct query *parent, size_t i)
{
    const struct query *child = parent->children[i];
    if (parent->kind == QUERY_FIELD && child->kind == QUERY_FIRST) return true;
    return strength_of(child) < strength_in(parent, i);
}

static ns_status print_child(const struct query *parent, size_t i, struct buffer *out, struct ns_error *err)
{
    const bool brackets = needs_brackets(parent, i);
    ns_status status = put(out, brackets ? "(" : "", err);
    if (status == NS_OK) status = print(parent->children[i], out, err);
    return status == NS_OK ? put(out, brackets ? ")" : "", err) : status;
}

/* Print the children with something between them. */
static ns_status print_joined(const struct query *query, const char *between, struct buffer *out, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < query->child_count; i++) {
        if (i > 0) status = put(out, between, err);
        if (status == NS_OK) status = print_child(query, i, out, err);
    }
    return status;
}

static ns_status print_proximity(const struct query *query, struct buffer *out, struct ns_error *err)
{
    const char *negation = query->negated ? "NOT " : "";
    char between[64];
    switch (query->kind) {
    case QUERY_SAME:
        snprintf(between, sizeof between, " %sSAME ", negation);
        break;
    case QUERY_SENTENCE:
        snprintf(between, sizeof between, " %sSENTENCE ", negation);
        break;
    default:
        snprintf(between, sizeof between, " %s%s/%u ", negation, query->kind == QUERY_ADJ ? "ADJ" : "NEAR", query->number);
        break;
    }
    return print_joined(query, between, out, err);
}

/* Whether an item of a list begins with a bracket, so that a number and `of` in front of it would be an operator. */
static bool begins_with_bracket(const struct query *list, size_t i)
{
    const struct query *parent = list;
    for (;;) {
        if (needs_brackets(parent, i)) return true;
        parent = parent->children[i];
        i = 0;
        if (strength_of(parent) != STRENGTH_PROXIMITY) return false;
    }
}

/* Whether a word in a list has to be in quotes: `of` in front of a bracket, and a date behind a range without an end, which would end it. */
static bool needs_quotes_in(const struct query *list, size_t i)
{
    const struct query *word = list->children[i];
    const struct query *before = i > 0 ? list->children[i - 1] : NULL;
    int64_t from, to;
    if (word->kind != QUERY_WORD) return false;
    if (ascii_is(word->text, word->text_len, "of")) return i + 1 < list->child_count && begins_with_bracket(list, i + 1);
    return before && before->kind == QUERY_DATE && before->to == INT64_MAX && date_range_read(word->text, word->text_len, &from, &to);
}

static ns_status print_list(const struct query *query, struct buffer *out, struct ns_error *err)
{
    static const char *const signs[] = {[SIGN_MAY] = "", [SIGN_MUST] = "+", [SIGN_MUST_NOT] = "-"};
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < query->child_count; i++) {
        const struct query *child = query->children[i];
        if (i > 0) status = put(out, " ", err);
        if (status == NS_OK) status = put(out, signs[child->sign], err);
        const bool quoted = needs_quotes_in(query, i);
        if (status == NS_OK && quoted) status = put_in(out, "\"", child->text, child->text_len, "\"", err);
        if (status == NS_OK && !quoted) status = print_child(query, i, out, err);
    }
    return status;
}

/* ---- Queries ---- */

static ns_status print_of(const struct query *query, struct buffer *out, struct ns_error *err)
{
    ns_status status = put_number(out, "", query->number, " OF (", err);
    if (status == NS_OK) status = print_list(query, out, err);
    return status == NS_OK ? put(out, ")", err) : status;
}

/* A prefix and what it is of. */
static ns_status print_prefixed(const struct query *query, struct buffer *out, struct ns_error *err)
{
    ns_status status = NS_OK;
    if (query->kind == QUERY_FIRST) status = put_number(out, "FIRST/", query->number, " ", err);
    if (query->kind == QUERY_ATLEAST) status = put_number(out, "ATLEAST", query->number, " ", err);
    if (query->kind == QUERY_NOT) status = put(out, "NOT ", err);
    if (query->kind == QUERY_FIELD) status = put_in(out, lex_field_name(query->field), ":", 1, "", err);
    return status == NS_OK ? print_joined(query, " ", out, err) : status;
}

static ns_status print(const struct query *query, struct buffer *out, struct ns_error *err)
{
    switch (query->kind) {
    case QUERY_WORD:
        return print_word(query, out, err);
    case QUERY_EXACT:
        return put_in(out, "=", query->text, query->text_len, "", err);
    case QUERY_PATTERN:
        return print_pattern(query, out, err);
    case QUERY_FUZZY:
    case QUERY_GAP:
        return print_in_phrase(query, out, err);
    case QUERY_PHRASE:
        return print_phrase(query, out, err);
    case QUERY_NEAR:
    case QUERY_ADJ:
    case QUERY_SAME:
    case QUERY_SENTENCE:
        return print_proximity(query, out, err);
    case QUERY_FIRST:
    case QUERY_FIELD:
    case QUERY_NOT:
    case QUERY_ATLEAST:
        return print_prefixed(query, out, err);
    case QUERY_LIST:
        return query->child_count > 0 ? print_list(query, out, err) : put(out, "()", err);
    case QUERY_OR:
        return print_joined(query, " OR ", out, err);
    case QUERY_AND:
        return print_joined(query, " AND ", out, err);
    case QUERY_OF:
        return print_of(query, out, err);
    case QUERY_PATH:
        return print_path(query, out, err);
    case QUERY_DATE:
        return put_in(out, "date:", query->text, query->text_len, "", err);
    }
    return NS_OK;
}

ns_status query_print(const struct query *query, struct buffer *out, struct ns_error *err)
{
    const size_t before = out->size;
    const ns_status status = print(query, out, err);
    if (status != NS_OK) out->size = before;
    return status;
}
