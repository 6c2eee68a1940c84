/* plan.c - resolves a query against an index: the tree above the parts, the parts' candidates, the units. planner.h does the parts'
 * words. */
#include "searcher/plan.h"

#include <stdlib.h>
#include <string.h>

#include "searcher/planner.h"
#include "searcher/spread.h"

/* ---- Freeing ---- */

static void node_free(struct plan_node *node)
{
    if (!node) return;
    for (size_t i = 0; i < node->child_count; i++)
        node_free(node->children[i]);
    free(node->children);
    buffer_release(&node->text);
    match_node_free(node->root);
    free(node);
}

void plan_free(struct plan *plan)
{
    if (!plan) return;
    node_free(plan->root);
    candidates_free(plan->candidates);
    for (size_t i = 0; i < plan->part_count; i++) {
        match_node_free(plan->parts[i].root);
        candidates_free(plan->parts[i].candidates);
        free(plan->parts[i].units);
    }
    for (size_t i = 0; i < plan->unit_count; i++) {
        buffer_release(&plan->units[i].name);
        postings_free(plan->units[i].postings);
        entry_list_release(&plan->units[i].amendments);
    }
    free(plan->parts);
    free(plan->units);
    interner_release(&plan->unit_keys);
    word_set_release(&plan->anchors);
    leaf_set_release(&plan->leaves);
    leaf_set_release(&plan->field_leaves);
    free(plan);
}

/* ---- Candidates ---- */

static ns_status candidates_of(const struct planner *planner, const struct match_node *node, struct candidates **out, struct ns_error *err);

typedef ns_status combiner(const struct index_reader *reader, struct candidates **parts, size_t count, struct candidates **out,
                           struct ns_error *err);

/* Combine the parts that were made, unless that has failed; takes over the parts and their array. */
static ns_status finish_combining(const struct planner *planner, combiner *combine, struct candidates **parts, size_t made,
                                  ns_status status, struct candidates **out, struct ns_error *err)
{
    if (status == NS_OK) {
        status = combine(planner->reader, parts, made, out, err);
    } else {
        for (size_t i = 0; i < made; i++)
            candidates_free(parts[i]);
    }
    free(parts);
    return status;
}

/* Combine the candidates of a node's first `count` children. */
static ns_status combine_children(const struct planner *planner, const struct match_node *node, size_t count, combiner *combine,
                                  struct candidates **out, struct ns_error *err)
{
    *out = NULL;
    struct candidates **parts = calloc(count, sizeof *parts);
    if (!parts) return ns_fail_nomem(err);
    size_t made = 0;
    ns_status status = NS_OK;
    while (status == NS_OK && made < count) {
        status = candidates_of(planner, node->children[made], &parts[made], err);
        if (status == NS_OK) made++;
    }
    return finish_combining(planner, combine, parts, made, status, out, err);
}

static ns_status word_candidates(const struct planner *planner, const struct match_node *word, struct candidates **out,
                                 struct ns_error *err)
{
    struct postings *postings;
    const ns_status status = plan_open_postings(planner->plan, planner->reader, &planner->plan->units[word->unit], &postings, err);
    return status == NS_OK ? candidates_postings(planner->reader, postings, out, err) : status;
}

/* Where a node may hold. Of a negated proximity only the first operand is looked for. */
static ns_status candidates_of(const struct planner *planner, const struct match_node *node, struct candidates **out, struct ns_error *err)
{
    if (node->word) return word_candidates(planner, node, out, err);
    if (node->kind == MATCH_LEAF) return candidates_terms(planner->reader, &planner->plan->leaves.items[node->leaf].terms, out, err);
    if (node->kind == MATCH_GAP) return candidates_every(planner->reader, out, err);
    const size_t count = node->negated ? 1 : node->child_count;
    return combine_children(planner, node, count, node->kind == MATCH_ANY ? candidates_any : candidates_all, out, err);
}

/* ---- Parts ---- */

