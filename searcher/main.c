/* main.c - news-searcher: the command line, the messages, the exit status. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/bus_error.h"
#include "cli/completion.h"
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
    struct option_list indexes;
    const char *batch;
    const char *like;
    uint32_t expand; /* 0: not given */
    const char *since;
    const char *until;
    struct date_limits dates; /* that these two stand for */
    bool all;
    uint32_t near;    /* 0: not given */
    uint32_t context; /* CONTEXT_BY_WORDS: not given */
    bool info;
    uint32_t jobs;  /* 0: one a processor */
    uint32_t limit; /* 0: not said */
    uint32_t offset;
    int by;
    int score;
    bool unique;
    int sort;
    int facet;
    int color;
    bool literal;
    bool words;
    bool parse;
    bool explain;
    bool strict;
    bool quiet;
    bool no_notes;
    bool paths;
    bool count;
    bool nul;
    bool header;
    const char *fields;
    struct column_list columns; /* that `fields` names */
    int format;
    int completion; /* completion_shell */
    bool version;
    bool help;
};

/* Hits that are shown, unless --limit or the format says otherwise. */
#define LIMIT_DEFAULT 10

/* What no number of a format is. */
#define FORMAT_NOT_SAID (-1)

/* What is searched without --index. */
#define INDEX_VARIABLE "NEWS_INDEX"
#define INDEX_DEFAULT "news.idx"

/* What a hit is. */
enum hit_kind {
    HIT_PASSAGE,
    HIT_ARTICLE,
};

static const char *const weighings[] = {[WEIGH_IN_ARTICLE] = "article", [WEIGH_PASSAGE] = "passage", NULL};

static const char *const hit_kinds[] = {[HIT_PASSAGE] = "passage", [HIT_ARTICLE] = "article", NULL};

static const char *const sort_orders[] = {
    [RANK_BY_SCORE] = "score", [RANK_OLDEST] = "date", [RANK_NEWEST] = "-date", [RANK_BY_PATH] = "path", NULL};

