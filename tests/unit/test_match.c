/* test_match.c - the matcher on trees and texts made by hand, its limits, and how long it takes where much is alike. */
#include "tests/unit/match_fixture.h"

/* ---- Cases made by hand ---- */

/* Assert the evidence of a tree in a text, written like "0-2 5-5". */
static void assert_evidence(struct bench *bench, const char *tree, const char *text, const char *wanted)
{
    char found[4096] = "";
    use_tree(bench, tree);
    use_text(bench, text);
    assert_int_equal(match_check(bench->root, NULL), NS_OK);
    assert_int_equal(find(bench, NULL), NS_OK);
    for (size_t i = 0; i < bench->evidence.count; i++) {
        const struct interval *interval = &bench->evidence.items[i];
        const size_t used = strlen(found);
        snprintf(found + used, sizeof found - used, "%s%u-%u", i ? " " : "", interval->first, interval->last);
    }
    if (strcmp(found, wanted) != 0) fail_msg("%s in %s is at \"%s\", and not at \"%s\"", tree, text, found, wanted);
}

/* Assert the marked words of the only evidence, written like "0 2". */
static void assert_marked(struct bench *bench, const char *tree, const char *text, const char *wanted)
{
    char found[256] = "";
    use_tree(bench, tree);
    use_text(bench, text);
    bench->marks.count = 0;
    assert_int_equal(find(bench, NULL), NS_OK);
    assert_int_equal(bench->evidence.count, 1);
    assert_int_equal(mark(bench, bench->evidence.items[0], NULL), NS_OK);
    for (size_t i = 0; i < bench->marks.count; i++) {
        const size_t used = strlen(found);
        snprintf(found + used, sizeof found - used, "%s%u", i ? " " : "", bench->marks.items[i].first);
    }
    if (strcmp(found, wanted) != 0) fail_msg("%s in %s marks \"%s\", and not \"%s\"", tree, text, found, wanted);
}

static void test_leaf_and_any(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, "a", "abca", "0-0 3-3");
    assert_evidence(b, "a", "bbb", "");
    assert_evidence(b, "a", "", "");
    assert_evidence(b, "U", "abc", "0-0 1-1");
    assert_evidence(b, "W", "acab", "1-2");
    assert_evidence(b, "any(a,c)", "abc", "0-0 2-2");
    assert_evidence(b, "any()", "abc", "");
    assert_evidence(b, "near5(a,any())", "abc", "");
}

static void test_phrase(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, "phrase(a,b)", "baab", "2-3");
    assert_evidence(b, "phrase(a,b)", "axb", "");
    assert_evidence(b, "phrase(a,a)", "aaa", "0-1 1-2");
    assert_evidence(b, "phrase(phrase(a,b),c)", "abcabxc", "0-2");
    assert_evidence(b, "phrase(a,b,c,d)", "abcxabcd", "4-7");
}

/* APT-10 in a phrase is one word or two. */
static void test_phrase_over_lengths(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, "phrase(any(a,phrase(b,c)),d)", "adbcdbd", "0-1 2-4");
    assert_evidence(b, "phrase(any(a,phrase(a,a)),d)", "aad", "1-2");
    assert_evidence(b, "phrase(any(b,phrase(b,c)),any(d,phrase(c,d)))", "bcd", "0-2");
    assert_evidence(b, "phrase(V,d)", "bcdbd", "0-2 3-4");
}

static void test_gaps(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, "phrase(a,*,b)", "axbab", "0-2");
    assert_evidence(b, "phrase(a,*,*,b)", "axxb", "0-3");
    assert_evidence(b, "phrase(*,a)", "aba", "1-2");
    assert_evidence(b, "phrase(a,*)", "aba", "0-1");
    assert_evidence(b, "phrase(*,*,a,*)", "xaxxaxa", "2-5");
    assert_evidence(b, "phrase(*,*)", "abc", "0-1 1-2");
    assert_evidence(b, "near3(phrase(a,*,b),c)", "acb", "");
    assert_evidence(b, "near3(phrase(a,*,b),c)", "axbc", "0-3");
    assert_evidence(b, "near9(near9(a,c),phrase(b,*,b))", "bab", "");
    assert_evidence(b, "near9(near9(a,c),phrase(b,*,b))", "babc", "");
    assert_evidence(b, "near9(near9(a,c),phrase(b,*,b))", "abxbc", "0-4");
}

