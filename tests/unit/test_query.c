/* test_query.c - what was typed, as a tree that is written out: any(word(x),near/30(word(a),phrase(word(b),word(c)))). */
#include "tests/unit/search_fixture.h"

#include "searcher/query.h"

/* ---- A tree as text ---- */

static void render(FILE *out, const struct query *query);

static void render_children(FILE *out, const struct query *query)
{
    putc('(', out);
    for (size_t i = 0; i < query->child_count; i++) {
        if (i > 0) putc(',', out);
        render(out, query->children[i]);
    }
    putc(')', out);
}

static void render(FILE *out, const struct query *query)
{
    switch (query->kind) {
    case QUERY_WORD:
        fprintf(out, "word(%.*s)", (int)query->text_len, query->text);
        return;
    case QUERY_PHRASE:
        fputs("phrase", out);
        break;
    case QUERY_NEAR:
        fprintf(out, "near/%u", query->distance);
        break;
    case QUERY_ANY:
        fputs("any", out);
        break;
    }
    render_children(out, query);
}

/* The state of a test: what it holds is released after a failure too. */
struct parsed {
    struct query *query;
    char *text;
    size_t size;
};

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct parsed));
    return *state ? 0 : -1;
}

static void parsed_clear(struct parsed *parsed)
{
    query_free(parsed->query);
    free(parsed->text);
    *parsed = (struct parsed){0};
}

static int teardown(void **state)
{
    parsed_clear(*state);
    free(*state);
    return 0;
}

static ns_status parse(struct parsed *parsed, const char *text, size_t length, struct ns_error *err)
{
    parsed_clear(parsed);
    return query_parse(text, length, &parsed->query, err);
}

static void assert_parses_bytes(struct parsed *parsed, const char *text, size_t length, const char *wanted)
{
    struct ns_error err;
    assert_ok(parse(parsed, text, length, &err), &err);
    FILE *out = open_memstream(&parsed->text, &parsed->size);
    assert_non_null(out);
    render(out, parsed->query);
    fclose(out);
    if (strcmp(parsed->text, wanted) != 0) fail_msg("[%.*s] is %s, wanted %s", (int)length, text, parsed->text, wanted);
}

struct example {
    const char *text;
    const char *tree;
};

static void assert_examples(void **state, const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_parses_bytes(*state, examples[i].text, strlen(examples[i].text), examples[i].tree);
}

/* ---- What words are ---- */

static void test_words(void **state)
{
    static const struct example examples[] = {
        {"vaccine", "word(vaccine)"},
        {"vaccine makers", "any(word(vaccine),word(makers))"},
        {"  vaccine\t\n makers\r\n", "any(word(vaccine),word(makers))"},
        {"vaccine\xc2\xa0makers\xe3\x80\x80india", "any(word(vaccine),word(makers),word(india))"},
        {"China's", "word(China's)"},
        {"U.S.", "word(U.S.)"},
        {"2,700", "word(2,700)"},
        {"caf\xc3\xa9", "word(caf\xc3\xa9)"},
        {"(vaccine)", "word(vaccine)"},
        {"vaccine, makers.", "any(word(vaccine),word(makers))"},
        {"x x x", "any(word(x),word(x),word(x))"},
    };
    assert_examples(state, examples, COUNT(examples));
}

static void test_runs_of_several_tokens(void **state)
{
    static const struct example examples[] = {
        {"AT&T", "phrase(word(AT),word(T))"},
        {"bbc.com", "phrase(word(bbc),word(com))"},
        {"2021-03-01", "phrase(word(2021),word(03),word(01))"},
        {"\xe7\x96\xab\xe8\x8b\x97", "phrase(word(\xe7\x96\xab),word(\xe8\x8b\x97))"},
        {"a/b c", "any(phrase(word(a),word(b)),word(c))"},
        {"near/5/6", "phrase(word(near),word(5),word(6))"},
    };
    assert_examples(state, examples, COUNT(examples));
}

static void test_hyphens(void **state)
{
    static const struct example examples[] = {
        {"APT-10", "word(APT-10)"},
        {"APT\xe2\x80\x91\x31\x30", "word(APT\xe2\x80\x91\x31\x30)"},
        {"cyber-attack", "word(cyber-attack)"},
        {"state-of-the-art", "word(state-of-the-art)"},
        {"two-three-four-five-six", "phrase(word(two),word(three),word(four),word(five),word(six))"},
        {"\"a cyber-attack on\"", "phrase(word(a),word(cyber-attack),word(on))"},
        {"cyber--attack", "phrase(word(cyber),word(attack))"},
        {"-attack", "word(attack)"},
        {"cyber-", "word(cyber)"},
        {"cyber - attack", "any(word(cyber),word(attack))"},
        {"1998-99", "phrase(word(1998),word(99))"},
        {"bbc.com-x", "phrase(word(bbc),word(com-x))"},
    };
    assert_examples(state, examples, COUNT(examples));
}

