/* test_index_workers.c - the same articles give the same bytes, however many workers took them, whoever took which, and however little
 * memory they had. */
#include "tests/unit/random_news.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#define WORKERS_MAX 8

/* How the articles are spread. */
struct spreading {
    unsigned workers;
    uint64_t memory;
    uint32_t job_articles; /* at most so many in a job */
    bool finish;           /* each worker sorts for itself */
};

/* An index that is to have the same bytes as the others. */
struct trial {
    struct fixture *fixture;
    struct random_words words;
    struct random_shape shape;
    uint64_t seed;
    struct index_totals totals;
};

static int setup(void **state)
{
    return fixture_setup_in(state, sizeof(struct trial));
}

static int teardown(void **state)
{
    struct trial *trial = *state;
    void *fixture = trial->fixture;
    free(trial);
    return fixture_teardown(&fixture);
}

static void open_writer(struct trial *trial, const struct index_writer_options *options)
{
    struct ns_error err;
    trial->fixture->worker = NULL;
    assert_ok(index_writer_open(trial->fixture->path, options, &trial->fixture->writer, &err), &err);
}

static void close_writer(struct trial *trial)
{
    struct ns_error err;
    assert_ok(index_writer_finish(trial->fixture->writer, &trial->totals, &err), &err);
    index_writer_free(trial->fixture->writer);
    trial->fixture->writer = NULL;
    trial->fixture->worker = NULL;
}

