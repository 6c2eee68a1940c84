/* xml_prolog.c - see xml_prolog.h. */
#include "indexer/xml_prolog.h"

#include <string.h>
#include <strings.h>

#include "indexer/tag_scanner.h"
#include "indexer/white.h"

/* Where the reading stands. */
struct place {
    const char *at;
    const char *end;
};

static bool begins(const struct place *place, const char *with)
{
    const size_t length = strlen(with);
    return (size_t)(place->end - place->at) >= length && strncasecmp(place->at, with, length) == 0;
}

static void skip_white(struct place *place)
{
    place->at += white_span(place->at, (size_t)(place->end - place->at));
}

/* Go behind the next `what`, or to the end. Returns where it begins, or the end. */
static const char *skip_to(struct place *place, const char *what)
{
    const size_t length = strlen(what);
    const char *found = memmem(place->at, (size_t)(place->end - place->at), what, length);
    place->at = found ? found + length : place->end;
    return found ? found : place->end;
}

/* What ends a name in a declaration or a tag. */
static size_t name_length(const struct place *place)
{
    const char *at = place->at;
    while (at < place->end && !strchr(" \t\r\n/>[\"'", *at))
        at++;
    return (size_t)(at - place->at);
}

/* ---- Declarations ---- */

static void read_instruction(struct place *place, struct xml_prolog *prolog)
{
    const char *begin = place->at;
    const char *close = skip_to(place, "?>");
    const struct tag declaration = {TAG_OPEN, begin, (size_t)(close - begin) + 1, begin + 2, 3};
    if (prolog->encoding || close == place->end || strncasecmp(begin, "<?xml", 5) != 0) return;
    prolog->encoding = tag_attribute(&declaration, "encoding", &prolog->encoding_length);
}

/* Go to the byte `stop` outside of quotes, comments and instructions, or to the end. */
static void skip_declared(struct place *place, char stop)
{
    while (place->at < place->end && *place->at != stop) {
        if (begins(place, "<!--")) {
            skip_to(place, "-->");
        } else if (begins(place, "<?")) {
            skip_to(place, "?>");
        } else if (*place->at == '"' || *place->at == '\'') {
            const char quote[] = {*place->at++, '\0'};
            skip_to(place, quote);
        } else {
            place->at++;
        }
    }
}

/* The type's declaration: its name, and what stands between brackets. */
static void read_doctype(struct place *place, struct xml_prolog *prolog)
{
    place->at += strlen("<!DOCTYPE");
    skip_white(place);
    prolog->doctype = place->at;
    prolog->doctype_length = name_length(place);
    const struct place before = *place;
    skip_declared(place, '>');
    struct place bracket = before;
    skip_declared(&bracket, '[');
    if (bracket.at < place->at) {
        prolog->subset = ++bracket.at;
        skip_declared(&bracket, ']');
        prolog->subset_length = (size_t)(bracket.at - prolog->subset);
        *place = bracket;
        skip_to(place, ">");
    } else if (place->at < place->end) {
        place->at++;
    }
}

/* ---- The root ---- */

static void read_root(struct place *place, struct xml_prolog *prolog)
{
    const char *begin = place->at++;
    const size_t length = name_length(place);
    if (place->at + length == place->end) return; /* the name may be cut */
    struct tag_scanner scanner = tag_scanner_over(begin, (size_t)(place->end - begin));
    struct tag tag;
    tag_scanner_next(&scanner, &tag);
    prolog->name = place->at;
    prolog->name_length = length;
    prolog->root = begin;
    prolog->root_length = tag.kind == TAG_OPEN ? tag.length : (size_t)(place->end - begin);
}

static bool is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool xml_prolog_read(const char *text, size_t size, struct xml_prolog *prolog)
{
    struct place place = {text, text + size};
    *prolog = (struct xml_prolog){0};
    if (begins(&place, "\xef\xbb\xbf")) place.at += 3;
    for (skip_white(&place); place.end - place.at >= 2; skip_white(&place)) {
        if (begins(&place, "<?")) {
            read_instruction(&place, prolog);
        } else if (begins(&place, "<!--")) {
            skip_to(&place, "-->");
        } else if (begins(&place, "<!DOCTYPE") && !prolog->doctype) {
            read_doctype(&place, prolog);
        } else {
            const bool root = place.at[0] == '<' && is_name_start(place.at[1]);
            if (root) read_root(&place, prolog);
            return root;
        }
    }
    return prolog->doctype != NULL;
}

/* ---- For who tells formats apart ---- */

static bool is_wide(const char *data, size_t size)
{
    static const char *const begins[] = {"\xff\xfe", "\xfe\xff", "<\0", "\0<"};
    for (size_t i = 0; size >= 4 && i < sizeof begins / sizeof *begins; i++) {
        if (memcmp(data, begins[i], 2) == 0) return true;
    }
    return false;
}

static size_t narrow(const char *data, size_t size, char *room)
{
    size_t used = 0;
    for (size_t at = 0; at < size && used < XML_PROLOG_ROOM; at++) {
        const unsigned char byte = (unsigned char)data[at];
        if (byte != 0 && byte < 0x80) room[used++] = data[at];
    }
    return used;
}

bool xml_prolog_recognise(const char *data, size_t size, char *room, struct xml_prolog *prolog)
{
    if (is_wide(data, size)) return xml_prolog_read(room, narrow(data, size, room), prolog);
    return xml_prolog_read(data, size < XML_PROLOG_ROOM ? size : XML_PROLOG_ROOM, prolog);
}

bool xml_name_is(const char *name, size_t length, const char *local)
{
    const char *colon = length ? memchr(name, ':', length) : NULL;
    if (colon) length -= (size_t)(colon + 1 - name);
    return length == strlen(local) && memcmp(colon ? colon + 1 : name, local, length) == 0;
}

bool xml_prolog_is(const struct xml_prolog *prolog, const char *local)
{
    if (prolog->name) return xml_name_is(prolog->name, prolog->name_length, local);
    return prolog->doctype && xml_name_is(prolog->doctype, prolog->doctype_length, local);
}

bool xml_holds(const char *text, size_t length, const char *wanted)
{
    return length > 0 && memmem(text, length, wanted, strlen(wanted));
}
