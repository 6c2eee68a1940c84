/* format_parts.h - how each format is told from the others, and where its files may be cut: what the table of formats is made of.
 *
 * X_recognise: whether a file that begins with these bytes, up to 4096 and maybe cut anywhere, is of the format. A byte order mark and
 * white space may stand in front. It is strict: ordinary text, XML or JSON never is.
 */
#ifndef INDEXER_FORMAT_PARTS_H
#define INDEXER_FORMAT_PARTS_H

#include <stdbool.h>
#include <stddef.h>

bool html_recognise(const char *data, size_t size);

#endif
