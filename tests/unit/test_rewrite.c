/* test_rewrite.c - what --all, --near and the dates make of queries, told by their canonical form. */
#include "tests/oracle/random.h"
#include "tests/unit/fixture.h"
#include "tests/unit/query_fixture.h"

#include "searcher/rewrite.h"

#define SEED 20210301

static const struct rewrite_options all = {.all = true};
static const struct rewrite_options near = {.near = 5};
static const struct rewrite_options dated = {.dates = {.text = "2021..", .from = 1609459200, .to = INT64_MAX}};
static const struct rewrite_options whole = {.all = true, .near = 5, .dates = {.text = "2021..", .from = 1609459200, .to = INT64_MAX}};

/* Rewrite a text that may be literal. Returns the status; what came of it goes to printed, terminated. */
static ns_status rewrite(const struct rewrite_options *options, const char *text, bool literal, struct buffer *printed,
                         struct query_notes *notes, struct ns_error *err)
{
    struct query *query;
    const ns_status parsed =
        literal ? query_literal(text, strlen(text), &query, NULL) : query_parse(text, strlen(text), &query, NULL, NULL);
    assert_int_equal(parsed, NS_OK);
    const ns_status status = query_rewrite(options, &query, notes, err);
    if (status != NS_OK) {
        assert_null(query);
        return status;
    }
    const char *wrong = what_is_wrong(query);
    if (wrong) fail_msg("[%s]: %s", text, wrong);
    assert_int_equal(query_print(query, printed, NULL), NS_OK);
    assert_int_equal(buffer_append_byte(printed, 0, NULL), NS_OK);
    query_free(query);
    return NS_OK;
}

/* @note  a part of the only note; NULL for none */
static void assert_noted(const struct rewrite_options *options, const char *text, const char *wanted, const char *note)
{
    struct buffer printed = BUFFER_INIT;
    struct query_notes notes = {0};
    assert_int_equal(rewrite(options, text, false, &printed, &notes, NULL), NS_OK);
    if (strcmp(printed.data, wanted) != 0) fail_msg("[%s] is [%s], wanted [%s]", text, printed.data, wanted);
    if (notes.count != (note ? 1 : 0)) fail_msg("[%s] has %zu notes: %s", text, notes.count, notes.count ? notes.lines[0].data : "");
    if (note && !strstr(notes.lines[0].data, note)) fail_msg("[%s]: \"%s\" has no \"%s\"", text, notes.lines[0].data, note);
    query_notes_release(&notes);
    buffer_release(&printed);
}

static void assert_made(const struct rewrite_options *options, const char *text, const char *wanted)
{
    assert_noted(options, text, wanted, NULL);
}

static void test_all(void **state)
{
    (void)state;
    assert_made(&all, "a b", "+a +b");
    assert_made(&all, "a b \"c d\"", "+a +b +\"c d\"");
    assert_made(&all, "(a b) c", "+a +b +c");
    assert_made(&all, "a +b -c date:2021", "+a +b -c +date:2021");
    assert_made(&all, "a title:b c*", "+a +title:b +c*");
    assert_made(&all, "a (b or c)", "+a +(b OR c)");
    assert_made(&all, "a (b and c)", "+a +(b AND c)");
    assert_made(&all, "a b near/3 c", "+a +(b NEAR/3 c)");
    assert_made(&all, "-a b", "-a +b");
}

static void test_all_where_there_is_nothing_to_do(void **state)
{
    (void)state;
    assert_made(&all, "", "()");
    assert_made(&all, "a", "a");
    assert_made(&all, "\"a b\"", "\"a b\"");
    assert_made(&all, "+a -b", "+a -b");
    assert_made(&all, "a and b", "a AND b");
    assert_made(&all, "a near/3 b", "a NEAR/3 b");
    assert_made(&all, "not (a b)", "NOT (a b)");
    assert_made(&all, "title:(a b)", "title:(a b)");
    assert_made(&all, "atleast2 (a b)", "ATLEAST2 (a b)");
    assert_made(&all, "date:2021", "date:2021");
}

static void test_all_beside_operators(void **state)
{
    (void)state;
    static const char note[] = "--all is for words side by side, and leaves a query with operators as it is: ";
    assert_noted(&all, "a or b", "a OR b", note);
    assert_noted(&all, "a b or c", "(a b) OR c", note);
    assert_noted(&all, "a b and c", "(a b) AND c", note);
    assert_noted(&all, "2 of (a b c)", "2 OF (a b c)", note);
}

static void test_near(void **state)
{
    (void)state;
    assert_made(&near, "a b", "a NEAR/5 b");
    assert_made(&near, "a b \"c d\"", "a NEAR/5 b NEAR/5 \"c d\"");
    assert_made(&near, "a +b -c date:2021", "(a NEAR/5 b) -c +date:2021");
    assert_made(&near, "date:2021 a path:x b section:y", "(a NEAR/5 b) +date:2021 +path:x +section:y");
    assert_made(&near, "a b near/3 c", "a NEAR/5 (b NEAR/3 c)");
    assert_made(&near, "a b near/5 c", "a NEAR/5 (b NEAR/5 c)");
    assert_made(&near, "a (b or c)", "a NEAR/5 (b OR c)");
    assert_made(&near, "a title:b", "a NEAR/5 title:b");
}

