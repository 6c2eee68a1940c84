/* shared_words.c - asks the dictionaries of all indexes, and keeps what they said until all plans have asked. */
#include "searcher/shared_words.h"

#include <stdlib.h>

/* What was asked for. */
struct shared_word {
    struct buffer compounds;      /* of a stem */
    struct expansion *expansions; /* of a leaf: one an index */
};

/* What has counted towards the limits of an index so far. */
struct spent {
    size_t total;
    uint64_t scanned;
};

struct shared_words {
    const struct collection *collection;
    struct normalizer *normalizer;
    struct interner keys;
    struct shared_word *items; /* of each key */
    size_t count;
    size_t capacity;
    struct spent *spent; /* in each index */
    struct interner met; /* what follows is memory that is used again: compounds, or runs, as they are spelled */
    struct row_list rows;
    struct buffer text;
    struct expansion found;
    struct form_record form;
};

ns_status shared_words_open(const struct collection *collection, struct shared_words **out, struct ns_error *err)
{
    *out = NULL;
    struct shared_words *words = calloc(1, sizeof *words);
    if (words) words->spent = calloc(collection->count, sizeof *words->spent);
    if (!words || !words->spent) {
        free(words);
        return ns_fail_nomem(err);
    }
    words->collection = collection;
    const ns_status status = collection_normalizer(collection, &words->normalizer, err);
    if (status == NS_OK) {
        *out = words;
    } else {
        shared_words_free(words);
    }
    return status;
}

static void release_item(struct shared_word *item, size_t indexes)
{
    buffer_release(&item->compounds);
    for (size_t i = 0; item->expansions && i < indexes; i++)
        expansion_release(&item->expansions[i]);
    free(item->expansions);
}

void shared_words_free(struct shared_words *words)
{
    if (!words) return;
    for (size_t i = 0; i < words->count; i++)
        release_item(&words->items[i], words->collection->count);
    free(words->items);
    free(words->spent);
    interner_release(&words->keys);
    interner_release(&words->met);
    row_list_release(&words->rows);
    buffer_release(&words->text);
    expansion_release(&words->found);
    form_record_release(&words->form);
    normalizer_free(words->normalizer);
    free(words);
}

/* The item of a leaf or stem, which is added, with nothing in it, if it is new. */
static ns_status find_item(struct shared_words *words, enum query_kind kind, uint32_t edits, const char *text, size_t length,
                           struct shared_word **item, bool *added, struct ns_error *err)
{
    struct buffer *key = &words->text;
    uint32_t number = 0;
    key->size = 0;
    ns_status status = buffer_append_byte(key, (uint8_t)kind, err);
    if (status == NS_OK) status = buffer_append_byte(key, (uint8_t)edits, err);
    if (status == NS_OK) status = buffer_append(key, text, length, err);
    if (status == NS_OK) status = interner_add(&words->keys, key->data, key->size, &number, added, err);
    void *items = words->items;
    if (status == NS_OK) status = array_reserve(&items, &words->capacity, words->count + 1, sizeof *words->items, err);
    words->items = items;
    if (status != NS_OK) return status;
    if (*added) words->items[words->count++] = (struct shared_word){.compounds = BUFFER_INIT};
    *item = &words->items[number];
    return NS_OK;
}

/* ---- Compounds ---- */

/* Note the compounds of a stem that an index has: the folded form and the form, in which order a dictionary has its rows. */
static ns_status note_compounds(struct shared_words *words, const struct lexicon *lexicon, const char *stem, size_t length,
                                struct ns_error *err)
{
    ns_status status = lexicon_stem(lexicon, stem, length, &words->rows, err);
    for (size_t i = 0; status == NS_OK && i < words->rows.count; i++) {
        struct buffer *key = &words->text;
        key->size = 0;
        status = lexicon_form(lexicon, words->rows.items[i], &words->form, err);
        if (status != NS_OK || words->form.number != NO_FORM) continue;
        status = buffer_append_string(key, words->form.folded.data, words->form.folded.size, err);
        if (status == NS_OK) status = buffer_append_string(key, words->form.form.data, words->form.form.size, err);
        if (status == NS_OK) status = interner_add(&words->met, key->data, key->size, &(uint32_t){0}, NULL, err);
    }
    return status;
}

