/* article_text.h - the articles of an index one after another, as text cut into passages: what the bench's queries are drawn from and what
 * the other engines are given. */
#ifndef TESTS_BENCH_ARTICLE_TEXT_H
#define TESTS_BENCH_ARTICLE_TEXT_H

#include "index/index_reader.h"

/* The owner's: begin with all zero, end with article_text_release(). */
struct article_text {
    struct article_record record;
    struct passage_text text; /* of the whole article */
    uint32_t *sizes;          /* of each of record.passages, bytes; together they are the text */
    uint32_t *first_tokens;   /* of each: where its tokens begin in text.tokens */
    size_t size_capacity;
    size_t token_capacity;
};

void article_text_release(struct article_text *article);

/* Read an article in place of the one at hand. Returns NS_OK, NS_ERR_ARG (no such article), NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status article_text_read(const struct index_reader *reader, uint32_t number, struct article_text *article, struct ns_error *err);

#endif
