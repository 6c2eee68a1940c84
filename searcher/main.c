/* main.c - news-searcher: the command line, the messages, the exit status. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/program.h"
#include "cli/terminal.h"
#include "cli/threads.h"
#include "searcher/batch.h"
#include "searcher/format.h"
#include "searcher/info.h"
#include "searcher/question.h"

#define PROGRAM "news-searcher"

/* As grep has them, beside EXIT_FAILED. */
enum exit_status {
    EXIT_FOUND = 0,
    EXIT_NONE = 1,
};

/* What no number of sentences is. */
#define CONTEXT_BY_WORDS UINT32_MAX

struct settings {
    const char *index;
    const char *batch;
    const char *since;
    const char *until;
    struct date_limits dates; /* that these two stand for */
    bool all;
    uint32_t near;    /* 0: not given */
    uint32_t context; /* CONTEXT_BY_WORDS: not given */
    bool info;
    uint32_t jobs; /* 0: one a processor */
    uint32_t limit;
    int color;
    bool literal;
    bool parse;
    bool explain;
    bool strict;
    bool quiet;
    bool no_notes;
    bool paths;
    bool count;
    bool nul;
    bool header;
    int format;
    bool help;
};

static const struct option_row rows[] = {
    {'i', "index", OPTION_STRING, offsetof(struct settings, index), "FILE", "the index to search (news.idx)", 0, 0, NULL},
    {'n', "limit", OPTION_NUMBER, offsetof(struct settings, limit), "N", "show the N best passages (10)", 1, 1000000, NULL},
    {0, "since", OPTION_STRING, offsetof(struct settings, since), "DATE",
     "only articles from DATE on: 2021, 2021-03, 2021-03-01, today, 7d, 2w, 3m, 1y", 0, 0, NULL},
    {0, "until", OPTION_STRING, offsetof(struct settings, until), "DATE", "only articles up to DATE, all of it included", 0, 0, NULL},
    {0, "all", OPTION_FLAG, offsetof(struct settings, all), NULL, "words side by side must all be in the article", 0, 0, NULL},
    {0, "near", OPTION_NUMBER, offsetof(struct settings, near), "N", "words side by side must all stand within N words of the next", 1,
     NUMBER_MAX, NULL},
    {0, "context", OPTION_NUMBER, offsetof(struct settings, context), "N", "show N sentences on either side of the evidence", 0,
     CONTEXT_MAX, NULL},
    {'f', "format", OPTION_CHOICE, offsetof(struct settings, format), "FORMAT", "print hits as FORMAT (text)", 0, 0, format_names},
    {'l', "paths", OPTION_FLAG, offsetof(struct settings, paths), NULL, "print the path of each file with a hit, once: -f paths", 0, 0, NULL},
    {'0', "null", OPTION_FLAG, offsetof(struct settings, nul), NULL, "end each path with NUL, as xargs -0 reads them", 0, 0, NULL},
    {'c', "count", OPTION_FLAG, offsetof(struct settings, count), NULL, "print how many passages match: -f count", 0, 0, NULL},
    {'q', "quiet", OPTION_FLAG, offsetof(struct settings, quiet), NULL, "print nothing; the exit status tells whether there is a hit", 0, 0,
     NULL},
    {0, "batch", OPTION_STRING, offsetof(struct settings, batch), "FILE",
     "answer each line of FILE (- for standard input): a query, or id TAB query", 0, 0, NULL},
    {'j', "jobs", OPTION_NUMBER, offsetof(struct settings, jobs), "N", "threads to answer a batch with (one a processor)", 1,
     BATCH_JOBS_MAX, NULL},
    {0, "literal", OPTION_FLAG, offsetof(struct settings, literal), NULL, "QUERY is a phrase whatever it contains: nothing is an operator",
     0, 0, NULL},
    {0, "color", OPTION_CHOICE, offsetof(struct settings, color), "WHEN", "mark the evidence in colour: auto, always or never (auto)", 0, 0,
     color_choices},
    {0, "parse", OPTION_FLAG, offsetof(struct settings, parse), NULL, "print how QUERY is read, and exit", 0, 0, NULL},
    {0, "explain", OPTION_FLAG, offsetof(struct settings, explain), NULL, "tell what each score is made of, and where the evidence is", 0,
     0, NULL},
    {0, "strict", OPTION_FLAG, offsetof(struct settings, strict), NULL, "do not search where QUERY could be read otherwise or was mended",
     0, 0, NULL},
    {0, "no-notes", OPTION_FLAG, offsetof(struct settings, no_notes), NULL,
     "do not say how QUERY could be read otherwise or was mended, or what is spelled like it", 0, 0, NULL},
    {0, "info", OPTION_FLAG, offsetof(struct settings, info), NULL, "print what the index holds, without a QUERY, and exit", 0, 0, NULL},
    {'h', "help", OPTION_FLAG, offsetof(struct settings, help), NULL, "show this and exit", 0, 0, NULL},
};

