/* test_expand.c - which forms of a dictionary exact forms, patterns and near spellings stand for, by hand and against a plain look at every
 * form. */
#include "tests/unit/lexicon_fixture.h"

#include "searcher/expand.h"

struct expanding {
    struct normalizer *normalizer;
    struct vocabulary words;
    uint32_t *numbers; /* of its forms, when they have been written */
    struct token_list tokens;
    struct lexicon lexicon;
    struct expansion expansion;
    struct form_record record;
    struct buffer shown;
};

static void release(void *own)
{
    struct expanding *expanding = own;
    vocabulary_release(&expanding->words);
    free(expanding->numbers);
    normalizer_free(expanding->normalizer);
    token_list_release(&expanding->tokens);
    expansion_release(&expanding->expansion);
    form_record_release(&expanding->record);
    buffer_release(&expanding->shown);
    free(expanding);
}

static int setup(void **state)
{
    struct expanding *expanding = calloc(1, sizeof *expanding);
    if (!expanding || fixture_setup(state) != 0) return -1;
    struct fixture *fixture = *state;
    fixture->own = expanding;
    fixture->release = release;
    if (normalizer_open("english", &expanding->normalizer, NULL) != NS_OK) return -1;
    expanding->words.normalizer = expanding->normalizer;
    return 0;
}

/* ---- A dictionary of a text ---- */

static void add_form(struct expanding *expanding, const char *form, size_t length, bool compound)
{
    uint32_t id;
    assert_int_equal(vocabulary_add_form(&expanding->words, form, length, compound, &id, NULL), NS_OK);
}

/* Add the words of a text and the compounds that they make. */
static void add_text(struct expanding *expanding, const char *text)
{
    struct token_list *tokens = &expanding->tokens;
    tokens->count = 0;
    assert_int_equal(analyze(text, 0, strlen(text), tokens, NULL), NS_OK);
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *first = &tokens->items[i];
        add_form(expanding, text + first->offset, first->length, false);
        const size_t joined = token_compound(text, tokens, i);
        if (joined == 0) continue;
        const struct token *last = first + joined - 1;
        add_form(expanding, text + first->offset, last->offset + last->length - first->offset, true);
    }
}

static void open_dictionary(struct fixture *fixture, const char *name)
{
    struct expanding *expanding = fixture->own;
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, name)), NS_OK);
    assert_int_equal(lexicon_open(fixture->file, &expanding->lexicon, NULL), NS_OK);
}

static void write_dictionary(struct fixture *fixture)
{
    struct expanding *expanding = fixture->own;
    begin_section(fixture, fixture_path(fixture, "index"), SECTION_FORMS);
    free(expanding->numbers);
    write_lexicon(&expanding->words, fixture->writer, &expanding->numbers);
    end_index_file(fixture, SECTION_WORD_CODES, NULL);
    open_dictionary(fixture, "index");
}

/* ---- What an expansion holds, as a text ---- */

static void show(struct expanding *expanding, const char *text, size_t length)
{
    assert_int_equal(buffer_append(&expanding->shown, text, length, NULL), NS_OK);
}

static void show_form(struct expanding *expanding, uint32_t number)
{
    uint32_t row;
    assert_int_equal(lexicon_row(&expanding->lexicon, number, &row, NULL), NS_OK);
    assert_int_equal(lexicon_form(&expanding->lexicon, row, &expanding->record, NULL), NS_OK);
    assert_int_equal(expanding->record.number, number);
    show(expanding, expanding->record.form.data, expanding->record.form.size);
}

static void show_run(struct expanding *expanding, const struct form_run *run)
{
    assert_in_range(run->count, 2, COMPOUND_MAX);
    for (uint32_t i = 0; i < run->count; i++) {
        if (i > 0) show(expanding, "+", 1);
        show_form(expanding, run->forms[i]);
    }
}

/* "form form part+part /term/term occurrences". */
static const char *shown(struct expanding *expanding)
{
    const struct expansion *expansion = &expanding->expansion;
    char end[32];
    expanding->shown.size = 0;
    for (size_t i = 0; i < expansion->form_count; i++) {
        show_form(expanding, expansion->forms[i]);
        show(expanding, " ", 1);
    }
    for (size_t i = 0; i < expansion->run_count; i++) {
        show_run(expanding, &expansion->runs[i]);
        show(expanding, " ", 1);
    }
    for (uint32_t i = 0; i < expansion->terms.count; i++) {
        size_t length;
        const char *term = interner_get(&expansion->terms, i, &length);
        show(expanding, "/", 1);
        show(expanding, term, length);
    }
    snprintf(end, sizeof end, " %llu", (unsigned long long)expansion->occurrences);
    show(expanding, end, strlen(end) + 1);
    return expanding->shown.data;
}