/* The file, for free(). */
static char *read_index(const struct trial *trial, size_t *size)
{
    FILE *file = fopen(trial->fixture->path, "r");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

/* One in four has the text of another one, so that copies are in different jobs and runs. */
static void put_article(struct trial *trial, struct random_source *random, size_t number)
{
    struct random_source again = {trial->seed ^ number % 12};
    if (number % 4 == 3) random = &again;
    free(random_article(trial->fixture, random, &trial->words, &trial->shape, number));
}

/* The articles one after another, without a worker. */
static char *build_serially(struct trial *trial, size_t *size)
{
    const struct index_writer_options options = {.language = "english"};
    struct random_source random = {trial->seed};
    open_writer(trial, &options);
    for (size_t i = 0; i < trial->shape.articles; i++)
        put_article(trial, &random, i);
    close_writer(trial);
    return read_index(trial, size);
}

static void run_backwards(const struct task *first, const struct task *second)
{
    second->run(second->context);
    first->run(first->context);
}

/* The same articles, the jobs dealt out at random. Some jobs are without an article, and some numbers without a job. */
static char *build_spread(struct trial *trial, const struct spreading *spreading, struct random_source *dealer, size_t *size)
{
    const struct index_writer_options options = {
        .language = "english", .memory = spreading->memory, .workers = spreading->workers, .run_both = run_backwards};
    struct random_source random = {trial->seed};
    struct index_worker *workers[WORKERS_MAX];
    open_writer(trial, &options);
    for (unsigned i = 0; i < spreading->workers; i++)
        assert_int_equal(index_worker_open(trial->fixture->writer, &workers[i], NULL), NS_OK);
    uint64_t job = 0;
    for (size_t article = 0; article < trial->shape.articles; job += 1 + random_chance(dealer, 5)) {
        struct index_worker *worker = workers[random_below(dealer, spreading->workers)];
        trial->fixture->worker = worker;
        assert_int_equal(index_worker_begin(worker, job, NULL), NS_OK);
        for (uint32_t left = random_below(dealer, spreading->job_articles + 1); left > 0 && article < trial->shape.articles; left--)
            put_article(trial, &random, article++);
        assert_int_equal(index_worker_end(worker, NULL), NS_OK);
    }
    for (unsigned i = 0; spreading->finish && i < spreading->workers; i++)
        assert_int_equal(index_worker_finish(workers[i], NULL), NS_OK);
    close_writer(trial);
    return read_index(trial, size);
}

static size_t names_in(const char *folder)
{
    DIR *open = opendir(folder);
    assert_non_null(open);
    size_t names = 0;
    while (readdir(open))
        names++;
    closedir(open);
    return names - 2;
}

static void check_spreading(struct trial *trial, const struct spreading *spreading, struct random_source *dealer, const char *wanted,
                            size_t wanted_size)
{
    const struct index_totals totals = trial->totals;
    size_t size;
    char *bytes = build_spread(trial, spreading, dealer, &size);
    const bool same = size == wanted_size && memcmp(bytes, wanted, size) == 0;
    free(bytes);
    if (!same) {
        fail_msg("seed %llu: %u workers with %llu bytes give another index", (unsigned long long)trial->seed, spreading->workers,
                 (unsigned long long)spreading->memory);
    }
    assert_memory_equal(&trial->totals, &totals, sizeof totals);
    assert_int_equal(names_in(trial->fixture->folder), 1);
}

/* Memory for everything; for some jobs; for none, so that each job is a run of its own. */
static void test_same_bytes(void **state)
{
    struct trial *trial = *state;
    static const uint64_t memories[] = {0, 200000, 1};
    uint64_t copies = 0;
    for (uint64_t round = 0; round < 12 / FEWER; round++) {
        trial->seed = first_seed() + round;
        struct random_source dealer = {~trial->seed};
        trial->words = random_words_of(&dealer);
        trial->shape = (struct random_shape){20 + random_below(&dealer, 150), 30, 700};
        size_t size;
        char *wanted = build_serially(trial, &size);
        copies += trial->totals.copies;
        for (unsigned workers = 1; workers <= WORKERS_MAX; workers++) {
            for (size_t i = 0; i < COUNT(memories); i++) {
                const struct spreading spreading = {workers, memories[i], 1 + random_below(&dealer, 9), random_chance(&dealer, 50)};
                check_spreading(trial, &spreading, &dealer, wanted, size);
            }
        }
        free(wanted);
    }
    assert_true(copies > 10);
}

/* Of articles that are as new the first one's date counts, with what is known of it, though a worker met another one first. */
static void test_newest_date(void **state)
{
    struct fixture *fixture = ((struct trial *)*state)->fixture;
    const struct index_writer_options options = {.language = "none", .workers = 2};
    struct index_worker *workers[2];
    struct ns_error err;
    struct article articles[3];
    for (int i = 0; i < 3; i++) {
        articles[i] = (struct article){.path = "a", .part_count = 1, .parts = {{PART_BODY, "word", 4, 0, 1, 1}}};
        articles[i].date = (struct article_date){i == 0 ? 0 : 1609459200, (enum date_precision)(DATE_YEAR + i)};
    }
    open_writer(*state, &options);
    for (int i = 0; i < 2; i++)
        assert_int_equal(index_worker_open(fixture->writer, &workers[i], NULL), NS_OK);
    static const int order[] = {2, 0, 1}; /* job 2 by one worker, then jobs 0 and 1 by the other */
    for (int i = 0; i < 3; i++) {
        struct index_worker *worker = workers[i > 0];
        assert_int_equal(index_worker_begin(worker, (uint64_t)order[i], NULL), NS_OK);
        assert_int_equal(index_worker_put(worker, &articles[order[i]], NULL), NS_OK);
        assert_int_equal(index_worker_end(worker, NULL), NS_OK);
    }
    close_writer(*state);
    assert_ok(index_reader_open(fixture->path, &fixture->reader, &err), &err);
    assert_int_equal(index_reader_info(fixture->reader)->newest.seconds, 1609459200);
    assert_int_equal(index_reader_info(fixture->reader)->newest.precision, DATE_MONTH);
}

/* An article over a limit is refused by a worker as by the writer, and leaves no trace in what it spills. */
static void test_refused_articles(void **state)
{
    struct trial *trial = *state;
    const struct index_writer_options options = {.language = "english", .memory = 1};
    const struct article too_long = {.path = "long", .part_count = 1, .parts = {{PART_BODY, "text", UINT32_MAX, 0, 1, 1}}};
    struct index_worker *worker;
    open_writer(trial, &options);
    assert_int_equal(index_worker_open(trial->fixture->writer, &worker, NULL), NS_OK);
    trial->fixture->worker = worker;
    for (uint64_t job = 0; job < 3; job++) {
        assert_int_equal(index_worker_begin(worker, job, NULL), NS_OK);
        assert_int_equal(index_worker_put(worker, &too_long, NULL), NS_ERR_LIMIT);
        if (job != 1) fixture_put_body(trial->fixture, "short", "a few words");
        assert_int_equal(index_worker_put(worker, &too_long, NULL), NS_ERR_LIMIT);
        assert_int_equal(index_worker_end(worker, NULL), NS_OK);
    }
    close_writer(trial);
    assert_int_equal(trial->totals.articles, 2);
    assert_int_equal(trial->totals.words, 6);
}

/* ---- Failures ---- */

/* With room for so many bytes in a file, in a child: what comes of a build that spills. Returns its status, or 100 when it says too little.
 */
static int build_with_limit(struct trial *trial, rlim_t bytes)
{
    const struct rlimit limit = {bytes, bytes};
    const struct index_writer_options options = {.language = "english", .memory = 50000, .workers = 2};
    struct index_worker *workers[2] = {NULL, NULL};
    struct random_source random = {trial->seed};
    struct ns_error err = {NS_OK, ""};
    char text[4000];
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return 101;
    ns_status status = index_writer_open(trial->fixture->path, &options, &trial->fixture->writer, &err);
    for (int i = 0; status == NS_OK && i < 2; i++)
        status = index_worker_open(trial->fixture->writer, &workers[i], &err);
    for (uint64_t job = 0; status == NS_OK && job < 60; job++) {
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = (char)(random_chance(&random, 20) ? ' ' : 'a' + (int)random_below(&random, 26));
        const struct article article = {.path = "a", .part_count = 1, .parts = {{PART_BODY, text, sizeof text, 0, 1, 1}}};
        status = index_worker_begin(workers[job % 2], job, &err);
        if (status == NS_OK) status = index_worker_put(workers[job % 2], &article, &err);
        if (status == NS_OK) status = index_worker_end(workers[job % 2], &err);
    }
    if (status == NS_OK) status = index_writer_finish(trial->fixture->writer, NULL, &err);
    index_writer_free(trial->fixture->writer);
    return status == NS_OK || strstr(err.msg, trial->fixture->folder) ? (int)status : 100;
}

static int in_child(struct trial *trial, rlim_t bytes)
{
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) _exit(build_with_limit(trial, bytes));
    int ended;
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    return WEXITSTATUS(ended);
}

/* Wherever the disk is full, it is told, and nothing is left behind. */
static void test_full_disk(void **state)
{
    struct trial *trial = *state;
    trial->seed = first_seed();
    int failures = 0;
    for (rlim_t bytes = 0; bytes < 4000000; bytes += 1000 + bytes / 2) {
        const int status = in_child(trial, bytes);
        assert_true(status == NS_ERR_IO || status == NS_OK);
        assert_int_equal(names_in(trial->fixture->folder), status == NS_OK);
        remove(trial->fixture->path);
        failures += status == NS_ERR_IO;
    }
    assert_in_range(failures, 5, 30);
    assert_int_equal(in_child(trial, 4000000), NS_OK);
}

#define TRIAL_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TRIAL_TEST(test_same_bytes),
        TRIAL_TEST(test_newest_date),
        TRIAL_TEST(test_refused_articles),
        TRIAL_TEST(test_full_disk),
    };
    return cmocka_run_group_tests_name("index_workers", tests, NULL, NULL);
}
