/* lists.c - posting lists, read from the bytes of a single-file glass database (glass.h).
 *
 * The blocks behind the header are a B-tree, whose entries are the chunks of the posting lists: the first chunk of a term under the term,
 * the others under the term and their first document. A chunk of over a quarter of a block is cut into pieces, which are items of their own
 * behind one another.
 *
 * Nothing in the file is trusted: every offset is held against what it must lie in. The levels of the tree go down and the documents of a
 * list go up, so that everything comes to an end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shim/glass.h"
#include "shim/xap.h"

#define HEADER_SIZE 256 /* the header lies in so many bytes */
#define BLOCK_SIZE_MAX 65536

struct xap_lists {
    xap_bytes bytes;
    xap_counts counts;
    xap_bounds bounds;
    uint32_t block_size;
    uint32_t blocks; /* of the file that may be the tree's */
    uint32_t root;
    uint32_t level; /* of the root */
};

static xap_status damaged(xap_error *err, const char *what)
{
    if (err) {
        err->code = XAP_ERR_CORRUPT;
        snprintf(err->msg, sizeof err->msg, "%s", what);
    }
    return XAP_ERR_CORRUPT;
}

/* ---- Numbers ---- */

/* Read a varint of at most `max`. Returns behind it, or NULL when it is cut off or more. */
static const uint8_t *get_number(const uint8_t *at, const uint8_t *end, uint64_t max, uint64_t *number)
{
    *number = 0;
    for (unsigned shift = 0; at && at < end && shift < 63; shift += 7) {
        *number |= (uint64_t)(*at & 0x7f) << shift;
        if (*at++ < 0x80) return *number <= max ? at : NULL;
    }
    return NULL;
}

/* ---- The header ---- */

/* One table's: its root, and where the blocks that may be used end. */
struct root_info {
    uint64_t root, shape, block_units, end;
};

static const uint8_t *get_root(const uint8_t *at, const uint8_t *end, struct root_info *out)
{
    uint64_t entries, compress_min, free_size, revision;
    *out = (struct root_info){0};
    at = get_number(at, end, UINT32_MAX, &out->root);
    at = get_number(at, end, UINT32_MAX, &out->shape);
    at = get_number(at, end, UINT64_MAX, &entries);
    at = get_number(at, end, BLOCK_SIZE_MAX / GLASS_BLOCK_UNIT, &out->block_units);
    at = get_number(at, end, UINT32_MAX, &compress_min);
    at = get_number(at, end, HEADER_SIZE, &free_size);
    if (!at || free_size > (uint64_t)(end - at)) return NULL;
    if (free_size > 0 && !get_number(get_number(at, at + free_size, UINT32_MAX, &revision), at + free_size, UINT32_MAX, &out->end))
        return NULL;
    return at + free_size;
}

/* Documents, highest document less those, lower bound of length, bound of wdf, bound of length less that, a changeset, total length. */
static const uint8_t *get_counts(const uint8_t *at, const uint8_t *end, xap_counts *counts, xap_bounds *bounds)
{
    uint64_t documents, gaps, shortest, wdf, longest, changeset;
    at = get_number(at, end, UINT32_MAX - 1, &documents);
    at = get_number(at, end, 0, &gaps);
    at = get_number(at, end, UINT32_MAX, &shortest);
    at = get_number(at, end, UINT32_MAX, &wdf);
    at = get_number(at, end, UINT32_MAX, &longest);
    at = get_number(at, end, UINT32_MAX, &changeset);
    at = get_number(at, end, UINT64_MAX, &counts->total_length);
    counts->documents = (uint32_t)documents;
    *bounds = (xap_bounds){.length_min = (uint32_t)shortest, .length_max = wdf + longest, .wdf_max = (uint32_t)wdf};
    return at;
}

