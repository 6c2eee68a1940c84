/* print_facet.h - counts by a field, as the formats print them: each is the `facet` of a struct format. */
#ifndef SEARCHER_PRINT_FACET_H
#define SEARCHER_PRINT_FACET_H

#include "searcher/printer.h"

/* Rows that people are shown where they do not say how many, unless the values are dates. */
#define FACET_TEXT_ROWS 20

/* Which of a facet's rows are printed. */
struct facet_part {
    size_t begin; /* rows begin..end-1 */
    size_t end;
    uint64_t others; /* articles in the rows that are not */
};

/* So many rows, or all if wanted is 0: the first, or of dates the last. */
struct facet_part facet_part_of(const struct facet *facet, uint32_t wanted);

/* A line "COUNT  VALUE" each, then "COUNT  (N others)", then "COUNT  (unknown)"; on a terminal with bars. In a batch behind the line that
 * the hits stand behind. */
ns_status print_facet_text(struct printer *printer, const struct facet *facet, struct ns_error *err);

/* A line "VALUE<TAB>COUNT" each, then, of articles that have none, an empty one; what is not asked for is not summed up. In a batch each line begins with the
 * id and a tab. */
ns_status print_facet_tsv(struct printer *printer, const struct facet *facet, struct ns_error *err);

/* An object a line, as those of hits, with "facet", "value" and "count". */
ns_status print_facet_jsonl(struct printer *printer, const struct facet *facet, struct ns_error *err);

/* The object of one answer: what it has of the query, "facet", "articles" (all that were counted), and "counts", an array of the values. */
ns_status print_facet_json(struct printer *printer, const struct facet *facet, struct ns_error *err);

#endif
