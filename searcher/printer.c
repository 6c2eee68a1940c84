/* printer.c - what several formats write alike. */
#include "searcher/printer.h"

#include <string.h>

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