static const struct options options = {
    .program = PROGRAM,
    .usage = "[OPTION]... QUERY... | --batch FILE | --info",
    .purpose = "Show the passages of an index that match QUERY, best first. Several QUERY words are one query.",
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .notes = "QUERY:  vaccine makers      any of the words, in any form\n"
             "        +serum -india       must, must not be in the article\n"
             "        \"stone panda\"       the words side by side\n"
             "        vaccin* serum~ =WHO a pattern, nearly spelled so, exactly this form\n"
             "        apt10 near/5 serum  within 5 words of each other (near: 30); adj/N in this order\n"
             "        a and b, a or b, a not b, (...)   on the article\n"
             "        title:x date:2021-03              fields\n"
             "news-query(7) tells all of the language.\n"
             "Of a batch, each line's hits come behind a line \"# ID<TAB>QUERY\"; the ID is the line's number if it has none.\n"
             "Exit status: 0 found, 1 nothing found, 2 error.",
};

static struct print_options print_options(const struct settings *settings)
{
    const int format = settings->paths ? FORMAT_PATHS : settings->count ? FORMAT_COUNT : settings->format;
    return (struct print_options){.format = format_of(format),
                                  .terminal = isatty(STDOUT_FILENO),
                                  .colored = terminal_colored(stdout, (enum color_choice)settings->color),
                                  .width = terminal_width(stdout),
                                  .explain = settings->explain,
                                  .header = settings->header,
                                  .nul = settings->nul};
}

static struct question_options question_options(const struct settings *settings)
{
    return (struct question_options){.limit = settings->limit,
                                     .by_sentences = settings->context != CONTEXT_BY_WORDS,
                                     .context = settings->context,
                                     .literal = settings->literal,
                                     .parse = settings->parse,
                                     .strict = settings->strict,
                                     .silent = settings->quiet,
                                     .suggest = !settings->no_notes && !settings->quiet && !settings->parse,
                                     .rewrite = {.all = settings->all, .near = settings->near, .dates = settings->dates},
                                     .print = print_options(settings)};
}

/* ---- One query ---- */

/* Whether answers are printed in a format. */
static bool prints(const struct question_options *asked)
{
    return !asked->parse && !asked->silent;
}

static ns_status answer_with(const struct settings *settings, const struct index_reader *reader, const char *text, bool *found,
                             struct ns_error *err)
{
    const struct question_options asked = question_options(settings);
    const struct format *format = asked.print.format;
    struct question question = {0};
    ns_status status = question_read(&question, &asked, text, strlen(text), err);
    if (status == NS_OK && !settings->no_notes) question_tell_notes(&question, PROGRAM, NULL, 0);
    if (status == NS_OK && format->open && prints(&asked)) format->open(stdout, &asked.print);
    if (status == NS_OK) status = question_answer(&question, &asked, reader, stdout, found, err);
    if (status == NS_OK && format->close && prints(&asked)) format->close(stdout, &asked.print);
    question_tell_suggestions(&question, PROGRAM, NULL, 0);
    question_release(&question);
    return status;
}

static ns_status answer(const struct settings *settings, const char *text, bool *found, struct ns_error *err)
{
    struct index_reader *reader = NULL;
    ns_status status = settings->parse ? NS_OK : index_reader_open(settings->index, &reader, err);
    if (status == NS_OK) status = answer_with(settings, reader, text, found, err);
    index_reader_close(reader);
    return status;
}

/* The operands with spaces between, as a shell user who forgot the quotes would have meant them. NULL when memory is out. */
static char *join(const char *const *operands, size_t count)
{
    size_t size = 1;
    for (size_t i = 0; i < count; i++)
        size += strlen(operands[i]) + 1;
    char *joined = calloc(1, size);
    char *at = joined;
    for (size_t i = 0; joined && i < count; i++) {
        if (i > 0) *at++ = ' ';
        at = stpcpy(at, operands[i]);
    }
    return joined;
}

