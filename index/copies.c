/* copies.c - clusters of articles, written and read. */
#include "index/copies.h"

#include <stdlib.h>

/* ---- Writing ---- */

int64_t copy_seconds(const struct article_date *date)
{
    return date->precision != DATE_UNKNOWN ? date->seconds : COPY_UNDATED;
}

struct cluster_list {
    uint32_t *items; /* the members of the cluster at hand */
    size_t count;
    size_t capacity;
};

static int ascending(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* The cluster of an article, in order; its members are seen then. */
static ns_status collect(const uint32_t *next, uint32_t article, uint8_t *seen, struct cluster_list *list, struct ns_error *err)
{
    ns_status status = NS_OK;
    uint32_t at = article;
    list->count = 0;
    do {
        seen[at / 8] |= (uint8_t)(1u << at % 8);
        void *items = list->items;
        status = array_reserve(&items, &list->capacity, list->count + 1, sizeof *list->items, err);
        list->items = items;
        if (status == NS_OK) list->items[list->count++] = at;
        at = next[at];
    } while (status == NS_OK && at != article);
    if (status == NS_OK) qsort(list->items, list->count, sizeof *list->items, ascending);
    return status;
}

static uint32_t place_of_first(const struct cluster_list *list, const int64_t *seconds)
{
    uint32_t first = 0;
    for (uint32_t i = 1; i < list->count; i++) {
        if (seconds[list->items[i]] < seconds[list->items[first]]) first = i;
    }
    return first;
}

static ns_status put_cluster(const struct cluster_list *list, uint32_t before, uint32_t first, struct buffer *out, struct ns_error *err)
{
    ns_status status = buffer_append_varint(out, list->count - 2, err);
    if (status == NS_OK) status = buffer_append_varint(out, first, err);
    if (status == NS_OK) status = buffer_append_varint(out, list->items[0] - before, err);
    for (size_t i = 1; status == NS_OK && i < list->count; i++)
        status = buffer_append_varint(out, list->items[i] - list->items[i - 1] - 1, err);
    return status;
}

static ns_status put_clusters(const uint32_t *next, const int64_t *seconds, uint32_t count, struct buffer *out, uint64_t *copies,
                              uint64_t *clusters, struct ns_error *err)
{
    struct cluster_list list = {0};
    uint32_t before = 0;
    uint8_t *seen = calloc((size_t)count / 8 + 1, 1);
    ns_status status = seen ? NS_OK : ns_fail_nomem(err);
    for (uint32_t i = 0; status == NS_OK && i < count; i++) {
        if (next[i] == i || seen[i / 8] >> i % 8 & 1) continue;
        status = collect(next, i, seen, &list, err);
        if (status == NS_OK) status = put_cluster(&list, before, place_of_first(&list, seconds), out, err);
        before = i;
        *copies += list.count - 1;
        ++*clusters;
    }
    free(list.items);
    free(seen);
    return status;
}

/* How many clusters there are is known when they have been written. */
ns_status copies_write(const uint32_t *next, const int64_t *seconds, uint32_t count, struct buffer *out, uint64_t *copies,
                       struct ns_error *err)
{
    struct buffer rows = BUFFER_INIT;
    uint64_t clusters = 0;
    *copies = 0;
    ns_status status = put_clusters(next, seconds, count, &rows, copies, &clusters, err);
    if (status == NS_OK) status = buffer_append_varint(out, clusters, err);
    if (status == NS_OK) status = buffer_append(out, rows.data, rows.size, err);
    buffer_release(&rows);
    return status;
}

/* ---- Reading ---- */

void copies_release(struct copies *copies)
{
    free(copies->clusters);
    free(copies->begins);
    free(copies->firsts);
    free(copies->members);
    *copies = (struct copies){0};
}

/* Room for clusters of the articles, each in one at most. */
static ns_status make_room(struct copies *copies, uint32_t clusters, struct ns_error *err)
{
    copies->clusters = calloc((size_t)copies->articles + 1, sizeof *copies->clusters);
    copies->members = malloc(((size_t)copies->articles + 1) * sizeof *copies->members);
    copies->begins = calloc((size_t)clusters + 1, sizeof *copies->begins);
    copies->firsts = calloc((size_t)clusters + 1, sizeof *copies->firsts);
    return copies->clusters && copies->members && copies->begins && copies->firsts ? NS_OK : ns_fail_nomem(err);
}

/* Take an article into the cluster at hand; one that is not there, or in a cluster already, is damage. */
static void take_member(struct copies *copies, uint64_t article, struct cursor *cursor)
{
    if (cursor->failed || article >= copies->articles || copies->clusters[article]) {
        cursor_fail(cursor);
        return;
    }
    copies->clusters[article] = copies->count + 1;
    copies->members[copies->begins[copies->count + 1]++] = (uint32_t)article;
}

/* Read a cluster. Returns its lowest member. */
static uint64_t read_cluster(struct copies *copies, uint64_t before, struct cursor *cursor)
{
    const uint32_t begin = copies->begins[copies->count];
    const uint64_t members = cursor_varint_max(cursor, copies->articles) + 2;
    const uint64_t first = cursor_varint_max(cursor, members - 1);
    const uint64_t lowest = before + cursor_u32(cursor);
    uint64_t at = lowest;
    copies->begins[copies->count + 1] = begin;
    take_member(copies, at, cursor);
    for (uint64_t i = 1; !cursor->failed && i < members; i++) {
        at += (uint64_t)cursor_u32(cursor) + 1;
        take_member(copies, at, cursor);
    }
    if (cursor->failed) return 0;
    copies->firsts[copies->count++] = copies->members[begin + first];
    return lowest;
}

ns_status copies_read(struct index_file *file, uint32_t articles, struct copies *out, struct ns_error *err)
{
    const uint64_t size = index_file_section_size(file, SECTION_COPIES);
    const uint8_t *data;
    *out = (struct copies){.articles = articles};
    ns_status status = index_file_bytes(file, SECTION_COPIES, 0, size, &data, err);
    if (status != NS_OK) return status;
    struct cursor cursor = cursor_over(data, size);
    const uint32_t clusters = (uint32_t)cursor_varint_max(&cursor, articles / 2);
    if (clusters > 0) status = make_room(out, clusters, err);
    uint64_t lowest = 0;
    for (uint32_t i = 0; status == NS_OK && !cursor.failed && i < clusters; i++)
        lowest = read_cluster(out, lowest, &cursor);
    if (status == NS_OK && (cursor.failed || cursor.at != cursor.end))
        status = index_file_damaged(file, SECTION_COPIES, "a cluster of copies is cut off or makes no sense", err);
    return status;
}

uint64_t copies_count(const struct copies *copies)
{
    return copies->count > 0 ? copies->begins[copies->count] - copies->count : 0;
}

bool copies_find(const struct copies *copies, uint32_t article, struct copy_cluster *out)
{
    const uint32_t number = copies->clusters && article < copies->articles ? copies->clusters[article] : 0;
    if (number == 0) return false;
    const uint32_t begin = copies->begins[number - 1];
    *out = (struct copy_cluster){&copies->members[begin], copies->begins[number] - begin, copies->firsts[number - 1]};
    return true;
}
