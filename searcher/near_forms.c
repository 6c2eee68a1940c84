/* near_forms.c - goes through the dictionary with the distances of each beginning at hand, and leaps over those that are too far. */
#include "searcher/near_forms.h"

#include <string.h>

#include "index/unicode.h"

#define EDITS_MOST 2

/* With more characters than this a word is too far away, so that no more of it are looked at. */
#define DEPTH_MAX (NEAR_POINTS_MAX + EDITS_MOST + 1)

/* Rows that are passed one by one before a leap; to look a beginning up costs as much as some of them. */
#define PASSED_ROWS 8

/* Bytes that are no UTF-8 count from here on, so that each is equal to itself only. */
#define FIRST_INVALID 0x110000u

/* Forms that are folded alike follow one another, and are one word. */
struct word {
    struct buffer folded;
    struct near_form near; /* of which `form` is the most frequent */
    uint64_t most;         /* occurrences of that one */
};

struct walk {
    struct lexicon_scan scan;
    uint32_t wanted[NEAR_POINTS_MAX];
    size_t wanted_count;
    uint32_t edits; /* that a word may be away */

    /* Of the row at hand: its first `depth` characters, where each ends, and the distances of each beginning from each of what is wanted.
     */
    uint32_t points[DEPTH_MAX];
    size_t ends[DEPTH_MAX + 1];
    size_t depth;
    uint8_t distances[DEPTH_MAX + 1][NEAR_POINTS_MAX + 1];
    uint8_t least[DEPTH_MAX + 1]; /* of a beginning's distances */

    struct buffer target; /* what a word that comes next begins with, or stands behind */
    struct word word;
    struct near_forms *out;
};

void near_forms_release(struct near_forms *forms)
{
    for (size_t i = 0; i < NEAR_FORMS_MAX; i++)
        buffer_release(&forms->items[i].form);
    *forms = (struct near_forms){0};
}

static size_t next_point(const char *at, const char *end, uint32_t *point)
{
    const size_t length = utf8_decode(at, end, point);
    if (*point == CODE_POINT_INVALID) *point = FIRST_INVALID + (uint8_t)*at;
    return length;
}

/* ---- The best ---- */

/* Whether one is offered before another; they are met in order of their folded forms, which decides the rest. */
static bool is_better(const struct near_form *a, const struct near_form *b)
{
    const bool a_once = a->occurrences <= 1, b_once = b->occurrences <= 1;
    if (a_once != b_once) return b_once;
    if (a->edits != b->edits) return a->edits < b->edits;
    return a->occurrences > b->occurrences;
}

/* Take a word that is among the best already, of another index, from there, to be put back with the occurrences of both. */
static void take_back(struct near_forms *out, struct near_form *word)
{
    for (size_t i = 0; i < out->count; i++) {
        const struct near_form same = out->items[i];
        if (bytes_compare(same.form.data, same.form.size, word->form.data, word->form.size) != 0) continue;
        word->occurrences += same.occurrences;
        out->count--;
        memmove(&out->items[i], &out->items[i + 1], (out->count - i) * sizeof *out->items);
        out->items[out->count] = same; /* whose memory is used again */
        return;
    }
}

/* Put the word among the best, if it is one of them; its memory is exchanged for that of the one that goes. */
static void keep_word(struct walk *walk)
{
    struct near_forms *out = walk->out;
    take_back(out, &walk->word.near);
    size_t at = out->count;
    while (at > 0 && is_better(&walk->word.near, &out->items[at - 1]))
        at--;
    if (at == NEAR_FORMS_MAX) return;
    const size_t last = out->count < NEAR_FORMS_MAX ? out->count++ : NEAR_FORMS_MAX - 1;
    const struct near_form spare = out->items[last];
    memmove(&out->items[at + 1], &out->items[at], (last - at) * sizeof *out->items);
    out->items[at] = walk->word.near;
    walk->word.near = spare;
}

static void end_word(struct walk *walk)
{
    if (walk->word.folded.size > 0) keep_word(walk);
    walk->word.folded.size = 0;
}

static ns_status set_text(struct buffer *buffer, const struct buffer *text, struct ns_error *err)
{
    buffer->size = 0;
    ns_status status = buffer_append(buffer, text->data, text->size, err);
    return status == NS_OK ? buffer_pad(buffer, 1, err) : status;
}

