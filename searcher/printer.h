/* printer.h - how hits are written. A printer knows hits and a stream; it does not know the index. */
#ifndef SEARCHER_PRINTER_H
#define SEARCHER_PRINTER_H

#include <stdbool.h>
#include <stdio.h>

#include "searcher/search.h"

struct printer {
    FILE *out;
    bool colored;
    size_t width; /* columns to wrap at; 0: do not wrap */
    bool explain; /* tell how the score came about, and where the evidence is */
};

/* Write the line in front of the hits of one query of several: "# ID<TAB>QUERY". No other line of a hit begins so. */
void print_heading(FILE *out, const char *id, size_t id_length, const char *query, size_t query_length);

/* Write one hit for people: rank, title, score; date and place; the words around the evidence, which is marked in colour. */
void print_text(const struct printer *printer, const struct hit *hit);

/* Write where an article is: its path, and its id there if it has one. */
void print_address(FILE *out, const struct article *article);

/* Write what a hit's score is made of, and each of its evidences: where it is in the source, and its text. */
void print_explanation(const struct printer *printer, const struct hit *hit);

#endif
