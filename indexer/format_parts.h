/* format_parts.h - how each format is told from the others, and where its files may be cut: what the table of formats is made of.
 *
 * X_recognise: whether a file that begins with these bytes, up to 4096 and maybe cut anywhere, is of the format. A byte order mark and
 * white space may stand in front. It is strict: ordinary text, HTML or JSON never is.
 * X_split: how many of these bytes, which begin at a record, are whole records for sure; 0 when not even one is. What is left is given
 * again with more behind it.
 */
#ifndef INDEXER_FORMAT_PARTS_H
#define INDEXER_FORMAT_PARTS_H

#include <stdbool.h>
#include <stddef.h>

bool warc_recognise(const char *data, size_t size);
size_t warc_split(const char *data, size_t size);

#endif
