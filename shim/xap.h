/* xap.h - Xapian as plain C.
 *
 * With json.h, which has nothing to do with Xapian, this is all of shim/ that others see, and shim/ is the only part of the project that
 * knows Xapian, its API or its file format. It offers just what the index needs: a stemmer, a writer and a reader of postings in one file, and cursors over them; and
 * Xapian's own ranked search, with a query tree, which the tests hold ours against.
 *
 * Rules for every function here:
 *  - no C++ exception leaves: it becomes a status and a message;
 *  - text is UTF-8 unless said otherwise, and is pointer then length in bytes; it may hold any byte, NUL too;
 *  - documents are numbered from 0 (Xapian's own docid is that number + 1);
 *  - err may be NULL, and is written only on failure; on failure out-parameters are NULL or 0;
 *  - one handle belongs to one thread at a time; different handles are independent;
 *  - any function may also return XAP_ERR_NOMEM, and XAP_ERR_INTERNAL for what should not happen; what reads a database may return
 *    XAP_ERR_IO and XAP_ERR_CORRUPT;
 *  - free functions accept NULL and cannot fail.
 */
#ifndef SHIM_XAP_H
#define SHIM_XAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What can go wrong. The numbers are frozen: append. */
#define XAP_STATUS_LIST(X)                                                                                                                 \
    X(XAP_OK, 0, "ok")                                                                                                                     \
    X(XAP_ERR_NOMEM, 1, "out of memory")                                                                                                   \
    X(XAP_ERR_ARG, 2, "bad argument")                                                                                                      \
    X(XAP_ERR_CORRUPT, 3, "damaged index")                                                                                                 \
    X(XAP_ERR_IO, 4, "input or output failed")                                                                                             \
    X(XAP_ERR_STOPPED, 5, "stopped by the predicate")                                                                                      \
    X(XAP_ERR_INTERNAL, 6, "internal error")

typedef enum xap_status {
#define XAP_STATUS_ENUM(name, number, text) name = number,
    XAP_STATUS_LIST(XAP_STATUS_ENUM)
#undef XAP_STATUS_ENUM
} xap_status;

/* Owned by the caller; holds no memory, so it cannot leak and writing it cannot fail. */
typedef struct xap_error {
    xap_status code;
    char msg[256];
} xap_error;

/* The text for a status, never NULL, valid for ever. */
const char *xap_status_text(xap_status status);

/* The version of the Xapian library in use, such as "1.4.22"; valid for ever. */
const char *xap_version(void);

/* Longest term, in bytes, that xap_writer_put() takes when the term holds no NUL byte (Xapian's limit; a NUL counts twice). */
#define XAP_TERM_MAX 245

/* ---- Stemmer: Snowball, as Xapian has it ---- */

typedef struct xap_stemmer xap_stemmer;

/* Open the stemmer of a language.
 * @language  a name or code that Snowball knows ("english", "en", ...), or "none", which leaves every word as it is
 * @out       (transfer full) release with xap_stemmer_free()
 * Returns XAP_OK, XAP_ERR_ARG (no such language), XAP_ERR_NOMEM. */
xap_status xap_stemmer_open(const char *language, xap_stemmer **out, xap_error *err);

/* Stem one folded word.
 * @stem      (borrowed) points at the stem, valid until the next call on this stemmer or its end
 * @stem_len  its length in bytes; 0 only if len is 0
 * About 0.6 us a call: callers keep the answer for words that come again.
 * Returns XAP_OK, XAP_ERR_NOMEM. */
xap_status xap_stem(xap_stemmer *stemmer, const char *word, size_t len, const char **stem, size_t *stem_len, xap_error *err);

void xap_stemmer_free(xap_stemmer *stemmer);

/* ---- Postings writer ---- */

typedef struct xap_writer xap_writer;

/* Stands behind the last document of a cursor. */
#define XAP_END UINT32_MAX

/* A document that holds a term. */
typedef struct xap_entry {
    uint32_t document; /* or XAP_END */
    uint32_t wdf;      /* how often it holds the term; 0 at the end */
} xap_entry;

/* Who writes the database. What a reader finds in it is the same. */
typedef enum xap_writer_kind {
    XAP_WRITER_BULK, /* our own writer of the file format: one pass, in order of the file; half a MB and 4 bytes a document in memory */
    XAP_WRITER_API,  /* Xapian's API, many times slower and with everything in memory: what the other is held against */
} xap_writer_kind;

