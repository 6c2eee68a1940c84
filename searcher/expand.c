/* expand.c - goes through the rows of the dictionary that may fit, and collects the forms that do. */
#include "searcher/expand.h"

#include <stdlib.h>
#include <string.h>

#include "index/index_file.h"
#include "index/unicode.h"
#include "searcher/wildcard.h"

/* Stands beside a piece of a pattern where a wildcard is. */
#define STAND_IN '0'

/* One expansion at work. */
struct expander {
    const struct lexicon *lexicon;
    struct normalizer *normalizer;
    struct expansion *out;
    const char *text; /* as typed */
    size_t length;
    bool is_pattern;          /* or else a spelling */
    uint32_t edits;           /* that a spelling may be away */
    struct buffer wanted;     /* the pattern or the spelling, folded */
    struct buffer stemmed;    /* the folded form whose stem was added last */
    struct token_list tokens; /* of a compound */
    struct form_record found; /* by find_form() */
};

static void clear(struct expansion *expansion)
{
    expansion->form_count = 0;
    expansion->run_count = 0;
    expansion->occurrences = 0;
    interner_release(&expansion->terms);
}

void expansion_release(struct expansion *expansion)
{
    clear(expansion);
    free(expansion->forms);
    free(expansion->runs);
    *expansion = (struct expansion){0};
}

/* Whether a text can be a form: the analyzer makes no other. */
static bool may_be_form(const char *text, size_t length)
{
    if (length == 0 || length > FORM_MAX) return false;
    for (size_t at = 0; at < length;) {
        uint32_t c;
        at += utf8_decode(text + at, text + length, &c);
        if (c == CODE_POINT_INVALID) return false;
    }
    return true;
}

/* ---- What is looked for ---- */

static bool is_wildcard(char c)
{
    return c == '*' || c == '?';
}

/* Bytes before the first wildcard, or all. */
static size_t literal_length(const char *pattern, size_t length)
{
    size_t literal = 0;
    while (literal < length && !is_wildcard(pattern[literal]))
        literal++;
    return literal;
}

/* Append a piece of a pattern, folded as it is inside of a word: with a digit in the place of each wildcard beside it, so that a possessive
 * 's goes only where the pattern ends, the point of 3.* stays, and a piece may fold to nothing. A digit changes nothing else that is folded
 * beside it, and stays itself.
 * @before, behind  1 where there is a wildcard, else 0; the pattern, and so the piece with them, has at most FORM_MAX bytes */
static ns_status fold_piece(struct normalizer *normalizer, const char *piece, size_t length, size_t before, size_t behind,
                            struct buffer *out, struct ns_error *err)
{
    char form[FORM_MAX];
    memset(form, STAND_IN, before + length + behind);
    memcpy(form + before, piece, length);
    const char *folded;
    size_t folded_len;
    const ns_status status = normalizer_fold(normalizer, form, before + length + behind, &folded, &folded_len, err);
    return status == NS_OK ? buffer_append(out, folded + before, folded_len - before - behind, err) : status;
}

/* Fold a spelling, or a pattern but for its wildcards, in place of what the buffer held. Nothing of a text that no form can fit; nor of a
 * pattern of which only wildcards are left, such as *'s: it would stand for every form, which is not what it asks for. */
ns_status expand_fold(struct normalizer *normalizer, const char *text, size_t length, struct buffer *out, struct ns_error *err)
{
    out->size = 0;
    if (!may_be_form(text, length)) return NS_OK;
    ns_status status = NS_OK;
    size_t wildcards = 0;
    for (size_t at = 0; status == NS_OK && at < length;) {
        const size_t end = at + literal_length(text + at, length - at);
        if (end > at) {
            status = fold_piece(normalizer, text + at, end - at, at > 0, end < length, out, err);
            at = end;
        } else {
            status = buffer_append_byte(out, (uint8_t)text[at++], err);
            wildcards++;
        }
    }
    if (out->size == wildcards) out->size = 0;
    return status;
}