static void test_adj(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, "adj1(a,b)", "abba", "0-1");
    assert_evidence(b, "adj2(a,b)", "axbxa", "0-2");
    assert_evidence(b, "adj1(a,b)", "axb", "");
    assert_evidence(b, "adj0(a,b)", "ab", "");
    assert_evidence(b, "adj9(a,a)", "xaxa", "1-3");
    assert_evidence(b, "adj9(a,b)", "aabb", "1-2");
    assert_evidence(b, "adj1(adj9(a,b),c)", "abxbc", "0-4");
    assert_evidence(b, "adj9(near9(a,b),c)", "acbc", "0-3");
}

static void test_near_counts_from_the_nearer_ends(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, "near1(a,b)", "ab", "0-1");
    assert_evidence(b, "near1(a,b)", "axb", "");
    assert_evidence(b, "near2(a,b)", "axb", "0-2");
    assert_evidence(b, "near2(b,a)", "bxaxb", "0-2 2-4");
    assert_evidence(b, "near30(a,b)", "axxxxxxxxxxxxxxxxxxxxxxxxxxxxxb", "0-30");
    assert_evidence(b, "near29(a,b)", "axxxxxxxxxxxxxxxxxxxxxxxxxxxxxb", "");
    assert_evidence(b, "near0(a,b)", "ab", "");
    assert_evidence(b, "near100000(a,b)", "axxxb", "0-4");
    assert_evidence(b, "near1(phrase(a,b),c)", "abc", "0-2");
    assert_evidence(b, "near1(c,phrase(a,b))", "cab", "0-2");
    assert_evidence(b, "near1(phrase(a,b),c)", "cxab", "");
    assert_evidence(b, "near2(phrase(a,b),c)", "abxc", "0-3");
}

static void test_chains(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, "near2(a,b,c)", "axbxc", "0-4");
    assert_evidence(b, "near2(a,b,c)", "cxaxb", "0-4");
    assert_evidence(b, "near2(a,b,c)", "abxxc", "");
    /* Another b does not help over the distance. */
    assert_evidence(b, "near2(a,b,c)", "axbxbxc", "");
    assert_evidence(b, "near1(a,b,c,d)", "xdbcax", "1-4");
    assert_evidence(b, "near9(a,b,c)", "abcab", "0-2 1-3 2-4");
    assert_evidence(b, "near1(a,b,c)", "abcxcba", "0-2 4-6");
}

static void test_operands_share_no_word(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, "near5(a,a)", "xax", "");
    assert_evidence(b, "near5(a,a)", "xaxa", "1-3");
    assert_evidence(b, "near5(a,a,a)", "axaxxa", "0-5");
    assert_evidence(b, "near2(a,a,a)", "axaxxa", "");
    assert_evidence(b, "near5(a,U)", "xax", "");
    assert_evidence(b, "near5(a,U)", "xaxb", "1-3");
    assert_evidence(b, "near5(phrase(a,b),b)", "ab", "");
    assert_evidence(b, "near5(phrase(a,b),b)", "abb", "0-2");
    assert_evidence(b, "near5(near5(a,a),a)", "axa", "");
    assert_evidence(b, "near5(near5(a,a),a)", "axaxa", "0-4");
    assert_evidence(b, "near9(near9(a,b),near9(a,c))", "abc", "");
    assert_evidence(b, "near9(near9(a,b),near9(a,c))", "aabc", "0-3");
    assert_evidence(b, "near9(near9(a,b),near9(a,b))", "aab", "");
    assert_evidence(b, "near9(near9(a,b),near9(a,b))", "aabb", "0-3");
    assert_evidence(b, "same(near9(a,b),near9(a,c))", "abc", "");
    assert_evidence(b, "same(near9(a,b),near9(a,c))", "aabc", "0-3");
}

static void test_one_inside_of_another(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, "near20(near5(a,b),c)", "acb", "0-2");
    assert_evidence(b, "near0(near5(a,b),c)", "acb", "0-2");
    assert_evidence(b, "near0(near5(a,b),c)", "abc", "");
    assert_evidence(b, "near1(near5(a,b),c,d)", "acbd", "0-3");
    assert_evidence(b, "near1(near5(a,b),near5(c,d))", "acbd", "0-3");
    assert_evidence(b, "near1(near1(a,phrase(b,c)),d)", "adbc", "");
    assert_evidence(b, "near1(near2(a,phrase(b,c)),d)", "adbc", "0-3");
}

/* The smallest a-b leaves out the c, a longer one does not: what is inside another operator may not be only the smallest. */
static void test_longer_ones_inside(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, "phrase(near9(a,b),c)", "abxbc", "0-4");
    assert_evidence(b, "near1(near4(a,b),c)", "caxabc", "0-4 3-5");
    assert_evidence(b, "near1(near9(a,b),c)", "axbxxbc", "0-6");
}

