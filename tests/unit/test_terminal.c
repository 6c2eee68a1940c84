/* test_terminal.c - what goes to a terminal, and what is known of it; the terminal is a pseudo-terminal of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/terminal.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* ---- Writing ---- */

/* Check what is written for some bytes, and that as many columns are counted. */
static void assert_written(const char *bytes, size_t length, enum terminal_kind kind, const char *wanted)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    terminal_write(out, bytes, length, kind);
    fclose(out);
    const bool same = size == strlen(wanted) && memcmp(text, wanted, size) == 0;
    if (!same) print_error("[%s] is written as [%s], wanted [%s]\n", bytes, text, wanted);
    free(text);
    assert_true(same);
}

/* For people, and as a name. */
static void assert_both(const char *text, const char *shown, const char *name)
{
    assert_written(text, strlen(text), TERMINAL_TEXT, shown);
    assert_written(text, strlen(text), TERMINAL_NAME, name);
}

static void test_every_byte(void **state)
{
    (void)state;
    for (int byte = 0; byte < 256; byte++) {
        const char bytes[2] = {(char)byte, '\0'};
        const bool printable = byte >= ' ' && byte < 0x7f;
        char name[8];
        snprintf(name, sizeof name, byte == '\n' ? "\\n" : byte == '\t' ? "\\t" : byte == '\r' ? "\\r" : "\\x%02x", byte);
        const bool space = byte == ' ' || (byte >= '\t' && byte <= '\r');
        assert_written(bytes, 1, TERMINAL_TEXT, space ? " " : printable ? bytes : REPLACEMENT);
        assert_written(bytes, 1, TERMINAL_NAME, byte == '\\' ? "\\\\" : printable ? bytes : name);
        assert_int_equal(terminal_columns(bytes, 1), 1);
    }
}

static void test_text_stays_text(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "plain",
                                        "caf\xc3\xa9",
                                        "\xe7\x96\xab\xe8\x8b\x97",
                                        "\xf0\x9f\x98\x80",
                                        "a/b%s",
                                        REPLACEMENT,
                                        "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_both(texts[i], texts[i], texts[i]);
}

/* A name with a backslash must not look like one with a control character. */
static void test_backslash(void **state)
{
    (void)state;
    assert_both("a\\nb", "a\\nb", "a\\\\nb");
    assert_written("a\\b\n", 4, TERMINAL_MESSAGE, "a\\b\\n");
}

static void test_white_space(void **state)
{
    (void)state;
    assert_both("a b", "a b", "a b");
    assert_both("a\nb\tc\rd", "a b c d", "a\\nb\\tc\\rd");
    assert_both("a\v\f", "a  ", "a\\x0b\\x0c");
    assert_both("\xc2\x85", " ", "\\xc2\\x85");
    assert_both("\xe2\x80\xa8\xe2\x80\xa9", "  ", "\\xe2\\x80\\xa8\\xe2\\x80\\xa9");
}

/* Only ASCII's spaces became one: a no-break space went out as it was, although white space of any kind is said to become a space. */
static void test_white_space_of_any_kind(void **state)
{
    (void)state;
    assert_both("a\xc2\xa0z", "a z", "a\xc2\xa0z");
    assert_both("a\xe3\x80\x80z", "a z", "a\xe3\x80\x80z");
    assert_both("a\xe2\x80\x83\xe1\x9a\x80z", "a  z", "a\xe2\x80\x83\xe1\x9a\x80z");
    assert_int_equal(terminal_columns("a\xe3\x80\x80z", 5), 3);
}

static void test_controls_of_the_terminal(void **state)
{
    (void)state;
    assert_both("\033[31mred\007", REPLACEMENT "[31mred" REPLACEMENT, "\\x1b[31mred\\x07");
    assert_both("a\bb\177", "a" REPLACEMENT "b" REPLACEMENT, "a\\x08b\\x7f");
    assert_both("\xc2\x9b"
                "31m",
                REPLACEMENT "31m",
                "\\xc2\\x9b"
                "31m"); /* CSI in one character */
    assert_both("\xc2\x80\xc2\x9f", REPLACEMENT REPLACEMENT, "\\xc2\\x80\\xc2\\x9f");
    assert_written("a\0b", 3, TERMINAL_TEXT, "a" REPLACEMENT "b");
    assert_written("a\0b", 3, TERMINAL_NAME, "a\\x00b");
}

