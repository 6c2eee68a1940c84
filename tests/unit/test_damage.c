/* test_damage.c - both programs over damaged indexes, as a user has them: --verify says that there is damage, and a search says the same,
 * or answers as it did before; none of them crashes, hangs, or takes more than 1 GiB. Where the damage was made by somebody who made the
 * sums right again, an answer may be another one, but the rest holds.
 *
 * DAMAGE says how many bits are flipped, one at a time, of the sample's index and, where there is one, of the newswire's; a tenth as many
 * indexes are cut off, and a tenth have a stretch written over. So many are forged, too, and of the newswire, which takes longer to verify,
 * an eighth. `make long-tests` has 2000. */
#include "tests/unit/index_fixture.h"

#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

#define FLIPS (40 / FEWER)
#define MEMORY_MAX (UINT64_C(1) << 30)
#define SECONDS_MAX 60
#define ARGUMENTS_MAX 12

/* What is asked: of every kind there is, so that every section is needed for something. */
struct command {
    const char *arguments[ARGUMENTS_MAX];
    bool whole; /* what is printed with a failure is ended all the same, or is of other lines, and so is not the beginning of the answer */
};

static const struct command of_sample[] = {
    {{"-n", "3", "vaccine makers hackers"}, false},
    {{"-n", "2", "--context", "1", "\"stone panda\""}, false},
    {{"-f", "grep", "APT10 NEAR Serum"}, false},
    {{"-f", "tsv", "vaccin* and wom?n or hack*"}, false},
    {{"-f", "tsv", "--facet", "section", "china or the"}, false},
    {{"-f", "tsv", "--facet", "date:month", "vaccine"}, false},
    {{"-n", "4", "--by", "article", "--unique", "--no-notes", "india"}, false},
    {{"-l", "--since", "2021-03-04", "--until", "2021-03", "--sort=-date", "said"}, false},
    {{"-f", "json", "--explain", "=WHO or serun~ or cyber-attack"}, true},
    {{"-c", "title:china not sentence near/4 (the of)", "--no-notes"}, false},
    {{"-f", "jsonl", "-n", "3", "--like", "corpus/2021-03-02-vaccine-makers-hackers.txt"}, false},
    {{"-f", "json", "-n", "3", "--expand=5", "suez canal"}, true},
    {{"-f", "html", "-n", "2", "locust"}, true},
    {{"-f", "csv", "-n", "2", "--batch", "tests/data/quality/queries.tsv", "--words"}, true},
    {{"-f", "trec", "-n", "5", "--score", "passage", "vaccine"}, false},
};

static const struct command of_newswire[] = {
    {{"-n", "3", "oil prices"}, false},
    {{"-n", "2", "--context", "1", "\"crude oil\" near saudi"}, false},
    {{"-f", "grep", "bundesbank near/5 rate"}, false},
    {{"-f", "tsv", "nakason* and tari?f"}, false},
    {{"-f", "tsv", "--facet", "date:day", "cocoa"}, false},
    {{"-n", "4", "--by", "article", "--unique", "--no-notes", "takeover bid"}, false},
    {{"-l", "--since", "1987-03-04", "--until", "1987-03-20", "--sort=-date", "wheat near/4 soviet"}, false},
    {{"-f", "json", "--explain", "=U.S. near =Japan near trade near tariff*"}, true},
    {{"-c", "title:bank and atleast3 rate", "--no-notes"}, false},
    {{"-n", "3", "baker~ same treasury"}, false},
    {{"-f", "jsonl", "-n", "3", "--like", "reut-00489"}, false},
    {{"-f", "json", "-n", "3", "--expand=5", "oil embargo"}, true},
    {{"-f", "html", "-n", "2", "cocoa buffer"}, true},
    {{"-f", "csv", "-n", "2", "--batch", "tests/data/quality/queries.tsv", "--words"}, true},
    {{"-f", "trec", "-n", "5", "--score", "passage", "cocoa"}, false},
};

/* What came of a program. */
struct outcome {
    int status;      /* exit status, or 128 and the signal that it died of */
    uint64_t memory; /* bytes that it, or this test when it began it, had in memory at most, with what was mapped of files */
    struct buffer out;
    struct buffer err;
};

