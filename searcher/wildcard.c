/* wildcard.c - wildcards by going back to the last star only, and edit distance in the few diagonals that can be within the bound. */
#include "searcher/wildcard.h"

#include <assert.h>

#include "index/unicode.h"

/* Most edits, and most code points of a text, that edits_within() has room for. */
#define EDITS_MOST 2
#define POINTS_MAX 240

/* A code point takes up to 4 bytes. */
#define POINT_BYTES_MAX 4

/* Bytes that are no UTF-8 count from here on, behind the last code point, so that each is equal to itself only. */
#define FIRST_INVALID 0x110000u

static size_t next_char(const char *at, const char *end, uint32_t *c)
{
    const size_t length = utf8_decode(at, end, c);
    if (*c == CODE_POINT_INVALID) *c = FIRST_INVALID + (uint8_t)*at;
    return length;
}

/* ---- Wildcards ---- */

/* Go on by one character in both, if they have one and the pattern's stands for the text's; it is no star. */
static bool step(const char **pattern, const char *pattern_end, const char **text, const char *text_end)
{
    if (*pattern == pattern_end) return false;
    uint32_t wanted, c;
    const size_t wanted_len = next_char(*pattern, pattern_end, &wanted);
    const size_t length = next_char(*text, text_end, &c);
    if (wanted != '?' && wanted != c) return false;
    *pattern += wanted_len;
    *text += length;
    return true;
}

/* A star takes nothing at first. Where the rest does not fit, the last star takes one character more and the pattern goes on behind it; the
 * stars before it need no other try, since whatever they could take instead leaves no more text for the rest. */
bool wildcard_match(const char *pattern, size_t pattern_len, const char *text, size_t text_len)
{
    const char *pattern_end = pattern + pattern_len;
    const char *text_end = text + text_len;
    const char *behind_star = NULL; /* in the pattern */
    const char *star_end = NULL;    /* in the text, where what the star takes ends */
    while (text < text_end) {
        uint32_t c;
        if (pattern < pattern_end && *pattern == '*') {
            behind_star = ++pattern;
            star_end = text;
        } else if (!step(&pattern, pattern_end, &text, text_end)) {
            if (!behind_star) return false;
            star_end += next_char(star_end, text_end, &c);
            pattern = behind_star;
            text = star_end;
        }
    }
    while (pattern < pattern_end && *pattern == '*')
        pattern++;
    return pattern == pattern_end;
}

/* ---- Edit distance ---- */

/* The characters of a text; false if there are more than there is room for. */
static bool decode(const char *text, size_t length, uint32_t *points, size_t *count)
{
    const char *end = text + length;
    *count = 0;
    for (const char *at = text; at < end; ++*count) {
        if (*count == POINTS_MAX) return false;
        at += next_char(at, end, &points[*count]);
    }
    return true;
}

/* Cells that are kept of one row of the table of distances: those at most EDITS_MOST beside the diagonal, and one on each side that is
 * never within. In row i the cell of (i, j) has the number j - i + edits + 1: so those of (i - 1, j - 1) and (i - 2, j - 2) have the same
 * number, (i - 1, j) has the next one, and (i, j - 1) the one before it. */
#define ROW_CELLS (2 * EDITS_MOST + 3)

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* The distance of the first i characters of a from the first j of b, out of the rows before; i and j are at least 1. */
static uint32_t distance(const uint32_t *a, const uint32_t *b, size_t i, size_t j, uint32_t (*rows)[ROW_CELLS], size_t cell)
{
    const bool same = a[i - 1] == b[j - 1];
    uint32_t result = rows[(i - 1) % 3][cell] + !same;
    result = least(result, rows[(i - 1) % 3][cell + 1] + 1);
    result = least(result, rows[i % 3][cell - 1] + 1);
    if (!same && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) result = least(result, rows[(i - 2) % 3][cell] + 1);
    return result;
}

/* Only cells at most `edits` beside the diagonal can be within, so that a row costs 2 * edits + 1 of them; and once a whole row is over,
 * so is all behind it. */
static bool points_within(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count, uint32_t edits)
{
    uint32_t rows[3][ROW_CELLS];
    for (size_t i = 0; i <= a_count; i++) {
        uint32_t *row = rows[i % 3];
        uint32_t best = edits + 1;
        for (size_t cell = 0; cell < ROW_CELLS; cell++) {
            row[cell] = edits + 1; /* stands for all that is over */
            if (cell < 1 || cell > 2 * edits + 1 || i + cell < edits + 1) continue;
            const size_t j = i + cell - edits - 1;
            if (j > b_count) continue;
            if (i == 0 || j == 0) {
                row[cell] = (uint32_t)(i + j);
            } else {
                row[cell] = distance(a, b, i, j, rows, cell);
            }
            best = least(best, row[cell]);
        }
        if (best > edits) return false;
    }
    return rows[a_count % 3][b_count + edits + 1 - a_count] <= edits;
}

bool edits_within(const char *a, size_t a_len, const char *b, size_t b_len, uint32_t edits)
{
    assert(edits <= EDITS_MOST);
    const size_t apart = a_len < b_len ? b_len - a_len : a_len - b_len;
    if (apart > POINT_BYTES_MAX * edits) return false;
    uint32_t a_points[POINTS_MAX], b_points[POINTS_MAX];
    size_t a_count, b_count;
    if (!decode(a, a_len, a_points, &a_count) || !decode(b, b_len, b_points, &b_count)) return false;
    if (a_count > b_count + edits || b_count > a_count + edits) return false;
    return points_within(a_points, a_count, b_points, b_count, edits);
}
