/* main.c - news-indexer: the command line, the messages, the exit status. */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/bus_error.h"
#include "cli/completion.h"
#include "cli/program.h"
#include "cli/terminal.h"
#include "index/index_target.h"
#include "index/verify.h"
#include "indexer/build.h"
#include "indexer/fields.h"

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
    int format; /* of input_formats; FORMAT_TOLD */
    uint64_t inflated_max;
    bool strict;
    bool list;
    const char *log;
    const char *verify;
    bool quiet;
    int completion; /* completion_shell */
    bool version;
    bool help;
};

/* No format was chosen: each input tells its own. */
#define FORMAT_TOLD (-1)

static const struct settings default_settings = {
    .output = "news.idx", .language = "english", .format = FORMAT_TOLD, .completion = COMPLETION_NONE};

/* Problems of a kind that are told on standard error. */
#define TOLD_MOST 10

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
    {'f', "format", OPTION_CHOICE, offsetof(struct settings, format), "NAME", "what all inputs are, whatever they look like", 0, 0,
     input_format_names},
    {0, "max-inflated", OPTION_SIZE, offsetof(struct settings, inflated_max), "SIZE", "what a compressed input may inflate to (1G)", 1, 0,
     NULL},
    {0, "strict", OPTION_FLAG, offsetof(struct settings, strict), NULL, "end at the first problem, without an index", 0, 0, NULL},
    {0, "list", OPTION_FLAG, offsetof(struct settings, list), NULL,
     "make no index: print address, format, date, title and words of each article", 0, 0, NULL},
    {0, "log", OPTION_STRING, offsetof(struct settings, log), "FILE", "write all problems to FILE; standard error gets ten of a kind", 0, 0,
     NULL},
    {0, "verify", OPTION_STRING, offsetof(struct settings, verify), "FILE",
     "make no index: check every byte of the index FILE, and that all it says agrees", 0, 0, NULL},
    {'q', "quiet", OPTION_FLAG, offsetof(struct settings, quiet), NULL, "no progress bar and no closing line", 0, 0, NULL},
    {0, "completion", OPTION_CHOICE, offsetof(struct settings, completion), "SHELL",
     "print what bash, zsh or fish needs to complete these options, and exit", 0, 0, completion_shells},
    {'V', "version", OPTION_FLAG, offsetof(struct settings, version), NULL, "print the version of the program and of its index, and exit",
     0, 0, NULL},
    {'h', "help", OPTION_FLAG, offsetof(struct settings, help), NULL, "show this and exit", 0, 0, NULL},
};

static const struct options options = {
    .program = PROGRAM,
    .usage = "[OPTION]... PATH... | [-q] --verify FILE",
    .purpose =
        "Make one index file of the articles at and below PATH, or of standard input (-). What each is it tells by itself; it may be gzip.",
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .notes = "Names that begin with a dot and files named README or README.* are passed over.\n"
             "Exit status: 0 the index is written, 1 it is, but something went wrong on the way, 2 it is not; of --verify 0 undamaged, 2\n"
             "damaged or no index.",
};

/* Not 0: the build is to end. It is the only thing that the signal handler touches: an atomic number without a lock, which the threads may
 * read meanwhile. */
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

/* ---- What is told on the way ---- */

struct telling {
    FILE *log;                   /* NULL for none */
    bool terminal;               /* standard output is one */
    enum terminal_output output; /* what came of the rows */
    uint64_t told[PROBLEM_KINDS];
};

static void tell_problem(void *context, enum problem_kind kind, const char *message)
{
    struct telling *telling = context;
    if (telling->told[kind]++ < TOLD_MOST) complain(message);
    if (!telling->log) return;
    terminal_write(telling->log, message, strlen(message), TERMINAL_MESSAGE);
    putc('\n', telling->log);
}

/* A terminal gets no control characters but those that part columns and rows. Where nobody takes the rows any more, as behind head(1),
 * there is no reason to read on. */
static void tell_rows(void *context, const char *text, size_t size)
{
    struct telling *telling = context;
    if (telling->output != TERMINAL_SENT) return;
    if (!telling->terminal) {
        telling->output = terminal_put(PROGRAM, text, size);
        if (telling->output != TERMINAL_SENT) stop_signal = SIGPIPE;
        return;
    }
    for (size_t at = 0; at < size; at++) {
        const size_t begin = at;
        while (text[at] != '\t' && text[at] != '\n')
            at++;
        terminal_write(stdout, text + begin, at - begin, TERMINAL_MESSAGE);
        putchar(text[at]);
    }
}

