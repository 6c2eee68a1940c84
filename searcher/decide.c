/* decide.c - the truth of a plan in one article. */
#include <stdlib.h>
#include <string.h>

#include "searcher/bm25.h"
#include "searcher/decider.h"
#include "searcher/filter.h"
#include "searcher/lower_bound.h"
#include "searcher/meeting.h"
#include "searcher/window.h"

/* ---- Opening ---- */

static void find_rareness(const struct decider *decider, const struct plan_unit *unit, struct unit_state *state)
{
    const struct collection *collection = decider->plan->collection;
    if (decider->weighing_by == WEIGH_PASSAGE) {
        state->idf = bm25_idf((double)unit->counts.documents, (double)collection->passages) * unit->boost;
        return;
    }
    state->articles = collection_articles_with(collection, &unit->counts);
    const double idf = bm25_article_idf(state->articles, (double)collection->articles) * unit->boost;
    state->article_idf = unit->postings ? idf * ARTICLE_SHARE : 0;
    state->idf = idf - state->article_idf;
}

static void open_units(struct decider *decider)
{
    const struct collection *collection = decider->plan->collection;
    decider->average_length = collection_average_length(collection);
    decider->average_article = collection_average_article(collection);
    for (size_t i = 0; i < sizeof decider->norms / sizeof *decider->norms; i++)
        decider->norms[i] = bm25_norm((double)i / decider->average_length);
    for (size_t i = 0; i < decider->plan->unit_count; i++)
        find_rareness(decider, &decider->plan->units[i], &decider->units[i]);
    decider_find_bounds(decider);
}

/* Where only stretches of articles are gone through, postings that are not shared with who does that tell of the rest. */
static ns_status open_whole(const struct decider *decider, struct ns_error *err)
{
    const struct plan *plan = decider->plan;
    ns_status status = NS_OK;
    if (!plan->meets || decider->weighing_by == WEIGH_PASSAGE) return NS_OK;
    for (size_t i = 0; status == NS_OK && i < plan->unit_count; i++)
        status = plan_open_postings(plan, decider->reader, &plan->units[i], &decider->units[i].whole, err);
    return status;
}

ns_status decider_open(const struct index_reader *reader, struct plan *plan, enum weighing weighing, struct decider **out,
                       struct ns_error *err)
{
    *out = NULL;
    struct decider *decider = calloc(1, sizeof *decider);
    if (!decider) return ns_fail_nomem(err);
    decider->reader = decider->view.reader = reader;
    decider->spans = index_reader_spans(reader);
    decider->plan = plan;
    decider->weighing_by = weighing;
    decider->leaves = &plan->leaves;
    decider->field_leaves = &plan->field_leaves;
    decider->units = calloc(plan->unit_count + 1, sizeof *decider->units);
    decider->parts = calloc(plan->part_count + 1, sizeof *decider->parts);
    ns_status status = decider->units && decider->parts ? NS_OK : ns_fail_nomem(err);
    if (status == NS_OK) open_units(decider);
    if (status == NS_OK) status = open_whole(decider, err);
    if (status == NS_OK && plan->field_leaves.count > 0)
        status = normalizer_open(index_reader_info(reader)->language, &decider->normalizer, err);
    if (status == NS_OK) {
        *out = decider;
    } else {
        decider_free(decider);
    }
    return status;
}

void decider_free(struct decider *decider)
{
    if (!decider) return;
    for (size_t i = 0; decider->units && i < decider->plan->unit_count; i++) {
        free(decider->units[i].counted);
        postings_free(decider->units[i].whole);
    }
    for (size_t i = 0; decider->parts && i < decider->plan->part_count; i++)
        interval_list_release(&decider->parts[i].evidence);
    free(decider->units);
    free(decider->parts);
    free(decider->passages);
    free(decider->wanted);
    free(decider->sums);
    interval_list_release(&decider->found);
    token_list_release(&decider->tokens);
    normalizer_free(decider->normalizer);
    matcher_release(&decider->matcher);
    view_release(&decider->view);
    free(decider);
}

