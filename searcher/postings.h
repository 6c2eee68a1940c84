/* postings.h - the postings of one term, read forward an article at a time. Who decides an article and who weighs it look at the same
 * entries, so that each is read once. Who looks for the next article jumps ahead, and has postings of its own, for they never go back; only
 * a meeting (meeting.h) knows how far it may go, and shares them. */
#ifndef SEARCHER_POSTINGS_H
#define SEARCHER_POSTINGS_H

#include "searcher/collection.h"

struct postings;
struct parted;

/* Entries in ascending order. The owner's: begin with all zero, end with entry_list_release(). */
struct entry_list {
    xap_entry *items;
    size_t count;
    size_t capacity;
};

void entry_list_release(struct entry_list *entries);

/* Returns NS_OK, NS_ERR_NOMEM. */
static inline ns_status entry_list_add(struct entry_list *entries, xap_entry entry, struct ns_error *err)
{
    void *items = entries->items;
    const ns_status status = array_reserve(&items, &entries->capacity, entries->count + 1, sizeof *entries->items, err);
    entries->items = items;
    if (status == NS_OK) entries->items[entries->count++] = entry;
    return status;
}

/* @reader  must outlive *out. @out (transfer full) release with postings_free().
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status postings_open(const struct index_reader *reader, const char *term, size_t length, struct postings **out, struct ns_error *err);

/* Amend postings of which none has been gone over. @amendments  what is said of passages in place of what the list says, none of them for
 * no occurrence; the items must outlive the postings */
void postings_amend(struct postings *postings, const struct entry_list *amendments);

/* Have postings of which none has been gone over tell of a word that is also met by its parts: a passage where these may stand is looked
 * into when it is loaded, found or taken. They need no amendments. @parted  (transfer full, whatever the outcome), of the same index
 * Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_IO. */
ns_status postings_part(struct postings *postings, struct parted *parted, struct ns_error *err);

/* Passages that have the term, at most; those that are amended, or where parts may stand, may count twice. */
uint32_t postings_documents(const struct postings *postings);

/* The same, and how often they have it. */
struct unit_counts postings_counts(const struct postings *postings);

/* The first passage that has not been gone over, or XAP_END. Where parts may stand it may turn out not to have the word. */
uint32_t postings_next(const struct postings *postings);

/* The first passage at or behind this one that has the term, or may have the parts of the word, or XAP_END. It goes back no further than to
 * the article loaded last. Returns NS_OK, NS_ERR_CORRUPT, NS_ERR_IO. */
ns_status postings_seek(struct postings *postings, uint32_t passage, uint32_t *found, struct ns_error *err);

/* Load the entries of an article, or of a stretch of one; they come in ascending order, and one that was loaded may grow at its end.
 * @entries  (borrowed) valid until the next is loaded
 * Returns NS_OK, NS_ERR_LIMIT (where parts stand), NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status postings_load(struct postings *postings, const struct article_extent *extent, const xap_entry **entries, size_t *count,
                        struct ns_error *err);

/* Go on to the first entry at or behind a passage, without loading articles; entry->document is XAP_END behind the last.
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_CORRUPT, NS_ERR_IO. */
ns_status postings_find(struct postings *postings, uint32_t passage, xap_entry *entry, struct ns_error *err);

/* Take the next entry, whatever article it is of; entry->document is XAP_END behind the last. Not to be mixed with loading articles.
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_CORRUPT, NS_ERR_IO. */
ns_status postings_take(struct postings *postings, xap_entry *entry, struct ns_error *err);

/* Take all entries of the passages before `end`. @entries  has these in place of what it had
 * Returns NS_OK, NS_ERR_LIMIT, NS_ERR_CORRUPT, NS_ERR_IO, NS_ERR_NOMEM. */
ns_status postings_take_before(struct postings *postings, uint32_t end, struct entry_list *entries, struct ns_error *err);

void postings_free(struct postings *postings);

#endif
