/* program.h - what the main() of both programs does: begin the streams, read the command line, answer --help and --version, and run. */
#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

#include "cli/options.h"

/* Of both programs, as --version tells. */
#define PROGRAM_RELEASE "1.0"

/* Exit status of whatever cannot be done, as with grep. */
#define EXIT_FAILED 2

struct program {
    const struct options *options;
    void *settings;         /* that the rows' offsets count in, filled with defaults */
    const bool *help;       /* in settings: only --help was asked for */
    const bool *version;    /* likewise: only --version */
    uint32_t index_version; /* that this program reads or writes */
    const int *completion;  /* likewise: for which shell a script was asked for (completion.h), COMPLETION_NONE for none */
    const char *missing;    /* what to say when there is no operand */

    /* In settings: options that, where one is not NULL, stand in for operands; NULL if there are none. */
    const char *const *instead[2];

    const bool *alone; /* likewise: an option that, where it is set, wants no operand; NULL if there is none */

    /* Does the work on one operand or more, or on none where an option stands in for them or wants none; returns the exit status. */
    int (*run)(void *settings, const char *const *operands, size_t count);
};

/* Returns the exit status. */
int program_main(const struct program *program, int argc, char **argv);

#endif