/* ---- Words ---- */

static struct match_text text_of(const struct decider *decider)
{
    const struct view *view = &decider->view;
    return (struct match_text){
        .leaves = decider->leaves->places, .words = decider->words, .title = view->title, .gaps = (const uint8_t *)view->gaps.data};
}

static ns_status place_all_words(struct decider *decider, struct ns_error *err)
{
    struct view *view = &decider->view;
    ns_status status = view_words(view, err);
    if (status == NS_OK) status = leaf_set_find(decider->leaves, &view->words, err);
    decider->words = (uint32_t)view->words.count;
    return status;
}

/* Find the words where they can make a difference, by the postings. */
static ns_status find_local_words(struct decider *decider, struct ns_error *err)
{
    const struct plan *plan = decider->plan;
    const struct word_set *words = &decider->leaves->words;
    const ns_status status = window_choose(decider, err);
    if (status != NS_OK) return status;
    const struct anchors anchors = {&plan->anchors, plan->most_words - 1, decider->wanted};
    return plan->anchor ? view_found_around(&decider->view, words, &anchors, err) : view_found(&decider->view, words, decider->wanted, err);
}

static ns_status place_found_words(struct decider *decider, struct ns_error *err)
{
    struct view *view = &decider->view;
    const bool local = decider->plan->local && decider->by == DECIDE_BY_POSTINGS;
    ns_status status = local ? find_local_words(decider, err) : view_found(view, &decider->leaves->words, NULL, err);
    if (status == NS_OK) status = leaf_set_place(decider->leaves, &view->found, err);
    decider->words = view->found.words;
    return status;
}

/* Where leaves are runs of words, all words are read; else only those that are looked for. */
static ns_status find_places(struct decider *decider, struct ns_error *err)
{
    if (decider->has_places) return NS_OK;
    const ns_status status = decider->leaves->run_count > 0 ? place_all_words(decider, err) : place_found_words(decider, err);
    decider->has_places = status == NS_OK;
    return status;
}

/* Whether fewer words were found than an occurrence has. */
static bool are_too_few(const struct decider *decider, const struct plan_part *part)
{
    return decider->leaves->run_count == 0 && part->most_words > 0 && decider->view.found.count < part->least_words;
}

static ns_status find_evidence(struct decider *decider, const struct plan_part *part, struct interval_list *evidence, struct ns_error *err)
{
    ns_status status = find_places(decider, err);
    if (status != NS_OK || are_too_few(decider, part)) return status;
    if (status == NS_OK && part->needs_gaps) status = view_gaps(&decider->view, err);
    if (status == NS_OK && part->needs_title) status = view_title(&decider->view, err);
    const struct match_text text = text_of(decider);
    return status == NS_OK ? match_find(&decider->matcher, part->root, &text, evidence, err) : status;
}

/* ---- Units ---- */

static ns_status count_one(struct unit_state *unit, uint32_t passage, struct ns_error *err)
{
    if (unit->count > 0 && unit->counted[unit->count - 1].document == passage) {
        unit->counted[unit->count - 1].wdf++;
        return NS_OK;
    }
    void *counted = unit->counted;
    const ns_status status = array_reserve(&counted, &unit->capacity, unit->count + 1, sizeof *unit->counted, err);
    unit->entries = unit->counted = counted;
    if (status == NS_OK) unit->counted[unit->count++] = (xap_entry){passage, 1};
    return status;
}

static ns_status count_in_words(struct decider *decider, const struct plan_unit *unit, struct unit_state *state, struct ns_error *err)
{
    ns_status status = find_places(decider, err);
    if (status == NS_OK) status = view_starts(&decider->view, err);
    const struct match_text text = text_of(decider);
    const uint32_t first = decider->view.extent.first_passage;
    if (status == NS_OK) status = match_find(&decider->matcher, unit->root, &text, &decider->found, err);
    for (size_t i = 0; status == NS_OK && i < decider->found.count; i++)
        status = count_one(state, first + view_passage_of(&decider->view, decider->found.items[i].first), err);
    return status;
}