/* Take the row at hand for a near word, or for another spelling of the one before. */
static ns_status take_form(struct walk *walk, uint32_t edits, struct ns_error *err)
{
    struct word *word = &walk->word;
    const struct form_record *form = &walk->scan.form;
    ns_status status = NS_OK;
    if (bytes_compare(word->folded.data, word->folded.size, form->folded.data, form->folded.size) != 0) {
        end_word(walk);
        word->near.occurrences = word->most = 0;
        word->near.edits = edits;
        status = set_text(&word->folded, &form->folded, err);
    }
    if (status == NS_OK && form->occurrences > word->most) {
        word->most = form->occurrences;
        status = set_text(&word->near.form, &form->form, err);
    }
    word->near.occurrences += form->occurrences;
    return status;
}

/* ---- Distances ---- */

static uint8_t lesser(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

/* One more character of the row at hand: the optimal string alignment distances of the beginning that ends with it (wildcard.h). */
static void add_point(struct walk *walk, uint32_t point, size_t end)
{
    const size_t depth = ++walk->depth;
    walk->points[depth - 1] = point;
    walk->ends[depth] = end;
    const uint8_t *before = walk->distances[depth - 1];
    uint8_t *row = walk->distances[depth];
    uint8_t least = row[0] = (uint8_t)depth;
    for (size_t j = 1; j <= walk->wanted_count; j++) {
        const bool same = point == walk->wanted[j - 1];
        row[j] = lesser((uint8_t)(before[j - 1] + !same), (uint8_t)(lesser(before[j], row[j - 1]) + 1));
        const bool swapped = depth > 1 && j > 1 && point == walk->wanted[j - 2] && walk->points[depth - 2] == walk->wanted[j - 1];
        if (swapped) row[j] = lesser(row[j], (uint8_t)(walk->distances[depth - 2][j - 2] + 1));
        least = lesser(least, row[j]);
    }
    walk->least[depth] = least;
}

static bool is_too_far(const struct walk *walk)
{
    return walk->least[walk->depth] > walk->edits;
}

/* Go to the row at hand: what it shares with the one before needs no work, and from where it is too far no more of it is looked at. */
static void read_row(struct walk *walk)
{
    const struct buffer *folded = &walk->scan.form.folded;
    const char *at = folded->size > 0 ? folded->data : ""; /* only damage makes it empty */
    const char *end = at + folded->size;
    const char *begin = at;
    size_t shared = 0;
    while (at < end) {
        uint32_t point;
        at += next_point(at, end, &point);
        if (shared < walk->depth && walk->points[shared] == point) {
            if (++shared < walk->depth || !is_too_far(walk)) continue;
            return;
        }
        walk->depth = shared++;
        add_point(walk, point, (size_t)(at - begin));
        if (is_too_far(walk)) return;
    }
    walk->depth = shared;
}

/* ---- Leaps ---- */

/* The least character of what is wanted that comes behind another one; false if there is none. */
static bool wanted_behind(const struct walk *walk, uint32_t point, uint32_t *found)
{
    bool any = false;
    *found = 0;
    for (size_t i = 0; i < walk->wanted_count; i++) {
        const uint32_t c = walk->wanted[i];
        if (c <= point || (any && c >= *found)) continue;
        *found = c;
        any = true;
    }
    return any;
}

/* Set the target to a beginning of the row at hand with another character instead of its last. */
static ns_status aim(struct walk *walk, size_t depth, uint32_t point, struct ns_error *err)
{
    char encoded[4];
    walk->target.size = 0;
    ns_status status = buffer_append(&walk->target, walk->scan.form.folded.data, walk->ends[depth - 1], err);
    if (status == NS_OK) status = buffer_append(&walk->target, encoded, utf8_encode(point, encoded), err);
    return status;
}

/* Set the target to what comes behind all that has a beginning of the row at hand; of UTF-8, where no byte is the highest. */
static ns_status aim_behind(struct walk *walk, size_t depth, struct ns_error *err)
{
    walk->target.size = 0;
    const ns_status status = buffer_append(&walk->target, walk->scan.form.folded.data, walk->ends[depth], err);
    if (status == NS_OK) walk->target.data[walk->target.size - 1]++;
    return status;
}

/* Find where to go on behind a beginning that is too far. If the one before its last character has an edit left, any other character may
 * follow there; if not, only one that is wanted. Without such a character it goes on behind that one. *end is whether there is none. */
static ns_status find_target(struct walk *walk, bool *end, struct ns_error *err)
{
    *end = false;
    for (size_t depth = walk->depth; depth > 0; depth--) {
        uint32_t point;
        if (walk->points[depth - 1] >= FIRST_INVALID) continue;
        if (walk->least[depth - 1] < walk->edits) return aim_behind(walk, depth, err);
        if (wanted_behind(walk, walk->points[depth - 1], &point)) return aim(walk, depth, point, err);
    }
    *end = true;
    return NS_OK;
}

static bool is_before_target(const struct walk *walk)
{
    const struct buffer *folded = &walk->scan.form.folded;
    return bytes_compare(folded->data, folded->size, walk->target.data, walk->target.size) < 0;
}

/* Go to the first row that is not before the target, which is no row that was passed. */
static ns_status leap(struct walk *walk, bool *end, struct ns_error *err)
{
    ns_status status = NS_OK;
    for (size_t passed = 0; passed < PASSED_ROWS; passed++) {
        status = lexicon_scan_next(&walk->scan, end, err);
        if (status != NS_OK || *end || !is_before_target(walk)) return status;
    }
    const struct lexicon *lexicon = walk->scan.lexicon;
    uint64_t row;
    status = lexicon_seek(lexicon, walk->target.data, walk->target.size, &row, err);
    if (status != NS_OK) return status;
    if (row < walk->scan.row) row = walk->scan.row;
    *end = row >= lexicon->forms.count;
    return *end ? NS_OK : lexicon_scan_read(&walk->scan, row, err);
}

/* Go from the row at hand, which is decided, to the next one that may be near. */
static ns_status go_on(struct walk *walk, bool *end, struct ns_error *err)
{
    if (walk->depth == 0 || !is_too_far(walk)) return lexicon_scan_next(&walk->scan, end, err);
    const ns_status status = find_target(walk, end, err);
    return status == NS_OK && !*end ? leap(walk, end, err) : status;
}

/* ---- The whole ---- */

/* Read what is wanted. Returns whether it is of a length that has near words. */
static bool read_wanted(struct walk *walk, const char *folded, size_t length)
{
    const char *end = folded + length;
    for (const char *at = folded; at < end; walk->wanted_count++) {
        if (walk->wanted_count == NEAR_POINTS_MAX) return false;
        at += next_point(at, end, &walk->wanted[walk->wanted_count]);
        if (walk->wanted[walk->wanted_count] >= FIRST_INVALID) return false;
    }
    walk->edits = walk->wanted_count < NEAR_TWO_EDITS ? 1 : EDITS_MOST;
    for (size_t j = 0; j <= walk->wanted_count; j++)
        walk->distances[0][j] = (uint8_t)j;
    return walk->wanted_count >= NEAR_POINTS_MIN;
}

static ns_status walk_all(struct walk *walk, struct ns_error *err)
{
    bool end;
    ns_status status = lexicon_scan_next(&walk->scan, &end, err);
    while (status == NS_OK && !end) {
        read_row(walk);
        const uint8_t edits = walk->distances[walk->depth][walk->wanted_count];
        if (walk->depth > 0 && !is_too_far(walk) && edits > 0 && edits <= walk->edits) status = take_form(walk, edits, err);
        if (status == NS_OK) status = go_on(walk, &end, err);
    }
    if (status == NS_OK) end_word(walk);
    return status;
}

ns_status near_forms_find(const struct lexicon *lexicon, const char *folded, size_t length, struct near_forms *out, struct ns_error *err)
{
    struct walk walk = {.scan = lexicon_scan_from(lexicon, 0), .out = out};
    const ns_status status = read_wanted(&walk, folded, length) ? walk_all(&walk, err) : NS_OK;
    if (status != NS_OK) out->count = 0;
    lexicon_scan_release(&walk.scan);
    buffer_release(&walk.target);
    buffer_release(&walk.word.folded);
    buffer_release(&walk.word.near.form);
    return status;
}