static const char *exact(struct expanding *expanding, const char *text)
{
    assert_int_equal(expand_exact(&expanding->lexicon, expanding->normalizer, text, strlen(text), &expanding->expansion, NULL), NS_OK);
    return shown(expanding);
}

static const char *pattern(struct expanding *expanding, const char *text)
{
    assert_int_equal(expand_pattern(&expanding->lexicon, expanding->normalizer, text, strlen(text), &expanding->expansion, NULL), NS_OK);
    return shown(expanding);
}

static const char *fuzzy(struct expanding *expanding, const char *text, uint32_t edits)
{
    assert_int_equal(expand_fuzzy(&expanding->lexicon, expanding->normalizer, text, strlen(text), edits, &expanding->expansion, NULL),
                     NS_OK);
    return shown(expanding);
}

#define NOTHING " 0"

/* ---- By hand ---- */

static struct expanding *small(void **state)
{
    struct fixture *fixture = *state;
    add_text(fixture->own, "vaccine vaccine vaccine vaccine vaccines vaccines Vaccine vaccinated VACCINE\n\n"
                           "woman women women Woman's wan win now WHO who who\n\n"
                           "virus virus virus coronavirus viruses anti-virus anti-virus Anti-Virus antivirus\n\n"
                           "COVID-19 COVID-19 Covid-19 covid 19 COVID covid19\n\n"
                           "Caf\xc3\xa9 cafe caf\xc3\xa9s Stra\xc3\x9f"
                           "e 3.5 35 U.S. O'Brien 2,700\n\n"
                           "serum serums Serum sreum forum state-of-the-art APT10\n");
    write_dictionary(fixture);
    return fixture->own;
}

static void test_exact_forms(void **state)
{
    struct expanding *e = small(state);
    assert_string_equal(exact(e, "WHO"), "WHO /who 1");
    assert_string_equal(exact(e, "who"), "who /who 2");
    assert_string_equal(exact(e, "Who"), NOTHING);
    assert_string_equal(exact(e, "vaccine"), "vaccine /vaccin 4");
    assert_string_equal(exact(e, "Woman's"), "Woman's /woman 1");
    assert_string_equal(exact(e, "Woman"), NOTHING);
    assert_string_equal(exact(e, "Caf\xc3\xa9"), "Caf\xc3\xa9 /cafe 1");
    assert_string_equal(exact(e, "unheard"), NOTHING);
    assert_string_equal(exact(e, "zzz"), NOTHING);
    assert_string_equal(exact(e, "COVID-19"), NOTHING); /* in no stream */
    assert_string_equal(exact(e, "COVID"), "COVID /covid 3");
}

static void test_patterns(void **state)
{
    struct expanding *e = small(state);
    assert_string_equal(pattern(e, "vaccin*"), "vaccine vaccines vaccinated VACCINE Vaccine /vaccin 9");
    assert_string_equal(pattern(e, "VACCIN*E"), "vaccine VACCINE Vaccine /vaccin 6");
    assert_string_equal(pattern(e, "wom?n"), "women Woman's woman /woman/women 4");
    assert_string_equal(pattern(e, "*virus"), "virus antivirus coronavirus Virus /antivirus/coronavirus/virus 8");
    assert_string_equal(pattern(e, "w*n"), "women wan win Woman's woman /wan/win/woman/women 6");
    assert_string_equal(pattern(e, "x*"), NOTHING);
    assert_string_equal(pattern(e, "zz?"), NOTHING);
    assert_string_equal(pattern(e, "*zz"), NOTHING);
    assert_string_equal(pattern(e, "wo?n"), NOTHING);
}

static void test_letter_case_and_accents_do_not_matter(void **state)
{
    struct expanding *e = small(state);
    assert_string_equal(pattern(e, "caf\xc3\x89*"), "Caf\xc3\xa9 cafe caf\xc3\xa9s /cafe 3");
    assert_string_equal(pattern(e, "?\xc3\xa1"
                                   "f?"),
                        "Caf\xc3\xa9 cafe /cafe 2");
    assert_string_equal(pattern(e, "STRA\xc3\x9f*"), "Stra\xc3\x9f"
                                                     "e /strass 1");
    assert_string_equal(pattern(e, "stras*"), "Stra\xc3\x9f"
                                              "e /strass 1");
    assert_string_equal(fuzzy(e,
                              "C\xc3\x84"
                              "FE",
                              0),
                        "Caf\xc3\xa9 cafe /cafe 2");
}

