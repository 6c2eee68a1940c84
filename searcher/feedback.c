/* feedback.c - counts the words of texts by their terms. */
#include "searcher/feedback.h"

#include <stdlib.h>
#include <string.h>

#include "index/analyzer.h"
#include "index/intern.h"
#include "index/normalize.h"
#include "searcher/bm25.h"
#include "searcher/node.h"

/* Of a term that was met. */
struct met {
    struct buffer form;
    uint32_t frequency; /* in the text at hand */
    double sum;         /* of what it has in those that were counted */
};

struct feedback {
    const struct collection *collection;
    struct normalizer *normalizer;
    struct interner terms;
    struct met *met; /* by the number of its term */
    size_t capacity;
    struct form_record form; /* the rest is memory that is used again */
    struct word_list words;
    struct token_list tokens;
};

void feedback_words_release(struct feedback_words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        buffer_release(&words->items[i].term);
        buffer_release(&words->items[i].form);
    }
    free(words->items);
    *words = (struct feedback_words){0};
}

ns_status feedback_leaf(const struct feedback_word *word, double boost, struct query **out, struct ns_error *err)
{
    const ns_status status = node_leaf(QUERY_WORD, word->form.data, word->form.size, out, err);
    if (status == NS_OK) (*out)->boost = boost;
    return status;
}

ns_status feedback_open(const struct collection *collection, struct feedback **out, struct ns_error *err)
{
    *out = NULL;
    struct feedback *feedback = calloc(1, sizeof *feedback);
    if (!feedback) return ns_fail_nomem(err);
    feedback->collection = collection;
    const ns_status status = collection_normalizer(collection, &feedback->normalizer, err);
    if (status == NS_OK) {
        *out = feedback;
    } else {
        feedback_free(feedback);
    }
    return status;
}

void feedback_free(struct feedback *feedback)
{
    if (!feedback) return;
    for (size_t i = 0; feedback->met && i < feedback->terms.count; i++)
        buffer_release(&feedback->met[i].form);
    free(feedback->met);
    interner_release(&feedback->terms);
    normalizer_free(feedback->normalizer);
    form_record_release(&feedback->form);
    word_list_release(&feedback->words);
    token_list_release(&feedback->tokens);
    free(feedback);
}

/* ---- Texts ---- */

/* Room for one more term comes before the term, so that each has its place. */
static ns_status meet(struct feedback *feedback, const char *form, size_t length, struct ns_error *err)
{
    const char *term;
    size_t term_length;
    uint32_t number = 0;
    bool added = false;
    void *met = feedback->met;
    ns_status status = array_reserve(&met, &feedback->capacity, feedback->terms.count + 1, sizeof *feedback->met, err);
    feedback->met = met;
    if (status == NS_OK) status = normalizer_term(feedback->normalizer, form, length, &term, &term_length, err);
    if (status == NS_OK) status = interner_add(&feedback->terms, term, term_length, &number, &added, err);
    if (status != NS_OK) return status;
    struct met *this = &feedback->met[number];
    if (added) *this = (struct met){0};
    this->frequency++;
    return added ? buffer_append(&this->form, form, length, err) : NS_OK;
}

ns_status feedback_read_passage(struct feedback *feedback, uint32_t index, uint32_t passage, struct ns_error *err)
{
    const struct index_reader *reader = feedback->collection->readers[index];
    const struct lexicon *lexicon = index_reader_lexicon(reader);
    struct passage found;
    feedback->words.count = 0;
    ns_status status = index_reader_passage(reader, passage, &found, err);
    if (status == NS_OK) status = index_reader_words(reader, &found, &feedback->words, err);
    for (size_t i = 0; status == NS_OK && i < feedback->words.count; i++) {
        status = lexicon_word(lexicon, feedback->words.items[i], &feedback->form, err);
        if (status == NS_OK) status = meet(feedback, feedback->form.form.data, feedback->form.form.size, err);
    }
    return status;
}

