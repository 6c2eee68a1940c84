/* test_lexicon.c - the dictionary as it is written and as it is read. */
#include "tests/unit/lexicon_fixture.h"

#include "index/lexicon.h"

struct dictionary {
    struct normalizer *normalizer;
    struct vocabulary words;
    uint32_t *numbers; /* of its forms, when they have been written */
    uint64_t *counts;  /* likewise: looking a form up would count it */
    struct lexicon lexicon;
    struct form_record record;
    struct row_list rows;
    struct lexicon_scan scan;
};

static void release(void *own)
{
    struct dictionary *dictionary = own;
    vocabulary_release(&dictionary->words);
    free(dictionary->numbers);
    free(dictionary->counts);
    normalizer_free(dictionary->normalizer);
    form_record_release(&dictionary->record);
    row_list_release(&dictionary->rows);
    lexicon_scan_release(&dictionary->scan);
    free(dictionary);
}

static int setup(void **state)
{
    struct dictionary *dictionary = calloc(1, sizeof *dictionary);
    if (!dictionary || fixture_setup(state) != 0) return -1;
    struct fixture *fixture = *state;
    fixture->own = dictionary;
    fixture->release = release;
    if (normalizer_open("english", &dictionary->normalizer, NULL) != NS_OK) return -1;
    dictionary->words.normalizer = dictionary->normalizer;
    return 0;
}

static uint32_t add(struct dictionary *dictionary, const char *form, unsigned times)
{
    uint32_t id = UINT32_MAX;
    while (times-- > 0) {
        const bool compound = strchr(form, '-') != NULL;
        assert_int_equal(vocabulary_add_form(&dictionary->words, form, strlen(form), compound, &id, NULL), NS_OK);
    }
    return id;
}

static uint32_t add_gap(struct dictionary *dictionary, const char *gap, enum gap_class class, unsigned times)
{
    uint32_t id = UINT32_MAX;
    while (times-- > 0)
        assert_int_equal(vocabulary_add_gap(&dictionary->words, gap, strlen(gap), class, &id, NULL), NS_OK);
    return id;
}

/* Write what was added, and open it. */
static void write_and_open(struct fixture *fixture)
{
    struct dictionary *dictionary = fixture->own;
    const char *path = fixture_path(fixture, "index");
    begin_section(fixture, path, SECTION_FORMS);
    free(dictionary->numbers);
    free(dictionary->counts);
    write_lexicon(&dictionary->words, fixture->writer, &dictionary->numbers);
    dictionary->counts = calloc(dictionary->words.forms.count + 1, sizeof *dictionary->counts);
    assert_non_null(dictionary->counts);
    for (size_t id = 0; id < dictionary->words.forms.count; id++)
        dictionary->counts[id] = dictionary->words.forms.counts[id];
    end_index_file(fixture, SECTION_WORD_CODES, NULL);
    assert_int_equal(open_index_file(fixture, path), NS_OK);
    assert_int_equal(lexicon_open(fixture->file, &dictionary->lexicon, NULL), NS_OK);
}

/* The form of a row is this, and so often there; its number finds the row again. */
static void check_row(struct dictionary *dictionary, uint64_t row, const char *folded, const char *form, uint64_t occurrences,
                      uint32_t number)
{
    struct form_record *record = &dictionary->record;
    uint32_t found;
    assert_int_equal(lexicon_form(&dictionary->lexicon, row, record, NULL), NS_OK);
    assert_int_equal(record->folded.size, strlen(folded));
    assert_memory_equal(record->folded.data, folded, strlen(folded));
    assert_int_equal(record->form.size, strlen(form));
    assert_memory_equal(record->form.data, form, strlen(form));
    assert_int_equal(record->occurrences, occurrences);
    assert_int_equal(record->number, number);
    if (number == NO_FORM) return;
    assert_int_equal(lexicon_row(&dictionary->lexicon, number, &found, NULL), NS_OK);
    assert_int_equal(found, row);
    assert_int_equal(lexicon_word(&dictionary->lexicon, number, record, NULL), NS_OK);
    assert_int_equal(record->form.size, strlen(form));
    assert_memory_equal(record->form.data, form, strlen(form));
    assert_int_equal(record->occurrences, occurrences);
    assert_int_equal(record->number, number);
}

