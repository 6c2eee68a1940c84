/* main.c - news-searcher: the command line, the messages, the exit status. */
#include <stdlib.h>
#include <string.h>

#include "cli/program.h"
#include "cli/terminal.h"
#include "searcher/printer.h"
#include "searcher/search.h"

#define PROGRAM "news-searcher"

/* As grep has them, beside EXIT_FAILED. */
enum exit_status {
    EXIT_FOUND = 0,
    EXIT_NONE = 1,
};

struct settings {
    const char *index;
    uint32_t limit;
    int color;
    bool parse;
    bool explain;
    bool strict;
    bool quiet;
    bool help;
};

static const struct option_row rows[] = {
    {'i', "index", OPTION_STRING, offsetof(struct settings, index), "FILE", "the index to search (news.idx)", 0, 0, NULL},
    {'n', "limit", OPTION_NUMBER, offsetof(struct settings, limit), "N", "show the N best passages (10)", 1, 1000000, NULL},
    {0, "color", OPTION_CHOICE, offsetof(struct settings, color), "WHEN", "mark the evidence in colour: auto, always or never (auto)", 0, 0,
     color_choices},
    {0, "parse", OPTION_FLAG, offsetof(struct settings, parse), NULL, "print how QUERY is read, and exit", 0, 0, NULL},
    {0, "explain", OPTION_FLAG, offsetof(struct settings, explain), NULL, "tell what each score is made of, and where the evidence is", 0,
     0, NULL},
    {0, "strict", OPTION_FLAG, offsetof(struct settings, strict), NULL, "do not search where QUERY could be read otherwise or was mended",
     0, 0, NULL},
    {0, "quiet", OPTION_FLAG, offsetof(struct settings, quiet), NULL, "do not say how QUERY could be read otherwise or was mended", 0, 0,
     NULL},
    {'h', "help", OPTION_FLAG, offsetof(struct settings, help), NULL, "show this and exit", 0, 0, NULL},
};

static const struct options options = {
    .program = PROGRAM,
    .usage = "[OPTION]... QUERY...",
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
             "Exit status: 0 found, 1 nothing found, 2 error.",
};

static ns_status print_hits(const struct printer *printer, struct search *search, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < search_count(search); i++) {
        const struct hit *hit;
        status = search_hit(search, i, &hit, err);
        if (status == NS_OK) print_text(printer, hit);
    }
    return status;
}

static ns_status search_index(const struct settings *settings, const struct query *query, size_t *found, struct ns_error *err)
{
    const struct printer printer = {.out = stdout,
                                    .colored = terminal_colored(stdout, (enum color_choice)settings->color),
                                    .width = terminal_width(stdout),
                                    .explain = settings->explain};
    const struct search_options wanted = {.limit = settings->limit};
    struct index_reader *reader = NULL;
    struct search *search = NULL;
    ns_status status = index_reader_open(settings->index, &reader, err);
    if (status == NS_OK) status = search_run(reader, query, &wanted, &search, err);
    if (status == NS_OK) {
        *found = search_count(search);
        status = print_hits(&printer, search, err);
    }
    search_free(search);
    index_reader_close(reader);
    return status;
}

static ns_status print_query(const struct query *query, struct ns_error *err)
{
    struct buffer text = BUFFER_INIT;
    const ns_status status = query_print(query, &text, err);
    if (status == NS_OK) fwrite(text.data, 1, text.size, stdout);
    if (status == NS_OK) putchar('\n');
    buffer_release(&text);
    return status;
}

/* Say how the query was read; whether that stands in the way. */
static bool is_refused(const struct settings *settings, const struct query_notes *notes)
{
    const size_t kept = notes->count < QUERY_NOTES_MAX ? notes->count : QUERY_NOTES_MAX;
    for (size_t i = 0; i < kept && !settings->quiet; i++)
        terminal_complain(PROGRAM, notes->lines[i].data);
    if (notes->count > kept && !settings->quiet) terminal_complain(PROGRAM, "there is more to say of this query; it was cut off here");
    return settings->strict && notes->count > 0;
}

/* @found  set to whether there was something to print */
static ns_status answer(const struct settings *settings, const char *text, size_t *found, struct ns_error *err)
{
    struct query *query = NULL;
    struct query_notes notes = {0};
    ns_status status = query_parse(text, strlen(text), &query, &notes, err);
    *found = settings->parse;
    if (status == NS_OK && settings->parse) status = print_query(query, err);
    if (status == NS_OK && is_refused(settings, &notes)) {
        status = ns_fail(err, NS_ERR_ARG, "--strict: the query is not searched; wanted one that can be read in one way only");
    }
    if (status == NS_OK && !settings->parse) status = search_index(settings, query, found, err);
    query_notes_release(&notes);
    query_free(query);
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

static int search(void *context, const char *const *operands, size_t count)
{
    const struct settings *settings = context;
    struct ns_error err;
    size_t found = 0;
    char *query = join(operands, count);
    const ns_status status = query ? answer(settings, query, &found, &err) : ns_fail_nomem(&err);
    free(query);
    if (status != NS_OK) terminal_complain(PROGRAM, err.msg);
    if (!terminal_finish(PROGRAM) || status != NS_OK) return EXIT_FAILED;
    return found ? EXIT_FOUND : EXIT_NONE;
}

int main(int argc, char **argv)
{
    struct settings settings = {.index = "news.idx", .limit = 10};
    const struct program program = {&options, &settings, &settings.help,
                                    "wanted a QUERY, behind -- if it begins with a -; --help says more", search};
    return program_main(&program, argc, argv);
}
