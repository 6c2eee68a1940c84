/* options.h - command-line options as a table: one row is the parsing, the checking and the line of --help.
 *
 * Options may stand before and behind operands; "--" ends them. "--name=value", "--name value", "-nvalue" and "-n value" are alike; flags
 * of one letter may be run together.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum option_kind {
    OPTION_FLAG,   /* bool: set to true */
    OPTION_STRING, /* const char *: the value, borrowed from argv */
    OPTION_NUMBER, /* uint32_t: min to max */
    OPTION_NUMBER_OR_NONE, /* the same, of an option without a letter; its value is joined to its name by =, and is OPTION_NO_NUMBER
                            * without that */
    OPTION_SIZE,   /* uint64_t: bytes, min or more; K, M or G behind the number stands for 1024 of what is before */
    OPTION_CHOICE, /* int: which of the choices, from 0 */
    OPTION_LIST,   /* struct option_list: the values of an option that may be given several times, in order */
};

#define OPTION_NO_NUMBER UINT32_MAX

/* Values that such an option may have. */
#define OPTION_LIST_MAX 128

struct option_list {
    const char *items[OPTION_LIST_MAX]; /* borrowed from argv */
    size_t count;
};

struct option_row {
    char letter;      /* 0 when there is only the name */
    const char *name; /* without "--" */
    enum option_kind kind;
    size_t offset;              /* of the member in the program's struct that takes the value */
    const char *argument;       /* what the value is called in --help; NULL for flags */
    const char *help;           /* one line, no full stop */
    uint32_t min, max;          /* of a number; of a size only min */
    const char *const *choices; /* of a choice, ending with NULL */
};

/* What there is to say about a program. */
struct options {
    const char *program;
    const char *usage;   /* the operands, as in "[OPTION]... -o FILE PATH..." */
    const char *purpose; /* a line or more for --help */
    const struct option_row *rows;
    size_t row_count;
    const char *notes; /* printed by --help behind the options; NULL for none */
};

/* Parse argv[1..argc-1] into the program's struct.
 * @settings  the struct that the rows' offsets count in, filled with defaults before
 * @operands  room for argc strings; gets what is no option, borrowed from argv
 * @message   room for what is wrong
 * Returns whether it could be parsed; if not, message says what is wrong and what was wanted. */
bool options_parse(const struct options *options, int argc, char **argv, void *settings, const char **operands, size_t *operand_count,
                   char *message, size_t message_size);

/* Write --help. */
void options_help(const struct options *options, FILE *out);

#endif