static const struct option_row rows[] = {
    {'i', "index", OPTION_LIST, offsetof(struct settings, indexes), "FILE",
     "the index to search, or one of several ($NEWS_INDEX, or else news.idx)", 0, 0, NULL},
    {'n', "limit", OPTION_NUMBER, offsetof(struct settings, limit), "N", "show the first N hits (10, but for -l all)", 1, 1000000, NULL},
    {0, "offset", OPTION_NUMBER, offsetof(struct settings, offset), "N", "pass over the first N hits (0)", 0, 1000000000, NULL},
    {0, "by", OPTION_CHOICE, offsetof(struct settings, by), "WHAT", "a hit is a passage, or an article by its best one (passage)", 0, 0,
     hit_kinds},
    {0, "score", OPTION_CHOICE, offsetof(struct settings, score), "WHAT",
     "a score counts the words of the passage and of its article, or of the passage alone (article)", 0, 0, weighings},
    {0, "unique", OPTION_FLAG, offsetof(struct settings, unique), NULL,
     "of the hits in articles that are copies of one another, show only the best", 0, 0, NULL},
    {0, "sort", OPTION_CHOICE, offsetof(struct settings, sort), "ORDER",
     "by score, date (oldest first), -date (newest first) or path (score)", 0, 0, sort_orders},
    {0, "since", OPTION_STRING, offsetof(struct settings, since), "DATE",
     "only articles from DATE on: 2021, 2021-03, 2021-03-01, today, 7d, 2w, 3m, 1y", 0, 0, NULL},
    {0, "until", OPTION_STRING, offsetof(struct settings, until), "DATE", "only articles up to DATE, all of it included", 0, 0, NULL},
    {0, "all", OPTION_FLAG, offsetof(struct settings, all), NULL, "words side by side must all be in the article", 0, 0, NULL},
    {0, "near", OPTION_NUMBER, offsetof(struct settings, near), "N", "words side by side must all stand within N words of the next", 1,
     NUMBER_MAX, NULL},
    {0, "expand", OPTION_NUMBER_OR_NONE, offsetof(struct settings, expand), "[=N]",
     "broaden QUERY by the N words that tell most of what it finds first (30)", 1, BROADEN_WORDS_MAX, NULL},
    {0, "like", OPTION_STRING, offsetof(struct settings, like), "WHAT",
     "in place of QUERY: more like the article PATH, PATH#ID or PATH:LINE, or - for standard input", 0, 0, NULL},
    {0, "context", OPTION_NUMBER, offsetof(struct settings, context), "N", "show N sentences on either side of the evidence (text, html)",
     0, CONTEXT_MAX, NULL},
    {'f', "format", OPTION_CHOICE, offsetof(struct settings, format), "FORMAT",
     "print hits as text, paths, count, json, jsonl, tsv, csv, grep, trec or html (text)", 0, 0, format_names},
    {'l', "paths", OPTION_FLAG, offsetof(struct settings, paths), NULL, "print the path of each file with a hit, once: -f paths", 0, 0,
     NULL},
    {'0', "null", OPTION_FLAG, offsetof(struct settings, nul), NULL, "end each path with NUL, as xargs -0 reads them", 0, 0, NULL},
    {'c', "count", OPTION_FLAG, offsetof(struct settings, count), NULL, "print how many passages, or articles, match: -f count", 0, 0,
     NULL},
    {0, "facet", OPTION_CHOICE, offsetof(struct settings, facet), "FIELD",
     "count the articles that match, by FIELD, and show no hits (none)", 0, 0, facet_names},
    {'q', "quiet", OPTION_FLAG, offsetof(struct settings, quiet), NULL, "print nothing; the exit status tells whether there is a hit", 0, 0,
     NULL},
    {0, "fields", OPTION_STRING, offsetof(struct settings, fields), "LIST",
     "columns of tsv and csv, as rank,path,title; news-searcher(1) has all", 0, 0, NULL},
    {0, "header", OPTION_FLAG, offsetof(struct settings, header), NULL, "of tsv and csv, a line with the names of the columns first", 0, 0,
     NULL},
    {0, "batch", OPTION_STRING, offsetof(struct settings, batch), "FILE",
     "answer each line of FILE (- for standard input): a query, or id TAB query", 0, 0, NULL},
    {'j', "jobs", OPTION_NUMBER, offsetof(struct settings, jobs), "N", "threads to answer a batch with (one a processor)", 1,
     BATCH_JOBS_MAX, NULL},
    {0, "literal", OPTION_FLAG, offsetof(struct settings, literal), NULL, "QUERY is a phrase whatever it contains: nothing is an operator",
     0, 0, NULL},
    {0, "words", OPTION_FLAG, offsetof(struct settings, words), NULL, "QUERY is any of its words: nothing is an operator", 0, 0, NULL},
    {0, "color", OPTION_CHOICE, offsetof(struct settings, color), "WHEN", "mark the evidence in colour: auto, always or never (auto)", 0, 0,
     color_choices},
    {0, "parse", OPTION_FLAG, offsetof(struct settings, parse), NULL, "print how QUERY is read, and exit", 0, 0, NULL},
    {0, "explain", OPTION_FLAG, offsetof(struct settings, explain), NULL,
     "tell what each score is made of, and where the evidence is (text, json, html)", 0, 0, NULL},
    {0, "strict", OPTION_FLAG, offsetof(struct settings, strict), NULL, "do not search where QUERY could be read otherwise or was mended",
     0, 0, NULL},
    {0, "no-notes", OPTION_FLAG, offsetof(struct settings, no_notes), NULL,
     "do not say how QUERY could be read otherwise or was mended, or what is spelled like it", 0, 0, NULL},
    {0, "info", OPTION_FLAG, offsetof(struct settings, info), NULL, "print what the index holds (text, jsonl), without a QUERY, and exit",
     0, 0, NULL},
    {0, "completion", OPTION_CHOICE, offsetof(struct settings, completion), "SHELL",
     "print what bash, zsh or fish needs to complete these options, and exit", 0, 0, completion_shells},
    {'V', "version", OPTION_FLAG, offsetof(struct settings, version), NULL, "print the version of the program and of its index, and exit",
     0, 0, NULL},
    {'h', "help", OPTION_FLAG, offsetof(struct settings, help), NULL, "show this and exit", 0, 0, NULL},
};

