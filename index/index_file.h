/* index_file.h - the byte layout of an index file, how it is written, and how its bytes are reached safely.
 *
 * Version 4. Numbers of fixed width are little-endian; "varint" is LEB128 (buffer.h); "string" is the varint of a length and the bytes.
 *
 *   offset 0   postings    a single-file Xapian glass database: documents are passages (docid = passage + 1), terms are stems (and the
 *                          stems of compounds), no positions, no document data, UUID zero. Xapian's own tools open the index file as it is.
 *              forms       table (table.h), rows in order of (folded form, form):
 *                            u8 kind (form_kind.h): how it is spelled; whether it is a compound, which is in no stream and has no number;
 *                               whether its stem is its folded form; how often it occurs, if that is 1 to 14
 *                            front-coded folded form (table.h)
 *                            the edit that makes the form of it, if it has one (spelling.h)
 *                            of a form with a common number: varint number, varint occurrences
 *                            of another that occurs 15 times or more: varint occurrences - 15
 *              form_rows   which form has which number: see form_numbers.h
 *              stems       table, rows in order of the stem, but for a stem that is the folded form of all its forms: these are found in
 *                          `forms`, by that, and their kind says so. A row:
 *                            front-coded stem
 *                            pair (buffer.h) count of its forms, zigzag of the row of the first in `forms` less that of the stem before in
 *                               the block, or less 0
 *                            the other rows, two in a pair: how many rows stand between it and the one before; the last pair may be half
 *              gaps        table, a row a gap number: u8 class (enum gap_class), string. Numbers are by occurrences, most first,
 *                          then by the class, then by the bytes.
 *              word_codes  the words of every passage, one after another (codes.h)
 *              gap_codes   the gaps of every passage: the one before its first word, and the one behind each word (codes.h). Implied
 *                            are an empty gap before the first word, and a single space of class GAP_WORD behind a word.
 *              spans       where the words of each passage are, and where each article begins, see spans.h
 *              passages    table, see records.h
 *              articles    table, see article_rows.h
 *              copies      which articles are copies of one another, see copies.h
 *              meta        varint ANALYZER_VERSION, string language, varint articles, passages, words, bytes of text,
 *                            u8 precision and zigzag varint seconds of the newest date
 *              pages       u32 the CRC-32 (zlib's, ISO 3309) of every PAGE_SIZE bytes of all that stands before, the last page shorter
 *   footer                 for each section in the order above: u64 offset, u64 size
 *                          u64 generation: FNV-1a, 64 bits, of the section `pages`: another content all but surely has another
 *                          u64 size of the file
 *                          u32 version
 *                          u32 CRC-32 of everything from the beginning of `pages` up to here
 *                          8 bytes "newsidx\n"
 *
 * A file is only ever written whole, under another name, and then renamed; a reader that has it open goes on undisturbed.
 */
#ifndef INDEX_INDEX_FILE_H
#define INDEX_INDEX_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/buffer.h"
#include "index/error.h"
#include "index/tasks.h"

#define INDEX_VERSION 4
#define INDEX_MAGIC "newsidx\n"
#define INDEX_MAGIC_SIZE 8
#define PAGE_SIZE 2048

/* The sections, in the order in which they stand in the file and in its footer. */
#define INDEX_SECTION_LIST(X)                                                                                                              \
    X(SECTION_POSTINGS, "postings")                                                                                                        \
    X(SECTION_FORMS, "forms")                                                                                                              \
    X(SECTION_FORM_ROWS, "form_rows")                                                                                                      \
    X(SECTION_STEMS, "stems")                                                                                                              \
    X(SECTION_GAPS, "gaps")                                                                                                                \
    X(SECTION_WORD_CODES, "word_codes")                                                                                                    \
    X(SECTION_GAP_CODES, "gap_codes")                                                                                                      \
    X(SECTION_SPANS, "spans")                                                                                                              \
    X(SECTION_PASSAGES, "passages")                                                                                                        \
    X(SECTION_ARTICLES, "articles")                                                                                                        \
    X(SECTION_COPIES, "copies")                                                                                                            \
    X(SECTION_META, "meta")                                                                                                                \
    X(SECTION_PAGES, "pages")

enum index_section {
#define INDEX_SECTION_ENUM(name, text) name,
    INDEX_SECTION_LIST(INDEX_SECTION_ENUM)
#undef INDEX_SECTION_ENUM
        SECTION_COUNT
};

/* Bytes of the footer. */
#define INDEX_FOOTER_SIZE (SECTION_COUNT * 16 + 8 + 8 + 4 + 4 + INDEX_MAGIC_SIZE)

/* The name of a section, for messages; valid for ever. */
const char *index_section_name(enum index_section section);

/* ---- Writing ---- */

struct index_file_writer;

/* Begin a temporary file in a hidden folder beside the target (build_folder.h), and an empty scratch folder beside that; what builds that
 * died have left there is removed. A symbolic link at the target stays: what it leads to is replaced, or made if it is not there yet.
 * Returns NS_OK, NS_ERR_ARG (the target is a folder, or a file that is no index), NS_ERR_IO, NS_ERR_NOMEM. */
ns_status index_file_create(const char *path, struct index_file_writer **out, struct ns_error *err);

/* The empty scratch folder; valid as long as the writer. */
const char *index_file_scratch(const struct index_file_writer *writer);