/* What falls away when forms are folded falls away in patterns, too; but a possessive 's does only where the form ends. */
static void test_what_falls_away_beside_wildcards(void **state)
{
    struct expanding *e = small(state);
    assert_string_equal(pattern(e, "u.s*"), "U.S. /us 1");
    assert_string_equal(pattern(e, "u.*s."), "U.S. /us 1");
    assert_string_equal(pattern(e, "2,7*"), "2,700 /2700 1");
    assert_string_equal(pattern(e, "3.*"), "3.5 /3.5 1");
    assert_string_equal(pattern(e, "*.5"), "3.5 /3.5 1");
    assert_string_equal(pattern(e, "3.?"), "3.5 /3.5 1");
    assert_string_equal(pattern(e, "3*5"), "3.5 35 /3.5/35 2");
    assert_string_equal(pattern(e, "o'*"), "O'Brien /o'brien 1");
    assert_string_equal(pattern(e, "O\xe2\x80\x99*n"), "O'Brien /o'brien 1");
    assert_string_equal(pattern(e, "covid-*9"), "covid19 COVID+19 Covid+19 /covid19 4");
    assert_string_equal(pattern(e, "wom*'s"), "women Woman's woman /woman/women 4");
    assert_string_equal(pattern(e, "wom's*"), NOTHING);
    assert_string_equal(pattern(e, "*'s"), NOTHING);
    assert_string_equal(pattern(e, "*-*"), NOTHING);
    assert_string_equal(pattern(e, "c-*-e"), "Caf\xc3\xa9 cafe /cafe 2");
}

/* A compound is a run of its parts, unless one of them fits and finds it anyway. */
static void test_compounds(void **state)
{
    struct expanding *e = small(state);
    assert_string_equal(pattern(e, "covid1*"), "covid19 COVID+19 Covid+19 /covid19 4");
    assert_string_equal(pattern(e, "covid-1*"), "covid19 COVID+19 Covid+19 /covid19 4");
    assert_string_equal(pattern(e, "covid*"), "COVID Covid covid covid19 /covid/covid19 6");
    assert_string_equal(pattern(e, "*19"), "19 covid19 /19/covid19 5");
    assert_string_equal(pattern(e, "antiv*"), "antivirus anti+virus Anti+Virus /antivirus 4");
    assert_string_equal(pattern(e, "*tate*art"), "state+of+the+art /stateoftheart 1");
    assert_string_equal(fuzzy(e, "antivirsu", 1), "antivirus anti+virus Anti+Virus /antivirus 4");
    assert_string_equal(fuzzy(e, "anti-virsu", 1), "antivirus anti+virus Anti+Virus /antivirus 4");
    assert_string_equal(fuzzy(e, "covid19", 2), "COVID Covid covid covid19 /covid/covid19 6");
}

/* Kinds of hyphens make different compounds of the same parts. */
static void test_a_run_comes_once(void **state)
{
    struct expanding *e = ((struct fixture *)*state)->own;
    add_text(e, "cyber-attack cyber\xe2\x80\x90"
                "attack cyber\xe2\x80\x91"
                "attack cyber-attack");
    write_dictionary(*state);
    assert_string_equal(pattern(e, "cybera*"), "cyber+attack /cyberattack 4");
    assert_int_equal(e->expansion.total, 3);
}

static void test_near_spellings(void **state)
{
    struct expanding *e = small(state);
    assert_string_equal(fuzzy(e, "serum", 0), "Serum serum /serum 2");
    assert_string_equal(fuzzy(e, "serum", 1), "Serum serum serums sreum /serum/sreum 4");
    assert_string_equal(fuzzy(e, "Serum's", 1), "Serum serum serums sreum /serum/sreum 4");
    assert_string_equal(fuzzy(e, "serum", 2), "forum Serum serum serums sreum /forum/serum/sreum 5");
    assert_string_equal(fuzzy(e, "esrum", 1), "Serum serum /serum 2");
    assert_string_equal(fuzzy(e, "who's", 1), "who WHO /who 3");
    assert_string_equal(fuzzy(e, "incomparable", 2), NOTHING);
}