static const struct options options = {
    .program = PROGRAM,
    .usage = "[OPTION]... QUERY... | --batch FILE | --like WHAT | --info",
    .purpose = "Show the passages of an index, or of several, that match QUERY, best first. Several QUERY words are one query.",
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
             "FIELD of --facet: section, source, byline, path, date:year, date:month or date:day. Each article that matches counts once,\n"
             "under its value or (unknown). The most come first, as text 20 of them or -n N; dates come in order of time, all or the\n"
             "last N, with those between that have none. A date that is known to the month only counts by day under that month.\n"
             "Of a batch, each line's hits come behind a line \"# ID<TAB>QUERY\"; the ID is the line's number if it has none.\n"
             "Exit status: 0 found, 1 nothing found, 2 error.",
};

static const struct format *chosen_format(const struct settings *settings)
{
    if (settings->paths) return &format_paths;
    if (settings->count) return &format_count;
    return settings->format == FORMAT_NOT_SAID ? &format_text : format_of(settings->format);
}

/* What --fields and --header are about; without columns they would be passed over in silence. */
static ns_status choose_columns(struct settings *settings, struct ns_error *err)
{
    const char *wanted = settings->batch ? COLUMNS_DEFAULT_BATCH : COLUMNS_DEFAULT;
    if (chosen_format(settings)->has_columns)
        return column_list_read(settings->fields ? settings->fields : wanted, &settings->columns, err);
    if (!settings->fields && !settings->header) return NS_OK;
    return ns_fail(err, NS_ERR_ARG, "--%s: -f %s has no columns; wanted with -f tsv or -f csv", settings->fields ? "fields" : "header",
                   chosen_format(settings)->name);
}

static struct print_options print_options(const struct settings *settings)
{
    return (struct print_options){.format = chosen_format(settings),
                                  .terminal = isatty(STDOUT_FILENO),
                                  .colored = terminal_colored(stdout, (enum color_choice)settings->color),
                                  .width = terminal_width(stdout),
                                  .explain = settings->explain,
                                  .header = settings->header,
                                  .columns = settings->columns,
                                  .nul = settings->nul,
                                  .utf8 = settings->facet != FACET_NONE && terminal_is_utf8(), /* it loads a locale */
                                  .batch = settings->batch != NULL,
                                  .facet = (enum facet_field)settings->facet,
                                  .facet_rows = settings->limit};
}

/* @title  as in struct print_options */
static struct question_options question_options(const struct settings *settings, const char *title)
{
    struct print_options print = print_options(settings);
    print.title = title;
    const uint32_t usual = print.format->limit ? print.format->limit : LIMIT_DEFAULT;
    return (struct question_options){.limit = settings->limit ? settings->limit : usual,
                                     .offset = settings->offset,
                                     .by_article = settings->by == HIT_ARTICLE,
                                     .unique = settings->unique,
                                     .order = (enum rank_order)settings->sort,
                                     .weighing = (enum weighing)settings->score,
                                     .by_sentences = settings->context != CONTEXT_BY_WORDS,
                                     .context = settings->context,
                                     .like = settings->like != NULL,
                                     .expand = settings->expand == OPTION_NO_NUMBER ? BROADEN_WORDS : settings->expand,
                                     .literal = settings->literal,
                                     .words = settings->words,
                                     .parse = settings->parse,
                                     .strict = settings->strict,
                                     .silent = settings->quiet,
                                     .suggest = !settings->no_notes && !settings->quiet && !settings->parse,
                                     .rewrite = {.all = settings->all, .near = settings->near, .dates = settings->dates},
                                     .print = print};
}

/* What stands before the first answer and behind the last one, which makes a whole of them whatever they come to. */
static void open_output(const struct question_options *asked)
{
    const struct format *format = asked->print.format;
    if (format->open && !asked->parse && !asked->silent) format->open(stdout, &asked->print);
}

