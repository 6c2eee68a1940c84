/* html_tree.c - takes libxml2's events and keeps elements, blocks of text and facts. */
#include "indexer/html_tree.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/HTMLparser.h>
#include <libxml/dict.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "index/unicode.h"
#include "indexer/html_hints.h"
#include "indexer/reader.h"
#include "indexer/tag_scanner.h"
#include "indexer/xml_library.h"

/* No node: an open element that is not kept. */
#define NO_NODE UINT32_MAX

/* A fact's name, and how many of them are kept. Names are known words; a page has some 50 facts. */
#define FACT_NAME_MAX 64
#define FACTS_MAX 4096u

/* A run of more letters than this is of a script that parts no words, such as Thai, whose words have so many on average. */
#define RUN_CHARACTERS 20
#define WORD_CHARACTERS 5

/* An element that is open. */
struct open_element {
    uint32_t node; /* or NO_NODE */
    uint8_t kind;
};

/* A page that is being read. Text of the block that is open stands behind `block_start` in the tree's. */
struct builder {
    struct html_tree *tree;
    htmlParserCtxtPtr parser;
    struct ns_error *err;
    ns_status status;
    struct open_element open[HTML_DEPTH_MAX + 2]; /* libxml2 may open html and body unasked behind the last */
    size_t depth;
    size_t skipping;      /* open elements from the outermost one whose content is no text; 0 outside of any */
    size_t linking;       /* the same of a link with an address */
    size_t pre;           /* the same of text whose line ends count */
    bool script;          /* what is skipped is JSON-LD */
    bool over;            /* nothing more is taken */
    bool anew;            /* too deep: the parser has to begin anew at `place` */
    size_t place;         /* byte of what the parser was given */
    uint32_t block_start; /* place in the text */
    uint32_t link_length; /* of the block that is open */
    uint32_t block_line;  /* 0 while the block is empty */
    uint32_t line_offset; /* lines before what the parser was given */
    bool space;           /* white space was read since the last character */
    bool broken;          /* so was a line break */
};

/* ---- Words ---- */

/* Add what a run between white space counts, which has *run letters and digits. */
static void end_run(uint32_t *run, uint32_t *count)
{
    if (*run > 0) *count += *run > RUN_CHARACTERS ? *run / WORD_CHARACTERS : 1;
    *run = 0;
}

uint32_t html_words(const char *text, size_t length)
{
    uint32_t count = 0, run = 0, cjk = 0;
    for (const char *at = text, *end = text + length; at < end;) {
        uint32_t code_point = (uint8_t)*at;
        enum char_class class = byte_class[code_point];
        if (code_point < 0x80) {
            at++;
        } else {
            at += utf8_decode(at, end, &code_point);
            class = char_class(code_point);
        }
        if (class == CHAR_SPACE) end_run(&run, &count);
        if (class == CHAR_LETTER || class == CHAR_DIGIT) run++;
        if (class == CHAR_CJK) cjk++;
    }
    end_run(&run, &count);
    return count + (cjk + 1) / 2;
}

/* ---- Text and its blocks ---- */

static uint32_t text_place(const struct builder *builder)
{
    return (uint32_t)builder->tree->text.size;
}

/* The innermost open element that is a node. */
static uint32_t open_node(const struct builder *builder)
{
    for (size_t i = builder->depth; i > 0; i--) {
        if (builder->open[i - 1].node != NO_NODE) return builder->open[i - 1].node;
    }
    return 0;
}

/* The innermost open element that parts text; nodes that are inline do not. */
static uint32_t open_block_node(const struct builder *builder)
{
    for (size_t i = builder->depth; i > 0; i--) {
        const uint32_t node = builder->open[i - 1].node;
        if (node != NO_NODE && builder->tree->nodes[node].kind != HTML_INLINE) return node;
    }
    return 0;
}

static uint32_t current_line(const struct builder *builder)
{
    const int line = builder->parser->input ? builder->parser->input->line : 0;
    return builder->line_offset + (line > 0 ? (uint32_t)line : 1);
}

static void pass_limit(struct builder *builder, const char *what)
{
    builder->tree->limit = what;
    builder->over = true;
}

static void append(struct builder *builder, const char *text, size_t length)
{
    if (builder->status == NS_OK) builder->status = buffer_append(&builder->tree->text, text, length, builder->err);
}

