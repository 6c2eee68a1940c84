/* print_count.c - how many passages match, or articles where hits are articles; in a batch behind the line's id. */
#include <inttypes.h>

#include "cli/terminal.h"
#include "searcher/format.h"

static ns_status put_count(struct printer *printer, uint64_t matches, struct ns_error *err)
{
    (void)err;
    if (printer->id) {
        terminal_write(printer->out, printer->id, printer->id_length, TERMINAL_MESSAGE);
        putc('\t', printer->out);
    }
    fprintf(printer->out, "%" PRIu64 "\n", matches);
    return NS_OK;
}

const struct format format_count = {.name = "count", .counts = true, .count = put_count};
