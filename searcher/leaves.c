/* leaves.c - from words to the leaves of a query. */
#include "searcher/leaves.h"

#include <stdlib.h>
#include <string.h>

#include "searcher/lower_bound.h"
#include "searcher/wildcard.h"

void leaf_set_release(struct leaf_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        buffer_release(&set->items[i].text);
        interner_release(&set->items[i].terms);
        if (set->places) interval_list_release(&set->places[i]);
    }
    free(set->items);
    free(set->places);
    free(set->forms);
    free(set->runs);
    word_set_release(&set->words);
    interner_release(&set->keys);
    *set = (struct leaf_set){0};
}

/* ---- Making ---- */

/* Two leaves are one when kind, edits and text are the same. */
static ns_status number_of(struct leaf_set *set, enum query_kind kind, uint32_t edits, const char *text, size_t length, uint32_t *number,
                           bool *added, struct ns_error *err)
{
    struct buffer key = BUFFER_INIT;
    ns_status status = buffer_append_byte(&key, (uint8_t)kind, err);
    if (status == NS_OK) status = buffer_append_byte(&key, (uint8_t)edits, err);
    if (status == NS_OK) status = buffer_append(&key, text, length, err);
    if (status == NS_OK) status = interner_add(&set->keys, key.data, key.size, number, added, err);
    buffer_release(&key);
    return status;
}

ns_status leaf_set_add(struct leaf_set *set, enum query_kind kind, uint32_t edits, const char *text, size_t length, uint32_t *number,
                       bool *added, struct ns_error *err)
{
    ns_status status = number_of(set, kind, edits, text, length, number, added, err);
    if (status != NS_OK || !*added) return status;
    if (*number >= LEAVES_MAX) return ns_fail(err, NS_ERR_LIMIT, "the query has over %d different words", LEAVES_MAX);
    void *items = set->items;
    status = array_reserve(&items, &set->capacity, set->count + 1, sizeof *set->items, err);
    set->items = items;
    if (status != NS_OK) return status;
    struct leaf *leaf = &set->items[set->count++];
    *leaf = (struct leaf){.kind = kind, .edits = edits};
    return buffer_append(&leaf->text, text, length, err);
}

ns_status leaf_postings(const struct leaf *leaf, const struct index_reader *reader, struct postings **out, struct ns_error *err)
{
    size_t length;
    const char *term = interner_get(&leaf->terms, 0, &length);
    return postings_open(reader, term, length, out, err);
}

ns_status leaf_set_add_form(struct leaf_set *set, uint32_t leaf, uint32_t form, struct ns_error *err)
{
    void *forms = set->forms;
    const ns_status status = array_reserve(&forms, &set->form_capacity, set->form_count + 1, sizeof *set->forms, err);
    set->forms = forms;
    if (status == NS_OK) set->forms[set->form_count++] = (struct leaf_form){form, leaf};
    return status;
}

ns_status leaf_set_add_run(struct leaf_set *set, uint32_t leaf, const struct form_run *run, struct ns_error *err)
{
    void *runs = set->runs;
    const ns_status status = array_reserve(&runs, &set->run_capacity, set->run_count + 1, sizeof *set->runs, err);
    set->runs = runs;
    if (status == NS_OK) set->runs[set->run_count++] = (struct leaf_run){*run, leaf};
    return status;
}

static int by_form_then_leaf(const void *left, const void *right)
{
    const struct leaf_form *a = left, *b = right;
    if (a->form != b->form) return a->form < b->form ? -1 : 1;
    return (a->leaf > b->leaf) - (a->leaf < b->leaf);
}

static int by_first_form(const void *left, const void *right)
{
    const struct leaf_run *a = left, *b = right;
    return (a->run.forms[0] > b->run.forms[0]) - (a->run.forms[0] < b->run.forms[0]);
}

ns_status leaf_set_prepare(struct leaf_set *set, struct ns_error *err)
{
    set->places = calloc(set->count + 1, sizeof *set->places);
    if (!set->places) return ns_fail_nomem(err);
    if (set->form_count) qsort(set->forms, set->form_count, sizeof *set->forms, by_form_then_leaf);
    if (set->run_count) qsort(set->runs, set->run_count, sizeof *set->runs, by_first_form);
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < set->form_count; i++)
        status = word_set_add(&set->words, set->forms[i].form, (uint32_t)i, err);
    for (size_t i = 0; status == NS_OK && i < set->run_count; i++)
        status = word_set_add(&set->words, set->runs[i].run.forms[0], (uint32_t)set->form_count, err);
    return status;
}

/* ---- In articles ---- */

static bool stands_at(const struct form_run *run, const struct word_list *words, size_t at)
{
    return words->count - at >= run->count && memcmp(words->items + at, run->forms, run->count * sizeof *run->forms) == 0;
}

/* A form that is in the set stands at a place. @first  the first leaf that has it */
static ns_status place_form(struct leaf_set *set, uint32_t form, size_t first, uint32_t place, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = first; status == NS_OK && i < set->form_count && set->forms[i].form == form; i++)
        status = interval_list_add(&set->places[set->forms[i].leaf], place, place, err);
    return status;
}

