/* test_print_text.c - hits made by hand, and what is printed of them. */
#include "tests/unit/page_fixture.h"

#include "cli/terminal.h"

/* What is said of a path that leads nowhere from here, as those of the pages do. */
#define NOT_FOUND "  (not found from here)"

#define ELLIPSIS "\xe2\x80\xa6"

static const char *print(struct page *page, size_t width, bool colored)
{
    const struct print_options options = {.colored = colored, .width = width, .explain = page->explain};
    return print_hit(page, &format_text, &options);
}

static void assert_printed(struct page *page, const char *wanted)
{
    assert_string_equal(print(page, 0, false), wanted);
}

/* ---- Whole hits ---- */

static void test_plain(void **state)
{
    struct page *page = *state;
    begin(page, "A harbour opens", "The harbour, so long closed, is open.");
    page->hit.article.article.date = (struct article_date){1614773460, DATE_MINUTE};
    add_word(page, 1);
    assert_printed(page, "1. A harbour opens  [12.35]\n"
                         "    2021-03-03 12:11  news/a.txt:7" NOT_FOUND "\n"
                         "    The harbour, so long closed, is open.\n");
}

static void test_a_hit_that_is_not_the_first(void **state)
{
    struct page *page = *state;
    begin(page, "", "x");
    page->hit.rank = 12;
    page->hit.score = 0;
    page->hit.line = 0;
    page->hit.article.article.path = "all.jsonl";
    page->hit.article.article.id = "line=3";
    assert_printed(page, "\n12. (untitled)  [0.00]\n    all.jsonl#line=3" NOT_FOUND "\n    x\n");
}

static void test_an_article_without_a_title(void **state)
{
    struct page *page = *state;
    begin(page, "", "A bridge is closed.");
    set_text(&page->hit.opening, "\033A bridge\nis closed.");
    assert_printed(page, "1. " REPLACEMENT "A bridge is closed \u2026  [12.35]\n    news/a.txt:7" NOT_FOUND "\n    A bridge is closed.\n");
}

static void test_copies(void **state)
{
    struct page *page = *state;
    begin(page, "T", "x");
    page->hit.others = 2;
    page->hit.copies.others = 1;
    page->hit.copies.first.article = (struct article){.path = "b\033.jsonl", .id = "7"};
    assert_printed(page, "1. T  [12.35]  +2 more  +1 copy, first b\\x1b.jsonl#7\n    news/a.txt:7" NOT_FOUND "\n    x\n");
    page->hit.copies.others = 3;
    page->hit.copies.first.article.source = "The\nPost";
    page->hit.copies.first.article.date = (struct article_date){1614773460, DATE_MINUTE};
    assert_printed(page, "1. T  [12.35]  +2 more  +3 copies, first 2021-03-03 12:11 The Post\n    news/a.txt:7" NOT_FOUND "\n    x\n");
}

static void test_no_words(void **state)
{
    struct page *page = *state;
    begin(page, "", "");
    assert_printed(page, "1. (untitled)  [12.35]\n    news/a.txt:7" NOT_FOUND "\n");
}

static void test_an_id_and_a_line(void **state)
{
    struct page *page = *state;
    begin(page, "T", "x");
    page->hit.article.article.id = "a1";
    page->hit.line = UINT64_C(12345678901);
    assert_printed(page, "1. T  [12.35]\n    news/a.txt#a1:12345678901" NOT_FOUND "\n    x\n");
}

static void test_colours(void **state)
{
    struct page *page = *state;
    begin(page, "A harbour opens", "The harbour opens, open to all.");
    page->hit.article.article.date = (struct article_date){1614773460, DATE_DAY};
    add_word(page, 1);
    add_word(page, 2);
    add_word(page, 5);
    assert_string_equal(print(page, 0, true), "1. \033[1mA harbour opens\033[0m\033[2m  [12.35]\033[0m\n"
                                              "    2021-03-03  \033[35mnews/a.txt:7\033[0m" NOT_FOUND "\n"
                                              "    The \033[1;31mharbour opens\033[0m, open to \033[1;31mall\033[0m.\n");
}