/* The target's name as it was given; valid as long as the writer. */
const char *index_file_name(const struct index_file_writer *writer);

/* The file, to write the postings to from offset 0 on, before any section is put. */
int index_file_descriptor(const struct index_file_writer *writer);

/* Tell that the section that comes next in the list has been written through the descriptor, size bytes long. */
void index_file_skip(struct index_file_writer *writer, uint64_t size);

/* Write the section that comes next in the list. Returns NS_OK, NS_ERR_IO. */
ns_status index_file_put(struct index_file_writer *writer, const void *data, size_t size, struct ns_error *err);

/* The same in pieces: append any number of them, then end the section. Returns NS_OK, NS_ERR_IO. */
ns_status index_file_append(struct index_file_writer *writer, const void *data, size_t size, struct ns_error *err);
void index_file_end_section(struct index_file_writer *writer);

/* Write the pages and the footer, bring all to the disk, and rename. Every section before SECTION_PAGES has been put. Where an index stood,
 * the new one gets its permissions, its access control list, its owner and its group, as far as the system lets us give them; where it has
 * another group then, that and all others may do only what both could, and where the list cannot be given, only its owner may do anything:
 * the group's bits are the list's mask and do not say what the group may. Where none stood, the umask says who may read it.
 * @run_both  may sum two halves of the file at the same time
 * @size      of the file
 * Returns NS_OK, NS_ERR_ARG (a folder, a link or a file that is no index has come to the target meanwhile; it is left), NS_ERR_IO,
 * NS_ERR_NOMEM. */
ns_status index_file_commit(struct index_file_writer *writer, run_both_function *run_both, uint64_t *size, struct ns_error *err);

/* Release, and remove the temporary file unless it was committed, the scratch folder, and again what the dead have left. NULL is
 * allowed. */
void index_file_writer_free(struct index_file_writer *writer);

/* ---- Reading ---- */

struct index_file;

/* Map an index file and check its footer. The cost does not grow with the file but for the sums in `pages`, 4 bytes for 2 KiB. While it is
 * mapped the file must not be shortened nor written over (an index is replaced by renaming, so that it never is by us): reaching what was
 * cut off, or what the disk cannot give, is SIGBUS, and pages that have been checked are not checked again, unless
 * index_file_check_unchanged() asks. It takes a descriptor.
 * @out  (transfer full) release with index_file_close()
 * Returns NS_OK, NS_ERR_IO (cannot be opened), NS_ERR_FORMAT (not an index, one of another version, or one that
 * is cut off, for it has lost the mark at its end), NS_ERR_CORRUPT (damaged), NS_ERR_NOMEM. */
ns_status index_file_open(const char *path, struct index_file **out, struct ns_error *err);

void index_file_close(struct index_file *file);

uint64_t index_file_generation(const struct index_file *file);

/* As it was opened. */
const char *index_file_path(const struct index_file *file);
uint64_t index_file_size(const struct index_file *file);
uint64_t index_file_section_size(const struct index_file *file, enum index_section section);

/* Reach bytes of a section, after checking that they are inside it and that the pages they lie in are undamaged; a page is checked when
 * it is first reached.
 * @data  (borrowed) valid until index_file_close()
 * Returns NS_OK, NS_ERR_CORRUPT. */
ns_status index_file_bytes(struct index_file *file, enum index_section section, uint64_t offset, uint64_t size, const uint8_t **data,
                           struct ns_error *err);

/* Say that bytes are about to be reached, so that the memory sends them while other things are done. Nothing is checked: what lies outside
 * the section is passed over, as is what is beyond INDEX_EXPECT_MAX bytes. */
#define INDEX_EXPECT_MAX 1024
void index_file_expect(const struct index_file *file, enum index_section section, uint64_t offset, uint64_t size);

/* What the sums say of a section, all of it. Those of `pages` were summed with the footer. */
struct section_damage {
    uint64_t pages;   /* that have bytes of the section */
    uint64_t damaged; /* of these */
    uint64_t first;   /* where in the file the first damaged one begins */
};

/* Look at every page of a section, whether it was reached before or not. */
struct section_damage index_file_check(const struct index_file *file, enum index_section section);

/* Whether the generation is that of the page sums. */
bool index_file_check_generation(const struct index_file *file);

/* Whether what was reached so far is still there: to be asked before and behind what has to hold together. It costs an fstat(); where that
 * tells that the file was written to since it was opened, or since this was asked last, all pages that were reached are held against their
 * sums again. So a file that was only touched, or written over with the same bytes, has not changed; nor has one that another was renamed
 * over, or that is gone from its path, for it is there as long as it is mapped; nor one of which the system tells nothing. Writing goes
 * unnoticed where somebody sets the time of modification back, and where nothing was reached yet, as the sums will tell of that.
 * Returns NS_OK, NS_ERR_CORRUPT. */
ns_status index_file_check_unchanged(struct index_file *file, struct ns_error *err);

/* When the file was written to last, as far as was looked: seconds since 1970. */
int64_t index_file_written_at(const struct index_file *file);

/* Damage found by a caller in bytes that it reached: the message names file and section. Returns NS_ERR_CORRUPT. */
ns_status index_file_damaged(const struct index_file *file, enum index_section section, const char *what, struct ns_error *err);

/* The same, saying where. */
ns_status index_file_damaged_at(const struct index_file *file, enum index_section section, struct ns_error *err, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
