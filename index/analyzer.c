/* analyzer.c - tokens, sentence ends, paragraph ends. */
#include "index/analyzer.h"

#include <stdlib.h>
#include <string.h>

#include "index/buffer.h"
#include "index/normalize.h"
#include "index/unicode.h"

/* Lines longer than this on average were not wrapped by anyone: each is a paragraph. */
#define WRAPPED_LINE_MAX 120

void token_list_release(struct token_list *list)
{
    free(list->items);
    *list = (struct token_list){0};
}

/* ---- Tokens ---- */

/* One code point of the text and what it is; length 0 at the end. */
struct glyph {
    uint32_t code_point;
    size_t length;
    enum char_class class;
};

static inline struct glyph glyph_at(const char *text, size_t at, size_t end)
{
    struct glyph glyph = {0, 0, CHAR_OTHER};
    if (at >= end) return glyph;
    const uint8_t byte = (uint8_t)text[at];
    if (byte < 0x80) return (struct glyph){byte, 1, (enum char_class)byte_class[byte]};
    glyph.length = utf8_decode(text + at, text + end, &glyph.code_point);
    glyph.class = char_class(glyph.code_point);
    return glyph;
}

static bool is_word(enum char_class class)
{
    return class == CHAR_LETTER || class == CHAR_DIGIT || class == CHAR_MARK;
}

/* The length of a possessive 's that stands at `at`; 0 if none does. */
static size_t possessive_length(const char *text, size_t at, size_t end)
{
    const struct glyph apostrophe = glyph_at(text, at, end);
    if (!char_is_apostrophe(apostrophe.code_point)) return 0;
    const struct glyph s = glyph_at(text, at + apostrophe.length, end);
    const size_t length = apostrophe.length + s.length;
    if (s.code_point != 's' && s.code_point != 'S') return 0;
    return is_word(glyph_at(text, at + length, end).class) ? 0 : length;
}

/* The length of an abbreviation of single letters with points, such as U.S. or e.g., that begins at `at`; 0 if none does. */
static size_t abbreviation_length(const char *text, size_t at, size_t end)
{
    size_t length = 0;
    int letters = 0;
    for (size_t next = at; next - at < FORM_MAX / 2;) {
        const struct glyph letter = glyph_at(text, next, end);
        if (letter.class != CHAR_LETTER) break;
        const struct glyph behind = glyph_at(text, next + letter.length, end);
        if (is_word(behind.class) || behind.class == CHAR_VANISHING) break;
        if (char_is_apostrophe(behind.code_point) && !possessive_length(text, next + letter.length, end)) break;
        letters++;
        next += letter.length;
        length = next - at;
        if (behind.code_point != '.') break;
        length = ++next - at;
    }
    return letters >= 2 ? length + possessive_length(text, at + length, end) : 0;
}

static bool three_digits_follow(const char *text, size_t at, size_t end)
{
    size_t digits = 0;
    while (at + digits < end && digits < 4 && text[at + digits] >= '0' && text[at + digits] <= '9')
        digits++;
    return digits == 3;
}

/* Whether a character that is no part of a word by itself is one here, between `before` and what follows it. */
static bool connects(const char *text, enum char_class before, struct glyph connector, size_t behind, size_t end)
{
    const enum char_class after = glyph_at(text, behind, end).class;
    if (char_is_apostrophe(connector.code_point)) return is_word(before) && after == CHAR_LETTER;
    if (connector.code_point == '.') return before == CHAR_DIGIT && after == CHAR_DIGIT;
    if (connector.code_point == ',') return before == CHAR_DIGIT && three_digits_follow(text, behind, end);
    return false;
}

/* The length of a CJK character and the marks behind it: decomposed, a voiced Kana is a sign and a mark. */
static size_t cjk_length(const char *text, size_t at, size_t end)
{
    size_t length = glyph_at(text, at, end).length;
    for (struct glyph mark; mark = glyph_at(text, at + length, end), mark.class == CHAR_MARK; length += mark.length) {
        if (length + mark.length > FORM_MAX) break;
    }
    return length;
}

static inline bool is_word_byte(char byte)
{
    return byte_class[(uint8_t)byte] == CHAR_LETTER || byte_class[(uint8_t)byte] == CHAR_DIGIT;
}

/* How many of eight bytes, from the first on, are ASCII letters and digits; without a branch, for how long a word is cannot be foreseen. To
 * a byte below 128 is added what brings the least letter, or digit, to 128, and the greatest not beyond 255. */
static inline size_t word_bytes(const char *text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
    uint64_t bytes;
    memcpy(&bytes, text, 8);
    const uint64_t low = bytes & ~high, lower = low | ones * 0x20;
    const uint64_t letters = (lower + ones * (0x80 - 'a')) & ~(lower + ones * (0x7f - 'z'));
    const uint64_t digits = (low + ones * (0x80 - '0')) & ~(low + ones * (0x7f - '9'));
    const uint64_t others = ~((letters | digits) & ~bytes) & high;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return others ? (size_t)__builtin_ctzll(others) / 8 : 8;
#else
    return others ? (size_t)__builtin_clzll(others) / 8 : 8;
#endif
}

