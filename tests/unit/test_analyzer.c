/* test_analyzer.c - words, sentence ends and paragraph ends, each case a line of text and what is found in it.
 *
 * What is found is written as the tokens with, behind each, what stands between it and the next one:
 *   |  nothing ends        /  a sentence ends        #  a paragraph ends        -  a hyphen joins it to the next one
 */
#include "tests/unit/index_fixture.h"

#include "index/analyzer.h"
#include "index/normalize.h"

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct token_list));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    token_list_release(*state);
    free(*state);
    return 0;
}

/* What holds for the tokens of any text. */
static void check_tokens(const struct token_list *list, size_t begin, size_t end)
{
    size_t at = begin;
    for (size_t i = 0; i < list->count; i++) {
        const struct token *token = &list->items[i];
        assert_true(token->offset >= at);
        assert_in_range(token->length, 1, FORM_MAX);
        at = token->offset + token->length;
        assert_true(at <= end);
        assert_true(token->gap <= GAP_PARAGRAPH);
        assert_true(!token->hyphen || (i + 1 < list->count && token->gap == GAP_WORD));
    }
    if (list->count) assert_int_equal(list->items[list->count - 1].gap, GAP_PARAGRAPH);
}

static const char *rendered(struct token_list *list, const char *text, size_t length)
{
    static char line[4096];
    list->count = 0;
    assert_int_equal(analyze(text, 0, length, list, NULL), NS_OK);
    check_tokens(list, 0, length);
    char *out = line;
    for (size_t i = 0; i < list->count; i++) {
        const struct token *token = &list->items[i];
        assert_true(out + token->length + 2 < line + sizeof line);
        memcpy(out, text + token->offset, token->length);
        out += token->length;
        *out++ = token->hyphen ? '-' : "|/#"[token->gap];
    }
    *out = '\0';
    return line;
}

struct row {
    const char *text;
    const char *wanted;
};

static void check_rows(struct token_list *list, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *found = rendered(list, rows[i].text, strlen(rows[i].text));
        if (strcmp(found, rows[i].wanted) != 0) fail_msg("\"%s\" was taken as\n%s\nwanted was\n%s", rows[i].text, found, rows[i].wanted);
    }
}

/* A test that is a table of rows. */
#define ROWS_TEST(name, ...)                                                                                                               \
    static void name(void **state)                                                                                                         \
    {                                                                                                                                      \
        static const struct row rows[] = {__VA_ARGS__};                                                                                    \
        check_rows(*state, rows, COUNT_OF(rows));                                                                                          \
    }

#define CURLY "\xe2\x80\x99"
#define SOFT "\xc2\xad"
#define ACUTE "\xcc\x81"
#define FULL_STOP "\xe3\x80\x82"

/* ---- Words ---- */

ROWS_TEST(test_plain_words, {"", ""}, {" \n\t", ""}, {"...", ""}, {"word", "word#"}, {"  two words ", "two|words#"},
          {"a,b;c:d", "a|b|c|d#"}, {"snake_case", "snake|case#"}, {"AT&T", "AT|T#"}, {"caf\xc3\xa9 noir", "caf\xc3\xa9|noir#"},
          {"x@example.org", "x|example|org#"}, {"20th 5G B2B", "20th|5G|B2B#"}, {"$5m 10% #tag", "5m|10|tag#"}, {"a/b\\c", "a|b|c#"})

ROWS_TEST(test_apostrophes, {"don't", "don't#"}, {"don" CURLY "t", "don" CURLY "t#"}, {"O'Brien", "O'Brien#"},
          {"China's plan", "China's|plan#"}, {"China" CURLY "s plan", "China" CURLY "s|plan#"}, {"'thief'", "thief#"},
          {"\xe2\x80\x98thief" CURLY, "thief#"}, {"dogs' bones", "dogs|bones#"}, {"'tis", "tis#"}, {"rock'n'roll", "rock'n'roll#"},
          {"don''t", "don|t#"}, {"the '90s", "the|90s#"}, {"the 1990's", "the|1990's#"}, {"5'11", "5|11#"},
          {"l'\xc3\xa9tat", "l'\xc3\xa9tat#"}, {"\"quoted\" \xe2\x80\x9cwords\xe2\x80\x9d", "quoted|words#"})