/* Only the words that make the evidence are marked, not those that it spans. */
static void test_marks_are_in_the_articles_words(void **state)
{
    struct page *page = *state;
    begin(page, "", "one two three four");
    page->hit.passage.first_token = 100;
    add_interval(&page->hit.evidence, 101, 103);
    add_interval(&page->hit.marks, 101, 101);
    add_interval(&page->hit.marks, 103, 103);
    assert_non_null(strstr(print(page, 0, true), "    one \033[1;31mtwo\033[0m three \033[1;31mfour\033[0m\n"));
}

static void test_a_mark_inside_a_compound(void **state)
{
    struct page *page = *state;
    begin(page, "", "a China-backed APT-10.");
    add_word(page, 1);
    add_interval(&page->hit.evidence, 3, 4);
    add_interval(&page->hit.marks, 3, 3);
    add_interval(&page->hit.marks, 4, 4);
    assert_non_null(strstr(print(page, 0, true), "    a \033[1;31mChina\033[0m-backed \033[1;31mAPT-10\033[0m.\n"));
}

/* Signs are marked only between two marked words. */
static void test_signs_around_a_mark(void **state)
{
    struct page *page = *state;
    begin(page, "", "a \"harbour\" (so-called) b");
    add_word(page, 1);
    add_word(page, 2);
    assert_non_null(strstr(print(page, 0, true), "    a \"\033[1;31mharbour\" (so\033[0m-called) b\n"));
}

/* ---- Explanations ---- */

static void test_explanation(void **state)
{
    static const struct hit_place places[] = {{7, 5, 1004, 1011}, {8, 0, 1020, 1033}};
    struct page *page = *state;
    begin(page, "A harbour opens", "The harbour, so long\n closed, is open.");
    page->explain = true;
    page->hit.score = 3.5;
    page->hit.passage.first_token = 40;
    add_interval(&page->hit.evidence, 41, 41);
    add_interval(&page->hit.evidence, 43, 44);
    add_weight(page, "harbour", 2, 17, 1.25);
    add_weight(page, "long\033~1", 1, 3, 2);
    page->hit.weights.length = 7;
    page->hit.weights.average_length = 90.25;
    page->hit.weights.passages = 40;
    page->hit.weights.closeness = 0.25;
    set_places(page, places, COUNT(places));
    assert_printed(page, "1. A harbour opens  [3.50]\n"
                         "    news/a.txt:7" NOT_FOUND "\n"
                         "    The harbour, so long closed, is open.\n"
                         "    score 3.500000000\n"
                         "      1.250000000  harbour: tf 2, df 17 of 40, length 7 of 90.2 on average\n"
                         "      2.000000000  long\\x1b~1: tf 1, df 3 of 40, length 7 of 90.2 on average\n"
                         "      0.250000000  closeness\n"
                         "    evidence\n"
                         "      news/a.txt:7:5: bytes 1004-1011: harbour\n"
                         "      news/a.txt:8: bytes 1020-1033: long  closed\n");
}

static void test_explanation_of_nothing(void **state)
{
    struct page *page = *state;
    begin(page, "T", "x");
    page->explain = true;
    page->hit.score = 0;
    assert_printed(page, "1. T  [0.00]\n    news/a.txt:7" NOT_FOUND "\n    x\n    score 0.000000000\n");
}

/* A place whose line is not known, in an article that has an id. */
static void test_explanation_of_an_extracted_article(void **state)
{
    static const struct hit_place place = {0, 0, 3, 4};
    struct page *page = *state;
    begin(page, "T", "x");
    page->explain = true;
    page->hit.line = 0;
    page->hit.article.article.id = "a\n1";
    add_word(page, 0);
    set_places(page, &place, 1);
    assert_non_null(strstr(print(page, 0, false), "    evidence\n      news/a.txt#a\\n1: bytes 3-4: x\n"));
}

/* ---- Dates ---- */

static void assert_date(struct page *page, int64_t seconds, enum date_precision precision, const char *wanted)
{
    char line[128];
    begin(page, "", "");
    page->hit.article.article.date = (struct article_date){seconds, precision};
    snprintf(line, sizeof line, "\n    %snews/a.txt:7" NOT_FOUND "\n", wanted);
    if (!strstr(print(page, 0, false), line)) fail_msg("[%s], wanted [%s]", page->printed, wanted);
}

