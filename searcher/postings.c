/* postings.c - a cursor that keeps the article at hand. */
#include "searcher/postings.h"

#include <stdlib.h>

#include "searcher/parted.h"

struct postings {
    const struct index_reader *reader;
    xap_list list;
    const xap_entry *amended; /* in place of the list's entries or between them */
    size_t amended_left;
    struct parted *parted;    /* owned; NULL for a word that is not met by its parts, or whose postings are amended */
    bool unsure;              /* parts may stand in the passage of `entry`, which has not been looked into */
    uint32_t documents;       /* of all of these */
    xap_entry entry;          /* the first of any behind the article that was loaded last */
    uint32_t begin;           /* the passages of that article: `begin` ... */
    uint32_t end;             /* ... until before `end` */
    struct entry_list loaded; /* in it */
};

void entry_list_release(struct entry_list *entries)
{
    free(entries->items);
    *entries = (struct entry_list){0};
}

/* The first entry at or behind a passage: the list's, which is there, or one that is amended. */
static void choose_entry(struct postings *postings, uint32_t passage)
{
    postings->entry = postings->list.entry;
    for (; postings->amended_left > 0 && postings->amended->document < passage; postings->amended_left--)
        postings->amended++;
    if (postings->amended_left > 0 && postings->amended->document <= postings->entry.document) postings->entry = *postings->amended;
}

/* Of a word that is met by its parts it is the passage where these may stand if that comes no later. */
static ns_status choose_parts(struct postings *postings, uint32_t passage, struct ns_error *err)
{
    uint32_t begin = XAP_END;
    const ns_status status = parted_seek(postings->parted, passage, &begin, err);
    postings->unsure = status == NS_OK && begin != XAP_END && begin <= postings->entry.document;
    if (postings->unsure) postings->entry.document = begin;
    return status;
}

/* Go to the first entry at or behind a passage. */
static inline ns_status go_to(struct postings *postings, uint32_t passage, struct ns_error *err)
{
    if (postings->entry.document >= passage) return NS_OK;
    xap_error cause;
    const xap_status done = xap_list_seek(&postings->list, passage, &cause);
    if (done != XAP_OK) return index_reader_fail_postings(postings->reader, &cause, err);
    choose_entry(postings, passage);
    return postings->parted ? choose_parts(postings, passage, err) : NS_OK;
}

/* Look into the passage of an entry; where the parts do not stand there, go to the next one. */
static ns_status look(struct postings *postings, struct ns_error *err)
{
    const ns_status status = parted_count(postings->parted, postings->entry.document, &postings->entry.wdf, err);
    postings->unsure = false;
    if (status != NS_OK || postings->entry.wdf > 0) return status;
    return go_to(postings, postings->entry.document + 1, err);
}

static ns_status make_sure(struct postings *postings, struct ns_error *err)
{
    ns_status status = NS_OK;
    while (status == NS_OK && postings->unsure)
        status = look(postings, err);
    return status;
}

static inline ns_status go_on(struct postings *postings, struct ns_error *err)
{
    if (postings->parted || postings->amended_left > 0 || !xap_list_step(&postings->list))
        return go_to(postings, postings->entry.document + 1, err);
    postings->entry = postings->list.entry;
    return NS_OK;
}

ns_status postings_open(const struct index_reader *reader, const char *term, size_t length, struct postings **out, struct ns_error *err)
{
    *out = NULL;
    struct postings *postings = malloc(sizeof *postings);
    if (!postings) return ns_fail_nomem(err);
    postings->reader = reader;
    postings->begin = postings->end = 0;
    postings->loaded = (struct entry_list){0};
    postings->amended_left = 0;
    postings->parted = NULL;
    postings->unsure = false;
    xap_error cause;
    const xap_status done = xap_list_open(index_reader_postings(reader), term, length, &postings->list, &cause);
    if (done == XAP_OK) {
        postings->documents = postings->list.counts.documents;
        postings->entry = postings->list.entry;
        *out = postings;
        return NS_OK;
    }
    postings_free(postings);
    return index_reader_fail_postings(reader, &cause, err);
}

void postings_free(struct postings *postings)
{
    if (!postings) return;
    parted_free(postings->parted);
    entry_list_release(&postings->loaded);
    free(postings);
}

void postings_amend(struct postings *postings, const struct entry_list *amendments)
{
    postings->amended = amendments->items;
    postings->amended_left = amendments->count;
    postings->documents += (uint32_t)amendments->count;
    choose_entry(postings, 0);
}

ns_status postings_part(struct postings *postings, struct parted *parted, struct ns_error *err)
{
    const uint32_t left = UINT32_MAX - postings->documents, more = parted_passages(parted);
    postings->parted = parted;
    postings->documents += more < left ? more : left;
    return choose_parts(postings, 0, err);
}

uint32_t postings_documents(const struct postings *postings)
{
    return postings->documents;
}

uint32_t postings_next(const struct postings *postings)
{
    return postings->entry.document;
}

/* What is not in the list is there once, as far as is known. */
struct unit_counts postings_counts(const struct postings *postings)
{
    const uint64_t more = postings->documents - postings->list.counts.documents;
    return (struct unit_counts){postings->documents, postings->list.counts.occurrences + more};
}

ns_status postings_seek(struct postings *postings, uint32_t passage, uint32_t *found, struct ns_error *err)
{
    for (size_t i = 0; i < postings->loaded.count && passage < postings->end; i++) {
        *found = postings->loaded.items[i].document;
        if (*found >= passage) return NS_OK;
    }
    const ns_status status = go_to(postings, passage, err);
    *found = postings->entry.document;
    return status;
}

/* Add the entry at hand and go on to the next; or look into it, where it may be none. */
static inline ns_status add_next(struct postings *postings, struct entry_list *entries, struct ns_error *err)
{
    if (postings->unsure) return look(postings, err);
    const ns_status status = entry_list_add(entries, postings->entry, err);
    return status == NS_OK ? go_on(postings, err) : status;
}

ns_status postings_load(struct postings *postings, const struct article_extent *extent, const xap_entry **entries, size_t *count,
                        struct ns_error *err)
{
    ns_status status = NS_OK;
    if (postings->begin != extent->first_passage || postings->end == 0) {
        postings->begin = extent->first_passage;
        postings->loaded.count = 0;
        status = go_to(postings, postings->begin, err);
    }
    postings->end = extent->first_passage + extent->passages;
    while (status == NS_OK && postings->entry.document < postings->end)
        status = add_next(postings, &postings->loaded, err);
    *entries = postings->loaded.items;
    *count = postings->loaded.count;
    return status;
}

ns_status postings_find(struct postings *postings, uint32_t passage, xap_entry *entry, struct ns_error *err)
{
    ns_status status = go_to(postings, passage, err);
    if (status == NS_OK) status = make_sure(postings, err);
    *entry = postings->entry;
    return status;
}

ns_status postings_take(struct postings *postings, xap_entry *entry, struct ns_error *err)
{
    const ns_status status = make_sure(postings, err);
    *entry = postings->entry;
    return status != NS_OK || entry->document == XAP_END ? status : go_on(postings, err);
}

ns_status postings_take_before(struct postings *postings, uint32_t end, struct entry_list *entries, struct ns_error *err)
{
    ns_status status = NS_OK;
    entries->count = 0;
    while (status == NS_OK && postings->entry.document < end)
        status = add_next(postings, entries, err);
    return status;
}
