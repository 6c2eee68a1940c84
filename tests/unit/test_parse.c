/* test_parse.c - how typed text is read, told by its canonical form, and what is noted of it. That the canonical form is read to the same
 * tree is test_query.c's; here it is held against what the language says. */
#include "tests/unit/fixture.h"
#include "tests/unit/query_fixture.h"

/* ---- Reading ---- */

/* The state of a test: what it holds is released after a failure too. */
struct reading {
    struct query *query;
    struct query_notes notes;
    struct buffer printed;
};

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct reading));
    return *state ? 0 : -1;
}

static void clear(struct reading *reading)
{
    query_free(reading->query);
    query_notes_release(&reading->notes);
    buffer_release(&reading->printed);
    *reading = (struct reading){0};
}

static int teardown(void **state)
{
    clear(*state);
    free(*state);
    return 0;
}

static ns_status read_bytes(struct reading *reading, const char *text, size_t length, struct ns_error *err)
{
    clear(reading);
    const ns_status status = query_parse(text, length, &reading->query, &reading->notes, err);
    if (status != NS_OK) {
        assert_null(reading->query);
        return status;
    }
    const char *wrong = what_is_wrong(reading->query);
    if (wrong) fail_msg("[%.*s]: %s", (int)length, text, wrong);
    assert_int_equal(query_print(reading->query, &reading->printed, NULL), NS_OK);
    assert_int_equal(buffer_append_byte(&reading->printed, 0, NULL), NS_OK);
    return NS_OK;
}

static void assert_reads_bytes(struct reading *reading, const char *text, size_t length, const char *wanted)
{
    struct ns_error err;
    if (read_bytes(reading, text, length, &err) != NS_OK) fail_msg("[%.*s]: %s", (int)length, text, err.msg);
    if (strcmp(reading->printed.data, wanted) != 0)
        fail_msg("[%.*s] is [%s], wanted [%s]", (int)length, text, reading->printed.data, wanted);
}

static const struct query *assert_reads(struct reading *reading, const char *text, const char *wanted)
{
    assert_reads_bytes(reading, text, strlen(text), wanted);
    return reading->query;
}

/* A text, its canonical form, and the words that its only note has in it; NULL if there is to be none. */
struct example {
    const char *text;
    const char *printed;
    const char *note;
};

static void assert_note(const struct reading *reading, const char *text, const char *wanted)
{
    const struct query_notes *notes = &reading->notes;
    if (notes->count != (wanted != NULL)) {
        fail_msg("[%s] has %zu notes, wanted %d; the last is [%.*s]", text, notes->count, wanted != NULL,
                 notes->count ? (int)notes->lines[notes->count - 1].size : 0, notes->count ? notes->lines[notes->count - 1].data : "");
    }
    if (wanted && !memmem(notes->lines[0].data, notes->lines[0].size, wanted, strlen(wanted)))
        fail_msg("[%s] has the note [%.*s], wanted [%s]", text, (int)notes->lines[0].size, notes->lines[0].data, wanted);
}

static void assert_examples(struct reading *reading, const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_reads(reading, examples[i].text, examples[i].printed);
        assert_note(reading, examples[i].text, examples[i].note);
    }
}

#define CHECK(...)                                                                                                                         \
    do {                                                                                                                                   \
        static const struct example examples[] = {__VA_ARGS__};                                                                            \
        assert_examples(*state, examples, COUNT(examples));                                                                                \
    } while (0)

/* ---- Words, phrases, forms ---- */

static void test_words(void **state)
{
    CHECK({"vaccine", "vaccine", NULL}, {"vaccine makers", "vaccine makers", NULL}, {"  vaccine\t\n makers\r\n", "vaccine makers", NULL},
          {"vaccine\xc2\xa0makers\xe3\x80\x80india", "vaccine makers india", NULL},
          {"China's U.S. 2,700 caf\xc3\xa9", "China's U.S. 2,700 caf\xc3\xa9", NULL}, {"vaccine, makers.", "vaccine makers", NULL},
          {"x x", "x x", NULL}, {"a && b || !c", "a b c", NULL}, {"of first w pre atleast", "of first w pre atleast", NULL},
          {"AT&T", "\"AT T\"", NULL}, {"bbc.com", "\"bbc com\"", NULL}, {"\xe7\x96\xab\xe8\x8b\x97", "\"\xe7\x96\xab \xe8\x8b\x97\"", NULL},
          {"a/b c", "\"a b\" c", NULL}, {"'stone panda'", "stone panda", NULL});
}

static void test_hyphens(void **state)
{
    CHECK({"APT-10", "APT-10", NULL}, {"APT\xe2\x80\x91\x31\x30", "APT\xe2\x80\x91\x31\x30", NULL}, {"cyber-", "cyber", NULL},
          {"state-of-the-art", "state-of-the-art", NULL}, {"two-three-four-five-six", "\"two three four five six\"", NULL},
          {"cyber--attack", "\"cyber attack\"", NULL}, {"1998-99", "\"1998 99\"", NULL}, {"cyber - attack", "cyber attack", NULL},
          {"\"a cyber-attack on\"", "\"a cyber-attack on\"", NULL}, {"bbc.com-x", "\"bbc com-x\"", NULL});
}

