/* main.c - news-indexer: the command line, the messages, the exit status. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"
#include "cli/terminal.h"
#include "indexer/build.h"

#define PROGRAM "news-indexer"

enum exit_status {
    EXIT_BUILT = 0,
    EXIT_COMPLAINED = 1,
    EXIT_FAILED = 2,
};

struct settings {
    const char *output;
    const char *language;
    bool quiet;
    bool help;
};

static const struct option_row rows[] = {
    {'o', "output", OPTION_STRING, offsetof(struct settings, output), "FILE", "the index to write (news.idx)", 0, 0, NULL},
    {'l', "language", OPTION_STRING, offsetof(struct settings, language), "NAME",
     "whose word endings to fold: a Snowball language, or none (english)", 0, 0, NULL},
    {'q', "quiet", OPTION_FLAG, offsetof(struct settings, quiet), NULL, "no progress bar and no closing line", 0, 0, NULL},
    {'h', "help", OPTION_FLAG, offsetof(struct settings, help), NULL, "show this and exit", 0, 0, NULL},
};

static const struct options options = {
    .program = PROGRAM,
    .usage = "[OPTION]... PATH...",
    .purpose = "Make one index file of the articles at and below PATH: plain text, or JSON Lines (.jsonl); either may be gzip.",
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .notes = "Names that begin with a dot and files named README are passed over.\n"
             "Exit status: 0 the index is written, 1 it is, but something was wrong with what was read, 2 it is not.",
};

/* The only thing that a signal handler may touch. */
static volatile sig_atomic_t stop_signal;

static void on_signal(int number)
{
    stop_signal = number;
}

/* The first signal ends the build in order; a second one ends the process. */
static void catch_signals(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)(SA_RESETHAND | SA_RESTART)};
        struct sigaction before;
        sigemptyset(&action.sa_mask);
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) sigaction(signals[i], &action, NULL);
    }
    /* A file size limit is an error that write() reports, not a reason to die with a temporary file left behind. */
    signal(SIGXFSZ, SIG_IGN);
}

static void complain(const char *message)
{
    terminal_complain(PROGRAM, message);
}

static void print_result(const struct settings *settings, const struct build_result *result)
{
    const struct index_totals *totals = &result->totals;
    const double megabytes = (double)totals->text_bytes / 1e6;
    terminal_write(stdout, settings->output, strlen(settings->output), true);
    printf(": %llu articles, %llu passages, %llu words; %.2f MB of text in %.2f s, %.1f MB/s; index %.2f MB, %.2f of the text\n",
           (unsigned long long)totals->articles, (unsigned long long)totals->passages, (unsigned long long)totals->words, megabytes,
           result->seconds, result->seconds > 0 ? megabytes / result->seconds : 0, (double)totals->file_bytes / 1e6,
           totals->text_bytes ? (double)totals->file_bytes / (double)totals->text_bytes : 0);
}

static int build(const struct settings *settings, const char *const *paths, size_t count)
{
    const struct build_options build_options = {settings->output, settings->language, !settings->quiet, &stop_signal, complain};
    struct build_result result = {0};
    struct ns_error err;
    catch_signals();
    const ns_status status = build_index(&build_options, paths, count, &result, &err);
    if (status == NS_ERR_STOPPED) complain(err.msg);
    if (status == NS_ERR_STOPPED) return 128 + (int)stop_signal;
    if (status != NS_OK) {
        complain(err.msg);
        return EXIT_FAILED;
    }
    if (!settings->quiet) print_result(settings, &result);
    if (!terminal_finish(PROGRAM)) return EXIT_FAILED;
    return result.problems ? EXIT_COMPLAINED : EXIT_BUILT;
}

static int run(int argc, char **argv, const char **operands)
{
    struct settings settings = {.output = "news.idx", .language = "english"};
    char message[512];
    size_t count;
    if (!options_parse(&options, argc, argv, &settings, operands, &count, message, sizeof message)) {
        complain(message);
        return EXIT_FAILED;
    }
    if (settings.help) {
        options_help(&options, stdout);
        return terminal_finish(PROGRAM) ? EXIT_BUILT : EXIT_FAILED;
    }
    if (count == 0) {
        complain("wanted at least one PATH to articles; --help says more");
        return EXIT_FAILED;
    }
    return build(&settings, operands, count);
}

int main(int argc, char **argv)
{
    const char **operands = calloc((size_t)argc + 1, sizeof *operands);
    if (!operands) {
        complain("out of memory");
        return EXIT_FAILED;
    }
    const int status = run(argc, argv, operands);
    free(operands);
    return status;
}
