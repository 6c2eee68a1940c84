/* test_bench.c - what the bench's programs share: queries in the engines' languages, statistics, sources, perturbed text. */
#include "tests/unit/fixture.h"

#include "tests/bench/bench_query.h"
#include "tests/bench/engines.h"
#include "tests/bench/perturb.h"
#include "tests/bench/source.h"
#include "tests/bench/statistics.h"

/* ---- Queries ---- */

static void assert_written(const char *line, enum bench_dialect dialect, const char *wanted)
{
    struct bench_query query;
    struct buffer out = BUFFER_INIT;
    assert_int_equal(bench_query_parse(line, &query, NULL), NS_OK);
    assert_int_equal(bench_query_write(&query, dialect, &out, NULL), NS_OK);
    assert_int_equal(buffer_append_byte(&out, 0, NULL), NS_OK);
    assert_string_equal(out.data, wanted);
    buffer_release(&out);
}

static void test_a_line_is_read_and_written(void **state)
{
    static const char *const lines[] = {"and stone panda", "or stone panda 2700", "phrase stone panda", "near stone panda", "and stone"};
    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++)
        assert_written(lines[i], DIALECT_LINE, lines[i]);
    assert_written("near stone panda\n", DIALECT_LINE, "near stone panda");
}

static void test_no_line(void **state)
{
    static const char *const lines[] = {"",
                                        "and",
                                        "and ",
                                        "xor a b",
                                        "and a  b",
                                        "and a b c d",
                                        "and Stone",
                                        "near a b c",
                                        "near a",
                                        "phrase caf\xc3\xa9 b",
                                        "and a b ",
                                        "and a\nb",
                                        "and a b\n\n",
                                        "and abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz b"};
    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct bench_query query;
        struct ns_error err;
        assert_int_equal(bench_query_parse(lines[i], &query, &err), NS_ERR_FORMAT);
    }
}

static void test_dialects(void **state)
{
    (void)state;
    assert_written("and a b c", DIALECT_OURS, "\"a\" and \"b\" and \"c\"");
    assert_written("near a b", DIALECT_OURS, "\"a\" near/10 \"b\"");
    assert_written("near a b", DIALECT_FTS5, "NEAR(\"a\" \"b\", 9)");
    assert_written("phrase a b", DIALECT_SQL, "SELECT body FROM t WHERE t MATCH '\"a b\"' ORDER BY rank LIMIT 10");
    assert_written("or a b", DIALECT_XAPIAN, "a OR b");
    assert_written("near a b", DIALECT_RECOLL, "\"a b\"p9");
    assert_written("or a b", DIALECT_REGEX, "\\b(?:a|b)\\b");
    assert_written("and a b", DIALECT_REGEX, "\\ba\\b.*\\bb\\b|\\bb\\b.*\\ba\\b");
}

static void test_dialects_have_names(void **state)
{
    (void)state;
    enum bench_dialect dialect;
    assert_int_equal(bench_dialect_named("sql", &dialect, NULL), NS_OK);
    assert_int_equal(dialect, DIALECT_SQL);
    assert_int_equal(bench_dialect_named("sqlite", &dialect, NULL), NS_ERR_ARG);
}

/* ---- Engines of a command line ---- */

static char **split(char *line, int *argc)
{
    static char *argv[16];
    *argc = 0;
    for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
        argv[(*argc)++] = word;
    argv[*argc] = NULL;
    return argv;
}

static void test_engines(void **state)
{
    (void)state;
    int argc;
    char line[] = "-- a top serve x -- b all answer";
    char **argv = split(line, &argc);
    struct engine_list engines;
    assert_int_equal(engines_parse(argc, argv, &engines, NULL), NS_OK);
    assert_int_equal(engines.count, 2);
    assert_string_equal(engines.items[0].name, "a");
    assert_string_equal(engines.items[0].argv[1], "x");
    assert_null(engines.items[0].argv[2]);
    assert_string_equal(engines.items[1].word, "all");
    assert_int_equal(engines.items[1].argc, 1);
}

static void test_no_engines(void **state)
{
    (void)state;
    char lines[][16] = {"", "-- a top", "a top serve", "-- a top x --"};
    for (size_t i = 0; i < COUNT(lines); i++) {
        int argc;
        char **argv = split(lines[i], &argc);
        struct engine_list engines;
        assert_int_equal(engines_parse(argc, argv, &engines, NULL), NS_ERR_ARG);
    }
}

/* ---- Statistics ---- */

