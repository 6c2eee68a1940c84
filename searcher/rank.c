/* rank.c - a heap with the worst of the kept on top. */
#include "searcher/rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is known of the article of an entry, read when it is first needed. */
struct tie {
    bool known; /* its date */
    bool dated;
    int64_t seconds;
    char *path; /* NULL: not known yet */
};

struct entry {
    struct ranked ranked;
    struct tie tie;
};

struct ranking {
    const struct collection *collection;
    struct rank_options options;
    struct article_record record; /* of the article of `read`, */
    struct ranked read;
    bool has_read; /* if there is one */
    struct entry *entries;
    size_t count;
    size_t capacity;
    size_t counted;   /* where they are only counted */
    uint32_t *places; /* where articles or clusters are kept once, of each: its entry's place and 1, or 0; those of an index behind those
                       * before, and of a cluster that of its lowest member */
    size_t *first;    /* then, of each index, where its articles begin in `places` */
    const struct copies **copies; /* of each index, where clusters are kept once */
    ns_status status;             /* of reading ties */
    struct ns_error *err;
};

static ns_status open_places(struct ranking *ranking, struct ns_error *err)
{
    const struct collection *collection = ranking->collection;
    ranking->places = calloc(collection->articles + 1, sizeof *ranking->places);
    ranking->first = calloc(collection->count, sizeof *ranking->first);
    if (!ranking->places || !ranking->first) return ns_fail_nomem(err);
    for (size_t i = 1; i < collection->count; i++)
        ranking->first[i] = ranking->first[i - 1] + index_reader_info(collection->readers[i - 1])->articles;
    return NS_OK;
}

static ns_status open_copies(struct ranking *ranking, struct ns_error *err)
{
    const struct collection *collection = ranking->collection;
    ranking->copies = calloc(collection->count, sizeof(struct copies *));
    ns_status status = ranking->copies ? NS_OK : ns_fail_nomem(err);
    for (size_t i = 0; status == NS_OK && i < collection->count; i++)
        status = index_reader_copies(collection->readers[i], &ranking->copies[i], err);
    return status;
}

ns_status ranking_open(const struct collection *collection, const struct rank_options *options, struct ranking **out, struct ns_error *err)
{
    *out = NULL;
    struct ranking *ranking = calloc(1, sizeof *ranking);
    if (!ranking) return ns_fail_nomem(err);
    ranking->collection = collection;
    ranking->options = *options;
    ns_status status = options->by_article || options->unique ? open_places(ranking, err) : NS_OK;
    if (status == NS_OK && options->unique) status = open_copies(ranking, err);
    if (status == NS_OK) {
        *out = ranking;
    } else {
        ranking_free(ranking);
    }
    return status;
}

void ranking_free(struct ranking *ranking)
{
    if (!ranking) return;
    for (size_t i = 0; i < ranking->count; i++)
        free(ranking->entries[i].tie.path);
    free(ranking->entries);
    free(ranking->places);
    free(ranking->first);
    free(ranking->copies);
    article_record_release(&ranking->record);
    free(ranking);
}

/* ---- Order ---- */

/* Read the record of an entry's article. Passages of one article are mostly offered one after another. */
static ns_status read_record(struct ranking *ranking, const struct ranked *ranked)
{
    const struct ranked *read = &ranking->read;
    if (ranking->status != NS_OK) return ranking->status;
    if (ranking->has_read && read->article == ranked->article && read->index == ranked->index) return NS_OK;
    const struct index_reader *reader = ranking->collection->readers[ranked->index];
    ranking->status = index_reader_article(reader, ranked->article, &ranking->record, ranking->err);
    ranking->has_read = ranking->status == NS_OK;
    ranking->read = *ranked;
    return ranking->status;
}

static bool learn_date(struct ranking *ranking, struct entry *entry)
{
    struct tie *tie = &entry->tie;
    if (tie->known) return true;
    if (read_record(ranking, &entry->ranked) != NS_OK) return false;
    const struct article_date *date = &ranking->record.article.date;
    *tie = (struct tie){.known = true, .dated = date->precision != DATE_UNKNOWN, .seconds = date->seconds, .path = tie->path};
    return true;
}

