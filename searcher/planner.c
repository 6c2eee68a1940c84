/* planner.c - looks up what is typed. */
#include "searcher/planner.h"

#include <string.h>

#include "searcher/parted.h"

/* Ways to write one word as several that are tried; there are hardly ever two. */
#define PARTINGS_MAX 16

void planner_release(struct planner *planner)
{
    normalizer_free(planner->normalizer);
    row_list_release(&planner->rows);
    buffer_release(&planner->compounds);
    lexicon_scan_release(&planner->scan);
    token_list_release(&planner->tokens);
    expansion_release(&planner->expansion);
}

static struct leaf_set *leaves_of(struct planner *planner)
{
    return planner->in_field ? &planner->plan->field_leaves : &planner->plan->leaves;
}

static ns_status new_leaf(uint32_t leaf, struct match_node **out, struct ns_error *err)
{
    *out = match_node_new(MATCH_LEAF);
    if (!*out) return ns_fail_nomem(err);
    (*out)->leaf = leaf;
    return NS_OK;
}

/* ---- Words: all the forms of a stem ---- */

/* A word is parted as any of the indexes knows it. */
static ns_status share_compounds(struct planner *planner, const struct buffer *stem, struct ns_error *err)
{
    planner->compounds.size = 0;
    return shared_words_compounds(planner->shared, stem->data, stem->size, &planner->compounds, err);
}

/* Read the forms of the leaf's stem: those that are words into the leaf, if it is new, and the compounds into planner->compounds. */
static ns_status read_forms(struct planner *planner, uint32_t number, bool added, struct ns_error *err)
{
    const struct buffer *stem = &planner->plan->leaves.items[number].text;
    ns_status status = lexicon_stem(index_reader_lexicon(planner->reader), stem->data, stem->size, &planner->rows, err);
    planner->compounds.size = 0;
    for (size_t i = 0; status == NS_OK && i < planner->rows.count; i++) {
        status = lexicon_scan_read(&planner->scan, planner->rows.items[i], err);
        const struct form_record *form = &planner->scan.form;
        if (status == NS_OK && form->number == NO_FORM) {
            status = buffer_append_string(&planner->compounds, form->form.data, form->form.size, err);
            if (added) planner->plan->leaves.items[number].compounds += form->occurrences;
        } else if (status == NS_OK && added) {
            status = leaf_set_add_form(&planner->plan->leaves, number, form->number, err);
        }
    }
    return status == NS_OK && planner->shared ? share_compounds(planner, stem, err) : status;
}

/* The leaf of a word. Unless it is a field's, planner->compounds has the compounds of its stem afterwards. */
static ns_status word_leaf(struct planner *planner, const char *word, size_t length, struct match_node **out, struct ns_error *err)
{
    const char *stem;
    size_t stem_len;
    uint32_t number = 0;
    bool added = false;
    struct leaf_set *leaves = leaves_of(planner);
    ns_status status = normalizer_term(planner->normalizer, word, length, &stem, &stem_len, err);
    if (status == NS_OK) status = leaf_set_add(leaves, QUERY_WORD, 0, stem, stem_len, &number, &added, err);
    if (status == NS_OK && !planner->in_field) {
        const struct buffer *text = &leaves->items[number].text;
        if (added) status = interner_add(&leaves->items[number].terms, text->data, text->size, &(uint32_t){0}, NULL, err);
        if (status == NS_OK) status = read_forms(planner, number, added, err);
    }
    return status == NS_OK ? new_leaf(number, out, err) : status;
}

/* ---- Words that are also known as several ---- */

/* Note a way to part a word: its tokens' folded forms, a space between, so that spellings of one parting are one. */
static ns_status add_parting(struct planner *planner, struct interner *partings, const char *text, size_t length, struct ns_error *err)
{
    struct buffer key = BUFFER_INIT;
    planner->tokens.count = 0;
    ns_status status = analyze(text, 0, length, &planner->tokens, err);
    const size_t count = planner->tokens.count;
    for (size_t i = 0; status == NS_OK && i < count; i++) {
        const char *folded;
        size_t folded_len;
        status = normalizer_fold(planner->normalizer, text + planner->tokens.items[i].offset, planner->tokens.items[i].length, &folded,
                                 &folded_len, err);
        if (status == NS_OK && i > 0) status = buffer_append_byte(&key, ' ', err);
        if (status == NS_OK) status = buffer_append(&key, folded, folded_len, err);
    }
    uint32_t number;
    const bool tried = count > 1 && partings->count < PARTINGS_MAX;
    if (status == NS_OK && tried) status = interner_add(partings, key.data, key.size, &number, NULL, err);
    planner->left_out = planner->left_out || !tried;
    buffer_release(&key);
    return status;
}