/* What no analyzer makes is no form. */
static void test_texts_that_are_no_forms(void **state)
{
    struct expanding *e = small(state);
    static const struct {
        const char *text;
        size_t length;
    } texts[] = {{"", 0}, {"\xff", 1}, {"vaccin\xff*", 8}, {"\xc3*", 2}, {"vac*\xc3", 5}, {"\0", 1}, {"-", 1}, {"?*", 2}, {"\0*", 2}};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        const char *text = texts[i].text;
        const size_t length = texts[i].length;
        assert_int_equal(expand_pattern(&e->lexicon, e->normalizer, text, length, &e->expansion, NULL), NS_OK);
        assert_string_equal(shown(e), NOTHING);
        assert_int_equal(expand_exact(&e->lexicon, e->normalizer, text, length, &e->expansion, NULL), NS_OK);
        assert_string_equal(shown(e), NOTHING);
        assert_int_equal(expand_fuzzy(&e->lexicon, e->normalizer, text, length, 0, &e->expansion, NULL), NS_OK);
        assert_string_equal(shown(e), NOTHING);
    }
    assert_int_equal(expand_pattern(&e->lexicon, e->normalizer, "w\0o*n", 5, &e->expansion, NULL), NS_OK);
    assert_string_equal(shown(e), "women Woman's woman /woman/women 4");
}

static void test_longest_texts(void **state)
{
    struct expanding *e = ((struct fixture *)*state)->own;
    char longest[FORM_MAX + 2] = "";
    memset(longest, 'a', FORM_MAX);
    add_form(e, longest, FORM_MAX, false);
    add_form(e, longest, FORM_MAX - 1, false);
    write_dictionary(*state);
    exact(e, longest);
    assert_int_equal(e->expansion.form_count, 1);
    fuzzy(e, longest, 2);
    assert_int_equal(e->expansion.form_count, 2);
    longest[FORM_MAX - 1] = '*';
    pattern(e, longest);
    assert_int_equal(e->expansion.form_count, 2);
    longest[0] = '?';
    pattern(e, longest);
    assert_int_equal(e->expansion.form_count, 2);
    longest[0] = longest[FORM_MAX - 1] = longest[FORM_MAX] = 'a';
    exact(e, longest);
    assert_int_equal(e->expansion.form_count, 0);
    fuzzy(e, longest, 2);
    assert_int_equal(e->expansion.form_count, 0);
    longest[0] = '*';
    pattern(e, longest);
    assert_int_equal(e->expansion.form_count, 0);
}

static void test_empty_dictionary(void **state)
{
    struct expanding *e = ((struct fixture *)*state)->own;
    write_dictionary(*state);
    assert_string_equal(exact(e, "who"), NOTHING);
    assert_string_equal(pattern(e, "*a"), NOTHING);
    assert_string_equal(pattern(e, "a*"), NOTHING);
    assert_string_equal(fuzzy(e, "who", 2), NOTHING);
}

/* ---- The limit, and time ---- */

static void add_numbered(struct expanding *e, const char *begin, size_t count)
{
    char form[32];
    for (size_t i = 0; i < count; i++) {
        snprintf(form, sizeof form, "%s%06zu", begin, i);
        add_form(e, form, strlen(form), false);
    }
}

static ns_status try_pattern(struct expanding *e, const char *text, struct ns_error *err)
{
    return expand_pattern(&e->lexicon, e->normalizer, text, strlen(text), &e->expansion, err);
}

static void test_too_many_forms(void **state)
{
    struct expanding *e = ((struct fixture *)*state)->own;
    struct ns_error err;
    add_numbered(e, "a", EXPANDED_FORMS_MAX);
    add_text(e, "b b-c d");
    write_dictionary(*state);
    assert_int_equal(try_pattern(e, "a*", &err), NS_OK);
    assert_int_equal(e->expansion.form_count, EXPANDED_FORMS_MAX);
    assert_int_equal(e->expansion.total, EXPANDED_FORMS_MAX);
    for (size_t i = 1; i < e->expansion.form_count; i++)
        assert_true(e->expansion.forms[i - 1] < e->expansion.forms[i]);
    /* All that a query has is counted together. */
    assert_int_equal(try_pattern(e, "z*", &err), NS_OK);
    assert_int_equal(try_pattern(e, "D*", &err), NS_ERR_LIMIT);
    assert_string_equal(err.msg, "\"D*\" and the other patterns of the query stand for over 100000 forms; use longer patterns");
    assert_string_equal(shown(e), NOTHING);
    assert_int_equal(expand_exact(&e->lexicon, e->normalizer, "d", 1, &e->expansion, &err), NS_ERR_LIMIT);
    e->expansion.total = EXPANDED_FORMS_MAX - 1;
    assert_string_equal(pattern(e, "b?"), "b+c /bc 1");
    assert_int_equal(try_pattern(e, "b?", &err), NS_ERR_LIMIT);
    expansion_release(&e->expansion);
    assert_int_equal(try_pattern(e, "?*", &err), NS_OK);
    assert_int_equal(try_pattern(e, "*0*", &err), NS_OK);
    expansion_release(&e->expansion);
    e->expansion.total = 1;
    assert_int_equal(try_pattern(e, "*0*", &err), NS_ERR_LIMIT);
    assert_int_equal(e->expansion.form_count, 0);
}