static bool learn_path(struct ranking *ranking, struct entry *entry)
{
    struct tie *tie = &entry->tie;
    if (tie->path) return true;
    if (read_record(ranking, &entry->ranked) != NS_OK) return false;
    tie->path = strdup(ranking->record.article.path);
    if (!tie->path) ranking->status = ns_fail_nomem(ranking->err);
    return tie->path;
}

/* Below 0 when a is better, as with all that follows; 0, too, when what decides could not be read. */
static int compare_dates(struct ranking *ranking, struct entry *a, struct entry *b, bool newest)
{
    if (!learn_date(ranking, a) || !learn_date(ranking, b)) return 0;
    const struct tie *x = &a->tie, *y = &b->tie;
    if (x->dated != y->dated) return x->dated ? -1 : 1;
    if (!x->dated || x->seconds == y->seconds) return 0;
    return (x->seconds > y->seconds) == newest ? -1 : 1;
}

static int compare_paths(struct ranking *ranking, struct entry *a, struct entry *b)
{
    return learn_path(ranking, a) && learn_path(ranking, b) ? strcmp(a->tie.path, b->tie.path) : 0;
}

static int compare_scores(const struct entry *a, const struct entry *b)
{
    return (a->ranked.score < b->ranked.score) - (a->ranked.score > b->ranked.score);
}

/* By what comes before the score. */
static int compare_first(struct ranking *ranking, struct entry *a, struct entry *b)
{
    const enum rank_order order = ranking->options.order;
    if (order == RANK_BY_SCORE) return 0;
    return order == RANK_BY_PATH ? compare_paths(ranking, a, b) : compare_dates(ranking, a, b, order == RANK_NEWEST);
}

/* Articles whose passages have equal scores. */
static int compare_ties(struct ranking *ranking, struct entry *a, struct entry *b)
{
    int order = compare_dates(ranking, a, b, true);
    if (order == 0) order = compare_paths(ranking, a, b);
    return order != 0 ? order : (a->ranked.index > b->ranked.index) - (a->ranked.index < b->ranked.index);
}

/* Of one article the better passage comes first, whatever the order, then the earlier one; so it is of one source, where articles are
 * numbered by place. */
static int compare(struct ranking *ranking, struct entry *a, struct entry *b)
{
    const bool same = a->ranked.article == b->ranked.article && a->ranked.index == b->ranked.index;
    int order = same ? 0 : compare_first(ranking, a, b);
    if (order == 0) order = compare_scores(a, b);
    if (order == 0 && !same) order = compare_ties(ranking, a, b);
    return order != 0 ? order : (a->ranked.passage > b->ranked.passage) - (a->ranked.passage < b->ranked.passage);
}

/* ---- The heap ---- */

/* Where the place of an entry's article or cluster is noted; NULL if there may be several entries of it. */
static uint32_t *place_of(const struct ranking *ranking, const struct ranked *ranked)
{
    struct copy_cluster cluster;
    uint32_t *places = ranking->places ? ranking->places + ranking->first[ranked->index] : NULL;
    if (ranking->copies && copies_find(ranking->copies[ranked->index], ranked->article, &cluster)) return &places[cluster.members[0]];
    return ranking->options.by_article ? &places[ranked->article] : NULL;
}

/* Say that an entry is where it is. */
static void note_place(const struct ranking *ranking, size_t at)
{
    uint32_t *place = place_of(ranking, &ranking->entries[at].ranked);
    if (place) *place = (uint32_t)at + 1;
}

static void swap(struct ranking *ranking, size_t a, size_t b)
{
    const struct entry kept = ranking->entries[a];
    ranking->entries[a] = ranking->entries[b];
    ranking->entries[b] = kept;
    note_place(ranking, a);
    note_place(ranking, b);
}

static void sift_up(struct ranking *ranking, size_t at)
{
    struct entry *entries = ranking->entries;
    while (at > 0 && compare(ranking, &entries[at], &entries[(at - 1) / 2]) > 0) {
        swap(ranking, at, (at - 1) / 2);
        at = (at - 1) / 2;
    }
}