static void test_phrases(void **state)
{
    CHECK({"\"stone panda\"", "\"stone panda\"", NULL}, {"\xe2\x80\x9cstone panda\xe2\x80\x9d", "\"stone panda\"", NULL},
          {"\xe2\x80\x9estone panda\xe2\x80\x9c", "\"stone panda\"", NULL}, {"\xc2\xabstone panda\xc2\xbb", "\"stone panda\"", NULL},
          {"\xc2\xbbstone panda\xc2\xab", "\"stone panda\"", NULL}, {"\"panda\"", "panda", NULL},
          {"\"a near/5 b and not\"", "\"a near 5 b and not\"", NULL}, {"\"stone * panda\"", "\"stone * panda\"", NULL},
          {"\"* panda *\"", "\"* panda *\"", NULL}, {"\"a ** b\"", "\"a * b\"", NULL}, {"\"a * * b\"", "\"a * * b\"", NULL},
          {"\"vaccin* maker\"", "\"vaccin* maker\"", NULL}, {"a \"\" b", "a b", NULL}, {"a\"b c\"d", "a \"b c\" d", NULL},
          {"\"a b\"\"c d\"", "\"a b\" \"c d\"", NULL}, {"\"serum~2 b\"", "\"serum~2 b\"", NULL},
          {"\"*\"", "()", "\"*\" has no letter or digit to look for, so it is left out"}, {"\"* *\" a", "a", "left out"},
          {"\"a ? b\"", "\"a b\"", "\"?\" has no letter or digit"});
}

static void test_exact_forms(void **state)
{
    CHECK({"=WHO", "=WHO", NULL}, {"=\"Stone Panda\"", "=\"Stone Panda\"", NULL}, {"=\"WHO\"", "=WHO", NULL},
          {"=APT-10", "=\"APT 10\"", NULL}, {"=AT&T", "=\"AT T\"", NULL}, {"=and =near", "=and =near", NULL},
          {"=near/5", "=\"near 5\"", NULL}, {"= WHO", "WHO", NULL}, {"==WHO", "WHO", NULL}, {"a=b", "\"a b\"", NULL},
          {"=\"a * vaccin*\"", "=\"a * vaccin*\"", NULL}, {"=vaccin*", "vaccin*", "the = before \"vaccin*\" is ignored"},
          {"=(a b)", "a b", "= in front of a bracket is ignored"});
}

static void test_patterns(void **state)
{
    CHECK({"vaccin* wom?n *virus", "vaccin* wom?n *virus", NULL}, {"vac**ne", "vac*ne", NULL}, {"b*.com", "\"b* com\"", NULL},
          {"covid-1*", "covid1*", NULL}, {"covid-19*", "covid19*", NULL}, {"*-19", "*19", NULL}, {"a*-*b", "a*b", NULL},
          {"state-of-*-art", "stateof*art", NULL}, {"2021-0?", "\"2021 0? \"", "question mark"}, {"2,7??", "2,7??", NULL},
          {"*.com", "\"* com\"", NULL}, {"U.S.*", "U.S.*", NULL}, {"\xe7\x96\xab-x*", "\"\xe7\x96\xab x*\"", NULL},
          {"near* AND* no?", "near* AND* \"no? \"", "question mark"}, {"*", "()", "\"*\" has no letter or digit"},
          {"a ??", "a", "\"??\" has no letter or digit"}, {"a -* b", "a b", "\"*\""},
          {"atleast*", "atleast*", NULL} /* the bug: it was taken for a malformed operator when it was read again */);
}

static void test_question_marks(void **state)
{
    CHECK({"institute?", "\"institute? \"",
           "\"institute?\" is read as a pattern, in which ? stands for one character; leave it out if it is a question mark"},
          {"institute?,", "\"institute? \"", "question mark"}, {"\"who is it?\"", "\"who is it? \"", "question mark"},
          {"\"who is it? \"", "\"who is it? \"", NULL}, {"\"is it? yes\"", "\"is it? yes\"", NULL}, {"w?o?", "w?o?", NULL},
          {"?x", "?x", NULL}, {"AT&T?", "\"AT T? \"", "question mark"}, {"title:why?", "title:\"why? \"", "question mark"});
}

static void test_near_spellings(void **state)
{
    CHECK({"serum~", "serum~1", NULL}, {"serum~1", "serum~1", NULL}, {"serum~2", "serum~2", NULL}, {"serum~2,", "serum~2", NULL},
          {"serum~3", "serum~2", "\"~3\" is read as ~2"}, {"serum~99999999999", "serum~2", "is read as ~2"},
          {"serum~0", "serum", "~0 asks for the word itself"}, {"covid-19~2", "covid19~2", NULL}, {"near~", "near~1", NULL},
          {"serum ~2", "serum 2", NULL}, {"a~b", "\"a b\"", NULL}, {"~5", "5", NULL},
          {"\"a b\"~2", "\"a b\"", "\"~2\" behind quotes or a bracket is ignored"}, {"(a b)~ c", "a b c", "\"~\" behind quotes"},
          {"AT&T~", "\"AT T\"", "the ~ behind \"AT&T\" is ignored"}, {"vac*~", "vac*", "is ignored"},
          {"=serum~", "serum~1", "the = before \"serum~\" is ignored"});
}

static void test_leaves(void **state)
{
    const struct query *list = assert_reads(*state, "a =b c* d~2 path:e date:2021 \"f *\"", "a =b c* d~2 +path:e +date:2021 \"f *\"");
    static const enum query_kind kinds[] = {QUERY_WORD, QUERY_EXACT, QUERY_PATTERN, QUERY_FUZZY, QUERY_PATH, QUERY_DATE, QUERY_PHRASE};
    static const char texts[][5] = {"a", "b", "c*", "d", "e", "2021", ""};
    assert_int_equal(list->child_count, COUNT(kinds));
    for (size_t i = 0; i < COUNT(kinds); i++) {
        assert_int_equal(list->children[i]->kind, kinds[i]);
        assert_int_equal(bytes_compare(list->children[i]->text, list->children[i]->text_len, texts[i], strlen(texts[i])), 0);
    }
    assert_int_equal(list->children[3]->number, 2);
    assert_int_equal(list->children[6]->children[1]->kind, QUERY_GAP);
}

