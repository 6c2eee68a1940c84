/* print_trec.c - a run as trec_eval and its like read it, a line for each article: query_id Q0 docid rank score news-search. An article
 * stands there once, by its best passage; its docid is its own id, or the path of its file where it has none, with # and its line behind
 * that in a file of several. The id of a query that is not of a batch is 1. White space in an id would make more columns of it: it is written as \xNN, byte by byte, as is what terminal.h forbids,
 * and a backslash is two, so that different ids stay different. */
#include <inttypes.h>
#include <string.h>

#include "cli/terminal.h"
#include "index/unicode.h"
#include "searcher/format.h"

#define RUN "news-search"

static void put_name(FILE *out, const char *name, size_t length)
{
    const char *const end = name + length;
    size_t size;
    for (const char *at = name; at < end; at += size) {
        uint32_t c;
        size = utf8_decode(at, end, &c);
        if (c == CODE_POINT_INVALID || char_class(c) != CHAR_SPACE) {
            terminal_write(out, at, size, TERMINAL_NAME);
        } else {
            for (size_t i = 0; i < size; i++)
                fprintf(out, "\\x%02x", (unsigned)(uint8_t)at[i]);
        }
    }
}

static ns_status put_hit(struct printer *printer, const struct hit *hit, struct ns_error *err)
{
    const struct article *article = &hit->article.article;
    const bool own_id = article->id && !article_id_is_line(article->id);
    (void)err;
    put_name(printer->out, printer->id ? printer->id : "1", printer->id ? printer->id_length : 1);
    fputs(" Q0 ", printer->out);
    if (!own_id) put_name(printer->out, article->path, strlen(article->path));
    if (!own_id && article->id) putc('#', printer->out);
    if (article->id) put_name(printer->out, article->id, strlen(article->id));
    fprintf(printer->out, " %" PRIu32 " %.6f " RUN "\n", hit->rank, hit->score);
    return NS_OK;
}

const struct format format_trec = {.name = "trec", .by_article = true, .limit = 1000, .hit = put_hit};