/* End the block that is open. */
static void end_block(struct builder *builder)
{
    struct html_tree *tree = builder->tree;
    const uint32_t start = builder->block_start;
    const uint32_t length = text_place(builder) - start;
    builder->space = builder->broken = false;
    builder->block_start = text_place(builder);
    if (length == 0 || builder->status != NS_OK) return;
    if (tree->block_count >= HTML_BLOCKS_MAX) {
        pass_limit(builder, "more blocks of text than are read");
        return;
    }
    builder->status =
        array_reserve((void **)&tree->blocks, &tree->block_capacity, tree->block_count + 1, sizeof *tree->blocks, builder->err);
    if (builder->status != NS_OK) return;
    tree->blocks[tree->block_count++] = (struct html_block){
        open_block_node(builder), start, length, builder->link_length, html_words(tree->text.data + start, length), builder->block_line};
    builder->link_length = 0;
    builder->block_line = 0;
    append(builder, "\n", 1); /* so that the text of an element with several blocks does not run together */
    builder->block_start = text_place(builder);
}

/* Bytes of the white space or control character at `at`, or 0. */
static size_t blank_length(const char *at, const char *end)
{
    const unsigned char first = (unsigned char)*at;
    if (first <= ' ' || first == 0x7f) return 1;
    if (first != 0xc2 && first != 0xe1 && first != 0xe2 && first != 0xe3) return 0; /* the first bytes of all others */
    uint32_t code_point;
    const size_t length = utf8_decode(at, end, &code_point);
    return char_class(code_point) == CHAR_SPACE || (code_point >= 0x80 && code_point < 0xa0) ? length : 0;
}

/* The bytes before the next white space or control character. */
static size_t solid_length(const char *at, const char *end)
{
    const char *start = at;
    while (at < end) {
        while (at < end && (unsigned char)*at > ' ' && (unsigned char)*at < 0x7f)
            at++;
        if (at < end && blank_length(at, end) > 0) break;
        if (at < end) at++;
    }
    return (size_t)(at - start);
}

/* Add a run without white space, and what parts it from the text before. */
static void put_solid(struct builder *builder, const char *text, size_t length)
{
    if (text_place(builder) > builder->block_start) {
        if (builder->broken || builder->space) append(builder, builder->broken ? "\n" : " ", 1);
    } else {
        builder->block_line = current_line(builder);
    }
    builder->broken = builder->space = false;
    append(builder, text, length);
    if (builder->linking) builder->link_length += (uint32_t)length;
}

/* Add what a control character from 128 to 159 is meant for: the parser makes it of `&#146;`. Returns false if that is nothing. */
static bool put_western(struct builder *builder, const char *at, size_t length)
{
    char written[4];
    uint32_t code_point;
    if (length != 2 || (unsigned char)*at != 0xc2) return false;
    utf8_decode(at, at + length, &code_point);
    const uint32_t character = reference_character(code_point);
    if (character == code_point) return false;
    put_solid(builder, written, utf8_encode(character, written));
    return true;
}

static void put_text(struct builder *builder, const char *text, size_t length)
{
    const char *end = text + length;
    while (text < end && builder->status == NS_OK) {
        const size_t solid = solid_length(text, end);
        if (solid > 0) put_solid(builder, text, solid);
        text += solid;
        for (size_t blank; text < end && (blank = blank_length(text, end)) > 0; text += blank) {
            if (put_western(builder, text, blank)) continue;
            if (*text == '\n' && builder->pre) builder->broken = true;
            builder->space = true;
        }
    }
}

/* A line break; the second in a row ends a block, as pages have them that know no paragraphs. */
static void put_break(struct builder *builder)
{
    if (builder->broken) end_block(builder);
    builder->broken = text_place(builder) > builder->block_start;
}

/* ---- Facts ---- */

/* Add a string of two pieces; its place. */
static uint32_t put_string(struct builder *builder, const char *first, const char *second)
{
    struct buffer *strings = &builder->tree->strings;
    const uint32_t place = (uint32_t)strings->size;
    if (builder->status == NS_OK) builder->status = buffer_append(strings, first, strlen(first), builder->err);
    if (builder->status == NS_OK) builder->status = buffer_append(strings, second, strlen(second) + 1, builder->err);
    return place;
}

static void put_fact(struct builder *builder, const char *prefix, const char *name, const char *value)
{
    struct html_tree *tree = builder->tree;
    if (!name || !value || !*value || strlen(name) > FACT_NAME_MAX || tree->fact_count >= FACTS_MAX || builder->status != NS_OK) return;
    builder->status = array_reserve((void **)&tree->facts, &tree->fact_capacity, tree->fact_count + 1, sizeof *tree->facts, builder->err);
    struct html_fact fact;
    fact.name = put_string(builder, prefix, name);
    fact.value = put_string(builder, "", value);
    if (builder->status != NS_OK) return;
    for (char *at = tree->strings.data + fact.name; *at; at++)
        *at = *at >= 'A' && *at <= 'Z' ? (char)(*at | 0x20) : *at;
    tree->facts[tree->fact_count++] = fact;
}

