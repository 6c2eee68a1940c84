/* read_html.c - an input that is one page. All else is in html_article.h. */
#include "indexer/reader.h"

#include "indexer/html_article.h"

ns_status read_html(const struct input *input, const struct reader_sink *sink, struct ns_error *err)
{
    const struct html_page page = {.data = input->data, .size = input->size};
    const struct article known = {.path = input->path, .source_size = input->file_size, .source_mtime = input->mtime};
    html_reader *reader = html_reader_new();
    if (!reader) return ns_fail_nomem(err);
    const ns_status status = html_article_put(reader, &page, &known, 0, input, sink, err);
    html_reader_free(reader);
    return status;
}
