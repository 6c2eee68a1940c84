/* test_read_text.c - the parts of articles in plain text, with a head and without. */
#include "tests/unit/fixture.h"
#include "tests/unit/reader_fixture.h"
#include "tests/unit/ugly_fixture.h"

#define NBSP "\xc2\xa0"

static void test_whole_head(void **state)
{
    static const char text[] = "SEA" NBSP " /  " NBSP "PORTS \n"
                               "Harbour opens a second basin\n"
                               "Ships no longer wait\n"
                               "Published: Mar 03, 2021 12:11 PM\n"
                               "The new basin.\n"
                               "\n"
                               "The new basin. \n"
                               "\n"
                               "The harbour has room.\n";
    struct kept *kept = *state;
    kept_read(kept, read_text, text);
    const struct article *article = kept_article(kept);
    assert_int_equal(kept->problem_count, 0);
    assert_string_equal(article->path, "the/path");
    assert_null(article->id);
    assert_string_equal(article->section, "SEA / PORTS");
    assert_null(article->byline);
    assert_null(article->source);
    assert_int_equal(article->date.precision, DATE_MINUTE);
    assert_int_equal(article->date.seconds, 1614773460);
    assert_int_equal(article->source_size, 4711);
    assert_int_equal(article->source_mtime, 1614773460);
    assert_false(article->extracted);
    assert_int_equal(article->part_count, 3);
    const struct article_part *part = assert_part(article, PART_TITLE, "Harbour opens a second basin");
    assert_int_equal(part->source_line, 2);
    assert_int_equal(part->source_offset, strstr(text, "Harbour") - text);
    part = assert_part(article, PART_SUBTITLE, "Ships no longer wait");
    assert_int_equal(part->source_line, 3);
    part = assert_part(article, PART_BODY, "The new basin. \n\nThe harbour has room.");
    assert_int_equal(part->source_line, 7);
    assert_int_equal(part->source_offset, strstr(text, "The new basin. ") - text);
    assert_int_equal(article->parts[0].kind, PART_TITLE);
    assert_int_equal(article->parts[1].kind, PART_SUBTITLE);
    assert_int_equal(article->parts[2].kind, PART_BODY);
}

/* What the readers hand on lies in the input itself; nothing is copied. */
static ns_status check_slices(void *context, const struct article *article, struct ns_error *err)
{
    (void)err;
    const struct input *input = context;
    for (size_t i = 0; i < article->part_count; i++)
        assert_ptr_equal(article->parts[i].text, input->data + article->parts[i].source_offset);
    return NS_OK;
}

static void test_parts_are_slices(void **state)
{
    (void)state;
    static const char text[] = "\xef\xbb\xbfSEA\r\nTitle\r\nSub\r\nPublished: 2021\r\n\r\nBody\r\n";
    struct input input = {.path = "the/path", .data = text, .size = sizeof text - 1};
    const struct reader_sink sink = {check_slices, keep_problem, &input};
    assert_int_equal(read_text(&input, &sink, NULL), NS_OK);
}

static void assert_head(struct kept *kept, const char *text, const char *section, const char *title, const char *subtitle)
{
    kept_read(kept, read_text, text);
    const struct article *article = kept_article(kept);
    assert_int_equal(kept->problem_count, 0);
    if (section && !article->section) fail_msg("no section in \"%s\"", text);
    if (section)
        assert_string_equal(article->section, section);
    else
        assert_null(article->section);
    assert_part(article, PART_TITLE, title);
    assert_part(article, PART_SUBTITLE, subtitle);
    assert_part(article, PART_BODY, "Body.");
    assert_int_equal(article->date.precision, DATE_YEAR);
}

#define REST "\nPublished: 2021\nBody."

static void test_lines_before_the_date(void **state)
{
    assert_head(*state, "SEA\nTitle\nSub" REST, "SEA", "Title", "Sub");
    assert_head(*state, "SEA\nTitle" REST, "SEA", "Title", NULL);
    assert_head(*state, "Title\nSub" REST, NULL, "Title", "Sub");
    assert_head(*state, "Title" REST, NULL, "Title", NULL);
    assert_head(*state, "TITLE IN CAPITALS" REST, NULL, "TITLE IN CAPITALS", NULL);
    assert_head(*state, "SEA\nTITLE IN CAPITALS" REST, "SEA", "TITLE IN CAPITALS", NULL);
    assert_head(*state, "SEA\nTitle\nSub\n\nmore sub " REST, "SEA", "Title", "Sub\n\nmore sub");
    assert_head(*state, "Published: 2021\nBody.", NULL, NULL, NULL);
    assert_head(*state, "\n\n \n  SEA\n\n\tTitle \n" NBSP "\n" REST, "SEA", "Title", NULL);
}

