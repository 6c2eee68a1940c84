/* like.c - finds the text that is meant, and makes a list of its words. */
#include "searcher/like.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/unicode.h"
#include "searcher/node.h"

/* Bytes of an address in a message, at most. */
#define SHOWN_BYTES 200

/* ---- Addresses ---- */

struct address {
    const char *text;
    size_t length; /* of PATH, PATH#ID or ID */
    uint32_t line; /* 0: none */
};

static bool is_same(const char *name, const char *text, size_t length)
{
    return name && strlen(name) == length && memcmp(name, text, length) == 0;
}

/* Whether an article has the address, or is one of a file that has. */
static bool has_address(const struct article *article, const struct address *address)
{
    const size_t path = strlen(article->path);
    if (is_same(article->id, address->text, address->length) || is_same(article->path, address->text, address->length)) return true;
    return path < address->length && memcmp(article->path, address->text, path) == 0 && address->text[path] == '#' &&
           is_same(article->id, address->text + path + 1, address->length - path - 1);
}

/* The first line of an article; 0 if it is not known. */
static uint32_t line_of(const struct article *article)
{
    return article->part_count > 0 ? article->parts[0].source_line : 0;
}

/* The articles of an address: how many, and of those that may have its line the last. */
struct found {
    size_t count;
    struct article_place place;
};

static void note_article(const struct article *article, const struct address *address, struct article_place place, struct found *found)
{
    const uint32_t line = line_of(article);
    const bool may_have_it = article->extracted ? line == address->line : line <= address->line || found->count == 0;
    if (address->line > 0 && !may_have_it) return;
    if (address->line == 0 || found->count == 0) found->count++;
    found->place = place;
}

static ns_status find_in(const struct collection *collection, uint32_t index, const struct address *address, struct found *found,
                         struct ns_error *err)
{
    const struct index_reader *reader = collection->readers[index];
    const uint64_t articles = index_reader_info(reader)->articles;
    struct article_record record = {0};
    ns_status status = NS_OK;
    for (uint32_t article = 0; status == NS_OK && article < articles; article++) {
        status = index_reader_article(reader, article, &record, err);
        if (status == NS_OK && has_address(&record.article, address))
            note_article(&record.article, address, (struct article_place){index, article}, found);
    }
    article_record_release(&record);
    return status;
}

static ns_status find(const struct collection *collection, const struct address *address, struct found *found, struct ns_error *err)
{
    ns_status status = NS_OK;
    *found = (struct found){0};
    for (uint32_t i = 0; status == NS_OK && found->count == 0 && i < collection->count; i++)
        status = find_in(collection, i, address, found, err);
    return status;
}

/* Take a line off the end of an address, if it has one. */
static bool split_line(struct address *address)
{
    const char *colon = strrchr(address->text, ':');
    if (!colon || colon[1] < '0' || colon[1] > '9') return false;
    char *end;
    errno = 0;
    const unsigned long long line = strtoull(colon + 1, &end, 10);
    if (*end || errno || line == 0 || line > UINT32_MAX) return false;
    address->line = (uint32_t)line;
    address->length = (size_t)(colon - address->text);
    return true;
}

/* How much of an address a message shows: one may be as long as its writer likes, and what is wrong with it stands behind. */
static int shown_length(const char *text)
{
    const size_t length = strlen(text);
    return (int)(length > SHOWN_BYTES ? utf8_cut(text, SHOWN_BYTES) : length);
}

/* A path may end like a line, so that it is first looked for as it stands. */
static ns_status find_article(const struct collection *collection, struct address *address, struct found *found, struct ns_error *err)
{
    ns_status status = find(collection, address, found, err);
    if (status == NS_OK && found->count == 0 && split_line(address)) status = find(collection, address, found, err);
    if (status != NS_OK || found->count == 1) return status;
    const int shown = shown_length(address->text);
    const char *rest = address->text[shown] ? "..." : "";
    if (found->count > 1)
        return ns_fail(err, NS_ERR_ARG, "--like %.*s%s: there are %zu articles in it; wanted one of them, as PATH#ID or PATH:LINE", shown,
                       address->text, rest, found->count);
    return ns_fail(
        err, NS_ERR_ARG,
        "--like %.*s%s: there is no such article in the index; wanted PATH, PATH#ID, ID or PATH:LINE as hits have them, or - for a "
        "text on standard input",
        shown, address->text, rest);
}

/* ---- Texts ---- */

