/* parse.c - from lexemes to a tree: recursive descent, a function a level of precedence. Mended lexemes (mend.h) have no mistakes, so that
 * nothing is checked here but how deep brackets and prefixes stand in each other; that bounds the recursion. The tree is as typed;
 * spread.h brings it into shape. */
#include "searcher/query.h"

#include "searcher/lex.h"
#include "searcher/mend.h"
#include "searcher/node.h"
#include "searcher/note.h"
#include "searcher/operator.h"
#include "searcher/spread.h"

struct parser {
    const struct lexeme *begin;
    struct lexeme *at;
    const struct lexeme *end;
    struct query_notes *notes;
    const struct lexeme *opened; /* the bracket that was closed last */
    size_t brackets;             /* open now */
    size_t prefixes;             /* that wait for their operand */
    bool linked;                 /* the item that was read last is a proximity without brackets around it */
};

static ns_status parse_or(struct parser *parser, struct query **out, struct ns_error *err);
static ns_status parse_not(struct parser *parser, struct query **out, struct ns_error *err);
static ns_status parse_item(struct parser *parser, struct query **out, struct ns_error *err);
static ns_status parse_primary(struct parser *parser, struct query **out, struct ns_error *err);

static bool at_kind(const struct parser *parser, enum lexeme_kind kind)
{
    return parser->at < parser->end && parser->at->kind == kind;
}

/* Whether an item of a list begins here. */
static bool at_item(const struct parser *parser)
{
    return at_kind(parser, LEX_OPERAND) || at_kind(parser, LEX_OPEN) || at_kind(parser, LEX_FIELD) || at_kind(parser, LEX_FIRST) ||
           at_kind(parser, LEX_ATLEAST);
}

static ns_status enter(size_t *depth, const char *what, struct ns_error *err)
{
    if (++*depth <= QUERY_DEPTH_MAX) return NS_OK;
    return ns_fail(err, NS_ERR_LIMIT, "the query has over %d %s in each other", QUERY_DEPTH_MAX, what);
}

/* ---- Nodes ---- */

/* Make a node of a child, which is taken over. */
static ns_status wrap(enum query_kind kind, struct query *child, struct query **out, struct ns_error *err)
{
    const struct query like = {.kind = kind};
    return node_put(&like, child, out, err);
}

/* A node with one child is that child, unless it has a sign. */
static struct query *unwrap(struct query *query)
{
    return query->child_count == 1 && query->children[0]->sign == SIGN_MAY ? node_only_child(query) : query;
}

/* ---- Primaries ---- */

static ns_status check_levels(struct query **query, struct ns_error *err)
{
    if (!query_deeper_than(*query, 2 * QUERY_DEPTH_MAX)) return NS_OK;
    query_free(*query);
    *query = NULL;
    return ns_fail(err, NS_ERR_LIMIT, "the query has over %d levels", QUERY_DEPTH_MAX);
}

static ns_status parse_bracket(struct parser *parser, struct query **out, struct ns_error *err)
{
    const struct lexeme *opened = parser->at++;
    ns_status status = enter(&parser->brackets, "brackets", err);
    if (status == NS_OK) status = parse_or(parser, out, err);
    if (status == NS_OK) status = check_levels(out, err);
    parser->at++;
    parser->brackets--;
    parser->opened = opened;
    return status;
}

/* Whether a number and `of` stand here in front of a bracket. */
static bool at_of(const struct parser *parser)
{
    const struct lexeme *at = parser->at;
    uint32_t number;
    if (parser->end - at < 3 || !at[0].bare || !at[1].bare || at[2].kind != LEX_OPEN) return false;
    return at[1].sign == SIGN_MAY && at[2].sign == SIGN_MAY && ascii_is(at[1].text, at[1].length, "of") &&
           number_read(at[0].text, at[0].length, &number);
}

/* Take the signs of the items away: an excluded one is a negated one. */
static ns_status settle_signs(struct query *of, struct query_notes *notes, struct ns_error *err)
{
    ns_status status = NS_OK;
    bool signs = false;
    for (size_t i = 0; status == NS_OK && i < of->child_count; i++) {
        struct query *item = of->children[i];
        const enum query_sign sign = item->sign;
        item->sign = SIGN_MAY;
        signs = signs || sign != SIGN_MAY;
        if (sign != SIGN_MUST_NOT) continue;
        struct query *negated = query_new(QUERY_NOT);
        if (!negated) return ns_fail_nomem(err);
        of->children[i] = negated;
        status = query_add(negated, item, err);
    }
    if (status != NS_OK || !signs) return status;
    return note_add(notes, err, "the items of \"N of\" have no signs: + is ignored, - is read as not");
}

