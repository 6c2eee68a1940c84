/* xml_records.c - see xml_records.h. */
#include "indexer/xml_records.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "index/unicode.h"
#include "indexer/charset.h"
#include "indexer/white.h"
#include "indexer/xml_entities.h"
#include "indexer/xml_library.h"
#include "indexer/xml_prolog.h"

/* A reading that is going on. */
struct reading {
    const struct xml_reading *of;
    struct charset_text text;
    struct buffer store; /* of the text, when it had to be recoded */
    struct xml_prolog prolog;
    bool root_copied; /* its start tag has an end, and is short enough */
    struct xml_entities entities;
    struct buffer source; /* what the parser is given: root's tag, record, and the end of the root */
    const char *loose;    /* the first character of the record that had to be escaped for the parser; NULL if none had */
    const char *name;     /* of the first record with its prefix, which is the name of all; NULL before it is found */
    size_t name_length;
    const char *counted; /* how far lines were counted, and the line there */
    uint64_t line;
    bool endless_comment; /* nothing that has not been looked at has such an end */
    bool endless_section;
};

/* One parsing. */
struct parsing {
    struct reading *reading;
    uint64_t line_before;
    size_t entity_bytes;
    size_t text_bytes; /* since the last tag */
    size_t nodes;
    size_t errors;
    bool quiet;
    bool told;
    xmlParserCtxt *parser;
    xmlDoc *document;
};

/* ---- What the parser calls ---- */

static struct parsing *parsing_of(void *context)
{
    return ((xmlParserCtxt *)context)->_private;
}

static void tell(struct parsing *parsing, enum problem_kind kind, uint64_t line, const char *what)
{
    if (!parsing->quiet && !parsing->told)
        reader_problem(parsing->reading->of->input, parsing->reading->of->sink, kind, line, "%s; the record is read as far as it could be",
                       what);
    parsing->told = true;
}

static uint64_t parser_line(const struct parsing *parsing, const xmlParserCtxt *parser)
{
    return parsing->line_before + (parser->input ? (uint64_t)parser->input->line : 0);
}

/* Stop for a limit. */
static void stop(xmlParserCtxt *parser, const char *what)
{
    struct parsing *parsing = parser->_private;
    tell(parsing, PROBLEM_LIMIT, parser_line(parsing, parser), what);
    xmlStopParser(parser);
}

static void on_error(void *context, xmlErrorPtr error)
{
    struct parsing *parsing = parsing_of(context);
    char what[400];
    if (error->level != XML_ERR_FATAL) return;
    parsing->errors++;
    const char *message = error->message ? error->message : "damaged";
    snprintf(what, sizeof what, "not well-formed XML: %.*s", (int)strcspn(message, "\n"), message);
    tell(parsing, PROBLEM_DAMAGED, parsing->line_before + (uint64_t)error->line, what);
}

/* After an error the parser passes over every reference, also to `<`, which the text of feeds is full of. What it goes on with is as good
 * as before, so that it is told that nothing was wrong. Returns whether it may go on. */
static bool forgive(xmlParserCtxt *parser)
{
    const struct parsing *parsing = parser->_private;
    parser->wellFormed = 1;
    if (parsing->errors <= XML_ERRORS_MAX) return true;
    stop(parser, "more errors than a record may have");
    return false;
}

static void on_text(void *context, const xmlChar *text, int length)
{
    struct parsing *parsing = parsing_of(context);
    if (!forgive(context)) return;
    const size_t room = XML_TEXT_MAX - parsing->text_bytes;
    if ((size_t)length > room) {
        tell(parsing, PROBLEM_LIMIT, parser_line(parsing, context), "a longer text than an element may have");
        length = (int)utf8_cut((const char *)text, room);
        parsing->text_bytes = XML_TEXT_MAX; /* so that nothing is taken behind what was left out */
    } else {
        parsing->text_bytes += (size_t)length;
    }
    if (length > 0) xmlSAX2Characters(context, text, length);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *address, int namespace_count,
                     const xmlChar **namespaces, int attribute_count, int defaulted, const xmlChar **attributes)
{
    xmlParserCtxt *parser = context;
    struct parsing *parsing = parsing_of(context);
    if (!forgive(context)) return;
    parsing->text_bytes = 0;
    parsing->nodes += 1 + (size_t)attribute_count;
    if (parsing->nodes > XML_NODES_MAX) {
        stop(parser, "more elements than a record may have");
        return;
    }
    if (parser->nsNr > 2 * XML_NAMESPACES_MAX) {
        stop(parser, "more namespaces than a record may have");
        return;
    }
    xmlSAX2StartElementNs(context, name, prefix, address, namespace_count, namespaces, attribute_count, defaulted, attributes);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *address)
{
    if (!forgive(context)) return;
    parsing_of(context)->text_bytes = 0;
    xmlSAX2EndElementNs(context, name, prefix, address);
}