static void test_what_a_section_looks_like(void **state)
{
    assert_head(*state, "TWO SEAS 2021\nTitle" REST, "TWO SEAS 2021", "Title", NULL);
    assert_head(*state,
                "\xc3\x89"
                "CONOMIE\nTitle" REST,
                "\xc3\x89"
                "CONOMIE",
                "Title", NULL);
    assert_head(*state,
                "\xc3\x89"
                "CONOMI\xc3\xa9\nTitle" REST,
                NULL,
                "\xc3\x89"
                "CONOMI\xc3\xa9",
                "Title");
    assert_head(*state, "2021 / 22\nTitle" REST, NULL, "2021 / 22", "Title");
    assert_head(*state, "A B C D E F G H\nTitle" REST, "A B C D E F G H", "Title", NULL);
    assert_head(*state, "A" NBSP " B C D E F G H\nTitle" REST, "A B C D E F G H", "Title", NULL);
    assert_head(*state, "A B C D E F G H I\nTitle" REST, NULL, "A B C D E F G H I", "Title");
    assert_head(*state, "\xe7\xa4\xbe\xe4\xbc\x9a\nTitle" REST, NULL, "\xe7\xa4\xbe\xe4\xbc\x9a", "Title");
}

/* 120 bytes are a section, 121 are not. */
static void test_long_section(void **state)
{
    char text[200];
    for (int length = 120; length <= 121; length++) {
        memset(text, 'A', (size_t)length);
        strcpy(text + length, "\nTitle" REST);
        kept_read(*state, read_text, text);
        assert_int_equal(kept_article(*state)->section != NULL, length == 120);
    }
}

static void test_forms_of_the_date_line(void **state)
{
    assert_head(*state, "Title\nPUBLISHED: 2021\nBody.", NULL, "Title", NULL);
    assert_head(*state, "Title\n  published\t:2021 \nBody.", NULL, "Title", NULL);
    assert_head(*state, "Title\nPublished" NBSP ":" NBSP "2021" NBSP "\nBody.", NULL, "Title", NULL);
    assert_head(*state, "1a\n2a\n3a\n4a\n5a\n6a\n7a" REST, NULL, "1a", "2a\n3a\n4a\n5a\n6a\n7a");
}

/* A date that is alone on its line ends the head too; lines with bylines stood in the subtitle and the body before. */
static void assert_bare_head(struct kept *kept, const char *text, const char *section, const char *title, const char *byline)
{
    kept_read(kept, read_text, text);
    const struct article *article = kept_article(kept);
    assert_int_equal(kept->problem_count, 0);
    assert_int_equal(article->date.precision, DATE_DAY);
    assert_int_equal(article->date.seconds, 1614729600);
    if (section)
        assert_string_equal(article->section, section);
    else
        assert_null(article->section);
    if (byline)
        assert_string_equal(article->byline, byline);
    else
        assert_null(article->byline);
    assert_part(article, PART_TITLE, title);
    assert_part(article, PART_SUBTITLE, NULL);
    assert_part(article, PART_BODY, "Body.");
}

static void test_date_alone_on_its_line(void **state)
{
    assert_bare_head(*state, "SEA\nTitle\n3 March 2021\nBy Jo  van der Lee\n\nBody.", "SEA", "Title", "Jo van der Lee");
    assert_bare_head(*state, "Title\n\nBY JO DOE AND AL LEE\n\nMarch 3, 2021\n\nBody.", NULL, "Title", "JO DOE AND AL LEE");
    assert_bare_head(*state, "Title\n2021-03-03\nBody.", NULL, "Title", NULL);
    assert_bare_head(*state, "Title\nPublished: 2021-03-03\nby Jo Doe in Delhi\nBody.", NULL, "Title", "Jo Doe in Delhi");
    assert_bare_head(*state, "By Jo Doe\n3 March 2021\nBody.", NULL, "By Jo Doe", NULL);
}

static void test_what_is_no_date_alone(void **state)
{
    static const char *const texts[] = {"3 March 2021\nBody.",
                                        "Title\n2021\nBody.",
                                        "Title\nMarch 2021\nBody.",
                                        "Title\nThe basin was opened.\n3 March 2021\nBody.",
                                        "Title\na\nb\nc\nd\n3 March 2021\nBody.",
                                        "Title\n3 March 2021 was the day\nBody.",
                                        NULL};
    struct kept *kept = *state;
    for (size_t i = 0; texts[i]; i++) {
        kept_read(kept, read_text, texts[i]);
        if (kept_article(kept)->date.precision != DATE_UNKNOWN) fail_msg("a date in \"%s\"", texts[i]);
        assert_int_equal(kept->problem_count, 0);
    }
}