/* The rows of a stem, as "1 2 3 ". */
static const char *stem_rows(struct dictionary *dictionary, const char *stem)
{
    static char text[400];
    assert_int_equal(lexicon_stem(&dictionary->lexicon, stem, strlen(stem), &dictionary->rows, NULL), NS_OK);
    text[0] = '\0';
    for (size_t i = 0; i < dictionary->rows.count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%u ", (unsigned)dictionary->rows.items[i]);
    return text;
}

/* ---- A small one ---- */

static void add_small(struct dictionary *dictionary)
{
    add(dictionary, "the", 9);
    add(dictionary, "vaccines", 2);
    add(dictionary, "Vaccine", 2);
    add(dictionary, "vaccine", 5);
    add(dictionary, "WHO", 2);
    add(dictionary, "who", 3);
    add(dictionary, "China's", 1);
    add(dictionary, "China-backed", 7);
    add(dictionary, "APT10", 1);
    add(dictionary, "APT-10", 4);
    add(dictionary, "caf\xc3\xa9", 1);
}

static void test_rows_and_numbers(void **state)
{
    struct dictionary *dictionary = ((struct fixture *)*state)->own;
    add_small(dictionary);
    write_and_open(*state);
    assert_int_equal(dictionary->lexicon.forms.count, 11);
    assert_int_equal(dictionary->lexicon.numbers, 9);
    /* Rows by (folded, form); numbers by occurrences, then by row. */
    check_row(dictionary, 0, "apt10", "APT-10", 4, NO_FORM);
    check_row(dictionary, 1, "apt10", "APT10", 1, 6);
    check_row(dictionary, 2, "cafe", "caf\xc3\xa9", 1, 7);
    check_row(dictionary, 3, "china", "China's", 1, 8);
    check_row(dictionary, 4, "chinabacked", "China-backed", 7, NO_FORM);
    check_row(dictionary, 5, "the", "the", 9, 0);
    check_row(dictionary, 6, "vaccine", "Vaccine", 2, 3);
    check_row(dictionary, 7, "vaccine", "vaccine", 5, 1);
    check_row(dictionary, 8, "vaccines", "vaccines", 2, 4);
    check_row(dictionary, 9, "who", "WHO", 2, 5);
    check_row(dictionary, 10, "who", "who", 3, 2);
}

static void test_forms_of_a_stem(void **state)
{
    struct dictionary *dictionary = ((struct fixture *)*state)->own;
    add_small(dictionary);
    write_and_open(*state);
    assert_string_equal(stem_rows(dictionary, "vaccin"), "6 7 8 ");
    assert_string_equal(stem_rows(dictionary, "who"), "9 10 ");
    assert_string_equal(stem_rows(dictionary, "apt10"), "0 1 "); /* the compound too */
    assert_string_equal(stem_rows(dictionary, "china"), "3 ");
    assert_string_equal(stem_rows(dictionary, "the"), "5 ");
    static const char *const unknown[] = {"", "a", "vacci", "vaccine", "vaccin\x01", "zzz", "WHO", "\xff"};
    for (size_t i = 0; i < COUNT_OF(unknown); i++)
        assert_string_equal(stem_rows(dictionary, unknown[i]), "");
}

static void test_no_such_row(void **state)
{
    struct dictionary *dictionary = ((struct fixture *)*state)->own;
    struct ns_error err;
    uint32_t row;
    add_small(dictionary);
    write_and_open(*state);
    assert_int_equal(lexicon_form(&dictionary->lexicon, 11, &dictionary->record, &err), NS_ERR_ARG);
    assert_string_equal(err.msg, "form 11: there is none");
    assert_int_equal(lexicon_form(&dictionary->lexicon, UINT64_MAX, &dictionary->record, NULL), NS_ERR_ARG);
    assert_int_equal(lexicon_row(&dictionary->lexicon, 8, &row, NULL), NS_OK);
    assert_int_equal(lexicon_row(&dictionary->lexicon, 9, &row, NULL), NS_ERR_CORRUPT);
    assert_int_equal(lexicon_row(&dictionary->lexicon, NO_FORM, &row, NULL), NS_ERR_CORRUPT);
    assert_int_equal(lexicon_word(&dictionary->lexicon, 9, &dictionary->record, NULL), NS_ERR_CORRUPT);
    assert_int_equal(lexicon_word(&dictionary->lexicon, NO_FORM, &dictionary->record, NULL), NS_ERR_CORRUPT);
}

/* The section begins with these bytes; what stands behind them is skipped. */
static void assert_section(struct fixture *fixture, enum index_section section, const char *bytes, size_t size)
{
    struct buffer *file = &fixture->bytes[0];
    size_t section_size;
    read_file(fixture_path(fixture, "index"), file);
    const size_t offset = section_offset(file, section, &section_size);
    assert_true(size <= section_size);
    assert_memory_equal(file->data + offset, bytes, size);
}

/* The bytes that index_file.h draws. Only two stems are not the folded form of all their forms; those have a row. */
static void test_layout(void **state)
{
    static const char forms[] = "\x4f\x50"
                                "apt10\x0b\x10-"   /* 4 times, a compound */
                                "\x06\x05\x06\x01" /* number 6, once */
                                "\x07\x40"
                                "cafe\x09\x21\xc3\xa9\x07\x01"
                                "\x07\x41"
                                "hina\x10\x20's\x08\x01"
                                "\x7b\x65"
                                "backed\x10\x10-" /* its stem is chinaback */
                                "\x04\x30"
                                "the\x00\x09"
                                "\x01\x70"
                                "vaccine\x03\x02"
                                "\x00\x07\x01\x05"
                                "\x00\x17"
                                "s\x04\x02"
                                "\x06\x30"
                                "who\x05\x02"
                                "\x04\x03\x02\x03";
    static const char stems[] = "\x90"
                                "chinaback\x81" /* 1 form, row 4 */
                                "\x60"
                                "vaccin\x43\x00" /* 3 forms, 2 rows behind that, one behind the other */
                                "\x00\x01\x02\0\0\0\0\0\0\0";
    static const char rows[] = "\5\0\0\0\7\0\0\0\12\0\0\0\6\0\0\0\10\0\0\0\11\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\11\0\0\0";
    struct fixture *fixture = *state;
    struct dictionary *dictionary = fixture->own;
    add_small(dictionary);
    write_and_open(fixture);
    assert_int_equal(dictionary->lexicon.stems.count, 2);
    assert_section(fixture, SECTION_FORMS, forms, sizeof forms - 1);
    assert_section(fixture, SECTION_STEMS, stems, sizeof stems - 1);
    assert_section(fixture, SECTION_FORM_ROWS, rows, sizeof rows - 1);
}

/* Occurrences of a form that is not common stand in four bits, or a varint is added to them. */
static void test_occurrences_of_compounds(void **state)
{
    static const unsigned times[] = {1, 14, 15, 16, 142, 143, 1000};
    struct dictionary *dictionary = ((struct fixture *)*state)->own;
    for (size_t i = 0; i < COUNT_OF(times); i++) {
        char form[20];
        snprintf(form, sizeof form, "x-%c", (char)('a' + i));
        add(dictionary, form, times[i]);
    }
    write_and_open(*state);
    for (size_t i = 0; i < COUNT_OF(times); i++) {
        char form[20], folded[20];
        snprintf(form, sizeof form, "x-%c", (char)('a' + i));
        snprintf(folded, sizeof folded, "x%c", (char)('a' + i));
        check_row(dictionary, i, folded, form, times[i], NO_FORM);
    }
}

/* Whether a stem has a row makes no difference to who asks for it: a form that is spelled like a stem need not have it. */
static void test_stems_that_are_forms(void **state)
{
    struct dictionary *dictionary = ((struct fixture *)*state)->own;
    add(dictionary, "Agnes", 1); /* its stem is agn */
    add(dictionary, "accidentally", 1);
    add(dictionary, "accident", 1); /* the stem of that, and accid is its own */
    add(dictionary, "agn", 1);
    add(dictionary, "vaccin", 1); /* a form, and a stem of others */
    add(dictionary, "vaccines", 1);
    add(dictionary, "Panda", 1);
    add(dictionary, "panda", 1);
    write_and_open(*state);
    assert_string_equal(stem_rows(dictionary, "accid"), "0 ");
    assert_string_equal(stem_rows(dictionary, "accident"), "1 ");
    assert_string_equal(stem_rows(dictionary, "agn"), "2 3 ");
    assert_string_equal(stem_rows(dictionary, "agnes"), "");
    assert_string_equal(stem_rows(dictionary, "panda"), "4 5 ");
    assert_string_equal(stem_rows(dictionary, "vaccin"), "6 7 ");
    assert_string_equal(stem_rows(dictionary, "vaccines"), "");
    assert_int_equal(dictionary->lexicon.stems.count, 4);
}

static uint64_t seek(const struct dictionary *dictionary, const char *folded, size_t length)
{
    uint64_t row = UINT64_MAX;
    assert_int_equal(lexicon_seek(&dictionary->lexicon, folded, length, &row, NULL), NS_OK);
    return row;
}

static void test_seek(void **state)
{
    static const struct {
        const char *folded;
        uint64_t row;
    } rows[] = {{"", 0},    {"apt1", 0},    {"apt10", 0},    {"apt10a", 2}, {"cafe", 2},     {"chin", 3}, {"chinaa", 4},   {"china\x01", 4},
                {"the", 5}, {"vaccine", 6}, {"vaccines", 8}, {"who", 9},    {"who\x01", 11}, {"zzz", 11}, {"\xff\xff", 11}};
    struct dictionary *dictionary = ((struct fixture *)*state)->own;
    add_small(dictionary);
    write_and_open(*state);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_int_equal(seek(dictionary, rows[i].folded, strlen(rows[i].folded)), rows[i].row);
    assert_int_equal(seek(dictionary, NULL, 0), 0);
    assert_int_equal(seek(dictionary, "the\0", 4), 6);
}

/* Forms that fold alike fill several blocks: the first of them is found all the same. */
static void test_seek_among_equals(void **state)
{
    struct dictionary *dictionary = ((struct fixture *)*state)->own;
    enum { LETTERS = 6, SAME = 1 << LETTERS };
    add(dictionary, "aaa", 1);
    for (unsigned capitals = 0; capitals < SAME; capitals++) {
        char form[LETTERS + 1] = "mmmmmm";
        for (unsigned letter = 0; letter < LETTERS; letter++)
            if (capitals >> letter & 1) form[letter] = 'M';
        add(dictionary, form, 1);
    }
    add(dictionary, "zzz", 1);
    write_and_open(*state);
    assert_int_equal(dictionary->lexicon.forms.count, SAME + 2);
    assert_int_equal(seek(dictionary, "aaa", 3), 0);
    assert_int_equal(seek(dictionary, "b", 1), 1);
    assert_int_equal(seek(dictionary, "mmmmmm", 6), 1);
    assert_int_equal(seek(dictionary, "mmmmmmm", 7), SAME + 1);
    assert_int_equal(seek(dictionary, "zzzz", 4), SAME + 2);
}

static void check_gap(struct dictionary *dictionary, uint32_t number, const char *text, enum gap_class class)
{
    enum gap_class found_class;
    const char *found;
    size_t length;
    assert_int_equal(lexicon_gap(&dictionary->lexicon, number, &found_class, &found, &length, NULL), NS_OK);
    assert_int_equal(found_class, class);
    assert_int_equal(length, strlen(text));
    assert_memory_equal(found, text, length);
}

/* The same bytes of another class are another gap; the most frequent is first, of two the one that came first. */
static void test_gaps(void **state)
{
    struct dictionary *dictionary = ((struct fixture *)*state)->own;
    assert_int_equal(add_gap(dictionary, ", ", GAP_WORD, 3), 0);
    assert_int_equal(add_gap(dictionary, "\n\n", GAP_PARAGRAPH, 5), 1);
    assert_int_equal(add_gap(dictionary, "\n\n", GAP_SENTENCE, 1), 2);
    assert_int_equal(add_gap(dictionary, "", GAP_PARAGRAPH, 3), 3);
    assert_int_equal(add_gap(dictionary, "", GAP_WORD, 9), 4);
    assert_int_equal(add_gap(dictionary, "\n\n", GAP_PARAGRAPH, 1), 1);
    write_and_open(*state);
    check_gap(dictionary, 0, "", GAP_WORD);
    check_gap(dictionary, 1, "\n\n", GAP_PARAGRAPH);
    check_gap(dictionary, 2, ", ", GAP_WORD);
    check_gap(dictionary, 3, "", GAP_PARAGRAPH);
    check_gap(dictionary, 4, "\n\n", GAP_SENTENCE);
    enum gap_class class;
    const char *text;
    size_t length;
    assert_int_equal(lexicon_gap(&dictionary->lexicon, 5, &class, &text, &length, NULL), NS_ERR_CORRUPT);
    assert_int_equal(lexicon_gap(&dictionary->lexicon, UINT32_MAX - 1, &class, &text, &length, NULL), NS_ERR_CORRUPT);
}

static void test_empty_dictionary(void **state)
{
    struct dictionary *dictionary = ((struct fixture *)*state)->own;
    uint32_t row;
    write_and_open(*state);
    assert_int_equal(dictionary->lexicon.numbers, 0);
    assert_int_equal(dictionary->lexicon.forms.count, 0);
    assert_string_equal(stem_rows(dictionary, "who"), "");
    assert_int_equal(seek(dictionary, "who", 3), 0);
    bool end = false;
    dictionary->scan = lexicon_scan_from(&dictionary->lexicon, 0);
    assert_int_equal(lexicon_scan_next(&dictionary->scan, &end, NULL), NS_OK);
    assert_true(end);
    assert_int_equal(lexicon_form(&dictionary->lexicon, 0, &dictionary->record, NULL), NS_ERR_ARG);
    assert_int_equal(lexicon_row(&dictionary->lexicon, 0, &row, NULL), NS_ERR_CORRUPT);
}

/* ---- A large one, against a plain list ---- */

enum { FORMS = 3000 };

/* Words that begin alike, in different letter case, some compounds. */
static size_t invent_form(struct random_source *random, char form[64])
{
    static const char *const pieces[] = {"vac", "cin", "es", "ing", "who", "WHO", "a", "B", "7", "\xc3\xa9", "\xe4\xb8\xad", "-"};
    size_t length = 0;
    form[0] = '\0';
    for (uint64_t left = 1 + random_below(random, 4); left > 0; left--) {
        const char *piece = pieces[random_below(random, COUNT_OF(pieces) - (left == 1 || !length))];
        length += (size_t)snprintf(form + length, 64 - length, "%s", piece);
    }
    return length;
}

/* Each row is behind the one before, and holds what the writer was told. */
static void check_all_rows(struct dictionary *dictionary)
{
    struct vocabulary *writer = &dictionary->words;
    struct buffer before = BUFFER_INIT, before_form = BUFFER_INIT;
    struct form_record *record = &dictionary->record;
    assert_int_equal(dictionary->lexicon.forms.count, writer->forms.count);
    for (uint64_t row = 0; row < writer->forms.count; row++) {
        uint32_t id;
        bool added;
        assert_int_equal(lexicon_form(&dictionary->lexicon, row, record, NULL), NS_OK);
        assert_int_equal(interner_add(&writer->forms, record->form.data, record->form.size, &id, &added, NULL), NS_OK);
        assert_false(added);
        assert_int_equal(record->occurrences, dictionary->counts[id]);
        assert_int_equal(record->number, dictionary->numbers[id]);
        assert_int_equal(record->number == NO_FORM, memchr(record->form.data, '-', record->form.size) != NULL);
        if (row > 0) {
            const int order = bytes_compare(before.data, before.size, record->folded.data, record->folded.size);
            assert_true(order < 0 ||
                        (order == 0 && bytes_compare(before_form.data, before_form.size, record->form.data, record->form.size) < 0));
        }
        before.size = before_form.size = 0;
        assert_int_equal(buffer_append(&before, record->folded.data, record->folded.size, NULL), NS_OK);
        assert_int_equal(buffer_append(&before_form, record->form.data, record->form.size, NULL), NS_OK);
    }
    buffer_release(&before);
    buffer_release(&before_form);
}

/* The first number of which the code has three bytes. */
enum { TIER = 12480 };

/* The first numbers are by occurrences, then by row; the ones behind are of forms no more frequent, and by row. */
static void check_all_numbers(struct dictionary *dictionary)
{
    uint64_t before = UINT64_MAX;
    uint32_t row_before = 0;
    for (uint32_t number = 0; number < dictionary->lexicon.numbers; number++) {
        uint32_t row;
        assert_int_equal(lexicon_row(&dictionary->lexicon, number, &row, NULL), NS_OK);
        assert_int_equal(lexicon_form(&dictionary->lexicon, row, &dictionary->record, NULL), NS_OK);
        assert_int_equal(dictionary->record.number, number);
        const uint64_t occurrences = dictionary->record.occurrences;
        assert_int_equal(lexicon_word(&dictionary->lexicon, number, &dictionary->record, NULL), NS_OK);
        assert_int_equal(dictionary->record.occurrences, occurrences);
        if (number < TIER) {
            assert_true(occurrences < before || (occurrences == before && row > row_before));
        } else {
            assert_true(occurrences <= before && (number == TIER || row > row_before));
        }
        if (number < TIER) before = occurrences;
        row_before = row;
    }
}

/* From any row on a scan gives every form that there is, in order, and then the end again and again. */
static void check_scan(struct dictionary *dictionary, uint64_t first)
{
    struct lexicon_scan *scan = &dictionary->scan;
    const struct form_record *record = &dictionary->record;
    bool end = true;
    lexicon_scan_release(scan);
    *scan = lexicon_scan_from(&dictionary->lexicon, first);
    for (uint64_t row = first; row < dictionary->lexicon.forms.count; row++) {
        assert_int_equal(scan->row, row);
        assert_int_equal(lexicon_scan_next(scan, &end, NULL), NS_OK);
        assert_false(end);
        assert_int_equal(lexicon_form(&dictionary->lexicon, row, &dictionary->record, NULL), NS_OK);
        assert_int_equal(bytes_compare(scan->form.folded.data, scan->form.folded.size, record->folded.data, record->folded.size), 0);
        assert_int_equal(bytes_compare(scan->form.form.data, scan->form.form.size, record->form.data, record->form.size), 0);
        assert_int_equal(scan->form.occurrences, record->occurrences);
        assert_int_equal(scan->form.number, record->number);
    }
    for (int i = 0; i < 2; i++) {
        end = false;
        assert_int_equal(lexicon_scan_next(scan, &end, NULL), NS_OK);
        assert_true(end);
    }
}

/* What a key's place is by looking at every row. */
static uint64_t seek_slowly(struct dictionary *dictionary, const char *key, size_t length)
{
    uint64_t row = 0;
    for (; row < dictionary->lexicon.forms.count; row++) {
        const struct buffer *folded = &dictionary->record.folded;
        assert_int_equal(lexicon_form(&dictionary->lexicon, row, &dictionary->record, NULL), NS_OK);
        if (bytes_compare(folded->data, folded->size, key, length) >= 0) break;
    }
    return row;
}

/* Keys are folded forms, beginnings of them, and what stands just before or behind them. */
static void check_random_seeks(struct dictionary *dictionary, struct random_source *random)
{
    for (int i = 0; i < 1000; i++) {
        char key[80];
        const uint64_t row = random_below(random, dictionary->lexicon.forms.count);
        assert_int_equal(lexicon_form(&dictionary->lexicon, row, &dictionary->record, NULL), NS_OK);
        size_t length = dictionary->record.folded.size;
        assert_in_range(length, 1, sizeof key - 1);
        memcpy(key, dictionary->record.folded.data, length);
        switch (random_below(random, 4)) {
        case 0:
            length = random_below(random, length + 1);
            break;
        case 1:
            key[length++] = (char)random_next(random);
            break;
        case 2:
            key[random_below(random, length)] = (char)random_next(random);
            break;
        }
        assert_int_equal(seek(dictionary, key, length), seek_slowly(dictionary, key, length));
    }
}

/* The stem that the form of a row was given. */
static uint32_t stem_of_row(struct dictionary *dictionary, uint32_t row)
{
    struct form_record *record = &dictionary->record;
    uint32_t id;
    assert_int_equal(lexicon_form(&dictionary->lexicon, row, record, NULL), NS_OK);
    assert_int_equal(interner_add(&dictionary->words.forms, record->form.data, record->form.size, &id, NULL, NULL), NS_OK);
    return vocabulary_stem(&dictionary->words, id);
}

/* How many stems are not the folded form of all their forms. */
static size_t count_stems_with_rows(const struct vocabulary *writer)
{
    size_t count = 0;
    bool *has_row = calloc(writer->stems.count + 1, sizeof *has_row);
    assert_non_null(has_row);
    for (size_t form = 0; form < writer->forms.count; form++) {
        const struct form_info *info = &writer->form_infos[form];
        const uint32_t number = vocabulary_stem(writer, (uint32_t)form);
        size_t length;
        const char *stem = interner_get(&writer->stems, number, &length);
        if (bytes_compare(stem, length, writer->folded.data + info->folded, info->folded_len) != 0) has_row[number] = true;
    }
    for (size_t stem = 0; stem < writer->stems.count; stem++)
        count += has_row[stem];
    free(has_row);
    return count;
}

/* Every form is found below its stem, once, and nothing else is. */
static void check_all_stems(struct dictionary *dictionary)
{
    const struct vocabulary *writer = &dictionary->words;
    size_t forms = 0;
    for (uint32_t stem = 0; stem < writer->stems.count; stem++) {
        size_t length;
        const char *text = interner_get(&writer->stems, stem, &length);
        assert_int_equal(lexicon_stem(&dictionary->lexicon, text, length, &dictionary->rows, NULL), NS_OK);
        assert_true(dictionary->rows.count > 0);
        for (size_t i = 0; i < dictionary->rows.count; i++) {
            const uint32_t row = dictionary->rows.items[i];
            assert_true(i == 0 || row > dictionary->rows.items[i - 1]);
            assert_int_equal(stem_of_row(dictionary, row), stem);
        }
        forms += dictionary->rows.count;
    }
    assert_int_equal(forms, writer->forms.count);
    assert_int_equal(dictionary->lexicon.stems.count, count_stems_with_rows(writer));
}

static void test_random_dictionary(void **state)
{
    struct fixture *fixture = *state;
    struct dictionary *dictionary = fixture->own;
    struct random_source random = {fixture_seed(fixture)};
    for (int i = 0; i < FORMS; i++) {
        char form[64];
        invent_form(&random, form);
        add(dictionary, form, 1 + (unsigned)random_magnitude(&random, 5));
    }
    write_and_open(fixture);
    assert_in_range(dictionary->lexicon.numbers, 500, FORMS);
    check_all_rows(dictionary);
    check_all_numbers(dictionary);
    check_all_stems(dictionary);
    for (uint64_t row = 0; row <= dictionary->lexicon.forms.count + 1; row += row < 40 ? 1 : 1 + random_below(&random, 400))
        check_scan(dictionary, row);
    check_scan(dictionary, dictionary->lexicon.forms.count - 1);
    check_scan(dictionary, dictionary->lexicon.forms.count);
    check_random_seeks(dictionary, &random);
    fixture_passed(fixture);
}

/* So many forms that not all are common. */
static void test_more_forms_than_common_numbers(void **state)
{
    struct fixture *fixture = *state;
    struct dictionary *dictionary = fixture->own;
    struct random_source random = {fixture_seed(fixture)};
    for (unsigned i = 0; i < 18000; i++) {
        char form[64];
        const unsigned word = (unsigned)random_below(&random, 1000000);
        snprintf(form, sizeof form, "%s%x%s%s", i % 2 ? "word" : "Word", word, i % 3 ? "" : "es", i % 5 ? "" : "-x");
        add(dictionary, form, 1 + (unsigned)random_magnitude(&random, 5));
    }
    write_and_open(fixture);
    assert_in_range(dictionary->lexicon.numbers, TIER + 1000, 18000);
    check_all_rows(dictionary);
    check_all_numbers(dictionary);
    check_all_stems(dictionary);
    for (uint64_t row = 0; row < dictionary->lexicon.forms.count; row += 1 + random_below(&random, 4000))
        check_scan(dictionary, row);
    fixture_passed(fixture);
}

/* ---- Damage ---- */

/* Scan everything there is, which fails where one of the forms fails. Returns the failures. */
static size_t scan_everything(struct dictionary *dictionary, bool form_refused)
{
    struct lexicon_scan *scan = &dictionary->scan;
    ns_status status = NS_OK;
    uint64_t rows = 0;
    lexicon_scan_release(scan);
    *scan = lexicon_scan_from(&dictionary->lexicon, 0);
    for (bool end = false; status == NS_OK && !end; rows++) {
        status = lexicon_scan_next(scan, &end, NULL);
        if (status == NS_OK && !end) assert_true(scan->form.number == NO_FORM || scan->form.number < dictionary->lexicon.numbers);
    }
    assert_int_equal(status, form_refused ? NS_ERR_CORRUPT : NS_OK);
    if (!form_refused) assert_int_equal(rows, dictionary->lexicon.forms.count + 1);
    return status != NS_OK;
}

/* Look for a few folded forms. Returns the failures. */
static size_t seek_some(const struct dictionary *dictionary)
{
    static const char *const keys[] = {"", "apt10", "vaccine", "who", "word20", "zzz"};
    size_t refused = 0;
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        uint64_t row = 0;
        const ns_status status = lexicon_seek(&dictionary->lexicon, keys[i], strlen(keys[i]), &row, NULL);
        assert_true(status == NS_OK || status == NS_ERR_CORRUPT);
        assert_true(row <= dictionary->lexicon.forms.count);
        refused += status != NS_OK;
    }
    return refused;
}