static void test_quotes(void **state)
{
    static const struct example examples[] = {
        {"\"stone panda\"", "phrase(word(stone),word(panda))"},
        {"\xe2\x80\x9cstone panda\xe2\x80\x9d", "phrase(word(stone),word(panda))"},
        {"\xe2\x80\x9dstone panda\"", "phrase(word(stone),word(panda))"},
        {"\"stone panda", "phrase(word(stone),word(panda))"},
        {"a \"stone panda", "any(word(a),phrase(word(stone),word(panda)))"},
        {"\"\"", "any()"},
        {"\"  ...  \"", "any()"},
        {"\"", "any()"},
        {"a \"\" b", "any(word(a),word(b))"},
        {"\"panda\"", "word(panda)"},
        {"a\"b c\"d", "any(word(a),phrase(word(b),word(c)),word(d))"},
        {"\"a b\"\"c d\"", "any(phrase(word(a),word(b)),phrase(word(c),word(d)))"},
        {"'stone panda'", "any(word(stone),word(panda))"},
    };
    assert_examples(state, examples, COUNT(examples));
}

/* ---- Operators ---- */

static void test_near(void **state)
{
    static const struct example examples[] = {
        {"a near b", "near/30(word(a),word(b))"},
        {"a NEAR b", "near/30(word(a),word(b))"},
        {"a nEaR b", "near/30(word(a),word(b))"},
        {"a Near/5 b", "near/5(word(a),word(b))"},
        {"a near5 b", "near/5(word(a),word(b))"},
        {"a near/007 b", "near/7(word(a),word(b))"},
        {"a near/0 b", "near/0(word(a),word(b))"}, /* the bug: it was three words, and found any of them */
        {"a near/1 b", "near/1(word(a),word(b))"},
        {"a near/100000 b", "near/100000(word(a),word(b))"},
        {"a near/100001 b", "near/100000(word(a),word(b))"},
        {"a near/99999999 b", "near/100000(word(a),word(b))"},
        {"a near/99999999999999999999999999 b", "near/100000(word(a),word(b))"},
        {"x a near b y", "any(word(x),near/30(word(a),word(b)),word(y))"},
        {"a near b near/5 c", "near/5(near/30(word(a),word(b)),word(c))"},
        {"a near b near/5 c near6 d", "near/6(near/5(near/30(word(a),word(b)),word(c)),word(d))"},
        {"a near b c near d", "any(near/30(word(a),word(b)),near/30(word(c),word(d)))"},
        {"apt10 near \"serum institute\" x", "any(near/30(word(apt10),phrase(word(serum),word(institute))),word(x))"},
        {"\"stone panda\"near serum", "near/30(phrase(word(stone),word(panda)),word(serum))"},
        {"\"stone panda\" near/9 \"serum institute", "near/9(phrase(word(stone),word(panda)),phrase(word(serum),word(institute)))"},
        {"AT&T near bbc.com", "near/30(phrase(word(AT),word(T)),phrase(word(bbc),word(com)))"},
        {"a ... near \"\" b", "near/30(word(a),word(b))"}, /* what has no word is not there */
    };
    assert_examples(state, examples, COUNT(examples));
}

static void test_near_as_a_word(void **state)
{
    static const struct example examples[] = {
        {"near", "word(near)"},
        {"NEAR/5", "phrase(word(NEAR),word(5))"},
        {"near b", "any(word(near),word(b))"},
        {"a near", "any(word(a),word(near))"},
        {"a near/5", "any(word(a),phrase(word(near),word(5)))"},
        {"near near", "any(word(near),word(near))"},
        {"near near near", "any(word(near),word(near),word(near))"},
        {"a near near b", "any(word(a),word(near),word(near),word(b))"},
        {"a near near/2 near b", "any(word(a),word(near),phrase(word(near),word(2)),word(near),word(b))"},
        {"near a near b", "any(word(near),near/30(word(a),word(b)))"},
        {"a near b near", "any(near/30(word(a),word(b)),word(near))"},
        {"a near0 b", "near/0(word(a),word(b))"},
        {"a near/ b", "any(word(a),word(near),word(b))"},
        {"a near/x b", "any(word(a),phrase(word(near),word(x)),word(b))"},
        {"a near/5x b", "any(word(a),phrase(word(near),word(5x)),word(b))"},
        {"a near/-5 b", "any(word(a),phrase(word(near),word(5)),word(b))"},
        {"a near//5 b", "any(word(a),phrase(word(near),word(5)),word(b))"},
        {"a nearby b", "any(word(a),word(nearby),word(b))"},
        {"a (near) b", "any(word(a),word(near),word(b))"},
        {"a \"near\" b", "any(word(a),word(near),word(b))"},
        {"\"a near b\"", "phrase(word(a),word(near),word(b))"},
        {"a near \"near\"", "near/30(word(a),word(near))"},
    };
    assert_examples(state, examples, COUNT(examples));
}

/* ---- What is hardly a query ---- */

static void test_nothing(void **state)
{
    static const struct example examples[] = {
        {"", "any()"}, {" ", "any()"}, {" \t\r\n\xc2\xa0", "any()"}, {".,;!?()-&", "any()"}, {"\xe2\x80\x94 \xe2\x82\xac", "any()"},
    };
    assert_examples(state, examples, COUNT(examples));
}