static int search_one(const struct settings *settings, const char *const *operands, size_t count)
{
    struct ns_error err;
    bool found = false;
    char *query = join(operands, count);
    const ns_status status = query ? answer(settings, query, &found, &err) : ns_fail_nomem(&err);
    free(query);
    if (status != NS_OK) terminal_complain(PROGRAM, err.msg);
    if (!terminal_finish(PROGRAM) || status != NS_OK) return EXIT_FAILED;
    return found ? EXIT_FOUND : EXIT_NONE;
}

/* ---- Many queries ---- */

static int search_batch(const struct settings *settings)
{
    const struct question_options asked = question_options(settings);
    const struct batch_options batch = {.program = PROGRAM,
                                        .queries = settings->batch,
                                        .index = settings->index,
                                        .jobs = settings->jobs ? settings->jobs : threads_processors(),
                                        .no_notes = settings->no_notes,
                                        .questions = &asked};
    struct batch_result result;
    struct ns_error err;
    const struct format *format = asked.print.format;
    if (format->open && prints(&asked)) format->open(stdout, &asked.print);
    const ns_status status = batch_run(&batch, &result, &err);
    if (format->close && prints(&asked)) format->close(stdout, &asked.print);
    if (status != NS_OK) terminal_complain(PROGRAM, err.msg);
    if (settings->quiet && result.found) return EXIT_FOUND;
    if (status != NS_OK || result.failed) return EXIT_FAILED;
    return result.found ? EXIT_FOUND : EXIT_NONE;
}

/* ---- No query ---- */

static int show_info(const struct settings *settings)
{
    struct index_reader *reader;
    struct index_facts facts;
    struct ns_error err;
    ns_status status = index_reader_open(settings->index, &reader, &err);
    if (status == NS_OK) status = info_read(reader, settings->index, &facts, &err);
    if (status == NS_OK) info_print(&facts, stdout);
    index_reader_close(reader);
    if (status != NS_OK) terminal_complain(PROGRAM, err.msg);
    return terminal_finish(PROGRAM) && status == NS_OK ? EXIT_FOUND : EXIT_FAILED;
}

/* ---- The command line ---- */

/* What is wrong with options beside each other; NULL if nothing is. */
static const char *find_conflict(const struct settings *settings, size_t operands)
{
    if (settings->info && (operands || settings->batch)) return "--info: wanted no QUERY and no --batch beside it; it tells of the index";
    if (settings->info && print_options(settings).format != &format_text) return "--info: wanted no format beside it but text";
    if (settings->batch && operands) return "--batch: wanted no QUERY beside it; the queries are the lines of its FILE";
    if (settings->literal && settings->all) return "--all: wanted no --literal beside it, with which all words must stand side by side";
    if (settings->literal && settings->near) return "--near: wanted no --literal beside it, with which all words must stand side by side";
    return NULL;
}

static int run(struct settings *settings, const char *const *operands, size_t count)
{
    struct ns_error err;
    if (settings->info) return show_info(settings);
    if (date_limits_read(settings->since, settings->until, (int64_t)time(NULL), &settings->dates, &err) != NS_OK) {
        terminal_complain(PROGRAM, err.msg);
        return EXIT_FAILED;
    }
    return settings->batch ? search_batch(settings) : search_one(settings, operands, count);
}

static int check_and_run(void *context, const char *const *operands, size_t count)
{
    struct settings *settings = context;
    const char *conflict = find_conflict(settings, count);
    if (!conflict) return run(settings, operands, count);
    terminal_complain(PROGRAM, conflict);
    return EXIT_FAILED;
}

int main(int argc, char **argv)
{
    struct settings settings = {.index = "news.idx", .limit = 10, .context = CONTEXT_BY_WORDS};
    const struct program program = {.options = &options,
                                    .settings = &settings,
                                    .help = &settings.help,
                                    .missing = "wanted a QUERY, behind -- if it begins with a -; --help says more",
                                    .instead = &settings.batch,
                                    .alone = &settings.info,
                                    .run = check_and_run};
    return program_main(&program, argc, argv);
}
