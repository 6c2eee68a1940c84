/* test_literal.c - texts that are phrases, or lists of words, whatever they contain: told by their canonical form, and held against the same words in quotes.
 */
#include "tests/oracle/random.h"
#include "tests/unit/fixture.h"
#include "tests/unit/query_fixture.h"

#define SEED 20210301

static void assert_literal_bytes(const char *text, size_t length, const char *wanted)
{
    struct query *query;
    struct buffer printed = BUFFER_INIT;
    assert_int_equal(query_literal(text, length, &query, NULL), NS_OK);
    const char *wrong = what_is_wrong(query);
    assert_int_equal(query_print(query, &printed, NULL), NS_OK);
    const bool same = bytes_compare(printed.data, printed.size, wanted, strlen(wanted)) == 0;
    if (!same) print_error("[%s] is [%.*s], wanted [%s]\n", text, (int)printed.size, printed.data, wanted);
    buffer_release(&printed);
    query_free(query);
    assert_null(wrong);
    assert_true(same);
}

static void assert_literal(const char *text, const char *wanted)
{
    assert_literal_bytes(text, strlen(text), wanted);
}

static void test_nothing_is_an_operator(void **state)
{
    (void)state;
    assert_literal("stone panda", "\"stone panda\"");
    assert_literal("stone near panda", "\"stone near panda\"");
    assert_literal("NOT (a OR b) AND c", "\"NOT a OR b AND c\"");
    assert_literal("-panda", "panda");
    assert_literal("+stone -panda", "\"stone panda\"");
    assert_literal("title:stone date:2021", "\"title stone date 2021\"");
    assert_literal("2 of (a b)", "\"2 of a b\"");
    assert_literal("near", "\"near\"");
    assert_literal("=WHO", "WHO");
}

static void test_nothing_is_a_quote_or_wildcard(void **state)
{
    (void)state;
    assert_literal("the \"stone\" panda", "\"the stone panda\"");
    assert_literal("\"stone panda", "\"stone panda\"");
    assert_literal("stone * panda", "\"stone panda\"");
    assert_literal("vaccin*", "vaccin");
    assert_literal("wom?n", "\"wom n\"");
    assert_literal("who?", "who");
    assert_literal("serum~2", "\"serum 2\"");
    assert_literal("serum~", "serum");
}

static void test_words_are_what_they_are_in_articles(void **state)
{
    (void)state;
    assert_literal("APT-10", "APT-10");
    assert_literal("stone-panda group", "\"stone-panda group\"");
    assert_literal("Pat O'Brien, U.S.", "\"Pat O'Brien U.S.\"");
    assert_literal("  stone \t panda \r\n", "\"stone panda\"");
    assert_literal_bytes("stone\0panda", 11, "\"stone panda\"");
    assert_literal("stone \xff panda", "\"stone panda\"");
    assert_literal("\xe5\x8c\x97\xe4\xba\xac", "\"\xe5\x8c\x97 \xe4\xba\xac\"");
}

static void test_without_a_word_it_is_empty(void **state)
{
    (void)state;
    static const char *const texts[] = {"", " ", "*", "\"\"", "... - ?", "\xff"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct query *query;
        assert_int_equal(query_literal(texts[i], strlen(texts[i]), &query, NULL), NS_OK);
        assert_int_equal(query->kind, QUERY_LIST);
        assert_int_equal(query->child_count, 0);
        query_free(query);
    }
}

/* What words by themselves are read to when nothing between them means anything. */
static void assert_words(const char *text, const char *wanted)
{
    struct query *words, *typed;
    assert_int_equal(query_words(text, strlen(text), &words, NULL), NS_OK);
    assert_int_equal(query_parse(wanted, strlen(wanted), &typed, NULL, NULL), NS_OK);
    const bool same = trees_equal(words, typed);
    query_free(words);
    query_free(typed);
    if (!same) fail_msg("[%s] is not read as [%s]", text, wanted);
}

static void test_words_are_a_list(void **state)
{
    (void)state;
    assert_words("stone panda", "stone panda");
    assert_words("stone", "stone");
    assert_words("what \"the\" (APT-10) +group -did*, title: x", "what the APT 10 group did title x");
    assert_words("2 dogs", "2 dogs");
    assert_words("", "");
    assert_words("\"*\"", "");
}

