/* json_scan.c - strings and brackets of JSON. */
#include "indexer/json_scan.h"

#include <string.h>

/* Levels whose brackets are checked to fit; the parser takes no more. */
#define LEVELS 1024

/* Looks for the end of an object. */
struct depth {
    size_t level;
    char brackets[LEVELS];
    size_t list_level; /* of the array that may be the list; 0 outside of it */
    const char *list;
    const char *element_end; /* of the last object that is an element of it; NULL if there is none */
};

struct json_scan json_scan_over(const char *text, size_t length)
{
    return (struct json_scan){.at = text, .end = text + length, .line = text};
}

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The quote that ends a string; or a line end, which a string does not hold, or the end. */
static const char *string_end(const char *at, const char *end)
{
    for (; at < end && *at != '"' && *at != '\n'; at++) {
        if (*at == '\\') at++;
    }
    return at < end ? at : end;
}

static void open_bracket(struct depth *depth, const char *at)
{
    const size_t level = depth->level++;
    if (level < LEVELS) depth->brackets[level] = *at == '{' ? '}' : ']';
    const bool in_objects = level == 1 || (level == 2 && depth->brackets[1] == '}');
    if (*at != '[' || !in_objects || depth->list_level) return;
    depth->list = at;
    depth->list_level = level + 1;
    depth->element_end = NULL;
}

/* Keep a list that has ended if it is one of objects, and larger than what was kept. */
static void close_list(struct depth *depth, const char *at, struct json_piece *piece)
{
    const char *first = depth->list + 1;
    depth->list_level = 0;
    while (is_white(*first))
        first++;
    const size_t length = (size_t)(at - depth->list) + 1;
    if (*first != '{' || length <= piece->list_length) return;
    piece->list = depth->list;
    piece->list_length = length;
}

/* Returns whether the bracket fits. */
static bool close_bracket(struct depth *depth, const char *at, struct json_piece *piece)
{
    if (depth->list_level == depth->level) close_list(depth, at, piece);
    depth->level--;
    if (depth->list_level == depth->level && *at == '}') depth->element_end = at + 1;
    return depth->level >= LEVELS || depth->brackets[depth->level] == *at;
}

/* There is no end that fits, and no list either. */
static const char *fail(struct json_piece *piece)
{
    piece->list = NULL;
    return NULL;
}

/* Keep what is known of a list that goes on behind the end. */
static void leave_list(const struct depth *depth, const char *start, const char *end, struct json_piece *piece)
{
    piece->to_the_end = true;
    piece->list = NULL;
    if (!depth->list_level || !depth->element_end) return;
    piece->list = depth->list;
    piece->list_length = (size_t)(end - depth->list);
    piece->whole = (size_t)(depth->element_end - start);
}

/* What is behind the object that begins here, or NULL if it has no end that fits before `end`. */
static const char *object_end(const char *at, const char *end, struct json_piece *piece)
{
    const char *start = at;
    struct depth depth;
    depth.level = depth.list_level = 0;
    depth.list = depth.element_end = NULL;
    for (; at < end; at++) {
        switch (*at) {
        case '"':
            at = string_end(at + 1, end);
            if (at < end && *at == '\n') return fail(piece);
            break;
        case '{':
        case '[':
            open_bracket(&depth, at);
            break;
        case '}':
        case ']':
            if (!close_bracket(&depth, at, piece)) return fail(piece);
            if (depth.level == 0) return at + 1;
            break;
        default:
            break;
        }
    }
    leave_list(&depth, start, end, piece);
    return NULL;
}

static size_t indent_of(const char *line, const char *end)
{
    size_t indent = 0;
    while (line + indent < end && (line[indent] == ' ' || line[indent] == '\t'))
        indent++;
    return indent;
}

/* Whether a line begins with an object that is indented no further. */
static bool begins_object(const char *line, const char *end, size_t indent)
{
    const size_t own = indent_of(line, end);
    line += own;
    while (line < end && (*line == ',' || *line == ' ' || *line == '\t'))
        line++;
    return own <= indent && line < end && *line == '{';
}

/* Have the start of the next line where an object may begin; the end if there is none. */
static void find_bound(struct json_scan *scan)
{
    const char *at = scan->at;
    while (scan->bound <= scan->at) {
        const char *stop = memchr(at, '\n', (size_t)(scan->end - at));
        at = stop ? stop + 1 : scan->end;
        if (!stop || begins_object(at, scan->end, scan->indent)) scan->bound = at;
    }
}

static void take_object(struct json_scan *scan, struct json_piece *piece)
{
    if (scan->mending) find_bound(scan);
    const char *stop = object_end(scan->at, scan->mending ? scan->bound : scan->end, piece);
    piece->kind = JSON_PIECE_OBJECT;
    if (!stop) {
        piece->kind = JSON_PIECE_DAMAGED;
        if (!scan->mending) scan->indent = indent_of(scan->line, scan->at);
        if (!scan->mending) scan->bound = scan->at;
        scan->mending = true;
        find_bound(scan);
        stop = scan->bound;
    }
    piece->length = (size_t)(stop - scan->at);
}

/* Whatever it is up to the next object, strings as one. */
static void take_other(const struct json_scan *scan, struct json_piece *piece)
{
    const char *at = scan->at;
    while (at < scan->end && *at != '{') {
        if (*at == '"') at = string_end(at + 1, scan->end);
        if (at < scan->end) at++;
    }
    piece->kind = JSON_PIECE_OTHER;
    piece->length = (size_t)(at - scan->at);
}

/* Go on, and know where the line begins. */
static void advance(struct json_scan *scan, const char *to)
{
    const char *stop = memrchr(scan->at, '\n', (size_t)(to - scan->at));
    if (stop) scan->line = stop + 1;
    scan->at = to;
}

static bool is_between(char c)
{
    return is_white(c) || c == ',' || c == '[' || c == ']' || c == '}';
}

bool json_scan_next(struct json_scan *scan, struct json_piece *piece)
{
    const char *at = scan->at;
    while (at < scan->end && is_between(*at))
        at++;
    advance(scan, at);
    if (at == scan->end) return false;
    *piece = (struct json_piece){.text = at};
    if (*at == '{') {
        take_object(scan, piece);
    } else {
        take_other(scan, piece);
    }
    advance(scan, at + piece->length);
    return true;
}
