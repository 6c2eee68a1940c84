/* lexicon.h - the dictionary of an open index: its forms, stems and gaps. index_file.h draws the sections. */
#ifndef INDEX_LEXICON_H
#define INDEX_LEXICON_H

#include "index/analyzer.h"
#include "index/form_numbers.h"
#include "index/table.h"

/* Stands for the number of a form that is in no stream; those of the others are below it. */
#define NO_FORM NO_NUMBER

/* Borrows the file; nothing to release. */
struct lexicon {
    struct index_file *file;
    struct table forms;
    struct table stems; /* that are not the folded form of all their forms */
    struct table gaps;
    struct form_numbers form_numbers;
    uint32_t numbers; /* forms that occur in streams: they have the numbers below this */
};

/* Returns NS_OK, NS_ERR_CORRUPT. */
ns_status lexicon_open(struct index_file *file, struct lexicon *out, struct ns_error *err);

/* One form. The owner's: begin with all zero, end with form_record_release(); used again for the next form. */
struct form_record {
    struct buffer folded;
    struct buffer form;
    uint64_t occurrences;
    uint32_t number; /* below lexicon.numbers, or NO_FORM for a compound */
    bool is_stem;    /* the folded form is its stem */
};

void form_record_release(struct form_record *record);

/* The form of a row, rows being in order of (folded form, form). Returns NS_OK, NS_ERR_ARG (no such row), NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status lexicon_form(const struct lexicon *lexicon, uint64_t row, struct form_record *out, struct ns_error *err);

/* The form of a number; cheaper than by its row. Returns NS_OK, NS_ERR_CORRUPT (as lexicon_row() does, too), NS_ERR_NOMEM. */
ns_status lexicon_word(const struct lexicon *lexicon, uint32_t number, struct form_record *out, struct ns_error *err);

/* The first row whose folded form is this or behind it, byte by byte; the number of rows if there is none.
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status lexicon_seek(const struct lexicon *lexicon, const char *folded, size_t length, uint64_t *row, struct ns_error *err);

/* Reads forms row by row; far cheaper than lexicon_form() for each. The owner's: begin with lexicon_scan_from(), end with
 * lexicon_scan_release(). */
struct lexicon_scan {
    const struct lexicon *lexicon;
    uint64_t row; /* that comes next */
    struct cursor cursor;
    struct block_numbers numbers; /* of the block that the cursor is in */
    struct form_record form;      /* that was read last */
};

struct lexicon_scan lexicon_scan_from(const struct lexicon *lexicon, uint64_t row);

/* Read the next form. @end set to whether there was none any more. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status lexicon_scan_next(struct lexicon_scan *scan, bool *end, struct ns_error *err);

/* Read the form of a row, into scan->form. Rows in ascending order are read on from each other where they are near.
 * Returns NS_OK, NS_ERR_ARG (no such row), NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status lexicon_scan_read(struct lexicon_scan *scan, uint64_t row, struct ns_error *err);

void lexicon_scan_release(struct lexicon_scan *scan);

/* The row of a form's number. Returns NS_OK, NS_ERR_CORRUPT (a number that no form has, since numbers come from the file). */
ns_status lexicon_row(const struct lexicon *lexicon, uint32_t number, uint32_t *row, struct ns_error *err);

/* Rows of forms. The owner's: begin with all zero, end with row_list_release(). */
struct row_list {
    uint32_t *items;
    size_t count;
    size_t capacity;
};

void row_list_release(struct row_list *rows);

/* The forms of a stem, compounds too, as rows ascending, in place of what the list held. None if there is no such stem.
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status lexicon_stem(const struct lexicon *lexicon, const char *stem, size_t length, struct row_list *rows, struct ns_error *err);

/* The gap of a number. @text (borrowed) valid as long as the file is open. Returns NS_OK, NS_ERR_CORRUPT. */
ns_status lexicon_gap(const struct lexicon *lexicon, uint32_t number, enum gap_class *class, const char **text, size_t *length,
                      struct ns_error *err);

#endif