static void test_dates(void **state)
{
    assert_date(*state, 1614773465, DATE_UNKNOWN, "");
    assert_date(*state, 1614773465, DATE_YEAR, "2021  ");
    assert_date(*state, 1614773465, DATE_MONTH, "2021-03  ");
    assert_date(*state, 1614773465, DATE_DAY, "2021-03-03  ");
    assert_date(*state, 1614773465, DATE_MINUTE, "2021-03-03 12:11  ");
    assert_date(*state, 1614773465, DATE_SECOND, "2021-03-03 12:11:05  ");
    assert_date(*state, 0, DATE_SECOND, "1970-01-01 00:00:00  ");
    assert_date(*state, 951782399, DATE_SECOND, "2000-02-28 23:59:59  ");
    assert_date(*state, 253402300799, DATE_SECOND, "9999-12-31 23:59:59  ");
}

static void test_dates_before_1970(void **state)
{
    assert_date(*state, -1, DATE_SECOND, "1969-12-31 23:59:59  ");
    assert_date(*state, -2208988800, DATE_DAY, "1900-01-01  ");
    assert_date(*state, -2208988801, DATE_YEAR, "1899  ");
}

/* The system's own way to write a year has no fixed width: of the year 999 as much was shown as of "999-". */
static void test_years_of_any_length(void **state)
{
    assert_date(*state, -30641760000, DATE_YEAR, "0999  ");
    assert_date(*state, -30641760000, DATE_DAY, "0999-01-01  ");
    assert_date(*state, 253402300800, DATE_YEAR, "10000  ");
    assert_date(*state, 253402300800, DATE_MONTH, "10000-01  ");
    assert_date(*state, 253402300800, DATE_SECOND, "10000-01-01 00:00:00  ");
    assert_date(*state, -62198755200, DATE_MONTH, "-0001-01  ");
    assert_date(*state, INT64_MAX, DATE_DAY, "");
    assert_date(*state, INT64_MIN, DATE_DAY, "");
}

/* ---- What is no text ---- */

static void test_controls_never_come_out(void **state)
{
    struct page *page = *state;
    begin(page, WILD, WILD " word " WILD);
    page->hit.article.article.path = "dir\n/" WILD;
    page->hit.article.article.id = WILD "\t";
    add_word(page, 3);
    for (size_t width = 0; width <= 40; width += 10) {
        print(page, width, false);
        assert_tame(page->printed, page->size);
    }
    assert_non_null(strstr(page->printed, "dir\\n/a\\x1b[31mb\\x07c\\xc2\\x9bd\\xe2\\x80\\xae"
                                          "e"));
    assert_non_null(strstr(page->printed, "\\xe2\\x80\\xa8n\\t:7" NOT_FOUND "\n"));
    print(page, 0, false);
    assert_non_null(strstr(page->printed, "1. a" REPLACEMENT "[31mb"));
    size_t lines = 0;
    for (const char *at = page->printed; (at = strchr(at, '\n')); at++)
        lines++;
    assert_int_equal(lines, 3);
}

static void test_control_alone_between_words(void **state)
{
    struct page *page = *state;
    begin(page, "", "one \033 two\0three");
    assert_printed(page, "1. (untitled)  [12.35]\n    news/a.txt:7" NOT_FOUND "\n    one " REPLACEMENT " two\n");
}

/* ---- The ends of what is shown ---- */

static void test_cut_text(void **state)
{
    struct page *page = *state;
    char text[2000] = "";
    for (int i = 0; i < 200; i++)
        sprintf(text + strlen(text), "%sw%03d", i ? " " : "", i);
    begin(page, "", text);
    add_word(page, 100);
    const char *printed = print(page, 0, false);
    assert_non_null(strstr(printed, "\n    " ELLIPSIS " w071 w072 "));
    assert_non_null(strstr(printed, " w128 w129 " ELLIPSIS "\n"));
    begin(page, "", text);
    add_word(page, 5);
    add_word(page, 190);
    printed = print(page, 0, false);
    assert_non_null(strstr(printed, "\n    w000 w001 "));
    assert_non_null(strstr(printed, " w018 w019 " ELLIPSIS " w176 w177 "));
    assert_non_null(strstr(printed, " w198 w199\n"));
    page->hit.is_cut = true;
    assert_non_null(strstr(print(page, 0, false), "\n    " ELLIPSIS " w000 w001 "));
}

