/* lexicon_writer.h - collects the forms and gaps of all articles, numbers them by frequency, and writes the dictionary sections.
 *
 * While articles come in, forms, stems and gaps have provisional numbers in order of first appearance. lexicon_number() ends that: it
 * gives each form and gap the number under which it stands in the streams.
 */
#ifndef INDEX_LEXICON_WRITER_H
#define INDEX_LEXICON_WRITER_H

#include "index/analyzer.h"
#include "index/index_file.h"
#include "index/intern.h"
#include "index/normalize.h"

/* What is known of a form beside its text. */
struct form_info {
    uint64_t occurrences;
    size_t folded;       /* where its folded form begins in lexicon_writer.folded */
    uint32_t folded_len; /* bytes */
    uint32_t stem;       /* provisional */
    uint32_t number;     /* given by lexicon_number(): in the streams, unless a compound */
    bool compound;
};

/* What is known of a gap beside its text. */
struct gap_info {
    uint64_t occurrences;
    uint32_t number; /* given by lexicon_number() */
};

/* The owner's: begin with all zero but the normalizer, end with lexicon_writer_release(). */
struct lexicon_writer {
    struct normalizer *normalizer; /* borrowed */
    struct interner forms;
    struct form_info *form_infos;
    size_t form_capacity;
    struct buffer folded;
    struct interner stems;
    struct interner gaps;  /* the first byte is the class */
    struct buffer gap_key; /* of the gap at hand */
    struct gap_info *gap_infos;
    size_t gap_capacity;
    uint32_t *order; /* forms in order of their rows; made by lexicon_number() */
};

void lexicon_writer_release(struct lexicon_writer *lexicon);

/* Count one occurrence of a form.
 * @form      1 to FORM_MAX bytes of valid UTF-8
 * @compound  whether it is one; a form is always or never
 * @id        its provisional number; its stem is form_infos[*id].stem
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status lexicon_add_form(struct lexicon_writer *lexicon, const char *form, size_t length, bool compound, uint32_t *id,
                           struct ns_error *err);

/* Count one occurrence of a gap, any bytes. @id its provisional number. Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status lexicon_add_gap(struct lexicon_writer *lexicon, const char *gap, size_t length, enum gap_class class, uint32_t *id,
                          struct ns_error *err);

/* Number everything. Once, when all has been added. Returns NS_OK, NS_ERR_NOMEM. */
ns_status lexicon_number(struct lexicon_writer *lexicon, struct ns_error *err);

/* Write the sections forms, form_rows, stems and gaps. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status lexicon_write(const struct lexicon_writer *lexicon, struct index_file_writer *file, struct ns_error *err);

#endif
