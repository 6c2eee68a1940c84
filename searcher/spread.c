/* spread.c - brings a tree into shape, from the leaves up: when a node is looked at, its children are in shape.
 *
 * A CONDITION has no words that an operator could stand on: NOT, dates, paths, fields that are not text, and what is made of these alone.
 * Copies are counted in leaves before they are made, so that a product of many operands ends at the limit and not in all of memory.
 */
#include "searcher/spread.h"

#include "searcher/node.h"
#include "searcher/note.h"

struct spread {
    struct query_notes *notes;
    size_t leaves; /* of the tree, and of all copies made for it */
    bool happened; /* an operator that is no field was spread */
    size_t depth;  /* of proximities that are being spread in each other */
};

static ns_status shape(struct spread *spread, struct query *query, struct query **out, struct ns_error *err);

/* ---- What parts are ---- */

bool query_is_filter(const struct query *query)
{
    return query->kind == QUERY_DATE || query->kind == QUERY_PATH || (query->kind == QUERY_FIELD && !query_has_places(query));
}

bool query_deeper_than(const struct query *query, size_t levels)
{
    if (levels == 0) return true;
    for (size_t i = 0; i < query->child_count; i++) {
        if (query_deeper_than(query->children[i], levels - 1)) return true;
    }
    return false;
}

bool query_only_filters(const struct query *query)
{
    if (query->kind == QUERY_NOT || query_is_filter(query)) return true;
    for (size_t i = 0; i < query->child_count; i++) {
        if (!query_only_filters(query->children[i])) return false;
    }
    return query->child_count > 0 || query->kind == QUERY_LIST; /* a leaf is a word; a list of nothing has none */
}

static bool is_condition(const struct query *query)
{
    if (query->kind == QUERY_NOT || query_is_filter(query)) return true;
    if (query->kind == QUERY_ATLEAST || query_has_places(query)) return false;
    for (size_t i = 0; i < query->child_count; i++) {
        if (query->children[i]->sign != SIGN_MUST_NOT && !is_condition(query->children[i])) return false;
    }
    return true;
}

static size_t count_leaves(const struct query *query)
{
    size_t count = query->child_count == 0 && query->kind != QUERY_LIST;
    for (size_t i = 0; i < query->child_count; i++)
        count += count_leaves(query->children[i]);
    return count;
}

static ns_status check_leaves(const struct spread *spread, const char *how, struct ns_error *err)
{
    if (spread->leaves <= QUERY_LEAVES_MAX) return NS_OK;
    return ns_fail(err, NS_ERR_LIMIT, "the query has over %d words%s", QUERY_LEAVES_MAX, how);
}

/* ---- Nodes ---- */

static ns_status copy_counted(struct spread *spread, const struct query *query, struct query **out, struct ns_error *err)
{
    *out = NULL;
    spread->leaves += count_leaves(query);
    const ns_status status = check_leaves(spread, " after its operators are spread out", err);
    return status == NS_OK ? query_copy(query, out, err) : status;
}

/* ---- Flat nodes ---- */

static bool has_signs(const struct query *query)
{
    for (size_t i = 0; i < query->child_count; i++) {
        if (query->children[i]->sign != SIGN_MAY) return true;
    }
    return false;
}

static bool is_spliced(const struct query *query, const struct query *child)
{
    return child->kind == query->kind && child->sign == SIGN_MAY && !(child->kind == QUERY_LIST && has_signs(child));
}

/* Put a child, or its children if it is of the same kind, behind those of a flat node. */
static ns_status add_flat(struct query *flat, struct query *child, struct ns_error *err)
{
    if (!is_spliced(flat, child)) return query_add(flat, child, err);
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < child->child_count; i++)
        status = query_add(flat, node_take(child, i), err);
    query_free(child);
    return status;
}

static ns_status negate(struct query *query, struct query **out, struct ns_error *err)
{
    static const struct query negation = {.kind = QUERY_NOT};
    if (query->kind != QUERY_NOT) return node_put(&negation, query, out, err);
    *out = node_only_child(query);
    return NS_OK;
}