/* Quotes and brackets stay with the words that they are about. */
static void test_signs_around_a_run(void **state)
{
    struct page *page = *state;
    begin(page, "My title", "My title\n\n\xe2\x80\x9cSo it is,\xe2\x80\x9d he (the master) said.\xe2\x80\x9d");
    assert_printed(page, "1. My title  [12.35]\n    news/a.txt:7" NOT_FOUND "\n"
                         "    \xe2\x80\x9cSo it is,\xe2\x80\x9d he (the master) said.\xe2\x80\x9d\n");
}

static void test_white_space_and_paragraphs(void **state)
{
    struct page *page = *state;
    begin(page, "A  title\nof two",
          "One,\n two  \t three.\n\n\n\xe2\x80\x9c"
          "Four\xe2\x80\x9d\xc2\xa0"
          "five");
    page->hit.passage.first_token = 100; /* so that the title is not looked for in it */
    assert_printed(page, "1. A  title of two  [12.35]\n    news/a.txt:7" NOT_FOUND "\n    One, two three.\n    \xe2\x80\x9c"
                         "Four\xe2\x80\x9d five\n");
}

/* ---- Wrapping ---- */

/* A text of random words and signs, its words parted by single spaces and paragraphs. */
static void random_text(struct random_source *random, char *text, size_t words)
{
    static const char *const pieces[] = {
        "a", "the", "harbour", "China", "caf\xc3\xa9", "\xe7\x96\xab\xe8\x8b\x97", "internationalisation", "cafe\xcc\x81"};
    static const char *const signs[] = {"-", "/", "'", "\xe2\x80\x93", "&"};
    static const char *const ends[] = {" ", " ", " ", " ", ", ", ". ", ".\xe2\x80\x9d ", " \xe2\x80\x9c", " (", ") ", ".\n\n"};
    *text = '\0';
    for (size_t i = 0; i < words; i++) {
        text += sprintf(text, "%s", pieces[random_below(random, COUNT(pieces))]);
        while (random_below(random, 4) == 0)
            text += sprintf(text, "%s%s", signs[random_below(random, COUNT(signs))], pieces[random_below(random, COUNT(pieces))]);
        text += sprintf(text, "%s", ends[random_below(random, COUNT(ends))]);
    }
}

static void random_marks(struct page *page, struct random_source *random)
{
    const uint32_t count = (uint32_t)page->hit.text.token_count;
    for (uint32_t at = random_below(random, 10); at < count; at += 1 + random_below(random, 20)) {
        add_interval(&page->hit.evidence, at, at);
        for (uint32_t last = at + random_below(random, 3); at <= last && at < count; at++)
            add_interval(&page->hit.marks, at, at);
    }
}

static void complain(uint64_t seed, const char *what, const char *printed)
{
    fail_msg("SEED=%llu: %s:\n%s", (unsigned long long)seed, what, printed);
}

/* Every line of the text is indented and within the width, but for a word alone. */
static void check_width(const char *printed, size_t width, uint64_t seed)
{
    const char *line = strchr(strchr(printed, '\n') + 1, '\n') + 1; /* behind the title and the place */
    for (const char *end; (end = strchr(line, '\n')); line = end + 1) {
        if (strncmp(line, "    ", 4) != 0 || line[4] == ' ') complain(seed, "a line is not indented", printed);
        if (end[-1] == ' ') complain(seed, "a line ends with a space", printed);
        const bool alone = !memchr(line + 4, ' ', (size_t)(end - line - 4));
        if (terminal_columns(line, (size_t)(end - line)) > width && !alone) complain(seed, "a line is too long", printed);
    }
}

/* The same words, whatever the lines: no word is split, none is lost. */
static void check_same_words(const char *wrapped, const char *unwrapped, uint64_t seed)
{
    while (*wrapped && *unwrapped) {
        const size_t a_space = strspn(wrapped, " \n"), b_space = strspn(unwrapped, " \n");
        if (!a_space != !b_space) complain(seed, "a word is split", wrapped);
        const size_t a = strcspn(wrapped += a_space, " \n"), b = strcspn(unwrapped += b_space, " \n");
        if (a != b || memcmp(wrapped, unwrapped, a) != 0) complain(seed, "a word is lost", wrapped);
        wrapped += a;
        unwrapped += b;
    }
    if (*wrapped || *unwrapped) complain(seed, "an end is lost", wrapped);
}