static bool has_kind(const struct match_node *node, enum match_kind first, enum match_kind last)
{
    if (node->kind >= first && node->kind <= last) return true;
    for (size_t i = 0; i < node->child_count; i++) {
        if (has_kind(node->children[i], first, last)) return true;
    }
    return false;
}

/* Whether some of the node is more than a word: a word that is also met by its parts is still one, and so is one that has no other near
 * it. */
static bool is_close(const struct query *query)
{
    if (query->negated) return is_close(query->children[0]);
    if (query->kind >= QUERY_PHRASE && query->kind <= QUERY_SENTENCE) return true;
    for (size_t i = 0; i < query->child_count; i++) {
        if (is_close(query->children[i])) return true;
    }
    return false;
}

static uint32_t most_words(const struct plan *plan, const struct plan_part *part)
{
    for (size_t i = 0; i < part->unit_count; i++) {
        if (!plan->units[part->units[i]].postings) return 0;
    }
    return match_most_words(part->root);
}

static bool is_local(const struct plan *plan)
{
    for (size_t i = 0; i < plan->part_count; i++) {
        if (plan->parts[i].most_words == 0) return false;
    }
    return true;
}

/* Whether the plan is one part, or made of words of which one has to hold and none is excluded. Whether a phrase holds elsewhere in the
 * article would say whether its words weigh in a passage; a word that is not there weighs nothing. */
static bool is_separate(const struct plan *plan)
{
    const struct plan_node *root = plan->root;
    if (root->kind == PLAN_PART) return true;
    if (root->kind != PLAN_ALL && root->kind != PLAN_ANY && root->kind != PLAN_LIST) return false;
    for (size_t i = 0; i < root->child_count; i++) {
        const struct plan_node *child = root->children[i];
        if (child->kind != PLAN_PART || !plan->parts[child->part].posted || child->sign == SIGN_MUST_NOT) return false;
    }
    return root->child_count > 0;
}

static uint32_t most_of_parts(const struct plan *plan)
{
    uint32_t most = 0;
    for (size_t i = 0; i < plan->part_count; i++) {
        if (plan->parts[i].most_words > most) most = plan->parts[i].most_words;
    }
    return most;
}

static ns_status finish_part(struct planner *planner, const struct query *query, struct plan_part *part, struct ns_error *err)
{
    const bool is_word = part->root->kind == MATCH_LEAF || part->root->word;
    part->posted = is_word && planner->plan->units[part->units[0]].postings;
    part->close = is_close(query);
    part->needs_gaps = has_kind(part->root, MATCH_SAME, MATCH_SENTENCE);
    part->needs_title = has_kind(part->root, MATCH_TITLE, MATCH_BODY);
    part->least_words = match_least_words(part->root);
    part->most_words = most_words(planner->plan, part);
    part->wide = has_kind(part->root, MATCH_ANY, MATCH_ANY);
    return match_check(part->root, err);
}

static ns_status plan_part(struct planner *planner, const struct query *query, struct plan_node *node, struct ns_error *err)
{
    struct plan *plan = planner->plan;
    void *parts = plan->parts;
    ns_status status = array_reserve(&parts, &plan->part_capacity, plan->part_count + 1, sizeof *plan->parts, err);
    plan->parts = parts;
    if (status != NS_OK) return status;
    node->kind = PLAN_PART;
    node->part = (uint32_t)plan->part_count++;
    plan->parts[node->part] = (struct plan_part){.aside = query->aside};
    planner->part = &plan->parts[node->part];
    status = planner_places(planner, query, &planner->part->root, err);
    return status == NS_OK ? finish_part(planner, query, planner->part, err) : status;
}

/* ---- The tree ---- */

static ns_status plan_node(struct planner *planner, const struct query *query, struct plan_node **out, struct ns_error *err);

static ns_status add_child(struct planner *planner, const struct query *query, struct plan_node *node, struct ns_error *err)
{
    void *children = node->children;
    ns_status status = array_reserve(&children, &node->child_capacity, node->child_count + 1, sizeof *node->children, err);
    node->children = children;
    struct plan_node *child = NULL;
    if (status == NS_OK) status = plan_node(planner, query, &child, err);
    if (status == NS_OK) node->children[node->child_count++] = child;
    return status;
}

