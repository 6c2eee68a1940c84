/* vocabulary.h - the distinct forms, stems and gaps of a segment, under numbers of its own in order of first appearance.
 *
 * What a form folds to is worked out when it is met for the first time; after that, an occurrence takes one look-up. Stems are found when
 * all forms are known.
 */
#ifndef INDEX_VOCABULARY_H
#define INDEX_VOCABULARY_H

#include "index/analyzer.h"
#include "index/intern.h"
#include "index/normalize.h"
#include "index/run.h"

/* What is known of a form beside its text, and is seldom asked. */
struct form_info {
    size_t folded;       /* where its folded form begins in vocabulary.folded */
    uint16_t folded_len; /* bytes */
    bool compound;
    bool is_stem; /* the folded form is the stem; when stems have been found */
};

/* A gap that was met, at the place that its bytes lead to: most gaps are one of a few short ones. */
struct recent_gap {
    uint64_t bytes; /* with its class and length; 0 for none */
    uint32_t id;
};

#define RECENT_GAPS 64

/* The owner's: begin with all zero but the normalizer, end with vocabulary_release(). */
struct vocabulary {
    struct normalizer *normalizer; /* borrowed */
    struct interner forms;         /* the value of each is the number of its stem, when stems have been found */
    struct form_info *form_infos;
    size_t form_capacity;
    uint32_t *word_hashes; /* of each form, for sketches (near_copies.h) */
    size_t hash_capacity;
    struct buffer folded;
    struct interner stems;
    struct interner gaps;  /* the first byte is the class */
    struct buffer gap_key; /* of the gap at hand */
    struct recent_gap recent[RECENT_GAPS];
};

void vocabulary_release(struct vocabulary *vocabulary);

/* Bytes of memory that it takes. */
size_t vocabulary_memory(const struct vocabulary *vocabulary);

/* Count one occurrence of a form.
 * @form      1 to FORM_MAX bytes of valid UTF-8 without NUL
 * @compound  whether it is one; a form is always or never
 * @id        its number
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status vocabulary_add_form(struct vocabulary *vocabulary, const char *form, size_t length, bool compound, uint32_t *id,
                              struct ns_error *err);

/* Count one occurrence of each of some tokens, which are no compounds; faster than one by one.
 * @text  has 7 bytes more that may be read, whatever they are
 * @ids   gets their numbers
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status vocabulary_add_tokens(struct vocabulary *vocabulary, const char *text, const struct token *tokens, size_t count, uint32_t *ids,
                                struct ns_error *err);

/* The number of a form's stem, behind vocabulary_write(). */
static inline uint32_t vocabulary_stem(const struct vocabulary *vocabulary, uint32_t form)
{
    return vocabulary->forms.strings[form].value;
}

/* Count one occurrence of a gap, any bytes. @id its number. Returns NS_OK, NS_ERR_LIMIT, NS_ERR_NOMEM. */
ns_status vocabulary_add_gap(struct vocabulary *vocabulary, const char *gap, size_t length, enum gap_class class, uint32_t *id,
                             struct ns_error *err);

/* The stems of all forms, when the stems are in order. The owner's: vocabulary_write() makes it, form_stems_release() ends it. */
struct form_stems {
    uint32_t *places;      /* of each form: its stem's place in RUN_STEMS */
    uint64_t *occurrences; /* of each stem, in that order */
    size_t count;          /* of stems */
};

void form_stems_release(struct form_stems *stems);

/* Find the stems, and write the streams RUN_FORMS, RUN_GAPS and RUN_STEMS, each of which has been begun and gets completed, and the numbers
 * of each.
 * @stems  (transfer full) release it, on failure too
 * Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status vocabulary_write(struct vocabulary *vocabulary, struct run *run, struct form_stems *stems, struct ns_error *err);

#endif
