/* options.c - reads the command line by the table. */
#include "cli/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/terminal.h"

/* Columns of an argument in a message, at most, so that there is room for what is wrong with it. */
#define SHOWN_COLUMNS 100

/* What is being parsed, and where the findings go. */
struct parsing {
    const struct options *options;
    int argc;
    char **argv;
    int at;
    void *settings;
    char *message;
    size_t message_size;
};

/* How much of an argument is shown, and what tells that there is more. */
static int shown(const char *value)
{
    return (int)terminal_cut(value, strlen(value), SHOWN_COLUMNS);
}

static const char *shown_end(const char *value)
{
    return value[shown(value)] ? "..." : "";
}

static const struct option_row *row_by_name(const struct options *options, const char *name, size_t length)
{
    for (size_t i = 0; i < options->row_count; i++) {
        const struct option_row *row = &options->rows[i];
        if (strlen(row->name) == length && memcmp(row->name, name, length) == 0) return row;
    }
    return NULL;
}

static const struct option_row *row_by_letter(const struct options *options, char letter)
{
    for (size_t i = 0; i < options->row_count; i++) {
        if (options->rows[i].letter == letter) return &options->rows[i];
    }
    return NULL;
}

static bool set_number(struct parsing *parsing, const struct option_row *row, const char *value)
{
    char *end;
    errno = 0;
    const unsigned long long number = strtoull(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end || errno || number < row->min || number > row->max) {
        snprintf(parsing->message, parsing->message_size, "--%s %.*s%s: wanted a number from %u to %u", row->name, shown(value), value,
                 shown_end(value), row->min, row->max);
        return false;
    }
    *(uint32_t *)(void *)((char *)parsing->settings + row->offset) = (uint32_t)number;
    return true;
}

static bool set_no_number(struct parsing *parsing, const struct option_row *row)
{
    *(uint32_t *)(void *)((char *)parsing->settings + row->offset) = OPTION_NO_NUMBER;
    return true;
}

/* How far a size goes to the left for a unit, or -1 when it is none. */
static int unit_shift(const char *unit)
{
    static const char units[] = "KkMmGg";
    if (!*unit) return 0;
    const char *found = unit[1] ? NULL : strchr(units, *unit);
    return found ? 10 * ((int)(found - units) / 2 + 1) : -1;
}

static bool set_size(struct parsing *parsing, const struct option_row *row, const char *value)
{
    char *end;
    errno = 0;
    const unsigned long long number = strtoull(value, &end, 10);
    const int shift = unit_shift(end);
    const bool fits = value[0] >= '0' && value[0] <= '9' && !errno && shift >= 0 && number <= UINT64_MAX >> shift;
    if (!fits || number << shift < row->min) {
        const bool is_round = row->min % (1 << 20) == 0;
        snprintf(parsing->message, parsing->message_size, "--%s %.*s%s: wanted a size from %u%s on, such as 512M or 2G", row->name,
                 shown(value), value, shown_end(value), is_round ? row->min >> 20 : row->min, is_round ? "M" : "");
        return false;
    }
    *(uint64_t *)(void *)((char *)parsing->settings + row->offset) = (uint64_t)number << shift;
    return true;
}

static bool set_choice(struct parsing *parsing, const struct option_row *row, const char *value)
{
    char list[256] = "";
    for (int i = 0; row->choices[i]; i++) {
        if (strcmp(row->choices[i], value) == 0) {
            *(int *)(void *)((char *)parsing->settings + row->offset) = i;
            return true;
        }
        const size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", row->choices[i]);
    }
    snprintf(parsing->message, parsing->message_size, "--%s %.*s%s: wanted one of %s", row->name, shown(value), value, shown_end(value),
             list);
    return false;
}

static bool add_to_list(struct parsing *parsing, const struct option_row *row, const char *value)
{
    struct option_list *list = (void *)((char *)parsing->settings + row->offset);
    if (list->count < OPTION_LIST_MAX) {
        list->items[list->count++] = value;
        return true;
    }
    snprintf(parsing->message, parsing->message_size, "--%s %.*s%s: wanted at most %d of them", row->name, shown(value), value,
             shown_end(value), OPTION_LIST_MAX);
    return false;
}

