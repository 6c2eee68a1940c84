/* sort_strings.c - a merge sort that compares eight bytes at once and looks at the strings themselves seldom.
 *
 * Strings are sorted by the number that their first eight bytes make; those that agree in it are sorted by the next eight, and so on.
 */
#include "index/sort_strings.h"

#include <stdlib.h>
#include <string.h>

#include "index/buffer.h"

/* So few are sorted by insertion. */
#define FEW 12

/* Strings that agree in so many bytes are compared whole, so that long ones cannot make us go ever deeper. */
#define DEPTH_MOST 128

uint64_t string_prefix(const char *text, size_t length, size_t at)
{
    uint64_t prefix = 0;
    if (at >= length) return 0;
    const size_t left = length - at;
    memcpy(&prefix, text + at, left < 8 ? left : 8);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    prefix = __builtin_bswap64(prefix);
#endif
    return prefix;
}

static void insertion_sort(struct sorted_string *strings, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct sorted_string moved = strings[i];
        size_t at = i;
        for (; at > 0 && strings[at - 1].prefix > moved.prefix; at--)
            strings[at] = strings[at - 1];
        strings[at] = moved;
    }
}

/* Sort by prefix. @room  for half as many */
static void sort_prefixes(struct sorted_string *strings, size_t count, struct sorted_string *room)
{
    if (count <= FEW) {
        insertion_sort(strings, count);
        return;
    }
    const size_t half = count / 2;
    sort_prefixes(strings, half, room);
    sort_prefixes(strings + half, count - half, room);
    if (strings[half - 1].prefix <= strings[half].prefix) return;
    memcpy(room, strings, half * sizeof *room);
    size_t left = 0, right = half;
    for (size_t out = 0; left < half; out++) {
        if (right < count && strings[right].prefix < room[left].prefix) {
            strings[out] = strings[right++];
        } else {
            strings[out] = room[left++];
        }
    }
}

static int compare_whole(const void *left, const void *right)
{
    const struct sorted_string *a = left, *b = right;
    return bytes_compare(a->text, a->length, b->text, b->length);
}

static void sort_from(struct sorted_string *strings, size_t count, size_t depth, struct sorted_string *room);

/* Sort strings that agree in all bytes before `depth` and in the eight from there on, the ends of the shorter ones taken for 0. Those that
 * end there come first and differ in nothing but their length. */
static void sort_run(struct sorted_string *run, size_t count, size_t depth, struct sorted_string *room)
{
    size_t longer = 0;
    if (depth >= DEPTH_MOST) {
        qsort(run, count, sizeof *run, compare_whole);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        run[i].prefix = run[i].length < depth + 8 ? run[i].length : UINT64_MAX;
        longer += run[i].prefix == UINT64_MAX;
    }
    if (longer < count) sort_prefixes(run, count, room);
    if (longer > 1) sort_from(run + count - longer, longer, depth + 8, room);
}

/* Sort strings that agree in all bytes before `depth`. */
static void sort_from(struct sorted_string *strings, size_t count, size_t depth, struct sorted_string *room)
{
    for (size_t i = 0; i < count; i++)
        strings[i].prefix = string_prefix(strings[i].text, strings[i].length, depth);
    sort_prefixes(strings, count, room);
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && strings[end].prefix == strings[begin].prefix;)
            end++;
        if (end - begin > 1) sort_run(strings + begin, end - begin, depth, room);
    }
}

ns_status sort_strings(struct sorted_string *strings, size_t count, struct ns_error *err)
{
    if (count < 2) return NS_OK;
    struct sorted_string *room = large_alloc((count / 2 + 1) * sizeof *room);
    if (!room) return ns_fail_nomem(err);
    sort_from(strings, count, 0, room);
    free(room);
    return NS_OK;
}