static void test_only_the_smallest(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, "near9(a,b)", "aab", "1-2");
    assert_evidence(b, "near9(a,b)", "abab", "0-1 1-2 2-3");
    assert_evidence(b, "any(a,near9(a,b))", "ab", "0-0");
    assert_evidence(b, "any(phrase(a,b),b)", "ab", "1-1");
    assert_evidence(b, "any(near9(a,b),near9(c,d))", "acdb", "1-2");
}

static void test_same_and_sentence(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, "same(a,b)", "ax.xb", "0-3");
    assert_evidence(b, "same(a,b)", "ax/xb", "");
    assert_evidence(b, "sentence(a,b)", "ax.xb", "");
    assert_evidence(b, "sentence(a,b)", "ax/xb", "");
    assert_evidence(b, "sentence(a,b)", "a.bxa.b", "1-3");
    assert_evidence(b, "same(a,a)", "a/aa/a", "1-2");
    assert_evidence(b, "same(a,b,c)", "ab/bac/c", "2-4");
    assert_evidence(b, "sentence(phrase(a,b),c)", "ca.bc", "");
    assert_evidence(b, "same(near5(a,b),c)", "acb", "0-2");
    assert_evidence(b, "same(near5(a,b),c)", "ac/b", "");
    assert_evidence(b, "same(near9(a,b),near9(c,d))", "x/acbd/ab", "1-4");
}

static void test_negated(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, "!near1(a,b)", "abxa", "3-3");
    assert_evidence(b, "!near1(a,b)", "baxa", "3-3");
    assert_evidence(b, "!near2(a,b)", "abxa", "");
    assert_evidence(b, "!near9(a,a)", "xax", "1-1");
    assert_evidence(b, "!near9(a,a)", "axa", "");
    assert_evidence(b, "!adj1(a,b)", "baxab", "1-1");
    assert_evidence(b, "!same(a,b)", "ab/a/b", "2-2");
    assert_evidence(b, "!sentence(a,b)", "a.b/ab", "0-0");
    /* Reaching over two paragraphs, the first operand is in none with anything. */
    assert_evidence(b, "!same(phrase(a,b),c)", "a/bc", "0-1");
    assert_evidence(b, "!near1(near9(a,b),c)", "acb", "");
    /* The c that is a part of the first operand is not near it. */
    assert_evidence(b, "!near9(near9(a,c),c)", "xacx", "1-2");
    assert_evidence(b, "!near9(near9(a,c),c)", "xaccx", "");
    assert_evidence(b, "near9(!near1(a,b),c)", "abxxac", "4-5");
    assert_evidence(b, "!near1(phrase(a,b),c)", "abcxab", "4-5");
    /* What the first operand is kept away from may stand outside of where it is wanted. */
    assert_evidence(b, "first1(!near1(a,b))", "ab", "");
    assert_evidence(b, "!near1(first1(a),b)", "ab", "");
    assert_evidence(b, "!near1(a,first2(b))", "ab", "");
    assert_evidence(b, "!near1(a,first1(b))", "xab", "1-1");
}

static void test_within(void **state)
{
    struct bench *b = *state;
    assert_evidence(b, "title(a)", "ab|ab", "0-0");
    assert_evidence(b, "body(a)", "ab|ab", "2-2");
    assert_evidence(b, "title(near9(a,b))", "a|b", "");
    assert_evidence(b, "body(near9(a,b))", "a|b", "");
    assert_evidence(b, "near9(a,b)", "a|b", "0-1");
    assert_evidence(b, "near9(title(a),body(b))", "ab|ab", "0-3");
    assert_evidence(b, "first2(a)", "xaa", "1-1");
    assert_evidence(b, "first2(phrase(a,a))", "xaa", "");
    assert_evidence(b, "first0(a)", "a", "");
    assert_evidence(b, "first100(phrase(*,a))", "xa", "0-1");
    assert_evidence(b, "body(phrase(*,a))", "x|aa", "1-2");
    assert_evidence(b, "title(phrase(a,*))", "aa|x", "0-1");
    assert_evidence(b, "title(a)", "aa", "");
    assert_evidence(b, "body(a)", "aa", "0-0 1-1");
    assert_evidence(b, "title(first1(a))", "aa|x", "0-0");
}

