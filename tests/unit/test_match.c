/* test_match.c - the matcher by hand, and against its definition worked out the long way on thousands of small texts.
 *
 * Trees and texts are written short. A tree: a letter is a leaf, * a gap, any(a,b) an operator and near5(a,b) one with its distance; !
 * before an operator negates it. A text: a letter is a word; behind it may stand . where a sentence ends, / where a paragraph does, | where
 * the title does. Leaves are letters: a to f stand where the text has that letter, U where it has a or b, V where it has b, and where it
 * has b and then c, W where it has c and then a. */
#include "tests/unit/search_fixture.h"

#include "index/analyzer.h"
#include "searcher/match.h"

#define LETTERS 26
#define LEAF_COUNT (2 * LETTERS) /* small letters, then capital ones */

/* The state of a test: what it holds is released after a failure too. */
struct bench {
    struct matcher matcher;
    struct match_node *root;
    struct match_text text;
    struct interval_list leaves[LEAF_COUNT];
    uint8_t *gaps;
    struct interval_list evidence;
    struct interval_list marks;
};

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct bench));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    matcher_release(&bench->matcher);
    match_node_free(bench->root);
    for (size_t i = 0; i < LEAF_COUNT; i++)
        interval_list_release(&bench->leaves[i]);
    interval_list_release(&bench->evidence);
    interval_list_release(&bench->marks);
    free(bench->gaps);
    free(bench);
    return 0;
}

#define BENCH_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

/* ---- Trees ---- */

static const struct kind_name {
    const char *name;
    enum match_kind kind;
} KINDS[] = {
    {"any", MATCH_ANY},           {"phrase", MATCH_PHRASE}, {"adj", MATCH_ADJ},   {"near", MATCH_NEAR},   {"same", MATCH_SAME},
    {"sentence", MATCH_SENTENCE}, {"title", MATCH_TITLE},   {"body", MATCH_BODY}, {"first", MATCH_FIRST},
};

static struct match_node *read_leaf(const char **at)
{
    struct match_node *node = match_node_new(**at == '*' ? MATCH_GAP : MATCH_LEAF);
    assert_non_null(node);
    node->leaf = (uint32_t)(**at >= 'a' ? **at - 'a' : **at == '*' ? 0 : LETTERS + **at - 'A');
    (*at)++;
    return node;
}

static struct match_node *read_tree(const char **at);

static void read_children(struct match_node *node, const char **at)
{
    node->distance = (uint32_t)strtoul(*at, (char **)at, 10);
    assert_int_equal(**at, '(');
    do {
        (*at)++;
        if (**at != ')') assert_int_equal(match_node_add(node, read_tree(at), NULL), NS_OK);
    } while (**at == ',');
    assert_int_equal(**at, ')');
    (*at)++;
}

static struct match_node *read_tree(const char **at)
{
    const bool negated = **at == '!';
    *at += negated;
    for (size_t i = 0; i < COUNT(KINDS); i++) {
        const size_t length = strlen(KINDS[i].name);
        if (strncmp(*at, KINDS[i].name, length) != 0) continue;
        struct match_node *node = match_node_new(KINDS[i].kind);
        assert_non_null(node);
        node->negated = negated;
        *at += length;
        read_children(node, at);
        return node;
    }
    return read_leaf(at);
}

static void use_tree(struct bench *bench, const char *tree)
{
    match_node_free(bench->root);
    bench->root = read_tree(&tree);
    assert_int_equal(*tree, '\0');
}

/* ---- Texts ---- */

static void add_place(struct bench *bench, char leaf, uint32_t first, uint32_t last)
{
    const int number = leaf >= 'a' ? leaf - 'a' : LETTERS + leaf - 'A';
    assert_int_equal(interval_list_add(&bench->leaves[number], first, last, NULL), NS_OK);
}

static void begin_text(struct bench *bench, size_t words)
{
    for (size_t i = 0; i < LEAF_COUNT; i++)
        bench->leaves[i].count = 0;
    free(bench->gaps);
    bench->gaps = calloc(words + 1, 1);
    assert_non_null(bench->gaps);
    bench->text = (struct match_text){bench->leaves, (uint32_t)words, 0, bench->gaps};
}

static void add_word(struct bench *bench, char word, char next, uint32_t at)
{
    add_place(bench, word, at, at);
    if (word == 'a' || word == 'b') add_place(bench, 'U', at, at);
    if (word == 'b') add_place(bench, 'V', at, at);
    if (word == 'b' && next == 'c') add_place(bench, 'V', at, at + 1);
    if (word == 'c' && next == 'a') add_place(bench, 'W', at, at + 1);
}