/* The attributes that are looked at; NULL where an element has them not. */
struct attributes {
    const char *class, *id, *role, *rel, *href, *itemprop, *name, *property, *content, *datetime, *type, *style;
    bool hidden, pubdate;
};

static void take_attribute(struct attributes *out, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **to;
    } wanted[] = {
        {"class", &out->class},       {"id", &out->id},      {"role", &out->role},         {"rel", &out->rel},   {"href", &out->href},
        {"itemprop", &out->itemprop}, {"name", &out->name},  {"property", &out->property}, {"type", &out->type}, {"content", &out->content},
        {"datetime", &out->datetime}, {"style", &out->style}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (*name == *wanted[i].name && strcmp(name, wanted[i].name) == 0) *wanted[i].to = value;
    }
    if (strcmp(name, "hidden") == 0) out->hidden = true;
    if (strcmp(name, "pubdate") == 0) out->pubdate = true;
    if (strcmp(name, "aria-hidden") == 0 && value && strcasecmp(value, "true") == 0) out->hidden = true;
}

static struct attributes attributes_of(const xmlChar **pairs)
{
    struct attributes out = {0};
    for (; pairs && pairs[0]; pairs += 2)
        take_attribute(&out, (const char *)pairs[0], (const char *)pairs[1]);
    return out;
}

static void take_facts(struct builder *builder, const char *name, const struct attributes *attributes)
{
    const char *itemprop = attributes->itemprop;
    if (strcmp(name, "meta") == 0) {
        put_fact(builder, "", attributes->property, attributes->content);
        put_fact(builder, "", attributes->name, attributes->content);
        put_fact(builder, "itemprop:", itemprop, attributes->content);
    } else if (strcmp(name, "link") == 0) {
        put_fact(builder, "link:", attributes->rel, attributes->href);
    } else if (strcmp(name, "time") == 0) {
        const bool published = attributes->pubdate || (itemprop && strcasecmp(itemprop, "datePublished") == 0);
        put_fact(builder, "", published ? "time:published" : "time", attributes->datetime);
    } else {
        put_fact(builder, "itemprop:", itemprop, attributes->content);
    }
}

/* ---- Elements ---- */

static bool names(const char *value, const char *wanted)
{
    return value && strcasecmp(value, wanted) == 0;
}

/* Whether a style has a property of this value. */
static bool has_style(const char *style, const char *property, const char *value)
{
    const char *at = style ? strstr(style, property) : NULL;
    if (!at) return false;
    at += strlen(property);
    at += strspn(at, " :");
    return strncmp(at, value, strlen(value)) == 0;
}

static bool hides(const char *style)
{
    return has_style(style, "display", "none") || has_style(style, "visibility", "hidden");
}

static uint16_t marks_of(enum html_kind kind, const struct attributes *attributes)
{
    uint16_t marks = attributes->hidden || hides(attributes->style) ? HTML_IS_HIDDEN : 0;
    if (names(attributes->itemprop, "articleBody")) marks |= HTML_IS_BODY;
    if (names(attributes->itemprop, "headline")) marks |= HTML_IS_HEADLINE;
    if (names(attributes->itemprop, "author") || names(attributes->rel, "author")) marks |= HTML_IS_AUTHOR;
    if (kind == HTML_BODY || kind == HTML_LINK) return marks;
    if (attributes->class) marks |= html_hints_of(attributes->class);
    if (attributes->id) marks |= html_hints_of(attributes->id);
    if (attributes->role) marks |= html_hints_of(attributes->role);
    return marks;
}

static uint32_t put_node(struct builder *builder, enum html_kind kind, uint16_t marks)
{
    struct html_tree *tree = builder->tree;
    if (tree->node_count >= HTML_NODES_MAX) {
        pass_limit(builder, "more elements than are read");
        return NO_NODE;
    }
    builder->status = array_reserve((void **)&tree->nodes, &tree->node_capacity, tree->node_count + 1, sizeof *tree->nodes, builder->err);
    if (builder->status != NS_OK) return NO_NODE;
    struct html_node *node = &tree->nodes[tree->node_count];
    *node = (struct html_node){.parent = open_node(builder), .kind = (uint8_t)kind, .marks = marks};
    node->first_block = (uint32_t)tree->block_count;
    node->text = text_place(builder);
    return (uint32_t)tree->node_count++;
}