static void test_what_is_no_byline(void **state)
{
    static const char *const lines[] = {"By Friday the harbour was open",
                                        "By the numbers",
                                        "By Jo Doe, who was there.",
                                        "Byline Jo",
                                        "By",
                                        "By 2030 Ports",
                                        "By and By",
                                        NULL};
    struct kept *kept = *state;
    for (size_t i = 0; lines[i]; i++) {
        char text[200];
        snprintf(text, sizeof text, "Title\nPublished: 2021\n%s", lines[i]);
        kept_read(kept, read_text, text);
        assert_null(kept_article(kept)->byline);
        assert_part(kept_article(kept), PART_BODY, lines[i]);
    }
    kept_read(kept, read_text, "75,000 SHARES CROSSED\nPublished: 2021\nBY FIRST BOSTON"); /* a headline goes on */
    assert_null(kept_article(kept)->byline);
    assert_part(kept_article(kept), PART_BODY, "BY FIRST BOSTON");
}

static void test_no_head_after_eight_lines(void **state)
{
    kept_read(*state, read_text, "1a\n2a\n3a\n4a\n5a\n6a\n7a\n8a" REST);
    const struct article *article = kept_article(*state);
    assert_int_equal(article->date.precision, DATE_UNKNOWN);
    assert_part(article, PART_TITLE, "1a");
    assert_part(article, PART_BODY, "2a\n3a\n4a\n5a\n6a\n7a\n8a" REST);
}

/* The bug: a sentence that began with "Published:" made the text before it a head, and was itself in no part. */
static void test_unreadable_date(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_text, "Title\n\nPublished: last week\nBody.");
    assert_int_equal(kept_article(kept)->date.precision, DATE_UNKNOWN);
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, 3, "\"last week\" is no date");
    assert_part(kept_article(kept), PART_TITLE, "Title");
    assert_part(kept_article(kept), PART_BODY, "Published: last week\nBody.");
    kept_read(kept, read_text, "Title\nPublished:\nBody.");
    assert_problem(kept, 0, 2, "\"\" is no date");
    assert_part(kept_article(kept), PART_TITLE, "Title");
    assert_part(kept_article(kept), PART_BODY, "Published:\nBody.");
}

static void test_long_unreadable_date(void **state)
{
    struct kept *kept = *state;
    char text[2000] = "T\nPublished: ";
    for (int i = 0; i < 500; i++)
        strcat(text, "\xc3\xa9");
    kept_read(kept, read_text, text);
    assert_true(strlen(kept->problems[0].what) < 300);
    assert_problem(kept, 0, 2, "\xc3\xa9\" is no date");
}

static void assert_body(struct kept *kept, const char *text, const char *body, uint32_t line)
{
    kept_read(kept, read_text, text);
    const struct article_part *part = assert_part(kept_article(kept), PART_BODY, body);
    assert_int_equal(part->source_line, line);
    assert_memory_equal(text + part->source_offset, body, strlen(body));
}

#define HEAD "Title\nPublished: 2021\n"

static void test_caption_printed_twice(void **state)
{
    assert_body(*state, HEAD "Cap\nCap\nText.", "Cap\nText.", 4);
    assert_body(*state, HEAD "\nCap \n" NBSP "\n\nCap\t\nText.", "Cap\t\nText.", 7);
    assert_body(*state, HEAD "Cap\n\nCap", "Cap", 5);
    assert_body(*state, HEAD "Cap\n\nCap\n\nCap\n", "Cap\n\nCap", 5);
    assert_body(*state, HEAD "Cap\n\nCap.\n", "Cap\n\nCap.", 3);
    assert_body(*state, HEAD "Cap\nText\nCap\n", "Cap\nText\nCap", 3);
    assert_body(*state, "Title\nCap\nCap\n", "Cap\nCap", 2); /* no head, so no export */
}

static void test_space_around_the_body(void **state)
{
    assert_body(*state, HEAD "\n\n  An indent stays.\n\n" NBSP " \n", "  An indent stays.", 5);
    assert_body(*state, HEAD "End.\xe3\x80\x80\xc2\x85\xe2\x80\xa8", "End.", 3);
}

static void test_head_without_a_body(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_text, "SEA\nTitle\nPublished: 2021\n\n");
    assert_int_equal(kept_article(kept)->part_count, 1);
    assert_part(kept_article(kept), PART_TITLE, "Title");
    kept_read(kept, read_text, "Published: 2021\n");
    assert_int_equal(kept->article_count, 0);
    assert_problem(kept, 0, 0, "empty");
}