typedef struct xap_writer_options {
    xap_writer_kind kind;
    int fd;                  /* open for reading and writing, empty; borrowed until the writer is freed, its offset is undefined then. After
                              * a failure the content is undefined. */
    const char *scratch;     /* an existing empty folder; only XAP_WRITER_API puts temporary files there, and removes them */
    const uint32_t *lengths; /* of each document, which is the sum of its wdf; borrowed until the writer is freed */
    uint32_t documents;      /* how many */
} xap_writer_options;

/* Begin a database: a single-file glass database from offset 0 of the file on. The same postings give the same bytes (the database's UUID
 * is all zero).
 * @out  (transfer full) release with xap_writer_free()
 * Returns XAP_OK, XAP_ERR_ARG (a file that is not empty), XAP_ERR_IO, XAP_ERR_NOMEM. */
xap_status xap_writer_open(const xap_writer_options *options, xap_writer **out, xap_error *err);

/* Put the next term with all the documents that hold it. Terms come in ascending order of their bytes (a term that is the beginning of
 * another comes first); entries in ascending order of document, each with a wdf from 1.
 * Returns XAP_OK; XAP_ERR_ARG (a term that is empty, too long or out of order; entries that are none, out of order, of wdf 0, or of a
 * document that is not there; a document's length past 2^32 - 2, or a term's wdf in all documents past 2^32 - 1; a writer that can only be
 * freed): nothing is changed by what is refused; XAP_ERR_IO, XAP_ERR_NOMEM: the writer can then only be freed. */
xap_status xap_writer_put(xap_writer *writer, const char *term, size_t len, const xap_entry *entries, size_t count, xap_error *err);

/* Write what is left, and last the header, without which the file is no database. The writer can only be freed afterwards.
 * @size  bytes written, a multiple of 2048
 * Returns XAP_OK; XAP_ERR_ARG (a document whose length is not the sum of the wdf put, or a writer that can only be freed); XAP_ERR_IO (as
 * on a full disk), XAP_ERR_NOMEM. */
xap_status xap_writer_finish(xap_writer *writer, uint64_t *size, xap_error *err);

/* Release, and remove what it left in the scratch folder. */
void xap_writer_free(xap_writer *writer);

/* ---- Reader ---- */

typedef struct xap_reader xap_reader;

/* What a database holds. */
typedef struct xap_counts {
    uint32_t documents;
    uint64_t total_length; /* the sum of all document lengths */
} xap_counts;

/* What is known of one term. */
typedef struct xap_term_counts {
    uint32_t documents;   /* term frequency: documents that hold it */
    uint64_t occurrences; /* collection frequency: the sum of its wdf */
} xap_term_counts;

/* Open the database that begins at offset 0 of a file, whatever follows it there.
 * The caller vouches for the bytes: Xapian can loop for ever on damaged ones.
 * @fd        open for reading; borrowed, and may be closed once this returns; its offset is undefined afterwards
 * @out       (transfer full) release with xap_reader_free()
 * Returns XAP_OK, XAP_ERR_CORRUPT (no such database, or another format version), XAP_ERR_IO, XAP_ERR_NOMEM. */
xap_status xap_reader_open(int fd, xap_reader **out, xap_error *err);

/* Returns XAP_OK, XAP_ERR_CORRUPT. */
xap_status xap_reader_counts(const xap_reader *reader, xap_counts *out, xap_error *err);

/* A term that the database does not have counts 0. Returns XAP_OK, XAP_ERR_CORRUPT, XAP_ERR_IO. */
xap_status xap_reader_term(const xap_reader *reader, const char *term, size_t len, xap_term_counts *out, xap_error *err);

/* The length of a document: the sum of its wdf. Cheap when documents are asked for in ascending order.
 * Returns XAP_OK, XAP_ERR_ARG (no such document), XAP_ERR_CORRUPT, XAP_ERR_IO. */
xap_status xap_reader_length(const xap_reader *reader, uint32_t document, uint32_t *length, xap_error *err);

void xap_reader_free(xap_reader *reader);

/* ---- Postings of one term ---- */

typedef struct xap_cursor xap_cursor;

/* Open the documents of a term, in ascending order. A term that the database does not have has none.
 * @reader    must outlive *out
 * @out       (transfer full) release with xap_cursor_free()
 * Returns XAP_OK, XAP_ERR_ARG (empty term), XAP_ERR_CORRUPT, XAP_ERR_IO. */
xap_status xap_cursor_open(const xap_reader *reader, const char *term, size_t len, xap_cursor **out, xap_error *err);