static void test_going_through_all_forms_is_fast(void **state)
{
    struct expanding *e = ((struct fixture *)*state)->own;
    enum { FORMS = 90000 };
    add_numbered(e, "word", FORMS);
    write_dictionary(*state);
    const double begin = seconds_now();
    assert_string_equal(pattern(e, "*d089999"), "word089999 /word089999 1");
    fuzzy(e, "word089999", 2);
    pattern(e, "w*");
    assert_int_equal(e->expansion.form_count, FORMS);
    const double spent = seconds_now() - begin;
    /* 5 microseconds a form: they are looked at three times, and stemmed once. */
    if (spent > FORMS * 5e-6 * slowdown()) fail_msg("%.2f seconds", spent);
}

/* A pattern that begins with no wildcard looks at the forms that begin so, and an exact form at those that are folded alike. */
static void test_what_begins_with_letters_is_faster(void **state)
{
    struct expanding *e = ((struct fixture *)*state)->own;
    enum { FORMS = 20000, TIMES = 1000 };
    add_numbered(e, "word", FORMS);
    write_dictionary(*state);
    const double begin = seconds_now();
    for (int i = 0; i < TIMES; i++) {
        pattern(e, "word01234?");
        assert_int_equal(e->expansion.form_count, 10);
        e->expansion.total = 0;
        assert_string_equal(exact(e, "word012345"), "word012345 /word012345 1");
    }
    const double spent = seconds_now() - begin;
    if (spent > TIMES * 200e-6 * slowdown()) fail_msg("%.0f microseconds", spent / TIMES * 1e6);
}

/* ---- Against a plain look at every form ---- */

/* How the forms of these tests are folded: letter case and hyphens, and U+00E1 for all accents. */
static void fold_plainly(const char *form, size_t length, char *out)
{
    for (size_t i = 0; i < length; i++) {
        if (form[i] == '-') continue;
        if (form[i] == '\xc3') {
            *out++ = 'a';
            i++;
        } else {
            *out++ = (char)(form[i] >= 'A' && form[i] <= 'Z' ? form[i] - 'A' + 'a' : form[i]);
        }
    }
    *out = '\0';
}

static bool fits_plainly(const char *wanted, const char *text)
{
    if (!*wanted) return !*text;
    if (*wanted == '*') return fits_plainly(wanted + 1, text) || (*text && fits_plainly(wanted, text + 1));
    return *text && (*wanted == '?' || *wanted == *text) && fits_plainly(wanted + 1, text + 1);
}

/* Whether b is at most so many edits away from a; the plain recursion. */
static bool near_plainly(const char *a, const char *b, uint32_t edits)
{
    if (!*a && !*b) return true;
    if (*a && *a == *b && near_plainly(a + 1, b + 1, edits)) return true;
    if (edits == 0) return false;
    if (*a && near_plainly(a + 1, b, edits - 1)) return true;
    if (*b && near_plainly(a, b + 1, edits - 1)) return true;
    if (*a && *b && near_plainly(a + 1, b + 1, edits - 1)) return true;
    return *a && *b && a[0] == b[1] && a[1] == b[0] && near_plainly(a + 2, b + 2, edits - 1);
}

/* A question: a folded pattern, or a folded spelling. */
struct question {
    char wanted[32];
    bool is_pattern;
    uint32_t edits;
};

static bool holds(const struct question *question, const char *form, size_t length)
{
    char folded[64];
    fold_plainly(form, length, folded);
    if (!question->is_pattern) return near_plainly(question->wanted, folded, question->edits);
    return strspn(question->wanted, "*?") < strlen(question->wanted) && fits_plainly(question->wanted, folded);
}

static bool a_part_holds(const struct question *question, const char *compound, size_t length)
{
    for (size_t begin = 0; begin < length;) {
        const char *hyphen = memchr(compound + begin, '-', length - begin);
        const size_t end = hyphen ? (size_t)(hyphen - compound) : length;
        if (holds(question, compound + begin, end - begin)) return true;
        begin = end + 1;
    }
    return false;
}