static void use_text(struct bench *bench, const char *text)
{
    char words[4096];
    uint8_t gaps[sizeof words] = {0};
    uint32_t count = 0, title = 0;
    assert_true(strlen(text) < sizeof words);
    for (; *text; text++) {
        if (*text == '|') {
            title = count;
        } else if (*text == '.' || *text == '/') {
            gaps[count - 1] = *text == '.' ? GAP_SENTENCE : GAP_PARAGRAPH;
        } else {
            words[count++] = *text;
        }
    }
    begin_text(bench, count);
    memcpy(bench->gaps, gaps, count);
    bench->text.title = title;
    for (uint32_t i = 0; i < count; i++)
        add_word(bench, words[i], i + 1 < count ? words[i + 1] : ' ', i);
}

/* A text of one word again and again. */
static void use_equal_words(struct bench *bench, uint32_t count)
{
    begin_text(bench, count);
    for (uint32_t i = 0; i < count; i++)
        add_place(bench, 'a', i, i);
}

static ns_status find(struct bench *bench, struct ns_error *err)
{
    return match_find(&bench->matcher, bench->root, &bench->text, &bench->evidence, err);
}

static ns_status mark(struct bench *bench, struct interval interval, struct ns_error *err)
{
    return match_mark(&bench->matcher, bench->root, &bench->text, interval, &bench->marks, err);
}

/* ---- The oracle: all occurrences, as sets of words ---- */

#define ORACLE_WORDS 9
#define ORACLE_SETS (1u << ORACLE_WORDS)

/* A set of words is a number with the bits of the words. */
struct sets {
    bool has[ORACLE_SETS];
    uint16_t items[ORACLE_SETS];
    size_t count;
};

static void add_set(struct sets *sets, unsigned set)
{
    if (!sets->has[set]) sets->items[sets->count++] = (uint16_t)set;
    sets->has[set] = true;
}

static int first_of(unsigned set)
{
    return __builtin_ctz(set);
}

static int last_of(unsigned set)
{
    return 31 - __builtin_clz(set);
}

/* Whether no paragraph (or sentence) ends between the first and the last word. */
static bool is_in_unit(const struct bench *bench, enum match_kind kind, unsigned set)
{
    for (int i = first_of(set); i < last_of(set); i++) {
        if (bench->gaps[i] >= (kind == MATCH_SAME ? GAP_PARAGRAPH : GAP_SENTENCE)) return false;
    }
    return true;
}

/* Whether sets, which share no word, are each within the distance of those before it. */
static bool is_chain(const unsigned *sets, size_t count, uint32_t distance)
{
    int end = -1;
    unsigned done = 0;
    for (size_t step = 0; step < count; step++) {
        size_t next = count;
        for (size_t i = 0; i < count; i++) {
            if (!(done >> i & 1) && (next == count || first_of(sets[i]) < first_of(sets[next]))) next = i;
        }
        if (step && first_of(sets[next]) > end + (int)distance) return false;
        if (last_of(sets[next]) > end) end = last_of(sets[next]);
        done |= 1u << next;
    }
    return true;
}

/* Whether one set of each child stands as the operator asks. */
static bool stands(const struct bench *bench, const struct match_node *node, const unsigned *sets, unsigned all)
{
    if (node->kind == MATCH_NEAR) return is_chain(sets, node->child_count, node->distance);
    if (node->kind == MATCH_SAME || node->kind == MATCH_SENTENCE) return is_in_unit(bench, node->kind, all);
    for (size_t i = 1; i < node->child_count; i++) {
        const int gap = first_of(sets[i]) - last_of(sets[i - 1]);
        if (gap < 1 || gap > (node->kind == MATCH_PHRASE ? 1 : (int)node->distance)) return false;
    }
    return true;
}

/* Every choice of one set of each child. */
static void combine(const struct bench *bench, const struct match_node *node, const struct sets *children, unsigned *chosen, size_t depth,
                    unsigned all, struct sets *out)
{
    if (depth == node->child_count) {
        if (all && stands(bench, node, chosen, all)) add_set(out, node->negated ? chosen[0] : all);
        return;
    }
    for (size_t i = 0; i < children[depth].count; i++) {
        chosen[depth] = children[depth].items[i];
        if (chosen[depth] & all) continue;
        combine(bench, node, children, chosen, depth + 1, all | chosen[depth], out);
    }
}

