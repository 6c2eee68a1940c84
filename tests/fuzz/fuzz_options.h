/* fuzz_options.h - a command line that a fuzzer made: its arguments are parted by line ends. */
#ifndef TESTS_FUZZ_FUZZ_OPTIONS_H
#define TESTS_FUZZ_FUZZ_OPTIONS_H

#include "tests/fuzz/fuzz_reader.h"

#include "cli/options.h"

#define ARGUMENTS_MOST 300

struct fuzz_line {
    char *text;
    char *arguments[ARGUMENTS_MOST + 2];
    int count;
    const char *operands[ARGUMENTS_MOST + 2];
    size_t operand_count;
};

/* Parse a command line. Returns whether it could be; if not, it was said why. fuzz_line_release() ends it in either case. */
static inline bool fuzz_line_parse(struct fuzz_line *line, const struct options *table, const uint8_t *data, size_t size, void *settings)
{
    static char program[] = "program";
    char message[512] = "";
    line->text = calloc(1, size + 1);
    fuzz_require(line->text, "there is memory");
    if (size > 0) memcpy(line->text, data, size);
    line->arguments[line->count++] = program;
    for (char *at = line->text; at && line->count <= ARGUMENTS_MOST;) {
        line->arguments[line->count++] = at;
        at = strchr(at, '\n');
        if (at) *at++ = '\0';
    }
    const bool parsed =
        options_parse(table, line->count, line->arguments, settings, line->operands, &line->operand_count, message, sizeof message);
    fuzz_require(parsed || (*message && memchr(message, 0, sizeof message)), "it is said what is wrong");
    fuzz_require(line->operand_count < (size_t)line->count, "operands are arguments");
    return parsed;
}

static inline void fuzz_line_release(struct fuzz_line *line)
{
    free(line->text);
}

/* A choice is one of those that there are, and a number lies within its bounds, where the line has set it to one at all. */
static inline void fuzz_check_settings(const struct options *table, const void *settings, const void *before)
{
    for (size_t i = 0; i < table->row_count; i++) {
        const struct option_row *row = &table->rows[i];
        const char *member = (const char *)settings + row->offset;
        const char *was = (const char *)before + row->offset;
        const bool may_be_none = row->kind == OPTION_NUMBER_OR_NONE;
        if ((row->kind == OPTION_NUMBER || may_be_none) && memcmp(member, was, sizeof(uint32_t)) != 0) {
            uint32_t number;
            memcpy(&number, member, sizeof number);
            const bool is_none = may_be_none && number == OPTION_NO_NUMBER;
            fuzz_require(is_none || (number >= row->min && number <= row->max), "a number is in its bounds");
        }
        if (row->kind == OPTION_CHOICE && memcmp(member, was, sizeof(int)) != 0) {
            int choice, count = 0;
            memcpy(&choice, member, sizeof choice);
            while (row->choices[count])
                count++;
            fuzz_require(choice >= 0 && choice < count, "a choice is one of them");
        }
    }
}

#endif
