/* normalize.h - from a word as it is written to the term that is indexed: form -> folded form -> stem.
 *
 * Folding takes away what people do not mean when they search: letter case, compatibility forms, diacritics, characters that cannot be
 * seen, hyphens and the points of an abbreviation, the commas in a number, and in English a possessive 's. So APT-10 and apt10 fold
 * to "apt10", U.S. to "us", 2,700 to "2700", Caf\u00e9 to "cafe". It is Unicode's compatibility decomposition with full case folding
 * (UAX #15, The Unicode Standard 3.13), less the marks of Latin, Greek, Cyrillic, Hebrew and Arabic, composed again.
 */
#ifndef INDEX_NORMALIZE_H
#define INDEX_NORMALIZE_H

#include <stddef.h>

#include "index/error.h"

/* Longest form, in bytes, that there is: the analyzer cuts what is longer, see analyzer.h. */
#define FORM_MAX 240

struct normalizer;

/* @language  a Snowball language, such as "english", or "none"
 * @out       (transfer full) release with normalizer_free()
 * Returns NS_OK, NS_ERR_ARG (no such language), NS_ERR_NOMEM. */
ns_status normalizer_open(const char *language, struct normalizer **out, struct ns_error *err);

void normalizer_free(struct normalizer *normalizer);

/* Fold a form.
 * @form        1 to FORM_MAX bytes of valid UTF-8
 * @folded      (borrowed) never empty; valid until the next call on this normalizer
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status normalizer_fold(struct normalizer *normalizer, const char *form, size_t form_len, const char **folded, size_t *folded_len,
                          struct ns_error *err);

/* The term of a folded form, which may be what normalizer_fold() gave, or lies elsewhere: stemmed, and cut to XAP_TERM_MAX bytes.
 * @term  (borrowed) valid until the next call on this normalizer; what normalizer_fold() gave stays valid beside it
 * Returns NS_OK, NS_ERR_NOMEM. */
ns_status normalizer_stem(struct normalizer *normalizer, const char *folded, size_t folded_len, const char **term, size_t *term_len,
                          struct ns_error *err);

/* The term of a form: both in one. Arguments and result as for normalizer_fold(). */
ns_status normalizer_term(struct normalizer *normalizer, const char *form, size_t form_len, const char **term, size_t *term_len,
                          struct ns_error *err);

#endif
