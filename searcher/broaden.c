/* broaden.c - from the first passages to more words. */
#include "searcher/broaden.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "searcher/node.h"
#include "searcher/spread.h"

/* ---- The words ---- */

static ns_status read_best(struct feedback *feedback, const struct search *search, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < search_matches(search); i++) {
        const struct ranked *ranked = search_match(search, i);
        status = feedback_read_passage(feedback, ranked->index, ranked->passage, err);
        feedback_end_text(feedback, FEEDBACK_SATURATED, exp(ranked->score - search_match(search, 0)->score));
    }
    return status;
}

/* More are picked than are wanted, as the query's own may be among them. */
static ns_status find_words(const struct collection *collection, const struct broaden_options *wanted, size_t most,
                            const struct query *query, struct feedback_words *out, struct ns_error *err)
{
    const struct search_options options = {.limit = BROADEN_PASSAGES, .weighing = wanted->weighing, .without = wanted->without};
    struct search *search = NULL;
    struct feedback *feedback = NULL;
    ns_status status = search_run(collection, query, &options, &search, err);
    if (status == NS_OK) status = feedback_open(collection, &feedback, err);
    if (status == NS_OK) status = read_best(feedback, search, err);
    if (status == NS_OK) status = feedback_pick(feedback, wanted->without ? 2 : 1, most, out, err);
    feedback_free(feedback);
    search_free(search);
    return status;
}

/* ---- The query ---- */

/* Words that are picked for each of the query beside those that are wanted: itself, and parts of it. */
#define OWN_WORDS 4

struct broadening {
    const struct feedback_words *words;
    struct normalizer *normalizer;
    bool own[QUERY_LEAVES_MAX]; /* of the words: it is the query's, or a part of one */
};

/* Whether a word seems to be made of a shorter one and another, as APT10 and cyberattack are: those that are met by their parts, which then
 * say nothing new, are. */
static bool has_part(const char *term, size_t length, const struct buffer *part)
{
    if (part->size + 2 > length) return false;
    return memcmp(term, part->data, part->size) == 0 || memcmp(term + length - part->size, part->data, part->size) == 0;
}

/* A word of the query that is among the words gains. */
static ns_status boost_own(struct broadening *broadening, struct query *query, struct ns_error *err)
{
    const char *term;
    size_t length;
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < query->child_count; i++)
        status = boost_own(broadening, query->children[i], err);
    if (status != NS_OK || query->kind != QUERY_WORD) return status;
    status = normalizer_term(broadening->normalizer, query->text, query->text_len, &term, &length, err);
    for (size_t i = 0; status == NS_OK && i < broadening->words->count; i++) {
        const struct feedback_word *word = &broadening->words->items[i];
        if (has_part(term, length, &word->term)) broadening->own[i] = true;
        if (word->term.size != length || memcmp(word->term.data, term, length) != 0) continue;
        broadening->own[i] = true;
        query->boost = 1 + BROADEN_SHARE * word->weight;
    }
    return status;
}

/* Whether a part is words, of which any will do. */
static bool is_words(const struct query *query)
{
    return query->kind <= QUERY_FUZZY || query->kind == QUERY_OR;
}

/* The children of a list with this sign that are more than filters: how many, and the last. */
static size_t count_telling(const struct query *list, enum query_sign sign, struct query **last)
{
    size_t count = 0;
    for (size_t i = 0; i < list->child_count; i++) {
        struct query *child = list->children[i];
        if (child->sign != sign || query_only_filters(child)) continue;
        *last = child;
        count++;
    }
    return count;
}

/* Whether there is anything that passages can be ranked by. */
static bool ranks(const struct query *query)
{
    struct query *child;
    if (query->kind != QUERY_LIST) return !query_only_filters(query);
    return count_telling(query, SIGN_MAY, &child) + count_telling(query, SIGN_MUST, &child) > 0;
}

/* Make the query a list that words can be added to. Beside words any of those will do; but what says more, and stands there alone, has to
 * hold, and then it says so. Returns in *aside whether something has to. */
static ns_status make_list(struct query **query, bool *aside, struct ns_error *err)
{
    struct query *alone = NULL;
    ns_status status = NS_OK;
    if ((*query)->kind != QUERY_LIST) {
        struct query *list = query_new(QUERY_LIST);
        if (!list) return ns_fail_nomem(err);
        status = node_adopt(&list, *query, err);
        *query = list;
    }
    if (status != NS_OK) return status;
    *aside = count_telling(*query, SIGN_MUST, &alone) > 0;
    if (*aside || count_telling(*query, SIGN_MAY, &alone) != 1 || is_words(alone)) return NS_OK;
    alone->sign = SIGN_MUST;
    *aside = true;
    return NS_OK;
}

static ns_status tell(struct buffer *told, const struct query *leaf, struct ns_error *err)
{
    char number[32];
    const int length = snprintf(number, sizeof number, " %.2f", leaf->boost);
    const char *before = told->size ? ", " : "broadened by: ";
    ns_status status = buffer_append(told, before, strlen(before), err);
    if (status == NS_OK) status = buffer_append(told, leaf->text, leaf->text_len, err);
    return status == NS_OK ? buffer_append(told, number, (size_t)length, err) : status;
}

static ns_status add_words(const struct broadening *broadening, size_t wanted, struct query **query, struct buffer *told,
                           struct ns_error *err)
{
    bool aside = false;
    ns_status status = make_list(query, &aside, err);
    for (size_t i = 0; status == NS_OK && wanted > 0 && i < broadening->words->count; i++) {
        const struct feedback_word *word = &broadening->words->items[i];
        struct query *leaf;
        if (broadening->own[i]) continue;
        wanted--;
        status = feedback_leaf(word, BROADEN_SHARE * word->weight, &leaf, err);
        if (status != NS_OK) break;
        leaf->aside = aside;
        status = node_adopt(query, leaf, err);
        if (status == NS_OK) status = tell(told, leaf, err);
    }
    return status == NS_OK ? buffer_pad(told, 1, err) : status;
}

static size_t count_leaves(const struct query *query)
{
    size_t count = query->child_count == 0;
    for (size_t i = 0; i < query->child_count; i++)
        count += count_leaves(query->children[i]);
    return count;
}

static ns_status broaden_by(const struct collection *collection, const struct feedback_words *words, size_t wanted, struct query **query,
                            struct buffer *told, struct ns_error *err)
{
    struct broadening broadening = {.words = words};
    ns_status status = collection_normalizer(collection, &broadening.normalizer, err);
    if (status == NS_OK) status = boost_own(&broadening, *query, err);
    if (status == NS_OK) status = add_words(&broadening, wanted, query, told, err);
    normalizer_free(broadening.normalizer);
    return status;
}

ns_status broaden(const struct collection *collection, const struct broaden_options *options, struct query **query, struct buffer *told,
                  struct ns_error *err)
{
    struct feedback_words found = {0};
    const size_t picked = options->words + OWN_WORDS * count_leaves(*query);
    told->size = 0;
    if (!ranks(*query) || picked > QUERY_LEAVES_MAX) return NS_OK;
    ns_status status = find_words(collection, options, picked, *query, &found, err);
    if (status == NS_OK && found.count > 0) status = broaden_by(collection, &found, options->words, query, told, err);
    feedback_words_release(&found);
    return status;
}