struct answer {
    size_t forms, runs;
    uint64_t occurrences;
    struct interner terms;
};

/* Hold a form against the question: if it fits, the expansion has it. */
static void ask_about(struct expanding *e, const struct question *question, uint32_t id, struct answer *answer)
{
    const struct form_info *info = &e->words.form_infos[id];
    size_t length;
    const char *form = interner_get(&e->words.forms, id, &length);
    if (!holds(question, form, length) || (info->compound && a_part_holds(question, form, length))) return;
    answer->occurrences += e->words.forms.counts[id];
    size_t term_len;
    uint32_t number;
    const char *term = interner_get(&e->words.stems, vocabulary_stem(&e->words, id), &term_len);
    assert_int_equal(interner_add(&answer->terms, term, term_len, &number, NULL, NULL), NS_OK);
    bool found = false;
    if (info->compound) {
        answer->runs++;
        for (size_t i = 0; i < e->expansion.run_count && !found; i++) {
            e->shown.size = 0;
            show_run(e, &e->expansion.runs[i]);
            for (size_t at = 0; at < e->shown.size; at++)
                if (e->shown.data[at] == '+') e->shown.data[at] = '-';
            found = bytes_compare(e->shown.data, e->shown.size, form, length) == 0;
        }
    } else {
        answer->forms++;
        for (size_t i = 0; i < e->expansion.form_count && !found; i++)
            found = e->expansion.forms[i] == e->numbers[id];
    }
    if (!found) fail_msg("\"%.*s\" is missing for \"%s\"", (int)length, form, question->wanted);
}

static int compare_runs(const struct form_run *a, const struct form_run *b)
{
    for (uint32_t i = 0; i < a->count && i < b->count; i++)
        if (a->forms[i] != b->forms[i]) return a->forms[i] < b->forms[i] ? -1 : 1;
    return (int)a->count - (int)b->count;
}

static void check_answer(struct expanding *e, const struct question *question)
{
    const struct expansion *expansion = &e->expansion;
    struct answer answer = {0};
    for (uint32_t id = 0; id < e->words.forms.count; id++)
        ask_about(e, question, id, &answer);
    const bool right = answer.forms == expansion->form_count && answer.runs == expansion->run_count &&
                       answer.occurrences == expansion->occurrences && answer.terms.count == expansion->terms.count;
    bool known = true;
    for (uint32_t i = 0; i < expansion->terms.count; i++) {
        size_t length;
        uint32_t number;
        bool added = true;
        const char *term = interner_get(&expansion->terms, i, &length);
        assert_int_equal(interner_add(&answer.terms, term, length, &number, &added, NULL), NS_OK);
        known = known && !added;
    }
    interner_release(&answer.terms);
    if (!right || !known) fail_msg("\"%s\", %u: %s", question->wanted, question->edits, shown(e));
    for (size_t i = 1; i < expansion->form_count; i++)
        assert_true(expansion->forms[i - 1] < expansion->forms[i]);
    for (size_t i = 1; i < expansion->run_count; i++)
        assert_true(compare_runs(&expansion->runs[i - 1], &expansion->runs[i]) < 0);
}

/* A text of so many characters out of these. */
static size_t random_text(struct random_source *random, const char *const *characters, size_t count, size_t length, char *out)
{
    *out = '\0';
    while (length-- > 0)
        strcat(out, characters[random_below(random, count)]);
    return strlen(out);
}

static void ask_pattern(struct expanding *e, struct random_source *random)
{
    static const char *const characters[] = {"a", "b", "B", "1", "*", "*", "?", "-", "\xc3\xa1"};
    struct question question = {.is_pattern = true};
    char text[64];
    random_text(random, characters, COUNT_OF(characters), 1 + random_below(random, 6), text);
    if (!strpbrk(text, "*?")) strcat(text, "*");
    fold_plainly(text, strlen(text), question.wanted);
    pattern(e, text);
    check_answer(e, &question);
}

static void ask_fuzzy(struct expanding *e, struct random_source *random)
{
    static const char *const characters[] = {"a", "b", "B", "1", "\xc3\xa1", "a", "b"};
    struct question question = {.edits = random_below(random, 3)};
    char text[64];
    random_text(random, characters, COUNT_OF(characters), 1 + random_below(random, 6), text);
    fold_plainly(text, strlen(text), question.wanted);
    fuzzy(e, text, question.edits);
    check_answer(e, &question);
}

