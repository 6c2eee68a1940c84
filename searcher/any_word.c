/* any_word.c - windows of whole articles, in which the words are added up, the weightiest first.
 *
 * What the words weigh is always added in the same order, so that passages which have the same words weigh the same to the last bit, and
 * come in the order that rank.h gives to equals.
 */
#include "searcher/any_word.h"

#include <stdlib.h>
#include <string.h>

#include "index/buffer.h"

/* Passages that are added up at a time, with what the last article of them has beyond: their sums stay in the processor's nearest memory.
 * As long as no hits are known, all that is added up is weighed in full, so that the first windows are small. */
#define WINDOW_FIRST 128
#define WINDOW_MOST 2048

struct word {
    struct postings *postings;
    uint32_t unit;
    double most;               /* that it can weigh */
    double most_below;         /* that it and the lighter ones can weigh together */
    double article_most;       /* that it can weigh in an article */
    struct entry_list entries; /* in the window, if it is one of the heavier */
    size_t next;               /* the first of these behind the article taken last */
    uint64_t frequency;        /* in the article at hand */
};

struct any_word {
    const struct index_reader *reader;
    const struct spans *spans;
    uint32_t index; /* of the reader */
    const struct decider *decider;
    struct ranking *ranking;
    uint32_t passages;  /* of the index */
    bool in_articles;   /* whether words weigh there too; else each passage is taken for itself */
    struct word *words; /* the lightest first */
    size_t count;
    size_t light;     /* so many of the first cannot lift a passage among the best together */
    double others;    /* what those, and in an article the others, can add to a passage's sum */
    double threshold; /* of the ranking */
    uint32_t window;  /* passages of the next one */
    uint32_t begin;   /* the window: passages from `begin` ... */
    uint32_t end;     /* ... until before `end` */
    double *sums;     /* of what the words weigh in each of these */
    size_t sum_capacity;
    uint64_t *met; /* a bit for each: it has one of the heavier words */
    size_t met_capacity;
};

static int lightest_first(const void *left, const void *right)
{
    const struct word *a = left, *b = right;
    if (a->most != b->most) return a->most < b->most ? -1 : 1;
    return a->unit < b->unit ? -1 : 1;
}

static ns_status collect_words(struct any_word *any, const struct plan *plan, struct ns_error *err)
{
    any->words = calloc(plan->unit_count + 1, sizeof *any->words);
    if (!any->words) return ns_fail_nomem(err);
    for (uint32_t i = 0; i < plan->unit_count; i++)
        any->words[any->count++] = (struct word){.postings = plan->units[i].postings,
                                                 .unit = i,
                                                 .most = decider_unit_most(any->decider, i),
                                                 .article_most = decider_unit_article_most(any->decider, i)};
    qsort(any->words, any->count, sizeof *any->words, lightest_first);
    double below = 0;
    for (size_t i = 0; i < any->count; i++)
        any->words[i].most_below = below += any->words[i].most;
    return NS_OK;
}

static void release(struct any_word *any)
{
    for (size_t i = 0; i < any->count; i++)
        entry_list_release(&any->words[i].entries);
    free(any->words);
    free(any->sums);
    free(any->met);
}

/* ---- The heavier words ---- */

/* The first passage that any of them has. */
static uint32_t next_passage(const struct any_word *any)
{
    uint32_t next = any->passages;
    for (size_t i = any->light; i < any->count; i++) {
        const uint32_t passage = postings_next(any->words[i].postings);
        if (passage < next) next = passage;
    }
    return next;
}

static void add_in_passage(struct any_word *any, const struct word *word, const xap_entry *entry)
{
    any->sums[entry->document - any->begin] += decider_unit_weight(any->decider, word->unit, entry->document, entry->wdf);
}

/* Add what a word weighs in the passages of the window. */
static ns_status add_word(struct any_word *any, struct word *word, struct ns_error *err)
{
    const ns_status status = postings_take_before(word->postings, any->end, &word->entries, err);
    word->next = 0;
    for (size_t i = 0; status == NS_OK && i < word->entries.count; i++) {
        const uint32_t at = word->entries.items[i].document - any->begin;
        add_in_passage(any, word, &word->entries.items[i]);
        any->met[at / 64] |= UINT64_C(1) << at % 64;
    }
    return status;
}