/* A collection and its index. */
struct trial {
    struct fixture *fixture;
    const struct command *commands;
    struct outcome wanted[COUNT(of_sample)];
    struct outcome found;
    char indexer[4096], searcher[4096];
    char index[512]; /* the file that is damaged */
    struct buffer *bytes;
    uint64_t refused; /* searches */
    uint64_t answered;
    uint64_t memory; /* the most that any of them had */
};

_Static_assert(COUNT(of_sample) == COUNT(of_newswire), "a trial has room for either");

/* ---- Programs ---- */

/* The programs stand beside the folder of the tests. */
static void find_programs(struct trial *trial)
{
    char own[3000];
    const ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
    assert_true(length > 0);
    own[length] = '\0';
    const char *folder = dirname(own);
    snprintf(trial->indexer, sizeof trial->indexer, "%s/../news-indexer", folder);
    snprintf(trial->searcher, sizeof trial->searcher, "%s/../news-searcher", folder);
    assert_int_equal(access(trial->indexer, X_OK) + access(trial->searcher, X_OK), 0);
}

/* In the child: become the program, with limits. Sanitizers reserve more address space than any limit. */
static void become(const char *const *arguments, int out, int err)
{
    const struct rlimit memory = {MEMORY_MAX, MEMORY_MAX};
    const int nothing = open("/dev/null", O_RDONLY);
    if (dup2(nothing, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) _exit(125);
    if (SLOWDOWN == 1 && slowdown() == 1 && setrlimit(RLIMIT_AS, &memory) != 0) _exit(125);
    alarm(SECONDS_MAX * SLOWDOWN);
    execv(arguments[0], (char *const *)(uintptr_t)arguments);
    _exit(125);
}

static void read_back(int fd, struct buffer *into)
{
    char block[65536];
    ssize_t got;
    into->size = 0;
    for (off_t at = 0; (got = pread(fd, block, sizeof block, at)) > 0; at += got)
        assert_int_equal(buffer_append(into, block, (size_t)got, NULL), NS_OK);
    assert_int_equal(buffer_append(into, "", 1, NULL), NS_OK);
    close(fd);
}

/* Run a program to its end. @arguments  the program's path first, NULL last */
static void run(const char *const *arguments, struct outcome *outcome)
{
    int ended;
    struct rusage used;
    const int out = memfd_create("out", MFD_CLOEXEC), err = memfd_create("err", MFD_CLOEXEC);
    assert_true(out >= 0 && err >= 0);
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) become(arguments, out, err);
    assert_int_equal(wait4(child, &ended, 0, &used), child);
    outcome->memory = (uint64_t)used.ru_maxrss * 1024;
    outcome->status = WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
    read_back(out, &outcome->out);
    read_back(err, &outcome->err);
}

static void search(const struct trial *trial, size_t command, struct outcome *outcome)
{
    const char *arguments[ARGUMENTS_MAX + 4] = {trial->searcher, "-i", trial->index};
    memcpy(arguments + 3, trial->commands[command].arguments, sizeof trial->commands[command].arguments);
    run(arguments, outcome);
}

static void verify(const struct trial *trial, struct outcome *outcome)
{
    const char *const arguments[] = {trial->indexer, "--verify", trial->index, NULL};
    run(arguments, outcome);
}

/* ---- Beginning ---- */

static struct trial *begin(struct fixture *fixture, const char *collection, const struct command *commands)
{
    struct trial *trial = calloc(1, sizeof *trial);
    assert_non_null(trial);
    *trial = (struct trial){.fixture = fixture, .commands = commands, .bytes = &fixture->bytes[0]};
    find_programs(trial);
    snprintf(trial->index, sizeof trial->index, "%s", fixture_path(fixture, "index"));
    const char *const make[] = {trial->indexer, "-q", "-j", "2", "-o", trial->index, collection, NULL};
    run(make, &trial->found);
    assert_in_range(trial->found.status, 0, 1); /* one article of the newswire has no text */
    read_file(trial->index, trial->bytes);
    for (size_t i = 0; i < COUNT(trial->wanted); i++) {
        search(trial, i, &trial->wanted[i]);
        if (trial->wanted[i].status != 0) fail_msg("command %zu: %s", i, trial->wanted[i].err.data);
    }
    verify(trial, &trial->found);
    if (trial->found.status != 0) fail_msg("%s", trial->found.err.data);
    return trial;
}