/* ---- Lists ---- */

static void test_signs(void **state)
{
    CHECK({"+serum -india", "+serum -india", NULL}, {"a -\"b c\" +=WHO -title:x -(d e)", "a -\"b c\" +=WHO -title:x -(d e)", NULL},
          {"+a", "a", NULL}, {"-a", "NOT a", NULL}, {"a - b + c", "a b c", NULL}, {"a --b", "a b", "\"--\" is ignored"},
          {"a +-b", "a b", "\"+-\" is ignored"}, {"\"a\"-b", "a b", NULL}, {"a-b", "a-b", NULL}, {"x (-a)", "x (NOT a)", NULL},
          {"+near", "\"near\"", NULL}, {"a +near b", "a +\"near\" b", NULL}, {"-*x", "NOT *x", NULL}, {"a -", "a", NULL},
          {"+a NEAR b", "a NEAR/30 b", NULL}, {"+a NEAR b c", "+(a NEAR/30 b) c", NULL}, {"+atleast3 a b", "+ATLEAST3 a b", NULL},
          {"-first/5 a b", "-FIRST/5 a b", NULL}, {"+2 OF (a b) c", "+2 OF (a b) c", NULL}, {"-2 a", "-2 a", NULL},
          {"a -\"\" b", "a b", NULL}, {"a -() b", "a b", "empty"}, {"a AND -b", "a AND NOT b", NULL},
          {"a NEAR -b", "a NEAR/30 b", "the - in front of \"b\" is ignored"},
          {"ATLEAST2 +a NEAR b", "ATLEAST2 (a NEAR/30 b)", "the + in front of \"a\" is ignored"});
}

static void test_filters_must_hold(void **state)
{
    CHECK({"vaccine date:2021-03", "vaccine +date:2021-03", NULL},
          {"path:a b section:c by:d source:e", "+path:a b +section:c +by:d +source:e", NULL},
          {"date:2021 path:a", "+date:2021 +path:a", NULL}, {"date:2021", "date:2021", NULL}, {"a -date:2021", "a -date:2021", NULL},
          {"a title:b body:c", "a title:b body:c", NULL}, {"a (date:2021)", "a +date:2021", NULL},
          {"a (date:2020 OR date:2021)", "a (date:2020 OR date:2021)", NULL});
}

static void test_lists_are_flat(void **state)
{
    CHECK({"(a (b c) d)", "a b c d", NULL}, {"a (+b c)", "a (+b c)", NULL}, {"+a (b c)", "+a b c", NULL}, {"+(a b) c", "+(a b) c", NULL},
          {"(a OR b) OR c", "a OR b OR c", NULL}, {"a AND (b AND c)", "a AND b AND c", NULL}, {"(a b) OR c", "(a b) OR c", NULL},
          {"(a OR b) c", "(a OR b) c", NULL}, {"NOT NOT a", "a", NULL}, {"(((a)))", "a", NULL});
}

/* ---- Proximities ---- */

static void test_proximities(void **state)
{
    CHECK({"a NEAR b", "a NEAR/30 b", NULL}, {"a near/5 b", "a NEAR/5 b", NULL}, {"a nEaR5 b", "a NEAR/5 b", NULL},
          {"a w/5 b", "a NEAR/5 b", NULL}, {"a near/007 b", "a NEAR/7 b", NULL}, {"a ADJ b", "a ADJ/1 b", NULL},
          {"a adj/3 b", "a ADJ/3 b", NULL}, {"a adj3 b", "a ADJ/3 b", NULL}, {"a pre/3 b", "a ADJ/3 b", NULL},
          {"a SAME b", "a SAME b", NULL}, {"a w/p b", "a SAME b", NULL}, {"a SENTENCE b", "a SENTENCE b", NULL},
          {"a W/s b", "a SENTENCE b", NULL}, {"x a NEAR b y", "x (a NEAR/30 b) y", "takes only what stands next to it"},
          {"x (a NEAR b) y", "x (a NEAR/30 b) y", NULL}, {"\"stone panda\"near/2 serum", "\"stone panda\" NEAR/2 serum", NULL},
          {"a ... near/2 \"\" b", "a NEAR/2 b", NULL}, {"(a b) near/2 (c d)", "(a b) NEAR/2 (c d)", NULL},
          {"a near/100000 b", "a NEAR/100000 b", NULL}, {"a near/100001 b", "a NEAR/100000 b", "\"near/100001\" is over the limit"},
          {"a near/99999999999999999999 b", "a NEAR/100000 b", "over the limit"});
}

static void test_negated_proximities(void **state)
{
    CHECK({"a not near/5 b", "a NOT NEAR/5 b", NULL}, {"a NOT NEAR b", "a NOT NEAR/30 b", NULL}, {"a not w/5 b", "a NOT NEAR/5 b", NULL},
          {"a not adj/2 b", "a NOT ADJ/2 b", NULL}, {"a not pre/2 b", "a NOT ADJ/2 b", NULL}, {"a NOT SAME b", "a NOT SAME b", NULL},
          {"a NOT SENTENCE b", "a NOT SENTENCE b", NULL}, {"a not w/p b", "a NOT SAME b", NULL}, {"a not w/s b", "a NOT SENTENCE b", NULL},
          {"a not near b", "a NOT NEAR/30 b", "\"not near\" is read as an operator"},
          {"a near/5 b near/5 c not near/5 d", "(a NEAR/5 b NEAR/5 c) NOT NEAR/5 d", "from the left"},
          {"a not near/5 b not near/5 c", "(a NOT NEAR/5 b) NOT NEAR/5 c", "from the left"});
}