/* The bug: the possessive of an abbreviation was a word of its own, "s", or took the last letter with it. */
ROWS_TEST(test_possessive_of_an_abbreviation, {"the U.S.'s plan", "the|U.S.'s|plan#"}, {"the U.S's plan", "the|U.S's|plan#"},
          {"U.S." CURLY "S plan", "U.S." CURLY "S|plan#"}, {"the 'U.S.' plan", "the|U.S.|plan#"}, {"J.O'Brien", "J|O'Brien#"},
          {"J.D.'Souza", "J.D.|Souza#"}, {"U.S.'s", "U.S.'s#"}, {"U.S.'", "U.S.#"})

ROWS_TEST(test_abbreviations, {"the U.S. army", "the|U.S.|army#"}, {"the U.S army", "the|U.S|army#"}, {"U.S.", "U.S.#"},
          {"e.g. this", "e.g.|this#"}, {"J.K. Rowling", "J.K.|Rowling#"}, {"J. K. Rowling", "J|K|Rowling#"},
          {"Ph.D. thesis", "Ph|D|thesis#"}, {"at 5 a.m. today", "at|5|a.m.|today#"}, {"U.S.-led", "U.S.-led#"},
          {"the U.S., too", "the|U.S.|too#"}, {"U.S.China", "U.S.|China#"}, {"end.Next", "end|Next#"}, {"vitamin C.The", "vitamin|C|The#"},
          {"\xc3\x89.U.", "\xc3\x89.U.#"}, {"E" ACUTE ".U. x", "E" ACUTE "|U|x#"}, {"U.S.2021", "U.S.|2021#"}, {"U..S", "U|S#"})

ROWS_TEST(test_numbers, {"2,700 men", "2,700|men#"}, {"1,234,567", "1,234,567#"}, {"1,23", "1|23#"}, {"1,2345", "1|2345#"},
          {"1,2,3", "1|2|3#"}, {"3.5 million", "3.5|million#"}, {"1.2.3", "1.2.3#"}, {"1,234.50", "1,234.50#"},
          {"in 2021, 300 men", "in|2021|300|men#"}, {".5", "5#"}, {"5.", "5#"}, {"3.x", "3|x#"}, {"x.3", "x|3#"}, {"1..2", "1|2#"},
          {"12:30", "12|30#"}, {"2021-03-01", "2021-03-01#"}, {"1998-99", "1998-99#"}, {"\xc2\xbd mile", "mile#"}, {"1\xc2\xbd", "1#"},
          {"CO\xe2\x82\x82 m\xc2\xb2", "CO\xe2\x82\x82|m\xc2\xb2#"}, {"\xd9\xa3\xd9\xab\xd9\xa5", "\xd9\xa3|\xd9\xa5#"},
          {"\xd9\xa1\xd9\xa2", "\xd9\xa1\xd9\xa2#"}, {"2,700,", "2,700#"},
          /* Bytes that are no text, but would be digits if they were code points, were counted as digits. */
          {"2,7\xb2\xb2", "2|7#"}, {"2,700\xb2", "2,700#"})

ROWS_TEST(test_hyphens, {"China-backed", "China-backed#"}, {"APT-10", "APT-10#"},
          {"APT\xe2\x80\x91"
           "10",
           "APT-10#"},
          {"APT\xe2\x80\x90"
           "10",
           "APT-10#"},
          {"a--b", "a|b#"}, {"a \xe2\x80\x93 b", "a|b#"},
          {"a\xe2\x80\x93"
           "b",
           "a|b#"},
          {"a\xe2\x80\x94"
           "b",
           "a|b#"},
          {"a - b", "a|b#"}, {"a- b", "a|b#"}, {"a -b", "a|b#"}, {"bulk-\nmanufacturing", "bulk|manufacturing#"},
          {"one-two-three", "one-two-three#"}, {"a-", "a#"}, {"-a", "a#"}, {"a-.b", "a|b#"},
          {"cyber" SOFT "attack", "cyber" SOFT "attack#"}, {"a\xe2\x80\x8b-b", "a|b#"},
          {"a\xe2\x88\x92"
           "b",
           "a|b#"})

