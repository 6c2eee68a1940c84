/* spelling.h - a form told by its folded form: most forms are that, with or without capitals, and most others differ at one place. */
#ifndef INDEX_SPELLING_H
#define INDEX_SPELLING_H

#include "index/buffer.h"

/* Two bits of a row say which it is. */
enum spelling {
    SPELLING_FOLDED = 0,
    SPELLING_CAPITAL = 1,  /* an ASCII capital first */
    SPELLING_CAPITALS = 2, /* in ASCII capitals */
    SPELLING_EDITED = 3,   /* one of these with some bytes in place of others: the edit follows */
};

/* An edit: varint 3 * (how many bytes stay at the beginning) + the spelling that is changed, pair (buffer.h) of how many of its bytes go
 * there and how many come in, and these; what is behind stays. */

enum spelling spelling_of(const char *folded, size_t folded_len, const char *form, size_t form_len);

/* Append the edit that makes a form whose spelling is SPELLING_EDITED. Returns NS_OK, NS_ERR_NOMEM. */
ns_status spelling_put_edit(struct buffer *out, const char *folded, size_t folded_len, const char *form, size_t form_len,
                            struct ns_error *err);

/* Append the form to out, reading its edit where it has one. Damage sets cursor->failed. Returns NS_OK, NS_ERR_NOMEM. */
ns_status spelling_get(struct cursor *cursor, enum spelling spelling, const char *folded, size_t folded_len, struct buffer *out,
                       struct ns_error *err);

/* Go past an edit. */
void spelling_pass_edit(struct cursor *cursor);

#endif