static void assert_first_line(struct kept *kept, const char *text, const char *title, const char *body)
{
    kept_read(kept, read_text, text);
    const struct article *article = kept_article(kept);
    assert_part(article, PART_TITLE, title);
    assert_part(article, PART_BODY, body);
    assert_null(article->section);
    assert_int_equal(article->date.precision, DATE_UNKNOWN);
    assert_int_equal(kept->problem_count, 0);
}

static void test_without_a_head(void **state)
{
    assert_first_line(*state, "\n A title \n\nText.\n", "A title", "Text.");
    assert_first_line(*state, "A title\ntext goes on", "A title", "text goes on");
    assert_first_line(*state, "Is it a title?\nText", "Is it a title?", "Text");
    assert_first_line(*state, "\"It is a title!\"\nText", "\"It is a title!\"", "Text");
    assert_first_line(*state, "A sentence.\nText", NULL, "A sentence.\nText");
    assert_first_line(*state, "\"A sentence.\"\nText", NULL, "\"A sentence.\"\nText");
    assert_first_line(*state, "A sentence.\xe2\x80\x9d\nText", NULL, "A sentence.\xe2\x80\x9d\nText");
    assert_first_line(*state, "As follows:\nText", NULL, "As follows:\nText");
    assert_first_line(*state, "And so\xe2\x80\xa6\nText", NULL, "And so\xe2\x80\xa6\nText");
    assert_first_line(*state, "\xe5\xae\x8c\xe3\x80\x82\nText", NULL, "\xe5\xae\x8c\xe3\x80\x82\nText");
    assert_first_line(*state, "A line alone\n", "A line alone", NULL);
    assert_first_line(*state, "A sentence alone.\n", NULL, "A sentence alone.");
    assert_first_line(*state, "...\n", NULL, "...");
}

static void test_length_of_a_title(void **state)
{
    char text[200];
    for (int length = 120; length <= 121; length++) {
        memset(text, 'a', (size_t)length);
        strcpy(text + length, "\n\nText");
        kept_read(*state, read_text, text);
        assert_int_equal(kept_article(*state)->part_count, length == 120 ? 2 : 1);
    }
}

#define SIXTY "The harbour said on Monday that the second basin, which was "

static void test_wrapped_prose_is_no_title(void **state)
{
    assert_first_line(*state, SIXTY "to\nopen in May, is late", NULL, SIXTY "to\nopen in May, is late");
    assert_first_line(*state, SIXTY "to\nOpen", SIXTY "to", "Open");
    assert_first_line(*state, SIXTY "to\n\nopen", SIXTY "to", "open");
}

static void test_line_ends(void **state)
{
    struct kept *kept = *state;
    assert_head(kept, "SEA\r\nTitle\r\n\r\nSub\r\nPublished: 2021\r\n\r\nBody.\r\n", "SEA", "Title", "Sub");
    assert_int_equal(kept_part(kept_article(kept), PART_BODY)->source_line, 7);
    assert_head(kept, "SEA\rTitle\r\rSub\rPublished: 2021\r\rBody.\r", "SEA", "Title", "Sub");
    assert_int_equal(kept_part(kept_article(kept), PART_BODY)->source_line, 7);
    assert_head(kept, "SEA\nTitle\r\n\rSub\n\rPublished: 2021\r\r\nBody.", "SEA", "Title", "Sub");
    assert_int_equal(kept_part(kept_article(kept), PART_BODY)->source_line, 8);
    assert_body(kept, HEAD "Cap\r\n\r\nCap\r\nText.", "Cap\r\nText.", 5);
}

static void test_byte_order_mark(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_text, "\xef\xbb\xbfTitle\nText.");
    const struct article_part *part = assert_part(kept_article(kept), PART_TITLE, "Title");
    assert_int_equal(part->source_offset, 3);
    assert_int_equal(part->source_line, 1);
    assert_int_equal(kept_part(kept_article(kept), PART_BODY)->source_offset, 9);
}

static void assert_columns(struct kept *kept, const char *text, uint32_t title, uint32_t subtitle, uint32_t body)
{
    const uint32_t wanted[] = {[PART_TITLE] = title, [PART_SUBTITLE] = subtitle, [PART_BODY] = body};
    kept_read(kept, read_text, text);
    for (int kind = PART_TITLE; kind <= PART_BODY; kind++) {
        const struct article_part *part = kept_part(kept_article(kept), (enum part_kind)kind);
        assert_int_equal(part ? part->source_column : 0, wanted[kind]);
        if (!part) continue;
        const char *place = text + part->source_offset;
        assert_memory_equal(place, part->text, part->length);
        uint32_t column = 1; /* as grep -b counts in a line */
        while (place > text && place[-1] != '\n' && place[-1] != '\r')
            place--, column++;
        assert_int_equal(part->source_column, column);
    }
}