static void test_statistics(void **state)
{
    (void)state;
    double values[200];
    for (size_t i = 0; i < COUNT(values); i++)
        values[i] = (double)(200 - i);
    const struct statistics statistics = statistics_of(values, COUNT(values));
    assert_true(statistics.mean > 100.49 && statistics.mean < 100.51);
    assert_true(statistics.median == 100.5 && statistics.p90 == 180 && statistics.p99 == 198);
    double one = 7;
    assert_true(statistics_of(&one, 1).p99 == 7 && statistics_of(&one, 1).median == 7);
    assert_true(statistics_of(NULL, 0).mean == 0);
}

/* ---- Sources ---- */

static int setup_folder(void **state)
{
    static char folder[256];
    *state = folder;
    return make_own_folder(folder, sizeof folder) ? 0 : -1;
}

static int teardown_folder(void **state)
{
    return remove_folder(*state);
}

static char *write_text(const char *folder, const char *name, const char *text)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    return path;
}

/* Read a source to its end; the rows with a bar behind each. */
static ns_status read_rows(const char *path, enum source_unit unit, char *out, size_t size)
{
    struct source *source;
    const char *text = "";
    size_t length = 0, at = 0;
    assert_int_equal(source_open(path, unit, &source, NULL), NS_OK);
    ns_status status = NS_OK;
    out[0] = 0;
    while (status == NS_OK && text) {
        status = source_next(source, &text, &length, NULL);
        if (status == NS_OK && text) at += (size_t)snprintf(out + at, size - at, "%.*s|", (int)length, text);
    }
    source_close(source);
    return status;
}

static void test_source(void **state)
{
    char rows[256];
    write_text(*state, "article.txt", "fourfive");
    const char *path = write_text(*state, "source", "3 0 5\t-\nonethree4 4\tarticle.txt\n2\t-\n67");
    assert_int_equal(read_rows(path, SOURCE_PASSAGES, rows, sizeof rows), NS_OK);
    assert_string_equal(rows, "one||three|four|five|67|");
    assert_int_equal(read_rows(path, SOURCE_ARTICLES, rows, sizeof rows), NS_OK);
    assert_string_equal(rows, "onethree|fourfive|67|");
}

static void test_damaged_source(void **state)
{
    char rows[256];
    static const struct {
        const char *text;
        ns_status status;
    } cases[] = {{"9\t-\nshort", NS_ERR_IO},    {"x\t-\n", NS_ERR_FORMAT},
                 {"3 -\n", NS_ERR_FORMAT},      {"3\n", NS_ERR_FORMAT},
                 {"1\tnot there\n", NS_ERR_IO}, {"99999999999999999999999 1\t-\n", NS_ERR_FORMAT},
                 {"\n", NS_ERR_FORMAT},         {"4294967295 4294967295\t-\n", NS_ERR_FORMAT}};
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(read_rows(write_text(*state, "source", cases[i].text), SOURCE_PASSAGES, rows, sizeof rows), cases[i].status);
}

/* ---- Perturbed text ---- */

static void test_perturb(void **state)
{
    (void)state;
    enum { SIZE = 60000 };
    static char text[SIZE + 1], again[SIZE + 1];
    size_t changed = 0;
    for (size_t i = 0; i < SIZE; i++)
        text[i] = "Panda cat\n"[i % 10];
    memcpy(again, text, SIZE);
    struct random_source random = {1}, same = {1};
    perturb(text, SIZE, &random);
    perturb(again, SIZE, &same);
    assert_memory_equal(text, again, SIZE);
    for (size_t i = 0; i < SIZE; i++) {
        if (text[i] == "Panda cat\n"[i % 10]) continue;
        assert_in_range(i % 10, 1, 3);
        assert_in_range(text[i], 'a', 'z');
        changed++;
    }
    assert_in_range(changed, 30, 90);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_line_is_read_and_written),
        cmocka_unit_test(test_no_line),
        cmocka_unit_test(test_dialects),
        cmocka_unit_test(test_dialects_have_names),
        cmocka_unit_test(test_engines),
        cmocka_unit_test(test_no_engines),
        cmocka_unit_test(test_statistics),
        cmocka_unit_test_setup_teardown(test_source, setup_folder, teardown_folder),
        cmocka_unit_test_setup_teardown(test_damaged_source, setup_folder, teardown_folder),
        cmocka_unit_test(test_perturb),
    };
    return cmocka_run_group_tests_name("bench", tests, NULL, NULL);
}