/* Ask for everything there is. Returns the answers that were refused. */
static size_t ask_everything(struct fixture *fixture)
{
    struct dictionary *dictionary = fixture->own;
    const struct lexicon *lexicon = &dictionary->lexicon;
    size_t refused = 0;
    if (lexicon_open(fixture->file, &dictionary->lexicon, NULL) != NS_OK) return 1;
    for (uint64_t row = 0; row < lexicon->forms.count; row++) {
        const ns_status status = lexicon_form(lexicon, row, &dictionary->record, NULL);
        assert_true(status == NS_OK || status == NS_ERR_CORRUPT);
        refused += status != NS_OK;
    }
    refused += scan_everything(dictionary, refused > 0) + seek_some(dictionary);
    for (uint32_t number = 0; number < lexicon->numbers; number++) {
        uint32_t row;
        refused += lexicon_row(lexicon, number, &row, NULL) != NS_OK;
    }
    for (uint32_t number = 0; number < 40; number++) {
        enum gap_class class;
        const char *text;
        size_t length;
        refused += lexicon_gap(lexicon, number, &class, &text, &length, NULL) != NS_OK;
    }
    static const char *const stems[] = {"", "apt10", "vaccin", "who", "word20", "zzz"};
    for (size_t i = 0; i < COUNT_OF(stems); i++) {
        const ns_status status = lexicon_stem(lexicon, stems[i], strlen(stems[i]), &dictionary->rows, NULL);
        assert_true(status == NS_OK || status == NS_ERR_CORRUPT);
        refused += status != NS_OK;
        for (size_t row = 0; status == NS_OK && row < dictionary->rows.count; row++)
            assert_true(dictionary->rows.items[row] < lexicon->forms.count);
    }
    return refused;
}