/* The cheaper to decide, the lower. */
static int cost_of(const struct plan_node *node, const struct plan *plan)
{
    if (node->kind == PLAN_PART) return plan->parts[node->part].posted ? 0 : 3;
    if (node->kind == PLAN_DATE || node->kind == PLAN_PATH) return 1;
    return node->kind == PLAN_FIELD ? 2 : 4;
}

/* What is cheap is decided first, so that the rest may never be. */
static void order_children(struct plan_node *node, const struct plan *plan)
{
    for (size_t i = 1; i < node->child_count; i++) {
        struct plan_node *child = node->children[i];
        size_t j = i;
        for (; j > 0 && cost_of(node->children[j - 1], plan) > cost_of(child, plan); j--)
            node->children[j] = node->children[j - 1];
        node->children[j] = child;
    }
}

static ns_status plan_children(struct planner *planner, const struct query *query, enum plan_kind kind, struct plan_node *node,
                               struct ns_error *err)
{
    node->kind = kind;
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < query->child_count; i++)
        status = add_child(planner, query->children[i], node, err);
    if (status == NS_OK) order_children(node, planner->plan);
    return status;
}

static ns_status plan_atleast(struct planner *planner, const struct query *query, struct plan_node *node, struct ns_error *err)
{
    struct plan_node *child = calloc(1, sizeof *child);
    node->kind = PLAN_ATLEAST;
    node->children = malloc(sizeof *node->children);
    if (!child || !node->children) {
        free(child);
        return ns_fail_nomem(err);
    }
    node->children[node->child_count++] = child;
    return plan_part(planner, query->children[0], child, err);
}

static ns_status plan_field(struct planner *planner, const struct query *query, struct plan_node *node, struct ns_error *err)
{
    node->kind = PLAN_FIELD;
    node->field = query->field;
    planner->in_field = true;
    ns_status status = planner_places(planner, query->children[0], &node->root, err);
    planner->in_field = false;
    return status == NS_OK ? match_check(node->root, err) : status;
}

static ns_status fill_node(struct planner *planner, const struct query *query, struct plan_node *node, struct ns_error *err)
{
    switch (query->kind) {
    case QUERY_LIST:
        return plan_children(planner, query, PLAN_LIST, node, err);
    case QUERY_OR:
        return plan_children(planner, query, PLAN_ANY, node, err);
    case QUERY_AND:
        return plan_children(planner, query, PLAN_ALL, node, err);
    case QUERY_NOT:
        return plan_children(planner, query, PLAN_NOT, node, err);
    case QUERY_OF:
        return plan_children(planner, query, PLAN_OF, node, err);
    case QUERY_ATLEAST:
        return plan_atleast(planner, query, node, err);
    case QUERY_PATH:
        node->kind = PLAN_PATH;
        return buffer_append(&node->text, query->text, query->text_len, err);
    case QUERY_DATE:
        node->kind = PLAN_DATE;
        return NS_OK;
    case QUERY_FIELD:
        if (query->field > FIELD_BODY) return plan_field(planner, query, node, err);
        break;
    default:
        break;
    }
    return plan_part(planner, query, node, err);
}

static ns_status plan_node(struct planner *planner, const struct query *query, struct plan_node **out, struct ns_error *err)
{
    *out = NULL;
    struct plan_node *node = calloc(1, sizeof *node);
    if (!node) return ns_fail_nomem(err);
    node->sign = query->sign;
    node->filter = query_only_filters(query);
    node->number = query->number;
    node->from = query->from;
    node->to = query->to;
    const ns_status status = fill_node(planner, query, node, err);
    if (status == NS_OK) {
        *out = node;
    } else {
        node_free(node);
    }
    return status;
}

/* ---- The candidates of the tree ---- */

static ns_status tree_candidates(const struct planner *planner, const struct plan_node *node, struct candidates **out,
                                 struct ns_error *err);