static bool set_value(struct parsing *parsing, const struct option_row *row, const char *value)
{
    switch (row->kind) {
    case OPTION_FLAG:
        *(bool *)((char *)parsing->settings + row->offset) = true;
        return true;
    case OPTION_STRING:
        *(const char **)(void *)((char *)parsing->settings + row->offset) = value;
        return true;
    case OPTION_NUMBER_OR_NONE:
        if (!value) return set_no_number(parsing, row);
        return set_number(parsing, row, value);
    case OPTION_NUMBER:
        return set_number(parsing, row, value);
    case OPTION_SIZE:
        return set_size(parsing, row, value);
    case OPTION_CHOICE:
        return set_choice(parsing, row, value);
    case OPTION_LIST:
        return add_to_list(parsing, row, value);
    }
    return false;
}

/* The value of an option: what is joined to it, or the next argument. */
static bool take_value(struct parsing *parsing, const struct option_row *row, const char *joined)
{
    if (joined) return set_value(parsing, row, joined);
    if (parsing->at + 1 < parsing->argc) return set_value(parsing, row, parsing->argv[++parsing->at]);
    snprintf(parsing->message, parsing->message_size, "--%s: wanted %s behind it", row->name, row->argument);
    return false;
}

static bool refuse_value(struct parsing *parsing, const struct option_row *row)
{
    snprintf(parsing->message, parsing->message_size, "--%s: takes no value", row->name);
    return false;
}

static bool parse_long(struct parsing *parsing, const char *name)
{
    const char *equals = strchr(name, '=');
    const size_t length = equals ? (size_t)(equals - name) : strlen(name);
    const struct option_row *row = row_by_name(parsing->options, name, length);
    if (!row) {
        snprintf(parsing->message, parsing->message_size, "--%.*s: no such option; --help lists them, and -- ends them",
                 (int)terminal_cut(name, length, SHOWN_COLUMNS), name);
        return false;
    }
    if (row->kind == OPTION_NUMBER_OR_NONE) return set_value(parsing, row, equals ? equals + 1 : NULL);
    if (row->kind != OPTION_FLAG) return take_value(parsing, row, equals ? equals + 1 : NULL);
    return equals ? refuse_value(parsing, row) : set_value(parsing, row, NULL);
}

static bool parse_letters(struct parsing *parsing, const char *letters)
{
    for (; *letters; letters++) {
        const struct option_row *row = row_by_letter(parsing->options, *letters);
        if (!row) {
            snprintf(parsing->message, parsing->message_size, "-%c: no such option; --help lists them, and -- ends them", *letters);
            return false;
        }
        if (row->kind != OPTION_FLAG) return take_value(parsing, row, letters[1] ? letters + 1 : NULL);
        if (letters[1] == '=') return refuse_value(parsing, row);
        if (!set_value(parsing, row, NULL)) return false;
    }
    return true;
}

bool options_parse(const struct options *options, int argc, char **argv, void *settings, const char **operands, size_t *operand_count,
                   char *message, size_t message_size)
{
    struct parsing parsing = {options, argc, argv, 1, settings, message, message_size};
    bool ended = false;
    *operand_count = 0;
    for (; parsing.at < argc; parsing.at++) {
        const char *argument = argv[parsing.at];
        if (ended || argument[0] != '-' || argument[1] == 0) {
            operands[(*operand_count)++] = argument;
        } else if (strcmp(argument, "--") == 0) {
            ended = true;
        } else if (!(argument[1] == '-' ? parse_long(&parsing, argument + 2) : parse_letters(&parsing, argument + 1))) {
            return false;
        }
    }
    return true;
}

void options_help(const struct options *options, FILE *out)
{
    fprintf(out, "usage: %s %s\n%s\n\n", options->program, options->usage, options->purpose);
    for (size_t i = 0; i < options->row_count; i++) {
        const struct option_row *row = &options->rows[i];
        char left[64];
        snprintf(left, sizeof left, "%c%c%s--%s%s%s", row->letter ? '-' : ' ', row->letter ? row->letter : ' ', row->letter ? ", " : "  ",
                 row->name, row->argument && row->kind != OPTION_NUMBER_OR_NONE ? " " : "", row->argument ? row->argument : "");
        fprintf(out, "  %-24s %s\n", left, row->help);
    }
    if (options->notes) fprintf(out, "\n%s\n", options->notes);
}
