/* verify_forms.c - every form, its stem and its number, and the way back from these. */
#include "index/verify_forms.h"

#include <stdlib.h>
#include <string.h>

#include "index/near_copies.h"
#include "index/normalize.h"
#include "index/unicode.h"

/* What the value of a stem says: that a form of it is folded to something else, so that it has a row of its own. */
#define STEM_HAS_ROW 1

/* On the way over the rows. */
struct forms_check {
    const struct lexicon *lexicon;
    const struct index_file *file;
    struct normalizer *normalizer;
    struct known_forms *forms;
    uint32_t *row_stems; /* of each row */
    uint32_t words;      /* rows that have a number */
    struct buffer before_folded, before_form;
};

void known_forms_release(struct known_forms *forms)
{
    free(forms->words);
    free(forms->occurrences);
    interner_release(&forms->stems);
    interner_release(&forms->compounds);
    *forms = (struct known_forms){0};
}

static ns_status wrong_form(const struct forms_check *check, uint64_t row, const char *what, struct ns_error *err)
{
    return index_file_damaged_at(check->file, SECTION_FORMS, err, "row %llu: %s", (unsigned long long)row, what);
}

/* ---- A row ---- */

/* Whether there can be such a form at all: only then may it be folded. */
static bool is_form(const struct buffer *form)
{
    if (form->size < 1 || form->size > FORM_MAX) return false;
    const char *end = form->data + form->size;
    for (const char *at = form->data; at < end;) {
        uint32_t c;
        at += utf8_decode(at, end, &c);
        if (c == CODE_POINT_INVALID || c == 0) return false;
    }
    return true;
}

static int compare_buffers(const struct buffer *a, const struct buffer *b)
{
    return bytes_compare(a->data, a->size, b->data, b->size);
}

static ns_status replace(struct buffer *buffer, const struct buffer *with, struct ns_error *err)
{
    buffer->size = 0;
    return buffer_append(buffer, with->data, with->size, err);
}

/* Whether the row stands behind the one before it. */
static ns_status check_order(struct forms_check *check, uint64_t row, const struct form_record *form, struct ns_error *err)
{
    const int order = row > 0 ? compare_buffers(&check->before_folded, &form->folded) : -1;
    if (order > 0 || (order == 0 && compare_buffers(&check->before_form, &form->form) >= 0))
        return wrong_form(check, row, "a form is in disorder", err);
    const ns_status status = replace(&check->before_folded, &form->folded, err);
    return status == NS_OK ? replace(&check->before_form, &form->form, err) : status;
}

/* Find the form's stem by the rules, and note it. */
static ns_status stem_form(struct forms_check *check, uint64_t row, const struct form_record *form, uint32_t *stem, struct ns_error *err)
{
    const char *folded, *term;
    size_t folded_len, term_len;
    struct interner *stems = &check->forms->stems;
    if (!is_form(&form->form)) return wrong_form(check, row, "what stands there can be no form", err);
    ns_status status = normalizer_fold(check->normalizer, form->form.data, form->form.size, &folded, &folded_len, err);
    if (status != NS_OK) return status;
    if (bytes_compare(folded, folded_len, form->folded.data, form->folded.size) != 0)
        return wrong_form(check, row, "a form folds to something else", err);
    status = normalizer_stem(check->normalizer, folded, folded_len, &term, &term_len, err);
    if (status == NS_OK) status = interner_add(stems, term, term_len, stem, NULL, err);
    if (status != NS_OK) return status;
    const bool is_stem = bytes_compare(term, term_len, folded, folded_len) == 0;
    if (is_stem != form->is_stem) return wrong_form(check, row, "its stem is told wrongly", err);
    if (!is_stem) stems->strings[*stem].value = STEM_HAS_ROW;
    check->row_stems[row] = *stem;
    return NS_OK;
}

static ns_status note_compound(struct forms_check *check, uint64_t row, const struct form_record *form, uint32_t stem, struct ns_error *err)
{
    struct known_forms *forms = check->forms;
    uint32_t number;
    bool added;
    ns_status status = interner_add(&forms->compounds, form->form.data, form->form.size, &number, &added, err);
    void *occurrences = forms->occurrences;
    if (status == NS_OK)
        status = array_reserve(&occurrences, &forms->occurrence_capacity, forms->compounds.count, sizeof *forms->occurrences, err);
    forms->occurrences = occurrences;
    if (status != NS_OK) return status;
    if (!added) return wrong_form(check, row, "a compound is there twice", err);
    forms->compounds.strings[number].value = stem;
    forms->occurrences[number] = form->occurrences;
    return NS_OK;
}

/* The row of each number is one, so that when there are as many such rows as numbers, each has its own. */
static ns_status note_word(struct forms_check *check, uint64_t row, const struct form_record *form, uint32_t stem, struct ns_error *err)
{
    uint32_t found;
    const ns_status status = lexicon_row(check->lexicon, form->number, &found, err);
    if (status != NS_OK) return status;
    if (found != row) {
        return index_file_damaged_at(check->file, SECTION_FORM_ROWS, err, "number %u leads to row %u, and row %llu has it",
                                     (unsigned)form->number, (unsigned)found, (unsigned long long)row);
    }
    check->words++;
    check->forms->words[form->number] =
        (struct known_form){.left = form->occurrences, .stem = stem, .hash = copy_word_hash(form->folded.data, form->folded.size)};
    return NS_OK;
}

