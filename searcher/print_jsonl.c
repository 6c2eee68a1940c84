/* print_jsonl.c - a hit a line, each an object of JSON: the version, and the members that hit_json.h tells. Of a batch, the hits of all
 * lines follow one another, each with the id of its query. */
#include "searcher/format.h"
#include "searcher/hit_json.h"
#include "searcher/print_facet.h"

static ns_status put_hit(struct printer *printer, const struct hit *hit, struct ns_error *err)
{
    json_t *object = json_object();
    const bool made =
        json_put_count(object, "version", HIT_JSON_VERSION) && query_json_put(object, printer) && hit_json_put(object, printer, hit);
    const ns_status status = json_write(printer->out, "", made ? object : NULL, 0, err);
    if (status == NS_OK) putc('\n', printer->out);
    json_decref(object);
    return status;
}

const struct format format_jsonl = {.name = "jsonl", .copies = COPIES_ALWAYS, .hit = put_hit, .facet = print_facet_jsonl};