static void sift_down(struct ranking *ranking, size_t at, size_t count)
{
    struct entry *entries = ranking->entries;
    for (;;) {
        size_t worst = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < count; child++) {
            if (compare(ranking, &entries[child], &entries[worst]) > 0) worst = child;
        }
        if (worst == at) return;
        swap(ranking, at, worst);
        at = worst;
    }
}

static bool is_full(const struct ranking *ranking)
{
    return ranking->count > 0 && ranking->count == ranking->options.limit;
}

bool ranking_has_threshold(const struct ranking *ranking)
{
    return is_full(ranking) && ranking->options.order == RANK_BY_SCORE;
}

double ranking_threshold(const struct ranking *ranking)
{
    return ranking_has_threshold(ranking) ? ranking->entries[0].ranked.score : -INFINITY;
}

bool ranking_is_below(const struct ranking *ranking, double score)
{
    return score < ranking_threshold(ranking);
}

static ns_status add_entry(struct ranking *ranking, const struct ranked *ranked, struct ns_error *err)
{
    void *entries = ranking->entries;
    const ns_status status = array_reserve(&entries, &ranking->capacity, ranking->count + 1, sizeof *ranking->entries, err);
    ranking->entries = entries;
    if (status != NS_OK) return status;
    ranking->entries[ranking->count++] = (struct entry){.ranked = *ranked};
    note_place(ranking, ranking->count - 1);
    sift_up(ranking, ranking->count - 1);
    return ranking->status;
}

/* Put what is better in the place of the worst entry, whose article is forgotten. */
static void replace_worst(struct ranking *ranking, struct entry *better)
{
    const struct entry worst = ranking->entries[0];
    uint32_t *place = place_of(ranking, &worst.ranked);
    if (place) *place = 0;
    ranking->entries[0] = *better;
    *better = worst;
    note_place(ranking, 0);
    sift_down(ranking, 0, ranking->count);
}

/* The article or cluster has an entry: its best passage stays there. What is known of an article holds for all of its passages. */
static ns_status improve(struct ranking *ranking, size_t at, const struct ranked *ranked)
{
    struct entry offered = {.ranked = *ranked}, *entry = &ranking->entries[at];
    if (compare(ranking, &offered, entry) < 0 && ranking->status == NS_OK) {
        const struct entry kept = *entry;
        entry->ranked = *ranked;
        if (kept.ranked.article != ranked->article) {
            entry->tie = offered.tie;
            offered.tie = kept.tie;
        }
        sift_down(ranking, at, ranking->count);
    }
    free(offered.tie.path);
    return ranking->status;
}

static void count_one(struct ranking *ranking, const struct ranked *ranked)
{
    uint32_t *place = place_of(ranking, ranked);
    ranking->counted += !place || *place == 0;
    if (place) *place = 1;
}

static bool is_left_out(const struct ranking *ranking, const struct ranked *ranked)
{
    const struct article_place *without = ranking->options.without;
    return without && without->index == ranked->index && without->article == ranked->article;
}

ns_status ranking_offer(struct ranking *ranking, const struct ranked *ranked, struct ns_error *err)
{
    ranking->err = err;
    if (is_left_out(ranking, ranked)) return NS_OK;
    if (ranking->options.limit == 0) {
        count_one(ranking, ranked);
        return NS_OK;
    }
    const uint32_t *place = place_of(ranking, ranked);
    if (place && *place > 0) return improve(ranking, *place - 1, ranked);
    if (!is_full(ranking)) return add_entry(ranking, ranked, err);
    struct entry offered = {.ranked = *ranked};
    if (compare(ranking, &offered, &ranking->entries[0]) < 0 && ranking->status == NS_OK) replace_worst(ranking, &offered);
    free(offered.tie.path);
    return ranking->status;
}

ns_status ranking_finish(struct ranking *ranking, struct ns_error *err)
{
    ranking->err = err;
    for (size_t left = ranking->count; left > 1; left--) {
        swap(ranking, 0, left - 1);
        sift_down(ranking, 0, left - 1);
    }
    return ranking->status;
}

size_t ranking_count(const struct ranking *ranking)
{
    return ranking->options.limit > 0 ? ranking->count : ranking->counted;
}

const struct ranked *ranking_get(const struct ranking *ranking, size_t i)
{
    return &ranking->entries[i].ranked;
}