/* Any byte of the four sections may be wrong under sums that are right. */
static void test_every_byte_damaged(void **state)
{
    struct fixture *fixture = *state;
    struct dictionary *dictionary = fixture->own;
    struct buffer *file = &fixture->bytes[0];
    add_small(dictionary);
    for (int i = 0; i < 40; i++) {
        char text[20];
        snprintf(text, sizeof text, "word%d", i);
        add(dictionary, text, 1);
        add_gap(dictionary, text, (enum gap_class)(i % 3), 1);
    }
    write_and_open(fixture);
    assert_int_equal(ask_everything(fixture), 0);
    read_file(fixture_path(fixture, "index"), file);
    size_t size, refused = 0;
    const size_t begin = section_offset(file, SECTION_FORMS, NULL);
    const size_t end = section_offset(file, SECTION_GAPS, &size) + size;
    struct random_source random = {fixture_seed(fixture)};
    for (size_t at = begin; at < end; at++) {
        const char before = file->data[at];
        file->data[at] = (char)(before ^ (1 + random_below(&random, 255)));
        mend_sums(file);
        write_file(fixture_path(fixture, "changed"), file->data, file->size);
        assert_int_equal(open_index_file(fixture, fixture_path(fixture, "changed")), NS_OK);
        refused += ask_everything(fixture) > 0;
        file->data[at] = before;
    }
    assert_in_range(refused, (end - begin) / 10, end - begin);
    fixture_passed(fixture);
}