static xap_status read_header(xap_lists *lists, xap_error *err)
{
    const xap_bytes *bytes = &lists->bytes;
    if (bytes->size < GLASS_BLOCK_UNIT || !bytes->vouch(bytes->context, 0, HEADER_SIZE)) return damaged(err, "it has no header");
    if (memcmp(bytes->data, GLASS_MAGIC, GLASS_MAGIC_SIZE) != 0) return damaged(err, "it is of another format");
    const uint8_t *end = bytes->data + HEADER_SIZE;
    uint64_t revision;
    const uint8_t *at = get_number(bytes->data + GLASS_MAGIC_SIZE + GLASS_UUID_SIZE, end, UINT32_MAX, &revision);
    struct root_info postlist, other;
    at = get_root(at, end, &postlist);
    for (int i = 1; i < GLASS_TABLES; i++)
        at = get_root(at, end, &other);
    at = get_counts(at, end, &lists->counts, &lists->bounds);
    const uint64_t size = postlist.block_units * GLASS_BLOCK_UNIT;
    if (!at || size == 0 || (size & (size - 1)) != 0) return damaged(err, "its header makes no sense");
    lists->block_size = (uint32_t)size;
    lists->blocks = (uint32_t)(postlist.end < bytes->size / size ? postlist.end : bytes->size / size);
    lists->root = (uint32_t)postlist.root;
    lists->level = (uint32_t)(postlist.shape >> 2);
    const bool fake = postlist.shape & 1;
    return !fake && lists->level < XAP_LEVELS_MAX ? XAP_OK : damaged(err, "its tree has no root");
}

xap_status xap_lists_open(const xap_bytes *bytes, xap_lists **out, xap_error *err)
{
    *out = NULL;
    xap_lists *lists = calloc(1, sizeof *lists);
    if (!lists) {
        if (err) *err = (xap_error){XAP_ERR_NOMEM, "out of memory"};
        return XAP_ERR_NOMEM;
    }
    lists->bytes = *bytes;
    const xap_status status = read_header(lists, err);
    if (status == XAP_OK) {
        *out = lists;
    } else {
        xap_lists_free(lists);
    }
    return status;
}

xap_counts xap_lists_counts(const xap_lists *lists)
{
    return lists->counts;
}

xap_bounds xap_lists_bounds(const xap_lists *lists)
{
    return lists->bounds;
}

void xap_lists_free(xap_lists *lists)
{
    free(lists);
}

/* ---- Blocks and items ---- */

/* What is asked for: an entry's key. */
struct key {
    const uint8_t *bytes;
    size_t size;
};

/* An item of a block: a piece of an entry, or the way to a child. */
struct item {
    struct key key;
    uint32_t piece;      /* from 1; of a branch's first item 0, and its key is empty */
    bool last;           /* piece of the entry */
    const uint8_t *data; /* of the piece */
    const uint8_t *end;
    uint32_t child;
};

static const uint8_t *block_of(const xap_lists *lists, uint32_t number)
{
    return lists->bytes.data + (uint64_t)number * lists->block_size;
}

static uint32_t item_count(const uint8_t *block)
{
    return (glass_get_u16(block + GLASS_FRAME_DIRECTORY_END) - GLASS_FRAME_SIZE) / GLASS_DIRECTORY_ENTRY;
}

/* Whether a block may be looked at: it is there, undamaged, of the level, and has items. */
static xap_status check_block(const xap_lists *lists, uint32_t number, uint32_t level, xap_error *err)
{
    const xap_bytes *bytes = &lists->bytes;
    if (number == 0 || number >= lists->blocks) return damaged(err, "a block is not there");
    if (!bytes->vouch(bytes->context, (uint64_t)number * lists->block_size, lists->block_size)) return damaged(err, "a block has changed");
    const uint8_t *block = block_of(lists, number);
    const uint32_t directory_end = glass_get_u16(block + GLASS_FRAME_DIRECTORY_END);
    const bool sound = block[GLASS_FRAME_LEVEL] == level && directory_end % 2 == 1 && directory_end > GLASS_FRAME_SIZE && directory_end <= lists->block_size;
    return sound ? XAP_OK : damaged(err, "a block makes no sense");
}

/* Where an item begins, with at least `least` bytes behind that, or NULL. */
static const uint8_t *item_begin(const xap_lists *lists, const uint8_t *block, uint32_t number, uint32_t least)
{
    const uint32_t offset = glass_get_u16(block + GLASS_FRAME_SIZE + 2 * number);
    return offset >= glass_get_u16(block + GLASS_FRAME_DIRECTORY_END) && offset + least <= lists->block_size ? block + offset : NULL;
}