/* The place behind the run of ASCII letters and digits at `at`, at most `limit`. */
static inline size_t word_run_end(const char *text, size_t at, size_t limit)
{
    while (limit - at >= 8) {
        const size_t bytes = word_bytes(text + at);
        at += bytes;
        if (bytes < 8) return at;
    }
    while (at < limit && is_word_byte(text[at]))
        at++;
    return at;
}

/* The length of the run of ASCII letters and digits at `at`, if that is all of a token and this can be seen from the byte behind it; else
 * 0. So most tokens are found without asking what each character is. */
static inline size_t plain_token_length(const char *text, size_t at, size_t end)
{
    const size_t limit = end - at > FORM_MAX ? at + FORM_MAX : end;
    const size_t next = word_run_end(text, at, limit);
    const size_t length = next - at;
    if (length == 0 || next == end) return length;
    const uint8_t behind = (uint8_t)text[next]; /* a word of FORM_MAX bytes is cut off before it, whatever it is */
    const bool digit = byte_class[(uint8_t)text[next - 1]] == CHAR_DIGIT;
    if (behind >= 0x80 || behind == '\'') return 0;
    if (behind == '.') return digit || length == 1 ? 0 : length; /* a number or an abbreviation may go on */
    return behind == ',' && digit ? 0 : length;
}

/* The length of the token that begins at `at`, where a letter, a digit or a CJK character stands. */
static size_t token_length(const char *text, size_t at, size_t end)
{
    struct glyph glyph = glyph_at(text, at, end);
    if (glyph.class == CHAR_CJK) return cjk_length(text, at, end);
    if (glyph.class == CHAR_LETTER) {
        const size_t abbreviation = abbreviation_length(text, at, end);
        if (abbreviation) return abbreviation;
    }
    size_t next = at;
    size_t token_end = at; /* behind the last letter, digit or mark */
    enum char_class before = glyph.class;
    for (; glyph.length; glyph = glyph_at(text, next, end)) {
        if (next + glyph.length - at > FORM_MAX) break;
        if (!is_word(glyph.class) && glyph.class != CHAR_VANISHING && !connects(text, before, glyph, next + glyph.length, end)) break;
        next += glyph.length;
        if (is_word(glyph.class)) token_end = next;
        if (glyph.class != CHAR_VANISHING) before = glyph.class;
    }
    return token_end - at;
}

/* The next place at or behind `at` where a token begins, or end. */
static size_t next_token(const char *text, size_t at, size_t end)
{
    while (at < end && !is_word_byte(text[at])) {
        const struct glyph glyph = glyph_at(text, at, end);
        if (glyph.class == CHAR_LETTER || glyph.class == CHAR_DIGIT || glyph.class == CHAR_CJK) break;
        at += glyph.length;
    }
    return at;
}

/* ---- Gaps ---- */

/* Words that keep the point behind them from ending a sentence, always or before a number. Lower case. */
static const char *const titles[] = {"adm", "capt", "cmdr", "col",  "dr",   "fr",  "ft",  "gen", "gov", "hon", "lt", "maj",  "messrs", "mr",
                                     "mrs", "ms",   "mt",   "pres", "prof", "rep", "rev", "sen", "sgt", "sr",  "st", "supt", "vs"};
static const char *const before_numbers[] = {"apr", "art", "aug", "ch",  "dec", "feb", "fig", "jan", "jul", "jun",  "mar",
                                             "no",  "nos", "nov", "oct", "p",   "par", "pp",  "sec", "sep", "sept", "vol"};

static bool is_listed(const char *word, size_t length, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t same = 0;
        while (same < length && (word[same] | 0x20) == list[i][same])
            same++;
        if (same == length && list[i][same] == 0) return true;
    }
    return false;
}

/* Whether a point directly behind this word belongs to the word rather than to the sentence. */
static bool keeps_point(const char *text, const struct token *token, struct glyph next)
{
    const char *word = text + token->offset;
    if (is_listed(word, token->length, titles, sizeof titles / sizeof *titles)) return true;
    if (next.class == CHAR_DIGIT && is_listed(word, token->length, before_numbers, sizeof before_numbers / sizeof *before_numbers))
        return true;
    const struct glyph first = glyph_at(text, token->offset, token->offset + token->length);
    return first.length == token->length && char_is_upper(first.code_point); /* an initial: George W. Bush */
}

static bool ends_cjk_sentence(uint32_t c)
{
    return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff61;
}

static bool ends_sentence_mark(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || ends_cjk_sentence(c);
}

/* What a gap holds. */
struct gap_contents {
    size_t line_ends;
    bool page_end;     /* a form feed or a paragraph separator */
    bool sentence_end; /* a mark that ends a sentence, and a space behind it where the script has spaces */
};

