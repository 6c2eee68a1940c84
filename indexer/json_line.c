/* json_line.c - reads flat objects of JSON (RFC 8259) in one pass, and gives up on whatever is out of the ordinary. */
#include "indexer/json_line.h"

#include <string.h>

#include "index/unicode.h"

/* An object with more fields is not simple. */
#define NAMES_MAX 24

/* Digits that surely fit 64 bits. */
#define DIGITS_MAX 18

struct name {
    const char *text;
    size_t length;
};

/* A line that is being read. */
struct reading {
    const char *at;
    const char *end;
    char *out; /* where the next byte of a string goes; there is room for as many as are left of the line, and 8 more */
    struct name names[NAMES_MAX];
    size_t name_count;
};

const char *json_field_name(enum json_field field)
{
    static const char *const names[JSON_FIELD_COUNT] = {
#define JSON_FIELD_TEXT(name, text) text,
        JSON_FIELD_LIST(JSON_FIELD_TEXT)
#undef JSON_FIELD_TEXT
    };
    return names[field];
}

static void skip_space(struct reading *reading)
{
    while (reading->at < reading->end && (*reading->at == ' ' || *reading->at == '\t' || *reading->at == '\r'))
        reading->at++;
}

/* Step over a character that has to be there, and the space behind it. */
static bool take(struct reading *reading, char wanted)
{
    if (reading->at == reading->end || *reading->at != wanted) return false;
    reading->at++;
    skip_space(reading);
    return true;
}

/* ---- Strings ---- */