static ns_status check_row(struct forms_check *check, uint64_t row, const struct form_record *form, struct ns_error *err)
{
    uint32_t stem = 0;
    ns_status status = check_order(check, row, form, err);
    if (status == NS_OK) status = stem_form(check, row, form, &stem, err);
    if (status != NS_OK) return status;
    return form->number == NO_FORM ? note_compound(check, row, form, stem, err) : note_word(check, row, form, stem, err);
}

static ns_status check_rows(struct forms_check *check, struct ns_error *err)
{
    struct lexicon_scan scan = lexicon_scan_from(check->lexicon, 0);
    ns_status status = NS_OK;
    bool end = false;
    while (status == NS_OK) {
        const uint64_t row = scan.row;
        status = lexicon_scan_next(&scan, &end, err);
        if (status != NS_OK || end) break;
        status = check_row(check, row, &scan.form, err);
    }
    lexicon_scan_release(&scan);
    if (status != NS_OK || check->words == check->lexicon->numbers) return status;
    return index_file_damaged(check->file, SECTION_FORM_ROWS, "there are numbers that no form has", err);
}

/* ---- Stems and gaps ---- */

/* Whether a stem leads to all of its forms and to no other. */
static ns_status check_stem(const struct forms_check *check, uint32_t stem, struct row_list *rows, struct ns_error *err)
{
    const struct interner *stems = &check->forms->stems;
    size_t length;
    const char *text = interner_get(stems, stem, &length);
    const ns_status status = lexicon_stem(check->lexicon, text, length, rows, err);
    if (status != NS_OK) return status;
    bool sound = rows->count == stems->counts[stem];
    for (size_t i = 0; sound && i < rows->count; i++)
        sound = check->row_stems[rows->items[i]] == stem && (i == 0 || rows->items[i - 1] < rows->items[i]);
    if (sound) return NS_OK;
    return index_file_damaged_at(check->file, SECTION_STEMS, err, "the stem \"%.*s\" has not the forms that it should", (int)length, text);
}

static ns_status check_stems(const struct forms_check *check, struct ns_error *err)
{
    const struct interner *stems = &check->forms->stems;
    struct row_list rows = {0};
    ns_status status = NS_OK;
    uint64_t wanted = 0;
    for (uint32_t stem = 0; status == NS_OK && stem < stems->count; stem++) {
        wanted += stems->strings[stem].value == STEM_HAS_ROW;
        status = check_stem(check, stem, &rows, err);
    }
    row_list_release(&rows);
    if (status != NS_OK || wanted == check->lexicon->stems.count) return status;
    return index_file_damaged(check->file, SECTION_STEMS, "there are rows of no stem", err);
}

static ns_status check_gaps(const struct lexicon *lexicon, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (uint64_t number = 0; status == NS_OK && number < lexicon->gaps.count; number++) {
        enum gap_class class;
        const char *text;
        size_t length;
        status = lexicon_gap(lexicon, (uint32_t)number, &class, &text, &length, err);
    }
    return status;
}

/* ---- All ---- */

static ns_status make_room(struct forms_check *check, struct ns_error *err)
{
    struct known_forms *forms = check->forms;
    forms->word_count = check->lexicon->numbers;
    forms->words = calloc((size_t)forms->word_count + 1, sizeof *forms->words);
    check->row_stems = malloc(((size_t)check->lexicon->forms.count + 1) * sizeof *check->row_stems);
    return forms->words && check->row_stems ? NS_OK : ns_fail_nomem(err);
}

/* A language that there is no stemmer for is damage: the index was made with one. */
static ns_status open_normalizer(struct forms_check *check, const char *language, struct ns_error *err)
{
    const ns_status status = normalizer_open(language, &check->normalizer, err);
    if (status != NS_ERR_ARG) return status;
    return index_file_damaged(check->file, SECTION_META, "its language is none that there is", err);
}

ns_status known_forms_read(const struct index_reader *reader, const struct index_file *file, struct known_forms *out, struct ns_error *err)
{
    struct forms_check check = {.lexicon = index_reader_lexicon(reader), .file = file, .forms = out};
    ns_status status = open_normalizer(&check, index_reader_info(reader)->language, err);
    if (status == NS_OK) status = make_room(&check, err);
    if (status == NS_OK) status = check_rows(&check, err);
    if (status == NS_OK) status = check_stems(&check, err);
    if (status == NS_OK) status = check_gaps(check.lexicon, err);
    normalizer_free(check.normalizer);
    free(check.row_stems);
    buffer_release(&check.before_folded);
    buffer_release(&check.before_form);
    return status;
}

ns_status known_forms_check_counts(const struct known_forms *forms, const struct index_file *file, struct ns_error *err)
{
    for (uint32_t number = 0; number < forms->word_count; number++) {
        if (forms->words[number].left == 0) continue;
        return index_file_damaged_at(file, SECTION_FORMS, err, "the form of number %u occurs more or less often than it says",
                                     (unsigned)number);
    }
    for (uint32_t i = 0; i < forms->compounds.count; i++) {
        if (forms->compounds.counts[i] == forms->occurrences[i] + 1) continue;
        size_t length;
        const char *text = interner_get(&forms->compounds, i, &length);
        return index_file_damaged_at(file, SECTION_FORMS, err, "the compound \"%.*s\" occurs more or less often than it says", (int)length,
                                     text);
    }
    return NS_OK;
}