static void test_marks(void **state)
{
    struct bench *b = *state;
    assert_marked(b, "a", "xax", "1");
    assert_marked(b, "near9(a,b)", "xaxbx", "1 3");
    assert_marked(b, "near9(a,b,c)", "acxbb", "0 1 3");
    assert_marked(b, "phrase(a,*,b)", "axb", "0 1 2");
    assert_marked(b, "near9(phrase(a,*,b),c)", "axbxc", "0 1 2 4");
    /* Either b makes it. */
    assert_marked(b, "near9(near9(a,b),c)", "abxbc", "0 1 3 4");
    assert_marked(b, "near1(near9(a,b),c)", "axbxbxxbc", "0 7 8");
    assert_marked(b, "near9(phrase(a,b),c,d)", "abdccxd", "0 1 2 3");
    /* What the words are kept away from is not marked. */
    assert_marked(b, "!near1(near9(a,b),c)", "axbxxc", "0 2");
    assert_marked(b, "same(a,b,c)", "abdbc/b", "0 1 3 4");
}

/* ---- Limits ---- */

static void use_chain(struct bench *bench, uint32_t distance, size_t count, bool different)
{
    match_node_free(bench->root);
    bench->root = match_node_new(MATCH_NEAR);
    assert_non_null(bench->root);
    bench->root->distance = distance;
    for (size_t i = 0; i < count; i++) {
        struct match_node *leaf = match_node_new(MATCH_LEAF);
        assert_non_null(leaf);
        leaf->leaf = different ? (uint32_t)i : 0;
        assert_int_equal(match_node_add(bench->root, leaf, NULL), NS_OK);
    }
}

static void test_check(void **state)
{
    struct bench *b = *state;
    struct ns_error err;
    use_chain(b, 5, NEAR_CHILDREN_MAX, true);
    assert_int_equal(match_check(b->root, &err), NS_OK);
    use_chain(b, 5, NEAR_CHILDREN_MAX + 1, true);
    assert_int_equal(match_check(b->root, &err), NS_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "use fewer"));
    use_chain(b, 5, 1000, false);
    assert_int_equal(match_check(b->root, &err), NS_OK);
    use_tree(b, "any(near5(a,near5(a,b)),same(a,b,c,d,e,f,g,h,i,j,k,l,a,b,near5(a,b)))");
    assert_int_equal(match_check(b->root, &err), NS_ERR_LIMIT);
    use_tree(b, "any(near5(a,near5(a,b)),same(b,c,d,e,f,g,h,i,j,k,l,near5(a,b),b,near5(a,b)))");
    assert_int_equal(match_check(b->root, &err), NS_OK);
}

static void assert_least_words(struct bench *bench, const char *tree, uint32_t words)
{
    use_tree(bench, tree);
    assert_int_equal(match_least_words(bench->root), words);
}

static void test_least_words(void **state)
{
    struct bench *b = *state;
    assert_least_words(b, "a", 1);
    assert_least_words(b, "phrase(a,*,b)", 3);
    assert_least_words(b, "any(phrase(a,b),c)", 1);
    assert_least_words(b, "any()", 0);
    assert_least_words(b, "near5(phrase(a,b),any(c,d),a)", 4);
    assert_least_words(b, "adj5(same(a,b),sentence(a,c))", 4);
    assert_least_words(b, "!near5(phrase(a,b),c)", 2);
    assert_least_words(b, "title(phrase(a,b))", 2);
}

static void test_order_of_a_list(void **state)
{
    struct bench *b = *state;
    struct interval_list *list = &b->marks;
    interval_list_order(list);
    assert_int_equal(list->count, 0);
    static const struct interval mixed[] = {{5, 6}, {1, 9}, {5, 5}, {1, 9}, {0, 2}, {5, 6}};
    static const struct interval ordered[] = {{0, 2}, {1, 9}, {5, 5}, {5, 6}};
    for (size_t i = 0; i < COUNT(mixed); i++)
        assert_int_equal(interval_list_add(list, mixed[i].first, mixed[i].last, NULL), NS_OK);
    interval_list_order(list);
    assert_int_equal(list->count, COUNT(ordered));
    assert_memory_equal(list->items, ordered, sizeof ordered);
}

/* ---- What is large ---- */

static void assert_quick(double start, double seconds)
{
    const double took = seconds_now() - start;
    if (took > seconds * SLOWDOWN) fail_msg("it took %.2f s", took);
}