static void close_output(const struct question_options *asked)
{
    const struct format *format = asked->print.format;
    if (format->close && !asked->parse && !asked->silent) format->close(stdout, &asked->print);
}

/* ---- One query ---- */

static ns_status answer_with(const struct settings *settings, const struct question_options *asked, const struct collection *collection,
                             const char *text, bool *found, struct ns_error *err)
{
    struct question question = {0};
    ns_status status = question_read(&question, asked, text, strlen(text), err);
    if (status == NS_OK && !settings->no_notes) question_tell_notes(&question, PROGRAM, NULL, 0);
    if (status == NS_OK) status = question_answer(&question, asked, collection, stdout, found, err);
    question_tell_findings(&question, PROGRAM, NULL, 0);
    question_release(&question);
    return status;
}

static ns_status answer(const struct settings *settings, const char *text, bool *found, struct ns_error *err)
{
    const struct question_options asked = question_options(settings, text);
    const struct option_list *indexes = &settings->indexes;
    struct collection collection = {0};
    open_output(&asked);
    ns_status status = settings->parse ? NS_OK : collection_open(&collection, indexes->items, indexes->count, err);
    if (status == NS_OK) status = answer_with(settings, &asked, &collection, text, found, err);
    close_output(&asked);
    collection_release(&collection);
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
    char *query = settings->like ? strdup(settings->like) : join(operands, count);
    const ns_status status = query ? answer(settings, query, &found, &err) : ns_fail_nomem(&err);
    free(query);
    if (status != NS_OK) terminal_complain(PROGRAM, err.msg);
    if (!terminal_finish(PROGRAM) || status != NS_OK) return EXIT_FAILED;
    return found ? EXIT_FOUND : EXIT_NONE;
}

/* ---- Many queries ---- */

static int search_batch(const struct settings *settings)
{
    const char *title = strcmp(settings->batch, "-") == 0 ? "standard input" : settings->batch;
    const struct question_options asked = question_options(settings, title);
    const struct batch_options batch = {.program = PROGRAM,
                                        .queries = settings->batch,
                                        .indexes = settings->indexes.items,
                                        .index_count = settings->indexes.count,
                                        .jobs = settings->jobs ? settings->jobs : threads_processors(),
                                        .no_notes = settings->no_notes,
                                        .questions = &asked};
    struct batch_result result;
    struct ns_error err;
    open_output(&asked);
    const ns_status status = batch_run(&batch, &result, &err);
    if (!result.closed) close_output(&asked);
    const bool written = result.closed || terminal_finish(PROGRAM);
    if (status != NS_OK) terminal_complain(PROGRAM, err.msg);
    if (settings->quiet && result.found) return EXIT_FOUND;
    if (status != NS_OK || result.failed || !written) return EXIT_FAILED;
    return result.found ? EXIT_FOUND : EXIT_NONE;
}

/* ---- No query ---- */

static ns_status show_facts(const char *path, const struct format *format, struct ns_error *err)
{
    struct index_reader *reader;
    struct index_facts facts;
    ns_status status = index_reader_open(path, &reader, err);
    if (status == NS_OK) status = info_read(reader, &facts, err);
    if (status == NS_OK && format == &format_jsonl) {
        status = info_print_json(&facts, stdout, err);
    } else if (status == NS_OK) {
        info_print(&facts, stdout);
    }
    index_reader_close(reader);
    return status;
}

/* The facts of each index, for people with a blank line between. */
static int show_info(const struct settings *settings)
{
    struct ns_error err;
    const struct format *format = chosen_format(settings);
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < settings->indexes.count; i++) {
        if (i > 0 && format == &format_text) putchar('\n');
        status = show_facts(settings->indexes.items[i], format, &err);
    }
    if (status != NS_OK) terminal_complain(PROGRAM, err.msg);
    return terminal_finish(PROGRAM) && status == NS_OK ? EXIT_FOUND : EXIT_FAILED;
}

/* ---- The command line ---- */

/* Without --index it is the one of the environment, unless that is empty. */
static void choose_index(struct option_list *indexes)
{
    const char *path = getenv(INDEX_VARIABLE);
    if (indexes->count == 0) indexes->items[indexes->count++] = path && *path ? path : INDEX_DEFAULT;
}