/* How many problems there were of each kind; false if there were none. */
static bool sum_up(const struct build_result *result, const struct settings *settings)
{
    char text[1024];
    size_t used = 0;
    bool more = false;
    for (int kind = 0; kind < PROBLEM_KINDS; kind++) {
        const uint64_t count = result->problems[kind];
        if (count == 0) continue;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%llu %s", used > 0 ? ", " : "", (unsigned long long)count,
                                 problem_kind_name((enum problem_kind)kind, count > 1));
        more = more || count > TOLD_MOST;
    }
    if (used == 0) return false;
    if (more && !settings->log) snprintf(text + used, sizeof text - used, "; --log FILE writes all");
    complain(text);
    return true;
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

/* A file's name and what is said of it. */
static void print_name(const char *name)
{
    terminal_write(stdout, name, strlen(name), TERMINAL_NAME);
    fputs(": ", stdout);
}

static void print_result(const struct settings *settings, const struct build_result *result)
{
    const struct index_totals *totals = &result->totals;
    print_name(settings->output);
    printf("%llu articles from %llu files, %llu passages, ", (unsigned long long)totals->articles, (unsigned long long)result->files,
           (unsigned long long)totals->passages);
    print_size(totals->text_bytes);
    printf(" of text in %.2f s, %.1f MB/s; index ", result->seconds,
           result->seconds > 0 ? (double)totals->text_bytes / 1e6 / result->seconds : 0);
    print_size(totals->file_bytes);
    printf(", %.2f times the text", totals->text_bytes ? (double)totals->file_bytes / (double)totals->text_bytes : 0);
    if (result->passed_over) printf("; %llu files passed over", (unsigned long long)result->passed_over);
    putchar('\n');
}

static int build(const struct settings *settings, struct telling *telling, const char *const *paths, size_t count)
{
    struct field_map fields;
    const struct build_options build_options = {.output = settings->output,
                                                .language = settings->language,
                                                .jobs = settings->jobs,
                                                .memory = settings->memory,
                                                .postings = (xap_writer_kind)settings->writer,
                                                .fields = &fields,
                                                .progress = !settings->quiet,
                                                .stop = &stop_signal,
                                                .format = settings->format == FORMAT_TOLD ? NULL : &input_formats[settings->format],
                                                .inflated_max = settings->inflated_max,
                                                .log = settings->log,
                                                .strict = settings->strict,
                                                .list = settings->list,
                                                .listener = {tell_problem, tell_rows, telling}};
    struct build_result result = {0};
    struct ns_error err;
    catch_signals();
    ns_status status = field_map_init(&fields, settings->map.items, settings->map.count, &err);
    if (status == NS_OK) status = build_index(&build_options, paths, count, &result, &err);
    const bool problems = sum_up(&result, settings);
    if (telling->output == TERMINAL_FAILED) return EXIT_FAILED;
    if (telling->output == TERMINAL_CLOSED) return problems ? EXIT_COMPLAINED : EXIT_BUILT;
    if (status != NS_OK) complain(err.msg);
    if (status == NS_ERR_STOPPED) return 128 + stop_signal;
    if (status != NS_OK) return EXIT_FAILED;
    if (!settings->quiet && !settings->list) print_result(settings, &result);
    /* The index stands, even if nobody could be told; a list that nobody got is nothing. */
    if (!terminal_finish(PROGRAM)) return settings->list ? EXIT_FAILED : EXIT_COMPLAINED;
    return problems ? EXIT_COMPLAINED : EXIT_BUILT;
}

/* ---- Verifying ---- */

static void print_verified(const char *path, const struct index_info *info)
{
    print_name(path);
    printf("undamaged: %llu articles, %llu passages, %llu words, ", (unsigned long long)info->articles, (unsigned long long)info->passages,
           (unsigned long long)info->words);
    print_size(info->text_bytes);
    printf(" of text; index ");
    print_size(info->file_bytes);
    putchar('\n');
}

