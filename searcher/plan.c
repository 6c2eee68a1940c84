/* plan.c - resolves the words of a query against the dictionary of an index, and finds the cheapest way to its matches. */
#include "searcher/plan.h"

#include <stdlib.h>
#include <string.h>

#include "index/intern.h"
#include "index/normalize.h"

#define LEAF_SET_SIZE (LEAVES_MAX / 8)

/* Ways to write one word as several that are tried; there are hardly ever two. */
#define PARTINGS_MAX 16

struct planner {
    const struct index_reader *reader;
    struct normalizer *normalizer;
    struct plan *plan;
    struct interner stems; /* of the leaves, in order of their numbers */
    struct row_list rows;
    struct form_record form;
    struct token_list tokens;
};

/* A part of the query, planned: what decides it, and how to come by the passages where it may hold. */
struct planned {
    struct match_node *node;
    xap_query *candidates; /* NULL: it cannot hold anywhere */
    bool exact;            /* every candidate holds it */
    double cost;           /* about how many passages `candidates` looks at */
    uint8_t anchors[LEAF_SET_SIZE];
};

static void planned_release(struct planned *planned)
{
    match_node_free(planned->node);
    xap_query_free(planned->candidates);
}

static ns_status new_node(enum match_kind kind, struct planned *out, struct ns_error *err)
{
    *out = (struct planned){.node = match_node_new(kind)};
    return out->node ? NS_OK : ns_fail_nomem(err);
}

/* ---- Leaves: one word, all its forms ---- */

static ns_status add_forms(struct planner *planner, uint32_t leaf, struct ns_error *err)
{
    struct matcher *matcher = &planner->plan->matcher;
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < planner->rows.count; i++) {
        status = lexicon_form(index_reader_lexicon(planner->reader), planner->rows.items[i], &planner->form, err);
        if (status != NS_OK || planner->form.number == NO_FORM) continue;
        void *forms = matcher->forms;
        status = array_reserve(&forms, &matcher->form_capacity, matcher->form_count + 1, sizeof *matcher->forms, err);
        matcher->forms = forms;
        if (status == NS_OK) matcher->forms[matcher->form_count++] = (struct leaf_form){planner->form.number, leaf};
    }
    return status;
}

/* The leaf for a stem; planner->rows has the rows of its forms afterwards. */
static ns_status stem_leaf(struct planner *planner, const char *stem, size_t length, uint32_t *leaf, struct ns_error *err)
{
    const struct lexicon *lexicon = index_reader_lexicon(planner->reader);
    bool added;
    ns_status status = interner_add(&planner->stems, stem, length, leaf, &added, err);
    if (status == NS_OK && *leaf >= LEAVES_MAX) status = ns_fail(err, NS_ERR_LIMIT, "the query has over %d distinct words", LEAVES_MAX);
    if (status == NS_OK) status = lexicon_stem(lexicon, stem, length, &planner->rows, err);
    if (status == NS_OK && added) status = add_forms(planner, *leaf, err);
    return status;
}

/* A term's postings; none when the index does not have it. */
static ns_status term_candidates(struct planner *planner, const char *term, size_t length, struct planned *out, struct ns_error *err)
{
    xap_error cause;
    xap_term_counts counts;
    xap_status done = xap_reader_term(index_reader_postings(planner->reader), term, length, &counts, &cause);
    if (done == XAP_OK && counts.documents > 0) done = xap_query_term(term, length, &out->candidates, &cause);
    if (done != XAP_OK) return ns_fail_xap(err, done, &cause, "looking up a word");
    out->cost = counts.documents;
    return NS_OK;
}

static ns_status plan_leaf(struct planner *planner, const char *word, size_t length, struct planned *out, struct ns_error *err)
{
    const char *stem;
    size_t stem_len;
    ns_status status = new_node(MATCH_LEAF, out, err);
    if (status == NS_OK) status = normalizer_term(planner->normalizer, word, length, &stem, &stem_len, err);
    if (status == NS_OK) status = stem_leaf(planner, stem, stem_len, &out->node->leaf, err);
    if (status == NS_OK) status = term_candidates(planner, stem, stem_len, out, err);
    if (status != NS_OK) return status;
    out->anchors[out->node->leaf / 8] |= (uint8_t)(1u << out->node->leaf % 8);
    out->exact = true;
    return NS_OK;
}