struct compound {
    const char *folded, *form;
    size_t folded_len, form_len;
};

static int by_row(const void *left, const void *right)
{
    const struct compound *a = left, *b = right;
    const int order = bytes_compare(a->folded, a->folded_len, b->folded, b->folded_len);
    return order != 0 ? order : bytes_compare(a->form, a->form_len, b->form, b->form_len);
}

static struct compound noted_compound(const struct interner *met, uint32_t number)
{
    size_t length;
    const char *key = interner_get(met, number, &length);
    struct cursor cursor = cursor_over(key, length);
    struct compound compound;
    compound.folded = cursor_string(&cursor, &compound.folded_len);
    compound.form = cursor_string(&cursor, &compound.form_len);
    return compound;
}

static ns_status order_compounds(const struct interner *met, struct buffer *out, struct ns_error *err)
{
    if (met->count == 0) return NS_OK;
    struct compound *compounds = calloc(met->count, sizeof *compounds);
    ns_status status = compounds ? NS_OK : ns_fail_nomem(err);
    for (uint32_t i = 0; compounds && i < met->count; i++)
        compounds[i] = noted_compound(met, i);
    if (compounds) qsort(compounds, met->count, sizeof *compounds, by_row);
    for (size_t i = 0; status == NS_OK && i < met->count; i++)
        status = buffer_append_string(out, compounds[i].form, compounds[i].form_len, err);
    free(compounds);
    return status;
}

ns_status shared_words_compounds(struct shared_words *words, const char *stem, size_t length, struct buffer *out, struct ns_error *err)
{
    struct shared_word *item;
    bool added = false;
    const struct collection *collection = words->collection;
    ns_status status = find_item(words, QUERY_WORD, 0, stem, length, &item, &added, err);
    if (added) interner_release(&words->met);
    for (size_t i = 0; status == NS_OK && added && i < collection->count; i++)
        status = note_compounds(words, index_reader_lexicon(collection->readers[i]), stem, length, err);
    if (status == NS_OK && added) status = order_compounds(&words->met, &item->compounds, err);
    if (status != NS_OK || item->compounds.size == 0) return status;
    return buffer_append(out, item->compounds.data, item->compounds.size, err);
}

/* ---- Exact forms, patterns, near spellings ---- */

static const struct lexicon *lexicon_of(const struct shared_words *words, size_t index)
{
    return index_reader_lexicon(words->collection->readers[index]);
}

/* What the leaf stands for in one index alone. */
static ns_status expand_in(struct shared_words *words, const struct query *leaf, size_t index, struct expansion *out, struct ns_error *err)
{
    struct spent *spent = &words->spent[index];
    out->total = spent->total;
    out->scanned = spent->scanned;
    const ns_status status = expand_leaf(lexicon_of(words, index), words->normalizer, leaf, out, err);
    *spent = (struct spent){out->total, out->scanned};
    return status;
}

/* Note the runs of an index by how the words of each are spelled, which all indexes know them by. */
static ns_status note_runs(struct shared_words *words, size_t index, const struct expansion *expansion, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < expansion->run_count; i++) {
        const struct form_run *run = &expansion->runs[i];
        words->text.size = 0;
        for (uint32_t j = 0; status == NS_OK && j < run->count; j++) {
            status = lexicon_word(lexicon_of(words, index), run->forms[j], &words->form, err);
            if (status == NS_OK) status = buffer_append_string(&words->text, words->form.form.data, words->form.form.size, err);
        }
        if (status == NS_OK) status = interner_add(&words->met, words->text.data, words->text.size, &(uint32_t){0}, NULL, err);
    }
    return status;
}

/* The run of a spelling in one index; its count is 0 where the index has not all of the words. */
static ns_status find_run(struct shared_words *words, size_t index, uint32_t number, struct form_run *run, struct ns_error *err)
{
    size_t length;
    const char *spelling = interner_get(&words->met, number, &length);
    struct cursor cursor = cursor_over(spelling, length);
    *run = (struct form_run){0};
    while (cursor.at < cursor.end) {
        size_t size;
        const char *form = cursor_string(&cursor, &size);
        words->found.total = 0;
        const ns_status status = expand_exact(lexicon_of(words, index), words->normalizer, form, size, &words->found, err);
        if (status != NS_OK || words->found.form_count == 0) run->count = 0;
        if (status != NS_OK || words->found.form_count == 0) return status;
        run->forms[run->count++] = words->found.forms[0];
    }
    return NS_OK;
}

