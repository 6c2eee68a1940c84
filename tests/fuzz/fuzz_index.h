/* fuzz_index.h - an index of some articles, and the answers to a query in it, in all formats. */
#ifndef TESTS_FUZZ_FUZZ_INDEX_H
#define TESTS_FUZZ_FUZZ_INDEX_H

#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/fuzz/fuzz_reader.h"

#include "cli/terminal.h"
#include "index/index_writer.h"
#include "index/unicode.h"
#include "searcher/format.h"
#include "searcher/question.h"
#include "searcher/text_stream.h"

/* Make an index of articles and open it; no file is left. */
static inline void fuzz_index_open(const struct article *articles, size_t count, struct collection *out)
{
    char folder[64];
    char path[sizeof folder + 8];
    struct ns_error err;
    struct index_writer *writer;
    const struct index_writer_options options = {.language = "english"};
    snprintf(folder, sizeof folder, "%s/fuzz.XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"); /* no disk where that can be */
    fuzz_require(mkdtemp(folder), "there is a folder");
    snprintf(path, sizeof path, "%s/index", folder);
    fuzz_require(index_writer_open(path, &options, &writer, &err) == NS_OK, "an index is begun");
    for (size_t i = 0; i < count; i++)
        fuzz_require(index_writer_put(writer, &articles[i], &err) == NS_OK, "an article is taken");
    fuzz_require(index_writer_finish(writer, NULL, &err) == NS_OK, "an index is made");
    index_writer_free(writer);
    const char *paths[] = {path};
    fuzz_require(collection_open(out, paths, 1, &err) == NS_OK, "an index is opened");
    fuzz_require(unlink(path) == 0 && rmdir(folder) == 0, "nothing is left");
}

/* A small index, whose words are those of the queries that fuzzers begin with, some of them side by side, in sentences, sections and
 * copies. It is made once. */
static inline const struct collection *fuzz_small_index(void)
{
    static const struct {
        const char *title, *section, *byline, *body;
        int64_t seconds;
    } articles[] = {
        {"Stone Panda and the vaccine makers", "WORLD / ASIA", "Jo Writer",
         "APT10 looked at the Serum Institute. The group is called Stone Panda.\n\nChina-backed, said the firm. The serum was not lost.",
         1614600000},
        {"A cyber attack", "TECHNOLOGY", "Al",
         "A cyber-attack on the supply chain, of 2,700 machines. A woman a b c d e, and women.\n\nx y z.", 1614700000},
        {"The WHO", NULL, NULL, "Who said that? The WHO did. Bharat Biotech makes vaccines in India; the bears sleep.", 1583900000},
        {"A copy", "WORLD", NULL,
         "APT10 looked at the Serum Institute. The group is called Stone Panda.\n\nChina-backed, said the firm. The serum was not lost.",
         0},
    };
    static struct collection collection;
    struct article put[sizeof articles / sizeof *articles];
    const size_t count = sizeof articles / sizeof *articles;
    if (collection.count > 0) return &collection;
    for (size_t i = 0; i < count; i++) {
        put[i] = (struct article){.path = i % 2 ? "news/a.txt" : "world/b.txt",
                                  .id = i == 3 ? "copy:3" : NULL,
                                  .section = articles[i].section,
                                  .byline = articles[i].byline};
        if (articles[i].seconds) put[i].date = (struct article_date){articles[i].seconds, DATE_SECOND};
        put[i].parts[0] = (struct article_part){.kind = PART_TITLE, .text = articles[i].title, .length = strlen(articles[i].title)};
        put[i].parts[1] = (struct article_part){
            .kind = PART_BODY, .text = articles[i].body, .length = strlen(articles[i].body), .source_line = 1, .source_column = 1};
        put[i].part_count = 2;
    }
    fuzz_index_open(put, count, &collection);
    return &collection;
}

/* No control character and no override of direction, and only UTF-8. */
static inline void fuzz_check_output(const char *text, size_t size)
{
    const char *const end = text + size;
    for (const char *at = text; at < end;) {
        uint32_t c;
        at += utf8_decode(at, end, &c);
        fuzz_require(c != CODE_POINT_INVALID, "output is UTF-8");
        fuzz_require(c == '\n' || c == '\t' || !terminal_forbids((int32_t)c), "output has no control character");
    }
}

static inline void fuzz_check_json(const char *text, size_t size)
{
    json_error_t error;
    json_t *document = json_loadb(text, size, JSON_ALLOW_NUL, &error);
    fuzz_require(document, "JSON is JSON");
    json_decref(document);
}

/* Answer a query. Returns whether there was a hit; *status is what came of it. */
static inline bool fuzz_answer(const struct collection *collection, const char *text, size_t length, const struct question_options *options,
                               ns_status *status)
{
    struct question question = {0};
    struct text_stream out = {.text = BUFFER_INIT};
    struct ns_error err;
    bool found = false;
    const struct format *format = options->print.format;
    fuzz_require(text_stream_open(&out, &err) == NS_OK, "there is memory");
    *status = question_read(&question, options, text, length, &err);
    if (*status == NS_OK && format->open) format->open(out.file, &options->print);
    if (*status == NS_OK) *status = question_answer(&question, options, collection, out.file, &found, &err);
    if (format->close) format->close(out.file, &options->print);
    fuzz_require(text_stream_close(&out, &err) == NS_OK, "there is memory");
    fuzz_check_output(out.text.data, out.text.size);
    if (*status == NS_OK && format == &format_json) fuzz_check_json(out.text.data, out.text.size);
    buffer_release(&out.text);
    question_release(&question);
    return found;
}

/* How the answers are printed: number 0 and on, until none is left, which has no format. */
static inline struct question_options fuzz_options(size_t number)
{
    static const struct format *const formats[] = {&format_text, &format_json, &format_jsonl, &format_tsv, &format_csv,
                                                   &format_grep, &format_trec, &format_html,  &format_text};
    struct question_options options = {.limit = 5, .suggest = true};
    if (number >= sizeof formats / sizeof *formats) return options;
    struct ns_error err;
    options.print = (struct print_options){.format = formats[number],
                                           .explain = number % 2 == 1,
                                           .colored = false,
                                           .width = number == 0 ? 40 : 0,
                                           .terminal = number == 0,
                                           .title = "a query"};
    options.by_article = number == 2;
    options.unique = number == 3;
    options.by_sentences = number == 8;
    options.order = number == 4 ? RANK_NEWEST : number == 5 ? RANK_BY_PATH : RANK_BY_SCORE;
    if (options.print.format->has_columns)
        fuzz_require(column_list_read(COLUMNS_DEFAULT ",evidence,section,byline,source,url", &options.print.columns, &err) == NS_OK,
                     "there are such columns");
    return options;
}

#endif
