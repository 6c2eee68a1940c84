/* html.h - what the pages of print_html.c are made of. */
#ifndef SEARCHER_HTML_H
#define SEARCHER_HTML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "searcher/facet.h"

/* Write text that may be anything, so that it is no more than text, also in a quoted attribute: < > & " ' are escaped, white space becomes
 * a space, and what terminal.h does not let through U+FFFD. */
void html_write(FILE *out, const char *text, size_t length);

/* Whether a URL may be a link's: one of http or https, any letter case, in which there is no white space or control character. */
bool html_is_link(const char *url);

/* What stands in <style>. */
extern const char html_style[];

/* Write a chart of articles over time, with its numbers in a table to unfold; nothing where no article matches.
 * @days  as chart_of() takes them */
void html_write_chart(FILE *out, const struct facet *days);

#endif