/* Colours are put on and taken off in turn, and are off wherever a line ends. Takes them out, in place. */
static void check_and_drop_colours(char *text, uint64_t seed)
{
    bool on = false;
    char *out = text;
    for (const char *at = text; *at;) {
        if (*at == '\n' && on) complain(seed, "a colour at a line's end", text);
        if (*at != '\033') {
            *out++ = *at++;
            continue;
        }
        const bool end = strncmp(at, "\033[0m", 4) == 0;
        if (end == !on) complain(seed, "colours that do not take turns", text);
        on = !on;
        at = strchr(at, 'm') + 1;
    }
    if (on) complain(seed, "a colour at the end", text);
    *out = '\0';
}

static void random_page(struct page *page, uint64_t seed)
{
    struct random_source random = {seed};
    char text[60000];
    random_text(&random, text, 1 + random_below(&random, 250));
    begin(page, "", text);
    random_marks(page, &random);
    char *unwrapped = strdup(print(page, 0, false));
    static const size_t widths[] = {40, 80, 12, 5, 1};
    for (size_t i = 0; i < COUNT(widths); i++) {
        char *plain = strdup(print(page, widths[i], false));
        check_width(plain, widths[i], seed);
        check_same_words(plain, unwrapped, seed);
        print(page, widths[i], true);
        check_and_drop_colours(page->printed, seed);
        if (strcmp(page->printed, plain) != 0) complain(seed, "colours change the text", page->printed);
        free(plain);
    }
    free(unwrapped);
}

static void test_random_pages(void **state)
{
    for (uint64_t i = 0; i < 2000 / FEWER; i++)
        random_page(*state, first_seed() + i);
}

/* What a word is was decided token by token, so that "seven-eight." went past the width by all that stands behind its first part. */
static void test_a_word_of_several_parts_wraps_whole(void **state)
{
    struct page *page = *state;
    begin(page, "", "one two three four five six seven-eight. nine");
    assert_string_equal(strstr(print(page, 40, false), ":7" NOT_FOUND "\n"), ":7" NOT_FOUND "\n    one two three four five six\n    seven-eight. nine\n");
    begin(page, "", "one two three four five six se-ven-ei. nine");
    assert_string_equal(strstr(print(page, 40, false), ":7" NOT_FOUND "\n"), ":7" NOT_FOUND "\n    one two three four five six\n    se-ven-ei. nine\n");
    begin(page, "", "one two three four five six se-veneig. nine");
    assert_string_equal(strstr(print(page, 43, false), ":7" NOT_FOUND "\n"), ":7" NOT_FOUND "\n    one two three four five six se-veneig.\n    nine\n");
}

static void test_a_word_longer_than_the_width(void **state)
{
    struct page *page = *state;
    begin(page, "", "a internationalisation b");
    assert_string_equal(strstr(print(page, 10, false), ":7" NOT_FOUND "\n"), ":7" NOT_FOUND "\n    a\n    internationalisation\n    b\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PAGE_TEST(test_plain),
        PAGE_TEST(test_a_hit_that_is_not_the_first),
        PAGE_TEST(test_an_article_without_a_title),
        PAGE_TEST(test_copies),
        PAGE_TEST(test_no_words),
        PAGE_TEST(test_an_id_and_a_line),
        PAGE_TEST(test_colours),
        PAGE_TEST(test_marks_are_in_the_articles_words),
        PAGE_TEST(test_a_mark_inside_a_compound),
        PAGE_TEST(test_signs_around_a_mark),
        PAGE_TEST(test_explanation),
        PAGE_TEST(test_explanation_of_nothing),
        PAGE_TEST(test_explanation_of_an_extracted_article),
        PAGE_TEST(test_dates),
        PAGE_TEST(test_dates_before_1970),
        PAGE_TEST(test_years_of_any_length),
        PAGE_TEST(test_controls_never_come_out),
        PAGE_TEST(test_control_alone_between_words),
        PAGE_TEST(test_cut_text),
        PAGE_TEST(test_signs_around_a_run),
        PAGE_TEST(test_white_space_and_paragraphs),
        PAGE_TEST(test_random_pages),
        PAGE_TEST(test_a_word_of_several_parts_wraps_whole),
        PAGE_TEST(test_a_word_longer_than_the_width),
    };
    return cmocka_run_group_tests_name("print_text", tests, NULL, NULL);
}