ROWS_TEST(test_scripts, {"\xd0\x9c\xd0\xb8\xd1\x80 \xd0\xbc\xd0\xb8\xd1\x80", "\xd0\x9c\xd0\xb8\xd1\x80|\xd0\xbc\xd0\xb8\xd1\x80#"},
          {"\xe4\xb8\xad\xe5\x9b\xbd", "\xe4\xb8\xad|\xe5\x9b\xbd#"},
          {"iPhone\xe6\x89\x8b"
           "5G",
           "iPhone|\xe6\x89\x8b|5G#"},
          {"\xe3\x81\x82\xe3\x83\xbc", "\xe3\x81\x82|\xe3\x83\xbc#"},
          {"\xec\x84\x9c\xec\x9a\xb8\xec\x9d\x98 \xeb\xb4\x84", "\xec\x84\x9c\xec\x9a\xb8\xec\x9d\x98|\xeb\xb4\x84#"},
          {"\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80",
           "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80#"},
          {"cafe" ACUTE "s", "cafe" ACUTE "s#"}, {ACUTE "a", "a#"}, {"a " ACUTE " b", "a|b#"},
          {"a\xf0\x9f\x98\x80"
           "b",
           "a|b#"},
          {"a\xe3\x80\x80"
           "b",
           "a|b#"},
          {"a\xc2\xa0"
           "b",
           "a|b#"})

ROWS_TEST(test_vanishing, {"vac" SOFT "cine", "vac" SOFT "cine#"},
          {"vac\xe2\x80\x8b"
           "cine",
           "vac\xe2\x80\x8b"
           "cine#"},
          {"vaccine" SOFT " x", "vaccine|x#"}, {SOFT "vaccine", "vaccine#"},
          {"\xef\xbb\xbf"
           "first",
           "first#"},
          {"3." SOFT "5", "3|5#"}, {"a" SOFT, "a#"})

/* The bug: a Kana that is written as a sign and the mark of its sound lost the mark, and was another Kana. */
static void test_cjk_with_marks(void **state)
{
    static const struct row rows[] = {
        {"\xe3\x81\x8c\xe3\x81\x99", "\xe3\x81\x8c|\xe3\x81\x99#"},
        {"\xe3\x81\x8b\xe3\x82\x99\xe3\x81\x99", "\xe3\x81\x8b\xe3\x82\x99|\xe3\x81\x99#"},
        {"\xe8\x91\x9b\xf3\xa0\x84\x80\xe5\x9f\x8e", "\xe8\x91\x9b|\xe5\x9f\x8e#"}, /* a variation selector vanishes */
    };
    check_rows(*state, rows, COUNT_OF(rows));
}

ROWS_TEST(test_invalid_utf8, {"caf\xe9 noir", "caf|noir#"},
          {"a\xff"
           "b",
           "a|b#"},
          {"\xc3", ""}, {"a\xe2\x82", "a#"}, {"\xed\xa0\x80x", "x#"},
          {"a\xc0\xaf"
           "b",
           "a|b#"})

static void test_nul_bytes(void **state)
{
    assert_string_equal(rendered(*state, "a\0b\0", 4), "a|b#");
    assert_string_equal(rendered(*state, "end.\0 Next", 10), "end/Next#");
}

/* ---- Sentences ---- */