static ns_status settle_number(struct query *of, const struct lexeme *at, struct query_notes *notes, struct ns_error *err)
{
    const struct excerpt typed = excerpt_of(at->text, at->length);
    number_read(at->text, at->length, &of->number);
    ns_status status = NS_OK;
    if (of->number > NUMBER_MAX) {
        of->number = NUMBER_MAX;
        status = note_add(notes, err, "\"%s of\" is over the limit and is read with %d", typed.text, NUMBER_MAX);
    }
    if (of->number == 0) {
        of->number = 1;
        return note_add(notes, err, "\"%s of\" is read as 1 of, since none or more always hold", typed.text);
    }
    if (status != NS_OK || of->number <= of->child_count || ascii_is_capital(at[1].text, at[1].length)) return status;
    return note_add(notes, err, "\"%s of\" holds nowhere, since its brackets have only %zu to choose from", typed.text, of->child_count);
}

/* The items are what stands in the brackets side by side, or is joined there by one kind of operator. */
static ns_status parse_of(struct parser *parser, struct query **out, struct ns_error *err)
{
    const struct lexeme *number = parser->at;
    const struct lexeme *content = number + 3;
    parser->at += 3;
    ns_status status = enter(&parser->prefixes, "prefixes", err);
    if (status == NS_OK) status = parse_or(parser, out, err);
    if (status == NS_OK) status = check_levels(out, err);
    if (status != NS_OK) return status;
    const bool in_brackets = parser->at[-1].kind == LEX_CLOSE && parser->opened == content;
    parser->opened = content - 1;
    parser->at++;
    parser->prefixes--;
    const enum query_kind kind = (*out)->kind;
    if (!in_brackets && (kind == QUERY_LIST || kind == QUERY_AND || kind == QUERY_OR)) {
        (*out)->kind = QUERY_OF;
    } else {
        status = wrap(QUERY_OF, *out, out, err);
    }
    if (status == NS_OK) status = settle_signs(*out, parser->notes, err);
    if (status == NS_OK) status = settle_number(*out, number, parser->notes, err);
    return node_made(status, out);
}

/* A sign behind a prefix or a proximity has no meaning. */
static ns_status ignore_sign(struct parser *parser, struct ns_error *err)
{
    struct lexeme *at = parser->at;
    if (at->sign == SIGN_MAY) return NS_OK;
    const char sign = at->sign == SIGN_MUST ? '+' : '-';
    at->sign = SIGN_MAY;
    return note_add(parser->notes, err, "the %c in front of \"%s\" is ignored; + and - are for words beside each other", sign,
                    excerpt_of(at->text, at->length).text);
}

/* What stands behind a prefix or a proximity; a looser prefix takes all that it takes elsewhere. */
static ns_status parse_operand(struct parser *parser, struct query **out, struct ns_error *err)
{
    const ns_status status = ignore_sign(parser, err);
    if (status != NS_OK) return status;
    if (at_kind(parser, LEX_NOT)) return parse_not(parser, out, err);
    return at_kind(parser, LEX_ATLEAST) ? parse_item(parser, out, err) : parse_primary(parser, out, err);
}

static ns_status parse_prefix(struct parser *parser, enum query_kind kind, struct query **out, struct ns_error *err)
{
    const struct lexeme *prefix = parser->at++;
    struct query *operand = NULL;
    ns_status status = enter(&parser->prefixes, "prefixes", err);
    if (status == NS_OK) status = parse_operand(parser, &operand, err);
    parser->prefixes--;
    if (status == NS_OK) status = wrap(kind, operand, out, err);
    if (status != NS_OK) return status;
    (*out)->field = prefix->field;
    (*out)->number = prefix->number;
    return NS_OK;
}

static ns_status parse_primary(struct parser *parser, struct query **out, struct ns_error *err)
{
    *out = NULL;
    if (at_kind(parser, LEX_FIRST)) return parse_prefix(parser, QUERY_FIRST, out, err);
    if (at_kind(parser, LEX_FIELD)) return parse_prefix(parser, QUERY_FIELD, out, err);
    if (at_kind(parser, LEX_OPEN)) return parse_bracket(parser, out, err);
    if (at_of(parser)) return parse_of(parser, out, err);
    *out = parser->at->node;
    parser->at->node = NULL;
    parser->at++;
    return NS_OK;
}

/* ---- Proximities ---- */

/* Proximities in a row, from the left. */
struct chain {
    const struct lexeme *last;
    size_t levels;
    bool mixed; /* brackets would make a difference */
};