static void release_outcome(struct outcome *outcome)
{
    buffer_release(&outcome->out);
    buffer_release(&outcome->err);
}

static void end(struct trial *trial)
{
    print_message("%llu searches in damaged indexes: %llu refused, %llu as before; at most %llu KiB in memory\n",
                  (unsigned long long)(trial->refused + trial->answered), (unsigned long long)trial->refused,
                  (unsigned long long)trial->answered, (unsigned long long)(trial->memory >> 10));
    for (size_t i = 0; i < COUNT(trial->wanted); i++)
        release_outcome(&trial->wanted[i]);
    release_outcome(&trial->found);
    fixture_passed(trial->fixture);
    free(trial);
}

/* ---- Damage ---- */

static bool is_same(const struct buffer *a, const struct buffer *b)
{
    return a->size == b->size && memcmp(a->data, b->data, a->size) == 0;
}

/* Whether the output, without the NUL behind it, is how the other begins. */
static bool begins(const struct buffer *a, const struct buffer *b)
{
    return a->size <= b->size && memcmp(a->data, b->data, a->size - 1) == 0;
}

/* To run out of what it may have is no way to take no more. */
static void check_memory(struct trial *trial, size_t command, const char *what)
{
    const struct outcome *found = &trial->found;
    if (strstr(found->err.data, "memory")) fail_msg("%s, command %zu: %s", what, command, found->err.data);
    if (found->memory > trial->memory) trial->memory = found->memory;
}

/* A failure is told, and what was printed before it is right; an answer is the same. */
static void judge(struct trial *trial, size_t command, const char *what)
{
    const struct outcome *wanted = &trial->wanted[command], *found = &trial->found;
    if (found->status == 2) {
        if (found->err.size < 2) fail_msg("%s, command %zu: no complaint", what, command);
        if (!trial->commands[command].whole && !begins(&found->out, &wanted->out))
            fail_msg("%s, command %zu: before its complaint it says\n%s", what, command, found->out.data);
        trial->refused++;
        return;
    }
    if (found->status != wanted->status || !is_same(&found->out, &wanted->out) || !is_same(&found->err, &wanted->err)) {
        fail_msg("%s, command %zu: exit status %d\n%s%s", what, command, found->status, found->out.data, found->err.data);
    }
    trial->answered++;
}

/* The index as it lies there is damaged. */
static void try_damaged(struct trial *trial, const char *what)
{
    verify(trial, &trial->found);
    if (trial->found.status != 2 || trial->found.err.size < 2)
        fail_msg("%s: --verify: exit status %d: %s", what, trial->found.status, trial->found.err.data);
    for (size_t i = 0; i < COUNT(trial->wanted); i++) {
        search(trial, i, &trial->found);
        check_memory(trial, i, what);
        judge(trial, i, what);
    }
}

/* The index as it lies there was forged: anything may be said, in order. */
static void try_forged(struct trial *trial, const char *what)
{
    for (size_t i = 0; i <= COUNT(trial->wanted); i++) {
        if (i < COUNT(trial->wanted)) search(trial, i, &trial->found);
        if (i == COUNT(trial->wanted)) verify(trial, &trial->found);
        const int status = trial->found.status;
        if (status > 2 || (status == 2 && trial->found.err.size < 2))
            fail_msg("%s, command %zu: exit status %d: %s", what, i, status, trial->found.err.data);
        check_memory(trial, i, what);
    }
}

/* Write a part of the bytes into the file. */
static void store(const struct trial *trial, size_t at, const void *data, size_t size)
{
    const int fd = open(trial->index, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, data, size, (off_t)at), (ssize_t)size);
    assert_int_equal(close(fd), 0);
}

static void flip_bits(struct trial *trial, struct random_source *random, uint64_t cases)
{
    char what[100];
    for (uint64_t i = 0; i < cases; i++) {
        const size_t at = random_below(random, (uint32_t)trial->bytes->size);
        const unsigned bit = random_below(random, 8);
        const char flipped = (char)(trial->bytes->data[at] ^ (char)(1u << bit));
        snprintf(what, sizeof what, "bit %u of byte %zu flipped", bit, at);
        store(trial, at, &flipped, 1);
        try_damaged(trial, what);
        store(trial, at, trial->bytes->data + at, 1);
    }
}