ROWS_TEST(test_sentence_ends, {"One. Two", "One/Two#"}, {"One.\nTwo", "One/Two#"}, {"One! Two? Three", "One/Two/Three#"},
          {"One.Two", "One|Two#"}, {"end.\" \"Next", "end/Next#"}, {"end\". Next", "end/Next#"},
          {"end.\xe2\x80\x9d \xe2\x80\x9cNext", "end/Next#"}, {"(end.) Next", "end/Next#"}, {"end. (Next", "end/Next#"},
          {"end. 5 men", "end/5|men#"}, {"in 2021. Then", "in|2021/Then#"}, {"Really? he said", "Really|he|said#"},
          {"\"Why?\" asked Bob", "Why|asked|Bob#"}, {"wait... then", "wait|then#"}, {"wait... Then", "wait/Then#"},
          {"wait\xe2\x80\xa6 Then", "wait/Then#"}, {"wait\xe2\x80\xa6 then", "wait|then#"},
          {"one, Two; Three: Four", "one|Two|Three|Four#"}, {"end. \xc3\x89t\xc3\xa9", "end/\xc3\x89t\xc3\xa9#"},
          {"end. \xc3\xa9t\xc3\xa9", "end|\xc3\xa9t\xc3\xa9#"}, {"end.\xc2\xa0Next", "end/Next#"}, {"It is 5. Next", "It|is|5/Next#"},
          {"end . Next", "end/Next#"}, {"why?! Next", "why/Next#"}, {"the CIA. He", "the|CIA/He#"}, {"co-op. Next", "co-op/Next#"})

ROWS_TEST(test_points_of_words, {"Mr. Smith", "Mr|Smith#"}, {"MR. SMITH", "MR|SMITH#"}, {"Mrs. Smith", "Mrs|Smith#"}, {"Dr. No", "Dr|No#"},
          {"Gen. Lee", "Gen|Lee#"}, {"St. Paul", "St|Paul#"}, {"the U.S. He", "the|U.S.|He#"}, {"Messrs. Hall", "Messrs|Hall#"},
          {"No. 5", "No|5#"}, {"No. He", "No/He#"}, {"Jan. 21", "Jan|21#"}, {"Sept. 11", "Sept|11#"}, {"In Jan. He", "In|Jan/He#"},
          {"p. 5", "p|5#"}, {"George W. Bush", "George|W|Bush#"}, {"\xc3\x89. Zola", "\xc3\x89|Zola#"}, {"a. Next", "a/Next#"},
          {"Mr! Smith", "Mr/Smith#"}, {"Mister. Smith", "Mister/Smith#"}, {"vs. China", "vs|China#"}, {"at 5 p.m. The", "at|5|p.m.|The#"},
          {"Mr.\n\nSmith", "Mr#Smith#"})

/* Each of the words that keep their point. */
static void test_every_word_that_keeps_its_point(void **state)
{
    static const char *const always[] = {"Adm",  "Capt", "Cmdr", "Col",    "Dr",  "Fr",  "Ft", "Gen",  "Gov",
                                         "Hon",  "Lt",   "Maj",  "Messrs", "Mr",  "Mrs", "Ms", "Mt",   "Pres",
                                         "Prof", "Rep",  "Rev",  "Sen",    "Sgt", "Sr",  "St", "Supt", "vs"};
    static const char *const before_numbers[] = {"Apr", "Art", "Aug", "Ch",  "Dec", "Feb", "Fig", "Jan", "Jul", "Jun",  "Mar",
                                                 "No",  "Nos", "Nov", "Oct", "p",   "Par", "pp",  "Sec", "Sep", "Sept", "Vol"};
    char text[50], wanted[50];
    const struct row row = {text, wanted};
    for (size_t i = 0; i < COUNT_OF(always); i++) {
        snprintf(text, sizeof text, "%s. Next", always[i]);
        snprintf(wanted, sizeof wanted, "%s|Next#", always[i]);
        check_rows(*state, &row, 1);
    }
    for (size_t i = 0; i < COUNT_OF(before_numbers); i++) {
        snprintf(text, sizeof text, "%s. 7", before_numbers[i]);
        snprintf(wanted, sizeof wanted, "%s|7#", before_numbers[i]);
        check_rows(*state, &row, 1);
        snprintf(text, sizeof text, "%s. Next", before_numbers[i]);
        snprintf(wanted, sizeof wanted, "%s/Next#", before_numbers[i]);
        check_rows(*state, &row, 1);
    }
}

