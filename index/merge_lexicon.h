/* merge_lexicon.h - makes one dictionary of the runs' own: numbers forms and gaps by frequency, and says what the runs' numbers become.
 *
 * Forms and gaps have the same numbers however they are spread over runs: numbers are by occurrences, most first, and of as many by the
 * order of the strings; those of forms are then settled (form_numbers.h).
 */
#ifndef INDEX_MERGE_LEXICON_H
#define INDEX_MERGE_LEXICON_H

#include "index/form_numbers.h"
#include "index/run.h"

/* A row of `forms`. */
struct merged_form {
    uint64_t count; /* occurrences and traits, as in RUN_FORMS */
    uint32_t run;   /* the first that has it */
    uint32_t stem;  /* its stem's place there, in RUN_STEMS */
};

/* The owner's: begin with all zero but for the spools, which may be in files; end with merged_lexicon_release(). */
struct merged_lexicon {
    struct spool rows; /* strings: each row of `forms` without its count and number */
    struct merged_form *forms;
    size_t form_count;
    size_t form_capacity;
    uint32_t *numbers;       /* of each row; NO_NUMBER for a compound */
    uint32_t numbered;       /* how many rows have one */
    uint32_t **form_numbers; /* for each run: what the number of a form becomes */

    struct buffer gap_keys; /* of all gaps in order: class and text */
    size_t *gap_ends;       /* of each key in gap_keys */
    size_t gap_count;
    size_t gap_capacity;
    uint32_t *gap_order;    /* by number */
    uint32_t **gap_numbers; /* for each run: what the number of a gap becomes */
    uint32_t run_count;
};

/* Returns NS_OK, NS_ERR_LIMIT (2^32 - 1 distinct forms or gaps), NS_ERR_IO, NS_ERR_NOMEM; release it in any case. */
ns_status merge_lexicon(struct merged_lexicon *lexicon, const struct run *runs, uint32_t run_count, struct ns_error *err);

void merged_lexicon_release(struct merged_lexicon *lexicon);

/* Append the rows of `forms`. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status merged_lexicon_put_forms(const struct merged_lexicon *lexicon, struct table_writer *table, struct ns_error *err);

/* Append `form_rows`. Returns NS_OK, NS_ERR_NOMEM. */
ns_status merged_lexicon_put_form_rows(const struct merged_lexicon *lexicon, struct buffer *out, struct ns_error *err);

/* Append the rows of `gaps`. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status merged_lexicon_put_gaps(const struct merged_lexicon *lexicon, struct table_writer *table, struct ns_error *err);

#endif