/* The parser takes only the first byte of such an entity in an attribute, so that there longer ones are not known. */
static xmlEntity *on_entity(void *context, const xmlChar *name)
{
    xmlParserCtxt *parser = context;
    struct parsing *parsing = parsing_of(context);
    xmlEntity *entity = xml_entities_find(&parsing->reading->entities, (const char *)name);
    if (!forgive(parser)) return NULL;
    if (!entity || (parser->instate == XML_PARSER_ATTRIBUTE_VALUE && entity->length != 1)) return NULL;
    parsing->entity_bytes += (size_t)entity->length;
    if (parsing->entity_bytes <= XML_ENTITY_BYTES_MAX) return entity;
    stop(parser, "more text of entities than a record may have");
    return NULL;
}

static xmlEntity *no_entity(void *context, const xmlChar *name)
{
    (void)context;
    (void)name;
    return NULL;
}

/* ---- Parsing one record ---- */

static xmlParserCtxt *new_parser(struct parsing *parsing)
{
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (!parser) return NULL;
    xmlSAXHandler *sax = parser->sax;
    sax->serror = on_error;
    sax->characters = on_text;
    sax->ignorableWhitespace = on_text;
    sax->cdataBlock = on_text;
    sax->startElementNs = on_start;
    sax->endElementNs = on_end;
    sax->comment = NULL;
    sax->processingInstruction = NULL;
    sax->getEntity = on_entity;
    sax->getParameterEntity = no_entity;
    parser->_private = parsing;
    return parser;
}

static void run_parser(void *context)
{
    static const int options =
        XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC | XML_PARSE_BIG_LINES;
    struct parsing *parsing = context;
    const struct buffer *source = &parsing->reading->source;
    parsing->parser = new_parser(parsing);
    if (parsing->parser) parsing->document = xmlCtxtReadMemory(parsing->parser, source->data, (int)source->size, NULL, NULL, options);
}

/* Parse what is in reading->source, and hand the root to a function. */
static ns_status parse(struct parsing *parsing, ns_status (*take)(struct parsing *parsing, const xmlNode *root, struct ns_error *err),
                       struct ns_error *err)
{
    ns_status status = xml_library_run(run_parser, parsing, err);
    if (status != NS_OK) return status;
    const xmlNode *root = parsing->document ? xmlDocGetRootElement(parsing->document) : NULL;
    status = parsing->parser ? take(parsing, root, err) : ns_fail_nomem(err);
    xmlFreeDoc(parsing->document);
    xmlFreeParserCtxt(parsing->parser);
    return status;
}

/* ---- What the parser is given ---- */

/* Append text for the parser: control characters, which XML has none of, become spaces, and with `one_line` line ends too. */
static ns_status append_clean(struct buffer *source, const char *text, size_t size, bool one_line, struct ns_error *err)
{
    const size_t begin = source->size;
    const ns_status status = buffer_append(source, text, size, err);
    for (size_t at = begin; status == NS_OK && at < source->size; at++) {
        const unsigned char byte = (unsigned char)source->data[at];
        if (byte < ' ' && (one_line || (byte != '\t' && byte != '\n' && byte != '\r'))) source->data[at] = ' ';
    }
    return status;
}

/* Where the value in quotes that begins at `at` ends: at its other quote, or at a `<`, which no value may have. */
static const char *value_end(const char *at, const char *end)
{
    const char quote = *at++;
    while (at < end && *at != quote && *at != '<')
        at++;
    return at;
}

/* Whether a tag of the text has more attributes than XML_ATTRIBUTES_MAX. */
static bool has_too_many_attributes(const char *at, const char *end)
{
    while ((at = at < end ? memchr(at, '<', (size_t)(end - at)) : NULL)) {
        size_t count = 0;
        bool value = false;
        for (at++; at < end && *at != '<' && *at != '>'; at++) {
            if (*at == '=') value = true;
            if (value && (*at == '"' || *at == '\'')) {
                if (++count > XML_ATTRIBUTES_MAX) return true;
                at = value_end(at, end);
                value = false;
                if (at == end || *at == '<') break;
            }
        }
    }
    return false;
}