static uint64_t sum_of(const xap_entry *entries, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += entries[i].wdf;
    return sum;
}

void decider_enter_article(struct decider *decider, const struct article_extent *extent)
{
    const struct article_extent *article = &decider->article;
    if (decider->weighing_by == WEIGH_PASSAGE) return;
    if (extent->first_passage - article->first_passage < article->passages) return;
    spans_extent(decider->spans, extent->first_passage, &decider->article);
    const uint32_t first = decider->article.first_passage;
    decider->article_norm = decider_article_norm(decider, first, first + decider->article.passages);
}

/* How often the whole article has a unit, whose entries in a stretch of it, or in all, are loaded. */
static ns_status count_in_article(const struct decider *decider, const struct article_extent *stretch, const struct unit_state *unit,
                                  uint64_t *in_article, struct ns_error *err)
{
    const xap_entry *entries = unit->entries;
    size_t count = unit->count;
    const bool is_all = !unit->whole || stretch->passages == decider->article.passages;
    const ns_status status = is_all ? NS_OK : postings_load(unit->whole, &decider->article, &entries, &count, err);
    if (status == NS_OK) *in_article = sum_of(entries, count);
    return status;
}

ns_status decider_load_postings(const struct decider *decider, const struct plan_unit *unit, const struct article_extent *extent,
                                struct unit_state *state, struct ns_error *err)
{
    const ns_status status = postings_load(unit->postings, extent, &state->entries, &state->count, err);
    if (status != NS_OK || decider->weighing_by == WEIGH_PASSAGE) return status;
    return count_in_article(decider, extent, state, &state->in_article, err);
}

ns_status decider_read_unit(struct decider *decider, uint32_t number, struct ns_error *err)
{
    const struct plan_unit *unit = &decider->plan->units[number];
    struct unit_state *state = &decider->units[number];
    state->count = 0;
    const bool by_postings = unit->postings && decider->by == DECIDE_BY_POSTINGS;
    const ns_status status = by_postings ? decider_load_postings(decider, unit, &decider->view.extent, state, err)
                                         : count_in_words(decider, unit, state, err);
    if (status == NS_OK && !by_postings) state->in_article = sum_of(state->entries, state->count);
    state->loaded = status == NS_OK;
    return status;
}

/* ---- Parts ---- */

static bool by_postings(const struct decider *decider, uint32_t part)
{
    return decider->plan->parts[part].posted && decider->by == DECIDE_BY_POSTINGS;
}

/* Whether a part may hold in the article, by its candidates. */
static ns_status may_hold(struct decider *decider, const struct plan_part *part, bool *may, struct ns_error *err)
{
    struct article_extent extent;
    bool end;
    *may = true;
    if (decider->by == DECIDE_BY_WORDS || !part->candidates) return NS_OK;
    const ns_status status = candidates_seek(part->candidates, decider->view.extent.first_passage, &extent, &end, err);
    *may = status == NS_OK && !end && extent.article == decider->view.extent.article;
    return status;
}

static ns_status decide_part(struct decider *decider, uint32_t number, struct ns_error *err)
{
    const struct plan_part *part = &decider->plan->parts[number];
    struct part_state *state = &decider->parts[number];
    if (state->decided) return NS_OK;
    state->evidence.count = 0;
    state->holds = false;
    bool may = true;
    ns_status status = NS_OK;
    if (by_postings(decider, number)) {
        status = decider_load_unit(decider, part->units[0], err);
        state->holds = decider->units[part->units[0]].count > 0;
    } else {
        status = may_hold(decider, part, &may, err);
        if (status == NS_OK && may) status = find_evidence(decider, part, &state->evidence, err);
        state->holds = state->evidence.count > 0;
    }
    state->decided = status == NS_OK;
    return status;
}