static void test_bytes_that_are_no_text(void **state)
{
    assert_parses_bytes(*state, "a\0b", 3, "phrase(word(a),word(b))");
    assert_parses_bytes(*state, "\0", 1, "any()");
    assert_parses_bytes(*state, "a near\0 b", 9, "any(word(a),word(near),word(b))");
    static const struct example examples[] = {
        {"\xff", "any()"},
        {"\xff\xfe\x80", "any()"},
        {"caf\xe9 society", "any(word(caf),word(society))"},
        {"a\xffz", "phrase(word(a),word(z))"},
        {"panda\xe2\x80", "word(panda)"},
        {"panda\xed\xa0\x80", "word(panda)"},
        {"\"panda \xc3\"", "word(panda)"},
    };
    assert_examples(state, examples, COUNT(examples));
}

/* A query of some pieces, one after another. */
static char *repeat(const char *piece, size_t count)
{
    const size_t length = strlen(piece);
    char *text = test_malloc(length * count + 1);
    for (size_t i = 0; i < count; i++)
        memcpy(text + i * length, piece, length);
    text[length * count] = '\0';
    return text;
}

static ns_status parse_repeated(struct parsed *parsed, const char *piece, size_t count, struct ns_error *err)
{
    char *text = repeat(piece, count);
    const ns_status status = parse(parsed, text, strlen(text), err);
    test_free(text);
    return status;
}

static void test_bytes_at_most(void **state)
{
    struct parsed *parsed = *state;
    struct ns_error err;
    assert_ok(parse_repeated(parsed, " ", QUERY_BYTES_MAX, &err), &err);
    assert_int_equal(parse_repeated(parsed, " ", QUERY_BYTES_MAX + 1, &err), NS_ERR_LIMIT);
    assert_null(parsed->query);
    assert_non_null(strstr(err.msg, "10000 bytes"));
}

static void test_words_at_most(void **state)
{
    struct parsed *parsed = *state;
    struct ns_error err;
    assert_ok(parse_repeated(parsed, "x ", QUERY_WORDS_MAX, &err), &err);
    assert_int_equal(parsed->query->child_count, QUERY_WORDS_MAX);
    assert_int_equal(parse_repeated(parsed, "x ", QUERY_WORDS_MAX + 1, &err), NS_ERR_LIMIT);
    assert_null(parsed->query);
    assert_non_null(strstr(err.msg, "1000 words"));
    assert_ok(parse_repeated(parsed, "x-", QUERY_WORDS_MAX, &err), &err); /* one phrase */
    assert_int_equal(parsed->query->child_count, QUERY_WORDS_MAX);
    assert_int_equal(parse_repeated(parsed, "x-", QUERY_WORDS_MAX + 1, &err), NS_ERR_LIMIT);
    /* Only what turns out to be a word counts as one. */
    assert_ok(parse_repeated(parsed, "near ", QUERY_WORDS_MAX, &err), &err);
    assert_int_equal(parse_repeated(parsed, "near ", QUERY_WORDS_MAX + 1, &err), NS_ERR_LIMIT);
    assert_ok(parse_repeated(parsed, "x near ", QUERY_WORDS_MAX - 1, &err), &err);
}

static void test_long_chain(void **state)
{
    struct parsed *parsed = *state;
    struct ns_error err;
    assert_ok(parse_repeated(parsed, "x near ", QUERY_WORDS_MAX - 1, &err), &err);
    size_t depth = 0;
    for (const struct query *at = parsed->query->children[0]; at->kind == QUERY_NEAR; at = at->children[0])
        depth++;
    assert_int_equal(depth, QUERY_WORDS_MAX - 2);
}

/* What is quadratic in so many pieces takes seconds. */
static void test_time_is_linear(void **state)
{
    static const char *const pieces[] = {"\"", "\" ", "-", "\xe2\x80\x9c", "near ", "\xff", "."};
    struct ns_error err;
    const double start = seconds_now();
    for (size_t i = 0; i < COUNT(pieces); i++)
        parse_repeated(*state, pieces[i], QUERY_BYTES_MAX / strlen(pieces[i]), &err);
    const double took = seconds_now() - start;
    if (took > 0.1 * SLOWDOWN) fail_msg("it took %.3f s", took);
}

static void test_free_of_nothing(void **state)
{
    (void)state;
    query_free(NULL);
}

#define PARSED_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PARSED_TEST(test_words),
        PARSED_TEST(test_runs_of_several_tokens),
        PARSED_TEST(test_hyphens),
        PARSED_TEST(test_quotes),
        PARSED_TEST(test_near),
        PARSED_TEST(test_near_as_a_word),
        PARSED_TEST(test_nothing),
        PARSED_TEST(test_bytes_that_are_no_text),
        PARSED_TEST(test_bytes_at_most),
        PARSED_TEST(test_words_at_most),
        PARSED_TEST(test_long_chain),
        PARSED_TEST(test_time_is_linear),
        cmocka_unit_test(test_free_of_nothing),
    };
    return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