/* Whether a folded form is one that is looked for; no sound form is folded to nothing. */
static bool fits(const struct expander *expander, const char *folded, size_t length)
{
    if (length == 0) return false;
    const struct buffer *wanted = &expander->wanted;
    if (expander->is_pattern) return wildcard_match(wanted->data, wanted->size, folded, length);
    return edits_within(wanted->data, wanted->size, folded, length, expander->edits);
}

/* ---- Taking what fits ---- */

static ns_status count_one(struct expander *expander, struct ns_error *err)
{
    if (expander->out->total < EXPANDED_FORMS_MAX) {
        expander->out->total++;
        return NS_OK;
    }
    return ns_fail(err, NS_ERR_LIMIT, "\"%.*s\" and the other patterns of the query stand for over %d forms; use longer patterns",
                   (int)expander->length, expander->text, EXPANDED_FORMS_MAX);
}

/* The stem of a form, its occurrences, and its place in the limit. Forms that are folded alike have one stem and follow one another, so
 * that it is made once. */
static ns_status take_term(struct expander *expander, const struct form_record *record, struct ns_error *err)
{
    ns_status status = count_one(expander, err);
    if (status != NS_OK) return status;
    expander->out->occurrences += record->occurrences;
    struct buffer *stemmed = &expander->stemmed;
    if (bytes_compare(stemmed->data, stemmed->size, record->folded.data, record->folded.size) == 0) return NS_OK;

    const char *term;
    size_t term_len;
    uint32_t number;
    status = normalizer_term(expander->normalizer, record->form.data, record->form.size, &term, &term_len, err);
    if (status == NS_OK) status = interner_add(&expander->out->terms, term, term_len, &number, NULL, err);
    stemmed->size = 0;
    if (status == NS_OK) status = buffer_append(stemmed, record->folded.data, record->folded.size, err);
    return status;
}

static ns_status take_form(struct expander *expander, const struct form_record *record, struct ns_error *err)
{
    struct expansion *out = expander->out;
    void *forms = out->forms;
    const ns_status status = array_reserve(&forms, &out->form_capacity, out->form_count + 1, sizeof *out->forms, err);
    out->forms = forms;
    if (status != NS_OK) return status;
    out->forms[out->form_count++] = record->number;
    return take_term(expander, record, err);
}

static ns_status take_run(struct expander *expander, const struct form_run *run, const struct form_record *compound, struct ns_error *err)
{
    struct expansion *out = expander->out;
    void *runs = out->runs;
    const ns_status status = array_reserve(&runs, &out->run_capacity, out->run_count + 1, sizeof *out->runs, err);
    out->runs = runs;
    if (status != NS_OK) return status;
    out->runs[out->run_count++] = *run;
    return take_term(expander, compound, err);
}

/* ---- Forms spelled exactly so ---- */

/* Find, among the forms that are folded alike, the one that is spelled so: expander->found, whose number is NO_FORM if there is none. */
static ns_status find_form(struct expander *expander, const char *text, size_t length, struct ns_error *err)
{
    const char *folded;
    size_t folded_len;
    uint64_t row = 0;
    ns_status status = normalizer_fold(expander->normalizer, text, length, &folded, &folded_len, err);
    if (status == NS_OK) status = lexicon_seek(expander->lexicon, folded, folded_len, &row, err);
    struct lexicon_scan scan = lexicon_scan_from(expander->lexicon, row);
    scan.form = expander->found; /* lends its memory */
    bool found = false;
    bool end = false;
    while (status == NS_OK && !found && !end) {
        status = lexicon_scan_next(&scan, &end, err);
        end = end || bytes_compare(scan.form.folded.data, scan.form.folded.size, folded, folded_len) != 0;
        found = !end && bytes_compare(scan.form.form.data, scan.form.form.size, text, length) == 0;
    }
    expander->found = scan.form;
    if (!found) expander->found.number = NO_FORM;
    return status;
}

/* ---- Compounds ---- */