/* ---- Articles ---- */

/* One article of the window, or one passage where articles do not count. */
struct met_article {
    uint32_t begin, end; /* its passages, from `begin` until before `end` */
    double norm;         /* what its length takes */
    double sum;          /* of what the words weigh in it */
    double best;         /* the most that they weigh in one of its passages */
};

static void note_best(const struct any_word *any, uint32_t passage, struct met_article *article)
{
    const double sum = any->sums[passage - any->begin];
    if (sum > article->best) article->best = sum;
}

/* Count the heavier words. Articles are taken in their order, so that the entries before this one's are done with. Returns what the words
 * that are there can weigh in it. */
static double count_heavy(struct any_word *any, struct met_article *article)
{
    double most = 0;
    for (struct word *word = any->words + any->light; word < any->words + any->count; word++) {
        word->frequency = 0;
        while (word->next < word->entries.count && word->entries.items[word->next].document < article->begin)
            word->next++;
        for (; word->next < word->entries.count && word->entries.items[word->next].document < article->end; word->next++) {
            word->frequency += word->entries.items[word->next].wdf;
            note_best(any, word->entries.items[word->next].document, article);
        }
        if (word->frequency > 0) most += word->article_most;
    }
    return most;
}

static ns_status count_light(struct any_word *any, struct word *word, struct met_article *article, struct ns_error *err)
{
    xap_entry entry;
    ns_status status = postings_find(word->postings, article->begin, &entry, err);
    word->frequency = 0;
    while (status == NS_OK && entry.document < article->end) {
        add_in_passage(any, word, &entry);
        note_best(any, entry.document, article);
        word->frequency += entry.wdf;
        status = postings_find(word->postings, entry.document + 1, &entry, err);
    }
    return status;
}

static void add_in_article(const struct any_word *any, const struct word *word, struct met_article *article)
{
    if (word->frequency == 0 || !any->in_articles) return;
    article->sum += decider_unit_article_weight(any->decider, word->unit, article->norm, word->frequency);
}

/* Whether no passage of an article can be among the best, by what was added and what may come to it. */
static bool is_hopeless(const struct any_word *any, const struct met_article *article, double more)
{
    return (article->best + article->sum + more) * DECIDE_SLACK < any->threshold;
}

static double most_of_light(const struct any_word *any)
{
    return any->light > 0 ? any->words[any->light - 1].most_below : 0;
}

/* Add the words, as long as they can lift a passage among the best; *hopeless is set to whether they cannot. */
static ns_status add_words(struct any_word *any, struct met_article *article, bool *hopeless, struct ns_error *err)
{
    ns_status status = NS_OK;
    const double most = count_heavy(any, article);
    *hopeless = is_hopeless(any, article, most + most_of_light(any));
    if (*hopeless) return NS_OK;
    if (any->in_articles) article->norm = decider_article_norm(any->decider, article->begin, article->end);
    for (size_t i = any->count; i > any->light; i--)
        add_in_article(any, &any->words[i - 1], article);
    for (size_t i = any->light; status == NS_OK && i > 0; i--) {
        struct word *word = &any->words[i - 1];
        *hopeless = is_hopeless(any, article, word->most_below);
        if (*hopeless) break;
        status = count_light(any, word, article, err);
        add_in_article(any, word, article);
    }
    return status;
}

/* What weighs nothing has no word. */
static ns_status offer(struct any_word *any, const struct met_article *article, struct ns_error *err)
{
    ns_status status = NS_OK;
    struct article_extent extent;
    for (uint32_t passage = article->begin; status == NS_OK && passage < article->end; passage++) {
        const double sum = any->sums[passage - any->begin];
        if (sum == 0 || sum + article->sum < any->threshold) continue;
        status = index_reader_extent(any->reader, passage, &extent, err);
        if (status != NS_OK) return status;
        const struct ranked ranked = {passage, extent.article, sum + article->sum, any->index};
        status = ranking_offer(any->ranking, &ranked, err);
        any->threshold = ranking_threshold(any->ranking);
    }
    return status;
}