static void test_random_dictionaries(void **state)
{
    static const char *const characters[] = {"a", "a", "b", "B", "1", "\xc3\xa1", "-", " ", " "};
    struct fixture *fixture = *state;
    struct random_source random = {fixture_seed(fixture)};
    for (int round = 0; round < 60; round++) {
        struct expanding *e = fixture->own;
        char text[512];
        vocabulary_release(&e->words);
        e->words.normalizer = e->normalizer;
        random_text(&random, characters, COUNT_OF(characters), random_below(&random, 250), text);
        add_text(e, text);
        write_dictionary(fixture);
        for (int i = 0; i < 60; i++) {
            e->expansion.total = 0;
            ask_pattern(e, &random);
            ask_fuzzy(e, &random);
        }
        for (uint32_t id = 0; id < e->words.forms.count; id++) {
            size_t length;
            const char *form = interner_get(&e->words.forms, id, &length);
            assert_int_equal(expand_exact(&e->lexicon, e->normalizer, form, length, &e->expansion, NULL), NS_OK);
            assert_int_equal(e->expansion.form_count, !e->words.form_infos[id].compound);
            if (e->expansion.form_count) assert_int_equal(e->expansion.forms[0], e->numbers[id]);
        }
    }
    fixture_passed(fixture);
}

/* The words of a compound by itself are those that it was made of, whatever stood around it. */
static void check_parts(struct expanding *e, uint32_t id)
{
    size_t length;
    const char *compound = interner_get(&e->words.forms, id, &length);
    e->tokens.count = 0;
    assert_int_equal(analyze(compound, 0, length, &e->tokens, NULL), NS_OK);
    assert_in_range(e->tokens.count, 2, COMPOUND_MAX);
    for (size_t i = 0; i < e->tokens.count; i++) {
        const struct token *part = &e->tokens.items[i];
        assert_int_equal(expand_exact(&e->lexicon, e->normalizer, compound + part->offset, part->length, &e->expansion, NULL), NS_OK);
        if (e->expansion.form_count != 1) fail_msg("\"%.*s\"", (int)length, compound);
    }
}

static void test_parts_of_compounds_are_words(void **state)
{
    static const char *const characters[] = {"a", "B", "1", "000",          ".",       ",", "'", "s", "\xe2\x80\x99", "\xc2\xad",
                                             "-", "-", " ", "\xe4\xba\xac", "\xcc\x81"};
    struct fixture *fixture = *state;
    struct expanding *e = fixture->own;
    struct random_source random = {fixture_seed(fixture)};
    size_t compounds = 0;
    for (int i = 0; i < 20000; i++) {
        char text[128];
        random_text(&random, characters, COUNT_OF(characters), 24, text);
        add_text(e, text);
    }
    write_dictionary(fixture);
    for (uint32_t id = 0; id < e->words.forms.count; id++) {
        if (!e->words.form_infos[id].compound) continue;
        e->expansion.total = 0;
        compounds++;
        check_parts(e, id);
    }
    assert_true(compounds > 1000);
    fixture_passed(fixture);
}

/* A digit in the place of a wildcard changes nothing else that is folded: a piece folds as if it stood alone. */
static void test_pieces_of_any_script(void **state)
{
    struct expanding *e = ((struct fixture *)*state)->own;
    static const char *const words[] = {
        "\xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0",             /* Cyrillic */
        "\xce\x91\xce\xb8\xce\xae\xce\xbd\xce\xb1",                     /* Greek */
        "\xed\x95\x9c\xea\xb5\xad",                                     /* Hangul */
        "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6", /* Devanagari, with vowel signs */
        "\xef\xac\x81n",                                                /* a ligature */
        "\xd8\xb3\xd9\x8e\xd9\x84\xd8\xa7\xd9\x85",                     /* Arabic, with a vowel point */
        "\xc4\xb0zmir",                                                 /* a capital that folds to two code points */
    };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        add_form(e, words[i], strlen(words[i]), false);
    write_dictionary(*state);
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        static const char *const around[][2] = {{"", "*"}, {"*", ""}, {"*", "*"}};
        for (size_t j = 0; j < COUNT_OF(around); j++) {
            char text[64];
            snprintf(text, sizeof text, "%s%s%s", around[j][0], words[i], around[j][1]);
            pattern(e, text);
            if (e->expansion.form_count != 1) fail_msg("\"%s\"", text);
            assert_memory_equal(e->shown.data, words[i], strlen(words[i]));
        }
    }
}

/* ---- Damage ---- */