static void oracle_leaf(const struct bench *bench, uint32_t leaf, struct sets *out)
{
    for (size_t i = 0; i < bench->leaves[leaf].count; i++) {
        const struct interval run = bench->leaves[leaf].items[i];
        add_set(out, (2u << run.last) - (1u << run.first));
    }
}

static bool is_within(const struct bench *bench, const struct match_node *node, unsigned set)
{
    if (node->kind == MATCH_TITLE) return last_of(set) < (int)bench->text.title;
    if (node->kind == MATCH_BODY) return first_of(set) >= (int)bench->text.title;
    return last_of(set) < (int)node->distance;
}

static void oracle(const struct bench *bench, const struct match_node *node, struct sets *out);

static void oracle_operator(const struct bench *bench, const struct match_node *node, const struct sets *children, struct sets *out)
{
    unsigned chosen[8];
    struct sets made = {0};
    if (node->kind == MATCH_PHRASE || node->kind == MATCH_ADJ || node->kind == MATCH_NEAR || node->kind == MATCH_SAME ||
        node->kind == MATCH_SENTENCE) {
        combine(bench, node, children, chosen, 0, 0, node->negated ? &made : out);
        for (size_t i = 0; node->negated && i < children[0].count; i++) {
            if (!made.has[children[0].items[i]]) add_set(out, children[0].items[i]);
        }
        return;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        for (size_t k = 0; k < children[i].count; k++) {
            if (node->kind == MATCH_ANY || is_within(bench, node, children[i].items[k])) add_set(out, children[i].items[k]);
        }
    }
}

static void oracle(const struct bench *bench, const struct match_node *node, struct sets *out)
{
    memset(out, 0, sizeof *out);
    if (node->kind == MATCH_LEAF) oracle_leaf(bench, node->leaf, out);
    for (uint32_t i = 0; node->kind == MATCH_GAP && i < bench->text.words; i++)
        add_set(out, 1u << i);
    if (node->child_count == 0) return;
    struct sets *children = calloc(node->child_count, sizeof *children);
    assert_non_null(children);
    for (size_t i = 0; i < node->child_count; i++)
        oracle(bench, node->children[i], &children[i]);
    oracle_operator(bench, node, children, out);
    free(children);
}

/* The words of all occurrences with this interval, or 0 if it is no evidence. */
static unsigned oracle_evidence(const struct sets *sets, int first, int last)
{
    unsigned words = 0;
    for (size_t i = 0; i < sets->count; i++) {
        const int begin = first_of(sets->items[i]), end = last_of(sets->items[i]);
        if (begin == first && end == last) {
            words |= sets->items[i];
        } else if (begin >= first && end <= last) {
            return 0;
        }
    }
    return words;
}

/* ---- Random cases ---- */

struct writer {
    char text[2048];
    size_t length;
};

static void put(struct writer *writer, const char *text)
{
    const size_t length = strlen(text);
    assert_true(writer->length + length < sizeof writer->text);
    memcpy(writer->text + writer->length, text, length + 1);
    writer->length += length;
}

static void random_leaf(struct random_source *random, uint32_t letters, struct writer *out)
{
    const uint32_t special = random_below(random, 12);
    const char letter[2] = {special < 3 ? (char)('U' + special) : (char)('a' + random_below(random, letters)), '\0'};
    put(out, letter);
}

static uint32_t random_child_count(struct random_source *random, const struct kind_name *kind, bool negated, uint32_t depth)
{
    if (kind->kind == MATCH_TITLE || kind->kind == MATCH_BODY || kind->kind == MATCH_FIRST) return 1;
    if (kind->kind == MATCH_ADJ || negated) return 2;
    return 2 + (random_below(random, 4) == 0) + (depth == 1 && random_below(random, 3) == 0);
}

/* An operator without its operands. Near is the one with the most to go wrong. */
static const struct kind_name *random_operator(struct random_source *random, bool *negated, struct writer *out)
{
    const struct kind_name *kind = &KINDS[random_below(random, COUNT(KINDS))];
    if (random_below(random, 3) == 0) kind = &KINDS[3];
    const bool joins = kind->kind == MATCH_ADJ || kind->kind == MATCH_NEAR || kind->kind == MATCH_SAME || kind->kind == MATCH_SENTENCE;
    *negated = joins && random_below(random, 5) == 0;
    char distance[12] = "";
    if (kind->kind == MATCH_ADJ || kind->kind == MATCH_NEAR) snprintf(distance, sizeof distance, "%u", random_below(random, 5));
    if (kind->kind == MATCH_FIRST) snprintf(distance, sizeof distance, "%u", random_below(random, ORACLE_WORDS + 2));
    put(out, *negated ? "!" : "");
    put(out, kind->name);
    put(out, distance);
    return kind;
}

