/* json_ld.c - mends the scripts of a page, lists their values, and finds articles among them. */
#include "indexer/json_ld.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Names of one article that are taken, and authors without one that are passed over: each may be a reference, for which the whole script
 * is searched. */
#define NAMES_MAX 16
#define NAMELESS_MAX 64

/* Bytes of a string that is a label and no text. */
#define LABEL_MAX 2000

/* A value of a script. */
struct json_node {
    struct json_value value;
    const char *name; /* of the member of an object that it is, a C string unless it holds NUL; NULL if it is none */
    size_t name_length;
    size_t end; /* in the list: behind the last value that stands within it */
};

/* A script as a list of values, each before those within it, in the order of the text. */
struct graph {
    const struct json_node *nodes;
    size_t count;
};

/* ---- Values ---- */

static bool is_named(const struct json_node *node, const char *name)
{
    return node->name && strlen(name) == node->name_length && memcmp(node->name, name, node->name_length) == 0;
}

/* The member of an object, or NULL. */
static const struct json_node *member(const struct graph *graph, const struct json_node *object, const char *name)
{
    if (!object || object->value.type != JSON_OBJECT) return NULL;
    for (size_t i = (size_t)(object - graph->nodes) + 1; i < object->end; i = graph->nodes[i].end) {
        if (is_named(&graph->nodes[i], name)) return &graph->nodes[i];
    }
    return NULL;
}

/* A value, or the first of an array. */
static const struct json_node *first_of(const struct graph *graph, const struct json_node *node)
{
    if (!node || node->value.type != JSON_ARRAY) return node;
    const size_t first = (size_t)(node - graph->nodes) + 1;
    return first < node->end ? &graph->nodes[first] : NULL;
}

static bool is_string(const struct json_node *node)
{
    return node && node->value.type == JSON_STRING && node->value.length > 0;
}

static bool is_text(const struct json_node *node, const char *text)
{
    return is_string(node) && text && strlen(text) == node->value.length && strcasecmp(text, node->value.text) == 0;
}

/* The object of the script that has this @id and a name. */
static const struct json_node *referred(const struct graph *graph, const struct json_node *id)
{
    for (size_t i = 0; is_string(id) && i < graph->count; i++) {
        const struct json_node *object = &graph->nodes[i];
        if (object->value.type == JSON_OBJECT && is_text(member(graph, object, "@id"), id->value.text) && member(graph, object, "name"))
            return object;
    }
    return NULL;
}

/* The name of a person or an organization: the string itself, its member, or that of the object that it refers to. */
static const struct json_node *name_of(const struct graph *graph, const struct json_node *node)
{
    if (is_string(node)) return node;
    const struct json_node *name = first_of(graph, member(graph, node, "name"));
    if (!name) name = first_of(graph, member(graph, referred(graph, member(graph, node, "@id")), "name"));
    return is_string(name) ? name : NULL;
}

static bool ends_with(const struct json_node *node, const char *suffix)
{
    const size_t length = strlen(suffix);
    return is_string(node) && node->value.length >= length && strcmp(node->value.text + node->value.length - length, suffix) == 0;
}

static bool is_article_type(const struct json_node *type)
{
    return ends_with(type, "Article") || ends_with(type, "BlogPosting") || ends_with(type, "SocialMediaPosting");
}

static bool is_article(const struct graph *graph, const struct json_node *object)
{
    const struct json_node *type = member(graph, object, "@type");
    if (!type) return false;
    if (type->value.type != JSON_ARRAY) return is_article_type(type);
    for (size_t i = (size_t)(type - graph->nodes) + 1; i < type->end; i = graph->nodes[i].end) {
        if (is_article_type(&graph->nodes[i])) return true;
    }
    return false;
}

/* ---- What is kept ---- */

/* Begin a field whose strings follow. */
static ns_status begin_field(struct json_ld *out, enum json_ld_field field, struct ns_error *err)
{
    ns_status status = out->strings.size == 0 ? buffer_append_byte(&out->strings, 0, err) : NS_OK; /* so that no place is 0 */
    out->places[field] = out->strings.size;
    return status;
}

static ns_status put_string(struct json_ld *out, enum json_ld_field field, const struct json_node *node, struct ns_error *err)
{
    if (!is_string(node) || (field != JSON_LD_BODY && node->value.length > LABEL_MAX)) return NS_OK;
    ns_status status = begin_field(out, field, err);
    if (status == NS_OK) status = buffer_append(&out->strings, node->value.text, node->value.length, err);
    return status == NS_OK ? buffer_append_byte(&out->strings, 0, err) : status;
}

