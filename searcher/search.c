/* search.c - runs a query's plans, one an index: the candidates' articles, or the stretches where all words meet, are decided, their
 * passages weighed, and the best of all indexes kept. */
#include "searcher/search.h"

#include <stdlib.h>

#include "searcher/all_words.h"
#include "searcher/any_word.h"
#include "searcher/context.h"
#include "searcher/hit.h"
#include "searcher/meeting.h"
#include "searcher/prospects.h"
#include "searcher/rank.h"

/* A query in one index. */
struct searched_index {
    const struct index_reader *reader;
    uint32_t number;
    struct plan *plan; /* owned by the search */
    struct decider *decider;
    struct ranking *ranking; /* of all indexes */
};

struct search {
    const struct collection *collection;
    struct search_options options;
    struct searched_index *indexes;
    struct plan **plans;
    struct ranking *ranking;
    struct hit hit;
};

/* ---- Article by article ---- */

/* Decide the article or stretch at hand, and offer its passages. */
static ns_status take_at_hand(struct searched_index *at, const struct article_extent *extent, struct ns_error *err)
{
    bool holds = false;
    const bool *passages = NULL;
    ns_status status = decider_holds(at->decider, &holds, err);
    if (status != NS_OK || !holds) return status;
    status = decider_passages(at->decider, &passages, err);
    for (uint32_t i = 0; status == NS_OK && i < extent->passages; i++) {
        if (!passages[i]) continue;
        struct ranked ranked = {extent->first_passage + i, extent->article, 0, at->number};
        status = decider_weigh(at->decider, i, &ranked.score, NULL, err);
        if (status == NS_OK) status = ranking_offer(at->ranking, &ranked, err);
    }
    return status;
}

static ns_status take_article(struct searched_index *at, const struct article_extent *extent, struct ns_error *err)
{
    double bound = 0;
    decider_begin(at->decider, extent, DECIDE_BY_POSTINGS);
    const ns_status status = ranking_has_threshold(at->ranking) ? decider_bound(at->decider, &bound, err) : NS_OK;
    if (status != NS_OK || ranking_is_below(at->ranking, bound)) return status;
    return take_at_hand(at, extent, err);
}

/* An article or stretch is passed over when it cannot be among the best, whatever stands in it of the other words. */
static ns_status pass_over(void *context, const struct article_extent *extent, bool *pass_over_it, struct ns_error *err)
{
    struct searched_index *at = context;
    double bound = 0;
    *pass_over_it = false;
    if (!ranking_has_threshold(at->ranking)) return NS_OK;
    const ns_status status = decider_quick_bound(at->decider, extent, &bound, err);
    *pass_over_it = status == NS_OK && ranking_is_below(at->ranking, bound);
    return status;
}

static ns_status run_articles(struct searched_index *at, struct ns_error *err)
{
    struct article_extent extent;
    bool end = false;
    candidates_set_gate(at->plan->candidates, pass_over, at);
    ns_status status = candidates_seek(at->plan->candidates, 0, &extent, &end, err);
    while (status == NS_OK && !end) {
        status = take_article(at, &extent, err);
        if (status == NS_OK) status = candidates_seek(at->plan->candidates, extent.first_passage + extent.passages, &extent, &end, err);
    }
    return status;
}

/* ---- Where all words of a part meet: best first ---- */

/* Put the next stretches aside. @end set to whether there is none any more. */
static ns_status find_prospects(struct searched_index *at, struct meeting *meeting, struct prospects *prospects, bool *end,
                                struct ns_error *err)
{
    ns_status status = NS_OK;
    prospects_clear(prospects);
    while (status == NS_OK && prospects_count(prospects) < PROSPECTS_MAX) {
        struct article_extent stretch;
        double bound = 0;
        status = meeting_next(meeting, pass_over, at, &stretch, end, err);
        if (status != NS_OK || *end) return status;
        decider_begin(at->decider, &stretch, DECIDE_BY_POSTINGS);
        status = decider_bound(at->decider, &bound, err);
        if (status == NS_OK && !ranking_is_below(at->ranking, bound)) status = prospects_add(prospects, bound, err);
    }
    return status;
}

/* So many are decided while the memory sends the words of one. */
#define PROSPECTS_AHEAD 2

/* As the bounds go down, the first that cannot be among the best ends the others too. */
static ns_status take_prospects(struct searched_index *at, struct prospects *prospects, struct ns_error *err)
{
    ns_status status = NS_OK;
    prospects_order(prospects);
    for (size_t i = 0; status == NS_OK && i < prospects_count(prospects); i++) {
        if (ranking_is_below(at->ranking, prospects_bound(prospects, i))) break;
        prospects_expect(prospects, i + PROSPECTS_AHEAD);
        status = take_at_hand(at, prospects_begin(prospects, i), err);
    }
    return status;
}