/* At how many places a part that was decided holds. */
static uint64_t count_places(const struct decider *decider, uint32_t part)
{
    if (!by_postings(decider, part)) return decider->parts[part].evidence.count;
    const struct unit_state *unit = &decider->units[decider->plan->parts[part].units[0]];
    uint64_t places = 0;
    for (size_t i = 0; i < unit->count; i++)
        places += unit->entries[i].wdf;
    return places;
}

/* ---- Filters ---- */

static ns_status decide_field(struct decider *decider, const struct plan_node *node, bool *holds, struct ns_error *err)
{
    *holds = false;
    ns_status status = view_record(&decider->view, err);
    if (status != NS_OK) return status;
    const char *text = filter_field(&decider->view.record.article, node->field);
    if (!text) return NS_OK;
    struct token_list *tokens = &decider->tokens;
    status = leaf_set_find_in_text(decider->field_leaves, decider->normalizer, text, strlen(text), tokens, err);
    if (status != NS_OK) return status;
    struct buffer gaps = BUFFER_INIT;
    for (size_t i = 0; status == NS_OK && i < tokens->count; i++)
        status = buffer_append_byte(&gaps, tokens->items[i].gap, err);
    const struct match_text in_field = {
        .leaves = decider->field_leaves->places, .words = (uint32_t)tokens->count, .gaps = (const uint8_t *)gaps.data};
    if (status == NS_OK) status = match_find(&decider->matcher, node->root, &in_field, &decider->found, err);
    *holds = status == NS_OK && decider->found.count > 0;
    buffer_release(&gaps);
    return status;
}

static ns_status decide_path(struct decider *decider, const struct plan_node *node, bool *holds, struct ns_error *err)
{
    const ns_status status = view_record(&decider->view, err);
    *holds = status == NS_OK && filter_path(node->text.data, node->text.size, decider->view.record.article.path);
    return status;
}

static ns_status decide_date(struct decider *decider, const struct plan_node *node, bool *holds, struct ns_error *err)
{
    const ns_status status = view_record(&decider->view, err);
    *holds = status == NS_OK && filter_date(&decider->view.record.article.date, node->from, node->to);
    return status;
}

/* ---- The tree ---- */

static ns_status decide(struct decider *decider, const struct plan_node *node, bool *holds, struct ns_error *err);

/* Whether at least so many children hold. */
static ns_status decide_count(struct decider *decider, const struct plan_node *node, size_t wanted, bool *holds, struct ns_error *err)
{
    ns_status status = NS_OK;
    size_t held = 0;
    for (size_t i = 0; status == NS_OK && held < wanted && held + node->child_count - i >= wanted && i < node->child_count; i++) {
        bool child = false;
        status = decide(decider, node->children[i], &child, err);
        held += child;
    }
    *holds = held >= wanted;
    return status;
}

static ns_status decide_list(struct decider *decider, const struct plan_node *node, bool *holds, struct ns_error *err)
{
    ns_status status = NS_OK;
    bool any_may = false, may_holds = false, any_must = false;
    *holds = node->child_count > 0;
    for (size_t i = 0; status == NS_OK && *holds && i < node->child_count; i++) {
        const enum query_sign sign = node->children[i]->sign;
        any_may = any_may || sign == SIGN_MAY;
        any_must = any_must || (sign == SIGN_MUST && !node->children[i]->filter);
        if (sign == SIGN_MAY && may_holds) continue;
        bool child = false;
        status = decide(decider, node->children[i], &child, err);
        may_holds = may_holds || (sign == SIGN_MAY && child);
        if (sign != SIGN_MAY) *holds = child == (sign == SIGN_MUST);
    }
    if (any_may && !any_must && !may_holds) *holds = false;
    return status;
}

static ns_status decide_not(struct decider *decider, const struct plan_node *node, bool *holds, struct ns_error *err)
{
    bool child = false;
    const ns_status status = decide(decider, node->children[0], &child, err);
    *holds = !child;
    return status;
}

