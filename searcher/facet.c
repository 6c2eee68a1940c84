/* facet.c - the values are strings with a number each, dates too; the interner that has them counts them. */
#include "searcher/facet.h"

#include <stdlib.h>
#include <string.h>

#include "searcher/period.h"
#include "searcher/printer.h"

const char *const facet_names[] = {"none", "section", "source", "byline", "path", "date:year", "date:month", "date:day", NULL};

/* What a field asks for of a date; DATE_UNKNOWN where it is none. */
static enum date_precision unit_of(enum facet_field field)
{
    if (field == FACET_YEAR) return DATE_YEAR;
    if (field == FACET_MONTH) return DATE_MONTH;
    return field == FACET_DAY ? DATE_DAY : DATE_UNKNOWN;
}

bool facet_is_dated(enum facet_field field)
{
    return unit_of(field) != DATE_UNKNOWN;
}

void facet_release(struct facet *facet)
{
    free(facet->rows);
    interner_release(&facet->values);
    *facet = (struct facet){0};
}

const char *facet_value(const struct facet *facet, const struct facet_row *row, size_t *length)
{
    return interner_get(&facet->values, row->value, length);
}

/* ---- Counting ---- */

static const char *text_of(enum facet_field field, const struct article *article)
{
    if (field == FACET_SECTION) return article->section;
    if (field == FACET_SOURCE) return article->source;
    return field == FACET_BYLINE ? article->byline : article->path;
}

/* Add articles to the row of a value. */
static ns_status add_value(struct facet *facet, const char *value, const struct article_date *date, uint64_t articles, struct ns_error *err)
{
    void *rows = facet->rows;
    uint32_t number;
    bool added;
    ns_status status = array_reserve(&rows, &facet->capacity, facet->count + 1, sizeof *facet->rows, err);
    facet->rows = rows;
    if (status == NS_OK) status = interner_add(&facet->values, value, strlen(value), &number, &added, err);
    if (status != NS_OK) return status;
    if (added) facet->rows[facet->count++] = (struct facet_row){.value = number, .date = *date};
    facet->rows[number].articles += articles;
    return NS_OK;
}

ns_status facet_add(struct facet *facet, const struct article *article, struct ns_error *err)
{
    const enum date_precision unit = unit_of(facet->field);
    struct article_date date = {0};
    char text[DATE_TEXT_SIZE];
    const char *value = text_of(facet->field, article);
    if (unit != DATE_UNKNOWN) {
        date = period_of(&article->date, unit);
        value = date_text(&date, 'T', text);
    }
    facet->articles++;
    if (value && *value) return add_value(facet, value, &date, 1, err);
    facet->unknown++;
    return NS_OK;
}

/* ---- Order ---- */

static int compare_articles(const void *a_row, const void *b_row, void *context)
{
    const struct facet_row *a = a_row, *b = b_row;
    const struct facet *facet = context;
    size_t a_len, b_len;
    if (a->articles != b->articles) return a->articles > b->articles ? -1 : 1;
    const char *a_text = facet_value(facet, a, &a_len);
    const char *b_text = facet_value(facet, b, &b_len);
    return bytes_compare(a_text, a_len, b_text, b_len);
}

/* What is known of less exactly comes before all that it may be. */
static int compare_dates(const void *a_row, const void *b_row, void *context)
{
    const struct article_date *a = &((const struct facet_row *)a_row)->date;
    const struct article_date *b = &((const struct facet_row *)b_row)->date;
    (void)context;
    if (a->seconds != b->seconds) return a->seconds < b->seconds ? -1 : 1;
    return (int)a->precision - (int)b->precision;
}

void facet_finish(struct facet *facet)
{
    if (facet->count < 2) return;
    qsort_r(facet->rows, facet->count, sizeof *facet->rows, facet_is_dated(facet->field) ? compare_dates : compare_articles, facet);
}

/* ---- Between dates ---- */

/* The first and the last period that has a row of its own. Returns whether there is one. */
static bool find_span(const struct facet *facet, int64_t *first, int64_t *last)
{
    const enum date_precision unit = unit_of(facet->field);
    int64_t number;
    bool found = false;
    for (size_t i = 0; i < facet->count; i++) {
        if (!period_number(&facet->rows[i].date, unit, &number)) continue;
        if (!found) *first = number;
        *last = number;
        found = true;
    }
    return found;
}

/* The rows are in the order of their numbers as long as they are added to. */
static int compare_values(const void *a_row, const void *b_row, void *context)
{
    const struct facet_row *a = a_row, *b = b_row;
    (void)context;
    return (a->value > b->value) - (a->value < b->value);
}

ns_status facet_fill(struct facet *facet, struct ns_error *err)
{
    const enum date_precision unit = unit_of(facet->field);
    ns_status status = NS_OK;
    int64_t first, last;
    if (!facet_is_dated(facet->field) || !find_span(facet, &first, &last) || last - first >= FACET_FILLED_MAX) return NS_OK;
    qsort_r(facet->rows, facet->count, sizeof *facet->rows, compare_values, NULL);
    for (int64_t number = first; status == NS_OK && number <= last; number++) {
        char text[DATE_TEXT_SIZE];
        const struct article_date date = period_date(unit, number);
        status = add_value(facet, date_text(&date, 'T', text), &date, 0, err);
    }
    facet_finish(facet);
    return status;
}

/* ---- All hits of a search ---- */

/* A bit for each article of an index; each is read once, and in order. */
static void mark_articles(const struct search *search, uint32_t index, uint8_t *marks)
{
    for (size_t i = 0; i < search_matches(search); i++) {
        const struct ranked *match = search_match(search, i);
        if (match->index == index) marks[match->article / 8] |= (uint8_t)(1u << match->article % 8);
    }
}

static ns_status count_marked(struct facet *facet, const uint8_t *marks, const struct index_reader *reader, struct ns_error *err)
{
    const uint64_t articles = index_reader_info(reader)->articles;
    struct article_record record = {0};
    ns_status status = NS_OK;
    for (uint32_t article = 0; status == NS_OK && article < articles; article++) {
        if (!(marks[article / 8] & 1u << article % 8)) continue;
        status = index_reader_article(reader, article, &record, err);
        if (status == NS_OK) status = facet_add(facet, &record.article, err);
    }
    article_record_release(&record);
    return status;
}

static ns_status count_index(struct facet *facet, const struct search *search, uint32_t index, const struct index_reader *reader,
                             struct ns_error *err)
{
    uint8_t *marks = calloc(index_reader_info(reader)->articles / 8 + 1, 1);
    if (!marks) return ns_fail_nomem(err);
    mark_articles(search, index, marks);
    const ns_status status = count_marked(facet, marks, reader, err);
    free(marks);
    return status;
}

ns_status facet_count(struct facet *facet, const struct search *search, const struct collection *collection, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (uint32_t i = 0; status == NS_OK && i < collection->count; i++)
        status = count_index(facet, search, i, collection->readers[i], err);
    if (status == NS_OK) facet_finish(facet);
    return status;
}