/* APT10 is APT 10 too: letters, then digits, in a word that has nothing else. */
static ns_status part_at_digits(struct planner *planner, struct interner *partings, const char *word, size_t length, struct ns_error *err)
{
    size_t letters = 0;
    while (letters < length && ((word[letters] | 0x20) >= 'a' && (word[letters] | 0x20) <= 'z'))
        letters++;
    size_t end = letters;
    while (end < length && word[end] >= '0' && word[end] <= '9')
        end++;
    if (letters == 0 || letters == length || end != length) return NS_OK;
    struct buffer text = BUFFER_INIT;
    ns_status status = buffer_append(&text, word, letters, err);
    if (status == NS_OK) status = buffer_append_byte(&text, ' ', err);
    if (status == NS_OK) status = buffer_append(&text, word + letters, length - letters, err);
    if (status == NS_OK) status = add_parting(planner, partings, text.data, text.size, err);
    buffer_release(&text);
    return status;
}

/* Every way in which the word, or a form of its stem that the index has, is parted by hyphens; planner->compounds has the latter, and only
 * when one of those is left out do the postings count what is not looked for. */
static ns_status find_partings(struct planner *planner, struct interner *partings, const char *word, size_t length, struct ns_error *err)
{
    ns_status status = add_parting(planner, partings, word, length, err);
    if (status == NS_OK) status = part_at_digits(planner, partings, word, length, err);
    planner->left_out = false;
    struct cursor compounds = cursor_over(planner->compounds.data, planner->compounds.size);
    while (status == NS_OK && !planner->in_field && compounds.at < compounds.end) {
        size_t size;
        const char *compound = cursor_string(&compounds, &size);
        status = add_parting(planner, partings, compound, size, err);
    }
    return status;
}

/* The parts side by side. */
static ns_status plan_parting(struct planner *planner, const char *text, size_t length, struct match_node **out, struct ns_error *err)
{
    struct match_node *phrase = match_node_new(MATCH_PHRASE);
    ns_status status = phrase ? NS_OK : ns_fail_nomem(err);
    for (size_t begin = 0; status == NS_OK && begin < length;) {
        const char *space = memchr(text + begin, ' ', length - begin);
        const size_t end = space ? (size_t)(space - text) : length;
        struct match_node *leaf;
        status = word_leaf(planner, text + begin, end - begin, &leaf, err);
        if (status == NS_OK) status = match_node_add(phrase, leaf, err);
        begin = end + 1;
    }
    if (status == NS_OK) {
        *out = phrase;
    } else {
        match_node_free(phrase);
    }
    return status;
}

static ns_status add_partings(struct planner *planner, const struct interner *partings, struct match_node *any, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (uint32_t i = 0; status == NS_OK && i < partings->count; i++) {
        size_t length;
        const char *text = interner_get(partings, i, &length);
        struct match_node *parted;
        status = plan_parting(planner, text, length, &parted, err);
        if (status == NS_OK) status = match_node_add(any, parted, err);
    }
    return status;
}

/* A word: its leaf, or any of that and its partings. */
static ns_status plan_word(struct planner *planner, const struct query *query, struct match_node **out, struct ns_error *err)
{
    struct interner partings = {0};
    struct match_node *whole = NULL;
    struct match_node *any = NULL;
    ns_status status = word_leaf(planner, query->text, query->text_len, &whole, err);
    if (status == NS_OK) status = find_partings(planner, &partings, query->text, query->text_len, err);
    if (status == NS_OK && partings.count > 0) {
        any = match_node_new(MATCH_ANY);
        status = any ? match_node_add(any, whole, err) : ns_fail_nomem(err);
        if (any) whole = NULL;
        if (status == NS_OK) status = add_partings(planner, &partings, any, err);
    }
    interner_release(&partings);
    if (status == NS_OK) {
        *out = any ? any : whole;
    } else {
        match_node_free(any);
        match_node_free(whole);
    }
    return status;
}

