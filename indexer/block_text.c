/* block_text.c - see block_text.h. A gap is only written when something follows it, so that there is none at the ends. */
#include "indexer/block_text.h"

#include <string.h>
#include <strings.h>

#include "index/unicode.h"
#include "indexer/tag_scanner.h"
#include "indexer/white.h"

/* What an element does. */
enum effect { EFFECT_NONE, EFFECT_BLOCK, EFFECT_LINE, EFFECT_CELL, EFFECT_SILENT };

struct element {
    const char *name;
    enum effect effect;
};

/* In the order of strcasecmp(), to be searched. Elements of NITF are those whose names HTML does not have. */
static const struct element elements[] = {
    {"address", EFFECT_BLOCK},
    {"article", EFFECT_BLOCK},
    {"aside", EFFECT_BLOCK},
    {"audio", EFFECT_SILENT},
    {"block", EFFECT_BLOCK},
    {"blockquote", EFFECT_BLOCK},
    {"body", EFFECT_BLOCK},
    {"bq", EFFECT_BLOCK},
    {"br", EFFECT_LINE},
    {"button", EFFECT_SILENT},
    {"byttl", EFFECT_CELL},
    {"canvas", EFFECT_SILENT},
    {"caption", EFFECT_BLOCK},
    {"center", EFFECT_BLOCK},
    {"credit", EFFECT_BLOCK},
    {"dd", EFFECT_BLOCK},
    {"div", EFFECT_BLOCK},
    {"dl", EFFECT_BLOCK},
    {"dt", EFFECT_BLOCK},
    {"figcaption", EFFECT_BLOCK},
    {"figure", EFFECT_BLOCK},
    {"fn", EFFECT_BLOCK},
    {"footer", EFFECT_BLOCK},
    {"form", EFFECT_BLOCK},
    {"h1", EFFECT_BLOCK},
    {"h2", EFFECT_BLOCK},
    {"h3", EFFECT_BLOCK},
    {"h4", EFFECT_BLOCK},
    {"h5", EFFECT_BLOCK},
    {"h6", EFFECT_BLOCK},
    {"head", EFFECT_SILENT},
    {"header", EFFECT_BLOCK},
    {"hl2", EFFECT_BLOCK},
    {"hr", EFFECT_BLOCK},
    {"iframe", EFFECT_SILENT},
    {"li", EFFECT_BLOCK},
    {"main", EFFECT_BLOCK},
    {"media-caption", EFFECT_BLOCK},
    {"media-metadata", EFFECT_SILENT},
    {"media-object", EFFECT_SILENT},
    {"media-producer", EFFECT_SILENT},
    {"nitf-table-metadata", EFFECT_SILENT},
    {"noscript", EFFECT_SILENT},
    {"object", EFFECT_SILENT},
    {"ol", EFFECT_BLOCK},
    {"p", EFFECT_BLOCK},
    {"pre", EFFECT_BLOCK},
    {"script", EFFECT_SILENT},
    {"section", EFFECT_BLOCK},
    {"select", EFFECT_SILENT},
    {"story.date", EFFECT_CELL},
    {"style", EFFECT_SILENT},
    {"svg", EFFECT_SILENT},
    {"table", EFFECT_BLOCK},
    {"td", EFFECT_CELL},
    {"template", EFFECT_SILENT},
    {"textarea", EFFECT_SILENT},
    {"th", EFFECT_CELL},
    {"tr", EFFECT_LINE},
    {"ul", EFFECT_BLOCK},
    {"video", EFFECT_SILENT},
};

/* Order of a name and an element's. */
static int name_order(const char *name, size_t length, const char *of)
{
    const size_t of_length = strlen(of);
    const int order = strncasecmp(name, of, length < of_length ? length : of_length);
    return order ? order : (length > of_length) - (length < of_length);
}

static enum effect effect_of(const char *name, size_t length)
{
    size_t low = 0;
    size_t high = sizeof elements / sizeof *elements;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const int order = name_order(name, length, elements[middle].name);
        if (order == 0) return elements[middle].effect;
        if (order < 0) high = middle;
        if (order > 0) low = middle + 1;
    }
    return EFFECT_NONE;
}

struct block_text block_text_into(struct buffer *out, struct ns_error *err)
{
    return (struct block_text){.out = out, .begin = out->size, .err = err};
}

void block_text_break(struct block_text *text, enum block_gap gap)
{
    if (gap > text->gap) text->gap = gap;
}

static void break_for(struct block_text *text, enum effect effect)
{
    if (effect == EFFECT_BLOCK) block_text_break(text, GAP_PARAGRAPH);
    if (effect == EFFECT_LINE) block_text_break(text, GAP_LINE);
    if (effect == EFFECT_CELL) block_text_break(text, GAP_SPACE);
}

void block_text_open(struct block_text *text, const char *name, size_t length)
{
    const enum effect effect = effect_of(name, length);
    if (effect == EFFECT_SILENT) text->silent++;
    break_for(text, effect);
}

void block_text_close(struct block_text *text, const char *name, size_t length)
{
    const enum effect effect = effect_of(name, length);
    if (effect == EFFECT_SILENT && text->silent > 0) text->silent--;
    break_for(text, effect);
}

static void append(struct block_text *text, const char *data, size_t length)
{
    if (text->status == NS_OK) text->status = buffer_append(text->out, data, length, text->err);
}

/* Write the gap that is due. */
static void fill_gap(struct block_text *text)
{
    static const char *const gaps[] = {"", " ", "\n", "\n\n"};
    if (text->out->size > text->begin) append(text, gaps[text->gap], strlen(gaps[text->gap]));
    text->gap = GAP_NONE;
}

/* Whether a control character from 128 to 159 stands at the start of data. */
static bool is_western(const char *data, size_t length)
{
    return length >= 2 && (unsigned char)data[0] == 0xc2 && (unsigned char)data[1] >= 0x80 && (unsigned char)data[1] < 0xa0;
}

/* The bytes of the white space or the control character at the start of data. */
static size_t gap_length(const char *data, size_t length)
{
    const unsigned char byte = (unsigned char)*data;
    if (is_western(data, length)) return 2;
    return byte < ' ' || byte == 0x7f ? 1 : white_length(data, length);
}

/* Append what a control character from 128 to 159 is meant for, as references by number to Windows-1252 are; false if that is nothing. */
static bool append_western(struct block_text *text, const char *data, size_t length)
{
    if (!is_western(data, length)) return false;
    char written[4];
    const uint32_t code_point = (unsigned char)data[1];
    const uint32_t character = reference_character(code_point);
    if (character == code_point) return false;
    fill_gap(text);
    append(text, written, utf8_encode(character, written));
    return true;
}

void block_text_put(struct block_text *text, const char *data, size_t length)
{
    if (text->silent > 0) return;
    for (size_t at = 0; at < length && text->status == NS_OK;) {
        const size_t white = gap_length(data + at, length - at);
        if (white > 0) {
            if (!append_western(text, data + at, length - at)) block_text_break(text, GAP_SPACE);
            at += white;
            continue;
        }
        const size_t begin = at;
        while (at < length && gap_length(data + at, length - at) == 0)
            at++;
        fill_gap(text);
        append(text, data + begin, at - begin);
    }
}

void block_text_put_raw(struct block_text *text, const char *data, size_t length)
{
    const size_t indent = white_span(data, length);
    const size_t kept = white_trim_end(data + indent, length - indent);
    if (kept == 0) return;
    block_text_break(text, GAP_PARAGRAPH);
    fill_gap(text);
    append(text, data + indent, kept);
    text->gap = GAP_PARAGRAPH;
}
