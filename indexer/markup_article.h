/* markup_article.h - an article that a reader puts together out of markup, piece by piece.
 *
 * One struct serves a whole input: it keeps its memory from article to article. The first failure stays in it, what follows it is passed
 * over, and markup_article_put() returns it. Texts that are given are UTF-8.
 */
#ifndef INDEXER_MARKUP_ARTICLE_H
#define INDEXER_MARKUP_ARTICLE_H

#include "indexer/block_text.h"
#include "indexer/reader.h"

/* What is known of an article in one line each. */
enum markup_label { LABEL_ID, LABEL_SECTION, LABEL_BYLINE, LABEL_SOURCE, LABEL_URL, LABEL_DATELINE, LABEL_COUNT };

struct markup_article {
    const struct input *input;
    const struct reader_sink *sink;
    bool single;   /* it is all of its file and has no id */
    uint64_t line; /* of the record, for problems */
    struct buffer labels[LABEL_COUNT];
    struct buffer parts[ARTICLE_PARTS_MAX];
    uint64_t part_lines[ARTICLE_PARTS_MAX];
    struct buffer scratch; /* for who puts it together; holds nothing between calls */
    struct article_date date;
    ns_status status;
    struct ns_error *err;
};

/* Zero it but for input, sink, single and err; release with markup_article_release(). */
void markup_article_release(struct markup_article *article);

/* Begin another one.
 * @line  of its record in the file */
void markup_article_begin(struct markup_article *article, uint64_t line);

/* Take a text for a label: its runs of white space become one space. A label that has something already keeps it, and a text of nothing but
 * white space is none. */
void markup_label_set(struct markup_article *article, enum markup_label label, const char *text, size_t length);

/* Add a text to a label, behind what it has and the separator. */
void markup_label_add(struct markup_article *article, enum markup_label label, const char *separator, const char *text, size_t length);

/* What a label has, a C string, until it is changed; NULL when that is nothing. */
const char *markup_label(const struct markup_article *article, enum markup_label label);

/* Begin a part, or go on with it in a new paragraph; what is then put into the block text becomes its text. End with markup_part_end().
 * @line  in the file; that of the first call counts */
struct block_text markup_part_begin(struct markup_article *article, enum part_kind kind, uint64_t line);
void markup_part_end(struct markup_article *article, const struct block_text *text);

bool markup_part_empty(const struct markup_article *article, enum part_kind kind);

/* Take the date, when there is none yet and the text is not empty; one that cannot be read is a problem.
 * @example  of what was wanted */
void markup_article_date(struct markup_article *article, const char *text, size_t length, uint64_t line, const char *example);

/* Hand it to the sink. A dateline is put before the first paragraph of the body, unless that begins with it. Without an id of its own it
 * gets one after its line. An article without text is a problem. Returns NS_OK, NS_ERR_NOMEM, or what the sink returned. */
ns_status markup_article_put(struct markup_article *article);

#endif
