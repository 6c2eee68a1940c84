/* postings.c - a cursor that keeps the article at hand. */
#include "searcher/postings.h"

#include <stdlib.h>

struct postings {
    const struct index_reader *reader;
    xap_list list;      /* at the first entry behind the article that was loaded last */
    uint32_t begin;     /* the passages of that article: `begin` ... */
    uint32_t end;       /* ... until before `end` */
    xap_entry *entries; /* in it */
    size_t count;
    size_t capacity;
};

/* Bring the list to the first entry at or behind a passage. */
static ns_status go_to(struct postings *postings, uint32_t passage, struct ns_error *err)
{
    if (postings->list.entry.document >= passage) return NS_OK;
    xap_error cause;
    const xap_status done = xap_list_seek(&postings->list, passage, &cause);
    return done == XAP_OK ? NS_OK : index_reader_fail_postings(postings->reader, &cause, err);
}

ns_status postings_open(const struct index_reader *reader, const char *term, size_t length, struct postings **out, struct ns_error *err)
{
    *out = NULL;
    struct postings *postings = malloc(sizeof *postings);
    if (!postings) return ns_fail_nomem(err);
    postings->reader = reader;
    postings->begin = postings->end = 0;
    postings->entries = NULL;
    postings->count = postings->capacity = 0;
    xap_error cause;
    const xap_status done = xap_list_open(index_reader_postings(reader), term, length, &postings->list, &cause);
    if (done == XAP_OK) {
        *out = postings;
        return NS_OK;
    }
    postings_free(postings);
    return index_reader_fail_postings(reader, &cause, err);
}

void postings_free(struct postings *postings)
{
    if (!postings) return;
    free(postings->entries);
    free(postings);
}

uint32_t postings_documents(const struct postings *postings)
{
    return postings->list.counts.documents;
}

uint32_t postings_next(const struct postings *postings)
{
    return postings->list.entry.document;
}

ns_status postings_seek(struct postings *postings, uint32_t passage, uint32_t *found, struct ns_error *err)
{
    for (size_t i = 0; i < postings->count && passage < postings->end; i++) {
        *found = postings->entries[i].document;
        if (*found >= passage) return NS_OK;
    }
    const ns_status status = go_to(postings, passage, err);
    *found = postings->list.entry.document;
    return status;
}

ns_status postings_load(struct postings *postings, const struct article_extent *extent, const xap_entry **entries, size_t *count,
                        struct ns_error *err)
{
    ns_status status = NS_OK;
    if (postings->begin != extent->first_passage || postings->end == 0) {
        postings->begin = extent->first_passage;
        postings->count = 0;
        status = go_to(postings, postings->begin, err);
    }
    postings->end = extent->first_passage + extent->passages;
    while (status == NS_OK && postings->list.entry.document < postings->end) {
        void *items = postings->entries;
        status = array_reserve(&items, &postings->capacity, postings->count + 1, sizeof *postings->entries, err);
        postings->entries = items;
        if (status != NS_OK) break;
        postings->entries[postings->count++] = postings->list.entry;
        if (!xap_list_step(&postings->list)) status = go_to(postings, postings->list.entry.document + 1, err);
    }
    *entries = postings->entries;
    *count = postings->count;
    return status;
}

ns_status postings_find(struct postings *postings, uint32_t passage, xap_entry *entry, struct ns_error *err)
{
    const ns_status status = go_to(postings, passage, err);
    *entry = postings->list.entry;
    return status;
}

ns_status postings_take(struct postings *postings, xap_entry *entry, struct ns_error *err)
{
    *entry = postings->list.entry;
    if (entry->document == XAP_END || xap_list_step(&postings->list)) return NS_OK;
    return go_to(postings, entry->document + 1, err);
}
