/* test_match_random.c - the matcher against its definition worked out the long way, on thousands of small texts. */
#include "tests/unit/match_fixture.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_random_cases),
    };
    return cmocka_run_group_tests_name("match_random", tests, NULL, NULL);
}