static void test_chains(void **state)
{
    CHECK({"a near/5 b near/5 c", "a NEAR/5 b NEAR/5 c", NULL}, {"a w/p b w/p c w/p d", "a SAME b SAME c SAME d", NULL},
          {"a near/5 b w/5 c", "a NEAR/5 b NEAR/5 c", NULL}, {"a w/s b w/s c", "a SENTENCE b SENTENCE c", NULL},
          {"a adj/1 b adj/2 c", "a ADJ/1 b ADJ/2 c", NULL}, {"a adj/1 (b adj/1 c)", "a ADJ/1 (b ADJ/1 c)", NULL},
          {"(a near/5 b) near/5 c", "(a NEAR/5 b) NEAR/5 c", NULL}, {"a near/5 (b near/5 c)", "a NEAR/5 (b NEAR/5 c)", NULL},
          {"a near/5 b near/10 c", "(a NEAR/5 b) NEAR/10 c",
           "proximities in a row are read from the left, unless brackets say otherwise: (a NEAR/5 b) NEAR/10 c"},
          {"a w/p b w/s c", "(a SAME b) SENTENCE c", "from the left"}, {"a adj/1 b near/2 c", "(a ADJ/1 b) NEAR/2 c", "from the left"});
    const struct query *chain = assert_reads(*state, "a near/5 b near/5 c", "a NEAR/5 b NEAR/5 c");
    assert_int_equal(chain->child_count, 3);
    const struct query *adj = assert_reads(*state, "a adj/1 b adj/1 c", "a ADJ/1 b ADJ/1 c");
    assert_int_equal(adj->child_count, 2);
    assert_int_equal(adj->children[0]->kind, QUERY_ADJ);
}

static void test_distance_zero(void **state)
{
    CHECK({"a near/0 b", "a NEAR/0 b", "\"near/0\" wants words that overlap; near/1 is side by side"}, {"a NEAR/0 b", "a NEAR/0 b", NULL},
          {"a adj/0 b", "a ADJ/0 b", "\"adj/0\" holds nowhere"}, {"first/0 a", "FIRST/0 a", "\"first/0\" holds nowhere"},
          {"near/0", "\"near 0\"", "is read as words"});
}

/* ---- Fields, counts ---- */

static void test_fields(void **state)
{
    CHECK({"title:x", "title:x", NULL}, {"TITLE:x", "title:x", NULL}, {"title:\"a b\"", "title:\"a b\"", NULL},
          {"title:(a w/5 b)", "title:(a NEAR/5 b)", NULL}, {"title:=WHO", "title:=WHO", NULL}, {"title:=\"a b\"", "title:=\"a b\"", NULL},
          {"title:vaccin*", "title:vaccin*", NULL}, {"body:x~", "body:x~1", NULL}, {"by:smith", "by:smith", NULL},
          {"byline:smith", "by:smith", NULL}, {"source:reuters", "source:reuters", NULL}, {"title:AT&T", "title:\"AT T\"", NULL},
          {"title:'x'", "title:x", NULL}, {"title:near", "title:\"near\"", NULL}, {"vaccin! a", "vaccin a", "stands for any ending"},
          {"a /5 b", "a 5 b", "an operator has a number"}, {"a n/5 b", "a \"n 5\" b", "an operator has a number"},
          {"n/a /etc", "\"n a\" etc", NULL}, {"title:a near/2 b", "title:a NEAR/2 b", NULL},
          {"title:(first/5 a)", "title:(FIRST/5 a)", NULL}, {"first/5 title:a", "FIRST/5 title:a", NULL},
          {"\"title:x\"", "\"title x\"", NULL}, {"title: x", "title x", "\"title:\" is read as a word, since nothing is joined to it"},
          {"x title:", "x title", "\"title:\" is read as a word"}, {"title:\"\" x", "x", "has no word to look for"},
          {"title:() x", "x", "empty brackets"}, {"title:()", "()", "empty brackets"}, {"foo:bar", "\"foo bar\"", "\"foo:\" is no field"},
          {"foo:\"a b\"", "foo \"a b\"", "\"foo:\" is no field"}, {"foo: bar", "foo bar", NULL}, {"12:30", "\"12 30\"", NULL},
          {"http://a.bc/d", "\"http a bc d\"", NULL}, {"title:foo:x", "title:\"foo x\"", "\"foo:\" is no field"});
}

static void test_fields_in_each_other(void **state)
{
    CHECK({"title:(body:x)", "body:x", "of fields in each other the inner one counts"}, {"title:section:x", "section:x", "the inner one"},
          {"title:(a OR body:b)", "title:a OR body:b", "the inner one"}, {"title:date:2021", "date:2021", "is ignored in front of"},
          {"title:-a", "NOT title:a", "the sign behind"}, {"title:first/5 a", "title:(FIRST/5 a)", NULL},
          {"title:NOT a", "title:\"NOT\" a", "directly behind a field"}, {"title:near", "title:\"near\"", NULL},
          {"title:(x path:y)", "title:x +path:y", NULL}, {"title:(body:x w/5 y)", "title:(body:x NEAR/5 y)", NULL});
}

static void test_paths(void **state)
{
    CHECK({"path:a/*.txt", "path:a/*.txt", NULL}, {"PATH:a", "path:a", NULL}, {"(path:a)b", "+path:a b", NULL},
          {"path:\"a b\"", "path:\"a b\"", NULL}, {"path:\"a\"", "path:a", NULL}, {"path:\"a \"\"b\"\"\"", "path:\"a \"\"b\"\"\"", NULL},
          {"path:\xe2\x80\x9c"
           "a b\xe2\x80\x9d",
           "path:\"a b\"", NULL},
          {"path:a(b", "path:\"a(b\"", NULL}, {"path:\"a)b\"", "path:\"a)b\"", NULL}, {"path:~/x-y:z", "path:~/x-y:z", NULL},
          {"path: x", "path x", "\"path:\" is read as a word"}, {"path:\"\" x", "path x", "\"path:\" is read as a word"},
          {"path:\"a b", "path:\"a b\"", "is not closed"});
}