/* Filters of a list have to hold. A list of one part is that part. */
static ns_status finish_list(struct query *list, struct query **out, struct ns_error *err)
{
    *out = list;
    for (size_t i = 0; i < list->child_count; i++) {
        struct query *child = list->children[i];
        if (child->sign == SIGN_MAY && query_is_filter(child)) child->sign = SIGN_MUST;
    }
    if (list->child_count != 1) return NS_OK;
    const enum query_sign sign = list->children[0]->sign;
    *out = node_only_child(list);
    return sign == SIGN_MUST_NOT ? negate(*out, out, err) : NS_OK;
}

/* Make an AND, OR or LIST as flat as it can be. */
static ns_status flatten(struct query *query, struct query **out, struct ns_error *err)
{
    struct query *flat;
    ns_status status = node_like(query, &flat, err);
    for (size_t i = 0; status == NS_OK && i < query->child_count; i++)
        status = add_flat(flat, node_take(query, i), err);
    query_free(query);
    if (status != NS_OK) {
        query_free(flat);
        *out = NULL;
        return status;
    }
    if (flat->kind == QUERY_LIST) return finish_list(flat, out, err);
    *out = flat->child_count == 1 ? node_only_child(flat) : flat;
    return NS_OK;
}

/* Bring a node into shape whose children are. */
static ns_status finish(struct query *query, struct query **out, struct ns_error *err)
{
    *out = query;
    if (query->kind == QUERY_NOT) return negate(node_only_child(query), out, err);
    if (query->kind == QUERY_AND || query->kind == QUERY_OR || query->kind == QUERY_LIST) return flatten(query, out, err);
    return NS_OK;
}

/* What puts an operator like another on a part, which is taken over. */
typedef ns_status put_fn(struct spread *spread, const struct query *like, struct query *query, struct query **out, struct ns_error *err);

/* Put an operator on every child of a node.
 * @excluded  on those too that must not hold */
static ns_status put_on_children(struct spread *spread, const struct query *like, struct query *query, bool excluded, put_fn *put,
                                 struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < query->child_count; i++) {
        const enum query_sign sign = query->children[i]->sign;
        if (sign == SIGN_MUST_NOT && !excluded) continue;
        struct query *child = node_take(query, i);
        child->sign = SIGN_MAY;
        status = put(spread, like, child, &query->children[i], err);
        if (status == NS_OK) query->children[i]->sign = sign;
    }
    return status;
}

/* Both of two parts, which are taken over. */
static ns_status conjoin(struct query *a, struct query *b, struct query **out, struct ns_error *err)
{
    static const struct query conjunction = {.kind = QUERY_AND};
    struct query *both;
    ns_status status = node_put(&conjunction, a, &both, err);
    if (status != NS_OK) {
        query_free(b);
        return status;
    }
    status = node_adopt(&both, b, err);
    return status == NS_OK ? flatten(both, out, err) : status;
}

/* ---- atleastN ---- */

/* Put `atleastN` on a part that is counted already. */
static ns_status put_second_atleast(struct spread *spread, const struct query *like, struct query *query, struct query **out,
                                    struct ns_error *err)
{
    struct query *counted;
    ns_status status = copy_counted(spread, query->children[0], &counted, err);
    if (status == NS_OK) status = node_put(like, counted, &counted, err);
    if (status == NS_OK) return conjoin(query, counted, out, err);
    query_free(query);
    return status;
}

static ns_status put_atleast(struct spread *spread, const struct query *like, struct query *query, struct query **out, struct ns_error *err)
{
    *out = NULL;
    if (query_has_places(query)) return node_put(like, query, out, err);
    spread->happened = true;
    if (query->kind == QUERY_ATLEAST) return put_second_atleast(spread, like, query, out, err);
    const ns_status status = is_condition(query) ? NS_OK : put_on_children(spread, like, query, false, put_atleast, err);
    if (status == NS_OK) return finish(query, out, err);
    query_free(query);
    return status;
}

/* ---- Fields and first/N ---- */

/* Whether a part is a field, or any of several things of which one is. */
static bool has_field(const struct query *query)
{
    if (query->kind == QUERY_FIELD) return true;
    if (query->kind != QUERY_OR && query->kind != QUERY_LIST) return false;
    for (size_t i = 0; i < query->child_count; i++) {
        if (has_field(query->children[i])) return true;
    }
    return false;
}