static ns_status run_meeting(struct searched_index *at, struct ns_error *err)
{
    struct meeting meeting = meeting_of(at->reader, at->plan);
    struct prospects *prospects;
    bool end = false;
    ns_status status = prospects_open(at->decider, &prospects, err);
    while (status == NS_OK && !end) {
        status = find_prospects(at, &meeting, prospects, &end, err);
        if (status == NS_OK) status = take_prospects(at, prospects, err);
    }
    prospects_free(prospects);
    return status;
}

/* ---- The whole ---- */

static ns_status run_index(struct searched_index *at, const struct collection *collection, struct ns_error *err)
{
    if (at->plan->plain) return any_word_run(collection, at->number, at->plan, at->decider, at->ranking, err);
    if (at->plan->gathers) return all_words_run(collection, at->number, at->plan, at->decider, at->ranking, err);
    return at->plan->meets ? run_meeting(at, err) : run_articles(at, err);
}

static ns_status open_index(struct search *search, uint32_t number, struct ns_error *err)
{
    struct searched_index *at = &search->indexes[number];
    *at = (struct searched_index){
        .reader = search->collection->readers[number], .number = number, .plan = search->plans[number], .ranking = search->ranking};
    return decider_open(at->reader, at->plan, search->options.weighing, &at->decider, err);
}

static ns_status open_all(struct search *search, const struct query *query, struct ns_error *err)
{
    const struct collection *collection = search->collection;
    const struct search_options *options = &search->options;
    const size_t kept = options->limit > 0 ? (size_t)options->offset + options->limit : 0;
    const struct rank_options ranked = {kept, options->by_article, options->unique, options->without, options->order};
    search->indexes = calloc(collection->count, sizeof *search->indexes);
    search->plans = calloc(collection->count, sizeof(struct plan *));
    if (!search->indexes || !search->plans) return ns_fail_nomem(err);
    ns_status status = plan_query(query, collection, search->plans, err);
    if (status == NS_OK) status = ranking_open(collection, &ranked, &search->ranking, err);
    for (uint32_t i = 0; status == NS_OK && i < collection->count; i++)
        status = open_index(search, i, err);
    return status;
}

/* The indexes share the ranking, so that what would have been among the best of one alone is passed over when those before have better. */
static ns_status run(struct search *search, const struct query *query, struct ns_error *err)
{
    ns_status status = open_all(search, query, err);
    for (size_t i = 0; status == NS_OK && i < search->collection->count; i++)
        status = run_index(&search->indexes[i], search->collection, err);
    return status == NS_OK ? ranking_finish(search->ranking, err) : status;
}

ns_status search_run(const struct collection *collection, const struct query *query, const struct search_options *options,
                     struct search **out, struct ns_error *err)
{
    *out = NULL;
    struct search *search = calloc(1, sizeof *search);
    if (!search) return ns_fail_nomem(err);
    search->collection = collection;
    search->options = *options;
    const ns_status status = run(search, query, err);
    if (status == NS_OK) {
        *out = search;
    } else {
        search_free(search);
    }
    return status;
}

size_t search_count(const struct search *search)
{
    const size_t ranked = ranking_count(search->ranking);
    return ranked > search->options.offset ? ranked - search->options.offset : 0;
}

size_t search_matches(const struct search *search)
{
    return ranking_count(search->ranking);
}

const struct ranked *search_match(const struct search *search, size_t i)
{
    return ranking_get(search->ranking, i);
}

ns_status search_hit(struct search *search, size_t i, const struct hit **out, struct ns_error *err)
{
    const struct ranked *ranked = ranking_get(search->ranking, search->options.offset + i);
    const struct searched_index *at = &search->indexes[ranked->index];
    struct hit *hit = &search->hit;
    hit->rank = search->options.offset + (uint32_t)i + 1;
    hit->score = ranked->score;
    hit->others = 0;
    hit->is_article = search->options.by_article;
    ns_status status = hit_read(hit, at->reader, at->decider, ranked->passage, search->options.explain, err);
    if (status == NS_OK && hit->is_article) status = hit_count_others(hit, at->decider, err);
    if (status == NS_OK && search->options.copies) status = hit_read_copies(hit, search->collection, ranked->index, ranked->article, err);
    if (status == NS_OK && search->options.by_sentences)
        status = context_read(hit, at->reader, ranked->passage, search->options.context, err);
    if (status == NS_OK) *out = hit;
    return status;
}

void search_free(struct search *search)
{
    if (!search) return;
    hit_release(&search->hit);
    ranking_free(search->ranking);
    for (size_t i = 0; i < search->collection->count; i++) {
        if (search->indexes) decider_free(search->indexes[i].decider);
        if (search->plans) plan_free(search->plans[i]);
    }
    free(search->indexes);
    free(search->plans);
    free(search);
}
