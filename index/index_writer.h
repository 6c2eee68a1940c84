/* index_writer.h - makes an index file out of articles.
 *
 * Articles come in jobs, which are numbered in the order that the articles have in the index. Any number of workers take jobs, each
 * worker in ascending order and each job as a whole; a worker may be used by a thread of its own. When all is put, the writer is
 * finished. The file appears under its name only then, whole: until then everything is written to a temporary file and folder beside the
 * target, and free removes them. Whatever happens, the target is what it was before or the whole new index. The same articles in the same
 * order give the same bytes, however many workers took them and however much memory they had.
 */
#ifndef INDEX_INDEX_WRITER_H
#define INDEX_INDEX_WRITER_H

#include "index/article.h"
#include "index/merge.h"

struct index_writer;
struct index_worker;

/* Bytes that the articles may take in memory unless the caller says otherwise. */
#define INDEX_MEMORY (UINT64_C(1) << 30)

/* All zero but the language will do. */
struct index_writer_options {
    const char *language;        /* a Snowball language, such as "english", or "none" */
    xap_writer_kind postings;    /* who writes them; XAP_WRITER_BULK is what all but tests want */
    uint64_t memory;             /* bytes: of what comes in over this, sorted runs are written to temporary files; 0 for INDEX_MEMORY */
    unsigned workers;            /* how many will be opened, who share the memory; 0 for 1 */
    run_both_function *run_both; /* NULL for one task after the other */
};

/* Begin an index that is to stand at path. A file that stands there already must be an index, or be empty.
 * @out  (transfer full) release with index_writer_free()
 * Returns NS_OK, NS_ERR_ARG (no such language; the target is a folder or a file of another kind), NS_ERR_IO, NS_ERR_NOMEM. */
ns_status index_writer_open(const char *path, const struct index_writer_options *options, struct index_writer **out, struct ns_error *err);

/* Add a worker; one thread at a time does so. @out (borrowed) it lasts as long as the writer. Returns NS_OK, NS_ERR_NOMEM. */
ns_status index_worker_open(struct index_writer *writer, struct index_worker **out, struct ns_error *err);

/* Begin a job, whose number is above those of the worker's jobs before. Returns NS_OK, NS_ERR_NOMEM. */
ns_status index_worker_begin(struct index_worker *worker, uint64_t job, struct ns_error *err);

/* Add an article to the job; everything in it is copied.
 * Returns NS_OK, NS_ERR_LIMIT (its text is over ARTICLE_TEXT_MAX, or a field over 64 KiB; the article is not added and the worker can go
 * on), NS_ERR_NOMEM, NS_ERR_INTERNAL (the index is full: 2^32 passages or distinct words; the writer can then only be freed). */
ns_status index_worker_put(struct index_worker *worker, const struct article *article, struct ns_error *err);

/* End the job. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM; but for NS_OK the writer can only be freed. */
ns_status index_worker_end(struct index_worker *worker, struct ns_error *err);

/* Sort what the worker has, after its last job. What no worker did for itself is done by index_writer_finish(), but then one after the
 * other. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM; but for NS_OK the writer can only be freed. */
ns_status index_worker_finish(struct index_worker *worker, struct ns_error *err);

/* Add an article behind all others, where there is no worker: what index_worker_put() says holds. Also returns NS_ERR_IO. */
ns_status index_writer_put(struct index_writer *writer, const struct article *article, struct ns_error *err);

/* Write everything, bring it to the disk, and put it in the target's place. The writer can only be freed afterwards.
 * @totals  may be NULL
 * Returns NS_OK, NS_ERR_LIMIT (the index would be too large), NS_ERR_ARG (what has come to the target meanwhile is no index; it is left),
 * NS_ERR_IO (the target is as it was, unless the message says that it stands), NS_ERR_NOMEM. */
ns_status index_writer_finish(struct index_writer *writer, struct index_totals *totals, struct ns_error *err);

/* Release everything and remove what is left of the temporary files. NULL is allowed. */
void index_writer_free(struct index_writer *writer);

#endif