/* The operators too, which no typed list can have. */
static void test_operators_are_words(void **state)
{
    (void)state;
    struct query *words;
    assert_int_equal(query_words("a AND b or not near", 19, &words, NULL), NS_OK);
    assert_int_equal(words->kind, QUERY_LIST);
    assert_int_equal(words->child_count, 6);
    for (size_t i = 0; i < words->child_count; i++) {
        assert_int_equal(words->children[i]->kind, QUERY_WORD);
        assert_int_equal(words->children[i]->sign, SIGN_MAY);
    }
    query_free(words);
}

static void test_limits(void **state)
{
    (void)state;
    struct query *query;
    struct ns_error err;
    char text[QUERY_BYTES_MAX + 1];
    memset(text, ' ', sizeof text);
    for (size_t i = 0; i < QUERY_LEAVES_MAX; i++)
        text[2 * i] = 'x';
    assert_int_equal(query_literal(text, QUERY_BYTES_MAX, &query, &err), NS_OK);
    assert_int_equal(query->child_count, QUERY_LEAVES_MAX);
    query_free(query);
    text[sizeof text - 2] = 'x';
    assert_int_equal(query_literal(text, QUERY_BYTES_MAX, &query, &err), NS_ERR_LIMIT);
    assert_string_equal(err.msg, "the query has over 1000 words");
    assert_null(query);
    assert_int_equal(query_literal(text, sizeof text, &query, &err), NS_ERR_LIMIT);
    assert_string_equal(err.msg, "the query is longer than 10000 bytes");
    assert_null(query);
}

/* Text that means nothing in quotes either is read to the same tree there. */
static void test_it_is_the_quoted_phrase(void **state)
{
    (void)state;
    static const char *const pieces[] = {"stone", "panda", "near", "U.S.",     "O'Brien",      "APT",          "10",   "2,700",   "-",
                                         "--",    " ",     " ",    "  ",       "\t",           "\n\n",         ".",    "'",       ",",
                                         "(",     ")",     ":",    "\xc3\xa9", "\xe2\x80\x8b", "\xe5\x8c\x97", "\xff", "\xc2\xa0"};
    for (uint64_t i = 0; i < 50000 / FEWER; i++) {
        struct random_source source = {environment_number("SEED", SEED) + i};
        char text[200] = "", quoted[208];
        for (uint32_t more = random_below(&source, 12); more > 0; more--)
            strcat(text, pieces[random_below(&source, COUNT(pieces))]);
        snprintf(quoted, sizeof quoted, "\"%s\"", text);
        struct query *literal, *phrase;
        assert_int_equal(query_literal(text, strlen(text), &literal, NULL), NS_OK);
        assert_int_equal(query_parse(quoted, strlen(quoted), &phrase, NULL, NULL), NS_OK);
        const bool same = trees_equal(literal, phrase);
        query_free(literal);
        query_free(phrase);
        if (!same) fail_msg("SEED=%llu: [%s]", (unsigned long long)(environment_number("SEED", SEED) + i), text);
    }
}

/* Any bytes make a tree that is in shape. */
static void test_random_bytes(void **state)
{
    (void)state;
    static const char alphabet[] = "ab1 \"()*?~+-=:/.'~N \xe2\x80\x9c";
    for (uint64_t i = 0; i < 50000 / FEWER; i++) {
        struct random_source source = {environment_number("SEED", SEED) + i};
        char text[64];
        const size_t size = random_below(&source, sizeof text);
        for (size_t k = 0; k < size; k++)
            text[k] = random_chance(&source, 3) ? (char)random_next(&source) : alphabet[random_below(&source, sizeof alphabet - 1)];
        struct query *query;
        assert_int_equal(query_literal(text, size, &query, NULL), NS_OK);
        const char *wrong = what_is_wrong(query);
        query_free(query);
        if (wrong) fail_msg("SEED=%llu: %s: [%.*s]", (unsigned long long)(environment_number("SEED", SEED) + i), wrong, (int)size, text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_an_operator),
        cmocka_unit_test(test_nothing_is_a_quote_or_wildcard),
        cmocka_unit_test(test_words_are_what_they_are_in_articles),
        cmocka_unit_test(test_without_a_word_it_is_empty),
        cmocka_unit_test(test_words_are_a_list),
        cmocka_unit_test(test_operators_are_words),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_it_is_the_quoted_phrase),
        cmocka_unit_test(test_random_bytes),
    };
    return cmocka_run_group_tests_name("literal", tests, NULL, NULL);
}