static bool is_adjacency(const struct lexeme *link)
{
    return link->proximity == QUERY_ADJ && !link->negated;
}

/* Whether two operators in a row are one of three operands. */
static bool is_same(const struct lexeme *a, const struct lexeme *b)
{
    return a->proximity == b->proximity && a->number == b->number && !a->negated && !b->negated && a->proximity != QUERY_ADJ;
}

/* Take an operator and its right operand; *left becomes what they make of it, or NULL on failure. */
static ns_status parse_link(struct parser *parser, struct query **left, struct chain *chain, struct ns_error *err)
{
    const struct lexeme *link = parser->at++;
    const struct lexeme *last = chain->last;
    struct query *right = NULL;
    chain->last = link;
    ns_status status = parse_operand(parser, &right, err);
    if (status == NS_OK && last && is_same(last, link)) return node_adopt(left, right, err);
    chain->mixed = chain->mixed || (last && !(is_adjacency(last) && is_adjacency(link)));
    if (status == NS_OK && ++chain->levels >= QUERY_DEPTH_MAX) {
        query_free(right);
        status = ns_fail(err, NS_ERR_LIMIT, "the query has over %d levels: proximities in a row", QUERY_DEPTH_MAX);
    }
    if (status != NS_OK) {
        query_free(*left);
        *left = NULL;
        return status;
    }
    status = wrap(link->proximity, *left, left, err);
    if (status != NS_OK) {
        query_free(right);
        return status;
    }
    (*left)->number = link->number;
    (*left)->negated = link->negated;
    return node_adopt(left, right, err);
}

static ns_status parse_proximity(struct parser *parser, struct query **out, struct ns_error *err)
{
    struct chain chain = {0};
    ns_status status = parse_primary(parser, out, err);
    const struct lexeme *first_end = parser->at;
    while (status == NS_OK && at_kind(parser, LEX_PROXIMITY))
        status = parse_link(parser, out, &chain, err);
    parser->linked = parser->at > first_end;
    if (status != NS_OK || !chain.mixed) return status;
    status = note_add_query(parser->notes, "proximities in a row are read from the left, unless brackets say otherwise: ", *out, err);
    return node_made(status, out);
}

/* ---- Lists and logic ---- */

static ns_status parse_item(struct parser *parser, struct query **out, struct ns_error *err)
{
    *out = NULL;
    if (!at_kind(parser, LEX_ATLEAST)) return parse_proximity(parser, out, err);
    const struct lexeme *prefix = parser->at++;
    struct query *operand = NULL;
    ns_status status = enter(&parser->prefixes, "prefixes", err);
    if (status == NS_OK) status = ignore_sign(parser, err);
    if (status == NS_OK) status = at_kind(parser, LEX_NOT) ? parse_not(parser, &operand, err) : parse_item(parser, &operand, err);
    parser->prefixes--;
    if (status == NS_OK) status = wrap(QUERY_ATLEAST, operand, out, err);
    if (status == NS_OK) (*out)->number = prefix->number;
    return status;
}

/* Whether and, or, or not stand in front of the first lexeme of a list, or behind its last one. */
static bool stands_in_logic(const struct parser *parser, const struct lexeme *first)
{
    const bool before = first > parser->begin && (first[-1].kind == LEX_AND || first[-1].kind == LEX_OR || first[-1].kind == LEX_NOT);
    return before || at_kind(parser, LEX_AND) || at_kind(parser, LEX_OR) || at_kind(parser, LEX_NOT);
}

/* Tell that words side by side next to and, or, not are no phrase. */
static ns_status note_loose_list(const struct parser *parser, const struct lexeme *first, struct ns_error *err)
{
    const struct lexeme *last = parser->at - 1;
    while (!last->text)
        last--;
    const size_t length = (size_t)(last->text + last->length - first->text);
    return note_add(parser->notes, err, "any of the words of \"%s\" will do; quotes make them a phrase, brackets stop this note",
                    excerpt_of(first->text, length).text);
}

/* The same of words that stand beside a proximity. */
static ns_status note_beside(const struct parser *parser, const struct query *list, struct ns_error *err)
{
    return note_add_query(parser->notes, "a proximity takes only what stands next to it; this is any of: ", list, err);
}

