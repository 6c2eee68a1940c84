/* print_paths.c - the path of each file with a hit, once an answer, the one with the best hit first; in a batch behind the line's id. A path is written as it is, since what
 * comes next opens it; only on a terminal is it made safe. With --null it ends with NUL, for xargs -0. */
#include <string.h>

#include "cli/terminal.h"
#include "searcher/format.h"

static ns_status put_hit(struct printer *printer, const struct hit *hit, struct ns_error *err)
{
    const char *path = hit->article.article.path;
    const size_t length = strlen(path);
    uint32_t number;
    bool added;
    const ns_status status = interner_add(&printer->seen, path, length, &number, &added, err);
    if (status != NS_OK || !added) return status;
    print_id(printer->out, printer->id, printer->id_length);
    if (printer->options->terminal) {
        terminal_write(printer->out, path, length, TERMINAL_NAME);
    } else {
        fwrite(path, 1, length, printer->out);
    }
    putc(printer->options->nul ? '\0' : '\n', printer->out);
    return NS_OK;
}

const struct format format_paths = {.name = "paths", .by_article = true, .limit = UINT32_MAX, .hit = put_hit};
