/* query.c - the nodes of a query: making, copying and freeing them, and what a part of a query is. */
#include "searcher/query.h"

#include <stdlib.h>
#include <string.h>

void query_notes_release(struct query_notes *notes)
{
    for (size_t i = 0; i < QUERY_NOTES_MAX; i++)
        buffer_release(&notes->lines[i]);
    *notes = (struct query_notes){0};
}

struct query *query_new(enum query_kind kind)
{
    struct query *query = calloc(1, sizeof *query);
    if (query) *query = (struct query){.kind = kind, .boost = 1};
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

ns_status query_add(struct query *query, struct query *child, struct ns_error *err)
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

ns_status query_set_text(struct query *query, const char *text, size_t length, struct ns_error *err)
{
    char *copy = malloc(length ? length : 1);
    if (!copy) return ns_fail_nomem(err);
    if (length) memcpy(copy, text, length);
    free(query->text);
    query->text = copy;
    query->text_len = length;
    return NS_OK;
}

ns_status query_copy(const struct query *query, struct query **out, struct ns_error *err)
{
    *out = NULL;
    struct query *copy = query_new(query->kind);
    if (!copy) return ns_fail_nomem(err);
    *copy = *query;
    copy->text = NULL;
    copy->children = NULL;
    copy->child_count = copy->child_capacity = 0;
    ns_status status = query->text ? query_set_text(copy, query->text, query->text_len, err) : NS_OK;
    for (size_t i = 0; status == NS_OK && i < query->child_count; i++) {
        struct query *child;
        status = query_copy(query->children[i], &child, err);
        if (status == NS_OK) status = query_add(copy, child, err);
    }
    if (status == NS_OK) {
        *out = copy;
    } else {
        query_free(copy);
    }
    return status;
}

/* Whether all children hold at places, and none has a sign. */
static bool children_have_places(const struct query *query)
{
    for (size_t i = 0; i < query->child_count; i++) {
        if (query->children[i]->sign != SIGN_MAY || !query_has_places(query->children[i])) return false;
    }
    return query->child_count > 0;
}

bool query_has_places(const struct query *query)
{
    switch (query->kind) {
    case QUERY_WORD:
    case QUERY_EXACT:
    case QUERY_PATTERN:
    case QUERY_FUZZY:
    case QUERY_GAP:
    case QUERY_PHRASE:
    case QUERY_NEAR:
    case QUERY_ADJ:
    case QUERY_SAME:
    case QUERY_SENTENCE:
    case QUERY_FIRST:
        return true;
    case QUERY_FIELD:
        return query->field == FIELD_TITLE || query->field == FIELD_BODY;
    case QUERY_LIST:
    case QUERY_OR:
        return children_have_places(query);
    case QUERY_AND:
    case QUERY_NOT:
    case QUERY_ATLEAST:
    case QUERY_OF:
    case QUERY_PATH:
    case QUERY_DATE:
        break;
    }
    return false;
}
