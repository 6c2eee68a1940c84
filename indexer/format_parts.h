/* format_parts.h - how each format is told from the others, and where its files may be cut: what the table of formats is made of.
 *
 * X_recognise: whether a file that begins with these bytes, up to 4096 and maybe cut anywhere, is of the format. A byte order mark and
 * white space may stand in front. It is strict: ordinary text, or one of another format, never is.
 * X_split: how many of these bytes, which begin at a record, are whole records for sure; 0 when not even one is. What is left is given
 * again with more behind it.
 */
#ifndef INDEXER_FORMAT_PARTS_H
#define INDEXER_FORMAT_PARTS_H

#include <stdbool.h>
#include <stddef.h>

bool feed_recognise(const char *data, size_t size);
bool html_recognise(const char *data, size_t size);

/* The first lines are fields of a header, at least three, and among them From: with an address, Received: or Message-ID:, and Date: or
 * MIME-Version:. */
bool mail_recognise(const char *data, size_t size);

bool mbox_recognise(const char *data, size_t size);
size_t mbox_split(const char *data, size_t size);
bool newsml_recognise(const char *data, size_t size);
bool nitf_recognise(const char *data, size_t size);
bool reuters_recognise(const char *data, size_t size);
size_t reuters_split(const char *data, size_t size);
bool trec_recognise(const char *data, size_t size);
size_t trec_split(const char *data, size_t size);
bool warc_recognise(const char *data, size_t size);
size_t warc_split(const char *data, size_t size);

#endif