/* Bytes count, from 1: those of a byte order mark and of an indent too. The indent of a body is a part of it. */
static void test_columns(void **state)
{
    struct kept *kept = *state;
    assert_columns(kept, "Title\nText.", 1, 0, 1);
    assert_columns(kept, "  \t Title\n   Text.", 5, 0, 1);
    assert_columns(kept, NBSP "Title\r\n\r\n" NBSP "Text.", 3, 0, 1);
    assert_columns(kept, "\xef\xbb\xbfTitle\nText.", 4, 0, 1);
    assert_columns(kept, "\xef\xbb\xbf  Title", 6, 0, 0);
    assert_columns(kept, "\xef\xbb\xbf\n Title\nText.", 2, 0, 1);
    assert_columns(kept, "\xef\xbb\xbfText that is prose.", 0, 0, 4);
    assert_columns(kept, "\xef\xbb\xbf  Text that is prose.", 0, 0, 4);
    assert_columns(kept, "  Text that is prose.", 0, 0, 1);
    assert_columns(kept, "SEA\r Title\r  Sub\r\r   of two lines\rPublished: 2021\r\r Body", 2, 3, 1);
}

static void test_no_text(void **state)
{
    static const char *const texts[] = {"", "\n", " \r\n\t\v\f" NBSP "\xe3\x80\x80", "\xef\xbb\xbf", "\xef\xbb\xbf\n"};
    struct kept *kept = *state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        kept_read(kept, read_text, texts[i]);
        assert_int_equal(kept->article_count, 0);
        assert_int_equal(kept->problem_count, 1);
        assert_problem(kept, 0, 0, "empty");
    }
}

/* A text whose only article has these parts, and whose problem is on this line; none when that is 0. */
static void assert_recoded(struct kept *kept, const char *text, size_t size, const char *title, const char *body, uint64_t line)
{
    assert_int_equal(kept_read_bytes(kept, read_text, text, size), NS_OK);
    const struct article *article = kept_article(kept);
    assert_false(article->extracted);
    assert_part(article, PART_TITLE, title);
    assert_part(article, PART_BODY, body);
    assert_int_equal(kept->problem_count, line > 0);
    if (line) assert_problem(kept, 0, line, "U+FFFD now");
}

#define ASSERT_RECODED(kept, text, title, body, line) assert_recoded(kept, text, sizeof(text) - 1, title, body, line)

/* Lines are those of the file; columns and offsets count in what it is as UTF-8. */
static void test_other_charsets(void **state)
{
    struct kept *kept = *state;
    ASSERT_RECODED(kept, "Caf\xe9\n\n  caf\xe9 society \x96 \x93quoted\x94\n", "Caf\xc3\xa9",
                   "  caf\xc3\xa9 society \xe2\x80\x93 \xe2\x80\x9cquoted\xe2\x80\x9d", 0);
    const struct article_part *body = kept_part(kept_article(kept), PART_BODY);
    assert_int_equal(body->source_line, 3);
    assert_int_equal(body->source_column, 1);
    assert_int_equal(body->source_offset, 7);
    ASSERT_RECODED(kept,
                   "\xff\xfe"
                   "T\0\r\0\n\0\r\0\n\0\xac\x20.\0",
                   "T", "\xe2\x82\xac.", 0);
    assert_int_equal(kept_part(kept_article(kept), PART_BODY)->source_line, 3);
    ASSERT_RECODED(kept,
                   "\xfe\xff"
                   "\0T\0\n\0B\0.",
                   "T", "B.", 0);
    ASSERT_RECODED(kept,
                   "\xff\xfe\0\0"
                   "T\0\0\0",
                   "T", NULL, 0);
}

static void test_no_characters(void **state)
{
    struct kept *kept = *state;
    ASSERT_RECODED(kept, "T\n\n\xc3\xa9t\xc3\xa9 \xe9 \xff", "T", "\xc3\xa9t\xc3\xa9 \xef\xbf\xbd \xef\xbf\xbd", 3);
    ASSERT_RECODED(kept, "a\r\nb\rc.\n\xc3\xa9\xc3\xa9 \x80\xbf.", "a", "b\rc.\n\xc3\xa9\xc3\xa9 \xef\xbf\xbd\xef\xbf\xbd.", 4);
    ASSERT_RECODED(kept, "\xef\xbb\xbfT\n\xe2\x82\xac \xe2\x82", "T", "\xe2\x82\xac \xef\xbf\xbd\xef\xbf\xbd", 2);
    ASSERT_RECODED(kept,
                   "\xff\xfe"
                   "T\0\n\0\0\xd8.\0",
                   "T", "\xef\xbf\xbd.", 2);
    ASSERT_RECODED(kept, "fine: \xe2\x82\xac \xf0\x9f\x98\x80 \xef\xbf\xbd", "fine: \xe2\x82\xac \xf0\x9f\x98\x80 \xef\xbf\xbd", NULL, 0);
}

