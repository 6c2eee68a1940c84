/* spelling.c - capitals as a code, and what else differs as an edit. */
#include "index/spelling.h"

#include <string.h>

static char capital(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* How many of the first bytes of a folded form of some length are in capitals. */
static size_t capitals_of(enum spelling spelling, size_t length)
{
    return spelling == SPELLING_CAPITALS ? length : spelling == SPELLING_CAPITAL && length > 0 ? 1 : 0;
}

static char spelled(const char *folded, size_t at, size_t capitals)
{
    return at < capitals ? capital(folded[at]) : folded[at];
}

/* How many bytes at the beginning of a form are those of its folded form with some capitals. */
static size_t same_at_begin(const char *folded, size_t folded_len, size_t capitals, const char *form, size_t form_len)
{
    size_t same = 0;
    while (same < folded_len && same < form_len && form[same] == spelled(folded, same, capitals))
        same++;
    return same;
}

enum spelling spelling_of(const char *folded, size_t folded_len, const char *form, size_t form_len)
{
    if (folded_len != form_len) return SPELLING_EDITED;
    for (enum spelling spelling = SPELLING_FOLDED; spelling <= SPELLING_CAPITALS; spelling++) {
        if (same_at_begin(folded, folded_len, capitals_of(spelling, folded_len), form, form_len) == form_len) return spelling;
    }
    return SPELLING_EDITED;
}

struct edit {
    enum spelling spelling; /* that is changed */
    size_t kept;            /* bytes at the beginning */
    size_t removed;
    size_t inserted;
};

/* The edit of one spelling that keeps as much as it can. */
static struct edit find_edit(enum spelling spelling, const char *folded, size_t folded_len, const char *form, size_t form_len)
{
    const size_t capitals = capitals_of(spelling, folded_len);
    const size_t begin = same_at_begin(folded, folded_len, capitals, form, form_len);
    const size_t rest = folded_len < form_len ? folded_len - begin : form_len - begin;
    size_t end = 0;
    while (end < rest && form[form_len - 1 - end] == spelled(folded, folded_len - 1 - end, capitals))
        end++;
    return (struct edit){spelling, begin, folded_len - begin - end, form_len - begin - end};
}

ns_status spelling_put_edit(struct buffer *out, const char *folded, size_t folded_len, const char *form, size_t form_len,
                            struct ns_error *err)
{
    struct edit best = find_edit(SPELLING_FOLDED, folded, folded_len, form, form_len);
    for (enum spelling spelling = SPELLING_CAPITAL; spelling <= SPELLING_CAPITALS; spelling++) {
        const struct edit edit = find_edit(spelling, folded, folded_len, form, form_len);
        if (edit.inserted < best.inserted) best = edit;
    }
    ns_status status = buffer_append_varint(out, (uint64_t)best.kept * SPELLING_EDITED + best.spelling, err);
    if (status == NS_OK) status = buffer_append_pair(out, best.removed, best.inserted, err);
    return status == NS_OK ? buffer_append(out, form + best.kept, best.inserted, err) : status;
}

/* Read what an edit says; its bytes come next, and are there. */
static struct edit read_edit(struct cursor *cursor)
{
    const uint64_t begin = cursor_varint(cursor);
    uint64_t removed, inserted;
    cursor_pair(cursor, &removed, &inserted);
    if (inserted > (uint64_t)(cursor->end - cursor->at)) cursor_fail(cursor);
    if (cursor->failed) return (struct edit){SPELLING_FOLDED, 0, 0, 0};
    return (struct edit){(enum spelling)(begin % SPELLING_EDITED), (size_t)(begin / SPELLING_EDITED), (size_t)removed, (size_t)inserted};
}

void spelling_pass_edit(struct cursor *cursor)
{
    const size_t inserted = read_edit(cursor).inserted;
    if (inserted > 0) cursor->at += inserted;
}

/* Write the bytes of a spelling from one place to another. */
static void write_spelled(char *out, const char *folded, size_t begin, size_t end, size_t capitals)
{
    if (end > begin) memcpy(out, folded + begin, end - begin);
    for (size_t at = begin; at < end && at < capitals; at++)
        out[at - begin] = capital(folded[at]);
}

ns_status spelling_get(struct cursor *cursor, enum spelling spelling, const char *folded, size_t folded_len, struct buffer *out,
                       struct ns_error *err)
{
    struct edit edit = {spelling, folded_len, 0, 0};
    if (spelling == SPELLING_EDITED) edit = read_edit(cursor);
    if (edit.kept > folded_len || edit.removed > folded_len - edit.kept) cursor_fail(cursor);
    if (cursor->failed) return NS_OK;
    const size_t size = folded_len - edit.removed + edit.inserted;
    const ns_status status = buffer_reserve(out, size, err);
    if (status != NS_OK || size == 0) return status;
    const size_t capitals = capitals_of(edit.spelling, folded_len);
    char *form = out->data + out->size;
    write_spelled(form, folded, 0, edit.kept, capitals);
    if (edit.inserted > 0) memcpy(form + edit.kept, cursor->at, edit.inserted);
    write_spelled(form + edit.kept + edit.inserted, folded, edit.kept + edit.removed, folded_len, capitals);
    out->size += size;
    if (edit.inserted > 0) cursor->at += edit.inserted;
    return NS_OK;
}
