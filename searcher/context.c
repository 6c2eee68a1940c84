/* context.c - sentences by the gaps of an article, and then no more of its text than is needed. */
#include "searcher/context.h"

/* ---- Which words ---- */

struct extent_of_words {
    const char *gaps; /* of each word of the article, as enum gap_class */
    uint32_t floor;   /* the first word that may be shown */
    uint32_t last;
};

/* Words that are gone over for each sentence, at most: what has no end, such as a table, is not shown whole. */
#define SENTENCE_WORDS_MAX 100

static uint32_t most_words(uint32_t sentences)
{
    return (sentences + 1) * SENTENCE_WORDS_MAX;
}

static bool ends_sentence(const struct extent_of_words *words, uint32_t word)
{
    return words->gaps[word] >= GAP_SENTENCE;
}

/* The first word of a sentence, so many before the one that a word stands in. */
static uint32_t go_back(const struct extent_of_words *words, uint32_t word, uint32_t sentences)
{
    for (uint32_t left = most_words(sentences); left > 0 && word > words->floor; left--, word--) {
        if (ends_sentence(words, word - 1) && sentences-- == 0) break;
    }
    return word;
}

/* The last word of a sentence, so many behind the one that a word stands in. */
static uint32_t go_forward(const struct extent_of_words *words, uint32_t word, uint32_t sentences)
{
    for (uint32_t left = most_words(sentences); left > 0 && word < words->last; left--, word++) {
        if (ends_sentence(words, word) && sentences-- == 0) break;
    }
    return word;
}

/* Add a run; runs that touch are one. */
static ns_status add_run(struct interval_list *runs, uint32_t first, uint32_t last, struct ns_error *err)
{
    struct interval *before = runs->count ? &runs->items[runs->count - 1] : NULL;
    if (!before || first > before->last + 1) return interval_list_add(runs, first, last, err);
    if (last > before->last) before->last = last;
    return NS_OK;
}

static ns_status damaged(const struct hit *hit, struct ns_error *err)
{
    return ns_fail(err, NS_ERR_CORRUPT, "damaged index: the passages of article %u are not those of its words; build it again",
                   (unsigned)hit->passage.article);
}

static ns_status find_runs(struct hit *hit, const struct buffer *gaps, uint32_t sentences, struct ns_error *err)
{
    const uint32_t title = (uint32_t)hit->title.token_count;
    struct extent_of_words words = {.gaps = gaps->data, .last = (uint32_t)gaps->size - 1};
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < hit->evidence.count; i++) {
        const struct interval *evidence = &hit->evidence.items[i];
        if (evidence->first > evidence->last || evidence->last >= gaps->size) return damaged(hit, err);
        words.floor = evidence->first < title ? 0 : title;
        const uint32_t first = go_back(&words, evidence->first, sentences);
        status = add_run(&hit->sentences, first, go_forward(&words, evidence->last, sentences), err);
    }
    return status;
}

/* ---- Their text ---- */

/* Read the passages that the runs lie in, and count the runs from where these begin. */
static ns_status read_text(struct hit *hit, const struct index_reader *reader, uint32_t number, struct ns_error *err)
{
    struct interval_list *runs = &hit->sentences;
    const uint32_t last = runs->items[runs->count - 1].last;
    const uint32_t end = hit->article.first_passage + hit->article.passages;
    struct passage passage = hit->passage;
    ns_status status = NS_OK;
    while (status == NS_OK && passage.first_token > runs->items[0].first && number > hit->article.first_passage)
        status = index_reader_passage(reader, --number, &passage, err);
    hit->sentence_first = passage.first_token;
    while (status == NS_OK) {
        status = index_reader_text(reader, &passage, &hit->sentence_text, err);
        if (passage.first_token + passage.tokens > last || ++number >= end) break;
        if (status == NS_OK) status = index_reader_passage(reader, number, &passage, err);
    }
    if (status != NS_OK) return status;
    if (hit->sentence_first > runs->items[0].first || last - hit->sentence_first >= hit->sentence_text.token_count)
        return damaged(hit, err);
    for (size_t i = 0; i < runs->count; i++) {
        runs->items[i].first -= hit->sentence_first;
        runs->items[i].last -= hit->sentence_first;
    }
    return NS_OK;
}

ns_status context_read(struct hit *hit, const struct index_reader *reader, uint32_t passage, uint32_t sentences, struct ns_error *err)
{
    const struct article_extent extent = {hit->passage.article, hit->article.first_passage, hit->article.passages};
    struct buffer gaps = BUFFER_INIT;
    hit->sentences.count = 0;
    hit->sentence_text.text.size = hit->sentence_text.token_count = 0;
    if (hit->evidence.count == 0) return NS_OK;
    ns_status status = index_reader_article_gaps(reader, &extent, &gaps, err);
    if (status == NS_OK) status = find_runs(hit, &gaps, sentences, err);
    if (status == NS_OK) status = read_text(hit, reader, passage, err);
    hit->sentence_is_cut = status == NS_OK && hit->sentence_first > 0 && ((const char *)gaps.data)[hit->sentence_first - 1] < GAP_SENTENCE;
    buffer_release(&gaps);
    if (status != NS_OK) hit->sentences.count = 0;
    return status;
}
