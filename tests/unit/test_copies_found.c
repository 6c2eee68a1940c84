/* test_copies_found.c - how many copies are found, and how many articles are taken for copies that are none: on news that is made up here,
 * and on real news where they are at hand, beside SimHash (Charikar 2002) over the same words. Copies are made as clients of an agency make
 * them; their headlines are no matter, for those are not looked at. */
#include "tests/unit/index_fixture.h"

#include "index/analyzer.h"
#include "index/near_copies.h"
#include "index/normalize.h"
#include "indexer/input.h"

#define PARAGRAPHS_MAX 200
#define WORDS_LEAST 60 /* of an article that copies are made of */

/* Words as hashes, and where its paragraphs end. */
struct text {
    uint32_t *words;
    size_t count;
    size_t ends[PARAGRAPHS_MAX];
    size_t paragraphs;
};

struct news {
    struct text *texts;
    struct copy_sketch *sketches;
    uint32_t *next;
    size_t count;
    size_t capacity;
    struct normalizer *normalizer;
};

static int setup(void **state)
{
    struct news *news = calloc(1, sizeof *news);
    *state = news;
    return news && normalizer_open("english", &news->normalizer, NULL) == NS_OK ? 0 : -1;
}

static int teardown(void **state)
{
    struct news *news = *state;
    for (size_t i = 0; i < news->count; i++)
        free(news->texts[i].words);
    free(news->texts);
    free(news->sketches);
    free(news->next);
    normalizer_free(news->normalizer);
    free(news);
    return 0;
}

#define NEWS_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

/* ---- Texts ---- */

static void add_word(struct text *text, uint32_t word)
{
    if (text->count % 256 == 0) text->words = realloc(text->words, (text->count + 256) * sizeof *text->words);
    assert_non_null(text->words);
    text->words[text->count++] = word;
}

static void end_paragraph(struct text *text)
{
    if (text->paragraphs < PARAGRAPHS_MAX) text->ends[text->paragraphs++] = text->count;
    text->ends[text->paragraphs - 1] = text->count;
}

static void add_words(struct text *text, const uint32_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_word(text, words[i]);
    end_paragraph(text);
}

static struct text *add_text(struct news *news)
{
    void *texts = news->texts;
    assert_int_equal(array_reserve(&texts, &news->capacity, news->count + 1, sizeof *news->texts, NULL), NS_OK);
    news->texts = texts;
    news->texts[news->count] = (struct text){0};
    return &news->texts[news->count++];
}

static struct copy_sketch sketch_of(const struct text *text)
{
    struct copy_signer signer;
    struct copy_sketch sketch;
    const uint32_t first = 0;
    copy_signer_begin(&signer, text->count < SHORT_WORDS);
    for (size_t i = 0; i < text->count; i++)
        copy_signer_add(&signer, &text->words[i], &first, 1);
    copy_signer_end(&signer, &sketch);
    return sketch;
}

/* ---- Made-up news ---- */

/* Of the words that there are the first come far more often, as in any language. */
static uint32_t some_word(struct random_source *random)
{
    char word[24];
    const uint32_t number = random_below(random, 1u << (4 + random_below(random, 12)));
    for (size_t i = 0; i < 4; i++)
        word[i] = (char)('a' + (number >> (4 * i) & 15));
    return copy_word_hash(word, 4);
}

static uint32_t some_number(struct random_source *random)
{
    char number[24];
    return copy_word_hash(number, (size_t)snprintf(number, sizeof number, "%u", random_below(random, 5000)));
}

static void write_story(struct text *text, struct random_source *random)
{
    for (uint32_t left = 3 + random_below(random, 12); left > 0; left--) {
        for (uint32_t words = 15 + random_below(random, 40); words > 0; words--)
            add_word(text, random_chance(random, 3) ? some_number(random) : some_word(random));
        end_paragraph(text);
    }
}

/* Tables and notices of one form: its words are always the same, and its numbers and its name are others each time. */
static void write_table(struct text *text, struct random_source *random, uint64_t form)
{
    struct random_source words = {form};
    for (int line = 0; line < 8; line++) {
        for (int i = 0; i < 10; i++) {
            const uint32_t word = some_word(&words);
            add_word(text, i % 4 == 1 ? some_number(random) : word);
        }
        end_paragraph(text);
    }
    text->words[0] = some_word(random);
}

/* ---- What clients do ---- */

enum client { CUT_A_FIFTH, CUT_A_HALF, DROP, ADD, EDIT, DATELINE, ALL_OF_IT, CLIENTS };

static const char *const client_names[] = {"cut by a fifth", "cut by a half",    "a paragraph less", "a paragraph more",
                                           "2 words in 100", "another dateline", "all of it"};

static void drop_paragraph(struct text *text, const struct text *from, struct random_source *random)
{
    const size_t dropped = 1 + random_below(random, (uint32_t)from->paragraphs);
    for (size_t i = 0, begin = 0; i < from->paragraphs; begin = from->ends[i++]) {
        if (i != dropped || from->paragraphs < 3) add_words(text, from->words + begin, from->ends[i] - begin);
    }
}