/* Complain of a format that cannot print what is wanted, and tell those that can. */
static void complain_of_format(const struct settings *settings, const char *format)
{
    char message[256];
    const char *field = facet_names[settings->facet];
    int listed = 0;
    int used = snprintf(message, sizeof message, "--facet %s: the format %s has no counts by a field; wanted one of", field, format);
    for (int i = 0; format_names[i] && used > 0 && (size_t)used < sizeof message; i++) {
        if (!format_of(i)->facet) continue;
        used += snprintf(message + used, sizeof message - (size_t)used, "%s %s", listed++ ? "," : "", format_names[i]);
    }
    terminal_complain(PROGRAM, message);
}

/* Whether the format can print what is wanted; if not, that was complained of. */
static bool check_format(const struct settings *settings)
{
    const struct format *format = chosen_format(settings);
    if (settings->facet == FACET_NONE || format->facet) return true;
    complain_of_format(settings, format->name);
    return false;
}

/* What is wrong with options beside each other; NULL if nothing is. */
static const char *find_conflict(const struct settings *settings, size_t operands)
{
    if ((settings->format != FORMAT_NOT_SAID) + settings->paths + settings->count > 1)
        return "--format, --paths, --count: wanted one of them";
    if (settings->nul && chosen_format(settings) != &format_paths) return "--null: wanted --paths beside it; it is for paths";
    if (settings->info && (operands || settings->batch || settings->like))
        return "--info: wanted no QUERY, no --batch and no --like beside it; it tells of the index";
    if (settings->facet != FACET_NONE && settings->fields) return "--fields: wanted no --facet beside it; its columns are value and count";
    if (settings->info && chosen_format(settings) != &format_text && chosen_format(settings) != &format_jsonl)
        return "--info: wanted no format beside it but text and jsonl";
    if (settings->like && (operands || settings->batch)) return "--like: wanted no QUERY and no --batch beside it; it stands for a query";
    if (settings->like && settings->parse)
        return "--parse: wanted no --like beside it, which is read in the index; --explain tells its words";
    if (settings->like && (settings->literal || settings->words)) return "--like: wanted no --literal and no --words beside it";
    if (settings->like && (settings->all || settings->near))
        return "--like: wanted no --all and no --near beside it; any of its words will do";
    if (settings->parse && settings->expand)
        return "--parse: wanted no --expand beside it, which looks into the index; --explain tells its words";
    if (settings->batch && operands) return "--batch: wanted no QUERY beside it; the queries are the lines of its FILE";
    if (settings->literal && settings->words) return "--literal, --words: wanted one of them";
    if (settings->literal && settings->all) return "--all: wanted no --literal beside it, with which all words must stand side by side";
    if (settings->literal && settings->near) return "--near: wanted no --literal beside it, with which all words must stand side by side";
    return NULL;
}

static int run(struct settings *settings, const char *const *operands, size_t count)
{
    struct ns_error err;
    choose_index(&settings->indexes);
    if (!check_format(settings)) return EXIT_FAILED;
    if (settings->info) return show_info(settings);
    ns_status status = choose_columns(settings, &err);
    if (status == NS_OK) status = date_limits_read(settings->since, settings->until, (int64_t)time(NULL), &settings->dates, &err);
    if (status != NS_OK) {
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
    struct settings settings = {.context = CONTEXT_BY_WORDS, .completion = COMPLETION_NONE, .format = FORMAT_NOT_SAID};
    const struct program program = {.options = &options,
                                    .settings = &settings,
                                    .help = &settings.help,
                                    .version = &settings.version,
                                    .index_version = INDEX_VERSION,
                                    .completion = &settings.completion,
                                    .missing = "wanted a QUERY, behind -- if it begins with a -; --help says more",
                                    .instead = {&settings.batch, &settings.like},
                                    .alone = &settings.info,
                                    .run = check_and_run};
    bus_error_catch(PROGRAM ": an index was cut off while it was searched, or cannot be read from its disk any more\n", EXIT_FAILED);
    return program_main(&program, argc, argv);
}
