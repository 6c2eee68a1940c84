/* html.c - text in a page. */
#include "searcher/html.h"

#include <string.h>
#include <strings.h>

#include "cli/terminal.h"

/* What stands for a character that would be more than text; NULL for all others. */
static const char *escape_of(char c)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* All of these are ASCII, so that no character is cut between them. */
void html_write(FILE *out, const char *text, size_t length)
{
    size_t begin = 0;
    for (size_t at = 0; at < length; at++) {
        const char *escape = escape_of(text[at]);
        if (!escape) continue;
        terminal_write(out, text + begin, at - begin, TERMINAL_TEXT);
        fputs(escape, out);
        begin = at + 1;
    }
    terminal_write(out, text + begin, length - begin, TERMINAL_TEXT);
}

/* Other schemes than these two could run what an article says. */
bool html_is_link(const char *url)
{
    const bool known = strncasecmp(url, "http://", 7) == 0 || strncasecmp(url, "https://", 8) == 0;
    for (const char *at = url; known && *at; at++) {
        if ((uint8_t)*at <= ' ' || *at == 0x7f) return false;
    }
    return known;
}