/* The runs that begin with a form, which stands there. */
static ns_status place_runs(struct leaf_set *set, const struct word_list *words, size_t at, struct ns_error *err)
{
    ns_status status = NS_OK;
    const uint32_t form = words->items[at];
    const uint32_t place = (uint32_t)at;
    size_t i = lower_bound(set->runs, set->run_count, sizeof *set->runs, form);
    for (; status == NS_OK && i < set->run_count && set->runs[i].run.forms[0] == form; i++) {
        const struct form_run *run = &set->runs[i].run;
        if (stands_at(run, words, at)) status = interval_list_add(&set->places[set->runs[i].leaf], place, place + run->count - 1, err);
    }
    return status;
}

/* Two runs of one leaf may have found the same words, or the longer before the shorter. */
static void order_places(struct leaf_set *set)
{
    if (set->run_count == 0) return;
    for (size_t i = 0; i < set->count; i++)
        interval_list_order(&set->places[i]);
}

static void forget_places(struct leaf_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        set->places[i].count = 0;
}

ns_status leaf_set_place(struct leaf_set *set, const struct found_words *found, struct ns_error *err)
{
    ns_status status = NS_OK;
    forget_places(set);
    for (size_t i = 0; status == NS_OK && i < found->count; i++) {
        uint32_t first;
        const struct found_word *word = &found->items[i];
        if (word_set_find(&set->words, word->form, &first)) status = place_form(set, word->form, first, word->place, err);
    }
    return status;
}

ns_status leaf_set_find(struct leaf_set *set, const struct word_list *words, struct ns_error *err)
{
    ns_status status = NS_OK;
    forget_places(set);
    for (size_t at = 0; status == NS_OK && at < words->count; at++) {
        uint32_t first;
        if (!word_set_find(&set->words, words->items[at], &first)) continue;
        status = place_form(set, words->items[at], first, (uint32_t)at, err);
        if (status == NS_OK && set->run_count > 0) status = place_runs(set, words, at, err);
    }
    order_places(set);
    return status;
}

/* ---- In texts ---- */

/* A word of a text as the leaves are compared with it. */
struct spelling {
    const char *form, *folded, *term;
    size_t form_len, folded_len, term_len;
};

static bool same(const struct buffer *text, const char *other, size_t length)
{
    return bytes_compare(text->data, text->size, other, length) == 0;
}

static bool leaf_is(const struct leaf *leaf, const struct spelling *word)
{
    if (leaf->text.size == 0) return false; /* what folds to nothing stands for nothing */
    switch (leaf->kind) {
    case QUERY_EXACT:
        return same(&leaf->text, word->form, word->form_len);
    case QUERY_PATTERN:
        return wildcard_match(leaf->text.data, leaf->text.size, word->folded, word->folded_len);
    case QUERY_FUZZY:
        return edits_within(leaf->text.data, leaf->text.size, word->folded, word->folded_len, leaf->edits);
    default:
        return same(&leaf->text, word->term, word->term_len);
    }
}

/* Compare the leaves with one word or compound of a text: tokens first to last. As in articles (expand.h) a compound stands nowhere where
 * one of its words does, which come before it. */
static ns_status find_word(struct leaf_set *set, struct normalizer *normalizer, const char *text, const struct token_list *tokens,
                           uint32_t first, uint32_t last, struct ns_error *err)
{
    const struct token *begin = &tokens->items[first];
    const struct token *end = &tokens->items[last];
    struct spelling word = {.form = text + begin->offset, .form_len = end->offset + end->length - begin->offset};
    ns_status status = normalizer_fold(normalizer, word.form, word.form_len, &word.folded, &word.folded_len, err);
    if (status == NS_OK) status = normalizer_stem(normalizer, word.folded, word.folded_len, &word.term, &word.term_len, err);
    for (size_t i = 0; status == NS_OK && i < set->count; i++) {
        const struct interval_list *places = &set->places[i];
        const bool has_part = places->count > 0 && places->items[places->count - 1].first >= first;
        if (!has_part && leaf_is(&set->items[i], &word)) status = interval_list_add(&set->places[i], first, last, err);
    }
    return status;
}

ns_status leaf_set_find_in_text(struct leaf_set *set, struct normalizer *normalizer, const char *text, size_t length,
                                struct token_list *tokens, struct ns_error *err)
{
    forget_places(set);
    tokens->count = 0;
    ns_status status = analyze(text, 0, length, tokens, err);
    uint32_t compound = 0; /* the first token of the last one, */
    size_t end = 0;        /* and the token behind it */
    for (uint32_t i = 0; status == NS_OK && i < tokens->count; i++) {
        const size_t joined = token_compound(text, tokens, i);
        if (joined) compound = i;
        if (joined) end = i + joined;
        status = find_word(set, normalizer, text, tokens, i, i, err);
        if (status == NS_OK && i + 1 == end) status = find_word(set, normalizer, text, tokens, compound, i, err);
    }
    for (size_t i = 0; i < set->count; i++)
        interval_list_order(&set->places[i]);
    return status;
}