ROWS_TEST(test_cjk_sentences, {"\xe4\xb8\xad" FULL_STOP "\xe5\x9b\xbd", "\xe4\xb8\xad/\xe5\x9b\xbd#"},
          {"\xe4\xb8\xad\xef\xbc\x9f\xe5\x9b\xbd\xef\xbc\x81\xe4\xb8\xad", "\xe4\xb8\xad/\xe5\x9b\xbd/\xe4\xb8\xad#"},
          {"\xe4\xb8\xad\xe3\x80\x81\xe5\x9b\xbd", "\xe4\xb8\xad|\xe5\x9b\xbd#"},
          {"\xe4\xb8\xad" FULL_STOP "\xe3\x80\x8d\xe5\x9b\xbd", "\xe4\xb8\xad/\xe5\x9b\xbd#"},
          {"\xe4\xb8\xad" FULL_STOP "\n\n\xe5\x9b\xbd", "\xe4\xb8\xad#\xe5\x9b\xbd#"})

/* ---- Paragraphs ---- */

ROWS_TEST(test_paragraph_ends, {"one\n\ntwo", "one#two#"}, {"one\r\n\r\ntwo", "one#two#"}, {"one\r\rtwo", "one#two#"},
          {"one\n \t\ntwo", "one#two#"}, {"one\n\n\n\ntwo", "one#two#"}, {"one.\n\nTwo", "one#Two#"}, {"one\n* * *\ntwo", "one#two#"},
          {"one\ntwo", "one|two#"}, {"one\r\ntwo", "one|two#"}, {"one\rtwo", "one|two#"}, {"one\ftwo", "one#two#"},
          {"one\xe2\x80\xa9two", "one#two#"}, {"one\xe2\x80\xa8two", "one|two#"}, {"\n\none\n\n", "one#"},
          {"one\n\xc2\xa0\ntwo", "one#two#"})

/* Words enough for a line that nobody wrapped. */
#define LONG_LINE                                                                                                                          \
    "w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w " \
    "w w w"

/* The paragraph ends of a text: for each, how many words there were since the one before. */
static void check_paragraphs(struct token_list *list, const char *text, const char *wanted)
{
    char found[200] = "";
    size_t words = 0;
    list->count = 0;
    assert_int_equal(analyze(text, 0, strlen(text), list, NULL), NS_OK);
    for (size_t i = 0; i < list->count; i++) {
        words++;
        if (list->items[i].gap != GAP_PARAGRAPH) continue;
        snprintf(found + strlen(found), sizeof found - strlen(found), "%zu ", words);
        words = 0;
    }
    if (strcmp(found, wanted) != 0) fail_msg("the paragraphs have %swords, not %s: \"%.300s\"", found, wanted, text);
}

static void test_lines_that_are_paragraphs(void **state)
{
    const size_t words = (strlen(LONG_LINE) + 1) / 2;
    assert_int_equal(words, 69);
    check_paragraphs(*state, LONG_LINE "\n" LONG_LINE "\n" LONG_LINE, "69 69 69 ");
    check_paragraphs(*state, LONG_LINE "\r\n" LONG_LINE "\r\n" LONG_LINE, "69 69 69 ");
    check_paragraphs(*state, LONG_LINE "\n" LONG_LINE "\n\n" LONG_LINE, "138 69 "); /* an empty line: paragraphs end there alone */
    check_paragraphs(*state, LONG_LINE, "69 ");
    check_paragraphs(*state, "Short lines\nwere wrapped\nby someone", "6 ");
}