/* ---- Combining ---- */

static ns_status combine(xap_op op, xap_query **parts, size_t count, xap_query **out, struct ns_error *err)
{
    xap_error cause;
    const xap_status done = xap_query_combine(op, parts, count, out, &cause);
    return done == XAP_OK ? NS_OK : ns_fail_xap(err, done, &cause, "planning the query");
}

/* Add a child to `any`; takes it over. */
static ns_status add_alternative(struct planned *any, struct planned *child, struct ns_error *err)
{
    ns_status status = match_node_add(any->node, child->node, err);
    child->node = NULL;
    if (status == NS_OK && child->candidates) {
        xap_query *parts[] = {child->candidates, any->candidates};
        const size_t count = any->candidates ? 2 : 1;
        child->candidates = any->candidates = NULL;
        status = combine(XAP_OR, parts, count, &any->candidates, err);
    }
    any->exact = any->exact && child->exact;
    any->cost += child->cost;
    for (size_t i = 0; i < LEAF_SET_SIZE; i++)
        any->anchors[i] |= child->anchors[i];
    return status;
}

/* The children of a phrase or proximity must all hold: the rarest gives the candidates, the others only weigh. */
static ns_status combine_all(struct planned *all, struct planned *children, size_t count, struct ns_error *err)
{
    size_t rarest = 0;
    bool possible = count > 0;
    for (size_t i = 0; i < count; i++) {
        possible = possible && children[i].candidates;
        if (children[i].cost < children[rarest].cost) rarest = i;
    }
    if (!possible) return NS_OK;
    all->cost = children[rarest].cost;
    memcpy(all->anchors, children[rarest].anchors, LEAF_SET_SIZE);
    xap_query **parts = calloc(count, sizeof *parts);
    if (!parts) return ns_fail_nomem(err);
    parts[0] = children[rarest].candidates;
    for (size_t i = 0, next = 1; i < count; i++) {
        if (i != rarest) parts[next++] = children[i].candidates;
        children[i].candidates = NULL;
    }
    const ns_status status = combine(XAP_AND_MAYBE, parts, count, &all->candidates, err);
    free(parts);
    return status;
}

/* Make a phrase or proximity of its children; takes them over, whatever the outcome. */
static ns_status plan_all(enum match_kind kind, uint32_t distance, struct planned *children, size_t count, struct planned *out,
                          struct ns_error *err)
{
    ns_status status = new_node(kind, out, err);
    if (status == NS_OK) out->node->distance = distance;
    if (status == NS_OK) status = combine_all(out, children, count, err);
    for (size_t i = 0; i < count; i++) {
        if (status == NS_OK) {
            status = match_node_add(out->node, children[i].node, err);
            children[i].node = NULL;
        }
        planned_release(&children[i]);
    }
    return status;
}

/* ---- Words that are also known as several ---- */

/* Ways to part a word, as texts to be analyzed; each once. */
struct partings {
    struct interner texts;
};

/* Note a way to part a word: its tokens' terms, a space between, so that spellings of one parting are one. */
static ns_status add_parting(struct planner *planner, struct partings *partings, const char *text, size_t length, struct ns_error *err)
{
    struct buffer key = BUFFER_INIT;
    planner->tokens.count = 0;
    ns_status status = analyze(text, 0, length, &planner->tokens, err);
    const size_t count = planner->tokens.count;
    for (size_t i = 0; status == NS_OK && i < count; i++) {
        const char *folded;
        size_t folded_len;
        status = normalizer_fold(planner->normalizer, text + planner->tokens.items[i].offset, planner->tokens.items[i].length, &folded,
                                 &folded_len, err);
        if (status == NS_OK && i > 0) status = buffer_append_byte(&key, ' ', err);
        if (status == NS_OK) status = buffer_append(&key, folded, folded_len, err);
    }
    uint32_t number;
    if (status == NS_OK && count > 1 && partings->texts.count < PARTINGS_MAX) {
        status = interner_add(&partings->texts, key.data, key.size, &number, NULL, err);
    }
    buffer_release(&key);
    return status;
}