/* ---- Blocks ---- */

static void test_block(void **state)
{
    struct kept *kept = *state;
    static const char text[] =
        "\nTITLE: Storks return\n  to the marsh\nsubtitle:  Forty pairs\nDate: Wed, 03 Mar 2021 12:11:00 GMT\nBy: A. Writer,\n\tB. Writer\n"
        "Section: World\nSource: The\xc2\xa0Paper\nURL: http://paper.example/1\nId: 7\nKeywords: storks\n \nThe body: it begins\nhere.\n";
    kept_read(kept, read_text, text);
    const struct article *article = kept_article(kept);
    assert_int_equal(kept->problem_count, 0);
    const struct article_part *title = assert_part(article, PART_TITLE, "Storks return\n  to the marsh");
    assert_int_equal(title->source_line, 2);
    assert_int_equal(title->source_column, 8);
    assert_memory_equal(text + title->source_offset, title->text, title->length);
    assert_part(article, PART_SUBTITLE, "Forty pairs");
    const struct article_part *body = assert_part(article, PART_BODY, "The body: it begins\nhere.");
    assert_int_equal(body->source_line, 14);
    assert_memory_equal(text + body->source_offset, body->text, body->length);
    assert_string_equal(article->byline, "A. Writer, B. Writer");
    assert_string_equal(article->section, "World");
    assert_string_equal(article->source, "The Paper");
    assert_int_equal(article->date.seconds, 1614773460);
    assert_null(article->id);
    assert_false(article->extracted);
}

static void test_block_without_a_title(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_text, "Author:\nDate: when it was\n\nStorks return\n\nThey did.\n");
    assert_part(kept_article(kept), PART_TITLE, "Storks return");
    assert_part(kept_article(kept), PART_BODY, "They did.");
    assert_null(kept_article(kept)->byline);
    assert_int_equal(kept->problem_count, 1);
    assert_problem(kept, 0, 2, "\"when it was\" is no date");
    kept_read(kept, read_text, "Title: A\nSubject: B\nBy: C\nby: D\n\n");
    assert_part(kept_article(kept), PART_TITLE, "A");
    assert_string_equal(kept_article(kept)->byline, "C");
}

/* The bug: the title of the text came behind the subtitle of the block, and each was taken for the other in the index. */
static void test_block_with_a_subtitle_only(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_text, "Subtitle: Forty pairs\nDate: 2021\n\nStorks return\n\nThey did.\n");
    const struct article *article = kept_article(kept);
    assert_int_equal(article->part_count, 3);
    assert_int_equal(article->parts[0].kind, PART_TITLE);
    assert_string_equal(article->parts[0].text, "Storks return");
    assert_int_equal(article->parts[1].kind, PART_SUBTITLE);
    assert_string_equal(article->parts[1].text, "Forty pairs");
    assert_int_equal(article->parts[2].kind, PART_BODY);
}

static void test_front_matter(void **state)
{
    struct kept *kept = *state;
    kept_read(kept, read_text,
              "---\ntitle: \"Storks: they return\"\nauthors:\n  - A. Writer\n  - B. Writer\n\ncategory: 'World'\ndate: 2021-03-03\ntags: "
              "[a, b]\nlayout:\n---\nBody.\n");
    const struct article *article = kept_article(kept);
    assert_part(article, PART_TITLE, "Storks: they return");
    assert_part(article, PART_BODY, "Body.");
    assert_string_equal(article->byline, "A. Writer, B. Writer");
    assert_string_equal(article->section, "World");
    assert_int_equal(article->date.precision, DATE_DAY);
    assert_int_equal(kept->problem_count, 0);
    kept_read(kept, read_text, "---\nauthors:\n- A\n- B\nsource: \"\n...\nBody goes on.\n");
    assert_string_equal(kept_article(kept)->byline, "A, B");
    assert_string_equal(kept_article(kept)->source, "\"");
}