static struct gap_contents gap_contents(const char *text, size_t begin, size_t end)
{
    struct gap_contents contents = {0};
    bool mark = false;
    for (size_t at = begin; at < end;) {
        const struct glyph glyph = glyph_at(text, at, end);
        if (is_line_end(text, at, end)) contents.line_ends++;
        at += glyph.length;
        if (glyph.code_point == '\f' || glyph.code_point == 0x2029) contents.page_end = true;
        if (ends_sentence_mark(glyph.code_point)) mark = true;
        if (mark && (glyph.class == CHAR_SPACE || ends_cjk_sentence(glyph.code_point))) contents.sentence_end = true;
    }
    return contents;
}

/* What ends in the gap from the end of a token to the next token at `next`. */
static enum gap_class gap_class(const char *text, const struct token *token, size_t next, size_t end, bool line_is_paragraph)
{
    const size_t begin = token->offset + token->length;
    if (next == end) return GAP_PARAGRAPH;
    if (next == begin + 1 && text[begin] == ' ') return GAP_WORD;
    const struct gap_contents contents = gap_contents(text, begin, next);
    if (contents.page_end || contents.line_ends > (line_is_paragraph ? 0 : 1)) return GAP_PARAGRAPH;
    if (!contents.sentence_end) return GAP_WORD;
    const struct glyph follower = glyph_at(text, next, end);
    if (char_is_lower(follower.code_point)) return GAP_WORD;
    return text[begin] == '.' && keeps_point(text, token, follower) ? GAP_WORD : GAP_SENTENCE;
}

static bool is_hyphen_gap(const char *text, size_t begin, size_t end)
{
    if (begin == end) return false;
    uint32_t c;
    return utf8_decode(text + begin, text + end, &c) == end - begin && char_is_hyphen(c);
}

/* ---- Texts ---- */

/* Whether every line of a run is a paragraph: it has no empty line, and its lines are too long to have been wrapped. */
static bool line_is_paragraph(const char *text, size_t begin, size_t end)
{
    size_t lines = 0;
    bool blank = true; /* the line so far */
    for (size_t at = begin; at < end; at++) {
        if (blank && (uint8_t)text[at] > ' ') {
            blank = false;
            at = find_line_end(text, at, end);
            if (at == end) break;
        }
        if (!is_line_end(text, at, end)) continue;
        if (blank && lines > 0) return false;
        lines++;
        blank = true;
    }
    if (!blank) lines++;
    return lines > 1 && (end - begin) / lines > WRAPPED_LINE_MAX;
}

static inline ns_status append_token(struct token_list *list, const struct token *token, struct ns_error *err)
{
    if (list->count == list->capacity) {
        void *items = list->items;
        const ns_status status = array_reserve(&items, &list->capacity, list->count + 1, sizeof *list->items, err);
        list->items = items;
        if (status != NS_OK) return status;
    }
    list->items[list->count++] = *token;
    return NS_OK;
}

/* Find the next token, and say what ends behind this one. Most often that is a single space and a word of ASCII. */
static inline size_t close_token(const char *text, struct token *token, size_t end, bool by_line)
{
    const size_t behind = token->offset + token->length;
    if (behind + 1 < end && text[behind] == ' ' && is_word_byte(text[behind + 1])) return behind + 1;
    const size_t next = next_token(text, behind, end);
    token->gap = (uint8_t)gap_class(text, token, next, end, by_line);
    token->hyphen = next < end && is_hyphen_gap(text, behind, next);
    return next;
}

ns_status analyze(const char *text, size_t begin, size_t end, struct token_list *list, struct ns_error *err)
{
    const bool by_line = line_is_paragraph(text, begin, end);
    for (size_t at = next_token(text, begin, end); at < end;) {
        size_t length = plain_token_length(text, at, end);
        if (length == 0) length = token_length(text, at, end);
        struct token token = {.offset = (uint32_t)at, .length = (uint32_t)length, .gap = GAP_WORD};
        at = close_token(text, &token, end, by_line);
        const ns_status status = append_token(list, &token, err);
        if (status != NS_OK) return status;
    }
    return NS_OK;
}

static bool has_letter(const char *text, const struct token *token)
{
    const size_t end = token->offset + token->length;
    for (size_t at = token->offset; at < end;) {
        const struct glyph glyph = glyph_at(text, at, end);
        if (glyph.class == CHAR_LETTER) return true;
        at += glyph.length;
    }
    return false;
}

size_t token_compound(const char *text, const struct token_list *list, size_t first)
{
    if (!list->items[first].hyphen || (first > 0 && list->items[first - 1].hyphen)) return 0;
    bool letters = has_letter(text, &list->items[first]);
    size_t last = first;
    while (list->items[last].hyphen) {
        if (++last - first >= COMPOUND_MAX) return 0;
        letters = letters || has_letter(text, &list->items[last]);
    }
    const size_t length = list->items[last].offset + list->items[last].length - list->items[first].offset;
    return letters && length <= FORM_MAX ? last - first + 1 : 0;
}
