/* printer.h - how answers are written: what all formats share. format.h has the formats.
 *
 * A printer knows a query, its hits and a stream; it does not know the index. An answer is printed as a whole: begin, its hits in order,
 * end. Answers of a batch are printed by several threads, each into a stream of its own.
 */
#ifndef SEARCHER_PRINTER_H
#define SEARCHER_PRINTER_H

#include <stdbool.h>
#include <stdio.h>

#include "index/intern.h"
#include "searcher/columns.h"
#include "searcher/facet.h"
#include "searcher/query.h"
#include "searcher/search.h"

struct format;

/* How all answers are printed. */
struct print_options {
    const struct format *format;
    bool terminal; /* the answers go to one, which article text must not be able to speak to */
    bool colored;
    size_t width;               /* columns to wrap at; 0: do not wrap */
    bool explain;               /* tell how the score came about, and where the evidence is */
    bool header;                /* a line with the names of the columns first */
    struct column_list columns; /* of formats that have some */
    bool nul;                   /* paths end with NUL and not with a line end */
    bool utf8;                  /* the terminal's text may be more than ASCII; asked for where counts are wanted only */

    bool batch;             /* there are answers to many queries */
    enum facet_field facet; /* counts by this field are wanted, and no hits */
    uint32_t facet_rows;    /* so many of them; 0: as many as the format has where nothing is asked for */
    const char *title;      /* what was asked, for formats that have a heading: the query, or the file of a batch */
};

/* One answer. The owner's: printer_release() ends it. */
struct printer {
    FILE *out;
    const struct print_options *options;
    const char *id; /* of the line of a batch, borrowed; NULL for the one query of a command line */
    size_t id_length;
    const char *text; /* the query as it was typed, borrowed */
    size_t text_length;
    const struct query *query; /* as it was read */
    uint64_t hits;             /* that have been printed */
    uint64_t shown;            /* hits that there are to print */
    uint64_t matches;          /* all hits, where the format wants dates; these may be more than are shown */
    const struct facet *dates; /* then the days of all articles with a hit; else NULL */
    bool by_article;           /* its hits are articles */
    bool best_first;           /* they come in order of their scores */
    uint64_t offset;           /* hits that are passed over before the first */
    struct interner seen;      /* the format's, of what stands in an answer once */
};

void printer_release(struct printer *printer);

/* ---- For the formats ---- */

/* Write the id of a line of a batch, and a tab; nothing where the id is NULL. */
void print_id(FILE *out, const char *id, size_t length);

/* Write where an article is: its path, and its id there if it has one. */
void print_address(FILE *out, const struct article *article);

/* Write what a hit's score is made of, and each of its evidences: where it is in the source, and its text. */
void print_explanation(const struct printer *printer, const struct hit *hit);

/* The text of an evidence, in that of the hit. */
const char *evidence_text(const struct hit *hit, size_t i, size_t *length);

/* The text of the hit as it is shown whole: without the white space at its end, which stands between it and what follows. */
const char *passage_shown(const struct hit *hit, size_t *length);

#endif