/* Give an index the runs of all. */
static ns_status share_runs(struct shared_words *words, size_t index, struct expansion *expansion, struct ns_error *err)
{
    ns_status status = NS_OK;
    expansion->run_count = 0;
    for (uint32_t i = 0; status == NS_OK && i < words->met.count; i++) {
        struct form_run run;
        void *runs = expansion->runs;
        status = array_reserve(&runs, &expansion->run_capacity, expansion->run_count + 1, sizeof *expansion->runs, err);
        expansion->runs = runs;
        if (status == NS_OK) status = find_run(words, index, i, &run, err);
        if (status == NS_OK && run.count > 0) expansion->runs[expansion->run_count++] = run;
    }
    return status;
}

static ns_status add_terms(struct interner *terms, const struct interner *more, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (uint32_t i = 0; status == NS_OK && i < more->count; i++) {
        size_t length;
        const char *term = interner_get(more, i, &length);
        status = interner_add(terms, term, length, &(uint32_t){0}, NULL, err);
    }
    return status;
}

/* Where no hyphen joins the words of a run, the postings have them under their own stems; the first one's will do. */
static ns_status add_run_terms(struct shared_words *words, struct interner *terms, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (uint32_t i = 0; status == NS_OK && i < words->met.count; i++) {
        size_t length, size, term_len;
        const char *spelling = interner_get(&words->met, i, &length);
        struct cursor cursor = cursor_over(spelling, length);
        const char *form = cursor_string(&cursor, &size), *term;
        status = normalizer_term(words->normalizer, form, size, &term, &term_len, err);
        if (status == NS_OK) status = interner_add(terms, term, term_len, &(uint32_t){0}, NULL, err);
    }
    return status;
}

/* Tell each index what the others found. */
static ns_status share(struct shared_words *words, struct expansion *expansions, struct ns_error *err)
{
    const size_t count = words->collection->count;
    struct interner terms = {0};
    uint64_t occurrences = 0;
    ns_status status = NS_OK;
    interner_release(&words->met);
    for (size_t i = 0; status == NS_OK && i < count; i++) {
        occurrences += expansions[i].occurrences;
        status = add_terms(&terms, &expansions[i].terms, err);
        if (status == NS_OK) status = note_runs(words, i, &expansions[i], err);
    }
    if (status == NS_OK) status = add_run_terms(words, &terms, err);
    for (size_t i = 0; status == NS_OK && i < count; i++) {
        expansions[i].occurrences = occurrences;
        status = add_terms(&expansions[i].terms, &terms, err);
        if (status == NS_OK) status = share_runs(words, i, &expansions[i], err);
    }
    interner_release(&terms);
    return status;
}

static ns_status expand_in_all(struct shared_words *words, const struct query *leaf, struct shared_word *item, struct ns_error *err)
{
    item->expansions = calloc(words->collection->count, sizeof *item->expansions);
    ns_status status = item->expansions ? NS_OK : ns_fail_nomem(err);
    for (size_t i = 0; status == NS_OK && i < words->collection->count; i++)
        status = expand_in(words, leaf, i, &item->expansions[i], err);
    return status == NS_OK ? share(words, item->expansions, err) : status;
}

ns_status shared_words_expand(struct shared_words *words, const struct query *leaf, size_t index, const struct expansion **out,
                              struct ns_error *err)
{
    struct shared_word *item;
    bool added = false;
    const uint32_t edits = leaf->kind == QUERY_FUZZY ? leaf->number : 0;
    ns_status status = find_item(words, leaf->kind, edits, leaf->text, leaf->text_len, &item, &added, err);
    if (status == NS_OK && added) status = expand_in_all(words, leaf, item, err);
    if (status == NS_OK) *out = &item->expansions[index];
    return status;
}
