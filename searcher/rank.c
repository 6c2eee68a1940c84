/* rank.c - a heap with the worst of the kept on top. */
#include "searcher/rank.h"

#include <stdlib.h>
#include <string.h>

/* What decides between equal scores, read when it is first needed. */
struct tie {
    bool known;
    bool dated;
    int64_t seconds;
    char *path;
};

struct entry {
    struct ranked ranked;
    struct tie tie;
};

struct ranking {
    const struct index_reader *reader;
    struct article_record record;
    struct entry *entries;
    size_t count;
    size_t capacity;
    size_t limit;
    ns_status status; /* of reading ties */
    struct ns_error *err;
};

ns_status ranking_open(const struct index_reader *reader, size_t limit, struct ranking **out, struct ns_error *err)
{
    *out = calloc(1, sizeof **out);
    if (!*out) return ns_fail_nomem(err);
    (*out)->reader = reader;
    (*out)->limit = limit;
    return NS_OK;
}

void ranking_free(struct ranking *ranking)
{
    if (!ranking) return;
    for (size_t i = 0; i < ranking->count; i++)
        free(ranking->entries[i].tie.path);
    free(ranking->entries);
    article_record_release(&ranking->record);
    free(ranking);
}

/* ---- Order ---- */

static void learn_tie(struct ranking *ranking, struct entry *entry)
{
    if (entry->tie.known || ranking->status != NS_OK) return;
    ranking->status = index_reader_article(ranking->reader, entry->ranked.article, &ranking->record, ranking->err);
    if (ranking->status != NS_OK) return;
    const struct article *article = &ranking->record.article;
    entry->tie.path = strdup(article->path);
    if (!entry->tie.path) ranking->status = ns_fail_nomem(ranking->err);
    entry->tie.dated = article->date.precision != DATE_UNKNOWN;
    entry->tie.seconds = article->date.seconds;
    entry->tie.known = ranking->status == NS_OK;
}

/* Below 0 when a is better. Of one article the earlier passage is; so it is of one source, where articles are numbered by place. */
static int compare(struct ranking *ranking, struct entry *a, struct entry *b)
{
    if (a->ranked.score != b->ranked.score) return a->ranked.score > b->ranked.score ? -1 : 1;
    if (a->ranked.article != b->ranked.article) {
        learn_tie(ranking, a);
        learn_tie(ranking, b);
        if (!a->tie.known || !b->tie.known) return 0;
        if (a->tie.dated != b->tie.dated) return a->tie.dated ? -1 : 1;
        if (a->tie.dated && a->tie.seconds != b->tie.seconds) return a->tie.seconds > b->tie.seconds ? -1 : 1;
        const int order = strcmp(a->tie.path, b->tie.path);
        if (order != 0) return order;
    }
    return (a->ranked.passage > b->ranked.passage) - (a->ranked.passage < b->ranked.passage);
}

/* ---- The heap ---- */

static void swap(struct entry *a, struct entry *b)
{
    const struct entry kept = *a;
    *a = *b;
    *b = kept;
}

static void sift_up(struct ranking *ranking, size_t at)
{
    struct entry *entries = ranking->entries;
    while (at > 0 && compare(ranking, &entries[at], &entries[(at - 1) / 2]) > 0) {
        swap(&entries[at], &entries[(at - 1) / 2]);
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
        swap(&entries[at], &entries[worst]);
        at = worst;
    }
}

bool ranking_is_full(const struct ranking *ranking)
{
    return ranking->count == ranking->limit;
}

bool ranking_is_below(const struct ranking *ranking, double score)
{
    return ranking_is_full(ranking) && score < ranking->entries[0].ranked.score;
}

static ns_status add_entry(struct ranking *ranking, const struct ranked *ranked, struct ns_error *err)
{
    void *entries = ranking->entries;
    const ns_status status = array_reserve(&entries, &ranking->capacity, ranking->count + 1, sizeof *ranking->entries, err);
    ranking->entries = entries;
    if (status != NS_OK) return status;
    ranking->entries[ranking->count++] = (struct entry){.ranked = *ranked};
    sift_up(ranking, ranking->count - 1);
    return ranking->status;
}

ns_status ranking_offer(struct ranking *ranking, const struct ranked *ranked, struct ns_error *err)
{
    ranking->err = err;
    if (ranking->count < ranking->limit) return add_entry(ranking, ranked, err);
    struct entry offered = {.ranked = *ranked};
    if (compare(ranking, &offered, &ranking->entries[0]) < 0 && ranking->status == NS_OK) {
        swap(&offered, &ranking->entries[0]);
        sift_down(ranking, 0, ranking->count);
    }
    free(offered.tie.path);
    return ranking->status;
}

ns_status ranking_finish(struct ranking *ranking, struct ns_error *err)
{
    ranking->err = err;
    for (size_t left = ranking->count; left > 1; left--) {
        swap(&ranking->entries[0], &ranking->entries[left - 1]);
        sift_down(ranking, 0, left - 1);
    }
    return ranking->status;
}

size_t ranking_count(const struct ranking *ranking)
{
    return ranking->count;
}

const struct ranked *ranking_get(const struct ranking *ranking, size_t i)
{
    return &ranking->entries[i].ranked;
}
