/* header.c - finds lines, fields and parameters. */
#include "indexer/header.h"

#include <string.h>
#include <strings.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_white(char c)
{
    return is_blank(c) || c == '\r' || c == '\n';
}

static struct header_value trim(const char *text, size_t length)
{
    while (length > 0 && is_white(text[length - 1]))
        length--;
    while (length > 0 && is_white(*text))
        text++, length--;
    return (struct header_value){text, length};
}

size_t header_take(const char *data, size_t size, struct header *out)
{
    *out = (struct header){data, size};
    for (size_t at = 0; at < size;) {
        const char *stop = memchr(data + at, '\n', size - at);
        if (!stop) break;
        const size_t next = (size_t)(stop - data) + 1;
        if (next - at == 1 || (next - at == 2 && data[at] == '\r')) {
            out->size = at;
            return next;
        }
        at = next;
    }
    return 0;
}

/* The end of the field that begins at `at`: behind the line end that no white space follows. */
static size_t field_end(const struct header *header, size_t at)
{
    for (;;) {
        const char *stop = memchr(header->data + at, '\n', header->size - at);
        if (!stop) return header->size;
        at = (size_t)(stop - header->data) + 1;
        if (at == header->size || !is_blank(header->data[at])) return at;
    }
}

struct header_value header_field(const struct header *header, const char *name)
{
    const size_t length = strlen(name);
    for (size_t at = 0; at < header->size;) {
        const char *field = header->data + at;
        const size_t end = field_end(header, at);
        const size_t size = end - at;
        at = end;
        if (size <= length || strncasecmp(field, name, length) != 0) continue;
        size_t colon = length;
        while (colon < size && is_blank(field[colon]))
            colon++;
        if (colon < size && field[colon] == ':') return trim(field + colon + 1, size - colon - 1);
    }
    return (struct header_value){NULL, 0};
}

bool header_is_field(const char *line, size_t size)
{
    for (size_t at = 0; at < size; at++) {
        if (line[at] == ':') return at > 0;
        if (line[at] <= ' ' || line[at] >= 0x7f) return false;
    }
    return false;
}

struct header_value header_main(struct header_value value)
{
    const char *stop = value.length > 0 ? memchr(value.text, ';', value.length) : NULL;
    return stop ? trim(value.text, (size_t)(stop - value.text)) : value;
}

/* Where a quoted string ends whose quote stands at `at`: its closing quote, or the end. */
static size_t quoted_end(struct header_value value, size_t at)
{
    for (at++; at < value.length && value.text[at] != '"'; at++) {
        if (value.text[at] == '\\') at++;
    }
    return at < value.length ? at : value.length;
}

/* Where a parameter ends that begins at `at`: a semicolon that is not quoted, or the end. */
static size_t parameter_end(struct header_value value, size_t at)
{
    while (at < value.length && value.text[at] != ';')
        at = value.text[at] == '"' ? quoted_end(value, at) + 1 : at + 1;
    return at < value.length ? at : value.length;
}

struct header_value header_parameter(struct header_value value, const char *name)
{
    const size_t length = strlen(name);
    for (size_t at = parameter_end(value, 0); at < value.length;) {
        const size_t end = parameter_end(value, at + 1);
        const struct header_value one = trim(value.text + at + 1, end - at - 1);
        at = end;
        if (one.length <= length || strncasecmp(one.text, name, length) != 0) continue;
        const struct header_value rest = trim(one.text + length, one.length - length);
        if (rest.length == 0 || *rest.text != '=') continue;
        const struct header_value found = trim(rest.text + 1, rest.length - 1);
        if (found.length == 0 || *found.text != '"') return found;
        return (struct header_value){found.text + 1, quoted_end(found, 0) - 1};
    }
    return (struct header_value){NULL, 0};
}

bool header_is(struct header_value value, const char *word)
{
    return value.text && value.length == strlen(word) && strncasecmp(value.text, word, value.length) == 0;
}

bool header_number(struct header_value value, uint64_t *number)
{
    *number = 0;
    for (size_t at = 0; at < value.length; at++) {
        const char c = value.text[at];
        if (c < '0' || c > '9' || *number > (INT64_MAX - 9) / 10) return false;
        *number = *number * 10 + (uint64_t)(c - '0');
    }
    return value.length > 0;
}