/* Of the children with this sign. */
static ns_status combine_signed(const struct planner *planner, const struct plan_node *node, enum query_sign sign, combiner *combine,
                                struct candidates **out, struct ns_error *err)
{
    *out = NULL;
    struct candidates **parts = calloc(node->child_count + 1, sizeof *parts);
    if (!parts) return ns_fail_nomem(err);
    size_t made = 0;
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < node->child_count; i++) {
        if (node->kind == PLAN_LIST && node->children[i]->sign != sign) continue;
        status = tree_candidates(planner, node->children[i], &parts[made], err);
        if (status == NS_OK) made++;
    }
    return finish_combining(planner, combine, parts, made, status, out, err);
}

static bool has_sign(const struct plan_node *node, enum query_sign sign, bool filter)
{
    for (size_t i = 0; i < node->child_count; i++) {
        if (node->children[i]->sign == sign && node->children[i]->filter == filter) return true;
    }
    return false;
}

/* As decide_list() has it: what must hold, or any of the rest if only filters must. */
static ns_status list_candidates(const struct planner *planner, const struct plan_node *node, struct candidates **out, struct ns_error *err)
{
    const bool any = has_sign(node, SIGN_MAY, false) || has_sign(node, SIGN_MAY, true) || node->child_count == 0;
    if (has_sign(node, SIGN_MUST, false) || !any) return combine_signed(planner, node, SIGN_MUST, candidates_all, out, err);
    return combine_signed(planner, node, SIGN_MAY, candidates_any, out, err);
}

/* A part's own cursor is kept for asking whether that part may hold, so that the tree has another. */
static ns_status tree_candidates(const struct planner *planner, const struct plan_node *node, struct candidates **out, struct ns_error *err)
{
    switch (node->kind) {
    case PLAN_PART:
        return candidates_of(planner, planner->plan->parts[node->part].root, out, err);
    case PLAN_ALL:
        return combine_signed(planner, node, SIGN_MAY, candidates_all, out, err);
    case PLAN_ANY:
        return combine_signed(planner, node, SIGN_MAY, candidates_any, out, err);
    case PLAN_LIST:
        return list_candidates(planner, node, out, err);
    case PLAN_ATLEAST:
        return tree_candidates(planner, node->children[0], out, err);
    case PLAN_OF: {
        const bool all = node->number >= node->child_count;
        return combine_signed(planner, node, SIGN_MAY, all ? candidates_all : candidates_any, out, err);
    }
    case PLAN_NOT:
    case PLAN_FIELD:
    case PLAN_PATH:
    case PLAN_DATE:
        return candidates_every(planner->reader, out, err);
    }
    return ns_fail(err, NS_ERR_INTERNAL, "a plan of no kind");
}

/* ---- The plan ---- */

/* Whether nothing needs to be decided: the postings of one word, or of any of several, are the matches. */
static bool is_plain(const struct plan *plan, const struct plan_node *node)
{
    if (node->kind == PLAN_PART) return plan->parts[node->part].posted;
    if (node->kind != PLAN_ANY && node->kind != PLAN_LIST) return false;
    for (size_t i = 0; i < node->child_count; i++) {
        if (node->children[i]->sign != SIGN_MAY || !is_plain(plan, node->children[i])) return false;
    }
    return true;
}

/* Whether the articles that have all of some words are the matches. */
static bool gathers(const struct plan *plan)
{
    const struct plan_node *root = plan->root;
    if (root->kind != PLAN_ALL && root->kind != PLAN_LIST) return false;
    for (size_t i = 0; i < root->child_count; i++) {
        const struct plan_node *child = root->children[i];
        if (child->kind != PLAN_PART || !plan->parts[child->part].posted) return false;
        if (child->sign != (root->kind == PLAN_ALL ? SIGN_MAY : SIGN_MUST)) return false;
    }
    return root->child_count > 0;
}

static size_t count_words(const struct match_node *node)
{
    if (node->kind == MATCH_LEAF || node->word) return 1;
    size_t count = 0;
    for (size_t i = 0; i < node->child_count; i++)
        count += count_words(node->children[i]);
    return count;
}