static void random_tree(struct random_source *random, uint32_t letters, uint32_t depth, struct writer *out)
{
    if (depth == 0 || random_below(random, 8) == 0) {
        random_leaf(random, letters, out);
        return;
    }
    bool negated;
    const struct kind_name *kind = random_operator(random, &negated, out);
    const uint32_t children = random_child_count(random, kind, negated, depth);
    char again[sizeof out->text] = ""; /* the first child; the same one twice is a case of its own */
    for (uint32_t i = 0; i < children; i++) {
        put(out, i ? "," : "(");
        const size_t before = out->length;
        if (i && random_below(random, 4) == 0) {
            put(out, again);
        } else if (kind->kind == MATCH_PHRASE && random_below(random, 5) == 0) {
            put(out, "*");
        } else {
            random_tree(random, letters, depth - 1, out);
        }
        if (i == 0) strcpy(again, out->text + before);
    }
    put(out, ")");
}

static void random_text(struct random_source *random, uint32_t letters, struct writer *out)
{
    const uint32_t words = random_below(random, ORACLE_WORDS + 1);
    const uint32_t title = random_below(random, 3) ? words + 1 : random_below(random, words + 1);
    for (uint32_t i = 0; i < words; i++) {
        const char word[2] = {(char)('a' + random_below(random, letters)), '\0'};
        const uint32_t gap = random_below(random, 8);
        put(out, word);
        put(out, gap == 0 ? "/" : gap == 1 ? "." : "");
        put(out, i + 1 == title ? "|" : "");
    }
}

static void assert_marks(struct bench *bench, struct interval interval, unsigned words, const char *what)
{
    bench->marks.count = 0;
    assert_int_equal(mark(bench, interval, NULL), NS_OK);
    unsigned marked = 0;
    for (size_t i = 0; i < bench->marks.count; i++) {
        const struct interval run = bench->marks.items[i];
        if (run.last != run.first || (marked && (int)run.first <= last_of(marked))) fail_msg("marks out of order: %s", what);
        marked |= 1u << run.first;
    }
    if (marked != words) fail_msg("%s: in %u-%u %x is marked, and not %x", what, interval.first, interval.last, marked, words);
}

/* Returns how many intervals were compared. */
static size_t compare(struct bench *bench, const struct sets *sets, const char *what)
{
    size_t found = 0;
    for (int first = 0; first < (int)bench->text.words; first++) {
        for (int last = first; last < (int)bench->text.words; last++) {
            const unsigned words = oracle_evidence(sets, first, last);
            if (!words) continue;
            if (found == bench->evidence.count) fail_msg("%s: %d-%d is missing", what, first, last);
            const struct interval interval = bench->evidence.items[found++];
            if ((int)interval.first != first || (int)interval.last != last) {
                fail_msg("%s: %u-%u is found, and not %d-%d", what, interval.first, interval.last, first, last);
            }
            assert_marks(bench, interval, words, what);
        }
    }
    if (found != bench->evidence.count) fail_msg("%s: there is an interval too many", what);
    return found;
}

static size_t random_case(struct bench *bench, uint64_t seed)
{
    struct random_source random = {seed};
    struct writer tree = {{0}, 0};
    const uint32_t letters = 2 + random_below(&random, 4);
    random_tree(&random, letters, random_below(&random, 4), &tree);
    use_tree(bench, tree.text);
    size_t compared = 0;
    for (int i = 0; i < 3; i++) {
        struct writer text = {{0}, 0};
        char what[sizeof tree.text + 256];
        struct sets sets;
        random_text(&random, letters, &text);
        snprintf(what, sizeof what, "SEED=%llu: %s in %.100s", (unsigned long long)seed, tree.text, text.text);
        use_text(bench, text.text);
        oracle(bench, bench->root, &sets);
        if (find(bench, NULL) != NS_OK) fail_msg("%s: it cannot be decided", what);
        compared += compare(bench, &sets, what);
    }
    return compared;
}

static void test_random_cases(void **state)
{
    const uint64_t first = first_seed();
    const uint64_t cases = 20000 / FEWER;
    size_t compared = 0;
    for (uint64_t i = 0; i < cases; i++)
        compared += random_case(*state, first + i);
    assert_true(getenv("SEED") || compared > cases); /* else there was nothing to compare */
}

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
        BENCH_TEST(test_random_cases),
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