static void test_overrides_of_direction(void **state)
{
    (void)state;
    static const char *const marks[] = {"\xe2\x80\x8e", "\xe2\x80\x8f", "\xe2\x80\xaa", "\xe2\x80\xab", "\xe2\x80\xac", "\xe2\x80\xad",
                                        "\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x81\xa7", "\xe2\x81\xa8", "\xe2\x81\xa9", "\xd8\x9c"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        char name[32] = "";
        for (const char *at = marks[i]; *at; at++)
            snprintf(name + strlen(name), sizeof name - strlen(name), "\\x%02x", (unsigned)(uint8_t)*at);
        assert_both(marks[i], REPLACEMENT, name);
        assert_int_equal(terminal_columns(marks[i], strlen(marks[i])), 1);
    }
}

static void test_invalid_utf8(void **state)
{
    (void)state;
    assert_both("caf\xe9!", "caf" REPLACEMENT "!", "caf\\xe9!");
    assert_both("\xc0\xaf", REPLACEMENT REPLACEMENT, "\\xc0\\xaf");                                           /* overlong */
    assert_both("\xed\xa0\x80", REPLACEMENT REPLACEMENT REPLACEMENT, "\\xed\\xa0\\x80");                      /* a surrogate */
    assert_both("\xf4\x90\x80\x80", REPLACEMENT REPLACEMENT REPLACEMENT REPLACEMENT, "\\xf4\\x90\\x80\\x80"); /* too high */
    assert_both("\xe2\x80", REPLACEMENT REPLACEMENT, "\\xe2\\x80");                                           /* cut off */
    assert_written("\xe2\x82\xac", 2, TERMINAL_TEXT, REPLACEMENT REPLACEMENT); /* what stands behind the end is not read */
    assert_int_equal(terminal_columns("\xe2\x82\xac", 2), 2);
    assert_both("\xe2\x80\033", REPLACEMENT REPLACEMENT REPLACEMENT, "\\xe2\\x80\\x1b");
}

static void test_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t columns;
    } examples[] = {{"", 0},
                    {"plain text", 10},
                    {"caf\xc3\xa9", 4},
                    {"cafe\xcc\x81", 4},
                    {"e\xcc\x81\xcc\x82\xcc\x83", 1},
                    {"\xe7\x96\xab\xe8\x8b\x97", 4},
                    {"\xec\x84\x9c\xec\x9a\xb8", 4},
                    {"a\tb\nc", 5},
                    {"\xff\xfe", 2},
                    {"\033[0m", 4}};
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        assert_int_equal(terminal_columns(examples[i].text, strlen(examples[i].text)), examples[i].columns);
}

static size_t cut(const char *text, size_t columns)
{
    return terminal_cut(text, strlen(text), columns);
}

static void test_cut(void **state)
{
    (void)state;
    assert_int_equal(cut("", 3), 0);
    assert_int_equal(cut("abc", 3), 3);
    assert_int_equal(cut("abc", 2), 2);
    assert_int_equal(cut("abc", 0), 0);
    assert_int_equal(cut("\xe7\x96\xab\xe8\x8b\x97", 3), 3);
    assert_int_equal(cut("\xe7\x96\xab\xe8\x8b\x97", 1), 0);
    assert_int_equal(cut("cafe\xcc\x81!", 4), 6);
    assert_int_equal(cut("\xff\xfe\033", 2), 2);
}

/* ---- What is known of the terminal ---- */

/* The environment as it was, a terminal, and a file that is none. */
struct stage {
    char *saved[6];
    int control;
    FILE *terminal; /* NULL where the system gives none */
    FILE *file;
};

static const char *const variables[] = {"NO_COLOR", "TERM", "COLUMNS", "LC_ALL", "LC_CTYPE", "LANG"};

static FILE *open_terminal(int *control)
{
    *control = posix_openpt(O_RDWR | O_NOCTTY);
    if (*control < 0 || grantpt(*control) != 0 || unlockpt(*control) != 0) return NULL;
    const char *name = ptsname(*control);
    const int fd = name ? open(name, O_RDWR | O_NOCTTY) : -1;
    return fd >= 0 ? fdopen(fd, "w") : NULL;
}

static int setup(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);
    if (!stage) return -1;
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        stage->saved[i] = value ? strdup(value) : NULL;
        unsetenv(variables[i]);
    }
    stage->terminal = open_terminal(&stage->control);
    stage->file = tmpfile();
    *state = stage;
    return stage->file ? 0 : -1;
}

static int teardown(void **state)
{
    struct stage *stage = *state;
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        if (stage->saved[i]) setenv(variables[i], stage->saved[i], 1);
        if (!stage->saved[i]) unsetenv(variables[i]);
        free(stage->saved[i]);
    }
    if (stage->terminal) fclose(stage->terminal);
    if (stage->control >= 0) close(stage->control);
    if (stage->file) fclose(stage->file);
    free(stage);
    return 0;
}

static FILE *need_terminal(const struct stage *stage)
{
    if (!stage->terminal) {
        fprintf(stderr, "SKIPPED: the system gives no pseudo-terminal\n");
        skip();
    }
    return stage->terminal;
}

