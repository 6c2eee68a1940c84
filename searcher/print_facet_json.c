/* print_facet_json.c - counts by a field in JSON: a value's object has "value", which is absent where the articles have no such field, and
 * "count". */
#include "searcher/hit_json.h"
#include "searcher/print_facet.h"

/* @value  NULL where the articles have none */
static bool put_row(json_t *object, const char *value, size_t length, uint64_t articles)
{
    return (!value || json_put_text(object, "value", value, length)) && json_put_count(object, "count", articles);
}

/* ---- Each an object of its own ---- */

static ns_status print_line(struct printer *printer, const char *value, size_t length, uint64_t articles, struct ns_error *err)
{
    json_t *object = json_object();
    const bool made = json_put_count(object, "version", HIT_JSON_VERSION) && query_json_put(object, printer) &&
                      json_put_known(object, "facet", facet_names[printer->options->facet]) && put_row(object, value, length, articles);
    const ns_status status = json_write(printer->out, "", made ? object : NULL, 0, err);
    if (status == NS_OK) putc('\n', printer->out);
    json_decref(object);
    return status;
}

ns_status print_facet_jsonl(struct printer *printer, const struct facet *facet, struct ns_error *err)
{
    const struct facet_part part = facet_part_of(facet, printer->options->facet_rows);
    ns_status status = NS_OK;
    for (size_t i = part.begin; status == NS_OK && i < part.end; i++) {
        size_t length;
        const char *value = facet_value(facet, &facet->rows[i], &length);
        status = print_line(printer, value, length, facet->rows[i].articles, err);
    }
    return status == NS_OK && facet->unknown > 0 ? print_line(printer, NULL, 0, facet->unknown, err) : status;
}

/* ---- All in one ---- */

/* Append a row to an array. */
static bool add_row(json_t *rows, const char *value, size_t length, uint64_t articles)
{
    json_t *row = json_object();
    if (put_row(row, value, length, articles)) return json_array_append_new(rows, row) == 0;
    json_decref(row);
    return false;
}

static bool add_rows(json_t *rows, const struct facet *facet, const struct facet_part *part)
{
    bool made = rows != NULL;
    for (size_t i = part->begin; made && i < part->end; i++) {
        size_t length;
        const char *value = facet_value(facet, &facet->rows[i], &length);
        made = add_row(rows, value, length, facet->rows[i].articles);
    }
    return made && (facet->unknown == 0 || add_row(rows, NULL, 0, facet->unknown));
}

ns_status print_facet_json(struct printer *printer, const struct facet *facet, struct ns_error *err)
{
    const struct facet_part part = facet_part_of(facet, printer->options->facet_rows);
    json_t *object = json_object();
    json_t *rows = json_array();
    bool made = add_rows(rows, facet, &part) && query_json_put(object, printer) &&
                json_put_known(object, "facet", facet_names[facet->field]) && json_put_count(object, "articles", facet->articles);
    made = json_put(object, "counts", rows) && made;
    const ns_status status = json_write(printer->out, "\n", made ? object : NULL, 0, err);
    json_decref(object);
    return status;
}
