/* test_options.c - the command line by a table that has a row of every kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/options.h"

struct settings {
    bool help;
    bool verbose;
    const char *output;
    uint32_t limit;
    uint32_t large;
    uint32_t more;
    uint64_t room;
    uint64_t least;
    int color;
    struct option_list inputs;
};

static const char *const colors[] = {"auto", "always", "never", NULL};

static const struct option_row rows[] = {
    {'h', "help", OPTION_FLAG, offsetof(struct settings, help), NULL, "show this and exit", 0, 0, NULL},
    {'v', "verbose", OPTION_FLAG, offsetof(struct settings, verbose), NULL, "say more", 0, 0, NULL},
    {'o', "output", OPTION_STRING, offsetof(struct settings, output), "FILE", "where to write", 0, 0, NULL},
    {'n', "limit", OPTION_NUMBER, offsetof(struct settings, limit), "N", "how many", 1, 1000, NULL},
    {0, "large", OPTION_NUMBER, offsetof(struct settings, large), "N", "any number", 0, UINT32_MAX, NULL},
    {0, "more", OPTION_NUMBER_OR_NONE, offsetof(struct settings, more), "[=N]", "how many more", 1, 9, NULL},
    {'r', "room", OPTION_SIZE, offsetof(struct settings, room), "SIZE", "how large", 3 << 20, 0, NULL},
    {0, "least", OPTION_SIZE, offsetof(struct settings, least), "SIZE", "how small", 1, 0, NULL},
    {'i', "input", OPTION_LIST, offsetof(struct settings, inputs), "FILE", "what to read", 0, 0, NULL},
    {0, "color", OPTION_CHOICE, offsetof(struct settings, color), "WHEN", "when to colour", 0, 0, colors},
};

static const struct options options = {
    .program = "program",
    .usage = "[OPTION]... WORD...",
    .purpose = "Do a thing.",
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .notes = "The notes.",
};

#define ARGUMENTS_MAX 16

/* A command line, parsed. */
struct line {
    char text[512];
    struct settings settings;
    const char *operands[ARGUMENTS_MAX + 1];
    size_t count;
    char message[256];
    bool parsed;
};

/* Parse a command line, parted at single spaces, so that two together have an empty argument between. */
static void parse(struct line *line, const char *text)
{
    char *argv[ARGUMENTS_MAX + 1] = {(char[]){"program"}};
    int argc = 1;
    memset(line, 0, sizeof *line);
    line->settings = (struct settings){.limit = 10, .color = 7};
    strcpy(line->text, text);
    for (char *rest = line->text; *text && rest;) {
        assert_true(argc < ARGUMENTS_MAX);
        argv[argc++] = strsep(&rest, " ");
    }
    line->parsed = options_parse(&options, argc, argv, &line->settings, line->operands, &line->count, line->message, sizeof line->message);
}

static void parse_well(struct line *line, const char *text)
{
    parse(line, text);
    if (!line->parsed) fail_msg("[%s]: %s", text, line->message);
}

static void assert_operands(const struct line *line, const char *wanted)
{
    char found[512] = "";
    for (size_t i = 0; i < line->count; i++) {
        strcat(found, i ? " " : "");
        strcat(found, line->operands[i]);
    }
    assert_string_equal(found, wanted);
}

/* A command line that is wrong, and what the message has to hold. */
static void assert_refused(const char *text, const char *holds)
{
    struct line line;
    parse(&line, text);
    if (line.parsed) fail_msg("[%s] is parsed", text);
    if (!strstr(line.message, holds)) fail_msg("[%s]: \"%s\" does not hold \"%s\"", text, line.message, holds);
    assert_null(strchr(line.message, '\n'));
}

static void test_nothing(void **state)
{
    (void)state;
    struct line line;
    parse_well(&line, "");
    assert_int_equal(line.count, 0);
    assert_false(line.settings.help);
    assert_null(line.settings.output);
    assert_int_equal(line.settings.limit, 10); /* the default */
    assert_int_equal(line.settings.color, 7);
}