ns_status feedback_read_text(struct feedback *feedback, const char *text, size_t length, struct ns_error *err)
{
    feedback->tokens.count = 0;
    ns_status status = analyze(text, 0, length, &feedback->tokens, err);
    for (size_t i = 0; status == NS_OK && i < feedback->tokens.count; i++) {
        const struct token *token = &feedback->tokens.items[i];
        status = meet(feedback, text + token->offset, token->length, err);
    }
    return status;
}

void feedback_end_text(struct feedback *feedback, enum feedback_measure measure, double share)
{
    for (size_t i = 0; i < feedback->terms.count; i++) {
        const double frequency = feedback->met[i].frequency;
        feedback->met[i].sum += share * (measure == FEEDBACK_SATURATED ? frequency / (frequency + 1) : frequency);
        feedback->met[i].frequency = 0;
    }
}

/* ---- Picking ---- */

struct candidate {
    const char *term;
    size_t length;
    uint32_t number;
    double weight;
};

/* What an occurrence of a term tells; 0 where it tells nothing. */
static ns_status find_rareness(const struct feedback *feedback, const char *term, size_t length, uint64_t fewest, double *rareness,
                               struct ns_error *err)
{
    struct unit_counts counts = {0, 0};
    const ns_status status = length > 1 ? collection_count(feedback->collection, term, length, &counts, err) : NS_OK;
    *rareness = 0;
    if (status != NS_OK || counts.documents < fewest) return status;
    *rareness = bm25_article_idf(collection_articles_with(feedback->collection, &counts), (double)feedback->collection->articles);
    return NS_OK;
}

static ns_status weigh_all(const struct feedback *feedback, uint64_t fewest, struct candidate *candidates, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (uint32_t i = 0; status == NS_OK && i < feedback->terms.count; i++) {
        double rareness = 0;
        struct candidate *candidate = &candidates[i];
        candidate->number = i;
        candidate->term = interner_get(&feedback->terms, i, &candidate->length);
        status = find_rareness(feedback, candidate->term, candidate->length, fewest, &rareness, err);
        candidate->weight = feedback->met[i].sum * rareness;
    }
    return status;
}

static int weightiest_first(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    const int order = memcmp(a->term, b->term, a->length < b->length ? a->length : b->length);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

static ns_status take(const struct feedback *feedback, const struct candidate *candidate, double most, struct feedback_word *out,
                      struct ns_error *err)
{
    const struct buffer *form = &feedback->met[candidate->number].form;
    out->weight = candidate->weight / most;
    const ns_status status = buffer_append(&out->term, candidate->term, candidate->length, err);
    return status == NS_OK ? buffer_append(&out->form, form->data, form->size, err) : status;
}

static ns_status take_best(const struct feedback *feedback, struct candidate *candidates, size_t most, struct feedback_words *out,
                           struct ns_error *err)
{
    ns_status status = NS_OK;
    const size_t count = feedback->terms.count < most ? feedback->terms.count : most;
    qsort(candidates, feedback->terms.count, sizeof *candidates, weightiest_first);
    out->items = calloc(count + 1, sizeof *out->items);
    if (!out->items) return ns_fail_nomem(err);
    for (size_t i = 0; status == NS_OK && i < count && candidates[i].weight > 0; i++)
        status = take(feedback, &candidates[i], candidates[0].weight, &out->items[out->count++], err);
    return status;
}

ns_status feedback_pick(struct feedback *feedback, uint64_t fewest, size_t most, struct feedback_words *out, struct ns_error *err)
{
    struct candidate *candidates = calloc(feedback->terms.count + 1, sizeof *candidates);
    *out = (struct feedback_words){0};
    if (!candidates) return ns_fail_nomem(err);
    ns_status status = weigh_all(feedback, fewest, candidates, err);
    if (status == NS_OK) status = take_best(feedback, candidates, most, out, err);
    free(candidates);
    if (status != NS_OK) feedback_words_release(out);
    return status;
}