static ns_status parse_list(struct parser *parser, struct query **out, struct ns_error *err)
{
    const struct lexeme *first = parser->at;
    size_t loose = 0;
    bool linked = false;
    *out = query_new(QUERY_LIST);
    ns_status status = *out ? NS_OK : ns_fail_nomem(err);
    while (status == NS_OK && at_item(parser)) {
        const enum query_sign sign = parser->at->sign;
        parser->at->sign = SIGN_MAY;
        struct query *item;
        status = parse_item(parser, &item, err);
        if (status != NS_OK) break;
        item->sign = sign;
        loose += sign == SIGN_MAY && !query_is_filter(item);
        linked = linked || parser->linked;
        status = query_add(*out, item, err);
    }
    if (status == NS_OK && loose > 1 && linked) {
        status = note_beside(parser, *out, err);
    } else if (status == NS_OK && loose > 1 && stands_in_logic(parser, first)) {
        status = note_loose_list(parser, first, err);
    }
    if (status == NS_OK) *out = unwrap(*out);
    return node_made(status, out);
}

static ns_status parse_not(struct parser *parser, struct query **out, struct ns_error *err)
{
    *out = NULL;
    if (!at_kind(parser, LEX_NOT)) return parse_list(parser, out, err);
    parser->at++;
    struct query *operand = NULL;
    ns_status status = enter(&parser->prefixes, "prefixes", err);
    if (status == NS_OK) status = parse_not(parser, &operand, err);
    parser->prefixes--;
    return status == NS_OK ? wrap(QUERY_NOT, operand, out, err) : status;
}

/* Operands of one level, joined by a node if there are several. `a not b` is `a and not b`. */
static ns_status parse_joined(struct parser *parser, enum query_kind kind, enum lexeme_kind joint, struct query **out, struct ns_error *err)
{
    *out = query_new(kind);
    ns_status status = *out ? NS_OK : ns_fail_nomem(err);
    for (bool more = true; status == NS_OK && more;) {
        struct query *operand;
        status = kind == QUERY_OR ? parse_joined(parser, QUERY_AND, LEX_AND, &operand, err) : parse_not(parser, &operand, err);
        if (status == NS_OK) status = query_add(*out, operand, err);
        more = at_kind(parser, joint) || (kind == QUERY_AND && at_kind(parser, LEX_NOT));
        if (at_kind(parser, joint)) parser->at++;
    }
    if (status == NS_OK) *out = unwrap(*out);
    return node_made(status, out);
}

static ns_status parse_or(struct parser *parser, struct query **out, struct ns_error *err)
{
    return parse_joined(parser, QUERY_OR, LEX_OR, out, err);
}

/* ---- Queries ---- */

/* What matches nothing. */
static ns_status empty_query(struct query **out, struct ns_error *err)
{
    *out = query_new(QUERY_LIST);
    return *out ? NS_OK : ns_fail_nomem(err);
}

static ns_status parse_lexemes(struct lexeme_list *list, struct query_notes *notes, struct query **out, struct ns_error *err)
{
    if (list->count == 0) return empty_query(out, err);
    struct parser parser = {.begin = list->items, .at = list->items, .end = list->items + list->count, .notes = notes};
    return parse_or(&parser, out, err);
}

static ns_status check_length(size_t length, struct ns_error *err)
{
    if (length <= QUERY_BYTES_MAX) return NS_OK;
    return ns_fail(err, NS_ERR_LIMIT, "the query is longer than %d bytes", QUERY_BYTES_MAX);
}

ns_status query_parse(const char *text, size_t length, struct query **out, struct query_notes *notes, struct ns_error *err)
{
    *out = NULL;
    ns_status status = check_length(length, err);
    if (status != NS_OK) return status;
    struct typed_words words = {.notes = notes};
    struct lexeme_list list = {0};
    struct query *typed = NULL;
    status = lex_query(text, length, &words, &list, err);
    if (status == NS_OK) status = mend_lexemes(&list, &words, err);
    if (status == NS_OK) status = parse_lexemes(&list, notes, &typed, err);
    lexeme_list_release(&list);
    typed_words_release(&words);
    return status == NS_OK ? query_spread(typed, out, notes, err) : status;
}

static ns_status read_plain(enum query_kind kind, const char *text, size_t length, struct query **out, struct ns_error *err)
{
    struct query *typed = NULL;
    *out = NULL;
    ns_status status = check_length(length, err);
    if (status == NS_OK) status = typed_words_plain(kind, text, length, &typed, err);
    if (status == NS_OK && !typed) status = empty_query(&typed, err);
    return status == NS_OK ? query_spread(typed, out, NULL, err) : status;
}

ns_status query_literal(const char *text, size_t length, struct query **out, struct ns_error *err)
{
    return read_plain(QUERY_PHRASE, text, length, out, err);
}

ns_status query_words(const char *text, size_t length, struct query **out, struct ns_error *err)
{
    return read_plain(QUERY_LIST, text, length, out, err);
}