/* The bug: what stands behind the last line end, nothing, counted as a line, and made the others seem shorter. */
static void test_lines_that_are_paragraphs_to_the_last(void **state)
{
    check_paragraphs(*state, LONG_LINE "\n" LONG_LINE "\n", "69 69 ");
    check_paragraphs(*state, LONG_LINE "\r\n" LONG_LINE "\r\n", "69 69 ");
}

/* The bug: only \n was taken for the end of such a line, though \r alone is a line end everywhere else. */
static void test_lines_that_are_paragraphs_with_old_line_ends(void **state)
{
    check_paragraphs(*state, LONG_LINE "\r" LONG_LINE "\r" LONG_LINE, "69 69 69 ");
    check_paragraphs(*state, LONG_LINE "\r" LONG_LINE "\r\r" LONG_LINE, "138 69 ");
    check_paragraphs(*state, "Short lines\rwere wrapped\rby someone", "6 ");
}

/* ---- Runs of a text ---- */

static void test_run_in_a_text(void **state)
{
    struct token_list *list = *state;
    static const char text[] = "before one. Two after";
    assert_int_equal(analyze(text, 7, 15, list, NULL), NS_OK);
    assert_int_equal(list->count, 2);
    assert_int_equal(list->items[0].offset, 7);
    assert_int_equal(list->items[0].length, 3);
    assert_int_equal(list->items[0].gap, GAP_SENTENCE);
    assert_int_equal(list->items[1].offset, 12);
    assert_int_equal(list->items[1].gap, GAP_PARAGRAPH);
    assert_int_equal(analyze(text, 16, 18, list, NULL), NS_OK); /* adds, and looks not behind its end */
    assert_int_equal(list->count, 3);
    assert_int_equal(list->items[2].offset, 16);
    assert_int_equal(list->items[2].length, 2);
    assert_int_equal(list->items[2].gap, GAP_PARAGRAPH);
    assert_int_equal(analyze(text, 5, 5, list, NULL), NS_OK);
    assert_int_equal(list->count, 3);
    token_list_release(list);
    assert_null(list->items);
    assert_int_equal(list->count, 0);
}

/* A run ends in the middle of a number, a character, an abbreviation: what stands behind it does not count. */
static void test_run_ends_anywhere(void **state)
{
    struct token_list *list = *state;
    static const char text[] = "2,700 3.5 don't U.S. caf\xc3\xa9 a-b \xe4\xb8\xad Mr. X";
    for (size_t end = 0; end < sizeof text; end++) {
        char *copy = malloc(end + 1); /* of the very size, for the address sanitizer */
        assert_non_null(copy);
        memcpy(copy, text, end);
        list->count = 0;
        const ns_status status = analyze(copy, 0, end, list, NULL);
        free(copy);
        assert_int_equal(status, NS_OK);
        check_tokens(list, 0, end);
    }
    list->count = 0;
    assert_int_equal(analyze(text, 0, 4, list, NULL), NS_OK);
    assert_int_equal(list->count, 2); /* "2,70" */
}

/* ---- Long runs ---- */

static void check_long_run(struct token_list *list, const char *piece, size_t size, size_t longest)
{
    char *text = malloc(size);
    assert_non_null(text);
    const size_t piece_length = strlen(piece);
    for (size_t i = 0; i < size; i++)
        text[i] = piece[i % piece_length];
    list->count = 0;
    const ns_status status = analyze(text, 0, size, list, NULL);
    assert_int_equal(status, NS_OK);
    check_tokens(list, 0, size);
    size_t sum = 0;
    for (size_t i = 0; i < list->count; i++) {
        sum += list->items[i].length;
        if (i + 1 < list->count) assert_int_equal(list->items[i].length, longest);
        assert_true(((uint8_t)text[list->items[i].offset] & 0xc0) != 0x80);
    }
    free(text);
    assert_int_equal(sum, size);
}