static bool is_optional(const struct query *query)
{
    return query->sign == SIGN_MAY;
}

/* Whether a list has a part that must hold and is no filter, so that the optional ones decide nothing. */
static bool has_demand(const struct query *list)
{
    for (size_t i = 0; i < list->child_count; i++) {
        if (list->children[i]->sign == SIGN_MUST && !query_only_filters(list->children[i])) return true;
    }
    return false;
}

/* Fields that are not text restrict, and in a list all that restricts must hold. So the optional parts of a list on which such a field
 * was put become one part: any of them.
 * @needless  whether they decide nothing, and are left out */
static ns_status gather_optional(struct query *list, bool needless, struct ns_error *err)
{
    struct query *any = query_new(QUERY_OR);
    ns_status status = any ? NS_OK : ns_fail_nomem(err);
    for (size_t i = 0; status == NS_OK && i < list->child_count; i++) {
        if (is_optional(list->children[i])) status = query_add(any, node_take(list, i), err);
    }
    node_close(list);
    if (status != NS_OK || needless || any->child_count == 0) {
        query_free(any);
        return status;
    }
    status = flatten(any, &any, err);
    if (status != NS_OK) return status;
    any->sign = SIGN_MUST;
    return query_add(list, any, err);
}

/* Put a field or `first/N` on the children of a part that does not hold at places. */
static ns_status put_within(struct spread *spread, const struct query *like, struct query *query, struct query **out, struct ns_error *err);

static ns_status put_within_children(struct spread *spread, const struct query *like, struct query *query, struct query **out,
                                     struct ns_error *err)
{
    const bool gathers = query->kind == QUERY_LIST && query_is_filter(like);
    const bool needless = gathers && has_demand(query);
    ns_status status = put_on_children(spread, like, query, true, put_within, err);
    if (status == NS_OK && gathers) status = gather_optional(query, needless, err);
    if (status == NS_OK && query->kind == QUERY_ATLEAST) {
        struct query *operand = node_take(query, 0);
        query->child_count = 0;
        status = put_atleast(spread, query, operand, out, err);
        query_free(query);
        return status;
    }
    if (status == NS_OK) return finish(query, out, err);
    query_free(query);
    return status;
}

static ns_status put_within(struct spread *spread, const struct query *like, struct query *query, struct query **out, struct ns_error *err)
{
    *out = NULL;
    const bool is_field = like->kind == QUERY_FIELD;
    if (query_has_places(query) && !(is_field && has_field(query))) return node_put(like, query, out, err);
    if (!is_field) spread->happened = true;
    if (query->kind == QUERY_FIELD || query_is_filter(query)) {
        *out = query;
        if (!is_field || query->kind != QUERY_FIELD) return NS_OK;
        const ns_status status = note_add(spread->notes, err, "of fields in each other the inner one counts");
        if (status == NS_OK) return NS_OK;
        query_free(query);
        *out = NULL;
        return status;
    }
    return put_within_children(spread, like, query, out, err);
}

/* ---- Proximities ---- */

static ns_status put_proximity(struct spread *spread, struct query *query, struct query **out, struct ns_error *err);

/* Move the conditions among the children of an AND. What is left is in *query. */
static ns_status move_conditions(struct query **query, struct query *conditions, struct ns_error *err)
{
    ns_status status = NS_OK;
    struct query *conjunction = *query;
    for (size_t i = 0; status == NS_OK && i < conjunction->child_count; i++) {
        if (is_condition(conjunction->children[i])) status = query_add(conditions, node_take(conjunction, i), err);
    }
    node_close(conjunction);
    if (status == NS_OK && conjunction->child_count == 1) *query = node_only_child(conjunction);
    return status;
}

/* Move what an operand demands of the article, and not of places, to the conditions. What is left is in *operand, perhaps NULL. */
static ns_status move_demands(struct spread *spread, struct query **operand, struct query *conditions, struct ns_error *err)
{
    struct query *query = *operand;
    if (query_has_places(query)) return NS_OK;
    if (is_condition(query)) {
        *operand = NULL;
        return query_add(conditions, query, err);
    }
    if (query->kind == QUERY_AND) {
        const ns_status status = move_conditions(operand, conditions, err);
        if (status != NS_OK || (*operand)->kind != QUERY_ATLEAST) return status;
        query = *operand;
    }
    if (query->kind != QUERY_ATLEAST) return NS_OK;
    const ns_status status = copy_counted(spread, query->children[0], operand, err);
    if (status == NS_OK) return query_add(conditions, query, err);
    query_free(query);
    return status;
}

