/* note.h - lines that tell how a query was read (struct query_notes of query.h). */
#ifndef SEARCHER_NOTE_H
#define SEARCHER_NOTE_H

#include <stddef.h>

#include "searcher/query.h"

/* Typed text as it stands in a note: its beginning if it is long, which is then marked by three points. */
#define EXCERPT_BYTES 40

struct excerpt {
    char text[EXCERPT_BYTES + sizeof "..."]; /* terminated; ends at a NUL of the text */
};

struct excerpt excerpt_of(const char *text, size_t length);

/* Add a line, unless it is there already. A line is at most 511 bytes.
 * @notes  may be NULL: nobody wants to know
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status note_add(struct query_notes *notes, struct ns_error *err, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Add a line that ends with a part of the query in its canonical form, or with the beginning of that if it is long.
 * @before  what comes in front of it
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status note_add_query(struct query_notes *notes, const char *before, const struct query *query, struct ns_error *err);

#endif