static void test_flags(void **state)
{
    (void)state;
    struct line line;
    parse_well(&line, "--help");
    assert_true(line.settings.help);
    assert_false(line.settings.verbose);
    parse_well(&line, "-h");
    assert_true(line.settings.help);
    parse_well(&line, "-hv");
    assert_true(line.settings.help && line.settings.verbose);
    parse_well(&line, "-h --help -hhh");
    assert_true(line.settings.help);
}

static void test_strings(void **state)
{
    (void)state;
    static const char *const ways[] = {"--output=x.y", "--output x.y", "-ox.y", "-o x.y", "-o first -o x.y", "-vox.y", "-vo x.y"};
    struct line line;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        parse_well(&line, ways[i]);
        assert_string_equal(line.settings.output, "x.y");
        assert_int_equal(line.count, 0);
    }
    parse_well(&line, "--output=");
    assert_string_equal(line.settings.output, "");
    parse_well(&line, "--output=a=b");
    assert_string_equal(line.settings.output, "a=b");
    parse_well(&line, "-o=b");
    assert_string_equal(line.settings.output, "=b");
    parse_well(&line, "-o - x");
    assert_string_equal(line.settings.output, "-");
    parse_well(&line, "-o -- x");
    assert_string_equal(line.settings.output, "--");
    assert_operands(&line, "x");
    parse_well(&line, "-ohv");
    assert_string_equal(line.settings.output, "hv");
    assert_false(line.settings.help);
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t number;
    } ways[] = {{"--limit=25", 25}, {"--limit 25", 25}, {"-n25", 25}, {"-n 25", 25}, {"-n 1", 1}, {"-n1000", 1000}, {"-n 0025", 25}};
    struct line line;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        parse_well(&line, ways[i].text);
        assert_int_equal(line.settings.limit, ways[i].number);
    }
    parse_well(&line, "--large=4294967295");
    assert_int_equal(line.settings.large, UINT32_MAX);
    parse_well(&line, "--large 0");
    assert_int_equal(line.settings.large, 0);
}

static void test_numbers_that_may_be_left_out(void **state)
{
    (void)state;
    struct line line;
    parse_well(&line, "--more 5");
    assert_int_equal(line.settings.more, OPTION_NO_NUMBER);
    assert_operands(&line, "5");
    parse_well(&line, "--more=5 --more=6 x");
    assert_int_equal(line.settings.more, 6);
    assert_operands(&line, "x");
    assert_refused("--more=", "wanted a number from 1 to 9");
    assert_refused("--more=10", "--more 10: wanted a number from 1 to 9");
}

static void test_sizes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t size;
    } ways[] = {{"--room=3M", 3 << 20},
                {"--room 3072k", 3 << 20},
                {"-r3145728", 3 << 20},
                {"-r 5m", 5 << 20},
                {"-r2G", UINT64_C(2) << 30},
                {"-r 1g", 1 << 30},
                {"--room 18446744073709551615", UINT64_MAX},
                {"--room 17179869183G", UINT64_MAX << 30}};
    struct line line;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        parse_well(&line, ways[i].text);
        assert_true(line.settings.room == ways[i].size);
    }
}

static void test_bad_sizes(void **state)
{
    (void)state;
    static const char *const values[] = {
        "0",    "2M", "3145727", "3", "M", "3MB", "3T", "3.5M", "-3M", "+3M", "3Mx", "17179869184G", "18446744073709551616",
        "0x3M", "m3", "3\xc3M"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char text[128];
        snprintf(text, sizeof text, "--room %s", values[i]);
        assert_refused(text, "wanted a size from 3M on");
        assert_refused(text, values[i]);
    }
    assert_refused("--room=", "wanted a size");
    assert_refused("--least 0", "wanted a size from 1 on"); /* the bug: from 0M on */
}