/* A class that does not exist. */
static void test_gap_of_no_class(void **state)
{
    struct fixture *fixture = *state;
    struct dictionary *dictionary = fixture->own;
    struct buffer *file = &fixture->bytes[0];
    enum gap_class class;
    const char *text;
    size_t length;
    add_gap(dictionary, ", ", GAP_PARAGRAPH, 1);
    write_and_open(fixture);
    read_file(fixture_path(fixture, "index"), file);
    file->data[section_offset(file, SECTION_GAPS, NULL)]++;
    mend_sums(file);
    write_file(fixture_path(fixture, "changed"), file->data, file->size);
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, "changed")), NS_OK);
    assert_int_equal(lexicon_open(fixture->file, &dictionary->lexicon, NULL), NS_OK);
    assert_int_equal(lexicon_gap(&dictionary->lexicon, 0, &class, &text, &length, NULL), NS_ERR_CORRUPT);
}

/* The bug: a row that no form has was given back as one of a stem's forms, and then told to be the caller's fault. */
static void check_stem_step(struct fixture *fixture, uint8_t step)
{
    struct dictionary *dictionary = fixture->own;
    struct buffer *file = &fixture->bytes[0];
    add(dictionary, "vaccines", 1);
    write_and_open(fixture);
    read_file(fixture_path(fixture, "index"), file);
    char *row = file->data + section_offset(file, SECTION_STEMS, NULL);
    assert_memory_equal(row, "\x60vaccin\x01", 8);
    row[7] = (char)step;
    mend_sums(file);
    write_file(fixture_path(fixture, "changed"), file->data, file->size);
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, "changed")), NS_OK);
    assert_int_equal(lexicon_open(fixture->file, &dictionary->lexicon, NULL), NS_OK);
    assert_int_equal(lexicon_stem(&dictionary->lexicon, "vaccin", 6, &dictionary->rows, NULL), NS_ERR_CORRUPT);
}