static void test_a_million_equal_words(void **state)
{
    struct bench *b = *state;
    use_tree(b, "near30(a,a)");
    use_equal_words(b, 1000000);
    const double start = seconds_now();
    assert_int_equal(find(b, NULL), NS_OK);
    assert_quick(start, 0.3);
    assert_int_equal(b->evidence.count, 999999);
    for (uint32_t i = 0; i < 999999; i++)
        assert_true(b->evidence.items[i].first == i && b->evidence.items[i].last == i + 1);
}

/* Among a million words, distances that do not part them. */
static void test_long_distances(void **state)
{
    static const char *const trees[] = {"near100000(a,b)", "near100000(a,b,c)", "same(a,b,c)", "adj100000(a,b)", "adj100000(near2(a,b),c)"};
    struct bench *b = *state;
    begin_text(b, 1000000);
    for (uint32_t i = 0; i < 1000000; i++)
        add_place(b, (char)('a' + i % 7 % 4), i, i);
    for (size_t i = 0; i < COUNT(trees); i++) {
        use_tree(b, trees[i]);
        const double start = seconds_now();
        assert_int_equal(find(b, NULL), NS_OK);
        assert_quick(start, 2);
        assert_true(b->evidence.count > 100000);
    }
}

/* Many ways to stand near each other are a limit, and no wait; what failed once does not spoil what comes after it. */
static void test_too_many_ways(void **state)
{
    struct bench *b = *state;
    struct ns_error err;
    use_tree(b, "near30(near30(a,a),a)");
    use_equal_words(b, 1000000);
    const double start = seconds_now();
    assert_int_equal(find(b, &err), NS_ERR_LIMIT);
    assert_quick(start, 8);
    assert_int_equal(err.code, NS_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "smaller distances"));
    use_equal_words(b, 3);
    b->matcher.steps = 0;
    assert_int_equal(find(b, &err), NS_OK);
    assert_int_equal(b->evidence.count, 1);
    assert_int_equal(b->evidence.items[0].last, 2);
}

static void test_a_thousand_equal_children(void **state)
{
    struct bench *b = *state;
    use_chain(b, 30, 1000, false);
    use_equal_words(b, 999);
    assert_int_equal(find(b, NULL), NS_OK);
    assert_int_equal(b->evidence.count, 0);
    use_equal_words(b, 1500);
    const double start = seconds_now();
    assert_int_equal(find(b, NULL), NS_OK);
    assert_int_equal(b->evidence.count, 501);
    assert_int_equal(mark(b, b->evidence.items[7], NULL), NS_OK);
    assert_int_equal(b->marks.count, 1000);
    assert_quick(start, 2);
    use_equal_words(b, 2000000);
    const double again = seconds_now();
    const ns_status status = find(b, NULL);
    assert_true(status == NS_OK || status == NS_ERR_LIMIT);
    assert_quick(again, 8);
}

/* Every way to make an evidence was gone through, and each made its operands' anew, so that a query that a person could type did not end.
 */
static void test_marking_a_chain(void **state)
{
    struct bench *b = *state;
    use_chain(b, 30, 19, false);
    use_equal_words(b, 40);
    const double start = seconds_now();
    assert_int_equal(find(b, NULL), NS_OK);
    assert_int_equal(b->evidence.count, 22);
    for (size_t i = 0; i < b->evidence.count; i++)
        assert_int_equal(mark(b, b->evidence.items[i], NULL), NS_OK);
    assert_quick(start, 1);
    interval_list_order(&b->marks);
    assert_int_equal(b->marks.count, 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_leaf_and_any),
        BENCH_TEST(test_phrase),
        BENCH_TEST(test_phrase_over_lengths),
        BENCH_TEST(test_gaps),
        BENCH_TEST(test_adj),
        BENCH_TEST(test_near_counts_from_the_nearer_ends),
        BENCH_TEST(test_chains),
        BENCH_TEST(test_operands_share_no_word),
        BENCH_TEST(test_one_inside_of_another),
        BENCH_TEST(test_longer_ones_inside),
        BENCH_TEST(test_only_the_smallest),
        BENCH_TEST(test_same_and_sentence),
        BENCH_TEST(test_negated),
        BENCH_TEST(test_within),
        BENCH_TEST(test_marks),
        BENCH_TEST(test_check),
        BENCH_TEST(test_least_words),
        BENCH_TEST(test_order_of_a_list),
        BENCH_TEST(test_a_million_equal_words),
        BENCH_TEST(test_long_distances),
        BENCH_TEST(test_too_many_ways),
        BENCH_TEST(test_a_thousand_equal_children),
        BENCH_TEST(test_marking_a_chain),
    };
    return cmocka_run_group_tests_name("match", tests, NULL, NULL);
}
