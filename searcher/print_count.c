/* print_count.c - how many passages match, or articles where hits are articles; in a batch behind the line's id. */
#include <inttypes.h>

#include "searcher/format.h"

static ns_status put_count(struct printer *printer, uint64_t matches, struct ns_error *err)
{
    (void)err;
    print_id(printer->out, printer->id, printer->id_length);
    fprintf(printer->out, "%" PRIu64 "\n", matches);
    return NS_OK;
}

const struct format format_count = {.name = "count", .counts = true, .count = put_count};