/* APT10 is APT 10 too: letters, then digits, in a word that has nothing else. */
static ns_status part_at_digits(struct planner *planner, struct partings *partings, const char *word, size_t length, struct ns_error *err)
{
    size_t letters = 0;
    while (letters < length && ((word[letters] | 0x20) >= 'a' && (word[letters] | 0x20) <= 'z'))
        letters++;
    size_t end = letters;
    while (end < length && word[end] >= '0' && word[end] <= '9')
        end++;
    if (letters == 0 || letters == length || end != length) return NS_OK;
    struct buffer text = BUFFER_INIT;
    ns_status status = buffer_append(&text, word, letters, err);
    if (status == NS_OK) status = buffer_append_byte(&text, ' ', err);
    if (status == NS_OK) status = buffer_append(&text, word + letters, length - letters, err);
    if (status == NS_OK) status = add_parting(planner, partings, text.data, text.size, err);
    buffer_release(&text);
    return status;
}

/* Every way in which the word, or a form of its stem that the index has, is parted by hyphens; planner->rows has the forms' rows. */
static ns_status find_partings(struct planner *planner, struct partings *partings, const char *word, size_t length, struct ns_error *err)
{
    ns_status status = add_parting(planner, partings, word, length, err);
    if (status == NS_OK) status = part_at_digits(planner, partings, word, length, err);
    for (size_t i = 0; status == NS_OK && i < planner->rows.count; i++) {
        status = lexicon_form(index_reader_lexicon(planner->reader), planner->rows.items[i], &planner->form, err);
        if (status != NS_OK || planner->form.number != NO_FORM) continue;
        status = add_parting(planner, partings, planner->form.form.data, planner->form.form.size, err);
    }
    return status;
}

/* The parts side by side. They add no weight: where a hyphen joins them, the passage is weighed by the whole word already, and where
 * nothing does, no posting says how often they stand so. */
static ns_status plan_parting(struct planner *planner, const char *text, size_t length, struct planned *out, struct ns_error *err)
{
    struct planned children[COMPOUND_MAX];
    size_t count = 0;
    ns_status status = NS_OK;
    for (size_t begin = 0; status == NS_OK && begin < length && count < COMPOUND_MAX;) {
        const char *space = memchr(text + begin, ' ', length - begin);
        const size_t end = space ? (size_t)(space - text) : length;
        status = plan_leaf(planner, text + begin, end - begin, &children[count++], err);
        begin = end + 1;
    }
    if (status != NS_OK) {
        for (size_t i = 0; i < count; i++)
            planned_release(&children[i]);
        return status;
    }
    status = plan_all(MATCH_PHRASE, 0, children, count, out, err);
    if (status != NS_OK || !out->candidates) return status;
    xap_error cause;
    const xap_status scaled = xap_query_scale(&out->candidates, 0, &cause);
    return scaled == XAP_OK ? NS_OK : ns_fail_xap(err, scaled, &cause, "planning the query");
}

static ns_status add_partings(struct planner *planner, const struct partings *partings, struct planned *any, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (uint32_t i = 0; status == NS_OK && i < partings->texts.count; i++) {
        size_t length;
        const char *text = interner_get(&partings->texts, i, &length);
        struct planned parted = {0};
        status = plan_parting(planner, text, length, &parted, err);
        if (status == NS_OK) status = add_alternative(any, &parted, err);
        planned_release(&parted);
    }
    return status;
}