static void test_runs_over_the_limit(void **state)
{
    check_long_run(*state, "a", FORM_MAX, FORM_MAX);
    check_long_run(*state, "a", FORM_MAX + 1, FORM_MAX);
    check_long_run(*state, "a", 10 * FORM_MAX + 7, FORM_MAX);
    check_long_run(*state, "7", 3 * FORM_MAX, FORM_MAX);
    check_long_run(*state, "\xc3\xa9", 4 * FORM_MAX, FORM_MAX);
    check_long_run(*state, "\xe0\xa4\x95", 3 * FORM_MAX, FORM_MAX);
    check_long_run(*state, "\xf0\x90\x90\x80", 4 * FORM_MAX, FORM_MAX);
    check_long_run(*state, "a\xc3\xa9", 3 * FORM_MAX, FORM_MAX);
}

/* Where the cut would be in a character, it is before it; the marks of a letter that is cut off go with no word. */
static void test_cut_between_characters(void **state)
{
    struct token_list *list = *state;
    char text[FORM_MAX + 10];
    memset(text, 'a', FORM_MAX - 1);
    strcpy(text + FORM_MAX - 1, "\xc3\xa9z");
    const char *found = rendered(list, text, strlen(text));
    assert_int_equal(list->count, 2);
    assert_int_equal(list->items[0].length, FORM_MAX - 1);
    assert_string_equal(found + FORM_MAX - 1, "|\xc3\xa9z#");
    memset(text, 'a', FORM_MAX);
    strcpy(text + FORM_MAX, ACUTE "z");
    found = rendered(list, text, strlen(text));
    assert_int_equal(list->count, 2);
    assert_string_equal(found + FORM_MAX, "|z#");
}

/* ---- Compounds ---- */

/* The sizes of the compound at each token, as digits. */
static void check_compounds(struct token_list *list, const char *text, const char *wanted)
{
    char found[64] = "";
    list->count = 0;
    assert_int_equal(analyze(text, 0, strlen(text), list, NULL), NS_OK);
    assert_true(list->count < sizeof found);
    for (size_t i = 0; i < list->count; i++)
        found[i] = (char)('0' + token_compound(text, list, i));
    if (strcmp(found, wanted) != 0) fail_msg("the compounds of \"%s\" are %s, not %s", text, found, wanted);
}

static void test_compounds(void **state)
{
    struct token_list *list = *state;
    check_compounds(list, "word", "0");
    check_compounds(list, "two words", "00");
    check_compounds(list, "China-backed", "20");
    check_compounds(list, "a China-backed b", "0200");
    check_compounds(list, "APT-10", "20");
    check_compounds(list, "10-fold", "20");
    check_compounds(list, "one-two-three", "300");
    check_compounds(list, "one-two-three-four", "4000");
    check_compounds(list, "one-two-three-four-five", "00000");
    check_compounds(list, "1998-99", "00");
    check_compounds(list, "2021-03-01", "000");
    check_compounds(list, "a-b c-d", "2020");
    check_compounds(list, "a-b--c-d", "2020");
    check_compounds(list, "a-b\n\nc", "200");
    check_compounds(list, "U.S.-led", "20");
    check_compounds(list, "\xe4\xb8\xad-x", "20");
    check_compounds(list, "\xd9\xa1-\xd9\xa2", "00");
    check_compounds(list, "1.5-2,000-m", "300");
}

/* The compound may be as long as a form, and no longer. */
static void test_length_of_a_compound(void **state)
{
    char text[FORM_MAX + 10];
    memset(text, 'a', sizeof text);
    text[100] = '-';
    text[FORM_MAX] = '\0';
    check_compounds(*state, text, "20");
    text[FORM_MAX] = 'a';
    text[FORM_MAX + 1] = '\0';
    check_compounds(*state, text, "00");
}

/* ---- Time ---- */

#ifdef SLOWED
#define LARGE 2000000u
#else
#define LARGE 8000000u
#endif

