/* facet.h - counts of articles by a field: how many of those that match are of each section, each month and so on.
 *
 * What is counted is articles, each once, however many of its passages match. A value is the field as the article has it, letter by letter;
 * of a date so much of it as the field asks for, or as the article knows if that is less: an article whose date is only known to the month
 * counts by day under 2021-03, which stands before the days of that month.
 */
#ifndef SEARCHER_FACET_H
#define SEARCHER_FACET_H

#include "index/intern.h"
#include "searcher/search.h"

enum facet_field {
    FACET_NONE, /* hits are wanted, and no counts */
    FACET_SECTION,
    FACET_SOURCE,
    FACET_BYLINE,
    FACET_PATH,
    FACET_YEAR,
    FACET_MONTH,
    FACET_DAY,
};

/* Their names, ending with NULL, for a row of options. */
extern const char *const facet_names[];

/* Whether the values are dates. */
bool facet_is_dated(enum facet_field field);

/* A value and its articles. */
struct facet_row {
    uint32_t value; /* facet_value() tells it */
    uint64_t articles;
    struct article_date date; /* of a field that is one: no more of it than the value says */
};

/* The owner's: begin with all zero but `field`, end with facet_release(). */
struct facet {
    enum facet_field field;
    struct facet_row *rows; /* once finished: most first, then by bytes; of dates in order of time */
    size_t count;
    size_t capacity;
    uint64_t articles; /* all that were counted */
    uint64_t unknown;  /* those of them that have no such field */
    struct interner values;
};

void facet_release(struct facet *facet);

/* Count one more article, before the facet is finished. Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status facet_add(struct facet *facet, const struct article *article, struct ns_error *err);

/* Bring the rows in order, when all are counted. */
void facet_finish(struct facet *facet);

/* Count the articles of all hits of a search, which was asked for as many as there are, and finish. Reads no text: a row of each article.
 * @collection  that was searched
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status facet_count(struct facet *facet, const struct search *search, const struct collection *collection, struct ns_error *err);

/* Rows that a facet may have after facet_fill() has added some. */
#define FACET_FILLED_MAX 1000

/* Of a finished one whose values are dates: add what lies between the first and the last and has no article, unless the rows would then be
 * more than FACET_FILLED_MAX. Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status facet_fill(struct facet *facet, struct ns_error *err);

/* The value of a row; valid as long as nothing is added. Not terminated. */
const char *facet_value(const struct facet *facet, const struct facet_row *row, size_t *length);

#endif