static bool meets(const struct plan *plan)
{
    if (plan->root->kind != PLAN_PART) return false;
    const struct plan_part *part = &plan->parts[plan->root->part];
    return part->most_words > 0 && count_words(part->root) == part->unit_count;
}

/* Evidence of more words than this is not looked for around an anchor: to go over whole passages takes less then. */
#define ANCHORED_WORDS_MAX 8

/* Every evidence has a word of the anchor's forms, and they are the fewest to look for. */
static ns_status choose_anchor(struct plan *plan, struct ns_error *err)
{
    const struct plan_part *part = &plan->parts[plan->root->part];
    if (part->most_words > ANCHORED_WORDS_MAX) return NS_OK;
    for (size_t i = 0; i < part->unit_count; i++) {
        const struct plan_unit *unit = &plan->units[part->units[i]];
        if (unit->root->kind != MATCH_LEAF) continue;
        if (!plan->anchor || postings_documents(unit->postings) < postings_documents(plan->anchor->postings)) plan->anchor = unit;
    }
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && plan->anchor && i < plan->leaves.form_count; i++) {
        const struct leaf_form *form = &plan->leaves.forms[i];
        if (form->leaf == plan->anchor->root->leaf) status = word_set_add(&plan->anchors, form->form, 0, err);
    }
    return status;
}

static ns_status finish_plan(struct planner *planner, struct ns_error *err)
{
    struct plan *plan = planner->plan;
    ns_status status = leaf_set_prepare(&plan->leaves, err);
    if (status == NS_OK) status = leaf_set_prepare(&plan->field_leaves, err);
    plan->plain = is_plain(plan, plan->root);
    plan->local = is_local(plan);
    plan->separate = plan->local && is_separate(plan);
    plan->most_words = most_of_parts(plan);
    plan->gathers = gathers(plan);
    plan->meets = meets(plan);
    if (status == NS_OK && plan->meets) status = choose_anchor(plan, err);
    if (status != NS_OK || plan->plain || plan->gathers || plan->meets) return status;
    status = tree_candidates(planner, plan->root, &plan->candidates, err);
    for (size_t i = 0; status == NS_OK && plan->root->kind != PLAN_PART && i < plan->part_count; i++)
        status = candidates_of(planner, plan->parts[i].root, &plan->parts[i].candidates, err);
    return status;
}

/* @shared  NULL when there is one index. @plans  those of the indexes before are there */
static ns_status plan_one(const struct query *query, const struct collection *collection, size_t index, struct shared_words *shared,
                          struct plan **plans, struct ns_error *err)
{
    const struct index_reader *reader = collection->readers[index];
    struct planner planner = {.reader = reader,
                              .index = index,
                              .shared = shared,
                              .first = index > 0 ? plans[0] : NULL,
                              .alone = query->kind >= QUERY_PHRASE && query->kind <= QUERY_SENTENCE,
                              .plan = calloc(1, sizeof *planner.plan),
                              .scan = lexicon_scan_from(index_reader_lexicon(reader), 0)};
    if (!planner.plan) return ns_fail_nomem(err);
    planner.plan->collection = collection;
    plans[index] = planner.plan;
    ns_status status = collection_normalizer(collection, &planner.normalizer, err);
    if (status == NS_OK) status = plan_node(&planner, query, &planner.plan->root, err);
    if (status == NS_OK) status = finish_plan(&planner, err);
    planner_release(&planner);
    return status;
}

ns_status plan_query(const struct query *query, const struct collection *collection, struct plan **plans, struct ns_error *err)
{
    struct shared_words *shared = NULL;
    for (size_t i = 0; i < collection->count; i++)
        plans[i] = NULL;
    ns_status status = collection->count > 1 ? shared_words_open(collection, &shared, err) : NS_OK;
    for (size_t i = 0; status == NS_OK && i < collection->count; i++)
        status = plan_one(query, collection, i, shared, plans, err);
    shared_words_free(shared);
    for (size_t i = 0; status != NS_OK && i < collection->count; i++) {
        plan_free(plans[i]);
        plans[i] = NULL;
    }
    return status;
}
