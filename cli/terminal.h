/* terminal.h - what both programs know of the terminal: is it one, how wide, and what may be written to it.
 *
 * Text from files and queries is data. Control characters could move the cursor, change colours or make the terminal answer; the
 * characters that override the direction of writing could make a line read as another. Neither is ever written as it is.
 */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
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

/* Whether a character is a control, overrides the direction of writing, or ends a line or paragraph (U+2028, U+2029): what no terminal gets as
 * it is. */
bool terminal_forbids(int32_t c);

/* Columns to fill: COLUMNS if it is a number, else the terminal's width, else 0: do not wrap. */
size_t terminal_width(FILE *stream);

/* What is written, and so what happens to the characters that may not be. */
enum terminal_kind {
    TERMINAL_TEXT,    /* white space of any kind becomes a space; other control characters, overrides of direction, and bytes that are no
                         UTF-8 become U+FFFD */
    TERMINAL_MESSAGE, /* these become \n, \t, \r or \xNN, and spaces stay as they are */
    TERMINAL_NAME,    /* as a message, and a backslash becomes two, so that different names look different */
};

/* Whether the locale's encoding is UTF-8, so that text may be drawn with more than ASCII has. */
bool terminal_is_utf8(void);

/* Write length bytes. */
void terminal_write(FILE *stream, const char *text, size_t length, enum terminal_kind kind);

/* The columns that text takes when written so; wide characters (CJK) take two, combining ones none. */
size_t terminal_columns(const char *text, size_t length);

/* How many bytes of text take no more than so many columns; characters stay whole. */
size_t terminal_cut(const char *text, size_t length, size_t columns);

/* Begin: the first thing in a main(). The number of a standard stream that is closed is taken, so that no file that is opened later gets it
 * and what was meant for the stream: reading finds the end, writing fails. Standard error is written a line at a time. */
void terminal_begin(void);

/* Write "program: message\n" to standard error. */
void terminal_complain(const char *program, const char *message);

/* The same of a line of a file: "program: file:line: message\n". Without a file (NULL) it is terminal_complain(). */
void terminal_complain_at(const char *program, const char *file, uint64_t line, const char *message);

/* How writing to standard output went. */
enum terminal_output {
    TERMINAL_SENT,
    TERMINAL_CLOSED, /* it is a pipe that nobody reads any more: there is no reason to go on, and none to complain */
    TERMINAL_FAILED, /* a full disk, for one: that was complained of */
};

/* Write to standard output, for those who can stop when that fails; terminal_flush() sends what is still held back. */
enum terminal_output terminal_put(const char *program, const char *text, size_t length);

/* Send all that was written so far. */
enum terminal_output terminal_flush(const char *program);

/* Bring standard output to its end. A full disk is an error: says so and returns false. A pipe that nobody reads any more is none. */
bool terminal_finish(const char *program);

#endif