/* Add the parts of a negated proximity's second operand that hold at places, which is taken over. */
static ns_status collect_places(struct query *query, struct query *any, struct ns_error *err)
{
    if (query_has_places(query)) return query_add(any, query, err);
    ns_status status = NS_OK;
    const size_t count = is_condition(query) ? 0 : query->child_count;
    for (size_t i = 0; status == NS_OK && i < count; i++) {
        struct query *child = node_take(query, i);
        const bool excluded = child->sign == SIGN_MUST_NOT;
        child->sign = SIGN_MAY;
        if (excluded) {
            query_free(child);
        } else {
            status = collect_places(child, any, err);
        }
    }
    query_free(query);
    return status;
}

/* Make the second operand of a negated proximity any of the places in it; NULL if there are none. */
static ns_status settle_second(struct spread *spread, struct query **second, struct ns_error *err)
{
    if (query_has_places(*second)) return NS_OK;
    struct query *any = query_new(QUERY_OR);
    if (!any) return ns_fail_nomem(err);
    ns_status status = collect_places(*second, any, err);
    *second = NULL;
    if (status == NS_OK && any->child_count == 0) {
        query_free(any);
        return note_add(spread->notes, err, "what stands behind a negated proximity has no words, so it is ignored");
    }
    if (status != NS_OK) {
        query_free(any);
        return status;
    }
    status = flatten(any, second, err);
    return status == NS_OK ? note_add_query(spread->notes, "behind a negated proximity any of these counts: ", *second, err) : status;
}

/* A proximity like another one, with this operand, which is taken over, in the place of number `at`, and copies of the others. */
static ns_status copy_around(struct spread *spread, const struct query *like, size_t at, struct query *operand, struct query **out,
                             struct ns_error *err)
{
    ns_status status = node_like(like, out, err);
    for (size_t i = 0; status == NS_OK && i < like->child_count; i++) {
        struct query *child = operand;
        if (i == at) {
            operand = NULL;
        } else {
            status = copy_counted(spread, like->children[i], &child, err);
        }
        if (status == NS_OK) status = query_add(*out, child, err);
    }
    query_free(operand);
    return node_made(status, out);
}

/* Whether a part of an operand stays as it is beside the proximity. */
static bool stays_beside(const struct query *part)
{
    return part->sign == SIGN_MUST_NOT || (part->sign == SIGN_MUST && is_condition(part));
}

/* Put a proximity, which has no operand in the place of number `at`, on each part of what stood there. Both are taken over. */
static ns_status distribute(struct spread *spread, struct query *query, size_t at, struct query *parts, struct query **out,
                            struct ns_error *err)
{
    size_t last = parts->child_count; /* this part takes the proximity itself and no copy */
    while (last > 0 && stays_beside(parts->children[last - 1]))
        last--;
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < last; i++) {
        if (stays_beside(parts->children[i])) continue;
        struct query *part = node_take(parts, i);
        struct query *whole = query;
        const enum query_sign sign = part->sign;
        part->sign = SIGN_MAY;
        if (i + 1 < last) {
            status = copy_around(spread, query, at, part, &whole, err);
        } else {
            query->children[at] = part;
            query = NULL;
        }
        if (status == NS_OK) status = put_proximity(spread, whole, &parts->children[i], err);
        if (status == NS_OK) parts->children[i]->sign = sign;
    }
    query_free(query);
    *out = NULL;
    if (status == NS_OK) return finish(parts, out, err);
    query_free(parts);
    return status;
}