static ns_status decide(struct decider *decider, const struct plan_node *node, bool *holds, struct ns_error *err)
{
    ns_status status;
    switch (node->kind) {
    case PLAN_PART:
        status = decide_part(decider, node->part, err);
        *holds = decider->parts[node->part].holds;
        return status;
    case PLAN_ATLEAST:
        status = decide_part(decider, node->children[0]->part, err);
        *holds = status == NS_OK && count_places(decider, node->children[0]->part) >= node->number;
        return status;
    case PLAN_ALL:
        return decide_count(decider, node, node->child_count, holds, err);
    case PLAN_ANY:
        return decide_count(decider, node, 1, holds, err);
    case PLAN_OF:
        return decide_count(decider, node, node->number, holds, err);
    case PLAN_LIST:
        return decide_list(decider, node, holds, err);
    case PLAN_NOT:
        return decide_not(decider, node, holds, err);
    case PLAN_FIELD:
        return decide_field(decider, node, holds, err);
    case PLAN_PATH:
        return decide_path(decider, node, holds, err);
    case PLAN_DATE:
        return decide_date(decider, node, holds, err);
    }
    return ns_fail(err, NS_ERR_INTERNAL, "a plan of no kind");
}

/* ---- What counts ---- */

/* Mark the parts that make a node hold, which it does: of its children those that hold and are not excluded. */
static ns_status count_parts(struct decider *decider, const struct plan_node *node, struct ns_error *err)
{
    if (node->kind == PLAN_PART) decider->parts[node->part].counts = true;
    if (node->kind == PLAN_NOT) return NS_OK;
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < node->child_count; i++) {
        const struct plan_node *child = node->children[i];
        bool holds = node->kind == PLAN_ATLEAST;
        if (child->sign == SIGN_MUST_NOT) continue;
        if (!holds) status = decide(decider, child, &holds, err);
        if (status == NS_OK && holds) status = count_parts(decider, child, err);
    }
    return status;
}

/* Hits that are shown one after another are often of one article: what was found on its words is kept. */
static bool is_at_hand(const struct decider *decider, const struct article_extent *extent, enum decide_by by, bool is_passage)
{
    const struct article_extent *at = &decider->view.extent;
    const bool is_same = at->passages > 0 && at->first_passage == extent->first_passage && decider->is_passage == is_passage;
    return by == DECIDE_BY_WORDS && decider->by == by && is_same;
}

static void begin(struct decider *decider, const struct article_extent *extent, enum decide_by by, bool is_passage)
{
    decider_enter_article(decider, extent);
    if (is_at_hand(decider, extent, by, is_passage)) return;
    if (by == DECIDE_BY_WORDS) decider->matcher.steps = 0;
    view_begin(&decider->view, extent);
    decider->by = by;
    decider->is_passage = is_passage;
    decider->has_places = false;
    for (size_t i = 0; i < decider->plan->unit_count; i++)
        decider->units[i].loaded = false;
    for (size_t i = 0; i < decider->plan->part_count; i++)
        decider->parts[i].decided = decider->parts[i].counts = false;
}

void decider_begin(struct decider *decider, const struct article_extent *extent, enum decide_by by)
{
    begin(decider, extent, by, false);
}

bool decider_is_separate(const struct decider *decider)
{
    return decider->plan->separate;
}

void decider_begin_passage(struct decider *decider, const struct article_extent *article, uint32_t passage)
{
    const struct reach reach = meeting_reach(decider->spans, passage, decider->plan->most_words);
    const struct article_extent extent = {article->article, passage, reach.last - passage + 1};
    begin(decider, &extent, DECIDE_BY_WORDS, true);
}

/* A part that holds in the passage itself, and not in what is behind it. */
static ns_status decide_in_passage(struct decider *decider, uint32_t number, struct ns_error *err)
{
    struct part_state *state = &decider->parts[number];
    size_t end;
    ns_status status = decide_part(decider, number, err);
    if (status == NS_OK) status = view_starts(&decider->view, err);
    if (status == NS_OK) state->counts = state->holds && decider_evidence_in(decider, number, 0, &end) < end;
    return status;
}

