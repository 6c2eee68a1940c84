/* input_format.c - the table of formats, and who is asked first. */
#include "indexer/input_format.h"

#include <string.h>
#include <strings.h>

#include "indexer/format_parts.h"
#include "indexer/white.h"

/* ---- Lines ---- */

/* An object that is alone on its line, or whose line goes on beyond what is seen. */
static bool lines_recognise(const char *data, size_t size)
{
    const bool whole = size < INPUT_FORMAT_HEAD;
    const size_t lead = white_lead(data, size);
    data += lead, size -= lead;
    const char *stop = size > 0 ? memchr(data, '\n', size) : NULL;
    size_t length = stop ? (size_t)(stop - data) : size;
    while (stop && length > 0 && strchr(" \t\r", data[length - 1]))
        length--;
    if (length < 2 || data[0] != '{' || !strchr(" \t\"", data[1])) return false;
    return stop || whole ? data[length - 1] == '}' : true;
}

static size_t lines_split(const char *data, size_t size)
{
    const char *last = size > 0 ? memrchr(data, '\n', size) : NULL;
    return last ? (size_t)(last - data) + 1 : 0;
}

/* ---- The table ---- */

const struct input_format input_formats[] = {
    {.name = "warc", .suffixes = ".warc", .recognise = warc_recognise, .split = warc_split, .read = read_warc},
    {.name = "mbox", .suffixes = ".mbox", .recognise = mbox_recognise, .split = mbox_split, .read = read_mbox},
    {.name = "mail", .suffixes = ".eml", .recognise = mail_recognise, .read = read_mail},
    {.name = "feed", .suffixes = ".rss .atom", .recognise = feed_recognise, .read = read_feed},
    {.name = "nitf", .suffixes = ".nitf", .recognise = nitf_recognise, .read = read_nitf},
    {.name = "newsml", .suffixes = "", .recognise = newsml_recognise, .read = read_newsml},
    {.name = "reuters", .suffixes = "", .recognise = reuters_recognise, .split = reuters_split, .read = read_reuters},
    {.name = "trec", .suffixes = "", .recognise = trec_recognise, .split = trec_split, .read = read_trec},
    {.name = "html", .suffixes = ".html .htm .xhtml", .recognise = html_recognise, .read = read_html},
    {.name = "jsonl",
     .suffixes = ".jsonl .ndjson",
     .recognise = lines_recognise,
     .split = lines_split,
     .by_line = true,
     .read = read_jsonl},
    {.name = "json", .suffixes = ".json", .recognise = json_recognise, .split = json_split, .read = read_json},
    {.name = "csv", .suffixes = ".csv .tsv", .recognise = csv_recognise, .split = csv_split, .head = csv_head, .read = read_csv},
    {.name = "text", .suffixes = "", .text = true, .read = read_text},
};

const char *const input_format_names[] = {"warc", "mbox", "mail",  "feed", "nitf", "newsml", "reuters",
                                          "trec", "html", "jsonl", "json", "csv",  "text",   NULL};

#define FORMAT_COUNT (sizeof input_formats / sizeof *input_formats)

_Static_assert(sizeof input_format_names / sizeof *input_format_names == FORMAT_COUNT + 1, "every format has its name in both lists");

/* Whether the first `length` bytes of a path end with one of the suffixes. */
static bool has_suffix(const char *path, size_t length, const char *suffixes)
{
    for (const char *at = suffixes; *at;) {
        const size_t size = strcspn(at, " ");
        if (length >= size && strncasecmp(path + length - size, at, size) == 0) return true;
        at += size + strspn(at + size, " ");
    }
    return false;
}

const struct input_format *input_format_by_path(const char *path)
{
    size_t length = strlen(path);
    if (has_suffix(path, length, ".gz")) length -= strlen(".gz");
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (has_suffix(path, length, input_formats[i].suffixes)) return &input_formats[i];
    }
    return NULL;
}

const struct input_format *input_format_of(const char *path, const char *data, size_t size)
{
    const struct input_format *by_path = input_format_by_path(path);
    if (by_path) return by_path;
    if (size > INPUT_FORMAT_HEAD) size = INPUT_FORMAT_HEAD;
    for (size_t i = 0; i + 1 < FORMAT_COUNT; i++) {
        if (input_formats[i].recognise && input_formats[i].recognise(data, size)) return &input_formats[i];
    }
    return &input_formats[FORMAT_COUNT - 1];
}
