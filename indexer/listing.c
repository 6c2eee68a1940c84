/* listing.c - rows of articles. */
#include "indexer/listing.h"

#include <stdio.h>
#include <string.h>

#include "index/analyzer.h"

/* The letter that stands behind a backslash for a byte that a column may not hold; 0 for all others. */
static char escape_of(char byte)
{
    switch (byte) {
    case '\t':
        return 't';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\\':
        return '\\';
    default:
        return 0;
    }
}

static ns_status put_column(struct buffer *rows, const char *text, size_t length, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < length; i++) {
        const char letter = escape_of(text[i]);
        if (letter) status = buffer_append_byte(rows, '\\', err);
        if (status == NS_OK) status = buffer_append_byte(rows, (uint8_t)(letter ? letter : text[i]), err);
    }
    return status;
}

static ns_status put_address(struct buffer *rows, const struct article *article, struct ns_error *err)
{
    ns_status status = put_column(rows, article->path, strlen(article->path), err);
    if (status == NS_OK && article->id) status = buffer_append_byte(rows, '#', err);
    return status == NS_OK && article->id ? put_column(rows, article->id, strlen(article->id), err) : status;
}

/* Words are what the index would have: tokens. */
static ns_status count_words(const struct article *article, size_t *count, struct ns_error *err)
{
    struct token_list tokens = {0};
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < article->part_count; i++)
        status = analyze(article->parts[i].text, 0, article->parts[i].length, &tokens, err);
    *count = tokens.count;
    token_list_release(&tokens);
    return status;
}

static ns_status put_title(struct buffer *rows, const struct article *article, struct ns_error *err)
{
    const struct article_part *first = article->parts;
    if (article->part_count == 0 || first->kind != PART_TITLE) return NS_OK;
    return put_column(rows, first->text, first->length, err);
}

ns_status listing_put(struct buffer *rows, const char *format, const struct article *article, struct ns_error *err)
{
    char date[DATE_TEXT_SIZE], numbers[32];
    size_t words;
    date_text(&article->date, 'T', date);
    ns_status status = count_words(article, &words, err);
    if (status == NS_OK) status = put_address(rows, article, err);
    if (status == NS_OK) status = buffer_append_byte(rows, '\t', err);
    if (status == NS_OK) status = put_column(rows, format, strlen(format), err);
    if (status == NS_OK) status = buffer_append_byte(rows, '\t', err);
    if (status == NS_OK) status = put_column(rows, date, strlen(date), err);
    if (status == NS_OK) status = buffer_append_byte(rows, '\t', err);
    if (status == NS_OK) status = put_title(rows, article, err);
    const int length = snprintf(numbers, sizeof numbers, "\t%zu\n", words);
    return status == NS_OK ? buffer_append(rows, numbers, (size_t)length, err) : status;
}
