/* print_json.c - one document of JSON, whatever is found:
 *
 *   {"version":1,"answers":[{"query_id":"...","query":"...","hits":[{...},...]},...]}
 *
 * with an answer for the single query, or for each line of a batch but for those that cannot be answered, and the members that hit_json.h
 * tells. Each answer and each hit begins a line. Where an answer ends early, as on a damaged index, the document is whole all the same; the
 * exit status tells.
 */
#include "searcher/format.h"
#include "searcher/hit_json.h"
#include "searcher/print_facet.h"

static void open_document(FILE *out, const struct print_options *options)
{
    (void)options;
    fprintf(out, "{\"version\":%d,\"answers\":[", HIT_JSON_VERSION);
}

static void close_document(FILE *out, const struct print_options *options)
{
    (void)options;
    fputs("\n]}\n", out);
}

/* The members of the query without the braces around them, since the hits come behind them one by one. */
static ns_status begin(struct printer *printer, struct ns_error *err)
{
    json_t *query = json_object();
    const bool made = query_json_put(query, printer);
    const ns_status status = json_write(printer->out, "\n{", made ? query : NULL, JSON_EMBED, err);
    if (status == NS_OK) fputs(",\"hits\":[", printer->out);
    json_decref(query);
    return status;
}

static ns_status put_hit(struct printer *printer, const struct hit *hit, struct ns_error *err)
{
    json_t *object = json_object();
    const bool made = hit_json_put(object, printer, hit);
    const ns_status status = json_write(printer->out, printer->hits > 0 ? ",\n" : "\n", made ? object : NULL, 0, err);
    json_decref(object);
    return status;
}

static ns_status end(struct printer *printer, struct ns_error *err)
{
    (void)err;
    fputs("]}", printer->out);
    return NS_OK;
}

const struct format format_json = {.name = "json",
                                   .copies = COPIES_ALWAYS,
                                   .between = ",",
                                   .open = open_document,
                                   .close = close_document,
                                   .begin = begin,
                                   .hit = put_hit,
                                   .end = end,
                                   .facet = print_facet_json};