/* Go on to the first document that is `document` or behind it, and tell it; a cursor that is there already, or past it, stays.
 * Returns XAP_OK, XAP_ERR_CORRUPT, XAP_ERR_IO. */
xap_status xap_cursor_seek(xap_cursor *cursor, uint32_t document, xap_entry *entry, xap_error *err);

void xap_cursor_free(xap_cursor *cursor);

/* ---- Posting lists, straight from the bytes of the file ---- */

/* A file in memory. */
typedef struct xap_bytes {
    const uint8_t *data;
    uint64_t size;
    /* Says whether bytes are undamaged; asked before they are looked at, block by block, and for one block as often as it is come to. */
    bool (*vouch)(void *context, uint64_t offset, uint64_t size);
    void *context; /* given to vouch */
} xap_bytes;

typedef struct xap_lists xap_lists;

/* Open the single-file glass database that the bytes begin with, without Xapian: many times faster for what is asked here, and no byte that
 * has not been vouched for is looked at, nor any offset or count in them trusted. Only files with no free blocks are taken: as
 * xap_writer_finish() and Xapian's compaction make them.
 * @bytes     copied; what it points to must outlive *out
 * @out       (transfer full) release with xap_lists_free()
 * Returns XAP_OK, XAP_ERR_CORRUPT (no such database, another format version, or damage), XAP_ERR_NOMEM. */
xap_status xap_lists_open(const xap_bytes *bytes, xap_lists **out, xap_error *err);

/* As its header says. */
xap_counts xap_lists_counts(const xap_lists *lists);

/* What all documents are said to lie within, by the header. Xapian's own ranking trusts it, and leaves out documents where it is wrong. */
typedef struct xap_bounds {
    uint32_t length_min; /* of the documents that are not empty */
    uint64_t length_max;
    uint32_t wdf_max; /* of any term in any document */
} xap_bounds;

xap_bounds xap_lists_bounds(const xap_lists *lists);

void xap_lists_free(xap_lists *lists);

/* Levels that the tree of a database has at most, by the format. */
#define XAP_LEVELS_MAX 10

/* Room for a chunk of a list: it ends once it has reached 2000 bytes. */
#define XAP_CHUNK_MAX 2304

/* A place in the tree: on each level, from the leaves on, the block and the item in it. */
struct xap_path {
    uint32_t block[XAP_LEVELS_MAX];
    uint16_t item[XAP_LEVELS_MAX];
};

/* The documents of one term, in ascending order: a caller's struct, with nothing to release and not to be moved. The caller reads `counts`
 * and `entry`; the rest is the list's own. */
typedef struct xap_list {
    xap_term_counts counts;
    xap_entry entry; /* that the list stands at */
    const xap_lists *lists;
    struct xap_path path; /* of the chunk at hand: its last piece */
    bool last_chunk;
    uint32_t chunk_end; /* the last document of the chunk */
    const uint8_t *at;  /* behind the entry in the chunk */
    const uint8_t *end; /* of the chunk */
    uint8_t key_len;
    uint16_t further_len;          /* of what the keys of further chunks begin with */
    uint8_t key[256];              /* of the list in the tree, and what stands behind it in those of further chunks */
    uint8_t joined[XAP_CHUNK_MAX]; /* the chunk, when it is cut into pieces */
} xap_list;

/* Look a term up: the list stands at its first document. A term that the database does not have counts 0 and stands at the end.
 * @lists     must outlive *out
 * Returns XAP_OK, XAP_ERR_ARG (empty term), XAP_ERR_CORRUPT. */
xap_status xap_list_open(const xap_lists *lists, const char *term, size_t len, xap_list *out, xap_error *err);

/* Go on to the first document that is `document` or behind it; a list that is there already, or past it, stays. Costs some instructions for
 * each posting gone over, or some hundred for each four thousand or so. After a failure the list can only be forgotten.
 * Returns XAP_OK, XAP_ERR_CORRUPT. */
xap_status xap_list_seek(xap_list *list, uint32_t document, xap_error *err);

/* Go on to the next document where that takes no more than some instructions: in the chunk at hand, when the step and the count take a byte
 * each. Returns false, and the list stays, where it does not: then xap_list_seek() is to be asked. */
static inline bool xap_list_step(xap_list *list)
{
    if (list->end - list->at < 4 || ((list->at[0] | list->at[1]) & 0x80)) return false;
    const uint64_t document = (uint64_t)list->entry.document + list->at[0] + 1;
    if (document >= list->chunk_end) return false;
    list->entry.document = (uint32_t)document;
    list->entry.wdf = list->at[1];
    list->at += 2;
    return true;
}