/* Analyze LARGE bytes of a piece over and over, and ask each token for its compound. Returns the tokens. */
static size_t analyze_large(struct token_list *list, const char *piece)
{
    const size_t piece_length = strlen(piece);
    char *text = malloc(LARGE);
    assert_non_null(text);
    for (size_t i = 0; i < LARGE; i++)
        text[i] = piece[i % piece_length];
    token_list_release(list);
    size_t compounds = 0;
    const double start = seconds_now();
    const ns_status status = analyze(text, 0, LARGE, list, NULL);
    for (size_t i = 0; i < list->count; i++)
        compounds += token_compound(text, list, i) > 0;
    const double took = seconds_now() - start;
    free(text);
    assert_int_equal(status, NS_OK);
    assert_true(compounds <= list->count);
    if (took > slowdown()) fail_msg("%u bytes of \"%s\" took %.2f s", LARGE, piece, took);
    return list->count;
}

static void test_time_is_linear(void **state)
{
    assert_int_equal(analyze_large(*state, "x"), (LARGE + FORM_MAX - 1) / FORM_MAX);
    assert_int_equal(analyze_large(*state, "a-"), LARGE / 2);
    assert_int_equal(analyze_large(*state, "a."), (LARGE + FORM_MAX / 2 - 1) / (FORM_MAX / 2));
    assert_int_equal(analyze_large(*state, "1,"), LARGE / 2);
    assert_int_equal(analyze_large(*state, "\""), 0);
    assert_int_equal(analyze_large(*state, "'"), 0);
    assert_int_equal(analyze_large(*state, "a'"), (LARGE + FORM_MAX - 1) / FORM_MAX);
}

static void test_time_is_linear_for_the_worst(void **state)
{
    assert_true(analyze_large(*state, "1,000.") > 0);
    assert_true(analyze_large(*state, "a" SOFT) > 0);
    assert_int_equal(analyze_large(*state, SOFT), 0);
    assert_int_equal(analyze_large(*state, "\n"), 0);
    assert_true(analyze_large(*state, "a word\r") > 0);
    assert_true(analyze_large(*state, "a.b.c.dd") > 0);
    assert_true(analyze_large(*state, "Mr. ") == LARGE / 4);
    assert_true(analyze_large(*state, "a" ACUTE ACUTE ACUTE) > 0);
    assert_int_equal(analyze_large(*state, "\xff"), 0);
}

#define ANALYZER_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ANALYZER_TEST(test_plain_words),
        ANALYZER_TEST(test_apostrophes),
        ANALYZER_TEST(test_abbreviations),
        ANALYZER_TEST(test_possessive_of_an_abbreviation),
        ANALYZER_TEST(test_numbers),
        ANALYZER_TEST(test_hyphens),
        ANALYZER_TEST(test_scripts),
        ANALYZER_TEST(test_vanishing),
        ANALYZER_TEST(test_cjk_with_marks),
        ANALYZER_TEST(test_invalid_utf8),
        ANALYZER_TEST(test_nul_bytes),
        ANALYZER_TEST(test_sentence_ends),
        ANALYZER_TEST(test_points_of_words),
        ANALYZER_TEST(test_every_word_that_keeps_its_point),
        ANALYZER_TEST(test_cjk_sentences),
        ANALYZER_TEST(test_paragraph_ends),
        ANALYZER_TEST(test_lines_that_are_paragraphs),
        ANALYZER_TEST(test_lines_that_are_paragraphs_to_the_last),
        ANALYZER_TEST(test_lines_that_are_paragraphs_with_old_line_ends),
        ANALYZER_TEST(test_run_in_a_text),
        ANALYZER_TEST(test_run_ends_anywhere),
        ANALYZER_TEST(test_runs_over_the_limit),
        ANALYZER_TEST(test_cut_between_characters),
        ANALYZER_TEST(test_compounds),
        ANALYZER_TEST(test_length_of_a_compound),
        ANALYZER_TEST(test_time_is_linear),
        ANALYZER_TEST(test_time_is_linear_for_the_worst),
    };
    return cmocka_run_group_tests_name("analyzer", tests, NULL, NULL);
}
