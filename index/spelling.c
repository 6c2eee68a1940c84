/* spelling.c - capitals as a code of one byte. */
#include "index/spelling.h"

#include <string.h>

enum spelling {
    SPELLING_FOLDED = 0,
    SPELLING_CAPITAL = 1,
    SPELLING_CAPITALS = 2,
    SPELLING_OTHER = 3,
};

static char capital(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* Whether the form is the folded form with its first `capitals` bytes in ASCII capitals. */
static bool has_capitals(const char *folded, const char *form, size_t length, size_t capitals)
{
    for (size_t i = 0; i < length; i++) {
        if (form[i] != (i < capitals ? capital(folded[i]) : folded[i])) return false;
    }
    return true;
}

static enum spelling spelling_of(const char *folded, size_t folded_len, const char *form, size_t form_len)
{
    if (folded_len != form_len) return SPELLING_OTHER;
    if (memcmp(folded, form, form_len) == 0) return SPELLING_FOLDED;
    if (has_capitals(folded, form, form_len, 1)) return SPELLING_CAPITAL;
    return has_capitals(folded, form, form_len, form_len) ? SPELLING_CAPITALS : SPELLING_OTHER;
}

ns_status spelling_put(struct buffer *out, const char *folded, size_t folded_len, const char *form, size_t form_len, struct ns_error *err)
{
    const enum spelling spelling = spelling_of(folded, folded_len, form, form_len);
    ns_status status = buffer_append_byte(out, (uint8_t)spelling, err);
    if (status == NS_OK && spelling == SPELLING_OTHER) status = buffer_append_string(out, form, form_len, err);
    return status;
}

ns_status spelling_get(struct cursor *cursor, const char *folded, size_t folded_len, struct buffer *out, struct ns_error *err)
{
    const uint8_t spelling = cursor_byte(cursor);
    if (spelling == SPELLING_OTHER) {
        size_t length;
        const char *form = cursor_string(cursor, &length);
        return buffer_append(out, form, length, err);
    }
    if (spelling > SPELLING_OTHER) cursor_fail(cursor);
    const size_t begin = out->size;
    const ns_status status = buffer_append(out, folded, folded_len, err);
    if (status != NS_OK) return status;
    const size_t capitals = spelling == SPELLING_CAPITALS ? folded_len : spelling == SPELLING_CAPITAL && folded_len > 0 ? 1 : 0;
    for (size_t i = 0; i < capitals; i++)
        out->data[begin + i] = capital(folded[i]);
    return NS_OK;
}
