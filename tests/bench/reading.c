/* reading.c - what it takes to read articles, beside the plain counting of their words: reading COLLECTION CASE ROUNDS PATH...
 *
 * Reads the files at and below each PATH, one after another in one thread, and prints figures as lines of the bench's table (engines.h),
 * of processor time, the best of ROUNDS:
 *   reading   MB of the files a second when articles are read and their words counted; and when they are only read
 *   counting  the same when the files are loaded, and all words in them counted whatever they are
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "index/analyzer.h"
#include "indexer/intake.h"
#include "indexer/walk.h"
#include "tests/bench/engines.h"

enum argument {
    COLLECTION = 1,
    CASE,
    ROUNDS,
    PATHS,
};

enum task { READ_AND_COUNT, READ, ONLY_COUNT };

struct reading {
    enum task task;
    struct buffer store; /* the file at hand */
    struct token_list tokens;
    uint64_t words;
    uint64_t file_bytes;
};

static double processor_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static ns_status count_words(struct reading *reading, const char *text, size_t size, struct ns_error *err)
{
    reading->tokens.count = 0;
    const ns_status status = analyze(text, 0, size, &reading->tokens, err);
    reading->words += reading->tokens.count;
    return status;
}

static ns_status take_article(void *context, const struct article *article, struct ns_error *err)
{
    struct reading *reading = context;
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && reading->task == READ_AND_COUNT && i < article->part_count; i++)
        status = count_words(reading, article->parts[i].text, article->parts[i].length, err);
    return status;
}

static void pass_over(void *context, enum problem_kind kind, const char *path, uint64_t line, const char *what)
{
    (void)context, (void)kind, (void)path, (void)line, (void)what;
}

static ns_status read_file(struct reading *reading, const char *path, struct ns_error *err)
{
    struct input input;
    const struct input_format *format;
    const struct reader_sink sink = {take_article, pass_over, reading};
    const ns_status status = intake_load(path, NULL, &reading->store, &input, &format, err);
    if (status != NS_OK) return status;
    reading->file_bytes += input.size;
    return reading->task == ONLY_COUNT ? count_words(reading, input.data, input.size, err) : format->read(&input, &sink, err);
}

/* Returns the seconds of processor time that it took, below 0 on failure. */
static double read_files(struct reading *reading, enum task task, char **paths, size_t count, struct ns_error *err)
{
    struct walk *walk;
    struct stat found;
    const char *path = "";
    reading->task = task;
    reading->file_bytes = 0;
    ns_status status = walk_open((const char *const *)paths, count, pass_over, NULL, &walk, err);
    const double begin = processor_seconds();
    while (status == NS_OK && path) {
        status = walk_next(walk, &path, &found, err);
        if (status == NS_OK && path) status = read_file(reading, path, err);
    }
    const double seconds = processor_seconds() - begin;
    walk_close(walk);
    return status == NS_OK ? seconds : -1;
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

static int measure(struct reading *reading, int argc, char **argv, struct ns_error *err)
{
    static const char *const rows[] = {[READ] = "reading", [READ_AND_COUNT] = "reading", [ONLY_COUNT] = "counting"};
    static const char *const figures[] = {[READ] = "only read MB/s", [READ_AND_COUNT] = "MB/s", [ONLY_COUNT] = "MB/s"};
    double best[] = {1e9, 1e9, 1e9};
    for (long left = strtol(argv[ROUNDS], NULL, 10); left > 0; left--) {
        for (int task = 0; task <= ONLY_COUNT; task++)
            best[task] = least(best[task], read_files(reading, (enum task)task, argv + PATHS, (size_t)(argc - PATHS), err));
    }
    for (int task = 0; task <= ONLY_COUNT; task++) {
        if (best[task] < 0) return 1;
        print_figure("read", argv[COLLECTION], argv[CASE], rows[task], figures[task], (double)reading->file_bytes / 1e6 / best[task]);
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct reading reading = {.store = BUFFER_INIT};
    struct ns_error err = {NS_OK, ""};
    if (argc <= PATHS) {
        fprintf(stderr, "usage: reading COLLECTION CASE ROUNDS PATH...\n");
        return 2;
    }
    const int status = measure(&reading, argc, argv, &err);
    if (status != 0) fprintf(stderr, "reading: %s\n", err.msg);
    buffer_release(&reading.store);
    token_list_release(&reading.tokens);
    return status;
}