static void end_node(struct builder *builder, uint32_t number)
{
    struct html_node *node = &builder->tree->nodes[number];
    node->end = (uint32_t)builder->tree->node_count;
    node->end_block = (uint32_t)builder->tree->block_count;
    node->text_end = text_place(builder);
}

/* What is open from here on: each number is the depth of the outermost element of its sort. */
static void note_open(struct builder *builder, enum html_kind kind, bool skip, const struct attributes *attributes)
{
    if (kind == HTML_PRE && !builder->pre) builder->pre = builder->depth;
    if (kind == HTML_LINK && attributes->href && !builder->linking) builder->linking = builder->depth;
    if (!skip || builder->skipping) return;
    builder->skipping = builder->depth;
    builder->script = attributes->type && strcasestr(attributes->type, "ld+json");
}

/* Begin anew behind the tag that is being read. */
static void begin_anew(struct builder *builder)
{
    const long consumed = xmlByteConsumed(builder->parser);
    builder->place = consumed > 0 ? (size_t)consumed : 0;
    builder->anew = builder->over = true;
    xmlStopParser(builder->parser);
}

static void open_element(struct builder *builder, enum html_kind kind, const struct attributes *attributes)
{
    const uint16_t marks = marks_of(kind, attributes);
    const bool inline_kind = kind == HTML_INLINE || kind == HTML_LINK || kind == HTML_SKIP;
    const bool skip = kind == HTML_SKIP || (inline_kind && (marks & HTML_IS_HIDDEN));
    const bool marked = marks & (HTML_IS_AUTHOR | HTML_IS_BYLINE | HTML_IS_HEADLINE);
    uint32_t node = NO_NODE;
    if (!inline_kind) end_block(builder);
    if (builder->status == NS_OK && (!inline_kind || (marked && !skip))) node = put_node(builder, inline_kind ? HTML_INLINE : kind, marks);
    builder->open[builder->depth++] = (struct open_element){node, (uint8_t)kind};
    note_open(builder, kind, skip, attributes);
}

static void start_element(void *context, const xmlChar *name_, const xmlChar **pairs)
{
    struct builder *builder = context;
    const char *name = (const char *)name_;
    if (builder->over || builder->status != NS_OK) return;
    if (builder->depth >= HTML_DEPTH_MAX) {
        begin_anew(builder);
        return;
    }
    if (builder->skipping && !builder->script) {
        builder->open[builder->depth++] = (struct open_element){NO_NODE, HTML_INLINE};
        return;
    }
    const enum html_kind kind = html_kind_of(name);
    const struct attributes attributes = attributes_of(pairs);
    take_facts(builder, name, &attributes);
    if (kind == HTML_BREAK) put_break(builder);
    open_element(builder, kind == HTML_BREAK ? HTML_INLINE : kind, &attributes);
}

static void end_script(struct builder *builder)
{
    if (builder->status == NS_OK && builder->script) builder->status = buffer_append_byte(&builder->tree->scripts, 0, builder->err);
    builder->script = false;
}

/* Close the innermost element that is open. */
static void close_element(struct builder *builder)
{
    const struct open_element *element = &builder->open[builder->depth - 1];
    if (element->node != NO_NODE) {
        if (builder->tree->nodes[element->node].kind != HTML_INLINE) end_block(builder);
        end_node(builder, element->node);
    }
    if (builder->skipping == builder->depth) {
        builder->skipping = 0;
        end_script(builder);
    }
    if (builder->linking == builder->depth) builder->linking = 0;
    if (builder->pre == builder->depth) builder->pre = 0;
    builder->depth--;
}

static void end_element(void *context, const xmlChar *name)
{
    struct builder *builder = context;
    (void)name; /* libxml2 closes what it opened, in order */
    if (!builder->over && builder->depth > 1) close_element(builder);
}

static void take_characters(void *context, const xmlChar *text, int length)
{
    struct builder *builder = context;
    if (builder->over || builder->status != NS_OK || length <= 0) return;
    if (!builder->skipping) {
        put_text(builder, (const char *)text, (size_t)length);
    } else if (builder->script) {
        builder->status = buffer_append(&builder->tree->scripts, text, (size_t)length, builder->err);
    }
}

/* ---- The page ---- */

/* What the parser has not been given yet. */
struct feed {
    const char *text;
    size_t left;
};

static int read_page(void *context, char *out, int room)
{
    struct feed *feed = context;
    const size_t size = room > 0 && (size_t)room < feed->left ? (size_t)room : feed->left;
    memcpy(out, feed->text, size);
    feed->text += size;
    feed->left -= size;
    return (int)size;
}