static void test_colour_as_told(void **state)
{
    const struct stage *stage = *state;
    setenv("NO_COLOR", "1", 1);
    setenv("TERM", "dumb", 1);
    assert_true(terminal_colored(stage->file, COLOR_ALWAYS));
    unsetenv("NO_COLOR");
    unsetenv("TERM");
    assert_false(terminal_colored(stage->file, COLOR_NEVER));
    assert_false(terminal_colored(stage->file, COLOR_AUTO));
    assert_string_equal(color_choices[COLOR_AUTO], "auto");
    assert_string_equal(color_choices[COLOR_ALWAYS], "always");
    assert_string_equal(color_choices[COLOR_NEVER], "never");
    assert_null(color_choices[COLOR_NEVER + 1]);
}

static void test_colour_on_a_terminal(void **state)
{
    FILE *terminal = need_terminal(*state);
    assert_true(terminal_colored(terminal, COLOR_AUTO));
    assert_false(terminal_colored(terminal, COLOR_NEVER));
    setenv("TERM", "xterm", 1);
    assert_true(terminal_colored(terminal, COLOR_AUTO));
    setenv("TERM", "dumb", 1);
    assert_false(terminal_colored(terminal, COLOR_AUTO));
    unsetenv("TERM");
    setenv("NO_COLOR", "0", 1); /* whatever it is set to */
    assert_false(terminal_colored(terminal, COLOR_AUTO));
    setenv("NO_COLOR", "", 1); /* but nothing is nothing */
    assert_true(terminal_colored(terminal, COLOR_AUTO));
}

static void test_width_by_columns(void **state)
{
    FILE *file = ((const struct stage *)*state)->file;
    static const struct {
        const char *columns;
        size_t width;
    } examples[] = {{"80", 80}, {"1", 1},   {"10000", 10000}, {"10001", 0}, {"99999999999999999999999", 0}, {"0", 0}, {"", 0}, {"x", 0},
                    {"80x", 0}, {"-80", 0}, {"+80", 0},       {" 80", 0}};
    assert_int_equal(terminal_width(file), 0);
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        setenv("COLUMNS", examples[i].columns, 1);
        if (terminal_width(file) != examples[i].width) fail_msg("[%s] is %zu", examples[i].columns, terminal_width(file));
    }
}

static void test_width_of_a_terminal(void **state)
{
    FILE *terminal = need_terminal(*state);
    const struct winsize size = {.ws_row = 24, .ws_col = 77};
    assert_int_equal(ioctl(fileno(terminal), TIOCSWINSZ, &size), 0);
    assert_int_equal(terminal_width(terminal), 77);
    setenv("COLUMNS", "wide", 1);
    assert_int_equal(terminal_width(terminal), 77);
    setenv("COLUMNS", "40", 1);
    assert_int_equal(terminal_width(terminal), 40);
    unsetenv("COLUMNS");
    const struct winsize none = {0};
    assert_int_equal(ioctl(fileno(terminal), TIOCSWINSZ, &none), 0);
    assert_int_equal(terminal_width(terminal), 0);
}

/* LC_ALL comes before LC_CTYPE, and that before LANG; what the system does not have is no UTF-8. */
static void test_the_locales_encoding(void **state)
{
    (void)state;
    assert_false(terminal_is_utf8());
    setenv("LANG", "C.UTF-8", 1);
    assert_true(terminal_is_utf8());
    setenv("LC_CTYPE", "C", 1);
    assert_false(terminal_is_utf8());
    setenv("LC_ALL", "C.UTF-8", 1);
    assert_true(terminal_is_utf8());
    setenv("LC_ALL", "no_such_place.UTF-8", 1);
    assert_false(terminal_is_utf8());
}

/* ---- The standard streams, those of a child process ---- */

