/* print_explanation.c - why a hit is a hit, and why it stands where it does. */
#include <inttypes.h>
#include <string.h>

#include "cli/terminal.h"
#include "searcher/printer.h"

#define INDENT 6

static void begin_line(FILE *out, double weight, const struct weight_line *line)
{
    fprintf(out, "%*s%.9f  ", INDENT, "", weight);
    terminal_write(out, line->unit->name.data, line->unit->name.size, TERMINAL_MESSAGE);
    if (line->unit->boost != 1) fprintf(out, " times %.3f", line->unit->boost);
}

static void put_weights(FILE *out, const struct weight_list *weights)
{
    for (size_t i = 0; i < weights->count; i++) {
        const struct weight_line *line = &weights->lines[i];
        if (line->frequency > 0) {
            begin_line(out, line->weight, line);
            fprintf(out, ": tf %" PRIu32 ", df %" PRIu64 " of %" PRIu32 ", length %" PRIu32 " of %.1f on average\n", line->frequency,
                    line->unit->counts.documents, weights->passages, weights->length, weights->average_length);
        }
        if (line->in_article == 0) continue;
        begin_line(out, line->article_weight, line);
        fprintf(out, " in the article: tf %" PRIu64 ", df about %.0f of %" PRIu32 ", length %" PRIu64 " of %.1f on average\n", line->in_article,
                line->articles, weights->articles, weights->article_length, weights->average_article);
    }
    if (weights->closeness > 0) fprintf(out, "%*s%.9f  closeness\n", INDENT, "", weights->closeness);
}

static void put_evidence(FILE *out, const struct hit *hit, size_t i)
{
    const struct hit_place *place = &hit->places[i];
    size_t length;
    const char *text = evidence_text(hit, i, &length);
    fprintf(out, "%*s", INDENT, "");
    print_address(out, &hit->article.article);
    if (place->line) fprintf(out, ":%" PRIu64, place->line);
    if (place->line && place->column) fprintf(out, ":%" PRIu64, place->column);
    fprintf(out, ": bytes %" PRIu64 "-%" PRIu64 ": ", place->begin, place->end);
    terminal_write(out, text, length, TERMINAL_TEXT);
    putc('\n', out);
}

void print_explanation(const struct printer *printer, const struct hit *hit)
{
    fprintf(printer->out, "    score %.9f\n", hit->score);
    put_weights(printer->out, &hit->weights);
    if (hit->evidence.count) fputs("    evidence\n", printer->out);
    for (size_t i = 0; i < hit->evidence.count; i++)
        put_evidence(printer->out, hit, i);
}
