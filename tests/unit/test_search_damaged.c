/* test_search_damaged.c - searches in an index of which one byte is another: an error, or the same answer as before, and never another. */
#include "tests/unit/random_news.h"

/* Of words that are seldom, so that they need no more than a part of the index. */
static const char *const damage_queries[] = {
    "cooperation serum",
    "cooperation NEAR \"mr li\"",
    "co-operation SENTENCE b*m AND title:panda",
    "+=cooperation -stone date:2021 section:(the said)",
    "ATLEAST2 \"cooperation * the\"",
};

/* All that a hit says. */
static void print_hit(const struct hit *hit, FILE *out)
{
    fprintf(out, "%u %.9f %s:%llu\n", hit->rank, hit->score, hit->article.article.path, (unsigned long long)hit->line);
    for (size_t i = 0; i < hit->evidence.count; i++)
        fprintf(out, "%u-%u %llu\n", hit->evidence.items[i].first, hit->evidence.items[i].last, (unsigned long long)hit->places[i].begin);
    if (hit->title.text.size) fwrite(hit->title.text.data, 1, hit->title.text.size, out);
    if (hit->text.text.size) fwrite(hit->text.text.data, 1, hit->text.text.size, out);
}

/* All that the searches say, as text, so that two answers can be compared. */
static ns_status answer(struct fixture *fixture, const char *path, FILE *out)
{
    struct ns_error err;
    search_free(fixture->search);
    fixture->search = NULL;
    index_reader_close(fixture->reader);
    fixture->reader = NULL;
    ns_status status = index_reader_open(path, &fixture->reader, &err);
    if (status == NS_OK) fixture->collection = collection_of(&fixture->reader);
    for (size_t q = 0; status == NS_OK && q < COUNT(damage_queries); q++) {
        status = fixture_try(fixture, damage_queries[q], 5, &err);
        for (size_t i = 0; status == NS_OK && i < search_count(fixture->search); i++) {
            const struct hit *hit;
            status = search_hit(fixture->search, i, &hit, &err);
            if (status == NS_OK) print_hit(hit, out);
        }
    }
    return status;
}

static void write_file(const char *path, const char *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void read_index(const char *path, struct buffer *store)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char block[8192];
    size_t size;
    while ((size = fread(block, 1, sizeof block, file)) > 0)
        assert_int_equal(buffer_append(store, block, size, NULL), NS_OK);
    fclose(file);
}

static void build_index(struct fixture *fixture)
{
    struct random_source random = {first_seed()};
    const struct random_words words = all_words();
    random_collection(fixture, &random, &words, &(struct random_shape){.articles = 3000, .long_percent = 10, .words_max = 60}, NULL);
}

/* Ask a damaged copy. An answer, if there is one, is the same as before the damage. Returns whether there was one. */
static bool ask_damaged(struct fixture *fixture, const struct buffer *copy, const char *wanted, uint64_t seed)
{
    char path[700], *text;
    size_t size;
    snprintf(path, sizeof path, "%s.damaged", fixture->path);
    write_file(path, copy->data, copy->size);
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    const ns_status status = answer(fixture, path, out);
    fclose(out);
    const bool same = strcmp(text, wanted) == 0;
    free(text);
    if (status == NS_OK && !same) fail_msg("SEED=%llu: a damaged index gives another answer", (unsigned long long)seed);
    const bool expected = status == NS_OK || status == NS_ERR_CORRUPT || status == NS_ERR_FORMAT;
    if (!expected) fail_msg("SEED=%llu: a damaged index is %s", (unsigned long long)seed, ns_status_text(status));
    return status == NS_OK;
}

static void test_damaged_index(void **state)
{
    struct fixture *f = *state;
    struct buffer copy = BUFFER_INIT;
    char *wanted;
    size_t size, answered = 0;
    build_index(f);
    FILE *out = open_memstream(&wanted, &size);
    assert_int_equal(answer(f, f->path, out), NS_OK);
    fclose(out);
    assert_true(size > 1000);
    read_index(f->path, &copy);
    alarm(120 * SLOWDOWN); /* a loop without end is a failure too */
    const uint64_t cases = 800 / FEWER;
    for (uint64_t i = 0; i < cases; i++) {
        struct random_source random = {first_seed() + i};
        const size_t at = (size_t)((double)copy.size * (double)i / (double)cases) + random_below(&random, (uint32_t)(copy.size / cases));
        const char was = copy.data[at];
        copy.data[at] = (char)(was ^ (1 + random_below(&random, 255)));
        answered += ask_damaged(f, &copy, wanted, first_seed() + i);
        copy.data[at] = was;
    }
    alarm(0);
    assert_true(answered > 0 && answered < cases / 2);
    free(wanted);
    buffer_release(&copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {FIXTURE_TEST(test_damaged_index)};
    return cmocka_run_group_tests_name("search_damaged", tests, NULL, NULL);
}