static bool is_address(const struct json_node *node)
{
    return strncmp(node->value.text, "http:", 5) == 0 || strncmp(node->value.text, "https:", 6) == 0;
}

/* The names of one or several authors. */
static ns_status put_authors(struct json_ld *out, const struct graph *graph, const struct json_node *authors, struct ns_error *err)
{
    if (!authors) return NS_OK;
    const bool several = authors->value.type == JSON_ARRAY;
    const size_t place = (size_t)(authors - graph->nodes);
    size_t names = 0, nameless = 0;
    ns_status status = NS_OK;
    for (size_t i = several ? place + 1 : place; i < authors->end && names < NAMES_MAX && status == NS_OK; i = graph->nodes[i].end) {
        const struct json_node *name = name_of(graph, &graph->nodes[i]);
        if (!name && ++nameless == NAMELESS_MAX) break;
        if (!name || name->value.length > LABEL_MAX || is_address(name)) continue;
        status = names++ == 0 ? begin_field(out, JSON_LD_AUTHOR, err) : buffer_append(&out->strings, ", ", 2, err);
        if (status == NS_OK) status = buffer_append(&out->strings, name->value.text, name->value.length, err);
    }
    return names > 0 && status == NS_OK ? buffer_append_byte(&out->strings, 0, err) : status;
}

/* The address of an article: "url", or "mainEntityOfPage", which is a string or an object with "@id". */
static const struct json_node *address_of(const struct graph *graph, const struct json_node *article)
{
    const struct json_node *url = first_of(graph, member(graph, article, "url"));
    const struct json_node *page = first_of(graph, member(graph, article, "mainEntityOfPage"));
    if (is_string(url) && is_address(url)) return url;
    if (is_string(page)) return page;
    const struct json_node *id = member(graph, page, "@id");
    return is_string(id) ? id : member(graph, page, "url");
}

static ns_status keep_article(struct json_ld *out, const struct graph *graph, const struct json_node *article, struct ns_error *err)
{
    const struct json_node *headline = first_of(graph, member(graph, article, "headline"));
    const struct json_node *date = first_of(graph, member(graph, article, "datePublished"));
    const struct json_node *publisher = name_of(graph, first_of(graph, member(graph, article, "publisher")));
    memset(out->places, 0, sizeof out->places);
    out->strings.size = 0;
    out->found = true;
    if (!is_string(headline)) headline = first_of(graph, member(graph, article, "name"));
    if (!is_string(date)) date = first_of(graph, member(graph, article, "dateCreated"));
    ns_status status = put_string(out, JSON_LD_HEADLINE, headline, err);
    if (status == NS_OK) status = put_string(out, JSON_LD_DATE, date, err);
    if (status == NS_OK) status = put_authors(out, graph, member(graph, article, "author"), err);
    if (status == NS_OK) status = put_string(out, JSON_LD_SECTION, first_of(graph, member(graph, article, "articleSection")), err);
    if (status == NS_OK) status = put_string(out, JSON_LD_PUBLISHER, publisher, err);
    if (status == NS_OK) status = put_string(out, JSON_LD_URL, address_of(graph, article), err);
    return status == NS_OK ? put_string(out, JSON_LD_BODY, first_of(graph, member(graph, article, "articleBody")), err) : status;
}

static ns_status find_articles(struct json_ld *out, const struct graph *graph, const char *url, const char *title, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; i < graph->count && status == NS_OK && !out->fits; i++) {
        const struct json_node *article = &graph->nodes[i];
        if (article->value.type != JSON_OBJECT || !is_article(graph, article)) continue;
        out->fits = is_text(address_of(graph, article), url) || is_text(member(graph, article, "headline"), title);
        if (out->fits || !out->found) status = keep_article(out, graph, article, err);
    }
    return status;
}

/* ---- Scripts ---- */

/* Blank what JSON does not allow and pages have: control characters, and commas before closing brackets. */
static void mend(char *text, size_t length)
{
    size_t comma = SIZE_MAX; /* place of the last one, with nothing but white space behind it */
    bool string = false;
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < ' ') text[i] = ' ';
        if (string) {
            if (text[i] == '\\') {
                if (i + 1 < length && (unsigned char)text[i + 1] >= ' ') i++;
            } else if (text[i] == '"') {
                string = false;
            }
            continue;
        }
        if ((text[i] == '}' || text[i] == ']') && comma != SIZE_MAX) text[comma] = ' ';
        if (text[i] != ' ') comma = text[i] == ',' ? i : SIZE_MAX;
        string = text[i] == '"';
    }
}