/* Each is text from its first line on. */
static void test_what_is_no_block(void **state)
{
    static const char *const texts[] = {
        "Note: this was said on Monday\n\nText.",
        "Title: this was said\n\nText.",
        "Title: A\nDate: 2021",
        "Title: A\nDate: 2021\nText that goes on.\n\nMore.",
        "Source: a word\nNote: two\nWarning: three\n\nText.",
        "Title:A\nDate:2021\n\nText.",
        " Title: A\n continues\n\nText.",
        "---\nTitle: A\n---\nText.",
        "---\n\nTitle: A\n\nText.",
        "Text first.\nTitle: A\nDate: 2021\n\nMore.",
        "http://paper.example/1\nDate: 2021\n\nText",
        "A very long name that is no name: A\nTitle: B\nDate: 2021\n\nText",
    };
    struct kept *kept = *state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        kept_read(kept, read_text, texts[i]);
        const struct article *article = kept_article(kept);
        const struct article_part *first = &article->parts[0];
        const char *text = first->text + strspn(first->text, " ");
        if (strncmp(texts[i] + strspn(texts[i], " "), text, 3) != 0) fail_msg("%s", texts[i]);
        assert_int_equal(article->date.precision, DATE_UNKNOWN);
    }
}

static void test_ugly_files(void **state)
{
    struct kept *kept = *state;
    kept->forget = true;
    assert_true(read_ugly_files(kept, read_text, "tests/data/ugly/text") >= 8);
}

static void test_sink_ends_the_reading(void **state)
{
    struct kept *kept = *state;
    kept->answer = NS_ERR_IO;
    assert_int_equal(kept_read_bytes(kept, read_text, "Title", 5), NS_ERR_IO);
}

static ns_status count_article(void *context, const struct article *article, struct ns_error *err)
{
    (void)err;
    *(size_t *)context += article->part_count;
    return NS_OK;
}

static void count_problem(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    (void)kind, (void)path, (void)line, (void)what;
    *(size_t *)context += 100;
}

/* Read 50 MB: a head of text, and then one piece over and over; it may take so many seconds of the processor. Returns 1 for each part,
 * 100 for each problem. */
static size_t read_large(const char *head, const char *piece, double seconds)
{
    const size_t size = 50000000;
    const size_t head_length = strlen(head);
    const size_t piece_length = strlen(piece);
    char *text = malloc(size);
    assert_non_null(text);
    memcpy(text, head, head_length);
    for (size_t i = head_length; i < size; i++)
        text[i] = piece[(i - head_length) % piece_length];
    const struct input input = {.path = "the/path", .data = text, .size = size, .file_size = size};
    size_t found = 0;
    const struct reader_sink sink = {count_article, count_problem, &found};
    const double start = seconds_now();
    assert_int_equal(read_text(&input, &sink, NULL), NS_OK);
    const double took = seconds_now() - start;
    free(text);
    if (took > seconds * slowdown()) fail_msg("50 MB of \"%s\" took %.2f s", piece, took);
    return found;
}

static void test_50_megabytes_in_a_second(void **state)
{
    (void)state;
    assert_int_equal(read_large("", "x", 1), 1);
    assert_int_equal(read_large("", "a word ", 1), 1);
    assert_int_equal(read_large("Title\nPublished: 2021\n", "x", 1), 2);
    assert_int_equal(read_large("Title\n", "x\r", 1), 2);
}

/* What nobody writes may take a few passes more. */
static void test_50_megabytes_of_the_worst(void **state)
{
    (void)state;
    assert_int_equal(read_large("", "\n", 5), 100);
    assert_int_equal(read_large("Title\nPublished: 2021\n", " ", 5), 1);
    assert_int_equal(read_large("Published: ", "x", 5), 101);
    assert_int_equal(read_large("", "\xff", 5), 1);
    assert_int_equal(read_large("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", "x\xc3\xa9\xff", 5), 101);
    assert_int_equal(read_large("Title: A\nDate: ", "x\n ", 5), 2);
    assert_int_equal(read_large("My title", NBSP, 5), 1);
}

/* ---- Two articles as a newsroom exported them, if they are at hand ---- */

/* The data is in the folder that NEWS_DATA names, or beside the project, in whose own folder the tests run. */
static char *read_seed(const char *name, size_t *size)
{
    const char *data = getenv("NEWS_DATA");
    char path[4096];
    snprintf(path, sizeof path, "%s/seeds/%s", data && *data ? data : "../shared/data", name);
    FILE *file = fopen(path, "r");
    if (!file) {
        fprintf(stderr, "SKIPPED: there is no %s; NEWS_DATA=FOLDER names the folder that has seeds/\n", path);
        skip();
    }
    char *text = test_malloc(65536);
    *size = fread(text, 1, 65535, file);
    text[*size] = '\0';
    fclose(file);
    return text;
}

