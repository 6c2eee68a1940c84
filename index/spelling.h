/* spelling.h - a form told by its folded form: most forms are that, with or without capitals. The code is drawn in index_file.h. */
#ifndef INDEX_SPELLING_H
#define INDEX_SPELLING_H

#include "index/buffer.h"

/* Append the code. Returns NS_OK, NS_ERR_NOMEM. */
ns_status spelling_put(struct buffer *out, const char *folded, size_t folded_len, const char *form, size_t form_len, struct ns_error *err);

/* Read a code and append the form to out. Damage sets cursor->failed. Returns NS_OK, NS_ERR_NOMEM. */
ns_status spelling_get(struct cursor *cursor, const char *folded, size_t folded_len, struct buffer *out, struct ns_error *err);

#endif
