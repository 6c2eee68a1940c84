/* completion.h - what a shell needs to complete a program's options, made from the table that they are parsed by. */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include "cli/options.h"

/* In the order of completion_shells. */
enum completion_shell {
    COMPLETION_NONE = -1,
    COMPLETION_BASH,
    COMPLETION_ZSH,
    COMPLETION_FISH,
};

/* Their names, ending with NULL, for a row of options. */
extern const char *const completion_shells[];

/* Write a script for a shell: options, the values of choices, and files where a file or path is wanted. */
void completion_write(const struct options *options, enum completion_shell shell, FILE *out);

#endif
