/* suggest.c - goes through a query for words that are not in an index. */
#include "searcher/suggest.h"

#include <string.h>

#include "index/analyzer.h"
#include "index/intern.h"
#include "index/normalize.h"
#include "searcher/near_forms.h"

struct suggester {
    const struct collection *collection;
    struct normalizer *normalizer;
    struct suggestions *out;
    struct interner seen; /* folded words */
    struct row_list rows;
    struct token_list tokens;
    struct near_forms near;
};

void suggestions_release(struct suggestions *suggestions)
{
    for (size_t i = 0; i < SUGGESTIONS_MAX; i++)
        buffer_release(&suggestions->lines[i]);
    *suggestions = (struct suggestions){0};
}

/* ---- A line ---- */

static ns_status put(struct buffer *line, const char *text, struct ns_error *err)
{
    return buffer_append(line, text, strlen(text), err);
}

static ns_status add_line(struct suggester *suggester, const struct query *word, struct ns_error *err)
{
    struct buffer *line = &suggester->out->lines[suggester->out->count];
    ns_status status = put(line, "\"", err);
    if (status == NS_OK) status = buffer_append(line, word->text, word->text_len, err);
    if (status == NS_OK) status = put(line, "\" is not in the index; nearest are: ", err);
    for (size_t i = 0; status == NS_OK && i < suggester->near.count; i++) {
        const struct buffer *form = &suggester->near.items[i].form;
        if (i > 0) status = put(line, ", ", err);
        if (status == NS_OK) status = buffer_append(line, form->data, form->size, err);
    }
    if (status == NS_OK) status = buffer_pad(line, 1, err);
    if (status == NS_OK) suggester->out->count++;
    return status;
}

/* ---- A word ---- */

/* What is spelled nearly like a number is another number. */
static bool is_number(const char *word, size_t length)
{
    size_t digits = 0;
    while (digits < length && word[digits] >= '0' && word[digits] <= '9')
        digits++;
    return digits == length;
}

/* Whether a leaf is a single word that was not looked at before. */
static ns_status is_new_word(struct suggester *suggester, const struct query *leaf, const char **folded, size_t *folded_len, bool *new_word,
                             struct ns_error *err)
{
    uint32_t number;
    *new_word = false;
    suggester->tokens.count = 0;
    ns_status status = analyze(leaf->text, 0, leaf->text_len, &suggester->tokens, err);
    if (status != NS_OK || suggester->tokens.count != 1 || suggester->tokens.items[0].length != leaf->text_len) return status;
    status = normalizer_fold(suggester->normalizer, leaf->text, leaf->text_len, folded, folded_len, err);
    if (status != NS_OK || is_number(*folded, *folded_len)) return status;
    return interner_add(&suggester->seen, *folded, *folded_len, &number, new_word, err);
}

/* Whether one of the indexes has a form of a stem. */
static ns_status is_known(struct suggester *suggester, const char *stem, size_t length, bool *known, struct ns_error *err)
{
    ns_status status = NS_OK;
    *known = false;
    for (size_t i = 0; status == NS_OK && !*known && i < suggester->collection->count; i++) {
        status = lexicon_stem(index_reader_lexicon(suggester->collection->readers[i]), stem, length, &suggester->rows, err);
        *known = suggester->rows.count > 0;
    }
    return status;
}

/* The nearest words of all indexes together. */
static ns_status find_near(struct suggester *suggester, const char *folded, size_t length, struct ns_error *err)
{
    ns_status status = NS_OK;
    suggester->near.count = 0;
    for (size_t i = 0; status == NS_OK && i < suggester->collection->count; i++)
        status = near_forms_find(index_reader_lexicon(suggester->collection->readers[i]), folded, length, &suggester->near, err);
    return status;
}

static ns_status look_at_word(struct suggester *suggester, const struct query *leaf, struct ns_error *err)
{
    const char *folded, *stem;
    size_t folded_len, stem_len;
    bool new_word;
    ns_status status = is_new_word(suggester, leaf, &folded, &folded_len, &new_word, err);
    if (status != NS_OK || !new_word) return status;
    status = normalizer_stem(suggester->normalizer, folded, folded_len, &stem, &stem_len, err);
    bool known = false;
    if (status == NS_OK) status = is_known(suggester, stem, stem_len, &known, err);
    if (status != NS_OK || known) return status;
    status = find_near(suggester, folded, folded_len, err);
    return status == NS_OK && suggester->near.count > 0 ? add_line(suggester, leaf, err) : status;
}

/* ---- The query ---- */

static ns_status look_at(struct suggester *suggester, const struct query *query, struct ns_error *err)
{
    const bool of_text = query->kind != QUERY_FIELD || query->field == FIELD_TITLE || query->field == FIELD_BODY;
    if (query->kind == QUERY_NOT || !of_text) return NS_OK;
    if (query->kind == QUERY_WORD || query->kind == QUERY_EXACT) return look_at_word(suggester, query, err);
    const size_t wanted = query->negated ? 1 : query->child_count;
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < wanted && suggester->out->count < SUGGESTIONS_MAX; i++) {
        if (query->children[i]->sign != SIGN_MUST_NOT) status = look_at(suggester, query->children[i], err);
    }
    return status;
}

ns_status suggest(const struct collection *collection, const struct query *query, struct suggestions *out, struct ns_error *err)
{
    struct suggester suggester = {.collection = collection, .out = out};
    suggestions_release(out);
    ns_status status = collection_normalizer(collection, &suggester.normalizer, err);
    if (status == NS_OK) status = look_at(&suggester, query, err);
    if (status != NS_OK) suggestions_release(out);
    normalizer_free(suggester.normalizer);
    interner_release(&suggester.seen);
    row_list_release(&suggester.rows);
    token_list_release(&suggester.tokens);
    near_forms_release(&suggester.near);
    return status;
}