/* Take the article of a passage. *behind gets the passage behind it. */
static ns_status take_article(struct any_word *any, uint32_t passage, uint32_t *behind, struct ns_error *err)
{
    struct met_article article = {.begin = passage, .end = passage + 1};
    bool hopeless = false;
    if (any->in_articles) spans_bounds(any->spans, passage, &article.begin, &article.end);
    *behind = article.end;
    const ns_status status = add_words(any, &article, &hopeless, err);
    return status == NS_OK && !hopeless ? offer(any, &article, err) : status;
}

/* ---- Windows ---- */

/* Let the window begin with the article of a passage, and end with an article. */
static ns_status begin_window(struct any_word *any, uint32_t passage, struct ns_error *err)
{
    uint32_t other;
    spans_bounds(any->spans, passage, &any->begin, &other);
    const uint32_t last = any->passages - any->begin < any->window ? any->passages - 1 : any->begin + any->window - 1;
    spans_bounds(any->spans, last, &other, &any->end);
    if (any->window < WINDOW_MOST) any->window *= 2;
    const size_t size = any->end - any->begin, words = size / 64 + 1;
    void *sums = any->sums, *met = any->met;
    ns_status status = array_reserve(&sums, &any->sum_capacity, size, sizeof *any->sums, err);
    any->sums = sums;
    if (status == NS_OK) status = array_reserve(&met, &any->met_capacity, words, sizeof *any->met, err);
    any->met = met;
    if (status != NS_OK) return status;
    memset(any->sums, 0, size * sizeof *any->sums);
    memset(any->met, 0, words * sizeof *any->met);
    return NS_OK;
}

static ns_status take_window(struct any_word *any, uint32_t passage, struct ns_error *err)
{
    uint32_t behind = 0; /* the article that was taken last */
    ns_status status = begin_window(any, passage, err);
    for (size_t i = any->count; status == NS_OK && i > any->light; i--)
        status = add_word(any, &any->words[i - 1], err);
    for (uint32_t i = 0; status == NS_OK && i <= (any->end - any->begin) / 64; i++) {
        for (uint64_t left = any->met[i]; status == NS_OK && left; left &= left - 1) {
            const uint32_t at = i * 64 + (uint32_t)__builtin_ctzll(left);
            if ((any->sums[at] + any->others) * DECIDE_SLACK < any->threshold || any->begin + at < behind) continue;
            status = take_article(any, any->begin + at, &behind, err);
        }
    }
    return status;
}

/* With every hit it takes more to be among the best, and more words become too light. */
static void weigh_words(struct any_word *any)
{
    any->threshold = ranking_threshold(any->ranking);
    while (any->light < any->count && any->words[any->light].most_below * DECIDE_SLACK < any->threshold)
        any->light++;
    any->others = most_of_light(any);
    for (size_t i = any->light; i < any->count; i++)
        any->others += any->words[i].article_most;
}

ns_status any_word_run(const struct collection *collection, uint32_t index, const struct plan *plan, const struct decider *decider,
                       struct ranking *ranking, struct ns_error *err)
{
    const struct index_reader *reader = collection->readers[index];
    struct any_word any = {.reader = reader,
                           .spans = index_reader_spans(reader),
                           .index = index,
                           .decider = decider,
                           .ranking = ranking,
                           .passages = (uint32_t)index_reader_info(reader)->passages,
                           .window = WINDOW_FIRST};
    ns_status status = collect_words(&any, plan, err);
    for (size_t i = 0; i < any.count; i++)
        any.in_articles = any.in_articles || any.words[i].article_most > 0;
    while (status == NS_OK) {
        weigh_words(&any);
        const uint32_t next = next_passage(&any);
        if (next >= any.passages) break;
        status = take_window(&any, next, err);
    }
    release(&any);
    return status;
}