/* Run something with its standard output going to a path, and give what it wrote to its standard error, and its exit status. */
static int in_child(void (*act)(void), const char *path, char *said, size_t size)
{
    FILE *messages = tmpfile();
    assert_non_null(messages);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const bool ready = freopen(path, "w", stdout) && dup2(fileno(messages), STDERR_FILENO) >= 0;
        if (!ready) _exit(99);
        act();
        _exit(98);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    rewind(messages);
    said[fread(said, 1, size - 1, messages)] = '\0';
    fclose(messages);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void print_and_finish(void)
{
    fputs("a result\n", stdout);
    _exit(terminal_finish("program") ? 0 : 2);
}

/* What was lost before the end is lost, even if the end goes well. */
static void fail_and_finish(void)
{
    fputs("a result\n", stdout);
    fflush(stdout);
    const int sink = open("/dev/null", O_WRONLY);
    if (sink < 0 || dup2(sink, STDOUT_FILENO) < 0) _exit(99);
    _exit(terminal_finish("program") ? 0 : 2);
}

static void complain(void)
{
    terminal_complain("program", "no\nsuch\033[1m caf\xc3\xa9\xff");
    _exit(0);
}

static void test_finish(void **state)
{
    (void)state;
    char said[512];
    assert_int_equal(in_child(print_and_finish, "/dev/null", said, sizeof said), 0);
    assert_string_equal(said, "");
    if (access("/dev/full", W_OK) != 0) {
        fprintf(stderr, "SKIPPED: there is no /dev/full\n");
        skip();
    }
    assert_int_equal(in_child(print_and_finish, "/dev/full", said, sizeof said), 2);
    assert_string_equal(said, "program: writing to standard output: No space left on device\n");
    assert_int_equal(in_child(fail_and_finish, "/dev/full", said, sizeof said), 2);
    assert_memory_equal(said, "program: writing to standard output: ", 37);
}

static void complain_at_line(void)
{
    terminal_complain_at("program", "na\nmes", 17, "no such");
    terminal_complain_at("program", NULL, 0, "nowhere");
    _exit(0);
}

static void test_complain_at(void **state)
{
    (void)state;
    char said[512];
    assert_int_equal(in_child(complain_at_line, "/dev/null", said, sizeof said), 0);
    assert_string_equal(said, "program: na\\nmes:17: no such\nprogram: nowhere\n");
}

/* More than a stream keeps to itself, and then less. */
static void put_and_flush(void)
{
    static const char large[1000000];
    const enum terminal_output put = terminal_put("program", large, sizeof large);
    if (put != TERMINAL_SENT) _exit(10 + (int)put);
    if (terminal_put("program", large, 1) != TERMINAL_SENT) _exit(97);
    _exit((int)terminal_flush("program"));
}

static void flush_only(void)
{
    fputs("a result\n", stdout);
    _exit((int)terminal_flush("program"));
}

/* Standard output as a pipe that nobody reads. */
static void close_pipe(void)
{
    int ends[2];
    signal(SIGPIPE, SIG_IGN);
    if (pipe(ends) != 0 || dup2(ends[1], STDOUT_FILENO) < 0) _exit(99);
    close(ends[0]);
}

static void put_to_closed_pipe(void)
{
    close_pipe();
    put_and_flush();
}

static void flush_to_closed_pipe(void)
{
    close_pipe();
    flush_only();
}

static void test_put_and_flush(void **state)
{
    (void)state;
    char said[512];
    assert_int_equal(in_child(put_and_flush, "/dev/null", said, sizeof said), TERMINAL_SENT);
    assert_int_equal(in_child(put_to_closed_pipe, "/dev/null", said, sizeof said), 10 + TERMINAL_CLOSED);
    assert_string_equal(said, "");
    assert_int_equal(in_child(flush_to_closed_pipe, "/dev/null", said, sizeof said), TERMINAL_CLOSED);
    assert_string_equal(said, "");
    if (access("/dev/full", W_OK) != 0) {
        fprintf(stderr, "SKIPPED: there is no /dev/full\n");
        skip();
    }
    assert_int_equal(in_child(put_and_flush, "/dev/full", said, sizeof said), 10 + TERMINAL_FAILED);
    assert_string_equal(said, "program: writing to standard output: No space left on device\n");
    assert_int_equal(in_child(flush_only, "/dev/full", said, sizeof said), TERMINAL_FAILED);
    assert_string_equal(said, "program: writing to standard output: No space left on device\n");
}

static void test_complain(void **state)
{
    (void)state;
    char said[512];
    assert_int_equal(in_child(complain, "/dev/null", said, sizeof said), 0);
    assert_string_equal(said, "program: no\\nsuch\\x1b[1m caf\xc3\xa9\\xff\n");
}

#define STAGE_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_byte),
        cmocka_unit_test(test_backslash),
        cmocka_unit_test(test_text_stays_text),
        cmocka_unit_test(test_white_space),
        cmocka_unit_test(test_white_space_of_any_kind),
        cmocka_unit_test(test_controls_of_the_terminal),
        cmocka_unit_test(test_overrides_of_direction),
        cmocka_unit_test(test_invalid_utf8),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_cut),
        STAGE_TEST(test_colour_as_told),
        STAGE_TEST(test_colour_on_a_terminal),
        STAGE_TEST(test_width_by_columns),
        STAGE_TEST(test_width_of_a_terminal),
        STAGE_TEST(test_the_locales_encoding),
        cmocka_unit_test(test_finish),
        cmocka_unit_test(test_complain),
        cmocka_unit_test(test_complain_at),
        cmocka_unit_test(test_put_and_flush),
    };
    return cmocka_run_group_tests_name("terminal", tests, NULL, NULL);
}
