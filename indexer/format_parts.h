/* format_parts.h - how each format is told from the others, and where its files may be cut: what the table of formats is made of.
 *
 * X_recognise: whether a file that begins with these bytes, up to 4096 and maybe cut anywhere, is of the format. A byte order mark and
 * white space may stand in front. It is strict: ordinary text, or one of another format, never is.
 * X_split: how many of these bytes, which begin at a record, are whole records for sure; 0 when not even one is. What is left is given
 * again with more behind it.
 * X_head: how many bytes at the beginning every slice of the rest has to know.
 */
#ifndef INDEXER_FORMAT_PARTS_H
#define INDEXER_FORMAT_PARTS_H

#include <stdbool.h>
#include <stddef.h>

/* JSON documents: an array of objects, or an object that is not alone on its line with others behind it, as in JSON Lines. A slice is
 * objects with commas and brackets between them; it need not begin with '[' nor end with ']'. An object without an end that fits, such as a
 * damaged one, ends no slice before the end of all. */
bool json_recognise(const char *data, size_t size);
size_t json_split(const char *data, size_t size);

/* CSV, also with tabs, semicolons or bars: a header line with the name of a title or a body, and one more that is a field's. A slice is
 * whole records, and csv_head() gives the header. Text in UTF-16 or UTF-32 is not split. */
bool csv_recognise(const char *data, size_t size);
size_t csv_split(const char *data, size_t size);
size_t csv_head(const char *data, size_t size);

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