static void test_stem_that_names_a_form_that_is_not_there(void **state)
{
    check_stem_step(*state, 0x21); /* a row further on */
    check_stem_step(*state, 0x11); /* one before the first */
    check_stem_step(*state, 0x02); /* two rows, and no step to the second */
}

/* Change a byte of the forms, whose own bytes are as given, under sums that are right. */
static void change_forms(struct fixture *fixture, size_t at, uint8_t before, uint8_t after)
{
    struct dictionary *dictionary = fixture->own;
    struct buffer *file = &fixture->bytes[0];
    read_file(fixture_path(fixture, "index"), file);
    char *byte = file->data + section_offset(file, SECTION_FORMS, NULL) + at;
    assert_int_equal((uint8_t)*byte, before);
    *byte = (char)after;
    mend_sums(file);
    write_file(fixture_path(fixture, "changed"), file->data, file->size);
    assert_int_equal(open_index_file(fixture, fixture_path(fixture, "changed")), NS_OK);
    assert_int_equal(lexicon_open(fixture->file, &dictionary->lexicon, NULL), NS_OK);
}

/* What a row says of its number has to fit the numbers that there are. */
static void test_numbers_that_do_not_fit(void **state)
{
    static const struct {
        size_t at;
        uint8_t before, after;
        ns_status form, word;
    } changes[] = {{0, 0x04, 0x14, NS_ERR_CORRUPT, NS_ERR_CORRUPT},  /* not common: but there is no number for it */
                   {0, 0x04, 0x0c, NS_ERR_CORRUPT, NS_ERR_CORRUPT},  /* a compound that is common */
                   {0, 0x04, 0x1c, NS_OK, NS_ERR_CORRUPT},           /* a compound has no number */
                   {5, 0x00, 0x01, NS_ERR_CORRUPT, NS_ERR_CORRUPT}}; /* another number */
    struct fixture *fixture = *state;
    struct dictionary *dictionary = fixture->own;
    add(dictionary, "who", 1);
    write_and_open(fixture);
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        change_forms(fixture, changes[i].at, changes[i].before, changes[i].after);
        assert_int_equal(lexicon_form(&dictionary->lexicon, 0, &dictionary->record, NULL), changes[i].form);
        assert_int_equal(lexicon_word(&dictionary->lexicon, 0, &dictionary->record, NULL), changes[i].word);
    }
}

#define LEXICON_TEST(test) cmocka_unit_test_setup_teardown(test, setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEXICON_TEST(test_rows_and_numbers),
        LEXICON_TEST(test_layout),
        LEXICON_TEST(test_occurrences_of_compounds),
        LEXICON_TEST(test_forms_of_a_stem),
        LEXICON_TEST(test_stems_that_are_forms),
        LEXICON_TEST(test_no_such_row),
        LEXICON_TEST(test_seek),
        LEXICON_TEST(test_seek_among_equals),
        LEXICON_TEST(test_gaps),
        LEXICON_TEST(test_empty_dictionary),
        LEXICON_TEST(test_random_dictionary),
        LEXICON_TEST(test_more_forms_than_common_numbers),
        LEXICON_TEST(test_every_byte_damaged),
        LEXICON_TEST(test_gap_of_no_class),
        LEXICON_TEST(test_stem_that_names_a_form_that_is_not_there),
        LEXICON_TEST(test_numbers_that_do_not_fit),
    };
    return cmocka_run_group_tests_name("lexicon", tests, NULL, NULL);
}