/* Whether a passage begins behind a line of the source. */
static bool begins_behind(const struct article_record *record, const struct passage *passage, uint32_t line)
{
    const size_t part = article_part_at(record, passage->text_offset);
    return record->article.parts[part].source_line + passage->lines_before - record->part_lines[part] > line;
}

/* The passages that are meant: of an article all, or the last that begins at the line or before it. */
static ns_status choose_passages(const struct index_reader *reader, const struct article_record *record, uint32_t line,
                                 struct article_extent *extent, struct ns_error *err)
{
    ns_status status = NS_OK;
    *extent = (struct article_extent){.first_passage = record->first_passage, .passages = record->passages};
    if (line == 0 || record->article.extracted || record->article.part_count == 0) return NS_OK;
    while (status == NS_OK && extent->passages > 1) {
        struct passage passage;
        status = index_reader_passage(reader, extent->first_passage + extent->passages - 1, &passage, err);
        if (status != NS_OK || !begins_behind(record, &passage, line)) break;
        extent->passages--;
    }
    extent->first_passage += extent->passages - 1;
    extent->passages = 1;
    return status;
}

static ns_status read_article(struct feedback *feedback, const struct collection *collection, struct address *address, struct like *out,
                              struct ns_error *err)
{
    struct found found;
    struct article_record record = {0};
    struct article_extent extent = {0};
    ns_status status = find_article(collection, address, &found, err);
    if (status != NS_OK) return status;
    const struct index_reader *reader = collection->readers[found.place.index];
    status = index_reader_article(reader, found.place.article, &record, err);
    if (status == NS_OK && record.passages > 0) status = choose_passages(reader, &record, address->line, &extent, err);
    for (uint32_t i = 0; status == NS_OK && i < extent.passages; i++)
        status = feedback_read_passage(feedback, found.place.index, extent.first_passage + i, err);
    article_record_release(&record);
    out->is_article = true;
    out->place = found.place;
    return status;
}

static ns_status read_input(struct feedback *feedback, struct ns_error *err)
{
    struct buffer text = BUFFER_INIT;
    ns_status status = NS_OK;
    size_t size = 1;
    while (status == NS_OK && size > 0 && text.size <= LIKE_INPUT_MAX) {
        status = buffer_reserve(&text, 1 << 16, err);
        if (status != NS_OK) break;
        size = fread(text.data + text.size, 1, 1 << 16, stdin);
        text.size += size;
    }
    if (status == NS_OK && ferror(stdin)) status = ns_fail_errno(err, NS_ERR_IO, "standard input");
    if (status == NS_OK && text.size > LIKE_INPUT_MAX)
        status = ns_fail(err, NS_ERR_LIMIT, "--like -: over %d MiB; wanted the text of an article", LIKE_INPUT_MAX >> 20);
    if (status == NS_OK) status = feedback_read_text(feedback, text.data, text.size, err);
    buffer_release(&text);
    return status;
}

/* ---- The query ---- */

static ns_status make_query(const struct feedback_words *words, struct query **out, struct ns_error *err)
{
    struct query *list = query_new(QUERY_LIST);
    ns_status status = list ? NS_OK : ns_fail_nomem(err);
    for (size_t i = 0; status == NS_OK && i < words->count; i++) {
        struct query *leaf;
        status = feedback_leaf(&words->items[i], words->items[i].weight, &leaf, err);
        if (status == NS_OK) status = node_adopt(&list, leaf, err);
    }
    if (status == NS_OK && list->child_count == 1) list = node_only_child(list);
    *out = list;
    return node_made(status, out);
}

ns_status like_read(const struct collection *collection, const char *what, struct like *out, struct ns_error *err)
{
    struct feedback *feedback = NULL;
    struct feedback_words words = {0};
    struct address address = {what, strlen(what), 0};
    *out = (struct like){0};
    ns_status status = feedback_open(collection, &feedback, err);
    if (status == NS_OK)
        status = strcmp(what, "-") == 0 ? read_input(feedback, err) : read_article(feedback, collection, &address, out, err);
    if (status == NS_OK) {
        feedback_end_text(feedback, FEEDBACK_FREQUENCY, 1);
        /* A word that no other passage has would only stand in the place of one that tells of others. */
        status = feedback_pick(feedback, out->is_article ? 2 : 1, LIKE_WORDS, &words, err);
    }
    if (status == NS_OK) status = make_query(&words, &out->query, err);
    feedback_words_release(&words);
    feedback_free(feedback);
    return status;
}
