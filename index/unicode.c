/* unicode.c - code points through utf8proc, ASCII without it. */
#include "index/unicode.h"

#include <string.h>
#include <utf8proc.h>

size_t utf8_decode(const char *at, const char *end, uint32_t *code_point)
{
    const uint8_t first = (uint8_t)*at;
    if (first < 0x80) {
        *code_point = first;
        return 1;
    }
    const ptrdiff_t left = end - at;
    utf8proc_int32_t decoded;
    const utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)at, left < 4 ? left : 4, &decoded);
    if (length <= 0) {
        *code_point = CODE_POINT_INVALID;
        return 1;
    }
    *code_point = (uint32_t)decoded;
    return (size_t)length;
}

size_t utf8_encode(uint32_t code_point, char *out)
{
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)code_point, (utf8proc_uint8_t *)out);
}

size_t utf8_cut(const char *text, size_t size)
{
    while (size > 0 && ((uint8_t)text[size] & 0xc0) == 0x80)
        size--;
    return size;
}

const uint8_t byte_class[256] = {
    ['\t' ... '\r'] = CHAR_SPACE, [' '] = CHAR_SPACE,          ['0' ... '9'] = CHAR_DIGIT,
    ['A' ... 'Z'] = CHAR_LETTER,  ['a' ... 'z'] = CHAR_LETTER, [0x80 ... 0xff] = BYTE_BEYOND_ASCII,
};

/* The blocks whose writing parts no words: Hiragana to Katakana, their phonetic extensions, half-width Katakana, and Han with its
 * extensions (The Unicode Standard, Blocks.txt). */
static bool is_cjk(uint32_t c)
{
    return (c >= 0x3041 && c <= 0x30ff) || (c >= 0x31f0 && c <= 0x31ff) || (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) ||
           (c >= 0xf900 && c <= 0xfaff) || (c >= 0xff66 && c <= 0xff9f) || (c >= 0x1b000 && c <= 0x1b16f) ||
           (c >= 0x20000 && c <= 0x3ffff) || c == 0x3005 || c == 0x3007;
}

/* A raised, lowered or encircled digit (CO₂, m²) stands for one digit; a fraction stands for more and is no part of a number. */
static bool is_one_digit(uint32_t c)
{
    utf8proc_int32_t parts[8];
    int boundary = 0;
    const utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)c, parts, 8, (utf8proc_option_t)(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE), &boundary);
    return count == 1 && parts[0] >= '0' && parts[0] <= '9';
}

enum char_class char_class(uint32_t c)
{
    if (c < 0x80) return (enum char_class)byte_class[c];
    if (c == CODE_POINT_INVALID) return CHAR_OTHER;
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)c);
    if (property->ignorable || c == 0x200b) return CHAR_VANISHING;
    switch (property->category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
        return is_cjk(c) ? CHAR_CJK : CHAR_LETTER;
    case UTF8PROC_CATEGORY_ND:
        return CHAR_DIGIT;
    case UTF8PROC_CATEGORY_NO:
        return is_one_digit(c) ? CHAR_DIGIT : CHAR_OTHER;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return CHAR_MARK;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return CHAR_SPACE;
    default:
        return c == 0x85 ? CHAR_SPACE : CHAR_OTHER;
    }
}

bool is_line_end(const char *text, size_t at, size_t end)
{
    return text[at] == '\n' || (text[at] == '\r' && (at + 1 == end || text[at + 1] != '\n'));
}

/* Bytes that are searched for one of the two at once: what is behind a line is not gone over for each line again. */
#define LINE_STEP 512

size_t find_line_end(const char *text, size_t at, size_t end)
{
    for (; at < end; at += LINE_STEP) {
        const size_t size = end - at < LINE_STEP ? end - at : LINE_STEP;
        const char *feed = memchr(text + at, '\n', size);
        const size_t before = feed ? (size_t)(feed - (text + at)) : size;
        const char *carriage = memchr(text + at, '\r', before);
        if (carriage) return (size_t)(carriage - text);
        if (feed) return (size_t)(feed - text);
    }
    return end;
}

uint32_t count_line_ends(const char *text, size_t length)
{
    const char *end = text + length;
    uint32_t count = 0;
    if (length == 0) return 0;
    for (const char *at = text; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        count++;
    for (const char *at = text; (at = memchr(at, '\r', (size_t)(end - at))); at++)
        count += is_line_end(text, (size_t)(at - text), length);
    return count;
}

bool char_is_upper(uint32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    if (c == CODE_POINT_INVALID) return false;
    const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

bool char_is_lower(uint32_t c)
{
    if (c < 0x80) return c >= 'a' && c <= 'z';
    return c != CODE_POINT_INVALID && utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL;
}

bool char_is_hyphen(uint32_t c)
{
    return c == '-' || c == 0x2010 || c == 0x2011;
}

bool char_is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019;
}