/* The body begins at a line, goes to the last character of the text, and the line before it but one is the same as its first. */
static void assert_seed_body(const struct article *article, const char *text, size_t size, uint32_t line)
{
    const struct article_part *body = kept_part(article, PART_BODY);
    assert_non_null(body);
    assert_int_equal(body->source_line, line);
    assert_memory_equal(text + body->source_offset, body->text, body->length);
    const size_t caption = (size_t)(strchr(body->text, '\n') - body->text);
    assert_memory_equal(text + body->source_offset - caption - 2, body->text, caption);
    const size_t end = body->source_offset + body->length;
    assert_true(strspn(text + end, " \n\xc2\xa0") >= size - end);
}

static void test_seed_with_no_break_spaces(void **state)
{
    struct kept *kept = *state;
    size_t size;
    char *text = read_seed("000_9606ff6acdae0f27.txt", &size);
    assert_int_equal(kept_read_bytes(kept, read_text, text, size), NS_OK);
    const struct article *article = kept_article(kept);
    assert_int_equal(kept->problem_count, 0);
    assert_string_equal(article->section, "CHINA / SOCIETY");
    assert_int_equal(article->date.precision, DATE_MINUTE);
    assert_int_equal(article->date.seconds, 1614773460); /* 2021-03-03T12:11 */
    const struct article_part *title = kept_part(article, PART_TITLE);
    assert_int_equal(title->source_line, 2);
    assert_memory_equal(title->text, "Embassy, ", 9);
    assert_null(kept_part(article, PART_SUBTITLE));
    assert_seed_body(article, text, size, 6);
    test_free(text);
}

static void test_seed_with_a_subtitle(void **state)
{
    struct kept *kept = *state;
    size_t size;
    char *text = read_seed("002_81d98cdb3a6a6287.txt", &size);
    assert_int_equal(kept_read_bytes(kept, read_text, text, size), NS_OK);
    const struct article *article = kept_article(kept);
    assert_int_equal(kept->problem_count, 0);
    assert_string_equal(article->section, "TWO SESSIONS 2021");
    assert_int_equal(article->date.seconds, 1615156380); /* 2021-03-07T22:33 */
    assert_memory_equal(kept_part(article, PART_TITLE)->text, "Chinese vaccine ", 16);
    const struct article_part *subtitle = kept_part(article, PART_SUBTITLE);
    assert_int_equal(subtitle->source_line, 3);
    assert_memory_equal(subtitle->text, "New area ", 9);
    assert_null(strchr(subtitle->text, '\n'));
    assert_seed_body(article, text, size, 7);
    test_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEPT_TEST(test_whole_head),
        KEPT_TEST(test_parts_are_slices),
        KEPT_TEST(test_lines_before_the_date),
        KEPT_TEST(test_what_a_section_looks_like),
        KEPT_TEST(test_long_section),
        KEPT_TEST(test_forms_of_the_date_line),
        KEPT_TEST(test_date_alone_on_its_line),
        KEPT_TEST(test_what_is_no_date_alone),
        KEPT_TEST(test_what_is_no_byline),
        KEPT_TEST(test_no_head_after_eight_lines),
        KEPT_TEST(test_unreadable_date),
        KEPT_TEST(test_long_unreadable_date),
        KEPT_TEST(test_caption_printed_twice),
        KEPT_TEST(test_space_around_the_body),
        KEPT_TEST(test_head_without_a_body),
        KEPT_TEST(test_without_a_head),
        KEPT_TEST(test_length_of_a_title),
        KEPT_TEST(test_wrapped_prose_is_no_title),
        KEPT_TEST(test_line_ends),
        KEPT_TEST(test_byte_order_mark),
        KEPT_TEST(test_columns),
        KEPT_TEST(test_no_text),
        KEPT_TEST(test_other_charsets),
        KEPT_TEST(test_no_characters),
        KEPT_TEST(test_block),
        KEPT_TEST(test_block_without_a_title),
        KEPT_TEST(test_block_with_a_subtitle_only),
        KEPT_TEST(test_front_matter),
        KEPT_TEST(test_what_is_no_block),
        KEPT_TEST(test_ugly_files),
        KEPT_TEST(test_sink_ends_the_reading),
        KEPT_TEST(test_50_megabytes_in_a_second),
        KEPT_TEST(test_50_megabytes_of_the_worst),
        KEPT_TEST(test_seed_with_no_break_spaces),
        KEPT_TEST(test_seed_with_a_subtitle),
    };
    return cmocka_run_group_tests_name("read_text", tests, NULL, NULL);
}