static int verify(const struct settings *settings)
{
    bus_error_catch(PROGRAM ": the index was cut off while it was checked, or cannot be read from its disk any more\n", EXIT_FAILED);
    struct index_info info;
    struct ns_error err;
    if (index_verify(settings->verify, &info, &err) != NS_OK) {
        complain(err.msg);
        return EXIT_FAILED;
    }
    if (!settings->quiet) print_verified(settings->verify, &info);
    return terminal_finish(PROGRAM) ? EXIT_BUILT : EXIT_FAILED;
}

/* Whether anything was said that is about making an index. */
static bool is_about_making(const struct settings *settings, size_t operands)
{
    const struct settings *unsaid = &default_settings;
    return operands > 0 || settings->output != unsaid->output || settings->language != unsaid->language || settings->jobs > 0 ||
           settings->memory > 0 || settings->map.count > 0 || settings->writer != unsaid->writer || settings->format != unsaid->format ||
           settings->inflated_max > 0 || settings->strict || settings->list || settings->log;
}

/* ---- The command line ---- */

/* The log is emptied before anything is read, and so may be neither what is to be written nor another index. */
static ns_status check_log(const struct settings *settings, struct ns_error *err)
{
    bool found = false;
    struct ns_error cause;
    ns_status status = settings->list ? NS_OK : index_target_same(settings->log, settings->output, &found, err);
    if (status != NS_OK) return status;
    if (found) return ns_fail(err, NS_ERR_ARG, "--log %s: is the index that is to be written; another file was wanted", settings->log);
    status = index_target_is_index(settings->log, &found, &cause);
    if (status != NS_OK) return ns_fail(err, status, "--log %s", cause.msg);
    return found ? ns_fail(err, NS_ERR_ARG, "--log %s: is an index; another file was wanted", settings->log) : NS_OK;
}

/* *log is NULL where none is wanted. */
static ns_status open_log(const struct settings *settings, FILE **log, struct ns_error *err)
{
    *log = NULL;
    if (!settings->log) return NS_OK;
    const ns_status status = check_log(settings, err);
    if (status != NS_OK) return status;
    *log = fopen(settings->log, "we");
    return *log ? NS_OK : ns_fail_errno(err, NS_ERR_IO, "%s: cannot be written", settings->log);
}

/* Returns whether all of the log, should there be one, is in its file. */
static bool close_log(FILE *log)
{
    if (!log) return true;
    const bool failed = ferror(log);
    return fclose(log) == 0 && !failed;
}

/* With the log, should one be wanted, open meanwhile. */
static int make(const struct settings *settings, const char *const *paths, size_t count)
{
    struct telling telling = {.terminal = isatty(STDOUT_FILENO)};
    struct ns_error err;
    if (open_log(settings, &telling.log, &err) != NS_OK) {
        complain(err.msg);
        return EXIT_FAILED;
    }
    const int status = build(settings, &telling, paths, count);
    if (close_log(telling.log)) return status;
    ns_fail(&err, NS_ERR_IO, "%s: could not be written whole", settings->log);
    complain(err.msg);
    return status == EXIT_BUILT ? EXIT_COMPLAINED : status;
}

static int run(void *context, const char *const *paths, size_t count)
{
    const struct settings *settings = context;
    if (!settings->verify) return make(settings, paths, count);
    if (!is_about_making(settings, count)) return verify(settings);
    complain("--verify: wanted no PATH and no option but --quiet beside it; it makes no index");
    return EXIT_FAILED;
}

/* Have the umask take nothing from the owner: the hidden folder of a build and what is in it could not be used, and an index that its owner
 * may not read could not be replaced. The umask is the process's, so no thread may run yet. */
static void open_to_owner(void)
{
    const mode_t mask = umask(S_IRWXG | S_IRWXO);
    umask(mask & (S_IRWXG | S_IRWXO));
}

int main(int argc, char **argv)
{
    open_to_owner();
    struct settings settings = default_settings;
    const struct program program = {.options = &options,
                                    .settings = &settings,
                                    .help = &settings.help,
                                    .version = &settings.version,
                                    .index_version = INDEX_VERSION,
                                    .completion = &settings.completion,
                                    .missing = "wanted at least one PATH to articles; --help says more",
                                    .instead = {&settings.verify},
                                    .run = run};
    return program_main(&program, argc, argv);
}
