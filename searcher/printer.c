/* printer.c - what several formats write alike. */
#include "searcher/printer.h"

#include <string.h>
#include <time.h>

#include "cli/terminal.h"
#include "index/unicode.h"

void printer_release(struct printer *printer)
{
    interner_release(&printer->seen);
}

void print_id(FILE *out, const char *id, size_t length)
{
    if (!id) return;
    terminal_write(out, id, length, TERMINAL_MESSAGE);
    putc('\t', out);
}

void print_address(FILE *out, const struct article *article)
{
    terminal_write(out, article->path, strlen(article->path), TERMINAL_NAME);
    if (!article->id) return;
    putc('#', out);
    terminal_write(out, article->id, strlen(article->id), TERMINAL_NAME);
}

const char *evidence_text(const struct hit *hit, size_t i, size_t *length)
{
    const struct token *first = &hit->text.tokens[hit->evidence.items[i].first - hit->passage.first_token];
    const struct token *last = &hit->text.tokens[hit->evidence.items[i].last - hit->passage.first_token];
    *length = last->offset + last->length - first->offset;
    return hit->text.text.data + first->offset;
}

const char *passage_shown(const struct hit *hit, size_t *length)
{
    const struct buffer *text = &hit->text.text;
    *length = text->size;
    while (*length > 0 && byte_class[(uint8_t)text->data[*length - 1]] == CHAR_SPACE)
        --*length;
    return text->data;
}

const char *date_text(const struct article_date *date, char separator, char text[DATE_TEXT_SIZE])
{
    /* What is known of a date is the beginning of it: so much behind the year. */
    static const int lengths[] = {[DATE_YEAR] = 0, [DATE_MONTH] = 3, [DATE_DAY] = 6, [DATE_MINUTE] = 12, [DATE_SECOND] = 15};
    const time_t seconds = (time_t)date->seconds;
    struct tm parts;
    char rest[24];
    *text = '\0';
    if (date->precision == DATE_UNKNOWN || !gmtime_r(&seconds, &parts)) return text;
    if (!strftime(rest, sizeof rest, "-%m-%d_%H:%M:%S", &parts)) return text;
    rest[6] = separator;
    const long year = 1900L + parts.tm_year;
    snprintf(text, DATE_TEXT_SIZE, "%0*ld%.*s", year < 0 ? 5 : 4, year, lengths[date->precision], rest);
    return text;
}