static void change_dateline(struct text *text, struct random_source *random)
{
    for (size_t i = 0; i < 4 && i < text->count; i++)
        text->words[i] = i == 2 ? some_number(random) : some_word(random);
}

static void edit_words(struct text *text, struct random_source *random, uint32_t in_thousand)
{
    for (size_t i = 0; i < text->count; i++) {
        if (random_below(random, 1000) < in_thousand) text->words[i] = some_word(random);
    }
}

static void cut(struct text *text, struct random_source *random, uint32_t least, uint32_t most)
{
    text->count = text->count * (least + random_below(random, most - least)) / 100;
}

static struct text copy_text(const struct text *from, enum client client, struct random_source *random)
{
    struct text text = {0};
    if (client == DROP || client == ALL_OF_IT) {
        drop_paragraph(&text, from, random);
    } else {
        add_words(&text, from->words, from->count);
    }
    if (client == DATELINE || client == ALL_OF_IT) change_dateline(&text, random);
    if (client == EDIT || client == ALL_OF_IT) edit_words(&text, random, client == EDIT ? 20 : 10);
    if (client == CUT_A_FIFTH || client == ALL_OF_IT) cut(&text, random, 75, 95);
    if (client == CUT_A_HALF) cut(&text, random, 45, 60);
    for (uint32_t i = client == ADD ? 20 + random_below(random, 40) : 0; i > 0; i--)
        add_word(&text, some_word(random));
    return text;
}

/* ---- SimHash over runs of two words, the best of those that were tried ---- */

static uint64_t simhash_of(const struct text *text)
{
    int sums[64] = {0};
    uint64_t hash = 0;
    for (size_t i = 1; i < text->count; i++) {
        uint64_t state = (uint64_t)text->words[i - 1] << 32 | text->words[i];
        const uint64_t bits = splitmix64(&state);
        for (int bit = 0; bit < 64; bit++)
            sums[bit] += bits >> bit & 1 ? 1 : -1;
    }
    for (int bit = 0; bit < 64; bit++)
        hash |= (uint64_t)(sums[bit] > 0) << bit;
    return hash;
}

#define SIMHASH_DISTANCE 11

/* ---- Measuring ---- */

struct recall {
    size_t copies;
    size_t similar; /* by their sketches */
    size_t found;   /* together in a cluster of all articles and one copy of each */
    size_t simhash;
};

/* Cluster the first `count` articles, and what stands behind them. */
static void find_clusters(struct news *news)
{
    news->sketches = realloc(news->sketches, news->count * sizeof *news->sketches);
    news->next = realloc(news->next, news->count * sizeof *news->next);
    assert_true(news->sketches && news->next);
    for (size_t i = 0; i < news->count; i++)
        news->sketches[i] = sketch_of(&news->texts[i]);
    assert_int_equal(copy_clusters_find(news->sketches, (uint32_t)news->count, news->next, NULL), NS_OK);
}

static bool are_together(const struct news *news, uint32_t a, uint32_t b)
{
    uint32_t at = a;
    do {
        if (at == b) return true;
        at = news->next[at];
    } while (at != a);
    return false;
}

static void drop_copies(struct news *news, size_t originals)
{
    while (news->count > originals)
        free(news->texts[--news->count].words);
}

/* Copy every `step`th article as a client does, and look how many are found. */
static struct recall measure(struct news *news, enum client client, size_t step)
{
    struct recall recall = {0};
    struct random_source random = {environment_number("SEED", 20210304) + client};
    const size_t originals = news->count;
    static uint32_t sources[100000];
    for (size_t i = 0; i < originals; i += step) {
        if (news->texts[i].count < WORDS_LEAST) continue;
        struct text copy = copy_text(&news->texts[i], client, &random);
        if (copy.count >= SHORT_WORDS) {
            sources[recall.copies++] = (uint32_t)i;
            *add_text(news) = copy;
        } else {
            free(copy.words);
        }
    }
    find_clusters(news);
    for (size_t i = 0; i < recall.copies; i++) {
        const uint32_t copy = (uint32_t)(originals + i);
        recall.similar += copy_sketches_similar(&news->sketches[sources[i]], &news->sketches[copy]);
        recall.found += are_together(news, sources[i], copy);
        recall.simhash += __builtin_popcountll(simhash_of(&news->texts[sources[i]]) ^ simhash_of(&news->texts[copy])) <= SIMHASH_DISTANCE;
    }
    drop_copies(news, originals);
    return recall;
}

/* @wanted  of a thousand copies of each kind, how many have to be found at least */
static void measure_all(struct news *news, size_t step, const size_t wanted[CLIENTS])
{
    for (int client = 0; client < CLIENTS; client++) {
        const struct recall recall = measure(news, (enum client)client, step);
        print_message("%-18s %6zu copies: %5.1f%% similar, %5.1f%% found; SimHash %5.1f%%\n", client_names[client], recall.copies,
                      100.0 * (double)recall.similar / (double)recall.copies, 100.0 * (double)recall.found / (double)recall.copies,
                      100.0 * (double)recall.simhash / (double)recall.copies);
        assert_true(recall.found * 1000 >= recall.copies * wanted[client]);
    }
}