static void test_near_where_there_is_nothing_to_do(void **state)
{
    (void)state;
    assert_made(&near, "", "()");
    assert_made(&near, "a", "a");
    assert_made(&near, "\"a b\"", "\"a b\"");
    assert_made(&near, "a -b", "a -b");
    assert_made(&near, "a date:2021", "a +date:2021");
    assert_made(&near, "title:(a b)", "title:(a b)");
    assert_made(&near, "-a -b", "-a -b");
}

static void test_near_beside_operators(void **state)
{
    (void)state;
    static const char note[] = "--near is for words side by side, and leaves a query with operators as it is: ";
    assert_noted(&near, "a or b", "a OR b", note);
    assert_noted(&near, "a and b", "a AND b", note);
    assert_noted(&near, "a adj b", "a ADJ/1 b", note);
    assert_noted(&near, "a near b", "a NEAR/30 b", note);
    assert_noted(&near, "2 of (a b c)", "2 OF (a b c)", note);
    /* Inside of a list they are spread out, as behind a proximity that was typed. */
    assert_noted(&near, "a (b and c)", "a NEAR/5 b AND a NEAR/5 c", "operators that need words are spread out");
    assert_noted(&near, "a (not b) c -d", "(NOT b AND a NEAR/5 c) -d", "operators that need words are spread out");
}

static void test_dates(void **state)
{
    (void)state;
    assert_made(&dated, "", "()");
    assert_made(&dated, "a", "a +date:2021..");
    assert_made(&dated, "a b", "a b +date:2021..");
    assert_made(&dated, "+a b -c", "+a b -c +date:2021..");
    assert_made(&dated, "-a", "NOT a AND date:2021..");
    assert_made(&dated, "\"a b\"", "\"a b\" +date:2021..");
    assert_made(&dated, "a or b", "(a OR b) AND date:2021..");
    assert_made(&dated, "a and b", "a AND b AND date:2021..");
    assert_made(&dated, "a not b", "a AND NOT b AND date:2021..");
    assert_made(&dated, "not a", "NOT a AND date:2021..");
    assert_made(&dated, "a near/3 b", "(a NEAR/3 b) +date:2021..");
    assert_made(&dated, "date:2020", "+date:2020 +date:2021..");
    assert_made(&dated, "2 of (a b)", "2 OF (a b) +date:2021..");
}

static void test_together(void **state)
{
    (void)state;
    static const struct rewrite_options none = {0};
    assert_made(&none, "a b", "a b");
    assert_made(&whole, "a b -c", "(a NEAR/5 b) -c +date:2021..");
    assert_noted(&whole, "a or b", "(a OR b) AND date:2021..", "--near");
}

static void test_literal(void **state)
{
    (void)state;
    struct buffer printed = BUFFER_INIT;
    assert_int_equal(rewrite(&dated, "war and peace", true, &printed, NULL, NULL), NS_OK);
    assert_string_equal(printed.data, "\"war and peace\" +date:2021..");
    buffer_release(&printed);
    assert_int_equal(rewrite(&dated, "?!", true, &printed, NULL, NULL), NS_OK);
    assert_string_equal(printed.data, "()");
    buffer_release(&printed);
}

static void test_limits(void **state)
{
    (void)state;
    struct ns_error err;
    struct buffer printed = BUFFER_INIT;
    char text[2 * QUERY_LEAVES_MAX + 1];
    memset(text, ' ', sizeof text);
    for (size_t i = 0; i < QUERY_LEAVES_MAX; i++)
        text[2 * i] = 'x';
    text[sizeof text - 1] = '\0';
    assert_int_equal(rewrite(&dated, text, false, &printed, NULL, &err), NS_ERR_LIMIT);
    assert_string_equal(err.msg, "the query has over 1000 words");
    assert_int_equal(rewrite(&all, text, false, &printed, NULL, &err), NS_OK);
    buffer_release(&printed);
}

/* Whatever was typed, the tree stays in shape: its canonical form is read to the same tree without a note. */
static void test_random_queries(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "a ",   "b ",    "c* ",    "\"d e\" ", "+",          "-",       "( ",        ") ",      "and ",     "or ", "not ", "near/3 ",
        "adj ", "same ", "title:", "section:", "date:2020 ", "path:x ", "atleast2 ", "2 of ( ", "first/5 ", "=F ", "g~ ",  "AND NOT "};
    static const struct rewrite_options *const options[] = {&all, &near, &dated, &whole};
    for (uint64_t i = 0; i < 20000 / FEWER; i++) {
        struct random_source source = {environment_number("SEED", SEED) + i};
        struct buffer printed = BUFFER_INIT;
        struct ns_error err;
        char text[256] = "";
        for (uint32_t more = random_below(&source, 14); more > 0; more--)
            strcat(text, pieces[random_below(&source, COUNT(pieces))]);
        const ns_status status = rewrite(options[i % COUNT(options)], text, false, &printed, NULL, &err);
        buffer_release(&printed);
        if (status != NS_OK && status != NS_ERR_LIMIT)
            fail_msg("SEED=%llu: %s", (unsigned long long)(environment_number("SEED", SEED) + i), err.msg);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all),
        cmocka_unit_test(test_all_where_there_is_nothing_to_do),
        cmocka_unit_test(test_all_beside_operators),
        cmocka_unit_test(test_near),
        cmocka_unit_test(test_near_where_there_is_nothing_to_do),
        cmocka_unit_test(test_near_beside_operators),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_together),
        cmocka_unit_test(test_literal),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_random_queries),
    };
    return cmocka_run_group_tests_name("rewrite", tests, NULL, NULL);
}
