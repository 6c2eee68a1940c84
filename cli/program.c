/* program.c - from argv to the exit status. */
#include "cli/program.h"

#include <stdlib.h>

#include "cli/completion.h"
#include "cli/terminal.h"

static int complain(const struct program *program, const char *message)
{
    terminal_complain(program->options->program, message);
    return EXIT_FAILED;
}

/* Answer what needs no work. Returns whether that was asked for. */
static bool tell_of_itself(const struct program *program)
{
    const char *name = program->options->program;
    if (*program->help) options_help(program->options, stdout);
    if (*program->version) printf("%s %s, index format %u\n", name, PROGRAM_RELEASE, (unsigned)program->index_version);
    completion_write(program->options, (enum completion_shell)*program->completion, stdout);
    return *program->help || *program->version || *program->completion != COMPLETION_NONE;
}

static int run(const struct program *program, int argc, char **argv, const char **operands)
{
    const struct options *options = program->options;
    char message[512];
    size_t count;
    if (!options_parse(options, argc, argv, program->settings, operands, &count, message, sizeof message))
        return complain(program, message);
    if (tell_of_itself(program)) return terminal_finish(options->program) ? 0 : EXIT_FAILED;
    bool instead = program->alone && *program->alone;
    for (size_t i = 0; i < sizeof program->instead / sizeof *program->instead; i++)
        instead = instead || (program->instead[i] && *program->instead[i]);
    return count || instead ? program->run(program->settings, operands, count) : complain(program, program->missing);
}

int program_main(const struct program *program, int argc, char **argv)
{
    terminal_begin();
    const char **operands = calloc((size_t)argc + 1, sizeof *operands);
    if (!operands) return complain(program, "out of memory");
    const int status = run(program, argc, argv, operands);
    free(operands);
    return status;
}
