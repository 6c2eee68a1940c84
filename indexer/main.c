/* main.c - news-indexer: the command line, the messages, the exit status. */
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "cli/completion.h"
#include "cli/program.h"
#include "cli/terminal.h"
#include "indexer/build.h"

#define PROGRAM "news-indexer"

/* With less the temporary files would be many and small. */
#define MEMORY_LEAST (UINT32_C(16) << 20)

/* Beside EXIT_FAILED. */
enum exit_status {
    EXIT_BUILT = 0,
    EXIT_COMPLAINED = 1,
};

struct settings {
    const char *output;
    const char *language;
    uint32_t jobs;
    uint64_t memory;
    struct option_list map;
    int writer; /* xap_writer_kind */
    bool quiet;
    int completion; /* completion_shell */
    bool help;
};

/* In order of their numbers. */
static const char *const writer_choices[] = {"bulk", "xapian", NULL};

static const struct option_row rows[] = {
    {'o', "output", OPTION_STRING, offsetof(struct settings, output), "FILE", "the index to write (news.idx)", 0, 0, NULL},
    {'l', "language", OPTION_STRING, offsetof(struct settings, language), "NAME",
     "whose word endings to fold: a Snowball language, or none (english)", 0, 0, NULL},
    {'j', "jobs", OPTION_NUMBER, offsetof(struct settings, jobs), "N", "threads to work with (one a processor)", 1, BUILD_JOBS_MAX, NULL},
    {'m', "memory", OPTION_SIZE, offsetof(struct settings, memory), "SIZE",
     "memory for articles; what is more goes to temporary files beside FILE (1G)", MEMORY_LEAST, 0, NULL},
    {0, "map", OPTION_LIST, offsetof(struct settings, map), "LIST",
     "what records in JSON and CSV call the fields, such as title=headline,body=lead+content", 0, 0, NULL},
    {0, "writer", OPTION_CHOICE, offsetof(struct settings, writer), "WHICH",
     "who writes the postings: bulk, or xapian itself, many times slower (bulk)", 0, 0, writer_choices},
    {'q', "quiet", OPTION_FLAG, offsetof(struct settings, quiet), NULL, "no progress bar and no closing line", 0, 0, NULL},
    {0, "completion", OPTION_CHOICE, offsetof(struct settings, completion), "SHELL",
     "print what bash, zsh or fish needs to complete these options, and exit", 0, 0, completion_shells},
    {'h', "help", OPTION_FLAG, offsetof(struct settings, help), NULL, "show this and exit", 0, 0, NULL},
};

static const struct options options = {
    .program = PROGRAM,
    .usage = "[OPTION]... PATH...",
    .purpose = "Make one index file of the articles at and below PATH: plain text, or JSON Lines (.jsonl); either may be gzip.",
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .notes = "Names that begin with a dot and files named README or README.* are passed over.\n"
             "Exit status: 0 the index is written, 1 it is, but something went wrong on the way, 2 it is not.",
};

/* The only thing that the signal handler touches: an atomic number without a lock, which the threads may read meanwhile. */
static atomic_int stop_signal;

static void on_signal(int number)
{
    stop_signal = number;
}

/* A signal ends the build in order, before the next article; when the last has been read, the index is finished. */
static void catch_signals(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
        struct sigaction before;
        sigemptyset(&action.sa_mask);
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) sigaction(signals[i], &action, NULL);
    }
    /* A file that may not grow and a pipe that nobody reads are errors that write() reports, no reason to die with a temporary file left
     * behind. */
    signal(SIGXFSZ, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
}

static void complain(const char *message)
{
    terminal_complain(PROGRAM, message);
}

/* A size in the unit that suits it. */
static void print_size(uint64_t bytes)
{
    if (bytes < 1000000) {
        printf("%.1f kB", (double)bytes / 1e3);
    } else {
        printf("%.1f MB", (double)bytes / 1e6);
    }
}

static void print_result(const struct settings *settings, const struct build_result *result)
{
    const struct index_totals *totals = &result->totals;
    terminal_write(stdout, settings->output, strlen(settings->output), TERMINAL_NAME);
    printf(": %llu articles from %llu files, %llu passages, ", (unsigned long long)totals->articles, (unsigned long long)result->files,
           (unsigned long long)totals->passages);
    print_size(totals->text_bytes);
    printf(" of text in %.2f s, %.1f MB/s; index ", result->seconds,
           result->seconds > 0 ? (double)totals->text_bytes / 1e6 / result->seconds : 0);
    print_size(totals->file_bytes);
    printf(", %.2f times the text", totals->text_bytes ? (double)totals->file_bytes / (double)totals->text_bytes : 0);
    if (result->passed_over) printf("; %llu files passed over", (unsigned long long)result->passed_over);
    putchar('\n');
}

static int build(void *context, const char *const *paths, size_t count)
{
    const struct settings *settings = context;
    struct field_map fields;
    const struct build_options build_options = {.output = settings->output,
                                                .language = settings->language,
                                                .jobs = settings->jobs,
                                                .memory = settings->memory,
                                                .postings = (xap_writer_kind)settings->writer,
                                                .fields = &fields,
                                                .progress = !settings->quiet,
                                                .stop = &stop_signal,
                                                .problem = complain};
    struct build_result result = {0};
    struct ns_error err;
    catch_signals();
    ns_status status = field_map_init(&fields, settings->map.items, settings->map.count, &err);
    if (status == NS_OK) status = build_index(&build_options, paths, count, &result, &err);
    if (status == NS_ERR_STOPPED) complain(err.msg);
    if (status == NS_ERR_STOPPED) return 128 + stop_signal;
    if (status != NS_OK) {
        complain(err.msg);
        return EXIT_FAILED;
    }
    if (!settings->quiet) print_result(settings, &result);
    /* The index stands, even if nobody could be told. */
    if (!terminal_finish(PROGRAM)) return EXIT_COMPLAINED;
    return result.problems ? EXIT_COMPLAINED : EXIT_BUILT;
}

int main(int argc, char **argv)
{
    struct settings settings = {.output = "news.idx", .language = "english", .completion = COMPLETION_NONE};
    const struct program program = {.options = &options,
                                    .settings = &settings,
                                    .help = &settings.help,
                                    .completion = &settings.completion,
                                    .missing = "wanted at least one PATH to articles; --help says more",
                                    .run = build};
    return program_main(&program, argc, argv);
}
