/* terminal.c - text on its way out. */
#include "cli/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

const char *const color_choices[] = {"auto", "always", "never", NULL};

bool terminal_colored(FILE *stream, enum color_choice choice)
{
    if (choice != COLOR_AUTO) return choice == COLOR_ALWAYS;
    const char *forbidden = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    if ((forbidden && *forbidden) || (term && strcmp(term, "dumb") == 0)) return false;
    return isatty(fileno(stream));
}

size_t terminal_width(FILE *stream)
{
    const char *columns = getenv("COLUMNS");
    if (columns && *columns >= '1' && *columns <= '9') {
        char *end;
        const unsigned long width = strtoul(columns, &end, 10);
        if (!*end && width <= 10000) return width;
    }
    struct winsize size;
    if (isatty(fileno(stream)) && ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return 0;
}

/* The locale of the environment is asked without making it the program's, whose numbers stay as they are. */
bool terminal_is_utf8(void)
{
    const locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    if (!locale) return false;
    const bool is_utf8 = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
    freelocale(locale);
    return is_utf8;
}

/* Embeddings, overrides and isolates of writing direction, and the marks that go with them (UAX #9). */
static bool is_direction(int32_t c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f || c == 0x061c;
}

static bool is_space(int32_t c)
{
    if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
    return c == 0x85 || c == 0x2028 || c == 0x2029 || utf8proc_category(c) == UTF8PROC_CATEGORY_ZS;
}

bool terminal_forbids(int32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || is_direction(c) || c == 0x2028 || c == 0x2029;
}

/* Decode one character; what is no UTF-8 is one byte and -1. */
static size_t decode(const char *text, size_t length, int32_t *c)
{
    utf8proc_int32_t decoded;
    const utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text, length < 4 ? (utf8proc_ssize_t)length : 4, &decoded);
    *c = size > 0 ? decoded : -1;
    return size > 0 ? (size_t)size : 1;
}

static void write_escaped(FILE *stream, const char *bytes, size_t size)
{
    if (size == 1 && *bytes == '\n') {
        fputs("\\n", stream);
    } else if (size == 1 && *bytes == '\t') {
        fputs("\\t", stream);
    } else if (size == 1 && *bytes == '\r') {
        fputs("\\r", stream);
    } else {
        for (size_t i = 0; i < size; i++)
            fprintf(stream, "\\x%02x", (unsigned)(uint8_t)bytes[i]);
    }
}

/* Whether a character is written as it is. */
static bool is_kept(int32_t c, enum terminal_kind kind)
{
    if (c >= ' ' && c < 0x7f) return c != '\\' || kind != TERMINAL_NAME;
    return c >= 0 && !terminal_forbids(c) && (kind != TERMINAL_TEXT || !is_space(c));
}

/* Write what stands for a character that is not. */
static void write_changed(FILE *stream, const char *bytes, size_t size, int32_t c, enum terminal_kind kind)
{
    if (c == '\\') {
        fputs("\\\\", stream);
    } else if (kind != TERMINAL_TEXT) {
        write_escaped(stream, bytes, size);
    } else {
        fputs(c >= 0 && is_space(c) ? " " : "\xef\xbf\xbd", stream);
    }
}

void terminal_write(FILE *stream, const char *text, size_t length, enum terminal_kind kind)
{
    size_t begin = 0; /* of what is not written yet */
    size_t size;
    for (size_t at = 0; at < length; at += size) {
        int32_t c;
        size = decode(text + at, length - at, &c);
        if (is_kept(c, kind)) continue;
        fwrite(text + begin, 1, at - begin, stream);
        write_changed(stream, text + at, size, c, kind);
        begin = at + size;
    }
    fwrite(text + begin, 1, length - begin, stream);
}

/* The bytes of a character, and the columns that it takes when it is written. */
static size_t measure(const char *text, size_t length, size_t *columns)
{
    int32_t c;
    const size_t size = decode(text, length, &c);
    *columns = c < 0 || terminal_forbids(c) || is_space(c) ? 1 : (size_t)utf8proc_charwidth(c);
    return size;
}

size_t terminal_columns(const char *text, size_t length)
{
    size_t columns = 0, wide;
    for (size_t at = 0; at < length; columns += wide)
        at += measure(text + at, length - at, &wide);
    return columns;
}

size_t terminal_cut(const char *text, size_t length, size_t columns)
{
    size_t at = 0, wide;
    while (at < length) {
        const size_t size = measure(text + at, length - at, &wide);
        if (wide > columns) return at;
        columns -= wide;
        at += size;
    }
    return at;
}

void terminal_begin(void)
{
    int fd;
    do
        fd = open("/dev/null", O_RDONLY);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0) close(fd);
    setvbuf(stderr, NULL, _IOLBF, BUFSIZ);
}

void terminal_complain_at(const char *program, const char *file, uint64_t line, const char *message)
{
    fprintf(stderr, "%s: ", program);
    if (file) {
        terminal_write(stderr, file, strlen(file), TERMINAL_MESSAGE);
        fprintf(stderr, ":%" PRIu64 ": ", line);
    }
    terminal_write(stderr, message, strlen(message), TERMINAL_MESSAGE);
    putc('\n', stderr);
}

void terminal_complain(const char *program, const char *message)
{
    terminal_complain_at(program, NULL, 0, message);
}

/* What a failure was, by errno right behind it; 0 where that is not known any more. */
static enum terminal_output tell_failure(const char *program)
{
    if (errno == EPIPE) return TERMINAL_CLOSED;
    char message[128];
    snprintf(message, sizeof message, "writing to standard output: %s", errno ? strerror(errno) : "failed");
    terminal_complain(program, message);
    return TERMINAL_FAILED;
}

enum terminal_output terminal_put(const char *program, const char *text, size_t length)
{
    errno = 0;
    return fwrite(text, 1, length, stdout) == length ? TERMINAL_SENT : tell_failure(program);
}

enum terminal_output terminal_flush(const char *program)
{
    const bool failed_before = ferror(stdout);
    errno = 0;
    const bool failed = fflush(stdout) != 0;
    return failed || failed_before ? tell_failure(program) : TERMINAL_SENT;
}

bool terminal_finish(const char *program)
{
    return terminal_flush(program) != TERMINAL_FAILED;
}