static void cut_off(struct trial *trial, struct random_source *random, uint64_t cases)
{
    char what[100];
    for (uint64_t i = 0; i < cases; i++) {
        const size_t size = random_below(random, (uint32_t)trial->bytes->size);
        snprintf(what, sizeof what, "cut off at %zu", size);
        assert_int_equal(truncate(trial->index, (off_t)size), 0);
        try_damaged(trial, what);
        store(trial, size, trial->bytes->data + size, trial->bytes->size - size);
    }
}

/* A stretch of a page or so becomes zeros, as where a disk lost it, or any bytes. */
static void write_over(struct trial *trial, struct random_source *random, uint64_t cases)
{
    char what[100], stretch[4096];
    for (uint64_t i = 0; i < cases; i++) {
        const size_t at = random_below(random, (uint32_t)(trial->bytes->size - sizeof stretch));
        const bool zeros = i % 2 == 0;
        for (size_t k = 0; k < sizeof stretch; k++)
            stretch[k] = zeros ? 0 : (char)random_below(random, 256);
        if (memcmp(trial->bytes->data + at, stretch, sizeof stretch) == 0) continue; /* they were zeros before */
        snprintf(what, sizeof what, "%zu bytes from %zu on written over with %s", sizeof stretch, at, zeros ? "zeros" : "others");
        store(trial, at, stretch, sizeof stretch);
        try_damaged(trial, what);
        store(trial, at, trial->bytes->data + at, sizeof stretch);
    }
}

/* One to four bytes of a section, each of which is as likely, and the sums made right. */
static void forge(struct trial *trial, struct random_source *random, uint64_t cases)
{
    char what[100];
    struct buffer *copy = &trial->fixture->bytes[1];
    for (uint64_t i = 0; i < cases; i++) {
        const enum index_section section = (enum index_section)random_below(random, SECTION_PAGES);
        size_t size;
        const size_t begin = section_offset(trial->bytes, section, &size);
        copy->size = 0;
        assert_int_equal(buffer_append(copy, trial->bytes->data, trial->bytes->size, NULL), NS_OK);
        for (uint32_t k = 1 + random_below(random, 4); k > 0 && size > 0; k--)
            copy->data[begin + random_below(random, (uint32_t)size)] = (char)random_below(random, 256);
        mend_sums(copy);
        snprintf(what, sizeof what, "forged index %llu, section %s", (unsigned long long)i, index_section_name(section));
        store(trial, 0, copy->data, copy->size);
        try_forged(trial, what);
    }
    store(trial, 0, trial->bytes->data, trial->bytes->size);
}

/* @otherwise  bits to flip where the environment does not say how many
 * @a_forged   so many flipped bits come to one forged index, all of which --verify reads */
static void try_all(struct fixture *fixture, const char *collection, const struct command *commands, uint64_t otherwise, uint64_t a_forged)
{
    struct random_source random = {fixture_seed(fixture)};
    const uint64_t flips = environment_number("DAMAGE", otherwise);
    struct trial *trial = begin(fixture, collection, commands);
    flip_bits(trial, &random, flips);
    cut_off(trial, &random, (flips + 9) / 10);
    write_over(trial, &random, (flips + 9) / 10);
    assert_true(trial->answered > 0 && trial->refused > 0);
    forge(trial, &random, (flips + a_forged - 1) / a_forged);
    end(trial);
}

static void test_sample(void **state)
{
    try_all(*state, "corpus", of_sample, FLIPS, 1);
}

static void test_newswire(void **state)
{
    const char *folder = getenv("NEWS_DATA");
    char path[4096];
    snprintf(path, sizeof path, "%s/reuters.jsonl.gz", folder && *folder ? folder : "../shared/data");
    if (access(path, R_OK) != 0) {
        fprintf(stderr, "SKIPPED: there is no %s; NEWS_DATA=FOLDER names the folder that has it\n", path);
        skip();
    }
    try_all(*state, path, of_newswire, FLIPS / 4, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {FIXTURE_TEST(test_sample), FIXTURE_TEST(test_newswire)};
    return cmocka_run_group_tests_name("damage", tests, NULL, NULL);
}