/* The parser asks for pieces of the text, so that it copies only what it reads: it may have to begin anew many times. */
static bool give_feed(htmlParserCtxtPtr parser, struct feed *feed)
{
    xmlParserInputBufferPtr buffer = xmlParserInputBufferCreateIO(read_page, NULL, feed, XML_CHAR_ENCODING_NONE);
    xmlParserInputPtr input = buffer ? xmlNewIOInputStream(parser, buffer, XML_CHAR_ENCODING_NONE) : NULL;
    if (input) return inputPush(parser, input) >= 0;
    xmlFreeParserInputBuffer(buffer);
    return false;
}

static htmlParserCtxtPtr new_parser(struct builder *builder, struct feed *feed)
{
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    if (!parser) return NULL;
    memset(parser->sax, 0, sizeof(htmlSAXHandler));
    parser->sax->startElement = start_element;
    parser->sax->endElement = end_element;
    parser->sax->characters = take_characters;
    parser->sax->ignorableWhitespace = take_characters;
    parser->sax->cdataBlock = take_characters;
    parser->userData = builder;
    parser->charset = XML_CHAR_ENCODING_UTF8;
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
    xmlDictSetLimit(parser->dict, HTML_NAMES_MAX);
    if (give_feed(parser, feed)) return parser;
    htmlFreeParserCtxt(parser);
    return NULL;
}

/* What the parser is to read. */
struct pages {
    struct builder *builder;
    struct feed feed;
};

static void run_parser(void *context)
{
    struct pages *pages = context;
    struct builder *builder = pages->builder;
    builder->parser = new_parser(builder, &pages->feed);
    if (!builder->parser) return;
    htmlParseDocument(builder->parser);
    htmlFreeParserCtxt(builder->parser);
}

/* Let the parser read, from the start or anew. */
static ns_status parse(struct builder *builder, const char *text, size_t size)
{
    struct pages pages = {builder, {text, size}};
    const ns_status status = xml_library_run(run_parser, &pages, builder->err);
    if (builder->status == NS_OK) builder->status = status;
    if (builder->status == NS_OK && !builder->parser) builder->status = ns_fail_nomem(builder->err);
    builder->parser = NULL;
    return builder->status;
}

/* Close all but the root. */
static void close_all(struct builder *builder)
{
    while (builder->depth > 1)
        close_element(builder);
}

/* Where the parser is to begin anew in the text it was given: behind the tag that was one too deep. */
static size_t behind_tag(const struct builder *builder, const char *text, size_t size)
{
    if (builder->place >= size) return size;
    const char *end = memchr(text + builder->place, '>', size - builder->place);
    return end ? (size_t)(end + 1 - text) : size;
}

static ns_status read_all(struct builder *builder, const char *text, size_t size)
{
    ns_status status = NS_OK;
    while (status == NS_OK && size > 0) {
        builder->anew = false;
        status = parse(builder, text, size);
        if (status != NS_OK || !builder->anew) break;
        const size_t used = behind_tag(builder, text, size);
        builder->line_offset += count_line_ends(text, used);
        builder->over = false;
        close_all(builder);
        status = builder->status;
        text += used;
        size -= used;
    }
    return status;
}

static void forget(struct html_tree *tree)
{
    tree->text.size = tree->strings.size = tree->scripts.size = 0;
    tree->node_count = tree->block_count = tree->fact_count = 0;
    tree->limit = NULL;
}

ns_status html_tree_read(struct html_tree *tree, const char *text, size_t size, struct ns_error *err)
{
    struct builder builder = {.tree = tree, .err = err};
    forget(tree);
    builder.status = buffer_reserve(&tree->text, size + 1, err); /* as large as it gets, for nearly all pages, and never NULL */
    if (builder.status == NS_OK) builder.status = buffer_reserve(&tree->strings, 1, err);
    if (builder.status != NS_OK) return builder.status;
    const uint32_t root = put_node(&builder, HTML_BLOCK, 0);
    if (builder.status == NS_OK) {
        builder.open[builder.depth++] = (struct open_element){root, HTML_BLOCK};
        builder.status = read_all(&builder, text, size);
    }
    builder.over = false;
    while (builder.depth > 0)
        close_element(&builder);
    return builder.status;
}

void html_tree_release(struct html_tree *tree)
{
    buffer_release(&tree->text);
    buffer_release(&tree->strings);
    buffer_release(&tree->scripts);
    free(tree->nodes);
    free(tree->blocks);
    free(tree->facts);
    memset(tree, 0, sizeof *tree);
}