/* ---- Exact forms, patterns, near spellings ---- */

/* What the leaf is compared with in a field: an exact form as typed, else the folded text. */
static ns_status compared_text(struct planner *planner, const struct query *query, struct buffer *out, struct ns_error *err)
{
    if (query->kind == QUERY_EXACT) return buffer_append(out, query->text, query->text_len, err);
    return expand_fold(planner->normalizer, query->text, query->text_len, out, err);
}

/* @out  (borrowed) valid until the next call */
static ns_status expand(struct planner *planner, const struct query *query, const struct expansion **out, struct ns_error *err)
{
    const struct lexicon *lexicon = index_reader_lexicon(planner->reader);
    *out = &planner->expansion;
    if (planner->shared) return shared_words_expand(planner->shared, query, planner->index, out, err);
    return expand_leaf(lexicon, planner->normalizer, query, &planner->expansion, err);
}

/* The words of a run may stand side by side where no hyphen joins them: then the postings have them under their own stems only. */
static ns_status add_run(struct planner *planner, uint32_t number, const struct form_run *run, struct ns_error *err)
{
    const struct lexicon *lexicon = index_reader_lexicon(planner->reader);
    struct leaf_set *leaves = leaves_of(planner);
    const char *term;
    size_t length;
    uint32_t row = 0;
    ns_status status = leaf_set_add_run(leaves, number, run, err);
    if (status == NS_OK) status = lexicon_row(lexicon, run->forms[0], &row, err);
    if (status == NS_OK) status = lexicon_scan_read(&planner->scan, row, err);
    if (status != NS_OK) return status;
    status = normalizer_term(planner->normalizer, planner->scan.form.form.data, planner->scan.form.form.size, &term, &length, err);
    return status == NS_OK ? interner_add(&leaves->items[number].terms, term, length, &(uint32_t){0}, NULL, err) : status;
}

static ns_status add_expansion(struct planner *planner, uint32_t number, const struct expansion *expansion, struct ns_error *err)
{
    struct leaf_set *leaves = leaves_of(planner);
    leaves->items[number].occurrences = expansion->occurrences;
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < expansion->form_count; i++)
        status = leaf_set_add_form(leaves, number, expansion->forms[i], err);
    for (size_t i = 0; status == NS_OK && i < expansion->run_count; i++)
        status = add_run(planner, number, &expansion->runs[i], err);
    for (uint32_t i = 0; status == NS_OK && i < expansion->terms.count; i++) {
        size_t length;
        const char *term = interner_get(&expansion->terms, i, &length);
        status = interner_add(&leaves->items[number].terms, term, length, &(uint32_t){0}, NULL, err);
    }
    return status;
}

static ns_status plan_expanded(struct planner *planner, const struct query *query, struct match_node **out, struct ns_error *err)
{
    struct buffer text = BUFFER_INIT;
    const uint32_t edits = query->kind == QUERY_FUZZY ? query->number : 0;
    uint32_t number = 0;
    bool added = false;
    ns_status status = compared_text(planner, query, &text, err);
    if (status == NS_OK) status = leaf_set_add(leaves_of(planner), query->kind, edits, text.data, text.size, &number, &added, err);
    if (status == NS_OK && added && !planner->in_field) {
        const struct expansion *expansion;
        status = expand(planner, query, &expansion, err);
        if (status == NS_OK) status = add_expansion(planner, number, expansion, err);
    }
    buffer_release(&text);
    return status == NS_OK ? new_leaf(number, out, err) : status;
}

/* ---- Units ---- */