/* Behind the comment or the section that begins with `open` at `at`, or NULL if none with an end does. */
static const char *behind_closed(const char *at, const char *end, const char *open, const char *close, bool *endless)
{
    const size_t length = strlen(open);
    if (*endless || (size_t)(end - at) < length || memcmp(at, open, length) != 0) return NULL;
    const char *found = memmem(at + length, (size_t)(end - at) - length, close, strlen(close));
    if (!found) *endless = true;
    return found ? found + strlen(close) : NULL;
}

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 ||
           (c && strchr("_:.-", c));
}

/* Whether the `&` or `<` at a place stands for itself: no reference and no markup begins there. */
static bool is_loose(const char *at, const char *end)
{
    const char *next = at + 1;
    if (*at == '<')
        return next == end || !(is_name_byte(*next) || *next == '/' || *next == '!' || *next == '?') || (*next >= '0' && *next <= '9');
    if (next < end && *next == '#') next++;
    const char *name = next;
    while (next < end && is_name_byte(*next))
        next++;
    return next == name || next == end || *next != ';';
}

/* The next `&` or `<` that stands for itself, or the end. Comments and sections are passed over; *cut tells of a section without an end. */
static const char *next_loose(const char *at, const char *end, bool *cut)
{
    bool endless = false;
    while (at < end) {
        const char *behind = *at == '<' ? behind_closed(at, end, "<!--", "-->", &endless) : NULL;
        if (endless) return end;
        if (!behind && *at == '<') behind = behind_closed(at, end, "<![CDATA[", "]]>", cut);
        if (*cut) return end;
        if (!behind && (*at == '&' || *at == '<') && is_loose(at, end)) return at;
        at = behind ? behind : at + 1;
    }
    return end;
}

/* Append a record for the parser, which leaves out what stands behind a loose character, and a section that is cut off. */
static ns_status append_record(struct reading *reading, const char *at, const char *end, struct ns_error *err)
{
    struct buffer *source = &reading->source;
    bool cut = false;
    ns_status status = NS_OK;
    reading->loose = NULL;
    for (size_t mended = 0; status == NS_OK && at < end; mended++) {
        const char *loose = mended < XML_ERRORS_MAX ? next_loose(at, end, &cut) : end;
        status = append_clean(source, at, (size_t)(loose - at), false, err);
        at = loose;
        if (loose == end || status != NS_OK) break;
        if (!reading->loose) reading->loose = loose;
        status = *loose == '&' ? buffer_append(source, "&amp;", 5, err) : buffer_append(source, "&lt;", 4, err);
        at++;
    }
    return status == NS_OK && cut ? buffer_append(source, "]]>", 3, err) : status;
}

/* Append a root that holds the record: a copy of the document's, or where that has no end or is too long any. */
static ns_status append_root(struct reading *reading, struct ns_error *err)
{
    const struct xml_prolog *prolog = &reading->prolog;
    if (!reading->root_copied) return buffer_append(&reading->source, "<r>", 3, err);
    return append_clean(&reading->source, prolog->root, prolog->root_length, true, err);
}

static ns_status append_root_end(struct reading *reading, struct ns_error *err)
{
    if (!reading->root_copied) return buffer_append(&reading->source, "</r>", 4, err);
    ns_status status = buffer_append(&reading->source, "</", 2, err);
    if (status == NS_OK) status = buffer_append(&reading->source, reading->prolog.name, reading->prolog.name_length, err);
    return status == NS_OK ? buffer_append_byte(&reading->source, '>', err) : status;
}

/* Make the source of a record that stands below the root. */
static ns_status wrap(struct reading *reading, const char *begin, const char *end, struct ns_error *err)
{
    const bool below = begin != reading->prolog.root;
    reading->source.size = 0;
    ns_status status = below ? append_root(reading, err) : NS_OK;
    if (status == NS_OK) status = append_record(reading, begin, end, err);
    return status == NS_OK && below ? append_root_end(reading, err) : status;
}

/* ---- Finding records ---- */

enum mark_kind { MARK_END, MARK_OPEN, MARK_CLOSE };

/* A tag of a record. */
struct mark {
    enum mark_kind kind;
    const char *at;
    const char *behind; /* its name */
};

/* The name of a record that begins at `at`, its prefix included; 0 if none does. */
static size_t record_name(const struct reading *reading, const char *at, const char *end)
{
    size_t length = 0;
    while (at + length < end && !strchr(" \t\r\n/><", at[length]))
        length++;
    if (at + length == end) return 0;
    if (reading->name) return length == reading->name_length && memcmp(at, reading->name, length) == 0 ? length : 0;
    for (const char *const *name = reading->of->names; *name; name++) {
        if (xml_name_is(at, length, *name)) return length;
    }
    return 0;
}

