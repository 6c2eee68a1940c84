/* tag_scanner.c - see tag_scanner.h. The look for the end of a tag is the only one that may look at a byte more than once; what it wastes
 * is counted, and when that is too much tags have to be short. */
#include "indexer/tag_scanner.h"

#include <string.h>
#include <strings.h>

#include <libxml/HTMLparser.h>

#include "index/unicode.h"
#include "indexer/ascii.h"

/* Bytes that may be wasted on long tags without an end, and what a tag may have from then on. */
#define WASTED_MAX (16 * TAG_MAX)
#define TAG_MAX_WASTED ((size_t)1000)

/* Bytes of the longest name of a reference: of HTML 4 (`thetasym`) and of what TREC's files have. */
#define REFERENCE_MAX 16

/* Where `wanted` begins before `end`, or NULL. */
static const char *find(const char *at, const char *end, const char *wanted)
{
    return at < end ? memmem(at, (size_t)(end - at), wanted, strlen(wanted)) : NULL;
}

static bool ends_name(char c)
{
    return ascii_is_white(c) || c == '>' || c == '/';
}

struct tag_scanner tag_scanner_over(const char *text, size_t size)
{
    return (struct tag_scanner){.at = text, .end = text + size};
}

/* ---- Tags ---- */

/* Behind the quoted value whose first quote is at `at`, or NULL if it has no end. */
static const char *behind_quoted(const char *at, const char *end)
{
    const char *close = memchr(at + 1, *at, (size_t)(end - at - 1));
    return close ? close + 1 : NULL;
}

/* Look for the `>` of the tag whose name ends at `at`; a quote only counts behind `=`. Returns where the tag ends, or NULL if it does not
 * before `end`; *looked is how far was looked. */
static const char *behind_tag(const char *at, const char *end, const char **looked)
{
    bool value = false;
    for (; at < end && *at != '<'; at++) {
        if (*at == '>') return at + 1;
        if (value && (*at == '"' || *at == '\'')) {
            const char *behind = behind_quoted(at, end);
            at = behind ? behind - 1 : end - 1;
            value = false;
        } else if (!ascii_is_white(*at)) {
            value = *at == '=';
        }
    }
    *looked = at;
    return NULL;
}

/* Read the tag that begins at `at`; false if none does. */
static bool read_tag(struct tag_scanner *scanner, const char *at, struct tag *tag)
{
    const size_t longest = scanner->wasted < WASTED_MAX ? TAG_MAX : TAG_MAX_WASTED;
    const char *end = (size_t)(scanner->end - at) > longest ? at + longest : scanner->end;
    const char *name = at + 1;
    const bool close = name < end && *name == '/';
    if (close) name++;
    if (name >= end || !ascii_is_letter(*name)) return false;
    const char *behind_name = name;
    while (behind_name < end && !ends_name(*behind_name) && *behind_name != '<')
        behind_name++;
    const char *looked;
    const char *behind = behind_tag(behind_name, end, &looked);
    if (!behind) {
        scanner->wasted += (size_t)(looked - at);
        return false;
    }
    *tag = (struct tag){close ? TAG_CLOSE : TAG_OPEN, at, (size_t)(behind - at), name, (size_t)(behind_name - name)};
    return true;
}

/* Behind the comment, declaration or instruction that begins at `at`; NULL if none does. */
static const char *behind_declaration(struct tag_scanner *scanner, const char *at)
{
    if (scanner->end - at < 2 || (at[1] != '!' && at[1] != '?')) return NULL;
    if (!scanner->endless && scanner->end - at >= 4 && memcmp(at, "<!--", 4) == 0) {
        const char *close = find(at + 4, scanner->end, "-->");
        if (close) return close + 3;
        scanner->endless = true;
    }
    const size_t left = (size_t)(scanner->end - at);
    const char *close = memchr(at, '>', left < TAG_MAX_WASTED ? left : TAG_MAX_WASTED);
    return close ? close + 1 : NULL;
}

/* The next `<` of a tag or a declaration at or behind `at`, or the end; what begins there is at *tag (a declaration is TAG_NONE), and
 * *behind is where it ends. */
static const char *find_markup(struct tag_scanner *scanner, const char *at, struct tag *tag, const char **behind)
{
    while (at < scanner->end && (at = memchr(at, '<', (size_t)(scanner->end - at)))) {
        *tag = (struct tag){.kind = TAG_NONE};
        *behind = behind_declaration(scanner, at);
        if (*behind) return at;
        if (read_tag(scanner, at, tag)) {
            *behind = at + tag->length;
            return at;
        }
        at++;
    }
    *tag = (struct tag){.kind = TAG_NONE};
    *behind = scanner->end;
    return scanner->end;
}

bool tag_scanner_next(struct tag_scanner *scanner, struct tag *tag)
{
    while (scanner->at < scanner->end) {
        const char *behind;
        const char *begin = scanner->at;
        const char *markup = find_markup(scanner, begin, tag, &behind);
        if (markup > begin) {
            *tag = (struct tag){.kind = TAG_TEXT, .text = begin, .length = (size_t)(markup - begin)};
            scanner->at = markup;
            return true;
        }
        scanner->at = behind;
        if (tag->kind != TAG_NONE) return true;
    }
    *tag = (struct tag){.kind = TAG_NONE};
    return false;
}