/* A bit in each byte of eight that is no plain character of a string: a quote, a backslash, a control or a byte beyond ASCII. */
static inline uint64_t special_bytes(uint64_t bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
    const uint64_t quote = bytes ^ ones * '"', backslash = bytes ^ ones * '\\';
    return (((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) | ((bytes - ones * 0x20) & ~bytes) | bytes) & high;
}

/* Copy up to the next special byte; a few bytes behind may be copied too, and are written over. */
static void copy_plain(struct reading *reading)
{
    while (reading->end - reading->at >= 8) {
        uint64_t bytes;
        memcpy(&bytes, reading->at, 8);
        memcpy(reading->out, &bytes, 8);
        const uint64_t special = special_bytes(bytes);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        const int plain = special ? __builtin_ctzll(special) / 8 : 8; /* what is marked wrongly is behind what is marked rightly */
#else
        const int plain = special ? 0 : 8;
#endif
        reading->at += plain;
        reading->out += plain;
        if (special) return;
    }
}

/* The value of four hexadecimal digits, or -1. */
static int32_t hex_value(const char *digits)
{
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        const char c = digits[i];
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* \uXXXX, or two of them that stand for one code point. The cursor is behind the u. */
static bool take_unicode(struct reading *reading)
{
    if (reading->end - reading->at < 4) return false;
    int32_t value = hex_value(reading->at);
    reading->at += 4;
    if (value >= 0xd800 && value < 0xdc00) {
        if (reading->end - reading->at < 6 || memcmp(reading->at, "\\u", 2) != 0) return false;
        const int32_t low = hex_value(reading->at + 2);
        if (low < 0xdc00 || low > 0xdfff) return false;
        value = 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00);
        reading->at += 6;
    } else if (value <= 0 || (value >= 0xdc00 && value <= 0xdfff)) {
        return false;
    }
    reading->out += utf8_encode((uint32_t)value, reading->out);
    return true;
}

static bool take_escape(struct reading *reading)
{
    static const char escapes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
    if (reading->end - reading->at < 2) return false;
    const char which = reading->at[1];
    reading->at += 2;
    if (which == 'u') return take_unicode(reading);
    for (size_t i = 0; i + 1 < sizeof escapes; i += 2) {
        if (escapes[i] != which) continue;
        *reading->out++ = escapes[i + 1];
        return true;
    }
    return false;
}

/* A string behind its first quote, up to and with the last one. */
static bool take_string(struct reading *reading, const char **text, size_t *length)
{
    *text = reading->out;
    for (;;) {
        copy_plain(reading);
        if (reading->at == reading->end) return false;
        const uint8_t byte = (uint8_t)*reading->at;
        if (byte == '"') break;
        if (byte < 0x20) return false;
        if (byte == '\\') {
            if (!take_escape(reading)) return false;
            continue;
        }
        uint32_t code_point;
        const size_t size = utf8_decode(reading->at, reading->end, &code_point);
        if (code_point == CODE_POINT_INVALID) return false;
        for (size_t i = 0; i < size; i++)
            *reading->out++ = *reading->at++;
    }
    reading->at++;
    *length = (size_t)(reading->out - *text);
    *reading->out++ = '\0'; /* in the place of the last quote */
    skip_space(reading);
    return true;
}

/* ---- Other values ---- */

static bool take_word(struct reading *reading, const char *word)
{
    const size_t length = strlen(word);
    if ((size_t)(reading->end - reading->at) < length || memcmp(reading->at, word, length) != 0) return false;
    reading->at += length;
    skip_space(reading);
    return true;
}

/* A whole number that is written as everybody does. */
static bool take_integer(struct reading *reading, int64_t *integer)
{
    const bool negative = *reading->at == '-';
    const char *digits = reading->at + negative;
    const char *at = digits;
    int64_t value = 0;
    for (; at < reading->end && at - digits < DIGITS_MAX && *at >= '0' && *at <= '9'; at++)
        value = value * 10 + (*at - '0');
    const bool leading_zero = at > digits && *digits == '0' && (at - digits > 1 || negative);
    if (at == digits || leading_zero) return false;
    if (at < reading->end && ((*at >= '0' && *at <= '9') || *at == '.' || *at == 'e' || *at == 'E')) return false;
    *integer = negative ? -value : value;
    reading->at = at;
    skip_space(reading);
    return true;
}

static bool take_value(struct reading *reading, struct json_value *value)
{
    if (reading->at == reading->end) return false;
    switch (*reading->at) {
    case '"':
        reading->at++;
        value->kind = JSON_KIND_STRING;
        return take_string(reading, &value->text, &value->length);
    case 'n':
        value->kind = JSON_KIND_NONE;
        return take_word(reading, "null");
    case 't':
        value->kind = JSON_KIND_BOOLEAN;
        return take_word(reading, "true");
    case 'f':
        value->kind = JSON_KIND_BOOLEAN;
        return take_word(reading, "false");
    default:
        value->kind = JSON_KIND_INTEGER;
        return take_integer(reading, &value->integer);
    }
}

/* ---- Objects ---- */

/* A name twice is for others to judge. */
static bool is_new(struct reading *reading, const char *text, size_t length)
{
    for (size_t i = 0; i < reading->name_count; i++) {
        if (reading->names[i].length == length && memcmp(reading->names[i].text, text, length) == 0) return false;
    }
    if (reading->name_count == NAMES_MAX) return false;
    reading->names[reading->name_count++] = (struct name){text, length};
    return true;
}

static bool take_member(struct reading *reading, struct json_record *out)
{
    const char *name;
    size_t length;
    struct json_value value = {0};
    if (reading->at == reading->end || *reading->at++ != '"') return false;
    if (!take_string(reading, &name, &length) || !is_new(reading, name, length)) return false;
    if (!take(reading, ':') || !take_value(reading, &value)) return false;
    for (int field = 0; field < JSON_FIELD_COUNT; field++) {
        if (strcmp(name, json_field_name((enum json_field)field)) == 0) out->fields[field] = value;
    }
    return true;
}

bool json_line_read(const char *text, size_t length, struct buffer *store, struct json_record *out)
{
    store->size = 0;
    if (buffer_reserve(store, length + 8, NULL) != NS_OK) return false;
    struct reading reading = {.at = text, .end = text + length, .out = store->data};
    *out = (struct json_record){0};
    skip_space(&reading);
    if (!take(&reading, '{')) return false;
    if (!take(&reading, '}')) {
        do {
            if (!take_member(&reading, out)) return false;
        } while (take(&reading, ','));
        if (!take(&reading, '}')) return false;
    }
    return reading.at == reading.end;
}
