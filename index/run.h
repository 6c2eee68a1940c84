/* run.h - what one worker found in some of the articles, closed and sorted: the pieces that are merged into an index.
 *
 * A run is a set of streams, each in memory or in a temporary file. Its forms, gaps, stems, passages have numbers of its own. Front coding
 * is that of table.h without blocks, "varint" and "string" are those of buffer.h.
 *
 *   RUN_FORMS     for each form, in order of its key, which is the folded form, a NUL, and the form: front-coded key,
 *                 varint occurrences * 4 + (2 if it is a compound) + (1 if the folded form is its stem), varint its number in RUN_WORDS,
 *                 varint its stem's place in RUN_STEMS
 *   RUN_GAPS      for each gap, in order of its key, which is its class (a byte) and its text: front-coded key, varint occurrences,
 *                 varint its number in RUN_EVENTS
 *   RUN_STEMS     for each stem, in order: front-coded stem
 *   RUN_POSTINGS  for each stem, in the same order: its passages (run_postings.h)
 *   RUN_WORDS     for each word of each passage: varint number of its form
 *   RUN_EVENTS    for each gap that is not implied (index_file.h): varint how many implied ones stand before it in the passage, varint its
 *                 number; behind the last one of a passage: varint how many implied ones are left
 *   RUN_PASSAGES  for each passage: varint tokens * 2 + (1 if it is the first of its article), bytes of text, line ends, length (its
 *                 postings, each as often as it occurs)
 *   RUN_ARTICLES  for each article: string of what article_draft_put() made (article_rows.h)
 *   RUN_SKETCHES  for each article: its sketch (near_copies.h), the SKETCH_SLOTS bytes and varint words; zigzag varint seconds of its date, or
 *                 COPY_UNDATED
 */
#ifndef INDEX_RUN_H
#define INDEX_RUN_H

#include "index/article.h"
#include "index/near_copies.h"
#include "index/spool.h"

/* What stands with the occurrences of a form. */
#define RUN_FORM_IS_STEM 1
#define RUN_FORM_IS_COMPOUND 2
#define RUN_FORM_TRAITS 3
#define RUN_FORM_COUNT_SHIFT 2

enum run_stream {
    RUN_FORMS,
    RUN_GAPS,
    RUN_STEMS,
    RUN_POSTINGS,
    RUN_WORDS,
    RUN_EVENTS,
    RUN_PASSAGES,
    RUN_ARTICLES,
    RUN_SKETCHES,
    RUN_STREAM_COUNT,
};

/* Jobs that follow one another and were all done by one worker. The index has them in order of their numbers. */
struct run_extent {
    uint64_t first_job;
    uint64_t last_job;
    uint64_t articles;
    uint64_t words;
    uint64_t text_bytes;
    uint32_t passages;
    struct article_date newest; /* of the articles; the first of those that are as new */
};

/* The owner's: begin with all zero, end with run_release(). */
struct run {
    struct spool streams[RUN_STREAM_COUNT];
    uint32_t forms;
    uint32_t gaps;
    uint32_t stems;
    uint32_t passages;
    struct run_extent *extents; /* ascending */
    size_t extent_count;
    size_t extent_capacity;
};

void run_release(struct run *run);

/* ---- Reading: strings in order ---- */

/* Goes over a stream of front-coded strings. The owner's: run_strings_begin() begins it, run_strings_release() ends it. */
struct run_strings {
    struct spool_reader reader; /* behind the string at hand: the numbers that belong to it come next */
    struct buffer text;         /* the string at hand */
    uint32_t left;              /* strings that are left */
};

/* For a stream of `count` strings. */
void run_strings_begin(struct run_strings *strings, const struct spool *stream, uint32_t count);

void run_strings_release(struct run_strings *strings);

/* Go to the next string; there is one, and it comes behind the one before. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status run_strings_next(struct run_strings *strings, struct ns_error *err);

#endif
