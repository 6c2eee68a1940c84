/* verify_texts.h - checks the articles and passages of an index: gives each text back, analyzes it again, and counts. For verify.c only. */
#ifndef INDEX_VERIFY_TEXTS_H
#define INDEX_VERIFY_TEXTS_H

#include "index/near_copies.h"
#include "index/verify_forms.h"
#include "index/verify_postings.h"

/* What the articles come to. The caller has made room in the arrays. */
struct text_totals {
    struct posting_sum *sums;     /* of each stem; begin with all zero */
    struct copy_sketch *sketches; /* of each article, */
    int64_t *seconds;             /* likewise: copy_seconds() */
    uint64_t words;
    uint64_t text_bytes;
    struct article_date newest;
};

/* Check all articles. @forms  those that are met are counted there. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_NOMEM. */
ns_status verify_texts(const struct index_reader *reader, const struct index_file *file, struct known_forms *forms,
                       struct text_totals *totals, struct ns_error *err);

#endif
