/* test_build.c - a build gives the same index and tells the same, whatever the number of threads and the memory; and how it ends early. */
#include "tests/unit/build_fixture.h"
#include "tests/unit/random_news.h"

#include <zlib.h>

#include "indexer/supply.h"

/* What a build told; the problem function of a build has no context. */
static struct {
    struct buffer text;
    size_t messages;
    size_t stop_after; /* messages; 0 for never */
    atomic_int stop;
} told;

static void take_message(void *context, enum problem_kind kind, const char *message)
{
    (void)context, (void)kind;
    assert_int_equal(buffer_append(&told.text, message, strlen(message), NULL), NS_OK);
    assert_int_equal(buffer_append_byte(&told.text, '\n', NULL), NS_OK);
    if (++told.messages == told.stop_after) told.stop = 1;
}

static int setup(void **state)
{
    told.stop = 0;
    told.stop_after = 0;
    return site_setup(state);
}

static int teardown(void **state)
{
    buffer_release(&told.text);
    return site_teardown(state);
}

static ns_status build(struct site *site, const char *output, const char *path, unsigned jobs, uint64_t memory)
{
    const struct build_options options = {
        .output = output, .language = "english", .jobs = jobs, .memory = memory, .stop = &told.stop, .listener = {.problem = take_message}};
    told.text.size = 0;
    told.messages = 0;
    site->err = (struct ns_error){NS_OK, ""};
    return build_index(&options, &path, 1, &site->result, &site->err);
}

/* ---- Articles ---- */

static void write_string(FILE *file, const char *text)
{
    putc('"', file);
    for (; *text; text++)
        fprintf(file, *text == '"' || *text == '\\' || (unsigned char)*text < ' ' ? "\\u%04x" : "%c", *text);
    putc('"', file);
}

/* A line of JSON Lines; now and then one that is told of. */
static void write_record(FILE *file, struct random_source *random, const struct random_words *words)
{
    char *text = random_text(random, words, 1 + random_below(random, random_chance(random, 10) ? 900 : 60));
    fputs(random_chance(random, 2) ? "no JSON {" : "{", file);
    if (random_chance(random, 50)) fprintf(file, "\"id\":%u,", (unsigned)random_below(random, 1000000));
    if (random_chance(random, 3)) fputs("\"date\":\"some day\",", file);
    if (random_chance(random, 3)) fputs("\"title\":[],", file);
    fputs("\"body\":", file);
    write_string(file, text);
    fputs("}\n", file);
    free(text);
}

static void write_records(const char *path, struct random_source *random, const struct random_words *words, size_t size)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    while ((size_t)ftell(file) < size)
        write_record(file, random, words);
    assert_int_equal(fclose(file), 0);
}

static void compress_file(const char *path, const char *name)
{
    char bytes[8192];
    FILE *from = fopen(path, "r");
    gzFile to = gzopen(name, "w1");
    assert_non_null(from);
    assert_non_null(to);
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, from)) > 0;)
        assert_int_equal(gzwrite(to, bytes, (unsigned)got), got);
    fclose(from);
    assert_int_equal(gzclose(to), Z_OK);
    assert_int_equal(remove(path), 0);
}

/* Files of every kind, good and bad, some of many jobs and some of which many are one job. */
static void write_site(struct random_source *random)
{
    const struct random_words words = random_words_of(random);
    char path[64];
    assert_int_equal(mkdir("site", 0777), 0);
    assert_int_equal(mkdir("site/small", 0777), 0);
    for (int i = 0; i < 700; i++) {
        char *text = random_text(random, &words, random_below(random, 200));
        const uint32_t way = random_below(random, 40);
        snprintf(path, sizeof path, "site/small/%03d.txt", i);
        if (way == 0) assert_int_equal(symlink("nowhere", path), 0);
        if (way > 0) write_text(path, way == 1 ? "" : way == 2 ? "bytes \xff that are none" : text);
        if (way == 3) assert_int_equal(truncate(path, 5000), 0); /* NULs behind the text */
        free(text);
    }
    write_records("site/long.jsonl", random, &words, 3500000);
    write_records("site/packed.jsonl", random, &words, 2500000);
    compress_file("site/packed.jsonl", "site/packed.jsonl.gz");
    write_records("site/cut.jsonl", random, &words, 2500000);
    compress_file("site/cut.jsonl", "site/cut.jsonl.gz");
    struct stat known;
    assert_int_equal(stat("site/cut.jsonl.gz", &known), 0);
    assert_int_equal(truncate("site/cut.jsonl.gz", known.st_size * 3 / 4), 0);
    for (int i = 0; i < 5; i++) {
        snprintf(path, sizeof path, "site/some-%d.jsonl", i);
        write_records(path, random, &words, random_below(random, 3000));
    }
}

/* ---- Tests ---- */