static void test_dates(void **state)
{
    CHECK({"date:2021", "date:2021", NULL}, {"Date:2021-03-01", "date:2021-03-01", NULL},
          {"date:2021-03..2021-05", "date:2021-03..2021-05", NULL}, {"date:2021..", "date:2021..", NULL},
          {"date:..2021", "date:..2021", NULL}, {"date:2021,", "date:2021", NULL}, {"date:\"2021\"", "date:2021", NULL},
          {"date:2021-02-30", "\"2021 02 30\"", "\"date:2021-02-30\" is read as words"},
          {"date:march", "march", "\"date:march\" is read as words"}, {"date:\"march 2021\"", "\"march 2021\"", "is read as words"},
          {"date: 2021", "date 2021", "\"date:\" is read as a word"}, {"date:.. x", "x", "read as words"},
          {"date:2021..2020", "date:2020..2021", "begins with its earlier date"},
          {"date:2021-03-01 .. 2021-03-07 a", "+date:2021-03-01..2021-03-07 a", "has no spaces"},
          {"date:2021.. 2022", "date:2021..2022", "has no spaces"}, {"date:2021 ..", "date:2021..", "has no spaces"},
          {"a date:2021 . b", "a +date:2021 b", NULL},
          /* A word that is a date, printed behind a range without an end, was read as its end. */
          {"date:2021.. \"2022\"", "+date:2021.. \"2022\"", NULL}, {"date:2021.. 2022\xff", "+date:2021.. \"2022\"", NULL},
          {"date:2021.. \"20\"", "+date:2021.. 20", NULL}, {"date:..2021 \"2022\"", "+date:..2021 2022", NULL});
    const struct query *date = assert_reads(*state, "date:2021-03..", "date:2021-03..");
    assert_int_equal(date->from, 1614556800);
    assert_true(date->to == INT64_MAX);
}

static void test_counts(void **state)
{
    CHECK({"first/50 a b", "FIRST/50 a b", NULL}, {"first/50 a near/2 b", "FIRST/50 a NEAR/2 b", NULL},
          {"first/5 first/9 a", "FIRST/5 FIRST/9 a", NULL}, {"atleast3 a b", "ATLEAST3 a b", NULL}, {"atleast/3 a", "ATLEAST3 a", NULL},
          {"atleast3 a near/2 b", "ATLEAST3 (a NEAR/2 b)", NULL}, {"atleast0 a", "ATLEAST1 a", "\"atleast0\" is read as atleast1"},
          {"atleast999999 a", "ATLEAST100000 a", "over the limit"}, {"2 OF (a b c)", "2 OF (a b c)", NULL},
          {"2 of (a b)", "2 OF (a b)", NULL}, {"2 of(a b)", "2 OF (a b)", NULL}, {"2 of (a OR b OR c)", "2 OF (a b c)", NULL},
          {"2 of (a AND b)", "2 OF (a b)", NULL}, {"1 of ((a b))", "1 OF ((a b))", NULL}, {"1 of ((a OR b))", "1 OF ((a OR b))", NULL},
          {"2 of (\"a b\" (c d) e w/5 f)", "2 OF (\"a b\" (c d) (e NEAR/5 f))", "takes only what stands next to it"},
          {"2 of (a date:2021)", "2 OF (a date:2021)", NULL}, {"0 of (a b)", "1 OF (a b)", "\"0 of\" is read as 1 of"},
          {"2 of a", "2 of a", NULL}, {"bank of (a OR b)", "bank \"of\" (a OR b)", NULL}, {"2 \"of\" (a OR b)", "2 \"of\" (a OR b)", NULL},
          {"2 of () a", "2 of a", "empty"}, {"3 of (a b)", "3 OF (a b)", "\"3 of\" holds nowhere, since its brackets have only 2"},
          {"3 OF (a b)", "3 OF (a b)", NULL}, {"2 of (+a -b c)", "2 OF (a (NOT b) c)", "have no signs"},
          {"2 of ((x) 4 OF (a b c d))", "2 OF (x 4 OF (a b c d))", NULL}, /* the bug: the brackets inside were taken for its own */
          {"2 of (a b) w/5 c", "2 OF ((a NEAR/5 c) (b NEAR/5 c))", "spread out"});
}

/* ---- And, or, not ---- */

static void test_precedence(void **state)
{
    CHECK({"a AND b OR c", "a AND b OR c", NULL}, {"a AND (b OR c)", "a AND (b OR c)", NULL}, {"a OR b AND c", "a OR b AND c", NULL},
          {"NOT a AND b", "NOT a AND b", NULL}, {"NOT (a AND b)", "NOT (a AND b)", NULL}, {"a NOT b", "a AND NOT b", NULL},
          {"a AND NOT b", "a AND NOT b", NULL}, {"a OR NOT b", "a OR NOT b", NULL}, {"a NOT b NOT c", "a AND NOT b AND NOT c", NULL},
          {"a NOT b OR c", "a AND NOT b OR c", NULL}, {"a near/2 b OR c", "a NEAR/2 b OR c", NULL},
          {"NOT a near/2 b", "NOT a NEAR/2 b", NULL}, {"NOT atleast2 a", "NOT ATLEAST2 a", NULL}, {"+a -b AND c", "(+a -b) AND c", NULL},
          {"(a b) AND c", "(a b) AND c", NULL}, {"a date:2021 AND c", "(a +date:2021) AND c", NULL},
          {"a b AND c", "(a b) AND c", "any of the words of \"a b\" will do; quotes make them a phrase"},
          {"NOT a b AND c", "NOT (a b) AND c", "any of the words"}, {"a OR b c", "a OR (b c)", "any of the words of \"b c\""},
          {"a NOT b c", "a AND NOT (b c)", "any of the words"});
}

