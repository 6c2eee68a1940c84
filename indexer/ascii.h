/* ascii.h - characters of ASCII, which markup and numbers are written in, whatever the locale says. Bytes beyond it are none of these. */
#ifndef INDEXER_ASCII_H
#define INDEXER_ASCII_H

#include <stdbool.h>

static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Spaces, tabs, line ends and form feeds. */
static inline bool ascii_is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* What a hexadecimal digit stands for; -1 for any other character. */
static inline int ascii_hex_value(char c)
{
    if (ascii_is_digit(c)) return c - '0';
    const char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

#endif