static struct mark next_mark(struct reading *reading, const char *at)
{
    const char *end = reading->text.text + reading->text.size;
    while (at < end && (at = memchr(at, '<', (size_t)(end - at)))) {
        const char *behind = behind_closed(at, end, "<!--", "-->", &reading->endless_comment);
        if (!behind) behind = behind_closed(at, end, "<![CDATA[", "]]>", &reading->endless_section);
        if (behind) {
            at = behind;
            continue;
        }
        const bool close = at + 1 < end && at[1] == '/';
        const char *name = at + (close ? 2 : 1);
        const size_t length = name < end ? record_name(reading, name, end) : 0;
        if (length > 0) return (struct mark){close ? MARK_CLOSE : MARK_OPEN, at, name + length};
        at++;
    }
    return (struct mark){MARK_END, end, end};
}

/* The line of a place that is not before one that was asked for. */
static uint64_t line_at(struct reading *reading, const char *place)
{
    reading->line += count_line_ends(reading->counted, (size_t)(place - reading->counted));
    reading->counted = place;
    return reading->line;
}

/* ---- Taking records ---- */

/* Skip to the record below the copy of the root. */
static const xmlNode *record_below(const struct reading *reading, const xmlNode *node)
{
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) continue;
        const char *name = (const char *)node->name;
        for (const char *const *wanted = reading->of->names; *wanted; wanted++) {
            if (xml_name_is(name, strlen(name), *wanted)) return node;
        }
    }
    return NULL;
}

static ns_status take_record(struct parsing *parsing, const xmlNode *root, struct ns_error *err)
{
    const struct reading *reading = parsing->reading;
    const xmlNode *record = record_below(reading, root);
    if (!record && root) record = record_below(reading, root->children);
    if (record) return reading->of->record(reading->of->context, record, parsing->line_before, err);
    tell(parsing, PROBLEM_DAMAGED, parsing->line_before + 1, "a record that cannot be parsed");
    return NS_OK;
}

static ns_status take_head(struct parsing *parsing, const xmlNode *root, struct ns_error *err)
{
    const struct xml_reading *of = parsing->reading->of;
    return root ? of->head(of->context, root, err) : NS_OK;
}

/* Read what stands before the first record. What is open there makes it ill-formed, so that errors in it say nothing. */
static ns_status read_head(struct reading *reading, const char *end, struct ns_error *err)
{
    struct parsing parsing = {.reading = reading, .quiet = true};
    const char *begin = reading->prolog.root;
    if (!reading->of->head || end == begin || has_too_many_attributes(begin, end)) return NS_OK;
    if ((size_t)(end - begin) > XML_HEAD_MAX) end = begin + XML_HEAD_MAX;
    const ns_status status = wrap(reading, begin, end, err);
    return status == NS_OK ? parse(&parsing, take_head, err) : status;
}

/* Told when the parser found nothing wrong: no text was lost. */
static void tell_loose(const struct parsing *parsing, const char *begin)
{
    const struct reading *reading = parsing->reading;
    const uint64_t line = parsing->line_before + 1 + count_line_ends(begin, (size_t)(reading->loose - begin));
    reader_problem(reading->of->input, reading->of->sink, PROBLEM_DAMAGED, line,
                   "not well-formed XML: \"%c\" that begins %s; it is taken for itself", *reading->loose,
                   *reading->loose == '&' ? "no reference" : "no tag");
}

static ns_status read_record(struct reading *reading, const char *begin, const char *end, struct ns_error *err)
{
    struct parsing parsing = {.reading = reading, .line_before = line_at(reading, begin) - 1};
    const struct xml_reading *of = reading->of;
    const size_t size = (size_t)(end - begin);
    if (size > XML_RECORD_MAX) {
        reader_problem(of->input, of->sink, PROBLEM_LIMIT, parsing.line_before + 1,
                       "a record of %zu bytes, at most %zu were wanted; it is passed over", size, XML_RECORD_MAX);
        return NS_OK;
    }
    if (has_too_many_attributes(begin, end)) {
        reader_problem(of->input, of->sink, PROBLEM_LIMIT, parsing.line_before + 1,
                       "a tag with more than %d attributes; its record is passed over", XML_ATTRIBUTES_MAX);
        return NS_OK;
    }
    ns_status status = wrap(reading, begin, end, err);
    if (status != NS_OK) return status;
    status = parse(&parsing, take_record, err);
    if (status == NS_OK && reading->loose && !parsing.told) tell_loose(&parsing, begin);
    return status;
}

