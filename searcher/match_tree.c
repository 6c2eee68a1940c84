/* match_tree.c - nodes. */
#include "searcher/match_tree.h"

#include <stdlib.h>

#include "index/buffer.h"

struct match_node *match_node_new(enum match_kind kind)
{
    struct match_node *node = calloc(1, sizeof *node);
    if (node) node->kind = kind;
    return node;
}

ns_status match_node_add(struct match_node *node, struct match_node *child, struct ns_error *err)
{
    void *children = node->children;
    const ns_status status = array_reserve(&children, &node->child_capacity, node->child_count + 1, sizeof *node->children, err);
    node->children = children;
    if (status == NS_OK) {
        node->children[node->child_count++] = child;
    } else {
        match_node_free(child);
    }
    return status;
}

void match_node_free(struct match_node *node)
{
    if (!node) return;
    for (size_t i = 0; i < node->child_count; i++)
        match_node_free(node->children[i]);
    free(node->children);
    free(node);
}

/* ---- Classes of children ---- */

static bool is_equal(const struct match_node *a, const struct match_node *b, uint64_t *steps)
{
    (*steps)++;
    if (a->kind != b->kind || a->child_count != b->child_count || a->negated != b->negated) return false;
    if (a->kind == MATCH_LEAF && a->leaf != b->leaf) return false;
    if (a->distance != b->distance) return false;
    for (size_t i = 0; i < a->child_count; i++) {
        if (!is_equal(a->children[i], b->children[i], steps)) return false;
    }
    return true;
}

ns_status match_classify(const struct match_node *node, struct match_class *classes, size_t *count, uint64_t *steps, struct ns_error *err)
{
    *count = 0;
    for (size_t i = 0; i < node->child_count; i++) {
        size_t class = 0;
        while (class < *count && !is_equal(classes[class].node, node->children[i], steps))
            class ++;
        if (class == NEAR_CHILDREN_MAX) {
            return ns_fail(err, NS_ERR_LIMIT, "more than %d different words or groups of words near each other; use fewer",
                           NEAR_CHILDREN_MAX);
        }
        if (class == *count) classes[(*count)++] = (struct match_class){node->children[i], 0};
        classes[class].count++;
    }
    return NS_OK;
}

ns_status match_check(const struct match_node *root, struct ns_error *err)
{
    ns_status status = NS_OK;
    if (root->kind == MATCH_NEAR || root->kind == MATCH_SAME || root->kind == MATCH_SENTENCE) {
        struct match_class classes[NEAR_CHILDREN_MAX];
        size_t count;
        uint64_t steps = 0;
        status = match_classify(root, classes, &count, &steps, err);
    }
    for (size_t i = 0; status == NS_OK && i < root->child_count; i++)
        status = match_check(root->children[i], err);
    return status;
}

/* ---- Words ---- */

static bool are_solid(const struct match_node *node)
{
    for (size_t i = 0; i < node->child_count; i++) {
        if (!match_is_solid(node->children[i])) return false;
    }
    return true;
}

bool match_is_solid(const struct match_node *node)
{
    switch (node->kind) {
    case MATCH_LEAF:
    case MATCH_GAP:
        return true;
    case MATCH_ANY:
    case MATCH_PHRASE:
    case MATCH_TITLE:
    case MATCH_BODY:
    case MATCH_FIRST:
        return are_solid(node);
    case MATCH_ADJ:
    case MATCH_NEAR:
    case MATCH_SAME:
    case MATCH_SENTENCE:
        return node->negated && node->child_count && match_is_solid(node->children[0]);
    }
    return false;
}

static uint32_t least_of_children(const struct match_node *node)
{
    uint32_t least = 0;
    for (size_t i = 0; i < node->child_count; i++) {
        const uint32_t words = match_least_words(node->children[i]);
        if (i == 0 || words < least) least = words;
    }
    return least;
}

static uint32_t sum_of_children(const struct match_node *node)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < node->child_count && (i == 0 || !node->negated); i++)
        sum += match_least_words(node->children[i]);
    return sum;
}

uint32_t match_least_words(const struct match_node *root)
{
    switch (root->kind) {
    case MATCH_LEAF:
    case MATCH_GAP:
        return 1;
    case MATCH_ANY:
        return least_of_children(root);
    case MATCH_PHRASE:
    case MATCH_ADJ:
    case MATCH_NEAR:
    case MATCH_SAME:
    case MATCH_SENTENCE:
    case MATCH_TITLE:
    case MATCH_BODY:
    case MATCH_FIRST:
        return sum_of_children(root);
    }
    return 0;
}

static uint32_t most_of_children(const struct match_node *node)
{
    uint32_t most = 0;
    for (size_t i = 0; i < node->child_count; i++) {
        const uint32_t words = match_most_words(node->children[i]);
        if (words > most) most = words;
    }
    return most;
}

uint32_t match_most_words(const struct match_node *root)
{
    if (root->kind == MATCH_LEAF) return 1;
    if (root->kind == MATCH_ANY && root->word) return most_of_children(root);
    if ((root->kind != MATCH_PHRASE && root->kind != MATCH_ADJ && root->kind != MATCH_NEAR) || root->negated || root->child_count == 0)
        return 0;
    const uint64_t between = root->kind == MATCH_PHRASE || root->distance == 0 ? 0 : root->distance - 1;
    uint64_t words = between * (root->child_count - 1);
    for (size_t i = 0; i < root->child_count; i++) {
        const uint32_t child = match_most_words(root->children[i]);
        if (child == 0) return 0;
        words += child;
    }
    return words <= INT32_MAX ? (uint32_t)words : 0;
}