static void test_bad_numbers(void **state)
{
    (void)state;
    static const char *const values[] = {"0",
                                         "1001",
                                         "-1",
                                         "-5",
                                         "+5",
                                         "5x",
                                         "x",
                                         "5.0",
                                         "0x5",
                                         "1e2",
                                         "5,0",
                                         "\t5",
                                         "\xd9\xa5",
                                         "4294967297",
                                         "18446744073709551617",
                                         "-18446744073709551611",
                                         "99999999999999999999999999999999999999"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char text[128];
        snprintf(text, sizeof text, "--limit %s", values[i]);
        assert_refused(text, "wanted a number from 1 to 1000");
        assert_refused(text, values[i]);
        assert_refused(text, "--limit");
        snprintf(text, sizeof text, "-n%s", values[i]);
        assert_refused(text, "wanted a number from 1 to 1000");
    }
    assert_refused("--limit=", "wanted a number");
    assert_refused("--limit  x", "wanted a number"); /* an empty argument */
    assert_refused("--large 4294967296", "from 0 to 4294967295");
    assert_refused("--large -1", "from 0 to 4294967295");
}

static void test_choices(void **state)
{
    (void)state;
    struct line line;
    for (int i = 0; colors[i]; i++) {
        char text[64];
        snprintf(text, sizeof text, "--color=%s", colors[i]);
        parse_well(&line, text);
        assert_int_equal(line.settings.color, i);
    }
    parse_well(&line, "--color never");
    assert_int_equal(line.settings.color, 2);
    assert_refused("--color sometimes", "--color sometimes: wanted one of auto, always, never");
    assert_refused("--color=", "wanted one of auto, always, never");
    assert_refused("--color=Auto", "wanted one of");
    assert_refused("--color=alway", "wanted one of");
    assert_refused("--color=alwaysx", "wanted one of");
}

