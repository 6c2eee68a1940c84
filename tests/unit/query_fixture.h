/* query_fixture.h - trees of queries for tests: whether two are equal, and whether one keeps what query.h promises. */
#ifndef TESTS_UNIT_QUERY_FIXTURE_H
#define TESTS_UNIT_QUERY_FIXTURE_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/query.h"

static inline bool trees_equal(const struct query *a, const struct query *b)
{
    if (a->kind != b->kind || a->sign != b->sign || a->number != b->number || a->negated != b->negated) return false;
    if (a->kind == QUERY_FIELD && a->field != b->field) return false;
    if (a->from != b->from || a->to != b->to || a->child_count != b->child_count) return false;
    if (bytes_compare(a->text, a->text_len, b->text, b->text_len) != 0) return false;
    for (size_t i = 0; i < a->child_count; i++) {
        if (!trees_equal(a->children[i], b->children[i])) return false;
    }
    return true;
}

static inline bool is_leaf(const struct query *query)
{
    return query->kind <= QUERY_GAP || query->kind == QUERY_PATH || query->kind == QUERY_DATE;
}

static inline bool is_proximity(const struct query *query)
{
    return query->kind == QUERY_NEAR || query->kind == QUERY_ADJ || query->kind == QUERY_SAME || query->kind == QUERY_SENTENCE;
}

/* Whether a node has the children that its kind wants. */
static inline bool has_right_children(const struct query *query)
{
    const size_t count = query->child_count;
    if (is_leaf(query)) return count == 0 && (query->kind == QUERY_GAP ? query->text_len == 0 : query->text_len > 0);
    if (query->kind == QUERY_ADJ || query->negated) return count == 2;
    if (query->kind == QUERY_OF) return count >= 1;
    if (query->kind == QUERY_FIRST || query->kind == QUERY_FIELD || query->kind == QUERY_NOT || query->kind == QUERY_ATLEAST)
        return count == 1;
    return count >= 2;
}

/* Whether a child may stand in a node. */
static inline bool is_right_child(const struct query *query, const struct query *child)
{
    if (child->sign != SIGN_MAY && query->kind != QUERY_LIST) return false;
    if ((child->kind == QUERY_GAP) && query->kind != QUERY_PHRASE) return false;
    if (query->kind == QUERY_PHRASE) return child->kind <= QUERY_GAP;
    if (query->kind == QUERY_AND || query->kind == QUERY_OR || query->kind == QUERY_NOT) return child->kind != query->kind;
    const bool wants_places =
        is_proximity(query) || query->kind == QUERY_FIRST || query->kind == QUERY_FIELD || query->kind == QUERY_ATLEAST;
    return !wants_places || query_has_places(child);
}

/* Whether a part of a tree is as query.h says. */
static inline bool part_is_right(const struct query *query, size_t levels, size_t *leaves)
{
    *leaves += is_leaf(query);
    if (levels == 0 || !has_right_children(query)) return false;
    for (size_t i = 0; i < query->child_count; i++) {
        if (!is_right_child(query, query->children[i]) || !part_is_right(query->children[i], levels - 1, leaves)) return false;
    }
    return true;
}

static inline bool tree_is_right(const struct query *query)
{
    if (query->kind == QUERY_LIST && query->child_count == 0) return true;
    size_t leaves = 0;
    return query->sign == SIGN_MAY && query->kind != QUERY_GAP && part_is_right(query, QUERY_DEPTH_MAX, &leaves) &&
           leaves <= QUERY_LEAVES_MAX;
}

/* What is wrong with a query that was read from a text: NULL, or what. Its canonical form has to be read without a note to the same tree,
 * and to be printed the same; only for its length it may be refused. */
static inline const char *what_is_wrong(const struct query *query)
{
    if (!tree_is_right(query)) return "the tree is not as query.h says";
    struct buffer first = BUFFER_INIT, second = BUFFER_INIT;
    struct query_notes notes = {0};
    struct query *again = NULL;
    const char *wrong = query_print(query, &first, NULL) == NS_OK ? NULL : "it cannot be printed";
    if (!wrong && first.size <= QUERY_BYTES_MAX) {
        if (query_parse(first.data, first.size, &again, &notes, NULL) != NS_OK) wrong = "the printed form is refused";
        if (!wrong && !trees_equal(query, again)) wrong = "the printed form is another tree";
        if (!wrong && notes.count > 0) wrong = "the printed form has a note";
        if (!wrong && query_print(again, &second, NULL) != NS_OK) wrong = "it cannot be printed again";
        if (!wrong && bytes_compare(first.data, first.size, second.data, second.size) != 0) wrong = "it is printed in another way";
    }
    query_free(again);
    query_notes_release(&notes);
    buffer_release(&first);
    buffer_release(&second);
    return wrong;
}

#endif