static ns_status plan_word(struct planner *planner, const struct query *query, struct planned *out, struct ns_error *err)
{
    struct planned whole = {0};
    struct partings partings = {0};
    ns_status status = plan_leaf(planner, query->text, query->text_len, &whole, err);
    if (status == NS_OK) status = find_partings(planner, &partings, query->text, query->text_len, err);
    if (status == NS_OK && partings.texts.count == 0) {
        *out = whole;
        whole = (struct planned){0};
    } else if (status == NS_OK) {
        status = new_node(MATCH_ANY, out, err);
        out->exact = true;
        if (status == NS_OK) status = add_alternative(out, &whole, err);
        if (status == NS_OK) status = add_partings(planner, &partings, out, err);
    }
    planned_release(&whole);
    interner_release(&partings.texts);
    return status;
}

/* ---- The tree ---- */

static ns_status plan_node(struct planner *planner, const struct query *query, struct planned *out, struct ns_error *err);

static ns_status plan_any(struct planner *planner, const struct query *query, struct planned *out, struct ns_error *err)
{
    ns_status status = new_node(MATCH_ANY, out, err);
    out->exact = true;
    for (size_t i = 0; status == NS_OK && i < query->child_count; i++) {
        struct planned child = {0};
        status = plan_node(planner, query->children[i], &child, err);
        if (status == NS_OK) status = add_alternative(out, &child, err);
        planned_release(&child);
    }
    return status;
}

static ns_status plan_children(struct planner *planner, const struct query *query, enum match_kind kind, struct planned *out,
                               struct ns_error *err)
{
    struct planned *children = calloc(query->child_count, sizeof *children);
    if (!children) return ns_fail_nomem(err);
    ns_status status = NS_OK;
    size_t count = 0;
    while (status == NS_OK && count < query->child_count) {
        status = plan_node(planner, query->children[count], &children[count], err);
        count++;
    }
    if (status == NS_OK) {
        status = plan_all(kind, query->distance, children, count, out, err);
    } else {
        for (size_t i = 0; i < count; i++)
            planned_release(&children[i]);
    }
    free(children);
    return status;
}

static ns_status plan_node(struct planner *planner, const struct query *query, struct planned *out, struct ns_error *err)
{
    switch (query->kind) {
    case QUERY_WORD:
        return plan_word(planner, query, out, err);
    case QUERY_PHRASE:
        return plan_children(planner, query, MATCH_PHRASE, out, err);
    case QUERY_NEAR:
        return plan_children(planner, query, MATCH_NEAR, out, err);
    case QUERY_ANY:
        return plan_any(planner, query, out, err);
    }
    return ns_fail(err, NS_ERR_INTERNAL, "a query of no kind");
}

/* ---- The plan ---- */

static ns_status finish_plan(struct planner *planner, struct planned *root, struct ns_error *err)
{
    struct plan *plan = planner->plan;
    plan->candidates = root->candidates;
    plan->matcher.root = root->node;
    plan->exact = root->exact;
    root->candidates = NULL;
    root->node = NULL;
    memcpy(plan->anchors, root->anchors, LEAF_SET_SIZE);
    plan->matcher.leaf_count = (uint32_t)planner->stems.count;
    return matcher_prepare(&plan->matcher, index_reader_lexicon(planner->reader)->numbers, err);
}

static void planner_release(struct planner *planner)
{
    normalizer_free(planner->normalizer);
    interner_release(&planner->stems);
    row_list_release(&planner->rows);
    form_record_release(&planner->form);
    token_list_release(&planner->tokens);
}

ns_status plan_query(const struct query *query, const struct index_reader *reader, struct plan **out, struct ns_error *err)
{
    *out = NULL;
    struct planner planner = {.reader = reader, .plan = calloc(1, sizeof *planner.plan)};
    if (!planner.plan) return ns_fail_nomem(err);
    struct planned root = {0};
    ns_status status = normalizer_open(index_reader_info(reader)->language, &planner.normalizer, err);
    if (status == NS_OK) status = plan_node(&planner, query, &root, err);
    if (status == NS_OK) status = finish_plan(&planner, &root, err);
    planned_release(&root);
    planner_release(&planner);
    if (status == NS_OK) {
        *out = planner.plan;
    } else {
        plan_free(planner.plan);
    }
    return status;
}

void plan_free(struct plan *plan)
{
    if (!plan) return;
    xap_query_free(plan->candidates);
    matcher_release(&plan->matcher);
    free(plan);
}