/* Check that whatever is in the tree is where it is looked for: that all blocks and items make sense, their keys ascend, and branches
 * divide them. Looks at every block. What the lists say is another matter.
 * Returns XAP_OK, XAP_ERR_CORRUPT. */
xap_status xap_lists_check(const xap_lists *lists, xap_error *err);

/* Goes over all lists there are, in order of the file: a caller's struct, with nothing to release and not to be moved. */
typedef struct xap_walk {
    xap_list list; /* at hand */
    bool begun;
    size_t term_len; /* 0: the list is that of the lengths of all documents, whose wdf they are and whose counts are not used */
    char term[255];  /* of the list */
} xap_walk;

/* Begin before the first list. @lists  must outlive *out */
void xap_walk_begin(const xap_lists *lists, xap_walk *out);

/* Go to the next list, once the one at hand has been gone through document by document. The first is that of the lengths; a database
 * without documents has none at all.
 * @end  says that there is none any more
 * Returns XAP_OK, XAP_ERR_CORRUPT (anything that is no list's, too). */
xap_status xap_walk_next(xap_walk *walk, bool *end, xap_error *err);

/* ---- Query tree ---- */

typedef struct xap_query xap_query;

/* How a query is made of others. */
typedef enum xap_op {
    XAP_AND,       /* every one; weights are added */
    XAP_OR,        /* any of them; the weights of those that hold are added */
    XAP_AND_MAYBE, /* the first one; the others only add weight */
} xap_op;

/* A query for one term. @out (transfer full). Returns XAP_OK, XAP_ERR_ARG (empty term), XAP_ERR_NOMEM. */
xap_status xap_query_term(const char *term, size_t len, xap_query **out, xap_error *err);

/* A query made of others.
 * @parts     (transfer full, whatever the outcome) the parts; the array itself stays the caller's. 1 or more.
 * @out       (transfer full) release with xap_query_free()
 * Returns XAP_OK, XAP_ERR_ARG, XAP_ERR_NOMEM. */
xap_status xap_query_combine(xap_op op, xap_query *const *parts, size_t count, xap_query **out, xap_error *err);

/* The same matches, their weight multiplied by a factor, 0 or more. Takes the query and puts the new one in its place.
 * Returns XAP_OK, XAP_ERR_ARG, XAP_ERR_NOMEM; on failure *query is freed and NULL. */
xap_status xap_query_scale(xap_query **query, double factor, xap_error *err);

/* The query as Xapian describes it, for tests and explanations, cut to size. Returns XAP_OK, XAP_ERR_NOMEM. */
xap_status xap_query_describe(const xap_query *query, char *buf, size_t size, xap_error *err);

void xap_query_free(xap_query *query);

/* ---- Search ---- */

/* BM25 as Xapian computes it (Robertson and Zaragoza 2009; docs/bm25.rst in xapian-core, with k2 and k3 at 0). */
typedef struct xap_bm25 {
    double k1;
    double b;
    double min_length; /* no document counts as shorter than this share of the average length */
} xap_bm25;

typedef struct xap_hit {
    uint32_t document;
    double weight;
} xap_hit;

/* Decides whether a document that the query matched is a match: 1 yes, 0 no, -1 stop the search. Called during xap_search(), in no
 * stated order, at most once a document; it must not use the reader and must not longjmp. */
typedef int (*xap_predicate)(void *context, uint32_t document);

typedef struct xap_search_options {
    xap_bm25 bm25;
    uint32_t limit;          /* hits wanted, from 1 */
    xap_predicate predicate; /* may be NULL: every document the query matches is a match */
    void *context;           /* given to the predicate */
} xap_search_options;

/* Rank the documents that match a query, best first; equal weights by document number.
 * Every match is looked at, whatever the limit.
 * @hits      (out) room for options->limit hits, the caller's
 * @count     hits written
 * @matches   matching documents; exact
 * Returns XAP_OK (no hits is OK), XAP_ERR_ARG, XAP_ERR_CORRUPT, XAP_ERR_IO, XAP_ERR_STOPPED (the predicate said -1). */
xap_status xap_search(const xap_reader *reader, const xap_query *query, const xap_search_options *options, xap_hit *hits, size_t *count,
                      uint64_t *matches, xap_error *err);

#ifdef __cplusplus
}
#endif
#endif
