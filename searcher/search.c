/* search.c - runs a plan: the candidates' articles, or the stretches where all words meet, are decided, their passages weighed, and the
 * best kept. */
#include "searcher/search.h"

#include <stdlib.h>

#include "searcher/any_word.h"
#include "searcher/hit.h"
#include "searcher/meeting.h"
#include "searcher/prospects.h"
#include "searcher/rank.h"

struct search {
    const struct index_reader *reader;
    struct plan *plan;
    struct decider *decider;
    struct ranking *ranking;
    struct hit hit;
};

/* ---- Article by article ---- */

/* Decide the article or stretch at hand, and offer its passages. */
static ns_status take_at_hand(struct search *search, const struct article_extent *extent, struct ns_error *err)
{
    bool holds = false;
    const bool *passages = NULL;
    ns_status status = decider_holds(search->decider, &holds, err);
    if (status != NS_OK || !holds) return status;
    status = decider_passages(search->decider, &passages, err);
    for (uint32_t i = 0; status == NS_OK && i < extent->passages; i++) {
        if (!passages[i]) continue;
        struct ranked ranked = {extent->first_passage + i, extent->article, 0};
        status = decider_weigh(search->decider, i, &ranked.score, NULL, err);
        if (status == NS_OK) status = ranking_offer(search->ranking, &ranked, err);
    }
    return status;
}

static ns_status take_article(struct search *search, const struct article_extent *extent, struct ns_error *err)
{
    double bound = 0;
    decider_begin(search->decider, extent, DECIDE_BY_POSTINGS);
    const ns_status status = ranking_is_full(search->ranking) ? decider_bound(search->decider, &bound, err) : NS_OK;
    if (status != NS_OK || ranking_is_below(search->ranking, bound)) return status;
    return take_at_hand(search, extent, err);
}

/* An article or stretch is passed over when it cannot be among the best, whatever stands in it of the other words. */
static ns_status pass_over(void *context, const struct article_extent *extent, bool *pass_over_it, struct ns_error *err)
{
    struct search *search = context;
    double bound = 0;
    *pass_over_it = false;
    if (!ranking_is_full(search->ranking)) return NS_OK;
    const ns_status status = decider_quick_bound(search->decider, extent, &bound, err);
    *pass_over_it = status == NS_OK && ranking_is_below(search->ranking, bound);
    return status;
}

static ns_status run_articles(struct search *search, struct ns_error *err)
{
    struct article_extent extent;
    bool end = false;
    candidates_set_gate(search->plan->candidates, pass_over, search);
    ns_status status = candidates_seek(search->plan->candidates, 0, &extent, &end, err);
    while (status == NS_OK && !end) {
        status = take_article(search, &extent, err);
        if (status == NS_OK) status = candidates_seek(search->plan->candidates, extent.first_passage + extent.passages, &extent, &end, err);
    }
    return status;
}

/* ---- Where all words of a part meet: best first ---- */

/* Put the next stretches aside. @end set to whether there is none any more. */
static ns_status find_prospects(struct search *search, struct meeting *meeting, struct prospects *prospects, bool *end,
                                struct ns_error *err)
{
    ns_status status = NS_OK;
    prospects_clear(prospects);
    while (status == NS_OK && prospects_count(prospects) < PROSPECTS_MAX) {
        struct article_extent stretch;
        double bound = 0;
        status = meeting_next(meeting, pass_over, search, &stretch, end, err);
        if (status != NS_OK || *end) return status;
        decider_begin(search->decider, &stretch, DECIDE_BY_POSTINGS);
        status = decider_bound(search->decider, &bound, err);
        if (status == NS_OK && !ranking_is_below(search->ranking, bound)) status = prospects_add(prospects, bound, err);
    }
    return status;
}

/* As the bounds go down, the first that cannot be among the best ends the others too. */
static ns_status take_prospects(struct search *search, struct prospects *prospects, struct ns_error *err)
{
    ns_status status = NS_OK;
    prospects_order(prospects);
    for (size_t i = 0; status == NS_OK && i < prospects_count(prospects); i++) {
        if (ranking_is_below(search->ranking, prospects_bound(prospects, i))) break;
        status = take_at_hand(search, prospects_begin(prospects, i), err);
    }
    return status;
}

static ns_status run_meeting(struct search *search, struct ns_error *err)
{
    struct meeting meeting = meeting_of(search->reader, search->plan);
    struct prospects *prospects;
    bool end = false;
    ns_status status = prospects_open(search->decider, &prospects, err);
    while (status == NS_OK && !end) {
        status = find_prospects(search, &meeting, prospects, &end, err);
        if (status == NS_OK) status = take_prospects(search, prospects, err);
    }
    prospects_free(prospects);
    return status;
}

/* ---- The whole ---- */

static ns_status run(struct search *search, const struct query *query, const struct search_options *options, struct ns_error *err)
{
    ns_status status = plan_query(query, search->reader, &search->plan, err);
    if (status == NS_OK) status = decider_open(search->reader, search->plan, &search->decider, err);
    if (status == NS_OK) status = ranking_open(search->reader, options->limit, &search->ranking, err);
    if (status != NS_OK) return status;
    if (search->plan->plain) {
        status = any_word_run(search->reader, search->plan, search->decider, search->ranking, err);
    } else {
        status = search->plan->meets ? run_meeting(search, err) : run_articles(search, err);
    }
    if (status == NS_OK) status = ranking_finish(search->ranking, err);
    return status;
}

ns_status search_run(const struct index_reader *reader, const struct query *query, const struct search_options *options,
                     struct search **out, struct ns_error *err)
{
    *out = NULL;
    struct search *search = calloc(1, sizeof *search);
    if (!search) return ns_fail_nomem(err);
    search->reader = reader;
    const ns_status status = run(search, query, options, err);
    if (status == NS_OK) {
        *out = search;
    } else {
        search_free(search);
    }
    return status;
}

size_t search_count(const struct search *search)
{
    return ranking_count(search->ranking);
}

uint32_t search_article(const struct search *search, size_t i)
{
    return ranking_get(search->ranking, i)->article;
}

ns_status search_hit(struct search *search, size_t i, const struct hit **out, struct ns_error *err)
{
    const struct ranked *ranked = ranking_get(search->ranking, i);
    search->hit.rank = (uint32_t)i + 1;
    search->hit.score = ranked->score;
    const ns_status status = hit_read(&search->hit, search->reader, search->decider, ranked->passage, err);
    if (status == NS_OK) *out = &search->hit;
    return status;
}

void search_free(struct search *search)
{
    if (!search) return;
    hit_release(&search->hit);
    ranking_free(search->ranking);
    decider_free(search->decider);
    plan_free(search->plan);
    free(search);
}
