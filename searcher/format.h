/* format.h - the formats of answers: one printer each, behind one interface. */
#ifndef SEARCHER_FORMAT_H
#define SEARCHER_FORMAT_H

#include "searcher/printer.h"

/* When a format tells of the copies of a hit's article. */
enum copies_told {
    COPIES_NEVER,
    COPIES_IF_UNIQUE, /* where they are not hits themselves */
    COPIES_ALWAYS,
};

/* Functions may be NULL, but for `hit`, or `count` where the format counts, or `facet` where that is all it has. What they return other than
 * NS_OK ends the answer. */
struct format {
    const char *name;
    bool by_article;     /* its hits are articles, by their best passages */
    uint32_t limit;      /* hits that are printed where nobody says how many; 0: as many as most formats do */
    bool has_columns;    /* print_options.columns and .header are its */
    bool counts;         /* it wants the number of all that matches, and no hits */
    bool wants_dates;    /* beside its hits it wants the dates of all that match, so that all have to be found */
    enum copies_told copies;
    const char *between; /* two answers of a batch */

    /* Before the first answer and behind the last one, even if there is none. */
    void (*open)(FILE *out, const struct print_options *options);
    void (*close)(FILE *out, const struct print_options *options);

    /* An answer that is begun is ended, also where a hit could not be had. */
    ns_status (*begin)(struct printer *printer, struct ns_error *err);
    ns_status (*hit)(struct printer *printer, const struct hit *hit, struct ns_error *err);
    ns_status (*end)(struct printer *printer, struct ns_error *err);
    ns_status (*count)(struct printer *printer, uint64_t matches, struct ns_error *err);

    /* An answer that is counts by a field (print_options.facet), in place of all of these; NULL if the format has none. */
    ns_status (*facet)(struct printer *printer, const struct facet *facet, struct ns_error *err);
};

/* Their names, ending with NULL, for a row of options. */
extern const char *const format_names[];

/* @number  of a name, from 0 */
const struct format *format_of(int number);

/* One a file: print_text.c and so on. */
extern const struct format format_text, format_paths, format_count, format_json, format_jsonl, format_tsv, format_csv, format_grep,
    format_trec, format_html;

#endif