void tag_scanner_skip(struct tag_scanner *scanner, const char *name, size_t length)
{
    for (const char *at = scanner->at; (at = find(at, scanner->end, "</")); at += 2) {
        const size_t left = (size_t)(scanner->end - at) - 2;
        if (left < length || strncasecmp(at + 2, name, length) != 0) continue;
        if (left > length && !ends_name(at[2 + length])) continue;
        scanner->at = at;
        return;
    }
    scanner->at = scanner->end;
}

bool tag_is(const struct tag *tag, const char *name)
{
    return tag->name_length == strlen(name) && strncasecmp(tag->name, name, tag->name_length) == 0;
}

/* ---- Attributes ---- */

static const char *skip_white(const char *at, const char *end)
{
    while (at < end && ascii_is_white(*at))
        at++;
    return at;
}

/* Take the value at `at`, which is behind a `=`; returns where it ends, and sets *begin and *length. */
static const char *take_value(const char *at, const char *end, const char **begin, size_t *length)
{
    if (at < end && (*at == '"' || *at == '\'')) {
        const char *behind = behind_quoted(at, end);
        *begin = at + 1;
        *length = behind ? (size_t)(behind - at) - 2 : (size_t)(end - at) - 1;
        return behind ? behind : end;
    }
    *begin = at;
    while (at < end && !ascii_is_white(*at))
        at++;
    *length = (size_t)(at - *begin);
    return at;
}

const char *tag_attribute(const struct tag *tag, const char *name, size_t *length)
{
    const char *end = tag->text + tag->length - 1;
    const char *at = tag->name + tag->name_length;
    while ((at = skip_white(at, end)) < end) {
        const char *own = at;
        while (at < end && !ascii_is_white(*at) && *at != '=')
            at++;
        const size_t own_length = (size_t)(at - own);
        const char *value = NULL;
        *length = 0;
        at = skip_white(at, end);
        if (at < end && *at == '=') at = take_value(skip_white(at + 1, end), end, &value, length);
        if (value && own_length == strlen(name) && strncasecmp(own, name, own_length) == 0) return value;
    }
    *length = 0;
    return NULL;
}

/* ---- References ---- */

/* What Windows-1252 has where ISO 8859-1 has control characters (WHATWG HTML, 13.2.5.80). */
static uint32_t western(uint32_t number)
{
    static const uint16_t characters[32] = {0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
                                            0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
                                            0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};
    return characters[number - 0x80];
}

uint32_t reference_character(uint32_t number)
{
    if (number < ' ' || number == 0x7f) return number == '\t' || number == '\n' || number == '\r' ? number : 0;
    if (number >= 0x80 && number < 0xa0) return western(number);
    const bool none = number > 0x10ffff || (number >= 0xd800 && number < 0xe000);
    return none ? 0xfffd : number;
}

static int digit_of(char c, int base)
{
    const int value = ascii_hex_value(c);
    return value < base ? value : -1;
}

/* A reference by number; the text begins behind `&#`. Returns what of it belongs to the reference, 0 if nothing. */
static size_t decode_number(const char *text, size_t length, uint32_t *code_point)
{
    const int base = length > 0 && (text[0] | ' ') == 'x' ? 16 : 10;
    const size_t first = base == 16 ? 1 : 0;
    uint32_t number = 0;
    size_t at = first;
    for (; at < length && digit_of(text[at], base) >= 0; at++) {
        if (number <= 0x10ffff) number = number * (uint32_t)base + (uint32_t)digit_of(text[at], base);
    }
    if (at == first) return 0;
    *code_point = reference_character(number);
    return at < length && text[at] == ';' ? at + 1 : at;
}

/* The character of a name; 0 if it has none. */
static uint32_t named(const char *name)
{
    if (strcmp(name, "hyph") == 0) return '-';
    if (strcmp(name, "blank") == 0) return ' ';
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    return entity ? entity->value : 0;
}

size_t reference_decode(const char *text, size_t length, uint32_t *code_point)
{
    if (length < 3 || text[0] != '&') return 0;
    if (text[1] == '#') {
        const size_t used = decode_number(text + 2, length - 2, code_point);
        return used ? used + 2 : 0;
    }
    char name[REFERENCE_MAX + 1];
    size_t used = 0;
    while (used < REFERENCE_MAX && used + 1 < length && (ascii_is_letter(text[used + 1]) || digit_of(text[used + 1], 10) >= 0)) {
        name[used] = text[used + 1];
        used++;
    }
    if (used + 1 >= length || text[used + 1] != ';') return 0;
    name[used] = '\0';
    const uint32_t character = named(name);
    if (character == 0) return 0;
    *code_point = character;
    return used + 2;
}

ns_status reference_append(struct buffer *out, const char *text, size_t length, struct ns_error *err)
{
    ns_status status = NS_OK;
    const char *end = text + length;
    while (status == NS_OK && text < end) {
        const char *stop = memchr(text, '&', (size_t)(end - text));
        status = buffer_append(out, text, (size_t)((stop ? stop : end) - text), err);
        if (status != NS_OK || !stop) break;
        uint32_t code_point = '&';
        const size_t used = reference_decode(stop, (size_t)(end - stop), &code_point);
        char utf8[4];
        if (code_point) status = buffer_append(out, utf8, utf8_encode(code_point, utf8), err);
        text = stop + (used ? used : 1);
    }
    return status;
}