static size_t ask_everything(struct expanding *e)
{
    static const char *const patterns[] = {"vacc*", "*a*", "covid1*", "an?iv*"};
    size_t refused = 0;
    for (size_t i = 0; i < COUNT_OF(patterns); i++) {
        const ns_status status = try_pattern(e, patterns[i], NULL);
        assert_true(status == NS_OK || status == NS_ERR_CORRUPT);
        refused += status != NS_OK;
        for (size_t run = 0; run < e->expansion.run_count; run++)
            assert_in_range(e->expansion.runs[run].count, 2, COMPOUND_MAX);
    }
    ns_status status = expand_fuzzy(&e->lexicon, e->normalizer, "covid19", 7, 2, &e->expansion, NULL);
    assert_true(status == NS_OK || status == NS_ERR_CORRUPT);
    refused += status != NS_OK;
    status = expand_exact(&e->lexicon, e->normalizer, "Woman's", 7, &e->expansion, NULL);
    assert_true(status == NS_OK || status == NS_ERR_CORRUPT);
    return refused + (status != NS_OK);
}

/* Any byte of the forms may be wrong under sums that are right. */
static void test_every_byte_damaged(void **state)
{
    struct fixture *fixture = *state;
    struct expanding *e = small(state);
    struct buffer *file = &fixture->bytes[0];
    struct random_source random = {fixture_seed(fixture)};
    assert_int_equal(ask_everything(e), 0);
    read_file(fixture_path(fixture, "index"), file);
    size_t size, refused = 0;
    const size_t begin = section_offset(file, SECTION_FORMS, &size);
    for (size_t at = begin; at < begin + size; at++) {
        const char before = file->data[at];
        file->data[at] = (char)(before ^ (1 + random_below(&random, 255)));
        mend_sums(file);
        write_file(fixture_path(fixture, "changed"), file->data, file->size);
        file->data[at] = before;
        assert_int_equal(open_index_file(fixture, fixture_path(fixture, "changed")), NS_OK);
        if (lexicon_open(fixture->file, &e->lexicon, NULL) == NS_OK) refused += ask_everything(e) > 0;
    }
    assert_true(refused > 10);
    fixture_passed(fixture);
}

/* A form of another length than any analyzer makes, one that is no UTF-8, and compounds of no and of too many parts. */
static void test_forms_that_no_indexer_writes(void **state)
{
    struct expanding *e = ((struct fixture *)*state)->own;
    struct ns_error err;
    char too_long[FORM_MAX + 1];
    memset(too_long, 'l', sizeof too_long);
    add_form(e, too_long, sizeof too_long, false);
    add_form(e, "bad\xff", 4, false);
    add_text(e, "many one-two-three-four");
    add_form(e, "many-one-two-three-four", 23, true);
    add_form(e, "'many", 5, true);
    add_form(e, "one-unheard", 11, true);
    write_dictionary(*state);
    assert_int_equal(try_pattern(e, "ll*", &err), NS_ERR_CORRUPT);
    assert_non_null(strstr(err.msg, "a form is no word"));
    assert_int_equal(try_pattern(e, "bad*", &err), NS_ERR_CORRUPT);
    assert_string_equal(pattern(e, "manyo*"), NOTHING);
    assert_string_equal(pattern(e, "'man*"), NOTHING);
    assert_string_equal(pattern(e, "oneu*"), NOTHING);
    assert_string_equal(pattern(e, "onet*"), "one+two+three+four /onetwothreefour 1");
}

#define EXPAND_TEST(test) cmocka_unit_test_setup_teardown(test, setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EXPAND_TEST(test_exact_forms),
        EXPAND_TEST(test_patterns),
        EXPAND_TEST(test_letter_case_and_accents_do_not_matter),
        EXPAND_TEST(test_what_falls_away_beside_wildcards),
        EXPAND_TEST(test_compounds),
        EXPAND_TEST(test_a_run_comes_once),
        EXPAND_TEST(test_near_spellings),
        EXPAND_TEST(test_texts_that_are_no_forms),
        EXPAND_TEST(test_longest_texts),
        EXPAND_TEST(test_empty_dictionary),
        EXPAND_TEST(test_too_many_forms),
        EXPAND_TEST(test_going_through_all_forms_is_fast),
        EXPAND_TEST(test_what_begins_with_letters_is_faster),
        EXPAND_TEST(test_random_dictionaries),
        EXPAND_TEST(test_parts_of_compounds_are_words),
        EXPAND_TEST(test_pieces_of_any_script),
        EXPAND_TEST(test_every_byte_damaged),
        EXPAND_TEST(test_forms_that_no_indexer_writes),
    };
    return cmocka_run_group_tests_name("expand", tests, NULL, NULL);
}