/* Leave out what pages put around their JSON: comments, sections of characters, semicolons. */
static void trim_script(const char **text, const char **end)
{
    static const char begin_section[] = "<![CDATA[", end_section[] = "]]>";
    const char *brace = memchr(*text, '{', (size_t)(*end - *text));
    const char *section = brace ? memmem(*text, (size_t)(brace - *text), begin_section, strlen(begin_section)) : NULL;
    if (section) {
        const char *close = memmem(brace, (size_t)(*end - brace), end_section, strlen(end_section));
        *text = section + strlen(begin_section);
        if (close) *end = close;
    }
    while (*text < *end && **text != '{' && **text != '[')
        ++*text;
    while (*text < *end && (*end)[-1] != '}' && (*end)[-1] != ']')
        --*end;
}

/* Put what of a script is JSON, mended, and padding behind it, into `script`. */
static ns_status take_script(struct json_ld *out, const char *text, size_t length, struct ns_error *err)
{
    const char *end = text + length;
    trim_script(&text, &end);
    out->script.size = 0;
    ns_status status = buffer_append(&out->script, text, (size_t)(end - text), err);
    if (status == NS_OK) status = buffer_pad(&out->script, JSON_PADDING, err);
    if (status == NS_OK) mend(out->script.data, out->script.size);
    return status;
}

/* List a value and those within it. It recurs no deeper than JSON_DEPTH_MAX, as the parser refuses what is nested deeper.
 * Returns NS_OK, NS_ERR_LIMIT (there are more than JSON_LD_VALUES_MAX), NS_ERR_NOMEM. */
static ns_status list_values(struct json_ld *out, const struct json_node *node, struct ns_error *err)
{
    const size_t place = out->node_count;
    struct json_node within = {0};
    struct json_walk walk;
    void *nodes = out->nodes;
    if (place == JSON_LD_VALUES_MAX) return ns_fail(err, NS_ERR_LIMIT, "more than %u values", JSON_LD_VALUES_MAX);
    ns_status status = array_reserve(&nodes, &out->node_capacity, place + 1, sizeof *out->nodes, err);
    out->nodes = nodes;
    if (status != NS_OK) return status;
    out->nodes[out->node_count++] = *node;
    json_walk_begin(&node->value, &walk);
    while (status == NS_OK && json_walk_next(&walk, &within.name, &within.name_length, &within.value))
        status = list_values(out, &within, err);
    out->nodes[place].end = out->node_count;
    return status;
}

/* Read what take_script() has left. */
static ns_status read_script(struct json_ld *out, const char *url, const char *title, struct ns_error *err)
{
    struct json_node root = {0};
    const char *what;
    const enum json_status read = json_read(out->parser, out->script.data, out->script.size, &root.value, &what);
    if (read == JSON_NOMEM) return ns_fail_nomem(err);
    if (read == JSON_WRONG) return NS_OK;
    out->node_count = 0;
    const ns_status status = list_values(out, &root, err);
    if (status != NS_OK) return status == NS_ERR_LIMIT ? NS_OK : status;
    const struct graph graph = {out->nodes, out->node_count};
    return find_articles(out, &graph, url, title, err);
}

ns_status json_ld_read(struct json_ld *out, const char *scripts, size_t size, const char *url, const char *title, struct ns_error *err)
{
    memset(out->places, 0, sizeof out->places);
    out->strings.size = 0;
    out->found = out->fits = false;
    if (size > 0 && !out->parser) out->parser = json_parser_new();
    if (size > 0 && !out->parser) return ns_fail_nomem(err);
    ns_status status = NS_OK;
    for (size_t at = 0; at < size && status == NS_OK && !out->fits;) {
        const size_t length = strnlen(scripts + at, size - at);
        status = take_script(out, scripts + at, length, err);
        if (status == NS_OK && out->script.size > 0) status = read_script(out, url, title, err);
        at += length + 1;
    }
    return status;
}

const char *json_ld_field(const struct json_ld *ld, enum json_ld_field field)
{
    return ld->places[field] ? ld->strings.data + ld->places[field] : NULL;
}

void json_ld_release(struct json_ld *ld)
{
    buffer_release(&ld->strings);
    buffer_release(&ld->script);
    json_parser_free(ld->parser);
    free(ld->nodes);
    memset(ld, 0, sizeof *ld);
}
