/* terminal.h - what both programs know of the terminal: is it one, how wide, and what may be written to it.
 *
 * Text from files and queries is data. Control characters could move the cursor, change colours or make the terminal answer; the
 * characters that override the direction of writing could make a line read as another. Neither is ever written as it is.
 */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Whether to colour what goes to a stream, as --color says. */
enum color_choice {
    COLOR_AUTO, /* on a terminal, unless NO_COLOR is set to something (no-color.org) or TERM is dumb */
    COLOR_ALWAYS,
    COLOR_NEVER,
};

/* The names of the choices, ending with NULL, for a row of options. */
extern const char *const color_choices[];

bool terminal_colored(FILE *stream, enum color_choice choice);

/* Columns to fill: COLUMNS if it is a number, else the terminal's width, else 0: do not wrap. */
size_t terminal_width(FILE *stream);

/* Write text, length bytes, so that it is only text: white space of any kind becomes a space, other control characters and overrides of
 * direction become U+FFFD, and so does a byte that is no UTF-8. Names, which must be told apart, show what they hold: with `escape` a
 * control character or such a byte becomes \n, \t or \xNN instead, a backslash becomes two, and spaces stay as they are. */
void terminal_write(FILE *stream, const char *text, size_t length, bool escape);

/* The columns that text takes when written so; wide characters (CJK) take two, combining ones none. */
size_t terminal_columns(const char *text, size_t length);

/* Write "program: message\n" to standard error, escaped. */
void terminal_complain(const char *program, const char *message);

/* Bring standard output to its end. A full disk is an error: says so and returns false. */
bool terminal_finish(const char *program);

#endif