static bool get_leaf_item(const xap_lists *lists, const uint8_t *block, uint32_t number, struct item *out)
{
    const uint8_t *begin = item_begin(lists, block, number, 3);
    if (!begin) return false;
    const uint32_t flags = glass_get_u16(begin);
    const uint8_t *end = begin + (flags & GLASS_ITEM_SIZE_MASK) + 3;
    const bool first = flags & GLASS_ITEM_FIRST;
    const uint8_t *data = begin + 3 + begin[2] + (first ? 0 : 2);
    if ((flags & GLASS_ITEM_COMPRESSED) || end > block + lists->block_size || data > end) return false;
    *out = (struct item){.key = {begin + 3, begin[2]}, .last = flags & GLASS_ITEM_LAST, .data = data, .end = end};
    out->piece = first ? 1 : glass_get_u16(data - 2);
    return true;
}

static bool get_branch_item(const xap_lists *lists, const uint8_t *block, uint32_t number, struct item *out)
{
    const uint8_t *begin = item_begin(lists, block, number, 7);
    if (!begin || begin + 7 + begin[4] > block + lists->block_size) return false;
    *out = (struct item){.key = {begin + 5, begin[4]}, .piece = glass_get_u16(begin + 5 + begin[4]), .child = glass_get_u32(begin)};
    return true;
}

