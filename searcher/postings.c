/* postings.c - a cursor that keeps the article at hand. */
#include "searcher/postings.h"

#include <stdlib.h>

struct postings {
    xap_cursor *cursor;
    uint32_t documents;
    xap_entry next;     /* behind the article that was loaded last, or XAP_END */
    uint32_t begin;     /* the passages of that article: `begin` ... */
    uint32_t end;       /* ... until before `end` */
    xap_entry *entries; /* in it */
    size_t count;
    size_t capacity;
};

/* Bring `next` to the first entry at or behind a passage. */
static ns_status go_to(struct postings *postings, uint32_t passage, struct ns_error *err)
{
    if (postings->next.document >= passage) return NS_OK;
    xap_error cause;
    const xap_status done = xap_cursor_seek(postings->cursor, passage, &postings->next, &cause);
    return done == XAP_OK ? NS_OK : ns_fail_xap(err, done, &cause, "reading postings");
}

static ns_status open_cursor(struct postings *postings, const xap_reader *reader, const char *term, size_t length, struct ns_error *err)
{
    xap_error cause;
    xap_term_counts counts = {0};
    xap_status done = xap_reader_term(reader, term, length, &counts, &cause);
    postings->documents = counts.documents;
    if (done == XAP_OK) done = xap_cursor_open(reader, term, length, &postings->cursor, &cause);
    if (done == XAP_OK) done = xap_cursor_seek(postings->cursor, 0, &postings->next, &cause);
    return done == XAP_OK ? NS_OK : ns_fail_xap(err, done, &cause, "looking up a word");
}

ns_status postings_open(const struct index_reader *reader, const char *term, size_t length, struct postings **out, struct ns_error *err)
{
    *out = NULL;
    struct postings *postings = calloc(1, sizeof *postings);
    if (!postings) return ns_fail_nomem(err);
    const ns_status status = open_cursor(postings, index_reader_postings(reader), term, length, err);
    if (status == NS_OK) {
        *out = postings;
    } else {
        postings_free(postings);
    }
    return status;
}

void postings_free(struct postings *postings)
{
    if (!postings) return;
    xap_cursor_free(postings->cursor);
    free(postings->entries);
    free(postings);
}

uint32_t postings_documents(const struct postings *postings)
{
    return postings->documents;
}

ns_status postings_seek(struct postings *postings, uint32_t passage, uint32_t *found, struct ns_error *err)
{
    for (size_t i = 0; i < postings->count && passage < postings->end; i++) {
        *found = postings->entries[i].document;
        if (*found >= passage) return NS_OK;
    }
    const ns_status status = go_to(postings, passage, err);
    *found = postings->next.document;
    return status;
}

ns_status postings_load(struct postings *postings, const struct article_extent *extent, const xap_entry **entries, size_t *count,
                        struct ns_error *err)
{
    ns_status status = NS_OK;
    if (postings->begin != extent->first_passage || postings->end == 0) {
        postings->begin = extent->first_passage;
        postings->end = extent->first_passage + extent->passages;
        postings->count = 0;
        status = go_to(postings, postings->begin, err);
    }
    while (status == NS_OK && postings->next.document < postings->end) {
        void *items = postings->entries;
        status = array_reserve(&items, &postings->capacity, postings->count + 1, sizeof *postings->entries, err);
        postings->entries = items;
        if (status != NS_OK) break;
        postings->entries[postings->count++] = postings->next;
        status = go_to(postings, postings->next.document + 1, err);
    }
    *entries = postings->entries;
    *count = postings->count;
    return status;
}

ns_status postings_take(struct postings *postings, xap_entry *entry, struct ns_error *err)
{
    *entry = postings->next;
    return entry->document == XAP_END ? NS_OK : go_to(postings, entry->document + 1, err);
}
