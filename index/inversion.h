/* inversion.h - the postings of a run, made of its words when all of these are known: how often each stem occurs is how much room its
 * postings need, and then one pass over the words puts each where it belongs. */
#ifndef INDEX_INVERSION_H
#define INDEX_INVERSION_H

#include "index/run.h"

/* A compound, which is none of the words but has a stem too. */
struct run_compound {
    uint32_t passage;
    uint32_t form;
};

/* What is inverted; all of it is borrowed. */
struct inversion {
    const struct buffer *words;    /* as RUN_WORDS */
    const struct buffer *passages; /* as RUN_PASSAGES */
    uint32_t passage_count;
    const struct run_compound *compounds; /* in the order of their passages */
    size_t compound_count;
    const uint32_t *stems;       /* of each form: its stem's place in RUN_STEMS */
    const uint64_t *occurrences; /* of each stem, in that order, of all its forms together */
    size_t stem_count;
};

/* Bytes of memory that an inversion takes for each word and each compound. */
#define INVERSION_MEMORY sizeof(uint32_t)

/* Write RUN_POSTINGS. Returns NS_OK, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status invert(const struct inversion *inversion, struct spool *postings, struct ns_error *err);

#endif
