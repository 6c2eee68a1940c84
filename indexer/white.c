/* white.c - white space at the ends of a run of UTF-8, through the code points of index/unicode.h. */
#include "indexer/white.h"

#include <string.h>

#include "index/unicode.h"

/* The white space of ASCII, told without a call, as it is nearly all there is. */
static inline bool is_ascii_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

size_t white_length(const char *text, size_t length)
{
    if (length == 0) return 0;
    if (is_ascii_white(*text)) return 1;
    if ((unsigned char)*text < 0x80) return 0;
    uint32_t code_point;
    const size_t used = utf8_decode(text, text + length, &code_point);
    return char_class(code_point) == CHAR_SPACE ? used : 0;
}

size_t white_span(const char *text, size_t length)
{
    size_t at = 0;
    for (size_t used = 1; used; at += used) {
        while (at < length && is_ascii_white(text[at]))
            at++;
        used = white_length(text + at, length - at);
    }
    return at;
}

/* The start of the last code point, as far as its bytes tell: at most three continuation bytes are stepped over. */
static size_t last_start(const char *text, size_t length)
{
    const size_t least = length > 4 ? length - 4 : 0;
    size_t at = length - 1;
    while (at > least && ((unsigned char)text[at] & 0xc0) == 0x80)
        at--;
    return at;
}

size_t white_trim_end(const char *text, size_t length)
{
    for (;;) {
        while (length > 0 && is_ascii_white(text[length - 1]))
            length--;
        if (length == 0) break;
        const size_t at = last_start(text, length);
        if (white_length(text + at, length - at) != length - at) break;
        length = at;
    }
    return length;
}

bool white_only(const char *text, size_t length)
{
    return white_span(text, length) == length;
}

size_t white_mark(const char *text, size_t length)
{
    static const char mark[] = "\xef\xbb\xbf";
    const size_t mark_length = sizeof mark - 1;
    return length >= mark_length && memcmp(text, mark, mark_length) == 0 ? mark_length : 0;
}

size_t white_lead(const char *text, size_t length)
{
    const size_t begin = white_mark(text, length);
    return begin + white_span(text + begin, length - begin);
}

uint64_t white_line_ends(const char *text, size_t length)
{
    uint64_t count = 0;
    const char *end = text + length;
    for (const char *at = text; at < end && (at = memchr(at, '\n', (size_t)(end - at))); at++)
        count++;
    return count;
}
