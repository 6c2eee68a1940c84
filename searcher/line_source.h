/* line_source.h - the lines of a file or pipe, each as soon as it is there.
 *
 * A source belongs to one thread at a time, but for line_source_stop().
 */
#ifndef SEARCHER_LINE_SOURCE_H
#define SEARCHER_LINE_SOURCE_H

#include "index/buffer.h"

#define LINE_BYTES_MAX 65536 /* without its line end */

struct line_source;

/* @path  a file, or - for standard input
 * @out   (transfer full) release with line_source_close()
 * Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status line_source_open(const char *path, struct line_source **out, struct ns_error *err);

/* Read the next line, waiting for it.
 * @line    any bytes, in place of what it held; without the line end (LF or CR LF, and at the end of all CR too) and, in the first
 *          line, without a byte order mark
 * @number  of the line, from 1
 * @end     set to whether there is none any more
 * Returns NS_OK; NS_ERR_LIMIT (longer than LINE_BYTES_MAX: it is passed over, and reading can go on); NS_ERR_IO, NS_ERR_NOMEM. */
ns_status line_source_next(struct line_source *source, struct buffer *line, uint64_t *number, bool *end, struct ns_error *err);

/* Wait no more for what is not there: line_source_next(), in whatever thread it waits, takes it that all ends here. */
void line_source_stop(struct line_source *source);

/* What messages call it; valid until it is closed. */
const char *line_source_name(const struct line_source *source);

void line_source_close(struct line_source *source);

#endif