/* Whether a part of a compound fits by itself: the words that it stands at are found without the compound. */
static ns_status part_fits(const struct expander *expander, const char *compound, bool *result, struct ns_error *err)
{
    *result = false;
    for (size_t i = 0; i < expander->tokens.count && !*result; i++) {
        const struct token *part = &expander->tokens.items[i];
        const char *folded;
        size_t folded_len;
        const ns_status status = normalizer_fold(expander->normalizer, compound + part->offset, part->length, &folded, &folded_len, err);
        if (status != NS_OK) return status;
        *result = fits(expander, folded, folded_len);
    }
    return NS_OK;
}

/* The numbers of a compound's parts as they are spelled in it; its count is 0 if one of them is in no stream. */
static ns_status find_run(struct expander *expander, const char *compound, struct form_run *run, struct ns_error *err)
{
    *run = (struct form_run){0};
    for (size_t i = 0; i < expander->tokens.count; i++) {
        const struct token *part = &expander->tokens.items[i];
        const ns_status status = find_form(expander, compound + part->offset, part->length, err);
        if (status != NS_OK) return status;
        if (expander->found.number == NO_FORM) return NS_OK;
        run->forms[i] = expander->found.number;
    }
    run->count = (uint32_t)expander->tokens.count;
    return NS_OK;
}

/* Wherever a sound index has a compound, its parts stand in a stream, spelled as in it. What is not so, or has too few or too many parts,
 * stands nowhere and is left out: that can only be in an index that no indexer wrote, and harms nobody. */
static ns_status take_compound(struct expander *expander, const struct form_record *compound, struct ns_error *err)
{
    const char *text = compound->form.data;
    expander->tokens.count = 0;
    ns_status status = analyze(text, 0, compound->form.size, &expander->tokens, err);
    if (status != NS_OK || expander->tokens.count < 2 || expander->tokens.count > COMPOUND_MAX) return status;
    bool found_by_part;
    struct form_run run;
    status = part_fits(expander, text, &found_by_part, err);
    if (status != NS_OK || found_by_part) return status;
    status = find_run(expander, text, &run, err);
    return status == NS_OK && run.count > 0 ? take_run(expander, &run, compound, err) : status;
}

/* ---- Going through the dictionary ---- */

static ns_status take(struct expander *expander, const struct form_record *record, struct ns_error *err)
{
    if (!may_be_form(record->form.data, record->form.size))
        return index_file_damaged(expander->lexicon->file, SECTION_FORMS, "a form is no word", err);
    return record->number == NO_FORM ? take_compound(expander, record, err) : take_form(expander, record, err);
}

static bool begins_with(const struct buffer *text, const char *prefix, size_t length)
{
    return length == 0 || (text->size >= length && memcmp(text->data, prefix, length) == 0);
}

/* Take all that fits. What does begins with the first prefix_len bytes of what is wanted, and these rows follow one another. */
static ns_status too_much_to_scan(struct ns_error *err)
{
    return ns_fail(err, NS_ERR_LIMIT,
                   "the patterns and near spellings of the query look at too many forms; use fewer, or patterns that begin with letters");
}

static ns_status take_rows(struct expander *expander, size_t prefix_len, struct ns_error *err)
{
    const char *prefix = expander->wanted.data;
    uint64_t row = 0;
    ns_status status = lexicon_seek(expander->lexicon, prefix, prefix_len, &row, err);
    struct lexicon_scan scan = lexicon_scan_from(expander->lexicon, row);
    const struct buffer *folded = &scan.form.folded;
    while (status == NS_OK) {
        bool end;
        status = lexicon_scan_next(&scan, &end, err);
        if (status != NS_OK || end || !begins_with(folded, prefix, prefix_len)) break;
        if (++expander->out->scanned > SCANNED_FORMS_MAX) status = too_much_to_scan(err);
        if (status != NS_OK) break;
        if (fits(expander, folded->data, folded->size)) status = take(expander, &scan.form, err);
    }
    lexicon_scan_release(&scan);
    return status;
}

