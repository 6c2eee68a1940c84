/* completion.c - one writer a shell. Options have names of letters and hyphens, so that only their help texts need quoting. */
#include "cli/completion.h"

#include <ctype.h>
#include <string.h>

const char *const completion_shells[] = {"bash", "zsh", "fish", NULL};

/* Whether an option's value is a file. */
static bool takes_file(const struct option_row *row)
{
    return (row->kind == OPTION_STRING || row->kind == OPTION_LIST) && strcmp(row->argument, "FILE") == 0;
}

/* Whether the operands are files and folders. */
static bool takes_paths(const struct options *options)
{
    return strstr(options->usage, "PATH") != NULL;
}

/* The program's name as a shell function may have it. */
static void put_function(const struct options *options, FILE *out)
{
    putc('_', out);
    for (const char *at = options->program; *at; at++)
        putc(isalnum((unsigned char)*at) ? *at : '_', out);
}

/* Whether a value has to follow. One that may be joined by = is not completed. */
static bool takes_value(const struct option_row *row)
{
    return row->kind != OPTION_FLAG && row->kind != OPTION_NUMBER_OR_NONE;
}

static void put_choices(const struct option_row *row, FILE *out)
{
    for (int i = 0; row->choices[i]; i++)
        fprintf(out, "%s%s", i ? " " : "", row->choices[i]);
}

/* Write text for single quotes. @special  characters that get a backslash */
static void put_quoted(const char *text, const char *special, FILE *out)
{
    for (; *text; text++) {
        if (*text == '\'') {
            fputs("'\\''", out);
        } else {
            if (strchr(special, *text)) putc('\\', out);
            putc(*text, out);
        }
    }
}

/* ---- bash ---- */

/* Names of files may have spaces. */
#define BASH_FILES "mapfile -t COMPREPLY < <(compgen -f -- \"$word\")"

/* bash takes the = of --name=value for a word of its own. */
#define BASH_BEGINNING                                                                                                                     \
    "() {\n"                                                                                                                               \
    "    local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}\n"                                                     \
    "    if [[ $option == = ]]; then option=${COMP_WORDS[COMP_CWORD - 2]}; fi\n"                                                          \
    "    if [[ $word == = ]]; then word=; fi\n"                                                                                           \
    "    COMPREPLY=()\n"                                                                                                                   \
    "    case $option in\n"

/* A pattern that the option alone fits. */
static void put_bash_case(const struct option_row *row, FILE *out)
{
    fputs("    ", out);
    if (row->letter) fprintf(out, "-%c | ", row->letter);
    fprintf(out, "--%s) ", row->name);
}

static void put_bash_value(const struct option_row *row, FILE *out)
{
    if (!takes_value(row)) return;
    put_bash_case(row, out);
    if (row->kind == OPTION_CHOICE) {
        fputs("COMPREPLY=($(compgen -W '", out);
        put_choices(row, out);
        fputs("' -- \"$word\"))", out);
    } else if (takes_file(row)) {
        fputs(BASH_FILES, out);
    } else {
        fputs("COMPREPLY=()", out);
    }
    fputs(" && return ;;\n", out);
}

static void write_bash(const struct options *options, FILE *out)
{
    put_function(options, out);
    fputs(BASH_BEGINNING, out);
    for (size_t i = 0; i < options->row_count; i++)
        put_bash_value(&options->rows[i], out);
    fputs("    esac\n    case $word in\n    -*) COMPREPLY=($(compgen -W '", out);
    for (size_t i = 0; i < options->row_count; i++)
        fprintf(out, "%s--%s", i ? " " : "", options->rows[i].name);
    fputs("' -- \"$word\")) ;;\n", out);
    if (takes_paths(options)) fputs("    *) " BASH_FILES " ;;\n", out);
    fputs("    esac\n}\ncomplete -o filenames -F ", out);
    put_function(options, out);
    fprintf(out, " %s\n", options->program);
}

/* ---- zsh ---- */

static void put_zsh_row(const struct option_row *row, FILE *out)
{
    fputs("    '", out);
    if (row->kind == OPTION_LIST) putc('*', out); /* it may come again */
    if (row->letter && row->kind == OPTION_LIST) fprintf(out, "'{-%c,--%s=}'", row->letter, row->name);
    if (row->letter && row->kind != OPTION_LIST) fprintf(out, "(-%c --%s)'{-%c,--%s%s}'", row->letter, row->name, row->letter, row->name, takes_value(row) ? "=" : "");
    if (!row->letter) fprintf(out, "--%s%s", row->name, takes_value(row) ? "=" : "");
    putc('[', out);
    put_quoted(row->help, "[]\\", out);
    putc(']', out);
    if (takes_value(row)) fprintf(out, ":%s:", row->argument);
    if (row->kind == OPTION_CHOICE) {
        putc('(', out);
        put_choices(row, out);
        putc(')', out);
    } else if (takes_file(row)) {
        fputs("_files", out);
    }
    fputs("' \\\n", out);
}

static void write_zsh(const struct options *options, FILE *out)
{
    fprintf(out, "#compdef %s\n_arguments -s -S \\\n", options->program);
    for (size_t i = 0; i < options->row_count; i++)
        put_zsh_row(&options->rows[i], out);
    fprintf(out, "    '*:operand:%s'\n", takes_paths(options) ? "_files" : "");
}

/* ---- fish ---- */

static void put_fish_row(const struct options *options, const struct option_row *row, FILE *out)
{
    fprintf(out, "complete -c %s -l %s", options->program, row->name);
    if (row->letter) fprintf(out, " -s %c", row->letter);
    if (takes_value(row)) fputs(takes_file(row) ? " -r -F" : " -x", out);
    if (row->kind == OPTION_CHOICE) {
        fputs(" -a '", out);
        put_choices(row, out);
        putc('\'', out);
    }
    fputs(" -d '", out);
    for (const char *at = row->help; *at; at++) {
        if (*at == '\'' || *at == '\\') putc('\\', out);
        putc(*at, out);
    }
    fputs("'\n", out);
}

static void write_fish(const struct options *options, FILE *out)
{
    if (!takes_paths(options)) fprintf(out, "complete -c %s -f\n", options->program);
    for (size_t i = 0; i < options->row_count; i++)
        put_fish_row(options, &options->rows[i], out);
}

void completion_write(const struct options *options, enum completion_shell shell, FILE *out)
{
    switch (shell) {
    case COMPLETION_BASH:
        write_bash(options, out);
        break;
    case COMPLETION_ZSH:
        write_zsh(options, out);
        break;
    case COMPLETION_FISH:
        write_fish(options, out);
        break;
    case COMPLETION_NONE:
        break;
    }
}