/* Read the record whose start tag is `mark`; *mark is then the next start tag, or the end. A record that is not closed goes to the next
 * one. */
static ns_status read_marked(struct reading *reading, struct mark *mark, struct ns_error *err)
{
    const char *begin = mark->at;
    const char *end = reading->text.text + reading->text.size;
    struct mark close = next_mark(reading, mark->behind);
    const char *stop = close.at;
    if (close.kind == MARK_CLOSE) {
        stop = close.behind + white_span(close.behind, (size_t)(end - close.behind));
        if (stop < end && *stop == '>') stop++;
    }
    for (*mark = close; mark->kind == MARK_CLOSE;)
        *mark = next_mark(reading, mark->behind);
    return read_record(reading, begin, stop, err);
}

static ns_status read_all(struct reading *reading, struct ns_error *err)
{
    const struct xml_reading *of = reading->of;
    struct mark mark = next_mark(reading, reading->prolog.root);
    while (mark.kind == MARK_CLOSE)
        mark = next_mark(reading, mark.behind);
    if (mark.kind == MARK_END) {
        reader_problem(of->input, of->sink, PROBLEM_EMPTY, 0, "no <%s>, at least one was wanted", of->names[0]);
        return NS_OK;
    }
    reading->name = mark.at + 1;
    reading->name_length = (size_t)(mark.behind - reading->name);
    ns_status status = read_head(reading, mark.at, err);
    while (status == NS_OK && mark.kind == MARK_OPEN)
        status = read_marked(reading, &mark, err);
    return status;
}

/* ---- The text ---- */

/* What is declared: UTF-16 without a mark is told by its first bytes, and UTF-8 is what everything is taken for anyhow that is it. */
static const char *declared_charset(const struct input *input, struct xml_prolog *prolog, size_t *length)
{
    *length = strlen("UTF-16LE");
    if (input->size >= 2 && memcmp(input->data, "<\0", 2) == 0) return "UTF-16LE";
    if (input->size >= 2 && memcmp(input->data, "\0<", 2) == 0) return "UTF-16BE";
    xml_prolog_read(input->data, input->size < XML_PROLOG_ROOM ? input->size : XML_PROLOG_ROOM, prolog);
    *length = prolog->encoding_length;
    const bool utf8 = *length >= 4 && strncasecmp(prolog->encoding, "utf", 3) == 0 && prolog->encoding[*length - 1] == '8';
    return utf8 ? NULL : prolog->encoding;
}

static ns_status decode(struct reading *reading, struct ns_error *err)
{
    const struct xml_reading *of = reading->of;
    size_t length;
    const char *declared = declared_charset(of->input, &reading->prolog, &length);
    const ns_status status = charset_decode(of->input->data, of->input->size, declared, length, &reading->store, &reading->text, err);
    if (status != NS_OK || reading->text.bad == 0) return status;
    const uint64_t line = of->input->lines_before + 1 + count_line_ends(reading->text.text, reading->text.first_bad);
    reader_bad_places(of->input, of->sink, line, reading->text.bad);
    return NS_OK;
}

static ns_status read_decoded(struct reading *reading, struct ns_error *err)
{
    const struct xml_reading *of = reading->of;
    reading->counted = reading->text.text;
    if (!xml_prolog_read(reading->text.text, reading->text.size, &reading->prolog) || !reading->prolog.root) {
        reader_problem(of->input, of->sink, PROBLEM_DAMAGED, 0, "no element of XML, one with <%s> was wanted", of->names[0]);
        return NS_OK;
    }
    const struct xml_prolog *prolog = &reading->prolog;
    reading->root_copied = prolog->root_length <= XML_ROOT_MAX && prolog->root[prolog->root_length - 1] == '>';
    const ns_status status = xml_entities_read(&reading->entities, reading->prolog.subset, reading->prolog.subset_length, err);
    return status == NS_OK ? read_all(reading, err) : status;
}

ns_status xml_records_read(const struct xml_reading *of, struct ns_error *err)
{
    struct reading reading = {.of = of, .line = of->input->lines_before + 1};
    ns_status status = decode(&reading, err);
    if (status == NS_OK) status = read_decoded(&reading, err);
    buffer_release(&reading.source);
    buffer_release(&reading.store);
    xml_entities_release(&reading.entities);
    return status;
}