static void test_operators_in_small_letters(void **state)
{
    CHECK({"a and b", "a AND b", "\"and\" is read as an operator; in quotes it is a word, in capitals it is one without this note"},
          {"a near b or c", "a NEAR/30 b OR c",
           "\"near\" and \"or\" are read as operators; in quotes they are words, in capitals they are operators without this note"},
          {"a and b and not c or d", "a AND b AND NOT c OR d", "\"and\", \"not\" and \"or\" are read"}, {"a And b", "a AND b", "\"And\""},
          {"a same b", "a SAME b", "\"same\""}, {"a sentence b", "a SENTENCE b", "\"sentence\""}, {"a adj b", "a ADJ/1 b", "\"adj\""},
          {"a near/5 b w/p c", "(a NEAR/5 b) SAME c", "from the left"}, {"a \"and\" b", "a \"and\" b", NULL},
          {"\"a and b\"", "\"a and b\"", NULL});
}

static void test_operators_as_words(void **state)
{
    CHECK({"near", "\"near\"", "\"near\" is read as a word, since an operator has something to join on either side"},
          {"AND b", "\"AND\" b", "\"AND\" is read as a word"}, {"a OR", "a \"OR\"", "is read as a word"},
          {"a NEAR NEAR b", "a \"NEAR\" \"NEAR\" b", "is read as a word"}, {"a near/5", "a \"near 5\"", "is read as words"},
          {"NEAR (a NEAR b)", "\"NEAR\" (a NEAR/30 b)", "is read as a word"}, {"a (NEAR) b", "a \"NEAR\" b", "is read as a word"},
          {"a NOT", "a \"NOT\"", "\"NOT\" is read as a word, since nothing stands behind it"}, {"NOT", "\"NOT\"", "is read as a word"},
          {"a first/50", "a \"first 50\"", "\"first/50\" is read as words, since nothing stands behind"},
          {"atleast3", "\"atleast3\"", "is read as words"}, {"first/5 AND b", "\"first 5\" AND b", "is read as words"},
          {"(a atleast3) b", "a \"atleast3\" b", "is read as words"},
          {"a near/x b", "a \"near x\" b", "\"near/x\" is read as words; an operator has a number there"},
          {"a near/-5 b", "a \"near 5\" b", "\"near/-5\""}, {"first/x", "\"first x\"", "\"first/x\""},
          {"atleastx", "\"atleastx\"", "\"atleastx\""}, {"near/", "\"near\"", "\"near/\""}, {"w/o", "\"w o\"", "\"w/o\""},
          {"nearby nearx same/5", "nearby nearx \"same 5\"", NULL}, {"a near, b", "a \"near\" b", NULL});
}

/* ---- Mending ---- */

static void test_brackets(void **state)
{
    CHECK({"()", "()", NULL}, {"(())", "()", NULL}, {"", "()", NULL}, {" .,;", "()", NULL}, {"a ()", "a", "empty brackets are ignored"},
          {"(a", "a", "a bracket is not closed"}, {"((a b) c", "a b c", "a bracket is not closed"},
          {"a)", "a", "a closing bracket that nothing opened is ignored"}, {"a(b)c", "a b c", NULL}, {"(", "()", "a bracket is not closed"},
          {"a AND (b", "a AND b", "a bracket is not closed"});
}

static void test_open_quotes(void **state)
{
    CHECK(
        {"\"stone panda", "\"stone panda\"", "the quote that begins with \"stone pan... is not closed; it is taken to end with the query"},
        {"a \"b", "a b", "the quote that begins with \"b is not closed"}, {"a \"", "a", "is not closed"});
}

static void test_bytes_that_are_no_text(void **state)
{
    assert_reads_bytes(*state, "a\0b", 3, "\"a b\"");
    assert_reads_bytes(*state, "\0", 1, "()");
    assert_reads_bytes(*state, "a near\0 b", 9, "a \"near\" b");
    CHECK({"\xff", "()", NULL}, {"caf\xe9 society", "caf society", NULL}, {"a\xffz", "\"a z\"", NULL}, {"panda\xe2\x80", "panda", NULL},
          {"\"panda \xc3\"", "panda", NULL});
}

static void test_notes_are_told_once(void **state)
{
    struct reading *reading = *state;
    assert_reads(reading, "near near a w/x b w/x c", "\"near\" \"near\" a \"w x\" b \"w x\" c");
    assert_int_equal(reading->notes.count, 2);
    assert_reads(reading, "a/b w/a w/b w/c w/d w/e w/f w/g w/h w/i w/j",
                 "\"a b\" \"w a\" \"w b\" \"w c\" \"w d\" \"w e\" \"w f\" \"w g\" \"w h\" \"w i\" \"w j\"");
    assert_int_equal(reading->notes.count, 10);
    assert_true(reading->notes.lines[QUERY_NOTES_MAX - 1].size > 0);
}

static void test_notes_may_be_unwanted(void **state)
{
    struct reading *reading = *state;
    assert_int_equal(query_parse("near (a", 7, &reading->query, NULL, NULL), NS_OK);
}

/* ---- Spreading out ---- */

