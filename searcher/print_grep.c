/* print_grep.c - path:line:column:text, a line for each evidence, as grep -n --column has it, so that editors jump there: vim -q, or
 * whatever reads the messages of a compiler. Lines and columns, in bytes, count from 1; where one is not known, as the column of what was
 * taken out of JSON, it is 1. The text is the line of the source that the evidence begins in, as far as the passage has it, and goes on to
 * the end of the line that it ends in. A hit without evidence is the line where its passage begins. Of a batch, the lines follow one
 * another. */
#include <inttypes.h>
#include <string.h>

#include "cli/terminal.h"
#include "index/unicode.h"
#include "searcher/format.h"

/* Where the lines begin and end that a run of the hit's text lies in. */
struct line_run {
    size_t begin;
    size_t end; /* before the line's end */
};

static struct line_run lines_around(const char *text, size_t size, size_t begin, size_t end)
{
    struct line_run run = {begin, find_line_end(text, end, size)};
    while (run.begin > 0 && !is_line_end(text, run.begin - 1, size))
        run.begin--;
    return run;
}

static void put_line(const struct printer *printer, const struct hit *hit, const struct hit_place *place, const struct line_run *run)
{
    const char *path = hit->article.article.path;
    FILE *out = printer->out;
    terminal_write(out, path, strlen(path), TERMINAL_MESSAGE);
    fprintf(out, ":%" PRIu64 ":%" PRIu64 ":", place->line ? place->line : 1, place->column ? place->column : 1);
    if (run->end > run->begin) terminal_write(out, hit->text.text.data + run->begin, run->end - run->begin, TERMINAL_TEXT);
    putc('\n', out);
}

static void put_evidence(const struct printer *printer, const struct hit *hit, size_t i)
{
    const struct buffer *text = &hit->text.text;
    size_t length;
    const size_t begin = (size_t)(evidence_text(hit, i, &length) - text->data);
    const struct line_run run = lines_around(text->data, text->size, begin, begin + length);
    put_line(printer, hit, &hit->places[i], &run);
}

static void put_passage(const struct printer *printer, const struct hit *hit)
{
    const struct hit_place place = {.line = hit->line};
    const size_t first = hit->text.token_count ? hit->text.tokens[0].offset : 0;
    const struct line_run run = lines_around(hit->text.text.data, hit->text.text.size, first, first);
    put_line(printer, hit, &place, &run);
}

static ns_status put_hit(struct printer *printer, const struct hit *hit, struct ns_error *err)
{
    (void)err;
    for (size_t i = 0; i < hit->evidence.count; i++)
        put_evidence(printer, hit, i);
    if (hit->evidence.count == 0) put_passage(printer, hit);
    return NS_OK;
}

const struct format format_grep = {.name = "grep", .hit = put_hit};