/* ---- Order ---- */

static int by_number(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static int by_forms(const void *left, const void *right)
{
    const struct form_run *a = left, *b = right;
    for (uint32_t i = 0; i < a->count && i < b->count; i++) {
        if (a->forms[i] != b->forms[i]) return a->forms[i] < b->forms[i] ? -1 : 1;
    }
    return (a->count > b->count) - (a->count < b->count);
}

/* Bring an array in order, each element once. Returns how many are left. */
static size_t put_in_order(void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    if (count == 0) return 0;
    char *base = items;
    qsort(base, count, size, compare);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        if (compare(base + i * size, base + (kept - 1) * size) == 0) continue;
        memmove(base + kept * size, base + i * size, size);
        kept++;
    }
    return kept;
}

/* ---- Expansions ---- */

static struct expander begin_expansion(const struct lexicon *lexicon, struct normalizer *normalizer, const char *text, size_t length,
                                       struct expansion *out)
{
    clear(out);
    return (struct expander){.lexicon = lexicon, .normalizer = normalizer, .out = out, .text = text, .length = length};
}

/* Leave what was found in order, or nothing after a failure. Returns the status. */
static ns_status end_expansion(struct expander *expander, ns_status status)
{
    struct expansion *out = expander->out;
    if (status != NS_OK) clear(out);
    out->form_count = put_in_order(out->forms, out->form_count, sizeof *out->forms, by_number);
    out->run_count = put_in_order(out->runs, out->run_count, sizeof *out->runs, by_forms);
    buffer_release(&expander->wanted);
    buffer_release(&expander->stemmed);
    token_list_release(&expander->tokens);
    form_record_release(&expander->found);
    return status;
}

ns_status expand_exact(const struct lexicon *lexicon, struct normalizer *normalizer, const char *text, size_t length, struct expansion *out,
                       struct ns_error *err)
{
    struct expander expander = begin_expansion(lexicon, normalizer, text, length, out);
    if (!may_be_form(text, length)) return end_expansion(&expander, NS_OK);
    ns_status status = find_form(&expander, text, length, err);
    if (status == NS_OK && expander.found.number != NO_FORM) status = take_form(&expander, &expander.found, err);
    return end_expansion(&expander, status);
}

ns_status expand_pattern(const struct lexicon *lexicon, struct normalizer *normalizer, const char *text, size_t length,
                         struct expansion *out, struct ns_error *err)
{
    struct expander expander = begin_expansion(lexicon, normalizer, text, length, out);
    expander.is_pattern = true;
    const struct buffer *wanted = &expander.wanted;
    ns_status status = expand_fold(normalizer, text, length, &expander.wanted, err);
    if (status == NS_OK && wanted->size > 0) status = take_rows(&expander, literal_length(wanted->data, wanted->size), err);
    return end_expansion(&expander, status);
}

ns_status expand_fuzzy(const struct lexicon *lexicon, struct normalizer *normalizer, const char *text, size_t length, uint32_t edits,
                       struct expansion *out, struct ns_error *err)
{
    struct expander expander = begin_expansion(lexicon, normalizer, text, length, out);
    expander.edits = edits;
    ns_status status = expand_fold(normalizer, text, length, &expander.wanted, err);
    if (status == NS_OK && expander.wanted.size > 0) status = take_rows(&expander, 0, err);
    return end_expansion(&expander, status);
}

ns_status expand_leaf(const struct lexicon *lexicon, struct normalizer *normalizer, const struct query *leaf, struct expansion *out,
                      struct ns_error *err)
{
    if (leaf->kind == QUERY_EXACT) return expand_exact(lexicon, normalizer, leaf->text, leaf->text_len, out, err);
    if (leaf->kind == QUERY_PATTERN) return expand_pattern(lexicon, normalizer, leaf->text, leaf->text_len, out, err);
    return expand_fuzzy(lexicon, normalizer, leaf->text, leaf->text_len, leaf->number, out, err);
}
