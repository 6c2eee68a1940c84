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
    bool help;
};

static const struct option_row rows[] = {
    {'i', "index", OPTION_STRING, offsetof(struct settings, index), "FILE", "the index to search (news.idx)", 0, 0, NULL},
    {'n', "limit", OPTION_NUMBER, offsetof(struct settings, limit), "N", "show the N best passages (10)", 1, 1000000, NULL},
    {0, "color", OPTION_CHOICE, offsetof(struct settings, color), "WHEN", "mark the evidence in colour: auto, always or never (auto)", 0, 0,
     color_choices},
    {'h', "help", OPTION_FLAG, offsetof(struct settings, help), NULL, "show this and exit", 0, 0, NULL},
};

static const struct options options = {
    .program = PROGRAM,
    .usage = "[OPTION]... QUERY...",
    .purpose = "Show the passages of an index that match QUERY, best first. Several QUERY words are one query.",
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .notes = "QUERY:  vaccine makers     any of the words, in any form\n"
             "        \"stone panda\"      the words side by side\n"
             "        apt10 near serum   within 30 words of each other; near/N within N\n"
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

static ns_status search_index(const struct settings *settings, const char *query, size_t *found, struct ns_error *err)
{
    const struct printer printer = {stdout, terminal_colored(stdout, (enum color_choice)settings->color), terminal_width(stdout)};
    struct index_reader *reader = NULL;
    struct search *search = NULL;
    ns_status status = index_reader_open(settings->index, &reader, err);
    if (status == NS_OK) status = search_run(reader, query, strlen(query), settings->limit, &search, err);
    if (status == NS_OK) {
        *found = search_count(search);
        status = print_hits(&printer, search, err);
    }
    search_free(search);
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

static int search(void *context, const char *const *operands, size_t count)
{
    const struct settings *settings = context;
    struct ns_error err;
    size_t found = 0;
    char *query = join(operands, count);
    const ns_status status = query ? search_index(settings, query, &found, &err) : ns_fail_nomem(&err);
    free(query);
    if (status != NS_OK) terminal_complain(PROGRAM, err.msg);
    if (!terminal_finish(PROGRAM) || status != NS_OK) return EXIT_FAILED;
    return found ? EXIT_FOUND : EXIT_NONE;
}

int main(int argc, char **argv)
{
    struct settings settings = {.index = "news.idx", .limit = 10};
    const struct program program = {&options, &settings, &settings.help, "wanted a QUERY; --help says more", search};
    return program_main(&program, argc, argv);
}