static ns_status holds_in_passage(struct decider *decider, bool *holds, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (uint32_t i = 0; status == NS_OK && i < decider->plan->part_count; i++) {
        status = decide_in_passage(decider, i, err);
        *holds = *holds || decider->parts[i].counts;
    }
    return status;
}

ns_status decider_holds(struct decider *decider, bool *holds, struct ns_error *err)
{
    *holds = false;
    if (decider->is_passage) return holds_in_passage(decider, holds, err);
    ns_status status = decide(decider, decider->plan->root, holds, err);
    if (status == NS_OK && *holds) status = count_parts(decider, decider->plan->root, err);
    return status;
}

/* ---- Passages ---- */

static ns_status add_passages(struct decider *decider, uint32_t part, struct ns_error *err)
{
    if (by_postings(decider, part)) {
        const struct unit_state *unit = &decider->units[decider->plan->parts[part].units[0]];
        for (size_t i = 0; i < unit->count; i++)
            decider->passages[unit->entries[i].document - decider->view.extent.first_passage] = true;
        return NS_OK;
    }
    const struct interval_list *evidence = &decider->parts[part].evidence;
    const ns_status status = view_starts(&decider->view, err);
    for (size_t i = 0; status == NS_OK && i < evidence->count; i++)
        decider->passages[view_passage_of(&decider->view, evidence->items[i].first)] = true;
    return status;
}

static bool is_evidence(const struct decider *decider, uint32_t part)
{
    return decider->parts[part].counts && !decider->plan->parts[part].aside;
}

ns_status decider_passages(struct decider *decider, const bool **passages, struct ns_error *err)
{
    const uint32_t count = decider->view.extent.passages;
    void *items = decider->passages;
    ns_status status = array_reserve(&items, &decider->passage_capacity, count, sizeof *decider->passages, err);
    decider->passages = items;
    if (status != NS_OK) return status;
    memset(decider->passages, 0, count * sizeof *decider->passages);
    bool any = false;
    for (uint32_t i = 0; status == NS_OK && i < decider->plan->part_count; i++) {
        if (!is_evidence(decider, i)) continue;
        any = true;
        status = add_passages(decider, i, err);
    }
    if (!any) decider->passages[0] = true;
    *passages = decider->passages;
    return status;
}

/* ---- Evidence ---- */

size_t decider_evidence_in(const struct decider *decider, uint32_t part, uint32_t passage, size_t *end)
{
    const struct interval_list *evidence = &decider->parts[part].evidence;
    const uint32_t *starts = decider->view.starts;
    *end = lower_bound(evidence->items, evidence->count, sizeof *evidence->items, starts[passage + 1]);
    return lower_bound(evidence->items, evidence->count, sizeof *evidence->items, starts[passage]);
}

static ns_status add_evidence(struct decider *decider, uint32_t number, uint32_t passage, struct interval_list *evidence,
                              struct interval_list *marks, struct ns_error *err)
{
    const struct match_text text = text_of(decider);
    ns_status status = NS_OK;
    size_t end;
    for (size_t i = decider_evidence_in(decider, number, passage, &end); status == NS_OK && i < end; i++) {
        const struct interval interval = decider->parts[number].evidence.items[i];
        status = interval_list_add(evidence, interval.first, interval.last, err);
        if (status == NS_OK) status = match_mark(&decider->matcher, decider->plan->parts[number].root, &text, interval, marks, err);
    }
    return status;
}

ns_status decider_evidence(struct decider *decider, uint32_t passage, struct interval_list *evidence, struct interval_list *marks,
                           struct ns_error *err)
{
    evidence->count = marks->count = 0;
    ns_status status = view_starts(&decider->view, err);
    for (uint32_t i = 0; status == NS_OK && i < decider->plan->part_count; i++) {
        if (is_evidence(decider, i)) status = add_evidence(decider, i, passage, evidence, marks, err);
    }
    interval_list_order(evidence);
    interval_list_order(marks);
    return status;
}