/* Spread a proximity that demands nothing else of the article. Of no operands there is nothing, and one is itself. */
static ns_status put_on_places(struct spread *spread, struct query *query, struct query **out, struct ns_error *err)
{
    *out = NULL;
    if (query->child_count == 0) {
        query_free(query);
        return NS_OK;
    }
    *out = query->child_count == 1 ? node_only_child(query) : query;
    if (*out != query) return NS_OK;
    size_t at = 0;
    while (at < query->child_count && query_has_places(query->children[at]))
        at++;
    if (at == query->child_count) return NS_OK;
    if (spread->depth >= QUERY_DEPTH_MAX) {
        query_free(query);
        *out = NULL;
        return ns_fail(err, NS_ERR_LIMIT, "the query has a proximity of over %d operands that have to be spread out", QUERY_DEPTH_MAX);
    }
    spread->depth++;
    spread->happened = true;
    const ns_status status = distribute(spread, query, at, node_take(query, at), out, err);
    spread->depth--;
    return status;
}

/* Bring the operands of a proximity into a state in which it can be spread. */
static ns_status settle_operands(struct spread *spread, struct query *query, struct query *conditions, struct ns_error *err)
{
    const size_t spreading = query->negated ? 1 : query->child_count;
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < spreading; i++)
        status = move_demands(spread, &query->children[i], conditions, err);
    if (status == NS_OK && query->negated) {
        if (query->children[0]) {
            status = settle_second(spread, &query->children[1], err);
        } else {
            query_free(node_take(query, 1));
        }
    }
    node_close(query);
    return status;
}

static ns_status put_proximity(struct spread *spread, struct query *query, struct query **out, struct ns_error *err)
{
    *out = NULL;
    struct query *conditions = query_new(QUERY_AND);
    ns_status status = conditions ? settle_operands(spread, query, conditions, err) : ns_fail_nomem(err);
    if (status != NS_OK) {
        query_free(query);
        query_free(conditions);
        return status;
    }
    if (conditions->child_count > 0) spread->happened = true;
    struct query *rest;
    status = put_on_places(spread, query, &rest, err);
    if (status == NS_OK && rest) status = query_add(conditions, rest, err);
    if (status == NS_OK) return flatten(conditions, out, err);
    query_free(conditions);
    return status;
}

/* ---- Trees ---- */

/* Put the operator that a node is on its operand. */
static ns_status shape_prefix(struct spread *spread, struct query *query, struct query **out, struct ns_error *err)
{
    struct query *operand = node_take(query, 0);
    query->child_count = 0;
    const ns_status status =
        query->kind == QUERY_ATLEAST ? put_atleast(spread, query, operand, out, err) : put_within(spread, query, operand, out, err);
    query_free(query);
    return status;
}

static ns_status shape_children(struct spread *spread, struct query *query, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < query->child_count; i++) {
        struct query *child = node_take(query, i);
        const enum query_sign sign = child->sign;
        child->sign = SIGN_MAY;
        status = shape(spread, child, &query->children[i], err);
        if (status == NS_OK) query->children[i]->sign = sign;
    }
    return status;
}

static ns_status shape(struct spread *spread, struct query *query, struct query **out, struct ns_error *err)
{
    *out = NULL;
    const ns_status status = shape_children(spread, query, err);
    if (status != NS_OK) {
        query_free(query);
        return status;
    }
    switch (query->kind) {
    case QUERY_NEAR:
    case QUERY_ADJ:
    case QUERY_SAME:
    case QUERY_SENTENCE:
        return put_proximity(spread, query, out, err);
    case QUERY_FIRST:
    case QUERY_FIELD:
    case QUERY_ATLEAST:
        return shape_prefix(spread, query, out, err);
    default:
        return finish(query, out, err);
    }
}

static ns_status check_shape(const struct spread *spread, const struct query *query, struct ns_error *err)
{
    if (query_deeper_than(query, QUERY_DEPTH_MAX)) return ns_fail(err, NS_ERR_LIMIT, "the query has over %d levels", QUERY_DEPTH_MAX);
    if (!spread->happened) return NS_OK;
    return note_add_query(spread->notes, "operators that need words are spread out to these: ", query, err);
}

ns_status query_spread(struct query *query, struct query **out, struct query_notes *notes, struct ns_error *err)
{
    *out = NULL;
    struct spread spread = {.notes = notes, .leaves = count_leaves(query)};
    ns_status status = check_leaves(&spread, "", err);
    if (status == NS_OK) {
        status = shape(&spread, query, out, err);
    } else {
        query_free(query);
    }
    if (status == NS_OK) status = check_shape(&spread, *out, err);
    return node_made(status, out);
}