static void test_same_whatever_the_threads(void **state)
{
    struct site *site = *state;
    struct random_source random = {first_seed()};
    struct buffer wanted = BUFFER_INIT;
    write_site(&random);
    assert_int_equal(build(site, "wanted", "site", 1, 0), NS_OK);
    assert_true(told.messages > 100);
    assert_int_equal(buffer_append(&wanted, told.text.data, told.text.size, NULL), NS_OK);
    const struct build_result result = site->result;
    static const struct {
        unsigned jobs;
        uint64_t memory;
    } ways[] = {{2, 0}, {3, 0}, {8, 0}, {1, 1}, {2, 1}, {3, 3000000}, {8, 1}, {0, 0}};
    for (size_t i = 0; i < COUNT(ways); i++) {
        assert_ok(build(site, "index", "site", ways[i].jobs, ways[i].memory), &site->err);
        assert_same_file("wanted", "index");
        assert_int_equal(told.text.size, wanted.size);
        assert_memory_equal(told.text.data, wanted.data, wanted.size);
        assert_memory_equal(&site->result.totals, &result.totals, sizeof result.totals);
        assert_int_equal(site->result.files, result.files);
        assert_int_equal(site->result.passed_over, result.passed_over);
        assert_memory_equal(site->result.problems, result.problems, sizeof result.problems);
        assert_int_equal(names_here(), 3);
    }
    buffer_release(&wanted);
}

/* Of a damaged file the lines before the damage are articles; this is told. */
static void test_damaged_lines(void **state)
{
    struct site *site = *state;
    struct random_source random = {first_seed()};
    const struct random_words words = all_words();
    assert_int_equal(mkdir("site", 0777), 0);
    write_records("site/a.jsonl", &random, &words, 100000);
    compress_file("site/a.jsonl", "site/a.jsonl.gz");
    struct stat known;
    assert_int_equal(stat("site/a.jsonl.gz", &known), 0);
    assert_int_equal(truncate("site/a.jsonl.gz", known.st_size / 2), 0);
    assert_int_equal(build(site, "index", "site", 2, 0), NS_OK);
    assert_int_equal(buffer_append_byte(&told.text, 0, NULL), NS_OK);
    assert_non_null(strstr(told.text.data, "site/a.jsonl.gz: truncated gzip"));
    assert_non_null(strstr(told.text.data, "lines are read"));
    assert_int_equal(site->result.files, 1);
    assert_int_equal(site->result.passed_over, 0);
    assert_true(site->result.totals.articles > 10);
    assert_int_equal(truncate("site/a.jsonl.gz", 12), 0);
    assert_int_equal(build(site, "index", "site", 2, 0), NS_ERR_FORMAT);
    assert_int_equal(site->result.passed_over, 1);
}

/* The first error in the order of the articles ends the build: nothing that comes behind it is told. */
static void test_stop(void **state)
{
    struct site *site = *state;
    struct random_source random = {first_seed()};
    write_site(&random);
    write_text("index", "");
    for (unsigned jobs = 1; jobs <= 8; jobs *= 2) {
        told.stop_after = 1 + jobs;
        assert_int_equal(build(site, "index", "site", jobs, 1), NS_ERR_STOPPED);
        assert_non_null(strstr(site->err.msg, "stopped"));
        assert_true(told.messages >= told.stop_after);
        assert_int_equal(names_here(), 2);
        struct stat known;
        assert_int_equal(stat("index", &known), 0);
        assert_int_equal(known.st_size, 0);
        told.stop = 0;
    }
}

/* Behind files that filled a job but for a byte, a long line was read byte by byte. */
static void test_long_line_in_a_full_job(void **state)
{
    struct site *site = *state;
    assert_int_equal(mkdir("site", 0777), 0);
    write_text("site/a.txt", "");
    assert_int_equal(truncate("site/a.txt", JOB_COST - 4096 - 1), 0); /* an item costs its opening too */
    FILE *file = fopen("site/b.jsonl", "w");
    assert_non_null(file);
    fprintf(file, "{\"body\": \"%*s\"}\n", 8 << 20, "last word");
    assert_int_equal(fclose(file), 0);
    const double begin = seconds_now();
    assert_int_equal(build(site, "index", "site", 1, 0), NS_OK);
    assert_true(seconds_now() - begin < 2 * slowdown());
    assert_int_equal(site->result.totals.articles, 1);
}

static void test_nothing_to_build(void **state)
{
    struct site *site = *state;
    assert_int_equal(mkdir("site", 0777), 0);
    assert_int_equal(build(site, "index", "site", 4, 0), NS_ERR_FORMAT);
    assert_int_equal(build(site, "index", "none", 4, 0), NS_ERR_IO);
    assert_int_equal(build(site, "none/index", "site", 4, 0), NS_ERR_IO);
    assert_int_equal(names_here(), 1);
}

#define SITE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SITE_TEST(test_same_whatever_the_threads), SITE_TEST(test_damaged_lines),    SITE_TEST(test_stop),
        SITE_TEST(test_long_line_in_a_full_job),   SITE_TEST(test_nothing_to_build),
    };
    return cmocka_run_group_tests_name("build", tests, NULL, NULL);
}