/* How many articles are copies of others, and how many there are in the largest cluster. */
static size_t count_copies(struct news *news, size_t *largest)
{
    size_t copies = 0;
    *largest = 0;
    find_clusters(news);
    for (uint32_t i = 0; i < news->count; i++) {
        size_t members = 1;
        bool lowest = true;
        for (uint32_t at = news->next[i]; at != i; at = news->next[at], members++)
            lowest = lowest && at > i;
        if (lowest) copies += members - 1;
        if (members > *largest) *largest = members;
    }
    return copies;
}

/* ---- The tests ---- */

static void test_made_up_news(void **state)
{
    static const size_t wanted[CLIENTS] = {990, 900, 970, 970, 980, 990, 800};
    struct news *news = *state;
    struct random_source random = {environment_number("SEED", 20210304)};
    size_t largest;
    for (int i = 0; i < 4000 / FEWER; i++) {
        struct text *text = add_text(news);
        if (i % 4) {
            write_story(text, &random);
        } else {
            write_table(text, &random, 1 + i % 5);
        }
    }
    assert_int_equal(count_copies(news, &largest), 0);
    measure_all(news, 2, wanted);
}

static ns_status keep_article(void *context, const struct article *article, struct ns_error *err)
{
    struct news *news = context;
    struct text *text = add_text(news);
    struct token_list tokens = {0};
    for (size_t i = 0; i < article->part_count; i++) {
        const struct article_part *part = &article->parts[i];
        if (part->kind == PART_TITLE && article->part_count > 1) continue;
        assert_int_equal(analyze(part->text, 0, part->length, &tokens, err), NS_OK);
        for (size_t j = 0; j < tokens.count; j++) {
            const char *folded;
            size_t length;
            const char *form = part->text + tokens.items[j].offset;
            assert_int_equal(normalizer_fold(news->normalizer, form, tokens.items[j].length, &folded, &length, err), NS_OK);
            add_word(text, copy_word_hash(folded, length));
            if (tokens.items[j].gap == GAP_PARAGRAPH) end_paragraph(text);
        }
    }
    end_paragraph(text);
    token_list_release(&tokens);
    return NS_OK;
}

static void pass_over_problem(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    (void)context, (void)kind, (void)path, (void)line, (void)what;
}

/* Returns whether the articles are at hand. */
static bool read_news(struct news *news, const char *name)
{
    const char *folder = getenv("NEWS_DATA");
    const struct reader_sink sink = {keep_article, pass_over_problem, news};
    struct buffer store = BUFFER_INIT;
    struct input_stream stream;
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder && *folder ? folder : "../shared/data", name);
    if (access(path, R_OK) != 0) {
        fprintf(stderr, "SKIPPED: there is no %s; NEWS_DATA=FOLDER names the folder that has it\n", path);
        return false;
    }
    assert_int_equal(input_open(path, NULL, &stream, NULL), NS_OK);
    assert_int_equal(input_read(&stream, &store, SIZE_MAX / 2, NULL), NS_OK);
    input_close(&stream);
    assert_int_equal(buffer_pad(&store, INPUT_PADDING, NULL), NS_OK);
    const struct input input = {.path = path, .data = store.data, .size = store.size};
    assert_int_equal(read_jsonl(&input, &sink, NULL), NS_OK);
    buffer_release(&store);
    return true;
}

/* Newswire of 1987, whose many tables of earnings have the same words, and in which some 770 stories came over the wire more than once. */
static void test_real_news(void **state)
{
    static const size_t wanted[CLIENTS] = {985, 870, 970, 970, 970, 985, 830};
    struct news *news = *state;
    size_t largest;
    if (!read_news(news, "reuters.jsonl.gz")) skip();
    const size_t copies = count_copies(news, &largest);
    print_message("%zu articles, %zu copies, at most %zu together\n", news->count, copies, largest);
    assert_in_range(copies, 700, 850);
    assert_in_range(largest, 2, 8);
    measure_all(news, FEWER == 1 ? 5 : 40, wanted);
}

static void test_real_articles(void **state)
{
    static const size_t wanted[CLIENTS] = {985, 870, 950, 960, 970, 985, 850};
    struct news *news = *state;
    size_t largest;
    if (!read_news(news, "wikipedia.jsonl.gz")) skip();
    const size_t copies = count_copies(news, &largest);
    print_message("%zu articles, %zu copies, at most %zu together\n", news->count, copies, largest);
    assert_in_range(copies, 0, news->count / 20);
    measure_all(news, FEWER == 1 ? 10 : 80, wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        NEWS_TEST(test_made_up_news),
        NEWS_TEST(test_real_news),
        NEWS_TEST(test_real_articles),
    };
    return cmocka_run_group_tests_name("copies_found", tests, NULL, NULL);
}
