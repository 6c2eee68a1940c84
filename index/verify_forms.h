/* verify_forms.h - checks the dictionary of an index, and keeps of it what its words are counted by. For verify.c and its parts only. */
#ifndef INDEX_VERIFY_FORMS_H
#define INDEX_VERIFY_FORMS_H

#include "index/index_reader.h"
#include "index/intern.h"

/* What the dictionary says of a form that is in streams. */
struct known_form {
    uint64_t left; /* occurrences, less those that have been met */
    uint32_t stem; /* number in `stems` */
    uint32_t hash; /* copy_word_hash() */
};

/* The owner's: begin with all zero, end with known_forms_release(). */
struct known_forms {
    struct known_form *words; /* by their numbers */
    uint32_t word_count;
    struct interner stems;
    struct interner compounds; /* the value of each is the number of its stem, its count the occurrences that have been met and one */
    uint64_t *occurrences;     /* of each compound, as the dictionary says */
    size_t occurrence_capacity;
};

void known_forms_release(struct known_forms *forms);

/* Read and check all forms, stems and gaps. @file  of the reader. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status known_forms_read(const struct index_reader *reader, const struct index_file *file, struct known_forms *out, struct ns_error *err);

/* When all words have been met: whether each form was as often as the dictionary says. Returns NS_OK, NS_ERR_CORRUPT. */
ns_status known_forms_check_counts(const struct known_forms *forms, const struct index_file *file, struct ns_error *err);

#endif