static void test_proximities_are_spread(void **state)
{
    CHECK(
        {"(a AND b) NEAR c", "a NEAR/30 c AND b NEAR/30 c",
         "operators that need words are spread out to these: a NEAR/30 c AND b NEAR/30 c"},
        {"(a OR b) NEAR c", "(a OR b) NEAR/30 c", NULL}, {"(a b) NEAR c", "(a b) NEAR/30 c", NULL},
        {"a NEAR (b AND NOT c)", "NOT c AND a NEAR/30 b", "spread out"}, {"(+a b -c) w/5 d", "+(a NEAR/5 d) (b NEAR/5 d) -c", "spread out"},
        {"(a date:2021) w/5 b", "(a NEAR/5 b) +date:2021", "spread out"}, {"a w/5 date:2021", "date:2021 AND a", "spread out"},
        {"a w/5 section:x w/5 b", "section:x AND a NEAR/5 b", "spread out"}, {"date:2021 w/5 path:x", "date:2021 AND path:x", "spread out"},
        {"(date:2020 OR date:2021) w/5 a w/5 b", "(date:2020 OR date:2021) AND a NEAR/5 b", "spread out"},
        {"(a OR date:2021) w/5 b", "a NEAR/5 b OR date:2021 AND b", "spread out"},
        {"a w/5 atleast3 b", "ATLEAST3 b AND a NEAR/5 b", "spread out"}, {"a adj/2 (b AND c)", "a ADJ/2 b AND a ADJ/2 c", "spread out"},
        {"a w/p (b AND c)", "a SAME b AND a SAME c", "spread out"},
        {"a w/5 (b AND c) w/5 d", "a NEAR/5 b NEAR/5 d AND a NEAR/5 c NEAR/5 d", "spread out"},
        {"(a AND b) w/5 (c AND d)", "a NEAR/5 c AND a NEAR/5 d AND b NEAR/5 c AND b NEAR/5 d", "spread out"},
        {"a w/5 (b OR c AND d)", "a NEAR/5 b OR a NEAR/5 c AND a NEAR/5 d", "spread out"}, {"a w/5 NOT b", "NOT b AND a", "spread out"});
}

static void test_negated_proximities_are_spread(void **state)
{
    CHECK({"(a AND b) not w/5 c", "a NOT NEAR/5 c AND b NOT NEAR/5 c", "spread out"},
          {"a not w/5 (b AND c)", "a NOT NEAR/5 (b OR c)", "behind a negated proximity any of these counts: b OR c"},
          {"a not w/5 (+b -c)", "a NOT NEAR/5 b", "any of these counts: b"},
          {"a not w/5 (b AND date:2021)", "a NOT NEAR/5 b", "any of these"}, {"a not w/5 date:2021", "a", "has no words, so it is ignored"},
          {"a not w/5 atleast2 b", "a NOT NEAR/5 b", "any of these"}, {"date:2021 not w/5 a", "date:2021", "spread out"},
          {"atleast2 a not w/5 b", "ATLEAST2 (a NOT NEAR/5 b)", NULL},
          {"(atleast2 a) not w/5 b", "ATLEAST2 a AND a NOT NEAR/5 b", "spread out"});
}

static void test_prefixes_are_spread(void **state)
{
    CHECK({"title:(a AND b)", "title:a AND title:b", NULL}, {"title:(a AND NOT b)", "title:a AND NOT title:b", NULL},
          {"title:(a -b)", "title:a -title:b", NULL}, {"title:(a b)", "title:(a b)", NULL}, {"title:(a OR b)", "title:(a OR b)", NULL},
          {"title:(2 of (a b))", "2 OF (title:a title:b)", NULL}, {"title:(atleast2 a)", "ATLEAST2 title:a", NULL},
          {"title:(NOT a)", "NOT title:a", NULL}, {"section:(a AND b)", "section:a AND section:b", NULL},
          {"section:(atleast2 a)", "section:a", "spread out"}, {"section:(a b -c)", "-section:c +(section:a OR section:b)", NULL},
          {"section:(a -c)", "-section:c +section:a", NULL}, {"section:(+a b)", "section:a", NULL},
          {"section:(a (b AND c))", "section:a OR section:b AND section:c", NULL}, {"section:(a date:2021)", "+date:2021 +section:a", NULL},
          {"first/5 (a AND b)", "FIRST/5 a AND FIRST/5 b", "spread out"}, {"first/5 (a date:2021)", "FIRST/5 a +date:2021", "spread out"},
          {"first/5 section:x", "section:x", "spread out"}, {"atleast3 (a AND b)", "ATLEAST3 a AND ATLEAST3 b", "spread out"},
          {"atleast3 (a NOT b)", "ATLEAST3 a AND NOT b", "spread out"}, {"atleast3 (a -b)", "ATLEAST3 a -b", "spread out"},
          {"atleast3 (a OR b)", "ATLEAST3 (a OR b)", NULL}, {"atleast3 (a b)", "ATLEAST3 (a b)", NULL},
          {"atleast3 date:2021", "date:2021", "spread out"}, {"atleast3 atleast2 a", "ATLEAST2 a AND ATLEAST3 a", "spread out"},
          {"atleast3 2 of (a b)", "2 OF (ATLEAST3 a ATLEAST3 b)", "spread out"});
}

/* ---- Limits ---- */

/* Read a text that is pieces one after another, with something at the end. */
static ns_status read_repeated(struct reading *reading, const char *piece, size_t count, const char *end, struct ns_error *err)
{
    const size_t length = strlen(piece), whole = length * count + strlen(end);
    char *text = malloc(whole + 1);
    assert_non_null(text);
    for (size_t i = 0; i < count; i++)
        memcpy(text + i * length, piece, length);
    strcpy(text + length * count, end);
    clear(reading);
    const ns_status status = query_parse(text, whole, &reading->query, &reading->notes, err);
    free(text);
    return status;
}

