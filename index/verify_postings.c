/* verify_postings.c - the lists of Xapian's part, one after another. */
#include "index/verify_postings.h"

#include "index/normalize.h"

/* What was found on the way. */
struct postings_check {
    const struct index_reader *reader;
    const struct index_file *file;
    const struct posting_sum *sums;
    const struct interner *stems;
    uint64_t terms;
    uint64_t total_length;
    uint32_t length_min; /* of documents that are not empty; UINT32_MAX without any */
    uint32_t length_max;
    uint32_t wdf_max;
};

static ns_status wrong_term(const struct postings_check *check, const xap_walk *walk, const char *what, struct ns_error *err)
{
    return index_file_damaged_at(check->file, SECTION_POSTINGS, err, "the term \"%.*s\" %s", (int)walk->term_len, walk->term, what);
}

static ns_status list_failed(const struct postings_check *check, const xap_error *cause, struct ns_error *err)
{
    return index_reader_fail_postings(check->reader, cause, err);
}

/* Go to the next document of a list. */
static inline xap_status step(xap_list *list, xap_error *cause)
{
    return xap_list_step(list) ? XAP_OK : xap_list_seek(list, list->entry.document + 1, cause);
}

/* Hold the length of each document against that of the passage; none may be left out. */
static ns_status check_lengths(struct postings_check *check, xap_list *list, struct ns_error *err)
{
    xap_error cause;
    const uint32_t documents = xap_lists_counts(list->lists).documents;
    for (uint32_t i = 0; i < documents; i++) {
        const uint32_t length = index_reader_length(check->reader, i);
        if (list->entry.document != i || list->entry.wdf != length) {
            return index_file_damaged_at(check->file, SECTION_POSTINGS, err, "document %u has not the length of its passage", (unsigned)i);
        }
        check->total_length += length;
        if (length > 0 && length < check->length_min) check->length_min = length;
        if (length > check->length_max) check->length_max = length;
        if (step(list, &cause) != XAP_OK) return list_failed(check, &cause, err);
    }
    return NS_OK;
}

/* Hold a term's list against what the words come to. */
static ns_status check_list(struct postings_check *check, xap_walk *walk, const struct posting_sum *wanted, struct ns_error *err)
{
    xap_list *list = &walk->list;
    xap_error cause;
    struct posting_sum found = {0};
    uint64_t documents = 0;
    while (list->entry.document != XAP_END) {
        const uint32_t wdf = list->entry.wdf;
        if (wdf == 0) return wrong_term(check, walk, "is in a document not even once", err);
        if (wdf > check->wdf_max) check->wdf_max = wdf;
        found.scattered += wdf * posting_scatter(list->entry.document);
        found.occurrences += wdf;
        documents++;
        if (step(list, &cause) != XAP_OK) return list_failed(check, &cause, err);
    }
    if (documents != list->counts.documents || found.occurrences != list->counts.occurrences)
        return wrong_term(check, walk, "has not the counts that it says", err);
    if (found.scattered != wanted->scattered || found.occurrences != wanted->occurrences)
        return wrong_term(check, walk, "has not the passages in which its words stand", err);
    return NS_OK;
}

static ns_status check_term(struct postings_check *check, xap_walk *walk, struct ns_error *err)
{
    _Static_assert(sizeof walk->term >= XAP_TERM_MAX + INTERN_PADDING, "bytes behind a term can be read");
    uint32_t stem = INTERN_FREE;
    if (walk->term_len <= XAP_TERM_MAX) {
        const struct intern_key key = intern_key_padded(walk->term, walk->term_len);
        stem = interner_find(check->stems, walk->term, walk->term_len, &key);
    }
    if (stem == INTERN_FREE) return wrong_term(check, walk, "is no stem", err);
    check->terms++;
    return check_list(check, walk, &check->sums[stem], err);
}

/* Terms ascend, so that when there are as many as stems, each stem is one. */
static ns_status check_lists(struct postings_check *check, struct ns_error *err)
{
    xap_walk walk;
    xap_error cause;
    bool end = false;
    ns_status status = NS_OK;
    xap_walk_begin(index_reader_postings(check->reader), &walk);
    while (status == NS_OK) {
        if (xap_walk_next(&walk, &end, &cause) != XAP_OK) return list_failed(check, &cause, err);
        if (end) break;
        status = walk.term_len == 0 ? check_lengths(check, &walk.list, err) : check_term(check, &walk, err);
    }
    if (status != NS_OK || check->terms == check->stems->count) return status;
    return index_file_damaged(check->file, SECTION_POSTINGS, "there are stems that are no terms", err);
}

/* Where a bound that Xapian's ranking trusts does not hold, documents are missing from what it finds. */
static ns_status check_header(const struct postings_check *check, struct ns_error *err)
{
    const xap_lists *lists = index_reader_postings(check->reader);
    const xap_bounds bounds = xap_lists_bounds(lists);
    if (xap_lists_counts(lists).total_length != check->total_length)
        return index_file_damaged(check->file, SECTION_POSTINGS, "its header has another total length", err);
    if (bounds.length_min > check->length_min || bounds.length_max < check->length_max || bounds.wdf_max < check->wdf_max)
        return index_file_damaged(check->file, SECTION_POSTINGS, "its header has bounds that do not hold", err);
    return NS_OK;
}

ns_status verify_postings(const struct index_reader *reader, const struct index_file *file, const struct posting_sum *sums,
                          const struct interner *stems, struct ns_error *err)
{
    struct postings_check check = {.reader = reader, .file = file, .sums = sums, .stems = stems, .length_min = UINT32_MAX};
    xap_error cause;
    if (xap_lists_check(index_reader_postings(reader), &cause) != XAP_OK) return list_failed(&check, &cause, err);
    const ns_status status = check_lists(&check, err);
    return status == NS_OK ? check_header(&check, err) : status;
}