/* The passages of a leaf: at most those of all its terms, and no more than the leaf's occurrences. */
static ns_status count_leaf(const struct planner *planner, const struct leaf *leaf, struct unit_counts *counts, struct ns_error *err)
{
    ns_status status = NS_OK;
    *counts = (struct unit_counts){0};
    for (uint32_t i = 0; status == NS_OK && i < leaf->terms.count; i++) {
        size_t length;
        const char *term = interner_get(&leaf->terms, i, &length);
        status = collection_count(planner->plan->collection, term, length, counts, err);
    }
    if (leaf->kind != QUERY_WORD && counts->occurrences > leaf->occurrences) counts->occurrences = leaf->occurrences;
    const uint64_t passages = planner->plan->collection->passages;
    const uint64_t most = leaf->kind != QUERY_WORD && leaf->occurrences < passages ? leaf->occurrences : passages;
    if (counts->documents > most) counts->documents = most;
    if (counts->occurrences < counts->documents) counts->occurrences = counts->documents;
    return status;
}

/* The passages of a word that is also met by its parts: those of the whole; where no passage has that, those of the rarest part. */
static ns_status count_parted(const struct planner *planner, const struct match_node *any, struct unit_counts *counts, struct ns_error *err)
{
    const struct leaf *leaves = planner->plan->leaves.items;
    ns_status status = count_leaf(planner, &leaves[any->children[0]->leaf], counts, err);
    if (status != NS_OK || counts->documents > 0) return status;
    for (size_t i = 1; i < any->child_count; i++) {
        const struct match_node *phrase = any->children[i];
        for (size_t j = 0; status == NS_OK && j < phrase->child_count; j++) {
            struct unit_counts part;
            status = count_leaf(planner, &leaves[phrase->children[j]->leaf], &part, err);
            if (counts->documents == 0 || (part.documents > 0 && part.documents < counts->documents)) *counts = part;
        }
    }
    return status;
}

/* Units are one when all that they are met by is the same. */
static ns_status unit_key(const struct match_node *root, struct buffer *key, struct ns_error *err)
{
    ns_status status = buffer_append_varint(key, root->child_count, err);
    if (status == NS_OK) status = buffer_append_varint(key, root->leaf, err);
    for (size_t i = 0; status == NS_OK && i < root->child_count; i++)
        status = unit_key(root->children[i], key, err);
    return status;
}

ns_status plan_open_postings(const struct plan *plan, const struct index_reader *reader, const struct plan_unit *unit, struct postings **out,
                             struct ns_error *err)
{
    const struct match_node *word = unit->root->kind == MATCH_ANY ? unit->root->children[0] : unit->root;
    struct parted *parted = NULL;
    ns_status status = leaf_postings(&plan->leaves.items[word->leaf], reader, out, err);
    if (status != NS_OK) return status;
    postings_amend(*out, &unit->amendments);
    if (!unit->parted) return NS_OK;
    status = parted_open(reader, &plan->leaves, unit->root, &parted, err);
    if (status == NS_OK) status = postings_part(*out, parted, err);
    if (status == NS_OK) return NS_OK;
    postings_free(*out);
    *out = NULL;
    return status;
}

/* In all indexes; what the first plan has found holds for the others. */
static ns_status count_unit(const struct planner *planner, struct plan_unit *unit, struct ns_error *err)
{
    const struct plan *plan = planner->plan;
    if (planner->first) {
        unit->counts = planner->first->units[unit - plan->units].counts;
        return NS_OK;
    }
    if (unit->root->kind == MATCH_ANY) return count_parted(planner, unit->root, &unit->counts, err);
    if (!unit->postings || plan->collection->count > 1) {
        return count_leaf(planner, &plan->leaves.items[unit->root->leaf], &unit->counts, err);
    }
    unit->counts = postings_counts(unit->postings);
    return NS_OK;
}

static ns_status fill_unit(const struct planner *planner, const struct query *query, struct match_node *root, struct plan_unit *unit,
                           struct ns_error *err)
{
    unit->root = root;
    unit->boost = query->boost;
    struct query shown = *query;
    shown.sign = SIGN_MAY;
    ns_status status = query_print(&shown, &unit->name, err);
    bool posted = query->kind == QUERY_WORD;
    unit->parted = root->kind == MATCH_ANY && planner->alone && !planner->left_out;
    if (status == NS_OK && root->kind == MATCH_ANY && !unit->parted)
        status = parted_amend(planner->reader, &planner->plan->leaves, root, &unit->amendments, &posted, err);
    if (status == NS_OK && posted) status = plan_open_postings(planner->plan, planner->reader, unit, &unit->postings, err);
    return status == NS_OK ? count_unit(planner, unit, err) : status;
}

