/* index_writer.h - makes an index file out of articles.
 *
 * open, put each article, finish. The file appears under its name only in finish, whole: until then everything is written
 * to a temporary file and folder beside the target, and free removes them. Whatever happens, the target is what it was before or the
 * whole new index. The same articles in the same order give the same bytes.
 */
#ifndef INDEX_INDEX_WRITER_H
#define INDEX_INDEX_WRITER_H

#include "index/article.h"
#include "index/error.h"

struct index_writer;

struct index_writer_options {
    const char *language; /* a Snowball language, such as "english", or "none" */
    xap_writer_kind postings; /* who writes them; XAP_WRITER_BULK is what all but tests want */
};

/* What an index came to. */
struct index_totals {
    uint64_t articles;
    uint64_t passages;
    uint64_t words;      /* tokens in all articles */
    uint64_t text_bytes; /* of all articles' text */
    uint64_t file_bytes; /* of the index */
};

/* Begin an index that is to stand at path. A file that stands there already must be an index, or be empty.
 * @out  (transfer full) release with index_writer_free()
 * Returns NS_OK, NS_ERR_ARG (no such language; the target is a folder or a file of another kind), NS_ERR_IO, NS_ERR_NOMEM. */
ns_status index_writer_open(const char *path, const struct index_writer_options *options, struct index_writer **out, struct ns_error *err);

/* Add an article; everything in it is copied.
 * Returns NS_OK, NS_ERR_LIMIT (its text is 4 GiB or longer, or a field over 64 KiB; the article is not added and the writer can go
 * on), NS_ERR_IO, NS_ERR_NOMEM, NS_ERR_INTERNAL (the index is full: 2^32 passages or distinct words; the writer can then only be freed). */
ns_status index_writer_put(struct index_writer *writer, const struct article *article, struct ns_error *err);

/* Write everything, bring it to the disk, and put it in the target's place. The writer can only be freed afterwards.
 * @totals  may be NULL
 * Returns NS_OK, NS_ERR_IO (the target is as it was, unless the message says that it stands), NS_ERR_NOMEM. */
ns_status index_writer_finish(struct index_writer *writer, struct index_totals *totals, struct ns_error *err);

/* Release everything and remove what is left of the temporary files. NULL is allowed. */
void index_writer_free(struct index_writer *writer);

#endif