static void assert_limit(struct reading *reading, const char *piece, size_t most, const char *end, const char *message)
{
    struct ns_error err;
    if (read_repeated(reading, piece, most, end, &err) != NS_OK) fail_msg("%zu [%s]: %s", most, piece, err.msg);
    assert_int_equal(read_repeated(reading, piece, most + 1, end, &err), NS_ERR_LIMIT);
    assert_null(reading->query);
    if (!strstr(err.msg, message)) fail_msg("[%s]: %s, wanted %s", piece, err.msg, message);
}

static void test_limits(void **state)
{
    assert_limit(*state, " ", QUERY_BYTES_MAX, "", "10000 bytes");
    assert_limit(*state, "x ", QUERY_LEAVES_MAX, "", "1000 words");
    assert_limit(*state, "x-", QUERY_LEAVES_MAX, "", "1000 words");
    assert_limit(*state, "near ", QUERY_LEAVES_MAX, "", "1000 words");
    assert_limit(*state, "x w/5 ", QUERY_LEAVES_MAX - 1, "x", "1000 words");
    assert_limit(*state, "(x OR ", QUERY_DEPTH_MAX - 1, "(x)", "64 brackets");
    assert_limit(*state, "(", QUERY_DEPTH_MAX, "x", "64 brackets");
    assert_limit(*state, "NOT ", QUERY_DEPTH_MAX, "x", "64 prefixes");
    assert_limit(*state, "title:", QUERY_DEPTH_MAX, "x", "64 prefixes");
    assert_limit(*state, "first/5 ", QUERY_DEPTH_MAX - 1, "x", "64 levels");
    assert_limit(*state, "x w/1 y w/2 ", (QUERY_DEPTH_MAX - 1) / 2, "x", "64 levels");
    assert_limit(*state, "x adj/1 ", QUERY_DEPTH_MAX - 1, "x", "64 levels");
}

static void test_limits_of_spreading(void **state)
{
    struct ns_error err;
    assert_limit(*state, "(a AND b) w/5 ", 6, "c", "1000 words after its operators are spread out"); /* 2^n (n + 1) leaves */
    assert_int_equal(read_repeated(*state, "(a OR (b AND c)) near ", 400, "x", &err), NS_ERR_LIMIT);
    assert_int_equal(read_repeated(*state, "(a -b) w/5 ", 80, "x", &err), NS_ERR_LIMIT);
    assert_int_equal(read_repeated(*state, "1 of (a) w/5 ", 300, "x", &err), NS_ERR_LIMIT);
    assert_int_equal(read_repeated(*state, "(a NOT b) w/5 ", 300, "x", &err), NS_OK);
}

/* What is quadratic in so many pieces takes far longer. */
static void test_time_is_linear(void **state)
{
    static const char *const pieces[] = {"(",
                                         ")",
                                         "\"",
                                         "\" ",
                                         "\"* ",
                                         "-",
                                         "+a ",
                                         "*",
                                         "?",
                                         "a*-",
                                         "~",
                                         "x~",
                                         "a near ",
                                         "near ",
                                         "a and ",
                                         "a b and ",
                                         "not ",
                                         "title:",
                                         "path:",
                                         "path:\"",
                                         "date:",
                                         "foo:",
                                         "a w/x ",
                                         "title:(",
                                         "1 of (",
                                         "atleast3 ",
                                         "first/5 ",
                                         "(a and b) near ",
                                         "(a -b) near ",
                                         "2 of (a) near ",
                                         "((a w/1 b w/2 c)",
                                         "\xe2\x80\x9c",
                                         "\xff",
                                         "."};
    for (size_t i = 0; i < COUNT(pieces); i++) {
        const double start = seconds_now();
        read_repeated(*state, pieces[i], QUERY_BYTES_MAX / strlen(pieces[i]), "", NULL);
        const double took = seconds_now() - start;
        if (took > 0.02 * slowdown()) fail_msg("[%s] took %.4f s", pieces[i], took);
    }
}

#define READING_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        READING_TEST(test_words),
        READING_TEST(test_hyphens),
        READING_TEST(test_phrases),
        READING_TEST(test_exact_forms),
        READING_TEST(test_patterns),
        READING_TEST(test_question_marks),
        READING_TEST(test_near_spellings),
        READING_TEST(test_leaves),
        READING_TEST(test_signs),
        READING_TEST(test_filters_must_hold),
        READING_TEST(test_lists_are_flat),
        READING_TEST(test_proximities),
        READING_TEST(test_negated_proximities),
        READING_TEST(test_chains),
        READING_TEST(test_distance_zero),
        READING_TEST(test_fields),
        READING_TEST(test_fields_in_each_other),
        READING_TEST(test_paths),
        READING_TEST(test_dates),
        READING_TEST(test_counts),
        READING_TEST(test_precedence),
        READING_TEST(test_operators_in_small_letters),
        READING_TEST(test_operators_as_words),
        READING_TEST(test_brackets),
        READING_TEST(test_open_quotes),
        READING_TEST(test_bytes_that_are_no_text),
        READING_TEST(test_notes_are_told_once),
        READING_TEST(test_notes_may_be_unwanted),
        READING_TEST(test_proximities_are_spread),
        READING_TEST(test_negated_proximities_are_spread),
        READING_TEST(test_prefixes_are_spread),
        READING_TEST(test_limits),
        READING_TEST(test_limits_of_spreading),
        READING_TEST(test_time_is_linear),
    };
    return cmocka_run_group_tests_name("parse", tests, NULL, NULL);
}
