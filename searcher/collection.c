/* collection.c - opens the indexes, and adds up what they hold. */
#include "searcher/collection.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "searcher/bm25.h"

void collection_release(struct collection *collection)
{
    for (size_t i = 0; i < collection->count; i++)
        index_reader_close(collection->readers[i]);
    free(collection->readers);
    *collection = (struct collection){0};
}

static void count_in(struct collection *collection, const struct index_reader *reader)
{
    const struct index_info *info = index_reader_info(reader);
    collection->articles += info->articles;
    collection->passages += info->passages;
    collection->length += xap_lists_counts(index_reader_postings(reader)).total_length;
}

struct collection collection_of(struct index_reader **reader)
{
    struct collection collection = {.readers = reader, .count = 1};
    count_in(&collection, *reader);
    return collection;
}

/* Whether a path leads to the same file as one before it; what cannot be looked at is left to opening it. */
static bool is_named_before(const char *const *paths, size_t number)
{
    struct stat file, other;
    if (number == 0 || stat(paths[number], &file) != 0) return false;
    for (size_t i = 0; i < number; i++) {
        if (stat(paths[i], &other) == 0 && file.st_dev == other.st_dev && file.st_ino == other.st_ino) return true;
    }
    return false;
}

/* Words of different languages are folded to other terms, and a query is read by the rules of one. */
static ns_status check_language(const struct collection *collection, const char *const *paths, const char *path, struct ns_error *err)
{
    const char *first = index_reader_info(collection->readers[0])->language;
    const char *language = index_reader_info(collection->readers[collection->count - 1])->language;
    if (strcmp(first, language) == 0) return NS_OK;
    return ns_fail(err, NS_ERR_ARG, "%s: its language is %s, but that of %s is %s; wanted indexes of one language", path, language,
                   paths[0], first);
}

static ns_status open_one(struct collection *collection, const char *const *paths, const char *path, struct ns_error *err)
{
    ns_status status = index_reader_open(path, &collection->readers[collection->count], err);
    if (status != NS_OK) return status;
    count_in(collection, collection->readers[collection->count++]);
    status = check_language(collection, paths, path, err);
    if (status != NS_OK || collection->passages <= UINT32_MAX) return status;
    return ns_fail(err, NS_ERR_LIMIT, "%s: the indexes have over 2^32 - 1 passages together; search fewer at once", path);
}

ns_status collection_open(struct collection *collection, const char *const *paths, size_t count, struct ns_error *err)
{
    *collection = (struct collection){.readers = calloc(count, sizeof *collection->readers)};
    ns_status status = collection->readers ? NS_OK : ns_fail_nomem(err);
    for (size_t i = 0; status == NS_OK && i < count; i++) {
        if (!is_named_before(paths, i)) status = open_one(collection, paths, paths[i], err);
    }
    if (status != NS_OK) collection_release(collection);
    return status;
}

ns_status collection_check_unchanged(const struct collection *collection, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t i = 0; status == NS_OK && i < collection->count; i++)
        status = index_reader_check_unchanged(collection->readers[i], err);
    return status;
}

ns_status collection_normalizer(const struct collection *collection, struct normalizer **out, struct ns_error *err)
{
    const struct index_reader *reader = collection->readers[0];
    const char *language = index_reader_info(reader)->language;
    const ns_status status = normalizer_open(language, out, err);
    if (status != NS_ERR_ARG) return status;
    return ns_fail(err, NS_ERR_CORRUPT, "%s: damaged index: there is no language \"%s\"; build it again", index_reader_path(reader),
                   language);
}

ns_status collection_count(const struct collection *collection, const char *term, size_t length, struct unit_counts *counts,
                           struct ns_error *err)
{
    for (size_t i = 0; i < collection->count; i++) {
        xap_error cause;
        xap_list list;
        const xap_status done = xap_list_open(index_reader_postings(collection->readers[i]), term, length, &list, &cause);
        if (done != XAP_OK) return index_reader_fail_postings(collection->readers[i], &cause, err);
        counts->documents += list.counts.documents;
        counts->occurrences += list.counts.occurrences;
    }
    return NS_OK;
}

double collection_articles_with(const struct collection *collection, const struct unit_counts *counts)
{
    const double documents = (double)counts->documents;
    if (counts->documents == 0) return 0;
    return bm25_articles(documents, (double)counts->occurrences, (double)collection->articles, documents / (double)collection->passages);
}

double collection_average_length(const struct collection *collection)
{
    return collection->passages && collection->length ? (double)collection->length / (double)collection->passages : 1;
}

double collection_average_article(const struct collection *collection)
{
    return collection->articles && collection->length ? (double)collection->length / (double)collection->articles : 1;
}