static void test_lists(void **state)
{
    (void)state;
    struct line line;
    parse_well(&line, "a");
    assert_int_equal(line.settings.inputs.count, 0);
    parse_well(&line, "-i x --input=y a -iz --input x --input=");
    static const char *const wanted[] = {"x", "y", "z", "x", ""};
    assert_int_equal(line.settings.inputs.count, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_string_equal(line.settings.inputs.items[i], wanted[i]);
    assert_operands(&line, "a");
    assert_refused("a -i", "--input: wanted FILE behind it");
}

static void test_too_long_list(void **state)
{
    (void)state;
    struct settings settings = {0};
    const char *operands[OPTION_LIST_MAX + 2];
    size_t count;
    char message[200];
    char value[] = "-ifile";
    char *argv[OPTION_LIST_MAX + 3] = {NULL};
    for (size_t i = 0; i < OPTION_LIST_MAX + 2; i++)
        argv[i] = value;
    assert_true(options_parse(&options, OPTION_LIST_MAX + 1, argv, &settings, operands, &count, message, sizeof message));
    assert_int_equal(settings.inputs.count, OPTION_LIST_MAX);
    settings.inputs.count = 0;
    assert_false(options_parse(&options, OPTION_LIST_MAX + 2, argv, &settings, operands, &count, message, sizeof message));
    assert_string_equal(message, "--input file: wanted at most 128 of them");
}

static void test_operands(void **state)
{
    (void)state;
    struct line line;
    parse_well(&line, "a -h b -n 5 c --output=d e");
    assert_operands(&line, "a b c e");
    assert_true(line.settings.help);
    parse_well(&line, "a -- -h --unknown -- b");
    assert_operands(&line, "a -h --unknown -- b");
    assert_false(line.settings.help);
    parse_well(&line, "- -h -");
    assert_operands(&line, "- -");
    assert_true(line.settings.help);
    parse_well(&line, "a  b");
    assert_int_equal(line.count, 3);
    assert_string_equal(line.operands[1], "");
    parse_well(&line, "--");
    assert_int_equal(line.count, 0);
}

static void test_unknown(void **state)
{
    (void)state;
    assert_refused("--unknown", "--unknown: no such option");
    assert_refused("--unknown=5", "--unknown: no such option");
    assert_refused("--hel", "--hel: no such option"); /* nothing is shortened, so that a new option breaks no script */
    assert_refused("--helpx", "--helpx: no such option");
    assert_refused("--=x", "no such option");
    assert_refused("-x", "-x: no such option");
    assert_refused("-hx", "-x: no such option");
    assert_refused("---", "no such option");
    assert_refused("-\xff", "no such option");
    assert_refused("a b -h --Help", "--Help");
}

static void test_long_arguments(void **state)
{
    (void)state;
    char text[400];
    static const struct {
        const char *option, *wanted;
    } cases[] = {{"--limit=", "wanted a number from"}, {"--color=", "wanted one of"}, {"--x", "no such option"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(text, sizeof text, "%s%0300d", cases[i].option, 0);
        assert_refused(text, cases[i].wanted);
    }
    snprintf(text, sizeof text, "--color=a");
    for (int i = 0; i < 80; i++)
        strcat(text, "\xe6\xb0\xb4"); /* takes two columns: characters stay whole */
    assert_refused(text, "\xe6\xb0\xb4...: wanted one of");
}

static void test_missing_value(void **state)
{
    (void)state;
    assert_refused("--output", "--output: wanted FILE behind it");
    assert_refused("-o", "--output: wanted FILE behind it");
    assert_refused("a -vn", "--limit: wanted N behind it");
    assert_refused("--color", "--color: wanted WHEN behind it");
    assert_refused("--help=yes", "--help: takes no value");
    assert_refused("--help=", "--help: takes no value");
}

static void test_message_is_cut_to_its_room(void **state)
{
    (void)state;
    struct settings settings = {0};
    const char *operands[4];
    size_t count;
    char unknown[2000] = "--";
    memset(unknown + 2, 'x', sizeof unknown - 3);
    char *argv[] = {unknown, unknown, NULL};
    char message[17];
    memset(message, 'z', sizeof message);
    assert_false(options_parse(&options, 2, argv, &settings, operands, &count, message, 16));
    assert_string_equal(message, "--xxxxxxxxxxxxx");
    assert_int_equal(message[16], 'z');
}

/* ---- Help ---- */

static char *help_of(const struct options *what)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    options_help(what, out);
    fclose(out);
    return text;
}

static void test_help(void **state)
{
    (void)state;
    char *text = help_of(&options);
    assert_string_equal(text, "usage: program [OPTION]... WORD...\n"
                              "Do a thing.\n"
                              "\n"
                              "  -h, --help               show this and exit\n"
                              "  -v, --verbose            say more\n"
                              "  -o, --output FILE        where to write\n"
                              "  -n, --limit N            how many\n"
                              "      --large N            any number\n"
                              "      --more[=N]           how many more\n"
                              "  -r, --room SIZE          how large\n"
                              "      --least SIZE         how small\n"
                              "  -i, --input FILE         what to read\n"
                              "      --color WHEN         when to colour\n"
                              "\n"
                              "The notes.\n");
    free(text);
}

static void test_help_without_notes(void **state)
{
    (void)state;
    struct options plain = options;
    plain.notes = NULL;
    plain.row_count = 1;
    char *text = help_of(&plain);
    assert_string_equal(text, "usage: program [OPTION]... WORD...\nDo a thing.\n\n  -h, --help               show this and exit\n");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing),       cmocka_unit_test(test_flags),
        cmocka_unit_test(test_strings),       cmocka_unit_test(test_numbers), cmocka_unit_test(test_numbers_that_may_be_left_out),
        cmocka_unit_test(test_bad_numbers),   cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_bad_sizes),     cmocka_unit_test(test_choices),
        cmocka_unit_test(test_lists),         cmocka_unit_test(test_too_long_list),
        cmocka_unit_test(test_operands),      cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_long_arguments),
        cmocka_unit_test(test_missing_value), cmocka_unit_test(test_message_is_cut_to_its_room),
        cmocka_unit_test(test_help),          cmocka_unit_test(test_help_without_notes),
    };
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