static ns_status new_unit(struct planner *planner, const struct query *query, struct match_node *root, struct ns_error *err)
{
    struct plan *plan = planner->plan;
    void *units = plan->units;
    const ns_status status = array_reserve(&units, &plan->unit_capacity, plan->unit_count + 1, sizeof *plan->units, err);
    plan->units = units;
    if (status != NS_OK) return status;
    struct plan_unit *unit = &plan->units[plan->unit_count++];
    *unit = (struct plan_unit){0};
    return fill_unit(planner, query, root, unit, err);
}

/* Give the part the unit of a word, which is made if it is new. */
static ns_status add_unit(struct planner *planner, const struct query *query, struct match_node *root, struct ns_error *err)
{
    struct plan_part *part = planner->part;
    struct buffer key = BUFFER_INIT;
    uint32_t number = 0;
    bool added = false;
    ns_status status = unit_key(root, &key, err);
    if (status == NS_OK) status = interner_add(&planner->plan->unit_keys, key.data, key.size, &number, &added, err);
    if (status == NS_OK && added) status = new_unit(planner, query, root, err);
    root->unit = number;
    root->word = status == NS_OK && root->kind == MATCH_ANY && planner->plan->units[number].postings;
    buffer_release(&key);
    for (size_t i = 0; status == NS_OK && i < part->unit_count; i++) {
        if (part->units[i] == number) return NS_OK;
    }
    void *units = part->units;
    if (status == NS_OK) status = array_reserve(&units, &part->unit_capacity, part->unit_count + 1, sizeof *part->units, err);
    part->units = units;
    if (status == NS_OK) part->units[part->unit_count++] = number;
    return status;
}

/* ---- The tree ---- */

static ns_status plan_leaf(struct planner *planner, const struct query *query, struct match_node **out, struct ns_error *err)
{
    ns_status status = query->kind == QUERY_WORD ? plan_word(planner, query, out, err) : plan_expanded(planner, query, out, err);
    const bool weighs = !planner->in_field && !planner->unweighed;
    return status == NS_OK && weighs ? add_unit(planner, query, *out, err) : status;
}

static enum match_kind match_kind_of(const struct query *query)
{
    switch (query->kind) {
    case QUERY_PHRASE:
        return MATCH_PHRASE;
    case QUERY_NEAR:
        return MATCH_NEAR;
    case QUERY_ADJ:
        return MATCH_ADJ;
    case QUERY_SAME:
        return MATCH_SAME;
    case QUERY_SENTENCE:
        return MATCH_SENTENCE;
    case QUERY_FIRST:
        return MATCH_FIRST;
    case QUERY_FIELD:
        return query->field == FIELD_TITLE ? MATCH_TITLE : MATCH_BODY;
    case QUERY_GAP:
        return MATCH_GAP;
    default:
        return MATCH_ANY;
    }
}

static ns_status plan_operator(struct planner *planner, const struct query *query, struct match_node **out, struct ns_error *err)
{
    struct match_node *node = match_node_new(match_kind_of(query));
    if (!node) return ns_fail_nomem(err);
    node->distance = query->number;
    node->negated = query->negated;
    const bool unweighed = planner->unweighed;
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < query->child_count; i++) {
        struct match_node *child = NULL;
        planner->unweighed = unweighed || (query->negated && i > 0);
        status = planner_places(planner, query->children[i], &child, err);
        if (status == NS_OK) {
            status = match_node_add(node, child, err);
        } else {
            match_node_free(child);
        }
    }
    planner->unweighed = unweighed;
    if (status == NS_OK) {
        *out = node;
    } else {
        match_node_free(node);
    }
    return status;
}

ns_status planner_places(struct planner *planner, const struct query *query, struct match_node **out, struct ns_error *err)
{
    *out = NULL;
    switch (query->kind) {
    case QUERY_WORD:
    case QUERY_EXACT:
    case QUERY_PATTERN:
    case QUERY_FUZZY:
        return plan_leaf(planner, query, out, err);
    default:
        return plan_operator(planner, query, out, err);
    }
}