/* Below, equal to or above 0, as the bytes are; a beginning of another comes before it. */
static int compare(struct key a, struct key b)
{
    const int order = memcmp(a.bytes, b.bytes, a.size < b.size ? a.size : b.size);
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

/* ---- Going through the tree ---- */

static xap_status no_item(xap_error *err)
{
    return damaged(err, "an item lies outside its block");
}

/* The child to go to for a key: the last that does not begin behind the beginning of the key's entry. */
static xap_status pick_child(const xap_lists *lists, const uint8_t *block, struct key key, uint16_t *picked, xap_error *err)
{
    uint32_t low = 0;
    uint32_t high = item_count(block);
    struct item item;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (!get_branch_item(lists, block, middle, &item)) return no_item(err);
        const int order = compare(item.key, key);
        if (order < 0 || (order == 0 && item.piece <= 1)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    *picked = (uint16_t)low;
    return XAP_OK;
}

/* Go down from a level, where the path has its block and item, to the leaf; towards a key, or without one always to the first child. */
static xap_status go_down(const xap_lists *lists, struct xap_path *path, uint32_t level, const struct key *key, xap_error *err)
{
    for (; level > 0; level--) {
        struct item item;
        if (!get_branch_item(lists, block_of(lists, path->block[level]), path->item[level], &item)) return no_item(err);
        xap_status status = check_block(lists, item.child, level - 1, err);
        if (status != XAP_OK) return status;
        path->block[level - 1] = item.child;
        path->item[level - 1] = 0;
        if (key && level > 1) status = pick_child(lists, block_of(lists, item.child), *key, &path->item[level - 1], err);
        if (status != XAP_OK) return status;
    }
    return XAP_OK;
}

/* Go to the leaf in which a key is if it is there, or which ends before it. Its dividing key is cut short, so that it may begin behind the
 * key: then what is before the key is in the leaf before. */
static xap_status find_leaf(const xap_lists *lists, struct xap_path *path, struct key key, xap_error *err)
{
    xap_status status = check_block(lists, lists->root, lists->level, err);
    if (status != XAP_OK) return status;
    path->block[lists->level] = lists->root;
    path->item[lists->level] = 0;
    if (lists->level > 0) status = pick_child(lists, block_of(lists, lists->root), key, &path->item[lists->level], err);
    return status == XAP_OK ? go_down(lists, path, lists->level, &key, err) : status;
}

/* Go to the next item, in the next leaf if need be; *end says that there is none. */
static xap_status next_item(const xap_lists *lists, struct xap_path *path, bool *end, xap_error *err)
{
    uint32_t level = 0;
    while (level <= lists->level && path->item[level] + 1u >= item_count(block_of(lists, path->block[level])))
        level++;
    *end = level > lists->level;
    if (*end) return XAP_OK;
    path->item[level]++;
    return go_down(lists, path, level, NULL, err);
}

static xap_status get_item(const xap_lists *lists, const struct xap_path *path, struct item *out, xap_error *err)
{
    return get_leaf_item(lists, block_of(lists, path->block[0]), path->item[0], out) ? XAP_OK : no_item(err);
}

/* Go to the next entry, from the last piece of one. */
static xap_status next_entry(const xap_lists *lists, struct xap_path *path, struct item *item, bool *end, xap_error *err)
{
    xap_status status = next_item(lists, path, end, err);
    if (status == XAP_OK && !*end) status = get_item(lists, path, item, err);
    return status == XAP_OK && !*end && item->piece != 1 ? damaged(err, "an entry has no beginning") : status;
}

/* Go back to the leaf before, by the way to a key that is behind it. */
static xap_status leaf_before(const xap_lists *lists, struct xap_path *path, struct key key, xap_error *err)
{
    uint32_t level = 1;
    while (level <= lists->level && path->item[level] == 0)
        level++;
    if (level > lists->level) return damaged(err, "an entry has no beginning");
    path->item[level]--;
    return go_down(lists, path, level, &key, err);
}

/* Go to the last beginning of an entry in a leaf whose key is this or before it, if there is one. Keys go up in a leaf. */
static xap_status find_in_leaf(const xap_lists *lists, struct xap_path *path, struct key key, struct item *out, bool *found, xap_error *err)
{
    const uint8_t *block = block_of(lists, path->block[0]);
    uint32_t low = 0;
    uint32_t high = item_count(block);
    while (low < high) { /* those below `low` are not behind the beginning of the key's entry, those from `high` on are */
        const uint32_t middle = low + (high - low) / 2;
        if (!get_leaf_item(lists, block, middle, out)) return no_item(err);
        const int order = compare(out->key, key);
        if (order < 0 || (order == 0 && out->piece == 1)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (*found = false; low > 0 && !*found; low--) {
        if (!get_leaf_item(lists, block, low - 1, out)) return no_item(err);
        *found = out->piece == 1;
        path->item[0] = (uint16_t)(low - 1);
    }
    return XAP_OK;
}

/* Leaves that an entry of a list may begin before the one in which it is looked for: it has room in two. */
#define LEAVES_BACK 2

/* Go to the last entry whose key is this or before it: in the leaf of the key, or in one before. */
static xap_status find_entry(const xap_lists *lists, struct xap_path *path, struct key key, struct item *out, xap_error *err)
{
    bool found = false;
    xap_status status = find_leaf(lists, path, key, err);
    for (int back = 0; status == XAP_OK; back++) {
        status = find_in_leaf(lists, path, key, out, &found, err);
        if (status != XAP_OK || found) break;
        status = back < LEAVES_BACK ? leaf_before(lists, path, key, err) : damaged(err, "an entry has no beginning");
    }
    return status;
}

/* ---- Keys ---- */

static bool get_docid(const uint8_t *at, const uint8_t *end, uint32_t *docid)
{
    if (at == end) return false;
    unsigned more = 1;
    while (more < 8 && (*at & 0x80u >> (more - 1)))
        more++;
    if (more > 4 || (size_t)(end - at) != more + 1) return false;
    uint64_t number = *at & (0xffu >> more);
    for (unsigned i = 1; i <= more; i++)
        number = number << 8 | at[i];
    *docid = (uint32_t)number;
    return number <= UINT32_MAX;
}

/* ---- Chunks ---- */

/* Put the pieces of an entry together in the list's room. */
static xap_status join_pieces(xap_list *list, struct item item, xap_error *err)
{
    size_t size = 0;
    bool end = false;
    xap_status status = XAP_OK;
    for (uint32_t piece = 1;; piece++) {
        const size_t more = (size_t)(item.end - item.data);
        if (item.piece != piece || more > sizeof list->joined - size) return damaged(err, "an entry is cut wrongly");
        memcpy(list->joined + size, item.data, more);
        size += more;
        if (item.last) break;
        status = next_item(list->lists, &list->path, &end, err);
        if (status == XAP_OK && end) status = damaged(err, "an entry has no end");
        if (status == XAP_OK) status = get_item(list->lists, &list->path, &item, err);
        if (status != XAP_OK) return status;
    }
    list->at = list->joined;
    list->end = list->joined + size;
    return XAP_OK;
}

static xap_status open_data(xap_list *list, const struct item *item, xap_error *err)
{
    list->at = item->data;
    list->end = item->end;
    return item->last ? XAP_OK : join_pieces(list, *item, err);
}

/* Read how a chunk begins, behind what says its first document. */
static xap_status begin_chunk(xap_list *list, uint32_t first, xap_error *err)
{
    uint64_t span = 0, wdf = 0;
    const uint8_t *at = list->at;
    if (at == list->end || (*at != '0' && *at != '1')) return damaged(err, "a chunk makes no sense");
    list->last_chunk = *at == '1';
    at = get_number(at + 1, list->end, UINT32_MAX, &span);
    at = get_number(at, list->end, UINT32_MAX, &wdf);
    const bool alone = at == list->end;
    if (!at || first + span >= list->lists->counts.documents || alone != (span == 0)) return damaged(err, "a chunk makes no sense");
    list->at = at;
    list->chunk_end = (uint32_t)(first + span);
    list->entry = (xap_entry){first, (uint32_t)wdf};
    return XAP_OK;
}

/* The lengths of the documents are a list too, of no term. */
static bool is_of_term(const xap_list *list)
{
    return list->further_len > list->key_len;
}

/* The entry of a list has its counts and its first document before the chunk. */
static xap_status begin_list(xap_list *list, const struct item *item, xap_error *err)
{
    uint64_t documents = 0, first = 0;
    const xap_status status = open_data(list, item, err);
    if (status != XAP_OK) return status;
    const uint8_t *at = get_number(list->at, list->end, list->lists->counts.documents, &documents);
    at = get_number(at, list->end, UINT64_MAX, &list->counts.occurrences);
    at = get_number(at, list->end, UINT32_MAX, &first);
    if (!at || (documents == 0 && is_of_term(list))) return damaged(err, "a term makes no sense");
    list->counts.documents = (uint32_t)documents;
    list->at = at;
    return begin_chunk(list, (uint32_t)first, err);
}

/* Whether an entry is a chunk of the list behind the first one, and with which document it begins: its key is the list's, for a term a
 * NUL, and the docid. */
static bool is_later_chunk(const xap_list *list, const struct item *item, uint32_t *first)
{
    const size_t prefix = list->further_len;
    uint32_t docid = 0;
    if (item->key.size <= prefix || memcmp(item->key.bytes, list->key, prefix) != 0) return false;
    const bool found = get_docid(item->key.bytes + prefix, item->key.bytes + item->key.size, &docid) && docid > 0;
    *first = docid - 1;
    return found;
}

static bool is_behind(const xap_list *list, const struct item *item)
{
    uint32_t first;
    return is_later_chunk(list, item, &first) && first > list->chunk_end;
}

static xap_status open_chunk(xap_list *list, const struct item *item, xap_error *err)
{
    uint32_t first = 0;
    if (!is_later_chunk(list, item, &first) || first <= list->chunk_end) return damaged(err, "a chunk is missing or in disorder");
    const xap_status status = open_data(list, item, err);
    return status == XAP_OK ? begin_chunk(list, first, err) : status;
}

/* Find the chunk that a document is in, or, when the document is between two chunks, the one before: the one that has ended, perhaps. */
static xap_status find_chunk(xap_list *list, uint32_t document, struct item *item, xap_error *err)
{
    uint8_t key[sizeof list->key + GLASS_DOCID_MAX];
    memcpy(key, list->key, list->further_len);
    const size_t size = list->further_len + glass_put_docid(document + 1, key + list->further_len);
    return find_entry(list->lists, &list->path, (struct key){key, size}, item, err);
}

/* Go to the next chunk of the leaf, or, where the leaf ends, at once to where the document is: the leaves between are not looked at. */
static xap_status next_chunk(xap_list *list, uint32_t document, xap_error *err)
{
    struct item item = {0};
    bool end = false;
    const struct xap_path here = list->path;
    if (here.item[0] + 1u >= item_count(block_of(list->lists, here.block[0]))) {
        const xap_status found = find_chunk(list, document, &item, err);
        if (found != XAP_OK) return found;
        if (is_behind(list, &item)) return open_chunk(list, &item, err);
        list->path = here;
    }
    xap_status status = next_entry(list->lists, &list->path, &item, &end, err);
    if (status == XAP_OK && end) status = damaged(err, "a chunk is missing");
    return status == XAP_OK ? open_chunk(list, &item, err) : status;
}

/* ---- Lists ---- */

static void go_to_end(xap_list *list)
{
    list->entry = (xap_entry){XAP_END, 0};
}

/* A list without documents. */
static void init_list(const xap_lists *lists, xap_list *out)
{
    out->lists = lists;
    out->counts = (xap_term_counts){0};
    out->last_chunk = true;
    out->chunk_end = 0;
    out->at = out->end = NULL;
    go_to_end(out);
}

xap_status xap_list_open(const xap_lists *lists, const char *term, size_t len, xap_list *out, xap_error *err)
{
    init_list(lists, out);
    if (len == 0) {
        if (err) *err = (xap_error){XAP_ERR_ARG, "a list for an empty term"};
        return XAP_ERR_ARG;
    }
    const size_t size = glass_put_term(term, len, out->key, sizeof out->key - 1);
    if (size == 0) return XAP_OK; /* longer than any term there is */
    out->key[size] = 0;
    out->key_len = (uint8_t)size;
    out->further_len = (uint16_t)(size + 1);
    struct item item = {0};
    const struct key key = {out->key, size};
    const xap_status status = find_entry(lists, &out->path, key, &item, err);
    return status == XAP_OK && compare(item.key, key) == 0 ? begin_list(out, &item, err) : status;
}

static uint64_t little_u64(const uint8_t *at)
{
    uint64_t number;
    memcpy(&number, at, sizeof number);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    number = __builtin_bswap64(number);
#endif
    return number;
}

/* Most steps and counts are below 128 and take a byte each. */
static bool is_short(const uint8_t *at, const uint8_t *end)
{
    return end - at >= 2 && ((at[0] | at[1]) & 0x80) == 0;
}

/* Four entries are gone over at once as long as each step and count of theirs takes a byte and none of them reaches the document: these
 * are most, of a common term's. The document before the next entry is *now. */
static const uint8_t *skip_fours(const uint8_t *at, const uint8_t *end, uint32_t document, uint64_t *now)
{
    while (end - at > 8) {
        const uint64_t entries = little_u64(at);
        const uint64_t steps = entries & UINT64_C(0x00ff00ff00ff00ff);
        const uint64_t behind = *now + 4 + (steps * UINT64_C(0x0001000100010001) >> 48);
        if ((entries & UINT64_C(0x8080808080808080)) || behind >= document) break;
        *now = behind;
        at += 8;
    }
    return at;
}

/* Go on in the chunk to a document that is not behind its end. */
static xap_status seek_in_chunk(xap_list *list, uint32_t document, xap_error *err)
{
    uint64_t now = list->entry.document;
    uint64_t step = 0, wdf = list->entry.wdf;
    const uint8_t *at = skip_fours(list->at, list->end, document, &now);
    while (now < document) {
        if (is_short(at, list->end)) {
            step = at[0];
            wdf = at[1];
            at += 2;
        } else {
            at = get_number(get_number(at, list->end, UINT32_MAX, &step), list->end, UINT32_MAX, &wdf);
            if (!at) break;
        }
        now += step + 1;
    }
    if (!at || now > list->chunk_end || (now == list->chunk_end) != (at == list->end)) return damaged(err, "a chunk makes no sense");
    list->at = at;
    list->entry = (xap_entry){(uint32_t)now, (uint32_t)wdf};
    return XAP_OK;
}

xap_status xap_list_seek(xap_list *list, uint32_t document, xap_error *err)
{
    xap_status status = XAP_OK;
    while (status == XAP_OK && list->entry.document < document) {
        if (document <= list->chunk_end) {
            status = seek_in_chunk(list, document, err);
        } else if (list->last_chunk || document >= list->lists->counts.documents) {
            go_to_end(list);
        } else {
            status = next_chunk(list, document, err);
        }
    }
    return status;
}

/* ---- Going over all ---- */

/* Where two items stand to each other in the tree. */
static int compare_items(const struct item *a, const struct item *b)
{
    const int order = compare(a->key, b->key);
    return order != 0 ? order : (a->piece > b->piece) - (a->piece < b->piece);
}

static xap_status first_item(const xap_lists *lists, struct xap_path *path, struct item *out, xap_error *err)
{
    xap_status status = check_block(lists, lists->root, lists->level, err);
    path->block[lists->level] = lists->root;
    path->item[lists->level] = 0;
    if (status == XAP_OK) status = go_down(lists, path, lists->level, NULL, err);
    return status == XAP_OK ? get_item(lists, path, out, err) : status;
}

/* Whether the way from one leaf to the next is divided between their items: the branch that it leads through is the highest that has moved
 * on. */
static bool is_divided(const xap_lists *lists, const struct xap_path *from, const struct xap_path *to, const struct item *before,
                       const struct item *item)
{
    struct item divider;
    uint32_t level = lists->level;
    while (level > 0 && from->item[level] == to->item[level])
        level--;
    if (level == 0) return true;
    return get_branch_item(lists, block_of(lists, to->block[level]), to->item[level], &divider) && compare_items(before, &divider) < 0 &&
           compare_items(&divider, item) <= 0;
}

/* Whether an item may follow another. */
static bool follows(const struct item *before, const struct item *item)
{
    if (item->piece == 1) return before->last && compare_items(before, item) < 0;
    return !before->last && item->piece == before->piece + 1 && compare(before->key, item->key) == 0;
}

xap_status xap_lists_check(const xap_lists *lists, xap_error *err)
{
    struct xap_path path, from;
    struct item item, before;
    bool end = false;
    if (lists->counts.documents == 0) return XAP_OK;
    xap_status status = first_item(lists, &path, &item, err);
    if (status == XAP_OK && item.piece != 1) status = damaged(err, "an entry has no beginning");
    while (status == XAP_OK && !end) {
        from = path;
        before = item;
        status = next_item(lists, &path, &end, err);
        if (status != XAP_OK || end) break;
        status = get_item(lists, &path, &item, err);
        if (status != XAP_OK) break;
        if (!follows(&before, &item)) status = damaged(err, "entries are in disorder");
        if (status == XAP_OK && !is_divided(lists, &from, &path, &before, &item)) status = damaged(err, "a branch divides wrongly");
    }
    return status == XAP_OK && !item.last ? damaged(err, "an entry has no end") : status;
}

static const uint8_t lengths_key[] = {0x00, 0xe0};

/* Turn a key back into its term. Returns the term's length; 0 when it is no key of a term. */
static size_t term_of(struct key key, char *term)
{
    size_t length = 0;
    for (size_t i = 0; i < key.size; i++) {
        term[length++] = (char)key.bytes[i];
        if (key.bytes[i] == 0 && (++i == key.size || key.bytes[i] != 0xff)) return 0;
    }
    return length;
}

/* Begin the list of an entry, which has to be the next one's. */
static xap_status take_entry(xap_walk *walk, const struct item *item, bool first, xap_error *err)
{
    xap_list *list = &walk->list;
    const struct key lengths = {lengths_key, sizeof lengths_key};
    walk->term_len = first ? 0 : term_of(item->key, walk->term);
    if (first ? compare(item->key, lengths) != 0 : walk->term_len == 0) return damaged(err, "an entry is no list's");
    memcpy(list->key, item->key.bytes, item->key.size);
    list->key[item->key.size] = 0;
    list->key_len = (uint8_t)item->key.size;
    list->further_len = (uint16_t)(item->key.size + !first);
    return begin_list(list, item, err);
}

void xap_walk_begin(const xap_lists *lists, xap_walk *out)
{
    init_list(lists, &out->list);
    out->begun = false;
    out->term_len = 0;
}

xap_status xap_walk_next(xap_walk *walk, bool *end, xap_error *err)
{
    xap_list *list = &walk->list;
    struct item item;
    xap_status status;
    const bool first = !walk->begun;
    walk->begun = true;
    *end = list->lists->counts.documents == 0;
    if (*end) return XAP_OK;
    if (!first && (list->entry.document != XAP_END || !list->last_chunk)) return damaged(err, "a list has no end");
    status = first ? first_item(list->lists, &list->path, &item, err) : XAP_OK;
    /* The first entry of every table is an empty one. */
    if (status == XAP_OK && (!first || item.key.size == 0)) status = next_entry(list->lists, &list->path, &item, end, err);
    if (status != XAP_OK) return status;
    if (*end) return first ? damaged(err, "it has no lengths") : XAP_OK;
    return take_entry(walk, &item, first, err);
}
