/* article_text.c - reads an article's text and notes where its passages are. */
#include "tests/bench/article_text.h"

#include <stdlib.h>

void article_text_release(struct article_text *article)
{
    article_record_release(&article->record);
    passage_text_release(&article->text);
    free(article->sizes);
    free(article->first_tokens);
    *article = (struct article_text){0};
}

static ns_status make_room(struct article_text *article, struct ns_error *err)
{
    const size_t wanted = article->record.passages;
    const ns_status status = array_reserve((void **)&article->sizes, &article->size_capacity, wanted, sizeof *article->sizes, err);
    if (status != NS_OK) return status;
    return array_reserve((void **)&article->first_tokens, &article->token_capacity, wanted, sizeof *article->first_tokens, err);
}

static ns_status read_passage(const struct index_reader *reader, uint32_t i, struct article_text *article, struct ns_error *err)
{
    struct passage passage;
    const size_t begin = article->text.text.size;
    article->first_tokens[i] = (uint32_t)article->text.token_count;
    ns_status status = index_reader_passage(reader, article->record.first_passage + i, &passage, err);
    if (status == NS_OK) status = index_reader_text(reader, &passage, &article->text, err);
    article->sizes[i] = (uint32_t)(article->text.text.size - begin);
    return status;
}

ns_status article_text_read(const struct index_reader *reader, uint32_t number, struct article_text *article, struct ns_error *err)
{
    article->text.text.size = 0;
    article->text.token_count = 0;
    ns_status status = index_reader_article(reader, number, &article->record, err);
    if (status == NS_OK) status = make_room(article, err);
    for (uint32_t i = 0; status == NS_OK && i < article->record.passages; i++)
        status = read_passage(reader, i, article, err);
    return status;
}
